/* SPDX-License-Identifier: PostgreSQL */
/*
 * count.c: books calls of aggregates and window functions of schema dx in
 * pg_stat_user_functions, where the server books plain functions alone. Test
 * only: compiled by test/run, loaded by the sessions of sqlsmith.
 *
 * A call is a result other than NULL in a row that a node of a plan returned: a
 * group for an aggregate, a row for a window function. What returns a row
 * without any (no group, no row: the final function of nothing) called nothing.
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

/* The server's own, the same for all nodes of a kind. */
static ExecProcNodeMtd next_agg;
static ExecProcNodeMtd next_window;

static void
book(Oid function)
{
	LOCAL_FCINFO(fcinfo, 0);
	FmgrInfo flinfo = {.fn_oid = function, .fn_stats = TRACK_FUNC_PL};
	PgStat_FunctionCallUsage usage;

	if (get_func_namespace(function) != get_namespace_oid("dx", true))
		return;
	InitFunctionCallInfoData(*fcinfo, &flinfo, 0, InvalidOid, NULL, NULL);
	pgstat_init_function_usage(fcinfo, &usage);
	pgstat_end_function_usage(&usage, true);
}

static bool
had_rows(PlanState *node)
{
	PlanState *outer = outerPlanState(node);

	return outer->instrument && outer->instrument->ntuples + outer->instrument->tuplecount > 0;
}

static TupleTableSlot *
agg_row(PlanState *node)
{
	TupleTableSlot *row = next_agg(node);
	ListCell *lc;

	if (!TupIsNull(row) && had_rows(node))
		foreach (lc, ((AggState *) node)->aggs)
		{
			Aggref *agg = lfirst_node(Aggref, lc);

			if (!node->ps_ExprContext->ecxt_aggnulls[agg->aggno])
				book(agg->aggfnoid);
		}
	return row;
}

static TupleTableSlot *
window_row(PlanState *node)
{
	TupleTableSlot *row = next_window(node);
	ListCell *lc;

	if (!TupIsNull(row))
		foreach (lc, ((WindowAggState *) node)->funcs)
		{
			WindowFuncExprState *function = lfirst_node(WindowFuncExprState, lc);

			if (!node->ps_ExprContext->ecxt_aggnulls[function->wfuncno])
				book(function->wfunc->winfnoid);
		}
	return row;
}

static bool
watch(PlanState *node, void *context)
{
	/* Parts of aggregates have no result. */
	if (IsA(node, AggState) && !DO_AGGSPLIT_SKIPFINAL(((AggState *) node)->aggsplit))
	{
		next_agg = node->ExecProcNodeReal;
		node->ExecProcNodeReal = agg_row;
	}
	if (IsA(node, WindowAggState))
	{
		next_window = node->ExecProcNodeReal;
		node->ExecProcNodeReal = window_row;
	}
	return planstate_tree_walker(node, watch, context);
}

static void
start(QueryDesc *query, int flags)
{
	query->instrument_options |= INSTRUMENT_ROWS;
	if (next_start)
		next_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
	watch(query->planstate, NULL);
}

void
_PG_init(void)
{
	next_start = ExecutorStart_hook;
	ExecutorStart_hook = start;
}
