/*
 * rank_sql.c: ranking windows: dx.rank_by, dx.ranked_count.
 *
 * One collector reads the whole partition at its first row, whatever the
 * frame, and leaves the answer for every row in memory that lives as long as
 * the partition; the entry points hand it out by position.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "dxindex.h"
#include "decimal.h"
#include "rank.h"

DX_FUNCTION(dx_rank_by);
DX_FUNCTION(dx_ranked_count);

/* The arguments of every ranking window, in this order. */
enum
{
	ARG_X,
	ARG_TIES,
	ARG_DECIMALS,
	ARG_RANKED
};

#define MAX_DECIMALS 15

/* What has to be the same in the whole partition. */
typedef struct rank_options
{
	dx_ties		ties;
	bool		has_decimals;
	int			decimals;
} rank_options;

/* What the collector is to find out. */
#define COLLECT_COUNT 0x00		/* only how many rows take a place */
#define COLLECT_RANKS 0x01		/* and which */

/* What one call site knows about the current partition. */
typedef struct rank_partition
{
	bool		collected;
	int64		n_ranked;
	int64	   *ranks;			/* by position, 0 = takes no place; NULL unless COLLECT_RANKS */
} rank_partition;

/* An argument in the row at a position of the partition. */
static Datum
argument_at(WindowObject winobj, int argno, int64 row, bool *isnull)
{
	bool		isout;

	/*
	 * Nothing is marked as done with: by now the whole partition is held, and
	 * WinRowsArePeers may have to go back.
	 */
	return WinGetFuncArgInPartition(winobj, argno, (int) row, WINDOW_SEEK_HEAD, false, isnull, &isout);
}

static rank_options
read_options(WindowObject winobj, int64 row)
{
	rank_options options = {DX_TIES_MIN, false, 0};
	Datum		value;
	bool		isnull;

	value = argument_at(winobj, ARG_TIES, row, &isnull);
	if (!isnull)
	{
		text	   *ties = DatumGetTextPP(value);
		dx_error	err;

		if (!dx_ties_parse((dx_str) {VARDATA_ANY(ties), VARSIZE_ANY_EXHDR(ties)}, &options.ties, &err))
			dx_report(&err);
	}
	value = argument_at(winobj, ARG_DECIMALS, row, &isnull);
	if (!isnull)
	{
		options.has_decimals = true;
		options.decimals = DatumGetInt32(value);
		if (options.decimals < -MAX_DECIMALS || options.decimals > MAX_DECIMALS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("decimals \"%d\" is out of range", options.decimals),
					 errdetail("It must be from %d to %d.", -MAX_DECIMALS, MAX_DECIMALS)));
	}
	return options;
}

static const char *
decimals_text(const rank_options *options)
{
	return options->has_decimals ? psprintf("\"%d\"", options->decimals) : "NULL";
}

static void
check_same_options(const rank_options *a, const rank_options *b)
{
	if (a->ties != b->ties)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ties must be the same in the whole partition"),
				 errdetail("One row has \"%s\", another \"%s\".", dx_ties_name(a->ties), dx_ties_name(b->ties))));
	if (a->has_decimals != b->has_decimals || a->decimals != b->decimals)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("decimals must be the same in the whole partition"),
				 errdetail("One row has %s, another %s.", decimals_text(a), decimals_text(b))));
}

/*
 * Does the row at a position take a place, and with which value? ranked =
 * false spares x from being looked at; NULL there (unknown) is as good as
 * true.
 */
static bool
read_value(WindowObject winobj, int64 row, bool ask_ranked, const rank_options *options, double *value)
{
	Datum		datum;
	bool		isnull;

	if (ask_ranked)
	{
		datum = argument_at(winobj, ARG_RANKED, row, &isnull);
		if (!isnull && !DatumGetBool(datum))
			return false;
	}
	datum = argument_at(winobj, ARG_X, row, &isnull);
	if (isnull)
		return false;
	*value = DatumGetFloat8(datum);
	if (!isfinite(*value))
	{
		char		digits[32];

		digits[dx_shortest(*value, digits)] = '\0';
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot rank \"%s\"", digits),
				 errhint("Give such a row NULL, or ranked => false.")));
	}
	if (options->has_decimals)
		*value = dx_double_round(*value, options->decimals);
	return true;
}

/*
 * `first` numbers tied rows in the window's order. Where two of them are
 * peers in it, their numbers would be whatever the plan made of them.
 */
static void
check_first(WindowObject winobj, const dx_ranked *rows, int64 n, const int64 *ranks, int64 n_rows)
{
	int64	   *order;			/* position by rank - 1 */
	int64	   *group;			/* peer group by position */
	int64		start;
	int64		end;

	for (start = 0; start < n; start = end)
	{
		end = dx_rank_class_end(rows, n, start);
		if (end - start > 1)
			break;
	}
	if (start >= n)
		return;

	order = palloc(n * sizeof(int64));
	group = palloc(n_rows * sizeof(int64));
	for (int64 i = 0; i < n_rows; i++)
	{
		CHECK_FOR_INTERRUPTS();
		group[i] = i == 0 ? 0 : group[i - 1] + !WinRowsArePeers(winobj, i - 1, i);
		if (ranks[i] > 0)
			order[ranks[i] - 1] = i;
	}
	for (; start < n; start = end)
	{
		end = dx_rank_class_end(rows, n, start);
		for (int64 i = start + 1; i < end; i++)
			if (group[order[i]] == group[order[i - 1]])
			{
				char		digits[32];

				digits[dx_shortest(rows[start].value, digits)] = '\0';
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("ties \"first\" finds no order among rows tied at \"%s\"", digits),
						 errdetail("At least two of them are equal in the window's ORDER BY, or it has none."),
						 errhint("Add columns to the window's ORDER BY that tell tied rows apart, or use ties min, max or dense.")));
			}
	}
	pfree(order);
	pfree(group);
}

/*
 * Read every row of the partition, n_rows of them, and fill part.
 *
 * Arguments are evaluated in a context that is emptied row by row: x may be
 * an expression over large values. Memory: 8 bytes a row for as long as the
 * partition, 32 more (48 for `first`) while collecting.
 */
static void
collect(FunctionCallInfo fcinfo, WindowObject winobj, int flags, rank_partition *part)
{
	int64		n_rows = WinGetPartitionRowCount(winobj);
	bool		same_options = get_fn_expr_arg_stable(fcinfo->flinfo, ARG_TIES) &&
		get_fn_expr_arg_stable(fcinfo->flinfo, ARG_DECIMALS);
	bool		ask_ranked = true;
	rank_options options = {DX_TIES_MIN, false, 0};
	dx_ranked  *rows = NULL;
	int64		n = 0;
	MemoryContext row_context;
	MemoryContext old_context;

	if (n_rows > DX_RANK_MAX_ROWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large to rank", (long long) n_rows),
				 errdetail("At most %lld rows can be ranked together.", (long long) DX_RANK_MAX_ROWS)));
	if (flags & COLLECT_RANKS)
		rows = palloc(n_rows * sizeof(dx_ranked));

	row_context = AllocSetContextCreate(CurrentMemoryContext, "dx rank arguments", ALLOCSET_SMALL_SIZES);
	old_context = MemoryContextSwitchTo(row_context);

	if (get_fn_expr_arg_stable(fcinfo->flinfo, ARG_RANKED))
	{
		bool		isnull;
		Datum		ranked = argument_at(winobj, ARG_RANKED, 0, &isnull);

		ask_ranked = !isnull && !DatumGetBool(ranked);	/* the same for all: ask only if it says no */
	}
	for (int64 row = 0; row < n_rows; row++)
	{
		double		value;

		CHECK_FOR_INTERRUPTS();
		if (row == 0)
			options = read_options(winobj, row);
		else if (!same_options)
		{
			rank_options here = read_options(winobj, row);

			check_same_options(&options, &here);
		}
		if (read_value(winobj, row, ask_ranked, &options, &value))
		{
			if (rows != NULL)
				rows[n] = (dx_ranked) {value, row};
			n++;
		}
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(old_context);
	MemoryContextDelete(row_context);

	if (flags & COLLECT_RANKS)
	{
		part->ranks = MemoryContextAllocZero(GetMemoryChunkContext(part), n_rows * sizeof(int64));
		dx_rank_sort(rows, n);
		dx_rank_assign(rows, n, options.ties, part->ranks);
		if (options.ties == DX_TIES_FIRST)
			check_first(winobj, rows, n, part->ranks, n_rows);
		pfree(rows);
	}
	part->n_ranked = n;
	part->collected = true;
}

/* The current partition as this call site knows it, collected at its first row. */
static rank_partition *
current_partition(FunctionCallInfo fcinfo, int flags)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	rank_partition *part;

	/* The parser wants OVER, but calls can be made without it (an operator on the function). */
	if (!WindowObjectIsValid(winobj))
		ereport(ERROR,
				(errcode(ERRCODE_WINDOWING_ERROR),
				 errmsg("ranking functions need an OVER clause")));
	dx_refuse_ignore_nulls(winobj, fcinfo);
	part = WinGetPartitionLocalMemory(winobj, sizeof(rank_partition));
	if (!part->collected)
		collect(fcinfo, winobj, flags, part);
	return part;
}

/*
 * dx.rank_by(x, ties, decimals, ranked): rank in the partition, highest
 * first; NULL for a row that takes no place.
 */
Datum
dx_rank_by(PG_FUNCTION_ARGS)
{
	rank_partition *part = current_partition(fcinfo, COLLECT_RANKS);
	int64		rank = part->ranks[WinGetCurrentPosition(PG_WINDOW_OBJECT())];

	if (rank == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(rank);
}

/* dx.ranked_count(same arguments): how many rows of the partition take a place. */
Datum
dx_ranked_count(PG_FUNCTION_ARGS)
{
	rank_partition *part = current_partition(fcinfo, COLLECT_COUNT);

	PG_RETURN_INT64(part->n_ranked);
}
