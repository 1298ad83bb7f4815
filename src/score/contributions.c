/* SPDX-License-Identifier: PostgreSQL */
/*
 * contributions.c: what each node brings to the root's points, in decimals that add up to them
 * (largest remainders).
 */
#include "score/rollup.h"

#include "number/remainders.h"

/*
 * Is the contribution of the node not split further: a criterion, or a node that is not linear or
 * is bounded?
 */
static inline bool
is_part(const dx_step *step, const dx_roll *roll)
{
	return (step->flags & DX_STEP_CRITERION) || !dx_methods[step->method].linear || (roll->terms & DX_ROLL_BOUND);
}

void
dx_roll_contributions(dx_rollup *rollup, int digits, dx_int128 *contribution, bool *known)
{
	const dx_step *steps = rollup->steps;
	uint32_t *cut = dx_alloc(rollup->n * sizeof(uint32_t));
	uint32_t *order = dx_alloc(rollup->n * sizeof(uint32_t));
	dx_int128 left = 0;
	uint32_t n = 0;
	bool fits;

	if (rollup->rolls[0].state == DX_VALUE_PRESENT)
		left = dx_roll_decimal(rollup, 0, digits);
	contribution[0] = left;
	fits = dx_roll_brought(rollup, digits, contribution, NULL, known);
	for (uint32_t i = 1; i < rollup->n; i++)
	{
		/* More digits than fit: 10^20 points to 15 decimals. */
		known[i] = known[i] && fits;
		if (known[i] && is_part(&steps[i], &rollup->rolls[i]))
		{
			cut[i] = (uint32_t) (contribution[i] & ((1 << DX_BROUGHT_BITS) - 1));
			contribution[i] >>= DX_BROUGHT_BITS;
			left -= contribution[i];
			order[n++] = i;
		}
		else
			contribution[i] = 0;
	}
	if (left > 0 && n > 0)
		dx_sort_remainders(order, n, cut);
	for (uint32_t k = 0; left > 0 && k < n; k++, left--)
		contribution[order[k]]++;
	/* The contribution of any other node is the sum of those beneath it. */
	for (uint32_t i = rollup->n - 1; i > 0; i--)
		if (known[i] && steps[i].parent > 0 && !is_part(&steps[steps[i].parent], &rollup->rolls[steps[i].parent]))
			contribution[steps[i].parent] += contribution[i];
	dx_free(cut);
	dx_free(order);
}
