/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_means.c: power means and the Mazziotta-Pareto index as kinds of
 * statistics (stat_means.h).
 */
#include "stat/stat_means.h"

#include "base/wire.h"
#include "number/ddmath.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Sums of a power mean beside W: of the terms of rows (powers are in blocks), and the weight of values 0. */
#define ADDED 1
#define ZEROS 2

static bool check_power(const dx_stat *stat);
static size_t blocks_packed_size(const dx_stat *stat);
static uint8_t *blocks_pack(const dx_stat *stat, uint8_t *out);
static const uint8_t *blocks_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err);
static bool blocks_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);
static void blocks_free(dx_stat *stat);

static const dx_stat_more blocks_more = {blocks_packed_size, blocks_pack, blocks_unpack, blocks_merge, blocks_free};

const dx_stat_kind dx_stat_power = {DX_STAT_POWER,			 "power-mean", 1,			3,
									{0, DX_EXACT_ROOM_3, 0}, check_power,  &blocks_more};
const dx_stat_kind dx_stat_mpi = {DX_STAT_MPI, "mpi", 1, 4, {0, 0, 0, DX_EXACT_ROOM_3}, dx_stat_check_moments, NULL};

/* ---------------- terms of rows ---------------- */

/* For |p| below this a power mean is the geometric one, relative error below 2^-90. */
#define POWER_NEGLIGIBLE 0x1p-110
/* For |p| below this powers are so near 1 that their distances from 1 are summed. */
#define POWER_SMALL 0x1p-11

typedef enum method
{
	LOGARITHM,
	NEAR_LOGARITHM,
	PLAIN,
	SQUARE,
	RECIPROCAL,
	POWER
} method;

static method
method_of(double p)
{
	if (fabs(p) < POWER_NEGLIGIBLE)
		return LOGARITHM;
	if (fabs(p) < POWER_SMALL)
		return NEAR_LOGARITHM;
	return p == 1 ? PLAIN : p == 2 ? SQUARE : p == -1 ? RECIPROCAL : POWER;
}

/*
 * Are negative values accepted? Under odd powers the sum could cancel, and too few digits of
 * powers rounded to pairs of doubles would remain.
 */
static bool
takes_negative(double p)
{
	return p == 1 || (p > 0 && fmod(p, 2) == 0);
}

static const dx_dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/* x > 0 as m 2^e, m between sqrt(1/2) and sqrt(2). */
static double
near_one(double x, int *e)
{
	double m = frexp(x, e);

	if (m < 0x1.6a09e667f3bcdp-1)
	{
		m *= 2;
		--*e;
	}
	return m;
}

/*
 * x^p = term x 2^exponent, term in 1/2 .. 1, for x > 0 and |p| <= 1000:
 * x = m 2^e, p e = n + f, x^p = 2^n exp(f ln 2 + p ln m), so exp's argument
 * stays below 348.
 */
static dx_dd
power_term(double x, double p, int *exponent)
{
	int e;
	int up;
	double m = near_one(x, &e);
	dx_dd whole = dx_dd_mul_doubles(p, e);
	double n = rint(whole.hi);
	dx_dd argument = dx_dd_mul(dx_dd_add_double(whole, -n), ln2);
	dx_dd term;

	argument = dx_dd_add(argument, dx_dd_mul((dx_dd) {p, 0.0}, dx_dd_log((dx_dd) {m, 0.0})));
	term = dx_dd_exp(argument);
	term.hi = frexp(term.hi, &up);
	term.lo = ldexp(term.lo, -up);
	*exponent = (int) n + up;
	return term;
}

/* sum += w term 2^exponent, exactly; w in parts, with the sign of the term. */
static void
add_term(dx_exact *sum, const dx_parts *w, dx_dd term, int exponent)
{
	dx_parts hi = dx_decompose(term.hi);
	dx_parts lo = dx_decompose(term.lo);
	int bit = (int) w->position + exponent + (DX_EXACT_LOW - 2 * 1074);

	dx_exact_add_bits(sum, (dx_uint128) w->mantissa * hi.mantissa, (uint32_t) (bit + (int) hi.position),
					  w->sign ^ hi.sign);
	if (lo.mantissa)
		dx_exact_add_bits(sum, (dx_uint128) w->mantissa * lo.mantissa, (uint32_t) (bit + (int) lo.position),
						  w->sign ^ lo.sign);
}

/* ---------------- blocks of powers ---------------- */

/* A block holds powers from 2^(1024 block - 512) to 2^(1024 block + 512), in units of 2^(1024 block). */
#define BLOCK_BITS 1024
#define BLOCK_MAX 1100 /* of |block| */

/*
 * Blocks kept, from the highest down. Weights are 2^-1074 .. 2^1024: even if a power
 * four blocks down has the greatest weight and one in the highest block the least, 2^63
 * such rows stay below 2^-900 of the sum.
 */
#define BLOCKS 4
#define BLOCK_BYTES (4 + 8 * (BLOCKS + 1)) /* packed, before the sums */

typedef struct blocks
{
	int32_t highest;	   /* 0 where there are no powers */
	int64_t rows[BLOCKS];  /* in the highest block (> 0 unless there are no powers), in the one beneath it ... */
	int64_t rows_dropped;  /* in lower ones */
	dx_exact sums[BLOCKS]; /* of w x^p in them */
	int64_t limbs[BLOCKS][DX_EXACT_ROOM_3];
} blocks;

static void
clear_sum(blocks *b, int k)
{
	dx_exact_reset(&b->sums[k], b->limbs[k], DX_EXACT_ROOM_3);
	b->rows[k] = 0;
}

static blocks *
blocks_of(dx_stat *stat)
{
	blocks *b = stat->more;

	if (b == NULL)
	{
		stat->more = b = dx_alloc(sizeof(blocks));
		for (int k = 0; k < BLOCKS; k++)
			dx_exact_init(&b->sums[k], b->limbs[k], DX_EXACT_ROOM_3);
	}
	return b;
}

static void
blocks_free(dx_stat *stat)
{
	blocks *b = stat->more;

	if (b == NULL)
		return;
	for (int k = 0; k < BLOCKS; k++)
		clear_sum(b, k);
	dx_free(b);
	stat->more = NULL;
}

/* Move block `from` to block `to`, which is empty. */
static void
move_block(blocks *b, int from, int to)
{
	(void) dx_exact_merge(&b->sums[to], &b->sums[from], false);
	b->rows[to] = b->rows[from];
	clear_sum(b, from);
}

/* Make `highest`, above the present one, the highest block. */
static void
rise(blocks *b, int highest)
{
	int by = highest - b->highest;

	for (int k = BLOCKS - 1; k >= 0 && b->rows[0] > 0; k--)
	{
		if (b->rows[k] == 0)
			continue;
		if (by < BLOCKS - k)
			move_block(b, k, k + by);
		else
		{
			b->rows_dropped += b->rows[k];
			clear_sum(b, k);
		}
	}
	b->highest = highest;
}

/*
 * After rows were taken out: make the highest block one that has rows. False where lower blocks
 * that are now needed were not kept.
 */
static bool
sink(blocks *b)
{
	int by = 0;

	if (b->rows[0] > 0)
		return true;
	if (b->rows_dropped > 0)
		return false;
	/* A block without rows has the sum 0. */
	while (by < BLOCKS && b->rows[by] == 0)
		clear_sum(b, by++);
	if (by == BLOCKS)
	{
		b->highest = 0;
		return true;
	}
	for (int k = by; k < BLOCKS; k++)
		move_block(b, k, k - by);
	b->highest -= by;
	return true;
}

/* Add w term 2^exponent to the block of the term; false as sink, or where it was not among the rows. */
static bool
add_power(blocks *b, const dx_parts *w, dx_dd term, int exponent, int64_t sign)
{
	/* Rounded down, also below 0. */
	int block = (exponent + BLOCK_BITS / 2 + BLOCK_MAX * BLOCK_BITS) / BLOCK_BITS - BLOCK_MAX;
	int one = sign < 0 ? -1 : 1;
	int k;

	if (one > 0 && (b->rows[0] == 0 || block > b->highest))
		rise(b, block);
	k = b->highest - block;
	/* What is taken out must have been added before. */
	if (one < 0 && (k < 0 || (k < BLOCKS ? b->rows[k] : b->rows_dropped) == 0))
		return false;
	if (k < BLOCKS)
	{
		add_term(&b->sums[k], w, term, exponent - block * BLOCK_BITS);
		b->rows[k] += one;
	}
	else
		b->rows_dropped += one;
	return sink(b);
}

static bool
blocks_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err)
{
	const blocks *theirs = other->more;
	blocks *b;
	int64_t sign = subtract ? -1 : 1;
	int down;
	bool ok = true;

	err->kind = DX_OK;
	if (theirs == NULL || theirs->rows[0] == 0)
		return true;
	b = blocks_of(stat);
	if (!subtract && (b->rows[0] == 0 || theirs->highest > b->highest))
		rise(b, theirs->highest);
	down = b->highest - theirs->highest;
	b->rows_dropped += sign * theirs->rows_dropped;
	for (int k = 0; k < BLOCKS; k++)
	{
		if (down >= 0 && down < BLOCKS - k)
		{
			ok = ok && dx_exact_merge(&b->sums[down + k], &theirs->sums[k], subtract);
			b->rows[down + k] += sign * theirs->rows[k];
		}
		else
			b->rows_dropped += sign * theirs->rows[k];
	}
	if (!ok)
		return dx_fail(err, DX_ERR_LIMIT, 0, "sum in merged statistics is beyond 2^%d", DX_EXACT_TOP);
	ok = down >= 0 && b->rows_dropped >= 0;
	for (int k = 0; k < BLOCKS; k++)
		ok = ok && b->rows[k] >= 0;
	if (!ok)
		return dx_fail(err, DX_ERR_PARAM, 0, "statistics to take out were not among those they are taken from");
	return sink(b);
}

/* Packed: 4 bytes block, 8 bytes each of the counts, the sums; nothing for other methods. */
static size_t
blocks_packed_size(const dx_stat *stat)
{
	const blocks *b = stat->more;
	size_t size = BLOCK_BYTES;

	if (method_of(stat->params[DX_STAT_P]) != POWER)
		return 0;
	/* A sum of 0 has 2 bytes. */
	for (int k = 0; k < BLOCKS; k++)
		size += b == NULL ? 2 : dx_exact_packed_size(&b->sums[k]);
	return size;
}

static uint8_t *
blocks_pack(const dx_stat *stat, uint8_t *out)
{
	const blocks *b = stat->more;

	if (method_of(stat->params[DX_STAT_P]) != POWER)
		return out;
	if (b == NULL)
	{
		memset(out, 0, BLOCK_BYTES + 2 * BLOCKS);
		return out + BLOCK_BYTES + 2 * BLOCKS;
	}
	out = dx_put32(out, (uint32_t) b->highest);
	for (int k = 0; k < BLOCKS; k++)
		out = dx_put64(out, (uint64_t) b->rows[k]);
	out = dx_put64(out, (uint64_t) b->rows_dropped);
	for (int k = 0; k < BLOCKS; k++)
		out = dx_exact_pack(&b->sums[k], out);
	return out;
}

static const uint8_t *
bad_blocks(dx_error *err, const char *what)
{
	dx_fail(err, DX_ERR_BINARY, 0, "statistics are not valid: %s", what);
	return NULL;
}

/* Powers are above 0; in a block they are up to 2^512. */
static bool
check_block(const dx_exact *sum, int64_t rows)
{
	return dx_exact_sign(sum) == (rows > 0) && dx_stat_is_sum(sum, rows, DX_STAT_BITS_1 + BLOCK_BITS / 2 + 32);
}

static const uint8_t *
blocks_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err)
{
	blocks *b;
	int64_t left;
	bool beneath = false;

	if (method_of(stat->params[DX_STAT_P]) != POWER)
		return packed;
	if (end - packed < BLOCK_BYTES)
		return bad_blocks(err, "they are cut short");
	b = blocks_of(stat);
	b->highest = (int32_t) dx_get32(packed);
	/* Counts may not add up to more than the number of rows. */
	left = stat->rows;
	for (int k = 0; k <= BLOCKS; k++)
	{
		int64_t rows = (int64_t) dx_get64(packed + 4 + 8 * k);

		if (rows < 0 || rows > left)
			return bad_blocks(err, "a count is out of range");
		left -= rows;
		if (k < BLOCKS)
			b->rows[k] = rows;
		else
			b->rows_dropped = rows;
		beneath = beneath || (k > 0 && rows > 0);
	}
	if ((b->rows[0] == 0 && (beneath || b->highest)) || b->highest < -BLOCK_MAX || b->highest > BLOCK_MAX)
		return bad_blocks(err, "a count is out of range");
	packed += BLOCK_BYTES;
	for (int k = 0; k < BLOCKS && packed; k++)
		packed = dx_exact_unpack(&b->sums[k], packed, end);
	if (packed == NULL)
		return bad_blocks(err, "a sum is cut short or not in canonical form");
	for (int k = 0; k < BLOCKS; k++)
		if (!check_block(&b->sums[k], b->rows[k]))
			return bad_blocks(err, "no rows have these sums");
	return packed;
}

/* ---------------- rows of a power mean ---------------- */

/* The name of a power mean, for messages. */
static const char *
name_of(double p)
{
	return p == 0 ? "a geometric mean" : p == -1 ? "a harmonic mean" : "a power mean";
}

/* A parameter that is out of its range; always false. */
static bool
refuse(const char *what, double param, dx_error *err)
{
	char digits[32];

	dx_shortest(param, digits);
	return dx_fail(err, DX_ERR_PARAM, 0, "%s: %s", what,
				   dx_is_finite(param) ? digits
					   : isnan(param)  ? "NaN"
					   : param > 0	   ? "Infinity"
									   : "-Infinity");
}

bool
dx_stat_check_power(double p, dx_error *err)
{
	return fabs(p) <= DX_POWER_LIMIT || refuse("p of a power mean is from -1000 to 1000", p, err);
}

bool
dx_stat_check_q(double q, dx_error *err)
{
	return (q >= 0 && q <= 1) || refuse("q of a quantile is from 0 to 1", q, err);
}

bool
dx_stat_check_penalty(double penalty, dx_error *err)
{
	return dx_is_finite(penalty) || refuse("penalty of a Mazziotta-Pareto index is a number", penalty, err);
}

bool
dx_stat_add_power(dx_stat *stat, double x, double w, int64_t sign, dx_error *err)
{
	double p = stat->params[DX_STAT_P];
	dx_parts pw = dx_decompose(w);
	dx_dd term;
	int exponent;

	err->kind = DX_OK;
	if (x < 0 && w > 0 && !takes_negative(p))
	{
		char digits[32];

		dx_shortest(x, digits);
		dx_fail(err, DX_ERR_PARAM, 0, "value of %s cannot be negative: %s", name_of(p), digits);
		if (p != 0 && p != -1)
		{
			dx_shortest(p, digits);
			dx_fail_detail(err, "Negative values have a power mean where p is 1 or an even number above 0; it is %s.",
						   digits);
		}
		return false;
	}
	pw.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &pw);
	if (w == 0)
		return true;
	if (x == 0)
	{
		dx_exact_add_parts(&stat->sums[ZEROS], &pw);
		return true;
	}
	switch (method_of(p))
	{
		case LOGARITHM:
			add_term(&stat->sums[ADDED], &pw, dx_dd_log((dx_dd) {x, 0.0}), 0);
			break;
		case NEAR_LOGARITHM:
			term = dx_dd_expm1(dx_dd_mul((dx_dd) {p, 0.0}, dx_dd_log((dx_dd) {x, 0.0})));
			add_term(&stat->sums[ADDED], &pw, dx_dd_div(term, (dx_dd) {p, 0.0}), 0);
			break;
		case PLAIN:
		case SQUARE:
		{
			dx_parts px = dx_decompose(x);

			if (p == 1)
				dx_exact_add_parts2(&stat->sums[ADDED], &pw, &px);
			else
				dx_exact_add_parts3(&stat->sums[ADDED], &pw, &px, &px);
		}
		break;
		case RECIPROCAL:
			x = frexp(x, &exponent);
			add_term(&stat->sums[ADDED], &pw, dx_dd_div((dx_dd) {1.0, 0.0}, (dx_dd) {x, 0.0}), -exponent);
			break;
		case POWER:
			term = power_term(fabs(x), p, &exponent);
			return add_power(blocks_of(stat), &pw, term, exponent, sign);
	}
	return true;
}

/* Add W minus the weight of zeros to a sum that is 0. */
static void
weight_above_zero(const dx_stat *stat, dx_exact *sum)
{
	(void) dx_exact_merge(sum, &stat->sums[DX_STAT_W], false);
	(void) dx_exact_merge(sum, &stat->sums[ZEROS], true);
}

/* |a| <= 2^10 b for b >= 0 */
static bool
is_moderate(const dx_exact *a, const dx_exact *b)
{
	static const double bound = 1024;
	dx_big left;
	dx_big right;
	dx_big factor;
	dx_big product;

	dx_exact_to_big(a, &left);
	dx_exact_to_big(b, &right);
	dx_big_from_double(bound, &factor);
	dx_big_mul(&right, &factor, &product);
	left.sign = left.sign != 0;
	return dx_big_compare(&left, &product) <= 0;
}

/* Can these be sums of rows? Logarithms of doubles, and (x^p - 1) / p for small p, are below 2^10. */
static bool
check_power(const dx_stat *stat)
{
	const dx_exact *sums = stat->sums;
	double p = stat->params[DX_STAT_P];
	int weight = dx_exact_sign(&sums[DX_STAT_W]);
	int zeros = dx_exact_sign(&sums[ZEROS]);
	int added = dx_exact_sign(&sums[ADDED]);
	int rest = dx_exact_compare(&sums[DX_STAT_W], &sums[ZEROS]);
	const blocks *b = stat->more;
	bool powers = b && b->rows[0] > 0;
	int64_t limbs[DX_EXACT_ROOM_1] = {0};
	dx_exact other;
	bool ok;
	dx_error err;

	if (!dx_stat_check_power(p, &err) || weight < 0 || zeros < 0 || rest < 0 ||
		!dx_stat_is_sum(&sums[DX_STAT_W], stat->rows, DX_STAT_BITS_1))
		return false;
	/* Values with weight that are not 0 add something, others nothing. */
	if (rest == 0)
		return added == 0 && !powers;
	switch (method_of(p))
	{
		case LOGARITHM:
		case NEAR_LOGARITHM:
			dx_exact_init(&other, limbs, DX_EXACT_ROOM_1);
			weight_above_zero(stat, &other);
			ok = is_moderate(&sums[ADDED], &other);
			dx_exact_reset(&other, limbs, DX_EXACT_ROOM_1);
			return ok;
		case PLAIN:
			return dx_stat_is_sum(&sums[ADDED], stat->rows, DX_STAT_BITS_2);
		case SQUARE:
			return added > 0 && dx_stat_is_sum(&sums[ADDED], stat->rows, DX_STAT_BITS_3);
		case RECIPROCAL:
			/* Reciprocals of values down to 2^-1074. */
			return added > 0 && dx_stat_is_sum(&sums[ADDED], stat->rows, DX_STAT_BITS_2 + 64);
		case POWER:
			break;
	}
	return added == 0 && powers;
}

/* ---------------- statistics from states ---------------- */

/* a / b, relative error 2^-104, as a pair of doubles times 2^exponent */
static dx_dd
quotient(const dx_exact *a, const dx_exact *b, int *exponent)
{
	dx_big big_a;
	dx_big big_b;
	dx_dd result;

	dx_exact_to_big(a, &big_a);
	dx_exact_to_big(b, &big_b);
	dx_big_quotient_parts(&big_a, &big_b, &result.hi, &result.lo, exponent);
	return result;
}

static dx_dd
shift(dx_dd a, int exponent)
{
	return (dx_dd) {ldexp(a.hi, exponent), ldexp(a.lo, exponent)};
}

/* ln(a 2^exponent), a > 0 */
static dx_dd
log_scaled(dx_dd a, int exponent)
{
	return dx_dd_add(dx_dd_log(a), dx_dd_mul((dx_dd) {exponent, 0.0}, ln2));
}

/* A logarithm so low that its exponential is 0, whatever p it is divided by. */
#define VANISHES -2000.0

/* e^(log_mean / p), 0 where that is below all doubles */
static double
root(dx_dd log_mean, double p)
{
	if (log_mean.hi / p < VANISHES)
		return 0.0;
	return dx_dd_exp_to_double(dx_dd_div(log_mean, (dx_dd) {p, 0.0}));
}

/* (1 + p sum / V)^(1/p) x (V / W)^(1/p), V being the weight of values that are not 0 */
static double
near_logarithm_mean(const dx_stat *stat, double p)
{
	int64_t limbs[DX_EXACT_ROOM_1] = {0};
	dx_exact rest;
	dx_dd log_mean;
	int e;

	dx_exact_init(&rest, limbs, DX_EXACT_ROOM_1);
	weight_above_zero(stat, &rest);
	log_mean = quotient(&stat->sums[ADDED], &rest, &e);
	log_mean = dx_dd_log1p(dx_dd_mul((dx_dd) {p, 0.0}, shift(log_mean, e)));
	if (dx_exact_sign(&stat->sums[ZEROS]) > 0)
	{
		dx_dd share = quotient(&rest, &stat->sums[DX_STAT_W], &e);

		log_mean = dx_dd_add(log_mean, log_scaled(share, e));
	}
	dx_exact_reset(&rest, limbs, DX_EXACT_ROOM_1);
	return root(log_mean, p);
}

/* (sum w x^p / W)^(1/p) from the blocks of powers */
static double
block_mean(const dx_stat *stat, double p)
{
	const blocks *b = stat->more;
	dx_big sum;
	dx_big beneath;
	dx_big both;
	dx_dd mean;
	int e;

	dx_exact_to_big(&b->sums[0], &sum);
	for (int k = 1; k < BLOCKS; k++)
	{
		if (b->rows[k] == 0)
			continue;
		dx_exact_to_big(&b->sums[k], &beneath);
		beneath.exponent -= k * (BLOCK_BITS / 32);
		dx_big_add(&sum, &beneath, &both);
		sum = both;
	}
	dx_exact_to_big(&stat->sums[DX_STAT_W], &beneath);
	dx_big_quotient_parts(&sum, &beneath, &mean.hi, &mean.lo, &e);
	return root(log_scaled(mean, e + BLOCK_BITS * b->highest), p);
}

bool
dx_stat_power_mean_of(const dx_stat *stat, double *result, dx_error *err)
{
	const dx_exact *sums = stat->sums;
	double p = stat->params[DX_STAT_P];
	dx_big sum;
	dx_big weight;
	dx_dd log_mean;
	double mean = 0;
	int e;

	err->kind = DX_OK;
	if (stat->kind != &dx_stat_power)
		return dx_stat_has_no(stat, "power mean", err);
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return false;
	/* If all values are 0 the mean is 0; under p <= 0 a single 0 is enough. */
	if (dx_exact_compare(&sums[DX_STAT_W], &sums[ZEROS]) == 0 ||
		((p <= 0 || method_of(p) == LOGARITHM) && dx_exact_sign(&sums[ZEROS]) > 0))
		return dx_stat_in_range(0.0, result, err);
	switch (method_of(p))
	{
		case LOGARITHM:
			log_mean = quotient(&sums[ADDED], &sums[DX_STAT_W], &e);
			mean = dx_dd_exp_to_double(shift(log_mean, e));
			break;
		case NEAR_LOGARITHM:
			mean = near_logarithm_mean(stat, p);
			break;
		case PLAIN:
			mean = dx_exact_quotient(&sums[ADDED], &sums[DX_STAT_W]);
			break;
		case SQUARE:
			dx_exact_to_big(&sums[ADDED], &sum);
			dx_exact_to_big(&sums[DX_STAT_W], &weight);
			mean = dx_big_sqrt_quotient(&sum, &weight);
			break;
		case RECIPROCAL:
			mean = dx_exact_quotient(&sums[DX_STAT_W], &sums[ADDED]);
			break;
		case POWER:
			mean = block_mean(stat, p);
			break;
	}
	return dx_stat_in_range(mean, result, err);
}

bool
dx_stat_mpi_of(const dx_stat *stat, double penalty, double *result, dx_error *err)
{
	const dx_exact *sums = stat->sums;
	dx_big a;
	dx_big b;
	dx_big square;
	dx_big sum;

	err->kind = DX_OK;
	if (stat->kind != &dx_stat_moments && stat->kind != &dx_stat_mpi)
		return dx_stat_has_no(stat, "Mazziotta-Pareto index", err);
	if (dx_exact_sign(&sums[DX_STAT_W]) == 0)
		return false;
	if (dx_exact_sign(&sums[DX_STAT_WX]) == 0)
		return dx_stat_in_range(0.0, result, err);

	/* With sums W, A = sum w x: M = A / W, S^2 = D / W^2, M - c S^2 / M = (A^2 - c D) / (W A) */
	dx_stat_determinant(&sums[DX_STAT_W], &sums[DX_STAT_WXX], &sums[DX_STAT_WX], &a);
	dx_big_from_double(-penalty, &b);
	dx_big_mul(&a, &b, &sum);
	dx_exact_to_big(&sums[DX_STAT_WX], &a);
	dx_big_mul(&a, &a, &square);
	dx_big_add(&square, &sum, &b);
	dx_exact_to_big(&sums[DX_STAT_W], &sum);
	dx_big_mul(&sum, &a, &square);
	return dx_stat_in_range(dx_big_quotient(&b, &square), result, err);
}
