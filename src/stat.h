/*
 * stat.h: the state of weighted statistics (dx.stat): how many rows it has
 * taken and exact sums over them. What the sums are of is its kind; kinds are a
 * table (stat.c), and whatever a kind needs beyond sums it brings itself
 * (dx_stat_more).
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

#include "base.h"
#include "exact.h"

/* Stored: values may not change. */
typedef enum dx_stat_code
{
	DX_STAT_SUM = 1,			/* x */
	DX_STAT_MEAN = 2,			/* w, wx */
	DX_STAT_MOMENTS = 3			/* w, wx, w^2, wx^2 */
} dx_stat_code;

#define DX_STAT_PARAMS 2		/* parameters of a kind at most */
#define DX_STAT_SUMS 4			/* sums of a kind at most */
#define DX_STAT_HEADER 12

/* Which sum is which in the kinds with weights. */
#define DX_STAT_W 0
#define DX_STAT_WX 1
#define DX_STAT_WW 2
#define DX_STAT_WXX 3

typedef struct dx_stat dx_stat;

/* What a kind has beyond exact sums, in stat->more. */
typedef struct dx_stat_more
{
	size_t		(*packed_size) (const dx_stat *stat);
	uint8_t    *(*pack) (const dx_stat *stat, uint8_t *out);	/* returns the end */
	/* Into a new state; the end, or NULL with err. Takes nothing that is not canonical. */
	const uint8_t *(*unpack) (dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err);
	bool		(*merge) (dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);
	void		(*free) (dx_stat *stat);
} dx_stat_more;

typedef struct dx_stat_kind
{
	dx_stat_code code;
	const char *name;			/* lower-case letters and - */
	int			n_params;
	int			n_sums;
	uint8_t		room[DX_STAT_SUMS];	/* limbs each sum has from the start */
	/* Are the sums, which hold anything so far, those of some rows? Bytes may be hostile. */
	bool		(*check) (const dx_stat *stat);
	const dx_stat_more *more;	/* NULL: nothing */
} dx_stat_kind;

struct dx_stat
{
	const dx_stat_kind *kind;
	int64_t		rows;			/* taken so far, those of weight 0 too */
	double		params[DX_STAT_PARAMS];	/* say what is summed: only equal ones meet */
	void	   *more;
	dx_exact	sums[];			/* n_sums, followed by their limbs */
};

extern const dx_stat_kind dx_stat_sum;
extern const dx_stat_kind dx_stat_mean;
extern const dx_stat_kind dx_stat_moments;

/* NULL for a code, or a name of len bytes, that is no kind. */
extern const dx_stat_kind *dx_stat_kind_of(int code);
extern const dx_stat_kind *dx_stat_kind_named(const char *name, size_t len);

/* Bytes of a state of this kind in memory. */
extern size_t dx_stat_size(const dx_stat_kind *kind);

/* A state without rows, in dx_stat_size(kind) zeroed bytes; params may be NULL where the kind has none. */
extern void dx_stat_init(dx_stat *stat, const dx_stat_kind *kind, const double *params);

/* Free what the state allocated; its own bytes are the owner's. */
extern void dx_stat_free(dx_stat *stat);

/* Unite, or take out what was united; the mistake may be a different kind or parameter. */
extern bool dx_stat_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);

extern size_t dx_stat_packed_size(const dx_stat *stat);
extern void dx_stat_pack(const dx_stat *stat, uint8_t *out);

/* Kind of packed bytes, from their header; NULL with err. */
extern const dx_stat_kind *dx_stat_header(const uint8_t *packed, size_t len, dx_error *err);

/* Packed bytes into dx_stat_size(kind of the header) zeroed bytes: the one validator. */
extern bool dx_stat_unpack(const uint8_t *packed, size_t len, dx_stat *stat, dx_error *err);

/* Text of packed bytes (dx_alloc), and bytes of a text (dx_alloc; not yet validated; NULL with err). */
extern char *dx_stat_print(const uint8_t *packed, size_t len);
extern uint8_t *dx_stat_parse(const char *text, size_t *len, dx_error *err);

/* Where a row's value or weight cannot be taken: says so in err. Always false. */
extern bool dx_stat_refuse(double x, double w, dx_error *err);

/* Can a row with this value and weight be taken? */
static inline bool
dx_stat_takes(double x, double w)
{
	return dx_is_finite(x) && dx_is_finite(w) && w >= 0;
}

/*
 * Take a row that dx_stat_takes (sign 0), or give it back (sign -1). Memory for
 * windows that grow is dx_alloc'ed.
 */
static inline void
dx_stat_add_sum(dx_stat *stat, double x, int64_t sign)
{
	dx_parts	px = dx_take_apart(x);

	px.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[0], &px);
}

static inline void
dx_stat_add_mean(dx_stat *stat, double x, double w, int64_t sign)
{
	dx_parts	px = dx_take_apart(x);
	dx_parts	pw = dx_take_apart(w);

	pw.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &pw);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &pw, &px);
}

static inline void
dx_stat_add_moments(dx_stat *stat, double x, double w, int64_t sign)
{
	dx_parts	px = dx_take_apart(x);
	dx_parts	pw = dx_take_apart(w);
	dx_parts	signed_w = pw;

	signed_w.sign ^= sign;
	stat->rows += 1 + 2 * sign;
	dx_exact_add_parts(&stat->sums[DX_STAT_W], &signed_w);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WX], &signed_w, &px);
	dx_exact_add_parts2(&stat->sums[DX_STAT_WW], &signed_w, &pw);
	dx_exact_add_parts3(&stat->sums[DX_STAT_WXX], &signed_w, &px, &px);
}

/*
 * What a state says. False where that is NULL (no row, no weight, one weight
 * only), or with err->kind set where the kind cannot say it or doubles end.
 */
extern bool dx_stat_weight_of(const dx_stat *stat, double *result, dx_error *err);	/* sum of w; 0 is said */
extern bool dx_stat_sum_of(const dx_stat *stat, double *result, dx_error *err);	/* of x, or of w x */
extern bool dx_stat_mean_of(const dx_stat *stat, double *result, dx_error *err);

/*
 * Population variance sum w (x - m)^2 / W and, for `sample`, the same over
 * W - sum w^2 / W, which is unbiased where weights are reliabilities (GNU
 * Scientific Library, Weighted Samples; M. Galassi et al.): as quotients of
 * whole numbers (W Sxx - Sx^2) / W^2 and / (W^2 - Sww). Their square roots are
 * rounded once as well.
 */
extern bool dx_stat_variance_of(const dx_stat *stat, bool sample, bool root, double *result, dx_error *err);

/* Round once; a result that doubles cannot hold is an error. */
extern bool dx_stat_in_range(double value, double *result, dx_error *err);

/* Records that the kind has no such thing ("mean"); always false. */
extern bool dx_stat_has_no(const dx_stat *stat, const char *what, dx_error *err);

#endif							/* DX_STAT_H */
