/*
 * rule_words.h: a rule said in words, with its points: "80 or more: 20; 50 to
 * below 80: 10; else 0". For people; nothing reads it back.
 */
#ifndef DX_RULE_WORDS_H
#define DX_RULE_WORDS_H

#include "rule/rule.h"

typedef enum dx_language
{
	DX_ENGLISH,
	DX_VIETNAMESE, /* in UTF-8 only */
	DX_LANGUAGES
} dx_language;

/* "en" or "vi"; any other, and vi where text is not UTF-8, is DX_ERR_PARAM. */
extern bool dx_language_read(dx_str name, dx_language *language, dx_error *err);

/*
 * Append the words. has_max: is a maximum given? Without one, and where it is
 * 0, shares of the maximum stand in place of points. The rule fits the maximum
 * (dx_rule_bind).
 */
extern void dx_rule_words(const dx_rule *rule, bool has_max, dx_maximum max, dx_language language, dx_buf *out);

#endif /* DX_RULE_WORDS_H */
