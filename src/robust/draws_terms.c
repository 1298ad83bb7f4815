/* SPDX-License-Identifier: PostgreSQL */
/*
 * draws_terms.c: draws of trees some of whose nodes have caps, floors,
 * thresholds or needs (terms.h): node by node and draw by draw, as the roll-up
 * goes, in doubles. Bounds apply to the node's own points, before its factor: so bounds
 * in points scale with their node. Which nodes have a value does not depend on factors
 * here either.
 */
#include "number/equal.h"
#include "robust/draws.h"
#include "tree/terms.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Bits of use[], by node. */
#define STATE 0x03 /* dx_value_state */
#define AVERAGED 0x04

/* Units of work (dx_work) of a node in one draw. */
#define NODE_WORK 8

/* One draw of one unit. */
typedef struct draw
{
	const dx_draws *draws;
	const dx_draw_unit *unit;
	const dx_term *terms;
	int lane;
	double *x; /* of a node: its points */
	double *y; /* its applicable maximum */
	double *r; /* its ratio, where it has one */
	double *scratch;
} draw;

void
dx_draw_unit_of_terms(const dx_draws *draws, const dx_rollup *rollup, dx_draw_unit *unit)
{
	unit->faint = false;
	unit->use = dx_alloc(draws->n_nodes);
	unit->value = dx_alloc(draws->n_criteria * sizeof(double));
	unit->part = draws->part;
	for (uint32_t i = 0; i < draws->n_nodes; i++)
	{
		const dx_step *step = &draws->steps[i];

		unit->use[i] = (uint8_t) (rollup->rolls[i].state | (rollup->rolls[i].averaged ? AVERAGED : 0));
		/* The attainment, even where a term leaves no points. */
		if ((step->flags & DX_STEP_CRITERION) && rollup->rolls[i].state == DX_VALUE_PRESENT)
			unit->value[step->criterion] = dx_leaf_ratio(&rollup->leaves[step->criterion]);
	}
}

static inline uint8_t
state_of(const draw *d, uint32_t i)
{
	return d->unit->use[i] & STATE;
}

static void
set_points(draw *d, uint32_t i, double points)
{
	d->x[i] = points;
	if (points == 0)
		d->r[i] = 0;
	else if (d->y[i] > 0)
		d->r[i] = points / d->y[i];
}

/* Do points, or the ratio, reach a term's bound? */
static bool
meets(const dx_term *term, double points, double ratio, bool has_ratio)
{
	double bound = dx_maximum_to_double(dx_term_bound(term));

	if (term->in_points)
		return dx_reached(points, bound);
	return !has_ratio || dx_reached(ratio, bound);
}

/* Threshold, floor and cap of a node whose points are known; whole: its maximum before a cap. */
static void
bound(draw *d, uint32_t i, double whole)
{
	const dx_step *steps = d->draws->steps;
	double points = d->x[i];
	bool is_mean = !(steps[i].flags & DX_STEP_CRITERION) && !dx_is_of_points(steps[i].method);

	for (uint32_t t = steps[i].terms_end; t-- > dx_step_first_term(steps, i);)
	{
		const dx_term *term = &d->terms[t];

		switch ((dx_term_kind) term->kind)
		{
			case DX_TERM_NEEDS:
				break;
			case DX_TERM_THRESHOLD:
				if (!meets(term, points, is_mean ? d->r[i] : points / whole, is_mean || whole > 0))
					points = 0;
				break;
			case DX_TERM_FLOOR:
				points = fmax(points, dx_maximum_to_double(dx_term_bound(term)));
				break;
			case DX_TERM_CAP:
				points = fmin(points, dx_maximum_to_double(dx_term_bound(term)));
				break;
		}
	}
	if (points != d->x[i])
		set_points(d, i, points);
}

/* Set the points of a node to 0 where a sibling has less than the node needs of it. */
static void
judge(draw *d, uint32_t i)
{
	const dx_step *steps = d->draws->steps;
	uint8_t policy = steps[steps[i].parent].missing;

	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
	{
		const dx_term *term = &d->terms[t];
		uint32_t s = term->sibling;
		bool has_ratio = (steps[s].flags & DX_STEP_CRITERION) || d->y[s] > 0;
		bool met = true;

		if (term->kind != DX_TERM_NEEDS)
			continue;
		if (state_of(d, s) == DX_VALUE_PRESENT)
			met = meets(term, d->x[s], d->r[s], has_ratio);
		else if (state_of(d, s) == DX_VALUE_MISSING)
			met = policy != DX_MISSING_ZERO;
		if (!met && d->x[i] != 0)
			set_points(d, i, 0);
	}
}

static void
draw_sum(draw *d, uint32_t i)
{
	const dx_step *steps = d->draws->steps;
	const dx_step *step = &steps[i];
	double points = 0;
	double extra = 0;
	double whole = 0;
	double have = 0;
	dx_maximum cap;

	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		double factor = d->draws->factor[c].at[d->lane];

		if (state_of(d, c) == DX_VALUE_NA)
			continue;
		if (!dx_step_regular(step, &steps[c]))
		{
			if (state_of(d, c) == DX_VALUE_PRESENT)
				extra += d->x[c] * factor;
			continue;
		}
		whole += d->y[c] * factor;
		if (state_of(d, c) != DX_VALUE_PRESENT)
			continue;
		have += d->y[c] * factor;
		points += d->x[c] * factor;
	}
	d->y[i] = whole;
	if (dx_step_cap(steps, d->draws->n_nodes, i, &cap))
		d->y[i] = fmin(whole, dx_maximum_to_double(cap));
	if (state_of(d, i) != DX_VALUE_PRESENT)
		return;
	if (step->missing == DX_MISSING_SKIP && have > 0 && have != whole)
		points *= whole / have;
	set_points(d, i, points + extra);
	bound(d, i, whole);
}

/* The most points, and the greatest maximum. */
static void
draw_alternatives(draw *d, uint32_t i)
{
	const dx_step *steps = d->draws->steps;
	double most = 0;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		double factor = d->draws->factor[c].at[d->lane];

		if (!dx_step_regular(&steps[i], &steps[c]))
			continue;
		if (state_of(d, c) != DX_VALUE_NA)
			d->y[i] = fmax(d->y[i], d->y[c] * factor);
		if (state_of(d, c) == DX_VALUE_PRESENT)
			most = fmax(most, d->x[c] * factor);
	}
	if (state_of(d, i) != DX_VALUE_PRESENT)
		return;
	set_points(d, i, most);
	bound(d, i, d->y[i]);
}

static void
draw_mean(draw *d, uint32_t i)
{
	const dx_step *steps = d->draws->steps;
	double *x = d->scratch;
	double *w = x + d->draws->n_nodes;
	int n = 0;

	d->y[i] = state_of(d, i) == DX_VALUE_NA ? 0 : dx_maximum_to_double(dx_step_maximum(&steps[i]));
	if (state_of(d, i) != DX_VALUE_PRESENT)
		return;
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (d->unit->use[c] & AVERAGED)
		{
			x[n] = state_of(d, c) == DX_VALUE_PRESENT ? d->r[c] : 0;
			w[n++] = d->draws->weight[c] * d->draws->factor[c].at[d->lane];
		}
	d->r[i] = dx_draw_mean(&steps[i], x, w, n, w + d->draws->n_nodes);
	d->x[i] = d->r[i] * d->y[i];
	bound(d, i, d->y[i]);
}

static void
draw_criterion(draw *d, uint32_t i)
{
	const dx_step *step = &d->draws->steps[i];

	d->y[i] = state_of(d, i) == DX_VALUE_NA ? 0 : dx_maximum_to_double(dx_step_maximum(step));
	if (state_of(d, i) != DX_VALUE_PRESENT)
		return;
	d->r[i] = d->unit->value[step->criterion];
	d->x[i] = d->r[i] * d->y[i];
	bound(d, i, d->y[i]);
}

void
dx_draws_by_terms(const dx_draws *draws, const dx_draw_unit *unit, dx_lanes *ratio)
{
	uint32_t n = draws->n_nodes;
	double *x = draws->scratch + DX_ROLL_SCRATCH(n);
	draw d = {draws, unit, dx_steps_terms(draws->steps, n), 0, x, x + n, x + 2 * (size_t) n, draws->scratch};
	size_t done = 0;

	for (d.lane = 0; d.lane < DX_LANES; d.lane++)
	{
		uint32_t k = 0;

		memset(x, 0, 3 * (size_t) n * sizeof(double));
		dx_work(&done, NODE_WORK * (size_t) n);
		for (uint32_t i = n; i-- > 0;)
		{
			const dx_step *step = &draws->steps[i];

			for (; k < draws->n_needy && draws->steps[draws->needy[k]].parent == i; k++)
				judge(&d, draws->needy[k]);
			if (step->flags & DX_STEP_CRITERION)
				draw_criterion(&d, i);
			else if (step->method == DX_METHOD_SUM)
				draw_sum(&d, i);
			else if (step->method == DX_METHOD_ALTERNATIVES)
				draw_alternatives(&d, i);
			else
				draw_mean(&d, i);
		}
		ratio->at[d.lane] = d.r[0];
	}
}
