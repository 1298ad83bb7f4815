/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_words.c: a rule said in words. The words are a list of "condition: amount", best
 * results first; only the phrases differ between languages, and they all stand in one
 * table.
 */
#include "rule/rule_words.h"

/* $1 and $2 in a phrase are parameters. */
typedef enum phrase
{
	AT_LEAST,
	AT_MOST,
	BELOW,
	ABOVE,
	JUST_BELOW,
	JUST_ABOVE,
	EXACTLY,
	FROM_TO,
	FROM_TO_BELOW,
	ABOVE_TO,
	ABOVE_TO_BELOW,
	OTHERWISE,
	YES,
	NO,
	IN_PROPORTION,
	IN_BETWEEN,
	BY_LOGARITHM,
	WHOLE_ONLY,
	EACH_ITEM,
	ALL_ITEMS,
	AS_POINTS,
	THE_MAXIMUM,
	SHARE_OF,
	SO_MANY_POINTS,
	NOT_SCORED,
	WORTH_NOTHING,
	PHRASES
} phrase;

static const char *const phrases[DX_LANGUAGES][PHRASES] = {
	[DX_ENGLISH] = {[AT_LEAST] = "$1 or more",
					[AT_MOST] = "$1 or less",
					[BELOW] = "below $1",
					[ABOVE] = "above $1",
					[JUST_BELOW] = "just below $1",
					[JUST_ABOVE] = "just above $1",
					[EXACTLY] = "exactly $1",
					[FROM_TO] = "$1 to $2",
					[FROM_TO_BELOW] = "$1 to below $2",
					[ABOVE_TO] = "above $1 to $2",
					[ABOVE_TO_BELOW] = "above $1 to below $2",
					[OTHERWISE] = "else $1",
					[YES] = "yes",
					[NO] = "no",
					[IN_PROPORTION] = "below in proportion",
					[IN_BETWEEN] = "evenly in between",
					[BY_LOGARITHM] = "in between by the logarithm",
					[WHOLE_ONLY] = "whole numbers only",
					[EACH_ITEM] = "each of $1 items",
					[ALL_ITEMS] = "all",
					[AS_POINTS] = "points from $1 to $2",
					[THE_MAXIMUM] = "the maximum",
					[SHARE_OF] = "$1 of $2",
					[SO_MANY_POINTS] = "$1 points",
					[NOT_SCORED] = "not scored",
					[WORTH_NOTHING] = "worth 0 points"},
	[DX_VIETNAMESE] = {[AT_LEAST] = "từ $1 trở lên",
					   [AT_MOST] = "từ $1 trở xuống",
					   [BELOW] = "dưới $1",
					   [ABOVE] = "trên $1",
					   [JUST_BELOW] = "sát dưới $1",
					   [JUST_ABOVE] = "sát trên $1",
					   [EXACTLY] = "đúng $1",
					   [FROM_TO] = "từ $1 đến $2",
					   [FROM_TO_BELOW] = "từ $1 đến dưới $2",
					   [ABOVE_TO] = "trên $1 đến $2",
					   [ABOVE_TO_BELOW] = "trên $1 đến dưới $2",
					   [OTHERWISE] = "còn lại: $1",
					   [YES] = "có",
					   [NO] = "không",
					   [IN_PROPORTION] = "dưới mức đó tính theo tỷ lệ",
					   [IN_BETWEEN] = "giữa các mức tính theo tỷ lệ",
					   [BY_LOGARITHM] = "giữa hai mức tính theo logarit",
					   [WHOLE_ONLY] = "chỉ nhận số nguyên",
					   [EACH_ITEM] = "mỗi nội dung trong $1 nội dung",
					   [ALL_ITEMS] = "đủ tất cả",
					   [AS_POINTS] = "chấm điểm từ $1 đến $2",
					   [THE_MAXIMUM] = "điểm tối đa",
					   [SHARE_OF] = "$1 của $2",
					   [SO_MANY_POINTS] = "$1 điểm",
					   [NOT_SCORED] = "không chấm điểm",
					   [WORTH_NOTHING] = "không tính điểm"}};

/* The most bytes of a number or an amount, its NUL included. */
#define AMOUNT_SIZE 200

typedef struct speaker
{
	const dx_rule *rule;
	bool in_points; /* else in shares of the maximum */
	dx_decimal maximum;
	dx_language language;
	dx_buf *out;
	bool begun;
} speaker;

/* A phrase filled in, in a buffer of AMOUNT_SIZE. */
static void
fill_amount(dx_language language, phrase which, const char *first, const char *second, char *buf)
{
	dx_buf filled;

	dx_buf_init(&filled);
	dx_phrase_fill(phrases[language][which], first, second, &filled);
	snprintf(buf, AMOUNT_SIZE, "%s", filled.data);
	dx_buf_free(&filled);
}

/* A number in the language of s. Returns buf. */
static const char *
number(const speaker *s, dx_decimal d, char *buf)
{
	return dx_language_number(s->language, d, buf);
}

/* A number that results are compared with, its unit behind it. Returns buf. */
static const char *
bound(const speaker *s, dx_decimal d, char *buf)
{
	number(s, d, buf);
	if (s->rule->flags & DX_RULE_PERCENTS)
		strcat(buf, " %");
	return buf;
}

/* whole x num / den as a decimal; false if that has infinitely many or more than 17 digits. */
static bool
exact_part(dx_decimal whole, dx_decimal num, dx_decimal den, dx_decimal *out)
{
	/* below 10^17 each, so the product fits 128 bits with room for another 4 digits */
	dx_int128 value = (dx_int128) whole.mant * num.mant;
	int32_t scale = whole.scale + num.scale - den.scale;
	dx_int128 most = DX_POINTS_ONE * DX_POINTS_ONE * DX_POINTS_ONE * 10;

	for (int i = 0; i < 18 && value % den.mant != 0 && value <= most && value >= -most; i++)
	{
		value *= 10;
		scale++;
	}
	if (value % den.mant != 0)
		return false;
	value /= den.mant;
	while (value != 0 && value % 10 == 0)
	{
		value /= 10;
		scale--;
	}
	if (value >= INT64_C(100000000000000000) || value <= -INT64_C(100000000000000000))
		return false;
	out->mant = (int64_t) value;
	out->scale = value == 0 ? 0 : scale;
	return true;
}

/* num / den of the maximum: as a number where that is exact ("6.5", "40 %"), else as a fraction ("1/3 of 20"). */
static const char *
part(const speaker *s, dx_decimal num, dx_decimal den, char *buf)
{
	static const dx_decimal hundred = {1, -2};
	dx_decimal d;
	char fraction[AMOUNT_SIZE];
	char whole[64];
	size_t len;

	if (exact_part(s->in_points ? s->maximum : hundred, num, den, &d))
	{
		number(s, d, buf);
		if (!s->in_points && d.mant != 0)
			strcat(buf, " %");
		return buf;
	}
	len = strlen(number(s, num, fraction));
	if (den.mant != 1 || den.scale != 0)
	{
		fraction[len++] = '/';
		number(s, den, fraction + len);
	}
	fill_amount(s->language, SHARE_OF, fraction,
				s->in_points ? number(s, s->maximum, whole) : phrases[s->language][THE_MAXIMUM], buf);
	return buf;
}

static const char *
share(const speaker *s, const dx_share *of, char *buf)
{
	char digits[64];

	if (!of->is_points)
		return part(s, of->num, of->den, buf);
	number(s, of->num, digits);
	if (s->in_points)
		strcpy(buf, digits);
	else
		fill_amount(s->language, SO_MANY_POINTS, digits, "", buf);
	return buf;
}

static const char *
whole(const speaker *s, char *buf)
{
	return part(s, (dx_decimal) {1, 0}, (dx_decimal) {1, 0}, buf);
}

/* Begin the next part of the list. */
static void
next_part(speaker *s)
{
	if (s->begun)
		dx_buf_add_text(s->out, "; ");
	s->begun = true;
}

static void
say(speaker *s, phrase which, const char *first, const char *second)
{
	next_part(s);
	dx_phrase_fill(phrases[s->language][which], first, second, s->out);
}

static void
say_amount(speaker *s, const char *amount)
{
	dx_buf_add_text(s->out, ": ");
	dx_buf_add_text(s->out, amount);
}

/* "condition: amount", a condition with up to two bounds. */
static void
say_case(speaker *s, phrase which, dx_decimal first, dx_decimal second, const char *amount)
{
	char a[64];
	char b[64];

	say(s, which, bound(s, first, a), bound(s, second, b));
	say_amount(s, amount);
}

static void
say_plain(speaker *s, const char *condition, const char *amount)
{
	next_part(s);
	dx_buf_add_text(s->out, condition);
	say_amount(s, amount);
}

/* linear, target, log */
static void
say_linear(speaker *s)
{
	const dx_rule *rule = s->rule;
	bool more_is_better = dx_decimal_cmp(rule->lo, rule->hi) < 0;
	char amount[AMOUNT_SIZE];

	say_case(s, more_is_better ? AT_LEAST : AT_MOST, rule->hi, rule->hi, whole(s, amount));
	if (rule->flags & DX_RULE_TARGET)
	{
		say(s, IN_PROPORTION, "", "");
		return;
	}
	say_case(s, more_is_better ? AT_MOST : AT_LEAST, rule->lo, rule->lo, "0");
	say(s, rule->kind == DX_RULE_LOG ? BY_LOGARITHM : IN_BETWEEN, "", "");
}

static void
say_checklist(speaker *s)
{
	dx_decimal one = {1, 0};
	char amount[AMOUNT_SIZE];

	if (dx_decimal_cmp(s->rule->hi, one) == 0)
	{
		say_plain(s, "1", whole(s, amount));
		say_plain(s, "0", "0");
		return;
	}
	say_case(s, EACH_ITEM, s->rule->hi, s->rule->hi, part(s, one, s->rule->hi, amount));
	say(s, ALL_ITEMS, "", "");
	say_amount(s, whole(s, amount));
}

/* Steps of whole numbers: the range of numbers on each step, for steps that have any. */
static void
say_whole_steps(speaker *s)
{
	const dx_rule_item *items = s->rule->items;
	int last = s->rule->n_items - 1;
	char amount[AMOUNT_SIZE];

	for (int i = last; i >= 0; i--)
	{
		double low = dx_rule_whole_from(&items[i]);
		double high = i < last ? dx_rule_whole_before(&items[i + 1]) : low;
		dx_decimal from = dx_decimal_from_double(low);
		char digits[64];

		if (high < low)
			continue;
		share(s, &items[i].share, amount);
		if (i < last && high == low)
			say_plain(s, bound(s, from, digits), amount);
		else
			say_case(s, i == last ? AT_LEAST : FROM_TO, from, dx_decimal_from_double(high), amount);
	}
	say(s, OTHERWISE, "0", "");
}

static void
say_steps(speaker *s)
{
	const dx_rule_item *items = s->rule->items;
	char amount[AMOUNT_SIZE];

	for (int i = s->rule->n_items - 1; i >= 0; i--)
	{
		const dx_rule_item *above = i + 1 < s->rule->n_items ? &items[i + 1] : NULL;
		phrase which;

		if (above == NULL)
			which = items[i].exclusive ? ABOVE : AT_LEAST;
		else if (items[i].bound_value == above->bound_value)
			which = EXACTLY;
		else if (items[i].exclusive)
			which = above->exclusive ? ABOVE_TO : ABOVE_TO_BELOW;
		else
			which = above->exclusive ? FROM_TO : FROM_TO_BELOW;
		say_case(s, which, items[i].bound, above ? above->bound : items[i].bound, share(s, &items[i].share, amount));
	}
	say(s, OTHERWISE, "0", "");
}

static void
say_curve(speaker *s)
{
	const dx_rule_item *items = s->rule->items;
	int last = s->rule->n_items - 1;
	char amount[AMOUNT_SIZE];
	char digits[64];
	bool slopes = false;

	for (int i = last; i >= 0; i--)
	{
		bool above_jump = i > 0 && items[i - 1].bound_value == items[i].bound_value;
		bool below_jump = i < last && items[i + 1].bound_value == items[i].bound_value;

		slopes = slopes || (i < last && !below_jump);
		share(s, &items[i].share, amount);
		/* One side of a jump, whose value does not hold at the jump itself. */
		if (above_jump && items[i].exclusive)
			say_case(s, i == last ? ABOVE : JUST_ABOVE, items[i].bound, items[i].bound, amount);
		else if (below_jump && !items[i + 1].exclusive)
			say_case(s, i == 0 ? BELOW : JUST_BELOW, items[i].bound, items[i].bound, amount);
		else if (i == last || i == 0)
			say_case(s, i == 0 ? AT_MOST : AT_LEAST, items[i].bound, items[i].bound, amount);
		else
			say_plain(s, bound(s, items[i].bound, digits), amount);
	}
	if (slopes)
		say(s, IN_BETWEEN, "", "");
}

static void
say_choice(speaker *s)
{
	char amount[AMOUNT_SIZE];

	for (int i = 0; i < s->rule->n_items; i++)
	{
		const dx_rule_item *item = &s->rule->items[i];
		const char *label = (const char *) s->rule + item->label_offset;
		/* A label that contains the punctuation of the list would be misread. */
		bool quoted = memchr(label, ':', item->label_len) || memchr(label, ';', item->label_len);

		next_part(s);
		if (quoted)
			dx_buf_add_char(s->out, '"');
		dx_buf_add(s->out, label, item->label_len);
		if (quoted)
			dx_buf_add_char(s->out, '"');
		say_amount(s, share(s, &item->share, amount));
	}
}

/* The rule `points`: what is entered is what is earned. */
static void
say_points(speaker *s)
{
	char amount[AMOUNT_SIZE];

	if (!s->in_points)
		say(s, AS_POINTS, "0", phrases[s->language][THE_MAXIMUM]);
	else if (s->maximum.mant < 0)
		say(s, AS_POINTS, whole(s, amount), "0");
	else
		say(s, AS_POINTS, "0", whole(s, amount));
}

void
dx_rule_words(const dx_rule *rule, bool has_max, dx_maximum max, dx_language language, dx_buf *out)
{
	speaker s = {rule, has_max && max.units != 0 && max.den == 1, {0, 0}, language, out, false};
	char amount[AMOUNT_SIZE];

	if (s.in_points)
		s.maximum = dx_decimal_from_double(dx_maximum_to_double(max));
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_NONE:
			return;
		case DX_RULE_UNSCORED:
			say(&s, NOT_SCORED, "", "");
			if (rule->flags & DX_RULE_WHOLE)
				say(&s, WHOLE_ONLY, "", "");
			return;
		case DX_RULE_POINTS:
			if (!has_max || max.units != 0)
				say_points(&s);
			break;
		case DX_RULE_YESNO:
			say_plain(&s, phrases[language][YES], whole(&s, amount));
			say_plain(&s, phrases[language][NO], "0");
			break;
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
			say_plain(&s, rule->kind == DX_RULE_RATIO ? "1" : "100 %", whole(&s, amount));
			say(&s, IN_PROPORTION, "", "");
			break;
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
			say_linear(&s);
			break;
		case DX_RULE_CHECKLIST:
			say_checklist(&s);
			break;
		case DX_RULE_STEPS:
			if (rule->flags & DX_RULE_WHOLE)
				say_whole_steps(&s);
			else
				say_steps(&s);
			break;
		case DX_RULE_CURVE:
			say_curve(&s);
			break;
		case DX_RULE_CHOICE:
			say_choice(&s);
			break;
	}
	if (rule->flags & DX_RULE_WHOLE)
		say(&s, WHOLE_ONLY, "", "");
	if (has_max && max.units == 0)
		say(&s, WORTH_NOTHING, "", "");
}

/*
 * A number with exactly three decimals could be read as thousands; where the rule does not decide,
 * a 0 is appended.
 */
static void
say_result_number(const dx_rule *rule, double r, dx_language language, dx_buf *out)
{
	char digits[64];
	size_t n;
	size_t separator;
	double read;

	n = strlen(dx_language_number(language, dx_decimal_from_double(r), digits));
	separator = strcspn(digits, ".,");
	dx_buf_add(out, digits, n);
	if (rule != NULL && strspn(digits + separator + (separator < n), "0123456789") == 3 &&
		!(dx_rule_answer(rule, (dx_str) {digits, n}, NULL, &read, NULL) && read == r))
	{
		out->len -= n - separator - 4;
		dx_buf_add_char(out, '0');
		dx_buf_add(out, digits + separator + 4, n - separator - 4);
	}
}

bool
dx_result_words(const dx_rule *rule, double r, dx_language language, dx_buf *out, dx_error *err)
{
	dx_rule_kind kind = rule != NULL ? (dx_rule_kind) rule->kind : DX_RULE_NONE;
	char items[64];

	if (rule != NULL && !dx_rule_check(rule, r, err))
		return false;
	switch (kind)
	{
		case DX_RULE_YESNO:
			dx_buf_add_text(out, phrases[language][r != 0 ? YES : NO]);
			return true;
		case DX_RULE_CHOICE:
			dx_buf_add(out, (const char *) rule + rule->items[(int) r - 1].label_offset,
					   rule->items[(int) r - 1].label_len);
			return true;
		case DX_RULE_CHECKLIST:
			say_result_number(rule, r, language, out);
			dx_buf_add_char(out, '/');
			dx_buf_add_text(out, dx_language_number(language, rule->hi, items));
			return true;
		case DX_RULE_NONE:
		case DX_RULE_POINTS:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
		case DX_RULE_UNSCORED:
			break;
	}
	say_result_number(rule, r, language, out);
	if (rule != NULL && dx_rule_in_percent(rule))
		dx_buf_add_text(out, " %");
	return true;
}
