/* SPDX-License-Identifier: PostgreSQL */
/*
 * sensitivity_sql.c: which weights matter: the rows of dx.rank_sensitivity.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "card/entry_sql.h"
#include "code/code_sql.h"
#include "robust/factors_sql.h"
#include "robust/sensitivity.h"
#include "score/score_site_sql.h"

DX_FUNCTION(dx_rank_sensitivity_code);
DX_FUNCTION(dx_rank_sensitivity_text);
DX_FUNCTION(dx_rank_sensitivity_given);

/* Arguments; of given factors A and B come after the cards. */
enum
{
	ARG_TREE,
	ARG_CARDS,
	ARG_NODES,
	ARG_DRAWS,
	ARG_NOISE,
	ARG_SEED,
	ARG_A = ARG_NODES,
	ARG_B
};

/* Bytes that a card needs beside its numbers while draws run. */
#define UNIT_OVERHEAD 256

/* ---------------- nodes ---------------- */

/* Marks of the nodes that an array names, in their order; NULL: the root's children. */
static uint32_t *
named_nodes(FunctionCallInfo fcinfo, const dx_tree *tree, dx_named_by named_by, uint32_t *n)
{
	const dx_step *steps = dx_tree_steps(tree);
	bool *marks = palloc0(tree->n_nodes * sizeof(bool));
	uint32_t *nodes = palloc(tree->n_nodes * sizeof(uint32_t));

	if (PG_ARGISNULL(ARG_NODES))
	{
		for (uint32_t i = 1; i < tree->n_nodes; i = steps[i].end)
			marks[i] = true;
	}
	else
	{
		ArrayIterator each = array_create_iterator(PG_GETARG_ARRAYTYPE_P(ARG_NODES), 0, NULL);
		Datum code;
		bool isnull;

		while (array_iterate(each, &code, &isnull))
		{
			uint32_t node;

			CHECK_FOR_INTERRUPTS();
			if (isnull)
				ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("nodes have a NULL code")));
			node = dx_get_node(tree, code, named_by);
			if (node == 0)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the root has no weight that could matter"),
						 errhint("Name other nodes; without any the root's children are drawn.")));
			marks[node] = true;
		}
		array_free_iterator(each);
	}
	*n = 0;
	for (uint32_t i = 1; i < tree->n_nodes; i++)
		if (marks[i])
			nodes[(*n)++] = i;
	return nodes;
}

/* The nodes whose factors are not 1 throughout. */
static uint32_t *
varied_nodes(const dx_tree *tree, const double *a, const double *b, int64_t n_draws, uint32_t *n)
{
	uint32_t *nodes = palloc(tree->n_nodes * sizeof(uint32_t));

	*n = 0;
	for (uint32_t i = 1; i < tree->n_nodes; i++)
	{
		bool varies = false;

		CHECK_FOR_INTERRUPTS();
		for (int64_t d = 0; d < n_draws && !varies; d++)
			varies = a[d * tree->n_nodes + i] != 1 || b[d * tree->n_nodes + i] != 1;
		if (varies)
			nodes[(*n)++] = i;
	}
	return nodes;
}

/* ---------------- cards ---------------- */

/* The cards of an array that have a ratio; *n: how many. palloc'd in the current context. */
static dx_draw_unit *
read_cards(FunctionCallInfo fcinfo, const dx_tree *tree, dx_draws *draws, int64_t *n)
{
	dx_site *site = dx_get_site(fcinfo);
	dx_score_room *room = dx_get_room(site, tree);
	ArrayType *cards = PG_GETARG_ARRAYTYPE_P(ARG_CARDS);
	ArrayIterator each = array_create_iterator(cards, 0, NULL);
	MemoryContext units_context = CurrentMemoryContext;
	MemoryContext card_context =
		AllocSetContextCreate(CurrentMemoryContext, "dx.rank_sensitivity card", ALLOCSET_SMALL_SIZES);
	Size size = dx_draw_unit_size(draws) + sizeof(dx_draw_unit) + UNIT_OVERHEAD;
	int64_t room_for = 16;
	dx_draw_unit *units = palloc(room_for * sizeof(dx_draw_unit));
	Datum card;
	bool isnull;

	*n = 0;
	/* Elements are read one by one: NULLs take no memory in an array, so none is allocated for them here. */
	while (array_iterate(each, &card, &isnull))
	{
		dx_error err;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		if (*n == room_for)
			units = repalloc(units, (room_for *= 2) * sizeof(dx_draw_unit));
		MemoryContextSwitchTo(card_context);
		if (!dx_score_sheet(tree, dx_get_plan(site, tree, tree->n_criteria), dx_get_sheet(site, card, tree), room,
							&err))
			dx_report(&err);
		MemoryContextSwitchTo(units_context);
		*n += dx_draw_unit_make(draws, room->rollup, &units[*n]);
		MemoryContextReset(card_context);
		if ((uint64) *n > DX_MAX_ALLOC / size)
			ereport(
				ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %zu cards are too many to be ranked in draws", DX_MAX_ALLOC / size),
				 errdetail("With index tree \"%.*s\" a card takes %zu bytes.", DX_STR_ARG(dx_tree_title(tree)), size)));
	}
	array_free_iterator(each);
	MemoryContextDelete(card_context);
	return units;
}

/* ---------------- rows ---------------- */

static void
put_rows(ReturnSetInfo *rsinfo, const dx_tree *tree, const dx_pair_source *pairs, const dx_sensitivity *s)
{
	for (uint32_t k = 0; k < pairs->n_inputs; k++)
	{
		double first = 0;
		double total = 0;
		bool known = dx_sensitivity_of(s, k, &first, &total);
		Datum values[3] = {dx_code_make(dx_tree_key(tree, pairs->inputs[k])), Float8GetDatum(first),
						   Float8GetDatum(total)};
		bool is_null[3] = {false, !known, !known};

		CHECK_FOR_INTERRUPTS();
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, is_null);
	}
}

/* Do all runs and put the rows. */
static void
run(FunctionCallInfo fcinfo, ReturnSetInfo *rsinfo, const dx_tree *tree, const dx_pair_source *pairs)
{
	dx_draws *draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	int64_t n;
	dx_draw_unit *units = read_cards(fcinfo, tree, draws, &n);
	dx_sensitivity s;
	dx_error err;

	if (!dx_sensitivity_run(&s, draws, units, n, pairs, &err))
		dx_report(&err);
	put_rows(rsinfo, tree, pairs, &s);
}

/* The tree, kept so that it stays valid while cards are read. */
static const dx_tree *
get_tree(FunctionCallInfo fcinfo)
{
	return dx_copy_tree(CurrentMemoryContext, dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(ARG_TREE)));
}

static void
check_not_null(FunctionCallInfo fcinfo, int arg, const char *name)
{
	if (PG_ARGISNULL(arg))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not be NULL", name)));
}

static Datum
sensitivity(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	const dx_tree *tree;
	uint32_t *nodes;
	uint32_t n_nodes;
	dx_noise_pairs pairs;

	if (PG_ARGISNULL(ARG_TREE) || PG_ARGISNULL(ARG_CARDS))
		return (Datum) 0;
	check_not_null(fcinfo, ARG_DRAWS, "draws");
	check_not_null(fcinfo, ARG_NOISE, "noise");
	check_not_null(fcinfo, ARG_SEED, "seed");
	dx_check_draws(PG_GETARG_INT32(ARG_DRAWS));
	dx_check_noise(PG_GETARG_FLOAT8(ARG_NOISE));
	tree = get_tree(fcinfo);
	nodes = named_nodes(fcinfo, tree, named_by, &n_nodes);
	pairs = dx_noise_pairs_make(n_nodes, nodes, dx_code_texts(tree), PG_GETARG_INT32(ARG_DRAWS),
								PG_GETARG_FLOAT8(ARG_NOISE), PG_GETARG_INT64(ARG_SEED));
	run(fcinfo, rsinfo, tree, &pairs.base);
	return (Datum) 0;
}

/* dx.rank_sensitivity(tree, cards, nodes dx.code[], draws, noise, seed) */
Datum
dx_rank_sensitivity_code(PG_FUNCTION_ARGS)
{
	return sensitivity(fcinfo, DX_BY_CODE);
}

/* The same with nodes text[]. */
Datum
dx_rank_sensitivity_text(PG_FUNCTION_ARGS)
{
	return sensitivity(fcinfo, DX_BY_TEXT);
}

/* dx.rank_sensitivity(tree, cards, factors_a, factors_b): given factors, draws x nodes each. */
Datum
dx_rank_sensitivity_given(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	const dx_tree *tree = get_tree(fcinfo);
	int64_t n_a;
	int64_t n_b;
	double *a = dx_read_factors(PG_GETARG_ARRAYTYPE_P(ARG_A), tree, &n_a);
	double *b = dx_read_factors(PG_GETARG_ARRAYTYPE_P(ARG_B), tree, &n_b);
	uint32_t *nodes;
	uint32_t n_nodes;
	dx_given_pairs pairs;

	if (n_a != n_b)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("factors_a and factors_b must have as many draws"),
				 errdetail("The first has %lld, the second %lld.", (long long) n_a, (long long) n_b)));
	nodes = varied_nodes(tree, a, b, n_a, &n_nodes);
	pairs = dx_given_pairs_make(n_nodes, nodes, tree->n_nodes, a, b, n_a);
	run(fcinfo, rsinfo, tree, &pairs.base);
	return (Datum) 0;
}
