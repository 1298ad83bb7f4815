/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_sum.c: adding up a plain sum (plan_sum.h).
 */
#include "score/plan_sum.h"

#include "card/result.h"
#include "score/plan_unit.h"

/* ---------------- one criterion ---------------- */

/* The points of q hundredths in units; false where the plan does not know. */
static inline bool
points_of(const dx_plan_item *item, uint32_t q, dx_int128 *points)
{
	const dx_plan_line *line;

	if (!item->in_units)
		return false;
	switch ((dx_plan_kind) item->kind)
	{
		case DX_PLAN_PROPORTION:
		case DX_PLAN_SLOPE:
			if (!dx_plan_takes(item, q))
				return false;
			*points = dx_plan_steps_of(item, q) * item->step;
			if (item->may_pass && (item->max < 0 ? *points < item->max : *points > item->max))
				*points = item->max;
			return true;
		case DX_PLAN_WHOLE:
		case DX_PLAN_STEPS:
			line = dx_plan_line_of(item, q);
			if (line)
				*points = line->points;
			return line != NULL;
		case DX_PLAN_GENERAL:
			break;
	}
	return false;
}

/* The points of any result in units, and its dx_value_state, from the general way. */
static bool
points_of_any(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t result, double value, dx_int128 *points,
			  uint8_t *state)
{
	dx_leaf leaf;
	dx_error err;

	if (!dx_score_result(tree, dx_tree_criteria(tree)[i], result, value, &leaf, &err))
		return false;
	*state = leaf.state;
	return dx_plan_units(&plan->items[i], leaf.num, leaf.den, points);
}

/* ---------------- the root ---------------- */

/* Its score, criterion by criterion: all is answered and applies until something is not. */
typedef struct root_sum
{
	dx_int128 points;
	dx_int128 max;
	uint32_t answered;
	uint32_t applicable;
	uint32_t n_na; /* scored criteria that do not apply */
} root_sum;

static root_sum
begin_root(const dx_plan *plan)
{
	return (root_sum) {0, plan->max, plan->n_counted, plan->n_counted, 0};
}

/* Criterion i in any state; false for an error. */
static bool
add_result(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t result, double value, root_sum *sum)
{
	const dx_plan_item *item = &plan->items[i];
	uint8_t flags = dx_tree_steps(tree)[dx_tree_criteria(tree)[i]].flags;
	uint32_t counted = (flags & DX_STEP_COUNTED) != 0;
	dx_int128 points;
	uint8_t state;
	uint32_t q;

	switch ((dx_result_state) result)
	{
		case DX_RESULT_NA:
			sum->n_na += !(flags & DX_STEP_UNSCORED);
			sum->max -= item->of_root ? item->max : 0;
			sum->applicable -= counted;
			sum->answered -= counted;
			return true;
		case DX_RESULT_MISSING:
			sum->answered -= counted;
			return true;
		case DX_RESULT_VALUE:
			if (!dx_to_hundredths(value, &q) || !points_of(item, q, &points))
				break;
			sum->points += points;
			return true;
		case DX_RESULT_POINTS:
			break;
	}
	if (!points_of_any(plan, tree, i, result, value, &points, &state))
		return false;
	sum->points += points;
	return true;
}

/* Criterion i with q hundredths as its result. */
static inline bool
add_hundredths(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint32_t q, root_sum *sum)
{
	const dx_plan_item *item = &plan->items[i];

	if (!item->quick || q > item->limit)
		return add_result(plan, tree, i, DX_RESULT_VALUE, dx_from_hundredths(q), sum);
	sum->points += (dx_int128) item->short_step * q;
	return true;
}

/* Sums of sums with policy zero have a value wherever a criterion below applies. */
static dx_root
end_root(const dx_plan *plan, const root_sum *sum)
{
	return (dx_root) {sum->points,	 sum->max,		  plan->one,
					  sum->answered, sum->applicable, sum->n_na < plan->n_scored ? DX_VALUE_PRESENT : DX_VALUE_NA};
}

bool
dx_plan_root(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, dx_root *root)
{
	const uint8_t *p = packed + DX_CARD_HEADER;
	const uint8_t *end = packed + len;
	root_sum sum = begin_root(plan);

	if (plan->one == 0)
		return false;
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t word;
		uint8_t state;
		double value;
		dx_error err;

		if (end - p < 2)
			return false;
		word = dx_card_word(p);
		p += 2;
		if (dx_word_is_short(word) ? !add_hundredths(plan, tree, i, dx_word_hundredths(word), &sum)
								   : !dx_card_read_other(word, &p, end, &state, &value, false, &err) ||
					!add_result(plan, tree, i, state, value, &sum))
			return false;
	}
	*root = end_root(plan, &sum);
	return p == end;
}

bool
dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_root *root)
{
	root_sum sum = begin_root(plan);

	if (plan->one == 0)
		return false;
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t word = dx_sheet_word(sheet, i);

		if (dx_word_is_short(word)
				? !add_hundredths(plan, tree, i, dx_word_hundredths(word), &sum)
				: !add_result(plan, tree, i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i), &sum))
			return false;
	}
	*root = end_root(plan, &sum);
	return true;
}

/* ---------------- every node ---------------- */

/* Criterion i at a node, its word read: its points and state; false for an error. */
static inline bool
leaf_points(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint32_t word, const uint8_t **p, const uint8_t *end,
			int64_t *points, uint8_t *state)
{
	const dx_plan_item *item = &plan->items[i];
	uint8_t result = DX_RESULT_VALUE;
	double value;
	dx_int128 units;
	dx_error err;

	if (dx_word_is_short(word))
	{
		uint32_t q = dx_word_hundredths(word);

		*state = DX_VALUE_PRESENT;
		if (item->quick && q <= item->limit)
		{
			*points = item->short_step * q;
			return true;
		}
		if (points_of(item, q, &units))
		{
			*points = (int64_t) units;
			return true;
		}
		value = dx_from_hundredths(q);
	}
	else if (!dx_card_read_other(word, p, end, &result, &value, false, &err))
		return false;
	if (!points_of_any(plan, tree, i, result, value, &units, state))
		return false;
	*points = (int64_t) units;
	return true;
}

bool
dx_plan_nodes(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, int64_t *points,
			  uint8_t *state)
{
	const dx_step *steps = dx_tree_steps(tree);
	const uint32_t *criteria = dx_tree_criteria(tree);
	const uint8_t *p = packed + DX_CARD_HEADER;
	const uint8_t *end = packed + len;

	if (!plan->narrow)
		return false;
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		points[i] = 0;
		state[i] = DX_VALUE_NA;
	}
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t node = criteria[i];
		uint32_t word;

		if (end - p < 2)
			return false;
		word = dx_card_word(p);
		p += 2;
		if (!leaf_points(plan, tree, i, word, &p, end, &points[node], &state[node]))
			return false;
	}
	if (p != end)
		return false;
	/* Sums of sums with policy zero have a value wherever a criterion below applies. */
	for (uint32_t i = tree->n_nodes - 1; i > 0; i--)
	{
		uint32_t parent = steps[i].parent;

		points[parent] += points[i];
		if (state[i] != DX_VALUE_NA)
			state[parent] = DX_VALUE_PRESENT;
	}
	return true;
}

int64_t
dx_plan_one(const dx_plan *plan)
{
	return (int64_t) plan->one;
}
