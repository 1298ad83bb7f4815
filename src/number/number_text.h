/* SPDX-License-Identifier: PostgreSQL */
/*
 * number_text.h: numbers as a locale writes them: 1.189,8 is Vietnamese,
 * 1,189.8 English.
 */
#ifndef DX_NUMBER_TEXT_H
#define DX_NUMBER_TEXT_H

#include "base/base.h"
#include "number/decimal.h"

typedef enum dx_locale
{
	DX_LOCALE_EN,
	DX_LOCALE_VI,
	DX_LOCALES
} dx_locale;

/* "en" or "vi"; any other is DX_ERR_PARAM. */
extern bool dx_locale_read(dx_str name, dx_locale *locale, dx_error *err);

/* The most bytes of a number as text. */
#define DX_NUMBER_MAX_TEXT 1000

/* Is the text empty or nothing but spaces? */
extern bool dx_number_is_blank(dx_str text);

/*
 * [sign] digits [decimal sign digits], spaces around it: thousands are
 * separated throughout, by the locale's sign or by spaces, or not at all, and
 * then an exponent may follow. Errors are DX_ERR_TEXT with the position: a sign
 * that the locale does not put there is never guessed at.
 */
extern bool dx_number_read(dx_str text, dx_locale locale, double *out, dx_error *err);

/*
 * Append x as written, rounded half away from zero to so many decimals, all of which are written;
 * NULL: as many as it has.
 */
extern void dx_number_write(dx_decimal x, const int *decimals, dx_locale locale, dx_buf *out);

#endif /* DX_NUMBER_TEXT_H */
