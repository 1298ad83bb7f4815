/* SPDX-License-Identifier: PostgreSQL */
/*
 * base.h: what every plain-C core shares: error reports, text views and the services
 * that a core needs from its host.
 *
 * Nothing here knows the server. A core file includes this header and the C
 * library only, so that it can be read, unit-tested and fuzzed alone; the
 * *_sql.c files turn dx_error into ereport (dxindex.h).
 */
#ifndef DX_BASE_H
#define DX_BASE_H

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What the code stands on, refused here in one sentence each: 128-bit integers,
 * doubles that are rounded to 53 bits at every step, and sums and quotients that
 * are computed as they are written. The Makefile turns off what would change them.
 */
#ifndef __SIZEOF_INT128__
#error "dxindex needs 128-bit integers: gcc or clang, for a 64-bit processor"
#endif
#if FLT_RADIX != 2 || DBL_MANT_DIG != 53 || (FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1)
#error "dxindex needs IEEE doubles, rounded at every step: not an x87 unit (use -msse2 -mfpmath=sse)"
#endif
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
	defined(__NO_SIGNED_ZEROS__) || __FINITE_MATH_ONLY__
#error "dxindex does not work with -ffast-math or a part of it: results would change"
#endif
#ifdef __clang__
/* clang says nothing of -fassociative-math in a macro. */
#pragma clang fp reassociate(off) contract(off)
#endif

#if defined(__GNUC__) || defined(__clang__)
#define DX_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define DX_ALWAYS_INLINE __attribute__((always_inline)) static inline
#else
#define DX_PRINTF(fmt, args)
#define DX_ALWAYS_INLINE static inline
#endif

/* Byte format of each type, the version byte of every stored value. */
#define DX_CODE_FORMAT 2
#define DX_RULE_FORMAT 1
#define DX_TREE_FORMAT 2
#define DX_CARD_FORMAT 1
#define DX_TALLY_FORMAT 2
#define DX_STAT_FORMAT 1
#define DX_NODE_STAT_FORMAT 1
#define DX_MOMENT_STAT_FORMAT 1

/*
 * The size of a struct that is stored, and where its fields are: part of the byte
 * format, so what fails here needs another version byte (above), not another number.
 */
#define DX_STORED(type, size) _Static_assert(sizeof(type) == (size), "size of the stored " #type)
#define DX_STORED_AT(type, field, at) \
	_Static_assert(offsetof(type, field) == (at), "place of " #field " in the stored " #type)

/* A view of bytes owned by somebody else; not NUL-terminated. */
typedef struct dx_str
{
	const char *ptr;
	size_t len;
} dx_str;

#define DX_STR(lit) ((dx_str) {(lit), sizeof(lit) - 1})

/* For printf: "%.*s" takes DX_STR_ARG(s), clipped to what an error can hold. */
#define DX_STR_CLIP 200
#define DX_STR_ARG(s) dx_str_clipped((s).len), (s).ptr

static inline int
dx_str_clipped(size_t len)
{
	return len > DX_STR_CLIP ? DX_STR_CLIP : (int) len;
}

static inline bool
dx_str_equal(dx_str a, dx_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* What kind of mistake, each with its SQLSTATE. */
typedef enum dx_error_kind
{
	DX_OK = 0,
	DX_ERR_TEXT,   /* 22P02: text that does not parse */
	DX_ERR_BINARY, /* 22P03: bytes that do not validate */
	DX_ERR_PARAM,  /* 22023: a value that makes no sense here */
	DX_ERR_RANGE,  /* 22003: a number out of range */
	DX_ERR_LIMIT,  /* 54000: a named limit exceeded */
	DX_ERR_NULL	   /* 22004: NULL where a value is needed */
} dx_error_kind;

#define DX_MESSAGE_SIZE 1024

/*
 * One mistake, in words. Filled by the first failing function and passed up
 * unchanged; position is the 1-based byte offset in the text being read, 0 if
 * none.
 */
typedef struct dx_error
{
	dx_error_kind kind;
	int position;
	char message[DX_MESSAGE_SIZE];
	char detail[DX_MESSAGE_SIZE];
	char hint[DX_MESSAGE_SIZE];
} dx_error;

/* Record a mistake; always false, so that callers write return dx_fail(...). */
extern bool dx_fail(dx_error *err, dx_error_kind kind, int position, const char *fmt, ...) DX_PRINTF(4, 5);

/* Add a detail or a hint to a recorded mistake; always false. */
extern bool dx_fail_detail(dx_error *err, const char *fmt, ...) DX_PRINTF(2, 3);
extern bool dx_fail_hint(dx_error *err, const char *fmt, ...) DX_PRINTF(2, 3);

/* Pass on a mistake found deeper down, with "<prefix>: " before its message; always false. */
extern bool dx_fail_within(dx_error *err, const dx_error *inner, const char *fmt, ...) DX_PRINTF(3, 4);

/* Every allocation is at most this, so sizes can be added without overflow. */
#define DX_MAX_ALLOC ((size_t) 0x3fffffff)

/*
 * A growing byte buffer, NUL-terminated after every append. One that would
 * pass DX_MAX_ALLOC goes to dx_refuse_size.
 */
typedef struct dx_buf
{
	char *data;
	size_t len;
	size_t cap;
} dx_buf;

extern void dx_buf_init(dx_buf *buf);
extern void dx_buf_add(dx_buf *buf, const void *bytes, size_t len);
extern void dx_buf_add_char(dx_buf *buf, char c);
extern void dx_buf_add_text(dx_buf *buf, const char *text);
extern void dx_buf_free(dx_buf *buf);

/*
 * Services of the host. In the server: palloc, pfree, the server's
 * shortest-digits printer, its encoding and CHECK_FOR_INTERRUPTS
 * (dxindex.c); in unit tests and fuzzers: test/unit/host.c.
 *
 * dx_alloc never returns NULL (it raises or exits) and returns zeroed bytes.
 */
extern void *dx_alloc(size_t size);

/* The same for memory that is to live as long as owner, which dx_alloc returned. */
extern void *dx_alloc_beside(const void *owner, size_t size);
extern void *dx_realloc(void *ptr, size_t old_size, size_t new_size);
extern void dx_free(void *ptr);

/*
 * Refuse an allocation of more than DX_MAX_ALLOC bytes: in the server 54000, a named limit. Does
 * not return.
 */
extern void dx_refuse_size(size_t size);

/*
 * Shortest decimal digits that read back as the same double, as the server
 * prints float8 ("87.5", "1e+22"); buf has 32 bytes; the length is returned.
 */
extern int dx_shortest(double value, char *buf);

/* Length in bytes of the valid character at text, 0 if it is not valid. */
extern int dx_char_len(const char *text, size_t len);

/* Is the text UTF-8? (Otherwise only ASCII can be written as an escape.) */
extern bool dx_text_is_utf8(void);

/*
 * Code point of the valid character of n bytes, beyond ASCII, at text that is
 * not UTF-8: of spaces, controls, dashes, full-width forms. 0 for any other, and
 * where the encoding does not say.
 */
extern uint32_t dx_foreign_point(const char *text, int n);

/* Give the host a chance to cancel; called in loops the user can make long. */
extern void dx_check_interrupts(void);

/*
 * Units of work between two chances to cancel. A unit takes a few nanoseconds, a dozen
 * at most: a number compared or added, eight bytes copied. A loop that counts by work
 * answers a cancel within a few milliseconds, however wide the trees and however many
 * the draws.
 */
#define DX_WORK_UNITS ((size_t) 1 << 17)

/* Count units of work that a loop has done; *done is the loop's own counter, 0 at first. */
static inline void
dx_work(size_t *done, size_t units)
{
	*done += units;
	if (*done >= DX_WORK_UNITS)
	{
		*done = 0;
		dx_check_interrupts();
	}
}

#endif /* DX_BASE_H */
