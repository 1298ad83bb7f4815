/* SPDX-License-Identifier: PostgreSQL */
/*
 * mean.h: weighted means of a node's children. n values x (finite) with
 * weights w > 0, in tree order; the result depends on nothing else: only
 * + - x / sqrt on doubles and our own exp and log (ddmath.h).
 */
#ifndef DX_MEAN_H
#define DX_MEAN_H

#include "base/base.h"
#include "number/ddmath.h"

/* Stored in trees: values may not change. */
typedef enum dx_method
{
	DX_METHOD_SUM = 0,
	DX_METHOD_MEAN = 1,
	DX_METHOD_GEOMEAN = 2,
	DX_METHOD_HARMEAN = 3,
	DX_METHOD_POWER = 4,
	DX_METHOD_MEDIAN = 5,
	DX_METHOD_MIN = 6,
	DX_METHOD_MAX = 7,
	DX_METHOD_MPI_DOWN = 8,
	DX_METHOD_MPI_UP = 9,
	DX_METHOD_ALTERNATIVES = 10,
	DX_METHOD_BEST = 11
} dx_method;

#define DX_METHODS 12

/* What stands in brackets behind a method's name. */
typedef enum dx_method_number
{
	DX_NUMBER_NONE,
	DX_NUMBER_POWER, /* power(p): |p| up to DX_POWER_LIMIT */
	DX_NUMBER_COUNT	 /* best(n): a whole number from 1 to DX_COUNT_LIMIT */
} dx_method_number;

/*
 * The facts about a method beside its arithmetic, by dx_method: how it is written, read,
 * printed and listed, and what depends on it elsewhere.
 */
typedef struct dx_method_facts
{
	const char *name;
	uint8_t number; /* dx_method_number */
	bool of_points; /* of points, so that children's maxima make the node's; else of ratios, by weight */
	bool linear;	/* is a child's contribution proportional to its points (0, where it is not chosen)? */
	bool extras;	/* may there be bonuses and penalties beneath? */
	bool weighs;	/* do children have weights? */
	bool zero;		/* is a child without a value 0 unless told otherwise? Else it is skipped. */
} dx_method_facts;

extern const dx_method_facts dx_methods[DX_METHODS];

#define DX_POWER_LIMIT 1000.0 /* |p| of power(p) */
#define DX_COUNT_LIMIT 65535  /* n of best(n) */

/* May the number stand behind the method's name? (Where none does it is not looked at: any that a power may be.) */
extern bool dx_method_takes(dx_method method, double number);

/* The proper name of a power mean: power(0) is geomean, power(1) mean, power(-1) harmean. */
extern dx_method dx_method_proper(dx_method method, double p);

/* dx_methods[method].of_points, for inner loops. */
static inline bool
dx_is_of_points(uint8_t method)
{
	return method == DX_METHOD_SUM || method == DX_METHOD_ALTERNATIVES;
}

/*
 * The mean of x by w under method (not SUM or ALTERNATIVES); p for POWER and
 * BEST, which is the mean of the p greatest, of equal ones those that weigh
 * most, or of all where there are fewer. n >= 1. work has
 * room for 8 n doubles. Geometric, harmonic and powers p <= 0 over a value
 * <= 0 give 0; under other powers than 1 a negative value counts as 0. All but
 * the two MPI lie between the least and the greatest value, so equal values
 * give exactly that value; MPI_DOWN below 2^-96 of the arithmetic mean is 0. Never NaN, infinite or -0. O(n), the median
 * O(n^1.5) at worst.
 */
extern double dx_mean(dx_method method, double p, const double *x, const double *w, int n, double *work);

/*
 * The same of double-doubles, not rounded: relative error below 2^-90 (ddmath.h) while
 * the mean is above 2^-900. work has room for 2 n of them.
 */
extern dx_dd dx_mean_exact(dx_method method, double p, const dx_dd *x, const dx_dd *w, int n, dx_dd *work);

#endif /* DX_MEAN_H */
