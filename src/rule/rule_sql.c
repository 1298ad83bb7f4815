/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_sql.c: the type dx.rule, dx.attainment, dx.answer, and rules, results and errors
 * in words.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "rule/rule_sql.h"
#include "rule/rule_words.h"

DX_FUNCTION(dx_rule_in);
DX_FUNCTION(dx_rule_out);
DX_FUNCTION(dx_rule_recv);
DX_FUNCTION(dx_rule_send);
DX_FUNCTION(dx_rule_from_text);
DX_FUNCTION(dx_rule_to_text);
DX_FUNCTION(dx_attainment_rule);
DX_FUNCTION(dx_attainment_text);
DX_FUNCTION(dx_answer_rule);
DX_FUNCTION(dx_answer_text);
DX_FUNCTION(dx_answer_problem_rule);
DX_FUNCTION(dx_answer_problem_text);
DX_FUNCTION(dx_result_text_rule);
DX_FUNCTION(dx_result_text_text);
DX_FUNCTION(dx_rule_text_rule);
DX_FUNCTION(dx_rule_text_text);

dx_str
dx_rule_text_of(dx_str bytes)
{
	if (bytes.len < 1 || bytes.ptr[0] != DX_RULE_FORMAT)
	{
		dx_error err;

		dx_fail(&err, DX_ERR_BINARY, 0, "dx.rule has byte format %d, this library reads %d",
				bytes.len < 1 ? 0 : (int) (uint8) bytes.ptr[0], DX_RULE_FORMAT);
		dx_report(&err);
	}
	return (dx_str) {bytes.ptr + 1, bytes.len - 1};
}

struct varlena *
dx_rule_datum_make(dx_str canonical)
{
	size_t size = VARHDRSZ + 1 + canonical.len;
	struct varlena *datum = palloc0(size);

	SET_VARSIZE(datum, size);
	VARDATA(datum)[0] = DX_RULE_FORMAT;
	memcpy(VARDATA(datum) + 1, canonical.ptr, canonical.len);
	return datum;
}

/* The one function that makes a dx.rule of text; NULL and an error where it does not parse. */
static struct varlena *
rule_from(dx_str words, dx_error *err)
{
	dx_rule *rule = dx_rule_parse(words, err);
	dx_buf canonical;
	struct varlena *datum;

	if (rule == NULL)
		return NULL;
	dx_buf_init(&canonical);
	dx_rule_print(rule, &canonical);
	datum = dx_rule_datum_make((dx_str) {canonical.data, canonical.len});
	dx_buf_free(&canonical);
	dx_free(rule);
	return datum;
}

static dx_str
text_arg(FunctionCallInfo fcinfo, int arg)
{
	text *t = PG_GETARG_TEXT_PP(arg);

	return (dx_str) {VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)};
}

static dx_str
rule_arg(FunctionCallInfo fcinfo, int arg)
{
	return dx_rule_text_of(text_arg(fcinfo, arg));
}

Datum
dx_rule_in(PG_FUNCTION_ARGS)
{
	const char *words = PG_GETARG_CSTRING(0);
	dx_error err;
	struct varlena *datum = rule_from((dx_str) {words, strlen(words)}, &err);

	if (datum == NULL)
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(datum);
}

Datum
dx_rule_out(PG_FUNCTION_ARGS)
{
	dx_str words = rule_arg(fcinfo, 0);

	PG_RETURN_CSTRING(pnstrdup(words.ptr, words.len));
}

/* The wire carries text in both directions. */
Datum
dx_rule_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int len;
	char *words = pq_getmsgtext(buf, buf->len - buf->cursor, &len);
	dx_error err;
	struct varlena *datum = rule_from((dx_str) {words, len}, &err);

	if (datum == NULL)
	{
		/* A text that does not parse was sent in binary form. */
		if (err.kind == DX_ERR_TEXT)
			err.kind = DX_ERR_BINARY;
		dx_report(&err);
	}
	PG_RETURN_POINTER(datum);
}

Datum
dx_rule_send(PG_FUNCTION_ARGS)
{
	dx_str words = rule_arg(fcinfo, 0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, words.ptr, (int) words.len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

Datum
dx_rule_from_text(PG_FUNCTION_ARGS)
{
	dx_error err;
	struct varlena *datum = rule_from(text_arg(fcinfo, 0), &err);

	if (datum == NULL)
		dx_report(&err);
	PG_RETURN_POINTER(datum);
}

Datum
dx_rule_to_text(PG_FUNCTION_ARGS)
{
	dx_str words = rule_arg(fcinfo, 0);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(words.ptr, (int) words.len));
}

/*
 * Rules parsed by one call site, found by their text: a query that joins
 * results to criteria meets the same few rules again and again. A collision
 * replaces the older one.
 */
#define CACHE_SLOTS 256

typedef struct cached_rule
{
	dx_rule *rule; /* NULL: free */
	char *text;
	size_t len;
} cached_rule;

/* The image of a rule's text, good until the next call; raises if it does not parse. */
static const dx_rule *
parsed_rule(FunctionCallInfo fcinfo, dx_str words)
{
	FmgrInfo *flinfo = fcinfo->flinfo;
	cached_rule *slot = NULL;
	dx_rule *rule;
	dx_error err;

	if (flinfo != NULL && words.len <= DX_RULE_MAX_TEXT)
	{
		cached_rule *slots = flinfo->fn_extra;

		if (slots == NULL)
		{
			slots = MemoryContextAllocZero(flinfo->fn_mcxt, CACHE_SLOTS * sizeof(cached_rule));
			flinfo->fn_extra = slots;
		}
		slot = &slots[hash_bytes((const unsigned char *) words.ptr, (int) words.len) % CACHE_SLOTS];
		if (slot->rule != NULL && slot->len == words.len && memcmp(slot->text, words.ptr, words.len) == 0)
			return slot->rule;
	}
	rule = dx_rule_parse(words, &err);
	if (rule == NULL)
		dx_report(&err);
	if (slot != NULL)
	{
		/* allocate everything first: an error in between leaves the slot as it was */
		char *kept = MemoryContextAlloc(flinfo->fn_mcxt, rule->size + words.len);

		memcpy(kept, rule, rule->size);
		memcpy(kept + rule->size, words.ptr, words.len);
		pfree(rule);
		if (slot->rule != NULL)
			pfree(slot->rule);
		rule = (dx_rule *) kept;
		slot->rule = rule;
		slot->text = kept + rule->size;
		slot->len = words.len;
	}
	return rule;
}

/* The maximum given; raises where no criterion could have it. */
static dx_maximum
read_maximum(double max_points)
{
	dx_maximum max = {0, 1};
	dx_error err;

	if (!(fabs(max_points) <= DX_MAX_POINTS))
	{
		if (isfinite(max_points))
		{
			char digits[64];

			dx_decimal_print(dx_decimal_from_double(max_points), digits);
			dx_fail(&err, DX_ERR_RANGE, 0, "maximum points %s are outside -1e15 to 1e15", digits);
		}
		else
			dx_fail(&err, DX_ERR_PARAM, 0, "maximum points cannot be %s", isnan(max_points) ? "NaN" : "infinite");
		dx_report(&err);
	}
	dx_points_from_double(max_points, &max.units);
	return max;
}

/* The same beside a rule, which must fit it. */
static dx_maximum
maximum_for(const dx_rule *rule, double max_points)
{
	dx_maximum max = read_maximum(max_points);
	dx_error err;

	if (!dx_rule_bind(rule, max, &err))
		dx_report(&err);
	return max;
}

/* Arguments: rule, result [, maximum]. NULL for an unscored rule. */
static Datum
attainment(FunctionCallInfo fcinfo, dx_str words)
{
	const dx_rule *rule = parsed_rule(fcinfo, words);
	bool has_max = PG_NARGS() > 2;
	dx_maximum max = has_max ? maximum_for(rule, PG_GETARG_FLOAT8(2)) : (dx_maximum) {0, 1};
	dx_attainment result;
	dx_error err;

	if (!dx_rule_attain(rule, PG_GETARG_FLOAT8(1), has_max, max, &result, &err))
		dx_report(&err);
	if (rule->kind == DX_RULE_UNSCORED)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(dx_attainment_ratio(&result));
}

Datum
dx_attainment_rule(PG_FUNCTION_ARGS)
{
	return attainment(fcinfo, rule_arg(fcinfo, 0));
}

Datum
dx_attainment_text(PG_FUNCTION_ARGS)
{
	return attainment(fcinfo, text_arg(fcinfo, 0));
}

/* Is there no rule in a text? A text that is too long is left to the parser to refuse. */
static bool
is_blank(dx_str words)
{
	return words.len <= DX_RULE_MAX_WRITTEN && dx_answer_is_blank(words);
}

/* The rule in argument 0, or NULL where there is none. */
static const dx_rule *
rule_or_none(FunctionCallInfo fcinfo, bool rule_is_text)
{
	dx_str words;

	if (PG_ARGISNULL(0))
		return NULL;
	words = rule_is_text ? text_arg(fcinfo, 0) : rule_arg(fcinfo, 0);
	return is_blank(words) ? NULL : parsed_rule(fcinfo, words);
}

/* The maximum in argument 2, in *max; NULL where it is not known. */
static const dx_maximum *
maximum_arg(FunctionCallInfo fcinfo, const dx_rule *rule, dx_maximum *max)
{
	if (PG_NARGS() <= 2 || PG_ARGISNULL(2))
		return NULL;
	*max = rule != NULL ? maximum_for(rule, PG_GETARG_FLOAT8(2)) : read_maximum(PG_GETARG_FLOAT8(2));
	return max;
}

/*
 * The answer in argument 1, detoasted once; false if it is blank. One that is too long is left to
 * the core to refuse.
 */
static bool
typed_arg(FunctionCallInfo fcinfo, dx_str *typed)
{
	if (PG_ARGISNULL(1))
		return false;
	*typed = text_arg(fcinfo, 1);
	return typed->len > DX_ANSWER_MAX_TEXT || !dx_answer_is_blank(*typed);
}

/*
 * Arguments: rule, what was typed [, maximum]. NULL where nothing was typed. An answer
 * without a rule to read it by is an error: as NULL it would be lost silently.
 */
static Datum
answer(FunctionCallInfo fcinfo, bool rule_is_text)
{
	const dx_rule *rule;
	dx_str typed;
	dx_maximum max;
	double result;
	dx_error err;

	if (!typed_arg(fcinfo, &typed))
		PG_RETURN_NULL();
	rule = rule_or_none(fcinfo, rule_is_text);
	if (!dx_rule_answer(rule, typed, maximum_arg(fcinfo, rule, &max), &result, &err))
		dx_report(&err);
	PG_RETURN_FLOAT8(result);
}

Datum
dx_answer_rule(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, false);
}

Datum
dx_answer_text(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, true);
}

/* The language in an argument, English where it is NULL. */
static dx_language
language_arg(FunctionCallInfo fcinfo, int arg)
{
	dx_language language = DX_ENGLISH;
	dx_error err;

	if (!PG_ARGISNULL(arg) && !dx_language_read(text_arg(fcinfo, arg), &language, &err))
		dx_report(&err);
	return language;
}

/* The buffer's content as a text value; frees the buffer. */
static text *
text_of(dx_buf *said)
{
	text *result = cstring_to_text_with_len(said->data, (int) said->len);

	dx_buf_free(said);
	return result;
}

/* Arguments: rule, what was typed, maximum, language. NULL where dx.answer takes it. */
static Datum
answer_problem(FunctionCallInfo fcinfo, bool rule_is_text)
{
	dx_language language = language_arg(fcinfo, 3);
	const dx_rule *rule;
	dx_str typed;
	dx_maximum max;
	dx_buf said;

	if (!typed_arg(fcinfo, &typed))
		PG_RETURN_NULL();
	rule = rule_or_none(fcinfo, rule_is_text);
	dx_buf_init(&said);
	if (!dx_answer_problem(rule, typed, maximum_arg(fcinfo, rule, &max), language, &said))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(text_of(&said));
}

Datum
dx_answer_problem_rule(PG_FUNCTION_ARGS)
{
	return answer_problem(fcinfo, false);
}

Datum
dx_answer_problem_text(PG_FUNCTION_ARGS)
{
	return answer_problem(fcinfo, true);
}

/* Arguments: rule, result, language. */
static Datum
result_text(FunctionCallInfo fcinfo, bool rule_is_text)
{
	dx_language language = language_arg(fcinfo, 2);
	dx_buf said;
	dx_error err;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	dx_buf_init(&said);
	if (!dx_result_words(rule_or_none(fcinfo, rule_is_text), PG_GETARG_FLOAT8(1), language, &said, &err))
		dx_report(&err);
	PG_RETURN_TEXT_P(text_of(&said));
}

Datum
dx_result_text_rule(PG_FUNCTION_ARGS)
{
	return result_text(fcinfo, false);
}

Datum
dx_result_text_text(PG_FUNCTION_ARGS)
{
	return result_text(fcinfo, true);
}

/* Arguments: rule, maximum, language. NULL where there is no rule to say. */
static Datum
rule_text(FunctionCallInfo fcinfo, bool rule_is_text)
{
	const dx_rule *rule = rule_or_none(fcinfo, rule_is_text);
	dx_maximum max = {0, 1};
	dx_language language;
	dx_buf said;

	if (rule == NULL)
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(1))
		max = maximum_for(rule, PG_GETARG_FLOAT8(1));
	language = language_arg(fcinfo, 2);
	dx_buf_init(&said);
	dx_rule_words(rule, !PG_ARGISNULL(1), max, language, &said);
	PG_RETURN_TEXT_P(text_of(&said));
}

Datum
dx_rule_text_rule(PG_FUNCTION_ARGS)
{
	return rule_text(fcinfo, false);
}

Datum
dx_rule_text_text(PG_FUNCTION_ARGS)
{
	return rule_text(fcinfo, true);
}
