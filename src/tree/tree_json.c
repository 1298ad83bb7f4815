/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_json.c: reading the text form of an index tree, a JSON array of node
 * objects, and the options that rows and patches give as JSON.
 */
#include "tree/terms.h"
#include "tree/tree_make.h"

#include "number/text_reader.h"

/* Quotes the value; its position only where the user wrote the text that was read. */
static bool
bad_option(dx_error *err, dx_options_kind kind, const dx_node_spec *spec, const dx_json *value, const char *expected)
{
	char code[DX_CODE_MAX_TEXT + 8];
	const char *quote = value->type == DX_JSON_STRING ? "\"" : "";
	dx_str shown = value->text;

	if (value->type != DX_JSON_STRING && value->type != DX_JSON_NUMBER)
		shown = (dx_str) {dx_json_type_name(value->type), strlen(dx_json_type_name(value->type))};
	dx_code_decode(spec->key, code);
	return dx_fail(err, DX_ERR_PARAM, kind == DX_OPTIONS_NODE ? value->position : 0,
				   "option \"%.*s\" of \"%.*s\" must be %s, not %s%.*s%s", DX_STR_ARG(value->key), DX_STR_CLIP, code,
				   expected, quote, DX_STR_ARG(shown), quote);
}

/* A decimal number that is the whole of text ("2", "-0.5"). JSON strings have no NUL. */
static bool
parse_number(dx_str text, double *out)
{
	char copy[64];
	char *end;

	if (text.len == 0 || text.len >= sizeof(copy))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("0123456789+-.eE", text.ptr[i]) == NULL)
			return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*out = strtod(copy, &end);
	if (*out == 0)
		*out = 0; /* no -0 */
	return *end == '\0' && isfinite(*out);
}

/* Put a method into the spec, by name. */
static bool
parse_method(dx_str text, dx_node_spec *spec)
{
	text = dx_trim_blanks(text);
	for (uint8_t m = 0; m < DX_METHODS; m++)
	{
		size_t len = strlen(dx_methods[m].name);
		dx_str number;

		if (text.len < len || memcmp(text.ptr, dx_methods[m].name, len) != 0)
			continue;
		if (dx_methods[m].number == DX_NUMBER_NONE)
		{
			if (text.len != len)
				continue;
			spec->method = m;
			return true;
		}
		if (text.len <= len + 2 || text.ptr[len] != '(' || text.ptr[text.len - 1] != ')')
			continue;
		number = (dx_str) {text.ptr + len + 1, text.len - len - 2};
		spec->method = m;
		return parse_number(dx_trim_blanks(number), &spec->power) && dx_method_takes((dx_method) m, spec->power);
	}
	return false;
}

/* All methods as they are written: "sum, mean, …, alternatives or best(n) …"; buf of 256 bytes. */
static const char *
list_methods(char *buf)
{
	int len = 0;

	for (int m = 0; m < DX_METHODS; m++)
	{
		len += snprintf(buf + len, (size_t) (256 - len), "%s%s",
						m == 0					  ? ""
							: m == DX_METHODS - 1 ? " or "
												  : ", ",
						dx_methods[m].name);
		if (dx_methods[m].number == DX_NUMBER_POWER)
			len +=
				snprintf(buf + len, (size_t) (256 - len), "(p) with p from -%g to %g", DX_POWER_LIMIT, DX_POWER_LIMIT);
		else if (dx_methods[m].number == DX_NUMBER_COUNT)
			len += snprintf(buf + len, (size_t) (256 - len), "(n) with n from 1 to %d", DX_COUNT_LIMIT);
	}
	return buf;
}

/* "2/3", or a number: the share of children that must have a value. */
static bool
parse_coverage(const dx_json *value, dx_node_spec *spec)
{
	const char *slash = value->text.len ? memchr(value->text.ptr, '/', value->text.len) : NULL;
	double num;
	double den;

	spec->coverage_num = spec->coverage_den = 0;
	spec->min_coverage = 0;
	if (value->type == DX_JSON_STRING && slash != NULL)
	{
		size_t n = (size_t) (slash - value->text.ptr);

		if (!parse_number(dx_trim_blanks((dx_str) {value->text.ptr, n}), &num) ||
			!parse_number(dx_trim_blanks((dx_str) {slash + 1, value->text.len - n - 1}), &den) ||
			!(num >= 0 && num <= den && den >= 1 && den <= 1e9) || num != floor(num) || den != floor(den))
			return false;
		spec->coverage_num = (uint32_t) num;
		spec->coverage_den = (uint32_t) den;
		return true;
	}
	if (value->type == DX_JSON_NUMBER)
		num = value->number;
	else if (value->type != DX_JSON_STRING || !parse_number(dx_trim_blanks(value->text), &num))
		return false;
	spec->min_coverage = num == 0 ? 0 : num;
	return num >= 0 && num <= 1;
}

/* A number, or a fraction as text ("1/3") whose denominator is whole: *num / *den. */
static bool
parse_amount(const dx_json *value, double *num, uint32_t *den)
{
	const char *slash = value->text.len ? memchr(value->text.ptr, '/', value->text.len) : NULL;
	size_t n = slash ? (size_t) (slash - value->text.ptr) : value->text.len;
	double below = 1;

	*den = 1;
	if (value->type == DX_JSON_NUMBER)
	{
		*num = value->number;
		return true;
	}
	if (value->type != DX_JSON_STRING || !parse_number(dx_trim_blanks((dx_str) {value->text.ptr, n}), num) ||
		(slash && !parse_number(dx_trim_blanks((dx_str) {slash + 1, value->text.len - n - 1}), &below)) ||
		!(below >= 1 && below <= UINT32_MAX) || below != floor(below))
		return false;
	*den = (uint32_t) below;
	/* In lowest terms, so that 2/6 is 1/3. */
	if (fabs(*num) < 0x1p53 && *num == floor(*num))
	{
		int64_t divisor = (int64_t) dx_common_divisor((dx_int128) *num, *den);

		*num /= (double) divisor;
		*den /= (uint32_t) divisor;
	}
	return true;
}

/* A maximum as text may have more digits than a double, as the canonical text of a sum of fractions has. */
static void
take_digits(dx_str text, dx_node_spec *spec)
{
	const char *slash = memchr(text.ptr, '/', text.len);
	size_t n = slash ? (size_t) (slash - text.ptr) : text.len;
	double den = 1;

	if (slash)
		parse_number(dx_trim_blanks((dx_str) {slash + 1, text.len - n - 1}), &den);
	if (!dx_maximum_parse(dx_trim_blanks((dx_str) {text.ptr, n}), (uint32_t) den, &spec->exact_max))
		spec->exact_max.den = 0;
}

static bool
is_whole(const dx_json *value, double lo, double hi)
{
	return value->type == DX_JSON_NUMBER && value->number >= lo && value->number <= hi &&
		value->number == floor(value->number);
}

/* A text option; a number is taken as it is written. */
static bool
set_text(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, dx_str *field, dx_error *err)
{
	if (value->type == DX_JSON_NULL)
		*field = (dx_str) {NULL, 0};
	else if (value->type == DX_JSON_STRING || value->type == DX_JSON_NUMBER)
		*field = value->text;
	else
		return bad_option(err, kind, spec, value, "text");
	return true;
}

/* Set or clear one inherited option's "stated" bit. */
static bool
state(dx_node_spec *spec, uint32_t bit, bool stated)
{
	spec->stated = stated ? spec->stated | bit : spec->stated & ~bit;
	return true;
}

#define IS(name) dx_str_equal(value->key, DX_STR(name))

/* A maximum, in a row only where the row has none. */
static bool
apply_max(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, dx_error *err)
{
	bool given = value->type != DX_JSON_NULL;
	char code[DX_CODE_MAX_TEXT + 8];

	if (kind == DX_OPTIONS_ROW && given && spec->has_max)
	{
		dx_code_decode(spec->key, code);
		return dx_fail(err, DX_ERR_PARAM, 0, "node \"%.*s\" has two maxima: max_points and the option \"max\"",
					   DX_STR_CLIP, code);
	}
	if (kind == DX_OPTIONS_ROW && !given)
		return true;
	spec->max = 0;
	spec->max_den = 1;
	if (given && !parse_amount(value, &spec->max, &spec->max_den))
		return bad_option(err, kind, spec, value, "a number, or a fraction such as \"1/3\"");
	spec->has_max = given;
	spec->exact_max.den = spec->old_max.den = 0;
	if (given)
		take_digits(value->text, spec);
	return true;
}

/* What points are rounded to: a decimal above 0, or a fraction that is one. */
static bool
apply_round_to(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, dx_error *err)
{
	dx_maximum unit = {0, 1};
	double num;
	uint32_t den;

	spec->round_to = 0;
	if (value->type == DX_JSON_NULL)
		return true;
	if (!parse_amount(value, &num, &den) || !(fabs(num) / den <= DX_MAX_ROUND_TO) || !dx_maximum_of(num, den, &unit) ||
		unit.den != 1 || unit.units <= 0)
		return bad_option(err, kind, spec, value, "a number above 0, up to 1000000, of at most 12 decimals");
	spec->round_to = unit.units;
	return true;
}

/* cap, floor, threshold, needs; *known: is it one of these? */
static bool
apply_term(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, bool *known, dx_error *err)
{
	bool given = value->type != DX_JSON_NULL;

	*known = true;
	if (IS("cap"))
	{
		spec->cap_is_max = value->type == DX_JSON_BOOL && value->boolean;
		spec->cap.den = 0;
		if (given && !spec->cap_is_max && (!dx_amount_parse(value, &spec->cap) || spec->cap.units < 0))
			return bad_option(err, kind, spec, value,
							  "a number from 0 to 1e15, a fraction such as \"1/3\", or true for the maximum");
		return true;
	}
	if (IS("floor"))
	{
		spec->floor.den = 0;
		if (given && (!dx_amount_parse(value, &spec->floor) || spec->floor.units > 0))
			return bad_option(err, kind, spec, value, "a number from -1e15 to 0, or a fraction such as \"-1/3\"");
		return true;
	}
	if (IS("threshold"))
	{
		spec->threshold.den = 0;
		if (given &&
			(!dx_bound_parse(value, &spec->threshold, &spec->threshold_in_points) || spec->threshold.units <= 0))
			return bad_option(err, kind, spec, value,
							  "a ratio above 0 such as 0.6, \"3/5\" or \"60%\", or points such as \"22p\"");
		return true;
	}
	if (IS("needs"))
	{
		if (given && value->type != DX_JSON_OBJECT)
			return bad_option(err, kind, spec, value,
							  "an object of siblings and what they must have, such as {\"1.2\": \"60%\"}");
		spec->needs = given && value->child ? value->text : (dx_str) {NULL, 0};
		return true;
	}
	*known = false;
	return true;
}

/* number, kind, guide, name, rule, max, and in a patch new; *known: is it one of these? */
static bool
apply_said(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, bool *known, dx_error *err)
{
	bool given = value->type != DX_JSON_NULL;
	bool in_row = kind == DX_OPTIONS_ROW;

	*known = true;
	if (IS("number"))
		return set_text(value, kind, spec, &spec->number, err);
	if (IS("kind"))
		return set_text(value, kind, spec, &spec->kind, err);
	if (IS("guide"))
		return set_text(value, kind, spec, &spec->guide, err);
	if (!in_row && IS("name"))
		return set_text(value, kind, spec, &spec->name, err);
	if (!in_row && IS("rule"))
	{
		if (given && value->type != DX_JSON_STRING)
			return bad_option(err, kind, spec, value, "text");
		spec->rule = dx_trim_blanks(value->text).len > 0 ? value->text : (dx_str) {NULL, 0};
		return true;
	}
	if (IS("max"))
		return apply_max(value, kind, spec, err);
	if (kind == DX_OPTIONS_PATCH && IS("new"))
	{
		if (given && value->type != DX_JSON_BOOL)
			return bad_option(err, kind, spec, value, "true or false");
		return true;
	}
	*known = kind == DX_OPTIONS_NODE && IS("code");
	return *known;
}

/* A policy for missing results by its name. */
static bool
parse_missing(dx_str text, uint8_t *out)
{
	for (uint8_t i = DX_MISSING_ZERO; i <= DX_MISSING_STRICT; i++)
		if (dx_str_equal(text, (dx_str) {dx_missing_text(i), strlen(dx_missing_text(i))}))
		{
			*out = i;
			return true;
		}
	return false;
}

/* method, missing, min_coverage, min_count: how children make the node; *known: is it one of these? */
static bool
apply_policy(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, bool *known, dx_error *err)
{
	bool given = value->type != DX_JSON_NULL;
	char methods[256];

	*known = true;
	if (IS("method"))
	{
		if (given && (value->type != DX_JSON_STRING || !parse_method(value->text, spec)))
			return bad_option(err, kind, spec, value, list_methods(methods));
		if (!given)
			spec->method = DX_METHOD_SUM;
		return state(spec, DX_STATED_METHOD, given);
	}
	if (IS("missing"))
	{
		if (given && (value->type != DX_JSON_STRING || !parse_missing(value->text, &spec->missing)))
			return bad_option(err, kind, spec, value, "zero, skip or strict");
		if (!given)
			spec->missing = DX_MISSING_ZERO;
		return state(spec, DX_STATED_MISSING, given);
	}
	if (IS("min_coverage"))
	{
		if (given && !parse_coverage(value, spec))
			return bad_option(err, kind, spec, value, "a number from 0 to 1 or a fraction such as \"2/3\"");
		if (!given)
			spec->min_coverage = spec->coverage_num = spec->coverage_den = 0;
		return state(spec, DX_STATED_COVERAGE, given);
	}
	if (IS("min_count"))
	{
		if (given && !is_whole(value, 0, DX_TREE_MAX_NODES))
			return bad_option(err, kind, spec, value, "a whole number from 0 to 65535");
		spec->min_count = given ? (uint32_t) value->number : 0;
		return state(spec, DX_STATED_COUNT, given);
	}
	*known = false;
	return true;
}

/* weight, bonus, decimals, round_to: of the node itself; *known: is it one of these? */
static bool
apply_own(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, bool *known, dx_error *err)
{
	bool given = value->type != DX_JSON_NULL;

	*known = true;
	if (IS("weight"))
	{
		spec->weight = spec->weight_den = 1;
		if (given &&
			!(parse_amount(value, &spec->weight, &spec->weight_den) && spec->weight >= 0 &&
			  spec->weight / spec->weight_den <= DX_MAX_POINTS))
			return bad_option(err, kind, spec, value, "a number from 0 to 1e15, or a fraction such as \"1/3\"");
		return true;
	}
	if (IS("bonus"))
	{
		if (given && value->type != DX_JSON_BOOL)
			return bad_option(err, kind, spec, value, "true or false");
		spec->bonus = given && value->boolean;
		return true;
	}
	if (IS("decimals"))
	{
		if (given && !is_whole(value, 0, DX_POINTS_DIGITS))
			return bad_option(err, kind, spec, value, "a whole number from 0 to 12");
		spec->decimals = given ? (uint8_t) value->number : DX_NO_DECIMALS;
		return true;
	}
	if (IS("round_to"))
		return apply_round_to(value, kind, spec, err);
	*known = false;
	return true;
}

#undef IS

static bool
apply_option(const dx_json *value, dx_options_kind kind, dx_node_spec *spec, dx_error *err)
{
	static bool (*const appliers[])(const dx_json *, dx_options_kind, dx_node_spec *, bool *,
									dx_error *) = {apply_policy, apply_own, apply_term, apply_said};
	char code[DX_CODE_MAX_TEXT + 8];

	for (size_t i = 0; i < sizeof(appliers) / sizeof(appliers[0]); i++)
	{
		bool known;
		bool ok = appliers[i](value, kind, spec, &known, err);

		if (known)
			return ok;
	}
	dx_code_decode(spec->key, code);
	dx_fail(err, DX_ERR_PARAM, kind == DX_OPTIONS_NODE ? value->position : 0,
			"node \"%.*s\" has an unknown option \"%.*s\"", DX_STR_CLIP, code, DX_STR_ARG(value->key));
	return dx_fail_hint(err,
						"Options are %smethod, missing, min_coverage, min_count, weight, bonus, cap, floor, threshold, "
						"needs, decimals, "
						"round_to, number, kind and guide.",
						kind == DX_OPTIONS_ROW		  ? "max, "
							: kind == DX_OPTIONS_NODE ? "code, name, max, rule, "
													  : "new, name, max, rule, ");
}

bool
dx_tree_apply_options(const dx_json *object, dx_options_kind kind, dx_node_spec *spec, dx_error *err)
{
	if (object->type != DX_JSON_OBJECT)
	{
		char code[DX_CODE_MAX_TEXT + 8];

		if (kind == DX_OPTIONS_NODE)
			return dx_fail(err, DX_ERR_PARAM, object->position, "node of an index tree must be a JSON object, not %s",
						   dx_json_type_name(object->type));
		dx_code_decode(spec->key, code);
		return dx_fail(err, DX_ERR_PARAM, 0, "options of \"%.*s\" must be a JSON object, not %s", DX_STR_CLIP, code,
					   dx_json_type_name(object->type));
	}
	for (const dx_json *value = object->child; value; value = value->next)
		if (!apply_option(value, kind, spec, err))
			return false;
	return true;
}

bool
dx_tree_apply_text(const char *option, dx_str text, dx_node_spec *spec, dx_error *err)
{
	dx_json value = {.type = DX_JSON_STRING, .key = {option, strlen(option)}};
	size_t space;

	while ((space = dx_space_len(text.ptr, text.len)) > 0)
		text = (dx_str) {text.ptr + space, text.len - space};
	if (text.len == 0)
		return true;
	while (dx_space_len(text.ptr + text.len - 1, 1) == 1)
		text.len--;
	if (text.len > 2 && dx_space_len(text.ptr + text.len - 2, 2) == 2)
		text.len -= 2;
	value.text = text;
	return apply_option(&value, DX_OPTIONS_ROW, spec, err);
}

/* The code of a node object into buf (DX_CODE_MAX_KEY bytes); the root's if it has none. */
static bool
read_code(const dx_json *object, uint8_t *buf, dx_key *key, dx_error *err)
{
	dx_error inner;

	for (const dx_json *value = object->child; value; value = value->next)
	{
		if (!dx_str_equal(value->key, DX_STR("code")) || value->type == DX_JSON_NULL)
			continue;
		if (value->type != DX_JSON_STRING)
			return dx_fail(err, DX_ERR_PARAM, value->position, "\"code\" must be text, not %s",
						   dx_json_type_name(value->type));
		if (dx_code_encode(value->text, buf, key, &inner))
			return true;
		dx_fail(err, inner.kind, value->position, "%.900s", inner.message);
		snprintf(err->hint, sizeof(err->hint), "%s", inner.hint);
		return false;
	}
	return true;
}

/*
 * Nodes so far. Their keys are in one buffer, which moves while it grows, so pointers to them are
 * set at the end.
 */
typedef struct node_list
{
	dx_node_spec *specs;
	size_t n;
	size_t cap;
	dx_buf keys;
} node_list;

/* A dx_json_visitor: one more node. */
static bool
add_node(void *state, const dx_json *object, dx_error *err)
{
	node_list *list = state;
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = {buf, 0};
	dx_node_spec *spec;

	if (list->n >= DX_TREE_MAX_NODES)
		return dx_fail(err, DX_ERR_LIMIT, 0, "index tree has more than %d nodes", DX_TREE_MAX_NODES);
	if (list->n == list->cap)
	{
		list->specs = dx_realloc(list->specs, list->cap * sizeof(dx_node_spec), 2 * list->cap * sizeof(dx_node_spec));
		list->cap *= 2;
	}
	if (object->type == DX_JSON_OBJECT && !read_code(object, buf, &key, err))
		return false;
	spec = &list->specs[list->n++];
	*spec = dx_node_spec_default(key);
	if (!dx_tree_apply_options(object, DX_OPTIONS_NODE, spec, err))
		return false;
	dx_buf_add(&list->keys, key.ptr, key.len);
	return true;
}

static dx_tree *
build_from_list(node_list *list, const dx_json *root, dx_error *err)
{
	const uint8_t *at = (const uint8_t *) list->keys.data;

	if (root->type != DX_JSON_ARRAY)
	{
		dx_fail(err, DX_ERR_TEXT, root->position, "index tree must be a JSON array of nodes, not %s",
				dx_json_type_name(root->type));
		dx_fail_hint(
			err,
			"For example [{\"code\": \"1\", \"name\": \"Digital government\", \"max\": 160, \"rule\": \"percent\"}].");
		return NULL;
	}
	if (list->n == 0)
	{
		dx_fail(err, DX_ERR_TEXT, root->position, "index tree has no nodes");
		return NULL;
	}
	for (size_t i = 0; i < list->n; i++)
	{
		list->specs[i].key.ptr = at;
		at += list->specs[i].key.len;
	}
	return dx_tree_build(list->specs, list->n, err);
}

dx_tree *
dx_tree_from_json(dx_str text, dx_error *err)
{
	node_list list = {.cap = 64};
	dx_json_doc *doc;
	dx_tree *tree = NULL;

	list.specs = dx_alloc(list.cap * sizeof(dx_node_spec));
	dx_buf_init(&list.keys);
	doc = dx_json_each(text, DX_JSON_ARRAY, add_node, &list, err);
	if (doc)
	{
		tree = build_from_list(&list, dx_json_root(doc), err);
		dx_json_free(doc);
	}
	dx_buf_free(&list.keys);
	dx_free(list.specs);
	return tree;
}
