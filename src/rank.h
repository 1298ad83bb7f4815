/*
 * rank.h: ranks of a whole partition, highest value first.
 *
 * Ties: values sorted downwards; a class is everything within 1e-12 relative
 * of its highest value; with decimals, values are first rounded as published.
 */
#ifndef DX_RANK_H
#define DX_RANK_H

#include "base.h"

typedef enum dx_ties
{
	DX_TIES_MIN,
	DX_TIES_MAX,
	DX_TIES_DENSE,
	DX_TIES_FIRST
} dx_ties;

#define DX_TIE_TOLERANCE 1e-12

/* One row that takes a place: its value and its position in the partition. */
typedef struct dx_ranked
{
	double		value;
	int64_t		position;
} dx_ranked;

extern bool dx_ties_parse(dx_str text, dx_ties *out, dx_error *err);

/* Sort downwards by value, then upwards by position (n log n worst case, interruptible). */
extern void dx_rank_sort(dx_ranked *rows, int64_t n);

/* End (exclusive) of the tie class that begins at `start` in sorted rows. */
extern int64_t dx_rank_class_end(const dx_ranked *rows, int64_t n, int64_t start);

/* Write ranks[rows[i].position] for every row of the sorted array. */
extern void dx_rank_assign(const dx_ranked *rows, int64_t n, dx_ties ties, int64_t *ranks);

#endif							/* DX_RANK_H */
