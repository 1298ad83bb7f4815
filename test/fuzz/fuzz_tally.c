/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_tally.c: any bytes as the state of dx.score: refused, or they can be
 * finished and packed again to the same; any text as one: refused, or printed
 * again the same. The first byte says what the rest is: a whole tally and a
 * text, or also what follows a header that is right for it. Programmes stand
 * as they are: what the server compresses, it unpacks before this sees it.
 */
#include "fuzz.h"
#include "rows/tally.h"

static void
check(const uint8_t *data, size_t size)
{
	dx_error err;
	dx_programme head;
	dx_image image;
	dx_programme *programme;
	dx_tally tally;
	dx_rollup *rollup = NULL;
	double points;

	if (!dx_tally_header(data, size, &head, &image, &err))
	{
		require(err.kind == DX_ERR_BINARY);
		return;
	}
	require(image.bytes >= data + DX_TALLY_HEADER && image.bytes + image.size == data + size);
	require(head.n_steps <= DX_TREE_MAX_NODES && head.n_criteria <= size);
	if (image.size != dx_programme_size(&head))
		return;
	programme = dx_programme_unpack(&head, image.bytes, &err);
	if (programme == NULL)
	{
		require(err.kind == DX_ERR_BINARY);
		return;
	}
	tally = (dx_tally) {programme, programme->n_criteria, dx_alloc(programme->n_criteria * sizeof(dx_leaf)), NULL};
	if (programme->plain)
		tally.max = dx_alloc(programme->n_criteria * sizeof(dx_maximum));
	if (dx_tally_unpack(data, size, &tally, &err))
	{
		uint8_t *again = dx_alloc(size);
		uint8_t *packed = dx_alloc(image.size + 1);

		if (!programme->plain)
			dx_programme_pack(programme, packed);
		require(memcmp(packed, image.bytes, image.size) == 0);
		require(dx_tally_packed_size(&tally, image) == size);
		dx_tally_pack(&tally, image, again);
		require(memcmp(again, data, size) == 0);
		dx_free(packed);
		dx_free(again);
		if (dx_tally_points(&tally, &rollup, &points, &err))
			require(isfinite(points));
		else
			require(err.kind == DX_OK || err.kind == DX_ERR_RANGE);
	}
	else
		require(err.kind == DX_ERR_BINARY);
	if (rollup)
		dx_rollup_free(rollup);
	if (tally.max)
		dx_free(tally.max);
	dx_free(tally.leaves);
	dx_free(programme);
}

static void
check_text(const uint8_t *data, size_t size)
{
	dx_error err;
	dx_buf bytes;
	dx_buf back;

	dx_buf_init(&bytes);
	dx_buf_init(&back);
	if (dx_tally_parse((dx_str) {(const char *) data, size}, &bytes, &err))
	{
		dx_tally_print((uint8_t *) bytes.data, bytes.len, &back);
		require(back.len == size && memcmp(back.data, data, size) == 0);
	}
	else
		require(err.kind == DX_ERR_TEXT && err.position > 0);
	bytes.len = 0;
	back.len = 0;
	dx_tally_print(data, size, &back);
	require(dx_tally_parse((dx_str) {back.data, back.len}, &bytes, &err));
	require(bytes.len == size && memcmp(bytes.data, data, size) == 0);
	dx_buf_free(&bytes);
	dx_buf_free(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t version[] = {DX_TALLY_FORMAT};
	uint32_t n_steps;
	uint32_t n_terms;
	uint32_t n_criteria = 0;
	uint32_t n_scored = 0;
	size_t header;
	size_t image;
	uint8_t *framed;
	uint8_t *depth;
	uint8_t *flags;

	if (size == 0)
		return 0;
	check(data + 1, size - 1);
	check_text(data + 1, size - 1);

	/* As many steps as asked for, and terms behind them, from the end; their depths and flags tell the counts. */
	n_steps = data[0] % 32;
	n_terms = data[0] / 32;
	data++;
	size--;
	image = n_steps * DX_PROGRAMME_STEP + n_terms * DX_PROGRAMME_TERM;
	if (n_steps == 0 || size < image)
		return 0;
	header = DX_TALLY_HEADER + (n_terms > 0 ? DX_TALLY_TERMS : 0);
	framed = dx_alloc(header + size);
	memcpy(framed, version, sizeof(version));
	memcpy(framed + header, data, size);
	depth = framed + header + size - n_terms * DX_PROGRAMME_TERM - n_steps;
	flags = depth - n_steps;
	/* Depths that go together, and flags that are mostly right, or nearly all is refused at once. */
	for (uint32_t i = 0; i < n_steps; i++)
		depth[i] = (uint8_t) (i == 0 ? depth[i] % 3 : depth[0] + 1 + depth[i] % (depth[i - 1] - depth[0] + 1));
	for (uint32_t i = 0; i < n_steps; i++)
	{
		bool leaf = i + 1 == n_steps || depth[i + 1] <= depth[i];

		flags[i] = (uint8_t) ((flags[i] & DX_STEP_FLAGS & ~DX_STEP_CRITERION) | (leaf ? DX_STEP_CRITERION : 0));
		n_criteria += leaf;
		n_scored += leaf && !(flags[i] & DX_STEP_UNSCORED);
	}
	framed[24] = (uint8_t) n_criteria;
	framed[28] = (uint8_t) n_scored;
	framed[32] = (uint8_t) n_steps;
	framed[36] = (uint8_t) image;
	framed[37] = (uint8_t) (image >> 8);
	if (n_terms > 0)
	{
		framed[1] = 2;
		framed[DX_TALLY_HEADER] = (uint8_t) n_terms;
		/* The first step, or one that may need siblings. */
		framed[DX_TALLY_HEADER + 4] = (uint8_t) (size % 3);
	}
	check(framed, header + size);
	dx_free(framed);
	return 0;
}
