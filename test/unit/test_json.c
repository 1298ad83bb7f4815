/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_json.c: the JSON reader and writer: values, escapes, numbers, the
 * position of every mistake, and that no prefix of a text does harm.
 */
#include "check.h"
#include "host.h"
#include "base/json.h"

/* A copy without anything after it, so that the sanitizer sees every overrun. */
static char *
exact(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);

	memcpy(copy, text, len);
	return copy;
}

/* More values than any text here has. */
#define MAX 1000000

static char *last_text;

static dx_json_doc *
parse(const char *text, dx_error *err)
{
	char *copy = exact(text, strlen(text));
	dx_json_doc *doc = dx_json_parse((dx_str) {copy, strlen(text)}, MAX, err);

	/* Values point into the text: the one that was read last stays. */
	free(last_text);
	last_text = copy;
	return doc;
}

/* The mistake is a text error with this position and message. */
static void
bad_at(const char *text, int position, const char *message, dx_error_kind kind, int line)
{
	dx_error err = {0};
	dx_json_doc *doc = parse(text, &err);
	bool ok = doc == NULL && err.kind == kind && err.position == position && strcmp(err.message, message) == 0;

	if (!ok)
		printf("line %d: %.60s: %s at %d (kind %d)\n", line, text, doc ? "parsed" : err.message, err.position,
			   err.kind);
	CHECK(ok);
	if (doc)
		dx_json_free(doc);
}

#define BAD(text, position, message) bad_at(text, position, message, DX_ERR_TEXT, __LINE__)

/* The text is a JSON string with this content. */
static void
string_is(const char *text, const char *want, size_t len, int line)
{
	dx_error err = {0};
	dx_json_doc *doc = parse(text, &err);
	const dx_json *v = doc ? dx_json_root(doc) : NULL;
	bool ok = v && v->type == DX_JSON_STRING && dx_str_equal(v->text, (dx_str) {want, len});

	if (!ok)
		printf("line %d: %s: %s\n", line, text, doc ? "another content" : err.message);
	CHECK(ok);
	if (doc)
		dx_json_free(doc);
}

#define STRING(text, want) string_is(text, want, sizeof(want) - 1, __LINE__)

static void
number_is(const char *text, double want)
{
	dx_error err = {0};
	char *copy = exact(text, strlen(text));
	dx_json_doc *doc = dx_json_parse((dx_str) {copy, strlen(text)}, MAX, &err);

	CHECK(doc != NULL);
	if (doc == NULL)
		printf("%s: %s\n", text, err.message);
	else
	{
		const dx_json *v = dx_json_root(doc);

		CHECK(v->type == DX_JSON_NUMBER);
		CHECK_SAME(v->number, want);
		/* As written, without the space around it. */
		CHECK(v->text.ptr == copy + (text[0] == ' ') && v->text.len == strcspn(text + (text[0] == ' '), " "));
		dx_json_free(doc);
	}
	free(copy);
}

static void
test_values(void)
{
	dx_error err = {0};
	dx_json_doc *doc = parse(" {\"a\" : [1, \"x\", null, true, false, {}], \"\": {\"b\":[]} } ", &err);
	const dx_json *root;
	const dx_json *v;

	CHECK(doc != NULL);
	if (doc == NULL)
		return;
	root = dx_json_root(doc);
	CHECK(root->type == DX_JSON_OBJECT && root->position == 2 && root->next == NULL);
	v = root->child;
	CHECK(v->type == DX_JSON_ARRAY && dx_str_equal(v->key, DX_STR("a")) && v->position == 9);
	CHECK(v->next && v->next->type == DX_JSON_OBJECT && v->next->key.len == 0 && v->next->position == 46);
	CHECK(v->next->next == NULL);
	CHECK(dx_str_equal(v->next->child->key, DX_STR("b")) && v->next->child->child == NULL);
	v = v->child;
	CHECK(v->type == DX_JSON_NUMBER && v->number == 1 && v->position == 10 && v->key.len == 0);
	v = v->next;
	CHECK(v->type == DX_JSON_STRING && dx_str_equal(v->text, DX_STR("x")) && v->position == 13);
	v = v->next;
	CHECK(v->type == DX_JSON_NULL && v->position == 18);
	v = v->next;
	CHECK(v->type == DX_JSON_BOOL && v->boolean && v->position == 24);
	v = v->next;
	CHECK(v->type == DX_JSON_BOOL && !v->boolean && v->position == 30);
	v = v->next;
	CHECK(v->type == DX_JSON_OBJECT && v->child == NULL && v->next == NULL && v->position == 37);
	dx_json_free(doc);

	CHECK_TEXT(dx_json_type_name(DX_JSON_NULL), "null");
	CHECK_TEXT(dx_json_type_name(DX_JSON_BOOL), "a boolean");
	CHECK_TEXT(dx_json_type_name(DX_JSON_NUMBER), "a number");
	CHECK_TEXT(dx_json_type_name(DX_JSON_STRING), "a string");
	CHECK_TEXT(dx_json_type_name(DX_JSON_ARRAY), "an array");
	CHECK_TEXT(dx_json_type_name(DX_JSON_OBJECT), "an object");
}

static void
test_strings(void)
{
	STRING("\"\"", "");
	STRING("\t\r\n \"a b\"\n", "a b");
	STRING("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
	STRING("\"\\u0041\\u007f\\u0080\\u07FF\\u0800\\uffff\"", "A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf");
	STRING("\"\\u0110i\\u1ec3m\"", "Điểm");
	STRING("\"Điểm \xf0\x9d\x84\x9e\"", "Điểm \xf0\x9d\x84\x9e");
	/* surrogate pairs: U+1D11E, first and last beyond the BMP */
	STRING("\"\\ud834\\uDD1E\"", "\xf0\x9d\x84\x9e");
	STRING("\"\\uD800\\uDC00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
	STRING("\"\\ud7ff\\ue000\"", "\xed\x9f\xbf\xee\x80\x80");

	/* escapes that are no character: position of the backslash */
#define NOT_CHARACTER "JSON text has a Unicode escape that is not a character"
	BAD("\"a\\ud834\"", 3, NOT_CHARACTER);
	BAD("\"\\ud834x\"", 2, NOT_CHARACTER);
	BAD("\"\\ud834\\n\"", 2, NOT_CHARACTER);
	BAD("\"\\ud834\\u0041\"", 2, NOT_CHARACTER);
	BAD("\"\\ud834\\ud834\"", 2, NOT_CHARACTER);
	BAD("\"\\udd1e\"", 2, NOT_CHARACTER);
	BAD("\"\\u0000\"", 2, NOT_CHARACTER);
	BAD("\"\\u12\"", 2, NOT_CHARACTER);
	BAD("\"\\u12g4\"", 2, NOT_CHARACTER);
	BAD("\"\\u", 2, NOT_CHARACTER);
	BAD("\"\\x41\"", 3, "JSON text has \"x\" where an escape was expected");
	BAD("\"\\", 3, "JSON text ends where an escape was expected");
	BAD("\"ab", 4, "JSON text ends where the end of a string was expected");
	BAD("\"ab\\\"", 6, "JSON text ends where the end of a string was expected");
	BAD("\"a\nb\"", 3, "JSON text has \"\n\" where a character of a string was expected");
	BAD("\"a\x01\"", 3, "JSON text has \"\x01\" where a character of a string was expected");
	/* not UTF-8: cut off, over-long, a surrogate, beyond U+10FFFF */
	BAD("\"\xc3\"", 2, "JSON text has \"\xc3\" where a character of a string was expected");
	BAD("\"\xc0\x80\"", 2, "JSON text has \"\xc0\" where a character of a string was expected");
	BAD("\"\xed\xa0\x80\"", 2, "JSON text has \"\xed\" where a character of a string was expected");
	BAD("\"\xf4\x90\x80\x80\"", 2, "JSON text has \"\xf4\" where a character of a string was expected");
}

static void
test_numbers(void)
{
	number_is("0", 0);
	number_is("-0", -0.0);
	number_is(" 12 ", 12);
	number_is("-12.50", -12.5);
	number_is("0.1", 0.1);
	number_is("1e3", 1000);
	number_is("1E+3", 1000);
	number_is("1.5e-3", 0.0015);
	number_is("1.7976931348623157e308", 1.7976931348623157e308);
	number_is("1e-400", 0);
	number_is("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
			  12345678901234567890123456789012345678901234567890123456789012345678901234567890.0);

	BAD("-", 2, "JSON text ends where a digit was expected");
	BAD("-a", 2, "JSON text has \"a\" where a digit was expected");
	BAD("1.", 3, "JSON text ends where a digit was expected");
	BAD("1.x", 3, "JSON text has \"x\" where a digit was expected");
	BAD(".5", 1, "JSON text has \".\" where a JSON value was expected");
	BAD("+1", 1, "JSON text has \"+\" where a JSON value was expected");
	BAD("1e", 3, "JSON text ends where a digit was expected");
	BAD("1e+", 4, "JSON text ends where a digit was expected");
	BAD("01", 2, "JSON text has \"1\" where the end of the text was expected");
	BAD("0x10", 2, "JSON text has \"x\" where the end of the text was expected");
	BAD("NaN", 1, "JSON text has \"N\" where a JSON value was expected");
	BAD("Infinity", 1, "JSON text has \"I\" where a JSON value was expected");
	bad_at("[1, 1e999]", 5, "number 1e999 is out of range", DX_ERR_RANGE, __LINE__);
	bad_at("-1e309", 1, "number -1e309 is out of range", DX_ERR_RANGE, __LINE__);
}

static void
test_structure(void)
{
	BAD("", 1, "JSON text ends where a JSON value was expected");
	BAD("  ", 3, "JSON text ends where a JSON value was expected");
	BAD("x", 1, "JSON text has \"x\" where a JSON value was expected");
	BAD("đ", 1, "JSON text has \"đ\" where a JSON value was expected");
	BAD("\xff", 1, "JSON text has \"\xff\" where a JSON value was expected");
	BAD("nul", 1, "JSON text has \"n\" where a JSON value was expected");
	BAD("tru ", 1, "JSON text has \"t\" where a JSON value was expected");
	BAD("[falsE]", 2, "JSON text has \"f\" where a JSON value was expected");
	BAD("nullx", 5, "JSON text has \"x\" where the end of the text was expected");
	BAD("{} {}", 4, "JSON text has \"{\" where the end of the text was expected");
	BAD("[", 2, "JSON text ends where a JSON value was expected");
	BAD("[1", 3, "JSON text ends where \",\" or \"]\" was expected");
	BAD("[1 2]", 4, "JSON text has \"2\" where \",\" or \"]\" was expected");
	BAD("[1,]", 4, "JSON text has \"]\" where a JSON value was expected");
	BAD("[1}", 3, "JSON text has \"}\" where \",\" or \"]\" was expected");
	BAD("[,1]", 2, "JSON text has \",\" where a JSON value was expected");
	BAD("{", 2, "JSON text ends where a string was expected");
	BAD("{a:1}", 2, "JSON text has \"a\" where a string was expected");
	BAD("{'a':1}", 2, "JSON text has \"'\" where a string was expected");
	BAD("{\"a\" 1}", 6, "JSON text has \"1\" where \":\" was expected");
	BAD("{\"a\"", 5, "JSON text ends where \":\" was expected");
	BAD("{\"a\":}", 6, "JSON text has \"}\" where a JSON value was expected");
	BAD("{\"a\":1", 7, "JSON text ends where \",\" or \"}\" was expected");
	BAD("{\"a\":1,}", 8, "JSON text has \"}\" where a string was expected");
	BAD("{\"a\":1]", 7, "JSON text has \"]\" where \",\" or \"}\" was expected");
	BAD("{\"a\":1,\n \"b\":2, \"a\":3}", 17, "JSON object has the key \"a\" twice");
	/* the same key, one of them escaped */
	BAD("{\"a\":1,\"\\u0061\":3}", 8, "JSON object has the key \"a\" twice");
	BAD("[{\"\":1, \"\":1}]", 9, "JSON object has the key \"\" twice");
}

static void
test_depth(void)
{
	char text[200];
	dx_error err = {0};
	dx_json_doc *doc;
	int n = 0;

	/* arrays and objects in turn, the innermost empty */
	for (int i = 0; i < DX_JSON_MAX_DEPTH; i++)
		n += snprintf(text + n, sizeof(text) - (size_t) n, "%s",
					  i == DX_JSON_MAX_DEPTH - 1 ? "["
						  : i % 2				 ? "{\"\":"
												 : "[");
	for (int i = DX_JSON_MAX_DEPTH; i-- > 0;)
		n += snprintf(text + n, sizeof(text) - (size_t) n, "%s", i == DX_JSON_MAX_DEPTH - 1 ? "]" : i % 2 ? "}" : "]");
	doc = parse(text, &err);
	CHECK(doc != NULL);
	if (doc)
		dx_json_free(doc);

	memset(text, '[', DX_JSON_MAX_DEPTH + 1);
	text[DX_JSON_MAX_DEPTH + 1] = '\0';
	bad_at(text, DX_JSON_MAX_DEPTH + 1, "JSON text is nested deeper than 32 levels", DX_ERR_LIMIT, __LINE__);
}

/* Every prefix, and every byte replaced: a value or an error with a position inside. */
static void
test_truncation(void)
{
	static const char sample[] =
		" [{\"code\": \"1.\\u0110\", \"max\": -12.5e+3, \"b\": true, \"n\": null},\n"
		"{\"x\": \"\\ud834\\udd1e\\\\\\\"\", \"f\" :false, \"y\":[[], {}, 0.1E-2]}, \"Điểm\"] ";
	static const char replacements[] = "\"\\{}[]:,u0-.eE \n\xc3\xff";
	size_t len = sizeof(sample) - 1;
	dx_error err = {0};
	dx_json_doc *doc;

	for (size_t cut = 0; cut <= len; cut++)
	{
		char *copy = exact(sample, cut);

		err.kind = DX_OK;
		doc = dx_json_parse((dx_str) {copy, cut}, MAX, &err);
		CHECK((doc != NULL) == (cut >= len - 1));
		if (doc)
			dx_json_free(doc);
		else
			CHECK(err.kind == DX_ERR_TEXT && err.position > 0 && (size_t) err.position <= cut + 1);
		free(copy);
	}
	/* a NUL byte counts as every other replacement does: the size includes it */
	for (size_t i = 0; i < len; i++)
		for (size_t r = 0; r < sizeof(replacements); r++)
		{
			char *copy = exact(sample, len);

			copy[i] = replacements[r];
			err.kind = DX_OK;
			err.position = 0;
			doc = dx_json_parse((dx_str) {copy, len}, MAX, &err);
			if (doc)
				dx_json_free(doc);
			else
				CHECK(err.kind != DX_OK && err.position > 0 && (size_t) err.position <= len + 1);
			CHECK(doc == NULL || replacements[r] != '\0');
			free(copy);
		}
}

/* A value larger than a chunk, and many chunks. */
static void
test_large(void)
{
	size_t len = 100000;
	char *text = malloc(len + 1);
	dx_error err = {0};
	dx_json_doc *doc;
	size_t n = 0;

	memset(text, 'x', len);
	text[0] = text[len - 1] = '"';
	doc = dx_json_parse((dx_str) {text, len}, MAX, &err);
	CHECK(doc && dx_json_root(doc)->text.len == len - 2);
	if (doc)
		dx_json_free(doc);
	text[0] = '[';
	for (size_t i = 1; i + 1 < len; i += 2)
	{
		text[i] = '7';
		text[i + 1] = ',';
	}
	text[len - 1] = ']';
	text[len - 2] = ' ';
	text[len - 3] = '7';
	doc = dx_json_parse((dx_str) {text, len}, MAX, &err);
	CHECK(doc != NULL);
	for (const dx_json *v = doc ? dx_json_root(doc)->child : NULL; v; v = v->next)
		n += v->number == 7;
	CHECK(n == len / 2 - 1);
	if (doc)
		dx_json_free(doc);
	free(text);
}

/* An object of many keys: each is there, any of them twice is found. */
static void
test_many_keys(void)
{
	static const int sizes[] = {31, 32, 33, 34, 64, 65, 66, 129, 30000};
	char *text = malloc(600000);

	for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++)
		for (int again = -1; again < 3; again++)
		{
			int n = sizes[k];
			int twice = again < 0 ? -1 : again == 0 ? 0 : again == 1 ? n / 2 : n - 1;
			size_t len = 0;
			int position;
			int seen = 0;
			dx_error err = {0};
			dx_json_doc *doc;

			for (int i = 0; i < n; i++)
				len += (size_t) sprintf(text + len, "%s\"%d.x\":%d", i ? "," : "{", i, i);
			position = (int) len + 2;
			if (twice >= 0)
				len += (size_t) sprintf(text + len, ",\"%d.x\":0", twice);
			len += (size_t) sprintf(text + len, "}");
			doc = dx_json_parse((dx_str) {text, len}, MAX, &err);
			CHECK((doc != NULL) == (twice < 0));
			if (doc == NULL)
			{
				CHECK(err.kind == DX_ERR_TEXT && err.position == position);
				continue;
			}
			for (const dx_json *v = dx_json_root(doc)->child; v; v = v->next)
				CHECK(v->number == seen++);
			CHECK(seen == n);
			dx_json_free(doc);
		}
	free(text);
}

/* Members as they came, and what was said when there were too many. */
typedef struct seen_members
{
	int n;
	int most;
	double sum;
	dx_str last_key;
	const dx_json *values; /* memory of the first member */
	int elsewhere;		   /* members whose memory was another */
} seen_members;

static bool
see_member(void *state, const dx_json *member, dx_error *err)
{
	seen_members *seen = state;

	if (seen->n == seen->most)
		return dx_fail(err, DX_ERR_LIMIT, member->position, "more than %d", seen->most);
	if (seen->n++ == 0)
		seen->values = member;
	seen->elsewhere += member != seen->values;
	seen->last_key = member->key;
	seen->sum += member->type == DX_JSON_OBJECT && member->child ? member->child->number : member->number;
	return true;
}

/* Members are handed out one by one, in the memory of one, as many as the visitor takes. */
static void
test_each(void)
{
	enum
	{
		N = 40000
	};
	char *text = malloc(N * 30);
	dx_error err = {0};
	dx_json_doc *doc;
	seen_members seen = {.most = N};
	size_t len = 0;
	size_t chances;
	int position = 0;

	for (int i = 0; i < N; i++)
	{
		if (i == 7)
			position = (int) len + 2;
		len += (size_t) sprintf(text + len, "%s{\"\\u0061\":%d}", i ? "," : "[", i % 10);
	}
	text[len++] = ']';
	doc = dx_json_each((dx_str) {text, len}, DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc != NULL && dx_json_root(doc)->type == DX_JSON_ARRAY && dx_json_root(doc)->child == NULL);
	CHECK(seen.n == N && seen.sum == 4.5 * N && seen.elsewhere == 0);
	if (doc)
		dx_json_free(doc);
	/* Nothing behind the first that is too many is read, not even what is no JSON. */
	text[position + 60] = '?';
	seen = (seen_members) {.most = 7};
	doc = dx_json_each((dx_str) {text, len}, DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc == NULL && err.kind == DX_ERR_LIMIT && err.position == position);
	CHECK(seen.n == 7);

	/* An object's keys stay. */
	seen = (seen_members) {.most = 3};
	doc = dx_json_each(DX_STR("{\"a\": 1, \"\\u0062\": 2, \"c\": 4}"), DX_JSON_OBJECT, see_member, &seen, &err);
	CHECK(doc != NULL && seen.n == 3 && seen.sum == 7 && dx_str_equal(seen.last_key, DX_STR("c")));
	if (doc)
		dx_json_free(doc);
	seen = (seen_members) {.most = 3};
	doc = dx_json_each(DX_STR("{\"a\": 1, \"\\u0061\": 2}"), DX_JSON_OBJECT, see_member, &seen, &err);
	CHECK(doc == NULL && err.kind == DX_ERR_TEXT && err.position == 10);

	/* Of any other root nothing is read. */
	/* It can be cancelled, also where every byte is part of an escape. */
	text[0] = '"';
	for (size_t i = 1; i + 6 < 1000000; i += 6)
		memcpy(text + i, "\\u0061", 6);
	chances = host_chances;
	doc = dx_json_parse((dx_str) {text, 1000000}, 0, &err);
	CHECK(doc == NULL && host_chances >= chances + 15);

	seen = (seen_members) {.most = 0};
	doc = dx_json_each(DX_STR(" {\"a\": ?"), DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc != NULL && dx_json_root(doc)->type == DX_JSON_OBJECT && dx_json_root(doc)->position == 2);
	if (doc)
		dx_json_free(doc);
	doc = dx_json_each(DX_STR("12"), DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc != NULL && dx_json_root(doc)->number == 12);
	if (doc)
		dx_json_free(doc);
	free(text);
}

/* Values are counted as they are read: in all, or within a member. */
static void
test_counts(void)
{
	char text[3000] = "[";
	size_t len = 1;
	dx_error err = {0};
	seen_members seen = {.most = 9};
	dx_json_doc *doc;

	doc = dx_json_parse(DX_STR("[1, [2, {\"a\": 3}]]"), 5, &err);
	CHECK(doc != NULL);
	if (doc)
		dx_json_free(doc);
	doc = dx_json_parse(DX_STR("[1, [2, {\"a\": 3}]]"), 4, &err);
	CHECK(doc == NULL && err.kind == DX_ERR_LIMIT && err.position == 15);
	CHECK_TEXT(err.message, "JSON text has more than 4 values");
	doc = dx_json_parse(DX_STR("0"), 0, &err);
	CHECK(doc != NULL);
	if (doc)
		dx_json_free(doc);

	/* A number has up to 2,000 bytes. */
	memset(text, '0', 2000);
	text[0] = '1';
	text[1] = '.';
	doc = dx_json_parse((dx_str) {text, 2000}, 0, &err);
	CHECK(doc != NULL && dx_json_root(doc)->number == 1);
	if (doc)
		dx_json_free(doc);
	text[2000] = '0';
	doc = dx_json_parse((dx_str) {text, 2001}, 0, &err);
	CHECK(doc == NULL && err.kind == DX_ERR_LIMIT && err.position == 1);
	text[0] = '[';

	/* Members of DX_JSON_MEMBER_VALUES each, however many; then one more in the last. */
	for (int m = 0; m < 3; m++)
		for (int i = 0; i < DX_JSON_MEMBER_VALUES; i++)
			len += (size_t) sprintf(text + len, "%s",
									i == 0								? (m == 0 ? "[0" : ",[0")
										: i < DX_JSON_MEMBER_VALUES - 1 ? ",0"
																		: "]");
	text[len] = ']';
	doc = dx_json_each((dx_str) {text, len + 1}, DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc != NULL && seen.n == 3);
	if (doc)
		dx_json_free(doc);
	memcpy(text + len - 1, ",0]]", 4);
	doc = dx_json_each((dx_str) {text, len + 3}, DX_JSON_ARRAY, see_member, &seen, &err);
	CHECK(doc == NULL && err.kind == DX_ERR_LIMIT && err.position == (int) len + 1);
	CHECK_TEXT(err.message, "an element of a JSON text has more than 250 values");
}

static void
test_writer(void)
{
	dx_buf out;
	dx_error err = {0};
	dx_json_doc *doc;
	char all[300];
	size_t n = 0;

	dx_buf_init(&out);
	dx_json_add_string(&out, DX_STR("a\"b\\c\n\t\x01/Đ\x7f"));
	CHECK_TEXT(out.data, "\"a\\\"b\\\\c\\n\\u0009\\u0001/Đ\x7f\"");
	dx_buf_free(&out);
	dx_buf_init(&out);
	dx_json_add_string(&out, (dx_str) {NULL, 0});
	CHECK_TEXT(out.data, "\"\"");
	dx_buf_free(&out);

	/* every ASCII character comes back */
	for (int c = 1; c < 0x80; c++)
		all[n++] = (char) c;
	dx_buf_init(&out);
	dx_json_add_string(&out, (dx_str) {all, n});
	doc = dx_json_parse((dx_str) {out.data, out.len}, MAX, &err);
	CHECK(doc && dx_str_equal(dx_json_root(doc)->text, (dx_str) {all, n}));
	if (doc)
		dx_json_free(doc);
	dx_buf_free(&out);
}

int
main(void)
{
	test_values();
	test_strings();
	test_numbers();
	test_structure();
	test_depth();
	test_truncation();
	test_large();
	test_many_keys();
	test_each();
	test_counts();
	test_writer();
	free(last_text);
	CHECK_DONE("json");
}
