/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_stat_sql.c: the open state of statistics, an expanded object.
 */
#include "postgres.h"

#include "stat/open_stat_sql.h"

static Size open_stat_flat_size(ExpandedObjectHeader *eohptr);
static void open_stat_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size);

const ExpandedObjectMethods dx_open_stat_methods = {open_stat_flat_size, open_stat_flatten};

/*
 * Raise where packed statistics cannot be those of any rows: rows may have been taken
 * out that were never in. Stored, they could not be read again.
 */
static void
check_taken_out(const struct varlena *flat)
{
	const uint8_t *packed = (const uint8_t *) VARDATA(flat);
	dx_error err;
	const dx_stat_kind *kind = dx_stat_header(packed, VARSIZE(flat) - VARHDRSZ, &err);
	dx_stat *stat = dx_alloc(dx_stat_size(kind));
	bool valid = dx_stat_unpack(packed, VARSIZE(flat) - VARHDRSZ, stat, &err);

	if (!valid && err.kind == DX_ERR_RANGE)
		dx_report(&err);
	if (!valid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rows were taken out of statistics that were not in them"),
				 errdetail_internal("%s", err.message)));
	dx_stat_free(stat);
	dx_free(stat);
}

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): so memory is taken from the context
 * of the state.
 */
static Size
open_stat_flat_size(ExpandedObjectHeader *eohptr)
{
	MemoryContext before = MemoryContextSwitchTo(((dx_state *) eohptr)->states);
	Size size = VARHDRSZ + dx_stat_packed_size(dx_stat_of((dx_open_stat *) eohptr));

	MemoryContextSwitchTo(before);
	return size;
}

static void
open_stat_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	const dx_open_stat *open = (dx_open_stat *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);
	dx_error err;

	Assert(allocated_size == open_stat_flat_size(eohptr));
	if (!dx_stat_check_rows(dx_stat_of(open), &err))
		dx_report(&err);
	SET_VARSIZE(result, allocated_size);
	dx_stat_pack(dx_stat_of(open), (uint8_t *) VARDATA(result));
	if (dx_state_is_moving(open->state.states))
		check_taken_out(result);
	MemoryContextSwitchTo(before);
}

dx_open_stat *
dx_open_stat_new(const dx_stat_kind *kind, const double *params, MemoryContext context)
{
	dx_open_stat *open = MemoryContextAllocZero(context, sizeof(dx_open_stat) + dx_stat_size(kind));

	StaticAssertStmt(sizeof(dx_open_stat) % sizeof(int64_t) == 0, "the state is aligned");
	dx_state_init(&open->state, &dx_open_stat_methods, context);
	dx_stat_init(dx_stat_of(open), kind, params);
	return open;
}

/* The kind named in packed bytes. */
static const dx_stat_kind *
kind_of_flat(struct varlena *flat)
{
	dx_error err;
	const dx_stat_kind *kind = dx_stat_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &err);

	if (kind == NULL)
		dx_report(&err);
	return kind;
}

/* Unpack bytes into a state without rows, with memory from context. */
static void
unpack(struct varlena *flat, dx_stat *stat, MemoryContext context)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	dx_error err;

	if (!dx_stat_unpack((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), stat, &err))
		dx_report(&err);
	MemoryContextSwitchTo(before);
}

dx_open_stat *
dx_open_stat_copy(Datum value, MemoryContext context)
{
	dx_open_stat *open;
	struct varlena *flat;

	if (dx_is_open_stat(value))
	{
		const dx_stat *other = dx_stat_of((dx_open_stat *) dx_expanded_header(value));
		MemoryContext before = MemoryContextSwitchTo(context);
		dx_error err;

		open = dx_open_stat_new(other->kind, other->params, context);
		if (!dx_stat_unite(dx_stat_of(open), other, false, &err))
			dx_report(&err);
		MemoryContextSwitchTo(before);
		return open;
	}
	flat = PG_DETOAST_DATUM_PACKED(value);
	/* Parameters are checked and set below. */
	open = MemoryContextAllocZero(context, sizeof(dx_open_stat) + dx_stat_size(kind_of_flat(flat)));
	dx_state_init(&open->state, &dx_open_stat_methods, context);
	unpack(flat, dx_stat_of(open), context);
	if ((Pointer) flat != DatumGetPointer(value))
		pfree(flat);
	return open;
}

dx_open_stat *
dx_open_stat_arg(FunctionCallInfo fcinfo, const dx_stat_kind *kind, const double *params, bool *in_aggregate)
{
	dx_open_stat *open = dx_own_open_stat(fcinfo);

	*in_aggregate = AggCheckCallContext(fcinfo, NULL) != 0;
	if (open)
		return open;
	if (PG_ARGISNULL(0))
		return dx_open_stat_new(kind, params, dx_state_context(fcinfo));
	return dx_open_stat_copy(PG_GETARG_DATUM(0), dx_state_context(fcinfo));
}

dx_open_stat *
dx_open_stat_of_kind(FunctionCallInfo fcinfo, const dx_stat_kind *kind, int64_t sign, bool *in_aggregate)
{
	dx_open_stat *open;

	if (sign < 0)
		dx_check_inverse(fcinfo);
	open = dx_open_stat_arg(fcinfo, kind, NULL, in_aggregate);
	dx_check_stat_kind(dx_stat_of(open), kind);
	return open;
}

void
dx_check_stat_row(double x, double w)
{
	dx_error err;

	if (dx_stat_takes(x, w))
		return;
	dx_stat_refuse(x, w, &err);
	dx_report(&err);
}

void
dx_check_stat_kind(const dx_stat *stat, const dx_stat_kind *kind)
{
	if (stat->kind != kind)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("statistics are of kind %s, not %s", stat->kind->name, kind->name)));
}

Datum
dx_open_stat_result(dx_open_stat *open, bool in_aggregate)
{
	Size size;
	void *flat;

	if (in_aggregate)
		return EOHPGetRWDatum(&open->state.hdr);
	size = EOH_get_flat_size(&open->state.hdr);
	flat = palloc(size);
	EOH_flatten_into(&open->state.hdr, flat, size);
	check_taken_out(flat);
	return PointerGetDatum(flat);
}

Datum
dx_begin_frame_anew(FunctionCallInfo fcinfo)
{
	if (!dx_is_moving_frame(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("rows cannot be taken out of these statistics"),
				 errdetail("They are not among their rows, or what lies far beneath them was counted and not kept."),
				 errhint("Gather statistics of the rows that are to remain.")));
	PG_RETURN_NULL();
}

const dx_stat *
dx_get_stat(Datum value)
{
	struct varlena *flat;
	dx_stat *stat;
	dx_error err;

	if (dx_is_open_stat(value))
	{
		stat = dx_stat_of((dx_open_stat *) dx_expanded_header(value));
		if (!dx_stat_check_rows(stat, &err))
			dx_report(&err);
		return stat;
	}
	flat = PG_DETOAST_DATUM_PACKED(value);
	stat = palloc0(dx_stat_size(kind_of_flat(flat)));
	unpack(flat, stat, CurrentMemoryContext);
	return stat;
}

Datum
dx_stat_answer(FunctionCallInfo fcinfo, bool known, double result, const dx_error *err)
{
	if (known)
		PG_RETURN_FLOAT8(result);
	if (err->kind != DX_OK)
		dx_report(err);
	PG_RETURN_NULL();
}

Datum
dx_stat_answer_of(FunctionCallInfo fcinfo, dx_stat_reader reader)
{
	double result = 0;
	dx_error err;
	bool known = reader(dx_get_stat(PG_GETARG_DATUM(0)), &result, &err);

	return dx_stat_answer(fcinfo, known, result, &err);
}
