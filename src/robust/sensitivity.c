/* SPDX-License-Identifier: PostgreSQL */
/*
 * sensitivity.c: Sobol' indices of weights (sensitivity.h).
 */
#include "robust/sensitivity.h"

#include "number/wide.h"
#include "robust/noise.h"

/* Units of work (dx_work): of a random factor, of comparing a rank. */
#define FACTOR_WORK 16
#define RANK_WORK 1

static void
fill_noise(const dx_pair_source *base, int64_t draw, double *a, double *b)
{
	const dx_noise_pairs *source = (const dx_noise_pairs *) base;
	size_t done = 0;

	for (uint32_t k = 0; k < base->n_inputs; k++)
	{
		dx_str code = source->codes[base->inputs[k]];

		dx_work(&done, FACTOR_WORK + code.len / 4);
		a[k] = dx_noise_factor(source->seed, draw, code, source->noise);
		b[k] = dx_noise_factor(source->seed, base->n_draws + draw, code, source->noise);
	}
}

dx_noise_pairs
dx_noise_pairs_make(uint32_t n_inputs, const uint32_t *inputs, const dx_str *codes, int64_t n_draws, double noise,
					int64_t seed)
{
	return (dx_noise_pairs) {{fill_noise, n_draws, n_inputs, inputs}, codes, seed, noise};
}

static void
fill_given(const dx_pair_source *base, int64_t draw, double *a, double *b)
{
	const dx_given_pairs *source = (const dx_given_pairs *) base;
	size_t row = (size_t) (draw - 1) * source->n_nodes;

	for (uint32_t k = 0; k < base->n_inputs; k++)
	{
		a[k] = source->a[row + base->inputs[k]];
		b[k] = source->b[row + base->inputs[k]];
	}
}

dx_given_pairs
dx_given_pairs_make(uint32_t n_inputs, const uint32_t *inputs, uint32_t n_nodes, const double *a, const double *b,
					int64_t n_draws)
{
	return (dx_given_pairs) {{fill_given, n_draws, n_inputs, inputs}, n_nodes, a, b};
}

/* ---------------- the runs, one draw of A and B after the other ---------------- */

/*
 * Runs as draws of dx_rank_draws: first one with all factors 1, then for each draw A, B, and A
 * with each input from B.
 */
typedef struct runs
{
	dx_factor_source base;
	const dx_pair_source *pairs;
	uint32_t n_nodes;
	double *a; /* of the current draw */
	double *b;
	int64_t *at; /* the number of that draw */
} runs;

static void
fill_runs(const dx_factor_source *base, int64_t first, int n, dx_lanes *factors)
{
	const runs *r = (const runs *) base;
	uint32_t n_inputs = r->pairs->n_inputs;
	size_t done = 0;

	/* The factors there are those of earlier draws, changed by dx_draws_begin. */
	for (uint32_t i = 0; i < r->n_nodes; i++)
		for (int l = 0; l < n; l++)
			factors[i].at[l] = 1;
	dx_work(&done, r->n_nodes);
	for (int l = 0; l < n; l++)
	{
		int64_t run = first + l - 1;
		int64_t draw = run / (n_inputs + 2) + 1;
		int64_t part = run % (n_inputs + 2);

		if (run < 0)
			continue; /* as it is */
		if (*r->at != draw)
			r->pairs->fill(r->pairs, *r->at = draw, r->a, r->b);
		dx_work(&done, n_inputs);
		for (uint32_t k = 0; k < n_inputs; k++)
			factors[r->pairs->inputs[k]].at[l] = part == 1 || part == (int64_t) k + 2 ? r->b[k] : r->a[k];
	}
}

static dx_uint128
square(int64_t x)
{
	return (dx_uint128) ((dx_int128) x * x);
}

/* A dx_ranks_visitor. */
static void
add_run(void *state, const int64_t *ranks, int64_t n)
{
	dx_sensitivity *s = state;
	int64_t part = (s->run - 1) % (s->n_inputs + 2);
	int64_t moved = 0;
	size_t done = 0;

	dx_work(&done, RANK_WORK * (size_t) n);
	if (s->run++ == 0)
	{
		memcpy(s->nominal, ranks, (size_t) n * sizeof(int64_t));
		return;
	}
	for (int64_t u = 0; u < n; u++)
		moved += ranks[u] < s->nominal[u] ? s->nominal[u] - ranks[u] : ranks[u] - s->nominal[u];
	if (part < 2)
	{
		*(part == 0 ? &s->moved_a : &s->moved_b) = moved;
		s->sum += moved;
		s->squares += square(moved);
		return;
	}
	s->first[part - 2] += square(s->moved_b - moved);
	s->total[part - 2] += square(s->moved_a - moved);
}

bool
dx_sensitivity_run(dx_sensitivity *s, dx_draws *draws, const dx_draw_unit *units, int64_t n,
				   const dx_pair_source *pairs, dx_error *err)
{
	int64_t at = 0;
	runs all = {{fill_runs, 1 + pairs->n_draws * ((int64_t) pairs->n_inputs + 2)},
				pairs,
				draws->n_nodes,
				dx_alloc((pairs->n_inputs + 1) * sizeof(double)),
				dx_alloc((pairs->n_inputs + 1) * sizeof(double)),
				&at};
	bool ok = true;

	*s = (dx_sensitivity) {.n_draws = pairs->n_draws, .n_inputs = pairs->n_inputs};
	s->nominal = dx_alloc((size_t) (n + 1) * sizeof(int64_t));
	s->first = dx_alloc((pairs->n_inputs + 1) * sizeof(dx_uint128));
	s->total = dx_alloc((pairs->n_inputs + 1) * sizeof(dx_uint128));
	if (n > 0)
		ok = dx_rank_draws(draws, units, n, &all.base, add_run, s, err);
	dx_free(all.a);
	dx_free(all.b);
	return ok;
}

void
dx_sensitivity_end(dx_sensitivity *s)
{
	dx_free(s->nominal);
	dx_free(s->first);
	dx_free(s->total);
}

/* ---------------- indices ---------------- */

/* 256 bits suffice for draws x squares of any sum of ranks. */
#define LIMBS DX_WIDE_LIMBS

/* a x b, b >= 0 */
static void
multiply(dx_limb *out, dx_uint128 a, dx_int128 b)
{
	dx_limb wide[LIMBS] = {(dx_limb) a, (dx_limb) (a >> 64)};

	dx_wide_mul(out, wide, b, LIMBS);
}

/*
 * V = (2 N sum y^2 - (sum y)^2) / (2 N (2 N - 1)), so with D = 2 N sum y^2 -
 * (sum y)^2 a sum of squares S gives the index S (2 N - 1) / D.
 */
bool
dx_sensitivity_of(const dx_sensitivity *s, uint32_t input, double *first, double *total)
{
	dx_int128 runs_of_both = (dx_int128) 2 * s->n_draws;
	dx_limb spread[LIMBS];
	dx_limb part[LIMBS];
	dx_limb rest[LIMBS];

	multiply(spread, s->squares, runs_of_both);
	multiply(part, (dx_uint128) s->sum, s->sum);
	dx_wide_sub(spread, part, LIMBS);
	if (dx_wide_is_zero(spread, LIMBS))
		return false;
	multiply(part, s->total[input], runs_of_both - 1);
	*total = dx_wide_quotient(part, spread, LIMBS);
	multiply(part, s->first[input], runs_of_both - 1);
	dx_wide_copy(rest, spread, LIMBS);
	dx_wide_sub(rest, part, LIMBS);
	*first = dx_wide_quotient(rest, spread, LIMBS);
	return true;
}
