/* SPDX-License-Identifier: PostgreSQL */
/*
 * known.h: what is known of a unit at a time (a year) at which it may be
 * missing: the last value known, or one on the straight line between two.
 */
#ifndef DX_KNOWN_H
#define DX_KNOWN_H

#include "rank/rank.h"

/*
 * In all of them r is sorted by time, values[position] being times; x[position]
 * is the value then, NAN where it is not known, and becomes the answer, NAN
 * where there is none. Rows without a time keep their own. Rows of one time
 * know what one of them knows; false with err where two of them differ.
 */

/* The last value known by then, if that is no longer ago than `within` (INFINITY: whenever it was). */
extern bool dx_known_last(const dx_ranking *r, double *x, double within, dx_error *err);

/* The time of that value. */
extern bool dx_known_time(const dx_ranking *r, double *x, double within, dx_error *err);

/*
 * Where it is not known, on the line between the values known before and after,
 * the exact quotient rounded once; beyond the first and the last one equal to it
 * if flat_ends, else none.
 */
extern bool dx_known_between(const dx_ranking *r, double *x, bool flat_ends, dx_error *err);

#endif /* DX_KNOWN_H */
