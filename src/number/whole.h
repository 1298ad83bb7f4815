/* SPDX-License-Identifier: PostgreSQL */
/*
 * whole.h: whole numbers of up to 128 bits: their types, powers of ten, common
 * divisors, products.
 */
#ifndef DX_WHOLE_H
#define DX_WHOLE_H

#include "base/base.h"

/* Aligned to 8 bytes, as the server's allocator is: with 16, vector moves would fault. */
__extension__ typedef __int128 dx_int128 __attribute__((aligned(8)));
__extension__ typedef unsigned __int128 dx_uint128 __attribute__((aligned(8)));

/* Zero bits above the highest one of x; 63 for 0. */
static inline int
dx_clz64(uint64_t x)
{
#if defined(__GNUC__) || defined(__clang__)
	return __builtin_clzll(x | 1);
#else
	int n = 0;

	for (int step = 32; step > 0; step >>= 1)
		if (x >> (64 - step - n) == 0)
			n += step;
	return n;
#endif
}

/* 10^n, n in 0..DX_MOST_TENS: up to 2^126. */
#define DX_MOST_TENS 37
extern dx_int128 dx_power_of_ten(int n);

/* The greatest common divisor of two magnitudes; that of x and 0 is x. */
extern dx_int128 dx_common_divisor(dx_int128 a, dx_int128 b);

/* Divide both by their greatest common divisor; not both are 0. */
extern void dx_reduce(dx_int128 *a, dx_int128 *b);

/* *out = a x b, neither below 0; false where that passes 2^120. */
extern bool dx_multiply(dx_int128 a, dx_int128 b, dx_int128 *out);

#endif /* DX_WHOLE_H */
