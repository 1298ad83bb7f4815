/* SPDX-License-Identifier: PostgreSQL */
/*
 * score_sql.c: points, ratio, applicable maximum and coverage of a card at the
 * root, a node or a set of nodes; points of all nodes at once.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "card/entry_sql.h"
#include "score/score_site_sql.h"

/* How the third argument names nodes. */
typedef enum score_where
{
	AT_ROOT,
	AT_CODE,
	AT_TEXT,
	AT_CODES,
	AT_TEXTS
} score_where;

/*
 * The root alone, straight from the card, packed or open; false where that needs every
 * node scored. Nothing is kept.
 */
static bool
score_root(FunctionCallInfo fcinfo, const dx_tree **tree, dx_root *root)
{
	dx_site *site = dx_get_site(fcinfo);
	Datum card = PG_GETARG_DATUM(1);
	const dx_plan *plan;
	const dx_sheet *sheet;
	const uint8_t *bytes;
	Size size;

	*tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	plan = dx_get_plan(site, *tree, (*tree)->n_criteria);
	if (plan == NULL)
		return false;
	if (VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(card)))
	{
		sheet = dx_get_sheet(site, card, *tree);
		return dx_plan_root_of_sheet(plan, *tree, sheet, root);
	}
	bytes = dx_packed_card(card, *tree, &size);
	return bytes != NULL && dx_plan_root(plan, *tree, bytes, size, root);
}

/*
 * The set in pre-order, each node once, without nodes inside others of the
 * set. marks: one byte a node, 0.
 */
static void
mark_nodes(const dx_tree *tree, ArrayType *array, bool is_text, uint8_t *marks)
{
	ArrayIterator each = array_create_iterator(array, 0, NULL);
	Datum code;
	bool isnull;

	while (array_iterate(each, &code, &isnull))
	{
		CHECK_FOR_INTERRUPTS();
		if (isnull)
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("set of nodes has a NULL code")));
		marks[dx_get_node(tree, code, is_text ? DX_BY_TEXT : DX_BY_CODE)] = 1;
	}
	array_free_iterator(each);
}

static Datum
score(FunctionCallInfo fcinfo, dx_score_of what, score_where where)
{
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup;
	dx_root root;
	double result = 0;
	bool known;

	if (where == AT_ROOT && score_root(fcinfo, &tree, &root))
		known = dx_root_score(&root, what, &result);
	else
	{
		rollup = dx_score_card(fcinfo, &tree, &sheet);
		if (where == AT_CODES || where == AT_TEXTS)
		{
			uint8_t *marks = palloc0(tree->n_nodes);

			mark_nodes(tree, PG_GETARG_ARRAYTYPE_P(2), where == AT_TEXTS, marks);
			known = dx_set_score(rollup, marks, what, &result);
			pfree(marks);
		}
		else
		{
			uint32_t node = 0;

			if (where != AT_ROOT)
				node = dx_find_node(dx_get_site(fcinfo), tree, PG_GETARG_DATUM(2), where == AT_TEXT);
			known = dx_node_score(rollup, node, what, &result);
		}
	}
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result == 0 ? 0 : result);
}

DX_FUNCTION(dx_node_points);

/*
 * dx.node_points(tree, card): points of every node in pre-order, NULL where a
 * node has none. The array is written in place: its header, a null bitmap if there are
 * NULLs, the numbers.
 */
Datum
dx_node_points(PG_FUNCTION_ARGS)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	uint32_t n = tree->n_nodes;
	double *points = palloc(n * (sizeof(double) + sizeof(uint8_t)));
	uint8_t *state = (uint8_t *) (points + n);
	uint32_t n_known = 0;
	Size start;
	ArrayType *array;
	double *numbers;
	uint8 *there;

	dx_score_nodes(dx_get_site(fcinfo), tree, PG_GETARG_DATUM(1), points, state);
	for (uint32_t i = 0; i < n; i++)
		n_known += state[i] == DX_VALUE_PRESENT;
	start = n_known < n ? ARR_OVERHEAD_WITHNULLS(1, n) : ARR_OVERHEAD_NONULLS(1);
	array = palloc0(start + n_known * sizeof(double));
	SET_VARSIZE(array, start + n_known * sizeof(double));
	array->ndim = 1;
	array->dataoffset = n_known < n ? (int32) start : 0;
	array->elemtype = FLOAT8OID;
	ARR_DIMS(array)[0] = (int) n;
	ARR_LBOUND(array)[0] = 1;
	numbers = (double *) ARR_DATA_PTR(array);
	there = ARR_NULLBITMAP(array);
	if (there == NULL)
		memcpy(numbers, points, n * sizeof(double));
	for (uint32_t i = 0; there && i < n; i++)
		if (state[i] == DX_VALUE_PRESENT)
		{
			there[i / 8] |= (uint8) (1 << (i % 8));
			*numbers++ = points[i];
		}
	PG_RETURN_ARRAYTYPE_P(array);
}

/* dx.points(tree, card), dx.points(tree, card, code), ... */
#define SCORE_FUNCTION(name, what, where) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return score(fcinfo, what, where); \
	} \
	extern int dx_no_semicolon_##name

SCORE_FUNCTION(dx_points_root, DX_SCORE_POINTS, AT_ROOT);
SCORE_FUNCTION(dx_points_code, DX_SCORE_POINTS, AT_CODE);
SCORE_FUNCTION(dx_points_text, DX_SCORE_POINTS, AT_TEXT);
SCORE_FUNCTION(dx_points_codes, DX_SCORE_POINTS, AT_CODES);
SCORE_FUNCTION(dx_points_texts, DX_SCORE_POINTS, AT_TEXTS);

SCORE_FUNCTION(dx_ratio_root, DX_SCORE_RATIO, AT_ROOT);
SCORE_FUNCTION(dx_ratio_code, DX_SCORE_RATIO, AT_CODE);
SCORE_FUNCTION(dx_ratio_text, DX_SCORE_RATIO, AT_TEXT);
SCORE_FUNCTION(dx_ratio_codes, DX_SCORE_RATIO, AT_CODES);
SCORE_FUNCTION(dx_ratio_texts, DX_SCORE_RATIO, AT_TEXTS);

SCORE_FUNCTION(dx_max_points_root, DX_SCORE_MAX, AT_ROOT);
SCORE_FUNCTION(dx_max_points_code, DX_SCORE_MAX, AT_CODE);
SCORE_FUNCTION(dx_max_points_text, DX_SCORE_MAX, AT_TEXT);
SCORE_FUNCTION(dx_max_points_codes, DX_SCORE_MAX, AT_CODES);
SCORE_FUNCTION(dx_max_points_texts, DX_SCORE_MAX, AT_TEXTS);

SCORE_FUNCTION(dx_coverage_root, DX_SCORE_COVERAGE, AT_ROOT);
SCORE_FUNCTION(dx_coverage_code, DX_SCORE_COVERAGE, AT_CODE);
SCORE_FUNCTION(dx_coverage_text, DX_SCORE_COVERAGE, AT_TEXT);
SCORE_FUNCTION(dx_coverage_codes, DX_SCORE_COVERAGE, AT_CODES);
SCORE_FUNCTION(dx_coverage_texts, DX_SCORE_COVERAGE, AT_TEXTS);
