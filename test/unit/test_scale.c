/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_scale.c: gaps and normalised values. Expected values are COINr's where
 * a case has them, else worked by hand.
 */
#include "check.h"
#include "rank/scale.h"

#define MAX 4096

static double values[MAX];
static uint64_t order[MAX];
static uint64_t temp[MAX];

static uint64_t seed = 20231122;

static uint64_t
next_random(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return seed >> 16;
}

static dx_ranking
ranking_of(const double *x, int64_t n)
{
	dx_ranking r = {values, order, temp, n, 0};

	memmove(values, x, (size_t) n * sizeof(double));
	dx_rank_sort(&r);
	return r;
}

/* The answers by position, 12 digits, "-" where there is none. */
static const char *
answers(const dx_ranking *r)
{
	static char text[1024];
	int len = 0;

	text[0] = '\0';
	for (int64_t i = 0; i < r->n_rows; i++)
	{
		if (i > 0)
			text[len++] = ' ';
		len += isnan(r->values[i]) ? snprintf(text + len, sizeof(text) - (size_t) len, "-")
								   : snprintf(text + len, sizeof(text) - (size_t) len, "%.12g", r->values[i]);
	}
	return text;
}

#define SCALED(function, want, ...) \
	do \
	{ \
		const double values_[] = {__VA_ARGS__}; \
		dx_ranking r_ = ranking_of(values_, sizeof(values_) / sizeof(double)); \
		dx_error err_ = {0}; \
		function; \
		(void) err_; \
		CHECK_TEXT(answers(&r_), want); \
	} while (0)

#define BEST CHECK(dx_scale_gap_to_best(&r_, &err_))
#define NEXT CHECK(dx_scale_gap_to_next(&r_, &err_))
#define TARGET(t, cap) CHECK(dx_scale_distance_to_target(&r_, t, cap, &err_))

/* The vector of the reference cases, and the same where less is better. */
#define X 3, 7, 7, NAN, 12, 1
#define LESS -3, -7, -7, NAN, -12, -1

static void
test_gaps(void)
{
	SCALED(BEST, "9 5 5 - 0 11", X);
	SCALED(NEXT, "4 5 5 - - 2", X);
	/* as they are written: 78.25 - 77.6 is not 0.6500000000000057 */
	{
		const double x[] = {78.25, 77.6, 0.3, 0.1, 1e-7, 0};
		const double best[] = {0, 0.65, 77.95, 78.15, 78.2499999, 78.25};
		const double next[] = {NAN, 0.65, 77.3, 0.2, 0.0999999, 1e-7};
		dx_ranking r = ranking_of(x, 6);
		dx_error err;

		CHECK(dx_scale_gap_to_best(&r, &err));
		for (int i = 0; i < 6; i++)
			CHECK_SAME(r.values[i], best[i]);
		r = ranking_of(x, 6);
		CHECK(dx_scale_gap_to_next(&r, &err));
		for (int i = 1; i < 6; i++)
			CHECK_SAME(r.values[i], next[i]);
		CHECK(isnan(r.values[0]));
	}
	/* digits far apart, very deep and very high */
	SCALED(BEST, "0 1e+300 1e+300", 1e300, 1, 1e-300);
	SCALED(BEST, "0 9e-301 1e-300", 1e-300, 1e-301, 0);
	SCALED(BEST, "0 1e+22 2e+22", 1e22, 0, -1e22);
	SCALED(BEST, "0 1e-37", 2e-37, 1e-37);
	/* near ties are one class, its gap is its highest value's */
	SCALED(BEST, "0 0 1", 70, 70 * (1 - 1e-13), 69);
	SCALED(NEXT, "- - 1 1", 70, 70 * (1 - 1e-13), 69, 69 * (1 - 1e-13));
	SCALED(NEXT, "-", 70);
	SCALED(BEST, "0", 70);
	SCALED(BEST, "- -", NAN, NAN);
	SCALED(NEXT, "- -", NAN, NAN);
	{
		const double x[] = {1.7e308, -1.7e308};
		dx_ranking r = ranking_of(x, 2);
		dx_error err;

		CHECK(!dx_scale_gap_to_best(&r, &err) && err.kind == DX_ERR_RANGE);
		r = ranking_of(x, 2);
		CHECK(!dx_scale_gap_to_next(&r, &err) && err.kind == DX_ERR_RANGE);
	}
}

static void
test_minmax(void)
{
	/* COINr's n_minmax and n_dist2max */
	SCALED(dx_scale_minmax(&r_, 0, 100), "18.1818181818 54.5454545455 54.5454545455 - 100 0", X);
	SCALED(dx_scale_minmax(&r_, 0, 100), "81.8181818182 45.4545454545 45.4545454545 - 0 100", LESS);
	SCALED(dx_scale_minmax(&r_, 1, 100), "19 55 55 - 100 1", X);
	SCALED(dx_scale_minmax(&r_, 1, 100), "82 46 46 - 1 100", LESS);
	SCALED(dx_scale_minmax(&r_, 0, 1), "0.181818181818 0.545454545455 0.545454545455 - 1 0", X);
	SCALED(dx_scale_minmax(&r_, 0, 1), "0.818181818182 0.454545454545 0.454545454545 - 0 1", LESS);
	SCALED(dx_scale_minmax(&r_, 5, 5), "5 5", 1, 2);
	/* tied all: none, also where only the last bits differ */
	SCALED(dx_scale_minmax(&r_, 0, 100), "- - - -", 4, 4, NAN, 4);
	SCALED(dx_scale_minmax(&r_, 0, 100), "-", 4);
	SCALED(dx_scale_minmax(&r_, 0, 100), "-", NAN);
	SCALED(dx_scale_minmax(&r_, 0, 100), "- -", 28.8, 28.800000000000004);
	SCALED(dx_scale_minmax(&r_, 0, 100), "100 100 0 0", 70, 70 * (1 - 1e-13), 60, 60 * (1 - 1e-13));
	/* whatever the values: no infinity, no NaN, the ends exact */
	SCALED(dx_scale_minmax(&r_, 0, 100), "100 50 0", 1.7e308, 0, -1.7e308);
	SCALED(dx_scale_minmax(&r_, -1e300, 1e300), "1e+300 0 -1e+300", 1.7e308, 0, -1.7e308);
	SCALED(dx_scale_minmax(&r_, 0, 100), "100 50 0", 2e-300, 1e-300, 0);
	SCALED(dx_scale_minmax(&r_, 0, 1e-300), "1e-300 5e-301 0", 2e-300, 1e-300, 0);
	for (int i = 0; i < 2000; i++)
	{
		double x[3];
		dx_ranking r;

		for (int k = 0; k < 3; k++)
			x[k] = (double) (next_random() % 100000) / (double) (1 + next_random() % 1000);
		if (x[0] == x[1] || x[1] == x[2] || x[0] == x[2])
			continue;
		r = ranking_of(x, 3);
		dx_scale_minmax(&r, 0.1, 0.7);
		for (int k = 0; k < 3; k++)
		{
			bool best = x[k] > x[(k + 1) % 3] && x[k] > x[(k + 2) % 3];
			bool worst = x[k] < x[(k + 1) % 3] && x[k] < x[(k + 2) % 3];

			CHECK(best ? r.values[k] == 0.7 : worst ? r.values[k] == 0.1 : r.values[k] > 0.1 && r.values[k] < 0.7);
		}
	}
}

static void
test_zscore(void)
{
	/* COINr's n_zscore */
	SCALED(dx_scale_zscore(&r_, 0, 1), "-0.707106781187 0.235702260396 0.235702260396 - 1.41421356237 -1.17851130198",
		   X);
	SCALED(dx_scale_zscore(&r_, 0, 1), "0.707106781187 -0.235702260396 -0.235702260396 - -1.41421356237 1.17851130198",
		   LESS);
	SCALED(dx_scale_zscore(&r_, 100, 10), "92.9289321881 102.357022604 102.357022604 - 114.142135624 88.2148869802", X);
	SCALED(dx_scale_zscore(&r_, 100, 10), "107.071067812 97.642977396 97.642977396 - 85.8578643763 111.78511302", LESS);
	SCALED(dx_scale_zscore(&r_, 50, 0), "50 50", 1, 2);
	SCALED(dx_scale_zscore(&r_, 0, 1), "- - - -", 4, 4, NAN, 4);
	SCALED(dx_scale_zscore(&r_, 0, 1), "- -", 28.8, 28.800000000000004);
	SCALED(dx_scale_zscore(&r_, 0, 1), "-", 4);
	SCALED(dx_scale_zscore(&r_, 0, 1), "-", NAN);
	/* far from 0 and at the ends of the doubles: 1, 2, 3 */
	SCALED(dx_scale_zscore(&r_, 0, 1), "-1 0 1", 1e9 + 1, 1e9 + 2, 1e9 + 3);
	SCALED(dx_scale_zscore(&r_, 0, 1), "-1 0 1", -1.5e308, 0, 1.5e308);
	SCALED(dx_scale_zscore(&r_, 0, 1), "-1 0 1", 1e-320, 2e-320, 3e-320);
	SCALED(dx_scale_zscore(&r_, 0, 1e300), "-1e+300 0 1e+300", 1, 2, 3);
	SCALED(dx_scale_zscore(&r_, 0, 1), "0.57735026919 0.57735026919 -1.15470053838", 1e300, 1e300, 1e-300);
}

/* The order of rows changes no bit. */
static void
test_order(void)
{
	enum
	{
		N = 1000
	};
	static double x[N], first[N];
	static int place[N];

	for (int i = 0; i < N; i++)
	{
		x[i] = ((double) (next_random() % 1000003) / 997 - 300) * (1 + 1e-13 * (double) (next_random() % 3));
		place[i] = i;
	}
	for (int round = 0; round < 20; round++)
	{
		static double shuffled[N];
		dx_ranking r;
		bool same = true;

		for (int i = 0; i < N; i++)
			shuffled[i] = x[place[i]];
		r = ranking_of(shuffled, N);
		dx_scale_zscore(&r, 100, 10);
		for (int i = 0; i < N; i++)
			if (round == 0)
				first[place[i]] = r.values[i];
			else
				same &= memcmp(&first[place[i]], &r.values[i], sizeof(double)) == 0;
		CHECK(same);
		for (int i = N - 1; i > 0; i--)
		{
			int j = (int) (next_random() % (uint64_t) (i + 1));
			int swap = place[i];

			place[i] = place[j];
			place[j] = swap;
		}
	}
}

static void
test_share(void)
{
	/* ARWU: the best is 1, the others in proportion; U9 */
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "0.5 0.75 1", 50, 75, 100);
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "0.25 0.583333333333 0.583333333333 - 1 0.0833333333333", X);
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "1 0 -0.5", 10, 0, -5);
	/* less is better: best / x */
	SCALED(dx_scale_share_of_best(&r_, true, &err_), "1 0.666666666667 0.5", -50, -75, -100);
	SCALED(dx_scale_share_of_best(&r_, true, &err_), "0.333333333333 0.142857142857 0.142857142857 - 0.0833333333333 1",
		   LESS);
	/* of nothing there is no share */
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "- -", 0, -5);
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "- - -", -3, NAN, -5);
	SCALED(dx_scale_share_of_best(&r_, true, &err_), "- -", 0, -5);
	SCALED(dx_scale_share_of_best(&r_, true, &err_), "- -", 3, -5);
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "-", NAN);
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "1", 4);
	/* tied rows have one answer */
	SCALED(dx_scale_share_of_best(&r_, false, &err_), "1 1 0.5 0.5", 80, 80 * (1 - 1e-13), 40 * (1 - 1e-13), 40);
	{
		/* of the numbers as they are written: 0.3 / 0.9 is a third, 1.1 / 1.7 eleven seventeenths */
		const double x[] = {0.3, 0.9, 0.1};
		const double far[] = {1e300, 1e-300, 1e-5};
		const double out[] = {1e-300, -1e300};
		dx_ranking r = ranking_of(x, 3);
		dx_error err;

		CHECK(dx_scale_share_of_best(&r, false, &err));
		CHECK_SAME(r.values[0], 1.0 / 3);
		CHECK_SAME(r.values[2], 1.0 / 9);
		r = ranking_of(far, 3);
		CHECK(dx_scale_share_of_best(&r, false, &err));
		CHECK_SAME(r.values[1], 0);
		CHECK_SAME(r.values[2], 1e-5 / 1e300);
		r = ranking_of(out, 2);
		CHECK(!dx_scale_share_of_best(&r, false, &err) && err.kind == DX_ERR_RANGE);
		CHECK_TEXT(err.message, "the share of \"-1e+300\" in \"1e-300\" is out of range");
	}
}

static void
test_target(void)
{
	/* COINr's n_dist2targ */
	SCALED(TARGET(10, false), "0.222222222222 0.666666666667 0.666666666667 - 1.22222222222 0", X);
	SCALED(TARGET(10, true), "0.222222222222 0.666666666667 0.666666666667 - 1 0", X);
	SCALED(TARGET(-2, false), "0.9 0.5 0.5 - 0 1.1", LESS);
	SCALED(TARGET(-2, true), "0.9 0.5 0.5 - 0 1", LESS);
	/* the target has to be better than the worst */
	SCALED(TARGET(1, false), "- - - - - -", X);
	SCALED(TARGET(0, false), "- - - - - -", X);
	SCALED(TARGET(1 + 1e-13, false), "- - - - - -", X);
	SCALED(TARGET(0, false), "- -", 0, 5);
	SCALED(TARGET(10, false), "0 -", 4, NAN);
	SCALED(TARGET(30, false), "0 0", 28.8, 28.800000000000004);
	SCALED(TARGET(10, false), "-", NAN);
	SCALED(TARGET(1e300, false), "1 0", 1e300, -1e300);
	SCALED(TARGET(1e300, false), "1.99999998824 0", 1.7e308, -1.7e308);
	{
		const double x[] = {1e300, 0};
		dx_ranking r = ranking_of(x, 2);
		dx_error err;

		CHECK(!dx_scale_distance_to_target(&r, 1e-300, false, &err) && err.kind == DX_ERR_RANGE);
		r = ranking_of(x, 2);
		CHECK(dx_scale_distance_to_target(&r, 1e-300, true, &err) && r.values[0] == 1);
	}
}

int
main(void)
{
	test_gaps();
	test_minmax();
	test_zscore();
	test_order();
	test_share();
	test_target();
	CHECK_DONE("scale");
}
