/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_moment_stat.c: any bytes as packed moments, any text as such: refused,
 * or packed and printed again they are the same, can be read, and united with
 * themselves are valid.
 */
#include "fuzz.h"
#include "nodes/components.h"
#include "nodes/moment_read.h"

static uint8_t *
pack(dx_moment_stat *stat, size_t *size)
{
	uint8_t *bytes;

	dx_moment_stat_settle(stat);
	*size = dx_moment_stat_packed_size(stat);
	bytes = dx_alloc(*size);
	dx_moment_stat_pack(stat, bytes);
	return bytes;
}

static void
read_all(const dx_moment_stat *stat, bool complete)
{
	uint32_t n = stat->n < 12 ? stat->n : 12;
	double *matrix = dx_alloc((size_t) n * n * sizeof(double));
	double *values = dx_alloc(n * sizeof(double));
	double *vectors = dx_alloc((size_t) n * n * sizeof(double));
	uint32_t *items = dx_alloc(n * sizeof(uint32_t));
	dx_alpha *alphas = dx_alloc((n + 1) * sizeof(dx_alpha));

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i; j < n; j++)
		{
			dx_moment_pair pair;
			dx_moment_said said;

			dx_moment_pair_read(stat, i, j, complete, &pair);
			require(dx_moment_pair_is_possible(&pair));
			dx_moment_say(&pair, stat->one, &said);
			require(!said.has_correlation || (said.correlation >= -1 && said.correlation <= 1));
			require(!said.has_covariance || !isnan(said.covariance));
			matrix[(size_t) i * n + j] = matrix[(size_t) j * n + i] = i == j ? 1
				: said.has_correlation										 ? said.correlation
																			 : 0;
			items[i] = i;
		}
	dx_moment_alphas(stat, items, n, complete, alphas);
	dx_find_components(matrix, n, n, values, vectors);
	for (uint32_t i = 0; i < n; i++)
		require(values[i] >= -(double) n && values[i] <= n + 1e-9 && (i == 0 || values[i] <= values[i - 1]));
	dx_free(matrix);
	dx_free(values);
	dx_free(vectors);
	dx_free(items);
	dx_free(alphas);
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	dx_moment_stat stat = {0};
	dx_moment_stat twice = {0};
	dx_moment_stat back = {0};
	dx_error err;
	uint8_t *bytes;
	size_t len;

	if (!dx_moment_stat_unpack(data, size, &stat, &err))
	{
		require(err.kind == DX_ERR_BINARY);
		dx_moment_stat_free(&stat);
		return;
	}
	bytes = pack(&stat, &len);
	require(len == size && memcmp(bytes, data, size) == 0);
	dx_free(bytes);
	read_all(&stat, data[size - 1] & 1);
	require(dx_moment_stat_unpack(data, size, &twice, &err));
	if (dx_moment_stat_unite(&twice, &stat, &err))
	{
		bytes = pack(&twice, &len);
		require(dx_moment_stat_unpack(bytes, len, &back, &err));
		read_all(&back, false);
		dx_free(bytes);
	}
	else
		require(err.kind == DX_ERR_RANGE);
	dx_moment_stat_free(&stat);
	dx_moment_stat_free(&twice);
	dx_moment_stat_free(&back);
}

static void
check_text(const uint8_t *data, size_t size)
{
	char *text = dx_alloc(size + 1);
	size_t len;
	dx_error err;
	uint8_t *bytes;

	memcpy(text, data, size);
	bytes = dx_moment_stat_parse(text, &len, &err);
	if (bytes)
	{
		char *printed = dx_moment_stat_print(bytes, len);

		require(strcmp(printed, text) == 0);
		dx_free(printed);
		check_bytes(bytes, len);
		dx_free(bytes);
	}
	else
		require(err.kind == DX_ERR_TEXT && err.position > 0 && err.position <= (int) size + 2);
	dx_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] & 1)
		check_text(data + 1, size - 1);
	else
		check_bytes(data + 1, size - 1);
	return 0;
}
