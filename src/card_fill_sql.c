/*
 * card_fill_sql.c: the aggregates dx.card and dx.merge_cards.
 *
 * Their state is an ordinary dx.card. While rows come in it is an open card
 * (card_open_sql.c), changed in place only where the server says that this is
 * the aggregate's own state. An open card packs itself wherever it is copied,
 * so an aggregate on these functions without the final function gives the
 * same bytes.
 *
 * Nearly all rows take a short way. Where there are thousands of groups and
 * the rows come in any order, each row's card is far away in memory; so an
 * ordinary row is checked, its card is called for, and it waits a few rows
 * until the card is near. Whoever reads an open card has the waiting rows
 * entered first (dx_state_settle).
 */
#include "postgres.h"

#include "nodes/execnodes.h"
#include "utils/memutils.h"

#include "card_sql.h"
#include "entry_sql.h"

DX_FUNCTION(dx_card_accum_code);
DX_FUNCTION(dx_card_accum_text);
DX_FUNCTION(dx_card_accum_ordinal);
DX_FUNCTION(dx_card_combine);
DX_FUNCTION(dx_card_final);

/* ---------------- rows that wait ---------------- */

/* A power of two: about the rows that fit in the time of a cache miss. */
#define MOST_WAITING 16

typedef struct waiting_row
{
	dx_open_card *open;			/* NULL: no row */
	uint32_t	criterion;
	uint32_t	word;
} waiting_row;

/* The rows of one call site that wait. */
typedef struct dx_waiting
{
	const dx_tree *tree;		/* whose rows may wait, with the site's plan; NULL: none now */
	bool		never;			/* see may_wait */
	uint32_t	n;
	uint32_t	oldest;
	waiting_row rows[MOST_WAITING];
} dx_waiting;

pg_noreturn static void
report_two_trees(const dx_tree *tree)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("one card is built from rows of two index trees"),
			 errdetail("The second is \"%.*s\".", DX_STR_ARG(dx_tree_title(tree))),
			 errhint("Group by whatever tells the trees apart.")));
}

/* Raise: why a row that waited cannot be entered. */
pg_noinline pg_noreturn static void
report_refused(const dx_tree *tree, const waiting_row *row)
{
	const dx_sheet *sheet = &row->open->sheet;
	uint32_t	i = row->criterion;

	if (row->open->hdr.eoh_methods != &dx_open_card_methods)
		elog(ERROR, "state of dx.card is not an open card");
	if (!dx_card_is_of(&row->open->of, row->open->sheet.n, tree))
		report_two_trees(tree);
	dx_report_twice(tree, i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i),
					DX_RESULT_VALUE, dx_from_hundredths(dx_word_hundredths(row->word)));
}

/* Enter a row that waited. */
static inline void
enter(dx_waiting *waiting, waiting_row *row)
{
	waiting_row now = *row;

	/* If this is the row that fails, it must not be met again. */
	row->open = NULL;
	waiting->n--;
	if (now.open->hdr.eoh_methods != &dx_open_card_methods ||
		!dx_card_is_of(&now.open->of, now.open->sheet.n, waiting->tree) || dx_sheet_word(&now.open->sheet, now.criterion) != DX_WORD_MISSING)
		report_refused(waiting->tree, &now);
	now.open->sheet.words[now.criterion] = (uint16_t) (now.word ^ DX_WORD_MISSING);
}

/* Enter all, in the order in which they came. */
static void
settle(void *arg)
{
	dx_waiting *waiting = arg;

	for (uint32_t k = 0; waiting->n > 0 && k < MOST_WAITING; k++)
	{
		waiting_row *row = &waiting->rows[(waiting->oldest + k) % MOST_WAITING];

		if (row->open)
			enter(waiting, row);
	}
}

/* The states of a context end: so do the rows that wait for them. */
static void
forget(void *arg, MemoryContext states)
{
	dx_waiting *waiting = arg;

	for (uint32_t k = 0; k < MOST_WAITING; k++)
		if (waiting->rows[k].open && waiting->rows[k].open->hdr.eoh_context == states)
		{
			waiting->rows[k].open = NULL;
			waiting->n--;
		}
}

/* ---------------- filling ---------------- */

/*
 * The criterion that a row names, if that can be told at a glance: by its
 * place, or by a name that was looked up for an earlier row.
 */
static inline bool
same_criterion(const dx_site *site, const dx_tree *tree, Datum name, dx_named_by named_by, uint32_t *criterion)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(name);
	uint32_t	node;

	if (named_by == DX_BY_ORDINAL)
	{
		node = (uint32_t) DatumGetInt32(name) - 1;
		*criterion = node < tree->n_nodes ? dx_tree_steps(tree)[node].criterion : 0;
		return node < tree->n_nodes && dx_tree_is_criterion(tree, node);
	}
	return site->names && VARATT_IS_1B(v) && !VARATT_IS_1B_E(v) &&
		dx_names_find(site->names, VARDATA_1B(v), VARSIZE_1B(v) - VARHDRSZ_SHORT, criterion);
}

/*
 * An ordinary row: a short result that the rule allows, for a criterion known
 * at a glance, of the same tree as the row before. It waits. False for any
 * other, and nothing is done: the general way decides, also what is wrong.
 *
 * The state is not looked at, because that is what takes long. It is one that
 * this function returned: see may_wait.
 */
static inline bool
let_wait(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	const dx_site *site = fcinfo->flinfo ? fcinfo->flinfo->fn_extra : NULL;
	dx_waiting *waiting = site ? site->waiting : NULL;
	waiting_row *row;
	uint32_t	i = 0;
	uint32_t	q;
	uint32_t	word;

	if (waiting == NULL || waiting->tree == NULL || PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
		PG_ARGISNULL(3) || (PG_NARGS() > 4 && !PG_ARGISNULL(4)))
		return false;
	if (!dx_same_tree(site, waiting->tree, PG_GETARG_DATUM(1)) ||
		!same_criterion(site, waiting->tree, PG_GETARG_DATUM(2), named_by, &i))
		return false;
	dx_prefetch_card(PG_GETARG_DATUM(0), i);
	if (!dx_to_hundredths(PG_GETARG_FLOAT8(3), &q) || !dx_word_of_hundredths(q, &word) ||
		!dx_plan_allows(site->plan, i, q))
		return false;
	row = &waiting->rows[waiting->oldest];
	if (row->open)
		enter(waiting, row);
	*row = (waiting_row) {dx_open_card_of(PG_GETARG_DATUM(0)), i, word};
	waiting->oldest = (waiting->oldest + 1) % MOST_WAITING;
	waiting->n++;
	return true;
}

/*
 * May rows of this call site wait? Only in an aggregate whose every state is
 * one that accumulate returned: it began with NULL, not with an initial value.
 * And only if what waits, which is the site's, lives longer than the states.
 */
static bool
may_wait(FunctionCallInfo fcinfo, dx_site *site, MemoryContext states)
{
	if (!IsA(fcinfo->context, AggState))
		return false;
	for (MemoryContext above = states; above != NULL; above = MemoryContextGetParent(above))
		if (above == site->context)
			return true;
	return false;
}

/* An aggregate's new group; states: where its card is going to be. */
static void
begin_group(FunctionCallInfo fcinfo, dx_site *site, MemoryContext states)
{
	if (site->waiting == NULL)
		site->waiting = MemoryContextAllocZero(site->context, sizeof(dx_waiting));
	if (!may_wait(fcinfo, site, states))
		site->waiting->never = true;
	if (!site->waiting->never)
		dx_state_on_read(states, settle, forget, site->waiting);
}

/*
 * Make the next rows of this tree ordinary: a plan, and how this one named its
 * criterion. Call when all that waited is entered.
 */
static void
learn(dx_site *site, const dx_tree *tree, Datum name, dx_named_by named_by, uint32_t criterion)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(name);
	dx_waiting *waiting = site->waiting;
	dx_names   *names;

	if (waiting == NULL || waiting->never || tree->n_criteria > DX_OPEN_CARD_INSIDE || dx_get_plan(site, tree, 1) == NULL)
		return;
	if (named_by != DX_BY_ORDINAL && VARATT_IS_1B(v) && !VARATT_IS_1B_E(v))
	{
		names = dx_get_names(site, tree);
		dx_names_add(names, VARDATA_1B(v), VARSIZE_1B(v) - VARHDRSZ_SHORT, criterion);
	}
	waiting->tree = dx_keep_tree(site, tree);
}

/* The open card of a transition call: the state, or a new one. */
static dx_open_card *
state_card(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree)
{
	MemoryContext aggregate = NULL;
	MemoryContext states;
	dx_open_card *open;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		aggregate = NULL;
	if (PG_ARGISNULL(0))
	{
		states = dx_state_context(aggregate);
		if (aggregate)
			begin_group(fcinfo, site, states);
		return dx_open_card_new(&tree->sheet, tree->n_criteria, states);
	}
	open = dx_open_card_get(PG_GETARG_DATUM(0), aggregate);
	if (!dx_card_is_of(&open->of, open->sheet.n, tree))
		report_two_trees(tree);
	return open;
}

/* Any row, the general way. */
pg_noinline static Datum
enter_any(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	dx_site    *site = dx_get_site(fcinfo);
	const dx_tree *tree;
	dx_open_card *open;
	dx_entry	entry;

	if (site->waiting)
	{
		settle(site->waiting);
		site->waiting->tree = NULL;
	}
	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("index tree of a card is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	entry = dx_get_entry(fcinfo, tree, 2, named_by, PG_NARGS() > 4, false);
	open = state_card(fcinfo, site, tree);
	if (entry.n > 0)
		dx_open_card_reserve(open, entry.first + entry.n - 1);
	for (uint32_t i = entry.first; i < entry.first + entry.n; i++)
	{
		uint8_t		before = dx_sheet_state(&open->sheet, i);

		if (before != DX_RESULT_MISSING)
			dx_report_twice(tree, i, before, dx_sheet_value(&open->sheet, i), entry.state, entry.value);
		dx_open_card_set(open, i, entry.state, entry.value);
	}
	if (entry.n == 1 && entry.state == DX_RESULT_VALUE && !PG_ARGISNULL(2))
		learn(site, tree, PG_GETARG_DATUM(2), named_by, entry.first);
	return dx_open_card_datum(open);
}

/* Transition of dx.card: enter one row, or let it wait. */
static inline Datum
accumulate(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	return let_wait(fcinfo, named_by) ? PG_GETARG_DATUM(0) : enter_any(fcinfo, named_by);
}

Datum
dx_card_accum_code(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_CODE);
}

Datum
dx_card_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_TEXT);
}

Datum
dx_card_accum_ordinal(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_ORDINAL);
}

/* ---------------- merging ---------------- */

/*
 * Enter a packed card of nothing but short results where the open card has
 * none; false, and nothing is done, for any other and where both have one.
 */
static bool
merge_short(dx_open_card *one, Datum value)
{
	struct varlena *flat = (struct varlena *) DatumGetPointer(value);
	const uint8_t *words;
	uint32_t	n;
	dx_fingerprint of;
	dx_error	err;

	if (VARATT_IS_EXTENDED(flat) && !VARATT_IS_SHORT(flat))
		return false;
	if (!dx_card_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &n, &of, &err) ||
		n != one->sheet.n || n != one->sheet.room || VARSIZE_ANY_EXHDR(flat) != DX_CARD_SHORT(n) ||
		!dx_fingerprint_equal(&of, &one->of))
		return false;
	words = (uint8_t *) VARDATA_ANY(flat) + DX_CARD_HEADER;
	return dx_sheet_merge_short(&one->sheet, words);
}

/* Combine, and the transition of dx.merge_cards: unite two cards of one tree. */
Datum
dx_card_combine(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate = NULL;
	dx_open_card *one;
	dx_open_card *other;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		aggregate = NULL;
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	if (PG_ARGISNULL(0))
	{
		/* A copy: the second argument is never changed, not even later. */
		one = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(aggregate));
		return dx_open_card_datum(one);
	}
	one = dx_open_card_get(PG_GETARG_DATUM(0), aggregate);
	if (merge_short(one, PG_GETARG_DATUM(1)))
		return dx_open_card_datum(one);
	other = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(NULL));
	if (!dx_fingerprint_equal(&one->of, &other->of) || one->sheet.n != other->sheet.n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cards of two index trees cannot be merged")));
	if (other->sheet.room > 0)
		dx_open_card_reserve(one, other->sheet.room - 1);
	for (uint32_t i = 0; i < other->sheet.room; i++)
	{
		uint8_t		state = dx_sheet_state(&other->sheet, i);
		uint8_t		before = dx_sheet_state(&one->sheet, i);
		double		value = dx_sheet_value(&other->sheet, i);

		if (state == DX_RESULT_MISSING)
			continue;
		if (before != DX_RESULT_MISSING)
			dx_report_twice_merging(i, before, dx_sheet_value(&one->sheet, i), state, value);
		dx_open_card_set(one, i, state, value);
	}
	DeleteExpandedObject(EOHPGetRWDatum(&other->hdr));
	return dx_open_card_datum(one);
}

/*
 * Final function: the card, packed. (Without it, the open card would pack
 * itself wherever it is copied; packed once, it is not packed again by every
 * function that looks at it.)
 */
Datum
dx_card_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return dx_open_card_close(PG_GETARG_DATUM(0));
}
