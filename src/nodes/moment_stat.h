/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat.h: joint moments of the points of many cards at the nodes of their tree:
 * for every two nodes how many cards have both, and the sums from which means, variances
 * and covariances are computed (moment_read.h).
 *
 * A value is a node's points as a whole number of the tree's unit (dx_node_unit,
 * node_stat.h), a weight one as it is written, up to 24 decimals. All sums are
 * whole numbers, so nothing depends on the order of cards. Cards of weight 1 wait to be
 * multiplied many at once (moment_block.c).
 *
 * Two parts: `whole` of the cards with a value at every node, `rest` of the others. For
 * statistics of complete cards only the first is read, else both: at every two nodes
 * they cover the cards that have both.
 *
 * In a part, pair (i, j), i <= j, is number i n - i (i - 1) / 2 + j - i, and
 * (i | j) is number i n + j: sums at node i over the cards that have node j.
 * Each sum has as many limbs (two's complement, least first) as the table says:
 *
 *                        without weights  with
 *   w   weights                 -          3    units of 10^-24
 *   ww  their squares           -          6    10^-48
 *   x   w x                     2          4
 *   xx  w x x                   3          5
 *   xy  w x y                   3          5
 *
 * Packed, numbers little-endian, after the server's length word:
 *
 *   1  version (1)
 *   1  1: with weights (one was not 1), 2: with a rest
 *   1  level
 *   1  0
 *   16 fingerprint of the tree
 *   4  nodes of the tree
 *   4  the node above
 *   4  number of selected nodes
 *   8  units of a point
 *   8  cards
 *   8  whole cards
 *   .. each node's place in the tree, 4 bytes
 *   .. unless there are no whole cards: with weights w and ww; x of each node; xy of each pair
 *   .. the rest, if there is: of each pair (i, j) its cards, with weights w and
 *      ww; x (i | j), and where i < j x (j | i), xx (i | j), xx (j | i); xy
 *
 * A sum is a byte that says how many bytes follow, and as few bytes of two's
 * complement as it takes (none for 0). Canonical: equal cards, equal bytes.
 */
#ifndef DX_MOMENT_STAT_H
#define DX_MOMENT_STAT_H

#include "base/fingerprint.h"
#include "number/wide.h"
#include "tree/tree.h"

#define DX_MOMENT_HEADER 56

/* Selected nodes: a pair takes about 150 bytes, with weights twice that. */
#define DX_MOMENT_NODES 1000

/* Cards that a state can have: no sum overflows. */
#define DX_MOMENT_ROWS ((int64_t) 1 << 38)

/* Decimals of a weight, and the greatest one. */
#define DX_MOMENT_DECIMALS 24
#define DX_MOMENT_WEIGHT 1e20

/*
 * Cards that wait to be multiplied: the sum of so many products of two numbers below 2^23 stays
 * below 2^53.
 */
#define DX_MOMENT_WAITING 128

#define DX_MOMENT_W 3
#define DX_MOMENT_WW 6
#define DX_MOMENT_X 4
#define DX_MOMENT_XX 5

/* No value. */
#define DX_NO_VALUE INT64_MIN

typedef enum dx_moment_level
{
	DX_MOMENT_CRITERIA = 0, /* all criteria under a node that are scored, or the node if it is one */
	DX_MOMENT_CHILDREN = 1, /* of a node */
	DX_MOMENT_ALL = 2		/* a node and all under it, but for criteria that are not scored */
} dx_moment_level;

/* Sums over some of the cards; NULL where there are none yet. */
typedef struct dx_moment_part
{
	int64_t *n; /* cards: of a whole part one number, else one a pair */
	dx_limb *w; /* the same, with weights only */
	dx_limb *ww;
	dx_limb *x;	 /* of a whole part one a node, else (i | j) */
	dx_limb *xx; /* (i | j), where i is not j; of a whole part NULL */
	dx_limb *xy; /* one a pair, (i, i) too */
} dx_moment_part;

typedef struct dx_moment_stat
{
	dx_fingerprint of;
	uint32_t n_nodes;
	uint32_t node; /* above all selected ones */
	dx_moment_level level;
	uint32_t n;		 /* selected nodes */
	uint32_t *nodes; /* their places in the tree, upwards */
	bool weighted;	 /* a weight was not 1 */
	int64_t one;	 /* units of a point */
	int64_t rows;
	dx_moment_part whole;
	dx_moment_part rest;
	int64_t *waiting; /* values of cards of weight 1, n each, to be added to both parts */
	uint32_t n_waiting;
	uint64_t *steps; /* common divisor of each node's values so far, a first guess */
} dx_moment_stat;

/* criteria, children, nodes. */
extern bool dx_moment_level_parse(dx_str text, dx_moment_level *out, dx_error *err);

/* A state without cards; what it has is dx_alloc'ed. False where the node has none to look at, or too many. */
extern bool dx_moment_stat_init(dx_moment_stat *stat, const dx_tree *tree, uint32_t node, dx_moment_level level,
								dx_error *err);
extern void dx_moment_stat_free(dx_moment_stat *stat);

/* Is the state of this tree? Bytes from outside may claim it wrongly. O(nodes). */
extern bool dx_moment_stat_is_of(const dx_moment_stat *stat, const dx_tree *tree);

/* A weight in units of 10^-24: a number from 0 to 10^20 with as many decimals at most. */
extern bool dx_moment_weight(double weight, dx_limb *out, dx_error *err);

/*
 * Take a card with a weight (DX_MOMENT_W limbs): its value at each node of the
 * tree with state[i] DX_VALUE_PRESENT. Memory for sums is dx_alloc'ed.
 * O(1) a pair.
 */
extern bool dx_moment_stat_add(dx_moment_stat *stat, const int64_t *value, const uint8_t *state, const dx_limb *weight,
							   dx_error *err);

/* Add waiting cards. */
extern void dx_moment_stat_settle(dx_moment_stat *stat);

/*
 * Add n cards of weight 1, each a value or DX_NO_VALUE for each selected node, to a state without
 * weights (moment_block.c).
 */
extern void dx_moment_add_block(dx_moment_stat *stat, const int64_t *values, uint32_t n);

/* Unite; false where they are not of one tree and the same nodes of it. */
extern bool dx_moment_stat_unite(dx_moment_stat *stat, const dx_moment_stat *other, dx_error *err);

/* Allocate the sums of a part, with weights or without. */
extern void dx_moment_make_whole(dx_moment_stat *stat);
extern void dx_moment_make_rest(dx_moment_stat *stat);

/* Bytes of a state, after waiting cards are added. Call it before packing. */
extern size_t dx_moment_stat_packed_size(dx_moment_stat *stat);
extern void dx_moment_stat_pack(const dx_moment_stat *stat, uint8_t *out);

/* Packed bytes into a zeroed state: the one validator. */
extern bool dx_moment_stat_unpack(const uint8_t *packed, size_t len, dx_moment_stat *stat, dx_error *err);

/* Text of packed bytes ("moments:" and hexadecimal digits, without the version), and bytes of a text (not yet validated; NULL with err). */
extern char *dx_moment_stat_print(const uint8_t *packed, size_t len);
extern uint8_t *dx_moment_stat_parse(const char *text, size_t *len, dx_error *err);

/* Limbs of a sum. */
static inline int
dx_moment_x_limbs(const dx_moment_stat *stat)
{
	return stat->weighted ? DX_MOMENT_X : 2;
}

static inline int
dx_moment_xx_limbs(const dx_moment_stat *stat)
{
	return stat->weighted ? DX_MOMENT_XX : 3;
}

/* Number of a pair, i <= j, and how many there are. */
static inline size_t
dx_moment_pair_of(const dx_moment_stat *stat, uint32_t i, uint32_t j)
{
	return (size_t) i * stat->n - (size_t) i * (i + 1) / 2 + j;
}

static inline size_t
dx_moment_pairs(const dx_moment_stat *stat)
{
	return (size_t) stat->n * (stat->n + 1) / 2;
}

#endif /* DX_MOMENT_STAT_H */
