/* SPDX-License-Identifier: PostgreSQL */
/*
 * bytes_sql.c: equality, order and hash of types whose canonical bytes are
 * their meaning (dx.rule, dx.tree, dx.card, dx.stat, dx.node_stat, dx.moment_stat): the payload compared as
 * unsigned bytes, the shorter first.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "common/hashfn.h"

#include "server/dxindex.h"

/* Bytes of a TOASTed value that are compared before all of it is detoasted. */
#define HEAD 64

/* Payloads of two detoasted (packed or not) values: -1, 0, 1 */
static int
compare_bytes(const struct varlena *a, const struct varlena *b)
{
	Size alen = VARSIZE_ANY_EXHDR(a);
	Size blen = VARSIZE_ANY_EXHDR(b);
	int order = memcmp(VARDATA_ANY(a), VARDATA_ANY(b), Min(alen, blen));

	if (order == 0)
		return alen < blen ? -1 : alen > blen;
	return order < 0 ? -1 : 1;
}

/*
 * -1, 0, 1. Grouping by a tree compares the same TOASTed value again and
 * again: equal TOAST pointers are equal values, and two trees differ in their
 * fingerprints, near the beginning.
 */
static int
compare(FunctionCallInfo fcinfo)
{
	Datum a = PG_GETARG_DATUM(0);
	Datum b = PG_GETARG_DATUM(1);
	bool a_stored = VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(a));
	bool b_stored = VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(b));
	struct varlena *whole_a;
	struct varlena *whole_b;
	int order = 0;

	if (a_stored && b_stored && memcmp(DatumGetPointer(a), DatumGetPointer(b), TOAST_POINTER_SIZE) == 0)
		return 0;
	if (a_stored || b_stored)
	{
		struct varlena *head_a = PG_DETOAST_DATUM_SLICE(a, 0, HEAD);
		struct varlena *head_b = PG_DETOAST_DATUM_SLICE(b, 0, HEAD);

		order = compare_bytes(head_a, head_b);
		pfree(head_a);
		pfree(head_b);
		if (order != 0)
			return order;
	}
	whole_a = PG_GETARG_VARLENA_PP(0);
	whole_b = PG_GETARG_VARLENA_PP(1);
	order = compare_bytes(whole_a, whole_b);
	PG_FREE_IF_COPY(whole_a, 0);
	PG_FREE_IF_COPY(whole_b, 1);
	return order;
}

static Datum
hash_bytes_of(FunctionCallInfo fcinfo)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	Datum hash = hash_any((unsigned char *) VARDATA_ANY(value), (int) VARSIZE_ANY_EXHDR(value));

	PG_FREE_IF_COPY(value, 0);
	return hash;
}

static Datum
hash_bytes_extended_of(FunctionCallInfo fcinfo)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	uint64 seed = (uint64) PG_GETARG_INT64(1);
	Datum hash = hash_any_extended((unsigned char *) VARDATA_ANY(value), (int) VARSIZE_ANY_EXHDR(value), seed);

	PG_FREE_IF_COPY(value, 0);
	return hash;
}

/* Hash of the first bytes alone, for trees: their fingerprint is there. */
static Datum
hash_head_of(FunctionCallInfo fcinfo)
{
	struct varlena *head = PG_DETOAST_DATUM_SLICE(PG_GETARG_DATUM(0), 0, HEAD);
	Datum hash = hash_any((unsigned char *) VARDATA(head), (int) (VARSIZE(head) - VARHDRSZ));

	pfree(head);
	return hash;
}

static Datum
hash_head_extended_of(FunctionCallInfo fcinfo)
{
	struct varlena *head = PG_DETOAST_DATUM_SLICE(PG_GETARG_DATUM(0), 0, HEAD);
	Datum hash = hash_any_extended((unsigned char *) VARDATA(head), (int) (VARSIZE(head) - VARHDRSZ),
								   (uint64) PG_GETARG_INT64(1));

	pfree(head);
	return hash;
}

#define RETURNS(name, value) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return value; \
	}

/* Every C symbol is written out, so that grep finds it from its SQL name. */
RETURNS(dx_rule_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_rule_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_rule_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_rule_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_rule_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_rule_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_rule_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_rule_hash, hash_bytes_of(fcinfo))
RETURNS(dx_rule_hash_extended, hash_bytes_extended_of(fcinfo))

RETURNS(dx_tree_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_tree_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_tree_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_tree_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_tree_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_tree_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_tree_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_tree_hash, hash_head_of(fcinfo))
RETURNS(dx_tree_hash_extended, hash_head_extended_of(fcinfo))

RETURNS(dx_card_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_card_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_card_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_card_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_card_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_card_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_card_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_card_hash, hash_bytes_of(fcinfo))
RETURNS(dx_card_hash_extended, hash_bytes_extended_of(fcinfo))

RETURNS(dx_stat_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_stat_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_stat_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_stat_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_stat_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_stat_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_stat_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_stat_hash, hash_bytes_of(fcinfo))
RETURNS(dx_stat_hash_extended, hash_bytes_extended_of(fcinfo))

RETURNS(dx_node_stat_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_node_stat_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_node_stat_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_node_stat_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_node_stat_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_node_stat_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_node_stat_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_node_stat_hash, hash_bytes_of(fcinfo))
RETURNS(dx_node_stat_hash_extended, hash_bytes_extended_of(fcinfo))

RETURNS(dx_moment_stat_eq, BoolGetDatum(compare(fcinfo) == 0))
RETURNS(dx_moment_stat_ne, BoolGetDatum(compare(fcinfo) != 0))
RETURNS(dx_moment_stat_lt, BoolGetDatum(compare(fcinfo) < 0))
RETURNS(dx_moment_stat_le, BoolGetDatum(compare(fcinfo) <= 0))
RETURNS(dx_moment_stat_gt, BoolGetDatum(compare(fcinfo) > 0))
RETURNS(dx_moment_stat_ge, BoolGetDatum(compare(fcinfo) >= 0))
RETURNS(dx_moment_stat_cmp, Int32GetDatum(compare(fcinfo)))
RETURNS(dx_moment_stat_hash, hash_bytes_of(fcinfo))
RETURNS(dx_moment_stat_hash_extended, hash_bytes_extended_of(fcinfo))
