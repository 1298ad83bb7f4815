/* SPDX-License-Identifier: PostgreSQL */
/*
 * text_reader.h: the characters, numbers, fractions and labels that rules,
 * answers and grades are made of.
 */
#ifndef DX_TEXT_READER_H
#define DX_TEXT_READER_H

#include "base/base.h"
#include "number/decimal.h"

/* Results and bounds lie within 1e-300 .. 1e300 in magnitude, or are 0. */
#define DX_NUMBER_MAX_EXPONENT 300

/* Most significant digits that are collected; more is a mistake. */
#define DX_NUMBER_MAX_DIGITS 36

/* Most significant digits of a number, and of both parts of a fraction as whole numbers. */
#define DX_READ_DIGITS 17
#define DX_FRACTION_DIGITS 15

/* Bytes of the space at ptr, 0 if none: ASCII white space, and in UTF-8 the no-break space that spreadsheets leave. */
static inline size_t
dx_space_len(const char *ptr, size_t len)
{
	if (len >= 1 && (*ptr == ' ' || (*ptr >= '\t' && *ptr <= '\r')))
		return 1;
	if (len >= 2 && (uint8_t) ptr[0] == 0xC2 && (uint8_t) ptr[1] == 0xA0 && dx_text_is_utf8())
		return 2;
	return 0;
}

/* The text without blanks around it and nothing else: for options of trees, which programs write. */
static inline dx_str
dx_trim_blanks(dx_str s)
{
	while (s.len > 0 && s.ptr[0] == ' ')
		s = (dx_str) {s.ptr + 1, s.len - 1};
	while (s.len > 0 && s.ptr[s.len - 1] == ' ')
		s.len--;
	return s;
}

/* The text without white space around it: for what people type. */
static inline dx_str
dx_trim(dx_str s)
{
	size_t n;

	while ((n = dx_space_len(s.ptr, s.len)) > 0)
	{
		s.ptr += n;
		s.len -= n;
	}
	for (;;)
	{
		if (s.len >= 1 && dx_space_len(s.ptr + s.len - 1, 1) == 1)
			s.len--;
		else if (s.len >= 2 && dx_space_len(s.ptr + s.len - 2, 2) == 2)
			s.len -= 2;
		else
			return s;
	}
}

/* Digits on their way to a number: mant x 10^-scale, mant without trailing zeros. */
typedef struct dx_digits
{
	dx_int128 mant;
	int64_t scale;
	int digits;	   /* significant ones */
	int seen;	   /* all (no text has 2^31); 0: not a number */
	int64_t zeros; /* seen after the last significant one */
	bool too_many;
} dx_digits;

static inline void
dx_digits_add(dx_digits *d, int digit, bool fraction)
{
	d->seen++;
	d->scale += fraction;
	if (digit == 0)
	{
		d->zeros += d->digits > 0;
		return;
	}
	if (d->digits + d->zeros + 1 > DX_NUMBER_MAX_DIGITS)
	{
		d->too_many = true;
		return;
	}
	d->digits += (int) d->zeros + 1;
	for (; d->zeros > 0; d->zeros--)
		d->mant *= 10;
	d->mant = d->mant * 10 + digit;
}

/* No more digits; exponent is what followed the e. False if the magnitude is outside 1e-300 .. 1e300. */
static inline bool
dx_digits_end(dx_digits *d, int64_t exponent)
{
	int64_t top;

	d->scale -= d->zeros + exponent;
	d->zeros = 0;
	if (d->mant == 0)
	{
		d->scale = 0;
		return true;
	}
	/* 10^(top - 1) <= value < 10^top */
	top = d->digits - d->scale;
	return top - 1 >= -DX_NUMBER_MAX_EXPONENT &&
		(top <= DX_NUMBER_MAX_EXPONENT || (top == DX_NUMBER_MAX_EXPONENT + 1 && d->mant == 1));
}

/*
 * num / den x 10^shift as the nearest double, of numbers that dx_digits_end has ended, den > 0;
 * false where their digits lie too far apart.
 */
extern bool dx_digits_quotient(dx_digits num, dx_digits den, int shift, double *out);

/* The exponent after an e at text[*pos], if digits follow; capped far outside the range of numbers. */
static inline int64_t
dx_read_exponent(const char *text, size_t len, size_t *pos)
{
	size_t i = *pos;
	bool negative = false;
	int64_t exponent = 0;

	if (i >= len || (text[i] != 'e' && text[i] != 'E'))
		return 0;
	i++;
	if (i < len && (text[i] == '+' || text[i] == '-'))
		negative = text[i++] == '-';
	if (i >= len || text[i] < '0' || text[i] > '9')
		return 0;
	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++)
		if (exponent < INT64_C(10000000000))
			exponent = exponent * 10 + (text[i] - '0');
	*pos = i;
	return negative ? -exponent : exponent;
}

/*
 * A text being read, from pos on. Errors are DX_ERR_TEXT, "invalid rule "…": "
 * and what, with the byte where it is.
 */
typedef struct dx_reader
{
	dx_str text;
	size_t pos;
	dx_error *err;
	const char *what; /* "rule", "grades" */
	bool plural;	  /* grades are, a rule is */
} dx_reader;

/* Record a mistake at byte pos, or a limit (DX_ERR_LIMIT; "A label takes at most 200 bytes."); always false. */
extern bool dx_read_fail(dx_reader *in, size_t pos, const char *fmt, ...) DX_PRINTF(3, 4);
extern bool dx_read_fail_limit(dx_reader *in, const char *which, int limit, const char *unit);

/* The next byte after spaces, 0 at the end. */
extern char dx_read_peek(dx_reader *in);

/* Is c next, after spaces? Then it is read. */
extern bool dx_read_take(dx_reader *in, char c);

/* Read c, after spaces; an error that names it if it is not there. */
extern bool dx_read_expect(dx_reader *in, char c);

/* [sign] digits [. digits] [e exponent], up to DX_READ_DIGITS significant digits. */
extern bool dx_read_number(dx_reader *in, dx_decimal *out);

/*
 * The rest of a fraction whose numerator, at byte start, has been read: where a
 * slash follows, num / den become what is written in lowest terms, both whole,
 * den > 0; else num stays as it is and den is 1.
 */
extern bool dx_read_divisor(dx_reader *in, size_t start, dx_decimal *num, dx_decimal *den);

/* A number, and the divisor if there is one: 0.5, 1/3, 2.5/7. */
extern bool dx_read_fraction(dx_reader *in, dx_decimal *num, dx_decimal *den);

/* The double nearest to a fraction that was read. */
extern double dx_fraction_value(dx_decimal num, dx_decimal den);

/*
 * A label and the colon behind it: up to the colon, or in single quotes ('' for
 * one), at most max_len bytes without the spaces around it, none of them a
 * control character. A byte of stops ends it too, which is an error whose hint is
 * `hint`. Appended to labels, where it begins at *offset.
 */
extern bool dx_read_label(dx_reader *in, const char *stops, int max_len, const char *hint, dx_buf *labels,
						  uint32_t *offset, uint32_t *len);

#endif /* DX_TEXT_READER_H */
