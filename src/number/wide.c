/* SPDX-License-Identifier: PostgreSQL */
/*
 * wide.c: products and quotients of wide numbers (wide.h), on magnitudes.
 */
#include "number/wide.h"

/* A product of two numbers, and one limb more for the division. */
#define PRODUCT_LIMBS (2 * DX_WIDE_MAX + 1)

/* A number's magnitude in n limbs, the last not 0; none for 0. */
typedef struct magnitude
{
	int n;
	dx_limb limb[PRODUCT_LIMBS];
} magnitude;

static void
trim(magnitude *m)
{
	while (m->n > 0 && m->limb[m->n - 1] == 0)
		m->n--;
}

/* |a|; whether a is negative. */
static bool
magnitude_of(const dx_limb *a, int limbs, magnitude *out)
{
	bool negative = dx_wide_is_negative(a, limbs);

	dx_wide_copy(out->limb, a, limbs);
	if (negative)
		dx_wide_negate(out->limb, limbs);
	out->n = limbs;
	trim(out);
	return negative;
}

static void
magnitude_of_128(dx_uint128 value, magnitude *out)
{
	out->limb[0] = (dx_limb) value;
	out->limb[1] = (dx_limb) (value >> 64);
	out->n = 2;
	trim(out);
}

static void
multiply(const magnitude *a, const magnitude *b, magnitude *out)
{
	out->n = a->n + b->n;
	memset(out->limb, 0, (size_t) out->n * sizeof(dx_limb));
	for (int i = 0; i < a->n; i++)
	{
		dx_uint128 carry = 0;

		for (int j = 0; j < b->n; j++)
		{
			carry += (dx_uint128) a->limb[i] * b->limb[j] + out->limb[i + j];
			out->limb[i + j] = (dx_limb) carry;
			carry >>= 64;
		}
		out->limb[i + b->n] = (dx_limb) carry;
	}
	trim(out);
}

/* The number of bits of a magnitude. */
static int
bits_of(const magnitude *m)
{
	return m->n == 0 ? 0 : 64 * m->n - dx_clz64(m->limb[m->n - 1]);
}

/* m x 2^by, by >= 0, in at most PRODUCT_LIMBS. */
static void
shift_left(magnitude *m, int by)
{
	int whole = by / 64;
	int bits = by % 64;

	if (m->n == 0)
		return;
	m->limb[m->n] = 0;
	for (int i = m->n; i >= 0; i--)
	{
		dx_limb low = i > 0 ? m->limb[i - 1] : 0;

		m->limb[i + whole] = bits == 0 ? m->limb[i] : m->limb[i] << bits | low >> (64 - bits);
	}
	memset(m->limb, 0, (size_t) whole * sizeof(dx_limb));
	m->n += whole + 1;
	trim(m);
}

/* Divide a magnitude by one limb, in place; returns the remainder. */
static dx_limb
divide_by_limb(magnitude *m, dx_limb divisor)
{
	dx_limb rest = 0;

	for (int i = m->n - 1; i >= 0; i--)
	{
		dx_uint128 two = (dx_uint128) rest << 64 | m->limb[i];

		m->limb[i] = (dx_limb) (two / divisor);
		rest = (dx_limb) (two % divisor);
	}
	trim(m);
	return rest;
}

/*
 * One digit of a quotient: of the n + 1 limbs at u by the n >= 2 limbs of v,
 * whose top bit is set; u receives the remainder.
 */
static dx_limb
divide_digit(dx_limb *u, const dx_limb *v, int n)
{
	dx_uint128 top = (dx_uint128) u[n] << 64 | u[n - 1];
	dx_uint128 digit = u[n] >= v[n - 1] ? (dx_uint128) UINT64_MAX : top / v[n - 1];
	dx_uint128 rest = top - digit * v[n - 1];
	dx_uint128 carry = 0;
	dx_limb borrow = 0;

	while (rest >> 64 == 0 && digit * v[n - 2] > (rest << 64 | u[n - 2]))
	{
		digit--;
		rest += v[n - 1];
	}
	for (int i = 0; i <= n; i++)
	{
		dx_uint128 difference;

		carry += i < n ? digit * v[i] : 0;
		difference = (dx_uint128) u[i] - (dx_limb) carry - borrow;
		u[i] = (dx_limb) difference;
		borrow = (dx_limb) (difference >> 64) & 1;
		carry >>= 64;
	}
	if (borrow)
	{
		/* The estimate was one too large: add the divisor back. */
		carry = 0;
		digit--;
		for (int i = 0; i <= n; i++)
		{
			carry += (dx_uint128) u[i] + (i < n ? v[i] : 0);
			u[i] = (dx_limb) carry;
			carry >>= 64;
		}
	}
	return (dx_limb) digit;
}

/*
 * *quotient = u / v (not 0), truncated; u receives the remainder, perhaps shifted, so that it only
 * tells whether that is 0.
 */
static void
divide(magnitude *u, const magnitude *v, magnitude *quotient)
{
	magnitude divisor = *v;
	int shift = dx_clz64(v->limb[v->n - 1]);
	int n = v->n;

	if (n == 1)
	{
		dx_limb rest;

		*quotient = *u;
		rest = divide_by_limb(quotient, v->limb[0]);
		magnitude_of_128(rest, u);
		return;
	}
	quotient->n = u->n - n + 1;
	if (quotient->n <= 0)
	{
		quotient->n = 0;
		return;
	}
	shift_left(&divisor, shift);
	{
		int top = u->n;

		shift_left(u, shift);
		while (u->n <= top)
			u->limb[u->n++] = 0;
	}
	for (int j = quotient->n - 1; j >= 0; j--)
		quotient->limb[j] = divide_digit(u->limb + j, divisor.limb, n);
	trim(quotient);
	u->n = n;
	trim(u);
}

/* A magnitude as a wide number; false where it passes 2^(64 limbs - 2). */
static bool
wide_of(const magnitude *m, bool negative, dx_limb *out, int limbs)
{
	if (bits_of(m) > 64 * limbs - 2)
		return false;
	for (int i = 0; i < limbs; i++)
		out[i] = i < m->n ? m->limb[i] : 0;
	if (negative)
		dx_wide_negate(out, limbs);
	return true;
}

int
dx_wide_bits(const dx_limb *a, int limbs)
{
	magnitude m;

	magnitude_of(a, limbs, &m);
	return bits_of(&m);
}

bool
dx_wide_shift_by(dx_limb *out, const dx_limb *a, double n, int limbs)
{
	dx_limb units[DX_WIDE_MAX];
	int exponent;
	double mantissa = frexp(fabs(n), &exponent);
	int at;

	dx_wide_copy(out, a, limbs);
	if (exponent <= 62)
		dx_wide_set(units, (int64_t) (n < 0 ? floor(n) : ceil(n)), limbs);
	else
	{
		dx_uint128 shifted;

		if (exponent > 64 * limbs - 2)
			return false;
		dx_wide_set(units, 0, limbs);
		at = (exponent - 62) / 64;
		shifted = (dx_uint128) (uint64_t) ldexp(mantissa, 62) << (exponent - 62) % 64;
		units[at] = (dx_limb) shifted;
		if (at + 1 < limbs)
			units[at + 1] = (dx_limb) (shifted >> 64);
		if (n < 0)
			dx_wide_negate(units, limbs);
	}
	dx_wide_add(out, units, limbs);
	return true;
}

bool
dx_wide_mul(dx_limb *out, const dx_limb *a, dx_int128 factor, int limbs)
{
	magnitude m;
	magnitude f;
	magnitude product;
	bool negative = magnitude_of(a, limbs, &m) != (factor < 0);

	magnitude_of_128(factor < 0 ? -(dx_uint128) factor : (dx_uint128) factor, &f);
	multiply(&m, &f, &product);
	return wide_of(&product, negative, out, limbs);
}

bool
dx_wide_muldiv(dx_limb *out, const dx_limb *a, const dx_limb *b, const dx_limb *c, bool *exact, int limbs)
{
	magnitude one;
	magnitude two;
	magnitude product;
	magnitude quotient;
	/* The other factor where one of them is the divisor, as points count at the root in a plain tree. */
	const dx_limb *other = dx_wide_cmp(b, c, limbs) == 0 ? a : dx_wide_cmp(a, c, limbs) == 0 ? b : NULL;
	bool negative;

	if (other)
	{
		*exact = true;
		dx_wide_copy(out, other, limbs);
		return true;
	}
	negative = magnitude_of(a, limbs, &one) != magnitude_of(b, limbs, &two);
	multiply(&one, &two, &product);
	negative ^= magnitude_of(c, limbs, &two);
	divide(&product, &two, &quotient);
	*exact = product.n == 0;
	return wide_of(&quotient, negative, out, limbs);
}

/*
 * The same where a is not negative and both factors are one limb, as for nearly all criteria.
 * False where it does not fit.
 */
static bool
scale_by_limbs(dx_limb *out, const dx_limb *a, dx_limb num, dx_limb den, bool *exact, int limbs)
{
	dx_limb product[DX_WIDE_MAX + 1];
	dx_uint128 carry = 0;
	dx_limb rest = 0;

	for (int i = 0; i < limbs; i++)
	{
		carry += (dx_uint128) a[i] * num;
		product[i] = (dx_limb) carry;
		carry >>= 64;
	}
	rest = (dx_limb) carry;
	if (rest >= den)
		return false;
	for (int i = limbs - 1; i >= 0; i--)
	{
		dx_uint128 two = (dx_uint128) rest << 64 | product[i];

		out[i] = two >> 64 == 0 ? (dx_limb) two / den : (dx_limb) (two / den);
		rest = (dx_limb) (two - (dx_uint128) out[i] * den);
	}
	*exact = rest == 0;
	return out[limbs - 1] >> 62 == 0;
}

bool
dx_wide_scale(dx_limb *out, const dx_limb *a, dx_int128 num, dx_int128 den, bool *exact, int limbs)
{
	magnitude m;
	magnitude f;
	magnitude product;
	magnitude quotient;
	bool negative;

	if (num >> 64 == 0 && den >> 64 == 0 && !dx_wide_is_negative(a, limbs))
		return scale_by_limbs(out, a, (dx_limb) num, (dx_limb) den, exact, limbs);
	negative = magnitude_of(a, limbs, &m) != (num < 0);
	magnitude_of_128(num < 0 ? -(dx_uint128) num : (dx_uint128) num, &f);
	multiply(&m, &f, &product);
	magnitude_of_128((dx_uint128) den, &f);
	divide(&product, &f, &quotient);
	*exact = product.n == 0;
	return wide_of(&quotient, negative, out, limbs);
}

/*
 * |a| / b with `bits` or one more bits (at most 127) before the point: as a whole number
 * x 2^-*shift, truncated; *more: is the remainder not 0. a and b are not 0.
 */
static dx_uint128
leading_bits(magnitude *num, magnitude *den, int bits, int *shift, bool *more)
{
	magnitude quotient;

	*shift = bits - bits_of(num) + bits_of(den);
	if (*shift >= 0)
		shift_left(num, *shift);
	else
		shift_left(den, -*shift);
	divide(num, den, &quotient);
	*more = num->n != 0;
	return quotient.limb[0] | (quotient.n > 1 ? (dx_uint128) quotient.limb[1] << 64 : 0);
}

/* The 128 leading bits of a number above 0, and by how much it was shifted up. */
static dx_uint128
leading(const dx_limb *a, int limbs, int *shift)
{
	int n = limbs;
	int zeros;
	dx_uint128 top;

	while (a[n - 1] == 0)
		n--;
	zeros = dx_clz64(a[n - 1]);
	top = (dx_uint128) a[n - 1] << 64 | (n > 1 ? a[n - 2] : 0);
	if (zeros > 0)
		top = top << zeros | (n > 2 ? a[n - 3] >> (64 - zeros) : 0);
	*shift = zeros - 64 * (n - 2);
	return top;
}

bool
dx_wide_quotient_near(const dx_limb *a, const dx_limb *b, int limbs, double *out)
{
	bool negative = dx_wide_is_negative(a, limbs);
	dx_limb positive[DX_WIDE_MAX];
	dx_uint128 num;
	dx_uint128 den;
	dx_limb digits;
	dx_limb below;
	int shift_a;
	int shift_b;
	int up = 0;

	if (dx_wide_is_zero(a, limbs))
		return false;
	dx_wide_copy(positive, a, limbs);
	if (negative)
		dx_wide_negate(positive, limbs);
	num = leading(positive, limbs, &shift_a);
	den = leading(b, limbs, &shift_b);
	/*
	 * Divide by the 64 leading bits of b: 64 bits of quotient, too large by what the lower bits of
	 * b make, which is subtracted again.
	 */
	if (num >= den)
	{
		num >>= 1;
		up = 1;
	}
	{
		dx_limb d1 = (dx_limb) (den >> 64);
		dx_limb d0 = (dx_limb) den;
		dx_uint128 q = (dx_limb) (num >> 64) >= d1 ? (dx_uint128) UINT64_MAX : num / d1;
		dx_uint128 rest = num - q * d1;

		/* rest 2^64 >= q d0, or q is too large; at most two steps. */
		while (rest >> 64 == 0 && q * d0 > rest << 64)
		{
			q--;
			rest += d1;
		}
		digits = (dx_limb) q;
	}
	/* 64 bits, the top one set or the next: within 3 of the quotient. */
	below = digits >> 63 ? digits & 0x7ff : (digits & 0x3ff) << 1;
	if (below > 0x400 - 16 && below < 0x400 + 16)
		return false;
	{
		int zeros = dx_clz64(digits);

		*out = dx_round_to_double(digits << zeros, shift_b - shift_a + up - 64 - zeros, true);
	}
	/* Near the least doubles fewer bits are kept. */
	if (!(*out > 0x1p-1000))
		return false;
	if (negative)
		*out = -*out;
	return true;
}

double
dx_wide_quotient(const dx_limb *a, const dx_limb *b, int limbs)
{
	magnitude num;
	magnitude den;
	bool negative = magnitude_of(a, limbs, &num);
	int shift;
	dx_uint128 digits;
	bool more;
	int zeros;
	double result;

	if (num.n == 0)
		return 0;
	if (dx_wide_quotient_near(a, b, limbs, &result))
		return result;
	magnitude_of(b, limbs, &den);
	digits = leading_bits(&num, &den, 64, &shift, &more);
	if (digits >> 64)
	{
		more = more || (digits & 1);
		digits >>= 1;
		shift--;
	}
	zeros = dx_clz64((uint64_t) digits);
	result = dx_round_to_double((uint64_t) digits << zeros, -shift - zeros, more);
	return negative ? -result : result;
}

dx_dd
dx_wide_quotient_parts(const dx_limb *a, const dx_limb *b, int limbs)
{
	magnitude num;
	magnitude den;
	bool negative = magnitude_of(a, limbs, &num);
	int shift;
	dx_uint128 digits;
	int zeros;
	dx_int128 rest;
	bool more;
	dx_dd result;

	if (num.n == 0)
		return (dx_dd) {0, 0};
	magnitude_of(b, limbs, &den);
	digits = leading_bits(&num, &den, 125, &shift, &more);
	zeros = dx_clz64((uint64_t) (digits >> 64));
	result.hi = dx_round_to_double((uint64_t) (digits >> (64 - zeros)), 64 - zeros, (digits << zeros << 64) != 0);
	rest = (dx_int128) (digits - (dx_uint128) result.hi);
	result.hi = ldexp(result.hi, -shift);
	result.lo = ldexp((double) rest, -shift);
	return negative ? (dx_dd) {-result.hi, -result.lo} : result;
}

bool
dx_wide_of_double(double x, const dx_limb *one, dx_limb *out, bool *exact, int limbs)
{
	magnitude unit;
	magnitude mantissa;
	magnitude product;
	magnitude power = {1, {1}};
	int exponent;
	double m = ldexp(frexp(fabs(x), &exponent), 53);

	*exact = true;
	if (x == 0)
	{
		dx_wide_set(out, 0, limbs);
		return true;
	}
	magnitude_of(one, limbs, &unit);
	magnitude_of_128((dx_uint128) m, &mantissa);
	multiply(&unit, &mantissa, &product);
	exponent -= 53;
	if (exponent >= 0)
	{
		if (bits_of(&product) + exponent > 64 * limbs - 2)
			return false;
		shift_left(&product, exponent);
		return wide_of(&product, x < 0, out, limbs);
	}
	/* All of it lies below the last unit. */
	if (-exponent > bits_of(&product))
	{
		*exact = false;
		dx_wide_set(out, 0, limbs);
		return true;
	}
	shift_left(&power, -exponent);
	divide(&product, &power, &mantissa);
	*exact = product.n == 0;
	return wide_of(&mantissa, x < 0, out, limbs);
}

bool
dx_wide_rounded(const dx_limb *a, const dx_limb *b, dx_uint128 factor, dx_int128 *out, int limbs)
{
	magnitude num;
	magnitude den;
	magnitude product;
	magnitude quotient;
	bool negative = magnitude_of(a, limbs, &num);
	dx_uint128 whole;

	magnitude_of(b, limbs, &den);
	magnitude_of_128(factor, &quotient);
	multiply(&num, &quotient, &product);
	/* Twice the product, truncated, tells where half a unit is. */
	shift_left(&product, 1);
	divide(&product, &den, &quotient);
	if (bits_of(&quotient) > 127)
		return false;
	whole = quotient.n == 0 ? 0 : quotient.limb[0] | (quotient.n > 1 ? (dx_uint128) quotient.limb[1] << 64 : 0);
	whole = (whole >> 1) + (whole & 1);
	if (whole >> 126)
		return false;
	*out = negative ? -(dx_int128) whole : (dx_int128) whole;
	return true;
}
