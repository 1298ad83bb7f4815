/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_table_sql.c: a hash table in the memory of the states (programme_table_sql.h).
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "rows/programme_table_sql.h"
#include "server/state_sql.h"

#define FIRST_CHAINS 16

typedef struct programme_table
{
	uint32 n;
	uint32 n_chains; /* a power of two, at least n */
	dx_programme_entry **chains;
} programme_table;

/* The table of the context, made now if it has none. */
static programme_table *
table_of(MemoryContext states)
{
	programme_table *table = *dx_state_programmes(states);

	if (table == NULL)
	{
		table = MemoryContextAllocZero(states, sizeof(programme_table));
		table->chains = MemoryContextAllocZero(states, FIRST_CHAINS * sizeof(dx_programme_entry *));
		table->n_chains = FIRST_CHAINS;
		*dx_state_programmes(states) = table;
	}
	return table;
}

static dx_programme_entry **
chain_of(const programme_table *table, const dx_fingerprint *tree, uint32_t node)
{
	uint32 hash;

	memcpy(&hash, tree->bytes, sizeof(hash));
	return &table->chains[(hash ^ node) & (table->n_chains - 1)];
}

static void
insert(programme_table *table, dx_programme_entry *entry)
{
	const dx_programme *programme = entry->kept->programme;
	dx_programme_entry **chain = chain_of(table, &programme->tree, programme->node);

	entry->next = *chain;
	*chain = entry;
}

static void
widen_table(MemoryContext states, programme_table *table)
{
	dx_programme_entry **old = table->chains;
	uint32 n_old = table->n_chains;

	table->chains = MemoryContextAllocZero(states, 2 * n_old * sizeof(dx_programme_entry *));
	table->n_chains = 2 * n_old;
	for (uint32 i = 0; i < n_old; i++)
		for (dx_programme_entry *entry = old[i], *next; entry; entry = next)
		{
			next = entry->next;
			insert(table, entry);
		}
	pfree(old);
}

const dx_programme_entry *
dx_programme_chain(MemoryContext states, const dx_fingerprint *tree, uint32_t node)
{
	return *chain_of(table_of(states), tree, node);
}

static void
give_back(void *arg)
{
	((dx_kept_tree *) arg)->uses--;
}

dx_kept_programme *
dx_use_programme(MemoryContext states, dx_kept_programme *kept)
{
	programme_table *table = table_of(states);
	dx_programme_entry *entry = MemoryContextAllocZero(states, sizeof(dx_programme_entry));

	entry->kept = kept;
	if (table->n >= table->n_chains)
		widen_table(states, table);
	insert(table, entry);
	table->n++;
	if (kept->of->on_shelf)
	{
		kept->of->uses++;
		entry->at_end = (MemoryContextCallback) {give_back, kept->of, NULL};
		MemoryContextRegisterResetCallback(states, &entry->at_end);
	}
	return kept;
}
