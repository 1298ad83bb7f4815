/* SPDX-License-Identifier: PostgreSQL */
/*
 * measure.h: what the points of a programme are counted in, so that adding up
 * is exact: one unit for the whole programme, small enough that every maximum,
 * and what ordinary results earn of it, is a whole number of units; and the
 * weights of each family (the children of a mean) as whole numbers.
 *
 * One point is `one` units: 10^j times the denominators of maxima written as
 * fractions times `spans`, what results are divided by under the tree's rules
 * (3 of linear(0, 3), 7 of checklist(7)), with j as large as the numbers of
 * points that nodes can have allow. `spans` saves work only: without it thirds would be
 * truncated, which scoring notices.
 */
#ifndef DX_MEASURE_H
#define DX_MEASURE_H

#include "number/wide.h"
#include "tree/programme.h"

typedef struct dx_measure
{
	uint32_t n; /* nodes */
	int limbs;
	dx_limb one[DX_WIDE_MAX]; /* units of a point, and of a ratio of 1 */
	dx_limb *max;			  /* limbs a node: its maximum in units */
	dx_limb *term;			  /* limbs a term: its points in units; of a threshold or need the least that reach them */
	dx_int128 *weight;		  /* a node's, within its family */
} dx_measure;

/* A common denominator of maxima, or of the weights of a family, may not be greater. */
#define DX_MAX_DENOMINATOR (UINT64_C(1) << 62)

/* Weights of a family are below 2^this when whole. */
#define DX_WEIGHT_BITS 104

/*
 * Can the programme be measured in 8 limbs? Everything that a tree or bytes may state
 * and a score could not represent is refused here: weights of one family too far apart,
 * fractions without a common denominator, bonuses and penalties so large that a node
 * could have more than DX_POINTS_LIMIT points, or DX_RATIO_LIMIT times its maximum;
 * thresholds at nodes that can be negative. *node receives the one that is wrong. O(n).
 */
extern bool dx_steps_measurable(const dx_step *steps, uint32_t n, uint32_t *node, dx_error *err);

/*
 * The measure of a programme that is measurable, in 4 or 8 limbs (dx_alloc,
 * one block, beside owner); NULL where 4 are too few. spans: 1 or more. O(n).
 */
extern dx_measure *dx_measure_new(const void *owner, const dx_step *steps, uint32_t n, uint64_t spans, int limbs);

/*
 * The least common multiple of spans and of den (0: none) without its factors 2 and 5;
 * spans itself where that would pass 2^40: it saves work only.
 */
extern uint64_t dx_measure_join(uint64_t spans, dx_int128 den);

/* The weights of a family (beneath a mean) as whole numbers, into weight[] of its children; the steps are measurable. */
extern void dx_measure_weights(const dx_step *steps, uint32_t parent, dx_int128 *weight);

/*
 * A bound counts as reached from 1e-12 of it below (equal.h): *least receives the least
 * whole number of units that has reached bound.
 */
extern void dx_measure_least(const dx_limb *bound, dx_limb *least, int limbs);

/* a / b, maxima, b > 0, as the nearest double. */
extern double dx_maximum_share(dx_maximum a, dx_maximum b);

#endif /* DX_MEASURE_H */
