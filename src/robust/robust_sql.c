/*
 * robust_sql.c: how robust is a rank: dx.rank_interval, dx.rank_chance and
 * dx.draw_factors.
 *
 * A window reads the whole partition at its first row and leaves each row's
 * answer in memory that lives as long as the partition. Everything on the way
 * lives in a context of its own, at most DX_MAX_ALLOC.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "number/decimal_sql.h"
#include "robust/card_partition_sql.h"
#include "robust/noise.h"
#include "robust/robust.h"

DX_FUNCTION(dx_rank_interval_drawn);
DX_FUNCTION(dx_rank_interval_given);
DX_FUNCTION(dx_rank_chance_drawn);
DX_FUNCTION(dx_rank_chance_given);
DX_FUNCTION(dx_draw_factors);

/* Positions of arguments after tree and card (and k, of a chance). */
#define ARG_FIRST 2

/* Bytes dx_rank_draws and this file take for each unit, beside its numbers. */
#define UNIT_OVERHEAD 256

/* A unit that takes no place. */
#define UNRANKED (-1)

/* What is to be found out. */
typedef enum robust_of
{
	ROBUST_INTERVAL,
	ROBUST_CHANCE
} robust_of;

/* What one call site knows about the current partition. */
typedef struct robust_partition
{
	bool collected;
	int32 *unit;	  /* by position; UNRANKED */
	dx_points *lower; /* by unit */
	dx_points *upper;
	double *chance; /* by unit */
} robust_partition;

/* Units while rows are read. */
typedef struct robust_units
{
	dx_draws *draws;
	MemoryContext context;
	dx_draw_unit *units;
	int32 *unit; /* by position */
	int32 n;
} robust_units;

pg_noreturn static void
report_range(const char *name, const char *given, const char *allowed)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s \"%s\" is out of range", name, given),
			 errdetail("It must be %s.", allowed)));
}

static void
check_float(const char *name, double value, bool valid, const char *allowed)
{
	char digits[32];

	if (valid)
		return;
	digits[dx_shortest(value, digits)] = '\0';
	report_range(name, digits, allowed);
}

static void
check_draws(int32 draws)
{
	if (draws < 1 || draws > DX_MAX_DRAWS)
		report_range("draws", psprintf("%d", draws), psprintf("from 1 to %d", DX_MAX_DRAWS));
}

static void
check_noise(double noise)
{
	check_float("noise", noise, noise >= 0 && noise < 1, "at least 0 and below 1");
}

/* The text of every node's code. */
static dx_str *
code_texts(const dx_tree *tree)
{
	dx_str *codes = palloc(tree->n_nodes * sizeof(dx_str));

	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		char code[DX_CODE_MAX_TEXT + 8];
		char *copy = pstrdup(dx_tree_code_text(tree, i, code));

		codes[i] = (dx_str) {copy, strlen(copy)};
	}
	return codes;
}

/* ---------------- given factors ---------------- */

pg_noreturn static void
report_shape(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("factors do not fit the index tree"),
			 errdetail("%s", detail),
			 errhint("They are an array of draws, each an array of one factor a node, in the order of dx.nodes().")));
}

/* Factors as an array of draws: checked, NULL as 1. */
static double *
read_factors(ArrayType *array, const dx_tree *tree, int64_t *n_draws)
{
	ArrayIterator each;
	Datum element;
	bool isnull;
	double *factors;

	if (ARR_NDIM(array) == 0)
		report_shape("There is no draw.");
	if (ARR_NDIM(array) != 2)
		report_shape(
			psprintf("The array has %d dimension%s, not 2.", ARR_NDIM(array), ARR_NDIM(array) == 1 ? "" : "s"));
	if ((uint32_t) ARR_DIMS(array)[1] != tree->n_nodes)
		report_shape(psprintf("A draw has %d factor%s, but index tree \"%.*s\" has %u nodes.", ARR_DIMS(array)[1],
							  ARR_DIMS(array)[1] == 1 ? "" : "s", DX_STR_ARG(dx_tree_title(tree)), tree->n_nodes));
	*n_draws = ARR_DIMS(array)[0];
	if (*n_draws > DX_MAX_DRAWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("factors are of more than %d draws", DX_MAX_DRAWS)));
	/* Elements are taken one by one: nothing is had but the factors themselves. */
	factors = palloc(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) * sizeof(double));
	each = array_create_iterator(array, 0, NULL);
	for (int i = 0; array_iterate(each, &element, &isnull); i++)
	{
		uint32_t node = (uint32_t) i % tree->n_nodes;
		double factor = isnull ? 1 : DatumGetFloat8(element);
		char code[DX_CODE_MAX_TEXT + 8];
		char digits[32];

		CHECK_FOR_INTERRUPTS();
		factors[i] = factor;
		if (factor >= DX_FACTOR_MIN && factor <= DX_FACTOR_MAX && (node > 0 || factor == 1))
			continue;
		digits[dx_shortest(factor, digits)] = '\0';
		if (node == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("factor \"%s\" of the root in draw %d means nothing", digits, i / (int) tree->n_nodes + 1),
					 errdetail("The first factor of a draw is the root's: it must be 1 or NULL.")));
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("factor \"%s\" of \"%.*s\" in draw %d is out of range", digits, DX_STR_CLIP,
						dx_tree_code_text(tree, node, code), i / (int) tree->n_nodes + 1),
				 errdetail("It must be from %g to %g; NULL leaves the node as it is.", DX_FACTOR_MIN, DX_FACTOR_MAX)));
	}
	array_free_iterator(each);
	return factors;
}

/* ---------------- windows ---------------- */

static void
add_unit(void *state, int64 row, dx_score_room *room)
{
	robust_units *units = state;
	MemoryContext before = MemoryContextSwitchTo(units->context);

	if (dx_draw_unit_make(units->draws, room->rollup, &units->units[units->n]))
		units->unit[row] = units->n++;
	MemoryContextSwitchTo(before);
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

/* Read the partition, run the draws and fill part. Everything but the answer goes with the current context. */
static void
collect(FunctionCallInfo fcinfo, robust_of what, bool given, robust_partition *part)
{
	int64 n_rows = WinGetPartitionRowCount(PG_WINDOW_OBJECT());
	MemoryContext keep = GetMemoryChunkContext(part);
	const dx_tree *tree = dx_partition_tree(fcinfo);
	int arg = what == ROBUST_CHANCE ? ARG_FIRST + 1 : ARG_FIRST;
	int32 k = 0;
	double level = 0;
	dx_noise_source noise = {0};
	dx_given_source given_factors = {0};
	const dx_factor_source *source;
	robust_units units = {0};
	dx_draws *draws;
	dx_error err;

	if (what == ROBUST_CHANCE)
	{
		k = DatumGetInt32(dx_partition_number(fcinfo, ARG_FIRST, "k"));
		if (k < 1)
			report_range("k", psprintf("%d", k), "at least 1");
	}
	else
	{
		level = DatumGetFloat8(dx_partition_number(fcinfo, given ? arg + 1 : arg + 2, "level"));
		check_float("level", level, level >= 0 && level <= 1, "from 0 to 1");
	}
	if (given)
	{
		Datum factors = dx_partition_value(fcinfo, arg, "factors");

		if (tree != NULL)
		{
			int64_t n_draws;
			double *read = read_factors(DatumGetArrayTypeP(factors), tree, &n_draws);

			given_factors = dx_given_source_make(tree->n_nodes, read, n_draws);
		}
		source = &given_factors.base;
	}
	else
	{
		int32 n_draws = DatumGetInt32(dx_partition_number(fcinfo, arg, "draws"));
		double share = DatumGetFloat8(dx_partition_number(fcinfo, arg + 1, "noise"));
		int64 seed = DatumGetInt64(dx_partition_number(fcinfo, what == ROBUST_CHANCE ? arg + 2 : arg + 3, "seed"));

		check_draws(n_draws);
		check_noise(share);
		if (tree != NULL)
			noise = dx_noise_source_make(tree->n_nodes, code_texts(tree), n_draws, share, seed);
		source = &noise.base;
	}

	part->unit = MemoryContextAllocHuge(keep, n_rows * sizeof(int32));
	for (int64 row = 0; row < n_rows; row++)
		part->unit[row] = UNRANKED;
	if (tree == NULL)
		return;

	draws = dx_draws_new(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, false);
	check_memory(n_rows, tree, draws, what == ROBUST_INTERVAL ? dx_interval_size(source->n_draws, level) : 0);
	units.draws = draws;
	units.unit = part->unit;
	units.units = palloc(n_rows * sizeof(dx_draw_unit));
	units.context = GenerationContextCreate(CurrentMemoryContext, "dx draws units", ALLOCSET_DEFAULT_SIZES);
	dx_partition_score(fcinfo, tree, add_unit, &units);
	if (units.n == 0)
		return;

	if (what == ROBUST_INTERVAL)
	{
		dx_intervals intervals;

		dx_intervals_begin(&intervals, units.n, source->n_draws, level);
		if (!dx_rank_draws(draws, units.units, units.n, source, dx_intervals_add, &intervals, &err))
			dx_report(&err);
		part->lower = MemoryContextAlloc(keep, units.n * sizeof(dx_points));
		part->upper = MemoryContextAlloc(keep, units.n * sizeof(dx_points));
		for (int32 u = 0; u < units.n; u++)
			dx_interval_of(&intervals, u, &part->lower[u], &part->upper[u]);
	}
	else
	{
		dx_chances chances;

		dx_chances_begin(&chances, units.n, k);
		if (!dx_rank_draws(draws, units.units, units.n, source, dx_chances_add, &chances, &err))
			dx_report(&err);
		part->chance = MemoryContextAlloc(keep, units.n * sizeof(double));
		for (int32 u = 0; u < units.n; u++)
			part->chance[u] = (double) chances.times[u] / (double) source->n_draws;
	}
}

/* The current partition as this call site knows it, and the current row's unit. */
static robust_partition *
current_partition(FunctionCallInfo fcinfo, robust_of what, bool given, int32 *unit)
{
	WindowObject winobj = dx_window_object(fcinfo);
	robust_partition *part = WinGetPartitionLocalMemory(winobj, sizeof(robust_partition));

	if (!part->collected)
	{
		MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "dx draws", ALLOCSET_DEFAULT_SIZES);
		MemoryContext before = MemoryContextSwitchTo(work);

		collect(fcinfo, what, given, part);
		MemoryContextSwitchTo(before);
		MemoryContextDelete(work);
		part->collected = true;
	}
	*unit = part->unit[WinGetCurrentPosition(winobj)];
	return part;
}

static Datum
interval(FunctionCallInfo fcinfo, bool given)
{
	int32 unit;
	const robust_partition *part = current_partition(fcinfo, ROBUST_INTERVAL, given, &unit);
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
	return interval(fcinfo, false);
}

/* dx.rank_interval(tree, card, factors, level) */
Datum
dx_rank_interval_given(PG_FUNCTION_ARGS)
{
	return interval(fcinfo, true);
}

static Datum
chance(FunctionCallInfo fcinfo, bool given)
{
	int32 unit;
	const robust_partition *part = current_partition(fcinfo, ROBUST_CHANCE, given, &unit);

	if (unit == UNRANKED)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(part->chance[unit]);
}

/* dx.rank_chance(tree, card, k, draws, noise, seed) */
Datum
dx_rank_chance_drawn(PG_FUNCTION_ARGS)
{
	return chance(fcinfo, false);
}

/* dx.rank_chance(tree, card, k, factors) */
Datum
dx_rank_chance_given(PG_FUNCTION_ARGS)
{
	return chance(fcinfo, true);
}

/* dx.draw_factors(tree, draws, noise, seed): the factors themselves, draws x nodes. */
Datum
dx_draw_factors(PG_FUNCTION_ARGS)
{
	const dx_tree *tree = dx_get_tree(dx_get_site(fcinfo), PG_GETARG_DATUM(0));
	int32 n_draws = PG_GETARG_INT32(1);
	double share = PG_GETARG_FLOAT8(2);
	dx_str *codes = code_texts(tree);
	Size size;
	ArrayType *array;
	double *factors;
	size_t done = 0;

	check_draws(n_draws);
	check_noise(share);
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
