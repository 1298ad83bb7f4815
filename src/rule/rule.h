/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule.h: from result to attainment. A rule is a short text
 * (`steps(50:10p, 80:1)`, design of the grammar: doc/en/rules.md); parsed once
 * into a flat, relocatable, zero-padded image that a tree carries.
 */
#ifndef DX_RULE_H
#define DX_RULE_H

#include "base/base.h"
#include "number/decimal.h"
#include "rule/language.h"

#define DX_RULE_MAX_TEXT 8192 /* bytes of canonical text */

/*
 * Bytes of a text as written: spaces and needless quotes may make it longer than the canonical
 * one, up to this.
 */
#define DX_RULE_MAX_WRITTEN (16 * DX_RULE_MAX_TEXT)

#define DX_RULE_MAX_STEPS 512 /* steps, curve points or choices */
#define DX_RULE_MAX_LABEL 200 /* bytes of a choice label */

/* Stored in trees and covered by the card's fingerprint: values may not change. */
typedef enum dx_rule_kind
{
	DX_RULE_NONE = 0, /* no rule: an unquantified criterion or an inner node */
	DX_RULE_POINTS = 1,
	DX_RULE_YESNO = 2,
	DX_RULE_RATIO = 3,
	DX_RULE_PERCENT = 4,
	DX_RULE_LINEAR = 5, /* target(t) keeps its name in text; same kind */
	DX_RULE_CHECKLIST = 6,
	DX_RULE_STEPS = 7,
	DX_RULE_CURVE = 8,
	DX_RULE_CHOICE = 9,
	DX_RULE_UNSCORED = 10,
	DX_RULE_LOG = 11
} dx_rule_kind;

/* Flags of a rule. */
#define DX_RULE_TARGET 1   /* linear written as target(t) */
#define DX_RULE_PERCENTS 2 /* its bounds carry %: results are in percent */
#define DX_RULE_WHOLE 4	   /* ` whole` at its end: takes whole numbers only */

/* How an attainment was written. value = num / den, exact; `5p` is points: divide by the maximum. */
typedef struct dx_share
{
	dx_decimal num;
	dx_decimal den; /* 1 unless written as a fraction */
	uint8_t is_points;
	uint8_t pad[7];
} dx_share;

DX_STORED(dx_share, 40);
DX_STORED_AT(dx_share, num, 0);
DX_STORED_AT(dx_share, den, 16);
DX_STORED_AT(dx_share, is_points, 32);
DX_STORED_AT(dx_share, pad, 33);

/* One step, curve point or choice. A curve has two points at an x where it jumps. */
typedef struct dx_rule_item
{
	dx_decimal bound; /* steps, curve: x; choice: unused */
	double bound_value;
	dx_share share;
	uint32_t label_offset; /* choice: from the image's start */
	uint16_t label_len;
	uint8_t exclusive; /* steps, curve: `>b`, not reached by b itself */
	uint8_t pad;
} dx_rule_item;

DX_STORED(dx_rule_item, 72);
DX_STORED_AT(dx_rule_item, bound, 0);
DX_STORED_AT(dx_rule_item, bound_value, 16);
DX_STORED_AT(dx_rule_item, share, 24);
DX_STORED_AT(dx_rule_item, label_offset, 64);
DX_STORED_AT(dx_rule_item, label_len, 68);
DX_STORED_AT(dx_rule_item, exclusive, 70);
DX_STORED_AT(dx_rule_item, pad, 71);

/* The compiled image: header, items, label bytes; `size` bytes in all, 8-aligned. */
typedef struct dx_rule
{
	uint32_t size;
	uint16_t n_items;
	uint8_t kind;
	uint8_t flags; /* DX_RULE_TARGET ... */
	dx_decimal lo; /* linear, log: lo, hi; checklist: hi = n */
	dx_decimal hi;
	dx_rule_item items[];
} dx_rule;

DX_STORED(dx_rule, 40);
DX_STORED_AT(dx_rule, size, 0);
DX_STORED_AT(dx_rule, n_items, 4);
DX_STORED_AT(dx_rule, kind, 6);
DX_STORED_AT(dx_rule, flags, 7);
DX_STORED_AT(dx_rule, lo, 8);
DX_STORED_AT(dx_rule, hi, 24);
DX_STORED_AT(dx_rule, items, 40);

/* An attainment: num / den, den > 0 (0: the rule is unscored, there is none). */
typedef struct dx_attainment
{
	dx_int128 num;
	dx_int128 den;
} dx_attainment;

/* Parse into a new image (dx_alloc). Errors: DX_ERR_TEXT with position, DX_ERR_LIMIT. Empty text is an error (NULL and '' are "no rule" for callers to handle). */
extern dx_rule *dx_rule_parse(dx_str text, dx_error *err);

/* Append the canonical text. Parsing it gives the same image. */
extern void dx_rule_print(const dx_rule *rule, dx_buf *out);

/* Does any attainment of the rule need the maximum (points, `5p`)? */
extern bool dx_rule_needs_maximum(const dx_rule *rule);

/* Does the rule make sense for this maximum: every `5p` within 0..maximum (maximum..0 for a penalty)? Called when a tree is built; dx_rule_attain relies on it. */
extern bool dx_rule_bind(const dx_rule *rule, dx_maximum max, dx_error *err);

/* Can the rule take the result r, as far as that can be told without a maximum? Errors as in dx_rule_attain. */
extern bool dx_rule_check(const dx_rule *rule, double r, dx_error *err);

/* The same with the maximum, unless it is NULL, which the rule fits, and errors in a language. */
extern bool dx_rule_takes(const dx_rule *rule, double r, const dx_maximum *max, dx_language language, dx_error *err);

/*
 * The attainment of result r (finite). has_max: is a maximum given? Errors,
 * DX_ERR_PARAM or DX_ERR_RANGE, name the value and the allowed range:
 * "result 120 is outside what the rule allows", detail "percent takes 0 to 100".
 * `unscored` accepts any r and gives den = 0. `points` with maximum 0 allows
 * r = 0 only (attainment 0). `log` is a decimal, rounded once (rule_eval.c).
 */
extern bool dx_rule_attain(const dx_rule *rule, double r, bool has_max, dx_maximum max, dx_attainment *out,
						   dx_error *err);

/* Does the result reach the item's bound? */
static inline bool
dx_rule_reaches(const dx_rule_item *item, double r)
{
	return item->exclusive ? r > item->bound_value : r >= item->bound_value;
}

/* The greatest whole number that does not reach the item's bound, and the least that does. */
extern double dx_rule_whole_before(const dx_rule_item *item);
extern double dx_rule_whole_from(const dx_rule_item *item);

/* An attainment as the nearest double; NaN where there is none. */
extern double dx_attainment_ratio(const dx_attainment *a);

/*
 * What people type into r: choice label, có / không / yes / no, 8,5  8.5
 * 87,5%  12/15 (doc/en/answers.md). Errors say what was read and what is
 * allowed: DX_ERR_TEXT, or those of dx_rule_takes for a number the rule can
 * never take; a NULL rule is DX_ERR_PARAM, an answer that is too long
 * DX_ERR_LIMIT. `%` and a/b need a rule with a unit (ratio, percent, bounds
 * with %; a/n for a checklist of n) and are refused elsewhere, where they would
 * be a guess. Where a number can be read in two ways, the one that the rule and the
 * maximum (NULL: not known) allow is taken; where they allow both, the answer is
 * refused.
 */
extern bool dx_rule_answer(const dx_rule *rule, dx_str text, const dx_maximum *max, double *r, dx_error *err);

/* Append why dx_rule_answer would refuse the text, in sentences; false where it would not. */
extern bool dx_answer_problem(const dx_rule *rule, dx_str text, const dx_maximum *max, dx_language language,
							  dx_buf *out);

/* The most bytes of an answer, with the spaces around it; for callers that take answers from outside. */
#define DX_ANSWER_MAX_TEXT 8192

/* Is the text empty or nothing but spaces, so that nobody has answered yet? */
extern bool dx_answer_is_blank(dx_str text);

/* Are its results in percent: `percent`, and bounds that carry %? */
static inline bool
dx_rule_in_percent(const dx_rule *rule)
{
	return rule->kind == DX_RULE_PERCENT || (rule->flags & DX_RULE_PERCENTS);
}

/*
 * Does the text say "not applicable" (n/a, không áp dụng; doc/en/answers.md)? Not where a choice
 * of the rule (NULL: no rule) has that label. dx_rule_answer refuses such a text: it is a state,
 * not a result.
 */
extern bool dx_answer_is_na(const dx_rule *rule, dx_str text);

/* 1-based position of a label of a choice rule, as written or in another of Unicode's forms; 0 if there is none. */
extern int dx_rule_choice(const dx_rule *rule, dx_str label);

#endif /* DX_RULE_H */
