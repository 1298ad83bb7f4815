/*
 * quantile.h: weighted quantiles: a map of distinct values to exact sums of
 * their weights.
 *
 * The map is a list of short sorted blocks, so a row costs two binary searches
 * and a short move, and whoever reads it finds the values in order. It grows
 * with distinct values only and knows nothing of the order of the rows. A
 * weight is a double where its sum is one, else an exact sum (exact.h).
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

#include "base.h"
#include "exact.h"

/* Distinct values in one map; beyond: 54000. */
#define DX_DIST_MOST ((uint32_t) 1 << 22)

typedef struct dx_dist_entry
{
	double		x;
	double		w;				/* > 0, unless wide */
	dx_exact   *wide;			/* the weight where it is no double, or was not */
} dx_dist_entry;

typedef struct dx_dist_block
{
	uint32_t	n;				/* > 0 */
	uint32_t	room;
	dx_dist_entry *entries;
} dx_dist_block;

/* All zero is the empty map. */
typedef struct dx_dist
{
	dx_dist_block *blocks;
	uint32_t	n_blocks;
	uint32_t	room;			/* for blocks */
	uint32_t	n;				/* distinct values */
} dx_dist;

/* Add weight w > 0 at x, both finite; fails (unchanged) beyond DX_DIST_MOST. O(log n). */
extern bool dx_dist_add(dx_dist *dist, double x, double w, dx_error *err);

/* Take away what dx_dist_add added; fails (unchanged) if so much is not there. */
extern bool dx_dist_remove(dx_dist *dist, double x, double w, dx_error *err);

/* Add all of another map. */
extern bool dx_dist_merge(dx_dist *dist, const dx_dist *other, dx_error *err);

/* Take another map away; fails where it was not in. */
extern bool dx_dist_subtract(dx_dist *dist, const dx_dist *other, dx_error *err);

/* Back to the empty map. */
extern void dx_dist_free(dx_dist *dist);

/* Add the weight of all values to a sum. */
extern void dx_dist_add_weight(const dx_dist *dist, dx_exact *sum);

/*
 * The q-quantile (0 <= q <= 1) of a map that is not empty: with W the whole
 * weight and B that of values up to x, the first x with B > q W; where B = q W,
 * the mean of x and the next value. q = 1 is the greatest value. B = q W is
 * judged to 2^-50 of q W: weights written 0.1, 0.2, 0.3 meet at their half, as
 * they do on paper, though the doubles nearest to them do not. (Each of w and q
 * is within 2^-53 of what was written and sums are exact, so what meets on
 * paper meets here, however many rows there are.)
 *
 * This is the weighted percentile of SAS (UNIVARIATE procedure, "Weighted
 * percentiles", empirical distribution function with averaging), for equal
 * weights definition 2 of R. J. Hyndman and Y. Fan, Sample quantiles in
 * statistical packages, The American Statistician 50, 1996; q = 1/2 is the
 * median of index trees (mean.c). O(n).
 */
extern double dx_dist_quantile(const dx_dist *dist, double q);

extern size_t dx_dist_packed_size(const dx_dist *dist);

/* Writes dx_dist_packed_size bytes; returns the end. */
extern uint8_t *dx_dist_pack(const dx_dist *dist, uint8_t *out);

/* Packed bytes into an empty map, validated; returns where they end, NULL on error. */
extern const uint8_t *dx_dist_unpack(dx_dist *dist, const uint8_t *packed, const uint8_t *end, dx_error *err);

#endif							/* DX_QUANTILE_H */
