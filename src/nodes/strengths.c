/* SPDX-License-Identifier: PostgreSQL */
/*
 * strengths.c: best and worst criteria of a unit (strengths.h).
 */
#include "nodes/strengths.h"

/* A criterion in the order of sorting. */
typedef struct standing
{
	uint32_t node;
	int32_t rank;
	double ratio;
} standing;

static inline bool
is_better(const standing *a, const standing *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->ratio != b->ratio)
		return a->ratio > b->ratio;
	return a->node < b->node;
}

static void
sort(standing *all, uint32_t n)
{
	size_t done = 0;

	for (uint32_t gap = n / 2; gap > 0; gap /= 2)
		for (uint32_t i = gap; i < n; i++)
		{
			standing moved = all[i];
			uint32_t at = i;

			for (; at >= gap && is_better(&moved, &all[at - gap]); at -= gap, dx_work(&done, 4))
				all[at] = all[at - gap];
			all[at] = moved;
			dx_work(&done, 4);
		}
}

void
dx_pick_strengths(const dx_tree *tree, dx_rollup *rollup, const int32_t *ranks, uint32_t k, uint32_t *nodes,
				  uint32_t *n_best, uint32_t *n_worst)
{
	const uint32_t *criteria = dx_tree_criteria(tree);
	standing *all = dx_alloc(tree->n_criteria * sizeof(standing));
	uint32_t n = 0;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		standing *s = &all[n];

		if (ranks[criteria[i]] == 0 || rollup->rolls[criteria[i]].state != DX_VALUE_PRESENT)
			continue;
		*s = (standing) {criteria[i], ranks[criteria[i]], -INFINITY};
		if (!dx_roll_ratio(rollup, criteria[i], &s->ratio))
			s->ratio = -INFINITY;
		n++;
	}
	sort(all, n);
	*n_best = k < n - n / 2 ? k : n - n / 2;
	*n_worst = k < n / 2 ? k : n / 2;
	for (uint32_t i = 0; i < *n_best; i++)
		nodes[i] = all[i].node;
	for (uint32_t i = 0; i < *n_worst; i++)
		nodes[*n_best + i] = all[n - 1 - i].node;
	dx_free(all);
}
