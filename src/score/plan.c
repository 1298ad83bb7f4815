/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan.c: criteria scored by tables and slopes worked out beforehand (plan.h).
 */
#include "score/plan.h"

#include "card/result.h"
#include "tree/terms.h"

/* Rules of more whole numbers than this have no table. */
#define MOST_WHOLE 512

/* Where hundredths of a linear rule's bounds may lie, so that differences are exact doubles too. */
#define MOST_BOUND INT64_C(1000000000000)

typedef enum plan_kind
{
	PLAN_GENERAL, /* not known: dx_score_result */
	PLAN_UNIT,	  /* q x unit, up to a limit */
	PLAN_SLOPE,	  /* (q - lo) / span of the maximum, clamped */
	PLAN_WHOLE,	  /* a table over whole results */
	PLAN_STEPS	  /* a table of steps, each up to the next */
} plan_kind;

/* One line of a table: scores from q hundredths on. */
typedef struct plan_line
{
	dx_int128 num; /* of the leaf */
	dx_int128 den;
	dx_int128 points;
	uint32_t from;
} plan_line;

/* A criterion. A result is q hundredths; `rise` is how many of them count. Points are in units of the plan. */
typedef struct plan_item
{
	uint8_t kind;
	bool whole;		/* are its points whole numbers of units? */
	bool quick;		/* UNIT: are they q x short_unit? */
	bool counts;	/* are its results whole numbers only? */
	bool falling;	/* SLOPE: less is better */
	bool rounds;	/* UNIT, SLOPE: points need to be rounded */
	bool limited;	/* rounds: to more than the maximum, it may be */
	uint32_t limit; /* UNIT, SLOPE: a greater q is for dx_score_result */
	uint32_t first; /* WHOLE, STEPS: its lines */
	uint32_t n;
	int64_t lo;			/* SLOPE: q of attainment 0 */
	int64_t span;		/* SLOPE: from there to attainment 1 */
	int64_t short_unit; /* quick: unit */
	dx_int128 unit;		/* UNIT, SLOPE: points of one more hundredth */
	dx_int128 num;		/* UNIT, SLOPE: the leaf of one hundredth */
	dx_int128 den;
	int64_t grains; /* rounds: grains / per are the grains of a hundredth */
	int64_t per;
	dx_int128 most; /* limited: the maximum, in units */
	dx_maximum max;
	dx_int128 part; /* of the root's applicable maximum */
} plan_item;

struct dx_plan
{
	dx_tree of; /* the tree's header */
	uint32_t n;
	bool plain;				/* a plain sum whose maxima are whole numbers of units */
	bool narrow;			/* and no sum passes 64 bits, and all criteria are scored */
	uint32_t n_scored;		/* criteria that are not unscored */
	uint32_t n_counted;		/* that coverage counts */
	dx_int128 one;			/* units of a point */
	dx_int128 grain;		/* units of what points are rounded to multiples of */
	dx_int128 grain_points; /* 10^-12 points of it; 0: they are not */
	dx_int128 max;			/* the root's, where all applies */
	plan_line *lines;
	uint32_t n_lines;
	plan_item items[];
};

/* ---------------- fractions ---------------- */

/* No number in a plan is greater. */
#define LIMIT ((dx_int128) 1 << 120)

/* *out = a x b, neither below 0; false where that is greater. */
static bool
multiply(dx_int128 a, dx_int128 b, dx_int128 *out)
{
	if ((a | b) >> 60 != 0 && b != 0 && a > LIMIT / b)
		return false;
	*out = a * b;
	return true;
}

/* max x num / den, in lowest terms; false where that is greater. */
static bool
part_of(dx_maximum max, dx_int128 num, dx_int128 den, dx_int128 *part_num, dx_int128 *part_den)
{
	bool negative = max.units < 0;
	dx_int128 a = negative ? -max.units : max.units;
	dx_int128 b = DX_POINTS_ONE * max.den;

	dx_reduce(&a, &b);
	dx_reduce(&num, &den);
	dx_reduce(&a, &den);
	dx_reduce(&num, &b);
	if (!multiply(a, num, part_num) || !multiply(b, den, part_den))
		return false;
	if (negative)
		*part_num = -*part_num;
	return true;
}

/* The least common multiple of `one` and den into *one, unless `most` points of it were too many units. */
static bool
join(dx_int128 *one, dx_int128 den, dx_int128 most)
{
	dx_int128 whole = *one;
	dx_int128 rest = den;
	dx_int128 joined;
	dx_int128 total;

	if (whole >> 63 == 0 && den >> 63 == 0 && (uint64_t) whole % (uint64_t) den == 0)
		return true;
	dx_reduce(&whole, &rest);
	if (!multiply(whole, den, &joined) || !multiply(joined, most, &total))
		return false;
	*one = joined;
	return true;
}

/* max x num / den in units of the plan; false where that is no whole number of them. */
static bool
in_units(const dx_plan *plan, dx_maximum max, dx_int128 num, dx_int128 den, dx_int128 *out)
{
	dx_int128 one = plan->one;
	dx_int128 part;
	dx_int128 of;

	if (num == 0)
	{
		*out = 0;
		return true;
	}
	if (!part_of(max, num, den, &part, &of))
		return false;
	dx_reduce(&one, &of);
	*out = part * one;
	return of == 1;
}

/*
 * The same of a maximum that is `most` units, where no number passes 63 bits: no
 * common divisors. False: it is no whole number of them, or the numbers are longer.
 */
static inline bool
in_short_units(dx_int128 most, dx_int128 num, dx_int128 den, dx_int128 *out)
{
	dx_uint128 product;

	if ((most | num | den) >> 63 != 0)
		return false;
	product = (dx_uint128) most * (uint64_t) num;
	if (product % (uint64_t) den != 0)
		return false;
	*out = (dx_int128) (product / (uint64_t) den);
	return true;
}

/* ---------------- making a plan ---------------- */

/* One more line: what dx_score_result says of q. False if it is an error. */
static bool
add_line(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item, uint32_t q)
{
	dx_leaf leaf;
	dx_error err;

	if (!dx_score_result(tree, node, DX_RESULT_VALUE, dx_from_hundredths(q), &leaf, &err))
		return false;
	plan->lines[plan->n_lines++] = (plan_line) {leaf.num, leaf.den, 0, q};
	item->n++;
	return true;
}

/* num / den of the maximum for each hundredth, up to the greatest allowed. */
static void
make_unit(plan_item *item, dx_int128 num, dx_int128 den, uint32_t limit)
{
	item->kind = PLAN_UNIT;
	item->limit = limit;
	item->num = num;
	item->den = den;
}

/* A decimal in hundredths, if it is a whole number of them. */
static bool
bound_of(dx_decimal d, int64_t *q)
{
	*q = d.mant;
	for (int scale = d.scale; scale < 2; scale++)
	{
		if (*q > MOST_BOUND || *q < -MOST_BOUND)
			return false;
		*q *= 10;
	}
	return d.scale <= 2 && *q <= MOST_BOUND && *q >= -MOST_BOUND;
}

static void
make_slope(plan_item *item, const dx_rule *rule)
{
	int64_t hi;

	if (!bound_of(rule->lo, &item->lo) || !bound_of(rule->hi, &hi))
		return;
	item->kind = PLAN_SLOPE;
	item->limit = DX_MAX_HUNDREDTHS;
	item->falling = hi < item->lo;
	item->span = item->falling ? item->lo - hi : hi - item->lo;
	item->num = 1;
	item->den = item->span;
}

static void
make_whole(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item, uint32_t from, uint32_t to)
{
	if (to - from >= MOST_WHOLE)
		return;
	for (uint32_t r = from; r <= to; r++)
		if (!add_line(plan, tree, node, item, r * 100))
			return;
	item->kind = PLAN_WHOLE;
}

/* The least q that reaches a step, by the same comparison of doubles as the rule's; more than LIMIT if none does. */
static uint32_t
reaches(const dx_rule_item *step)
{
	double guess = step->bound_value * 100;
	uint32_t q = guess < 1 ? 0 : guess > DX_MAX_HUNDREDTHS ? DX_MAX_HUNDREDTHS : (uint32_t) guess;

#define REACHED(q) \
	(step->exclusive ? dx_from_hundredths(q) > step->bound_value : dx_from_hundredths(q) >= step->bound_value)
	while (q > 0 && REACHED(q - 1))
		q--;
	while (q <= DX_MAX_HUNDREDTHS && !REACHED(q))
		q++;
#undef REACHED
	return q;
}

static void
make_steps(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item, const dx_rule *rule)
{
	uint32_t last = 0;

	if (!add_line(plan, tree, node, item, 0))
		return;
	for (int i = 0; i < rule->n_items; i++)
	{
		uint32_t q = reaches(&rule->items[i]);

		if (item->counts)
			q = (q + 99) / 100 * 100;

		if (q > DX_MAX_HUNDREDTHS)
			break;
		if (q > last && !add_line(plan, tree, node, item, q))
			return;
		last = q;
	}
	item->kind = PLAN_STEPS;
}

/*
 * Rounded points: how many grains (what they are multiples of) a hundredth is.
 * Where that is a whole number there is nothing to round. False where products
 * would not fit.
 */
static bool
make_grains(const dx_plan *plan, plan_item *item)
{
	dx_int128 most = item->kind == PLAN_UNIT ? item->limit : item->span;
	dx_int128 grains;
	dx_int128 per;
	dx_int128 times = DX_POINTS_ONE;
	dx_int128 by = plan->grain_points;
	dx_int128 sum;

	/* grains / per points of which a grain is by / times: grains times / (per by) */
	if (!part_of(item->max, item->num, item->den, &grains, &per))
		return false;
	dx_reduce(&times, &by);
	dx_reduce(&times, &per);
	dx_reduce(&grains, &by);
	if (!multiply(grains < 0 ? -grains : grains, times, &sum) || !multiply(sum, 2 * most, &sum) ||
		!multiply(per, by, &per) || sum > INT64_MAX / 2 || per > INT64_MAX / 4)
		return false;
	item->grains = (int64_t) (grains * times);
	item->per = (int64_t) per;
	item->rounds = per != 1;
	item->limited = item->rounds && item->max.units % (plan->grain_points * item->max.den) != 0;
	return true;
}

static void
make_item(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_rule *rule = dx_tree_rule(tree, node);
	int64_t most;

	item->kind = PLAN_GENERAL;
	item->max = dx_step_maximum(step);
	item->rounds = plan->grain_points != 0 && (step->flags & DX_STEP_DECIMAL) && item->max.units != 0;
	item->first = plan->n_lines;
	if (rule == NULL)
		return;
	item->counts = (rule->flags & DX_RULE_WHOLE) != 0;
	if (step->flags & DX_STEP_UNSCORED)
	{
		make_unit(item, 0, 1, DX_MAX_HUNDREDTHS);
		item->rounds = false;
		return;
	}
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_PERCENT:
			make_unit(item, 1, 10000, 10000);
			break;
		case DX_RULE_RATIO:
			make_unit(item, 1, 100, 100);
			break;
		case DX_RULE_POINTS:
			if (item->max.units > 0)
			{
				dx_int128 hundredth = DX_POINTS_ONE / 100 * item->max.den;

				make_unit(item, hundredth, item->max.units,
						  item->max.units / hundredth < DX_MAX_HUNDREDTHS ? (uint32_t) (item->max.units / hundredth)
																		  : DX_MAX_HUNDREDTHS);
			}
			break;
		case DX_RULE_LINEAR:
			make_slope(item, rule);
			break;
		case DX_RULE_YESNO:
			make_whole(plan, tree, node, item, 0, 1);
			break;
		case DX_RULE_CHECKLIST:
			if (bound_of(rule->hi, &most))
				make_whole(plan, tree, node, item, 0, (uint32_t) (most / 100));
			break;
		case DX_RULE_CHOICE:
			make_whole(plan, tree, node, item, 1, rule->n_items);
			break;
		case DX_RULE_STEPS:
			make_steps(plan, tree, node, item, rule);
			break;
		case DX_RULE_NONE:
		case DX_RULE_CURVE:
		case DX_RULE_LOG:
		case DX_RULE_UNSCORED:
			break;
	}
	if ((item->kind == PLAN_UNIT || item->kind == PLAN_SLOPE) && item->rounds && !make_grains(plan, item))
		item->kind = PLAN_GENERAL;
}

/* Lines that the criteria's tables have at most. */
static size_t
count_lines(const dx_tree *tree)
{
	size_t n = 0;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		const dx_rule *rule = dx_tree_rule(tree, dx_tree_criteria(tree)[i]);
		int64_t most;

		if (rule == NULL)
			continue;
		if (rule->kind != DX_RULE_CHECKLIST)
			n += rule->n_items + 2u;
		else if (bound_of(rule->hi, &most) && most / 100 < MOST_WHOLE)
			n += (size_t) (most / 100) + 1;
	}
	return n;
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

/* The unit in which all that criteria can earn, `most` points, is added up. */
static void
choose_unit(dx_plan *plan, dx_int128 most)
{
	dx_int128 num;
	dx_int128 den;
	dx_int128 larger;

	plan->one = 1;
	if (plan->grain_points != 0)
		plan->one = DX_POINTS_ONE / dx_common_divisor(DX_POINTS_ONE, plan->grain_points);
	plan->plain = plan->plain && multiply(plan->one, most, &larger);
	for (uint32_t i = 0; plan->plain && i < plan->n; i++)
		plan->plain = part_of(plan->items[i].max, 1, 1, &num, &den) && join(&plan->one, den, most);
	for (uint32_t i = 0; plan->plain && i < plan->n; i++)
	{
		plan_item *item = &plan->items[i];
		dx_int128 one = 0;
		dx_int128 whole = 0;
		dx_int128 units;

		dx_check_interrupts();
		/* What does not fit is found out when units are counted. */
		if ((item->kind == PLAN_UNIT || item->kind == PLAN_SLOPE) && !item->rounds && item->num != 0 &&
			part_of(item->max, item->num, item->den, &num, &den))
			join(&plan->one, den, most);
		for (uint32_t k = 0; k < item->n; k++)
		{
			const plan_line *line = &plan->lines[item->first + k];

			/* The maximum in units so far, of which what most lines earn is a whole part already. */
			if (one != plan->one && !in_units(plan, item->max, 1, 1, &whole))
				whole = -1;
			one = plan->one;
			if (line->num != 0 && !in_short_units(whole, line->num, line->den, &units) &&
				part_of(item->max, line->num, line->den, &num, &den))
				join(&plan->one, den, most);
		}
	}
	/* Other results have more decimals; what comes out is divided by machine as long as it is below 2^53. */
	for (int i = 0;
		 plan->plain && i < DX_POINTS_DIGITS && multiply(10 * plan->one, most, &larger) && larger < (dx_int128) 1 << 53;
		 i++)
		plan->one *= 10;
	if (plan->grain_points != 0)
	{
		den = dx_common_divisor(DX_POINTS_ONE, plan->grain_points);
		plan->grain = plan->one / (DX_POINTS_ONE / den) * (plan->grain_points / den);
	}
}

/* num / den of a maximum of so many units (-1: it is no whole number of them), in units. */
static bool
earns_whole_units(const dx_plan *plan, const plan_item *item, dx_int128 whole, dx_int128 num, dx_int128 den,
				  dx_int128 *out)
{
	return in_short_units(whole, num, den, out) || in_units(plan, item->max, num, den, out);
}

/* What a criterion earns, in units; its maximum, where it is part of the root's. */
static void
count_units(dx_plan *plan, plan_item *item, bool of_root)
{
	dx_int128 whole = -1;

	item->whole = plan->plain;
	if (plan->plain && !in_units(plan, item->max, 1, 1, &whole))
		whole = -1;
	else if (plan->plain && of_root)
		item->part = whole;
	if ((item->kind == PLAN_UNIT || item->kind == PLAN_SLOPE) && !item->rounds)
	{
		item->whole = item->whole && earns_whole_units(plan, item, whole, item->num, item->den, &item->unit);
		item->quick = item->whole && !item->counts && item->kind == PLAN_UNIT && item->unit >= INT64_MIN &&
			item->unit <= INT64_MAX;
		if (item->quick)
			item->short_unit = (int64_t) item->unit;
	}
	if (item->limited)
		item->whole = item->whole && earns_whole_units(plan, item, whole, 1, 1, &item->most);
	for (uint32_t k = 0; k < item->n; k++)
	{
		plan_line *line = &plan->lines[item->first + k];

		item->whole = item->whole && earns_whole_units(plan, item, whole, line->num, line->den, &line->points);
	}
}

dx_plan *
dx_plan_new(const dx_tree *tree)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_plan *plan = dx_alloc(offsetof(dx_plan, items) + tree->n_criteria * sizeof(plan_item));
	dx_int128 most = 0;
	dx_int128 largest;

	plan->of = *tree;
	plan->n = tree->n_criteria;
	plan->grain_points = tree->round_unit;
	plan->lines = dx_alloc((count_lines(tree) + 1) * sizeof(plan_line));
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		plan_item *item = &plan->items[i];
		dx_int128 max;

		dx_check_interrupts();
		make_item(plan, tree, node, item);
		plan->n_scored += !(steps[node].flags & DX_STEP_UNSCORED);
		plan->n_counted += (steps[node].flags & DX_STEP_COUNTED) != 0;
		max = item->max.units / (DX_POINTS_ONE * item->max.den);
		/* Two points more: what is cut off here, and for rounding. */
		most += (max < 0 ? -max : max) + 2;
	}
	plan->plain = dx_steps_plain_sum(steps, tree->n_nodes) && adds_up(tree);
	choose_unit(plan, most);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		plan_item *item = &plan->items[i];

		count_units(plan, item, is_part_of_root(tree, dx_tree_criteria(tree)[i]));
		plan->max += item->part;
	}
	plan->narrow =
		plan->plain && plan->n_scored == plan->n && multiply(plan->one, most, &largest) && largest <= INT64_MAX;
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

/* ---------------- scoring by it ---------------- */

/* UNIT, SLOPE: how many hundredths count; false where the plan does not know. */
static inline bool
rise_of(const plan_item *item, uint32_t q, int64_t *rise)
{
	if (q > item->limit || (item->counts && q % 100 != 0))
		return false;
	*rise = q;
	if (item->kind == PLAN_SLOPE)
	{
		*rise = item->falling ? item->lo - (int64_t) q : (int64_t) q - item->lo;
		*rise = *rise < 0 ? 0 : *rise > item->span ? item->span : *rise;
	}
	return true;
}

/* WHOLE, STEPS: the line that q is on; NULL where the plan does not know. */
static inline const plan_line *
line_of(const dx_plan *plan, const plan_item *item, uint32_t q)
{
	const plan_line *line = &plan->lines[item->first];

	if (item->kind == PLAN_WHOLE)
	{
		if (q % 100 != 0 || q < line->from || q > line[item->n - 1].from)
			return NULL;
		return line + (q - line->from) / 100;
	}
	if (item->counts && q % 100 != 0)
		return NULL;
	line += item->n - 1;
	while (q < line->from)
		line--;
	return line;
}

/* Rounded points in grains, half away from zero. */
static inline int64_t
rounded_grains(const plan_item *item, int64_t rise)
{
	int64_t grains = rise * item->grains;

	if (grains < 0)
		return -((-2 * grains + item->per) / (2 * item->per));
	return (2 * grains + item->per) / (2 * item->per);
}

/* The same in units of the plan; no more than the maximum. */
static inline dx_int128
rounded_units(const dx_plan *plan, const plan_item *item, int64_t rise)
{
	dx_int128 units = rounded_grains(item, rise) * plan->grain;

	if (item->limited && (item->most < 0 ? units < item->most : units > item->most))
		return item->most;
	return units;
}

/* The points of q hundredths in units of the plan; false where it does not know. */
static inline bool
points_of(const dx_plan *plan, const plan_item *item, uint32_t q, dx_int128 *points)
{
	const plan_line *line;
	int64_t rise;

	if (!item->whole)
		return false;
	switch ((plan_kind) item->kind)
	{
		case PLAN_UNIT:
		case PLAN_SLOPE:
			if (!rise_of(item, q, &rise))
				return false;
			*points = item->rounds ? rounded_units(plan, item, rise) : rise * item->unit;
			return true;
		case PLAN_WHOLE:
		case PLAN_STEPS:
			line = line_of(plan, item, q);
			if (line)
				*points = line->points;
			return line != NULL;
		case PLAN_GENERAL:
			break;
	}
	return false;
}

bool
dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf)
{
	const plan_item *item = &plan->items[i];
	const plan_line *line;
	int64_t rise;
	int64_t grains;

	leaf->state = DX_VALUE_PRESENT;
	switch ((plan_kind) item->kind)
	{
		case PLAN_UNIT:
		case PLAN_SLOPE:
			if (!rise_of(item, q, &rise))
				return false;
			leaf->num = rise * item->num;
			leaf->den = item->den;
			if (!item->rounds)
				return true;
			/* The part of the maximum that the rounded points are. */
			grains = rounded_grains(item, rise);
			leaf->num = (grains < 0 ? -grains : grains) * plan->grain_points * item->max.den;
			leaf->den = item->max.units < 0 ? -item->max.units : item->max.units;
			if (leaf->num > leaf->den)
				leaf->num = leaf->den;
			return true;
		case PLAN_WHOLE:
		case PLAN_STEPS:
			line = line_of(plan, item, q);
			if (line == NULL)
				return false;
			leaf->num = line->num;
			leaf->den = line->den;
			return true;
		case PLAN_GENERAL:
			break;
	}
	return false;
}

bool
dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q)
{
	const plan_item *item = &plan->items[i];

	switch ((plan_kind) item->kind)
	{
		case PLAN_UNIT:
		case PLAN_SLOPE:
			return q <= item->limit && !(item->counts && q % 100 != 0);
		case PLAN_WHOLE:
		case PLAN_STEPS:
			return line_of(plan, item, q) != NULL;
		case PLAN_GENERAL:
			break;
	}
	return false;
}

/* ---------------- the root of a plain sum ---------------- */

/*
 * Its score, criterion by criterion: all is answered and applies until
 * something is not. (dx_plan.max and so on, then add_*, then end_root.)
 */
typedef struct root_sum
{
	dx_int128 points;
	dx_int128 max;
	uint32_t answered;
	uint32_t applicable;
	uint32_t n_na; /* scored criteria that do not apply */
} root_sum;

/* Criterion i in any state; false for an error. */
static bool
add_result(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double value, root_sum *sum)
{
	uint8_t flags = dx_tree_steps(tree)[dx_tree_criteria(tree)[i]].flags;
	uint32_t counted = (flags & DX_STEP_COUNTED) != 0;
	dx_int128 points;
	dx_leaf leaf;
	dx_error err;
	uint32_t q;

	switch ((dx_result_state) state)
	{
		case DX_RESULT_NA:
			sum->n_na += !(flags & DX_STEP_UNSCORED);
			sum->max -= plan->items[i].part;
			sum->applicable -= counted;
			sum->answered -= counted;
			return true;
		case DX_RESULT_MISSING:
			sum->answered -= counted;
			return true;
		case DX_RESULT_VALUE:
			if (!dx_to_hundredths(value, &q) || !points_of(plan, &plan->items[i], q, &points))
				break;
			sum->points += points;
			return true;
		case DX_RESULT_POINTS:
			break;
	}
	if (!dx_score_result(tree, dx_tree_criteria(tree)[i], state, value, &leaf, &err) ||
		!in_units(plan, plan->items[i].max, leaf.num, leaf.den, &points))
		return false;
	sum->points += points;
	return true;
}

/* Criterion i with q hundredths as its result. */
static inline bool
add_hundredths(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint32_t q, root_sum *sum)
{
	const plan_item *item = &plan->items[i];

	if (!item->quick || q > item->limit)
		return add_result(plan, tree, i, DX_RESULT_VALUE, dx_from_hundredths(q), sum);
	sum->points += (dx_int128) item->short_unit * q;
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
	root_sum sum = {0, plan->max, plan->n_counted, plan->n_counted, 0};

	if (!plan->plain)
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

/* ---------------- the nodes of a plain sum ---------------- */

/* Criterion i at a node, its word read: its points and state; false for an error. */
static inline bool
leaf_points(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint32_t word, const uint8_t **p, const uint8_t *end,
			int64_t *points, uint8_t *state)
{
	const plan_item *item = &plan->items[i];
	uint32_t q;
	uint8_t result;
	double value;
	dx_int128 units;
	dx_leaf leaf;
	dx_error err;

	if (dx_word_is_short(word))
	{
		q = dx_word_hundredths(word);
		*state = DX_VALUE_PRESENT;
		if (item->quick && q <= item->limit)
		{
			*points = item->short_unit * q;
			return true;
		}
		if (points_of(plan, item, q, &units))
		{
			*points = (int64_t) units;
			return true;
		}
		result = DX_RESULT_VALUE;
		value = dx_from_hundredths(q);
	}
	else if (!dx_card_read_other(word, p, end, &result, &value, false, &err))
		return false;
	if (!dx_score_result(tree, dx_tree_criteria(tree)[i], result, value, &leaf, &err) ||
		!in_units(plan, item->max, leaf.num, leaf.den, &units))
		return false;
	*points = (int64_t) units;
	*state = leaf.state;
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

/* ---------------- the root of a sheet ---------------- */

bool
dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_root *root)
{
	root_sum sum = {0, plan->max, plan->n_counted, plan->n_counted, 0};

	if (!plan->plain)
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
