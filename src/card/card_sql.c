/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_sql.c: the type dx.card: input, output, and the functions that read and
 * change single results. (The aggregates are in card_agg_sql.c.)
 */
#include "postgres.h"

#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/json.h"
#include "card/entry_sql.h"
#include "card/open_card_sql.h"
#include "card/result.h"
#include "server/value_sql.h"

DX_FUNCTION(dx_card_in);
DX_FUNCTION(dx_card_out);
DX_FUNCTION(dx_card_recv);
DX_FUNCTION(dx_card_send);
DX_FUNCTION(dx_get_result_code);
DX_FUNCTION(dx_get_result_text);
DX_FUNCTION(dx_result_state_code);
DX_FUNCTION(dx_result_state_text);
DX_FUNCTION(dx_set_result_code);
DX_FUNCTION(dx_set_result_text);
DX_FUNCTION(dx_recast);
DX_FUNCTION(dx_results);

/* ---------------- input and output ---------------- */

Datum
dx_card_in(PG_FUNCTION_ARGS)
{
	char *str = PG_GETARG_CSTRING(0);
	dx_sheet sheet = {0};
	dx_fingerprint of;
	dx_error err;

	if (!dx_card_parse((dx_str) {str, strlen(str)}, &sheet, &of, &err))
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return dx_card_datum(&sheet, &of);
}

Datum
dx_card_out(PG_FUNCTION_ARGS)
{
	struct varlena *card = PG_GETARG_VARLENA_PP(0);
	dx_buf out;

	dx_buf_init(&out);
	dx_card_print((uint8_t *) VARDATA_ANY(card), VARSIZE_ANY_EXHDR(card), &out);
	PG_RETURN_CSTRING(out.data);
}

/* The wire form is the packed bytes, which are the same on every machine. */
Datum
dx_card_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	const uint8_t *packed = (const uint8_t *) pq_getmsgbytes(message, len);
	dx_sheet sheet;
	dx_fingerprint of;
	uint32_t n;
	dx_error err;

	if (!dx_card_header(packed, (size_t) len, &n, &of, &err))
		dx_report(&err);
	sheet = dx_sheet_over(palloc0(dx_sheet_bytes(n)), n);
	if (!dx_card_unpack(packed, (size_t) len, &sheet, true, &err))
		dx_report(&err);
	return dx_card_datum(&sheet, &of);
}

Datum
dx_card_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}

/* ---------------- single results ---------------- */

/* The criterion that argument 2 names, of tree (argument 0) and card (argument 1). */
static uint32_t
get_criterion(const dx_tree *tree, Datum value, dx_named_by named_by)
{
	uint32_t node = dx_get_node(tree, value, named_by);
	char code[DX_CODE_MAX_TEXT + 8];

	if (!dx_tree_is_criterion(tree, node))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%.*s\" is not a criterion of index tree \"%.*s\"", DX_STR_CLIP,
						dx_tree_code_text(tree, node, code), DX_STR_ARG(dx_tree_title(tree))),
				 errdetail("Results are entered at nodes without children.")));
	return dx_tree_steps(tree)[node].criterion;
}

static uint8_t
read_result(FunctionCallInfo fcinfo, dx_named_by named_by, double *value)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_sheet *sheet = dx_get_sheet(site, PG_GETARG_DATUM(1), tree);
	uint32_t i = get_criterion(tree, PG_GETARG_DATUM(2), named_by);

	*value = dx_sheet_value(sheet, i);
	return dx_sheet_state(sheet, i);
}

static Datum
get_result(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	double value;
	uint8_t state = read_result(fcinfo, named_by, &value);

	if (state != DX_RESULT_VALUE && state != DX_RESULT_POINTS)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

static Datum
get_result_state(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	double value;

	PG_RETURN_TEXT_P(cstring_to_text(dx_result_state_name(read_result(fcinfo, named_by, &value))));
}

Datum
dx_get_result_code(PG_FUNCTION_ARGS)
{
	return get_result(fcinfo, DX_BY_CODE);
}

Datum
dx_get_result_text(PG_FUNCTION_ARGS)
{
	return get_result(fcinfo, DX_BY_TEXT);
}

Datum
dx_result_state_code(PG_FUNCTION_ARGS)
{
	return get_result_state(fcinfo, DX_BY_CODE);
}

Datum
dx_result_state_text(PG_FUNCTION_ARGS)
{
	return get_result_state(fcinfo, DX_BY_TEXT);
}

/* A copy of a card with one criterion replaced, or a whole subtree set to not applicable. */
static Datum
set_result(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_sheet changed;
	dx_entry entry;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(2))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("code of a criterion is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	sheet = dx_get_sheet(site, PG_GETARG_DATUM(1), tree);
	entry = dx_get_entry(fcinfo, tree, 2, named_by, DX_AS_NUMBER, true);
	changed = dx_sheet_over(palloc0(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
		dx_sheet_set(&changed, i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i));
	if (entry.n == 0)
	{
		entry.state = DX_RESULT_MISSING;
		entry.value = 0;
		entry.n = 1;
	}
	for (uint32_t i = entry.first; i < entry.first + entry.n; i++)
		dx_sheet_set(&changed, i, entry.state, entry.value);
	return dx_card_datum(&changed, &tree->sheet);
}

Datum
dx_set_result_code(PG_FUNCTION_ARGS)
{
	return set_result(fcinfo, DX_BY_CODE);
}

Datum
dx_set_result_text(PG_FUNCTION_ARGS)
{
	return set_result(fcinfo, DX_BY_TEXT);
}

/* ---------------- dx.recast ---------------- */

/*
 * The value of a result under the new rule: choices are carried over by label; under other rules
 * of the same kind the value stays.
 */
static double
recast_value(const dx_tree *old_tree, uint32_t old_node, const dx_tree *new_tree, uint32_t new_node, double value)
{
	const dx_rule *old_rule = dx_tree_rule(old_tree, old_node);
	const dx_rule *new_rule = dx_tree_rule(new_tree, new_node);
	uint8_t old_kind = old_rule ? old_rule->kind : DX_RULE_NONE;
	uint8_t new_kind = new_rule ? new_rule->kind : DX_RULE_NONE;
	char code[DX_CODE_MAX_TEXT + 8];

	if (old_kind == DX_RULE_CHOICE && new_kind == DX_RULE_CHOICE)
	{
		const dx_rule_item *item;
		dx_str label;
		int choice;
		dx_error err;

		/* A card that came as text may have a number without a label. */
		if (!dx_result_check(old_tree, old_node, DX_RESULT_VALUE, value, &err))
			dx_report(&err);
		item = &old_rule->items[(int) value - 1];
		label = (dx_str) {(const char *) old_rule + item->label_offset, item->label_len};
		choice = dx_rule_choice(new_rule, label);
		if (choice == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion \"%.*s\" has no choice \"%.*s\" in the new index tree", DX_STR_CLIP,
							dx_tree_code_text(new_tree, new_node, code), DX_STR_ARG(label))));
		return choice;
	}
	if (old_kind == DX_RULE_POINTS)
		old_kind = DX_RULE_LINEAR;
	if (new_kind == DX_RULE_POINTS)
		new_kind = DX_RULE_LINEAR;
	if (old_kind != new_kind)
	{
		dx_buf was;
		dx_buf is;

		dx_buf_init(&was);
		dx_buf_init(&is);
		if (old_rule)
			dx_rule_print(old_rule, &was);
		if (new_rule)
			dx_rule_print(new_rule, &is);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("result of criterion \"%.*s\" has another meaning in the new index tree", DX_STR_CLIP,
						dx_tree_code_text(new_tree, new_node, code)),
				 errdetail("Its rule was %.*s and is %.*s.", DX_STR_CLIP, was.data, DX_STR_CLIP,
						   new_rule ? is.data : "none"),
				 errhint("Map the old code to null to leave the result out.")));
	}
	return value;
}

/* Where each criterion of the old tree goes, by a code map. */
typedef struct code_map
{
	const dx_tree *old_tree;
	const dx_tree *new_tree;
	uint32_t *target; /* by criterion: node of the new tree, or DX_NO_NODE */
} code_map;

/* The criterion of a tree that a text names; which: "old" or "new", for the error. */
static uint32_t
mapped_criterion(const dx_tree *tree, dx_str written, const char *which)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	char code[DX_CODE_MAX_TEXT + 8];
	dx_key key;
	uint32_t node;
	dx_error err;

	if (!dx_code_encode(written, buf, &key, &err) || !dx_tree_lookup(tree, key, &node, &err))
		dx_report(&err);
	if (!dx_tree_is_criterion(tree, node))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("code map: \"%.*s\" is not a criterion of the %s index tree", DX_STR_CLIP,
						dx_tree_code_text(tree, node, code), which)));
	return node;
}

/* A dx_json_visitor: one pair of a code map. */
static bool
add_pair(void *state, const dx_json *pair, dx_error *err)
{
	const code_map *map = state;
	uint32_t old_node = mapped_criterion(map->old_tree, pair->key, "old");
	uint32_t *target = &map->target[dx_tree_steps(map->old_tree)[old_node].criterion];

	*target = DX_NO_NODE;
	if (pair->type == DX_JSON_NULL)
		return true;
	if (pair->type != DX_JSON_STRING)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("code map: \"%.*s\" must map to a code or null, not to %s", DX_STR_ARG(pair->key),
						dx_json_type_name(pair->type))));
	*target = mapped_criterion(map->new_tree, pair->text, "new");
	return true;
}

static void
read_map(Datum value, code_map *map)
{
	dx_error err;
	dx_json_doc *doc =
		dx_json_each(dx_get_jsonb(value, DX_JSONB_MAX, "code map is"), DX_JSON_OBJECT, add_pair, map, &err);

	if (doc == NULL)
	{
		err.position = 0; /* in a text that the user did not write */
		dx_report(&err);
	}
	if (dx_json_root(doc)->type != DX_JSON_OBJECT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("code map must be a JSON object, not %s", dx_json_type_name(dx_json_root(doc)->type)),
				 errhint("For example {\"1.2\": \"1.3\", \"1.4\": null}.")));
	dx_json_free(doc);
}

/*
 * dx.recast(card, old_tree, new_tree [, map]): the card's results by code, or
 * by the code the map gives; criteria that are not in the new tree, and codes mapped to
 * null, are left out.
 */
Datum
dx_recast(PG_FUNCTION_ARGS)
{
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *old_tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	const dx_tree *new_tree = dx_get_tree(site, PG_GETARG_DATUM(2));
	const dx_sheet *sheet = dx_get_sheet(site, PG_GETARG_DATUM(0), old_tree);
	dx_sheet carried = dx_sheet_over(palloc0(dx_sheet_bytes(new_tree->n_criteria)), new_tree->n_criteria);
	char code[DX_CODE_MAX_TEXT + 8];
	uint32_t *source;
	uint32_t *target;
	dx_error err;

	source = palloc0(new_tree->n_criteria * sizeof(uint32_t));
	target = palloc(old_tree->n_criteria * sizeof(uint32_t));
	for (uint32_t i = 0; i < old_tree->n_criteria; i++)
		target[i] = dx_tree_find(new_tree, dx_tree_key(old_tree, dx_tree_criteria(old_tree)[i]));

	if (PG_NARGS() > 3)
		read_map(PG_GETARG_DATUM(3), &(code_map) {old_tree, new_tree, target});

	for (uint32_t i = 0; i < old_tree->n_criteria; i++)
	{
		uint32_t old_node = dx_tree_criteria(old_tree)[i];
		uint8_t state = dx_sheet_state(sheet, i);
		double value = dx_sheet_value(sheet, i);
		uint32_t to;

		CHECK_FOR_INTERRUPTS();
		if (state == DX_RESULT_MISSING || target[i] == DX_NO_NODE || !dx_tree_is_criterion(new_tree, target[i]))
			continue;
		/* A card that came in as text or bytes meets a tree to check its results by only now. */
		if (!dx_result_check(old_tree, old_node, state, value, &err))
			dx_report(&err);
		if (state == DX_RESULT_VALUE)
			value = recast_value(old_tree, old_node, new_tree, target[i], value);
		if (!dx_result_check(new_tree, target[i], state, value, &err))
			dx_report(&err);
		to = dx_tree_steps(new_tree)[target[i]].criterion;
		if (dx_sheet_state(&carried, to) != DX_RESULT_MISSING)
		{
			char first[DX_CODE_MAX_TEXT + 8];
			char second[DX_CODE_MAX_TEXT + 8];

			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion \"%.*s\" of the new index tree gets two results", DX_STR_CLIP,
							dx_tree_code_text(new_tree, target[i], code)),
					 errdetail("They come from \"%.*s\" and \"%.*s\".", DX_STR_CLIP,
							   dx_tree_code_text(old_tree, source[to], first), DX_STR_CLIP,
							   dx_tree_code_text(old_tree, old_node, second))));
		}
		dx_sheet_set(&carried, to, state, value);
		source[to] = old_node;
	}
	return dx_card_datum(&carried, &new_tree->sheet);
}

/* ---------------- dx.results ---------------- */

Datum
dx_results(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	dx_site *site;
	const dx_tree *tree;
	const dx_sheet *sheet;

	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	sheet = dx_get_sheet(site, PG_GETARG_DATUM(1), tree);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		dx_str name = dx_tree_str(tree, dx_tree_nodes(tree)[node].name);
		uint8_t state = dx_sheet_state(sheet, i);
		Datum values[5];
		bool nulls[5] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum((int32) node + 1);
		values[1] = dx_code_make(dx_tree_key(tree, node));
		nulls[2] = name.len == 0;
		values[2] = PointerGetDatum(cstring_to_text_with_len(name.ptr, (int) name.len));
		nulls[3] = state != DX_RESULT_VALUE && state != DX_RESULT_POINTS;
		values[3] = Float8GetDatum(dx_sheet_value(sheet, i));
		values[4] = CStringGetTextDatum(dx_result_state_name(state));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
