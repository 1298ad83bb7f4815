/* SPDX-License-Identifier: PostgreSQL */
/*
 * terms_kernel.h: what decisions add to a node: its cap, floor and threshold, and what it
 * needs of its siblings (tree/terms.h). Included by rollup.c after units_kernel.h.
 */

/* ---------------- of the node itself ---------------- */

/* The cap of a sum; NULL: none. */
static inline const dx_limb *
NAME(cap_of)(const NAME(work) * work, uint32_t i)
{
	uint32_t t;

	if (work->needy == NULL)
		return NULL;
	t = dx_step_first_term(work->steps, i);
	if (t == work->steps[i].terms_end || dx_steps_terms(work->steps, work->measure->n)[t].kind != DX_TERM_CAP)
		return NULL;
	return work->measure->term + (size_t) t * LIMBS;
}

/* The maximum of a sum before its cap: that of its regular children that apply. */
static inline void
NAME(add_maxima)(const NAME(work) * work, uint32_t i, dx_limb *sum)
{
	const dx_step *steps = work->steps;

	dx_wide_set(sum, 0, LIMBS);
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]) && work->rolls[c].state != DX_VALUE_NA)
			dx_wide_add(sum, work->numbers[c].max, LIMBS);
}

/* The least number of units that reaches a term's ratio, where `whole` units are a ratio of 1. */
static void
NAME(least_of_ratio)(const dx_term *term, const dx_limb *whole, dx_limb *least)
{
	static const dx_limb unit[LIMBS] = {1};
	bool exact;

	/* units / (10^12 den), less 10^-12 of it, rounded up */
	dx_wide_scale(least, whole, dx_load_points(term->units) * (DX_POINTS_ONE - 1),
				  DX_POINTS_ONE * DX_POINTS_ONE * term->den, &exact, LIMBS);
	if (!exact)
		dx_wide_add(least, unit, LIMBS);
}

/*
 * Does a node with a value meet a term, in points or as points / whole? A node without a
 * ratio (whole is 0 or less) does. False where that is open.
 */
static bool
NAME(meets_term)(const NAME(work) * work, uint32_t t, const NAME(number) * points, const dx_limb *whole, bool *met)
{
	const dx_term *term = &dx_steps_terms(work->steps, work->measure->n)[t];
	dx_limb least[LIMBS];

	if (term->in_points)
		return NAME(has_reached)(points, work->measure->term + (size_t) t * LIMBS, met);
	*met = true;
	if (dx_wide_is_negative(whole, LIMBS) || dx_wide_is_zero(whole, LIMBS))
		return true;
	NAME(least_of_ratio)(term, whole, least);
	return NAME(has_reached)(points, least, met);
}

/*
 * Set a node's points, which are not below 0, to 0, and note that terms have changed them,
 * unless they are 0 already. False where it is open whether they are.
 */
static bool
NAME(zero_points)(const NAME(work) * work, uint32_t i)
{
	static const NAME(number) none = {{0}, 0};
	struct NAME(dx_numbers) *own = &work->numbers[i];
	bool above;

	if (!NAME(is_beyond)(&own->points, none.v, 1, &above))
		return false;
	own->points = own->ratio = none;
	if (above)
		work->rolls[i].terms |= DX_ROLL_BOUND;
	return true;
}

/*
 * Apply threshold, floor and cap, in this order, to a node with a value; whole: its maximum
 * before a cap. False where a comparison is open.
 */
static bool
NAME(apply_terms)(const NAME(work) * work, uint32_t i, const dx_limb *whole)
{
	const dx_step *step = &work->steps[i];
	const dx_term *terms = dx_steps_terms(work->steps, work->measure->n);
	struct NAME(dx_numbers) *own = &work->numbers[i];
	bool is_mean = !(step->flags & DX_STEP_CRITERION) && !dx_is_of_points(step->method);

	for (uint32_t t = step->terms_end; t-- > dx_step_first_term(work->steps, i);)
	{
		const dx_limb *limit = work->measure->term + (size_t) t * LIMBS;
		bool met = true;
		bool beyond;
		bool fits;

		switch ((dx_term_kind) terms[t].kind)
		{
			case DX_TERM_NEEDS: /* applied when the parent is rolled up */
				break;
			case DX_TERM_THRESHOLD:
				fits = is_mean && !terms[t].in_points ? NAME(meets_term)(work, t, &own->ratio, work->measure->one, &met)
													  : NAME(meets_term)(work, t, &own->points, whole, &met);
				if (!fits || (!met && !NAME(zero_points)(work, i)))
					return false;
				break;
			case DX_TERM_FLOOR:
			case DX_TERM_CAP:
				if (!NAME(is_beyond)(&own->points, limit, terms[t].kind == DX_TERM_CAP ? 1 : -1, &beyond))
					return false;
				if (!beyond)
					break;
				/* Within its error the number may also be on the other side. */
				dx_wide_copy(own->points.v, limit, LIMBS);
				work->rolls[i].terms |= DX_ROLL_BOUND;
				break;
		}
	}
	return true;
}

/* The same for a node that may have none of these terms. */
static inline bool
NAME(apply_terms_if_any)(const NAME(work) * work, uint32_t i, const dx_limb *whole)
{
	return work->needy == NULL || !has_terms(work->steps, i) || NAME(apply_terms)(work, i, whole);
}

/* ---------------- of its siblings ---------------- */

/* Does a sibling with a value have what is needed of it? False where that is open. */
static bool
NAME(sibling_meets)(const NAME(work) * work, uint32_t t, uint32_t sibling, bool *met)
{
	const dx_step *step = &work->steps[sibling];
	const struct NAME(dx_numbers) *own = &work->numbers[sibling];
	bool in_points = dx_steps_terms(work->steps, work->measure->n)[t].in_points;
	bool is_criterion = (step->flags & DX_STEP_CRITERION) != 0;
	NAME(number) have;

	if (in_points || (!is_criterion && dx_is_of_points(step->method)))
	{
		NAME(points_of)(work, sibling, &have);
		return NAME(meets_term)(work, t, &have, own->max, met);
	}
	if (!is_criterion)
		return NAME(meets_term)(work, t, &own->ratio, work->measure->one, met);
	/* The ratio of a criterion, which one worth 0 has too; terms that took its points took that. */
	if (work->rolls[sibling].terms & DX_ROLL_BOUND)
		NAME(points_of)(work, sibling, &have);
	else
		NAME(part_of)(&have, work->measure->one, &work->leaves[step->criterion]);
	return NAME(meets_term)(work, t, &have, work->measure->one, met);
}

/*
 * Apply a node's needs of its siblings, all of which are scored. A sibling that does not
 * apply meets every need; a missing one meets none under policy zero, and makes the node
 * missing under others. False where a comparison is open.
 */
static bool
NAME(apply_needs)(const NAME(work) * work, uint32_t i)
{
	const dx_step *step = &work->steps[i];
	const dx_term *terms = dx_steps_terms(work->steps, work->measure->n);
	dx_roll *roll = &work->rolls[i];
	bool all_met = true;
	bool unknown = false;

	for (uint32_t t = dx_step_first_term(work->steps, i); t < step->terms_end; t++)
	{
		bool met = true;

		if (terms[t].kind != DX_TERM_NEEDS)
			continue;
		switch ((dx_value_state) work->rolls[terms[t].sibling].state)
		{
			case DX_VALUE_NA:
				break;
			case DX_VALUE_MISSING:
				met = work->steps[step->parent].missing != DX_MISSING_ZERO;
				unknown = unknown || met;
				break;
			case DX_VALUE_PRESENT:
				if (!NAME(sibling_meets)(work, t, terms[t].sibling, &met))
					return false;
				break;
		}
		all_met = all_met && met;
	}
	if (roll->state == DX_VALUE_NA)
		return true;
	if (unknown)
		roll->state = DX_VALUE_MISSING;
	if (all_met)
		return true;
	roll->terms |= DX_ROLL_UNMET;
	return roll->state != DX_VALUE_PRESENT || NAME(zero_points)(work, i);
}
