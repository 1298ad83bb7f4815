/* SPDX-License-Identifier: PostgreSQL */
/*
 * breakdown_json.c: breakdowns as JSON (breakdown_json.h).
 */
#include "score/breakdown_json.h"

#include "base/json.h"

/* Where to write, and whether the next member is the first of its object. */
typedef struct writer
{
	dx_buf *out;
	bool first;
} writer;

static void
add_key(writer *w, const char *key)
{
	dx_buf_add_text(w->out, w->first ? "\"" : ", \"");
	dx_buf_add_text(w->out, key);
	dx_buf_add_text(w->out, "\": ");
	w->first = false;
}

/* A text; a missing one is written as null. */
static void
add_text(writer *w, const char *key, dx_str text)
{
	add_key(w, key);
	if (text.len > 0)
		dx_json_add_string(w->out, text);
	else
		dx_buf_add_text(w->out, "null");
}

static void
add_word(writer *w, const char *key, const char *word)
{
	add_key(w, key);
	dx_buf_add_text(w->out, word);
}

static void
add_whole(writer *w, const char *key, uint32_t value)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%u", value);
	add_word(w, key, digits);
}

static void
add_double(writer *w, const char *key, bool known, double value)
{
	char digits[64] = "null";

	if (known)
		dx_decimal_print(dx_decimal_from_double(value), digits);
	add_word(w, key, digits);
}

/* units x 10^-digits (0..15), without trailing zeros */
static void
add_decimal(writer *w, const char *key, bool known, dx_int128 units, int digits)
{
	dx_uint128 m = units < 0 ? -(dx_uint128) units : (dx_uint128) units;
	char buf[64];
	char *p = buf + sizeof(buf);

	for (; digits > 0 && m % 10 == 0; digits--)
		m /= 10;
	*--p = '\0';
	for (int done = 0; m != 0 || done <= digits; m /= 10)
	{
		if (done++ == digits && digits > 0)
			*--p = '.';
		*--p = (char) ('0' + (int) (m % 10));
	}
	if (units < 0)
		*--p = '-';
	add_word(w, key, known ? p : "null");
}

static void
add_rule(writer *w, const dx_rule *rule)
{
	dx_buf words;

	dx_buf_init(&words);
	if (rule)
		dx_rule_print(rule, &words);
	add_text(w, "rule", (dx_str) {words.data, words.len});
	dx_buf_free(&words);
}

/* The members of a node that do not depend on the card. */
static void
add_node(writer *w, const dx_tree *tree, uint32_t i)
{
	const dx_node *node = &dx_tree_nodes(tree)[i];
	char code[DX_CODE_MAX_TEXT + 8];

	add_key(w, "code");
	dx_json_add_string(w->out, (dx_str) {code, dx_code_decode(dx_tree_key(tree, i), code)});
	add_text(w, "number", dx_tree_str(tree, node->number));
	add_text(w, "name", dx_tree_str(tree, node->name));
	add_text(w, "kind", dx_tree_str(tree, node->kind));
	add_whole(w, "depth", dx_tree_steps(tree)[i].depth);
	add_word(w, "is_criterion", dx_tree_is_criterion(tree, i) ? "true" : "false");
	add_rule(w, dx_tree_rule(tree, i));
}

/* Result, if the node is a criterion, and score. */
static void
add_scores(writer *w, const dx_tree *tree, uint32_t i, const dx_sheet *sheet, dx_rollup *rollup, int digits)
{
	const dx_roll *roll = &rollup->rolls[i];
	bool is_criterion = dx_tree_is_criterion(tree, i);
	uint32_t criterion = dx_tree_steps(tree)[i].criterion;
	uint8_t state = is_criterion ? dx_sheet_state(sheet, criterion) : DX_RESULT_MISSING;
	bool has_value = roll->state == DX_VALUE_PRESENT;
	const char *said = is_criterion ? dx_result_state_name(state) : "";
	double ratio = 0;

	add_double(w, "result", state == DX_RESULT_VALUE, state == DX_RESULT_VALUE ? dx_sheet_value(sheet, criterion) : 0);
	add_text(w, "state", (dx_str) {said, strlen(said)});
	add_double(w, "points", has_value, has_value ? dx_roll_points(rollup, i) : 0);
	add_decimal(w, "points_exact", has_value, has_value ? dx_roll_decimal(rollup, i, digits) : 0, digits);
	add_double(w, "max_points", true, dx_roll_max(rollup, i));
	has_value = dx_roll_ratio(rollup, i, &ratio);
	add_double(w, "ratio", has_value, ratio);
	add_whole(w, "answered", roll->answered);
	add_whole(w, "applicable", roll->applicable);
	add_double(w, "coverage", roll->applicable > 0, roll->applicable ? (double) roll->answered / roll->applicable : 0);
	add_double(w, "lost", true, dx_roll_lost(rollup, i));
}

/* The results that would earn more than the criterion's present one. */
static void
add_next(writer *w, const dx_tree *tree, uint32_t i, const dx_sheet *sheet, dx_rollup *rollup, const dx_next_plan *plan)
{
	dx_next next = {0};

	dx_next_of_node(plan, tree, sheet, rollup, i, &next);
	add_double(w, "next_result", next.has_next, next.next_result);
	add_double(w, "next_points", next.has_next, next.next_points);
	add_double(w, "full_result", next.has_full, next.full_result);
}

void
dx_print_breakdown_json(const dx_tree *tree, const dx_sheet *sheet, dx_rollup *rollup, const dx_next_plan *plan,
						dx_buf *out)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_int128 *contribution = dx_alloc(tree->n_nodes * sizeof(dx_int128));
	bool *known = dx_alloc(tree->n_nodes * sizeof(bool));
	/* As dx.breakdown: a total below 1 is a sum of shares. */
	int digits = dx_maximum_to_double(dx_step_maximum(steps)) < 1 ? DX_POINTS_DIGITS + 3 : DX_POINTS_DIGITS;
	uint32_t open = 0; /* inner nodes whose children are being written */

	dx_roll_contributions(rollup, digits, contribution, known);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		writer w = {out, true};

		dx_check_interrupts();
		for (; open > (uint32_t) (steps[i].depth - steps[0].depth); open--)
			dx_buf_add_text(out, "]}");
		if (i > 0 && out->data[out->len - 1] != '[')
			dx_buf_add_text(out, ", ");
		dx_buf_add_char(out, '{');
		add_node(&w, tree, i);
		add_scores(&w, tree, i, sheet, rollup, digits);
		add_decimal(&w, "contribution", known[i], known[i] ? contribution[i] : 0, digits);
		add_next(&w, tree, i, sheet, rollup, plan);
		if (steps[i].flags & DX_STEP_CRITERION)
			dx_buf_add_char(out, '}');
		else
		{
			add_word(&w, "children", "[");
			open++;
		}
	}
	for (; open > 0; open--)
		dx_buf_add_text(out, "]}");
	dx_free(contribution);
	dx_free(known);
}
