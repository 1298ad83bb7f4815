/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_maxima.c: the maximum of every node of a tree under construction, from the criteria up, and the rules
 * bound to them.
 */
#include "tree/tree_build.h"

#include "tree/terms.h"

bool
dx_spec_maximum(const dx_node_spec *spec, dx_maximum *max, const char **what)
{
	*what = "is not between -1e15 and 1e15";
	if (spec->exact_max.den > 0)
	{
		*max = spec->exact_max;
		return fabs(dx_maximum_to_double(*max)) <= DX_MAX_POINTS;
	}
	if (!(fabs(spec->max) / spec->max_den <= DX_MAX_POINTS))
		return false;
	*what = "has more decimals than can be added up exactly";
	return dx_maximum_of(spec->max, spec->max_den, max);
}

/* The stated maximum of a node, in range. */
static bool
stated_max(dx_tree_builder *b, uint32_t i, dx_maximum *max)
{
	const dx_node_spec *spec = &b->specs[i];
	char code[DX_CODE_MAX_TEXT + 8];
	char shown[64] = "NaN";
	const char *what;

	if (dx_spec_maximum(spec, max, &what))
		return true;
	if (isinf(spec->max))
		snprintf(shown, sizeof(shown), "%sInfinity", spec->max < 0 ? "-" : "");
	else if (!isnan(spec->max))
		shown[dx_shortest(spec->max, shown)] = '\0';
	if (spec->max_den != 1)
		snprintf(shown + strlen(shown), sizeof(shown) - strlen(shown), "/%u", spec->max_den);
	dx_fail(b->err, DX_ERR_RANGE, 0, "maximum of \"%.*s\" is %s, which %s", DX_STR_CLIP, dx_code_of(spec->key, code),
			shown, what);
	if (fabs(spec->max) / spec->max_den <= DX_MAX_POINTS)
		dx_fail_hint(
			b->err,
			"Maxima have at most 21 decimals, or denominators up to 4294967295: state all maxima in a smaller unit.");
	return false;
}

bool
dx_spec_capped(const dx_node_spec *spec)
{
	return spec->cap.den > 0 || spec->cap_is_max;
}

/* Report "the maximum of "1" is 270, but its children add up to 265", and list the children. */
static bool
wrong_sum(dx_tree_builder *b, uint32_t i, dx_maximum stated, dx_maximum sum)
{
	bool adds = b->steps[i].method == DX_METHOD_SUM;
	char code[DX_CODE_MAX_TEXT + 8];
	char one[96];
	char two[96];
	dx_buf list;

	dx_maximum_print(stated, one);
	dx_maximum_print(sum, two);
	dx_fail(b->err, DX_ERR_PARAM, 0,
			adds ? "maximum of \"%.*s\" is %s, but its children add up to %s"
				 : "maximum of \"%.*s\" is %s, but the greatest of its alternatives is worth %s",
			DX_STR_CLIP, dx_code_of(b->specs[i].key, code), one, two);
	dx_buf_init(&list);
	for (uint32_t c = i + 1; c < b->steps[i].end; c = b->steps[c].end)
	{
		if (list.len > 800)
		{
			dx_buf_add_text(&list, ", and more");
			break;
		}
		dx_maximum_print(dx_step_maximum(&b->steps[c]), one);
		dx_buf_add_text(&list, c > i + 1 ? ", \"" : "\"");
		dx_buf_add_text(&list, dx_code_of(b->specs[c].key, code));
		dx_buf_add_text(&list, "\" ");
		dx_buf_add_text(&list, one);
		if (b->steps[c].flags & DX_STEP_BONUS)
			dx_buf_add_text(&list, " (bonus, not counted)");
		else if (dx_load_points(b->steps[c].max) < 0)
			dx_buf_add_text(&list, " (penalty, not counted)");
	}
	dx_fail_detail(b->err, "Children: %.900s.", list.data);
	dx_fail_hint(b->err,
				 adds && !dx_spec_capped(&b->specs[i]) && dx_maximum_cmp(stated, sum) < 0 && stated.units >= 0
					 ? "Correct a maximum, or leave the parent's empty to have it computed; if no more of them counts, "
					   "give it \"cap\": true."
					 : "Correct a maximum, or leave the parent's empty to have it computed.");
	dx_buf_free(&list);
	return false;
}

/* What the children of a sum add up to. */
static bool
add_up(dx_tree_builder *b, uint32_t i, dx_maximum *sum)
{
	if (!dx_steps_add_up(b->steps, i, sum))
		return dx_bad_node(b, i, DX_ERR_RANGE, "has children whose maxima have no common denominator");
	if (dx_maximum_to_double(*sum) > DX_MAX_POINTS)
		return dx_bad_node(b, i, DX_ERR_RANGE, "has children that add up to more than 1e15");
	return true;
}

/* The maximum of alternatives: the greatest of theirs. */
static dx_maximum
greatest_maximum(const dx_tree_builder *b, uint32_t i)
{
	const dx_step *step = &b->steps[i];
	dx_maximum greatest = {0, 1};

	for (uint32_t c = i + 1; c < step->end; c = b->steps[c].end)
		if (dx_step_regular(step, &b->steps[c]) && dx_maximum_cmp(dx_step_maximum(&b->steps[c]), greatest) > 0)
			greatest = dx_step_maximum(&b->steps[c]);
	return greatest;
}

/*
 * Is a stated maximum what the children add up to, within 1e-12 of that, which the way it is
 * written may have rounded off?
 */
static bool
near_enough(double stated, double sum)
{
	return fabs(stated - sum) <= 1e-12 * fabs(sum);
}

/*
 * The maximum of a sum with a cap: the cap, or what its children add up to
 * where that is less. The spec's cap is then known.
 */
static bool
capped_max(dx_tree_builder *b, uint32_t i, dx_maximum sum, dx_maximum *max)
{
	dx_node_spec *spec = &b->specs[i];
	dx_maximum stated = {0, 1};
	char one[96];
	char two[96];
	char code[DX_CODE_MAX_TEXT + 8];

	if (spec->has_max && !stated_max(b, i, &stated))
		return false;
	if (spec->cap_is_max && spec->has_max)
	{
		if (stated.units < 0)
			return dx_bad_node(b, i, DX_ERR_PARAM, "has a cap below 0");
		spec->cap = stated;
		if (dx_maximum_cmp(stated, sum) > 0 && !near_enough(dx_maximum_to_double(stated), dx_maximum_to_double(sum)))
			return wrong_sum(b, i, stated, sum);
	}
	else if (spec->cap.den == 0)
	{
		dx_bad_node(b, i, DX_ERR_PARAM, "has the cap true, which is its maximum, and states no maximum");
		return dx_fail_hint(b->err, "State the maximum, or the cap as a number.");
	}
	*max = dx_maximum_cmp(spec->cap, sum) < 0 ? spec->cap : sum;
	if (!spec->has_max || spec->cap_is_max || near_enough(dx_maximum_to_double(stated), dx_maximum_to_double(*max)))
		return true;
	dx_maximum_print(stated, one);
	dx_maximum_print(spec->cap, two);
	if (dx_maximum_cmp(spec->cap, sum) >= 0)
		return wrong_sum(b, i, stated, sum);
	dx_fail(b->err, DX_ERR_PARAM, 0, "maximum of \"%.*s\" is %s, but its cap is %s", DX_STR_CLIP,
			dx_code_of(spec->key, code), one, two);
	return dx_fail_hint(b->err, "A cap is the node's maximum: leave the maximum empty, or give the cap as true.");
}

/* The maximum of a criterion: as stated (in *max), or 100 beneath a mean. */
static bool
criterion_max(dx_tree_builder *b, uint32_t i, dx_maximum *max)
{
	bool in_mean = i > 0 && !dx_is_of_points(b->steps[b->steps[i].parent].method);

	if (b->specs[i].has_max)
		return true;
	if (!in_mean)
	{
		dx_bad_node(b, i, DX_ERR_PARAM, "has no maximum");
		return dx_fail_hint(b->err, "Give the points a criterion is worth; 0 shows it without counting it.");
	}
	*max = (dx_maximum) {100 * DX_POINTS_ONE, 1};
	return true;
}

/* The maximum of a sum or of alternatives, which follows from the children; a stated one has to be near it. */
static bool
family_max(dx_tree_builder *b, uint32_t i, dx_maximum *max)
{
	const dx_node_spec *spec = &b->specs[i];
	dx_maximum sum;

	if (b->steps[i].method == DX_METHOD_ALTERNATIVES)
		sum = greatest_maximum(b, i);
	else if (!add_up(b, i, &sum))
		return false;
	if (b->steps[i].method == DX_METHOD_SUM && dx_spec_capped(spec))
		return capped_max(b, i, sum, max);
	*max = sum;
	if (!spec->has_max)
	{
		if (spec->old_max.den > 0 && near_enough(dx_maximum_to_double(spec->old_max), dx_maximum_to_double(sum)))
			*max = spec->old_max;
		return true;
	}
	if (!stated_max(b, i, max))
		return false;
	if (!near_enough(dx_maximum_to_double(*max), dx_maximum_to_double(sum)))
		return wrong_sum(b, i, *max, sum);
	/* A stated double whose nearest exact sum is this one means this sum. */
	if (dx_maximum_to_double(*max) == dx_maximum_to_double(sum))
		*max = sum;
	return true;
}

/* The maximum of a node whose children have theirs. */
static bool
find_max(dx_tree_builder *b, uint32_t i, dx_maximum *max)
{
	const dx_step *step = &b->steps[i];
	const dx_node_spec *spec = &b->specs[i];
	bool follows = !(step->flags & DX_STEP_CRITERION) && dx_is_of_points(step->method);

	*max = (dx_maximum) {0, 1};
	if (spec->has_max && !follows && !stated_max(b, i, max))
		return false;
	if (step->flags & DX_STEP_UNSCORED)
		return max->units == 0 || dx_bad_node(b, i, DX_ERR_PARAM, "is unscored, so its maximum must be 0 or empty");
	if (step->flags & DX_STEP_CRITERION)
		return criterion_max(b, i, max);
	if (follows)
		return family_max(b, i, max);
	if (!spec->has_max)
		*max = spec->old_max.den > 0 ? spec->old_max : (dx_maximum) {100 * DX_POINTS_ONE, 1};
	return true;
}

/* Bind the rule of a node, if it has one, to its maximum. */
static bool
bind_rule(dx_tree_builder *b, uint32_t i, dx_maximum max)
{
	dx_error inner;
	char text[DX_CODE_MAX_TEXT + 8];

	if (b->rules[i] == NULL || dx_rule_bind(b->rules[i], max, &inner))
		return true;
	inner.position = 0;
	return dx_fail_within(b->err, &inner, "rule of \"%.*s\"", DX_STR_CLIP, dx_code_of(b->specs[i].key, text));
}

/* Maxima, from the criteria up. */
bool
dx_build_maxima(dx_tree_builder *b)
{
	for (uint32_t i = b->n; i-- > 0;)
	{
		dx_maximum max;

		dx_check_interrupts();
		if (!find_max(b, i, &max))
			return false;
		b->steps[i].max = dx_store_points(max.units);
		b->steps[i].max_den = max.den;
		if (!bind_rule(b, i, max))
			return false;
	}
	return true;
}
