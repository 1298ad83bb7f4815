/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_decimal.c: numbers as bytes. Doubles survive as decimals; comparison,
 * printing, rounding, products and quotients agree with the C library's
 * strtod, with 128-bit arithmetic, and with one another.
 */
#include "number/decimal.h"
#include "fuzz.h"

#define INT128_MAX_ ((dx_int128) (~(dx_uint128) 0 >> 1))

static void
check_double(double value, int choice)
{
	dx_decimal d = dx_decimal_from_double(value);
	char text[64];
	char shortest[32];
	dx_points points;

	require(dx_decimal_to_double(d) == value);
	require(d.mant == 0 ? d.scale == 0 : d.mant % 10 != 0);
	require(d.mant < INT64_C(100000000000000000) && d.mant > -INT64_C(100000000000000000));
	require(dx_decimal_print(d, text) == (int) strlen(text) && strtod(text, NULL) == value);
	dx_shortest(value, shortest);
	require(strtod(shortest, NULL) == value);
	if (dx_points_from_double(value, &points))
	{
		require(dx_points_print(points, text) == (int) strlen(text));
		/* Exactly rounded, so the text of the points says the same double. */
		require(strtod(text, NULL) == dx_quotient(points, DX_POINTS_ONE));
	}
	else
		require(fabs(value) > 1e23);
	{
		int digits = choice % 31 - 15;
		double rounded = dx_double_round(value, digits);

		require(isfinite(rounded) || fabs(value) > 1e307);
		require(dx_double_round(rounded, digits) == rounded);
		require(rounded == 0 || signbit(rounded) == signbit(value));
	}
}

static void
check_pair(double a, double b)
{
	dx_decimal x = dx_decimal_from_double(a);
	dx_decimal y = dx_decimal_from_double(b);
	int order = dx_decimal_cmp(x, y);

	require(order == (a > b) - (a < b));
	require(order == -dx_decimal_cmp(y, x));
}

/* a x b / c where 128 bits are enough to say what is right. */
static void
check_muldiv(int64_t a, int64_t b, int64_t c)
{
	dx_int128 product = (dx_int128) a * b;
	dx_uint128 m = product < 0 ? -(dx_uint128) product : (dx_uint128) product;
	dx_uint128 n;
	dx_uint128 q;
	dx_int128 got;

	if (c == 0)
		return;
	n = c < 0 ? -(dx_uint128) (dx_int128) c : (dx_uint128) c;
	q = m / n + (m % n >= n - m % n);
	require(dx_muldiv(a, b, c, &got));
	require(got == ((product < 0) != (c < 0) ? -(dx_int128) q : (dx_int128) q));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double a = 0, b = 0;
	int64_t i = 0, j = 0, k = 0;
	dx_int128 num = 0, den = 0, got;
	char text[64];

	take_bytes(&data, &size, &a, sizeof(a));
	take_bytes(&data, &size, &b, sizeof(b));
	if (!isfinite(a))
		a = 0.1;
	if (!isfinite(b))
		b = -0.3;
	check_pair(a, b);

	take_bytes(&data, &size, &i, sizeof(i));
	take_bytes(&data, &size, &j, sizeof(j));
	take_bytes(&data, &size, &k, sizeof(k));
	check_double(a, (int) (i & 1023));
	check_double(b, (int) (j & 1023));
	check_muldiv(i, j, k);
	/* A decimal, short: as people write numbers. */
	snprintf(text, sizeof(text), "%d.%0*d", (int) (i % 100000), (int) (j & 7) + 1, (int) (k & 0xFFFF) % 1000);
	check_double(strtod(text, NULL), (int) (k >> 8 & 1023));

	take_bytes(&data, &size, &num, sizeof(num));
	take_bytes(&data, &size, &den, sizeof(den));
	den &= INT128_MAX_;
	if (den > 0 && num != -INT128_MAX_ - 1)
	{
		double q = dx_quotient(num, den);

		require(isfinite(q) && dx_quotient(-num, den) == -q);
		/* Within a few units of what long double says. */
		require(fabsl((long double) q - (long double) num / (long double) den) <=
				ldexpl(fabsl((long double) q), -52) + 5e-324L);
		require((num == 0) == (q == 0));
		if (dx_muldiv(num, den, den, &got))
			require(got == num);
		else
			abort();
	}
	return 0;
}
