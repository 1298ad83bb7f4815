/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_rule.c: input is a rule, a NUL, an answer. What parses prints and
 * parses to the same image; attainments stay within 0..1; it can be said in
 * words; nothing crashes.
 */
#include "fuzz.h"
#include "rule/rule.h"
#include "rule/rule_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An attainment and its points lie within the maximum. */
static void
check_attainment(const dx_rule *rule, double r, dx_maximum maximum)
{
	dx_error err;
	dx_attainment a;
	double ratio;

	if (!dx_rule_bind(rule, maximum, &err) || !dx_rule_attain(rule, r, true, maximum, &a, &err))
		return;
	if (rule->kind == DX_RULE_UNSCORED)
	{
		require(a.den == 0);
		return;
	}
	ratio = dx_attainment_ratio(&a);
	require(ratio >= 0 && ratio <= 1);
	require(a.den > 0 && a.num >= 0 && a.num <= a.den);
}

static void
check_words(const dx_rule *rule, bool has_max, dx_maximum maximum)
{
	dx_error err;
	dx_buf words;

	if (has_max && !dx_rule_bind(rule, maximum, &err))
		return;
	for (dx_language language = DX_ENGLISH; language < DX_LANGUAGES; language++)
	{
		dx_buf_init(&words);
		dx_rule_words(rule, has_max, maximum, language, &words);
		require(words.len > 0);
		dx_buf_free(&words);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;
	size_t len = nul != NULL ? (size_t) (nul - data) : size;
	dx_error err;
	dx_rule *rule = dx_rule_parse((dx_str) {(const char *) data, len}, &err);
	dx_rule *again;
	dx_buf text;
	double r = 0;

	if (rule == NULL)
	{
		require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_LIMIT);
		require(err.position >= 0 && (size_t) err.position <= len + 1);
		return 0;
	}
	dx_buf_init(&text);
	dx_rule_print(rule, &text);
	require(text.len <= DX_RULE_MAX_TEXT);
	again = dx_rule_parse((dx_str) {text.data, text.len}, &err);
	require(again != NULL && again->size == rule->size && memcmp(again, rule, rule->size) == 0);

	if (nul != NULL && dx_rule_answer(rule, (dx_str) {(const char *) nul + 1, size - len - 1}, NULL, &r, &err))
		require(isfinite(r) && dx_rule_check(rule, r, &err));
	check_attainment(rule, r, (dx_maximum) {DX_POINTS_ONE * 10, 1});
	check_attainment(rule, r, (dx_maximum) {-DX_POINTS_ONE, 3});
	check_attainment(rule, r, (dx_maximum) {DX_POINTS_ONE * INT64_C(1000000000000000), 1});
	check_words(rule, false, (dx_maximum) {0, 1});
	check_words(rule, true, (dx_maximum) {0, 1});
	check_words(rule, true, (dx_maximum) {DX_POINTS_ONE * 12345 / 1000, 1});
	check_words(rule, true, (dx_maximum) {DX_POINTS_ONE, 3});
	check_words(rule, true, (dx_maximum) {DX_POINTS_ONE * INT64_C(-1000000000000000), 1});
	/* on, beside and between the bounds */
	for (int i = 0; i < rule->n_items && i < 8; i++)
	{
		check_attainment(rule, rule->items[i].bound_value, (dx_maximum) {DX_POINTS_ONE * 10, 1});
		check_attainment(rule, nextafter(rule->items[i].bound_value, HUGE_VAL), (dx_maximum) {DX_POINTS_ONE * 10, 1});
		if (i > 0)
			check_attainment(rule, rule->items[i].bound_value / 2 + rule->items[i - 1].bound_value / 2,
							 (dx_maximum) {DX_POINTS_ONE * 7, 1});
	}
	if (rule->kind == DX_RULE_LINEAR || rule->kind == DX_RULE_LOG)
	{
		double lo = dx_decimal_to_double(rule->lo);
		double hi = dx_decimal_to_double(rule->hi);

		check_attainment(rule, nextafter(lo, hi), (dx_maximum) {DX_POINTS_ONE * 10, 1});
		check_attainment(rule, nextafter(hi, lo), (dx_maximum) {DX_POINTS_ONE * 10, 1});
		check_attainment(rule, lo / 2 + hi / 2, (dx_maximum) {DX_POINTS_ONE * 7, 1});
	}
	dx_buf_free(&text);
	dx_free(again);
	dx_free(rule);
	return 0;
}
