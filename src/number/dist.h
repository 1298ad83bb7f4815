/* SPDX-License-Identifier: PostgreSQL */
/*
 * dist.h: a map of distinct values to exact sums of their weights.
 *
 * A B+ tree: leaves of up to DX_DIST_LEAF entries hold all values in order and
 * know the next one; above them stand inner nodes of up to DX_DIST_INNER
 * children. A map of few values is one leaf, which grows. So a row costs a search and a
 * short move, O(log n), and values are read in order. Its size grows with distinct
 * values only and does not depend on the order of the rows. A weight is a double where
 * its sum is one, else an exact sum (exact.h).
 *
 * Inner nodes have exact sums of the weights under each child once somebody has
 * asked for them (dx_dist_sum_up), and keep them from then on: a map that is
 * read once, as an aggregate without a frame is, never pays for them.
 *
 * A node that is neither the root nor last in its level is at least a quarter
 * full, whatever is added and taken away.
 */
#ifndef DX_DIST_H
#define DX_DIST_H

#include "base/base.h"
#include "number/exact.h"

/* Distinct values in one map; beyond: 54000. */
#define DX_DIST_MAX ((uint32_t) 1 << 22)

typedef struct dx_dist_entry
{
	double x;
	double w;		/* > 0, unless wide */
	dx_exact *wide; /* the weight, where it is or once was not a double */
} dx_dist_entry;

typedef struct dx_dist_leaf
{
	uint16_t n; /* > 0 unless it is the root */
	uint16_t room;
	uint32_t bytes;			   /* of the leaf */
	struct dx_dist_leaf *next; /* to the right; NULL for the last one */
	dx_dist_entry entries[];
} dx_dist_leaf;

/*
 * Entries of a full leaf, of 4096 bytes; children of an inner node of 1024
 * bytes, with sums in 4032; levels of inner nodes at most (a sixth one would
 * have more than 15^5 x 42 values beneath it). Tests have smaller nodes, at
 * least 8, and more levels.
 */
#ifndef DX_DIST_LEAF
#define DX_DIST_LEAF 170
#define DX_DIST_INNER 63
#define DX_DIST_HEIGHT 5
#endif

typedef struct dx_dist_inner
{
	uint16_t n;		/* children, at least 2 */
	dx_exact *sums; /* of the weights under each, DX_DIST_INNER of them; NULL unless the map is summed */
	/* Values under child c > 0 are at least least[c], those under earlier ones below. */
	double least[DX_DIST_INNER];
	void *children[DX_DIST_INNER];
} dx_dist_inner;

/* All zero is the empty map. */
typedef struct dx_dist
{
	void *root;		/* a leaf where height is 0; NULL: nothing was added yet */
	uint32_t n;		/* distinct values */
	uint8_t height; /* levels of inner nodes */
	bool summed;	/* inner nodes have sums */
	bool read;		/* a quantile was asked for before (quantile.h) */
} dx_dist;

/* Add weight w > 0 at x, both finite; fails (unchanged) beyond DX_DIST_MAX. O(log n). */
extern bool dx_dist_add(dx_dist *dist, double x, double w, dx_error *err);

/* Take away what dx_dist_add added; fails (unchanged) if x has less weight than w. O(log n). */
extern bool dx_dist_remove(dx_dist *dist, double x, double w, dx_error *err);

/* Add all of another map. Linear in both sizes where these are alike. */
extern bool dx_dist_merge(dx_dist *dist, const dx_dist *other, dx_error *err);

/* Subtract another map; fails where that was not added before. */
extern bool dx_dist_subtract(dx_dist *dist, const dx_dist *other, dx_error *err);

/* Free everything: the map is empty again. */
extern void dx_dist_free(dx_dist *dist);

/* Add the weight of all values to a sum. */
extern void dx_dist_add_weight(const dx_dist *dist, dx_exact *sum);

/* Let inner nodes have sums from now on. O(n) the first time; memory is dx_alloc'ed. */
extern void dx_dist_sum_up(dx_dist *dist);

/* The leaf of the least values and that of the greatest ones; NULL where nothing was added yet. */
extern const dx_dist_leaf *dx_dist_first(const dx_dist *dist);
extern const dx_dist_leaf *dx_dist_last(const dx_dist *dist);

/* Add the weight of an entry to a sum. */
static inline void
dx_dist_add_entry(const dx_dist_entry *entry, dx_exact *sum)
{
	/* Weights are far below what a sum holds (quantile.c, is_weight), so this does not fail. */
	if (entry->wide)
		(void) dx_exact_merge(sum, entry->wide, false);
	else
		dx_exact_add(sum, entry->w);
}

/* For unpacking: an entry of weight 0 above all others (x is greater, there is room). */
extern dx_dist_entry *dx_dist_append(dx_dist *dist, double x);

/* An exact weight w for an entry, dx_alloc'ed. */
extern dx_exact *dx_dist_wide(double w);

#endif /* DX_DIST_H */
