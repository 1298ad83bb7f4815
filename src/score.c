/*
 * score.c: every criterion of a sheet, then every node above.
 */
#include "score.h"

#include "result.h"

void
dx_score_room_grow(dx_score_room *room, const dx_tree *tree)
{
	if (room->n_nodes < tree->n_nodes)
	{
		/* Should an allocation fail, what is gone must not be used. */
		if (room->n_nodes > 0)
		{
			room->n_nodes = 0;
			dx_free(room->rolls);
			dx_free(room->scratch);
		}
		room->rolls = dx_alloc(tree->n_nodes * sizeof(dx_roll));
		room->scratch = dx_alloc(DX_ROLL_SCRATCH(tree->n_nodes) * sizeof(double));
		room->n_nodes = tree->n_nodes;
	}
	if (room->n_criteria < tree->n_criteria)
	{
		if (room->n_criteria > 0)
		{
			room->n_criteria = room->sheet.room = 0;
			dx_free(room->leaves);
			dx_free(room->sheet.others);
		}
		room->leaves = dx_alloc(tree->n_criteria * sizeof(dx_leaf));
		room->sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
		room->n_criteria = tree->n_criteria;
	}
}

bool
dx_score_leaves(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, uint32_t first, dx_leaf *leaves,
				dx_error *err)
{
	const uint32_t *criteria = dx_tree_criteria(tree) + first;

	for (uint32_t i = 0; i < sheet->n; i++)
	{
		uint32_t	word = dx_sheet_word(sheet, i);

		if (plan && dx_word_is_short(word) &&
			dx_plan_hundredths(plan, first + i, dx_word_hundredths(word), &leaves[i]))
			continue;
		if (!dx_score_result(tree, criteria[i], dx_sheet_state(sheet, i), dx_sheet_value(sheet, i), &leaves[i], err))
			return false;
	}
	return true;
}

bool
dx_score_sheet(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, dx_score_room *room, dx_error *err)
{
	return dx_score_leaves(tree, plan, sheet, 0, room->leaves, err) &&
		dx_roll_up(dx_tree_steps(tree), tree->n_nodes, room->leaves, room->rolls, room->scratch, err);
}
