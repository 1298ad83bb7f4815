/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_components.c: eigenvalues and eigenvectors by what they are: a matrix
 * times a vector is the vector times its value; and their bits, which are the
 * same for every compiler and processor.
 */
#include "check.h"
#include "nodes/components.h"

enum
{
	MOST = 60
};

static uint64_t seed = 20261202;

/* From -1 to 1, a multiple of 2^-20. */
static double
next(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double) (int64_t) (seed >> 43) * 0x1p-20 - 1;
}

static double given[MOST * MOST];
static double matrix[MOST * MOST];
static double values[MOST];
static double vectors[MOST * MOST];

/* Cosines of n random vectors of so many numbers: a correlation matrix of at most that rank. */
static void
make_matrix(uint32_t n, uint32_t rank)
{
	static double rows[MOST][MOST];

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < rank; k++)
			rows[i][k] = next();
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
		{
			double cross = 0;
			double one = 0;
			double two = 0;

			for (uint32_t k = 0; k < rank; k++)
			{
				cross += rows[i][k] * rows[j][k];
				one += rows[i][k] * rows[i][k];
				two += rows[j][k] * rows[j][k];
			}
			given[i * n + j] = i == j ? 1 : cross / sqrt(one * two);
		}
}

static void
find(uint32_t n, uint32_t rank)
{
	memcpy(matrix, given, (size_t) n * n * sizeof(double));
	dx_find_components(matrix, n, rank, values, vectors);
}

static void
test_properties(uint32_t n, uint32_t rank)
{
	double sum = 0;

	make_matrix(n, rank);
	find(n, n);
	for (uint32_t k = 0; k < n; k++)
	{
		const double *v = vectors + (size_t) k * n;
		double signs = 0;

		sum += values[k];
		CHECK(k == 0 || values[k] <= values[k - 1]);
		/* Of so few numbers each, no more than that are not 0, and they are 0 entirely. */
		CHECK(k >= rank || values[k] > 1e-9);
		CHECK(k < rank || values[k] == 0);
		for (uint32_t i = 0; i < n; i++)
		{
			double image = 0;

			for (uint32_t j = 0; j < n; j++)
				image += given[i * n + j] * v[j];
			CHECK(fabs(image - values[k] * v[i]) < 1e-13 * n);
			signs += v[i];
		}
		CHECK(signs >= 0);
		for (uint32_t m = 0; m <= k; m++)
		{
			double product = 0;

			for (uint32_t i = 0; i < n; i++)
				product += v[i] * vectors[(size_t) m * n + i];
			CHECK(fabs(product - (m == k)) < 1e-14 * n);
		}
	}
	CHECK(fabs(sum - n) < 1e-13 * n);
}

static void
test_small(void)
{
	given[0] = 1;
	find(1, 1);
	CHECK(values[0] == 1 && vectors[0] == 1);
	find(1, 0);
	CHECK(values[0] == 0);
	/* Two: 1 + r and 1 - r; of the second the sum is 0, its first number is above. */
	memcpy(given, (double[]) {1, -0.5, -0.5, 1}, 4 * sizeof(double));
	find(2, 2);
	CHECK(values[0] == 1.5 && values[1] == 0.5);
	CHECK(fabs(vectors[0] - sqrt(0.5)) < 1e-15 && fabs(vectors[1] + sqrt(0.5)) < 1e-15 && vectors[2] > 0 &&
		  vectors[3] > 0);
	/* Uncorrelated: as they come. */
	memcpy(given, (double[]) {1, 0, 0, 1}, 4 * sizeof(double));
	find(2, 2);
	CHECK(values[0] == 1 && values[1] == 1 && vectors[0] == 1 && vectors[1] == 0 && vectors[3] == 1);
	/* Correlations of pairs that no numbers have together: one eigenvalue is below 0. */
	memcpy(given, (double[]) {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}, 9 * sizeof(double));
	find(3, 3);
	CHECK(fabs(values[0] - 1.9) < 1e-15 && fabs(values[1] - 1.9) < 1e-15 && fabs(values[2] + 0.8) < 1e-15);
}

/* Bits that were computed by gcc 12 on x86-64. */
static void
test_bits(void)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	make_matrix(24, 30);
	find(24, 24);
	for (uint32_t k = 0; k < 24 * 25; k++)
	{
		double x = k < 24 ? values[k] : vectors[k - 24];
		uint64_t bits;

		memcpy(&bits, &x, sizeof(bits));
		hash = (hash ^ bits) * UINT64_C(1099511628211);
	}
	CHECK(hash == UINT64_C(0x5e69870aba153eed));
}

int
main(void)
{
	test_bits();
	test_small();
	test_properties(5, 9);
	test_properties(MOST, MOST);
	test_properties(MOST, 20);
	CHECK_DONE("components");
}
