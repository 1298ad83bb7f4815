/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_print.c: the text form of an index tree: a JSON array of node objects in
 * code order, every key that differs from its default, always the maximum.
 * Canonical: the tree's fingerprint is taken from it.
 */
#include "tree/terms.h"
#include "tree/tree_make.h"

static void
add_key(dx_buf *out, const char *key)
{
	dx_buf_add_text(out, ", \"");
	dx_buf_add_text(out, key);
	dx_buf_add_text(out, "\": ");
}

static void
add_text(dx_buf *out, const char *key, dx_str text)
{
	if (text.len == 0)
		return;
	add_key(out, key);
	dx_json_add_string(out, text);
}

static void
add_double(dx_buf *out, const char *key, double value)
{
	char digits[64];

	add_key(out, key);
	dx_decimal_print(dx_decimal_from_double(value), digits);
	dx_buf_add_text(out, digits);
}

/* A decimal as a number, a fraction as text. */
static void
add_number(dx_buf *out, const char *key, const char *text)
{
	const char *quote = strchr(text, '/') ? "\"" : "";

	add_key(out, key);
	dx_buf_add_text(out, quote);
	dx_buf_add_text(out, text);
	dx_buf_add_text(out, quote);
}

static void
add_whole(dx_buf *out, const char *key, uint32_t value)
{
	char digits[16];

	add_key(out, key);
	snprintf(digits, sizeof(digits), "%u", value);
	dx_buf_add_text(out, digits);
}

void
dx_tree_print_needs(const dx_tree *tree, uint32_t i, dx_buf *out)
{
	const dx_step *steps = dx_tree_steps(tree);
	const dx_term *terms = dx_steps_terms(steps, tree->n_nodes);
	const char *between = "";
	char text[DX_CODE_MAX_TEXT + 8];

	dx_buf_add_char(out, '{');
	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
		if (terms[t].kind == DX_TERM_NEEDS)
		{
			dx_buf_add_text(out, between);
			dx_json_add_string(out, (dx_str) {text, dx_code_decode(dx_tree_key(tree, terms[t].sibling), text)});
			dx_buf_add_text(out, ": ");
			dx_buf_add_text(out, dx_bound_print(dx_term_bound(&terms[t]), terms[t].in_points, text));
			between = ", ";
		}
	dx_buf_add_char(out, '}');
}

/* The terms of a node. A cap that is the stated maximum too is written as such. */
static void
add_terms(const dx_tree *tree, uint32_t i, dx_buf *out)
{
	static const char *const keys[] = {
		[DX_TERM_CAP] = "cap", [DX_TERM_FLOOR] = "floor", [DX_TERM_THRESHOLD] = "threshold"};
	const dx_step *steps = dx_tree_steps(tree);
	const dx_term *terms = dx_steps_terms(steps, tree->n_nodes);
	char text[100];

	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
	{
		dx_maximum bound = dx_term_bound(&terms[t]);

		switch ((dx_term_kind) terms[t].kind)
		{
			case DX_TERM_CAP:
			case DX_TERM_FLOOR:
				dx_maximum_print(bound, text);
				if (terms[t].kind == DX_TERM_CAP && dx_maximum_cmp(bound, dx_step_maximum(&steps[i])) == 0)
					strcpy(text, "true");
				add_number(out, keys[terms[t].kind], text);
				break;
			case DX_TERM_THRESHOLD:
				add_key(out, keys[terms[t].kind]);
				dx_buf_add_text(out, dx_bound_print(bound, terms[t].in_points, text));
				break;
			case DX_TERM_NEEDS:
				add_key(out, "needs");
				dx_tree_print_needs(tree, i, out);
				return;
		}
	}
}

static void
add_node(const dx_tree *tree, uint32_t i, dx_buf *out)
{
	const dx_step *step = &dx_tree_steps(tree)[i];
	const dx_node *node = &dx_tree_nodes(tree)[i];
	const dx_rule *rule = dx_tree_rule(tree, i);
	char text[DX_CODE_MAX_TEXT + 8];

	dx_buf_add_text(out, "{\"code\": ");
	dx_json_add_string(out, (dx_str) {text, dx_code_decode(dx_tree_key(tree, i), text)});
	add_text(out, "number", dx_tree_str(tree, node->number));
	add_text(out, "kind", dx_tree_str(tree, node->kind));
	add_text(out, "name", dx_tree_str(tree, node->name));
	dx_maximum_print(dx_step_maximum(step), text);
	add_number(out, "max", text);
	if (rule)
	{
		dx_buf printed;

		dx_buf_init(&printed);
		dx_rule_print(rule, &printed);
		add_text(out, "rule", (dx_str) {printed.data, printed.len});
		dx_buf_free(&printed);
	}
	if (step->weight != 1 || step->weight_den != 1)
		add_number(out, "weight", dx_weight_text(step, text));
	if (node->stated & DX_STATED_METHOD)
	{
		const char *name = dx_method_text(step, text);

		add_text(out, "method", (dx_str) {name, strlen(name)});
	}
	if (node->stated & DX_STATED_MISSING)
		add_text(out, "missing", (dx_str) {dx_missing_text(step->missing), strlen(dx_missing_text(step->missing))});
	if (node->stated & DX_STATED_COVERAGE)
	{
		if (step->coverage_den)
		{
			snprintf(text, sizeof(text), "%u/%u", step->coverage_num, step->coverage_den);
			add_text(out, "min_coverage", (dx_str) {text, strlen(text)});
		}
		else
			add_double(out, "min_coverage", step->min_coverage);
	}
	if (node->stated & DX_STATED_COUNT)
		add_whole(out, "min_count", step->min_count);
	if (step->flags & DX_STEP_BONUS)
	{
		add_key(out, "bonus");
		dx_buf_add_text(out, "true");
	}
	add_terms(tree, i, out);
	if (i == 0 && tree->decimals != DX_NO_DECIMALS)
		add_whole(out, "decimals", tree->decimals);
	else if (i == 0 && tree->round_unit != 0)
	{
		dx_points_print(tree->round_unit, text);
		add_number(out, "round_to", text);
	}
	add_text(out, "guide", dx_tree_str(tree, node->guide));
	dx_buf_add_char(out, '}');
}

/* Append node i and what is written before it; after the last node the end. */
static void
add_member(const dx_tree *tree, uint32_t i, dx_buf *out)
{
	dx_check_interrupts();
	dx_buf_add_text(out, i == 0 ? "[" : ", ");
	add_node(tree, i, out);
	if (i == tree->n_nodes - 1)
		dx_buf_add_char(out, ']');
}

void
dx_tree_to_json(const dx_tree *tree, dx_buf *out)
{
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		add_member(tree, i, out);
}

bool
dx_tree_text_fingerprint(const dx_tree *tree, dx_fingerprint *out, dx_error *err)
{
	dx_hasher hasher;
	dx_buf member;
	size_t len = 0;

	dx_buf_init(&member);
	dx_hash_begin(&hasher);
	for (uint32_t i = 0; i < tree->n_nodes && len <= DX_TREE_MAX_TEXT; i++)
	{
		member.len = 0;
		add_member(tree, i, &member);
		dx_hash_add(&hasher, member.data, member.len);
		len += member.len;
	}
	dx_buf_free(&member);
	if (len > DX_TREE_MAX_TEXT)
	{
		dx_fail(err, DX_ERR_LIMIT, 0, "text of an index tree is longer than %d bytes", DX_TREE_MAX_TEXT);
		return dx_fail_hint(err, "Shorten names and guides; control characters take six bytes each in JSON.");
	}
	*out = dx_hash_end(&hasher);
	return true;
}
