/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_name_memo.c: the table of names: what was put in is found with its number
 * or not at all, whatever else was put in.
 */
#include "check.h"
#include "score/name_memo.h"

#define NAMES 3000

static uint64_t random_state = 20221122;

static uint32_t
below(uint32_t n)
{
	random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) (random_state >> 33) % n;
}

/* Names that are alike: of few bytes, zero among them, so that some begin or end others. */
static size_t
random_name(uint8_t *bytes)
{
	size_t len = 1 + below(DX_NAMES_LONGEST + 2);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t) below(3);
	return len;
}

typedef struct known_name
{
	uint8_t *bytes; /* of exactly its size, so that a read past the end is seen */
	size_t len;
	uint32_t of;
	uint32_t number;
} known_name;

static void
check_table(uint32_t for_names, uint32_t owners)
{
	dx_name_memo *names = dx_name_memo_new(for_names);
	static known_name known[NAMES];
	uint32_t number;
	int found = 0;
	int fitting = 0;

	for (uint32_t k = 0; k < NAMES; k++)
	{
		uint8_t bytes[DX_NAMES_LONGEST + 2];

		known[k].len = random_name(bytes);
		known[k].bytes = dx_alloc(known[k].len);
		memcpy(known[k].bytes, bytes, known[k].len);
		known[k].number = k;
		known[k].of = below(owners) * (((1 << 24) - 1) / owners);
		/* one name of one owner has one number */
		for (uint32_t j = 0; j < k; j++)
			if (known[j].len == known[k].len && known[j].of == known[k].of &&
				memcmp(known[j].bytes, bytes, known[k].len) == 0)
				known[k].number = known[j].number;
		if (known[k].number == k)
			CHECK(!dx_name_memo_find(names, known[k].of, known[k].bytes, known[k].len, &number));
		dx_name_memo_add(names, known[k].of, known[k].bytes, known[k].len, known[k].number);
		CHECK(dx_name_memo_find(names, known[k].of, known[k].bytes, known[k].len, &number) ==
			  (known[k].len <= DX_NAMES_LONGEST));
		CHECK(known[k].len > DX_NAMES_LONGEST || number == known[k].number);
	}
	for (uint32_t k = 0; k < NAMES; k++)
	{
		fitting += known[k].len <= DX_NAMES_LONGEST;
		if (dx_name_memo_find(names, known[k].of, known[k].bytes, known[k].len, &number))
		{
			CHECK(number == known[k].number);
			found++;
		}
		dx_free(known[k].bytes);
	}
	/* A table of its size forgets little. */
	CHECK(for_names < NAMES ? found > 0 : found > fitting * 19 / 20);
	dx_free(names);
}

int
main(void)
{
	dx_name_memo *names = dx_name_memo_new(0);
	uint32_t number;

	dx_name_memo_add(names, 0, "", 0, 1);
	CHECK(!dx_name_memo_find(names, 0, "", 0, &number));
	/* a free slot is no name of zeros */
	for (size_t len = 1; len <= DX_NAMES_LONGEST; len++)
		CHECK(!dx_name_memo_find(names, 0, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", len, &number));
	dx_free(names);
	check_table(1, 1);
	check_table(159, 1);
	check_table(NAMES, 1);
	check_table(UINT32_MAX, 1);
	/* the same names of several */
	check_table(159, 3);
	check_table(UINT32_MAX, 7);
	CHECK_DONE("names");
}
