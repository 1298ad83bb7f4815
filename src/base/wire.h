/* SPDX-License-Identifier: PostgreSQL */
/*
 * wire.h: numbers in packed values: little-endian on every processor, at any address. A
 * writer returns the end of what it wrote; who reads has looked that the bytes are there.
 */
#ifndef DX_WIRE_H
#define DX_WIRE_H

#include "base/base.h"

/* The lowest bytes of a value, 0 to 8 of them. */
static inline uint8_t *
dx_put_bytes(uint8_t *p, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t) (value >> (8 * i));
	return p + bytes;
}

static inline uint64_t
dx_get_bytes(const uint8_t *p, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (uint64_t) p[i] << (8 * i);
	return value;
}

/* Written out, so that compilers make one load or store of them. */
static inline uint8_t *
dx_put32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t) value;
	p[1] = (uint8_t) (value >> 8);
	p[2] = (uint8_t) (value >> 16);
	p[3] = (uint8_t) (value >> 24);
	return p + 4;
}

static inline uint8_t *
dx_put64(uint8_t *p, uint64_t value)
{
	return dx_put32(dx_put32(p, (uint32_t) value), (uint32_t) (value >> 32));
}

static inline uint32_t
dx_get32(const uint8_t *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static inline uint64_t
dx_get64(const uint8_t *p)
{
	return (uint64_t) p[0] | (uint64_t) p[1] << 8 | (uint64_t) p[2] << 16 | (uint64_t) p[3] << 24 |
		(uint64_t) p[4] << 32 | (uint64_t) p[5] << 40 | (uint64_t) p[6] << 48 | (uint64_t) p[7] << 56;
}

/* A double by its bits. */
static inline uint8_t *
dx_put_double(uint8_t *p, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return dx_put64(p, bits);
}

static inline double
dx_get_double(const uint8_t *p)
{
	uint64_t bits = dx_get64(p);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

#endif /* DX_WIRE_H */
