/* SPDX-License-Identifier: PostgreSQL */
/*
 * number_text.c: numbers as a locale writes them, read and written.
 */
#include "number/number_text.h"

#include "number/text_reader.h"

static const struct
{
	dx_str name;
	char point;
	char group;
	const char *example;
} locales[DX_LOCALES] = {
	[DX_LOCALE_EN] = {{"en", 2}, '.', ',', "1,189.8"}, [DX_LOCALE_VI] = {{"vi", 2}, ',', '.', "1.189,8"}};

bool
dx_locale_read(dx_str name, dx_locale *locale, dx_error *err)
{
	for (int i = 0; i < DX_LOCALES; i++)
		if (dx_str_equal(name, locales[i].name))
		{
			*locale = (dx_locale) i;
			return true;
		}
	dx_fail(err, DX_ERR_PARAM, 0, "unknown locale \"%.*s\"", DX_STR_ARG(name));
	return dx_fail_hint(err, "Numbers are written as in en (%s) or in vi (%s).", locales[DX_LOCALE_EN].example,
						locales[DX_LOCALE_VI].example);
}

/* "invalid number "…": what", and how numbers are written; always false. */
static bool
fail_number(dx_reader *in, dx_locale locale, size_t pos, const char *what)
{
	dx_read_fail(in, pos, "%s", what);
	return dx_fail_hint(in->err, "In %s a number is written %s.", locales[locale].name.ptr, locales[locale].example);
}

/* Length in bytes of the separator of thousands at pos, where a digit follows it; *kind is which one. */
static size_t
group_len(const dx_reader *in, dx_locale locale, char *kind)
{
	const char *at = in->text.ptr + in->pos;
	size_t left = in->text.len - in->pos;
	size_t n = dx_space_len(at, left);

	*kind = ' ';
	if (n == 0 && left > 0 && *at == locales[locale].group)
	{
		*kind = *at;
		return 1;
	}
	return n > 0 && n < left && at[n] >= '0' && at[n] <= '9' ? n : 0;
}

/* Read the digits from pos on; returns how many. */
static int
read_digits(dx_reader *in, bool fraction, dx_digits *digits)
{
	size_t start = in->pos;

	for (; in->pos < in->text.len && in->text.ptr[in->pos] >= '0' && in->text.ptr[in->pos] <= '9'; in->pos++)
		dx_digits_add(digits, in->text.ptr[in->pos] - '0', fraction);
	return (int) (in->pos - start);
}

/*
 * The digits before the decimal sign. Thousands: all groups but the first have three digits, and
 * the first does not begin with 0.
 */
static bool
read_whole(dx_reader *in, dx_locale locale, dx_digits *digits, bool *grouped)
{
	size_t start = in->pos;
	int run = read_digits(in, false, digits);
	char first = '\0';
	char kind;
	size_t n;

	*grouped = false;
	while (run > 0 && (n = group_len(in, locale, &kind)) > 0)
	{
		size_t separator = in->pos;

		if (*grouped ? kind != first : run > 3 || in->text.ptr[start] == '0')
			return fail_number(in, locale, separator, "thousands are not separated there");
		*grouped = true;
		first = kind;
		in->pos += n;
		run = read_digits(in, false, digits);
		if (run != 3)
			return fail_number(in, locale, separator, "three digits are expected after what separates thousands");
	}
	return true;
}

bool
dx_number_is_blank(dx_str text)
{
	return text.len <= DX_NUMBER_MAX_TEXT && dx_trim(text).len == 0;
}

bool
dx_number_read(dx_str text, dx_locale locale, double *out, dx_error *err)
{
	dx_reader in = {.text = text, .err = err, .what = "number"};
	dx_digits digits = {0};
	dx_digits one = {.mant = 1, .digits = 1};
	bool negative = false;
	bool grouped;
	int64_t exponent = 0;
	size_t start;

	if (text.len > DX_NUMBER_MAX_TEXT)
		return dx_read_fail_limit(&in, "A number", DX_NUMBER_MAX_TEXT, "bytes");
	dx_read_peek(&in);
	start = in.pos;
	if (in.pos < text.len && (text.ptr[in.pos] == '-' || text.ptr[in.pos] == '+'))
		negative = text.ptr[in.pos++] == '-';
	if (!read_whole(&in, locale, &digits, &grouped))
		return false;
	if (in.pos < text.len && text.ptr[in.pos] == locales[locale].point)
	{
		in.pos++;
		if (read_digits(&in, true, &digits) == 0)
			return fail_number(&in, locale, in.pos, "a digit is expected after the decimal sign");
	}
	if (digits.seen == 0)
		return fail_number(&in, locale, start, "a number is expected");
	if (!grouped)
		exponent = dx_read_exponent(text.ptr, text.len, &in.pos);
	dx_read_peek(&in);
	if (in.pos < text.len)
		return fail_number(&in, locale, in.pos, "text follows the number");
	if (digits.too_many)
		return dx_read_fail(&in, start, "it has more than %d significant digits", DX_NUMBER_MAX_DIGITS);
	if (!dx_digits_end(&digits, exponent))
		return dx_read_fail(&in, start, "it is outside 1e-300 to 1e300");
	if (negative)
		digits.mant = -digits.mant;
	if (!dx_digits_quotient(digits, one, 0, out))
		return dx_read_fail(&in, start, "its digits lie too far apart");
	return true;
}

void
dx_number_write(dx_decimal x, const int *decimals, dx_locale locale, dx_buf *out)
{
	if (decimals != NULL)
		x = dx_decimal_round(x, *decimals);
	dx_decimal_write(x, decimals != NULL ? *decimals : 0, locales[locale].point, locales[locale].group, out);
}
