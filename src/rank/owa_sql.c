/* SPDX-License-Identifier: PostgreSQL */
/*
 * owa_sql.c: dx.owa, an ordered weighted average of an array.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "rank/owa.h"
#include "rank/window_sql.h"

DX_FUNCTION(dx_owa);

/*
 * The numbers of an array, palloc'd; raises for NaN and infinities. NULL where one is NULL
 * (has_null is set).
 */
static double *
read_numbers(ArrayType *array, const char *name, bool *has_null)
{
	int n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	ArrayIterator each;
	Datum value;
	bool isnull;
	double *numbers;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be an array of one dimension, not %d", name, ARR_NDIM(array))));
	*has_null = ARR_HASNULL(array) && array_contains_nulls(array);
	if (*has_null)
		return NULL;
	numbers = palloc((n + 1) * sizeof(double));
	each = array_create_iterator(array, 0, NULL);
	for (int i = 0; array_iterate(each, &value, &isnull); i++)
	{
		CHECK_FOR_INTERRUPTS();
		numbers[i] = DatumGetFloat8(value);
		if (!isfinite(numbers[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("cannot average \"%s\"", dx_number_in_words(numbers[i])),
					 errdetail("It is element %d of %s.", i + 1, name)));
	}
	array_free_iterator(each);
	return numbers;
}

/* dx.owa(x, weights) */
Datum
dx_owa(PG_FUNCTION_ARGS)
{
	ArrayType *x = PG_GETARG_ARRAYTYPE_P(0);
	ArrayType *weights = PG_GETARG_ARRAYTYPE_P(1);
	int n = ArrayGetNItems(ARR_NDIM(x), ARR_DIMS(x));
	int n_weights = ArrayGetNItems(ARR_NDIM(weights), ARR_DIMS(weights));
	dx_ranking r = {.n_rows = n};
	double *w;
	bool has_null;
	double result;

	w = read_numbers(weights, "weights", &has_null);
	if (has_null)
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("weights must not be NULL")));
	for (int i = 0; i < n_weights; i++)
		if (w[i] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("weight cannot be negative: %s", dx_number_in_words(w[i]))));
	if (n != n_weights)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%d values do not fit %d weights", n, n_weights),
				 errhint("There is one weight for each place, the best value's first.")));
	r.values = read_numbers(x, "x", &has_null);
	if (has_null || n == 0)
		PG_RETURN_NULL();
	r.order = palloc(n * sizeof(uint64_t));
	r.temp = palloc(n * sizeof(uint64_t));
	dx_rank_sort(&r);
	if (!dx_owa_of(&r, w, &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}
