/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat.c: kinds of statistics, their packed and text form, and statistics from exact
 * sums.
 */
#include "stat/stat.h"

#include "base/wire.h"

static bool check_sum(const dx_stat *stat);
static bool check_mean(const dx_stat *stat);

const dx_stat_kind dx_stat_sum = {DX_STAT_SUM, "sum", 0, 1, {0}, check_sum, NULL};
const dx_stat_kind dx_stat_mean = {DX_STAT_MEAN, "mean", 0, 2, {0, 0}, check_mean, NULL};
const dx_stat_kind dx_stat_moments = {DX_STAT_MOMENTS,		 "moments", 0, 4, {0, 0, 0, DX_EXACT_ROOM_3},
									  dx_stat_check_moments, NULL};

static const dx_stat_kind *const kinds[] = {&dx_stat_sum,	&dx_stat_mean,	 &dx_stat_moments,	&dx_stat_power,
											&dx_stat_mpi,	&dx_stat_values, &dx_stat_quantile, &dx_stat_co_moments,
											&dx_stat_shape, &dx_stat_pairs};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

const dx_stat_kind *
dx_stat_kind_of(int code)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if ((int) kinds[i]->code == code)
			return kinds[i];
	return NULL;
}

const dx_stat_kind *
dx_stat_kind_named(const char *name, size_t len)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (strlen(kinds[i]->name) == len && memcmp(kinds[i]->name, name, len) == 0)
			return kinds[i];
	return NULL;
}

size_t
dx_stat_size(const dx_stat_kind *kind)
{
	size_t size = sizeof(dx_stat) + (size_t) kind->n_sums * sizeof(dx_exact);

	for (int i = 0; i < kind->n_sums; i++)
		size += kind->room[i] * sizeof(int64_t);
	return size;
}

void
dx_stat_init(dx_stat *stat, const dx_stat_kind *kind, const double *params)
{
	int64_t *limbs = (int64_t *) &stat->sums[kind->n_sums];

	stat->kind = kind;
	for (int i = 0; i < kind->n_params; i++)
		stat->params[i] = params[i];
	for (int i = 0; i < kind->n_sums; i++)
	{
		dx_exact_init(&stat->sums[i], limbs, kind->room[i]);
		limbs += kind->room[i];
	}
}

void
dx_stat_free(dx_stat *stat)
{
	for (int i = 0; i < stat->kind->n_sums; i++)
		if (stat->sums[i].owned)
			dx_free(stat->sums[i].limbs);
	if (stat->kind->more)
		stat->kind->more->free(stat);
}

static bool
too_many_rows(dx_error *err)
{
	return dx_fail(err, DX_ERR_RANGE, 0, "statistics have more than 2^62 rows");
}

bool
dx_stat_check_rows(const dx_stat *stat, dx_error *err)
{
	if (stat->rows > DX_STAT_MAX_ROWS)
		return too_many_rows(err);
	if (stat->rows < 0)
		return dx_fail(err, DX_ERR_PARAM, 0, "more rows were taken out of statistics than were in them");
	return true;
}

bool
dx_stat_unite(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err)
{
	const dx_stat_kind *kind = stat->kind;

	if (other->kind != kind)
		return dx_fail(err, DX_ERR_PARAM, 0, "statistics of different kinds cannot be merged: %s and %s", kind->name,
					   other->kind->name);
	err->kind = DX_OK;
	if (other->rows == 0)
		return true;
	for (int i = 0; i < kind->n_params; i++)
		if (stat->rows == 0)
			stat->params[i] = other->params[i];
		else if (other->params[i] != stat->params[i])
		{
			char one[32];
			char two[32];

			one[dx_shortest(stat->params[i], one)] = '\0';
			two[dx_shortest(other->params[i], two)] = '\0';
			dx_fail(err, DX_ERR_PARAM, 0, "statistics of kind %s with different parameters cannot be merged: %s and %s",
					kind->name, one, two);
			return dx_fail_hint(err, "Group by it.");
		}
	if (subtract ? other->rows > stat->rows : other->rows > DX_STAT_MAX_ROWS - stat->rows)
		return subtract
			? dx_fail(err, DX_ERR_PARAM, 0, "statistics to take out have more rows than those they are taken from")
			: too_many_rows(err);
	stat->rows += subtract ? -other->rows : other->rows;
	for (int i = 0; i < kind->n_sums; i++)
		if (!dx_exact_merge(&stat->sums[i], &other->sums[i], subtract))
			return dx_fail(err, DX_ERR_LIMIT, 0, "sum in merged statistics is beyond 2^%d", DX_EXACT_TOP);
	return kind->more == NULL || kind->more->merge(stat, other, subtract, err);
}

/* ---------------- what sums are possible ---------------- */

bool
dx_stat_is_sum(const dx_exact *sum, int64_t rows, int bit)
{
	return dx_exact_is_within(sum, (uint64_t) rows, (uint32_t) (DX_EXACT_LOW + bit));
}

bool
dx_stat_is_sum_of(const dx_exact *sum, int64_t rows, int factors)
{
	return dx_stat_is_sum(sum, rows, DX_STAT_BITS_1 * factors) &&
		dx_exact_is_multiple(sum, (uint32_t) (DX_EXACT_LOW - 1074 * factors));
}

static bool
check_sum(const dx_stat *stat)
{
	return dx_stat_is_sum_of(&stat->sums[0], stat->rows, 1);
}

/* Without weight there is no sum. */
static bool
check_mean(const dx_stat *stat)
{
	int weight = dx_exact_sign(&stat->sums[DX_STAT_W]);

	return (weight > 0 || (weight == 0 && dx_exact_sign(&stat->sums[DX_STAT_WX]) == 0)) &&
		dx_stat_is_sum_of(&stat->sums[DX_STAT_W], stat->rows, 1) &&
		dx_stat_is_sum_of(&stat->sums[DX_STAT_WX], stat->rows, 2);
}

void
dx_stat_determinant(const dx_exact *a, const dx_exact *b, const dx_exact *c, dx_big *out)
{
	dx_big one;
	dx_big two;
	dx_big product;

	dx_exact_to_big(a, &one);
	dx_exact_to_big(b, &two);
	dx_big_mul(&one, &two, &product);
	dx_exact_to_big(c, &one);
	dx_big_mul(&one, &one, &two);
	dx_big_sub(&product, &two, out);
}

/* W^2 - sum w^2: twice the sum of all products of two weights, 0 if there is only one */
void
dx_stat_cross_weights(const dx_stat *stat, dx_big *out)
{
	dx_big w;
	dx_big square;

	dx_exact_to_big(&stat->sums[DX_STAT_W], &w);
	dx_big_mul(&w, &w, &square);
	dx_exact_to_big(&stat->sums[DX_STAT_WW], &w);
	dx_big_sub(&square, &w, out);
}

/* Sums of w >= 0 obey W^2 >= sum w^2 and (Cauchy) W Sxx >= Sx^2: so no variance is negative. */
bool
dx_stat_check_moments(const dx_stat *stat)
{
	const dx_exact *sums = stat->sums;
	dx_big big;

	if (!check_mean(stat))
		return false;
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return dx_exact_sign(&sums[DX_STAT_WW]) == 0 && dx_exact_sign(&sums[DX_STAT_WXX]) == 0;
	if (dx_exact_sign(&sums[DX_STAT_WW]) <= 0 || !dx_stat_is_sum_of(&sums[DX_STAT_WW], stat->rows, 2) ||
		!dx_stat_is_sum_of(&sums[DX_STAT_WXX], stat->rows, 3))
		return false;
	dx_stat_cross_weights(stat, &big);
	if (big.sign < 0)
		return false;
	dx_stat_determinant(&sums[DX_STAT_W], &sums[DX_STAT_WXX], &sums[DX_STAT_WX], &big);
	return big.sign >= 0;
}

/* ---------------- packed bytes ---------------- */

size_t
dx_stat_packed_size(const dx_stat *stat)
{
	const dx_stat_kind *kind = stat->kind;
	size_t size = DX_STAT_HEADER + 8 * (size_t) kind->n_params;

	for (int i = 0; i < kind->n_sums; i++)
		size += dx_exact_packed_size(&stat->sums[i]);
	return kind->more ? size + kind->more->packed_size(stat) : size;
}

void
dx_stat_pack(const dx_stat *stat, uint8_t *out)
{
	const dx_stat_kind *kind = stat->kind;

	*out++ = DX_STAT_FORMAT;
	*out++ = (uint8_t) kind->code;
	*out++ = 0;
	*out++ = 0;
	out = dx_put64(out, (uint64_t) stat->rows);
	for (int i = 0; i < kind->n_params; i++)
		out = dx_put_double(out, stat->params[i]);
	for (int i = 0; i < kind->n_sums; i++)
		out = dx_exact_pack(&stat->sums[i], out);
	if (kind->more)
		kind->more->pack(stat, out);
}

static bool
bad_stat(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "statistics are not valid: %s", what);
}

const dx_stat_kind *
dx_stat_header(const uint8_t *packed, size_t len, dx_error *err)
{
	const dx_stat_kind *kind;

	if (len < DX_STAT_HEADER)
		bad_stat(err, "they are cut short");
	else if (packed[0] != DX_STAT_FORMAT || packed[2] || packed[3])
		bad_stat(err, "their version is unknown");
	else
	{
		kind = dx_stat_kind_of(packed[1]);
		if (kind)
			return kind;
		bad_stat(err, "their kind is unknown");
	}
	return NULL;
}

bool
dx_stat_unpack(const uint8_t *packed, size_t len, dx_stat *stat, dx_error *err)
{
	const dx_stat_kind *kind = dx_stat_header(packed, len, err);
	const uint8_t *end = packed + len;
	double params[DX_STAT_PARAMS];

	if (kind == NULL)
		return false;
	if (len < DX_STAT_HEADER + 8 * (size_t) kind->n_params)
		return bad_stat(err, "they are cut short");
	if (dx_get64(packed + 4) > INT64_MAX)
		return bad_stat(err, "the number of rows is negative");
	if (dx_get64(packed + 4) > (uint64_t) DX_STAT_MAX_ROWS)
		return too_many_rows(err);
	for (int i = 0; i < kind->n_params; i++)
	{
		const uint8_t *at = packed + DX_STAT_HEADER + 8 * i;

		params[i] = dx_get_double(at);
		if (!dx_is_finite(params[i]) || (params[i] == 0 && dx_get64(at) != 0))
			return bad_stat(err, "a parameter is NaN, infinite or -0");
	}
	dx_stat_init(stat, kind, params);
	stat->rows = (int64_t) dx_get64(packed + 4);
	packed += DX_STAT_HEADER + 8 * kind->n_params;
	for (int i = 0; i < kind->n_sums; i++)
	{
		packed = dx_exact_unpack(&stat->sums[i], packed, end);
		if (packed == NULL)
			return bad_stat(err, "a sum is cut short or not in canonical form");
	}
	if (kind->more)
	{
		packed = kind->more->unpack(stat, packed, end, err);
		if (packed == NULL)
			return false;
	}
	if (packed != end)
		return bad_stat(err, "bytes are left over");
	if (!kind->check(stat))
		return bad_stat(err, "no rows have these sums");
	return true;
}

/* ---------------- text ---------------- */

char *
dx_stat_print(const uint8_t *packed, size_t len)
{
	const dx_stat_kind *kind = dx_stat_kind_of(packed[1]);
	size_t name = strlen(kind->name);
	char *text = dx_alloc(name + 2 * len + 2);
	char *p = text + name;

	memcpy(text, kind->name, name);
	*p++ = ':';
	for (size_t i = 4; i < len; i++)
	{
		*p++ = "0123456789abcdef"[packed[i] >> 4];
		*p++ = "0123456789abcdef"[packed[i] & 15];
	}
	*p = '\0';
	return text;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

uint8_t *
dx_stat_parse(const char *text, size_t *len, dx_error *err)
{
	const char *colon = strchr(text, ':');
	const dx_stat_kind *kind = colon ? dx_stat_kind_named(text, (size_t) (colon - text)) : NULL;
	dx_str shown = {text, strlen(text)};
	const char *hex;
	uint8_t *packed;
	size_t n;
	size_t done = 0;

	if (kind == NULL)
	{
		dx_fail(err, DX_ERR_TEXT, 1, "statistics begin with their kind and a colon: \"%.*s\"", DX_STR_ARG(shown));
		return NULL;
	}
	hex = colon + 1;
	n = strlen(hex) / 2;
	packed = dx_alloc(4 + n);
	packed[0] = DX_STAT_FORMAT;
	packed[1] = (uint8_t) kind->code;
	for (size_t i = 0; i < n || hex[2 * i] != '\0'; i++)
	{
		int high = hex_digit(hex[2 * i]);
		int low = high < 0 ? -1 : hex_digit(hex[2 * i + 1]);

		dx_work(&done, 1);
		if (low < 0)
		{
			dx_fail(err, DX_ERR_TEXT, (int) (hex - text + 2 * i) + (high < 0 ? 1 : 2),
					"after their kind, statistics are written in pairs of digits 0-9 and a-f");
			dx_free(packed);
			return NULL;
		}
		packed[4 + i] = (uint8_t) (high * 16 + low);
	}
	*len = 4 + n;
	return packed;
}

/* ---------------- rows that are refused ---------------- */

bool
dx_stat_refuse(double x, double w, dx_error *err)
{
	const char *what = dx_is_finite(x) ? "weight" : "value";
	double culprit = dx_is_finite(x) ? w : x;
	char digits[32];

	if (dx_is_finite(culprit))
	{
		digits[dx_shortest(culprit, digits)] = '\0';
		return dx_fail(err, DX_ERR_PARAM, 0, "weight cannot be negative: %s", digits);
	}
	return dx_fail(err, DX_ERR_PARAM, 0, "%s cannot be %s", what,
				   isnan(culprit)	 ? "NaN"
					   : culprit > 0 ? "Infinity"
									 : "-Infinity");
}

/* ---------------- rows ---------------- */

void
dx_stat_add_sum(dx_stat *stat, double x, int64_t sign)
{
	dx_parts px = dx_decompose(x);

	px.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[0], &px);
}

void
dx_stat_add_mean(dx_stat *stat, double x, double w, int64_t sign)
{
	dx_parts px = dx_decompose(x);
	dx_parts pw = dx_decompose(w);

	pw.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &pw);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &pw, &px);
}

void
dx_stat_add_moments(dx_stat *stat, double x, double w, int64_t sign)
{
	dx_parts px = dx_decompose(x);
	dx_parts pw = dx_decompose(w);
	dx_parts signed_w = pw;

	signed_w.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &signed_w);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &signed_w, &px);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WW], &signed_w, &pw);
	dx_exact_add_parts3(&stat->sums[DX_STAT_WXX], &signed_w, &px, &px);
}

/* ---------------- statistics from states ---------------- */

bool
dx_stat_in_range(double value, double *result, dx_error *err)
{
	*result = value;
	if (!dx_is_finite(value))
		return dx_fail(err, DX_ERR_RANGE, 0, "value out of range: overflow");
	return true;
}

bool
dx_stat_has_no(const dx_stat *stat, const char *what, dx_error *err)
{
	return dx_fail(err, DX_ERR_PARAM, 0, "statistics of kind %s have no %s", stat->kind->name, what);
}

bool
dx_stat_weight_of(const dx_stat *stat, double *result, dx_error *err)
{
	err->kind = DX_OK;
	if (stat->kind == &dx_stat_sum || stat->kind->n_sums == 0)
		return dx_stat_has_no(stat, "weight", err);
	return stat->rows > 0 && dx_stat_in_range(dx_exact_value(&stat->sums[DX_STAT_W]), result, err);
}

bool
dx_stat_sum_of(const dx_stat *stat, double *result, dx_error *err)
{
	err->kind = DX_OK;
	if (stat->kind == &dx_stat_sum)
		return stat->rows > 0 && dx_stat_in_range(dx_exact_value(&stat->sums[0]), result, err);
	if (stat->kind != &dx_stat_mean && !dx_stat_has_moments(stat))
		return dx_stat_has_no(stat, "sum", err);
	return dx_exact_sign(&stat->sums[DX_STAT_W]) > 0 &&
		dx_stat_in_range(dx_exact_value(&stat->sums[DX_STAT_WX]), result, err);
}

bool
dx_stat_mean_of(const dx_stat *stat, double *result, dx_error *err)
{
	err->kind = DX_OK;
	if (stat->kind != &dx_stat_mean && !dx_stat_has_moments(stat))
		return dx_stat_has_no(stat, "mean", err);
	return dx_exact_sign(&stat->sums[DX_STAT_W]) > 0 &&
		dx_stat_in_range(dx_exact_quotient(&stat->sums[DX_STAT_WX], &stat->sums[DX_STAT_W]), result, err);
}

bool
dx_stat_variance_of(const dx_stat *stat, bool sample, bool root, double *result, dx_error *err)
{
	const dx_exact *sums = stat->sums;
	dx_big spread;
	dx_big divisor;
	dx_big w;

	err->kind = DX_OK;
	if (!dx_stat_has_moments(stat))
		return dx_stat_has_no(stat, "variance", err);
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return false;
	if (sample)
		dx_stat_cross_weights(stat, &divisor);
	else
	{
		dx_exact_to_big(&sums[DX_STAT_W], &w);
		dx_big_mul(&w, &w, &divisor);
	}
	if (divisor.sign == 0)
		return false;
	dx_stat_determinant(&sums[DX_STAT_W], &sums[DX_STAT_WXX], &sums[DX_STAT_WX], &spread);
	return dx_stat_in_range(root ? dx_big_sqrt_quotient(&spread, &divisor) : dx_big_quotient(&spread, &divisor), result,
							err);
}
