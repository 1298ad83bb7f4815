/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_mean.c: any finite values and weights, any method: the mean is finite,
 * lies among its values; the median does not depend on the order; power(1),
 * power(0), power(-1) are the three named means; a mean from parts is as near as it says.
 */
#include "number/ddmath.h"
#include "fuzz.h"
#include "number/mean_parts.h"

#define MAX 16

/* The next finite double of the input; false when it is used up. */
static bool
take(const uint8_t **data, size_t *size, double *out)
{
	if (*size < sizeof(double))
		return false;
	memcpy(out, *data, sizeof(double));
	*data += sizeof(double);
	*size -= sizeof(double);
	if (!isfinite(*out))
		*out = 1.0;
	return true;
}

/* The first of n numbers is exchanged for the last: from the parts of the others comes what the mean of them is. */
static void
check_parts(dx_method method, double p, const double *values, const double *weights, int n)
{
	dx_dd x[MAX];
	dx_dd w[MAX];
	dx_dd work[2 * MAX];
	dx_dd sum = {0.0, 0.0};
	dx_mean_change change = {.place = 0, .is = true};
	dx_mean_parts *parts;
	dx_dd mean;
	dx_dd want;
	double off;

	for (int i = 0; i < n; i++)
	{
		int e;

		/* As ratios and weights are. */
		x[i] = (dx_dd) {fabs(values[i]) < 0x1p-200 ? 0.0 : fmin(fabs(values[i]), 1), 0.0};
		w[i] = (dx_dd) {ldexp(frexp(weights[i], &e), abs(e) % 100), 0.0};
	}
	parts = dx_mean_parts_new(&x, method, p, x, w, (uint32_t) n - 1);
	for (int i = 1; i < n - 1; i++)
		sum = dx_dd_add(sum, w[i]);
	change.x = x[n - 1];
	change.w = w[0];
	change.rest = sum;
	change.total = dx_dd_add(sum, w[0]);
	if (dx_mean_parts_change(parts, &change, &mean, &off))
	{
		x[0] = x[n - 1];
		want = dx_mean_exact(method, p, x, w, n - 1, work);
		require(fabs(mean.hi - want.hi + (mean.lo - want.lo)) <= off);
	}
	dx_free(parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double x[MAX], w[MAX], reversed_x[MAX], reversed_w[MAX], work[8 * MAX];
	double p, least, greatest, results[DX_METHOD_MPI_UP + 1];
	int n = 0;
	bool positive;

	if (size < 1 || !take(&data, &size, &p))
		return 0;
	if (fabs(p) > DX_POWER_LIMIT)
		p = fmod(p, DX_POWER_LIMIT);
	while (n < MAX && take(&data, &size, &x[n]) && take(&data, &size, &w[n]))
	{
		w[n] = w[n] == 0 ? 1.0 : fabs(w[n]);
		n++;
	}
	if (n == 0)
		return 0;

	least = greatest = x[0];
	for (int i = 0; i < n; i++)
	{
		least = x[i] < least ? x[i] : least;
		greatest = x[i] > greatest ? x[i] : greatest;
		reversed_x[n - 1 - i] = x[i];
		reversed_w[n - 1 - i] = w[i];
	}
	positive = least > 0;
	for (int method = DX_METHOD_MEAN; method <= DX_METHOD_MPI_UP; method++)
	{
		double result = dx_mean((dx_method) method, p, x, w, n, work);

		results[method] = result;
		require(isfinite(result));
		require(result != 0 || !signbit(result));
		if (method == DX_METHOD_MEAN || method == DX_METHOD_MEDIAN || (positive && method < DX_METHOD_MPI_DOWN))
			require(result >= least && result <= greatest);
	}
	for (int method = DX_METHOD_GEOMEAN; n > 1 && method <= DX_METHOD_MPI_UP; method++)
		if (dx_mean_has_parts((dx_method) method))
			check_parts((dx_method) method, p, x, w, n);
	require(results[DX_METHOD_MIN] == least && results[DX_METHOD_MAX] == greatest);
	require(results[DX_METHOD_MPI_DOWN] >= 0);
	if (positive)
	{
		require(results[DX_METHOD_MPI_DOWN] <= results[DX_METHOD_MEAN]);
		require(results[DX_METHOD_MPI_UP] >= results[DX_METHOD_MEAN]);
		require(results[DX_METHOD_HARMEAN] <= results[DX_METHOD_MEAN]);
	}
	require(dx_mean(DX_METHOD_POWER, 1, x, w, n, work) == results[DX_METHOD_MEAN]);
	require(dx_mean(DX_METHOD_POWER, 0, x, w, n, work) == results[DX_METHOD_GEOMEAN]);
	require(dx_mean(DX_METHOD_POWER, -1, x, w, n, work) == results[DX_METHOD_HARMEAN]);
	require(dx_mean(DX_METHOD_MEDIAN, p, reversed_x, reversed_w, n, work) == results[DX_METHOD_MEDIAN]);
	for (int count = 1; count <= n; count++)
	{
		double best = dx_mean(DX_METHOD_BEST, count, x, w, n, work);

		require(isfinite(best) && best >= least && best <= greatest);
		require(best == dx_mean(DX_METHOD_BEST, count, reversed_x, reversed_w, n, work));
		require(count > 1 || best == greatest);
	}
	return 0;
}
