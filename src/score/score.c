/* SPDX-License-Identifier: PostgreSQL */
/*
 * score.c: scores every criterion of a sheet, then every node above.
 */
#include "score/score.h"

#include "card/result.h"

/* Units of work (dx_work) of scoring a result under a rule, which may have hundreds of steps. */
#define RESULT_WORK 64

void
dx_score_room_grow(dx_score_room *room, const dx_tree *tree)
{
	if (room->n_criteria < tree->n_criteria)
	{
		if (room->n_criteria > 0)
		{
			room->n_criteria = 0;
			dx_free(room->leaves);
		}
		room->leaves = dx_alloc(tree->n_criteria * sizeof(dx_leaf));
		room->n_criteria = tree->n_criteria;
	}
}

bool
dx_score_leaves(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, uint32_t first, dx_leaf *leaves,
				dx_error *err)
{
	const uint32_t *criteria = dx_tree_criteria(tree) + first;
	size_t done = 0;

	for (uint32_t i = 0; i < sheet->n; i++)
	{
		uint32_t word = dx_sheet_word(sheet, i);

		if (plan && dx_word_is_short(word) && dx_plan_hundredths(plan, first + i, dx_word_hundredths(word), &leaves[i]))
			continue;
		dx_work(&done, RESULT_WORK);
		if (!dx_score_result(tree, criteria[i], dx_sheet_state(sheet, i), dx_sheet_value(sheet, i), &leaves[i], err))
			return false;
	}
	return true;
}

/* Make the roll-up of the tree, beside the room's memory. */
static void
make_ready(dx_score_room *room, const dx_tree *tree)
{
	if (room->rollup == NULL || !dx_tree_same(&room->of, tree))
	{
		/* In case an allocation fails, freed memory must not be used. */
		if (room->rollup)
			dx_rollup_free(room->rollup);
		room->rollup = NULL;
		room->rollup = dx_rollup_new(room->leaves, dx_tree_steps(tree), tree->n_nodes, tree->spans);
		room->of = *tree;
	}
	/* The same tree may be at another address now. */
	room->rollup->steps = dx_tree_steps(tree);
}

bool
dx_score_sheet(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, dx_score_room *room, dx_error *err)
{
	make_ready(room, tree);
	return dx_score_leaves(tree, plan, sheet, 0, room->leaves, err) && dx_roll_up(room->rollup, room->leaves, err);
}

static bool
coverage(uint64_t answered, uint64_t applicable, double *out)
{
	*out = applicable > 0 ? (double) answered / (double) applicable : 0;
	return applicable > 0;
}

bool
dx_node_score(dx_rollup *rollup, uint32_t node, dx_score_of what, double *out)
{
	const dx_roll *roll = &rollup->rolls[node];

	switch (what)
	{
		case DX_SCORE_POINTS:
			if (roll->state != DX_VALUE_PRESENT)
				return false;
			*out = dx_roll_points(rollup, node);
			return true;
		case DX_SCORE_RATIO:
			return dx_roll_ratio(rollup, node, out);
		case DX_SCORE_MAX:
			*out = dx_roll_max(rollup, node);
			return true;
		case DX_SCORE_COVERAGE:
			return coverage(roll->answered, roll->applicable, out);
	}
	return false;
}

bool
dx_root_score(const dx_root *root, dx_score_of what, double *out)
{
	switch (what)
	{
		case DX_SCORE_POINTS:
			*out = dx_quotient(root->points, root->one);
			return root->state == DX_VALUE_PRESENT;
		case DX_SCORE_RATIO:
			if (root->state != DX_VALUE_PRESENT || root->max <= 0)
				return false;
			*out = dx_quotient(root->points, root->max);
			return true;
		case DX_SCORE_MAX:
			*out = dx_quotient(root->max, root->one);
			return true;
		case DX_SCORE_COVERAGE:
			return coverage(root->answered, root->applicable, out);
	}
	return false;
}

bool
dx_set_score(dx_rollup *rollup, const uint8_t *marks, dx_score_of what, double *out)
{
	uint64_t answered = 0;
	uint64_t applicable = 0;
	bool complete = true;
	bool any = false;

	for (uint32_t i = 0; i < rollup->n; i = marks[i] ? rollup->steps[i].end : i + 1)
	{
		const dx_roll *roll = &rollup->rolls[i];

		if (!marks[i])
			continue;
		answered += roll->answered;
		applicable += roll->applicable;
		complete = complete && roll->state != DX_VALUE_MISSING;
		any = any || roll->state == DX_VALUE_PRESENT;
	}
	switch (what)
	{
		case DX_SCORE_POINTS:
			if (complete && any)
				*out = dx_roll_set_points(rollup, marks);
			return complete && any;
		case DX_SCORE_RATIO:
			if (!complete || !any || !(dx_roll_set_max(rollup, marks) > 0))
				return false;
			*out = dx_roll_set_ratio(rollup, marks);
			return true;
		case DX_SCORE_MAX:
			*out = dx_roll_set_max(rollup, marks);
			return true;
		case DX_SCORE_COVERAGE:
			return coverage(answered, applicable, out);
	}
	return false;
}
