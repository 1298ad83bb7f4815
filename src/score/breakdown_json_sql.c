/* SPDX-License-Identifier: PostgreSQL */
/*
 * breakdown_json_sql.c: dx.breakdown_json.
 */
#include "postgres.h"

#include "score/breakdown_json.h"
#include "score/score_site_sql.h"
#include "server/value_sql.h"

DX_FUNCTION(dx_breakdown_json);

/* Arguments: tree, card. */
Datum
dx_breakdown_json(PG_FUNCTION_ARGS)
{
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup = dx_score_card(fcinfo, &tree, &sheet);
	dx_next_plan *plan = dx_next_plan_make(tree);
	dx_buf json;
	Datum value;

	dx_buf_init(&json);
	dx_print_breakdown_json(tree, sheet, rollup, plan, &json);
	dx_free(plan);
	value = dx_jsonb_datum(&json);
	dx_buf_free(&json);
	return value;
}
