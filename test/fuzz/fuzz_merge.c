/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_merge.c: two cards of the same few criteria, the second of any bytes,
 * read and merged without room for long numbers: refused and nothing done, or
 * the same as entering its results one by one.
 *
 * The first byte is the number of criteria; then the words of both, XORed so
 * that zeros are missing.
 */
#include "card/card.h"
#include "fuzz.h"

#define MAX 80

static const dx_fingerprint of = {{1, 2, 3}};

/* A card of n words and nothing behind them, in memory of exactly its size. */
static uint8_t *
frame(const uint8_t **data, size_t *size, uint32_t n, bool tame)
{
	dx_sheet empty = {n, 0, NULL, NULL};
	uint8_t *packed = dx_alloc(DX_CARD_SHORT(n));

	dx_card_pack(&empty, &of, packed);
	for (uint32_t i = 0; i < n; i++)
	{
		uint8_t *word = packed + DX_CARD_SHORT(i);
		uint8_t mask[2] = {0};

		take_bytes(data, size, mask, sizeof(mask));
		word[0] ^= mask[0];
		word[1] ^= mask[1];
		/* Nearly all that is long or reserved is refused at once. */
		if (tame && word[1] >= DX_WORD_MISSING >> 8)
		{
			word[0] = 0;
			word[1] &= DX_WORD_NA >> 8;
		}
	}
	return packed;
}

/* Is it short, missing or not applicable, and nothing else? */
static bool
is_alone(uint32_t word)
{
	return dx_word_is_short(word) || word == DX_WORD_MISSING || word == DX_WORD_NA;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t first[1] = {0};
	uint32_t n;
	size_t len;
	uint8_t *one;
	uint8_t *other;
	uint16_t *before;
	dx_sheet sheet;
	dx_sheet read;
	dx_sheet general;
	bool strict = true;
	bool alone = true;
	bool twice = false;
	dx_error err;

	take_bytes(&data, &size, first, sizeof(first));
	n = first[0] % MAX;
	len = DX_CARD_SHORT(n);
	one = frame(&data, &size, n, true);
	other = frame(&data, &size, n, first[0] < 240);
	sheet = (dx_sheet) {n, n, NULL, dx_alloc(n * sizeof(uint16_t))};
	read = (dx_sheet) {n, n, NULL, dx_alloc(n * sizeof(uint16_t))};
	before = dx_alloc(n * sizeof(uint16_t));
	general = dx_sheet_over(dx_alloc(dx_sheet_bytes(n)), n);

	require(dx_card_unpack(one, len, &sheet, false, &err));
	memcpy(before, sheet.words, n * sizeof(uint16_t));
	strict = dx_card_unpack(one, len, &read, true, &err);
	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t word = dx_card_word(other + DX_CARD_SHORT(i));

		alone = alone && is_alone(word);
		twice = twice || (word != DX_WORD_MISSING && dx_sheet_state(&sheet, i) != DX_RESULT_MISSING);
	}

	/* Read without room for numbers: refused where there would be one. */
	require(dx_card_unpack(other, len, &read, false, &err) == alone);
	require(alone || err.kind == DX_ERR_BINARY);

	require(dx_sheet_merge_short(&sheet, other + DX_CARD_HEADER) == (alone && !twice));
	if (!alone || twice)
	{
		require(memcmp(before, sheet.words, n * sizeof(uint16_t)) == 0);
		return 0;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		dx_sheet was = {n, n, NULL, before};
		const dx_sheet *from = dx_sheet_state(&was, i) == DX_RESULT_MISSING ? &read : &was;

		require(dx_sheet_state(&sheet, i) == dx_sheet_state(from, i));
		require(dx_sheet_value(&sheet, i) == dx_sheet_value(from, i));
		dx_sheet_set(&general, i, dx_sheet_state(from, i), dx_sheet_value(from, i));
	}
	require(dx_card_packed_size(&sheet) == len);
	if (strict && dx_card_unpack(other, len, &read, true, &err))
	{
		uint8_t *merged = dx_alloc(len);
		uint8_t *entered = dx_alloc(len);

		dx_card_pack(&sheet, &of, merged);
		require(dx_card_packed_size(&general) == len);
		dx_card_pack(&general, &of, entered);
		require(memcmp(merged, entered, len) == 0);
		require(dx_card_unpack(merged, len, &read, true, &err));
	}
	return 0;
}
