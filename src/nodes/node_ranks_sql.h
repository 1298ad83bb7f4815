/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_ranks_sql.h: what windows of ranks at every node share. Include after
 * postgres.h.
 */
#ifndef DX_NODE_RANKS_SQL_H
#define DX_NODE_RANKS_SQL_H

#include "nodes/node_ranks.h"

/* n numbers, those that are 0 as NULL, as an int[]. */
extern Datum dx_array_of_ranks(const int32 *ranks, uint32_t n);

#endif /* DX_NODE_RANKS_SQL_H */
