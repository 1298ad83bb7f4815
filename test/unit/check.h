/*
 * check.h: the whole unit-test harness. Each test program counts checks and
 * ends with TAP-free plain lines; exit status 0 when all passed.
 */
#ifndef DX_CHECK_H
#define DX_CHECK_H

#include "base.h"

static int	checks_passed;
static int	checks_failed;

#define CHECK(cond) \
	do { \
		if (cond) checks_passed++; \
		else { checks_failed++; printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #cond); } \
	} while (0)

/* Bit-for-bit equality of doubles, both shown in full. */
#define CHECK_SAME(got, want) \
	do { \
		double g_ = (got), w_ = (want); \
		if (memcmp(&g_, &w_, sizeof g_) == 0) checks_passed++; \
		else { checks_failed++; printf("%s:%d: %s is %.17g, not %.17g\n", __FILE__, __LINE__, #got, g_, w_); } \
	} while (0)

#define CHECK_TEXT(got, want) \
	do { \
		const char *g_ = (got), *w_ = (want); \
		if (strcmp(g_, w_) == 0) checks_passed++; \
		else { checks_failed++; printf("%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #got, g_, w_); } \
	} while (0)

#define CHECK_DONE(name) \
	do { \
		printf("%s: %d passed, %d failed\n", name, checks_passed, checks_failed); \
		return checks_failed != 0; \
	} while (0)

#endif							/* DX_CHECK_H */
