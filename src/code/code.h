/* SPDX-License-Identifier: PostgreSQL */
/*
 * code.h: a place in the tree, `4.22.11`: text, sortable key, order.
 *
 * The key is what is stored and compared; plain memcmp with the shorter first
 * gives the natural order, and a code's subtree is the keys that have it as a
 * prefix of whole labels. A key is the concatenation of its labels:
 *
 *   number     N d1..dN [0xFE Z]   N = significant digits, 0..63 (the value 0
 *                                  has none); Z = leading zeros, if any
 *   Roman      0x40 V              canonical upper-case I..XXXIX, V = 1..39
 *   other      0x41 units.. 0x00 [0xFE Z1..Zr]
 *   sentinel   0xF0                end of a subtree, last label only, prints ~
 *
 * The units of an other label are characters and runs of digits:
 *
 *   -          0x02
 *   digits     0x04+N d1..dN       N = significant digits, 0..62: a longer run
 *                                  is a larger number
 *   letters    0x43..0x79          A-D, Đ, E-Z, _, a-d, đ, e-z
 *   others     0x80..0xFF          bytes as they are
 *
 * Z1..Zr are the leading zeros of each of the r runs, there unless all are 0:
 * labels that differ in nothing else are told apart behind all that is in them.
 *
 * 0xFE is above every byte that can begin the next label and above the
 * sentinel, so `01` sorts after the whole subtree of `1`. The bytes are on
 * disk: nothing here may change without a new DX_CODE_FORMAT.
 */
#ifndef DX_CODE_H
#define DX_CODE_H

#include "base/base.h"

#define DX_CODE_MAX_LABELS 32
#define DX_CODE_MAX_LABEL 63  /* bytes of text */
#define DX_CODE_MAX_TEXT 1024 /* bytes, a sentinel's ".~" not counted */
/* Bytes of the longest key, sentinel included: no label's is longer than twice its text and two bytes. */
#define DX_CODE_MAX_KEY (2 * DX_CODE_MAX_TEXT + 3)

/* A key owned by somebody else; the root's is empty. */
typedef struct dx_key
{
	const uint8_t *ptr;
	size_t len;
} dx_key;

/* Text to key (buf of DX_CODE_MAX_KEY bytes); errors are DX_ERR_TEXT with the position, DX_ERR_LIMIT. */
extern bool dx_code_encode(dx_str text, uint8_t *buf, dx_key *key, dx_error *err);

/* Key to text as it was typed; buf of DX_CODE_MAX_TEXT + 8 bytes, NUL-terminated; returns the length. */
extern size_t dx_code_decode(dx_key key, char *buf);

/* Is this a key dx_code_encode can have made? The one validator of stored bytes. */
extern bool dx_key_validate(dx_key key, dx_error *err);

/* Natural order: -1, 0, 1. */
extern int dx_key_cmp(dx_key a, dx_key b);

/* Is key in the subtree of ancestor, itself included? Nothing is in that of a sentinel; `4.~` is under the root, not under `4`. */
extern bool dx_key_is_under(dx_key key, dx_key ancestor);

/* Number of labels, 0 for the root; a sentinel counts. */
extern int dx_key_depth(dx_key key);

/* The first depth labels as a prefix of the same bytes; the whole key if it has fewer. */
extern dx_key dx_key_prefix(dx_key key, int depth);

/* The key without its last label; the root's is the root. */
extern dx_key dx_key_parent(dx_key key);

/* The labels both begin with, as a prefix of a; never a sentinel. */
extern dx_key dx_key_common(dx_key a, dx_key b);

/* Is the last label the sentinel? */
extern bool dx_key_is_end(dx_key key);

/* The key with the sentinel appended, in buf of DX_CODE_MAX_KEY bytes; a sentinel is its own end, so that nothing lies between. */
extern dx_key dx_key_end(dx_key key, uint8_t *buf);

/*
 * Append the text with width digits in every run of digits, zeros before them:
 * codes of numbers are then ordered as texts too. False where a run has more.
 */
extern bool dx_code_pad(dx_key key, int width, dx_buf *out, dx_error *err);

/* 64-bit hash of a key, the same on every machine. */
extern uint64_t dx_key_hash(dx_key key, uint64_t seed);

#endif /* DX_CODE_H */
