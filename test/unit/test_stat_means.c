/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_stat_means.c: power means and Mazziotta-Pareto indices. 26,000 random
 * groups as digests of the bits of the results; the wanted digests come from
 * exact fractions and 600-bit arithmetic (mpmath), rounded once, not from this
 * code. Every compiler and optimisation must give them (test/run builds this
 * program several ways). Beyond that: the means of index trees, orders, splits,
 * rows given back, packed bytes.
 */
#include "check.h"
#include "number/mean.h"
#include "stat/stat_means.h"

#include <float.h>

#define MAX 12
#define GROUPS 1000 /* for each parameter */
#define COUNT(array) ((int) (sizeof(array) / sizeof((array)[0])))

static uint64_t state;

static uint64_t
draw(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static double
unit(void)
{
	return ldexp((double) (draw() >> 11), -53);
}

/* ---------------- random groups ---------------- */

static const double written[] = {0.1, 0.2, 0.3, 0.7, 1.1, 0.05, 2.5, 1e-3};

/* Points and whole weights; shares and weights as written; all magnitudes; points of either sign. */
static int
random_group(int style, double *x, double *w)
{
	int n = 1 + (int) (draw() % MAX);

	for (int i = 0; i < n; i++)
		switch (style)
		{
			case 0:
				x[i] = (double) (1 + draw() % 10000) / 100;
				w[i] = (double) (draw() % 10);
				break;
			case 1:
				x[i] = unit() + 0x1p-20;
				w[i] = written[draw() % 8];
				break;
			case 2:
				x[i] = 0.5 + unit() / 2;
				x[i] = ldexp(x[i], (int) (draw() % 2046) - 1021);
				w[i] = 0.5 + unit() / 2;
				w[i] = ldexp(w[i], (int) (draw() % 200) - 100);
				break;
			default:
				x[i] = ((double) (draw() % 101) - 50) / 10;
				w[i] = (double) (draw() % 10);
		}
	w[0] = w[0] == 0 ? 1 : w[0];
	return n;
}

static dx_error err;

static dx_stat *
new_stat(const dx_stat_kind *kind, double param)
{
	dx_stat *stat = dx_alloc(dx_stat_size(kind));

	dx_stat_init(stat, kind, &param);
	return stat;
}

static void
drop_stat(dx_stat *stat)
{
	dx_stat_free(stat);
	dx_free(stat);
}

static bool
add(dx_stat *stat, double x, double w, int64_t sign)
{
	if (stat->kind == &dx_stat_power)
		return dx_stat_add_power(stat, x, w, sign, &err);
	if (stat->kind == &dx_stat_values || stat->kind == &dx_stat_quantile)
		return dx_stat_add_value(stat, x, w, sign, &err);
	dx_stat_add_moments(stat, x, w, sign);
	return true;
}

static dx_stat *
stat_of(const dx_stat_kind *kind, double param, const double *x, const double *w, int n)
{
	dx_stat *stat = new_stat(kind, param);

	for (int i = 0; i < n; i++)
		CHECK(add(stat, x[i], w[i], 0));
	return stat;
}

static double
result_of(const dx_stat *stat)
{
	double param = stat->params[0];
	double result = NAN;
	bool known;

	if (stat->kind == &dx_stat_power)
		known = dx_stat_power_mean_of(stat, &result, &err);
	else if (stat->kind == &dx_stat_mpi)
		known = dx_stat_mpi_of(stat, param, &result, &err);
	else
		known = dx_stat_quantile_of(stat, stat->kind == &dx_stat_quantile ? param : 0.5, &result, &err);
	CHECK(known || !isfinite(result));
	return known ? result : NAN;
}

static double
power_mean(double p, const double *x, const double *w, int n)
{
	dx_stat *stat = stat_of(&dx_stat_power, p, x, w, n);
	double result = result_of(stat);

	drop_stat(stat);
	return result;
}

static double
mpi(double penalty, const double *x, const double *w, int n)
{
	dx_stat *stat = stat_of(&dx_stat_mpi, penalty, x, w, n);
	double result = result_of(stat);

	drop_stat(stat);
	return result;
}

static const struct
{
	bool index; /* the Mazziotta-Pareto index, not a power mean */
	double param;
	int styles[3]; /* taken in turn */
	uint64_t want;
} digests[] = {{false, 0.0, {0, 1, 2}, UINT64_C(0x58709cc83339eabc)},
			   {false, 1.0, {0, 3, 2}, UINT64_C(0xfa9981457ece4326)},
			   {false, 2.0, {1, 3, 2}, UINT64_C(0x03c8b64d23bdc381)},
			   {false, -1.0, {0, 1, 2}, UINT64_C(0x0500a47ad164f5eb)},
			   {false, 3.0, {0, 1, 2}, UINT64_C(0xccf053feaa8ea85e)},
			   {false, -2.0, {0, 1, 2}, UINT64_C(0x79429dfae957700b)},
			   {false, 0.5, {0, 1, 2}, UINT64_C(0x64c6854d146166b7)},
			   {false, -0.5, {0, 1, 2}, UINT64_C(0xffe0800000a12f05)},
			   {false, 10.0, {0, 3, 2}, UINT64_C(0x26fbb5c362b73caf)},
			   {false, -10.0, {0, 1, 2}, UINT64_C(0xfcf03feb20fe883e)},
			   {false, 1.0 / 3, {0, 1, 2}, UINT64_C(0x5d055f4bde4d8c10)},
			   {false, 0.001, {0, 1, 2}, UINT64_C(0x0cdc8cb5687da754)},
			   {false, -0.0005, {0, 1, 2}, UINT64_C(0x3544f47070dbb34e)},
			   {false, 0.0001, {0, 1, 2}, UINT64_C(0x3363f5bd279133a8)},
			   {false, -0.00048, {0, 1, 2}, UINT64_C(0xda8d88e22bd903bb)},
			   {false, 1e-09, {0, 1, 2}, UINT64_C(0xb5f4546ba1f905a4)},
			   {false, -1e-30, {0, 1, 2}, UINT64_C(0x203cb0f8d4d5e4da)},
			   {false, 1e-40, {0, 1, 2}, UINT64_C(0x4541412c1fddaca6)},
			   {false, 1000.0, {0, 1, 2}, UINT64_C(0x44fce0e9490847a9)},
			   {false, -1000.0, {0, 1, 2}, UINT64_C(0xc75ad2c0d93498ae)},
			   {false, 4.0, {3, 3, 3}, UINT64_C(0x3ed15016689de14f)},
			   {false, 7.3, {0, 1, 2}, UINT64_C(0x7255263c132190a3)},
			   {true, 1.0, {0, 1, 3}, UINT64_C(0xba888e3ce5f79a29)},
			   {true, -1.0, {0, 1, 3}, UINT64_C(0x280d12c88e81ddc2)},
			   {true, 0.0, {3, 1, 2}, UINT64_C(0x4ad8e54f5fbb097f)},
			   {true, 0.25, {0, 1, 2}, UINT64_C(0xdf477adce605f881)}};

static void
check_digests(void)
{
	for (int c = 0; c < COUNT(digests); c++)
	{
		uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

		state = (uint64_t) c;
		for (int i = 0; i < GROUPS; i++)
		{
			double x[MAX], w[MAX];
			int n = random_group(digests[c].styles[i % 3], x, w);
			double result = (digests[c].index ? mpi : power_mean)(digests[c].param, x, w, n);
			uint64_t bits;

			/* Digests of indices are of those that are 0 under a penalty where they, or the mean, would be below. */
			if (digests[c].index && digests[c].param > 0 && (result < 0 || mpi(0, x, w, n) < 0))
				result = 0;
			CHECK(isfinite(result));
			memcpy(&bits, &result, sizeof(bits));
			for (int k = 0; k < 64; k += 8)
				digest = (digest ^ (bits >> k & 255)) * UINT64_C(0x100000001b3);
		}
		if (digest != digests[c].want)
			printf("%s %g: digest %016llx\n", digests[c].index ? "index" : "power", digests[c].param,
				   (unsigned long long) digest);
		CHECK(digest == digests[c].want);
	}
}

/* ---------------- the means of index trees ---------------- */

/* Shares of the maximum, as trees have them: within 1e-12, usually the same bits. */
static void
check_trees(void)
{
	static const struct
	{
		dx_method method;
		double p;
		const dx_stat_kind *kind;
		double param;
	} pairs[] = {{DX_METHOD_GEOMEAN, 0, &dx_stat_power, 0},		{DX_METHOD_HARMEAN, 0, &dx_stat_power, -1},
				 {DX_METHOD_POWER, 2, &dx_stat_power, 2},		{DX_METHOD_POWER, 1, &dx_stat_power, 1},
				 {DX_METHOD_POWER, 3.5, &dx_stat_power, 3.5},	{DX_METHOD_POWER, -0.5, &dx_stat_power, -0.5},
				 {DX_METHOD_POWER, 1000, &dx_stat_power, 1000}, {DX_METHOD_POWER, -1000, &dx_stat_power, -1000},
				 {DX_METHOD_POWER, 1e-5, &dx_stat_power, 1e-5}, {DX_METHOD_POWER, -1e-40, &dx_stat_power, -1e-40},
				 {DX_METHOD_MPI_DOWN, 0, &dx_stat_mpi, 1},		{DX_METHOD_MPI_UP, 0, &dx_stat_mpi, -1},
				 {DX_METHOD_MEDIAN, 0, &dx_stat_values, 0},		{DX_METHOD_MEDIAN, 0, &dx_stat_quantile, 0.5}};
	int same = 0;
	int all = 0;

	state = 1;
	for (int i = 0; i < 3000; i++)
	{
		double x[MAX], w[MAX], work[8 * MAX];
		int n = random_group(1, x, w);

		/* some ratios of few values, zeros among them */
		for (int k = 0; k < n && i % 3 == 0; k++)
			x[k] = (double) (draw() % 5) / 4;
		for (int k = 0; k < n && i % 2 == 0; k++)
			w[k] = (double) (1 + draw() % 3);
		for (int k = 0; k < COUNT(pairs); k++)
		{
			double tree = dx_mean(pairs[k].method, pairs[k].p, x, w, n, work);
			dx_stat *stat = stat_of(pairs[k].kind, pairs[k].param, x, w, n);
			double result = result_of(stat);

			/* In trees it stays at 0 or above. */
			if (pairs[k].method == DX_METHOD_MPI_DOWN && result < 0)
				result = 0;
			if (!(fabs(result - tree) <= 1e-12))
				printf("pair %d, group %d: %.17g, in trees %.17g\n", k, i, result, tree);
			CHECK(fabs(result - tree) <= 1e-12);
			if (pairs[k].method == DX_METHOD_MEDIAN)
				CHECK_SAME(result, tree);
			same += result == tree;
			all++;
			drop_stat(stat);
		}
	}
	printf("%d of %d results have the bits of index trees\n", same, all);
	CHECK(same >= all - all / 1000);
}

/* ---------------- worked by hand ---------------- */

#define MEAN(p, ...) \
	power_mean(p, (const double[]) {__VA_ARGS__}, (const double[]) {1, 1, 1, 1, 1, 1}, \
			   COUNT(((const double[]) {__VA_ARGS__})))
#define MPI(penalty, ...) \
	mpi(penalty, (const double[]) {__VA_ARGS__}, (const double[]) {1, 1, 1, 1, 1, 1}, \
		COUNT(((const double[]) {__VA_ARGS__})))

static void
check_by_hand(void)
{
	static const double values[] = {0.1, 1.0 / 3, 99.9, 0x1p-1074, 0x1.8p-1060, DBL_MAX, DBL_MIN, 1e-300, 7};
	static const double powers[] = {0, 1, 2, -1, 3, -2, 0.5, 1e-5, -1e-5, 1e-50, 1000, -1000, 0.001, 7.3};

	CHECK_SAME(MEAN(0, 2, 8), 4.0);
	CHECK_SAME(MEAN(0, 1, 10, 100), 10.0);
	CHECK_SAME(MEAN(-1, 3, 6), 4.0);
	CHECK_SAME(MEAN(2, 1, 7), 5.0);
	CHECK_SAME(MEAN(2, -1, 7), 5.0);
	CHECK_SAME(MEAN(1, -1, 7), 3.0);
	CHECK_SAME(MEAN(4, -3, 3), 3.0);
	CHECK_SAME(MEAN(3, 3, 4, 5, 0, 0, 0), 0x1.a6a58d55e307cp+1); /* 36^(1/3) */
	CHECK_SAME(MEAN(0.5, 1, 9), 4.0);
	/* a power far below another may outweigh it */
	CHECK_SAME(power_mean(7, (const double[]) {0x1.1p-1019, 0x1p-767}, (const double[]) {0x1p914, 0x1p-1019}, 2),
			   0x1.1p-1019);
	CHECK_SAME(power_mean(3, (const double[]) {0x3p-1000, 0x1p-340}, (const double[]) {0x1p1000, 0x1p-1070}, 2),
			   0x3p-1000);
	CHECK_SAME(power_mean(-3, (const double[]) {0x1p-340, 0x3p300}, (const double[]) {0x1p-1070, 0x1p1000}, 2),
			   0x3p300);
	CHECK_SAME(power_mean(3, (const double[]) {1, 0x3p-660, 0x1p-400}, (const double[]) {0x1p-1070, 0x1p1020, 1}, 3),
			   0x3p-660);
	CHECK_SAME(power_mean(3, (const double[]) {0x1p-170, 0x1p-854}, (const double[]) {0x1p-1074, 0x1p1023}, 2),
			   0x1.000000000002bp-854);
	CHECK_SAME(power_mean(3, (const double[]) {0x1p-854, 0x1p-170}, (const double[]) {0x1p1023, 0x1p-1074}, 2),
			   0x1.000000000002bp-854);
	/* a 0 */
	CHECK_SAME(MEAN(0, 0, 5), 0.0);
	CHECK_SAME(MEAN(-1, 0, 5), 0.0);
	CHECK_SAME(MEAN(-2, -0.0, 5), 0.0);
	CHECK_SAME(MEAN(-1e-5, 0, 5), 0.0);
	CHECK_SAME(MEAN(1e-50, 0, 5), 0.0);
	CHECK_SAME(MEAN(2, 0, 0), 0.0);
	CHECK_SAME(MEAN(1, -0.0, 0), 0.0);
	CHECK_SAME(MEAN(0.5, 0, 4), 1.0);
	CHECK_SAME(MEAN(1e-5, 0, 4), 0.0);
	CHECK_SAME(MEAN(1, 3, -3), 0.0);

	/* values that are all equal have that mean, whatever doubles they are */
	for (int i = 0; i < COUNT(values); i++)
		for (int k = 0; k < COUNT(powers); k++)
			CHECK_SAME(power_mean(powers[k], (const double[]) {values[i], values[i], values[i]},
								  (const double[]) {0.1, 0.7, 1e-9}, 3),
					   values[i]);

	/* 1 and 5: mean 3, variance 4 */
	CHECK_SAME(MPI(1, 1, 5), 3 - 4.0 / 3);
	CHECK_SAME(MPI(-1, 1, 5), 3 + 4.0 / 3);
	CHECK_SAME(MPI(0, 1, 5), 3.0);
	CHECK_SAME(MPI(0.5, 1, 5), 3 - 2.0 / 3);
	CHECK_SAME(MPI(10, 1, 5), 3 - 40.0 / 3);
	CHECK_SAME(MPI(1, -1, 1), 0.0);
	CHECK_SAME(MPI(-1, -1, 1), 0.0);
	CHECK_SAME(MPI(1, -1, -5), -3 + 4.0 / 3);
	CHECK_SAME(MPI(-1, -1, -5), -3 - 4.0 / 3);
	CHECK_SAME(MPI(0, -1, -5), -3.0);
	CHECK_SAME(MPI(1, 7, 7, 7), 7.0);
	/* no cancellation: 10^9 and a spread of 10^-6 */
	CHECK_SAME(MPI(1, 1e9, 1e9 + 0x1p-20), 1e9 + 0x1p-21);
	/* an index beyond doubles */
	CHECK(isnan(MPI(-1, -DBL_MAX, DBL_MAX, 1e-300)) && err.kind == DX_ERR_RANGE);
}

/* ---------------- rows that are none, and mistakes ---------------- */

static void
check_rows(void)
{
	dx_stat *stat = new_stat(&dx_stat_power, 0);
	dx_stat *other;

	CHECK(isnan(result_of(stat)) && err.kind == DX_OK);
	/* a row of weight 0 is counted, and its value may be any */
	CHECK(add(stat, -5, 0, 0) && add(stat, 0, 0, 0) && stat->rows == 2);
	CHECK(isnan(result_of(stat)) && err.kind == DX_OK);
	CHECK(add(stat, 4, 1, 0) && stat->rows == 3);
	CHECK_SAME(result_of(stat), 4.0);
	CHECK(!add(stat, -5, 1, 0) && err.kind == DX_ERR_PARAM && stat->rows == 3);
	CHECK_TEXT(err.message, "value of a geometric mean cannot be negative: -5");
	CHECK_TEXT(err.detail, "");
	CHECK_SAME(result_of(stat), 4.0);
	drop_stat(stat);

	stat = new_stat(&dx_stat_power, -1);
	CHECK(!add(stat, -0.5, 1, 0));
	CHECK_TEXT(err.message, "value of a harmonic mean cannot be negative: -0.5");
	drop_stat(stat);
	stat = new_stat(&dx_stat_power, 3);
	CHECK(!add(stat, -1, 1, 0));
	CHECK_TEXT(err.message, "value of a power mean cannot be negative: -1");
	CHECK_TEXT(err.detail, "Negative values have a power mean where p is 1 or an even number above 0; it is 3.");
	/* kinds and parameters that do not meet; without rows there is no parameter */
	CHECK(add(stat, 1, 1, 0));
	other = new_stat(&dx_stat_power, 2);
	CHECK(dx_stat_unite(stat, other, false, &err) && stat->rows == 1);
	CHECK(dx_stat_unite(other, stat, false, &err) && other->params[0] == 3 && other->rows == 1);
	drop_stat(other);
	other = stat_of(&dx_stat_power, 2, (const double[]) {1}, (const double[]) {1}, 1);
	CHECK(!dx_stat_unite(stat, other, false, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind power-mean with different parameters cannot be merged: 3 and 2");
	CHECK_TEXT(err.hint, "Group by it.");
	drop_stat(other);
	other = stat_of(&dx_stat_values, 0, (const double[]) {1}, (const double[]) {1}, 1);
	CHECK(!dx_stat_unite(stat, other, false, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of different kinds cannot be merged: power-mean and values");
	CHECK(!dx_stat_power_mean_of(other, &(double) {0}, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind values have no power mean");
	CHECK(!dx_stat_mpi_of(other, 1, &(double) {0}, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind values have no Mazziotta-Pareto index");
	CHECK(!dx_stat_quantile_of(stat, 1, &(double) {0}, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind power-mean have no values");
	drop_stat(other);
	drop_stat(stat);

	stat = new_stat(&dx_stat_values, 0);
	CHECK(isnan(result_of(stat)) && add(stat, 5, 0, 0) && stat->rows == 1 && isnan(result_of(stat)));
	drop_stat(stat);

	CHECK(dx_stat_check_power(-1000, &err) && dx_stat_check_power(1000, &err) && dx_stat_check_q(0, &err) &&
		  dx_stat_check_q(1, &err));
	CHECK(!dx_stat_check_power(1001, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "p of a power mean is from -1000 to 1000: 1001");
	CHECK(!dx_stat_check_power(NAN, &err));
	CHECK_TEXT(err.message, "p of a power mean is from -1000 to 1000: NaN");
	CHECK(!dx_stat_check_q(1.5, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "q of a quantile is from 0 to 1: 1.5");
	CHECK(!dx_stat_check_q(-INFINITY, &err));
	CHECK_TEXT(err.message, "q of a quantile is from 0 to 1: -Infinity");
}

/* ---------------- orders, splits, rows given back, bytes ---------------- */

static const struct
{
	const dx_stat_kind *kind;
	double param;
} states[] = {{&dx_stat_power, 0},	  {&dx_stat_power, -1},	  {&dx_stat_power, 1},	   {&dx_stat_power, 2},
			  {&dx_stat_power, 3},	  {&dx_stat_power, 1e-6}, {&dx_stat_power, -1e-6}, {&dx_stat_power, -0.7},
			  {&dx_stat_power, 1000}, {&dx_stat_power, -999}, {&dx_stat_power, 30},	   {&dx_stat_mpi, 1},
			  {&dx_stat_mpi, -0.5},	  {&dx_stat_values, 0},	  {&dx_stat_quantile, 0.9}};

static uint8_t *
pack(const dx_stat *stat, size_t *len)
{
	uint8_t *bytes;

	*len = dx_stat_packed_size(stat);
	bytes = dx_alloc(*len);
	dx_stat_pack(stat, bytes);
	return bytes;
}

static dx_stat *
unpack(const uint8_t *bytes, size_t len)
{
	const dx_stat_kind *kind = dx_stat_header(bytes, len, &err);
	dx_stat *stat;

	if (kind == NULL)
		return NULL;
	stat = dx_alloc(dx_stat_size(kind));
	if (dx_stat_unpack(bytes, len, stat, &err))
		return stat;
	if (stat->kind)
		dx_stat_free(stat);
	dx_free(stat);
	return NULL;
}

/* Have both the same bytes? Frees the second. */
static bool
same(const dx_stat *a, dx_stat *b)
{
	size_t a_len, b_len;
	uint8_t *a_bytes = pack(a, &a_len);
	uint8_t *b_bytes = pack(b, &b_len);
	bool equal = a_len == b_len && memcmp(a_bytes, b_bytes, a_len) == 0;

	dx_free(a_bytes);
	dx_free(b_bytes);
	drop_stat(b);
	return equal;
}

static int anew; /* frames that had to begin anew */

static void
check_state(int s, int style)
{
	const dx_stat_kind *kind = states[s].kind;
	double param = states[s].param;
	double x[MAX], w[MAX];
	int n = random_group(style, x, w);
	dx_stat *stat;
	dx_stat *other;
	dx_stat *third;
	size_t len;
	uint8_t *bytes;
	int cut;
	double t;
	/* powers of all magnitudes, summed in blocks: what was dropped does not come back */
	bool in_blocks = kind == &dx_stat_power && (style == 2 || fabs(param) > 500) && fabs(param) > 0.5 &&
		fabs(param) != 1 && param != 2;

	if (draw() % 4 == 0)
		x[draw() % (uint64_t) n] = 0;
	for (int i = 0; i < n; i++)
		if (kind == &dx_stat_power && x[i] < 0 && param != 1 && param != 2)
			x[i] = -x[i];
	stat = stat_of(kind, param, x, w, n);
	bytes = pack(stat, &len);
	other = unpack(bytes, len);
	CHECK(other != NULL);
	CHECK_SAME(result_of(other), result_of(stat));
	CHECK(same(stat, other));
	dx_free(bytes);

	/* another order, two parts */
	for (int i = n - 1; i > 0; i--)
	{
		int j = (int) (draw() % (uint64_t) (i + 1));

		t = x[i];
		x[i] = x[j];
		x[j] = t;
		t = w[i];
		w[i] = w[j];
		w[j] = t;
	}
	CHECK(same(stat, stat_of(kind, param, x, w, n)));
	cut = (int) (draw() % (uint64_t) (n + 1));
	other = stat_of(kind, param, x, w, cut);
	third = stat_of(kind, param, x + cut, w + cut, n - cut);
	CHECK(dx_stat_unite(other, third, false, &err));
	CHECK(same(stat, other));

	/* the second part taken out, at once and row by row */
	other = stat_of(kind, param, x, w, n);
	if (dx_stat_unite(other, third, true, &err))
		CHECK(same(other, stat_of(kind, param, x, w, cut)));
	else
		CHECK(err.kind == DX_OK && in_blocks);
	drop_stat(other);
	drop_stat(third);
	other = stat_of(kind, param, x, w, n);
	for (int i = n - 1; i >= cut; i--)
		if (!add(other, x[i], w[i], -1))
		{
			CHECK(err.kind == DX_OK && in_blocks);
			anew++;
			drop_stat(other);
			other = stat_of(kind, param, x, w, i);
		}
	CHECK(same(other, stat_of(kind, param, x, w, cut)));
	drop_stat(other);
	drop_stat(stat);
}

/* Any one byte changed: refused, or taken as another state with these very bytes that can be read. */
static void
check_mutations(int s, int style)
{
	double x[MAX], w[MAX];
	int n = random_group(style, x, w);
	dx_stat *stat;
	size_t len;
	uint8_t *bytes;

	for (int i = 0; i < n; i++)
		x[i] = fabs(x[i]);
	stat = stat_of(states[s].kind, states[s].param, x, w, n);
	bytes = pack(stat, &len);
	for (size_t shorter = 0; shorter < len; shorter++)
		CHECK(unpack(bytes, shorter) == NULL && err.kind == DX_ERR_BINARY);
	for (int k = 0; k < 200; k++)
	{
		size_t at = draw() % len;
		uint8_t was = bytes[at];
		dx_stat *other;

		bytes[at] ^= (uint8_t) (1 + draw() % 255);
		other = unpack(bytes, len);
		if (other)
		{
			size_t again_len;
			uint8_t *again = pack(other, &again_len);

			CHECK(again_len == len && memcmp(again, bytes, len) == 0);
			if (other->kind == &dx_stat_power || other->kind == &dx_stat_mpi || other->kind == &dx_stat_values ||
				other->kind == &dx_stat_quantile)
				CHECK(isfinite(result_of(other)) || err.kind == DX_OK || err.kind == DX_ERR_RANGE);
			dx_free(again);
			drop_stat(other);
		}
		else
			CHECK(err.kind == DX_ERR_BINARY || err.kind == DX_ERR_RANGE);
		bytes[at] = was;
	}
	dx_free(bytes);
	drop_stat(stat);
}

int
main(void)
{
	check_digests();
	check_trees();
	check_by_hand();
	check_rows();
	state = 7;
	for (int round = 0; round < 300; round++)
		for (int s = 0; s < COUNT(states); s++)
			check_state(s, round % 4);
	CHECK(anew > 0);
	for (int round = 0; round < 12; round++)
		for (int s = 0; s < COUNT(states); s++)
			check_mutations(s, round % 4);
	CHECK_DONE("stat_means");
}
