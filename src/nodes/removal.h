/* SPDX-License-Identifier: PostgreSQL */
/*
 * removal.h: scores without a node: the root's ratio of a card, were the node and all
 * beneath it not applicable to any unit. It is as if the node's weight, or maximum, were
 * 0: missing values, bounds and needs elsewhere are judged as before.
 */
#ifndef DX_REMOVAL_H
#define DX_REMOVAL_H

#include "score/rollup.h"

/* The criteria beneath each node i: first[i] to first[steps[i].end] - 1; first has n + 1 numbers. */
extern void dx_removal_criteria(const dx_step *steps, uint32_t n, uint32_t *first);

/*
 * Of a card that was scored: ratios[i] without node i, ratios[0] as it is;
 * there[i] is 1 if there is one. A card without a ratio has none without a node either.
 * leaves are those of the rollup, and restored afterwards; the scores are not. kept has
 * room for as many. O(nodes^2), interruptible. False as dx_roll_up.
 */
extern bool dx_removal_ratios(dx_rollup *rollup, dx_leaf *leaves, dx_leaf *kept, const uint32_t *first, double *ratios,
							  uint8_t *there, dx_error *err);

#endif /* DX_REMOVAL_H */
