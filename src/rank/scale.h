/* SPDX-License-Identifier: PostgreSQL */
/*
 * scale.h: gaps and normalised values of a whole partition. The formulas are
 * COINr's (n_minmax, n_zscore, n_dist2max, n_dist2targ; W. Becker).
 *
 * Every function takes a sorted ranking (rank.h) and replaces its values by
 * answers, NAN where there is none. A value counts as the highest of its tie
 * class, so tied rows get one answer; sums are taken in the sorted order, so the order
 * of rows does not matter. Where less is better the caller negates the values first (and
 * the target).
 */
#ifndef DX_SCALE_H
#define DX_SCALE_H

#include "number/exact.h"
#include "rank/rank.h"

/* The largest magnitude of parameters below; within it all answers but those that can fail are finite. */
#define DX_SCALE_LIMIT 1e300

/*
 * How far below the best value; 0 for the best. The difference of the numbers as
 * written: 84 - 77.6 is 6.4. Fails where it is beyond doubles.
 */
extern bool dx_scale_gap_to_best(dx_ranking *r, dx_error *err);

/* How far below the next better class; none for the best. */
extern bool dx_scale_gap_to_next(dx_ranking *r, dx_error *err);

/* The worst becomes lo, the best hi, exactly, the others in proportion; none where all are tied. lo <= hi. */
extern void dx_scale_minmax(dx_ranking *r, double lo, double hi);

/* Distance from the mean in standard deviations (n - 1), times sd, plus mean; none where all are tied. */
extern void dx_scale_zscore(dx_ranking *r, double mean, double sd);

/*
 * x / best, of the numbers as they are written: 1 for the best; where less is
 * better (values negated) best / x. None where the best is 0 or less, of which there are
 * no shares. Fails where the quotient is beyond doubles.
 */
extern bool dx_scale_share_of_best(dx_ranking *r, bool less_is_better, dx_error *err);

/*
 * On the scale of the adjusted Mazziotta-Pareto index (Social Indicators Research
 * 127, 2016): 100 + 60 (x - reference) / (best - worst), which lies within 60
 * of 100 while reference is among the values; none where all are tied. reference is sum
 * / count (at least 1, below 2^40), both exact; answers are rounded once.
 */
extern void dx_scale_ampi(dx_ranking *r, const dx_exact *sum, int64_t count);

/*
 * (x - worst) / (target - worst), with cap at most 1; none where the target is not above the
 * worst. Fails where the quotient is beyond doubles.
 */
extern bool dx_scale_distance_to_target(dx_ranking *r, double target, bool cap, dx_error *err);

#endif /* DX_SCALE_H */
