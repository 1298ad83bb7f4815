/* SPDX-License-Identifier: PostgreSQL */
/*
 * call_site_sql.h: what a call site (one FmgrInfo) remembers between calls. Include
 * after postgres.h.
 */
#ifndef DX_CALL_SITE_SQL_H
#define DX_CALL_SITE_SQL_H

#include "server/dxindex.h"

#include "access/detoast.h"
#include "utils/palloc.h"

#include "tree/tree.h"

/* How many different trees one call site remembers. */
#define DX_SITE_TREES 8

/*
 * What one call site (one FmgrInfo) remembers between calls: trees it has
 * detoasted and scratch. Speed only, never meaning: where fn_extra is lost at
 * every row (Citus), each call starts anew.
 */
typedef struct dx_site_tree
{
	struct varlena *source; /* TOAST pointer or compressed bytes as they came; NULL = free */
	Size source_size;
	dx_tree *tree; /* detoasted, in the site's context */
} dx_site_tree;

typedef struct dx_site
{
	MemoryContext context; /* lives as long as the FmgrInfo */
	int last;			   /* entry used last */
	int next;			   /* entry to replace next */
	dx_site_tree trees[DX_SITE_TREES];
	dx_tree *kept; /* a tree that came whole in memory */
	/* What other files keep at the site, each its own; NULL: nothing yet. */
	struct dx_sheet_room *sheet;   /* open_card_sql.c */
	struct dx_score_site *score;   /* score_site_sql.h */
	struct dx_row_starts *starts;  /* breakdown_sql.c */
	struct dx_row_queue *queue;	   /* row_queue_sql.h */
	struct dx_shelf *shelf;		   /* programme_shelf_sql.h */
	struct dx_site_grades *grades; /* grade_sql.c */
} dx_site;

/* The call site of this call; a new one where there is no FmgrInfo to keep it. */
extern dx_site *dx_get_site(FunctionCallInfo fcinfo);

/*
 * Does what the site remembers live longer than this context? Then what is in the
 * context may refer to it; on a server that makes a site for every row it never does.
 */
extern bool dx_site_outlives(const dx_site *site, MemoryContext context);

/*
 * A tree argument, ready to read; valid until the next call. Plain inline
 * values are read in place, TOASTed ones are detoasted once per site.
 */
extern const dx_tree *dx_get_tree(dx_site *site, Datum value);

/* A copy of a tree, in a context of the caller's. */
extern dx_tree *dx_copy_tree(MemoryContext context, const dx_tree *tree);

/*
 * The tree in a form that stays valid for the next calls, until dx_get_tree or this is
 * called for another.
 */
extern const dx_tree *dx_keep_tree(dx_site *site, const dx_tree *tree);

/* Two TOAST pointers; TOAST_POINTER_SIZE bytes, compared without a call. */
static inline bool
dx_same_pointer(const void *a, const void *b)
{
	const char *p = a;
	const char *q = b;

	StaticAssertStmt(TOAST_POINTER_SIZE == 18, "size of a TOAST pointer is not what is compared");
	return memcmp(p, q, 8) == 0 && memcmp(p + 8, q + 8, 8) == 0 && memcmp(p + 16, q + 16, 2) == 0;
}

/* Is the value the kept tree? Cheap, and may say no where it is. */
static inline bool
dx_same_tree(const dx_site *site, const dx_tree *kept, Datum value)
{
	const struct varlena *v = (const struct varlena *) DatumGetPointer(value);
	const dx_site_tree *last = &site->trees[site->last];

	if (VARATT_IS_EXTERNAL_ONDISK(v))
		return last->tree == kept && last->source_size == TOAST_POINTER_SIZE && dx_same_pointer(last->source, v);
	if (VARATT_IS_4B_C(v))
		return last->tree == kept && last->source_size == VARSIZE_4B(v) && memcmp(last->source, v, VARSIZE_4B(v)) == 0;
	return VARATT_IS_4B_U(v) && (uintptr_t) v % sizeof(uint64_t) == 0 && VARSIZE_4B(v) == VARSIZE_4B(kept) &&
		dx_tree_same((const dx_tree *) v, kept);
}

#endif /* DX_CALL_SITE_SQL_H */
