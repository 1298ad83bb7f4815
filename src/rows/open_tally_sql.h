/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_tally_sql.h: states of dx.score in SQL-callable files. Include after
 * postgres.h.
 */
#ifndef DX_OPEN_TALLY_SQL_H
#define DX_OPEN_TALLY_SQL_H

#include "server/dxindex.h"

#include "rows/tally.h"
#include "score/plan.h"
#include "server/state_sql.h"
#include "tree/tree_sql.h"

/*
 * A tree with its programmes as states refer to it (programme_sql.c), and with
 * its plan when that is due; or a programme that came without its tree.
 */
typedef struct dx_kept_tree
{
	MemoryContext context; /* where it all is */
	const dx_tree *tree;   /* NULL: none, only the root's programme */
	struct dx_kept_programme *root;
	struct dx_kept_programme **at_node; /* programmes of the other nodes, or NULL */
	uint64 n_steps;						/* of those */
	dx_plan *plan;
	dx_plan_pace pace;
	bool on_shelf; /* of a call site; false: it goes with the states */
	uint32 uses;   /* on a shelf: by contexts of states */
	uint64 last_use;
} dx_kept_tree;

/* A programme as states refer to it: all those of one tree and node in a context. */
typedef struct dx_kept_programme
{
	const dx_programme *programme;
	dx_kept_tree *of;	   /* whose it is */
	MemoryContext context; /* where it is */
	dx_image image;		   /* when it was asked for */
	dx_rollup *rollup;	   /* when points were */
} dx_kept_programme;

/* An open tally: scored criteria, changed in place; flattened where it is copied. */
typedef struct dx_open_tally
{
	dx_state state;
	dx_tally tally;
	dx_kept_programme *kept; /* the tally's programme */
	dx_tree of;				 /* header of the tree that this was last found to be of; size 0: none yet */
	/* What was entered, for the message about a criterion given twice; lost when flattened. */
	double *values;
	uint8_t *states;
	Size flat_size; /* 0 = unknown */
} dx_open_tally;

/*
 * Programmes that states of a context may refer to, kept at the call site of
 * this call where that can be. All use the tree or programme that is given
 * only while they run.
 *
 * The programme of the subtree at node.
 */
extern dx_kept_programme *dx_keep_programme(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node);

/* One that another context of states has; bytes may claim any tree: only one that is the same in full is shared. */
extern dx_kept_programme *dx_share_programme(dx_site *site, MemoryContext states, const dx_kept_programme *kept);

/*
 * One that came in bytes, by what dx_tally_header gave; NULL if they are not
 * valid. Bytes that came before are neither unpacked nor validated again.
 */
extern dx_kept_programme *dx_keep_image(dx_site *site, MemoryContext states, const dx_programme *head, dx_image image,
										dx_error *err);

/* Its bytes in a tally, worked out once. */
extern dx_image dx_kept_image(dx_kept_programme *kept);

/* A plan for so many results more; NULL until it pays. */
extern const dx_plan *dx_kept_plan(dx_kept_tree *of, uint32_t results);

/* A new open tally without results, in a context of states that has the programme. */
extern dx_open_tally *dx_open_tally_new(dx_kept_programme *kept, MemoryContext states);

/* Make room for criterion i of the programme. */
extern void dx_open_tally_reserve(dx_open_tally *open, uint32_t i);

extern bool dx_is_open_tally(Datum value);

/* Packed bytes as an open tally in a context of states, validated; NULL: they are not valid. */
extern dx_open_tally *dx_open_tally_read(dx_site *site, const uint8_t *packed, Size len, MemoryContext states,
										 dx_error *err);

/* The same of a value; raises where it is not valid. */
extern dx_open_tally *dx_open_tally_from_bytes(dx_site *site, struct varlena *flat, MemoryContext states);

/* Take over the scored criteria of a tally of the same programme; raises where both have one. */
extern void dx_open_tally_unite(dx_open_tally *open, const dx_open_tally *other);

/* The state to return: expanded for the aggregate that owns it, flat for anybody else. */
extern Datum dx_open_tally_result(dx_open_tally *open, bool in_aggregate);

#endif /* DX_OPEN_TALLY_SQL_H */
