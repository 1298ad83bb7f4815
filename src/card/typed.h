/* SPDX-License-Identifier: PostgreSQL */
/*
 * typed.h: answers as typed for a criterion, read as a result or awarded points: the
 * criterion's rule says how.
 */
#ifndef DX_TYPED_H
#define DX_TYPED_H

#include "card/card.h"
#include "tree/tree.h"

/*
 * Read a text that is not blank for a criterion: a result by its rule
 * (DX_RESULT_VALUE), or a plain number of points (DX_RESULT_POINTS). The value has been
 * checked. Errors name the criterion and what was typed.
 */
extern bool dx_typed_text(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text, double *value, dx_error *err);

/*
 * Does such a text say that the node, a criterion or all beneath it, does not apply? Not
 * where a choice of the criterion's rule has that label. The root can be declared so
 * only if it is a criterion: a word in a row without a code must not empty a whole card.
 */
extern bool dx_typed_na(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text);

/* The same of a truth value, which is an answer under the rule yesno and no other. */
extern bool dx_typed_boolean(const dx_tree *tree, uint32_t node, uint8_t state, bool truth, double *value,
							 dx_error *err);

/*
 * The fast path: up to five digits, and up to two more after a point or a comma, in
 * hundredths. Every rule that takes numbers reads it so (a choice does not: it may be a
 * label). False for any other text.
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
	/* The text may not end with the separator. */
	return at == str.len && (uint8_t) (str.ptr[at - 1] - '0') < 10;
}

#endif /* DX_TYPED_H */
