/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_quantile.c: weighted quantiles against exact integers: every double is a
 * multiple of 2^-1074, so weights, their sums and q times them are whole numbers
 * of a few thousand bits, added and compared here the plain way.
 */
#include "check.h"
#include "number/quantile.h"

#include <float.h>

#define SEED UINT64_C(20220922)
#define MAX 40	 /* rows of a random group */
#define WORDS 56 /* of the oracle's integers */

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

/* ---------------- the oracle ---------------- */

typedef struct whole
{
	uint64_t word[WORDS];
} whole;

/* sum += mantissa x 2^shift */
static void
whole_add(whole *sum, uint64_t mantissa, int shift)
{
	unsigned __int128 part = (unsigned __int128) mantissa << (shift % 64);
	unsigned __int128 carry = 0;

	for (int i = shift / 64; i < WORDS; i++)
	{
		if (carry == 0 && part == 0)
			break;
		carry += sum->word[i];
		carry += (uint64_t) part;
		part >>= 64;
		sum->word[i] = (uint64_t) carry;
		carry >>= 64;
	}
}

static void
whole_add_whole(whole *sum, const whole *more)
{
	for (int i = 0; i < WORDS; i++)
		if (more->word[i])
			whole_add(sum, more->word[i], 64 * i);
}

/* sum += x x 2^(1074 + shift), x > 0 */
static void
whole_add_double(whole *sum, double x, int shift)
{
	int e;
	uint64_t mantissa = (uint64_t) ldexp(frexp(x, &e), 53);

	/* a subnormal's mantissa has fewer bits */
	while (e - 53 + 1074 + shift < 0)
	{
		mantissa /= 2;
		e++;
	}
	whole_add(sum, mantissa, e - 53 + 1074 + shift);
}

/* a x mantissa x 2^shift */
static whole
whole_mul(const whole *a, uint64_t mantissa, int shift)
{
	whole product = {{0}};

	for (int i = 0; i + shift / 64 + 1 < WORDS; i++)
	{
		unsigned __int128 part = (unsigned __int128) a->word[i] * mantissa;

		if (a->word[i] == 0)
			continue;
		whole_add(&product, (uint64_t) part, 64 * i + shift);
		whole_add(&product, (uint64_t) (part >> 64), 64 * i + 64 + shift);
	}
	return product;
}

static int
whole_compare(const whole *a, const whole *b)
{
	for (int i = WORDS - 1; i >= 0; i--)
		if (a->word[i] != b->word[i])
			return a->word[i] < b->word[i] ? -1 : 1;
	return 0;
}

typedef struct row
{
	double x;
	double w;
} row;

static int
by_value(const void *a, const void *b)
{
	double x = ((const row *) a)->x;
	double y = ((const row *) b)->x;

	return (x > y) - (x < y);
}

/*
 * The definition, word for word, from rows with weights above 0. B = q W to
 * 2^-50 of q W: |2^50 B - 2^50 q W| <= q W. q < 1.
 */
static double
oracle(const double *x, const double *w, int n, double q)
{
	row rows[MAX];
	whole total = {{0}};
	whole below = {{0}};
	whole target, slack, most;
	int e;
	uint64_t mantissa = (uint64_t) ldexp(frexp(q, &e), 53);

	for (int i = 0; i < n; i++)
	{
		rows[i] = (row) {x[i], w[i]};
		whole_add_double(&total, w[i], 0);
	}
	qsort(rows, (size_t) n, sizeof(row), by_value);
	/* in units of 2^-(1074 + 1074 + 53 + 50) */
	slack = q > 0 ? whole_mul(&total, mantissa, e + 1074) : (whole) {{0}};
	target = whole_mul(&slack, 1, 50);
	most = target;
	whole_add_whole(&most, &slack);
	for (int i = 0; i < n; i++)
	{
		whole upper;

		whole_add_double(&below, rows[i].w, 1074 + 53 + 50);
		if (i + 1 < n && rows[i + 1].x == rows[i].x)
			continue;
		if (whole_compare(&below, &most) > 0)
			return rows[i].x == 0 ? 0.0 : rows[i].x;
		upper = below;
		whole_add_whole(&upper, &slack);
		if (whole_compare(&upper, &target) >= 0 && i + 1 < n)
			return (double) (((long double) rows[i].x + rows[i + 1].x) / 2);
	}
	return rows[n - 1].x == 0 ? 0.0 : rows[n - 1].x;
}

/* ---------------- random groups ---------------- */

static dx_error err;

static dx_dist
dist_of(const double *x, const double *w, int n)
{
	dx_dist dist = {0};

	for (int i = 0; i < n; i++)
		CHECK(dx_dist_add(&dist, x[i], w[i], &err));
	return dist;
}

/* Asked as a state asks, which knows the whole weight. */
static double
quantile(dx_dist *dist, double q)
{
	dx_exact total;
	double result;

	dx_exact_init(&total, NULL, 0);
	dx_dist_add_weight(dist, &total);
	result = dx_dist_quantile(dist, &total, q);
	dx_exact_reset(&total, NULL, 0);
	return result;
}

static uint8_t *
pack(const dx_dist *dist, size_t *len)
{
	uint8_t *bytes;

	*len = dx_dist_packed_size(dist);
	bytes = dx_alloc(*len);
	CHECK(dx_dist_pack(dist, bytes) == bytes + *len);
	return bytes;
}

/* Have both the same bytes? Frees the second map. */
static bool
same(const dx_dist *a, dx_dist *b)
{
	size_t a_len, b_len;
	uint8_t *a_bytes = pack(a, &a_len);
	uint8_t *b_bytes = pack(b, &b_len);
	bool equal = a_len == b_len && memcmp(a_bytes, b_bytes, a_len) == 0;

	dx_free(a_bytes);
	dx_free(b_bytes);
	dx_dist_free(b);
	return equal;
}

static void
shuffle(double *x, double *w, int n)
{
	for (int i = n - 1; i > 0; i--)
	{
		int j = (int) (draw() % (uint64_t) (i + 1));
		double t = x[i];

		x[i] = x[j];
		x[j] = t;
		t = w[i];
		w[i] = w[j];
		w[j] = t;
	}
}

static const double written[] = {0.1, 0.2, 0.3, 0.7, 1.1, 0.05, 2.5, 1e-3};
static const double quantiles[] = {0.5, 0.25, 0.75, 0.1, 0.9, 0.99, 1.0 / 3, 0.0, 0x1p-1074, 0.05, 0.95, 1 - 0x1p-53};

/* A group of a style: plain, weights as written, adversarial. */
static int
random_group(uint64_t style, double *x, double *w)
{
	int n = 1 + (int) (draw() % MAX);
	int spread = 1 + (int) (draw() % 20);

	for (int i = 0; i < n; i++)
	{
		switch (style % 5)
		{
			case 0:
				x[i] = (double) (draw() % (uint64_t) spread);
				w[i] = (double) (1 + draw() % 4);
				break;
			case 1:
				x[i] = (double) (draw() % 1000) / 10 - 50;
				w[i] = written[draw() % 8];
				break;
			case 2:
				x[i] = unit() - 0.5;
				w[i] = unit() + 0x1p-60;
				break;
			case 3:
				/* all magnitudes, subnormals included */
				x[i] = ldexp(unit() - 0.5, (int) (draw() % 2090) - 1066);
				w[i] = ldexp(0.5 + unit() / 2, (int) (draw() % 2097) - 1073);
				break;
			default:
				/* halves that meet, nearly */
				x[i] = i;
				w[i] =
					ldexp(1.0, (int) (draw() % 3)) * (1 + ldexp((double) (draw() % 3) - 1, -52 + (int) (draw() % 8)));
		}
	}
	return n;
}

static int groups;

static void
check_group(uint64_t style)
{
	double x[MAX], w[MAX];
	int n = random_group(style, x, w);
	dx_dist dist = dist_of(x, w, n);
	dx_dist other;
	dx_dist second;
	int cut = (int) (draw() % (uint64_t) (n + 1));
	size_t len;
	uint8_t *bytes;
	double qs[4] = {0.5, quantiles[draw() % 12], (double) (draw() % 1001) / 1000, unit()};

	groups++;
	for (int k = 0; k < 4; k++)
	{
		double want = qs[k] >= 1 ? quantile(&dist, 1) : oracle(x, w, n, qs[k]);
		double got = quantile(&dist, qs[k]);

		if (got != want)
			printf("group %d of style %d, q = %a\n", groups, (int) (style % 5), qs[k]);
		CHECK_SAME(got, want);
	}

	/* order, split and packing do not show */
	bytes = pack(&dist, &len);
	other = (dx_dist) {0};
	CHECK(dx_dist_unpack(&other, bytes, bytes + len, &err) == bytes + len);
	CHECK(same(&dist, &other));
	dx_free(bytes);
	shuffle(x, w, n);
	other = dist_of(x, w, n);
	CHECK(same(&dist, &other));
	other = dist_of(x, w, cut);
	second = dist_of(x + cut, w + cut, n - cut);
	CHECK(dx_dist_merge(&other, &second, &err));
	dx_dist_free(&second);
	CHECK(same(&dist, &other));

	/* taken away again, whatever is left is as if they had never come */
	other = dist_of(x, w, n);
	for (int i = cut; i < n; i++)
		CHECK(dx_dist_remove(&other, x[i], w[i], &err));
	second = dist_of(x, w, cut);
	CHECK(same(&other, &second));
	for (int i = 0; i < cut; i++)
		CHECK(dx_dist_remove(&other, x[i], w[i], &err));
	CHECK(other.n == 0 && dx_dist_first(&other)->n == 0);
	dx_dist_free(&other);
	dx_dist_free(&dist);
}

/* ---------------- worked by hand ---------------- */

static double
quantile_of(int n, const double *x, const double *w, double q)
{
	dx_dist dist = dist_of(x, w, n);
	double result = quantile(&dist, q);

	dx_dist_free(&dist);
	return result;
}

static void
check_by_hand(void)
{
	const double x[] = {40, 10, 30, 20};
	const double ones[] = {1, 1, 1, 1};
	const double w[] = {1, 2, 1, 4};
	const double tenths[] = {0.4, 0.1, 0.3, 0.2};

	/* definition 2 of Hyndman and Fan on 10, 20, 30, 40 */
	CHECK_SAME(quantile_of(4, x, ones, 0), 10.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.2), 10.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.25), 15.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.3), 20.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.5), 25.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.75), 35.0);
	CHECK_SAME(quantile_of(4, x, ones, 0.76), 40.0);
	CHECK_SAME(quantile_of(4, x, ones, 1), 40.0);
	/* 10 has 2 of 8, 20 up to 6, 30 up to 7 */
	CHECK_SAME(quantile_of(4, x, w, 0.25), 15.0);
	CHECK_SAME(quantile_of(4, x, w, 0.5), 20.0);
	CHECK_SAME(quantile_of(4, x, w, 0.75), 25.0);
	CHECK_SAME(quantile_of(4, x, w, 0.8), 30.0);
	CHECK_SAME(quantile_of(4, x, w, 0.875), 35.0);
	/* 0.1 + 0.2 is 0.3 on paper, and 0.6 of 1 */
	CHECK_SAME(quantile_of(4, x, tenths, 0.3), 25.0);
	CHECK_SAME(quantile_of(4, x, tenths, 0.6), 35.0);
	CHECK_SAME(quantile_of(3, (const double[]) {1, 2, 3}, (const double[]) {0.1, 0.2, 0.3}, 0.5), 2.5);
	CHECK_SAME(quantile_of(3, (const double[]) {1, 2, 3}, (const double[]) {0.1, 0.2, 0.3 + 0x1p-48}, 0.5), 3.0);
	CHECK_SAME(quantile_of(3, (const double[]) {1, 2, 3}, (const double[]) {0.1, 0.2, 0.3 - 0x1p-48}, 0.5), 2.0);
	CHECK_SAME(quantile_of(1, (const double[]) {-0.0}, ones, 0.5), 0.0);
	CHECK_SAME(quantile_of(2, (const double[]) {DBL_MAX, DBL_MAX / 2}, ones, 0.5), DBL_MAX * 0.75);
	CHECK_SAME(quantile_of(2, (const double[]) {0x1p-1074, 0x3p-1074}, ones, 0.5), 0x1p-1073);
	CHECK_SAME(quantile_of(2, (const double[]) {0x1p-1074, 0x2p-1074}, ones, 0.5), 0x1p-1073);
	CHECK_SAME(quantile_of(2, (const double[]) {-1, 1}, ones, 0.5), 0.0);
	/* more weight than doubles hold */
	CHECK_SAME(quantile_of(3, (const double[]) {1, 1, 2}, (const double[]) {DBL_MAX, DBL_MAX, DBL_MAX}, 0.5), 1.0);
	CHECK_SAME(quantile_of(3, (const double[]) {1, 1, 2}, (const double[]) {DBL_MAX, DBL_MAX, DBL_MAX}, 0.7), 2.0);
}

/* Many values, in all orders of coming, against plain counting. */
static void
check_many(void)
{
	static const int orders = 4;
	const int n = 20000;
	dx_dist first = {0};

	for (int order = 0; order < orders; order++)
	{
		dx_dist dist = {0};

		for (int i = 0; i < n; i++)
		{
			/* 7919 is prime to n: a permutation */
			int k = order == 0 ? i
				: order == 1   ? n - 1 - i
				: order == 2   ? (int) ((int64_t) i * 7919 % n)
				: i < n / 2	   ? 2 * i
							   : 2 * (i - n / 2) + 1;

			CHECK(dx_dist_add(&dist, k / 2 - 3000, 1.5, &err));
		}
		CHECK(dist.n == (uint32_t) n / 2);
		CHECK_SAME(quantile(&dist, 0.5), n / 4 - 3000 - 0.5);
		CHECK_SAME(quantile(&dist, 0.00015), -2999.0);
		CHECK_SAME(quantile(&dist, 1), n / 2 - 1 - 3000);
		if (order == 0)
			first = dist;
		else
			CHECK(same(&first, &dist));
	}
	/* every third taken away, then put back */
	for (int k = 0; k < n / 2; k += 3)
		CHECK(dx_dist_remove(&first, k - 3000, 3.0, &err));
	CHECK(first.n == (uint32_t) (n / 2 - (n / 2 + 2) / 3));
	CHECK_SAME(quantile(&first, 0), -2999.0);
	CHECK(!dx_dist_remove(&first, -2994, 3.0, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "value -2994 cannot be taken away with more weight than it has");
	CHECK(!dx_dist_remove(&first, -2999, 4.0, &err));
	CHECK(dx_dist_remove(&first, -2999, 1.0, &err) && dx_dist_add(&first, -2999, 1.0, &err));
	for (int k = 0; k < n / 2; k += 3)
		CHECK(dx_dist_add(&first, k - 3000, 3.0, &err));
	{
		dx_dist again = {0};

		for (int k = 0; k < n / 2; k++)
			CHECK(dx_dist_add(&again, k - 3000, 3.0, &err));
		CHECK(same(&first, &again));
	}
	dx_dist_free(&first);
}

static void
check_limit(void)
{
	dx_dist dist = {0};
	dx_dist other = {0};

	for (uint32_t i = 0; i < DX_DIST_MAX; i++)
		CHECK(dx_dist_add(&dist, i, 1, &err));
	CHECK(dx_dist_add(&dist, 5, 1, &err));
	CHECK(!dx_dist_add(&dist, -1, 1, &err) && err.kind == DX_ERR_LIMIT);
	CHECK_TEXT(err.message, "more than 4194304 distinct values in one median or quantile");
	CHECK(dx_dist_add(&other, 6, 1, &err) && dx_dist_merge(&dist, &other, &err));
	CHECK(dx_dist_add(&other, 0.5, 1, &err) && !dx_dist_merge(&dist, &other, &err) && err.kind == DX_ERR_LIMIT);
	CHECK(dist.n == DX_DIST_MAX);
	dx_dist_free(&other);
	dx_dist_free(&dist);
}

/* ---------------- bytes ---------------- */

/* What becomes of len bytes with some overwritten: "taken", or the message. */
static const char *
refusal(const uint8_t *bytes, size_t len, size_t at, const void *with, size_t n)
{
	static char message[DX_MESSAGE_SIZE];
	uint8_t *copy = dx_alloc(len);
	dx_dist dist = {0};
	const uint8_t *end;

	memcpy(copy, bytes, len);
	if (n > 0)
		memcpy(copy + at, with, n);
	end = dx_dist_unpack(&dist, copy, copy + len, &err);
	strcpy(message, end == copy + len ? "taken" : end ? "bytes are left over" : err.message);
	CHECK(end || err.kind == DX_ERR_BINARY);
	dx_dist_free(&dist);
	dx_free(copy);
	return message;
}

#define DOUBLE(value) little_endian(value), 8

static void
check_bytes(void)
{
	const double x[] = {1, 2, 3, 3};
	const double w[] = {2, 1, 0.1, 0.7};
	dx_dist dist = dist_of(x, w, 4);
	size_t len;
	uint8_t *bytes = pack(&dist, &len);

	/* only 0.1 + 0.7 is no double: 2^-55 to 2^-1 in 7 bytes */
	CHECK(len == 4 + 3 * 16 + 4 + 7);
	CHECK_TEXT(refusal(bytes, len, 0, "", 0), "taken");
	for (size_t n = 0; n < len; n++)
		CHECK(strcmp(refusal(bytes, n, 0, "", 0), "taken") != 0);
	CHECK_TEXT(refusal(bytes, 3, 0, "", 0), "values with weights are not valid: they are cut short");
	CHECK_TEXT(refusal(bytes, len - 20, 0, "", 0), "values with weights are not valid: they are cut short");
	CHECK_TEXT(refusal(bytes, len, 2, "\x41", 1), "values with weights are not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 4, DOUBLE(2)), "values with weights are not valid: values are out of order");
	CHECK_TEXT(refusal(bytes, len, 4, DOUBLE(-0.0)), "values with weights are not valid: values are out of order");
	CHECK_TEXT(refusal(bytes, len, 4, DOUBLE(0.0)), "taken");
	CHECK_TEXT(refusal(bytes, len, 4, DOUBLE(-INFINITY)), "values with weights are not valid: values are out of order");
	CHECK_TEXT(refusal(bytes, len, 36, DOUBLE(NAN)), "values with weights are not valid: values are out of order");
	CHECK_TEXT(refusal(bytes, len, 12, DOUBLE(0.0)), "values with weights are not valid: a weight is not above 0");
	CHECK_TEXT(refusal(bytes, len, 12, DOUBLE(-0.0)), "values with weights are not valid: a weight is not above 0");
	CHECK_TEXT(refusal(bytes, len, 12, DOUBLE(NAN)), "values with weights are not valid: a weight is not above 0");
	CHECK_TEXT(refusal(bytes, len, 12, DOUBLE(INFINITY)), "values with weights are not valid: a weight is not above 0");
	CHECK_TEXT(refusal(bytes, len, 44, DOUBLE(0.8)), "bytes are left over");
	CHECK_TEXT(refusal(bytes, len, 44, DOUBLE(-0.9)),
			   "values with weights are not valid: a weight is not in canonical form");
	/* negative, a bit too low, far too high, and one that is a double */
	CHECK_TEXT(refusal(bytes, len, 53, "\x80", 1),
			   "values with weights are not valid: a weight is not in canonical form");
	CHECK_TEXT(refusal(bytes, len, 54, "\x00\x01", 2),
			   "values with weights are not valid: a weight is not in canonical form");
	CHECK_TEXT(refusal(bytes, len, 54, "\x00\x03", 2),
			   "values with weights are not valid: a weight is not in canonical form");
	CHECK_TEXT(refusal(bytes, len, 56, "\x00", 1),
			   "values with weights are not valid: a weight is not in canonical form");
	dx_free(bytes);
	dx_dist_free(&dist);
}

/* Any one byte changed: refused, or taken as another map with these very bytes. */
static void
check_mutations(void)
{
	for (int round = 0; round < 200; round++)
	{
		double x[MAX], w[MAX];
		int n = random_group((uint64_t) round, x, w);
		dx_dist dist = dist_of(x, w, n);
		size_t len;
		uint8_t *bytes = pack(&dist, &len);

		for (int k = 0; k < 50; k++)
		{
			size_t at = draw() % len;
			uint8_t was = bytes[at];
			dx_dist other = {0};
			const uint8_t *end;

			bytes[at] ^= (uint8_t) (1 + draw() % 255);
			end = dx_dist_unpack(&other, bytes, bytes + len, &err);
			CHECK(end == NULL || (size_t) (end - bytes) <= len);
			if (end == bytes + len)
			{
				size_t again_len;
				uint8_t *again = pack(&other, &again_len);

				CHECK(again_len == len && memcmp(again, bytes, len) == 0);
				dx_free(again);
				if (other.n > 0)
					CHECK(isfinite(quantile(&other, 0.5)));
			}
			dx_dist_free(&other);
			bytes[at] = was;
		}
		dx_free(bytes);
		dx_dist_free(&dist);
	}
}

int
main(void)
{
	state = SEED;
	printf("seed %llu\n", (unsigned long long) SEED);
	check_by_hand();
	for (uint64_t i = 0; i < 25000; i++)
		check_group(i);
	printf("%d random groups\n", groups);
	check_many();
	check_limit();
	check_bytes();
	check_mutations();
	CHECK_DONE("quantile");
}
