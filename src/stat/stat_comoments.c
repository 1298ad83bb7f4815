/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_comoments.c: covariance, correlation and straight lines as a kind of
 * statistics (stat_comoments.h).
 */
#include "stat/stat_comoments.h"

static bool check_co_moments(const dx_stat *stat);

const dx_stat_kind dx_stat_co_moments = {
	DX_STAT_CO_MOMENTS, "co-moments", 0, 7, {0, 0, 0, DX_EXACT_ROOM_3, 0, DX_EXACT_ROOM_3, DX_EXACT_ROOM_3},
	check_co_moments,	NULL};

void
dx_stat_add_co_moments(dx_stat *stat, double x, double y, double w, int64_t sign)
{
	dx_parts px = dx_decompose(x);
	dx_parts py = dx_decompose(y);
	dx_parts pw = dx_decompose(w);
	dx_parts signed_w = pw;

	signed_w.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &signed_w);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &signed_w, &px);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WY], &signed_w, &py);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WW], &signed_w, &pw);
	dx_exact_add_parts3(&stat->sums[DX_STAT_WXX], &signed_w, &px, &px);
	dx_exact_add_parts3(&stat->sums[DX_STAT_WXY], &signed_w, &px, &py);
	dx_exact_add_parts3(&stat->sums[DX_STAT_WYY], &signed_w, &py, &py);
}

/* a b - c d */
static void
difference(const dx_stat *stat, int a, int b, int c, int d, dx_big *out)
{
	dx_big one;
	dx_big two;
	dx_big first;
	dx_big second;

	dx_exact_to_big(&stat->sums[a], &one);
	dx_exact_to_big(&stat->sums[b], &two);
	dx_big_mul(&one, &two, &first);
	dx_exact_to_big(&stat->sums[c], &one);
	dx_exact_to_big(&stat->sums[d], &two);
	dx_big_mul(&one, &two, &second);
	dx_big_sub(&first, &second, out);
}

static void
spread_x(const dx_stat *stat, dx_big *out)
{
	difference(stat, DX_STAT_W, DX_STAT_WXX, DX_STAT_WX, DX_STAT_WX, out);
}

static void
spread_y(const dx_stat *stat, dx_big *out)
{
	difference(stat, DX_STAT_W, DX_STAT_WYY, DX_STAT_WY, DX_STAT_WY, out);
}

static void
spread_xy(const dx_stat *stat, dx_big *out)
{
	difference(stat, DX_STAT_W, DX_STAT_WXY, DX_STAT_WX, DX_STAT_WY, out);
}

/* Cxy^2 and Cxx Cyy; the sign of Cxy. */
static int
squares(const dx_stat *stat, dx_big *square, dx_big *product)
{
	dx_big one;
	dx_big two;
	int sign;

	spread_xy(stat, &one);
	sign = one.sign;
	dx_big_mul(&one, &one, square);
	spread_x(stat, &one);
	spread_y(stat, &two);
	dx_big_mul(&one, &two, product);
	return sign;
}

/* Sums of w >= 0 obey (Cauchy) Cxx >= 0, Cyy >= 0, Cxy^2 <= Cxx Cyy: so no correlation is beyond 1. */
static bool
check_co_moments(const dx_stat *stat)
{
	const dx_exact *sums = stat->sums;
	dx_big square;
	dx_big product;

	if (!dx_stat_check_moments(stat) || !dx_stat_is_sum_of(&sums[DX_STAT_WY], stat->rows, 2) ||
		!dx_stat_is_sum_of(&sums[DX_STAT_WYY], stat->rows, 3) || !dx_stat_is_sum_of(&sums[DX_STAT_WXY], stat->rows, 3))
		return false;
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return dx_exact_sign(&sums[DX_STAT_WY]) == 0 && dx_exact_sign(&sums[DX_STAT_WYY]) == 0 &&
			dx_exact_sign(&sums[DX_STAT_WXY]) == 0;
	spread_y(stat, &square);
	if (square.sign < 0)
		return false;
	squares(stat, &square, &product);
	return dx_big_compare(&square, &product) <= 0;
}

/* Does the state have weight? Else the result is NULL; another kind is reported in err. */
static bool
has_weight(const dx_stat *stat, const char *what, dx_error *err)
{
	err->kind = DX_OK;
	if (stat->kind != &dx_stat_co_moments)
		return dx_stat_has_no(stat, what, err);
	return dx_exact_sign(&stat->sums[DX_STAT_W]) > 0;
}

bool
dx_stat_covariance_of(const dx_stat *stat, bool sample, double *result, dx_error *err)
{
	dx_big spread;
	dx_big divisor;
	dx_big w;

	if (!has_weight(stat, "covariance", err))
		return false;
	if (sample)
		dx_stat_cross_weights(stat, &divisor);
	else
	{
		dx_exact_to_big(&stat->sums[DX_STAT_W], &w);
		dx_big_mul(&w, &w, &divisor);
	}
	if (divisor.sign == 0)
		return false;
	spread_xy(stat, &spread);
	return dx_stat_in_range(dx_big_quotient(&spread, &divisor), result, err);
}

bool
dx_stat_correlation_of(const dx_stat *stat, double *result, dx_error *err)
{
	dx_big square;
	dx_big product;
	int sign;

	if (!has_weight(stat, "correlation", err))
		return false;
	sign = squares(stat, &square, &product);
	if (product.sign == 0)
		return false;
	*result = sign == 0 ? 0.0 : sign * dx_big_sqrt_quotient(&square, &product);
	return true;
}

bool
dx_stat_slope_of(const dx_stat *stat, double *result, dx_error *err)
{
	dx_big spread;
	dx_big divisor;

	if (!has_weight(stat, "slope", err))
		return false;
	spread_x(stat, &divisor);
	if (divisor.sign == 0)
		return false;
	spread_xy(stat, &spread);
	return dx_stat_in_range(dx_big_quotient(&spread, &divisor), result, err);
}

bool
dx_stat_intercept_of(const dx_stat *stat, double *result, dx_error *err)
{
	dx_big level;
	dx_big divisor;

	if (!has_weight(stat, "intercept", err))
		return false;
	spread_x(stat, &divisor);
	if (divisor.sign == 0)
		return false;
	difference(stat, DX_STAT_WY, DX_STAT_WXX, DX_STAT_WX, DX_STAT_WXY, &level);
	return dx_stat_in_range(dx_big_quotient(&level, &divisor), result, err);
}
