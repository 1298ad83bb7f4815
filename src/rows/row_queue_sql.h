/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_queue_sql.h: rows that wait for their open card (dx.card, dx.score). Include after
 * postgres.h.
 *
 * With thousands of groups and rows in any order, each row's card is not in the
 * processor's caches. So an ordinary row is checked, its card is prefetched, and the row
 * waits for a few others until the card is in the cache. Nearly all rows are ordinary,
 * so this is the fast path too. Before an open card is read, waiting rows are entered
 * (dx_state_settle).
 */
#ifndef DX_ROW_QUEUE_SQL_H
#define DX_ROW_QUEUE_SQL_H

#include "card/entry_sql.h"
#include "card/open_card_sql.h"
#include "card/typed.h"
#include "score/score_site_sql.h"

/* A power of two: about as many rows as are handled in the time of a cache miss. */
#define DX_QUEUE_ROWS 16

/* Longer names of nodes are looked up for every row. */
#define DX_QUEUE_NAME 63

typedef struct dx_queued_row
{
	dx_open_card *open; /* NULL: no row */
	uint32_t criterion; /* its place on the open card */
	uint32_t word;
} dx_queued_row;

/* What the rows of a call site are entered in, and how a row of another tree or node is refused. */
typedef struct dx_queue_use
{
	const ExpandedObjectMethods *methods;
	void (*report_mixed)(const dx_tree *tree); /* does not return */
} dx_queue_use;

/* The waiting rows of one call site. */
typedef struct dx_row_queue
{
	const dx_queue_use *what;
	const dx_score_site *score; /* of the site */
	const dx_tree *tree;		/* whose rows may wait, with the site's plan; NULL: none now */
	bool never;					/* see may_wait */
	uint8_t node_size;			/* of the node's name as given; 0: NULL, or no such argument */
	char node_name[DX_QUEUE_NAME];
	dx_fingerprint of;	 /* the open cards are of this */
	uint32_t tree_size;	 /* and this, as they have it, */
	uint32_t n_criteria; /* and have so many criteria, */
	uint32_t first;		 /* of the tree's from this one on: those under */
	uint32_t node;		 /* this node */
	uint32_t n;
	uint32_t oldest;
	dx_queued_row rows[DX_QUEUE_ROWS];
} dx_row_queue;

/* Raise: why a row that waited cannot be entered. */
pg_noreturn extern void dx_report_refused(const dx_row_queue *queue, const dx_queued_row *row);

/*
 * A group of an aggregate begins; its open card will be in states, and only rows of this
 * call site fill it, from NULL on.
 */
extern void dx_row_queue_begin(FunctionCallInfo fcinfo, dx_site *site, MemoryContext states, const dx_queue_use *what);

/* Enter waiting rows, and let no row wait until dx_enter_general has learned one. */
extern void dx_row_queue_stop(dx_site *site);

/* Enter a checked row the general way. If it has a result, following rows like it are ordinary. */
extern void dx_enter_general(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree, dx_open_card *open,
							 dx_named_by named_by, dx_given_as given_as, const dx_entry *entry);

/* Is the open card one of those that rows may wait for? */
static inline bool
dx_goes_with(const dx_row_queue *queue, const dx_open_card *open)
{
	return dx_fingerprint_equal(&open->of, &queue->of) && open->sheet.n == queue->n_criteria &&
		open->node == queue->node && open->tree_size == queue->tree_size;
}

/* Enter a waiting row. */
static inline void
dx_enter(dx_row_queue *queue, dx_queued_row *row)
{
	dx_queued_row now = *row;
	dx_open_card *open = now.open;

	/* Removed first: if entering it raises, the row must not be entered again. */
	row->open = NULL;
	queue->n--;
	if (open->state.hdr.eoh_methods != queue->what->methods || !dx_goes_with(queue, open) ||
		dx_sheet_word(&open->sheet, now.criterion) != DX_WORD_MISSING)
		dx_report_refused(queue, &now);
	open->sheet.words[now.criterion] = (uint16_t) (now.word ^ DX_WORD_MISSING);
}

/*
 * The bytes of a value that is short and plain, their number in size; else NULL. (Constants have a
 * long header.)
 */
static inline const char *
dx_short_name(Datum name, uint32_t *size)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(name);

	if (VARATT_IS_1B(v) && !VARATT_IS_1B_E(v))
	{
		*size = VARSIZE_1B(v) - VARHDRSZ_SHORT;
		return VARDATA_1B(v);
	}
	if (!VARATT_IS_4B_U(v) || VARSIZE_4B(v) > VARHDRSZ + DX_QUEUE_NAME)
		return NULL;
	*size = VARSIZE_4B(v) - VARHDRSZ;
	return VARDATA_4B(v);
}

/*
 * The criterion that a row names, if no lookup is needed: by its ordinal, or by a name
 * that was looked up for an earlier row.
 */
static inline bool
dx_same_criterion(const dx_name_memo *names, const dx_tree *tree, Datum name, dx_named_by named_by, uint32_t *criterion)
{
	const char *bytes;
	uint32_t size;
	uint32_t node;

	if (named_by == DX_BY_ORDINAL)
	{
		node = (uint32_t) DatumGetInt32(name) - 1;
		*criterion = node < tree->n_nodes ? dx_tree_steps(tree)[node].criterion : 0;
		return node < tree->n_nodes && dx_tree_is_criterion(tree, node);
	}
	bytes = names ? dx_short_name(name, &size) : NULL;
	return bytes && dx_name_memo_find(names, 0, bytes, size, criterion);
}

/* Is the state (argument 4) that of a row with a result? */
static inline bool
dx_says_result(FunctionCallInfo fcinfo)
{
	const char *bytes;
	uint32_t size = 0;

	if (PG_ARGISNULL(4))
		return true;
	bytes = dx_short_name(PG_GETARG_DATUM(4), &size);
	return bytes && size == 6 && memcmp(bytes, "result", 6) == 0;
}

/* Is the node asked for (argument 5) given in the same bytes as before? */
static inline bool
dx_same_node(const dx_row_queue *queue, FunctionCallInfo fcinfo)
{
	const char *bytes;
	uint32_t size = 0;

	if (PG_ARGISNULL(5))
		return queue->node_size == 0;
	bytes = dx_short_name(PG_GETARG_DATUM(5), &size);
	return bytes && size > 0 && size == queue->node_size && memcmp(bytes, queue->node_name, size) == 0;
}

/* Is there no value (argument 3): NULL, or a text of no letters? */
static inline bool
dx_says_nothing(FunctionCallInfo fcinfo, dx_given_as given_as)
{
	uint32_t size = 1;

	return PG_ARGISNULL(3) || (given_as == DX_AS_TEXT && dx_short_name(PG_GETARG_DATUM(3), &size) != NULL && size == 0);
}

/* Does the open card, which is argument 0 and is read for this, go with those that rows wait for? */
static inline bool
dx_is_of_queue(const dx_row_queue *queue, Datum state)
{
	const dx_open_card *open = dx_open_card_of(state);

	return open->state.hdr.eoh_methods == queue->what->methods && dx_goes_with(queue, open);
}

/* A text that the rule reads as a number, as a percentage, or that was typed for criterion i in an earlier row. */
static inline bool
dx_hundredths_typed(const dx_name_memo *words, const dx_rule *rule, uint32_t i, Datum typed, uint32_t *q)
{
	uint32_t size = 0;
	const char *bytes = dx_short_name(typed, &size);
	uint32_t percent;

	if (bytes == NULL || size == 0 || rule == NULL)
		return false;
	percent = bytes[size - 1] == '%' && dx_rule_in_percent(rule);
	if (rule->kind != DX_RULE_CHOICE && dx_typed_hundredths((dx_str) {bytes, size - percent}, q))
		return true;
	return words && dx_name_memo_find(words, i, bytes, size, q);
}

/* The value (argument 3) of criterion i in hundredths, if it is one that the fast path reads. */
static inline bool
dx_hundredths_given(FunctionCallInfo fcinfo, const dx_row_queue *queue, uint32_t i, dx_given_as given_as, uint32_t *q)
{
	const dx_rule *rule;

	if (given_as == DX_AS_NUMBER)
		return dx_to_hundredths(PG_GETARG_FLOAT8(3), q);
	rule = dx_tree_rule(queue->tree, dx_tree_criteria(queue->tree)[i]);
	if (given_as == DX_AS_BOOLEAN)
	{
		*q = PG_GETARG_BOOL(3) ? 100 : 0;
		return rule && rule->kind == DX_RULE_YESNO;
	}
	return dx_hundredths_typed(queue->score->words, rule, i, PG_GETARG_DATUM(3), q);
}

/*
 * Arguments: open card, tree, criterion, value [, state [, node]]. An ordinary row: a
 * short result that the rule allows, or none, for a criterion that needs no lookup, of the
 * same tree and node as the row before. It is queued. False for any other, and nothing is
 * done: the general way handles it, and reports errors.
 *
 * The open card of a result is not read, since that would be the cache miss. It is one that the
 * caller has returned: see may_wait.
 */
static inline bool
dx_let_wait(FunctionCallInfo fcinfo, dx_named_by named_by, dx_given_as given_as)
{
	const dx_site *site = fcinfo->flinfo ? fcinfo->flinfo->fn_extra : NULL;
	dx_row_queue *queue = site ? site->queue : NULL;
	dx_queued_row *row;
	uint32_t i = 0;
	uint32_t q = 0;
	uint32_t word;

	if (queue == NULL || queue->tree == NULL || PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
		(PG_NARGS() > 4 && !dx_says_result(fcinfo)) || (PG_NARGS() > 5 && !dx_same_node(queue, fcinfo)))
		return false;
	if (!dx_same_tree(site, queue->tree, PG_GETARG_DATUM(1)) ||
		!dx_same_criterion(queue->score->names, queue->tree, PG_GETARG_DATUM(2), named_by, &i))
		return false;
	if (dx_says_nothing(fcinfo, given_as))
		return dx_is_of_queue(queue, PG_GETARG_DATUM(0));
	dx_prefetch_card(PG_GETARG_DATUM(0), i - queue->first);
	if (!dx_hundredths_given(fcinfo, queue, i, given_as, &q) || !dx_word_of_hundredths(q, &word) ||
		!dx_plan_allows(queue->score->plan, i, q))
		return false;
	/* Rows of other parts of the tree are checked like any, and left out. */
	if (i - queue->first >= queue->n_criteria)
		return dx_is_of_queue(queue, PG_GETARG_DATUM(0));
	row = &queue->rows[queue->oldest];
	if (row->open)
		dx_enter(queue, row);
	*row = (dx_queued_row) {dx_open_card_of(PG_GETARG_DATUM(0)), i - queue->first, word};
	queue->oldest = (queue->oldest + 1) % DX_QUEUE_ROWS;
	queue->n++;
	return true;
}

#endif /* DX_ROW_QUEUE_SQL_H */
