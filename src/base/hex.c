/* SPDX-License-Identifier: PostgreSQL */
/*
 * hex.c: packed bytes as text (hex.h).
 */
#include "base/hex.h"

char *
dx_hex_print(const char *prefix, const uint8_t *packed, size_t len)
{
	char *text = dx_alloc(strlen(prefix) + 1 + 2 * len);
	char *p = text + strlen(prefix);

	memcpy(text, prefix, strlen(prefix));
	for (size_t i = 1; i < len; i++)
	{
		*p++ = "0123456789abcdef"[packed[i] >> 4];
		*p++ = "0123456789abcdef"[packed[i] & 15];
	}
	*p = '\0';
	return text;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

uint8_t *
dx_hex_parse(const char *prefix, const char *what, uint8_t version, const char *text, size_t *len, dx_error *err)
{
	const char *hex = text + strlen(prefix);
	dx_str shown = {text, strlen(text)};
	uint8_t *packed;
	size_t done = 0;

	if (strncmp(text, prefix, strlen(prefix)) != 0)
	{
		dx_fail(err, DX_ERR_TEXT, 1, "%s begin with \"%s\": \"%.*s\"", what, prefix, DX_STR_ARG(shown));
		return NULL;
	}
	packed = dx_alloc(2 + strlen(hex) / 2);
	packed[0] = version;
	for (*len = 1; *hex != '\0'; hex += 2, ++*len)
	{
		int high = hex_digit(hex[0]);
		int low = high < 0 ? -1 : hex_digit(hex[1]);

		dx_work(&done, 1);
		if (low < 0)
		{
			dx_fail(err, DX_ERR_TEXT, (int) (hex - text) + (high < 0 ? 1 : 2),
					"%s are written in pairs of digits 0-9 and a-f", what);
			dx_free(packed);
			return NULL;
		}
		packed[*len] = (uint8_t) (high * 16 + low);
	}
	return packed;
}
