/*
 * json.c: the reader is a recursive descent of bounded depth; values and
 * decoded strings live in chunks that the document owns.
 */
#include "json.h"

#define CHUNK_SIZE 8192

/* Bytes of a string between two chances to cancel. */
#define INTERRUPT_BYTES 65536

typedef struct chunk
{
	struct chunk *next;
	size_t		used;
	size_t		size;
	/* bytes follow */
} chunk;

struct dx_json_doc
{
	chunk	   *chunks;
	dx_json    *root;
};

typedef struct reader
{
	const char *start;
	const char *p;
	const char *end;
	dx_json_doc *doc;
	dx_error   *err;
} reader;

static dx_json *read_value(reader *r, int depth);

/* 8-aligned zeroed bytes owned by the document. */
static void *
doc_alloc(dx_json_doc *doc, size_t size)
{
	chunk	   *c = doc->chunks;

	size = (size + 7) & ~(size_t) 7;
	if (c == NULL || c->size - c->used < size)
	{
		size_t		room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		c = dx_alloc(sizeof(chunk) + room);
		c->next = doc->chunks;
		c->size = room;
		doc->chunks = c;
	}
	c->used += size;
	return (char *) (c + 1) + c->used - size;
}

void
dx_json_free(dx_json_doc *doc)
{
	while (doc->chunks)
	{
		chunk	   *next = doc->chunks->next;

		dx_free(doc->chunks);
		doc->chunks = next;
	}
	dx_free(doc);
}

const dx_json *
dx_json_root(const dx_json_doc *doc)
{
	return doc->root;
}

const char *
dx_json_type_name(dx_json_type type)
{
	static const char *const names[] = {
		[DX_JSON_NULL] = "null",
		[DX_JSON_BOOL] = "a boolean",
		[DX_JSON_NUMBER] = "a number",
		[DX_JSON_STRING] = "a string",
		[DX_JSON_ARRAY] = "an array",
		[DX_JSON_OBJECT] = "an object"
	};

	return names[type];
}

static int
at(const reader *r)
{
	return (int) (r->p - r->start) + 1;
}

static void *
bad(reader *r, const char *expected)
{
	if (r->p >= r->end)
		dx_fail(r->err, DX_ERR_TEXT, at(r), "JSON text ends where %s was expected", expected);
	else
	{
		int			n = dx_char_len(r->p, (size_t) (r->end - r->p));

		dx_fail(r->err, DX_ERR_TEXT, at(r), "JSON text has \"%.*s\" where %s was expected",
				n > 0 ? n : 1, r->p, expected);
	}
	return NULL;
}

static void
skip_space(reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
		r->p++;
}

/* Four hex digits after \u; -1 when they are not. */
static int
read_hex4(reader *r)
{
	int			value = 0;

	for (int i = 0; i < 4; i++, r->p++)
	{
		char		c = r->p < r->end ? *r->p : '\0';

		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			value = value * 16 + (c - 'A' + 10);
		else
			return -1;
	}
	return value;
}

/* One \u escape (r->p after the u), surrogate pairs joined, written as UTF-8 at *out. */
static bool
read_unicode(reader *r, char **out)
{
	const char *escape = r->p - 2;
	int			c = read_hex4(r);
	char	   *o = *out;

	if (c >= 0xD800 && c < 0xDC00)
	{
		int			low = -1;

		if (r->end - r->p >= 6 && r->p[0] == '\\' && r->p[1] == 'u')
		{
			r->p += 2;
			low = read_hex4(r);
		}
		c = (low >= 0xDC00 && low < 0xE000) ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : -1;
	}
	if (c <= 0 || (c >= 0xDC00 && c < 0xE000))
		return dx_fail(r->err, DX_ERR_TEXT, (int) (escape - r->start) + 1,
					   "JSON text has a Unicode escape that is not a character");
	if (c >= 0x80 && !dx_text_is_utf8())
	{
		dx_fail(r->err, DX_ERR_TEXT, (int) (escape - r->start) + 1,
				"JSON text has a Unicode escape of a character that is not ASCII");
		return dx_fail_hint(r->err, "The database encoding is not UTF8: write the character itself.");
	}
	if (c < 0x80)
		*o++ = (char) c;
	else if (c < 0x800)
	{
		*o++ = (char) (0xC0 | (c >> 6));
		*o++ = (char) (0x80 | (c & 0x3F));
	}
	else if (c < 0x10000)
	{
		*o++ = (char) (0xE0 | (c >> 12));
		*o++ = (char) (0x80 | ((c >> 6) & 0x3F));
		*o++ = (char) (0x80 | (c & 0x3F));
	}
	else
	{
		*o++ = (char) (0xF0 | (c >> 18));
		*o++ = (char) (0x80 | ((c >> 12) & 0x3F));
		*o++ = (char) (0x80 | ((c >> 6) & 0x3F));
		*o++ = (char) (0x80 | (c & 0x3F));
	}
	*out = o;
	return true;
}

/* A string at its opening quote; decoded text is never longer than written. */
static bool
read_string(reader *r, dx_str *text)
{
	const char *close = r->p + 1;
	char	   *out;
	char	   *buf;

	if (r->p >= r->end || *r->p != '"')
		return bad(r, "a string") != NULL;
	while (close < r->end && *close != '"')
		close += (*close == '\\' && r->end - close > 1) ? 2 : 1;
	r->p++;
	buf = out = doc_alloc(r->doc, (size_t) ((close < r->end ? close : r->end) - r->p) + 1);
	while (r->p < r->end && *r->p != '"')
	{
		static const char escapes[] = "\"\\/bfnrt";
		static const char meanings[] = "\"\\/\b\f\n\r\t";
		const char *e;
		int			n;

		if ((out - buf) % INTERRUPT_BYTES == 0)
			dx_check_interrupts();
		if (*r->p >= 0x20 && *r->p < 0x7f && *r->p != '\\')
		{
			*out++ = *r->p++;
			continue;
		}
		if (*r->p != '\\')
		{
			n = dx_char_len(r->p, (size_t) (r->end - r->p));
			if (n == 0 || (unsigned char) *r->p < 0x20)
				return bad(r, "a character of a string") != NULL;
			memcpy(out, r->p, (size_t) n);
			out += n;
			r->p += n;
			continue;
		}
		r->p++;
		if (r->p < r->end && *r->p == 'u')
		{
			r->p++;
			if (!read_unicode(r, &out))
				return false;
			continue;
		}
		e = (r->p < r->end && *r->p) ? strchr(escapes, *r->p) : NULL;
		if (e == NULL)
			return bad(r, "an escape") != NULL;
		*out++ = meanings[e - escapes];
		r->p++;
	}
	if (r->p >= r->end)
		return bad(r, "the end of a string") != NULL;
	r->p++;
	*text = (dx_str) {buf, (size_t) (out - buf)};
	return true;
}

static bool
read_digits(reader *r)
{
	const char *first = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return r->p > first;
}

static bool
read_number(reader *r, dx_json *value)
{
	const char *first = r->p;
	char	   *copy;

	if (*r->p == '-')
		r->p++;
	if (r->p < r->end && *r->p == '0')
		r->p++;
	else if (!read_digits(r))
		return bad(r, "a digit") != NULL;
	if (r->p < r->end && *r->p == '.')
	{
		r->p++;
		if (!read_digits(r))
			return bad(r, "a digit") != NULL;
	}
	if (r->p < r->end && (*r->p == 'e' || *r->p == 'E'))
	{
		r->p++;
		if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
			r->p++;
		if (!read_digits(r))
			return bad(r, "a digit") != NULL;
	}
	value->text = (dx_str) {first, (size_t) (r->p - first)};
	copy = doc_alloc(r->doc, value->text.len + 1);
	memcpy(copy, first, value->text.len);
	value->number = strtod(copy, NULL);
	if (isinf(value->number))
	{
		dx_fail(r->err, DX_ERR_RANGE, value->position, "number %.*s is out of range",
				DX_STR_ARG(value->text));
		return false;
	}
	return true;
}

static bool
read_word(reader *r, const char *word)
{
	size_t		len = strlen(word);

	if ((size_t) (r->end - r->p) < len || memcmp(r->p, word, len) != 0)
		return bad(r, "a JSON value") != NULL;
	r->p += len;
	return true;
}

/* The keys of one object: a few are compared one by one, many are hashed. */
typedef struct key_set
{
	dx_json    *first;
	dx_json   **slots;			/* NULL while there are few */
	size_t		size;			/* a power of two */
	size_t		n;
} key_set;

#define FEW_KEYS 32

/* The slot that holds the key, or the free one where it belongs. */
static size_t
key_slot(const key_set *set, dx_str key)
{
	uint64_t	hash = UINT64_C(14695981039346656037);
	size_t		at;

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char) key.ptr[i]) * UINT64_C(1099511628211);
	at = (size_t) (hash ^ (hash >> 32)) & (set->size - 1);
	while (set->slots[at] && !dx_str_equal(set->slots[at]->key, key))
		at = (at + 1) & (set->size - 1);
	return at;
}

static bool
key_is_new(reader *r, const key_set *set, dx_str key, int position)
{
	const dx_json *found = NULL;

	if (set->slots)
		found = set->slots[key_slot(set, key)];
	else
		for (found = set->first; found && !dx_str_equal(found->key, key);)
			found = found->next;
	if (found == NULL)
		return true;
	return dx_fail(r->err, DX_ERR_TEXT, position, "JSON object has the key \"%.*s\" twice", DX_STR_ARG(key));
}

/* Remember a member that is in the list already. */
static void
remember_key(reader *r, key_set *set, dx_json *member)
{
	set->n++;
	if (set->n <= FEW_KEYS)
		return;
	if (2 * set->n > set->size)
	{
		set->size = set->size ? 2 * set->size : 4 * FEW_KEYS;
		set->slots = doc_alloc(r->doc, set->size * sizeof(dx_json *));
		for (dx_json *m = set->first; m; m = m->next)
			set->slots[key_slot(set, m->key)] = m;
	}
	else
		set->slots[key_slot(set, member->key)] = member;
}

/* An array or object at its bracket. */
static bool
read_members(reader *r, dx_json *parent, int depth)
{
	bool		is_object = parent->type == DX_JSON_OBJECT;
	char		closing = is_object ? '}' : ']';
	dx_json   **tail = &parent->child;
	key_set		keys = {NULL, NULL, 0, 0};

	if (depth >= DX_JSON_MAX_DEPTH)
		return dx_fail(r->err, DX_ERR_LIMIT, at(r), "JSON text is nested deeper than %d levels",
					   DX_JSON_MAX_DEPTH);
	r->p++;
	skip_space(r);
	if (r->p < r->end && *r->p == closing)
	{
		r->p++;
		return true;
	}
	for (;;)
	{
		dx_str		key = {NULL, 0};
		dx_json    *member;

		dx_check_interrupts();
		if (is_object)
		{
			int			position;

			skip_space(r);
			position = at(r);
			if (!read_string(r, &key) || !key_is_new(r, &keys, key, position))
				return false;
			skip_space(r);
			if (r->p >= r->end || *r->p != ':')
				return bad(r, "\":\"") != NULL;
			r->p++;
		}
		member = read_value(r, depth + 1);
		if (member == NULL)
			return false;
		member->key = key;
		*tail = member;
		tail = &member->next;
		if (is_object)
		{
			keys.first = parent->child;
			remember_key(r, &keys, member);
		}
		skip_space(r);
		if (r->p < r->end && *r->p == ',')
		{
			r->p++;
			continue;
		}
		if (r->p < r->end && *r->p == closing)
		{
			r->p++;
			return true;
		}
		return bad(r, is_object ? "\",\" or \"}\"" : "\",\" or \"]\"") != NULL;
	}
}

static dx_json *
read_value(reader *r, int depth)
{
	dx_json    *value = doc_alloc(r->doc, sizeof(dx_json));
	bool		ok;

	skip_space(r);
	value->position = at(r);
	switch (r->p < r->end ? *r->p : '\0')
	{
		case '{':
			value->type = DX_JSON_OBJECT;
			ok = read_members(r, value, depth);
			break;
		case '[':
			value->type = DX_JSON_ARRAY;
			ok = read_members(r, value, depth);
			break;
		case '"':
			value->type = DX_JSON_STRING;
			ok = read_string(r, &value->text);
			break;
		case 't':
			value->type = DX_JSON_BOOL;
			value->boolean = true;
			ok = read_word(r, "true");
			break;
		case 'f':
			value->type = DX_JSON_BOOL;
			ok = read_word(r, "false");
			break;
		case 'n':
			value->type = DX_JSON_NULL;
			ok = read_word(r, "null");
			break;
		case '-':
		case '0':
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
		case '7':
		case '8':
		case '9':
			value->type = DX_JSON_NUMBER;
			ok = read_number(r, value);
			break;
		default:
			ok = bad(r, "a JSON value") != NULL;
	}
	return ok ? value : NULL;
}

dx_json_doc *
dx_json_parse(dx_str text, dx_error *err)
{
	reader		r = {text.ptr, text.ptr, text.ptr + text.len, NULL, err};

	r.doc = dx_alloc(sizeof(dx_json_doc));
	r.doc->root = read_value(&r, 0);
	skip_space(&r);
	if (r.doc->root && r.p < r.end)
		r.doc->root = bad(&r, "the end of the text");
	if (r.doc->root == NULL)
	{
		dx_json_free(r.doc);
		return NULL;
	}
	return r.doc;
}

void
dx_json_add_string(dx_buf *out, dx_str text)
{
	dx_buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++)
	{
		unsigned char c = (unsigned char) text.ptr[i];

		if (c == '"' || c == '\\')
		{
			dx_buf_add_char(out, '\\');
			dx_buf_add_char(out, (char) c);
		}
		else if (c == '\n')
			dx_buf_add_text(out, "\\n");
		else if (c < 0x20)
		{
			char		escape[8];

			snprintf(escape, sizeof(escape), "\\u%04x", c);
			dx_buf_add_text(out, escape);
		}
		else
			dx_buf_add_char(out, (char) c);
	}
	dx_buf_add_char(out, '"');
}
