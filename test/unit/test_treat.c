/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_treat.c: winsorising against a naive one that goes through the rows and
 * takes skewness and kurtosis anew at every step; logarithms and Box-Cox
 * transforms against the C library's; values over time against a search through
 * all rows.
 */
#include "check.h"
#include "rank/known.h"
#include "rank/treat.h"
#include "stat/stat_shape.h"

#define MAX 64

static uint64_t state = 20240229;

static uint64_t
draw(void)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return state >> 33;
}

static double values[MAX];
static uint64_t order[MAX];
static uint64_t temp[MAX];

static dx_ranking
ranking_of(const double *x, int64_t n)
{
	dx_ranking r = {values, order, temp, n, 0};

	memcpy(values, x, (size_t) n * sizeof(double));
	dx_rank_sort(&r);
	return r;
}

/* A column of 0 to MAX rows with outliers, ties and missing values. */
static int
draw_column(double *x)
{
	int n = (int) (draw() % MAX);
	int sort = (int) (draw() % 6);

	for (int i = 0; i < n; i++)
	{
		x[i] = (double) (draw() % 1000) / 10;
		if (sort == 1)
			x[i] = (double) (draw() % 5);
		if (sort == 2 && draw() % 8 == 0)
			x[i] = (draw() % 2 ? 1 : -1) * (double) (draw() % 100000);
		if (sort == 3)
			x[i] = ldexp(1 + (double) (draw() % 100) / 100, (int) (draw() % 60));
		if (sort == 4)
			x[i] = -ldexp(1, (int) (draw() % 30));
		if (sort == 5)
			x[i] = draw() % 10 == 0 ? 1e9 : 28.8;
		if (draw() % 9 == 0)
			x[i] = NAN;
	}
	return n;
}

static void
drop(dx_stat *stat)
{
	dx_stat_free(stat);
	dx_free(stat);
}

static dx_stat *
shape_of(const double *x, int n)
{
	dx_stat *stat = dx_alloc(dx_stat_size(&dx_stat_shape));

	dx_stat_init(stat, &dx_stat_shape, NULL);
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]))
			dx_stat_add_shape(stat, x[i], 1, 0);
	return stat;
}

/* The least or the greatest value, and the next one after it; NAN where there is none. */
static void
extremes(const double *x, int n, bool greatest, double *end, double *next)
{
	*end = *next = NAN;
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]) && (isnan(*end) || (greatest ? x[i] > *end : x[i] < *end)))
			*end = x[i];
	for (int i = 0; i < n; i++)
		if (!isnan(x[i]) && x[i] != *end && (isnan(*next) || (greatest ? x[i] > *next : x[i] < *next)))
			*next = x[i];
}

/* COINr's winsorise, as it is described; does the column pass afterwards? */
static bool
naive_winsorise(double *x, int n, const dx_treat_rule *rule, dx_treated *marks)
{
	int changed = 0;

	for (int i = 0; i < n; i++)
		marks[i] = DX_TREATED;
	for (;;)
	{
		dx_stat *stat = shape_of(x, n);
		double skew = 0;
		double kurt = 0;
		double end;
		double next;
		double other;
		double after;
		dx_error err;
		bool passes = !dx_stat_skewness_of(stat, &skew, &err) || !dx_stat_kurtosis_of(stat, &kurt, &err) ||
			fabs(skew) < rule->skew || kurt < rule->kurt;

		drop(stat);
		if (passes || changed >= rule->winmax)
			return passes;
		extremes(x, n, skew >= 0, &end, &next);
		extremes(x, n, skew < 0, &other, &after);
		if (isnan(next) || next == other)
			return false;
		for (int i = 0; i < n; i++)
			if (x[i] == end)
			{
				changed += marks[i] == DX_TREATED;
				marks[i] = skew >= 0 ? DX_TREATED_HIGH : DX_TREATED_LOW;
				x[i] = next;
			}
	}
}

static bool
same(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static void
test_winsorise(void)
{
	static const dx_treat_rule rules[] = {{5, 2, 3.5}, {1, 0.8, 1}, {0, 2, 3.5}, {INT_MAX, 0.01, -3}, {3, 0, 0}};
	int treated = 0;
	int logged = 0;

	for (int round = 0; round < 3000; round++)
	{
		const dx_treat_rule *rule = &rules[round % 5];
		double x[MAX];
		double want[MAX];
		double low;
		double high;
		dx_treated marks[MAX];
		bool is_logged;
		int n = draw_column(x);
		bool passes;
		dx_ranking r = ranking_of(x, n);

		memcpy(want, x, sizeof(x));
		passes = naive_winsorise(want, n, rule, marks);
		dx_treat_limits(&r, rule, &low, &high, &is_logged);
		CHECK(is_logged == !passes);
		dx_treat_winsorise(&r, rule);
		for (int i = 0; i < n; i++)
		{
			CHECK(same(values[i], want[i]));
			treated += !isnan(x[i]) && values[i] != x[i];
			CHECK(isnan(x[i]) || values[i] == (x[i] > high ? high : x[i] < low ? low : x[i]));
		}
		r = ranking_of(x, n);
		dx_treat_marks(&r, rule);
		for (int i = 0; i < n; i++)
			CHECK(isnan(x[i])	? isnan(values[i])
					  : !passes ? values[i] == DX_TREATED_LOG
								: (marks[i] == DX_TREATED ? isnan(values[i]) : values[i] == marks[i]));
		r = ranking_of(x, n);
		dx_treat_or_log(&r, rule);
		if (!passes)
		{
			dx_ranking log;

			logged++;
			memcpy(want, values, sizeof(want));
			log = ranking_of(x, n);
			dx_treat_log(&log, DX_LOG_CT);
		}
		for (int i = 0; i < n; i++)
			CHECK(same(values[i], want[i]));
	}
	CHECK(treated > 1000 && logged > 100);
}

static bool
close_to(double got, double want)
{
	return isnan(want) ? isnan(got) : fabs(got - want) <= 1e-12 * (fabs(want) + 1e-3);
}

static void
test_transforms(void)
{
	static const double lambdas[] = {0, 1, 0.5, -1, 2, -0.3, 1e-40};

	for (int round = 0; round < 1000; round++)
	{
		double x[MAX];
		double least;
		double most;
		double next;
		double skew = 0;
		int n = draw_column(x);
		dx_stat *stat = shape_of(x, n);
		dx_ranking r;
		dx_error err;

		dx_stat_skewness_of(stat, &skew, &err);
		drop(stat);
		extremes(x, n, false, &least, &next);
		extremes(x, n, true, &most, &next);
		for (int form = 0; form < DX_LOG_FORMS; form++)
		{
			r = ranking_of(x, n);
			dx_treat_log(&r, (dx_log_form) form);
			for (int i = 0; i < n; i++)
			{
				double share = (most - least) / 100;
				double want = form == DX_LOG_CT_ORIG ? log(x[i] - least + 1)
					: most == least					 ? NAN
					: form == DX_LOG_GII ? (most > 1 ? log((most - 1) * (x[i] - least) / (most - least) + 1) : NAN)
					: form == DX_LOG_CT_PLUS && skew < 0 ? -log(most - x[i] + share)
														 : log(x[i] - least + share);

				CHECK(close_to(values[i], want));
			}
		}
		for (size_t k = 0; k < sizeof(lambdas) / sizeof(lambdas[0]); k++)
		{
			double l = lambdas[k];

			r = ranking_of(x, n);
			CHECK(dx_treat_boxcox(&r, l, &err));
			for (int i = 0; i < n; i++)
				CHECK(close_to(values[i],
							   fabs(l) < 1e-30 ? log(x[i] - least + 1) : expm1(l * log(x[i] - least + 1)) / l));
		}
	}
}

/* Values at the ends of doubles, by hand. */
static void
test_ends(void)
{
	static const double wide[] = {-0x1p1023, 0, 0x1p1023};
	dx_ranking r = ranking_of(wide, 3);
	dx_error err;

	dx_treat_log(&r, DX_LOG_CT);
	CHECK_SAME(values[2], 709.79266322423712); /* ln 1.01 + 1024 ln 2 */
	r = ranking_of(wide, 3);
	CHECK(dx_treat_boxcox(&r, 0, &err));
	CHECK_SAME(values[2], 1024 * log(2));
	CHECK_SAME(values[0], 0.0);
	r = ranking_of(wide, 3);
	CHECK(!dx_treat_boxcox(&r, 1.001, &err) && err.kind == DX_ERR_RANGE);
	r = ranking_of(wide, 3);
	CHECK(!dx_treat_boxcox(&r, 1, &err) && err.kind == DX_ERR_RANGE);
	CHECK_TEXT(err.message, "the Box-Cox transform of \"8.98846567431158e+307\" is out of range");
	r = ranking_of(wide, 3);
	CHECK(dx_treat_boxcox(&r, -1000, &err));
	CHECK_SAME(values[2], 0.001);
	r = ranking_of(wide, 0);
	dx_treat_log(&r, DX_LOG_GII);
	CHECK(dx_treat_boxcox(&r, 2, &err));
}

/* Steps so small that their products have no room in doubles; expected by 60 digits. */
static void
test_faint(void)
{
	static const double steps[] = {0, 0x1p-1074, 0x1.8p-1050, 0x1.0000001p-960, 0x1.5p-300};
	static const double lambdas[] = {0, 1e-12, -0.5, 0.1, 1, 2, 1e40};
	static const double ends[] = {0, 0x1p-1074, 0x1.8p-1050, 0x1.0000001p-960, 2};
	static const struct
	{
		double x;
		double lambda;
		double want;
	} steep[] = {
		{0x1.5p-300, 0x1p300, 0x1.5b93e3c8ad94fp-299},	 /* (e^1.3125 - 1) / lambda */
		{0x1.8p-1000, 0x1p1005, 0x1.304d6aeca254bp-936}, /* (e^48 - 1) / lambda */
		{0x1.8p-1000, 0x1p1009, 0x1.fc63cce13522ep+98},	 /* (e^768 - 1) / lambda */
		{0x1p-1074, 0x1p1023, 0x1p-1074},				 /* the least double */
		{0x1.8p-1000, -0x1p1020, 0x1p-1020},			 /* 1 / 2^1020 */
		{0x1p-1000, -0x1p1002, 0x1.f69f5523ef618p-1003}, /* (1 - e^-4) / 2^1002 */
	};
	dx_error err;

	for (size_t k = 0; k < sizeof(lambdas) / sizeof(lambdas[0]); k++)
	{
		dx_ranking r = ranking_of(steps, 5);

		CHECK(dx_treat_boxcox(&r, lambdas[k], &err));
		for (int i = 0; i < 5; i++)
			CHECK_SAME(values[i], steps[i]);
	}
	{
		dx_ranking r = ranking_of(steps, 5);

		dx_treat_log(&r, DX_LOG_CT_ORIG);
		for (int i = 0; i < 5; i++)
			CHECK_SAME(values[i], steps[i]);
		r = ranking_of(ends, 5);
		dx_treat_log(&r, DX_LOG_GII);
		for (int i = 0; i < 4; i++)
			CHECK_SAME(values[i], ldexp(ends[i], -1));
	}
	for (size_t k = 0; k < sizeof(steep) / sizeof(steep[0]); k++)
	{
		double both[] = {0, steep[k].x};
		dx_ranking r = ranking_of(both, 2);

		CHECK(dx_treat_boxcox(&r, steep[k].lambda, &err));
		CHECK_SAME(values[1], steep[k].want);
		CHECK_SAME(values[0], 0.0);
	}
}

static void
test_forms(void)
{
	dx_log_form form = DX_LOG_FORMS;
	dx_error err;

	for (int i = 0; i < DX_LOG_FORMS; i++)
	{
		const char *name = dx_log_form_name((dx_log_form) i);

		CHECK(dx_log_form_parse((dx_str) {name, strlen(name)}, &form, &err) && form == (dx_log_form) i);
	}
	CHECK(dx_log_form_parse((dx_str) {"LOG_ct", 6}, &form, &err) && form == DX_LOG_CT);
	CHECK(!dx_log_form_parse((dx_str) {"log_", 4}, &form, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "unknown form of logarithm \"log_\"");
}

/* By a search through all rows. */
static double
naive_last(const double *at, const double *x, int n, int i, double within, bool time)
{
	int last = -1;

	if (isnan(at[i]))
		return time ? NAN : x[i];
	for (int k = 0; k < n; k++)
		if (!isnan(x[k]) && at[k] <= at[i] && (last < 0 || at[k] > at[last]))
			last = k;
	return last < 0 || at[i] - at[last] > within ? NAN : time ? at[last] : x[last];
}

static double
naive_between(const double *at, const double *x, int n, int i, bool flat)
{
	int last = -1;
	int next = -1;

	if (isnan(at[i]) || !isnan(x[i]))
		return x[i];
	for (int k = 0; k < n; k++)
	{
		if (!isnan(x[k]) && at[k] <= at[i] && (last < 0 || at[k] > at[last]))
			last = k;
		if (!isnan(x[k]) && at[k] >= at[i] && (next < 0 || at[k] < at[next]))
			next = k;
	}
	if (last < 0 || next < 0)
		return !flat || (last < 0 && next < 0) ? NAN : x[last < 0 ? next : last];
	/* Small whole numbers: products are exact. */
	return at[last] == at[next] ? x[last]
								: (x[last] * (at[next] - at[i]) + x[next] * (at[i] - at[last])) / (at[next] - at[last]);
}

static void
test_known(void)
{
	for (int round = 0; round < 4000; round++)
	{
		double at[MAX];
		double x[MAX];
		double got[MAX];
		int n = (int) (draw() % MAX);
		double within = round % 3 == 0 ? INFINITY : (double) (draw() % 10);
		dx_ranking r;
		dx_error err;

		for (int i = 0; i < n; i++)
		{
			at[i] = draw() % 12 == 0 ? NAN : (double) (draw() % 40) - 20;
			x[i] = draw() % 3 > 0 ? NAN : isnan(at[i]) ? 7 : (double) ((int) (at[i] * 37) % 23);
		}
		r = ranking_of(at, n);
		memcpy(got, x, sizeof(got));
		CHECK(dx_known_last(&r, got, within, &err));
		for (int i = 0; i < n; i++)
			CHECK(same(got[i], naive_last(at, x, n, i, within, false)));
		/* The face leaves rows without a time out. */
		memcpy(got, x, sizeof(got));
		CHECK(dx_known_time(&r, got, within, &err));
		for (int i = 0; i < n; i++)
			CHECK(isnan(at[i]) || same(got[i], naive_last(at, x, n, i, within, true)));
		memcpy(got, x, sizeof(got));
		CHECK(dx_known_between(&r, got, round % 2, &err));
		for (int i = 0; i < n; i++)
			CHECK(same(got[i], naive_between(at, x, n, i, round % 2)));
		/* Two values at one time are refused, in whichever order they come. */
		if (n >= 2 && !isnan(at[0]))
		{
			at[n - 1] = at[0];
			x[0] = round % 2 ? 1 : 2;
			x[n - 1] = 3 - x[0];
			r = ranking_of(at, n);
			memcpy(got, x, sizeof(got));
			CHECK(!dx_known_last(&r, got, within, &err) && err.kind == DX_ERR_PARAM);
			memcpy(got, x, sizeof(got));
			CHECK(!dx_known_between(&r, got, true, &err) && err.kind == DX_ERR_PARAM);
		}
	}
}

int
main(void)
{
	test_winsorise();
	test_transforms();
	test_ends();
	test_faint();
	test_forms();
	test_known();
	CHECK_DONE("treat");
}
