/* SPDX-License-Identifier: PostgreSQL */
/*
 * refusal.h: what can be wrong with an answer or a result, and what to do
 * about it: one list, in every language. Errors are raised in English;
 * dx.answer_problem says the same to people.
 */
#ifndef DX_REFUSAL_H
#define DX_REFUSAL_H

#include "rule/language.h"

/* $1 and $2 in a text are parameters, named in the comments below. Details and hints are sentences. */
typedef enum dx_refusal
{
	/* of an answer */
	DX_NO_ANSWER,
	DX_ANSWER_TOO_LONG, /* answer, bytes */
	DX_NO_RULE,			/* answer */
	DX_NO_RULE_HINT,
	DX_SAYS_NA,
	DX_SAYS_NA_HINT,
	DX_NO_SUCH_CHOICE,
	DX_SEVERAL_CHOICES,
	DX_CHOICES_DETAIL, /* labels */
	DX_NO_NUMBER,
	DX_NO_DIGIT,
	DX_SEPARATORS,
	DX_SEPARATORS_HINT,
	DX_TWO_NUMBERS,
	DX_TWO_NUMBERS_HINT, /* one, the other */
	DX_TOO_MANY_DIGITS,	 /* the most */
	DX_NUMBER_TOO_LARGE,
	DX_DIGITS_APART,
	DX_TEXT_FOLLOWS,
	DX_DIVIDED_BY_ZERO,
	DX_DIVIDED_BY_NEGATIVE,
	DX_NO_UNIT, /* the sign */
	DX_NO_UNIT_DETAIL,
	DX_POINTS_HINT,
	DX_YESNO_HINT,
	DX_YESNO_ASCII_HINT, /* where text is not UTF-8 */
	DX_CHECKLIST_HINT,	 /* items */
	DX_PLAIN_HINT,
	/* of a result */
	DX_RESULT_NOT_WHOLE, /* result */
	DX_NOT_WHOLE_DETAIL,
	DX_RESULT_OUTSIDE, /* result */
	DX_TAKES_DETAIL,   /* rule, one of the next */
	DX_TAKES_YESNO,
	DX_TAKES_RANGE,	 /* from, to */
	DX_TAKES_WHOLE,	 /* from, to */
	DX_TAKES_CHOICE, /* the last */
	DX_TAKES_ABOVE,	 /* what they must pass */
	DX_REFUSALS
} dx_refusal;

/* The text, parameters not yet filled in. */
extern const char *dx_refusal_text(dx_refusal which, dx_language language);

/* Record a mistake, a detail or a hint of it; always false. */
extern bool dx_refuse(dx_error *err, dx_error_kind kind, int position, dx_language language, dx_refusal which,
					  const char *first, const char *second);
extern bool dx_refuse_detail(dx_error *err, dx_language language, dx_refusal which, const char *first,
							 const char *second);
extern bool dx_refuse_hint(dx_error *err, dx_language language, dx_refusal which, const char *first,
						   const char *second);

/* "result 120 is outside what the rule allows", "percent takes 0 to 100."; takes is one of DX_TAKES_... */
extern bool dx_refuse_result(dx_error *err, dx_language language, double r, const char *rule, dx_refusal takes,
							 const char *first, const char *second);

#endif /* DX_REFUSAL_H */
