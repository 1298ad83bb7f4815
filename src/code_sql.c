/*
 * code_sql.c: dx.code in SQL: input and output, casts, functions on places,
 * aggregates.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "code_sql.h"

DX_FUNCTION(dx_code_in);
DX_FUNCTION(dx_code_out);
DX_FUNCTION(dx_code_recv);
DX_FUNCTION(dx_code_send);
DX_FUNCTION(dx_code_to_text);
DX_FUNCTION(dx_code_from_text);

dx_key
dx_code_datum_key(struct varlena *code)
{
	const uint8_t *bytes = (const uint8_t *) VARDATA_ANY(code);
	size_t		len = VARSIZE_ANY_EXHDR(code);

	if (len == 0 || bytes[0] != DX_CODE_FORMAT || len - 1 > DX_CODE_MAX_KEY)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("dx.code value has an unknown byte format"),
				 errdetail("This library reads format %d.", DX_CODE_FORMAT)));
	return (dx_key) {bytes + 1, len - 1};
}

dx_key
dx_text_datum_key(struct varlena *txt, uint8_t *buf)
{
	dx_str		written = {VARDATA_ANY(txt), VARSIZE_ANY_EXHDR(txt)};
	dx_key		key;
	dx_error	err;

	if (!dx_code_encode(written, buf, &key, &err))
		dx_report(&err);
	return key;
}

Datum
dx_code_make(dx_key key)
{
	struct varlena *code = palloc0(VARHDRSZ + 1 + key.len);
	char	   *bytes = VARDATA(code);

	SET_VARSIZE(code, VARHDRSZ + 1 + key.len);
	bytes[0] = DX_CODE_FORMAT;
	if (key.len > 0)
		memcpy(bytes + 1, key.ptr, key.len);
	return PointerGetDatum(code);
}

Datum
dx_code_make_text(dx_key key)
{
	char		buf[DX_CODE_MAX_TEXT + 8];
	size_t		len = dx_code_decode(key, buf);

	return PointerGetDatum(cstring_to_text_with_len(buf, (int) len));
}

/* dx.code_in(cstring) */
Datum
dx_code_in(PG_FUNCTION_ARGS)
{
	char	   *str = PG_GETARG_CSTRING(0);
	uint8_t		buf[DX_CODE_MAX_KEY];
	dx_key		key;
	dx_error	err;

	if (!dx_code_encode((dx_str) {str, strlen(str)}, buf, &key, &err))
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return dx_code_make(key);
}

/* dx.code_out(dx.code) */
Datum
dx_code_out(PG_FUNCTION_ARGS)
{
	dx_key		key = dx_code_datum_key(DX_GETARG_CODE_PP(0));
	char	   *buf = palloc(DX_CODE_MAX_TEXT + 8);

	dx_code_decode(key, buf);
	PG_RETURN_CSTRING(buf);
}

/* dx.code_recv(internal): the text, in the client's encoding */
Datum
dx_code_recv(PG_FUNCTION_ARGS)
{
	StringInfo	msg = (StringInfo) PG_GETARG_POINTER(0);
	int			len;
	char	   *str = pq_getmsgtext(msg, msg->len - msg->cursor, &len);
	uint8_t		buf[DX_CODE_MAX_KEY];
	dx_key		key;
	dx_error	err;

	if (!dx_code_encode((dx_str) {str, (size_t) len}, buf, &key, &err))
	{
		if (err.kind == DX_ERR_TEXT)
			err.kind = DX_ERR_BINARY;
		dx_report(&err);
	}
	return dx_code_make(key);
}

/* dx.code_send(dx.code) */
Datum
dx_code_send(PG_FUNCTION_ARGS)
{
	dx_key		key = dx_code_datum_key(DX_GETARG_CODE_PP(0));
	char		written[DX_CODE_MAX_TEXT + 8];
	size_t		len = dx_code_decode(key, written);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendtext(&out, written, (int) len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* dx.code_to_text(dx.code), the implicit cast */
Datum
dx_code_to_text(PG_FUNCTION_ARGS)
{
	return dx_code_make_text(dx_code_datum_key(DX_GETARG_CODE_PP(0)));
}

/* dx.code(text), the assignment cast */
Datum
dx_code_from_text(PG_FUNCTION_ARGS)
{
	uint8_t		buf[DX_CODE_MAX_KEY];

	return dx_code_make(dx_text_datum_key(PG_GETARG_TEXT_PP(0), buf));
}
