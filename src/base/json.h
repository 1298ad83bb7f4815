/* SPDX-License-Identifier: PostgreSQL */
/*
 * json.h: a small JSON reader and writer. Index trees and patches are JSON;
 * the server's own parser changes between releases and cannot be fuzzed alone.
 *
 * The document is read into a list of values linked by child and next, in the
 * order written. Strings are decoded; numbers keep their text.
 */
#ifndef DX_JSON_H
#define DX_JSON_H

#include "base/base.h"

#define DX_JSON_MAX_DEPTH 32

typedef enum dx_json_type
{
	DX_JSON_NULL,
	DX_JSON_BOOL,
	DX_JSON_NUMBER,
	DX_JSON_STRING,
	DX_JSON_ARRAY,
	DX_JSON_OBJECT
} dx_json_type;

typedef struct dx_json
{
	dx_json_type type;
	bool boolean;
	int position;		   /* 1-based, of the value in the text */
	dx_str text;		   /* decoded string, or the number or object as written */
	double number;		   /* nearest double of a number; finite */
	dx_str key;			   /* decoded, in an object */
	struct dx_json *child; /* first element or member */
	struct dx_json *next;
} dx_json;

/*
 * Parse a whole text. The values live until dx_json_free of the same document,
 * strings without escapes in the text itself. Errors: DX_ERR_TEXT with
 * position; DX_ERR_LIMIT when nested too deep, or at the value that is one
 * more than `most` within the root: a value takes about 100 bytes. A key twice in one
 * object is an error.
 */
typedef struct dx_json_doc dx_json_doc;

extern dx_json_doc *dx_json_parse(dx_str text, size_t most, dx_error *err);

/*
 * Parse a long array or object (type), whose members are handed to the visitor
 * one by one and then forgotten, so that memory is that of one of them and of
 * what the visitor keeps. The document has decoded strings and the root, which
 * has no members; they live until dx_json_free. A root of any other type is
 * there for the caller to refuse; what is in it is not read. In one member
 * there are at most DX_JSON_MEMBER_VALUES values.
 *
 * The visitor counts; false, and an error, ends the reading.
 */
#define DX_JSON_MEMBER_VALUES 250

typedef bool (*dx_json_visitor)(void *state, const dx_json *member, dx_error *err);

extern dx_json_doc *dx_json_each(dx_str text, dx_json_type type, dx_json_visitor visit, void *state, dx_error *err);

extern const dx_json *dx_json_root(const dx_json_doc *doc);
extern void dx_json_free(dx_json_doc *doc);

/* "an object", "a number", ... for messages. */
extern const char *dx_json_type_name(dx_json_type type);

/* Append a quoted JSON string. */
extern void dx_json_add_string(dx_buf *out, dx_str text);

#endif /* DX_JSON_H */
