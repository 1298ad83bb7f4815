/*
 * plan.c: criteria scored by tables and slopes worked out beforehand (plan.h).
 */
#include "score/plan.h"

#include "card/result.h"

/* Rules of more whole numbers than this have no table. */
#define MOST_WHOLE 512

/* Where hundredths of a linear rule's bounds may lie, so that differences are exact doubles too. */
#define MOST_BOUND INT64_C(1000000000000)

typedef enum plan_kind
{
	PLAN_GENERAL,				/* not known: dx_score_result */
	PLAN_UNIT,					/* q x unit, up to a limit */
	PLAN_SLOPE,					/* (q - lo) / span of the maximum, clamped */
	PLAN_WHOLE,					/* a table over whole results */
	PLAN_STEPS					/* a table of steps, each up to the next */
} plan_kind;

/* One line of a table: scores from q hundredths on. */
typedef struct plan_line
{
	uint32_t	from;
	double		ratio;
	dx_points	points;
} plan_line;

/* A criterion. A result is q hundredths. */
typedef struct plan_item
{
	uint8_t		kind;
	bool		has_points;		/* which of a leaf's two scores it has */
	bool		has_ratio;
	bool		falling;		/* SLOPE: less is better */
	bool		rounds;			/* UNIT, SLOPE: points need the tree's decimals */
	uint32_t	limit;			/* UNIT, SLOPE: a greater q is for dx_score_result */
	uint32_t	first;			/* WHOLE, STEPS: its lines */
	uint32_t	n;
	int64_t		unit;			/* UNIT: points of a hundredth */
	int64_t		lo;				/* SLOPE: q of attainment 0 */
	int64_t		span;			/* UNIT, SLOPE: from there to attainment 1 */
	dx_points	max;
	dx_points	part;			/* of the root's applicable maximum */
} plan_item;

struct dx_plan
{
	dx_tree		of;				/* the tree's header */
	uint32_t	n;
	uint8_t		decimals;
	bool		plain;			/* a plain sum, and no sum in it can be out of range */
	bool		narrow;			/* and none passes 64 bits, and all criteria are scored */
	uint32_t	n_scored;		/* criteria that are not unscored */
	uint32_t	n_counted;		/* that coverage counts */
	dx_points	max;			/* the root's, where all applies */
	plan_line  *lines;
	uint32_t	n_lines;
	plan_item	items[];
};

/* ---------------- making a plan ---------------- */

/* One more line: what dx_score_result says of q. False if it is an error. */
static bool
add_line(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item, uint32_t q)
{
	plan_line  *line = &plan->lines[plan->n_lines];
	dx_leaf		leaf;
	dx_error	err;

	if (!dx_score_result(tree, node, DX_RESULT_VALUE, dx_from_hundredths(q), &leaf, &err))
		return false;
	*line = (plan_line) {q, leaf.ratio, leaf.points};
	plan->n_lines++;
	item->n++;
	return true;
}

/* So many points a hundredth, if that comes out even; else a slope. q of attainment 1, the greatest allowed. */
static void
make_unit(plan_item *item, int64_t whole, int decimals)
{
	dx_points	unit = item->max / whole;

	item->kind = PLAN_SLOPE;
	item->limit = (uint32_t) whole;
	item->span = whole;
	if (unit * whole == item->max && unit <= INT64_MAX && unit >= INT64_MIN)
	{
		item->kind = PLAN_UNIT;
		item->unit = (int64_t) unit;
		/* Multiples of what needs no rounding need none. */
		item->rounds = item->rounds && dx_points_round(unit, decimals) != unit;
	}
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
	int64_t		hi;

	if (!bound_of(rule->lo, &item->lo) || !bound_of(rule->hi, &hi))
		return;
	item->kind = PLAN_SLOPE;
	item->limit = DX_MOST_HUNDREDTHS;
	item->falling = hi < item->lo;
	item->span = item->falling ? item->lo - hi : hi - item->lo;
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

/* The least q that reaches a step, by the same comparison of doubles as the rule's; more than MOST if none does. */
static uint32_t
reaches(const dx_rule_item *step)
{
	double		guess = step->bound_value * 100;
	uint32_t	q = guess < 1 ? 0 : guess > DX_MOST_HUNDREDTHS ? DX_MOST_HUNDREDTHS : (uint32_t) guess;

#define REACHED(q) (step->exclusive ? dx_from_hundredths(q) > step->bound_value : dx_from_hundredths(q) >= step->bound_value)
	while (q > 0 && REACHED(q - 1))
		q--;
	while (q <= DX_MOST_HUNDREDTHS && !REACHED(q))
		q++;
#undef REACHED
	return q;
}

static void
make_steps(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item, const dx_rule *rule)
{
	uint32_t	last = 0;

	if (!add_line(plan, tree, node, item, 0))
		return;
	for (int i = 0; i < rule->n_items; i++)
	{
		uint32_t	q = reaches(&rule->items[i]);

		if (q > DX_MOST_HUNDREDTHS)
			break;
		if (q > last && !add_line(plan, tree, node, item, q))
			return;
		last = q;
	}
	item->kind = PLAN_STEPS;
}

static void
make_item(dx_plan *plan, const dx_tree *tree, uint32_t node, plan_item *item)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_rule *rule = dx_tree_rule(tree, node);
	int64_t		most;

	item->kind = PLAN_GENERAL;
	item->max = dx_load_points(step->max);
	item->rounds = plan->decimals != DX_NO_DECIMALS;
	item->first = plan->n_lines;
	item->has_points = (step->flags & DX_STEP_DECIMAL) != 0;
	item->has_ratio = !item->has_points || item->max == 0;
	if (rule == NULL)
		return;
	if (step->flags & DX_STEP_UNSCORED)
	{
		item->kind = PLAN_UNIT;
		item->has_points = item->has_ratio = false;
		item->limit = DX_MOST_HUNDREDTHS;
		return;
	}
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_PERCENT:
			make_unit(item, 10000, plan->decimals);
			break;
		case DX_RULE_RATIO:
			make_unit(item, 100, plan->decimals);
			break;
		case DX_RULE_POINTS:
			/* A ratio would need the maximum: not worth a kind of its own. */
			if (item->has_ratio || item->max < 0)
				break;
			item->kind = PLAN_UNIT;
			item->unit = (int64_t) (DX_POINTS_ONE / 100);
			item->limit = item->max / item->unit < DX_MOST_HUNDREDTHS ? (uint32_t) (item->max / item->unit) : DX_MOST_HUNDREDTHS;
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
		case DX_RULE_UNSCORED:
			break;
	}
}

/* Lines that the criteria's tables have at most. */
static size_t
count_lines(const dx_tree *tree)
{
	size_t		n = 0;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		const dx_rule *rule = dx_tree_rule(tree, dx_tree_criteria(tree)[i]);
		int64_t		most;

		if (rule == NULL)
			continue;
		if (rule->kind != DX_RULE_CHECKLIST)
			n += rule->n_items + 2u;
		else if (bound_of(rule->hi, &most) && most / 100 < MOST_WHOLE)
			n += (size_t) (most / 100) + 1;
	}
	return n;
}

/* What the root's maximum loses if criterion i does not apply: its own, unless something on the way does not count. */
static dx_points
part_of_root(const dx_tree *tree, uint32_t node)
{
	const dx_step *steps = dx_tree_steps(tree);

	if (steps[node].flags & DX_STEP_UNSCORED)
		return 0;
	for (uint32_t i = node; i != 0; i = steps[i].parent)
		if (!dx_step_regular(&steps[steps[i].parent], &steps[i]))
			return 0;
	return dx_load_points(steps[node].max);
}

dx_plan *
dx_plan_new(const dx_tree *tree)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_plan    *plan = dx_alloc(offsetof(dx_plan, items) + tree->n_criteria * sizeof(plan_item));	/* 80 bytes each */
	dx_points	most = 0;

	plan->of = *tree;
	plan->n = tree->n_criteria;
	plan->decimals = tree->decimals;
	plan->lines = dx_alloc((count_lines(tree) + 1) * sizeof(plan_line));
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t	node = dx_tree_criteria(tree)[i];
		plan_item  *item = &plan->items[i];

		dx_check_interrupts();
		make_item(plan, tree, node, item);
		item->part = part_of_root(tree, node);
		plan->max += item->part;
		plan->n_scored += !(steps[node].flags & DX_STEP_UNSCORED);
		plan->n_counted += (steps[node].flags & DX_STEP_COUNTED) != 0;
		/* With a point each for rounding, no node can have more. */
		most += (item->max < 0 ? -item->max : item->max) + DX_POINTS_ONE;
	}
	plan->plain = dx_steps_plain_sum(steps, tree->n_nodes) && most <= DX_POINTS_LIMIT;
	plan->narrow = plan->plain && most <= INT64_MAX && plan->n_scored == plan->n;
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
	bool		due;

	if (!dx_tree_same(&pace->tree, tree))
		*pace = (dx_plan_pace) {*tree, 0};
	due = pace->results >= CARDS_BEFORE_PLAN * (uint64_t) tree->n_criteria;
	pace->results += results;
	return due;
}

/* ---------------- scoring by it ---------------- */

/* PLAN_UNIT, q within its limit: by far most criteria. */
static inline dx_points
unit_points(const dx_plan *plan, const plan_item *item, uint32_t q)
{
	dx_points	points = (dx_points) item->unit * q;

	return item->rounds ? dx_points_round(points, plan->decimals) : points;
}

/* Score q hundredths; false where the plan does not know. */
static bool
score_hundredths(const dx_plan *plan, const plan_item *item, uint32_t q, dx_points *points, double *ratio)
{
	const plan_line *line;
	int64_t		rise;

	*points = 0;
	*ratio = 0;
	switch ((plan_kind) item->kind)
	{
		case PLAN_UNIT:
			if (q > item->limit)
				return false;
			if (item->has_points)
				*points = unit_points(plan, item, q);
			if (item->has_ratio)
				*ratio = (double) q / (double) item->span;
			return true;
		case PLAN_SLOPE:
			if (q > item->limit)
				return false;
			rise = item->falling ? item->lo - (int64_t) q : (int64_t) q - item->lo;
			rise = rise < 0 ? 0 : rise > item->span ? item->span : rise;
			if (item->has_points)
				dx_muldiv(item->max, rise, item->span, points);
			if (item->has_points && item->rounds)
				*points = dx_points_round(*points, plan->decimals);
			if (item->has_ratio)
				*ratio = (double) rise / (double) item->span;
			return true;
		case PLAN_WHOLE:
			line = &plan->lines[item->first];
			if (q % 100 != 0 || q < line->from || q > plan->lines[item->first + item->n - 1].from)
				return false;
			line += (q - line->from) / 100;
			*points = line->points;
			*ratio = line->ratio;
			return true;
		case PLAN_STEPS:
			line = &plan->lines[item->first + item->n - 1];
			while (q < line->from)
				line--;
			*points = line->points;
			*ratio = line->ratio;
			return true;
		case PLAN_GENERAL:
			break;
	}
	return false;
}

bool
dx_plan_hundredths(const dx_plan *plan, uint32_t i, uint32_t q, dx_leaf *leaf)
{
	leaf->state = DX_VALUE_PRESENT;
	return score_hundredths(plan, &plan->items[i], q, &leaf->points, &leaf->ratio);
}

bool
dx_plan_allows(const dx_plan *plan, uint32_t i, uint32_t q)
{
	const plan_item *item = &plan->items[i];
	dx_points	points;
	double		ratio;

	if (item->kind == PLAN_UNIT || item->kind == PLAN_SLOPE)
		return q <= item->limit;
	return score_hundredths(plan, item, q, &points, &ratio);
}

bool
dx_plan_result(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double value,
			   dx_leaf *leaf, dx_error *err)
{
	uint32_t	q;

	if (state == DX_RESULT_VALUE && dx_to_hundredths(value, &q) && dx_plan_hundredths(plan, i, q, leaf))
		return true;
	return dx_score_result(tree, dx_tree_criteria(tree)[i], state, value, leaf, err);
}

/* ---------------- the root of a plain sum ---------------- */

/*
 * Its score, criterion by criterion: all is answered and applies until
 * something is not. (dx_plan.max and so on, then add_*, then end_root.)
 */
typedef struct root_sum
{
	dx_points	points;
	dx_points	max;
	uint32_t	answered;
	uint32_t	applicable;
	uint32_t	n_na;			/* scored criteria that do not apply */
} root_sum;

/* Criterion i in any state; false for an error. */
static bool
add_result(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint8_t state, double value, root_sum *sum)
{
	uint8_t		flags = dx_tree_steps(tree)[dx_tree_criteria(tree)[i]].flags;
	uint32_t	counted = (flags & DX_STEP_COUNTED) != 0;
	dx_leaf		leaf;
	dx_error	err;

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
		case DX_RESULT_POINTS:
			break;
	}
	if (!dx_plan_result(plan, tree, i, state, value, &leaf, &err))
		return false;
	sum->points += leaf.points;
	return true;
}

/* Criterion i with q hundredths as its result. */
static inline bool
add_hundredths(const dx_plan *plan, const dx_tree *tree, uint32_t i, uint32_t q, root_sum *sum)
{
	const plan_item *item = &plan->items[i];

	if (item->kind != PLAN_UNIT || q > item->limit)
		return add_result(plan, tree, i, DX_RESULT_VALUE, dx_from_hundredths(q), sum);
	sum->points += unit_points(plan, item, q);
	return true;
}

/* Sums of sums with policy zero have a value wherever a criterion below applies. */
static dx_roll
end_root(const dx_plan *plan, const root_sum *sum)
{
	return (dx_roll) {.points = sum->points, .max = sum->max, .answered = sum->answered, .applicable = sum->applicable,
		.state = sum->n_na < plan->n_scored ? DX_VALUE_PRESENT : DX_VALUE_NA};
}

bool
dx_plan_root(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, dx_roll *root)
{
	const uint8_t *p = packed + DX_CARD_HEADER;
	const uint8_t *end = packed + len;
	root_sum	sum = {0, plan->max, plan->n_counted, plan->n_counted, 0};

	if (!plan->plain)
		return false;
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t	word;
		uint8_t		state;
		double		value;
		dx_error	err;

		if (end - p < 2)
			return false;
		word = dx_card_word(p);
		p += 2;
		if (dx_word_is_short(word) ?
			!add_hundredths(plan, tree, i, dx_word_hundredths(word), &sum) :
			!dx_card_read_other(word, &p, end, &state, &value, false, &err) ||
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
	uint32_t	q;
	uint8_t		result;
	double		value;
	dx_leaf		leaf;
	dx_error	err;

	if (dx_word_is_short(word))
	{
		q = dx_word_hundredths(word);
		*state = DX_VALUE_PRESENT;
		if (item->kind == PLAN_UNIT && q <= item->limit && item->has_points)
		{
			*points = (int64_t) unit_points(plan, item, q);
			return true;
		}
		result = DX_RESULT_VALUE;
		value = dx_from_hundredths(q);
	}
	else if (!dx_card_read_other(word, p, end, &result, &value, false, &err))
		return false;
	if (!dx_plan_result(plan, tree, i, result, value, &leaf, &err))
		return false;
	*points = (int64_t) leaf.points;
	*state = leaf.state;
	return true;
}

bool
dx_plan_nodes(const dx_plan *plan, const dx_tree *tree, const uint8_t *packed, size_t len, int64_t *points, uint8_t *state)
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
		uint32_t	node = criteria[i];
		uint32_t	word;

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
		uint32_t	parent = steps[i].parent;

		points[parent] += points[i];
		if (state[i] != DX_VALUE_NA)
			state[parent] = DX_VALUE_PRESENT;
	}
	return true;
}

/* ---------------- the root of a sheet ---------------- */

bool
dx_plan_root_of_sheet(const dx_plan *plan, const dx_tree *tree, const dx_sheet *sheet, dx_roll *root)
{
	root_sum	sum = {0, plan->max, plan->n_counted, plan->n_counted, 0};

	if (!plan->plain)
		return false;
	for (uint32_t i = 0; i < plan->n; i++)
	{
		uint32_t	word = dx_sheet_word(sheet, i);

		if (dx_word_is_short(word) ?
			!add_hundredths(plan, tree, i, dx_word_hundredths(word), &sum) :
			!add_result(plan, tree, i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i), &sum))
			return false;
	}
	*root = end_root(plan, &sum);
	return true;
}
