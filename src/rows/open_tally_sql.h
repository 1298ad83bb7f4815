/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_tally_sql.h: states of dx.score in SQL-callable files. Include after
 * postgres.h.
 */
#ifndef DX_OPEN_TALLY_SQL_H
#define DX_OPEN_TALLY_SQL_H

#include "server/dxindex.h"

#include "rows/programme_sql.h"
#include "rows/tally.h"
#include "server/state_sql.h"
#include "tree/tree_sql.h"

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
