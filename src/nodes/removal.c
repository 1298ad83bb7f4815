/* SPDX-License-Identifier: PostgreSQL */
/*
 * removal.c: cards without a node (removal.h).
 */
#include "nodes/removal.h"

/* Units of work (dx_work) of rolling up a node. */
#define NODE_WORK 8

void
dx_removal_criteria(const dx_step *steps, uint32_t n, uint32_t *first)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		first[i] = before;
		before += (steps[i].flags & DX_STEP_CRITERION) != 0;
	}
	first[n] = before;
}

bool
dx_removal_ratios(dx_rollup *rollup, dx_leaf *leaves, dx_leaf *kept, const uint32_t *first, double *ratios,
				  uint8_t *there, dx_error *err)
{
	const dx_step *steps = rollup->steps;
	size_t done = 0;
	bool as_it_is = dx_roll_ratio(rollup, 0, &ratios[0]);
	bool ok = true;

	there[0] = as_it_is;
	for (uint32_t i = 1; i < rollup->n; i++)
	{
		uint32_t from = first[i];
		uint32_t n = first[steps[i].end] - from;
		bool changes = false;

		there[i] = as_it_is;
		ratios[i] = ratios[0];
		for (uint32_t k = 0; k < n; k++)
			changes |= leaves[from + k].state != DX_VALUE_NA;
		dx_work(&done, 1 + n);
		if (!as_it_is || !changes)
			continue;
		memcpy(kept, leaves + from, n * sizeof(dx_leaf));
		for (uint32_t k = 0; k < n; k++)
			leaves[from + k] = (dx_leaf) {.den = 1, .state = DX_VALUE_NA};
		dx_work(&done, NODE_WORK * (size_t) rollup->n);
		ok = dx_roll_up(rollup, leaves, err);
		if (ok)
			there[i] = dx_roll_ratio(rollup, 0, &ratios[i]);
		memcpy(leaves + from, kept, n * sizeof(dx_leaf));
		if (!ok)
			return false;
	}
	return true;
}
