/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_stat_comoments.c: covariance, correlation, straight lines, skewness and
 * kurtosis against independent exact arithmetic (rational.h): there deviations
 * from the mean are taken first and powers of them summed. Orders, splits, rows
 * given back, packed bytes, and bytes that no rows have.
 */
#include "check.h"
#include "rational.h"
#include "rows.h"
#include "states.h"
#include "stat/stat_comoments.h"
#include "stat/stat_shape.h"

static void
add(dx_stat *stat, double x, double y, double w, int64_t sign)
{
	if (stat->kind == &dx_stat_shape)
		dx_stat_add_shape(stat, x, w, sign);
	else
		dx_stat_add_co_moments(stat, x, y, w, sign);
}

/* Is what a reader said the nearest double, out of range, or NULL where it has to be? */
static bool
said(bool known, double result, const dx_error *err, const z *num, const z *den, bool root, bool null)
{
	if (null)
		return !known && err->kind == DX_OK;
	if (!known)
		return err->kind == DX_ERR_RANGE && z_nearest(num, den, root, num->sign * den->sign < 0 ? -INFINITY : INFINITY);
	return err->kind == DX_OK && isfinite(result) && z_nearest(num, den, root, result);
}

/* a = b c */
static void
z_product(z *a, const z *b, const z *c)
{
	static z kept;

	z_copy(&kept, b);
	z_mul(&kept, c);
	z_copy(a, &kept);
}

/* a -= times x b */
static void
z_less(z *a, int times, const z *b)
{
	static z term;

	z_set(&term, times < 0 ? 1 : -1, (uint64_t) abs(times), 0);
	z_mul(&term, b);
	z_add(a, &term);
}

typedef struct sums
{
	z w;
	z ww;
	z wx;
	z wy;
	z e[5]; /* sum w (W x - Sx)^k */
	z f2;	/* the same of y, for k = 2 */
	z ef;	/* and of x and y */
} sums;

/* Sums of w, then of powers of W x - Sx. */
static void
sum_up(const double *xs, const double *ys, const double *ws, int n, sums *s)
{
	static z term, w, dx, dy;

	z_set(&s->w, 1, 0, 0);
	z_copy(&s->ww, &s->w);
	z_copy(&s->wx, &s->w);
	z_copy(&s->wy, &s->w);
	z_copy(&s->f2, &s->w);
	z_copy(&s->ef, &s->w);
	for (int k = 0; k < 5; k++)
		z_copy(&s->e[k], &s->w);
	for (int i = 0; i < n; i++)
	{
		z_double(&w, ws[i]);
		z_add(&s->w, &w);
		z_product(&term, &w, &w);
		z_add(&s->ww, &term);
		z_double(&dx, xs[i]);
		z_product(&term, &w, &dx);
		z_add(&s->wx, &term);
		z_double(&dy, ys[i]);
		z_product(&term, &w, &dy);
		z_add(&s->wy, &term);
	}
	for (int i = 0; i < n; i++)
	{
		z_double(&w, ws[i]);
		if (w.sign == 0)
			continue;
		z_double(&dx, xs[i]);
		z_mul(&dx, &s->w);
		z_less(&dx, 1, &s->wx);
		z_double(&dy, ys[i]);
		z_mul(&dy, &s->w);
		z_less(&dy, 1, &s->wy);
		z_copy(&term, &w);
		for (int k = 1; k < 5; k++)
		{
			z_mul(&term, &dx);
			z_add(&s->e[k], &term);
		}
		z_product(&term, &w, &dy);
		z_mul(&term, &dx);
		z_add(&s->ef, &term);
		z_product(&term, &w, &dy);
		z_mul(&term, &dy);
		z_add(&s->f2, &term);
	}
	CHECK(s->e[1].sign == 0);
}

/* cov = EF / W^3, r^2 = EF^2 / (E2 F2), slope = EF / E2, intercept = (Wy E2 - EF Wx) / (W E2) */
static void
check_pair(const dx_stat *stat, const sums *s)
{
	static z num, den, part;
	double result = 0;
	dx_error err;
	bool known;
	bool flat = s->w.sign == 0 || s->e[2].sign == 0;

	z_product(&den, &s->w, &s->w);
	z_mul(&den, &s->w);
	known = dx_stat_covariance_of(stat, false, &result, &err);
	CHECK(said(known, result, &err, &s->ef, &den, false, s->w.sign == 0));
	/* over W (1 - sum w^2 / W^2) instead */
	z_product(&den, &s->w, &s->w);
	z_less(&den, 1, &s->ww);
	z_mul(&den, &s->w);
	known = dx_stat_covariance_of(stat, true, &result, &err);
	CHECK(said(known, result, &err, &s->ef, &den, false, den.sign == 0));
	z_product(&num, &s->ef, &s->ef);
	z_product(&den, &s->e[2], &s->f2);
	known = dx_stat_correlation_of(stat, &result, &err);
	CHECK(!known || fabs(result) <= 1);
	CHECK(!known || (result < 0) == (s->ef.sign < 0) || result == 0);
	CHECK(said(known, fabs(result), &err, &num, &den, true, flat || s->f2.sign == 0));
	known = dx_stat_slope_of(stat, &result, &err);
	CHECK(said(known, result, &err, &s->ef, &s->e[2], false, flat));
	z_product(&num, &s->wy, &s->e[2]);
	z_product(&part, &s->ef, &s->wx);
	z_less(&num, 1, &part);
	z_product(&den, &s->w, &s->e[2]);
	known = dx_stat_intercept_of(stat, &result, &err);
	CHECK(said(known, result, &err, &num, &den, false, flat));
}

/* b1 = W E3^2 / E2^3, b2 = W E4 / E2^2 */
static void
check_shape(const dx_stat *stat, const sums *s)
{
	static z num, den, size, less, part;
	double result = 0;
	dx_error err;
	bool known;
	bool flat = s->w.sign == 0 || s->e[2].sign == 0;

	z_product(&size, &s->w, &s->w);
	z_product(&num, &s->e[3], &s->e[3]);
	z_mul(&num, &s->w);
	z_mul(&num, &size);
	z_copy(&less, &size);
	z_less(&less, 1, &s->ww);
	z_mul(&num, &less);
	z_product(&den, &s->e[2], &s->e[2]);
	z_mul(&den, &s->e[2]);
	z_less(&less, 1, &s->ww);
	z_mul(&den, &less);
	z_mul(&den, &less);
	known = dx_stat_skewness_of(stat, &result, &err);
	CHECK(!known || (result < 0) == (s->e[3].sign < 0) || result == 0);
	CHECK(said(known, fabs(result), &err, &num, &den, true, flat || less.sign <= 0));

	/* ((N + Q) W E4 - 3 (N - Q) E2^2) (N - Q) / (E2^2 (N - 2Q) (N - 3Q)) */
	z_copy(&num, &size);
	z_less(&num, -1, &s->ww);
	z_mul(&num, &s->w);
	z_mul(&num, &s->e[4]);
	z_copy(&less, &size);
	z_less(&less, 1, &s->ww);
	z_product(&den, &s->e[2], &s->e[2]);
	z_product(&part, &less, &den);
	z_less(&num, 3, &part);
	z_mul(&num, &less);
	z_less(&less, 1, &s->ww);
	z_mul(&den, &less);
	z_less(&less, 1, &s->ww);
	z_mul(&den, &less);
	known = dx_stat_kurtosis_of(stat, &result, &err);
	CHECK(said(known, result, &err, &num, &den, false, flat || less.sign <= 0));
}

/* Any order, split, united, taken out and packed, the same bytes. */
static void
check_states(const dx_stat_kind *kind, const double *xs, const double *ys, const double *ws, int n, dx_stat *all)
{
	int cut = (int) (draw() % (uint64_t) (n + 1));
	dx_stat *part = new_stat(kind);
	dx_stat *rest = new_stat(kind);
	dx_stat *empty = new_stat(kind);
	dx_stat *again;
	uint8_t *packed;
	size_t size;
	dx_error err;

	for (int i = 0; i < n; i++)
		add(all, xs[i], ys[i], ws[i], 0);
	for (int i = n; i-- > 0;)
		add(i < cut ? part : rest, xs[i], ys[i], ws[i], 0);
	CHECK(all->rows == n);
	CHECK(dx_stat_unite(part, rest, false, &err));
	CHECK(same(part, all));
	packed = pack(all, &size);
	again = unpack(packed, size, &err);
	CHECK(again && same(again, all));
	if (again)
		drop(again);
	/* One byte of it changed is taken by no reader that could say nonsense. */
	for (int tries = 0; tries < 20; tries++)
	{
		uint64_t at = 4 + draw() % (size - 4);
		uint8_t kept = packed[at];
		double result;

		packed[at] ^= (uint8_t) (1 << draw() % 8);
		again = unpack(packed, size, &err);
		CHECK(again || err.kind == DX_ERR_BINARY || err.kind == DX_ERR_RANGE);
		if (again && kind == &dx_stat_co_moments)
			CHECK(!dx_stat_correlation_of(again, &result, &err) || fabs(result) <= 1);
		else if (again)
			CHECK((dx_stat_skewness_of(again, &result, &err) && dx_stat_kurtosis_of(again, &result, &err)) ||
				  err.kind == DX_OK || err.kind == DX_ERR_RANGE);
		if (again)
			drop(again);
		packed[at] = kept;
	}
	dx_free(packed);
	CHECK(dx_stat_unite(part, rest, true, &err));
	for (int i = 0; i < cut; i++)
		add(part, xs[i], ys[i], ws[i], -1);
	CHECK(same(part, empty));
	drop(part);
	drop(rest);
	drop(empty);
}

static void
test_groups(void)
{
	static sums s;

	for (int group = 0; group < 120 * ROW_SORTS; group++)
	{
		double xs[ROWS_MAX];
		double ys[ROWS_MAX];
		double ws[ROWS_MAX];
		int other = draw_rows((int) (draw() % ROW_SORTS), ys, ws);
		int n = draw_rows(group % ROW_SORTS, xs, ws);
		dx_stat *pair = new_stat(&dx_stat_co_moments);
		dx_stat *shape = new_stat(&dx_stat_shape);

		n = n < other ? n : other;
		/* On a line, or nearly, in every third. */
		for (int i = 0; i < n && group % 3 == 0; i++)
			ys[i] = 0.25 * xs[i];
		sum_up(xs, ys, ws, n, &s);
		check_states(&dx_stat_co_moments, xs, ys, ws, n, pair);
		check_pair(pair, &s);
		check_states(&dx_stat_shape, xs, ys, ws, n, shape);
		check_shape(shape, &s);
		drop(pair);
		drop(shape);
	}
}

/* Worked by hand. */
static void
test_values(void)
{
	dx_stat *stat = new_stat(&dx_stat_co_moments);
	double result = -1;
	dx_error err;

	CHECK(!dx_stat_covariance_of(stat, false, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_correlation_of(stat, &result, &err) && err.kind == DX_OK);
	/* No weight. */
	dx_stat_add_co_moments(stat, 7, 8, 0, 0);
	CHECK(!dx_stat_covariance_of(stat, false, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_slope_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(dx_stat_weight_of(stat, &result, &err));
	CHECK_SAME(result, 0.0);
	/* One point: a covariance of 0, no line, no sample. */
	dx_stat_add_co_moments(stat, 0.1, 0.3, 2, 0);
	CHECK(dx_stat_covariance_of(stat, false, &result, &err));
	CHECK_SAME(result, 0.0);
	CHECK(!dx_stat_covariance_of(stat, true, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_intercept_of(stat, &result, &err) && err.kind == DX_OK);
	/* 0.1, 0.2, 0.3 and 0.3, 0.6, 0.9 are on a line but for the last bits of binary numbers. */
	dx_stat_add_co_moments(stat, 0.2, 0.6, 1, 0);
	dx_stat_add_co_moments(stat, 0.3, 0.9, 1, 0);
	CHECK(dx_stat_correlation_of(stat, &result, &err));
	CHECK_SAME(result, 1.0);
	CHECK(!dx_stat_mean_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind co-moments have no mean");
	CHECK(!dx_stat_skewness_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	drop(stat);

	/* The line y = 10 - 2 x through large levels, where plain sums see little. */
	stat = new_stat(&dx_stat_co_moments);
	for (int i = 0; i < 5; i++)
		dx_stat_add_co_moments(stat, 1e9 + i, 10 - 2 * (1e9 + i), 1 + i, 0);
	CHECK(dx_stat_correlation_of(stat, &result, &err));
	CHECK_SAME(result, -1.0);
	CHECK(dx_stat_slope_of(stat, &result, &err));
	CHECK_SAME(result, -2.0);
	CHECK(dx_stat_intercept_of(stat, &result, &err));
	CHECK_SAME(result, 10.0);
	drop(stat);

	/* A constant column of tenths, which plain sums correlate. */
	stat = new_stat(&dx_stat_co_moments);
	for (int i = 0; i < 7; i++)
		dx_stat_add_co_moments(stat, i * i, 0.1, 1, 0);
	CHECK(!dx_stat_correlation_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(dx_stat_slope_of(stat, &result, &err));
	CHECK_SAME(result, 0.0);
	CHECK(dx_stat_intercept_of(stat, &result, &err));
	CHECK_SAME(result, 0.1);
	drop(stat);

	/* 1, 2, 3, 4, 10: squares of 9, 4, 1, 0, 36 about 4, cubes -27, -8, -1, 0, 216, fourth powers 1394. */
	stat = new_stat(&dx_stat_shape);
	for (int i = 0; i < 5; i++)
		dx_stat_add_shape(stat, i < 4 ? i + 1 : 10, 0.5, 0);
	CHECK(dx_stat_kurtosis_of(stat, &result, &err));
	/* ((6 x 5 x 1394 / 2500 - 18) + 6) 4 / (3 x 2) */
	CHECK_SAME(result, 3.152);
	CHECK(dx_stat_skewness_of(stat, &result, &err));
	/* 36 / 10^1.5 sqrt(20) / 3 */
	CHECK_SAME(result, 1.697056274847714);
	CHECK(dx_stat_mean_of(stat, &result, &err));
	CHECK_SAME(result, 4.0);
	CHECK(dx_stat_variance_of(stat, true, false, &result, &err));
	CHECK_SAME(result, 12.5);
	/* Three values have no kurtosis, two no skewness, equal ones neither. */
	dx_stat_add_shape(stat, 10, 0.5, -1);
	dx_stat_add_shape(stat, 4, 0.5, -1);
	CHECK(!dx_stat_kurtosis_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(dx_stat_skewness_of(stat, &result, &err));
	CHECK_SAME(result, 0.0);
	dx_stat_add_shape(stat, 3, 0.5, -1);
	CHECK(!dx_stat_skewness_of(stat, &result, &err) && err.kind == DX_OK);
	drop(stat);
	stat = new_stat(&dx_stat_shape);
	for (int i = 0; i < 6; i++)
		dx_stat_add_shape(stat, 0.1, 1, 0);
	CHECK(!dx_stat_skewness_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_kurtosis_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_slope_of(stat, &result, &err) && err.kind == DX_ERR_PARAM);
	drop(stat);
}

/* Sums that no rows have. */
static void
test_refused(void)
{
	static const struct
	{
		int sum;
		double by;
	} pairs[] = {{DX_STAT_WXY, 100}, {DX_STAT_WXY, -100}, {DX_STAT_WYY, -5},
				 {DX_STAT_WXX, -5},	 {DX_STAT_WW, 1e9},	  {DX_STAT_W, -3}},
	  shapes[] = {{DX_STAT_WXXX, 1e4}, {DX_STAT_WXXX, -1e4}, {DX_STAT_WXXXX, -600}, {DX_STAT_WXX, -5}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]) + sizeof(shapes) / sizeof(shapes[0]); i++)
	{
		bool shape = i >= sizeof(pairs) / sizeof(pairs[0]);
		size_t k = shape ? i - sizeof(pairs) / sizeof(pairs[0]) : i;
		dx_stat *stat = new_stat(shape ? &dx_stat_shape : &dx_stat_co_moments);
		dx_stat *again;
		uint8_t *packed;
		size_t size;
		dx_error err;

		add(stat, 1, 4, 1, 0);
		add(stat, 2, 3, 1, 0);
		add(stat, 4, 1, 1, 0);
		dx_exact_add(&stat->sums[shape ? shapes[k].sum : pairs[k].sum], shape ? shapes[k].by : pairs[k].by);
		packed = pack(stat, &size);
		again = unpack(packed, size, &err);
		CHECK(again == NULL && err.kind == DX_ERR_BINARY);
		CHECK_TEXT(err.message, "statistics are not valid: no rows have these sums");
		if (again)
			drop(again);
		dx_free(packed);
		drop(stat);
	}
}

/* Weights beneath the least double, which no row has: 2^-1075. */
static void
test_too_fine(void)
{
	static const uint8_t bytes[] = {
		DX_STAT_FORMAT,			DX_STAT_SUM, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, (3232 - 1080) / 8 & 255,
		(3232 - 1080) / 8 >> 8, 1 << 5};
	dx_error err;
	dx_stat *stat = unpack(bytes, sizeof(bytes), &err);

	CHECK(stat == NULL && err.kind == DX_ERR_BINARY);
}

int
main(void)
{
	test_groups();
	test_values();
	test_refused();
	test_too_fine();
	CHECK_DONE("stat_comoments");
}
