/*
 * grade.c: reads and applies a scale of grades (grade.h).
 */
#include "grade.h"

#include "rule_text.h"

#define MAX_DIGITS 17

typedef struct reader
{
	dx_str		text;
	size_t		pos;
	dx_error   *err;
} reader;

/* Record "invalid grades "…": what" at byte pos; always false. */
static bool
fail_at(reader *in, size_t pos, const char *what)
{
	return dx_fail(in->err, DX_ERR_TEXT, (int) pos + 1, "invalid grades \"%.*s\": %s", DX_STR_ARG(in->text), what);
}

static bool
fail_limit(reader *in, const char *what, int limit, const char *unit)
{
	dx_fail(in->err, DX_ERR_LIMIT, 0, "grades \"%.*s\" are too long", DX_STR_ARG(in->text));
	return dx_fail_detail(in->err, "%s at most %d %s.", what, limit, unit);
}

/* The next byte after spaces, 0 at the end. */
static char
peek(reader *in)
{
	size_t		n;

	while ((n = dx_space_len(in->text.ptr + in->pos, in->text.len - in->pos)) > 0)
		in->pos += n;
	return in->pos < in->text.len ? in->text.ptr[in->pos] : '\0';
}

/* A label up to its colon, appended to labels without the spaces around it. */
static bool
read_label(reader *in, dx_buf *labels, dx_grade_step *grade)
{
	size_t		offset = labels->len;
	bool		quoted = peek(in) == '\'';
	size_t		start = in->pos;
	dx_str		label;

	if (quoted)
		for (in->pos++;; in->pos++)
		{
			if (in->pos >= in->text.len)
				return fail_at(in, start, "a quoted label has no end");
			if (in->text.ptr[in->pos] == '\'')
			{
				in->pos++;
				if (in->pos >= in->text.len || in->text.ptr[in->pos] != '\'')
					break;
			}
			dx_buf_add_char(labels, in->text.ptr[in->pos]);
		}
	else
		for (; in->pos < in->text.len && in->text.ptr[in->pos] != ':' && in->text.ptr[in->pos] != ','; in->pos++)
		{
			if (in->text.ptr[in->pos] == '\'' || in->text.ptr[in->pos] == '"')
			{
				fail_at(in, in->pos, "a quote stands within a label");
				return dx_fail_hint(in->err, "A label with punctuation goes into single quotes, a quote within it is doubled: 'a, b':0.5.");
			}
			dx_buf_add_char(labels, in->text.ptr[in->pos]);
		}
	if (peek(in) != ':')
	{
		fail_at(in, in->pos, "\":\" is expected after a label");
		return dx_fail_hint(in->err, "Grades are written label:cut-off, label:cut-off, as in Khá:0.65, Tốt:0.8.");
	}
	in->pos++;

	label = dx_trim((dx_str) {labels->data + offset, labels->len - offset});
	if (label.len == 0)
		return fail_at(in, start, "a label is empty");
	if (label.len > DX_GRADE_MAX_LABEL)
		return fail_limit(in, "A label has", DX_GRADE_MAX_LABEL, "bytes");
	for (size_t i = 0; i < label.len; i++)
		if ((uint8_t) label.ptr[i] < 0x20 || label.ptr[i] == 0x7f)
			return fail_at(in, start, "a label contains a control character");
	memmove(labels->data + offset, label.ptr, label.len);
	labels->len = offset + label.len;
	grade->label_offset = (uint32_t) offset;
	grade->label_len = (uint32_t) label.len;
	return true;
}

/* [sign] digits [. digits] [e exponent]. */
static bool
read_cutoff(reader *in, dx_grade_step *grade)
{
	dx_digits	digits = {0};
	bool		negative = false;
	bool		fraction = false;
	size_t		start;
	int64_t		exponent;

	peek(in);
	start = in->pos;
	if (start < in->text.len && (in->text.ptr[start] == '-' || in->text.ptr[start] == '+'))
		negative = in->text.ptr[in->pos++] == '-';
	for (; in->pos < in->text.len; in->pos++)
	{
		char		c = in->text.ptr[in->pos];

		if (c == '.' && !fraction)
			fraction = true;
		else if (c >= '0' && c <= '9')
			dx_digits_add(&digits, c - '0', fraction);
		else
			break;
	}
	if (digits.seen == 0)
		return fail_at(in, start, "a number is expected");
	exponent = dx_read_exponent(in->text.ptr, in->text.len, &in->pos);
	if (digits.too_many || digits.digits > MAX_DIGITS)
		return fail_at(in, start, "a number has more than 17 significant digits");
	if (!dx_digits_end(&digits, exponent))
		return fail_at(in, start, "a number is outside 1e-300 to 1e300");
	grade->cutoff = dx_decimal_to_double((dx_decimal) {negative ? -(int64_t) digits.mant : (int64_t) digits.mant,
													   (int32_t) digits.scale});
	return true;
}

/* Does the last of n grades follow the others? */
static bool
check_order(reader *in, const dx_grade_step *grades, int n, const dx_buf *labels, size_t start, size_t number)
{
	const dx_grade_step *last = &grades[n - 1];

	for (int i = 0; i < n - 1; i++)
		if (grades[i].label_len == last->label_len &&
			memcmp(labels->data + grades[i].label_offset, labels->data + last->label_offset, last->label_len) == 0)
			return fail_at(in, start, "a label stands twice");
	if (n >= 2 && last[-1].cutoff == last->cutoff)
		return fail_at(in, number, "a cut-off stands twice");
	if (n >= 3 && (last[-2].cutoff < last[-1].cutoff) != (last[-1].cutoff < last->cutoff))
		return fail_at(in, number, "cut-offs neither rise nor fall throughout");
	return true;
}

static bool
read_grades(reader *in, dx_grade_step *grades, int *n, dx_buf *labels)
{
	if (in->text.len > DX_GRADES_MAX_TEXT)
		return fail_limit(in, "Grades have", DX_GRADES_MAX_TEXT, "bytes");
	for (;;)
	{
		size_t		start;
		size_t		number;

		if (*n == DX_GRADES_MAX)
			return fail_limit(in, "There are", DX_GRADES_MAX, "grades");
		peek(in);
		start = in->pos;
		if (!read_label(in, labels, &grades[*n]))
			return false;
		peek(in);
		number = in->pos;
		if (!read_cutoff(in, &grades[*n]))
			return false;
		(*n)++;
		if (!check_order(in, grades, *n, labels, start, number))
			return false;
		peek(in);
		if (in->pos >= in->text.len)
			return true;
		if (in->text.ptr[in->pos] != ',')
			return fail_at(in, in->pos, "\",\" is expected");
		in->pos++;
	}
}

dx_grades *
dx_grades_parse(dx_str text, dx_error *err)
{
	reader		in = {text, 0, err};
	dx_grade_step	read[DX_GRADES_MAX];
	dx_buf		labels;
	dx_grades  *grades = NULL;
	int			n = 0;

	dx_buf_init(&labels);
	if (read_grades(&in, read, &n, &labels))
	{
		size_t		size = sizeof(dx_grades) + (size_t) n * sizeof(dx_grade_step);
		bool		falling = n > 1 && read[0].cutoff > read[1].cutoff;

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
		if (value >= grades->grades[i].cutoff)
		{
			*label = (dx_str) {grades->labels + grades->grades[i].label_offset, grades->grades[i].label_len};
			return true;
		}
	return false;
}
