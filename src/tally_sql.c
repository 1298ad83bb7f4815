/*
 * tally_sql.c: the type dx.tally, the state of dx.score in bytes.
 */
#include "postgres.h"

#include "libpq/pqformat.h"

#include "tally_sql.h"

DX_FUNCTION(dx_tally_in);
DX_FUNCTION(dx_tally_out);
DX_FUNCTION(dx_tally_recv);
DX_FUNCTION(dx_tally_send);

/* Validate packed bytes as a value. */
static Datum
tally_value(const uint8_t *packed, Size len, dx_error *err)
{
	dx_programme *programme = dx_tally_programme(packed, len, err);
	dx_tally	tally = {programme, 0, NULL};
	struct varlena *value;

	if (programme == NULL)
		return (Datum) 0;
	tally.room = programme->n_criteria;
	tally.leaves = palloc0(tally.room * sizeof(dx_leaf));
	if (!dx_tally_unpack(packed, len, &tally, err))
		return (Datum) 0;
	value = palloc(VARHDRSZ + len);
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), packed, len);
	return PointerGetDatum(value);
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The packed bytes in lower-case hexadecimal digits. */
Datum
dx_tally_in(PG_FUNCTION_ARGS)
{
	char	   *str = PG_GETARG_CSTRING(0);
	Size		len = strlen(str) / 2;
	uint8_t    *packed = palloc(len + 1);
	Datum		value = (Datum) 0;
	dx_error	err;
	Size		i = 0;

	while (i < len && hex_digit(str[2 * i]) >= 0 && hex_digit(str[2 * i + 1]) >= 0)
	{
		packed[i] = (uint8_t) (hex_digit(str[2 * i]) * 16 + hex_digit(str[2 * i + 1]));
		i++;
	}
	if (str[2 * i] != '\0')
		dx_fail(&err, DX_ERR_TEXT, (int) (2 * i) + 1, "tally is not in hexadecimal digits");
	else
		value = tally_value(packed, len, &err);
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
	const uint8_t *packed = (const uint8_t *) VARDATA_ANY(value);
	Size		len = VARSIZE_ANY_EXHDR(value);
	char	   *str = palloc(2 * len + 1);

	for (Size i = 0; i < len; i++)
	{
		str[2 * i] = "0123456789abcdef"[packed[i] >> 4];
		str[2 * i + 1] = "0123456789abcdef"[packed[i] & 15];
	}
	str[2 * len] = '\0';
	PG_RETURN_CSTRING(str);
}

Datum
dx_tally_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			len = message->len - message->cursor;
	dx_error	err;
	Datum		value = tally_value((const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

Datum
dx_tally_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}
