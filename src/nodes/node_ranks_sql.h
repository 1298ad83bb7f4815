/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_ranks_sql.h: what window functions of ranks at every node share. Include after
 * postgres.h.
 */
#ifndef DX_NODE_RANKS_SQL_H
#define DX_NODE_RANKS_SQL_H

#include "fmgr.h"

#include "nodes/node_ranks.h"
#include "tree/tree.h"

/* What one call site knows about the current partition. */
typedef struct dx_ranked_partition
{
	bool collected;
	bool *taken; /* by position: does the row get a result? NULL: none does */
	dx_rank_matrix ranks;
} dx_ranked_partition;

/*
 * Memory for the ranks of every row of a partition at every node of a tree, for as
 * long as the partition: 8 bytes a node and row, 4 when they are finished. Raises where
 * that is too large; how completes the message ("to be ranked at every node").
 */
extern void dx_ranked_begin(FunctionCallInfo fcinfo, dx_ranked_partition *part, const dx_tree *tree, const char *how);

/* All rows are entered: rank them (dx_rank_matrix_finish). 16 bytes a row in the current context. */
extern void dx_ranked_finish(dx_ranked_partition *part, dx_ties ties, dx_rank_visitor visit, void *state);

/*
 * The current row's ranks, an int[] in the order of dx.nodes; NULL where the row gets no
 * result. Before the first of a partition, collect_rows is called, in a context that is
 * deleted when it returns.
 */
extern Datum dx_ranked_row(FunctionCallInfo fcinfo,
						   void (*collect_rows)(FunctionCallInfo fcinfo, dx_ranked_partition *part));

#endif /* DX_NODE_RANKS_SQL_H */
