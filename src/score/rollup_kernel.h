/* SPDX-License-Identifier: PostgreSQL */
/*
 * rollup_kernel.h: the roll-up in numbers of LIMBS limbs, included by rollup.c
 * once for 4 and once for 8. NAME(x) tells the two apart.
 */

/* v units, with an error of at most `off` units: 0 as long as nothing was truncated. */
typedef struct NAME(number)
{
	dx_limb v[LIMBS];
	double off;
} NAME(number);

/* The numbers of a node; left over from the card before where the current card has none. */
struct NAME(dx_numbers)
{
	NAME(number) points; /* nodes with a value; criteria only beneath a sum */
	NAME(number) ratio;	 /* means with a value, and nodes averaged by a mean above */
	dx_limb max[LIMBS];	 /* applicable maximum */
};

/* What the roll-up works on. */
typedef struct NAME(work)
{
	const dx_step *steps;
	const dx_leaf *leaves;
	const dx_measure *measure;
	struct NAME(dx_numbers) * numbers;
	dx_roll *rolls;
	dx_dd *scratch;
	const uint32_t *needy; /* NULL where no node has terms */
	uint32_t n_needy;
} NAME(work);

static inline void
NAME(add)(NAME(number) * a, const NAME(number) * b)
{
	dx_wide_add(a->v, b->v, LIMBS);
	a->off += b->off;
}

/* *out = a x p / q; false where it does not fit. */
static bool
NAME(multiply)(NAME(number) * out, const NAME(number) * a, const dx_limb *p, const dx_limb *q)
{
	bool exact;
	bool fits = dx_wide_muldiv(out->v, a->v, p, q, &exact, LIMBS);

	out->off = !exact;
	if (a->off > 0)
		out->off += off_by(a->off, dx_wide_bits(p, LIMBS), dx_wide_bits(q, LIMBS));
	return fits;
}

/* *out = num / den of whole units. */
static inline bool
NAME(part_of)(NAME(number) * out, const dx_limb *whole, const dx_leaf *leaf)
{
	bool exact;
	bool fits = dx_wide_scale(out->v, whole, leaf->num, leaf->den, &exact, LIMBS);

	out->off = !exact;
	return fits;
}

/* Points of a node with a value. */
static void
NAME(points_of)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_step *step = &work->steps[i];

	if ((step->flags & DX_STEP_CRITERION) && !(step->flags & DX_STEP_DECIMAL))
		NAME(part_of)(out, work->measure->max + (size_t) i * LIMBS, &work->leaves[step->criterion]);
	else
		*out = work->numbers[i].points;
}

/* ---------------- terms ---------------- */

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

/* Does a sum have a cap? If so whole receives the sum of the maxima of its regular children that apply. */
static inline bool
NAME(is_capped)(const NAME(work) * work, uint32_t i, const dx_limb **cap, dx_limb *whole)
{
	const dx_step *steps = work->steps;

	*cap = NAME(cap_of)(work, i);
	if (*cap == NULL)
		return false;
	dx_wide_set(whole, 0, LIMBS);
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]) && work->rolls[c].state != DX_VALUE_NA)
			dx_wide_add(whole, work->numbers[c].max, LIMBS);
	return true;
}

/*
 * Has a number of units reached `least`? False where its error leaves that open; in the
 * longest numbers the nearest value decides.
 */
static bool
NAME(has_reached)(const NAME(number) * a, const dx_limb *least, bool *reached)
{
	dx_limb end[LIMBS];
	bool above;

	*reached = dx_wide_cmp(a->v, least, LIMBS) >= 0;
	if (a->off == 0 || LIMBS == DX_WIDE_MAX)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	above = dx_wide_cmp(end, least, LIMBS) >= 0;
	/* One unit less than `least` has not reached it. */
	dx_wide_shift_by(end, a->v, a->off + 1, LIMBS);
	return above || dx_wide_cmp(end, least, LIMBS) <= 0;
}

/* Is a number beyond a limit: above it (1), or below (-1)? False where that is open, as above. */
static bool
NAME(is_beyond)(const NAME(number) * a, const dx_limb *limit, int direction, bool *beyond)
{
	dx_limb end[LIMBS];
	int low;

	*beyond = dx_wide_cmp(a->v, limit, LIMBS) == direction;
	if (a->off == 0 || LIMBS == DX_WIDE_MAX)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	low = dx_wide_cmp(end, limit, LIMBS);
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	return low != 0 && low == dx_wide_cmp(end, limit, LIMBS);
}

/* The least number of units that reaches a term's ratio, `whole` units being a ratio of 1. */
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
 * Does a node with a value meet a term, in points or as a ratio of `whole`? A node
 * without a ratio does. False where that is open.
 */
static bool
NAME(meets)(const NAME(work) * work, uint32_t t, const NAME(number) * points, const dx_limb *whole, bool *met)
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

/* Set a node's points, which are not below 0, to 0. False where it is open whether they are 0 already. */
static bool
NAME(leave_nothing)(const NAME(work) * work, uint32_t i)
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
 * Apply threshold, floor and cap to a node with a value; whole: its maximum before a cap. False
 * where a comparison is open.
 */
static bool
NAME(bound)(const NAME(work) * work, uint32_t i, const dx_limb *whole)
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

		switch ((dx_term_kind) terms[t].kind)
		{
			case DX_TERM_NEEDS: /* applied when the parent is rolled up */
				break;
			case DX_TERM_THRESHOLD:
				if (!(is_mean && !terms[t].in_points ? NAME(meets)(work, t, &own->ratio, work->measure->one, &met)
													 : NAME(meets)(work, t, &own->points, whole, &met)))
					return false;
				if (!met && !NAME(leave_nothing)(work, i))
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
NAME(bound_if_any)(const NAME(work) * work, uint32_t i, const dx_limb *whole)
{
	return work->needy == NULL || !has_terms(work->steps, i) || NAME(bound)(work, i, whole);
}

/* Does a sibling with a value have what is needed of it? False where that is open. */
static bool
NAME(sibling_meets)(const NAME(work) * work, uint32_t t, uint32_t sibling, bool *met)
{
	const dx_step *step = &work->steps[sibling];
	const struct NAME(dx_numbers) *own = &work->numbers[sibling];
	bool as_ratio = !dx_steps_terms(work->steps, work->measure->n)[t].in_points;
	NAME(number) have;

	if (!as_ratio || (step->flags & DX_STEP_CRITERION) || dx_is_of_points(step->method))
		NAME(points_of)(work, sibling, &have);
	if (as_ratio && (step->flags & DX_STEP_CRITERION))
	{
		/* Criteria worth 0 have a ratio too; one whose terms took its points has none. */
		if (!(work->rolls[sibling].terms & DX_ROLL_BOUND))
			NAME(part_of)(&have, work->measure->one, &work->leaves[step->criterion]);
		return NAME(meets)(work, t, &have, work->measure->one, met);
	}
	if (as_ratio && !dx_is_of_points(step->method))
		return NAME(meets)(work, t, &own->ratio, work->measure->one, met);
	return NAME(meets)(work, t, &have, own->max, met);
}

/*
 * Apply a node's needs of its siblings, all of which are scored. A sibling that does not
 * apply meets every need; a missing one meets none under policy zero, and makes the node
 * missing under others. False where a comparison is open.
 */
static bool
NAME(judge)(const NAME(work) * work, uint32_t i)
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
	return roll->state != DX_VALUE_PRESENT || NAME(leave_nothing)(work, i);
}

/* ---------------- nodes ---------------- */

static bool
NAME(roll_criterion)(const NAME(work) * work, uint32_t i)
{
	const dx_step *step = &work->steps[i];
	const dx_leaf *leaf = &work->leaves[step->criterion];
	struct NAME(dx_numbers) *own = &work->numbers[i];
	dx_roll *roll = &work->rolls[i];

	if (!begin_criterion(step, leaf, roll))
	{
		dx_wide_set(own->max, 0, LIMBS);
		return true;
	}
	dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	if (roll->state != DX_VALUE_PRESENT)
		return true;
	if (step->flags & DX_STEP_DECIMAL)
		return NAME(part_of)(&own->points, own->max, leaf) && NAME(bound_if_any)(work, i, own->max);
	return NAME(part_of)(&own->ratio, work->measure->one, leaf);
}

/*
 * A sum. Regular children obey the policy; bonuses, penalties and children worth 0 are
 * added afterwards, missing ones as 0. The applicable maximum is the node's own (which,
 * stated, may differ from the sum of its parts by rounding) minus what does not apply.
 */
static bool
NAME(roll_sum)(const NAME(work) * work, uint32_t i)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	struct NAME(dx_numbers) *own = &work->numbers[i];
	dx_roll *roll = &work->rolls[i];
	NAME(number) extra = {{0}, 0};
	dx_limb have[LIMBS] = {0};
	dx_limb whole[LIMBS];
	const dx_limb *cap;
	const dx_limb *before_cap = own->max;
	family kin = {0};
	bool any_extra = false;

	*roll = (dx_roll) {0};
	own->points = (NAME(number)) {{0}, 0};
	dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const struct NAME(dx_numbers) *child = &work->numbers[c];
		uint8_t state = work->rolls[c].state;

		add_counts(roll, &work->rolls[c]);
		if (!dx_step_regular(step, &steps[c]))
		{
			any_extra = any_extra || state != DX_VALUE_NA;
			if (state == DX_VALUE_PRESENT)
				NAME(add)(&extra, &child->points);
			continue;
		}
		if (state == DX_VALUE_NA || !(steps[c].flags & DX_STEP_CRITERION))
		{
			dx_wide_sub(own->max, work->measure->max + (size_t) c * LIMBS, LIMBS);
			dx_wide_add(own->max, child->max, LIMBS);
		}
		if (state == DX_VALUE_NA)
			continue;
		add_kin(&kin, &work->rolls[c]);
		if (state == DX_VALUE_PRESENT)
		{
			dx_wide_add(have, child->max, LIMBS);
			NAME(add)(&own->points, &child->points);
		}
	}

	/* The rounding of the stated maximum exceeds the maximum that applies. */
	if (dx_wide_is_negative(own->max, LIMBS))
		dx_wide_set(own->max, 0, LIMBS);
	if (NAME(is_capped)(work, i, &cap, whole))
	{
		dx_wide_copy(own->max, dx_wide_cmp(cap, whole, LIMBS) < 0 ? cap : whole, LIMBS);
		before_cap = whole;
	}

	/* No maximum applies: there are only bonuses and penalties, or nothing. */
	if (kin.applicable == 0)
	{
		dx_wide_set(own->max, 0, LIMBS);
		roll->state = any_extra ? DX_VALUE_PRESENT : DX_VALUE_NA;
	}
	else
		roll->state = has_value(step, &kin) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (roll->state != DX_VALUE_PRESENT)
		return true;
	if (kin.present < kin.applicable && step->missing == DX_MISSING_SKIP && !dx_wide_is_zero(have, LIMBS))
	{
		NAME(number) answered = own->points;

		if (!NAME(multiply)(&own->points, &answered, before_cap, have))
			return false;
	}
	NAME(add)(&own->points, &extra);
	return NAME(bound_if_any)(work, i, before_cap);
}

/*
 * Alternatives: the most points that one of the children has. The maximum is the
 * greatest too: children that do not apply are left out of it, children without an
 * answer are not. Once a child is answered, those that are not count as not applicable.
 */
static bool
NAME(roll_alternatives)(const NAME(work) * work, uint32_t i)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	struct NAME(dx_numbers) *own = &work->numbers[i];
	dx_roll *roll = &work->rolls[i];
	dx_limb whole[LIMBS] = {0};
	double off = 0;
	family kin = {0};
	bool any_answered = false;
	bool any_present = false;
	bool any_extra = false;

	*roll = (dx_roll) {0};
	own->points = (NAME(number)) {{0}, 0};
	dx_wide_set(own->max, 0, LIMBS);
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
		any_answered = any_answered || (dx_step_regular(step, &steps[c]) && is_answered(&work->rolls[c]));
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const struct NAME(dx_numbers) *child = &work->numbers[c];
		const dx_limb *max = work->measure->max + (size_t) c * LIMBS;
		const dx_roll *had = &work->rolls[c];

		if (!dx_step_regular(step, &steps[c]))
		{
			add_counts(roll, had);
			any_extra = any_extra || had->state != DX_VALUE_NA;
			continue;
		}
		if (dx_wide_cmp(max, whole, LIMBS) > 0)
			dx_wide_copy(whole, max, LIMBS);
		if (had->state == DX_VALUE_NA)
		{
			add_counts(roll, had);
			continue;
		}
		if (dx_wide_cmp(child->max, own->max, LIMBS) > 0)
			dx_wide_copy(own->max, child->max, LIMBS);
		if (!any_answered || is_answered(had))
		{
			add_counts(roll, had);
			add_kin(&kin, had);
		}
		if (had->state != DX_VALUE_PRESENT)
			continue;
		if (!any_present || dx_wide_cmp(child->points.v, own->points.v, LIMBS) > 0)
			dx_wide_copy(own->points.v, child->points.v, LIMBS);
		off = child->points.off > off ? child->points.off : off;
		any_present = true;
	}
	own->points.off = off;
	/* A stated maximum may differ from the greatest by rounding. */
	if (kin.applicable > 0 && dx_wide_cmp(own->max, whole, LIMBS) == 0)
		dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	if (kin.applicable == 0)
		roll->state = any_extra ? DX_VALUE_PRESENT : DX_VALUE_NA;
	else
		roll->state = enough(step, kin.answered, kin.applicable) && (any_present || step->missing == DX_MISSING_ZERO)
			? DX_VALUE_PRESENT
			: DX_VALUE_MISSING;
	return roll->state != DX_VALUE_PRESENT || NAME(bound_if_any)(work, i, own->max);
}

/*
 * Does the mean above a child average it, with or without a value? Not if the child has
 * weight 0, does not apply or has maximum 0 (so that there is no ratio to average,
 * answered or not).
 */
static inline bool
NAME(averaged)(const NAME(work) * work, uint32_t i, uint32_t c)
{
	const dx_limb *max = work->numbers[c].max;

	return dx_step_regular(&work->steps[i], &work->steps[c]) && work->rolls[c].state != DX_VALUE_NA &&
		((work->steps[c].flags & DX_STEP_CRITERION) ||
		 (!dx_wide_is_negative(max, LIMBS) && !dx_wide_is_zero(max, LIMBS)));
}

/* The ratio of a child with a value, where the mean above it averages it. */
static bool
NAME(child_ratio)(const NAME(work) * work, uint32_t c)
{
	struct NAME(dx_numbers) *child = &work->numbers[c];

	if ((work->steps[c].flags & DX_STEP_CRITERION) || !dx_is_of_points(work->steps[c].method))
		return true;
	return NAME(multiply)(&child->ratio, &child->points, work->measure->one, child->max);
}

/* The plain mean: sum of weight x ratio / sum of weights; one division. */
static bool
NAME(plain_mean)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_step *steps = work->steps;
	const dx_int128 *weight = work->measure->weight;
	dx_limb sum[LIMBS] = {0};
	dx_int128 total = 0;
	double off = 0;
	bool exact;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const NAME(number) *ratio = &work->numbers[c].ratio;

		if (!is_averaged(&work->rolls[c]))
			continue;
		total += weight[c];
		if (work->rolls[c].state != DX_VALUE_PRESENT)
			continue;
		if (!dx_wide_add_product(sum, ratio->v, weight[c], LIMBS))
			return false;
		off = ratio->off > off ? ratio->off : off;
	}
	if (!dx_wide_scale(out->v, sum, 1, total, &exact, LIMBS))
		return false;
	out->off = off + !exact;
	return true;
}

/* The least or the greatest ratio; a missing one is 0. */
static void
NAME(extreme)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	static const NAME(number) none = {{0}, 0};
	const dx_step *steps = work->steps;
	int wanted = steps[i].method == DX_METHOD_MIN ? -1 : 1;
	double off = 0;
	bool first = true;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const NAME(number) *ratio = work->rolls[c].state == DX_VALUE_PRESENT ? &work->numbers[c].ratio : &none;

		if (!is_averaged(&work->rolls[c]))
			continue;
		off = ratio->off > off ? ratio->off : off;
		if (first || dx_wide_cmp(ratio->v, out->v, LIMBS) == wanted)
			dx_wide_copy(out->v, ratio->v, LIMBS);
		first = false;
	}
	out->off = off;
}

/* The ratio of a child in the mean above it; 0 for a missing one. */
static inline const NAME(number) * NAME(averaged_ratio)(const NAME(work) * work, uint32_t c)
{
	static const NAME(number) none = {{0}, 0};

	return work->rolls[c].state == DX_VALUE_PRESENT ? &work->numbers[c].ratio : &none;
}

/*
 * Put the children averaged by node i into place[], by ascending ratio; returns how many. *off:
 * the greatest error of a ratio.
 */
static uint32_t
NAME(sort_ratios)(const NAME(work) * work, uint32_t i, uint32_t *place, double *off)
{
	const dx_step *steps = work->steps;
	uint32_t n = 0;

	*off = 0;
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (is_averaged(&work->rolls[c]))
		{
			const NAME(number) *ratio = NAME(averaged_ratio)(work, c);

			place[n++] = c;
			*off = ratio->off > *off ? ratio->off : *off;
		}
	for (uint32_t gap = n / 2; gap > 0; gap /= 2)
		for (uint32_t j = gap; j < n; j++)
		{
			uint32_t moved = place[j];
			const NAME(number) *ratio = NAME(averaged_ratio)(work, moved);
			uint32_t at = j;

			for (; at >= gap && dx_wide_cmp(NAME(averaged_ratio)(work, place[at - gap])->v, ratio->v, LIMBS) > 0;
				 at -= gap)
				place[at] = place[at - gap];
			place[at] = moved;
		}
	return n;
}

/*
 * The ratio where the weights, from the least ratio on, pass half of their sum;
 * where they meet half, the average of that ratio and the next. (The children are sorted
 * in scratch: O(n log n).)
 */
static void
NAME(median)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_int128 *weight = work->measure->weight;
	uint32_t *place = (uint32_t *) work->scratch;
	dx_int128 total = 0;
	dx_int128 below = 0;
	double off;
	uint32_t n = NAME(sort_ratios)(work, i, place, &off);
	uint32_t k = 0;
	dx_limb two[LIMBS];
	bool exact;

	for (uint32_t j = 0; j < n; j++)
		total += weight[place[j]];
	for (below = weight[place[0]]; 2 * below < total; below += weight[place[k]])
		k++;
	*out = *NAME(averaged_ratio)(work, place[k]);
	out->off = off;
	if (2 * below == total && k + 1 < n)
	{
		dx_wide_copy(two, out->v, LIMBS);
		dx_wide_add(two, NAME(averaged_ratio)(work, place[k + 1])->v, LIMBS);
		dx_wide_scale(out->v, two, 1, 2, &exact, LIMBS);
		out->off += !exact;
	}
}

/* The mean of the best: of the averaged ratios the n greatest, with equal weights. */
static bool
NAME(mean_of_best)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	uint32_t *place = (uint32_t *) work->scratch;
	double off;
	uint32_t n = NAME(sort_ratios)(work, i, place, &off);
	uint32_t chosen = n < work->steps[i].power ? n : (uint32_t) work->steps[i].power;
	dx_limb sum[LIMBS] = {0};
	bool exact;

	for (uint32_t k = n - chosen; k < n; k++)
		dx_wide_add(sum, NAME(averaged_ratio)(work, place[k])->v, LIMBS);
	if (!dx_wide_scale(out->v, sum, 1, chosen, &exact, LIMBS))
		return false;
	out->off = off + !exact;
	return true;
}

/*
 * The ratio of a child as a pair of doubles, for a mean of such pairs; false where its
 * error is too large for a pair.
 */
static inline bool
NAME(ratio_as_pair)(const NAME(work) * work, uint32_t c, dx_dd *out)
{
	const NAME(number) *ratio = &work->numbers[c].ratio;

	*out = (dx_dd) {0, 0};
	if (work->rolls[c].state != DX_VALUE_PRESENT)
		return true;
	if (LIMBS < DX_WIDE_MAX && ratio->off > 0 && dx_wide_bits(ratio->v, LIMBS) < DD_BITS + 1 + ilogb(ratio->off))
		return false;
	*out = dx_wide_quotient_parts(ratio->v, work->measure->one, LIMBS);
	return true;
}

/* A pair as units, each half truncated by less than one unit; false where it does not fit. */
static inline bool
NAME(units_of_pair)(const NAME(work) * work, dx_dd ratio, dx_limb *out)
{
	dx_limb low[LIMBS];
	bool exact;

	if (!dx_wide_of_double(ratio.hi, work->measure->one, out, &exact, LIMBS) ||
		!dx_wide_of_double(ratio.lo, work->measure->one, low, &exact, LIMBS))
		return false;
	dx_wide_add(out, low, LIMBS);
	return true;
}

/*
 * Ratios and weights of the children averaged by a mean of pairs of doubles. at (may be
 * NULL) receives the place of each child among them, by its distance from the node.
 * False as above.
 */
static bool
NAME(averaged_pairs)(const NAME(work) * work, uint32_t i, dx_dd *x, dx_dd *w, uint32_t *at, uint32_t *n)
{
	const dx_step *steps = work->steps;

	*n = 0;
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		if (!is_averaged(&work->rolls[c]))
			continue;
		if (!NAME(ratio_as_pair)(work, c, &x[*n]))
			return false;
		w[*n] = dd_of_weight(work->measure->weight[c]);
		if (at)
			at[c - i] = *n;
		(*n)++;
	}
	return true;
}

/*
 * Any other mean, in double-doubles made from the ratios; false where the error of one is too
 * large for that.
 */
static bool
NAME(other_mean)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_step *step = &work->steps[i];
	dx_dd *x = work->scratch;
	dx_dd *w = x + (step->end - i);
	dx_dd *rest = w + (step->end - i);
	dx_dd mean;
	uint32_t n;

	if (!NAME(averaged_pairs)(work, i, x, w, NULL, &n))
		return false;
	mean = dx_mean_exact((dx_method) step->method, step->power, x, w, (int) n, rest);
	/* A mean of 1 is exactly 1: double-doubles may leave a difference of 2^-100. */
	if (fabs((mean.hi - 1) + mean.lo) < 0x1p-90)
		mean = (dx_dd) {1, 0};
	/* Truncation is ignored: the result counts as exact. */
	if (!NAME(units_of_pair)(work, mean, out->v))
		return false;
	out->off = 0;
	/* A ratio so small that it has few digits in these units needs finer ones. */
	return LIMBS == DX_WIDE_MAX || mean.hi == 0 || dx_wide_bits(out->v, LIMBS) >= DD_BITS;
}

/*
 * Best n: n children count, or all that apply; first those with an answer, then the
 * others in order. The rest do not count, answered or not. Whether enough have a value
 * is decided here; which are best is found with the mean.
 */
static bool
NAME(begin_best)(const NAME(work) * work, uint32_t i, bool *fits)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	dx_roll *roll = &work->rolls[i];
	family kin = {0};
	uint32_t applicable = 0;
	uint32_t present = 0;
	uint32_t begun = 0;
	uint32_t wanted;
	uint32_t open;

	*roll = (dx_roll) {0};
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];

		child->averaged = NAME(averaged)(work, i, c);
		if (!child->averaged)
			continue;
		applicable++;
		begun += is_answered(child);
		if (child->state == DX_VALUE_PRESENT)
		{
			present++;
			*fits = *fits && NAME(child_ratio)(work, c);
		}
	}
	wanted = applicable < step->power ? applicable : (uint32_t) step->power;
	open = wanted > begun ? wanted - begun : 0;
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];
		bool counts = !child->averaged || is_answered(child) || open > 0;

		if (counts)
			add_counts(roll, child);
		if (!child->averaged)
			continue;
		if (counts)
			add_kin(&kin, child);
		open -= counts && !is_answered(child);
		child->averaged = child->state == DX_VALUE_PRESENT || step->missing == DX_MISSING_ZERO;
	}
	roll->state = applicable == 0 ? DX_VALUE_NA
		: enough(step, kin.answered, kin.applicable) && (present >= wanted || step->missing == DX_MISSING_ZERO)
		? DX_VALUE_PRESENT
		: DX_VALUE_MISSING;
	return applicable > 0;
}

/* Begin a mean: which children it averages, and whether it has a value; false where none applies. */
static bool
NAME(begin_mean)(const NAME(work) * work, uint32_t i, bool *fits)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	dx_roll *roll = &work->rolls[i];
	family kin = {0};

	*roll = (dx_roll) {0};
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];

		add_counts(roll, child);
		child->averaged = NAME(averaged)(work, i, c);
		if (!child->averaged)
			continue;
		add_kin(&kin, child);
		if (child->state == DX_VALUE_PRESENT)
			*fits = *fits && NAME(child_ratio)(work, c);
		else
			child->averaged = step->missing != DX_MISSING_SKIP;
	}
	roll->state = kin.applicable == 0 ? DX_VALUE_NA : has_value(step, &kin) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	return kin.applicable > 0;
}

/* A mean of the children's ratios by weight. */
static bool
NAME(roll_mean)(const NAME(work) * work, uint32_t i)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	struct NAME(dx_numbers) *own = &work->numbers[i];
	dx_roll *roll = &work->rolls[i];
	bool fits = true;

	if (!(step->method == DX_METHOD_BEST ? NAME(begin_best)(work, i, &fits) : NAME(begin_mean)(work, i, &fits)))
	{
		dx_wide_set(own->max, 0, LIMBS);
		return fits;
	}
	dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	if (roll->state != DX_VALUE_PRESENT || !fits)
		return fits;
	switch ((dx_method) step->method)
	{
		case DX_METHOD_SUM:
		case DX_METHOD_MEAN:
			fits = NAME(plain_mean)(work, i, &own->ratio);
			break;
		case DX_METHOD_BEST:
			fits = NAME(mean_of_best)(work, i, &own->ratio);
			break;
		case DX_METHOD_MIN:
		case DX_METHOD_MAX:
		case DX_METHOD_ALTERNATIVES:
			NAME(extreme)(work, i, &own->ratio);
			break;
		case DX_METHOD_MEDIAN:
			NAME(median)(work, i, &own->ratio);
			break;
		case DX_METHOD_GEOMEAN:
		case DX_METHOD_HARMEAN:
		case DX_METHOD_POWER:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			fits = NAME(other_mean)(work, i, &own->ratio);
			break;
	}
	return fits && NAME(multiply)(&own->points, &own->ratio, own->max, work->measure->one) &&
		NAME(bound_if_any)(work, i, own->max);
}

/* Roll up one node, whose children are scored. */
static inline bool
NAME(roll_node)(const NAME(work) * work, uint32_t i)
{
	const dx_step *step = &work->steps[i];

	if (step->flags & DX_STEP_CRITERION)
		return NAME(roll_criterion)(work, i);
	return step->method == DX_METHOD_SUM		 ? NAME(roll_sum)(work, i)
		: step->method == DX_METHOD_ALTERNATIVES ? NAME(roll_alternatives)(work, i)
												 : NAME(roll_mean)(work, i);
}

static bool
NAME(roll_all)(const NAME(work) * work, uint32_t n)
{
	for (uint32_t i = n, k = 0; i-- > 0;)
	{
		if ((i & 255) == 0)
			dx_check_interrupts();
		/* The children are scored: apply their needs. */
		for (; k < work->n_needy && work->steps[work->needy[k]].parent == i; k++)
			if (!NAME(judge)(work, work->needy[k]))
				return false;
		if (!NAME(roll_node)(work, i))
			return false;
	}
	return true;
}

/* ---------------- reading figures ---------------- */

/*
 * a / units as a double: true where every value within the error rounds alike; else *out
 * is the double that the middle between the two rounds to, or the nearest one.
 */
static bool
NAME(settle)(const NAME(number) * a, const dx_limb *units, double *out)
{
	dx_limb end[LIMBS];
	double least;
	double most;

	/* Nearly always the leading bits decide, whatever the error is. */
	if (a->off < 0x1p32 && dx_wide_is_long(a->v, LIMBS) && dx_wide_quotient_near(a->v, units, LIMBS, out))
		return true;
	*out = dx_wide_quotient(a->v, units, LIMBS);
	if (a->off == 0)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	least = dx_wide_quotient(end, units, LIMBS);
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	most = dx_wide_quotient(end, units, LIMBS);
	if (least == most)
		return true;
	if (least <= 0 && most >= 0)
		*out = 0;
	else if (nextafter(least, most) == most)
		*out = the_even_one(least, most);
	return false;
}

/* The same as a decimal; halves are rounded away from zero. */
static bool
NAME(settle_decimal)(const NAME(number) * a, const dx_limb *units, dx_uint128 factor, dx_int128 *out)
{
	dx_limb end[LIMBS];
	dx_int128 other;

	*out = other = 0;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	dx_wide_rounded(end, units, factor, out, LIMBS);
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	dx_wide_rounded(end, units, factor, &other, LIMBS);
	if (*out == other)
		return true;
	if (other > 0)
		*out = other;
	return false;
}

/* Figure `what` of node i, or of a set where marks is not NULL; true where it is settled. */
static bool
NAME(read)(const NAME(work) * work, figure what, uint32_t i, const uint8_t *marks, uint32_t n, double *out)
{
	const dx_limb *max = work->numbers[i].max;
	NAME(number) a;
	NAME(number) sum = {{0}, 0};
	dx_limb worth[LIMBS] = {0};

	switch (what)
	{
		case FIGURE_POINTS:
			NAME(points_of)(work, i, &a);
			return NAME(settle)(&a, work->measure->one, out);
		case FIGURE_RATIO:
			if (dx_is_of_points(work->steps[i].method))
				return NAME(settle)(&work->numbers[i].points, max, out);
			return NAME(settle)(&work->numbers[i].ratio, work->measure->one, out);
		case FIGURE_MAX:
			*out = dx_wide_quotient(max, work->measure->one, LIMBS);
			return true;
		case FIGURE_LOST:
			if (!dx_wide_is_negative(max, LIMBS))
				dx_wide_copy(sum.v, max, LIMBS);
			if (work->rolls[i].state == DX_VALUE_PRESENT)
			{
				NAME(points_of)(work, i, &a);
				dx_wide_sub(sum.v, a.v, LIMBS);
				sum.off = a.off;
			}
			return NAME(settle)(&sum, work->measure->one, out);
		case FIGURE_SET_POINTS:
		case FIGURE_SET_MAX:
		case FIGURE_SET_RATIO:
			break;
	}
	for (i = 0; i < n; i = marks[i] ? work->steps[i].end : i + 1)
	{
		if (!marks[i])
			continue;
		max = work->numbers[i].max;
		if (!(work->steps[i].flags & DX_STEP_BONUS) && !dx_wide_is_negative(max, LIMBS))
			dx_wide_add(worth, max, LIMBS);
		if (work->rolls[i].state == DX_VALUE_PRESENT)
		{
			NAME(points_of)(work, i, &a);
			NAME(add)(&sum, &a);
		}
	}
	if (what == FIGURE_SET_MAX || dx_wide_is_zero(worth, LIMBS))
	{
		*out = dx_wide_quotient(worth, work->measure->one, LIMBS);
		if (what != FIGURE_SET_POINTS)
			return true;
	}
	return NAME(settle)(&sum, what == FIGURE_SET_RATIO ? worth : work->measure->one, out);
}

/* ---------------- contributions ---------------- */

/* What `per` points of a node contribute to the root. */
typedef struct NAME(worth)
{
	NAME(number) full;
	dx_limb per[LIMBS];
} NAME(worth);

/* Sign of a - b: -1, 0 (within the errors), 1; *sure: do the errors leave no doubt? */
static int
NAME(compare)(const NAME(number) * a, const NAME(number) * b, bool *sure)
{
	dx_limb apart[LIMBS];
	double off = a->off + b->off;
	int order = dx_wide_cmp(a->v, b->v, LIMBS);

	if (off == 0)
		return order;
	if (dx_wide_shift_by(apart, order > 0 ? b->v : a->v, off, LIMBS) &&
		dx_wide_cmp(apart, order > 0 ? a->v : b->v, LIMBS) < 0)
		return order;
	*sure = false;
	return 0;
}

/*
 * Of alternatives the child whose points count: the first of those with most. False: finer units
 * are needed.
 */
static bool
NAME(choose_one)(const NAME(work) * work, uint32_t i, bool *chosen)
{
	const dx_step *step = &work->steps[i];
	uint32_t best = 0;
	bool sure = true;

	for (uint32_t c = i + 1; c < step->end; c = work->steps[c].end)
	{
		chosen[c] = false;
		if (dx_step_regular(step, &work->steps[c]) && work->rolls[c].state == DX_VALUE_PRESENT &&
			(best == 0 || NAME(compare)(&work->numbers[c].points, &work->numbers[best].points, &sure) > 0))
			best = c;
	}
	if (best > 0)
		chosen[best] = true;
	return sure || LIMBS == DX_WIDE_MAX;
}

/*
 * Of best n the children that are averaged: those with the greatest ratios, of equal
 * ones the first. *total receives how many. False: finer units are needed.
 */
static bool
NAME(choose_best)(const NAME(work) * work, uint32_t i, bool *chosen, dx_int128 *total)
{
	const dx_step *step = &work->steps[i];
	uint32_t *place = (uint32_t *) work->scratch;
	double off;
	uint32_t n = NAME(sort_ratios)(work, i, place, &off);
	uint32_t left = n < step->power ? n : (uint32_t) step->power;
	bool sure = true;
	NAME(number) bound = {{0}, 0};

	*total = left;
	if (n > 0)
		bound = *NAME(averaged_ratio)(work, place[n - left]);
	for (uint32_t c = i + 1; c < step->end; c = work->steps[c].end)
	{
		chosen[c] = is_averaged(&work->rolls[c]) &&
			(n == left || NAME(compare)(NAME(averaged_ratio)(work, c), &bound, &sure) > 0);
		left -= chosen[c];
	}
	/* The places that are left go to children equal to the least that is taken. */
	for (uint32_t c = i + 1; left > 0 && c < step->end; c = work->steps[c].end)
		if (is_averaged(&work->rolls[c]) && !chosen[c] &&
			NAME(compare)(NAME(averaged_ratio)(work, c), &bound, &sure) == 0)
		{
			chosen[c] = true;
			left--;
		}
	return sure || LIMBS == DX_WIDE_MAX;
}

/*
 * How a node divides its contribution among its children: *total receives the sum of
 * weights that a mean averaged; have, of a sum that skipped children, the maxima of the
 * others, and 0 where it skipped none; above, the maximum that is divided, before a cap;
 * chosen[c], whether child c counts. False: finer units are needed.
 */
static bool
NAME(share_out)(const NAME(work) * work, uint32_t i, dx_limb *have, dx_limb *above, dx_int128 *total, bool *chosen)
{
	const dx_step *step = &work->steps[i];
	bool skipped = false;
	const dx_limb *cap;

	if (!NAME(is_capped)(work, i, &cap, above))
		dx_wide_copy(above, work->numbers[i].max, LIMBS);
	dx_wide_set(have, 0, LIMBS);
	*total = 0;
	if (step->method == DX_METHOD_ALTERNATIVES)
		return NAME(choose_one)(work, i, chosen);
	if (step->method == DX_METHOD_BEST)
		return NAME(choose_best)(work, i, chosen, total);
	for (uint32_t c = i + 1; c < step->end; c = work->steps[c].end)
		if (step->method != DX_METHOD_SUM)
		{
			chosen[c] = is_averaged(&work->rolls[c]);
			*total += chosen[c] ? work->measure->weight[c] : 0;
		}
		else
		{
			chosen[c] = true;
			if (!dx_step_regular(step, &work->steps[c]))
				continue;
			skipped = skipped || work->rolls[c].state == DX_VALUE_MISSING;
			if (work->rolls[c].state == DX_VALUE_PRESENT)
				dx_wide_add(have, work->numbers[c].max, LIMBS);
		}
	if (!skipped)
		dx_wide_set(have, 0, LIMBS);
	return true;
}

/*
 * The contribution of child c to the root, in units; worth[c] receives how its points
 * count there; that of its parent is known. False where it does not fit.
 */
static bool
NAME(contribution)(const NAME(work) * work, uint32_t c, const dx_limb *have, const dx_limb *above, dx_int128 total,
				   bool chosen, NAME(worth) * worth, NAME(number) * out)
{
	const dx_step *step = &work->steps[c];
	const dx_step *parent = &work->steps[step->parent];
	const struct NAME(dx_numbers) *own = &work->numbers[c];
	const NAME(worth) *base = &worth[step->parent];
	bool exact;

	*out = (NAME(number)) {{0}, 0};
	worth[c].full = *out;
	dx_wide_copy(worth[c].per, work->measure->one, LIMBS);
	if (!chosen)
		return true;
	if (dx_is_of_points(parent->method))
	{
		worth[c] = *base;
		/* Children with a value also stand for those that were skipped. */
		if (parent->method == DX_METHOD_SUM && parent->missing == DX_MISSING_SKIP && dx_step_regular(parent, step) &&
			!dx_wide_is_zero(have, LIMBS))
		{
			if (!NAME(multiply)(&worth[c].full, &base->full, above, base->per))
				return false;
			dx_wide_copy(worth[c].per, have, LIMBS);
		}
		return NAME(multiply)(out, &worth[c].full, own->points.v, worth[c].per);
	}
	/* A ratio of 1 contributes its share of the weights, of the maximum above. */
	if (!NAME(multiply)(&worth[c].full, &base->full, above, base->per) ||
		!dx_wide_scale(worth[c].full.v, worth[c].full.v,
					   parent->method == DX_METHOD_BEST ? 1 : work->measure->weight[c], total, &exact, LIMBS) ||
		!NAME(multiply)(out, &worth[c].full, own->ratio.v, work->measure->one))
		return false;
	if (!dx_wide_is_zero(own->max, LIMBS))
		dx_wide_copy(worth[c].per, own->max, LIMBS);
	return true;
}

/* What child c, whose points count as in worth, would contribute with its whole maximum, times factor. */
static bool
NAME(bring_all)(const NAME(work) * work, uint32_t c, const NAME(worth) * worth, dx_uint128 factor, dx_int128 *out)
{
	const dx_step *step = &work->steps[c];
	const dx_limb *max =
		(step->flags & DX_STEP_CRITERION) ? work->measure->max + (size_t) c * LIMBS : work->numbers[c].max;
	NAME(number) all = worth->full;

	/* Under a mean, that is at a ratio of 1. */
	return (!dx_is_of_points(work->steps[step->parent].method) ||
			NAME(multiply)(&all, &worth->full, max, worth->per)) &&
		dx_wide_rounded(all.v, work->measure->one, factor, out, LIMBS);
}

/*
 * Contributions of all nodes but the root, times factor; full (may be NULL): what they
 * would be with their whole maxima; known[i]: are all nodes from the root down to i
 * linear?
 */
static bool
NAME(contribute)(const NAME(work) * work, uint32_t n, dx_uint128 factor, dx_int128 *part, dx_int128 *full, bool *known)
{
	NAME(worth) *worth = dx_alloc(n * sizeof(NAME(worth)));
	bool *chosen = dx_alloc(n * sizeof(bool));
	dx_limb have[LIMBS];
	dx_limb above[LIMBS];
	dx_int128 total = 1;
	bool fits = true;

	dx_wide_copy(worth[0].full.v, work->measure->one, LIMBS);
	dx_wide_copy(worth[0].per, work->measure->one, LIMBS);
	known[0] = work->rolls[0].state == DX_VALUE_PRESENT;
	for (uint32_t i = 0; fits && i < n; i++)
	{
		const dx_step *step = &work->steps[i];
		bool linear = known[i] && dx_methods[step->method].linear && !(work->rolls[i].terms & DX_ROLL_BOUND);

		if (step->flags & DX_STEP_CRITERION)
			continue;
		if (linear)
			fits = NAME(share_out)(work, i, have, above, &total, chosen);
		for (uint32_t c = i + 1; fits && c < step->end; c = work->steps[c].end)
		{
			NAME(number) brought;

			part[c] = 0;
			if (full)
				full[c] = 0;
			known[c] = linear && work->rolls[c].state == DX_VALUE_PRESENT;
			fits = !known[c] ||
				(NAME(contribution)(work, c, have, above, total, chosen[c], worth, &brought) &&
				 dx_wide_rounded(brought.v, work->measure->one, factor, &part[c], LIMBS) &&
				 (full == NULL || NAME(bring_all)(work, c, &worth[c], factor, &full[c])));
		}
	}
	dx_free(chosen);
	dx_free(worth);
	return fits;
}
