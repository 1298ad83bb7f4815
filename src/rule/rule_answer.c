/*
 * rule_answer.c: what people type, as the result a rule takes.
 *
 * Both 8,5 and 8.5 are eight and a half. What could be read in two ways is
 * refused rather than guessed: 1.500, and a percentage where the rule's
 * numbers have no unit.
 */
#include "rule/rule.h"

#include "base/letters.h"
#include "number/text_reader.h"

typedef struct answer
{
	dx_str text; /* trimmed */
	int offset;	 /* of text in what was typed */
	size_t pos;
	dx_error *err;
} answer;

static bool fail_answer(const answer *in, int64_t pos, const char *fmt, ...) DX_PRINTF(3, 4);

/* "cannot read the answer "…": what", at byte pos of the text unless negative; always false. */
static bool
fail_answer(const answer *in, int64_t pos, const char *fmt, ...)
{
	char what[300];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return dx_fail(in->err, DX_ERR_TEXT, pos < 0 ? 0 : in->offset + (int) pos + 1,
				   "cannot read the answer \"%.*s\": %s", DX_STR_ARG(in->text), what);
}

bool
dx_answer_is_blank(dx_str text)
{
	return dx_trim(text).len == 0;
}

/* How many labels the text may stand for, 1 with its position in *r: the one written so, else those that differ in case only. */
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

/* More bytes than the longest of them has, with marks written apart. */
#define NA_SIZE 100

bool
dx_answer_is_na(const dx_rule *rule, dx_str text)
{
	char words[NA_SIZE];
	size_t len = 0;
	double r;

	text = dx_trim(text);
	if (text.len > sizeof(words))
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
	fail_answer(in, -1, matches > 1 ? "several choices differ from it in case only" : "it is none of the choices");
	dx_fail_detail(in->err, "The choices are: %s.", list.data);
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

/* 1.500 is one and a half to one reader and fifteen hundred to another. */
static bool
fail_ambiguous(const answer *in, size_t start, bool negative, int before_value, int after_value)
{
	char decimal[64];
	int whole = before_value * 1000 + after_value;

	/* three decimals would be refused again: write a fourth */
	if (after_value % 10 != 0)
		snprintf(decimal, sizeof(decimal), "%d.%03d0", before_value, after_value);
	else
		dx_decimal_print(dx_decimal_from_double(whole / 1000.0), decimal);
	fail_answer(in, (int64_t) start, "one separator and three digits can mean two numbers");
	return dx_fail_hint(in->err, "Write %s%s or %s%d.", negative ? "-" : "", decimal, negative ? "-" : "", whole);
}

/* [sign] digits with at most one separator [e exponent] */
static bool
read_number(answer *in, dx_digits *out)
{
	const char *text = in->text.ptr;
	size_t len = in->text.len;
	size_t start;
	dx_digits digits = {0};
	bool negative = false;
	int separators = 0;
	int before = 0;
	int before_value = 0;
	int after = 0;
	int after_value = 0;
	int64_t exponent;

	skip_space(in);
	start = in->pos;
	if (in->pos < len && (text[in->pos] == '-' || text[in->pos] == '+'))
		negative = text[in->pos++] == '-';
	for (; in->pos < len; in->pos++)
	{
		char c = text[in->pos];

		if (c == '.' || c == ',')
		{
			if (++separators > 1)
			{
				fail_answer(in, (int64_t) in->pos, "it has more than one separator");
				return dx_fail_hint(in->err,
									"Write the number without thousands separators, with one decimal point or comma.");
			}
		}
		else if (c >= '0' && c <= '9')
		{
			dx_digits_add(&digits, c - '0', separators > 0);
			/* only up to three digits on either side are of interest */
			if (separators == 0 && ++before <= 3)
				before_value = before_value * 10 + (c - '0');
			if (separators > 0 && ++after <= 3)
				after_value = after_value * 10 + (c - '0');
			if (before > 3)
				before = 4;
			if (after > 3)
				after = 4;
		}
		else
			break;
	}
	if (digits.seen == 0)
		return fail_answer(in, (int64_t) start, "a number is expected");
	if (separators == 1 && after == 0)
		return fail_answer(in, (int64_t) in->pos, "a digit is expected after the separator");
	if (after == 3 && before >= 1 && before <= 3 && before_value != 0)
		return fail_ambiguous(in, start, negative, before_value, after_value);
	exponent = dx_read_exponent(text, len, &in->pos);
	if (digits.too_many)
		return fail_answer(in, (int64_t) start, "it has more than %d significant digits", DX_NUMBER_MAX_DIGITS);
	if (!dx_digits_end(&digits, exponent))
		return fail_answer(in, (int64_t) start, "it is outside 1e-300 to 1e300");
	if (negative)
		digits.mant = -digits.mant;
	*out = digits;
	return true;
}

/* num / den x 10^shift, or an error. */
static bool
to_double(const answer *in, dx_digits num, dx_digits den, int shift, double *r)
{
	return dx_digits_quotient(num, den, shift, r) || fail_answer(in, -1, "its digits lie too far apart");
}

/* % or a/b where the rule's numbers have no unit */
static bool
fail_unit(const answer *in, const dx_rule *rule, size_t pos)
{
	char n[64];

	fail_answer(in, (int64_t) pos, "\"%c\" has no meaning under this rule", in->text.ptr[pos]);
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_POINTS:
			return dx_fail_hint(in->err, "Write the points awarded as a plain number, such as 8.5.");
		case DX_RULE_YESNO:
			return dx_fail_hint(in->err, "Write yes or no (có, không), 1 or 0.");
		case DX_RULE_CHECKLIST:
			dx_decimal_print(rule->hi, n);
			return dx_fail_hint(in->err, "Write how many of the %s items are met, alone or as a/%s.", n, n);
		case DX_RULE_LINEAR:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
			dx_fail_detail(in->err, "The bounds of the rule carry no %%.");
			break;
		case DX_RULE_NONE:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_CHOICE:
		case DX_RULE_UNSCORED:
			break;
	}
	return dx_fail_hint(in->err, "Write a plain number in the unit of the rule's bounds.");
}

/* The number, with % or /b after it, in the unit of the rule. */
static bool
read_quantity(answer *in, const dx_rule *rule, double *r)
{
	static const dx_digits one = {.mant = 1, .digits = 1};
	dx_digits num;
	dx_digits den = one;
	int shift = 0;
	size_t sign;
	char c;

	if (!read_number(in, &num))
		return false;
	skip_space(in);
	sign = in->pos;
	c = sign < in->text.len ? in->text.ptr[sign] : '\0';
	if (c == '%')
	{
		in->pos++;
		if (rule->kind == DX_RULE_RATIO)
			shift = -2;
		else if (!dx_rule_in_percent(rule))
			return fail_unit(in, rule, sign);
	}
	else if (c == '/')
	{
		in->pos++;
		if (!read_number(in, &den))
			return false;
		if (den.mant == 0)
			return fail_answer(in, (int64_t) sign, "division by zero");
		if (den.mant < 0)
			return fail_answer(in, (int64_t) sign, "division by a negative number");
		if (dx_rule_in_percent(rule))
			shift = 2;
		else if (rule->kind == DX_RULE_CHECKLIST)
		{
			double items;

			if (!to_double(in, den, one, 0, &items))
				return false;
			if (items != dx_decimal_to_double(rule->hi))
				return fail_unit(in, rule, sign);
			den = one;
		}
		else if (rule->kind != DX_RULE_RATIO)
			return fail_unit(in, rule, sign);
	}
	if (in->pos < in->text.len)
		return fail_answer(in, (int64_t) in->pos, "text follows the number");
	return to_double(in, num, den, shift, r);
}

bool
dx_rule_answer(const dx_rule *rule, dx_str text, double *r, dx_error *err)
{
	dx_str trimmed = dx_trim(text);
	answer in = {trimmed, (int) (trimmed.ptr - text.ptr), 0, err};

	if (trimmed.len == 0)
		return dx_fail(err, DX_ERR_TEXT, 0, "the answer is empty");
	if (rule->kind == DX_RULE_NONE)
		return dx_fail(err, DX_ERR_PARAM, 0, "there is no rule to read the answer \"%.*s\" by", DX_STR_ARG(trimmed));
	if (dx_answer_is_na(rule, trimmed))
	{
		fail_answer(&in, -1, "not applicable is a state, not a result");
		return dx_fail_hint(err, "A card takes it as the state na: dx.card(tree, code, NULL, 'na').");
	}
	if (rule->kind == DX_RULE_CHOICE)
		return read_choice(&in, rule, r);
	if (rule->kind == DX_RULE_YESNO && read_yes_no(trimmed, r))
		return true;
	if (!read_quantity(&in, rule, r))
	{
		if (rule->kind == DX_RULE_YESNO && err->hint[0] == '\0')
			dx_fail_hint(err, "Write yes or no (có, không), 1 or 0.");
		return false;
	}
	if (!dx_rule_check(rule, *r, err))
	{
		/* quote what was typed: that is what one searches a table for */
		char what[300];

		snprintf(what, sizeof(what), "%.*s", (int) sizeof(what) - 1, err->message);
		snprintf(err->message, sizeof(err->message), "answer \"%.*s\": %s", DX_STR_ARG(trimmed), what);
		return false;
	}
	return true;
}
