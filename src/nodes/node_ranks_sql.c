/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_ranks_sql.c: dx.node_ranks, the ranks of a unit at every node.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "nodes/node_ranks_sql.h"
#include "rank/window_sql.h"
#include "robust/card_partition_sql.h"

DX_FUNCTION(dx_node_ranks);

/* Arguments after tree and card. */
#define ARG_CARD 1
#define ARG_TIES 2
#define ARG_DECIMALS 3
#define ARG_RANKED 4
#define ARG_DIRECTION 5

/* State while rows are collected. */
typedef struct collector
{
	FunctionCallInfo fcinfo;
	dx_site *site;
	const dx_tree *tree;
	dx_ranked_partition *part;
	int decimals; /* INT_MAX: not rounded */
	int direction;
	double *points; /* of one card, one a node */
	uint8_t *state;
	uint32 *peers; /* dx_check_first's */
	uint32_t node; /* which is ranked now */
} collector;

static void
enter_card(void *arg, int64 row, Datum card)
{
	collector *c = arg;

	dx_score_nodes(c->site, c->tree, card, c->points, c->state);
	dx_rank_matrix_enter(&c->part->ranks, row, c->points, c->state, c->decimals, c->direction);
	c->part->taken[row] = true;
}

/* A unit's points at the node that is being ranked, "1.2: 80" ("80" at the root), for a message. */
static const char *
points_at(void *arg, int64 position)
{
	collector *c = arg;
	char code[DX_CODE_MAX_TEXT + 8];
	bool isnull;

	dx_score_nodes(c->site, c->tree,
				   dx_partition_argument((WindowObject) c->fcinfo->context, ARG_CARD, position, &isnull), c->points,
				   c->state);
	if (c->decimals != INT_MAX)
		c->points[c->node] = dx_double_round(c->points[c->node], c->decimals);
	dx_tree_code_text(c->tree, c->node, code);
	return psprintf("%.*s%s%s", DX_STR_CLIP, code, c->node > 0 ? ": " : "", dx_number_in_words(c->points[c->node]));
}

static void
check_node(void *arg, uint32_t node, const dx_ranking *ranking)
{
	collector *c = arg;

	c->node = node;
	dx_check_first(c->fcinfo, ranking, &c->peers, points_at, c);
}

/* An option that is an int, checked; NULL as by_default. */
static int
int_option(FunctionCallInfo fcinfo, int argno, const char *name, dx_option option, int by_default)
{
	Datum value;

	if (!dx_partition_optional_number(fcinfo, argno, name, &value))
		return by_default;
	dx_check_option(option, DatumGetInt32(value));
	return DatumGetInt32(value);
}

static dx_ties
ties_option(FunctionCallInfo fcinfo)
{
	Datum value;
	dx_ties ties = DX_TIES_MIN;
	dx_error err;

	if (dx_partition_optional(fcinfo, ARG_TIES, "ties", &value))
	{
		text *words = DatumGetTextPP(value);

		if (!dx_ties_parse((dx_str) {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)}, &ties, &err))
			dx_report(&err);
	}
	return ties;
}

void
dx_ranked_begin(FunctionCallInfo fcinfo, dx_ranked_partition *part, const dx_tree *tree, const char *how)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext keep = GetMemoryChunkContext(part);
	Size size;

	dx_check_rows(n_rows);
	size = dx_rank_matrix_size(tree->n_nodes, n_rows);
	if (size == 0)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large %s", (long long) n_rows, how),
				 errdetail("Index tree \"%.*s\" has %u nodes; at most %zu rows fit.", DX_STR_ARG(dx_tree_title(tree)),
						   tree->n_nodes, DX_MAX_ALLOC / sizeof(double) / tree->n_nodes)));
	part->taken = MemoryContextAllocZero(keep, n_rows * sizeof(bool));
	part->ranks = (dx_rank_matrix) {tree->n_nodes, n_rows, MemoryContextAlloc(keep, size)};
	dx_rank_matrix_begin(&part->ranks);
}

void
dx_ranked_finish(dx_ranked_partition *part, dx_ties ties, dx_rank_visitor visit, void *state)
{
	dx_rank_matrix *ranks = &part->ranks;

	dx_rank_matrix_finish(ranks, ties, palloc(ranks->n_rows * sizeof(uint64_t)),
						  palloc(ranks->n_rows * sizeof(uint64_t)), visit, state);
	ranks->points = repalloc(ranks->points, dx_rank_matrix_size(ranks->n_nodes, ranks->n_rows) / 2);
}

/*
 * Read every row of the partition and rank every node.
 *
 * Memory: 4 bytes a node and row for as long as the partition, 8 while
 * collecting, and 16 a row (20 for `first`).
 */
static void
collect(FunctionCallInfo fcinfo, dx_ranked_partition *part)
{
	collector c = {.fcinfo = fcinfo, .site = dx_get_site(fcinfo), .part = part};
	dx_ties ties = ties_option(fcinfo);

	c.decimals = int_option(fcinfo, ARG_DECIMALS, "decimals", DX_OPTION_DECIMALS, INT_MAX);
	c.direction = int_option(fcinfo, ARG_DIRECTION, "direction", DX_OPTION_DIRECTION, 1);
	c.tree = dx_partition_tree(fcinfo);
	if (c.tree == NULL)
		return;
	dx_ranked_begin(fcinfo, part, c.tree, "to be ranked at every node");
	c.points = palloc(c.tree->n_nodes * (sizeof(double) + sizeof(uint8_t)));
	c.state = (uint8_t *) (c.points + c.tree->n_nodes);
	dx_partition_cards(fcinfo, c.tree, ARG_RANKED, enter_card, &c);
	dx_ranked_finish(part, ties, ties == DX_TIES_FIRST ? check_node : NULL, &c);
}

/* n ranks, those that are 0 as NULL, as an int[]. Written in place. */
static Datum
array_of_ranks(const int32 *ranks, uint32_t n)
{
	uint32_t n_known = 0;
	Size start;
	ArrayType *array;
	int32 *numbers;
	uint8 *there;

	for (uint32_t i = 0; i < n; i++)
		n_known += ranks[i] != 0;
	start = n_known < n ? ARR_OVERHEAD_WITHNULLS(1, n) : ARR_OVERHEAD_NONULLS(1);
	array = palloc0(start + n_known * sizeof(int32));
	SET_VARSIZE(array, start + n_known * sizeof(int32));
	array->ndim = 1;
	array->dataoffset = n_known < n ? (int32) start : 0;
	array->elemtype = INT4OID;
	ARR_DIMS(array)[0] = (int) n;
	ARR_LBOUND(array)[0] = 1;
	numbers = (int32 *) ARR_DATA_PTR(array);
	there = ARR_NULLBITMAP(array);
	for (uint32_t i = 0; i < n; i++)
		if (ranks[i] != 0)
		{
			if (there)
				there[i / 8] |= (uint8) (1 << (i % 8));
			*numbers++ = ranks[i];
		}
	return PointerGetDatum(array);
}

Datum
dx_ranked_row(FunctionCallInfo fcinfo, void (*collect_rows)(FunctionCallInfo fcinfo, dx_ranked_partition *part))
{
	WindowObject winobj = dx_window_object(fcinfo);
	dx_ranked_partition *part = WinGetPartitionLocalMemory(winobj, sizeof(dx_ranked_partition));
	int64 row = WinGetCurrentPosition(winobj);
	int32 *ranks;

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx ranked rows", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);

		collect_rows(fcinfo, part);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		part->collected = true;
	}
	if (part->taken == NULL || !part->taken[row])
		PG_RETURN_NULL();
	ranks = palloc(part->ranks.n_nodes * sizeof(int32));
	dx_rank_matrix_of(&part->ranks, row, ranks);
	PG_RETURN_DATUM(array_of_ranks(ranks, part->ranks.n_nodes));
}

/* dx.node_ranks(tree, card, ties, decimals, ranked, direction) */
Datum
dx_node_ranks(PG_FUNCTION_ARGS)
{
	return dx_ranked_row(fcinfo, collect);
}
