/*
 * plan.h: a tree made ready for scoring many cards.
 *
 * Most results are whole numbers of hundredths, and most rules are simple
 * functions of such a number: so many points for each hundredth, a table, a
 * slope. A plan has worked them out once for each criterion. What it does not
 * know (other numbers, curves, awarded points, errors) it leaves to
 * dx_score_result, which also filled its tables: the bits are the same, and
 * there is one place that decides.
 */
#ifndef DX_PLAN_H
#define DX_PLAN_H

#include "card/card.h"
#include "score/rollup.h"
#include "tree/tree.h"

typedef struct dx_plan dx_plan;

/* A plan of the tree, which is not kept (dx_alloc). O(criteria + steps and choices). */
extern dx_plan *dx_plan_new(const dx_tree *tree);
extern void dx_plan_free(dx_plan *plan);

/* Is it the plan of this tree? */
extern bool dx_plan_is_of(const dx_plan *plan, const dx_tree *tree);

/* How many results in a row came for one tree. */
typedef struct dx_plan_pace
{
	dx_tree		tree;			/* its header */
	uint64_t	results;
} dx_plan_pace;

/*
 * So many more came for this tree. Is a plan of it worth making? Some cards'
 * worth of results in a row pay for it; where those of several trees take
 * turns, none is made for a few, however often they come.
 */
extern bool dx_plan_is_due(dx_plan_pace *pace, const dx_tree *tree, uint32_t results);

/* What dx_score_result says of criterion i with q hundredths; false where the plan does not know, or it is an error. */
extern bool dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf);

/* May criterion i have q hundredths as its result? False also where the plan does not know. */
extern bool dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q);

/* dx_score_result of criterion i by a plan of the tree. */
extern bool dx_plan_result(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double value,
						   dx_leaf *leaf, dx_error *err);

/*
 * The root's score (points, max, answered, applicable, state) of a packed card
 * of the tree, criteria added up in one pass over its bytes. False where the
 * tree is not a plain sum, and where there is an error: then all must be
 * scored, which also finds out what is wrong.
 */
extern bool dx_plan_root(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, dx_roll *root);

/*
 * The points of every node of a packed card (0 where it has none), and their
 * dx_value_state. False as above, and where the tree has criteria that are not
 * scored or points beyond 64 bits.
 */
extern bool dx_plan_nodes(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len,
						  int64_t *points, uint8_t *state);

/* The root of a sheet. */
extern bool dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_roll *root);

#endif							/* DX_PLAN_H */
