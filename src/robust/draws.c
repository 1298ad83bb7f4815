/* SPDX-License-Identifier: PostgreSQL */
/*
 * draws.c: scores under other weights (draws.h).
 */
#include "robust/draws.h"

#include "number/ddmath.h"
#include "tree/terms.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* How a node is used, and how its own sum is made. */
#define USE_VALUE 0x01	/* its points or its ratio count in the parent's */
#define USE_PART 0x02	/* its maximum or its weight counts in the parent's */
#define USE_OWN 0x04	/* not every member applies: the unit has a maximum or weights of its own */
#define USE_SCALED 0x08 /* a sum under skip in which something is missing */
#define USE_ZERO 0x10	/* a mean that is 0 if a child is 0, and one is */

/* Units of work (dx_work) of a mean for each node beneath it. */
#define MEAN_WORK 16

/*
 * The least weight, relative to the heaviest sibling's: sums of weights then stay above 0 whatever
 * the factors are.
 */
#define LEAST_WEIGHT 1e-290

/* ---------------- kernels ---------------- */

/* As the Mazziotta-Pareto means of mean.c, in plain doubles: M - S^2/M, M + S^2/M. */
static double
mazziotta_pareto(bool up, const double *x, const double *w, int n)
{
	double sum = 0;
	double weight = 0;
	double squares = 0;
	double mean;
	double penalty;

	for (int i = 0; i < n; i++)
	{
		sum += x[i] * w[i];
		weight += w[i];
	}
	mean = sum / weight;
	if (mean == 0 || (!up && mean < 0))
		return 0;
	for (int i = 0; i < n; i++)
		squares += w[i] * ((x[i] - mean) * (x[i] - mean));
	penalty = squares / weight / mean;
	if (up)
		return mean + penalty;
	return mean > penalty ? mean - penalty : 0;
}

double
dx_draw_mean(const dx_step *step, const double *x, const double *w, int n, double *scratch)
{
	if (step->method == DX_METHOD_MPI_DOWN || step->method == DX_METHOD_MPI_UP)
		return mazziotta_pareto(step->method == DX_METHOD_MPI_UP, x, w, n);
	return dx_mean((dx_method) step->method, step->power, x, w, n, scratch);
}

/* Compute another mean, draw by draw, into x of the group. */
static void
other_mean(const dx_draws *draws, const dx_draw_unit *unit, uint32_t g, int from, int to)
{
	const dx_draw_group *group = &draws->groups[g];
	const dx_step *step = &draws->steps[group->node];
	double *x = draws->scratch;
	double *w = x + draws->n_nodes;
	size_t done = 0;

	for (int l = from; l < to; l++)
	{
		int n = 0;

		/* A median of many takes long, and is computed lane by lane. */
		dx_work(&done, MEAN_WORK * (size_t) (draws->steps[group->node].end - group->node));
		for (uint32_t r = group->first_run; r < group->end_run; r++)
		{
			const dx_draw_run *run = &draws->runs[r];
			uint8_t use = run->n == 0 ? unit->use[draws->groups[run->at].node] : 0;

			if (use & USE_PART)
			{
				x[n] = (use & USE_VALUE) ? draws->x[run->at].at[l] : 0;
				w[n++] = draws->group_scale[run->at].at[l];
			}
			for (uint32_t k = run->at; k < run->at + run->n; k++)
				if (unit->use[draws->leaf[k]] & USE_PART)
				{
					x[n] = unit->value[k];
					w[n++] = draws->leaf_scale[k].at[l];
				}
		}
		draws->x[g].at[l] = dx_draw_mean(step, x, w, n, w + draws->n_nodes);
	}
}

/*
 * Compute alternatives, draw by draw: the most points into x of the group, and where not
 * every member applies the greatest maximum into y.
 */
static void
alternatives(const dx_draws *draws, const dx_draw_unit *unit, uint32_t g, int from, int to)
{
	const dx_draw_group *group = &draws->groups[g];

	for (int l = from; l < to; l++)
	{
		double most = 0;
		double max = 0;

		for (uint32_t r = group->first_run; r < group->end_run; r++)
		{
			const dx_draw_run *run = &draws->runs[r];

			if (run->n == 0)
			{
				uint8_t use = unit->use[draws->groups[run->at].node];
				double scale = draws->group_scale[run->at].at[l];

				if (use & USE_VALUE)
					most = fmax(most, draws->x[run->at].at[l] * scale);
				if (use & USE_PART)
					max = fmax(max, draws->y[run->at].at[l] * scale);
			}
			for (uint32_t k = run->at; k < run->at + run->n; k++)
			{
				uint8_t use = unit->use[draws->leaf[k]];
				double scale = draws->leaf_scale[k].at[l];

				if (use & USE_VALUE)
					most = fmax(most, unit->value[k] * scale);
				if (use & USE_PART)
					max = fmax(max, unit->part[k] * scale);
			}
		}
		draws->x[g].at[l] = most;
		draws->y[g].at[l] = max;
	}
}

/* A ratio in the form that is averaged. */
static double
transformed(double ratio, dx_draw_form form)
{
	switch ((dx_draw_form_kind) form.kind)
	{
		case DX_FORM_LOG:
			return ratio > 0 ? dx_log(ratio) : -INFINITY;
		case DX_FORM_RECIPROCAL:
			return ratio > 0 ? 1 / ratio : INFINITY;
		case DX_FORM_POWER:
			if (!(ratio > 0))
				return form.power > 0 ? 0 : INFINITY;
			return form.power == 2 ? ratio * ratio : dx_pow(ratio, form.power);
		case DX_FORM_POINTS:
		case DX_FORM_RATIO:
			break;
	}
	return ratio;
}

/* A ratio from the form that was averaged. */
static double
restored(double x, dx_draw_form form)
{
	switch ((dx_draw_form_kind) form.kind)
	{
		case DX_FORM_LOG:
			return dx_exp(x);
		case DX_FORM_RECIPROCAL:
			return 1 / x;
		case DX_FORM_POWER:
			return form.power == 2 ? sqrt(x) : dx_pow(x, 1 / form.power);
		case DX_FORM_POINTS:
		case DX_FORM_RATIO:
			break;
	}
	return x;
}

/* Turn what a group averaged, 0 (is_zero) or what is in x, into the form that the group above averages. */
static void
transform(const dx_draws *draws, uint32_t g, bool is_zero, int first, int end)
{
	const dx_draw_group *group = &draws->groups[g];
	double *x = draws->x[g].at;

	for (int l = first; l < end; l++)
		x[l] = transformed(is_zero ? 0 : restored(x[l], group->form), group->wanted);
}

#define VECTOR 16
#define KERNEL(name) name##_16
#define KERNEL_TARGET
#include "robust/draws_kernel.h"
#undef VECTOR
#undef KERNEL
#undef KERNEL_TARGET

#if defined(__x86_64__)
#define VECTOR 32
#define KERNEL(name) name##_32
#define KERNEL_TARGET __attribute__((target("avx2")))
#include "robust/draws_kernel.h"
#undef VECTOR
#undef KERNEL
#undef KERNEL_TARGET
#endif

/* ---------------- facts for all units ---------------- */

static inline bool
is_criterion(const dx_step *step)
{
	return (step->flags & DX_STEP_CRITERION) != 0;
}

/* Is the node added up with the sum above it? */
static inline bool
joins(const dx_step *steps, uint32_t i)
{
	const dx_step *step = &steps[i];
	const dx_step *parent = &steps[step->parent];

	return i > 0 && !is_criterion(step) && step->method == DX_METHOD_SUM && parent->method == DX_METHOD_SUM &&
		step->missing != DX_MISSING_SKIP && parent->missing != DX_MISSING_SKIP;
}

/* Exponents that cannot take an ordinary ratio out of a double's range, nor magnify its rounding. */
#define POWER_MIN 0.125
#define POWER_MAX 8.0

/* Powers of ratios are at least 2^-this and at most 2^this: weights and factors then have room. */
#define POWER_BITS 400

/* The form in which a node's children are added up; ratios for means that have no form. */
static dx_draw_form
form_under(const dx_draws *draws, const dx_step *step)
{
	dx_draw_form form = {DX_FORM_RATIO, 0};

	switch ((dx_method) step->method)
	{
		case DX_METHOD_SUM:
		case DX_METHOD_ALTERNATIVES:
			form.kind = DX_FORM_POINTS;
			break;
		case DX_METHOD_GEOMEAN:
			form.kind = DX_FORM_LOG;
			break;
		case DX_METHOD_HARMEAN:
			form.kind = DX_FORM_RECIPROCAL;
			break;
		case DX_METHOD_POWER:
			if (fabs(step->power) >= POWER_MIN && fabs(step->power) <= POWER_MAX && !draws->without_powers)
				form = (dx_draw_form) {DX_FORM_POWER, step->power};
			break;
		case DX_METHOD_MEAN:
		case DX_METHOD_MEDIAN:
		case DX_METHOD_MIN:
		case DX_METHOD_MAX:
		case DX_METHOD_BEST:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			break;
	}
	return form;
}

/* Is a mean of this form 0 as soon as one child is? */
static bool
zero_prevails(dx_draw_form form)
{
	return form.kind == DX_FORM_LOG || form.kind == DX_FORM_RECIPROCAL ||
		(form.kind == DX_FORM_POWER && form.power < 0);
}

/* Scale the weights of a mean's children so that the heaviest is in 0.5 .. 1; the mean stays the same. */
static void
scale_weights(const dx_step *steps, uint32_t i, double *weight)
{
	double heaviest = 0;
	int exponent;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		weight[c] = dx_step_weight(&steps[c]);
		if (weight[c] > heaviest)
			heaviest = weight[c];
	}
	frexp(heaviest, &exponent);
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		weight[c] = ldexp(weight[c], -exponent);
		if (weight[c] < LEAST_WEIGHT)
			weight[c] = LEAST_WEIGHT;
	}
}

/* Fill in member, part and weight of every node, parents first. */
static void
describe_nodes(dx_draws *draws)
{
	const dx_step *steps = draws->steps;

	draws->weight[0] = 1;
	for (uint32_t i = 1; i < draws->n_nodes; i++)
	{
		const dx_step *step = &steps[i];
		const dx_step *parent = &steps[step->parent];
		bool sum = dx_is_of_points(parent->method);

		if (sum)
			draws->weight[i] = 1;
		else if (i == step->parent + 1) /* the first child: all of them at once */
			scale_weights(steps, step->parent, draws->weight);
		draws->member[i] = dx_step_regular(parent, step) && !(step->flags & DX_STEP_UNSCORED) &&
			(is_criterion(step) || dx_load_points(step->max) > 0) &&
			(!joins(steps, step->parent) || draws->member[step->parent]);
		if (is_criterion(step))
		{
			draws->leaf[step->criterion] = i;
			if (draws->member[i])
				draws->part[step->criterion] = sum ? dx_maximum_to_double(dx_step_maximum(step)) : 1;
		}
	}
}

/* Append the runs of the group whose topmost node is `top`. */
static void
describe_group(dx_draws *draws, uint32_t top, uint32_t *n_runs)
{
	const dx_step *steps = draws->steps;
	dx_draw_group *group = &draws->groups[draws->n_groups];

	group->node = top;
	group->form = form_under(draws, &steps[top]);
	group->wanted = (dx_draw_form) {DX_FORM_RATIO, 0};
	group->in_sum = top > 0 && dx_is_of_points(steps[steps[top].parent].method);
	if (top > 0 && !group->in_sum)
		group->wanted = form_under(draws, &steps[steps[top].parent]);
	if (group->form.kind == DX_FORM_POINTS)
	{
		/* Points, or divided by the maximum a ratio. */
		group->kind = steps[top].method == DX_METHOD_SUM ? DX_DRAW_SUM : DX_DRAW_ALTERNATIVES;
		group->form.kind = DX_FORM_RATIO;
	}
	else if (group->form.kind != DX_FORM_RATIO || steps[top].method == DX_METHOD_MEAN)
		group->kind = DX_DRAW_MEAN;
	else
		group->kind = DX_DRAW_OTHER;
	group->as_wanted = group->form.kind == group->wanted.kind && group->form.power == group->wanted.power;
	group->max = dx_maximum_to_double(dx_step_maximum(&steps[top]));
	group->first_run = group->end_run = *n_runs;
	for (uint32_t c = top + 1; c < steps[top].end;)
	{
		dx_draw_run *last = &draws->runs[group->end_run];

		if (joins(steps, c))
		{
			c++;
			continue;
		}
		if (!is_criterion(&steps[c]))
			draws->runs[group->end_run++] = (dx_draw_run) {0, draws->group[c]};
		else if (group->end_run > group->first_run && last[-1].n > 0)
			last[-1].n++; /* criteria are numbered in this order */
		else
			draws->runs[group->end_run++] = (dx_draw_run) {1, steps[c].criterion};
		c = steps[c].end;
	}
	*n_runs = group->end_run;
	draws->group[top] = draws->n_groups++;
}

static dx_draws *
draws_new(const dx_step *steps, uint32_t n_nodes, uint32_t n_criteria, bool portable, bool without_powers)
{
	dx_draws *draws = dx_alloc(sizeof(dx_draws));
	uint32_t n_inner = n_nodes - n_criteria;
	uint32_t n_runs = 0;

	draws->steps = steps;
	draws->portable = portable;
	draws->without_powers = without_powers;
	draws->n_nodes = n_nodes;
	draws->n_criteria = n_criteria;
	draws->groups = dx_alloc(n_inner * sizeof(dx_draw_group));
	draws->runs = dx_alloc(n_nodes * sizeof(dx_draw_run));
	draws->leaf = dx_alloc(n_criteria * sizeof(uint32_t));
	draws->group = dx_alloc(n_nodes * sizeof(uint32_t));
	draws->member = dx_alloc(n_nodes * sizeof(bool));
	draws->part = dx_alloc(n_criteria * sizeof(double));
	draws->weight = dx_alloc(n_nodes * sizeof(double));
	draws->factor = dx_alloc(n_nodes * sizeof(dx_lanes));
	draws->leaf_scale = dx_alloc(n_criteria * sizeof(dx_lanes));
	draws->group_scale = dx_alloc(n_inner * sizeof(dx_lanes));
	draws->whole = dx_alloc(n_inner * sizeof(dx_lanes));
	draws->x = dx_alloc(n_inner * sizeof(dx_lanes));
	draws->y = dx_alloc(n_inner * sizeof(dx_lanes));
	draws->scratch = dx_alloc((DX_ROLL_SCRATCH(n_nodes) + 3 * (size_t) n_nodes) * sizeof(double));
	if (steps[n_nodes - 1].terms_end > 0)
	{
		draws->needy = dx_alloc(n_nodes * sizeof(uint32_t));
		dx_terms_order(steps, n_nodes, draws->needy, &draws->n_needy);
	}
	draws->kernel = evaluate_16;
#if defined(__x86_64__)
	if (!portable && __builtin_cpu_supports("avx2"))
		draws->kernel = evaluate_32;
#endif

	describe_nodes(draws);
	for (uint32_t i = n_nodes; i-- > 0;)
	{
		draws->group[i] = DX_NO_GROUP;
		if (!is_criterion(&steps[i]) && !joins(steps, i))
			describe_group(draws, i, &n_runs);
	}
	return draws;
}

dx_draws *
dx_draws_new(const dx_step *steps, uint32_t n_nodes, uint32_t n_criteria, bool portable)
{
	return draws_new(steps, n_nodes, n_criteria, portable, false);
}

/* ---------------- units ---------------- */

size_t
dx_draw_unit_size(const dx_draws *draws)
{
	return 2 * (size_t) draws->n_criteria * sizeof(double) + draws->n_nodes;
}

/*
 * From the criteria up, find where a member does not apply, so that the unit has a
 * maximum, or weights, of its own.
 */
static void
find_own(const dx_draws *draws, const dx_rollup *rollup, uint8_t *use)
{
	const dx_step *steps = draws->steps;
	const dx_roll *rolls = rollup->rolls;

	for (uint32_t c = draws->n_nodes; c-- > 1;)
	{
		const dx_step *parent = &steps[steps[c].parent];
		bool whole = rolls[c].state != DX_VALUE_NA;

		if (!draws->member[c])
			continue;
		if (dx_is_of_points(parent->method))
			whole = whole && (!dx_is_of_points(steps[c].method) || !(use[c] & USE_OWN));
		else
			whole = whole && (rolls[c].state == DX_VALUE_PRESENT || parent->missing != DX_MISSING_SKIP) &&
				(is_criterion(&steps[c]) || dx_roll_has_max(rollup, c));
		if (!whole)
			use[steps[c].parent] |= USE_OWN;
	}
}

/* How child c of node i is used, given how the parent is. */
static uint8_t
child_use(const dx_draws *draws, const dx_rollup *rollup, uint8_t parent_use, uint32_t i, uint32_t c)
{
	const dx_step *step = &draws->steps[i];
	const dx_roll *rolls = rollup->rolls;
	bool valued = (parent_use & USE_VALUE) != 0;
	bool present = rolls[c].state == DX_VALUE_PRESENT;

	if (rolls[c].state == DX_VALUE_NA || !(parent_use & (USE_VALUE | USE_PART)))
		return 0;
	if (dx_is_of_points(step->method))
		return (uint8_t) ((valued && present ? USE_VALUE : 0) | (draws->member[c] ? USE_PART : 0));
	/* Of a mean without a value only the maximum counts, which does not depend on children. */
	if (!valued || !draws->member[c] || !(is_criterion(&draws->steps[c]) || dx_roll_has_max(rollup, c)))
		return 0;
	if (present)
		return USE_VALUE | USE_PART;
	return step->missing == DX_MISSING_ZERO ? USE_PART : 0;
}

/* Is there a ratio so small that its power, under a power mean, leaves a double's range? */
static bool
is_faint(const dx_draws *draws, dx_rollup *rollup)
{
	const dx_step *steps = draws->steps;

	for (uint32_t i = 1; i < draws->n_nodes; i++)
	{
		dx_draw_form form = form_under(draws, &steps[steps[i].parent]);
		double ratio;
		int exponent;

		if (form.kind != DX_FORM_POWER || !dx_roll_ratio(rollup, i, &ratio) || !(ratio > 0))
			continue;
		frexp(ratio, &exponent);
		if (fabs(exponent * form.power) > POWER_BITS)
			return true;
	}
	return false;
}

/* Does a sum have children with a value and a maximum? */
static bool
has_something(const dx_draws *draws, const dx_rollup *rollup, uint32_t i)
{
	const dx_step *steps = draws->steps;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]) && rollup->rolls[c].state == DX_VALUE_PRESENT &&
			dx_roll_has_max(rollup, c))
			return true;
	return false;
}

bool
dx_draw_unit_make(dx_draws *draws, dx_rollup *rollup, dx_draw_unit *unit)
{
	const dx_step *steps = draws->steps;
	const dx_roll *rolls = rollup->rolls;
	double *own_part = NULL;
	double ratio;

	if (!dx_roll_ratio(rollup, 0, &ratio))
		return false;
	if (draws->needy)
	{
		dx_draw_unit_of_terms(draws, rollup, unit);
		return true;
	}
	if (is_faint(draws, rollup))
	{
		if (draws->faint == NULL)
			draws->faint = draws_new(steps, draws->n_nodes, draws->n_criteria, draws->portable, true);
		unit->faint = dx_draw_unit_make(draws->faint, rollup, unit);
		return true;
	}
	unit->faint = false;
	unit->use = dx_alloc(draws->n_nodes);
	unit->value = dx_alloc(draws->n_criteria * sizeof(double));
	unit->part = draws->part;
	if (is_criterion(&steps[0]))
	{
		unit->value[0] = ratio;
		return true;
	}

	find_own(draws, rollup, unit->use);
	unit->use[0] |= USE_VALUE;
	for (uint32_t i = 0; i < draws->n_nodes; i++)
	{
		const dx_step *step = &steps[i];
		bool scales = step->method == DX_METHOD_SUM && step->missing == DX_MISSING_SKIP && (unit->use[i] & USE_VALUE) &&
			has_something(draws, rollup, i);

		if (is_criterion(step))
			continue;
		if ((unit->use[i] & USE_OWN) && own_part == NULL)
			unit->part = own_part = dx_alloc(draws->n_criteria * sizeof(double));
		for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
		{
			unit->use[c] |= child_use(draws, rollup, unit->use[i], i, c);
			if (scales && draws->member[c] && rolls[c].state == DX_VALUE_MISSING)
				unit->use[i] |= USE_SCALED;
		}
	}
	for (uint32_t i = 1; i < draws->n_nodes; i++)
	{
		dx_draw_form form = form_under(draws, &steps[steps[i].parent]);
		bool valued = (unit->use[i] & USE_VALUE) != 0;
		uint32_t k = steps[i].criterion;
		const dx_leaf *leaf = &rollup->leaves[k];

		/* The child counts as 0, or is 0. */
		if (zero_prevails(form) && (unit->use[i] & USE_PART) &&
			(!valued || (is_criterion(&steps[i]) && leaf->num == 0)))
			unit->use[steps[i].parent] |= USE_ZERO;
		if (!is_criterion(&steps[i]))
			continue;
		if (valued)
			unit->value[k] =
				form.kind == DX_FORM_POINTS ? dx_leaf_points(&steps[i], leaf) : transformed(dx_leaf_ratio(leaf), form);
		if (own_part && (unit->use[i] & USE_PART))
			own_part[k] = draws->part[k];
	}
	return true;
}

/* ---------------- draws ---------------- */

#define EACH_LANE(l) for (int l = 0; l < DX_LANES; l++)

static inline bool
takes_points(const dx_draw_group *group)
{
	return group->kind == DX_DRAW_SUM || group->kind == DX_DRAW_ALTERNATIVES;
}

/* Add a part to a group's maximum (of alternatives, take the greatest) or to its weights. */
static inline void
join_part(const dx_draw_group *group, double *whole, double part)
{
	*whole = group->kind == DX_DRAW_ALTERNATIVES ? fmax(*whole, part) : *whole + part;
}

/* The maximum or the sum of weights of a group, if every member applies. */
static void
add_up_whole(dx_draws *draws, uint32_t g)
{
	const dx_draw_group *group = &draws->groups[g];
	dx_lanes *whole = &draws->whole[g];

	memset(whole, 0, sizeof(dx_lanes));
	for (uint32_t r = group->first_run; r < group->end_run; r++)
	{
		const dx_draw_run *run = &draws->runs[r];
		const dx_draw_group *beneath = &draws->groups[run->at];

		for (uint32_t k = run->at; k < run->at + run->n; k++)
			EACH_LANE(l)
		join_part(group, &whole->at[l], draws->part[k] * draws->leaf_scale[k].at[l]);
		if (run->n == 0 && draws->member[beneath->node])
			EACH_LANE(l)
			{
				double part = !takes_points(group) ? 1
					: takes_points(beneath)		   ? draws->whole[run->at].at[l]
												   : beneath->max;

				join_part(group, &whole->at[l], part * draws->group_scale[run->at].at[l]);
			}
	}
}

void
dx_draws_begin(dx_draws *draws)
{
	const dx_step *steps = draws->steps;

	if (draws->needy)
		return;
	if (draws->faint)
	{
		memcpy(draws->faint->factor, draws->factor, draws->n_nodes * sizeof(dx_lanes));
		dx_draws_begin(draws->faint);
	}
	for (uint32_t i = 1; i < draws->n_nodes; i++)
	{
		uint32_t above = steps[i].parent;
		dx_lanes *scale = &draws->factor[i];

		EACH_LANE(l)
		scale->at[l] *= joins(steps, above) ? draws->factor[above].at[l] : draws->weight[i];
		if (is_criterion(&steps[i]))
			draws->leaf_scale[steps[i].criterion] = *scale;
		else if (draws->group[i] != DX_NO_GROUP)
			draws->group_scale[draws->group[i]] = *scale;
	}
	for (uint32_t g = 0; g < draws->n_groups; g++)
		add_up_whole(draws, g);
}

void
dx_draws_ratio(const dx_draws *draws, const dx_draw_unit *unit, dx_lanes *ratio)
{
	if (draws->needy)
	{
		dx_draws_by_terms(draws, unit, ratio);
		return;
	}
	if (unit->faint)
		draws = draws->faint;
	if (draws->n_groups == 0)
	{
		EACH_LANE(l)
		ratio->at[l] = unit->value[0];
		return;
	}
	draws->kernel(draws, unit);
	*ratio = draws->x[draws->n_groups - 1];
}
