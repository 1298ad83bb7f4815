/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree.h: a compiled index tree, immutable and self-contained.
 *
 * One value, from its start:
 *
 *   header          dx_tree, first, so that a slice of a TOASTed value is enough to read
 *   it
 *   steps[n]        the scoring programme (programme.h), pre-order, and its terms
 *   nodes[n]        everything else about each node, same order
 *   criteria[k]     node index of each criterion, 4 bytes each
 *   slots[m]        hash table of codes: node index + 1, or 0; m a power of two.
 *                   The fingerprint is the hash's seed
 *   strings, rules  keys, names, rule images (8-aligned)
 *
 * Every part is 8-aligned and zero-padded, offsets count from the start of the
 * value. Node indexes are 0-based here; SQL shows them 1-based as "ordinal".
 */
#ifndef DX_TREE_H
#define DX_TREE_H

#include "base/base.h"
#include "base/fingerprint.h"
#include "code/code.h"
#include "rule/rule.h"
#include "tree/programme.h"

#define DX_TREE_MAX_NODES 65535
#define DX_TREE_MAX_STRING 32768 /* bytes of a name, number, kind or guide */
#define DX_TREE_MAX_SIZE (256 * 1024 * 1024)

/* Bytes of the canonical text: COPY may escape each of them, and no text is longer than 1 GB. */
#define DX_TREE_MAX_TEXT (500 * 1024 * 1024)
#define DX_NO_DECIMALS 255

typedef struct dx_span
{
	uint32_t offset;
	uint32_t len;
} dx_span;

DX_STORED(dx_span, 8);
DX_STORED_AT(dx_span, offset, 0);
DX_STORED_AT(dx_span, len, 4);

typedef struct dx_node
{
	dx_span key;
	dx_span name;
	dx_span number;
	dx_span kind;
	dx_span guide;
	uint32_t rule;		 /* offset of the image, 0 = none */
	uint32_t n_criteria; /* in the subtree */
	uint32_t stated;	 /* DX_STATED_* (tree_make.h) */
	uint32_t reserved;	 /* 0 */
} dx_node;

DX_STORED(dx_node, 56);
DX_STORED_AT(dx_node, key, 0);
DX_STORED_AT(dx_node, name, 8);
DX_STORED_AT(dx_node, number, 16);
DX_STORED_AT(dx_node, kind, 24);
DX_STORED_AT(dx_node, guide, 32);
DX_STORED_AT(dx_node, rule, 40);
DX_STORED_AT(dx_node, n_criteria, 44);
DX_STORED_AT(dx_node, stated, 48);
DX_STORED_AT(dx_node, reserved, 52);

typedef struct dx_tree
{
	int32_t vl_len_; /* the server's length word; do not touch */
	uint8_t version;
	uint8_t decimals;			/* of a criterion's points as stated, or DX_NO_DECIMALS */
	uint16_t reserved;			/* 0 */
	dx_fingerprint fingerprint; /* of the canonical JSON text */
	dx_fingerprint sheet;		/* of criterion codes, rule kinds and choice labels: what cards carry */
	uint32_t size;				/* bytes in all */
	uint32_t n_nodes;
	uint32_t n_criteria;
	uint32_t n_slots;
	uint32_t steps; /* offsets */
	uint32_t nodes;
	uint32_t criteria;
	uint32_t slots;
	uint64_t spans; /* what results are divided by (measure.h) */
	int64_t
		round_unit; /* a criterion's points are a multiple of so many 10^-12 (decimals, round_to); 0: as they come */
} dx_tree;

DX_STORED(dx_tree, 88);
DX_STORED_AT(dx_tree, vl_len_, 0);
DX_STORED_AT(dx_tree, version, 4);
DX_STORED_AT(dx_tree, decimals, 5);
DX_STORED_AT(dx_tree, reserved, 6);
DX_STORED_AT(dx_tree, fingerprint, 8);
DX_STORED_AT(dx_tree, sheet, 24);
DX_STORED_AT(dx_tree, size, 40);
DX_STORED_AT(dx_tree, n_nodes, 44);
DX_STORED_AT(dx_tree, n_criteria, 48);
DX_STORED_AT(dx_tree, n_slots, 52);
DX_STORED_AT(dx_tree, steps, 56);
DX_STORED_AT(dx_tree, nodes, 60);
DX_STORED_AT(dx_tree, criteria, 64);
DX_STORED_AT(dx_tree, slots, 68);
DX_STORED_AT(dx_tree, spans, 72);
DX_STORED_AT(dx_tree, round_unit, 80);

/*
 * Are these the same tree? Only headers are read, so either may be a copy of a header:
 * the fingerprint is compared and, because that could be forged, size and counts.
 */
static inline bool
dx_tree_same(const dx_tree *a, const dx_tree *b)
{
	return dx_fingerprint_equal(&a->fingerprint, &b->fingerprint) && a->version == b->version && a->size == b->size &&
		a->n_nodes == b->n_nodes && a->n_criteria == b->n_criteria;
}

static inline const dx_step *
dx_tree_steps(const dx_tree *tree)
{
	return (const dx_step *) ((const char *) tree + tree->steps);
}

static inline const dx_node *
dx_tree_nodes(const dx_tree *tree)
{
	return (const dx_node *) ((const char *) tree + tree->nodes);
}

static inline const uint32_t *
dx_tree_criteria(const dx_tree *tree)
{
	return (const uint32_t *) ((const char *) tree + tree->criteria);
}

static inline dx_str
dx_tree_str(const dx_tree *tree, dx_span span)
{
	return (dx_str) {(const char *) tree + span.offset, span.len};
}

static inline dx_key
dx_tree_key(const dx_tree *tree, uint32_t node)
{
	dx_span span = dx_tree_nodes(tree)[node].key;

	return (dx_key) {(const uint8_t *) tree + span.offset, span.len};
}

/* The rule of a node; NULL if it has none. */
static inline const dx_rule *
dx_tree_rule(const dx_tree *tree, uint32_t node)
{
	uint32_t offset = dx_tree_nodes(tree)[node].rule;

	return offset ? (const dx_rule *) ((const char *) tree + offset) : NULL;
}

static inline bool
dx_tree_is_criterion(const dx_tree *tree, uint32_t node)
{
	return (dx_tree_steps(tree)[node].flags & DX_STEP_CRITERION) != 0;
}

#define DX_NO_NODE UINT32_MAX

/* The slot of the table of codes at which the search for a key begins. */
static inline uint32_t
dx_tree_slot(const dx_tree *tree, dx_key key)
{
	return (uint32_t) dx_key_hash(key, dx_fingerprint_seed(&tree->fingerprint)) & (tree->n_slots - 1);
}

/* Node index of a key, or DX_NO_NODE. O(1). */
extern uint32_t dx_tree_find(const dx_tree *tree, dx_key key);

/* As dx_tree_find, but an unknown code is an error with the nearest code as hint. */
extern bool dx_tree_lookup(const dx_tree *tree, dx_key key, uint32_t *node, dx_error *err);

/* Text of a node's code into buf (DX_CODE_MAX_TEXT + 8 bytes); returns buf. */
extern const char *dx_tree_code_text(const dx_tree *tree, uint32_t node, char *buf);

/*
 * The share of each node beneath `node` in its score when everything is answered: under
 * a mean its share of the siblings' weights, under a sum of their maxima; where some
 * children are chosen (alternatives, best), its share if it is chosen. 0 where nothing
 * is scored; NaN beneath a bonus or penalty, which has no share. share has an element
 * for each node of the tree; those outside the subtree are not written.
 */
extern void dx_tree_effective_weights(const dx_tree *tree, uint32_t node, double *share);

/* The root's name, or its code, for messages. */
extern dx_str dx_tree_title(const dx_tree *tree);

/* Text of a node's weight as written ("0.5", "1/3"), in buf of 96 bytes. */
extern const char *dx_weight_text(const dx_step *step, char *buf);

/* Name of a method ("mean", "power(2)"), missing policy. buf of 64 bytes. */
extern const char *dx_method_text(const dx_step *step, char *buf);
extern const char *dx_missing_text(uint8_t missing);

/* The share of children that must have a value, "2/3" or "0.67"; empty without a limit; buf of 64 bytes. */
extern const char *dx_min_coverage_text(const dx_step *step, char *buf);

#endif /* DX_TREE_H */
