/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_score.c: what is read of a scored card: figures of a node, of a set of
 * nodes, points still to be had. Expected figures are worked out by hand.
 */
#include "check.h"

#include "score/score.h"
#include "tree/tree_make.h"

/*
 * 100 points: pillar 1 with criteria of 30 and 10, pillar 2 a mean of two
 * percentages worth 60, a bonus of 5 and a penalty of 4 beside them.
 */
static const char tree_json[] =
	"[{\"code\":\"\"},{\"code\":\"1\"},{\"code\":\"1.1\",\"max\":30,\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"max\":10,\"rule\":\"yesno\"},{\"code\":\"2\",\"max\":60,\"method\":\"mean\"},"
	"{\"code\":\"2.1\",\"rule\":\"percent\"},{\"code\":\"2.2\",\"rule\":\"percent\"},"
	"{\"code\":\"3\",\"max\":5,\"rule\":\"points\",\"bonus\":true},{\"code\":\"4\",\"max\":-4,\"rule\":\"ratio\"}]";

enum
{
	ROOT,
	PILLAR,
	FIRST,
	SECOND,
	MEAN,
	MEAN_FIRST,
	MEAN_SECOND,
	BONUS,
	PENALTY,
	NODES
};

static dx_tree *tree;
static dx_score_room room;

static uint32_t
node_of(const char *code)
{
	uint8_t key[DX_CODE_MAX_KEY];
	dx_key k = {key, 0};
	dx_error err;

	CHECK(dx_code_encode((dx_str) {code, strlen(code)}, key, &k, &err));
	return dx_tree_find(tree, k);
}

/* Score: a result for each criterion; NAN: missing, INFINITY: not applicable. */
static dx_rollup *
score(const double results[6])
{
	dx_sheet sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	dx_error err;

	for (uint32_t i = 0; i < tree->n_criteria; i++)
		dx_sheet_set(&sheet, i,
					 isnan(results[i])		 ? DX_RESULT_MISSING
						 : isinf(results[i]) ? DX_RESULT_NA
											 : DX_RESULT_VALUE,
					 isfinite(results[i]) ? results[i] : 0);
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
	return room.rollup;
}

/* The figure, or -1000 for NULL. */
static double
figure(dx_rollup *rollup, uint32_t node, dx_score_of what)
{
	double out;

	return dx_node_score(rollup, node, what, &out) ? out : -1000;
}

static double
of_set(dx_rollup *rollup, const uint8_t marks[NODES], dx_score_of what)
{
	double out = 0;

	return dx_set_score(rollup, marks, what, &out) ? out : -1000;
}

static double
lost(dx_rollup *rollup, uint32_t node)
{
	return dx_roll_lost(rollup, node);
}

static void
test_nodes(void)
{
	dx_rollup *rollup = score((double[]) {50, 1, 30, 60, 2, 0.25});

	/* 15 + 10 + 60 x 0.45 + 2 - 1 */
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_POINTS), 53);
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_MAX), 100);
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_RATIO), 0.53);
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_COVERAGE), 1);
	CHECK_SAME(figure(rollup, MEAN, DX_SCORE_POINTS), 27);
	CHECK_SAME(figure(rollup, MEAN_FIRST, DX_SCORE_RATIO), 0.3);
	CHECK_SAME(figure(rollup, PENALTY, DX_SCORE_POINTS), -1);
	CHECK_SAME(figure(rollup, PENALTY, DX_SCORE_RATIO), -1000);
	CHECK_SAME(lost(rollup, ROOT), 47);
	CHECK_SAME(lost(rollup, FIRST), 15);
	CHECK_SAME(lost(rollup, SECOND), 0);
	CHECK_SAME(lost(rollup, MEAN), 33);
	CHECK_SAME(lost(rollup, PENALTY), 1);
	CHECK_SAME(lost(rollup, BONUS), 3);

	rollup = score((double[]) {NAN, NAN, INFINITY, INFINITY, NAN, NAN});
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_POINTS), 0);
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_MAX), 40);
	CHECK_SAME(figure(rollup, ROOT, DX_SCORE_COVERAGE), 0);
	CHECK_SAME(figure(rollup, FIRST, DX_SCORE_POINTS), -1000);
	CHECK_SAME(figure(rollup, MEAN, DX_SCORE_POINTS), -1000);
	CHECK_SAME(figure(rollup, MEAN, DX_SCORE_RATIO), -1000);
	CHECK_SAME(figure(rollup, MEAN, DX_SCORE_MAX), 0);
	CHECK_SAME(figure(rollup, MEAN, DX_SCORE_COVERAGE), -1000);
	CHECK_SAME(lost(rollup, FIRST), 30);
	CHECK_SAME(lost(rollup, MEAN), 0);
	CHECK_SAME(lost(rollup, PENALTY), 0);
}

static void
test_sets(void)
{
	dx_rollup *rollup = score((double[]) {50, 1, 30, 60, 2, 0.25});
	uint8_t none[NODES] = {0};
	uint8_t two[NODES] = {[FIRST] = 1, [MEAN] = 1};
	uint8_t nested[NODES] = {[PILLAR] = 1, [FIRST] = 1, [MEAN] = 1, [MEAN_SECOND] = 1};
	uint8_t extras[NODES] = {[SECOND] = 1, [BONUS] = 1, [PENALTY] = 1};

	CHECK_SAME(of_set(rollup, none, DX_SCORE_POINTS), -1000);
	CHECK_SAME(of_set(rollup, none, DX_SCORE_RATIO), -1000);
	CHECK_SAME(of_set(rollup, none, DX_SCORE_MAX), 0);
	CHECK_SAME(of_set(rollup, none, DX_SCORE_COVERAGE), -1000);
	CHECK_SAME(of_set(rollup, two, DX_SCORE_POINTS), 42);
	CHECK_SAME(of_set(rollup, two, DX_SCORE_MAX), 90);
	CHECK_SAME(of_set(rollup, two, DX_SCORE_RATIO), 42.0 / 90.0);
	CHECK_SAME(of_set(rollup, two, DX_SCORE_COVERAGE), 1);
	/* What stands inside another of the set counts once. */
	CHECK_SAME(of_set(rollup, nested, DX_SCORE_POINTS), 52);
	CHECK_SAME(of_set(rollup, nested, DX_SCORE_MAX), 100);
	/* Bonuses and penalties add points, no maximum. */
	CHECK_SAME(of_set(rollup, extras, DX_SCORE_POINTS), 11);
	CHECK_SAME(of_set(rollup, extras, DX_SCORE_MAX), 10);
	CHECK_SAME(of_set(rollup, extras, DX_SCORE_RATIO), 1.1);

	rollup = score((double[]) {NAN, 1, INFINITY, INFINITY, 2, 0.25});
	/* One without a value leaves no points; one that does not apply adds nothing. */
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[FIRST] = 1, [SECOND] = 1}, DX_SCORE_POINTS), -1000);
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[FIRST] = 1, [SECOND] = 1}, DX_SCORE_COVERAGE), 0.5);
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[SECOND] = 1, [MEAN] = 1}, DX_SCORE_POINTS), 10);
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[SECOND] = 1, [MEAN] = 1}, DX_SCORE_RATIO), 1);
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[MEAN] = 1}, DX_SCORE_POINTS), -1000);
	CHECK_SAME(of_set(rollup, (uint8_t[NODES]) {[MEAN] = 1}, DX_SCORE_MAX), 0);
}

int
main(void)
{
	static const char *const codes[NODES] = {"", "1", "1.1", "1.2", "2", "2.1", "2.2", "3", "4"};
	dx_error err;

	tree = dx_tree_from_json((dx_str) {tree_json, strlen(tree_json)}, &err);
	CHECK(tree != NULL);
	if (tree == NULL)
	{
		printf("%s\n", err.message);
		CHECK_DONE("score");
	}
	dx_score_room_grow(&room, tree);
	for (uint32_t i = 0; i < NODES; i++)
		CHECK(node_of(codes[i]) == i);
	test_nodes();
	test_sets();
	CHECK_DONE("score");
}
