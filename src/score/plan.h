/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan.h: a tree prepared for scoring many cards.
 *
 * Most results are whole numbers of hundredths, and most rules are simple
 * functions of such a number: so many points for each hundredth, a table, a
 * slope. A plan has them, computed once, for each criterion. Everything else (other
 * numbers, curves, awarded points, errors) is left to dx_score_result, which also filled
 * the plan's tables: so one function decides all scores.
 *
 * A plain sum is added up in a unit of the plan's own, of which every maximum
 * and every value of its tables is a whole number: a point has the least common multiple
 * of their denominators of them, 300 where thirds of 0.25 are added. So sums are exact,
 * and of short numbers.
 */
#ifndef DX_PLAN_H
#define DX_PLAN_H

#include "card/card.h"
#include "score/rollup.h"
#include "tree/tree.h"

typedef struct dx_plan dx_plan;

/* The score of a root by a plan: points and maximum in units of which `one` are a point. */
typedef struct dx_root
{
	dx_int128 points;
	dx_int128 max;
	dx_int128 one;
	uint32_t answered; /* criteria */
	uint32_t applicable;
	uint8_t state; /* dx_value_state */
} dx_root;

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

/*
 * The leaf that dx_score_result gives for criterion i with q hundredths (the same
 * fraction, perhaps in other terms); false where the plan does not have it, or it is an
 * error.
 */
extern bool dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf);

/* May criterion i have q hundredths as its result? False also where the plan does not tell. */
extern bool dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q);

/*
 * The root's score of a packed card of the tree, criteria added up in one pass
 * over its bytes. False where the tree is not a plain sum, where a criterion's points
 * are not a whole number of the plan's units, and where there is an error: then every
 * node has to be scored, which also reports the error.
 */
extern bool dx_plan_root(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, dx_root *root);

/*
 * The points of every node of a packed card (0 where it has none) in units of
 * which dx_plan_one are a point, and their dx_value_state. False as above, and
 * where the tree has criteria that are not scored or points beyond 64 bits.
 */
extern bool dx_plan_nodes(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, int64_t *points,
						  uint8_t *state);
extern int64_t dx_plan_one(const dx_plan *plan);

/* The root of a sheet. */
extern bool dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_root *root);

#endif /* DX_PLAN_H */
