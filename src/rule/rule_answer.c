/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_answer.c: what people type, as the result a rule takes.
 *
 * Both 8,5 and 8.5 are eight and a half. What could be read in two ways, both of which
 * the rule takes, is refused rather than guessed: 1.500, and a percentage where the
 * rule's numbers have no unit.
 */
#include "rule/rule.h"

#include "base/letters.h"
#include "number/text_reader.h"
#include "rule/refusal.h"

typedef struct answer
{
	dx_str text; /* trimmed */
	int offset;	 /* of text within the answer as typed */
	size_t pos;
	dx_language language;
	dx_error *err;
} answer;

/* Refuse the text from byte pos on, the whole of it if pos is negative; always false. */
static bool
fail_at(const answer *in, int64_t pos, dx_refusal which, const char *first)
{
	return dx_refuse(in->err, DX_ERR_TEXT, pos < 0 ? 0 : in->offset + (int) pos + 1, in->language, which, first, "");
}

static bool
fail_hint(const answer *in, dx_refusal which, const char *first, const char *second)
{
	return dx_refuse_hint(in->err, in->language, which, first, second);
}

bool
dx_answer_is_blank(dx_str text)
{
	return dx_trim(text).len == 0;
}

/*
 * How many labels the text can mean, where it is 1 its position in *r: the label written exactly
 * so, else those that differ in case only.
 */
static int
find_choice(const dx_rule *rule, dx_str text, double *r)
{
	int found = dx_rule_choice(rule, text);
	int matches = found > 0;

	if (found == 0)
		for (int i = 0; i < rule->n_items; i++)
			if (dx_same_word(text,
							 (dx_str) {(const char *) rule + rule->items[i].label_offset, rule->items[i].label_len}))
			{
				found = i + 1;
				matches++;
			}
	*r = found;
	return matches;
}

/* Words for "not applicable", in English and Vietnamese. */
static const char *const na_words[] = {
	"n/a", "na", "n.a.", "not applicable", "không áp dụng", "khong ap dung", "không có đối tượng"};

/* More bytes than the longest of them has when its marks are written as characters of their own. */
#define NA_SIZE 100

bool
dx_answer_is_na(const dx_rule *rule, dx_str text)
{
	char words[NA_SIZE];
	size_t len = 0;
	double r;

	text = dx_trim(text);
	/* all of them begin with one of two letters */
	if (text.len == 0 || text.len > sizeof(words) || strchr("nNkK", text.ptr[0]) == NULL)
		return false;
	if (rule != NULL && rule->kind == DX_RULE_CHOICE && find_choice(rule, text, &r) > 0)
		return false;
	/* one space between words */
	while (text.len > 0)
	{
		size_t space = dx_space_len(text.ptr, text.len);

		if (space == 0)
			words[len++] = *text.ptr;
		else if (words[len - 1] != ' ')
			words[len++] = ' ';
		text.ptr += space > 0 ? space : 1;
		text.len -= space > 0 ? space : 1;
	}
	for (size_t i = 0; i < sizeof(na_words) / sizeof(na_words[0]); i++)
		if (dx_same_word((dx_str) {words, len}, (dx_str) {na_words[i], strlen(na_words[i])}))
			return true;
	return false;
}

/* The label as written; otherwise the one label that differs in case only. */
static bool
read_choice(const answer *in, const dx_rule *rule, double *r)
{
	dx_buf list;
	int matches = find_choice(rule, in->text, r);

	if (matches == 1)
		return true;
	dx_buf_init(&list);
	for (int i = 0; i < rule->n_items; i++)
	{
		if (list.len > DX_MESSAGE_SIZE / 2)
		{
			dx_buf_add_text(&list, ", ...");
			break;
		}
		if (i > 0)
			dx_buf_add_text(&list, ", ");
		dx_buf_add(&list, (const char *) rule + rule->items[i].label_offset, rule->items[i].label_len);
	}
	fail_at(in, -1, matches > 1 ? DX_SEVERAL_CHOICES : DX_NO_SUCH_CHOICE, "");
	dx_refuse_detail(in->err, in->language, DX_CHOICES_DETAIL, list.data, "");
	dx_buf_free(&list);
	return false;
}

/* Yes and no in words; false if it is neither. */
static bool
read_yes_no(dx_str text, double *r)
{
	static const struct
	{
		const char *word;
		double value;
	} words[] = {{"có", 1},	   {"co", 1},	 {"yes", 1}, {"y", 1}, {"true", 1},	 {"t", 1}, {"đúng", 1}, {"dung", 1},
				 {"không", 0}, {"khong", 0}, {"no", 0},	 {"n", 0}, {"false", 0}, {"f", 0}, {"sai", 0}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (dx_same_word(text, (dx_str) {words[i].word, strlen(words[i].word)}))
		{
			*r = words[i].value;
			return true;
		}
	return false;
}

static void
skip_space(answer *in)
{
	size_t n;

	while ((n = dx_space_len(in->text.ptr + in->pos, in->text.len - in->pos)) > 0)
		in->pos += n;
}

/*
 * A number as typed. Where either is set, the separator can be a decimal sign or one of thousands,
 * which makes two different numbers.
 */
typedef struct typed
{
	dx_digits digits; /* with the separator as the decimal one */
	char separator;	  /* '\0': none */
	bool either;
	bool negative;
	int before; /* if either: the number of digits on its two sides */
	int after;
	size_t start;
} typed;

/* [sign] digits with at most one separator [e exponent] */
static bool
read_number(answer *in, typed *out)
{
	const char *text = in->text.ptr;
	size_t len = in->text.len;
	int before = 0;
	int after = 0;
	char most[16];

	memset(out, 0, sizeof(*out));
	skip_space(in);
	out->start = in->pos;
	if (in->pos < len && (text[in->pos] == '-' || text[in->pos] == '+'))
		out->negative = text[in->pos++] == '-';
	for (; in->pos < len; in->pos++)
	{
		char c = text[in->pos];

		if (c == '.' || c == ',')
		{
			if (out->separator != '\0')
			{
				fail_at(in, (int64_t) in->pos, DX_SEPARATORS, "");
				return fail_hint(in, DX_SEPARATORS_HINT, "", "");
			}
			out->separator = c;
		}
		else if (c >= '0' && c <= '9')
		{
			dx_digits_add(&out->digits, c - '0', out->separator != '\0');
			/* only up to three digits on either side are of interest */
			if (out->separator == '\0' && ++before <= 3)
				out->before = out->before * 10 + (c - '0');
			if (out->separator != '\0' && ++after <= 3)
				out->after = out->after * 10 + (c - '0');
			if (before > 3)
				before = 4;
			if (after > 3)
				after = 4;
		}
		else
			break;
	}
	if (out->digits.seen == 0)
		return fail_at(in, (int64_t) out->start, DX_NO_NUMBER, "");
	if (out->separator != '\0' && after == 0)
		return fail_at(in, (int64_t) in->pos, DX_NO_DIGIT, "");
	out->either = after == 3 && before >= 1 && before <= 3 && out->before != 0;
	if (out->digits.too_many)
	{
		snprintf(most, sizeof(most), "%d", DX_NUMBER_MAX_DIGITS);
		return fail_at(in, (int64_t) out->start, DX_TOO_MANY_DIGITS, most);
	}
	if (!dx_digits_end(&out->digits, dx_read_exponent(text, len, &in->pos)))
		return fail_at(in, (int64_t) out->start, DX_NUMBER_TOO_LARGE, "");
	if (out->negative)
		out->digits.mant = -out->digits.mant;
	return true;
}

/* 1.500 is one and a half to one reader and fifteen hundred to another. */
static bool
fail_two_numbers(const answer *in, const typed *number)
{
	int whole = number->before * 1000 + number->after;
	char decimal[64];
	char digits[72];
	char thousands[16];

	dx_language_number(in->language, dx_decimal_from_double(whole / 1000.0), decimal);
	/* three decimals would be refused again: write a fourth */
	snprintf(digits, sizeof(digits), "%s%s%s", number->negative ? "-" : "", decimal,
			 number->after % 10 != 0 ? "0" : "");
	snprintf(thousands, sizeof(thousands), "%s%d", number->negative ? "-" : "", whole);
	fail_at(in, (int64_t) number->start, DX_TWO_NUMBERS, "");
	return fail_hint(in, DX_TWO_NUMBERS_HINT, digits, thousands);
}

/* The hint that says how yes and no may be written. */
static bool
fail_yesno_hint(const answer *in)
{
	return fail_hint(in, dx_text_is_utf8() ? DX_YESNO_HINT : DX_YESNO_ASCII_HINT, "", "");
}

/* Refuse % or a/b where the rule's numbers have no unit */
static bool
fail_unit(const answer *in, const dx_rule *rule, size_t pos)
{
	char n[64];

	fail_at(in, (int64_t) pos, DX_NO_UNIT, in->text.ptr[pos] == '%' ? "%" : "/");
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_POINTS:
			return fail_hint(in, DX_POINTS_HINT, "", "");
		case DX_RULE_YESNO:
			return fail_yesno_hint(in);
		case DX_RULE_CHECKLIST:
			dx_decimal_print(rule->hi, n);
			return fail_hint(in, DX_CHECKLIST_HINT, n, "");
		case DX_RULE_LINEAR:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
			dx_refuse_detail(in->err, in->language, DX_NO_UNIT_DETAIL, "", "");
			break;
		case DX_RULE_NONE:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_LOG:
		case DX_RULE_CHOICE:
		case DX_RULE_UNSCORED:
			break;
	}
	return fail_hint(in, DX_PLAIN_HINT, "", "");
}

/* What was typed: one number, or a/b, and its unit. */
typedef struct quantity
{
	typed num;
	typed den;
	bool divided;
	int shift; /* to the unit of the rule: by 10^shift */
	size_t sign;
} quantity;

static bool
read_quantity(answer *in, const dx_rule *rule, quantity *out)
{
	char c;

	memset(out, 0, sizeof(*out));
	if (!read_number(in, &out->num))
		return false;
	skip_space(in);
	out->sign = in->pos;
	c = out->sign < in->text.len ? in->text.ptr[out->sign] : '\0';
	if (c == '%')
	{
		in->pos++;
		if (rule->kind == DX_RULE_RATIO)
			out->shift = -2;
		else if (!dx_rule_in_percent(rule))
			return fail_unit(in, rule, out->sign);
	}
	else if (c == '/')
	{
		in->pos++;
		out->divided = true;
		if (!read_number(in, &out->den))
			return false;
		if (out->den.digits.mant == 0)
			return fail_at(in, (int64_t) out->sign, DX_DIVIDED_BY_ZERO, "");
		if (out->den.digits.mant < 0)
			return fail_at(in, (int64_t) out->sign, DX_DIVIDED_BY_NEGATIVE, "");
		if (dx_rule_in_percent(rule))
			out->shift = 2;
		else if (rule->kind != DX_RULE_RATIO && rule->kind != DX_RULE_CHECKLIST)
			return fail_unit(in, rule, out->sign);
	}
	if (in->pos < in->text.len)
		return fail_at(in, (int64_t) in->pos, DX_TEXT_FOLLOWS, "");
	return true;
}

/* Can the number be read with this decimal sign: is its other separator one of thousands? */
static bool
is_readable(const typed *number, char point)
{
	return number->separator == '\0' || number->separator == point || number->either;
}

/* The digits of a number, read with this decimal sign. */
static dx_digits
digits_for(const typed *number, char point)
{
	dx_digits digits = number->digits;

	if (number->either && number->separator != point)
		digits.scale -= 3;
	return digits;
}

/* The result, read with this decimal sign; false where the rule does not take it. */
static bool
take_reading(const answer *in, const dx_rule *rule, const quantity *what, char point, const dx_maximum *max, double *r,
			 dx_error *err)
{
	static const dx_digits one = {.mant = 1, .digits = 1};
	dx_digits den = what->divided ? digits_for(&what->den, point) : one;
	answer reading = *in;
	double items;

	reading.err = err;
	if (what->divided && rule->kind == DX_RULE_CHECKLIST)
	{
		if (!dx_digits_quotient(den, one, 0, &items))
			return fail_at(&reading, -1, DX_DIGITS_APART, "");
		if (items != dx_decimal_to_double(rule->hi))
			return fail_unit(&reading, rule, what->sign);
		den = one;
	}
	if (!dx_digits_quotient(digits_for(&what->num, point), den, what->shift, r))
		return fail_at(&reading, -1, DX_DIGITS_APART, "");
	return dx_rule_takes(rule, *r, max, in->language, err);
}

/*
 * The one result that the number can be. People have a decimal point or a
 * decimal comma, not both in one answer; what is a number with only one of the two
 * signs, or what the rule takes with only one of them, is not in doubt.
 */
static bool
take_quantity(const answer *in, const dx_rule *rule, const quantity *what, const dx_maximum *max, double *r)
{
	const typed *either = what->num.either ? &what->num : &what->den;
	char point = either->separator;
	char other = point == '.' ? ',' : '.';
	bool with_point;
	double second;

	if (!either->either)
		return take_reading(in, rule, what, '.', max, r, in->err);
	if (!is_readable(&what->num, point) || !is_readable(&what->den, point))
		return take_reading(in, rule, what, other, max, r, in->err);
	with_point = take_reading(in, rule, what, point, max, r, in->err);
	if (!is_readable(&what->num, other) || !is_readable(&what->den, other) ||
		!take_reading(in, rule, what, other, max, &second, NULL))
		return with_point;
	if (with_point && *r != second)
		return fail_two_numbers(in, either);
	*r = second;
	return true;
}

/* Read the answer; errors, in the language of in, do not quote it. */
static bool
read_answer(answer *in, const dx_rule *rule, const dx_maximum *max, double *r)
{
	quantity what;

	if (in->text.len == 0)
		return fail_at(in, -1, DX_NO_ANSWER, "");
	if (dx_answer_is_na(rule, in->text))
	{
		fail_at(in, -1, DX_SAYS_NA, "");
		return fail_hint(in, DX_SAYS_NA_HINT, "", "");
	}
	if (rule->kind == DX_RULE_CHOICE)
		return read_choice(in, rule, r);
	if (rule->kind == DX_RULE_YESNO && read_yes_no(in->text, r))
		return true;
	if (read_quantity(in, rule, &what))
		return take_quantity(in, rule, &what, max, r);
	if (rule->kind == DX_RULE_YESNO && in->err != NULL && in->err->hint[0] == '\0')
		fail_yesno_hint(in);
	return false;
}

/* Refuse an answer that is too long, or else has no rule. */
static bool
fail_unread(const answer *in)
{
	char quoted[DX_STR_CLIP + 1];
	char most[16];

	snprintf(quoted, sizeof(quoted), "%.*s", DX_STR_ARG(in->text));
	snprintf(most, sizeof(most), "%d", DX_ANSWER_MAX_TEXT);
	if (in->text.len > DX_ANSWER_MAX_TEXT)
		return dx_refuse(in->err, DX_ERR_LIMIT, 0, in->language, DX_ANSWER_TOO_LONG, quoted, most);
	dx_refuse(in->err, DX_ERR_PARAM, 0, in->language, DX_NO_RULE, quoted, "");
	return fail_hint(in, DX_NO_RULE_HINT, "", "");
}

/* The same of an answer as typed, which may be too long, under a rule that may be NULL. */
static bool
read_typed(const dx_rule *rule, dx_str text, const dx_maximum *max, dx_language language, double *r, dx_error *err)
{
	answer in = {.text = text, .language = language, .err = err};

	if (text.len > DX_ANSWER_MAX_TEXT || rule == NULL || rule->kind == DX_RULE_NONE)
		return fail_unread(&in);
	in.text = dx_trim(text);
	in.offset = (int) (in.text.ptr - text.ptr);
	return read_answer(&in, rule, max, r);
}

bool
dx_rule_answer(const dx_rule *rule, dx_str text, const dx_maximum *max, double *r, dx_error *err)
{
	dx_str trimmed;
	char what[DX_MESSAGE_SIZE];

	if (read_typed(rule, text, max, DX_ENGLISH, r, err))
		return true;
	if (err == NULL || err->kind == DX_ERR_LIMIT || rule == NULL || rule->kind == DX_RULE_NONE ||
		dx_answer_is_blank(text))
		return false;
	/* quote the answer as typed: that is what one searches a table for */
	trimmed = dx_trim(text);
	strcpy(what, err->message);
	snprintf(err->message, sizeof(err->message),
			 err->kind == DX_ERR_TEXT ? "cannot read the answer \"%.*s\": %.700s" : "answer \"%.*s\": %.700s",
			 DX_STR_ARG(trimmed), what);
	return false;
}

/* Append valid characters; a character that quoting has clipped is left out. */
static void
add_valid(const char *text, dx_buf *out)
{
	size_t left = strlen(text);

	while (left > 0)
	{
		int n = dx_char_len(text, left);

		if (n > 0)
			dx_buf_add(out, text, (size_t) n);
		else
			n = 1;
		text += n;
		left -= (size_t) n;
	}
}

bool
dx_answer_problem(const dx_rule *rule, dx_str text, const dx_maximum *max, dx_language language, dx_buf *out)
{
	dx_error err;
	double r;
	size_t start = out->len;

	err.kind = DX_OK;
	if (read_typed(rule, text, max, language, &r, &err))
		return false;
	add_valid(err.message, out);
	/* every message begins with a letter of ASCII, or a quote */
	if (out->data[start] >= 'a' && out->data[start] <= 'z')
		out->data[start] = (char) (out->data[start] - 'a' + 'A');
	dx_buf_add_char(out, '.');
	for (int i = 0; i < 2; i++)
	{
		const char *sentence = i == 0 ? err.detail : err.hint;

		if (sentence[0] == '\0')
			continue;
		dx_buf_add_char(out, ' ');
		add_valid(sentence, out);
	}
	return true;
}
