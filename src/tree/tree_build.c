/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_build.c: rows or JSON to a compiled tree, in passes over the sorted
 * nodes: places, options (downwards), rules and maxima (upwards), bonuses and
 * penalties, layout.
 */
#include "tree/tree_make.h"

#include "tree/measure.h"
#include "tree/terms.h"

/* A tree under construction; arrays of n in code order. */
typedef struct builder
{
	dx_node_spec *specs;
	dx_step *steps;
	dx_rule **rules;
	uint32_t n;
	uint32_t n_criteria;
	uint32_t n_terms;
	dx_error *err;
} builder;

dx_node_spec
dx_node_spec_default(dx_key key)
{
	dx_node_spec spec = {0};

	spec.key = key;
	spec.weight = 1;
	spec.max_den = spec.weight_den = 1;
	spec.decimals = DX_NO_DECIMALS;
	return spec;
}

/* Text of a key for messages; buf of DX_CODE_MAX_TEXT + 8 bytes. */
static const char *
code_of(dx_key key, char *buf)
{
	dx_code_decode(key, buf);
	return buf;
}

/* Stable merge sort of n indexes by key; work has room for n. */
static void
sort_by_key(const dx_node_spec *specs, uint32_t *order, uint32_t *work, size_t n)
{
	for (size_t width = 1; width < n; width *= 2)
	{
		dx_check_interrupts();
		for (size_t lo = 0; lo < n; lo += 2 * width)
		{
			size_t mid = lo + width < n ? lo + width : n;
			size_t hi = lo + 2 * width < n ? lo + 2 * width : n;
			size_t a = lo;
			size_t b = mid;

			for (size_t out = lo; out < hi; out++)
				if (a < mid && (b >= hi || dx_key_cmp(specs[order[a]].key, specs[order[b]].key) <= 0))
					work[out] = order[a++];
				else
					work[out] = order[b++];
		}
		memcpy(order, work, n * sizeof(*order));
	}
}

static bool
too_many(dx_error *err)
{
	return dx_fail(err, DX_ERR_LIMIT, 0, "index tree has more than %d nodes", DX_TREE_MAX_NODES);
}

static bool
too_large(dx_error *err)
{
	return dx_fail(err, DX_ERR_LIMIT, 0, "index tree is larger than %d bytes", DX_TREE_MAX_SIZE);
}

/*
 * Refuse two nodes of one code. Of two without a code at most one can be the root; the other is an
 * incomplete row.
 */
static bool
given_twice(const dx_node_spec *one, const dx_node_spec *two, dx_error *err)
{
	char text[DX_CODE_MAX_TEXT + 8];

	if (one->key.len > 0)
		return dx_fail(err, DX_ERR_PARAM, 0, "code \"%.*s\" is given twice", DX_STR_CLIP, code_of(one->key, text));
	dx_fail(err, DX_ERR_PARAM, 0, "two rows have no code");
	if (one->name.len > 0 || two->name.len > 0)
		dx_fail_detail(err, "Their names are \"%.*s\" and \"%.*s\".", DX_STR_ARG(one->name), DX_STR_ARG(two->name));
	return dx_fail_hint(err,
						"Only the root has none: give the other its code, or leave out a row of totals, "
						"a heading or an empty line.");
}

/*
 * Sort, refuse duplicates, and add the ancestors that nobody listed. The
 * result is a new array in code order, which is pre-order; the root is first.
 */
static bool
place_nodes(builder *b, const dx_node_spec *given, size_t n_given)
{
	uint32_t *order = dx_alloc((n_given + 1) * sizeof(uint32_t));
	uint32_t *work = dx_alloc((n_given + 1) * sizeof(uint32_t));
	size_t room = 0;
	dx_key last = {NULL, 0};
	bool ok = true;

	for (size_t i = 0; i < n_given; i++)
		order[i] = (uint32_t) i;
	sort_by_key(given, order, work, n_given);

	for (int pass = 0; ok && pass < 2; pass++)
	{
		bool have_root = false;

		if (pass == 1)
			b->specs = dx_alloc((room + 1) * sizeof(dx_node_spec));
		b->n = 0;
		for (size_t i = 0; i <= n_given && ok; i++)
		{
			/* One turn more than there are rows, so that there is a root even without rows. */
			dx_key key = i < n_given ? given[order[i]].key : (dx_key) {NULL, 0};
			int depth = dx_key_depth(key);
			int shared = 0;

			if ((i & 255) == 0)
				dx_check_interrupts();
			if (i == n_given && have_root)
				break;
			if (i < n_given && i > 0 && dx_key_cmp(last, key) == 0)
			{
				ok = given_twice(&given[order[i - 1]], &given[order[i]], b->err);
				break;
			}
			if (have_root)
				while (shared < depth && shared < dx_key_depth(last) &&
					   dx_key_cmp(dx_key_prefix(key, shared + 1), dx_key_prefix(last, shared + 1)) == 0)
					shared++;
			for (int d = have_root ? shared + 1 : 0; d <= depth; d++)
			{
				if (b->n >= DX_TREE_MAX_NODES)
				{
					ok = too_many(b->err);
					break;
				}
				if (pass == 1)
					b->specs[b->n] =
						(d == depth && i < n_given) ? given[order[i]] : dx_node_spec_default(dx_key_prefix(key, d));
				b->n++;
			}
			have_root = true;
			last = key;
		}
		room = b->n;
	}
	dx_free(order);
	dx_free(work);
	return ok;
}

/* Parents, subtree ends, depths, criteria. */
static bool
link_nodes(builder *b)
{
	uint32_t open[DX_CODE_MAX_LABELS + 2];

	for (uint32_t i = 0; i < b->n; i++)
	{
		dx_step *step = &b->steps[i];
		int depth = dx_key_depth(b->specs[i].key);

		if (dx_key_is_end(b->specs[i].key))
		{
			char text[DX_CODE_MAX_TEXT + 8];

			return dx_fail(b->err, DX_ERR_PARAM, 0, "\"%.*s\" is the end of a subtree, not a node", DX_STR_CLIP,
						   code_of(b->specs[i].key, text));
		}
		step->depth = (uint8_t) depth;
		step->parent = depth > 0 ? open[depth - 1] : 0;
		step->end = i + 1;
		open[depth] = i;
	}
	for (uint32_t i = b->n; i-- > 1;)
		if (b->steps[b->steps[i].parent].end < b->steps[i].end)
			b->steps[b->steps[i].parent].end = b->steps[i].end;
	for (uint32_t i = 0; i < b->n; i++)
	{
		b->steps[i].criterion = b->n_criteria;
		if (b->steps[i].end == i + 1)
		{
			b->steps[i].flags |= DX_STEP_CRITERION;
			b->n_criteria++;
		}
	}
	return true;
}

static bool
bad_node(builder *b, uint32_t i, dx_error_kind kind, const char *what)
{
	char text[DX_CODE_MAX_TEXT + 8];

	return dx_fail(b->err, kind, 0, "node \"%.*s\" %s", DX_STR_CLIP, code_of(b->specs[i].key, text), what);
}

/* method, missing, min_coverage and min_count go down the tree until overridden. */
static bool
inherit_options(builder *b)
{
	dx_node_spec *effective = dx_alloc(b->n * sizeof(dx_node_spec));
	bool ok = true;

	for (uint32_t i = 0; i < b->n && ok; i++)
	{
		const dx_node_spec *spec = &b->specs[i];
		dx_step *step = &b->steps[i];
		dx_node_spec *own = &effective[i];
		uint32_t stated = spec->stated;

		*own = *spec;
		if (i > 0)
		{
			const dx_node_spec *above = &effective[step->parent];

			if (!(stated & DX_STATED_METHOD))
			{
				own->method = above->method;
				own->power = above->power;
			}
			if (!(stated & DX_STATED_MISSING))
				own->missing = above->missing;
			if (!(stated & DX_STATED_COVERAGE))
			{
				own->min_coverage = above->min_coverage;
				own->coverage_num = above->coverage_num;
				own->coverage_den = above->coverage_den;
			}
			if (!(stated & DX_STATED_COUNT))
				own->min_count = above->min_count;
			own->stated |= above->stated;
			if (spec->decimals != DX_NO_DECIMALS)
				ok = bad_node(b, i, DX_ERR_PARAM, "states \"decimals\", which only the root may");
			if (spec->round_to != 0)
				ok = bad_node(b, i, DX_ERR_PARAM, "states \"round_to\", which only the root may");
		}
		if (!(spec->weight >= 0 && spec->weight / spec->weight_den <= DX_MAX_POINTS))
		{
			bad_node(b, i, DX_ERR_PARAM, "has a weight that is not between 0 and 1e15");
			ok = false;
		}
		step->weight = spec->weight == 0 ? 0 : spec->weight;
		step->weight_den = spec->weight == 0 ? 1 : spec->weight_den;
		step->flags |= spec->bonus ? DX_STEP_BONUS : 0;
		if (step->flags & DX_STEP_CRITERION)
		{
			/* Without effect at a criterion; kept as stated, in case it gets children later. */
			own = &b->specs[i];
			own->stated = stated;
		}
		step->method = own->method;
		step->power = dx_methods[own->method].number != DX_NUMBER_NONE ? own->power : 0;
		step->missing = (own->stated & DX_STATED_MISSING)						? own->missing
			: dx_methods[own->method].zero || (step->flags & DX_STEP_CRITERION) ? DX_MISSING_ZERO
																				: DX_MISSING_SKIP;
		step->min_coverage = own->coverage_den ? 0 : own->min_coverage;
		step->coverage_num = own->coverage_num;
		step->coverage_den = own->coverage_den;
		step->min_count = own->min_count;
	}
	dx_free(effective);
	return ok;
}

static bool
parse_rules(builder *b)
{
	size_t size = 0;

	for (uint32_t i = 0; i < b->n; i++)
	{
		dx_error inner;
		char text[DX_CODE_MAX_TEXT + 8];

		dx_check_interrupts();
		if (b->specs[i].rule.len == 0)
			continue;
		if (!(b->steps[i].flags & DX_STEP_CRITERION))
			return bad_node(b, i, DX_ERR_PARAM, "has children, so it cannot have a rule");
		b->rules[i] = dx_rule_parse(b->specs[i].rule, &inner);
		if (b->rules[i] == NULL)
			return dx_fail_within(b->err, &inner, "rule of \"%.*s\"", DX_STR_CLIP, code_of(b->specs[i].key, text));
		/* A short text can make a large image: sizes are checked as images are made. */
		size += b->rules[i]->size;
		if (size > DX_TREE_MAX_SIZE)
			return too_large(b->err);
		if (b->rules[i]->kind == DX_RULE_UNSCORED)
			b->steps[i].flags |= DX_STEP_UNSCORED;
	}
	return true;
}

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
stated_max(builder *b, uint32_t i, dx_maximum *max)
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
	dx_fail(b->err, DX_ERR_RANGE, 0, "maximum of \"%.*s\" is %s, which %s", DX_STR_CLIP, code_of(spec->key, code),
			shown, what);
	if (fabs(spec->max) / spec->max_den <= DX_MAX_POINTS)
		dx_fail_hint(
			b->err,
			"Maxima have at most 21 decimals, or denominators up to 4294967295: state all maxima in a smaller unit.");
	return false;
}

static bool
is_capped(const dx_node_spec *spec)
{
	return spec->cap.den > 0 || spec->cap_is_max;
}

/* Report "the maximum of "1" is 270, but its children add up to 265", and list the children. */
static bool
wrong_sum(builder *b, uint32_t i, dx_maximum stated, dx_maximum sum)
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
			DX_STR_CLIP, code_of(b->specs[i].key, code), one, two);
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
		dx_buf_add_text(&list, code_of(b->specs[c].key, code));
		dx_buf_add_text(&list, "\" ");
		dx_buf_add_text(&list, one);
		if (b->steps[c].flags & DX_STEP_BONUS)
			dx_buf_add_text(&list, " (bonus, not counted)");
		else if (dx_load_points(b->steps[c].max) < 0)
			dx_buf_add_text(&list, " (penalty, not counted)");
	}
	dx_fail_detail(b->err, "Children: %.900s.", list.data);
	dx_fail_hint(b->err,
				 adds && !is_capped(&b->specs[i]) && dx_maximum_cmp(stated, sum) < 0 && stated.units >= 0
					 ? "Correct a maximum, or leave the parent's empty to have it computed; if no more of them counts, "
					   "give it \"cap\": true."
					 : "Correct a maximum, or leave the parent's empty to have it computed.");
	dx_buf_free(&list);
	return false;
}

/* What the children of a sum add up to. */
static bool
add_up(builder *b, uint32_t i, dx_maximum *sum)
{
	if (!dx_steps_add_up(b->steps, i, sum))
		return bad_node(b, i, DX_ERR_RANGE, "has children whose maxima have no common denominator");
	if (dx_maximum_to_double(*sum) > DX_MAX_POINTS)
		return bad_node(b, i, DX_ERR_RANGE, "has children that add up to more than 1e15");
	return true;
}

/* The maximum of alternatives: the greatest of theirs. */
static dx_maximum
greatest_maximum(const builder *b, uint32_t i)
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
capped_max(builder *b, uint32_t i, dx_maximum sum, dx_maximum *max)
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
			return bad_node(b, i, DX_ERR_PARAM, "has a cap below 0");
		spec->cap = stated;
		if (dx_maximum_cmp(stated, sum) > 0 && !near_enough(dx_maximum_to_double(stated), dx_maximum_to_double(sum)))
			return wrong_sum(b, i, stated, sum);
	}
	else if (spec->cap.den == 0)
	{
		bad_node(b, i, DX_ERR_PARAM, "has the cap true, which is its maximum, and states no maximum");
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
			code_of(spec->key, code), one, two);
	return dx_fail_hint(b->err, "A cap is the node's maximum: leave the maximum empty, or give the cap as true.");
}

/* The maximum of a criterion: as stated (in *max), or 100 beneath a mean. */
static bool
criterion_max(builder *b, uint32_t i, dx_maximum *max)
{
	bool in_mean = i > 0 && !dx_is_of_points(b->steps[b->steps[i].parent].method);

	if (b->specs[i].has_max)
		return true;
	if (!in_mean)
	{
		bad_node(b, i, DX_ERR_PARAM, "has no maximum");
		return dx_fail_hint(b->err, "Give the points a criterion is worth; 0 shows it without counting it.");
	}
	*max = (dx_maximum) {100 * DX_POINTS_ONE, 1};
	return true;
}

/* The maximum of a sum or of alternatives, which follows from the children; a stated one has to be near it. */
static bool
family_max(builder *b, uint32_t i, dx_maximum *max)
{
	const dx_node_spec *spec = &b->specs[i];
	dx_maximum sum;

	if (b->steps[i].method == DX_METHOD_ALTERNATIVES)
		sum = greatest_maximum(b, i);
	else if (!add_up(b, i, &sum))
		return false;
	if (b->steps[i].method == DX_METHOD_SUM && is_capped(spec))
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
find_max(builder *b, uint32_t i, dx_maximum *max)
{
	const dx_step *step = &b->steps[i];
	const dx_node_spec *spec = &b->specs[i];
	bool follows = !(step->flags & DX_STEP_CRITERION) && dx_is_of_points(step->method);

	*max = (dx_maximum) {0, 1};
	if (spec->has_max && !follows && !stated_max(b, i, max))
		return false;
	if (step->flags & DX_STEP_UNSCORED)
		return max->units == 0 || bad_node(b, i, DX_ERR_PARAM, "is unscored, so its maximum must be 0 or empty");
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
bind_rule(builder *b, uint32_t i, dx_maximum max)
{
	dx_error inner;
	char text[DX_CODE_MAX_TEXT + 8];

	if (b->rules[i] == NULL || dx_rule_bind(b->rules[i], max, &inner))
		return true;
	inner.position = 0;
	return dx_fail_within(b->err, &inner, "rule of \"%.*s\"", DX_STR_CLIP, code_of(b->specs[i].key, text));
}

/* Maxima, from the criteria up. */
static bool
sum_maxima(builder *b)
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

/* Where bonuses and penalties may stand; what counts; what is decimal. */
static bool
set_flags(builder *b)
{
	for (uint32_t i = 0; i < b->n; i++)
	{
		dx_step *step = &b->steps[i];
		const dx_step *parent = &b->steps[step->parent];
		bool penalty = dx_load_points(step->max) < 0;

		if (step->flags & DX_STEP_BONUS && penalty)
			return bad_node(b, i, DX_ERR_PARAM, "is a bonus, so its maximum cannot be negative");
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
				bad_node(b, i, DX_ERR_PARAM, message);
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
check_extremes(builder *b, uint32_t i)
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
				DX_STR_CLIP, code_of(b->specs[i].key, code), one, two, dx_methods[step->method].name);
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
static bool
check_methods(builder *b)
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
			return bad_node(b, i, DX_ERR_PARAM, what);
		}
		if (step->flags & DX_STEP_CRITERION)
			continue;
		if (!dx_step_has_enough(b->steps, i))
		{
			snprintf(what, sizeof(what), "has fewer children that are scored than its method %s takes",
					 dx_method_text(step, method));
			bad_node(b, i, DX_ERR_PARAM, what);
			if (!(b->specs[i].stated & DX_STATED_METHOD))
				dx_fail_hint(b->err, "It inherits the method from a node above: state another here, such as sum.");
			return false;
		}
		if (!check_extremes(b, i))
			return false;
	}
	return true;
}

/* ---------------- terms ---------------- */

static void
put_term(builder *b, uint32_t i, dx_term_kind kind, dx_maximum bound, bool in_points, uint32_t sibling)
{
	/* make_terms has made room behind the steps. */
	dx_term *term = (dx_term *) (b->steps + b->n) + b->n_terms++;

	*term = (dx_term) {dx_store_points(bound.units), bound.den, i, sibling, (uint8_t) kind, in_points, 0};
}

/* The sibling of node i with this key, by binary search; DX_NO_NODE: there is none. */
static uint32_t
find_sibling(const builder *b, uint32_t i, dx_key key)
{
	uint32_t low = b->steps[i].parent + 1;
	uint32_t high = b->steps[b->steps[i].parent].end;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;
		int order = dx_key_cmp(b->specs[middle].key, key);

		if (order == 0)
			return i > 0 && b->steps[middle].parent == b->steps[i].parent ? middle : DX_NO_NODE;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return DX_NO_NODE;
}

/* "node "1.2" needs "1.3", which ..." */
static bool
bad_need(builder *b, uint32_t i, dx_str other, const char *what)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_fail(b->err, DX_ERR_PARAM, 0, "node \"%.*s\" needs \"%.*s\", %s", DX_STR_CLIP, code_of(b->specs[i].key, code),
			DX_STR_ARG(other), what);
	return false;
}

/* Read one member of needs: a sibling and what is needed of it. */
static bool
read_need(builder *b, uint32_t i, const dx_json *value, dx_term *need)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	dx_maximum bound;
	bool in_points;
	dx_error inner;
	char code[DX_CODE_MAX_TEXT + 8];

	if (!dx_code_encode(value->key, buf, &key, &inner))
	{
		inner.position = 0;
		return dx_fail_within(b->err, &inner, "needs of \"%.*s\"", DX_STR_CLIP, code_of(b->specs[i].key, code));
	}
	*need = (dx_term) {.node = i, .kind = DX_TERM_NEEDS, .sibling = find_sibling(b, i, key)};
	if (need->sibling == i)
		return bad_need(b, i, value->key, "which is the node itself");
	if (need->sibling == DX_NO_NODE)
	{
		bad_need(b, i, value->key, "which is no sibling of it");
		return dx_fail_hint(b->err, "Siblings are named by their full codes, and must be there.");
	}
	if (!dx_bound_parse(value, &bound, &in_points))
	{
		bad_need(b, i, value->key, "but not as a ratio or points");
		return dx_fail_hint(b->err, "A ratio is 0.6, \"3/5\" or \"60%%\", points are \"22p\".");
	}
	need->units = dx_store_points(bound.units);
	need->den = bound.den;
	need->in_points = in_points;
	return true;
}

/* The needs of a node, sorted by sibling. (They are few, in any order: sorted by insertion.) */
static bool
make_needs(builder *b, uint32_t i)
{
	dx_json_doc *doc = dx_json_parse(b->specs[i].needs, 2 * DX_MAX_NEEDS, b->err);
	dx_term needs[DX_MAX_NEEDS];
	uint32_t n = 0;
	bool ok = doc != NULL;

	for (const dx_json *value = doc ? dx_json_root(doc)->child : NULL; value && ok; value = value->next)
	{
		dx_term need;
		uint32_t at = n;

		if (n == DX_MAX_NEEDS)
		{
			bad_node(b, i, DX_ERR_LIMIT, "needs more than 100 siblings");
			ok = false;
			break;
		}
		ok = read_need(b, i, value, &need);
		for (; ok && at > 0 && needs[at - 1].sibling > need.sibling; at--)
			needs[at] = needs[at - 1];
		needs[at] = need;
		n++;
	}
	if (doc)
		dx_json_free(doc);
	for (uint32_t k = 0; ok && k < n; k++)
		put_term(b, i, DX_TERM_NEEDS, dx_term_bound(&needs[k]), needs[k].in_points, needs[k].sibling);
	return ok;
}

/* Report that nodes of a family need each other, and which. */
static bool
bad_circle(builder *b, const uint32_t *circle, uint32_t n)
{
	dx_buf text;
	char code[DX_CODE_MAX_TEXT + 8];

	dx_buf_init(&text);
	for (uint32_t k = 0; k <= n && text.len < 800; k++)
	{
		dx_buf_add_text(&text, k > 0 ? " needs \"" : "\"");
		dx_buf_add_text(&text, code_of(b->specs[circle[k % n]].key, code));
		dx_buf_add_char(&text, '"');
	}
	dx_fail(b->err, DX_ERR_PARAM, 0, "nodes need each other in a circle: %.900s", text.data);
	dx_buf_free(&text);
	return false;
}

/* A threshold or a need states what cannot be reached, such as 60 where 60 % is meant. */
static void
tell_bound(builder *b, const dx_term_fault *fault)
{
	dx_maximum bound = dx_term_bound(fault->bound);
	dx_maximum most = dx_step_maximum(&b->steps[fault->other]);
	char stated[96];
	char of[96];

	/* A threshold is judged before a cap. */
	if (fault->other == fault->node && is_capped(&b->specs[fault->node]))
		dx_steps_add_up(b->steps, fault->node, &most);
	dx_maximum_print(bound, stated);
	dx_maximum_print(most, of);
	if (fault->bound->in_points)
		dx_fail_detail(b->err, "It asks for %s points of %s.", stated, of);
	else
	{
		dx_fail_detail(b->err, "The ratio is %s.", stated);
		dx_fail_hint(b->err, "A ratio is 0.6, \"3/5\" or \"60%%\", points are \"22p\".");
	}
}

/* Name what dx_terms_check has found. */
static bool
bad_terms(builder *b, const dx_term_fault *fault)
{
	uint32_t *order = dx_alloc(b->n * sizeof(uint32_t));
	uint32_t count;
	char code[DX_CODE_MAX_TEXT + 8];

	if (fault->other == fault->node)
		bad_node(b, fault->node, DX_ERR_PARAM, fault->what);
	else if (!fault->circle || dx_terms_order(b->steps, b->n, order, &count))
		bad_need(b, fault->node, (dx_str) {code, dx_code_decode(b->specs[fault->other].key, code)}, fault->what);
	else
		bad_circle(b, order, count);
	if (fault->bound != NULL)
		tell_bound(b, fault);
	dx_free(order);
	return false;
}

/* An upper bound of the number of terms of all nodes. */
static size_t
count_terms(const builder *b)
{
	size_t n = 0;

	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];

		n += is_capped(spec);
		n += spec->floor.den > 0;
		n += spec->threshold.den > 0;
		n += spec->needs.len > 0 ? DX_MAX_NEEDS : 0;
	}
	return n;
}

/* Put caps, floors, thresholds and needs behind the steps, which are moved to larger memory for that. */
static bool
make_terms(builder *b)
{
	size_t n = count_terms(b);
	dx_step *steps;
	dx_term_fault fault;

	if (n == 0)
		return true;
	steps = dx_alloc(b->n * sizeof(dx_step) + n * sizeof(dx_term));
	memcpy(steps, b->steps, b->n * sizeof(dx_step));
	dx_free(b->steps);
	b->steps = steps;
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];

		dx_check_interrupts();
		if (is_capped(spec))
			put_term(b, i, DX_TERM_CAP, spec->cap.den > 0 ? spec->cap : (dx_maximum) {0, 1}, true, 0);
		if (spec->floor.den > 0)
			put_term(b, i, DX_TERM_FLOOR, spec->floor, true, 0);
		if (spec->threshold.den > 0)
			put_term(b, i, DX_TERM_THRESHOLD, spec->threshold, spec->threshold_in_points, 0);
		if (spec->needs.len > 0 && !make_needs(b, i))
			return false;
		if (i == 0 && spec->threshold.den > 0 && steps[0].method != DX_METHOD_SUM)
			return bad_node(b, 0, DX_ERR_PARAM, "has a threshold, but neither is a sum nor stands under one");
		steps[i].terms_end = b->n_terms;
	}
	return dx_terms_check(steps, b->n, &fault) || bad_terms(b, &fault);
}

/* Refuse a tree that cannot be scored exactly whatever the results are. */
static bool
check_measure(builder *b)
{
	dx_error inner;
	uint32_t node;
	char text[DX_CODE_MAX_TEXT + 8];

	return dx_steps_measurable(b->steps, b->n, &node, &inner) ||
		dx_fail_within(b->err, &inner, "node \"%.*s\"", DX_STR_CLIP, code_of(b->specs[node].key, text));
}

/* |a - b| in units of the last decimal of either; 0 where that does not fit. */
static dx_int128
distance(dx_decimal a, dx_decimal b)
{
	int scale = a.mant == 0 || (b.mant != 0 && b.scale > a.scale) ? b.scale : a.scale;
	dx_int128 whole_a = a.mant;
	dx_int128 whole_b = b.mant;

	for (int i = a.scale; whole_a != 0 && i < scale; i++)
	{
		if (i - a.scale > 18)
			return 0;
		whole_a *= 10;
	}
	for (int i = b.scale; whole_b != 0 && i < scale; i++)
	{
		if (i - b.scale > 18)
			return 0;
		whole_b *= 10;
	}
	return whole_a < whole_b ? whole_b - whole_a : whole_a - whole_b;
}

/* Join what results are divided by under a rule to spans. */
static uint64_t
join_spans(uint64_t spans, const dx_step *step, const dx_rule *rule)
{
	dx_decimal zero = {0, 0};
	uint64_t pieces = 1;
	dx_int128 worth = (step->flags & DX_STEP_DECIMAL) ? 0 : dx_load_points(step->max);

	if (rule->kind == DX_RULE_LINEAR || rule->kind == DX_RULE_CHECKLIST)
		return dx_measure_join(spans, distance(rule->lo, rule->hi));
	if (rule->kind == DX_RULE_POINTS)
		return dx_measure_join(spans, worth);
	for (int i = 0; i < rule->n_items; i++)
	{
		const dx_rule_item *item = &rule->items[i];

		spans = dx_measure_join(spans, item->share.is_points ? worth : distance(zero, item->share.den));
		if (rule->kind == DX_RULE_CURVE && i > 0)
			pieces = dx_measure_join(pieces, distance(rule->items[i - 1].bound, item->bound));
	}
	/* Interpolation divides both by the distance of the points and by their shares' denominators. */
	return dx_measure_join(spans, (dx_int128) pieces * spans);
}

static size_t
align8(size_t size)
{
	return (size + 7) & ~(size_t) 7;
}

/* Copy bytes to the end of the value being laid out; an empty text takes no place. */
static dx_span
lay_bytes(char *base, size_t *used, const void *bytes, size_t len)
{
	dx_span span = {0, 0};

	if (len > 0)
	{
		span = (dx_span) {(uint32_t) *used, (uint32_t) len};
		memcpy(base + *used, bytes, len);
		*used += len;
	}
	return span;
}

/*
 * Fingerprint of what a card depends on: codes, rule kinds and choice labels
 * of the criteria. Not weights, maxima or the numbers in rules. `points` and
 * `linear` count as one kind: both take the measured number as it is, and
 * altering a maximum turns one into the other.
 */
static dx_fingerprint
sheet_fingerprint(const builder *b)
{
	dx_hasher hasher;
	char code[DX_CODE_MAX_TEXT + 8];

	dx_hash_begin(&hasher);
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_rule *rule = b->rules[i];
		uint8_t kind = rule ? rule->kind : DX_RULE_NONE;

		dx_check_interrupts();
		if (!(b->steps[i].flags & DX_STEP_CRITERION))
			continue;
		if (kind == DX_RULE_POINTS)
			kind = DX_RULE_LINEAR;
		dx_hash_add(&hasher, code, dx_code_decode(b->specs[i].key, code) + 1);
		dx_hash_add(&hasher, &kind, 1);
		if (kind != DX_RULE_CHOICE)
			continue;
		for (int k = 0; k < rule->n_items; k++)
		{
			dx_hash_add(&hasher, (const char *) rule + rule->items[k].label_offset, rule->items[k].label_len);
			dx_hash_add(&hasher, "", 1);
		}
		dx_hash_add(&hasher, "", 1);
	}
	return dx_hash_end(&hasher);
}

/*
 * The table of codes. The place of a code depends on the whole tree (its fingerprint is
 * the hash's seed) and on nothing else: equal trees have equal bytes, and codes chosen
 * to collide in one tree do not in another.
 */
static void
fill_slots(dx_tree *tree)
{
	uint32_t *slots = (uint32_t *) ((char *) tree + tree->slots);
	uint32_t mask = tree->n_slots - 1;

	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		uint32_t at = dx_tree_slot(tree, dx_tree_key(tree, i));

		while (slots[at] != 0)
			at = (at + 1) & mask;
		slots[at] = i + 1;
	}
}

/* What a criterion's points are rounded to, in 10^-12 points; 0: not at all. */
static int64_t
round_unit(const dx_node_spec *root)
{
	dx_points unit = root->round_to;

	if (root->decimals != DX_NO_DECIMALS)
	{
		unit = DX_POINTS_ONE;
		for (int i = 0; i < root->decimals; i++)
			unit /= 10;
	}
	return (int64_t) unit;
}

/* The two ways to say how points are rounded exclude each other. */
static bool
check_rounding(builder *b)
{
	if (b->specs[0].decimals == DX_NO_DECIMALS || b->specs[0].round_to == 0)
		return true;
	bad_node(b, 0, DX_ERR_PARAM, "states both \"decimals\" and \"round_to\"");
	return dx_fail_hint(b->err, "Points are rounded once: to so many decimals, or to multiples of a number.");
}

/* Everything into one block, in the order tree.h gives. */
static dx_tree *
lay_out(const builder *b)
{
	size_t size = align8(sizeof(dx_tree));
	size_t used;
	uint32_t n_slots = 4;
	dx_tree *tree;
	dx_node *nodes;
	uint32_t *criteria;

	while (n_slots < 2 * b->n)
		n_slots *= 2;
	size += dx_steps_size(b->steps, b->n) + b->n * sizeof(dx_node);
	size += align8(b->n_criteria * sizeof(uint32_t)) + n_slots * sizeof(uint32_t);
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];

		size += (b->rules[i] ? b->rules[i]->size : 0) + spec->key.len + spec->name.len + spec->number.len +
			spec->kind.len + spec->guide.len;
		if (size > DX_TREE_MAX_SIZE)
		{
			too_large(b->err);
			return NULL;
		}
	}
	size = align8(size);
	tree = dx_alloc(size);
	tree->version = DX_TREE_FORMAT;
	tree->decimals = b->specs[0].decimals;
	tree->round_unit = round_unit(&b->specs[0]);
	tree->spans = 1;
	for (uint32_t i = 0; i < b->n; i++)
		if (b->rules[i])
			tree->spans = join_spans(tree->spans, &b->steps[i], b->rules[i]);
	tree->size = (uint32_t) size;
	tree->n_nodes = b->n;
	tree->n_criteria = b->n_criteria;
	tree->n_slots = n_slots;
	tree->steps = (uint32_t) align8(sizeof(dx_tree));
	tree->nodes = tree->steps + (uint32_t) dx_steps_size(b->steps, b->n);
	tree->criteria = tree->nodes + (uint32_t) (b->n * sizeof(dx_node));
	tree->slots = tree->criteria + (uint32_t) align8(b->n_criteria * sizeof(uint32_t));
	used = tree->slots + n_slots * sizeof(uint32_t);

	memcpy((char *) tree + tree->steps, b->steps, dx_steps_size(b->steps, b->n));
	nodes = (dx_node *) ((char *) tree + tree->nodes);
	criteria = (uint32_t *) ((char *) tree + tree->criteria);
	for (uint32_t i = 0; i < b->n; i++)
		if (b->rules[i])
		{
			nodes[i].rule = (uint32_t) used;
			memcpy((char *) tree + used, b->rules[i], b->rules[i]->size);
			used += b->rules[i]->size;
		}
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];
		uint32_t end = b->steps[i].end;

		dx_check_interrupts();
		nodes[i].key = lay_bytes((char *) tree, &used, spec->key.ptr, spec->key.len);
		nodes[i].name = lay_bytes((char *) tree, &used, spec->name.ptr, spec->name.len);
		nodes[i].number = lay_bytes((char *) tree, &used, spec->number.ptr, spec->number.len);
		nodes[i].kind = lay_bytes((char *) tree, &used, spec->kind.ptr, spec->kind.len);
		nodes[i].guide = lay_bytes((char *) tree, &used, spec->guide.ptr, spec->guide.len);
		nodes[i].n_criteria = (end < b->n ? b->steps[end].criterion : b->n_criteria) - b->steps[i].criterion;
		nodes[i].stated = spec->stated;
		if (b->steps[i].flags & DX_STEP_CRITERION)
			criteria[b->steps[i].criterion] = i;
	}
	tree->sheet = sheet_fingerprint(b);
	if (!dx_tree_text_fingerprint(tree, &tree->fingerprint, b->err))
	{
		dx_free(tree);
		return NULL;
	}
	fill_slots(tree);
	return tree;
}

static bool
check_strings(builder *b)
{
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *s = &b->specs[i];

		if (s->name.len > DX_TREE_MAX_STRING || s->number.len > DX_TREE_MAX_STRING ||
			s->kind.len > DX_TREE_MAX_STRING || s->guide.len > DX_TREE_MAX_STRING)
			return bad_node(b, i, DX_ERR_LIMIT, "has a text longer than 32768 bytes");
	}
	return true;
}

dx_tree *
dx_tree_build(const dx_node_spec *specs, size_t n, dx_error *err)
{
	builder b = {.err = err};
	dx_tree *tree = NULL;

	if (n > DX_TREE_MAX_NODES)
	{
		too_many(err);
		return NULL;
	}
	if (!place_nodes(&b, specs, n))
	{
		if (b.specs)
			dx_free(b.specs);
		return NULL;
	}
	b.steps = dx_alloc(b.n * sizeof(dx_step));
	b.rules = dx_alloc(b.n * sizeof(dx_rule *));
	if (check_strings(&b) && check_rounding(&b) && link_nodes(&b) && inherit_options(&b) && parse_rules(&b) &&
		sum_maxima(&b) && set_flags(&b) && check_methods(&b) && make_terms(&b) && check_measure(&b))
		tree = lay_out(&b);
	for (uint32_t i = 0; i < b.n; i++)
		if (b.rules[i])
			dx_free(b.rules[i]);
	dx_free(b.rules);
	dx_free(b.steps);
	dx_free(b.specs);
	return tree;
}
