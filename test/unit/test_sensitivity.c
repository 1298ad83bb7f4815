/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_sensitivity.c: Sobol' indices of weights, against runs one by one; ranks
 * without a node, against trees that do not have it.
 */
#include "check.h"
#include "nodes/removal.h"
#include "robust/noise.h"
#include "robust/sensitivity.h"
#include "score/score.h"
#include "tree/tree_make.h"

static uint64_t seed = 20261130;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((seed >> 33) % n);
}

static dx_tree *tree;
static dx_score_room room;
static dx_sheet sheet;
static dx_error err;

static void
build(const char *json)
{
	dx_free(tree);
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	if (tree == NULL)
	{
		printf("%s\n", err.message);
		exit(1);
	}
	dx_score_room_grow(&room, tree);
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
}

/* Score a row of results; NAN is missing, INFINITY not applicable. */
static void
score(const double *values)
{
	for (uint32_t k = 0; k < tree->n_criteria; k++)
	{
		dx_result_state state = isnan(values[k]) ? DX_RESULT_MISSING
			: isinf(values[k])					 ? DX_RESULT_NA
												 : DX_RESULT_VALUE;

		dx_sheet_set(&sheet, k, state, state == DX_RESULT_VALUE ? values[k] : 0);
	}
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
}

/* ---------------- indices ---------------- */

enum
{
	UNITS = 21,
	NODES = 7,
	DRAWS = 40,
	INPUTS = 3
};

#define SET \
	"[{\"method\":\"mean\"},{\"code\":\"1\",\"method\":\"mean\",\"weight\":2},{\"code\":\"1.1\",\"rule\":\"ratio\"," \
	"\"weight\":9}," \
	"{\"code\":\"1.2\",\"rule\":\"ratio\"},{\"code\":\"2\",\"method\":\"mean\"},{\"code\":\"2.1\",\"rule\":\"ratio\"}" \
	"," \
	"{\"code\":\"3\",\"rule\":\"ratio\"}]"

static const uint32_t inputs[INPUTS] = {1, 4, 6};
static const dx_str codes[NODES] = {{"", 0}, {"1", 1}, {"1.1", 3}, {"1.2", 3}, {"2", 1}, {"2.1", 3}, {"3", 1}};

static int64_t nominal[UNITS];

static void
keep_nominal(void *state, const int64_t *ranks, int64_t n)
{
	(void) state;
	memcpy(nominal, ranks, (size_t) n * sizeof(int64_t));
}

static void
keep_moved(void *state, const int64_t *ranks, int64_t n)
{
	int64_t *moved = state;

	*moved = 0;
	for (int64_t u = 0; u < n; u++)
		*moved += llabs(ranks[u] - nominal[u]);
}

/* How far ranks move under one set of factors. */
static double
moved_by(dx_draws *draws, const dx_draw_unit *units, const double *factors)
{
	dx_given_source one = dx_given_source_make(NODES, factors, 1);
	int64_t moved;

	CHECK(dx_rank_draws(draws, units, UNITS, &one.base, keep_moved, &moved, &err));
	return (double) moved;
}

static void
test_indices(void)
{
	static double a[DRAWS][NODES];
	static double b[DRAWS][NODES];
	static double ya[DRAWS];
	static double yb[DRAWS];
	static const double ones[NODES] = {1, 1, 1, 1, 1, 1, 1};
	double sum = 0;
	double squares = 0;
	double variance;
	dx_draws *draws;
	dx_draw_unit units[UNITS];
	dx_given_source as_it_is = dx_given_source_make(NODES, ones, 1);
	dx_given_pairs given;
	dx_noise_pairs random;
	dx_sensitivity s;
	dx_sensitivity t;

	build(SET);
	draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	for (int u = 0; u < UNITS; u++)
	{
		score(
			(double[]) {below(101) / 100.0, u % 5 ? below(101) / 100.0 : NAN, below(101) / 100.0, below(101) / 100.0});
		CHECK(dx_draw_unit_make(draws, room.rollup, &units[u]));
	}
	for (int d = 0; d < DRAWS; d++)
		for (int i = 0; i < NODES; i++)
		{
			bool drawn = i == 1 || i == 4 || i == 6;

			a[d][i] = drawn ? dx_noise_factor(7, d + 1, codes[i], 0.9) : 1;
			b[d][i] = drawn ? dx_noise_factor(7, DRAWS + d + 1, codes[i], 0.9) : 1;
		}
	CHECK(dx_rank_draws(draws, units, UNITS, &as_it_is.base, keep_nominal, NULL, &err));
	for (int d = 0; d < DRAWS; d++)
	{
		ya[d] = moved_by(draws, units, a[d]);
		yb[d] = moved_by(draws, units, b[d]);
		sum += ya[d] + yb[d];
		squares += ya[d] * ya[d] + yb[d] * yb[d];
	}
	variance = (squares - sum * sum / (2 * DRAWS)) / (2 * DRAWS - 1);

	given = dx_given_pairs_make(INPUTS, inputs, NODES, a[0], b[0], DRAWS);
	random = dx_noise_pairs_make(INPUTS, inputs, codes, DRAWS, 0.9, 7);
	CHECK(dx_sensitivity_run(&s, draws, units, UNITS, &given.base, &err));
	CHECK(dx_sensitivity_run(&t, draws, units, UNITS, &random.base, &err));
	for (uint32_t k = 0; k < INPUTS; k++)
	{
		double first_sum = 0;
		double total_sum = 0;
		double first;
		double total;
		double again[2];

		for (int d = 0; d < DRAWS; d++)
		{
			double ab[NODES];
			double y;

			memcpy(ab, a[d], sizeof(ab));
			ab[inputs[k]] = b[d][inputs[k]];
			y = moved_by(draws, units, ab);
			first_sum += (yb[d] - y) * (yb[d] - y);
			total_sum += (ya[d] - y) * (ya[d] - y);
		}
		CHECK(dx_sensitivity_of(&s, k, &first, &total));
		CHECK(fabs(first - (1 - first_sum / (2 * DRAWS * variance))) < 1e-12);
		CHECK(fabs(total - total_sum / (2 * DRAWS * variance)) < 1e-12);
		CHECK(total > 0.01 && total < 2 && first < 1);
		CHECK(dx_sensitivity_of(&t, k, &again[0], &again[1]));
		CHECK_SAME(again[0], first);
		CHECK_SAME(again[1], total);
	}
	dx_sensitivity_end(&s);
	dx_sensitivity_end(&t);

	/* nothing moves: no indices; nobody there: the same */
	random = dx_noise_pairs_make(INPUTS, inputs, codes, DRAWS, 0, 7);
	CHECK(dx_sensitivity_run(&s, draws, units, UNITS, &random.base, &err));
	CHECK(!dx_sensitivity_of(&s, 0, a[0], b[0]));
	dx_sensitivity_end(&s);
	CHECK(dx_sensitivity_run(&s, draws, units, 0, &random.base, &err));
	CHECK(!dx_sensitivity_of(&s, 0, a[0], b[0]));
	dx_sensitivity_end(&s);
}

/* ---------------- without a node ---------------- */

/* The ratio of `values` without node i, by the tree that does not have it, or -1. */
static double
ratio_of(const char *json, const double *values)
{
	double ratio;

	build(json);
	score(values);
	return dx_roll_ratio(room.rollup, 0, &ratio) ? ratio : -1;
}

static void
test_removal(void)
{
	static const double values[4] = {0.3, NAN, 0.9, 0.5};
	double want[NODES] = {0};
	double ratios[NODES];
	uint8_t there[NODES];
	uint32_t first[NODES + 1];
	dx_leaf kept[4];
	dx_leaf before[4];

	want[1] = ratio_of("[{\"method\":\"mean\"},{\"code\":\"2\",\"method\":\"mean\"},{\"code\":\"2.1\",\"rule\":"
					   "\"ratio\"},{\"code\":\"3\",\"rule\":\"ratio\"}]",
					   (double[]) {0.9, 0.5});
	want[2] = ratio_of("[{\"method\":\"mean\"},{\"code\":\"1\",\"method\":\"mean\",\"weight\":2},{\"code\":\"1.2\","
					   "\"rule\":\"ratio\"},"
					   "{\"code\":\"2\",\"method\":\"mean\"},{\"code\":\"2.1\",\"rule\":\"ratio\"},{\"code\":\"3\","
					   "\"rule\":\"ratio\"}]",
					   (double[]) {NAN, 0.9, 0.5});
	want[4] = ratio_of("[{\"method\":\"mean\"},{\"code\":\"1\",\"method\":\"mean\",\"weight\":2},{\"code\":\"1.1\","
					   "\"rule\":\"ratio\"},"
					   "{\"code\":\"1.2\",\"rule\":\"ratio\"},{\"code\":\"3\",\"rule\":\"ratio\"}]",
					   (double[]) {0.3, NAN, 0.5});
	want[5] = want[4]; /* a node whose only child goes is gone */
	want[6] = ratio_of("[{\"method\":\"mean\"},{\"code\":\"1\",\"method\":\"mean\",\"weight\":2},{\"code\":\"1.1\","
					   "\"rule\":\"ratio\"},"
					   "{\"code\":\"1.2\",\"rule\":\"ratio\"},{\"code\":\"2\",\"method\":\"mean\"},{\"code\":\"2.1\","
					   "\"rule\":\"ratio\"}]",
					   (double[]) {0.3, NAN, 0.9});
	want[0] = want[3] = ratio_of(SET, values); /* 1.2 is missing and skipped */
	memcpy(before, room.leaves, sizeof(before));
	dx_removal_criteria(dx_tree_steps(tree), tree->n_nodes, first);
	CHECK(first[0] == 0 && first[1] == 0 && first[4] == 2 && first[NODES] == 4);
	CHECK(dx_removal_ratios(room.rollup, room.leaves, kept, first, ratios, there, &err));
	CHECK(memcmp(before, room.leaves, sizeof(before)) == 0);
	for (int i = 0; i < NODES; i++)
	{
		CHECK(there[i]);
		CHECK_SAME(ratios[i], want[i]);
	}

	/* strict: what is missing makes the whole missing, unless it goes; then nobody asks */
	build("[{\"missing\":\"strict\"},{\"code\":\"1\",\"max\":1,\"rule\":\"points\"},{\"code\":\"2\",\"max\":1,\"rule\":"
		  "\"points\"}]");
	dx_removal_criteria(dx_tree_steps(tree), tree->n_nodes, first);
	score((double[]) {0.5, NAN});
	CHECK(dx_removal_ratios(room.rollup, room.leaves, kept, first, ratios, there, &err));
	CHECK(!there[0] && !there[1] && !there[2]);
	/* the only one that applies */
	score((double[]) {0.5, INFINITY});
	CHECK(dx_removal_ratios(room.rollup, room.leaves, kept, first, ratios, there, &err));
	CHECK(there[0] && !there[1] && there[2]);
	CHECK_SAME(ratios[2], 0.5);
}

int
main(void)
{
	test_indices();
	test_removal();
	CHECK_DONE("sensitivity");
}
