/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_read.h: reading moments (moment_stat.h): covariances and correlations of every
 * two nodes, and Cronbach's alpha. All states passed in are settled.
 */
#ifndef DX_MOMENT_READ_H
#define DX_MOMENT_READ_H

#include "nodes/moment_stat.h"
#include "number/exact.h"

/* Sums at two nodes over the cards that have both; without weights each weight is 1, in units of 1. */
typedef struct dx_moment_pair
{
	int64_t n;
	dx_limb w[DX_MOMENT_W];
	dx_limb ww[DX_MOMENT_WW];
	dx_limb x[DX_MOMENT_X];
	dx_limb y[DX_MOMENT_X];
	dx_limb xx[DX_MOMENT_XX];
	dx_limb yy[DX_MOMENT_XX];
	dx_limb xy[DX_MOMENT_XX];
} dx_moment_pair;

/* Selected nodes i <= j, over whole cards. */
extern void dx_moment_pair_whole(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair);
extern void dx_moment_pair_rest(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair);

/* complete: over cards with a value at every node only. */
extern void dx_moment_pair_read(const dx_moment_stat *stat, uint32_t i, uint32_t j, bool complete,
								dx_moment_pair *pair);

/* Can the sums be those of real numbers? (Cauchy: no variance is below 0, no correlation beyond 1.) */
extern bool dx_moment_pair_is_possible(const dx_moment_pair *pair);

/*
 * Covariance and correlation of a pair; has_… is false where there are fewer than two cards with
 * weight; a constant has no correlation.
 */
typedef struct dx_moment_said
{
	bool has_covariance;
	bool has_correlation;
	double covariance; /* over n - 1; with weights over W - sum w^2 / W, as dx.wcovar_samp; rounded once */
	double correlation;
} dx_moment_said;

extern void dx_moment_say(const dx_moment_pair *pair, int64_t one, dx_moment_said *said);

/*
 * Cronbach's alpha of a node: k / (k - 1) (1 - sum of variances / sum of all
 * covariances) of the k lowest selected nodes beneath it (L. J.
 * Cronbach, 1951), and the same of correlations in the place of covariances;
 * and with each of them left out. NaN where it is not defined.
 */
typedef struct dx_alpha
{
	uint32_t k;
	double alpha;
	double standardised;
} dx_alpha;

/*
 * items: places among the selected nodes, ascending, n of them; out: n + 1
 * alphas, of all, then without each. O(n^2), interruptible.
 */
extern void dx_moment_alphas(const dx_moment_stat *stat, const uint32_t *items, uint32_t n, bool complete,
							 dx_alpha *out);

/* Places of the lowest selected nodes beneath a node of the tree (those that none else is under); how many. */
extern uint32_t dx_moment_items(const dx_moment_stat *stat, const dx_tree *tree, uint32_t node, uint32_t *items);

#endif /* DX_MOMENT_READ_H */
