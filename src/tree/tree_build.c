/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_build.c: specifications of nodes to a compiled tree, in passes over the sorted nodes: places, options
 * (downwards), rules and maxima (upwards), what may stand where, terms, layout.
 */
#include "tree/tree_build.h"

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
const char *
dx_code_of(dx_key key, char *buf)
{
	dx_code_decode(key, buf);
	return buf;
}

bool
dx_bad_node(dx_tree_builder *b, uint32_t i, dx_error_kind kind, const char *what)
{
	char text[DX_CODE_MAX_TEXT + 8];

	return dx_fail(b->err, kind, 0, "node \"%.*s\" %s", DX_STR_CLIP, dx_code_of(b->specs[i].key, text), what);
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

bool
dx_tree_too_large(dx_error *err)
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
		return dx_fail(err, DX_ERR_PARAM, 0, "code \"%.*s\" is given twice", DX_STR_CLIP, dx_code_of(one->key, text));
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
place_nodes(dx_tree_builder *b, const dx_node_spec *given, size_t n_given)
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
link_nodes(dx_tree_builder *b)
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
						   dx_code_of(b->specs[i].key, text));
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

/* method, missing, min_coverage and min_count go down the tree until overridden. */
static bool
inherit_options(dx_tree_builder *b)
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
				ok = dx_bad_node(b, i, DX_ERR_PARAM, "states \"decimals\", which only the root may");
			if (spec->round_to != 0)
				ok = dx_bad_node(b, i, DX_ERR_PARAM, "states \"round_to\", which only the root may");
		}
		if (!(spec->weight >= 0 && spec->weight / spec->weight_den <= DX_MAX_POINTS))
		{
			dx_bad_node(b, i, DX_ERR_PARAM, "has a weight that is not between 0 and 1e15");
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
parse_rules(dx_tree_builder *b)
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
			return dx_bad_node(b, i, DX_ERR_PARAM, "has children, so it cannot have a rule");
		b->rules[i] = dx_rule_parse(b->specs[i].rule, &inner);
		if (b->rules[i] == NULL)
			return dx_fail_within(b->err, &inner, "rule of \"%.*s\"", DX_STR_CLIP, dx_code_of(b->specs[i].key, text));
		/* A short text can make a large image: sizes are checked as images are made. */
		size += b->rules[i]->size;
		if (size > DX_TREE_MAX_SIZE)
			return dx_tree_too_large(b->err);
		if (b->rules[i]->kind == DX_RULE_UNSCORED)
			b->steps[i].flags |= DX_STEP_UNSCORED;
	}
	return true;
}

dx_tree *
dx_tree_build(const dx_node_spec *specs, size_t n, dx_error *err)
{
	dx_tree_builder b = {.err = err};
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
	if (dx_check_strings(&b) && dx_check_rounding(&b) && link_nodes(&b) && inherit_options(&b) && parse_rules(&b) &&
		dx_build_maxima(&b) && dx_set_flags(&b) && dx_check_methods(&b) && dx_build_terms(&b) && dx_check_measure(&b))
		tree = dx_build_layout(&b);
	for (uint32_t i = 0; i < b.n; i++)
		if (b.rules[i])
			dx_free(b.rules[i]);
	dx_free(b.rules);
	dx_free(b.steps);
	dx_free(b.specs);
	return tree;
}
