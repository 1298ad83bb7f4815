/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_stat_sql.c: the type dx.node_stat, the aggregates dx.node_summary and
 * dx.merge_node_stats that make it, and dx.node_averages, which reads it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/tuplestore.h"

#include "code/code_sql.h"
#include "nodes/node_stat.h"
#include "nodes/node_values_sql.h"
#include "robust/factors_sql.h"
#include "server/state_sql.h"

DX_FUNCTION(dx_node_stat_in);
DX_FUNCTION(dx_node_stat_out);
DX_FUNCTION(dx_node_stat_recv);
DX_FUNCTION(dx_node_stat_send);
DX_FUNCTION(dx_node_stat_accum_sums);
DX_FUNCTION(dx_node_stat_accum_values);
DX_FUNCTION(dx_node_stat_accum_measure);
DX_FUNCTION(dx_node_stat_combine);
DX_FUNCTION(dx_node_stat_final);
DX_FUNCTION(dx_node_averages);

/* Statistics under construction: a read-write expanded object, which packs canonically when flattened. */
typedef struct open_stat
{
	dx_state state;
	dx_node_stat stat;
} open_stat;

#define NAME(x) dx_node_stat##x
#include "nodes/open_kernel_sql.h"

Datum
dx_node_stat_in(PG_FUNCTION_ARGS)
{
	return read_text(fcinfo);
}

Datum
dx_node_stat_out(PG_FUNCTION_ARGS)
{
	return write_text(fcinfo);
}

Datum
dx_node_stat_recv(PG_FUNCTION_ARGS)
{
	return receive(fcinfo);
}

Datum
dx_node_stat_send(PG_FUNCTION_ARGS)
{
	return dx_send_bytes(PG_GETARG_VARLENA_PP(0));
}

/* ---------------- transitions ---------------- */

/* Ratios or lost points of every node of a card; state tells which nodes have one. */
static void
score_others(dx_site *site, const dx_tree *tree, Datum card, const dx_node_stat *stat, int64_t *value, uint8_t *state)
{
	const dx_sheet *sheet;
	dx_rollup *rollup = dx_score_card_of(site, tree, card, &sheet);

	for (uint32_t node = 0; node < tree->n_nodes; node++)
	{
		double x = 0;
		bool has = true;

		if (stat->measure == DX_NODE_RATIO)
			has = dx_roll_ratio(rollup, node, &x);
		else if (rollup->rolls[node].state == DX_VALUE_NA)
			has = false;
		else
			x = dx_roll_lost(rollup, node);
		state[node] = has ? DX_VALUE_PRESENT : DX_VALUE_MISSING;
		if (has && !dx_node_units_of(x, stat->one, &value[node]))
			dx_report_large_value(tree, node, stat->one,
								  stat->measure == DX_NODE_RATIO ? "points for the maximum" : "points");
	}
}

/* What to measure: argument 4; NULL means points. */
static dx_node_measure
measure_arg(FunctionCallInfo fcinfo)
{
	dx_node_measure measure;
	text *name;
	dx_error err;

	if (PG_ARGISNULL(4))
		return DX_NODE_POINTS;
	name = PG_GETARG_TEXT_PP(4);
	if (!dx_node_measure_parse((dx_str) {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)}, &measure, &err))
		dx_report(&err);
	return measure;
}

/* Arguments: state, tree, card [, whether values are kept [, measure]]. A row without tree or card is none. */
static Datum
accumulate(FunctionCallInfo fcinfo, bool keeps, dx_node_measure measure)
{
	dx_site *site;
	const dx_tree *tree;
	open_stat *open;
	int64_t *value;
	uint8_t *state;
	MemoryContext before;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	if (PG_ARGISNULL(0))
	{
		open = open_new(dx_state_context(fcinfo));
		before = MemoryContextSwitchTo(open->state.states);
		dx_node_stat_init(&open->stat, tree, keeps, measure);
		MemoryContextSwitchTo(before);
	}
	else
		open = open_arg(fcinfo);
	if (!dx_node_stat_is_of(&open->stat, tree))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("node statistics are of one index tree"),
				 errdetail("A card of \"%.*s\" came to those of another.", DX_STR_ARG(dx_tree_title(tree))),
				 errhint("GROUP BY what tells the sets apart.")));
	if (open->stat.keeps != keeps)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("quantiles must be the same in all rows of a group")));
	if (open->stat.measure != measure)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("measure must be the same in all rows of a group")));
	value = palloc(tree->n_nodes * (sizeof(int64_t) + sizeof(uint8_t)));
	state = (uint8_t *) (value + tree->n_nodes);
	if (measure == DX_NODE_POINTS)
		dx_get_node_values(site, tree, PG_GETARG_DATUM(2), open->stat.one, value, state);
	else
		score_others(site, tree, PG_GETARG_DATUM(2), &open->stat, value, state);
	/* Values are allocated in the context of the states. */
	before = MemoryContextSwitchTo(open->state.states);
	dx_node_stat_add(&open->stat, value, state);
	MemoryContextSwitchTo(before);
	pfree(value);
	return open_result(fcinfo, open);
}

Datum
dx_node_stat_accum_sums(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false, DX_NODE_POINTS);
}

/* NULL means false. */
Datum
dx_node_stat_accum_values(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, !PG_ARGISNULL(3) && PG_GETARG_BOOL(3), DX_NODE_POINTS);
}

Datum
dx_node_stat_accum_measure(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, !PG_ARGISNULL(3) && PG_GETARG_BOOL(3), measure_arg(fcinfo));
}

Datum
dx_node_stat_combine(PG_FUNCTION_ARGS)
{
	return combine(fcinfo);
}

Datum
dx_node_stat_final(PG_FUNCTION_ARGS)
{
	return give_packed(fcinfo);
}

/* ---------------- reading ---------------- */

#define AVERAGES_COLUMNS 9

/* Which quantiles are wanted: a one-dimensional array of numbers from 0 to 1, NULLs as NaN. */
static double *
read_wanted(ArrayType *array, int *n)
{
	ArrayIterator each = array_create_iterator(array, 0, NULL);
	Datum element;
	bool isnull;
	double *wanted;
	int i = 0;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR), errmsg("wanted has more than one dimension")));
	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	wanted = palloc((*n + 1) * sizeof(double));
	for (; array_iterate(each, &element, &isnull); i++)
	{
		CHECK_FOR_INTERRUPTS();
		wanted[i] = isnull ? NAN : DatumGetFloat8(element);
		dx_check_float("quantile", wanted[i], isnull || (wanted[i] >= 0 && wanted[i] <= 1), "from 0 to 1");
	}
	array_free_iterator(each);
	return wanted;
}

/* The quantiles of a node as an array. */
static Datum
quantiles_of(dx_node_stat *stat, uint32_t node, const double *wanted, int n)
{
	Datum *values = palloc((n + 1) * sizeof(Datum));
	bool *nulls = palloc((n + 1) * sizeof(bool));
	int dims[] = {n};
	int lower[] = {1};

	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		nulls[i] = isnan(wanted[i]);
		values[i] = Float8GetDatum(nulls[i] ? 0 : dx_node_quantile(stat, node, wanted[i]));
	}
	return PointerGetDatum(construct_md_array(values, nulls, n > 0, dims, lower, FLOAT8OID, sizeof(float8),
											  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* dx.node_averages(stat [, wanted]): a row for each node, in the order of dx.nodes. */
Datum
dx_node_averages(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = dx_begin_rows(fcinfo);
	dx_node_stat *stat;
	double *wanted = NULL;
	int n_wanted = 0;
	MemoryContext work;
	MemoryContext before;

	dx_check_columns(rsinfo, AVERAGES_COLUMNS, "dx.node_averages");
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	stat = get_stat(PG_GETARG_DATUM(0));
	if (!PG_ARGISNULL(1))
	{
		if (!stat->keeps)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("node statistics without values have no quantiles"),
					 errhint("Gather them by dx.node_summary(tree, card, true).")));
		wanted = read_wanted(PG_GETARG_ARRAYTYPE_P(1), &n_wanted);
	}
	work = AllocSetContextCreate(CurrentMemoryContext, "dx.node_averages row", ALLOCSET_SMALL_SIZES);
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		const dx_node_sum *sum = &stat->sums[i];
		Datum values[AVERAGES_COLUMNS] = {0};
		bool nulls[AVERAGES_COLUMNS] = {false};
		double deviation = 0;

		CHECK_FOR_INTERRUPTS();
		before = MemoryContextSwitchTo(work);
		values[0] = Int32GetDatum((int32) i + 1);
		values[1] = dx_code_make(dx_node_stat_key(stat, i));
		values[2] = Int64GetDatum(sum->n);
		for (int c = 3; c < AVERAGES_COLUMNS; c++)
			nulls[c] = sum->n == 0;
		if (sum->n > 0)
		{
			values[3] = Float8GetDatum(dx_node_mean(stat, i));
			nulls[4] = !dx_node_deviation(stat, i, &deviation);
			values[4] = Float8GetDatum(deviation);
			values[5] = Float8GetDatum(dx_node_value(stat, sum->least));
			values[6] = Float8GetDatum(dx_node_value(stat, sum->greatest));
			nulls[7] = wanted == NULL;
			if (wanted)
				values[7] = quantiles_of(stat, i, wanted, n_wanted);
			values[8] = Float8GetDatum(dx_node_total(stat, i));
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		MemoryContextSwitchTo(before);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
	return (Datum) 0;
}
