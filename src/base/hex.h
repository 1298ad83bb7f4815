/* SPDX-License-Identifier: PostgreSQL */
/*
 * hex.h: packed bytes as text: a prefix that says what they are, then two
 * hexadecimal digits a byte. Their version byte is not written.
 */
#ifndef DX_HEX_H
#define DX_HEX_H

#include "base/base.h"

/* The text of packed bytes (dx_alloc). */
extern char *dx_hex_print(const char *prefix, const uint8_t *packed, size_t len);

/*
 * The bytes of a text (dx_alloc), the version before them; not yet validated.
 * NULL with err, which calls them `what` ("node statistics").
 */
extern uint8_t *dx_hex_parse(const char *prefix, const char *what, uint8_t version, const char *text, size_t *len,
							 dx_error *err);

#endif /* DX_HEX_H */
