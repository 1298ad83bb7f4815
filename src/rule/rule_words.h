/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_words.h: a rule said in words, with its points: "80 or more: 20; 50 to
 * below 80: 10; else 0", for people; and a result, which is read back.
 */
#ifndef DX_RULE_WORDS_H
#define DX_RULE_WORDS_H

#include "rule/language.h"
#include "rule/rule.h"

/*
 * Append the words. has_max: is a maximum given? Without one, and where it is
 * 0, shares of the maximum stand in place of points. The rule fits the maximum
 * (dx_rule_bind).
 */
extern void dx_rule_words(const dx_rule *rule, bool has_max, dx_maximum max, dx_language language, dx_buf *out);

/*
 * Append a result as people say it: có, a choice's label, 4/5, 87,5 %; a NULL
 * rule's is a number. Read by dx_rule_answer it is r again, of 1e-300 to 1e300
 * or 0. Errors as in dx_rule_check.
 */
extern bool dx_result_words(const dx_rule *rule, double r, dx_language language, dx_buf *out, dx_error *err);

#endif /* DX_RULE_WORDS_H */
