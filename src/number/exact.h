/* SPDX-License-Identifier: PostgreSQL */
/*
 * exact.h: exact sums of doubles and of their products.
 *
 * A sum has two parts. The far part is an integer in base 2^32 over a window of limbs,
 * each of them a signed 64-bit integer: a term adds its 32-bit digits to the limbs they
 * belong to, and carries wait until 2^30 terms have come. The window grows at either end
 * when a term does not fit (dx_alloc, so in the host's current memory): a
 * superaccumulator as in U. Kulisch, Computer Arithmetic and Validity (2008), chapter 8,
 * but only as wide as its terms need. The near part takes terms whose exponents are
 * about those of the first one, as ordinary columns have them, with two additions of 128
 * bits; it is moved to the far part before it could overflow, or when most terms prove
 * to have other exponents.
 *
 * Nothing is ever rounded, so a sum does not depend on the order of its terms,
 * and subtracting a term undoes adding it. Terms are finite: adding NaN or an infinity
 * gives nonsense (dx_is_finite tells).
 *
 * Limb 0 begins at bit 2^-5376, below the least product of five doubles
 * (2^-5370); 2^62 products of the largest end below 2^5182.
 */
#ifndef DX_EXACT_H
#define DX_EXACT_H

#include "base/base.h"
#include "number/big.h"
#include "number/decimal.h"

#define DX_EXACT_LOW 5376  /* limb 0 begins at 2^-DX_EXACT_LOW */
#define DX_EXACT_LIMBS 333 /* three more than magnitudes need */
#define DX_EXACT_TOP 5184  /* magnitudes are below 2^DX_EXACT_TOP */

/*
 * Limbs that suffice for the far part of ordinary sums of doubles, of products of two,
 * of three and so on. (The first two seldom have a far part: 0 will do as well.)
 */
#define DX_EXACT_ROOM_1 5
#define DX_EXACT_ROOM_2 8
#define DX_EXACT_ROOM_3 10
#define DX_EXACT_ROOM_4 12
#define DX_EXACT_ROOM_5 14

/* Terms added before carries are propagated: limbs stay below 2^62 in magnitude. */
#define DX_EXACT_PENDING ((uint32_t) 1 << 30)

/*
 * The near part takes terms that begin within so many bits. 64 bits of a
 * product, shifted by up to 40, stay below 2^126 while fewer than 2^22 wait.
 */
#define DX_EXACT_NEAR 40
#define DX_EXACT_NEAR_TERMS ((uint32_t) 1 << 22)

typedef struct dx_exact
{
	/* (low + high 2^64) 2^(near - DX_EXACT_LOW) */
	dx_int128 low;
	dx_int128 high;
	uint32_t near;		 /* DX_EXACT_NO_NEAR: nothing was added yet */
	uint32_t near_terms; /* terms in the near part */

	int64_t *limbs;	  /* limbs[i] counts 2^(32 (first + i) - DX_EXACT_LOW) */
	uint32_t pending; /* terms added since carries were propagated */
	uint16_t first;	  /* DX_EXACT_NOWHERE: nothing was added yet */
	uint16_t n;		  /* limbs there are */
	bool owned;		  /* limbs are dx_alloc'ed, not the owner's */
	uint8_t missed;	  /* terms that were not near, up to DX_EXACT_MISSES */
} dx_exact;

#define DX_EXACT_NOWHERE 65535
#define DX_EXACT_NO_NEAR ((uint32_t) 1 << 31)

/* After so many terms outside of its range the near part moves to where the last of them is. */
#define DX_EXACT_MISSES 16

/* The sum 0 in storage of n (0 .. DX_EXACT_LIMBS) zeroed limbs that live as long as the sum. */
extern void dx_exact_init(dx_exact *sum, int64_t *storage, int n);

/* Back to 0 in the given storage; frees what the sum allocated. */
extern void dx_exact_reset(dx_exact *sum, int64_t *storage, int n);

/* A double taken apart: (-1)^sign x mantissa x 2^(position - 1074) */
typedef struct dx_parts
{
	uint64_t mantissa; /* below 2^53 */
	uint32_t position; /* 0 .. 2045 */
	int64_t sign;	   /* 0 or -1 */
} dx_parts;

static inline bool
dx_is_finite(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (bits & UINT64_C(0x7ff0000000000000)) != UINT64_C(0x7ff0000000000000);
}

static inline dx_parts
dx_decompose(double x)
{
	uint64_t bits;
	uint32_t exponent;
	dx_parts parts;

	memcpy(&bits, &x, sizeof(bits));
	exponent = (uint32_t) (bits >> 52) & 0x7ff;
	parts.mantissa = (bits & UINT64_C(0xfffffffffffff)) | (uint64_t) (exponent != 0) << 52;
	parts.position = exponent - (exponent != 0);
	parts.sign = -(int64_t) (bits >> 63);
	return parts;
}

/* The slow path of adding: a term that is not near. */
extern void dx_exact_add_far(dx_exact *sum, dx_uint128 term, uint32_t bit, int64_t sign);

/* Does a term that begins at this bit belong to the near part? */
static inline bool
dx_exact_is_near(const dx_exact *sum, uint32_t bit)
{
	return bit - sum->near <= DX_EXACT_NEAR && sum->near_terms < DX_EXACT_NEAR_TERMS;
}

/*
 * a x 2^by, 0 <= by < 64, of a signed and of an unsigned number. (Written out: for a
 * plain shift of 128 bits compilers add a test for 64 and more.)
 */
static inline dx_int128
dx_shift_signed(int64_t a, uint32_t by)
{
	return (dx_int128) ((dx_uint128) (uint64_t) (a >> 1 >> (63 - by)) << 64 | (uint64_t) a << by);
}

static inline dx_int128
dx_shift_unsigned(uint64_t a, uint32_t by)
{
	return (dx_int128) ((dx_uint128) (a >> 1 >> (63 - by)) << 64 | a << by);
}

/* Add factor x 2^(bit - DX_EXACT_LOW), |factor| < 2^53, to the near part. */
static inline void
dx_exact_add_near(dx_exact *sum, int64_t factor, uint32_t bit)
{
	sum->low += dx_shift_signed(factor, bit - sum->near);
	sum->near_terms++;
}

/* Add a x b x 2^(bit - DX_EXACT_LOW), |a|, |b| < 2^53, to the near part. */
static inline void
dx_exact_add_near2(dx_exact *sum, int64_t a, int64_t b, uint32_t bit)
{
	dx_int128 product = (dx_int128) a * b;

	sum->low += dx_shift_unsigned((uint64_t) product, bit - sum->near);
	sum->high += dx_shift_signed((int64_t) (product >> 64), bit - sum->near);
	sum->near_terms++;
}

/* Add (-1)^sign x term x 2^(bit - DX_EXACT_LOW), bit at most that of a product of three doubles. */
static inline void
dx_exact_add_bits(dx_exact *sum, dx_uint128 term, uint32_t bit, int64_t sign)
{
	if (dx_exact_is_near(sum, bit))
	{
		dx_int128 low = dx_shift_unsigned((uint64_t) term, bit - sum->near);
		dx_int128 high = dx_shift_unsigned((uint64_t) (term >> 64), bit - sum->near);

		sum->low += sign ? -low : low;
		sum->high += sign ? -high : high;
		sum->near_terms++;
	}
	else
		dx_exact_add_far(sum, term, bit, sign);
}

/* The mantissa with its sign. */
static inline int64_t
dx_parts_factor(const dx_parts *x)
{
	return ((int64_t) x->mantissa ^ x->sign) - x->sign;
}

/* Add a double; -x subtracts it. */
static inline void
dx_exact_add_parts(dx_exact *sum, const dx_parts *x)
{
	uint32_t bit = x->position + (DX_EXACT_LOW - 1074);

	if (dx_exact_is_near(sum, bit))
		dx_exact_add_near(sum, dx_parts_factor(x), bit);
	else
		dx_exact_add_far(sum, x->mantissa, bit, x->sign);
}

/* Add a x b. */
static inline void
dx_exact_add_parts2(dx_exact *sum, const dx_parts *a, const dx_parts *b)
{
	uint32_t bit = a->position + b->position + (DX_EXACT_LOW - 2 * 1074);

	if (dx_exact_is_near(sum, bit))
		dx_exact_add_near2(sum, dx_parts_factor(a), dx_parts_factor(b), bit);
	else
		dx_exact_add_far(sum, (dx_uint128) a->mantissa * b->mantissa, bit, a->sign ^ b->sign);
}

/* Add a x b x c, to the far part. */
extern void dx_exact_add_parts3(dx_exact *sum, const dx_parts *a, const dx_parts *b, const dx_parts *c);

static inline void
dx_exact_add(dx_exact *sum, double x)
{
	dx_parts parts = dx_decompose(x);

	dx_exact_add_parts(sum, &parts);
}

static inline void
dx_exact_add_product(dx_exact *sum, double a, double b)
{
	dx_parts pa = dx_decompose(a);
	dx_parts pb = dx_decompose(b);

	dx_exact_add_parts2(sum, &pa, &pb);
}

static inline void
dx_exact_add_product3(dx_exact *sum, double a, double b, double c)
{
	dx_parts pa = dx_decompose(a);
	dx_parts pb = dx_decompose(b);
	dx_parts pc = dx_decompose(c);

	dx_exact_add_parts3(sum, &pa, &pb, &pc);
}

/*
 * A product of doubles under construction: (-1)^sign x limbs (base 2^64, least first) x
 * 2^(position - 1074 factors)
 */
#define DX_PRODUCT_FACTORS 5

typedef struct dx_product
{
	uint64_t limbs[DX_PRODUCT_FACTORS]; /* one for each factor */
	uint32_t position;
	int factors;
	int64_t sign;
} dx_product;

static inline dx_product
dx_product_of(const dx_parts *x)
{
	return (dx_product) {{x->mantissa}, x->position, 1, x->sign};
}

/* Multiply by one more factor, up to DX_PRODUCT_FACTORS. */
static inline void
dx_product_mul(dx_product *product, const dx_parts *x)
{
	uint64_t carry = 0;

	for (int i = 0; i < product->factors; i++)
	{
		dx_uint128 digit = (dx_uint128) product->limbs[i] * x->mantissa + carry;

		product->limbs[i] = (uint64_t) digit;
		carry = (uint64_t) (digit >> 64);
	}
	product->limbs[product->factors++] = carry;
	product->position += x->position;
	product->sign ^= x->sign;
}

/* Add a product of three factors or more, to the far part. */
extern void dx_exact_add_far_product(dx_exact *sum, const dx_product *product);

/* sum += other, or -= where subtract; false (unchanged in value) if the result is beyond 2^DX_EXACT_TOP. */
extern bool dx_exact_merge(dx_exact *sum, const dx_exact *other, bool subtract);

/* -1, 0, 1 */
extern int dx_exact_sign(const dx_exact *sum);

/* Is the magnitude at most count x 2^(bit - DX_EXACT_LOW), bit being a multiple of 32? */
extern bool dx_exact_is_within(const dx_exact *sum, uint64_t count, uint32_t bit);

/* Is it a multiple of 2^(bit - DX_EXACT_LOW)? */
extern bool dx_exact_is_multiple(const dx_exact *sum, uint32_t bit);

/* Sign of a - b. */
extern int dx_exact_compare(const dx_exact *a, const dx_exact *b);

/* The sum as a big number, for products, quotients and square roots (big.h). */
extern void dx_exact_to_big(const dx_exact *sum, dx_big *big);

/* The nearest double, ties to even; subnormal or infinite where it has to be; never -0. */
extern double dx_exact_value(const dx_exact *sum);

/* a / b (b not 0) as the nearest double, rounded once. */
extern double dx_exact_quotient(const dx_exact *a, const dx_exact *b);

/*
 * Packed: 2 bytes n (little-endian, plus 0x8000 where the sum is negative), and
 * unless n is 0: 2 bytes p (little-endian, two's complement) and n bytes of
 * magnitude, least first, the first of them worth 2^(8 p - 3232); first and last
 * are not 0. So equal sums have equal bytes. At most DX_EXACT_MAX of them.
 */
#define DX_EXACT_MAX (4 + (DX_EXACT_LOW + DX_EXACT_TOP) / 8)

extern size_t dx_exact_packed_size(const dx_exact *sum);

/* Writes dx_exact_packed_size bytes; returns the end. */
extern uint8_t *dx_exact_pack(const dx_exact *sum, uint8_t *out);

/*
 * Packed bytes into a sum that is 0; returns where they end, NULL if they are
 * cut short or not canonical.
 */
extern const uint8_t *dx_exact_unpack(dx_exact *sum, const uint8_t *packed, const uint8_t *end);

#endif /* DX_EXACT_H */
