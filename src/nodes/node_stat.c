/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_stat.c: sums over many cards at every node, and what they say
 * (node_stat.h). node_stat_bytes.c has their bytes and text.
 */
#include "nodes/node_stat.h"

#include "number/big.h"
#include "number/decimal.h"
#include "tree/measure.h"

const char *const dx_node_measure_names[DX_NODE_MEASURES] = {"points", "ratio", "lost"};

bool
dx_node_measure_parse(dx_str text, dx_node_measure *out, dx_error *err)
{
	for (int i = 0; i < DX_NODE_MEASURES; i++)
		if (dx_str_equal(text, (dx_str) {dx_node_measure_names[i], strlen(dx_node_measure_names[i])}))
		{
			*out = (dx_node_measure) i;
			return true;
		}
	dx_fail(err, DX_ERR_PARAM, 0, "unknown measure \"%.*s\"", DX_STR_ARG(text));
	return dx_fail_hint(err, "It is points, ratio or lost.");
}

/* ---------------- filling ---------------- */

/*
 * The maxima of a tree add up to at most so many units. Values may be four times as large
 * (dx_node_units_of), where bonuses are multiplied with a sum that is scaled up.
 */
#define MAX_UNITS 2e18

/*
 * Decimals of a unit. If what rules divide by leaves room for fewer than MIN_DIGITS, which
 * hundredths of a percentage of a maximum with two decimals need, the unit is a decimal alone.
 */
#define MIN_DIGITS 6
#define MAX_DIGITS 18
#define RATIO_DIGITS 15

int64_t
dx_node_unit(const dx_tree *tree, dx_node_measure measure)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint64_t spans = measure == DX_NODE_POINTS ? tree->spans : 1;
	double reach = 1;

	if (measure == DX_NODE_RATIO)
		return (int64_t) dx_power_of_ten(RATIO_DIGITS);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		if (measure == DX_NODE_POINTS && steps[i].max_den != 1)
			spans = dx_measure_join(spans, steps[i].max_den);
		reach += fabs(dx_maximum_to_double(dx_step_maximum(&steps[i])));
	}
	for (int digits = MAX_DIGITS; digits >= MIN_DIGITS; digits--)
		if ((double) spans * (double) dx_power_of_ten(digits) * reach <= MAX_UNITS)
			return (int64_t) spans * (int64_t) dx_power_of_ten(digits);
	for (int digits = MAX_DIGITS; digits > 0; digits--)
		if ((double) dx_power_of_ten(digits) * reach <= MAX_UNITS)
			return (int64_t) dx_power_of_ten(digits);
	return 1;
}

bool
dx_node_units_of(double x, int64_t one, int64_t *out)
{
	dx_decimal d;
	int digits = 0;

	if (!(fabs(x) * (double) one < 9e18))
		return false;
	for (int64_t rest = one; rest > 1; rest /= 10)
		digits++;
	d = dx_decimal_round(dx_decimal_from_double(x), digits);
	*out = d.mant * (int64_t) dx_power_of_ten(digits - d.scale);
	return true;
}

void
dx_node_stat_init(dx_node_stat *stat, const dx_tree *tree, bool keeps, dx_node_measure measure)
{
	size_t bytes = 0;

	*stat = (dx_node_stat) {.of = tree->fingerprint,
							.n_nodes = tree->n_nodes,
							.one = dx_node_unit(tree, measure),
							.keeps = keeps,
							.measure = measure};
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		bytes += dx_tree_key(tree, i).len;
	stat->sums = dx_alloc(tree->n_nodes * sizeof(dx_node_sum));
	stat->key_ends = dx_alloc(tree->n_nodes * sizeof(uint32_t));
	stat->keys = dx_alloc(bytes + 1);
	bytes = 0;
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		dx_key key = dx_tree_key(tree, i);

		memcpy(stat->keys + bytes, key.ptr, key.len);
		bytes += key.len;
		stat->key_ends[i] = (uint32_t) bytes;
	}
	if (keeps)
		stat->values = dx_alloc(tree->n_nodes * sizeof(dx_node_values));
}

void
dx_node_stat_free(dx_node_stat *stat)
{
	for (uint32_t i = 0; stat->values && i < stat->n_nodes; i++)
		if (stat->values[i].runs)
			dx_free(stat->values[i].runs);
	if (stat->values)
		dx_free(stat->values);
	if (stat->keys)
		dx_free(stat->keys);
	if (stat->key_ends)
		dx_free(stat->key_ends);
	if (stat->sums)
		dx_free(stat->sums);
	*stat = (dx_node_stat) {0};
}

bool
dx_node_stat_is_of(const dx_node_stat *stat, const dx_tree *tree)
{
	return dx_fingerprint_equal(&stat->of, &tree->fingerprint) && stat->n_nodes == tree->n_nodes;
}

/* squares += term */
static inline void
add_squares(uint64_t *squares, dx_uint128 low, uint64_t high)
{
	dx_uint128 carry = (dx_uint128) squares[0] + (uint64_t) low;

	squares[0] = (uint64_t) carry;
	carry = (carry >> 64) + squares[1] + (uint64_t) (low >> 64);
	squares[1] = (uint64_t) carry;
	squares[2] += (uint64_t) (carry >> 64) + high;
}

void
dx_node_sum_take(dx_node_sum *sum, int64_t value, int64_t times)
{
	dx_uint128 square = (dx_uint128) ((dx_int128) value * value);
	dx_uint128 low = (dx_uint128) (uint64_t) square * (uint64_t) times;
	dx_uint128 high = (dx_uint128) (uint64_t) (square >> 64) * (uint64_t) times + (low >> 64);

	add_squares(sum->squares, high << 64 | (uint64_t) low, (uint64_t) (high >> 64));
	sum->sum += (dx_int128) value * times;
	if (sum->n == 0 || value < sum->least)
		sum->least = value;
	if (sum->n == 0 || value > sum->greatest)
		sum->greatest = value;
	sum->n += times;
}

/* The same of one value, in fewer steps. */
static inline void
take(dx_node_sum *sum, int64_t value)
{
	add_squares(sum->squares, (dx_uint128) ((dx_int128) value * value), 0);
	sum->sum += value;
	if (sum->n == 0 || value < sum->least)
		sum->least = value;
	if (sum->n == 0 || value > sum->greatest)
		sum->greatest = value;
	sum->n++;
}

/* Room for more runs of a node. */
static void
reserve(dx_node_values *kept, int64_t more)
{
	int64_t room = kept->room;

	if (kept->n + more <= room)
		return;
	/* Sorting unites equal values: if that frees half of the room, it is enough. */
	if (kept->n > 0)
		dx_node_values_sort(kept);
	if (kept->n + more <= room / 2)
		return;
	room = room > 0 ? 2 * room : 8;
	if (room < kept->n + more)
		room = kept->n + more;
	kept->runs = kept->runs == NULL
		? dx_alloc((size_t) room * sizeof(dx_node_run))
		: dx_realloc(kept->runs, (size_t) kept->room * sizeof(dx_node_run), (size_t) room * sizeof(dx_node_run));
	kept->room = room;
}

void
dx_node_values_put(dx_node_values *kept, dx_node_run run)
{
	if (kept->n == kept->room)
		reserve(kept, 1);
	kept->runs[kept->n++] = run;
	kept->sorted = false;
}

static inline void
keep(dx_node_values *kept, int64_t value)
{
	if (kept->n > 0 && kept->runs[kept->n - 1].value == value)
	{
		kept->runs[kept->n - 1].times++;
		return;
	}
	dx_node_values_put(kept, (dx_node_run) {value, 1});
}

void
dx_node_stat_add(dx_node_stat *stat, const int64_t *value, const uint8_t *state)
{
	stat->rows++;
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		if (state[i] != DX_VALUE_PRESENT)
			continue;
		if (stat->values)
			keep(&stat->values[i], value[i]);
		take(&stat->sums[i], value[i]);
	}
}

bool
dx_node_values_of(int64_t *points, const uint8_t *state, uint32_t n, int64_t from, int64_t one, uint32_t *node)
{
	int64_t factor = one % from == 0 ? one / from : 0;

	for (uint32_t i = 0; i < n; i++)
	{
		dx_int128 value;

		*node = i;
		if (state[i] != DX_VALUE_PRESENT)
			continue;
		if (factor > 0)
			value = (dx_int128) points[i] * factor;
		else if (!dx_muldiv(points[i], one, from, &value))
			return false;
		if (value > INT64_MAX || value < -INT64_MAX)
			return false;
		points[i] = (int64_t) value;
	}
	return true;
}

bool
dx_node_stat_unite(dx_node_stat *stat, const dx_node_stat *other, dx_error *err)
{
	size_t bytes = stat->n_nodes > 0 ? stat->key_ends[stat->n_nodes - 1] : 0;

	if (!dx_fingerprint_equal(&stat->of, &other->of) || stat->n_nodes != other->n_nodes ||
		(stat->measure == other->measure && stat->one != other->one) ||
		memcmp(stat->key_ends, other->key_ends, stat->n_nodes * sizeof(uint32_t)) != 0 ||
		memcmp(stat->keys, other->keys, bytes) != 0)
		return dx_fail(err, DX_ERR_PARAM, 0, "node statistics are of different index trees");
	if (stat->keeps != other->keeps)
		return dx_fail(err, DX_ERR_PARAM, 0, "node statistics with values and without are not united");
	if (stat->measure != other->measure)
		return dx_fail(err, DX_ERR_PARAM, 0, "node statistics of %s and of %s are not united",
					   dx_node_measure_names[stat->measure], dx_node_measure_names[other->measure]);
	if (stat->rows + other->rows > DX_NODE_STAT_MAX_ROWS)
		return dx_fail(err, DX_ERR_RANGE, 0, "node statistics of too many cards");
	stat->rows += other->rows;
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		dx_node_sum *to = &stat->sums[i];
		const dx_node_sum *from = &other->sums[i];

		dx_check_interrupts();
		if (from->n == 0)
			continue;
		if (stat->values)
		{
			dx_node_values *kept = &stat->values[i];

			reserve(kept, other->values[i].n);
			memcpy(kept->runs + kept->n, other->values[i].runs, (size_t) other->values[i].n * sizeof(dx_node_run));
			kept->n += other->values[i].n;
			kept->sorted = false;
		}
		if (to->n == 0 || from->least < to->least)
			to->least = from->least;
		if (to->n == 0 || from->greatest > to->greatest)
			to->greatest = from->greatest;
		to->n += from->n;
		to->sum += from->sum;
		add_squares(to->squares, (dx_uint128) from->squares[1] << 64 | from->squares[0], from->squares[2]);
	}
	return true;
}

/* ---------------- values in order ---------------- */

/* Runs up to so long are sorted by insertion. */
#define SHORT 16

/*
 * Sort n runs, ascending: stretches of SHORT by insertion, which are then merged in pairs.
 * O(n log n), interruptible.
 */
static void
sort_runs(dx_node_run *runs, int64_t n, dx_node_run *temp)
{
	dx_node_run *from = runs;
	dx_node_run *to = temp;
	size_t done = 0;

	for (int64_t start = 0; start < n; start += SHORT)
		for (int64_t i = start + 1; i < n && i < start + SHORT; i++)
		{
			dx_node_run run = runs[i];
			int64_t j = i;

			for (; j > start && runs[j - 1].value > run.value; j--)
				runs[j] = runs[j - 1];
			runs[j] = run;
			dx_work(&done, 4);
		}
	for (int64_t width = SHORT; width < n; width *= 2)
	{
		dx_node_run *swap = from;

		for (int64_t start = 0; start < n; start += 2 * width)
		{
			int64_t middle = start + width < n ? start + width : n;
			int64_t end = start + 2 * width < n ? start + 2 * width : n;
			int64_t a = start;
			int64_t b = middle;

			for (int64_t i = start; i < end; i++, dx_work(&done, 1))
				to[i] = a < middle && (b >= end || from[a].value <= from[b].value) ? from[a++] : from[b++];
		}
		from = to;
		to = swap;
	}
	if (from != runs)
		memcpy(runs, from, (size_t) n * sizeof(dx_node_run));
}

void
dx_node_values_sort(dx_node_values *kept)
{
	dx_node_run *temp;
	int64_t n = 0;

	if (kept->sorted || kept->n == 0)
		return;
	temp = dx_alloc((size_t) kept->n * sizeof(dx_node_run));
	sort_runs(kept->runs, kept->n, temp);
	dx_free(temp);
	for (int64_t i = 1; i < kept->n; i++)
		if (kept->runs[i].value == kept->runs[n].value)
			kept->runs[n].times += kept->runs[i].times;
		else
			kept->runs[++n] = kept->runs[i];
	kept->n = n + 1;
	kept->sorted = true;
}

/* ---------------- what they say ---------------- */

double
dx_node_mean(const dx_node_stat *stat, uint32_t i)
{
	return dx_quotient(stat->sums[i].sum, (dx_int128) stat->sums[i].n * stat->one);
}

double
dx_node_total(const dx_node_stat *stat, uint32_t i)
{
	return dx_quotient(stat->sums[i].sum, stat->one);
}

double
dx_node_value(const dx_node_stat *stat, int64_t value)
{
	return dx_quotient(value, stat->one);
}

/* A number of limbs, at least 0, as a big one. */
static void
big_of(const dx_limb *limbs, int n, dx_big *out)
{
	out->sign = dx_wide_is_zero(limbs, n) ? 0 : 1;
	out->n = 2 * n;
	out->exponent = 0;
	for (int i = 0; i < n; i++)
	{
		out->digits[2 * i] = (uint32_t) limbs[i];
		out->digits[2 * i + 1] = (uint32_t) (limbs[i] >> 32);
	}
	dx_big_trim(out);
}

/* n times the sum of squares less the square of the sum, at least 0 of any values: n^2 times their variance. In 8 limbs. */
void
dx_node_spread(const dx_node_sum *sum, dx_limb *spread)
{
	dx_limb squares[DX_WIDE_MAX] = {sum->squares[0], sum->squares[1], sum->squares[2]};
	dx_limb square[DX_WIDE_MAX];

	/* Within 2^253 and 2^247: they fit. */
	dx_wide_mul(spread, squares, sum->n, DX_WIDE_MAX);
	dx_wide_set(square, sum->sum, DX_WIDE_MAX);
	dx_wide_mul(square, square, sum->sum, DX_WIDE_MAX);
	dx_wide_sub(spread, square, DX_WIDE_MAX);
}

bool
dx_node_deviation(const dx_node_stat *stat, uint32_t i, double *out)
{
	const dx_node_sum *sum = &stat->sums[i];
	dx_limb spread[DX_WIDE_MAX];
	dx_limb divisor[DX_WIDE_MAX];
	dx_big a;
	dx_big b;

	if (sum->n < 2)
		return false;
	dx_node_spread(sum, spread);
	dx_wide_set(divisor, (dx_int128) sum->n * (sum->n - 1), DX_WIDE_MAX);
	dx_wide_mul(divisor, divisor, (dx_int128) stat->one * stat->one, DX_WIDE_MAX);
	big_of(spread, DX_WIDE_MAX, &a);
	big_of(divisor, DX_WIDE_MAX, &b);
	*out = dx_big_sqrt_quotient(&a, &b);
	return true;
}

double
dx_node_quantile(dx_node_stat *stat, uint32_t i, double p)
{
	int64_t n = stat->sums[i].n;
	dx_int128 whole = dx_power_of_ten(15);
	dx_decimal d = dx_decimal_round(dx_decimal_from_double(p), 15);
	dx_int128 at = (n - 1) * (d.mant * dx_power_of_ten(15 - d.scale));
	int64_t low = (int64_t) (at / whole);
	dx_int128 rest = at % whole;
	const dx_node_run *run;
	const dx_node_run *next;

	dx_node_values_sort(&stat->values[i]);
	/* The run of value number `low`, and that of the one behind it. */
	for (run = stat->values[i].runs; low >= run->times; run++)
		low -= run->times;
	if (rest == 0)
		return dx_node_value(stat, run->value);
	next = low + 1 < run->times ? run : run + 1;
	return dx_quotient(run->value * (whole - rest) + next->value * rest, whole * stat->one);
}
