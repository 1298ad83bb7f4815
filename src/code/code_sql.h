/* SPDX-License-Identifier: PostgreSQL */
/*
 * code_sql.h: dx.code arguments and results in SQL-callable files. Include
 * after postgres.h.
 *
 * A stored value is a varlena: the version byte DX_CODE_FORMAT, then the key
 * bytes of code.h. A function that takes dx.code or text in the same place
 * turns either into a dx_key with the two accessors below.
 */
#ifndef DX_CODE_SQL_H
#define DX_CODE_SQL_H

#include "server/dxindex.h"

#include "code/code.h"

/* Detoasted, but with a short header where it has one: not aligned. */
#define DX_GETARG_CODE_PP(n) ((struct varlena *) PG_GETARG_VARLENA_PP(n))

/* The key of a dx.code (packed or not), pointing into it; raises on an unknown byte format. */
extern dx_key dx_code_datum_key(struct varlena *code);

/*
 * The same for comparison and hashing, which may not raise: any bytes after
 * the version byte are ordered.
 */
static inline dx_key
dx_code_datum_bytes(struct varlena *code)
{
	size_t len = VARSIZE_ANY_EXHDR(code);

	return (dx_key) {(const uint8_t *) VARDATA_ANY(code) + (len > 0), len - (len > 0)};
}

/* The key of a code written as text (packed or not), in buf of DX_CODE_MAX_KEY bytes; raises on text that is no code. */
extern dx_key dx_text_datum_key(struct varlena *txt, uint8_t *buf);

/*
 * The same for comparison and hashing: never raises. False if the text is no
 * code; key is then the bytes of the text. Such texts sort after every code,
 * bytewise among themselves.
 */
extern bool dx_text_datum_try_key(struct varlena *txt, uint8_t *buf, dx_key *key);

/* A new dx.code value. */
extern Datum dx_code_make(dx_key key);

/* A new text value with the key's text. */
extern Datum dx_code_make_text(dx_key key);

/* A code argument of either type: is_text says which. buf has DX_CODE_MAX_KEY bytes. */
extern dx_key dx_get_key(Datum value, bool is_text, uint8_t *buf);

#endif /* DX_CODE_SQL_H */
