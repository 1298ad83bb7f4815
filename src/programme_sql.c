/*
 * programme_sql.c: trees and scoring programmes that the states of dx.score
 * share, in the memory context that all states of an aggregate have. They go
 * together with the states when the server empties it; no call site holds
 * either.
 */
#include "postgres.h"

#include "tally_sql.h"

/* The programmes of a context of states, chained by hash: what-if queries score by thousands of trees. */
typedef struct programme_table
{
	uint32		n;
	uint32		n_chains;		/* a power of two, at least n */
	dx_kept_programme **chains;
} programme_table;

#define FIRST_CHAINS 16

/* The chain of programmes of one tree and node. */
static dx_kept_programme **
programme_chain(MemoryContext states, const dx_fingerprint *tree, uint32_t node)
{
	programme_table *table = *dx_state_programmes(states);
	uint32		hash;

	if (table == NULL)
	{
		table = MemoryContextAllocZero(states, sizeof(programme_table));
		table->chains = MemoryContextAllocZero(states, FIRST_CHAINS * sizeof(dx_kept_programme *));
		table->n_chains = FIRST_CHAINS;
		*dx_state_programmes(states) = table;
	}
	memcpy(&hash, tree->bytes, sizeof(hash));
	return &table->chains[(hash ^ node) & (table->n_chains - 1)];
}

static void
widen_table(MemoryContext states, programme_table *table)
{
	dx_kept_programme **old = table->chains;
	uint32		n_old = table->n_chains;

	table->chains = MemoryContextAllocZero(states, 2 * n_old * sizeof(dx_kept_programme *));
	table->n_chains = 2 * n_old;
	for (uint32 i = 0; i < n_old; i++)
		for (dx_kept_programme *kept = old[i], *next; kept; kept = next)
		{
			dx_kept_programme **chain = programme_chain(states, &kept->programme->tree, kept->programme->node);

			next = kept->next;
			kept->next = *chain;
			*chain = kept;
		}
	pfree(old);
}

static const dx_kept_programme *
keep(MemoryContext states, const dx_programme *programme, dx_kept_tree *of)
{
	dx_kept_programme **chain = programme_chain(states, &programme->tree, programme->node);
	programme_table *table = *dx_state_programmes(states);
	dx_kept_programme *kept = MemoryContextAlloc(states, sizeof(dx_kept_programme));

	if (table->n >= table->n_chains)
	{
		widen_table(states, table);
		chain = programme_chain(states, &programme->tree, programme->node);
	}
	*kept = (dx_kept_programme) {*chain, programme, of};
	*chain = kept;
	table->n++;
	return kept;
}

/* All nodes' programmes share the tree that the root's keeps. */
static dx_kept_tree *
keep_tree(MemoryContext states, const dx_tree *tree, uint32_t node)
{
	dx_kept_tree *kept;
	dx_tree    *copy;

	if (node > 0)
		return dx_keep_programme(states, tree, 0)->of;
	copy = MemoryContextAlloc(states, tree->size);
	memcpy(copy, tree, tree->size);
	kept = MemoryContextAllocZero(states, sizeof(dx_kept_tree));
	kept->states = states;
	kept->tree = copy;
	return kept;
}

const dx_kept_programme *
dx_keep_programme(MemoryContext states, const dx_tree *tree, uint32_t node)
{
	const dx_programme *programme;
	dx_kept_tree *of;
	MemoryContext before;

	for (dx_kept_programme *kept = *programme_chain(states, &tree->fingerprint, node); kept; kept = kept->next)
		if (kept->of && kept->programme->node == node &&
			dx_fingerprint_equal(&kept->programme->tree, &tree->fingerprint))
			return kept;
	of = keep_tree(states, tree, node);
	before = MemoryContextSwitchTo(states);
	programme = dx_programme_of(of->tree, node);
	MemoryContextSwitchTo(before);
	return keep(states, programme, of);
}

const dx_programme *
dx_share_programme(MemoryContext states, const dx_programme *programme)
{
	Size		size = programme->n_steps * sizeof(dx_step);
	dx_programme *copy;

	for (dx_kept_programme *kept = *programme_chain(states, &programme->tree, programme->node); kept; kept = kept->next)
		if (kept->programme == programme || dx_programme_equal(kept->programme, programme))
			return kept->programme;
	copy = MemoryContextAlloc(states, sizeof(dx_programme) + size);
	*copy = *programme;
	if (size > 0)
		copy->steps = memcpy(copy + 1, programme->steps, size);
	return keep(states, copy, NULL)->programme;
}

const dx_plan *
dx_kept_plan(dx_kept_tree *kept, uint32_t results)
{
	MemoryContext before;

	if (kept->plan == NULL && dx_plan_is_due(&kept->pace, kept->tree, results))
	{
		before = MemoryContextSwitchTo(kept->states);
		kept->plan = dx_plan_new(kept->tree);
		MemoryContextSwitchTo(before);
	}
	return kept->plan;
}
