/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_plan.c: scoring by a plan against scoring without, bit for bit, on
 * random trees and cards: every leaf, every error, the root of plain sums.
 */
#include "check.h"
#include "score/plan.h"
#include "card/result.h"
#include "score/score.h"
#include "tree/tree_make.h"

#define SEED UINT64_C(20251130)
#define TREES 1500
#define CARDS 12

static uint64_t random_state = SEED;

static uint64_t
next_random(void)
{
	uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static uint32_t
below(uint32_t n)
{
	return (uint32_t) (next_random() % n);
}

/* ---------------- random trees ---------------- */

static const char *const rules[] = {"percent",
									"percent",
									"percent",
									"ratio",
									"points",
									"yesno",
									"target(50)",
									"target(0.5)",
									"target(33.333)",
									"linear(30, 5)",
									"linear(-2.5, 7)",
									"linear(0.1, 0.2)",
									"linear(0, 1e12)",
									"linear(0.001, 5)",
									"checklist(5)",
									"checklist(7)",
									"checklist(1000000)",
									"steps(50:0.5, 80:1)",
									"steps(1:1/3, >2:2/3, 2.005:1)",
									"steps(-5:0.25, 0:0.5, >0:1)",
									"steps(0.1:0.1, >0.1:0.2, 0.11:0.3, 16383.01:1)",
									"steps(16384:1)",
									"steps(50:0.1p, 80:0.3p)",
									"target(100%)",
									"steps(50%:0.5, >80.5%:1)",
									"target(5) whole",
									"steps(0:1, 1.5:0.5, >3:0.25) whole",
									"points whole",
									"percent whole",
									"unscored whole",
									"log(0.5, 100)",
									"curve(0:0, 50:0.8, >50:0.9, 80:0.9, 80:0, 100:1)",
									"curve(0:0, 50:0.8, 100:1)",
									"choice(a:1, b:0.5, c:1/3, d:0)",
									"choice(a:0)",
									"unscored",
									"unscored",
									""};

static const char *const maxima[] = {"1",		  "2",
									 "3",		  "7",
									 "10",		  "0.5",
									 "0.3",		  "12.5",
									 "33.333333", "0.123456789012",
									 "100000",	  "99999999",
									 "1e15",	  "0.000000000001"};

static const char *const means[] = {"mean", "geomean", "harmean", "median", "min", "max", "mpi_down", "power(2)"};

/* How points are rounded, as an option of the root. */
static const char *
rounding(void)
{
	static const char *const units[] = {"0.25", "0.5", "0.05", "2", "0.3", "0.125", "1000000", "0.000000000003"};
	static char text[64];

	if (below(2))
		snprintf(text, sizeof(text), "\"decimals\":%u", below(13));
	else
		snprintf(text, sizeof(text), "\"round_to\":%s", units[below(8)]);
	return text;
}

static dx_tree *
random_tree(void)
{
	bool plain = below(2) == 0;
	bool linear = plain || below(2) == 0;
	char line[256];
	dx_buf json;
	dx_tree *tree;
	dx_error err = {0};

	dx_buf_init(&json);
	dx_buf_add_text(&json, "[{\"code\":\"\"");
	if (below(3) == 0)
	{
		snprintf(line, sizeof(line), ",%s", rounding());
		dx_buf_add_text(&json, line);
	}
	if (!plain && below(2))
	{
		static const char *const policies[] = {"zero", "skip", "strict"};

		snprintf(line, sizeof(line), ",\"missing\":\"%s\"", policies[below(3)]);
		dx_buf_add_text(&json, line);
	}
	if (!plain && below(3) == 0)
		dx_buf_add_text(&json, ",\"min_coverage\":\"2/3\"");
	dx_buf_add_char(&json, '}');
	for (uint32_t p = 1, pillars = 1 + below(4); p <= pillars; p++)
	{
		if (!plain && below(2))
		{
			snprintf(line, sizeof(line), ",{\"code\":\"%u\",\"method\":\"%s\"}", p, linear ? "mean" : means[below(8)]);
			dx_buf_add_text(&json, line);
		}
		for (uint32_t m = 1, mains = 1 + below(4); m <= mains; m++)
			for (uint32_t c = 1, criteria = 1 + below(6); c <= criteria; c++)
			{
				const char *rule = rules[below(sizeof(rules) / sizeof(rules[0]))];
				const char *max = strncmp(rule, "unscored", 8) == 0 || below(12) == 0
					? "0"
					: maxima[below(sizeof(maxima) / sizeof(maxima[0]))];
				bool in_points = strchr(rule, 'p') && strstr(rule, "p)");

				/* A rule in points wants a maximum that holds them. */
				if (in_points)
					max = "0.5";
				snprintf(line, sizeof(line), ",{\"code\":\"%u.%u.%u\",\"max\":%s%s%s%s%s}", p, m, c,
						 !in_points && linear && plain && below(10) == 0 && strcmp(max, "0") != 0 ? "-" : "", max,
						 linear && plain && below(10) == 0 ? ",\"bonus\":true" : "", rule[0] ? ",\"rule\":\"" : "",
						 rule);
				if (rule[0])
					memcpy(line + strlen(line) - 1, "\"}", 3);
				dx_buf_add_text(&json, line);
			}
	}
	dx_buf_add_char(&json, ']');
	tree = dx_tree_from_json((dx_str) {json.data, json.len}, &err);
	dx_buf_free(&json);
	return tree;
}

/* ---------------- random cards ---------------- */

/* A result; wild: perhaps not one that the rule allows. */
static double
random_result(const dx_rule *rule, bool wild)
{
	static const double numbers[] = {0,		 1,		  2,	3,	 0.5,	 50,	 80,	100,   99.99, 33.33,  0.01,
									 12.345, 1.0 / 3, 1e-7, 1e6, 163.83, 163.84, 16383, 16384, 2.005, 5e-324, 7};

	if (wild && below(4) == 0)
		return below(2) ? numbers[below(sizeof(numbers) / sizeof(numbers[0]))] : -(double) below(300) / 100;
	if (rule && (rule->flags & DX_RULE_WHOLE) && below(8))
		return rule->kind == DX_RULE_POINTS ? 0 : below(8);
	if (rule && rule->kind == DX_RULE_LOG)
		return 0.01 + below(12000) / 100.0;
	switch (rule ? (dx_rule_kind) rule->kind : DX_RULE_NONE)
	{
		case DX_RULE_PERCENT:
			return below(6) ? below(10001) / 100.0 : below(100001) / 1000.0;
		case DX_RULE_RATIO:
			return below(6) ? below(101) / 100.0 : below(10001) / 10000.0;
		case DX_RULE_POINTS:
			return below(51) / 100.0;
		case DX_RULE_YESNO:
			return below(2);
		case DX_RULE_CHECKLIST:
			return below(6);
		case DX_RULE_CHOICE:
			return 1 + below(rule->n_items);
		case DX_RULE_NONE:
		case DX_RULE_LOG:
		case DX_RULE_LINEAR:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
		case DX_RULE_UNSCORED:
			break;
	}
	return below(3) ? below(12000) / 100.0
		: below(2)	? numbers[below(sizeof(numbers) / sizeof(numbers[0]))]
					: below(1000000) / 7919.0;
}

static void
random_sheet(const dx_tree *tree, dx_sheet *sheet, bool wild)
{
	uint32_t gaps = below(4) ? 12 : 2;
	uint32_t all_na = below(40) == 0;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		const dx_rule *rule = dx_tree_rule(tree, node);
		const dx_step *step = &dx_tree_steps(tree)[node];
		double max = dx_maximum_to_double(dx_step_maximum(step));

		if (all_na || below(gaps) == 0)
			dx_sheet_set(sheet, i, all_na || below(2) ? DX_RESULT_NA : DX_RESULT_MISSING, 0);
		else if ((rule == NULL || below(15) == 0) && !(wild && below(10) == 0))
			dx_sheet_set(sheet, i, step->flags & DX_STEP_UNSCORED ? DX_RESULT_MISSING : DX_RESULT_POINTS,
						 step->flags & DX_STEP_UNSCORED ? 0 : max * below(5) / 4);
		else
			dx_sheet_set(sheet, i, DX_RESULT_VALUE, random_result(rule, wild));
	}
}

/* ---------------- with and without ---------------- */

/* A fraction in lowest terms. */
static void
reduce(dx_leaf *leaf)
{
	dx_int128 a = leaf->num;
	dx_int128 b = leaf->den;

	while (b != 0)
	{
		dx_int128 rest = a % b;

		a = b;
		b = rest;
	}
	leaf->num /= a;
	leaf->den /= a;
}

static bool
same_leaf(const dx_leaf *a, const dx_leaf *b)
{
	dx_leaf x = *a;
	dx_leaf y = *b;

	reduce(&x);
	reduce(&y);
	return x.num == y.num && x.den == y.den && x.state == y.state;
}

static bool
same_root(const dx_root *root, dx_rollup *rollup)
{
	for (int what = DX_SCORE_POINTS; what <= DX_SCORE_COVERAGE; what++)
	{
		double with = 0;
		double without = 0;

		if (dx_root_score(root, (dx_score_of) what, &with) != dx_node_score(rollup, 0, (dx_score_of) what, &without) ||
			with != without)
			return false;
	}
	return root->state == rollup->rolls[0].state;
}

static int n_plain;
static int n_by_plan;
static int n_nodes;
static int n_errors;

/* Every node's points by the plan, if it gives them: it does so only where it gives the root's. */
static bool
check_nodes(const dx_tree *tree, const dx_plan *plan, const uint8_t *packed, size_t len, dx_rollup *rollup,
			bool by_plan)
{
	int64_t *points = dx_alloc(tree->n_nodes * sizeof(int64_t));
	uint8_t *state = dx_alloc(tree->n_nodes);
	bool known = dx_plan_nodes(plan, tree, packed, len, points, state);

	CHECK(by_plan || !known);
	for (uint32_t i = 0; known && i < tree->n_nodes; i++)
	{
		double with = dx_quotient(points[i], dx_plan_one(plan));
		double without = dx_roll_points(rollup, i);

		CHECK(state[i] == rollup->rolls[i].state);
		CHECK(state[i] != DX_VALUE_PRESENT || memcmp(&with, &without, sizeof(double)) == 0);
	}
	CHECK(!dx_plan_nodes(plan, tree, packed, len - 1, points, state));
	dx_free(points);
	dx_free(state);
	return known;
}

/* One card: leaves, errors, the root, the nodes. */
static void
check_card(const dx_tree *tree, const dx_plan *plan, const dx_sheet *sheet, dx_score_room *room)
{
	uint8_t *packed = dx_alloc(DX_CARD_MAX(tree->n_criteria));
	size_t len = dx_card_pack(sheet, &tree->sheet, packed);
	dx_root root;
	dx_error err;
	bool good = true;
	bool by_plan;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		dx_leaf with = {0};
		dx_leaf without = {0};
		uint32_t q;
		uint8_t state = dx_sheet_state(sheet, i);
		double value = dx_sheet_value(sheet, i);
		bool ok = dx_score_result(tree, dx_tree_criteria(tree)[i], state, value, &without, &err);

		if (state == DX_RESULT_VALUE && dx_to_hundredths(value, &q) && dx_plan_hundredths(plan, i, q, &with))
			CHECK(ok && same_leaf(&with, &without));
		good = good && ok;
	}
	CHECK(dx_score_sheet(tree, NULL, sheet, room, &err) == good);
	by_plan = dx_plan_root(plan, tree, packed, len, &root);
	CHECK(!by_plan || (good && dx_steps_plain_sum(dx_tree_steps(tree), tree->n_nodes)));
	CHECK(!by_plan || same_root(&root, room->rollup));
	CHECK(dx_plan_root_of_sheet(plan, tree, sheet, &root) == by_plan);
	CHECK(!by_plan || same_root(&root, room->rollup));
	n_nodes += check_nodes(tree, plan, packed, len, room->rollup, by_plan);
	n_by_plan += by_plan;
	n_errors += !good;

	/* Bytes that are no card are nothing to a plan. */
	CHECK(!dx_plan_root(plan, tree, packed, len - 1, &root));
	dx_free(packed);
}

static void
random_trees(void)
{
	dx_score_room room = {0};
	int n_trees = 0;

	while (n_trees < TREES)
	{
		dx_tree *tree = random_tree();
		dx_plan *plan;
		dx_sheet sheet;
		void *entries;

		/* Some do not build: points in a rule, bonuses under means. */
		if (tree == NULL)
			continue;
		n_trees++;
		n_plain += dx_steps_plain_sum(dx_tree_steps(tree), tree->n_nodes);
		plan = dx_plan_new(tree);
		CHECK(dx_plan_is_of(plan, tree));
		dx_score_room_grow(&room, tree);
		for (int i = 0; i < CARDS; i++)
		{
			entries = dx_alloc(dx_sheet_bytes(tree->n_criteria));
			sheet = dx_sheet_over(entries, tree->n_criteria);
			random_sheet(tree, &sheet, i >= CARDS / 2);
			check_card(tree, plan, &sheet, &room);
			dx_free(entries);
		}
		dx_plan_free(plan);
		dx_free(tree);
	}
	printf("plan: seed %llu, %d trees (%d plain), %d cards by plan, %d with errors\n", (unsigned long long) SEED,
		   n_trees, n_plain, n_by_plan, n_errors);
	/* The generator reaches all of it. */
	CHECK(n_plain > TREES / 4 && n_plain < TREES && n_by_plan > TREES && n_nodes > TREES / 2 && n_errors > TREES);
}

/* Each rule over all that a table or a slope can be asked. */
static void
every_hundredth(void)
{
	int n_allowed = 0;

	for (size_t r = 0; r < sizeof(rules) / sizeof(rules[0]); r++)
		for (int mean = 0; mean < 2; mean++)
		{
			char json[256];
			dx_tree *tree;
			dx_plan *plan;
			dx_error err = {0};

			if (rules[r][0] == '\0')
				continue;
			snprintf(json, sizeof(json),
					 "[{\"code\":\"\",%s%s},{\"code\":\"1\",\"max\":%s,\"rule\":\"%s\"},{\"code\":\"2\","
					 "\"max\":1,\"rule\":\"percent\"}]",
					 rounding(), mean ? ",\"method\":\"mean\"" : "",
					 strncmp(rules[r], "unscored", 8) == 0 ? "0" : "0.3", rules[r]);
			tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
			CHECK_TEXT(err.message, "");
			if (tree == NULL)
				continue;
			plan = dx_plan_new(tree);
			for (uint32_t q = 0; q <= 1638500; q += q < 20000 ? 1 : 37)
			{
				dx_leaf with;
				dx_leaf without;
				bool ok = dx_score_result(tree, 1, DX_RESULT_VALUE, q / 100.0, &without, &err);

				if (q <= DX_MAX_HUNDREDTHS && dx_plan_hundredths(plan, 0, q, &with))
					CHECK(ok && same_leaf(&with, &without));
				CHECK(!dx_plan_allows(plan, 0, q) || dx_result_check(tree, 1, DX_RESULT_VALUE, q / 100.0, &err));
				n_allowed += dx_plan_allows(plan, 0, q);
			}
			dx_plan_free(plan);
			dx_free(tree);
		}
	CHECK(n_allowed > 100000);
}

static dx_tree *
tree_of_five(const char *name)
{
	char json[256];
	dx_error err = {0};
	dx_tree *tree;

	snprintf(json, sizeof(json),
			 "[{\"code\":\"\",\"name\":\"%s\"},{\"code\":\"1\",\"max\":1,\"rule\":\"percent\"},"
			 "{\"code\":\"2\",\"max\":1,\"rule\":\"percent\"},{\"code\":\"3\",\"max\":1,\"rule\":\"percent\"},"
			 "{\"code\":\"4\",\"max\":1,\"rule\":\"percent\"},{\"code\":\"5\",\"max\":1,\"rule\":\"percent\"}]",
			 name);
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	CHECK_TEXT(err.message, "");
	return tree;
}

/* How often a plan is due in 100 turns of so many rows for one tree and for another. */
static int
times_due(const dx_tree *one, const dx_tree *other, int rows_of_one, int rows_of_other)
{
	dx_plan_pace pace = {0};
	int n = 0;

	for (int turn = 0; turn < 100; turn++)
	{
		for (int i = 0; i < rows_of_one; i++)
			n += dx_plan_is_due(&pace, one, 1);
		for (int i = 0; i < rows_of_other; i++)
			n += dx_plan_is_due(&pace, other, 1);
	}
	return n;
}

/* A plan is made once a tree's results pay for it, and not over and over for trees that take turns. */
static void
when_due(void)
{
	dx_tree *one = tree_of_five("one");
	dx_tree *other = tree_of_five("other");
	dx_plan_pace rows = {0};
	dx_plan_pace cards = {0};

	for (int i = 0; i < 30; i++)
		CHECK(dx_plan_is_due(&rows, one, 1) == (i >= 20));
	for (int i = 0; i < 10; i++)
		CHECK(dx_plan_is_due(&cards, one, one->n_criteria) == (i >= 4));
	CHECK(!dx_plan_is_due(&cards, other, other->n_criteria));
	CHECK(!dx_plan_is_due(&cards, one, one->n_criteria));
	CHECK(times_due(one, other, 1, 1) == 0);
	CHECK(times_due(one, other, 5, 1) == 0);
	CHECK(times_due(one, other, 20, 20) == 0);
	CHECK(times_due(one, other, 21, 20) == 100);
	CHECK(times_due(one, one, 1, 1) == 180);
	dx_free(one);
	dx_free(other);
}

int
main(void)
{
	when_due();
	random_trees();
	every_hundredth();
	CHECK_DONE("plan");
}
