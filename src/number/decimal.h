/* SPDX-License-Identifier: PostgreSQL */
/*
 * decimal.h: exact decimals. A dx_decimal is a float8 as it is written (its
 * shortest round-trip digits); a dx_points is points with 12 fractional
 * digits in a 128-bit integer, so that written parts add up to the written
 * total. Every rounding is half away from zero.
 */
#ifndef DX_DECIMAL_H
#define DX_DECIMAL_H

#include "number/whole.h"

/*
 * value = mant x 10^-scale. Canonical: mant has no trailing zero (so 50 is
 * 5 x 10^1, scale -1), and zero is 0 x 10^0. |mant| < 10^17.
 */
typedef struct dx_decimal
{
	int64_t mant;
	int32_t scale;
} dx_decimal;

DX_STORED(dx_decimal, 16);
DX_STORED_AT(dx_decimal, mant, 0);
DX_STORED_AT(dx_decimal, scale, 8);

/* Points times 10^12. */
typedef dx_int128 dx_points;

/* A maximum: units / (10^12 den) points, exact; 1/3 is 10^12 by 3. Negative: a penalty's. */
typedef struct dx_maximum
{
	dx_points units;
	uint32_t den; /* > 0 */
} dx_maximum;

#define DX_POINTS_DIGITS 12
#define DX_POINTS_ONE ((dx_points) INT64_C(1000000000000))

/* No maximum, and no points entered, may be larger in magnitude. */
#define DX_MAX_POINTS 1e15

/* m x 2^e, a little more if sticky, as the nearest double, ties to even, subnormals included; the top bit of m is set. */
extern double dx_round_to_double(uint64_t m, int e, bool sticky);

/* Shortest round-trip digits of a finite double (-0 gives 0); fast for up to 15 digits with up to 6 decimals. */
extern dx_decimal dx_decimal_from_double(double value);

/* The nearest double; exact inverse of the above for values it made. */
extern double dx_decimal_to_double(dx_decimal d);

/* Results up to this many hundredths have a short way: it is the most that two bytes of a card hold (card.h). */
#define DX_MAX_HUNDREDTHS 1638300

/* q x 0.01 as the nearest double. */
static inline double
dx_from_hundredths(uint32_t q)
{
	return q / 100.0;
}

/* Is the double, as written, a whole number of hundredths from 0 to the most? (If so, q / 100 rounds to it.) */
static inline bool
dx_to_hundredths(double value, uint32_t *q)
{
	if (!(value >= 0 && value <= DX_MAX_HUNDREDTHS / 100.0))
		return false;
	*q = (uint32_t) (value * 100 + 0.5);
	return dx_from_hundredths(*q) == value;
}

/* Rounded to `digits` fractional digits (negative: to tens, hundreds, ...), half away from zero: 2.675 -> 2.68. Exact. */
extern dx_decimal dx_decimal_round(dx_decimal d, int digits);

/* -1, 0, 1. Exact for any two decimals. */
extern int dx_decimal_cmp(dx_decimal a, dx_decimal b);

/* Canonical text without exponent where that is at most 30 characters ("0.333", "-12", "1e-40" otherwise); buf of 64 bytes; returns the length. */
extern int dx_decimal_print(dx_decimal d, char *buf);

/* Append all its digits, never an exponent, with at least so many behind the decimal sign; group stands between thousands, 0: nothing does. */
extern void dx_decimal_write(dx_decimal d, int decimals, char point, char group, dx_buf *out);

/* Decimal to points, rounded at 12 digits. |value| must be at most 1e24 (false otherwise). */
extern bool dx_points_from_decimal(dx_decimal d, dx_points *out);
extern bool dx_points_from_double(double value, dx_points *out);

/* value / den as a maximum, in lowest terms: exact, false where it would take more than 21 decimals, or a denominator beyond 32 bits. */
extern bool dx_maximum_of(double value, uint32_t den, dx_maximum *out);

/* The same of digits as they stand, up to 36 and without an exponent: what dx_maximum_print writes before a slash. */
extern bool dx_maximum_parse(dx_str text, uint32_t den, dx_maximum *out);

/* The nearest double to a maximum; its text ("8.75", or "1/3" where no 17 digits are that), in buf of 96 bytes; returns the length. */
extern double dx_maximum_to_double(dx_maximum max);
extern int dx_maximum_print(dx_maximum max, char *buf);

/* Order of the two; sum of two, in lowest terms: false where its denominator passes 32 bits, or its units 2^122. */
extern int dx_maximum_cmp(dx_maximum a, dx_maximum b);
extern bool dx_maximum_add(dx_maximum a, dx_maximum b, dx_maximum *out);

/* Canonical text, trailing zeros stripped ("8.75", "0", "-0.000000000001"); buf of 64 bytes; returns the length. */
extern int dx_points_print(dx_points p, char *buf);

/* Round a double, as written, to `digits` (-15..15) fractional digits: 2.675 -> 2.68; the result is the nearest double. Values it cannot change are returned as they are. */
extern double dx_double_round(double value, int digits);

/* a x b / c, rounded half away from zero, through 256 bits; c != 0; the quotient must fit (false otherwise). */
extern bool dx_muldiv(dx_int128 a, dx_int128 b, dx_int128 c, dx_int128 *out);

/* num / den (den > 0) as the nearest double, ties to even, exactly rounded. */
extern double dx_quotient(dx_int128 num, dx_int128 den);

/* Every whole number up to here is a double. */
#define DX_EXACT_INTEGERS (INT64_C(1) << 53)

/* The same of numbers of one word, without a call where both are doubles: the machine rounds once. */
static inline double
dx_quotient_64(int64_t num, int64_t den)
{
	if (num >= -DX_EXACT_INTEGERS && num <= DX_EXACT_INTEGERS && den <= DX_EXACT_INTEGERS)
		return (double) num / (double) den;
	return dx_quotient(num, den);
}

#endif /* DX_DECIMAL_H */
