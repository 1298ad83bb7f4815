/* SPDX-License-Identifier: PostgreSQL */
/*
 * family_kernel.h: sums over the children of a node with many, or their order, so that one
 * of them can be exchanged (exchange_kernel.h). Included by rollup.c after order_kernel.h.
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
	family children;
	NAME(number) points;		 /* sums: of regular children with a value */
	NAME(number) extra;			 /* of bonuses, penalties and children worth 0 */
	dx_limb answered_max[LIMBS]; /* sums: maxima of these */
	dx_limb uncapped[LIMBS];	 /* sums with a cap: maxima of those that apply */
	dx_limb sum[LIMBS];			 /* plain means: weight x ratio */
	dx_int128 total;			 /* means: weight of those averaged */
	NAME(leaders) most;			 /* alternatives: points; max: ratios; min: least ratios */
	NAME(leaders) offs;			 /* of any method: errors alone */
	uint32_t n;					 /* median, best: averaged children, by ascending ratio */
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
			dx_wide_add(sums->uncapped, child->max, LIMBS);
			count_child(&sums->children, roll);
			if (!present)
				continue;
			dx_wide_add(sums->answered_max, child->max, LIMBS);
			NAME(add)(&sums->points, &child->points);
			NAME(lead)(&sums->most, &child->points, c, 1);
			NAME(lead_off)(&sums->offs, child->points.off, c);
			continue;
		}
		if (!NAME(is_averaged_by)(work, i, c))
			continue;
		count_child(&sums->children, roll);
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
