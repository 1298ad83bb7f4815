/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_sql.c: a programme is looked for in the table of the states, then
 * on the shelf of the call site; else it is made on the shelf, or beside the
 * states where there is none or no place on it.
 */
#include "postgres.h"

#include "rows/programme_image_sql.h"
#include "rows/programme_shelf_sql.h"
#include "rows/programme_table_sql.h"

/* What stands beside the states of a context, and goes with them. */
static dx_kept_tree *
beside(MemoryContext states, const dx_tree *tree)
{
	dx_kept_tree *of = MemoryContextAllocZero(states, sizeof(dx_kept_tree));

	of->context = states;
	of->tree = tree;
	return of;
}

/* ---------------- programmes of trees ---------------- */

/* The tree as states of the context may refer to it. */
static dx_kept_tree *
keep_tree(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node)
{
	dx_shelf *shelf = dx_shelf_for(site, states);
	dx_kept_tree *of = shelf ? dx_shelf_find(shelf, tree) : NULL;

	if (of)
		return of;
	if (shelf && dx_shelf_has_place(shelf))
	{
		MemoryContext context = dx_shelf_context(site);
		dx_tree *copy = dx_copy_tree(context, tree);

		of = dx_shelf_make_place(shelf, context);
		of->tree = copy;
		return of;
	}
	/* All nodes' programmes share the tree that the root's has. */
	if (node > 0)
		return dx_keep_programme(site, states, tree, 0)->of;
	return beside(states, dx_copy_tree(states, tree));
}

dx_kept_programme *
dx_keep_programme(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node)
{
	const dx_programme_entry *entry = dx_programme_chain(states, &tree->fingerprint, node);
	dx_kept_tree *of;

	for (; entry; entry = entry->next)
		if (entry->kept->programme->node == node && entry->kept->of->tree && dx_tree_same(entry->kept->of->tree, tree))
			return entry->kept;
	of = keep_tree(site, states, tree, node);
	return dx_use_programme(states,
							of->on_shelf ? dx_shelf_programme(of, states, node) : dx_new_programme(of, states, node));
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

/* What is looked for: a programme, or where there is an image the one of these bytes, of which `programme` is the head. */
typedef struct wanted
{
	const dx_programme *programme;
	const dx_image *image;
} wanted;

static bool
is_wanted(dx_kept_programme *kept, const wanted *what)
{
	return what->image ? dx_has_image(kept, what->programme, *what->image)
					   : dx_programme_equal(kept->programme, what->programme);
}

/*
 * The wanted programme, if states of this context use it already, or if it came without a tree and
 * is on the shelf: then they use it from now on. Else NULL.
 */
static dx_kept_programme *
find(dx_shelf *shelf, MemoryContext states, const wanted *what)
{
	const dx_programme_entry *entry = dx_programme_chain(states, &what->programme->tree, what->programme->node);

	for (; entry; entry = entry->next)
		if (is_wanted(entry->kept, what))
			return entry->kept;
	for (int i = 0; shelf && i < DX_SHELF_PLACES; i++)
	{
		dx_kept_tree *place = &shelf->places[i];

		if (place->tree == NULL && place->root && is_wanted(place->root, what))
			return dx_use_programme(states, dx_shelf_take(shelf, place)->root);
	}
	return NULL;
}

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
	dx_shelf *shelf = dx_shelf_for(site, states);
	wanted what = {programme, NULL};
	dx_kept_programme *kept = find(shelf, states, &what);

	if (kept)
		return kept;
	if (shelf && dx_shelf_has_place(shelf))
	{
		MemoryContext context = dx_shelf_context(site);

		kept = copy_programme(context, programme);
		kept->of = dx_shelf_make_place(shelf, context);
		kept->of->root = kept;
	}
	else
	{
		kept = copy_programme(states, programme);
		kept->of = beside(states, NULL);
	}
	return dx_use_programme(states, kept);
}

dx_kept_programme *
dx_share_programme(dx_site *site, MemoryContext states, const dx_kept_programme *kept)
{
	return share(site, states, kept->programme);
}

dx_kept_programme *
dx_keep_image(dx_site *site, MemoryContext states, const dx_programme *head, dx_image image, dx_error *err)
{
	wanted what = {head, &image};
	dx_kept_programme *kept = find(dx_shelf_for(site, states), states, &what);
	dx_programme *programme;

	if (kept)
		return kept;
	programme = dx_read_image(head, image, err);
	if (programme == NULL)
		return NULL;
	kept = share(site, states, programme);
	pfree(programme);
	return kept;
}
