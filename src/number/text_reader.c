/* SPDX-License-Identifier: PostgreSQL */
/*
 * text_reader.c: numbers, fractions and labels out of a text (text_reader.h).
 */
#include "number/text_reader.h"

/* The digits of a dx_decimal; more are read only where a quotient can take them. */
#define PLAIN_DIGITS 17
/* 10^38 still fits 127 bits. */
#define QUOTIENT_DIGITS 38

/* *m x 10^n; false if that has more than 38 digits. */
static bool
shift_up(dx_int128 *m, int digits, int64_t n)
{
	if (digits + n > QUOTIENT_DIGITS)
		return false;
	for (; n > 0; n--)
		*m *= 10;
	return true;
}

bool
dx_digits_quotient(dx_digits num, dx_digits den, int shift, double *out)
{
	int64_t scale = num.scale - den.scale - shift;

	if (num.mant == 0)
		*out = 0;
	else if (scale >= 0 ? shift_up(&den.mant, den.digits, scale) : shift_up(&num.mant, num.digits, -scale))
		*out = dx_quotient(num.mant, den.mant);
	else if (den.mant == 1 && num.digits <= PLAIN_DIGITS)
		*out = dx_decimal_to_double((dx_decimal) {(int64_t) num.mant, (int32_t) scale});
	else
		return false;
	return true;
}

bool
dx_read_fail(dx_reader *in, size_t pos, const char *fmt, ...)
{
	char mistake[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(mistake, sizeof(mistake), fmt, args);
	va_end(args);
	return dx_fail(in->err, DX_ERR_TEXT, (int) pos + 1, "invalid %s \"%.*s\": %s", in->what, DX_STR_ARG(in->text),
				   mistake);
}

bool
dx_read_fail_limit(dx_reader *in, const char *which, int limit, const char *unit)
{
	dx_fail(in->err, DX_ERR_LIMIT, 0, "%s \"%.*s\" %s too long", in->what, DX_STR_ARG(in->text),
			in->plural ? "are" : "is");
	return dx_fail_detail(in->err, "%s takes at most %d %s.", which, limit, unit);
}

char
dx_read_peek(dx_reader *in)
{
	size_t n;

	while ((n = dx_space_len(in->text.ptr + in->pos, in->text.len - in->pos)) > 0)
		in->pos += n;
	return in->pos < in->text.len ? in->text.ptr[in->pos] : '\0';
}

bool
dx_read_take(dx_reader *in, char c)
{
	if (dx_read_peek(in) != c)
		return false;
	in->pos++;
	return true;
}

bool
dx_read_expect(dx_reader *in, char c)
{
	if (dx_read_take(in, c))
		return true;
	if (in->pos >= in->text.len)
		return dx_read_fail(in, in->pos, "\"%c\" is missing at the end", c);
	return dx_read_fail(in, in->pos, "\"%c\" is expected", c);
}

bool
dx_read_number(dx_reader *in, dx_decimal *out)
{
	dx_digits digits = {0};
	bool negative = false;
	bool fraction = false;
	size_t start;
	int64_t exponent;

	dx_read_peek(in);
	start = in->pos;
	if (in->pos < in->text.len && (in->text.ptr[in->pos] == '-' || in->text.ptr[in->pos] == '+'))
		negative = in->text.ptr[in->pos++] == '-';
	for (; in->pos < in->text.len; in->pos++)
	{
		char c = in->text.ptr[in->pos];

		if (c == '.' && !fraction)
			fraction = true;
		else if (c >= '0' && c <= '9')
			dx_digits_add(&digits, c - '0', fraction);
		else
			break;
	}
	if (digits.seen == 0)
		return dx_read_fail(in, start, "a number is expected");
	exponent = dx_read_exponent(in->text.ptr, in->text.len, &in->pos);
	if (digits.too_many || digits.digits > DX_READ_DIGITS)
		return dx_read_fail(in, start, "a number has more than %d significant digits", DX_READ_DIGITS);
	if (!dx_digits_end(&digits, exponent))
		return dx_read_fail(in, start, "a number is outside 1e-300 to 1e300");
	out->mant = negative ? -(int64_t) digits.mant : (int64_t) digits.mant;
	out->scale = (int32_t) digits.scale;
	return true;
}

/* d as an integer times 10^-scale; false if that has more digits than a fraction may have. */
static bool
scaled_integer(dx_decimal d, int32_t scale, int64_t *out)
{
	const int64_t limit = INT64_C(1000000000000000);
	int64_t m = d.mant;

	for (int32_t i = d.scale; m != 0 && i < scale; i++)
	{
		if (m >= limit / 10 || m <= -limit / 10)
			return false;
		m *= 10;
	}
	*out = m;
	return m < limit && m > -limit;
}

/* A whole number, canonical. */
static dx_decimal
whole_decimal(int64_t m)
{
	dx_decimal d = {m, 0};

	for (; d.mant != 0 && d.mant % 10 == 0; d.mant /= 10)
		d.scale--;
	return d;
}

bool
dx_read_divisor(dx_reader *in, size_t start, dx_decimal *num, dx_decimal *den)
{
	int32_t scale;
	int64_t a;
	int64_t b;
	int64_t g;
	int64_t h;

	*den = (dx_decimal) {1, 0};
	if (!dx_read_take(in, '/'))
		return true;
	if (!dx_read_number(in, den))
		return false;
	if (den->mant <= 0)
		return dx_read_fail(in, start, "a fraction is divided by %s", den->mant == 0 ? "zero" : "a negative number");
	scale = num->scale > den->scale ? num->scale : den->scale;
	if (scale < 0)
		scale = 0;
	if (!scaled_integer(*num, scale, &a) || !scaled_integer(*den, scale, &b))
		return dx_read_fail(in, start, "a fraction has more than %d digits", DX_FRACTION_DIGITS);
	for (g = b, h = a < 0 ? -a : a; h != 0;)
	{
		int64_t rest = g % h;

		g = h;
		h = rest;
	}
	*num = whole_decimal(a / g);
	*den = whole_decimal(b / g);
	return true;
}

bool
dx_read_fraction(dx_reader *in, dx_decimal *num, dx_decimal *den)
{
	size_t start;

	dx_read_peek(in);
	start = in->pos;
	return dx_read_number(in, num) && dx_read_divisor(in, start, num, den);
}

/* Numerator or denominator of a fraction: the whole number d. */
static dx_int128
whole_number(dx_decimal d)
{
	dx_int128 m = d.mant;

	for (; d.scale < 0; d.scale++)
		m *= 10;
	return m;
}

double
dx_fraction_value(dx_decimal num, dx_decimal den)
{
	if (den.mant == 1 && den.scale == 0)
		return dx_decimal_to_double(num);
	return dx_quotient(whole_number(num), whole_number(den));
}

/* The bytes of a label as written, without the quotes. */
static bool
read_label_bytes(dx_reader *in, const char *stops, const char *hint, dx_buf *labels)
{
	bool quoted = dx_read_peek(in) == '\'';
	size_t start = in->pos;

	for (in->pos += quoted; quoted || (in->pos < in->text.len && in->text.ptr[in->pos] != ':'); in->pos++)
	{
		char c;

		if (in->pos >= in->text.len)
			return dx_read_fail(in, start, "a quoted label has no end");
		c = in->text.ptr[in->pos];
		if (quoted && c == '\'')
		{
			in->pos++;
			if (in->pos >= in->text.len || in->text.ptr[in->pos] != '\'')
				break;
		}
		else if (!quoted && (c == '\'' || c == '"'))
		{
			dx_read_fail(in, in->pos, "a quote stands within a label");
			return dx_fail_hint(in->err, "%s", hint);
		}
		else if (!quoted && c != '\0' && strchr(stops, c) != NULL)
			break;
		dx_buf_add_char(labels, c);
	}
	return true;
}

bool
dx_read_label(dx_reader *in, const char *stops, int max_len, const char *hint, dx_buf *labels, uint32_t *offset,
			  uint32_t *len)
{
	size_t before = labels->len;
	size_t start;
	dx_str label;

	dx_read_peek(in);
	start = in->pos;
	if (!read_label_bytes(in, stops, hint, labels))
		return false;
	if (!dx_read_take(in, ':'))
	{
		dx_read_fail(in, in->pos, "\":\" is expected after a label");
		return dx_fail_hint(in->err, "%s", hint);
	}
	label = dx_trim((dx_str) {labels->data + before, labels->len - before});
	if (label.len == 0)
		return dx_read_fail(in, start, "a label is empty");
	if (label.len > max_len)
		return dx_read_fail_limit(in, "A label", max_len, "bytes");
	for (size_t i = 0; i < label.len; i++)
		if ((uint8_t) label.ptr[i] < 0x20 || label.ptr[i] == 0x7f)
			return dx_read_fail(in, start, "a label contains a control character");
	memmove(labels->data + before, label.ptr, label.len);
	labels->len = before + label.len;
	*offset = (uint32_t) before;
	*len = (uint32_t) label.len;
	return true;
}
