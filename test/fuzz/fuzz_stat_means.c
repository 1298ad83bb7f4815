/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_stat_means.c: power means, medians, quantiles and Mazziotta-Pareto
 * indices. Any bytes as their states: refused, or packed again they are the same,
 * can be read, doubled and halved. Any doubles as rows: refused, or the same
 * bytes backwards and in parts, a result among the values, and nothing left
 * when they are taken out. Frames: rows that come, leave, are merged and read in
 * between say what a new state of the same rows says, with the same bytes.
 *
 * clang -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -ffp-contract=off -Isrc \
 *     -DDX_DIST_LEAF=8 -DDX_DIST_INNER=8 -DDX_DIST_HEIGHT=16 \
 *     test/fuzz/fuzz_stat_means.c test/unit/host.c src/base/base.c src/number/big.c src/number/ddmath.c src/number/exact.c \
 *     src/number/dist.c src/number/quantile.c src/stat/stat.c src/stat/stat_means.c src/stat/stat_values.c -lm
 */
#include "stat/stat_means.h"

/* More rows take longer and say no more. */
#define ROWS 40
#define FRAME_ROWS 256

static const double parameters[] = {0, 0.5, 1, -1, 2, 3, -0.75, 1e-4, -1e-60, 1000, -1000, 7, 0.125, 0.9};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static dx_stat *
new_stat(const dx_stat_kind *kind, double param)
{
	dx_stat *stat = dx_alloc(dx_stat_size(kind));

	dx_stat_init(stat, kind, &param);
	return stat;
}

static void
drop(dx_stat *stat)
{
	if (stat->kind)
		dx_stat_free(stat);
	dx_free(stat);
}

static uint8_t *
pack(const dx_stat *stat, size_t *size)
{
	uint8_t *bytes;

	*size = dx_stat_packed_size(stat);
	bytes = dx_alloc(*size);
	dx_stat_pack(stat, bytes);
	return bytes;
}

/* NULL if refused. */
static dx_stat *
unpack(const uint8_t *data, size_t size)
{
	dx_error err;
	const dx_stat_kind *kind = dx_stat_header(data, size, &err);
	dx_stat *stat;

	if (kind == NULL)
		return NULL;
	stat = dx_alloc(dx_stat_size(kind));
	if (dx_stat_unpack(data, size, stat, &err))
		return stat;
	/* Bytes that are none, or too many rows. */
	require(err.kind == DX_ERR_BINARY || err.kind == DX_ERR_RANGE);
	drop(stat);
	return NULL;
}

static bool
same(const dx_stat *a, const dx_stat *b)
{
	size_t a_size;
	size_t b_size;
	uint8_t *one = pack(a, &a_size);
	uint8_t *two = pack(b, &b_size);
	bool equal = a_size == b_size && memcmp(one, two, a_size) == 0;

	dx_free(one);
	dx_free(two);
	return equal;
}

static bool
read_stat(const dx_stat *stat, double *result)
{
	dx_error err;
	bool known;

	if (stat->kind == &dx_stat_power)
		known = dx_stat_power_mean_of(stat, result, &err);
	else if (stat->kind == &dx_stat_mpi)
		known = dx_stat_mpi_of(stat, stat->params[DX_STAT_PENALTY], result, &err);
	else
		known =
			dx_stat_quantile_of(stat, stat->kind == &dx_stat_quantile ? stat->params[DX_STAT_Q] : 0.5, result, &err);
	require(known ? isfinite(*result) : err.kind == DX_OK || err.kind == DX_ERR_RANGE || err.kind == DX_ERR_PARAM);
	return known;
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	dx_stat *stat = unpack(data, size);
	dx_stat *twice;
	uint8_t *again;
	size_t len;
	double result;
	dx_error err;

	if (stat == NULL)
		return;
	again = pack(stat, &len);
	require(len == size && memcmp(again, data, size) == 0);
	dx_free(again);
	read_stat(stat, &result);
	twice = unpack(data, size);
	if (dx_stat_unite(twice, stat, false, &err))
	{
		again = pack(twice, &len);
		drop(twice);
		twice = unpack(again, len);
		dx_free(again);
		require(twice != NULL);
		read_stat(twice, &result);
		require(dx_stat_unite(twice, stat, true, &err) && same(twice, stat));
	}
	else
		require(err.kind == DX_ERR_RANGE);
	drop(twice);
	drop(stat);
}

/* Take a row or give it back; false where it cannot be given back. */
static bool
add(dx_stat *stat, const uint8_t *row, int64_t sign, bool *taken)
{
	double x;
	double w;
	bool ok = true;
	dx_error err;

	memcpy(&x, row, sizeof(x));
	memcpy(&w, row + 8, sizeof(w));
	*taken = dx_stat_takes(x, w);
	if (!*taken)
		return true;
	if (stat->kind == &dx_stat_mpi)
		dx_stat_add_moments(stat, x, w, sign);
	else if (stat->kind == &dx_stat_power)
		ok = dx_stat_add_power(stat, x, w, sign, &err);
	else
		ok = dx_stat_add_value(stat, x, w, sign, &err);
	if (ok)
		return true;
	*taken = false;
	require(err.kind == DX_ERR_PARAM || (sign < 0 && err.kind == DX_OK));
	require(err.kind == DX_OK || (x < 0 && w > 0));
	return err.kind != DX_OK;
}

static void
check_rows(const dx_stat_kind *kind, double param, const uint8_t *data, size_t n)
{
	dx_stat *forth = new_stat(kind, param);
	dx_stat *parts[2] = {new_stat(kind, param), new_stat(kind, param)};
	dx_stat *none = new_stat(kind, param);
	double least = INFINITY;
	double greatest = -INFINITY;
	double result;
	bool taken;
	bool all = true;
	bool magnitudes = kind == &dx_stat_power && param != 1;
	dx_error err;
	size_t size;
	uint8_t *packed;

	for (size_t i = 0; i < n; i++)
	{
		double x;
		double w;

		require(add(forth, data + 16 * i, 0, &taken));
		memcpy(&x, data + 16 * i, sizeof(x));
		memcpy(&w, data + 16 * i + 8, sizeof(w));
		if (!taken || w == 0)
			continue;
		x = magnitudes ? fabs(x) : x;
		least = x < least ? x : least;
		greatest = x > greatest ? x : greatest;
	}
	for (size_t i = n; i-- > 0;)
		require(add(parts[data[16 * i] & 1], data + 16 * i, 0, &taken));
	require(dx_stat_unite(parts[0], parts[1], false, &err));
	require(same(forth, parts[0]));
	/* Under a power near 0 even one value 0 can pull the mean down to 0. */
	if (read_stat(forth, &result) && kind != &dx_stat_mpi)
		require(result <= greatest && (result >= least || (result == 0 && least == 0)));
	packed = pack(forth, &size);
	check_bytes(packed, size);
	drop(forth);
	forth = unpack(packed, size);
	dx_free(packed);
	require(forth != NULL);
	for (size_t i = 0; i < n && all; i++)
		all = add(forth, data + 16 * i, -1, &taken);
	require(all ? same(forth, none) : kind == &dx_stat_power);
	drop(forth);
	drop(parts[0]);
	drop(parts[1]);
	drop(none);
}

/* Doubles that came and are there, and a state of them. */
typedef struct frame
{
	uint8_t rows[FRAME_ROWS][16];
	size_t n;
	dx_stat *stat;
} frame;

static dx_stat *
fresh_stat(const frame *f)
{
	dx_stat *stat = new_stat(f->stat->kind, f->stat->params[0]);
	bool taken;

	for (size_t i = 0; i < f->n; i++)
		require(add(stat, f->rows[i], 0, &taken) && taken);
	return stat;
}

/* Rows first .. first + n - 1 leave; where one cannot be given back, all begins anew, as the server does it. */
static void
leave(frame *f, size_t first, size_t n)
{
	bool taken;
	bool ok = true;

	for (size_t i = first; i < first + n && ok; i++)
		ok = add(f->stat, f->rows[i], -1, &taken);
	f->n -= n;
	memmove(f->rows[first], f->rows[first + n], (f->n - first) * sizeof(f->rows[0]));
	if (!ok)
	{
		dx_stat *stat = fresh_stat(f);

		require(f->stat->kind == &dx_stat_power);
		drop(f->stat);
		f->stat = stat;
	}
}

/* The state says what one of the same rows says that is new, and was never read. */
static void
check_frame(const frame *f)
{
	dx_stat *fresh = fresh_stat(f);
	double one;
	double two;
	bool known = read_stat(f->stat, &one);

	require(known == read_stat(fresh, &two));
	require(!known || memcmp(&one, &two, sizeof(one)) == 0);
	require(same(f->stat, fresh));
	drop(fresh);
}

/* Steps of 17 bytes: what to do, and a row. Rows come in runs, leave, are merged and are read in between. */
static void
check_steps(const dx_stat_kind *kind, double param, const uint8_t *data, size_t n)
{
	frame *f = dx_alloc(sizeof(frame));
	double result;
	bool taken;
	dx_error err;

	f->stat = new_stat(kind, param);
	for (size_t step = 0; step < n; step++, data += 17)
	{
		size_t many = 1 + data[0] / 8;
		size_t first = data[1] * FRAME_ROWS / 256;
		double x;
		dx_stat *part;

		memcpy(&x, data + 1, sizeof(x));
		switch (data[0] % 8)
		{
			case 0:
			case 1:
			case 2:
				/* a run of values */
				for (size_t i = 0; i < many && f->n < FRAME_ROWS; i++, x += data[0] % 8 ? 1 : -0.75)
				{
					memcpy(f->rows[f->n], data + 1, 16);
					memcpy(f->rows[f->n], &x, sizeof(x));
					require(add(f->stat, f->rows[f->n], 0, &taken));
					f->n += taken;
				}
				break;
			case 3:
			case 4:
				if (first < f->n)
					leave(f, first, many < f->n - first ? many : f->n - first);
				break;
			case 5:
				/* all once more, out again */
				part = fresh_stat(f);
				require(dx_stat_unite(f->stat, part, false, &err));
				read_stat(f->stat, &result);
				require(dx_stat_unite(f->stat, part, true, &err));
				drop(part);
				break;
			case 6:
				read_stat(f->stat, &result);
				break;
			case 7:
				check_frame(f);
				break;
		}
	}
	check_frame(f);
	drop(f->stat);
	dx_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const dx_stat_kind *const kinds[] = {&dx_stat_power, &dx_stat_values, &dx_stat_quantile, &dx_stat_mpi};
	const dx_stat_kind *kind;
	double param;

	if (size < 2)
		return 0;
	kind = kinds[data[0] / 4 % 4];
	param = parameters[data[1] % (sizeof(parameters) / sizeof(parameters[0]))];
	if (kind == &dx_stat_quantile)
		param = fabs(param) <= 1 ? fabs(param) : 1 / fabs(param);
	if (data[0] % 4 < 2)
	{
		uint8_t *bytes = dx_alloc(size + 2);

		/* a header that is right, mostly */
		memcpy(bytes + 4, data + 2, size - 2);
		bytes[0] = DX_STAT_FORMAT;
		bytes[1] = (uint8_t) kind->code;
		check_bytes(bytes, size + 2);
		dx_free(bytes);
	}
	else if (data[0] % 4 == 2)
		check_rows(kind, param == 0 ? 0 : param, data + 2, (size - 2) / 16 % ROWS);
	else
		check_steps(kind, param == 0 ? 0 : param, data + 2, (size - 2) / 17 % ROWS);
	return 0;
}
