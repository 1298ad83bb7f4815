/* SPDX-License-Identifier: PostgreSQL */
/*
 * sensitivity.h: which weights matter: Sobol' indices of the nodes whose weights are
 * drawn, for one figure, how far ranks move: the sum over units of |rank - rank with the
 * tree's weights|.
 *
 * Draw j has two independent sets of factors, A and B, of the chosen nodes (all others
 * keep 1). A run is made of A, of B, and for each of the nodes of A with that node's
 * factor from B: draws x (nodes + 2) runs. With y the figure of a run and V the sample
 * variance of those of A and B together
 *     first order  1 - sum (yB - yAB)^2 / (2 N V)
 *     total            sum (yA - yAB)^2 / (2 N V)
 * (M. J. W. Jansen, Computer Physics Communications 117, 1999; A. Saltelli and
 * others, Computer Physics Communications 181, 2010). Ranks are whole numbers,
 * so the sums are exact, and each index is rounded once.
 */
#ifndef DX_SENSITIVITY_H
#define DX_SENSITIVITY_H

#include "robust/robust.h"

/* A source of the two sets of draw 1, 2, ..., for n_inputs nodes. */
typedef struct dx_pair_source
{
	void (*fill)(const struct dx_pair_source *source, int64_t draw, double *a, double *b);
	int64_t n_draws;
	uint32_t n_inputs;
	const uint32_t *inputs; /* nodes, rising */
} dx_pair_source;

/*
 * Random factors (noise.h): A has the draws 1 .. n_draws of the seed, B those after them.
 * codes[node] as in robust.h.
 */
typedef struct dx_noise_pairs
{
	dx_pair_source base;
	const dx_str *codes;
	int64_t seed;
	double noise;
} dx_noise_pairs;

extern dx_noise_pairs dx_noise_pairs_make(uint32_t n_inputs, const uint32_t *inputs, const dx_str *codes,
										  int64_t n_draws, double noise, int64_t seed);

/* Given factors: draw after draw, n_nodes numbers each. */
typedef struct dx_given_pairs
{
	dx_pair_source base;
	uint32_t n_nodes;
	const double *a;
	const double *b;
} dx_given_pairs;

extern dx_given_pairs dx_given_pairs_make(uint32_t n_inputs, const uint32_t *inputs, uint32_t n_nodes, const double *a,
										  const double *b, int64_t n_draws);

/* Sums over the runs. */
typedef struct dx_sensitivity
{
	int64_t n_draws;
	uint32_t n_inputs;
	int64_t *nominal; /* ranks with the tree's weights */
	int64_t run;
	int64_t moved_a; /* of the draw at hand */
	int64_t moved_b;
	dx_int128 sum; /* over A and B */
	dx_uint128 squares;
	dx_uint128 *first; /* by input: sum (yB - yAB)^2 */
	dx_uint128 *total; /* sum (yA - yAB)^2 */
} dx_sensitivity;

/*
 * Do all the runs for n units. O(draws x inputs x n x (criteria + log n)),
 * in memory of about 200 bytes a unit and 60 an input. False as dx_rank_draws.
 */
extern bool dx_sensitivity_run(dx_sensitivity *s, dx_draws *draws, const dx_draw_unit *units, int64_t n,
							   const dx_pair_source *pairs, dx_error *err);

/*
 * The indices of an input; false where ranks move by the same amount in all draws (V = 0), so that
 * there are none.
 */
extern bool dx_sensitivity_of(const dx_sensitivity *s, uint32_t input, double *first, double *total);

extern void dx_sensitivity_end(dx_sensitivity *s);

#endif /* DX_SENSITIVITY_H */
