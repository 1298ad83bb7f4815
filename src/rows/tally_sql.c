/* SPDX-License-Identifier: PostgreSQL */
/*
 * tally_sql.c: the type dx.tally, the state of dx.score in bytes.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "rows/open_tally_sql.h"
#include "server/value_sql.h"

DX_FUNCTION(dx_tally_in);
DX_FUNCTION(dx_tally_out);
DX_FUNCTION(dx_tally_recv);
DX_FUNCTION(dx_tally_send);

/* Packed bytes as a value: validated, and packed again as this server compresses. 0 if they are not valid. */
static Datum
tally_value(FunctionCallInfo fcinfo, const uint8_t *packed, Size len, dx_error *err)
{
	MemoryContext states = dx_state_context(NULL);
	dx_open_tally *open = dx_open_tally_read(dx_get_site(fcinfo), packed, len, states, err);
	Datum value = open ? dx_open_tally_result(open, false) : (Datum) 0;

	MemoryContextDelete(states);
	return value;
}

Datum
dx_tally_in(PG_FUNCTION_ARGS)
{
	char *str = PG_GETARG_CSTRING(0);
	Datum value = (Datum) 0;
	dx_buf packed;
	dx_error err;

	dx_buf_init(&packed);
	if (dx_tally_parse((dx_str) {str, strlen(str)}, &packed, &err))
		value = tally_value(fcinfo, (uint8_t *) packed.data, packed.len, &err);
	dx_buf_free(&packed);
	if (value == (Datum) 0)
	{
		err.kind = DX_ERR_TEXT;
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return value;
}

Datum
dx_tally_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	dx_buf printed;

	dx_buf_init(&printed);
	dx_tally_print((uint8_t *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &printed);
	PG_RETURN_CSTRING(printed.data);
}

Datum
dx_tally_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	dx_error err;
	Datum value = tally_value(fcinfo, (const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

Datum
dx_tally_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}
