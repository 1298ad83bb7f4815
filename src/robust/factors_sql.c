/* SPDX-License-Identifier: PostgreSQL */
/*
 * factors_sql.c: arguments of functions that draw weights.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "number/decimal_sql.h"
#include "robust/factors_sql.h"
#include "robust/noise.h"

void
dx_report_range(const char *name, const char *given, const char *allowed)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s \"%s\" is out of range", name, given),
			 errdetail("It must be %s.", allowed)));
}

void
dx_check_float(const char *name, double value, bool valid, const char *allowed)
{
	char digits[32];

	if (valid)
		return;
	digits[dx_shortest(value, digits)] = '\0';
	dx_report_range(name, digits, allowed);
}

void
dx_check_draws(int32 draws)
{
	if (draws < 1 || draws > DX_MAX_DRAWS)
		dx_report_range("draws", psprintf("%d", draws), psprintf("from 1 to %d", DX_MAX_DRAWS));
}

void
dx_check_noise(double noise)
{
	dx_check_float("noise", noise, noise >= 0 && noise < 1, "at least 0 and below 1");
}

dx_str *
dx_code_texts(const dx_tree *tree)
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

double *
dx_read_factors(ArrayType *array, const dx_tree *tree, int64_t *n_draws)
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
	/* Elements are read one by one, so that no other memory is needed than for the factors. */
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
