/* SPDX-License-Identifier: PostgreSQL */
/*
 * card.c: the packed form of a card and its text. The layout is in card.h.
 */
#include "card/card.h"

#include "base/wire.h"
#include "number/decimal.h"

#define WORD_NEGATIVE 0x0800
#define WORD_SIZE_SHIFT 8
#define WORD_SIZE 0x0700

/* The largest magnitude of the scale of a double's shortest digits (1e22 ... 5e-324), with room. */
#define SCALE_LIMIT 400

const char *
dx_result_state_name(uint8_t state)
{
	static const char *const names[] = {"missing", "result", "points", "na"};

	return names[state & 3];
}

static void
put16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t) value;
	p[1] = (uint8_t) (value >> 8);
}

static int
mantissa_bytes(uint64_t mant)
{
	int n = 1;

	while (mant > 0xFF)
	{
		mant >>= 8;
		n++;
	}
	return n;
}

static bool
has_number(uint32_t word)
{
	return (word & DX_WORD_KIND) >= DX_WORD_LONG;
}

/* The number of criteria that the sheet has words for. */
static uint32_t
entered(const dx_sheet *sheet)
{
	return sheet->room < sheet->n ? sheet->room : sheet->n;
}

size_t
dx_card_packed_size(const dx_sheet *sheet)
{
	size_t size = DX_CARD_SHORT(sheet->n);

	for (uint32_t i = 0; sheet->others && i < entered(sheet); i++)
	{
		dx_decimal d;

		if (!has_number(dx_sheet_word(sheet, i)))
			continue;
		d = dx_decimal_from_double(sheet->others[i]);
		size += 2 + (size_t) mantissa_bytes((uint64_t) (d.mant < 0 ? -d.mant : d.mant));
	}
	return size;
}

/* A word and the number behind it; returns the bytes written. */
static size_t
pack_long(uint32_t kind, dx_decimal d, uint8_t *out)
{
	uint64_t mant = (uint64_t) (d.mant < 0 ? -d.mant : d.mant);
	int bytes = mantissa_bytes(mant);

	put16(out, kind | (d.mant < 0 ? WORD_NEGATIVE : 0) | (uint32_t) (bytes - 1) << WORD_SIZE_SHIFT);
	put16(out + 2, (uint32_t) d.scale & 0xFFFF);
	dx_put_bytes(out + 4, mant, bytes);
	return 4 + (size_t) bytes;
}

size_t
dx_card_pack(const dx_sheet *sheet, const dx_fingerprint *of, uint8_t *out)
{
	const uint8_t *start = out;
	uint32_t room = entered(sheet);

	*out++ = DX_CARD_FORMAT;
	*out++ = 0;
	put16(out, sheet->n);
	out += 2;
	memcpy(out, of->bytes, sizeof(of->bytes));
	out += sizeof(of->bytes);
	for (uint32_t i = 0; i < room; i++)
	{
		uint32_t word = sheet->words[i] ^ DX_WORD_MISSING;

		if (has_number(word))
			out += pack_long(word, dx_decimal_from_double(sheet->others[i]), out);
		else
		{
			put16(out, word);
			out += 2;
		}
	}
	for (uint32_t i = room; i < sheet->n; i++, out += 2)
		put16(out, DX_WORD_MISSING);
	return (size_t) (out - start);
}

bool
dx_sheet_merge_short(dx_sheet *sheet, const uint8_t *words)
{
	uint32_t refused = 0;

	for (uint32_t i = 0; i < sheet->room; i++)
	{
		uint32_t word = dx_card_word(words + 2 * (size_t) i);

		/* two results, or a word that is followed by bytes, or an invalid one */
		refused |= (uint32_t) ((word != DX_WORD_MISSING) & (sheet->words[i] != 0)) |
			(uint32_t) ((word > DX_WORD_MISSING) & (word != DX_WORD_NA));
	}
	if (refused)
		return false;
	for (uint32_t i = 0; i < sheet->room; i++)
		sheet->words[i] |= (uint16_t) (dx_card_word(words + 2 * (size_t) i) ^ DX_WORD_MISSING);
	return true;
}

bool
dx_sheet_unite(dx_sheet *sheet, const dx_sheet *other, uint32_t *twice)
{
	for (uint32_t i = 0; i < other->room; i++)
		if (dx_sheet_state(other, i) != DX_RESULT_MISSING && dx_sheet_state(sheet, i) != DX_RESULT_MISSING)
		{
			*twice = i;
			return false;
		}
	for (uint32_t i = 0; i < other->room; i++)
		if (dx_sheet_state(other, i) != DX_RESULT_MISSING)
			dx_sheet_set(sheet, i, dx_sheet_state(other, i), dx_sheet_value(other, i));
	return true;
}

static bool
bad_card(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "card is not valid: %s", what);
}

bool
dx_card_header(const uint8_t *packed, size_t len, uint32_t *n, dx_fingerprint *of, dx_error *err)
{
	if (len < DX_CARD_HEADER)
		return bad_card(err, "it is cut short");
	if (packed[0] != DX_CARD_FORMAT || packed[1] != 0)
		return bad_card(err, "its version is unknown");
	*n = dx_card_word(packed + 2);
	memcpy(of->bytes, packed + 4, sizeof(of->bytes));
	return true;
}

/* Read one long number at *at, right after its word; *at is moved behind it. */
static bool
unpack_long(uint32_t word, const uint8_t **at, const uint8_t *end, double *value, bool strict, dx_error *err)
{
	const uint8_t *p = *at;
	int bytes = (int) ((word & WORD_SIZE) >> WORD_SIZE_SHIFT) + 1;
	uint64_t mant;
	dx_decimal d;
	dx_decimal again;

	if ((word & 0xFF) != 0)
		return bad_card(err, "reserved bits are set");
	if (end - p < 2 + bytes)
		return bad_card(err, "it is cut short");
	mant = dx_get_bytes(p + 2, bytes);
	*at = p + 2 + bytes;
	d.scale = (int16_t) dx_card_word(p);
	if (mant >= UINT64_C(100000000000000000) || d.scale > SCALE_LIMIT || d.scale < -SCALE_LIMIT)
		return bad_card(err, "a number is out of range");
	d.mant = (word & WORD_NEGATIVE) ? -(int64_t) mant : (int64_t) mant;
	*value = dx_decimal_to_double(d);
	if (!strict)
		return true;
	if (!isfinite(*value))
		return bad_card(err, "a number is out of range");
	again = dx_decimal_from_double(*value);
	if (again.mant != d.mant || again.scale != d.scale || mantissa_bytes(mant) != bytes ||
		(mant == 0 && (word & WORD_NEGATIVE)) ||
		((word & DX_WORD_KIND) == DX_WORD_LONG && dx_word_of(DX_RESULT_VALUE, *value) != DX_WORD_LONG))
		return bad_card(err, "a number is not in canonical form");
	return true;
}

bool
dx_card_read_other(uint32_t word, const uint8_t **at, const uint8_t *end, uint8_t *state, double *value, bool strict,
				   dx_error *err)
{
	*value = 0;
	switch (word & DX_WORD_KIND)
	{
		case DX_WORD_LONG:
			*state = DX_RESULT_VALUE;
			return unpack_long(word, at, end, value, strict, err);
		case DX_WORD_AWARDED:
			*state = DX_RESULT_POINTS;
			return unpack_long(word, at, end, value, strict, err);
		default:
			*state = word == DX_WORD_NA ? DX_RESULT_NA : DX_RESULT_MISSING;
			if (word != DX_WORD_NA && word != DX_WORD_MISSING)
				return bad_card(err, "reserved bits are set");
			return true;
	}
}

bool
dx_card_unpack(const uint8_t *packed, size_t len, dx_sheet *sheet, bool strict, dx_error *err)
{
	const uint8_t *p = packed + DX_CARD_HEADER;
	const uint8_t *end = packed + len;
	uint32_t n;
	dx_fingerprint of;

	if (!dx_card_header(packed, len, &n, &of, err))
		return false;
	if (n > sheet->room)
		return bad_card(err, "it has more criteria than its tree");
	if ((size_t) (end - p) < 2 * (size_t) n)
		return bad_card(err, "it is cut short");
	sheet->n = n;
	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t word;
		uint8_t state = DX_RESULT_VALUE;
		double value;

		if (end - p < 2)
			return bad_card(err, "it is cut short");
		word = dx_card_word(p);
		p += 2;
		if (dx_word_is_short(word))
		{
			uint32_t mant = word & DX_WORD_MANT;
			uint32_t scale = word >> DX_WORD_SCALE_SHIFT;

			if (strict && scale > 0 && mant % 10 == 0)
				return bad_card(err, "a number is not in canonical form");
		}
		else
		{
			if (!dx_card_read_other(word, &p, end, &state, &value, strict, err))
				return false;
			word &= DX_WORD_KIND;
			if (has_number(word))
			{
				if (sheet->others == NULL)
					return bad_card(err, "it is cut short");
				sheet->others[i] = value;
			}
		}
		sheet->words[i] = (uint16_t) (word ^ DX_WORD_MISSING);
	}
	if (p != end)
		return bad_card(err, "bytes are left over");
	return true;
}

/* ---------------- text ---------------- */

void
dx_card_print(const uint8_t *packed, size_t len, dx_buf *out)
{
	dx_sheet sheet;
	dx_fingerprint of = {{0}};
	char text[64];
	uint32_t n;
	dx_error err;

	if (!dx_card_header(packed, len, &n, &of, &err))
		return;
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(n)), n);
	dx_card_unpack(packed, len, &sheet, false, &err);
	dx_fingerprint_print(&of, text);
	dx_buf_add_text(out, text);
	dx_buf_add_char(out, '{');
	for (uint32_t i = 0; i < sheet.n; i++)
	{
		if (i > 0)
			dx_buf_add_char(out, ',');
		switch ((dx_result_state) dx_sheet_state(&sheet, i))
		{
			case DX_RESULT_MISSING:
				dx_buf_add_char(out, '_');
				break;
			case DX_RESULT_NA:
				dx_buf_add_text(out, "na");
				break;
			case DX_RESULT_VALUE:
			case DX_RESULT_POINTS:
				dx_decimal_print(dx_decimal_from_double(dx_sheet_value(&sheet, i)), text);
				dx_buf_add_text(out, text);
				if (dx_sheet_state(&sheet, i) == DX_RESULT_POINTS)
					dx_buf_add_char(out, 'p');
		}
	}
	dx_buf_add_char(out, '}');
	dx_free(sheet.others);
}

/* Parse one item between commas into entry i of the sheet. */
static bool
parse_item(dx_str item, dx_sheet *sheet, uint32_t i, int position, dx_error *err)
{
	char copy[64];
	char *end;
	size_t len = item.len;
	uint8_t state = DX_RESULT_VALUE;
	double value;

	if (dx_str_equal(item, DX_STR("_")))
		return true;
	if (dx_str_equal(item, DX_STR("na")))
	{
		dx_sheet_set(sheet, i, DX_RESULT_NA, 0);
		return true;
	}
	if (len > 1 && item.ptr[len - 1] == 'p')
	{
		state = DX_RESULT_POINTS;
		len--;
	}
	if (len > 0 && len < sizeof(copy))
	{
		memcpy(copy, item.ptr, len);
		copy[len] = '\0';
		value = strtod(copy, &end);
		if (strspn(copy, "0123456789+-.eE") == len && *end == '\0' && isfinite(value))
		{
			dx_sheet_set(sheet, i, state, value == 0 ? 0 : value); /* no -0 */
			return true;
		}
	}
	return dx_fail(err, DX_ERR_TEXT, position, "card has \"%.*s\" where a result, points (5p), na or _ was expected",
				   DX_STR_ARG(item));
}

bool
dx_card_parse(dx_str text, dx_sheet *sheet, dx_fingerprint *of, dx_error *err)
{
	const char *p = text.ptr;
	const char *end = text.ptr + text.len;
	uint32_t n = 0;

	while (p < end && *p == ' ')
		p++;
	while (end > p && end[-1] == ' ')
		end--;
	if (end - p < 34 || !dx_fingerprint_parse((dx_str) {p, 32}, of) || p[32] != '{' || end[-1] != '}')
	{
		dx_fail(err, DX_ERR_TEXT, 1, "card \"%.*s\" is not valid", DX_STR_ARG(text));
		return dx_fail_hint(err,
							"A card is the 32 hexadecimal digits of its tree's criteria and the results, as in "
							"0123456789abcdef0123456789abcdef{87.5,_,na,5p}. Build one with dx.card().");
	}
	p += 33;
	end--;
	if (p < end)
	{
		const char *c = p;

		/* Items are counted before memory is allocated, and no further than to the limit. */
		n = 1;
		while (n <= UINT16_MAX && (c = memchr(c, ',', (size_t) (end - c))) != NULL)
		{
			n++;
			c++;
		}
	}
	if (n > UINT16_MAX)
		return dx_fail(err, DX_ERR_LIMIT, 0, "card has more than %d criteria", UINT16_MAX);
	*sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(n)), n);
	for (uint32_t i = 0; i < n; i++)
	{
		const char *comma = memchr(p, ',', (size_t) (end - p));
		dx_str item;

		if (comma == NULL)
			comma = end;
		item = (dx_str) {p, (size_t) (comma - p)};
		while (item.len > 0 && item.ptr[0] == ' ')
			item = (dx_str) {item.ptr + 1, item.len - 1};
		while (item.len > 0 && item.ptr[item.len - 1] == ' ')
			item.len--;
		if (!parse_item(item, sheet, i, (int) (p - text.ptr) + 1, err))
			return false;
		p = comma < end ? comma + 1 : end;
	}
	return true;
}
