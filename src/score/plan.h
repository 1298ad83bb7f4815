/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan.h: a tree prepared for scoring many cards.
 *
 * Most results are whole numbers of hundredths, and most rules are simple
 * functions of such a number: so many points for each hundredth, a table, a
 * slope. A plan has them, computed once, for each criterion (plan_item.h). Everything
 * else (other numbers, curves, awarded points, errors) is left to dx_score_result, which
 * also filled the plan's tables: so one function decides all scores.
 *
 * A plain sum is added up in a unit of the plan's own (plan_unit.h), in one pass
 * over a card (plan_sum.h).
 */
#ifndef DX_PLAN_H
#define DX_PLAN_H

#include "score/plan_item.h"
#include "tree/tree.h"

typedef struct dx_plan
{
	dx_tree of; /* the tree's header */
	dx_plan_line *lines;
	/* Of a plain sum, for plan_sum.h. */
	dx_int128 one;		/* units of a point; 0: no plain sum, or there is no such unit */
	dx_int128 max;		/* the root's in units, where all applies */
	uint32_t n_scored;	/* criteria that are not unscored */
	uint32_t n_counted; /* that coverage counts */
	bool narrow;		/* no sum passes 64 bits, and all criteria are scored */
	uint32_t n;
	dx_plan_item items[]; /* one a criterion, in the tree's order */
} dx_plan;

/* ---------------- making one ---------------- */

/* A new plan of the tree (dx_alloc), which does not point to the tree. O(criteria + steps and choices). */
extern dx_plan *dx_plan_new(const dx_tree *tree);
extern void dx_plan_free(dx_plan *plan);

/* Is it the plan of this tree? */
extern bool dx_plan_is_of(const dx_plan *plan, const dx_tree *tree);

/* How many results in a row were for one tree. */
typedef struct dx_plan_pace
{
	dx_tree tree; /* its header */
	uint64_t results;
} dx_plan_pace;

/*
 * Count `results` more for this tree. Is it worth making a plan of it? The results of a
 * few cards in a row pay for one; where several trees alternate after fewer results,
 * none is made, however many results there are in all.
 */
extern bool dx_plan_is_due(dx_plan_pace *pace, const dx_tree *tree, uint32_t results);

/* ---------------- one criterion by it ---------------- */

/*
 * The leaf that dx_score_result gives for criterion i with q hundredths (the same
 * fraction, perhaps in other terms); false where the plan does not have it, or it is an
 * error.
 */
extern bool dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf);

/* May criterion i have q hundredths as its result? False also where the plan does not tell. */
extern bool dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q);

#endif /* DX_PLAN_H */
