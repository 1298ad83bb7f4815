/* SPDX-License-Identifier: PostgreSQL */
/*
 * result.c: scoring of one result: the rule's attainment, or awarded or rounded points
 * as a part of the maximum.
 */
#include "card/result.h"

/* Put "criterion "1.2": " before an error of the rule. */
static bool
name_criterion(const dx_tree *tree, uint32_t node, const dx_error *inner, dx_error *err)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_fail_within(err, inner, "criterion \"%.*s\"", DX_STR_CLIP, dx_tree_code_text(tree, node, code));
	err->position = 0;
	return false;
}

static const char *
print_value(double value, char *buf)
{
	if (isfinite(value))
		dx_decimal_print(dx_decimal_from_double(value), buf);
	else
		snprintf(buf, 64, "%s", isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
	return buf;
}

/* Make the leaf have these points (x 10^12) of the maximum, which is 0 only if they are. */
static void
set_points(dx_leaf *leaf, dx_points points, dx_maximum max)
{
	leaf->num = points == 0 ? 0 : (max.units < 0 ? -points : points) * max.den;
	leaf->den = points == 0 ? 1 : max.units < 0 ? -max.units : max.units;
}

/* Awarded points: within 0 and the maximum (a penalty's is below 0). */
static bool
score_awarded(const dx_tree *tree, uint32_t node, double value, dx_leaf *leaf, dx_error *err)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	dx_maximum max = dx_step_maximum(step);
	dx_points points = 0;
	char code[DX_CODE_MAX_TEXT + 8];
	char given[64];
	char allowed[96];

	/* As under the rule `points`. */
	if (max.den != 1 && value == dx_maximum_to_double(max))
	{
		leaf->num = 1;
		return true;
	}
	if (step->flags & DX_STEP_UNSCORED)
		return dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" is unscored, so no points can be awarded", DX_STR_CLIP,
					   dx_tree_code_text(tree, node, code));
	if (!(fabs(value) <= DX_MAX_POINTS) || !dx_points_from_double(value, &points) ||
		(max.units >= 0 ? (points < 0 || points * max.den > max.units) : (points > 0 || points * max.den < max.units)))
	{
		dx_maximum_print(max, allowed);
		dx_fail(err, isfinite(value) ? DX_ERR_RANGE : DX_ERR_PARAM, 0, "criterion \"%.*s\" cannot be awarded %s points",
				DX_STR_CLIP, dx_tree_code_text(tree, node, code), print_value(value, given));
		return dx_fail_detail(err,
							  max.units >= 0 ? "Points lie between 0 and the maximum, %s."
											 : "Points of a penalty lie between its maximum, %s, and 0.",
							  allowed);
	}
	set_points(leaf, points, max);
	return true;
}

static bool
score_value(const dx_tree *tree, uint32_t node, double value, dx_leaf *leaf, dx_error *err)
{
	const dx_step *step = &dx_tree_steps(tree)[node];
	const dx_rule *rule = dx_tree_rule(tree, node);
	dx_attainment attainment;
	dx_error inner;
	char code[DX_CODE_MAX_TEXT + 8];
	char given[64];

	if (!isfinite(value))
		return dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\": result %s is not a finite number", DX_STR_CLIP,
					   dx_tree_code_text(tree, node, code), print_value(value, given));
	if (rule == NULL)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" has no rule, so the result %s cannot be scored", DX_STR_CLIP,
				dx_tree_code_text(tree, node, code), print_value(value, given));
		return dx_fail_hint(
			err, "It is not quantified yet: give it a rule in the index tree, or award points (state 'points').");
	}
	if (step->flags & DX_STEP_UNSCORED)
		return dx_rule_check(rule, value, &inner) || name_criterion(tree, node, &inner, err);
	if (!dx_rule_attain(rule, value, true, dx_step_maximum(step), &attainment, &inner))
		return name_criterion(tree, node, &inner, err);
	leaf->num = attainment.num;
	leaf->den = attainment.den;
	return true;
}

void
dx_leaf_round(const dx_step *step, dx_points unit, dx_leaf *leaf)
{
	dx_maximum max = dx_step_maximum(step);
	dx_limb num[DX_WIDE_LIMBS];
	dx_limb den[DX_WIDE_LIMBS];
	dx_int128 rounded = 0;

	if (!(step->flags & DX_STEP_DECIMAL) || max.units == 0)
		return;
	/* max x attainment by the unit */
	dx_wide_set(num, max.units, DX_WIDE_LIMBS);
	dx_wide_mul(num, num, leaf->num, DX_WIDE_LIMBS);
	dx_wide_set(den, unit * max.den, DX_WIDE_LIMBS);
	dx_wide_mul(den, den, leaf->den, DX_WIDE_LIMBS);
	dx_wide_rounded(num, den, 1, &rounded, DX_WIDE_LIMBS);
	set_points(leaf, rounded * unit, max);
	if (leaf->num > leaf->den)
		leaf->num = leaf->den;
}

bool
dx_score_result(const dx_tree *tree, uint32_t node, uint8_t state, double value, dx_leaf *leaf, dx_error *err)
{
	leaf->num = 0;
	leaf->den = 1;
	if (state == DX_RESULT_MISSING || state == DX_RESULT_NA)
	{
		leaf->state = state == DX_RESULT_NA ? DX_VALUE_NA : DX_VALUE_MISSING;
		/* Unscored criteria never apply: only other criteria are counted as not applicable. */
		if (state == DX_RESULT_NA && (dx_tree_steps(tree)[node].flags & DX_STEP_UNSCORED))
			leaf->state = DX_VALUE_PRESENT;
		return true;
	}
	leaf->state = DX_VALUE_PRESENT;
	if (!(state == DX_RESULT_POINTS ? score_awarded(tree, node, value, leaf, err)
									: score_value(tree, node, value, leaf, err)))
		return false;
	if (tree->round_unit != 0)
		dx_leaf_round(&dx_tree_steps(tree)[node], tree->round_unit, leaf);
	return true;
}

bool
dx_result_check(const dx_tree *tree, uint32_t node, uint8_t state, double value, dx_error *err)
{
	const dx_rule *rule = dx_tree_rule(tree, node);
	dx_leaf leaf;

	/* Most rules can be checked without scoring. */
	if (state == DX_RESULT_VALUE && rule && rule->kind != DX_RULE_POINTS && rule->kind != DX_RULE_UNSCORED &&
		dx_rule_check(rule, value, err))
		return true;

	return dx_score_result(tree, node, state, value, &leaf, err);
}

bool
dx_result_fail_inner(const dx_tree *tree, uint32_t node, dx_error *err)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_fail(err, DX_ERR_PARAM, 0, "\"%.*s\" is not a criterion of index tree \"%.*s\"", DX_STR_CLIP,
			dx_tree_code_text(tree, node, code), DX_STR_ARG(dx_tree_title(tree)));
	dx_fail_detail(err, "Results are entered at nodes without children.");
	dx_tree_code_text(tree, dx_tree_criteria(tree)[dx_tree_steps(tree)[node].criterion], code);
	return dx_fail_hint(err, "The first criterion beneath it is \"%.*s\".", DX_STR_CLIP, code);
}

const char *
dx_entered_words(uint8_t state, double value, char *buf)
{
	switch ((dx_result_state) state)
	{
		case DX_RESULT_NA:
			return "not applicable";
		case DX_RESULT_MISSING:
			return "an earlier value";
		case DX_RESULT_VALUE:
		case DX_RESULT_POINTS:
			break;
	}
	dx_decimal_print(dx_decimal_from_double(value), buf);
	if (state == DX_RESULT_POINTS)
		strcat(buf, " points");
	return buf;
}
