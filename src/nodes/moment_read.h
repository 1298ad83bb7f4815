/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_read.h: what is read from moments (moment_stat.h): covariances and
 * correlations of every two nodes, and Cronbach's alpha of many. States are
 * settled.
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

/* Of nodes i <= j of those that are looked at. */
extern void dx_moment_pair_whole(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair);
extern void dx_moment_pair_rest(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair);

/* complete: over cards with a value at every node only. */
extern void dx_moment_pair_read(const dx_moment_stat *stat, uint32_t i, uint32_t j, bool complete,
								dx_moment_pair *pair);

/* Can numbers have such sums? (Cauchy: no variance is below 0, no correlation beyond 1.) */
extern bool dx_moment_pair_is_possible(const dx_moment_pair *pair);

/* What a pair says, each NULL (has_… false) where there are fewer than two cards, weight on one only, or none; a constant has no correlation. */
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
 * covariances) of the k lowest nodes that are looked at beneath it (L. J.
 * Cronbach, 1951), and the same of correlations in the place of covariances;
 * and with each of them left out. NaN: there is none.
 */
typedef struct dx_alpha
{
	uint32_t k;
	double alpha;
	double standardised;
} dx_alpha;

/*
 * items: places among the nodes that are looked at, upwards, n of them; out: n + 1
 * alphas, of all, then without each. O(n^2), interruptible.
 */
extern void dx_moment_alphas(const dx_moment_stat *stat, const uint32_t *items, uint32_t n, bool complete,
							 dx_alpha *out);

/* Places of the lowest nodes that are looked at beneath a node of the tree (those that none else is under); how many. */
extern uint32_t dx_moment_items(const dx_moment_stat *stat, const dx_tree *tree, uint32_t node, uint32_t *items);

#endif /* DX_MOMENT_READ_H */
