/* SPDX-License-Identifier: PostgreSQL */
/*
 * ddmath.h: exp, log and pow in double-double arithmetic, rounded once. libm's
 * differ between CPUs and versions; these use + - x / on doubles only (built
 * with -ffp-contract=off), so the bits are the same everywhere.
 */
#ifndef DX_DDMATH_H
#define DX_DDMATH_H

#include "base/base.h"

/* hi + lo, |lo| <= ulp(hi) / 2 */
typedef struct dx_dd
{
	double hi;
	double lo;
} dx_dd;

/*
 * Relative error at most 2^-104 (add, mul) and 2^-102 (div), as long as no
 * operand exceeds 2^990 and no product or quotient falls below 2^-960.
 */
extern dx_dd dx_dd_add(dx_dd a, dx_dd b);
extern dx_dd dx_dd_add_double(dx_dd a, double b);
extern dx_dd dx_dd_mul(dx_dd a, dx_dd b);
extern dx_dd dx_dd_mul_doubles(double a, double b); /* exact product */
extern dx_dd dx_dd_div(dx_dd a, dx_dd b);
extern double dx_dd_to_double(dx_dd a);

/* a x 2^k, rounded once even where the result is subnormal. */
extern double dx_dd_scale_to_double(dx_dd a, int k);

/*
 * Relative error at most 2^-95; for dx_dd_exp beyond that of x itself, and
 * while the result is above 2^-960 (below, lo loses its bits). dx_dd_log
 * wants x > 0 finite, subnormals included; dx_dd_log1p u > -1; dx_dd_exp
 * gives infinity and 0 outside double's range.
 */
extern dx_dd dx_dd_log(dx_dd x);
extern dx_dd dx_dd_log1p(dx_dd u); /* ln(1 + u) */
extern dx_dd dx_dd_exp(dx_dd x);
extern dx_dd dx_dd_expm1(dx_dd x); /* e^x - 1 */

/* e^x rounded once from a double-double argument. */
extern double dx_dd_exp_to_double(dx_dd x);

/* As C's exp, log and pow, NaN and infinities included. */
extern double dx_exp(double x);
extern double dx_log(double x);
extern double dx_pow(double x, double y); /* x >= 0; below: NaN */

#endif /* DX_DDMATH_H */
