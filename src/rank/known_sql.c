/* SPDX-License-Identifier: PostgreSQL */
/*
 * known_sql.c: windows over time: dx.last_known, dx.known_at, dx.interpolate.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "rank/known.h"
#include "rank/partition_sql.h"
#include "rank/window_sql.h"

DX_FUNCTION(dx_last_known);
DX_FUNCTION(dx_known_at);
DX_FUNCTION(dx_interpolate);

#define ARG_X 0
#define ARG_AT 1
#define ARG_OPTION 2 /* within, or flat_ends */

typedef enum question
{
	LAST_KNOWN,
	KNOWN_AT,
	INTERPOLATED
} question;

/* State of the current partition. */
typedef struct partition
{
	bool collected;
	double *answers; /* by position, NAN = NULL */
} partition;

/* A float8 argument of a row, NAN for NULL; other numbers are refused where they are not finite. */
static double
read_number(WindowObject winobj, int argno, const char *name, int64 row)
{
	bool isnull;
	double value = DatumGetFloat8(dx_partition_argument(winobj, argno, row, &isnull));

	if (isnull)
		return NAN;
	if (!isfinite(value))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s cannot be \"%s\"", name, dx_number_in_words(value))));
	return value;
}

/* How old a value may be: `within`, a number not below 0; NULL means any age. */
static double
read_within(FunctionCallInfo fcinfo)
{
	Datum value;
	double within;

	if (!dx_partition_optional_number(fcinfo, ARG_OPTION, "within", &value))
		return INFINITY;
	within = DatumGetFloat8(value);
	if (!(within >= 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("within \"%s\" is out of range", dx_number_in_words(within)),
				 errdetail("It must be 0 or more.")));
	return within;
}

/* The argument flat_ends of the first row; NULL means true. */
static bool
read_flat_ends(FunctionCallInfo fcinfo)
{
	Datum value;

	return !dx_partition_optional_number(fcinfo, ARG_OPTION, "flat_ends", &value) || DatumGetBool(value);
}

/*
 * Read every row of the partition and compute its answer. Memory: 8 bytes a row for as
 * long as the partition, 24 more while collecting.
 */
static void
collect(FunctionCallInfo fcinfo, question what, partition *part)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64 n_rows = WinGetPartitionRowCount(winobj);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "dx values over time", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(context);
	MemoryContext row_context = AllocSetContextCreate(context, "dx window arguments", ALLOCSET_SMALL_SIZES);
	dx_ranking r = {.n_rows = n_rows};
	double within = 0;
	bool flat_ends = true;
	double *x;
	bool ok;
	dx_error err;

	dx_check_rows(n_rows);
	if (what == INTERPOLATED)
		flat_ends = read_flat_ends(fcinfo);
	else
		within = read_within(fcinfo);
	x = MemoryContextAlloc(GetMemoryChunkContext(part), n_rows * sizeof(double));
	r.values = palloc(n_rows * sizeof(double));
	r.order = palloc(n_rows * sizeof(uint64_t));
	r.temp = palloc(n_rows * sizeof(uint64_t));
	MemoryContextSwitchTo(row_context);
	for (int64 row = 0; row < n_rows; row++)
	{
		CHECK_FOR_INTERRUPTS();
		x[row] = read_number(winobj, ARG_X, "x", row);
		r.values[row] = read_number(winobj, ARG_AT, "at", row);
		if (isnan(r.values[row]) && what == KNOWN_AT)
			x[row] = NAN;
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(context);
	dx_rank_sort(&r);
	ok = what == INTERPOLATED ? dx_known_between(&r, x, flat_ends, &err)
		: what == KNOWN_AT	  ? dx_known_time(&r, x, within, &err)
							  : dx_known_last(&r, x, within, &err);
	if (!ok)
		dx_report(&err);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(context);
	part->answers = x;
	part->collected = true;
}

static Datum
answer(FunctionCallInfo fcinfo, question what)
{
	WindowObject winobj = dx_window_object(fcinfo);
	partition *part = WinGetPartitionLocalMemory(winobj, sizeof(partition));
	double value;

	if (!part->collected)
		collect(fcinfo, what, part);
	value = part->answers[WinGetCurrentPosition(winobj)];
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

/* dx.last_known(x, at, within): the last value known. */
Datum
dx_last_known(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, LAST_KNOWN);
}

/* dx.known_at(x, at, within): the time of the last value known. */
Datum
dx_known_at(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, KNOWN_AT);
}

/* dx.interpolate(x, at, flat_ends): x, or the straight line between its neighbours. */
Datum
dx_interpolate(PG_FUNCTION_ARGS)
{
	return answer(fcinfo, INTERPOLATED);
}
