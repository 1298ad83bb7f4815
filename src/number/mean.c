/* SPDX-License-Identifier: PostgreSQL */
/*
 * mean.c: weighted means, accumulated in double-double and rounded once.
 *
 * Every number is taken apart into a mantissa in 0.5 .. 1 and an exponent, and
 * sums carry their own exponent, so nothing over- or underflows on the way
 * whatever the values and weights are.
 */
#include "number/ddmath.h"
#include "number/mean.h"
#include "number/scaled.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

const dx_method_facts dx_methods[DX_METHODS] = {
	[DX_METHOD_SUM] = {"sum", DX_NUMBER_NONE, .of_points = true, .linear = true, .extras = true, .zero = true},
	[DX_METHOD_MEAN] = {"mean", DX_NUMBER_NONE, .linear = true, .extras = true, .weighs = true},
	[DX_METHOD_GEOMEAN] = {"geomean", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_HARMEAN] = {"harmean", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_POWER] = {"power", DX_NUMBER_POWER, .weighs = true},
	[DX_METHOD_MEDIAN] = {"median", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_MIN] = {"min", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_MAX] = {"max", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_MPI_DOWN] = {"mpi_down", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_MPI_UP] = {"mpi_up", DX_NUMBER_NONE, .weighs = true},
	[DX_METHOD_ALTERNATIVES] = {"alternatives", DX_NUMBER_NONE, .of_points = true, .linear = true, .zero = true},
	[DX_METHOD_BEST] = {"best", DX_NUMBER_COUNT, .linear = true, .zero = true}};

bool
dx_method_takes(dx_method method, double number)
{
	switch ((dx_method_number) dx_methods[method].number)
	{
		case DX_NUMBER_NONE:
		case DX_NUMBER_POWER:
			return fabs(number) <= DX_POWER_LIMIT;
		case DX_NUMBER_COUNT:
			return number >= 1 && number <= DX_COUNT_LIMIT && number == floor(number);
	}
	return false;
}

dx_method
dx_method_proper(dx_method method, double p)
{
	if (method != DX_METHOD_POWER)
		return method;
	return p == 0 ? DX_METHOD_GEOMEAN : p == 1 ? DX_METHOD_MEAN : p == -1 ? DX_METHOD_HARMEAN : method;
}

/* A mean, rounded once, and its value before rounding. */
typedef struct outcome
{
	double rounded;
	dx_dd value;
} outcome;

/*
 * Below the normal numbers the parts of a pair would be rounded one by one: there the value is the
 * rounded one.
 */
static outcome
outcome_as(double rounded, dx_dd value)
{
	return (outcome) {rounded, fabs(value.hi) < DBL_MIN ? (dx_dd) {rounded, 0.0} : value};
}

static outcome
outcome_of(dx_scaled a)
{
	return outcome_as(dx_scaled_round(a), dx_scaled_to_dd(a));
}

static outcome
outcome_of_dd(dx_dd a)
{
	return (outcome) {dx_dd_to_double(a), a};
}

/* e^x */
static outcome
outcome_of_exp(dx_dd x)
{
	return outcome_as(dx_dd_exp_to_double(x), dx_dd_exp(x));
}

/* Sign of a - b. */
static int
compare(dx_dd a, dx_dd b)
{
	if (a.hi != b.hi)
		return a.hi < b.hi ? -1 : 1;
	return a.lo < b.lo ? -1 : a.lo > b.lo;
}

static dx_scaled
total_weight(const dx_dd *w, int n)
{
	dx_scaled sum = dx_scaled_zero;

	for (int i = 0; i < n; i++)
		sum = dx_scaled_add(sum, dx_scaled_of(w[i]));
	return sum;
}

static dx_scaled
arithmetic(const dx_dd *x, const dx_dd *w, int n)
{
	dx_scaled sum = dx_scaled_zero;

	for (int i = 0; i < n; i++)
		sum = dx_scaled_add(sum, dx_scaled_mul(dx_scaled_of(w[i]), dx_scaled_of(x[i])));
	return dx_scaled_div(sum, total_weight(w, n));
}

/* x > 0 */
static outcome
harmonic(const dx_dd *x, const dx_dd *w, int n)
{
	dx_scaled sum = dx_scaled_zero;

	for (int i = 0; i < n; i++)
		sum = dx_scaled_add(sum, dx_scaled_div(dx_scaled_of(w[i]), dx_scaled_of(x[i])));
	return outcome_of(dx_scaled_div(total_weight(w, n), sum));
}

/* Logarithms computed between two chances to cancel: those of a wide tree take long. */
#define LOGS_AT_ONCE 1024

/* exp(sum w ln x / sum w); x > 0 */
static outcome
geometric(const dx_dd *x, const dx_dd *w, int n)
{
	dx_scaled sum = dx_scaled_zero;

	for (int i = 0; i < n; i++)
	{
		dx_scaled term = dx_scaled_of(w[i]);

		if (i % LOGS_AT_ONCE == LOGS_AT_ONCE - 1)
			dx_check_interrupts();
		term.value = dx_dd_mul(term.value, dx_dd_log(x[i]));
		sum = dx_scaled_add(sum, term);
	}
	return outcome_of_exp(dx_scaled_to_dd(dx_scaled_div(sum, total_weight(w, n))));
}

/* Below this |p ln(max / min)| a power mean is the geometric one to 2^-100. */
#define POWER_NEGLIGIBLE 0x1p-110

/* A logarithm so low that the result is 0 whatever the anchor is. */
#define POWER_VANISHES -2000.0

/* Below this |p ln(max / min)| powers are so near 1 that their distances from 1 are summed. */
#define POWER_SMALL 0x1p-8

/*
 * (sum w x^p / sum w)^(1/p) with every x taken relative to an anchor: the
 * largest value where p > 0, the smallest where p < 0. So each power is
 * t = (x / anchor)^p <= 1, the anchor's is 1, and the result is
 * anchor x exp(ln(mean t) / p). For small p, mean t is near 1 and
 * ln(1 + mean(t - 1)) keeps the digits; a t below 2^-1074 counts as 0. p is not 0; where p < 0 every x > 0;
 * where p > 0 the anchor is positive and values <= 0 count as 0.
 */
static outcome
power_mean(double p, const dx_dd *x, const dx_dd *w, int n, dx_dd least, dx_dd greatest)
{
	dx_dd exponent = {p, 0.0};
	dx_dd anchor = dx_dd_log(p > 0 ? greatest : least);
	double spread = least.hi > 0 ? fabs(p) * (dx_dd_log(greatest).hi - dx_dd_log(least).hi) : INFINITY;
	bool small = spread < POWER_SMALL;
	dx_scaled sum = dx_scaled_zero;
	dx_dd log_mean;

	if (spread < POWER_NEGLIGIBLE)
		return geometric(x, w, n);
	for (int i = 0; i < n; i++)
	{
		dx_scaled term = dx_scaled_of(w[i]);
		dx_dd t;

		if (i % LOGS_AT_ONCE == LOGS_AT_ONCE - 1)
			dx_check_interrupts();
		if (x[i].hi <= 0)
			continue;
		t = dx_dd_log(x[i]);
		t = dx_dd_add(t, (dx_dd) {-anchor.hi, -anchor.lo});
		t = dx_dd_mul(exponent, t);
		term.value = dx_dd_mul(term.value, small ? dx_dd_expm1(t) : dx_dd_exp(t));
		sum = dx_scaled_add(sum, term);
	}
	sum = dx_scaled_div(sum, total_weight(w, n));
	if (small)
		log_mean = dx_dd_log1p(dx_scaled_to_dd(sum));
	else
		log_mean = dx_scaled_log(sum);
	if (log_mean.hi / p < POWER_VANISHES)
		return (outcome) {0};
	return outcome_of_exp(dx_dd_add(anchor, dx_dd_div(log_mean, exponent)));
}

/* Shell sort by value, then by weight: the result does not depend on the order of the input. */
static void
sort_pairs(dx_dd *x, dx_dd *w, int n)
{
	int gap = 1;

	while (gap < n / 3)
		gap = 3 * gap + 1;
	for (; gap > 0; gap /= 3)
	{
		for (int i = gap; i < n; i++)
		{
			dx_dd xi = x[i];
			dx_dd wi = w[i];
			int j = i;

			for (; j >= gap; j -= gap)
			{
				int order = compare(x[j - gap], xi);

				if (order < 0 || (order == 0 && compare(w[j - gap], wi) <= 0))
					break;
				x[j] = x[j - gap];
				w[j] = w[j - gap];
			}
			x[j] = xi;
			w[j] = wi;
		}
	}
}

/*
 * The value where the cumulative weight passes half of the total; where it
 * meets half, the average of that value and the next. Meeting is judged to
 * 2^-50 of the total: weights written 0.1, 0.2, 0.3 meet at 0.3 as they do on
 * paper, though the doubles nearest to them do not.
 */
static outcome
median(const dx_dd *x, const dx_dd *w, int n, dx_dd *work)
{
	dx_dd *sx = work;
	dx_dd *sw = work + n;
	dx_scaled below = dx_scaled_zero;
	dx_scaled total, slack;

	memcpy(sx, x, (size_t) n * sizeof(dx_dd));
	memcpy(sw, w, (size_t) n * sizeof(dx_dd));
	sort_pairs(sx, sw, n);
	total = slack = total_weight(sw, n);
	slack.exponent -= 50;
	for (int i = 0; i < n - 1; i++)
	{
		dx_scaled excess;

		below = dx_scaled_add(below, dx_scaled_of(sw[i]));
		excess = below;
		excess.exponent++;
		excess = dx_scaled_add(excess, dx_scaled_negate(total));
		if (dx_scaled_add(excess, slack).value.hi < 0)
			continue;
		if (dx_scaled_add(excess, dx_scaled_negate(slack)).value.hi > 0)
			return outcome_of_dd(sx[i]);
		return outcome_of(arithmetic(sx + i, (const dx_dd[]) {{1.0, 0.0}, {1.0, 0.0}}, 2));
	}
	return outcome_of_dd(sx[n - 1]);
}

/* The weighted mean of the `count` greatest. */
static outcome
mean_of_best(double count, const dx_dd *x, const dx_dd *w, int n, dx_dd *work)
{
	int chosen = count < n ? (int) count : n;
	dx_dd *sx = work;
	dx_dd *sw = work + n;

	memcpy(sx, x, (size_t) n * sizeof(dx_dd));
	memcpy(sw, w, (size_t) n * sizeof(dx_dd));
	sort_pairs(sx, sw, n);
	return outcome_of(arithmetic(sx + n - chosen, sw + n - chosen, chosen));
}

/*
 * M - S^2/M or M + S^2/M: M (1 -+ cv^2) with cv = S/M, where M is the weighted
 * mean and S^2 the weighted population variance (M. Mazziotta and A. Pareto,
 * On a generalized non-compensatory composite index for measuring
 * socio-economic phenomena, Social Indicators Research 127, 2016: penalty by
 * the coefficient of variation, deviation with divisor n). M = 0 gives 0; the
 * downward form is not below 0, so 0 for M < 0 too.
 */
static outcome
mazziotta_pareto(bool up, const dx_dd *x, const dx_dd *w, int n, bool alike)
{
	dx_scaled mean = arithmetic(x, w, n);
	dx_scaled variance = dx_scaled_zero;
	dx_scaled penalty;
	outcome result;

	if (mean.value.hi == 0 || (!up && mean.value.hi < 0))
		return (outcome) {0};
	if (alike)
		return outcome_of_dd(x[0]);
	for (int i = 0; i < n; i++)
	{
		dx_scaled d = dx_scaled_normalize(dx_scaled_add(dx_scaled_of(x[i]), dx_scaled_negate(mean)));

		variance = dx_scaled_add(variance, dx_scaled_mul(dx_scaled_of(w[i]), dx_scaled_mul(d, d)));
	}
	if (variance.value.hi == 0)
		return outcome_of(mean);
	variance = dx_scaled_div(variance, total_weight(w, n));
	penalty = dx_scaled_div(variance, mean);
	result = outcome_of(dx_scaled_add(mean, up ? penalty : dx_scaled_negate(penalty)));
	/* Of values 0 and r the mean is exactly 0; what rounding leaves in place of it is noise. */
	return !up && result.rounded <= ldexp(dx_scaled_round(mean), -96) ? (outcome) {0} : result;
}

static outcome
mean_of(dx_method method, double p, const dx_dd *x, const dx_dd *w, int n, dx_dd *work)
{
	dx_dd least = x[0];
	dx_dd greatest = x[0];
	outcome result = {0};

	for (int i = 1; i < n; i++)
	{
		if (compare(x[i], least) < 0)
			least = x[i];
		if (compare(x[i], greatest) > 0)
			greatest = x[i];
	}
	method = dx_method_proper(method, p);
	if (least.hi <= 0 &&
		(method == DX_METHOD_GEOMEAN || method == DX_METHOD_HARMEAN || (method == DX_METHOD_POWER && p < 0)))
		return result;

	switch (method)
	{
		case DX_METHOD_SUM:
		case DX_METHOD_MEAN:
			result = outcome_of(arithmetic(x, w, n));
			break;
		case DX_METHOD_GEOMEAN:
			result = geometric(x, w, n);
			break;
		case DX_METHOD_HARMEAN:
			result = harmonic(x, w, n);
			break;
		case DX_METHOD_POWER:
			if (greatest.hi > 0)
				result = power_mean(p, x, w, n, least, greatest);
			break;
		case DX_METHOD_MEDIAN:
			result = median(x, w, n, work);
			break;
		case DX_METHOD_MIN:
			return outcome_of_dd(least);
		case DX_METHOD_MAX:
		case DX_METHOD_ALTERNATIVES:
			return outcome_of_dd(greatest);
		case DX_METHOD_BEST:
			result = mean_of_best(p, x, w, n, work);
			break;
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			return mazziotta_pareto(method == DX_METHOD_MPI_UP, x, w, n, compare(least, greatest) == 0);
	}

	/* a mean lies among its values: equal ones give exactly that one */
	if (compare(result.value, least) <= 0)
		return outcome_of_dd(least);
	if (compare(result.value, greatest) >= 0)
		return outcome_of_dd(greatest);
	return result;
}

dx_dd
dx_mean_exact(dx_method method, double p, const dx_dd *x, const dx_dd *w, int n, dx_dd *work)
{
	return mean_of(method, p, x, w, n, work).value;
}

double
dx_mean(dx_method method, double p, const double *x, const double *w, int n, double *work)
{
	dx_dd *pairs = (dx_dd *) work;
	double result;

	for (int i = 0; i < n; i++)
	{
		pairs[i] = (dx_dd) {x[i], 0.0};
		pairs[n + i] = (dx_dd) {w[i], 0.0};
	}
	result = mean_of(method, p, pairs, pairs + n, n, pairs + 2 * n).rounded;
	return result == 0 ? 0.0 : result;
}
