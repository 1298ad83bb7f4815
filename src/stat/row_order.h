/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_order.h: rows sorted by a whole number each.
 */
#ifndef DX_ROW_ORDER_H
#define DX_ROW_ORDER_H

#include "base/base.h"

/*
 * Sort rows 0 .. n - 1 (n below 2^32) by ascending key, rows of one key ascending.
 * order[i] tells the row at place i (dx_order_row), and whether its key differs from the
 * one before (dx_order_starts). Row r has the key keys[r x stride]. order and temp: room
 * for n. A radix sort: O(n), interruptible.
 */
extern void dx_row_order(const uint64_t *keys, int stride, int64_t n, uint64_t *order, uint64_t *temp);

/* The same for rows that are in another order already, which rows of one key stay in. */
extern void dx_row_reorder(const uint64_t *keys, int stride, int64_t n, uint64_t *order, uint64_t *temp);

/* Of an entry: another key begins here. */
#define DX_ORDER_STARTS (UINT64_C(1) << 63)

static inline uint32_t
dx_order_row(uint64_t entry)
{
	return (uint32_t) entry;
}

static inline bool
dx_order_starts(uint64_t entry)
{
	return (entry & DX_ORDER_STARTS) != 0;
}

/* Sort n numbers, ascending, by the same sort; both arrays have room for n. */
extern void dx_order_numbers(uint32_t *numbers, int64_t n, uint64_t *order, uint64_t *temp);

#endif /* DX_ROW_ORDER_H */
