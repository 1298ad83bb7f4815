/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_rollup.c: input is a programme, node by node, with a leaf for each of its
 * criteria. Whatever the numbers are, every figure of every node is finite,
 * 8 limbs say what 4 say, the order of siblings changes nothing, contributions
 * add up to the root, a criterion that is tried with another leaf makes of the
 * root what a card with it has, and bytes that are no programme are refused. Where all
 * of it is linear and fits fractions of 128 bits, every node has the state and
 * the double that come out of those.
 */
#include "fuzz.h"
#include "score/rollup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST_NODES 48
#define MOST_DEPTH 6

typedef struct programme
{
	uint32_t n;
	uint32_t n_criteria;
	bool wild; /* numbers of any size */
	dx_step steps[MOST_NODES];
	dx_leaf leaves[MOST_NODES];
} programme;

typedef struct input
{
	const uint8_t *data;
	size_t size;
} input;

static uint8_t
take(input *in)
{
	uint8_t byte;

	take_bytes(&in->data, &in->size, &byte, 1);
	return byte;
}

/* ---------------- making a programme ---------------- */

static dx_maximum
take_maximum(input *in, bool wild)
{
	static const double values[] = {1, 2, 1.5, 0.25, 20, 0, -1, 0.3, 7, 49, 1e-12, 1e15, 123456.789, -1e15, 1e-9, 3e-5};
	static const uint32_t dens[] = {1, 1, 3, 7, 9, 365, 65537, UINT32_MAX};
	uint8_t choice = take(in);
	dx_maximum max;

	if (!dx_maximum_of(values[choice % (wild ? 16 : 10)], dens[choice / 16 % (wild ? 8 : 5)], &max))
		max = (dx_maximum) {DX_POINTS_ONE, 1};
	return max;
}

static dx_int128
take_128(input *in)
{
	dx_uint128 number;

	take_bytes(&in->data, &in->size, &number, sizeof(number));
	return (dx_int128) (number >> 2);
}

/* All of the maximum at most. */
static dx_leaf
take_leaf(input *in, const programme *p)
{
	uint8_t choice = take(in);
	dx_leaf leaf = {0, 1, choice % 8 == 0 ? DX_VALUE_MISSING : choice % 8 == 1 ? DX_VALUE_NA : DX_VALUE_PRESENT};

	if (leaf.state != DX_VALUE_PRESENT)
		return leaf;
	if (p->wild && (choice & 0x80))
	{
		leaf.den = take_128(in) / 2 + 1;
		leaf.num = take_128(in) % (leaf.den + 1);
	}
	else
	{
		leaf.den = choice & 0x40 ? 10000 : choice & 0x20 ? 1 + take(in) : 3;
		leaf.num = (take(in) * 41) % (leaf.den + 1);
	}
	return leaf;
}

static void
take_options(input *in, dx_step *step)
{
	static const double powers[] = {2, 0.5, -1, 3};
	uint8_t limits = take(in);

	step->method = take(in) % DX_METHODS;
	step->missing = (uint8_t) (limits % (DX_MISSING_STRICT + 1));
	step->power = step->method == DX_METHOD_POWER ? powers[limits / 4 % 4]
		: step->method == DX_METHOD_BEST		  ? 1 + limits / 4 % 4
												  : 0;
	if (limits >= 0xe0)
		step->min_count = 1 + limits % 4;
	else if (limits >= 0xc0)
	{
		step->coverage_num = 1;
		step->coverage_den = 1 + limits % 4;
	}
	else if (limits >= 0xa0)
		step->min_coverage = 1 / (1 + limits % 4);
}

/* The next node and what is beneath it; false where maxima have no sum. */
static bool
take_node(input *in, programme *p, uint32_t parent, uint8_t depth)
{
	static const double weights[] = {1, 1, 1, 0, 0.5, 0.1, 3, 1e-3};
	uint32_t i = p->n++;
	dx_step *step = &p->steps[i];
	uint8_t shape = take(in);
	dx_maximum max = take_maximum(in, p->wild);
	uint32_t children = depth < MOST_DEPTH ? shape % 6 : 0;

	*step = (dx_step) {.parent = parent, .criterion = p->n_criteria, .depth = depth, .weight_den = 1};
	step->weight = weights[shape / 32];
	if (shape / 32 == 1)
		step->weight_den = 1 + take(in);
	if (children == 0 || p->n == MOST_NODES)
	{
		step->flags = DX_STEP_CRITERION | (take(in) % 16 == 0 ? DX_STEP_UNSCORED : 0);
		p->n_criteria++;
	}
	else
		take_options(in, step);
	if (i > 0 && p->steps[parent].method == DX_METHOD_BEST)
		step->weight = step->weight_den = 1;
	if (i > 0 && p->steps[parent].method == DX_METHOD_SUM && (shape / 8 % 4 == 3 || max.units < 0))
		step->flags |= DX_STEP_BONUS;
	for (; children > 0 && p->n < MOST_NODES; children--)
		if (!take_node(in, p, i, depth + 1))
			return false;
	step->end = p->n;
	if (!(step->flags & DX_STEP_CRITERION) && step->method == DX_METHOD_SUM)
	{
		max = (dx_maximum) {0, 1};
		for (uint32_t c = i + 1; c < step->end; c = p->steps[c].end)
			if (dx_step_regular(step, &p->steps[c]) && !dx_maximum_add(max, dx_step_maximum(&p->steps[c]), &max))
				return false;
	}
	/* Of alternatives the greatest. */
	if (!(step->flags & DX_STEP_CRITERION) && step->method == DX_METHOD_ALTERNATIVES)
	{
		max = (dx_maximum) {0, 1};
		for (uint32_t c = i + 1; c < step->end; c = p->steps[c].end)
			if (dx_maximum_cmp(dx_step_maximum(&p->steps[c]), max) > 0)
				max = dx_step_maximum(&p->steps[c]);
	}
	step->max = dx_store_points(max.units);
	step->max_den = max.den;
	return true;
}

static bool
take_programme(input *in, programme *p)
{
	*p = (programme) {.wild = take(in) % 4 == 0};
	if (!take_node(in, p, 0, 0))
		return false;
	for (uint32_t i = 0; i < p->n; i++)
	{
		dx_step *step = &p->steps[i];

		step->flags |= dx_step_derived_flags(step, i == 0 ? NULL : &p->steps[step->parent]);
		if (step->flags & DX_STEP_CRITERION)
			p->leaves[step->criterion] = take_leaf(in, p);
	}
	return true;
}

/* ---------------- the same in fractions ---------------- */

/* In lowest terms, den > 0; den = 0: it did not fit. */
typedef struct fraction
{
	dx_int128 num;
	dx_int128 den;
} fraction;

static const fraction zero = {0, 1};
static const fraction unknown = {0, 0};

static fraction
fraction_of(dx_int128 num, dx_int128 den)
{
	dx_reduce(&num, &den);
	return den < 0 ? (fraction) {-num, -den} : (fraction) {num, den};
}

static fraction
times(fraction a, fraction b)
{
	fraction out;

	if (a.den == 0 || b.den == 0)
		return unknown;
	dx_reduce(&a.num, &b.den);
	dx_reduce(&b.num, &a.den);
	if (__builtin_mul_overflow(a.num, b.num, &out.num) || __builtin_mul_overflow(a.den, b.den, &out.den) ||
		out.den >> 120 || out.num >> 120 > 0 || -out.num >> 120 > 0)
		return unknown;
	return out;
}

/* a / b, b not 0. */
static fraction
over(fraction a, fraction b)
{
	if (b.den == 0)
		return unknown;
	return times(a, b.num < 0 ? (fraction) {-b.den, -b.num} : (fraction) {b.den, b.num});
}

static fraction
plus(fraction a, fraction b)
{
	dx_int128 common;
	dx_int128 one;
	dx_int128 two;
	dx_int128 den;

	if (a.den == 0 || b.den == 0)
		return unknown;
	common = dx_common_divisor(a.den, b.den);
	if (__builtin_mul_overflow(a.num, b.den / common, &one) || __builtin_mul_overflow(b.num, a.den / common, &two) ||
		__builtin_add_overflow(one, two, &one) || __builtin_mul_overflow(a.den, b.den / common, &den) || den >> 120 ||
		one >> 120 > 0 || -one >> 120 > 0)
		return unknown;
	return fraction_of(one, den);
}

static fraction
minus(fraction a, fraction b)
{
	b.num = -b.num;
	return plus(a, b);
}

typedef struct exact
{
	fraction points;
	fraction ratio;
	fraction max;
	uint32_t answered;
	uint8_t state;
} exact;

static fraction
static_max(const dx_step *step)
{
	return fraction_of(dx_load_points(step->max), DX_POINTS_ONE * step->max_den);
}

static fraction
weight_of(const dx_step *step)
{
	dx_decimal d = dx_decimal_from_double(step->weight);

	return fraction_of(d.mant, dx_power_of_ten(d.scale) * step->weight_den);
}

/* Has the node a value, of so many children that apply, have a value, have an answer? */
static bool
has_value(const dx_step *step, uint32_t applicable, uint32_t present, uint32_t answered)
{
	if (answered < step->min_count ||
		(uint64_t) answered * step->coverage_den < (uint64_t) step->coverage_num * applicable ||
		(step->coverage_den == 0 && answered < (step->min_coverage - 1e-9) * applicable))
		return false;
	return step->missing == DX_MISSING_ZERO || (step->missing == DX_MISSING_SKIP ? present > 0 : present == applicable);
}

static void
sum_up(const programme *p, uint32_t i, exact *nodes)
{
	const dx_step *step = &p->steps[i];
	exact *own = &nodes[i];
	fraction have = zero;
	fraction extra = zero;
	uint32_t applicable = 0;
	uint32_t present = 0;
	uint32_t answered = 0;
	bool any_extra = false;

	own->max = static_max(step);
	own->points = zero;
	for (uint32_t c = i + 1; c < step->end; c = p->steps[c].end)
	{
		const exact *child = &nodes[c];

		if (!dx_step_regular(step, &p->steps[c]))
		{
			any_extra = any_extra || child->state != DX_VALUE_NA;
			if (child->state == DX_VALUE_PRESENT)
				extra = plus(extra, child->points);
			continue;
		}
		own->max = minus(own->max, minus(static_max(&p->steps[c]), child->max));
		if (child->state == DX_VALUE_NA)
			continue;
		applicable++;
		if (child->state != DX_VALUE_PRESENT)
			continue;
		present++;
		answered += child->answered > 0;
		have = plus(have, child->max);
		own->points = plus(own->points, child->points);
	}
	if (own->max.den != 0 && own->max.num < 0)
		own->max = zero;
	if (applicable == 0)
	{
		own->max = zero;
		own->state = any_extra ? DX_VALUE_PRESENT : DX_VALUE_NA;
	}
	else
		own->state = has_value(step, applicable, present, answered) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (present < applicable && step->missing == DX_MISSING_SKIP && have.num != 0)
		own->points = over(times(own->points, own->max), have);
	own->points = plus(own->points, extra);
	own->ratio = own->max.num == 0 ? unknown : over(own->points, own->max);
}

static void
average(const programme *p, uint32_t i, exact *nodes)
{
	const dx_step *step = &p->steps[i];
	exact *own = &nodes[i];
	fraction total = zero;
	fraction sum = zero;
	uint32_t applicable = 0;
	uint32_t present = 0;
	uint32_t answered = 0;

	for (uint32_t c = i + 1; c < step->end; c = p->steps[c].end)
	{
		const exact *child = &nodes[c];
		fraction weight = weight_of(&p->steps[c]);
		bool criterion = (p->steps[c].flags & DX_STEP_CRITERION) != 0;

		if (weight.num == 0 || child->state == DX_VALUE_NA || (!criterion && child->max.num <= 0))
			continue;
		applicable++;
		if (child->state == DX_VALUE_PRESENT)
		{
			present++;
			answered += child->answered > 0;
			sum = plus(sum, times(weight, child->ratio));
		}
		else if (step->missing == DX_MISSING_SKIP)
			continue;
		total = plus(total, weight);
	}
	own->state = applicable == 0						 ? DX_VALUE_NA
		: has_value(step, applicable, present, answered) ? DX_VALUE_PRESENT
														 : DX_VALUE_MISSING;
	own->max = applicable == 0 ? zero : static_max(step);
	own->ratio = total.num == 0 ? unknown : over(sum, total);
	own->points = times(own->ratio, own->max);
}

/* Every node; false where one is neither a sum nor a plain mean. */
static bool
score_in_fractions(const programme *p, exact *nodes)
{
	for (uint32_t i = p->n; i-- > 0;)
	{
		const dx_step *step = &p->steps[i];
		exact *own = &nodes[i];

		own->answered = 0;
		for (uint32_t c = i + 1; c < step->end; c = p->steps[c].end)
			own->answered += nodes[c].answered;
		if (step->flags & DX_STEP_CRITERION)
		{
			const dx_leaf *leaf = &p->leaves[step->criterion];

			own->state = step->flags & DX_STEP_UNSCORED ? DX_VALUE_NA : leaf->state;
			own->answered = own->state == DX_VALUE_PRESENT && (step->flags & DX_STEP_COUNTED);
			own->max = own->state == DX_VALUE_NA ? zero : static_max(step);
			own->ratio = fraction_of(leaf->num, leaf->den);
			own->points = times(own->ratio, own->max);
		}
		else if (step->method == DX_METHOD_SUM)
			sum_up(p, i, nodes);
		else if (step->method == DX_METHOD_MEAN)
			average(p, i, nodes);
		else
			return false;
	}
	return true;
}

/* ---------------- what must hold ---------------- */

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void
judge(const exact *node, dx_rollup *rollup, uint32_t i)
{
	dx_int128 decimal;
	double ratio;

	require(rollup->rolls[i].state == node->state && rollup->rolls[i].answered == node->answered);
	if (node->max.den)
		require(same(dx_roll_max(rollup, i), dx_quotient(node->max.num, node->max.den)));
	if (node->state != DX_VALUE_PRESENT)
		return;
	if (node->points.den)
		require(same(dx_roll_points(rollup, i), dx_quotient(node->points.num, node->points.den)));
	if (node->points.den && dx_muldiv(node->points.num, 1000, node->points.den, &decimal))
		require(dx_roll_decimal(rollup, i, 3) == decimal);
	if (node->ratio.den && dx_roll_ratio(rollup, i, &ratio))
		require(same(ratio, dx_quotient(node->ratio.num, node->ratio.den)));
	if (node->points.den && node->max.den)
	{
		fraction lost = minus(node->max.num < 0 ? zero : node->max, node->points);

		if (lost.den)
			require(same(dx_roll_lost(rollup, i), dx_quotient(lost.num, lost.den)));
	}
}

/* Nothing is known of the numbers. */
static void
judge_loosely(dx_rollup *rollup, uint32_t i)
{
	const dx_roll *roll = &rollup->rolls[i];
	double ratio = 0;

	require(roll->state <= DX_VALUE_NA && roll->answered <= roll->applicable);
	require(isfinite(dx_roll_max(rollup, i)) && isfinite(dx_roll_lost(rollup, i)));
	if (roll->state == DX_VALUE_PRESENT)
		require(fabs(dx_roll_points(rollup, i)) <= DX_POINTS_LIMIT);
	require(!dx_roll_ratio(rollup, i, &ratio) || fabs(ratio) <= DX_RATIO_LIMIT);
}

/* Two roll-ups of node i and node k agree. */
static void
agree(dx_rollup *a, uint32_t i, dx_rollup *b, uint32_t k)
{
	double ratio_a = 0;
	double ratio_b = 0;

	require(a->rolls[i].state == b->rolls[k].state && a->rolls[i].answered == b->rolls[k].answered &&
			a->rolls[i].applicable == b->rolls[k].applicable);
	require(same(dx_roll_max(a, i), dx_roll_max(b, k)) && same(dx_roll_lost(a, i), dx_roll_lost(b, k)));
	if (a->rolls[i].state == DX_VALUE_PRESENT)
		require(same(dx_roll_points(a, i), dx_roll_points(b, k)) &&
				dx_roll_decimal(a, i, 12) == dx_roll_decimal(b, k, 12));
	require(dx_roll_ratio(a, i, &ratio_a) == dx_roll_ratio(b, k, &ratio_b) && same(ratio_a, ratio_b));
}

/* The subtree at i, its children in the other order; place[] says where each node went. */
static void
mirror(const programme *p, uint32_t i, uint32_t parent, programme *out, uint32_t *place)
{
	uint32_t children[MOST_NODES];
	uint32_t n = 0;
	uint32_t to = out->n++;

	place[i] = to;
	out->steps[to] = p->steps[i];
	out->steps[to].parent = parent;
	out->steps[to].criterion = out->n_criteria;
	if (p->steps[i].flags & DX_STEP_CRITERION)
		out->leaves[out->n_criteria++] = p->leaves[p->steps[i].criterion];
	for (uint32_t c = i + 1; c < p->steps[i].end; c = p->steps[c].end)
		children[n++] = c;
	while (n-- > 0)
		mirror(p, children[n], to, out, place);
	out->steps[to].end = out->n;
}

static void
check_mirrored(const programme *p, dx_rollup *rollup)
{
	programme *mirrored = dx_alloc(sizeof(programme));
	uint32_t place[MOST_NODES];
	dx_rollup *other;
	dx_error err;

	mirror(p, 0, 0, mirrored, place);
	require(dx_steps_validate(mirrored->steps, p->n, p->n_criteria, &err));
	other = dx_rollup_new(mirrored, mirrored->steps, p->n, 1);
	require(dx_roll_up(other, mirrored->leaves, &err));
	for (uint32_t i = 0; i < p->n; i++)
		agree(rollup, i, other, place[i]);
	dx_rollup_free(other);
	dx_free(mirrored);
}

/* Parts that are known add up to their parent, and to the root where all of it is linear. */
static void
check_contributions(const programme *p, dx_rollup *rollup, bool linear)
{
	dx_int128 *part = dx_alloc(p->n * sizeof(dx_int128));
	bool *known = dx_alloc(p->n * sizeof(bool));
	dx_int128 sum = 0;

	dx_roll_contributions(rollup, 6, part, known);
	for (uint32_t i = 1; i < p->n; i++)
		if (p->steps[i].parent == 0 && known[i])
			sum += part[i];
	if (linear && rollup->rolls[0].state == DX_VALUE_PRESENT && !(p->steps[0].flags & DX_STEP_CRITERION))
		require(sum == dx_roll_decimal(rollup, 0, 6));
	dx_free(part);
	dx_free(known);
}

/*
 * Do all methods work on exact numbers? *ordered: is there one for which the
 * order matters, as which of equal children it counts?
 */
static bool
is_exact(const programme *p, bool *ordered)
{
	*ordered = false;
	for (uint32_t i = 0; i < p->n; i++)
	{
		if (p->steps[i].flags & DX_STEP_CRITERION)
			continue;
		switch ((dx_method) p->steps[i].method)
		{
			case DX_METHOD_SUM:
			case DX_METHOD_MEAN:
			case DX_METHOD_MEDIAN:
			case DX_METHOD_MIN:
			case DX_METHOD_MAX:
			case DX_METHOD_ALTERNATIVES:
				break;
			case DX_METHOD_BEST:
				*ordered = true;
				break;
			case DX_METHOD_GEOMEAN:
			case DX_METHOD_HARMEAN:
			case DX_METHOD_POWER:
			case DX_METHOD_MPI_DOWN:
			case DX_METHOD_MPI_UP:
				return false;
		}
	}
	return true;
}

/* What is read of a set: the root alone is the root. */
static void
check_set(const programme *p, dx_rollup *rollup)
{
	uint8_t marks[MOST_NODES] = {1};

	if (rollup->rolls[0].state == DX_VALUE_PRESENT)
		require(same(dx_roll_set_points(rollup, marks), dx_roll_points(rollup, 0)));
	memset(marks, 0, sizeof(marks));
	for (uint32_t i = 1; i < p->n; i = p->steps[i].end)
		marks[i] = 1;
	require(isfinite(dx_roll_set_points(rollup, marks)) && isfinite(dx_roll_set_max(rollup, marks)));
}

/* One criterion is tried with another leaf: the root has what a card with that leaf has. */
static void
check_trial(const programme *p, dx_rollup *rollup, uint32_t k)
{
	dx_leaf *leaves = dx_alloc(p->n_criteria * sizeof(dx_leaf));
	dx_rollup *other = dx_rollup_new(leaves, p->steps, p->n, rollup->spans);
	dx_leaf leaf = {k % 101, 100, DX_VALUE_PRESENT};
	dx_trial *trial;
	dx_error err;
	double points;
	bool known;

	memcpy(leaves, p->leaves, p->n_criteria * sizeof(dx_leaf));
	k %= p->n_criteria;
	if (leaves[k].state != DX_VALUE_NA)
		for (uint32_t i = 0; i < p->n; i++)
		{
			if (!(p->steps[i].flags & DX_STEP_CRITERION) || p->steps[i].criterion != k)
				continue;
			require(dx_roll_up(rollup, leaves, &err));
			trial = dx_trial_new(rollup, leaves);
			require(dx_trial_points(trial, i, &leaf, &known, &points, &err));
			dx_trial_free(trial);
			leaves[k] = leaf;
			require(dx_roll_up(other, leaves, &err));
			require(known == (other->rolls[0].state == DX_VALUE_PRESENT));
			require(!known || same(points, dx_roll_points(other, 0)));
			break;
		}
	dx_rollup_free(other);
	dx_free(leaves);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static programme p;
	static exact nodes[MOST_NODES];
	input in = {data, size};
	uint64_t spans = 1;
	dx_rollup *rollup;
	dx_rollup *wide;
	dx_error err;
	bool linear;
	bool ordered;

	if (!take_programme(&in, &p) || !dx_steps_validate(p.steps, p.n, p.n_criteria, &err))
		return 0;
	for (uint32_t i = 0; i < p.n_criteria; i++)
		spans = dx_measure_join(spans, p.leaves[i].den);
	rollup = dx_rollup_new(&p, p.steps, p.n, size % 2 ? spans : 1);
	require(dx_roll_up(rollup, p.leaves, &err));
	linear = score_in_fractions(&p, nodes);
	for (uint32_t i = 0; i < p.n; i++)
	{
		judge_loosely(rollup, i);
		if (linear)
			judge(&nodes[i], rollup, i);
	}
	check_contributions(&p, rollup, linear);
	check_set(&p, rollup);
	if (is_exact(&p, &ordered))
	{
		wide = dx_rollup_new(&p, p.steps, p.n, 1);
		if (wide->narrow)
			dx_free(wide->narrow);
		wide->narrow = NULL;
		require(dx_roll_up(wide, p.leaves, &err));
		for (uint32_t i = 0; i < p.n; i++)
			agree(rollup, i, wide, i);
		if (!ordered)
			check_mirrored(&p, rollup);
		dx_rollup_free(wide);
	}
	check_trial(&p, rollup, (uint32_t) size * 7);
	dx_rollup_free(rollup);
	return 0;
}
