/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_item.c: from a criterion's rule to its table or slope (plan_item.h).
 */
#include "score/plan_item.h"

#include "card/result.h"

/* Rules of more whole numbers than this have no table. */
#define MAX_WHOLE 512

/* Where hundredths of a linear rule's bounds may lie, so that differences are exact doubles too. */
#define MAX_BOUND INT64_C(1000000000000)

/* A decimal in hundredths, if it is a whole number of them. */
static bool
bound_of(dx_decimal d, int64_t *q)
{
	*q = d.mant;
	for (int scale = d.scale; scale < 2; scale++)
	{
		if (*q > MAX_BOUND || *q < -MAX_BOUND)
			return false;
		*q *= 10;
	}
	return d.scale <= 2 && *q <= MAX_BOUND && *q >= -MAX_BOUND;
}

/* ---------------- tables ---------------- */

size_t
dx_plan_lines(const dx_rule *rule)
{
	int64_t most;

	if (rule == NULL)
		return 0;
	if (rule->kind != DX_RULE_CHECKLIST)
		return rule->n_items + 2u;
	return bound_of(rule->hi, &most) && most / 100 < MAX_WHOLE ? (size_t) (most / 100) + 1 : 0;
}

/* One more line: the leaf that dx_score_result gives for q. False if it is an error. */
static bool
add_line(dx_plan_item *item, const dx_tree *tree, uint32_t node, uint32_t q)
{
	dx_leaf leaf;
	dx_error err;

	if (!dx_score_result(tree, node, DX_RESULT_VALUE, dx_from_hundredths(q), &leaf, &err))
		return false;
	item->lines[item->n_lines++] = (dx_plan_line) {leaf.num, leaf.den, 0, q};
	return true;
}

static void
make_whole(dx_plan_item *item, const dx_tree *tree, uint32_t node, uint32_t from, uint32_t to)
{
	if (to - from >= MAX_WHOLE)
		return;
	for (uint32_t r = from; r <= to; r++)
		if (!add_line(item, tree, node, r * 100))
			return;
	item->kind = DX_PLAN_WHOLE;
}

/* The least q that reaches a step, by the same comparison of doubles as the rule's; more than the limit if none does. */
static uint32_t
reaches(const dx_rule_item *step)
{
	double guess = step->bound_value * 100;
	uint32_t q = guess < 1 ? 0 : guess > DX_MAX_HUNDREDTHS ? DX_MAX_HUNDREDTHS : (uint32_t) guess;

	while (q > 0 && dx_rule_reaches(step, dx_from_hundredths(q - 1)))
		q--;
	while (q <= DX_MAX_HUNDREDTHS && !dx_rule_reaches(step, dx_from_hundredths(q)))
		q++;
	return q;
}

static void
make_steps(dx_plan_item *item, const dx_tree *tree, uint32_t node, const dx_rule *rule)
{
	uint32_t last = 0;

	if (!add_line(item, tree, node, 0))
		return;
	for (int i = 0; i < rule->n_items; i++)
	{
		uint32_t q = reaches(&rule->items[i]);

		if (item->whole_only)
			q = (q + 99) / 100 * 100;
		if (q > DX_MAX_HUNDREDTHS)
			break;
		if (q > last && !add_line(item, tree, node, q))
			return;
		last = q;
	}
	item->kind = DX_PLAN_STEPS;
}

/* ---------------- steps ---------------- */

/* num / den of the maximum for each hundredth, up to the greatest allowed. */
static void
make_proportion(dx_plan_item *item, dx_int128 num, dx_int128 den, uint32_t limit)
{
	item->kind = DX_PLAN_PROPORTION;
	item->limit = limit;
	item->num = num;
	item->den = den;
}

/* A point for a point; of a penalty or nothing the general way decides. */
static void
make_points(dx_plan_item *item)
{
	dx_int128 hundredth = DX_POINTS_ONE / 100 * item->maximum.den;
	dx_int128 most = item->maximum.units / hundredth;

	if (item->maximum.units > 0)
		make_proportion(item, hundredth, item->maximum.units,
						most < DX_MAX_HUNDREDTHS ? (uint32_t) most : DX_MAX_HUNDREDTHS);
}

static void
make_slope(dx_plan_item *item, const dx_rule *rule)
{
	int64_t hi;

	if (!bound_of(rule->lo, &item->lo) || !bound_of(rule->hi, &hi))
		return;
	item->kind = DX_PLAN_SLOPE;
	item->limit = DX_MAX_HUNDREDTHS;
	item->falling = hi < item->lo;
	item->span = item->falling ? item->lo - hi : hi - item->lo;
	item->num = 1;
	item->den = item->span;
}

/*
 * Rounded points are multiples of a grain, of `grain` x 10^-12 points. How many
 * grains is a hundredth? Where that is a whole number there is nothing to round.
 * False where products would not fit.
 */
static bool
count_grains(dx_plan_item *item, dx_int128 grain)
{
	dx_int128 hundredths = item->kind == DX_PLAN_PROPORTION ? item->limit : item->span;
	dx_int128 units = item->maximum.units < 0 ? -item->maximum.units : item->maximum.units;
	dx_int128 num = item->num;
	dx_int128 by[] = {item->maximum.den, item->den, grain};
	dx_int128 grains;
	dx_int128 per = 1;
	dx_int128 all;

	/* units / (10^12 x maximum.den) points x num / den, divided by a grain */
	for (int i = 0; i < 3; i++)
	{
		dx_reduce(&units, &by[i]);
		dx_reduce(&num, &by[i]);
		if (!dx_multiply(per, by[i], &per))
			return false;
	}
	if (!dx_multiply(units, num, &grains) || !dx_multiply(grains, 2 * hundredths, &all) || all > INT64_MAX / 2 ||
		per > INT64_MAX / 4)
		return false;
	item->grains = (int64_t) grains;
	item->per = (int64_t) per;
	item->rounds = per != 1;
	return true;
}

/* The steps of a proportion or a slope become grains, if points need to be rounded to them. */
static void
round_steps(dx_plan_item *item, dx_int128 grain)
{
	if (!count_grains(item, grain))
		item->kind = DX_PLAN_GENERAL;
	else if (item->rounds)
	{
		item->num = grain * item->maximum.den;
		item->den = item->maximum.units < 0 ? -item->maximum.units : item->maximum.units;
		item->may_pass = item->den % item->num != 0;
	}
}

/* ---------------- either ---------------- */

void
dx_plan_item_make(dx_plan_item *item, const dx_tree *tree, uint32_t node, dx_plan_line *lines)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_rule *rule = dx_tree_rule(tree, node);
	int64_t most;

	*item = (dx_plan_item) {.kind = DX_PLAN_GENERAL, .lines = lines, .maximum = dx_step_maximum(step)};
	if (rule == NULL)
		return;
	item->whole_only = (rule->flags & DX_RULE_WHOLE) != 0;
	if (step->flags & DX_STEP_UNSCORED)
	{
		make_proportion(item, 0, 1, DX_MAX_HUNDREDTHS);
		return;
	}
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_PERCENT:
			make_proportion(item, 1, 10000, 10000);
			break;
		case DX_RULE_RATIO:
			make_proportion(item, 1, 100, 100);
			break;
		case DX_RULE_POINTS:
			make_points(item);
			break;
		case DX_RULE_LINEAR:
			make_slope(item, rule);
			break;
		case DX_RULE_YESNO:
			make_whole(item, tree, node, 0, 1);
			break;
		case DX_RULE_CHECKLIST:
			if (bound_of(rule->hi, &most))
				make_whole(item, tree, node, 0, (uint32_t) (most / 100));
			break;
		case DX_RULE_CHOICE:
			make_whole(item, tree, node, 1, rule->n_items);
			break;
		case DX_RULE_STEPS:
			make_steps(item, tree, node, rule);
			break;
		case DX_RULE_NONE:
		case DX_RULE_CURVE:
		case DX_RULE_LOG:
		case DX_RULE_UNSCORED:
			break;
	}
	if (item->kind == DX_PLAN_GENERAL)
		item->n_lines = 0;
	if (dx_plan_has_steps(item) && tree->round_unit != 0 && (step->flags & DX_STEP_DECIMAL) && item->maximum.units != 0)
		round_steps(item, tree->round_unit);
}
