/* SPDX-License-Identifier: PostgreSQL */
/*
 * value_sql.h: values that are bytes, and jsonb, in SQL-callable files. Include
 * after postgres.h.
 */
#ifndef DX_VALUE_SQL_H
#define DX_VALUE_SQL_H

#include "fmgr.h"

#include "base/base.h"

/* A value of these bytes (palloc). */
extern Datum dx_value_of_bytes(const uint8_t *bytes, Size len);

/* What a send function returns whose wire format is the value's own bytes. */
extern Datum dx_send_bytes(const struct varlena *value);

/*
 * A jsonb argument as JSON text. One larger than `most` bytes is refused before
 * it is read: 54000, "what" (as in "patch is") larger than so many bytes. The text is up to six
 * times as long (control characters), so most is at most DX_JSONB_MAX.
 */
#define DX_JSONB_MAX (128 * 1024 * 1024)

extern dx_str dx_get_jsonb(Datum value, Size most, const char *what);

/* A jsonb value of JSON text. */
extern Datum dx_jsonb_datum(const dx_buf *json);

#endif /* DX_VALUE_SQL_H */
