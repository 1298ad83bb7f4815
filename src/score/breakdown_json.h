/* SPDX-License-Identifier: PostgreSQL */
/*
 * breakdown_json.h: a card's score at every node as one nested JSON object: what
 * dx.breakdown returns as rows.
 */
#ifndef DX_BREAKDOWN_JSON_H
#define DX_BREAKDOWN_JSON_H

#include "score/next_result.h"
#include "score/rollup.h"

/*
 * Append the object of the root of a card that was scored. Every node has the
 * columns of dx.breakdown under their names, null where those are NULL; inner
 * nodes also have "children", in the tree's order. O(n).
 */
extern void dx_print_breakdown_json(const dx_tree *tree, const dx_sheet *sheet, dx_rollup *rollup,
									const dx_next_plan *plan, dx_buf *out);

#endif /* DX_BREAKDOWN_JSON_H */
