/* SPDX-License-Identifier: PostgreSQL */
/*
 * contributions_kernel.h: what each node contributes to the points of the root, from the
 * root down. Included by rollup.c after the kernels of terms and order.
 */

/* How points of a node count at the root: points x num / den. */
typedef struct NAME(rate)
{
	NAME(number) num;
	dx_limb den[LIMBS];
} NAME(rate);

/* How a node divides its contribution among its children. */
typedef struct NAME(shares)
{
	dx_limb max[LIMBS];			 /* the maximum that is divided: before a cap */
	dx_limb answered_max[LIMBS]; /* of a sum that skipped children the maxima of the others; else 0 */
	dx_int128 total;			 /* of a mean the sum of the weights averaged */
	bool *counts;				 /* of a child, by its place in the programme */
} NAME(shares);

/*
 * Of alternatives the child whose points count: the first of those with most. False: finer units
 * are needed.
 */
static bool
NAME(choose_alternative)(const NAME(work) * work, uint32_t i, bool *counts)
{
	const dx_step *step = &work->steps[i];
	uint32_t best = 0;
	bool sure = true;

	for (uint32_t c = i + 1; c < step->end; c = work->steps[c].end)
	{
		counts[c] = false;
		if (dx_step_regular(step, &work->steps[c]) && work->rolls[c].state == DX_VALUE_PRESENT &&
			(best == 0 || NAME(compare)(&work->numbers[c].points, &work->numbers[best].points, &sure) > 0))
			best = c;
	}
	if (best > 0)
		counts[best] = true;
	return sure || LIMBS == DX_WIDE_MAX;
}

/*
 * Of best n the children that are averaged: those with the greatest ratios, of equal
 * ones the first. *total receives how many. False: finer units are needed.
 */
static bool
NAME(choose_best)(const NAME(work) * work, uint32_t i, bool *counts, dx_int128 *total)
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
		counts[c] = is_averaged(&work->rolls[c]) &&
			(n == left || NAME(compare)(NAME(averaged_ratio)(work, c), &bound, &sure) > 0);
		left -= counts[c];
	}
	/* The places that are left go to children equal to the least that is taken. */
	for (uint32_t c = i + 1; left > 0 && c < step->end; c = work->steps[c].end)
		if (is_averaged(&work->rolls[c]) && !counts[c] &&
			NAME(compare)(NAME(averaged_ratio)(work, c), &bound, &sure) == 0)
		{
			counts[c] = true;
			left--;
		}
	return sure || LIMBS == DX_WIDE_MAX;
}

/* Fill shares (but for counts, which is the caller's room) of node i. False: finer units are needed. */
static bool
NAME(find_shares)(const NAME(work) * work, uint32_t i, NAME(shares) * shares)
{
	const dx_step *step = &work->steps[i];
	bool skipped = false;

	if (NAME(cap_of)(work, i))
		NAME(add_maxima)(work, i, shares->max);
	else
		dx_wide_copy(shares->max, work->numbers[i].max, LIMBS);
	dx_wide_set(shares->answered_max, 0, LIMBS);
	shares->total = 0;
	if (step->method == DX_METHOD_ALTERNATIVES)
		return NAME(choose_alternative)(work, i, shares->counts);
	if (step->method == DX_METHOD_BEST)
		return NAME(choose_best)(work, i, shares->counts, &shares->total);
	for (uint32_t c = i + 1; c < step->end; c = work->steps[c].end)
	{
		const dx_roll *child = &work->rolls[c];

		if (step->method != DX_METHOD_SUM)
		{
			shares->counts[c] = is_averaged(child);
			shares->total += is_averaged(child) ? work->measure->weight[c] : 0;
			continue;
		}
		shares->counts[c] = true;
		if (!dx_step_regular(step, &work->steps[c]))
			continue;
		skipped = skipped || child->state == DX_VALUE_MISSING;
		if (child->state == DX_VALUE_PRESENT)
			dx_wide_add(shares->answered_max, work->numbers[c].max, LIMBS);
	}
	if (!skipped)
		dx_wide_set(shares->answered_max, 0, LIMBS);
	return true;
}

/*
 * The contribution of child c to the root, in units, and the rate at which its points count there;
 * rates[] has that of its parent. False where it does not fit.
 */
static bool
NAME(contribution)(const NAME(work) * work, uint32_t c, const NAME(shares) * shares, NAME(rate) * rates,
				   NAME(number) * out)
{
	const dx_step *step = &work->steps[c];
	const dx_step *parent = &work->steps[step->parent];
	const struct NAME(dx_numbers) *own = &work->numbers[c];
	const NAME(rate) *above = &rates[step->parent];
	NAME(rate) *rate = &rates[c];
	bool exact;

	*out = (NAME(number)) {{0}, 0};
	rate->num = *out;
	dx_wide_copy(rate->den, work->measure->one, LIMBS);
	if (!shares->counts[c])
		return true;
	if (dx_is_of_points(parent->method))
	{
		*rate = *above;
		/* Children with a value also stand for those that were skipped. */
		if (parent->method == DX_METHOD_SUM && parent->missing == DX_MISSING_SKIP && dx_step_regular(parent, step) &&
			!dx_wide_is_zero(shares->answered_max, LIMBS))
		{
			if (!NAME(multiply)(&rate->num, &above->num, shares->max, above->den))
				return false;
			dx_wide_copy(rate->den, shares->answered_max, LIMBS);
		}
		return NAME(multiply)(out, &rate->num, own->points.v, rate->den);
	}
	/* A ratio of 1 contributes its share of the weights, of the maximum above. */
	if (!NAME(multiply)(&rate->num, &above->num, shares->max, above->den) ||
		!dx_wide_scale(rate->num.v, rate->num.v, parent->method == DX_METHOD_BEST ? 1 : work->measure->weight[c],
					   shares->total, &exact, LIMBS) ||
		!NAME(multiply)(out, &rate->num, own->ratio.v, work->measure->one))
		return false;
	if (!dx_wide_is_zero(own->max, LIMBS))
		dx_wide_copy(rate->den, own->max, LIMBS);
	return true;
}

/* What child c, whose points count at this rate, would contribute with its whole maximum, times factor. */
static bool
NAME(contribution_of_max)(const NAME(work) * work, uint32_t c, const NAME(rate) * rate, dx_uint128 factor,
						  dx_int128 *out)
{
	const dx_step *step = &work->steps[c];
	const dx_limb *max =
		(step->flags & DX_STEP_CRITERION) ? work->measure->max + (size_t) c * LIMBS : work->numbers[c].max;
	NAME(number) all = rate->num;

	/* Under a mean that is a ratio of 1, which num is the contribution of. */
	return (!dx_is_of_points(work->steps[step->parent].method) || NAME(multiply)(&all, &rate->num, max, rate->den)) &&
		dx_wide_rounded(all.v, work->measure->one, factor, out, LIMBS);
}

/*
 * Contributions of all nodes but the root, times factor; full (may be NULL): what they
 * would be with their whole maxima; known[i]: are all nodes from the root down to i
 * linear?
 */
static bool
NAME(contribute)(const NAME(work) * work, uint32_t n, dx_uint128 factor, dx_int128 *brought, dx_int128 *full,
				 bool *known)
{
	NAME(rate) *rates = dx_alloc(n * sizeof(NAME(rate)));
	NAME(shares) shares = {.total = 1, .counts = dx_alloc(n * sizeof(bool))};
	bool fits = true;

	dx_wide_copy(rates[0].num.v, work->measure->one, LIMBS);
	dx_wide_copy(rates[0].den, work->measure->one, LIMBS);
	known[0] = work->rolls[0].state == DX_VALUE_PRESENT;
	for (uint32_t i = 0; fits && i < n; i++)
	{
		const dx_step *step = &work->steps[i];
		bool linear = known[i] && dx_methods[step->method].linear && !(work->rolls[i].terms & DX_ROLL_BOUND);

		if (step->flags & DX_STEP_CRITERION)
			continue;
		if (linear)
			fits = NAME(find_shares)(work, i, &shares);
		for (uint32_t c = i + 1; fits && c < step->end; c = work->steps[c].end)
		{
			NAME(number) own;

			brought[c] = 0;
			if (full)
				full[c] = 0;
			known[c] = linear && work->rolls[c].state == DX_VALUE_PRESENT;
			if (!known[c])
				continue;
			fits = NAME(contribution)(work, c, &shares, rates, &own) &&
				dx_wide_rounded(own.v, work->measure->one, factor, &brought[c], LIMBS) &&
				(full == NULL || NAME(contribution_of_max)(work, c, &rates[c], factor, &full[c]));
		}
	}
	dx_free(shares.counts);
	dx_free(rates);
	return fits;
}
