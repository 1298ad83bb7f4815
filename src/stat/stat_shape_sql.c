/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_shape_sql.c: aggregates of the shape of a column (skewness, kurtosis), and
 * the functions that read their states. Rows are taken out of moving frames as in
 * stat_sql.c.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

#include "stat/stat_shape.h"

DX_FUNCTION(dx_stat_accum_shape);
DX_FUNCTION(dx_stat_undo_shape);
DX_FUNCTION(dx_skewness_of);
DX_FUNCTION(dx_kurtosis_of);

/* ---------------- transitions ---------------- */

/* Arguments: state, x [, w]. */
static Datum
accumulate_shape(FunctionCallInfo fcinfo, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open = dx_open_stat_of_kind(fcinfo, &dx_stat_shape, sign, &in_aggregate);

	if (!PG_ARGISNULL(1) && (PG_NARGS() < 3 || !PG_ARGISNULL(2)))
	{
		double x = PG_GETARG_FLOAT8(1);
		double w = PG_NARGS() < 3 ? 1.0 : PG_GETARG_FLOAT8(2);
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));

		dx_check_stat_row(x, w);
		dx_stat_add_shape(dx_stat_of(open), x, w, sign);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

Datum
dx_stat_accum_shape(PG_FUNCTION_ARGS)
{
	return accumulate_shape(fcinfo, 0);
}

Datum
dx_stat_undo_shape(PG_FUNCTION_ARGS)
{
	return accumulate_shape(fcinfo, -1);
}

/* ---------------- reading ---------------- */

Datum
dx_skewness_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_skewness_of);
}

Datum
dx_kurtosis_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_kurtosis_of);
}
