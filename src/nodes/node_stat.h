/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_stat.h: statistics of the points of many cards at every node of their tree, or of
 * their ratios or lost points: number, mean, standard deviation, least, greatest and,
 * where values are kept, quantiles.
 *
 * A value is a node's points as a whole number of the tree's unit (dx_node_unit),
 * rounded half away from zero from the exact number: decimals, thirds and other
 * fractions that its rules divide by are exact. Ratios and lost points are the doubles
 * of dx_roll_ratio and dx_roll_lost, as written, with as many decimals as the unit has.
 * Values, their sums and those of their squares are whole numbers, so nothing depends on
 * the order of cards.
 *
 * Packed, numbers little-endian, after the server's length word:
 *
 *   1  version (1)
 *   1  1 where values are kept
 *   1  what is measured (dx_node_measure)
 *   1  0
 *   16 fingerprint of the tree
 *   4  number of nodes
 *   8  units of a point
 *   8  cards
 *   .. the key of each node (code.h): its length in 2 bytes, and its bytes
 *   .. each node, in variable numbers: how many values; unless none
 *      their sum, the sum of their squares, the least, how much greater the greatest;
 *      or, where they are kept: the values ascending, each once, as its distance from the one
 *      before (the first as itself), with how often it occurs
 *
 * A variable number has 7 bits a byte, least first, the top bit set in all but
 * the last, which is not 0 unless the number is; signed ones are doubled, and
 * -1 - that where negative. Canonical: equal cards, equal bytes.
 */
#ifndef DX_NODE_STAT_H
#define DX_NODE_STAT_H

#include "base/fingerprint.h"
#include "code/code.h"
#include "number/wide.h"
#include "tree/tree.h"

#define DX_NODE_STAT_HEADER 40

/* Cards that a state can have; sums below cannot overflow. */
#define DX_NODE_STAT_MAX_ROWS ((int64_t) 1 << 60)

/* What the values measure. Stored: numbers may not change. */
typedef enum dx_node_measure
{
	DX_NODE_POINTS,
	DX_NODE_RATIO, /* of nodes that have one */
	DX_NODE_LOST,  /* of nodes that apply */
	DX_NODE_MEASURES
} dx_node_measure;

extern const char *const dx_node_measure_names[DX_NODE_MEASURES];

/* points, ratio, lost. */
extern bool dx_node_measure_parse(dx_str text, dx_node_measure *out, dx_error *err);

/* The sums of a node. */
typedef struct dx_node_sum
{
	int64_t n;
	int64_t least; /* where n > 0 */
	int64_t greatest;
	dx_int128 sum;
	uint64_t squares[3]; /* their sum, least limb first */
} dx_node_sum;

/* A value, and how often it occurs. */
typedef struct dx_node_run
{
	int64_t value;
	int64_t times;
} dx_node_run;

/*
 * Values of a node, where they are kept; equal values are brought together before more memory is
 * allocated.
 */
typedef struct dx_node_values
{
	dx_node_run *runs;
	int64_t n;
	int64_t room;
	bool sorted; /* upwards, each once */
} dx_node_values;

typedef struct dx_node_stat
{
	dx_fingerprint of;
	uint32_t n_nodes;
	bool keeps;
	dx_node_measure measure;
	int64_t one; /* units of a point, or of a ratio of 1 */
	int64_t rows;
	uint8_t *keys; /* one after the other */
	uint32_t *key_ends;
	dx_node_sum *sums;
	dx_node_values *values; /* NULL unless they are kept */
} dx_node_stat;

/* A state without cards; its memory is dx_alloc'ed. */
extern void dx_node_stat_init(dx_node_stat *stat, const dx_tree *tree, bool keeps, dx_node_measure measure);
extern void dx_node_stat_free(dx_node_stat *stat);

/* Is the state of this tree? */
extern bool dx_node_stat_is_of(const dx_node_stat *stat, const dx_tree *tree);

/*
 * Units of a point in a tree's values: the common denominator of its rules and maxima,
 * if that is not too large, times the largest power of ten, up to 10^15, that keeps the
 * points of all its nodes within 64 bits. (Bonuses that means above them multiply may
 * still exceed these: values are checked.) For lost points only a power of ten, for
 * ratios 10^15. O(nodes).
 */
extern int64_t dx_node_unit(const dx_tree *tree, dx_node_measure measure);

/*
 * A number as written in units of 1/one (a power of ten), rounded half away from zero; false where
 * it is beyond 64 bits.
 */
extern bool dx_node_units_of(double x, int64_t one, int64_t *out);

/*
 * Add a card: its value at every node with state[i] DX_VALUE_PRESENT. Memory for kept
 * values is dx_alloc'ed. O(nodes).
 */
extern void dx_node_stat_add(dx_node_stat *stat, const int64_t *value, const uint8_t *state);

/*
 * Convert values from units of 1/from points to units of 1/one, in place: false where one is
 * beyond 64 bits, in which case *node is its node.
 */
extern bool dx_node_values_of(int64_t *points, const uint8_t *state, uint32_t n, int64_t from, int64_t one,
							  uint32_t *node);

/* Unite; false where they are not of one tree or do not measure the same, or one keeps values and the other does not. */
extern bool dx_node_stat_unite(dx_node_stat *stat, const dx_node_stat *other, dx_error *err);

/* Bytes of a state. Sorts kept values, as packing does. */
extern size_t dx_node_stat_packed_size(dx_node_stat *stat);
extern void dx_node_stat_pack(dx_node_stat *stat, uint8_t *out);

/* Packed bytes into a zeroed state: the one validator. */
extern bool dx_node_stat_unpack(const uint8_t *packed, size_t len, dx_node_stat *stat, dx_error *err);

/* Text of packed bytes ("nodes:" and hexadecimal digits, without the version), and bytes of a text (not yet validated; NULL with err). */
extern char *dx_node_stat_print(const uint8_t *packed, size_t len);
extern uint8_t *dx_node_stat_parse(const char *text, size_t *len, dx_error *err);

static inline dx_key
dx_node_stat_key(const dx_node_stat *stat, uint32_t i)
{
	uint32_t start = i > 0 ? stat->key_ends[i - 1] : 0;

	return (dx_key) {stat->keys + start, stat->key_ends[i] - start};
}

/* Of a node with n > 0, each as the nearest double. */
extern double dx_node_mean(const dx_node_stat *stat, uint32_t i);
extern double dx_node_total(const dx_node_stat *stat, uint32_t i);
extern double dx_node_value(const dx_node_stat *stat, int64_t value);

/* The standard deviation over n - 1; false where n < 2. */
extern bool dx_node_deviation(const dx_node_stat *stat, uint32_t i, double *out);

/*
 * Quantile p, read to 15 decimals, of a node with n > 0 whose values are kept:
 * type 7 of R. J. Hyndman and Y. Fan (1996), as percentile_cont is, exact and rounded
 * once. Sorts the node's values.
 */
extern double dx_node_quantile(dx_node_stat *stat, uint32_t i, double p);

/* Add a value so many times. */
extern void dx_node_sum_take(dx_node_sum *sum, int64_t value, int64_t times);

/* Append a run. */
extern void dx_node_values_put(dx_node_values *kept, dx_node_run run);

/* Sort the values that a node keeps, each once. */
extern void dx_node_values_sort(dx_node_values *kept);

/*
 * n^2 times the variance of n values with such sums, in DX_WIDE_MAX limbs; below 0 where no values
 * can have these sums.
 */
extern void dx_node_spread(const dx_node_sum *sum, dx_limb *spread);

#endif /* DX_NODE_STAT_H */
