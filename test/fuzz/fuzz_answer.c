/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_answer.c: the first byte chooses a rule, the rest is what somebody
 * typed: refused with a place and a reason, in every language, or a finite
 * number that the rule takes; and the number, written plainly or said in words,
 * is read back as itself.
 */
#include "fuzz.h"
#include "rule/rule_words.h"

static const char *const rules[] = {"points",
									"yesno",
									"ratio",
									"percent",
									"linear(10, 90)",
									"linear(90, -10)",
									"target(50)",
									"target(100%)",
									"steps(50%:0.5, >80%:1)",
									"linear(0, 5) whole",
									"log(100, 75000)",
									"checklist(12)",
									"steps(50:0.5, >80:1)",
									"curve(0:0, 30:1/3, 100:1)",
									"choice(Tốt:1, Đạt:0.5, Chưa:0)",
									"choice('chưa, có':0, 'a''b':1/3, có:1, 12/15:0.5, 8:0)",
									"unscored"};
#define RULES (sizeof(rules) / sizeof(rules[0]))

/* What is said of an answer is the same in every language, whether or not a maximum is known, which can only take readings away. */
static void
check_problem(const dx_rule *rule, dx_str typed, bool taken)
{
	dx_maximum max = {12 * DX_POINTS_ONE, 1};
	dx_error err;
	dx_buf said;
	double r = NAN;

	for (int language = 0; language < DX_LANGUAGES; language++)
	{
		dx_buf_init(&said);
		require(dx_answer_problem(rule, typed, NULL, (dx_language) language, &said) == !taken);
		require(taken ? said.len == 0 : said.len > 1 && said.data[said.len - 1] == '.');
		for (size_t i = 0; i < said.len;)
		{
			int n = dx_char_len(said.data + i, said.len - i);

			require(n > 0);
			i += (size_t) n;
		}
		dx_buf_free(&said);
	}
	if (dx_rule_answer(rule, typed, &max, &r, &err))
		require(dx_rule_takes(rule, r, &max, DX_ENGLISH, &err));
}

/* A result in words is read as itself. */
static void
check_words(const dx_rule *rule, double r)
{
	dx_error err;
	double again = NAN;

	for (int language = 0; language < DX_LANGUAGES; language++)
	{
		dx_buf said;

		dx_buf_init(&said);
		require(dx_result_words(rule, r, (dx_language) language, &said, &err));
		require(dx_rule_answer(rule, (dx_str) {said.data, said.len}, NULL, &again, &err) && again == r);
		dx_buf_free(&said);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *text;
	dx_rule *rule;
	dx_str typed;
	dx_error err;
	double r = NAN;
	double again;

	if (size == 0)
		return 0;
	text = rules[data[0] % RULES];
	rule = dx_rule_parse((dx_str) {text, strlen(text)}, &err);
	require(rule != NULL);
	typed = (dx_str) {(const char *) data + 1, size - 1};
	err.kind = DX_OK;
	if (!dx_rule_answer(rule, typed, NULL, &r, &err))
	{
		check_problem(rule, typed, false);
		require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_PARAM || err.kind == DX_ERR_RANGE ||
				err.kind == DX_ERR_LIMIT);
		require(err.message[0] != '\0' && err.position >= 0 && (size_t) err.position <= size);
		return 0;
	}
	require(!dx_answer_is_blank(typed) && isfinite(r) && dx_rule_check(rule, r, &err));
	check_problem(rule, typed, true);
	if (fabs(r) <= 1e300 && (r == 0 || fabs(r) >= 1e-300))
		check_words(rule, r);
	if (rule->kind == DX_RULE_CHOICE)
	{
		const dx_rule_item *item;

		require(r >= 1 && r <= rule->n_items && r == floor(r));
		/* The label of the choice, typed, is the same choice; labels differ by more than case. */
		item = &rule->items[(int) r - 1];
		require(dx_rule_answer(rule, (dx_str) {(const char *) rule + item->label_offset, item->label_len}, NULL, &again,
							   &err) &&
				again == r);
		return 0;
	}
	{
		char digits[64];
		int len = dx_decimal_print(dx_decimal_from_double(r), digits);

		/* Digits that end in three after the separator are refused as ambiguous: add a nought. */
		digits[len] = '\0';
		if (strchr(digits, '.') && !strchr(digits, 'e'))
			strcat(digits, "0"), strcat(digits, "000");
		if (dx_rule_answer(rule, (dx_str) {digits, strlen(digits)}, NULL, &again, &err))
			require(again == r);
	}
	return 0;
}
