/* SPDX-License-Identifier: PostgreSQL */
/*
 * rank_sql.c: window functions of places: dx.rank_by, dx.midrank_by, dx.ranked_count,
 * dx.percentile_by, dx.band_by, dx.borda.
 */
#include "postgres.h"

#include "rank/window_sql.h"

static bool
answer_rank(dx_ranking *r, const double *options, dx_error *err)
{
	dx_rank_assign(r, (dx_ties) options[DX_OPTION_TIES]);
	return true;
}

static bool
answer_midrank(dx_ranking *r, const double *options, dx_error *err)
{
	dx_rank_midrank(r);
	return true;
}

static bool
answer_percentile(dx_ranking *r, const double *options, dx_error *err)
{
	dx_rank_percentile(r);
	return true;
}

static bool
answer_band(dx_ranking *r, const double *options, dx_error *err)
{
	dx_rank_band(r, (int32_t) options[DX_OPTION_BANDS]);
	return true;
}

static bool
answer_borda(dx_ranking *r, const double *options, dx_error *err)
{
	dx_rank_borda(r);
	return true;
}

/* dx.rank_by(x, ties, decimals, ranked, direction): rank in the partition, highest first. */
DX_WINDOW(dx_rank_by, whole, answer_rank, DX_OPTION_TIES, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.ranked_count(the same): how many rows of the partition are ranked. */
DX_WINDOW(dx_ranked_count, count, NULL, DX_OPTION_TIES, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.midrank_by(x, decimals, ranked, direction): the mean of the ranks that tied rows share. */
DX_WINDOW(dx_midrank_by, number, answer_midrank, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.percentile_by(x, decimals, ranked, direction): (ascending rank - 1) / (n - 1). */
DX_WINDOW(dx_percentile_by, number, answer_percentile, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.band_by(x, n, decimals, ranked, direction): which of n bands of equal size, 1 is the best. */
DX_WINDOW(dx_band_by, whole, answer_band, DX_OPTION_BANDS, DX_OPTION_DECIMALS, DX_OPTION_RANKED, DX_OPTION_DIRECTION);

/* dx.borda(x, direction, decimals, ranked): how many rows are worse. */
DX_WINDOW(dx_borda, whole, answer_borda, DX_OPTION_DIRECTION, DX_OPTION_DECIMALS, DX_OPTION_RANKED);
