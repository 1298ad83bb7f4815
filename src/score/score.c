/*
 * score.c: every criterion of a sheet, then every node above.
 */
#include "score/score.h"

#include "card/result.h"

/* Units of work (dx_work) of a result under a rule, which may have hundreds of steps. */
#define RESULT_WORK 64

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
	size_t		done = 0;

	for (uint32_t i = 0; i < sheet->n; i++)
	{
		uint32_t	word = dx_sheet_word(sheet, i);

		if (plan && dx_word_is_short(word) &&
			dx_plan_hundredths(plan, first + i, dx_word_hundredths(word), &leaves[i]))
			continue;
		dx_work(&done, RESULT_WORK);
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

bool
dx_node_score(const dx_tree *tree, const dx_roll *roll, uint32_t node, dx_score_of what, double *out)
{
	const dx_step *step = &dx_tree_steps(tree)[node];

	switch (what)
	{
		case DX_SCORE_POINTS:
			*out = dx_roll_points(step, roll);
			return roll->state == DX_VALUE_PRESENT;
		case DX_SCORE_RATIO:
			return dx_roll_ratio(step, roll, out);
		case DX_SCORE_MAX:
			*out = dx_points_to_double(roll->max);
			return true;
		case DX_SCORE_COVERAGE:
			*out = roll->applicable ? (double) roll->answered / roll->applicable : 0;
			return roll->applicable > 0;
	}
	return false;
}

bool
dx_set_score(const dx_tree *tree, const dx_roll *rolls, const uint8_t *marks, dx_score_of what, double *out,
			 bool *known, dx_error *err)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_points	points = 0;
	dx_points	max = 0;
	uint64_t	answered = 0;
	uint64_t	applicable = 0;
	bool		complete = true;
	bool		any = false;

	for (uint32_t i = 0; i < tree->n_nodes;)
	{
		const dx_roll *roll = &rolls[i];
		dx_points	exact = 0;

		if (!marks[i])
		{
			i++;
			continue;
		}
		answered += roll->answered;
		applicable += roll->applicable;
		if (!(steps[i].flags & DX_STEP_BONUS) && roll->max > 0)
			max += roll->max;
		if (roll->state == DX_VALUE_MISSING)
			complete = false;
		else if (roll->state == DX_VALUE_PRESENT)
		{
			any = true;
			if (!dx_roll_points_exact(&steps[i], roll, &exact))
				return dx_fail(err, DX_ERR_RANGE, 0, "points are out of range");
			points += exact;
		}
		i = steps[i].end;
	}
	switch (what)
	{
		case DX_SCORE_POINTS:
			*out = dx_points_to_double(points);
			*known = complete && any;
			return true;
		case DX_SCORE_RATIO:
			*out = max > 0 ? dx_quotient(points, max) : 0;
			*known = complete && any && max > 0;
			return true;
		case DX_SCORE_MAX:
			*out = dx_points_to_double(max);
			*known = true;
			return true;
		case DX_SCORE_COVERAGE:
			*out = applicable ? (double) answered / (double) applicable : 0;
			*known = applicable > 0;
			return true;
	}
	return false;
}
