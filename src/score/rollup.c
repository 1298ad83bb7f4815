/*
 * rollup.c: one pass over the pre-order array from its end, so that children
 * are scored before their parent. Sums are exact decimals; means see their
 * children in code order. Nothing here depends on the order rows came in.
 */
#include "score/rollup.h"

/* Enough immediate children with a value? Compared as integers where the limit is a fraction. */
static bool
enough(const dx_step *step, uint32_t have, uint32_t applicable)
{
	if (applicable == 0)
		return true;
	if (have < step->min_count)
		return false;
	if (step->coverage_den > 0)
		return (uint64_t) have * step->coverage_den >= (uint64_t) step->coverage_num * applicable;
	return (double) have >= (step->min_coverage - 1e-9) * (double) applicable;
}

static bool
out_of_range(dx_error *err)
{
	return dx_fail(err, DX_ERR_RANGE, 0, "points are out of range");
}

static void
roll_criterion(const dx_step *step, const dx_leaf *leaf, dx_roll *roll)
{
	bool		counted = (step->flags & DX_STEP_COUNTED) != 0;

	roll->state = leaf->state;
	if ((step->flags & DX_STEP_UNSCORED) || leaf->state == DX_VALUE_NA)
	{
		roll->state = DX_VALUE_NA;
		return;
	}
	roll->max = dx_load_points(step->max);
	roll->applicable = counted;
	if (leaf->state != DX_VALUE_PRESENT)
		return;
	roll->answered = counted;
	roll->ratio = leaf->ratio;
	if (step->flags & DX_STEP_DECIMAL)
		roll->points = leaf->points;
	else
		roll->value = leaf->ratio * dx_points_to_double(roll->max);
}

/*
 * A sum. Regular children obey the policy; bonuses, penalties and children
 * worth 0 are added afterwards, missing ones as 0.
 */
static bool
roll_sum(const dx_step *steps, uint32_t i, dx_roll *rolls, dx_error *err)
{
	const dx_step *step = &steps[i];
	dx_roll    *roll = &rolls[i];
	dx_points	points = 0;
	dx_points	extra = 0;
	uint32_t	n_applicable = 0;
	uint32_t	n_value = 0;
	uint32_t	n_answered = 0;
	bool		any_extra = false;

	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const dx_roll *child = &rolls[c];

		roll->answered += child->answered;
		roll->applicable += child->applicable;
		if (dx_step_regular(step, &steps[c]))
		{
			if (child->state == DX_VALUE_NA)
				continue;
			n_applicable++;
			roll->max += child->max;
			if (child->state == DX_VALUE_PRESENT)
			{
				n_value++;
				n_answered += child->answered > 0;
				roll->have += child->max;
				points += child->points;
			}
		}
		else if (child->state != DX_VALUE_NA)
		{
			any_extra = true;
			if (child->state == DX_VALUE_PRESENT)
				extra += child->points;
		}
	}

	roll->state = DX_VALUE_MISSING;
	if (n_applicable == 0)
	{
		/* Nothing is left of the maximum: bonuses and penalties alone, or nothing at all. */
		if (!any_extra)
			roll->state = DX_VALUE_NA;
		else
		{
			roll->state = DX_VALUE_PRESENT;
			roll->points = extra;
			if (extra > DX_POINTS_LIMIT || extra < -DX_POINTS_LIMIT)
				return out_of_range(err);
		}
		return true;
	}
	if (!enough(step, n_answered, n_applicable))
		return true;
	if (n_value < n_applicable)
	{
		if (step->missing == DX_MISSING_STRICT)
			return true;
		if (step->missing == DX_MISSING_SKIP)
		{
			if (n_value == 0)
				return true;
			if (roll->have > 0 &&
				(!dx_muldiv(points, roll->max, roll->have, &points) ||
				 points > DX_POINTS_LIMIT || points < -DX_POINTS_LIMIT))
				return out_of_range(err);
		}
	}
	roll->state = DX_VALUE_PRESENT;
	roll->points = points + extra;
	if (roll->points > DX_POINTS_LIMIT || roll->points < -DX_POINTS_LIMIT)
		return out_of_range(err);
	return true;
}

/*
 * Does the child take part in the mean above it, with or without a value? A
 * child without weight, not applicable, or worth nothing (so that there is no
 * ratio to average, answered or not) does not.
 */
static bool
averaged(const dx_step *step, const dx_step *child_step, const dx_roll *child)
{
	return dx_step_regular(step, child_step) && child->state != DX_VALUE_NA &&
		((child_step->flags & DX_STEP_CRITERION) || child->max > 0);
}

/* A mean of the children's ratios by weight. */
static bool
roll_mean(const dx_step *steps, uint32_t i, dx_roll *rolls, double *scratch, dx_error *err)
{
	const dx_step *step = &steps[i];
	dx_roll    *roll = &rolls[i];
	uint32_t	room = step->end - i;
	double	   *x = scratch;
	double	   *w = scratch + room;
	double	   *work = scratch + 2 * (size_t) room;
	uint32_t	n_applicable = 0;
	uint32_t	n_answered = 0;
	uint32_t	n_missing = 0;
	int			n = 0;

	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const dx_roll *child = &rolls[c];
		double		ratio = 0;

		roll->answered += child->answered;
		roll->applicable += child->applicable;
		if (!averaged(step, &steps[c], child))
			continue;
		if (child->state == DX_VALUE_PRESENT)
		{
			if (steps[c].flags & DX_STEP_CRITERION)
				ratio = child->ratio;
			else
				dx_roll_ratio(&steps[c], child, &ratio);
			n_answered += child->answered > 0;
		}
		else
		{
			n_missing++;
			if (step->missing == DX_MISSING_SKIP)
			{
				n_applicable++;
				continue;
			}
		}
		n_applicable++;
		x[n] = ratio;
		w[n] = steps[c].weight;
		n++;
	}

	if (n_applicable == 0)
	{
		roll->state = DX_VALUE_NA;
		return true;
	}
	roll->max = dx_load_points(step->max);
	roll->state = DX_VALUE_MISSING;
	if (n == 0 || !enough(step, n_answered, n_applicable) ||
		(n_missing > 0 && step->missing == DX_MISSING_STRICT))
		return true;
	roll->state = DX_VALUE_PRESENT;
	roll->ratio = dx_mean((dx_method) step->method, step->power, x, w, n, work);
	roll->value = roll->ratio * dx_points_to_double(roll->max);
	if ((step->flags & DX_STEP_DECIMAL) &&
		(!dx_points_from_double(roll->value, &roll->points) ||
		 roll->points > DX_POINTS_LIMIT || roll->points < -DX_POINTS_LIMIT))
		return out_of_range(err);
	return true;
}

bool
dx_roll_up(const dx_step *steps, uint32_t n, const dx_leaf *leaves,
		   dx_roll *rolls, double *scratch, dx_error *err)
{
	memset(rolls, 0, n * sizeof(dx_roll));
	for (uint32_t i = n; i-- > 0;)
	{
		const dx_step *step = &steps[i];

		if ((i & 1023) == 0)
			dx_check_interrupts();
		if (step->flags & DX_STEP_CRITERION)
			roll_criterion(step, &leaves[step->criterion], &rolls[i]);
		else if (step->method == DX_METHOD_SUM)
		{
			if (!roll_sum(steps, i, rolls, err))
				return false;
		}
		else if (!roll_mean(steps, i, rolls, scratch, err))
			return false;
	}
	return true;
}

double
dx_roll_points(const dx_step *step, const dx_roll *roll)
{
	return (step->flags & DX_STEP_DECIMAL) ? dx_points_to_double(roll->points) : roll->value;
}

bool
dx_roll_points_exact(const dx_step *step, const dx_roll *roll, dx_points *out)
{
	if (!(step->flags & DX_STEP_DECIMAL))
		return dx_points_from_double(roll->value, out);
	*out = roll->points;
	return true;
}

bool
dx_roll_ratio(const dx_step *step, const dx_roll *roll, double *out)
{
	if (roll->state != DX_VALUE_PRESENT)
		return false;
	if (step->flags & DX_STEP_CRITERION)
	{
		if (roll->max < 0)
			return false;
		if (roll->max == 0 || !(step->flags & DX_STEP_DECIMAL))
			*out = roll->ratio;
		else
			*out = dx_quotient(roll->points, roll->max);
		return true;
	}
	if (roll->max <= 0)
		return false;
	*out = step->method == DX_METHOD_SUM ? dx_quotient(roll->points, roll->max) : roll->ratio;
	return true;
}

double
dx_roll_lost(const dx_step *step, const dx_roll *roll)
{
	dx_points	best = roll->max > 0 ? roll->max : 0;
	dx_points	have = 0;

	if (roll->state == DX_VALUE_NA)
		return 0;
	if (roll->state == DX_VALUE_PRESENT)
	{
		if (!(step->flags & DX_STEP_DECIMAL))
			return dx_points_to_double(best) - roll->value;
		have = roll->points;
	}
	return dx_points_to_double(best - have);
}

/*
 * factor[i]: what one point of node i is worth at the root. Under a sum a
 * point is a point, scaled where missing children were skipped; under a mean
 * a child's ratio counts by its share of the weights that were averaged.
 */
void
dx_roll_contributions(const dx_step *steps, uint32_t n, const dx_roll *rolls,
					  double *contribution, bool *known)
{
	known[0] = rolls[0].state == DX_VALUE_PRESENT;
	contribution[0] = known[0] ? dx_roll_points(&steps[0], &rolls[0]) : 0;

	/*
	 * First leave in contribution[] of a child the factor on its own points
	 * (or, under a mean, on its ratio); a parent comes before its children.
	 */
	for (uint32_t i = 0; i < n; i++)
	{
		const dx_step *step = &steps[i];
		const dx_roll *roll = &rolls[i];
		bool		linear = dx_methods[step->method].linear;
		double		own = known[i] ? dx_roll_points(step, roll) : 0;
		double		factor;
		double		total = 0;

		if (step->flags & DX_STEP_CRITERION)
			continue;
		/* contribution[i] / own, without dividing by 0 where own is 0. */
		factor = (i == 0) ? 1 : contribution[i];
		if (step->method == DX_METHOD_MEAN && known[i])
			for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
				if (averaged(step, &steps[c], &rolls[c]) &&
					(rolls[c].state == DX_VALUE_PRESENT || step->missing == DX_MISSING_ZERO))
					total += steps[c].weight;
		for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
		{
			const dx_roll *child = &rolls[c];

			known[c] = known[i] && linear && child->state == DX_VALUE_PRESENT;
			contribution[c] = 0;
			if (!known[c])
				continue;
			contribution[c] = factor;
			if (step->method == DX_METHOD_SUM)
			{
				if (dx_step_regular(step, &steps[c]) && step->missing == DX_MISSING_SKIP && roll->have > 0)
					contribution[c] *= dx_quotient(roll->max, roll->have);
			}
			else if (!averaged(step, &steps[c], child))
				contribution[c] = 0;
			else
			{
				double		child_max = dx_points_to_double(child->max);

				contribution[c] *= steps[c].weight / total * dx_points_to_double(roll->max);
				if (child_max != 0)
					contribution[c] /= child_max;
			}
		}
		if (i > 0)
			contribution[i] = factor * own;
	}
	for (uint32_t i = 1; i < n; i++)
		if ((steps[i].flags & DX_STEP_CRITERION) && known[i])
		{
			bool		by_ratio = steps[steps[i].parent].method == DX_METHOD_MEAN && rolls[i].max == 0;

			contribution[i] *= by_ratio ? rolls[i].ratio : dx_roll_points(&steps[i], &rolls[i]);
		}
}
