/* SPDX-License-Identifier: PostgreSQL */
/*
 * means_kernel.h: which children a mean averages, and means that are sums over them: the
 * plain one exactly, geometric, harmonic, power and Mazziotta-Pareto means in pairs of
 * doubles (number/mean.h). Included by rollup.c after units_kernel.h.
 */

/*
 * Is child c averaged by mean i, with or without a value? Not if the child has
 * weight 0, does not apply or has maximum 0 (so that there is no ratio to average,
 * answered or not).
 */
static inline bool
NAME(is_averaged_by)(const NAME(work) * work, uint32_t i, uint32_t c)
{
	const dx_limb *max = work->numbers[c].max;

	return dx_step_regular(&work->steps[i], &work->steps[c]) && work->rolls[c].state != DX_VALUE_NA &&
		((work->steps[c].flags & DX_STEP_CRITERION) ||
		 (!dx_wide_is_negative(max, LIMBS) && !dx_wide_is_zero(max, LIMBS)));
}

/*
 * Compute the ratio of a child with a value that the mean above it averages: points / maximum of
 * a sum or alternatives; others have theirs. False where it does not fit.
 */
static bool
NAME(child_ratio)(const NAME(work) * work, uint32_t c)
{
	struct NAME(dx_numbers) *child = &work->numbers[c];

	if ((work->steps[c].flags & DX_STEP_CRITERION) || !dx_is_of_points(work->steps[c].method))
		return true;
	return NAME(multiply)(&child->ratio, &child->points, work->measure->one, child->max);
}

/* The ratio of a child in the mean above it; 0 for a missing one. */
static inline const NAME(number) * NAME(averaged_ratio)(const NAME(work) * work, uint32_t c)
{
	static const NAME(number) none = {{0}, 0};

	return work->rolls[c].state == DX_VALUE_PRESENT ? &work->numbers[c].ratio : &none;
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

/* ---------------- means of pairs of doubles ---------------- */

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
 * A mean of pairs of doubles made from the ratios; false where the error of one is too large for
 * that.
 */
static bool
NAME(mean_of_pairs)(const NAME(work) * work, uint32_t i, NAME(number) * out)
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
