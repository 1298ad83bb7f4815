/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_comoments_sql.c: aggregates of two columns (covariance, correlation, the
 * straight line of y over x, rank correlations) and of the shape of one (skewness,
 * kurtosis), and the functions that read their states. Rows are taken out of moving
 * frames as in stat_sql.c.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

#include "stat/stat_comoments.h"
#include "stat/stat_pairs.h"
#include "stat/stat_shape.h"

DX_FUNCTION(dx_stat_accum_co_moments);
DX_FUNCTION(dx_stat_undo_co_moments);
DX_FUNCTION(dx_covariance_of);
DX_FUNCTION(dx_stat_covar_samp);
DX_FUNCTION(dx_corr_of);
DX_FUNCTION(dx_slope_of);
DX_FUNCTION(dx_intercept_of);
DX_FUNCTION(dx_stat_accum_shape);
DX_FUNCTION(dx_stat_undo_shape);
DX_FUNCTION(dx_skewness_of);
DX_FUNCTION(dx_kurtosis_of);
DX_FUNCTION(dx_stat_accum_pairs);
DX_FUNCTION(dx_spearman_of);
DX_FUNCTION(dx_kendall_of);

/* ---------------- transitions ---------------- */

/*
 * The state in argument 0, to which a row of this kind is added or, with sign -1, from which it is
 * taken out.
 */
static dx_open_stat *
state_of(FunctionCallInfo fcinfo, const dx_stat_kind *kind, int64_t sign, bool *in_aggregate)
{
	dx_open_stat *open;

	if (sign < 0)
		dx_check_inverse(fcinfo);
	open = dx_open_stat_arg(fcinfo, kind, NULL, in_aggregate);
	dx_check_stat_kind(dx_stat_of(open), kind);
	return open;
}

static void
check_row(double x, double w)
{
	dx_error err;

	if (dx_stat_takes(x, w))
		return;
	dx_stat_refuse(x, w, &err);
	dx_report(&err);
}

/* Arguments: state, y, x, w; a row with a NULL is none. */
static Datum
accumulate_pair(FunctionCallInfo fcinfo, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open = state_of(fcinfo, &dx_stat_co_moments, sign, &in_aggregate);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && !PG_ARGISNULL(3))
	{
		double y = PG_GETARG_FLOAT8(1);
		double x = PG_GETARG_FLOAT8(2);
		double w = PG_GETARG_FLOAT8(3);
		/* The context in which sums grow. */
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));

		check_row(y, w);
		check_row(x, w);
		dx_stat_add_co_moments(dx_stat_of(open), x, y, w, sign);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

/* Arguments: state, x [, w]. */
static Datum
accumulate_shape(FunctionCallInfo fcinfo, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open = state_of(fcinfo, &dx_stat_shape, sign, &in_aggregate);

	if (!PG_ARGISNULL(1) && (PG_NARGS() < 3 || !PG_ARGISNULL(2)))
	{
		double x = PG_GETARG_FLOAT8(1);
		double w = PG_NARGS() < 3 ? 1.0 : PG_GETARG_FLOAT8(2);
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));

		check_row(x, w);
		dx_stat_add_shape(dx_stat_of(open), x, w, sign);
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

/* Arguments: state, x, y; a row with a NULL is none. */
Datum
dx_stat_accum_pairs(PG_FUNCTION_ARGS)
{
	bool in_aggregate;
	dx_open_stat *open = state_of(fcinfo, &dx_stat_pairs, 0, &in_aggregate);

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		double x = PG_GETARG_FLOAT8(1);
		double y = PG_GETARG_FLOAT8(2);
		MemoryContext before = MemoryContextSwitchTo(dx_open_stat_memory(open));
		dx_error err;

		check_row(x, 1);
		check_row(y, 1);
		if (!dx_stat_add_pair(dx_stat_of(open), x, y, &err))
			dx_report(&err);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

/* ---------------- reading ---------------- */

/* The result of a reader for the state in argument 0: NULL or a number; raises the error that it recorded. */
static Datum
answer(FunctionCallInfo fcinfo, bool (*reader)(const dx_stat *stat, double *result, dx_error *err))
{
	double result = 0;
	dx_error err;

	if (reader(dx_get_stat(PG_GETARG_DATUM(0)), &result, &err))
		PG_RETURN_FLOAT8(result);
	if (err.kind != DX_OK)
		dx_report(&err);
	PG_RETURN_NULL();
}

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
	return answer(fcinfo, PG_NARGS() > 1 && PG_GETARG_BOOL(1) ? covariance_samp : covariance_pop);
}

Datum
dx_stat_covar_samp(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, covariance_samp);
}

Datum
dx_corr_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_correlation_of);
}

Datum
dx_slope_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_slope_of);
}

Datum
dx_intercept_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_intercept_of);
}

Datum
dx_skewness_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_skewness_of);
}

Datum
dx_kurtosis_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_kurtosis_of);
}

Datum
dx_spearman_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_spearman_of);
}

Datum
dx_kendall_of(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, dx_stat_kendall_of);
}
