/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_moment_stat.c: any bytes as packed moments, any text as such: refused,
 * or packed and printed again they are the same, can be read, and united with
 * themselves are valid.
 */
#include "fuzz.h"
#include "nodes/components.h"
#include "nodes/moment_read.h"

static void
read_all(dx_moment_stat *stat, uint8_t choice)
{
	bool complete = choice & 1;
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

#define NAME(x) dx_moment_stat##x
#include "packed_kernel.h"
