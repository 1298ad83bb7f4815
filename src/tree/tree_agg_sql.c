/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_agg_sql.c: the aggregate dx.tree, which builds one from rows.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "utils/memutils.h"

#include "rule/rule_sql.h"
#include "server/value_sql.h"
#include "tree/tree_make.h"
#include "tree/tree_sql.h"

DX_FUNCTION(dx_tree_accum_code_rule);
DX_FUNCTION(dx_tree_accum_text_text);
DX_FUNCTION(dx_tree_accum_code_text);
DX_FUNCTION(dx_tree_accum_text_rule);
DX_FUNCTION(dx_tree_accum_code_rule_text);
DX_FUNCTION(dx_tree_accum_text_text_text);
DX_FUNCTION(dx_tree_accum_code_text_text);
DX_FUNCTION(dx_tree_accum_text_rule_text);
DX_FUNCTION(dx_tree_final);

/*
 * No text of a row's options is longer than DX_TREE_MAX_STRING, and there are
 * few of them.
 */
#define OPTIONS_MAX (8 * DX_TREE_MAX_STRING)

/* Rows so far, in the aggregate's context; of a row only what building needs is kept. */
typedef struct tree_rows
{
	MemoryContext context;
	size_t n;
	size_t cap;
	Size texts; /* bytes of all texts kept */
	dx_node_spec *specs;
} tree_rows;

/* Which of a row's arguments are text, where it could also be a type of ours or a number. */
typedef struct row_types
{
	bool code_is_text;
	bool rule_is_text;
	bool weight_is_text;
} row_types;

/* Raise: a text of a node is longer than any may be. */
pg_noreturn static void
report_long(const dx_node_spec *spec, const char *what, Size most)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_code_decode(spec->key, code);
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("node \"%.*s\" has a %s longer than %zu bytes", DX_STR_CLIP, code, what, most)));
}

/* A text or rule argument; one longer than allowed is refused before it is detoasted. */
static dx_str
text_of(Datum value, const dx_node_spec *spec, const char *what, Size most)
{
	struct varlena *t;

	if (toast_raw_datum_size(value) - VARHDRSZ > most)
		report_long(spec, what, most);
	t = PG_DETOAST_DATUM_PACKED(value);
	return (dx_str) {VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)};
}

/*
 * A text as the aggregate keeps it: copied. Texts that are together larger than a tree
 * may be are refused here, not when it is built.
 */
static dx_str
keep_text(tree_rows *rows, dx_str given)
{
	char *copy;

	if (given.len == 0)
		return (dx_str) {NULL, 0};
	rows->texts += given.len;
	if (rows->texts > DX_TREE_MAX_SIZE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("texts of the nodes of an index tree are longer than %d bytes", DX_TREE_MAX_SIZE)));
	copy = MemoryContextAlloc(rows->context, given.len);
	memcpy(copy, given.ptr, given.len);
	return (dx_str) {copy, given.len};
}

/* The options (argument 5) of the row whose code is in spec. */
static void
read_options(FunctionCallInfo fcinfo, dx_node_spec *spec)
{
	dx_error err;
	dx_json_doc *doc = dx_json_parse(dx_get_jsonb(PG_GETARG_DATUM(5), OPTIONS_MAX, "options of a node are"),
									 DX_JSON_MEMBER_VALUES, &err);

	if (doc == NULL)
		err.position = 0; /* in a text that nobody wrote */
	if (doc == NULL || !dx_tree_apply_options(dx_json_root(doc), DX_OPTIONS_ROW, spec, &err))
		dx_report(&err);
}

/* An option with an argument of its own, in the text form that the JSON options accept. */
static void
apply_text(const char *option, dx_str given, dx_node_spec *spec)
{
	dx_error err;

	if (!dx_tree_apply_text(option, given, spec, &err))
		dx_report(&err);
}

/* Weight and method (arguments 5 and 6): one that is NULL or blank is not stated. */
static void
read_weight_and_method(FunctionCallInfo fcinfo, row_types types, dx_node_spec *spec)
{
	char digits[32];
	dx_str weight = {NULL, 0};

	if (!PG_ARGISNULL(5) && types.weight_is_text)
		weight = text_of(PG_GETARG_DATUM(5), spec, "weight", DX_TREE_MAX_STRING);
	else if (!PG_ARGISNULL(5))
		weight = (dx_str) {digits, (size_t) dx_shortest(PG_GETARG_FLOAT8(5), digits)};
	apply_text("weight", weight, spec);
	if (!PG_ARGISNULL(6))
		apply_text("method", text_of(PG_GETARG_DATUM(6), spec, "method", DX_TREE_MAX_STRING), spec);
}

/* Is argument n NULL, or a text of spaces alone? */
static bool
is_blank(FunctionCallInfo fcinfo, int n, bool is_text)
{
	struct varlena *t;

	if (PG_ARGISNULL(n))
		return true;
	if (!is_text || toast_raw_datum_size(PG_GETARG_DATUM(n)) - VARHDRSZ > DX_TREE_MAX_STRING)
		return false;
	t = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(n));
	return dx_answer_is_blank((dx_str) {VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)});
}

/* An empty line of a spreadsheet: nothing in any argument. (The root's code is empty too.) */
static bool
is_empty_row(FunctionCallInfo fcinfo, row_types types)
{
	bool no_code = is_blank(fcinfo, 1, types.code_is_text) ||
		(!types.code_is_text && dx_code_datum_key(DX_GETARG_CODE_PP(1)).len == 0);

	if (!no_code || !is_blank(fcinfo, 2, true) || !PG_ARGISNULL(3) || !is_blank(fcinfo, 4, types.rule_is_text))
		return false;
	if (PG_NARGS() == 6)
		return PG_ARGISNULL(5);
	return PG_NARGS() == 5 || (is_blank(fcinfo, 5, types.weight_is_text) && is_blank(fcinfo, 6, true));
}

/* Read a row in the context of this call, then copy what is kept of it. */
static void
add_row(FunctionCallInfo fcinfo, tree_rows *rows, row_types types)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_node_spec spec = dx_node_spec_default((dx_key) {NULL, 0});

	if (rows->n >= DX_TREE_MAX_NODES)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("index tree has more than %d nodes", DX_TREE_MAX_NODES)));
	if (!PG_ARGISNULL(1))
		spec.key = dx_get_key(PG_GETARG_DATUM(1), types.code_is_text, buf);
	if (!PG_ARGISNULL(3))
	{
		spec.has_max = true;
		spec.max = PG_GETARG_FLOAT8(3);
	}
	if (PG_NARGS() == 6 && !PG_ARGISNULL(5))
		read_options(fcinfo, &spec);
	if (PG_NARGS() == 7)
		read_weight_and_method(fcinfo, types, &spec);
	if (!PG_ARGISNULL(2))
		spec.name = text_of(PG_GETARG_DATUM(2), &spec, "text", DX_TREE_MAX_STRING);
	if (!PG_ARGISNULL(4))
	{
		dx_str given = text_of(PG_GETARG_DATUM(4), &spec, "rule", DX_RULE_MAX_WRITTEN);

		if (!types.rule_is_text)
			given = dx_rule_text_of(given);
		while (given.len > 0 && given.ptr[0] == ' ')
			given = (dx_str) {given.ptr + 1, given.len - 1};
		spec.rule = given;
	}
	spec.name = keep_text(rows, spec.name);
	spec.number = keep_text(rows, spec.number);
	spec.kind = keep_text(rows, spec.kind);
	spec.guide = keep_text(rows, spec.guide);
	spec.needs = keep_text(rows, spec.needs);
	spec.rule = keep_text(rows, spec.rule);
	if (spec.key.len > 0)
		spec.key.ptr = memcpy(MemoryContextAlloc(rows->context, spec.key.len), spec.key.ptr, spec.key.len);
	if (rows->n == rows->cap)
	{
		rows->specs = repalloc(rows->specs, 2 * rows->cap * sizeof(dx_node_spec));
		rows->cap *= 2;
	}
	rows->specs[rows->n++] = spec;
}

/* Transition: remember a row. The tree is built from all rows at the end; empty rows alone make no tree. */
static Datum
accumulate(FunctionCallInfo fcinfo, row_types types)
{
	MemoryContext aggregate;
	tree_rows *rows;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "aggregate function called in non-aggregate context");
	if (is_empty_row(fcinfo, types))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	if (PG_ARGISNULL(0))
	{
		rows = MemoryContextAllocZero(aggregate, sizeof(tree_rows));
		rows->context = aggregate;
		rows->cap = 64;
		rows->specs = MemoryContextAlloc(aggregate, rows->cap * sizeof(dx_node_spec));
	}
	else
		rows = (tree_rows *) PG_GETARG_POINTER(0);
	add_row(fcinfo, rows, types);
	PG_RETURN_POINTER(rows);
}

#define ACCUMULATE(name, ...) \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return accumulate(fcinfo, (row_types) {__VA_ARGS__}); \
	}

/* Without weights, or with numbers. */
ACCUMULATE(dx_tree_accum_code_rule, false, false, false)
ACCUMULATE(dx_tree_accum_text_text, true, true, false)
ACCUMULATE(dx_tree_accum_code_text, false, true, false)
ACCUMULATE(dx_tree_accum_text_rule, true, false, false)
/* With texts as weights. */
ACCUMULATE(dx_tree_accum_code_rule_text, false, false, true)
ACCUMULATE(dx_tree_accum_text_text_text, true, true, true)
ACCUMULATE(dx_tree_accum_code_text_text, false, true, true)
ACCUMULATE(dx_tree_accum_text_rule_text, true, false, true)

/* Build from the rows; they stay as they are, so this may be called again. */
Datum
dx_tree_final(PG_FUNCTION_ARGS)
{
	const tree_rows *rows;
	dx_tree *tree;
	dx_error err;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = (const tree_rows *) PG_GETARG_POINTER(0);
	tree = dx_tree_build(rows->specs, rows->n, &err);
	if (tree == NULL)
		dx_report(&err);
	return dx_tree_datum(tree);
}
