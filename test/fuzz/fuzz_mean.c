/*
 * fuzz_mean.c: any finite values and weights, any method: the mean is finite,
 * lies among its values; the median does not depend on the order; power(1),
 * power(0), power(-1) are the three named means.
 */
#include "number/ddmath.h"
#include "fuzz.h"
#include "number/mean.h"

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
