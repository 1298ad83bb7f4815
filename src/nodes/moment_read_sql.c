/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_read_sql.c: the functions that read dx.moment_stat: dx.correlations,
 * dx.cronbach and dx.components.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "code/code_sql.h"
#include "nodes/components.h"
#include "nodes/moment_read.h"
#include "nodes/moment_stat_sql.h"
#include "tree/call_site_sql.h"

DX_FUNCTION(dx_correlations);
DX_FUNCTION(dx_cronbach);
DX_FUNCTION(dx_components);

/* Rows to return, and memory for one at a time. */
typedef struct output
{
	ReturnSetInfo *rsinfo;
	MemoryContext work;
} output;

static output
begin_output(FunctionCallInfo fcinfo, int columns, const char *name)
{
	output out = {dx_begin_rows(fcinfo), NULL};

	dx_check_columns(out.rsinfo, columns, name);
	out.work = AllocSetContextCreate(CurrentMemoryContext, "dx moments row", ALLOCSET_SMALL_SIZES);
	return out;
}

static void
put_row(output *out, Datum *values, bool *nulls)
{
	tuplestore_putvalues(out->rsinfo->setResult, out->rsinfo->setDesc, values, nulls);
	MemoryContextReset(out->work);
}

/* The code of a node, in memory for one row. */
static Datum
code_of(output *out, const dx_tree *tree, uint32_t node)
{
	MemoryContext before = MemoryContextSwitchTo(out->work);
	Datum code = dx_code_make(dx_tree_key(tree, node));

	MemoryContextSwitchTo(before);
	return code;
}

static void
put_number(double number, Datum *value, bool *isnull)
{
	*isnull = isnan(number);
	*value = Float8GetDatum(*isnull ? 0 : number);
}

#define CORRELATIONS_COLUMNS 7

/* dx.correlations(tree, stat [, complete]): a row for every two nodes, in the order of dx.nodes. */
Datum
dx_correlations(PG_FUNCTION_ARGS)
{
	output out = begin_output(fcinfo, CORRELATIONS_COLUMNS, "dx.correlations");
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_moment_stat *stat = dx_get_moments(PG_GETARG_DATUM(1), tree);
	bool complete = PG_GETARG_BOOL(2);

	for (uint32_t i = 0; i < stat->n; i++)
		for (uint32_t j = i + 1; j < stat->n; j++)
		{
			dx_moment_pair pair;
			dx_moment_said said;
			Datum values[CORRELATIONS_COLUMNS];
			bool nulls[CORRELATIONS_COLUMNS] = {false};

			CHECK_FOR_INTERRUPTS();
			dx_moment_pair_read(stat, i, j, complete, &pair);
			dx_moment_say(&pair, stat->one, &said);
			values[0] = Int32GetDatum((int32) stat->nodes[i] + 1);
			values[1] = code_of(&out, tree, stat->nodes[i]);
			values[2] = Int32GetDatum((int32) stat->nodes[j] + 1);
			values[3] = code_of(&out, tree, stat->nodes[j]);
			values[4] = Int64GetDatum(pair.n);
			put_number(said.has_covariance ? said.covariance : NAN, &values[5], &nulls[5]);
			put_number(said.has_correlation ? said.correlation : NAN, &values[6], &nulls[6]);
			put_row(&out, values, nulls);
		}
	MemoryContextDelete(out.work);
	return (Datum) 0;
}

#define CRONBACH_COLUMNS 7

/*
 * dx.cronbach(tree, stat [, complete]): for every node with at least two items alpha of all of
 * them, then without each.
 */
Datum
dx_cronbach(PG_FUNCTION_ARGS)
{
	output out = begin_output(fcinfo, CRONBACH_COLUMNS, "dx.cronbach");
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_moment_stat *stat = dx_get_moments(PG_GETARG_DATUM(1), tree);
	bool complete = PG_GETARG_BOOL(2);
	uint32_t *items = palloc(stat->n * sizeof(uint32_t));
	dx_alpha *alphas = palloc((stat->n + 1) * sizeof(dx_alpha));

	for (uint32_t node = stat->node; node < dx_tree_steps(tree)[stat->node].end; node++)
	{
		uint32_t n = dx_moment_items(stat, tree, node, items);

		CHECK_FOR_INTERRUPTS();
		if (n < 2)
			continue;
		dx_moment_alphas(stat, items, n, complete, alphas);
		for (uint32_t i = 0; i <= n; i++)
		{
			Datum values[CRONBACH_COLUMNS] = {0};
			bool nulls[CRONBACH_COLUMNS] = {false};

			if (alphas[i].k < 2)
				continue;
			values[0] = Int32GetDatum((int32) node + 1);
			values[1] = code_of(&out, tree, node);
			nulls[2] = i == 0;
			if (i > 0)
				values[2] = code_of(&out, tree, stat->nodes[items[i - 1]]);
			values[3] = Int32GetDatum((int32) alphas[i].k);
			nulls[4] = !complete;
			values[4] = Int64GetDatum(stat->whole.n ? stat->whole.n[0] : 0);
			put_number(alphas[i].alpha, &values[5], &nulls[5]);
			put_number(alphas[i].standardised, &values[6], &nulls[6]);
			put_row(&out, values, nulls);
		}
	}
	MemoryContextDelete(out.work);
	return (Datum) 0;
}

/* ---------------- components ---------------- */

#define COMPONENTS_COLUMNS 8

/* Correlations of nodes that are not constant, and which they are. */
typedef struct correlation_matrix
{
	uint32_t n;
	uint32_t *nodes; /* places among the selected nodes */
	double *numbers;
} correlation_matrix;

pg_noreturn static void
report_unknown(const dx_tree *tree, uint32_t a, uint32_t b)
{
	char code_a[DX_CODE_MAX_TEXT + 8];
	char code_b[DX_CODE_MAX_TEXT + 8];

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%.*s\" and \"%.*s\" have no correlation", DX_STR_CLIP, dx_tree_code_text(tree, a, code_a),
					DX_STR_CLIP, dx_tree_code_text(tree, b, code_b)),
			 errdetail("Over the cards that have both, there are too few, or one of them is constant."),
			 errhint("Take complete cards only, or a node with fewer criteria.")));
}

static correlation_matrix
correlate(const dx_tree *tree, const dx_moment_stat *stat, bool complete)
{
	uint32_t *items = palloc(stat->n * sizeof(uint32_t));
	uint32_t n_items = dx_moment_items(stat, tree, stat->node, items);
	correlation_matrix m = {0, palloc(stat->n * sizeof(uint32_t)), NULL};
	dx_moment_pair pair;
	dx_moment_said said;

	for (uint32_t i = 0; i < n_items; i++)
	{
		dx_moment_pair_read(stat, items[i], items[i], complete, &pair);
		dx_moment_say(&pair, stat->one, &said);
		if (said.has_correlation)
			m.nodes[m.n++] = items[i];
	}
	m.numbers = palloc((size_t) m.n * m.n * sizeof(double) + 1);
	for (uint32_t i = 0; i < m.n; i++)
		for (uint32_t j = i; j < m.n; j++)
		{
			CHECK_FOR_INTERRUPTS();
			dx_moment_pair_read(stat, m.nodes[i], m.nodes[j], complete, &pair);
			dx_moment_say(&pair, stat->one, &said);
			if (!said.has_correlation)
				report_unknown(tree, stat->nodes[m.nodes[i]], stat->nodes[m.nodes[j]]);
			m.numbers[(size_t) i * m.n + j] = m.numbers[(size_t) j * m.n + i] = said.correlation;
		}
	return m;
}

/* dx.components(tree, stat [, complete]): for every component, the greatest first, a row for each node. */
Datum
dx_components(PG_FUNCTION_ARGS)
{
	output out = begin_output(fcinfo, COMPONENTS_COLUMNS, "dx.components");
	dx_site *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_moment_stat *stat = dx_get_moments(PG_GETARG_DATUM(1), tree);
	bool complete = PG_GETARG_BOOL(2);
	int64 cards = complete && stat->whole.n ? stat->whole.n[0] : stat->rows;
	correlation_matrix m = correlate(tree, stat, complete);
	double *eigenvalues = palloc((m.n + 1) * sizeof(double));
	double *vectors = palloc((size_t) m.n * m.n * sizeof(double) + 1);
	double total = 0;
	double sum = 0;

	/* n cards that all have every node vary in at most n - 1 directions. */
	dx_find_components(m.numbers, m.n, complete && cards - 1 < m.n ? (uint32_t) cards - 1 : m.n, eigenvalues, vectors);
	for (uint32_t k = 0; k < m.n; k++)
		total += eigenvalues[k];
	for (uint32_t k = 0; k < m.n; k++)
	{
		double root = eigenvalues[k] > 0 ? sqrt(eigenvalues[k]) : 0;

		sum += eigenvalues[k];
		for (uint32_t i = 0; i < m.n; i++)
		{
			double coefficient = vectors[(size_t) k * m.n + i];
			Datum values[COMPONENTS_COLUMNS];
			bool nulls[COMPONENTS_COLUMNS] = {false};

			CHECK_FOR_INTERRUPTS();
			values[0] = Int32GetDatum((int32) k + 1);
			values[1] = Float8GetDatum(eigenvalues[k]);
			values[2] = Float8GetDatum(eigenvalues[k] / total);
			values[3] = Float8GetDatum(sum / total);
			values[4] = Int32GetDatum((int32) stat->nodes[m.nodes[i]] + 1);
			values[5] = code_of(&out, tree, stat->nodes[m.nodes[i]]);
			values[6] = Float8GetDatum(coefficient);
			values[7] = Float8GetDatum(coefficient * root);
			put_row(&out, values, nulls);
		}
	}
	MemoryContextDelete(out.work);
	return (Datum) 0;
}
