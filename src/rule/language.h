/* SPDX-License-Identifier: PostgreSQL */
/*
 * language.h: the languages in which rules, results and errors are worded.
 */
#ifndef DX_LANGUAGE_H
#define DX_LANGUAGE_H

#include "base/base.h"
#include "number/decimal.h"

typedef enum dx_language
{
	DX_ENGLISH,
	DX_VIETNAMESE, /* in UTF-8 only */
	DX_LANGUAGES
} dx_language;

/* "en" or "vi"; any other, and vi where text is not UTF-8, is DX_ERR_PARAM. */
extern bool dx_language_read(dx_str name, dx_language *language, dx_error *err);

/* Append a phrase; $1 and $2 in it are replaced by first and second. */
extern void dx_phrase_fill(const char *phrase, const char *first, const char *second, dx_buf *out);

/* A number as the language writes it, without separators of thousands, in buf of 64 bytes; returns buf. */
extern const char *dx_language_number(dx_language language, dx_decimal d, char *buf);

#endif /* DX_LANGUAGE_H */
