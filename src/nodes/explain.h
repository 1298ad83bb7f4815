/* SPDX-License-Identifier: PostgreSQL */
/*
 * explain.h: why a unit has other points than before: the difference of the
 * root's points between two cards, each on its tree, as amounts that add up to
 * it exactly, each of a criterion and with a cause.
 *
 * A criterion contributes a x w to the root: a is its attainment, w its contribution at
 * an attainment of 1 (its maximum, as skips and means above it count it). Where a and w
 * both change, each gets its change times the mean of the other's before and after: (a1
 * - a0)(w0 + w1) / 2 and (w1 - w0)(a0 + a1) / 2, which does not depend on which of them
 * is taken to change first. Of a change of a, the step from the old result's attainment
 * to what it is under the new rule belongs to the rule, the rest to the result. Where
 * points are entered, awarded or under the rule `points`, a is the points, and w the
 * contribution of one point.
 *
 * Beneath a node that is neither a sum nor a plain mean, or whose terms have
 * changed its points, in either tree, nothing is split: the node is one part.
 */
#ifndef DX_EXPLAIN_H
#define DX_EXPLAIN_H

#include "card/card.h"
#include "score/rollup.h"
#include "tree/tree.h"

typedef enum dx_change_cause
{
	DX_CHANGE_RESULT,  /* another result, or one where there was none */
	DX_CHANGE_RULE,	   /* another rule or condition */
	DX_CHANGE_WEIGHT,  /* another maximum or weight, its own or above it */
	DX_CHANGE_NA,	   /* it became applicable, or not applicable */
	DX_CHANGE_SET,	   /* it was not in the old tree, or is not in the new one, as a criterion */
	DX_CHANGE_BENEATH, /* something beneath a node that is not split */
	DX_CHANGE_CAUSES
} dx_change_cause;

/* "result", "rule", "weight", "na", "set", "beneath" */
extern const char *dx_change_cause_name(dx_change_cause cause);

/* A card, and its scores on its tree. */
typedef struct dx_change_side
{
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup;
} dx_change_side;

/* One amount. */
typedef struct dx_change
{
	uint32_t before; /* node of the old tree; DX_NO_NODE: there is none */
	uint32_t after;
	dx_change_cause cause;
	dx_int128 amount; /* x 10^digits, not 0 */
} dx_change;

/* Decimals of the amounts: 12, or 15 where both roots' maxima are below 1. */
extern int dx_change_digits(const dx_tree *before, const dx_tree *after);

/*
 * The amounts, in the order of codes and then of causes (dx_alloc), *n of them; none where either root has
 * no value. They add up to the difference of dx_roll_decimal of both roots. NULL with err where points are
 * too large for so many digits. O(nodes x log nodes).
 */
extern dx_change *dx_split_change(const dx_change_side *before, const dx_change_side *after, uint32_t *n,
								  dx_error *err);

#endif /* DX_EXPLAIN_H */
