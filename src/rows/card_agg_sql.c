/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_agg_sql.c: the aggregates dx.card and dx.merge_cards.
 *
 * Their state is an ordinary dx.card. While rows come in it is an open card
 * (open_card_sql.c), changed in place only where the server says that this is
 * the aggregate's own state. An open card packs itself wherever it is copied,
 * so an aggregate on these functions without the final function gives the
 * same bytes. Nearly all rows take the fast path of row_queue_sql.h.
 */
#include "postgres.h"

#include "rows/row_queue_sql.h"

DX_FUNCTION(dx_card_accum_code);
DX_FUNCTION(dx_card_accum_text);
DX_FUNCTION(dx_card_accum_ordinal);
DX_FUNCTION(dx_card_accum_code_typed);
DX_FUNCTION(dx_card_accum_text_typed);
DX_FUNCTION(dx_card_accum_ordinal_typed);
DX_FUNCTION(dx_card_accum_code_boolean);
DX_FUNCTION(dx_card_accum_text_boolean);
DX_FUNCTION(dx_card_accum_ordinal_boolean);
DX_FUNCTION(dx_card_combine);
DX_FUNCTION(dx_card_final);

/* ---------------- filling ---------------- */

static void
report_two_trees(const dx_tree *tree)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("one card is built from rows of two index trees"),
			 errdetail("The second is \"%.*s\".", DX_STR_ARG(dx_tree_title(tree))),
			 errhint("Group by whatever tells the trees apart.")));
}

static const dx_queue_use for_cards = {&dx_open_card_methods, report_two_trees};

/* The open card of a transition call: the state, or a new one. */
static dx_open_card *
state_card(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree)
{
	MemoryContext states;
	dx_open_card *open;

	if (PG_ARGISNULL(0))
	{
		states = dx_state_context(fcinfo);
		if (AggCheckCallContext(fcinfo, NULL))
			dx_row_queue_begin(fcinfo, site, states, &for_cards);
		return dx_open_card_new(&tree->sheet, tree->n_criteria, states);
	}
	open = dx_open_card_arg(fcinfo);
	if (!dx_card_is_of(&open->of, open->sheet.n, tree))
		report_two_trees(tree);
	return open;
}

/* Enter any row, the general way. */
pg_noinline static Datum
enter_any(FunctionCallInfo fcinfo, dx_named_by named_by, dx_given_as given_as)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree;
	dx_open_card *open;
	dx_entry entry;

	dx_row_queue_stop(site);
	if (PG_ARGISNULL(1))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("index tree of a card is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	entry = dx_get_entry(fcinfo, tree, 2, named_by, given_as, PG_NARGS() > 4);
	open = state_card(fcinfo, site, tree);
	dx_enter_general(fcinfo, site, tree, open, named_by, given_as, &entry);
	return dx_open_card_datum(open);
}

/* Transition of dx.card: enter one row, or let it wait. */
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

ACCUMULATE(dx_card_accum_code, DX_BY_CODE, DX_AS_NUMBER)
ACCUMULATE(dx_card_accum_text, DX_BY_TEXT, DX_AS_NUMBER)
ACCUMULATE(dx_card_accum_ordinal, DX_BY_ORDINAL, DX_AS_NUMBER)
ACCUMULATE(dx_card_accum_code_typed, DX_BY_CODE, DX_AS_TEXT)
ACCUMULATE(dx_card_accum_text_typed, DX_BY_TEXT, DX_AS_TEXT)
ACCUMULATE(dx_card_accum_ordinal_typed, DX_BY_ORDINAL, DX_AS_TEXT)
ACCUMULATE(dx_card_accum_code_boolean, DX_BY_CODE, DX_AS_BOOLEAN)
ACCUMULATE(dx_card_accum_text_boolean, DX_BY_TEXT, DX_AS_BOOLEAN)
ACCUMULATE(dx_card_accum_ordinal_boolean, DX_BY_ORDINAL, DX_AS_BOOLEAN)

/* ---------------- merging ---------------- */

/*
 * Enter a packed card that has only short results where the open card has missing;
 * false, and nothing is done, for any other card and where both have a result.
 */
static bool
merge_short(dx_open_card *one, Datum value)
{
	struct varlena *flat = (struct varlena *) DatumGetPointer(value);
	const uint8_t *words;
	uint32_t n;
	dx_fingerprint of;
	dx_error err;

	if (VARATT_IS_EXTENDED(flat) && !VARATT_IS_SHORT(flat))
		return false;
	if (!dx_card_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &n, &of, &err) || n != one->sheet.n ||
		n != one->sheet.room || VARSIZE_ANY_EXHDR(flat) != DX_CARD_SHORT(n) || !dx_fingerprint_equal(&of, &one->of))
		return false;
	words = (uint8_t *) VARDATA_ANY(flat) + DX_CARD_HEADER;
	return dx_sheet_merge_short(&one->sheet, words);
}

/* Combine, and the transition of dx.merge_cards: unite two cards of one tree. */
Datum
dx_card_combine(PG_FUNCTION_ARGS)
{
	dx_open_card *one;
	dx_open_card *other;
	uint32_t twice;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	if (PG_ARGISNULL(0))
	{
		/* A copy: the second argument must not be changed, now or later. */
		one = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(fcinfo));
		return dx_open_card_datum(one);
	}
	one = dx_open_card_arg(fcinfo);
	if (merge_short(one, PG_GETARG_DATUM(1)))
		return dx_open_card_datum(one);
	other = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(NULL));
	if (!dx_fingerprint_equal(&one->of, &other->of) || one->sheet.n != other->sheet.n)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("cards of two index trees cannot be merged")));
	if (other->sheet.room > 0)
		dx_open_card_reserve(one, other->sheet.room - 1);
	if (other->sheet.others && one->sheet.others == NULL)
		dx_open_card_add_others(one);
	if (!dx_sheet_unite(&one->sheet, &other->sheet, &twice))
		dx_report_twice_merging(twice, dx_sheet_state(&one->sheet, twice), dx_sheet_value(&one->sheet, twice),
								dx_sheet_state(&other->sheet, twice), dx_sheet_value(&other->sheet, twice));
	DeleteExpandedObject(EOHPGetRWDatum(&other->state.hdr));
	return dx_open_card_datum(one);
}

/*
 * Final function: the card, packed. (Without it the open card would pack itself wherever
 * it is copied; packed here once, it is not packed again by every function that reads
 * it.)
 */
Datum
dx_card_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return dx_open_card_close(PG_GETARG_DATUM(0));
}
