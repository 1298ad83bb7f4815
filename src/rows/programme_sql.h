/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_sql.h: the trees and scoring programmes that states of dx.score
 * refer to. Include after postgres.h.
 *
 * A context of states has a table of the programmes that its states use
 * (programme_table_sql.h). What those belong to stands, if it can, on the shelf
 * of the call site (programme_shelf_sql.h): once for all groups, however many
 * contexts of states a sorted aggregate or a window goes through, and outside
 * the memory that hash aggregation counts. Else the context of states has its
 * own, which goes with it.
 */
#ifndef DX_PROGRAMME_SQL_H
#define DX_PROGRAMME_SQL_H

#include "server/dxindex.h"

#include "rows/tally.h"
#include "score/plan.h"
#include "tree/call_site_sql.h"

/*
 * A tree with its programmes, to which states refer, and with its plan
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

/* A plan, asked for to score so many more results; NULL until making one pays. */
extern const dx_plan *dx_kept_plan(dx_kept_tree *of, uint32_t results);

#endif /* DX_PROGRAMME_SQL_H */
