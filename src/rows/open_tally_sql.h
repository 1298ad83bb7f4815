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
 * A tree with its programmes, to which states refer (programme_sql.c), and with its plan
 * once that pays; or a programme that came without its tree.
 */
typedef struct dx_kept_tree
{
	MemoryContext context; /* of all that it points to */
	const dx_tree *tree;   /* NULL: there is only the root's programme */
	struct dx_kept_programme *root;
	struct dx_kept_programme **at_node; /* programmes of the other nodes, or NULL */
	uint64 n_steps;						/* steps of these programmes */
	dx_plan *plan;
	dx_plan_pace pace;
	bool on_shelf; /* of a call site; false: it ends with the states */
	uint32 uses;   /* on a shelf: how many contexts of states use it */
	uint64 last_use;
} dx_kept_tree;

/* A programme that all states of one tree and node in a context refer to. */
typedef struct dx_kept_programme
{
	const dx_programme *programme;
	dx_kept_tree *of;	   /* whose it is */
	MemoryContext context; /* where it is */
	dx_image image;		   /* made when asked for */
	dx_rollup *rollup;	   /* made when points are asked for */
} dx_kept_programme;

/* An open tally: scored criteria, changed in place; flattened where it is copied. */
typedef struct dx_open_tally
{
	dx_state state;
	dx_tally tally;
	dx_kept_programme *kept; /* the tally's programme */
	dx_tree of;				 /* header of the tree that it was last checked to be of; size 0: none yet */
	/* What was entered, for the message about a criterion given twice; lost when flattened. */
	double *values;
	uint8_t *states;
	Size flat_size; /* 0 = unknown */
} dx_open_tally;

/*
 * Programmes that states of a context may refer to, kept at the call site of this call
 * where possible. These functions use the given tree or programme only while they run.
 *
 * The programme of the subtree at node.
 */
extern dx_kept_programme *dx_keep_programme(dx_site *site, MemoryContext states, const dx_tree *tree, uint32_t node);

/*
 * A programme that another context of states has. Bytes may claim any tree, so only a programme
 * that is equal in full is shared.
 */
extern dx_kept_programme *dx_share_programme(dx_site *site, MemoryContext states, const dx_kept_programme *kept);

/*
 * A programme that came as bytes, from what dx_tally_header gave; NULL if they are not
 * valid. Bytes that came before are not unpacked and validated again.
 */
extern dx_kept_programme *dx_keep_image(dx_site *site, MemoryContext states, const dx_programme *head, dx_image image,
										dx_error *err);

/* The bytes of a programme in a tally, made once. */
extern dx_image dx_kept_image(dx_kept_programme *kept);

/* A plan, asked for to score so many more results; NULL until making one pays. */
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

/* Take over the scored criteria of another tally of the same programme; raises where both have scored one. */
extern void dx_open_tally_unite(dx_open_tally *open, const dx_open_tally *other);

/* The state to return: expanded for the aggregate that owns it, flat for anybody else. */
extern Datum dx_open_tally_result(dx_open_tally *open, bool in_aggregate);

#endif /* DX_OPEN_TALLY_SQL_H */
