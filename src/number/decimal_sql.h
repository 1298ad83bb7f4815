/*
 * decimal_sql.h: exact points in SQL-callable files. Include after postgres.h.
 */
#ifndef DX_DECIMAL_SQL_H
#define DX_DECIMAL_SQL_H

#include "utils/numeric.h"

#include "number/decimal.h"

/* Without trailing zeros (palloc). */
extern Numeric dx_points_numeric(dx_points points);

#endif							/* DX_DECIMAL_SQL_H */
