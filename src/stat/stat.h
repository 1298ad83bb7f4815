/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat.h: the state of weighted statistics (dx.stat): how many rows it has
 * taken and exact sums over them. Its kind says what is summed; kinds are a table
 * (stat.c), and a kind that needs more than sums has functions for that (dx_stat_more).
 *
 * Packed, numbers little-endian, after the server's length word:
 *
 *   1  version (1)
 *   1  kind
 *   2  0
 *   8  rows
 *   .. parameters, 8 bytes each (doubles, no -0)
 *   .. the sums (exact.h)
 *   .. what else the kind has
 *
 * Canonical: equal states have equal bytes. Written as text, it is the kind's
 * name, a colon and the bytes from `rows` on in hexadecimal digits.
 */
#ifndef DX_STAT_H
#define DX_STAT_H

#include "base/base.h"
#include "number/exact.h"

/* Stored: values may not change. */
typedef enum dx_stat_code
{
	DX_STAT_SUM = 1,		/* x */
	DX_STAT_MEAN = 2,		/* w, wx */
	DX_STAT_MOMENTS = 3,	/* w, wx, w^2, wx^2 */
	DX_STAT_POWER = 4,		/* w and w x^p, for power means (stat_means.h) */
	DX_STAT_MPI = 5,		/* as MOMENTS, for the Mazziotta-Pareto index */
	DX_STAT_VALUES = 6,		/* w, and the values themselves, for medians */
	DX_STAT_QUANTILE = 7,	/* the same, for one quantile */
	DX_STAT_CO_MOMENTS = 8, /* w, wx, w^2, wx^2, wy, wy^2, wxy (stat_comoments.h) */
	DX_STAT_SHAPE = 9,		/* as MOMENTS, wx^3, wx^4 (stat_shape.h) */
	DX_STAT_PAIRS = 10		/* no sums, and pairs of values (stat_pairs.h) */
} dx_stat_code;

#define DX_STAT_PARAMS 2 /* the most parameters of a kind */
#define DX_STAT_SUMS 7	 /* the most sums of a kind */
#define DX_STAT_HEADER 12

/* The places of sums in the kinds with weights. */
#define DX_STAT_W 0
#define DX_STAT_WX 1
#define DX_STAT_WW 2
#define DX_STAT_WXX 3

typedef struct dx_stat dx_stat;

/* What a kind has beyond exact sums, in stat->more. */
typedef struct dx_stat_more
{
	size_t (*packed_size)(const dx_stat *stat);
	uint8_t *(*pack)(const dx_stat *stat, uint8_t *out); /* returns the end */
	/* Unpack into a new state; returns the end, or NULL with err. Refuses bytes that are not canonical. */
	const uint8_t *(*unpack)(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err);
	bool (*merge)(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);
	void (*free)(dx_stat *stat);
} dx_stat_more;

typedef struct dx_stat_kind
{
	dx_stat_code code;
	const char *name; /* lower-case letters and - */
	int n_params;
	int n_sums;
	uint8_t room[DX_STAT_SUMS]; /* limbs each sum has from the start */
	/* Can the sums, which have not been checked before, be those of so many rows? Bytes may be hostile. */
	bool (*check)(const dx_stat *stat);
	const dx_stat_more *more; /* NULL: nothing */
} dx_stat_kind;

struct dx_stat
{
	const dx_stat_kind *kind;
	int64_t rows;				   /* taken so far, those of weight 0 too */
	double params[DX_STAT_PARAMS]; /* part of what is summed: only states with equal ones are united */
	void *more;
	dx_exact sums[]; /* n_sums, followed by their limbs */
};

extern const dx_stat_kind dx_stat_sum;
extern const dx_stat_kind dx_stat_mean;
extern const dx_stat_kind dx_stat_moments;
extern const dx_stat_kind dx_stat_power;
extern const dx_stat_kind dx_stat_mpi;
extern const dx_stat_kind dx_stat_values;
extern const dx_stat_kind dx_stat_quantile;
extern const dx_stat_kind dx_stat_co_moments;
extern const dx_stat_kind dx_stat_shape;
extern const dx_stat_kind dx_stat_pairs;

/* A kind by its code, or by its name of len bytes; NULL if there is none. */
extern const dx_stat_kind *dx_stat_kind_of(int code);
extern const dx_stat_kind *dx_stat_kind_named(const char *name, size_t len);

/* Bytes of a state of this kind in memory. */
extern size_t dx_stat_size(const dx_stat_kind *kind);

/* A state without rows, in dx_stat_size(kind) zeroed bytes; params may be NULL where the kind has none. */
extern void dx_stat_init(dx_stat *stat, const dx_stat_kind *kind, const double *params);

/* Free what the state allocated; its own bytes belong to the owner. */
extern void dx_stat_free(dx_stat *stat);

/*
 * The most rows that statistics can have: adding rows one by one cannot reach 2^63 from
 * there. Bytes with more are refused, and states with more, or with a number below 0,
 * are not returned: false with err.
 */
#define DX_STAT_MAX_ROWS ((int64_t) 1 << 62)

extern bool dx_stat_check_rows(const dx_stat *stat, dx_error *err);

/*
 * Unite, or take out again (subtract); fails for another kind or parameter (a state
 * without rows has no parameter yet). False with err->kind DX_OK: it cannot be taken out
 * of what was kept, the caller begins anew.
 */
extern bool dx_stat_unite(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);

extern size_t dx_stat_packed_size(const dx_stat *stat);
extern void dx_stat_pack(const dx_stat *stat, uint8_t *out);

/* Kind of packed bytes, from their header; NULL with err. */
extern const dx_stat_kind *dx_stat_header(const uint8_t *packed, size_t len, dx_error *err);

/* Packed bytes into dx_stat_size(kind of the header) zeroed bytes: the one validator. */
extern bool dx_stat_unpack(const uint8_t *packed, size_t len, dx_stat *stat, dx_error *err);

/* Text of packed bytes (dx_alloc), and bytes of a text (dx_alloc; not yet validated; NULL with err). */
extern char *dx_stat_print(const uint8_t *packed, size_t len);
extern uint8_t *dx_stat_parse(const char *text, size_t *len, dx_error *err);

/* Report why a row's value or weight is refused. Always false. */
extern bool dx_stat_refuse(double x, double w, dx_error *err);

/* Is a row with this value and weight accepted? */
static inline bool
dx_stat_takes(double x, double w)
{
	return dx_is_finite(x) && dx_is_finite(w) && w >= 0;
}

/*
 * Add a row that dx_stat_takes (sign 0), or take it out (sign -1). Memory for sums that
 * grow is dx_alloc'ed.
 */
extern void dx_stat_add_sum(dx_stat *stat, double x, int64_t sign);
extern void dx_stat_add_mean(dx_stat *stat, double x, double w, int64_t sign);
extern void dx_stat_add_moments(dx_stat *stat, double x, double w, int64_t sign);

/*
 * The same in a few instructions where all terms are near (exact.h) and no number is 0,
 * subnormal or refused; else false, and nothing is done.
 */
DX_ALWAYS_INLINE bool
dx_stat_add_sum_near(dx_stat *stat, double x, int64_t sign)
{
	dx_parts px = dx_decompose(x);
	dx_exact *sum = &stat->sums[0];
	uint32_t bit = px.position + (DX_EXACT_LOW - 1074);

	if (px.position >= 2046 || !dx_exact_is_near(sum, bit))
		return false;
	px.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_near(sum, dx_parts_factor(&px), bit);
	return true;
}

DX_ALWAYS_INLINE bool
dx_stat_add_mean_near(dx_stat *stat, double x, double w, int64_t sign)
{
	uint64_t bits_x;
	uint64_t bits_w;
	uint32_t exponent_x;
	uint32_t exponent_w;
	uint32_t bit_w;
	uint32_t bit_wx;
	int64_t factor_x;
	int64_t factor_w;

	memcpy(&bits_x, &x, sizeof(bits_x));
	memcpy(&bits_w, &w, sizeof(bits_w));
	exponent_x = (uint32_t) (bits_x >> 52) & 0x7ff;
	exponent_w = (uint32_t) (bits_w >> 52); /* with the sign: 2048 and more for what is negative */
	bit_w = exponent_w + (DX_EXACT_LOW - 1074 - 1);
	bit_wx = exponent_x + exponent_w + (DX_EXACT_LOW - 2 * 1074 - 2);
	if (exponent_x - 1 >= 2046 || exponent_w - 1 >= 2046 || !dx_exact_is_near(&stat->sums[DX_STAT_W], bit_w) ||
		!dx_exact_is_near(&stat->sums[DX_STAT_WX], bit_wx))
		return false;
	factor_x = (int64_t) ((bits_x & UINT64_C(0xfffffffffffff)) | UINT64_C(0x10000000000000));
	factor_w = (int64_t) ((bits_w & UINT64_C(0xfffffffffffff)) | UINT64_C(0x10000000000000));
	factor_x = (factor_x ^ -(int64_t) (bits_x >> 63)) + (int64_t) (bits_x >> 63);
	factor_w = (factor_w ^ sign) - sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_near(&stat->sums[DX_STAT_W], factor_w, bit_w);
	dx_exact_add_near2(&stat->sums[DX_STAT_WX], factor_w, factor_x, bit_wx);
	return true;
}

/*
 * Statistics from a state. False where the result is NULL (no row, no weight, one weight
 * only), or with err->kind set where the kind does not have it or it is beyond doubles.
 */
extern bool dx_stat_weight_of(const dx_stat *stat, double *result, dx_error *err); /* sum of w; 0 is said */
extern bool dx_stat_sum_of(const dx_stat *stat, double *result, dx_error *err);	   /* of x, or of w x */
extern bool dx_stat_mean_of(const dx_stat *stat, double *result, dx_error *err);

/*
 * Population variance sum w (x - m)^2 / W and, for `sample`, the same over
 * W - sum w^2 / W, which is unbiased where weights are reliabilities (GNU
 * Scientific Library, Weighted Samples; M. Galassi et al.): as quotients of
 * whole numbers (W Sxx - Sx^2) / W^2 and / (W^2 - Sww). Their square roots are
 * rounded once as well.
 */
extern bool dx_stat_variance_of(const dx_stat *stat, bool sample, bool root, double *result, dx_error *err);

/* Return a rounded value; one beyond doubles is an error. */
extern bool dx_stat_in_range(double value, double *result, dx_error *err);

/* Can the sum be one of `rows` numbers below 2^bit (bit being a multiple of 32)? */
extern bool dx_stat_is_sum(const dx_exact *sum, int64_t rows, int bit);

/* Can the sum be one of `rows` products of so many doubles? */
extern bool dx_stat_is_sum_of(const dx_exact *sum, int64_t rows, int factors);

/* Doubles, and products of two and three of them, are below 2^these. */
#define DX_STAT_BITS_1 1024
#define DX_STAT_BITS_2 2048
#define DX_STAT_BITS_3 3072

/* a b - c^2, W^2 - sum w^2, and the check of moments, for kinds that have these. */
extern void dx_stat_determinant(const dx_exact *a, const dx_exact *b, const dx_exact *c, dx_big *out);
extern void dx_stat_cross_weights(const dx_stat *stat, dx_big *out);
extern bool dx_stat_check_moments(const dx_stat *stat);

/* Does the kind have moments of one column, in the places of DX_STAT_MOMENTS? */
static inline bool
dx_stat_has_moments(const dx_stat *stat)
{
	return stat->kind == &dx_stat_moments || stat->kind == &dx_stat_shape;
}

/* Report that the kind does not have such a statistic ("mean"); always false. */
extern bool dx_stat_has_no(const dx_stat *stat, const char *what, dx_error *err);

#endif /* DX_STAT_H */
