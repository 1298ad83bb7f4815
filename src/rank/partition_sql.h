/* SPDX-License-Identifier: PostgreSQL */
/*
 * partition_sql.h: the arguments of a window function in its whole partition.
 * Include after postgres.h.
 *
 * Call these at the first row of a partition, whatever the frame. Arguments are
 * detoasted in the current context, which the caller resets.
 */
#ifndef DX_PARTITION_SQL_H
#define DX_PARTITION_SQL_H

#include "server/dxindex.h"

#include "windowapi.h"

/* The window object of this call; raises where the call has no OVER clause. */
extern WindowObject dx_window_object(FunctionCallInfo fcinfo);

/* An argument in the row (0-based) of the partition. */
static inline Datum
dx_partition_argument(WindowObject winobj, int argno, int64 row, bool *isnull)
{
	bool isout;

	return WinGetFuncArgInPartition(winobj, argno, (int) row, WINDOW_SEEK_HEAD, false, isnull, &isout);
}

/* Is the argument a constant or a parameter, and so the same in every row? */
extern bool dx_partition_constant(FunctionCallInfo fcinfo, int argno);

/* An int4, int8 or float8 argument: not NULL, and the same in the whole partition. Raises by name otherwise. */
extern Datum dx_partition_number(FunctionCallInfo fcinfo, int argno, const char *name);

/* The same where NULL says something: false if it is NULL, which it has to be in the whole partition too. */
extern bool dx_partition_optional_number(FunctionCallInfo fcinfo, int argno, const char *name, Datum *value);

/* The same for a text, code or array argument: the value as given in the first row. */
extern Datum dx_partition_value(FunctionCallInfo fcinfo, int argno, const char *name);

/* The same where NULL says something: false if it is NULL, which it has to be in the whole partition too. */
extern bool dx_partition_optional(FunctionCallInfo fcinfo, int argno, const char *name, Datum *value);

#endif /* DX_PARTITION_SQL_H */
