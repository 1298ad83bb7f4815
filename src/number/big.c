/* SPDX-License-Identifier: PostgreSQL */
/*
 * big.c: products, sums, quotients and square roots of exact sums.
 */
#include "number/big.h"
#include "number/decimal.h"

void
dx_big_trim(dx_big *a)
{
	int skip = 0;

	while (a->n > 0 && a->digits[a->n - 1] == 0)
		a->n--;
	while (skip < a->n && a->digits[skip] == 0)
		skip++;
	if (skip > 0)
	{
		a->n -= skip;
		a->exponent += skip;
		memmove(a->digits, a->digits + skip, (size_t) a->n * sizeof(a->digits[0]));
	}
	if (a->n == 0)
		a->sign = a->exponent = 0;
}

void
dx_big_from_double(double x, dx_big *out)
{
	int exponent;
	double mantissa = ldexp(frexp(fabs(x), &exponent), 53);
	dx_uint128 value;
	int bit = exponent - 53 + 32 * 64; /* above 0 */

	value = (dx_uint128) (uint64_t) mantissa << (bit % 32);
	out->sign = x < 0 ? -1 : 1;
	out->exponent = bit / 32 - 64;
	out->n = 3;
	for (int i = 0; i < 3; i++)
		out->digits[i] = (uint32_t) (value >> (32 * i));
	dx_big_trim(out);
}

void
dx_big_mul(const dx_big *a, const dx_big *b, dx_big *out)
{
	out->sign = a->sign * b->sign;
	out->exponent = a->exponent + b->exponent;
	out->n = a->n + b->n;
	if (out->sign == 0)
	{
		out->n = out->exponent = 0;
		return;
	}
	memset(out->digits, 0, (size_t) out->n * sizeof(out->digits[0]));
	for (int i = 0; i < a->n; i++)
	{
		uint64_t carry = 0;

		/* Sums of numbers far apart have zeros in between. */
		if (a->digits[i] == 0)
			continue;
		for (int j = 0; j < b->n; j++)
		{
			carry += (uint64_t) a->digits[i] * b->digits[j] + out->digits[i + j];
			out->digits[i + j] = (uint32_t) carry;
			carry >>= 32;
		}
		out->digits[i + b->n] = (uint32_t) carry;
	}
	dx_big_trim(out);
}

/* The digit worth 2^(32 at); 0 outside of those stored. */
static uint32_t
digit_at(const dx_big *a, int at)
{
	return at < a->exponent || at >= a->exponent + a->n ? 0 : a->digits[at - a->exponent];
}

/* Order of the magnitudes. */
static int
compare_magnitudes(const dx_big *a, const dx_big *b)
{
	int top = a->exponent + a->n;
	int bottom = a->exponent < b->exponent ? a->exponent : b->exponent;

	if (a->n == 0 || b->n == 0)
		return (a->n != 0) - (b->n != 0);
	if (top != b->exponent + b->n)
		return top < b->exponent + b->n ? -1 : 1;
	for (int at = top - 1; at >= bottom; at--)
	{
		uint32_t da = digit_at(a, at);
		uint32_t db = digit_at(b, at);

		if (da != db)
			return da < db ? -1 : 1;
	}
	return 0;
}

int
dx_big_compare(const dx_big *a, const dx_big *b)
{
	if (a->sign != b->sign)
		return a->sign < b->sign ? -1 : 1;
	return a->sign * compare_magnitudes(a, b);
}

void
dx_big_copy(const dx_big *a, dx_big *out)
{
	out->sign = a->sign;
	out->n = a->n;
	out->exponent = a->exponent;
	memcpy(out->digits, a->digits, (size_t) a->n * sizeof(a->digits[0]));
}

/* a + sign x b */
static void
add_signed(const dx_big *a, const dx_big *b, int sign, dx_big *out)
{
	int bottom = a->exponent < b->exponent ? a->exponent : b->exponent;
	int top = a->exponent + a->n > b->exponent + b->n ? a->exponent + a->n : b->exponent + b->n;
	int64_t carry = 0;
	bool opposite;

	sign *= b->sign;
	if (a->sign == 0 || sign == 0)
	{
		dx_big_copy(sign == 0 ? a : b, out);
		if (sign != 0)
			out->sign = sign;
		return;
	}
	opposite = a->sign != sign;
	if (opposite && compare_magnitudes(a, b) < 0)
	{
		const dx_big *swap = a;

		a = b;
		b = swap;
		out->sign = sign;
	}
	else
		out->sign = a->sign;
	out->exponent = bottom;
	out->n = top - bottom;
	for (int i = 0; i < out->n; i++)
	{
		int64_t other = digit_at(b, bottom + i);

		carry += (int64_t) digit_at(a, bottom + i) + (opposite ? -other : other);
		out->digits[i] = (uint32_t) carry;
		/* 0, 1 or -1 */
		carry = carry < 0 ? -1 : carry >> 32;
	}
	if (carry > 0)
		out->digits[out->n++] = (uint32_t) carry;
	dx_big_trim(out);
}

void
dx_big_add(const dx_big *a, const dx_big *b, dx_big *out)
{
	add_signed(a, b, 1, out);
}

void
dx_big_sub(const dx_big *a, const dx_big *b, dx_big *out)
{
	add_signed(a, b, -1, out);
}

static int
leading_zeros(uint32_t x)
{
	int n = 0;

	for (int half = 16; half > 0; half /= 2)
		if (x >> (32 - half) == 0)
		{
			n += half;
			x <<= half;
		}
	return n;
}

/* A magnitude truncated to bits x 2^exponent, the top bit of bits set; sticky: what was cut off is not 0. */
typedef struct cut
{
	dx_uint128 bits;
	int exponent;
	bool sticky;
} cut;

/* Round to the nearest double, ties to even. */
static double
round_cut(int sign, cut c)
{
	uint64_t m = (uint64_t) (c.bits >> 64);
	int exponent = c.exponent + 64;
	bool sticky = c.sticky || (uint64_t) c.bits != 0;
	int drop = 11;
	uint64_t kept;
	uint64_t rest;
	uint64_t half;

	if (exponent > 1100)
		return sign < 0 ? -INFINITY : INFINITY;
	/* Subnormal doubles end at 2^-1074. */
	if (exponent + drop < -1074)
		drop = -1074 - exponent;
	if (drop > 64)
		return 0.0;
	kept = drop == 64 ? 0 : m >> drop;
	half = (uint64_t) 1 << (drop - 1);
	rest = m & (half | (half - 1));
	if (rest > half || (rest == half && (sticky || (kept & 1))))
		kept++;
	/* Exact: at most 2^53, and no bit below 2^-1074. */
	return kept == 0 ? 0.0 : sign * ldexp((double) kept, exponent + drop);
}

/* The 128 bits from the top of n >= 1 digits, the last of them not 0. */
static cut
cut_digits(const uint32_t *digits, int n, int exponent)
{
	int shift = leading_zeros(digits[n - 1]);
	cut c = {0, 32 * (exponent + n) - shift - 128, false};
	uint32_t part[5] = {0};
	int rest = n;

	for (int i = 4; i >= 0 && rest > 0; i--)
		part[i] = digits[--rest];
	c.bits = (dx_uint128) part[4] << 96 | (dx_uint128) part[3] << 64 | (dx_uint128) part[2] << 32 | part[1];
	if (shift > 0)
	{
		c.bits = c.bits << shift | part[0] >> (32 - shift);
		part[0] <<= shift;
	}
	c.sticky = part[0] != 0;
	while (rest > 0 && !c.sticky)
		c.sticky = digits[--rest] != 0;
	return c;
}

double
dx_big_to_double(const dx_big *a)
{
	return a->n == 0 ? 0.0 : round_cut(a->sign, cut_digits(a->digits, a->n, a->exponent));
}

/* Digits of a quotient: at least 128 bits, whatever its first digit is. */
#define QUOTIENT 6

/* Digit i of digits, which begin at digit `from`, shifted to the left by less than 32 bits; 0 outside. */
static uint32_t
shifted_digit(const uint32_t *digits, int n, int from, int shift, int i)
{
	int at = i - from;
	uint32_t here = at >= 0 && at < n ? digits[at] : 0;
	uint32_t below = at >= 1 && at <= n ? digits[at - 1] : 0;

	return shift ? here << shift | below >> (32 - shift) : here;
}

/*
 * One digit of a quotient (Knuth's algorithm D, steps D3 to D6): u, of n + 1 digits, less than
 * 2^32 v, by v, of n; u receives the remainder.
 */
static uint32_t
divide_digit(uint32_t *u, const uint32_t *v, int n)
{
	uint64_t two = (uint64_t) u[n] << 32 | u[n - 1];
	uint64_t guess = two / v[n - 1];
	uint64_t rest = two % v[n - 1];
	uint64_t carry = 0;
	int64_t borrow = 0;

	while (guess >> 32 || guess * v[n - 2] > (rest << 32 | u[n - 2]))
	{
		guess--;
		rest += v[n - 1];
		if (rest >> 32)
			break;
	}
	for (int i = 0; i < n; i++)
	{
		carry += guess * v[i];
		borrow += (int64_t) u[i] - (uint32_t) carry;
		u[i] = (uint32_t) borrow;
		borrow = borrow < 0 ? -1 : 0;
		carry >>= 32;
	}
	borrow += (int64_t) u[n] - (int64_t) carry;
	u[n] = (uint32_t) borrow;
	if (borrow >= 0)
		return (uint32_t) guess;
	/* The estimate was one too large (rare): add the divisor back. */
	carry = 0;
	for (int i = 0; i < n; i++)
	{
		carry += (uint64_t) u[i] + v[i];
		u[i] = (uint32_t) carry;
		carry >>= 32;
	}
	u[n] += (uint32_t) carry;
	return (uint32_t) guess - 1;
}

/*
 * |a / b|, neither 0, cut to 128 bits: as many digits of a are taken (zeros added behind
 * them) as give a quotient of QUOTIENT digits.
 */
static cut
divide(const dx_big *a, const dx_big *b)
{
	uint32_t u[DX_BIG_DIGITS + QUOTIENT + 2];
	uint32_t v[DX_BIG_DIGITS + 1];
	uint32_t q[QUOTIENT] = {0};
	int n = b->n < 2 ? 2 : b->n; /* the algorithm looks at two digits of the divisor */
	int m = n + QUOTIENT - 1;
	int skip_b = n - b->n;
	int skip_a = m - a->n; /* zeros behind a, negative: digits left out */
	int shift = leading_zeros(b->digits[b->n - 1]);
	bool sticky = false;
	cut c;
	int top;

	/* Both shifted so that the divisor's top bit is set. */
	for (int i = 0; i < n; i++)
		v[i] = shifted_digit(b->digits, b->n, skip_b, shift, i);
	for (int i = 0; i <= m; i++)
		u[i] = shifted_digit(a->digits, a->n, skip_a, shift, i);
	/*
	 * Of a the digits left out, and those bits of the next one that the shift did not bring in,
	 * only make it sticky.
	 */
	if (skip_a < 0)
	{
		sticky = (uint32_t) (a->digits[-skip_a - 1] << shift) != 0;
		for (int i = -skip_a - 2; i >= 0 && !sticky; i--)
			sticky = a->digits[i] != 0;
	}

	for (int j = QUOTIENT - 1; j >= 0; j--)
		q[j] = divide_digit(u + j, v, n);
	for (int i = 0; i < n && !sticky; i++)
		sticky = u[i] != 0;
	top = QUOTIENT;
	while (q[top - 1] == 0)
		top--;
	c = cut_digits(q, top, a->exponent - skip_a - (b->exponent - skip_b));
	c.sticky = c.sticky || sticky;
	return c;
}

double
dx_big_quotient(const dx_big *a, const dx_big *b)
{
	return a->n == 0 ? 0.0 : round_cut(a->sign * b->sign, divide(a, b));
}

/* The whole part of sqrt(x), x >= 2^126: an estimate, one step of Newton's method, then corrected. */
static uint64_t
square_root(dx_uint128 x)
{
	double estimate = sqrt((double) (uint64_t) (x >> 64)) * 0x1p32;
	uint64_t root = estimate >= 0x1p64 ? UINT64_MAX : (uint64_t) estimate;
	dx_uint128 better = ((dx_uint128) root + x / root) / 2;

	root = better > UINT64_MAX ? UINT64_MAX : (uint64_t) better;
	while ((dx_uint128) root * root > x)
		root--;
	while (root < UINT64_MAX && ((dx_uint128) root + 1) * ((dx_uint128) root + 1) <= x)
		root++;
	return root;
}

double
dx_big_sqrt_quotient(const dx_big *a, const dx_big *b)
{
	cut c;
	uint64_t root;

	if (a->n == 0)
		return 0.0;
	c = divide(a, b);
	/* sqrt of the whole part is the whole part of sqrt; the exponent has to be even. */
	if (c.exponent % 2 != 0)
	{
		c.sticky = c.sticky || (c.bits & 1);
		c.bits >>= 1;
		c.exponent++;
	}
	root = square_root(c.bits);
	c.sticky = c.sticky || (dx_uint128) root * root != c.bits;
	return round_cut(1, (cut) {(dx_uint128) root << 64, c.exponent / 2 - 64, c.sticky});
}

void
dx_big_quotient_parts(const dx_big *a, const dx_big *b, double *hi, double *lo, int *exponent)
{
	cut c;
	double rest;

	*hi = *lo = 0.0;
	*exponent = 0;
	if (a->n == 0)
		return;
	c = divide(a, b);
	*exponent = c.exponent + 128;
	/* The upper 64 bits as a double, then what they and the lower bits leave, to 2^-128. */
	*hi = round_cut(1, (cut) {c.bits, -128, c.sticky});
	if (*hi == 1.0)
	{
		*hi = 0.5;
		++*exponent;
		c.bits = c.bits >> 1;
	}
	rest = (double) (dx_int128) (c.bits - (dx_uint128) ldexp(*hi, 127) * 2);
	*lo = ldexp(rest, -128);
	if (a->sign * b->sign < 0)
	{
		*hi = -*hi;
		*lo = -*lo;
	}
}
