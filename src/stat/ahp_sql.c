/* SPDX-License-Identifier: PostgreSQL */
/*
 * ahp_sql.c: comparisons in pairs: dx.ahp, dx.ahp_weights, dx.ahp_consistency.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "server/dxindex.h"
#include "stat/ahp.h"

DX_FUNCTION(dx_ahp_text);
DX_FUNCTION(dx_ahp_double);
DX_FUNCTION(dx_ahp_weights);
DX_FUNCTION(dx_ahp_consistency);

/* The number of criteria of an array of comparisons. */
static int
criteria_of(ArrayType *array)
{
	int n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	int criteria = 1;

	while (criteria < DX_AHP_MAX && criteria * (criteria - 1) / 2 < n)
		criteria++;
	if (criteria * (criteria - 1) / 2 == n)
		return criteria;
	if (n > DX_AHP_MAX * (DX_AHP_MAX - 1) / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%d comparisons are of more than %d criteria", n, DX_AHP_MAX)));
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%d comparisons are not those of every two criteria", n),
		 errhint(
			 "Of n criteria there are n (n - 1) / 2: the first with each that follows, then the second, and so on.")));
}

pg_noreturn static void
report_null_comparison(int i)
{
	ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("comparison %d must not be NULL", i)));
}

/* The full matrix, from the comparisons above its diagonal. */
static Datum
full_matrix(ArrayType *array, bool is_text)
{
	int n = criteria_of(array);
	Datum *elements = palloc((Size) n * n * sizeof(Datum));
	int dims[2] = {n, n};
	int lbs[2] = {1, 1};
	double *matrix = palloc((Size) n * n * sizeof(double));
	ArrayIterator each = array_create_iterator(array, 0, NULL);
	int k = 0;
	dx_ahp checked;
	dx_error err;

	for (int i = 0; i < n; i++)
	{
		matrix[i * n + i] = 1;
		for (int j = i + 1; j < n; j++)
		{
			Datum value;
			bool isnull;

			array_iterate(each, &value, &isnull);
			k++;
			if (isnull)
				report_null_comparison(k);
			if (is_text)
			{
				text *words = DatumGetTextPP(value);

				if (!dx_ahp_read((dx_str) {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)}, &matrix[i * n + j],
								 &matrix[j * n + i], &err))
					dx_report(&err);
			}
			else
			{
				matrix[i * n + j] = DatumGetFloat8(value);
				matrix[j * n + i] = 1 / matrix[i * n + j];
			}
		}
	}
	array_free_iterator(each);
	if (!dx_ahp_make(&checked, matrix, n, &err))
		dx_report(&err);
	for (int i = 0; i < n * n; i++)
		elements[i] = Float8GetDatum(matrix[i]);
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(elements, NULL, 2, dims, lbs, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* dx.ahp(comparisons text[]) */
Datum
dx_ahp_text(PG_FUNCTION_ARGS)
{
	return full_matrix(PG_GETARG_ARRAYTYPE_P(0), true);
}

/* dx.ahp(comparisons float8[]) */
Datum
dx_ahp_double(PG_FUNCTION_ARGS)
{
	return full_matrix(PG_GETARG_ARRAYTYPE_P(0), false);
}

/* Read argument 0, a full matrix. */
static dx_ahp
read_matrix(FunctionCallInfo fcinfo)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(0);
	int n = ARR_NDIM(array) == 2 ? ARR_DIMS(array)[0] : 0;
	double *matrix;
	ArrayIterator each;
	Datum value;
	bool isnull;
	dx_ahp ahp;
	dx_error err;

	if (ARR_NDIM(array) != 2 || ARR_DIMS(array)[1] != n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("comparisons must be a square matrix"),
				 errhint("dx.ahp() makes it of those above the diagonal.")));
	if (n > DX_AHP_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%d criteria are more than the %d that can be compared", n, DX_AHP_MAX)));
	matrix = palloc((Size) n * n * sizeof(double));
	each = array_create_iterator(array, 0, NULL);
	for (int i = 0; array_iterate(each, &value, &isnull); i++)
	{
		if (isnull)
			report_null_comparison(i + 1);
		matrix[i] = DatumGetFloat8(value);
	}
	array_free_iterator(each);
	if (!dx_ahp_make(&ahp, matrix, n, &err))
		dx_report(&err);
	return ahp;
}

/* dx.ahp_weights(matrix, method) */
Datum
dx_ahp_weights(PG_FUNCTION_ARGS)
{
	dx_ahp ahp = read_matrix(fcinfo);
	text *words = PG_GETARG_TEXT_PP(1);
	dx_dd weights[DX_AHP_MAX];
	Datum elements[DX_AHP_MAX];
	dx_ahp_method method;
	dx_error err;

	if (!dx_ahp_method_parse((dx_str) {VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words)}, &method, &err))
		dx_report(&err);
	dx_ahp_find_weights(&ahp, method, weights);
	for (int i = 0; i < ahp.n; i++)
		elements[i] = Float8GetDatum(dx_dd_to_double(weights[i]));
	PG_RETURN_ARRAYTYPE_P(
		construct_array(elements, ahp.n, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* dx.ahp_consistency(matrix): n, lambda_max, ci, ri, cr, gci */
Datum
dx_ahp_consistency(PG_FUNCTION_ARGS)
{
	dx_ahp ahp = read_matrix(fcinfo);
	TupleDesc desc;
	dx_ahp_figures figures;
	Datum values[6];
	bool nulls[6] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "dx.ahp_consistency does not return a row");
	dx_ahp_find_consistency(&ahp, &figures);
	values[0] = Int32GetDatum(ahp.n);
	values[1] = Float8GetDatum(figures.lambda_max);
	values[2] = Float8GetDatum(figures.ci);
	values[3] = Float8GetDatum(figures.ri);
	values[4] = Float8GetDatum(figures.cr);
	values[5] = Float8GetDatum(figures.gci);
	nulls[3] = isnan(figures.ri);
	nulls[4] = isnan(figures.cr);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}
