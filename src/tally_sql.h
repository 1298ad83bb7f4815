/*
 * tally_sql.h: states of dx.score in SQL-callable files. Include after
 * postgres.h.
 */
#ifndef DX_TALLY_SQL_H
#define DX_TALLY_SQL_H

#include "dxindex.h"

#include "states_sql.h"
#include "tally.h"
#include "tree_sql.h"

/* An open tally: scored criteria, changed in place; flattened where it is copied. */
typedef struct dx_open_tally
{
	dx_state	state;
	dx_tally	tally;
	/* What was entered, for the message about a criterion given twice; lost when flattened. */
	double	   *values;
	uint8_t    *states;
	Size		flat_size;		/* 0 = unknown */
} dx_open_tally;

/* A tree as a context of states keeps it, with its plan when that is due. */
typedef struct dx_kept_tree
{
	MemoryContext states;
	const dx_tree *tree;
	dx_plan    *plan;
	dx_plan_pace pace;
} dx_kept_tree;

/* A programme as a context of states keeps it, for all states of one tree and node. */
typedef struct dx_kept_programme
{
	struct dx_kept_programme *next;
	const dx_programme *programme;
	dx_kept_tree *of;			/* whose it is; NULL: it came in bytes */
} dx_kept_programme;

/* The programme of the subtree at node, kept with the tree. */
extern const dx_kept_programme *dx_keep_programme(MemoryContext states, const dx_tree *tree, uint32_t node);

/* A programme as states may point to it; bytes may claim any tree: only one that is the same in full is shared. */
extern const dx_programme *dx_share_programme(MemoryContext states, const dx_programme *programme);

/* A plan for so many results more; NULL until it pays. */
extern const dx_plan *dx_kept_plan(dx_kept_tree *kept, uint32_t results);

/* A new open tally without results, in a context of states that has the programme. */
extern dx_open_tally *dx_open_tally_new(const dx_programme *programme, MemoryContext states);

/* Make room for criterion i of the programme. */
extern void dx_open_tally_reserve(dx_open_tally *open, uint32_t i);

extern bool dx_is_open_tally(Datum value);

/* Packed bytes as an open tally in a context of states. */
extern dx_open_tally *dx_open_tally_from_bytes(struct varlena *flat, MemoryContext states);

/* Take over the scored criteria of a tally of the same programme; raises where both have one. */
extern void dx_open_tally_unite(dx_open_tally *open, const dx_open_tally *other);

/* The state to return: expanded for the aggregate that owns it, flat for anybody else. */
extern Datum dx_open_tally_result(dx_open_tally *open, bool in_aggregate);

#endif							/* DX_TALLY_SQL_H */
