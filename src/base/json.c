/* SPDX-License-Identifier: PostgreSQL */
/*
 * json.c: the reader is a recursive descent of bounded depth. Values, keys of a
 * long object and decoded strings live in chunks that the document owns; the
 * values of one member that was visited make room for the next one's.
 */
#include "base/json.h"

#include "base/fingerprint.h"

#define CHUNK_SIZE 8192

/* Bytes between two chances to cancel. */
#define INTERRUPT_BYTES 65536

/* No double needs more digits, and strtod cannot be cancelled. */
#define LONGEST_NUMBER 2000

typedef struct chunk
{
	struct chunk *next;
	size_t used;
	size_t size;
	/* bytes follow */
} chunk;

struct dx_json_doc
{
	chunk *values;	/* dx_json */
	chunk *strings; /* bytes of strings that had escapes */
	chunk *keys;	/* of an object whose members are visited */
	dx_json *root;
};

typedef struct reader
{
	const char *start;
	const char *p;
	const char *end;
	dx_json_doc *doc;
	dx_error *err;
	size_t most;		  /* values still allowed: in all, or in the current member */
	size_t limit;		  /* the same at first */
	const char *chance;	  /* where the next chance to cancel is due */
	uint64_t seed;		  /* of the hash of keys; 0: not made yet */
	dx_json_type visited; /* DX_JSON_NULL: the root is no list to be visited */
	dx_json_visitor visit;
	void *state;
} reader;

static dx_json *read_value(reader *r, int depth);

/* Zeroed bytes of a chunk, as aligned as their size is. */
static void *
chunk_alloc(chunk **chunks, size_t size)
{
	chunk *c = *chunks;

	if (c == NULL || c->size - c->used < size)
	{
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		c = dx_alloc(sizeof(chunk) + room);
		c->next = *chunks;
		c->size = room;
		*chunks = c;
	}
	c->used += size;
	return (char *) (c + 1) + c->used - size;
}

static void
chunks_free(chunk **chunks)
{
	while (*chunks)
	{
		chunk *next = (*chunks)->next;

		dx_free(*chunks);
		*chunks = next;
	}
}

/* Forget what is in the chunks, of which there is one at least; one of them stays. */
static void
chunks_reset(chunk **chunks)
{
	chunks_free(&(*chunks)->next);
	memset(*chunks + 1, 0, (*chunks)->used);
	(*chunks)->used = 0;
}

void
dx_json_free(dx_json_doc *doc)
{
	chunks_free(&doc->values);
	chunks_free(&doc->strings);
	chunks_free(&doc->keys);
	if (doc->root)
		dx_free(doc->root);
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
		[DX_JSON_NULL] = "null",	   [DX_JSON_BOOL] = "a boolean", [DX_JSON_NUMBER] = "a number",
		[DX_JSON_STRING] = "a string", [DX_JSON_ARRAY] = "an array", [DX_JSON_OBJECT] = "an object"};

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
		int n = dx_char_len(r->p, (size_t) (r->end - r->p));

		dx_fail(r->err, DX_ERR_TEXT, at(r), "JSON text has \"%.*s\" where %s was expected", n > 0 ? n : 1, r->p,
				expected);
	}
	return NULL;
}

/* To the next byte, now and then with a chance to cancel. */
static inline void
next_byte(reader *r)
{
	r->p++;
	if (r->p >= r->chance)
	{
		r->chance = r->p + INTERRUPT_BYTES;
		dx_check_interrupts();
	}
}

static void
skip_space(reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r'))
		next_byte(r);
}

/* Four hex digits after \u; -1 when they are not. */
static int
read_hex4(reader *r)
{
	int value = 0;

	for (int i = 0; i < 4; i++, r->p++)
	{
		char c = r->p < r->end ? *r->p : '\0';

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
	int c = read_hex4(r);
	char *o = *out;

	if (c >= 0xD800 && c < 0xDC00)
	{
		int low = -1;

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

/* One escape at its backslash, as its bytes at *out. */
static bool
read_escape(reader *r, char **out)
{
	static const char escapes[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *e;

	next_byte(r);
	if (r->p < r->end && *r->p == 'u')
	{
		r->p++;
		return read_unicode(r, out);
	}
	e = (r->p < r->end && *r->p) ? strchr(escapes, *r->p) : NULL;
	if (e == NULL)
		return bad(r, "an escape") != NULL;
	*(*out)++ = meanings[e - escapes];
	next_byte(r);
	return true;
}

/* Where the string that goes on at r->p ends: its closing quote, or the end of the text. */
static const char *
closing_quote(const reader *r)
{
	const char *p = r->p;
	size_t done = 0;

	while (p < r->end && *p != '"')
	{
		p += (*p == '\\' && r->end - p > 1) ? 2 : 1;
		dx_work(&done, 1);
	}
	return p < r->end ? p : r->end;
}

/*
 * A string at its opening quote: where it has no escapes, the bytes as they
 * stand in the text; else decoded, which is never longer than what is written.
 */
static bool
read_string(reader *r, dx_str *text)
{
	const char *first = r->p + 1;
	char *buf = NULL;
	char *out = NULL;

	if (r->p >= r->end || *r->p != '"')
		return bad(r, "a string") != NULL;
	r->p++;
	while (r->p < r->end && *r->p != '"')
	{
		int n = 1;

		if (*r->p == '\\')
		{
			if (buf == NULL)
			{
				size_t before = (size_t) (r->p - first);

				buf = chunk_alloc(&r->doc->strings, (size_t) (closing_quote(r) - first));
				memcpy(buf, first, before);
				out = buf + before;
			}
			if (!read_escape(r, &out))
				return false;
			continue;
		}
		if (*r->p < 0x20 || *r->p >= 0x7f)
		{
			n = dx_char_len(r->p, (size_t) (r->end - r->p));
			if (n == 0 || (unsigned char) *r->p < 0x20)
				return bad(r, "a character of a string") != NULL;
		}
		if (buf)
		{
			memcpy(out, r->p, (size_t) n);
			out += n;
		}
		for (; n > 0; n--)
			next_byte(r);
	}
	if (r->p >= r->end)
		return bad(r, "the end of a string") != NULL;
	*text = buf ? (dx_str) {buf, (size_t) (out - buf)} : (dx_str) {first, (size_t) (r->p - first)};
	r->p++;
	return true;
}

static bool
read_digits(reader *r)
{
	const char *first = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		next_byte(r);
	return r->p > first;
}

static bool
read_number(reader *r, dx_json *value)
{
	const char *first = r->p;
	char copy[LONGEST_NUMBER + 1];

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
	if (value->text.len > LONGEST_NUMBER)
		return dx_fail(r->err, DX_ERR_LIMIT, value->position, "number %.*s is longer than %d bytes",
					   DX_STR_ARG(value->text), LONGEST_NUMBER);
	memcpy(copy, first, value->text.len);
	copy[value->text.len] = '\0';
	value->number = strtod(copy, NULL);
	if (isinf(value->number))
	{
		dx_fail(r->err, DX_ERR_RANGE, value->position, "number %.*s is out of range", DX_STR_ARG(value->text));
		return false;
	}
	return true;
}

static bool
read_word(reader *r, const char *word)
{
	size_t len = strlen(word);

	if ((size_t) (r->end - r->p) < len || memcmp(r->p, word, len) != 0)
		return bad(r, "a JSON value") != NULL;
	r->p += len;
	return true;
}

/* A key of an object, remembered to tell whether it comes twice. */
typedef struct known_key
{
	dx_str key;
	struct known_key *next;
} known_key;

/* The keys of one object: a few are compared one by one, many are hashed. */
typedef struct key_set
{
	known_key *first;
	known_key **slots; /* NULL while there are few */
	size_t size;	   /* a power of two */
	size_t n;
} key_set;

#define FEW_KEYS 32

/* The slot that holds the key, or the free one where it belongs. */
static size_t
key_slot(reader *r, const key_set *set, dx_str key)
{
	size_t at;

	/* Made of the whole text: whoever writes keys that collide changes the seed by writing them. */
	if (r->seed == 0)
	{
		dx_hasher hasher;
		dx_fingerprint of;

		dx_hash_begin(&hasher);
		dx_hash_add(&hasher, r->start, (size_t) (r->end - r->start));
		of = dx_hash_end(&hasher);
		r->seed = dx_fingerprint_seed(&of) | 1;
	}
	at = (size_t) dx_hash_seeded(key.ptr, key.len, r->seed) & (set->size - 1);
	while (set->slots[at] && !dx_str_equal(set->slots[at]->key, key))
		at = (at + 1) & (set->size - 1);
	return at;
}

/* Remember a key, in memory of chunks; false, and an error, if the object has it already. */
static bool
add_key(reader *r, key_set *set, chunk **chunks, dx_str key, int position)
{
	known_key *found = NULL;
	size_t slot = 0;

	if (set->slots)
	{
		slot = key_slot(r, set, key);
		found = set->slots[slot];
	}
	else
		for (found = set->first; found && !dx_str_equal(found->key, key);)
			found = found->next;
	if (found)
		return dx_fail(r->err, DX_ERR_TEXT, position, "JSON object has the key \"%.*s\" twice", DX_STR_ARG(key));

	found = chunk_alloc(chunks, sizeof(known_key));
	*found = (known_key) {key, set->first};
	set->first = found;
	set->n++;
	if (set->slots)
		set->slots[slot] = found;
	if (set->n > FEW_KEYS && 2 * set->n > set->size)
	{
		set->size = set->size ? 2 * set->size : 4 * FEW_KEYS;
		set->slots = chunk_alloc(chunks, set->size * sizeof(known_key *));
		for (known_key *k = set->first; k; k = k->next)
			set->slots[key_slot(r, set, k->key)] = k;
	}
	return true;
}

/* What is done with a member: into the parent's list, or to the visitor. */
static bool
take_member(reader *r, dx_json *member, bool visited, dx_json ***tail)
{
	if (!visited)
	{
		**tail = member;
		*tail = &member->next;
		return true;
	}
	if (!r->visit(r->state, member, r->err))
		return false;
	chunks_reset(&r->doc->values);
	r->most = r->limit;
	return true;
}

/* An array or object at its bracket. */
static bool
read_members(reader *r, dx_json *parent, int depth)
{
	bool is_object = parent->type == DX_JSON_OBJECT;
	bool visited = depth == 0 && r->visited == parent->type;
	char closing = is_object ? '}' : ']';
	dx_json **tail = &parent->child;
	key_set keys = {NULL, NULL, 0, 0};

	if (depth >= DX_JSON_MAX_DEPTH)
		return dx_fail(r->err, DX_ERR_LIMIT, at(r), "JSON text is nested deeper than %d levels", DX_JSON_MAX_DEPTH);
	if (depth == 0 && r->visited != DX_JSON_NULL && !visited)
	{
		/* A root of another type, which the caller refuses: its content is not read. */
		r->p = r->end;
		return true;
	}
	r->p++;
	skip_space(r);
	if (r->p < r->end && *r->p == closing)
	{
		r->p++;
		return true;
	}
	for (;;)
	{
		dx_str key = {NULL, 0};
		dx_json *member;

		dx_check_interrupts();
		if (is_object)
		{
			int position;

			skip_space(r);
			position = at(r);
			if (!read_string(r, &key) || !add_key(r, &keys, visited ? &r->doc->keys : &r->doc->values, key, position))
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
		if (!take_member(r, member, visited, &tail))
			return false;
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
	dx_json *value;
	bool ok;

	skip_space(r);
	if (depth > 0)
	{
		if (r->most == 0)
		{
			dx_fail(r->err, DX_ERR_LIMIT, at(r),
					r->visited == DX_JSON_NULL ? "JSON text has more than %zu values"
											   : "an element of a JSON text has more than %zu values",
					r->limit);
			return NULL;
		}
		r->most--;
		value = chunk_alloc(&r->doc->values, sizeof(dx_json));
	}
	else
		value = dx_alloc(sizeof(dx_json));
	value->position = at(r);
	switch (r->p < r->end ? *r->p : '\0')
	{
		case '{':
			value->type = DX_JSON_OBJECT;
			value->text.ptr = r->p;
			ok = read_members(r, value, depth);
			value->text.len = (size_t) (r->p - value->text.ptr);
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
	if (!ok && depth == 0)
		dx_free(value);
	return ok ? value : NULL;
}

static dx_json_doc *
parse(reader *r, dx_str text)
{
	r->start = r->p = r->chance = text.ptr;
	r->end = text.ptr + text.len;
	r->most = r->limit;
	r->doc = dx_alloc(sizeof(dx_json_doc));
	r->doc->root = read_value(r, 0);
	skip_space(r);
	if (r->doc->root && r->p < r->end)
	{
		bad(r, "the end of the text");
		dx_free(r->doc->root);
		r->doc->root = NULL;
	}
	if (r->doc->root == NULL)
	{
		dx_json_free(r->doc);
		return NULL;
	}
	return r->doc;
}

dx_json_doc *
dx_json_parse(dx_str text, size_t most, dx_error *err)
{
	reader r = {.err = err, .limit = most};

	return parse(&r, text);
}

dx_json_doc *
dx_json_each(dx_str text, dx_json_type type, dx_json_visitor visit, void *state, dx_error *err)
{
	reader r = {.err = err, .limit = DX_JSON_MEMBER_VALUES, .visited = type, .visit = visit, .state = state};

	return parse(&r, text);
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
			char escape[8];

			snprintf(escape, sizeof(escape), "\\u%04x", c);
			dx_buf_add_text(out, escape);
		}
		else
			dx_buf_add_char(out, (char) c);
	}
	dx_buf_add_char(out, '"');
}
