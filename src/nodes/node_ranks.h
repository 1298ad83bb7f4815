/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_ranks.h: the ranks of many units at every node of a tree, by points, ties
 * (rank.h) being resolved at every node by itself.
 *
 * Points come unit by unit and are sorted node by node: they are stored node after node,
 * 8 bytes a node and unit, and ranks take their place, 4 bytes each.
 */
#ifndef DX_NODE_RANKS_H
#define DX_NODE_RANKS_H

#include "number/decimal.h"
#include "rank/rank.h"

typedef struct dx_rank_matrix
{
	uint32_t n_nodes;
	int64_t n_rows;
	double *points; /* n_nodes x n_rows, the owner's */
} dx_rank_matrix;

/* Bytes of points and ranks; 0 where they are more than DX_MAX_ALLOC. */
extern size_t dx_rank_matrix_size(uint32_t n_nodes, int64_t n_rows);

/* Begin: no unit has a rank. Interruptible, as all that follows. */
extern void dx_rank_matrix_begin(dx_rank_matrix *ranks);

/*
 * Enter a unit's points at every node, taken where there[i] is 1 (DX_VALUE_PRESENT), rounded to
 * decimals unless these are INT_MAX; direction -1: less is better. O(nodes).
 */
extern void dx_rank_matrix_enter(dx_rank_matrix *ranks, int64_t row, const double *points, const uint8_t *there,
								 int decimals, int direction);

/* Called for each node once it is ranked, before its ranks are packed. */
typedef void (*dx_rank_visitor)(void *state, uint32_t node, const dx_ranking *ranking);

/*
 * Rank every node; then points hold int32_t ranks, n_nodes x n_rows, 0 where a unit has
 * none. order, temp: room for n_rows. visit may be NULL. O(nodes x rows).
 */
extern void dx_rank_matrix_finish(dx_rank_matrix *ranks, dx_ties ties, uint64_t *order, uint64_t *temp,
								  dx_rank_visitor visit, void *state);

/* The ranks of a unit at every node, when they are finished. */
extern void dx_rank_matrix_of(const dx_rank_matrix *ranks, int64_t row, int32_t *out);

#endif /* DX_NODE_RANKS_H */
