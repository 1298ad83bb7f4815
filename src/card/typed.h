/* SPDX-License-Identifier: PostgreSQL */
/*
 * typed.h: what people typed for a criterion, as a result or awarded points.
 * The tree knows the criterion's rule, and that how the text is to be read.
 */
#ifndef DX_TYPED_H
#define DX_TYPED_H

#include "card/card.h"
#include "tree/tree.h"

/*
 * Read a text that is not blank for a criterion: a result by its rule
 * (DX_RESULT_VALUE), or a plain number of points (DX_RESULT_POINTS). What it
 * gives has been checked. Errors name the criterion and what was typed.
 */
extern bool dx_typed_text(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text, double *value, dx_error *err);

/*
 * Does such a text say that the node does not apply, be it a criterion or all
 * beneath it? A criterion's choice may be called so, points may not. It never
 * says so of the root, unless that is a criterion: a word in a row without a
 * code does not take a whole card away.
 */
extern bool dx_typed_na(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text);

/* The same of a truth value, which answers a criterion of the rule yesno, and no other. */
extern bool dx_typed_boolean(const dx_tree *tree, uint32_t node, uint8_t state, bool truth, double *value,
							 dx_error *err);

/*
 * The short way: up to five digits, and up to two more after a point or a
 * comma, in hundredths. Every rule that takes numbers reads it so (a choice
 * does not: it may be a label). False for any other text.
 */
static inline bool
dx_typed_hundredths(dx_str str, uint32_t *q)
{
	size_t at = 0;
	uint32_t value = 0;
	uint32_t unit = 100;

	for (; at < str.len && at < 5 && (uint8_t) (str.ptr[at] - '0') < 10; at++)
		value = value * 10 + (uint8_t) (str.ptr[at] - '0');
	if (at == 0)
		return false;
	value *= unit;
	if (at < str.len && (str.ptr[at] == ',' || str.ptr[at] == '.'))
		for (at++; at < str.len && unit > 1 && (uint8_t) (str.ptr[at] - '0') < 10; at++)
			value += (unit /= 10) * (uint8_t) (str.ptr[at] - '0');
	*q = value;
	/* No separator may be the end. */
	return at == str.len && (uint8_t) (str.ptr[at - 1] - '0') < 10;
}

#endif /* DX_TYPED_H */
