/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_shape.c: skewness and kurtosis as a kind of statistics (stat_shape.h).
 */
#include "stat/stat_shape.h"

static bool check_shape(const dx_stat *stat);

const dx_stat_kind dx_stat_shape = {
	DX_STAT_SHAPE, "shape", 0, 6, {0, 0, 0, DX_EXACT_ROOM_3, DX_EXACT_ROOM_4, DX_EXACT_ROOM_5}, check_shape, NULL};

void
dx_stat_add_shape(dx_stat *stat, double x, double w, int64_t sign)
{
	dx_parts px = dx_decompose(x);
	dx_parts pw = dx_decompose(w);
	dx_parts signed_w = pw;
	dx_product product;

	signed_w.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &signed_w);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &signed_w, &px);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WW], &signed_w, &pw);
	product = dx_product_of(&signed_w);
	dx_product_mul(&product, &px);
	dx_product_mul(&product, &px);
	dx_exact_add_far_product(&stat->sums[DX_STAT_WXX], &product);
	dx_product_mul(&product, &px);
	dx_exact_add_far_product(&stat->sums[DX_STAT_WXXX], &product);
	dx_product_mul(&product, &px);
	dx_exact_add_far_product(&stat->sums[DX_STAT_WXXXX], &product);
}

static void
clear(dx_big *out)
{
	out->sign = out->n = out->exponent = 0;
}

/* Add count x, count x^2, ... to the sums of powers. */
static void
add_powers(dx_stat *stat, double x, double count)
{
	static const int sums[] = {DX_STAT_WX, DX_STAT_WXX, DX_STAT_WXXX, DX_STAT_WXXXX};
	dx_parts px = dx_decompose(x);
	dx_parts pc = dx_decompose(count);
	dx_product product = dx_product_of(&pc);

	for (int i = 0; i < 4; i++)
	{
		dx_product_mul(&product, &px);
		if (i == 0)
			dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &pc, &px);
		else
			dx_exact_add_far_product(&stat->sums[sums[i]], &product);
	}
}

void
dx_stat_move_shape(dx_stat *stat, double from, double to, int64_t count)
{
	add_powers(stat, from, -(double) count);
	add_powers(stat, to, (double) count);
}

/* out += factor x a x b x c, b and c being used where they are not NULL */
static void
add_product(dx_big *out, int factor, const dx_big *a, const dx_big *b, const dx_big *c)
{
	dx_big one;
	dx_big two;

	dx_big_from_double(factor, &one);
	dx_big_mul(&one, a, &two);
	if (b)
	{
		dx_big_mul(&two, b, &one);
		dx_big_copy(&one, &two);
	}
	if (c)
	{
		dx_big_mul(&two, c, &one);
		dx_big_copy(&one, &two);
	}
	dx_big_copy(out, &one);
	dx_big_add(&one, &two, out);
}

static void
power(const dx_big *a, int k, dx_big *out)
{
	dx_big more;

	dx_big_copy(a, out);
	while (--k > 0)
	{
		dx_big_mul(out, a, &more);
		dx_big_copy(&more, out);
	}
}

/* D2 = W S2 - S1^2 */
static void
second(const dx_stat *stat, dx_big *out)
{
	dx_stat_determinant(&stat->sums[DX_STAT_W], &stat->sums[DX_STAT_WXX], &stat->sums[DX_STAT_WX], out);
}

/* D3 = W^2 S3 - 3 W S1 S2 + 2 S1^3 */
static void
third(const dx_stat *stat, dx_big *out)
{
	dx_big w;
	dx_big s1;
	dx_big s;
	dx_big cube;

	dx_exact_to_big(&stat->sums[DX_STAT_W], &w);
	dx_exact_to_big(&stat->sums[DX_STAT_WX], &s1);
	clear(out);
	dx_exact_to_big(&stat->sums[DX_STAT_WXXX], &s);
	add_product(out, 1, &s, &w, &w);
	dx_exact_to_big(&stat->sums[DX_STAT_WXX], &s);
	add_product(out, -3, &w, &s1, &s);
	power(&s1, 3, &cube);
	add_product(out, 2, &cube, NULL, NULL);
}

/* D4 = W^3 S4 - 4 W^2 S1 S3 + 6 W S1^2 S2 - 3 S1^4 */
static void
fourth(const dx_stat *stat, dx_big *out)
{
	dx_big w;
	dx_big s1;
	dx_big s;
	dx_big product;

	dx_exact_to_big(&stat->sums[DX_STAT_W], &w);
	dx_exact_to_big(&stat->sums[DX_STAT_WX], &s1);
	clear(out);
	power(&w, 3, &product);
	dx_exact_to_big(&stat->sums[DX_STAT_WXXXX], &s);
	add_product(out, 1, &product, &s, NULL);
	power(&w, 2, &product);
	dx_exact_to_big(&stat->sums[DX_STAT_WXXX], &s);
	add_product(out, -4, &product, &s1, &s);
	power(&s1, 2, &product);
	dx_exact_to_big(&stat->sums[DX_STAT_WXX], &s);
	add_product(out, 6, &product, &w, &s);
	power(&s1, 4, &product);
	add_product(out, -3, &product, NULL, NULL);
}

/*
 * Sums of w >= 0 obey m4 / m2^2 >= m3^2 / m2^3 + 1 (K. Pearson); where all values are equal D3 and
 * D4 are 0.
 */
static bool
check_shape(const dx_stat *stat)
{
	const dx_exact *sums = stat->sums;
	dx_big d2;
	dx_big d3;
	dx_big d4;
	dx_big least;

	if (!dx_stat_check_moments(stat) || !dx_stat_is_sum_of(&sums[DX_STAT_WXXX], stat->rows, 4) ||
		!dx_stat_is_sum_of(&sums[DX_STAT_WXXXX], stat->rows, 5))
		return false;
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return dx_exact_sign(&sums[DX_STAT_WXXX]) == 0 && dx_exact_sign(&sums[DX_STAT_WXXXX]) == 0;
	second(stat, &d2);
	third(stat, &d3);
	fourth(stat, &d4);
	if (d2.sign == 0)
		return d3.sign == 0 && d4.sign == 0;
	power(&d2, 3, &least);
	add_product(&least, 1, &d3, &d3, NULL);
	dx_big_mul(&d4, &d2, &d3);
	return dx_big_compare(&d3, &least) >= 0;
}

/* N - times Q */
static void
size_less(const dx_stat *stat, int times, dx_big *out)
{
	dx_big w;

	dx_exact_to_big(&stat->sums[DX_STAT_W], &w);
	power(&w, 2, out);
	dx_exact_to_big(&stat->sums[DX_STAT_WW], &w);
	add_product(out, -times, &w, NULL, NULL);
}

/*
 * D2 where values differ and n is above `least`; else false: the result is NULL, or err reports
 * another kind.
 */
static bool
has_shape(const dx_stat *stat, int least, const char *what, dx_big *d2, dx_error *err)
{
	err->kind = DX_OK;
	if (stat->kind != &dx_stat_shape)
		return dx_stat_has_no(stat, what, err);
	size_less(stat, least, d2);
	if (d2->sign <= 0)
		return false;
	second(stat, d2);
	return d2->sign > 0;
}

bool
dx_stat_skewness_of(const dx_stat *stat, double *result, dx_error *err)
{
	dx_big d2;
	dx_big d3;
	dx_big above;
	dx_big beneath;
	dx_big size;
	dx_big one;
	int sign;

	if (!has_shape(stat, 2, "skewness", &d2, err))
		return false;
	third(stat, &d3);
	sign = d3.sign;
	clear(&above);
	add_product(&above, 1, &d3, &d3, NULL);
	size_less(stat, 0, &size);
	size_less(stat, 1, &one);
	dx_big_copy(&above, &d3);
	clear(&above);
	add_product(&above, 1, &d3, &size, &one);
	size_less(stat, 2, &size);
	power(&d2, 3, &one);
	clear(&beneath);
	add_product(&beneath, 1, &one, &size, &size);
	return dx_stat_in_range(sign == 0 ? 0.0 : sign * dx_big_sqrt_quotient(&above, &beneath), result, err);
}

bool
dx_stat_kurtosis_of(const dx_stat *stat, double *result, dx_error *err)
{
	dx_big d2;
	dx_big d4;
	dx_big above;
	dx_big beneath;
	dx_big less;
	dx_big size;

	if (!has_shape(stat, 3, "kurtosis", &d2, err))
		return false;
	fourth(stat, &d4);
	size_less(stat, -1, &size);
	clear(&above);
	add_product(&above, 1, &size, &d4, NULL);
	size_less(stat, 1, &less);
	power(&d2, 2, &d4);
	add_product(&above, -3, &less, &d4, NULL);
	dx_big_copy(&above, &size);
	clear(&above);
	add_product(&above, 1, &size, &less, NULL);
	size_less(stat, 2, &size);
	size_less(stat, 3, &less);
	clear(&beneath);
	add_product(&beneath, 1, &d4, &size, &less);
	return dx_stat_in_range(dx_big_quotient(&above, &beneath), result, err);
}
