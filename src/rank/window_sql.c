/* SPDX-License-Identifier: PostgreSQL */
/*
 * window_sql.c: collects a partition for the window functions (window_sql.h).
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "number/decimal.h"
#include "number/exact.h"
#include "rank/partition_sql.h"
#include "rank/scale.h"
#include "rank/treat.h"
#include "rank/window_sql.h"
#include "server/dxindex.h"

#define ARG_X 0

typedef enum option_type
{
	TYPE_TEXT,
	TYPE_INT,
	TYPE_FLOAT,
	TYPE_BOOL
} option_type;

/*
 * Range and default of each option. NULL means the default; an option without one (NAN) makes
 * every answer NULL.
 */
static const struct
{
	const char *name;
	option_type type;
	double by_default;
	double least;
	double greatest;
} known[DX_OPTIONS] = {
	[DX_OPTION_RANKED] = {"ranked", TYPE_BOOL, true, false, true},
	[DX_OPTION_BASE] = {"base", TYPE_BOOL, NAN, false, true},
	[DX_OPTION_TIES] = {"ties", TYPE_TEXT, DX_TIES_MIN, DX_TIES_MIN, DX_TIES_FIRST},
	[DX_OPTION_DECIMALS] = {"decimals", TYPE_INT, NAN, -15, 15},
	[DX_OPTION_DIRECTION] = {"direction", TYPE_INT, 1, -1, 1},
	[DX_OPTION_BANDS] = {"n", TYPE_INT, NAN, 1, INT_MAX},
	[DX_OPTION_LO] = {"lo", TYPE_FLOAT, 0, -DX_SCALE_LIMIT, DX_SCALE_LIMIT},
	[DX_OPTION_HI] = {"hi", TYPE_FLOAT, 100, -DX_SCALE_LIMIT, DX_SCALE_LIMIT},
	[DX_OPTION_MEAN] = {"mean", TYPE_FLOAT, 0, -DX_SCALE_LIMIT, DX_SCALE_LIMIT},
	[DX_OPTION_SD] = {"sd", TYPE_FLOAT, 1, 0, DX_SCALE_LIMIT},
	[DX_OPTION_TARGET] = {"target", TYPE_FLOAT, NAN, -DX_SCALE_LIMIT, DX_SCALE_LIMIT},
	[DX_OPTION_CAP] = {"cap", TYPE_BOOL, false, false, true},
	[DX_OPTION_WINMAX] = {"winmax", TYPE_INT, 5, 0, INT_MAX},
	[DX_OPTION_SKEW] = {"skew", TYPE_FLOAT, 2, 0, DX_SCALE_LIMIT},
	[DX_OPTION_KURT] = {"kurt", TYPE_FLOAT, 3.5, -DX_SCALE_LIMIT, DX_SCALE_LIMIT},
	[DX_OPTION_LAMBDA] = {"lambda", TYPE_FLOAT, NAN, -DX_BOXCOX_LIMIT, DX_BOXCOX_LIMIT},
	[DX_OPTION_FORM] = {"form", TYPE_TEXT, DX_LOG_CT, DX_LOG_CT, DX_LOG_GII},
};

/* Without these every answer is NULL. */
static const dx_option required[] = {DX_OPTION_BANDS, DX_OPTION_TARGET, DX_OPTION_LAMBDA};

/* What one call site keeps for the whole query. */
typedef struct call_site
{
	MemoryContext row_context;	/* arguments of one row */
	bool stable;				/* are the options the same for all rows of the query? */
	int ask_ranked;				/* the argument that says whether a row is ranked; 0: all are */
	int ask_base;				/* the argument that says whether a row is of the base; 0: there is none */
	double options[DX_OPTIONS]; /* of the query if stable, else of the current partition */
} call_site;

/* What it keeps for the current partition. */
typedef struct partition
{
	bool collected;
	int64 n_ranked;
	double *answers; /* by position, NAN = NULL; NULL if all are */
} partition;

const char *
dx_number_in_words(double value)
{
	char *digits = palloc(32);

	digits[dx_shortest(value, digits)] = '\0';
	return digits;
}

/* An option as a message shows it. */
static const char *
option_text(dx_option option, double value)
{
	if (isnan(value))
		return "NULL";
	switch (known[option].type)
	{
		case TYPE_TEXT:
			return psprintf("\"%s\"",
							option == DX_OPTION_FORM ? dx_log_form_name((dx_log_form) value)
													 : dx_ties_name((dx_ties) value));
		case TYPE_BOOL:
			return value != 0 ? "true" : "false";
		case TYPE_INT:
		case TYPE_FLOAT:
			break;
	}
	return psprintf("\"%s\"", dx_number_in_words(value));
}

void
dx_check_option(dx_option option, double value)
{
	if (option == DX_OPTION_DIRECTION && value != 1 && value != -1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("direction \"%s\" is neither 1 nor -1", dx_number_in_words(value)),
				 errhint("1: more is better; -1: less is better.")));
	if (!(value >= known[option].least && value <= known[option].greatest))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s \"%s\" is out of range", known[option].name, dx_number_in_words(value)),
				 errdetail("It must be from %s to %s.", dx_number_in_words(known[option].least),
						   dx_number_in_words(known[option].greatest))));
}

/* The value of an option, checked. */
static double
option_value(dx_option option, Datum datum)
{
	double value = 0;

	switch (known[option].type)
	{
		case TYPE_TEXT:
		{
			text *words = DatumGetTextPP(datum);
			dx_str name = {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)};
			dx_log_form form = DX_LOG_CT;
			dx_ties ties = DX_TIES_MIN;
			dx_error err;

			if (option == DX_OPTION_FORM ? !dx_log_form_parse(name, &form, &err) : !dx_ties_parse(name, &ties, &err))
				dx_report(&err);
			return option == DX_OPTION_FORM ? (double) form : (double) ties;
		}
		case TYPE_BOOL:
			return DatumGetBool(datum);
		case TYPE_INT:
			value = DatumGetInt32(datum);
			break;
		case TYPE_FLOAT:
			value = DatumGetFloat8(datum);
			break;
	}
	dx_check_option(option, value);
	return value;
}

/* Does the option vary from row to row? */
static inline bool
is_by_row(dx_option option)
{
	return option == DX_OPTION_RANKED || option == DX_OPTION_BASE;
}

/* Read the options in the row at a position; those that the function does not take get their defaults. */
static void
read_options(const dx_window_kind *kind, WindowObject winobj, int64 row, double *options)
{
	for (int i = 0; i < DX_OPTIONS; i++)
		options[i] = known[i].by_default;
	for (int i = 0; i < DX_WINDOW_MAX_OPTIONS && kind->options[i] != DX_OPTION_NONE; i++)
	{
		dx_option option = kind->options[i];
		bool isnull;
		Datum datum;

		if (is_by_row(option))
			continue;
		datum = dx_partition_argument(winobj, i + 1, row, &isnull);
		if (!isnull)
			options[option] = option_value(option, datum);
	}
}

static void
check_same_options(const dx_window_kind *kind, WindowObject winobj, int64 row, const double *options)
{
	double here[DX_OPTIONS];

	read_options(kind, winobj, row, here);
	for (int i = 0; i < DX_OPTIONS; i++)
		if (!is_by_row(i) && here[i] != options[i] && !(isnan(here[i]) && isnan(options[i])))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s must be the same in the whole partition", known[i].name),
					 errdetail("One row has %s, another %s.", option_text(i, options[i]), option_text(i, here[i]))));
}

static bool
takes(const dx_window_kind *kind, dx_option option)
{
	for (int i = 0; i < DX_WINDOW_MAX_OPTIONS; i++)
		if (kind->options[i] == option)
			return true;
	return false;
}

/* x in the form that is ranked: rounded, and negated where less is better. */
static inline double
value_of(const dx_window_kind *kind, Datum x, const double *options)
{
	double value = DatumGetFloat8(x);

	if (!isfinite(value))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("cannot %s \"%s\"", takes(kind, DX_OPTION_RANKED) ? "rank" : "scale", dx_number_in_words(value)),
			 takes(kind, DX_OPTION_RANKED) ? errhint("Give such a row NULL, or ranked => false.")
										   : errhint("Give such a row NULL.")));
	if (!isnan(options[DX_OPTION_DECIMALS]))
		value = dx_double_round(value, (int) options[DX_OPTION_DECIMALS]);
	return value * options[DX_OPTION_DIRECTION];
}

/* The peer group of every row, by position. */
static uint32 *
peer_groups(WindowObject winobj, int64 n_rows)
{
	uint32 *group = palloc(n_rows * sizeof(uint32));

	group[0] = 0;
	for (int64 i = 1; i < n_rows; i++)
	{
		CHECK_FOR_INTERRUPTS();
		group[i] = group[i - 1] + !WinRowsArePeers(winobj, i - 1, i);
	}
	return group;
}

void
dx_check_first(FunctionCallInfo fcinfo, const dx_ranking *r, uint32 **peers,
			   const char *(*value_at)(void *arg, int64 position), void *arg)
{
	const uint32 *group;
	int64 place = 0;

	while (place < r->n && !(r->order[place] & DX_RANK_TIED))
		if (++place % DX_RANK_CHANCE == 0)
			CHECK_FOR_INTERRUPTS();
	if (place >= r->n)
		return;

	if (*peers == NULL)
		*peers = peer_groups(PG_WINDOW_OBJECT(), r->n_rows);
	group = *peers;
	for (; place < r->n; place++)
	{
		uint32 position = dx_rank_position(r, place);

		CHECK_FOR_INTERRUPTS();
		if ((r->order[place] & DX_RANK_TIED) && group[position] == group[dx_rank_position(r, place - 1)])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("ties \"first\" finds no order among rows tied at \"%s\"", value_at(arg, position)),
					 errdetail("At least two of them are equal in the window's ORDER BY, or it has none."),
					 errhint("Add columns to the window's ORDER BY that tell tied rows apart, or use ties min, max or "
							 "dense.")));
	}
}

/* x in a row as given, rounded to decimals, for a message. */
static const char *
x_at(void *arg, int64 position)
{
	FunctionCallInfo fcinfo = arg;
	const call_site *site = fcinfo->flinfo->fn_extra;
	double decimals = site->options[DX_OPTION_DECIMALS];
	bool isnull;
	double x = DatumGetFloat8(dx_partition_argument(PG_WINDOW_OBJECT(), ARG_X, position, &isnull));

	return dx_number_in_words(isnan(decimals) ? x : dx_double_round(x, (int) decimals));
}

/*
 * Make or find the call site: what is known without a row, and constant arguments from
 * the first row. Doing this for each of many small partitions would be slow.
 */
static call_site *
find_call_site(FunctionCallInfo fcinfo, const dx_window_kind *kind, WindowObject winobj)
{
	FmgrInfo *flinfo = fcinfo->flinfo;
	call_site *site = flinfo->fn_extra;
	MemoryContext old_context;

	if (site != NULL)
		return site;
	site = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(call_site));
	site->row_context = AllocSetContextCreate(flinfo->fn_mcxt, "dx window arguments", ALLOCSET_SMALL_SIZES);
	site->stable = true;
	old_context = MemoryContextSwitchTo(site->row_context);
	for (int i = 0; i < DX_WINDOW_MAX_OPTIONS && kind->options[i] != DX_OPTION_NONE; i++)
	{
		bool stable = get_fn_expr_arg_stable(flinfo, i + 1);
		bool isnull;

		if (kind->options[i] == DX_OPTION_BASE)
			site->ask_base = i + 1;
		else if (kind->options[i] != DX_OPTION_RANKED)
			site->stable &= stable;
		else if (!stable || (!DatumGetBool(dx_partition_argument(winobj, i + 1, 0, &isnull)) && !isnull))
			site->ask_ranked = i + 1;
	}
	if (site->stable)
		read_options(kind, winobj, 0, site->options);
	MemoryContextSwitchTo(old_context);
	flinfo->fn_extra = site;
	return site;
}

/* Is every option given that has no default, so that there are answers? */
static bool
is_answerable(const dx_window_kind *kind, const double *options)
{
	for (int i = 0; i < lengthof(required); i++)
		if (takes(kind, required[i]) && isnan(options[required[i]]))
			return false;
	return kind->answer != NULL || kind->answer_by_base != NULL;
}

void
dx_check_rows(int64 n_rows)
{
	if (n_rows > DX_RANK_MAX_ROWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large to rank", (long long) n_rows),
				 errdetail("At most %lld rows can be ranked together.", (long long) DX_RANK_MAX_ROWS)));
}

/* The values of the rows of the base, added up. */
typedef struct base_values
{
	dx_exact sum;
	int64_t limbs[DX_EXACT_LIMBS]; /* room for any: nothing is allocated while rows are read */
	int64 n;
} base_values;

static base_values *
base_begin(void)
{
	base_values *base = palloc0(sizeof(base_values));

	dx_exact_init(&base->sum, base->limbs, DX_EXACT_LIMBS);
	return base;
}

static void
add_to_base(base_values *base, WindowObject winobj, int argno, int64 row, double value)
{
	bool isnull;
	Datum is_base = dx_partition_argument(winobj, argno, row, &isnull);

	if (isnull || !DatumGetBool(is_base))
		return;
	dx_exact_add(&base->sum, value);
	base->n++;
}

static void
answer_by_base(const dx_window_kind *kind, dx_ranking *r, const base_values *base)
{
	if (base->n == 0)
		dx_rank_put(r, 0, r->n, NAN);
	else
		kind->answer_by_base(r, &base->sum, base->n);
}

/* The value of a row; false where x is NULL, or where the row is not to be ranked: x is not evaluated there. */
static inline bool
row_value(const call_site *site, const dx_window_kind *kind, WindowObject winobj, int64 row, double *value)
{
	bool isnull;
	Datum datum;

	if (site->ask_ranked > 0)
	{
		datum = dx_partition_argument(winobj, site->ask_ranked, row, &isnull);
		if (!isnull && !DatumGetBool(datum))
			return false;
	}
	datum = dx_partition_argument(winobj, ARG_X, row, &isnull);
	if (!isnull)
		*value = value_of(kind, datum, site->options);
	return !isnull;
}

/*
 * Read every row of the partition and fill part.
 *
 * Arguments are evaluated in a context that is reset for every row: x may be an
 * expression over large values. Rows are fetched in order and once for each argument,
 * which is the most expensive part.
 *
 * Memory: 8 bytes a row for as long as the partition, 16 more (20 for
 * `first`) while collecting.
 */
static void
collect(FunctionCallInfo fcinfo, const dx_window_kind *kind, WindowObject winobj, partition *part)
{
	call_site *site = find_call_site(fcinfo, kind, winobj);
	MemoryContext row_context = site->row_context;
	MemoryContext old_context;
	double *options = site->options;
	int64 n_rows = WinGetPartitionRowCount(winobj);
	bool answerable;
	dx_ranking r = {.n_rows = n_rows};
	base_values *base = site->ask_base > 0 ? base_begin() : NULL;

	dx_check_rows(n_rows);
	old_context = MemoryContextSwitchTo(row_context);
	if (!site->stable)
		read_options(kind, winobj, 0, options);
	MemoryContextSwitchTo(old_context);
	answerable = is_answerable(kind, options);
	if (answerable)
	{
		r.values = MemoryContextAlloc(GetMemoryChunkContext(part), n_rows * sizeof(double));
		r.order = palloc(n_rows * sizeof(uint64_t));
		r.temp = palloc(n_rows * sizeof(uint64_t));
	}

	MemoryContextSwitchTo(row_context);
	for (int64 row = 0; row < n_rows; row++)
	{
		double value = NAN;

		CHECK_FOR_INTERRUPTS();
		if (!site->stable && row > 0)
			check_same_options(kind, winobj, row, options);
		part->n_ranked += row_value(site, kind, winobj, row, &value);
		if (answerable)
			r.values[row] = value;
		if (base != NULL && !isnan(value))
			add_to_base(base, winobj, site->ask_base, row, value);
		if (!row_context->isReset)
			MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(old_context);

	if (answerable)
	{
		uint32 *peers = NULL;
		dx_error err;

		dx_rank_sort(&r);
		if (base != NULL)
			answer_by_base(kind, &r, base);
		else if (!kind->answer(&r, options, &err))
			dx_report(&err);
		if (options[DX_OPTION_TIES] == DX_TIES_FIRST)
			dx_check_first(fcinfo, &r, &peers, x_at, fcinfo);
		if (peers != NULL)
			pfree(peers);
		pfree(r.order);
		pfree(r.temp);
	}
	part->answers = r.values;
	part->collected = true;
}

/* The current partition, collected at its first row. */
static inline partition *
current_partition(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	WindowObject winobj = dx_window_object(fcinfo);
	partition *part;

	part = WinGetPartitionLocalMemory(winobj, sizeof(partition));
	if (!part->collected)
		collect(fcinfo, kind, winobj, part);
	return part;
}

/* The answer for the current row; false: NULL. */
static inline bool
current_answer(FunctionCallInfo fcinfo, const dx_window_kind *kind, double *answer)
{
	partition *part = current_partition(fcinfo, kind);

	if (part->answers == NULL)
		return false;
	*answer = part->answers[WinGetCurrentPosition(PG_WINDOW_OBJECT())];
	return !isnan(*answer);
}

const double *
dx_window_answers(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	return current_partition(fcinfo, kind)->answers;
}

Datum
dx_window_number(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	double answer;

	if (!current_answer(fcinfo, kind, &answer))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(answer);
}

Datum
dx_window_whole(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	double answer;

	if (!current_answer(fcinfo, kind, &answer))
		PG_RETURN_NULL();
	PG_RETURN_INT32((int32) answer);
}

Datum
dx_window_count(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	PG_RETURN_INT32((int32) current_partition(fcinfo, kind)->n_ranked);
}
