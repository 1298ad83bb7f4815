/* SPDX-License-Identifier: PostgreSQL */
/*
 * grade.c: reads and applies a scale of grades (grade.h).
 */
#include "rank/grade.h"

#include "number/equal.h"
#include "number/text_reader.h"

#define LABEL_HINT \
	"Grades are written label:cut-off, label:cut-off, as in Khá:0.65, Tốt:0.8; a label with punctuation goes into " \
	"single quotes: 'a, b':0.5."
#define CONDITION_HINT \
	"Conditions are written [each >= 0.5] or [1 >= 60%, 2.1 >= 1/3]: every child of the root, or a node by its code, " \
	"and a ratio from 0 to 1."

/* Can no value tell the two cut-offs apart (equal.h)? */
static bool
same_cutoff(double a, double b)
{
	return dx_reached(a, b) && dx_reached(b, a);
}

/* Check the last of n grades against those before it: direction, equal cut-offs, equal labels. */
static bool
check_order(dx_reader *in, const dx_grade_step *grades, int n, const dx_buf *labels, size_t start, size_t number)
{
	const dx_grade_step *last = &grades[n - 1];

	for (int i = 0; i < n - 1; i++)
		if (grades[i].label_len == last->label_len &&
			memcmp(labels->data + grades[i].label_offset, labels->data + last->label_offset, last->label_len) == 0)
			return dx_read_fail(in, start, "a label stands twice");
	if (n >= 2 && same_cutoff(last[-1].cutoff, last->cutoff))
		return dx_read_fail(in, number, "a cut-off stands twice");
	if (n >= 3 && (last[-2].cutoff < last[-1].cutoff) != (last[-1].cutoff < last->cutoff))
		return dx_read_fail(in, number, "cut-offs neither rise nor fall throughout");
	return true;
}

/* How many bytes of an operator, >= or its sign in one character, are next; 0 if none. */
static size_t
operator_len(const dx_reader *in)
{
	const char *next = in->text.ptr + in->pos;
	size_t left = in->text.len - in->pos;

	if (left >= 2 && memcmp(next, ">=", 2) == 0)
		return 2;
	if (left >= 3 && memcmp(next, "\xe2\x89\xa5", 3) == 0 && dx_text_is_utf8())
		return 3;
	return 0;
}

/* Does the unquoted code end at pos? */
static bool
ends_code(const dx_reader *in)
{
	const char *next = in->text.ptr + in->pos;
	char c = *next;

	return dx_space_len(next, in->text.len - in->pos) > 0 || operator_len(in) > 0 ||
		(c != '\0' && strchr("<>=,:;'\"[]", c) != NULL);
}

/*
 * Read the word each or a code, which may be in single quotes; whether it is a code is checked
 * when a tree is known.
 */
static bool
read_condition_node(dx_reader *in, dx_grade_condition *condition, dx_buf *labels)
{
	bool quoted = dx_read_peek(in) == '\'';
	size_t start;
	dx_str code;

	in->pos += quoted;
	start = in->pos;
	condition->position = (uint32_t) start;
	while (in->pos < in->text.len && (quoted ? in->text.ptr[in->pos] != '\'' : !ends_code(in)))
		in->pos++;
	code = (dx_str) {in->text.ptr + start, in->pos - start};
	if (quoted && !dx_read_take(in, '\''))
		return dx_read_fail(in, start - 1, "a quoted code has no end");
	if (code.len == 0)
	{
		dx_read_fail(in, start, "a code or \"each\" is expected");
		return dx_fail_hint(in->err, "%s", CONDITION_HINT);
	}
	condition->code_offset = (uint32_t) labels->len;
	condition->code_len = 0;
	if (quoted || !dx_str_equal(code, DX_STR("each")))
	{
		dx_buf_add(labels, code.ptr, code.len);
		condition->code_len = (uint32_t) code.len;
	}
	return true;
}

/* A ratio from 0 to 1: a number, a fraction or a percentage. */
static bool
read_condition_bound(dx_reader *in, double *bound)
{
	dx_decimal num;
	dx_decimal den;
	size_t start;

	dx_read_peek(in);
	start = in->pos;
	if (!dx_read_fraction(in, &num, &den))
		return false;
	if (dx_read_peek(in) == '%')
	{
		if (den.mant != 1 || den.scale != 0)
			return dx_read_fail(in, in->pos, "a fraction takes no \"%%\"");
		in->pos++;
		if (num.mant != 0)
			num.scale += 2;
	}
	*bound = dx_fraction_value(num, den);
	if (*bound >= 0 && *bound <= 1)
		return true;
	dx_read_fail(in, start, "a condition is a ratio from 0 to 1");
	return dx_fail_hint(in->err, "Sixty percent is written 0.6, 3/5 or 60%%.");
}

/* Do two conditions name the same node? */
static bool
same_node(const dx_grade_condition *a, const dx_grade_condition *b, const dx_buf *labels)
{
	return a->code_len == b->code_len &&
		memcmp(labels->data + a->code_offset, labels->data + b->code_offset, a->code_len) == 0;
}

/* Read [condition, ...], if a bracket follows, and append to conditions. */
static bool
read_conditions(dx_reader *in, dx_grade_step *grade, dx_buf *conditions, dx_buf *labels)
{
	grade->first_condition = (uint32_t) (conditions->len / sizeof(dx_grade_condition));
	grade->n_conditions = 0;
	grade->brackets = (uint32_t) in->pos;
	grade->brackets_len = 0;
	if (!dx_read_take(in, '['))
		return true;
	do
	{
		dx_grade_condition condition = {0};
		const dx_grade_condition *before;
		size_t len;

		if (!read_condition_node(in, &condition, labels))
			return false;
		dx_read_peek(in);
		len = operator_len(in);
		if (len == 0)
		{
			dx_read_fail(in, in->pos, "\">=\" is expected");
			return dx_fail_hint(in->err, "%s", CONDITION_HINT);
		}
		in->pos += len;
		if (!read_condition_bound(in, &condition.bound))
			return false;
		before = (const dx_grade_condition *) conditions->data + grade->first_condition;
		for (uint32_t i = 0; i < grade->n_conditions; i++)
			if (same_node(&before[i], &condition, labels))
				return dx_read_fail(in, condition.position, "a node stands twice in the conditions of a grade");
		dx_buf_add(conditions, &condition, sizeof(condition));
		grade->n_conditions++;
	} while (dx_read_take(in, ','));
	if (!dx_read_expect(in, ']'))
		return false;
	grade->brackets_len = (uint32_t) in->pos - grade->brackets;
	return true;
}

static bool
read_grades(dx_reader *in, dx_grade_step *grades, int *n, dx_buf *conditions, dx_buf *labels)
{
	if (in->text.len > DX_GRADES_MAX_TEXT)
		return dx_read_fail_limit(in, "A scale", DX_GRADES_MAX_TEXT, "bytes");
	for (;;)
	{
		dx_grade_step *grade = &grades[*n];
		dx_decimal num;
		dx_decimal den;
		size_t start;
		size_t number;

		if (*n == DX_GRADES_MAX)
			return dx_read_fail_limit(in, "A scale", DX_GRADES_MAX, "grades");
		dx_read_peek(in);
		start = in->pos;
		if (!dx_read_label(in, ",", DX_GRADE_MAX_LABEL, LABEL_HINT, labels, &grade->label_offset, &grade->label_len))
			return false;
		dx_read_peek(in);
		number = in->pos;
		if (!dx_read_fraction(in, &num, &den))
			return false;
		grade->cutoff = dx_fraction_value(num, den);
		(*n)++;
		if (!check_order(in, grades, *n, labels, start, number) || !read_conditions(in, grade, conditions, labels))
			return false;
		dx_read_peek(in);
		if (in->pos >= in->text.len)
			return true;
		if (!dx_read_expect(in, ','))
			return false;
	}
}

dx_grades *
dx_grades_parse(dx_str text, dx_error *err)
{
	dx_reader in = {.text = text, .err = err, .what = "grades", .plural = true};
	dx_grade_step read[DX_GRADES_MAX];
	dx_buf conditions;
	dx_buf labels;
	dx_grades *grades = NULL;
	int n = 0;

	dx_buf_init(&conditions);
	dx_buf_init(&labels);
	if (read_grades(&in, read, &n, &conditions, &labels))
	{
		size_t size = sizeof(dx_grades) + (size_t) n * sizeof(dx_grade_step);
		bool falling = n > 1 && read[0].cutoff > read[1].cutoff;

		grades = dx_alloc(size + conditions.len + labels.len);
		grades->n = n;
		grades->is_falling = falling;
		grades->n_conditions = (uint32_t) (conditions.len / sizeof(dx_grade_condition));
		grades->conditions = (dx_grade_condition *) ((char *) grades + size);
		memcpy((char *) grades + size, conditions.data, conditions.len);
		size += conditions.len;
		grades->labels = (char *) grades + size;
		memcpy((char *) grades + size, labels.data, labels.len);
		for (int i = 0; i < n; i++)
			grades->grades[falling ? n - 1 - i : i] = read[i];
	}
	dx_buf_free(&conditions);
	dx_buf_free(&labels);
	return grades;
}

int
dx_grades_find(const dx_grades *grades, double value)
{
	int i = grades->n - 1;

	while (i >= 0 && !dx_reached(value, grades->grades[i].cutoff))
		i--;
	return i;
}

void
dx_grades_print_plain(const dx_grades *grades, dx_str text, dx_buf *out)
{
	size_t at = 0;

	for (int i = 0; i < grades->n; i++)
	{
		const dx_grade_step *step = &grades->grades[grades->is_falling ? grades->n - 1 - i : i];

		dx_buf_add(out, text.ptr + at, step->brackets - at);
		while (step->brackets_len > 0 && out->data[out->len - 1] == ' ')
			out->len--;
		at = step->brackets + step->brackets_len;
	}
	dx_buf_add(out, text.ptr + at, text.len - at);
}
