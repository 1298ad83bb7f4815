/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_draws.c: ratios under other weights. Random trees of every method and
 * policy, with random cards, against two references: the definition, written
 * down draw by draw (same bits), and the roll-up itself of a tree whose
 * weights, maxima and points were multiplied (equal but for rounding).
 */
#include "check.h"
#include "number/ddmath.h"
#include "robust/draws.h"
#include "robust/noise.h"
#include "score/score.h"
#include "tree/tree_make.h"

static uint64_t seed = 20221123;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t) ((seed >> 33) % n);
}

/* ---------------- random trees and cards ---------------- */

#define MAX 200

typedef struct node_text
{
	char code[64];
	int depth;
	bool inner;
} node_text;

static dx_tree *tree;
static dx_score_room room;
static dx_sheet sheet;
static dx_error err;

/* above: the method of the node above. Returns its own. */
static const char *
add_node(dx_buf *json, const char *code, bool inner, bool sum, bool extras, const char *above)
{
	static const char *const methods[] = {"sum",		  "sum",		  "sum",	  "mean",		 "mean",
										  "geomean",	  "harmean",	  "power(2)", "power(-0.5)", "power(20)",
										  "median",		  "min",		  "max",	  "mpi_down",	 "mpi_up",
										  "alternatives", "alternatives", "best(1)",  "best(2)"};
	const char *method = "";
	static const char *const policies[] = {"zero", "skip", "strict"};
	char text[200];

	dx_buf_add_text(json, json->len > 1 ? ", {" : "{");
	snprintf(text, sizeof(text), "\"code\": \"%s\"", code);
	dx_buf_add_text(json, text);
	if (inner)
	{
		/* Bonuses want sums all the way up. */
		method = sum ? "sum" : methods[below(19)];
		snprintf(text, sizeof(text), ", \"method\": \"%s\"", method);
		dx_buf_add_text(json, text);
		if (below(3) > 0)
		{
			snprintf(text, sizeof(text), ", \"missing\": \"%s\"", policies[below(8) % 3]);
			dx_buf_add_text(json, text);
		}
		if (below(6) == 0)
			dx_buf_add_text(json, below(2) ? ", \"min_coverage\": \"1/2\"" : ", \"min_count\": 1");
		if (code[0] && sum && extras && below(5) == 0)
			dx_buf_add_text(json, ", \"bonus\": true");
	}
	else
	{
		int max = sum && extras && below(6) == 0 ? -(int) below(5) : (int) below(20) + (below(9) > 0);

		/* The least and the greatest are taken of equal maxima. */
		if (strcmp(above, "min") == 0 || strcmp(above, "max") == 0)
			max = 100;

		snprintf(text, sizeof(text), ", \"max\": %d, \"rule\": \"%s\"%s", max, max < 0 ? "percent" : "points",
				 sum && extras && max > 0 && below(5) == 0 ? ", \"bonus\": true" : "");
		dx_buf_add_text(json, text);
	}
	if (below(3) > 0 && strncmp(above, "best", 4) != 0)
	{
		snprintf(text, sizeof(text), ", \"weight\": %s",
				 (const char *const[]) {"0", "0.1", "0.2", "0.25", "3", "1e-200"}[below(6)]);
		dx_buf_add_text(json, text);
	}
	dx_buf_add_text(json, "}");
	return method;
}

/* Nodes under `code`, at most so many levels down. */
static void
add_children(dx_buf *json, const char *code, int levels, bool sum, bool extras, const char *above)
{
	int n = 1 + (int) below(5);

	for (int i = 1; i <= n; i++)
	{
		char child[64];
		const char *method;
		bool inner = levels > 1 && below(3) == 0;

		snprintf(child, sizeof(child), "%s%s%d", code, code[0] ? "." : "", i);
		method = add_node(json, child, inner, sum, extras, above);
		if (inner)
			add_children(json, child, levels - 1, sum, extras, method);
	}
}

static void
random_tree(void)
{
	bool sum = below(3) == 0;
	bool extras = below(2) == 0;

	do
	{
		dx_buf json;

		dx_buf_init(&json);
		dx_buf_add_text(&json, "[");
		add_children(&json, "", 4, sum, extras, add_node(&json, "", true, sum, extras, ""));
		dx_buf_add_text(&json, "]");
		dx_free(tree);
		tree = dx_tree_from_json((dx_str) {json.data, json.len}, &err);
		dx_buf_free(&json);
	} while (tree == NULL || tree->n_nodes > MAX);
	dx_score_room_grow(&room, tree);
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
}

/* The given share of a hundred missing, and as much not applicable. */
static void
random_card(uint32_t missing)
{
	for (uint32_t k = 0; k < tree->n_criteria; k++)
	{
		uint32_t node = dx_tree_criteria(tree)[k];
		double max = dx_maximum_to_double(dx_step_maximum(&dx_tree_steps(tree)[node]));
		uint32_t dice = below(100);

		if (dice < missing)
			dx_sheet_set(&sheet, k, DX_RESULT_MISSING, 0);
		else if (dice < 2 * missing)
			dx_sheet_set(&sheet, k, DX_RESULT_NA, 0);
		else if (max < 0)
			dx_sheet_set(&sheet, k, DX_RESULT_VALUE, below(101));
		else
			dx_sheet_set(&sheet, k, DX_RESULT_POINTS, below(5) == 0 ? max : max * below(9) / 8);
	}
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
}

/* ---------------- the definition, draw by draw ---------------- */

static const dx_step *steps;
static const double *factor; /* by node */

static double ratio_of(uint32_t i);

static bool
takes_part(uint32_t i, uint32_t c)
{
	return dx_step_regular(&steps[i], &steps[c]) && !(steps[c].flags & DX_STEP_UNSCORED) &&
		((steps[c].flags & DX_STEP_CRITERION) || dx_load_points(steps[c].max) > 0) &&
		room.rollup->rolls[c].state != DX_VALUE_NA;
}

static double
leaf_points(uint32_t c)
{
	return dx_leaf_points(&steps[c], &room.leaves[steps[c].criterion]);
}

static double
leaf_ratio(uint32_t c)
{
	return dx_leaf_ratio(&room.leaves[steps[c].criterion]);
}

/* Is there a maximum of children with a value? */
static bool
has_something(uint32_t i)
{
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]) && room.rollup->rolls[c].state == DX_VALUE_PRESENT &&
			dx_roll_has_max(room.rollup, c))
			return true;
	return false;
}

static void add_sum(uint32_t i, double scale, bool valued, bool part, double *points, double *max);

/* Points and maximum of child c, by itself. */
static void
child_points(uint32_t c, bool present, double *points, double *max)
{
	*points = *max = 0;
	if (!(steps[c].flags & DX_STEP_CRITERION) && steps[c].method == DX_METHOD_SUM)
		add_sum(c, 1, present, true, points, max);
	else if (!(steps[c].flags & DX_STEP_CRITERION) && steps[c].method == DX_METHOD_ALTERNATIVES)
	{
		for (uint32_t k = c + 1; k < steps[c].end; k = steps[k].end)
		{
			const dx_roll *roll = &room.rollup->rolls[k];
			double p = 0;
			double m = 0;

			if (roll->state == DX_VALUE_NA)
				continue;
			child_points(k, present && roll->state == DX_VALUE_PRESENT, &p, &m);
			if (present && roll->state == DX_VALUE_PRESENT)
				*points = fmax(*points, p * factor[k]);
			if (takes_part(c, k))
				*max = fmax(*max, m * factor[k]);
		}
	}
	else
	{
		*max = dx_maximum_to_double(dx_step_maximum(&steps[c]));
		if (present)
			*points = (steps[c].flags & DX_STEP_CRITERION) ? leaf_points(c) : ratio_of(c) * *max;
	}
}

/* Points and maximum of sum i, each times `scale`, added to *points and *max. */
static void
add_sum(uint32_t i, double scale, bool valued, bool part, double *points, double *max)
{
	bool skip = steps[i].missing == DX_MISSING_SKIP;
	double have = 0;
	double own = 0;
	double extra = 0;
	bool scaled = false;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const dx_roll *roll = &room.rollup->rolls[c];
		double s = factor[c] * scale;
		double p = 0;
		double m = 0;
		bool present = valued && roll->state == DX_VALUE_PRESENT;
		bool counts = takes_part(i, c) && part;

		if (roll->state == DX_VALUE_NA)
			continue;
		if (!(steps[c].flags & DX_STEP_CRITERION) && steps[c].method == DX_METHOD_SUM && !skip &&
			steps[c].missing != DX_MISSING_SKIP)
		{
			/* added up in one go */
			add_sum(c, s, present, counts, points, max);
			continue;
		}
		child_points(c, present, &p, &m);

		if (counts)
			*max += m * s;
		if (!skip)
		{
			if (present)
				*points += p * s;
			continue;
		}
		if (present && takes_part(i, c))
		{
			own += p * s;
			have += m * s;
		}
		else if (present)
			extra += p * s;
		scaled |= takes_part(i, c) && roll->state == DX_VALUE_MISSING;
	}
	if (!skip)
		return;
	/* Not added up in one go: points and max are its alone. */
	if (scaled && valued && has_something(i))
		*points = own / have * *max + extra;
	else
	{
		*points = 0;
		for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		{
			double p = 0;
			double m = 0;

			if (!valued || room.rollup->rolls[c].state != DX_VALUE_PRESENT)
				continue;
			child_points(c, true, &p, &m);
			*points += p * (factor[c] * scale);
		}
	}
}

/* Is there a mean of the best? In a roll-up those have no weights. */
static bool
has_best(void)
{
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		if (steps[i].method == DX_METHOD_BEST)
			return true;
	return false;
}

/* Weights by a power of two, the heaviest in 0.5 .. 1, none below 1e-290. */
static double
weight_of(uint32_t i, uint32_t c)
{
	double heaviest = 0;
	int exponent;
	double w;

	for (uint32_t k = i + 1; k < steps[i].end; k = steps[k].end)
		heaviest = fmax(heaviest, steps[k].weight);
	frexp(heaviest, &exponent);
	w = fmax(ldexp(steps[c].weight, -exponent), 1e-290);
	return factor[c] * w;
}

/* Is the mean at i that of a function of the ratios? */
static bool
is_transformed(uint32_t i)
{
	return steps[i].method == DX_METHOD_GEOMEAN || steps[i].method == DX_METHOD_HARMEAN ||
		(steps[i].method == DX_METHOD_POWER && fabs(steps[i].power) <= 8);
}

static double
function_of(uint32_t i, double ratio)
{
	if (steps[i].method == DX_METHOD_GEOMEAN)
		return dx_log(ratio);
	if (steps[i].method == DX_METHOD_HARMEAN)
		return 1 / ratio;
	if (!(ratio > 0))
		return 0;
	return steps[i].power == 2 ? ratio * ratio : dx_pow(ratio, steps[i].power);
}

static double
inverse_of(uint32_t i, double x)
{
	if (steps[i].method == DX_METHOD_GEOMEAN)
		return dx_exp(x);
	if (steps[i].method == DX_METHOD_HARMEAN)
		return 1 / x;
	return steps[i].power == 2 ? sqrt(x) : dx_pow(x, 1 / steps[i].power);
}

/* Average of a function of the ratios of i's children; false where the mean is 0 because one is 0. */
static bool
average_of(uint32_t i, double *average)
{
	bool zero_prevails = steps[i].method != DX_METHOD_POWER || steps[i].power < 0;
	double sum = 0;
	double weights = 0;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const dx_roll *roll = &room.rollup->rolls[c];
		bool leaf = (steps[c].flags & DX_STEP_CRITERION) != 0;
		double x = 0;

		if (!takes_part(i, c) || (!leaf && !dx_roll_has_max(room.rollup, c)) ||
			(roll->state == DX_VALUE_MISSING && steps[i].missing != DX_MISSING_ZERO))
			continue;
		weights += weight_of(i, c);
		if (roll->state == DX_VALUE_MISSING)
		{
			if (zero_prevails)
				return false;
			continue;
		}
		/* one of the same kind is not taken apart */
		if (!leaf && steps[c].method == steps[i].method && steps[c].power == steps[i].power)
		{
			if (!average_of(c, &x))
				return false;
		}
		else
		{
			double ratio = leaf ? leaf_ratio(c) : ratio_of(c);

			if (!(ratio > 0) && zero_prevails)
				return false;
			x = function_of(i, ratio);
		}
		sum += x * weight_of(i, c);
	}
	*average = sum / weights;
	return true;
}

/* The ratio of an inner node with a value. */
static double
ratio_of(uint32_t i)
{
	double x[MAX];
	double w[MAX];
	double work[8 * MAX];
	double sum = 0;
	double weights = 0;
	int n = 0;

	if (dx_is_of_points(steps[i].method))
	{
		double points;
		double max;

		child_points(i, true, &points, &max);
		return points / max;
	}
	if (is_transformed(i))
		return average_of(i, &sum) ? inverse_of(i, sum) : 0;
	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
	{
		const dx_roll *roll = &room.rollup->rolls[c];
		bool leaf = (steps[c].flags & DX_STEP_CRITERION) != 0;

		if (!takes_part(i, c) || (!leaf && !dx_roll_has_max(room.rollup, c)) ||
			(roll->state == DX_VALUE_MISSING && steps[i].missing != DX_MISSING_ZERO))
			continue;
		x[n] = roll->state == DX_VALUE_MISSING ? 0 : leaf ? leaf_ratio(c) : ratio_of(c);
		w[n] = weight_of(i, c);
		sum += x[n] * w[n];
		weights += w[n];
		n++;
	}
	if (steps[i].method == DX_METHOD_MEAN)
		return sum / weights;
	if (steps[i].method == DX_METHOD_MPI_DOWN || steps[i].method == DX_METHOD_MPI_UP)
	{
		double mean = sum / weights;
		double squares = 0;

		for (int k = 0; k < n; k++)
			squares += w[k] * ((x[k] - mean) * (x[k] - mean));
		if (mean == 0)
			return 0;
		if (steps[i].method == DX_METHOD_MPI_UP)
			return mean + squares / weights / mean;
		return fmax(mean - squares / weights / mean, 0);
	}
	return dx_mean((dx_method) steps[i].method, steps[i].power, x, w, n, work);
}

/* ---------------- the roll-up of a tree made heavier and lighter ---------------- */

static bool
rolled_up(const double *factors, double *ratio)
{
	dx_step *altered = dx_alloc(tree->n_nodes * sizeof(dx_step));
	double *scale = dx_alloc(tree->n_nodes * sizeof(double));
	dx_rollup *rollup;
	bool known;

	memcpy(altered, steps, tree->n_nodes * sizeof(dx_step));
	scale[0] = 1;
	for (uint32_t i = 1; i < tree->n_nodes; i++)
	{
		bool sum = dx_is_of_points(steps[steps[i].parent].method);
		dx_points points = 0;

		scale[i] = sum ? factors[i] * scale[steps[i].parent] : 1;
		if (!sum)
			altered[i].weight *= factors[i];
		dx_points_from_double(dx_maximum_to_double(dx_step_maximum(&steps[i])) * scale[i], &points);
		altered[i].max = dx_store_points(points);
	}
	/* Sums of what there is now. */
	for (uint32_t i = tree->n_nodes; i-- > 0;)
	{
		dx_points sum = 0;

		if ((steps[i].flags & DX_STEP_CRITERION) || !dx_is_of_points(steps[i].method))
			continue;
		for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		{
			dx_points max = dx_load_points(altered[c].max);

			if (!dx_step_regular(&steps[i], &steps[c]))
				continue;
			if (steps[i].method == DX_METHOD_SUM)
				sum += max;
			else if (max > sum)
				sum = max;
		}
		altered[i].max = dx_store_points(sum);
	}
	rollup = dx_rollup_new(altered, altered, tree->n_nodes, 1);
	CHECK(dx_roll_up(rollup, room.leaves, &err));
	known = dx_roll_ratio(rollup, 0, ratio);
	dx_rollup_free(rollup);
	dx_free(altered);
	dx_free(scale);
	return known;
}

/* ---------------- tests ---------------- */

static dx_draws *draws;

static void
free_one(dx_draws *one)
{
	if (one->faint)
		free_one(one->faint);
	dx_free(one->groups);
	dx_free(one->runs);
	dx_free(one->leaf);
	dx_free(one->group);
	dx_free(one->member);
	dx_free(one->part);
	dx_free(one->weight);
	dx_free(one->factor);
	dx_free(one->leaf_scale);
	dx_free(one->group_scale);
	dx_free(one->whole);
	dx_free(one->x);
	dx_free(one->y);
	dx_free(one->scratch);
	dx_free(one);
}

static void
free_draws(void)
{
	free_one(draws);
}

static void
compare_lanes(const dx_lanes *factors, const dx_draw_unit *unit, bool exact)
{
	dx_lanes ratio;
	double one[MAX];

	memcpy(draws->factor, factors, tree->n_nodes * sizeof(dx_lanes));
	dx_draws_begin(draws);
	dx_draws_ratio(draws, unit, &ratio);
	for (int l = 0; l < DX_LANES; l++)
	{
		double want = 0;

		for (uint32_t i = 0; i < tree->n_nodes; i++)
			one[i] = factors[i].at[l];
		factor = one;
		if (exact)
			CHECK_SAME(ratio.at[l], ratio_of(0));
		if (has_best())
			continue;
		CHECK(rolled_up(one, &want));
		CHECK(fabs(ratio.at[l] - want) <= 1e-8 * (1 + fabs(want)));
	}
}

static void
test_random_trees(void)
{
	static const uint32_t missing[] = {0, 0, 10, 30};
	int ranked = 0;
	int unranked = 0;
	int faint = 0;

	for (int t = 0; t < 1500; t++)
	{
		dx_lanes factors[MAX];

		random_tree();
		steps = dx_tree_steps(tree);
		for (uint32_t i = 0; i < tree->n_nodes; i++)
			for (int l = 0; l < DX_LANES; l++)
				factors[i].at[l] = l == 0 ? 1 : 0.3 + below(1000) / 700.0;
		draws = dx_draws_new(steps, tree->n_nodes, tree->n_criteria, t % 2 == 0);
		for (int u = 0; u < 4; u++)
		{
			dx_draw_unit unit;
			dx_draws *of;
			double ratio;

			random_card(missing[u]);
			if (!dx_draw_unit_make(draws, room.rollup, &unit))
			{
				CHECK(!dx_roll_ratio(room.rollup, 0, &ratio));
				unranked++;
				continue;
			}
			CHECK(dx_roll_ratio(room.rollup, 0, &ratio));
			ranked++;
			of = unit.faint ? draws->faint : draws;
			faint += unit.faint;
			/* What has no powers adds up another way, by a bit. */
			compare_lanes(factors, &unit, !unit.faint);
			/* Factors of 1 change nothing. */
			CHECK(fabs(of->x[of->n_groups - 1].at[0] - ratio) <= 1e-12 * (1 + fabs(ratio)));
			dx_free(unit.use);
			dx_free(unit.value);
			if (unit.part != of->part)
				dx_free((double *) unit.part);
		}
		free_draws();
	}
	CHECK(ranked > 2000 && unranked > 50);
}

/* Both kernels, the same bits. */
static void
test_kernels(void)
{
	for (int t = 0; t < 200; t++)
	{
		dx_lanes portable = {{0}};
		dx_lanes chosen;
		dx_draw_unit unit;

		random_tree();
		random_card(10);
		for (int k = 0; k < 2; k++)
		{
			bool ranked;

			draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, k == 0);
			ranked = dx_draw_unit_make(draws, room.rollup, &unit);
			for (uint32_t i = 0; i < tree->n_nodes; i++)
				for (int l = 0; l < DX_LANES; l++)
					draws->factor[i].at[l] = dx_noise_factor(7, l + 1, (dx_str) {(const char *) &i, sizeof(i)}, 0.9);
			if (ranked)
			{
				dx_draws_begin(draws);
				dx_draws_ratio(draws, &unit, k == 0 ? &portable : &chosen);
				dx_free(unit.use);
				dx_free(unit.value);
				if (unit.part != (unit.faint ? draws->faint : draws)->part)
					dx_free((double *) unit.part);
				if (k == 1)
					CHECK(memcmp(&portable, &chosen, sizeof(dx_lanes)) == 0);
			}
			free_draws();
		}
	}
}

static void
build(const char *json)
{
	dx_free(tree);
	tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
	if (tree == NULL)
	{
		printf("%s\n", err.message);
		exit(1);
	}
	steps = dx_tree_steps(tree);
	dx_score_room_grow(&room, tree);
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	for (uint32_t k = 0; k < tree->n_criteria; k++)
		dx_sheet_set(&sheet, k, DX_RESULT_MISSING, 0);
	draws = dx_draws_new(steps, tree->n_nodes, tree->n_criteria, false);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		for (int l = 0; l < DX_LANES; l++)
			draws->factor[i].at[l] = 1;
}

static void
award(int k, double points)
{
	dx_sheet_set(&sheet, (uint32_t) k, DX_RESULT_POINTS, points);
}

static double
first_lane(void)
{
	dx_draw_unit unit;
	dx_lanes ratio;

	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
	CHECK(dx_draw_unit_make(draws, room.rollup, &unit));
	dx_draws_begin(draws);
	dx_draws_ratio(draws, &unit, &ratio);
	free_draws();
	dx_free(unit.use);
	dx_free(unit.value);
	return ratio.at[0];
}

/* Ratios whose powers leave a double's range are drawn without powers. */
static void
test_faint(void)
{
	dx_draw_unit unit;
	dx_lanes ratio;
	double want = 0;

	build("[{\"method\":\"power(8)\"},{\"code\":\"1\",\"rule\":\"ratio\"},{\"code\":\"2\",\"rule\":\"ratio\"}]");
	dx_sheet_set(&sheet, 0, DX_RESULT_VALUE, 1e-30);
	dx_sheet_set(&sheet, 1, DX_RESULT_VALUE, 2e-30);
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
	CHECK(dx_draw_unit_make(draws, room.rollup, &unit) && unit.faint);
	dx_draws_begin(draws);
	dx_draws_ratio(draws, &unit, &ratio);
	CHECK(dx_roll_ratio(room.rollup, 0, &want));
	CHECK(want > 1.8e-30 && fabs(ratio.at[0] - want) <= 1e-12 * want);
	free_draws();
	dx_free(unit.use);
	dx_free(unit.value);
}

/* Worked out by hand. */
static void
test_by_hand(void)
{
	/* sum of sums: (10 x 2 x 3 + 5 x 3) / (20 x 2 x 3 + 10 x 3 + 30 x 0.5) */
	build("[{\"code\":\"1.1\",\"max\":20,\"rule\":\"points\"},{\"code\":\"1.2\",\"max\":10,\"rule\":\"points\"},"
		  "{\"code\":\"2\",\"max\":30,\"rule\":\"points\"}]");
	award(0, 10);
	award(1, 5);
	draws->factor[1].at[0] = 3;
	draws->factor[2].at[0] = 2;
	draws->factor[4].at[0] = 0.5;
	CHECK_SAME(first_lane(), 75.0 / 165);

	/* a bonus adds its points, times its factor, and no maximum */
	build("[{\"code\":\"1\",\"max\":20,\"rule\":\"points\"},{\"code\":\"2\",\"max\":5,\"rule\":\"points\",\"bonus\":"
		  "true},"
		  "{\"code\":\"3\",\"max\":-4,\"rule\":\"percent\"}]");
	award(0, 10);
	award(1, 5);
	award(2, -2);
	draws->factor[2].at[0] = 2;
	draws->factor[3].at[0] = 0.25;
	CHECK_SAME(first_lane(), 19.5 / 20);

	/* skip: what there is, by the maximum of it: (10 x 2) / (20 x 2) */
	build("[{\"code\":\"\",\"missing\":\"skip\"},{\"code\":\"1\",\"max\":20,\"rule\":\"points\"},"
		  "{\"code\":\"2\",\"max\":5,\"rule\":\"points\"}]");
	award(0, 10);
	draws->factor[1].at[0] = 2;
	draws->factor[2].at[0] = 8;
	CHECK_SAME(first_lane(), 0.5);

	/* mean: weights 1 x 2 and 3 x 0.5, ratios 0.5 and 0.25 */
	build("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"max\":20,\"rule\":\"points\"},"
		  "{\"code\":\"2\",\"max\":8,\"rule\":\"points\",\"weight\":3}]");
	award(0, 10);
	award(1, 2);
	draws->factor[1].at[0] = 2;
	draws->factor[2].at[0] = 0.5;
	CHECK(fabs(first_lane() - 1.375 / 3.5) < 1e-15);

	/* a criterion alone */
	build("[{\"code\":\"\",\"max\":20,\"rule\":\"points\"}]");
	award(0, 10);
	CHECK_SAME(first_lane(), 0.5);
}

/*
 * U against the definition in noise.h, computed with another SipHash (Python,
 * in integers, then by 2^52).
 */
static void
test_generator(void)
{
	CHECK_SAME(dx_noise_uniform(1, 1, DX_STR("1")), 0x1.7b547e27c562ap-1);
	CHECK_SAME(dx_noise_uniform(1, 2, DX_STR("1")), -0x1.7f2739b779244p-2);
	CHECK_SAME(dx_noise_uniform(2, 1, DX_STR("1")), 0x1.5f413c09f9848p-3);
	CHECK_SAME(dx_noise_uniform(1, 1, DX_STR("1.1")), 0x1.71eeacc7a7d12p-1);
	CHECK_SAME(dx_noise_uniform(-1, 1000000, DX_STR("4.22.11")), 0x1.821998edb385ep-1);
	CHECK_SAME(dx_noise_uniform(INT64_MIN, 1, DX_STR("II.7")), -0x1.12d124398cfe2p-1);
	CHECK_SAME(dx_noise_factor(1, 1, DX_STR("1"), 0.25), 1 + 0.25 * dx_noise_uniform(1, 1, DX_STR("1")));
	CHECK_SAME(dx_noise_factor(1, 1, DX_STR("1"), 0), 1.0);
}

/* Uniform in (-1, 1), and no draw or code tells of another. */
static void
test_distribution(void)
{
	static const dx_str codes[] = {{"1", 1}, {"1.1", 3}, {"1.2", 3}, {"A.10.3", 6}};
	const int n = 20000;
	double sum = 0;
	double squares = 0;
	double next = 0;
	double other = 0;
	int tenths[10] = {0};

	for (int c = 0; c < 4; c++)
		for (int d = 1; d <= n; d++)
		{
			double u = dx_noise_uniform(42, d, codes[c]);

			CHECK(u > -1 && u < 1);
			CHECK(dx_noise_factor(42, d, codes[c], 0.999999) > 0);
			tenths[(int) ((u + 1) * 5)]++;
			sum += u;
			squares += u * u;
			next += u * dx_noise_uniform(42, d + 1, codes[c]);
			other += u * dx_noise_uniform(42, d, codes[(c + 1) % 4]);
		}
	/* Four standard errors of each. */
	CHECK(fabs(sum / (4 * n)) < 4 * 0.5774 / sqrt(4 * n));
	CHECK(fabs(squares / (4 * n) - 1.0 / 3) < 4 * 0.2981 / sqrt(4 * n));
	CHECK(fabs(next / (4 * n)) < 4 / 3.0 / sqrt(4 * n));
	CHECK(fabs(other / (4 * n)) < 4 / 3.0 / sqrt(4 * n));
	for (int i = 0; i < 10; i++)
		CHECK(abs(tenths[i] - 4 * n / 10) < 4 * sqrt(4 * n * 0.09));
}

int
main(void)
{
	test_by_hand();
	test_faint();
	test_random_trees();
	test_kernels();
	test_generator();
	test_distribution();
	CHECK_DONE("draws");
}
