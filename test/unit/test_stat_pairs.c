/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_stat_pairs.c: Spearman's and Kendall's rank correlations against naive
 * ones that compare every row with every other; orders, splits, packed bytes,
 * bytes that are none.
 */
#include "check.h"
#include "rational.h"
#include "rows.h"
#include "states.h"
#include "stat/stat_pairs.h"

#define MAX 300

/* Twice the rank of a value: rows below it, and half of those that are equal. */
static int64_t
rank_of(const double *x, int n, double value)
{
	int64_t rank = 1;

	for (int i = 0; i < n; i++)
		rank += 2 * (x[i] < value) + (x[i] == value);
	return rank;
}

/* Is result a / sqrt(b c), the nearest double? */
static bool
is_share(bool known, double result, int64_t a, int64_t b, int64_t c)
{
	static z num, den, factor;

	if (b == 0 || c == 0)
		return !known;
	z_set(&num, 1, (uint64_t) llabs(a), 0);
	z_set(&factor, 1, (uint64_t) llabs(a), 0);
	z_mul(&num, &factor);
	z_set(&den, 1, (uint64_t) b, 0);
	z_set(&factor, 1, (uint64_t) c, 0);
	z_mul(&den, &factor);
	return known && (result < 0) == (a < 0) && z_nearest(&num, &den, true, fabs(result));
}

static void
check_against_naive(const dx_stat *stat, const double *x, const double *y, int n)
{
	int64_t sum = (int64_t) n * (n + 1);
	int64_t xx = 0;
	int64_t yy = 0;
	int64_t xy = 0;
	int64_t score = 0;
	int64_t differ_x = 0;
	int64_t differ_y = 0;
	double result = 0;
	dx_error err;
	bool known;

	for (int i = 0; i < n; i++)
	{
		int64_t rx = rank_of(x, n, x[i]);
		int64_t ry = rank_of(y, n, y[i]);

		xx += rx * rx;
		yy += ry * ry;
		xy += rx * ry;
		for (int j = 0; j < i; j++)
		{
			int sx = (x[i] > x[j]) - (x[i] < x[j]);
			int sy = (y[i] > y[j]) - (y[i] < y[j]);

			score += sx * sy;
			differ_x += sx != 0;
			differ_y += sy != 0;
		}
	}
	known = dx_stat_spearman_of(stat, &result, &err);
	CHECK(is_share(known, result, n * xy - sum * sum, n * xx - sum * sum, n * yy - sum * sum));
	known = dx_stat_kendall_of(stat, &result, &err);
	CHECK(is_share(known, result, score, differ_x, differ_y));
	CHECK(known || err.kind == DX_OK);
}

#define SORTS 8

/* A value of a sort: any double, few different ones, half of them equal. */
static double
draw_value(int sort, int i)
{
	double values[] = {draw_finite(), (double) (draw() % 5) - 2, draw_unit(), draw() % 2 ? 7 : draw_unit(), i, -i,
					   draw() % 2 ? 0.0 : -0.0,
					   /* Many that agree in their highest bits, beside some that do not. */
					   draw() % 8 ? 1 + (double) (draw() % 64) * 0x1p-52 : draw_finite()};

	return values[sort];
}

static void
test_groups(void)
{
	for (int round = 0; round < 700; round++)
	{
		double x[MAX];
		double y[MAX];
		int n = round % 10 == 0 ? (int) (draw() % MAX) : (int) (draw() % 40);
		int cut = (int) (draw() % (uint64_t) (n + 1));
		dx_stat *all = new_stat(&dx_stat_pairs);
		dx_stat *part = new_stat(&dx_stat_pairs);
		dx_stat *rest = new_stat(&dx_stat_pairs);
		dx_stat *again;
		uint8_t *packed;
		size_t size;
		dx_error err;

		for (int i = 0; i < n; i++)
		{
			x[i] = draw_value(round % SORTS, i);
			y[i] = draw_value(round / SORTS % SORTS, i);
			CHECK(dx_stat_add_pair(all, x[i], y[i], &err));
		}
		for (int i = n; i-- > 0;)
			CHECK(dx_stat_add_pair(i < cut ? part : rest, x[i], y[i], &err));
		check_against_naive(all, x, y, n);
		CHECK(dx_stat_unite(part, rest, false, &err));
		CHECK(part->rows == n && same(part, all));
		check_against_naive(part, x, y, n);
		packed = pack(all, &size);
		CHECK(size == 12 + 16 * (size_t) n);
		again = unpack(packed, size, &err);
		CHECK(again && same(again, all));
		for (int tries = 0; again && tries < 10; tries++)
		{
			dx_stat *damaged;

			packed[4 + draw() % (size - 4)] ^= (uint8_t) (1 << draw() % 8);
			damaged = unpack(packed, size, &err);
			CHECK(damaged || err.kind == DX_ERR_BINARY || err.kind == DX_ERR_RANGE);
			if (damaged)
				drop(damaged);
		}
		dx_free(packed);
		/* What was united can be taken out; what was not there can not. */
		CHECK(dx_stat_unite(part, rest, true, &err) && part->rows == cut);
		CHECK(dx_stat_unite(part, rest, false, &err) && same(part, all));
		if (n > 0)
		{
			dx_stat *other = new_stat(&dx_stat_pairs);

			CHECK(dx_stat_add_pair(other, 1e5 + 0.5, 1, &err));
			CHECK(!dx_stat_unite(part, other, true, &err) && err.kind == DX_ERR_PARAM);
			drop(other);
		}
		drop(again);
		drop(all);
		drop(part);
		drop(rest);
	}
}

/* More than one run of every length, one of them odd. */
static void
test_long(void)
{
	enum
	{
		n = 3001
	};
	static double x[n];
	static double y[n];
	dx_error err;

	for (int sort = 0; sort < SORTS; sort++)
	{
		dx_stat *stat = new_stat(&dx_stat_pairs);

		for (int i = 0; i < n; i++)
		{
			x[i] = draw_value(sort, i);
			y[i] = draw_value((sort + 2) % SORTS, i);
			CHECK(dx_stat_add_pair(stat, x[i], y[i], &err));
		}
		check_against_naive(stat, x, y, n);
		drop(stat);
	}
}

static void
test_refused(void)
{
	/* 1, 2 then 1, 1; -0; NaN; a pair too many, too few */
	static const char *const rows[] = {"\2", "\1", "\1", "\2", "\0"};
	static const double pairs[][4] = {{1, 2, 1, 1}, {-0.0, 1, 0, 0}, {1, NAN, 0, 0}, {1, 1, 0, 0}, {1, 1, 0, 0}};
	static const int counts[] = {2, 1, 1, 1, 1};
	double result = 0;
	dx_error err;
	dx_stat *stat;

	for (int i = 0; i < 5; i++)
	{
		uint8_t packed[44] = {DX_STAT_FORMAT, DX_STAT_PAIRS, 0, 0, (uint8_t) rows[i][0]};

		for (int n = 0; n < 2 * counts[i]; n++)
			memcpy(packed + 12 + 8 * n, little_endian(pairs[i][n]), 8);
		stat = unpack(packed, 12 + 16 * (size_t) counts[i], &err);
		CHECK(stat == NULL && err.kind == DX_ERR_BINARY);
	}
	stat = new_stat(&dx_stat_pairs);
	CHECK(!dx_stat_weight_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind pairs have no weight");
	CHECK(!dx_stat_mean_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK(!dx_stat_sum_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK(!dx_stat_variance_of(stat, false, false, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK(!dx_stat_kendall_of(stat, &result, &err) && err.kind == DX_OK);
	drop(stat);
	stat = dx_alloc(dx_stat_size(&dx_stat_sum));
	dx_stat_init(stat, &dx_stat_sum, NULL);
	CHECK(!dx_stat_spearman_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind sum have no rank correlation");
	drop(stat);
}

int
main(void)
{
	test_groups();
	test_long();
	test_refused();
	CHECK_DONE("stat_pairs");
}
