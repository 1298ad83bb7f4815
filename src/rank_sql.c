/*
 * rank_sql.c: windows that tell places: dx.rank_by, dx.midrank_by,
 * dx.ranked_count, dx.percentile_by, dx.band_by, dx.borda.
 */
#include "postgres.h"

#include "dxindex.h"
#include "window_sql.h"

DX_FUNCTION(dx_rank_by);
DX_FUNCTION(dx_ranked_count);
DX_FUNCTION(dx_midrank_by);
DX_FUNCTION(dx_percentile_by);
DX_FUNCTION(dx_band_by);
DX_FUNCTION(dx_borda);

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

static const dx_window_kind rank_by = {{DX_OPTION_TIES, DX_OPTION_DECIMALS, DX_OPTION_RANKED}, answer_rank};
static const dx_window_kind ranked_count = {{DX_OPTION_TIES, DX_OPTION_DECIMALS, DX_OPTION_RANKED}, NULL};
static const dx_window_kind midrank_by = {{DX_OPTION_DECIMALS, DX_OPTION_RANKED}, answer_midrank};
static const dx_window_kind percentile_by = {{DX_OPTION_DECIMALS, DX_OPTION_RANKED}, answer_percentile};
static const dx_window_kind band_by = {{DX_OPTION_BANDS, DX_OPTION_DECIMALS, DX_OPTION_RANKED}, answer_band};
static const dx_window_kind borda = {{DX_OPTION_DIRECTION, DX_OPTION_DECIMALS, DX_OPTION_RANKED}, answer_borda};

static inline Datum
whole_number(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	double		answer;

	if (!dx_window_answer(fcinfo, kind, &answer))
		PG_RETURN_NULL();
	PG_RETURN_INT64((int64) answer);
}

static inline Datum
number(FunctionCallInfo fcinfo, const dx_window_kind *kind)
{
	double		answer;

	if (!dx_window_answer(fcinfo, kind, &answer))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(answer);
}

/* dx.rank_by(x, ties, decimals, ranked): rank in the partition, highest first. */
Datum
dx_rank_by(PG_FUNCTION_ARGS)
{
	return whole_number(fcinfo, &rank_by);
}

/* dx.ranked_count(the same): how many rows of the partition take a place. */
Datum
dx_ranked_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(dx_window_count(fcinfo, &ranked_count));
}

/* dx.midrank_by(x, decimals, ranked): the mean of the ranks that tied rows share. */
Datum
dx_midrank_by(PG_FUNCTION_ARGS)
{
	return number(fcinfo, &midrank_by);
}

/* dx.percentile_by(x, decimals, ranked): (ascending rank - 1) / (n - 1). */
Datum
dx_percentile_by(PG_FUNCTION_ARGS)
{
	return number(fcinfo, &percentile_by);
}

/* dx.band_by(x, n, decimals, ranked): which of n bands of equal size, 1 is the best. */
Datum
dx_band_by(PG_FUNCTION_ARGS)
{
	return whole_number(fcinfo, &band_by);
}

/* dx.borda(x, direction, decimals, ranked): how many rows are worse. */
Datum
dx_borda(PG_FUNCTION_ARGS)
{
	return whole_number(fcinfo, &borda);
}
