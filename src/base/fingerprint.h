/* SPDX-License-Identifier: PostgreSQL */
/*
 * fingerprint.h: 128-bit fingerprints of trees and cards: SipHash-2-4 with
 * 128-bit output under the fixed key 0. They recognise equal content; against
 * somebody who wants a collision they protect nothing, the key being public.
 */
#ifndef DX_FINGERPRINT_H
#define DX_FINGERPRINT_H

#include "base/wire.h"

/* Stored in values: the bytes of one content may never change. */
typedef struct dx_fingerprint
{
	uint8_t bytes[16];
} dx_fingerprint;

DX_STORED(dx_fingerprint, 16);
DX_STORED_AT(dx_fingerprint, bytes, 0);

static inline bool
dx_fingerprint_equal(const dx_fingerprint *a, const dx_fingerprint *b)
{
	uint64_t x[2];
	uint64_t y[2];

	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

/* A hash in progress, on the stack. */
typedef struct dx_hasher
{
	uint64_t v[4];
	uint64_t length; /* bytes so far */
	uint8_t tail[8]; /* the last length % 8 of them */
} dx_hasher;

extern void dx_hash_begin(dx_hasher *hasher);
extern void dx_hash_begin_keyed(dx_hasher *hasher, const uint8_t key[16]);

/*
 * Feed bytes; how they are cut into calls does not matter. Numbers are fed
 * least significant byte first, by whoever calls.
 */
extern void dx_hash_add(dx_hasher *hasher, const void *bytes, size_t len);

/* The fingerprint of all that was fed; begin anew before feeding more. */
extern dx_fingerprint dx_hash_end(dx_hasher *hasher);

/*
 * A quick hash for tables, the same on every machine. The seed goes into every
 * step; where it is made of all that is in the table (dx_fingerprint_seed),
 * nobody can choose names that collide: choosing them changes the seed.
 */
static inline uint64_t
dx_hash_mix(uint64_t h)
{
	/* The finaliser of MurmurHash3: every input bit changes half of the output. */
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	h ^= h >> 33;
	return h;
}

static inline uint64_t
dx_hash_seeded(const void *bytes, size_t len, uint64_t seed)
{
	const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = dx_hash_mix(seed ^ (golden * (len + 1)));
	const uint8_t *p = bytes;

	/* Whole words, then the rest. */
	for (; len >= 8; len -= 8, p += 8)
		h = dx_hash_mix(h ^ dx_get64(p)) + (golden ^ seed);
	if (len > 0)
		h = dx_hash_mix(h ^ dx_get_bytes(p, (int) len)) + (golden ^ seed);
	return dx_hash_mix(h);
}

/* The first half of a fingerprint as such a seed. */
static inline uint64_t
dx_fingerprint_seed(const dx_fingerprint *of)
{
	uint64_t seed = 0;

	for (int i = 7; i >= 0; i--)
		seed = seed << 8 | of->bytes[i];
	return seed;
}

/* 32 lower-case hexadecimal digits, NUL-terminated. */
extern void dx_fingerprint_print(const dx_fingerprint *fingerprint, char out[33]);

/* False unless hex is exactly 32 hexadecimal digits (either case). */
extern bool dx_fingerprint_parse(dx_str hex, dx_fingerprint *out);

#endif /* DX_FINGERPRINT_H */
