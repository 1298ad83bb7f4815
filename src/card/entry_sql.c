/* SPDX-License-Identifier: PostgreSQL */
/*
 * entry_sql.c: reading one row of results.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "card/entry_sql.h"
#include "card/result.h"
#include "card/typed.h"

uint32_t
dx_get_node(const dx_tree *tree, Datum value, dx_named_by named_by)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	uint32_t node;
	dx_error err;

	if (named_by == DX_BY_ORDINAL)
	{
		int32 ordinal = DatumGetInt32(value);

		if (ordinal < 1 || (uint32_t) ordinal > tree->n_nodes)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("index tree \"%.*s\" has no node with ordinal %d", DX_STR_ARG(dx_tree_title(tree)), ordinal),
				 errhint("Ordinals run from 1 to %u; dx.nodes() lists them.", tree->n_nodes)));
		return (uint32_t) ordinal - 1;
	}
	if (!dx_tree_lookup(tree, dx_get_key(value, named_by == DX_BY_TEXT, buf), &node, &err))
		dx_report(&err);
	return node;
}

/* States by name: result, points, na; missing, which dx.results() shows, is accepted too. */
static uint8_t
get_state(text *name)
{
	dx_str given = {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)};

	for (uint8_t state = DX_RESULT_MISSING; state <= DX_RESULT_NA; state++)
	{
		const char *known = dx_result_state_name(state);

		if (dx_str_equal(given, (dx_str) {known, strlen(known)}))
			return state;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown result state \"%.*s\"", DX_STR_ARG(given)),
			 errhint("States are result, points, na and missing.")));
}

static dx_str
get_str(FunctionCallInfo fcinfo, int arg)
{
	text *value = PG_GETARG_TEXT_PP(arg);

	return (dx_str) {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

/* The value (argument arg, not NULL) of a result or of awarded points as a checked number. */
static double
get_value(FunctionCallInfo fcinfo, const dx_tree *tree, int arg, dx_given_as given_as, const dx_entry *entry)
{
	double value = 0;
	bool ok = false;
	dx_error err;

	switch (given_as)
	{
		case DX_AS_NUMBER:
			value = PG_GETARG_FLOAT8(arg);
			ok = dx_result_check(tree, entry->node, entry->state, value, &err);
			break;
		case DX_AS_TEXT:
			ok = dx_typed_text(tree, entry->node, entry->state, get_str(fcinfo, arg), &value, &err);
			break;
		case DX_AS_BOOLEAN:
			ok = dx_typed_boolean(tree, entry->node, entry->state, PG_GETARG_BOOL(arg), &value, &err);
			break;
	}
	if (!ok)
		dx_report(&err);
	return value == 0 ? 0 : value; /* not -0 */
}

dx_entry
dx_get_entry(FunctionCallInfo fcinfo, const dx_tree *tree, int arg, dx_named_by named_by, dx_given_as given_as,
			 bool has_state)
{
	dx_entry entry = {0};
	bool has_value =
		!PG_ARGISNULL(arg + 1) && (given_as != DX_AS_TEXT || !dx_answer_is_blank(get_str(fcinfo, arg + 1)));
	char code[DX_CODE_MAX_TEXT + 8];
	dx_error err;

	entry.state = has_state && !PG_ARGISNULL(arg + 2) ? get_state(PG_GETARG_TEXT_PP(arg + 2)) : DX_RESULT_VALUE;
	/* A row without criterion and value, as an outer join makes it. */
	if (PG_ARGISNULL(arg) && !has_value && entry.state != DX_RESULT_NA)
		return entry;
	if (PG_ARGISNULL(arg) && named_by == DX_BY_ORDINAL)
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("ordinal of a criterion is NULL")));
	entry.node = PG_ARGISNULL(arg) ? 0 : dx_get_node(tree, PG_GETARG_DATUM(arg), named_by);
	entry.first = dx_tree_steps(tree)[entry.node].criterion;

	if (has_value && given_as == DX_AS_TEXT && entry.state != DX_RESULT_MISSING &&
		dx_typed_na(tree, entry.node, entry.state, get_str(fcinfo, arg + 1)))
	{
		entry.state = DX_RESULT_NA;
		has_value = false;
	}
	if (entry.state == DX_RESULT_NA)
	{
		if (has_value)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%.*s\" is not applicable, so its value must be NULL", DX_STR_CLIP,
							dx_tree_code_text(tree, entry.node, code)),
					 given_as == DX_AS_TEXT ? errdetail("It is \"%.*s\".", DX_STR_ARG(get_str(fcinfo, arg + 1))) : 0));
		entry.n = dx_tree_nodes(tree)[entry.node].n_criteria;
		return entry;
	}
	/* Sheets have headings (inner nodes) without an answer beside them. */
	if (!has_value && given_as == DX_AS_TEXT)
		return entry;
	if (!dx_tree_is_criterion(tree, entry.node))
	{
		dx_result_fail_inner(tree, entry.node, &err);
		dx_report(&err);
	}
	if (!has_value)
		return entry;
	if (entry.state == DX_RESULT_MISSING)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%.*s\" is missing, so its value must be NULL", DX_STR_CLIP,
						dx_tree_code_text(tree, entry.node, code)),
				 given_as == DX_AS_TEXT ? errdetail("It is \"%.*s\".", DX_STR_ARG(get_str(fcinfo, arg + 1))) : 0));
	entry.value = get_value(fcinfo, tree, arg + 1, given_as, &entry);
	entry.n = 1;
	return entry;
}

/* Raise: a criterion is given twice; before and now are both entries in words. */
pg_noreturn static void
report_twice(const dx_tree *tree, uint32_t criterion, const char *what, const char *before, const char *now)
{
	char code[DX_CODE_MAX_TEXT + 8];

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("criterion \"%.*s\" is given twice: %s and %s", DX_STR_CLIP,
					dx_tree_code_text(tree, dx_tree_criteria(tree)[criterion], code), before, now),
			 errhint("A %s takes each criterion once: look for duplicate rows, or group by unit and period.", what)));
}

void
dx_report_twice(const dx_tree *tree, uint32_t criterion, uint8_t old_state, double old_value, uint8_t new_state,
				double new_value)
{
	char was[DX_ENTERED_WORDS];
	char is[DX_ENTERED_WORDS];

	report_twice(tree, criterion, "card", dx_entered_words(old_state, old_value, was),
				 dx_entered_words(new_state, new_value, is));
}

void
dx_report_twice_scores(const dx_tree *tree, uint32_t criterion, const char *before, const char *now)
{
	report_twice(tree, criterion, "score", before, now);
}

void
dx_report_twice_counted(const char *what, uint32_t node, uint32_t criterion, const char *before, const char *now)
{
	const char *beneath = node > 0 ? psprintf(" AND ordinal >= %u", node + 1) : "";

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("criterion number %u is given twice: %s and %s", criterion + 1, before, now),
			 errdetail("A %s takes each criterion once; in parts they are known by number.", what),
			 errhint("SELECT code FROM dx.nodes(tree) WHERE is_criterion%s ORDER BY ordinal OFFSET %u LIMIT 1 says "
					 "which it is: look for duplicate rows, or group by unit and period.",
					 beneath, criterion)));
}

void
dx_report_twice_merging(uint32_t criterion, uint8_t old_state, double old_value, uint8_t new_state, double new_value)
{
	char was[DX_ENTERED_WORDS];
	char is[DX_ENTERED_WORDS];

	dx_report_twice_counted("card", 0, criterion, dx_entered_words(old_state, old_value, was),
							dx_entered_words(new_state, new_value, is));
}
