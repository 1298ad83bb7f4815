/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_values_sql.h: the points of a card at every node as whole numbers, as
 * statistics of many cards take them. Include after postgres.h.
 */
#ifndef DX_NODE_VALUES_SQL_H
#define DX_NODE_VALUES_SQL_H

#include "score/score_site_sql.h"

/*
 * Values (node_stat.h; units of which `one` are a point) and states of every
 * node of a card, n_nodes each: by the plan where it can, else by scoring all nodes.
 * Raises where one is beyond 64 bits.
 */
extern void dx_get_node_values(dx_site *site, const dx_tree *tree, Datum card, int64_t one, int64_t *value,
							   uint8_t *state);

/* Raise: the points (what: "points", ...) of a node are too large for statistics in units of 1/one. */
pg_noreturn extern void dx_report_large_value(const dx_tree *tree, uint32_t node, int64_t one, const char *what);

#endif /* DX_NODE_VALUES_SQL_H */
