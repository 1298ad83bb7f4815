/*
 * decimal_sql.c: exact points as numeric.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "number/decimal_sql.h"

Numeric
dx_points_numeric(dx_points points)
{
	char		digits[64];

	if (points >= INT64_MIN && points <= INT64_MAX)
	{
		int64		units = (int64) points;
		int			scale = DX_POINTS_DIGITS;

		if (units % 1000000 == 0)
		{
			units /= 1000000;
			scale -= 6;
		}
		while (scale > 0 && units % 10 == 0)
		{
			units /= 10;
			scale--;
		}
		return int64_div_fast_to_numeric(units, scale);
	}
	dx_points_print(points, digits);
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(digits),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}
