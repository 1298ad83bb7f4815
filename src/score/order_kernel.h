/* SPDX-License-Identifier: PostgreSQL */
/*
 * order_kernel.h: order statistics of the ratios of a node's children: the least, the
 * greatest, the weighted median, the mean of the n best. Included by rollup.c after
 * means_kernel.h, which says what the children of a mean are.
 */

/* The least or the greatest ratio; a missing one is 0. */
static void
NAME(extreme)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_step *steps = work->steps;
	int wanted = steps[i].method == DX_METHOD_MIN ? -1 : 1;
	double off = 0;
	bool first = true;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const NAME(number) *ratio = NAME(averaged_ratio)(work, c);

		if (!is_averaged(&work->rolls[c]))
			continue;
		off = ratio->off > off ? ratio->off : off;
		if (first || dx_wide_cmp(ratio->v, out->v, LIMBS) == wanted)
			dx_wide_copy(out->v, ratio->v, LIMBS);
		first = false;
	}
	out->off = off;
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
 * The weighted median: the ratio at which the weights, added from the least ratio on, pass
 * half of their sum; where they reach exactly half, the average of it and the next. Sorts the
 * children in scratch.
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
	dx_limb both[LIMBS];
	bool exact;

	for (uint32_t j = 0; j < n; j++)
		total += weight[place[j]];
	for (below = weight[place[0]]; 2 * below < total; below += weight[place[k]])
		k++;
	*out = *NAME(averaged_ratio)(work, place[k]);
	out->off = off;
	if (2 * below == total && k + 1 < n)
	{
		dx_wide_copy(both, out->v, LIMBS);
		dx_wide_add(both, NAME(averaged_ratio)(work, place[k + 1])->v, LIMBS);
		dx_wide_scale(out->v, both, 1, 2, &exact, LIMBS);
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
