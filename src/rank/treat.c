/* SPDX-License-Identifier: PostgreSQL */
/*
 * treat.c: winsorising, and logarithms of skewed columns (treat.h).
 */
#include "rank/treat.h"

#include "number/ddmath.h"
#include "stat/stat_shape.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

const char *const dx_treated_names[DX_TREATED] = {
	[DX_TREATED_HIGH] = "winhi",
	[DX_TREATED_LOW] = "winlo",
	[DX_TREATED_LOG] = "log_CT",
};

static const char *const form_names[DX_LOG_FORMS] = {
	[DX_LOG_CT] = "log_CT",
	[DX_LOG_CT_ORIG] = "log_CT_orig",
	[DX_LOG_CT_PLUS] = "log_CT_plus",
	[DX_LOG_GII] = "log_GII",
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
same_name(dx_str text, const char *name)
{
	if (text.len != strlen(name))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (lower(text.ptr[i]) != lower(name[i]))
			return false;
	return true;
}

bool
dx_log_form_parse(dx_str text, dx_log_form *out, dx_error *err)
{
	for (int i = 0; i < DX_LOG_FORMS; i++)
		if (same_name(text, form_names[i]))
		{
			*out = (dx_log_form) i;
			return true;
		}
	dx_fail(err, DX_ERR_PARAM, 0, "unknown form of logarithm \"%.*s\"", DX_STR_ARG(text));
	return dx_fail_hint(err, "Forms are log_CT, log_CT_orig, log_CT_plus and log_GII.");
}

const char *
dx_log_form_name(dx_log_form form)
{
	return form_names[form];
}

/* ---------------- winsorising ---------------- */

/* Points above place `high` take the value there, points below place n - low - 1 the value there. */
typedef struct clamp
{
	int64_t high;
	int64_t low;
	bool passes;
} clamp;

/* Shape statistics of a ranking's rows, each of weight 1; dx_alloc'ed. */
static dx_stat *
shape_of(const dx_ranking *r)
{
	dx_stat *stat = dx_alloc(dx_stat_size(&dx_stat_shape));

	dx_stat_init(stat, &dx_stat_shape, NULL);
	for (int64_t place = 0; place < r->n; place++)
	{
		if (place % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		dx_stat_add_shape(stat, dx_rank_value(r, place), 1, 0);
	}
	return stat;
}

static void
drop(dx_stat *stat)
{
	dx_stat_free(stat);
	dx_free(stat);
}

/* Does the column pass the rule, or is it too short to tell? Else *skew is its skewness. */
static bool
passes(const dx_stat *stat, const dx_treat_rule *rule, double *skew)
{
	double kurt;
	dx_error err;

	return !dx_stat_skewness_of(stat, skew, &err) || fabs(*skew) < rule->skew ||
		!dx_stat_kurtosis_of(stat, &kurt, &err) || kurt < rule->kurt;
}

/* Let the greatest points take the next value; false where all would then be equal. */
static bool
lower_highest(const dx_ranking *r, clamp *c, dx_stat *stat)
{
	double highest = dx_rank_value(r, c->high);
	double least = dx_rank_value(r, r->n - c->low - 1);
	int64_t next = c->high + 1;

	while (next < r->n && dx_rank_value(r, next) == highest)
		if (++next % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
	if (next >= r->n || dx_rank_value(r, next) <= least)
		return false;
	dx_stat_move_shape(stat, highest, dx_rank_value(r, next), next);
	c->high = next;
	return true;
}

/* Let the least points take the next value; false where all would then be equal. */
static bool
raise_least(const dx_ranking *r, clamp *c, dx_stat *stat)
{
	double least = dx_rank_value(r, r->n - c->low - 1);
	double highest = dx_rank_value(r, c->high);
	int64_t low = c->low + 1;

	while (low < r->n && dx_rank_value(r, r->n - low - 1) == least)
		if (++low % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
	if (low >= r->n || dx_rank_value(r, r->n - low - 1) >= highest)
		return false;
	dx_stat_move_shape(stat, least, dx_rank_value(r, r->n - low - 1), low);
	c->low = low;
	return true;
}

/* Find the clamp that winsorises the column. */
static clamp
winsorise(const dx_ranking *r, const dx_treat_rule *rule)
{
	clamp c = {0, 0, true};
	dx_stat *stat;
	double skew;

	/* Fewer rows have no kurtosis. */
	if (r->n < 4)
		return c;
	stat = shape_of(r);
	while (!(c.passes = passes(stat, rule, &skew)) && (double) (c.high + c.low) < rule->winmax)
	{
		dx_check_interrupts();
		if (!(skew >= 0 ? lower_highest(r, &c, stat) : raise_least(r, &c, stat)))
			break;
	}
	drop(stat);
	return c;
}

static void
put_clamped(dx_ranking *r, const clamp *c)
{
	if (c->high > 0)
		dx_rank_put(r, 0, c->high, dx_rank_value(r, c->high));
	if (c->low > 0)
		dx_rank_put(r, r->n - c->low, r->n, dx_rank_value(r, r->n - c->low - 1));
}

void
dx_treat_winsorise(dx_ranking *r, const dx_treat_rule *rule)
{
	clamp c = winsorise(r, rule);

	put_clamped(r, &c);
}

void
dx_treat_or_log(dx_ranking *r, const dx_treat_rule *rule)
{
	clamp c = winsorise(r, rule);

	if (c.passes)
		put_clamped(r, &c);
	else
		dx_treat_log(r, DX_LOG_CT);
}

void
dx_treat_marks(dx_ranking *r, const dx_treat_rule *rule)
{
	clamp c = winsorise(r, rule);

	if (!c.passes)
	{
		dx_rank_put(r, 0, r->n, DX_TREATED_LOG);
		return;
	}
	dx_rank_put(r, c.high, r->n - c.low, NAN);
	dx_rank_put(r, 0, c.high, DX_TREATED_HIGH);
	dx_rank_put(r, r->n - c.low, r->n, DX_TREATED_LOW);
}

void
dx_treat_limits(const dx_ranking *r, const dx_treat_rule *rule, double *low, double *high, bool *logged)
{
	clamp c = winsorise(r, rule);

	*logged = !c.passes;
	*high = c.high > 0 ? dx_rank_value(r, c.high) : NAN;
	*low = c.low > 0 ? dx_rank_value(r, r->n - c.low - 1) : NAN;
}

/* ---------------- logarithms ---------------- */

static const dx_dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/* Numbers beyond 2^SCALE_ABOVE, or ranges below 2^SCALE_BELOW, are scaled by 2^-SCALE or 2^SCALE. */
#define SCALE_ABOVE 900
#define SCALE_BELOW (-700)
#define SCALE 200

/* The exponent of the scale for numbers up to `magnitude` that differ by `range`. */
static int
scale_for(double magnitude, double range)
{
	return magnitude > 0x1p900 ? SCALE : range < 0x1p-700 ? -SCALE : 0;
}

/* (a - b) 2^-scale, exactly */
static dx_dd
difference(double a, double b, int scale)
{
	return dx_dd_add_double((dx_dd) {ldexp(a, -scale), 0}, -ldexp(b, -scale));
}

/* Numbers below 2^-500 are scaled by 2^SHIFT where they are divided. */
#define SHIFT 400

/* x 2^by */
static dx_dd
shifted(dx_dd x, int by)
{
	return (dx_dd) {ldexp(x.hi, by), ldexp(x.lo, by)};
}

/* For |x| below this ln(1 + x) is x to half a unit in its last place. */
#define FAINT 0x1p-110

/* ln(x 2^scale) */
static dx_dd
scaled_log(dx_dd x, int scale)
{
	dx_dd result = dx_dd_log(x);

	return scale == 0 ? result : dx_dd_add(result, dx_dd_mul(ln2, (dx_dd) {scale, 0}));
}

/* ln(1 + x 2^scale), x >= 0 */
static dx_dd
scaled_log1p(dx_dd x, int scale)
{
	if (scale <= 0)
		return dx_dd_log1p(shifted(x, scale));
	return scaled_log(dx_dd_add_double(x, ldexp(1, -scale)), scale);
}

/* ln(x - least + (most - least) / 100) */
static double
log_ct(double x, double least, double most)
{
	double magnitude = fabs(most) > fabs(least) ? fabs(most) : fabs(least);
	int scale = scale_for(magnitude, most - least);
	dx_dd share = dx_dd_div(difference(most, least, scale), (dx_dd) {100, 0});

	return dx_dd_to_double(scaled_log(dx_dd_add(difference(x, least, scale), share), scale));
}

/* x - least with its scale, for 1 + x - least */
static dx_dd
above_least(double x, double least, int *scale)
{
	*scale = scale_for(fabs(x) > fabs(least) ? fabs(x) : fabs(least), 1);
	return difference(x, least, *scale);
}

/* ln((most - 1) (x - least) / (most - least) + 1), most > 1 and above least */
static double
log_gii(double x, double least, double most)
{
	int scale = scale_for(fabs(least) > most ? fabs(least) : most, 1);
	dx_dd above = difference(x, least, scale);
	int shift = above.hi < 0x1p-500 ? SHIFT : 0;
	dx_dd way = dx_dd_div(shifted(above, shift), difference(most, least, scale));

	way = dx_dd_mul(difference(most, 1, scale), way);
	if (shift && scale == 0 && way.hi < ldexp(FAINT, shift))
		return dx_dd_scale_to_double(way, -shift);
	return dx_dd_to_double(scaled_log1p(shifted(way, -shift), scale));
}

static double
log_of(dx_log_form form, double x, double least, double most)
{
	int scale;
	dx_dd above;

	switch (form)
	{
		case DX_LOG_CT:
			return log_ct(x, least, most);
		case DX_LOG_CT_ORIG:
			above = above_least(x, least, &scale);
			return dx_dd_to_double(scaled_log1p(above, scale));
		case DX_LOG_CT_PLUS:
			return -log_ct(-x, -most, -least);
		case DX_LOG_GII:
			return log_gii(x, least, most);
		case DX_LOG_FORMS:
			break;
	}
	return NAN;
}

/* Is skewness below 0, so that DX_LOG_CT_PLUS mirrors the column? */
static bool
leans_down(const dx_ranking *r)
{
	dx_stat *stat = shape_of(r);
	double skew;
	dx_error err;
	bool down = dx_stat_skewness_of(stat, &skew, &err) && skew < 0;

	drop(stat);
	return down;
}

/* End of the places from `start` that have the same value. */
static int64_t
same_end(const dx_ranking *r, int64_t start)
{
	int64_t end = start + 1;

	while (end < r->n && dx_rank_value(r, end) == dx_rank_value(r, start))
		if (++end % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
	return end;
}

void
dx_treat_log(dx_ranking *r, dx_log_form form)
{
	double most;
	double least;

	if (r->n == 0)
		return;
	most = dx_rank_value(r, 0);
	least = dx_rank_value(r, r->n - 1);
	if ((form != DX_LOG_CT_ORIG && most == least) || (form == DX_LOG_GII && most <= 1))
	{
		dx_rank_put(r, 0, r->n, NAN);
		return;
	}
	if (form == DX_LOG_CT_PLUS && !leans_down(r))
		form = DX_LOG_CT;
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double x = dx_rank_value(r, start);

		end = same_end(r, start);
		if (start % 1024 == 0)
			dx_check_interrupts();
		dx_rank_put(r, start, end, log_of(form, x, least, most) + 0.0);
	}
}

/* For |lambda| below this (y^lambda - 1) / lambda is ln y, relative error below 2^-100. */
#define LAMBDA_NEGLIGIBLE 0x1p-110

/* From this x on the 1 in e^x - 1 is lost in rounding. */
#define LARGE_EXPONENT 600

/* (e^(lambda log) - 1) / lambda, log >= 0 and |lambda log| not below FAINT unless 0 */
static double
power_less_one(dx_dd log, double lambda)
{
	int shift = fabs(lambda) > 0x1p300 ? SHIFT : 0;
	dx_dd by = {ldexp(lambda, -shift), 0};
	dx_dd x;

	/* The exponent is beyond all doubles. */
	if (fabs(lambda) > 0x1p800 && log.hi > 0x1p-700)
		return lambda > 0 ? INFINITY : -1 / lambda;
	x = dx_dd_mul(shifted(log, shift), by);
	if (x.hi > LARGE_EXPONENT)
	{
		dx_dd of_lambda = dx_dd_log((dx_dd) {lambda, 0});

		return dx_dd_exp_to_double(dx_dd_add(x, (dx_dd) {-of_lambda.hi, -of_lambda.lo}));
	}
	return dx_dd_scale_to_double(dx_dd_div(dx_dd_expm1(x), by), -shift);
}

static double
boxcox(double x, double least, double lambda)
{
	int scale;
	dx_dd above = above_least(x, least, &scale);
	dx_dd log;

	/* And so is ((1 + x)^lambda - 1) / lambda where lambda x is faint too. */
	if (lambda == 1 || (scale == 0 && above.hi < FAINT && above.hi * fabs(lambda) < FAINT))
		return x - least;
	log = scaled_log1p(above, scale);
	return fabs(lambda) < LAMBDA_NEGLIGIBLE ? dx_dd_to_double(log) : power_less_one(log, lambda);
}

bool
dx_treat_boxcox(dx_ranking *r, double lambda, dx_error *err)
{
	double least = r->n > 0 ? dx_rank_value(r, r->n - 1) : 0;

	for (int64_t start = 0, end; start < r->n; start = end)
	{
		double x = dx_rank_value(r, start);
		double answer = boxcox(x, least, lambda);

		end = same_end(r, start);
		if (start % 1024 == 0)
			dx_check_interrupts();
		if (!isfinite(answer))
		{
			char digits[32];

			return dx_fail(err, DX_ERR_RANGE, 0, "the Box-Cox transform of \"%.*s\" is out of range",
						   dx_shortest(x, digits), digits);
		}
		dx_rank_put(r, start, end, answer + 0.0);
	}
	return true;
}
