/* SPDX-License-Identifier: PostgreSQL */
/*
 * treat_sql.c: window functions that treat skewed columns: dx.winsorise, dx.treat,
 * dx.treatment, dx.treat_bounds, dx.log_shift, dx.boxcox.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "windowapi.h"

#include "rank/treat.h"
#include "rank/window_sql.h"

DX_FUNCTION(dx_treatment);
DX_FUNCTION(dx_treat_bounds);

static dx_treat_rule
rule_of(const double *options)
{
	return (dx_treat_rule) {options[DX_OPTION_WINMAX], options[DX_OPTION_SKEW], options[DX_OPTION_KURT]};
}

static bool
answer_winsorise(dx_ranking *r, const double *options, dx_error *err)
{
	dx_treat_rule rule = rule_of(options);

	dx_treat_winsorise(r, &rule);
	return true;
}

static bool
answer_treat(dx_ranking *r, const double *options, dx_error *err)
{
	dx_treat_rule rule = rule_of(options);

	dx_treat_or_log(r, &rule);
	return true;
}

static bool
answer_treatment(dx_ranking *r, const double *options, dx_error *err)
{
	dx_treat_rule rule = rule_of(options);

	dx_treat_marks(r, &rule);
	return true;
}

/*
 * Answers of dx.treat_bounds: the first two rows hold the bounds, the third whether bounds apply.
 * Fewer rows have none.
 */
#define BOUNDS_ROWS 3

static bool
answer_bounds(dx_ranking *r, const double *options, dx_error *err)
{
	dx_treat_rule rule = rule_of(options);
	double low;
	double high;
	bool logged;

	dx_treat_limits(r, &rule, &low, &high, &logged);
	if (r->n_rows < BOUNDS_ROWS)
		return true;
	r->values[0] = low;
	r->values[1] = high;
	r->values[2] = !logged;
	return true;
}

static bool
answer_log(dx_ranking *r, const double *options, dx_error *err)
{
	dx_treat_log(r, (dx_log_form) options[DX_OPTION_FORM]);
	return true;
}

static bool
answer_boxcox(dx_ranking *r, const double *options, dx_error *err)
{
	return dx_treat_boxcox(r, options[DX_OPTION_LAMBDA], err);
}

/* dx.winsorise(x, winmax, skew, kurt): outliers take the next value. */
DX_WINDOW(dx_winsorise, number, answer_winsorise, DX_OPTION_WINMAX, DX_OPTION_SKEW, DX_OPTION_KURT);

/* dx.treat(x, winmax, skew, kurt): the same, or the logarithm where that is not enough. */
DX_WINDOW(dx_treat, number, answer_treat, DX_OPTION_WINMAX, DX_OPTION_SKEW, DX_OPTION_KURT);

/* dx.log_shift(x, form): a logarithm of the column, shifted to be positive. */
DX_WINDOW(dx_log_shift, number, answer_log, DX_OPTION_FORM);

/* dx.boxcox(x, lambda) */
DX_WINDOW(dx_boxcox, number, answer_boxcox, DX_OPTION_LAMBDA);

/* dx.treatment(x, winmax, skew, kurt): what dx.treat does to the row, in a word. */
Datum
dx_treatment(PG_FUNCTION_ARGS)
{
	static const dx_window_kind kind = {{DX_OPTION_WINMAX, DX_OPTION_SKEW, DX_OPTION_KURT}, answer_treatment, NULL};
	const double *answers = dx_window_answers(fcinfo, &kind);
	double mark = answers[WinGetCurrentPosition(PG_WINDOW_OBJECT())];

	if (isnan(mark))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(dx_treated_names[(dx_treated) mark]));
}

/* dx.treat_bounds(x, winmax, skew, kurt): the bounds to which dx.treat clamps the column. */
Datum
dx_treat_bounds(PG_FUNCTION_ARGS)
{
	static const dx_window_kind kind = {{DX_OPTION_WINMAX, DX_OPTION_SKEW, DX_OPTION_KURT}, answer_bounds, NULL};
	const double *answers = dx_window_answers(fcinfo, &kind);
	bool few = WinGetPartitionRowCount(PG_WINDOW_OBJECT()) < BOUNDS_ROWS;
	Datum bounds[2] = {0};
	bool nulls[2] = {true, true};
	int dims[1] = {2};
	int lbs[1] = {1};

	if (!few && answers[2] == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < 2 && !few; i++)
	{
		nulls[i] = isnan(answers[i]);
		bounds[i] = nulls[i] ? (Datum) 0 : Float8GetDatum(answers[i]);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(bounds, nulls, 1, dims, lbs, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}
