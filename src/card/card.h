/* SPDX-License-Identifier: PostgreSQL */
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

#include "base/base.h"
#include "base/fingerprint.h"
#include "number/decimal.h"

#define DX_CARD_HEADER 20 /* bytes before the words */

/* State of a criterion. dx_result_state_name gives its SQL name. */
typedef enum dx_result_state
{
	DX_RESULT_MISSING = 0,
	DX_RESULT_VALUE = 1,  /* a result, scored by the rule */
	DX_RESULT_POINTS = 2, /* awarded points */
	DX_RESULT_NA = 3
} dx_result_state;

/*
 * Words of 16 bits. A short result is its word alone:
 * (word & DX_WORD_MANT) x 10^-(word >> DX_WORD_SCALE_SHIFT); any other word has its kind
 * in its first four bits.
 */
#define DX_WORD_SCALE_SHIFT 14
#define DX_WORD_MANT 0x3FFF
#define DX_WORD_KIND 0xF000
#define DX_WORD_MISSING 0xC000
#define DX_WORD_NA 0xD000
#define DX_WORD_LONG 0xE000
#define DX_WORD_AWARDED 0xF000

static inline bool
dx_word_is_short(uint32_t word)
{
	return word >> DX_WORD_SCALE_SHIFT < 3;
}

/* A short result in hundredths. */
static inline uint32_t
dx_word_hundredths(uint32_t word)
{
	static const uint32_t hundredths[] = {100, 10, 1};

	return (word & DX_WORD_MANT) * hundredths[word >> DX_WORD_SCALE_SHIFT];
}

/* The word of so many hundredths (up to DX_MAX_HUNDREDTHS); false if none holds them. */
static inline bool
dx_word_of_hundredths(uint32_t q, uint32_t *word)
{
	uint32_t tenths = q / 10;
	uint32_t wholes = q / 100;
	uint32_t scale = 2;

	if (tenths * 10 == q)
	{
		scale = wholes * 100 != q;
		q = scale ? tenths : wholes;
	}
	*word = scale << DX_WORD_SCALE_SHIFT | q;
	return q <= DX_WORD_MANT;
}

/*
 * n criteria, of which the first `room` have a word; the rest are missing. A
 * word is that of the packed form without the bytes behind it, XORed so that
 * zeroed memory is all missing: two bytes, so that filling cards in random order touches
 * little memory, and packing is copying. Numbers of long results and of awarded points
 * are kept in others.
 */
typedef struct dx_sheet
{
	uint32_t n;
	uint32_t room;
	double *others; /* room of them; NULL: none can be entered */
	uint16_t *words;
} dx_sheet;

/* Bytes of the words of so many criteria and of the numbers before them. */
static inline size_t
dx_sheet_bytes(uint32_t room)
{
	return (size_t) room * (sizeof(double) + sizeof(uint16_t)) + sizeof(uint16_t);
}

/* A sheet with zeroed memory of dx_sheet_bytes(n), beginning at others: nothing entered. */
static inline dx_sheet
dx_sheet_over(void *zeroed, uint32_t n)
{
	return (dx_sheet) {n, n, zeroed, (uint16_t *) ((double *) zeroed + n)};
}

static inline uint32_t
dx_sheet_word(const dx_sheet *sheet, uint32_t i)
{
	return i < sheet->room ? sheet->words[i] ^ DX_WORD_MISSING : DX_WORD_MISSING;
}

static inline uint8_t
dx_sheet_state(const dx_sheet *sheet, uint32_t i)
{
	uint32_t word = dx_sheet_word(sheet, i);

	if (dx_word_is_short(word))
		return DX_RESULT_VALUE;
	switch (word & DX_WORD_KIND)
	{
		case DX_WORD_LONG:
			return DX_RESULT_VALUE;
		case DX_WORD_AWARDED:
			return DX_RESULT_POINTS;
		case DX_WORD_NA:
			return DX_RESULT_NA;
		default:
			return DX_RESULT_MISSING;
	}
}

/* The number of a criterion; 0 where its state has none. */
static inline double
dx_sheet_value(const dx_sheet *sheet, uint32_t i)
{
	uint32_t word = dx_sheet_word(sheet, i);

	if (dx_word_is_short(word))
		return dx_from_hundredths(dx_word_hundredths(word));
	return (word & DX_WORD_KIND) >= DX_WORD_LONG ? sheet->others[i] : 0;
}

/* The word of a state and a number; the caller puts the number of a long one into others. */
static inline uint32_t
dx_word_of(uint8_t state, double value)
{
	uint32_t word;
	uint32_t q;

	switch ((dx_result_state) state)
	{
		case DX_RESULT_VALUE:
			return dx_to_hundredths(value, &q) && dx_word_of_hundredths(q, &word) ? word : DX_WORD_LONG;
		case DX_RESULT_POINTS:
			return DX_WORD_AWARDED;
		case DX_RESULT_NA:
			return DX_WORD_NA;
		case DX_RESULT_MISSING:
			break;
	}
	return DX_WORD_MISSING;
}

/* Enter a state and, where it has one, a finite number; i < room, others is not NULL. */
static inline void
dx_sheet_set(dx_sheet *sheet, uint32_t i, uint8_t state, double value)
{
	uint32_t word = dx_word_of(state, value);

	sheet->words[i] = (uint16_t) (word ^ DX_WORD_MISSING);
	if (word == DX_WORD_LONG || word == DX_WORD_AWARDED)
		sheet->others[i] = value;
}

/* Copy all that another sheet has room for; `to` has at least as much room, and others if `from` has. */
static inline void
dx_sheet_copy(dx_sheet *to, const dx_sheet *from)
{
	if (from->room == 0)
		return;
	memcpy(to->words, from->words, from->room * sizeof(uint16_t));
	if (from->others)
		memcpy(to->others, from->others, from->room * sizeof(double));
}

/*
 * Enter the words of a packed card of `room` criteria, none of them long, where the
 * sheet has missing; false, and nothing is done, if both have something at one
 * criterion.
 */
extern bool dx_sheet_merge_short(dx_sheet *sheet, const uint8_t *words);

/*
 * Enter what another sheet of the same criteria has; that has no more room, and has
 * others only if this one does. False, and nothing is done, where both have a state
 * other than missing; *twice receives the first criterion.
 */
extern bool dx_sheet_unite(dx_sheet *sheet, const dx_sheet *other, uint32_t *twice);

/* "result", "points", "missing", "na" */
extern const char *dx_result_state_name(uint8_t state);

/* Bytes of the packed form, length word not counted. */
extern size_t dx_card_packed_size(const dx_sheet *sheet);

/* The longest packed form of n criteria. */
#define DX_CARD_MAX(n) (DX_CARD_HEADER + 12 * (size_t) (n))

/* Pack; returns the bytes written, dx_card_packed_size of them. */
extern size_t dx_card_pack(const dx_sheet *sheet, const dx_fingerprint *of, uint8_t *out);

/*
 * Read the number of criteria and the fingerprint from the header of packed bytes; nothing else is
 * looked at.
 */
extern bool dx_card_header(const uint8_t *packed, size_t len, uint32_t *n, dx_fingerprint *of, dx_error *err);

/*
 * Unpack into a sheet with room for all, and others unless the card is
 * DX_CARD_SHORT(n) bytes long. strict: also refuse bytes that are
 * not canonical; this is the one validator of cards from outside.
 */
extern bool dx_card_unpack(const uint8_t *packed, size_t len, dx_sheet *sheet, bool strict, dx_error *err);

/* A word of packed bytes. */
static inline uint32_t
dx_card_word(const uint8_t *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8;
}

/* Bytes of a card whose words are all short: nothing follows them. */
#define DX_CARD_SHORT(n) (DX_CARD_HEADER + 2 * (size_t) (n))

/* Read an entry that is not short: *at is right after its word and is moved behind its bytes. */
extern bool dx_card_read_other(uint32_t word, const uint8_t **at, const uint8_t *end, uint8_t *state, double *value,
							   bool strict, dx_error *err);

/* Text form "0123...ef{87.5,_,na,5p}": fingerprint, then results, missing, na, points. */
extern void dx_card_print(const uint8_t *packed, size_t len, dx_buf *out);

/* Parse it into a sheet (results from dx_alloc). */
extern bool dx_card_parse(dx_str text, dx_sheet *sheet, dx_fingerprint *of, dx_error *err);

#endif /* DX_CARD_H */
