/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_order_kernel.h: a stable radix sort of entries of 8 bytes by keys of 64 bits: an
 * entry has the 32 highest bits in which keys differ, and the row. Few rows agree in all
 * of those bits, and these are sorted by the rest afterwards. Included with
 *
 *   row_keys: a type, what keys are made from;
 *   key_of(row_keys, uint32_t row): the key of a row;
 *   MARKS_STARTS: 1 where entries tell at which another key begins (dx_order_starts), else 0;
 *   DIGIT_BITS: of a digit; long digits take fewer passes, which pays from some 500 rows on
 *
 * defined. It gives sort_rows and, of entries whose high halves are made already,
 * count_digits and sort_entries.
 */

/* Digits of the high half of an entry, lowest first; the last one may be shorter. */
#define KEY_BITS 32
#define DIGITS ((KEY_BITS + DIGIT_BITS - 1) / DIGIT_BITS)
#define BUCKETS (1 << DIGIT_BITS)

/* Up to so many rows insertion sort is faster than radix sort. */
#define INSERTION_ROWS 48

/* Elements between two chances to cancel. */
#define CHANCE 65536

typedef struct sorter
{
	row_keys keys;
	uint64_t *temp;
	size_t done; /* work since the last chance to cancel */
	uint32_t count[DIGITS][BUCKETS];
} sorter;

static inline uint64_t
entry_key(row_keys keys, uint64_t entry)
{
	return key_of(keys, dx_order_row(entry));
}

static inline uint32_t
digit_of(uint64_t entry, int digit)
{
	return (uint32_t) (entry >> (64 - KEY_BITS + digit * DIGIT_BITS)) % BUCKETS;
}

static inline void
count_digits(sorter *s, uint64_t entry)
{
	for (int digit = 0; digit < DIGITS; digit++)
		s->count[digit][digit_of(entry, digit)]++;
}

/* Sort entries by their high halves, the digits of which have been counted; the result is in order. */
static void
sort_entries(sorter *s, uint64_t *order, int64_t n)
{
	uint64_t *from = order;
	uint64_t *to = s->temp;

	for (int digit = 0; digit < DIGITS; digit++)
	{
		uint32_t *next = s->count[digit];
		uint32_t sum = 0;
		uint64_t *swap;

		/* All have the same digit. */
		if (next[digit_of(from[0], digit)] == n)
			continue;
		for (int i = 0; i < BUCKETS; i++)
		{
			uint32_t here = next[i];

			next[i] = sum;
			sum += here;
		}
		for (int64_t i = 0; i < n; i++)
		{
			uint64_t entry = from[i];

			if (i % CHANCE == 0)
				dx_check_interrupts();
			to[next[digit_of(entry, digit)]++] = entry;
		}
		swap = from;
		from = to;
		to = swap;
	}
	for (int64_t i = 0; from != order && i < n; i += CHANCE)
	{
		dx_check_interrupts();
		memcpy(order + i, from + i, (size_t) (n - i < CHANCE ? n - i : CHANCE) * sizeof(uint64_t));
	}
}

/* Mark entries, which are in order, at which another key begins. */
static inline void
mark_starts(row_keys keys, uint64_t *order, int64_t n)
{
	uint64_t before = 0;

	if (!MARKS_STARTS)
		return;
	for (int64_t i = 0; i < n; i++)
	{
		uint64_t key = entry_key(keys, order[i]);

		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = dx_order_row(order[i]) | (i == 0 || key != before ? DX_ORDER_STARTS : 0);
		before = key;
	}
}

/* The same where all keys are equal. */
static inline void
mark_equal(uint64_t *order, int64_t n)
{
	if (!MARKS_STARTS)
		return;
	for (int64_t i = 0; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = dx_order_row(order[i]);
	}
	order[0] |= DX_ORDER_STARTS;
}

static void
insertion_sort(row_keys keys, uint64_t *order, int64_t n)
{
	for (int64_t i = 1; i < n; i++)
	{
		uint64_t entry = order[i];
		uint64_t key = entry_key(keys, entry);
		int64_t j = i;

		for (; j > 0 && entry_key(keys, order[j - 1]) > key; j--)
			order[j] = order[j - 1];
		order[j] = entry;
	}
}

/* The bits in which keys differ; *sorted: are the rows in order already? */
static uint64_t
differing_bits(row_keys keys, const uint64_t *order, int64_t n, bool *sorted)
{
	uint64_t first = entry_key(keys, order[0]);
	uint64_t before = first;
	uint64_t differing = 0;

	*sorted = true;
	for (int64_t i = 1; i < n; i++)
	{
		uint64_t key = entry_key(keys, order[i]);

		if (i % CHANCE == 0)
			dx_check_interrupts();
		*sorted &= before <= key;
		differing |= first ^ key;
		before = key;
	}
	return differing;
}

/* Sort entries by the keys of their rows. 64 bits of a key: two rounds deep. */
static void
sort_rows(sorter *s, uint64_t *order, int64_t n)
{
	const row_keys keys = s->keys;
	uint64_t differing;
	bool sorted;
	bool whole; /* are those bits all in the entries? */
	int shift = 0;

	dx_work(&s->done, (size_t) n);
	if (n <= INSERTION_ROWS)
	{
		insertion_sort(keys, order, n);
		mark_starts(keys, order, n);
		return;
	}
	differing = differing_bits(keys, order, n, &sorted);
	if (differing == 0)
	{
		mark_equal(order, n);
		return;
	}
	if (sorted)
	{
		mark_starts(keys, order, n);
		return;
	}
	while ((differing >> shift) >> KEY_BITS != 0)
		shift++;

	memset(s->count, 0, sizeof(s->count));
	for (int64_t i = 0; i < n; i++)
	{
		uint64_t high = entry_key(keys, order[i]) >> shift << (64 - KEY_BITS);

		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = high | dx_order_row(order[i]);
		count_digits(s, high);
	}
	sort_entries(s, order, n);
	whole = (differing & ((UINT64_C(1) << shift) - 1)) == 0;
	if (whole && !MARKS_STARTS)
		return;
	for (int64_t start = 0, end; start < n; start = end)
	{
		end = start + 1;
		while (end < n && (order[start] ^ order[end]) >> (64 - KEY_BITS) == 0)
			end++;
		if (start / CHANCE != end / CHANCE)
			dx_check_interrupts();
		if (end - start == 1)
			order[start] |= MARKS_STARTS ? DX_ORDER_STARTS : 0;
		else if (whole)
			mark_equal(order + start, end - start);
		else
			sort_rows(s, order + start, end - start);
	}
}
