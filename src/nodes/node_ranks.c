/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_ranks.c: ranks of many units at every node (node_ranks.h).
 */
#include "nodes/node_ranks.h"

#include <limits.h>

size_t
dx_rank_matrix_size(uint32_t n_nodes, int64_t n_rows)
{
	if ((uint64_t) n_rows > DX_MAX_ALLOC / sizeof(double) / n_nodes)
		return 0;
	return (size_t) n_rows * n_nodes * sizeof(double);
}

void
dx_rank_matrix_begin(dx_rank_matrix *ranks)
{
	int64_t n = ranks->n_rows * ranks->n_nodes;

	for (int64_t i = 0; i < n; i++)
	{
		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		ranks->points[i] = NAN;
	}
}

void
dx_rank_matrix_enter(dx_rank_matrix *ranks, int64_t row, const double *points, const uint8_t *there, int decimals,
					 int direction)
{
	double *place = ranks->points + row;

	for (uint32_t i = 0; i < ranks->n_nodes; i++, place += ranks->n_rows)
		if (there[i] == 1)
			*place = (decimals == INT_MAX ? points[i] : dx_double_round(points[i], decimals)) * direction;
}

/*
 * Pack the ranks of a node as int32_t into the place of its points: what is still to be read is
 * not overwritten.
 */
static void
pack(const dx_rank_matrix *ranks, uint32_t node)
{
	const double *from = ranks->points + node * ranks->n_rows;
	char *to = (char *) ranks->points + (size_t) node * (size_t) ranks->n_rows * sizeof(int32_t);

	for (int64_t i = 0; i < ranks->n_rows; i++, to += sizeof(int32_t))
	{
		double place;
		int32_t rank;

		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		memcpy(&place, from + i, sizeof(place));
		rank = isnan(place) ? 0 : (int32_t) place;
		memcpy(to, &rank, sizeof(rank));
	}
}

void
dx_rank_matrix_finish(dx_rank_matrix *ranks, dx_ties ties, uint64_t *order, uint64_t *temp, dx_rank_visitor visit,
					  void *state)
{
	for (uint32_t node = 0; node < ranks->n_nodes; node++)
	{
		dx_ranking r = {
			.values = ranks->points + node * ranks->n_rows, .order = order, .temp = temp, .n_rows = ranks->n_rows};

		dx_check_interrupts();
		dx_rank_sort(&r);
		dx_rank_assign(&r, ties);
		if (visit)
			visit(state, node, &r);
		pack(ranks, node);
	}
}

void
dx_rank_matrix_of(const dx_rank_matrix *ranks, int64_t row, int32_t *out)
{
	const char *from = (const char *) ranks->points + (size_t) row * sizeof(int32_t);

	for (uint32_t i = 0; i < ranks->n_nodes; i++, from += (size_t) ranks->n_rows * sizeof(int32_t))
		memcpy(&out[i], from, sizeof(int32_t));
}
