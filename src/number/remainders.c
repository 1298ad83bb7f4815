/* SPDX-License-Identifier: PostgreSQL */
/*
 * remainders.c: who gets what rounding has left over.
 */
#include "number/remainders.h"

/* Does part a come before part b? */
static inline bool
comes_first(const uint32_t *cut, uint32_t a, uint32_t b)
{
	return cut[a] != cut[b] ? cut[a] > cut[b] : a < b;
}

/* By Shell's method: there is no more memory to ask for, and n is at most a few times the nodes of a tree. */
void
dx_sort_remainders(uint32_t *order, uint32_t n, const uint32_t *cut)
{
	for (uint32_t gap = n / 2; gap > 0; gap /= 2)
		for (uint32_t k = gap; k < n; k++)
		{
			uint32_t moved = order[k];
			uint32_t at = k;

			for (; at >= gap && comes_first(cut, moved, order[at - gap]); at -= gap)
				order[at] = order[at - gap];
			order[at] = moved;
		}
}
