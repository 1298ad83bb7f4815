/* SPDX-License-Identifier: PostgreSQL */
/*
 * language.c: languages by name; phrases and their parameters.
 */
#include "rule/language.h"

bool
dx_language_read(dx_str name, dx_language *language, dx_error *err)
{
	if (dx_str_equal(name, DX_STR("en")))
		*language = DX_ENGLISH;
	else if (dx_str_equal(name, DX_STR("vi")))
		*language = DX_VIETNAMESE;
	else
	{
		dx_fail(err, DX_ERR_PARAM, 0, "unknown language \"%.*s\"", DX_STR_ARG(name));
		return dx_fail_hint(err, "Rules are said in en (English) and vi (Vietnamese).");
	}
	if (*language == DX_VIETNAMESE && !dx_text_is_utf8())
		return dx_fail(err, DX_ERR_PARAM, 0, "language \"vi\" needs a database in UTF-8");
	return true;
}

void
dx_phrase_fill(const char *phrase, const char *first, const char *second, dx_buf *out)
{
	for (const char *p = phrase; *p != '\0'; p++)
		if (*p == '$')
			dx_buf_add_text(out, *++p == '1' ? first : second);
		else
			dx_buf_add_char(out, *p);
}

const char *
dx_language_number(dx_language language, dx_decimal d, char *buf)
{
	dx_decimal_print(d, buf);
	if (language == DX_VIETNAMESE)
		for (char *p = buf; *p != '\0'; p++)
			if (*p == '.')
				*p = ',';
	return buf;
}
