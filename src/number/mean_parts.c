/* SPDX-License-Identifier: PostgreSQL */
/*
 * mean_parts.c: sums over the numbers before and after each number of a mean.
 *
 * Nothing is ever subtracted, so nothing cancels: the sum over all but one number is
 * that of those before it plus that of those after it. All terms of a sum have one sign
 * (logarithms of numbers up to 1; powers; quotients), so with u = 2^-104, the relative
 * error of one addition of pairs (ddmath.h), and n < 2^16 a sum is off by less than
 * 2^-88 of the sum of its terms' magnitudes, whatever the order. That holds here and in
 * mean.c, and the bounds below exceed the errors of both together; logarithms and
 * exponentials have a relative error of 2^-95. W is the sum of weights.
 *
 * geometric: exp(sum w ln x / W) is off, as a part of it, by what its exponent is:
 *   2^-87 sum w |ln x| / W, and 2^-94. Bound: 2^-84 (1 + sum w |ln x| / W).
 * harmonic, arithmetic: 2^-86. Bound: 2^-84.
 * power: with L the greatest |ln x| an exponent p (ln x - ln anchor) is off by
 *   |p| L 2^-93, the sum of powers by that and 2^-87, the p-th root of it by
 *   L 2^-93 + 2^-87 / |p|. Bound: 2^-84 (1 + L + 1 / |p|). Where powers are so near 1 that
 *   both files sum their distances from 1, the last term falls away (and where they are so
 *   near that mean.c takes the geometric mean, that is off by 2^-100). Mazziotta-Pareto:
 *   with M = sum w x / W and R = sum w x^2 / sum w x the upward
 *   form is R, the downward one 2 M - R; both ways of computing it are off by less than
 *   2^-84 R.
 *   Bound: 2^-82 R. (Numbers each known to a relative error d add d (3 R + 2 M), M <= R.)
 *
 * The first three are monotonic and homogeneous: numbers known to a relative error d
 * give a mean known to d.
 */
#include "number/mean_parts.h"

#include "number/scaled.h"

/* Numbers known to no better than this relative error: the parts tell nothing. */
#define MOST_DOUBT 0x1p-50

/*
 * A logarithm known to no better than this tells nothing; a smaller error of it is the mean's
 * relative error.
 */
#define MOST_PART 0x1p-20

/*
 * Below this |p ln(max / min)| the distances of powers from 1 are summed: half of mean.c's bound,
 * since one more number is to come.
 */
#define POWER_SMALL 0x1p-9

/* Powers p nearer to 0 than this: distances from 1 would have no room for both doubles of a pair. */
#define LEAST_POWER 0x1p-600

/* Means with a lower logarithm are left to dx_mean_exact: they have no room for both doubles of a pair. */
#define LOWEST_LOG -600.0

/* The sums of a term: of powers and of 1; or of w x and w x^2. */
#define SUMS 2

struct dx_mean_parts
{
	dx_method method;
	double p;
	uint32_t n;
	uint32_t zeros;
	bool is_negative;  /* is one of them below 0? */
	bool small;		   /* power: are distances from 1 summed? */
	dx_dd anchor;	   /* power: the logarithm that others are relative to */
	double log_above;  /* geometric: sum of w ln x of those above 1, roughly */
	double log_most;   /* power: the greatest |ln x| */
	dx_scaled *before; /* SUMS x (n + 1): sums over the first k numbers */
	dx_scaled *after;  /* and over those from k on */
	bool *is_zero;	   /* n */
};

bool
dx_mean_has_parts(dx_method method)
{
	switch (method)
	{
		case DX_METHOD_GEOMEAN:
		case DX_METHOD_HARMEAN:
		case DX_METHOD_POWER:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			return true;
		case DX_METHOD_SUM:
		case DX_METHOD_MEAN:
		case DX_METHOD_MEDIAN:
		case DX_METHOD_MIN:
		case DX_METHOD_MAX:
		case DX_METHOD_ALTERNATIVES:
		case DX_METHOD_BEST:
			break;
	}
	return false;
}

static inline dx_dd
minus(dx_dd a, dx_dd b)
{
	return dx_dd_add(a, (dx_dd) {-b.hi, -b.lo});
}

/* p (ln x - anchor) */
static dx_dd
power_exponent(const dx_mean_parts *parts, dx_dd log)
{
	return dx_dd_mul((dx_dd) {parts->p, 0.0}, minus(log, parts->anchor));
}

/*
 * The terms that a number with its weight adds to the sums. A 0 adds nothing; where it matters,
 * zeros are counted.
 */
static void
terms_of(const dx_mean_parts *parts, dx_dd x, dx_dd w, dx_scaled *terms)
{
	dx_scaled weight = dx_scaled_of(w);
	dx_dd power;

	terms[0] = terms[1] = dx_scaled_zero;
	if (x.hi <= 0)
		return;
	switch (parts->method)
	{
		case DX_METHOD_GEOMEAN:
			weight.value = dx_dd_mul(weight.value, dx_dd_log(x));
			terms[0] = weight;
			break;
		case DX_METHOD_HARMEAN:
			terms[0] = dx_scaled_div(weight, dx_scaled_of(x));
			break;
		case DX_METHOD_POWER:
			power = power_exponent(parts, dx_dd_log(x));
			weight.value = dx_dd_mul(weight.value, parts->small ? dx_dd_expm1(power) : dx_dd_exp(power));
			terms[0] = weight;
			break;
		case DX_METHOD_MEAN:
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			terms[0] = dx_scaled_mul(weight, dx_scaled_of(x));
			terms[1] = dx_scaled_mul(terms[0], dx_scaled_of(x));
			break;
		case DX_METHOD_SUM:
		case DX_METHOD_MEDIAN:
		case DX_METHOD_MIN:
		case DX_METHOD_MAX:
		case DX_METHOD_ALTERNATIVES:
		case DX_METHOD_BEST:
			break;
	}
}

/* The anchor of powers, the greatest where p > 0, else the least, and whether they are near each other. */
static void
begin_power(dx_mean_parts *parts, const dx_dd *x)
{
	dx_dd least = {0.0, 0.0};
	dx_dd greatest = {0.0, 0.0};
	dx_dd low;
	dx_dd high;

	for (uint32_t i = 0; i < parts->n; i++)
	{
		if (x[i].hi <= 0)
			continue;
		if (least.hi == 0 || minus(x[i], least).hi < 0)
			least = x[i];
		if (greatest.hi == 0 || minus(x[i], greatest).hi > 0)
			greatest = x[i];
	}
	if (greatest.hi == 0)
		return;
	low = dx_dd_log(least);
	high = dx_dd_log(greatest);
	parts->anchor = parts->p > 0 ? high : low;
	parts->log_most = fmax(fabs(low.hi), fabs(high.hi));
	parts->small = parts->zeros == 0 && fabs(parts->p) * (high.hi - low.hi) < POWER_SMALL;
}

dx_mean_parts *
dx_mean_parts_new(const void *owner, dx_method method, double p, const dx_dd *x, const dx_dd *w, uint32_t n)
{
	size_t sums = ((size_t) n + 1) * SUMS;
	dx_mean_parts *parts =
		dx_alloc_beside(owner, sizeof(dx_mean_parts) + 2 * sums * sizeof(dx_scaled) + n * sizeof(bool));
	dx_scaled terms[SUMS];

	*parts = (dx_mean_parts) {.method = dx_method_proper(method, p), .p = p, .n = n};
	parts->before = (dx_scaled *) (parts + 1);
	parts->after = parts->before + sums;
	parts->is_zero = (bool *) (parts->after + sums);
	for (uint32_t i = 0; i < n; i++)
	{
		parts->zeros += parts->is_zero[i] = x[i].hi <= 0;
		parts->is_negative = parts->is_negative || x[i].hi < 0;
	}
	if (parts->method == DX_METHOD_POWER)
		begin_power(parts, x);
	parts->before[0] = parts->before[1] = dx_scaled_zero;
	for (uint32_t i = 0; i < n; i++)
	{
		dx_scaled *sum = parts->before + (size_t) i * SUMS;

		if (i % 1024 == 1023)
			dx_check_interrupts();
		terms_of(parts, x[i], w[i], parts->after + (size_t) i * SUMS);
		for (int s = 0; s < SUMS; s++)
			sum[SUMS + s] = dx_scaled_add(sum[s], parts->after[(size_t) i * SUMS + s]);
		if (parts->method == DX_METHOD_GEOMEAN)
			parts->log_above += fmax(dx_scaled_round(parts->after[(size_t) i * SUMS]), 0);
	}
	parts->after[sums - 1] = parts->after[sums - SUMS] = dx_scaled_zero;
	/* The array holds the terms: each is replaced by the sum of itself and those behind it. */
	for (uint32_t i = n; i-- > 0;)
	{
		dx_scaled *sum = parts->after + (size_t) i * SUMS;

		memcpy(terms, sum, sizeof(terms));
		for (int s = 0; s < SUMS; s++)
			sum[s] = dx_scaled_add(terms[s], sum[SUMS + s]);
	}
	return parts;
}

/* The sums over all numbers but the one that is replaced. */
static void
sums_beside(const dx_mean_parts *parts, uint32_t place, dx_scaled *sums)
{
	for (int s = 0; s < SUMS; s++)
	{
		sums[s] = parts->before[(size_t) place * SUMS + s];
		if (place < parts->n)
			sums[s] = dx_scaled_add(sums[s], parts->after[((size_t) place + 1) * SUMS + s]);
	}
}

/* e^log, with at most this relative error. */
static bool
give_exp(dx_dd log, double part, dx_dd *mean, double *off)
{
	if (!(log.hi > LOWEST_LOG && log.hi < -LOWEST_LOG && part < MOST_PART))
		return false;
	*mean = dx_dd_exp(log);
	*off = part * mean->hi;
	return true;
}

static bool
give(dx_scaled value, double part, dx_dd *mean, double *off)
{
	value = dx_scaled_normalize(value);
	if (abs(value.exponent) > 800)
		return false;
	*mean = dx_scaled_to_dd(value);
	*off = part * fabs(mean->hi);
	return true;
}

/* The power mean: of the others' sum of powers relative to the anchor, and of one more number. */
static bool
change_power(const dx_mean_parts *parts, const dx_mean_change *change, dx_scaled sum, uint32_t zeros, dx_dd *mean,
			 double *off)
{
	bool has_power = change->is && change->x.hi > 0;
	dx_dd exponent = {parts->p, 0.0};
	dx_dd base = parts->anchor;
	double most = parts->log_most;
	dx_dd log = {0.0, 0.0};
	dx_dd power = {0.0, 0.0};
	dx_scaled weight = dx_scaled_of(change->w);

	if (fabs(parts->p) < LEAST_POWER)
		return false;
	if (has_power)
	{
		log = dx_dd_log(change->x);
		power = power_exponent(parts, log);
		most = fmax(most, fabs(log.hi));
	}
	if (parts->small && zeros == 0 && fabs(power.hi) < POWER_SMALL)
	{
		if (has_power)
		{
			weight.value = dx_dd_mul(weight.value, dx_dd_expm1(power));
			sum = dx_scaled_add(sum, weight);
		}
		sum = dx_scaled_div(sum, dx_scaled_of(change->total));
		log = dx_dd_div(dx_dd_log1p(dx_scaled_to_dd(sum)), exponent);
		return give_exp(dx_dd_add(base, log), 0x1p-84 * (1 + most) + change->doubt, mean, off);
	}
	/* The power of each of the others is 1 plus its distance from 1. */
	if (parts->small && change->rest.hi > 0)
		sum = dx_scaled_add(dx_scaled_of(change->rest), sum);
	if (has_power && power.hi > 0)
	{
		/* The new number is beyond the anchor and becomes the anchor. */
		dx_dd down = dx_dd_exp((dx_dd) {-power.hi, -power.lo});

		sum.value = dx_dd_mul(sum.value, down);
		sum = dx_scaled_add(sum, weight);
		base = log;
	}
	else if (has_power)
	{
		weight.value = dx_dd_mul(weight.value, dx_dd_exp(power));
		sum = dx_scaled_add(sum, weight);
	}
	if (sum.value.hi <= 0)
		return false;
	sum = dx_scaled_normalize(dx_scaled_div(sum, dx_scaled_of(change->total)));
	/* Powers too small to be represented would matter here. */
	if (sum.exponent < -400)
		return false;
	log = dx_dd_div(dx_scaled_log(sum), exponent);
	return give_exp(dx_dd_add(base, log), 0x1p-84 * (1 + most + 1 / fabs(parts->p)) + change->doubt, mean, off);
}

/* R, and 2 M - R. */
static bool
change_mpi(const dx_mean_parts *parts, const dx_mean_change *change, const dx_scaled *sums, dx_dd *mean, double *off)
{
	double part = 0x1p-82 + 5 * change->doubt;
	dx_dd spread;
	dx_dd centre;

	if (sums[0].value.hi <= 0)
		return sums[0].value.hi == 0;
	if (!give(dx_scaled_div(sums[1], sums[0]), part, &spread, off))
		return false;
	*mean = spread;
	if (parts->method == DX_METHOD_MPI_UP)
		return true;
	centre = dx_scaled_to_dd(dx_scaled_div(sums[0], dx_scaled_of(change->total)));
	*mean = minus((dx_dd) {2 * centre.hi, 2 * centre.lo}, spread);
	/* So near to 0 the difference of two sums of squares tells nothing. */
	return mean->hi > spread.hi * 0x1p-20;
}

bool
dx_mean_parts_change(const dx_mean_parts *parts, const dx_mean_change *change, dx_dd *mean, double *off)
{
	uint32_t count = parts->n - (change->place < parts->n) + change->is;
	uint32_t zeros =
		parts->zeros - (change->place < parts->n && parts->is_zero[change->place]) + (change->is && change->x.hi <= 0);
	dx_scaled sums[SUMS];
	dx_scaled terms[SUMS] = {dx_scaled_zero, dx_scaled_zero};
	double above;
	dx_dd log;

	*mean = (dx_dd) {0.0, 0.0};
	*off = 0;
	/* With numbers below 0, which sums with penalties can be, terms have no common sign. */
	if (count == 0 || !(change->doubt <= MOST_DOUBT) || parts->is_negative || (change->is && change->x.hi < 0))
		return false;
	sums_beside(parts, change->place, sums);
	if (change->is && parts->method != DX_METHOD_POWER)
		terms_of(parts, change->x, change->w, terms);
	for (int s = 0; s < SUMS; s++)
		sums[s] = dx_scaled_add(sums[s], terms[s]);
	switch (parts->method)
	{
		case DX_METHOD_GEOMEAN:
			if (zeros > 0)
				return true;
			/* Magnitudes: the sum over numbers below 1 is the whole sum less that over those above. */
			above = (parts->log_above + fmax(dx_scaled_round(terms[0]), 0)) / change->total.hi;
			log = dx_scaled_to_dd(dx_scaled_div(sums[0], dx_scaled_of(change->total)));
			return give_exp(log, 0x1p-84 * (1 + fabs(log.hi) + 2 * above) + change->doubt, mean, off);
		case DX_METHOD_HARMEAN:
			if (zeros > 0)
				return true;
			return give(dx_scaled_div(dx_scaled_of(change->total), sums[0]), 0x1p-84 + change->doubt, mean, off);
		case DX_METHOD_POWER:
			if (zeros == count || (zeros > 0 && parts->p < 0))
				return true;
			return change_power(parts, change, sums[0], zeros, mean, off);
		case DX_METHOD_MEAN:
			if (zeros == count)
				return true;
			return give(dx_scaled_div(sums[0], dx_scaled_of(change->total)), 0x1p-84 + change->doubt, mean, off);
		case DX_METHOD_MPI_DOWN:
		case DX_METHOD_MPI_UP:
			return change_mpi(parts, change, sums, mean, off);
		case DX_METHOD_SUM:
		case DX_METHOD_MEDIAN:
		case DX_METHOD_MIN:
		case DX_METHOD_MAX:
		case DX_METHOD_ALTERNATIVES:
		case DX_METHOD_BEST:
			break;
	}
	return false;
}
