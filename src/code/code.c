/* SPDX-License-Identifier: PostgreSQL */
/*
 * code.c: codes as text and as sortable keys. The encoding is in code.h; the
 * walkers below never read past a key's end, whatever its bytes are.
 */
#include "code/code.h"

#include "base/fingerprint.h"
#include "code/refused.h"

/* First byte of a label; a number's is its count of significant digits. */
#define LABEL_ROMAN 0x40
#define LABEL_OTHER 0x41
#define LABEL_END 0xF0
/* Follows a number's digits where there are leading zeros. */
#define LABEL_ZEROS 0xFE

#define END_TEXT '~'

/* Units of other labels: a run of N significant digits is UNIT_DIGITS + N. */
#define UNIT_HYPHEN 0x02
#define UNIT_DIGITS 0x04
#define UNIT_LETTERS 0x43 /* the first letter: digits are below */

/* The letters, in order; $ and ! stand for Đ and đ. */
static const char letters[] = "ABCD$EFGHIJKLMNOPQRSTUVWXYZ_abcd!efghijklmnopqrstuvwxyz";

#define UNIT_UPPER_DSTROKE (UNIT_LETTERS + 4)
#define UNIT_LOWER_DSTROKE (UNIT_LETTERS + 32)
#define UNIT_LETTERS_END (UNIT_LETTERS + sizeof(letters) - 1)

#define LABEL_HINT "A label is made of letters, digits, _ and -; labels are separated by single dots."

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits, which the caller has seen to, are not asked for. */
static bool
is_label_ascii(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}

static const char *const roman_units[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};

/* Value 1..39 of a canonical upper-case Roman numeral, 0 for anything else. */
static int
roman_value(dx_str label)
{
	size_t tens = 0;

	/* Most labels begin with another letter: they need no more than this. */
	if (label.ptr[0] != 'I' && label.ptr[0] != 'V' && label.ptr[0] != 'X')
		return 0;
	while (tens < label.len && tens < 3 && label.ptr[tens] == 'X')
		tens++;
	for (int unit = 0; unit < 10; unit++)
	{
		dx_str rest = {label.ptr + tens, label.len - tens};

		if (dx_str_equal(rest, (dx_str) {roman_units[unit], strlen(roman_units[unit])}))
			return (int) tens * 10 + unit;
	}
	return 0;
}

/*
 * Append base + the number of significant digits, then these; *zeros receives the number of
 * leading zeros. 0 has no significant digits.
 */
DX_ALWAYS_INLINE size_t
encode_digits(dx_str digits, uint8_t base, uint8_t *zeros, uint8_t *buf, size_t len)
{
	size_t leading = 0;
	size_t n;

	while (leading < digits.len && digits.ptr[leading] == '0')
		leading++;
	n = digits.len - leading;
	buf[len++] = (uint8_t) (base + n);
	/* So few that a call of memcpy would take longer. */
	for (size_t i = leading; i < digits.len; i++)
		buf[len++] = (uint8_t) digits.ptr[i];
	/* One zero is the number itself. */
	*zeros = (uint8_t) (n == 0 ? leading - 1 : leading);
	return len;
}

/* The unit of an ASCII character that is no digit, by its place among the letters. */
static uint8_t
letter_unit(char c)
{
	if (c == '-')
		return UNIT_HYPHEN;
	if (c == '_')
		return UNIT_LETTERS + 27;
	if (c <= 'Z')
		return (uint8_t) (UNIT_LETTERS + (c - 'A') + (c > 'D'));
	return (uint8_t) (UNIT_LETTERS + 28 + (c - 'a') + (c > 'd'));
}

/* Append the units of a label that is neither a number nor Roman, and the zeros of its runs. */
static size_t
encode_other(dx_str label, bool utf8, uint8_t *buf, size_t len)
{
	uint8_t zeros[DX_CODE_MAX_LABEL];
	size_t runs = 0;
	bool padded = false;

	buf[len++] = LABEL_OTHER;
	for (size_t i = 0; i < label.len;)
	{
		uint8_t c = (uint8_t) label.ptr[i];
		size_t end = i + 1;

		if (is_digit(label.ptr[i]))
		{
			while (end < label.len && is_digit(label.ptr[end]))
				end++;
			len = encode_digits((dx_str) {label.ptr + i, end - i}, UNIT_DIGITS, &zeros[runs], buf, len);
			padded |= zeros[runs++] > 0;
		}
		/* The text is valid UTF-8, so a byte follows 0xC4. */
		else if (utf8 && c == 0xC4 && ((uint8_t) label.ptr[end] == 0x90 || (uint8_t) label.ptr[end] == 0x91))
			buf[len++] = (uint8_t) label.ptr[end++] == 0x90 ? UNIT_UPPER_DSTROKE : UNIT_LOWER_DSTROKE;
		else
			buf[len++] = c >= 0x80 ? c : letter_unit(label.ptr[i]);
		i = end;
	}
	buf[len++] = 0;
	if (padded)
	{
		buf[len++] = LABEL_ZEROS;
		memcpy(buf + len, zeros, runs);
		len += runs;
	}
	return len;
}

/* Append the key bytes of one valid label; returns the new length. */
static size_t
encode_label(dx_str label, bool all_digits, bool utf8, uint8_t *buf, size_t len)
{
	int roman;

	if (all_digits)
	{
		uint8_t zeros;

		len = encode_digits(label, 0, &zeros, buf, len);
		if (zeros > 0)
		{
			buf[len++] = LABEL_ZEROS;
			buf[len++] = zeros;
		}
		return len;
	}
	if ((roman = roman_value(label)) > 0)
	{
		buf[len++] = LABEL_ROMAN;
		buf[len++] = (uint8_t) roman;
		return len;
	}
	return encode_other(label, utf8, buf, len);
}

/* An empty label at byte offset pos: say how it came about. */
static bool
fail_empty(dx_str text, size_t pos, dx_error *err)
{
	dx_fail(err, DX_ERR_TEXT, (int) pos + 1, "empty label in code \"%.*s\"", DX_STR_ARG(text));
	if (pos == text.len)
		return dx_fail_hint(err, "Leave out the dot at the end.");
	if (pos == 0)
		return dx_fail_hint(err, "Leave out the dot at the beginning; the root is the empty text.");
	return dx_fail_hint(err, LABEL_HINT);
}

/* Refuse a character by name: it cannot be seen where the code is printed, or looks like another. */
static bool
fail_refused(dx_str text, size_t pos, const dx_refused *refused, uint32_t point, dx_error *err)
{
	char shown[DX_SHOWN_SIZE];

	dx_fail(err, DX_ERR_TEXT, (int) pos + 1, "%s (U+%04X) in code \"%s\"", refused->name, point,
			dx_show_code(text, shown));
	if (refused->like == NULL)
		return dx_fail_hint(err, "It cannot be seen: take it out, or type the code anew.");
	if (strlen(refused->like) == 1)
		return dx_fail_hint(err, "It looks like \"%s\": write that.", refused->like);
	return dx_fail_hint(err, "It looks like %s: write that.", refused->like);
}

static bool
fail_character(dx_str text, size_t pos, dx_error *err)
{
	int n = dx_char_len(text.ptr + pos, text.len - pos);
	uint8_t c = (uint8_t) text.ptr[pos];
	uint32_t point = n > 0 ? dx_code_point(text.ptr + pos, n) : 0;
	const dx_refused *refused = dx_find_refused(point);

	if (err == NULL)
		return false;
	if (refused)
		return fail_refused(text, pos, refused, point, err);
	if (n == 0)
		dx_fail(err, DX_ERR_TEXT, (int) pos + 1, "invalid byte 0x%02x in code \"%.*s\"", c, DX_STR_ARG(text));
	else if (c == END_TEXT)
	{
		dx_fail(err, DX_ERR_TEXT, (int) pos + 1, "misplaced \"~\" in code \"%.*s\"", DX_STR_ARG(text));
		return dx_fail_hint(err, "\"~\" marks the end of a subtree and stands alone as the last label.");
	}
	else
		dx_fail(err, DX_ERR_TEXT, (int) pos + 1, "invalid character \"%.*s\" in code \"%.*s\"", n, text.ptr + pos,
				DX_STR_ARG(text));
	/*
	 * An untyped parameter resolves to text where a single code is possible too, so that an array
	 * arrives as its text.
	 */
	if (text.ptr[0] == '{' && text.ptr[text.len - 1] == '}')
		return dx_fail_hint(err, "A code is no array: for a set of nodes, cast the parameter to text[].");
	return dx_fail_hint(err, LABEL_HINT);
}

/* Bytes of the character at pos if a label may have it, else 0. */
static int
label_char(dx_str text, size_t pos)
{
	int n;

	if ((uint8_t) text.ptr[pos] < 0x80)
		return is_label_ascii(text.ptr[pos]);
	n = dx_char_len(text.ptr + pos, text.len - pos);
	if (n > 0 && dx_find_refused(dx_code_point(text.ptr + pos, n)))
		return 0;
	return n;
}

bool
dx_code_encode(dx_str text, uint8_t *buf, dx_key *key, dx_error *err)
{
	bool utf8 = dx_text_is_utf8();
	bool ends = text.len > 0 && text.ptr[text.len - 1] == END_TEXT && (text.len == 1 || text.ptr[text.len - 2] == '.');
	bool has_labels = text.len > (ends ? 1 : 0);
	size_t body = text.len - (ends ? 1 : 0) - (ends && has_labels ? 1 : 0);
	size_t pos = 0;
	size_t len = 0;
	int labels = 0;

	key->ptr = buf;
	key->len = 0;
	if (body > DX_CODE_MAX_TEXT)
	{
		dx_fail(err, DX_ERR_LIMIT, 0, "code \"%.*s\" is too long", DX_STR_ARG(text));
		return dx_fail_detail(err, "It has %zu bytes, the limit is %d.", body, DX_CODE_MAX_TEXT);
	}
	while (has_labels)
	{
		size_t start = pos;
		bool all_digits = true;
		dx_str label;

		while (pos < body && text.ptr[pos] != '.')
		{
			int n = 1;

			/* Digits, which most characters of most codes are, go without a call. */
			if (!is_digit(text.ptr[pos]))
			{
				n = label_char((dx_str) {text.ptr, body}, pos);
				if (n == 0)
					return fail_character(text, pos, err);
				all_digits = false;
			}
			pos += (size_t) n;
		}
		label = (dx_str) {text.ptr + start, pos - start};
		if (label.len == 0)
			return fail_empty(text, pos, err);
		if (label.len > DX_CODE_MAX_LABEL)
		{
			dx_fail(err, DX_ERR_LIMIT, (int) start + 1, "label \"%.*s\" of a code is too long", DX_STR_ARG(label));
			return dx_fail_detail(err, "It has %zu bytes, the limit is %d.", label.len, DX_CODE_MAX_LABEL);
		}
		if (++labels > DX_CODE_MAX_LABELS)
		{
			dx_fail(err, DX_ERR_LIMIT, (int) start + 1, "code \"%.*s\" has too many labels", DX_STR_ARG(text));
			return dx_fail_detail(err, "The limit is %d.", DX_CODE_MAX_LABELS);
		}
		len = encode_label(label, all_digits, utf8, buf, len);
		if (pos >= body)
			break;
		pos++; /* the dot */
	}
	if (ends)
		buf[len++] = LABEL_END;
	key->len = len;
	return true;
}

/* Number of digits of the run that the unit begins, -1 if it begins none. */
static int
run_digits(uint8_t unit)
{
	return unit >= UNIT_DIGITS && unit < UNIT_LETTERS ? unit - UNIT_DIGITS : -1;
}

/* The end of the units of an other label whose first is at offset `at`, its 0 not included; *runs of them are digits. */
static size_t
units_end(dx_key key, size_t at, size_t *runs)
{
	*runs = 0;
	while (at < key.len && key.ptr[at] != 0)
	{
		int digits = run_digits(key.ptr[at++]);

		if (digits >= 0)
		{
			(*runs)++;
			at += (size_t) digits;
		}
	}
	return at < key.len ? at : key.len;
}

/* Where an other label that begins at offset `at` ends, its zeros included; may be past the key's end. */
static size_t
other_end(dx_key key, size_t at)
{
	size_t runs;
	size_t end = units_end(key, at + 1, &runs) + 1;

	if (end < key.len && key.ptr[end] == LABEL_ZEROS)
		end += 1 + runs;
	return end;
}

/*
 * Where the label that begins at offset `at` ends. Bytes that no label begins
 * with are labels of one byte; the end is never past the key's.
 */
DX_ALWAYS_INLINE size_t
label_end(dx_key key, size_t at)
{
	uint8_t first = key.ptr[at];
	size_t end;

	if (first < LABEL_ROMAN)
	{
		end = at + 1 + first;
		if (end < key.len && key.ptr[end] == LABEL_ZEROS)
			end += 2;
	}
	else if (first == LABEL_ROMAN)
		end = at + 2;
	else if (first == LABEL_OTHER)
		end = other_end(key, at);
	else
		end = at + 1;
	return end < key.len ? end : key.len;
}

/*
 * Text being written; what does not fit is dropped (no valid key has it).
 */
typedef struct text_out
{
	char *buf;
	size_t len;
} text_out;

static void
put(text_out *out, uint8_t c)
{
	if (out->len < DX_CODE_MAX_TEXT + 2)
		out->buf[out->len++] = (char) c;
}

static void
put_zeros(text_out *out, int n)
{
	while (n-- > 0)
		put(out, '0');
}

static void
put_letter(text_out *out, uint8_t unit, bool utf8)
{
	bool dstroke = unit == UNIT_UPPER_DSTROKE || unit == UNIT_LOWER_DSTROKE;

	if (unit >= 0x80)
		put(out, unit);
	else if (unit == UNIT_HYPHEN)
		put(out, '-');
	else if (dstroke && utf8)
	{
		put(out, 0xC4);
		put(out, unit == UNIT_UPPER_DSTROKE ? 0x90 : 0x91);
	}
	else if (unit >= UNIT_LETTERS && unit < UNIT_LETTERS_END && !dstroke)
		put(out, (uint8_t) letters[unit - UNIT_LETTERS]);
	else
		put(out, '?');
}

/* The units of an other label, each run of digits behind its zeros. */
static void
decode_other(dx_key label, bool utf8, text_out *out)
{
	size_t runs;
	size_t end = units_end(label, 1, &runs);
	const uint8_t *zeros = end + 1 + runs < label.len ? label.ptr + end + 2 : NULL;

	for (size_t i = 1; i < end;)
	{
		uint8_t unit = label.ptr[i++];
		int digits = run_digits(unit);

		if (digits < 0)
		{
			put_letter(out, unit, utf8);
			continue;
		}
		put_zeros(out, (zeros ? *zeros++ : 0) + (digits == 0));
		for (; digits > 0 && i < end; digits--)
			put(out, label.ptr[i++]);
	}
}

static void
decode_label(dx_key key, bool utf8, text_out *out)
{
	const uint8_t *label = key.ptr;
	size_t len = key.len;
	uint8_t first = label[0];

	if (first < LABEL_ROMAN)
	{
		size_t digits_end = 1 + (size_t) first;

		put_zeros(out, (digits_end + 1 < len ? label[digits_end + 1] : 0) + (first == 0));
		for (size_t i = 1; i < digits_end && i < len; i++)
			put(out, label[i]);
	}
	else if (first == LABEL_ROMAN)
	{
		int value = len > 1 ? label[1] : 0;

		if (value > 39)
			value = 0;
		for (int i = 0; i < value / 10; i++)
			put(out, 'X');
		for (const char *unit = roman_units[value % 10]; *unit; unit++)
			put(out, (uint8_t) *unit);
	}
	else if (first == LABEL_OTHER)
		decode_other(key, utf8, out);
	else
		put(out, first == LABEL_END ? END_TEXT : '?');
}

size_t
dx_code_decode(dx_key key, char *buf)
{
	bool utf8 = dx_text_is_utf8();
	text_out out = {buf, 0};

	for (size_t at = 0; at < key.len;)
	{
		size_t end = label_end(key, at);

		if (at > 0)
			put(&out, '.');
		decode_label((dx_key) {key.ptr + at, end - at}, utf8, &out);
		at = end;
	}
	buf[out.len] = '\0';
	return out.len;
}

/* A key is valid if it is what its own text encodes to. */
bool
dx_key_validate(dx_key key, dx_error *err)
{
	char text[DX_CODE_MAX_TEXT + 8];
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key again;

	if (key.len <= DX_CODE_MAX_KEY)
	{
		size_t len = dx_code_decode(key, text);

		if (dx_code_encode((dx_str) {text, len}, buf, &again, NULL) && again.len == key.len &&
			(key.len == 0 || memcmp(again.ptr, key.ptr, key.len) == 0))
			return true;
	}
	return dx_fail(err, DX_ERR_BINARY, 0, "invalid bytes of a code");
}

int
dx_key_cmp(dx_key a, dx_key b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int cmp = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;

	if (cmp != 0)
		return cmp < 0 ? -1 : 1;
	return (a.len > b.len) - (a.len < b.len);
}

/*
 * Exactly ancestor <= key < ancestor's end: what follows the ancestor's bytes
 * is neither its own sentinel nor leading zeros of its last number. A sentinel
 * is its own end.
 */
bool
dx_key_is_under(dx_key key, dx_key ancestor)
{
	if (key.len < ancestor.len || dx_key_is_end(ancestor) ||
		(ancestor.len > 0 && memcmp(key.ptr, ancestor.ptr, ancestor.len) != 0))
		return false;
	return key.len == ancestor.len || key.ptr[ancestor.len] < LABEL_END;
}

int
dx_key_depth(dx_key key)
{
	int depth = 0;

	for (size_t at = 0; at < key.len; at = label_end(key, at))
		depth++;
	return depth;
}

dx_key
dx_key_prefix(dx_key key, int depth)
{
	size_t at = 0;

	while (depth-- > 0 && at < key.len)
		at = label_end(key, at);
	return (dx_key) {key.ptr, at};
}

dx_key
dx_key_parent(dx_key key)
{
	size_t last = 0;

	for (size_t at = 0; at < key.len; at = label_end(key, at))
		last = at;
	return (dx_key) {key.ptr, last};
}

dx_key
dx_key_common(dx_key a, dx_key b)
{
	size_t at = 0;

	/* A sentinel has no subtree. */
	while (at < a.len && at < b.len && a.ptr[at] != LABEL_END)
	{
		size_t end = label_end(a, at);

		if (end != label_end(b, at) || memcmp(a.ptr + at, b.ptr + at, end - at) != 0)
			break;
		at = end;
	}
	return (dx_key) {a.ptr, at};
}

bool
dx_key_is_end(dx_key key)
{
	return key.len > 0 && key.ptr[key.len - 1] == LABEL_END;
}

dx_key
dx_key_end(dx_key key, uint8_t *buf)
{
	if (dx_key_is_end(key))
		return key;
	if (key.len > 0)
		memcpy(buf, key.ptr, key.len);
	buf[key.len] = LABEL_END;
	return (dx_key) {buf, key.len + 1};
}

bool
dx_code_pad(dx_key key, int width, dx_buf *out, dx_error *err)
{
	char text[DX_CODE_MAX_TEXT + 8];
	size_t len = dx_code_decode(key, text);

	for (size_t i = 0; i < len;)
	{
		size_t start = i;

		if (!is_digit(text[i]))
		{
			dx_buf_add(out, text + i++, 1);
			continue;
		}
		while (i < len && is_digit(text[i]))
			i++;
		/* By value: 007 is 7. */
		while (start + 1 < i && text[start] == '0')
			start++;
		if (i - start > (size_t) width)
		{
			dx_fail(err, DX_ERR_PARAM, 0, "number %.*s in code \"%.*s\" has %zu digits, the width is %d",
					(int) (i - start), text + start, DX_STR_CLIP, text, i - start, width);
			return dx_fail_hint(err, "Take the digits of the largest number as width.");
		}
		for (size_t pad = i - start; pad < (size_t) width; pad++)
			dx_buf_add_char(out, '0');
		dx_buf_add(out, text + start, i - start);
	}
	return true;
}

uint64_t
dx_key_hash(dx_key key, uint64_t seed)
{
	return dx_hash_seeded(key.ptr, key.len, seed);
}
