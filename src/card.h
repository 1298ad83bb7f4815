/*
 * card.h: one unit's filled-in sheet: a state and a number for each criterion
 * of a tree, in the tree's criterion order.
 *
 * A sheet is the open form, taking a result in O(1); a card is the packed,
 * canonical form that is stored, compared and sent. Packed, after the
 * server's length word:
 *
 *   1  version (1)
 *   1  flags (0)
 *   2  number of criteria, little-endian
 *   16 fingerprint of the tree's criteria (dx_tree.sheet)
 *   .. one word of 16 bits a criterion, little-endian, some with more bytes
 *
 *   ss mmmmmmmm mmmmmm   ss = 0, 1, 2: a result, m x 10^-s; for s > 0 m does
 *                        not end in the digit 0
 *   11 00 0..            missing
 *   11 01 0..            not applicable
 *   11 10 g nnn 0..      a result that does not fit above: g = 1 negative, then
 *   11 11 g nnn 0..      awarded points: 2 bytes decimal scale (signed), then
 *                        nnn + 1 bytes of mantissa, none leading zero
 *
 * Numbers are the shortest digits of the float8 that came in, mantissas
 * without trailing zeros, so equal cards are equal bytes.
 */
#ifndef DX_CARD_H
#define DX_CARD_H

#include "base.h"
#include "fingerprint.h"

#define DX_CARD_HEADER 20		/* bytes before the words */

/* State of a criterion. Its SQL name: dx_result_state_text. */
typedef enum dx_result_state
{
	DX_RESULT_MISSING = 0,
	DX_RESULT_VALUE = 1,		/* a result, for the rule to judge */
	DX_RESULT_POINTS = 2,		/* awarded points */
	DX_RESULT_NA = 3
} dx_result_state;

/*
 * n criteria, of which the first `room` have an entry; the rest are missing.
 * An entry is the bits of its number, XORed so that zeroed memory is all
 * missing: eight bytes, so that filling cards in random order touches little
 * memory. Numbers are finite, which leaves NaNs for the states without one.
 * Behind the entries there is a bit for each that is awarded points.
 */
typedef struct dx_sheet
{
	uint32_t	n;
	uint32_t	room;
	uint64_t   *entries;		/* dx_sheet_bytes(room), zeroed */
} dx_sheet;

#define DX_ENTRY_MISSING UINT64_C(0)
#define DX_ENTRY_MASK UINT64_C(0x7FF8000000000001)	/* a NaN */
#define DX_ENTRY_NA (UINT64_C(0x7FF8000000000002) ^ DX_ENTRY_MASK)

/* Bytes of the entries, and the bits behind them, of so many criteria. */
static inline size_t
dx_sheet_bytes(uint32_t room)
{
	return ((size_t) room + room / 64 + 1) * sizeof(uint64_t);
}

/* Are points awarded here? i < room */
static inline bool
dx_sheet_awarded(const dx_sheet *sheet, uint32_t i)
{
	return (sheet->entries[sheet->room + i / 64] >> (i % 64)) & 1;
}

static inline uint8_t
dx_sheet_state(const dx_sheet *sheet, uint32_t i)
{
	uint64_t	entry = i < sheet->room ? sheet->entries[i] : DX_ENTRY_MISSING;

	if (entry == DX_ENTRY_MISSING)
		return DX_RESULT_MISSING;
	if (entry == DX_ENTRY_NA)
		return DX_RESULT_NA;
	return dx_sheet_awarded(sheet, i) ? DX_RESULT_POINTS : DX_RESULT_VALUE;
}

/* 0 where the state has no number. */
static inline double
dx_sheet_value(const dx_sheet *sheet, uint32_t i)
{
	uint64_t	entry = i < sheet->room ? sheet->entries[i] : DX_ENTRY_MISSING;
	double		value;

	if (entry == DX_ENTRY_MISSING || entry == DX_ENTRY_NA)
		return 0;
	entry ^= DX_ENTRY_MASK;
	memcpy(&value, &entry, sizeof(value));
	return value;
}

/*
 * Enter a state and, where it has one, a finite number; i < room. A bit is set
 * only behind an entry with awarded points, so nothing entered over nothing
 * leaves the bits alone (and out of the cache).
 */
static inline void
dx_sheet_set(dx_sheet *sheet, uint32_t i, uint8_t state, double value)
{
	uint64_t	before = sheet->entries[i];
	uint64_t	entry;

	memcpy(&entry, &value, sizeof(entry));
	entry ^= DX_ENTRY_MASK;
	if (state == DX_RESULT_MISSING || state == DX_RESULT_NA)
		entry = state == DX_RESULT_NA ? DX_ENTRY_NA : DX_ENTRY_MISSING;
	sheet->entries[i] = entry;
	if (state == DX_RESULT_POINTS)
		sheet->entries[sheet->room + i / 64] |= UINT64_C(1) << (i % 64);
	else if (before != DX_ENTRY_MISSING && before != DX_ENTRY_NA)
		sheet->entries[sheet->room + i / 64] &= ~(UINT64_C(1) << (i % 64));
}

/* A sheet with zeroed memory of dx_sheet_bytes(n): nothing entered. */
static inline dx_sheet
dx_sheet_over(void *zeroed, uint32_t n)
{
	return (dx_sheet) {n, n, zeroed};
}

/* Enter all that another sheet has room for; to has as much. */
static inline void
dx_sheet_copy(dx_sheet *to, const dx_sheet *from)
{
	for (uint32_t i = 0; i < from->room; i++)
		dx_sheet_set(to, i, dx_sheet_state(from, i), dx_sheet_value(from, i));
}

/* "result", "points", "missing", "na" */
extern const char *dx_result_state_text(uint8_t state);

/* Bytes of the packed form, length word not counted. */
extern size_t dx_card_packed_size(const dx_sheet *sheet);

/* No packed form of n criteria is longer. */
#define DX_CARD_MOST(n) (DX_CARD_HEADER + 12 * (size_t) (n))

/* Pack; returns the bytes written, dx_card_packed_size of them. */
extern size_t dx_card_pack(const dx_sheet *sheet, const dx_fingerprint *of, uint8_t *out);

/* Number of criteria and fingerprint of packed bytes; the header only. */
extern bool dx_card_header(const uint8_t *packed, size_t len, uint32_t *n, dx_fingerprint *of, dx_error *err);

/*
 * Unpack into a sheet with room for all. strict: also refuse bytes that are
 * not canonical; this is the one validator of cards that come in.
 */
extern bool dx_card_unpack(const uint8_t *packed, size_t len, dx_sheet *sheet, bool strict, dx_error *err);

/*
 * Entries of packed bytes, one by one. A short result is its word alone:
 * (word & DX_WORD_MANT) x 10^-(word >> DX_WORD_SCALE_SHIFT).
 */
#define DX_WORD_SCALE_SHIFT 14
#define DX_WORD_MANT 0x3FFF

static inline uint32_t
dx_card_word(const uint8_t *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8;
}

static inline bool
dx_word_is_short(uint32_t word)
{
	return word >> DX_WORD_SCALE_SHIFT < 3;
}

/* Any other entry: *at is right after its word, and goes behind what belongs to it. */
extern bool dx_card_read_other(uint32_t word, const uint8_t **at, const uint8_t *end, uint8_t *state, double *value,
							   bool strict, dx_error *err);

/* Text form "0123...ef{87.5,_,na,5p}": fingerprint, then results, missing, na, points. */
extern void dx_card_print(const uint8_t *packed, size_t len, dx_buf *out);

/* Parse it into a sheet (results from dx_alloc). */
extern bool dx_card_parse(dx_str text, dx_sheet *sheet, dx_fingerprint *of, dx_error *err);

#endif							/* DX_CARD_H */
