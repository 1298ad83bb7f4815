/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_terms.c: caps, floors, thresholds and needs: their text, their order,
 * bytes that are no terms; random trees with them scored in numbers of either
 * length, finished from a tally's programme, and under other weights, where
 * the reference is the roll-up of a tree whose maxima and bounds were multiplied.
 */
#include <stdarg.h>

#include "check.h"
#include "robust/draws.h"
#include "rows/tally.h"
#include "score/score.h"
#include "tree/terms.h"
#include "tree/tree_make.h"

#define SEED UINT64_C(20261130)
#define MAX 200

static uint64_t random_state = SEED;

static uint32_t
below(uint32_t n)
{
	uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t) ((z ^ (z >> 31)) % n);
}

static dx_tree *
tree_of(const char *json)
{
	dx_error err = {0};
	dx_tree *tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);

	if (tree == NULL)
		printf("%s\n%s\n", json, err.message);
	CHECK(tree != NULL);
	return tree;
}

/* ---------------- text ---------------- */

/* A bound as JSON, printed again; "refused". */
static const char *
bound(const char *json)
{
	static char text[128];
	dx_error err = {0};
	dx_json_doc *doc = dx_json_parse((dx_str) {json, strlen(json)}, 10, &err);
	dx_maximum value;
	bool in_points;

	if (doc == NULL)
		return "no JSON";
	strcpy(text, "refused");
	if (dx_bound_parse(dx_json_root(doc), &value, &in_points))
		dx_bound_print(value, in_points, text);
	dx_json_free(doc);
	return text;
}

static void
test_text(void)
{
	CHECK_TEXT(bound("0.6"), "0.6");
	CHECK_TEXT(bound("\"0.60\""), "0.6");
	CHECK_TEXT(bound("\"60%\""), "0.6");
	CHECK_TEXT(bound("\" 60 % \""), "0.6");
	CHECK_TEXT(bound("\"3/5\""), "0.6");
	CHECK_TEXT(bound("\"4/6\""), "\"2/3\"");
	CHECK_TEXT(bound("\"200/3%\""), "\"2/3\"");
	CHECK_TEXT(bound("\"22p\""), "\"22p\"");
	CHECK_TEXT(bound("\"22.50 p\""), "\"22.5p\"");
	CHECK_TEXT(bound("\"1/3p\""), "\"1/3p\"");
	CHECK_TEXT(bound("\"-2p\""), "\"-2p\"");
	CHECK_TEXT(bound("\"-0p\""), "\"0p\"");
	CHECK_TEXT(bound("1e15"), "1000000000000000");
	CHECK_TEXT(bound("1e16"), "refused");
	CHECK_TEXT(bound("\"1e3\""), "refused");
	CHECK_TEXT(bound("\"\""), "refused");
	CHECK_TEXT(bound("\"p\""), "refused");
	CHECK_TEXT(bound("\"%\""), "refused");
	CHECK_TEXT(bound("\"22pp\""), "refused");
	CHECK_TEXT(bound("\"1/\""), "refused");
	CHECK_TEXT(bound("\"1/0\""), "refused");
	CHECK_TEXT(bound("\"1/2/3\""), "refused");
	CHECK_TEXT(bound("\"1/99999999999\""), "refused");
	CHECK_TEXT(bound("\"1/4294967295%\""), "refused");
	CHECK_TEXT(bound("true"), "refused");
	CHECK_TEXT(bound("{}"), "refused");
}

/* ---------------- random trees and sheets ---------------- */

static void
add(dx_buf *json, const char *format, ...)
{
	char text[300];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dx_buf_add_text(json, text);
}

/* A condition on one of the siblings 1 .. before, most of which are worth `max`. */
static void
add_needs(dx_buf *json, const char *family, int before, int max)
{
	static const char *const bounds[] = {"0.5", "\"60%\"", "\"1/3\"", "1"};

	if (before == 0 || below(3) > 0)
		return;
	add(json, ", \"needs\": {\"%s%d\": ", family, 1 + (int) below((uint32_t) before));
	if (below(2))
		add(json, "%s}", bounds[below(4)]);
	else
		add(json, "\"%dp\"}", 1 + (int) below((uint32_t) max));
}

/* Two or three levels: of groups with caps, floors, thresholds and needs; also under means. */
static dx_tree *
random_tree(void)
{
	static const char *const roots[] = {"sum", "sum", "sum", "mean", "min", "geomean", "median"};
	static const char *const policies[] = {"zero", "skip", "strict"};
	const char *root = roots[below(7)];
	bool sums = strcmp(root, "sum") == 0;
	int groups = 2 + (int) below(4);
	dx_buf json;
	dx_tree *tree;

	dx_buf_init(&json);
	add(&json, "[{\"code\": \"\", \"method\": \"%s\", \"missing\": \"%s\"", root, policies[below(3)]);
	if (sums && below(3) == 0)
		add(&json, ", \"cap\": %d, \"floor\": 0", 10 + below(60));
	else if (sums && below(3) == 0)
		add(&json, ", \"threshold\": \"%d%%\"", 20 + below(60));
	add(&json, "}");
	for (int g = 1; g <= groups; g++)
	{
		bool mean = sums && below(4) == 0;
		int children = 1 + (int) below(4);
		int max = 4 + (int) below(8);

		add(&json, ", {\"code\": \"%d\", \"method\": \"%s\", \"missing\": \"%s\"", g, mean ? "mean" : "sum",
			policies[below(3)]);
		if (mean)
			add(&json, ", \"max\": 20");
		else if (below(3) == 0)
			add(&json, ", \"cap\": %d.5", 4 + below(12));
		if (below(3) == 0)
			add(&json, below(2) ? ", \"threshold\": 0.4" : ", \"threshold\": \"2p\"");
		add_needs(&json, "", g - 1, 4);
		add(&json, "}");
		for (int c = 1; c <= children; c++)
		{
			char family[8];

			snprintf(family, sizeof(family), "%d.", g);
			add(&json, ", {\"code\": \"%d.%d\", \"max\": %d, \"rule\": \"linear(0, %d)\"", g, c, max, 1 + below(9));
			if (sums && !mean && c > 1 && below(6) == 0)
				add(&json, ", \"bonus\": true");
			if (!mean && below(4) == 0)
				add(&json, ", \"threshold\": \"1/3\"");
			if (!mean)
				add_needs(&json, family, c - 1, max);
			add(&json, "}");
		}
	}
	add(&json, "]");
	tree = tree_of(json.data);
	dx_buf_free(&json);
	return tree;
}

static void
random_leaves(const dx_tree *tree, dx_leaf *leaves)
{
	uint32_t missing = below(3) * 10;

	for (uint32_t k = 0; k < tree->n_criteria; k++)
	{
		const dx_rule *rule = dx_tree_rule(tree, dx_tree_criteria(tree)[k]);
		int64_t span = rule->hi.mant;
		uint32_t dice = below(100);

		leaves[k] = (dx_leaf) {below((uint32_t) span + 1), span, DX_VALUE_PRESENT};
		if (dice < missing)
			leaves[k] = (dx_leaf) {0, 1, DX_VALUE_MISSING};
		else if (dice < 2 * missing)
			leaves[k] = (dx_leaf) {0, 1, DX_VALUE_NA};
	}
}

/* ---------------- the same however it is scored ---------------- */

/* Points, ratio, state and terms of all nodes alike? */
static bool
alike(dx_rollup *a, dx_rollup *b)
{
	bool same = true;

	for (uint32_t i = 0; i < a->n && same; i++)
	{
		double x = 0;
		double y = 0;

		same = a->rolls[i].state == b->rolls[i].state && a->rolls[i].terms == b->rolls[i].terms &&
			dx_roll_max(a, i) == dx_roll_max(b, i) && dx_roll_ratio(a, i, &x) == dx_roll_ratio(b, i, &y) && x == y;
		if (same && a->rolls[i].state == DX_VALUE_PRESENT)
			same = dx_roll_points(a, i) == dx_roll_points(b, i);
	}
	return same;
}

/* With thirds and sevenths as whole numbers of units, cut off, and in long numbers. */
static void
test_lengths(void)
{
	int bound_nodes = 0;
	int unmet = 0;

	for (int t = 0; t < 400; t++)
	{
		dx_tree *tree = random_tree();
		dx_leaf leaves[MAX];
		dx_error err = {0};
		dx_rollup *whole;
		dx_rollup *cut;
		dx_rollup *wide;

		if (tree == NULL)
			return;
		whole = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, tree->spans);
		cut = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, 1);
		wide = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, 1);
		if (wide->narrow)
			dx_free(wide->narrow);
		wide->narrow = NULL;
		for (int u = 0; u < 8; u++)
		{
			random_leaves(tree, leaves);
			CHECK(dx_roll_up(whole, leaves, &err) && dx_roll_up(cut, leaves, &err) && dx_roll_up(wide, leaves, &err));
			CHECK(alike(whole, cut) && alike(whole, wide));
			for (uint32_t i = 0; i < tree->n_nodes; i++)
			{
				bound_nodes += (whole->rolls[i].terms & DX_ROLL_BOUND) != 0;
				unmet += (whole->rolls[i].terms & DX_ROLL_UNMET) != 0;
				/* A criterion by itself is told by its leaf alone, but for what it needs. */
				if ((dx_tree_steps(tree)[i].flags & DX_STEP_CRITERION) && whole->rolls[i].state == DX_VALUE_PRESENT &&
					!(whole->rolls[i].terms & DX_ROLL_UNMET))
					CHECK(dx_leaf_meets(dx_tree_steps(tree), tree->n_nodes, i,
										&leaves[dx_tree_steps(tree)[i].criterion]) ==
							  !(whole->rolls[i].terms & DX_ROLL_BOUND) ||
						  leaves[dx_tree_steps(tree)[i].criterion].num == 0);
			}
		}
		dx_rollup_free(whole);
		dx_rollup_free(cut);
		dx_rollup_free(wide);
		dx_free(tree);
	}
	CHECK(bound_nodes > 2000 && unmet > 500);
}

/* ---------------- programmes ---------------- */

/* Every node's programme through its bytes: the same, and the same points. */
static void
test_programmes(void)
{
	int beneath = 0;

	for (int t = 0; t < 100; t++)
	{
		dx_tree *tree = random_tree();
		dx_leaf leaves[MAX];
		dx_error err = {0};
		dx_rollup *rollup;

		if (tree == NULL)
			return;
		rollup = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, tree->spans);
		random_leaves(tree, leaves);
		CHECK(dx_roll_up(rollup, leaves, &err));
		for (uint32_t node = 0; node < tree->n_nodes; node++)
		{
			uint32_t top = dx_programme_top(tree, node);
			dx_programme *programme = dx_programme_of(tree, node);
			size_t size = dx_programme_size(programme);
			uint8_t *bytes = dx_alloc(size + 1);
			dx_programme head = *programme;
			dx_programme *back = programme;
			dx_tally tally = {programme, programme->n_criteria, leaves + dx_tree_steps(tree)[top].criterion, NULL};
			dx_rollup *own = NULL;
			double points = 0;
			bool known = rollup->rolls[node].state == DX_VALUE_PRESENT;

			beneath += programme->at > 0;
			CHECK(dx_steps_validate(programme->steps, programme->n_steps, programme->n_criteria, &err));
			if (!programme->plain)
			{
				dx_programme_pack(programme, bytes);
				head.steps = NULL;
				back = dx_programme_unpack(&head, bytes, &err);
				CHECK(back != NULL && dx_programme_equal(back, programme));
				CHECK(dx_programme_is_of(back, tree, node));
				tally.programme = back;
				CHECK(dx_tally_points(&tally, &own, &points, &err) == known);
				CHECK(!known || points == dx_roll_points(rollup, node));
				if (own)
					dx_rollup_free(own);
				dx_free(back);
			}
			dx_free(bytes);
			dx_free(programme);
		}
		dx_rollup_free(rollup);
		dx_free(tree);
	}
	CHECK(beneath > 50);
}

/* Bytes of terms that are wrong in one place. */
static void
test_bytes(void)
{
	dx_tree *tree = tree_of(
		"[{\"cap\": 20, \"floor\": 0}, {\"code\": \"1\", \"max\": 10, \"rule\": \"points\", \"threshold\": 0.5},"
		"{\"code\": \"2\", \"max\": 12, \"rule\": \"points\", \"needs\": {\"1\": 0.5, \"3\": \"2p\"}},"
		"{\"code\": \"3\", \"max\": 5, \"rule\": \"points\"}, {\"code\": \"4\", \"max\": -5, \"rule\": \"points\"}]");
	uint32_t n = tree ? tree->n_nodes : 0;
	size_t size;
	dx_step *steps;
	dx_term *terms;
	dx_error err = {0};

	if (tree == NULL)
		return;
	size = dx_steps_size(dx_tree_steps(tree), n);
	CHECK(size == n * sizeof(dx_step) + 5 * sizeof(dx_term));
	steps = dx_alloc(size);
	terms = (dx_term *) (steps + n);
	for (int what = 0; what < 24; what++)
	{
		memcpy(steps, dx_tree_steps(tree), size);
		switch (what)
		{
			case 0:
				CHECK(dx_steps_validate(steps, n, tree->n_criteria, &err));
				continue;
			case 1:
				terms[0].kind = DX_TERM_NEEDS + 1;
				break;
			case 2:
				terms[0].den = 0;
				break;
			case 3:
				terms[0].in_points = 0;
				break;
			case 4:
				terms[0].in_points = 2;
				break;
			case 5:
				terms[0].reserved = 1;
				break;
			case 6:
				terms[0].sibling = 1;
				break;
			case 7:
				terms[0].node = 1;
				break;
			case 8:
				terms[0].units.hi = -1; /* below 0 */
				break;
			case 9:
				terms[1].units.lo = 1; /* a floor above 0 */
				break;
			case 10:
				terms[1].kind = DX_TERM_CAP; /* two caps */
				break;
			case 11:
				terms[0].kind = DX_TERM_THRESHOLD; /* out of order */
				break;
			case 12:
				terms[2].units.lo = 0;
				break;
			case 13:
				terms[2].units = dx_store_points(2 * DX_POINTS_ONE);
				break;
			case 14:
				terms[3].sibling = 0;
				break;
			case 15:
				terms[3].sibling = 2; /* itself */
				break;
			case 16:
				terms[3].sibling = 4; /* a penalty's ratio */
				break;
			case 17:
				terms[3].sibling = n;
				break;
			case 18:
				terms[4].sibling = 1; /* twice */
				break;
			case 19:
				terms[4].units = dx_store_points(6 * DX_POINTS_ONE);
				break;
			case 20:
				terms[2].node = 4; /* at a penalty */
				break;
			case 21:
				steps[4].terms_end = 4;
				break;
			case 22:
				terms[0].units = dx_store_points((dx_points) 2 * DX_MAX_POINTS * DX_POINTS_ONE);
				break;
			case 23: /* one that needs what needs it */
				terms[2] = (dx_term) {terms[3].units, 1, 1, 2, DX_TERM_NEEDS, 0, 0};
				break;
		}
		CHECK(!dx_steps_validate(steps, n, tree->n_criteria, &err));
	}
	dx_free(steps);
	dx_free(tree);
}

/* ---------------- order ---------------- */

/* A long chain is put in order without recursion; bent into a circle it is one. */
static void
test_order(void)
{
	const uint32_t n = 60001;
	dx_step *steps = dx_alloc(n * sizeof(dx_step) + n * sizeof(dx_term));
	dx_term *terms = (dx_term *) (steps + n);
	uint32_t *order = dx_alloc(n * sizeof(uint32_t));
	uint32_t count = 0;

	steps[0].end = n;
	for (uint32_t i = 1; i < n; i++)
	{
		steps[i] = (dx_step) {.parent = 0, .end = i + 1, .flags = DX_STEP_CRITERION, .terms_end = i};
		terms[i - 1] = (dx_term) {.node = i, .sibling = i + 1, .kind = DX_TERM_NEEDS, .den = 1};
	}
	/* The last needs nobody. */
	steps[n - 1].terms_end = n - 2;
	CHECK(dx_terms_order(steps, n, order, &count) && count == n - 2);
	for (uint32_t k = 0; k < count; k++)
		if (order[k] != n - 2 - k)
		{
			CHECK(!"not in order");
			break;
		}
	steps[n - 1].terms_end = n - 1;
	terms[n - 2].sibling = 1000;
	CHECK(!dx_terms_order(steps, n, order, &count) && count == n - 1000 && order[0] == 1000 &&
		  order[count - 1] == n - 1);
	dx_free(order);
	dx_free(steps);
}

/* ---------------- draws ---------------- */

/* The root's ratio of a tree whose maxima, weights and bounds were multiplied. */
static bool
rolled_up(const dx_tree *tree, const dx_leaf *leaves, const double *factor, double *ratio)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t n = tree->n_nodes;
	dx_step *altered = dx_alloc(dx_steps_size(steps, n));
	dx_term *terms = (dx_term *) (altered + n);
	double *scale = dx_alloc(n * sizeof(double));
	dx_error err = {0};
	dx_rollup *rollup;
	bool known;

	memcpy(altered, steps, dx_steps_size(steps, n));
	scale[0] = 1;
	for (uint32_t i = 1; i < n; i++)
	{
		bool sum = steps[steps[i].parent].method == DX_METHOD_SUM;
		dx_points points = 0;

		scale[i] = sum ? factor[i] * scale[steps[i].parent] : 1;
		if (!sum)
			altered[i].weight *= factor[i];
		dx_points_from_double(dx_maximum_to_double(dx_step_maximum(&steps[i])) * scale[i], &points);
		altered[i].max = dx_store_points(points);
	}
	for (uint32_t t = 0; t < steps[n - 1].terms_end; t++)
	{
		uint32_t whose = terms[t].kind == DX_TERM_NEEDS ? terms[t].sibling : terms[t].node;
		dx_points points = 0;

		if (!terms[t].in_points)
			continue;
		dx_points_from_double(dx_maximum_to_double(dx_term_bound(&terms[t])) * scale[whose], &points);
		terms[t].units = dx_store_points(points);
		terms[t].den = 1;
	}
	for (uint32_t i = n; i-- > 0;)
	{
		dx_maximum sum = {0, 1};
		dx_maximum cap;

		if ((steps[i].flags & DX_STEP_CRITERION) || steps[i].method != DX_METHOD_SUM)
			continue;
		dx_steps_add_up(altered, i, &sum);
		if (dx_step_cap(altered, n, i, &cap) && dx_maximum_cmp(cap, sum) < 0)
			sum = cap;
		altered[i].max = dx_store_points(sum.units);
		altered[i].max_den = sum.den;
	}
	rollup = dx_rollup_new(altered, altered, n, 1);
	CHECK(dx_roll_up(rollup, leaves, &err));
	known = dx_roll_ratio(rollup, 0, ratio);
	dx_rollup_free(rollup);
	dx_free(altered);
	dx_free(scale);
	return known;
}

static void
test_draws(void)
{
	int drawn = 0;
	int moved = 0;

	for (int t = 0; t < 300; t++)
	{
		dx_tree *tree = random_tree();
		dx_leaf leaves[MAX];
		dx_error err = {0};
		dx_lanes factors[MAX];
		dx_lanes ratios;
		dx_rollup *rollup;
		dx_draws *draws;

		if (tree == NULL)
			return;
		rollup = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, tree->spans);
		draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
		for (uint32_t i = 0; i < tree->n_nodes; i++)
			for (int l = 0; l < DX_LANES; l++)
				factors[i].at[l] = l == 0 ? 1 : 0.5 + below(1001) / 1000.0;
		for (int u = 0; u < 4; u++)
		{
			dx_draw_unit unit;
			double ratio = 0;

			random_leaves(tree, leaves);
			CHECK(dx_roll_up(rollup, leaves, &err));
			if (!dx_draw_unit_make(draws, rollup, &unit))
			{
				CHECK(!dx_roll_ratio(rollup, 0, &ratio));
				continue;
			}
			memcpy(draws->factor, factors, tree->n_nodes * sizeof(dx_lanes));
			dx_draws_begin(draws);
			dx_draws_ratio(draws, &unit, &ratios);
			CHECK(dx_roll_ratio(rollup, 0, &ratio) && fabs(ratios.at[0] - ratio) <= 1e-12);
			for (int l = 0; l < DX_LANES; l++)
			{
				double one[MAX];
				double want = 0;

				for (uint32_t i = 0; i < tree->n_nodes; i++)
					one[i] = factors[i].at[l];
				CHECK(rolled_up(tree, leaves, one, &want));
				CHECK(fabs(ratios.at[l] - want) <= 1e-9 * (1 + fabs(want)));
				drawn++;
				moved += fabs(ratios.at[l] - ratio) > 0.3;
			}
			dx_free(unit.use);
			dx_free(unit.value);
			if (unit.part != draws->part)
				dx_free((double *) unit.part);
		}
		dx_rollup_free(rollup);
		dx_free(tree);
	}
	CHECK(drawn > 8000 && moved > 20);
}

int
main(void)
{
	test_text();
	test_lengths();
	test_programmes();
	test_bytes();
	test_order();
	test_draws();
	CHECK_DONE("terms");
}
