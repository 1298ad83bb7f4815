/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_bits.c: exp, log, pow and their kin at 160,000 arguments from a counter,
 * as digests of the bits of the results. The wanted digests were computed with
 * 300-bit arithmetic (mpmath) and one rounding to nearest, so they do not come
 * from this code; every compiler and every optimisation must give them too, and
 * test/run builds this program several ways.
 *
 * A block that differs is named, to look into with the reference at hand.
 */
#include "check.h"
#include "number/ddmath.h"

#define BLOCKS 10
#define BLOCK 2000 /* arguments a block */

/* splitmix64 of a counter (G. Steele, D. Lea, C. Flood, 2014). */
static uint64_t
draw(uint64_t counter)
{
	uint64_t z = (counter + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* 0 .. 1, 53 bits */
static double
unit(uint64_t counter)
{
	return ldexp((double) (draw(counter) >> 11), -53);
}

/* Any positive finite number, all exponents alike. */
static double
positive(uint64_t counter)
{
	uint64_t bits = draw(counter) % UINT64_C(0x7ff0000000000000);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x > 0 ? x : 1.0;
}

/* +-2^-1 .. 2^-40 times something in 0.5 .. 1 */
static double
small(uint64_t i)
{
	double x = ldexp(0.5 + unit(2 * i) / 2, -1 - (int) (draw(2 * i + 1) % 40));

	return draw(2 * i + 1) >> 63 ? -x : x;
}

static double
wide_exp(uint64_t i)
{
	return dx_exp(unit(i) * 1454.0 - 745.0);
}

static double
small_expm1(uint64_t i)
{
	return dx_dd_to_double(dx_dd_expm1((dx_dd) {small(i), 0.0}));
}

static double
small_exp(uint64_t i)
{
	return dx_exp(small(i));
}

static double
wide_log(uint64_t i)
{
	return dx_log(positive(i));
}

static double
near_log(uint64_t i)
{
	return dx_log(1.0 + small(i));
}

static double
small_log1p(uint64_t i)
{
	return dx_dd_to_double(dx_dd_log1p((dx_dd) {small(i), 0.0}));
}

static double
wide_pow(uint64_t i)
{
	double x = ldexp(0.5 + unit(2 * i) / 2, (int) (draw(2 * i + 1) % 121) - 60);

	return dx_pow(x, unit(2 * i + 1) * 40.0 - 20.0);
}

/* Numbers as people write them: 0.01 .. 100, powers -5 .. 5 by tenths, exact ones among them. */
static double
plain_pow(uint64_t i)
{
	double x = (double) (1 + draw(2 * i) % 10000) / 100.0;

	return dx_pow(x, ((double) (draw(2 * i + 1) % 101) - 50.0) / 10.0);
}

static const struct
{
	const char *name;
	double (*result)(uint64_t i);
	uint64_t want[BLOCKS];
} cases[] = {{"wide_exp",
			  wide_exp,
			  {UINT64_C(0x120450fa784e68eb), UINT64_C(0xcf5554d88488aa74), UINT64_C(0xb18c0cdeddf4e3ff),
			   UINT64_C(0x61baf97f6f1673e2), UINT64_C(0x1c039727cc9b54a8), UINT64_C(0xc66d4bf00571fd53),
			   UINT64_C(0xfa3f5cfb958e6bb2), UINT64_C(0x332a601b7772c54e), UINT64_C(0x6b4dd81ba2e77368),
			   UINT64_C(0xd610b12b46b3d91f)}},
			 {"small_exp",
			  small_exp,
			  {UINT64_C(0x18068a7d0a06798d), UINT64_C(0x35433d1d86976a76), UINT64_C(0xba97815cc8a8f553),
			   UINT64_C(0x5034be8626d71c28), UINT64_C(0x5070a57f055de6a0), UINT64_C(0x2882a3d85647aa14),
			   UINT64_C(0x80f804f7c2130acf), UINT64_C(0xac321a091a1d3890), UINT64_C(0xbad6884dfe5ae463),
			   UINT64_C(0xbab892dd59bd788d)}},
			 {"small_expm1",
			  small_expm1,
			  {UINT64_C(0x6371e458e2bdde1f), UINT64_C(0x0baf6f2ad1f84593), UINT64_C(0x97a6f7cc5579327c),
			   UINT64_C(0xc8fc3102ed58dc97), UINT64_C(0xd7d4e3ba59730e51), UINT64_C(0x09b9764397ff760f),
			   UINT64_C(0x88fe80358f3cc370), UINT64_C(0xd7efee513c2cf071), UINT64_C(0x24d865851120be8a),
			   UINT64_C(0x782c53d93d8a6224)}},
			 {"wide_log",
			  wide_log,
			  {UINT64_C(0x0db998eba532dea0), UINT64_C(0xb8a6aa32e4aa9787), UINT64_C(0x054ce6dd01d2a38c),
			   UINT64_C(0x5749e0ea34009abc), UINT64_C(0x1468189c458fe135), UINT64_C(0xdd0099d89608b5d7),
			   UINT64_C(0x29971dc9f86b2fdd), UINT64_C(0x8456f27728890c80), UINT64_C(0x8810063910f47040),
			   UINT64_C(0x69df7f37e5f73f31)}},
			 {"near_log",
			  near_log,
			  {UINT64_C(0x3e75c0b68da7aa16), UINT64_C(0x3333b63bf3eaa9f4), UINT64_C(0x50ea18b6a85af319),
			   UINT64_C(0xb34c352274ee9de6), UINT64_C(0x5538391bab90af31), UINT64_C(0x16aa78322267610e),
			   UINT64_C(0x2ed19caf851d74a8), UINT64_C(0xf19491c583160618), UINT64_C(0x8f73f51c57c9d6bc),
			   UINT64_C(0x340675b03c50e8e5)}},
			 {"small_log1p",
			  small_log1p,
			  {UINT64_C(0xf9c03365bd8299c2), UINT64_C(0x8aed68999a3cee8a), UINT64_C(0x2cf0b10d66b474e9),
			   UINT64_C(0x27f5f78e26bc048b), UINT64_C(0x61813afb70a27bfa), UINT64_C(0x0bf96c5daaa102a3),
			   UINT64_C(0x80d1753368c62475), UINT64_C(0x71f09a7fcb8d160a), UINT64_C(0x212d4c4b181d6460),
			   UINT64_C(0xd88a056f5d731228)}},
			 {"wide_pow",
			  wide_pow,
			  {UINT64_C(0x9ff84e73024850cc), UINT64_C(0x950724fad9bea234), UINT64_C(0x690deaa3614c1e80),
			   UINT64_C(0x0b34ae18e1ac48c7), UINT64_C(0xd63b3e7b6091f7f5), UINT64_C(0xfb2f545972a05e87),
			   UINT64_C(0x49598a1e03160754), UINT64_C(0x6a60b713352d5ce1), UINT64_C(0x6f3dc2003901948a),
			   UINT64_C(0x0f9336a965011084)}},
			 {"plain_pow",
			  plain_pow,
			  {UINT64_C(0x81af1f5aa747d47d), UINT64_C(0xdce8bfe6b30b60f8), UINT64_C(0x3031fdc5e1fd259a),
			   UINT64_C(0x1ae64114c9a05458), UINT64_C(0xf1690fa3bd7a14b8), UINT64_C(0xcf63423368de29f0),
			   UINT64_C(0xa8028b5d6b5a7dbf), UINT64_C(0x8a61ef973b6ac266), UINT64_C(0x7f0a66890829d562),
			   UINT64_C(0x4bffa114413f22ef)}}};

int
main(void)
{
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++)
		for (uint64_t b = 0; b < BLOCKS; b++)
		{
			uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

			for (uint64_t i = b * BLOCK; i < (b + 1) * BLOCK; i++)
			{
				double value = cases[c].result(i);
				uint64_t bits;

				memcpy(&bits, &value, sizeof(bits));
				for (int k = 0; k < 64; k += 8)
					digest = (digest ^ (bits >> k & 255)) * UINT64_C(0x100000001b3);
			}
			if (digest != cases[c].want[b])
				printf("%s, block %d: digest %016llx\n", cases[c].name, (int) b, (unsigned long long) digest);
			CHECK(digest == cases[c].want[b]);
		}
	CHECK_DONE("bits");
}
