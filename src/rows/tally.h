/* SPDX-License-Identifier: PostgreSQL */
/*
 * tally.h: the state of dx.score in bytes: the scored criteria under one node of one
 * tree, and all that finishing without the tree needs.
 *
 * All numbers little-endian, after the server's length word:
 *
 *   1  version (2)
 *   1  flags: 1 = plain sum, so no programme follows; 2 = the programme has terms
 *   2  0
 *   16 fingerprint of the tree
 *   4  node (0-based index) whose points are asked for
 *   4  number of criteria under it
 *   4  of these, how many are scored (the rest is `unscored`)
 *   4  number of steps in the programme, 0 for a plain sum
 *   4  bytes of the programme at the end, 0 for a plain sum
 *   8  only with terms: their number, and the step whose points are asked for:
 *      the first, or a child of it that needs siblings
 *   .. one byte a criterion: 0 missing, 1 not applicable (never of an unscored
 *      one), 2 scored
 *   .. of scored criteria, in order, the part of the maximum that was earned
 *      and, in a plain sum, the maximum: each a fraction in lowest terms
 *   .. the programme, as the bytes of dx_programme_pack or compressed, by the host
 *   (programme_image_sql.c: pglz)
 *
 * A fraction: one byte of how many bytes its numerator has (0 to 16, and 32
 * more where it is below 0), these, and the same for its denominator, no bytes standing
 * for 1. No more bytes than needed: all but the image is canonical.
 *
 * A programme by itself, of n steps, has a column for each option, so that like values
 * are adjacent: n weights (8 bytes each), powers (8), min_coverage (8), maxima (16),
 * weight_den, max_den, coverage_num, coverage_den, min_count (4 each), methods, missing,
 * flags, depths (1 each). Parents, ends and criteria follow from the depths. Then the
 * terms in the same way: bounds (16 bytes each), denominators, nodes, siblings (4 each),
 * kinds, in_points (1 each).
 */
#ifndef DX_TALLY_H
#define DX_TALLY_H

#include "base/base.h"
#include "base/fingerprint.h"
#include "score/rollup.h"
#include "tree/tree.h"

#define DX_TALLY_HEADER 40
#define DX_TALLY_TERMS 8

/* Bytes of a step and of a term in dx_programme_pack. */
#define DX_PROGRAMME_STEP 64
#define DX_PROGRAMME_TERM 30

/* All that a final function needs of the tree; shared by all groups of an aggregate. */
typedef struct dx_programme
{
	dx_fingerprint tree;
	uint32_t node;
	uint32_t n_criteria;
	uint32_t n_scored;
	uint32_t n_steps; /* 0 for a plain sum that came without steps */
	uint32_t n_terms; /* behind the steps */
	uint32_t at;	  /* the step of the node: 0, or where it needs siblings, beneath its parent */
	bool plain;
	const dx_step *steps;
} dx_programme;

/* Bytes of its steps and terms in dx_programme_pack; 0 for a plain sum. */
static inline size_t
dx_programme_size(const dx_programme *programme)
{
	return programme->plain
		? 0
		: (size_t) programme->n_steps * DX_PROGRAMME_STEP + (size_t) programme->n_terms * DX_PROGRAMME_TERM;
}

/* Their bytes in memory. */
static inline size_t
dx_programme_steps_size(const dx_programme *programme)
{
	return programme->n_steps * sizeof(dx_step) + programme->n_terms * sizeof(dx_term);
}

/* The topmost node in the programme of a node: the node itself, or its parent where it needs siblings. */
extern uint32_t dx_programme_top(const dx_tree *tree, uint32_t node);

/* A tally being filled; the first `room` of the programme's criteria have a place. */
typedef struct dx_tally
{
	const dx_programme *programme;
	uint32_t room;
	dx_leaf *leaves;
	dx_maximum *max; /* of a plain sum, which may come without steps: of those with points; else NULL */
} dx_tally;

/* Are both the same: of one tree and node (by fingerprint, which can be forged), and with the same counts and steps? */
extern bool dx_programme_equal(const dx_programme *a, const dx_programme *b);

/*
 * The programme of the subtree at node (dx_alloc); where the node needs siblings, of the
 * subtree at its parent. At the root the steps are the tree's own, which has to stay.
 */
extern dx_programme *dx_programme_of(const dx_tree *tree, uint32_t node);

/* Is it the programme that dx_programme_of makes of the tree's node? O(nodes under it). */
extern bool dx_programme_is_of(const dx_programme *programme, const dx_tree *tree, uint32_t node);

/* Pack steps and terms into dx_programme_size bytes. */
extern void dx_programme_pack(const dx_programme *programme, uint8_t *out);

/*
 * Unpack the programme (dx_alloc, its steps with it) of a head from dx_tally_header from
 * dx_programme_size bytes, and validate it.
 */
extern dx_programme *dx_programme_unpack(const dx_programme *head, const uint8_t *packed, dx_error *err);

/* A programme's bytes in a tally; none for a plain sum. */
typedef struct dx_image
{
	const uint8_t *bytes;
	size_t size;
} dx_image;

extern size_t dx_tally_packed_size(const dx_tally *tally, dx_image image);
extern void dx_tally_pack(const dx_tally *tally, dx_image image, uint8_t *out);

/*
 * Read the header of packed bytes into a programme without steps: its identity and
 * counts, and where its image is. The counts are within what trees can have, so memory
 * for the steps may be asked for.
 */
extern bool dx_tally_header(const uint8_t *packed, size_t len, dx_programme *head, dx_image *image, dx_error *err);

/*
 * Unpack leaves into tally, which has room for all and a programme of the same identity.
 * Validates everything but the image.
 */
extern bool dx_tally_unpack(const uint8_t *packed, size_t len, dx_tally *tally, dx_error *err);

/*
 * Take over the leaves of another tally of the same programme, for all of which
 * there is room. False, and nothing is done, where both have one; *twice
 * receives which.
 */
extern bool dx_tally_unite(dx_tally *tally, const dx_tally *other, uint32_t *twice);

/*
 * Points at the node of a tally that has room for all: false for NULL, or for an error
 * (err->kind set). *rollup is made beside the programme where it is NULL, and serves all
 * tallies of that programme.
 */
extern bool dx_tally_points(const dx_tally *tally, dx_rollup **rollup, double *points, dx_error *err);

/* Set max for criteria from `first` on, in a tally whose programme is a plain sum of the tree. */
extern void dx_tally_maxima(const dx_tree *tree, uint32_t first, dx_tally *tally);

/* Text form: the packed bytes in base64 (RFC 4648) with padding. */
extern void dx_tally_print(const uint8_t *packed, size_t len, dx_buf *out);

/* Append the bytes of a text to out; no other text has the same bytes. */
extern bool dx_tally_parse(dx_str text, dx_buf *out, dx_error *err);

#endif /* DX_TALLY_H */
