/* SPDX-License-Identifier: PostgreSQL */
/*
 * score_agg_sql.c: the aggregate dx.score, from rows to points in one step.
 *
 * A final function gets the state and never the tree, so the states of an aggregate
 * refer to a kept tree (programme_sql.h). While rows come in, the state is an open card
 * of the criteria under the node that is asked for, filled as dx.card fills one
 * (row_queue_sql.h), and scored when points are asked for.
 *
 * Wherever it is copied it is scored and flattened as a tally (tally.h): scored
 * criteria, and the programme by which to roll them up, unless the tree is a
 * plain sum, which needs none. So no pointer ever leaves the aggregate, and a group from
 * a parallel worker or another server is finished from its own bytes. States that begin
 * with such bytes are open tallies (open_tally_sql.c).
 *
 * Only an aggregate gets expanded states; anybody else who calls these
 * functions gets flat ones.
 */
#include "postgres.h"

#include "card/result.h"
#include "rows/open_tally_sql.h"
#include "rows/programme_image_sql.h"
#include "rows/row_queue_sql.h"

DX_FUNCTION(dx_score_accum_code);
DX_FUNCTION(dx_score_accum_text);
DX_FUNCTION(dx_score_accum_code_typed);
DX_FUNCTION(dx_score_accum_text_typed);
DX_FUNCTION(dx_score_accum_code_boolean);
DX_FUNCTION(dx_score_accum_text_boolean);
DX_FUNCTION(dx_score_combine);
DX_FUNCTION(dx_score_final);

/* ---------------- open cards to be scored ---------------- */

/* Score the results, as a tally to be freed by free_tally. */
static dx_tally
score_card(const dx_open_card *open)
{
	dx_kept_tree *of = open->programme->of;
	uint32_t n = open->sheet.n;
	uint32_t first = dx_tree_steps(of->tree)[dx_programme_top(of->tree, open->node)].criterion;
	dx_tally tally = {open->programme->programme, n, dx_alloc(n * sizeof(dx_leaf)), NULL};
	dx_error err;

	if (!dx_score_leaves(of->tree, dx_kept_plan(of, n), &open->sheet, first, tally.leaves, &err))
		dx_report(&err);
	if (tally.programme->plain)
	{
		tally.max = dx_alloc(n * sizeof(dx_maximum));
		dx_tally_maxima(of->tree, first, &tally);
	}
	return tally;
}

static void
free_tally(dx_tally *tally)
{
	dx_free(tally->leaves);
	if (tally->max)
		dx_free(tally->max);
}

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): so memory is taken from the context
 * of the state.
 */
static Size
score_flat_size(ExpandedObjectHeader *eohptr)
{
	dx_open_card *open = (dx_open_card *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);
	dx_tally tally;
	Size size;

	dx_state_settle(open->state.states);
	tally = score_card(open);
	size = VARHDRSZ + dx_tally_packed_size(&tally, dx_kept_image(open->programme));
	free_tally(&tally);
	MemoryContextSwitchTo(before);
	return size;
}

static void
score_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	dx_open_card *open = (dx_open_card *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);
	dx_tally tally = score_card(open);
	dx_image image = dx_kept_image(open->programme);

	Assert(allocated_size == VARHDRSZ + dx_tally_packed_size(&tally, image));
	SET_VARSIZE(result, allocated_size);
	dx_tally_pack(&tally, image, (uint8_t *) VARDATA(result));
	free_tally(&tally);
	MemoryContextSwitchTo(before);
}

static const ExpandedObjectMethods open_score_methods = {score_flat_size, score_flatten};

static dx_open_card *
open_score_new(dx_kept_programme *kept, MemoryContext states)
{
	dx_open_card *open = dx_open_card_new(&kept->programme->tree, kept->programme->n_criteria, states);

	open->state.hdr.eoh_methods = &open_score_methods;
	open->programme = kept;
	open->node = kept->programme->node;
	open->tree_size = kept->of->tree->size;
	return open;
}

/* The value as an open card to be scored; NULL if it is none. */
static dx_open_card *
get_open_score(Datum value)
{
	return dx_open_card_by(&open_score_methods, value);
}

/* Points of the card's node: false for NULL, or for an error (err->kind set). */
static bool
points_of_card(const dx_open_card *open, double *points, dx_error *err)
{
	dx_kept_tree *of = open->programme->of;
	const dx_plan *plan = dx_kept_plan(of, open->sheet.n);
	dx_tally tally;
	dx_root root;
	bool known;

	if (plan && open->node == 0 && dx_plan_root_of_sheet(plan, of->tree, &open->sheet, &root))
	{
		err->kind = DX_OK;
		return dx_root_score(&root, DX_SCORE_POINTS, points);
	}
	tally = score_card(open);
	known = dx_tally_points(&tally, &open->programme->rollup, points, err);
	free_tally(&tally);
	return known;
}

/* ---------------- states in every form ---------------- */

/* An open card as an open tally in a context of states that has the programme, with the values entered. */
static dx_open_tally *
tally_of_card(const dx_open_card *card, dx_kept_programme *kept, MemoryContext states)
{
	dx_open_tally *open = dx_open_tally_new(kept, states);
	dx_tally scored = score_card(card);

	dx_open_tally_reserve(open, scored.room - 1);
	memcpy(open->tally.leaves, scored.leaves, scored.room * sizeof(dx_leaf));
	if (scored.max)
		memcpy(open->tally.max, scored.max, scored.room * sizeof(dx_maximum));
	free_tally(&scored);
	for (uint32_t i = 0; i < card->sheet.n; i++)
	{
		open->states[i] = dx_sheet_state(&card->sheet, i);
		open->values[i] = dx_sheet_value(&card->sheet, i);
	}
	return open;
}

/* A state as an open tally to read while this call runs. */
static const dx_open_tally *
tally_to_read(dx_site *site, Datum value)
{
	const dx_open_card *card = get_open_score(value);

	if (card)
		return tally_of_card(card, card->programme, dx_state_context(NULL));
	if (dx_is_open_tally(value))
		return (dx_open_tally *) DatumGetEOHP(value);
	return dx_open_tally_from_bytes(site, PG_DETOAST_DATUM_PACKED(value), dx_state_context(NULL));
}

/* An open tally to change: argument 0 itself where the calling aggregate owns it, else a copy. */
static dx_open_tally *
tally_to_change(FunctionCallInfo fcinfo, dx_site *site)
{
	Datum value = PG_GETARG_DATUM(0);
	MemoryContext states;
	const dx_open_card *card;
	const dx_open_tally *other;
	dx_open_tally *open;

	if (AggCheckCallContext(fcinfo, NULL) && dx_is_open_tally(value) && dx_is_own_state(value))
		return (dx_open_tally *) DatumGetEOHP(value);
	states = dx_state_context(fcinfo);
	card = get_open_score(value);
	if (card)
		return tally_of_card(card, dx_share_programme(site, states, card->programme), states);
	if (!dx_is_open_tally(value))
		return dx_open_tally_from_bytes(site, PG_DETOAST_DATUM_PACKED(value), states);
	other = (dx_open_tally *) DatumGetEOHP(value);
	open = dx_open_tally_new(dx_share_programme(site, states, other->kept), states);
	dx_open_tally_unite(open, other);
	return open;
}

/* ---------------- filling ---------------- */

static void
report_mixed(const dx_tree *tree)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("one score is built from rows of two index trees or nodes"),
			 errhint("Group by whatever tells them apart.")));
}

static const dx_queue_use for_scores = {&open_score_methods, report_mixed};

/* The open card of a transition call in an aggregate: the state (open), or a new one where that is NULL. */
static dx_open_card *
state_card(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree, uint32_t node, dx_open_card *open)
{
	if (open == NULL)
	{
		MemoryContext states = dx_state_context(fcinfo);

		dx_row_queue_begin(fcinfo, site, states, &for_scores);
		return open_score_new(dx_keep_programme(site, states, tree, node), states);
	}
	if (open->node != node || !dx_tree_same(open->programme->of->tree, tree))
		report_mixed(tree);
	return open;
}

/* Enter a row into an open card. */
static Datum
enter_on_card(FunctionCallInfo fcinfo, dx_site *site, dx_named_by named_by, dx_given_as given_as, const dx_tree *tree,
			  uint32_t node, dx_open_card *open)
{
	dx_entry entry;

	open = state_card(fcinfo, site, tree, node, open);
	entry = dx_get_entry(fcinfo, tree, 2, named_by, given_as, PG_NARGS() > 4);
	dx_enter_general(fcinfo, site, tree, open, named_by, given_as, &entry);
	return dx_open_card_datum(open);
}

/* Is the tally of this tree and node? It may have come as bytes that only claim it. */
static bool
tally_is_of(dx_open_tally *open, const dx_tree *tree, uint32_t node)
{
	if (open->tally.programme->node == node && open->of.size > 0 && dx_tree_same(&open->of, tree))
		return true;
	if (!dx_programme_is_of(open->tally.programme, tree, node))
		return false;
	open->of = *tree;
	return true;
}

/* Enter a row into a tally: in an aggregate whose state came as bytes, or outside of an aggregate. */
static Datum
enter_in_tally(FunctionCallInfo fcinfo, dx_site *site, dx_named_by named_by, dx_given_as given_as, const dx_tree *tree,
			   uint32_t node)
{
	const dx_programme *programme;
	dx_open_tally *open;
	dx_entry entry;
	uint32_t first = dx_tree_steps(tree)[dx_programme_top(tree, node)].criterion;
	dx_error err;

	if (PG_ARGISNULL(0))
	{
		MemoryContext states = dx_state_context(fcinfo);

		open = dx_open_tally_new(dx_keep_programme(site, states, tree, node), states);
	}
	else
		open = tally_to_change(fcinfo, site);
	programme = open->tally.programme;
	if (!tally_is_of(open, tree, node))
		report_mixed(tree);
	entry = dx_get_entry(fcinfo, tree, 2, named_by, given_as, PG_NARGS() > 4);
	for (uint32_t c = entry.first; c < entry.first + entry.n; c++)
	{
		uint32_t i = c - first;

		if (c < first || i >= programme->n_criteria)
			continue;
		dx_open_tally_reserve(open, i);
		if (open->tally.leaves[i].state != DX_VALUE_MISSING)
			dx_report_twice(tree, c, open->states[i], open->values[i], entry.state, entry.value);
		/*
		 * Each criterion by itself: in a subtree that is not applicable, unscored criteria have
		 * other leaves.
		 */
		if (!dx_score_result(tree, dx_tree_criteria(tree)[c], entry.state, entry.value, &open->tally.leaves[i], &err))
			dx_report(&err);
		if (open->tally.max)
			open->tally.max[i] = dx_step_maximum(&dx_tree_steps(tree)[dx_tree_criteria(tree)[c]]);
		open->states[i] = entry.state;
		open->values[i] = entry.value;
	}
	return dx_open_tally_result(open, AggCheckCallContext(fcinfo, NULL) != 0);
}

/* Enter any row, the general way. Arguments: state, tree, code, value [, result state [, node]]. */
pg_noinline static Datum
enter_any(FunctionCallInfo fcinfo, dx_named_by named_by, dx_given_as given_as)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree;
	dx_open_card *open;
	uint32_t node = 0;

	dx_row_queue_stop(site);
	if (PG_ARGISNULL(1))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("index tree of a score is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	if (PG_NARGS() > 5 && !PG_ARGISNULL(5))
		node = dx_get_node(tree, PG_GETARG_DATUM(5), named_by);
	open = PG_ARGISNULL(0) ? NULL : get_open_score(PG_GETARG_DATUM(0));
	if (AggCheckCallContext(fcinfo, NULL) && (PG_ARGISNULL(0) || (open && dx_is_own_state(PG_GETARG_DATUM(0)))))
		return enter_on_card(fcinfo, site, named_by, given_as, tree, node, open);
	return enter_in_tally(fcinfo, site, named_by, given_as, tree, node);
}

/* Transition of dx.score: enter one row, or let it wait. */
static inline Datum
accumulate(FunctionCallInfo fcinfo, dx_named_by named_by, dx_given_as given_as)
{
	return dx_let_wait(fcinfo, named_by, given_as) ? PG_GETARG_DATUM(0) : enter_any(fcinfo, named_by, given_as);
}

#define ACCUMULATE(name, named_by, given_as) \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return accumulate(fcinfo, named_by, given_as); \
	}

ACCUMULATE(dx_score_accum_code, DX_BY_CODE, DX_AS_NUMBER)
ACCUMULATE(dx_score_accum_text, DX_BY_TEXT, DX_AS_NUMBER)
ACCUMULATE(dx_score_accum_code_typed, DX_BY_CODE, DX_AS_TEXT)
ACCUMULATE(dx_score_accum_text_typed, DX_BY_TEXT, DX_AS_TEXT)
ACCUMULATE(dx_score_accum_code_boolean, DX_BY_CODE, DX_AS_BOOLEAN)
ACCUMULATE(dx_score_accum_text_boolean, DX_BY_TEXT, DX_AS_BOOLEAN)

/* ---------------- combining and finishing ---------------- */

Datum
dx_score_combine(PG_FUNCTION_ARGS)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_open_tally *other;
	dx_open_tally *one;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	other = tally_to_read(site, PG_GETARG_DATUM(1));
	if (PG_ARGISNULL(0))
	{
		MemoryContext states = dx_state_context(fcinfo);

		one = dx_open_tally_new(dx_share_programme(site, states, other->kept), states);
	}
	else
		one = tally_to_change(fcinfo, site);
	if (!dx_programme_equal(one->tally.programme, other->tally.programme))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scores of two index trees or nodes cannot be combined")));
	dx_open_tally_unite(one, other);
	return dx_open_tally_result(one, AggCheckCallContext(fcinfo, NULL) != 0);
}

/* Points, NULL where the node has none; the state is only read. */
Datum
dx_score_final(PG_FUNCTION_ARGS)
{
	const dx_open_card *card;
	const dx_open_tally *open;
	double points;
	bool known;
	dx_error err;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	card = get_open_score(PG_GETARG_DATUM(0));
	if (card)
		known = points_of_card(card, &points, &err);
	else
	{
		open = tally_to_read(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
		known = dx_tally_points(&open->tally, &open->kept->rollup, &points, &err);
	}
	if (!known)
	{
		if (err.kind != DX_OK)
			dx_report(&err);
		PG_RETURN_NULL();
	}
	PG_RETURN_FLOAT8(points == 0 ? 0 : points);
}
