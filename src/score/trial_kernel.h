/* SPDX-License-Identifier: PostgreSQL */
/*
 * trial_kernel.h: trials: one criterion with another leaf, and the nodes above it, in
 * numbers of LIMBS limbs; included by rollup.c after rollup_kernel.h.
 *
 * A node with few children is rolled up again. For a node with many, sums over them or
 * their order are kept, so that one of them can be exchanged: exactly, because whole
 * numbers are added and subtracted, and the roll-up itself uses the same numbers. For a
 * mean of pairs of doubles its parts are kept (mean_parts.h): the result has an error
 * bound, which is carried to the root like every other error; where it leaves no doubt
 * about thresholds, caps and the rounding of the root's points, these are as in the
 * roll-up, and where it does, such means are computed anew.
 *
 * Which nodes apply does not change, and so no maximum does: only points, ratios and the
 * presence of values can. Where siblings need each other, the needs of one that has
 * changed are applied again. If several children of a node change by that, sums, plain means
 * and the least and the greatest exchange them all; under any other mean the node is rolled
 * up again, which takes time in proportion to its children.
 */

/* The two greatest of a number, from different children. */
typedef struct NAME(leaders)
{
	NAME(number) value[2];
	uint32_t at[2]; /* 0: there is none */
} NAME(leaders);

/* Sums over the children of a node, or their order. */
typedef struct NAME(dx_family_sums)
{
	family kin;
	NAME(number) points; /* sums: of regular children with a value */
	NAME(number) extra;
	dx_limb have[LIMBS];
	dx_limb whole[LIMBS]; /* sums with a cap: maxima of those that apply */
	dx_limb sum[LIMBS];	  /* plain means: weight x ratio */
	dx_int128 total;	  /* means: weight of those averaged */
	NAME(leaders) most;	  /* alternatives: points; max: ratios; min: least ratios */
	NAME(leaders) offs;	  /* of any method: errors alone */
	uint32_t n;			  /* median, best: averaged children, by ascending ratio */
	uint32_t *place;
	uint32_t *at;		  /* of a child, by its distance from the node: its place there */
	dx_int128 *below;	  /* median: n + 1: weight of those before */
	dx_limb *before;	  /* best: n + 1 numbers: ratios of those before, added up */
	dx_mean_parts *parts; /* other means; at[] has the children's places there */
} NAME(family_sums);

/* A node as it was. */
typedef struct NAME(saved)
{
	uint32_t node;
	struct NAME(dx_numbers) numbers;
	dx_roll roll;
} NAME(saved);

/* Add a number to leaders: direction is 1 for the greatest, -1 for the least. */
static void
NAME(lead)(NAME(leaders) * leaders, const NAME(number) * value, uint32_t c, int direction)
{
	int at = leaders->at[0] == 0 || dx_wide_cmp(value->v, leaders->value[0].v, LIMBS) == direction ? 0
		: leaders->at[1] == 0 || dx_wide_cmp(value->v, leaders->value[1].v, LIMBS) == direction	   ? 1
																								   : 2;

	if (at == 0)
	{
		leaders->value[1] = leaders->value[0];
		leaders->at[1] = leaders->at[0];
	}
	if (at < 2)
	{
		leaders->value[at] = *value;
		leaders->at[at] = c;
	}
}

/*
 * The first of leaders without children that have changed; NULL if there is none. Where both that
 * are kept have changed it is the second of them, which no other child is before.
 */
static inline const NAME(number) *
	NAME(leader_beside)(const NAME(leaders) * leaders, const NAME(saved) * was, uint32_t count)
{
	int at = 0;

	for (uint32_t k = 0; k < count; k++)
		at |= leaders->at[0] == was[k].node;
	return leaders->at[at] != 0 ? &leaders->value[at] : NULL;
}

/* Add an error to leaders of errors, ordered by its whole units, as many as fit. */
static inline void
NAME(lead_off)(NAME(leaders) * offs, double off, uint32_t c)
{
	NAME(number) number = {{(dx_limb) (off < 0x1p62 ? off : 0x1p62)}, off};

	NAME(lead)(offs, &number, c, 1);
}

static inline double
NAME(off_beside)(const NAME(leaders) * offs, const NAME(saved) * was, uint32_t count)
{
	const NAME(number) *first = NAME(leader_beside)(offs, was, count);

	return first ? first->off : 0;
}

/* Order a mean's children by ratio, with the cumulative sums that the median or the best need. */
static void
NAME(order_family)(const NAME(work) * work, uint32_t i, NAME(family_sums) * sums, const void *owner)
{
	double off;

	sums->place = dx_alloc_beside(owner, (work->steps[i].end - i) * sizeof(uint32_t));
	sums->at = dx_alloc_beside(owner, (work->steps[i].end - i) * sizeof(uint32_t));
	sums->n = NAME(sort_ratios)(work, i, sums->place, &off);
	if (work->steps[i].method == DX_METHOD_MEDIAN)
		sums->below = dx_alloc_beside(owner, (sums->n + 1) * sizeof(dx_int128));
	else
		sums->before = dx_alloc_beside(owner, (sums->n + 1) * LIMBS * sizeof(dx_limb));
	for (uint32_t k = 0; k < sums->n; k++)
	{
		uint32_t c = sums->place[k];

		sums->at[c - i] = k;
		if (sums->below)
			sums->below[k + 1] = sums->below[k] + work->measure->weight[c];
		else
		{
			dx_limb *next = sums->before + (size_t) (k + 1) * LIMBS;

			dx_wide_copy(next, next - LIMBS, LIMBS);
			dx_wide_add(next, NAME(averaged_ratio)(work, c)->v, LIMBS);
		}
	}
}

/* Make the parts of a mean of pairs of doubles; false where the error of a ratio is too large for a pair. */
static bool
NAME(part_family)(const NAME(work) * work, uint32_t i, NAME(family_sums) * sums, const void *owner)
{
	const dx_step *step = &work->steps[i];
	dx_dd *x = work->scratch;
	dx_dd *w = x + (step->end - i);

	sums->at = dx_alloc_beside(owner, (step->end - i) * sizeof(uint32_t));
	if (!NAME(averaged_pairs)(work, i, x, w, sums->at, &sums->n))
		return false;
	sums->parts = dx_mean_parts_new(owner, (dx_method) step->method, step->power, x, w, sums->n);
	return true;
}

/* Make the sums over the children of node i, all of which are scored; false where that does not fit. */
static bool
NAME(sum_family)(const NAME(work) * work, uint32_t i, NAME(family_sums) * sums, const void *owner)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	dx_limb term[LIMBS];

	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const struct NAME(dx_numbers) *child = &work->numbers[c];
		const dx_roll *roll = &work->rolls[c];
		bool present = roll->state == DX_VALUE_PRESENT;

		if (dx_is_of_points(step->method))
		{
			if (!dx_step_regular(step, &steps[c]))
			{
				if (present)
					NAME(add)(&sums->extra, &child->points);
				continue;
			}
			if (roll->state == DX_VALUE_NA)
				continue;
			dx_wide_add(sums->whole, child->max, LIMBS);
			add_kin(&sums->kin, roll);
			if (!present)
				continue;
			dx_wide_add(sums->have, child->max, LIMBS);
			NAME(add)(&sums->points, &child->points);
			NAME(lead)(&sums->most, &child->points, c, 1);
			NAME(lead_off)(&sums->offs, child->points.off, c);
			continue;
		}
		if (!NAME(averaged)(work, i, c))
			continue;
		add_kin(&sums->kin, roll);
		if (!is_averaged(roll))
			continue;
		sums->total += work->measure->weight[c];
		NAME(lead)(&sums->most, NAME(averaged_ratio)(work, c), c, step->method == DX_METHOD_MIN ? -1 : 1);
		if (!present)
			continue;
		NAME(lead_off)(&sums->offs, child->ratio.off, c);
		if (step->method != DX_METHOD_MEAN)
			continue;
		if (!dx_wide_mul(term, child->ratio.v, work->measure->weight[c], LIMBS))
			return false;
		dx_wide_add(sums->sum, term, LIMBS);
	}
	if (dx_mean_has_parts((dx_method) step->method))
		return NAME(part_family)(work, i, sums, owner);
	if (step->method == DX_METHOD_MEDIAN || step->method == DX_METHOD_BEST)
		NAME(order_family)(work, i, sums, owner);
	return true;
}

static void
NAME(free_sums)(NAME(family_sums) * sums)
{
	if (sums->place)
		dx_free(sums->place);
	if (sums->at)
		dx_free(sums->at);
	if (sums->below)
		dx_free(sums->below);
	if (sums->before)
		dx_free(sums->before);
	if (sums->parts)
		dx_free(sums->parts);
	dx_free(sums);
}

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
		dx_wide_sub(sums->have, child->max, LIMBS);
	if (more)
		dx_wide_add(sums->have, child->max, LIMBS);
}

/* Roll up sum p from the sums over its children. */
static bool
NAME(finish_sum)(const NAME(work) * work, uint32_t p, const NAME(family_sums) * sums)
{
	const dx_step *step = &work->steps[p];
	struct NAME(dx_numbers) *own = &work->numbers[p];
	const dx_limb *before_cap = NAME(cap_of)(work, p) ? sums->whole : own->max;

	/* Where no regular child applies there is a bonus or penalty with a value: the one that has changed. */
	work->rolls[p].state =
		sums->kin.applicable == 0 || has_value(step, &sums->kin) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (work->rolls[p].state != DX_VALUE_PRESENT)
		return true;
	own->points = sums->points;
	if (sums->kin.present < sums->kin.applicable && step->missing == DX_MISSING_SKIP &&
		!dx_wide_is_zero(sums->have, LIMBS) && !NAME(multiply)(&own->points, &sums->points, before_cap, sums->have))
		return false;
	NAME(add)(&own->points, &sums->extra);
	return NAME(bound_if_any)(work, p, before_cap);
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
	work->rolls[p].state = enough(step, sums->kin.answered, sums->kin.answered) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	return work->rolls[p].state != DX_VALUE_PRESENT || NAME(bound_if_any)(work, p, work->numbers[p].max);
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
	NAME(order_anew)(const NAME(work) * work, const NAME(family_sums) * sums, uint32_t c, bool was, bool is)
{
	NAME(ordered) o = {work, sums, sums->n - was, sums->n, UINT32_MAX, c};
	uint32_t low = 0;
	uint32_t high = o.n;

	if (was)
		o.out = sums->at[c - work->steps[c].parent];
	while (is && low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (dx_wide_cmp(NAME(averaged_ratio)(work, NAME(other_at)(&o, middle))->v, NAME(averaged_ratio)(work, c)->v,
						LIMBS) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (is)
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
	dx_limb two[LIMBS];
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
		dx_wide_copy(two, out->v, LIMBS);
		dx_wide_add(two, NAME(averaged_ratio)(o->work, NAME(child_at)(o, low + 1))->v, LIMBS);
		dx_wide_scale(out->v, two, 1, 2, &exact, LIMBS);
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
NAME(mean_from_parts)(const NAME(work) * work, uint32_t p, uint32_t c, bool was, bool is, dx_int128 total,
					  const NAME(family_sums) * sums, NAME(number) * out)
{
	const NAME(number) *now = NAME(averaged_ratio)(work, c);
	dx_int128 weight = work->measure->weight[c];
	dx_mean_change change = {.place = was ? sums->at[c - p] : sums->n, .is = is};
	dx_dd mean;
	double off;

	change.w = dd_of_weight(weight);
	change.rest = dd_of_weight(total - (is ? weight : 0));
	change.total = dd_of_weight(total);
	if (is && !dx_wide_is_zero(now->v, LIMBS))
		change.x = dx_wide_quotient_parts(now->v, work->measure->one, LIMBS);
	if (is && now->off > 0)
		change.doubt = ldexp(now->off, 1 - dx_wide_bits(now->v, LIMBS));
	/*
	 * Units are added for truncating either half, here and in other_mean, which also takes a mean
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
	bool before = was->roll.averaged;
	bool is = work->rolls[c].averaged;
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
			o = NAME(order_anew)(work, sums, c, before, is);
			NAME(median_of)(&o, sums->n - before + is, out);
			return true;
		case DX_METHOD_BEST:
			o = NAME(order_anew)(work, sums, c, before, is);
			return NAME(best_of)(&o, sums->n - before + is, step->power,
								 was->roll.state == DX_VALUE_PRESENT ? &was->numbers.ratio : &none, out);
		case DX_METHOD_GEOMEAN:
		case DX_METHOD_HARMEAN:
		case DX_METHOD_POWER:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			out->off = 0;
			return NAME(mean_from_parts)(work, p, c, before, is,
										 sums->total - (before ? weight : 0) + (is ? weight : 0), sums, out);
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

		child->averaged = NAME(averaged)(work, p, c);
		if (child->averaged && child->state == DX_VALUE_PRESENT && !NAME(child_ratio)(work, c))
			return false;
		if (child->averaged && child->state != DX_VALUE_PRESENT)
			child->averaged =
				step->method == DX_METHOD_BEST ? step->missing == DX_MISSING_ZERO : step->missing != DX_MISSING_SKIP;
	}
	if (step->method == DX_METHOD_BEST)
	{
		uint32_t n = sums->kin.applicable;
		uint32_t wanted = n < step->power ? n : (uint32_t) step->power;
		uint32_t begun = sums->kin.answered;

		work->rolls[p].state = n == 0 ? DX_VALUE_NA
			: enough(step, begun, begun > wanted ? begun : wanted) &&
				(sums->kin.present >= wanted || step->missing == DX_MISSING_ZERO)
			? DX_VALUE_PRESENT
			: DX_VALUE_MISSING;
	}
	else if (sums->kin.applicable > 0)
		work->rolls[p].state = has_value(step, &sums->kin) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (work->rolls[p].state != DX_VALUE_PRESENT)
		return true;
	return NAME(exchange_ratio)(work, p, was, count, sums, &own->ratio) &&
		NAME(multiply)(&own->points, &own->ratio, own->max, work->measure->one) &&
		NAME(bound_if_any)(work, p, own->max);
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
		if (dx_is_of_points(step->method) ? dx_step_regular(step, &work->steps[c]) : NAME(averaged)(work, p, c))
		{
			others.kin.present += (now->state == DX_VALUE_PRESENT) - (then->state == DX_VALUE_PRESENT);
			others.kin.answered += is_answered(now) - is_answered(then);
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

/* Is node i, as far as nodes above it use it, as it was? */
static bool
NAME(is_as_before)(const NAME(work) * work, uint32_t i, const NAME(saved) * was)
{
	const dx_roll *roll = &work->rolls[i];
	const struct NAME(dx_numbers) *now = &work->numbers[i];
	bool points = (work->steps[i].flags & DX_STEP_DECIMAL) || !(work->steps[i].flags & DX_STEP_CRITERION);
	bool ratio = !(work->steps[i].flags & DX_STEP_DECIMAL);

	if (roll->state != was->roll.state || (roll->answered > 0) != (was->roll.answered > 0))
		return false;
	return roll->state != DX_VALUE_PRESENT ||
		((!points ||
		  (now->points.off == was->numbers.points.off &&
		   dx_wide_cmp(now->points.v, was->numbers.points.v, LIMBS) == 0)) &&
		 (!ratio ||
		  (now->ratio.off == was->numbers.ratio.off && dx_wide_cmp(now->ratio.v, was->numbers.ratio.v, LIMBS) == 0)));
}

/* Save node i in was[], as the next one. */
static NAME(saved) * NAME(set_aside)(const NAME(work) * work, uint32_t i, NAME(saved) * was, uint32_t *n)
{
	was[*n] = (NAME(saved)) {i, work->numbers[i], work->rolls[i]};
	return &was[(*n)++];
}

/* Is node i in every respect as it was, so that needs of it are met as before? */
static bool
NAME(is_same)(const NAME(work) * work, uint32_t i, const NAME(saved) * was)
{
	const dx_roll *roll = &work->rolls[i];
	const struct NAME(dx_numbers) *now = &work->numbers[i];
	bool is_mean = !(work->steps[i].flags & DX_STEP_CRITERION) && !dx_is_of_points(work->steps[i].method);

	if (roll->state != was->roll.state || roll->terms != was->roll.terms ||
		(roll->answered > 0) != (was->roll.answered > 0))
		return false;
	return roll->state != DX_VALUE_PRESENT ||
		(now->points.off == was->numbers.points.off && dx_wide_cmp(now->points.v, was->numbers.points.v, LIMBS) == 0 &&
		 (!is_mean ||
		  (now->ratio.off == was->numbers.ratio.off && dx_wide_cmp(now->ratio.v, was->numbers.ratio.v, LIMBS) == 0)));
}

static void
NAME(set_back)(const NAME(work) * work, const NAME(saved) * was, uint32_t n)
{
	while (n-- > 0)
	{
		work->numbers[was[n].node] = was[n].numbers;
		work->rolls[was[n].node] = was[n].roll;
	}
}

/*
 * Child c of a family has changed: apply the needs of those that need it again, and
 * where that changes these, of those that need them, each after all that it needs. Those
 * that change are saved behind c, *n in all. False where a comparison is open.
 */
static bool
NAME(judge_anew)(const NAME(work) * work, dx_trial *trial, uint32_t c, NAME(saved) * was, uint32_t *n)
{
	const NAME(saved) *unjudged = trial->NAME(unjudged);
	dx_trial_queue queue = {trial->waiting, 0};
	uint32_t last = UINT32_MAX;

	for (;;)
	{
		NAME(saved) * own;
		uint32_t k;

		for (uint32_t d = trial->needed[c]; d < trial->needed[c + 1]; d++)
			enter_queue(&queue, trial->needed_by[d]);
		do
		{
			if (queue.n == 0)
				return true;
			k = leave_queue(&queue);
		} while (k == last);
		last = k;
		c = work->needy[k];
		own = NAME(set_aside)(work, c, was, n);
		work->numbers[c] = unjudged[k].numbers;
		work->rolls[c] = unjudged[k].roll;
		if (!NAME(judge)(work, c))
			return false;
		if (NAME(is_same)(work, c, own))
		{
			NAME(set_back)(work, own, 1);
			(*n)--;
			/* No node needs node 0, so nothing is added to the queue. */
			c = 0;
		}
	}
}

/* Find the nodes that need siblings as they are before needs are applied. */
static void
NAME(take_unjudged)(const NAME(work) * work, const void *owner, NAME(saved) * *out)
{
	*out = dx_alloc_beside(owner, work->n_needy * sizeof(NAME(saved)));
	for (uint32_t k = 0; k < work->n_needy; k++)
	{
		uint32_t i = work->needy[k];
		NAME(saved) judged = {i, work->numbers[i], work->rolls[i]};

		if (k % 256 == 255)
			dx_check_interrupts();
		/* It succeeds, as it did when the card was rolled up. */
		work->rolls[i] = (dx_roll) {0};
		(void) NAME(roll_node)(work, i);
		(*out)[k] = (NAME(saved)) {i, work->numbers[i], work->rolls[i]};
		work->numbers[i] = judged.numbers;
		work->rolls[i] = judged.roll;
	}
}

/*
 * Roll up node i, whose children was[0 .. count) have changed (none: it is the criterion itself),
 * and apply its needs.
 */
static bool
NAME(roll_again)(const NAME(work) * work, const dx_trial *trial, uint32_t i, const NAME(saved) * was, uint32_t count,
				 NAME(family_sums) *const *sums)
{
	bool exchangeable = count > 0 && sums && sums[i] &&
		(count == 1 || NAME(takes_several)(work, i, was, count, sums[i])) && (trial->parts || sums[i]->parts == NULL);
	bool fits;

	for (uint32_t k = 0; k < count && exchangeable; k++)
		exchangeable = NAME(is_exchangeable)(work, i, &was[k]);
	if (exchangeable)
		fits = NAME(exchange_children)(work, i, was, count, sums[i]);
	else
	{
		work->rolls[i] = (dx_roll) {0};
		fits = NAME(roll_node)(work, i);
	}
	/* What it needs has not changed: otherwise there would be a circle. */
	return fits && (work->n_needy == 0 || !dx_step_needs(work->steps, work->measure->n, i) || NAME(judge)(work, i));
}

/*
 * Criterion i has another leaf: roll up it and the nodes above it, until nothing changes
 * any more. was[], with room for the nodes above it and all that need siblings, receives
 * the nodes as they were, *n of them; NAME(set_back) restores them. False where
 * something does not fit or a comparison is open.
 */
static bool
NAME(roll_path)(const NAME(work) * work, dx_trial *trial, uint32_t i, NAME(saved) * was, uint32_t *n)
{
	NAME(family_sums) *const *sums = trial->NAME(sums);
	uint32_t first = 0; /* the first of those that have changed beneath it */

	for (*n = 0;; i = work->steps[i].parent)
	{
		uint32_t changed = *n - first;
		NAME(saved) *own = NAME(set_aside)(work, i, was, n);

		if (!NAME(roll_again)(work, trial, i, was + first, changed, sums))
			return false;
		if (i == 0)
			return true;
		if ((work->n_needy == 0 || trial->needed[i] == trial->needed[i + 1]) && NAME(is_as_before)(work, i, own))
			return true;
		first = *n - 1;
		if (work->n_needy > 0 && !NAME(judge_anew)(work, trial, i, was, n))
			return false;
	}
}

/*
 * Make sums for the nodes above criterion i that are to have them (wide) and have none yet, of the
 * card without any trial.
 */
static void
NAME(prepare_path)(const NAME(work) * work, uint32_t i, bool *wide, NAME(family_sums) * *sums, const void *owner)
{
	while (i > 0)
	{
		i = work->steps[i].parent;
		if (!wide[i] || sums[i])
			continue;
		sums[i] = dx_alloc_beside(owner, sizeof(NAME(family_sums)));
		if (NAME(sum_family)(work, i, sums[i], owner))
			continue;
		NAME(free_sums)(sums[i]);
		sums[i] = NULL;
		wide[i] = false;
	}
}
