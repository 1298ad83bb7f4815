/* SPDX-License-Identifier: PostgreSQL */
/*
 * mean_parts.h: a mean with one of its numbers replaced, without adding up all of them
 * again: for each number the sums over those before and those after it are kept.
 *
 * For geometric, harmonic and power means and both Mazziotta-Pareto means (and power(1))
 * of numbers of 0 and above; for others there is no answer. The result need not have the
 * same bits as dx_mean_exact's of the same numbers; how much the two can differ at most
 * is returned too. A caller who needs the bits looks whether that difference decides,
 * and if it does calls dx_mean_exact.
 */
#ifndef DX_MEAN_PARTS_H
#define DX_MEAN_PARTS_H

#include "number/mean.h"

typedef struct dx_mean_parts dx_mean_parts;

/* The one number that is replaced. */
typedef struct dx_mean_change
{
	uint32_t place; /* which of the n is replaced; n: none, one is added */
	bool is;		/* is there a number in its place? */
	dx_dd x;		/* that number, and its weight */
	dx_dd w;
	double doubt; /* the relative error to which it is known */
	dx_dd rest;	  /* the others' weight */
	dx_dd total;  /* and with this one's */
} dx_mean_change;

/* Does a mean of this method have parts? */
extern bool dx_mean_has_parts(dx_method method);

/*
 * The parts of the mean of n (0 or more) numbers x >= 0 with weights w > 0, beside owner
 * (dx_alloc_beside), freed by dx_free. O(n).
 */
extern dx_mean_parts *dx_mean_parts_new(const void *owner, dx_method method, double p, const dx_dd *x, const dx_dd *w,
										uint32_t n);

/*
 * The mean after a change, and in *off how far dx_mean_exact's result is from it at most
 * (the bound is derived in mean_parts.c). False: the parts do not tell. O(1).
 */
extern bool dx_mean_parts_change(const dx_mean_parts *parts, const dx_mean_change *change, dx_dd *mean, double *off);

#endif /* DX_MEAN_PARTS_H */
