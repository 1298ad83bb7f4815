/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_stat.c: any bytes as packed statistics, any text as statistics: refused,
 * or packed and printed again they are the same and can be read. Any doubles as
 * rows: refused, or the same bytes backwards, in parts, and nothing left when
 * they are taken out.
 *
 * clang -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -ffp-contract=off -Isrc \
 *     test/fuzz/fuzz_stat.c test/unit/host.c src/base/base.c src/number/big.c src/number/exact.c src/number/... src/stat/... -lm
 */
#include "stat/stat_comoments.h"
#include "stat/stat_pairs.h"
#include "stat/stat_shape.h"

/* More rows take longer and say no more. */
#define ROWS 40

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static dx_stat *
new_stat(const dx_stat_kind *kind)
{
	dx_stat *stat = dx_alloc(dx_stat_size(kind));

	dx_stat_init(stat, kind, NULL);
	return stat;
}

static void
drop(dx_stat *stat)
{
	dx_stat_free(stat);
	dx_free(stat);
}

/* NULL if refused. */
static dx_stat *
unpack(const uint8_t *data, size_t size)
{
	dx_error err;
	const dx_stat_kind *kind = dx_stat_header(data, size, &err);
	dx_stat *stat;

	if (kind == NULL)
	{
		require(err.kind == DX_ERR_BINARY);
		return NULL;
	}
	stat = dx_alloc(dx_stat_size(kind));
	if (dx_stat_unpack(data, size, stat, &err))
		return stat;
	/* Bytes that are none, or too many rows. */
	require(err.kind == DX_ERR_BINARY || err.kind == DX_ERR_RANGE);
	/* What was begun belongs to the host's memory. */
	if (stat->kind)
		dx_stat_free(stat);
	dx_free(stat);
	return NULL;
}

static bool
same(const dx_stat *a, const dx_stat *b)
{
	size_t size = dx_stat_packed_size(a);
	uint8_t *one = dx_alloc(size);
	uint8_t *two;
	bool equal = size == dx_stat_packed_size(b);

	dx_stat_pack(a, one);
	if (equal)
	{
		two = dx_alloc(size);
		dx_stat_pack(b, two);
		equal = memcmp(one, two, size) == 0;
		dx_free(two);
	}
	dx_free(one);
	return equal;
}

/* No correlation is beyond 1; where there is a slope there is an intercept, but for overflow. */
static void
read_pair(const dx_stat *stat, int which)
{
	double result;
	dx_error err;

	if (which & 1)
		require(dx_stat_correlation_of(stat, &result, &err) ? fabs(result) <= 1 : err.kind == DX_OK);
	else if (which & 2)
		require(dx_stat_covariance_of(stat, which & 4, &result, &err) ? isfinite(result)
																	  : err.kind == DX_OK || err.kind == DX_ERR_RANGE);
	else
	{
		bool slope = dx_stat_slope_of(stat, &result, &err) || err.kind == DX_ERR_RANGE;

		require(slope == (dx_stat_intercept_of(stat, &result, &err) || err.kind == DX_ERR_RANGE));
	}
}

/*
 * What is read is NULL, out of range or of another kind; no variance is
 * negative. Of the four variances one: they are long multiplication, the most
 * of the time.
 */
static void
read_all(const dx_stat *stat, int variance)
{
	bool (*readers[])(const dx_stat *, double *, dx_error *) = {dx_stat_weight_of, dx_stat_sum_of, dx_stat_mean_of};
	double result;
	dx_error err;

	for (int i = 0; i < 3; i++)
		require(readers[i](stat, &result, &err)
					? isfinite(result)
					: err.kind == DX_OK || err.kind == DX_ERR_PARAM || err.kind == DX_ERR_RANGE);
	require(dx_stat_variance_of(stat, variance & 1, variance & 2, &result, &err)
				? isfinite(result) && result >= 0
				: err.kind == DX_OK || err.kind == DX_ERR_PARAM || err.kind == DX_ERR_RANGE);
	if (stat->kind == &dx_stat_co_moments)
		read_pair(stat, variance);
	if (stat->kind == &dx_stat_pairs)
		require((variance & 1 ? dx_stat_spearman_of : dx_stat_kendall_of)(stat, &result, &err) ? fabs(result) <= 1
																							   : err.kind == DX_OK);
	if (stat->kind == &dx_stat_shape)
		require((variance & 1 ? dx_stat_skewness_of : dx_stat_kurtosis_of)(stat, &result, &err)
					? isfinite(result)
					: err.kind == DX_OK || err.kind == DX_ERR_RANGE);
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	dx_stat *stat = unpack(data, size);
	dx_stat *twice;
	uint8_t *again;
	char *text;
	size_t len;
	dx_error err;

	if (stat == NULL)
		return;
	require(dx_stat_packed_size(stat) == size);
	again = dx_alloc(size);
	dx_stat_pack(stat, again);
	require(memcmp(again, data, size) == 0);
	dx_free(again);
	text = dx_stat_print(data, size);
	again = dx_stat_parse(text, &len, &err);
	require(again && len == size && memcmp(again, data, size) == 0);
	dx_free(again);
	dx_free(text);
	read_all(stat, data[size - 1]);

	/* Twice the same is valid, or too large. */
	twice = unpack(data, size);
	if (dx_stat_unite(twice, stat, false, &err))
	{
		len = dx_stat_packed_size(twice);
		again = dx_alloc(len);
		dx_stat_pack(twice, again);
		drop(twice);
		twice = unpack(again, len);
		require(twice != NULL);
		dx_free(again);
		read_all(twice, data[size - 1] >> 2);
		require(dx_stat_unite(twice, stat, true, &err) && same(twice, stat));
	}
	else
		require(err.kind == DX_ERR_RANGE);
	drop(twice);
	drop(stat);
}

static void
check_text(const uint8_t *data, size_t size)
{
	char *text = dx_alloc(size + 1);
	uint8_t *packed;
	size_t len;
	dx_error err;

	memcpy(text, data, size);
	packed = dx_stat_parse(text, &len, &err);
	if (packed)
	{
		char *printed = dx_stat_print(packed, len);

		require(strcmp(printed, text) == 0);
		dx_free(printed);
		check_bytes(packed, len);
		dx_free(packed);
	}
	else
		require(err.kind == DX_ERR_TEXT && err.position > 0 && err.position <= (int) size + 2);
	dx_free(text);
}

static void
add(dx_stat *stat, const uint8_t *row, int64_t sign)
{
	double x;
	double y;
	double w;

	memcpy(&x, row, sizeof(x));
	memcpy(&y, row + 4, sizeof(y));
	memcpy(&w, row + 8, sizeof(w));
	if (stat->kind == &dx_stat_sum)
	{
		if (dx_stat_takes(x, 1) && !dx_stat_add_sum_near(stat, x, sign))
			dx_stat_add_sum(stat, x, sign);
	}
	else if (!dx_stat_takes(x, w))
	{
		dx_error err;

		require(!dx_stat_add_mean_near(stat, x, w, sign));
		require(!dx_stat_refuse(x, w, &err) && err.kind == DX_ERR_PARAM);
	}
	else if (stat->kind == &dx_stat_moments)
		dx_stat_add_moments(stat, x, w, sign);
	else if (stat->kind == &dx_stat_shape)
		dx_stat_add_shape(stat, x, w, sign);
	else if (stat->kind == &dx_stat_co_moments)
		dx_stat_add_co_moments(stat, x, dx_is_finite(y) ? y : -x, w, sign);
	else if (!dx_stat_add_mean_near(stat, x, w, sign))
		dx_stat_add_mean(stat, x, w, sign);
}

static void
check_rows(const dx_stat_kind *kind, const uint8_t *data, size_t n)
{
	dx_stat *forth = new_stat(kind);
	dx_stat *parts[2] = {new_stat(kind), new_stat(kind)};
	dx_stat *none = new_stat(kind);
	dx_error err;
	size_t size;
	uint8_t *packed;

	for (size_t i = 0; i < n; i++)
		add(forth, data + 16 * i, 0);
	for (size_t i = n; i-- > 0;)
		add(parts[data[16 * i] & 1], data + 16 * i, 0);
	require(dx_stat_unite(parts[0], parts[1], false, &err));
	require(same(forth, parts[0]));
	size = dx_stat_packed_size(forth);
	packed = dx_alloc(size);
	dx_stat_pack(forth, packed);
	check_bytes(packed, size);
	drop(forth);
	forth = unpack(packed, size);
	require(forth != NULL);
	dx_free(packed);
	for (size_t i = 0; i < n; i++)
		add(forth, data + 16 * i, -1);
	require(same(forth, none));
	drop(forth);
	drop(parts[0]);
	drop(parts[1]);
	drop(none);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const dx_stat_kind *const kinds[] = {&dx_stat_sum, &dx_stat_mean, &dx_stat_moments, &dx_stat_co_moments,
												&dx_stat_shape};

	if (size == 0)
		return 0;
	if (data[0] % 8 == 0)
		check_text(data + 1, size - 1);
	else if (data[0] % 8 < 4)
		check_bytes(data + 1, size - 1);
	else
		check_rows(kinds[data[0] / 8 % 5], data + 1, (size - 1) / 16 % ROWS);
	return 0;
}
