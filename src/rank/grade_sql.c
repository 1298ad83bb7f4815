/*
 * grade_sql.c: dx.grade.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "number/decimal.h"
#include "rank/grade.h"
#include "server/dxindex.h"

DX_FUNCTION(dx_grade);

#define MAX_DECIMALS 15

/* What a call site read last: the text and what it says. */
typedef struct grade_cache
{
	char *text;
	size_t len;
	dx_grades *grades;
} grade_cache;

/* Grades of a text, read again only where it differs from the last one. */
static const dx_grades *
grades_of(FunctionCallInfo fcinfo, dx_str words)
{
	FmgrInfo *flinfo = fcinfo->flinfo;
	grade_cache *cache = flinfo ? flinfo->fn_extra : NULL;
	MemoryContext old_context = CurrentMemoryContext;
	dx_grades *grades;
	dx_error err;

	if (cache != NULL && cache->text != NULL && dx_str_equal((dx_str) {cache->text, cache->len}, words))
		return cache->grades;
	if (flinfo != NULL)
	{
		MemoryContextSwitchTo(flinfo->fn_mcxt);
		if (cache == NULL)
			flinfo->fn_extra = cache = palloc0(sizeof(grade_cache));
		else if (cache->text != NULL)
		{
			pfree(cache->text);
			pfree(cache->grades);
			cache->text = NULL;
		}
	}
	grades = dx_grades_parse(words, &err);
	if (grades == NULL)
		dx_report(&err);
	if (cache != NULL)
	{
		cache->grades = grades;
		cache->len = words.len;
		cache->text = pnstrdup(words.ptr, words.len);
	}
	MemoryContextSwitchTo(old_context);
	return grades;
}

/* dx.grade(x, grades, decimals): the grade of x, rounded first if asked for; NULL below the lowest cut-off. */
Datum
dx_grade(PG_FUNCTION_ARGS)
{
	double value;
	text *words;
	dx_str label;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	value = PG_GETARG_FLOAT8(0);
	if (!isfinite(value))
	{
		char digits[32];

		digits[dx_shortest(value, digits)] = '\0';
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("cannot grade \"%s\"", digits)));
	}
	if (!PG_ARGISNULL(2))
	{
		int decimals = PG_GETARG_INT32(2);

		if (decimals < -MAX_DECIMALS || decimals > MAX_DECIMALS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("decimals \"%d\" is out of range", decimals),
					 errdetail("It must be from %d to %d.", -MAX_DECIMALS, MAX_DECIMALS)));
		value = dx_double_round(value, decimals);
	}
	words = PG_GETARG_TEXT_PP(1);
	if (!dx_grades_find(grades_of(fcinfo, (dx_str) {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)}), value, &label))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(label.ptr, label.len));
}
