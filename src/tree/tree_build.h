/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_build.h: a tree under construction, for the files that build one.
 */
#ifndef DX_TREE_BUILD_H
#define DX_TREE_BUILD_H

#include "tree/tree_make.h"

/* A tree under construction; arrays of n in code order, which is pre-order. */
typedef struct dx_tree_builder
{
	dx_node_spec *specs;
	dx_step *steps;	 /* n steps; n_terms terms behind them */
	dx_rule **rules; /* n, NULL where a node has none */
	uint32_t n;
	uint32_t n_criteria;
	uint32_t n_terms;
	dx_error *err;
} dx_tree_builder;

/* ---------------- errors ---------------- */

/* Text of a key for messages; buf of DX_CODE_MAX_TEXT + 8 bytes. */
extern const char *dx_code_of(dx_key key, char *buf);

/* Report that node i does what: "has no maximum". False. */
extern bool dx_bad_node(dx_tree_builder *b, uint32_t i, dx_error_kind kind, const char *what);

/* Report that the tree is larger than DX_TREE_MAX_SIZE. False. */
extern bool dx_tree_too_large(dx_error *err);

/* Does the spec have a cap, as a number or by its maximum? */
extern bool dx_spec_capped(const dx_node_spec *spec);

/* ---------------- passes, in the order of dx_tree_build; false: the error is said ---------------- */

/* No text of a node is longer than DX_TREE_MAX_STRING. */
extern bool dx_check_strings(dx_tree_builder *b);

/* The two ways to say how points are rounded exclude each other. */
extern bool dx_check_rounding(dx_tree_builder *b);

/* Maxima, from the criteria up; rules are bound to them. */
extern bool dx_build_maxima(dx_tree_builder *b);

/* Where bonuses and penalties may stand; what counts; what is decimal. */
extern bool dx_set_flags(dx_tree_builder *b);

/* What only some methods allow: weights, few children, maxima that differ. */
extern bool dx_check_methods(dx_tree_builder *b);

/* Put caps, floors, thresholds and needs behind the steps, which are moved to larger memory for that. */
extern bool dx_build_terms(dx_tree_builder *b);

/* Refuse a tree that cannot be scored exactly whatever the results are. */
extern bool dx_check_measure(dx_tree_builder *b);

/* Everything into one block, in the order tree.h gives; NULL: it is too large. */
extern dx_tree *dx_build_layout(const dx_tree_builder *b);

#endif /* DX_TREE_BUILD_H */
