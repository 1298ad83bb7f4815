/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_table_sql.h: the programmes that a context of states uses. Include
 * after postgres.h.
 *
 * They are chained by a hash of tree and node: what-if queries score by thousands of
 * trees.
 */
#ifndef DX_PROGRAMME_TABLE_SQL_H
#define DX_PROGRAMME_TABLE_SQL_H

#include "rows/programme_sql.h"

typedef struct dx_programme_entry
{
	struct dx_programme_entry *next;
	dx_kept_programme *kept;
	MemoryContextCallback at_end;
} dx_programme_entry;

/* The first of a chain in which all programmes of one tree's node are, others too; NULL: there are none. */
extern const dx_programme_entry *dx_programme_chain(MemoryContext states, const dx_fingerprint *tree, uint32_t node);

/* States of the context use the programme, which they did not, from now on: until they end it stays on its shelf. */
extern dx_kept_programme *dx_use_programme(MemoryContext states, dx_kept_programme *kept);

#endif /* DX_PROGRAMME_TABLE_SQL_H */
