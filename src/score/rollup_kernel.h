/* SPDX-License-Identifier: PostgreSQL */
/*
 * rollup_kernel.h: the roll-up of a card: each node by its method, from the criteria to
 * the root. Included by rollup.c after the kernels of terms, means and order.
 */

/* A criterion: its leaf, as a ratio, or beneath a sum in points. */
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
		return NAME(part_of)(&own->points, own->max, leaf) && NAME(apply_terms_if_any)(work, i, own->max);
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
	dx_limb answered_max[LIMBS] = {0};
	dx_limb uncapped[LIMBS];
	const dx_limb *cap = NAME(cap_of)(work, i);
	const dx_limb *max_before_cap = own->max;
	family children = {0};
	bool any_extra = false;

	*roll = (dx_roll) {0};
	own->points = (NAME(number)) {{0}, 0};
	dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		const struct NAME(dx_numbers) *child = &work->numbers[c];
		uint8_t state = work->rolls[c].state;

		add_criteria(roll, &work->rolls[c]);
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
		count_child(&children, &work->rolls[c]);
		if (state == DX_VALUE_PRESENT)
		{
			dx_wide_add(answered_max, child->max, LIMBS);
			NAME(add)(&own->points, &child->points);
		}
	}

	/* Below 0 where a stated maximum was rounded by more than what applies. */
	if (dx_wide_is_negative(own->max, LIMBS))
		dx_wide_set(own->max, 0, LIMBS);
	if (cap)
	{
		NAME(add_maxima)(work, i, uncapped);
		max_before_cap = uncapped;
		dx_wide_copy(own->max, dx_wide_cmp(cap, uncapped, LIMBS) < 0 ? cap : uncapped, LIMBS);
	}

	/* No maximum applies: there are only bonuses and penalties, or nothing. */
	if (children.applicable == 0)
	{
		dx_wide_set(own->max, 0, LIMBS);
		roll->state = any_extra ? DX_VALUE_PRESENT : DX_VALUE_NA;
	}
	else
		roll->state = has_value(step, &children) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	if (roll->state != DX_VALUE_PRESENT)
		return true;
	if (children.present < children.applicable && step->missing == DX_MISSING_SKIP &&
		!dx_wide_is_zero(answered_max, LIMBS))
	{
		NAME(number) answered = own->points;

		if (!NAME(multiply)(&own->points, &answered, max_before_cap, answered_max))
			return false;
	}
	NAME(add)(&own->points, &extra);
	return NAME(apply_terms_if_any)(work, i, max_before_cap);
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
	dx_limb greatest[LIMBS] = {0};
	double off = 0;
	family children = {0};
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
			add_criteria(roll, had);
			any_extra = any_extra || had->state != DX_VALUE_NA;
			continue;
		}
		if (dx_wide_cmp(max, greatest, LIMBS) > 0)
			dx_wide_copy(greatest, max, LIMBS);
		if (had->state == DX_VALUE_NA)
		{
			add_criteria(roll, had);
			continue;
		}
		if (dx_wide_cmp(child->max, own->max, LIMBS) > 0)
			dx_wide_copy(own->max, child->max, LIMBS);
		if (!any_answered || is_answered(had))
		{
			add_criteria(roll, had);
			count_child(&children, had);
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
	if (children.applicable > 0 && dx_wide_cmp(own->max, greatest, LIMBS) == 0)
		dx_wide_copy(own->max, work->measure->max + (size_t) i * LIMBS, LIMBS);
	if (children.applicable == 0)
		roll->state = any_extra ? DX_VALUE_PRESENT : DX_VALUE_NA;
	else
		roll->state =
			enough(step, children.answered, children.applicable) && (any_present || step->missing == DX_MISSING_ZERO)
			? DX_VALUE_PRESENT
			: DX_VALUE_MISSING;
	return roll->state != DX_VALUE_PRESENT || NAME(apply_terms_if_any)(work, i, own->max);
}

/* ---------------- means ---------------- */

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
	family children = {0};
	uint32_t applicable = 0;
	uint32_t present = 0;
	uint32_t answered = 0;
	uint32_t wanted;
	uint32_t unanswered; /* that count nevertheless, since fewer than wanted are answered */

	*roll = (dx_roll) {0};
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];

		child->averaged = NAME(is_averaged_by)(work, i, c);
		if (!child->averaged)
			continue;
		applicable++;
		answered += is_answered(child);
		if (child->state == DX_VALUE_PRESENT)
		{
			present++;
			*fits = *fits && NAME(child_ratio)(work, c);
		}
	}
	wanted = applicable < step->power ? applicable : (uint32_t) step->power;
	unanswered = wanted > answered ? wanted - answered : 0;
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];
		bool counts = !child->averaged || is_answered(child) || unanswered > 0;

		if (counts)
			add_criteria(roll, child);
		if (!child->averaged)
			continue;
		if (counts)
			count_child(&children, child);
		unanswered -= counts && !is_answered(child);
		child->averaged = child->state == DX_VALUE_PRESENT || step->missing == DX_MISSING_ZERO;
	}
	if (applicable == 0)
	{
		roll->state = DX_VALUE_NA;
		return false;
	}
	roll->state =
		enough(step, children.answered, children.applicable) && (present >= wanted || step->missing == DX_MISSING_ZERO)
		? DX_VALUE_PRESENT
		: DX_VALUE_MISSING;
	return true;
}

/* Begin a mean: which children it averages, and whether it has a value; false where none applies. */
static bool
NAME(begin_mean)(const NAME(work) * work, uint32_t i, bool *fits)
{
	const dx_step *steps = work->steps;
	const dx_step *step = &steps[i];
	dx_roll *roll = &work->rolls[i];
	family children = {0};

	*roll = (dx_roll) {0};
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
	{
		dx_roll *child = &work->rolls[c];

		add_criteria(roll, child);
		child->averaged = NAME(is_averaged_by)(work, i, c);
		if (!child->averaged)
			continue;
		count_child(&children, child);
		if (child->state == DX_VALUE_PRESENT)
			*fits = *fits && NAME(child_ratio)(work, c);
		else
			child->averaged = step->missing != DX_MISSING_SKIP;
	}
	if (children.applicable == 0)
	{
		roll->state = DX_VALUE_NA;
		return false;
	}
	roll->state = has_value(step, &children) ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
	return true;
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
			fits = NAME(mean_of_pairs)(work, i, &own->ratio);
			break;
	}
	return fits && NAME(multiply)(&own->points, &own->ratio, own->max, work->measure->one) &&
		NAME(apply_terms_if_any)(work, i, own->max);
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

/* Roll up all n nodes, from the last to the root. */
static bool
NAME(roll_all)(const NAME(work) * work, uint32_t n)
{
	for (uint32_t i = n, k = 0; i-- > 0;)
	{
		if ((i & 255) == 0)
			dx_check_interrupts();
		/* The children are scored: apply their needs. */
		for (; k < work->n_needy && work->steps[work->needy[k]].parent == i; k++)
			if (!NAME(apply_needs)(work, work->needy[k]))
				return false;
		if (!NAME(roll_node)(work, i))
			return false;
	}
	return true;
}
