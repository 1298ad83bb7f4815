/* SPDX-License-Identifier: PostgreSQL */
/*
 * removal_sql.c: dx.rank_removal, the ranks of a unit without each node.
 */
#include "postgres.h"

#include "nodes/node_ranks_sql.h"
#include "nodes/removal.h"
#include "rank/window_sql.h"
#include "robust/card_partition_sql.h"

DX_FUNCTION(dx_rank_removal);

/* State while rows are collected. */
typedef struct collector
{
	dx_ranked_partition *part;
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
collect(FunctionCallInfo fcinfo, dx_ranked_partition *part)
{
	const dx_tree *tree = dx_partition_tree(fcinfo);
	collector c = {.part = part};

	if (tree == NULL)
		return;
	dx_ranked_begin(fcinfo, part, tree, "to be ranked without every node");
	c.first = palloc((tree->n_nodes + 1) * sizeof(uint32_t));
	dx_removal_criteria(dx_tree_steps(tree), tree->n_nodes, c.first);
	c.kept = palloc(tree->n_criteria * sizeof(dx_leaf));
	c.ratios = palloc(tree->n_nodes * sizeof(double));
	c.there = palloc(tree->n_nodes * sizeof(uint8_t));
	dx_partition_score(fcinfo, tree, enter_card, &c);
	dx_ranked_finish(part, DX_TIES_MIN, NULL, NULL);
}

/* dx.rank_removal(tree, card) */
Datum
dx_rank_removal(PG_FUNCTION_ARGS)
{
	return dx_ranked_row(fcinfo, collect);
}
