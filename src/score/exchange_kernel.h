/* SPDX-License-Identifier: PostgreSQL */
/*
 * exchange_kernel.h: a node with many children is rolled up again by exchanging those that
 * have changed in the sums over all of them (family_kernel.h): the same numbers as the
 * roll-up's, or, for a mean of pairs of doubles, a mean with a bound of its error.
 * Included by rollup.c after rollup_kernel.h.
 */

/* Replace a term of a sum: subtract less, add more (each may be NULL). */
static void
NAME(exchange)(NAME(number) * sum, const NAME(number) * less, const NAME(number) * more)
{
	if (less)
	{
		dx_wide_sub(sum->v, less->v, LIMBS);
		/* Errors are doubles, exact up to here; beyond, they are not reduced. */
		if (sum->off < 0x1p52)
			sum->off -= less->off;
	}
	if (more)
		NAME(add)(sum, more);
}

/* Replace a child that has changed in the sums over the children of sum p. */
static void
NAME(exchange_in_sum)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, NAME(family_sums) * sums)
{
	uint32_t c = was->node;
	const struct NAME(dx_numbers) *child = &work->numbers[c];
	const NAME(number) *less = was->roll.state == DX_VALUE_PRESENT ? &was->numbers.points : NULL;
	const NAME(number) *more = work->rolls[c].state == DX_VALUE_PRESENT ? &child->points : NULL;

	if (!dx_step_regular(&work->steps[p], &work->steps[c]))
	{
		NAME(exchange)(&sums->extra, less, more);
		return;
	}
	NAME(exchange)(&sums->points, less, more);
	if (less)
		dx_wide_sub(sums->answered_max, child->max, LIMBS);
	if (more)
		dx_wide_add(sums->answered_max, child->max, LIMBS);
}

/* Roll up sum p from the sums over its children. */
static bool
NAME(finish_sum)(const NAME(work) * work, uint32_t p, const NAME(family_sums) * sums)
{
	const dx_step *step = &work->steps[p];
	struct NAME(dx_numbers) *own = &work->numbers[p];
	const dx_limb *max_before_cap = NAME(cap_of)(work, p) ? sums->uncapped : own->max;

	/* Where no regular child applies there is a bonus or penalty with a value: the one that has changed. */
	work->rolls[p].state =
		sums->children.applicable == 0 || has_value(step, &sums->children) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (work->rolls[p].state != DX_VALUE_PRESENT)
		return true;
	own->points = sums->points;
	if (sums->children.present < sums->children.applicable && step->missing == DX_MISSING_SKIP &&
		!dx_wide_is_zero(sums->answered_max, LIMBS) &&
		!NAME(multiply)(&own->points, &sums->points, max_before_cap, sums->answered_max))
		return false;
	NAME(add)(&own->points, &sums->extra);
	return NAME(apply_terms_if_any)(work, p, max_before_cap);
}

/* Roll up alternatives p, of which a child has changed and is answered. */
static bool
NAME(exchange_alternative)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, const NAME(family_sums) * sums)
{
	const dx_step *step = &work->steps[p];
	NAME(number) *points = &work->numbers[p].points;
	const NAME(number) *other = NAME(leader_beside)(&sums->most, was, 1);
	double off = NAME(off_beside)(&sums->offs, was, 1);
	uint32_t c = was->node;

	/* A child with maximum 0 changes nothing. (Terms of p are applied again, so the node is rolled up.) */
	if (!dx_step_regular(step, &work->steps[c]))
		return !has_terms(work->steps, p) || NAME(roll_node)(work, p);
	*points = work->numbers[c].points;
	if (other && dx_wide_cmp(other->v, points->v, LIMBS) > 0)
		dx_wide_copy(points->v, other->v, LIMBS);
	if (off > points->off)
		points->off = off;
	/* Only answered children count, so all that count are answered. */
	work->rolls[p].state =
		enough(step, sums->children.answered, sums->children.answered) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	return work->rolls[p].state != DX_VALUE_PRESENT || NAME(apply_terms_if_any)(work, p, work->numbers[p].max);
}

/*
 * The order of a family's ratios with one child removed (at place `out`; n if there was none) and
 * one inserted (at place `in`; UINT32_MAX if there is none).
 */
typedef struct NAME(ordered)
{
	const NAME(work) * work;
	const NAME(family_sums) * sums;
	uint32_t n; /* without the removed child */
	uint32_t out;
	uint32_t in; /* so many others are before the inserted one */
	uint32_t c;
} NAME(ordered);

static inline uint32_t
NAME(other_at)(const NAME(ordered) * o, uint32_t k)
{
	return o->sums->place[k < o->out ? k : k + 1];
}

static NAME(ordered)
	NAME(order_anew)(const NAME(work) * work, const NAME(family_sums) * sums, uint32_t c, bool was_in, bool is_in)
{
	NAME(ordered) o = {work, sums, sums->n - was_in, sums->n, UINT32_MAX, c};
	uint32_t low = 0;
	uint32_t high = o.n;

	if (was_in)
		o.out = sums->at[c - work->steps[c].parent];
	while (is_in && low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (dx_wide_cmp(NAME(averaged_ratio)(work, NAME(other_at)(&o, middle))->v, NAME(averaged_ratio)(work, c)->v,
						LIMBS) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (is_in)
		o.in = low;
	return o;
}

/* The k-th child in that order. */
static inline uint32_t
NAME(child_at)(const NAME(ordered) * o, uint32_t k)
{
	return k == o->in ? o->c : NAME(other_at)(o, k < o->in ? k : k - 1);
}

/* The weight of the first k. */
static dx_int128
NAME(weight_of_first)(const NAME(ordered) * o, uint32_t k)
{
	bool with = k > o->in;
	uint32_t others = k - with;
	dx_int128 weight = o->sums->below[others <= o->out ? others : others + 1];

	if (others > o->out)
		weight -= o->work->measure->weight[o->c];
	return weight + (with ? o->work->measure->weight[o->c] : 0);
}

/* The sum of the first k ratios. */
static void
NAME(ratios_of_first)(const NAME(ordered) * o, uint32_t k, const NAME(number) * was, dx_limb *sum)
{
	bool with = k > o->in;
	uint32_t others = k - with;

	dx_wide_copy(sum, o->sums->before + (size_t) (others <= o->out ? others : others + 1) * LIMBS, LIMBS);
	if (others > o->out)
		dx_wide_sub(sum, was->v, LIMBS);
	if (with)
		dx_wide_add(sum, NAME(averaged_ratio)(o->work, o->c)->v, LIMBS);
}

/* The same result as NAME(median). */
static void
NAME(median_of)(const NAME(ordered) * o, uint32_t n, NAME(number) * out)
{
	dx_int128 total = NAME(weight_of_first)(o, n);
	uint32_t low = 0;
	uint32_t high = n - 1;
	dx_limb both[LIMBS];
	bool exact;

	/* Find the first child with which half of the weight is reached. */
	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (2 * NAME(weight_of_first)(o, middle + 1) < total)
			low = middle + 1;
		else
			high = middle;
	}
	dx_wide_copy(out->v, NAME(averaged_ratio)(o->work, NAME(child_at)(o, low))->v, LIMBS);
	if (2 * NAME(weight_of_first)(o, low + 1) == total && low + 1 < n)
	{
		dx_wide_copy(both, out->v, LIMBS);
		dx_wide_add(both, NAME(averaged_ratio)(o->work, NAME(child_at)(o, low + 1))->v, LIMBS);
		dx_wide_scale(out->v, both, 1, 2, &exact, LIMBS);
		out->off += !exact;
	}
}

/* The same result as NAME(mean_of_best). */
static bool
NAME(best_of)(const NAME(ordered) * o, uint32_t n, double power, const NAME(number) * was, NAME(number) * out)
{
	uint32_t chosen = n < power ? n : (uint32_t) power;
	dx_limb sum[LIMBS];
	dx_limb rest[LIMBS];
	bool exact;
	bool fits;

	NAME(ratios_of_first)(o, n, was, sum);
	NAME(ratios_of_first)(o, n - chosen, was, rest);
	dx_wide_sub(sum, rest, LIMBS);
	fits = dx_wide_scale(out->v, sum, 1, chosen, &exact, LIMBS);
	out->off += !exact;
	return fits;
}

/* The mean of pairs of doubles p, whose child c has changed; false where its parts do not tell. */
static bool
NAME(mean_from_parts)(const NAME(work) * work, uint32_t p, uint32_t c, bool was_in, bool is_in, dx_int128 total,
					  const NAME(family_sums) * sums, NAME(number) * out)
{
	const NAME(number) *now = NAME(averaged_ratio)(work, c);
	dx_int128 weight = work->measure->weight[c];
	dx_mean_change change = {.place = was_in ? sums->at[c - p] : sums->n, .is = is_in};
	dx_dd mean;
	double off;

	change.w = dd_of_weight(weight);
	change.rest = dd_of_weight(total - (is_in ? weight : 0));
	change.total = dd_of_weight(total);
	if (is_in && !dx_wide_is_zero(now->v, LIMBS))
		change.x = dx_wide_quotient_parts(now->v, work->measure->one, LIMBS);
	if (is_in && now->off > 0)
		change.doubt = ldexp(now->off, 1 - dx_wide_bits(now->v, LIMBS));
	/*
	 * Units are added for truncating either half, here and in mean_of_pairs, which also takes a mean
	 * within 2^-90 of 1 for 1.
	 */
	if (!dx_mean_parts_change(sums->parts, &change, &mean, &off) || !NAME(units_of_pair)(work, mean, out->v))
		return false;
	if (off > 0)
		out->off = ldexp(off, dx_wide_bits(work->measure->one, LIMBS)) + 4;
	return true;
}

/* Can several children of p that have changed be exchanged at once? */
static bool
NAME(takes_several)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, uint32_t count,
					const NAME(family_sums) * sums)
{
	dx_method method = (dx_method) work->steps[p].method;
	int changed = 0;

	if (method == DX_METHOD_SUM || method == DX_METHOD_MEAN)
		return true;
	if (method != DX_METHOD_MIN && method != DX_METHOD_MAX)
		return false;
	/* Of the others the first is known, unless both that are kept have changed. */
	for (uint32_t k = 0; k < count; k++)
		changed += was[k].node == sums->most.at[0] || was[k].node == sums->most.at[1];
	return changed < 2;
}

/* The ratio of a plain mean of which children have changed. */
static bool
NAME(exchange_in_plain_mean)(const NAME(work) * work, const NAME(saved) * was, uint32_t count,
							 const NAME(family_sums) * sums, NAME(number) * out)
{
	dx_int128 total = sums->total;
	dx_limb sum[LIMBS];
	dx_limb term[LIMBS];
	bool exact;

	dx_wide_copy(sum, sums->sum, LIMBS);
	for (uint32_t k = 0; k < count; k++)
	{
		uint32_t c = was[k].node;
		dx_int128 weight = work->measure->weight[c];

		if (was[k].roll.averaged)
			total -= weight;
		if (was[k].roll.averaged && was[k].roll.state == DX_VALUE_PRESENT)
		{
			if (!dx_wide_mul(term, was[k].numbers.ratio.v, weight, LIMBS))
				return false;
			dx_wide_sub(sum, term, LIMBS);
		}
		if (!work->rolls[c].averaged)
			continue;
		total += weight;
		if (!dx_wide_mul(term, NAME(averaged_ratio)(work, c)->v, weight, LIMBS))
			return false;
		dx_wide_add(sum, term, LIMBS);
	}
	if (!dx_wide_scale(out->v, sum, 1, total, &exact, LIMBS))
		return false;
	out->off += !exact;
	return true;
}

/* The least (direction -1) or greatest (1) ratio where children have changed. */
static bool
NAME(exchange_extreme)(const NAME(work) * work, const NAME(saved) * was, uint32_t count, const NAME(family_sums) * sums,
					   int direction, NAME(number) * out)
{
	const NAME(number) *most = NAME(leader_beside)(&sums->most, was, count);

	for (uint32_t k = 0; k < count; k++)
	{
		const NAME(number) *now = NAME(averaged_ratio)(work, was[k].node);

		if (work->rolls[was[k].node].averaged && (most == NULL || dx_wide_cmp(now->v, most->v, LIMBS) == direction))
			most = now;
	}
	if (most == NULL)
		return false;
	dx_wide_copy(out->v, most->v, LIMBS);
	return true;
}

/* The ratio of mean p, of which `count` children have changed (more than one only where it takes several). */
static bool
NAME(exchange_ratio)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, uint32_t count,
					 const NAME(family_sums) * sums, NAME(number) * out)
{
	static const NAME(number) none = {{0}, 0};
	const dx_step *step = &work->steps[p];
	uint32_t c = was->node;
	bool was_in = was->roll.averaged;
	bool is_in = work->rolls[c].averaged;
	dx_int128 weight = work->measure->weight[c];
	NAME(ordered) o;

	*out = none;
	out->off = NAME(off_beside)(&sums->offs, was, count);
	for (uint32_t k = 0; k < count; k++)
		if (work->rolls[was[k].node].averaged && NAME(averaged_ratio)(work, was[k].node)->off > out->off)
			out->off = NAME(averaged_ratio)(work, was[k].node)->off;
	switch ((dx_method) step->method)
	{
		case DX_METHOD_MEAN:
			return NAME(exchange_in_plain_mean)(work, was, count, sums, out);
		case DX_METHOD_MIN:
			return NAME(exchange_extreme)(work, was, count, sums, -1, out);
		case DX_METHOD_MAX:
			return NAME(exchange_extreme)(work, was, count, sums, 1, out);
		case DX_METHOD_MEDIAN:
			o = NAME(order_anew)(work, sums, c, was_in, is_in);
			NAME(median_of)(&o, sums->n - was_in + is_in, out);
			return true;
		case DX_METHOD_BEST:
			o = NAME(order_anew)(work, sums, c, was_in, is_in);
			return NAME(best_of)(&o, sums->n - was_in + is_in, step->power,
								 was->roll.state == DX_VALUE_PRESENT ? &was->numbers.ratio : &none, out);
		case DX_METHOD_GEOMEAN:
		case DX_METHOD_HARMEAN:
		case DX_METHOD_POWER:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			out->off = 0;
			return NAME(mean_from_parts)(work, p, c, was_in, is_in,
										 sums->total - (was_in ? weight : 0) + (is_in ? weight : 0), sums, out);
		case DX_METHOD_SUM:
		case DX_METHOD_ALTERNATIVES:
			break;
	}
	return false;
}

/* Roll up mean p, of which `count` children have changed. */
static bool
NAME(exchange_in_mean)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, uint32_t count,
					   const NAME(family_sums) * sums)
{
	const dx_step *step = &work->steps[p];
	struct NAME(dx_numbers) *own = &work->numbers[p];

	for (uint32_t k = 0; k < count; k++)
	{
		uint32_t c = was[k].node;
		dx_roll *child = &work->rolls[c];

		child->averaged = NAME(is_averaged_by)(work, p, c);
		if (child->averaged && child->state == DX_VALUE_PRESENT && !NAME(child_ratio)(work, c))
			return false;
		if (child->averaged && child->state != DX_VALUE_PRESENT)
			child->averaged =
				step->method == DX_METHOD_BEST ? step->missing == DX_MISSING_ZERO : step->missing != DX_MISSING_SKIP;
	}
	if (step->method == DX_METHOD_BEST)
	{
		uint32_t n = sums->children.applicable;
		uint32_t wanted = n < step->power ? n : (uint32_t) step->power;
		uint32_t begun = sums->children.answered;

		work->rolls[p].state = n == 0 ? DX_VALUE_NA
			: enough(step, begun, begun > wanted ? begun : wanted) &&
				(sums->children.present >= wanted || step->missing == DX_MISSING_ZERO)
			? DX_VALUE_PRESENT
			: DX_VALUE_MISSING;
	}
	else if (sums->children.applicable > 0)
		work->rolls[p].state = has_value(step, &sums->children) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (work->rolls[p].state != DX_VALUE_PRESENT)
		return true;
	return NAME(exchange_ratio)(work, p, was, count, sums, &own->ratio) &&
		NAME(multiply)(&own->points, &own->ratio, own->max, work->measure->one) &&
		NAME(apply_terms_if_any)(work, p, own->max);
}

/* Can this changed child of p be exchanged in the sums? */
static bool
NAME(is_exchangeable)(const NAME(work) * work, uint32_t p, const NAME(saved) * was)
{
	const dx_roll *now = &work->rolls[was->node];
	uint8_t method = work->steps[p].method;

	/* Without an answer other children may count. */
	if (method == DX_METHOD_ALTERNATIVES || method == DX_METHOD_BEST)
		return is_answered(now) && was->roll.state != DX_VALUE_NA;
	return now->state != DX_VALUE_NA && was->roll.state != DX_VALUE_NA;
}

/*
 * Roll up node p with many children, `count` of which have changed (more than one only
 * where it takes several); p's numbers and roll are still those from before. Its count of applicable
 * criteria is not updated, nor, for best and alternatives, that of answered ones beyond
 * whether there are any.
 */
static bool
NAME(exchange_children)(const NAME(work) * work, uint32_t p, const NAME(saved) * was, uint32_t count,
						const NAME(family_sums) * sums)
{
	const dx_step *step = &work->steps[p];
	NAME(family_sums) others = *sums;

	work->rolls[p].terms = 0;
	for (uint32_t k = 0; k < count; k++)
	{
		uint32_t c = was[k].node;
		const dx_roll *now = &work->rolls[c];
		const dx_roll *then = &was[k].roll;

		work->rolls[p].answered += now->answered - then->answered;
		if (dx_is_of_points(step->method) ? dx_step_regular(step, &work->steps[c]) : NAME(is_averaged_by)(work, p, c))
		{
			others.children.present += (now->state == DX_VALUE_PRESENT) - (then->state == DX_VALUE_PRESENT);
			others.children.answered += is_answered(now) - is_answered(then);
		}
		if (step->method == DX_METHOD_SUM)
			NAME(exchange_in_sum)(work, p, &was[k], &others);
	}
	if (step->method == DX_METHOD_SUM)
		return NAME(finish_sum)(work, p, &others);
	if (dx_methods[step->method].zero)
		work->rolls[p].answered = 1;
	if (step->method == DX_METHOD_ALTERNATIVES)
		return NAME(exchange_alternative)(work, p, was, &others);
	return NAME(exchange_in_mean)(work, p, was, count, &others);
}
