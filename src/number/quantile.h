/* SPDX-License-Identifier: PostgreSQL */
/*
 * quantile.h: weighted quantiles of a map of distinct values to exact sums of
 * their weights (dist.h), and the map's packed form.
 *
 * Packed, all numbers little-endian:
 *
 *   4  number of values n
 *   .. n times: 8 bytes value, 8 bytes weight, values ascending; a weight that
 *      is no double is its nearest double (or infinity) with the sign set
 *   .. the exact weights of those, packed (exact.h), in the same order
 *
 * Canonical: no -0, weights above 0, exact weights only where they are needed.
 */
#ifndef DX_QUANTILE_H
#define DX_QUANTILE_H

#include "base/base.h"
#include "number/dist.h"
#include "number/exact.h"

/*
 * The q-quantile (0 <= q <= 1) of a map that is not empty: with W the whole
 * weight (`total`) and B that of values up to x, the first x with B > q W; where
 * B = q W, the mean of x and the next value. q = 1 is the greatest value. B = q W
 * is judged to 2^-50 of q W: weights written 0.1, 0.2, 0.3 meet at their half, as
 * they do on paper, though the doubles nearest to them do not. (Each of w and q
 * is within 2^-53 of what was written and sums are exact, so what meets on
 * paper meets here, however many rows there are.)
 *
 * This is the weighted percentile of SAS (UNIVARIATE procedure, "Weighted
 * percentiles", empirical distribution function with averaging), for equal
 * weights definition 2 of R. J. Hyndman and Y. Fan, Sample quantiles in
 * statistical packages, The American Statistician 50, 1996; q = 1/2 is the
 * median of index trees (mean.c).
 *
 * The first call goes through all values. From the second one on the map has sums
 * (dist.h), which do not change its value, and a call is O(log n); memory for them is
 * dx_alloc'ed.
 */
extern double dx_dist_quantile(dx_dist *dist, const dx_exact *total, double q);

extern size_t dx_dist_packed_size(const dx_dist *dist);

/* Writes dx_dist_packed_size bytes; returns the end. */
extern uint8_t *dx_dist_pack(const dx_dist *dist, uint8_t *out);

/* Packed bytes into an empty map, validated; returns where they end, NULL on error. */
extern const uint8_t *dx_dist_unpack(dx_dist *dist, const uint8_t *packed, const uint8_t *end, dx_error *err);

#endif /* DX_QUANTILE_H */
