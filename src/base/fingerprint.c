/* SPDX-License-Identifier: PostgreSQL */
/*
 * fingerprint.c: SipHash-2-4 with 128-bit output (J.-P. Aumasson and D. J.
 * Bernstein, SipHash: a fast short-input PRF, 2012, and its 128-bit variant),
 * streaming. Words are read least significant byte first on every machine.
 */
#include "base/fingerprint.h"

static inline uint64_t
rotate(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

static void
rounds(uint64_t v[4], int n)
{
	for (; n > 0; n--)
	{
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static inline void
absorb(dx_hasher *hasher, uint64_t word)
{
	hasher->v[3] ^= word;
	rounds(hasher->v, 2);
	hasher->v[0] ^= word;
}

void
dx_hash_begin_keyed(dx_hasher *hasher, const uint8_t key[16])
{
	uint64_t k0 = dx_get64(key);
	uint64_t k1 = dx_get64(key + 8);

	memset(hasher, 0, sizeof *hasher);
	hasher->v[0] = k0 ^ UINT64_C(0x736f6d6570736575);
	hasher->v[1] = k1 ^ UINT64_C(0x646f72616e646f6d) ^ 0xee; /* 128-bit output */
	hasher->v[2] = k0 ^ UINT64_C(0x6c7967656e657261);
	hasher->v[3] = k1 ^ UINT64_C(0x7465646279746573);
}

void
dx_hash_begin(dx_hasher *hasher)
{
	static const uint8_t key[16];

	dx_hash_begin_keyed(hasher, key);
}

void
dx_hash_add(dx_hasher *hasher, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	size_t held = hasher->length & 7;

	if (len == 0)
		return;
	hasher->length += len;
	if (held > 0)
	{
		size_t take = 8 - held < len ? 8 - held : len;

		memcpy(hasher->tail + held, p, take);
		p += take;
		len -= take;
		if (held + take < 8)
			return;
		absorb(hasher, dx_get64(hasher->tail));
	}
	for (; len >= 8; p += 8, len -= 8)
		absorb(hasher, dx_get64(p));
	if (len > 0)
		memcpy(hasher->tail, p, len);
}

dx_fingerprint
dx_hash_end(dx_hasher *hasher)
{
	size_t held = hasher->length & 7;
	uint64_t *v = hasher->v;
	dx_fingerprint out;

	/* the last word: what is left, and the length in its top byte */
	memset(hasher->tail + held, 0, 8 - held);
	hasher->tail[7] = (uint8_t) hasher->length;
	absorb(hasher, dx_get64(hasher->tail));
	v[2] ^= 0xee;
	rounds(v, 4);
	dx_put64(out.bytes, v[0] ^ v[1] ^ v[2] ^ v[3]);
	v[1] ^= 0xdd;
	rounds(v, 4);
	dx_put64(out.bytes + 8, v[0] ^ v[1] ^ v[2] ^ v[3]);
	return out;
}

void
dx_fingerprint_print(const dx_fingerprint *fingerprint, char out[33])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 16; i++)
	{
		out[2 * i] = digits[fingerprint->bytes[i] >> 4];
		out[2 * i + 1] = digits[fingerprint->bytes[i] & 15];
	}
	out[32] = '\0';
}

static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
dx_fingerprint_parse(dx_str hex, dx_fingerprint *out)
{
	dx_fingerprint parsed;

	if (hex.len != 32)
		return false;
	for (int i = 0; i < 16; i++)
	{
		int high = digit_value(hex.ptr[2 * i]);
		int low = digit_value(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		parsed.bytes[i] = (uint8_t) (high << 4 | low);
	}
	*out = parsed;
	return true;
}
