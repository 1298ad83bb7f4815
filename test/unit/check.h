/* SPDX-License-Identifier: PostgreSQL */
/*
 * check.h: the whole unit-test harness. Each test program counts its checks
 * and ends with one plain line; exit status 0 when all passed.
 *
 * A check in a loop counts once: passed if it never failed. Only its first
 * few failures are printed.
 */
#ifndef DX_CHECK_H
#define DX_CHECK_H

#include "base/base.h"

static int checks_passed;
static int checks_failed;

/* What one place in the source has seen. */
typedef struct check_site
{
	int passes;
	int failures;
} check_site;

/* Count; true where the caller should print. */
static inline bool
check_failed(check_site *site, bool passed)
{
	if (passed)
	{
		if (site->passes++ == 0 && site->failures == 0)
			checks_passed++;
		return false;
	}
	if (site->failures++ == 0)
	{
		checks_failed++;
		if (site->passes > 0)
			checks_passed--;
	}
	return site->failures <= 5;
}

#define CHECK(cond) \
	do \
	{ \
		static check_site site_; \
		if (check_failed(&site_, (cond))) \
			printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #cond); \
	} while (0)

/* Bit-for-bit equality of doubles, both shown in full. */
#define CHECK_SAME(got, want) \
	do \
	{ \
		static check_site site_; \
		double g_ = (got), w_ = (want); \
		if (check_failed(&site_, memcmp(&g_, &w_, sizeof g_) == 0)) \
			printf("%s:%d: %s is %.17g, not %.17g\n", __FILE__, __LINE__, #got, g_, w_); \
	} while (0)

#define CHECK_TEXT(got, want) \
	do \
	{ \
		static check_site site_; \
		const char *g_ = (got), *w_ = (want); \
		if (check_failed(&site_, strcmp(g_, w_) == 0)) \
			printf("%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #got, g_, w_); \
	} while (0)

#define CHECK_DONE(name) \
	do \
	{ \
		printf("%s: %d passed, %d failed\n", name, checks_passed, checks_failed); \
		return checks_failed != 0; \
	} while (0)

/* The 8 bytes of a double, lowest first, as the wire has them on every processor. */
static inline const uint8_t *
little_endian(double value)
{
	static uint8_t bytes[8];
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t) (bits >> (8 * i));
	return bytes;
}

#endif /* DX_CHECK_H */
