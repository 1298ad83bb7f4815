/* SPDX-License-Identifier: PostgreSQL */
/*
 * grade_card.c: grades of cards (grade_card.h).
 */
#include "rank/grade_card.h"

#include "number/decimal.h"
#include "number/equal.h"

/* Can the node have a ratio on some card? */
static bool
can_have_ratio(const dx_step *step)
{
	if (step->flags & DX_STEP_UNSCORED)
		return false;
	return dx_load_points(step->max) > 0 || ((step->flags & DX_STEP_CRITERION) && dx_load_points(step->max) == 0);
}

/* The node of one condition. */
static bool
bind_condition(const dx_grades *grades, const dx_grade_condition *condition, const dx_tree *tree, uint32_t *node,
			   dx_error *err)
{
	dx_str code = {grades->labels + condition->code_offset, condition->code_len};
	uint8_t buf[DX_CODE_MAX_KEY];
	char text[DX_CODE_MAX_TEXT + 8];
	dx_key key;
	dx_error inner;

	*node = DX_NO_NODE;
	if (code.len == 0)
		return true;
	if (!dx_code_encode(code, buf, &key, &inner) || !dx_tree_lookup(tree, key, node, &inner))
	{
		/* The position within the code, or that of the code. */
		inner.position = (int) condition->position + (inner.position > 0 ? inner.position : 1);
		return dx_fail_within(err, &inner, "grades");
	}
	if (can_have_ratio(&dx_tree_steps(tree)[*node]))
		return true;
	dx_fail(err, DX_ERR_PARAM, (int) condition->position + 1,
			"grades: a condition is on node \"%.*s\", which never has a ratio", DX_STR_CLIP,
			dx_tree_code_text(tree, *node, text));
	return dx_fail_detail(err, "It is not scored, or its maximum is not above 0.");
}

bool
dx_grades_bind(const dx_grades *grades, const dx_tree *tree, uint32_t *nodes, dx_error *err)
{
	for (uint32_t i = 0; i < grades->n_conditions; i++)
		if (!bind_condition(grades, &grades->conditions[i], tree, &nodes[i], err))
			return false;
	return true;
}

/*
 * The ratio of a node on the card in the form that is compared: -INFINITY where it has no value,
 * NAN where nothing is asked of it.
 */
static double
ratio_of(dx_rollup *rollup, uint32_t node, dx_graded_figure graded)
{
	double ratio;

	if (rollup->rolls[node].state == DX_VALUE_MISSING)
		return -INFINITY;
	if (rollup->rolls[node].state == DX_VALUE_NA || !dx_roll_ratio(rollup, node, &ratio))
		return NAN;
	switch (graded.figure)
	{
		case DX_GRADED_EXACT:
			return ratio;
		case DX_GRADED_RATIO:
			return dx_double_round(ratio, graded.decimals);
		case DX_GRADED_POINTS:
			/* A node with maximum 0 may have a ratio, but no points to divide. */
			if (!dx_roll_has_max(rollup, node))
				return ratio;
			return dx_double_round(dx_roll_points(rollup, node), graded.decimals) / dx_roll_max(rollup, node);
	}
	return ratio;
}

/* The least ratio among the children of the root that count, as ratio_of has it; INFINITY if there are none. */
static double
least_child(dx_rollup *rollup, dx_graded_figure graded)
{
	const dx_step *steps = rollup->steps;
	double least = INFINITY;

	for (uint32_t i = 1; i < rollup->n; i = steps[i].end)
	{
		double ratio = dx_step_regular(&steps[0], &steps[i]) ? ratio_of(rollup, i, graded) : NAN;

		if (ratio < least)
			least = ratio;
	}
	return least;
}

/* Do all conditions of the grade hold? least: NAN until a condition has asked for it. */
static bool
conditions_hold(const dx_grades *grades, int grade, const uint32_t *nodes, dx_rollup *rollup, dx_graded_figure graded,
				double *least)
{
	const dx_grade_step *step = &grades->grades[grade];

	for (uint32_t i = step->first_condition; i < step->first_condition + step->n_conditions; i++)
	{
		double ratio;

		if (nodes[i] != DX_NO_NODE)
			ratio = ratio_of(rollup, nodes[i], graded);
		else
		{
			if (isnan(*least))
				*least = least_child(rollup, graded);
			ratio = *least;
		}
		if (!isnan(ratio) && !dx_reached(ratio, grades->conditions[i].bound))
			return false;
	}
	return true;
}

int
dx_grades_find_card(const dx_grades *grades, const uint32_t *nodes, dx_rollup *rollup, dx_graded_figure graded)
{
	double ratio = ratio_of(rollup, 0, graded);
	double least = NAN;
	int grade;

	if (!isfinite(ratio))
		return -1;
	grade = dx_grades_find(grades, ratio);
	while (grade >= 0 && !conditions_hold(grades, grade, nodes, rollup, graded, &least))
		grade--;
	return grade;
}
