/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_eval.c: the attainment of a result under a rule.
 *
 * Everything is done in decimals, as written, and kept as a fraction of two
 * 128-bit integers: 7 of 9 is 7/9 until a score is read. Only where numbers
 * have digits more than about 37 places apart (1e-40 beside 100) is the
 * fraction that of the nearest double, or of the nearest 10^-37.
 *
 * A logarithm is no fraction: ln(r / lo) / ln(hi / lo) is computed in pairs of doubles
 * with a relative error below 2^-93 (attain_log) and is rounded once, to 27 significant
 * digits and at most 37 decimals. So it is within 0.6 units of the 27th digit of the
 * exact value, and an exact value of up to 26 digits is returned as such: half of log(1,
 * 100) is 10.
 */
#include "rule/rule.h"

#include "number/ddmath.h"
#include "rule/refusal.h"

/* clang contracts a * b + c by default, and bitcode and the tests are built without our flags */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Products of magnitudes up to 2^126 are safe to add once. */
#define SAFE_BITS 126

static int
bit_length(dx_int128 x)
{
	dx_uint128 m = x < 0 ? -(dx_uint128) x : (dx_uint128) x;
	int n = 0;

	for (int step = 64; step > 0; step >>= 1)
		if (m >> step != 0)
		{
			m >>= step;
			n += step;
		}
	return n + (m != 0);
}

/* *out = a x b; false if that might pass 2^126. */
static bool
multiply(dx_int128 a, dx_int128 b, dx_int128 *out)
{
	if (bit_length(a) + bit_length(b) > SAFE_BITS)
		return false;
	*out = a * b;
	return true;
}

/* *out = 10^n, n >= 0; false if that passes 2^126. */
static bool
power_of_ten(int n, dx_int128 *out)
{
	if (n > DX_MOST_TENS)
		return false;
	*out = dx_power_of_ten(n);
	return true;
}

/* *out = d x 10^scale, whole (scale >= d.scale). */
static bool
scaled(dx_decimal d, int scale, dx_int128 *out)
{
	dx_int128 power;

	*out = 0;
	if (d.mant == 0)
		return true;
	/* |mant| < 10^17, so the product stays below 2^117. */
	if (scale - d.scale <= 18)
	{
		*out = (dx_int128) d.mant * dx_power_of_ten(scale - d.scale);
		return true;
	}
	return power_of_ten(scale - d.scale, &power) && multiply(d.mant, power, out);
}

/* num / den of decimals, den > 0, as an attainment; false if it is not exact. */
static bool
set_fraction(dx_decimal num, dx_decimal den, dx_attainment *out)
{
	int scale = num.scale > den.scale ? num.scale : den.scale;

	if (!scaled(num, scale, &out->num) || !scaled(den, scale, &out->den))
		return false;
	return true;
}

/* Only a double in 0 .. 1 is known: its shortest decimal as a fraction, to 37 places. */
static void
set_double(double ratio, dx_attainment *out)
{
	dx_decimal d = dx_decimal_from_double(ratio);
	dx_int128 num = d.mant;
	int scale = d.scale;

	for (; scale < 0; scale++)
		num *= 10;
	for (; scale > 37 && num != 0; scale--)
		num = (num + (scale == 38 ? 5 : 0)) / 10;
	out->num = num;
	power_of_ten(num == 0 ? 0 : scale, &out->den);
}

static void
set_whole(int value, dx_attainment *out)
{
	out->num = value;
	out->den = 1;
}

/* points / maximum; both of one sign, or points 0. */
static void
set_points(dx_points points, dx_maximum max, dx_attainment *out)
{
	if (points == 0)
	{
		set_whole(0, out);
		return;
	}
	out->num = (max.units < 0 ? -points : points) * max.den;
	out->den = max.units < 0 ? -max.units : max.units;
}

double
dx_rule_whole_before(const dx_rule_item *item)
{
	double whole = floor(item->bound_value);

	return dx_rule_reaches(item, whole) ? whole - 1 : whole + 0.0;
}

double
dx_rule_whole_from(const dx_rule_item *item)
{
	double whole = ceil(item->bound_value);

	return dx_rule_reaches(item, whole) ? whole + 0.0 : whole + 1;
}

/* Is r a whole number? */
static bool
is_whole(double r)
{
	return r == floor(r);
}

/* Does |d| pass the maximum, or have its other sign? */
static bool
passes_maximum(dx_decimal d, dx_maximum max)
{
	dx_int128 magnitude = d.mant < 0 ? -(dx_int128) d.mant : d.mant;
	dx_int128 most = max.units < 0 ? -max.units : max.units;
	dx_int128 power;

	if (d.mant == 0)
		return false;
	if (max.units == 0 || (d.mant < 0) != (max.units < 0))
		return true;
	magnitude *= max.den; /* below 2^89; the maximum below 2^91 */
	if (d.scale >= DX_POINTS_DIGITS)
		return power_of_ten(d.scale - DX_POINTS_DIGITS, &power) && most <= magnitude / power &&
			(most < magnitude / power || magnitude % power != 0);
	return !power_of_ten(DX_POINTS_DIGITS - d.scale, &power) || !multiply(magnitude, power, &magnitude) ||
		magnitude > most;
}

/* Are the points all of a maximum that is not a decimal: 0.3333333333333333 of 1/3? */
static bool
is_maximum(double r, dx_maximum max)
{
	return max.den != 1 && r == dx_maximum_to_double(max);
}

/* Are the points within the maximum? */
static bool
check_points(double r, dx_maximum max, dx_language language, dx_error *err)
{
	char limit[96];

	if (is_maximum(r, max) || !passes_maximum(dx_decimal_from_double(r), max))
		return true;
	dx_maximum_print(max, limit);
	if (language == DX_VIETNAMESE)
		for (char *p = limit; *p != '\0'; p++)
			if (*p == '.')
				*p = ',';
	return dx_refuse_result(err, language, r, "points", DX_TAKES_RANGE, max.units < 0 ? limit : "0",
							max.units < 0 ? "0" : limit);
}

bool
dx_rule_takes(const dx_rule *rule, double r, const dx_maximum *max, dx_language language, dx_error *err)
{
	char last[64];

	if (!isfinite(r))
	{
		dx_fail(err, DX_ERR_PARAM, 0, "a result cannot be %s", isnan(r) ? "NaN" : "infinite");
		return dx_fail_hint(err, "A result that is not known is NULL.");
	}
	if ((rule->flags & DX_RULE_WHOLE) && !is_whole(r))
	{
		dx_refuse(err, DX_ERR_PARAM, 0, language, DX_RESULT_NOT_WHOLE,
				  dx_language_number(language, dx_decimal_from_double(r), last), "");
		return dx_refuse_detail(err, language, DX_NOT_WHOLE_DETAIL, "", "");
	}
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_YESNO:
			if (r != 0 && r != 1)
				return dx_refuse_result(err, language, r, "yesno", DX_TAKES_YESNO, "", "");
			return true;
		case DX_RULE_RATIO:
			if (r < 0 || r > 1)
				return dx_refuse_result(err, language, r, "ratio", DX_TAKES_RANGE, "0", "1");
			return true;
		case DX_RULE_PERCENT:
			if (r < 0 || r > 100)
				return dx_refuse_result(err, language, r, "percent", DX_TAKES_RANGE, "0", "100");
			return true;
		case DX_RULE_CHECKLIST:
			if (r < 0 || r > dx_decimal_to_double(rule->hi) || !is_whole(r))
			{
				dx_decimal_print(rule->hi, last);
				return dx_refuse_result(err, language, r, "checklist", DX_TAKES_WHOLE, "0", last);
			}
			return true;
		case DX_RULE_CHOICE:
			if (r < 1 || r > rule->n_items || !is_whole(r))
			{
				snprintf(last, sizeof(last), "%d", rule->n_items);
				return dx_refuse_result(err, language, r, "choice", DX_TAKES_CHOICE, last, "");
			}
			return true;
		case DX_RULE_LOG:
			if (r <= 0)
				return dx_refuse_result(err, language, r, "log", DX_TAKES_ABOVE, "0", "");
			return true;
		case DX_RULE_POINTS:
			return max == NULL || check_points(r, *max, language, err);
		case DX_RULE_NONE:
		case DX_RULE_LINEAR:
		case DX_RULE_STEPS:
		case DX_RULE_CURVE:
		case DX_RULE_UNSCORED:
			break;
	}
	return true;
}

bool
dx_rule_check(const dx_rule *rule, double r, dx_error *err)
{
	return dx_rule_takes(rule, r, NULL, DX_ENGLISH, err);
}

static bool
attain_points(double r, dx_maximum max, dx_attainment *out, dx_error *err)
{
	dx_decimal d = dx_decimal_from_double(r);
	dx_int128 power = 1;

	if (is_maximum(r, max))
	{
		set_whole(1, out);
		return true;
	}
	if (!check_points(r, max, DX_ENGLISH, err))
		return false;
	if (d.mant == 0)
	{
		set_whole(0, out);
		return true;
	}
	out->num = (d.mant < 0 ? -(dx_int128) d.mant : d.mant) * max.den;
	out->den = max.units < 0 ? -max.units : max.units;
	if (d.scale <= DX_POINTS_DIGITS)
	{
		/* Within the maximum, so it fits. */
		power_of_ten(DX_POINTS_DIGITS - d.scale, &power);
		out->num *= power;
	}
	/* more than 12 decimals: exact all the same, if it fits */
	else if (!power_of_ten(d.scale - DX_POINTS_DIGITS, &power) || !multiply(out->den, power, &out->den))
		set_double(r / dx_maximum_to_double(max), out);
	return true;
}

static void
attain_share(const dx_share *share, dx_maximum max, dx_attainment *out)
{
	dx_points points;

	if (share->is_points)
	{
		dx_points_from_decimal(share->num, &points);
		set_points(points, max, out);
	}
	else if (!set_fraction(share->num, share->den, out))
		set_double(dx_decimal_to_double(share->num), out); /* not a fraction: those have 15 digits */
}

/* (r - lo) / (hi - lo) strictly between lo and hi, which may descend. */
static void
interpolate(dx_decimal r, dx_decimal lo, dx_decimal hi, dx_attainment *out)
{
	int scale = r.scale > lo.scale ? r.scale : lo.scale;
	dx_int128 a;
	dx_int128 b;
	dx_int128 x;

	if (hi.scale > scale)
		scale = hi.scale;
	if (scaled(r, scale, &x) && scaled(lo, scale, &a) && scaled(hi, scale, &b))
	{
		out->num = a < b ? x - a : a - x;
		out->den = a < b ? b - a : a - b;
	}
	else
	{
		double base = dx_decimal_to_double(lo);

		set_double((dx_decimal_to_double(r) - base) / (dx_decimal_to_double(hi) - base), out);
	}
}

static void
attain_linear(const dx_rule *rule, double r, dx_attainment *out)
{
	double lo = dx_decimal_to_double(rule->lo);
	double hi = dx_decimal_to_double(rule->hi);

	if (lo < hi ? r <= lo : r >= lo)
		set_whole(0, out);
	else if (lo < hi ? r >= hi : r <= hi)
		set_whole(1, out);
	else
		interpolate(dx_decimal_from_double(r), rule->lo, rule->hi, out);
}

/* A whole number below 2^126 as a pair, relative error at most 2^-104. */
static dx_dd
pair_of(dx_int128 whole)
{
	int64_t mask = (INT64_C(1) << 42) - 1;
	dx_dd sum = {(double) (int64_t) (whole >> 84) * 0x1p84, 0};

	sum = dx_dd_add_double(sum, (double) ((int64_t) (whole >> 42) & mask) * 0x1p42);
	return dx_dd_add_double(sum, (double) ((int64_t) whole & mask));
}

/*
 * ln(a / b) of decimals as written, a > b > 0, relative error at most 2^-94: the
 * difference a - b is computed in whole numbers, so that little is lost where they are
 * close. Powers of ten for which these have no room are split off, and their logarithm
 * is added.
 */
static dx_dd
log_of_quotient(dx_decimal a, dx_decimal b)
{
	int tens = b.scale - a.scale;
	int apart = tens > 20 ? tens - 20 : 0;
	dx_int128 whole_a = a.mant;
	dx_int128 whole_b = b.mant;
	dx_dd logarithm;

	/* below 0: b is scaled instead, and being less than a it fits */
	if (tens < 0)
		whole_b *= dx_power_of_ten(-tens);
	else
		whole_a *= dx_power_of_ten(tens - apart);
	logarithm = dx_dd_log1p(dx_dd_div(pair_of(whole_a - whole_b), pair_of(whole_b)));
	if (apart > 0)
		logarithm = dx_dd_add(logarithm, dx_dd_mul(dx_dd_log((dx_dd) {10, 0}), (dx_dd) {apart, 0}));
	return logarithm;
}

/* A pair from 0 to 1 as a decimal of LOG_DIGITS significant digits, at most 37 decimals. */
#define LOG_DIGITS 27
static void
set_pair(dx_dd ratio, dx_attainment *out)
{
	int scale = LOG_DIGITS;
	double lead = ratio.hi;
	double whole;
	dx_int128 power;

	for (; lead < 0.1 && scale < 37; scale++)
		lead *= 10;
	/* 10^22 is the last power of ten that is a double; the product is exact. */
	ratio = dx_dd_mul(ratio, dx_dd_mul_doubles(1e22, (double) (int64_t) dx_power_of_ten(scale - 22)));
	whole = floor(ratio.hi);
	out->num = (dx_int128) whole + (int64_t) floor((ratio.hi - whole) + ratio.lo + 0.5);
	for (; out->num % 10 == 0 && scale > 0; scale--)
		out->num /= 10;
	power_of_ten(scale, &power);
	out->den = power;
	if (out->num > power)
		set_whole(1, out);
}

/* ln(r / lo) / ln(hi / lo), 0 and 1 outside; with lo > hi less is better. */
static void
attain_log(const dx_rule *rule, double r, dx_attainment *out)
{
	double lo = dx_decimal_to_double(rule->lo);
	double hi = dx_decimal_to_double(rule->hi);
	dx_decimal d = dx_decimal_from_double(r);

	if (lo < hi ? r <= lo : r >= lo)
		set_whole(0, out);
	else if (lo < hi ? r >= hi : r <= hi)
		set_whole(1, out);
	else if (lo < hi)
		set_pair(dx_dd_div(log_of_quotient(d, rule->lo), log_of_quotient(rule->hi, rule->lo)), out);
	else
		set_pair(dx_dd_div(log_of_quotient(rule->lo, d), log_of_quotient(rule->lo, rule->hi)), out);
}

/* low + (high - low) x t as one fraction; false if it does not fit. */
static bool
blend(const dx_attainment *low, const dx_attainment *high, const dx_attainment *t, dx_attainment *out)
{
	dx_int128 low_num = low->num;
	dx_int128 high_num = high->num;
	dx_int128 den = low->den;
	dx_int128 start;
	dx_int128 rise;

	if (low->den == 0 || high->den == 0 || t->den == 0)
		return false;
	if (low->den != high->den &&
		(!multiply(low->num, high->den, &low_num) || !multiply(high->num, low->den, &high_num) ||
		 !multiply(low->den, high->den, &den)))
		return false;
	/* |rise| <= den x t.den, so the sum stays below 2^127 */
	if (!multiply(low_num, t->den, &start) || !multiply(high_num - low_num, t->num, &rise) ||
		!multiply(den, t->den, &out->den))
		return false;
	out->num = start + rise;
	return true;
}

static void
attain_curve(const dx_rule *rule, double r, dx_maximum max, dx_attainment *out)
{
	const dx_rule_item *items = rule->items;
	int last = rule->n_items - 1;
	int i = 0;
	dx_attainment low;
	dx_attainment high;
	dx_attainment t;

	/* the last point that r reaches */
	for (int end = last; i < end;)
	{
		int middle = i + (end - i + 1) / 2;

		if (dx_rule_reaches(&items[middle], r))
			i = middle;
		else
			end = middle - 1;
	}
	if (i == last || r <= items[i].bound_value)
	{
		attain_share(&items[i].share, max, out);
		return;
	}
	attain_share(&items[i].share, max, &low);
	attain_share(&items[i + 1].share, max, &high);
	interpolate(dx_decimal_from_double(r), items[i].bound, items[i + 1].bound, &t);
	if (!blend(&low, &high, &t, out))
	{
		double from = dx_attainment_ratio(&low);

		set_double(from + (dx_attainment_ratio(&high) - from) * dx_attainment_ratio(&t), out);
	}
}

static void
attain_steps(const dx_rule *rule, double r, dx_maximum max, dx_attainment *out)
{
	for (int i = rule->n_items - 1; i >= 0; i--)
	{
		const dx_rule_item *item = &rule->items[i];

		if (dx_rule_reaches(item, r))
		{
			attain_share(&item->share, max, out);
			return;
		}
	}
	set_whole(0, out);
}

double
dx_attainment_ratio(const dx_attainment *a)
{
	return a->den > 0 ? dx_quotient(a->num, a->den) : NAN;
}

bool
dx_rule_attain(const dx_rule *rule, double r, bool has_max, dx_maximum max, dx_attainment *out, dx_error *err)
{
	dx_decimal one = {1, 0};
	dx_decimal hundred = {1, -2};
	dx_decimal d;

	if (!dx_rule_check(rule, r, err))
		return false;
	if (!has_max && dx_rule_needs_maximum(rule))
	{
		dx_fail(err, DX_ERR_PARAM, 0, "the rule needs the maximum points");
		return dx_fail_hint(err, "Give the maximum as the third argument: dx.attainment(rule, result, max_points).");
	}
	switch ((dx_rule_kind) rule->kind)
	{
		case DX_RULE_POINTS:
			return attain_points(r, max, out, err);
		case DX_RULE_YESNO:
			set_whole(r != 0, out);
			return true;
		case DX_RULE_RATIO:
			if (!set_fraction(dx_decimal_from_double(r), one, out))
				set_double(r, out);
			return true;
		case DX_RULE_PERCENT:
			d = dx_decimal_from_double(r);
			if (!set_fraction(d, hundred, out))
			{
				d.scale += 2;
				set_double(dx_decimal_to_double(d), out);
			}
			return true;
		case DX_RULE_LINEAR:
			attain_linear(rule, r, out);
			return true;
		case DX_RULE_LOG:
			attain_log(rule, r, out);
			return true;
		case DX_RULE_CHECKLIST:
			set_fraction(dx_decimal_from_double(r), rule->hi, out);
			return true;
		case DX_RULE_STEPS:
			attain_steps(rule, r, max, out);
			return true;
		case DX_RULE_CURVE:
			attain_curve(rule, r, max, out);
			return true;
		case DX_RULE_CHOICE:
			attain_share(&rule->items[(int) r - 1].share, max, out);
			return true;
		case DX_RULE_UNSCORED:
			out->num = out->den = 0;
			return true;
		case DX_RULE_NONE:
			break;
	}
	return dx_fail(err, DX_ERR_PARAM, 0, "there is no rule to score the result by");
}
