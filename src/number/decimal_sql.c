/* SPDX-License-Identifier: PostgreSQL */
/*
 * decimal_sql.c: exact points as numeric.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "number/decimal_sql.h"

Numeric
dx_decimal_numeric(dx_int128 units, int digits)
{
	dx_uint128 m;
	char buf[64];
	char *p = buf + sizeof(buf);
	int done = 0;

	if (digits >= 6 && units % 1000000 == 0)
	{
		units /= 1000000;
		digits -= 6;
	}
	while (digits > 0 && units % 10 == 0)
	{
		units /= 10;
		digits--;
	}
	if (units >= INT64_MIN && units <= INT64_MAX)
		return int64_div_fast_to_numeric((int64) units, digits);
	m = units < 0 ? -(dx_uint128) units : (dx_uint128) units;
	for (*--p = '\0'; m != 0 || done <= digits; m /= 10)
	{
		if (done++ == digits && digits > 0)
			*--p = '.';
		*--p = (char) ('0' + (int) (m % 10));
	}
	if (units < 0)
		*--p = '-';
	return DatumGetNumeric(
		DirectFunctionCall3(numeric_in, CStringGetDatum(p), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

Numeric
dx_points_numeric(dx_points points)
{
	return dx_decimal_numeric(points, DX_POINTS_DIGITS);
}
