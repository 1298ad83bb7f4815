/* SPDX-License-Identifier: PostgreSQL */
/*
 * owa.h: ordered weighted averages (R. R. Yager, IEEE Transactions on Systems,
 * Man and Cybernetics 18, 1988): weights belong to places in the order of values, not to
 * criteria.
 */
#ifndef DX_OWA_H
#define DX_OWA_H

#include "rank/rank.h"

/*
 * sum w_k x_(k) / sum w_k, x_(1) the greatest, of a ranking that is sorted and
 * has a value in every row: from exact sums, rounded once. weights: one a row,
 * 0 or above. False where they are all 0. Interruptible.
 */
extern bool dx_owa_of(const dx_ranking *r, const double *weights, double *out);

#endif /* DX_OWA_H */
