/* SPDX-License-Identifier: PostgreSQL */
/*
 * noise.c: counter-based random numbers from the hash of fingerprint.c.
 */
#include "robust/noise.h"

#include "base/fingerprint.h"
#include "base/wire.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

double
dx_noise_uniform(int64_t seed, int64_t draw, dx_str code)
{
	uint8_t key[16];
	dx_hasher hasher;
	dx_fingerprint hash;
	uint64_t z;

	dx_put64(key, (uint64_t) seed);
	dx_put64(key + 8, (uint64_t) draw);
	dx_hash_begin_keyed(&hasher, key);
	dx_hash_add(&hasher, code.ptr, code.len);
	hash = dx_hash_end(&hasher);
	z = dx_get64(hash.bytes);
	/* 53 bits at most: every step is exact. */
	return (double) (2 * (z >> 12) + 1) * 0x1p-52 - 1;
}

double
dx_noise_factor(int64_t seed, int64_t draw, dx_str code, double noise)
{
	double factor = 1 + noise * dx_noise_uniform(seed, draw, code);

	return factor > DX_FACTOR_MIN ? factor : DX_FACTOR_MIN;
}
