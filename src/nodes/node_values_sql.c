/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_values_sql.c: the points of a card at every node as whole numbers.
 */
#include "postgres.h"

#include "nodes/node_stat.h"
#include "nodes/node_values_sql.h"

void
dx_report_large_value(const dx_tree *tree, uint32_t node, int64_t one, const char *what)
{
	char code[DX_CODE_MAX_TEXT + 8];

	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("%s of \"%.*s\" are too many for node statistics", what, DX_STR_CLIP,
					dx_tree_code_text(tree, node, code)),
			 errdetail("Those of index tree \"%.*s\" can be up to %lld.", DX_STR_ARG(dx_tree_title(tree)),
					   (long long) (INT64_MAX / one))));
}

void
dx_get_node_values(dx_site *site, const dx_tree *tree, Datum card, int64_t one, int64_t *value, uint8_t *state)
{
	const dx_plan *plan = dx_get_plan(site, tree, tree->n_criteria);
	const dx_sheet *sheet;
	dx_rollup *rollup;
	const uint8_t *packed;
	Size size;
	uint32_t node;

	if (plan && (packed = dx_packed_card(card, tree, &size)) != NULL &&
		dx_plan_nodes(plan, tree, packed, size, value, state))
	{
		if (!dx_node_values_of(value, state, tree->n_nodes, dx_plan_one(plan), one, &node))
			dx_report_large_value(tree, node, one, "points");
		return;
	}
	rollup = dx_score_card_of(site, tree, card, &sheet);
	for (node = 0; node < tree->n_nodes; node++)
	{
		dx_int128 points;

		state[node] = rollup->rolls[node].state;
		if (state[node] != DX_VALUE_PRESENT)
			continue;
		points = dx_roll_whole(rollup, node, (dx_uint128) one);
		if (points > INT64_MAX || points < -INT64_MAX)
			dx_report_large_value(tree, node, one, "points");
		value[node] = (int64_t) points;
	}
}
