/* SPDX-License-Identifier: PostgreSQL */
/*
 * whole.c: powers of ten, common divisors, products (whole.h). Numbers that fit 64 bits
 * are divided as such: division of 128 bits is a call and takes five times as long.
 */
#include "number/whole.h"

dx_int128
dx_power_of_ten(int n)
{
	static const int64_t powers[] = {INT64_C(1),
									 INT64_C(10),
									 INT64_C(100),
									 INT64_C(1000),
									 INT64_C(10000),
									 INT64_C(100000),
									 INT64_C(1000000),
									 INT64_C(10000000),
									 INT64_C(100000000),
									 INT64_C(1000000000),
									 INT64_C(10000000000),
									 INT64_C(100000000000),
									 INT64_C(1000000000000),
									 INT64_C(10000000000000),
									 INT64_C(100000000000000),
									 INT64_C(1000000000000000),
									 INT64_C(10000000000000000),
									 INT64_C(100000000000000000),
									 INT64_C(1000000000000000000)};

	if (n <= 18)
		return powers[n];
	return (dx_int128) powers[18] * powers[n - 19] * 10;
}

static uint64_t
common_divisor_64(uint64_t a, uint64_t b)
{
	while (b != 0)
	{
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

dx_int128
dx_common_divisor(dx_int128 a, dx_int128 b)
{
	a = a < 0 ? -a : a;
	b = b < 0 ? -b : b;
	while (b != 0)
	{
		dx_int128 rest;

		if ((a | b) >> 63 == 0)
			return (dx_int128) common_divisor_64((uint64_t) a, (uint64_t) b);
		rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

void
dx_reduce(dx_int128 *a, dx_int128 *b)
{
	dx_int128 divisor;

	if (*a == 1 || *b == 1)
		return;
	divisor = dx_common_divisor(*a, *b);
	if (divisor == 1)
		return;
	if ((*a | *b) >> 63 == 0)
	{
		*a = (int64_t) *a / (int64_t) divisor;
		*b = (int64_t) *b / (int64_t) divisor;
		return;
	}
	*a /= divisor;
	*b /= divisor;
}

bool
dx_multiply(dx_int128 a, dx_int128 b, dx_int128 *out)
{
	if ((a | b) >> 60 != 0 && b != 0 && a > ((dx_int128) 1 << 120) / b)
		return false;
	*out = a * b;
	return true;
}
