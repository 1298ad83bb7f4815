/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_shelf_sql.h: the trees, and the programmes that came without one, that
 * a call site keeps for states that it outlives. Include after postgres.h.
 *
 * The shelf has a few places. A new tree takes a free one, or that of the tree which no
 * context of states uses and which was found longest ago; if all are in use there is none.
 */
#ifndef DX_PROGRAMME_SHELF_SQL_H
#define DX_PROGRAMME_SHELF_SQL_H

#include "rows/programme_sql.h"

/* How many trees, or programmes that came in bytes, one call site keeps. */
#define DX_SHELF_PLACES 8

typedef struct dx_shelf
{
	uint64 clock;
	dx_kept_tree places[DX_SHELF_PLACES]; /* context NULL: free */
} dx_shelf;

/* The shelf that states of the context may refer to; NULL: none, as where the server forgets fn_extra at every row. */
extern dx_shelf *dx_shelf_for(dx_site *site, MemoryContext states);

/* The place of a tree, or NULL. */
extern dx_kept_tree *dx_shelf_find(dx_shelf *shelf, const dx_tree *tree);

/* Note that a place was found, so that it is the last to be given to another tree. */
extern dx_kept_tree *dx_shelf_take(dx_shelf *shelf, dx_kept_tree *of);

/* Is there a place for a new tree? */
extern bool dx_shelf_has_place(const dx_shelf *shelf);

/*
 * If there is: first a context, which the caller fills; then a place is given to it, and what had
 * the place is deleted. (So an error while it is filled loses nothing.)
 */
extern MemoryContext dx_shelf_context(dx_site *site);
extern dx_kept_tree *dx_shelf_make_place(dx_shelf *shelf, MemoryContext context);

/* The programme of a node of a tree on the shelf; of some nodes of large trees a copy for the context. */
extern dx_kept_programme *dx_shelf_programme(dx_kept_tree *of, MemoryContext states, uint32_t node);

/* A programme of a kept tree, made in context. */
extern dx_kept_programme *dx_new_programme(dx_kept_tree *of, MemoryContext context, uint32_t node);

#endif /* DX_PROGRAMME_SHELF_SQL_H */
