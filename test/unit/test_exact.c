/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_exact.c: exact sums and the arithmetic on them against independent
 * exact arithmetic (rational.h).
 */
#include "check.h"
#include "number/exact.h"
#include "rational.h"
#include "rows.h"

typedef struct room
{
	dx_exact sum;
	int64_t limbs[DX_EXACT_ROOM_2];
} room;

static dx_exact *
zero(room *r)
{
	memset(r->limbs, 0, sizeof(r->limbs));
	dx_exact_init(&r->sum, r->limbs, DX_EXACT_ROOM_2);
	return &r->sum;
}

static void
done(room *r)
{
	dx_exact_reset(&r->sum, r->limbs, DX_EXACT_ROOM_2);
}

static bool
same_bytes(const dx_exact *a, const dx_exact *b)
{
	uint8_t one[DX_EXACT_MAX];
	uint8_t two[DX_EXACT_MAX];
	size_t size = (size_t) (dx_exact_pack(a, one) - one);

	return size == dx_exact_packed_size(a) && size == dx_exact_packed_size(b) && dx_exact_pack(b, two) == two + size &&
		memcmp(one, two, size) == 0;
}

/* The sum's own digits as a rational. */
static void
to_z(const dx_exact *sum, z *out)
{
	static dx_big big;

	dx_exact_to_big(sum, &big);
	out->sign = big.sign;
	out->n = big.n;
	out->exponent = 32 * big.exponent;
	memcpy(out->words, big.digits, (size_t) big.n * sizeof(uint32_t));
}

static const z one = {1, 0, 1, {1}};

/* 26,000 groups: single sums, products of two and three; every order, every split, taken out again. */
static void
test_groups(void)
{
	static z want[4], term, factor, got;

	for (int group = 0; group < 2000 * ROW_SORTS; group++)
	{
		double x[ROWS_MAX];
		double w[ROWS_MAX];
		int n = draw_rows(group % ROW_SORTS, x, w);
		int cut = (int) (draw() % (uint64_t) (n + 1));
		room all[4];
		room part[4];
		room rest[4];

		for (int k = 0; k < 4; k++)
		{
			zero(&all[k]);
			zero(&part[k]);
			zero(&rest[k]);
			z_set(&want[k], 1, 0, 0);
		}
		for (int i = 0; i < n; i++)
		{
			z_double(&term, x[i]);
			z_add(&want[0], &term);
			z_double(&term, w[i]);
			z_add(&want[1], &term);
			z_double(&factor, x[i]);
			z_mul(&term, &factor);
			z_add(&want[2], &term);
			z_mul(&term, &factor);
			z_add(&want[3], &term);
			dx_exact_add(&all[0].sum, x[i]);
			dx_exact_add(&all[1].sum, w[i]);
			dx_exact_add_product(&all[2].sum, w[i], x[i]);
			dx_exact_add_product3(&all[3].sum, x[i], w[i], x[i]);
		}
		for (int i = n - 1; i >= 0; i--)
		{
			room *to = i < cut ? part : rest;

			dx_exact_add(&to[0].sum, x[i]);
			dx_exact_add(&to[1].sum, w[i]);
			dx_exact_add_product(&to[2].sum, x[i], w[i]);
			dx_exact_add_product3(&to[3].sum, w[i], x[i], x[i]);
		}
		for (int k = 0; k < 4; k++)
		{
			to_z(&all[k].sum, &got);
			CHECK(z_cmp(&got, &want[k]) == 0);
			CHECK(z_nearest(&want[k], &one, false, dx_exact_value(&all[k].sum)));
			CHECK(dx_exact_sign(&all[k].sum) == want[k].sign);
			CHECK(dx_exact_merge(&part[k].sum, &rest[k].sum, false));
			CHECK(same_bytes(&part[k].sum, &all[k].sum));
			CHECK(dx_exact_compare(&part[k].sum, &all[k].sum) == 0);
			CHECK(dx_exact_compare(&rest[k].sum, &all[k].sum) == -dx_exact_compare(&all[k].sum, &rest[k].sum));
		}
		if (want[1].sign > 0)
		{
			double mean = dx_exact_quotient(&all[2].sum, &all[1].sum);

			CHECK(z_nearest(&want[2], &want[1], false, mean));
			/* Any two sums will do. */
			if (want[3].sign * want[1].sign > 0)
			{
				static dx_big a, b;

				dx_exact_to_big(&all[3].sum, &a);
				dx_exact_to_big(&all[1].sum, &b);
				CHECK(z_nearest(&want[3], &want[1], true, dx_big_sqrt_quotient(&a, &b)));
			}
		}
		/* Taken out, nothing remains: first a part, then row by row. */
		for (int k = 0; k < 4; k++)
			CHECK(dx_exact_merge(&all[k].sum, &rest[k].sum, true));
		for (int i = 0; i < cut; i++)
		{
			dx_exact_add(&all[0].sum, -x[i]);
			dx_exact_add(&all[1].sum, -w[i]);
			dx_exact_add_product(&all[2].sum, -w[i], x[i]);
			dx_exact_add_product3(&all[3].sum, -w[i], x[i], x[i]);
		}
		for (int k = 0; k < 4; k++)
		{
			CHECK(dx_exact_sign(&all[k].sum) == 0 && dx_exact_packed_size(&all[k].sum) == 2);
			CHECK_SAME(dx_exact_value(&all[k].sum), 0.0);
			done(&all[k]);
			done(&part[k]);
			done(&rest[k]);
		}
	}
}

/* Values whose rounding is known. */
static void
test_values(void)
{
	static const struct
	{
		double terms[6];
		double want;
	} cases[] = {{{0.1, 0.2, -0.3}, 0x1p-55},
				 {{1e308, 1e308, -1e308}, 1e308},
				 {{0x1.fffffffffffffp1023, 0x1p970}, INFINITY},
				 {{0x1.fffffffffffffp1023, 0x1p969}, 0x1.fffffffffffffp1023},
				 {{-0x1.fffffffffffffp1023, -0x1p970}, -INFINITY},
				 {{1, 0x1p-53}, 1},
				 {{1, 0x1p-53, 0x1p-1074}, 0x1.0000000000001p0},
				 {{0x1.0000000000001p0, 0x1p-53}, 0x1.0000000000002p0},
				 {{1, -0x1p-54}, 1},
				 {{1, -0x1p-54, -0x1p-1074}, 0x1.fffffffffffffp-1},
				 {{0x1p-1074, 0x1p-1074}, 0x1p-1073},
				 {{0.0, -0.0}, 0},
				 {{-0.0}, 0},
				 {{1e16, 1, -1e16}, 1}};
	room r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		zero(&r);
		for (int j = 0; j < 6; j++)
			dx_exact_add(&r.sum, cases[i].terms[j]);
		CHECK_SAME(dx_exact_value(&r.sum), cases[i].want);
		done(&r);
	}
	/* Half of the least double, and a little more. */
	zero(&r);
	dx_exact_add_product(&r.sum, 0x1p-1074, 0.5);
	CHECK_SAME(dx_exact_value(&r.sum), 0.0);
	dx_exact_add_product3(&r.sum, 0x1p-1074, 0x1p-1074, 0x1p-1074);
	CHECK_SAME(dx_exact_value(&r.sum), 0x1p-1074);
	done(&r);
	CHECK(!dx_is_finite(NAN) && !dx_is_finite(INFINITY) && !dx_is_finite(-INFINITY));
	CHECK(dx_is_finite(0) && dx_is_finite(-0x1p-1074) && dx_is_finite(0x1.fffffffffffffp1023));
}

/*
 * Carries wait for 2^30 terms. Doubling a sum doubles the terms that wait, so
 * thirty merges and a term fill a limb as 2^30 terms would.
 */
static void
test_carries(void)
{
	static const double terms[] = {0x1.fffffffffffffp0, -0x1.fffffffffffffp0, 0x1.fffffffffffffp1023, -0x1p-1074, 1e22};
	static z want, got;

	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		for (int k = 1; k <= 3; k++)
		{
			room r;
			room same;

			zero(&r);
			for (int j = 0; j < 64; j++)
			{
				if (j == 0)
				{
					if (k == 1)
						dx_exact_add(&r.sum, terms[i]);
					else if (k == 2)
						dx_exact_add_product(&r.sum, terms[i], fabs(terms[i]));
					else
						dx_exact_add_product3(&r.sum, terms[i], terms[i], terms[i]);
					continue;
				}
				zero(&same);
				CHECK(dx_exact_merge(&same.sum, &r.sum, false));
				/* ... of a sum that is nearly full with one that is. */
				CHECK(dx_exact_merge(&r.sum, &same.sum, false));
				done(&same);
				if (j % 10 == 0)
				{
					/* One term forth and back goes through the carries that are due. */
					dx_exact_add(&r.sum, 1.0);
					dx_exact_add(&r.sum, -1.0);
				}
			}
			z_double(&want, terms[i]);
			z_double(&got, k == 2 ? fabs(terms[i]) : terms[i]);
			for (int m = 1; m < k; m++)
				z_mul(&want, &got);
			want.exponent += 63;
			to_z(&r.sum, &got);
			CHECK(z_cmp(&got, &want) == 0);
			done(&r);
		}
}

static void
test_packing(void)
{
	/* n, position, magnitude */
	static const struct
	{
		const char *bytes;
		int size;
		int good;
	} cases[] = {{"\0\0", 2, 1},
				 {"\0\x80", 2, 0}, /* minus 0 */
				 {"\0", 1, 0},
				 {"\1\0\x94\1\1", 5, 1},
				 {"\1\x80\x94\1\1", 5, 1},
				 {"\1\0\x94\1", 4, 0},
				 {"\1\0\x94\1\0", 5, 0}, /* zeros at the end or the beginning */
				 {"\2\0\x94\1\1\0", 6, 0},
				 {"\2\0\x94\1\0\1", 6, 0},
				 {"\3\0\x94\1\1\0\1", 7, 1},
				 {"\1\0\x1b\4\1", 5, 1}, /* 1051: the last byte there is */
				 {"\1\0\x1c\4\1", 5, 0},
				 {"\2\0\x1b\4\1\1", 6, 0},
				 {"\1\0\xf4\xfe\1", 5, 1}, /* -268: the first */
				 {"\1\0\xf3\xfe\1", 5, 0},
				 {"\1\0\xff\x7f\1", 5, 0},
				 {"\xff\x7f\0\0\1", 5, 0}};
	room a;
	room b;
	uint8_t packed[DX_EXACT_MAX];
	uint8_t again[DX_EXACT_MAX];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const uint8_t *bytes = (const uint8_t *) cases[i].bytes;
		const uint8_t *end = dx_exact_unpack(zero(&a), bytes, bytes + cases[i].size);

		CHECK((end != NULL) == cases[i].good);
		if (end)
		{
			CHECK(end == bytes + cases[i].size);
			CHECK(dx_exact_pack(&a.sum, again) - again == cases[i].size &&
				  memcmp(bytes, again, (size_t) cases[i].size) == 0);
		}
		done(&a);
	}
	zero(&a);
	dx_exact_unpack(&a.sum, (const uint8_t *) "\1\0\x94\1\1", (const uint8_t *) "\1\0\x94\1\1" + 5);
	CHECK_SAME(dx_exact_value(&a.sum), 1.0);
	done(&a);

	/* What comes out goes in, and every shorter piece is refused. */
	for (int i = 0; i < 500; i++)
	{
		size_t size;

		zero(&a);
		zero(&b);
		for (uint64_t n = draw() % 9; n > 0; n--)
			dx_exact_add_product3(&a.sum, draw_finite(), draw_finite(), draw_finite());
		size = (size_t) (dx_exact_pack(&a.sum, packed) - packed);
		CHECK(dx_exact_unpack(&b.sum, packed, packed + size) == packed + size);
		CHECK(same_bytes(&a.sum, &b.sum));
		for (size_t cut = 0; cut < size; cut++)
		{
			done(&b);
			CHECK(dx_exact_unpack(&b.sum, packed, packed + cut) == NULL);
		}
		done(&a);
		done(&b);
	}

	/* The largest there is does not become larger, and stays what it was. */
	packed[0] = (uint8_t) ((DX_EXACT_MAX - 4) & 255);
	packed[1] = (uint8_t) ((DX_EXACT_MAX - 4) >> 8);
	/* It begins (DX_EXACT_LOW - 3232) / 8 bytes beneath where positions count from. */
	packed[2] = (uint8_t) (-268 & 255);
	packed[3] = (uint8_t) (-268 >> 8);
	memset(packed + 4, 255, DX_EXACT_MAX - 4);
	for (int negative = 0; negative <= 1; negative++)
	{
		packed[1] |= (uint8_t) (negative << 7);
		CHECK(dx_exact_unpack(zero(&a), packed, packed + DX_EXACT_MAX) == packed + DX_EXACT_MAX);
		CHECK(dx_exact_unpack(zero(&b), packed, packed + DX_EXACT_MAX) == packed + DX_EXACT_MAX);
		CHECK_SAME(dx_exact_value(&a.sum), negative ? -INFINITY : INFINITY);
		CHECK(!dx_exact_merge(&a.sum, &b.sum, false));
		CHECK(same_bytes(&a.sum, &b.sum));
		CHECK(dx_exact_merge(&a.sum, &b.sum, true));
		CHECK(dx_exact_sign(&a.sum) == 0);
		done(&a);
		done(&b);
	}
}

/* A number of n digits, many of them all ones, all zeros or a single bit. */
static void
draw_big(dx_big *a, int n)
{
	static const uint32_t odd[] = {0, 1, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff};

	a->sign = draw() % 2 ? 1 : -1;
	a->n = n;
	a->exponent = (int) (draw() % 12) - 6;
	for (int i = 0; i < n; i++)
		a->digits[i] = draw() % 2 ? (uint32_t) draw() : odd[draw() % 7];
	if (a->digits[n - 1] == 0)
		a->digits[n - 1] = draw() % 2 ? 1 : 0x80000000;
	if (a->digits[0] == 0)
		a->digits[0] = 1;
}

static void
big_to_z(const dx_big *a, z *out)
{
	out->sign = a->sign;
	out->n = a->n;
	out->exponent = 32 * a->exponent;
	memcpy(out->words, a->digits, (size_t) a->n * sizeof(uint32_t));
}

static void
test_big(void)
{
	static dx_big a, b, c;
	static z za, zb, zc, want;

	for (int i = 0; i < 20000; i++)
	{
		double hi;
		double lo;
		int exponent;

		draw_big(&a, 1 + (int) (draw() % 9));
		draw_big(&b, 1 + (int) (draw() % 9));
		big_to_z(&a, &za);
		big_to_z(&b, &zb);

		dx_big_mul(&a, &b, &c);
		big_to_z(&c, &zc);
		want = za;
		z_mul(&want, &zb);
		CHECK(z_cmp(&zc, &want) == 0 && c.digits[0] != 0 && c.digits[c.n - 1] != 0);

		dx_big_add(&a, &b, &c);
		big_to_z(&c, &zc);
		want = za;
		z_add(&want, &zb);
		CHECK(z_cmp(&zc, &want) == 0);
		CHECK(c.n == 0 || (c.digits[0] != 0 && c.digits[c.n - 1] != 0));

		dx_big_sub(&a, &b, &c);
		big_to_z(&c, &zc);
		want = zb;
		want.sign = -want.sign;
		z_add(&want, &za);
		CHECK(z_cmp(&zc, &want) == 0);
		CHECK(dx_big_compare(&a, &b) == want.sign && dx_big_compare(&a, &a) == 0);
		CHECK(c.sign == want.sign);

		CHECK(z_nearest(&za, &one, false, dx_big_to_double(&a)));
		CHECK(z_nearest(&za, &zb, false, dx_big_quotient(&a, &b)));
		if (a.sign == b.sign)
			CHECK(z_nearest(&za, &zb, true, dx_big_sqrt_quotient(&a, &b)));

		/* |a - b (hi + lo) 2^e| <= 2^-104 |a| */
		dx_big_quotient_parts(&a, &b, &hi, &lo, &exponent);
		z_double(&want, hi);
		z_double(&zc, lo);
		z_add(&want, &zc);
		want.exponent += exponent;
		z_mul(&want, &zb);
		want.sign = -want.sign;
		z_add(&want, &za);
		want.exponent += 104;
		want.sign = want.n > 0;
		za.sign = 1;
		CHECK(z_cmp(&want, &za) <= 0);
		CHECK(fabs(hi) >= 0.5 && fabs(hi) < 1 && fabs(lo) <= 0x1p-54 && hi + lo == hi);

		/* Perfect squares, and one off: where the square root is a tie or not. */
		b = a;
		dx_big_mul(&a, &b, &c);
		draw_big(&b, 1);
		b.digits[0] = 1;
		big_to_z(&c, &za);
		b.sign = 1;
		big_to_z(&b, &zb);
		CHECK(z_nearest(&za, &zb, true, dx_big_sqrt_quotient(&c, &b)));
	}

	/* 0 and doubles. */
	dx_big_from_double(0.0, &a);
	draw_big(&b, 3);
	CHECK(a.sign == 0 && a.n == 0);
	CHECK_SAME(dx_big_quotient(&a, &b), 0.0);
	CHECK_SAME(dx_big_sqrt_quotient(&a, &b), 0.0);
	CHECK_SAME(dx_big_to_double(&a), 0.0);
	dx_big_mul(&a, &b, &c);
	CHECK(c.sign == 0 && c.n == 0);
	dx_big_sub(&a, &b, &c);
	CHECK(c.sign == -b.sign && c.n == b.n);
	dx_big_add(&b, &a, &c);
	CHECK(dx_big_compare(&b, &c) == 0);
	CHECK(dx_big_compare(&a, &b) == -b.sign && dx_big_compare(&b, &a) == b.sign);
	for (int i = 0; i < 20000; i++)
	{
		double x = draw_finite();

		dx_big_from_double(x, &a);
		z_double(&want, x);
		big_to_z(&a, &za);
		CHECK(z_cmp(&want, &za) == 0);
		CHECK_SAME(dx_big_to_double(&a), x == 0 ? 0.0 : x);
	}
}

/* Growing at either end from storage of any size, down to the least. */
static void
test_windows(void)
{
	int64_t limbs[DX_EXACT_LIMBS];
	dx_exact sum;
	static z want, term, got;

	for (int n = 0; n <= DX_EXACT_LIMBS; n += n < 12 ? 1 : 38)
	{
		memset(limbs, 0, sizeof(limbs));
		dx_exact_init(&sum, limbs, n);
		z_set(&want, 1, 0, 0);
		for (int i = 0; i < 60; i++)
		{
			double a = draw_finite();
			double b = i % 3 ? draw_finite() : 1;

			dx_exact_add_product(&sum, a, b);
			z_double(&want, a);
			z_double(&term, b);
			z_mul(&term, &want);
			if (i == 0)
				got = term;
			else
				z_add(&got, &term);
			want = got;
		}
		to_z(&sum, &term);
		CHECK(z_cmp(&term, &want) == 0);
		CHECK(sum.first + sum.n <= DX_EXACT_LIMBS);
		dx_exact_reset(&sum, limbs, n);
		CHECK(dx_exact_sign(&sum) == 0);
	}
}

/* A magnitude against count x 2^bit, below, at and above it. */
static void
test_within(void)
{
	int64_t limbs[DX_EXACT_LIMBS];
	dx_exact sum;

	for (int k = 0; k < 2000; k++)
	{
		uint64_t drawn = draw();
		uint64_t count = drawn >> (draw() % 64);
		uint32_t bit = 32 * (uint32_t) (draw() % 100);
		uint32_t low = bit > 0 ? (uint32_t) (draw() % bit) : 0;
		int64_t sign = k % 2 ? -1 : 0;

		memset(limbs, 0, sizeof(limbs));
		dx_exact_init(&sum, limbs, k % DX_EXACT_LIMBS);
		CHECK(dx_exact_is_within(&sum, 0, bit));
		dx_exact_add_bits(&sum, count, bit, sign);
		CHECK(dx_exact_is_within(&sum, count, bit));
		CHECK(count == UINT64_MAX || dx_exact_is_within(&sum, count + 1, bit));
		CHECK(count == 0 || !dx_exact_is_within(&sum, count - 1, bit));
		dx_exact_add_bits(&sum, 1, low, sign);
		CHECK(dx_exact_is_within(&sum, count, bit) == false);
		CHECK(count == UINT64_MAX || dx_exact_is_within(&sum, count + 1, bit));
		dx_exact_add_bits(&sum, 2, low, ~sign);
		CHECK(count == 0 || dx_exact_is_within(&sum, count, bit));
		dx_exact_add_bits(&sum, 1, bit + 65 + low % 64, sign);
		CHECK(!dx_exact_is_within(&sum, UINT64_MAX, bit));
		dx_exact_reset(&sum, limbs, k % DX_EXACT_LIMBS);
	}
}

int
main(void)
{
	test_values();
	test_within();
	test_windows();
	test_carries();
	test_packing();
	test_big();
	test_groups();
	CHECK_DONE("exact");
}
