/*
 * score.h: from a card to every node's score: its results (result.h), then the
 * roll-up (rollup.h).
 */
#ifndef DX_SCORE_H
#define DX_SCORE_H

#include "card.h"
#include "plan.h"
#include "rollup.h"
#include "tree.h"

/* Scratch of dx_score_sheet, grown as trees need it. */
typedef struct dx_score_room
{
	uint32_t	n_nodes;
	uint32_t	n_criteria;
	dx_leaf    *leaves;
	dx_roll    *rolls;
	double	   *scratch;
	dx_sheet	sheet;			/* for whoever unpacks a card */
} dx_score_room;

extern void dx_score_room_grow(dx_score_room *room, const dx_tree *tree);

/*
 * Score the results of a sheet of the tree's criteria from `first` on, with the
 * tree's plan if there is one (else NULL); leaves: sheet->n of them.
 */
extern bool dx_score_leaves(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, uint32_t first,
							dx_leaf *leaves, dx_error *err);

/* Score every node of the tree, with its plan if there is one (else NULL); the rolls are left in room->rolls. */
extern bool dx_score_sheet(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, dx_score_room *room,
						   dx_error *err);

#endif							/* DX_SCORE_H */
