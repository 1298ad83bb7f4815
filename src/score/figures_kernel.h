/* SPDX-License-Identifier: PostgreSQL */
/*
 * figures_kernel.h: points, ratios, maxima and lost points of a node or of a set of nodes,
 * each rounded once to a double. Included by rollup.c after units_kernel.h.
 */

/* Points lost at a node: its maximum, where that is above 0, without its points. */
static void
NAME(lost_at)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_limb *max = work->numbers[i].max;
	NAME(number) points;

	*out = (NAME(number)) {{0}, 0};
	if (!dx_wide_is_negative(max, LIMBS))
		dx_wide_copy(out->v, max, LIMBS);
	if (work->rolls[i].state != DX_VALUE_PRESENT)
		return;
	NAME(points_of)(work, i, &points);
	dx_wide_sub(out->v, points.v, LIMBS);
	out->off = points.off;
}

/* Points and maxima of the nodes with marks[i], added up: of each the topmost, of bonuses no maximum. */
static void
NAME(add_marked)(const NAME(work) * work, const uint8_t *marks, uint32_t n, NAME(number) * points, dx_limb *max)
{
	*points = (NAME(number)) {{0}, 0};
	dx_wide_set(max, 0, LIMBS);
	for (uint32_t i = 0; i < n; i = marks[i] ? work->steps[i].end : i + 1)
	{
		NAME(number) own;

		if (!marks[i])
			continue;
		if (!(work->steps[i].flags & DX_STEP_BONUS) && !dx_wide_is_negative(work->numbers[i].max, LIMBS))
			dx_wide_add(max, work->numbers[i].max, LIMBS);
		if (work->rolls[i].state != DX_VALUE_PRESENT)
			continue;
		NAME(points_of)(work, i, &own);
		NAME(add)(points, &own);
	}
}

/*
 * Figure `what` of node i, or of the set of nodes with marks (else NULL) of all n; true where
 * every value within the error rounds to *out. The ratio of a set without a maximum is 0.
 */
static bool
NAME(read_figure)(const NAME(work) * work, figure what, uint32_t i, const uint8_t *marks, uint32_t n, double *out)
{
	const dx_limb *one = work->measure->one;
	NAME(number) sum;
	dx_limb max[LIMBS];

	switch (what)
	{
		case FIGURE_POINTS:
			NAME(points_of)(work, i, &sum);
			return NAME(round_to_double)(&sum, one, out);
		case FIGURE_RATIO:
			if (dx_is_of_points(work->steps[i].method))
				return NAME(round_to_double)(&work->numbers[i].points, work->numbers[i].max, out);
			return NAME(round_to_double)(&work->numbers[i].ratio, one, out);
		case FIGURE_MAX:
			*out = dx_wide_quotient(work->numbers[i].max, one, LIMBS);
			return true;
		case FIGURE_LOST:
			NAME(lost_at)(work, i, &sum);
			return NAME(round_to_double)(&sum, one, out);
		case FIGURE_SET_POINTS:
			NAME(add_marked)(work, marks, n, &sum, max);
			return NAME(round_to_double)(&sum, one, out);
		case FIGURE_SET_MAX:
			NAME(add_marked)(work, marks, n, &sum, max);
			*out = dx_wide_quotient(max, one, LIMBS);
			return true;
		case FIGURE_SET_RATIO:
			NAME(add_marked)(work, marks, n, &sum, max);
			*out = 0;
			return dx_wide_is_zero(max, LIMBS) || NAME(round_to_double)(&sum, max, out);
	}
	return true;
}
