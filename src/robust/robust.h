/* SPDX-License-Identifier: PostgreSQL */
/*
 * robust.h: ranks under many draws of weights (draws.h), and statistics of them:
 * intervals of a unit's rank, how often it is among the best, and how often it has each
 * rank.
 *
 * In each draw root ratios are ranked, highest first, with the tie classes of rank.h and
 * ties `min`.
 */
#ifndef DX_ROBUST_H
#define DX_ROBUST_H

#include "base/base.h"
#include "number/decimal.h"
#include "robust/draws.h"

/*
 * A source of factors: fills those of draws first + 1 ... first + n (n <= DX_LANES) into
 * factors[node].at[0 .. n - 1], for all nodes, since dx_draws_begin has changed what was
 * there.
 */
typedef struct dx_factor_source
{
	void (*fill)(const struct dx_factor_source *source, int64_t first, int n, dx_lanes *factors);
	int64_t n_draws;
} dx_factor_source;

/*
 * Random factors (noise.h). codes[node] are the codes' texts. Trees that take turns have
 * one source each: tree number `turn` of `turns` (from 0) has the draws turn + 1, turn +
 * 1 + turns, ...
 */
typedef struct dx_noise_source
{
	dx_factor_source base;
	uint32_t n_nodes;
	const dx_str *codes;
	int64_t seed;
	double noise;
	int64_t turn;
	int64_t turns;
} dx_noise_source;

extern dx_noise_source dx_noise_source_make(uint32_t n_nodes, const dx_str *codes, int64_t n_draws, double noise,
											int64_t seed);

/* The same for one of several trees that take turns: n_draws is the number for all of them together. */
extern dx_noise_source dx_noise_source_in_turn(uint32_t n_nodes, const dx_str *codes, int64_t n_draws, double noise,
											   int64_t seed, int64_t turn, int64_t turns);

/* Given factors: draw after draw, n_nodes numbers each. */
typedef struct dx_given_source
{
	dx_factor_source base;
	uint32_t n_nodes;
	const double *factors;
} dx_given_source;

extern dx_given_source dx_given_source_make(uint32_t n_nodes, const double *factors, int64_t n_draws);

/* Called with the ranks (1 = best) of n units, for one draw after the other. */
typedef void (*dx_ranks_visitor)(void *state, const int64_t *ranks, int64_t n);

/*
 * Rank n units in every draw. O(draws x n x (criteria + log n)), in memory of
 * about 190 bytes a unit. False (DX_ERR_RANGE) where factors make a ratio that is not
 * finite.
 */
extern bool dx_rank_draws(dx_draws *draws, const dx_draw_unit *units, int64_t n, const dx_factor_source *source,
						  dx_ranks_visitor visit, void *state, dx_error *err);

/* The least numbers of each unit so far: room for twice as many as needed, thinned out when it is full. */
typedef struct dx_least
{
	int64_t keep;	/* how many are needed */
	int32_t *limit; /* by unit: numbers not below it are not needed */
	int32_t *n;		/* by unit: how many are kept */
	int32_t *kept;	/* n_units x 2 keep */
	size_t done;	/* work since the last chance to cancel */
} dx_least;

/*
 * Quantiles of every unit's ranks at (1 - level) / 2 and (1 + level) / 2, by
 * linear interpolation between order statistics (R's type 7). Only ranks that may still
 * be needed for these are kept, dx_interval_size bytes a unit.
 */
typedef struct dx_intervals
{
	int64_t n_draws;
	int64_t whole;	/* the lower quantile is after so many ranks ... */
	dx_points part; /* ... and so much of the way to the next (12 digits) */
	dx_least lowest;
	dx_least highest; /* of ranks with their sign changed */
} dx_intervals;

/* 0 <= level <= 1, n_draws >= 1. */
extern void dx_intervals_begin(dx_intervals *intervals, int64_t n_units, int64_t n_draws, double level);
extern size_t dx_interval_size(int64_t n_draws, double level);

/* A dx_ranks_visitor. */
extern void dx_intervals_add(void *intervals, const int64_t *ranks, int64_t n);

/* After the last draw: the two quantiles of a unit. */
extern void dx_interval_of(dx_intervals *intervals, int64_t unit, dx_points *lower, dx_points *upper);

extern void dx_intervals_end(dx_intervals *intervals);

/* Counts how often each unit is among the best k. */
typedef struct dx_chances
{
	int64_t k;
	int64_t n_units;
	int64_t *times;
} dx_chances;

extern void dx_chances_begin(dx_chances *chances, int64_t n_units, int64_t k);
extern void dx_chances_add(void *chances, const int64_t *ranks, int64_t n);

/* Counts how often each unit has each rank: n_units x n_units. */
typedef struct dx_shares
{
	int64_t n_units;
	int32_t *times; /* unit after unit, its ranks 1 .. n_units */
	size_t done;	/* work since the last chance to cancel */
} dx_shares;

extern void dx_shares_begin(dx_shares *shares, int64_t n_units);
extern void dx_shares_add(void *shares, const int64_t *ranks, int64_t n);

#endif /* DX_ROBUST_H */
