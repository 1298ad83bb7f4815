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
		const dx_tree *tree;
		dx_tree *copy;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		tree = dx_get_tree(dx_get_site(fcinfo), value);
		copy = palloc(tree->size);
		memcpy(copy, tree, tree->size);
		return copy;
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

void
dx_partition_score(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = WinGetPartitionRowCount(winobj);
	bool constant = dx_partition_constant(fcinfo, ARG_TREE);
	dx_site *site = dx_get_site(fcinfo);
	dx_score_room *room = dx_get_room(site, tree);
	MemoryContext row_context = AllocSetContextCreate(CurrentMemoryContext, "dx window row", ALLOCSET_SMALL_SIZES);
	MemoryContext before = MemoryContextSwitchTo(row_context);

	for (int64 row = 0; row < n_rows; row++)
	{
		const dx_sheet *sheet;
		Datum value;
		bool isnull;
		dx_error err;

		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(row_context);
		if (!constant)
		{
			value = dx_partition_argument(winobj, ARG_TREE, row, &isnull);
			if (isnull)
				continue;
			check_same_tree(tree, dx_get_tree(site, value));
		}
		value = dx_partition_argument(winobj, ARG_CARD, row, &isnull);
		if (isnull)
			continue;
		sheet = dx_get_sheet(site, value, tree);
		if (!dx_score_sheet(tree, dx_get_plan(site, tree, tree->n_criteria), sheet, room, &err))
			dx_report(&err);
		MemoryContextSwitchTo(before);
		visit(state, row, room);
		MemoryContextSwitchTo(row_context);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(row_context);
}
