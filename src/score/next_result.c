/* SPDX-License-Identifier: PostgreSQL */
/*
 * next_result.c: results worth aiming at. Each rule has a few: the stretches
 * between the bounds of steps, the points of a curve, the choices, or one that
 * earns most. They and their points are found once for each tree; for a result the
 * nearest better one is looked up.
 */
#include "score/next_result.h"

#include "score/rollup.h"

/* Points of an aim that no result can meet. */
#define OUT_OF_REACH (-INFINITY)

/* A result, or a stretch of results that earn the same. */
typedef struct aim
{
	double low;	 /* the result to take when coming from below */
	double high; /* and when coming from above */
	double points;
} aim;

/* How the next aim of a rule is found. */
typedef enum aim_kind
{
	AIM_NONE,
	AIM_MAX,	/* no steps: the one that earns most */
	AIM_JUMP,	/* a curve that jumps: what lies beyond a jump and earns more, or whatever earns most */
	AIM_STEP,	/* the nearest that earns more; aims are the stretches between bounds */
	AIM_CHOICE, /* the one with the least points above the present ones; aims are the choices */
	AIM_ITEM	/* checklist: the nearest number of items that earns more; the one aim is full */
} aim_kind;

typedef struct target
{
	uint32_t first; /* of its aims */
	uint16_t n;
	uint8_t kind; /* aim_kind */
	double most;  /* points that any result can earn */
	double full;  /* points of the whole maximum (a penalty's: 0) */
} target;

struct dx_next_plan
{
	aim *aims;
	target targets[]; /* one a criterion */
};

/* The points that a result would earn, as dx.points shows them. */
static double
earned(const dx_tree *tree, uint32_t node, double result)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	dx_leaf leaf;
	dx_error err;

	if (!dx_score_result(tree, node, DX_RESULT_VALUE, result, &leaf, &err))
		return OUT_OF_REACH;
	if (!dx_leaf_meets(dx_tree_steps(tree), tree->n_nodes, node, &leaf))
		return 0;
	return dx_leaf_points(step, &leaf) + 0.0;
}

/* How many of the steps does the result reach? */
static int
steps_reached(const dx_rule *rule, double result)
{
	int i = rule->n_items;

	while (i > 0 && !dx_rule_reaches(&rule->items[i - 1], result))
		i--;
	return i;
}

/*
 * Decimals of results next to a bound that itself does not count ("above 80"): those of
 * its bounds, at least 2, and at least 4 where all bounds are shares, not above 1 (and
 * not 1 %).
 */
static int
decimals_of(const dx_rule *rule)
{
	double most = 0;
	int digits = 2;

	for (int i = 0; i < rule->n_items; i++)
	{
		if (rule->items[i].bound.scale > digits)
			digits = rule->items[i].bound.scale;
		if (fabs(rule->items[i].bound_value) > most)
			most = fabs(rule->items[i].bound_value);
	}
	return most > 0 && most <= 1 && !dx_rule_in_percent(rule) && digits < 4 ? 4 : digits;
}

/*
 * The result one unit of the last decimal beyond a bound, up (1) or down (-1),
 * with more decimals where it must be to reach exactly `reached` steps; as a
 * last resort the next float8. False if no float8 lies there.
 */
static bool
step_beyond(const dx_rule *rule, const dx_rule_item *item, int direction, int digits, int reached, double *out)
{
	for (int more = 0; digits + more - item->bound.scale <= 18; more++)
	{
		dx_int128 mant = item->bound.mant;
		dx_decimal d = {0, digits + more};

		for (int i = item->bound.scale; i < d.scale; i++)
			mant *= 10;
		mant += direction;
		for (; mant != 0 && mant % 10 == 0; mant /= 10)
			d.scale--;
		if (mant > INT64_C(99999999999999999) || mant < -INT64_C(99999999999999999))
			break;
		d.mant = (int64_t) mant;
		if (mant == 0)
			d.scale = 0;
		*out = dx_decimal_to_double(d);
		if (steps_reached(rule, *out) == reached)
			return true;
	}
	*out = nextafter(item->bound_value, direction * INFINITY);
	return steps_reached(rule, *out) == reached;
}

/* The stretches: below the first bound, then from each bound to the next. */
static void
aim_at_steps(const dx_tree *tree, uint32_t node, const dx_rule *rule, aim *aims)
{
	int n = rule->n_items;
	int digits = decimals_of(rule);
	bool whole = (rule->flags & DX_RULE_WHOLE) != 0;

	for (int j = 0; j <= n; j++)
	{
		const dx_rule_item *lower = j > 0 ? &rule->items[j - 1] : NULL;
		const dx_rule_item *upper = j < n ? &rule->items[j] : NULL;
		bool reachable = true;

		if (lower)
		{
			aims[j].low = whole ? dx_rule_whole_from(lower) : lower->bound_value;
			if (lower->exclusive && !whole)
				reachable = step_beyond(rule, lower, 1, digits, j, &aims[j].low);
		}
		if (upper)
		{
			aims[j].high = whole ? dx_rule_whole_before(upper) : upper->bound_value;
			if (!upper->exclusive && !whole)
				reachable = step_beyond(rule, upper, -1, digits, j, &aims[j].high) && reachable;
		}
		if (!lower)
			aims[j].low = aims[j].high;
		if (!upper)
			aims[j].high = aims[j].low;
		/* Between two bounds there may be no whole number. */
		if (whole)
			reachable = steps_reached(rule, aims[j].low) == j && steps_reached(rule, aims[j].high) == j;
		aims[j].points = reachable ? earned(tree, node, aims[j].low) : OUT_OF_REACH;
	}
}

static void
aim_at(const dx_tree *tree, uint32_t node, double result, aim *out)
{
	out->low = out->high = result;
	out->points = earned(tree, node, result);
}

/* Is item i of a curve the upper side of a jump? (below_jump: the lower one?) */
static bool
above_jump(const dx_rule *rule, int i)
{
	return i > 0 && rule->items[i].bound_value == rule->items[i - 1].bound_value;
}

static bool
below_jump(const dx_rule *rule, int i)
{
	return i + 1 < rule->n_items && above_jump(rule, i + 1);
}

/* Aims that each item of a curve has: where only whole numbers are taken, one on either side. */
static int
aims_per_item(const dx_rule *rule)
{
	return rule->flags & DX_RULE_WHOLE ? 2 : 1;
}

/* The same where only whole numbers are taken: those on either side of each point, which never descend. */
static void
aim_at_whole_curve(const dx_tree *tree, uint32_t node, const dx_rule *rule, aim *aims)
{
	for (int i = 0, n = 0; i < rule->n_items; i++)
	{
		const dx_rule_item *item = &rule->items[i];
		double low = floor(item->bound_value);
		double high = ceil(item->bound_value);

		if (below_jump(rule, i))
		{
			low = high = dx_rule_whole_before(item + 1);
			/* Aims above `low` are beyond the jump, and come again. */
			for (int k = n; k > 0 && aims[k - 1].low > low; k--)
				aim_at(tree, node, low, &aims[k - 1]);
		}
		else if (above_jump(rule, i))
			low = high = dx_rule_whole_from(item);
		else if (n > 0 && low < aims[n - 1].low)
			low = aims[n - 1].low;
		aim_at(tree, node, low + 0.0, &aims[n++]);
		aim_at(tree, node, high + 0.0, &aims[n++]);
	}
}

/*
 * The points of a curve, or what is right beside one that is the side of a jump
 * and does not hold at the bound itself. What earns most is among them.
 */
static void
aim_at_curve(const dx_tree *tree, uint32_t node, const dx_rule *rule, aim *aims)
{
	int digits = decimals_of(rule);

	for (int i = 0; i < rule->n_items; i++)
	{
		const dx_rule_item *item = &rule->items[i];
		double at = item->bound_value;

		if (below_jump(rule, i) && !item[1].exclusive)
			step_beyond(rule, item, -1, digits, i, &at);
		else if (item->exclusive)
			step_beyond(rule, item, 1, digits, i + 1, &at);
		aim_at(tree, node, at, &aims[i]);
	}
}

static bool
has_jump(const dx_rule *rule)
{
	for (int i = 1; i < rule->n_items; i++)
		if (above_jump(rule, i))
			return true;
	return false;
}

/*
 * Does a whole number earn more points than `than`, or as many where or_equal? If so *points
 * receives them.
 */
static bool
item_earns(const dx_tree *tree, uint32_t node, int64_t item, double than, bool or_equal, double *points)
{
	double here = earned(tree, node, (double) item);

	if (!(here > than || (or_equal && here == than)))
		return false;
	*points = here;
	return true;
}

/*
 * The whole number nearest to `from`, on the way to `last` (up, a penalty's
 * down), with more points than `than`, or as many where or_equal.
 */
static bool
nearest_item(const dx_tree *tree, uint32_t node, int64_t from, int64_t last, double than, bool or_equal, int64_t *item,
			 double *points)
{
	int direction = from <= last ? 1 : -1;
	int64_t too_near = -1;
	int64_t enough = 0;

	/*
	 * Points only rise on the way: usually the first number is the answer, else the last tells
	 * whether there is one.
	 */
	if (!item_earns(tree, node, from, than, or_equal, points))
	{
		too_near = 0;
		enough = (last - from) * direction;
		if (enough == 0 || !item_earns(tree, node, last, than, or_equal, points))
			return false;
	}
	while (enough - too_near > 1)
	{
		int64_t middle = too_near + (enough - too_near) / 2;

		if (item_earns(tree, node, from + direction * middle, than, or_equal, points))
			enough = middle;
		else
			too_near = middle;
	}
	*item = from + direction * enough;
	return true;
}

/* The least number of items (of a penalty the greatest) with full points. */
static void
aim_at_checklist(const dx_tree *tree, uint32_t node, const dx_rule *rule, bool more_is_better, double full, aim *out)
{
	int64_t n = (int64_t) dx_decimal_to_double(rule->hi);
	int64_t item = more_is_better ? n : 0;

	out->points = OUT_OF_REACH;
	nearest_item(tree, node, n - item, item, full, true, &item, &out->points);
	out->low = out->high = (double) item;
}

/* The result of attainment 1 or 0 of `linear` and `log`: the bound `to`, or the whole number beyond it. */
static double
end_of_slope(const dx_rule *rule, dx_decimal from, dx_decimal to)
{
	double end = dx_decimal_to_double(to);

	if (!(rule->flags & DX_RULE_WHOLE))
		return end;
	end = dx_decimal_cmp(from, to) < 0 ? ceil(end) : floor(end);
	return rule->kind == DX_RULE_LOG && end < 1 ? 1 : end + 0.0;
}

/* The result of full attainment (of a penalty: of none), where the rule has no items. */
static double
best_result(const dx_rule *rule, dx_maximum max)
{
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_POINTS:
			if (rule->flags & DX_RULE_WHOLE)
				return max.units > 0 ? floor(dx_maximum_to_double(max)) : 0;
			return max.units > 0 ? dx_maximum_to_double(max) : 0;
		case DX_RULE_PERCENT:
			return max.units > 0 ? 100 : 0;
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
			return max.units > 0 ? end_of_slope(rule, rule->lo, rule->hi) : end_of_slope(rule, rule->hi, rule->lo);
		case DX_RULE_YESNO:
		case DX_RULE_RATIO:
		case DX_RULE_NONE:
		case DX_RULE_CHECKLIST:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
		case DX_RULE_CHOICE:
		case DX_RULE_UNSCORED:
			break;
	}
	return max.units > 0 ? 1 : 0;
}

/* The number of aims that a criterion has. */
static uint32_t
count_aims(const dx_rule *rule)
{
	if (rule == NULL)
		return 0;
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_STEPS:
			return rule->n_items + 1u;
		case DX_RULE_CURVE:
			return (uint32_t) (rule->n_items * aims_per_item(rule));
		case DX_RULE_CHOICE:
			return rule->n_items;
		case DX_RULE_NONE:
		case DX_RULE_POINTS:
		case DX_RULE_YESNO:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
		case DX_RULE_CHECKLIST:
		case DX_RULE_UNSCORED:
			break;
	}
	return 1;
}

static void
set_target(const dx_tree *tree, uint32_t node, target *t, aim *aims)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_rule *rule = dx_tree_rule(tree, node);
	dx_maximum max = dx_step_maximum(step);
	dx_leaf full = {1, 1, DX_VALUE_PRESENT};

	t->kind = AIM_NONE;
	if (rule == NULL || max.units == 0 || (step->flags & DX_STEP_UNSCORED))
		return;
	if (tree->round_unit != 0)
		dx_leaf_round(step, tree->round_unit, &full);
	t->full = max.units > 0 ? dx_leaf_points(step, &full) : 0;
	t->n = (uint16_t) count_aims(rule);
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_STEPS:
			t->kind = AIM_STEP;
			aim_at_steps(tree, node, rule, aims);
			break;
		case DX_RULE_CURVE:
			t->kind = has_jump(rule) ? AIM_JUMP : AIM_MAX;
			if (rule->flags & DX_RULE_WHOLE)
				aim_at_whole_curve(tree, node, rule, aims);
			else
				aim_at_curve(tree, node, rule, aims);
			break;
		case DX_RULE_CHOICE:
			t->kind = AIM_CHOICE;
			for (int j = 0; j < t->n; j++)
				aim_at(tree, node, j + 1, &aims[j]);
			break;
		case DX_RULE_CHECKLIST:
			t->kind = AIM_ITEM;
			aim_at_checklist(tree, node, rule, max.units > 0, t->full, &aims[0]);
			break;
		case DX_RULE_POINTS:
		case DX_RULE_YESNO:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
			t->kind = AIM_MAX;
			aim_at(tree, node, best_result(rule, max), &aims[0]);
			break;
		case DX_RULE_NONE:
		case DX_RULE_UNSCORED:
			break;
	}
	t->most = OUT_OF_REACH;
	for (int j = 0; j < t->n; j++)
		if (aims[j].points > t->most)
			t->most = aims[j].points;
}

dx_next_plan *
dx_next_plan_make(const dx_tree *tree)
{
	const uint32_t *criteria = dx_tree_criteria(tree);
	size_t before = sizeof(dx_next_plan) + tree->n_criteria * sizeof(target);
	uint32_t n_aims = 0;
	dx_next_plan *plan;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
		n_aims += count_aims(dx_tree_rule(tree, criteria[i]));
	plan = dx_alloc(before + n_aims * sizeof(aim));
	plan->aims = (aim *) ((char *) plan + before);
	n_aims = 0;
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		dx_check_interrupts();
		plan->targets[i].first = n_aims;
		set_target(tree, criteria[i], &plan->targets[i], plan->aims + n_aims);
		n_aims += count_aims(dx_tree_rule(tree, criteria[i]));
	}
	return plan;
}

/* Is up - r at most r - down, as written? (0.3 and 0.1 are equally far from 0.2.) */
static bool
up_is_nearer(double up, double down, double r)
{
	dx_decimal d[3] = {dx_decimal_from_double(up), dx_decimal_from_double(down), dx_decimal_from_double(r)};
	dx_int128 whole[3];
	int scale = d[0].scale;

	for (int i = 1; i < 3; i++)
		if (d[i].scale > scale)
			scale = d[i].scale;
	for (int i = 0; i < 3; i++)
	{
		/* 10^17 x 10^18 leaves room for sums; digits further apart are compared as doubles. */
		if (d[i].mant != 0 && scale - d[i].scale > 18)
			return up - r <= r - down;
		whole[i] = d[i].mant;
		for (int k = d[i].scale; whole[i] != 0 && k < scale; k++)
			whole[i] *= 10;
	}
	return whole[0] - whole[2] <= whole[2] - whole[1];
}

/*
 * The aim nearest to r with least to most points, among those before `below`
 * and those from `above` up; NULL if there is none.
 */
static const aim *
nearest(const aim *aims, int n, int below, int above, double r, double least, double most, double *result)
{
	const aim *up = NULL;
	const aim *down = NULL;

	for (int j = above; j < n && !up; j++)
		if (aims[j].points >= least && aims[j].points <= most)
			up = &aims[j];
	for (int j = below - 1; j >= 0 && !down; j--)
		if (aims[j].points >= least && aims[j].points <= most)
			down = &aims[j];
	if (up && down && !up_is_nearer(up->low, down->high, r))
		up = NULL;
	if (up)
		*result = up->low;
	else if (down)
		*result = down->high;
	return up ? up : down;
}

/*
 * The same under a curve that jumps: the nearest aim with most points, or with
 * more than now beyond a jump that lies between r and it.
 */
static const aim *
nearest_jump(const dx_rule *rule, const target *t, const aim *aims, int below, double r, double now, double *result)
{
	int per = aims_per_item(rule);
	const aim *up = NULL;
	const aim *down = NULL;

	for (int j = below; j < t->n && !up; j++)
		if (aims[j].points >= t->most ||
			(aims[j].points > now && above_jump(rule, j / per) && !dx_rule_reaches(&rule->items[j / per], r)))
			up = &aims[j];
	for (int j = below - 1; j >= 0 && !down; j--)
		if (aims[j].points >= t->most ||
			(aims[j].points > now && below_jump(rule, j / per) && dx_rule_reaches(&rule->items[j / per + 1], r)))
			down = &aims[j];
	if (up && down && !up_is_nearer(up->low, down->high, r))
		up = NULL;
	if (up)
		*result = up->low;
	else if (down)
		*result = down->high;
	return up ? up : down;
}

/* The least points above 0 on the better side of a jump, or the most there are. */
static double
least_beyond_jump(const dx_rule *rule, const target *t, const aim *aims)
{
	int per = aims_per_item(rule);
	double least = t->most;

	for (int j = per; j < t->n; j++)
		if (above_jump(rule, j / per))
		{
			double better = aims[j].points > aims[j - per].points ? aims[j].points : aims[j - per].points;

			if (aims[j].points != aims[j - per].points && better > 0 && better < least)
				least = better;
		}
	return least;
}

/* The least points above `than` that an aim has; infinite if none. */
static double
least_above(const aim *aims, int n, double than)
{
	double least = INFINITY;

	for (int j = 0; j < n; j++)
		if (aims[j].points > than && aims[j].points < least)
			least = aims[j].points;
	return least;
}

/*
 * Without a result, find the aim with exactly these points: the first that earns more
 * than what is right below it, taken from below; else the first that earns more than
 * what is right above it; else (and among choices) the first. False if none has these
 * points.
 */
static bool
from_nothing(const aim *aims, int n, bool choices, double points, double *result)
{
	const aim *first = NULL;
	const aim *from_above = NULL;

	for (int j = 0; j < n; j++)
	{
		if (aims[j].points != points)
			continue;
		if (!first)
			first = &aims[j];
		if (choices || (j > 0 && aims[j - 1].points < points))
		{
			*result = aims[j].low;
			return true;
		}
		if (!from_above && j + 1 < n && aims[j + 1].points < points)
			from_above = &aims[j];
	}
	if (from_above)
		*result = from_above->high;
	else if (first)
		*result = first->low;
	return first != NULL;
}

/*
 * Under a checklist, the nearest whole number of items that earns more; the only aim listed is the
 * full one.
 */
static bool
next_item(const dx_tree *tree, uint32_t node, const aim *all, bool has_result, double result, double points,
		  dx_next *out)
{
	int64_t item;

	if (points >= all->points)
		return false;
	/* Where there is no result, only a maximum above 0 lets one earn more. */
	if (!has_result)
		item = 1;
	else
		item = (int64_t) result + (all->low > result ? 1 : -1);
	if (!nearest_item(tree, node, item, (int64_t) all->low, points, false, &item, &out->next_points))
		return false;
	out->next_result = (double) item;
	return true;
}

/* Without an answer nothing is earned yet, and no result is nearer than another. */
static void
find_from_nothing(const dx_tree *tree, uint32_t node, const target *t, const aim *aims, dx_next *out)
{
	bool choices = t->kind == AIM_CHOICE;
	double wanted = t->most;

	if (t->kind == AIM_STEP || choices)
		wanted = least_above(aims, t->n, 0);
	else if (t->kind == AIM_JUMP)
		wanted = least_beyond_jump(dx_tree_rule(tree, node), t, aims);
	out->next_points = wanted;
	if (t->kind == AIM_ITEM)
		out->has_next = next_item(tree, node, aims, false, 0, 0, out);
	else
		out->has_next = wanted > 0 && from_nothing(aims, t->n, choices, wanted, &out->next_result);
	if (t->kind == AIM_STEP && out->has_next && wanted < t->full)
	{
		int there = steps_reached(dx_tree_rule(tree, node), out->next_result);

		out->has_full =
			nearest(aims, t->n, there, there + 1, out->next_result, t->full, t->full, &out->full_result) != NULL;
	}
	else
		out->has_full = from_nothing(aims, t->n, choices, t->full, &out->full_result);
}

static void
find_from_result(const dx_tree *tree, uint32_t node, const target *t, const aim *aims, double result, double points,
				 dx_next *out)
{
	bool stepwise = t->kind == AIM_STEP || t->kind == AIM_CHOICE;
	double least = stepwise ? least_above(aims, t->n, points) : t->most;
	int below = 0;

	if (points >= t->full)
	{
		out->has_full = true;
		out->full_result = result;
	}
	if (points >= t->most)
		return;

	/* How many aims are below the present result? (For steps: below the stretch in which it is.) */
	if (t->kind == AIM_STEP)
		below = steps_reached(dx_tree_rule(tree, node), result);
	else if (t->kind == AIM_CHOICE)
		below = (int) result - 1;
	else
		while (below < t->n && aims[below].low <= result)
			below++;

	if (t->kind == AIM_ITEM)
		out->has_next = next_item(tree, node, aims, true, result, points, out);
	else
	{
		const aim *next = t->kind == AIM_JUMP
			? nearest_jump(dx_tree_rule(tree, node), t, aims, below, result, points, &out->next_result)
			: nearest(aims, t->n, below, below + stepwise, result, least, t->kind == AIM_STEP ? t->most : least,
					  &out->next_result);

		out->has_next = next != NULL;
		if (next)
			out->next_points = next->points;
	}
	if (!out->has_full)
		out->has_full =
			nearest(aims, t->n, below, below + stepwise, result, t->full, t->full, &out->full_result) != NULL;
}

void
dx_next_find(const dx_next_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double result, double points,
			 dx_next *out)
{
	const target *t = &plan->targets[i];
	const aim *aims = plan->aims + t->first;
	uint32_t node = dx_tree_criteria(tree)[i];

	out->has_next = out->has_full = false;
	if (t->kind == AIM_NONE)
		return;
	if (state == DX_RESULT_VALUE)
		find_from_result(tree, node, t, aims, result, points, out);
	else if (state == DX_RESULT_MISSING)
		find_from_nothing(tree, node, t, aims, out);
}

void
dx_next_of_node(const dx_next_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_rollup *rollup, uint32_t node,
				dx_next *out)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_roll *roll = &rollup->rolls[node];

	out->has_next = out->has_full = false;
	if (!(step->flags & DX_STEP_CRITERION) || (roll->terms & DX_ROLL_UNMET))
		return;
	dx_next_find(plan, tree, step->criterion, dx_sheet_state(sheet, step->criterion),
				 dx_sheet_value(sheet, step->criterion),
				 roll->state == DX_VALUE_PRESENT ? dx_roll_points(rollup, node) : 0, out);
}
