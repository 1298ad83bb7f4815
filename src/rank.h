/*
 * rank.h: ranks of a whole partition, highest value first.
 *
 * Ties: values sorted downwards; a class is everything within 1e-12 relative
 * of its highest value (so ties are not chained: 1, 1 - 0.8e-12 and
 * 1 - 1.6e-12 are two classes); with decimals, values are first rounded as
 * published. Values are finite; -0 equals 0.
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

/* One row that takes a place: its value and its position in the partition (0-based). */
typedef struct dx_ranked
{
	double		value;
	int64_t		position;
} dx_ranked;

/* Rows that can be sorted at once: a sort takes a second array of their size in one allocation. */
#define DX_RANK_MAX_ROWS ((int64_t) (DX_MAX_ALLOC / sizeof(dx_ranked)))

/* min, max, dense or first, in any case. */
extern bool dx_ties_parse(dx_str text, dx_ties *out, dx_error *err);
extern const char *dx_ties_name(dx_ties ties);

/*
 * Sort downwards by value, then upwards by position. -0 becomes 0. A radix
 * sort: time n, interruptible, with 16 n bytes of temporary memory; nothing
 * is moved where the rows are in order already.
 */
extern void dx_rank_sort(dx_ranked *rows, int64_t n);

/* End (exclusive) of the tie class that begins at `start` in sorted rows. */
extern int64_t dx_rank_class_end(const dx_ranked *rows, int64_t n, int64_t start);

/* Write ranks[rows[i].position] for every row of the sorted array; `first` numbers a class by position. */
extern void dx_rank_assign(const dx_ranked *rows, int64_t n, dx_ties ties, int64_t *ranks);

#endif							/* DX_RANK_H */
