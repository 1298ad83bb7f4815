/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_rule_words.c: every kind of rule in words, in both languages, with a
 * maximum, a penalty's, 0 and none.
 */
#include "check.h"

#include "rule/rule_words.h"

static char said[20000];

static const char *
words(const char *text, bool has_max, const char *max, dx_language language)
{
	dx_error err;
	dx_rule *rule = dx_rule_parse((dx_str) {text, strlen(text)}, &err);
	dx_maximum maximum = {0, 1};
	dx_buf out;

	if (rule == NULL)
		return "no rule";
	if (has_max)
		dx_maximum_of(strtod(max, NULL), 1, &maximum);
	CHECK(!has_max || dx_rule_bind(rule, maximum, &err));
	dx_buf_init(&out);
	dx_rule_words(rule, has_max, maximum, language, &out);
	snprintf(said, sizeof(said), "%s", out.data);
	dx_buf_free(&out);
	dx_free(rule);
	return said;
}

static const char *
english(const char *text, const char *max)
{
	return words(text, true, max, DX_ENGLISH);
}

static const char *
vietnamese(const char *text, const char *max)
{
	return words(text, true, max, DX_VIETNAMESE);
}

static const char *
shares(const char *text)
{
	return words(text, false, "", DX_ENGLISH);
}

static void
test_kinds(void)
{
	CHECK_TEXT(english("points", "20"), "points from 0 to 20");
	CHECK_TEXT(english("yesno", "10"), "yes: 10; no: 0");
	CHECK_TEXT(english("ratio", "12.5"), "1: 12.5; below in proportion");
	CHECK_TEXT(english("percent", "30"), "100 %: 30; below in proportion");
	CHECK_TEXT(english("linear(30, 80)", "20"), "80 or more: 20; 30 or less: 0; evenly in between");
	CHECK_TEXT(english("linear(30, 5)", "20"), "5 or less: 20; 30 or more: 0; evenly in between");
	CHECK_TEXT(english("linear(-1, -0.5)", "20"), "-0.5 or more: 20; -1 or less: 0; evenly in between");
	CHECK_TEXT(english("target(50)", "20"), "50 or more: 20; below in proportion");
	CHECK_TEXT(english("checklist(5)", "20"), "each of 5 items: 4; all: 20");
	CHECK_TEXT(english("checklist(8)", "20"), "each of 8 items: 2.5; all: 20");
	CHECK_TEXT(english("checklist(3)", "20"), "each of 3 items: 1/3 of 20; all: 20");
	CHECK_TEXT(english("checklist(3)", "30"), "each of 3 items: 10; all: 30");
	CHECK_TEXT(english("checklist(1)", "20"), "1: 20; 0: 0");
	CHECK_TEXT(english("steps(50:0.5, 80:1)", "20"), "80 or more: 20; 50 to below 80: 10; else 0");
	CHECK_TEXT(english("curve(0:0, 50:0.8, 100:1)", "20"), "100 or more: 20; 50: 16; 0 or less: 0; evenly in between");
	CHECK_TEXT(english("choice(Tốt:1, Đạt:1/3, Chưa:0)", "20"), "Tốt: 20; Đạt: 1/3 of 20; Chưa: 0");
	CHECK_TEXT(english("choice('Khá: ổn':1, 'a; b':0.5, 'c, d':0)", "2"), "\"Khá: ổn\": 2; \"a; b\": 1; c, d: 0");
	CHECK_TEXT(english("unscored", "0"), "not scored");
	CHECK_TEXT(english("target(100%)", "20"), "100 % or more: 20; below in proportion");
	CHECK_TEXT(english("steps(50%:0.5, >80%:1)", "20"), "above 80 %: 20; 50 % to 80 %: 10; else 0");
	CHECK_TEXT(english("curve(0%:0, 50%:0.8, 100%:1)", "20"),
			   "100 % or more: 20; 50 %: 16; 0 % or less: 0; evenly in between");
	CHECK_TEXT(vietnamese("linear(30%, 5.5%)", "20"),
			   "từ 5,5 % trở xuống: 20; từ 30 % trở lên: 0; giữa các mức tính theo tỷ lệ");
	CHECK_TEXT(english("curve(80%:0, 80%:0.8, 100%:1)", "20"),
			   "100 % or more: 20; 80 %: 16; below 80 %: 0; evenly in between");
	CHECK_TEXT(english("curve(80:0, >80:0.8, 100:1)", "20"),
			   "100 or more: 20; just above 80: 16; 80 or less: 0; evenly in between");
	CHECK_TEXT(english("curve(0:0, 50:0.4, 50:0.8, 100:1, 100:0)", "20"),
			   "100 or more: 0; just below 100: 20; 50: 16; just below 50: 8; 0 or less: 0; evenly in between");
	CHECK_TEXT(english("curve(0:0, 50:0.4, >50:0.8)", "20"), "above 50: 16; 50: 8; 0 or less: 0; evenly in between");
	CHECK_TEXT(english("curve(5:1, >5:0)", "20"), "above 5: 0; 5 or less: 20");
	CHECK_TEXT(english("curve(5:1, 5:0)", "20"), "5 or more: 0; below 5: 20");
	CHECK_TEXT(vietnamese("curve(80%:0, 80%:0.8, 100%:1)", "20"),
			   "từ 100 % trở lên: 20; 80 %: 16; dưới 80 %: 0; giữa các mức tính theo tỷ lệ");
	CHECK_TEXT(vietnamese("curve(0:0, 50:0.4, >50:0.8, 60:0.9, 60:1, 70:1)", "20"),
			   "từ 70 trở lên: 20; 60: 20; sát dưới 60: 18; sát trên 50: 16; 50: 8; từ 0 trở xuống: 0; giữa các mức "
			   "tính theo tỷ lệ");
	CHECK_TEXT(english("log(100, 75000)", "20"), "75000 or more: 20; 100 or less: 0; in between by the logarithm");
	CHECK_TEXT(vietnamese("log(5, 0.5)", "20"),
			   "từ 0,5 trở xuống: 20; từ 5 trở lên: 0; giữa hai mức tính theo logarit");
	CHECK_TEXT(english("steps(0:6p, 1:5p, 2:3p, 3:0) whole", "6"),
			   "3 or more: 0; 2: 3; 1: 5; 0: 6; else 0; whole numbers only");
	CHECK_TEXT(english("steps(0.5:0.1, >5:0.2, 7.5:0.5, 7.8:0.6, >9:1) whole", "10"),
			   "10 or more: 10; 8 to 9: 6; 6 to 7: 2; 1 to 5: 1; else 0; whole numbers only");
	CHECK_TEXT(vietnamese("steps(1%:0.5, >2%:1) whole", "10"),
			   "từ 3 % trở lên: 10; từ 1 % đến 2 %: 5; còn lại: 0; chỉ nhận số nguyên");
	CHECK_TEXT(english("linear(0, 5) whole", "20"),
			   "5 or more: 20; 0 or less: 0; evenly in between; whole numbers only");
	CHECK_TEXT(vietnamese("points whole", "20"), "chấm điểm từ 0 đến 20; chỉ nhận số nguyên");
	CHECK_TEXT(english("unscored whole", "0"), "not scored; whole numbers only");
}

/* Every way two neighbouring bounds can meet. */
static void
test_steps(void)
{
	CHECK_TEXT(english("steps(80:1)", "20"), "80 or more: 20; else 0");
	CHECK_TEXT(english("steps(>80:1)", "20"), "above 80: 20; else 0");
	CHECK_TEXT(english("steps(50:0.5, >80:1)", "20"), "above 80: 20; 50 to 80: 10; else 0");
	CHECK_TEXT(english("steps(>50:0.5, 80:1)", "20"), "80 or more: 20; above 50 to below 80: 10; else 0");
	CHECK_TEXT(english("steps(>50:0.5, >80:1)", "20"), "above 80: 20; above 50 to 80: 10; else 0");
	CHECK_TEXT(english("steps(50:0.2, >50:0.5)", "20"), "above 50: 10; exactly 50: 4; else 0");
	CHECK_TEXT(english("steps(0:1, >3:0.5, >5:0)", "20"), "above 5: 0; above 3 to 5: 10; 0 to 3: 20; else 0");
	CHECK_TEXT(english("steps(10:5p, 20:10p)", "40"), "20 or more: 10; 10 to below 20: 5; else 0");
	CHECK_TEXT(english("steps(0.1:0.7, 1000000:0.95)", "0.1"),
			   "1000000 or more: 0.095; 0.1 to below 1000000: 0.07; else 0");
}

static void
test_maxima(void)
{
	/* penalties */
	CHECK_TEXT(english("points", "-5"), "points from -5 to 0");
	CHECK_TEXT(english("yesno", "-5"), "yes: -5; no: 0");
	CHECK_TEXT(english("linear(0, 5)", "-5"), "5 or more: -5; 0 or less: 0; evenly in between");
	CHECK_TEXT(english("steps(1:-2p, 3:1)", "-5"), "3 or more: -5; 1 to below 3: -2; else 0");
	CHECK_TEXT(english("checklist(3)", "-5"), "each of 3 items: 1/3 of -5; all: -5");
	/* worth nothing */
	CHECK_TEXT(english("points", "0"), "worth 0 points");
	CHECK_TEXT(english("steps(50:0.5, 80:1)", "0"), "80 or more: 100 %; 50 to below 80: 50 %; else 0; worth 0 points");
	/* no maximum at hand */
	CHECK_TEXT(shares("points"), "points from 0 to the maximum");
	CHECK_TEXT(shares("percent"), "100 %: 100 %; below in proportion");
	CHECK_TEXT(shares("steps(50:0.125, 60:1/3, 70:5p, 80:1)"),
			   "80 or more: 100 %; 70 to below 80: 5 points; 60 to below 70: 1/3 of the maximum; 50 to below 60: 12.5 "
			   "%; else 0");
	CHECK_TEXT(shares("checklist(7)"), "each of 7 items: 1/7 of the maximum; all: 100 %");
	CHECK_TEXT(shares("unscored"), "not scored");
}

/* Decimals as written: no tails of binary fractions, no cut-off thirds. */
static void
test_numbers(void)
{
	CHECK_TEXT(english("choice(a:0.1, b:0.7, c:0.29)", "3"), "a: 0.3; b: 2.1; c: 0.87");
	CHECK_TEXT(english("choice(a:1/8, b:3/7, c:2/6)", "1"), "a: 0.125; b: 3/7 of 1; c: 1/3 of 1");
	CHECK_TEXT(english("choice(a:1/7)", "0.7"), "a: 0.1");
	CHECK_TEXT(english("choice(a:0.1234567890123456)", "1.1"), "a: 0.13580246791358016");
	CHECK_TEXT(english("choice(a:0.12345678901234567)", "1.23456789"), "a: 0.12345678901234567 of 1.23456789");
	CHECK_TEXT(english("choice(a:1/999999999999999)", "999999999999999"), "a: 1");
	CHECK_TEXT(english("choice(a:1e-300)", "10"), "a: 1e-299");
	CHECK_TEXT(english("choice(a:1/1000)", "1000000000000000"), "a: 1000000000000");
	CHECK_TEXT(english("percent", "1000000000000000"), "100 %: 1000000000000000; below in proportion");
	CHECK_TEXT(english("target(1e300)", "0.000000000001"), "1e+300 or more: 0.000000000001; below in proportion");
}

static void
test_vietnamese(void)
{
	CHECK_TEXT(vietnamese("points", "7.5"), "chấm điểm từ 0 đến 7,5");
	CHECK_TEXT(vietnamese("points", "-7.5"), "chấm điểm từ -7,5 đến 0");
	CHECK_TEXT(vietnamese("yesno", "10"), "có: 10; không: 0");
	CHECK_TEXT(vietnamese("percent", "30"), "100 %: 30; dưới mức đó tính theo tỷ lệ");
	CHECK_TEXT(vietnamese("linear(30.5, 80)", "20"),
			   "từ 80 trở lên: 20; từ 30,5 trở xuống: 0; giữa các mức tính theo tỷ lệ");
	CHECK_TEXT(vietnamese("checklist(3)", "2.5"), "mỗi nội dung trong 3 nội dung: 1/3 của 2,5; đủ tất cả: 2,5");
	CHECK_TEXT(vietnamese("steps(50:0.25, 80:1)", "10"), "từ 80 trở lên: 10; từ 50 đến dưới 80: 2,5; còn lại: 0");
	CHECK_TEXT(vietnamese("steps(>50:0.5, >80:1)", "20"), "trên 80: 20; trên 50 đến 80: 10; còn lại: 0");
	CHECK_TEXT(vietnamese("steps(50:0.2, >50:0.3, 60:0.5, >80:1)", "20"),
			   "trên 80: 20; từ 60 đến 80: 10; trên 50 đến dưới 60: 6; đúng 50: 4; còn lại: 0");
	CHECK_TEXT(vietnamese("choice(Tốt:1, Chưa:0)", "0"), "Tốt: 100 %; Chưa: 0; không tính điểm");
	CHECK_TEXT(vietnamese("unscored", "0"), "không chấm điểm");
	CHECK_TEXT(words("steps(1:0.125, 2:2.5p, 3:1/3)", false, "", DX_VIETNAMESE),
			   "từ 3 trở lên: 1/3 của điểm tối đa; từ 2 đến dưới 3: 2,5 điểm; từ 1 đến dưới 2: 12,5 %; còn lại: 0");
}

static void
test_languages(void)
{
	dx_language language;
	dx_error err;

	CHECK(dx_language_read(DX_STR("en"), &language, &err) && language == DX_ENGLISH);
	CHECK(dx_language_read(DX_STR("vi"), &language, &err) && language == DX_VIETNAMESE);
	CHECK(!dx_language_read(DX_STR("VI"), &language, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "unknown language \"VI\"");
	CHECK(!dx_language_read(DX_STR(""), &language, &err));
}

/* A rule of the greatest length is said in full. */
static void
test_long(void)
{
	dx_buf text;
	char item[40];
	const char *all;
	int cases = 0;

	dx_buf_init(&text);
	dx_buf_add_text(&text, "steps(");
	for (int i = 0; i < DX_RULE_MAX_STEPS; i++)
	{
		snprintf(item, sizeof(item), "%s%d:1/%d", i ? ", " : "", i, DX_RULE_MAX_STEPS - i);
		dx_buf_add_text(&text, item);
	}
	dx_buf_add_char(&text, ')');
	all = english(text.data, "20");
	for (const char *p = all; *p != '\0'; p++)
		cases += *p == ';';
	CHECK(cases == DX_RULE_MAX_STEPS);
	CHECK(strncmp(all, "511 or more: 20; 510 to below 511: 10; 509 to below 510: 1/3 of 20; ", 68) == 0);
	dx_buf_free(&text);
}

/* A result in words, or its error; what dx_rule_answer reads of it must be the result. */
static const char *
result_words(const char *text, double r, dx_language language)
{
	static char result[DX_MESSAGE_SIZE];
	dx_error err;
	dx_rule *rule = text != NULL ? dx_rule_parse((dx_str) {text, strlen(text)}, &err) : NULL;
	dx_buf out;
	double again = NAN;

	dx_buf_init(&out);
	if (dx_result_words(rule, r, language, &out, &err))
	{
		snprintf(result, sizeof(result), "%s", out.data);
		if (rule != NULL)
			CHECK(dx_rule_answer(rule, (dx_str) {out.data, out.len}, NULL, &again, &err) && again == r);
	}
	else
		snprintf(result, sizeof(result), "error: %.900s", err.message);
	dx_buf_free(&out);
	if (rule != NULL)
		dx_free(rule);
	return result;
}

static void
test_results(void)
{
	CHECK_TEXT(result_words("yesno", 1, DX_VIETNAMESE), "có");
	CHECK_TEXT(result_words("yesno", 0, DX_VIETNAMESE), "không");
	CHECK_TEXT(result_words("yesno", 1, DX_ENGLISH), "yes");
	CHECK_TEXT(result_words("choice(Tốt:1, 'n/a':0.5, tốt:0)", 1, DX_VIETNAMESE), "Tốt");
	CHECK_TEXT(result_words("choice(Tốt:1, 'n/a':0.5, tốt:0)", 2, DX_VIETNAMESE), "n/a");
	CHECK_TEXT(result_words("choice(Tốt:1, 'n/a':0.5, tốt:0)", 3, DX_VIETNAMESE), "tốt");
	CHECK_TEXT(result_words("choice('12,345':1, '1/2':0)", 1, DX_ENGLISH), "12,345");
	CHECK_TEXT(result_words("percent", 87.5, DX_VIETNAMESE), "87,5 %");
	CHECK_TEXT(result_words("percent", 87.5, DX_ENGLISH), "87.5 %");
	CHECK_TEXT(result_words("percent", 98.567, DX_VIETNAMESE), "98,567 %");
	CHECK_TEXT(result_words("percent", 100, DX_VIETNAMESE), "100 %");
	CHECK_TEXT(result_words("percent", 33.333333333333336, DX_VIETNAMESE), "33,333333333333336 %");
	CHECK_TEXT(result_words("target(100%)", 105, DX_VIETNAMESE), "105 %");
	CHECK_TEXT(result_words("target(100%)", 98.567, DX_VIETNAMESE), "98,5670 %");
	CHECK_TEXT(result_words("ratio", 0.875, DX_VIETNAMESE), "0,875");
	CHECK_TEXT(result_words("checklist(5)", 4, DX_VIETNAMESE), "4/5");
	CHECK_TEXT(result_words("checklist(1000000)", 1000000, DX_ENGLISH), "1000000/1000000");
	CHECK_TEXT(result_words("points", -2.5, DX_VIETNAMESE), "-2,5");
	CHECK_TEXT(result_words("points", 12.345, DX_ENGLISH), "12.3450");
	CHECK_TEXT(result_words("linear(0, 5000)", -1.125, DX_VIETNAMESE), "-1,1250");
	CHECK_TEXT(result_words("linear(0, 5000)", 1500, DX_VIETNAMESE), "1500");
	CHECK_TEXT(result_words("linear(0, 5000)", 1.234e-40, DX_VIETNAMESE), "1,2340e-40");
	CHECK_TEXT(result_words("linear(0, 5000)", 1e300, DX_VIETNAMESE), "1e+300");
	CHECK_TEXT(result_words("unscored", 1e22, DX_ENGLISH), "10000000000000000000000");
	CHECK_TEXT(result_words("curve(0:0, 1:1)", 0, DX_ENGLISH), "0");
	CHECK_TEXT(result_words(NULL, 12.345, DX_VIETNAMESE), "12,345");
	CHECK_TEXT(result_words("percent", 120, DX_VIETNAMESE), "error: result 120 is outside what the rule allows");
	CHECK_TEXT(result_words("choice(a:1)", 2, DX_VIETNAMESE), "error: result 2 is outside what the rule allows");
	CHECK_TEXT(result_words("unscored", NAN, DX_VIETNAMESE), "error: a result cannot be NaN");
	/* numbers of all lengths */
	for (int i = 1; i < 3000; i++)
	{
		result_words("unscored", i * 0.001, DX_VIETNAMESE);
		result_words("linear(0, 1)", i / 7.0 * 1000, DX_ENGLISH);
		result_words("percent", i / 30.0, DX_VIETNAMESE);
		result_words("steps(1%:1)", -i / 1000.0, DX_VIETNAMESE);
	}
}

int
main(void)
{
	test_kinds();
	test_steps();
	test_maxima();
	test_numbers();
	test_vietnamese();
	test_languages();
	test_long();
	test_results();
	CHECK_DONE("rule_words");
}
