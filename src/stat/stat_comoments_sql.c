/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_comoments_sql.c: aggregates of two columns (covariance, correlation, the
 * straight line of y over x), and the functions that read their states. Rows are taken
 * out of moving frames as in stat_sql.c.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

#include "stat/stat_comoments.h"

DX_FUNCTION(dx_stat_accum_co_moments);
DX_FUNCTION(dx_stat_undo_co_moments);
DX_FUNCTION(dx_covariance_of);
DX_FUNCTION(dx_stat_covar_samp);
DX_FUNCTION(dx_corr_of);
DX_FUNCTION(dx_slope_of);
DX_FUNCTION(dx_intercept_of);

/* ---------------- transitions ---------------- */

/* Arguments: state, y, x, w; a row with a NULL is none. */
static Datum
accumulate_pair(FunctionCallInfo fcinfo, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open = dx_open_stat_of_kind(fcinfo, &dx_stat_co_moments, sign, &in_aggregate);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && !PG_ARGISNULL(3))
	{
		double y = PG_GETARG_FLOAT8(1);
		double x = PG_GETARG_FLOAT8(2);
		double w = PG_GETARG_FLOAT8(3);
		/* The context in which sums grow. */
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));

		dx_check_stat_row(y, w);
		dx_check_stat_row(x, w);
		dx_stat_add_co_moments(dx_stat_of(open), x, y, w, sign);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

Datum
dx_stat_accum_co_moments(PG_FUNCTION_ARGS)
{
	return accumulate_pair(fcinfo, 0);
}

Datum
dx_stat_undo_co_moments(PG_FUNCTION_ARGS)
{
	return accumulate_pair(fcinfo, -1);
}

/* ---------------- reading ---------------- */

static bool
covariance_pop(const dx_stat *stat, double *result, dx_error *err)
{
	return dx_stat_covariance_of(stat, false, result, err);
}

static bool
covariance_samp(const dx_stat *stat, double *result, dx_error *err)
{
	return dx_stat_covariance_of(stat, true, result, err);
}

/* Arguments: state [, sample]. */
Datum
dx_covariance_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, PG_NARGS() > 1 && PG_GETARG_BOOL(1) ? covariance_samp : covariance_pop);
}

Datum
dx_stat_covar_samp(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, covariance_samp);
}

Datum
dx_corr_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_correlation_of);
}

Datum
dx_slope_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_slope_of);
}

Datum
dx_intercept_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_intercept_of);
}
