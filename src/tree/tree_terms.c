/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_terms.c: caps, floors, thresholds and needs of a tree under construction, from what its nodes state to
 * terms behind the steps.
 */
#include "tree/tree_build.h"

#include "tree/terms.h"

static void
put_term(dx_tree_builder *b, uint32_t i, dx_term_kind kind, dx_maximum bound, bool in_points, uint32_t sibling)
{
	/* make_terms has made room behind the steps. */
	dx_term *term = (dx_term *) (b->steps + b->n) + b->n_terms++;

	*term = (dx_term) {dx_store_points(bound.units), bound.den, i, sibling, (uint8_t) kind, in_points, 0};
}

/* The sibling of node i with this key, by binary search; DX_NO_NODE: there is none. */
static uint32_t
find_sibling(const dx_tree_builder *b, uint32_t i, dx_key key)
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
bad_need(dx_tree_builder *b, uint32_t i, dx_str other, const char *what)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_fail(b->err, DX_ERR_PARAM, 0, "node \"%.*s\" needs \"%.*s\", %s", DX_STR_CLIP, dx_code_of(b->specs[i].key, code),
			DX_STR_ARG(other), what);
	return false;
}

/* Read one member of needs: a sibling and what is needed of it. */
static bool
read_need(dx_tree_builder *b, uint32_t i, const dx_json *value, dx_term *need)
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
		return dx_fail_within(b->err, &inner, "needs of \"%.*s\"", DX_STR_CLIP, dx_code_of(b->specs[i].key, code));
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
make_needs(dx_tree_builder *b, uint32_t i)
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
			dx_bad_node(b, i, DX_ERR_LIMIT, "needs more than 100 siblings");
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
bad_circle(dx_tree_builder *b, const uint32_t *circle, uint32_t n)
{
	dx_buf text;
	char code[DX_CODE_MAX_TEXT + 8];

	dx_buf_init(&text);
	for (uint32_t k = 0; k <= n && text.len < 800; k++)
	{
		dx_buf_add_text(&text, k > 0 ? " needs \"" : "\"");
		dx_buf_add_text(&text, dx_code_of(b->specs[circle[k % n]].key, code));
		dx_buf_add_char(&text, '"');
	}
	dx_fail(b->err, DX_ERR_PARAM, 0, "nodes need each other in a circle: %.900s", text.data);
	dx_buf_free(&text);
	return false;
}

/* A threshold or a need states what cannot be reached, such as 60 where 60 % is meant. */
static void
tell_bound(dx_tree_builder *b, const dx_term_fault *fault)
{
	dx_maximum bound = dx_term_bound(fault->bound);
	dx_maximum most = dx_step_maximum(&b->steps[fault->other]);
	char stated[96];
	char of[96];

	/* A threshold is judged before a cap. */
	if (fault->other == fault->node && dx_spec_capped(&b->specs[fault->node]))
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
bad_terms(dx_tree_builder *b, const dx_term_fault *fault)
{
	uint32_t *order = dx_alloc(b->n * sizeof(uint32_t));
	uint32_t count;
	char code[DX_CODE_MAX_TEXT + 8];

	if (fault->other == fault->node)
		dx_bad_node(b, fault->node, DX_ERR_PARAM, fault->what);
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
count_terms(const dx_tree_builder *b)
{
	size_t n = 0;

	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];

		n += dx_spec_capped(spec);
		n += spec->floor.den > 0;
		n += spec->threshold.den > 0;
		n += spec->needs.len > 0 ? DX_MAX_NEEDS : 0;
	}
	return n;
}

/* Put caps, floors, thresholds and needs behind the steps, which are moved to larger memory for that. */
bool
dx_build_terms(dx_tree_builder *b)
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
		if (dx_spec_capped(spec))
			put_term(b, i, DX_TERM_CAP, spec->cap.den > 0 ? spec->cap : (dx_maximum) {0, 1}, true, 0);
		if (spec->floor.den > 0)
			put_term(b, i, DX_TERM_FLOOR, spec->floor, true, 0);
		if (spec->threshold.den > 0)
			put_term(b, i, DX_TERM_THRESHOLD, spec->threshold, spec->threshold_in_points, 0);
		if (spec->needs.len > 0 && !make_needs(b, i))
			return false;
		if (i == 0 && spec->threshold.den > 0 && steps[0].method != DX_METHOD_SUM)
			return dx_bad_node(b, 0, DX_ERR_PARAM, "has a threshold, but neither is a sum nor stands under one");
		steps[i].terms_end = b->n_terms;
	}
	return dx_terms_check(steps, b->n, &fault) || bad_terms(b, &fault);
}
