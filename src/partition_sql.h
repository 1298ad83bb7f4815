/*
 * partition_sql.h: windows over a tree (argument 0) and a card (argument 1):
 * reading a whole partition. Include after postgres.h.
 *
 * All are for the first row of a partition, whatever the frame. Arguments are
 * detoasted in the current context, which the caller empties.
 */
#ifndef DX_PARTITION_SQL_H
#define DX_PARTITION_SQL_H

#include "dxindex.h"

#include "windowapi.h"

#include "tree_sql.h"

/* The window object of this call; raises where the call has no OVER clause. */
extern WindowObject dx_window_object(FunctionCallInfo fcinfo);

/* An argument in the row (0-based) of the partition. */
extern Datum dx_partition_argument(WindowObject winobj, int argno, int64 row, bool *isnull);

/* Is the argument a constant, or a parameter: the same in every row without asking? */
extern bool dx_partition_constant(FunctionCallInfo fcinfo, int argno);

/* An int4, int8 or float8 argument: not NULL, and the same in the whole partition. Raises by name otherwise. */
extern Datum dx_partition_number(FunctionCallInfo fcinfo, int argno, const char *name);

/* A text, code or array argument in the same way: the value as it came with the first row. */
extern Datum dx_partition_value(FunctionCallInfo fcinfo, int argno, const char *name);

/* A copy of the first tree of the partition; NULL where all are NULL. */
extern const dx_tree *dx_partition_tree(FunctionCallInfo fcinfo);

/* Told of each row with a card: its number and its scores. */
typedef void (*dx_partition_visitor) (void *state, int64 row, const dx_score_room *room);

/*
 * Score the card of every row. Rows without tree or card are passed over;
 * trees must be equal to `tree`.
 */
extern void dx_partition_score(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state);

#endif							/* DX_PARTITION_SQL_H */
