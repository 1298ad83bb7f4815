/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_partition_sql.c: the trees and cards of a window's partition.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "robust/card_partition_sql.h"

enum
{
	ARG_TREE,
	ARG_CARD
};

const dx_tree *
dx_partition_tree(FunctionCallInfo fcinfo)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = dx_partition_constant(fcinfo, ARG_TREE) ? 1 : WinGetPartitionRowCount(winobj);

	for (int64 row = 0; row < n_rows; row++)
	{
		bool isnull;
		Datum value = dx_partition_argument(winobj, ARG_TREE, row, &isnull);

		CHECK_FOR_INTERRUPTS();
		if (!isnull)
			return dx_copy_tree(CurrentMemoryContext, dx_get_tree(dx_get_site(fcinfo), value));
	}
	return NULL;
}

static void
check_same_tree(const dx_tree *tree, const dx_tree *other)
{
	if (!dx_tree_same(tree, other))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("index tree must be the same in the whole partition"),
				 errdetail("One row has \"%.*s\", another \"%.*s\", which differ.", DX_STR_ARG(dx_tree_title(tree)),
						   DX_STR_ARG(dx_tree_title(other))),
				 errhint("PARTITION BY what tells the sets apart.")));
}

/* dx_partition_cards; tree NULL: argument 0 is not read. */
static void
visit_cards(FunctionCallInfo fcinfo, const dx_tree *tree, int ranked, dx_card_visitor visit, void *state)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = WinGetPartitionRowCount(winobj);
	bool constant = tree == NULL || dx_partition_constant(fcinfo, ARG_TREE);
	dx_site *site = dx_get_site(fcinfo);
	MemoryContext row_context = AllocSetContextCreate(CurrentMemoryContext, "dx window row", ALLOCSET_SMALL_SIZES);
	MemoryContext before = MemoryContextSwitchTo(row_context);

	for (int64 row = 0; row < n_rows; row++)
	{
		Datum value;
		bool isnull;

		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(row_context);
		/* where it is false, tree and card are not evaluated */
		if (ranked >= 0 && !DatumGetBool(dx_partition_argument(winobj, ranked, row, &isnull)) && !isnull)
			continue;
		if (!constant)
		{
			value = dx_partition_argument(winobj, ARG_TREE, row, &isnull);
			if (isnull)
				continue;
			check_same_tree(tree, dx_get_tree(site, value));
		}
		value = dx_partition_argument(winobj, ARG_CARD, row, &isnull);
		if (!isnull)
			visit(state, row, value);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(row_context);
}

void
dx_partition_cards(FunctionCallInfo fcinfo, const dx_tree *tree, int ranked, dx_card_visitor visit, void *state)
{
	visit_cards(fcinfo, tree, ranked, visit, state);
}

/* The state of dx_partition_score: the scoring room, and the visitor to call. */
typedef struct scoring
{
	dx_site *site;
	const dx_tree *tree;
	dx_score_room *room;
	MemoryContext context; /* of the visitor */
	dx_partition_visitor visit;
	void *state;
} scoring;

static void
score_row(void *arg, int64 row, Datum card)
{
	const scoring *s = arg;
	const dx_sheet *sheet = dx_get_sheet(s->site, card, s->tree);
	MemoryContext before;
	dx_error err;

	if (!dx_score_sheet(s->tree, dx_get_plan(s->site, s->tree, s->tree->n_criteria), sheet, s->room, &err))
		dx_report(&err);
	before = MemoryContextSwitchTo(s->context);
	s->visit(s->state, row, s->room);
	MemoryContextSwitchTo(before);
}

void
dx_partition_score(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state)
{
	dx_site *site = dx_get_site(fcinfo);
	scoring s = {site, tree, dx_get_room(site, tree), CurrentMemoryContext, visit, state};

	visit_cards(fcinfo, tree, -1, score_row, &s);
}

void
dx_partition_score_on(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state)
{
	dx_site *site = dx_get_site(fcinfo);
	scoring s = {site, tree, dx_get_room(site, tree), CurrentMemoryContext, visit, state};

	visit_cards(fcinfo, NULL, -1, score_row, &s);
}
