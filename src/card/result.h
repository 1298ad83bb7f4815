/* SPDX-License-Identifier: PostgreSQL */
/*
 * result.h: one result of one criterion: may it be entered, and what does it score?
 */
#ifndef DX_RESULT_H
#define DX_RESULT_H

#include "card/card.h"
#include "number/wide.h"
#include "tree/tree.h"

/*
 * May this state and value be entered for the criterion? Checks everything:
 * the rule's range, unquantified criteria, awarded points within the maximum.
 * Errors name the criterion, the value and what is allowed.
 */
extern bool dx_result_check(const dx_tree *tree, uint32_t node, uint8_t state, double value, dx_error *err);

/* Score one criterion; the same errors as dx_result_check. */
extern bool dx_score_result(const dx_tree *tree, uint32_t node, uint8_t state, double value, dx_leaf *leaf,
							dx_error *err);

/*
 * Round the points that the leaf earns to a multiple of `unit` (10^-12 points),
 * half away from zero, from the exact product, where the criterion's points
 * are added up. They stay within the maximum: 0.5 of 0.5 rounded to whole
 * points is 0.5.
 */
extern void dx_leaf_round(const dx_step *step, dx_points unit, dx_leaf *leaf);

/* Fail: results are entered beneath this node, not at it. Always false. */
extern bool dx_result_fail_inner(const dx_tree *tree, uint32_t node, dx_error *err);

/*
 * An entry in words, in buf: "87.5", "5 points", "not applicable"; of a packed state only the
 * score is known.
 */
#define DX_ENTERED_WORDS 80

extern const char *dx_entered_words(uint8_t state, double value, char *buf);

#endif /* DX_RESULT_H */
