/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_check.c: what may stand where in a tree under construction: texts, rounding, bonuses and penalties,
 * weights and maxima under each method, and whether its scores can be exact.
 */
#include "tree/tree_build.h"

#include "tree/measure.h"

bool
dx_check_strings(dx_tree_builder *b)
{
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *s = &b->specs[i];

		if (s->name.len > DX_TREE_MAX_STRING || s->number.len > DX_TREE_MAX_STRING ||
			s->kind.len > DX_TREE_MAX_STRING || s->guide.len > DX_TREE_MAX_STRING)
			return dx_bad_node(b, i, DX_ERR_LIMIT, "has a text longer than 32768 bytes");
	}
	return true;
}

/* The two ways to say how points are rounded exclude each other. */
bool
dx_check_rounding(dx_tree_builder *b)
{
	if (b->specs[0].decimals == DX_NO_DECIMALS || b->specs[0].round_to == 0)
		return true;
	dx_bad_node(b, 0, DX_ERR_PARAM, "states both \"decimals\" and \"round_to\"");
	return dx_fail_hint(b->err, "Points are rounded once: to so many decimals, or to multiples of a number.");
}

/* Where bonuses and penalties may stand; what counts; what is decimal. */
bool
dx_set_flags(dx_tree_builder *b)
{
	for (uint32_t i = 0; i < b->n; i++)
	{
		dx_step *step = &b->steps[i];
		const dx_step *parent = &b->steps[step->parent];
		bool penalty = dx_load_points(step->max) < 0;

		if (step->flags & DX_STEP_BONUS && penalty)
			return dx_bad_node(b, i, DX_ERR_PARAM, "is a bonus, so its maximum cannot be negative");
		if ((step->flags & DX_STEP_BONUS) || penalty)
		{
			const char *what = penalty ? "is a penalty" : "is a bonus";
			char message[200];
			bool above_ok = i > 0 && parent->method == DX_METHOD_SUM;

			for (uint32_t a = step->parent; above_ok; a = b->steps[a].parent)
			{
				above_ok = dx_methods[b->steps[a].method].extras;
				if (a == 0)
					break;
			}
			if (!above_ok)
			{
				snprintf(message, sizeof(message),
						 i == 0 ? "%s, but it is the root"
								: "%s, which may only stand under sums, or plain means of sums",
						 what);
				dx_bad_node(b, i, DX_ERR_PARAM, message);
				return i > 0 &&
					dx_fail_detail(b->err,
								   "Points that are added to a sum have no meaning in a mean of ratios, or where some "
								   "children are chosen.");
			}
		}
		step->flags |= dx_step_derived_flags(step, i == 0 ? NULL : parent);
	}
	return true;
}

/*
 * Does the node have a maximum that was or could have been stated, and not one that follows from
 * its children's?
 */
static inline bool
has_own_maximum(const dx_step *step)
{
	return !(step->flags & DX_STEP_UNSCORED) && ((step->flags & DX_STEP_CRITERION) || !dx_is_of_points(step->method));
}

/*
 * The methods min and max compare ratios and ignore maxima: alternatives of 10 and 6
 * points would be worth the same. There, maxima of the children's own have to be equal.
 */
static bool
check_extremes(dx_tree_builder *b, uint32_t i)
{
	const dx_step *step = &b->steps[i];
	uint32_t first = 0;
	char one[96];
	char two[96];
	char code[DX_CODE_MAX_TEXT + 8];

	if (step->method != DX_METHOD_MIN && step->method != DX_METHOD_MAX)
		return true;
	for (uint32_t c = i + 1; c < step->end; c = b->steps[c].end)
	{
		if (!has_own_maximum(&b->steps[c]) || !dx_step_regular(step, &b->steps[c]))
			continue;
		if (first == 0)
			first = c;
		if (dx_maximum_cmp(dx_step_maximum(&b->steps[c]), dx_step_maximum(&b->steps[first])) == 0)
			continue;
		dx_maximum_print(dx_step_maximum(&b->steps[first]), one);
		dx_maximum_print(dx_step_maximum(&b->steps[c]), two);
		dx_fail(b->err, DX_ERR_PARAM, 0, "children of \"%.*s\" have the maxima %s and %s, which the method %s ignores",
				DX_STR_CLIP, dx_code_of(b->specs[i].key, code), one, two, dx_methods[step->method].name);
		dx_fail_detail(b->err, "It takes the %s of their ratios, so full marks of any are worth the same.",
					   step->method == DX_METHOD_MIN ? "least" : "greatest");
		return dx_fail_hint(
			b->err,
			step->method == DX_METHOD_MIN
				? "Give them one maximum; a rule such as \"curve(0:0, 100:0.6)\" makes the most of one worth less."
				: "The method alternatives takes the most points. Or give them one maximum; a rule such "
				  "as \"curve(0:0, 100:0.6)\" makes the most of one worth less.");
	}
	return true;
}

/* What only some methods allow: weights, few children, maxima that differ. */
bool
dx_check_methods(dx_tree_builder *b)
{
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_step *step = &b->steps[i];
		const dx_step *parent = &b->steps[step->parent];
		char what[120];
		char method[64];

		dx_check_interrupts();
		if (i > 0 && parent->method == DX_METHOD_BEST && (step->weight != 1 || step->weight_den != 1))
		{
			snprintf(what, sizeof(what), "has a weight, but the method %s above it takes none",
					 dx_method_text(parent, method));
			return dx_bad_node(b, i, DX_ERR_PARAM, what);
		}
		if (step->flags & DX_STEP_CRITERION)
			continue;
		if (!dx_step_has_enough(b->steps, i))
		{
			snprintf(what, sizeof(what), "has fewer children that are scored than its method %s takes",
					 dx_method_text(step, method));
			dx_bad_node(b, i, DX_ERR_PARAM, what);
			if (!(b->specs[i].stated & DX_STATED_METHOD))
				dx_fail_hint(b->err, "It inherits the method from a node above: state another here, such as sum.");
			return false;
		}
		if (!check_extremes(b, i))
			return false;
	}
	return true;
}

/* Refuse a tree that cannot be scored exactly whatever the results are. */
bool
dx_check_measure(dx_tree_builder *b)
{
	dx_error inner;
	uint32_t node;
	char text[DX_CODE_MAX_TEXT + 8];

	return dx_steps_measurable(b->steps, b->n, &node, &inner) ||
		dx_fail_within(b->err, &inner, "node \"%.*s\"", DX_STR_CLIP, dx_code_of(b->specs[node].key, text));
}
