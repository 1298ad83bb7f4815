/* SPDX-License-Identifier: PostgreSQL */
/*
 * removal_sql.c: dx.rank_removal, the ranks of a unit without each node.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "nodes/node_ranks_sql.h"
#include "nodes/removal.h"
#include "rank/window_sql.h"
#include "robust/card_partition_sql.h"

DX_FUNCTION(dx_rank_removal);

/* What one call site knows about the current partition. */
typedef struct partition
{
	bool collected;
	bool *taken; /* by position: has the row an answer? NULL: none has */
	dx_rank_matrix ranks;
} partition;

/* While it is collected. */
typedef struct collector
{
	partition *part;
	uint32_t *first; /* criteria of each node */
	dx_leaf *kept;
	double *ratios; /* of one card, one a node */
	uint8_t *there;
} collector;

static void
enter_card(void *arg, int64 row, dx_score_room *room)
{
	collector *c = arg;
	dx_error err;

	if (!dx_removal_ratios(room->rollup, room->leaves, c->kept, c->first, c->ratios, c->there, &err))
		dx_report(&err);
	dx_rank_matrix_enter(&c->part->ranks, row, c->ratios, c->there, INT_MAX, 1);
	c->part->taken[row] = c->there[0] != 0;
}

/*
 * Read every row of the partition and rank it without every node.
 *
 * Memory: 4 bytes a node and row for as long as the partition, 8 while
 * collecting, and 16 a row.
 */
static void
collect(FunctionCallInfo fcinfo, partition *part)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext keep = GetMemoryChunkContext(part);
	const dx_tree *tree = dx_partition_tree(fcinfo);
	collector c = {.part = part};
	Size size;

	if (tree == NULL)
		return;
	dx_check_rows(n_rows);
	size = dx_rank_matrix_size(tree->n_nodes, n_rows);
	if (size == 0)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large to be ranked without every node", (long long) n_rows),
				 errdetail("Index tree \"%.*s\" has %u nodes; at most %zu rows fit.", DX_STR_ARG(dx_tree_title(tree)),
						   tree->n_nodes, DX_MAX_ALLOC / sizeof(double) / tree->n_nodes)));
	c.first = palloc((tree->n_nodes + 1) * sizeof(uint32_t));
	dx_removal_criteria(dx_tree_steps(tree), tree->n_nodes, c.first);
	c.kept = palloc(tree->n_criteria * sizeof(dx_leaf));
	c.ratios = palloc(tree->n_nodes * sizeof(double));
	c.there = palloc(tree->n_nodes * sizeof(uint8_t));
	part->taken = MemoryContextAllocZero(keep, n_rows * sizeof(bool));
	part->ranks = (dx_rank_matrix) {tree->n_nodes, n_rows, MemoryContextAlloc(keep, size)};
	dx_rank_matrix_begin(&part->ranks);
	dx_partition_score(fcinfo, tree, enter_card, &c);
	dx_rank_matrix_finish(&part->ranks, DX_TIES_MIN, palloc(n_rows * sizeof(uint64_t)),
						  palloc(n_rows * sizeof(uint64_t)), NULL, NULL);
	part->ranks.points = repalloc(part->ranks.points, size / 2);
}

/* dx.rank_removal(tree, card) */
Datum
dx_rank_removal(PG_FUNCTION_ARGS)
{
	WindowObject winobj = dx_window_object(fcinfo);
	partition *part = WinGetPartitionLocalMemory(winobj, sizeof(partition));
	int64 row = WinGetCurrentPosition(winobj);
	int32 *ranks;

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx rank removal", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);

		collect(fcinfo, part);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		part->collected = true;
	}
	if (part->taken == NULL || !part->taken[row])
		PG_RETURN_NULL();
	ranks = palloc(part->ranks.n_nodes * sizeof(int32));
	dx_rank_matrix_of(&part->ranks, row, ranks);
	PG_RETURN_DATUM(dx_array_of_ranks(ranks, part->ranks.n_nodes));
}
