/*
 * ddmath.h: exp, log and pow in double-double arithmetic, rounded once. libm's
 * differ between CPUs and versions; these use + - x / on doubles only (built
 * with -ffp-contract=off), so the bits are the same everywhere.
 */
#ifndef DX_DDMATH_H
#define DX_DDMATH_H

#include "base.h"

/* hi + lo, |lo| <= ulp(hi) / 2 */
typedef struct dx_dd
{
	double		hi;
	double		lo;
} dx_dd;

extern dx_dd dx_dd_add(dx_dd a, dx_dd b);
extern dx_dd dx_dd_add_double(dx_dd a, double b);
extern dx_dd dx_dd_mul(dx_dd a, dx_dd b);
extern dx_dd dx_dd_mul_doubles(double a, double b);	/* exact product */
extern dx_dd dx_dd_div(dx_dd a, dx_dd b);
extern double dx_dd_to_double(dx_dd a);

/* Relative error at most 2^-95 (log: absolute near 1, see ddmath.c); log wants x > 0 finite, subnormals included. */
extern dx_dd dx_dd_log(dx_dd x);
extern dx_dd dx_dd_exp(dx_dd x);

extern double dx_exp(double x);
extern double dx_log(double x);
extern double dx_pow(double x, double y);	/* x > 0 */

#endif							/* DX_DDMATH_H */
