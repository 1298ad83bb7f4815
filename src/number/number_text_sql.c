/* SPDX-License-Identifier: PostgreSQL */
/*
 * number_text_sql.c: dx.number, dx.number_text and dx.round_to.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

#include "number/number_text.h"
#include "server/dxindex.h"

DX_FUNCTION(dx_number);
DX_FUNCTION(dx_number_text);
DX_FUNCTION(dx_round_to);

#define MAX_DECIMALS 15

static dx_str
text_arg(FunctionCallInfo fcinfo, int arg)
{
	text *t = PG_GETARG_TEXT_PP(arg);

	return (dx_str) {VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)};
}

static dx_locale
locale_arg(FunctionCallInfo fcinfo, int arg)
{
	dx_locale locale;
	dx_error err;

	if (!dx_locale_read(text_arg(fcinfo, arg), &locale, &err))
		dx_report(&err);
	return locale;
}

/* The number as written: its shortest digits. */
static dx_decimal
decimal_arg(FunctionCallInfo fcinfo, int arg)
{
	double x = PG_GETARG_FLOAT8(arg);

	if (!isfinite(x))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("a number cannot be %s", isnan(x) ? "NaN" : "infinite")));
	return dx_decimal_from_double(x);
}

static int
decimals_arg(FunctionCallInfo fcinfo, int arg)
{
	int decimals = PG_GETARG_INT32(arg);

	if (decimals < -MAX_DECIMALS || decimals > MAX_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("decimals \"%d\" is out of range", decimals),
				 errdetail("It must be from %d to %d.", -MAX_DECIMALS, MAX_DECIMALS)));
	return decimals;
}

/* dx.number(text, locale); NULL where nothing is written. */
Datum
dx_number(PG_FUNCTION_ARGS)
{
	dx_str words = text_arg(fcinfo, 0);
	dx_locale locale = locale_arg(fcinfo, 1);
	double x;
	dx_error err;

	if (dx_number_is_blank(words))
		PG_RETURN_NULL();
	if (!dx_number_read(words, locale, &x, &err))
		dx_report(&err);
	PG_RETURN_FLOAT8(x);
}

/* dx.number_text(x, decimals, locale); NULL decimals: as many as x has. */
Datum
dx_number_text(PG_FUNCTION_ARGS)
{
	dx_decimal x;
	int decimals = 0;
	dx_locale locale;
	dx_buf written;
	text *result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	x = decimal_arg(fcinfo, 0);
	if (!PG_ARGISNULL(1))
		decimals = decimals_arg(fcinfo, 1);
	locale = locale_arg(fcinfo, 2);
	dx_buf_init(&written);
	dx_number_write(x, PG_ARGISNULL(1) ? NULL : &decimals, locale, &written);
	result = cstring_to_text_with_len(written.data, (int) written.len);
	dx_buf_free(&written);
	PG_RETURN_TEXT_P(result);
}

/* dx.round_to(x, decimals): numeric, with that many decimals. */
Datum
dx_round_to(PG_FUNCTION_ARGS)
{
	dx_decimal x = decimal_arg(fcinfo, 0);
	int decimals = decimals_arg(fcinfo, 1);
	dx_buf written;
	Datum result;

	dx_buf_init(&written);
	dx_decimal_write(dx_decimal_round(x, decimals), decimals, '.', '\0', &written);
	result =
		DirectFunctionCall3(numeric_in, CStringGetDatum(written.data), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	dx_buf_free(&written);
	return result;
}
