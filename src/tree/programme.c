/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme.c: what follows from the steps of a programme, and their validator.
 */
#include "tree/programme.h"

#include "tree/measure.h"
#include "tree/terms.h"

bool
dx_steps_plain_sum(const dx_step *steps, uint32_t n)
{
	if (steps[0].flags & DX_STEP_CRITERION)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!(steps[i].flags & DX_STEP_CRITERION) &&
			(steps[i].method != DX_METHOD_SUM || steps[i].missing != DX_MISSING_ZERO || steps[i].min_count > 0 ||
			 steps[i].coverage_num > 0 || steps[i].min_coverage > 0))
			return false;
	return (steps[0].flags & DX_STEP_DECIMAL) != 0 && steps[n - 1].terms_end == 0;
}

double
dx_step_weight(const dx_step *step)
{
	dx_decimal d = dx_decimal_from_double(step->weight);
	dx_int128 den = step->weight_den;

	if (step->weight_den == 1)
		return step->weight;
	/* Numerators outside of 0 to 18 decimals, which nobody writes, are divided as doubles. */
	if (d.scale < 0 || d.scale > 18)
		return step->weight / step->weight_den;
	for (int i = 0; i < d.scale; i++)
		den *= 10;
	return dx_quotient(d.mant, den);
}

uint8_t
dx_step_derived_flags(const dx_step *step, const dx_step *parent)
{
	bool criterion = (step->flags & DX_STEP_CRITERION) != 0;
	uint8_t flags = 0;

	if (parent == NULL ? dx_is_of_points(step->method)
					   : (dx_is_of_points(parent->method) || (!criterion && dx_is_of_points(step->method))))
		flags |= DX_STEP_DECIMAL;
	if (criterion && !(step->flags & DX_STEP_UNSCORED) &&
		(parent == NULL || (dx_is_of_points(parent->method) ? dx_load_points(step->max) != 0 : step->weight > 0)))
		flags |= DX_STEP_COUNTED;
	return flags;
}

/*
 * parent is NULL for the first step, whose parent may be outside of what is scored: flags that
 * depend on it are not checked.
 */
static bool
flags_fit(const dx_step *step, const dx_step *parent)
{
	uint8_t derived = step->flags & (DX_STEP_DECIMAL | DX_STEP_COUNTED);
	bool criterion = (step->flags & DX_STEP_CRITERION) != 0;

	if ((step->flags & ~DX_STEP_FLAGS) || (!criterion && (step->flags & DX_STEP_UNSCORED)))
		return false;
	if (parent != NULL)
		return derived == dx_step_derived_flags(step, parent);
	return (criterion || !dx_is_of_points(step->method) || (derived & DX_STEP_DECIMAL)) &&
		(!(derived & DX_STEP_COUNTED) || (dx_step_derived_flags(step, NULL) & DX_STEP_COUNTED));
}

bool
dx_step_has_enough(const dx_step *steps, uint32_t i)
{
	uint32_t n = 0;

	if (steps[i].method != DX_METHOD_BEST || (steps[i].flags & DX_STEP_CRITERION))
		return true;
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		n += !(steps[c].flags & DX_STEP_UNSCORED);
	return n >= steps[i].power;
}

/* No weight where the method has none; no bonus or penalty where the method chooses among children. */
static bool
fits_parent(const dx_step *step, const dx_step *parent)
{
	if (parent->method == DX_METHOD_BEST)
		return step->weight == 1 && step->weight_den == 1;
	return parent->method != DX_METHOD_ALTERNATIVES ||
		(!(step->flags & DX_STEP_BONUS) && dx_load_points(step->max) >= 0);
}

/* The largest maximum, in units of 10^-12 points. */
#define MOST_UNITS ((dx_points) DX_MAX_POINTS * DX_POINTS_ONE)

static bool
bad_steps(dx_error *err, uint32_t i, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "scoring programme is not valid: node %u has %s", i + 1, what);
}

bool
dx_steps_validate(const dx_step *steps, uint32_t n, uint32_t n_criteria, dx_error *err)
{
	uint32_t criteria = 0;
	uint32_t node;
	dx_term_fault fault;

	if (steps[0].parent != 0 || steps[0].end != n || steps[0].depth > 32)
		return bad_steps(err, 0, "a wrong place");
	for (uint32_t i = 0; i < n; i++)
	{
		const dx_step *step = &steps[i];
		const dx_step *parent = &steps[step->parent < n ? step->parent : 0];
		dx_points max = dx_load_points(step->max);
		bool leaf = step->end == i + 1;

		dx_check_interrupts();
		if (i > 0 &&
			(step->parent >= i || step->end <= i || step->end > parent->end || step->depth != parent->depth + 1 ||
			 step->depth > 32))
			return bad_steps(err, i, "a wrong place");
		/*
		 * Pre-order: the node before is the parent; or every subtree that it is in, up
		 * to a child of the same parent, ends here. So nodes nest, and the last child of
		 * each ends where it does.
		 */
		if (i > 0 && step->parent != i - 1)
		{
			uint32_t sibling = i - 1;

			while (steps[sibling].end == i && steps[sibling].parent != step->parent)
				sibling = steps[sibling].parent;
			if (steps[sibling].end != i)
				return bad_steps(err, i, "a wrong place");
		}
		if (leaf != ((step->flags & DX_STEP_CRITERION) != 0) || !flags_fit(step, i == 0 ? NULL : parent))
			return bad_steps(err, i, "wrong flags");
		if (step->criterion != criteria)
			return bad_steps(err, i, "a wrong criterion");
		criteria += leaf;
		if (step->method >= DX_METHODS || step->missing > DX_MISSING_STRICT ||
			!dx_method_takes((dx_method) step->method, step->power) || !(step->weight >= 0 && step->weight <= 1e300) ||
			!(step->min_coverage >= 0 && step->min_coverage <= 1) || step->coverage_num > step->coverage_den ||
			step->weight_den == 0 || (i > 0 && step->terms_end < steps[i - 1].terms_end))
			return bad_steps(err, i, "a wrong option");
		if (i > 0 && !fits_parent(step, parent))
			return bad_steps(err, i, "no place under its parent's method");
		if (step->max_den == 0 || max / step->max_den > MOST_UNITS || max / step->max_den < -MOST_UNITS)
			return bad_steps(err, i, "a wrong maximum");
	}
	for (uint32_t i = 0; i < n; i++)
		if (!dx_step_has_enough(steps, i))
			return bad_steps(err, i, "fewer children than its method takes");
	if (criteria != n_criteria)
		return dx_fail(err, DX_ERR_BINARY, 0, "scoring programme is not valid: %u criteria, not %u", criteria,
					   n_criteria);
	if (!dx_terms_check(steps, n, &fault))
		return bad_steps(err, fault.node, "terms that cannot be");
	if (!dx_steps_measurable(steps, n, &node, err))
		return bad_steps(err, node, "numbers that cannot be added up");
	return true;
}
