/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_whole.c: powers of ten, common divisors and fractions in lowest terms,
 * of one word and of two.
 */
#include "check.h"
#include "number/whole.h"

static uint64_t random_state = 20261130;

static uint64_t
next_random(void)
{
	uint64_t x = random_state += UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

/* Of any length up to so many bits, of either sign, not 0. */
static dx_int128
random_128(int bits)
{
	dx_int128 x = (dx_int128) (((dx_uint128) next_random() << 64 | next_random()) >> (128 - bits));

	x = (x >> (next_random() % (uint64_t) bits)) | 1;
	return next_random() % 2 ? -x : x;
}

static void
test_powers(void)
{
	dx_int128 power = 1;

	for (int n = 0; n <= DX_MOST_TENS; n++, power *= 10)
		CHECK(dx_power_of_ten(n) == power);
}

static void
test_divisors(void)
{
	CHECK(dx_common_divisor(12, 18) == 6 && dx_common_divisor(-12, 18) == 6 && dx_common_divisor(12, -18) == 6);
	CHECK(dx_common_divisor(0, 5) == 5 && dx_common_divisor(5, 0) == 5 && dx_common_divisor(7, 9) == 1);
	for (int i = 0; i < 100000; i++)
	{
		dx_int128 common = random_128(40);
		dx_int128 a = random_128(84) * common;
		dx_int128 b = random_128(i % 2 ? 84 : 20) * common;
		dx_int128 divisor = dx_common_divisor(a, b);
		dx_int128 x = a;
		dx_int128 y = b;

		/* It divides both, and what is left over has no divisor more; what was put in is among it. */
		CHECK(divisor > 0 && a % divisor == 0 && b % divisor == 0 && divisor % common == 0);
		CHECK(dx_common_divisor(a / divisor, b / divisor) == 1);
		dx_reduce(&x, &y);
		CHECK(x == a / divisor && y == b / divisor);
	}
}

/* What needs no divisor, or is its own. */
static void
test_ends(void)
{
	dx_int128 a = 0;
	dx_int128 b = 24;

	dx_reduce(&a, &b);
	CHECK(a == 0 && b == 1);
	a = 1;
	b = 24;
	dx_reduce(&a, &b);
	CHECK(a == 1 && b == 24);
	a = -24;
	b = 24;
	dx_reduce(&a, &b);
	CHECK(a == -1 && b == 1);
}

/* Up to 2^120, whatever the order. */
static void
test_products(void)
{
	const dx_int128 most = (dx_int128) 1 << 120;
	dx_int128 out = 0;

	CHECK(dx_multiply(0, most, &out) && out == 0);
	CHECK(dx_multiply(most, 0, &out) && out == 0);
	CHECK(dx_multiply(1, most, &out) && out == most);
	CHECK(!dx_multiply(1, most + 1, &out) && !dx_multiply(most + 1, 1, &out));
	CHECK(dx_multiply((dx_int128) 1 << 59, (dx_int128) 1 << 61, &out) && out == most);
	CHECK(!dx_multiply(((dx_int128) 1 << 59) + 1, (dx_int128) 1 << 61, &out));
	for (int i = 0; i < 1000; i++)
	{
		dx_int128 a = random_128(1 + i % 60);
		dx_int128 b = random_128(1 + i / 20);

		a = a < 0 ? -a : a;
		b = b < 0 ? -b : b;
		CHECK(dx_multiply(a, b, &out) && out == a * b);
		CHECK(dx_multiply(a, most / a, &out) && out <= most);
		CHECK(!dx_multiply(a, most / a + 1, &out));
	}
}

int
main(void)
{
	test_products();
	test_powers();
	test_divisors();
	test_ends();
	CHECK_DONE("whole");
}
