/* SPDX-License-Identifier: PostgreSQL */
/*
 * rollup.h: from the scores of criteria to the scores of every node, by a
 * programme (programme.h), in whole numbers of a unit (measure.h).
 *
 * Points, maxima and ratios of every node are kept as a whole number of units with a
 * bound of the error in units, which is 0 as long as nothing had to be truncated.
 * Figures are rounded once: where every value within the error rounds to the same
 * double, that is the result. Where not, the card is rolled up again in twice as many
 * limbs, with more than 10^60 units between two doubles; a value whose error still
 * includes the middle between two doubles is taken as the middle (ties to even).
 * Geometric, harmonic and power means and both Mazziotta-Pareto means are computed in
 * double-doubles from the ratios, and their result counts as exact from there on.
 */
#ifndef DX_ROLLUP_H
#define DX_ROLLUP_H

#include "number/mean_parts.h"
#include "tree/measure.h"

/* What the terms of a node have changed. */
#define DX_ROLL_BOUND 0x01 /* its points differ from what its children make */
#define DX_ROLL_UNMET 0x02 /* a sibling has less than it needs */

/* State and counts of a node. */
typedef struct dx_roll
{
	uint32_t answered; /* criteria */
	uint32_t applicable;
	uint8_t state; /* dx_value_state */
	bool averaged; /* by the mean above it, with its ratio or as 0 */
	uint8_t terms; /* DX_ROLL_* */
} dx_roll;

/* Doubles that a roll-up of n nodes takes as scratch. */
#define DX_ROLL_SCRATCH(n) (10 * (size_t) (n))

typedef struct dx_numbers_4 dx_numbers_4;
typedef struct dx_numbers_8 dx_numbers_8;

/* A maximum in lowest terms, where both are whole numbers below 2^53; else den is 0. */
typedef struct dx_short_max
{
	double num;
	double den;
} dx_short_max;

/*
 * A programme prepared for roll-ups, and the scores of one card, the current one. Made
 * once for many cards of a programme; it owns all that it allocates.
 */
typedef struct dx_rollup
{
	const dx_step *steps;
	uint32_t n;
	uint64_t spans;
	const dx_leaf *leaves;	 /* of the card at hand */
	dx_roll *rolls;			 /* n: of the card at hand */
	dx_short_max *short_max; /* n */
	uint32_t *needy;		 /* nodes that need siblings, as dx_terms_order has them; NULL: none */
	uint32_t n_needy;
	dx_measure *narrow;		 /* NULL: does not fit */
	dx_measure *wide;		 /* NULL until wanted */
	dx_numbers_4 *numbers_4; /* NULL where there is no narrow measure */
	dx_numbers_8 *numbers_8; /* NULL until wanted */
	bool is_narrow;			 /* is numbers_4 of the current card? */
	bool widened;			 /* is numbers_8 of the card at hand? */
	dx_dd *scratch;
} dx_rollup;

/*
 * A roll-up beside owner (dx_alloc_beside). steps belong to the caller and must outlive it, or be
 * set anew.
 */
extern dx_rollup *dx_rollup_new(const void *owner, const dx_step *steps, uint32_t n, uint64_t spans);
extern void dx_rollup_free(dx_rollup *rollup);

/*
 * Score every node. leaves: one a criterion of the programme, in order; they belong to
 * the caller and are read again until the next call. False (DX_ERR_RANGE) only where a
 * programme that came as bytes makes numbers too large. O(n).
 */
extern bool dx_roll_up(dx_rollup *rollup, const dx_leaf *leaves, dx_error *err);

/* Points of a node with a value, as the nearest double. */
extern double dx_roll_points(dx_rollup *rollup, uint32_t i);

/* points / applicable maximum (of a criterion worth 0 its attainment, of one whose terms leave nothing 0); false where there is none (no value, maximum 0 or less). */
extern bool dx_roll_ratio(dx_rollup *rollup, uint32_t i, double *out);

/* The applicable maximum; 0 when not applicable. */
extern double dx_roll_max(dx_rollup *rollup, uint32_t i);

/* Is the applicable maximum above 0? */
extern bool dx_roll_has_max(const dx_rollup *rollup, uint32_t i);

/*
 * Points lost at a node: its maximum (of a penalty: 0) minus its points; all of it where
 * it has no value; 0 where it does not apply.
 */
extern double dx_roll_lost(dx_rollup *rollup, uint32_t i);

/* Points of a node with a value, rounded half away from zero to `digits` (0..15) decimals, x 10^digits. */
extern dx_int128 dx_roll_decimal(dx_rollup *rollup, uint32_t i, int digits);

/* The same of points x factor (up to 2^63), to whole numbers. */
extern dx_int128 dx_roll_whole(dx_rollup *rollup, uint32_t i, dx_uint128 factor);

/*
 * Sums over the nodes with marks[i], all of which have a value or do not apply: points, and
 * applicable maxima.
 */
extern double dx_roll_set_points(dx_rollup *rollup, const uint8_t *marks);
extern double dx_roll_set_max(dx_rollup *rollup, const uint8_t *marks);
extern double dx_roll_set_ratio(dx_rollup *rollup, const uint8_t *marks);

/*
 * The contribution of each node to the root's points, and what it would be with the
 * node's whole maximum (full, which may be NULL), in units of 2^-DX_BROUGHT_BITS x
 * 10^-digits, each rounded by itself. known[i]: false beneath a node that is not linear
 * or whose terms have changed its points, or without a value. False: more digits than
 * fit.
 */
#define DX_BROUGHT_BITS 16

extern bool dx_roll_brought(dx_rollup *rollup, int digits, dx_int128 *brought, dx_int128 *full, bool *known);

/*
 * The contribution of each node to the root's points, x 10^digits. known[i]: false
 * beneath a node that is not linear or whose terms have changed its points, or without a
 * value. Contributions are rounded so that they add up: those of criteria (and of nodes
 * that are not linear) to the root's, that of any other node being the sum of those
 * beneath it. (Largest remainders: each is truncated, and those that lost most get one
 * more, ties in the tree's order, until the root's rounded points are reached.)
 */
extern void dx_roll_contributions(dx_rollup *rollup, int digits, dx_int128 *contribution, bool *known);

/* Has a criterion with this leaf reached its threshold, if it has one? */
extern bool dx_leaf_meets(const dx_step *steps, uint32_t n, uint32_t i, const dx_leaf *leaf);

/*
 * A trial: the current card with one criterion at a time having another leaf. leaves are
 * those of the rollup, which the trial changes and restores. Until the trial is freed
 * nothing else may be done with the rollup.
 */
typedef struct dx_trial
{
	dx_rollup *rollup;
	dx_leaf *leaves;
	bool anew;			 /* short numbers are too short for this card, and may not be for others: each is rolled up */
	bool in_pairs;		 /* are there means of pairs of doubles? */
	bool parts;			 /* may these be made from their parts? */
	bool *wide;			 /* of a node: are sums over its children kept? NULL: of none */
	void *saved;		 /* nodes as they were, during a trial */
	uint32_t *needed;	 /* n + 1: of a node: where those that need it begin in needed_by; NULL: no node needs others */
	uint32_t *needed_by; /* places in rollup->needy */
	uint32_t *waiting;	 /* room for as many */
	struct dx_family_sums_4 **sums_4;
	struct dx_family_sums_8 **sums_8;
	struct saved_4 *before_needs_4; /* of rollup->needy: nodes before needs are applied; NULL until needed */
	struct saved_8 *before_needs_8;
} dx_trial;

extern dx_trial *dx_trial_new(dx_rollup *rollup, dx_leaf *leaves);
extern void dx_trial_free(dx_trial *trial);

/*
 * The root's points if criterion `node`, with or without a result now, had this scored
 * leaf: equal to those of dx_roll_up and dx_roll_points for such a card. *known: does
 * the root then have a value? The rollup is restored afterwards, unless trial->anew.
 * False as dx_roll_up. O(nodes above + log(children) of those with many children +
 * siblings that need what has changed, directly or through others). It takes O(children)
 * only where short numbers do not decide, where none of the alternatives or of the best
 * was answered, or where siblings under another method than a sum need each other.
 */
extern bool dx_trial_points(dx_trial *trial, uint32_t node, const dx_leaf *leaf, bool *known, double *points,
							dx_error *err);

/* Points of a criterion with this leaf, and its ratio, as the nearest doubles. */
extern double dx_leaf_earns(dx_maximum max, const dx_leaf *leaf);
extern double dx_leaf_points(const dx_step *step, const dx_leaf *leaf);
extern double dx_leaf_ratio(const dx_leaf *leaf);

#endif /* DX_ROLLUP_H */
