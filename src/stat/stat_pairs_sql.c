/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_pairs_sql.c: the aggregates of rank correlations (Spearman, Kendall), and
 * the functions that read their states.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

#include "stat/stat_pairs.h"

DX_FUNCTION(dx_stat_accum_pairs);
DX_FUNCTION(dx_spearman_of);
DX_FUNCTION(dx_kendall_of);

/* ---------------- transitions ---------------- */

/* Arguments: state, x, y; a row with a NULL is none. */
Datum
dx_stat_accum_pairs(PG_FUNCTION_ARGS)
{
	bool in_aggregate;
	dx_open_stat *open = dx_open_stat_of_kind(fcinfo, &dx_stat_pairs, 0, &in_aggregate);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		double x = PG_GETARG_FLOAT8(1);
		double y = PG_GETARG_FLOAT8(2);
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));
		dx_error err;

		dx_check_stat_row(x, 1);
		dx_check_stat_row(y, 1);
		if (!dx_stat_add_pair(dx_stat_of(open), x, y, &err))
			dx_report(&err);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

/* ---------------- reading ---------------- */

Datum
dx_spearman_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_spearman_of);
}

Datum
dx_kendall_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_kendall_of);
}
