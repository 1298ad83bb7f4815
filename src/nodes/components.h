/* SPDX-License-Identifier: PostgreSQL */
/*
 * components.h: principal components: eigenvalues and eigenvectors of a
 * correlation matrix, with the same bits everywhere.
 */
#ifndef DX_COMPONENTS_H
#define DX_COMPONENTS_H

#include "base/base.h"

/*
 * Of a symmetric matrix with ones in its diagonal, n x n, which is overwritten:
 * the eigenvalues, the greatest first, and their eigenvectors of length 1, n
 * numbers each, one after the other. Eigenvalues are right to about
 * n x 2^-52; what is nearer to 0 is 0, and so are those beyond the first
 * `rank`. A vector's sign is that its numbers add up to more than 0 (if they
 * do to 0, that the first that is not 0 is more). O(n^3), interruptible.
 */
extern void dx_find_components(double *matrix, uint32_t n, uint32_t rank, double *values, double *vectors);

#endif /* DX_COMPONENTS_H */
