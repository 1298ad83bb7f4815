/* SPDX-License-Identifier: PostgreSQL */
/*
 * decimal.c: exact decimals, points with 12 digits, and the two places where
 * they become doubles again. Integers only, and one correct rounding at the
 * end; the C library's conversions are not used, so the bits are the same on
 * every machine.
 */
#include "number/decimal.h"

/* 10^0 .. 10^19, all that 64 bits hold. */
static const uint64_t pow10_64[20] = {UINT64_C(1),
									  UINT64_C(10),
									  UINT64_C(100),
									  UINT64_C(1000),
									  UINT64_C(10000),
									  UINT64_C(100000),
									  UINT64_C(1000000),
									  UINT64_C(10000000),
									  UINT64_C(100000000),
									  UINT64_C(1000000000),
									  UINT64_C(10000000000),
									  UINT64_C(100000000000),
									  UINT64_C(1000000000000),
									  UINT64_C(10000000000000),
									  UINT64_C(100000000000000),
									  UINT64_C(1000000000000000),
									  UINT64_C(10000000000000000),
									  UINT64_C(100000000000000000),
									  UINT64_C(1000000000000000000),
									  UINT64_C(10000000000000000000)};

/* 10^0 .. 10^22, all powers of ten that are doubles. */
static const double pow10_double[23] = {1e0,  1e1,	1e2,  1e3,	1e4,  1e5,	1e6,  1e7,	1e8,  1e9,	1e10, 1e11,
										1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static dx_uint128
magnitude(dx_int128 x)
{
	return x < 0 ? -(dx_uint128) x : (dx_uint128) x;
}

/* Significant digits of m < 10^19; 1 for 0. */
static int
digit_count(uint64_t m)
{
	int n = 1;

	while (m >= pow10_64[n])
		n++;
	return n;
}

static int
clz128(dx_uint128 x)
{
	uint64_t high = (uint64_t) (x >> 64);

	return high != 0 ? dx_clz64(high) : 64 + dx_clz64((uint64_t) x);
}

static dx_decimal
canonical(int64_t mant, int32_t scale)
{
	dx_decimal d;

	if (mant == 0)
		scale = 0;
	else
		while (mant % 10 == 0)
		{
			mant /= 10;
			scale--;
		}
	d.mant = mant;
	d.scale = scale;
	return d;
}

/* The digits dx_shortest printed: [-]digits[.digits][e[+-]digits]. */
static dx_decimal
read_shortest(const char *text, int len)
{
	uint64_t mant = 0;
	int scale = 0;
	int exponent = 0;
	bool negative = false;
	bool exponent_negative = false;
	bool fraction = false;
	int i = 0;

	if (text[i] == '-')
	{
		negative = true;
		i++;
	}
	for (; i < len && text[i] != 'e'; i++)
	{
		if (text[i] == '.')
			fraction = true;
		else
		{
			mant = mant * 10 + (uint64_t) (text[i] - '0');
			scale += fraction;
		}
	}
	for (i++; i < len; i++)
	{
		if (text[i] == '-')
			exponent_negative = true;
		else if (text[i] != '+')
			exponent = exponent * 10 + (text[i] - '0');
	}
	scale -= exponent_negative ? -exponent : exponent;
	return canonical(negative ? -(int64_t) mant : (int64_t) mant, scale);
}

/*
 * A decimal of at most 15 digits comes back from a double unchanged, so two
 * different ones never share a double. If m / 10^s, both exact doubles and
 * the division rounded once, is value, then m x 10^-s is the only decimal of
 * up to 15 digits that reads as value, and so its shortest form. (How m was
 * guessed does not matter: the division decides.) Everything else is printed
 * and read.
 */
dx_decimal
dx_decimal_from_double(double value)
{
	/* Two decimals first: most results have them; large numbers have none. */
	static const int scales[] = {2, 4, 6, 0};
	char buf[64];
	int len;

	for (int i = 0; i < 4; i++)
	{
		int s = scales[i];
		double scaled = value * pow10_double[s];
		int64_t m;

		if (!(scaled > -1e15 && scaled < 1e15))
			continue;
		m = (int64_t) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
		if (m > -INT64_C(1000000000000000) && m < INT64_C(1000000000000000) && (double) m / pow10_double[s] == value)
			return canonical(m, s);
	}
	len = dx_shortest(value, buf);
	return read_shortest(buf, len);
}

double
dx_round_to_double(uint64_t m, int e, bool sticky)
{
	int drop = 11;
	uint64_t kept;
	uint64_t rest;
	uint64_t half;

	if (e + 63 < -1022)
		drop += -1022 - (e + 63);
	if (drop > 64)
		return 0;
	half = UINT64_C(1) << (drop - 1);
	kept = drop == 64 ? 0 : m >> drop;
	rest = drop == 64 ? m : m & ((UINT64_C(1) << drop) - 1);
	if (rest > half || (rest == half && (sticky || (kept & 1))))
		kept++;
	return ldexp((double) kept, e + drop);
}

/* Enough 32-bit limbs for 10^17 x 10^330 and for 10^17 x 2^1216. */
#define BIG_LIMBS 44

/*
 * |mant| x 10^-scale as the nearest double by long arithmetic: multiply by
 * powers of ten, or shift left and divide by them (floors compose; what the
 * divisions leave over is only remembered as "more").
 */
static double
big_to_double(uint64_t mant, int scale)
{
	uint32_t limb[BIG_LIMBS] = {0};
	int shift = scale > 0 ? 1216 : 0;
	int left = scale < 0 ? -scale : scale;
	bool sticky = false;
	uint64_t top = 0;
	int n;
	int lz;

	/* mant has at most 17 digits: above e308 or below e-324 for certain */
	if (scale < -320)
		return HUGE_VAL;
	if (scale > 345)
		return 0;
	limb[shift / 32] = (uint32_t) mant;
	limb[shift / 32 + 1] = (uint32_t) (mant >> 32);
	while (left > 0)
	{
		int step = left < 9 ? left : 9;
		uint32_t factor = (uint32_t) pow10_64[step];
		uint64_t carry = 0;

		if (scale < 0)
			for (int i = 0; i < BIG_LIMBS; i++)
			{
				carry += (uint64_t) limb[i] * factor;
				limb[i] = (uint32_t) carry;
				carry >>= 32;
			}
		else
		{
			for (int i = BIG_LIMBS - 1; i >= 0; i--)
			{
				carry = carry << 32 | limb[i];
				limb[i] = (uint32_t) (carry / factor);
				carry %= factor;
			}
			sticky = sticky || carry != 0;
		}
		left -= step;
	}

	/* the top 64 bits; the rest is sticky */
	for (n = BIG_LIMBS; n > 3 && limb[n - 1] == 0;)
		n--;
	top = (uint64_t) limb[n - 1] << 32 | limb[n - 2];
	lz = dx_clz64(top);
	if (lz > 0)
	{
		uint64_t below = limb[n - 3];

		if (lz <= 32)
		{
			top = top << lz | below >> (32 - lz);
			sticky = sticky || (uint32_t) (below << lz) != 0;
		}
		else
		{
			/* only three limbs are left and the top one is empty */
			top = top << lz | below << (lz - 32);
		}
	}
	else
		sticky = sticky || limb[n - 3] != 0;
	for (int i = 0; i < n - 3; i++)
		sticky = sticky || limb[i] != 0;
	return dx_round_to_double(top, (n - 2) * 32 - lz - shift, sticky);
}

double
dx_decimal_to_double(dx_decimal d)
{
	uint64_t mant = d.mant < 0 ? -(uint64_t) d.mant : (uint64_t) d.mant;
	double result;

	if (mant == 0)
		return 0;
	/* exact operands and one rounding */
	if (mant <= (uint64_t) DX_EXACT_INTEGERS && d.scale >= 0 && d.scale <= 22)
		result = (double) mant / pow10_double[d.scale];
	else if (mant <= (uint64_t) DX_EXACT_INTEGERS && d.scale < 0 && d.scale >= -22)
		result = (double) mant * pow10_double[-d.scale];
	else
		result = big_to_double(mant, d.scale);
	return d.mant < 0 ? -result : result;
}

int
dx_decimal_cmp(dx_decimal a, dx_decimal b)
{
	int sign = (a.mant > 0) - (a.mant < 0);
	int sign_b = (b.mant > 0) - (b.mant < 0);
	uint64_t ma = a.mant < 0 ? -(uint64_t) a.mant : (uint64_t) a.mant;
	uint64_t mb = b.mant < 0 ? -(uint64_t) b.mant : (uint64_t) b.mant;
	int top_a = digit_count(ma) - a.scale;
	int top_b = digit_count(mb) - b.scale;
	dx_uint128 wide_a = ma;
	dx_uint128 wide_b = mb;

	if (sign != sign_b)
		return sign < sign_b ? -1 : 1;
	if (top_a != top_b)
		return top_a < top_b ? -sign : sign;
	/* the same decade, so the scales differ by less than 20 digits */
	if (a.scale < b.scale)
		wide_a *= pow10_64[b.scale - a.scale];
	else
		wide_b *= pow10_64[a.scale - b.scale];
	return wide_a == wide_b ? 0 : wide_a < wide_b ? -sign : sign;
}

/* Decimal digits of m into buf, not terminated; returns the length. */
static int
print_digits(dx_uint128 m, char *buf)
{
	char reversed[40];
	int n = 0;

	do
	{
		reversed[n++] = (char) ('0' + (int) (m % 10));
		m /= 10;
	} while (m != 0);
	for (int i = 0; i < n; i++)
		buf[i] = reversed[n - 1 - i];
	return n;
}

/* The longest text written without an exponent, sign included. */
#define PLAIN_CHARS 30

int
dx_decimal_print(dx_decimal d, char *buf)
{
	char digits[40];
	uint64_t mant = d.mant < 0 ? -(uint64_t) d.mant : (uint64_t) d.mant;
	int n = print_digits(mant, digits);
	int sign = d.mant < 0;
	int len = 0;
	int64_t plain;

	if (sign)
		buf[len++] = '-';
	if (d.scale <= 0)
		plain = (int64_t) n - d.scale;
	else if (d.scale < n)
		plain = n + 1;
	else
		plain = (int64_t) d.scale + 2;
	if (plain + sign > PLAIN_CHARS)
	{
		buf[len++] = digits[0];
		if (n > 1)
		{
			buf[len++] = '.';
			memcpy(buf + len, digits + 1, (size_t) n - 1);
			len += n - 1;
		}
		return len + snprintf(buf + len, 16, "e%+d", n - 1 - (int) d.scale);
	}
	if (d.scale <= 0)
	{
		memcpy(buf + len, digits, (size_t) n);
		memset(buf + len + n, '0', (size_t) -d.scale);
	}
	else if (d.scale < n)
	{
		memcpy(buf + len, digits, (size_t) (n - d.scale));
		buf[len + n - d.scale] = '.';
		memcpy(buf + len + n - d.scale + 1, digits + n - d.scale, (size_t) d.scale);
	}
	else
	{
		memcpy(buf + len, "0.", 2);
		memset(buf + len + 2, '0', (size_t) (d.scale - n));
		memcpy(buf + len + 2 + d.scale - n, digits, (size_t) n);
	}
	len += (int) plain;
	buf[len] = '\0';
	return len;
}

/* m / unit, half up (away from zero for a magnitude). */
static dx_uint128
divide_rounded(dx_uint128 m, dx_uint128 unit)
{
	dx_uint128 quotient;
	dx_uint128 rest;

	/* One machine division where it will do: nearly always. */
	if ((m | unit) >> 64 == 0)
	{
		uint64_t whole = (uint64_t) m / (uint64_t) unit;
		uint64_t left = (uint64_t) m % (uint64_t) unit;

		return whole + (left >= (uint64_t) unit - left);
	}
	quotient = m / unit;
	rest = m % unit;
	return quotient + (rest >= unit - rest);
}

void
dx_decimal_write(dx_decimal d, int decimals, char point, char group, dx_buf *out)
{
	char digits[40];
	int n = print_digits(d.mant < 0 ? -(uint64_t) d.mant : (uint64_t) d.mant, digits);
	int first = n - d.scale; /* digits before the decimal sign */
	int last = d.scale > decimals ? d.scale : decimals;

	if (d.mant < 0)
		dx_buf_add_char(out, '-');
	if (first < 1)
		first = 1;
	if (last < 0)
		last = 0;
	/* place p stands for 10^p */
	for (int p = first - 1; p >= -last; p--)
	{
		int i = n - 1 - d.scale - p;

		if (p == -1)
			dx_buf_add_char(out, point);
		dx_buf_add_char(out, i >= 0 && i < n ? digits[i] : '0');
		if (group != '\0' && p > 0 && p % 3 == 0)
			dx_buf_add_char(out, group);
	}
}

bool
dx_points_from_decimal(dx_decimal d, dx_points *out)
{
	dx_uint128 mant = d.mant < 0 ? -(uint64_t) d.mant : (uint64_t) d.mant;
	int up = DX_POINTS_DIGITS - d.scale;

	if (mant == 0 || up < -17)
		mant = 0;
	else if (up < 0)
		mant = divide_rounded(mant, pow10_64[-up]);
	else
	{
		/* 1e24 points are 10^36 units */
		if (up > 36 || mant > (dx_uint128) dx_power_of_ten(36 - up))
			return false;
		mant *= (dx_uint128) dx_power_of_ten(up);
	}
	*out = d.mant < 0 ? -(dx_points) mant : (dx_points) mant;
	return true;
}

bool
dx_points_from_double(double value, dx_points *out)
{
	if (!isfinite(value))
		return false;
	return dx_points_from_decimal(dx_decimal_from_double(value), out);
}

double
dx_maximum_to_double(dx_maximum max)
{
	return dx_quotient(max.units, DX_POINTS_ONE * max.den);
}

/* mant x 10^-scale / den in lowest terms; false where it does not fit. */
static bool
maximum_of(dx_int128 mant, int scale, uint64_t den, dx_maximum *out)
{
	const dx_int128 most = (dx_int128) 1 << 122;
	uint64_t divisor;

	*out = (dx_maximum) {0, 1};
	for (; mant != 0 && scale < DX_POINTS_DIGITS; scale++)
	{
		if (mant > most / 10 || mant < -most / 10)
			return false;
		mant *= 10;
	}
	if (mant == 0)
		return true;
	for (; scale > DX_POINTS_DIGITS && mant % 10 == 0; scale--)
		mant /= 10;
	if (scale > DX_POINTS_DIGITS + 9)
		return false;
	den *= pow10_64[scale - DX_POINTS_DIGITS];
	divisor = (uint64_t) dx_common_divisor((dx_int128) den, mant % (dx_int128) den);
	*out = (dx_maximum) {mant / (dx_int128) divisor, (uint32_t) (den / divisor)};
	/* Units up to 10^36 as given, or up to `most` by the loop, have not grown. */
	return den / divisor <= UINT32_MAX;
}

bool
dx_maximum_of(double value, uint32_t den, dx_maximum *out)
{
	dx_decimal d = dx_decimal_from_double(value);

	return maximum_of(d.mant, d.scale, den, out);
}

bool
dx_maximum_parse(dx_str text, uint32_t den, dx_maximum *out)
{
	dx_int128 mant = 0;
	size_t i = 0;
	int scale = 0;
	int seen = 0;
	bool negative = text.len > 0 && text.ptr[0] == '-';
	bool fraction = false;

	for (i = negative; i < text.len; i++)
	{
		char c = text.ptr[i];

		if (c == '.' && !fraction)
		{
			fraction = true;
			continue;
		}
		if (c < '0' || c > '9' || ++seen > 36)
			return false;
		mant = 10 * mant + (c - '0');
		scale += fraction;
	}
	return seen > 0 && maximum_of(negative ? -mant : mant, scale, den, out);
}

int
dx_maximum_print(dx_maximum max, char *buf)
{
	int len;

	/* A decimal of more than 12 digits after the point. */
	for (int more = 1; max.den != 1 && more <= 9; more++)
		if (pow10_64[more] % max.den == 0 && magnitude(max.units) < pow10_64[17] / pow10_64[more])
			return dx_decimal_print(
				canonical((int64_t) max.units * (int64_t) (pow10_64[more] / max.den), DX_POINTS_DIGITS + more), buf);
	len = dx_points_print(max.units, buf);
	if (max.den != 1)
		len += sprintf(buf + len, "/%u", max.den);
	return len;
}

int
dx_maximum_cmp(dx_maximum a, dx_maximum b)
{
	dx_int128 whole_a = a.units / a.den;
	dx_int128 whole_b = b.units / b.den;

	if (whole_a != whole_b)
		return whole_a < whole_b ? -1 : 1;
	whole_a = a.units % a.den * b.den;
	whole_b = b.units % b.den * a.den;
	return whole_a < whole_b ? -1 : whole_a > whole_b;
}

bool
dx_maximum_add(dx_maximum a, dx_maximum b, dx_maximum *out)
{
	const dx_int128 most = (dx_int128) 1 << 122;
	dx_int128 one = a.units;
	dx_int128 two = b.units;
	dx_int128 den = 1;
	dx_int128 common;

	if (a.den != 1 || b.den != 1)
	{
		den = a.den / dx_common_divisor(a.den, b.den) * b.den;
		if (den > UINT32_MAX || !dx_muldiv(one, den / a.den, 1, &one) || !dx_muldiv(two, den / b.den, 1, &two))
			return false;
	}
	if (one > most || one < -most || two > most || two < -most)
		return false;
	one += two;
	/* In lowest terms. */
	common = den == 1 ? 1 : dx_common_divisor(den, one % den);
	*out = (dx_maximum) {one / common, (uint32_t) (den / common)};
	return one <= most && one >= -most;
}

int
dx_points_print(dx_points p, char *buf)
{
	char digits[40];
	dx_uint128 m = magnitude(p);
	int len = 0;
	int fraction_len = DX_POINTS_DIGITS;
	uint64_t fraction = (uint64_t) (m % pow10_64[DX_POINTS_DIGITS]);

	if (p < 0)
		buf[len++] = '-';
	len += print_digits(m / pow10_64[DX_POINTS_DIGITS], buf + len);
	if (fraction != 0)
	{
		/* a leading 1 keeps the zeros after the point */
		print_digits(fraction + pow10_64[DX_POINTS_DIGITS], digits);
		while (digits[fraction_len] == '0')
			fraction_len--;
		buf[len++] = '.';
		memcpy(buf + len, digits + 1, (size_t) fraction_len);
		len += fraction_len;
	}
	buf[len] = '\0';
	return len;
}

dx_decimal
dx_decimal_round(dx_decimal d, int digits)
{
	uint64_t mant = d.mant < 0 ? -(uint64_t) d.mant : (uint64_t) d.mant;
	int drop = d.scale - digits;

	if (drop <= 0)
		return d;
	mant = drop > 17 ? 0 : (uint64_t) divide_rounded(mant, pow10_64[drop]);
	return canonical(d.mant < 0 ? -(int64_t) mant : (int64_t) mant, digits);
}

double
dx_double_round(double value, int digits)
{
	dx_decimal d;

	if (!isfinite(value))
		return value;
	if (value == 0)
		return 0;
	d = dx_decimal_from_double(value);
	if (d.scale <= digits)
		return value;
	return dx_decimal_to_double(dx_decimal_round(d, digits));
}

/*
 * One step of long division by a two-limb divisor (Knuth, TAOCP 2, 4.3.1,
 * algorithm D): (high, low) / divisor, high < divisor, the divisor's top bit
 * set. The quotient is one limb.
 */
static uint64_t
divide_step(dx_uint128 high, uint64_t low, dx_uint128 divisor, dx_uint128 *rest)
{
	uint64_t d1 = (uint64_t) (divisor >> 64);
	uint64_t d0 = (uint64_t) divisor;
	uint64_t quotient;
	dx_uint128 r;

	if ((uint64_t) (high >> 64) == d1)
	{
		quotient = UINT64_MAX;
		r = (dx_uint128) (uint64_t) high + d1;
	}
	else
	{
		quotient = (uint64_t) (high / d1);
		r = high % d1;
	}
	/* at most two corrections */
	while (r >> 64 == 0 && (dx_uint128) quotient * d0 > (r << 64 | low))
	{
		quotient--;
		r += d1;
	}
	/* modulo 2^128; the true rest is below the divisor */
	*rest = (high << 64 | low) - (dx_uint128) quotient * divisor;
	return quotient;
}

bool
dx_muldiv(dx_int128 a, dx_int128 b, dx_int128 c, dx_int128 *out)
{
	dx_uint128 ma = magnitude(a);
	dx_uint128 mb = magnitude(b);
	dx_uint128 mc = magnitude(c);
	bool negative = ((a < 0) != (b < 0)) != (c < 0);
	dx_uint128 quotient;
	dx_uint128 limit = ((dx_uint128) 1 << 127) - !negative;

	if ((ma | mb) >> 64 == 0)
		quotient = divide_rounded(ma * mb, mc);
	else
	{
		uint64_t a1 = (uint64_t) (ma >> 64);
		uint64_t a0 = (uint64_t) ma;
		uint64_t b1 = (uint64_t) (mb >> 64);
		uint64_t b0 = (uint64_t) mb;
		dx_uint128 low = (dx_uint128) a0 * b0;
		dx_uint128 cross1 = (dx_uint128) a1 * b0;
		dx_uint128 cross0 = (dx_uint128) a0 * b1;
		dx_uint128 middle = (low >> 64) + (uint64_t) cross1 + (uint64_t) cross0;
		dx_uint128 high = (dx_uint128) a1 * b1 + (cross1 >> 64) + (cross0 >> 64) + (middle >> 64);
		dx_uint128 rest;
		int shift = clz128(mc);
		uint64_t q1;

		low = middle << 64 | (uint64_t) low;
		if (high >= mc)
			return false; /* 2^128 or more */
		/* normalise; high < mc, so nothing is lost at the top */
		if (shift > 0)
		{
			high = high << shift | low >> (128 - shift);
			low <<= shift;
			mc <<= shift;
		}
		q1 = divide_step(high, (uint64_t) (low >> 64), mc, &rest);
		quotient = (dx_uint128) q1 << 64;
		quotient |= divide_step(rest, (uint64_t) low, mc, &rest);
		if (rest >= mc - rest && ++quotient == 0)
			return false;
	}
	if (quotient > limit)
		return false;
	*out = (dx_int128) (negative ? -quotient : quotient);
	return true;
}

double
dx_quotient(dx_int128 num, dx_int128 den)
{
	dx_uint128 n;
	dx_uint128 d;
	dx_uint128 rest;
	double result;
	uint64_t m;
	int shift_n;
	int shift_d;

	if (num >= -DX_EXACT_INTEGERS && num <= DX_EXACT_INTEGERS && den <= DX_EXACT_INTEGERS)
		return (double) (int64_t) num / (double) (int64_t) den;
	if (num == 0)
		return 0;
	n = magnitude(num);
	d = magnitude(den);
	shift_n = clz128(n);
	shift_d = clz128(d);
	n <<= shift_n;
	d <<= shift_d;
	/* n / d is between 1/2 and 2: 63 or 64 bits after the point give 64 bits */
	if (n < d)
	{
		m = divide_step(n, 0, d, &rest);
		result = dx_round_to_double(m, shift_d - shift_n - 64, rest != 0);
	}
	else
	{
		m = divide_step(n >> 1, (uint64_t) (n & 1) << 63, d, &rest);
		result = dx_round_to_double(m, shift_d - shift_n - 63, rest != 0);
	}
	return num < 0 ? -result : result;
}
