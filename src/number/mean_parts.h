/* SPDX-License-Identifier: PostgreSQL */
/*
 * mean_parts.h: a mean whose numbers are tried with one of them other, without
 * adding up all of them again: for each number it is kept what those before and
 * those after it add up to.
 *
 * For geometric, harmonic and power means and both Mazziotta-Pareto means (and
 * power(1)) of numbers of 0 and above; of others nothing is told. What comes out is
 * not what dx_mean_exact makes of the same numbers, bit for bit; by how much the two
 * can differ is told. Who needs the bits asks whether that decides, and if it does
 * calls dx_mean_exact.
 */
#ifndef DX_MEAN_PARTS_H
#define DX_MEAN_PARTS_H

#include "number/mean.h"

typedef struct dx_mean_parts dx_mean_parts;

/* The one number that is other. */
typedef struct dx_mean_change
{
	uint32_t place; /* which of the n it was; n: none */
	bool is;		/* is there a number now? */
	dx_dd x;		/* that number, and its weight */
	dx_dd w;
	double doubt; /* it is known to within this part of it */
	dx_dd rest;	  /* the others' weight */
	dx_dd total;  /* and with this one's */
} dx_mean_change;

/* Is there anything to keep of such a mean? */
extern bool dx_mean_has_parts(dx_method method);

/*
 * The parts of the mean of n (0 or more) numbers x >= 0 with weights w > 0, beside owner
 * (dx_alloc_beside), freed by dx_free. O(n).
 */
extern dx_mean_parts *dx_mean_parts_new(const void *owner, dx_method method, double p, const dx_dd *x, const dx_dd *w,
										uint32_t n);

/*
 * The mean after a change, and how far at most what dx_mean_exact says is from it
 * (mean_parts.c has the bound). False: it cannot be told from the parts. O(1).
 */
extern bool dx_mean_parts_change(const dx_mean_parts *parts, const dx_mean_change *change, dx_dd *mean, double *off);

#endif /* DX_MEAN_PARTS_H */
