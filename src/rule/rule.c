/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule.c: a rule's text to its image and back, and what is known of a rule without a
 * result.
 *
 * Canonical text: lower-case keywords, ", " between items, numbers by
 * dx_decimal_print, fractions in lowest terms, labels quoted only where they
 * are not plain words. Bounds are float8 like the results they are compared
 * with: 0.10000000000000001 is 0.1.
 */
#include "rule/rule.h"

#include "base/letters.h"
#include "number/text_reader.h"

#define MAX_CHECKLIST 1000000

/* No keyword has more bytes. */
#define WORD_SIZE 16

/* Facts about each kind: its keyword; may its bounds carry %, may ` whole` follow? */
static const struct
{
	const char *word;
	bool percents;
	bool whole;
} kinds[] = {[DX_RULE_POINTS] = {"points", false, true},  [DX_RULE_YESNO] = {"yesno", false, false},
			 [DX_RULE_RATIO] = {"ratio", false, false},	  [DX_RULE_PERCENT] = {"percent", false, true},
			 [DX_RULE_LINEAR] = {"linear", true, true},	  [DX_RULE_CHECKLIST] = {"checklist", false, false},
			 [DX_RULE_STEPS] = {"steps", true, true},	  [DX_RULE_CURVE] = {"curve", true, true},
			 [DX_RULE_CHOICE] = {"choice", false, false}, [DX_RULE_UNSCORED] = {"unscored", false, true},
			 [DX_RULE_LOG] = {"log", false, true}};

/* Field by field: the padding of an image stays zero. */
static void
put_decimal(dx_decimal *target, dx_decimal d)
{
	target->mant = d.mant;
	target->scale = d.scale;
}

#define ITEM_HINT "Items are separated by commas, numbers have a decimal point: 50:0.5, 80:1."

/*
 * A bound, as the float8 it stands for, and the colon behind it where it has an
 * attainment. The first of a rule says whether its bounds carry %.
 */
static bool
read_bound(dx_reader *in, dx_rule *head, bool first, dx_decimal *out, double *value)
{
	size_t start;
	size_t sign;
	bool percent;

	dx_read_peek(in);
	start = in->pos;
	if (!dx_read_number(in, out))
		return false;
	dx_read_peek(in);
	sign = in->pos;
	percent = dx_read_take(in, '%');
	if (percent && !kinds[head->kind].percents)
		return dx_read_fail(in, sign, "\"%%\" has no meaning under %s", kinds[head->kind].word);
	if (first && percent)
		head->flags |= DX_RULE_PERCENTS;
	/* first the colon: a decimal comma, 50%:0,5, begins an item "5" */
	if ((head->kind == DX_RULE_STEPS || head->kind == DX_RULE_CURVE) && !dx_read_expect(in, ':'))
		return dx_fail_hint(in->err, ITEM_HINT);
	if (percent != ((head->flags & DX_RULE_PERCENTS) != 0))
	{
		dx_read_fail(in, start,
					 percent ? "a number with %% follows one without" : "a number without %% follows one with");
		return dx_fail_hint(in->err, "All numbers of a rule that results are compared with carry %%, or none does.");
	}
	*value = dx_decimal_to_double(*out);
	*out = dx_decimal_from_double(*value);
	return true;
}

#define SHARE_HINT "Write 0.5 or 1/2 for half of the maximum, 5p for five points."

/* An attainment: 0.5, 1/3 or 5p. */
static bool
read_share(dx_reader *in, dx_share *out)
{
	dx_decimal num;
	dx_decimal den = {1, 0};
	size_t start;

	dx_read_peek(in);
	start = in->pos;
	if (!dx_read_number(in, &num))
		return false;
	out->is_points = dx_read_take(in, 'p') || dx_read_take(in, 'P');
	if (!out->is_points && !dx_read_divisor(in, start, &num, &den))
		return false;
	if (dx_read_peek(in) == '%')
	{
		dx_read_fail(in, in->pos, "an attainment carries no %%");
		return dx_fail_hint(in->err, SHARE_HINT);
	}
	put_decimal(&out->num, num);
	put_decimal(&out->den, den);
	if (out->is_points)
	{
		if (num.scale > DX_POINTS_DIGITS)
			return dx_read_fail(in, start, "points have more than %d decimals", DX_POINTS_DIGITS);
		if (fabs(dx_decimal_to_double(num)) > DX_MAX_POINTS)
			return dx_read_fail(in, start, "points are outside -1e15 to 1e15");
		return true;
	}
	if (num.mant < 0 || dx_decimal_cmp(num, den) > 0)
	{
		dx_read_fail(in, start, "an attainment is outside 0 to 1");
		return dx_fail_hint(in->err, SHARE_HINT);
	}
	return true;
}

/* Can the label stand without quotes? Letters, digits, _ and -, anything beyond ASCII but the no-break space. */
static bool
is_plain_label(dx_str label)
{
	for (size_t i = 0; i < label.len; i++)
	{
		char c = label.ptr[i];

		if ((uint8_t) c >= 0x80)
		{
			if (dx_space_len(label.ptr + i, label.len - i) > 0)
				return false;
		}
		else if (!(c == '_' || c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return false;
	}
	return true;
}

/* Does a choice's label differ from those before it? */
static bool
check_label(dx_reader *in, const dx_buf *items, const dx_buf *labels, const dx_rule_item *item, size_t start)
{
	const dx_rule_item *before = (const dx_rule_item *) items->data;
	dx_str label = {labels->data + item->label_offset, item->label_len};

	for (size_t i = 0; i < items->len / sizeof(dx_rule_item); i++)
	{
		dx_str other = {labels->data + before[i].label_offset, before[i].label_len};

		if (!dx_same_letters(label, other))
			continue;
		dx_read_fail(in, start, "label \"%.*s\" stands twice", (int) label.len, label.ptr);
		if (!dx_str_equal(label, other))
			dx_fail_hint(in->err, "The same letters are written with other Unicode characters: composed and apart.");
		return false;
	}
	return true;
}

/* Is a bound above those before it? The same may stand twice: as b, >b, and as two points of a curve. */
static bool
check_bound(dx_reader *in, dx_rule_kind kind, const dx_buf *items, const dx_rule_item *item, size_t start)
{
	const dx_rule_item *before = (const dx_rule_item *) items->data;
	size_t n = items->len / sizeof(dx_rule_item);
	bool twice = n > 0 && before[n - 1].bound_value == item->bound_value;

	if ((n > 0 && before[n - 1].bound_value > item->bound_value) ||
		(twice && kind == DX_RULE_STEPS && (before[n - 1].exclusive || !item->exclusive)))
	{
		dx_read_fail(in, start, "%s must ascend", kind == DX_RULE_STEPS ? "bounds" : "points of a curve");
		if (kind == DX_RULE_STEPS)
			dx_fail_hint(in->err, "The same number may stand twice only as b, then >b.");
		return false;
	}
	if (twice && n > 1 && before[n - 2].bound_value == item->bound_value)
	{
		dx_read_fail(in, start, "a curve has more than two points at one place");
		return dx_fail_hint(in->err, "Where it jumps it has two: x:a, x:b or x:a, >x:b.");
	}
	if (kind == DX_RULE_CURVE && item->exclusive && !twice)
	{
		dx_read_fail(in, start, "\">\" of a curve stands only where it jumps");
		return dx_fail_hint(in->err, "A jump is x:a, >x:b: a at x itself, from b on above it.");
	}
	return true;
}

#define LABEL_HINT "Each choice is label:attainment; a label with punctuation goes into single quotes: 'a, b':0.5."

/* (b:a, ...) of steps, curve and choice */
static bool
read_items(dx_reader *in, dx_rule *head, dx_buf *items, dx_buf *labels)
{
	dx_rule_kind kind = head->kind;
	size_t n;

	if (!dx_read_expect(in, '('))
		return false;
	do
	{
		dx_rule_item item;
		size_t start;

		memset(&item, 0, sizeof(item));
		dx_read_peek(in);
		start = in->pos;
		if (kind == DX_RULE_CHOICE)
		{
			uint32_t len;

			if (!dx_read_label(in, ",()", DX_RULE_MAX_LABEL, LABEL_HINT, labels, &item.label_offset, &len))
				return false;
			item.label_len = (uint16_t) len;
		}
		else
		{
			dx_decimal bound;

			if (dx_read_take(in, '>'))
			{
				item.exclusive = 1;
				if (dx_read_peek(in) == '=')
				{
					dx_read_fail(in, in->pos, "\"=\" is not needed");
					return dx_fail_hint(in->err, "A bound without > includes the bound itself.");
				}
			}
			if (!read_bound(in, head, items->len == 0, &bound, &item.bound_value))
				return false;
			put_decimal(&item.bound, bound);
		}
		if (!(kind == DX_RULE_CHOICE ? check_label(in, items, labels, &item, start)
									 : check_bound(in, kind, items, &item, start)) ||
			!read_share(in, &item.share))
			return false;
		if (items->len / sizeof(item) >= DX_RULE_MAX_STEPS)
			return dx_read_fail_limit(in, kinds[kind].word, DX_RULE_MAX_STEPS,
									  kind == DX_RULE_CHOICE ? "choices" : "steps");
		dx_buf_add(items, &item, sizeof(item));
	} while (dx_read_take(in, ','));
	n = items->len / sizeof(dx_rule_item);
	if (!dx_read_expect(in, ')'))
		return dx_fail_hint(in->err, ITEM_HINT);
	if (kind == DX_RULE_CURVE && n < 2)
		return dx_read_fail(in, in->pos - 1, "a curve needs at least two points");
	return true;
}

/*
 * Expect the character between or after the numbers of these kinds; the hint of the error says how
 * they are written.
 */
static bool
expect_between(dx_reader *in, const dx_rule *head, char c)
{
	if (dx_read_expect(in, c))
		return true;
	return dx_fail_hint(in->err,
						"It is written %s(%s), its numbers with a decimal point and nothing between thousands.",
						(head->flags & DX_RULE_TARGET) ? "target" : kinds[head->kind].word,
						(head->flags & DX_RULE_TARGET)		  ? "t"
							: head->kind == DX_RULE_CHECKLIST ? "n"
															  : "lo, hi");
}

/* linear(lo, hi), log(lo, hi), target(t), checklist(n) */
static bool
read_arguments(dx_reader *in, dx_rule *head)
{
	bool takes_two = head->kind != DX_RULE_CHECKLIST && !(head->flags & DX_RULE_TARGET);
	dx_decimal d;
	double lo = 0;
	double hi;
	size_t start;

	if (!expect_between(in, head, '('))
		return false;
	dx_read_peek(in);
	start = in->pos;
	if (takes_two)
	{
		if (!read_bound(in, head, true, &d, &lo))
			return false;
		put_decimal(&head->lo, d);
		if (head->kind == DX_RULE_LOG && lo <= 0)
			return dx_read_fail(in, start, "a bound of log must be greater than 0");
		if (!expect_between(in, head, ','))
			return false;
	}
	dx_read_peek(in);
	start = in->pos;
	if (!read_bound(in, head, !takes_two, &d, &hi))
		return false;
	put_decimal(&head->hi, d);
	if (head->kind == DX_RULE_CHECKLIST)
	{
		if (hi < 1 || hi > MAX_CHECKLIST || d.scale > 0)
			return dx_read_fail(in, start, "a checklist has a whole number of items, 1 to %d", MAX_CHECKLIST);
	}
	else if ((head->flags & DX_RULE_TARGET) && hi <= 0)
		return dx_read_fail(in, start, "a target must be greater than 0");
	else if (head->kind == DX_RULE_LOG && hi <= 0)
		return dx_read_fail(in, start, "a bound of log must be greater than 0");
	else if (hi == lo)
		return dx_read_fail(in, start, "the two bounds are equal");
	return expect_between(in, head, ')');
}

/* The next word in lower case, after spaces, truncated to WORD_SIZE bytes. Returns where it begins. */
static size_t
read_word(dx_reader *in, char *word)
{
	size_t start;
	size_t n = 0;

	dx_read_peek(in);
	start = in->pos;
	for (; in->pos < in->text.len; in->pos++)
	{
		char c = in->text.ptr[in->pos];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c + ('a' - 'A'));
		if (c < 'a' || c > 'z')
			break;
		if (n < WORD_SIZE - 1)
			word[n++] = c;
	}
	word[n] = '\0';
	return start;
}

/* Read ` whole` if it follows; an error after kinds for which it has no meaning. */
static bool
read_whole(dx_reader *in, dx_rule *head)
{
	char word[WORD_SIZE];
	size_t start = read_word(in, word);

	if (strcmp(word, "whole") != 0)
	{
		in->pos = start;
		return true;
	}
	if (!kinds[head->kind].whole)
	{
		dx_read_fail(in, start, "\"whole\" has no meaning after %s", kinds[head->kind].word);
		return dx_fail_hint(in->err,
							head->kind == DX_RULE_RATIO ? "The whole numbers from 0 to 1 are those of yesno."
														: "It takes no other than whole numbers.");
	}
	head->flags |= DX_RULE_WHOLE;
	return true;
}

/* The keyword, any case; sets kind and whether it is a target. */
static bool
read_keyword(dx_reader *in, dx_rule *head)
{
	char word[WORD_SIZE];
	size_t start = read_word(in, word);

	if (strcmp(word, "target") == 0)
	{
		head->kind = DX_RULE_LINEAR;
		head->flags = DX_RULE_TARGET;
		return true;
	}
	for (uint8_t kind = DX_RULE_POINTS; kind <= DX_RULE_LOG; kind++)
		if (strcmp(word, kinds[kind].word) == 0)
		{
			head->kind = kind;
			return true;
		}
	dx_read_fail(in, start, start >= in->text.len ? "it is empty" : "unknown kind of rule");
	return dx_fail_hint(in->err,
						"A rule is points, yesno, ratio, percent, linear(lo, hi), target(t), checklist(n), steps(b:a, "
						"...), curve(x:a, ...), log(lo, hi), choice(label:a, ...) or unscored.");
}

/* Header, items and labels as one image. */
static dx_rule *
assemble(const dx_rule *head, const dx_buf *items, const dx_buf *labels)
{
	size_t before = sizeof(dx_rule) + items->len;
	size_t size = (before + labels->len + 7) & ~(size_t) 7;
	dx_rule *rule = dx_alloc(size);

	rule->size = (uint32_t) size;
	rule->kind = head->kind;
	rule->flags = head->flags;
	rule->n_items = (uint16_t) (items->len / sizeof(dx_rule_item));
	put_decimal(&rule->lo, head->lo);
	put_decimal(&rule->hi, head->hi);
	memcpy((char *) rule + sizeof(dx_rule), items->data, items->len);
	memcpy((char *) rule + before, labels->data, labels->len);
	if (head->kind == DX_RULE_CHOICE)
		for (int i = 0; i < rule->n_items; i++)
			rule->items[i].label_offset += (uint32_t) before;
	return rule;
}

/* Read the whole text; the caller frees items and labels. */
static bool
read_rule(dx_reader *in, dx_rule *head, dx_buf *items, dx_buf *labels)
{
	for (size_t i = 0; i < in->text.len;)
	{
		int n = dx_char_len(in->text.ptr + i, in->text.len - i);

		if (n == 0)
			return dx_fail(in->err, DX_ERR_TEXT, (int) i + 1, "invalid rule: a byte is no valid character");
		i += (size_t) n;
	}
	if (!read_keyword(in, head))
		return false;
	switch ((dx_rule_kind) head->kind)
	{
		case DX_RULE_LINEAR:
		case DX_RULE_LOG:
		case DX_RULE_CHECKLIST:
			if (!read_arguments(in, head))
				return false;
			break;
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
		case DX_RULE_CHOICE:
			if (!read_items(in, head, items, labels))
				return false;
			break;
		case DX_RULE_NONE:
		case DX_RULE_POINTS:
		case DX_RULE_YESNO:
		case DX_RULE_RATIO:
		case DX_RULE_PERCENT:
		case DX_RULE_UNSCORED:
			break;
	}
	if (!read_whole(in, head))
		return false;
	dx_read_peek(in);
	if (in->pos < in->text.len)
		return dx_read_fail(in, in->pos, "text follows the end of the rule");
	return true;
}

dx_rule *
dx_rule_parse(dx_str text, dx_error *err)
{
	dx_reader in = {.text = text, .err = err, .what = "rule"};
	dx_rule head;
	dx_rule *rule = NULL;
	dx_buf items;
	dx_buf labels;

	if (text.len > DX_RULE_MAX_WRITTEN)
	{
		dx_read_fail_limit(&in, "a rule", DX_RULE_MAX_TEXT, "bytes");
		return NULL;
	}
	memset(&head, 0, sizeof(head));
	dx_buf_init(&items);
	dx_buf_init(&labels);
	if (read_rule(&in, &head, &items, &labels))
	{
		dx_buf canonical;

		rule = assemble(&head, &items, &labels);
		dx_buf_init(&canonical);
		dx_rule_print(rule, &canonical);
		if (canonical.len > DX_RULE_MAX_TEXT)
		{
			dx_read_fail_limit(&in, "A rule", DX_RULE_MAX_TEXT, "bytes");
			dx_free(rule);
			rule = NULL;
		}
		dx_buf_free(&canonical);
	}
	dx_buf_free(&items);
	dx_buf_free(&labels);
	return rule;
}

static void
print_number(dx_decimal d, dx_buf *out)
{
	char buf[64];

	dx_buf_add(out, buf, (size_t) dx_decimal_print(d, buf));
}

/* A bound, with its % where the rule's carry one. */
static void
print_bound(const dx_rule *rule, dx_decimal d, dx_buf *out)
{
	print_number(d, out);
	if (rule->flags & DX_RULE_PERCENTS)
		dx_buf_add_char(out, '%');
}

static void
print_share(const dx_share *share, dx_buf *out)
{
	print_number(share->num, out);
	if (share->is_points)
		dx_buf_add_char(out, 'p');
	else if (share->den.mant != 1 || share->den.scale != 0)
	{
		dx_buf_add_char(out, '/');
		print_number(share->den, out);
	}
}

static void
print_label(dx_str label, dx_buf *out)
{
	if (is_plain_label(label))
	{
		dx_buf_add(out, label.ptr, label.len);
		return;
	}
	dx_buf_add_char(out, '\'');
	for (size_t i = 0; i < label.len; i++)
	{
		if (label.ptr[i] == '\'')
			dx_buf_add_char(out, '\'');
		dx_buf_add_char(out, label.ptr[i]);
	}
	dx_buf_add_char(out, '\'');
}

void
dx_rule_print(const dx_rule *rule, dx_buf *out)
{
	dx_buf_add_text(out, (rule->flags & DX_RULE_TARGET) ? "target" : kinds[rule->kind].word);
	if (rule->kind == DX_RULE_LINEAR || rule->kind == DX_RULE_LOG || rule->kind == DX_RULE_CHECKLIST)
	{
		dx_buf_add_char(out, '(');
		if (rule->kind != DX_RULE_CHECKLIST && !(rule->flags & DX_RULE_TARGET))
		{
			print_bound(rule, rule->lo, out);
			dx_buf_add_text(out, ", ");
		}
		print_bound(rule, rule->hi, out);
		dx_buf_add_char(out, ')');
	}
	else if (rule->n_items > 0)
	{
		for (int i = 0; i < rule->n_items; i++)
		{
			const dx_rule_item *item = &rule->items[i];

			dx_buf_add_text(out, i == 0 ? "(" : ", ");
			if (rule->kind == DX_RULE_CHOICE)
				print_label((dx_str) {(const char *) rule + item->label_offset, item->label_len}, out);
			else
			{
				if (item->exclusive)
					dx_buf_add_char(out, '>');
				print_bound(rule, item->bound, out);
			}
			dx_buf_add_char(out, ':');
			print_share(&item->share, out);
		}
		dx_buf_add_char(out, ')');
	}
	if (rule->flags & DX_RULE_WHOLE)
		dx_buf_add_text(out, " whole");
}

bool
dx_rule_needs_maximum(const dx_rule *rule)
{
	if (rule->kind == DX_RULE_POINTS)
		return true;
	for (int i = 0; i < rule->n_items; i++)
		if (rule->items[i].share.is_points)
			return true;
	return false;
}

bool
dx_rule_bind(const dx_rule *rule, dx_maximum max, dx_error *err)
{
	for (int i = 0; i < rule->n_items; i++)
	{
		const dx_share *share = &rule->items[i].share;
		dx_points points;
		dx_points in_units;
		char points_text[64];
		char maximum_text[64];

		if (!share->is_points)
			continue;
		/* the parser keeps points within 1e15, with 12 decimals: it fits */
		dx_points_from_decimal(share->num, &points);
		in_units = points * max.den;
		if (max.units >= 0 ? (points >= 0 && in_units <= max.units) : (points <= 0 && in_units >= max.units))
			continue;
		dx_points_print(points, points_text);
		dx_maximum_print(max, maximum_text);
		dx_fail(err, DX_ERR_PARAM, 0, "the rule awards %s points where the maximum is %s", points_text, maximum_text);
		return dx_fail_detail(err, "Points in a rule must lie between %s and %s.", max.units < 0 ? maximum_text : "0",
							  max.units < 0 ? "0" : maximum_text);
	}
	return true;
}

int
dx_rule_choice(const dx_rule *rule, dx_str label)
{
	/* No two labels have the same letters, so the first match is the only one. */
	for (int i = 0; i < rule->n_items; i++)
		if (dx_same_letters(label,
							(dx_str) {(const char *) rule + rule->items[i].label_offset, rule->items[i].label_len}))
			return i + 1;
	return 0;
}
