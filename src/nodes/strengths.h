/* SPDX-License-Identifier: PostgreSQL */
/*
 * strengths.h: the criteria at which a unit is best and worst among units.
 */
#ifndef DX_STRENGTHS_H
#define DX_STRENGTHS_H

#include "score/rollup.h"
#include "tree/tree.h"

/*
 * Of the criteria with a rank (ranks: one a node, 0 where there is none) that the
 * unit has a value at, the k of least and the k of greatest rank: of equal ranks the
 * higher ratio is better (one without a ratio is last), then the earlier criterion.
 * Where fewer than 2 k have a rank, none is listed twice: the better half, the one in
 * the middle included, are the best. nodes has room for all criteria and receives the
 * best, best first, then the worst, worst first. O(n log n).
 */
extern void dx_pick_strengths(const dx_tree *tree, dx_rollup *rollup, const int32_t *ranks, uint32_t k, uint32_t *nodes,
							  uint32_t *n_best, uint32_t *n_worst);

#endif /* DX_STRENGTHS_H */
