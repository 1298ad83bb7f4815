/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_pairs.h: Spearman's and Kendall's rank correlation. A kind of dx_stat (stat.h)
 * that keeps the pairs themselves.
 *
 *   Spearman   the correlation (Pearson) of the two columns' ranks, tied values
 *              having the mean of the ranks that they share
 *   Kendall    tau-b: (concordant - discordant) / sqrt((n0 - n1) (n0 - n2)), n0
 *              being all couples of rows and n1, n2 those tied in x and in y (M.
 *              G. Kendall, Biometrika 33, 1945; counted as by W. R. Knight, JASA
 *              61, 1966)
 *
 * Both are square roots of quotients of whole numbers, rounded once.
 *
 * Memory: 16 bytes a pair, up to twice that while the list grows, and 24 more
 * a pair while it is read. At most DX_STAT_MAX_PAIRS.
 */
#ifndef DX_STAT_PAIRS_H
#define DX_STAT_PAIRS_H

#include "stat/stat.h"

/* Packed, pairs are one allocation. */
#define DX_STAT_MAX_PAIRS ((int64_t) ((DX_MAX_ALLOC - 64) / 16))

/* Add a pair of finite numbers; false with err where there are too many. */
extern bool dx_stat_add_pair(dx_stat *stat, double x, double y, dx_error *err);

/* Rank correlations from the state; results as in stat.h. NULL where a column is constant. */
extern bool dx_stat_spearman_of(const dx_stat *stat, double *result, dx_error *err);
extern bool dx_stat_kendall_of(const dx_stat *stat, double *result, dx_error *err);

#endif /* DX_STAT_PAIRS_H */
