/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_decimal.c: exact decimals. Fixed cases come from exact rational
 * arithmetic (Python's fractions); the loops check against naive long
 * arithmetic and the C library's conversions.
 */
#include "check.h"

#include "number/decimal.h"

#define SEED UINT64_C(20261122)

static uint64_t random_state = SEED;

/* xorshift64*: fixed, printed, the same everywhere */
static uint64_t
random64(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * UINT64_C(2685821657736338717);
}

/* Of up to `bits` bits, the length itself random, sometimes all ones. */
static dx_uint128
random_wide(int bits)
{
	int n = 1 + (int) (random64() % (unsigned) bits);
	dx_uint128 x = (dx_uint128) random64() << 64 | random64();

	if (random64() % 8 == 0)
		x = ~(dx_uint128) 0;
	return x >> (128 - n);
}

static dx_int128
wide(const char *digits)
{
	bool negative = *digits == '-';
	dx_uint128 x = 0;

	for (digits += negative; *digits; digits++)
		x = x * 10 + (unsigned) (*digits - '0');
	return (dx_int128) (negative ? -x : x);
}

static const char *
print_wide(dx_int128 value)
{
	static char buf[64];
	char *p = buf + sizeof(buf) - 1;
	dx_uint128 x = value < 0 ? -(dx_uint128) value : (dx_uint128) value;

	do
		*--p = (char) ('0' + (int) (x % 10));
	while ((x /= 10) != 0);
	if (value < 0)
		*--p = '-';
	return p;
}

static void
test_quotient(void)
{
	static const struct
	{
		const char *num;
		const char *den;
		double want;
	} cases[] = {
		{"1000000000000000000000000000000000001", "1000000000000", 0x1.a784379d99db4p+79},
		{"170141183460469231731687303715884105727", "1", 0x1.0000000000000p+127},
		{"170141183460469231731687303715884105727", "170141183460469231731687303715884105727", 0x1.0000000000000p+0},
		{"1", "170141183460469231731687303715884105727", 0x1.0000000000000p-127},
		{"170141183460469231731687303715884105727", "3", 0x1.5555555555555p+125},
		{"2", "3", 0x1.5555555555555p-1},
		{"9007199254740993", "1", 0x1.0000000000000p+53},						  /* tie, down to even */
		{"9007199254740995", "1", 0x1.0000000000002p+53},						  /* tie, up to even */
		{"9007199254740993000000000000", "1000000000000", 0x1.0000000000000p+53}, /* the same, through points */
		{"10384593717098122339168815724392146", "2305843009213694018", 0x1.0000000003039p+52}, /* just below a tie */
		{"10384593717098122339168815724392147", "2305843009213694018", 0x1.000000000303ap+52}, /* a tie */
		{"10384593717098122339168815724392148", "2305843009213694018", 0x1.000000000303ap+52}, /* just above */
		{"-1801439850948198300702561541869797336", "200000000000000000078",
		 -0x1.fffffffffffffp+52}, /* just below 2^53 */
		{"-1801439850948198300702561541869797337", "200000000000000000078",
		 -0x1.0000000000000p+53}, /* a tie that carries to 2^53 */
		{"-1801439850948198300702561541869797338", "200000000000000000078", -0x1.0000000000000p+53},
		{"85070591730234615865843651857942052865", "9007199254740993", 0x1.fffffffffffffp+72},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		CHECK_SAME(dx_quotient(wide(cases[i].num), wide(cases[i].den)), cases[i].want);
		CHECK_SAME(dx_quotient(-wide(cases[i].num), wide(cases[i].den)), -cases[i].want);
	}
	CHECK_SAME(dx_quotient(0, 7), 0.0);
	/* of one word, on both sides of what doubles hold */
	for (int64_t num = DX_EXACT_INTEGERS - 2; num <= DX_EXACT_INTEGERS + 2; num++)
		for (int64_t den = DX_EXACT_INTEGERS - 2; den <= DX_EXACT_INTEGERS + 2; den++)
		{
			CHECK_SAME(dx_quotient_64(num, den), dx_quotient((dx_int128) num << 64, (dx_int128) den << 64));
			CHECK_SAME(dx_quotient_64(-num, den), -dx_quotient_64(num, den));
		}
	CHECK_SAME(dx_quotient_64(0, 7), 0.0);
	CHECK_SAME(dx_quotient_64(INT64_MIN, 3), -dx_quotient((dx_int128) 1 << 63, 3));
}

/* One bit of the quotient at a time, then round to even by hand. */
static double
slow_quotient(dx_uint128 num, dx_uint128 den)
{
	int e = 0;
	uint64_t m = 0;

	/* den <= num < 2 den; both below 2^126 */
	while (num < den)
	{
		num <<= 1;
		e--;
	}
	while (num >= den << 1)
	{
		den <<= 1;
		e++;
	}
	for (int bit = 0; bit < 53; bit++)
	{
		m <<= 1;
		if (num >= den)
		{
			num -= den;
			m |= 1;
		}
		num <<= 1;
	}
	/* num / den is now twice the rest: 1 is a half */
	if (num > den || (num == den && m % 2 == 1))
		m++;
	return ldexp((double) m, e - 52);
}

/* a x b as 32-bit limbs, schoolbook. */
static void
slow_product(dx_uint128 a, dx_uint128 b, uint32_t out[8])
{
	memset(out, 0, 8 * sizeof(uint32_t));
	for (int i = 0; i < 4; i++)
	{
		uint64_t carry = 0;

		for (int j = 0; j < 4; j++)
		{
			carry += out[i + j] + (uint64_t) (uint32_t) (a >> 32 * i) * (uint32_t) (b >> 32 * j);
			out[i + j] = (uint32_t) carry;
			carry >>= 32;
		}
		out[i + 4] = (uint32_t) carry;
	}
}

/* Is 2 |a b - q c| <= c, a tie only away from zero? The definition of a rounded quotient. */
static bool
is_rounded(dx_uint128 a, dx_uint128 b, dx_uint128 c, dx_uint128 q)
{
	uint32_t p[8];
	uint32_t s[8];
	int64_t borrow = 0;
	bool below = false;
	dx_uint128 rest;

	slow_product(a, b, p);
	slow_product(q, c, s);
	for (int i = 7; i >= 0; i--)
		if (p[i] != s[i])
		{
			below = p[i] < s[i];
			break;
		}
	for (int i = 0; i < 8; i++)
	{
		int64_t d = below ? (int64_t) s[i] - p[i] + borrow : (int64_t) p[i] - s[i] + borrow;

		s[i] = (uint32_t) d;
		borrow = d < 0 ? -1 : 0;
	}
	if ((s[4] | s[5] | s[6] | s[7]) != 0)
		return false;
	rest = (dx_uint128) s[3] << 96 | (dx_uint128) s[2] << 64 | (dx_uint128) s[1] << 32 | s[0];
	if (rest >= c)
		return false;
	/* below: q was rounded up, a tie included */
	return below ? rest <= c - rest : rest < c - rest;
}

static void
test_muldiv(void)
{
	static const struct
	{
		const char *a;
		const char *b;
		const char *c;
		const char *want; /* NULL: does not fit */
	} cases[] = {
		{"170141183460469231731687303715884105727", "170141183460469231731687303715884105727",
		 "170141183460469231731687303715884105727", "170141183460469231731687303715884105727"},
		{"170141183460469231731687303715884105727", "170141183460469231731687303715884105727",
		 "170141183460469231731687303715884105726", NULL},
		{"170141183460469231731687303715884105727", "2", "2", "170141183460469231731687303715884105727"},
		{"170141183460469231731687303715884105727", "-1", "1", "-170141183460469231731687303715884105727"},
		{"-170141183460469231731687303715884105727", "170141183460469231731687303715884105727",
		 "-170141183460469231731687303715884105727", "170141183460469231731687303715884105727"},
		{"-170141183460469231731687303715884105727", "170141183460469231731687303715884105727",
		 "85070591730234615865843651857942052864", NULL},
		{"1000000000000000000000000000000000000", "1000000000000000000000000000000000000",
		 "1000000000000000000000000000000000001", "999999999999999999999999999999999999"},
		{"3", "5", "10", "2"},
		{"-3", "5", "10", "-2"},
		{"3", "-5", "-10", "2"},
		{"1", "1", "3", "0"},
		{"2", "1", "3", "1"},
		{"1000000000000000000000000000000", "7", "9", "777777777777777777777777777778"},
		{"21267647932558653965307991459878666240", "9223372036854775809", "85070591730234615865843651857942052865",
		 "2305843009213693952"},
		{"85070591730234615865843651857942052864", "85070591730234615865843651857942052863",
		 "85070591730234615884290395931651604479", "85070591730234615847396907784232501252"},
		{"18446744073709551616", "18446744073709551615", "36893488147419103232", "9223372036854775808"},
		{"0", "170141183460469231731687303715884105727", "5", "0"},
		{"170141183460469231731687303715884105727", "18446744073709551616", "18446744073709551617",
		 "170141183460469231722463931679029329920"},
		{"1267650600228229401496703205376", "134217728", "1", NULL},
		{"1267650600228229401496703205376", "67108864", "1", "85070591730234615865843651857942052864"},
		{"-1267650600228229401496703205376", "134217728", "1", "-170141183460469231731687303715884105728"},
		{"170141183460469231722463931679029329920", "18446744073709551617", "170141183460469231731687303715884105727",
		 "18446744073709551616"},
		/* (2^129 - 1) / 2 */
		{"8796093022207", "77371252455345063274217473", "2", NULL},
		{"1267650600228229401496703205377", "1048577", "2097152", "633825904577024508062938955777"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		dx_int128 got = 0;
		bool fits = dx_muldiv(wide(cases[i].a), wide(cases[i].b), wide(cases[i].c), &got);

		CHECK(fits == (cases[i].want != NULL));
		if (fits && cases[i].want != NULL)
			CHECK_TEXT(print_wide(got), cases[i].want);
	}
}

static void
test_wide_loop(void)
{
	int wrong = 0;
	int fitted = 0;

	for (int i = 0; i < 100000; i++)
	{
		dx_uint128 a = random_wide(126);
		dx_uint128 b = random_wide(127);
		dx_uint128 c = random_wide(126);
		dx_int128 q;

		if (c == 0)
			c = 1;
		/* often an exact tie, or one beside it */
		if (i % 4 == 0)
		{
			c = random_wide(60) * 2 + 2;
			a = (c / 2) * (random_wide(60) * 2 + 1) + random64() % 3 - 1;
			b = 1;
		}
		wrong += a != 0 && dx_quotient((dx_int128) a, (dx_int128) c) != slow_quotient(a, c);
		if (dx_muldiv((dx_int128) a, (dx_int128) b, (dx_int128) c, &q))
		{
			dx_int128 negative = 0;

			fitted++;
			wrong += !is_rounded(a, b, c, (dx_uint128) q);
			wrong += !dx_muldiv(-(dx_int128) a, (dx_int128) b, (dx_int128) c, &negative) || negative != -q;
		}
		else
		{
			/* it may not fit only if the product is at least about 2^127 c */
			wrong += log2((double) a) + log2((double) b) - log2((double) c) < 126.9;
		}
	}
	CHECK(wrong == 0);
	CHECK(fitted > 50000);
}

static double
random_double(void)
{
	uint64_t bits = random64();
	double value;

	switch (random64() % 6)
	{
		case 0:
			return (double) (int64_t) (random64() % 2000001 - 1000000) / 100;
		case 1:
			return (double) (int64_t) (bits >> (random64() % 64));
		case 2:
			bits >>= 12 + random64() % 40; /* subnormals */
			break;
		case 3:
			return ldexp(1, (int) (bits % 2098) - 1074);
		case 4:
			return (double) (random64() % 1000000000) / 1e6;
		default:
			break;
	}
	memcpy(&value, &bits, sizeof(value));
	return isfinite(value) ? value : 0.1;
}

static void
test_doubles_loop(void)
{
	int wrong = 0;

	for (int i = 0; i < 50000; i++)
	{
		double value = random_double();
		dx_decimal d = dx_decimal_from_double(value);
		dx_decimal any;
		char text[64];
		char printed[64];

		wrong += dx_decimal_to_double(d) != value;
		wrong += d.mant % 10 == 0 && !(d.mant == 0 && d.scale == 0);
		/* the same number as its shortest digits */
		dx_shortest(value, text);
		dx_decimal_print(d, printed);
		wrong += strtod(printed, NULL) != value;
		snprintf(text, sizeof(text), "%lld", (long long) d.mant);
		if (strlen(text) > (d.mant < 0 ? 2 : 1))
		{
			/* one digit fewer does not read back */
			snprintf(text, sizeof(text), "%.*e", (int) strlen(text) - (d.mant < 0) - 2, value);
			wrong += strtod(text, NULL) == value;
		}
		/* any decimal against the C library */
		any.mant = (int64_t) (random64() % UINT64_C(200000000000000000)) - INT64_C(100000000000000000);
		any.mant /= i % 3 == 0 ? INT64_C(1000000000) : 1;
		any.scale = (int) (random64() % 660) - 310;
		snprintf(text, sizeof(text), "%llde%d", (long long) any.mant, -any.scale);
		wrong += dx_decimal_to_double(any) != strtod(text, NULL);
	}
	CHECK(wrong == 0);
}

static dx_decimal
decimal(int64_t mant, int scale)
{
	dx_decimal d = {mant, scale};

	return d;
}

#define CHECK_DECIMAL(value, want_mant, want_scale) \
	do \
	{ \
		dx_decimal got_ = dx_decimal_from_double(value); \
		CHECK(got_.mant == (want_mant)); \
		CHECK(got_.scale == (want_scale)); \
	} while (0)

static void
test_from_double(void)
{
	CHECK_DECIMAL(0.0, 0, 0);
	CHECK_DECIMAL(-0.0, 0, 0);
	CHECK_DECIMAL(0.1, 1, 1);
	CHECK_DECIMAL(50.0, 5, -1);
	CHECK_DECIMAL(-87.5, -875, 1);
	CHECK_DECIMAL(2.675, 2675, 3);
	CHECK_DECIMAL(0.1 + 0.2, INT64_C(30000000000000004), 17);
	CHECK_DECIMAL(1e15, 1, -15);
	CHECK_DECIMAL(999999999999999.0, INT64_C(999999999999999), 0);
	CHECK_DECIMAL(9007199254740993.0, INT64_C(9007199254740992), 0);
	CHECK_DECIMAL(1e22, 1, -22);
	CHECK_DECIMAL(5e-324, 5, 324);
	CHECK_DECIMAL(1.7976931348623157e308, INT64_C(17976931348623157), -292);
	CHECK_DECIMAL(0.0000001, 1, 7);
	CHECK_DECIMAL(1.0 / 3, INT64_C(3333333333333333), 16);
}

static void
test_to_double(void)
{
	CHECK_SAME(dx_decimal_to_double(decimal(0, 0)), 0.0);
	/* halfway between subnormals and at their edges */
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(24703282292062327), 340)), 0.0);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(24703282292062328), 340)), 0x1p-1074);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(74109846876186981), 340)), 0x1p-1074);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(74109846876186982), 340)), 0x1p-1073);
	CHECK_SAME(dx_decimal_to_double(decimal(1, 400)), 0.0);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(22250738585072011), 324)), 0x0.fffffffffffffp-1022);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(22250738585072014), 324)), 0x1p-1022);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(9007199254740993), 0)), 9007199254740992.0);
	CHECK_SAME(dx_decimal_to_double(decimal(INT64_C(-9007199254740995), 0)), -9007199254740996.0);
	CHECK_SAME(dx_decimal_to_double(decimal(1, -23)), 1e23);
	CHECK_SAME(dx_decimal_to_double(decimal(18, -307)), INFINITY);
}

static void
test_cmp(void)
{
	CHECK(dx_decimal_cmp(decimal(1, 0), decimal(1, 0)) == 0);
	CHECK(dx_decimal_cmp(decimal(0, 0), decimal(0, 0)) == 0);
	CHECK(dx_decimal_cmp(decimal(-1, 0), decimal(0, 0)) == -1);
	CHECK(dx_decimal_cmp(decimal(0, 0), decimal(-1, 300)) == 1);
	CHECK(dx_decimal_cmp(decimal(99, 2), decimal(1, 0)) == -1);
	CHECK(dx_decimal_cmp(decimal(-99, 2), decimal(-1, 0)) == 1);
	CHECK(dx_decimal_cmp(decimal(1, -300), decimal(99999999999999999, 0)) == 1);
	CHECK(dx_decimal_cmp(decimal(1, -16), decimal(10000000000000001, 0)) == -1);
	CHECK(dx_decimal_cmp(decimal(-1, -16), decimal(-10000000000000001, 0)) == 1);
	CHECK(dx_decimal_cmp(decimal(10, 1), decimal(1, 0)) == 0);
	CHECK(dx_decimal_cmp(decimal(1, 300), decimal(1, 299)) == -1);
}

static const char *
printed(dx_decimal d)
{
	static char buf[64];
	int len = dx_decimal_print(d, buf);

	CHECK((size_t) len == strlen(buf));
	return buf;
}

static const char *
printed_points(dx_points p)
{
	static char buf[64];
	int len = dx_points_print(p, buf);

	CHECK((size_t) len == strlen(buf));
	return buf;
}

static void
test_print(void)
{
	CHECK_TEXT(printed(decimal(0, 0)), "0");
	CHECK_TEXT(printed(decimal(5, -1)), "50");
	CHECK_TEXT(printed(decimal(333, 3)), "0.333");
	CHECK_TEXT(printed(decimal(-12, 0)), "-12");
	CHECK_TEXT(printed(decimal(-125, 1)), "-12.5");
	CHECK_TEXT(printed(decimal(1, 2)), "0.01");
	CHECK_TEXT(printed(decimal(1, 28)), "0.0000000000000000000000000001"); /* 30 characters */
	CHECK_TEXT(printed(decimal(1, 29)), "1e-29");
	CHECK_TEXT(printed(decimal(-1, 28)), "-1e-28");
	CHECK_TEXT(printed(decimal(1, 40)), "1e-40");
	CHECK_TEXT(printed(decimal(-15, 41)), "-1.5e-40");
	CHECK_TEXT(printed(decimal(1, -29)), "100000000000000000000000000000");
	CHECK_TEXT(printed(decimal(1, -30)), "1e+30");
	CHECK_TEXT(printed(decimal(1, -300)), "1e+300");
	CHECK_TEXT(printed_points(0), "0");
	CHECK_TEXT(printed_points(-1), "-0.000000000001");
	CHECK_TEXT(printed_points(DX_POINTS_ONE * 35 / 4), "8.75");
	CHECK_TEXT(printed_points(DX_POINTS_ONE * -270), "-270");
	CHECK_TEXT(printed_points(wide("1000000000000000000000000000000000000")), "1000000000000000000000000");
	CHECK_TEXT(printed_points(wide("-170141183460469231731687303715884105728")),
			   "-170141183460469231731687303.715884105728");
}

/* The points of a double as text; "no" where it is refused. */
static const char *
points_of(double value)
{
	dx_points p;

	return dx_points_from_double(value, &p) ? printed_points(p) : "no";
}

static void
test_points(void)
{
	dx_points a;
	dx_points b;
	dx_points c;

	CHECK_TEXT(points_of(12345.7), "12345.7");
	CHECK_TEXT(points_of(-8.75), "-8.75");
	CHECK_TEXT(points_of(1.0 / 3), "0.333333333333");
	CHECK_TEXT(points_of(2.0 / 3), "0.666666666667");
	CHECK_TEXT(points_of(5e-13), "0.000000000001");
	CHECK_TEXT(points_of(-5e-13), "-0.000000000001");
	CHECK_TEXT(points_of(4.9999999999e-13), "0");
	CHECK_TEXT(points_of(9.9e-30), "0");
	CHECK_TEXT(points_of(1e-300), "0");
	CHECK_TEXT(points_of(1e24), "1000000000000000000000000");
	CHECK_TEXT(points_of(1.0000000000000001e24), "no");
	CHECK_TEXT(points_of(-1e25), "no");
	CHECK_TEXT(points_of(1e300), "no");
	CHECK_TEXT(points_of(NAN), "no");
	CHECK_TEXT(points_of(-INFINITY), "no");
	CHECK_TEXT(points_of(-0.0), "0");

	/* the sum of the written parts is the written total */
	CHECK(dx_points_from_double(0.1, &a) && dx_points_from_double(0.2, &b) && dx_points_from_double(0.3, &c));
	CHECK(a + b == c);
	CHECK_SAME(dx_quotient(a + b, DX_POINTS_ONE), 0.3);
	CHECK_SAME(dx_quotient(wide("12345700000000000"), DX_POINTS_ONE), 12345.7);
	CHECK_SAME(dx_quotient(wide("-170141183460469231731687303715884105728"), DX_POINTS_ONE), -0x1.19799812dea11p+87);
}

static void
test_double_round(void)
{
	CHECK_SAME(dx_double_round(2.675, 2), 2.68);
	CHECK_SAME(dx_double_round(-2.675, 2), -2.68);
	CHECK_SAME(dx_double_round(1.005, 2), 1.01);
	CHECK_SAME(dx_double_round(0.5, 0), 1.0);
	CHECK_SAME(dx_double_round(-0.4, 0), 0.0);
	CHECK_SAME(dx_double_round(-0.0, 3), 0.0);
	CHECK_SAME(dx_double_round(87.5, 15), 87.5);
	CHECK_SAME(dx_double_round(1250.0, -2), 1300.0);
	CHECK_SAME(dx_double_round(49.9, -2), 0.0);
	CHECK_SAME(dx_double_round(1e-300, 15), 0.0);
	CHECK_SAME(dx_double_round(9.9999999999999996e22, -15), 1e23);
	CHECK_SAME(dx_double_round(1e300, 15), 1e300);
	CHECK_SAME(dx_double_round(INFINITY, 2), INFINITY);
	CHECK(isnan(dx_double_round(NAN, 2)));
}

int
main(void)
{
	printf("decimal: seed %llu\n", (unsigned long long) SEED);
	test_quotient();
	test_muldiv();
	test_wide_loop();
	test_from_double();
	test_to_double();
	test_doubles_loop();
	test_cmp();
	test_print();
	test_points();
	test_double_round();
	CHECK_DONE("decimal");
}
