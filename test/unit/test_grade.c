/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_grade.c: scales of grades: what is read, what is refused and where, and
 * when a value has reached a cut-off.
 */
#include "check.h"
#include "number/equal.h"
#include "rank/grade.h"

#define SCALE "Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8"

/* The grade of value, "-" below the lowest, or the error with its position. */
static const char *
grade(const char *text, double value)
{
	static char out[4096];
	dx_error err;
	dx_grades *grades = dx_grades_parse((dx_str) {text, strlen(text)}, &err);
	int i;

	if (grades == NULL)
	{
		snprintf(out, sizeof(out), "%d at %d: %s", err.kind, err.position,
				 strrchr(err.message, '"') ? err.message : "");
		return out;
	}
	i = dx_grades_find(grades, value);
	if (i >= 0)
		snprintf(out, sizeof(out), "%.*s", DX_STR_ARG(dx_grades_label(grades, i)));
	else
		snprintf(out, sizeof(out), "-");
	dx_free(grades);
	return out;
}

static void
test_find(void)
{
	CHECK_TEXT(grade(SCALE, 0), "Yếu");
	CHECK_TEXT(grade(SCALE, 0.5), "Trung bình");
	CHECK_TEXT(grade(SCALE, 0.65), "Khá");
	CHECK_TEXT(grade(SCALE, 0.8), "Tốt");
	CHECK_TEXT(grade(SCALE, 1e308), "Tốt");
	CHECK_TEXT(grade(SCALE, -1e-300), "-");
	/* falling as well as rising */
	CHECK_TEXT(grade("Tốt:80, Khá:65, Yếu:-1e1", 65), "Khá");
	CHECK_TEXT(grade("Tốt:80, Khá:65, Yếu:-1e1", -10), "Yếu");
	CHECK_TEXT(grade("Tốt:80, Khá:65, Yếu:-1e1", -10.5), "-");
	CHECK_TEXT(grade("A:+.5", 0.5), "A");
	CHECK_TEXT(grade(" A : 1e-2 ,\tB C:\n2. ", 2), "B C");
	/* labels in quotes */
	CHECK_TEXT(grade("'Hoàn thành, tốt':0.8, 'it''s: ok':0.5", 0.9), "Hoàn thành, tốt");
	CHECK_TEXT(grade("'Hoàn thành, tốt':0.8, 'it''s: ok':0.5", 0.6), "it's: ok");
	CHECK_TEXT(grade("' A ' :1", 1), "A");
}

/* A computed value has reached a bound from 1e-12 of it below. */
static void
test_reached(void)
{
	double below = 0.2 * (1 - 0.9e-12);

	CHECK(dx_reached(0.2, 0.2) && dx_reached(nextafter(0.2, 0), 0.2) && dx_reached(below, 0.2));
	CHECK(!dx_reached(0.2 * (1 - 1.1e-12), 0.2));
	CHECK(dx_reached(80 - 7e-11, 80) && !dx_reached(80 - 9e-11, 80));
	/* below 0 the tolerance is downwards too, at 0 there is none */
	CHECK(dx_reached(-80 - 7e-11, -80) && !dx_reached(-80 - 9e-11, -80));
	CHECK(dx_reached(0, 0) && dx_reached(-0.0, 0) && !dx_reached(-5e-324, 0));
	CHECK(dx_reached(5e-324, 5e-324) && !dx_reached(0, 5e-324));
	/* where the difference is no double */
	CHECK(!dx_reached(-1.7e308, 1.7e308) && dx_reached(1.7e308, -1.7e308));

	CHECK_TEXT(grade(SCALE, 0.49999999999999994), "Trung bình");
	CHECK_TEXT(grade(SCALE, 0.6499999999999999), "Khá");
	CHECK_TEXT(grade(SCALE, 0.799999999999), "Khá");
	CHECK_TEXT(grade("no:0, yes:0.2", 0.19999999999999998), "yes");
	CHECK_TEXT(grade("yes:0.2, no:0", 0.19999999999999998), "yes");
	CHECK_TEXT(grade("no:0, yes:0.2", below), "yes");
	CHECK_TEXT(grade("no:0, yes:0.2", 0.2 - 1e-12), "no");
	CHECK_TEXT(grade("lost:-100, near:-0.2", -0.20000000000000004), "near");
}

static void
test_fractions(void)
{
	CHECK_TEXT(grade("not poor:0, poor:1/3", 1.0 / 3), "poor");
	CHECK_TEXT(grade("not poor:0, poor:1/3", 0.33333333333), "not poor");
	CHECK_TEXT(grade("not poor:0, poor:1/3", 0.3333333333333), "poor");
	CHECK_TEXT(grade("not poor:0, poor: 2.5 / 7.5 ", 1.0 / 3), "poor");
	CHECK_TEXT(grade("A:-1/3, B:1e2/3e1, C:999999999999999/2", 3.3333333333333335), "B");
	CHECK_TEXT(grade("A:-1/3, B:1e2/3e1, C:999999999999999/2", -0.33333333333333337), "A");
	CHECK_TEXT(grade("A:-1/3, B:1e2/3e1, C:999999999999999/2", -0.34), "-");
	CHECK_TEXT(grade("A:-1/3, B:1e2/3e1, C:999999999999999/2", 499999999999999.5), "C");
	CHECK_TEXT(grade("A:2/3, B:1/3, C:0/7", 0.5), "B");
	CHECK_TEXT(grade("A:0/7", -0.0), "A");

	CHECK_TEXT(grade("A:1/", 1), "1 at 5: invalid grades \"A:1/\": a number is expected");
	CHECK_TEXT(grade("A:1/x", 1), "1 at 5: invalid grades \"A:1/x\": a number is expected");
	CHECK_TEXT(grade("A:0, B: 1/0", 1), "1 at 9: invalid grades \"A:0, B: 1/0\": a fraction is divided by zero");
	CHECK_TEXT(grade("A:1/-3", 1), "1 at 3: invalid grades \"A:1/-3\": a fraction is divided by a negative number");
	CHECK_TEXT(grade("A:1/2/3", 1), "1 at 6: invalid grades \"A:1/2/3\": \",\" is expected");
	CHECK_TEXT(grade("A:1/1234567890123456", 1),
			   "1 at 3: invalid grades \"A:1/1234567890123456\": a fraction has more than 15 digits");
	CHECK_TEXT(grade("A:-1234567890123456/7", 1),
			   "1 at 3: invalid grades \"A:-1234567890123456/7\": a fraction has more than 15 digits");
	CHECK_TEXT(grade("A:-1e16/7", 1), "1 at 3: invalid grades \"A:-1e16/7\": a fraction has more than 15 digits");
	CHECK_TEXT(grade("A:1/1e-15", 1), "1 at 3: invalid grades \"A:1/1e-15\": a fraction has more than 15 digits");
	CHECK_TEXT(grade("A:1e15/10", 1), "1 at 3: invalid grades \"A:1e15/10\": a fraction has more than 15 digits");
	/* one cut-off, written twice */
	CHECK_TEXT(grade("A:1/3, B:0.33333333333333331", 1),
			   "1 at 10: invalid grades \"A:1/3, B:0.33333333333333331\": a cut-off stands twice");
	CHECK_TEXT(grade("A:0.3333333333333, B:1/3", 1),
			   "1 at 22: invalid grades \"A:0.3333333333333, B:1/3\": a cut-off stands twice");
	CHECK_TEXT(grade("A:1/3, B:0.3333333333333", 1),
			   "1 at 10: invalid grades \"A:1/3, B:0.3333333333333\": a cut-off stands twice");
	CHECK_TEXT(grade("A:0.33333333333, B:1/3", 1), "B");
}

static void
test_errors(void)
{
	CHECK_TEXT(grade("", 1), "1 at 1: invalid grades \"\": \":\" is expected after a label");
	CHECK_TEXT(grade("A", 1), "1 at 2: invalid grades \"A\": \":\" is expected after a label");
	CHECK_TEXT(grade("A(B):1, C)D(:2", 1), "A(B)");
	CHECK_TEXT(grade("A,B:1", 1), "1 at 2: invalid grades \"A,B:1\": \":\" is expected after a label");
	CHECK_TEXT(grade("A:1,", 1), "1 at 5: invalid grades \"A:1,\": \":\" is expected after a label");
	CHECK_TEXT(grade(":1", 1), "1 at 1: invalid grades \":1\": a label is empty");
	CHECK_TEXT(grade("A:1, '':2", 1), "1 at 6: invalid grades \"A:1, '':2\": a label is empty");
	CHECK_TEXT(grade("A:1, 'B:2", 1), "1 at 6: invalid grades \"A:1, 'B:2\": a quoted label has no end");
	CHECK_TEXT(grade("A:1, B'C:2", 1), "1 at 7: invalid grades \"A:1, B'C:2\": a quote stands within a label");
	CHECK_TEXT(grade("'A'b:1", 1), "1 at 4: invalid grades \"'A'b:1\": \":\" is expected after a label");
	CHECK_TEXT(grade("A\001:1", 1), "1 at 1: invalid grades \"A\001:1\": a label contains a control character");
	CHECK_TEXT(grade("A:", 1), "1 at 3: invalid grades \"A:\": a number is expected");
	CHECK_TEXT(grade("A:x", 1), "1 at 3: invalid grades \"A:x\": a number is expected");
	CHECK_TEXT(grade("A:NaN", 1), "1 at 3: invalid grades \"A:NaN\": a number is expected");
	CHECK_TEXT(grade("A:1 B:2", 1), "1 at 5: invalid grades \"A:1 B:2\": \",\" is expected");
	CHECK_TEXT(grade("A:0,5", 1), "1 at 6: invalid grades \"A:0,5\": \":\" is expected after a label");
	CHECK_TEXT(grade("A:1.2.3", 1), "1 at 6: invalid grades \"A:1.2.3\": \",\" is expected");
	CHECK_TEXT(grade("A:123456789012345678", 1),
			   "1 at 3: invalid grades \"A:123456789012345678\": a number has more than 17 significant digits");
	CHECK_TEXT(grade("A:1e301", 1), "1 at 3: invalid grades \"A:1e301\": a number is outside 1e-300 to 1e300");
	CHECK_TEXT(grade("A:1, A:2", 1), "1 at 6: invalid grades \"A:1, A:2\": a label stands twice");
	CHECK_TEXT(grade("A:1, B:1.0", 1), "1 at 8: invalid grades \"A:1, B:1.0\": a cut-off stands twice");
	CHECK_TEXT(grade("A:1, B:2, C:1.5", 1),
			   "1 at 13: invalid grades \"A:1, B:2, C:1.5\": cut-offs neither rise nor fall throughout");
	CHECK_TEXT(grade("A:3, B:2, C:2.5", 1),
			   "1 at 13: invalid grades \"A:3, B:2, C:2.5\": cut-offs neither rise nor fall throughout");
}

/* All conditions as they were read: "A each>=0.5, A 1>=0.6" from the lowest grade up, or the error with its position. */
static const char *
conditions(const char *text)
{
	static char out[4096];
	dx_error err;
	dx_grades *grades = dx_grades_parse((dx_str) {text, strlen(text)}, &err);
	int len = 0;

	if (grades == NULL)
		return grade(text, 0);
	out[0] = '\0';
	for (int i = 0; i < grades->n; i++)
		for (uint32_t k = 0; k < grades->grades[i].n_conditions; k++)
		{
			const dx_grade_condition *c = &grades->conditions[grades->grades[i].first_condition + k];

			CHECK(c->code_len == 0 || memcmp(text + c->position, grades->labels + c->code_offset, c->code_len) == 0);
			len += snprintf(out + len, sizeof(out) - (size_t) len, "%s%.*s %.*s>=%.15g", len ? ", " : "",
							DX_STR_ARG(dx_grades_label(grades, i)), c->code_len ? (int) c->code_len : 4,
							c->code_len ? grades->labels + c->code_offset : "each", c->bound);
		}
	dx_free(grades);
	return out;
}

static void
test_conditions(void)
{
	CHECK_TEXT(conditions(SCALE), "");
	CHECK_TEXT(conditions("Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 60%], Yếu:0"), "Khá 1>=0.6, Tốt each>=0.5");
	CHECK_TEXT(conditions("B:0[1>=1/3,II.7.1>=0,each>=100%],A:1 [ x_y-z >= 1e-1 , 1.02>= 33.3 % ]"),
			   "B 1>=0.333333333333333, B II.7.1>=0, B each>=1, A x_y-z>=0.1, A 1.02>=0.333");
	/* a node may be called each; numbers are nearest to what is written */
	CHECK_TEXT(conditions("A:0 [each >= 0.5, 'each' >= 0.25, 'each.1'>=12.5%]"),
			   "A each>=0.5, A each>=0.25, A each.1>=0.125");
	CHECK_TEXT(conditions("A:0 [Đất ≥ 0.5, 2≥1%]"), "A Đất>=0.5, A 2>=0.01");
	CHECK_TEXT(conditions("A:0\n[\u00a01\u00a0>= 0.5\u00a0]\t"), "A 1>=0.5");
	/* a bracket in front of the cut-off is part of the label */
	CHECK_TEXT(conditions("A [x]:1"), "");
	CHECK_TEXT(grade("A [x]:1", 1), "A [x]");
	/* they change nothing of what value reaches which cut-off */
	CHECK_TEXT(grade("Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 60%], Yếu:0", 0.8), "Tốt");
	CHECK_TEXT(grade("Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 60%], Yếu:0", 0.65), "Khá");

#define REFUSED(at, text, why) CHECK_TEXT(conditions(text), "1 at " #at ": invalid grades \"" text "\": " why)
	REFUSED(6, "A:0 [", "a code or \"each\" is expected");
	REFUSED(6, "A:0 []", "a code or \"each\" is expected");
	REFUSED(6, "A:0 [>= 0.5]", "a code or \"each\" is expected");
	REFUSED(7, "A:0 ['' >= 0.5]", "a code or \"each\" is expected");
	REFUSED(6, "A:0 ['1 >= 0.5]", "a quoted code has no end");
	REFUSED(15, "A:0 [1 >= 0.5,]", "a code or \"each\" is expected");
	REFUSED(8, "A:0 [1 > 0.5]", "\">=\" is expected");
	REFUSED(8, "A:0 [1 = 0.5]", "\">=\" is expected");
	REFUSED(7, "A:0 [1:0.5]", "\">=\" is expected");
	REFUSED(7, "A:0 [1", "\">=\" is expected");
	REFUSED(8, "A:0 [1 2 >= 0.5]", "\">=\" is expected");
	REFUSED(10, "A:0 [1 >=", "a number is expected");
	REFUSED(11, "A:0 [1 >= x]", "a number is expected");
	REFUSED(14, "A:0 [1 >= 0.5", "\"]\" is missing at the end");
	REFUSED(15, "A:0 [1 >= 0.5 B:1", "\"]\" is expected");
	REFUSED(16, "A:0 [1 >= 0.5] B:1", "\",\" is expected");
	REFUSED(16, "A:0 [1 >= 0.5] [2 >= 0.5]", "\",\" is expected");
	REFUSED(11, "A:0 [1 >= 60]", "a condition is a ratio from 0 to 1");
	REFUSED(11, "A:0 [1 >= 100.1%]", "a condition is a ratio from 0 to 1");
	REFUSED(11, "A:0 [1 >= -1%]", "a condition is a ratio from 0 to 1");
	REFUSED(11, "A:0 [1 >= 3/2]", "a condition is a ratio from 0 to 1");
	REFUSED(11, "A:0 [1 >= 1/0]", "a fraction is divided by zero");
	REFUSED(14, "A:0 [1 >= 1/3%]", "a fraction takes no \"%\"");
	REFUSED(16, "A:0 [1 >= 0.5, 1 >= 0.6]", "a node stands twice in the conditions of a grade");
	REFUSED(19, "A:0 [each >= 0.5, each >= 0.6]", "a node stands twice in the conditions of a grade");
	REFUSED(20, "A:1 [1 >= 0.5], B: 1 [2 >= 1]", "a cut-off stands twice");
}

/* The text without its conditions, or what it was where it cannot be read. */
static const char *
plain(const char *text)
{
	static char out[256];
	dx_str said = {text, strlen(text)};
	dx_error err;
	dx_grades *grades = dx_grades_parse(said, &err);
	dx_buf buf;

	CHECK(grades != NULL);
	dx_buf_init(&buf);
	dx_grades_print_plain(grades, said, &buf);
	snprintf(out, sizeof(out), "%.*s", (int) buf.len, buf.data);
	dx_buf_free(&buf);
	dx_free(grades);
	return out;
}

static void
test_plain(void)
{
	CHECK_TEXT(plain("A:0.8 [each >= 0.5], B:0.65 [1 >= 60%, 2.1 >= 1/3], C:0"), "A:0.8, B:0.65, C:0");
	CHECK_TEXT(plain("C : 0, B: 2/3[1>=0.5] , 'A [x], y':0.8 ['each' >= 0.5]"), "C : 0, B: 2/3 , 'A [x], y':0.8");
	CHECK_TEXT(plain("Yếu:0"), "Yếu:0");
}

static void
test_limits(void)
{
	static char text[2 * DX_GRADES_MAX_TEXT];
	dx_error err;
	int len = 0;

	for (int i = 0; i < DX_GRADES_MAX; i++)
		len += snprintf(text + len, sizeof(text) - (size_t) len, "%sg%d:%d", i ? "," : "", i, i);
	CHECK_TEXT(grade(text, 42.5), "g42");
	snprintf(text + len, sizeof(text) - (size_t) len, ",more:1e9");
	CHECK(dx_grades_parse((dx_str) {text, strlen(text)}, &err) == NULL && err.kind == DX_ERR_LIMIT);

	memset(text, 'x', sizeof(text));
	memcpy(text + DX_GRADE_MAX_LABEL, ":1", 3);
	CHECK(strlen(grade(text, 1)) == DX_GRADE_MAX_LABEL);
	memset(text, 'x', sizeof(text));
	memcpy(text + DX_GRADE_MAX_LABEL + 1, ":1", 3);
	CHECK(dx_grades_parse((dx_str) {text, strlen(text)}, &err) == NULL && err.kind == DX_ERR_LIMIT);
	memset(text, ' ', sizeof(text));
	memcpy(text, "A:1", 3);
	CHECK(dx_grades_parse((dx_str) {text, DX_GRADES_MAX_TEXT + 1}, &err) == NULL && err.kind == DX_ERR_LIMIT);
}

int
main(void)
{
	test_find();
	test_reached();
	test_fractions();
	test_errors();
	test_conditions();
	test_plain();
	test_limits();
	CHECK_DONE("grade");
}
