/*
 * tree_sql.c: the type dx.tree: input, output, the building aggregate, and the
 * functions that read, alter, cut and compare trees.
 */
#include "postgres.h"

#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "rule_sql.h"
#include "tree_sql.h"

DX_FUNCTION(dx_tree_in);
DX_FUNCTION(dx_tree_out);
DX_FUNCTION(dx_tree_recv);
DX_FUNCTION(dx_tree_send);
DX_FUNCTION(dx_tree_accum_code_rule);
DX_FUNCTION(dx_tree_accum_text_text);
DX_FUNCTION(dx_tree_accum_code_text);
DX_FUNCTION(dx_tree_accum_text_rule);
DX_FUNCTION(dx_tree_final);
DX_FUNCTION(dx_nodes);
DX_FUNCTION(dx_alter_tree);
DX_FUNCTION(dx_subtree_code);
DX_FUNCTION(dx_subtree_text);
DX_FUNCTION(dx_tree_diff);

/* ---------------- input and output ---------------- */

Datum
dx_tree_in(PG_FUNCTION_ARGS)
{
	char	   *str = PG_GETARG_CSTRING(0);
	dx_error	err;
	dx_tree    *tree = dx_tree_from_json((dx_str) {str, strlen(str)}, &err);

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
	dx_buf		json;

	dx_buf_init(&json);
	dx_tree_to_json(tree, &json);
	return json;
}

Datum
dx_tree_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(tree_text(fcinfo).data);
}

/* The wire carries the text too: one validator, and no byte layout to keep between servers. */
Datum
dx_tree_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			len;
	char	   *str;
	dx_error	err;
	dx_tree    *tree;

	if (message->cursor == message->len || pq_getmsgbyte(message) != DX_TREE_FORMAT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("index tree has an unknown byte format")));
	str = pq_getmsgtext(message, message->len - message->cursor, &len);
	tree = dx_tree_from_json((dx_str) {str, (size_t) len}, &err);
	if (tree == NULL)
		dx_report(&err);
	return dx_tree_datum(tree);
}

Datum
dx_tree_send(PG_FUNCTION_ARGS)
{
	dx_buf		json = tree_text(fcinfo);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbyte(&message, DX_TREE_FORMAT);
	pq_sendtext(&message, json.data, (int) json.len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------------- the aggregate dx.tree ---------------- */

/* Rows so far, in the aggregate's context. */
typedef struct tree_rows
{
	MemoryContext context;
	size_t		n;
	size_t		cap;
	dx_node_spec *specs;
	char	  **options;		/* JSON text, or NULL */
} tree_rows;

static dx_str
keep_text(text *value)
{
	size_t		len = VARSIZE_ANY_EXHDR(value);
	char	   *copy = palloc(len + 1);

	memcpy(copy, VARDATA_ANY(value), len);
	return (dx_str) {copy, len};
}

static void
add_row(FunctionCallInfo fcinfo, tree_rows *rows, bool code_is_text, bool rule_is_text)
{
	uint8_t		buf[DX_CODE_MAX_KEY];
	dx_key		key = {NULL, 0};
	dx_node_spec *spec;

	if (rows->n >= DX_TREE_MAX_NODES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("index tree has more than %d nodes", DX_TREE_MAX_NODES)));
	if (rows->n == rows->cap)
	{
		rows->cap *= 2;
		rows->specs = repalloc(rows->specs, rows->cap * sizeof(dx_node_spec));
		rows->options = repalloc(rows->options, rows->cap * sizeof(char *));
	}
	if (!PG_ARGISNULL(1))
		key = dx_get_key(PG_GETARG_DATUM(1), code_is_text, buf);
	if (key.len > 0)
	{
		uint8_t    *copy = palloc(key.len);

		memcpy(copy, key.ptr, key.len);
		key.ptr = copy;
	}
	spec = &rows->specs[rows->n];
	*spec = dx_node_spec_default(key);
	if (!PG_ARGISNULL(2))
		spec->name = keep_text(PG_GETARG_TEXT_PP(2));
	if (!PG_ARGISNULL(3))
	{
		spec->has_max = true;
		spec->max = PG_GETARG_FLOAT8(3);
	}
	if (!PG_ARGISNULL(4))
	{
		struct varlena *rule = PG_GETARG_VARLENA_PP(4);
		dx_str		given = rule_is_text ?
			(dx_str) {VARDATA_ANY(rule), VARSIZE_ANY_EXHDR(rule)} : dx_rule_datum_text(rule);
		size_t		blank = 0;

		while (blank < given.len && given.ptr[blank] == ' ')
			blank++;
		if (blank < given.len)
		{
			char	   *copy = palloc(given.len);

			memcpy(copy, given.ptr, given.len);
			spec->rule = (dx_str) {copy, given.len};
		}
	}
	rows->options[rows->n] = NULL;
	if (PG_NARGS() > 5 && !PG_ARGISNULL(5))
	{
		Jsonb	   *options = PG_GETARG_JSONB_P(5);

		rows->options[rows->n] = JsonbToCString(NULL, &options->root, VARSIZE(options));
	}
	rows->n++;
}

/* Transition: remember a row. The tree builder sees all rows at the end. */
static Datum
accumulate(FunctionCallInfo fcinfo, bool code_is_text, bool rule_is_text)
{
	MemoryContext aggregate;
	MemoryContext before;
	tree_rows  *rows;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "aggregate function called in non-aggregate context");
	before = MemoryContextSwitchTo(aggregate);
	if (PG_ARGISNULL(0))
	{
		rows = palloc0(sizeof(tree_rows));
		rows->cap = 64;
		rows->specs = palloc(rows->cap * sizeof(dx_node_spec));
		rows->options = palloc(rows->cap * sizeof(char *));
	}
	else
		rows = (tree_rows *) PG_GETARG_POINTER(0);
	add_row(fcinfo, rows, code_is_text, rule_is_text);
	MemoryContextSwitchTo(before);
	PG_RETURN_POINTER(rows);
}

Datum
dx_tree_accum_code_rule(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false, false);
}

Datum
dx_tree_accum_text_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, true, true);
}

Datum
dx_tree_accum_code_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false, true);
}

Datum
dx_tree_accum_text_rule(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, true, false);
}

/* Build from the rows; they stay as they are, so this may be called again. */
Datum
dx_tree_final(PG_FUNCTION_ARGS)
{
	tree_rows  *rows;
	dx_node_spec *specs;
	dx_tree    *tree;
	dx_error	err;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = (tree_rows *) PG_GETARG_POINTER(0);
	specs = palloc(rows->n * sizeof(dx_node_spec));
	memcpy(specs, rows->specs, rows->n * sizeof(dx_node_spec));
	for (size_t i = 0; i < rows->n; i++)
	{
		dx_json_doc *doc;

		if (rows->options[i] == NULL)
			continue;
		/* The spec points into the document, which lives as long as this call. */
		doc = dx_json_parse((dx_str) {rows->options[i], strlen(rows->options[i])}, &err);
		if (doc == NULL)
			err.position = 0;	/* in a text that nobody wrote */
		if (doc == NULL || !dx_tree_apply_options(dx_json_root(doc), DX_OPTIONS_ROW, &specs[i], &err))
			dx_report(&err);
	}
	tree = dx_tree_build(specs, rows->n, &err);
	if (tree == NULL)
		dx_report(&err);
	return dx_tree_datum(tree);
}

/* ---------------- reading ---------------- */

static Datum
rule_datum(const dx_rule *rule)
{
	dx_buf		canonical;

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
	double	   *share;

	tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	steps = dx_tree_steps(tree);
	share = palloc(tree->n_nodes * sizeof(double));
	dx_tree_effective_weights(tree, 0, share);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		const dx_node *node = &dx_tree_nodes(tree)[i];
		const dx_rule *rule = dx_tree_rule(tree, i);
		bool		inner = !dx_tree_is_criterion(tree, i);
		Datum		values[15];
		bool		nulls[15] = {false};
		char		method[64];

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
		values[8] = Float8GetDatum(dx_points_to_double(dx_load_points(steps[i].max)));
		values[9] = Float8GetDatum(steps[i].weight);
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
	Jsonb	   *patch = PG_GETARG_JSONB_P(1);
	char	   *json = JsonbToCString(NULL, &patch->root, VARSIZE(patch));
	dx_json_doc *doc;
	dx_tree    *altered = NULL;
	dx_error	err;

	doc = dx_json_parse((dx_str) {json, strlen(json)}, &err);
	if (doc == NULL)
		err.position = 0;		/* in a text that nobody wrote */
	else
		altered = dx_tree_alter(tree, dx_json_root(doc), &err);
	if (altered == NULL)
		dx_report(&err);
	return dx_tree_datum(altered);
}

static Datum
subtree(FunctionCallInfo fcinfo, bool is_text)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	uint8_t		buf[DX_CODE_MAX_KEY];
	uint32_t	node;
	dx_tree    *part;
	dx_error	err;

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
	dx_site    *site;
	dx_tree_changes changes;

	site = dx_get_site(fcinfo);
	dx_tree_compare(dx_get_tree(site, PG_GETARG_DATUM(0)), dx_get_tree(site, PG_GETARG_DATUM(1)), &changes);
	for (size_t i = 0; i < changes.n; i++)
	{
		const dx_tree_change *change = &changes.items[i];
		Datum		values[5];
		bool		nulls[5] = {false};

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
