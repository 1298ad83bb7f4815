/*
 * fingerprint.h: 128-bit fingerprints of trees and cards: SipHash-2-4 with
 * 128-bit output under the fixed key 0. They recognise equal content; against
 * somebody who wants a collision they protect nothing, the key being public.
 */
#ifndef DX_FINGERPRINT_H
#define DX_FINGERPRINT_H

#include "base.h"

/* Stored in values: the bytes of one content may never change. */
typedef struct dx_fingerprint
{
	uint8_t		bytes[16];
} dx_fingerprint;

static inline bool
dx_fingerprint_equal(const dx_fingerprint *a, const dx_fingerprint *b)
{
	uint64_t	x[2];
	uint64_t	y[2];

	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

/* A hash in progress, on the stack. */
typedef struct dx_hasher
{
	uint64_t	v[4];
	uint64_t	length;			/* bytes so far */
	uint8_t		tail[8];		/* the last length % 8 of them */
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

/* 32 lower-case hexadecimal digits, NUL-terminated. */
extern void dx_fingerprint_print(const dx_fingerprint *fingerprint, char out[33]);

/* False unless hex is exactly 32 hexadecimal digits (either case). */
extern bool dx_fingerprint_parse(dx_str hex, dx_fingerprint *out);

#endif							/* DX_FINGERPRINT_H */
