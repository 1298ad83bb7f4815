/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_next_result.c: the result that would earn more, case by case for each
 * kind of rule, and by brute force for random ones: nothing nearer earns more,
 * and what is named earns what is said.
 */
#include "check.h"

#include "score/next_result.h"
#include "score/rollup.h"
#include "tree/tree_make.h"

static uint64_t seed = 20261107;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t) ((seed >> 33) % n);
}

/* A tree of one criterion "1"; root: its options, as JSON members. */
static dx_tree *
tree_of(const char *root, const char *max, const char *rule)
{
	char json[4000];
	dx_error err;
	dx_tree *tree;

	snprintf(json, sizeof(json), "[{\"code\": \"\"%s%s}, {\"code\": \"1\"%s%s%s%s%s}]", *root ? ", " : "", root,
			 *max ? ", \"max\": " : "", max, *rule ? ", \"rule\": \"" : "", rule, *rule ? "\"" : "");
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	if (tree == NULL)
		printf("%s: %s\n", json, err.message);
	return tree;
}

/* Points of a result; -1e9 where it cannot be entered. */
static double
points_of(const dx_tree *tree, double result)
{
	dx_leaf leaf;
	dx_error err;
	const dx_step *step = &dx_tree_steps(tree)[1];

	if (!dx_score_result(tree, 1, DX_RESULT_VALUE, result, &leaf, &err))
		return -1e9;
	return dx_leaf_points(step, &leaf);
}

static dx_next
find(const dx_tree *tree, uint8_t state, double result)
{
	dx_next_plan *plan = dx_next_plan_make(tree);
	dx_next next;

	dx_next_find(plan, tree, 0, state, result, state == DX_RESULT_VALUE ? points_of(tree, result) : 0, &next);
	dx_free(plan);
	return next;
}

static char said[200];

static const char *
print(dx_next next)
{
	char a[64] = "-";
	char b[64] = "-";
	char c[64] = "-";

	if (next.has_next)
	{
		dx_decimal_print(dx_decimal_from_double(next.next_result), a);
		dx_decimal_print(dx_decimal_from_double(next.next_points), b);
	}
	if (next.has_full)
		dx_decimal_print(dx_decimal_from_double(next.full_result), c);
	snprintf(said, sizeof(said), "%s %s %s", a, b, c);
	return said;
}

/* "next_result next_points full_result" */
static const char *
from(const char *root, const char *max, const char *rule, double result)
{
	dx_tree *tree = tree_of(root, max, rule);

	CHECK(points_of(tree, result) > -1e9);
	print(find(tree, DX_RESULT_VALUE, result));
	dx_free(tree);
	return said;
}

static const char *
at(const char *max, const char *rule, double result)
{
	return from("", max, rule, result);
}

static const char *
other(const char *max, const char *rule, uint8_t state)
{
	dx_tree *tree = tree_of("", max, rule);

	print(find(tree, state, 0));
	dx_free(tree);
	return said;
}

static const char *
missing(const char *max, const char *rule)
{
	return other(max, rule, DX_RESULT_MISSING);
}

static void
test_without_steps(void)
{
	CHECK_TEXT(at("7.5", "points", 5), "7.5 7.5 7.5");
	CHECK_TEXT(at("7.5", "points", 7.5), "- - 7.5");
	CHECK_TEXT(at("10", "yesno", 0), "1 10 1");
	CHECK_TEXT(at("10", "yesno", 1), "- - 1");
	CHECK_TEXT(at("10", "ratio", 0.25), "1 10 1");
	CHECK_TEXT(at("30", "percent", 87.5), "100 30 100");
	CHECK_TEXT(at("20", "linear(30, 80)", 10), "80 20 80");
	CHECK_TEXT(at("20", "linear(30, 80)", 90), "- - 90");
	CHECK_TEXT(at("20", "linear(30, 5)", 12), "5 20 5");
	CHECK_TEXT(at("20", "linear(30, 5)", 3), "- - 3");
	CHECK_TEXT(at("20", "target(50)", 25), "50 20 50");
}

static void
test_steps(void)
{
	CHECK_TEXT(at("20", "steps(50:0.5, 80:1)", 10), "50 10 80");
	CHECK_TEXT(at("20", "steps(50:0.5, 80:1)", 50), "80 20 80");
	CHECK_TEXT(at("20", "steps(50:0.5, 80:1)", 95), "- - 95");
	CHECK_TEXT(at("20", "steps(50:0.5, 80:0.8)", 60), "80 16 -");
	CHECK_TEXT(at("20", "steps(50:0.5, 80:0.8)", 90), "- - -");
	CHECK_TEXT(at("20", "steps(10:5p, 20:10p, 30:20p)", 15), "20 10 30");
	/* steps that bring nothing more are passed over */
	CHECK_TEXT(at("20", "steps(50:0.5, 60:0.5, 70:0.25, 80:1)", 55), "80 20 80");
	/* down is a way too; of two equally near the higher */
	CHECK_TEXT(at("20", "steps(0:1, 5:0.5, 10:0, 20:1)", 12), "9.99 10 4.99");
	CHECK_TEXT(at("20", "steps(0:1, >5:0.5, >10:0, 20:1)", 14), "10 10 20");
	CHECK_TEXT(at("20", "steps(0:0.5, >10:0, 20:1)", 15), "20 20 20");
	CHECK_TEXT(at("20", "steps(0:0.5, >10:0, 20:1)", 14.99), "10 10 20");
	CHECK_TEXT(at("20", "steps(0:1, >0.1:0, 0.3:1)", 0.2), "0.3 20 0.3");
	CHECK_TEXT(at("20", "steps(0:1, >0.1:0, 0.3:1)", 0.19999), "0.1 20 0.1");
	CHECK_TEXT(at("20", "steps(0:1, >3:0.5, >5:0)", -2), "0 20 0");
	/* further apart than decimals can hold together */
	CHECK_TEXT(at("20", "steps(-1e200:0.5, >-1e-200:0, 1e100:1)", 0), "-1e-200 10 1e+100");
}

/* A bound that does not count itself: the next result is a little beyond. */
static void
test_open_bounds(void)
{
	CHECK_TEXT(at("20", "steps(50:0.5, >80:1)", 80), "80.01 20 80.01");
	CHECK_TEXT(at("20", "steps(>0:1)", 0), "0.01 20 0.01");
	CHECK_TEXT(at("20", "steps(>80.125:1)", 80), "80.126 20 80.126");
	CHECK_TEXT(at("20", "steps(>0.5:0.5, >0.8:1)", 0.5), "0.5001 10 0.8001");
	CHECK_TEXT(at("20", "steps(>1:1)", 0.5), "1.0001 20 1.0001");
	CHECK_TEXT(at("20", "steps(>1000:1)", 900), "1000.01 20 1000.01");
	CHECK_TEXT(at("20", "steps(>-0.5:1)", -3), "-0.4999 20 -0.4999");
	CHECK_TEXT(at("20", "steps(-50:1, -5:0)", 3), "-5.01 20 -5.01");
	/* within a narrow step more decimals are needed */
	CHECK_TEXT(at("20", "steps(>80:0.5, 80.01:1)", 70), "80.001 10 80.01");
	CHECK_TEXT(at("20", "steps(>80:0.5, >80.01:1)", 70), "80.01 10 80.02");
	CHECK_TEXT(at("20", "steps(79.99:1, 80:0.5)", 90), "79.99 20 79.99");
	CHECK_TEXT(at("20", "steps(>79.99:1, 80:0.5)", 90), "79.999 20 79.999");
	/* one result wide, and none at all */
	CHECK_TEXT(at("20", "steps(50:0.5, >50:0.2)", 60), "50 10 -");
	CHECK_TEXT(at("20", "steps(>1:0.5, 1.0000000000000002:0.2)", 0), "1.0000000000000002 4 -");
	CHECK_TEXT(at("20", "steps(>1:0.5, >1.0000000000000002:0.2)", 0), "1.0000000000000002 10 -");
	/* where a float8 has no such decimals */
	CHECK_TEXT(at("20", "steps(>9007199254740992:1)", 0), "9007199254740994 20 9007199254740994");
	CHECK_TEXT(at("20", "steps(>1e300:1)", 0), "1.0000000000000002e+300 20 1.0000000000000002e+300");
}

static void
test_curves(void)
{
	CHECK_TEXT(at("20", "curve(0:0, 50:0.8, 100:1)", 20), "100 20 100");
	CHECK_TEXT(at("20", "curve(0:0, 50:0.8, 100:1)", 200), "- - 200");
	CHECK_TEXT(at("20", "curve(0:0.2, 10:0.6, 20:0.3, 30:0.9)", 8), "30 18 -");
	CHECK_TEXT(at("20", "curve(0:0.2, 10:0.6, 20:0.3, 30:0.9)", 31), "- - -");
	/* rising both ways */
	CHECK_TEXT(at("20", "curve(0:1, 10:0, 20:1)", 9), "0 20 0");
	CHECK_TEXT(at("20", "curve(0:1, 10:0, 20:1)", 11), "20 20 20");
	CHECK_TEXT(at("20", "curve(0:1, 10:0, 20:1)", 10), "20 20 20");
	CHECK_TEXT(at("20", "curve(0:0, 10:1, 20:1, 30:0)", 25), "20 20 20");
	CHECK_TEXT(at("20", "curve(0:0, 10:1, 20:1, 30:0)", 15), "- - 15");
	CHECK_TEXT(at("20", "curve(0:0.5, 10:0.5)", 5), "- - -");
}

/* A curve that jumps: what lies beyond the jump, if that earns more. */
static void
test_jumps(void)
{
	CHECK_TEXT(at("2", "curve(80:0, 80:0.8, 100:1)", 70), "80 1.6 100");
	CHECK_TEXT(at("2", "curve(80:0, 80:0.8, 100:1)", 79.995), "80 1.6 100");
	CHECK_TEXT(at("2", "curve(80:0, 80:0.8, 100:1)", 80), "100 2 100");
	CHECK_TEXT(at("20", "curve(80:0, >80:0.8, 100:1)", 80), "80.01 16.002 100");
	CHECK_TEXT(at("20", "curve(80:0, >80:0.8, 100:1)", 80.005), "100 20 100");
	CHECK_TEXT(at("20", "curve(80%:0, >80%:0.8, 100%:1)", 0.5), "80.01 16.002 100");
	CHECK_TEXT(at("20", "curve(0:0, 50:0.2, 50:0.5, 80:0.5, 80:0.9, 100:1)", 20), "50 10 100");
	CHECK_TEXT(at("20", "curve(0:0, 50:0.2, 50:0.5, 80:0.5, 80:0.9, 100:1)", 60), "80 18 100");
	/* falling: the jump is passed on the way back */
	CHECK_TEXT(at("20", "curve(5:1, >5:0)", 9), "5 20 5");
	CHECK_TEXT(at("20", "curve(5:1, 5:0)", 9), "4.99 20 4.99");
	CHECK_TEXT(at("20", "curve(0:0.5, 5:0.5, 5:0, 90:0, 90:1)", 6), "4.99 10 90");
	/* a jump that loses, or that is behind, is none */
	CHECK_TEXT(at("20", "curve(0:0, 50:0.5, 50:0.2, 100:1)", 40), "100 20 100");
	CHECK_TEXT(at("20", "curve(80:0, 80:0.8, 100:0.5, 150:1)", 101), "150 20 150");
	/* nobody has answered: the first jump that earns anything */
	CHECK_TEXT(missing("2", "curve(80:0, 80:0.8, 100:1)"), "80 1.6 100");
	CHECK_TEXT(missing("20", "curve(80:0, >80:0.5)"), "80.01 10 -");
	CHECK_TEXT(missing("20", "curve(5:1, 5:0)"), "4.99 20 4.99");
	CHECK_TEXT(missing("20", "curve(0:0, 10:1, 10:1)"), "10 20 10");
	CHECK_TEXT(at("-5", "curve(3:0, 3:0.5, 5:1)", 5), "2.99 0 2.99");
}

static void
test_log(void)
{
	CHECK_TEXT(at("10", "log(100, 75000)", 100), "75000 10 75000");
	CHECK_TEXT(at("10", "log(100, 75000)", 80000), "- - 80000");
	CHECK_TEXT(at("10", "log(50, 2)", 10), "2 10 2");
	CHECK_TEXT(missing("10", "log(50, 2)"), "2 10 2");
	CHECK_TEXT(at("-5", "log(2, 50)", 10), "2 0 2");
	CHECK_TEXT(at("10", "log(50, 2.5) whole", 10), "2 10 2");
	CHECK_TEXT(at("10", "log(50, 0.5) whole", 10), "1 8.494850021680094 -");
}

/* Rules that take whole numbers only. */
static void
test_counts(void)
{
	CHECK_TEXT(at("6", "steps(0:6p, 1:5p, 2:3p, 3:0) whole", 3), "2 3 0");
	CHECK_TEXT(at("6", "steps(0:6p, 1:5p, 2:3p, 3:0) whole", 2), "1 5 0");
	CHECK_TEXT(at("6", "steps(0:6p, 1:5p, 2:3p, 3:0) whole", -1), "0 6 0");
	CHECK_TEXT(missing("6", "steps(0:6p, 1:5p, 2:3p, 3:0) whole"), "2 3 0");
	CHECK_TEXT(at("20", "steps(>0:0.5, >2:1) whole", 0), "1 10 3");
	CHECK_TEXT(at("20", "steps(0.5:0.5, 2.5:1) whole", 0), "1 10 3");
	/* a step without a whole number in it is passed over */
	CHECK_TEXT(at("20", "steps(1.2:0.5, 1.8:0.7, 3:1) whole", 1), "2 14 3");
	CHECK_TEXT(at("20", "steps(-0.5:1, 0.5:0) whole", 4), "0 20 0");
	CHECK_TEXT(at("20", "steps(1e300:1) whole", 4), "1e+300 20 1e+300");
	CHECK_TEXT(at("20", "linear(0, 2.5) whole", 1), "3 20 3");
	CHECK_TEXT(at("20", "linear(5, 0.5) whole", 4), "0 20 0");
	CHECK_TEXT(at("-20", "linear(0.5, 5) whole", 4), "0 0 0");
	CHECK_TEXT(at("20", "target(5) whole", 7), "- - 7");
	CHECK_TEXT(at("7.5", "points whole", 3), "7 7 -");
	CHECK_TEXT(at("0.5", "points whole", 0), "- - -");
	CHECK_TEXT(at("20", "percent whole", 99), "100 20 100");
	CHECK_TEXT(at("20", "curve(0:0, 2.5:1, 5:0) whole", 0), "2 16 -");
	CHECK_TEXT(at("20", "curve(0:0, 2.5:1, 5:0) whole", 5), "3 16 -");
	CHECK_TEXT(at("20", "curve(79.5:0.1, 80:0.1, 80:0.8, 100:1) whole", 70), "80 16 100");
	CHECK_TEXT(at("20", "curve(79.5:1, 80:1, 80:0, 100:0) whole", 90), "79 20 79");
	CHECK_TEXT(at("20", "curve(80.5:0, >80.5:0.8, 100:1) whole", 80), "81 16.102564102564102 100");
}

static void
test_whole_numbers(void)
{
	CHECK_TEXT(at("20", "checklist(5)", 0), "1 4 5");
	CHECK_TEXT(at("20", "checklist(5)", 4), "5 20 5");
	CHECK_TEXT(at("20", "checklist(5)", 5), "- - 5");
	CHECK_TEXT(at("10", "choice(good:1, fair:0.5, poor:0)", 3), "2 5 1");
	CHECK_TEXT(at("10", "choice(good:1, fair:0.5, poor:0)", 2), "1 10 1");
	CHECK_TEXT(at("10", "choice(good:1, fair:0.5, poor:0)", 1), "- - 1");
	/* the next better, not the neighbour; the nearest of equals, the larger of the equally near */
	CHECK_TEXT(at("10", "choice(poor:0, good:1, fair:0.5)", 1), "3 5 2");
	CHECK_TEXT(at("10", "choice(a:0.5, b:0.5, c:0, d:0.5, e:0.9)", 3), "4 5 -");
	CHECK_TEXT(at("10", "choice(a:0.5, b:0, c:0, d:0.5)", 2), "1 5 -");
}

static void
test_states(void)
{
	/* nothing yet: the least that earns anything */
	CHECK_TEXT(missing("7.5", "points"), "7.5 7.5 7.5");
	CHECK_TEXT(missing("10", "yesno"), "1 10 1");
	CHECK_TEXT(missing("10", "percent"), "100 10 100");
	CHECK_TEXT(missing("10", "linear(30, 5)"), "5 10 5");
	CHECK_TEXT(missing("10", "checklist(5)"), "1 2 5");
	CHECK_TEXT(missing("10", "choice(good:1, fair:0.5, poor:0)"), "2 5 1");
	CHECK_TEXT(missing("10", "choice(good:1, also:1)"), "1 10 1");
	CHECK_TEXT(missing("10", "choice(a:0.5, b:0.5, c:0, d:1)"), "1 5 4");
	CHECK_TEXT(missing("20", "steps(50:0.5, 80:1)"), "50 10 80");
	CHECK_TEXT(missing("20", "steps(50:0, 60:0.5, 80:0.9)"), "60 10 -");
	CHECK_TEXT(missing("20", "steps(0:1, >3:0.5, >5:0)"), "5 10 3");
	CHECK_TEXT(missing("20", "steps(0:0.5, 3:1, 5:0.5, 9:0.2)"), "9 4 4.99");
	CHECK_TEXT(missing("20", "steps(0:1, 5:0)"), "0 20 0");
	CHECK_TEXT(missing("20", "curve(0:0, 50:1, 100:1)"), "50 20 50");
	CHECK_TEXT(missing("20", "curve(0:1, 10:1, 20:0)"), "10 20 10");
	CHECK_TEXT(missing("20", "curve(0:1, 10:1)"), "0 20 0");
	CHECK_TEXT(missing("20", "curve(0:0, 10:0)"), "- - -");
	CHECK_TEXT(missing("-5", "linear(0, 5)"), "- - 0");
	CHECK_TEXT(missing("-5", "steps(1:0.5, 3:1)"), "- - 0.99");
	CHECK_TEXT(missing("-5", "checklist(5)"), "- - 0");
	/* no result to change */
	CHECK_TEXT(other("20", "percent", DX_RESULT_POINTS), "- - -");
	CHECK_TEXT(other("20", "percent", DX_RESULT_NA), "- - -");
	CHECK_TEXT(missing("20", ""), "- - -");
	CHECK_TEXT(other("20", "", DX_RESULT_POINTS), "- - -");
	/* nothing to earn */
	CHECK_TEXT(at("0", "percent", 20), "- - -");
	CHECK_TEXT(missing("0", "percent"), "- - -");
	CHECK_TEXT(from("\"method\": \"mean\"", "0", "percent", 20), "- - -");
	CHECK_TEXT(from("", "", "unscored", 20), "- - -");
}

/* Of a penalty less is lost. */
static void
test_penalties(void)
{
	CHECK_TEXT(at("-5", "points", -2), "0 0 0");
	CHECK_TEXT(at("-5", "yesno", 1), "0 0 0");
	CHECK_TEXT(at("-5", "yesno", 0), "- - 0");
	CHECK_TEXT(at("-5", "percent", 30), "0 0 0");
	CHECK_TEXT(at("-5", "ratio", 0.3), "0 0 0");
	CHECK_TEXT(at("-5", "linear(1, 5)", 3), "1 0 1");
	CHECK_TEXT(at("-5", "linear(1, 5)", 0), "- - 0");
	CHECK_TEXT(at("-5", "linear(5, 1)", 0), "5 0 5");
	CHECK_TEXT(at("-5", "checklist(5)", 3), "2 -2 0");
	CHECK_TEXT(at("-5", "checklist(5)", 0), "- - 0");
	CHECK_TEXT(at("-5", "steps(1:-2p, 3:1)", 4), "2.99 -2 0.99");
	CHECK_TEXT(at("-5", "steps(>1:-2p, >3:1)", 4), "3 -2 1");
	CHECK_TEXT(at("-5", "steps(1:0.2, 2:0.9, 3:0.4)", 2), "1.99 -1 0.99");
	CHECK_TEXT(at("-5", "choice(late:1, 'a bit late':0.5, good:0)", 1), "2 -2.5 3");
	CHECK_TEXT(at("-5", "curve(0:0, 10:1)", 3), "0 0 0");
}

static void
test_rounding(void)
{
	const char *whole = "\"decimals\": 0";
	const char *cents = "\"decimals\": 2";

	/* 3 and 4 of 10 items are both one point of three, rounded */
	CHECK_TEXT(from(whole, "3", "checklist(10)", 2), "5 2 9");
	CHECK_TEXT(from(whole, "3", "checklist(10)", 9), "- - 9");
	CHECK_TEXT(from(whole, "3", "checklist(1000000)", 0), "166667 1 833334");
	CHECK_TEXT(from(whole, "-3", "checklist(10)", 7), "4 -1 1");
	CHECK_TEXT(from(whole, "3", "steps(1:0.2, 2:0.3, 3:0.5, 4:0.9)", 1), "3 2 4");
	CHECK_TEXT(from(whole, "3", "choice(a:0.2, b:0.3, c:0.5)", 1), "3 2 -");
	/* without steps the aim is the whole, however little is missing */
	CHECK_TEXT(from(cents, "10", "percent", 99.94), "100 10 100");
	CHECK_TEXT(from(cents, "10", "percent", 99.95), "- - 99.95");
	/* too little to show */
	CHECK_TEXT(from(cents, "0.001", "percent", 50), "- - 50");
	CHECK_TEXT(from(cents, "2.345", "percent", 50), "100 2.345 100");
	/* multiples of a quarter, no more than the maximum */
	CHECK_TEXT(from("\"round_to\": 0.25", "3", "checklist(10)", 2), "3 1 10");
	CHECK_TEXT(from("\"round_to\": 0.25", "0.7", "checklist(10)", 8), "9 0.7 9");
	CHECK_TEXT(from("\"round_to\": 2", "5", "percent", 50), "100 5 100");
	/* nothing is rounded that the tree does not round */
	CHECK_TEXT(at("0.000000000001", "steps(1:0.6, 2:1)", 0), "1 0.0000000000006 2");
	/* under a mean nothing is rounded */
	CHECK_TEXT(from("\"method\": \"mean\"", "", "steps(1:1/3, 2:1)", 0), "1 33.333333333333336 2");
	CHECK_TEXT(from("\"method\": \"mean\", \"decimals\": 0", "5", "checklist(10)", 2), "3 1.5 10");
}

/* ---------------- brute force ---------------- */

static const char *const shares[] = {"0", "1", "0.5", "0.25", "0.3", "1/3", "2/3", "0.9", "0.95", "1"};

static const char *
any_share(void)
{
	return shares[below(sizeof(shares) / sizeof(shares[0]))];
}

/* Results of the random rules are multiples of 0.01 within -11 .. 11; bounds are multiples of 0.5. */
#define MOST_CENTS 1100

typedef enum family
{
	STEPWISE,
	SMOOTH,
	JUMPS,
	CHOICES,
	ITEMS
} family;

static family
random_rule(char *text, size_t size)
{
	static const char *const plain[] = {"percent",		"ratio",	   "yesno", "linear(-2, 3.5)",
										"linear(4, 1)", "target(2.5)", "points"};
	size_t len = 0;
	int kind = (int) below(6);
	bool curve = kind == 3 || kind == 5;
	bool whole = below(4) == 0;
	bool jumps = false;
	int n = 1 + (int) below(5);
	int bound = -10 + (int) below(8);

	if (kind == 0)
	{
		n = (int) below(7);
		snprintf(text, size, "%s%s", plain[n], whole && n != 1 && n != 2 ? " whole" : "");
		return SMOOTH;
	}
	if (kind == 1)
	{
		snprintf(text, size, "checklist(%d)", 1 + (int) below(30));
		return ITEMS;
	}
	len += (size_t) snprintf(text, size, "%s(", kind == 2 ? "choice" : curve ? "curve" : "steps");
	for (int i = 0; i < n + curve; i++)
	{
		bool same = kind == 4 && i > 0 && below(4) == 0 && strrchr(text, '>') < strrchr(text, ',');

		if (!same || kind != 4)
			bound += 1 + (int) below(4);
		if (kind == 2)
			len += (size_t) snprintf(text + len, size - len, "%sL%d:%s", i ? "," : "", i, any_share());
		else
			len += (size_t) snprintf(text + len, size - len, "%s%s%g:%s", i ? "," : "",
									 kind == 4 && (same || below(2)) ? ">" : "", bound / 2.0, any_share());
		if (kind == 5 && below(2))
		{
			len += (size_t) snprintf(text + len, size - len, ",%s%g:%s", below(2) ? ">" : "", bound / 2.0, any_share());
			jumps = true;
		}
	}
	snprintf(text + len, size - len, ")%s", whole && kind != 2 ? " whole" : "");
	return kind == 2 ? CHOICES : jumps ? JUMPS : curve ? SMOOTH : STEPWISE;
}

static double
hundredth(int i)
{
	return dx_decimal_to_double((dx_decimal) {i % 10 || i == 0 ? i
												  : i % 100	   ? i / 10
															   : i / 100,
											  i == 0		? 0
												  : i % 10	? 2
												  : i % 100 ? 1
															: 0});
}

/* The i-th result to try, from 0; false after the last. 20 and 100 are for `points` and `percent`. */
static bool
candidate(family f, int i, double *result)
{
	if (f == CHOICES || f == ITEMS)
	{
		*result = i;
		return i <= 30;
	}
	*result = i <= 2 * MOST_CENTS ? hundredth(i - MOST_CENTS) : i == 2 * MOST_CENTS + 1 ? 20 : 100;
	return i <= 2 * MOST_CENTS + 2;
}

static int checked;

/* The result nearest to r of two, the larger where they are equally far; NAN is none. */
static double
nearer(double a, double b, double r)
{
	if (isnan(a) || isnan(b))
		return isnan(a) ? b : a;
	if (fabs(fabs(a - r) - fabs(b - r)) < 0.005)
		return a > b ? a : b;
	return fabs(a - r) < fabs(b - r) ? a : b;
}

/* The best side of each jump on the way that earns more, or what earns most: the nearest of them all is next. */
static void
check_jump(const dx_tree *tree, double r, const char *text)
{
	const dx_rule *rule = dx_tree_rule(tree, 1);
	dx_next next = find(tree, DX_RESULT_VALUE, r);
	double now = points_of(tree, r);
	double most = -1e9;
	double want = NAN;
	double x;

	checked++;
	/* Where bounds are shares a step beyond one is finer than the grid. */
	if (rule->items[0].bound_value >= -1 && rule->items[rule->n_items - 1].bound_value <= 1)
		return;
	for (int i = 0; candidate(JUMPS, i, &x); i++)
		most = points_of(tree, x) > most ? points_of(tree, x) : most;
	for (int i = 0; candidate(JUMPS, i, &x); i++)
		if (points_of(tree, x) == most && most > now)
			want = nearer(want, x, r);
	for (int i = 1; i < rule->n_items; i++)
	{
		const dx_rule_item *item = &rule->items[i];
		double grid = rule->flags & DX_RULE_WHOLE ? 1 : 0.01;
		double at = item->bound_value;
		double under;
		double over;

		if (item[-1].bound_value != at)
			continue;
		under = grid == 1 ? floor(at) : at;
		if (!item->exclusive && under == at)
			under = dx_double_round(at - grid, 2);
		over = dx_double_round(under + grid, 2);
		if (r <= under && points_of(tree, over) > now)
			want = nearer(want, over, r);
		if (r >= over && points_of(tree, under) > now)
			want = nearer(want, under, r);
	}
	CHECK(next.has_next == !isnan(want));
	if (next.has_next)
		CHECK(next.next_result == want && next.next_points == points_of(tree, want) && next.next_points > now);
	if (next.has_next != !isnan(want) || (next.has_next && next.next_result != want))
		printf("%s, result %g (%g points): %s, not %g\n", text, r, now, print(next), want);
}

/* Every result nearer than the one named earns no more; every choice that earns more than now earns as much as the next one. */
static void
check_next(const dx_tree *tree, family f, bool rounded, double r, const char *rule)
{
	double now = points_of(tree, r);
	dx_next next = find(tree, DX_RESULT_VALUE, r);
	double distance = next.has_next ? fabs(next.next_result - r) : 0;
	double full_distance = next.has_full ? fabs(next.full_result - r) : 0;
	double max = dx_maximum_to_double(dx_step_maximum(&dx_tree_steps(tree)[1]));
	double full = max < 0 ? 0
		: tree->round_unit == 0 || !(dx_tree_steps(tree)[1].flags & DX_STEP_DECIMAL)
		? max
		: fmin(max, round(max * 1e12 / (double) tree->round_unit) * (double) tree->round_unit / 1e12);
	bool good = true;
	double x;

	checked++;
	if (next.has_next)
		good = points_of(tree, next.next_result) == next.next_points && next.next_points > now;
	if (next.has_full)
		good = good && points_of(tree, next.full_result) == full;
	for (int i = 0; candidate(f, i, &x) && good; i++)
	{
		double there = points_of(tree, x);
		double away = fabs(x - r);

		if (there == -1e9)
			continue;
		/* distances of multiples of 0.01: half a unit of slack */
		if (there == full && !(f == SMOOTH && rounded))
			good = next.has_full && away > full_distance - 0.005 &&
				(away > full_distance + 0.005 || x <= next.full_result);
		if (there <= now || !good)
			continue;
		if (!next.has_next)
			good = false;
		else if (f == CHOICES)
			good = there >= next.next_points &&
				(there > next.next_points || away > distance || (away == distance && x <= next.next_result));
		else if (f == SMOOTH)
			good = there <= next.next_points && (there < next.next_points || rounded || away > distance - 0.005);
		else
			good = away > distance - 0.005 && (away > distance + 0.005 || x <= next.next_result);
	}
	CHECK(good);
	if (!good)
		printf("%s, maximum %g, rounded to %g, result %g (%g points): %s\n", rule, max,
			   (double) tree->round_unit / 1e12, r, now, print(next));
}

static void
test_brute_force(void)
{
	static const char *const maxima[] = {"20", "7.5", "3", "1", "-5", "-3"};
	static const char *const roots[] = {"", "\"decimals\": 0", "\"decimals\": 2", "\"round_to\": 0.25",
										"\"method\": \"mean\""};

	for (int round = 0; round < 250; round++)
	{
		char rule[400];
		family f = random_rule(rule, sizeof(rule));
		const char *root = roots[below(5)];
		const char *max = maxima[below(*root == '"' && root[1] == 'm' ? 4 : 6)];
		dx_tree *tree = tree_of(root, max, rule);

		if (tree == NULL)
		{
			CHECK(tree != NULL);
			continue;
		}
		for (int i = 0; i < 12; i++)
		{
			double r = f == CHOICES || f == ITEMS ? below(31) : hundredth((int) below(2 * MOST_CENTS) - MOST_CENTS);

			if (strstr(rule, "whole"))
				r = (double) below(23) - 11;
			if (f == JUMPS)
			{
				/* Rounded to whole points, places beside a jump earn as much as it does. */
				if (!strstr(root, "decimals") && !strstr(root, "round_to"))
					check_jump(tree, r, rule);
				continue;
			}

			/* often on a bound */
			if (f == STEPWISE && below(3) == 0)
				r = dx_double_round(r * 2, 0) / 2;
			if (points_of(tree, r) > -1e9)
				check_next(tree, f, tree->round_unit != 0, r, rule);
		}
		dx_free(tree);
	}
	CHECK(checked > 1500);
}

/* What is named for a missing criterion earns what is said, and no result of a stepwise rule earns less but something. */
static void
test_brute_force_missing(void)
{
	for (int round = 0; round < 300; round++)
	{
		char rule[400];
		family f = random_rule(rule, sizeof(rule));
		dx_tree *tree = tree_of("", round % 4 ? "20" : "-3", rule);
		dx_next next = find(tree, DX_RESULT_MISSING, 0);
		double most = 0;
		double least = INFINITY;
		double x;

		for (int i = 0; candidate(f, i, &x); i++)
		{
			double there = points_of(tree, x);

			if (there > most)
				most = there;
			if (there > 0 && there < least)
				least = there;
		}
		CHECK(next.has_next == (most > 0));
		if (next.has_next)
		{
			CHECK(points_of(tree, next.next_result) == next.next_points);
			CHECK(f == JUMPS || next.next_points == (f == SMOOTH ? most : least));
		}
		if (next.has_full)
			CHECK(points_of(tree, next.full_result) == (round % 4 ? 20 : 0));
		else
			CHECK(round % 4 == 0 || most < 20);
		dx_free(tree);
	}
}

/* Several criteria in one plan do not get in each other's way. */
static void
test_plan(void)
{
	static const char json[] =
		"[{\"code\": \"1\", \"max\": 10, \"rule\": \"steps(1:0.5, 2:1)\"}, {\"code\": \"2\", \"max\": 10},"
		" {\"code\": \"3.1\", \"max\": 10, \"rule\": \"choice(a:1, b:0)\"}, {\"code\": \"3.2\", \"rule\": "
		"\"unscored\"},"
		" {\"code\": \"4\", \"max\": 10, \"rule\": \"checklist(4)\"}, {\"code\": \"5\", \"max\": 10, \"rule\": "
		"\"curve(0:0, 9:1)\"}]";
	static const char *const want[] = {"2 10 2", "- - -", "1 10 1", "- - -", "3 7.5 4", "9 10 9"};
	static const double results[] = {1, 5, 2, 2, 2, 2};
	dx_error err;
	dx_tree *tree = dx_tree_from_json(DX_STR(json), &err);
	dx_next_plan *plan = dx_next_plan_make(tree);

	for (uint32_t i = 0; i < 6; i++)
	{
		dx_next next;
		dx_leaf leaf = {0, 1, 0};
		uint32_t node = dx_tree_criteria(tree)[i];

		if (i != 1)
			CHECK(dx_score_result(tree, node, DX_RESULT_VALUE, results[i], &leaf, &err));
		dx_next_find(plan, tree, i, DX_RESULT_VALUE, results[i], dx_leaf_points(&dx_tree_steps(tree)[node], &leaf),
					 &next);
		CHECK_TEXT(print(next), want[i]);
	}
	dx_free(plan);
	dx_free(tree);
}

int
main(void)
{
	test_without_steps();
	test_steps();
	test_open_bounds();
	test_curves();
	test_jumps();
	test_log();
	test_counts();
	test_whole_numbers();
	test_states();
	test_penalties();
	test_rounding();
	test_brute_force();
	test_brute_force_missing();
	test_plan();
	CHECK_DONE("next_result");
}
