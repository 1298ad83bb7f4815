/* SPDX-License-Identifier: PostgreSQL */
/*
 * grade_sql.c: dx.grade, dx.grade_place, and for cards dx.grade_card,
 * dx.grade_card_place; dx.plain_grades.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "number/decimal.h"
#include "rank/grade_card.h"
#include "score/score_site_sql.h"
#include "server/dxindex.h"

DX_FUNCTION(dx_grade);
DX_FUNCTION(dx_grade_place);
DX_FUNCTION(dx_grade_card);
DX_FUNCTION(dx_grade_card_place);
DX_FUNCTION(dx_plain_grades);

#define MAX_DECIMALS 15

/* The grades that a call site has read last. */
typedef struct dx_site_grades
{
	char *text;
	size_t len;
	dx_grades *grades;
	uint32_t *nodes; /* of the conditions, in the tree whose header follows; NULL: none yet */
	dx_tree tree;
} dx_site_grades;

/* Grades of a text, parsed only where it differs from the last one. context lives as long as cache. */
static const dx_grades *
read_grades(dx_site_grades *cache, MemoryContext context, text *words)
{
	dx_str said = {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)};
	MemoryContext old_context;
	dx_error err;

	if (cache->text != NULL && dx_str_equal((dx_str) {cache->text, cache->len}, said))
		return cache->grades;
	if (cache->text != NULL)
		pfree(cache->text);
	cache->text = NULL;
	if (cache->grades != NULL)
		dx_free(cache->grades);
	cache->grades = NULL;
	if (cache->nodes != NULL)
		pfree(cache->nodes);
	cache->nodes = NULL;
	old_context = MemoryContextSwitchTo(context);
	cache->grades = dx_grades_parse(said, &err);
	if (cache->grades == NULL)
		dx_report(&err);
	cache->len = said.len;
	cache->text = pnstrdup(said.ptr, said.len);
	MemoryContextSwitchTo(old_context);
	return cache->grades;
}

/* The decimals argument; false if NULL. */
static bool
decimals_argument(FunctionCallInfo fcinfo, int argno, int *decimals)
{
	if (PG_ARGISNULL(argno))
		return false;
	*decimals = PG_GETARG_INT32(argno);
	if (*decimals < -MAX_DECIMALS || *decimals > MAX_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("decimals \"%d\" is out of range", *decimals),
				 errdetail("It must be from %d to %d.", -MAX_DECIMALS, MAX_DECIMALS)));
	return true;
}

/* The arguments decimals and figure: what is rounded before a card is graded. */
static dx_graded_figure
graded_arguments(FunctionCallInfo fcinfo, int argno)
{
	dx_graded_figure graded = {.figure = DX_GRADED_RATIO};

	if (!PG_ARGISNULL(argno + 1))
	{
		text *words = PG_GETARG_TEXT_PP(argno + 1);
		dx_str figure = {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)};

		if (dx_str_equal(figure, DX_STR("points")))
			graded.figure = DX_GRADED_POINTS;
		else if (!dx_str_equal(figure, DX_STR("ratio")))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("unknown figure \"%.*s\" to grade", DX_STR_ARG(figure)),
					 errhint("It is ratio or points.")));
	}
	if (!decimals_argument(fcinfo, argno, &graded.decimals))
		graded.figure = DX_GRADED_EXACT;
	return graded;
}

/* Raise where grades for a number have conditions: there are no nodes. */
static void
refuse_conditions(const dx_grades *grades)
{
	dx_error err;

	if (grades->n_conditions == 0)
		return;
	dx_fail(&err, DX_ERR_PARAM, (int) grades->conditions[0].position + 1,
			"a number cannot be graded: the grades have conditions on nodes");
	dx_fail_hint(&err, "Use dx.grade_card(tree, card, grades).");
	dx_report(&err);
}

/* The grade of a number, rounded first if asked for; false below the lowest cut-off, or NULL. */
static bool
grade_number(FunctionCallInfo fcinfo, const dx_grades **grades, int *grade)
{
	FmgrInfo *flinfo = fcinfo->flinfo;
	dx_site_grades *cache = flinfo ? flinfo->fn_extra : NULL;
	MemoryContext context = flinfo ? flinfo->fn_mcxt : CurrentMemoryContext;
	int decimals;
	double value;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	value = PG_GETARG_FLOAT8(0);
	if (!isfinite(value))
	{
		char digits[32];

		digits[dx_shortest(value, digits)] = '\0';
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("cannot grade \"%s\"", digits)));
	}
	if (decimals_argument(fcinfo, 2, &decimals))
		value = dx_double_round(value, decimals);
	if (cache == NULL)
	{
		cache = MemoryContextAllocZero(context, sizeof(dx_site_grades));
		if (flinfo)
			flinfo->fn_extra = cache;
	}
	*grades = read_grades(cache, context, PG_GETARG_TEXT_PP(1));
	refuse_conditions(*grades);
	*grade = dx_grades_find(*grades, value);
	return *grade >= 0;
}

/* dx.grade(x, grades, decimals): the grade's name. */
Datum
dx_grade(PG_FUNCTION_ARGS)
{
	const dx_grades *grades;
	int grade;
	dx_str label;

	if (!grade_number(fcinfo, &grades, &grade))
		PG_RETURN_NULL();
	label = dx_grades_label(grades, grade);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(label.ptr, label.len));
}

/* dx.grade_place(x, grades, decimals): 1 is the best grade of the scale. */
Datum
dx_grade_place(PG_FUNCTION_ARGS)
{
	const dx_grades *grades;
	int grade;

	if (!grade_number(fcinfo, &grades, &grade))
		PG_RETURN_NULL();
	PG_RETURN_INT32(dx_grades_place(grades, grade));
}

/* The nodes that the conditions name in the tree, looked up only where the tree differs from the last one. */
static const uint32_t *
bind_nodes(dx_site *site, dx_site_grades *cache, const dx_tree *tree)
{
	dx_error err;

	if (cache->nodes != NULL && dx_tree_same(&cache->tree, tree))
		return cache->nodes;
	if (cache->nodes != NULL)
		pfree(cache->nodes);
	cache->nodes = NULL;
	cache->nodes = MemoryContextAlloc(site->context, (cache->grades->n_conditions + 1) * sizeof(uint32_t));
	/* Until all are found, the cache is of no tree. */
	cache->tree.n_nodes = 0;
	if (!dx_grades_bind(cache->grades, tree, cache->nodes, &err))
		dx_report(&err);
	cache->tree = *tree;
	return cache->nodes;
}

/* The grade of a card; false if it has none, or NULL. */
static bool
grade_card(FunctionCallInfo fcinfo, const dx_grades **grades, int *grade)
{
	dx_site *site;
	dx_site_grades *cache;
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_rollup *rollup;
	const uint32_t *nodes;
	dx_graded_figure graded;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	graded = graded_arguments(fcinfo, 3);
	site = dx_get_site(fcinfo);
	if (site->grades == NULL)
		site->grades = MemoryContextAllocZero(site->context, sizeof(dx_site_grades));
	cache = site->grades;
	*grades = read_grades(cache, site->context, PG_GETARG_TEXT_PP(2));
	rollup = dx_score_card(fcinfo, &tree, &sheet);
	nodes = bind_nodes(site, cache, tree);
	*grade = dx_grades_find_card(*grades, nodes, rollup, graded);
	return *grade >= 0;
}

/* dx.grade_card(tree, card, grades, decimals, figure): the grade's name. */
Datum
dx_grade_card(PG_FUNCTION_ARGS)
{
	const dx_grades *grades;
	int grade;
	dx_str label;

	if (!grade_card(fcinfo, &grades, &grade))
		PG_RETURN_NULL();
	label = dx_grades_label(grades, grade);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(label.ptr, label.len));
}

/* dx.grade_card_place(tree, card, grades, decimals, figure): 1 is the best grade of the scale. */
Datum
dx_grade_card_place(PG_FUNCTION_ARGS)
{
	const dx_grades *grades;
	int grade;

	if (!grade_card(fcinfo, &grades, &grade))
		PG_RETURN_NULL();
	PG_RETURN_INT32(dx_grades_place(grades, grade));
}

/* dx.plain_grades(grades): the same scale without conditions. */
Datum
dx_plain_grades(PG_FUNCTION_ARGS)
{
	text *words = PG_GETARG_TEXT_PP(0);
	dx_str said = {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)};
	dx_grades *grades;
	dx_buf out;
	dx_error err;

	grades = dx_grades_parse(said, &err);
	if (grades == NULL)
		dx_report(&err);
	dx_buf_init(&out);
	dx_grades_print_plain(grades, said, &out);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, (int) out.len));
}
