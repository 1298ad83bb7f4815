/* SPDX-License-Identifier: PostgreSQL */
/*
 * components.c: eigenvalues and eigenvectors by Jacobi's method (components.h).
 *
 * Rotations row by row, each of which makes one number off the diagonal 0 (G. H. Golub
 * and C. F. Van Loan, Matrix Computations, 8.5: cyclic Jacobi), in the form of H.
 * Rutishauser (Numerische Mathematik 9, 1966). The order is fixed, and of doubles only +
 * - x / and sqrt are taken: so the bits are the same everywhere.
 */
#include "nodes/components.h"

#include <float.h>

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 1
#error "double arithmetic must not carry excess precision"
#endif

/* clang contracts a * b + c by default, and bitcode and the tests are built without our flags */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/*
 * Numbers off the diagonal up to this count as 0. Ten sweeps are more than enough; after
 * MOST_SWEEPS it ends in any case.
 */
#define SMALL 0x1p-64
#define MOST_SWEEPS 60

/* Rotate two rows: x = x - s (y + t x), y = y + s (x - t y). */
static void
rotate(double *x, double *y, uint32_t n, double s, double tau)
{
	for (uint32_t i = 0; i < n; i++)
	{
		double g = x[i];
		double h = y[i];

		x[i] = g - s * (h + g * tau);
		y[i] = h + s * (g - h * tau);
	}
}

/* Make a[p][q] 0, p < q. The matrix stays symmetric: its columns are its rows. */
static void
eliminate(double *a, uint32_t n, uint32_t p, uint32_t q, double *vectors)
{
	double *row_p = a + (size_t) p * n;
	double *row_q = a + (size_t) q * n;
	double off = row_p[q];
	double old_p = row_p[p];
	double old_q = row_q[q];
	double theta = (old_q - old_p) / (2 * off);
	double t = 1 / (fabs(theta) + sqrt(theta * theta + 1));
	double c;
	double s;

	if (theta < 0)
		t = -t;
	c = 1 / sqrt(t * t + 1);
	s = t * c;
	rotate(row_p, row_q, n, s, s / (1 + c));
	row_p[p] = old_p - t * off;
	row_q[q] = old_q + t * off;
	row_p[q] = row_q[p] = 0;
	for (uint32_t i = 0; i < n; i++)
	{
		a[(size_t) i * n + p] = row_p[i];
		a[(size_t) i * n + q] = row_q[i];
	}
	rotate(vectors + (size_t) p * n, vectors + (size_t) q * n, n, s, s / (1 + c));
}

static void
diagonalise(double *a, uint32_t n, double *vectors)
{
	size_t done = 0;
	bool rotated = true;

	for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++)
	{
		rotated = false;
		for (uint32_t p = 0; p + 1 < n; p++)
			for (uint32_t q = p + 1; q < n; q++)
			{
				dx_work(&done, 1);
				if (fabs(a[(size_t) p * n + q]) <= SMALL)
					continue;
				eliminate(a, n, p, q, vectors);
				rotated = true;
				dx_work(&done, 2 * (size_t) n);
			}
	}
}

/* Give a vector its canonical sign. */
static void
orient(double *vector, uint32_t n)
{
	double noise = n * 0x1p-48;
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += vector[i];
	for (uint32_t i = 0; i < n && fabs(sum) <= noise; i++)
		sum = vector[i];
	for (uint32_t i = 0; i < n && sum < 0; i++)
		vector[i] = -vector[i];
}

void
dx_find_components(double *matrix, uint32_t n, uint32_t rank, double *values, double *vectors)
{
	double *found = dx_alloc((size_t) n * n * sizeof(double));
	bool *taken = dx_alloc(n * sizeof(bool));
	size_t done = 0;

	for (uint32_t i = 0; i < n; i++)
		found[(size_t) i * n + i] = 1;
	diagonalise(matrix, n, found);
	for (uint32_t k = 0; k < n; k++)
	{
		uint32_t best = UINT32_MAX;
		double value;

		/* The greatest eigenvalue left; of equal ones the first. */
		for (uint32_t i = 0; i < n; i++)
			if (!taken[i] && (best == UINT32_MAX || matrix[(size_t) i * n + i] > matrix[(size_t) best * n + best]))
				best = i;
		taken[best] = true;
		value = matrix[(size_t) best * n + best];
		values[k] = k >= rank || fabs(value) <= n * DBL_EPSILON * 2 ? 0 : value;
		memcpy(vectors + (size_t) k * n, found + (size_t) best * n, n * sizeof(double));
		orient(vectors + (size_t) k * n, n);
		dx_work(&done, 2 * (size_t) n);
	}
	dx_free(taken);
	dx_free(found);
}
