/* SPDX-License-Identifier: PostgreSQL */
/*
 * scale.c: gaps and normalised values (scale.h).
 */
#include "rank/scale.h"

#include "number/ddmath.h"
#include "number/decimal.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Below this a product may have lost bits to underflow. */
#define SMALL_PRODUCT 1e-290

/* 10^17 x 10^20 fits 128 bits, and so does 10^37 as a divisor. */
#define MAX_SHIFT 20
#define MAX_SCALE DX_MOST_TENS

/*
 * a - b of the numbers as written in decimals, the nearest double. Numbers whose digits
 * are too far apart or too small for 128 bits are subtracted as doubles.
 */
static double
written_difference(double a, double b)
{
	dx_decimal da = dx_decimal_from_double(a);
	dx_decimal db = dx_decimal_from_double(b);
	int32_t scale = da.scale > db.scale ? da.scale : db.scale;
	dx_int128 difference;

	if (scale < 0)
		scale = 0;
	if (scale > MAX_SCALE || scale - da.scale > MAX_SHIFT || scale - db.scale > MAX_SHIFT)
		return a - b;
	difference = da.mant * dx_power_of_ten(scale - da.scale) - db.mant * dx_power_of_ten(scale - db.scale);
	return dx_quotient(difference, dx_power_of_ten(scale));
}

/*
 * a / b (b > 0) of the numbers as written in decimals, the nearest double; of doubles
 * where their digits are too far apart for 128 bits.
 */
static double
written_quotient(double a, double b)
{
	dx_decimal da = dx_decimal_from_double(a);
	dx_decimal db = dx_decimal_from_double(b);
	int32_t shift = db.scale - da.scale;

	if (shift > MAX_SHIFT || shift < -MAX_SHIFT)
		return a / b;
	if (shift < 0)
		return dx_quotient(da.mant, db.mant * dx_power_of_ten(-shift));
	return dx_quotient(da.mant * dx_power_of_ten(shift), db.mant);
}

/* Report "what A and B is out of range"; always false. */
static bool
fail_range(dx_error *err, const char *what, double a, const char *and, double b)
{
	char digits_a[32];
	char digits_b[32];

	return dx_fail(err, DX_ERR_RANGE, 0, "%s \"%.*s\" %s \"%.*s\" is out of range", what, dx_shortest(a, digits_a),
				   digits_a, and, dx_shortest(b, digits_b), digits_b);
}

static bool
gap(double above, double below, double *out, dx_error *err)
{
	*out = written_difference(above, below);
	return isfinite(*out) || fail_range(err, "the gap between", above, "and", below);
}

bool
dx_scale_gap_to_best(dx_ranking *r, dx_error *err)
{
	double best = r->n > 0 ? dx_rank_value(r, 0) : 0;

	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double answer;

		end = dx_rank_class_end(r, start);
		if (!gap(best, dx_rank_value(r, start), &answer, err))
			return false;
		dx_rank_put(r, start, end, answer);
	}
	return true;
}

bool
dx_scale_gap_to_next(dx_ranking *r, dx_error *err)
{
	double above = 0;

	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double value = dx_rank_value(r, start);
		double answer = NAN;

		end = dx_rank_class_end(r, start);
		if (start > 0 && !gap(above, value, &answer, err))
			return false;
		dx_rank_put(r, start, end, answer);
		above = value;
	}
	return true;
}

/* The highest value of the last class, and the place where it begins; n >= 1. */
static double
worst_class(const dx_ranking *r, int64_t *place)
{
	int64_t start = 0;

	for (int64_t end; (end = dx_rank_class_end(r, start)) < r->n; start = end)
		;
	*place = start;
	return dx_rank_value(r, start);
}

static void
put_all(dx_ranking *r, double answer)
{
	dx_rank_put(r, 0, r->n, answer);
}

void
dx_scale_minmax(dx_ranking *r, double lo, double hi)
{
	double unit = 1; /* factor that keeps differences finite */
	double width = hi - lo;
	double best;
	double worst;
	double range;
	double product;
	bool multiply_first;
	int64_t last;

	if (r->n == 0)
		return;
	best = dx_rank_value(r, 0);
	worst = worst_class(r, &last);
	if (last == 0)
	{
		put_all(r, NAN);
		return;
	}
	if (!isfinite(best - worst))
		unit = 0.5;
	range = unit * best - unit * worst;
	/* Multiplied first, whole numbers stay whole: 2 of 11 on 0 .. 99 is 18. */
	product = range * width;
	multiply_first = isfinite(product) && product > SMALL_PRODUCT;
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double above = unit * dx_rank_value(r, start) - unit * worst;
		double answer;

		end = dx_rank_class_end(r, start);
		if (start == 0)
			answer = hi;
		else if (start == last)
			answer = lo;
		else if (multiply_first)
			answer = lo + above * width / range;
		else
			answer = lo + above / range * width;
		dx_rank_put(r, start, end, answer + 0.0);
	}
}

/* The sum 0 with room for any. */
static void
exact_begin(dx_exact *sum, int64_t *limbs)
{
	memset(limbs, 0, DX_EXACT_LIMBS * sizeof(int64_t));
	dx_exact_init(sum, limbs, DX_EXACT_LIMBS);
}

/* Answers between two chances to cancel. */
#define AMPI_CHANCE 1024

/* (60 n x - 60 sum + 100 n (best - worst)) / (n (best - worst)) */
void
dx_scale_ampi(dx_ranking *r, const dx_exact *sum, int64_t count)
{
	double n = (double) count;
	int64_t limbs[3][DX_EXACT_LIMBS];
	dx_exact range;
	dx_exact fixed;
	dx_exact above;
	double best;
	double worst;
	int64_t last;
	int64_t classes = 0;

	if (r->n == 0)
		return;
	best = dx_rank_value(r, 0);
	worst = worst_class(r, &last);
	if (last == 0)
	{
		put_all(r, NAN);
		return;
	}
	exact_begin(&range, limbs[0]);
	dx_exact_add_product(&range, n, best);
	dx_exact_add_product(&range, n, -worst);
	exact_begin(&fixed, limbs[1]);
	dx_exact_add_product(&fixed, 100 * n, best);
	dx_exact_add_product(&fixed, 100 * n, -worst);
	for (int i = 0; i < 60; i++)
		dx_exact_merge(&fixed, sum, true);
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		if (++classes % AMPI_CHANCE == 0)
			dx_check_interrupts();
		exact_begin(&above, limbs[2]);
		dx_exact_merge(&above, &fixed, false);
		dx_exact_add_product(&above, 60 * n, dx_rank_value(r, start));
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, dx_exact_quotient(&above, &range));
	}
}

/* value x 2^-exponent */
static double
scaled(double value, int exponent)
{
	return ldexp(value, -exponent);
}

void
dx_scale_zscore(dx_ranking *r, double mean, double sd)
{
	dx_dd sum = {0, 0};
	dx_dd squares = {0, 0};
	dx_dd centre;
	double best;
	double worst;
	double deviation;
	int64_t last;
	int exponent;

	if (r->n == 0)
		return;
	best = dx_rank_value(r, 0);
	worst = worst_class(r, &last);
	if (last == 0)
	{
		put_all(r, NAN);
		return;
	}
	/* Values are scaled to -1 .. 1, so that squares neither overflow nor vanish. */
	frexp(fabs(best) > fabs(worst) ? best : worst, &exponent);
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = dx_rank_class_end(r, start);
		sum = dx_dd_add(sum, dx_dd_mul_doubles(scaled(dx_rank_value(r, start), exponent), (double) (end - start)));
	}
	centre = dx_dd_div(sum, (dx_dd) {(double) r->n, 0});
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		dx_dd off = dx_dd_add_double((dx_dd) {-centre.hi, -centre.lo}, scaled(dx_rank_value(r, start), exponent));

		end = dx_rank_class_end(r, start);
		squares = dx_dd_add(squares, dx_dd_mul(dx_dd_mul(off, off), (dx_dd) {(double) (end - start), 0}));
	}
	deviation = sqrt(dx_dd_to_double(dx_dd_div(squares, (dx_dd) {(double) (r->n - 1), 0})));
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		dx_dd off = dx_dd_add_double((dx_dd) {-centre.hi, -centre.lo}, scaled(dx_rank_value(r, start), exponent));

		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, mean + sd * (dx_dd_to_double(off) / deviation) + 0.0);
	}
}

bool
dx_scale_share_of_best(dx_ranking *r, bool less_is_better, dx_error *err)
{
	double best = r->n > 0 ? fabs(dx_rank_value(r, 0)) : 0;

	/* The best value, before it was negated if it was, has to be positive. */
	if (r->n == 0 || best == 0 || (dx_rank_value(r, 0) < 0) != less_is_better)
	{
		put_all(r, NAN);
		return true;
	}
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double value = dx_rank_value(r, start);
		double answer = less_is_better ? written_quotient(best, -value) : written_quotient(value, best);

		if (!isfinite(answer))
			return fail_range(err, "the share of", value, "in", best);
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, answer + 0.0);
	}
	return true;
}

bool
dx_scale_distance_to_target(dx_ranking *r, double target, bool cap, dx_error *err)
{
	double unit = 1;
	double worst;
	double way;
	int64_t last;

	if (r->n == 0)
		return true;
	worst = worst_class(r, &last);
	if (!isfinite(target - worst) || !isfinite(dx_rank_value(r, 0) - worst))
		unit = 0.5;
	way = unit * target - unit * worst;
	/* The worst has reached the target: there is no distance to measure. */
	if (dx_reached(worst, target))
	{
		put_all(r, NAN);
		return true;
	}
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double answer = (unit * dx_rank_value(r, start) - unit * worst) / way;

		if (cap && answer > 1)
			answer = 1;
		if (!isfinite(answer))
			return fail_range(err, "the distance of", dx_rank_value(r, start), "to target", target);
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, answer + 0.0);
	}
	return true;
}
