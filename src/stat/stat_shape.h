/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_shape.h: skewness and kurtosis. A kind of dx_stat (stat.h).
 *
 * As in COINr and spreadsheets, of a sample: with mk the k-th population moment
 * about the mean and n the number of rows,
 *
 *   skewness  m3 / m2^1.5 sqrt(n (n - 1)) / (n - 2)
 *   kurtosis  ((n + 1) m4 / m2^2 - 3 (n - 1)) (n - 1) / ((n - 2) (n - 3))
 *
 * (G1 and G2 of D. N. Joanes and C. A. Gill, The Statistician 47, 1998; 0 for normal
 * columns). With weights, n is the effective sample size W^2 / sum w^2 (L. Kish): as in
 * the sample variance here, a factor common to all weights changes nothing, and weights
 * of 1 are the same as none. With N = W^2, Q = sum w^2 and the whole numbers Dk = W^k
 * mk:
 *
 *   skewness^2  D3^2 N (N - Q) / (D2^3 (N - 2 Q)^2)
 *   kurtosis    ((N + Q) D4 - 3 (N - Q) D2^2) (N - Q) / (D2^2 (N - 2 Q) (N - 3 Q))
 *
 * each rounded once.
 */
#ifndef DX_STAT_SHAPE_H
#define DX_STAT_SHAPE_H

#include "stat/stat.h"

/* Sums after those of DX_STAT_MOMENTS. */
#define DX_STAT_WXXX 4
#define DX_STAT_WXXXX 5

/* Add a row that dx_stat_takes (sign 0), or take it out (sign -1). */
extern void dx_stat_add_shape(dx_stat *stat, double x, double w, int64_t sign);

/* Change the value of `count` rows (below 2^53) of weight 1 from one to the other. */
extern void dx_stat_move_shape(dx_stat *stat, double from, double to, int64_t count);

/*
 * Statistics from the state; results as in stat.h. NULL where all values are equal, and
 * where n is not above 2, or 3 for kurtosis.
 */
extern bool dx_stat_skewness_of(const dx_stat *stat, double *result, dx_error *err);
extern bool dx_stat_kurtosis_of(const dx_stat *stat, double *result, dx_error *err);

#endif /* DX_STAT_SHAPE_H */
