/* SPDX-License-Identifier: PostgreSQL */
/*
 * ahp.c: weights from comparisons in pairs (ahp.h).
 */
#include "stat/ahp.h"

#include "number/text_reader.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* How far the product of a comparison and the reverse one may be from 1. */
#define RECIPROCAL_SLACK 0.005

/*
 * Multiplying ends when no weight changes by more than this part of itself; comparisons of up to
 * 100 take a few thousand steps.
 */
#define SETTLED 0x1p-96
#define MOST_POWERS 20000

/* Magnitudes below this are rounding errors. */
#define NOTHING 0x1p-80

/* Units of work (dx_work) of adding a product. */
#define PRODUCT_WORK 4

/* T. L. Saaty's random indices, from three criteria on. */
static const double random_index[] = {0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};

static const char *const method_names[DX_AHP_METHODS] = {
	[DX_AHP_EIGENVECTOR] = "eigenvector",
	[DX_AHP_GEOMEAN] = "geomean",
};

bool
dx_ahp_method_parse(dx_str text, dx_ahp_method *out, dx_error *err)
{
	for (int m = 0; m < DX_AHP_METHODS; m++)
	{
		const char *name = method_names[m];
		bool same = text.len == strlen(name);

		for (size_t i = 0; same && i < text.len; i++)
			same = (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] - 'A' + 'a' : text.ptr[i]) == name[i];
		if (same)
		{
			*out = (dx_ahp_method) m;
			return true;
		}
	}
	dx_fail(err, DX_ERR_PARAM, 0, "unknown method \"%.*s\"", DX_STR_ARG(text));
	return dx_fail_hint(err, "Methods are eigenvector (Saaty's) and geomean (geometric means of rows).");
}

bool
dx_ahp_read(dx_str written, double *up, double *down, dx_error *err)
{
	dx_reader in = {written, 0, err, "comparison", false};
	dx_decimal num;
	dx_decimal den;

	if (!dx_read_fraction(&in, &num, &den))
		return false;
	if (dx_read_peek(&in) != 0)
		return dx_read_fail(&in, in.pos, "it has to be a number or a fraction, as 3 or 1/3");
	*up = dx_fraction_value(num, den);
	*down = num.mant <= 0 ? 0 : *up >= 1 ? 1 / *up : dx_fraction_value(den, num);
	return true;
}

static dx_dd
dd_of(double x)
{
	return (dx_dd) {x, 0};
}

/* A number for a message, in buf of 32 bytes. */
static const char *
in_words(double x, char *buf)
{
	buf[dx_shortest(x, buf)] = '\0';
	return buf;
}

bool
dx_ahp_make(dx_ahp *ahp, const double *matrix, int n, dx_error *err)
{
	char one[32];
	char other[32];

	ahp->n = n;
	ahp->a = dx_alloc((size_t) n * (size_t) n * sizeof(dx_dd));
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
		{
			double up = matrix[i * n + j];
			double down = matrix[j * n + i];

			if (!(up >= 1 / (1 + RECIPROCAL_SLACK) / DX_AHP_GREATEST && up <= DX_AHP_GREATEST))
			{
				dx_fail(err, DX_ERR_RANGE, 0, "comparison \"%s\" in row %d, column %d is out of range",
						in_words(up, one), i + 1, j + 1);
				return dx_fail_detail(err, "It must be from 1/%d to %d.", DX_AHP_GREATEST, DX_AHP_GREATEST);
			}
			if (i == j && up != 1)
				return dx_fail(err, DX_ERR_PARAM, 0, "criterion %d is compared with itself as \"%s\", not 1", i + 1,
							   in_words(up, one));
			if (!(fabs(up * down - 1) <= RECIPROCAL_SLACK))
			{
				dx_fail(err, DX_ERR_PARAM, 0, "comparisons \"%s\" and \"%s\" of criteria %d and %d are not reciprocal",
						in_words(up, one), in_words(down, other), i + 1, j + 1);
				return dx_fail_hint(err, "Where one is three times as important, the other is a third.");
			}
			ahp->a[i * n + j] = up >= down ? dd_of(up) : dx_dd_div(dd_of(1), dd_of(down));
		}
	return true;
}

void
dx_ahp_free(dx_ahp *ahp)
{
	dx_free(ahp->a);
}

/* out = a x weights; returns their sum. */
static dx_dd
multiply(const dx_ahp *ahp, const dx_dd *weights, dx_dd *out)
{
	dx_dd sum = {0, 0};

	for (int i = 0; i < ahp->n; i++)
	{
		dx_dd row = {0, 0};

		for (int j = 0; j < ahp->n; j++)
			row = dx_dd_add(row, dx_dd_mul(ahp->a[i * ahp->n + j], weights[j]));
		out[i] = row;
		sum = dx_dd_add(sum, row);
	}
	return sum;
}

/* Divide weights by their sum. */
static void
normalise(dx_dd *weights, int n, dx_dd sum)
{
	for (int i = 0; i < n; i++)
		weights[i] = dx_dd_div(weights[i], sum);
}

static void
eigenvector(const dx_ahp *ahp, dx_dd *weights)
{
	dx_dd next[DX_AHP_MAX];
	size_t done = 0;
	bool settled = false;

	for (int i = 0; i < ahp->n; i++)
		weights[i] = dx_dd_div(dd_of(1), dd_of(ahp->n));
	for (int k = 0; k < MOST_POWERS && !settled; k++)
	{
		dx_work(&done, PRODUCT_WORK * (size_t) ahp->n * (size_t) ahp->n);
		normalise(next, ahp->n, multiply(ahp, weights, next));
		settled = true;
		for (int i = 0; i < ahp->n; i++)
		{
			dx_dd moved = dx_dd_add(next[i], (dx_dd) {-weights[i].hi, -weights[i].lo});

			settled &= fabs(moved.hi) <= SETTLED * next[i].hi;
			weights[i] = next[i];
		}
	}
}

static void
row_means(const dx_ahp *ahp, dx_dd *weights)
{
	dx_dd sum = {0, 0};
	size_t done = 0;

	for (int i = 0; i < ahp->n; i++)
	{
		dx_dd logs = {0, 0};

		dx_work(&done, 64 * (size_t) ahp->n);
		for (int j = 0; j < ahp->n; j++)
			logs = dx_dd_add(logs, dx_dd_log(ahp->a[i * ahp->n + j]));
		weights[i] = dx_dd_exp(dx_dd_div(logs, dd_of(ahp->n)));
		sum = dx_dd_add(sum, weights[i]);
	}
	normalise(weights, ahp->n, sum);
}

void
dx_ahp_find_weights(const dx_ahp *ahp, dx_ahp_method method, dx_dd *weights)
{
	switch (method)
	{
		case DX_AHP_EIGENVECTOR:
			eigenvector(ahp, weights);
			break;
		case DX_AHP_GEOMEAN:
			row_means(ahp, weights);
			break;
		case DX_AHP_METHODS:
			break;
	}
}

/* x, or 0 where it is only a rounding error. */
static dx_dd
cleaned(dx_dd x)
{
	return fabs(x.hi) < NOTHING ? dd_of(0) : x;
}

void
dx_ahp_find_consistency(const dx_ahp *ahp, dx_ahp_figures *out)
{
	dx_dd weights[DX_AHP_MAX];
	dx_dd next[DX_AHP_MAX];
	dx_dd off;
	dx_dd squares = {0, 0};
	int n = ahp->n;
	size_t done = 0;

	dx_ahp_find_weights(ahp, DX_AHP_EIGENVECTOR, weights);
	off = cleaned(dx_dd_add_double(multiply(ahp, weights, next), -(double) n));
	if (n < 3)
		off = dd_of(0);
	*out = (dx_ahp_figures) {.lambda_max = dx_dd_to_double(dx_dd_add_double(off, n))};
	if (n < 3)
		return;
	off = dx_dd_div(off, dd_of(n - 1));
	out->ci = dx_dd_to_double(off);
	out->ri = n - 3 < (int) (sizeof(random_index) / sizeof(double)) ? random_index[n - 3] : NAN;
	out->cr = out->ci / out->ri;
	dx_ahp_find_weights(ahp, DX_AHP_GEOMEAN, weights);
	for (int i = 0; i < n; i++)
	{
		dx_work(&done, 64 * (size_t) n);
		for (int j = i + 1; j < n; j++)
		{
			dx_dd log = cleaned(dx_dd_log(dx_dd_div(dx_dd_mul(ahp->a[i * n + j], weights[j]), weights[i])));

			squares = dx_dd_add(squares, dx_dd_mul(log, log));
		}
	}
	out->gci = dx_dd_to_double(dx_dd_div(dx_dd_mul(squares, dd_of(2)), dd_of((double) (n - 1) * (n - 2))));
}
