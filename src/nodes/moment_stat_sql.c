/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat_sql.c: the type dx.moment_stat, and the aggregates dx.moments and
 * dx.merge_moments that make it.
 */
#include "postgres.h"

#include "nodes/moment_stat_sql.h"
#include "nodes/node_values_sql.h"
#include "server/state_sql.h"

DX_FUNCTION(dx_moment_stat_in);
DX_FUNCTION(dx_moment_stat_out);
DX_FUNCTION(dx_moment_stat_recv);
DX_FUNCTION(dx_moment_stat_send);
DX_FUNCTION(dx_moment_stat_accum_text);
DX_FUNCTION(dx_moment_stat_accum_code);
DX_FUNCTION(dx_moment_stat_combine);
DX_FUNCTION(dx_moment_stat_final);

/* Moments under construction: a read-write expanded object, which packs canonically when flattened. */
typedef struct open_stat
{
	dx_state state;
	dx_moment_stat stat;
	bool is_known; /* checked to be of the tree that it names */
} open_stat;

#define NAME(x) dx_moment_stat##x
#include "nodes/open_kernel_sql.h"

Datum
dx_moment_stat_in(PG_FUNCTION_ARGS)
{
	return read_text(fcinfo);
}

Datum
dx_moment_stat_out(PG_FUNCTION_ARGS)
{
	return write_text(fcinfo);
}

Datum
dx_moment_stat_recv(PG_FUNCTION_ARGS)
{
	return receive(fcinfo);
}

Datum
dx_moment_stat_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}

/* ---------------- transitions ---------------- */

/* Arguments of a transition; those from weight on are optional. */
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

/* The state for a card of this tree, at nodes of this level under this node. */
static open_stat *
state_of(FunctionCallInfo fcinfo, const dx_tree *tree, uint32_t node, dx_moment_level level)
{
	open_stat *open;
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
	open_stat *open;
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
	/* Sums are allocated in the context of the states. */
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

Datum
dx_moment_stat_combine(PG_FUNCTION_ARGS)
{
	return combine(fcinfo);
}

Datum
dx_moment_stat_final(PG_FUNCTION_ARGS)
{
	return give_packed(fcinfo);
}

/* ---------------- reading ---------------- */

const dx_moment_stat *
dx_get_moments(Datum value, const dx_tree *tree)
{
	open_stat *open = open_of(value);
	dx_moment_stat *stat = get_stat(value);

	if (open)
	{
		/* Waiting cards are added in memory of the state. */
		MemoryContext before = MemoryContextSwitchTo(open->state.states);

		dx_moment_stat_settle(stat);
		MemoryContextSwitchTo(before);
	}
	if (!dx_moment_stat_is_of(stat, tree))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("moments are not of index tree \"%.*s\"", DX_STR_ARG(dx_tree_title(tree))),
				 errhint("Read them with the tree that they were gathered with.")));
	return stat;
}
