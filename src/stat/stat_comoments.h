/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_comoments.h: statistics of two columns: covariance, correlation and the
 * straight line of y over x. A kind of dx_stat (stat.h).
 *
 * With W = sum w, Sx = sum w x, Sxy = sum w x y and so on, all of them exact,
 * and Cxy = W Sxy - Sx Sy, Cxx = W Sxx - Sx^2, Cyy = W Syy - Sy^2:
 *
 *   covariance   Cxy / W^2, of a sample Cxy / (W^2 - sum w^2)
 *   correlation  Cxy / sqrt(Cxx Cyy)
 *   slope        Cxy / Cxx
 *   intercept    (Sy Sxx - Sx Sxy) / Cxx
 *
 * (weighted least squares; a sample as in dx_stat_variance_of.) All are computed in
 * whole numbers and rounded once at the end: constant columns are recognised exactly,
 * and no correlation is beyond 1.
 */
#ifndef DX_STAT_COMOMENTS_H
#define DX_STAT_COMOMENTS_H

#include "stat/stat.h"

/* Sums after those of DX_STAT_MOMENTS, which are of x. */
#define DX_STAT_WY 4
#define DX_STAT_WYY 5
#define DX_STAT_WXY 6

/* Add a row whose x, y and w dx_stat_takes (sign 0), or take it out (sign -1). */
extern void dx_stat_add_co_moments(dx_stat *stat, double x, double y, double w, int64_t sign);

/*
 * Statistics from the state; results as in stat.h. NULL where there is no weight; a
 * correlation also where a column is constant, a line where x is, one of a sample where
 * there is only one weight.
 */
extern bool dx_stat_covariance_of(const dx_stat *stat, bool sample, double *result, dx_error *err);
extern bool dx_stat_correlation_of(const dx_stat *stat, double *result, dx_error *err);
extern bool dx_stat_slope_of(const dx_stat *stat, double *result, dx_error *err);
extern bool dx_stat_intercept_of(const dx_stat *stat, double *result, dx_error *err);

#endif /* DX_STAT_COMOMENTS_H */
