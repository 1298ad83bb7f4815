/* SPDX-License-Identifier: PostgreSQL */
/*
 * known.h: values of a unit at times (years) at which they may be missing: the last
 * value known, or linear interpolation.
 */
#ifndef DX_KNOWN_H
#define DX_KNOWN_H

#include "rank/rank.h"

/*
 * In all of them r is sorted by time, values[position] being times; x[position] is the
 * value at that time, NAN where it is not known, and is replaced by the answer, NAN
 * where there is none. Rows without a time keep their own value. Rows of one time share
 * a value that one of them has; false with err where two of them differ.
 */

/* The last value known by that time, if it is no older than `within` (INFINITY: however old). */
extern bool dx_known_last(const dx_ranking *r, double *x, double within, dx_error *err);

/* The time of that value. */
extern bool dx_known_time(const dx_ranking *r, double *x, double within, dx_error *err);

/*
 * Where a value is not known, it is interpolated between the values known before and
 * after, the exact quotient rounded once; before the first and after the last known
 * value it is equal to that if flat_ends, else none.
 */
extern bool dx_known_between(const dx_ranking *r, double *x, bool flat_ends, dx_error *err);

#endif /* DX_KNOWN_H */
