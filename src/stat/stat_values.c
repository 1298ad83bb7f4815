/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_values.c: medians and quantiles as kinds of statistics: the values
 * themselves, with their weights (stat_means.h, quantile.h).
 */
#include "stat/stat_means.h"

static bool check_values(const dx_stat *stat);
static size_t values_packed_size(const dx_stat *stat);
static uint8_t *values_pack(const dx_stat *stat, uint8_t *out);
static const uint8_t *values_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err);
static bool values_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);
static void values_free(dx_stat *stat);

static const dx_stat_more values_more = {values_packed_size, values_pack, values_unpack, values_merge, values_free};

const dx_stat_kind dx_stat_values = {DX_STAT_VALUES, "values", 0, 1, {0}, check_values, &values_more};
const dx_stat_kind dx_stat_quantile = {DX_STAT_QUANTILE, "quantile", 1, 1, {0}, check_values, &values_more};

static dx_dist *
values_of(dx_stat *stat)
{
	if (stat->more == NULL)
		stat->more = dx_alloc(sizeof(dx_dist));
	return stat->more;
}

bool
dx_stat_add_value(dx_stat *stat, double x, double w, int64_t sign, dx_error *err)
{
	dx_parts pw = dx_decompose(w);

	err->kind = DX_OK;
	if (w > 0 && !(sign < 0 ? dx_dist_remove(values_of(stat), x, w, err) : dx_dist_add(values_of(stat), x, w, err)))
		return false;
	pw.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &pw);
	return true;
}

/* Do the weights add up to W, and are there enough rows for the values and for W? */
static bool
check_values(const dx_stat *stat)
{
	const dx_dist *dist = stat->more;
	int64_t limbs[DX_EXACT_ROOM_1] = {0};
	dx_exact weight;
	dx_error err;
	bool ok;

	if (stat->kind == &dx_stat_quantile && !dx_stat_check_q(stat->params[DX_STAT_Q], &err))
		return false;
	dx_exact_init(&weight, limbs, DX_EXACT_ROOM_1);
	dx_dist_add_weight(dist, &weight);
	ok = dx_exact_compare(&weight, &stat->sums[DX_STAT_W]) == 0;
	dx_exact_reset(&weight, limbs, DX_EXACT_ROOM_1);
	return ok && dx_stat_is_sum(&stat->sums[DX_STAT_W], stat->rows, DX_STAT_BITS_1) && (int64_t) dist->n <= stat->rows;
}

static size_t
values_packed_size(const dx_stat *stat)
{
	static const dx_dist none = {0};

	return dx_dist_packed_size(stat->more ? stat->more : &none);
}

static uint8_t *
values_pack(const dx_stat *stat, uint8_t *out)
{
	static const dx_dist none = {0};

	return dx_dist_pack(stat->more ? stat->more : &none, out);
}

static const uint8_t *
values_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err)
{
	return dx_dist_unpack(values_of(stat), packed, end, err);
}

static bool
values_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err)
{
	const dx_dist *dist = other->more;

	err->kind = DX_OK;
	if (dist == NULL)
		return true;
	return subtract ? dx_dist_subtract(values_of(stat), dist, err) : dx_dist_merge(values_of(stat), dist, err);
}

static void
values_free(dx_stat *stat)
{
	if (stat->more == NULL)
		return;
	dx_dist_free(stat->more);
	dx_free(stat->more);
	stat->more = NULL;
}

bool
dx_stat_quantile_of(const dx_stat *stat, double q, double *result, dx_error *err)
{
	dx_dist *dist = stat->more;

	err->kind = DX_OK;
	if (stat->kind != &dx_stat_values && stat->kind != &dx_stat_quantile)
		return dx_stat_has_no(stat, "values", err);
	if (dist == NULL || dist->n == 0)
		return false;
	return dx_stat_in_range(dx_dist_quantile(dist, &stat->sums[DX_STAT_W], q), result, err);
}
