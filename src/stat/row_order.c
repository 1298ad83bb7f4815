/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_order.c: rows in the order of whole numbers (row_order.h).
 */
#include "stat/row_order.h"

/* Keys that stand in memory, stride apart. */
typedef struct row_keys
{
	const uint64_t *first;
	int stride;
} row_keys;

static inline uint64_t
key_of(row_keys keys, uint32_t row)
{
	return keys.first[(size_t) row * (size_t) keys.stride];
}

#define MARKS_STARTS 1
#define DIGIT_BITS 11
#include "stat/row_order_kernel.h"

void
dx_row_reorder(const uint64_t *keys, int stride, int64_t n, uint64_t *order, uint64_t *temp)
{
	sorter s;

	s.keys = (row_keys) {keys, stride};
	s.temp = temp;
	s.done = 0;
	sort_rows(&s, order, n);
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
	sorter s = {.temp = temp};

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
	for (int64_t i = 0; i < n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		order[i] = (uint64_t) numbers[i] << (64 - KEY_BITS);
		count_digits(&s, order[i]);
	}
	sort_entries(&s, order, n);
	for (int64_t i = 0; i < n; i++)
		numbers[i] = (uint32_t) (order[i] >> (64 - KEY_BITS));
}
