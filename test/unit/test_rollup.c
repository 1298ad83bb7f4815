/*
 * test_rollup.c: the roll-up of a scoring programme. Expected scores are
 * worked out by hand; properties are checked on random programmes.
 */
#include "check.h"
#include "score/rollup.h"
#include "tree/tree_make.h"

#define MOST 400

static dx_tree *tree;
static const dx_step *steps;
static dx_leaf leaves[MOST];
static dx_roll rolls[MOST];
static double contribution[MOST];
static bool known[MOST];
static double scratch[DX_ROLL_SCRATCH(MOST)];

/* Build a tree from JSON; every criterion starts as missing. */
static void
build(const char *json)
{
	dx_error	err = {0};

	dx_free(tree);
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	CHECK_TEXT(err.message, "");
	if (tree == NULL)
		exit(1);
	steps = dx_tree_steps(tree);
	memset(leaves, 0, sizeof(leaves));
}

/* The same points and ratio for criterion i: p of its maximum max. */
static void
answer(int i, double p, double max)
{
	dx_points_from_double(p, &leaves[i].points);
	leaves[i].ratio = p / max;
	leaves[i].state = DX_VALUE_PRESENT;
}

static void
roll(void)
{
	dx_error	err = {0};

	CHECK(dx_roll_up(steps, tree->n_nodes, leaves, rolls, scratch, &err));
	dx_roll_contributions(steps, tree->n_nodes, rolls, contribution, known);
}

/* "points/maximum" of node i; "-" where it has no value, "na" where it does not apply. */
static const char *
score(int i)
{
	static char text[160];
	char		max[64];
	dx_points	exact;

	if (rolls[i].state == DX_VALUE_NA)
		return "na";
	dx_points_print(rolls[i].max, max);
	if (rolls[i].state == DX_VALUE_MISSING || !dx_roll_points_exact(&steps[i], &rolls[i], &exact))
		snprintf(text, sizeof(text), "-/%s", max);
	else
		snprintf(text + dx_points_print(exact, text), 80, "/%s", max);
	return text;
}

/* A root with two sums: 1 (10, 20, 30) and 2 (40), under the options given. */
#define TWO_SUMS(options) \
	"[{\"code\":\"\"" options "}, {\"code\":\"1.1\",\"max\":10,\"rule\":\"points\"}, {\"code\":\"1.2\",\"max\":20,\"rule\":\"points\"}," \
	" {\"code\":\"1.3\",\"max\":30,\"rule\":\"points\"}, {\"code\":\"2.1\",\"max\":40,\"rule\":\"points\"}]"

static void
test_policies(void)
{
	double		ratio;

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
	CHECK_TEXT(score(0), "83.333333333333/100");	/* 100 x 50 / 60, rounded at 12 digits */
	CHECK(fabs(contribution[2] - 5.0 * 2 * 100 / 60) < 1e-12 && known[2]);
	CHECK(fabs(contribution[2] + contribution[3] - contribution[1]) < 1e-12);
	CHECK(!known[4] && !known[5]);
	answer(0, 1, 10);
	leaves[1].state = DX_VALUE_MISSING;
	answer(2, 0.000000000001, 30);
	roll();
	CHECK_TEXT(score(1), "1.500000000002/60");	/* 60 x 1.000000000001 / 40 = 1.5000000000015, away from 0 */

	build(TWO_SUMS(",\"missing\":\"strict\""));
	answer(0, 5, 10);
	answer(1, 20, 20);
	answer(3, 30, 40);
	roll();
	CHECK_TEXT(score(1), "-/60");
	CHECK_TEXT(score(5), "30/40");
	CHECK_TEXT(score(0), "-/100");
	CHECK(!known[0] && !known[2] && !dx_roll_ratio(&steps[0], &rolls[0], &ratio));
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
	leaves[2].state = DX_VALUE_NA;	/* 2 of 2 */
	roll();
	CHECK_TEXT(score(1), "25/30");
	build(TWO_SUMS(",\"min_coverage\":0.6666666667"));	/* the slack of 1e-9 */
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
	double		ratio;

	/* nodes: root, 1, 1.1 (10), 1.2 (bonus 5), 1.3 (penalty -4), 1.4 (20) */
	build("[{\"code\":\"\",\"missing\":\"skip\"}, {\"code\":\"1.1\",\"max\":10,\"rule\":\"points\"},"
		  " {\"code\":\"1.2\",\"max\":5,\"rule\":\"points\",\"bonus\":true}, {\"code\":\"1.3\",\"max\":-4,\"rule\":\"points\"},"
		  " {\"code\":\"1.4\",\"max\":20,\"rule\":\"points\"}]");
	answer(0, 8, 10);
	answer(1, 5, 5);
	answer(2, -3, -4);
	roll();
	CHECK_TEXT(score(1), "26/30");	/* 30 x 8/10, then 5 - 3 */
	CHECK_TEXT(score(4), "-3/-4");
	CHECK(!dx_roll_ratio(&steps[4], &rolls[4], &ratio));
	CHECK(contribution[2] == 24 && contribution[3] == 5 && contribution[4] == -3);
	CHECK(rolls[0].answered == 3 && rolls[0].applicable == 4);
	leaves[0].state = DX_VALUE_MISSING;	/* nothing regular is answered */
	roll();
	CHECK_TEXT(score(1), "-/30");
	leaves[0].state = leaves[3].state = DX_VALUE_NA;	/* bonuses alone */
	roll();
	CHECK_TEXT(score(1), "2/0");
	CHECK(!dx_roll_ratio(&steps[1], &rolls[1], &ratio));
	leaves[1].state = leaves[2].state = DX_VALUE_NA;
	roll();
	CHECK_TEXT(score(0), "na");
	/* more than everything */
	answer(0, 10, 10);
	answer(1, 5, 5);
	answer(3, 20, 20);
	roll();
	CHECK(dx_roll_ratio(&steps[1], &rolls[1], &ratio));
	CHECK_SAME(ratio, 35.0 / 30.0);
}

static void
test_means(void)
{
	/* root mean of 1 (weight 3), 2 (weight 1, maximum 50), 3 (weight 0), 4: worth nothing, bonus alone */
	const char *json = "[{\"code\":\"\",\"method\":\"mean\"}, {\"code\":\"1\",\"weight\":3,\"rule\":\"percent\"},"
		" {\"code\":\"2\",\"max\":50,\"rule\":\"percent\"}, {\"code\":\"3\",\"weight\":0,\"rule\":\"percent\"},"
		" {\"code\":\"4\",\"method\":\"sum\"}, {\"code\":\"4.1\",\"max\":5,\"bonus\":true,\"rule\":\"points\"}]";

	build(json);
	answer(0, 40, 100);
	answer(1, 40, 50);
	answer(2, 100, 100);
	answer(3, 5, 5);
	roll();
	CHECK_TEXT(score(0), "50/100");	/* (3 x 0.4 + 0.8) / 4 */
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
	leaves[1].state = DX_VALUE_MISSING;	/* no weight left */
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
	build("[{\"code\":\"\",\"method\":\"mean\",\"missing\":\"zero\"}, {\"code\":\"1\",\"rule\":\"percent\"}, {\"code\":\"2\",\"rule\":\"percent\"}]");
	answer(0, 40, 100);
	roll();
	CHECK_TEXT(score(0), "20/100");
	CHECK_SAME(contribution[1], 20.0);
	CHECK(!known[2]);
	/* nothing beneath a node that is not linear */
	build("[{\"code\":\"\"}, {\"code\":\"1\",\"max\":20,\"method\":\"geomean\"}, {\"code\":\"1.1\",\"rule\":\"percent\"}, {\"code\":\"1.2\",\"rule\":\"percent\"}]");
	answer(0, 40, 100);
	answer(1, 90, 100);
	roll();
	CHECK_TEXT(score(0), "12/20");	/* 20 x sqrt(0.36) */
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
	size_t		len = 0;

	for (int p = 0; p < n_pillars; p++)
		for (int c = 0; c < 8 && maxima[p][c] > 0; c++)
			len += snprintf(json + len, size - len, "%s{\"code\":\"%d.%d\",\"max\":%d.%02d,\"rule\":\"points\"}", len ? "," : "[",
							order[p] + 1, c + 1, maxima[p][c] / 100, maxima[p][c] % 100);
	len += snprintf(json + len, size - len, "]");
	return len;
}

static void
test_properties(void)
{
	static char json[65536];
	static dx_step mutated[MOST];

	for (int round = 0; round < 200; round++)
	{
		int			maxima[9][8] = {{0}};
		int			given[9][8] = {{0}};
		int			order[9];
		int			n = 1 + (int) random_below(9);
		int64_t		total = 0;
		dx_points	want;
		dx_error	err = {0};
		dx_step    *step;

		for (int p = 0; p < n; p++)
		{
			int			k = 1 + (int) random_below(8);

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
					int			i = c;

					for (int q = 0; q < n; q++)
						for (int d = 0; order[q] < order[p] && d < 8 && maxima[q][d] > 0; d++)
							i++;
					answer(i, given[p][c] / 100.0, maxima[p][c] / 100.0);
				}
			roll();
			want = (dx_points) total * (DX_POINTS_ONE / 100);
			CHECK(rolls[0].points == want);
			CHECK_SAME(dx_roll_points(&steps[0], &rolls[0]), (double) total / 100);
			for (int p = n - 1; p > 0; p--)
			{
				int			q = (int) random_below((uint32_t) p + 1);
				int			swap = order[p];

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
		switch (random_below(13))
		{
			case 0: step->end++; break;
			case 1: step->parent += 1 + random_below(5); break;
			case 2: step->criterion++; break;
			case 3: step->depth++; break;
			case 4: step->flags ^= DX_STEP_CRITERION; break;
			case 5: step->missing = DX_MISSING_STRICT + 1; break;
			case 6: step->method = DX_METHOD_MPI_UP + 1; break;
			case 7: step->weight = random_below(2) ? -1 : NAN; break;
			case 8: step->min_coverage = random_below(2) ? 1.5 : NAN; break;
			case 9: step->coverage_num = step->coverage_den + 1; break;
			case 10: mutated[0].flags &= ~DX_STEP_DECIMAL; break;
			case 11: mutated[0].flags |= DX_STEP_COUNTED; break;
			case 12: step->flags ^= step > mutated ? DX_STEP_COUNTED : DX_STEP_UNSCORED; break;
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
		uint32_t	a = i == 0 ? 0 : i - 1;
		uint32_t	end = i + 1;

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
		uint32_t	ways = n * (n + 2);
		uint64_t	all = 1;
		int			taken = 0;
		int			wrong = 0;

		for (uint32_t i = 1; i < n; i++)
			all *= ways;
		for (uint64_t number = 0; number < all; number++)
		{
			dx_step		s[5] = {{0}};
			uint64_t	rest = number;
			uint32_t	criteria = 0;
			dx_error	err;
			bool		valid;

			for (uint32_t i = 0; i < n; i++)
			{
				bool		leaf;

				s[i].parent = i == 0 ? 0 : rest % n;
				s[i].end = i == 0 ? n : rest / n % (n + 2);
				if (i > 0)
					rest /= ways;
				leaf = s[i].end == i + 1;
				s[i].depth = i == 0 ? 0 : s[s[i].parent].depth + 1;
				s[i].method = DX_METHOD_MEAN;
				s[i].weight = 1;
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

int
main(void)
{
	test_policies();
	test_limits();
	test_bonuses();
	test_means();
	test_properties();
	test_shapes();
	CHECK_DONE("rollup");
}
