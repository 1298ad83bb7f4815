/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_card.c: any bytes as a packed card, any text as a card: refused, or
 * packed and printed again they are the same.
 */
#include "card/card.h"
#include "fuzz.h"

static void
free_sheet(dx_sheet *sheet)
{
	dx_free(sheet->others);
}

/* Unpack with room for all; false if refused. */
static bool
unpack(const uint8_t *data, size_t size, dx_sheet *sheet, dx_fingerprint *of, bool strict)
{
	dx_error err;
	uint32_t n;
	bool taken;

	if (!dx_card_header(data, size, &n, of, &err))
		return false;
	*sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(n)), n);
	taken = dx_card_unpack(data, size, sheet, strict, &err);
	require(taken || err.kind == DX_ERR_BINARY);
	if (!taken)
		free_sheet(sheet);
	return taken;
}

/* A sheet packs to bytes that are strict, and prints to text that parses to the same bytes. */
static void
check_sheet(const dx_sheet *sheet, const dx_fingerprint *of)
{
	size_t size = dx_card_packed_size(sheet);
	uint8_t *packed = dx_alloc(size);
	uint8_t *again;
	dx_sheet back;
	dx_fingerprint back_of;
	dx_error err;
	dx_buf text;

	dx_card_pack(sheet, of, packed);
	require(unpack(packed, size, &back, &back_of, true));
	free_sheet(&back);

	dx_buf_init(&text);
	dx_card_print(packed, size, &text);
	memset(&back, 0, sizeof(back));
	require(dx_card_parse((dx_str) {text.data, text.len}, &back, &back_of, &err));
	require(dx_card_packed_size(&back) == size);
	again = dx_alloc(size);
	dx_card_pack(&back, &back_of, again);
	require(memcmp(again, packed, size) == 0);
	free_sheet(&back);
	dx_free(again);
	dx_free(packed);
	dx_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char frame[] = "0123456789abcdef0123456789abcdef{";
	dx_sheet sheet;
	dx_fingerprint of;
	dx_error err;
	dx_buf text;

	if (unpack(data, size, &sheet, &of, true))
	{
		uint8_t *packed = dx_alloc(size);

		require(dx_card_packed_size(&sheet) == size);
		dx_card_pack(&sheet, &of, packed);
		require(memcmp(packed, data, size) == 0);
		dx_free(packed);
		check_sheet(&sheet, &of);
		free_sheet(&sheet);
	}
	if (unpack(data, size, &sheet, &of, false))
		free_sheet(&sheet);

	/* the input as the whole text, and as the part between the braces */
	for (int framed = 0; framed < 2; framed++)
	{
		dx_buf_init(&text);
		if (framed)
			dx_buf_add_text(&text, frame);
		dx_buf_add(&text, data, size);
		if (framed)
			dx_buf_add_char(&text, '}');
		memset(&sheet, 0, sizeof(sheet));
		if (dx_card_parse((dx_str) {text.data, text.len}, &sheet, &of, &err))
			check_sheet(&sheet, &of);
		else
			require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_LIMIT);
		if (sheet.others)
			free_sheet(&sheet);
		dx_buf_free(&text);
	}
	return 0;
}
