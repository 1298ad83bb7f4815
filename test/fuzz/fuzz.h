/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz.h: what the harnesses share. Built and run by test/fuzz/run.
 */
#ifndef DX_FUZZ_H
#define DX_FUZZ_H

#include "base/base.h"

/* A property that must hold, or the input is kept as a crash. */
static inline void
require(bool holds)
{
	if (!holds)
		abort();
}

/* The bytes up to the first NUL, which is skipped; all that is left without one. */
static inline dx_str
take_text(const uint8_t **data, size_t *size)
{
	const uint8_t *nul = *size > 0 ? memchr(*data, 0, *size) : NULL;
	dx_str text = {(const char *) *data, nul ? (size_t) (nul - *data) : *size};
	size_t used = text.len + (nul != NULL);

	*data += used;
	*size -= used;
	return text;
}

/* The next bytes as a number of any type; zero-padded at the end. False when none is left. */
static inline bool
take_bytes(const uint8_t **data, size_t *size, void *out, size_t len)
{
	size_t have = *size < len ? *size : len;

	memset(out, 0, len);
	if (have > 0)
		memcpy(out, *data, have);
	*data += have;
	*size -= have;
	return have > 0;
}

#endif /* DX_FUZZ_H */
