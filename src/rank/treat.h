/* SPDX-License-Identifier: PostgreSQL */
/*
 * treat.h: outliers of a whole partition, and transforms of skewed columns. The
 * procedure and the formulas are COINr's (Treat, winsorise, log_CT, boxcox; W.
 * Becker), after the OECD/JRC handbook on composite indicators.
 *
 * Every function takes a sorted ranking (rank.h) and replaces its values by
 * answers, NAN where there is none. Decisions depend on the values alone: skewness and
 * kurtosis are those of stat/stat_shape.h, exact and rounded once, so the order of rows
 * does not matter.
 */
#ifndef DX_TREAT_H
#define DX_TREAT_H

#include "rank/rank.h"

/* When a column passes: |skewness| < skew or kurtosis < kurt. At most winmax points are winsorised. */
typedef struct dx_treat_rule
{
	double winmax;
	double skew;
	double kurt;
} dx_treat_rule;

/*
 * While the column does not pass and fewer than winmax points are winsorised,
 * all points equal to the greatest (where skewness is 0 or more, else the least) take
 * the next value; never are all values made equal.
 */
extern void dx_treat_winsorise(dx_ranking *r, const dx_treat_rule *rule);

/* The same; if it still does not pass, the logarithm (DX_LOG_CT) of the column as it was. */
extern void dx_treat_or_log(dx_ranking *r, const dx_treat_rule *rule);

/* What dx_treat_or_log does to each row: a dx_treated, NAN where the value is left unchanged. */
typedef enum dx_treated
{
	DX_TREATED_HIGH,
	DX_TREATED_LOW,
	DX_TREATED_LOG,
	DX_TREATED
} dx_treated;

extern const char *const dx_treated_names[DX_TREATED];

extern void dx_treat_marks(dx_ranking *r, const dx_treat_rule *rule);

/*
 * The bounds to which dx_treat_or_log clamps the column, NAN where there is none;
 * *logged: it took the logarithm, so bounds do not apply. Values are not changed.
 */
extern void dx_treat_limits(const dx_ranking *r, const dx_treat_rule *rule, double *low, double *high, bool *logged);

/* Logarithms, with l and m the least and the greatest value. */
typedef enum dx_log_form
{
	DX_LOG_CT,		/* ln(x - l + (m - l) / 100); none where all are equal */
	DX_LOG_CT_ORIG, /* ln(x - l + 1) */
	DX_LOG_CT_PLUS, /* as DX_LOG_CT, where skewness is below 0 mirrored: -ln(m - x + (m - l) / 100) */
	DX_LOG_GII,		/* ln((m - 1) (x - l) / (m - l) + 1); none where m is 1 or less, or all are equal */
	DX_LOG_FORMS
} dx_log_form;

/* A form by its name, in upper or lower case; false with err. */
extern bool dx_log_form_parse(dx_str text, dx_log_form *out, dx_error *err);
extern const char *dx_log_form_name(dx_log_form form);

/* Error below 2^-90 of the logarithm's argument before it is rounded once. */
extern void dx_treat_log(dx_ranking *r, dx_log_form form);

/* (y^lambda - 1) / lambda of y = x - l + 1, ln y for lambda 0. Fails where it is beyond doubles. */
extern bool dx_treat_boxcox(dx_ranking *r, double lambda, dx_error *err);

#define DX_BOXCOX_LIMIT 1000 /* of |lambda| */

#endif /* DX_TREAT_H */
