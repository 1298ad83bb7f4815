/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_make.h: making trees: from specs of their nodes, from JSON, from another
 * tree; and what is different between two.
 */
#ifndef DX_TREE_MAKE_H
#define DX_TREE_MAKE_H

#include "base/json.h"
#include "tree/tree.h"

/* Which options were stated at a node (the rest is inherited or default). */
#define DX_STATED_METHOD 0x01
#define DX_STATED_MISSING 0x02
#define DX_STATED_COVERAGE 0x04
#define DX_STATED_COUNT 0x08

/* ---------------- building ---------------- */

/* Everything one row or JSON object states about a node. Strings belong to the caller. */
typedef struct dx_node_spec
{
	dx_key key;
	dx_str name;
	dx_str number;
	dx_str kind;
	dx_str guide;
	dx_str rule;   /* empty = none */
	double max;	   /* by max_den */
	double weight; /* by weight_den */
	uint32_t max_den;
	uint32_t weight_den;
	dx_maximum exact_max; /* where its denominator is not 0: in place of max */
	dx_maximum
		old_max; /* where its denominator is not 0: the maximum if none is stated and the method is a mean, or the children add up to it */
	double power;
	double min_coverage;
	uint32_t coverage_num;
	uint32_t coverage_den;
	uint32_t min_count;
	uint32_t stated; /* DX_STATED_* */
	bool has_max;
	bool bonus;
	uint8_t method;
	uint8_t missing;
	uint8_t decimals; /* DX_NO_DECIMALS unless stated */
	bool cap_is_max;  /* the cap is the stated maximum; where none is stated, cap, if that is one */
	bool threshold_in_points;
	dx_points round_to; /* 0 unless stated */
	dx_maximum cap;		/* den 0: none, of these three */
	dx_maximum floor;
	dx_maximum threshold;
	dx_str needs; /* a JSON object of what siblings must have, as it stands; empty = none */
} dx_node_spec;

/* The largest round_to. */
#define DX_MAX_ROUND_TO 1000000

/* The maximum that a spec states; false where it cannot be represented: the reason in *what. */
extern bool dx_spec_maximum(const dx_node_spec *spec, dx_maximum *max, const char **what);

/* A spec with every option at its default. */
extern dx_node_spec dx_node_spec_default(dx_key key);

/*
 * Compile n specs, in any order, into a new tree (dx_alloc). Errors name the
 * node. O(n log n).
 */
extern dx_tree *dx_tree_build(const dx_node_spec *specs, size_t n, dx_error *err);

/*
 * Specs from which the same tree can be built; strings point into it. rules[i] receives printed
 * rules to free; see dx_specs.
 */
typedef struct dx_specs
{
	dx_node_spec *specs;
	size_t n;
	char **rules; /* n printed rules, some NULL */
	char **needs; /* n printed objects, some NULL */
} dx_specs;

extern dx_specs dx_tree_specs(const dx_tree *tree);
extern void dx_specs_free(dx_specs *specs);

/* ---------------- text ---------------- */

/* What node i needs of its siblings, as a JSON object; {} if nothing. */
extern void dx_tree_print_needs(const dx_tree *tree, uint32_t i, dx_buf *out);

/* An array of node objects; keys: doc/en/trees.md. */
extern dx_tree *dx_tree_from_json(dx_str text, dx_error *err);
extern void dx_tree_to_json(const dx_tree *tree, dx_buf *out);

/*
 * The fingerprint of the canonical text, printed a node at a time; DX_ERR_LIMIT where it is longer
 * than DX_TREE_MAX_TEXT.
 */
extern bool dx_tree_text_fingerprint(const dx_tree *tree, dx_fingerprint *out, dx_error *err);

/*
 * Apply the members of a JSON object of options to a spec. In a patch null
 * removes an option and max, rule, name are allowed; otherwise only options.
 * Strings stay the document's.
 */
typedef enum dx_options_kind
{
	DX_OPTIONS_ROW,	 /* the options argument of the aggregate */
	DX_OPTIONS_NODE, /* a node object: with code, name, max, rule */
	DX_OPTIONS_PATCH /* dx.alter_tree */
} dx_options_kind;

extern bool dx_tree_apply_options(const dx_json *object, dx_options_kind kind, dx_node_spec *spec, dx_error *err);

/* Apply one option given as text in a row, trimmed; a blank one is not stated. */
extern bool dx_tree_apply_text(const char *option, dx_str text, dx_node_spec *spec, dx_error *err);

/* ---------------- editing ---------------- */

/*
 * patch: a JSON object, as text: each code with options of an existing node, with
 * options and "new": true to add one, or with null to remove one and all beneath it. The
 * order of members does not matter.
 */
extern dx_tree *dx_tree_alter(const dx_tree *tree, dx_str patch, dx_error *err);
extern dx_tree *dx_tree_subtree(const dx_tree *tree, uint32_t node, dx_error *err);

/* One difference between two trees; values NULL where absent, freed by the caller's context. */
typedef struct dx_tree_change
{
	dx_key key;
	const char *change; /* added, removed, changed */
	const char *field;	/* NULL for added, removed */
	char *old_value;
	char *new_value;
} dx_tree_change;

typedef struct dx_tree_changes
{
	dx_tree_change *items;
	size_t n;
	size_t cap;
} dx_tree_changes;

extern void dx_tree_compare(const dx_tree *before, const dx_tree *after, dx_tree_changes *out);

#endif /* DX_TREE_MAKE_H */
