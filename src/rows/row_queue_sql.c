/* SPDX-License-Identifier: PostgreSQL */
/*
 * row_queue_sql.c: rows that wait for their open card: everything but the fast path.
 */
#include "postgres.h"

#include "nodes/execnodes.h"
#include "utils/memutils.h"

#include "rows/row_queue_sql.h"
#include "rows/tally.h"

void
dx_report_refused(const dx_row_queue *queue, const dx_queued_row *row)
{
	const dx_open_card *open = row->open;
	const dx_sheet *sheet = &open->sheet;
	uint32_t i = row->criterion;

	if (open->state.hdr.eoh_methods != queue->what->methods)
		elog(ERROR, "state of a card or score is not an open card");
	if (!dx_goes_with(queue, open))
		queue->what->report_mixed(queue->tree);
	dx_report_twice(queue->tree, queue->first + i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i), DX_RESULT_VALUE,
					dx_from_hundredths(dx_word_hundredths(row->word)));
}

/* Enter all, in the order in which they came. */
static void
settle(void *arg)
{
	dx_row_queue *queue = arg;

	for (uint32_t k = 0; queue->n > 0 && k < DX_QUEUE_ROWS; k++)
	{
		dx_queued_row *row = &queue->rows[(queue->oldest + k) % DX_QUEUE_ROWS];

		if (row->open)
			dx_enter(queue, row);
	}
}

/* The states of a context end: drop the rows that wait for them. */
static void
forget(void *arg, MemoryContext states)
{
	dx_row_queue *queue = arg;

	for (uint32_t k = 0; k < DX_QUEUE_ROWS; k++)
		if (queue->rows[k].open && queue->rows[k].open->state.states == states)
		{
			queue->rows[k].open = NULL;
			queue->n--;
		}
}

/*
 * May rows of this call site wait? Only in an aggregate whose every state is
 * one that accumulate returned: it began with NULL, not with an initial value.
 * And only if the queue, which belongs to the site, lives longer than the states.
 */
static bool
may_wait(FunctionCallInfo fcinfo, dx_site *site, MemoryContext states)
{
	return IsA(fcinfo->context, AggState) && dx_site_outlives(site, states);
}

void
dx_row_queue_begin(FunctionCallInfo fcinfo, dx_site *site, MemoryContext states, const dx_queue_use *what)
{
	if (site->queue == NULL)
		site->queue = MemoryContextAllocZero(site->context, sizeof(dx_row_queue));
	site->queue->what = what;
	site->queue->score = dx_get_score_site(site);
	if (!may_wait(fcinfo, site, states))
		site->queue->never = true;
	if (!site->queue->never)
		dx_state_on_read(states, settle, forget, site->queue);
}

void
dx_row_queue_stop(dx_site *site)
{
	if (site->queue)
	{
		settle(site->queue);
		site->queue->tree = NULL;
	}
}

/*
 * Make following rows like this one ordinary: of the same tree (and node), for open
 * cards like this one, criteria named as argument 2 named this row's, and words typed
 * for a criterion as argument 3 was.
 */
static void
learn(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree, const dx_open_card *open, dx_named_by named_by,
	  dx_given_as given_as, const dx_entry *entry)
{
	dx_row_queue *queue = site->queue;
	const char *name;
	uint32_t size = 0;
	uint32_t q;

	if (queue == NULL || queue->never || open->sheet.n > DX_OPEN_CARD_INSIDE || dx_get_plan(site, tree, 1) == NULL)
		return;
	queue->node_size = 0;
	if (PG_NARGS() > 5 && !PG_ARGISNULL(5))
	{
		name = dx_short_name(PG_GETARG_DATUM(5), &size);
		if (name == NULL || size == 0 || size > DX_QUEUE_NAME)
			return;
		memcpy(queue->node_name, name, size);
		queue->node_size = (uint8_t) size;
	}
	name = named_by == DX_BY_ORDINAL ? NULL : dx_short_name(PG_GETARG_DATUM(2), &size);
	if (name)
		dx_name_memo_add(dx_get_name_memo(site, tree), 0, name, size, entry->first);
	name = given_as == DX_AS_TEXT ? dx_short_name(PG_GETARG_DATUM(3), &size) : NULL;
	if (name && dx_to_hundredths(entry->value, &q))
		dx_name_memo_add(dx_get_word_memo(site, tree), entry->first, name, size, q);
	queue->of = open->of;
	queue->tree_size = open->tree_size;
	queue->n_criteria = open->sheet.n;
	queue->node = open->node;
	queue->first = dx_tree_steps(tree)[dx_programme_top(tree, open->node)].criterion;
	queue->tree = dx_keep_tree(site, tree);
}

void
dx_enter_general(FunctionCallInfo fcinfo, dx_site *site, const dx_tree *tree, dx_open_card *open, dx_named_by named_by,
				 dx_given_as given_as, const dx_entry *entry)
{
	uint32_t first = dx_tree_steps(tree)[dx_programme_top(tree, open->node)].criterion;

	for (uint32_t c = entry->first; c < entry->first + entry->n; c++)
	{
		uint32_t i = c - first;
		uint8_t before;

		/* Rows for criteria not under the node are checked like any other, and left out. */
		if (c < first || i >= open->sheet.n)
			continue;
		dx_open_card_reserve(open, i);
		before = dx_sheet_state(&open->sheet, i);
		if (before != DX_RESULT_MISSING)
			dx_report_twice(tree, c, before, dx_sheet_value(&open->sheet, i), entry->state, entry->value);
		dx_open_card_set(open, i, entry->state, entry->value);
	}
	if (entry->n == 1 && entry->state == DX_RESULT_VALUE && !PG_ARGISNULL(2))
		learn(fcinfo, site, tree, open, named_by, given_as, entry);
}
