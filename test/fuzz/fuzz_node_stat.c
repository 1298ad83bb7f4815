/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_node_stat.c: any bytes as packed node statistics, any text as such:
 * refused, or packed and printed again they are the same, can be read, and
 * united with themselves are valid.
 */
#include "fuzz.h"
#include "nodes/node_stat.h"

static uint8_t *
pack(dx_node_stat *stat, size_t *size)
{
	uint8_t *bytes;

	*size = dx_node_stat_packed_size(stat);
	bytes = dx_alloc(*size);
	dx_node_stat_pack(stat, bytes);
	return bytes;
}

static void
read_all(dx_node_stat *stat, double p)
{
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		double mean;
		double least;
		double greatest;
		double deviation;

		if (stat->sums[i].n == 0)
			continue;
		mean = dx_node_mean(stat, i);
		least = dx_node_value(stat, stat->sums[i].least);
		greatest = dx_node_value(stat, stat->sums[i].greatest);
		require(mean >= least && mean <= greatest);
		require(!dx_node_deviation(stat, i, &deviation) || (deviation >= 0 && deviation < INFINITY));
		if (stat->keeps)
		{
			double quantile = dx_node_quantile(stat, i, p);

			require(quantile >= least && quantile <= greatest);
			require(dx_node_quantile(stat, i, 0) == least && dx_node_quantile(stat, i, 1) == greatest);
		}
	}
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	dx_node_stat stat = {0};
	dx_node_stat twice = {0};
	dx_node_stat back = {0};
	dx_error err;
	uint8_t *bytes;
	size_t len;

	if (!dx_node_stat_unpack(data, size, &stat, &err))
	{
		require(err.kind == DX_ERR_BINARY);
		dx_node_stat_free(&stat);
		return;
	}
	bytes = pack(&stat, &len);
	require(len == size && memcmp(bytes, data, size) == 0);
	dx_free(bytes);
	read_all(&stat, data[size - 1] / 255.0);
	require(dx_node_stat_unpack(data, size, &twice, &err));
	if (dx_node_stat_unite(&twice, &stat, &err))
	{
		bytes = pack(&twice, &len);
		require(dx_node_stat_unpack(bytes, len, &back, &err));
		read_all(&back, 0.5);
		dx_free(bytes);
	}
	else
		require(err.kind == DX_ERR_RANGE);
	dx_node_stat_free(&stat);
	dx_node_stat_free(&twice);
	dx_node_stat_free(&back);
}

static void
check_text(const uint8_t *data, size_t size)
{
	char *text = dx_alloc(size + 1);
	size_t len;
	dx_error err;
	uint8_t *bytes;

	memcpy(text, data, size);
	bytes = dx_node_stat_parse(text, &len, &err);
	if (bytes)
	{
		char *printed = dx_node_stat_print(bytes, len);

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
