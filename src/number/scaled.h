/* SPDX-License-Identifier: PostgreSQL */
/*
 * scaled.h: pairs of doubles with an exponent of their own, so that sums and
 * products of whatever values and weights neither over- nor underflow. Errors as
 * in ddmath.h. mean.c and mean_parts.c compute with them.
 */
#ifndef DX_SCALED_H
#define DX_SCALED_H

#include "number/ddmath.h"

#include <float.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* value x 2^exponent */
typedef struct dx_scaled
{
	dx_dd value;
	int exponent;
} dx_scaled;

static const dx_scaled dx_scaled_zero = {{0.0, 0.0}, 0};

/* A mantissa in 0.5 .. 1. */
static inline dx_scaled
dx_scaled_of(dx_dd x)
{
	dx_scaled r;

	r.value.hi = frexp(x.hi, &r.exponent);
	r.value.lo = ldexp(x.lo, -r.exponent);
	return r;
}

/* a x 2^exponent. Used to shift down, where what is lost is below 2^-900 of the other summand. */
static inline dx_dd
dx_scaled_shift(dx_dd a, int exponent)
{
	return (dx_dd) {ldexp(a.hi, exponent), ldexp(a.lo, exponent)};
}

static inline dx_scaled
dx_scaled_add(dx_scaled a, dx_scaled b)
{
	if (b.value.hi == 0)
		return a;
	if (a.value.hi == 0)
		return b;
	if (a.exponent < b.exponent)
	{
		a.value = dx_scaled_shift(a.value, a.exponent - b.exponent);
		a.exponent = b.exponent;
	}
	else if (a.exponent > b.exponent)
		b.value = dx_scaled_shift(b.value, b.exponent - a.exponent);
	a.value = dx_dd_add(a.value, b.value);
	return a;
}

static inline dx_scaled
dx_scaled_negate(dx_scaled a)
{
	a.value.hi = -a.value.hi;
	a.value.lo = -a.value.lo;
	return a;
}

/* The same number with a mantissa in 0.5 .. 1, after sums that cancelled. */
static inline dx_scaled
dx_scaled_normalize(dx_scaled a)
{
	int e;

	a.value.hi = frexp(a.value.hi, &e);
	a.value.lo = ldexp(a.value.lo, -e);
	a.exponent += e;
	return a;
}

static inline dx_scaled
dx_scaled_mul(dx_scaled a, dx_scaled b)
{
	a.value = dx_dd_mul(a.value, b.value);
	a.exponent += b.exponent;
	return a;
}

/* b != 0 */
static inline dx_scaled
dx_scaled_div(dx_scaled a, dx_scaled b)
{
	a = dx_scaled_normalize(a);
	b = dx_scaled_normalize(b);
	a.value = dx_dd_div(a.value, b.value);
	a.exponent -= b.exponent;
	return a;
}

/* The nearest double; never -0 or infinite. */
static inline double
dx_scaled_round(dx_scaled a)
{
	double r = dx_dd_scale_to_double(a.value, a.exponent);

	if (r == 0)
		return 0.0;
	if (isinf(r))
		return r > 0 ? DBL_MAX : -DBL_MAX;
	return r;
}

/* As a pair of doubles, which may overflow to infinity or underflow to 0. */
static inline dx_dd
dx_scaled_to_dd(dx_scaled a)
{
	return dx_scaled_shift(a.value, a.exponent);
}

/* ln a, a > 0 */
static inline dx_dd
dx_scaled_log(dx_scaled a)
{
	dx_dd exponent = {a.exponent, 0.0};

	return dx_dd_add(dx_dd_log(a.value), dx_dd_mul(exponent, dx_dd_log((dx_dd) {2.0, 0.0})));
}

#endif /* DX_SCALED_H */
