/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_node_ranks.c: ranks at every node are those of each node alone.
 */
#include "check.h"
#include "nodes/node_ranks.h"

#include <limits.h>

enum
{
	NODES = 5,
	ROWS = 83
};

static uint64_t seed = 20261130;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((seed >> 33) % n);
}

static void
count_node(void *state, uint32_t node, const dx_ranking *ranking)
{
	CHECK(*(uint32_t *) state == node && ranking->n_rows == ROWS);
	++*(uint32_t *) state;
}

/* The rank of row r by counting. */
static int32_t
counted(double value[ROWS][NODES], uint8_t there[ROWS][NODES], int node, int r, int direction)
{
	int32_t rank = 1;

	if (there[r][node] != 1)
		return 0;
	for (int i = 0; i < ROWS; i++)
		rank += there[i][node] == 1 && value[i][node] * direction > value[r][node] * direction;
	return rank;
}

static void
test_against_counting(int direction)
{
	static double value[ROWS][NODES];
	static uint8_t there[ROWS][NODES];
	static double room[ROWS * NODES];
	static uint64_t order[ROWS];
	static uint64_t temp[ROWS];
	dx_rank_matrix ranks = {NODES, ROWS, room};
	uint32_t visited = 0;

	dx_rank_matrix_begin(&ranks);
	for (int r = 0; r < ROWS; r++)
	{
		for (int i = 0; i < NODES; i++)
		{
			value[r][i] = (double) below(i == 4 ? 1 : 30 * i + 2) / 4 - 5;
			there[r][i] = (uint8_t) (below(6) > 1 ? 1 : below(2) * 2);
		}
		/* Some rows are never entered. */
		if (r % 7 != 3)
			dx_rank_matrix_enter(&ranks, r, value[r], there[r], INT_MAX, direction);
		else
			memset(there[r], 0, NODES);
	}
	dx_rank_matrix_finish(&ranks, DX_TIES_MIN, order, temp, count_node, &visited);
	CHECK(visited == NODES);
	for (int r = 0; r < ROWS; r++)
	{
		int32_t out[NODES];

		dx_rank_matrix_of(&ranks, r, out);
		for (int i = 0; i < NODES; i++)
			CHECK(out[i] == counted(value, there, i, r, direction));
	}
}

static void
test_decimals(void)
{
	static const double points[3][2] = {{1.006, 2}, {1.014, 2.5}, {0.995, 3}};
	static const uint8_t there[2] = {1, 1};
	double room[6];
	uint64_t order[3];
	uint64_t temp[3];
	dx_rank_matrix ranks = {2, 3, room};
	int32_t out[2];

	dx_rank_matrix_begin(&ranks);
	for (int r = 0; r < 3; r++)
		dx_rank_matrix_enter(&ranks, r, points[r], there, 2, 1);
	dx_rank_matrix_finish(&ranks, DX_TIES_MAX, order, temp, NULL, NULL);
	dx_rank_matrix_of(&ranks, 0, out);
	CHECK(out[0] == 2 && out[1] == 3);
	dx_rank_matrix_of(&ranks, 1, out);
	CHECK(out[0] == 2 && out[1] == 2);
	dx_rank_matrix_of(&ranks, 2, out);
	CHECK(out[0] == 3 && out[1] == 1);
}

static void
test_size(void)
{
	CHECK(dx_rank_matrix_size(252, 11000) == (size_t) 252 * 11000 * 8);
	CHECK(dx_rank_matrix_size(65535, INT64_MAX / 2) == 0);
	CHECK(dx_rank_matrix_size(1, (int64_t) (DX_MAX_ALLOC / 8)) > 0);
	CHECK(dx_rank_matrix_size(1, (int64_t) (DX_MAX_ALLOC / 8) + 1) == 0);
}

int
main(void)
{
	test_against_counting(1);
	test_against_counting(-1);
	test_decimals();
	test_size();
	CHECK_DONE("node_ranks");
}
