/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan.c: making a plan, and one criterion scored by it (plan.h).
 */
#include "score/plan.h"

#include "score/plan_unit.h"
#include "tree/terms.h"

/* ---------------- is the tree a plain sum? ---------------- */

/* Is every maximum the sum of its parts? One that was stated may differ by 1e-12 of it. */
static bool
adds_up(const dx_tree *tree)
{
	const dx_step *steps = dx_tree_steps(tree);

	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		dx_maximum sum;

		if (steps[i].flags & DX_STEP_CRITERION)
			continue;
		if (!dx_steps_add_up(steps, i, &sum))
			return false;
		if (dx_maximum_cmp(sum, dx_step_maximum(&steps[i])) != 0)
			return false;
	}
	return true;
}

/* Does the root's maximum lose the criterion's if that does not apply? Not where something on the way does not count. */
static bool
is_part_of_root(const dx_tree *tree, uint32_t node)
{
	const dx_step *steps = dx_tree_steps(tree);

	if (steps[node].flags & DX_STEP_UNSCORED)
		return false;
	for (uint32_t i = node; i != 0; i = steps[i].parent)
		if (!dx_step_regular(&steps[steps[i].parent], &steps[i]))
			return false;
	return true;
}

/* ---------------- making a plan ---------------- */

/* Every criterion's item, with lines of the plan's. */
static void
make_items(dx_plan *plan, const dx_tree *tree)
{
	const uint32_t *criteria = dx_tree_criteria(tree);
	size_t n_lines = 0;
	dx_plan_line *lines;

	for (uint32_t i = 0; i < plan->n; i++)
		n_lines += dx_plan_lines(dx_tree_rule(tree, criteria[i]));
	lines = plan->lines = dx_alloc((n_lines + 1) * sizeof(dx_plan_line));
	for (uint32_t i = 0; i < plan->n; i++)
	{
		dx_check_interrupts();
		dx_plan_item_make(&plan->items[i], tree, criteria[i], lines);
		lines += plan->items[i].n_lines;
	}
}

/*
 * More points than all items together can earn: the whole points of each maximum, and two more
 * for the fraction that is cut off here and for rounding.
 */
static dx_int128
points_bound(const dx_plan *plan)
{
	dx_int128 points = 0;

	for (uint32_t i = 0; i < plan->n; i++)
	{
		dx_maximum max = plan->items[i].maximum;
		dx_int128 whole = max.units / (DX_POINTS_ONE * max.den);

		points += (whole < 0 ? -whole : whole) + 2;
	}
	return points;
}

/* What adding up a plain sum takes. */
static void
make_sum(dx_plan *plan, const dx_tree *tree)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_int128 most = points_bound(plan);

	plan->one = dx_plan_unit(plan->items, plan->n, tree->round_unit, most);
	if (plan->one == 0)
		return;
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		dx_plan_item *item = &plan->items[i];

		dx_plan_count_units(item, tree->round_unit, plan->one);
		item->of_root = is_part_of_root(tree, node);
		if (item->of_root)
			plan->max += item->max;
		plan->n_scored += !(steps[node].flags & DX_STEP_UNSCORED);
		plan->n_counted += (steps[node].flags & DX_STEP_COUNTED) != 0;
	}
	/* The unit is so chosen that this fits. */
	plan->narrow = plan->n_scored == plan->n && plan->one * most <= INT64_MAX;
}

dx_plan *
dx_plan_new(const dx_tree *tree)
{
	dx_plan *plan = dx_alloc(offsetof(dx_plan, items) + tree->n_criteria * sizeof(dx_plan_item));

	plan->of = *tree;
	plan->n = tree->n_criteria;
	make_items(plan, tree);
	if (dx_steps_plain_sum(dx_tree_steps(tree), tree->n_nodes) && adds_up(tree))
		make_sum(plan, tree);
	return plan;
}

void
dx_plan_free(dx_plan *plan)
{
	dx_free(plan->lines);
	dx_free(plan);
}

bool
dx_plan_is_of(const dx_plan *plan, const dx_tree *tree)
{
	return dx_tree_same(&plan->of, tree);
}

/* A plan is as dear as a card or three. */
#define CARDS_BEFORE_PLAN 4

bool
dx_plan_is_due(dx_plan_pace *pace, const dx_tree *tree, uint32_t results)
{
	bool due;

	if (!dx_tree_same(&pace->tree, tree))
		*pace = (dx_plan_pace) {*tree, 0};
	due = pace->results >= CARDS_BEFORE_PLAN * (uint64_t) tree->n_criteria;
	pace->results += results;
	return due;
}

/* ---------------- one criterion by it ---------------- */

bool
dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf)
{
	const dx_plan_item *item = &plan->items[i];
	const dx_plan_line *line;

	leaf->state = DX_VALUE_PRESENT;
	switch ((dx_plan_kind) item->kind)
	{
		case DX_PLAN_PROPORTION:
		case DX_PLAN_SLOPE:
			if (!dx_plan_takes(item, q))
				return false;
			leaf->num = dx_plan_steps_of(item, q) * item->num;
			leaf->den = item->den;
			if (item->may_pass && leaf->num > leaf->den)
				leaf->num = leaf->den;
			return true;
		case DX_PLAN_WHOLE:
		case DX_PLAN_STEPS:
			line = dx_plan_line_of(item, q);
			if (line == NULL)
				return false;
			leaf->num = line->num;
			leaf->den = line->den;
			return true;
		case DX_PLAN_GENERAL:
			break;
	}
	return false;
}

bool
dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q)
{
	const dx_plan_item *item = &plan->items[i];

	switch ((dx_plan_kind) item->kind)
	{
		case DX_PLAN_PROPORTION:
		case DX_PLAN_SLOPE:
			return dx_plan_takes(item, q);
		case DX_PLAN_WHOLE:
		case DX_PLAN_STEPS:
			return dx_plan_line_of(item, q) != NULL;
		case DX_PLAN_GENERAL:
			break;
	}
	return false;
}
