/* SPDX-License-Identifier: PostgreSQL */
/*
 * partition_sql.c: reading the arguments of a window's whole partition.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/memutils.h"

#include "server/compat.h"

#include "rank/partition_sql.h"

WindowObject
dx_window_object(FunctionCallInfo fcinfo)
{
	WindowObject winobj = PG_WINDOW_OBJECT();

	/* The parser demands OVER, but there are ways to call without it (an operator made on the function). */
	if (!WindowObjectIsValid(winobj))
		ereport(ERROR, (errcode(ERRCODE_WINDOWING_ERROR), errmsg("window functions need an OVER clause")));
	dx_refuse_ignore_nulls(winobj, fcinfo);
	return winobj;
}

/*
 * A parameter of the executor (an uncorrelated sub-select, or a column from
 * outside) changes only with a rescan of the whole window.
 */
bool
dx_partition_constant(FunctionCallInfo fcinfo, int argno)
{
	Node *call = fcinfo->flinfo->fn_expr;
	Node *arg;

	if (call == NULL || !IsA(call, WindowFunc) || argno >= list_length(((WindowFunc *) call)->args))
		return false;
	arg = list_nth(((WindowFunc *) call)->args, argno);
	while (IsA(arg, RelabelType))
		arg = (Node *) ((RelabelType *) arg)->arg;
	return IsA(arg, Const) || IsA(arg, Param);
}

pg_noreturn static void
report_null(const char *name)
{
	ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not be NULL", name)));
}

pg_noreturn static void
report_changing(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must be the same in the whole partition", name)));
}

bool
dx_partition_optional_number(FunctionCallInfo fcinfo, int argno, const char *name, Datum *value)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = dx_partition_constant(fcinfo, argno) ? 1 : WinGetPartitionRowCount(winobj);
	bool known = false;

	*value = 0;
	for (int64 row = 0; row < n_rows; row++)
	{
		bool isnull;
		Datum here = dx_partition_argument(winobj, argno, row, &isnull);

		CHECK_FOR_INTERRUPTS();
		if (row > 0 && (isnull == known || (known && here != *value)))
			report_changing(name);
		known = !isnull;
		*value = here;
	}
	return known;
}

Datum
dx_partition_number(FunctionCallInfo fcinfo, int argno, const char *name)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = dx_partition_constant(fcinfo, argno) ? 1 : WinGetPartitionRowCount(winobj);
	Datum first = 0;

	for (int64 row = 0; row < n_rows; row++)
	{
		bool isnull;
		Datum value = dx_partition_argument(winobj, argno, row, &isnull);

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			report_null(name);
		if (row == 0)
			first = value;
		else if (value != first)
			report_changing(name);
	}
	return first;
}

/* Are two values equal, in whatever form each is (TOASTed or not)? */
static bool
same_value(struct varlena *a, struct varlena *b)
{
	Size size = VARSIZE_ANY(a);

	/* Equal TOAST pointers, compressed bytes or plain bytes. */
	if (size == VARSIZE_ANY(b) && memcmp(a, b, size) == 0)
		return true;
	a = PG_DETOAST_DATUM_PACKED(PointerGetDatum(a));
	b = PG_DETOAST_DATUM_PACKED(PointerGetDatum(b));
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

/* A copy of a value, flattened if it is expanded, else in the form that it has. */
static struct varlena *
copy_value(Datum value)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(value);
	struct varlena *copy;

	if (VARATT_IS_EXTERNAL(v) && !VARATT_IS_EXTERNAL_ONDISK(v))
		return PG_DETOAST_DATUM_COPY(value);
	copy = palloc(VARSIZE_ANY(v));
	memcpy(copy, v, VARSIZE_ANY(v));
	return copy;
}

/*
 * The value of a text, code or array argument, which is the same in all rows; NULL if it is NULL
 * and may be.
 */
static struct varlena *
one_value(FunctionCallInfo fcinfo, int argno, const char *name, bool may_be_null)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = dx_partition_constant(fcinfo, argno) ? 1 : WinGetPartitionRowCount(winobj);
	MemoryContext row_context = AllocSetContextCreate(CurrentMemoryContext, "dx window argument", ALLOCSET_SMALL_SIZES);
	struct varlena *first = NULL; /* NULL: the argument is NULL */

	for (int64 row = 0; row < n_rows; row++)
	{
		MemoryContext before = MemoryContextSwitchTo(row_context);
		bool isnull;
		Datum here = dx_partition_argument(winobj, argno, row, &isnull);

		CHECK_FOR_INTERRUPTS();
		if (isnull && !may_be_null)
			report_null(name);
		if (row > 0 && (isnull ? first != NULL : first == NULL || !same_value(first, copy_value(here))))
			report_changing(name);
		MemoryContextSwitchTo(before);
		if (row == 0 && !isnull)
			first = copy_value(here);
		MemoryContextReset(row_context);
	}
	MemoryContextDelete(row_context);
	return first;
}

Datum
dx_partition_value(FunctionCallInfo fcinfo, int argno, const char *name)
{
	return PointerGetDatum(one_value(fcinfo, argno, name, false));
}

bool
dx_partition_optional(FunctionCallInfo fcinfo, int argno, const char *name, Datum *value)
{
	*value = PointerGetDatum(one_value(fcinfo, argno, name, true));
	return DatumGetPointer(*value) != NULL;
}
