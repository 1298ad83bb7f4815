/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_order.c: a radix sort of entries of 8 bytes (row_order.h): the 32 highest
 * bits in which keys differ, and the row. Few rows agree in all of those bits,
 * and these are sorted by the rest afterwards.
 */
#include "stat/row_order.h"

/* Digits of the high half of an entry, lowest first; the last of the three has 10 bits. */
#define KEY_BITS 32
#define DIGIT_BITS 11
#define DIGITS 3
#define BUCKETS (1 << DIGIT_BITS)

/* Up to so many rows insertion sort is faster than radix sort. */
#define INSERTION_ROWS 48

/* Elements between two chances to cancel. */
#define CHANCE 65536

typedef struct sorter
{
	const uint64_t *keys;
	int stride;
	uint64_t *temp;
	size_t done; /* work since the last chance to cancel */
	uint32_t count[DIGITS][BUCKETS];
} sorter;

static inline uint64_t
key_of(const sorter *s, uint64_t entry)
{
	return s->keys[(size_t) dx_order_row(entry) * (size_t) s->stride];
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

/* Sort entries by their high halves, the digits of which have been counted; the result is in order. Stable. */
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
			if (i % CHANCE == 0)
				dx_check_interrupts();
			to[next[digit_of(from[i], digit)]++] = from[i];
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != order)
		memcpy(order, from, (size_t) n * sizeof(uint64_t));
}

static void
insertion_sort(const sorter *s, uint64_t *order, int64_t n)
{
	for (int64_t i = 1; i < n; i++)
	{
		uint64_t entry = order[i];
		uint64_t key = key_of(s, entry);
		int64_t j = i;

		for (; j > 0 && key_of(s, order[j - 1]) > key; j--)
			order[j] = order[j - 1];
		order[j] = entry;
	}
}

/* The bit that dx_order_starts reads. */
#define STARTS (UINT64_C(1) << 63)

static void
mark(const sorter *s, uint64_t *order, int64_t n)
{
	uint64_t before = 0;

	for (int64_t i = 0; i < n; i++)
	{
		uint64_t key = key_of(s, order[i]);

		order[i] = dx_order_row(order[i]) | (i == 0 || key != before ? STARTS : 0);
		before = key;
	}
}

/* Mark entries at which another key begins. */
static void
mark_equal(uint64_t *order, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = dx_order_row(order[i]);
	}
	order[0] |= STARTS;
}

/* The bits in which keys differ. */
static uint64_t
differing_bits(const sorter *s, const uint64_t *order, int64_t n)
{
	uint64_t first = key_of(s, order[0]);
	uint64_t differing = 0;

	for (int64_t i = 1; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		differing |= first ^ key_of(s, order[i]);
	}
	return differing;
}

/* 64 bits of a key: two rounds deep. */
static void
sort_rows(sorter *s, uint64_t *order, int64_t n)
{
	uint64_t differing;
	bool whole; /* are those bits all in the entries? */
	int shift = 0;

	dx_work(&s->done, (size_t) n);
	if (n <= INSERTION_ROWS)
	{
		insertion_sort(s, order, n);
		mark(s, order, n);
		return;
	}
	differing = differing_bits(s, order, n);
	if (differing == 0)
	{
		mark_equal(order, n);
		return;
	}
	while ((differing >> shift) >> KEY_BITS != 0)
		shift++;

	memset(s->count, 0, sizeof(s->count));
	for (int64_t i = 0; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = key_of(s, order[i]) >> shift << (64 - KEY_BITS) | dx_order_row(order[i]);
		count_digits(s, order[i]);
	}
	sort_entries(s, order, n);
	whole = (differing & ((UINT64_C(1) << shift) - 1)) == 0;
	for (int64_t start = 0, end; start < n; start = end)
	{
		end = start + 1;
		while (end < n && (order[start] ^ order[end]) >> (64 - KEY_BITS) == 0)
			end++;
		if (end - start == 1)
			order[start] |= STARTS;
		else if (whole)
			mark_equal(order + start, end - start);
		else
			sort_rows(s, order + start, end - start);
	}
}

void
dx_row_reorder(const uint64_t *keys, int stride, int64_t n, uint64_t *order, uint64_t *temp)
{
	sorter *s = dx_alloc(sizeof(sorter));

	s->keys = keys;
	s->stride = stride;
	s->temp = temp;
	sort_rows(s, order, n);
	dx_free(s);
}

void
dx_row_order(const uint64_t *keys, int stride, int64_t n, uint64_t *order, uint64_t *temp)
{
	for (int64_t i = 0; i < n; i++)
		order[i] = (uint64_t) i;
	dx_row_reorder(keys, stride, n, order, temp);
}

void
dx_order_numbers(uint32_t *numbers, int64_t n, uint64_t *order, uint64_t *temp)
{
	sorter *s;

	if (n <= INSERTION_ROWS)
	{
		for (int64_t i = 1; i < n; i++)
		{
			uint32_t here = numbers[i];
			int64_t j = i;

			for (; j > 0 && numbers[j - 1] > here; j--)
				numbers[j] = numbers[j - 1];
			numbers[j] = here;
		}
		return;
	}
	s = dx_alloc(sizeof(sorter));
	s->temp = temp;
	for (int64_t i = 0; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = (uint64_t) numbers[i] << (64 - KEY_BITS);
		count_digits(s, order[i]);
	}
	sort_entries(s, order, n);
	for (int64_t i = 0; i < n; i++)
		numbers[i] = (uint32_t) (order[i] >> (64 - KEY_BITS));
	dx_free(s);
}
