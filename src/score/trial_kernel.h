/* SPDX-License-Identifier: PostgreSQL */
/*
 * trial_kernel.h: trials: one criterion with another leaf, and the nodes above it. Included
 * by rollup.c after exchange_kernel.h.
 *
 * A node with few children is rolled up again. For a node with many, sums over them or
 * their order are kept (family_kernel.h), so that one of them can be exchanged: exactly, because whole
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
NAME(apply_needs_again)(const NAME(work) * work, dx_trial *trial, uint32_t c, NAME(saved) * was, uint32_t *n)
{
	const NAME(saved) *before_needs = trial->NAME(before_needs);
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
		work->numbers[c] = before_needs[k].numbers;
		work->rolls[c] = before_needs[k].roll;
		if (!NAME(apply_needs)(work, c))
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
NAME(save_before_needs)(const NAME(work) * work, const void *owner, NAME(saved) * *out)
{
	*out = dx_alloc_beside(owner, work->n_needy * sizeof(NAME(saved)));
	for (uint32_t k = 0; k < work->n_needy; k++)
	{
		uint32_t i = work->needy[k];
		NAME(saved) after = {i, work->numbers[i], work->rolls[i]};

		if (k % 256 == 255)
			dx_check_interrupts();
		/* It succeeds, as it did when the card was rolled up. */
		work->rolls[i] = (dx_roll) {0};
		(void) NAME(roll_node)(work, i);
		(*out)[k] = (NAME(saved)) {i, work->numbers[i], work->rolls[i]};
		work->numbers[i] = after.numbers;
		work->rolls[i] = after.roll;
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
	return fits &&
		(work->n_needy == 0 || !dx_step_needs(work->steps, work->measure->n, i) || NAME(apply_needs)(work, i));
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
		if (work->n_needy > 0 && !NAME(apply_needs_again)(work, trial, i, was, n))
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
