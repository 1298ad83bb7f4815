/* SPDX-License-Identifier: PostgreSQL */
/*
 * robust_sql.c: how robust ranks are: dx.rank_interval, dx.rank_chance, dx.rank_shares
 * and dx.draw_factors.
 *
 * A window function reads the whole partition at its first row and keeps each row's
 * answer in memory that lives as long as the partition. All other memory is in a context
 * of its own, at most DX_MAX_ALLOC.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/memutils.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "number/decimal_sql.h"
#include "robust/card_partition_sql.h"
#include "robust/factors_sql.h"
#include "robust/noise.h"
#include "robust/robust.h"

DX_FUNCTION(dx_rank_interval_drawn);
DX_FUNCTION(dx_rank_interval_given);
DX_FUNCTION(dx_rank_interval_trees);
DX_FUNCTION(dx_rank_chance_drawn);
DX_FUNCTION(dx_rank_chance_given);
DX_FUNCTION(dx_rank_shares_drawn);
DX_FUNCTION(dx_rank_shares_given);
DX_FUNCTION(dx_draw_factors);

/* Positions of arguments after tree and card (and k, of a chance). */
#define ARG_TREES 0
#define ARG_FIRST 2

/* Bytes that dx_rank_draws and this file need for each unit, beside its numbers. */
#define UNIT_OVERHEAD 256

/* A row that is not ranked. */
#define UNRANKED (-1)

/* What to compute, and from which weights. */
typedef enum robust_of
{
	ROBUST_INTERVAL,
	ROBUST_CHANCE,
	ROBUST_SHARES
} robust_of;

typedef enum robust_weights
{
	WEIGHTS_DRAWN,
	WEIGHTS_GIVEN,
	WEIGHTS_IN_TURN /* drawn, for one of several trees after the other */
} robust_weights;

/* The arguments after tree and card. */
typedef struct robust_arguments
{
	robust_of of;
	robust_weights weights;
	int32 k;
	double level;
	int64 draws;
	double noise;
	int64 seed;
	Datum factors;
} robust_arguments;

/* What one call site keeps for the current partition. */
typedef struct robust_partition
{
	bool collected;
	int32 *unit;	  /* by position; UNRANKED */
	dx_points *lower; /* by unit */
	dx_points *upper;
	double *chance; /* by unit */
	dx_shares shares;
	int64 draws;
} robust_partition;

/* Units while rows are read. */
typedef struct robust_units
{
	dx_draws *draws;
	MemoryContext context;
	dx_draw_unit *units;
	int32 *unit;  /* by position */
	bool settled; /* is it known which units are ranked? */
	int32 n;
} robust_units;

/* Draws while they run. */
typedef struct robust_run
{
	dx_ranks_visitor visit;
	void *state;
	dx_intervals intervals;
	dx_chances chances;
} robust_run;

/* ---------------- arguments ---------------- */

static void
read_arguments(FunctionCallInfo fcinfo, robust_arguments *a)
{
	int arg = a->of == ROBUST_CHANCE ? ARG_FIRST + 1 : ARG_FIRST;
	bool given = a->weights == WEIGHTS_GIVEN;

	if (a->of == ROBUST_CHANCE)
	{
		a->k = DatumGetInt32(dx_partition_number(fcinfo, ARG_FIRST, "k"));
		if (a->k < 1)
			dx_report_range("k", psprintf("%d", a->k), "at least 1");
	}
	else if (a->of == ROBUST_INTERVAL)
	{
		a->level = DatumGetFloat8(dx_partition_number(fcinfo, given ? arg + 1 : arg + 2, "level"));
		dx_check_float("level", a->level, a->level >= 0 && a->level <= 1, "from 0 to 1");
	}
	if (given)
	{
		a->factors = dx_partition_value(fcinfo, arg, "factors");
		return;
	}
	a->draws = DatumGetInt32(dx_partition_number(fcinfo, arg, "draws"));
	a->noise = DatumGetFloat8(dx_partition_number(fcinfo, arg + 1, "noise"));
	a->seed = DatumGetInt64(dx_partition_number(fcinfo, a->of == ROBUST_INTERVAL ? arg + 3 : arg + 2, "seed"));
	dx_check_draws((int32) a->draws);
	dx_check_noise(a->noise);
}

/* Copies of the trees that take turns; *n: how many. NULL where the array is NULL. */
static const dx_tree **
read_trees(FunctionCallInfo fcinfo, int64 draws, int *n)
{
	Datum value;
	ArrayType *array;
	ArrayIterator each;
	bool isnull;
	const dx_tree **trees;

	if (!dx_partition_optional(fcinfo, ARG_TREES, "trees", &value))
		return NULL;
	array = DatumGetArrayTypeP(value);
	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (*n < 1 || *n > draws)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d index trees cannot take turns in %lld draws", *n, (long long) draws),
				 errdetail("There must be at least one, and a draw for each.")));
	trees = palloc(*n * sizeof(dx_tree *));
	each = array_create_iterator(array, 0, NULL);
	for (int i = 0; array_iterate(each, &value, &isnull); i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (isnull)
			ereport(
				ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("index tree %d of %d must not be NULL", i + 1, *n)));
		trees[i] = dx_copy_tree(CurrentMemoryContext, dx_get_tree(dx_get_site(fcinfo), value));
	}
	array_free_iterator(each);
	return trees;
}

/* ---------------- units ---------------- */

static void
add_unit(void *state, int64 row, dx_score_room *room)
{
	robust_units *units = state;
	MemoryContext before = MemoryContextSwitchTo(units->context);

	if (units->settled)
	{
		if (units->unit[row] != UNRANKED)
			dx_draw_unit_make(units->draws, room->rollup, &units->units[units->unit[row]]);
	}
	else if (dx_draw_unit_make(units->draws, room->rollup, &units->units[units->n]))
		units->unit[row] = units->n++;
	MemoryContextSwitchTo(before);
}

/* Count, downwards from UNRANKED, under how many trees a unit has a ratio. */
static void
count_tree(void *state, int64 row, dx_score_room *room)
{
	int32 *times = state;
	double ratio;

	times[row] -= dx_roll_ratio(room->rollup, 0, &ratio);
}

/* Number the units that have a ratio under every tree; other rows are not ranked. */
static void
settle_units(FunctionCallInfo fcinfo, const dx_tree *const *trees, int n_trees, int64 n_rows, robust_units *units)
{
	for (int t = 0; t < n_trees; t++)
		dx_partition_score_on(fcinfo, trees[t], count_tree, units->unit);
	for (int64 row = 0; row < n_rows; row++)
		units->unit[row] = units->unit[row] == UNRANKED - n_trees ? units->n++ : UNRANKED;
	units->settled = true;
}

static void
check_memory(int64 n_rows, const dx_tree *tree, const dx_draws *draws, Size answer)
{
	Size each = dx_draw_unit_size(draws) + answer + UNIT_OVERHEAD;

	if ((uint64) n_rows > DX_MAX_ALLOC / each)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a partition of %lld rows is too large to be ranked in draws", (long long) n_rows),
				 errdetail("With index tree \"%.*s\" and these arguments a row takes %zu bytes; at most %zu rows fit.",
						   DX_STR_ARG(dx_tree_title(tree)), each, DX_MAX_ALLOC / each)));
}

/* ---------------- draws ---------------- */

/* Bytes of the answer of each of n_rows units. */
static Size
answer_size(const robust_arguments *a, int64 n_rows)
{
	switch (a->of)
	{
		case ROBUST_INTERVAL:
			return dx_interval_size(a->draws, a->level);
		case ROBUST_SHARES:
			return n_rows * sizeof(int32_t);
		case ROBUST_CHANCE:
			break;
	}
	return 0;
}

static void
begin_run(robust_run *run, const robust_arguments *a, robust_partition *part, int32 n)
{
	MemoryContext before;

	switch (a->of)
	{
		case ROBUST_INTERVAL:
			dx_intervals_begin(&run->intervals, n, a->draws, a->level);
			run->visit = dx_intervals_add;
			run->state = &run->intervals;
			break;
		case ROBUST_CHANCE:
			dx_chances_begin(&run->chances, n, a->k);
			run->visit = dx_chances_add;
			run->state = &run->chances;
			break;
		case ROBUST_SHARES:
			before = MemoryContextSwitchTo(GetMemoryChunkContext(part));
			dx_shares_begin(&part->shares, n);
			MemoryContextSwitchTo(before);
			run->visit = dx_shares_add;
			run->state = &part->shares;
			break;
	}
}

static void
end_run(robust_run *run, const robust_arguments *a, robust_partition *part, int32 n)
{
	MemoryContext keep = GetMemoryChunkContext(part);

	switch (a->of)
	{
		case ROBUST_INTERVAL:
			part->lower = MemoryContextAlloc(keep, n * sizeof(dx_points));
			part->upper = MemoryContextAlloc(keep, n * sizeof(dx_points));
			for (int32 u = 0; u < n; u++)
				dx_interval_of(&run->intervals, u, &part->lower[u], &part->upper[u]);
			break;
		case ROBUST_CHANCE:
			part->chance = MemoryContextAlloc(keep, n * sizeof(double));
			for (int32 u = 0; u < n; u++)
				part->chance[u] = (double) run->chances.times[u] / (double) a->draws;
			break;
		case ROBUST_SHARES:
			break;
	}
}

/*
 * Read the partition, run the draws and fill part. Everything but the answer is freed with the
 * current context.
 */
static void
collect(FunctionCallInfo fcinfo, robust_arguments *a, robust_partition *part)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	const dx_tree *one = a->weights == WEIGHTS_IN_TURN ? NULL : dx_partition_tree(fcinfo);
	const dx_tree **trees = &one;
	int n_trees = one != NULL;
	double *factors = NULL;
	robust_units units = {0};
	robust_run run = {0};

	read_arguments(fcinfo, a);
	if (a->weights == WEIGHTS_IN_TURN)
		trees = read_trees(fcinfo, a->draws, &n_trees);
	else if (a->weights == WEIGHTS_GIVEN && one != NULL)
		factors = dx_read_factors(DatumGetArrayTypeP(a->factors), one, &a->draws);
	part->draws = a->draws;
	part->unit = MemoryContextAllocHuge(GetMemoryChunkContext(part), n_rows * sizeof(int32));
	for (int64 row = 0; row < n_rows; row++)
		part->unit[row] = UNRANKED;
	units.unit = part->unit;
	if (n_trees > 1)
		settle_units(fcinfo, trees, n_trees, n_rows, &units);

	for (int t = 0; t < n_trees; t++)
	{
		const dx_tree *tree = trees[t];
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx draws of a tree", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);
		dx_noise_source noise;
		dx_given_source given;
		dx_error err;

		units.draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
		check_memory(n_rows, tree, units.draws, answer_size(a, n_rows));
		units.units = palloc(n_rows * sizeof(dx_draw_unit));
		units.context = GenerationContextCreate(CurrentMemoryContext, "dx draws units", ALLOCSET_DEFAULT_SIZES);
		if (a->weights == WEIGHTS_IN_TURN)
			dx_partition_score_on(fcinfo, tree, add_unit, &units);
		else
			dx_partition_score(fcinfo, tree, add_unit, &units);
		if (units.n > 0)
		{
			MemoryContextSwitchTo(before);
			if (t == 0)
				begin_run(&run, a, part, units.n);
			MemoryContextSwitchTo(work);
			if (factors != NULL)
				given = dx_given_source_make(tree->n_nodes, factors, a->draws);
			else
				noise = dx_noise_source_in_turn(tree->n_nodes, dx_code_texts(tree), a->draws, a->noise, a->seed, t,
												n_trees);
			if (!dx_rank_draws(units.draws, units.units, units.n, factors != NULL ? &given.base : &noise.base,
							   run.visit, run.state, &err))
				dx_report(&err);
		}
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
	}
	if (units.n > 0)
		end_run(&run, a, part, units.n);
}

/* ---------------- windows ---------------- */

/* The current partition, collected at its first row, and the current row's unit. */
static robust_partition *
current_partition(FunctionCallInfo fcinfo, robust_of of, robust_weights weights, int32 *unit)
{
	WindowObject winobj = dx_window_object(fcinfo);
	robust_partition *part = WinGetPartitionLocalMemory(winobj, sizeof(robust_partition));

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx draws", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);
		robust_arguments a = {.of = of, .weights = weights};

		collect(fcinfo, &a, part);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		part->collected = true;
	}
	*unit = part->unit[WinGetCurrentPosition(winobj)];
	return part;
}

static Datum
interval(FunctionCallInfo fcinfo, robust_weights weights)
{
	int32 unit;
	const robust_partition *part = current_partition(fcinfo, ROBUST_INTERVAL, weights, &unit);
	RangeBound lower = {0};
	RangeBound upper = {0};

	if (unit == UNRANKED)
		PG_RETURN_NULL();
	lower.val = NumericGetDatum(dx_points_numeric(part->lower[unit]));
	lower.inclusive = lower.lower = true;
	upper.val = NumericGetDatum(dx_points_numeric(part->upper[unit]));
	upper.inclusive = true;
	PG_RETURN_RANGE_P(dx_make_range(lookup_type_cache(NUMRANGEOID, TYPECACHE_RANGE_INFO), &lower, &upper));
}

/* dx.rank_interval(tree, card, draws, noise, level, seed) */
Datum
dx_rank_interval_drawn(PG_FUNCTION_ARGS)
{
	return interval(fcinfo, WEIGHTS_DRAWN);
}

/* dx.rank_interval(tree, card, factors, level) */
Datum
dx_rank_interval_given(PG_FUNCTION_ARGS)
{
	return interval(fcinfo, WEIGHTS_GIVEN);
}

/* dx.rank_interval(trees, card, draws, noise, level, seed) */
Datum
dx_rank_interval_trees(PG_FUNCTION_ARGS)
{
	return interval(fcinfo, WEIGHTS_IN_TURN);
}

static Datum
chance(FunctionCallInfo fcinfo, robust_weights weights)
{
	int32 unit;
	const robust_partition *part = current_partition(fcinfo, ROBUST_CHANCE, weights, &unit);

	if (unit == UNRANKED)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(part->chance[unit]);
}

/* dx.rank_chance(tree, card, k, draws, noise, seed) */
Datum
dx_rank_chance_drawn(PG_FUNCTION_ARGS)
{
	return chance(fcinfo, WEIGHTS_DRAWN);
}

/* dx.rank_chance(tree, card, k, factors) */
Datum
dx_rank_chance_given(PG_FUNCTION_ARGS)
{
	return chance(fcinfo, WEIGHTS_GIVEN);
}

/* The share of draws in which a unit has each rank, as an array. */
static Datum
shares(FunctionCallInfo fcinfo, robust_weights weights)
{
	int32 unit;
	const robust_partition *part = current_partition(fcinfo, ROBUST_SHARES, weights, &unit);
	int64 n = part->shares.n_units;
	Size size = ARR_OVERHEAD_NONULLS(1) + n * sizeof(double);
	ArrayType *array;
	double *share;

	if (unit == UNRANKED)
		PG_RETURN_NULL();
	array = palloc(size); /* no gaps: header and numbers fill it */
	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = FLOAT8OID;
	ARR_DIMS(array)[0] = (int) n;
	ARR_LBOUND(array)[0] = 1;
	share = (double *) ARR_DATA_PTR(array);
	for (int64 i = 0; i < n; i++)
		share[i] = (double) part->shares.times[unit * n + i] / (double) part->draws;
	PG_RETURN_ARRAYTYPE_P(array);
}

/* dx.rank_shares(tree, card, draws, noise, seed) */
Datum
dx_rank_shares_drawn(PG_FUNCTION_ARGS)
{
	return shares(fcinfo, WEIGHTS_DRAWN);
}

/* dx.rank_shares(tree, card, factors) */
Datum
dx_rank_shares_given(PG_FUNCTION_ARGS)
{
	return shares(fcinfo, WEIGHTS_GIVEN);
}

/* dx.draw_factors(tree, draws, noise, seed): the factors themselves, draws x nodes. */
Datum
dx_draw_factors(PG_FUNCTION_ARGS)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	int32 n_draws = PG_GETARG_INT32(1);
	double share = PG_GETARG_FLOAT8(2);
	dx_str *codes = dx_code_texts(tree);
	Size size;
	ArrayType *array;
	double *factors;
	size_t done = 0;

	dx_check_draws(n_draws);
	dx_check_noise(share);
	if ((Size) n_draws > (DX_MAX_ALLOC - ARR_OVERHEAD_NONULLS(2)) / sizeof(double) / tree->n_nodes)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%d draws of %u factors are too many for an array", n_draws, tree->n_nodes)));
	size = ARR_OVERHEAD_NONULLS(2) + (Size) n_draws * tree->n_nodes * sizeof(double);
	array = palloc(size); /* no gaps: header and numbers fill it */
	SET_VARSIZE(array, size);
	array->ndim = 2;
	array->dataoffset = 0;
	array->elemtype = FLOAT8OID;
	ARR_DIMS(array)[0] = n_draws;
	ARR_DIMS(array)[1] = (int) tree->n_nodes;
	ARR_LBOUND(array)[0] = ARR_LBOUND(array)[1] = 1;
	factors = (double *) ARR_DATA_PTR(array);
	for (int32 draw = 1; draw <= n_draws; draw++)
	{
		CHECK_FOR_INTERRUPTS();
		*factors++ = 1;
		for (uint32_t i = 1; i < tree->n_nodes; dx_work(&done, 8 + codes[i].len / 8), i++)
			*factors++ = dx_noise_factor(PG_GETARG_INT64(3), draw, codes[i], share);
	}
	PG_RETURN_ARRAYTYPE_P(array);
}
