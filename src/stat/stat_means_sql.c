/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_means_sql.c: aggregates of weighted power means, medians, quantiles and
 * the Mazziotta-Pareto index, and the functions that read their states (stat_means.h).
 *
 * A parameter (p, q, penalty) is an argument of every row and the same in all
 * of them; the state takes it from its first row. A row with a NULL is none.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

#include "stat/stat_means.h"

DX_FUNCTION(dx_stat_accum_geomean);
DX_FUNCTION(dx_stat_undo_geomean);
DX_FUNCTION(dx_stat_accum_harmean);
DX_FUNCTION(dx_stat_undo_harmean);
DX_FUNCTION(dx_stat_accum_powmean);
DX_FUNCTION(dx_stat_undo_powmean);
DX_FUNCTION(dx_stat_accum_values);
DX_FUNCTION(dx_stat_undo_values);
DX_FUNCTION(dx_stat_accum_quantile);
DX_FUNCTION(dx_stat_undo_quantile);
DX_FUNCTION(dx_stat_accum_mpi);
DX_FUNCTION(dx_stat_undo_mpi);
DX_FUNCTION(dx_powmean_of);
DX_FUNCTION(dx_median_of);
DX_FUNCTION(dx_quantile_of);
DX_FUNCTION(dx_mpi_of);
DX_FUNCTION(dx_stat_quantile_final);
DX_FUNCTION(dx_stat_mpi_final);

/* ---------------- transitions ---------------- */

/* The name of a kind's parameter, for messages. */
static const char *
parameter_name(const dx_stat_kind *kind)
{
	return kind == &dx_stat_power	? "p of a power mean"
		: kind == &dx_stat_quantile ? "q of a quantile"
									: "penalty of a Mazziotta-Pareto index";
}

static bool
check_parameter(const dx_stat_kind *kind, double param, dx_error *err)
{
	if (kind == &dx_stat_power)
		return dx_stat_check_power(param, err);
	if (kind == &dx_stat_quantile)
		return dx_stat_check_q(param, err);
	return dx_stat_check_penalty(param, err);
}

/* Take a row's parameter into the state; raises where earlier rows had another. */
static void
take_parameter(dx_stat *stat, double param)
{
	dx_error err;

	param = param == 0 ? 0 : param; /* not -0 */
	if (stat->rows > 0 && stat->params[0] == param)
		return;
	if (!check_parameter(stat->kind, param, &err))
		dx_report(&err);
	if (stat->rows > 0)
	{
		char one[32];
		char two[32];

		dx_shortest(stat->params[0], one);
		dx_shortest(param, two);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has to be the same in all rows: %s and %s", parameter_name(stat->kind), one, two),
				 errhint("Group by it.")));
	}
	stat->params[0] = param;
}

/*
 * Add the row (arguments x, w [, parameter]) or, with sign -1, take it out. Without the
 * argument the parameter is `param`.
 */
static Datum
accumulate(FunctionCallInfo fcinfo, const dx_stat_kind *kind, double param, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open;
	dx_stat *stat;
	MemoryContext before;
	double x;
	double w;
	bool ok = true;
	dx_error err;

	if (sign < 0)
		dx_check_inverse(fcinfo);
	open = dx_open_stat_arg(fcinfo, kind, &param, &in_aggregate);
	stat = dx_stat_of(open);
	dx_check_stat_kind(stat, kind);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || (PG_NARGS() > 3 && PG_ARGISNULL(3)))
		return dx_open_stat_result(open, in_aggregate);
	x = PG_GETARG_FLOAT8(1);
	w = PG_GETARG_FLOAT8(2);
	dx_check_stat_row(x, w);
	if (kind->n_params > 0)
		take_parameter(stat, PG_NARGS() > 3 ? PG_GETARG_FLOAT8(3) : param);
	/* The context in which sums and lists grow. */
	before = MemoryContextSwitchTo(dx_open_stat_memory(open));
	if (kind == &dx_stat_power)
		ok = dx_stat_add_power(stat, x, w, sign, &err);
	else if (kind == &dx_stat_mpi)
		dx_stat_add_moments(stat, x, w, sign);
	else
		ok = dx_stat_add_value(stat, x, w, sign, &err);
	MemoryContextSwitchTo(before);
	if (ok)
		return dx_open_stat_result(open, in_aggregate);
	if (err.kind != DX_OK)
		dx_report(&err);
	return dx_begin_frame_anew(fcinfo);
}

#define ACCUMULATE(accum, inverse, kind, param) \
	Datum accum(PG_FUNCTION_ARGS) \
	{ \
		return accumulate(fcinfo, kind, param, 0); \
	} \
	Datum inverse(PG_FUNCTION_ARGS) \
	{ \
		return accumulate(fcinfo, kind, param, -1); \
	}

ACCUMULATE(dx_stat_accum_geomean, dx_stat_undo_geomean, &dx_stat_power, 0)
ACCUMULATE(dx_stat_accum_harmean, dx_stat_undo_harmean, &dx_stat_power, -1)
ACCUMULATE(dx_stat_accum_powmean, dx_stat_undo_powmean, &dx_stat_power, 0)
ACCUMULATE(dx_stat_accum_values, dx_stat_undo_values, &dx_stat_values, 0)
ACCUMULATE(dx_stat_accum_quantile, dx_stat_undo_quantile, &dx_stat_quantile, 0)
ACCUMULATE(dx_stat_accum_mpi, dx_stat_undo_mpi, &dx_stat_mpi, 0)

/* ---------------- reading ---------------- */

Datum
dx_powmean_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_power_mean_of);
}

/*
 * The q-quantile of argument 0. That may be the open state of a frame, which is read again and
 * again and keeps sums of its values.
 */
static Datum
quantile(FunctionCallInfo fcinfo, const dx_stat *stat, double q)
{
	MemoryContext before;
	double result = 0;
	dx_error err;
	bool known;

	if (!dx_stat_check_q(q, &err))
		dx_report(&err);
	before = MemoryContextSwitchTo(dx_stat_memory(PG_GETARG_DATUM(0)));
	known = dx_stat_quantile_of(stat, q, &result, &err);
	MemoryContextSwitchTo(before);
	return dx_stat_answer(fcinfo, known, result, &err);
}

Datum
dx_median_of(PG_FUNCTION_ARGS)
{
	return quantile(fcinfo, dx_get_stat(PG_GETARG_DATUM(0)), 0.5);
}

Datum
dx_quantile_of(PG_FUNCTION_ARGS)
{
	return quantile(fcinfo, dx_get_stat(PG_GETARG_DATUM(0)), PG_GETARG_FLOAT8(1));
}

/* The quantile whose q the state has. */
Datum
dx_stat_quantile_final(PG_FUNCTION_ARGS)
{
	const dx_stat *stat = dx_get_stat(PG_GETARG_DATUM(0));

	if (stat->kind != &dx_stat_quantile)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("statistics of kind %s have no quantile", stat->kind->name)));
	return quantile(fcinfo, stat, stat->params[DX_STAT_Q]);
}

static Datum
mpi(FunctionCallInfo fcinfo, const dx_stat *stat, double penalty)
{
	double result = 0;
	dx_error err;
	bool known;

	if (!dx_stat_check_penalty(penalty, &err))
		dx_report(&err);
	known = dx_stat_mpi_of(stat, penalty, &result, &err);
	return dx_stat_answer(fcinfo, known, result, &err);
}

Datum
dx_mpi_of(PG_FUNCTION_ARGS)
{
	return mpi(fcinfo, dx_get_stat(PG_GETARG_DATUM(0)), PG_GETARG_FLOAT8(1));
}

/* The index with the penalty that the state has. */
Datum
dx_stat_mpi_final(PG_FUNCTION_ARGS)
{
	const dx_stat *stat = dx_get_stat(PG_GETARG_DATUM(0));

	if (stat->kind != &dx_stat_mpi)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("statistics of kind %s have no penalty", stat->kind->name)));
	return mpi(fcinfo, stat, stat->params[DX_STAT_PENALTY]);
}
