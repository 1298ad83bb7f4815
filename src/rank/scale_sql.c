/* SPDX-License-Identifier: PostgreSQL */
/*
 * scale_sql.c: window functions of distances: dx.gap_to_best, dx.gap_to_next, dx.minmax,
 * dx.zscore, dx.ampi_scale, dx.share_of_best, dx.distance_to_target.
 */
#include "postgres.h"

#include "rank/scale.h"
#include "rank/window_sql.h"

DX_FUNCTION(dx_ampi_scale);

static bool
answer_gap_to_best(dx_ranking *r, const double *options, dx_error *err)
{
	return dx_scale_gap_to_best(r, err);
}

static bool
answer_gap_to_next(dx_ranking *r, const double *options, dx_error *err)
{
	return dx_scale_gap_to_next(r, err);
}

static bool
answer_minmax(dx_ranking *r, const double *options, dx_error *err)
{
	double lo = options[DX_OPTION_LO];
	double hi = options[DX_OPTION_HI];

	if (lo > hi)
	{
		char digits_lo[32];
		char digits_hi[32];

		dx_fail(err, DX_ERR_PARAM, 0, "lo \"%.*s\" is above hi \"%.*s\"", dx_shortest(lo, digits_lo), digits_lo,
				dx_shortest(hi, digits_hi), digits_hi);
		return dx_fail_hint(err, "Where less is better, give direction -1.");
	}
	dx_scale_minmax(r, lo, hi);
	return true;
}

static bool
answer_zscore(dx_ranking *r, const double *options, dx_error *err)
{
	dx_scale_zscore(r, options[DX_OPTION_MEAN], options[DX_OPTION_SD]);
	return true;
}

static bool
answer_share_of_best(dx_ranking *r, const double *options, dx_error *err)
{
	return dx_scale_share_of_best(r, options[DX_OPTION_DIRECTION] < 0, err);
}

static bool
answer_distance_to_target(dx_ranking *r, const double *options, dx_error *err)
{
	return dx_scale_distance_to_target(r, options[DX_OPTION_TARGET] * options[DX_OPTION_DIRECTION],
									   options[DX_OPTION_CAP] != 0, err);
}

/* dx.gap_to_best(x, decimals, ranked, direction): how far from the best. */
DX_WINDOW(dx_gap_to_best, number, answer_gap_to_best, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.gap_to_next(x, decimals, ranked, direction): how far from the next better value. */
DX_WINDOW(dx_gap_to_next, number, answer_gap_to_next, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.minmax(x, lo, hi, direction): the worst is lo, the best hi. */
DX_WINDOW(dx_minmax, number, answer_minmax, DX_OPTION_LO, DX_OPTION_HI, DX_OPTION_DIRECTION);

/* dx.zscore(x, mean, sd, direction): standard deviations from the mean. */
DX_WINDOW(dx_zscore, number, answer_zscore, DX_OPTION_MEAN, DX_OPTION_SD, DX_OPTION_DIRECTION);

/* dx.ampi_scale(x, base, direction): 100 is the mean of the rows of the base. */
Datum
dx_ampi_scale(PG_FUNCTION_ARGS)
{
	static const dx_window_kind kind = {{DX_OPTION_BASE, DX_OPTION_DIRECTION}, NULL, dx_scale_ampi};

	return dx_window_number(fcinfo, &kind);
}

/* dx.share_of_best(x, direction): x / best, or best / x where less is better. */
DX_WINDOW(dx_share_of_best, number, answer_share_of_best, DX_OPTION_DIRECTION);

/* dx.distance_to_target(x, target, direction, cap): the share of the way from the worst to the target. */
DX_WINDOW(dx_distance_to_target, number, answer_distance_to_target, DX_OPTION_TARGET, DX_OPTION_DIRECTION,
		  DX_OPTION_CAP);
