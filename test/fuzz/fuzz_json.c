/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_json.c: any text as JSON: refused with a place and a reason, or a tree
 * of values that, written, reads the same; any text as a string comes back.
 */
#include "fuzz.h"
#include "base/json.h"

static void
write_value(const dx_json *value, dx_buf *out, bool with_key)
{
	const char *between = "";

	if (with_key)
	{
		dx_json_add_string(out, value->key);
		dx_buf_add_char(out, ':');
	}
	switch (value->type)
	{
		case DX_JSON_NULL:
			dx_buf_add_text(out, "null");
			return;
		case DX_JSON_BOOL:
			dx_buf_add_text(out, value->boolean ? "true" : "false");
			return;
		case DX_JSON_NUMBER:
			require(isfinite(value->number));
			dx_buf_add(out, value->text.ptr, value->text.len);
			return;
		case DX_JSON_STRING:
			dx_json_add_string(out, value->text);
			return;
		case DX_JSON_ARRAY:
		case DX_JSON_OBJECT:
			break;
	}
	dx_buf_add_char(out, value->type == DX_JSON_ARRAY ? '[' : '{');
	for (const dx_json *child = value->child; child; child = child->next)
	{
		dx_buf_add_text(out, between);
		write_value(child, out, value->type == DX_JSON_OBJECT);
		between = " ,\n";
	}
	dx_buf_add_char(out, value->type == DX_JSON_ARRAY ? ']' : '}');
}

static void
require_same(const dx_json *a, const dx_json *b, int depth)
{
	const dx_json *y = b->child;

	require(depth <= DX_JSON_MAX_DEPTH);
	/* An object keeps its text, blanks included. */
	require(a->type == b->type && a->boolean == b->boolean && dx_str_equal(a->key, b->key) &&
			(a->type == DX_JSON_OBJECT || dx_str_equal(a->text, b->text)));
	require(memcmp(&a->number, &b->number, sizeof(a->number)) == 0);
	for (const dx_json *x = a->child; x; x = x->next, y = y->next)
	{
		require(y != NULL);
		require_same(x, y, depth + 1);
	}
	require(y == NULL);
}

/* More values than an input has bytes. */
#define MAX 10000000

/* What dx_json_each hands out is what dx_json_parse lists. */
typedef struct walk
{
	const dx_json *next; /* NULL: nothing is known */
	size_t n;
} walk;

static bool
walk_member(void *state, const dx_json *member, dx_error *err)
{
	walk *w = state;

	w->n++;
	if (w->next)
	{
		require_same(w->next, member, 1);
		w->next = w->next->next;
	}
	return true;
}

static void
check_each(dx_str text, const dx_json_doc *whole)
{
	const dx_json *root = whole ? dx_json_root(whole) : NULL;
	bool listed = root && (root->type == DX_JSON_ARRAY || root->type == DX_JSON_OBJECT);

	for (int object = 0; object < 2; object++)
	{
		dx_json_type type = object ? DX_JSON_OBJECT : DX_JSON_ARRAY;
		walk w = {listed && root->type == type ? root->child : NULL, 0};
		dx_error err;
		dx_json_doc *doc = dx_json_each(text, type, walk_member, &w, &err);

		require(w.next == NULL || (doc == NULL && err.kind == DX_ERR_LIMIT));
		if (root)
			require(doc ? dx_json_root(doc)->type == root->type : err.kind == DX_ERR_LIMIT);
		if (doc)
			dx_json_free(doc);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_str text = {(const char *) data, size};
	dx_error err;
	dx_json_doc *doc = dx_json_parse(text, MAX, &err);
	dx_json_doc *again;
	dx_buf out;
	size_t valid = 0;

	if (doc == NULL)
	{
		require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_RANGE || err.kind == DX_ERR_LIMIT);
		require(err.position >= 0 && (size_t) err.position <= size + 1);
		check_each(text, NULL);
	}
	else
	{
		dx_buf_init(&out);
		write_value(dx_json_root(doc), &out, false);
		again = dx_json_parse((dx_str) {out.data, out.len}, MAX, &err);
		require(again != NULL);
		require_same(dx_json_root(doc), dx_json_root(again), 0);
		check_each(text, doc);
		dx_json_free(again);
		dx_json_free(doc);
		dx_buf_free(&out);
	}

	/* As far as it is characters, the input is a string that can be written and read. */
	while (valid < size)
	{
		int n = dx_char_len(text.ptr + valid, size - valid);

		if (n == 0)
			break;
		valid += (size_t) n;
	}
	text.len = valid;
	dx_buf_init(&out);
	dx_json_add_string(&out, text);
	doc = dx_json_parse((dx_str) {out.data, out.len}, MAX, &err);
	require(doc != NULL && dx_json_root(doc)->type == DX_JSON_STRING && dx_str_equal(dx_json_root(doc)->text, text));
	return 0;
}
