/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_wide.c: wide numbers against slow exact arithmetic (rational.h): random
 * ones of every length, quotients that lie on or beside half way between two
 * doubles, products and quotients that just fit and just do not.
 */
#include "check.h"
#include "rational.h"
#include "number/wide.h"

#define ROUNDS 20000

static uint64_t random_state = 20261129;

static uint64_t
next_random(void)
{
	uint64_t x = random_state += UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

/* Up to so many bits; often with long runs of ones or zeros, which is where carries go wrong. */
static void
random_wide(dx_limb *a, int bits, bool sign, int limbs)
{
	int n = bits > 0 ? (int) (next_random() % (uint64_t) (bits + 1)) : 0;

	for (int i = 0; i < limbs; i++)
	{
		uint64_t shape = next_random();

		a[i] = shape % 4 == 0 ? UINT64_MAX : shape % 4 == 1 ? 0 : next_random();
		if (64 * i >= n)
			a[i] = 0;
		else if (64 * i + 64 > n)
			a[i] &= (UINT64_C(1) << (n - 64 * i)) - 1;
	}
	if (sign && next_random() % 2)
		dx_wide_negate(a, limbs);
}

static void
z_wide(z *out, const dx_limb *a, int limbs)
{
	dx_limb m[DX_WIDE_MAX];
	bool negative = dx_wide_is_negative(a, limbs);

	dx_wide_copy(m, a, limbs);
	if (negative)
		dx_wide_negate(m, limbs);
	out->sign = negative ? -1 : 1;
	out->exponent = 0;
	out->n = 2 * limbs;
	for (int i = 0; i < 2 * limbs; i++)
		out->words[i] = (uint32_t) (m[i / 2] >> (32 * (i % 2)));
	z_strip(out);
}

static void
z_128(z *out, dx_int128 value)
{
	dx_limb a[4];

	dx_wide_set(a, value, 4);
	z_wide(out, a, 4);
}

static dx_int128
random_128(int bits)
{
	dx_limb a[4];
	dx_uint128 value;

	random_wide(a, bits, false, 4);
	value = (dx_uint128) a[1] << 64 | a[0];
	return next_random() % 2 ? (dx_int128) value : -(dx_int128) value;
}

/* |num| - |q den| >= 0 and < |den|: is q the quotient, cut off? exact: is nothing left? */
static bool
is_cut_quotient(const z *num, const z *den, const z *q, bool exact)
{
	static z product;
	static z left;
	static z most;

	z_copy(&product, q);
	z_mul(&product, den);
	product.sign = product.n > 0 ? -1 : 0;
	z_copy(&left, num);
	left.sign = left.n > 0;
	z_add(&left, &product);
	z_copy(&most, den);
	most.sign = 1;
	return left.sign >= 0 && z_cmp(&left, &most) < 0 && exact == (left.sign == 0) &&
		(q->sign == 0 || q->sign == num->sign * den->sign);
}

static void
test_sums(int limbs)
{
	static z x;
	static z y;
	static z sum;

	for (int i = 0; i < ROUNDS; i++)
	{
		dx_limb a[DX_WIDE_MAX];
		dx_limb b[DX_WIDE_MAX];
		dx_limb c[DX_WIDE_MAX];
		int64_t n = (int64_t) next_random() >> (next_random() % 64);
		int far;

		random_wide(a, 64 * limbs - 2, true, limbs);
		random_wide(b, 64 * limbs - 2, true, limbs);
		z_wide(&x, a, limbs);
		z_wide(&y, b, limbs);
		CHECK(dx_wide_cmp(a, b, limbs) == z_cmp(&x, &y));
		CHECK(dx_wide_cmp(a, a, limbs) == 0);
		CHECK(dx_wide_is_negative(a, limbs) == (x.sign < 0));
		CHECK(dx_wide_is_zero(a, limbs) == (x.sign == 0));
		dx_wide_copy(c, a, limbs);
		dx_wide_add(c, b, limbs);
		z_wide(&sum, c, limbs);
		z_add(&x, &y);
		CHECK(z_cmp(&sum, &x) == 0);
		dx_wide_sub(c, b, limbs);
		CHECK(dx_wide_cmp(c, a, limbs) == 0);
		dx_wide_negate(c, limbs);
		dx_wide_add(c, a, limbs);
		CHECK(dx_wide_is_zero(c, limbs));
		/* A double's bits, above or below a's; parts of a unit are a whole one. */
		n >>= 11;
		CHECK(dx_wide_shift_by(c, a, (double) n, limbs));
		dx_wide_sub(c, a, limbs);
		dx_wide_set(b, n, limbs);
		CHECK(dx_wide_cmp(c, b, limbs) == 0);
		CHECK(dx_wide_shift_by(c, b, n < 0 ? -0.25 : 0.25, limbs));
		dx_wide_sub(c, b, limbs);
		dx_wide_set(b, n < 0 ? -1 : 1, limbs);
		CHECK(dx_wide_cmp(c, b, limbs) == 0);
		far = (int) (next_random() % (uint64_t) (64 * limbs - 55));
		CHECK(dx_wide_shift_by(c, a, ldexp((double) n, far), limbs));
		dx_wide_sub(c, a, limbs);
		z_wide(&x, c, limbs);
		z_set(&y, n < 0 ? -1 : 1, (uint64_t) (n < 0 ? -n : n), far);
		CHECK(z_cmp(&x, &y) == 0);
	}
}

static void
test_products(int limbs)
{
	static z x;
	static z y;
	static z q;

	for (int i = 0; i < ROUNDS; i++)
	{
		dx_limb a[DX_WIDE_MAX];
		dx_limb b[DX_WIDE_MAX];
		dx_limb c[DX_WIDE_MAX];
		dx_limb out[DX_WIDE_MAX];
		dx_int128 num = random_128(127);
		dx_int128 den = random_128(1 + (int) (next_random() % 127));
		bool exact = false;
		bool fits;

		random_wide(a, 64 * limbs - 2, true, limbs);
		random_wide(b, 64 * limbs - 2, true, limbs);
		random_wide(c, 64 * limbs - 2, true, limbs);
		/* Often a quotient without anything left over: by what was multiplied with, or a part of it. */
		switch (next_random() % 6)
		{
			case 0:
				dx_wide_copy(c, b, limbs);
				break;
			case 1:
				dx_wide_copy(c, a, limbs);
				break;
			case 2:
				random_wide(c, 64 * limbs - 18, true, limbs);
				dx_wide_mul(b, c, (dx_int128) (next_random() % 32768), limbs);
				break;
			default:
				break;
		}
		if (dx_wide_is_zero(c, limbs))
			continue;
		fits = dx_wide_muldiv(out, a, b, c, &exact, limbs);
		z_wide(&x, a, limbs);
		z_wide(&y, b, limbs);
		z_mul(&x, &y);
		z_wide(&y, c, limbs);
		if (fits)
		{
			z_wide(&q, out, limbs);
			CHECK(is_cut_quotient(&x, &y, &q, exact));
		}
		else
		{
			/* At least 2^(64 limbs - 2). */
			z_set(&q, 1, 1, 64 * limbs - 2);
			z_mul(&q, &y);
			q.sign = x.sign = 1;
			CHECK(z_cmp(&x, &q) >= 0);
		}

		den = den < 0 ? -den : den == 0 ? 1 : den;
		fits = dx_wide_scale(out, a, num, den, &exact, limbs);
		z_wide(&x, a, limbs);
		z_128(&y, num);
		z_mul(&x, &y);
		z_128(&y, den);
		if (fits)
		{
			z_wide(&q, out, limbs);
			CHECK(is_cut_quotient(&x, &y, &q, exact));
		}
		else
		{
			z_set(&q, 1, 1, 64 * limbs - 2);
			z_mul(&q, &y);
			x.sign = 1;
			CHECK(z_cmp(&x, &q) >= 0);
		}

		random_wide(a, 64 * limbs - 129, true, limbs);
		CHECK(dx_wide_mul(out, a, num, limbs));
		z_wide(&x, a, limbs);
		z_128(&y, num);
		z_mul(&x, &y);
		z_wide(&q, out, limbs);
		CHECK(z_cmp(&x, &q) == 0);
		/* Added to what is there: factors of one limb and others, 1 among them. */
		num = i % 4 == 0 ? 1 : i % 4 == 1 ? num : (dx_int128) (uint64_t) num;
		dx_wide_copy(c, b, limbs);
		CHECK(dx_wide_mul(out, a, num, limbs) && dx_wide_add_product(c, a, num, limbs));
		dx_wide_sub(c, b, limbs);
		CHECK(dx_wide_cmp(c, out, limbs) == 0);
	}
}

static void
test_limits(int limbs)
{
	dx_limb a[DX_WIDE_MAX];
	dx_limb out[DX_WIDE_MAX];
	bool exact;

	/* 2^(64 limbs - 3) x 2 just does not fit, less one does. */
	memset(a, 0, sizeof(a));
	a[limbs - 1] = UINT64_C(1) << 61;
	CHECK(!dx_wide_mul(out, a, 2, limbs));
	CHECK(!dx_wide_mul(out, a, -2, limbs));
	dx_wide_set(out, 0, limbs);
	CHECK(!dx_wide_add_product(out, a, 2, limbs) && !dx_wide_add_product(out, a, UINT64_MAX, limbs));
	CHECK(!dx_wide_add_product(out, a, -2, limbs) && dx_wide_is_zero(out, limbs));
	CHECK(!dx_wide_shift_by(out, a, ldexp(-1, 64 * limbs - 2), limbs));
	CHECK(!dx_wide_scale(out, a, 4, 2, &exact, limbs));
	CHECK(dx_wide_scale(out, a, 3, 2, &exact, limbs) && exact);
	dx_wide_shift_by(a, a, -1, limbs);
	CHECK(dx_wide_mul(out, a, 2, limbs));
	CHECK(dx_wide_bits(out, limbs) == 64 * limbs - 2);
	dx_wide_set(a, 0, limbs);
	CHECK(dx_wide_bits(a, limbs) == 0);
	CHECK(dx_wide_mul(out, a, 7, limbs) && dx_wide_is_zero(out, limbs));
	CHECK(dx_wide_scale(out, a, 7, 3, &exact, limbs) && exact && dx_wide_is_zero(out, limbs));
}

static void
test_quotients(int limbs)
{
	static z x;
	static z y;

	for (int i = 0; i < ROUNDS; i++)
	{
		dx_limb a[DX_WIDE_MAX];
		dx_limb b[DX_WIDE_MAX];
		dx_int128 mantissa;
		dx_uint128 factor = 1;
		dx_int128 rounded;
		int away;

		random_wide(b, 64 * limbs - 130, false, limbs);
		if (dx_wide_is_zero(b, limbs))
			dx_wide_set(b, 1, limbs);
		if (next_random() % 2)
			random_wide(a, 64 * limbs - 2, true, limbs);
		else
		{
			/* 54 bits by b: half way between two doubles, or a unit beside. */
			mantissa = (dx_int128) (next_random() >> 10) | 1 | (dx_int128) 1 << 53;
			CHECK(dx_wide_mul(a, b, next_random() % 2 ? mantissa : -mantissa, limbs));
			dx_wide_shift_by(a, a, (int64_t) (next_random() % 3) - 1, limbs);
		}
		z_wide(&x, a, limbs);
		z_wide(&y, b, limbs);
		CHECK(x.sign == 0 ? dx_wide_quotient(a, b, limbs) == 0
						  : z_nearest(&x, &y, false, dx_wide_quotient(a, b, limbs)));

		for (uint64_t digits = next_random() % 16; digits > 0; digits--)
			factor *= 10;
		if (dx_wide_rounded(a, b, factor, &rounded, limbs))
		{
			static z q;

			/* |a factor - rounded b| is at most half of b; half goes away from zero. */
			z_128(&q, (dx_int128) factor);
			z_mul(&x, &q);
			z_128(&q, -rounded);
			z_mul(&q, &y);
			z_add(&x, &q);
			z_set(&q, 1, 2, 0);
			z_mul(&x, &q);
			away = dx_wide_is_negative(a, limbs) ? 1 : -1;
			z_copy(&q, &x);
			q.sign = q.n > 0;
			CHECK(z_cmp(&q, &y) < 0 || (z_cmp(&q, &y) == 0 && x.sign == away));
		}
	}
}

int
main(void)
{
	for (int limbs = DX_WIDE_LIMBS; limbs <= DX_WIDE_MAX; limbs += DX_WIDE_MAX - DX_WIDE_LIMBS)
	{
		test_sums(limbs);
		test_products(limbs);
		test_limits(limbs);
		test_quotients(limbs);
	}
	CHECK_DONE("wide");
}
