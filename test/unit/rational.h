/* SPDX-License-Identifier: PostgreSQL */
/*
 * rational.h: slow and simple exact arithmetic to judge rounded results by:
 * whole numbers times powers of two, and whether a double is the one nearest
 * to a quotient. Knows nothing of src/number/big.c.
 */
#ifndef DX_RATIONAL_H
#define DX_RATIONAL_H

#include "base/base.h"

#define Z_WORDS 4096

/* sign x words (base 2^32, least first) x 2^exponent */
typedef struct z
{
	int sign;
	int exponent;
	int n;
	uint32_t words[Z_WORDS];
} z;

/* a = b, but for words that are not in use. */
static inline void
z_copy(z *a, const z *b)
{
	memcpy(a, b, offsetof(z, words) + (size_t) b->n * sizeof(b->words[0]));
}

static inline void
z_strip(z *a)
{
	while (a->n > 0 && a->words[a->n - 1] == 0)
		a->n--;
	if (a->n == 0)
		a->sign = a->exponent = 0;
}

static inline void
z_set(z *a, int sign, uint64_t mantissa, int exponent)
{
	a->sign = sign;
	a->exponent = exponent;
	a->n = 2;
	a->words[0] = (uint32_t) mantissa;
	a->words[1] = (uint32_t) (mantissa >> 32);
	z_strip(a);
}

/* Exactly x: frexp by hand, bit by bit. */
static inline void
z_double(z *a, double x)
{
	int exponent = 0;
	double m = fabs(x);

	while (m != 0 && m != floor(m))
	{
		m *= 2;
		exponent--;
	}
	while (m >= 0x1p63)
	{
		m /= 2;
		exponent++;
	}
	z_set(a, x < 0 ? -1 : 1, (uint64_t) m, exponent);
}

/* The same number with a lower exponent. */
static inline void
z_lower(z *a, int exponent)
{
	int by = a->exponent - exponent;
	int whole = by / 32;
	int bits = by % 32;

	if (a->n == 0)
	{
		a->exponent = exponent;
		return;
	}
	if (a->n + whole + 1 > Z_WORDS)
		abort();
	a->words[a->n] = 0;
	for (int i = a->n; i >= 0; i--)
	{
		uint64_t two = (uint64_t) a->words[i] << 32 | (i > 0 ? a->words[i - 1] : 0);

		a->words[i + whole] = (uint32_t) (two << bits >> 32);
	}
	memset(a->words, 0, (size_t) whole * sizeof(a->words[0]));
	a->n += whole + 1;
	a->exponent = exponent;
	while (a->n > 0 && a->words[a->n - 1] == 0)
		a->n--;
}

/* Order of magnitudes of numbers with one exponent. */
static inline int
z_order(const z *a, const z *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->words[i] != b->words[i])
			return a->words[i] < b->words[i] ? -1 : 1;
	return 0;
}

/* a += b */
static inline void
z_add(z *a, const z *b)
{
	static z other;
	int64_t carry = 0;
	bool less;

	if (b->sign == 0)
		return;
	if (a->sign == 0)
	{
		z_copy(a, b);
		return;
	}
	z_copy(&other, b);
	if (a->exponent > other.exponent)
		z_lower(a, other.exponent);
	else
		z_lower(&other, a->exponent);
	while (a->n < other.n)
		a->words[a->n++] = 0;
	while (other.n < a->n)
		other.words[other.n++] = 0;
	less = z_order(a, &other) < 0;
	for (int i = 0; i < a->n; i++)
	{
		int64_t one = a->words[i];
		int64_t two = other.words[i];

		carry += a->sign == other.sign ? one + two : less ? two - one : one - two;
		a->words[i] = (uint32_t) (carry & 0xffffffff);
		carry = (carry - a->words[i]) / ((int64_t) 1 << 32);
	}
	if (a->sign != other.sign && less)
		a->sign = other.sign;
	if (carry)
		a->words[a->n++] = (uint32_t) carry;
	z_strip(a);
}

/* a *= b */
static inline void
z_mul(z *a, const z *b)
{
	static z product;

	product.sign = a->sign * b->sign;
	product.exponent = a->exponent + b->exponent;
	product.n = a->n + b->n;
	if (product.n > Z_WORDS)
		abort();
	memset(product.words, 0, (size_t) product.n * sizeof(product.words[0]));
	for (int i = 0; i < a->n; i++)
	{
		uint64_t carry = 0;

		for (int j = 0; j < b->n || carry; j++)
		{
			carry += product.words[i + j] + (j < b->n ? (uint64_t) a->words[i] * b->words[j] : 0);
			product.words[i + j] = (uint32_t) carry;
			carry >>= 32;
		}
	}
	z_strip(&product);
	z_copy(a, &product);
}

/* Sign of a - b. */
static inline int
z_cmp(const z *a, const z *b)
{
	static z difference;

	z_copy(&difference, b);
	difference.sign = -difference.sign;
	z_add(&difference, a);
	return difference.sign;
}

/* |num| against |x den|, or against |x^2 den| where squared; x = mantissa x 2^exponent */
static inline int
z_against(const z *num, const z *den, uint64_t mantissa, int exponent, bool squared)
{
	static z x;
	static z right;
	static z left;

	z_set(&x, 1, mantissa, exponent);
	z_copy(&right, den);
	z_mul(&right, &x);
	if (squared)
		z_mul(&right, &x);
	right.sign = right.n > 0;
	z_copy(&left, num);
	left.sign = left.n > 0;
	return z_cmp(&left, &right);
}

/* Is r the double nearest to num / den (or its square root), ties to even? */
static inline bool
z_nearest(const z *num, const z *den, bool root, double r)
{
	uint64_t bits;
	uint64_t mantissa;
	int exponent;
	int below;
	int above;

	memcpy(&bits, &r, sizeof(bits));
	if (isnan(r) || (r != 0 && (r < 0) != (num->sign * den->sign < 0)) || bits == (uint64_t) 1 << 63)
		return false;
	mantissa = bits & 0xfffffffffffff;
	exponent = (int) (bits >> 52 & 0x7ff);
	if (exponent == 0x7ff)
		return z_against(num, den, ((uint64_t) 1 << 54) - 1, 970, root) >= 0;
	if (exponent > 0)
		mantissa |= (uint64_t) 1 << 52;
	else
		exponent = 1;
	exponent -= 1075;
	/* Half way to the next one up, and down: nearer where a power of two ends. */
	above = z_against(num, den, 2 * mantissa + 1, exponent - 1, root);
	if (mantissa == 0)
		below = 1;
	else if (mantissa == (uint64_t) 1 << 52 && exponent > -1074)
		below = z_against(num, den, 4 * mantissa - 1, exponent - 2, root);
	else
		below = z_against(num, den, 2 * mantissa - 1, exponent - 1, root);
	if (above > 0 || below < 0)
		return false;
	return (above < 0 && below > 0) || mantissa % 2 == 0;
}

#endif /* DX_RATIONAL_H */
