/* SPDX-License-Identifier: PostgreSQL */
/*
 * score.h: from a card to every node's score: its results (result.h), then the
 * roll-up (rollup.h).
 */
#ifndef DX_SCORE_H
#define DX_SCORE_H

#include "card/card.h"
#include "score/plan_sum.h"
#include "score/rollup.h"
#include "tree/tree.h"

/* Scratch of dx_score_sheet and the scores it leaves, for one tree at a time. */
typedef struct dx_score_room
{
	uint32_t n_criteria;
	dx_leaf *leaves;
	dx_rollup *rollup; /* of the tree scored last; NULL: none yet */
	dx_tree of;		   /* its header */
} dx_score_room;

/* Room for the leaves and the sheet of a tree; dx_score_sheet adds a roll-up beside them. */
extern void dx_score_room_grow(dx_score_room *room, const dx_tree *tree);

/*
 * Score the results of a sheet of the tree's criteria from `first` on, with the
 * tree's plan if there is one (else NULL); leaves: sheet->n of them.
 */
extern bool dx_score_leaves(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, uint32_t first,
							dx_leaf *leaves, dx_error *err);

/* Score every node of the tree, with its plan if there is one (else NULL); the scores are left in room->rollup. */
extern bool dx_score_sheet(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, dx_score_room *room,
						   dx_error *err);

/* ---------------- reading figures ---------------- */

/* The figures of a node or a set of nodes. */
typedef enum dx_score_of
{
	DX_SCORE_POINTS,
	DX_SCORE_RATIO,
	DX_SCORE_MAX,
	DX_SCORE_COVERAGE
} dx_score_of;

/* One node's figure; false for NULL. */
extern bool dx_node_score(dx_rollup *rollup, uint32_t node, dx_score_of what, double *out);

/* A figure of the root, where a plan scored it alone. */
extern bool dx_root_score(const dx_root *root, dx_score_of what, double *out);

/*
 * A set's figures are sums over its nodes: points, maxima, criteria. Nodes
 * that do not apply add nothing; one without a value leaves no points (false:
 * NULL). marks: one byte a node, 1 for those of the set; one inside another of
 * the set counts once.
 */
extern bool dx_set_score(dx_rollup *rollup, const uint8_t *marks, dx_score_of what, double *out);

#endif /* DX_SCORE_H */
