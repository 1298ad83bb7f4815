/*
 * count.c: books calls of aggregates and window functions of schema dx in
 * pg_stat_user_functions, where the server books plain functions alone. Test
 * only: compiled by test/run, loaded by the sessions of sqlsmith.
 *
 * A call is a row that a node of a plan returned to the end of a statement that
 * did not fail: a group for an aggregate, a row for a window function.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "executor/executor.h"
#include "executor/instrument.h"
#include "fmgr.h"
#include "nodes/nodeFuncs.h"
#include "pgstat.h"
#include "utils/lsyscache.h"

PG_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

static ExecutorStart_hook_type next_start;
static ExecutorEnd_hook_type next_end;

static void
book(Oid function, double calls, Oid namespace)
{
	LOCAL_FCINFO(fcinfo, 0);
	FmgrInfo	flinfo = {.fn_oid = function, .fn_stats = TRACK_FUNC_PL};
	PgStat_FunctionCallUsage usage;

	if (get_func_namespace(function) != namespace)
		return;
	InitFunctionCallInfoData(*fcinfo, &flinfo, 0, InvalidOid, NULL, NULL);
	for (double i = 0; i < calls; i++)
	{
		pgstat_init_function_usage(fcinfo, &usage);
		pgstat_end_function_usage(&usage, true);
	}
}

static bool
book_node(PlanState *node, Oid *namespace)
{
	double		rows = node->instrument ? node->instrument->ntuples + node->instrument->tuplecount : 0;
	ListCell   *lc;

	if (IsA(node, AggState) && !DO_AGGSPLIT_SKIPFINAL(((AggState *) node)->aggsplit))
		foreach(lc, ((AggState *) node)->aggs)
			book(lfirst_node(Aggref, lc)->aggfnoid, rows, *namespace);
	if (IsA(node, WindowAggState))
		foreach(lc, ((WindowAggState *) node)->funcs)
			book(lfirst_node(WindowFuncExprState, lc)->wfunc->winfnoid, rows, *namespace);
	return planstate_tree_walker(node, book_node, namespace);
}

static void
start(QueryDesc *query, int flags)
{
	query->instrument_options |= INSTRUMENT_ROWS;
	if (next_start)
		next_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

static void
end(QueryDesc *query)
{
	Oid			namespace = get_namespace_oid("dx", true);

	if (OidIsValid(namespace))
		book_node(query->planstate, &namespace);
	if (next_end)
		next_end(query);
	else
		standard_ExecutorEnd(query);
}

void
_PG_init(void)
{
	next_start = ExecutorStart_hook;
	ExecutorStart_hook = start;
	next_end = ExecutorEnd_hook;
	ExecutorEnd_hook = end;
}
