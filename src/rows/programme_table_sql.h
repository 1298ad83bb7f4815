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

/* The chain, by its first entry, that has all programmes of a tree's node, and maybe others; NULL: none. */
extern const dx_programme_entry *dx_programme_chain(MemoryContext states, const dx_fingerprint *tree, uint32_t node);

/* Enter a programme that is not in the table: it stays on its shelf until the context's states end. */
extern dx_kept_programme *dx_use_programme(MemoryContext states, dx_kept_programme *kept);

#endif /* DX_PROGRAMME_TABLE_SQL_H */
