/* SPDX-License-Identifier: PostgreSQL */
/*
 * unit_sql.c: functions about one unit among others, or compared with its past:
 * dx.strengths and dx.explain_change.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "code/code_sql.h"
#include "nodes/explain.h"
#include "nodes/strengths.h"
#include "number/decimal_sql.h"
#include "score/score_site_sql.h"

DX_FUNCTION(dx_strengths);
DX_FUNCTION(dx_explain_change);

/* A text that may be missing. */
static Datum
text_datum(dx_str str, bool *isnull)
{
	*isnull = str.len == 0;
	return *isnull ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(str.ptr, (int) str.len));
}

/* ---------------- dx.strengths ---------------- */

#define STRENGTHS_COLUMNS 10

/* A unit's ranks as dx.node_ranks returns them; 0 where there is none. */
static int32 *
read_ranks(ArrayType *array, const dx_tree *tree)
{
	int32 *ranks = palloc0(tree->n_nodes * sizeof(int32));
	const int32 *next = (const int32 *) ARR_DATA_PTR(array);
	const uint8 *there = ARR_NULLBITMAP(array);

	if (ARR_NDIM(array) != 1 || (uint32_t) ARR_DIMS(array)[0] != tree->n_nodes)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("ranks do not fit the index tree"),
			 errdetail("Index tree \"%.*s\" has %u nodes, ranks are %d in %d dimension%s.",
					   DX_STR_ARG(dx_tree_title(tree)), tree->n_nodes, ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)),
					   ARR_NDIM(array), ARR_NDIM(array) == 1 ? "" : "s"),
			 errhint("They are what dx.node_ranks(tree, card) gives for the card.")));
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		if (there && (there[i / 8] & (1 << (i % 8))) == 0)
			continue;
		if (*next < 1)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("rank \"%d\" is out of range", *next),
					 errdetail("It must be at least 1.")));
		ranks[i] = *next++;
	}
	return ranks;
}

/* dx.strengths(tree, card, ranks, k) */
Datum
dx_strengths(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	int32 k = PG_GETARG_INT32(3);
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup;
	uint32_t *nodes;
	uint32_t n_best;
	uint32_t n_worst;
	int32 *ranks;

	dx_check_columns(rsinfo, STRENGTHS_COLUMNS, "dx.strengths");
	if (k < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("k \"%d\" is out of range", k),
				 errdetail("It must be at least 1.")));
	rollup = dx_score_card(fcinfo, &tree, &sheet);
	ranks = read_ranks(PG_GETARG_ARRAYTYPE_P(2), tree);
	nodes = palloc(tree->n_criteria * sizeof(uint32_t));
	dx_pick_strengths(tree, rollup, ranks, (uint32_t) k, nodes, &n_best, &n_worst);
	for (uint32_t r = 0; r < n_best + n_worst; r++)
	{
		uint32_t node = nodes[r];
		Datum values[STRENGTHS_COLUMNS] = {0};
		bool nulls[STRENGTHS_COLUMNS] = {false};
		double ratio = 0;

		CHECK_FOR_INTERRUPTS();
		values[0] = BoolGetDatum(r < n_best);
		values[1] = Int32GetDatum((int32) (r < n_best ? r : r - n_best) + 1);
		values[2] = Int32GetDatum((int32) node + 1);
		values[3] = dx_code_make(dx_tree_key(tree, node));
		values[4] = text_datum(dx_tree_str(tree, dx_tree_nodes(tree)[node].name), &nulls[4]);
		values[5] = Int32GetDatum(ranks[node]);
		values[6] = Float8GetDatum(dx_roll_points(rollup, node) + 0.0);
		values[7] = Float8GetDatum(dx_roll_max(rollup, node) + 0.0);
		nulls[8] = !dx_roll_ratio(rollup, node, &ratio);
		values[8] = Float8GetDatum(ratio + 0.0);
		values[9] = Float8GetDatum(dx_roll_lost(rollup, node) + 0.0);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ---------------- dx.explain_change ---------------- */

#define CHANGE_COLUMNS 8

/* A tree and a card on it, arguments argno and argno + 1, scored in memory of this call. */
static dx_change_side
score_side(FunctionCallInfo fcinfo, int argno)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(argno));
	const dx_sheet *read = dx_get_sheet(site, PG_GETARG_DATUM(argno + 1), tree);
	dx_sheet *sheet = palloc(sizeof(dx_sheet));
	dx_score_room *room = palloc0(sizeof(dx_score_room));
	dx_error err;

	/* The sheet that was read belongs to the site, where the other card would overwrite it: copy it. */
	*sheet = dx_sheet_over(palloc0(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
		dx_sheet_set(sheet, i, dx_sheet_state(read, i), dx_sheet_value(read, i));
	dx_score_room_grow(room, tree);
	if (!dx_score_sheet(tree, NULL, sheet, room, &err))
		dx_report(&err);
	return (dx_change_side) {tree, sheet, room->rollup};
}

/* The result of a criterion, and its state, into two columns; NULL where there is no such criterion. */
static void
put_result(const dx_change_side *side, uint32_t node, Datum *values, bool *nulls)
{
	const dx_step *step;
	uint8_t state;

	nulls[0] = nulls[1] = true;
	if (node == DX_NO_NODE || !dx_tree_is_criterion(side->tree, node))
		return;
	step = &dx_tree_steps(side->tree)[node];
	state = dx_sheet_state(side->sheet, step->criterion);
	nulls[0] = state != DX_RESULT_VALUE && state != DX_RESULT_POINTS;
	values[0] = Float8GetDatum(dx_sheet_value(side->sheet, step->criterion));
	nulls[1] = false;
	values[1] = CStringGetTextDatum(dx_result_state_name(state));
}

/* dx.explain_change(old_tree, old_card, new_tree, new_card) */
Datum
dx_explain_change(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	dx_change_side before = score_side(fcinfo, 0);
	dx_change_side after = score_side(fcinfo, 2);
	int digits = dx_change_digits(before.tree, after.tree);
	dx_change *changes;
	uint32_t n;
	dx_error err;

	dx_check_columns(rsinfo, CHANGE_COLUMNS, "dx.explain_change");
	changes = dx_split_change(&before, &after, &n, &err);
	if (changes == NULL)
		dx_report(&err);
	for (uint32_t r = 0; r < n; r++)
	{
		const dx_change *change = &changes[r];
		bool is_there = change->after != DX_NO_NODE;
		const dx_tree *tree = is_there ? after.tree : before.tree;
		uint32_t node = is_there ? change->after : change->before;
		Datum values[CHANGE_COLUMNS] = {0};
		bool nulls[CHANGE_COLUMNS] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = dx_code_make(dx_tree_key(tree, node));
		values[1] = text_datum(dx_tree_str(tree, dx_tree_nodes(tree)[node].name), &nulls[1]);
		values[2] = CStringGetTextDatum(dx_change_cause_name(change->cause));
		values[3] = NumericGetDatum(dx_decimal_numeric(change->amount, digits));
		put_result(&before, change->before, &values[4], &nulls[4]);
		put_result(&after, change->after, &values[6], &nulls[6]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
