/* SPDX-License-Identifier: PostgreSQL */
/*
 * equal.h: when a computed number has reached a bound. It is the one notion of equality
 * that ranks, grades and everything else that compares computed values share: a mean of
 * float8 columns may miss 0.2 by its last bit, and an official at the cut-off must not
 * be the one to find out.
 *
 * Results against the bounds of a rule are not computed: they are compared
 * exactly, as written.
 */
#ifndef DX_EQUAL_H
#define DX_EQUAL_H

#include "base/base.h"

/* Relative to the bound; at 0 nothing is tolerated. */
#define DX_EQUAL_TOLERANCE 1e-12

/*
 * Has x reached the bound? Both finite. Values within the tolerance subtract exactly;
 * those far apart may give an infinity, which gives the right answer too.
 */
static inline bool
dx_reached(double x, double bound)
{
	return bound - x <= DX_EQUAL_TOLERANCE * fabs(bound);
}

#endif /* DX_EQUAL_H */
