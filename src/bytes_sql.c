/*
 * bytes_sql.c: equality, order and hash of types whose canonical bytes are
 * their meaning (dx.rule, dx.tree, dx.card): the payload compared as unsigned
 * bytes, the shorter first.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "dxindex.h"

DX_FUNCTION(dx_bytes_eq);
DX_FUNCTION(dx_bytes_ne);
DX_FUNCTION(dx_bytes_lt);
DX_FUNCTION(dx_bytes_le);
DX_FUNCTION(dx_bytes_gt);
DX_FUNCTION(dx_bytes_ge);
DX_FUNCTION(dx_bytes_cmp);
DX_FUNCTION(dx_bytes_hash);
DX_FUNCTION(dx_bytes_hash_extended);

/* -1, 0, 1 */
static int
compare(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_VARLENA_PP(0);
	struct varlena *b = PG_GETARG_VARLENA_PP(1);
	Size		alen = VARSIZE_ANY_EXHDR(a);
	Size		blen = VARSIZE_ANY_EXHDR(b);
	int			order = memcmp(VARDATA_ANY(a), VARDATA_ANY(b), Min(alen, blen));

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	if (order == 0)
		return alen < blen ? -1 : alen > blen;
	return order < 0 ? -1 : 1;
}

Datum
dx_bytes_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) == 0);
}

Datum
dx_bytes_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) != 0);
}

Datum
dx_bytes_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) < 0);
}

Datum
dx_bytes_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

Datum
dx_bytes_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) > 0);
}

Datum
dx_bytes_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

Datum
dx_bytes_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

Datum
dx_bytes_hash(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	Datum		hash = hash_any((unsigned char *) VARDATA_ANY(value), (int) VARSIZE_ANY_EXHDR(value));

	PG_FREE_IF_COPY(value, 0);
	return hash;
}

Datum
dx_bytes_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	Datum		hash = hash_any_extended((unsigned char *) VARDATA_ANY(value),
										 (int) VARSIZE_ANY_EXHDR(value), (uint64) PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(value, 0);
	return hash;
}
