/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_sum.h: a plain sum added up by a plan: the root's score or every node's
 * points, from one pass over a card.
 *
 * Each function returns false where the tree is not a plain sum, where a criterion's
 * points are not a whole number of the plan's units, and where there is an error: then
 * every node has to be scored, which also reports the error.
 */
#ifndef DX_PLAN_SUM_H
#define DX_PLAN_SUM_H

#include "card/card.h"
#include "score/plan.h"

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

/* The root's score of a packed card of the tree. */
extern bool dx_plan_root(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, dx_root *root);

/* The root's score of a sheet. */
extern bool dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_root *root);

/*
 * The points of every node of a packed card (0 where it has none) in units of
 * which dx_plan_one are a point, and their dx_value_state. False as above, and
 * where the tree has criteria that are not scored or points beyond 64 bits.
 */
extern bool dx_plan_nodes(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, int64_t *points,
						  uint8_t *state);
extern int64_t dx_plan_one(const dx_plan *plan);

#endif /* DX_PLAN_SUM_H */
