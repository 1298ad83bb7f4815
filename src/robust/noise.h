/* SPDX-License-Identifier: PostgreSQL */
/*
 * noise.h: the random factors of dx.rank_interval and dx.rank_chance.
 *
 * A factor is 1 + noise x U, U uniform in (-1, 1), and depends on nothing but
 * (seed, draw, code): the first 8 bytes of SipHash-2-4-128 over the text of
 * the code, under the key seed, draw (8 bytes each), all little-endian, are a
 * number z; with k = floor(z / 2^12), U = (2 k + 1) / 2^52 - 1, exactly.
 */
#ifndef DX_NOISE_H
#define DX_NOISE_H

#include "base/base.h"

/* Every factor of a draw, made here or given by users, lies between these. */
#define DX_FACTOR_MIN 1e-9
#define DX_FACTOR_MAX 1e9

#define DX_MAX_DRAWS 1000000

/* U for draw 1, 2, ...; a multiple of 2^-52 that is not 0, -1 or 1. */
extern double dx_noise_uniform(int64_t seed, int64_t draw, dx_str code);

/* The factor, 0 <= noise < 1; it is at least DX_FACTOR_MIN, however near to 1 noise is. */
extern double dx_noise_factor(int64_t seed, int64_t draw, dx_str code, double noise);

#endif /* DX_NOISE_H */
