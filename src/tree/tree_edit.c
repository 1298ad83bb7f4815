/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_edit.c: trees made from trees (what-if, subtrees) and their
 * differences. All go through the specs and the one builder.
 */
#include "tree/terms.h"
#include "tree/tree_make.h"

/* Copy the terms of node i into its spec; *needs receives the text that spec->needs refers to. */
static void
take_terms(const dx_tree *tree, uint32_t i, dx_node_spec *spec, char **needs)
{
	const dx_step *steps = dx_tree_steps(tree);
	const dx_term *terms = dx_steps_terms(steps, tree->n_nodes);
	dx_buf printed;

	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
	{
		dx_maximum bound = dx_term_bound(&terms[t]);

		switch ((dx_term_kind) terms[t].kind)
		{
			case DX_TERM_CAP:
				spec->cap = bound;
				spec->cap_is_max = dx_maximum_cmp(bound, dx_step_maximum(&steps[i])) == 0;
				break;
			case DX_TERM_FLOOR:
				spec->floor = bound;
				break;
			case DX_TERM_THRESHOLD:
				spec->threshold = bound;
				spec->threshold_in_points = terms[t].in_points;
				break;
			case DX_TERM_NEEDS:
				dx_buf_init(&printed);
				dx_tree_print_needs(tree, i, &printed);
				*needs = printed.data;
				spec->needs = (dx_str) {printed.data, printed.len};
				return;
		}
	}
}

dx_specs
dx_tree_specs(const dx_tree *tree)
{
	dx_specs all;

	all.n = tree->n_nodes;
	all.specs = dx_alloc(all.n * sizeof(dx_node_spec));
	all.rules = dx_alloc(all.n * sizeof(char *));
	all.needs = dx_alloc(all.n * sizeof(char *));
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		const dx_step *step = &dx_tree_steps(tree)[i];
		const dx_node *node = &dx_tree_nodes(tree)[i];
		const dx_rule *rule = dx_tree_rule(tree, i);
		dx_node_spec *spec = &all.specs[i];

		dx_check_interrupts();
		*spec = dx_node_spec_default(dx_tree_key(tree, i));
		spec->name = dx_tree_str(tree, node->name);
		spec->number = dx_tree_str(tree, node->number);
		spec->kind = dx_tree_str(tree, node->kind);
		spec->guide = dx_tree_str(tree, node->guide);
		if (rule)
		{
			dx_buf printed;

			dx_buf_init(&printed);
			dx_rule_print(rule, &printed);
			all.rules[i] = printed.data;
			spec->rule = (dx_str) {printed.data, printed.len};
		}
		spec->has_max = true;
		spec->exact_max = dx_step_maximum(step);
		spec->weight = step->weight;
		spec->weight_den = step->weight_den;
		spec->stated = node->stated;
		spec->method = step->method;
		spec->power = step->power;
		spec->missing = step->missing;
		spec->min_coverage = step->min_coverage;
		spec->coverage_num = step->coverage_num;
		spec->coverage_den = step->coverage_den;
		spec->min_count = step->min_count;
		spec->bonus = (step->flags & DX_STEP_BONUS) != 0;
		take_terms(tree, i, spec, &all.needs[i]);
		spec->decimals = i == 0 ? tree->decimals : DX_NO_DECIMALS;
		spec->round_to = i == 0 && tree->decimals == DX_NO_DECIMALS ? tree->round_unit : 0;
	}
	return all;
}

void
dx_specs_free(dx_specs *all)
{
	for (size_t i = 0; i < all->n; i++)
	{
		if (all->rules[i])
			dx_free(all->rules[i]);
		if (all->needs[i])
			dx_free(all->needs[i]);
	}
	dx_free(all->rules);
	dx_free(all->needs);
	dx_free(all->specs);
}

/*
 * The rule of a criterion under `points` that gets another maximum: linear over the old one, so
 * that results keep their meaning.
 */
static char *
linear_over(const dx_rule *rule, dx_maximum old_max)
{
	dx_buf text;
	char digits[64];

	dx_buf_init(&text);
	dx_decimal_print(dx_decimal_from_double(dx_maximum_to_double(old_max)), digits);
	dx_buf_add_text(&text, "linear(0, ");
	dx_buf_add_text(&text, digits);
	dx_buf_add_text(&text, rule->flags & DX_RULE_WHOLE ? ") whole" : ")");
	return text.data;
}

static const dx_json *
member(const dx_json *object, dx_str key)
{
	for (const dx_json *value = object->child; value; value = value->next)
		if (dx_str_equal(value->key, key))
			return value;
	return NULL;
}

static bool
patch_node(const dx_tree *tree, dx_specs *all, uint32_t i, const dx_json *options, dx_error *err)
{
	dx_node_spec *spec = &all->specs[i];
	const dx_rule *rule = dx_tree_rule(tree, i);
	dx_maximum old_max = dx_step_maximum(&dx_tree_steps(tree)[i]);
	dx_maximum new_max = {100 * DX_POINTS_ONE, 1};
	const char *what;

	if (!dx_tree_apply_options(options, DX_OPTIONS_PATCH, spec, err))
		return false;
	/* A maximum that is not valid is reported when the tree is built. */
	if (spec->has_max && !dx_spec_maximum(spec, &new_max, &what))
		return true;
	if (rule && rule->kind == DX_RULE_POINTS && dx_maximum_cmp(new_max, old_max) != 0 && old_max.units != 0 &&
		member(options, DX_STR("rule")) == NULL)
	{
		dx_free(all->rules[i]);
		all->rules[i] = linear_over(rule, old_max);
		spec->rule = (dx_str) {all->rules[i], strlen(all->rules[i])};
	}
	return true;
}

/* What a patch does to an existing node. */
#define MARK_PATCHED 0x01
#define MARK_REMOVED 0x02 /* named in the patch */
#define MARK_GONE 0x04	  /* beneath one of these */

/* A tree being altered. */
typedef struct alteration
{
	const dx_tree *tree;
	dx_specs all;
	uint8_t *marks;		 /* MARK_*, one a node */
	dx_node_spec *added; /* whose keys are in one buffer, which moves while it grows */
	size_t n_added;
	size_t cap;
	dx_buf keys;
	bool refused; /* because of a member's meaning, not its syntax */
} alteration;

/* Take the options of a node to be added. */
static bool
add_new(alteration *a, dx_key key, const dx_json *options, dx_error *err)
{
	dx_node_spec spec = dx_node_spec_default(key);
	char code[DX_CODE_MAX_TEXT + 8];

	if (dx_tree_find(a->tree, key) != DX_NO_NODE)
	{
		dx_code_decode(key, code);
		dx_fail(err, DX_ERR_PARAM, 0, "index tree \"%.*s\" has a node \"%.*s\" already",
				DX_STR_ARG(dx_tree_title(a->tree)), DX_STR_CLIP, code);
		return dx_fail_hint(err, "Leave out \"new\" to change it.");
	}
	if (a->n_added >= DX_TREE_MAX_NODES)
		return dx_fail(err, DX_ERR_LIMIT, 0, "index tree has more than %d nodes", DX_TREE_MAX_NODES);
	if (!dx_tree_apply_options(options, DX_OPTIONS_PATCH, &spec, err))
		return false;
	if (a->n_added == a->cap)
	{
		size_t cap = a->cap ? 2 * a->cap : 16;

		a->added = a->added ? dx_realloc(a->added, a->cap * sizeof(dx_node_spec), cap * sizeof(dx_node_spec))
							: dx_alloc(cap * sizeof(dx_node_spec));
		a->cap = cap;
	}
	a->added[a->n_added++] = spec;
	dx_buf_add(&a->keys, key.ptr, key.len);
	return true;
}

/* The node of a code that must exist; the hint says how to add one. */
static bool
find_altered(const dx_tree *tree, dx_key key, bool removed, uint32_t *node, dx_error *err)
{
	size_t len;

	if (dx_tree_lookup(tree, key, node, err))
		return true;
	len = strlen(err->hint);
	if (!removed)
		snprintf(err->hint + len, sizeof(err->hint) - len, "%sTo add a node, say \"new\": true among its options.",
				 len > 0 ? " " : "");
	return false;
}

/* One member of the patch. */
static bool
apply_member(alteration *a, const dx_json *options, dx_error *err)
{
	bool removed = options->type == DX_JSON_NULL;
	const dx_json *is_new = options->type == DX_JSON_OBJECT ? member(options, DX_STR("new")) : NULL;
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	uint32_t node;

	if (!dx_code_encode(options->key, buf, &key, err))
		return false;
	if (is_new && is_new->type == DX_JSON_BOOL && is_new->boolean)
		return add_new(a, key, options, err);
	if (!find_altered(a->tree, key, removed, &node, err))
		return false;
	if (removed && node == 0)
		return dx_fail(err, DX_ERR_PARAM, 0, "the root of an index tree cannot be removed");
	a->marks[node] |= removed ? MARK_REMOVED : MARK_PATCHED;
	return removed || patch_node(a->tree, &a->all, node, options, err);
}

/* A dx_json_visitor: one member. */
static bool
alter_node(void *state, const dx_json *options, dx_error *err)
{
	alteration *a = state;

	a->refused = !apply_member(a, options, err);
	return !a->refused;
}

/* Report a member for a node that is, or is beneath, one that the patch removes. */
static bool
fail_beneath(const alteration *a, dx_key key, uint32_t above, dx_error *err)
{
	char code[DX_CODE_MAX_TEXT + 8];
	char gone[DX_CODE_MAX_TEXT + 8];

	while (!(a->marks[above] & MARK_REMOVED))
		above = dx_tree_steps(a->tree)[above].parent;
	dx_code_decode(key, code);
	return dx_fail(err, DX_ERR_PARAM, 0, "node \"%.*s\" is beneath \"%.*s\", which the patch removes", DX_STR_CLIP,
				   code, DX_STR_CLIP, dx_tree_code_text(a->tree, above, gone));
}

/* Mark the nodes beneath removed ones; the patch may say nothing else about these. */
static bool
spread_removal(alteration *a, dx_error *err)
{
	const dx_step *steps = dx_tree_steps(a->tree);

	for (uint32_t i = 1; i < a->tree->n_nodes; i++)
	{
		if (a->marks[steps[i].parent] & (MARK_REMOVED | MARK_GONE))
			a->marks[i] |= MARK_GONE;
		if ((a->marks[i] & MARK_GONE) && (a->marks[i] & MARK_PATCHED))
			return fail_beneath(a, dx_tree_key(a->tree, i), steps[i].parent, err);
	}
	return true;
}

/* The nearest node over a key that is in the tree. */
static uint32_t
nearest_above(const dx_tree *tree, dx_key key)
{
	uint32_t node = DX_NO_NODE;

	for (int depth = dx_key_depth(key) - 1; node == DX_NO_NODE; depth--)
		node = dx_tree_find(tree, dx_key_prefix(key, depth));
	return node;
}

/*
 * Does every inner node that stays have a child, or does the patch say what it becomes? Keys of
 * added nodes are made to point into their buffer here, which moves no more.
 */
static bool
check_children(alteration *a, dx_error *err)
{
	const dx_step *steps = dx_tree_steps(a->tree);
	bool *has_child = dx_alloc(a->tree->n_nodes * sizeof(bool));
	const uint8_t *at = (const uint8_t *) a->keys.data;
	bool ok = true;

	for (uint32_t i = 1; i < a->tree->n_nodes; i++)
		if (!(a->marks[i] & (MARK_REMOVED | MARK_GONE)))
			has_child[steps[i].parent] = true;
	for (size_t i = 0; ok && i < a->n_added; i++)
	{
		dx_key *key = &a->added[i].key;
		uint32_t above;

		key->ptr = at;
		at += key->len;
		above = nearest_above(a->tree, *key);
		has_child[above] = true;
		if (a->marks[above] & (MARK_REMOVED | MARK_GONE))
			ok = fail_beneath(a, *key, above, err);
	}
	for (uint32_t i = 0; ok && i < a->tree->n_nodes; i++)
		if (!dx_tree_is_criterion(a->tree, i) && !has_child[i] && a->marks[i] == 0)
		{
			char code[DX_CODE_MAX_TEXT + 8];

			ok = dx_fail(err, DX_ERR_PARAM, 0, "node \"%.*s\" would be left without children", DX_STR_CLIP,
						 dx_tree_code_text(a->tree, i, code));
			dx_fail_hint(err,
						 i == 0 ? "Give it a maximum and a rule in the patch, or another child."
								: "Remove it too, or give it a maximum and a rule in the patch.");
		}
	dx_free(has_child);
	return ok;
}

/* All nodes that stay and all that are new, compiled. */
static dx_tree *
build_altered(alteration *a, dx_error *err)
{
	dx_node_spec *specs;
	size_t n = 0;
	dx_tree *altered;

	if (!spread_removal(a, err) || !check_children(a, err))
		return NULL;
	specs = dx_alloc((a->all.n + a->n_added) * sizeof(dx_node_spec));
	for (uint32_t i = 0; i < a->tree->n_nodes; i++)
		if (!(a->marks[i] & (MARK_REMOVED | MARK_GONE)))
			specs[n++] = a->all.specs[i];
	for (size_t i = 0; i < a->n_added; i++)
		specs[n++] = a->added[i];
	altered = dx_tree_build(specs, n, err);
	dx_free(specs);
	return altered;
}

/* Inner nodes without their maxima, which are computed anew. */
static void
forget_maxima(const dx_tree *tree, dx_specs *all)
{
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		if (!dx_tree_is_criterion(tree, i))
		{
			dx_node_spec *spec = &all->specs[i];

			if (spec->exact_max.units != 0 || !dx_is_of_points(dx_tree_steps(tree)[i].method))
				spec->old_max = spec->exact_max;
			spec->has_max = false;
			spec->exact_max.den = 0;
		}
}

/*
 * What-if: apply {"code": {"option": value, ...}, ...}. Maxima of sums are
 * computed anew unless the patch states them, also where a mean becomes a sum;
 * means keep theirs, and a sum that becomes a mean keeps its own unless it is 0.
 * The patch is read as a whole: then nodes are removed, changed, added.
 */
dx_tree *
dx_tree_alter(const dx_tree *tree, dx_str patch, dx_error *err)
{
	alteration a = {.tree = tree, .all = dx_tree_specs(tree)};
	dx_json_doc *doc;
	const dx_json *root;
	dx_tree *altered = NULL;

	a.marks = dx_alloc(tree->n_nodes);
	dx_buf_init(&a.keys);
	forget_maxima(tree, &a.all);
	doc = dx_json_each(patch, DX_JSON_OBJECT, alter_node, &a, err);
	/* A position in a text that the user did not write. */
	if (doc == NULL && !a.refused)
		err->position = 0;
	root = doc ? dx_json_root(doc) : NULL;
	if (root && root->type == DX_JSON_OBJECT)
		altered = build_altered(&a, err);
	else if (root)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "patch must be a JSON object, not %s", dx_json_type_name(root->type));
		dx_fail_hint(err, "For example {\"1.1\": {\"max\": 20}}.");
	}
	dx_specs_free(&a.all);
	if (a.added)
		dx_free(a.added);
	dx_buf_free(&a.keys);
	dx_free(a.marks);
	if (doc)
		dx_json_free(doc);
	return altered;
}

/*
 * The part of a tree at a node. Codes stay as they are, so that answers and
 * cards still find their criteria: the ancestors become bare sums above the
 * node, which states what it had inherited and no longer needs siblings.
 */
dx_tree *
dx_tree_subtree(const dx_tree *tree, uint32_t node, dx_error *err)
{
	dx_specs all = dx_tree_specs(tree);
	const dx_step *step = &dx_tree_steps(tree)[node];
	dx_node_spec *top = &all.specs[node];
	dx_tree *part;
	uint32_t missing = top->stated & DX_STATED_MISSING;

	/* Where no node above states a policy, each node below has the default of its method. */
	for (uint32_t above = node; above > 0 && !missing; above = dx_tree_steps(tree)[above].parent)
		missing = all.specs[dx_tree_steps(tree)[above].parent].stated & DX_STATED_MISSING;
	if (node > 0 && !dx_tree_is_criterion(tree, node))
		top->stated = DX_STATED_METHOD | missing |
			(step->min_coverage > 0 || step->coverage_num > 0 ? DX_STATED_COVERAGE : 0) |
			(step->min_count > 0 ? DX_STATED_COUNT : 0);
	if (node > 0)
	{
		/* The root keeps its name and the rounding of points: add it to the specs. */
		dx_node_spec *specs = dx_alloc((step->end - node + 1) * sizeof(dx_node_spec));

		specs[0] = dx_node_spec_default(dx_tree_key(tree, 0));
		specs[0].name = all.specs[0].name;
		specs[0].number = all.specs[0].number;
		specs[0].kind = all.specs[0].kind;
		specs[0].decimals = tree->decimals;
		specs[0].round_to = all.specs[0].round_to;
		memcpy(specs + 1, top, (step->end - node) * sizeof(dx_node_spec));
		/* Its siblings are not part of the new tree. */
		specs[1].needs = (dx_str) {NULL, 0};
		part = dx_tree_build(specs, step->end - node + 1, err);
		dx_free(specs);
	}
	else
		part = dx_tree_build(all.specs, all.n, err);
	dx_specs_free(&all);
	return part;
}

/* ---------------- differences ---------------- */

static void
add_change(dx_tree_changes *out, dx_key key, const char *change, const char *field, char *old_value, char *new_value)
{
	if (out->n == out->cap)
	{
		size_t cap = out->cap ? 2 * out->cap : 16;

		out->items = out->items
			? dx_realloc(out->items, out->cap * sizeof(dx_tree_change), cap * sizeof(dx_tree_change))
			: dx_alloc(cap * sizeof(dx_tree_change));
		out->cap = cap;
	}
	out->items[out->n++] = (dx_tree_change) {key, change, field, old_value, new_value};
}

static char *
copy_text(dx_str text)
{
	char *copy;

	if (text.len == 0)
		return NULL;
	copy = dx_alloc(text.len + 1);
	memcpy(copy, text.ptr, text.len);
	return copy;
}

/* A spec's field as text; NULL where it has none. */
static char *
field_text(const dx_tree *tree, const dx_specs *all, uint32_t i, const char *field)
{
	const dx_node_spec *spec = &all->specs[i];
	const dx_step *step = &dx_tree_steps(tree)[i];
	bool inner = !dx_tree_is_criterion(tree, i);
	char buf[100];

	buf[0] = '\0';
	if (strcmp(field, "name") == 0)
		return copy_text(spec->name);
	if (strcmp(field, "number") == 0)
		return copy_text(spec->number);
	if (strcmp(field, "kind") == 0)
		return copy_text(spec->kind);
	if (strcmp(field, "guide") == 0)
		return copy_text(spec->guide);
	if (strcmp(field, "rule") == 0)
		return copy_text(spec->rule);
	if (strcmp(field, "max") == 0)
		dx_maximum_print(dx_step_maximum(step), buf);
	else if (strcmp(field, "weight") == 0)
		dx_weight_text(step, buf);
	else if (strcmp(field, "bonus") == 0)
		return spec->bonus ? copy_text(DX_STR("true")) : NULL;
	else if (strcmp(field, "cap") == 0 && spec->cap.den > 0)
		dx_maximum_print(spec->cap, buf);
	else if (strcmp(field, "floor") == 0 && spec->floor.den > 0)
		dx_maximum_print(spec->floor, buf);
	else if (strcmp(field, "threshold") == 0 && spec->threshold.den > 0)
		dx_bound_text(spec->threshold, spec->threshold_in_points, buf);
	else if (strcmp(field, "needs") == 0)
		return copy_text(spec->needs);
	else if (strcmp(field, "decimals") == 0 && spec->decimals != DX_NO_DECIMALS)
		snprintf(buf, sizeof(buf), "%d", spec->decimals);
	else if (strcmp(field, "round_to") == 0 && spec->round_to != 0)
		dx_points_print(spec->round_to, buf);
	else if (inner && strcmp(field, "method") == 0)
	{
		const char *name = dx_method_text(step, buf);

		return copy_text((dx_str) {name, strlen(name)});
	}
	else if (inner && strcmp(field, "missing") == 0)
		snprintf(buf, sizeof(buf), "%s", dx_missing_text(step->missing));
	else if (inner && strcmp(field, "min_coverage") == 0)
		dx_min_coverage_text(step, buf);
	else if (inner && strcmp(field, "min_count") == 0 && step->min_count > 0)
		snprintf(buf, sizeof(buf), "%u", step->min_count);
	return copy_text((dx_str) {buf, strlen(buf)});
}

void
dx_tree_compare(const dx_tree *before, const dx_tree *after, dx_tree_changes *out)
{
	static const char *const fields[] = {"number", "kind",		"name",			"max",		 "rule",	 "weight",
										 "method", "missing",	"min_coverage", "min_count", "bonus",	 "cap",
										 "floor",  "threshold", "needs",		"decimals",	 "round_to", "guide"};
	dx_specs old_specs = dx_tree_specs(before);
	dx_specs new_specs = dx_tree_specs(after);
	uint32_t i = 0;
	uint32_t j = 0;

	*out = (dx_tree_changes) {NULL, 0, 0};
	while (i < before->n_nodes || j < after->n_nodes)
	{
		int order = i >= before->n_nodes ? 1
			: j >= after->n_nodes		 ? -1
										 : dx_key_cmp(dx_tree_key(before, i), dx_tree_key(after, j));

		dx_check_interrupts();
		if (order < 0)
		{
			add_change(out, dx_tree_key(before, i), "removed", NULL,
					   copy_text(dx_tree_str(before, dx_tree_nodes(before)[i].name)), NULL);
			i++;
			continue;
		}
		if (order > 0)
		{
			add_change(out, dx_tree_key(after, j), "added", NULL, NULL,
					   copy_text(dx_tree_str(after, dx_tree_nodes(after)[j].name)));
			j++;
			continue;
		}
		for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++)
		{
			char *was = field_text(before, &old_specs, i, fields[f]);
			char *is = field_text(after, &new_specs, j, fields[f]);

			if ((was == NULL) != (is == NULL) || (was && strcmp(was, is) != 0))
				add_change(out, dx_tree_key(after, j), "changed", fields[f], was, is);
			else
			{
				if (was)
					dx_free(was);
				if (is)
					dx_free(is);
			}
		}
		i++;
		j++;
	}
	dx_specs_free(&old_specs);
	dx_specs_free(&new_specs);
}
