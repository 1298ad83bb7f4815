/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_json.c: cards as JSON objects (card_json.h).
 */
#include "card/card_json.h"

#include "base/json.h"
#include "card/result.h"
#include "card/typed.h"

/* ---------------- reading ---------------- */

typedef struct card_reader
{
	const dx_tree *tree;
	dx_sheet *sheet;
} card_reader;

/* One member: state and number of a criterion, or of any node that it does not apply. */
typedef struct card_member
{
	uint32_t node;
	uint8_t state; /* missing: nothing is entered */
	double value;
} card_member;

/* Report "criterion "1.2": " and what is wrong; always false. */
static bool
fail_member(const dx_tree *tree, uint32_t node, dx_error *err, const char *what, const char *got)
{
	char code[DX_CODE_MAX_TEXT + 8];

	dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" %s, not %s", DX_STR_CLIP, dx_tree_code_text(tree, node, code),
			what, got);
	return dx_fail_hint(err,
						"Write a number, a text as people type it, true, false, null, {\"points\": 12.5} or "
						"{\"na\": true}.");
}

/* A string: blank, not applicable, or an answer. */
static bool
read_text(const dx_tree *tree, dx_str text, card_member *member, dx_error *err)
{
	if (dx_answer_is_blank(text))
	{
		member->state = DX_RESULT_MISSING;
		return true;
	}
	if (dx_typed_na(tree, member->node, member->state, text))
	{
		member->state = DX_RESULT_NA;
		return true;
	}
	if (!dx_tree_is_criterion(tree, member->node))
		return dx_result_fail_inner(tree, member->node, err);
	return dx_typed_text(tree, member->node, member->state, text, &member->value, err);
}

static bool
read_number(const dx_tree *tree, double number, card_member *member, dx_error *err)
{
	if (!dx_tree_is_criterion(tree, member->node))
		return dx_result_fail_inner(tree, member->node, err);
	member->value = number == 0 ? 0 : number; /* not -0 */
	return dx_result_check(tree, member->node, member->state, member->value, err);
}

/* {"points": …} or {"na": true} */
static bool
read_object(const dx_tree *tree, const dx_json *object, card_member *member, dx_error *err)
{
	const dx_json *said = object->child;
	char got[DX_STR_CLIP + 16];

	if (said == NULL || said->next != NULL)
		return fail_member(tree, member->node, err, "takes an object with one key, \"points\" or \"na\"",
						   said ? "with several" : "an empty one");
	if (dx_str_equal(said->key, DX_STR("na")))
	{
		member->state = DX_RESULT_NA;
		if (said->type == DX_JSON_BOOL && said->boolean)
			return true;
		return fail_member(tree, member->node, err, "takes \"na\" with true",
						   said->type == DX_JSON_BOOL ? "false" : dx_json_type_name(said->type));
	}
	snprintf(got, sizeof(got), "\"%.*s\"", DX_STR_ARG(said->key));
	if (!dx_str_equal(said->key, DX_STR("points")))
		return fail_member(tree, member->node, err, "takes an object with \"points\" or \"na\"", got);
	member->state = DX_RESULT_POINTS;
	if (said->type == DX_JSON_NUMBER)
		return read_number(tree, said->number, member, err);
	if (said->type == DX_JSON_STRING)
		return read_text(tree, said->text, member, err);
	return fail_member(tree, member->node, err, "takes \"points\" with a number", dx_json_type_name(said->type));
}

static bool
read_member(const dx_tree *tree, const dx_json *json, card_member *member, dx_error *err)
{
	switch (json->type)
	{
		case DX_JSON_NULL:
			member->state = DX_RESULT_MISSING;
			return true;
		case DX_JSON_BOOL:
			if (!dx_tree_is_criterion(tree, member->node))
				return dx_result_fail_inner(tree, member->node, err);
			return dx_typed_boolean(tree, member->node, member->state, json->boolean, &member->value, err);
		case DX_JSON_NUMBER:
			return read_number(tree, json->number, member, err);
		case DX_JSON_STRING:
			return read_text(tree, json->text, member, err);
		case DX_JSON_OBJECT:
			return read_object(tree, json, member, err);
		case DX_JSON_ARRAY:
			break;
	}
	return fail_member(tree, member->node, err, "takes one answer", dx_json_type_name(json->type));
}

/* A dx_json_visitor: enter one member into the sheet. */
static bool
add_member(void *state, const dx_json *json, dx_error *err)
{
	const card_reader *reader = state;
	const dx_tree *tree = reader->tree;
	card_member member = {.state = DX_RESULT_VALUE};
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	uint32_t first;
	uint32_t n;

	if (!dx_code_encode(json->key, buf, &key, err) || !dx_tree_lookup(tree, key, &member.node, err) ||
		!read_member(tree, json, &member, err))
		return false;
	if (member.state == DX_RESULT_MISSING)
		return true;
	first = dx_tree_steps(tree)[member.node].criterion;
	n = member.state == DX_RESULT_NA ? dx_tree_nodes(tree)[member.node].n_criteria : 1;
	for (uint32_t i = first; i < first + n; i++)
	{
		uint8_t before = dx_sheet_state(reader->sheet, i);
		char code[DX_CODE_MAX_TEXT + 8];
		char was[DX_ENTERED_WORDS];
		char is[DX_ENTERED_WORDS];

		if (before != DX_RESULT_MISSING)
			return dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" is given twice: %s and %s", DX_STR_CLIP,
						   dx_tree_code_text(tree, dx_tree_criteria(tree)[i], code),
						   dx_entered_words(before, dx_sheet_value(reader->sheet, i), was),
						   dx_entered_words(member.state, member.value, is));
		dx_sheet_set(reader->sheet, i, member.state, member.value);
	}
	return true;
}

bool
dx_read_card_json(const dx_tree *tree, dx_str json, dx_sheet *sheet, dx_error *err)
{
	card_reader reader = {tree, sheet};
	dx_json_doc *doc = dx_json_each(json, DX_JSON_OBJECT, add_member, &reader, err);
	bool ok;

	if (doc == NULL)
	{
		err->position = 0;
		return false;
	}
	ok = dx_json_root(doc)->type == DX_JSON_OBJECT;
	if (!ok)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "card must be a JSON object, not %s", dx_json_type_name(dx_json_root(doc)->type));
		dx_fail_hint(err,
					 "For example {\"1.1\": 87.5, \"1.2\": \"có\", \"1.3\": {\"points\": 12.5}, \"2\": {\"na\": "
					 "true}}.");
	}
	dx_json_free(doc);
	return ok;
}

/* ---------------- writing ---------------- */

void
dx_print_card_json(const dx_tree *tree, const dx_sheet *sheet, dx_buf *out)
{
	char text[DX_CODE_MAX_TEXT + 8];

	dx_buf_add_char(out, '{');
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		dx_key key = dx_tree_key(tree, dx_tree_criteria(tree)[i]);
		uint8_t state = dx_sheet_state(sheet, i);

		dx_check_interrupts();
		if (i > 0)
			dx_buf_add_text(out, ", ");
		dx_json_add_string(out, (dx_str) {text, dx_code_decode(key, text)});
		dx_buf_add_text(out, ": ");
		dx_decimal_print(dx_decimal_from_double(dx_sheet_value(sheet, i)), text);
		switch ((dx_result_state) state)
		{
			case DX_RESULT_MISSING:
				dx_buf_add_text(out, "null");
				break;
			case DX_RESULT_NA:
				dx_buf_add_text(out, "{\"na\": true}");
				break;
			case DX_RESULT_VALUE:
				dx_buf_add_text(out, text);
				break;
			case DX_RESULT_POINTS:
				dx_buf_add_text(out, "{\"points\": ");
				dx_buf_add_text(out, text);
				dx_buf_add_char(out, '}');
				break;
		}
	}
	dx_buf_add_char(out, '}');
}
