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
#include "tree/terms.h"
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

/* The columns of dx.nodes. */
enum
{
	NODE_ORDINAL,
	NODE_CODE,
	NODE_NUMBER,
	NODE_KIND,
	NODE_PARENT,
	NODE_NAME,
	NODE_DEPTH,
	NODE_IS_CRITERION,
	NODE_MAX_POINTS,
	NODE_WEIGHT,
	NODE_EFFECTIVE_WEIGHT,
	NODE_METHOD,
	NODE_MISSING,
	NODE_RULE,
	NODE_GUIDE,
	NODE_BONUS,
	NODE_MIN_COVERAGE,
	NODE_MIN_COUNT,
	NODE_CAP,
	NODE_FLOOR,
	NODE_THRESHOLD,
	NODE_NEEDS,
	NODE_DECIMALS,
	NODE_ROUND_TO,
	NODE_COLUMNS
};

static void
put(Datum *values, bool *nulls, int column, Datum value)
{
	values[column] = value;
	nulls[column] = false;
}

/* A bound in points. */
static Datum
points_datum(dx_maximum bound)
{
	return Float8GetDatum(dx_maximum_to_double(bound));
}

/* The terms of node i, as in dx.tree_diff. */
static void
put_terms(const dx_tree *tree, uint32_t i, Datum *values, bool *nulls)
{
	const dx_step *steps = dx_tree_steps(tree);
	const dx_term *terms = dx_steps_terms(steps, tree->n_nodes);
	char words[100];
	dx_buf needs;

	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
		switch ((dx_term_kind) terms[t].kind)
		{
			case DX_TERM_CAP:
				put(values, nulls, NODE_CAP, points_datum(dx_term_bound(&terms[t])));
				break;
			case DX_TERM_FLOOR:
				put(values, nulls, NODE_FLOOR, points_datum(dx_term_bound(&terms[t])));
				break;
			case DX_TERM_THRESHOLD:
				dx_bound_text(dx_term_bound(&terms[t]), terms[t].in_points, words);
				put(values, nulls, NODE_THRESHOLD, CStringGetTextDatum(words));
				break;
			case DX_TERM_NEEDS:
				dx_buf_init(&needs);
				dx_tree_print_needs(tree, i, &needs);
				put(values, nulls, NODE_NEEDS, PointerGetDatum(cstring_to_text_with_len(needs.data, (int) needs.len)));
				return;
		}
}

/* The method, options and rounding of node i in columns. */
static void
put_method(const dx_tree *tree, uint32_t i, Datum *values, bool *nulls)
{
	const dx_step *step = &dx_tree_steps(tree)[i];
	char words[64];

	if (!dx_tree_is_criterion(tree, i))
	{
		put(values, nulls, NODE_METHOD, CStringGetTextDatum(dx_method_text(step, words)));
		put(values, nulls, NODE_MISSING, CStringGetTextDatum(dx_missing_text(step->missing)));
		if (dx_min_coverage_text(step, words)[0] != '\0')
			put(values, nulls, NODE_MIN_COVERAGE, CStringGetTextDatum(words));
		if (step->min_count > 0)
			put(values, nulls, NODE_MIN_COUNT, Int32GetDatum((int32) step->min_count));
	}
	if (i == 0 && tree->decimals != DX_NO_DECIMALS)
		put(values, nulls, NODE_DECIMALS, Int32GetDatum(tree->decimals));
	else if (i == 0 && tree->round_unit != 0)
		put(values, nulls, NODE_ROUND_TO, points_datum((dx_maximum) {tree->round_unit, 1}));
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
		Datum values[NODE_COLUMNS] = {0};
		bool nulls[NODE_COLUMNS];

		CHECK_FOR_INTERRUPTS();
		memset(nulls, true, sizeof(nulls));
		put(values, nulls, NODE_ORDINAL, Int32GetDatum((int32) i + 1));
		put(values, nulls, NODE_CODE, dx_code_make(dx_tree_key(tree, i)));
		values[NODE_NUMBER] = text_datum(dx_tree_str(tree, node->number), &nulls[NODE_NUMBER]);
		values[NODE_KIND] = text_datum(dx_tree_str(tree, node->kind), &nulls[NODE_KIND]);
		if (i > 0)
			put(values, nulls, NODE_PARENT, dx_code_make(dx_tree_key(tree, steps[i].parent)));
		values[NODE_NAME] = text_datum(dx_tree_str(tree, node->name), &nulls[NODE_NAME]);
		put(values, nulls, NODE_DEPTH, Int32GetDatum(steps[i].depth));
		put(values, nulls, NODE_IS_CRITERION, BoolGetDatum(dx_tree_is_criterion(tree, i)));
		put(values, nulls, NODE_MAX_POINTS, points_datum(dx_step_maximum(&steps[i])));
		put(values, nulls, NODE_WEIGHT, Float8GetDatum(dx_step_weight(&steps[i])));
		if (!isnan(share[i]))
			put(values, nulls, NODE_EFFECTIVE_WEIGHT, Float8GetDatum(share[i]));
		put_method(tree, i, values, nulls);
		if (rule)
			put(values, nulls, NODE_RULE, rule_datum(rule));
		values[NODE_GUIDE] = text_datum(dx_tree_str(tree, node->guide), &nulls[NODE_GUIDE]);
		put(values, nulls, NODE_BONUS, BoolGetDatum((steps[i].flags & DX_STEP_BONUS) != 0));
		put_terms(tree, i, values, nulls);
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
