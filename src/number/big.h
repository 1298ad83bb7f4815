/* SPDX-License-Identifier: PostgreSQL */
/*
 * big.h: arithmetic on finished exact sums (exact.h). Products, sums and differences are
 * exact; quotients and square roots of quotients are rounded once, to the nearest
 * double, ties to even. Long division after D. E. Knuth, The Art of Computer Programming
 * 2, 4.3.1, algorithm D.
 */
#ifndef DX_BIG_H
#define DX_BIG_H

#include "base/base.h"

/*
 * Digits a number can have. Sums of products of k doubles have at most
 * 68, 134, 199, 265, 330 for k = 1 .. 5; the longest made of them has 1075, the square
 * of a weighted skewness (stat_shape.c).
 */
#define DX_BIG_DIGITS 1152

/* sign x (digits in base 2^32, least first) x 2^(32 exponent). Canonical: first and last digit are not 0; zero has none. */
typedef struct dx_big
{
	int sign; /* -1, 0, 1 */
	int n;
	int exponent;
	uint32_t digits[DX_BIG_DIGITS];
} dx_big;

/* Exactly x (finite). */
extern void dx_big_from_double(double x, dx_big *out);

/* Strip zero digits at either end. */
extern void dx_big_trim(dx_big *a);

/* Copy a; digits not in use are not copied. */
extern void dx_big_copy(const dx_big *a, dx_big *out);

/* The result may not be an operand. */
extern void dx_big_mul(const dx_big *a, const dx_big *b, dx_big *out);
extern void dx_big_add(const dx_big *a, const dx_big *b, dx_big *out);
extern void dx_big_sub(const dx_big *a, const dx_big *b, dx_big *out);

/* Sign of a - b. */
extern int dx_big_compare(const dx_big *a, const dx_big *b);

/* The nearest double; infinite beyond doubles; never -0. */
extern double dx_big_to_double(const dx_big *a);

/* a / b and sqrt(a / b), b not 0, the latter with a / b >= 0. */
extern double dx_big_quotient(const dx_big *a, const dx_big *b);
extern double dx_big_sqrt_quotient(const dx_big *a, const dx_big *b);

/*
 * a / b to more digits than a double has: (hi + lo) x 2^exponent, 0.5 <= |hi| < 1 (0 for
 * 0), |lo| <= ulp(hi) / 2, off by less than 2^-104 of it. For arithmetic with ddmath.h.
 */
extern void dx_big_quotient_parts(const dx_big *a, const dx_big *b, double *hi, double *lo, int *exponent);

#endif /* DX_BIG_H */
