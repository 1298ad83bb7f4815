/* SPDX-License-Identifier: PostgreSQL */
/*
 * keys_sql.c: dx.rank_by_keys: ranks by a key, ties broken by further keys.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "number/decimal.h"
#include "rank/partition_sql.h"
#include "rank/window_sql.h"

DX_FUNCTION(dx_rank_by_keys);

#define ARG_X 0
#define ARG_TIES 1
#define ARG_DECIMALS 2
#define ARG_RANKED 3
#define ARG_DIRECTION 4

/* The options for the keys of a partition. */
typedef struct key_options
{
	dx_ties ties;
	int n_keys;						/* of the rows seen so far; 0: none seen */
	int decimals[DX_RANK_MAX_KEYS]; /* INT_MAX: not rounded */
	int direction[DX_RANK_MAX_KEYS];
	int n_decimals; /* 0: not given */
	int n_direction;
} key_options;

/* What is known about the current partition. */
typedef struct partition
{
	bool collected;
	double *ranks; /* by position, NAN = NULL; NULL if all are */
} partition;

/* A one-dimensional array with 1 to DX_RANK_MAX_KEYS elements. */
static ArrayType *
check_array(ArrayType *array, const char *name)
{
	if (ARR_NDIM(array) > 1)
		ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR), errmsg("%s has more than one dimension", name)));
	if (ARR_NDIM(array) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s is an empty array", name),
				 errdetail("It has one element for each key.")));
	if (ARR_DIMS(array)[0] > DX_RANK_MAX_KEYS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("%s has %d elements", name, ARR_DIMS(array)[0]),
				 errdetail("At most %d keys can be ranked by.", DX_RANK_MAX_KEYS)));
	return array;
}

/* Is element i of an array NULL? */
static inline bool
is_null(const uint8 *nulls, int i)
{
	return nulls != NULL && (nulls[i / 8] & (1 << (i % 8))) == 0;
}

/*
 * An option that is an array of int, checked element by element, NULLs as by_default; returns how
 * many there are, 0 if the array is NULL.
 */
static int
read_option(FunctionCallInfo fcinfo, int argno, const char *name, dx_option option, int by_default, int *out)
{
	Datum value;
	ArrayType *array;
	const uint8 *nulls;
	const int32 *next;

	for (int i = 0; i < DX_RANK_MAX_KEYS; i++)
		out[i] = by_default;
	if (!dx_partition_optional(fcinfo, argno, name, &value))
		return 0;
	array = check_array(DatumGetArrayTypeP(value), name);
	nulls = ARR_NULLBITMAP(array);
	next = (const int32 *) ARR_DATA_PTR(array);
	for (int i = 0; i < ARR_DIMS(array)[0]; i++)
		if (!is_null(nulls, i))
		{
			dx_check_option(option, *next);
			out[i] = *next++;
		}
	return ARR_DIMS(array)[0];
}

/* The options of the partition, checked as far as they can be without its keys. */
static void
read_options(FunctionCallInfo fcinfo, key_options *options)
{
	Datum value;

	options->ties = DX_TIES_MIN;
	options->n_keys = 0;
	if (dx_partition_optional(fcinfo, ARG_TIES, "ties", &value))
	{
		text *words = DatumGetTextPP(value);
		dx_error err;

		if (!dx_ties_parse((dx_str) {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)}, &options->ties, &err))
			dx_report(&err);
	}
	options->n_decimals = read_option(fcinfo, ARG_DECIMALS, "decimals", DX_OPTION_DECIMALS, INT_MAX, options->decimals);
	options->n_direction = read_option(fcinfo, ARG_DIRECTION, "direction", DX_OPTION_DIRECTION, 1, options->direction);
}

/* Raise unless an option has as many elements as x has keys, or none. */
static void
check_length(const char *name, int n, int n_keys)
{
	if (n != 0 && n != n_keys)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s has %d elements, x has %d", name, n, n_keys),
				 errhint("Give one for each key, NULL where there is nothing to say.")));
}

/* The number of keys is that of the first row that has any; later rows must have as many. */
static void
check_n_keys(key_options *options, int n_keys)
{
	if (options->n_keys == 0)
	{
		options->n_keys = n_keys;
		check_length("decimals", options->n_decimals, n_keys);
		check_length("direction", options->n_direction, n_keys);
	}
	else if (options->n_keys != n_keys)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("x must have the same number of keys in the whole partition"),
				 errdetail("One row has %d, another %d.", options->n_keys, n_keys)));
}

/* A key in the form that is ranked: rounded, and negated where less is better. */
static double
key_value(double value, int key, const key_options *options)
{
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("cannot rank \"%s\"", dx_number_in_words(value)),
				 errdetail("It is key %d of a row.", key + 1),
				 errhint("Give such a key NULL, or the row ranked => false.")));
	if (options->decimals[key] != INT_MAX)
		value = dx_double_round(value, options->decimals[key]);
	return value * options->direction[key];
}

/* Put the keys of one row into values by position; the first is NAN where the row is not ranked. */
static void
enter_row(ArrayType *array, int64 row, const key_options *options, double **values)
{
	const uint8 *nulls = ARR_NULLBITMAP(array);
	const double *next = (const double *) ARR_DATA_PTR(array);

	if (is_null(nulls, 0))
		return;
	for (int key = 0; key < options->n_keys; key++)
		values[key][row] = is_null(nulls, key) ? -INFINITY : key_value(*next++, key, options);
}

/*
 * Allocate memory for the keys once their number is known: for the first as long as the
 * partition, since ranks replace it, for the others in this context.
 */
static void
make_room(double **values, int n_keys, int64 n_rows, MemoryContext partition_context)
{
	for (int key = 0; key < n_keys; key++)
		values[key] = MemoryContextAlloc(key == 0 ? partition_context : CurrentMemoryContext, n_rows * sizeof(double));
	for (int64 row = 0; row < n_rows; row++)
	{
		if (row % DX_RANK_CHANCE == 0)
			CHECK_FOR_INTERRUPTS();
		values[0][row] = NAN;
	}
}

/* Read the keys of every row of the partition; values[0] stays NULL where no row has any. */
static void
read_keys(FunctionCallInfo fcinfo, int64 n_rows, key_options *options, double **values, MemoryContext partition_context)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	MemoryContext context = CurrentMemoryContext;
	MemoryContext row_context = AllocSetContextCreate(context, "dx window arguments", ALLOCSET_SMALL_SIZES);

	for (int64 row = 0; row < n_rows; row++)
	{
		bool isnull;
		Datum datum;
		ArrayType *array;

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(row_context);
		/* where it is false, x is not evaluated */
		datum = dx_partition_argument(winobj, ARG_RANKED, row, &isnull);
		if (isnull || DatumGetBool(datum))
		{
			datum = dx_partition_argument(winobj, ARG_X, row, &isnull);
			if (!isnull)
			{
				array = check_array(DatumGetArrayTypeP(datum), "x");
				check_n_keys(options, ARR_DIMS(array)[0]);
				if (values[0] == NULL)
				{
					MemoryContextSwitchTo(context);
					make_room(values, options->n_keys, n_rows, partition_context);
					MemoryContextSwitchTo(row_context);
				}
				enter_row(array, row, options, values);
			}
		}
		MemoryContextSwitchTo(context);
		MemoryContextReset(row_context);
	}
	MemoryContextDelete(row_context);
}

/* The keys of a row as given, "{80,40}", for a message. */
static const char *
keys_at(void *arg, int64 position)
{
	FunctionCallInfo fcinfo = arg;
	bool isnull;
	ArrayType *array = DatumGetArrayTypeP(dx_partition_argument(PG_WINDOW_OBJECT(), ARG_X, position, &isnull));
	const uint8 *nulls = ARR_NULLBITMAP(array);
	const double *next = (const double *) ARR_DATA_PTR(array);
	dx_buf out;

	dx_buf_init(&out);
	for (int key = 0; key < ARR_DIMS(array)[0]; key++)
	{
		dx_buf_add_char(&out, key == 0 ? '{' : ',');
		dx_buf_add_text(&out, is_null(nulls, key) ? "NULL" : dx_number_in_words(*next++));
	}
	dx_buf_add_char(&out, '}');
	return out.data;
}

/*
 * Read every row of the partition and rank it.
 *
 * Memory: 8 bytes a row for as long as the partition; while collecting 8 more a
 * row for every key after the first, and 20 (24 for `first`).
 */
static void
collect(FunctionCallInfo fcinfo, partition *part)
{
	MemoryContext partition_context = GetMemoryChunkContext(part);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "dx ranks by keys", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(context);
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	double *values[DX_RANK_MAX_KEYS] = {NULL};
	key_options options;

	dx_check_rows(n_rows);
	read_options(fcinfo, &options);
	read_keys(fcinfo, n_rows, &options, values, partition_context);
	if (values[0] != NULL)
	{
		dx_ranking r = {.values = values[0], .n_rows = n_rows};
		uint32 *peers = NULL;

		r.order = palloc(n_rows * sizeof(uint64_t));
		r.temp = palloc(n_rows * sizeof(uint64_t));
		dx_rank_sort(&r);
		dx_rank_refine(&r, values + 1, options.n_keys - 1, palloc(n_rows * sizeof(uint32_t)));
		dx_rank_assign(&r, options.ties);
		if (options.ties == DX_TIES_FIRST)
			dx_check_first(fcinfo, &r, &peers, keys_at, fcinfo);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(context);
	part->ranks = values[0];
	part->collected = true;
}

/* dx.rank_by_keys(x, ties, decimals, ranked, direction): rank by the first key, where it is tied by the next, and so on. */
Datum
dx_rank_by_keys(PG_FUNCTION_ARGS)
{
	WindowObject winobj = dx_window_object(fcinfo);
	partition *part = WinGetPartitionLocalMemory(winobj, sizeof(partition));
	double rank;

	if (!part->collected)
		collect(fcinfo, part);
	if (part->ranks == NULL)
		PG_RETURN_NULL();
	rank = part->ranks[WinGetCurrentPosition(winobj)];
	if (isnan(rank))
		PG_RETURN_NULL();
	PG_RETURN_INT32((int32) rank);
}
