/* SPDX-License-Identifier: PostgreSQL */
/*
 * breakdown_sql.c: dx.breakdown, a card's score at every node as rows, and dx.advice,
 * the root's points if one criterion alone had a better result.
 *
 * A country has millions of these rows, and forming them column by column in
 * the general way costs more than scoring them. The first columns (code, number, name,
 * kind, parent, depth, is_criterion, rule) are the same for every card: they are formed
 * once for each tree and copied; the rest is written behind them.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "code/code_sql.h"
#include "number/decimal_sql.h"
#include "rule/rule_sql.h"
#include "score/next_result.h"
#include "score/score_site_sql.h"

DX_FUNCTION(dx_breakdown);
DX_FUNCTION(dx_advice);

#define COLUMNS 22

/* The most bytes of the columns after the common ones. */
#define REST_BYTES 512

/* ---------------- writing a row ---------------- */

/* A heap tuple being written, column after column. */
typedef struct row_writer
{
	HeapTupleHeader row;
	Size at;	/* bytes written */
	int column; /* next one, from 0 */
} row_writer;

/* The header of a row, all columns NULL so far. */
static row_writer
begin_row(void *zeroed)
{
	row_writer w = {zeroed, MAXALIGN(SizeofHeapTupleHeader + BITMAPLEN(COLUMNS)), 0};

	w.row->t_infomask = HEAP_HASNULL | HEAP_HASVARWIDTH;
	w.row->t_hoff = (uint8) w.at;
	HeapTupleHeaderSetNatts(w.row, COLUMNS);
	return w;
}

/*
 * The place of the next column, of size bytes, at the aligned offset `at`, less than 8
 * bytes further on. (The gap is zeroed 8 bytes at once, the column overwrites what is
 * too much: REST_BYTES leaves room for that.)
 */
static inline char *
put(row_writer *w, Size at, Size size)
{
	memset((char *) w->row + w->at, 0, sizeof(uint64));
	w->row->t_bits[w->column >> 3] |= (uint8) (1 << (w->column & 7));
	w->column++;
	w->at = at + size;
	return (char *) w->row + at;
}

static inline void
put_null(row_writer *w)
{
	w->column++;
}

static void
put_bool(row_writer *w, bool value)
{
	*put(w, w->at, 1) = (char) value;
}

static inline void
put_int4(row_writer *w, int32 value)
{
	memcpy(put(w, INTALIGN(w->at), sizeof(value)), &value, sizeof(value));
}

static inline void
put_float8(row_writer *w, bool known, double value)
{
	if (value == 0)
		value = 0; /* not -0 */
	if (known)
		memcpy(put(w, DOUBLEALIGN(w->at), sizeof(value)), &value, sizeof(value));
	else
		put_null(w);
}

/* A plain value of a type aligned like int4, with a short header where it fits one, as the server stores it. */
static void
put_varlena(row_writer *w, const struct varlena *value)
{
	Size size = VARSIZE_ANY_EXHDR(value);

	if (size + VARHDRSZ_SHORT <= VARATT_SHORT_MAX)
	{
		char *place = put(w, w->at, size + VARHDRSZ_SHORT);

		SET_VARSIZE_SHORT(place, size + VARHDRSZ_SHORT);
		memcpy(place + VARHDRSZ_SHORT, VARDATA_ANY(value), size);
	}
	else
	{
		char *place = put(w, INTALIGN(w->at), size + VARHDRSZ);

		SET_VARSIZE(place, size + VARHDRSZ);
		memcpy(place + VARHDRSZ, VARDATA_ANY(value), size);
	}
}

static void
put_text(row_writer *w, dx_str str)
{
	if (str.len == 0)
		put_null(w);
	else
		put_varlena(w, (struct varlena *) cstring_to_text_with_len(str.ptr, (int) str.len));
}

/* ---------------- the common beginning of rows ---------------- */

typedef struct dx_row_starts
{
	MemoryContext context;
	dx_tree tree;		/* its header */
	row_writer *starts; /* one a node */
	char *row;			/* room for the longest */
	struct varlena *states[4];
	dx_next_plan *plan; /* what would earn more */
} dx_row_starts;

/* The columns that are the same for every card, in memory that the caller frees. */
static row_writer
make_start(const dx_tree *tree, uint32_t i)
{
	const dx_step *step = &dx_tree_steps(tree)[i];
	const dx_node *node = &dx_tree_nodes(tree)[i];
	const dx_rule *rule = dx_tree_rule(tree, i);
	dx_key key = dx_tree_key(tree, i);
	dx_str number = dx_tree_str(tree, node->number);
	dx_str name = dx_tree_str(tree, node->name);
	dx_str kind = dx_tree_str(tree, node->kind);
	dx_buf canonical;
	row_writer w;

	dx_buf_init(&canonical);
	if (rule)
		dx_rule_print(rule, &canonical);
	/* The parent's code has fewer bytes than the node's. */
	w = begin_row(palloc0(REST_BYTES + 2 * key.len + number.len + name.len + kind.len + canonical.len));
	put_varlena(&w, (struct varlena *) DatumGetPointer(dx_code_make(key)));
	put_text(&w, number);
	put_text(&w, name);
	put_text(&w, kind);
	if (i > 0)
		put_varlena(&w, (struct varlena *) DatumGetPointer(dx_code_make(dx_tree_key(tree, step->parent))));
	else
		put_null(&w);
	put_int4(&w, step->depth);
	put_bool(&w, (step->flags & DX_STEP_CRITERION) != 0);
	if (rule)
		put_varlena(&w, dx_rule_datum_make((dx_str) {canonical.data, canonical.len}));
	else
		put_null(&w);
	dx_buf_free(&canonical);
	return w;
}

/* The tree's row starts, made once and kept at the site until another tree comes. */
static const dx_row_starts *
row_starts(dx_site *site, const dx_tree *tree)
{
	dx_row_starts *all = site->starts;
	Size longest = 0;
	MemoryContext context;
	MemoryContext before;

	if (all && dx_tree_same(&all->tree, tree))
		return all;
	site->starts = NULL;
	if (all)
		MemoryContextDelete(all->context);
	context = AllocSetContextCreate(site->context, "dx.breakdown rows", ALLOCSET_DEFAULT_SIZES);
	before = MemoryContextSwitchTo(context);
	all = palloc(sizeof(dx_row_starts));
	all->context = context;
	all->tree = *tree;
	all->starts = palloc(tree->n_nodes * sizeof(row_writer));
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		all->starts[i] = make_start(tree, i);
		longest = Max(longest, all->starts[i].at);
	}
	all->row = palloc(longest + REST_BYTES);
	for (uint8_t state = 0; state < 4; state++)
		all->states[state] = (struct varlena *) cstring_to_text(dx_result_state_name(state));
	all->plan = dx_next_plan_make(tree);
	MemoryContextSwitchTo(before);
	site->starts = all;
	return all;
}

/* ---------------- the function ---------------- */

/* One node's columns after the common ones. */
static void
put_scores(row_writer *w, const dx_tree *tree, uint32_t node, const dx_sheet *sheet, dx_rollup *rollup, int digits,
		   struct varlena *const *states)
{
	const dx_roll *roll = &rollup->rolls[node];
	const dx_step *step = &dx_tree_steps(tree)[node];
	bool is_criterion = (step->flags & DX_STEP_CRITERION) != 0;
	bool has_value = roll->state == DX_VALUE_PRESENT;
	double ratio = 0;

	if (is_criterion)
	{
		uint8_t state = dx_sheet_state(sheet, step->criterion);

		put_float8(w, state == DX_RESULT_VALUE, dx_sheet_value(sheet, step->criterion));
		put_varlena(w, states[state]);
	}
	else
	{
		put_null(w);
		put_null(w);
	}
	if (has_value)
	{
		put_float8(w, true, dx_roll_points(rollup, node));
		put_varlena(w, (struct varlena *) dx_decimal_numeric(dx_roll_decimal(rollup, node, digits), digits));
	}
	else
	{
		put_null(w);
		put_null(w);
	}
	put_float8(w, true, dx_roll_max(rollup, node));
	has_value = dx_roll_ratio(rollup, node, &ratio);
	put_float8(w, has_value, ratio);
	put_int4(w, (int32) roll->answered);
	put_int4(w, (int32) roll->applicable);
	put_float8(w, roll->applicable > 0, roll->applicable ? (double) roll->answered / roll->applicable : 0);
	put_float8(w, true, dx_roll_lost(rollup, node));
}

/* The last columns: the results that would earn more than the criterion's present one. */
static void
put_next(row_writer *w, const dx_next_plan *plan, const dx_tree *tree, uint32_t node, const dx_sheet *sheet,
		 dx_rollup *rollup)
{
	dx_next next = {0};

	dx_next_of_node(plan, tree, sheet, rollup, node, &next);
	put_float8(w, next.has_next, next.next_result);
	put_float8(w, next.has_next, next.next_points);
	put_float8(w, next.has_full, next.full_result);
}

Datum
dx_breakdown(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup;
	const dx_row_starts *starts;
	MemoryContext work;
	MemoryContext before;
	dx_int128 *contribution;
	bool *known;
	int digits;

	dx_check_columns(rsinfo, COLUMNS, "dx.breakdown");
	rollup = dx_score_card(fcinfo, &tree, &sheet);
	/* A total below 1 is a sum of shares: three decimals more. */
	digits = dx_maximum_to_double(dx_step_maximum(dx_tree_steps(tree))) < 1 ? DX_POINTS_DIGITS + 3 : DX_POINTS_DIGITS;
	starts = row_starts(dx_get_site(fcinfo), tree);
	contribution = palloc(tree->n_nodes * sizeof(dx_int128));
	known = palloc(tree->n_nodes * sizeof(bool));
	dx_roll_contributions(rollup, digits, contribution, known);
	work = AllocSetContextCreate(CurrentMemoryContext, "dx.breakdown numerics", ALLOCSET_SMALL_SIZES);
	before = MemoryContextSwitchTo(work);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		row_writer w = starts->starts[i];
		HeapTupleData tuple = {0};

		CHECK_FOR_INTERRUPTS();
		memcpy(starts->row, w.row, w.at);
		w.row = (HeapTupleHeader) starts->row;
		put_scores(&w, tree, i, sheet, rollup, digits, starts->states);
		if (known[i])
			put_varlena(&w, (struct varlena *) dx_decimal_numeric(contribution[i], digits));
		else
			put_null(&w);
		put_next(&w, starts->plan, tree, i, sheet, rollup);
		Assert(w.column == COLUMNS);
		tuple.t_len = (uint32) w.at;
		tuple.t_data = w.row;
		tuplestore_puttuple(rsinfo->setResult, &tuple);
		if (i % 64 == 63)
			MemoryContextReset(work);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	return (Datum) 0;
}

/* ---------------- dx.advice ---------------- */

#define ADVICE_COLUMNS 8

/* Put the criterion's points with a result, and the root's if nothing else changed, into two columns. */
static void
put_trial(dx_trial *trial, const dx_tree *tree, uint32_t node, double result, Datum *values, bool *nulls)
{
	dx_leaf leaf;
	bool known;
	double points;
	dx_error err;

	if (!dx_score_result(tree, node, DX_RESULT_VALUE, result, &leaf, &err) ||
		!dx_trial_points(trial, node, &leaf, &known, &points, &err))
		dx_report(&err);
	values[0] = Float8GetDatum(dx_leaf_meets(dx_tree_steps(tree), tree->n_nodes, node, &leaf)
								   ? dx_leaf_points(&dx_tree_steps(tree)[node], &leaf) + 0.0
								   : 0.0);
	values[1] = Float8GetDatum(points);
	nulls[1] = !known;
}

Datum
dx_advice(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_site *site;
	dx_rollup *rollup;
	const dx_next_plan *plan;
	dx_trial *trial;
	dx_next *next;
	MemoryContext work;
	MemoryContext before;

	dx_check_columns(rsinfo, ADVICE_COLUMNS, "dx.advice");
	rollup = dx_score_card(fcinfo, &tree, &sheet);
	site = dx_get_site(fcinfo);
	plan = row_starts(site, tree)->plan;
	/* While leaves are tried the room's scores are not those of a card. */
	site->score->scored.valid = false;
	next = palloc0(tree->n_criteria * sizeof(dx_next));
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		CHECK_FOR_INTERRUPTS();
		dx_next_of_node(plan, tree, sheet, rollup, dx_tree_criteria(tree)[i], &next[i]);
	}
	trial = dx_trial_new(rollup, site->score->room.leaves);
	work = AllocSetContextCreate(CurrentMemoryContext, "dx.advice row", ALLOCSET_SMALL_SIZES);
	before = MemoryContextSwitchTo(work);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		uint8_t state = dx_sheet_state(sheet, i);
		Datum values[ADVICE_COLUMNS] = {0};
		bool nulls[ADVICE_COLUMNS] = {false};

		CHECK_FOR_INTERRUPTS();
		if (!next[i].has_next)
			continue;
		values[0] = dx_code_make(dx_tree_key(tree, node));
		values[1] = Float8GetDatum(dx_sheet_value(sheet, i));
		nulls[1] = state != DX_RESULT_VALUE;
		values[2] = Float8GetDatum(next[i].next_result);
		put_trial(trial, tree, node, next[i].next_result, &values[3], &nulls[3]);
		values[5] = Float8GetDatum(next[i].full_result);
		nulls[5] = nulls[6] = nulls[7] = !next[i].has_full;
		if (next[i].has_full)
			put_trial(trial, tree, node, next[i].full_result, &values[6], &nulls[6]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		MemoryContextReset(work);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	dx_trial_free(trial);
	return (Datum) 0;
}
