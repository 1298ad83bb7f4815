/*
 * exact.h: exact sums of doubles and of their products.
 *
 * A sum is an integer in base 2^32 over a window of limbs, each of them a
 * signed 64-bit integer: a term adds its 32-bit digits to the limbs they
 * belong to, and carries wait until 2^30 terms have come. The window begins
 * with the storage the owner gave and grows at either end when a term does not
 * fit (dx_alloc, so in the host's current memory). A superaccumulator as in
 * U. Kulisch, Computer Arithmetic and Validity (2008), chapter 8, but only as
 * long as its terms need.
 *
 * Nothing is ever rounded, so a sum does not depend on the order of its terms,
 * and subtracting a term undoes adding it. Terms are finite: whoever adds NaN
 * or an infinity gets nonsense (dx_is_finite asks).
 *
 * Limb 0 begins at bit 2^-3232, below the least product of three doubles
 * (2^-3222); 2^63 products of the largest end below 2^3135.
 */
#ifndef DX_EXACT_H
#define DX_EXACT_H

#include "base.h"
#include "big.h"
#include "decimal.h"

#define DX_EXACT_LOW 3232		/* limb 0 begins at 2^-DX_EXACT_LOW */
#define DX_EXACT_LIMBS 202		/* and the last one ends at 2^DX_EXACT_LOW */
#define DX_EXACT_TOP 3136		/* magnitudes are below 2^DX_EXACT_TOP */

/* Room that takes ordinary sums of doubles, of products of two and of three. */
#define DX_EXACT_ROOM_1 5
#define DX_EXACT_ROOM_2 8
#define DX_EXACT_ROOM_3 10

/* Limbs a term of up to 128 bits reaches, and of a single double. */
#define DX_EXACT_REACH 5
#define DX_EXACT_REACH_1 3

/* Terms added before carries are propagated: limbs stay below 2^62 in magnitude. */
#define DX_EXACT_PENDING ((uint32_t) 1 << 30)

typedef struct dx_exact
{
	int64_t    *limbs;			/* limbs[i] counts 2^(32 (first + i) - DX_EXACT_LOW) */
	uint32_t	pending;		/* terms added since carries were propagated */
	uint8_t		first;			/* DX_EXACT_NOWHERE: nothing was added yet */
	uint8_t		n;				/* limbs there are */
	bool		owned;			/* limbs are dx_alloc'ed, not the owner's */
} dx_exact;

#define DX_EXACT_NOWHERE 255

/* The sum 0 in storage of n (3 .. DX_EXACT_LIMBS) zeroed limbs that lives as long as it. */
extern void dx_exact_init(dx_exact *sum, int64_t *storage, int n);

/* Back to 0; frees what the sum allocated (its window then is the given storage). */
extern void dx_exact_reset(dx_exact *sum, int64_t *storage, int n);

/* Slow path of adding: a window that holds limbs first .. first + n - 1, with carries propagated. */
extern void dx_exact_make_room(dx_exact *sum, int first, int n);

/* A double taken apart: (-1)^sign x mantissa x 2^(position - 1074) */
typedef struct dx_parts
{
	uint64_t	mantissa;		/* below 2^53 */
	uint32_t	position;		/* 0 .. 2045 */
	int64_t		sign;			/* 0 or -1 */
} dx_parts;

static inline bool
dx_is_finite(double x)
{
	uint64_t	bits;

	memcpy(&bits, &x, sizeof(bits));
	return (bits & UINT64_C(0x7ff0000000000000)) != UINT64_C(0x7ff0000000000000);
}

static inline dx_parts
dx_take_apart(double x)
{
	uint64_t	bits;
	uint32_t	exponent;
	dx_parts	parts;

	memcpy(&bits, &x, sizeof(bits));
	exponent = (uint32_t) (bits >> 52) & 0x7ff;
	parts.mantissa = (bits & UINT64_C(0xfffffffffffff)) | (uint64_t) (exponent != 0) << 52;
	parts.position = exponent - (exponent != 0);
	parts.sign = -(int64_t) (bits >> 63);
	return parts;
}

/* Add (-1)^sign x term x 2^(bit - DX_EXACT_LOW). */
static inline void
dx_exact_add_bits(dx_exact *sum, dx_uint128 term, uint32_t bit, int64_t sign)
{
	int			i = (int) (bit / 32) - sum->first;
	uint32_t	shift = bit % 32;
	uint64_t	high = (uint64_t) (term >> 64);
	dx_uint128	low = term << shift;
	int64_t    *limb;

	if (i < 0 || i + DX_EXACT_REACH > sum->n || sum->pending >= DX_EXACT_PENDING)
	{
		if (term == 0)
			return;
		dx_exact_make_room(sum, (int) (bit / 32), DX_EXACT_REACH);
		i = (int) (bit / 32) - sum->first;
	}
	sum->pending++;
	limb = sum->limbs + i;
	/* (d ^ -1) - -1 is -d */
	limb[0] += ((int64_t) (uint32_t) low ^ sign) - sign;
	limb[1] += ((int64_t) (uint32_t) (low >> 32) ^ sign) - sign;
	limb[2] += ((int64_t) (uint32_t) (low >> 64) ^ sign) - sign;
	limb[3] += ((int64_t) (uint32_t) (low >> 96) ^ sign) - sign;
	limb[4] += ((int64_t) ((high >> 32) >> (32 - shift)) ^ sign) - sign;
}

/* Add a double; -x subtracts it. */
static inline void
dx_exact_add_parts(dx_exact *sum, const dx_parts *x)
{
	uint32_t	bit = x->position + (DX_EXACT_LOW - 1074);
	int			i = (int) (bit / 32) - sum->first;
	dx_uint128	term = (dx_uint128) x->mantissa << (bit % 32);
	int64_t    *limb;

	if (i < 0 || i + DX_EXACT_REACH_1 > sum->n || sum->pending >= DX_EXACT_PENDING)
	{
		if (term == 0)
			return;
		dx_exact_make_room(sum, (int) (bit / 32), DX_EXACT_REACH_1);
		i = (int) (bit / 32) - sum->first;
	}
	sum->pending++;
	limb = sum->limbs + i;
	limb[0] += ((int64_t) (uint32_t) term ^ x->sign) - x->sign;
	limb[1] += ((int64_t) (uint32_t) (term >> 32) ^ x->sign) - x->sign;
	limb[2] += ((int64_t) (uint32_t) (term >> 64) ^ x->sign) - x->sign;
}

/* Add a x b. */
static inline void
dx_exact_add_parts2(dx_exact *sum, const dx_parts *a, const dx_parts *b)
{
	dx_exact_add_bits(sum, (dx_uint128) a->mantissa * b->mantissa,
					  a->position + b->position + (DX_EXACT_LOW - 2 * 1074), a->sign ^ b->sign);
}

/* Add a x b x c, in two terms. */
static inline void
dx_exact_add_parts3(dx_exact *sum, const dx_parts *a, const dx_parts *b, const dx_parts *c)
{
	dx_uint128	product = (dx_uint128) a->mantissa * b->mantissa;
	uint32_t	bit = a->position + b->position + c->position + (DX_EXACT_LOW - 3 * 1074);
	int64_t		sign = a->sign ^ b->sign ^ c->sign;

	dx_exact_add_bits(sum, (dx_uint128) (uint64_t) product * c->mantissa, bit, sign);
	dx_exact_add_bits(sum, (product >> 64) * c->mantissa, bit + 64, sign);
}

static inline void
dx_exact_add(dx_exact *sum, double x)
{
	dx_parts	parts = dx_take_apart(x);

	dx_exact_add_parts(sum, &parts);
}

static inline void
dx_exact_add_product(dx_exact *sum, double a, double b)
{
	dx_parts	pa = dx_take_apart(a);
	dx_parts	pb = dx_take_apart(b);

	dx_exact_add_parts2(sum, &pa, &pb);
}

static inline void
dx_exact_add_product3(dx_exact *sum, double a, double b, double c)
{
	dx_parts	pa = dx_take_apart(a);
	dx_parts	pb = dx_take_apart(b);
	dx_parts	pc = dx_take_apart(c);

	dx_exact_add_parts3(sum, &pa, &pb, &pc);
}

/* sum += other, or -= where subtract; false (unchanged in value) if the result is beyond 2^DX_EXACT_TOP. */
extern bool dx_exact_merge(dx_exact *sum, const dx_exact *other, bool subtract);

/* -1, 0, 1 */
extern int	dx_exact_sign(const dx_exact *sum);

/* Sign of a - b. */
extern int	dx_exact_compare(const dx_exact *a, const dx_exact *b);

/* The sum as a big number, for products, quotients and square roots (big.h). */
extern void dx_exact_to_big(const dx_exact *sum, dx_big *big);

/* The nearest double, ties to even; subnormal or infinite where it has to be; never -0. */
extern double dx_exact_value(const dx_exact *sum);

/* a / b (b not 0) as the nearest double, rounded once. */
extern double dx_exact_quotient(const dx_exact *a, const dx_exact *b);

/*
 * Packed: 2 bytes n (little-endian, plus 0x8000 where the sum is negative), and
 * unless n is 0: 2 bytes p and n bytes of magnitude, least first, the first of
 * them worth 2^(8 p - DX_EXACT_LOW); first and last are not 0. So equal sums
 * have equal bytes. At most DX_EXACT_MOST of them.
 */
#define DX_EXACT_MOST (4 + (DX_EXACT_LOW + DX_EXACT_TOP) / 8)

extern size_t dx_exact_packed_size(const dx_exact *sum);

/* Writes dx_exact_packed_size bytes; returns the end. */
extern uint8_t *dx_exact_pack(const dx_exact *sum, uint8_t *out);

/*
 * Packed bytes into a sum that is 0; returns where they end, NULL if they are
 * cut short or not canonical.
 */
extern const uint8_t *dx_exact_unpack(dx_exact *sum, const uint8_t *packed, const uint8_t *end);

#endif							/* DX_EXACT_H */
