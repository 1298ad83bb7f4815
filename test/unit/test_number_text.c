/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_number_text.c: numbers as a locale writes them.
 */
#include "check.h"
#include "number/number_text.h"

static dx_error last_error;

static dx_str
str(const char *text)
{
	return (dx_str) {text, strlen(text)};
}

/* What a text is read as, or position and mistake. */
static const char *
read_as(const char *text, dx_locale locale)
{
	static char result[3 * DX_MESSAGE_SIZE];
	const char *what;
	double x = NAN;

	memset(&last_error, 0, sizeof(last_error));
	if (dx_number_read(str(text), locale, &x, &last_error))
	{
		CHECK(!signbit(x) || x < 0);
		dx_decimal_print(dx_decimal_from_double(x), result);
		return result;
	}
	CHECK(last_error.kind == DX_ERR_TEXT);
	what = strstr(last_error.message, "\": ");
	snprintf(result, sizeof(result), "%d %s", last_error.position, what != NULL ? what + 3 : last_error.message);
	return result;
}

#define CHECK_EN(text, want) CHECK_TEXT(read_as(text, DX_LOCALE_EN), want)
#define CHECK_VI(text, want) CHECK_TEXT(read_as(text, DX_LOCALE_VI), want)
#define NO_THOUSANDS "thousands are not separated there"
#define THREE "three digits are expected after what separates thousands"

static void
test_read(void)
{
	CHECK_VI("1.189,8", "1189.8");
	CHECK_EN("1,189.8", "1189.8");
	CHECK_VI("1189,8", "1189.8");
	CHECK_EN("1189.8", "1189.8");
	CHECK_VI("1.500", "1500");
	CHECK_EN("1.500", "1.5");
	CHECK_VI("1,500", "1.5");
	CHECK_VI("12.345.678", "12345678");
	CHECK_EN("12,345,678.25", "12345678.25");
	/* spaces between thousands, the no-break one too */
	CHECK_VI("1 189,8", "1189.8");
	CHECK_EN("12\302\240345\302\240678.5", "12345678.5");
	CHECK_EN(" \t-1,500\302\240", "-1500");
	CHECK_EN("+7", "7");
	CHECK_EN("-0", "0");
	CHECK_EN(".5", "0.5");
	CHECK_VI(",5", "0.5");
	CHECK_EN("0.500", "0.5");
	CHECK_EN("007", "7");
	CHECK_EN("1.5e3", "1500");
	CHECK_VI("1,5E-2", "0.015");
	CHECK_EN("1e-300", "1e-300");
	CHECK_EN("33.333333333333333333333", "33.333333333333336");
	/* the other locale's sign is never guessed at */
	CHECK_VI("1.5", "2 " THREE);
	CHECK_TEXT(last_error.hint, "In vi a number is written 1.189,8.");
	CHECK_EN("1,5", "2 " THREE);
	CHECK_TEXT(last_error.hint, "In en a number is written 1,189.8.");
	CHECK_VI("1,189.8", "6 text follows the number");
	CHECK_EN("1.189,8", "6 text follows the number");
	CHECK_VI("0.500", "2 " NO_THOUSANDS);
	CHECK_VI("1234.567", "5 " NO_THOUSANDS);
	CHECK_VI("1.2345", "2 " THREE);
	CHECK_VI("1.234.56", "6 " THREE);
	CHECK_VI("1.234.", "6 " THREE);
	CHECK_VI("1.234567.890", "2 " THREE);
	CHECK_VI("1.234 567", "6 " NO_THOUSANDS);
	CHECK_VI("1 234.567", "6 " NO_THOUSANDS);
	CHECK_EN("12 34", "3 " THREE);
	CHECK_EN("12  345", "5 text follows the number");
	CHECK_EN(",500", "1 a number is expected");
	CHECK_EN("1,,500", "2 " THREE);
	CHECK_EN("1.", "3 a digit is expected after the decimal sign");
	CHECK_EN("1..5", "3 a digit is expected after the decimal sign");
	CHECK_EN("", "1 a number is expected");
	CHECK_EN("-", "1 a number is expected");
	CHECK_EN("- 5", "1 a number is expected");
	CHECK_EN("NaN", "1 a number is expected");
	CHECK_EN("5%", "2 text follows the number");
	CHECK_EN("5 %", "3 text follows the number");
	CHECK_EN("5 000e3", "6 text follows the number");
	CHECK_EN("5e", "2 text follows the number");
	CHECK_EN(" 1e400", "2 it is outside 1e-300 to 1e300");
	CHECK_EN("1.2345678901234567890123456789012345678", "1 it has more than 36 significant digits");
	CHECK_EN("0.000000000000000000000000123456789012345678", "1 its digits lie too far apart");
}

static void
test_limits(void)
{
	char text[DX_NUMBER_MAX_TEXT + 2];
	dx_locale locale;
	double x;

	memset(text, ' ', sizeof(text));
	text[DX_NUMBER_MAX_TEXT - 1] = '7';
	CHECK(dx_number_read((dx_str) {text, DX_NUMBER_MAX_TEXT}, DX_LOCALE_EN, &x, &last_error) && x == 7);
	CHECK(!dx_number_read((dx_str) {text, DX_NUMBER_MAX_TEXT + 1}, DX_LOCALE_EN, &x, &last_error));
	CHECK(last_error.kind == DX_ERR_LIMIT);
	CHECK(dx_number_is_blank((dx_str) {text, DX_NUMBER_MAX_TEXT - 1}));
	CHECK(!dx_number_is_blank((dx_str) {text, DX_NUMBER_MAX_TEXT}));
	CHECK(dx_number_is_blank(str(" \302\240\n")) && dx_number_is_blank(str("")));

	CHECK(dx_locale_read(DX_STR("en"), &locale, &last_error) && locale == DX_LOCALE_EN);
	CHECK(dx_locale_read(DX_STR("vi"), &locale, &last_error) && locale == DX_LOCALE_VI);
	CHECK(!dx_locale_read(DX_STR("fr"), &locale, &last_error) && last_error.kind == DX_ERR_PARAM);
	CHECK_TEXT(last_error.message, "unknown locale \"fr\"");
	CHECK_TEXT(last_error.hint, "Numbers are written as in en (1,189.8) or in vi (1.189,8).");
}

/* x with so many decimals; 99: as many as it has. */
static const char *
written(double x, int decimals, dx_locale locale)
{
	static char result[1000];
	dx_buf out;

	dx_buf_init(&out);
	dx_number_write(dx_decimal_from_double(x), decimals == 99 ? NULL : &decimals, locale, &out);
	snprintf(result, sizeof(result), "%s", out.data);
	dx_buf_free(&out);
	return result;
}

static void
test_write(void)
{
	CHECK_TEXT(written(1189.8, 1, DX_LOCALE_VI), "1.189,8");
	CHECK_TEXT(written(1189.8, 1, DX_LOCALE_EN), "1,189.8");
	CHECK_TEXT(written(1189.8, 0, DX_LOCALE_VI), "1.190");
	CHECK_TEXT(written(1189.8, -2, DX_LOCALE_VI), "1.200");
	CHECK_TEXT(written(1189.8, -4, DX_LOCALE_VI), "0");
	CHECK_TEXT(written(1189.8, 4, DX_LOCALE_EN), "1,189.8000");
	CHECK_TEXT(written(1189.8, 99, DX_LOCALE_VI), "1.189,8");
	CHECK_TEXT(written(2.675, 2, DX_LOCALE_EN), "2.68");
	CHECK_TEXT(written(-2.675, 2, DX_LOCALE_EN), "-2.68");
	CHECK_TEXT(written(-0.004, 2, DX_LOCALE_EN), "0.00");
	CHECK_TEXT(written(0.05, 99, DX_LOCALE_EN), "0.05");
	CHECK_TEXT(written(0, 2, DX_LOCALE_VI), "0,00");
	CHECK_TEXT(written(999.995, 2, DX_LOCALE_EN), "1,000.00");
	CHECK_TEXT(written(100, 99, DX_LOCALE_EN), "100");
	CHECK_TEXT(written(1000, 99, DX_LOCALE_EN), "1,000");
	CHECK_TEXT(written(1e22, 99, DX_LOCALE_EN), "10,000,000,000,000,000,000,000");
	CHECK_TEXT(written(-123456, 99, DX_LOCALE_VI), "-123.456");
	CHECK(strlen(written(1e300, 99, DX_LOCALE_EN)) == 301 + 100);
	CHECK(strlen(written(-1.2345678901234567e-300, 99, DX_LOCALE_EN)) == 1 + 2 + 316);
	CHECK_TEXT(written(1e-300, 15, DX_LOCALE_EN), "0.000000000000000");
}

/* What is written is read as the same number, and in no other locale as another one, thousands apart. */
static void
test_round_trip(void)
{
	static const double numbers[] = {0, 1, -1, 12.5, 1234.5, 0.001, 1e15, 123456789.125, 1e22, 5e-7};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		for (int locale = 0; locale < DX_LOCALES; locale++)
		{
			double x = NAN;

			CHECK(
				dx_number_read(str(written(numbers[i], 99, (dx_locale) locale)), (dx_locale) locale, &x, &last_error) &&
				x == numbers[i]);
		}
}

int
main(void)
{
	test_read();
	test_limits();
	test_write();
	test_round_trip();
	CHECK_DONE("number_text");
}
