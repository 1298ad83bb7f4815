/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_sql.c: the trees and scoring programmes that states of dx.score
 * refer to.
 *
 * A context of states has a table of the programmes that its states use. What
 * they belong to stands, if it can, on the shelf of the call site: once for
 * all groups, however many contexts of states a sorted aggregate or a window
 * goes through, and outside the memory that hash aggregation counts. It can if
 * the site lives longer than the states (so never where fn_extra is lost at
 * every row), and while there is a place on the shelf: what no context of
 * states uses gives way to what comes. Else the context of states has its own,
 * which goes with it.
 */
#include "postgres.h"

#include "common/pg_lzcompress.h"
#include "utils/memutils.h"

#include "rows/open_tally_sql.h"

/* How many trees, or programmes that came in bytes, one call site keeps. */
#define SHELF_PLACES 8

/* Programmes of a tree's nodes are kept on the shelf up to so many steps a node of the tree. */
#define SHELF_STEPS 8

typedef struct dx_shelf
{
	uint64 clock;
	dx_kept_tree places[SHELF_PLACES]; /* context NULL: free */
} dx_shelf;

/* A programme that states of a context use. */
typedef struct table_entry
{
	struct table_entry *next;
	dx_kept_programme *kept;
	MemoryContextCallback at_end;
} table_entry;

/* Those of a context, chained by hash: what-if queries score by thousands of trees. */
typedef struct programme_table
{
	uint32 n;
	uint32 n_chains; /* a power of two, at least n */
	table_entry **chains;
} programme_table;

#define FIRST_CHAINS 16

/* ---------------- the table of a context of states ---------------- */

/* The chain of programmes of one tree and node. */
static table_entry **
chain_of(MemoryContext states, const dx_fingerprint *tree, uint32_t node)
{
	programme_table *table = *dx_state_programmes(states);
	uint32 hash;

	if (table == NULL)
	{
		table = MemoryContextAllocZero(states, sizeof(programme_table));
		table->chains = MemoryContextAllocZero(states, FIRST_CHAINS * sizeof(table_entry *));
		table->n_chains = FIRST_CHAINS;
		*dx_state_programmes(states) = table;
	}
	memcpy(&hash, tree->bytes, sizeof(hash));
	return &table->chains[(hash ^ node) & (table->n_chains - 1)];
}

static void
widen_table(MemoryContext states, programme_table *table)
{
	table_entry **old = table->chains;
	uint32 n_old = table->n_chains;

	table->chains = MemoryContextAllocZero(states, 2 * n_old * sizeof(table_entry *));
	table->n_chains = 2 * n_old;
	for (uint32 i = 0; i < n_old; i++)
		for (table_entry *entry = old[i], *next; entry; entry = next)
		{
			const dx_programme *programme = entry->kept->programme;
			table_entry **chain = chain_of(states, &programme->tree, programme->node);

			next = entry->next;
			entry->next = *chain;
			*chain = entry;
		}
	pfree(old);
}

static void
give_back(void *arg)
{
	((dx_kept_tree *) arg)->uses--;
}

/* States of the context use the programme from now on. */
static dx_kept_programme *
use(MemoryContext states, dx_kept_programme *kept)
{
	const dx_programme *programme = kept->programme;
	table_entry **chain = chain_of(states, &programme->tree, programme->node);
	programme_table *table = *dx_state_programmes(states);
	table_entry *entry = MemoryContextAllocZero(states, sizeof(table_entry));

	if (table->n >= table->n_chains)
	{
		widen_table(states, table);
		chain = chain_of(states, &programme->tree, programme->node);
	}
	entry->next = *chain;
	entry->kept = kept;
	*chain = entry;
	table->n++;
	if (kept->of->on_shelf)
	{
		kept->of->uses++;
		entry->at_end = (MemoryContextCallback) {give_back, kept->of, NULL};
		MemoryContextRegisterResetCallback(states, &entry->at_end);
	}
	return kept;
}

/* ---------------- the shelf of a call site ---------------- */

/* The shelf that states of the context may refer to; NULL: none. */
static dx_shelf *
shelf_for(dx_site *site, MemoryContext states)
{
	if (!dx_site_outlives(site, states))
		return NULL;
	if (site->shelf == NULL)
		site->shelf = MemoryContextAllocZero(site->context, sizeof(dx_shelf));
	return site->shelf;
}

static dx_kept_tree *
take(dx_shelf *shelf, dx_kept_tree *of)
{
	of->last_use = ++shelf->clock;
	return of;
}

static dx_kept_tree *
find_tree(dx_shelf *shelf, const dx_tree *tree)
{
	for (int i = 0; i < SHELF_PLACES; i++)
		if (shelf->places[i].tree && dx_tree_same(shelf->places[i].tree, tree))
			return take(shelf, &shelf->places[i]);
	return NULL;
}

/* A place for what is in context; NULL: all are in use. What is there goes. */
static dx_kept_tree *
make_place(dx_shelf *shelf, MemoryContext context)
{
	dx_kept_tree *place = NULL;
	MemoryContext old;

	for (int i = 0; i < SHELF_PLACES; i++)
		if (shelf->places[i].uses == 0 && (place == NULL || shelf->places[i].last_use < place->last_use))
			place = &shelf->places[i];
	if (place == NULL)
		return NULL;
	old = place->context;
	*place = (dx_kept_tree) {.context = context, .on_shelf = true};
	if (old)
		MemoryContextDelete(old);
	return take(shelf, place);
}

/* Is there a place, free or to be made free? */
static bool
has_place(const dx_shelf *shelf)
{
	for (int i = 0; i < SHELF_PLACES; i++)
		if (shelf->places[i].uses == 0)
			return true;
	return false;
}

static MemoryContext
place_context(dx_site *site)
{
	return AllocSetContextCreate(site->context, "dx kept tree", ALLOCSET_SMALL_SIZES);
}

/* ---------------- programmes of trees ---------------- */

/* The tree as states of the context may refer to it. */
static dx_kept_tree *
keep_tree(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node)
{
	dx_shelf *shelf = shelf_for(site, states);
	dx_kept_tree *of = shelf ? find_tree(shelf, tree) : NULL;

	if (of)
		return of;
	if (shelf && has_place(shelf))
	{
		MemoryContext context = place_context(site);
		dx_tree *copy = dx_copy_tree(context, tree);

		of = make_place(shelf, context);
		of->tree = copy;
		return of;
	}
	/* All nodes' programmes share the tree that the root's has. */
	if (node > 0)
		return dx_keep_programme(site, states, tree, 0)->of;
	of = MemoryContextAllocZero(states, sizeof(dx_kept_tree));
	of->context = states;
	of->tree = dx_copy_tree(states, tree);
	return of;
}

static dx_kept_programme *
new_programme(dx_kept_tree *of, MemoryContext context, uint32_t node)
{
	dx_kept_programme *kept = MemoryContextAllocZero(context, sizeof(dx_kept_programme));
	MemoryContext before = MemoryContextSwitchTo(context);

	kept->of = of;
	kept->context = context;
	kept->programme = dx_programme_of(of->tree, node);
	MemoryContextSwitchTo(before);
	return kept;
}

/* The programme of a node of a tree on the shelf; of some nodes of large trees a copy for the context. */
static dx_kept_programme *
shelf_programme(dx_kept_tree *of, MemoryContext states, uint32_t node)
{
	uint32_t top = dx_programme_top(of->tree, node);
	uint32_t n = dx_tree_steps(of->tree)[top].end - top;

	if (node == 0)
	{
		if (of->root == NULL)
			of->root = new_programme(of, of->context, 0);
		return of->root;
	}
	if (of->at_node == NULL)
		of->at_node = MemoryContextAllocZero(of->context, of->tree->n_nodes * sizeof(dx_kept_programme *));
	if (of->at_node[node])
		return of->at_node[node];
	if (of->n_steps + n > SHELF_STEPS * (uint64) of->tree->n_nodes)
		return new_programme(of, states, node);
	of->at_node[node] = new_programme(of, of->context, node);
	of->n_steps += n;
	return of->at_node[node];
}

dx_kept_programme *
dx_keep_programme(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node)
{
	dx_kept_tree *of;

	for (table_entry *entry = *chain_of(states, &tree->fingerprint, node); entry; entry = entry->next)
		if (entry->kept->programme->node == node && entry->kept->of->tree && dx_tree_same(entry->kept->of->tree, tree))
			return entry->kept;
	of = keep_tree(site, states, tree, node);
	return use(states, of->on_shelf ? shelf_programme(of, states, node) : new_programme(of, states, node));
}

const dx_plan *
dx_kept_plan(dx_kept_tree *of, uint32_t results)
{
	MemoryContext before;

	if (of->plan == NULL && dx_plan_is_due(&of->pace, of->tree, results))
	{
		before = MemoryContextSwitchTo(of->context);
		of->plan = dx_plan_new(of->tree);
		MemoryContextSwitchTo(before);
	}
	return of->plan;
}

/* ---------------- programmes that came in bytes, or from another call site ---------------- */

/* A programme by itself, in context, with an owner that is filled in where it is to be. */
static dx_kept_programme *
copy_programme(MemoryContext context, const dx_programme *programme)
{
	Size size = programme->plain ? 0 : dx_programme_steps_size(programme);
	dx_programme *copy = MemoryContextAlloc(context, sizeof(dx_programme) + size);
	dx_kept_programme *kept = MemoryContextAllocZero(context, sizeof(dx_kept_programme));

	*copy = *programme;
	copy->steps = size > 0 ? memcpy(copy + 1, programme->steps, size) : NULL;
	copy->n_steps = size > 0 ? programme->n_steps : 0;
	kept->programme = copy;
	kept->context = context;
	return kept;
}

static dx_kept_programme *
share(dx_site *site, MemoryContext states, const dx_programme *programme)
{
	dx_shelf *shelf = shelf_for(site, states);
	dx_kept_programme *kept;

	for (table_entry *entry = *chain_of(states, &programme->tree, programme->node); entry; entry = entry->next)
		if (dx_programme_equal(entry->kept->programme, programme))
			return entry->kept;
	for (int i = 0; shelf && i < SHELF_PLACES; i++)
		if (shelf->places[i].tree == NULL && shelf->places[i].root &&
			dx_programme_equal(shelf->places[i].root->programme, programme))
			return use(states, take(shelf, &shelf->places[i])->root);
	if (shelf && has_place(shelf))
	{
		MemoryContext context = place_context(site);

		kept = copy_programme(context, programme);
		kept->of = make_place(shelf, context);
		kept->of->root = kept;
	}
	else
	{
		kept = copy_programme(states, programme);
		kept->of = MemoryContextAllocZero(states, sizeof(dx_kept_tree));
		kept->of->context = states;
	}
	return use(states, kept);
}

dx_kept_programme *
dx_share_programme(dx_site *site, MemoryContext states, const dx_kept_programme *kept)
{
	return share(site, states, kept->programme);
}

/* ---------------- their bytes ---------------- */

/* A programme's bytes, compressed if that makes them fewer. */
static dx_image
make_image(const dx_programme *programme, MemoryContext context)
{
	int32 size = (int32) dx_programme_size(programme);
	uint8_t *raw = palloc(size);
	uint8_t *packed = palloc(PGLZ_MAX_OUTPUT(size));
	int32 packed_size;
	dx_image image;

	dx_programme_pack(programme, raw);
	packed_size = pglz_compress((char *) raw, size, (char *) packed, PGLZ_strategy_always);
	image.size = packed_size > 0 && packed_size < size ? packed_size : size;
	image.bytes = memcpy(MemoryContextAlloc(context, image.size), image.size < size ? packed : raw, image.size);
	pfree(packed);
	pfree(raw);
	return image;
}

dx_image
dx_kept_image(dx_kept_programme *kept)
{
	if (kept->image.size == 0 && !kept->programme->plain)
		kept->image = make_image(kept->programme, kept->context);
	return kept->image;
}

static dx_programme *
programme_of_image(const dx_programme *head, dx_image image, dx_error *err)
{
	int32 size = (int32) dx_programme_size(head);
	uint8_t *raw = palloc(size);
	dx_programme *programme;

	if (image.size == size)
		memcpy(raw, image.bytes, size);
	else if (pglz_decompress((const char *) image.bytes, (int32) image.size, (char *) raw, size, true) != size)
	{
		dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: its programme cannot be decompressed");
		return NULL;
	}
	programme = dx_programme_unpack(head, raw, err);
	pfree(raw);
	return programme;
}

/* Is it the programme of these bytes? */
static bool
has_image(dx_kept_programme *kept, const dx_programme *head, dx_image image)
{
	const dx_programme *programme = kept->programme;
	dx_image own;

	if (programme->node != head->node || programme->n_criteria != head->n_criteria ||
		programme->n_scored != head->n_scored || programme->plain != head->plain ||
		!dx_fingerprint_equal(&programme->tree, &head->tree))
		return false;
	if (head->plain)
		return true;
	if (programme->n_steps != head->n_steps || programme->n_terms != head->n_terms || programme->at != head->at)
		return false;
	own = dx_kept_image(kept);
	return own.size == image.size && memcmp(own.bytes, image.bytes, own.size) == 0;
}

dx_kept_programme *
dx_keep_image(dx_site *site, MemoryContext states, const dx_programme *head, dx_image image, dx_error *err)
{
	dx_shelf *shelf = shelf_for(site, states);
	dx_programme *programme;
	dx_kept_programme *kept;

	for (table_entry *entry = *chain_of(states, &head->tree, head->node); entry; entry = entry->next)
		if (has_image(entry->kept, head, image))
			return entry->kept;
	for (int i = 0; shelf && i < SHELF_PLACES; i++)
		if (shelf->places[i].tree == NULL && shelf->places[i].root && has_image(shelf->places[i].root, head, image))
			return use(states, take(shelf, &shelf->places[i])->root);
	programme = programme_of_image(head, image, err);
	if (programme == NULL)
		return NULL;
	kept = share(site, states, programme);
	pfree(programme);
	return kept;
}
