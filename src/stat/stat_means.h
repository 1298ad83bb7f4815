/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_means.h: statistics beyond sums and moments: power means (the geometric
 * and the harmonic mean among them), the Mazziotta-Pareto index, medians and
 * quantiles. Kinds of dx_stat (stat.h).
 *
 * Power mean M = (sum w x^p / sum w)^(1/p). The term of a row depends on the row and p
 * alone, and terms are added exactly, so M does not depend on the order of rows:
 *
 *   p = 0, or |p| < 2^-110   w ln x; M = exp(sum / W): the geometric mean
 *   |p| < 2^-11              w (x^p - 1) / p, which tends to w ln x; M = (1 + p sum / W)^(1/p)
 *   p = 1, p = 2             w x, w x^2, exactly; M rounded once
 *   p = -1                   w / x; M = W / sum: the harmonic mean
 *   else                     w x^p
 *
 * ln x, 1/x and x^p are pairs of doubles (ddmath.h), and the sum is processed in such
 * pairs: by the bounds stated there M has a relative error below 2^-82 before it is
 * rounded once. So it is within 1/2 + 2^-28 units in its last place, and values that are
 * all equal give exactly that value.
 *
 * Powers reach from 2^-1074000 to 2^1074000. They are summed in blocks of
 * 2^1024 by their magnitude, of which the highest that occurs and the three below it are
 * kept; lower powers are less than 2^-900 of the sum, whatever their weights, and are
 * only counted. (As bins of reproducible sums: J. Demmel and H. D. Nguyen, Parallel
 * reproducible summation, 2015.) The blocks' bounds are fixed, so this too is the same
 * in every order.
 *
 * Zeros: under p <= 0 any value 0 that has weight makes M 0, as in index trees.
 * Negative values are taken where p = 1 and where p is an even number above 0;
 * under these they count by their magnitude.
 *
 * A row of weight 0 is counted and has no other effect: its value may be any.
 */
#ifndef DX_STAT_MEANS_H
#define DX_STAT_MEANS_H

#include "number/mean.h"
#include "number/quantile.h"
#include "stat/stat.h"

#define DX_STAT_P 0		  /* parameter of a power mean; |p| <= DX_POWER_LIMIT */
#define DX_STAT_Q 0		  /* of a quantile, 0 <= q <= 1 */
#define DX_STAT_PENALTY 0 /* of a Mazziotta-Pareto index, finite */

/* Is this a possible p, q, penalty? Else false with err. */
extern bool dx_stat_check_power(double p, dx_error *err);
extern bool dx_stat_check_q(double q, dx_error *err);
extern bool dx_stat_check_penalty(double penalty, dx_error *err);

/*
 * Add a row that dx_stat_takes (sign 0), or take it out (sign -1). False with err where
 * a value has no power, or there are too many values; false with err->kind DX_OK where a
 * row cannot be taken out, because lower powers were not kept: the caller begins anew.
 */
extern bool dx_stat_add_power(dx_stat *stat, double x, double w, int64_t sign, dx_error *err);
extern bool dx_stat_add_value(dx_stat *stat, double x, double w, int64_t sign, dx_error *err);

/* The power mean by the state's p; kind DX_STAT_POWER. Results as in stat.h. */
extern bool dx_stat_power_mean_of(const dx_stat *stat, double *result, dx_error *err);

/*
 * The q-quantile (checked) of a state that keeps values. From the second call on the
 * state keeps sums of them, dx_alloc'ed, which change neither its other results nor its
 * packed form.
 */
extern bool dx_stat_quantile_of(const dx_stat *stat, double q, double *result, dx_error *err);

/*
 * M - penalty S^2 / M with mean M and population variance S^2, rounded once; 0
 * where M is 0. The result may be negative. 1 is the downward form (mpi_down of index
 * trees, which stays at 0 or above), -1 the upward one (mpi_up), as in M. Mazziotta and
 * A. Pareto, Social Indicators Research 127, 2016. Kinds with moments.
 */
extern bool dx_stat_mpi_of(const dx_stat *stat, double penalty, double *result, dx_error *err);

#endif /* DX_STAT_MEANS_H */
