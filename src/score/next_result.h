/* SPDX-License-Identifier: PostgreSQL */
/*
 * next_result.h: which results would earn more: for a criterion and its present result,
 * the result that would earn more, and the one that earns full points. Read after the
 * scores (score.h).
 *
 * "More" is more points as dx_roll_points gives them, rounding included. All results
 * found can be entered, and earn the points stated.
 */
#ifndef DX_NEXT_RESULT_H
#define DX_NEXT_RESULT_H

#include "card/result.h"
#include "score/rollup.h"
#include "tree/tree.h"

typedef struct dx_next
{
	bool has_next; /* false: nothing earns more, or there is no result to change */
	bool has_full; /* false: no result earns full points, or none to change */
	double next_result;
	double next_points; /* of the criterion, with next_result */
	double full_result;
} dx_next;

/*
 * What the search needs of a tree, made once: one block (dx_alloc) about as large as the tree's
 * rules. O(size of the rules).
 */
typedef struct dx_next_plan dx_next_plan;

extern dx_next_plan *dx_next_plan_make(const dx_tree *tree);

/*
 * For criterion i (in the tree's criterion order) in this state, with this
 * result and these points.
 *
 * next_result: under steps and checklists the nearest result that earns more;
 * under a choice the next better one; under rules without steps (points, ratio,
 * percent, linear, target, curve, log, and yesno) the nearest that earns most,
 * or that lies beyond a jump of a curve and earns more; a whole number where the rule
 * takes no other. full_result: the nearest with full points, the present one where it
 * has them. Of two at equal distance the larger. Missing: the least that earns anything,
 * and the full result nearest to it. Awarded, not applicable, unscored, without a rule
 * or worth 0: neither. O(items of the rule).
 */
extern void dx_next_find(const dx_next_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double result,
						 double points, dx_next *out);

/*
 * The same for a node of a card that was scored: nothing for inner nodes, nor where a
 * sibling has less than the criterion needs, since then no result earns more.
 */
extern void dx_next_of_node(const dx_next_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_rollup *rollup,
							uint32_t node, dx_next *out);

#endif /* DX_NEXT_RESULT_H */
