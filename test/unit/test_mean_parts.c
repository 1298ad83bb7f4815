/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_mean_parts.c: a mean of which one number is other, from its parts: as
 * far from what dx_mean_exact makes of those numbers as it says at most, and no
 * farther than 2^-70 of it where numbers are ordinary.
 */
#include "check.h"
#include "number/mean_parts.h"

#define MOST 200

static const struct
{
	dx_method method;
	double p;
} means[] = {{DX_METHOD_GEOMEAN, 0},   {DX_METHOD_HARMEAN, 0},	  {DX_METHOD_MPI_DOWN, 0},	{DX_METHOD_MPI_UP, 0},
			 {DX_METHOD_POWER, 2},	   {DX_METHOD_POWER, -3},	  {DX_METHOD_POWER, 0.5},	{DX_METHOD_POWER, 1000},
			 {DX_METHOD_POWER, -1000}, {DX_METHOD_POWER, 0.0625}, {DX_METHOD_POWER, 0.001}, {DX_METHOD_POWER, -1e-6},
			 {DX_METHOD_POWER, 1e-9},  {DX_METHOD_POWER, 0},	  {DX_METHOD_POWER, 1},		{DX_METHOD_POWER, -1}};

#define MEANS (sizeof(means) / sizeof(means[0]))

/* What numbers look like. */
enum
{
	ORDINARY,
	ALL_ALIKE,
	FAR_APART, /* down to 1e-30 */
	KINDS
};

static uint64_t seed = 11;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t) ((seed >> 33) % n);
}

/* A ratio as a roll-up has them: a fraction as a pair of doubles. */
static dx_dd
random_ratio(int kind, int zeros)
{
	dx_dd num = {random_below(1000) + 1, 0.0};
	dx_dd den = {1000, 0.0};

	if (random_below(100) < zeros)
		return (dx_dd) {0.0, 0.0};
	if (random_below(3) == 0)
		den.hi = 1001 + random_below(97);
	if (kind == FAR_APART && random_below(3) == 0)
		den.hi *= ldexp(1.0, (int) random_below(100));
	return dx_dd_div(num, den);
}

static dx_dd
random_weight(void)
{
	return (dx_dd) {random_below(4) ? 1 : 1 + random_below(1000000), 0.0};
}

/* As sums of weights are whole numbers, those below 2^53 are exact. */
static dx_dd
add_up(const dx_dd *w, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += w[i].hi;
	return (dx_dd) {sum, 0.0};
}

static dx_dd x[MOST];
static dx_dd w[MOST];
static dx_dd other_x[MOST];
static dx_dd other_w[MOST];
static dx_dd work[2 * MOST];

static uint32_t told[KINDS];
static uint32_t asked[KINDS];

/* One change of n numbers, under one mean. */
static void
try_change(size_t m, const dx_mean_parts *parts, int n, int kind, int zeros)
{
	dx_mean_change change = {.place = random_below((uint32_t) n + 1), .is = random_below(8) > 0};
	int others = 0;
	dx_dd mean;
	dx_dd want;
	double apart;
	double off;

	change.x = random_ratio(kind, zeros);
	change.w = change.place < (uint32_t) n ? w[change.place] : random_weight();
	for (int i = 0; i < n; i++)
		if ((uint32_t) i != change.place)
		{
			other_x[others] = x[i];
			other_w[others++] = w[i];
		}
	change.rest = add_up(other_w, others);
	if (change.is)
	{
		other_x[others] = change.x;
		other_w[others++] = change.w;
	}
	else
		change.x = (dx_dd) {0.0, 0.0};
	change.total = add_up(other_w, others);
	asked[kind]++;
	if (!dx_mean_parts_change(parts, &change, &mean, &off))
	{
		CHECK(others == 0 || kind != ORDINARY || means[m].method != DX_METHOD_GEOMEAN);
		return;
	}
	want = dx_mean_exact(means[m].method, means[m].p, other_x, other_w, others, work);
	apart = fabs(mean.hi - want.hi + (mean.lo - want.lo));
	CHECK(apart <= off);
	CHECK(off >= 0 && isfinite(off));
	/* A mean that small powers or a penalty leave little of is known to less. */
	if (kind == ORDINARY && means[m].method != DX_METHOD_MPI_DOWN && !(fabs(means[m].p) < 0.01 && means[m].p != 0))
		CHECK(off <= 0x1p-70 * want.hi);
	told[kind] += off <= 0x1p-60 * want.hi;
}

static void
test_changes(void)
{
	for (int round = 0; round < 300; round++)
		for (size_t m = 0; m < MEANS; m++)
		{
			int n = round % 20 == 0 ? 0 : 1 + (int) random_below(random_below(4) ? 8 : MOST - 2);
			int kind = (int) random_below(KINDS);
			int zeros = random_below(3) ? 0 : 20;
			dx_mean_parts *parts;

			for (int i = 0; i < n; i++)
			{
				x[i] = kind == ALL_ALIKE && i > 0 ? x[0] : random_ratio(kind, zeros);
				w[i] = random_weight();
			}
			parts = dx_mean_parts_new(&means, means[m].method, means[m].p, x, w, (uint32_t) n);
			for (int k = 0; k < 20; k++)
				try_change(m, parts, n, kind, zeros);
			dx_free(parts);
		}
	/* Nearly always they tell. */
	for (int kind = 0; kind < KINDS; kind++)
		CHECK(told[kind] > asked[kind] - asked[kind] / 8);
}

/* What would cancel, were numbers taken out of sums; what is exact. */
static void
test_edges(void)
{
	dx_dd rest = {1, 0};
	dx_mean_change change = {.place = 0, .is = true, .x = {0.25, 0}, .w = {1, 0}, .rest = rest, .total = {2, 0}};
	dx_dd mean;
	double off;

	w[0] = w[1] = (dx_dd) {1, 0};
	x[0] = (dx_dd) {0x1p-300, 0};
	x[1] = (dx_dd) {0.5, 0};
	for (int p = -1000; p <= 1000; p += 500)
	{
		dx_mean_parts *parts = dx_mean_parts_new(&means, DX_METHOD_POWER, p, x, w, 2);

		other_x[0] = (dx_dd) {0.25, 0};
		other_x[1] = x[1];
		if (dx_mean_parts_change(parts, &change, &mean, &off))
			CHECK(fabs(mean.hi - dx_mean_exact(DX_METHOD_POWER, p, other_x, w, 2, work).hi) <= off + 0x1p-53 &&
				  off < 0x1p-70);
		else
			/* The least of all was the anchor: of the other nothing is left. */
			CHECK(p < 0);
		dx_free(parts);
	}
	{
		dx_mean_parts *parts = dx_mean_parts_new(&means, DX_METHOD_HARMEAN, 0, x, w, 2);

		CHECK(dx_mean_parts_change(parts, &change, &mean, &off) && off < 0x1p-80);
		CHECK_SAME(mean.hi, 1.0 / 3.0);
		/* Over a 0 it is 0, and that is certain. */
		change.x = (dx_dd) {0, 0};
		CHECK(dx_mean_parts_change(parts, &change, &mean, &off) && off == 0 && mean.hi == 0);
		/* In doubt by more than a double: not told. */
		change.x = (dx_dd) {0.5, 0};
		change.doubt = 0x1p-40;
		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		change.doubt = 0x1p-70;
		CHECK(dx_mean_parts_change(parts, &change, &mean, &off) && off > 0x1p-72);
		dx_free(parts);
	}
	/* Numbers below 0, before the change or by it, and powers that leave no room: not told. */
	for (size_t m = 0; m < MEANS; m++)
	{
		dx_mean_parts *parts;

		x[0] = (dx_dd) {-0.5, 0};
		change = (dx_mean_change) {.place = 1, .is = true, .x = {0.5, 0}, .w = {1, 0}, .rest = rest, .total = {2, 0}};
		parts = dx_mean_parts_new(&means, means[m].method, means[m].p, x, w, 2);
		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		dx_free(parts);
		x[0] = (dx_dd) {0.5, 0};
		parts = dx_mean_parts_new(&means, means[m].method, means[m].p, x, w, 2);
		CHECK(dx_mean_parts_change(parts, &change, &mean, &off));
		change.x.hi = -0.5;
		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		dx_free(parts);
		change.x.hi = 0x1p-156;
		parts = dx_mean_parts_new(&means, DX_METHOD_POWER, m % 2 ? 0x1p-1030 : -0x1p-700, x, w, 2);
		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		dx_free(parts);
	}
	/* A 0 among them, so that powers of a small exponent are summed and not their distance from 1: all digits are gone. */
	x[0] = (dx_dd) {0, 0};
	change = (dx_mean_change) {.place = 0, .is = true, .x = {0x1p-147, 0}, .w = {1, 0}, .rest = rest, .total = {2, 0}};
	{
		dx_mean_parts *parts = dx_mean_parts_new(&means, DX_METHOD_POWER, -0x1p-148, x, w, 2);

		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		dx_free(parts);
	}
	/* Of 0 and r the downward form is 0: squares do not tell. */
	x[0] = (dx_dd) {0, 0};
	change = (dx_mean_change) {.place = 1, .is = true, .x = {0.5, 0}, .w = {1, 0}, .rest = rest, .total = {2, 0}};
	{
		dx_mean_parts *parts = dx_mean_parts_new(&means, DX_METHOD_MPI_DOWN, 0, x, w, 2);

		CHECK(!dx_mean_parts_change(parts, &change, &mean, &off));
		dx_free(parts);
	}
}

int
main(void)
{
	test_changes();
	test_edges();
	CHECK_DONE("mean_parts");
}
