/* SPDX-License-Identifier: PostgreSQL */
/*
 * typed.c: answers as typed for a criterion (typed.h). Rules read them
 * (rule/rule_answer.c); here the result is checked against the criterion as any other.
 */
#include "card/typed.h"

#include "card/result.h"
#include "number/text_reader.h"

/* Awarded points are read as the rule `points` reads them: a plain number. */
static const dx_rule points_rule = {.size = sizeof(dx_rule), .kind = DX_RULE_POINTS};

bool
dx_typed_text(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text, double *value, dx_error *err)
{
	const dx_rule *rule = state == DX_RESULT_POINTS ? &points_rule : dx_tree_rule(tree, node);
	dx_maximum max = dx_step_maximum(&dx_tree_steps(tree)[node]);
	char code[DX_CODE_MAX_TEXT + 8];
	dx_error inner;

	dx_tree_code_text(tree, node, code);
	if (text.len > DX_ANSWER_MAX_TEXT)
		return dx_fail(err, DX_ERR_LIMIT, 0, "criterion \"%.*s\": answer \"%.*s\" is longer than %d bytes", DX_STR_CLIP,
					   code, DX_STR_ARG(text), DX_ANSWER_MAX_TEXT);
	if (rule == NULL)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" has no rule, so the answer \"%.*s\" cannot be scored",
				DX_STR_CLIP, code, DX_STR_ARG(dx_trim(text)));
		return dx_fail_hint(
			err, "It is not quantified yet: give it a rule in the index tree, or award points (state 'points').");
	}
	/* Awarded points beyond the maximum are a number all the same: dx_result_check says what is wrong with them. */
	if (!dx_rule_answer(rule, text, &max, value, &inner) &&
		!(state == DX_RESULT_POINTS && inner.kind == DX_ERR_RANGE && dx_rule_answer(rule, text, NULL, value, NULL)))
		return dx_fail_within(err, &inner, "criterion \"%.*s\"", DX_STR_CLIP, code);
	if (*value == 0)
		*value = 0; /* not -0 */
	if (!dx_result_check(tree, node, state, *value, &inner))
		return dx_fail_within(err, &inner, "answer \"%.*s\"", DX_STR_ARG(dx_trim(text)));
	return true;
}

bool
dx_typed_na(const dx_tree *tree, uint32_t node, uint8_t state, dx_str text)
{
	if (node == 0 && !dx_tree_is_criterion(tree, 0))
		return false;
	return dx_answer_is_na(state == DX_RESULT_POINTS ? NULL : dx_tree_rule(tree, node), text);
}

bool
dx_typed_boolean(const dx_tree *tree, uint32_t node, uint8_t state, bool truth, double *value, dx_error *err)
{
	const dx_rule *rule = dx_tree_rule(tree, node);
	const char *said = truth ? "true" : "false";
	char code[DX_CODE_MAX_TEXT + 8];
	dx_buf words;

	*value = truth ? 1 : 0;
	if (state == DX_RESULT_VALUE && rule && rule->kind == DX_RULE_YESNO)
		return true;
	dx_tree_code_text(tree, node, code);
	if (state == DX_RESULT_POINTS)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" cannot be awarded %s as points", DX_STR_CLIP, code, said);
		return dx_fail_hint(err, "Points are a number.");
	}
	dx_fail(err, DX_ERR_PARAM, 0, "criterion \"%.*s\" cannot be answered with %s", DX_STR_CLIP, code, said);
	if (rule == NULL)
		return dx_fail_detail(err, "It has no rule; true and false are for the rule yesno.");
	dx_buf_init(&words);
	dx_rule_print(rule, &words);
	dx_fail_detail(err, "Its rule is %.*s; true and false are for the rule yesno.", DX_STR_CLIP, words.data);
	dx_buf_free(&words);
	return false;
}
