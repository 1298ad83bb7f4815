/*
 * test_grade.c: scales of grades: what is read, what is refused and where.
 */
#include "check.h"
#include "grade.h"

#define SCALE "Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8"

/* The grade of value, "-" below the lowest, or the error with its position. */
static const char *
grade(const char *text, double value)
{
	static char out[4096];
	dx_error	err;
	dx_grades  *grades = dx_grades_parse((dx_str) {text, strlen(text)}, &err);
	dx_str		label;

	if (grades == NULL)
	{
		snprintf(out, sizeof(out), "%d at %d: %s", err.kind, err.position, strrchr(err.message, '"') ? err.message : "");
		return out;
	}
	if (dx_grades_find(grades, value, &label))
		snprintf(out, sizeof(out), "%.*s", DX_STR_ARG(label));
	else
		snprintf(out, sizeof(out), "-");
	dx_free(grades);
	return out;
}

static void
test_find(void)
{
	CHECK_TEXT(grade(SCALE, 0), "Yếu");
	CHECK_TEXT(grade(SCALE, 0.49999999999999994), "Yếu");
	CHECK_TEXT(grade(SCALE, 0.5), "Trung bình");
	CHECK_TEXT(grade(SCALE, 0.65), "Khá");
	CHECK_TEXT(grade(SCALE, 0.6499999999999999), "Trung bình");
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

static void
test_errors(void)
{
	CHECK_TEXT(grade("", 1), "1 at 1: invalid grades \"\": \":\" is expected after a label");
	CHECK_TEXT(grade("A", 1), "1 at 2: invalid grades \"A\": \":\" is expected after a label");
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
	CHECK_TEXT(grade("A:123456789012345678", 1), "1 at 3: invalid grades \"A:123456789012345678\": a number has more than 17 significant digits");
	CHECK_TEXT(grade("A:1e301", 1), "1 at 3: invalid grades \"A:1e301\": a number is outside 1e-300 to 1e300");
	CHECK_TEXT(grade("A:1, A:2", 1), "1 at 6: invalid grades \"A:1, A:2\": a label stands twice");
	CHECK_TEXT(grade("A:1, B:1.0", 1), "1 at 8: invalid grades \"A:1, B:1.0\": a cut-off stands twice");
	CHECK_TEXT(grade("A:1, B:2, C:1.5", 1), "1 at 13: invalid grades \"A:1, B:2, C:1.5\": cut-offs neither rise nor fall throughout");
	CHECK_TEXT(grade("A:3, B:2, C:2.5", 1), "1 at 13: invalid grades \"A:3, B:2, C:2.5\": cut-offs neither rise nor fall throughout");
}

static void
test_limits(void)
{
	static char text[2 * DX_GRADES_MAX_TEXT];
	dx_error	err;
	int			len = 0;

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
	test_errors();
	test_limits();
	CHECK_DONE("grade");
}
