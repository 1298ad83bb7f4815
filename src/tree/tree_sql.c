/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_sql.c: the type dx.tree: input, output, and the functions that read,
 * alter, cut and compare trees.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "rule/rule_sql.h"
#include "server/value_sql.h"
#include "tree/tree_make.h"
#include "tree/tree_sql.h"

DX_FUNCTION(dx_tree_in);
DX_FUNCTION(dx_tree_out);
DX_FUNCTION(dx_tree_recv);
DX_FUNCTION(dx_tree_send);
DX_FUNCTION(dx_nodes);
DX_FUNCTION(dx_alter_tree);
DX_FUNCTION(dx_subtree_code);
DX_FUNCTION(dx_subtree_text);
DX_FUNCTION(dx_tree_diff);

Datum
dx_tree_datum(dx_tree *tree)
{
	SET_VARSIZE(tree, tree->size);
	return PointerGetDatum(tree);
}

/* ---------------- input and output ---------------- */

Datum
dx_tree_in(PG_FUNCTION_ARGS)
{
	char *str = PG_GETARG_CSTRING(0);
	dx_error err;
	dx_tree *tree = dx_tree_from_json((dx_str) {str, strlen(str)}, &err);

	if (tree == NULL)
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return dx_tree_datum(tree);
}

/* The canonical JSON text of a tree argument. */
static dx_buf
tree_text(FunctionCallInfo fcinfo)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	dx_buf json;

	dx_buf_init(&json);
	dx_tree_to_json(tree, &json);
	return json;
}

Datum
dx_tree_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(tree_text(fcinfo).data);
}

/* The wire form is the text too: one validator, and no byte layout to keep the same between servers. */
Datum
dx_tree_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len;
	char *str;
	dx_error err;
	dx_tree *tree;

	if (message->cursor == message->len || pq_getmsgbyte(message) != DX_TREE_FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("index tree has an unknown byte format")));
	str = pq_getmsgtext(message, message->len - message->cursor, &len);
	tree = dx_tree_from_json((dx_str) {str, (size_t) len}, &err);
	if (tree == NULL)
	{
		/* A text that does not parse was sent in binary form. */
		if (err.kind == DX_ERR_TEXT)
			err.kind = DX_ERR_BINARY;
		dx_report(&err);
	}
	return dx_tree_datum(tree);
}

Datum
dx_tree_send(PG_FUNCTION_ARGS)
{
	dx_buf json = tree_text(fcinfo);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbyte(&message, DX_TREE_FORMAT);
	pq_sendtext(&message, json.data, (int) json.len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------------- reading ---------------- */

static Datum
rule_datum(const dx_rule *rule)
{
	dx_buf canonical;

	dx_buf_init(&canonical);
	dx_rule_print(rule, &canonical);
	return PointerGetDatum(dx_rule_datum_make((dx_str) {canonical.data, canonical.len}));
}

static Datum
text_datum(dx_str str, bool *is_null)
{
	*is_null = str.len == 0;
	return *is_null ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(str.ptr, (int) str.len));
}

Datum
dx_nodes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	const dx_tree *tree;
	const dx_step *steps;
	double *share;

	tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	steps = dx_tree_steps(tree);
	share = palloc(tree->n_nodes * sizeof(double));
	dx_tree_effective_weights(tree, 0, share);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		const dx_node *node = &dx_tree_nodes(tree)[i];
		const dx_rule *rule = dx_tree_rule(tree, i);
		bool inner = !dx_tree_is_criterion(tree, i);
		Datum values[15];
		bool nulls[15] = {false};
		char method[64];

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum((int32) i + 1);
		values[1] = dx_code_make(dx_tree_key(tree, i));
		values[2] = text_datum(dx_tree_str(tree, node->number), &nulls[2]);
		values[3] = text_datum(dx_tree_str(tree, node->kind), &nulls[3]);
		nulls[4] = i == 0;
		values[4] = i == 0 ? (Datum) 0 : dx_code_make(dx_tree_key(tree, steps[i].parent));
		values[5] = text_datum(dx_tree_str(tree, node->name), &nulls[5]);
		values[6] = Int32GetDatum(steps[i].depth);
		values[7] = BoolGetDatum(!inner);
		values[8] = Float8GetDatum(dx_maximum_to_double(dx_step_maximum(&steps[i])));
		values[9] = Float8GetDatum(dx_step_weight(&steps[i]));
		nulls[10] = isnan(share[i]);
		values[10] = Float8GetDatum(share[i]);
		nulls[11] = nulls[12] = !inner;
		values[11] = inner ? CStringGetTextDatum(dx_method_text(&steps[i], method)) : (Datum) 0;
		values[12] = inner ? CStringGetTextDatum(dx_missing_text(steps[i].missing)) : (Datum) 0;
		nulls[13] = rule == NULL;
		values[13] = rule ? rule_datum(rule) : (Datum) 0;
		values[14] = text_datum(dx_tree_str(tree, node->guide), &nulls[14]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ---------------- editing ---------------- */

Datum
dx_alter_tree(PG_FUNCTION_ARGS)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	dx_error err;
	dx_tree *altered =
		dx_tree_alter(tree, dx_get_jsonb(PG_GETARG_DATUM(1), DX_JSONB_MAX, "patch of an index tree is"), &err);

	if (altered == NULL)
		dx_report(&err);
	return dx_tree_datum(altered);
}

static Datum
subtree(FunctionCallInfo fcinfo, bool is_text)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	uint8_t buf[DX_CODE_MAX_KEY];
	uint32_t node;
	dx_tree *part;
	dx_error err;

	if (!dx_tree_lookup(tree, dx_get_key(PG_GETARG_DATUM(1), is_text, buf), &node, &err))
		dx_report(&err);
	part = dx_tree_subtree(tree, node, &err);
	if (part == NULL)
		dx_report(&err);
	return dx_tree_datum(part);
}

Datum
dx_subtree_code(PG_FUNCTION_ARGS)
{
	return subtree(fcinfo, false);
}

Datum
dx_subtree_text(PG_FUNCTION_ARGS)
{
	return subtree(fcinfo, true);
}

Datum
dx_tree_diff(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	dx_site *site;
	dx_tree_changes changes;

	site = dx_get_site(fcinfo);
	dx_tree_compare(dx_get_tree(site, PG_GETARG_DATUM(0)), dx_get_tree(site, PG_GETARG_DATUM(1)), &changes);
	for (size_t i = 0; i < changes.n; i++)
	{
		const dx_tree_change *change = &changes.items[i];
		Datum values[5];
		bool nulls[5] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = dx_code_make(change->key);
		values[1] = CStringGetTextDatum(change->change);
		nulls[2] = change->field == NULL;
		values[2] = change->field ? CStringGetTextDatum(change->field) : (Datum) 0;
		nulls[3] = change->old_value == NULL;
		values[3] = change->old_value ? CStringGetTextDatum(change->old_value) : (Datum) 0;
		nulls[4] = change->new_value == NULL;
		values[4] = change->new_value ? CStringGetTextDatum(change->new_value) : (Datum) 0;
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
