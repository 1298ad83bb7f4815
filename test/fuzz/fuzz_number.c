/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_number.c: the first byte chooses a locale, the rest is what somebody
 * wrote there: refused with a place and a reason, or a finite number; what is
 * written of it, thousands apart, is read as itself, and in the other locale
 * with the signs of that one.
 */
#include "fuzz.h"
#include "number/number_text.h"

/* The number as a locale writes it is the number again. */
static void
check_written(double x, dx_locale locale)
{
	int decimals = 2;
	dx_buf written;
	dx_error err;
	double again = NAN;

	dx_buf_init(&written);
	dx_number_write(dx_decimal_from_double(x), NULL, locale, &written);
	require(dx_number_read((dx_str) {written.data, written.len}, locale, &again, &err) && again == x);
	dx_buf_free(&written);
	dx_buf_init(&written);
	dx_number_write(dx_decimal_from_double(x), &decimals, locale, &written);
	require(dx_number_read((dx_str) {written.data, written.len}, locale, &again, &err));
	require(again == dx_double_round(x, 2));
	dx_buf_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_str text;
	dx_locale locale;
	dx_error err;
	double x = NAN;

	if (size == 0)
		return 0;
	locale = (dx_locale) (data[0] % DX_LOCALES);
	text = (dx_str) {(const char *) data + 1, size - 1};
	err.kind = DX_OK;
	if (!dx_number_read(text, locale, &x, &err))
	{
		require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_LIMIT);
		require(err.message[0] != '\0' && err.position >= 0 && (size_t) err.position <= size);
		return 0;
	}
	require(!dx_number_is_blank(text) && isfinite(x));
	/* more than 36 digits are not read: 1e22 has 23 */
	if (fabs(x) < 1e30 && (x == 0 || fabs(x) > 1e-15))
		for (int i = 0; i < DX_LOCALES; i++)
			check_written(x, (dx_locale) i);
	return 0;
}
