/* SPDX-License-Identifier: PostgreSQL */
/*
 * components.h: principal components: eigenvalues and eigenvectors of a
 * correlation matrix, with the same bits everywhere.
 */
#ifndef DX_COMPONENTS_H
#define DX_COMPONENTS_H

#include "base/base.h"

/*
 * Of a symmetric n x n matrix with ones in its diagonal, which is overwritten: the
 * eigenvalues, the greatest first, and their eigenvectors of length 1, n numbers each,
 * one after the other. Eigenvalues have an error of about n x 2^-52; those nearer to 0
 * than that become 0, and so do those beyond the first `rank`. A vector's sign is such
 * that its sum is above 0 (where the sum is 0, the first number that is not 0 is above
 * 0). O(n^3), interruptible.
 */
extern void dx_find_components(double *matrix, uint32_t n, uint32_t rank, double *values, double *vectors);

#endif /* DX_COMPONENTS_H */
