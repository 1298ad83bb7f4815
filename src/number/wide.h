/* SPDX-License-Identifier: PostgreSQL */
/*
 * wide.h: whole numbers of 4 or 8 limbs of 64 bits, signed (two's complement,
 * least limb first): scores are added, scaled and divided in them where 128 bits are too
 * few.
 *
 * Every function takes the number of limbs, the same for all operands, as a
 * constant: they are inlined where that pays. Where a result can overflow, false is
 * returned and nothing wraps; bounding sums is up to the caller. A result may be an
 * operand. Long division after D. E. Knuth, The Art of Computer Programming 2, 4.3.1,
 * algorithm D.
 */
#ifndef DX_WIDE_H
#define DX_WIDE_H

#include "base/base.h"
#include "number/ddmath.h"
#include "number/decimal.h"

#define DX_WIDE_LIMBS 4 /* what scores ordinarily need */
#define DX_WIDE_MAX 8	/* where 4 do not decide how to round */

typedef uint64_t dx_limb;

static inline bool
dx_wide_is_negative(const dx_limb *a, int limbs)
{
	return a[limbs - 1] >> 63 != 0;
}

static inline bool
dx_wide_is_zero(const dx_limb *a, int limbs)
{
	dx_limb any = 0;

	for (int i = 0; i < limbs; i++)
		any |= a[i];
	return any == 0;
}

static inline void
dx_wide_copy(dx_limb *out, const dx_limb *a, int limbs)
{
	memcpy(out, a, (size_t) limbs * sizeof(dx_limb));
}

static inline void
dx_wide_set(dx_limb *out, dx_int128 value, int limbs)
{
	out[0] = (dx_limb) (dx_uint128) value;
	out[1] = (dx_limb) ((dx_uint128) value >> 64);
	for (int i = 2; i < limbs; i++)
		out[i] = value < 0 ? UINT64_MAX : 0;
}

/* a += b */
static inline void
dx_wide_add(dx_limb *a, const dx_limb *b, int limbs)
{
	dx_uint128 carry = 0;

	for (int i = 0; i < limbs; i++)
	{
		carry += (dx_uint128) a[i] + b[i];
		a[i] = (dx_limb) carry;
		carry >>= 64;
	}
}

/* a -= b */
static inline void
dx_wide_sub(dx_limb *a, const dx_limb *b, int limbs)
{
	dx_limb borrow = 0;

	for (int i = 0; i < limbs; i++)
	{
		dx_uint128 difference = (dx_uint128) a[i] - b[i] - borrow;

		a[i] = (dx_limb) difference;
		borrow = (dx_limb) (difference >> 64) & 1;
	}
}

static inline void
dx_wide_negate(dx_limb *a, int limbs)
{
	dx_limb carry = 1;

	for (int i = 0; i < limbs; i++)
	{
		a[i] = ~a[i] + carry;
		carry = carry && a[i] == 0;
	}
}

/* Has the magnitude more than 112 bits? (Wrong for -2^k, which does not matter to callers.) */
static inline bool
dx_wide_is_long(const dx_limb *a, int limbs)
{
	dx_limb sign = a[limbs - 1] >> 63 ? UINT64_MAX : 0;
	dx_limb any = (a[1] ^ sign) >> 48;

	for (int i = 2; i < limbs; i++)
		any |= a[i] ^ sign;
	return any != 0;
}

/* Sign of a - b. */
static inline int
dx_wide_cmp(const dx_limb *a, const dx_limb *b, int limbs)
{
	int64_t top_a = (int64_t) a[limbs - 1];
	int64_t top_b = (int64_t) b[limbs - 1];

	if (top_a != top_b)
		return top_a < top_b ? -1 : 1;
	for (int i = limbs - 2; i >= 0; i--)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* Bits of the magnitude: 2^(n-1) <= |a| < 2^n; 0 for 0. */
extern int dx_wide_bits(const dx_limb *a, int limbs);

/* *out = a + n: a moved by n units, n rounded away from 0; false where n passes 2^(64 limbs - 2). */
extern bool dx_wide_shift_by(dx_limb *out, const dx_limb *a, double n, int limbs);

/* *out = a x factor; false where that passes 2^(64 limbs - 2) in magnitude. */
extern bool dx_wide_mul(dx_limb *out, const dx_limb *a, dx_int128 factor, int limbs);

/* sum += a x factor; false where the product passes that. */
static inline bool
dx_wide_add_product(dx_limb *sum, const dx_limb *a, dx_int128 factor, int limbs)
{
	dx_limb product[DX_WIDE_MAX];
	dx_uint128 carry = 0;

	if (factor == 1)
	{
		dx_wide_add(sum, a, limbs);
		return true;
	}
	if (factor >> 64 != 0 || dx_wide_is_negative(a, limbs))
	{
		if (!dx_wide_mul(product, a, factor, limbs))
			return false;
	}
	else
	{
		for (int i = 0; i < limbs; i++)
		{
			carry += (dx_uint128) a[i] * (dx_limb) factor;
			product[i] = (dx_limb) carry;
			carry >>= 64;
		}
		if (carry != 0 || product[limbs - 1] >> 62 != 0)
			return false;
	}
	dx_wide_add(sum, product, limbs);
	return true;
}

/*
 * *out = a x b / c (c not 0), truncated towards 0; *exact receives whether the result is
 * exact. False where that passes 2^(64 limbs - 2) in magnitude.
 */
extern bool dx_wide_muldiv(dx_limb *out, const dx_limb *a, const dx_limb *b, const dx_limb *c, bool *exact, int limbs);

/* The same with a x num / den (den > 0). */
extern bool dx_wide_scale(dx_limb *out, const dx_limb *a, dx_int128 num, dx_int128 den, bool *exact, int limbs);

/* a / b (b > 0) as the nearest double, ties to even. */
extern double dx_wide_quotient(const dx_limb *a, const dx_limb *b, int limbs);

/*
 * The same from leading bits alone, where these decide: false for 0, and where the
 * quotient is so near to the middle between two doubles that an error of 2^-70 in a
 * could bring it to the other side.
 */
extern bool dx_wide_quotient_near(const dx_limb *a, const dx_limb *b, int limbs, double *out);

/*
 * The same to more digits than a double has: relative error below 2^-105. Within doubles' range
 * (2^-900 to 2^900).
 */
extern dx_dd dx_wide_quotient_parts(const dx_limb *a, const dx_limb *b, int limbs);

/* x in units of which `one` make 1, truncated towards 0; false where it does not fit. */
extern bool dx_wide_of_double(double x, const dx_limb *one, dx_limb *out, bool *exact, int limbs);

/* a x factor / b (b > 0) as the nearest whole number, half away from zero; false where that passes 2^126 in magnitude. */
extern bool dx_wide_rounded(const dx_limb *a, const dx_limb *b, dx_uint128 factor, dx_int128 *out, int limbs);

#endif /* DX_WIDE_H */
