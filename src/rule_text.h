/*
 * rule_text.h: the characters that rules, answers and grades are made of; shared
 * by rule.c, rule_answer.c and grade.c only.
 */
#ifndef DX_RULE_TEXT_H
#define DX_RULE_TEXT_H

#include "base.h"
#include "decimal.h"

/* Results and bounds lie within 1e-300 .. 1e300 in magnitude, or are 0. */
#define DX_NUMBER_MAX_EXPONENT 300

/* Most significant digits that are collected; more is a mistake. */
#define DX_NUMBER_MAX_DIGITS 36

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

static inline dx_str
dx_trim(dx_str s)
{
	size_t		n;

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
	dx_int128	mant;
	int64_t		scale;
	int			digits;			/* significant ones */
	int			seen;			/* all (no text has 2^31); 0: not a number */
	int64_t		zeros;			/* seen after the last significant one */
	bool		too_many;
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
	int64_t		top;

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
		(top <= DX_NUMBER_MAX_EXPONENT ||
		 (top == DX_NUMBER_MAX_EXPONENT + 1 && d->mant == 1));
}

/* The exponent after an e at text[*pos], if digits follow; capped far outside the range of numbers. */
static inline int64_t
dx_read_exponent(const char *text, size_t len, size_t *pos)
{
	size_t		i = *pos;
	bool		negative = false;
	int64_t		exponent = 0;

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

#endif							/* DX_RULE_TEXT_H */
