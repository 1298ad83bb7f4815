/* SPDX-License-Identifier: PostgreSQL */
/*
 * refusal.c: the texts of errors in answers and results, in every language.
 */
#include "rule/refusal.h"

static const char *const texts[DX_REFUSALS][DX_LANGUAGES] = {
	[DX_NO_ANSWER] = {"the answer is empty", "chưa có câu trả lời"},
	[DX_ANSWER_TOO_LONG] = {"answer \"$1\" is longer than $2 bytes", "câu trả lời \"$1\" dài hơn $2 byte"},
	[DX_NO_RULE] = {"there is no rule to read the answer \"$1\" by", "không có cách chấm để đọc câu trả lời \"$1\""},
	[DX_NO_RULE_HINT] = {"Its criterion is not quantified yet (award points instead, with state 'points'), or its "
						 "code is not in the index tree.",
						 "Tiêu chí này chưa được lượng hóa (hãy nhập điểm chấm, với trạng thái 'points'), hoặc mã của "
						 "nó không có trong bộ chỉ số."},
	[DX_SAYS_NA] = {"not applicable is a state, not a result", "không áp dụng là một trạng thái, không phải kết quả"},
	[DX_SAYS_NA_HINT] = {"Give the text itself to dx.card(tree, code, typed), which takes it as the state na.",
						 "Hãy đưa nguyên văn vào dx.card(tree, code, typed): ở đó nó là trạng thái na."},
	[DX_NO_SUCH_CHOICE] = {"it is none of the choices", "không có lựa chọn nào như vậy"},
	[DX_SEVERAL_CHOICES] = {"several choices differ from it in case only",
							"nhiều lựa chọn chỉ khác nó ở chữ hoa, chữ thường"},
	[DX_CHOICES_DETAIL] = {"The choices are: $1.", "Các lựa chọn là: $1."},
	[DX_NO_NUMBER] = {"a number is expected", "cần một số"},
	[DX_NO_DIGIT] = {"a digit is expected after the separator", "cần có chữ số sau dấu ngăn cách"},
	[DX_SEPARATORS] = {"it has more than one separator", "có nhiều hơn một dấu ngăn cách"},
	[DX_SEPARATORS_HINT] = {"Write the number without thousands separators, with one decimal point or comma.",
							"Hãy viết số không có dấu ngăn cách hàng nghìn, với một dấu phẩy hoặc dấu chấm thập phân."},
	[DX_TWO_NUMBERS] = {"one separator and three digits can mean two numbers",
						"một dấu ngăn cách và ba chữ số có thể hiểu là hai số khác nhau"},
	[DX_TWO_NUMBERS_HINT] = {"Write $1 or $2.", "Hãy viết $1 hoặc $2."},
	[DX_TOO_MANY_DIGITS] = {"it has more than $1 significant digits", "số này có hơn $1 chữ số có nghĩa"},
	[DX_NUMBER_TOO_LARGE] = {"it is outside 1e-300 to 1e300", "số này nằm ngoài khoảng từ 1e-300 đến 1e300"},
	[DX_DIGITS_APART] = {"its digits lie too far apart", "các chữ số của nó cách nhau quá xa"},
	[DX_TEXT_FOLLOWS] = {"text follows the number", "có chữ thừa sau số"},
	[DX_DIVIDED_BY_ZERO] = {"division by zero", "chia cho số 0"},
	[DX_DIVIDED_BY_NEGATIVE] = {"division by a negative number", "chia cho số âm"},
	[DX_NO_UNIT] = {"\"$1\" has no meaning under this rule", "\"$1\" không có nghĩa với cách chấm này"},
	[DX_NO_UNIT_DETAIL] = {"The bounds of the rule carry no %.", "Các mức của cách chấm này không ghi %."},
	[DX_POINTS_HINT] = {"Write the points awarded as a plain number, such as 8.5.",
						"Hãy viết số điểm được chấm, ví dụ 8,5."},
	[DX_YESNO_HINT] = {"Write yes or no (có, không), 1 or 0.", "Hãy viết có hoặc không, 1 hoặc 0."},
	[DX_YESNO_ASCII_HINT] = {"Write yes or no, 1 or 0.", "Hãy viết có hoặc không, 1 hoặc 0."},
	[DX_CHECKLIST_HINT] = {"Write how many of the $1 items are met, alone or as a/$1.",
						   "Hãy viết có bao nhiêu nội dung đạt trong $1 nội dung, chỉ một số hoặc dạng a/$1."},
	[DX_PLAIN_HINT] = {"Write a plain number in the unit of the rule's bounds.",
					   "Hãy viết một số theo đơn vị của các mức trong cách chấm."},
	[DX_RESULT_NOT_WHOLE] = {"result $1 is not a whole number", "kết quả $1 không phải số nguyên"},
	[DX_NOT_WHOLE_DETAIL] = {"The rule ends in whole.", "Cách chấm này chỉ nhận số nguyên (whole)."},
	[DX_RESULT_OUTSIDE] = {"result $1 is outside what the rule allows", "kết quả $1 nằm ngoài phạm vi của cách chấm"},
	[DX_TAKES_DETAIL] = {"$1 takes $2.", "Cách chấm $1 nhận $2."},
	[DX_TAKES_YESNO] = {"1 or 0", "1 hoặc 0"},
	[DX_TAKES_RANGE] = {"$1 to $2", "từ $1 đến $2"},
	[DX_TAKES_WHOLE] = {"a whole number, $1 to $2", "số nguyên từ $1 đến $2"},
	[DX_TAKES_CHOICE] = {"the position of a choice, 1 to $1", "số thứ tự của một lựa chọn, từ 1 đến $1"},
	[DX_TAKES_ABOVE] = {"numbers greater than $1", "các số lớn hơn $1"}};

const char *
dx_refusal_text(dx_refusal which, dx_language language)
{
	return texts[which][language];
}

/* A text with its parameters filled in, in a new buffer that the caller frees. */
static void
fill(dx_language language, dx_refusal which, const char *first, const char *second, dx_buf *out)
{
	dx_buf_init(out);
	dx_phrase_fill(texts[which][language], first, second, out);
}

bool
dx_refuse(dx_error *err, dx_error_kind kind, int position, dx_language language, dx_refusal which, const char *first,
		  const char *second)
{
	dx_buf filled;

	fill(language, which, first, second, &filled);
	dx_fail(err, kind, position, "%s", filled.data);
	dx_buf_free(&filled);
	return false;
}

bool
dx_refuse_detail(dx_error *err, dx_language language, dx_refusal which, const char *first, const char *second)
{
	dx_buf filled;

	fill(language, which, first, second, &filled);
	dx_fail_detail(err, "%s", filled.data);
	dx_buf_free(&filled);
	return false;
}

bool
dx_refuse_hint(dx_error *err, dx_language language, dx_refusal which, const char *first, const char *second)
{
	dx_buf filled;

	fill(language, which, first, second, &filled);
	dx_fail_hint(err, "%s", filled.data);
	dx_buf_free(&filled);
	return false;
}

bool
dx_refuse_result(dx_error *err, dx_language language, double r, const char *rule, dx_refusal takes, const char *first,
				 const char *second)
{
	char digits[64];
	dx_buf filled;

	dx_refuse(err, DX_ERR_RANGE, 0, language, DX_RESULT_OUTSIDE,
			  dx_language_number(language, dx_decimal_from_double(r), digits), "");
	fill(language, takes, first, second, &filled);
	dx_refuse_detail(err, language, DX_TAKES_DETAIL, rule, filled.data);
	dx_buf_free(&filled);
	return false;
}
