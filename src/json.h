/*
 * json.h: a small JSON reader and writer. Index trees and patches are JSON;
 * the server's own parser changes between releases and cannot be fuzzed alone.
 *
 * The document is read into a list of values linked by child and next, in the
 * order written. Strings are decoded; numbers keep their text.
 */
#ifndef DX_JSON_H
#define DX_JSON_H

#include "base.h"

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
	bool		boolean;
	int			position;		/* 1-based, of the value in the text */
	dx_str		text;			/* decoded string, or the number as written */
	double		number;			/* nearest double of a number; finite */
	dx_str		key;			/* decoded, in an object */
	struct dx_json *child;		/* first element or member */
	struct dx_json *next;
} dx_json;

/*
 * Parse a whole text. The values live until dx_json_free of the same document.
 * Errors: DX_ERR_TEXT with position; DX_ERR_LIMIT when nested too deep. A key
 * twice in one object is an error.
 */
typedef struct dx_json_doc dx_json_doc;

extern dx_json_doc *dx_json_parse(dx_str text, dx_error *err);
extern const dx_json *dx_json_root(const dx_json_doc *doc);
extern void dx_json_free(dx_json_doc *doc);

/* "an object", "a number", ... for messages. */
extern const char *dx_json_type_name(dx_json_type type);

/* Append a quoted JSON string. */
extern void dx_json_add_string(dx_buf *out, dx_str text);

#endif							/* DX_JSON_H */
