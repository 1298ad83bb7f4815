/* SPDX-License-Identifier: PostgreSQL */
/*
 * remainders.h: parts of a total, each rounded, that add up to it: the method of largest
 * remainders. Parts are rounded down first; what is left of the total goes, one unit each,
 * to those of which most was cut off.
 */
#ifndef DX_REMAINDERS_H
#define DX_REMAINDERS_H

#include "base/base.h"

/*
 * Sort the numbers of n parts: first those of which most was cut off, of equal ones the
 * earlier. cut is indexed by the numbers. In place.
 */
extern void dx_sort_remainders(uint32_t *order, uint32_t n, const uint32_t *cut);

#endif /* DX_REMAINDERS_H */
