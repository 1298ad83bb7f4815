/* SPDX-License-Identifier: PostgreSQL */
/*
 * grade_card.h: the grade of a card: the best one whose cut-off the root's
 * ratio has reached and all of whose conditions hold. Ratios are compared as they are
 * published: exact, rounded, or made of rounded points.
 *
 * A condition on a node holds where its ratio has reached the bound (equal.h).
 * A node that does not apply, or beneath which nothing with a maximum applies, meets
 * every condition; one without a value meets none. `each` asks it of every child of the
 * root that counts in the root's maximum: not of bonuses, penalties and what is worth 0,
 * has no weight or is not scored.
 */
#ifndef DX_GRADE_CARD_H
#define DX_GRADE_CARD_H

#include "rank/grade.h"
#include "score/rollup.h"
#include "tree/tree.h"

/*
 * The node that each condition names (DX_NO_NODE: each), nodes[n_conditions].
 * Errors: DX_ERR_TEXT, DX_ERR_LIMIT: no code; DX_ERR_PARAM: a node that the tree does not
 * have (the hint has the nearest) or that never has a ratio.
 */
extern bool dx_grades_bind(const dx_grades *grades, const dx_tree *tree, uint32_t *nodes, dx_error *err);

/*
 * What is rounded before comparing: nothing, the ratio, or the points, which are then divided by
 * their maximum.
 */
typedef enum dx_graded
{
	DX_GRADED_EXACT,
	DX_GRADED_RATIO,
	DX_GRADED_POINTS
} dx_graded;

typedef struct dx_graded_figure
{
	dx_graded figure;
	int decimals; /* -15 .. 15 */
} dx_graded_figure;

/*
 * The grade of the card that was scored in rollup, an index; -1 where it has no ratio,
 * or no grade has both its cut-off reached and its conditions met. Root and nodes are
 * compared by the same figure. O(conditions + children).
 */
extern int dx_grades_find_card(const dx_grades *grades, const uint32_t *nodes, dx_rollup *rollup,
							   dx_graded_figure graded);

#endif /* DX_GRADE_CARD_H */
