/* SPDX-License-Identifier: PostgreSQL */
/*
 * rank.h: a whole partition sorted by value, highest first, its tie classes, and answers
 * that depend on places alone. scale.h has those that depend on values.
 *
 * Ties: values are sorted descending; a class is all values that have reached its
 * highest one (equal.h: to 1e-12 of it; so ties are not chained: 1, 1 - 0.8e-12 and 1 -
 * 1.6e-12 are two classes). Values are finite; -0 equals 0.
 */
#ifndef DX_RANK_H
#define DX_RANK_H

#include "base/base.h"
#include "number/equal.h"

typedef enum dx_ties
{
	DX_TIES_MIN,
	DX_TIES_MAX,
	DX_TIES_DENSE,
	DX_TIES_FIRST
} dx_ties;

/*
 * Rows of a partition. The owner fills values and n_rows and lends order and
 * temp; dx_rank_sort fills order and n. Nothing else is allocated.
 */
typedef struct dx_ranking
{
	double *values;	 /* n_rows, by position; NAN: not ranked */
	uint64_t *order; /* room for n_rows; n of them, best first: the position is in the low 32 bits */
	uint64_t *temp;	 /* room for n_rows, used while sorting */
	int64_t n_rows;
	int64_t n; /* rows that are ranked */
} dx_ranking;

/* Rows between two chances to cancel. */
#define DX_RANK_CHANCE ((int64_t) 65536)

/* Each of the three arrays is one allocation. */
#define DX_RANK_MAX_ROWS ((int64_t) (DX_MAX_ALLOC / sizeof(uint64_t)))

/* min, max, dense or first, in any case. */
extern bool dx_ties_parse(dx_str text, dx_ties *out, dx_error *err);
extern const char *dx_ties_name(dx_ties ties);

/*
 * Sort by descending value, then ascending position; -0 becomes 0. A radix sort:
 * O(n_rows), interruptible; nothing is moved where the rows are in order already.
 */
extern void dx_rank_sort(dx_ranking *r);

/*
 * Keys that break ties: keys[i][position] is the value of key i + 2 in a row,
 * -INFINITY where it has none, which comes last in its class. Every class of a sorted
 * ranking is sorted and split by the next key as if it were alone; rows that no key
 * tells apart stay one class. Afterwards the ranking is in that order, and its values
 * are numbers of classes, 0 the best, then -1, -2, ...: answers that depend on places
 * can be asked for. ends: room for n. O(n_rows) for each key, interruptible.
 */
extern void dx_rank_refine(dx_ranking *r, double *const *keys, int n_keys, uint32_t *ends);

/* The most keys that a row may have. */
#define DX_RANK_MAX_KEYS 32

/* The position of the row at a place (0-based), and its value. */
static inline uint32_t
dx_rank_position(const dx_ranking *r, int64_t place)
{
	return (uint32_t) r->order[place];
}

static inline double
dx_rank_value(const dx_ranking *r, int64_t place)
{
	return r->values[dx_rank_position(r, place)];
}

/* End (exclusive) of the tie class that begins at place `start` of a sorted ranking; interruptible. */
static inline int64_t
dx_rank_class_end(const dx_ranking *r, int64_t start)
{
	double highest = dx_rank_value(r, start);
	int64_t end = start + 1;

	if (start % DX_RANK_CHANCE == 0)
		dx_check_interrupts();
	while (end < r->n && dx_reached(dx_rank_value(r, end), highest))
		if (++end % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
	return end;
}

/*
 * Answers. Each function replaces the values of a sorted ranking, class by class, with
 * NAN where there is no answer: afterwards `values` holds the answers by position, and
 * the ranking cannot be used again.
 */

/* Give every row of places start .. end - 1 one answer. */
static inline void
dx_rank_put(dx_ranking *r, int64_t start, int64_t end, double answer)
{
	while (start < end)
	{
		int64_t stop = end - start > DX_RANK_CHANCE ? start + DX_RANK_CHANCE : end;

		for (; start < stop; start++)
			r->values[dx_rank_position(r, start)] = answer;
		if (start < end)
			dx_check_interrupts();
	}
}

/*
 * Ranks from 1; `first` numbers the rows of a class by position, and sets this bit in
 * entries of order that are tied with the one before.
 */
#define DX_RANK_TIED (UINT64_C(1) << 63)
extern void dx_rank_assign(dx_ranking *r, dx_ties ties);

/* The mean of the ranks that tied rows share. */
extern void dx_rank_midrank(dx_ranking *r);

/* (ascending rank - 1) / (n - 1), 0 .. 1; none for one row. */
extern void dx_rank_percentile(dx_ranking *r);

/* floor((rank - 1) x bands / n) + 1: 1 is the best of `bands` (at least 1). */
extern void dx_rank_band(dx_ranking *r, int32_t bands);

/* How many rows are worse: ascending rank - 1. */
extern void dx_rank_borda(dx_ranking *r);

#endif /* DX_RANK_H */
