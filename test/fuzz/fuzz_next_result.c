/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_next_result.c: input is a byte that picks maximum and decimals, a
 * result (8 bytes), a rule. What next_result names can be entered, earns what
 * is said and more than now, or all there is; also for a missing criterion.
 */
#include "fuzz.h"
#include "score/next_result.h"
#include "score/rollup.h"
#include "tree/tree_make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
points_of(const dx_tree *tree, double result, double *points)
{
	const dx_step *step = &dx_tree_steps(tree)[1];
	dx_leaf leaf;
	dx_error err;

	if (!dx_score_result(tree, 1, DX_RESULT_VALUE, result, &leaf, &err))
		return false;
	*points = dx_leaf_points(step, &leaf);
	return true;
}

/* now: points at present; full: those of the whole maximum. */
static void
check_next(const dx_tree *tree, const dx_next *next, double now, double full)
{
	double there = 0;

	if (next->has_next)
	{
		require(points_of(tree, next->next_result, &there));
		require(there == next->next_points && there > now);
	}
	if (next->has_full)
	{
		require(points_of(tree, next->full_result, &there));
		require(there == full);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const double maxima[] = {20, 1, 7.5, 0, 1e15, 0.001, -5, -1e15};
	static const uint8_t root_key[] = {0};
	uint8_t key[DX_CODE_MAX_KEY];
	dx_node_spec specs[2];
	dx_error err;
	dx_tree *tree;
	dx_next_plan *plan;
	dx_next next;
	double result;
	double points = 0;
	double full;

	if (size < 9)
		return 0;
	memcpy(&result, data + 1, sizeof(result));
	specs[0] = dx_node_spec_default((dx_key) {root_key, 0});
	specs[0].decimals = data[0] & 8 ? data[0] >> 4 : DX_NO_DECIMALS;
	if (specs[0].decimals != DX_NO_DECIMALS && specs[0].decimals > 12)
		specs[0].decimals = 12;
	specs[1] = specs[0];
	specs[1].decimals = DX_NO_DECIMALS;
	require(dx_code_encode(DX_STR("1"), key, &specs[1].key, &err));
	specs[1].max = maxima[data[0] & 7];
	specs[1].has_max = true;
	specs[1].rule = (dx_str) {(const char *) data + 9, size - 9};
	tree = dx_tree_build(specs, 2, &err);
	if (tree == NULL)
		return 0;
	plan = dx_next_plan_make(tree);
	full = specs[1].max < 0					  ? 0
		: specs[0].decimals == DX_NO_DECIMALS ? specs[1].max
											  : dx_double_round(specs[1].max, specs[0].decimals);
	/* What is rounded stays within the maximum. */
	full = full > specs[1].max && specs[1].max >= 0 ? specs[1].max : full;

	dx_next_find(plan, tree, 0, DX_RESULT_MISSING, 0, 0, &next);
	check_next(tree, &next, 0, full);
	if (isfinite(result) && points_of(tree, result, &points))
	{
		dx_next_find(plan, tree, 0, DX_RESULT_VALUE, result, points, &next);
		check_next(tree, &next, points, full);
		/* One step up leads to the next, and there is an end. */
		for (int i = 0; next.has_next && i < 20; i++)
		{
			double now = next.next_points;

			dx_next_find(plan, tree, 0, DX_RESULT_VALUE, next.next_result, now, &next);
			check_next(tree, &next, now, full);
		}
	}
	dx_free(plan);
	dx_free(tree);
	return 0;
}
