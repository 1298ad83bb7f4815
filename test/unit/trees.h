/* SPDX-License-Identifier: PostgreSQL */
/*
 * trees.h: trees and numbers that unit tests of statistics of many cards are made of.
 */
#ifndef DX_TEST_TREES_H
#define DX_TEST_TREES_H

#include "tree/tree_make.h"

/* The tree that a JSON text is; ends the test where it is none. */
static inline dx_tree *
make_tree(const char *json)
{
	dx_error err;
	dx_tree *tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);

	if (tree == NULL)
	{
		printf("%s\n", err.message);
		exit(1);
	}
	return tree;
}

/* The next of a sequence of numbers below n. */
static inline uint32_t
next_below(uint64_t *seed, uint32_t n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((*seed >> 33) % n);
}

#endif /* DX_TEST_TREES_H */
