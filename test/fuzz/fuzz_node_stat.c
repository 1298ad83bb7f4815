/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_node_stat.c: any bytes as packed node statistics, any text as such:
 * refused, or packed and printed again they are the same, can be read, and
 * united with themselves are valid.
 */
#include "fuzz.h"
#include "nodes/node_stat.h"

static void
read_all(dx_node_stat *stat, uint8_t choice)
{
	double p = choice / 256.0;

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

#define NAME(x) dx_node_stat##x
#include "packed_kernel.h"
