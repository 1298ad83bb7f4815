/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_robust.c: ranks over draws, their quantiles and chances, against
 * sorting everything; pairwise comparison against the hand-checked matrix.
 */
#include "check.h"
#include "robust/noise.h"
#include "robust/outrank.h"
#include "rank/rank.h"
#include "robust/robust.h"
#include "score/score.h"
#include "tree/tree_make.h"

static uint64_t seed = 20221124;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((seed >> 33) % n);
}

/* ---------------- quantiles ---------------- */

static int
ascending(const void *a, const void *b)
{
	return (*(const int64_t *) a > *(const int64_t *) b) - (*(const int64_t *) a < *(const int64_t *) b);
}

/* Type 7 as R's documentation has it, in doubles. */
static double
type7(const int64_t *sorted, int n, double p)
{
	double h = (n - 1) * p;
	int j = (int) floor(h + 1e-9);

	return (double) sorted[j] + (j + 1 < n ? (h - j) * (double) (sorted[j + 1] - sorted[j]) : 0);
}

static void
test_quantiles(void)
{
	static const double levels[] = {0, 0.5, 0.9, 0.95, 0.99, 1, 0.123456};
	static const int draws[] = {1, 2, 3, 4, 10, 99, 100, 1000};
	enum
	{
		UNITS = 7
	};
	static int64_t ranks[1000][UNITS];
	static int64_t column[1000];

	for (size_t l = 0; l < sizeof(levels) / sizeof(double); l++)
		for (size_t d = 0; d < sizeof(draws) / sizeof(int); d++)
		{
			int n = draws[d];
			dx_intervals intervals;

			dx_intervals_begin(&intervals, UNITS, n, levels[l]);
			for (int i = 0; i < n; i++)
			{
				/* all alike, rising, falling, few values, many */
				for (int u = 0; u < UNITS; u++)
					ranks[i][u] = u == 0 ? 5 : u == 1 ? i + 1 : u == 2 ? n - i : 1 + below(u == 3 ? 2 : 30000);
				dx_intervals_add(&intervals, ranks[i], UNITS);
			}
			for (int u = 0; u < UNITS; u++)
			{
				dx_points lower;
				dx_points upper;

				for (int i = 0; i < n; i++)
					column[i] = ranks[i][u];
				qsort(column, (size_t) n, sizeof(int64_t), ascending);
				dx_interval_of(&intervals, u, &lower, &upper);
				CHECK(fabs(dx_quotient(lower, DX_POINTS_ONE) - type7(column, n, (1 - levels[l]) / 2)) < 1e-6);
				CHECK(fabs(dx_quotient(upper, DX_POINTS_ONE) - type7(column, n, (1 + levels[l]) / 2)) < 1e-6);
			}
			dx_intervals_end(&intervals);
		}
}

/* Exact where decimals are: 1 .. 11 at 0.9 is 1.5 to 10.5, 1 .. 4 at 0 is 2.5. */
static void
test_quantiles_by_hand(void)
{
	dx_intervals intervals;
	dx_points lower;
	dx_points upper;
	char text[64];

	dx_intervals_begin(&intervals, 1, 11, 0.9);
	for (int64_t i = 11; i >= 1; i--)
		dx_intervals_add(&intervals, &i, 1);
	dx_interval_of(&intervals, 0, &lower, &upper);
	dx_points_print(lower, text);
	CHECK_TEXT(text, "1.5");
	dx_points_print(upper, text);
	CHECK_TEXT(text, "10.5");
	dx_intervals_end(&intervals);

	dx_intervals_begin(&intervals, 1, 4, 0);
	for (int64_t i = 1; i <= 4; i++)
		dx_intervals_add(&intervals, &i, 1);
	dx_interval_of(&intervals, 0, &lower, &upper);
	dx_points_print(lower, text);
	CHECK_TEXT(text, "2.5");
	CHECK(lower == upper);
	dx_intervals_end(&intervals);

	/* type 7 of 1 .. 1000 at 0.05 and 0.95, as R prints them */
	dx_intervals_begin(&intervals, 1, 1000, 0.9);
	for (int64_t i = 1; i <= 1000; i++)
		dx_intervals_add(&intervals, &i, 1);
	dx_interval_of(&intervals, 0, &lower, &upper);
	dx_points_print(lower, text);
	CHECK_TEXT(text, "50.95");
	dx_points_print(upper, text);
	CHECK_TEXT(text, "950.05");
	dx_intervals_end(&intervals);
}

/* ---------------- ranks over draws ---------------- */

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

/* Score a row of results; NAN is missing. */
static void
score(const double *values)
{
	for (uint32_t k = 0; k < tree->n_criteria; k++)
		dx_sheet_set(&sheet, k, isnan(values[k]) ? DX_RESULT_MISSING : DX_RESULT_VALUE,
					 isnan(values[k]) ? 0 : values[k]);
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
}

/* Every draw's ranks as text: "1 2 2;3 1 1;". */
static void
note_ranks(void *state, const int64_t *ranks, int64_t n)
{
	dx_buf *text = state;

	for (int64_t u = 0; u < n; u++)
	{
		char digits[32];

		snprintf(digits, sizeof(digits), "%s%lld", u ? " " : "", (long long) ranks[u]);
		dx_buf_add_text(text, digits);
	}
	dx_buf_add_text(text, ";");
}

/* Two criteria of 10; units (8, 2), (2, 8), (5, 5), and nothing at the second. */
static void
test_ranks(void)
{
	static const double rows[4][2] = {{8, 2}, {2, 8}, {5, 5}, {8, NAN}};
	/* draws x nodes: as it is; first x 2; second x 2; first x 1e9 */
	static const double given[] = {1, 1, 1, 1, 2, 1, 1, 1, 2, 1, 1e9, 1};
	dx_draws *draws;
	dx_draw_unit units[4];
	dx_given_source source;
	dx_chances chances;
	dx_buf text;

	build("[{\"code\":\"1\",\"max\":10,\"rule\":\"points\"},{\"code\":\"2\",\"max\":10,\"rule\":\"points\"}]");
	draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	for (int u = 0; u < 4; u++)
	{
		score(rows[u]);
		CHECK(dx_draw_unit_make(draws, room.rollup, &units[u]));
	}
	source = dx_given_source_make(tree->n_nodes, given, 4);
	dx_buf_init(&text);
	CHECK(dx_rank_draws(draws, units, 4, &source.base, note_ranks, &text, &err));
	/* 10 10 10 8; 18 12 15 16; 12 18 15 8; nearly 8 2 5 8, but the 2 tells */
	CHECK_TEXT(text.data, "1 1 1 4;1 4 3 2;3 1 2 4;1 4 3 2;");
	dx_buf_free(&text);

	dx_chances_begin(&chances, 4, 1);
	CHECK(dx_rank_draws(draws, units, 4, &source.base, dx_chances_add, &chances, &err));
	CHECK(chances.times[0] == 3 && chances.times[1] == 2 && chances.times[2] == 1 && chances.times[3] == 0);
	dx_free(chances.times);
}

/* Seventeen draws in one go and one at a time give the same ranks. */
static void
test_blocks(void)
{
	static const dx_str codes[] = {{"", 0}, {"1", 1}, {"2", 1}};
	enum
	{
		UNITS = 50,
		DRAWS = 17
	};
	dx_draws *draws;
	dx_draw_unit units[UNITS];
	double factors[DRAWS * 3];
	dx_noise_source random;
	dx_given_source given;
	dx_buf together;
	dx_buf apart;

	build("[{\"code\":\"1\",\"max\":10,\"rule\":\"points\"},{\"code\":\"2\",\"max\":10,\"rule\":\"points\"}]");
	draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	for (int u = 0; u < UNITS; u++)
	{
		score((double[]) {below(101) / 10.0, below(101) / 10.0});
		CHECK(dx_draw_unit_make(draws, room.rollup, &units[u]));
	}
	for (int d = 0; d < DRAWS; d++)
		for (int i = 0; i < 3; i++)
			factors[3 * d + i] = i == 0 ? 1 : dx_noise_factor(-5, d + 1, codes[i], 0.5);
	dx_buf_init(&together);
	dx_buf_init(&apart);
	random = dx_noise_source_make(3, codes, DRAWS, 0.5, -5);
	CHECK(dx_rank_draws(draws, units, UNITS, &random.base, note_ranks, &together, &err));
	for (int d = 0; d < DRAWS; d++)
	{
		given = dx_given_source_make(3, factors + 3 * d, 1);
		CHECK(dx_rank_draws(draws, units, UNITS, &given.base, note_ranks, &apart, &err));
	}
	CHECK_TEXT(together.data, apart.data);
	CHECK(together.len > DRAWS * UNITS * 2);
	dx_buf_free(&together);
	dx_buf_free(&apart);
}

/* What no factor that users can give does by itself: a ratio that is no number. */
static void
test_out_of_range(void)
{
	static const double given[] = {1, 0, 0};
	dx_draws *draws;
	dx_draw_unit unit;
	dx_given_source source = dx_given_source_make(3, given, 1);
	dx_buf text;

	build("[{\"code\":\"1\",\"max\":10,\"rule\":\"points\"},{\"code\":\"2\",\"max\":10,\"rule\":\"points\"}]");
	draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	score((double[]) {1, 2});
	CHECK(dx_draw_unit_make(draws, room.rollup, &unit));
	dx_buf_init(&text);
	CHECK(!dx_rank_draws(draws, &unit, 1, &source.base, note_ranks, &text, &err) && err.kind == DX_ERR_RANGE);
	CHECK_TEXT(err.message, "factors of one of the draws 1 to 1 give a ratio out of range");
	dx_buf_free(&text);
}

/* ---------------- pairs ---------------- */

#define WEIGHTED(w1, w2, w3) \
	"[{\"code\":\"\",\"method\":\"mean\"}," \
	"{\"code\":\"1\",\"rule\":\"linear(0,10)\",\"weight\":" w1 "}," \
	"{\"code\":\"2\",\"rule\":\"linear(0,10)\",\"weight\":" w2 "}," \
	"{\"code\":\"3\",\"rule\":\"linear(0,10)\",\"weight\":" w3 "}]"

static dx_contest contest;

static void
compare(const double (*rows)[3], int n)
{
	CHECK(dx_contest_make(&contest, tree, 0, DX_CONTEST_CHILDREN, n, &err));
	for (int u = 0; u < n; u++)
	{
		score(rows[u]);
		CHECK(dx_contest_add(&contest, room.rollup));
	}
	dx_contest_begin(&contest);
}

static const char *
copeland(void)
{
	static char text[200];
	int32_t scores[10];
	int len = 0;

	dx_copeland_scores(&contest, scores);
	for (uint32_t u = 0; u < contest.n_units; u++)
		len += snprintf(text + len, sizeof(text) - (size_t) len, "%s%d", u ? " " : "", scores[u]);
	return text;
}

/* Cases T08: COINr's matrix and scores; with values missing, the symmetric convention. */
static void
test_cases(void)
{
	static const double one[4][3] = {{1, 5, 3}, {2, 5, 1}, {3, 1, 3}, {2, 2, 2}};
	static const double matrix[4][4] = {
		{0, 0.35, 0.4, 0.5}, {0.65, 0, 0.3, 0.55}, {0.6, 0.7, 0, 0.7}, {0.5, 0.45, 0.3, 0}};
	static const double two[4][3] = {{1, 4, 3}, {2, 5, 3.5}, {3, 6, 4}, {2.5, 2, 2}};
	static const double three[4][3] = {{1, 2, 3}, {NAN, 2, 1}, {3, 2, NAN}, {2, 2, 5}};
	static const double turned[4][3] = {{2, 2, 5}, {3, 2, NAN}, {NAN, 2, 1}, {1, 2, 3}};

	build(WEIGHTED("0.5", "0.3", "0.2"));
	compare(one, 4);
	CHECK_TEXT(copeland(), "-2 1 3 -2");
	for (uint32_t i = 0; i < 4; i++)
	{
		dx_duel duels[DX_CONTEST_BLOCK];
		double share = 0;

		dx_contest_duels(&contest, i, 0, duels);
		for (uint32_t j = 0; j < 4; j++)
			if (i != j)
				CHECK(dx_duel_share(duels[j], &share) && fabs(share - matrix[i][j]) < 1e-15);
		/* nobody is there to be compared with */
		CHECK(!dx_duel_share(duels[4], &share) && dx_duel_sign(duels[4]) == 0);
	}
	compare(two, 4);
	CHECK_TEXT(copeland(), "-2 0 3 -1");
	build(WEIGHTED("1", "1", "1"));
	compare(three, 4);
	CHECK_TEXT(copeland(), "-1 -2 2 1");
	compare(turned, 4);
	CHECK_TEXT(copeland(), "1 2 -2 -1");
}

/* 0.1 + 0.2 against 0.3, and values that tie. */
static void
test_near_ties(void)
{
	static const double weights[2][3] = {{1, 1, 0}, {0, 0, 1}};
	static const double values[3][3] = {{5, 1, 1}, {5.000000000001, 1, 1}, {4, 1, 1}};
	int32_t scores[3];

	build(WEIGHTED("0.1", "0.2", "0.3"));
	compare(weights, 2);
	CHECK_TEXT(copeland(), "0 0");
	compare(values, 3);
	dx_copeland_scores(&contest, scores);
	CHECK(scores[0] == scores[1] && scores[2] == -2);
}

/* Criteria under a node weigh as in it; bonuses do not. Many units, counted one pair at a time. */
static void
test_criteria(void)
{
	enum
	{
		UNITS = 150
	};
	static double rows[UNITS][4];
	static int32_t scores[UNITS];
	static const double weight[] = {0.5, 0.2, 0.3};

	build("[{\"code\":\"1.1\",\"max\":50,\"rule\":\"points\"},{\"code\":\"1.2\",\"max\":20,\"rule\":\"points\"},"
		  "{\"code\":\"2\",\"max\":30,\"rule\":\"points\"},{\"code\":\"3\",\"max\":9,\"rule\":\"points\",\"bonus\":"
		  "true}]");
	CHECK(dx_contest_make(&contest, tree, 0, DX_CONTEST_CRITERIA, UNITS, &err));
	CHECK(contest.n_indicators == 3 && contest.room == 192);
	for (uint32_t k = 0; k < 3; k++)
		CHECK_SAME(contest.weight[k], weight[k]);
	for (int u = 0; u < UNITS; u++)
	{
		for (int k = 0; k < 4; k++)
			rows[u][k] = k < 3 && below(6) == 0 ? NAN : below(9);
		score(rows[u]);
		CHECK(dx_contest_add(&contest, room.rollup) == !(isnan(rows[u][0]) && isnan(rows[u][1]) && isnan(rows[u][2])));
		/* one that has only the bonus takes no part: leave it out here too */
		if (isnan(rows[u][0]) && isnan(rows[u][1]) && isnan(rows[u][2]))
			u--;
	}
	CHECK(contest.n_units == UNITS);
	dx_contest_begin(&contest);
	dx_copeland_scores(&contest, scores);
	for (int i = 0; i < UNITS; i++)
	{
		int want = 0;

		for (int j = 0; j < UNITS; j++)
		{
			double better = 0;
			double worse = 0;

			for (int k = 0; k < 3; k++)
				if (rows[i][k] > rows[j][k])
					better += weight[k];
				else if (rows[i][k] < rows[j][k])
					worse += weight[k];
			want += fabs(better - worse) < 1e-9 ? 0 : better > worse ? 1 : -1;
		}
		CHECK(scores[i] == want);
	}

	CHECK(dx_contest_make(&contest, tree, 1, DX_CONTEST_CRITERIA, 1, &err));
	CHECK(contest.n_indicators == 2);
	CHECK_SAME(contest.weight[0], 50.0 / 70);
	CHECK(!dx_contest_make(&contest, tree, 2, DX_CONTEST_CHILDREN, 1, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "node \"1.1\" has no children to compare units by");
}

static void
test_levels(void)
{
	dx_contest_level level = DX_CONTEST_CHILDREN;

	CHECK(dx_contest_level_parse(DX_STR("criteria"), &level, &err) && level == DX_CONTEST_CRITERIA);
	CHECK(dx_contest_level_parse(DX_STR("children"), &level, &err) && level == DX_CONTEST_CHILDREN);
	CHECK(!dx_contest_level_parse(DX_STR("criterion"), &level, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "unknown level \"criterion\"");
}

int
main(void)
{
	test_quantiles();
	test_quantiles_by_hand();
	test_ranks();
	test_blocks();
	test_out_of_range();
	test_cases();
	test_near_ties();
	test_criteria();
	test_levels();
	CHECK_DONE("robust");
}
