/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_rollup.c: the roll-up of a scoring programme. Expected scores are
 * worked out by hand; properties are checked on random programmes.
 */
#include "check.h"
#include "score/rollup.h"
#include "tree/tree_make.h"

#define MAX 400

static dx_tree *tree;
static const dx_step *steps;
static dx_leaf leaves[MAX];
static dx_rollup *rollup;
static dx_roll *rolls;
static dx_int128 parts[MAX];
static double contribution[MAX]; /* rounded to 12 decimals */
static bool known[MAX];

/* Build a tree from JSON; every criterion starts as missing. */
static void
build(const char *json)
{
	dx_error err = {0};

	if (rollup)
		dx_rollup_free(rollup);
	rollup = NULL;
	dx_free(tree);
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	CHECK_TEXT(err.message, "");
	if (tree == NULL)
		exit(1);
	steps = dx_tree_steps(tree);
	memset(leaves, 0, sizeof(leaves));
	rollup = dx_rollup_new(tree, steps, tree->n_nodes, tree->spans);
	rolls = rollup->rolls;
}

/* p points for criterion i, of its maximum max. */
static void
answer(int i, double p, double max)
{
	dx_points num;
	dx_points den;

	dx_points_from_double(fabs(p), &num);
	dx_points_from_double(fabs(max), &den);
	leaves[i] = (dx_leaf) {num, den, DX_VALUE_PRESENT};
}

static void
roll(void)
{
	dx_error err = {0};

	CHECK(dx_roll_up(rollup, leaves, &err));
	dx_roll_contributions(rollup, 12, parts, known);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		contribution[i] = dx_quotient(parts[i], DX_POINTS_ONE);
}

/* "points/maximum" of node i; "-" where it has no value, "na" where it does not apply. */
static const char *
score(int i)
{
	static char text[160];
	char max[64];

	if (rolls[i].state == DX_VALUE_NA)
		return "na";
	dx_decimal_print(dx_decimal_from_double(dx_roll_max(rollup, i)), max);
	if (rolls[i].state == DX_VALUE_MISSING)
		snprintf(text, sizeof(text), "-/%s", max);
	else
		snprintf(text + dx_points_print(dx_roll_decimal(rollup, i, 12), text), 80, "/%s", max);
	return text;
}

/* A root with two sums: 1 (10, 20, 30) and 2 (40), under the options given. */
#define TWO_SUMS(options) \
	"[{\"code\":\"\"" options \
	"}, {\"code\":\"1.1\",\"max\":10,\"rule\":\"points\"}, {\"code\":\"1.2\",\"max\":20,\"rule\":\"points\"}," \
	" {\"code\":\"1.3\",\"max\":30,\"rule\":\"points\"}, {\"code\":\"2.1\",\"max\":40,\"rule\":\"points\"}]"

static void
test_policies(void)
{
	double ratio;

	build(TWO_SUMS(""));
	CHECK(dx_steps_plain_sum(steps, tree->n_nodes));
	roll();
	CHECK_TEXT(score(0), "0/100");
	answer(0, 5, 10);
	answer(1, 20, 20);
	answer(3, 30, 40);
	roll();
	CHECK_TEXT(score(1), "25/60");
	CHECK_TEXT(score(0), "55/100");
	CHECK(rolls[0].answered == 3 && rolls[0].applicable == 4);
	leaves[2].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(1), "25/30");
	CHECK_TEXT(score(0), "55/70");
	CHECK(rolls[0].applicable == 3);
	leaves[3].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(5), "na");
	CHECK_TEXT(score(0), "25/30");

	/* skip: 60 x 25 / 30 = 50; what was answered keeps its share of that */
	build(TWO_SUMS(",\"missing\":\"skip\""));
	CHECK(!dx_steps_plain_sum(steps, tree->n_nodes));
	answer(0, 5, 10);
	answer(1, 20, 20);
	roll();
	CHECK_TEXT(score(1), "50/60");
	CHECK_TEXT(score(5), "-/40");
	CHECK_TEXT(score(0), "83.333333333333/100"); /* 100 x 50 / 60, rounded at 12 digits */
	CHECK(fabs(contribution[2] - 5.0 * 2 * 100 / 60) < 2e-12 && known[2]);
	CHECK(parts[2] + parts[3] == parts[1] && parts[1] == parts[0] && parts[0] == dx_roll_decimal(rollup, 0, 12));
	CHECK(!known[4] && !known[5]);
	answer(0, 1, 10);
	leaves[1].state = DX_VALUE_MISSING;
	answer(2, 0.000000000001, 30);
	roll();
	CHECK_TEXT(score(1), "1.500000000002/60"); /* 60 x 1.000000000001 / 40 = 1.5000000000015, away from 0 */

	build(TWO_SUMS(",\"missing\":\"strict\""));
	answer(0, 5, 10);
	answer(1, 20, 20);
	answer(3, 30, 40);
	roll();
	CHECK_TEXT(score(1), "-/60");
	CHECK_TEXT(score(5), "30/40");
	CHECK_TEXT(score(0), "-/100");
	CHECK(!known[0] && !known[2] && !dx_roll_ratio(rollup, 0, &ratio));
	leaves[2].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(0), "55/70");
}

static void
test_limits(void)
{
	/* 2 of 3 passes 2/3, fails 0.67; root: 1 of 2 children */
	build(TWO_SUMS(",\"min_coverage\":\"2/3\""));
	answer(0, 5, 10);
	answer(1, 20, 20);
	roll();
	CHECK_TEXT(score(1), "25/60");
	CHECK_TEXT(score(5), "-/40");
	CHECK_TEXT(score(0), "-/100");
	answer(3, 30, 40);
	roll();
	CHECK_TEXT(score(0), "55/100");
	build(TWO_SUMS(",\"min_coverage\":0.67"));
	answer(0, 5, 10);
	answer(1, 20, 20);
	roll();
	CHECK_TEXT(score(1), "-/60");
	leaves[2].state = DX_VALUE_NA; /* 2 of 2 */
	roll();
	CHECK_TEXT(score(1), "25/30");
	build(TWO_SUMS(",\"min_coverage\":0.6666666667")); /* the slack of 1e-9 */
	answer(0, 5, 10);
	answer(1, 20, 20);
	roll();
	CHECK_TEXT(score(1), "25/60");
	build(TWO_SUMS(",\"min_count\":2"));
	answer(0, 5, 10);
	answer(3, 40, 40);
	roll();
	CHECK_TEXT(score(1), "-/60");
	answer(2, 0, 30);
	roll();
	CHECK_TEXT(score(1), "5/60");
	CHECK_TEXT(score(5), "-/40");
}

static void
test_bonuses(void)
{
	double ratio;

	/* nodes: root, 1, 1.1 (10), 1.2 (bonus 5), 1.3 (penalty -4), 1.4 (20) */
	build("[{\"code\":\"\",\"missing\":\"skip\"}, {\"code\":\"1.1\",\"max\":10,\"rule\":\"points\"},"
		  " {\"code\":\"1.2\",\"max\":5,\"rule\":\"points\",\"bonus\":true}, "
		  "{\"code\":\"1.3\",\"max\":-4,\"rule\":\"points\"},"
		  " {\"code\":\"1.4\",\"max\":20,\"rule\":\"points\"}]");
	answer(0, 8, 10);
	answer(1, 5, 5);
	answer(2, -3, -4);
	roll();
	CHECK_TEXT(score(1), "26/30"); /* 30 x 8/10, then 5 - 3 */
	CHECK_TEXT(score(4), "-3/-4");
	CHECK(!dx_roll_ratio(rollup, 4, &ratio));
	CHECK(contribution[2] == 24 && contribution[3] == 5 && contribution[4] == -3);
	CHECK(rolls[0].answered == 3 && rolls[0].applicable == 4);
	leaves[0].state = DX_VALUE_MISSING; /* nothing regular is answered */
	roll();
	CHECK_TEXT(score(1), "-/30");
	leaves[0].state = leaves[3].state = DX_VALUE_NA; /* bonuses alone */
	roll();
	CHECK_TEXT(score(1), "2/0");
	CHECK(!dx_roll_ratio(rollup, 1, &ratio));
	leaves[1].state = leaves[2].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(0), "na");
	/* more than everything */
	answer(0, 10, 10);
	answer(1, 5, 5);
	answer(3, 20, 20);
	roll();
	CHECK(dx_roll_ratio(rollup, 1, &ratio));
	CHECK_SAME(ratio, 35.0 / 30.0);
}

static void
test_means(void)
{
	/* root mean of 1 (weight 3), 2 (weight 1, maximum 50), 3 (weight 0), 4: worth nothing, bonus alone */
	const char *json =
		"[{\"code\":\"\",\"method\":\"mean\"}, {\"code\":\"1\",\"weight\":3,\"rule\":\"percent\"},"
		" {\"code\":\"2\",\"max\":50,\"rule\":\"percent\"}, {\"code\":\"3\",\"weight\":0,\"rule\":\"percent\"},"
		" {\"code\":\"4\",\"method\":\"sum\"}, {\"code\":\"4.1\",\"max\":5,\"bonus\":true,\"rule\":\"points\"}]";

	build(json);
	answer(0, 40, 100);
	answer(1, 40, 50);
	answer(2, 100, 100);
	answer(3, 5, 5);
	roll();
	CHECK_TEXT(score(0), "50/100"); /* (3 x 0.4 + 0.8) / 4 */
	CHECK(rolls[0].answered == 3 && rolls[0].applicable == 3);
	CHECK(fabs(contribution[1] - 30) < 1e-12 && fabs(contribution[2] - 20) < 1e-12);
	CHECK(known[3] && contribution[3] == 0);
	CHECK(known[4] && contribution[4] == 0 && contribution[5] == 0);
	leaves[0].state = DX_VALUE_MISSING;
	roll();
	CHECK_TEXT(score(0), "80/100");
	leaves[0].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(0), "80/100");
	leaves[1].state = DX_VALUE_MISSING; /* no weight left */
	roll();
	CHECK_TEXT(score(0), "-/100");
	leaves[1].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(0), "na");

	/* under a mean, a node worth nothing is left out before it has a value, too */
	build("[{\"code\":\"\",\"method\":\"mean\",\"missing\":\"strict\"}, {\"code\":\"1\",\"rule\":\"percent\"},"
		  " {\"code\":\"2\",\"max\":0}, {\"code\":\"2.1\",\"rule\":\"percent\"}]");
	answer(0, 40, 100);
	roll();
	CHECK_TEXT(score(2), "-/0");
	CHECK_TEXT(score(0), "40/100");
	answer(1, 90, 100);
	roll();
	CHECK_TEXT(score(0), "40/100");

	/* missing as 0 of its maximum */
	build("[{\"code\":\"\",\"method\":\"mean\",\"missing\":\"zero\"}, {\"code\":\"1\",\"rule\":\"percent\"}, "
		  "{\"code\":\"2\",\"rule\":\"percent\"}]");
	answer(0, 40, 100);
	roll();
	CHECK_TEXT(score(0), "20/100");
	CHECK_SAME(contribution[1], 20.0);
	CHECK(!known[2]);
	/* nothing beneath a node that is not linear */
	build("[{\"code\":\"\"}, {\"code\":\"1\",\"max\":20,\"method\":\"geomean\"}, "
		  "{\"code\":\"1.1\",\"rule\":\"percent\"}, {\"code\":\"1.2\",\"rule\":\"percent\"}]");
	answer(0, 40, 100);
	answer(1, 90, 100);
	roll();
	CHECK_TEXT(score(0), "12/20"); /* 20 x sqrt(0.36) */
	CHECK(known[1] && contribution[1] == 12 && !known[2] && !known[3]);
}

static uint64_t seed = 20221122;

static uint32_t
random_below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((seed >> 33) % n);
}

/* A random tree of plain sums, criteria worth 0.01 to 10.00; codes in the order of `order`. */
static size_t
random_tree(char *json, size_t size, int n_pillars, const int *order, int maxima[][8])
{
	size_t len = 0;

	for (int p = 0; p < n_pillars; p++)
		for (int c = 0; c < 8 && maxima[p][c] > 0; c++)
			len += snprintf(json + len, size - len, "%s{\"code\":\"%d.%d\",\"max\":%d.%02d,\"rule\":\"points\"}",
							len ? "," : "[", order[p] + 1, c + 1, maxima[p][c] / 100, maxima[p][c] % 100);
	len += snprintf(json + len, size - len, "]");
	return len;
}

static void
test_properties(void)
{
	static char json[65536];
	static dx_step mutated[MAX];

	for (int round = 0; round < 200; round++)
	{
		int maxima[9][8] = {{0}};
		int given[9][8] = {{0}};
		int order[9];
		int n = 1 + (int) random_below(9);
		int64_t total = 0;
		dx_points want;
		dx_error err = {0};
		dx_step *step;

		for (int p = 0; p < n; p++)
		{
			int k = 1 + (int) random_below(8);

			order[p] = p;
			for (int c = 0; c < k; c++)
			{
				maxima[p][c] = 1 + (int) random_below(1000);
				given[p][c] = (int) random_below((uint32_t) maxima[p][c] + 1);
				total += given[p][c];
			}
		}
		/* Twice: as it is, and with the pillars' codes permuted. */
		for (int again = 0; again < 2; again++)
		{
			random_tree(json, sizeof(json), n, order, maxima);
			build(json);
			for (int p = 0; p < n; p++)
				for (int c = 0; c < 8 && maxima[p][c] > 0; c++)
				{
					int i = c;

					for (int q = 0; q < n; q++)
						for (int d = 0; order[q] < order[p] && d < 8 && maxima[q][d] > 0; d++)
							i++;
					answer(i, given[p][c] / 100.0, maxima[p][c] / 100.0);
				}
			roll();
			want = (dx_points) total * (DX_POINTS_ONE / 100);
			CHECK(dx_roll_decimal(rollup, 0, 12) == want);
			CHECK_SAME(dx_roll_points(rollup, 0), (double) total / 100);
			for (int p = n - 1; p > 0; p--)
			{
				int q = (int) random_below((uint32_t) p + 1);
				int swap = order[p];

				order[p] = order[q];
				order[q] = swap;
			}
		}
		CHECK(dx_steps_validate(steps, tree->n_nodes, tree->n_criteria, &err));
		CHECK(!dx_steps_validate(steps, tree->n_nodes, tree->n_criteria + 1, &err));
		CHECK(!dx_steps_validate(steps, tree->n_nodes - 1, tree->n_criteria - 1, &err));
		/* One change that cannot be right, at a random node. */
		memcpy(mutated, steps, tree->n_nodes * sizeof(dx_step));
		step = &mutated[random_below(tree->n_nodes)];
		switch (random_below(16))
		{
			case 0:
				step->end++;
				break;
			case 1:
				step->parent += 1 + random_below(5);
				break;
			case 2:
				step->criterion++;
				break;
			case 3:
				step->depth++;
				break;
			case 4:
				step->flags ^= DX_STEP_CRITERION;
				break;
			case 5:
				step->missing = DX_MISSING_STRICT + 1;
				break;
			case 6:
				step->method = DX_METHODS;
				break;
			case 7:
				step->weight = random_below(2) ? -1 : NAN;
				break;
			case 8:
				step->min_coverage = random_below(2) ? 1.5 : NAN;
				break;
			case 9:
				step->coverage_num = step->coverage_den + 1;
				break;
			case 10:
				mutated[0].flags &= ~DX_STEP_DECIMAL;
				break;
			case 11:
				mutated[0].flags |= DX_STEP_COUNTED;
				break;
			case 13:
				step->max_den = 0;
				break;
			case 14:
				step->weight_den = 0;
				break;
			case 15:
				mutated[0].terms_end = 1;
				break;
			case 12:
				step->flags ^= step > mutated ? DX_STEP_COUNTED : DX_STEP_UNSCORED;
				break;
		}
		CHECK(!dx_steps_validate(mutated, tree->n_nodes, tree->n_criteria, &err));
	}
}

/* Do parents and ends tell of a tree in pre-order? Counted from the parents alone. */
static bool
is_preorder(const dx_step *s, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (s[i].parent >= i)
			return false;
	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t a = i == 0 ? 0 : i - 1;
		uint32_t end = i + 1;

		while (a != s[i].parent && a > 0)
			a = s[a].parent;
		if (a != s[i].parent)
			return false;
		for (uint32_t k = i + 1; k < n; k++)
			for (a = k; a > 0 && a != i; a = s[a].parent)
				if (s[a].parent == i)
					end = k + 1;
		if (s[i].end != end)
			return false;
	}
	return true;
}

/* Every parent and end that up to five nodes could claim; of n nodes there are Catalan(n - 1) trees. */
static void
test_shapes(void)
{
	static const int trees[] = {0, 1, 1, 2, 5, 14};

	for (uint32_t n = 1; n <= 5; n++)
	{
		uint32_t ways = n * (n + 2);
		uint64_t all = 1;
		int taken = 0;
		int wrong = 0;

		for (uint32_t i = 1; i < n; i++)
			all *= ways;
		for (uint64_t number = 0; number < all; number++)
		{
			dx_step s[5] = {{0}};
			uint64_t rest = number;
			uint32_t criteria = 0;
			dx_error err;
			bool valid;

			for (uint32_t i = 0; i < n; i++)
			{
				bool leaf;

				s[i].parent = i == 0 ? 0 : rest % n;
				s[i].end = i == 0 ? n : rest / n % (n + 2);
				if (i > 0)
					rest /= ways;
				leaf = s[i].end == i + 1;
				s[i].depth = i == 0 ? 0 : s[s[i].parent].depth + 1;
				s[i].method = DX_METHOD_MEAN;
				s[i].weight = 1;
				s[i].weight_den = s[i].max_den = 1;
				s[i].criterion = criteria;
				s[i].flags = leaf ? DX_STEP_CRITERION | DX_STEP_COUNTED : 0;
				criteria += leaf;
			}
			valid = dx_steps_validate(s, n, criteria, &err);
			taken += valid;
			/* Of a node that is after its child the depth is not right either. */
			wrong += valid != is_preorder(s, n);
		}
		CHECK(taken == trees[n]);
		CHECK(wrong == 0);
	}
}

/* ---------------- against fractions ---------------- */

/* num / den, den > 0, in lowest terms; the numbers below stay far from 2^126. */
typedef struct fraction
{
	dx_int128 num;
	dx_int128 den;
} fraction;

static fraction
fraction_of(dx_int128 num, dx_int128 den)
{
	dx_int128 a = num < 0 ? -num : num;
	dx_int128 b = den;

	while (b != 0)
	{
		dx_int128 rest = a % b;

		a = b;
		b = rest;
	}
	return (fraction) {num / a, den / a};
}

static fraction
plus(fraction a, fraction b)
{
	fraction shared = fraction_of(a.den, b.den);

	return fraction_of(a.num * shared.den + b.num * shared.num, a.den * shared.den);
}

static fraction
times(fraction a, fraction b)
{
	fraction x = fraction_of(a.num, b.den);
	fraction y = fraction_of(b.num, a.den);

	return (fraction) {x.num * y.num, x.den * y.den};
}

static fraction
over(fraction a, fraction b)
{
	return times(a, b.num < 0 ? (fraction) {-b.den, -b.num} : (fraction) {b.den, b.num});
}

static int
order_of(fraction a, fraction b)
{
	fraction difference = plus(a, (fraction) {-b.num, b.den});

	return (difference.num > 0) - (difference.num < 0);
}

/* The mean of the n greatest of so many. */
static fraction
best_of(fraction *ratios, uint32_t count, uint32_t n)
{
	fraction sum = {0, 1};

	n = n < count ? n : count;
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t j = k; j < count; j++)
			if (j == k || order_of(ratios[j], ratios[k]) > 0)
			{
				fraction swap = ratios[k];

				ratios[k] = ratios[j];
				ratios[j] = swap;
			}
	for (uint32_t k = 0; k < n; k++)
		sum = plus(sum, ratios[k]);
	return over(sum, (fraction) {n, 1});
}

static fraction points_wanted[MAX];
static fraction ratio_wanted[MAX];
static fraction max_wanted[MAX];

/* As the manual says it, one node from its children; all criteria are answered or missing. */
static void
want_node(uint32_t i)
{
	const dx_step *step = &steps[i];
	fraction sum = {0, 1};
	fraction have = {0, 1};
	fraction all = {0, 1};
	fraction extra = {0, 1};
	fraction least = {1000000, 1};
	fraction most = {-1000000, 1};
	fraction most_points = {0, 1};
	fraction ratios[MAX];
	uint32_t count = 0;
	uint32_t c;

	max_wanted[i] = fraction_of(dx_load_points(step->max), DX_POINTS_ONE * step->max_den);
	if (step->flags & DX_STEP_CRITERION)
	{
		const dx_leaf *leaf = &leaves[step->criterion];

		ratio_wanted[i] = leaf->state == DX_VALUE_PRESENT ? fraction_of(leaf->num, leaf->den) : (fraction) {0, 1};
		points_wanted[i] = times(max_wanted[i], ratio_wanted[i]);
		return;
	}
	for (c = i + 1; c < step->end; c = steps[c].end)
	{
		bool present = rolls[c].state == DX_VALUE_PRESENT;
		bool of_points = dx_is_of_points(step->method);
		fraction weight = of_points ? max_wanted[c] : (fraction) {(int64_t) steps[c].weight, steps[c].weight_den};
		fraction value = of_points ? points_wanted[c] : times(weight, ratio_wanted[c]);

		if (!dx_step_regular(step, &steps[c]))
		{
			extra = plus(extra, present ? points_wanted[c] : (fraction) {0, 1});
			continue;
		}
		all = plus(all, weight);
		if (present || step->missing == DX_MISSING_ZERO)
		{
			fraction ratio = present ? ratio_wanted[c] : (fraction) {0, 1};

			have = plus(have, weight);
			sum = plus(sum, present ? value : (fraction) {0, 1});
			least = order_of(ratio, least) < 0 ? ratio : least;
			most = order_of(ratio, most) > 0 ? ratio : most;
			ratios[count++] = ratio;
			if (present && order_of(points_wanted[c], most_points) > 0)
				most_points = points_wanted[c];
		}
	}
	if (have.num == 0)
		return;
	if (step->method == DX_METHOD_SUM)
	{
		points_wanted[i] = plus(times(over(sum, have), all), extra);
		ratio_wanted[i] = over(points_wanted[i], max_wanted[i]);
		return;
	}
	if (step->method == DX_METHOD_ALTERNATIVES)
	{
		points_wanted[i] = most_points;
		ratio_wanted[i] = over(points_wanted[i], max_wanted[i]);
		return;
	}
	ratio_wanted[i] = step->method == DX_METHOD_MIN ? least
		: step->method == DX_METHOD_MAX				? most
		: step->method == DX_METHOD_BEST			? best_of(ratios, count, (uint32_t) step->power)
													: over(sum, have);
	points_wanted[i] = times(ratio_wanted[i], max_wanted[i]);
}

/* Two levels of sums, means, least, greatest, best and alternatives; thirds, sevenths, hundredths, fractions as maxima and weights. */
static size_t
fraction_tree(char *json, size_t size)
{
	static const char *const methods[] = {"sum", "mean", "min", "max", "alternatives", "best(1)", "best(2)"};
	static const char *const policies[] = {"zero", "skip"};
	static const char *const maxima[] = {"10", "0.25", "\"1/3\"", "7", "1e-6", "\"2/7\"", "100"};
	static const char *const weights[] = {"1", "2", "\"1/3\"", "\"1/49\"", "3"};
	uint32_t n = 1 + random_below(4);
	uint32_t above = random_below(n < 2 ? 6 : 7);
	size_t len = (size_t) snprintf(json, size, "[{\"code\":\"\",\"method\":\"%s\",\"missing\":\"%s\"}", methods[above],
								   policies[random_below(2)]);

	for (uint32_t p = 1; p <= n; p++)
	{
		uint32_t k = 1 + random_below(4);
		uint32_t method = random_below(k < 2 ? 6 : 7);
		const char *alike = maxima[random_below(7)];

		len += (size_t) snprintf(
			json + len, size - len, ",{\"code\":\"%u\",\"method\":\"%s\",\"missing\":\"%s\",\"weight\":%s}", p,
			methods[method], policies[random_below(2)], above < 5 ? weights[random_below(5)] : "1");
		for (uint32_t c = 1; c <= k; c++)
			len += (size_t) snprintf(json + len, size - len,
									 ",{\"code\":\"%u.%u\",\"max\":%s,\"rule\":\"percent\",\"weight\":%s}", p, c,
									 method == 2 || method == 3 ? alike : maxima[random_below(7)],
									 method < 5 ? weights[random_below(5)] : "1");
	}
	return len + (size_t) snprintf(json + len, size - len, "]");
}

static void
test_fractions(void)
{
	static const int spans[] = {1, 3, 7, 100, 49, 922, 965};
	static char json[4096];

	for (int round = 0; round < 3000; round++)
	{
		dx_int128 left;

		fraction_tree(json, sizeof(json));
		build(json);
		for (uint32_t k = 0; k < tree->n_criteria; k++)
		{
			int span = spans[random_below(7)];

			if (random_below(5) > 0)
				leaves[k] = (dx_leaf) {random_below((uint32_t) span + 1), span, DX_VALUE_PRESENT};
		}
		roll();
		for (uint32_t i = tree->n_nodes; i-- > 0;)
		{
			double ratio = 0;

			want_node(i);
			if (rolls[i].state != DX_VALUE_PRESENT)
				continue;
			CHECK_SAME(dx_roll_points(rollup, i), dx_quotient(points_wanted[i].num, points_wanted[i].den));
			CHECK(dx_roll_ratio(rollup, i, &ratio));
			CHECK_SAME(ratio, dx_quotient(ratio_wanted[i].num, ratio_wanted[i].den));
			CHECK_SAME(dx_roll_max(rollup, i), dx_quotient(max_wanted[i].num, max_wanted[i].den));
		}
		/* Parts add up to the whole, as rounded. */
		left = rolls[0].state == DX_VALUE_PRESENT ? dx_roll_decimal(rollup, 0, 12) : 0;
		CHECK(parts[0] == left);
		for (uint32_t i = 1; i < tree->n_nodes; i++)
			if (known[i] && ((steps[i].flags & DX_STEP_CRITERION) || !dx_methods[steps[i].method].linear))
				left -= parts[i];
		CHECK(left == 0 || !known[0] || !dx_methods[steps[0].method].linear);
	}
}

/* ---------------- another leaf ---------------- */

static const char *const all_methods[] = {"sum",	  "sum",	   "sum",		   "mean",		   "median",
										  "min",	  "max",	   "best(1)",	   "best(2)",	   "geomean",
										  "geomean",  "harmean",   "mpi_down",	   "mpi_up",	   "alternatives",
										  "power(2)", "power(-3)", "power(0.001)", "power(1000)",  "power(-200)",
										  "power(0)", "power(1)",  "power(-1)",	   "alternatives", "power(1e-9)"};

/* Now and then what decisions add to a sum. */
static const char *
random_terms(bool is_sum, bool in_sum, const char *place, uint32_t c, char *buf, size_t size)
{
	size_t len = 0;

	buf[0] = 0;
	if (is_sum && random_below(4) == 0)
		len += (size_t) snprintf(buf + len, size - len, ",\"cap\":%u", 3 + random_below(20));
	if (is_sum && random_below(6) == 0)
		len += (size_t) snprintf(buf + len, size - len, ",\"floor\":-%u", random_below(3));
	if ((is_sum || in_sum) && random_below(4) == 0)
		len += (size_t) snprintf(buf + len, size - len, ",\"threshold\":\"%u/7\"", 1 + random_below(7));
	if ((is_sum || in_sum) && c > 1 && random_below(4) == 0)
		snprintf(buf + len, size - len, ",\"needs\":{\"%s%u\":\"%u%%\"}", place, 1 + random_below(c - 1),
				 1 + random_below(100));
	return buf;
}

/* A node with children into json: of many now and then, criteria and small nodes. */
static size_t
add_family(char *json, size_t size, size_t len, const char *code, uint32_t children, int levels, bool in_sum,
		   uint32_t at)
{
	static const char *const policies[] = {"zero", "skip", "strict"};
	static const char *const limits[] = {"", "", "", "", ",\"min_coverage\":\"1/2\"", ",\"min_count\":3"};
	const char *method = all_methods[random_below(sizeof(all_methods) / sizeof(all_methods[0]))];
	bool with_terms = random_below(3) == 0;
	char terms[200];
	bool best = strncmp(method, "best", 4) == 0;
	bool of_points = strcmp(method, "sum") == 0 || strcmp(method, "alternatives") == 0;
	bool alike = strcmp(method, "min") == 0 || strcmp(method, "max") == 0;
	char place[64] = "";
	char above[64] = "";

	if (code[0])
		snprintf(place, sizeof(place), "%s.", code);
	/* Siblings of a node share all of its code but the last number. */
	snprintf(above, sizeof(above), "%.*s", (int) (strrchr(code, '.') ? strrchr(code, '.') + 1 - code : 0), code);
	len += (size_t) snprintf(json + len, size - len, "%c{\"code\":\"%s\",\"method\":\"%s\",\"missing\":\"%s\"%s%s}",
							 code[0] ? ',' : '[', code, method, policies[random_below(3)], limits[random_below(6)],
							 random_terms(strcmp(method, "sum") == 0, in_sum, above, at, terms, sizeof(terms)));
	for (uint32_t c = 1; c <= children; c++)
	{
		char child[64];

		snprintf(child, sizeof(child), "%.40s%u", place, c);
		if (levels > 0 && random_below(8) == 0)
			len = add_family(json, size, len, child, 2 + random_below(3), levels - 1, strcmp(method, "sum") == 0, c);
		else
			len += (size_t) snprintf(
				json + len, size - len, ",{\"code\":\"%s\",\"max\":%u,\"rule\":\"%s\"%s%s}", child,
				alike									 ? 100
					: of_points && random_below(20) == 0 ? 0
														 : 1 + random_below(12),
				random_below(40) ? "percent" : "linear(0, 3)",
				best || of_points || random_below(3) ? "" : ",\"weight\":\"1/3\"",
				with_terms ? random_terms(false, strcmp(method, "sum") == 0, place, c, terms, sizeof(terms)) : "");
	}
	return len;
}

static dx_leaf
random_leaf(void)
{
	static const int spans[] = {1, 2, 3, 7, 100, 965};
	int span = spans[random_below(6)];

	return (dx_leaf) {random_below((uint32_t) span + 1), span, DX_VALUE_PRESENT};
}

/* What was tried, what came out missing, and cards for which sums were kept. */
typedef struct trials
{
	uint32_t tried;
	uint32_t unknown;
	uint32_t kept;
} trials;

/* A random card of the tree, of which each criterion is tried with another leaf: that is what a card with it has, bit for bit. */
static void
try_all(uint32_t holes, trials *all)
{
	static dx_leaf other[MAX];
	dx_rollup *alone;
	dx_trial *trial;
	dx_error err = {0};

	for (uint32_t k = 0; k < tree->n_criteria; k++)
		if (random_below(100) >= holes)
			leaves[k] = random_leaf();
		else if (random_below(6) == 0)
			leaves[k] = (dx_leaf) {0, 1, DX_VALUE_NA};
	CHECK(dx_roll_up(rollup, leaves, &err));
	alone = dx_rollup_new(tree, steps, tree->n_nodes, tree->spans);
	trial = dx_trial_new(rollup, leaves);
	all->kept += trial->wide != NULL;
	for (uint32_t k = 0; k < tree->n_criteria; k++)
	{
		dx_leaf leaf = random_leaf();
		bool is_known;
		double points;
		bool wanted;

		if (leaves[k].state == DX_VALUE_NA)
			continue;
		memcpy(other, leaves, sizeof(other));
		other[k] = leaf;
		CHECK(dx_roll_up(alone, other, &err));
		wanted = alone->rolls[0].state == DX_VALUE_PRESENT;
		CHECK(dx_trial_points(trial, dx_tree_criteria(tree)[k], &leaf, &is_known, &points, &err));
		CHECK(is_known == wanted);
		if (wanted)
			CHECK_SAME(points, dx_roll_points(alone, 0));
		all->tried++;
		all->unknown += !wanted;
	}
	dx_trial_free(trial);
	dx_rollup_free(alone);
}

static void
test_trials(void)
{
	static char json[60000];
	trials all = {0};

	for (int round = 0; round < 600; round++)
	{
		uint32_t holes = random_below(3) ? random_below(60) : 100;
		bool deep = random_below(3) == 0;
		dx_tree *made;
		dx_error err = {0};
		size_t len;

		do
		{
			len = add_family(json, sizeof(json), 0, "", deep ? 3 : 60, deep ? 0 : 2, false, 0);
			if (deep)
				len = add_family(json, sizeof(json), len, "2", 55, 2, false, 0);
			snprintf(json + len, sizeof(json) - len, "]");
			/* A criterion that became a node is there twice. */
			if (deep)
			{
				char *twice = strstr(json, ",{\"code\":\"2\",\"max\"");

				if (twice)
					memmove(twice, strchr(twice, '}') + 1, strlen(strchr(twice, '}')));
			}
			made = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
		} while (made == NULL || made->n_nodes > MAX);
		dx_free(made);
		build(json);
		try_all(holes, &all);
	}
	CHECK(all.tried > 20000 && all.unknown > 1000 && all.kept > 200);
}

/* Many sums under one node that need each other, so that several of them change at once. */
static void
test_needy_trials(void)
{
	static const char *const policies[] = {"zero", "skip", "strict"};
	static char json[60000];
	trials all = {0};

	for (int round = 0; round < 200; round++)
	{
		size_t len = (size_t) snprintf(json, sizeof(json), "[{\"code\":\"\",\"method\":\"%s\",\"missing\":\"%s\"}",
									   all_methods[3 + random_below(9)], policies[random_below(2)]);

		for (uint32_t c = 1; c <= 60; c++)
		{
			len += (size_t) snprintf(json + len, sizeof(json) - len, ",{\"code\":\"%u\",\"method\":\"sum\"", c);
			if (c > 1 && random_below(3) > 0)
				len += (size_t) snprintf(json + len, sizeof(json) - len, ",\"needs\":{\"%u\":\"%u%%\"}",
										 c - 1 - random_below(c - 1 < 4 ? c - 1 : 4), 1 + random_below(100));
			len += (size_t) snprintf(json + len, sizeof(json) - len,
									 "},{\"code\":\"%u.1\",\"max\":%u,\"rule\":\"percent\"}", c, 1 + random_below(9));
		}
		snprintf(json + len, sizeof(json) - len, "]");
		build(json);
		try_all(random_below(3) ? random_below(60) : 0, &all);
	}
	CHECK(all.tried > 5000 && all.kept > 150);
}

/* What is half way, what cancels, and what takes the long way. */
static void
test_edges(void)
{
	double ratio = 0;

	/* 1 + 2^-53, written out, is half way between two doubles: to the even one. */
	build("[{\"code\":\"\"},{\"code\":\"1\",\"max\":1,\"rule\":\"ratio\"},{\"code\":\"2\",\"max\":1,\"bonus\":true,"
		  "\"rule\":\"ratio\"},{\"code\":\"3\",\"max\":1,\"bonus\":true,\"rule\":\"ratio\"}]");
	leaves[0] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	leaves[1] = (dx_leaf) {1, (dx_int128) 1 << 53, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 1.0);
	/* A third of half a unit three times, at which the sums are cut off. */
	leaves[0] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	leaves[1] = (dx_leaf) {1, 3 * ((dx_int128) 1 << 53), DX_VALUE_PRESENT};
	leaves[2] = (dx_leaf) {2, 3 * ((dx_int128) 1 << 53), DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 1.0);
	/* The same over an odd one rounds up, to the even one. */
	leaves[0] = (dx_leaf) {((dx_int128) 1 << 52) + 1, (dx_int128) 1 << 52, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 1 + 0x1p-51);
	CHECK(rollup->widened);
	/* Thirds that cancel leave nothing. */
	build("[{\"code\":\"\",\"missing\":\"skip\"},{\"code\":\"1\",\"max\":3,\"rule\":\"ratio\"},{\"code\":\"2\",\"max\":"
		  "4,\"rule\":\"ratio\"},{\"code\":\"3\",\"max\":-7,\"rule\":\"ratio\"}]");
	leaves[0] = (dx_leaf) {1, 7, DX_VALUE_PRESENT};
	leaves[2] = (dx_leaf) {1, 7, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 0.0);
	CHECK(dx_roll_decimal(rollup, 0, 12) == 0);
	/* Weights so unlike that the numbers take eight limbs from the start. */
	build("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":1e15,\"rule\":\"percent\"},{\"code\":\"2\","
		  "\"weight\":1e-12,\"rule\":\"percent\"}]");
	CHECK(rollup->narrow == NULL || rollup->narrow->limbs == 4);
	leaves[0] = (dx_leaf) {1, 3, DX_VALUE_PRESENT};
	leaves[1] = (dx_leaf) {1, 3, DX_VALUE_PRESENT};
	roll();
	CHECK(dx_roll_ratio(rollup, 0, &ratio));
	CHECK_SAME(ratio, 1.0 / 3.0);
	/* What is cut off of little is a lot of units when it counts for much: it is known all the same. */
	build("[{\"code\":\"\",\"method\":\"mean\",\"max\":1e9},{\"code\":\"1\",\"method\":\"sum\"},{\"code\":\"1.1\","
		  "\"max\":"
		  "1e-12,\"rule\":\"points\"}]");
	leaves[0] = (dx_leaf) {1, 7, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 1e9 / 7);
	CHECK(dx_roll_decimal(rollup, 0, 6) == INT64_C(142857142857143));
	/* A bonus stays when what is worth most does not apply: 10^15 times the maximum that does, in eight limbs too. */
	build("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"method\":\"sum\"},{\"code\":\"1.1\",\"max\":1e-12,"
		  "\"rule\":\"percent\"},"
		  "{\"code\":\"1.2\",\"max\":1e6,\"rule\":\"percent\"},{\"code\":\"1.3\",\"max\":1000,\"bonus\":true,\"rule\":"
		  "\"percent\"}]");
	dx_free(rollup->narrow);
	rollup->narrow = NULL;
	leaves[0] = leaves[2] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	leaves[1].state = DX_VALUE_NA;
	roll();
	CHECK(dx_roll_ratio(rollup, 0, &ratio));
	CHECK_SAME(ratio, 1000000000000001.0);
	/* Of 30.0005 points 0.0005 apply, with a bonus of 10; above they stand for 30.0005 again. */
	build("[{\"code\":\"\",\"missing\":\"skip\"},{\"code\":\"1\",\"method\":\"sum\"},{\"code\":\"1.1\",\"max\":0.0005},"
		  "{\"code\":\"1.2\",\"max\":30},{\"code\":\"1.3\",\"max\":10,\"bonus\":true},{\"code\":\"2\",\"max\":30},"
		  "{\"code\":\"3\",\"max\":10,\"bonus\":true}]");
	leaves[0] = leaves[2] = leaves[4] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	leaves[1].state = DX_VALUE_NA;
	roll();
	CHECK_SAME(dx_roll_points(rollup, 0), 600050.0005);
	/* Half of the maximum was written away, and only the other half applies: then nothing does. */
	build("[{\"code\":\"\",\"missing\":\"skip\"},{\"code\":\"1\",\"method\":\"sum\",\"max\":1000},{\"code\":\"1.1\","
		  "\"max\":"
		  "1000},{\"code\":\"1.2\",\"max\":1e-10},{\"code\":\"1.3\",\"max\":10,\"bonus\":true},{\"code\":\"2\",\"max\":"
		  "30}]");
	leaves[1] = leaves[2] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	leaves[0].state = DX_VALUE_NA;
	roll();
	CHECK_SAME(dx_roll_max(rollup, 1), 0.0);
	CHECK(!dx_roll_ratio(rollup, 1, &ratio));
	CHECK_SAME(dx_roll_points(rollup, 0), 10.0000000001);
	/* 49 parts of 1/49; 0.1 + 0.2 + 0.7. */
	build("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":0.1,\"rule\":\"percent\"},{\"code\":\"2\","
		  "\"weight\":0.2,\"rule\":\"percent\"},{\"code\":\"3\",\"weight\":0.7,\"rule\":\"percent\"}]");
	for (int k = 0; k < 3; k++)
		leaves[k] = (dx_leaf) {48, 49, DX_VALUE_PRESENT};
	roll();
	CHECK(dx_roll_ratio(rollup, 0, &ratio));
	CHECK_SAME(ratio, 48.0 / 49.0);
	/* A stated maximum holds, and what it differs by stays when something does not apply. */
	build("[{\"code\":\"\",\"max\":0.99999999999999},{\"code\":\"1\",\"max\":0.5,\"rule\":\"percent\"},{\"code\":\"2\","
		  "\"max\":0.5,\"rule\":\"percent\"}]");
	leaves[0] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(dx_roll_max(rollup, 0), 0.99999999999999);
	leaves[1].state = DX_VALUE_NA;
	roll();
	CHECK_SAME(dx_roll_max(rollup, 0), 0.49999999999999);
	leaves[0].state = DX_VALUE_NA;
	roll();
	CHECK_SAME(dx_roll_max(rollup, 0), 0);
	/* Nobody stands for others where none is skipped. */
	build("[{\"code\":\"\",\"max\":999999999999.5,\"missing\":\"skip\"},{\"code\":\"1\",\"max\":5e11,\"rule\":"
		  "\"percent\"},"
		  "{\"code\":\"2\",\"max\":5e11,\"rule\":\"percent\"}]");
	leaves[0] = leaves[1] = (dx_leaf) {1, 1, DX_VALUE_PRESENT};
	roll();
	CHECK_SAME(contribution[1], 5e11);
	CHECK_SAME(contribution[2], 5e11);
}

int
main(void)
{
	test_fractions();
	test_trials();
	test_needy_trials();
	test_edges();
	test_policies();
	test_limits();
	test_bonuses();
	test_means();
	test_properties();
	test_shapes();
	CHECK_DONE("rollup");
}
