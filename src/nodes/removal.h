/* SPDX-License-Identifier: PostgreSQL */
/*
 * removal.h: what would be without a node: the root's ratio of a card, were
 * the node and all beneath it not applicable to anybody. That is a node whose
 * weight, or maximum, is 0: what is missing, bounded or needed elsewhere is
 * judged as ever.
 */
#ifndef DX_REMOVAL_H
#define DX_REMOVAL_H

#include "score/rollup.h"

/* Which criteria are beneath each node: those from first[i] to first[steps[i].end] - 1; n + 1 numbers. */
extern void dx_removal_criteria(const dx_step *steps, uint32_t n, uint32_t *first);

/*
 * Of a card that was scored: ratios[i] without node i, ratios[0] as it is;
 * there[i]: is there one (1)? Without a ratio as it is nothing has one. leaves
 * are those of the rollup and as before afterwards; the scores are not. kept:
 * room for as many. O(nodes^2), interruptible. False as dx_roll_up.
 */
extern bool dx_removal_ratios(dx_rollup *rollup, dx_leaf *leaves, dx_leaf *kept, const uint32_t *first, double *ratios,
							  uint8_t *there, dx_error *err);

#endif /* DX_REMOVAL_H */
