/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat_sql.h: moments in SQL-callable files. Include after postgres.h.
 */
#ifndef DX_MOMENT_STAT_SQL_H
#define DX_MOMENT_STAT_SQL_H

#include "fmgr.h"

#include "nodes/moment_stat.h"

/* Moments to read, settled, in whichever form they come; raises where they are not of the tree. */
extern const dx_moment_stat *dx_get_moments(Datum value, const dx_tree *tree);

#endif /* DX_MOMENT_STAT_SQL_H */
