/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_shelf_sql.c: places at a call site (programme_shelf_sql.h).
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "rows/programme_shelf_sql.h"

/* Programmes of a tree's nodes are kept up to so many steps a node of the tree. */
#define STEPS_A_NODE 8

/* ---------------- places ---------------- */

dx_shelf *
dx_shelf_for(dx_site *site, MemoryContext states)
{
	if (!dx_site_outlives(site, states))
		return NULL;
	if (site->shelf == NULL)
		site->shelf = MemoryContextAllocZero(site->context, sizeof(dx_shelf));
	return site->shelf;
}

dx_kept_tree *
dx_shelf_take(dx_shelf *shelf, dx_kept_tree *of)
{
	of->last_use = ++shelf->clock;
	return of;
}

dx_kept_tree *
dx_shelf_find(dx_shelf *shelf, const dx_tree *tree)
{
	for (int i = 0; i < DX_SHELF_PLACES; i++)
		if (shelf->places[i].tree && dx_tree_same(shelf->places[i].tree, tree))
			return dx_shelf_take(shelf, &shelf->places[i]);
	return NULL;
}

bool
dx_shelf_has_place(const dx_shelf *shelf)
{
	for (int i = 0; i < DX_SHELF_PLACES; i++)
		if (shelf->places[i].uses == 0)
			return true;
	return false;
}

MemoryContext
dx_shelf_context(dx_site *site)
{
	return AllocSetContextCreate(site->context, "dx kept tree", ALLOCSET_SMALL_SIZES);
}

/* Of those that nobody uses the one that was not for longest; a free one never was. */
dx_kept_tree *
dx_shelf_make_place(dx_shelf *shelf, MemoryContext context)
{
	dx_kept_tree *place = NULL;
	MemoryContext old;

	for (int i = 0; i < DX_SHELF_PLACES; i++)
		if (shelf->places[i].uses == 0 && (place == NULL || shelf->places[i].last_use < place->last_use))
			place = &shelf->places[i];
	Assert(place != NULL);
	old = place->context;
	*place = (dx_kept_tree) {.context = context, .on_shelf = true};
	if (old)
		MemoryContextDelete(old);
	return dx_shelf_take(shelf, place);
}

/* ---------------- the programmes of a tree ---------------- */

dx_kept_programme *
dx_new_programme(dx_kept_tree *of, MemoryContext context, uint32_t node)
{
	dx_kept_programme *kept = MemoryContextAllocZero(context, sizeof(dx_kept_programme));
	MemoryContext before = MemoryContextSwitchTo(context);

	kept->of = of;
	kept->context = context;
	kept->programme = dx_programme_of(of->tree, node);
	MemoryContextSwitchTo(before);
	return kept;
}

dx_kept_programme *
dx_shelf_programme(dx_kept_tree *of, MemoryContext states, uint32_t node)
{
	uint32_t top = dx_programme_top(of->tree, node);
	uint32_t n = dx_tree_steps(of->tree)[top].end - top;

	if (node == 0)
	{
		if (of->root == NULL)
			of->root = dx_new_programme(of, of->context, 0);
		return of->root;
	}
	if (of->at_node == NULL)
		of->at_node = MemoryContextAllocZero(of->context, of->tree->n_nodes * sizeof(dx_kept_programme *));
	if (of->at_node[node])
		return of->at_node[node];
	if (of->n_steps + n > STEPS_A_NODE * (uint64) of->tree->n_nodes)
		return dx_new_programme(of, states, node);
	of->at_node[node] = dx_new_programme(of, of->context, node);
	of->n_steps += n;
	return of->at_node[node];
}
