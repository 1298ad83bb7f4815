/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat_sql.c: the type dx.moment_stat, and the aggregates dx.moments and
 * dx.merge_moments that make it.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "nodes/moment_stat_sql.h"
#include "nodes/node_values_sql.h"
#include "server/state_sql.h"
#include "server/value_sql.h"

DX_FUNCTION(dx_moment_stat_in);
DX_FUNCTION(dx_moment_stat_out);
DX_FUNCTION(dx_moment_stat_recv);
DX_FUNCTION(dx_moment_stat_send);
DX_FUNCTION(dx_moment_stat_accum_text);
DX_FUNCTION(dx_moment_stat_accum_code);
DX_FUNCTION(dx_moment_stat_combine);
DX_FUNCTION(dx_moment_stat_final);

/* Moments being gathered: a read-write expanded object, which packs canonically when flattened. */
typedef struct open_moments
{
	dx_state state;
	dx_moment_stat stat;
	bool is_known; /* to be of the tree that it names */
} open_moments;

static Size open_flat_size(ExpandedObjectHeader *eohptr);
static void open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size);

static const ExpandedObjectMethods open_methods = {open_flat_size, open_flatten};

/* ---------------- the open state ---------------- */

/* What waits is added, in memory of the state. */
static void
settle(open_moments *open)
{
	MemoryContext before = MemoryContextSwitchTo(open->state.states);

	dx_moment_stat_settle(&open->stat);
	MemoryContextSwitchTo(before);
}

/* Called while a tuple is formed, perhaps in a context where nothing can be freed: what is had comes from where the state is. */
static Size
open_flat_size(ExpandedObjectHeader *eohptr)
{
	open_moments *open = (open_moments *) eohptr;
	Size size;

	settle(open);
	size = VARHDRSZ + dx_moment_stat_packed_size(&open->stat);
	if (size > DX_MAX_ALLOC)
		dx_refuse_size(size);
	return size;
}

static void
open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	open_moments *open = (open_moments *) eohptr;

	SET_VARSIZE(result, allocated_size);
	dx_moment_stat_pack(&open->stat, (uint8_t *) VARDATA(result));
}

static open_moments *
open_new(MemoryContext context)
{
	open_moments *open = MemoryContextAllocZero(context, sizeof(open_moments));

	dx_state_init(&open->state, &open_methods, context);
	return open;
}

/* The open state that the value is; NULL if it is none. */
static open_moments *
open_of(Datum value)
{
	ExpandedObjectHeader *header;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)))
		return NULL;
	header = DatumGetEOHP(value);
	return header->eoh_methods == &open_methods ? (open_moments *) header : NULL;
}

/* Bytes into a zeroed state, its memory in the current context. */
static void
unpack(Datum value, dx_moment_stat *stat)
{
	struct varlena *flat = PG_DETOAST_DATUM_PACKED(value);
	dx_error err;

	if (!dx_moment_stat_unpack((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), stat, &err))
		dx_report(&err);
	if ((Pointer) flat != DatumGetPointer(value))
		pfree(flat);
}

/* An open state as a value of its own. */
static Datum
flatten(open_moments *open)
{
	Size size = EOH_get_flat_size(&open->state.hdr);
	void *flat = palloc(size);

	EOH_flatten_into(&open->state.hdr, flat, size);
	return PointerGetDatum(flat);
}

/* Moments in whichever form as a new open state in context. */
static open_moments *
open_copy(Datum value, MemoryContext context)
{
	open_moments *other = open_of(value);
	MemoryContext before = MemoryContextSwitchTo(context);
	open_moments *open = open_new(context);

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
static open_moments *
open_arg(FunctionCallInfo fcinfo)
{
	Datum value = PG_GETARG_DATUM(0);
	open_moments *open = AggCheckCallContext(fcinfo, NULL) && dx_is_own_state(value) ? open_of(value) : NULL;

	return open ? open : open_copy(value, dx_state_context(fcinfo));
}

/* The state to return: open for the aggregate that owns it, flat for anybody else. */
static Datum
open_result(FunctionCallInfo fcinfo, open_moments *open)
{
	return AggCheckCallContext(fcinfo, NULL) ? EOHPGetRWDatum(&open->state.hdr) : flatten(open);
}

/* ---------------- input and output ---------------- */

/* Validate packed bytes as a value; 0 with err. */
static Datum
value_of(const uint8_t *packed, Size len, dx_error *err)
{
	dx_moment_stat stat = {0};
	bool valid = dx_moment_stat_unpack(packed, len, &stat, err);

	dx_moment_stat_free(&stat);
	return valid ? dx_value_of_bytes(packed, len) : (Datum) 0;
}

Datum
dx_moment_stat_in(PG_FUNCTION_ARGS)
{
	size_t len = 0;
	dx_error err;
	uint8_t *packed = dx_moment_stat_parse(PG_GETARG_CSTRING(0), &len, &err);
	Datum value = packed ? value_of(packed, len, &err) : (Datum) 0;

	if (value == (Datum) 0)
	{
		err.kind = DX_ERR_TEXT;
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return value;
}

Datum
dx_moment_stat_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	PG_RETURN_CSTRING(dx_moment_stat_print((uint8_t *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}

Datum
dx_moment_stat_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	dx_error err;
	Datum value = value_of((const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

Datum
dx_moment_stat_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}

/* ---------------- transitions ---------------- */

/* Arguments of a transition; those from weight on need not be there. */
enum
{
	ARG_STATE,
	ARG_TREE,
	ARG_CARD,
	ARG_WEIGHT,
	ARG_LEVEL,
	ARG_NODE
};

static bool
has_arg(FunctionCallInfo fcinfo, int arg)
{
	return PG_NARGS() > arg && !PG_ARGISNULL(arg);
}

static dx_moment_level
get_level(FunctionCallInfo fcinfo)
{
	dx_moment_level level = DX_MOMENT_CRITERIA;
	text *name;
	dx_error err;

	if (has_arg(fcinfo, ARG_LEVEL))
	{
		name = PG_GETARG_TEXT_PP(ARG_LEVEL);
		if (!dx_moment_level_parse((dx_str) {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)}, &level, &err))
			dx_report(&err);
	}
	return level;
}

pg_noreturn static void
report_tree(const dx_tree *tree)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("moments are of one index tree"),
			 errdetail("A card of \"%.*s\" came to those of another.", DX_STR_ARG(dx_tree_title(tree))),
			 errhint("GROUP BY what tells the sets apart.")));
}

/* The state that takes a card of this tree, at nodes of this level under this node. */
static open_moments *
state_of(FunctionCallInfo fcinfo, const dx_tree *tree, uint32_t node, dx_moment_level level)
{
	open_moments *open;
	dx_error err;

	if (PG_ARGISNULL(ARG_STATE))
	{
		MemoryContext before;
		bool has_nodes;

		open = open_new(dx_state_context(fcinfo));
		before = MemoryContextSwitchTo(open->state.states);
		has_nodes = dx_moment_stat_init(&open->stat, tree, node, level, &err);
		MemoryContextSwitchTo(before);
		if (!has_nodes)
			dx_report(&err);
		open->is_known = true;
		return open;
	}
	open = open_arg(fcinfo);
	if (!dx_fingerprint_equal(&open->stat.of, &tree->fingerprint) || open->stat.n_nodes != tree->n_nodes ||
		(!open->is_known && !dx_moment_stat_is_of(&open->stat, tree)))
		report_tree(tree);
	open->is_known = true;
	if (open->stat.node != node || open->stat.level != level)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("level and node must be the same in all rows of a group")));
	return open;
}

/* Arguments: state, tree, card [, weight [, level [, node]]]. A row without tree, card or weight is none. */
static Datum
accumulate(FunctionCallInfo fcinfo, bool is_text)
{
	dx_limb weight[DX_MOMENT_W];
	dx_site *site;
	const dx_tree *tree;
	uint32_t node = 0;
	open_moments *open;
	int64_t *value;
	uint8_t *state;
	MemoryContext before;
	bool taken;
	dx_error err;

	if (PG_ARGISNULL(ARG_TREE) || PG_ARGISNULL(ARG_CARD) || (PG_NARGS() > ARG_WEIGHT && PG_ARGISNULL(ARG_WEIGHT)))
	{
		if (PG_ARGISNULL(ARG_STATE))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(ARG_STATE);
	}
	if (!dx_moment_weight(PG_NARGS() > ARG_WEIGHT ? PG_GETARG_FLOAT8(ARG_WEIGHT) : 1.0, weight, &err))
		dx_report(&err);
	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(ARG_TREE));
	if (has_arg(fcinfo, ARG_NODE))
		node = dx_find_node(site, tree, PG_GETARG_DATUM(ARG_NODE), is_text);
	open = state_of(fcinfo, tree, node, get_level(fcinfo));
	value = palloc(tree->n_nodes * (sizeof(int64_t) + sizeof(uint8_t)));
	state = (uint8_t *) (value + tree->n_nodes);
	dx_get_node_values(site, tree, PG_GETARG_DATUM(ARG_CARD), open->stat.one, value, state);
	/* Where sums are. */
	before = MemoryContextSwitchTo(open->state.states);
	taken = dx_moment_stat_add(&open->stat, value, state, weight, &err);
	MemoryContextSwitchTo(before);
	if (!taken)
		dx_report(&err);
	pfree(value);
	return open_result(fcinfo, open);
}

Datum
dx_moment_stat_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, true);
}

Datum
dx_moment_stat_accum_code(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false);
}

/* Moments in whichever form; those that were unpacked are the caller's. */
static const dx_moment_stat *
get_stat(Datum value)
{
	open_moments *open = open_of(value);
	dx_moment_stat *stat;

	if (open)
		return &open->stat;
	stat = palloc0(sizeof(dx_moment_stat));
	unpack(value, stat);
	return stat;
}

/* NULL is no cards, on either side. */
Datum
dx_moment_stat_combine(PG_FUNCTION_ARGS)
{
	open_moments *open;
	const dx_moment_stat *other;
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
	united = dx_moment_stat_unite(&open->stat, other, &err);
	MemoryContextSwitchTo(before);
	if (!united)
		dx_report(&err);
	return open_result(fcinfo, open);
}

/* The packed value. The state is only read. */
Datum
dx_moment_stat_final(PG_FUNCTION_ARGS)
{
	Datum value = PG_GETARG_DATUM(0);
	open_moments *open = open_of(value);

	return open ? flatten(open) : value;
}

/* ---------------- reading ---------------- */

const dx_moment_stat *
dx_get_moments(Datum value, const dx_tree *tree)
{
	open_moments *open = open_of(value);
	const dx_moment_stat *stat;

	if (open)
		settle(open);
	stat = get_stat(value);
	if (!dx_moment_stat_is_of(stat, tree))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("moments are not of index tree \"%.*s\"", DX_STR_ARG(dx_tree_title(tree))),
				 errhint("Read them with the tree that they were gathered with.")));
	return stat;
}
