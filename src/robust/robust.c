/* SPDX-License-Identifier: PostgreSQL */
/*
 * robust.c: ranks under many draws of weights (robust.h).
 */
#include "robust/robust.h"

#include "rank/rank.h"
#include "robust/noise.h"

/*
 * Units of work (dx_work): of a node's score in one lane, of sorting a rank, of comparing four
 * numbers with one.
 */
#define NODE_WORK 2
#define SORT_WORK 8

/* Units of work of n random factors, each of which hashes the code's text. */
static size_t
noise_work(dx_str code, int n)
{
	return (size_t) n * (8 + code.len / 8);
}

static void
fill_noise(const dx_factor_source *base, int64_t first, int n, dx_lanes *factors)
{
	const dx_noise_source *source = (const dx_noise_source *) base;
	size_t done = 0;

	for (uint32_t i = 0; i < source->n_nodes; i++)
	{
		dx_work(&done, noise_work(source->codes[i], n));
		for (int l = 0; l < n; l++)
			factors[i].at[l] = dx_noise_factor(source->seed, (first + l) * source->turns + source->turn + 1,
											   source->codes[i], source->noise);
	}
}

dx_noise_source
dx_noise_source_make(uint32_t n_nodes, const dx_str *codes, int64_t n_draws, double noise, int64_t seed)
{
	return dx_noise_source_in_turn(n_nodes, codes, n_draws, noise, seed, 0, 1);
}

dx_noise_source
dx_noise_source_in_turn(uint32_t n_nodes, const dx_str *codes, int64_t n_draws, double noise, int64_t seed,
						int64_t turn, int64_t turns)
{
	int64_t own = (n_draws - turn + turns - 1) / turns;

	return (dx_noise_source) {{fill_noise, own}, n_nodes, codes, seed, noise, turn, turns};
}

static void
fill_given(const dx_factor_source *base, int64_t first, int n, dx_lanes *factors)
{
	const dx_given_source *source = (const dx_given_source *) base;

	for (int l = 0; l < n; l++, dx_check_interrupts())
		for (uint32_t i = 0; i < source->n_nodes; i++)
			factors[i].at[l] = source->factors[(size_t) (first + l) * source->n_nodes + i];
}

dx_given_source
dx_given_source_make(uint32_t n_nodes, const double *factors, int64_t n_draws)
{
	return (dx_given_source) {{fill_given, n_draws}, n_nodes, factors};
}

/* The ratios of all units in the current draws, draw by draw: ratios[lane x n + unit]. */
static bool
compute_ratios(const dx_draws *draws, const dx_draw_unit *units, int64_t n, int n_lanes, int64_t first, double *ratios,
			   dx_error *err)
{
	size_t done = 0;

	for (int64_t u = 0; u < n; u++)
	{
		dx_lanes ratio;
		bool finite = true;

		dx_work(&done, DX_LANES * NODE_WORK * (size_t) draws->n_nodes);
		dx_draws_ratio(draws, &units[u], &ratio);
		for (int l = 0; l < n_lanes; l++)
		{
			finite &= isfinite(ratio.at[l]) != 0;
			ratios[l * n + u] = ratio.at[l];
		}
		if (!finite)
			return dx_fail(err, DX_ERR_RANGE, 0, "factors of one of the draws %lld to %lld give a ratio out of range",
						   (long long) first + 1, (long long) first + n_lanes);
	}
	return true;
}

/* ---------------- ranks of one draw after the other ---------------- */

/* Moves a unit, when the order of the draw before is mended: more of them take longer than sorting anew. */
#define MOST_MOVES 8

/* So many draws are sorted anew after an order that was not worth mending. */
#define SORTED_ANEW 16

/* The units' order in the draw before, from which the next is found. */
typedef struct placing
{
	dx_ranking r;	/* values: the draw's ratios, which all units have */
	double *sorted; /* in that order */
	int64_t *ranks; /* of units */
	int anew;		/* draws that are still to be sorted anew */
} placing;

static placing
placing_begin(int64_t n)
{
	placing p = {.r = {.order = dx_alloc((size_t) n * sizeof(uint64_t)),
					   .temp = dx_alloc((size_t) n * sizeof(uint64_t)),
					   .n_rows = n,
					   .n = n},
				 .sorted = dx_alloc((size_t) n * sizeof(double)),
				 .ranks = dx_alloc((size_t) n * sizeof(int64_t))};

	for (int64_t u = 0; u < n; u++)
		p.r.order[u] = (uint64_t) u;
	return p;
}

static void
placing_end(placing *p)
{
	dx_free(p->r.order);
	dx_free(p->r.temp);
	dx_free(p->sorted);
	dx_free(p->ranks);
}

/* Sort by insertion what is nearly in order; false where it is not, and the units are in another order then. */
static bool
mend_order(placing *p)
{
	uint64_t *order = p->r.order;
	double *sorted = p->sorted;
	int64_t moves = 0;

	for (int64_t i = 0; i < p->r.n; i++)
	{
		uint64_t unit = order[i];
		double ratio = dx_rank_value(&p->r, i);
		int64_t j = i;

		for (; j > 0 && sorted[j - 1] < ratio; j--)
		{
			sorted[j] = sorted[j - 1];
			order[j] = order[j - 1];
		}
		sorted[j] = ratio;
		order[j] = unit;
		moves += i - j;
		if (moves > MOST_MOVES * p->r.n)
			return false;
	}
	return true;
}

/* Ranks from finite ratios, ties min. */
static void
place(placing *p, double *ratios)
{
	p->r.values = ratios;
	if (p->anew > 0 || !mend_order(p))
	{
		p->anew = p->anew > 0 ? p->anew - 1 : SORTED_ANEW;
		dx_rank_sort(&p->r);
	}
	for (int64_t start = 0, end; start < p->r.n; start = end)
	{
		end = dx_rank_class_end(&p->r, start);
		for (int64_t i = start; i < end; i++)
			p->ranks[dx_rank_position(&p->r, i)] = start + 1;
	}
}

bool
dx_rank_draws(dx_draws *draws, const dx_draw_unit *units, int64_t n, const dx_factor_source *source,
			  dx_ranks_visitor visit, void *state, dx_error *err)
{
	double *ratios = dx_alloc((size_t) n * DX_LANES * sizeof(double));
	placing p = placing_begin(n);
	size_t done = 0;
	bool ok = true;

	for (uint32_t i = 0; i < draws->n_nodes; i++)
		for (int l = 0; l < DX_LANES; l++)
			draws->factor[i].at[l] = 1;
	for (int64_t first = 0; ok && first < source->n_draws; first += DX_LANES)
	{
		int n_lanes = source->n_draws - first < DX_LANES ? (int) (source->n_draws - first) : DX_LANES;

		source->fill(source, first, n_lanes, draws->factor);
		dx_draws_begin(draws);
		ok = compute_ratios(draws, units, n, n_lanes, first, ratios, err);
		for (int l = 0; ok && l < n_lanes; l++)
		{
			dx_work(&done, SORT_WORK * (size_t) n);
			place(&p, ratios + l * n);
			visit(state, p.ranks, n);
		}
	}
	dx_free(ratios);
	placing_end(&p);
	return ok;
}

/* ---------------- intervals ---------------- */

/*
 * Where the lower quantile lies among n ranks in order: n - 1 steps times
 * (1 - level) / 2, as a decimal, so that 0.9 is nine tenths.
 */
static dx_points
steps_below(int64_t n_draws, double level)
{
	dx_points exact = 0;
	dx_points outside;

	dx_points_from_double(level, &exact);
	outside = (n_draws - 1) * (DX_POINTS_ONE - exact);
	return outside / 2 + outside % 2;
}

static int64_t
ranks_to_keep(int64_t n_draws, double level)
{
	int64_t keep = (int64_t) (steps_below(n_draws, level) / DX_POINTS_ONE) + 2;

	return keep < n_draws ? keep : n_draws;
}

size_t
dx_interval_size(int64_t n_draws, double level)
{
	return 2 * sizeof(int32_t) * (size_t) (2 + 2 * ranks_to_keep(n_draws, level));
}

static void
least_begin(dx_least *least, int64_t n_units, int64_t keep)
{
	least->keep = keep;
	least->done = 0;
	least->limit = dx_alloc((size_t) n_units * sizeof(int32_t));
	least->n = dx_alloc((size_t) n_units * sizeof(int32_t));
	least->kept = dx_alloc((size_t) n_units * 2 * (size_t) keep * sizeof(int32_t));
	for (int64_t u = 0; u < n_units; u++)
		least->limit[u] = INT32_MAX;
}

void
dx_intervals_begin(dx_intervals *intervals, int64_t n_units, int64_t n_draws, double level)
{
	dx_points steps = steps_below(n_draws, level);
	int64_t keep = ranks_to_keep(n_draws, level);

	intervals->n_draws = n_draws;
	intervals->whole = (int64_t) (steps / DX_POINTS_ONE);
	intervals->part = steps % DX_POINTS_ONE;
	least_begin(&intervals->lowest, n_units, keep);
	least_begin(&intervals->highest, n_units, keep);
}

void
dx_intervals_end(dx_intervals *intervals)
{
	dx_least *both[] = {&intervals->lowest, &intervals->highest};

	for (int i = 0; i < 2; i++)
	{
		dx_free(both[i]->limit);
		dx_free(both[i]->n);
		dx_free(both[i]->kept);
	}
}

/* How many of n numbers are at most x? Four at a time. */
static int64_t
count_at_most(const int32_t *numbers, int32_t n, int32_t x)
{
	typedef int32_t four __attribute__((vector_size(16)));
	typedef int32_t four_stored __attribute__((vector_size(16), aligned(4), may_alias));
	four limit = {x, x, x, x};
	four sum = {0};
	int64_t count;
	int32_t i = 0;

	/* A true comparison is -1 in vectors. */
	for (; i + 4 <= n; i += 4)
		sum -= *(const four_stored *) (numbers + i) <= limit;
	count = (int64_t) sum[0] + sum[1] + sum[2] + sum[3];
	for (; i < n; i++)
		count += numbers[i] <= x;
	return count;
}

/*
 * The k-th least (from 1) of n numbers, by bisection of their range. done: work since the last
 * chance to cancel.
 */
static int32_t
order_statistic(const int32_t *x, int32_t n, int64_t k, size_t *done)
{
	int64_t low = x[0];
	int64_t high = x[0];

	for (int32_t i = 1; i < n; i++)
	{
		if (x[i] < low)
			low = x[i];
		if (x[i] > high)
			high = x[i];
	}
	while (low < high)
	{
		int64_t middle = low + ((high - low) >> 1);

		dx_work(done, (size_t) n / 4 + 1);
		if (count_at_most(x, n, (int32_t) middle) >= k)
			high = middle;
		else
			low = middle + 1;
	}
	return (int32_t) low;
}

/* Of 2 x keep numbers keep the `keep` least. */
static void
thin_out(dx_least *least, int64_t unit)
{
	int32_t *kept = least->kept + unit * 2 * least->keep;
	int32_t limit = order_statistic(kept, (int32_t) (2 * least->keep), least->keep, &least->done);
	int32_t n = 0;

	for (int64_t i = 0; i < 2 * least->keep; i++)
		if (kept[i] < limit)
			kept[n++] = kept[i];
	while (n < least->keep)
		kept[n++] = limit;
	least->n[unit] = n;
	least->limit[unit] = limit;
}

static inline void
least_add(dx_least *least, int64_t unit, int32_t x)
{
	if (x >= least->limit[unit])
		return;
	least->kept[unit * 2 * least->keep + least->n[unit]++] = x;
	if (least->n[unit] == 2 * least->keep)
		thin_out(least, unit);
}

void
dx_intervals_add(void *state, const int64_t *ranks, int64_t n)
{
	dx_intervals *intervals = state;

	for (int64_t u = 0; u < n; u++)
	{
		least_add(&intervals->lowest, u, (int32_t) ranks[u]);
		least_add(&intervals->highest, u, -(int32_t) ranks[u]);
	}
}

/* The number at place `whole` (from 0) in order, and `part` of the way to the next. */
static dx_points
quantile(const dx_intervals *intervals, dx_least *least, int64_t unit)
{
	const int32_t *kept = least->kept + unit * 2 * least->keep;
	int32_t here = order_statistic(kept, least->n[unit], intervals->whole + 1, &least->done);
	int32_t next = here;

	if (intervals->part > 0)
		next = order_statistic(kept, least->n[unit], intervals->whole + 2, &least->done);
	return here * DX_POINTS_ONE + (next - here) * intervals->part;
}

void
dx_interval_of(dx_intervals *intervals, int64_t unit, dx_points *lower, dx_points *upper)
{
	*lower = quantile(intervals, &intervals->lowest, unit);
	*upper = -quantile(intervals, &intervals->highest, unit);
}

/* ---------------- chances ---------------- */

void
dx_chances_begin(dx_chances *chances, int64_t n_units, int64_t k)
{
	chances->k = k;
	chances->n_units = n_units;
	chances->times = dx_alloc((size_t) n_units * sizeof(int64_t));
}

void
dx_chances_add(void *state, const int64_t *ranks, int64_t n)
{
	dx_chances *chances = state;

	for (int64_t u = 0; u < n; u++)
		chances->times[u] += ranks[u] <= chances->k;
}

/* ---------------- shares ---------------- */

/* Units of work (dx_work) of incrementing a count, which is a cache miss. */
#define COUNT_WORK 4

void
dx_shares_begin(dx_shares *shares, int64_t n_units)
{
	shares->n_units = n_units;
	shares->done = 0;
	shares->times = dx_alloc((size_t) n_units * (size_t) n_units * sizeof(int32_t));
}

void
dx_shares_add(void *state, const int64_t *ranks, int64_t n)
{
	dx_shares *shares = state;

	dx_work(&shares->done, COUNT_WORK * (size_t) n);
	for (int64_t u = 0; u < n; u++)
		shares->times[u * n + ranks[u] - 1]++;
}
