/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_json_sql.c: dx.card_of_json and dx.card_to_json.
 */
#include "postgres.h"

#include "card/card_json.h"
#include "card/open_card_sql.h"
#include "server/value_sql.h"

DX_FUNCTION(dx_card_of_json);
DX_FUNCTION(dx_card_to_json);

/* Arguments: tree, object. */
Datum
dx_card_of_json(PG_FUNCTION_ARGS)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	dx_str json = dx_get_jsonb(PG_GETARG_DATUM(1), DX_JSONB_MAX, "card is");
	dx_sheet sheet = dx_sheet_over(palloc0(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	dx_error err;

	if (!dx_read_card_json(tree, json, &sheet, &err))
		dx_report(&err);
	return dx_card_datum(&sheet, &tree->sheet);
}

/* Arguments: tree, card. */
Datum
dx_card_to_json(PG_FUNCTION_ARGS)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_sheet *sheet = dx_get_sheet(site, PG_GETARG_DATUM(1), tree);
	dx_buf json;
	Datum value;

	dx_buf_init(&json);
	dx_print_card_json(tree, sheet, &json);
	value = dx_jsonb_datum(&json);
	dx_buf_free(&json);
	return value;
}
