/*
 * grade.c: reads and applies a scale of grades (grade.h).
 */
#include "rank/grade.h"

#include "number/equal.h"
#include "number/text_reader.h"

#define LABEL_HINT \
	"Grades are written label:cut-off, label:cut-off, as in Khá:0.65, Tốt:0.8; a label with punctuation goes into " \
	"single quotes: 'a, b':0.5."

/* Are the two cut-offs one to who compares with them? */
static bool
same_cutoff(double a, double b)
{
	return dx_reached(a, b) && dx_reached(b, a);
}

/* Does the last of n grades follow the others? */
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

static bool
read_grades(dx_reader *in, dx_grade_step *grades, int *n, dx_buf *labels)
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
		if (!check_order(in, grades, *n, labels, start, number))
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
	dx_buf labels;
	dx_grades *grades = NULL;
	int n = 0;

	dx_buf_init(&labels);
	if (read_grades(&in, read, &n, &labels))
	{
		size_t size = sizeof(dx_grades) + (size_t) n * sizeof(dx_grade_step);
		bool falling = n > 1 && read[0].cutoff > read[1].cutoff;

		grades = dx_alloc(size + labels.len);
		grades->n = n;
		grades->labels = (char *) grades + size;
		memcpy((char *) grades + size, labels.data, labels.len);
		for (int i = 0; i < n; i++)
			grades->grades[falling ? n - 1 - i : i] = read[i];
	}
	dx_buf_free(&labels);
	return grades;
}

bool
dx_grades_find(const dx_grades *grades, double value, dx_str *label)
{
	for (int i = grades->n - 1; i >= 0; i--)
		if (dx_reached(value, grades->grades[i].cutoff))
		{
			*label = (dx_str) {grades->labels + grades->grades[i].label_offset, grades->grades[i].label_len};
			return true;
		}
	return false;
}
