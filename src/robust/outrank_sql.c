/* SPDX-License-Identifier: PostgreSQL */
/*
 * outrank_sql.c: pairwise comparison of units: the window function dx.copeland and the
 * rows of dx.outranking.
 */
#include "postgres.h"

#include "catalog/pg_type_d.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "card/entry_sql.h"
#include "card/open_card_sql.h"
#include "robust/card_partition_sql.h"
#include "robust/outrank.h"

DX_FUNCTION(dx_copeland_code);
DX_FUNCTION(dx_copeland_text);
DX_FUNCTION(dx_outranking_code);
DX_FUNCTION(dx_outranking_text);

/* Arguments of both functions. */
enum
{
	ARG_TREE,
	ARG_CARDS,
	ARG_NODE,
	ARG_LEVEL
};

static dx_contest_level
get_level(Datum value)
{
	text *level = DatumGetTextPP(value);
	dx_contest_level parsed;
	dx_error err;

	if (!dx_contest_level_parse((dx_str) {VARDATA_ANY(level), VARSIZE_ANY_EXHDR(level)}, &parsed, &err))
		dx_report(&err);
	return parsed;
}

/* A contest for n_rows cards, or as many as a contest can have. */
static dx_contest
make_contest(const dx_tree *tree, uint32_t node, dx_contest_level level, int64 n_rows)
{
	int64 n_units = Min(n_rows, DX_CONTEST_UNITS);
	dx_contest contest;
	dx_error err;

	if (dx_contest_size(tree, node, level, n_units) > DX_MAX_ALLOC)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%lld units are too many to be compared by so many criteria", (long long) n_units),
				 errdetail("Their values would take more than %zu bytes.", DX_MAX_ALLOC)));
	if (!dx_contest_make(&contest, tree, node, level, n_units, &err))
		dx_report(&err);
	return contest;
}

/* Add a scored card that has anything to be compared; raises where there are too many. */
static bool
add_card(dx_contest *contest, dx_score_room *room)
{
	if (contest->n_units == DX_CONTEST_UNITS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d cards are too many to compare pair by pair", DX_CONTEST_UNITS)));
	return dx_contest_add(contest, room->rollup);
}

/* ---------------- dx.copeland ---------------- */

/* What one call site keeps for the current partition. */
typedef struct copeland_partition
{
	bool collected;
	int32 *unit;   /* by position; -1 = not compared */
	int32 *scores; /* by unit */
} copeland_partition;

typedef struct copeland_units
{
	const dx_tree *tree;
	dx_contest contest;
	int32 *unit;
} copeland_units;

static void
add_unit(void *state, int64 row, dx_score_room *room)
{
	copeland_units *units = state;

	if (add_card(&units->contest, room))
		units->unit[row] = (int32) units->contest.n_units - 1;
}

static void
collect(FunctionCallInfo fcinfo, dx_named_by named_by, copeland_partition *part)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext keep = GetMemoryChunkContext(part);
	Datum node = dx_partition_value(fcinfo, ARG_NODE, "node");
	dx_contest_level level = get_level(dx_partition_value(fcinfo, ARG_LEVEL, "level"));
	copeland_units units;

	units.tree = dx_partition_tree(fcinfo);
	units.unit = part->unit = MemoryContextAllocHuge(keep, n_rows * sizeof(int32));
	for (int64 row = 0; row < n_rows; row++)
		part->unit[row] = -1;
	if (units.tree == NULL)
		return;
	units.contest = make_contest(units.tree, dx_get_node(units.tree, node, named_by), level, n_rows);
	dx_partition_score(fcinfo, units.tree, add_unit, &units);
	dx_contest_begin(&units.contest);
	part->scores = MemoryContextAlloc(keep, (units.contest.n_units + 1) * sizeof(int32));
	dx_copeland_scores(&units.contest, part->scores);
}

static Datum
copeland(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	WindowObject winobj = dx_window_object(fcinfo);
	copeland_partition *part = WinGetPartitionLocalMemory(winobj, sizeof(copeland_partition));
	int32 unit;

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx contest", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);

		collect(fcinfo, named_by, part);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		part->collected = true;
	}
	unit = part->unit[WinGetCurrentPosition(winobj)];
	if (unit < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(part->scores[unit]);
}

Datum
dx_copeland_code(PG_FUNCTION_ARGS)
{
	return copeland(fcinfo, DX_BY_CODE);
}

Datum
dx_copeland_text(PG_FUNCTION_ARGS)
{
	return copeland(fcinfo, DX_BY_TEXT);
}

/* ---------------- dx.outranking ---------------- */

static Datum
outranking(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	dx_site *site;
	const dx_tree *tree;
	dx_score_room *room;
	ArrayType *cards;
	ArrayIterator each;
	Datum card;
	bool is_null_card;
	int n;
	int32 *place; /* in the array, 1-based, by unit */
	dx_contest contest;
	dx_duel duels[DX_CONTEST_BLOCK];
	MemoryContext card_context;

	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(ARG_TREE));
	room = dx_get_room(site, tree);
	cards = PG_GETARG_ARRAYTYPE_P(ARG_CARDS);
	n = ArrayGetNItems(ARR_NDIM(cards), ARR_DIMS(cards));
	contest = make_contest(tree, dx_get_node(tree, PG_GETARG_DATUM(ARG_NODE), named_by),
						   get_level(PG_GETARG_DATUM(ARG_LEVEL)), n);
	/* Elements are read one by one: NULLs take no memory in an array, so none is allocated for them here. */
	place = palloc((Min(n, DX_CONTEST_UNITS) + 1) * sizeof(int32));
	each = array_create_iterator(cards, 0, NULL);
	card_context = AllocSetContextCreate(CurrentMemoryContext, "dx.outranking card", ALLOCSET_SMALL_SIZES);
	for (int i = 1; array_iterate(each, &card, &is_null_card); i++)
	{
		MemoryContext before = MemoryContextSwitchTo(card_context);
		dx_error err;

		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(card_context);
		place[contest.n_units] = i;
		if (!is_null_card)
		{
			if (!dx_score_sheet(tree, dx_get_plan(site, tree, tree->n_criteria), dx_get_sheet(site, card, tree), room,
								&err))
				dx_report(&err);
			add_card(&contest, room);
		}
		MemoryContextSwitchTo(before);
	}
	array_free_iterator(each);
	MemoryContextDelete(card_context);

	dx_contest_begin(&contest);
	for (uint32_t i = 0; i < contest.n_units; i++)
		for (uint32_t j = 0; j < contest.n_units; j++)
		{
			double share = 0;
			Datum values[3];
			bool is_null[3] = {false};

			if (j % DX_CONTEST_BLOCK == 0)
			{
				CHECK_FOR_INTERRUPTS();
				dx_contest_duels(&contest, i, j, duels);
			}
			if (i == j)
				continue;
			values[0] = Int32GetDatum(place[i]);
			values[1] = Int32GetDatum(place[j]);
			is_null[2] = !dx_duel_share(duels[j % DX_CONTEST_BLOCK], &share);
			values[2] = Float8GetDatum(share);
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, is_null);
		}
	return (Datum) 0;
}

Datum
dx_outranking_code(PG_FUNCTION_ARGS)
{
	return outranking(fcinfo, DX_BY_CODE);
}

Datum
dx_outranking_text(PG_FUNCTION_ARGS)
{
	return outranking(fcinfo, DX_BY_TEXT);
}
