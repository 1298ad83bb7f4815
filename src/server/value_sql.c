/* SPDX-License-Identifier: PostgreSQL */
/*
 * value_sql.c: values that are bytes, and jsonb.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "libpq/pqformat.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

#include "server/value_sql.h"

Datum
dx_value_of_bytes(const uint8_t *bytes, Size len)
{
	struct varlena *value = palloc(VARHDRSZ + len);

	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), bytes, len);
	return PointerGetDatum(value);
}

Datum
dx_send_bytes(const struct varlena *value)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

dx_str
dx_get_jsonb(Datum value, Size most, const char *what)
{
	Jsonb *jsonb;
	char *json;

	if (toast_raw_datum_size(value) > most)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("%s larger than %zu bytes", what, most),
				 errdetail("As jsonb it has %zu.", toast_raw_datum_size(value))));
	jsonb = DatumGetJsonbP(value);
	json = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
	return (dx_str) {json, strlen(json)};
}

Datum
dx_jsonb_datum(const dx_buf *json)
{
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json->data));
}
