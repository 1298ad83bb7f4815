/*
 * stat_open_sql.c: the open state of statistics, an expanded object.
 */
#include "postgres.h"

#include "stat_sql.h"
#include "tree_sql.h"

static Size open_stat_flat_size(ExpandedObjectHeader *eohptr);
static void open_stat_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size);

const ExpandedObjectMethods dx_open_stat_methods = {open_stat_flat_size, open_stat_flatten};

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): what is had on the way
 * comes from the state's own context.
 */
static Size
open_stat_flat_size(ExpandedObjectHeader *eohptr)
{
	MemoryContext before = MemoryContextSwitchTo(eohptr->eoh_context);
	Size		size = VARHDRSZ + dx_stat_packed_size(dx_stat_of((dx_open_stat *) eohptr));

	MemoryContextSwitchTo(before);
	return size;
}

static void
open_stat_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	MemoryContext before = MemoryContextSwitchTo(eohptr->eoh_context);

	Assert(allocated_size == open_stat_flat_size(eohptr));
	SET_VARSIZE(result, allocated_size);
	dx_stat_pack(dx_stat_of((dx_open_stat *) eohptr), (uint8_t *) VARDATA(result));
	MemoryContextSwitchTo(before);
}

dx_open_stat *
dx_open_stat_new(const dx_stat_kind *kind, const double *params, MemoryContext context)
{
	dx_open_stat *open = MemoryContextAllocZero(context, sizeof(dx_open_stat) + dx_stat_size(kind));

	StaticAssertStmt(sizeof(dx_open_stat) % sizeof(int64_t) == 0, "the state is aligned");
	EOH_init_header(&open->hdr, &dx_open_stat_methods, context);
	dx_stat_init(dx_stat_of(open), kind, params);
	return open;
}

/* The kind that packed bytes say they are. */
static const dx_stat_kind *
kind_of_flat(struct varlena *flat)
{
	dx_error	err;
	const dx_stat_kind *kind = dx_stat_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &err);

	if (kind == NULL)
		dx_report(&err);
	return kind;
}

/* Packed bytes into a state without rows, whose memory is had from context. */
static void
unpack(struct varlena *flat, dx_stat *stat, MemoryContext context)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	dx_error	err;

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
		dx_error	err;

		open = dx_open_stat_new(other->kind, other->params, context);
		if (!dx_stat_unite(dx_stat_of(open), other, false, &err))
			dx_report(&err);
		MemoryContextSwitchTo(before);
		return open;
	}
	flat = PG_DETOAST_DATUM_PACKED(value);
	/* Parameters are checked and set below. */
	open = MemoryContextAllocZero(context, sizeof(dx_open_stat) + dx_stat_size(kind_of_flat(flat)));
	EOH_init_header(&open->hdr, &dx_open_stat_methods, context);
	unpack(flat, dx_stat_of(open), context);
	if ((Pointer) flat != DatumGetPointer(value))
		pfree(flat);
	return open;
}

dx_open_stat *
dx_open_stat_arg(FunctionCallInfo fcinfo, const dx_stat_kind *kind, const double *params, bool *in_aggregate)
{
	dx_open_stat *open = dx_own_open_stat(fcinfo);
	MemoryContext aggregate = NULL;

	*in_aggregate = AggCheckCallContext(fcinfo, &aggregate) != 0;
	if (open)
		return open;
	if (!*in_aggregate)
		aggregate = NULL;
	if (PG_ARGISNULL(0))
		return dx_open_stat_new(kind, params, dx_state_context(aggregate));
	return dx_open_stat_copy(PG_GETARG_DATUM(0), dx_state_context(aggregate));
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
	Size		size;
	void	   *flat;

	if (in_aggregate)
		return EOHPGetRWDatum(&open->hdr);
	size = EOH_get_flat_size(&open->hdr);
	flat = palloc(size);
	EOH_flatten_into(&open->hdr, flat, size);
	/* What was taken out by hand need not have been in. */
	dx_get_stat(PointerGetDatum(flat));
	return PointerGetDatum(flat);
}

const dx_stat *
dx_get_stat(Datum value)
{
	struct varlena *flat;
	dx_stat    *stat;

	if (dx_is_open_stat(value))
		return dx_stat_of((dx_open_stat *) dx_expanded_header(value));
	flat = PG_DETOAST_DATUM_PACKED(value);
	stat = palloc0(dx_stat_size(kind_of_flat(flat)));
	unpack(flat, stat, CurrentMemoryContext);
	return stat;
}
