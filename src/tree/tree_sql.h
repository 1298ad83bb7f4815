/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_sql.h: dx.tree in SQL-callable files. Include after postgres.h.
 */
#ifndef DX_TREE_SQL_H
#define DX_TREE_SQL_H

#include "code/code_sql.h"
#include "tree/call_site_sql.h"

/* Finish a tree made by dx_tree_build as a Datum (sets the length word). */
extern Datum dx_tree_datum(dx_tree *tree);

#endif /* DX_TREE_SQL_H */
