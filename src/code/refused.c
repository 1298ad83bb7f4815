/* SPDX-License-Identifier: PostgreSQL */
/*
 * refused.c: the table of refused characters. What Unicode calls default
 * ignorable, white space or a control is not seen; dashes, full-width forms and
 * numerals of one character are what word processors and input methods write in
 * place of ASCII. Letters of other scripts that look alike are letters.
 */
#include "code/refused.h"

/* Ascending. */
static const dx_refused table[] = {
	{0x0001, 0x0008, "control character", NULL},
	{0x0009, 0x0009, "tab", NULL},
	{0x000A, 0x000A, "line feed", NULL},
	{0x000B, 0x000C, "control character", NULL},
	{0x000D, 0x000D, "carriage return", NULL},
	{0x000E, 0x001F, "control character", NULL},
	{0x007F, 0x009F, "control character", NULL},
	{0x00A0, 0x00A0, "no-break space", NULL},
	{0x00AD, 0x00AD, "soft hyphen", NULL},
	{0x034F, 0x034F, "combining grapheme joiner", NULL},
	{0x061C, 0x061C, "Arabic letter mark", NULL},
	{0x115F, 0x1160, "Hangul filler", NULL},
	{0x1680, 0x1680, "ogham space mark", NULL},
	{0x17B4, 0x17B5, "Khmer inherent vowel", NULL},
	{0x180B, 0x180D, "variation selector", NULL},
	{0x180E, 0x180E, "Mongolian vowel separator", NULL},
	{0x180F, 0x180F, "variation selector", NULL},
	{0x2000, 0x2000, "en quad", NULL},
	{0x2001, 0x2001, "em quad", NULL},
	{0x2002, 0x2002, "en space", NULL},
	{0x2003, 0x2003, "em space", NULL},
	{0x2004, 0x2004, "three-per-em space", NULL},
	{0x2005, 0x2005, "four-per-em space", NULL},
	{0x2006, 0x2006, "six-per-em space", NULL},
	{0x2007, 0x2007, "figure space", NULL},
	{0x2008, 0x2008, "punctuation space", NULL},
	{0x2009, 0x2009, "thin space", NULL},
	{0x200A, 0x200A, "hair space", NULL},
	{0x200B, 0x200B, "zero-width space", NULL},
	{0x200C, 0x200C, "zero-width non-joiner", NULL},
	{0x200D, 0x200D, "zero-width joiner", NULL},
	{0x200E, 0x200E, "left-to-right mark", NULL},
	{0x200F, 0x200F, "right-to-left mark", NULL},
	{0x2010, 0x2010, "hyphen", "-"},
	{0x2011, 0x2011, "no-break hyphen", "-"},
	{0x2012, 0x2012, "figure dash", "-"},
	{0x2013, 0x2013, "en dash", "-"},
	{0x2014, 0x2014, "em dash", "-"},
	{0x2015, 0x2015, "horizontal bar", "-"},
	{0x2024, 0x2024, "one dot leader", "."},
	{0x2028, 0x2028, "line separator", NULL},
	{0x2029, 0x2029, "paragraph separator", NULL},
	{0x202A, 0x202A, "left-to-right embedding", NULL},
	{0x202B, 0x202B, "right-to-left embedding", NULL},
	{0x202C, 0x202C, "pop directional formatting", NULL},
	{0x202D, 0x202D, "left-to-right override", NULL},
	{0x202E, 0x202E, "right-to-left override", NULL},
	{0x202F, 0x202F, "narrow no-break space", NULL},
	{0x205F, 0x205F, "medium mathematical space", NULL},
	{0x2060, 0x2060, "word joiner", NULL},
	{0x2061, 0x2064, "invisible operator", NULL},
	{0x2065, 0x2065, "format character", NULL},
	{0x2066, 0x2066, "left-to-right isolate", NULL},
	{0x2067, 0x2067, "right-to-left isolate", NULL},
	{0x2068, 0x2068, "first strong isolate", NULL},
	{0x2069, 0x2069, "pop directional isolate", NULL},
	{0x206A, 0x206F, "format character", NULL},
	{0x212A, 0x212A, "Kelvin sign", "K"},
	{0x2160, 0x217F, "Roman numeral of one character", "a Roman numeral in letters"},
	{0x2212, 0x2212, "minus sign", "-"},
	{0x3000, 0x3000, "ideographic space", NULL},
	{0x3164, 0x3164, "Hangul filler", NULL},
	{0xFE00, 0xFE0F, "variation selector", NULL},
	{0xFE58, 0xFE58, "small em dash", "-"},
	{0xFE63, 0xFE63, "small hyphen-minus", "-"},
	{0xFEFF, 0xFEFF, "byte order mark", NULL},
	{0xFF01, 0xFF5E, "full-width character", "an ordinary one"},
	{0xFFA0, 0xFFA0, "Hangul filler", NULL},
	{0xFFF0, 0xFFFB, "format character", NULL},
	{0x1BCA0, 0x1BCA3, "format character", NULL},
	{0x1D173, 0x1D17A, "format character", NULL},
	{0xE0000, 0xE0FFF, "tag or variation selector", NULL},
};

const dx_refused *
dx_find_refused(uint32_t point)
{
	size_t lo = 0;
	size_t hi = sizeof(table) / sizeof(table[0]);

	/* Latin letters with marks: nothing there is refused. */
	if ((point >= 0xC0 && point < 0x034F) || (point >= 0x1E00 && point < 0x2000))
		return NULL;
	while (lo < hi)
	{
		size_t mid = (lo + hi) / 2;

		if (point > table[mid].to)
			lo = mid + 1;
		else if (point < table[mid].from)
			hi = mid;
		else
			return &table[mid];
	}
	return NULL;
}

uint32_t
dx_code_point(const char *text, int n)
{
	const uint8_t *s = (const uint8_t *) text;

	if (s[0] < 0x80)
		return s[0];
	if (!dx_text_is_utf8())
		return dx_foreign_point(text, n);
	if (n == 2)
		return (uint32_t) (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
	if (n == 3)
		return (uint32_t) (s[0] & 0x0F) << 12 | (uint32_t) (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	return (uint32_t) (s[0] & 0x07) << 18 | (uint32_t) (s[1] & 0x3F) << 12 | (uint32_t) (s[2] & 0x3F) << 6 |
		(s[3] & 0x3F);
}

const char *
dx_show_code(dx_str text, char *buf)
{
	size_t len = 0;

	for (size_t at = 0; at < text.len && len < DX_STR_CLIP;)
	{
		int n = dx_char_len(text.ptr + at, text.len - at);
		size_t bytes = n > 0 ? (size_t) n : 1;
		uint32_t point = n > 0 ? dx_code_point(text.ptr + at, n) : 0;

		if (dx_find_refused(point))
			len += (size_t) snprintf(buf + len, 16, "<U+%04X>", point);
		else
		{
			memcpy(buf + len, text.ptr + at, bytes);
			len += bytes;
		}
		at += bytes;
	}
	buf[len] = '\0';
	return buf;
}
