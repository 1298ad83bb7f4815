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
	FunctionCallInfo fcinfo;
	dx_site *site;
	const dx_tree *tree;
	partition *part;
	int decimals; /* INT_MAX: as they come */
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

/*
 * Read every row of the partition and rank every node.
 *
 * Memory: 4 bytes a node and row for as long as the partition, 8 while
 * collecting, and 16 a row (20 for `first`).
 */
static void
collect(FunctionCallInfo fcinfo, partition *part)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext keep = GetMemoryChunkContext(part);
	collector c = {.fcinfo = fcinfo, .site = dx_get_site(fcinfo), .part = part};
	dx_ties ties = ties_option(fcinfo);
	Size size;

	c.decimals = int_option(fcinfo, ARG_DECIMALS, "decimals", DX_OPTION_DECIMALS, INT_MAX);
	c.direction = int_option(fcinfo, ARG_DIRECTION, "direction", DX_OPTION_DIRECTION, 1);
	c.tree = dx_partition_tree(fcinfo);
	if (c.tree == NULL)
		return;
	dx_check_rows(n_rows);
	size = dx_rank_matrix_size(c.tree->n_nodes, n_rows);
	if (size == 0)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large to be ranked at every node", (long long) n_rows),
				 errdetail("Index tree \"%.*s\" has %u nodes; at most %zu rows fit.", DX_STR_ARG(dx_tree_title(c.tree)),
						   c.tree->n_nodes, DX_MAX_ALLOC / sizeof(double) / c.tree->n_nodes)));
	c.points = palloc(c.tree->n_nodes * (sizeof(double) + sizeof(uint8_t)));
	c.state = (uint8_t *) (c.points + c.tree->n_nodes);
	part->taken = MemoryContextAllocZero(keep, n_rows * sizeof(bool));
	part->ranks = (dx_rank_matrix) {c.tree->n_nodes, n_rows, MemoryContextAlloc(keep, size)};
	dx_rank_matrix_begin(&part->ranks);
	dx_partition_cards(fcinfo, c.tree, ARG_RANKED, enter_card, &c);
	dx_rank_matrix_finish(&part->ranks, ties, palloc(n_rows * sizeof(uint64_t)), palloc(n_rows * sizeof(uint64_t)),
						  ties == DX_TIES_FIRST ? check_node : NULL, &c);
	part->ranks.points = repalloc(part->ranks.points, size / 2);
}

/* Written in place. */
Datum
dx_array_of_ranks(const int32 *ranks, uint32_t n)
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

/* dx.node_ranks(tree, card, ties, decimals, ranked, direction) */
Datum
dx_node_ranks(PG_FUNCTION_ARGS)
{
	WindowObject winobj = dx_window_object(fcinfo);
	partition *part = WinGetPartitionLocalMemory(winobj, sizeof(partition));
	int64 row = WinGetCurrentPosition(winobj);
	int32 *ranks;

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx node ranks", ALLOCSET_DEFAULT_SIZES);
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
