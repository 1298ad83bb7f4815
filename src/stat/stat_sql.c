/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_sql.c: the type dx.stat, the aggregates that make it and the functions
 * that read it.
 *
 * All aggregates of one kind have one transition function, so that the server
 * keeps one state for dx.wavg(x, w) and dx.wsum(x, w) of the same arguments.
 * Their final functions are those that read a stored dx.stat. Every sum is exact, so a
 * row that leaves a moving frame is subtracted.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/float.h"

#include "server/value_sql.h"
#include "stat/open_stat_sql.h"

DX_FUNCTION(dx_stat_in);
DX_FUNCTION(dx_stat_out);
DX_FUNCTION(dx_stat_recv);
DX_FUNCTION(dx_stat_send);
DX_FUNCTION(dx_stat_accum_sum);
DX_FUNCTION(dx_stat_undo_sum);
DX_FUNCTION(dx_stat_accum_mean);
DX_FUNCTION(dx_stat_undo_mean);
DX_FUNCTION(dx_stat_accum_moments);
DX_FUNCTION(dx_stat_undo_moments);
DX_FUNCTION(dx_stat_combine);
DX_FUNCTION(dx_stat_merge);
DX_FUNCTION(dx_stat_undo_merge);
DX_FUNCTION(dx_stat_final);
DX_FUNCTION(dx_count_of);
DX_FUNCTION(dx_weight_of);
DX_FUNCTION(dx_sum_of);
DX_FUNCTION(dx_mean_of);
DX_FUNCTION(dx_variance_of);
DX_FUNCTION(dx_stddev_of);
DX_FUNCTION(dx_stat_var_samp);
DX_FUNCTION(dx_stat_stddev_samp);

/* ---------------- input and output ---------------- */

/* Validate packed bytes as a value; 0 with err. */
static Datum
stat_value(const uint8_t *packed, Size len, dx_error *err)
{
	const dx_stat_kind *kind = dx_stat_header(packed, len, err);

	if (kind == NULL || !dx_stat_unpack(packed, len, palloc0(dx_stat_size(kind)), err))
		return (Datum) 0;
	return dx_value_of_bytes(packed, len);
}

Datum
dx_stat_in(PG_FUNCTION_ARGS)
{
	size_t len = 0;
	dx_error err;
	uint8_t *packed = dx_stat_parse(PG_GETARG_CSTRING(0), &len, &err);
	Datum value = packed ? stat_value(packed, len, &err) : (Datum) 0;

	if (value == (Datum) 0)
	{
		/* Too many rows are an error of their own, in text as in bytes. */
		if (err.kind != DX_ERR_RANGE)
			err.kind = DX_ERR_TEXT;
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return value;
}

Datum
dx_stat_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	const uint8_t *packed = (const uint8_t *) VARDATA_ANY(value);
	Size len = VARSIZE_ANY_EXHDR(value);
	dx_error err;

	if (dx_stat_header(packed, len, &err) == NULL)
		dx_report(&err);
	PG_RETURN_CSTRING(dx_stat_print(packed, len));
}

Datum
dx_stat_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	dx_error err;
	Datum value = stat_value((const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

Datum
dx_stat_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}

/* ---------------- transitions ---------------- */

/* Arguments: state, x [, w]. Add the row or, with sign -1, take it out; a row with a NULL is ignored. */
pg_noinline static Datum
accumulate(FunctionCallInfo fcinfo, const dx_stat_kind *kind, int64_t sign)
{
	bool in_aggregate;
	dx_open_stat *open = dx_open_stat_of_kind(fcinfo, kind, sign, &in_aggregate);
	dx_stat *stat = dx_stat_of(open);

	if (!PG_ARGISNULL(1) && (kind == &dx_stat_sum || !PG_ARGISNULL(2)))
	{
		double x = PG_GETARG_FLOAT8(1);
		double w = kind == &dx_stat_sum ? 1.0 : PG_GETARG_FLOAT8(2);
		/* The context in which sums grow. */
		MemoryContext before = MemoryContextSwitchTo(open->state.states);

		dx_check_stat_row(x, w);
		if (kind == &dx_stat_sum)
			dx_stat_add_sum(stat, x, sign);
		else if (kind == &dx_stat_mean)
			dx_stat_add_mean(stat, x, w, sign);
		else
			dx_stat_add_moments(stat, x, w, sign);
		MemoryContextSwitchTo(before);
	}
	return dx_open_stat_result(open, in_aggregate);
}

/* The same, with a fast path for ordinary rows. */
static pg_attribute_always_inline Datum
accumulate_sum(FunctionCallInfo fcinfo, int64_t sign)
{
	dx_open_stat *open = dx_own_open_stat(fcinfo);

	if (likely(open && (sign == 0 || dx_is_moving_frame(fcinfo)) && dx_stat_of(open)->kind == &dx_stat_sum &&
			   !PG_ARGISNULL(1) && dx_stat_add_sum_near(dx_stat_of(open), PG_GETARG_FLOAT8(1), sign)))
		return PG_GETARG_DATUM(0);
	return accumulate(fcinfo, &dx_stat_sum, sign);
}

static pg_attribute_always_inline Datum
accumulate_mean(FunctionCallInfo fcinfo, int64_t sign)
{
	dx_open_stat *open = dx_own_open_stat(fcinfo);

	if (likely(open && (sign == 0 || dx_is_moving_frame(fcinfo)) && dx_stat_of(open)->kind == &dx_stat_mean &&
			   !PG_ARGISNULL(1) && !PG_ARGISNULL(2) &&
			   dx_stat_add_mean_near(dx_stat_of(open), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), sign)))
		return PG_GETARG_DATUM(0);
	return accumulate(fcinfo, &dx_stat_mean, sign);
}

Datum
dx_stat_accum_sum(PG_FUNCTION_ARGS)
{
	return accumulate_sum(fcinfo, 0);
}

Datum
dx_stat_undo_sum(PG_FUNCTION_ARGS)
{
	return accumulate_sum(fcinfo, -1);
}

Datum
dx_stat_accum_mean(PG_FUNCTION_ARGS)
{
	return accumulate_mean(fcinfo, 0);
}

Datum
dx_stat_undo_mean(PG_FUNCTION_ARGS)
{
	return accumulate_mean(fcinfo, -1);
}

Datum
dx_stat_accum_moments(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, &dx_stat_moments, 0);
}

Datum
dx_stat_undo_moments(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, &dx_stat_moments, -1);
}

/* Argument 0 united with argument 1 (not NULL), or without it; the latter is only read. */
static Datum
merge(FunctionCallInfo fcinfo, bool subtract)
{
	const dx_stat *other;
	bool in_aggregate;
	dx_open_stat *open;
	MemoryContext before;
	bool merged;
	dx_error err;

	if (subtract)
		dx_check_inverse(fcinfo);
	other = dx_get_stat(PG_GETARG_DATUM(1));
	open = dx_open_stat_arg(fcinfo, other->kind, other->params, &in_aggregate);
	before = MemoryContextSwitchTo(open->state.states);
	merged = dx_stat_unite(dx_stat_of(open), other, subtract, &err);
	MemoryContextSwitchTo(before);
	if (merged)
		return dx_open_stat_result(open, in_aggregate);
	if (err.kind != DX_OK)
		dx_report(&err);
	return dx_begin_frame_anew(fcinfo);
}

/* NULL on either side means no rows. */
Datum
dx_stat_combine(PG_FUNCTION_ARGS)
{
	if (!PG_ARGISNULL(1))
		return merge(fcinfo, false);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return PG_GETARG_DATUM(0);
}

/* The same where neither is NULL (STRICT), for moving frames, which can take it out again. */
Datum
dx_stat_merge(PG_FUNCTION_ARGS)
{
	return merge(fcinfo, false);
}

/* Strict: a frame that becomes empty starts anew. */
Datum
dx_stat_undo_merge(PG_FUNCTION_ARGS)
{
	return merge(fcinfo, true);
}

/* ---------------- reading ---------------- */

/* The packed value; NULL where there was no row. The state is only read. */
Datum
dx_stat_final(PG_FUNCTION_ARGS)
{
	Datum value = PG_GETARG_DATUM(0);
	dx_open_stat *open;
	Size size;
	void *flat;

	if (dx_get_stat(value)->rows == 0)
		PG_RETURN_NULL();
	if (!dx_is_open_stat(value))
		PG_RETURN_DATUM(value);
	open = (dx_open_stat *) dx_expanded_header(value);
	size = EOH_get_flat_size(&open->state.hdr);
	flat = palloc(size);
	EOH_flatten_into(&open->state.hdr, flat, size);
	PG_RETURN_POINTER(flat);
}

Datum
dx_count_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(dx_get_stat(PG_GETARG_DATUM(0))->rows);
}

Datum
dx_weight_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_weight_of);
}

Datum
dx_sum_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_sum_of);
}

Datum
dx_mean_of(PG_FUNCTION_ARGS)
{
	return dx_stat_answer_of(fcinfo, dx_stat_mean_of);
}

static Datum
variance(FunctionCallInfo fcinfo, bool sample, bool root)
{
	double result = 0;
	dx_error err;
	bool known = dx_stat_variance_of(dx_get_stat(PG_GETARG_DATUM(0)), sample, root, &result, &err);

	return dx_stat_answer(fcinfo, known, result, &err);
}

/* Arguments: state [, sample]. */
Datum
dx_variance_of(PG_FUNCTION_ARGS)
{
	return variance(fcinfo, PG_NARGS() > 1 && PG_GETARG_BOOL(1), false);
}

Datum
dx_stddev_of(PG_FUNCTION_ARGS)
{
	return variance(fcinfo, PG_NARGS() > 1 && PG_GETARG_BOOL(1), true);
}

Datum
dx_stat_var_samp(PG_FUNCTION_ARGS)
{
	return variance(fcinfo, true, false);
}

Datum
dx_stat_stddev_samp(PG_FUNCTION_ARGS)
{
	return variance(fcinfo, true, true);
}
