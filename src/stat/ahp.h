/* SPDX-License-Identifier: PostgreSQL */
/*
 * ahp.h: weights from comparisons of criteria in pairs (analytic hierarchy
 * process; T. L. Saaty, Journal of Mathematical Psychology 15, 1977): a[i][j]
 * says how many times as important criterion i is as criterion j.
 */
#ifndef DX_AHP_H
#define DX_AHP_H

#include "base/base.h"
#include "number/ddmath.h"

#define DX_AHP_MAX 64		/* criteria */
#define DX_AHP_GREATEST 100 /* of a comparison; its reciprocal is the least */

/*
 * A reciprocal matrix: comparisons of 1 or more as given, those below 1 as the reciprocal of the
 * reverse one, relative error 2^-102.
 */
typedef struct dx_ahp
{
	int n;
	dx_dd *a; /* n x n, row after row; dx_alloc'd */
} dx_ahp;

/* A comparison and its reciprocal from text: 3, 0.5, 1/3; what is not above 0 gives 0. */
extern bool dx_ahp_read(dx_str written, double *up, double *down, dx_error *err);

/*
 * From a full matrix, n x n. Its diagonal has to be 1, and the two numbers of every pair
 * multiply to 1 within 0.005, so that 0.333 will do for a third. Else false with err.
 */
extern bool dx_ahp_make(dx_ahp *ahp, const double *matrix, int n, dx_error *err);
extern void dx_ahp_free(dx_ahp *ahp);

typedef enum dx_ahp_method
{
	DX_AHP_EIGENVECTOR, /* the principal eigenvector, by power iteration */
	DX_AHP_GEOMEAN,		/* geometric means of rows */
	DX_AHP_METHODS
} dx_ahp_method;

/* A method by its name, in upper or lower case; false with err. */
extern bool dx_ahp_method_parse(dx_str text, dx_ahp_method *out, dx_error *err);

/* The weights, n of them, which add up to 1; error below 2^-80. Interruptible. */
extern void dx_ahp_find_weights(const dx_ahp *ahp, dx_ahp_method method, dx_dd *weights);

typedef struct dx_ahp_figures
{
	double lambda_max; /* the principal eigenvalue */
	double ci;		   /* (lambda_max - n) / (n - 1) */
	double ri;		   /* Saaty's random index; NAN beyond 10 criteria */
	double cr;		   /* ci / ri; 0 below 3 criteria, which are always consistent; NAN as ri */
	double gci; /* geometric consistency index (J. Aguaron, J. M. Moreno-Jimenez, 2003), by row means; 0 below 3 */
} dx_ahp_figures;

extern void dx_ahp_find_consistency(const dx_ahp *ahp, dx_ahp_figures *out);

#endif /* DX_AHP_H */
