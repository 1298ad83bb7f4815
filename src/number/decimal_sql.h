/* SPDX-License-Identifier: PostgreSQL */
/*
 * decimal_sql.h: exact points in SQL-callable files. Include after postgres.h.
 */
#ifndef DX_DECIMAL_SQL_H
#define DX_DECIMAL_SQL_H

#include "utils/numeric.h"

#include "number/decimal.h"

/* units x 10^-digits (0..15) without trailing zeros (palloc). */
extern Numeric dx_decimal_numeric(dx_int128 units, int digits);

/* The same of points. */
extern Numeric dx_points_numeric(dx_points points);

#endif /* DX_DECIMAL_SQL_H */
