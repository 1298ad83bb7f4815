/*
 * tree_sql.h: dx.tree arguments in SQL-callable files. Include after
 * postgres.h.
 */
#ifndef DX_TREE_SQL_H
#define DX_TREE_SQL_H

#include "dxindex.h"

#include "access/detoast.h"
#include "nodes/pg_list.h"
#include "utils/palloc.h"

#include "code_sql.h"
#include "name_memo.h"
#include "score.h"
#include "tree.h"

/* How many different trees one call site remembers. */
#define DX_SITE_TREES 8

/*
 * What one call site (one FmgrInfo) remembers between calls: trees it has
 * detoasted and scratch. Speed only, never meaning: where fn_extra is lost at
 * every row (Citus), each call starts anew.
 */
typedef struct dx_site_tree
{
	struct varlena *source;		/* TOAST pointer or compressed bytes as they came; NULL = free */
	Size		source_size;
	dx_tree    *tree;			/* detoasted, in the site's context */
} dx_site_tree;

/* Whose scores the site's room holds: asking for the next node of the same card is cheap. */
typedef struct dx_scored
{
	bool		valid;
	dx_tree		tree;			/* its header */
	uint8_t    *card;			/* packed bytes, in the site's context */
	Size		card_size;
	Size		card_room;
} dx_scored;

typedef struct dx_site
{
	MemoryContext context;		/* as long as the FmgrInfo */
	int			last;			/* entry used last */
	int			next;			/* entry to replace next */
	dx_site_tree trees[DX_SITE_TREES];
	dx_score_room room;
	dx_plan_pace pace;			/* of the tree that came last */
	dx_plan    *plan;			/* of a tree of which much came in a row; NULL = none */
	dx_name_memo   *names;			/* of criteria as rows wrote them, with the plan; number: which criterion */
	dx_tree    *kept;			/* a tree that came whole in memory */
	struct dx_row_queue *queue; /* of dx.card: see card_agg_sql.c */
	struct dx_shelf *shelf;		/* of dx.score: see programme_sql.c */
	dx_scored	scored;
	uint32_t   *after;			/* the node asked for after each node, the last time: a guess */
	uint32_t	n_after;
	uint32_t	last_node;
	struct dx_row_starts *starts;	/* of dx.breakdown: see breakdown_sql.c */
} dx_site;

/* The call site of this call; one of its own where there is no FmgrInfo. */
extern dx_site *dx_get_site(FunctionCallInfo fcinfo);

/*
 * Does what the site remembers live longer than what is in this context? Then
 * that may refer to it; on a server that makes a site for every row it never does.
 */
extern bool dx_site_outlives(const dx_site *site, MemoryContext context);

/*
 * A tree argument, ready to read; valid until the next call. Plain inline
 * values are read in place, TOASTed ones are detoasted once per site.
 */
extern const dx_tree *dx_get_tree(dx_site *site, Datum value);

/*
 * The tree as one that stays for the next calls, until dx_get_tree or this is
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

/* Is the value that kept tree, as can be told at a glance? */
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

/* Scratch for scoring a card of this tree, kept at the site. */
extern dx_score_room *dx_get_room(dx_site *site, const dx_tree *tree);

/* A plan for so many results of this tree, a row or a card; NULL until it pays (dx_plan_is_due). */
extern const dx_plan *dx_get_plan(dx_site *site, const dx_tree *tree, uint32_t results);

/* The table of names of the tree's criteria that goes with its plan; NULL if there is none yet. */
extern dx_name_memo *dx_get_name_memo(dx_site *site, const dx_tree *tree);

/*
 * A jsonb argument as JSON text. One larger than `most` bytes is refused before
 * it is read: 54000, "what" (as in "patch is") larger than so many bytes. The text is up to six
 * times as long (control characters), so most is at most DX_JSONB_MOST.
 */
#define DX_JSONB_MOST (128 * 1024 * 1024)

extern dx_str dx_get_jsonb(Datum value, Size most, const char *what);

/* Finish a tree made by dx_tree_build as a Datum (sets the length word). */
extern Datum dx_tree_datum(dx_tree *tree);

/* A code argument of either type: is_text says which. buf has DX_CODE_MAX_KEY bytes. */
extern dx_key dx_get_key(Datum value, bool is_text, uint8_t *buf);

#endif							/* DX_TREE_SQL_H */
