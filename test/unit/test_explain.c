/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_explain.c: amounts by hand, and that they add up whatever the trees and
 * cards are; best and worst criteria.
 */
#include "check.h"
#include "nodes/explain.h"
#include "nodes/strengths.h"
#include "score/score.h"
#include "trees.h"

static uint64_t seed = 20261130;

static uint32_t
below(uint32_t n)
{
	return next_below(&seed, n);
}

/* A card, scored; what it has stays until the program ends. */
static dx_change_side
score(const dx_tree *tree, const dx_sheet *sheet)
{
	dx_score_room *room = dx_alloc(sizeof(dx_score_room));
	dx_error err;

	dx_score_room_grow(room, tree);
	if (!dx_score_sheet(tree, NULL, sheet, room, &err))
	{
		printf("%s\n", err.message);
		exit(1);
	}
	return (dx_change_side) {tree, sheet, room->rollup};
}

static dx_sheet *
new_sheet(const dx_tree *tree)
{
	dx_sheet *sheet = dx_alloc(sizeof(dx_sheet));

	*sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	return sheet;
}

static const char first[] =
	"[{\"code\":\"1\"},{\"code\":\"1.1\",\"max\":30,\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"max\":10,\"rule\":\"steps(50:0.5, 80:1)\"},"
	"{\"code\":\"2\",\"max\":40,\"method\":\"mean\"},{\"code\":\"2.1\",\"rule\":\"checklist(3)\"},"
	"{\"code\":\"2.2\",\"rule\":\"percent\"},{\"code\":\"3\",\"max\":5,\"rule\":\"points\"}]";
static const char second[] =
	"[{\"code\":\"1\"},{\"code\":\"1.1\",\"max\":40,\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"max\":10,\"rule\":\"steps(60:0.5, 90:1)\"},{\"code\":\"2\",\"max\":50,\"method\":\"mean\"},"
	"{\"code\":\"2.1\",\"rule\":\"checklist(3)\"},{\"code\":\"2.2\",\"rule\":\"percent\",\"weight\":2},"
	"{\"code\":\"3\",\"max\":10,\"rule\":\"points\"},{\"code\":\"4\",\"max\":1,\"rule\":\"yesno\"}]";
static const char other_mean[] =
	"[{\"code\":\"1\",\"max\":40,\"method\":\"geomean\"},{\"code\":\"1.1\",\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"rule\":\"percent\"},{\"code\":\"2\",\"max\":10,\"rule\":\"percent\"},"
	"{\"code\":\"4\",\"cap\":3},{\"code\":\"4.1\",\"max\":3,\"rule\":\"percent\"},{\"code\":\"4.2\",\"max\":3,\"rule\":"
	"\"yesno\"}]";

/* Is there such an amount, in millionths? */
static bool
has(const dx_change *changes, uint32_t n, const dx_tree *tree, const char *code, dx_change_cause cause, int64_t amount)
{
	for (uint32_t i = 0; i < n; i++)
	{
		char buf[DX_CODE_MAX_TEXT + 8];

		if (changes[i].after != DX_NO_NODE && changes[i].cause == cause &&
			strcmp(dx_tree_code_text(tree, changes[i].after, buf), code) == 0)
			return changes[i].amount == (dx_int128) amount * 1000000;
	}
	return false;
}

static void
test_by_hand(void)
{
	dx_tree *old_tree = make_tree(first);
	dx_tree *new_tree = make_tree(second);
	static const double old_values[] = {60, 85, 1, 50, 4};
	static const double new_values[] = {90, 95, 1, 50, 4, 1};
	dx_sheet *old_sheet = new_sheet(old_tree);
	dx_sheet *new_sheet_ = new_sheet(new_tree);
	dx_change_side before;
	dx_change_side after;
	dx_change *changes;
	uint32_t n;
	dx_error err;

	for (uint32_t i = 0; i < 5; i++)
		dx_sheet_set(old_sheet, i, DX_RESULT_VALUE, old_values[i]);
	for (uint32_t i = 0; i < 6; i++)
		dx_sheet_set(new_sheet_, i, DX_RESULT_VALUE, new_values[i]);
	before = score(old_tree, old_sheet);
	after = score(new_tree, new_sheet_);
	changes = dx_split_change(&before, &after, &n, &err);
	CHECK(changes != NULL && n == 7);
	/* 0.3 x 35, 10 x 0.75; 1 to 0.5 by the rule and back by the result; 1/3 x (50/3 - 20); 1/2 x (100/3 - 20); 4 points are 4. */
	CHECK(has(changes, n, new_tree, "1.1", DX_CHANGE_RESULT, 10500000));
	CHECK(has(changes, n, new_tree, "1.1", DX_CHANGE_WEIGHT, 7500000));
	CHECK(has(changes, n, new_tree, "1.2", DX_CHANGE_RULE, -5000000));
	CHECK(has(changes, n, new_tree, "1.2", DX_CHANGE_RESULT, 5000000));
	CHECK(has(changes, n, new_tree, "4", DX_CHANGE_SET, 1000000));
	for (uint32_t i = 0; i < n; i++)
		CHECK(changes[i].cause != DX_CHANGE_NA && changes[i].cause != DX_CHANGE_BENEATH);
	dx_free(changes);
	/* Nothing changed. */
	changes = dx_split_change(&before, &before, &n, &err);
	CHECK(changes != NULL && n == 0);
	dx_free(changes);
}

static dx_sheet *
random_sheet(const dx_tree *tree)
{
	dx_sheet *sheet = new_sheet(tree);

	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		const dx_rule *rule = dx_tree_rule(tree, dx_tree_criteria(tree)[i]);
		double value = rule->kind == DX_RULE_YESNO ? below(2)
			: rule->kind == DX_RULE_CHECKLIST || (rule->kind == DX_RULE_LINEAR && dx_decimal_to_double(rule->hi) == 3)
			? below(4)
			: rule->kind == DX_RULE_POINTS ? below(6)
										   : below(101);

		if (below(6) > 0)
			dx_sheet_set(sheet, i, DX_RESULT_VALUE, value);
		else if (below(2))
			dx_sheet_set(sheet, i, DX_RESULT_NA, 0);
	}
	return sheet;
}

/* No amount is 0, and they add up; backwards, what is not the result's or the rule's has the other sign. */
static void
test_sums(void)
{
	const dx_tree *trees[] = {make_tree(first), make_tree(second), make_tree(other_mean)};

	for (int round = 0; round < 1000; round++)
	{
		const dx_tree *old_tree = trees[below(3)];
		const dx_tree *new_tree = trees[below(3)];
		dx_change_side before = score(old_tree, random_sheet(old_tree));
		dx_change_side after = score(new_tree, random_sheet(new_tree));
		dx_int128 sum = 0;
		dx_change *changes;
		uint32_t n;
		dx_error err;

		changes = dx_split_change(&before, &after, &n, &err);
		CHECK(changes != NULL);
		for (uint32_t i = 0; i < n; i++)
		{
			CHECK(changes[i].amount != 0 && (changes[i].before != DX_NO_NODE || changes[i].after != DX_NO_NODE));
			sum += changes[i].amount;
		}
		if (before.rollup->rolls[0].state == DX_VALUE_PRESENT && after.rollup->rolls[0].state == DX_VALUE_PRESENT)
			CHECK(sum == dx_roll_decimal(after.rollup, 0, 12) - dx_roll_decimal(before.rollup, 0, 12));
		else
			CHECK(n == 0);
		dx_free(changes);
	}
}

static void
test_strengths(void)
{
	dx_tree *tree = make_tree(second);
	static const double values[] = {90, 95, 1, 50, 4, 1};
	/* 1.1, 1.2, 2.1, 2.2, 3, 4: of ranks 3 3 1 2 - 3 */
	static const int32_t ranks[] = {1, 1, 3, 3, 1, 1, 2, 0, 3};
	dx_sheet *sheet = new_sheet(tree);
	uint32_t nodes[6];
	uint32_t n_best;
	uint32_t n_worst;
	dx_change_side side;

	for (uint32_t i = 0; i < 6; i++)
		dx_sheet_set(sheet, i, DX_RESULT_VALUE, values[i]);
	side = score(tree, sheet);
	dx_pick_strengths(tree, side.rollup, ranks, 2, nodes, &n_best, &n_worst);
	CHECK(n_best == 2 && n_worst == 2);
	/* Services have 90 % of their points, of three with rank 3 the least; of the other two the plan stands first. */
	CHECK(nodes[0] == 5 && nodes[1] == 6 && nodes[2] == 2 && nodes[3] == 8);
	dx_pick_strengths(tree, side.rollup, ranks, 100, nodes, &n_best, &n_worst);
	CHECK(n_best == 3 && n_worst == 2 && nodes[2] == 3);
}

int
main(void)
{
	test_by_hand();
	test_sums();
	test_strengths();
	for (int cause = 0; cause < DX_CHANGE_CAUSES; cause++)
		CHECK(strlen(dx_change_cause_name((dx_change_cause) cause)) > 1);
	CHECK_DONE("explain");
}
