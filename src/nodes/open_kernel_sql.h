/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_kernel_sql.h: the expanded object in which an aggregate gathers statistics of
 * many cards, and the functions of the type and its aggregates that do not depend on
 * what is gathered. Included after postgres.h by node_stat_sql.c and moment_stat_sql.c,
 * which define before it
 *
 *   NAME(x)    NAME() is the struct, NAME(_pack) and so on its functions
 *   open_stat  a struct that begins with dx_state state and NAME() stat
 *
 * What is gathered is allocated in the context of the state. Packing may need memory
 * there too, so it is done in that context.
 */
#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "server/state_sql.h"
#include "server/value_sql.h"

static Size open_flat_size(ExpandedObjectHeader *eohptr);
static void open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size);

static const ExpandedObjectMethods open_methods = {open_flat_size, open_flatten};

/* ---------------- the open state ---------------- */

/*
 * Called while a tuple is formed, perhaps in a context where nothing can be freed: so memory is
 * taken from the context of the state.
 */
static Size
open_flat_size(ExpandedObjectHeader *eohptr)
{
	open_stat *open = (open_stat *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);
	Size size = VARHDRSZ + NAME(_packed_size)(&open->stat);

	MemoryContextSwitchTo(before);
	if (size > DX_MAX_ALLOC)
		dx_refuse_size(size);
	return size;
}

static void
open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	open_stat *open = (open_stat *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);

	SET_VARSIZE(result, allocated_size);
	NAME(_pack)(&open->stat, (uint8_t *) VARDATA(result));
	MemoryContextSwitchTo(before);
}

static open_stat *
open_new(MemoryContext context)
{
	open_stat *open = MemoryContextAllocZero(context, sizeof(open_stat));

	dx_state_init(&open->state, &open_methods, context);
	return open;
}

/* The open state that the value is; NULL if it is none. */
static open_stat *
open_of(Datum value)
{
	ExpandedObjectHeader *header;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)))
		return NULL;
	header = DatumGetEOHP(value);
	return header->eoh_methods == &open_methods ? (open_stat *) header : NULL;
}

/* Unpack bytes into zeroed statistics, with memory in the current context. */
static void
unpack(Datum value, NAME() * stat)
{
	struct varlena *flat = PG_DETOAST_DATUM_PACKED(value);
	dx_error err;

	if (!NAME(_unpack)((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), stat, &err))
		dx_report(&err);
	if ((Pointer) flat != DatumGetPointer(value))
		pfree(flat);
}

/* An open state as a value of its own. */
static Datum
flatten(open_stat *open)
{
	Size size = EOH_get_flat_size(&open->state.hdr);
	void *flat = palloc(size);

	EOH_flatten_into(&open->state.hdr, flat, size);
	return PointerGetDatum(flat);
}

/* A new open state in context, of statistics in either form. */
static open_stat *
open_copy(Datum value, MemoryContext context)
{
	open_stat *other = open_of(value);
	MemoryContext before = MemoryContextSwitchTo(context);
	open_stat *open = open_new(context);

	if (other)
	{
		Datum flat = flatten(other);

		unpack(flat, &open->stat);
		pfree(DatumGetPointer(flat));
	}
	else
		unpack(value, &open->stat);
	MemoryContextSwitchTo(before);
	return open;
}

/* Argument 0, not NULL, as the state to change: itself where it is the calling aggregate's, else a copy. */
static open_stat *
open_arg(FunctionCallInfo fcinfo)
{
	Datum value = PG_GETARG_DATUM(0);
	open_stat *open = AggCheckCallContext(fcinfo, NULL) && dx_is_own_state(value) ? open_of(value) : NULL;

	return open ? open : open_copy(value, dx_state_context(fcinfo));
}

/* The state to return: open for the aggregate that owns it, flat for anybody else. */
static Datum
open_result(FunctionCallInfo fcinfo, open_stat *open)
{
	return AggCheckCallContext(fcinfo, NULL) ? EOHPGetRWDatum(&open->state.hdr) : flatten(open);
}

/* Statistics to read, from either form; unpacked ones belong to the caller. */
static NAME() * get_stat(Datum value)
{
	open_stat *open = open_of(value);
	NAME() * stat;

	if (open)
		return &open->stat;
	stat = palloc0(sizeof(NAME()));
	unpack(value, stat);
	return stat;
}

/* ---------------- the type and its aggregates ---------------- */

/* Validate packed bytes as a value; 0 with err. */
static Datum
value_of(const uint8_t *packed, Size len, dx_error *err)
{
	NAME() stat = {0};
	bool valid = NAME(_unpack)(packed, len, &stat, err);

	NAME(_free)(&stat);
	return valid ? dx_value_of_bytes(packed, len) : (Datum) 0;
}

static Datum
read_text(FunctionCallInfo fcinfo)
{
	size_t len = 0;
	dx_error err;
	uint8_t *packed = NAME(_parse)(PG_GETARG_CSTRING(0), &len, &err);
	Datum value = packed ? value_of(packed, len, &err) : (Datum) 0;

	if (value == (Datum) 0)
	{
		err.kind = DX_ERR_TEXT;
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return value;
}

static Datum
write_text(FunctionCallInfo fcinfo)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	PG_RETURN_CSTRING(NAME(_print)((uint8_t *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}

static Datum
receive(FunctionCallInfo fcinfo)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	dx_error err;
	Datum value = value_of((const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

/* NULL on either side means no cards. */
static Datum
combine(FunctionCallInfo fcinfo)
{
	open_stat *open;
	const NAME() * other;
	MemoryContext before;
	bool united;
	dx_error err;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	if (PG_ARGISNULL(0))
		return open_result(fcinfo, open_copy(PG_GETARG_DATUM(1), dx_state_context(fcinfo)));
	open = open_arg(fcinfo);
	other = get_stat(PG_GETARG_DATUM(1));
	before = MemoryContextSwitchTo(open->state.states);
	united = NAME(_unite)(&open->stat, other, &err);
	MemoryContextSwitchTo(before);
	if (!united)
		dx_report(&err);
	return open_result(fcinfo, open);
}

/* The packed value. The state is only read. */
static Datum
give_packed(FunctionCallInfo fcinfo)
{
	Datum value = PG_GETARG_DATUM(0);
	open_stat *open = open_of(value);

	return open ? flatten(open) : value;
}
