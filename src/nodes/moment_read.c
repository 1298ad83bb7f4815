/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_read.c: covariances, correlations and Cronbach's alpha from sums
 * (moment_read.h).
 *
 * With W, Sx, … the sums over the cards that have both nodes, Cxy = W Sxy - Sx Sy
 * is a whole number; a covariance is Cxy / (W^2 - sum w^2), a correlation
 * Cxy / sqrt(Cxx Cyy): quotients of whole numbers, rounded once.
 */
#include "nodes/moment_read.h"

/* ---------------- sums of two nodes ---------------- */

/* to += a sum of n limbs, sign-extended; from NULL: nothing is added. */
static inline void
add_sum(dx_limb *to, int limbs, const dx_limb *from, size_t at, int n)
{
	dx_limb term[DX_WIDE_MAX];

	if (from == NULL)
		return;
	from += at * (size_t) n;
	for (int i = 0; i < limbs; i++)
		term[i] = i < n ? from[i] : from[n - 1] >> 63 ? UINT64_MAX : 0;
	dx_wide_add(to, term, limbs);
}

static void
add_weights(const dx_moment_part *part, size_t at, dx_moment_pair *pair)
{
	dx_limb n[2] = {(dx_limb) part->n[at], 0};

	pair->n += part->n[at];
	if (part->w)
	{
		add_sum(pair->w, DX_MOMENT_W, part->w, at, DX_MOMENT_W);
		add_sum(pair->ww, DX_MOMENT_WW, part->ww, at, DX_MOMENT_WW);
	}
	else
	{
		add_sum(pair->w, DX_MOMENT_W, n, 0, 2);
		add_sum(pair->ww, DX_MOMENT_WW, n, 0, 2);
	}
}

void
dx_moment_pair_whole(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair)
{
	const dx_moment_part *part = &stat->whole;
	int xs = dx_moment_x_limbs(stat);
	int xxs = dx_moment_xx_limbs(stat);

	if (part->n == NULL)
		return;
	add_weights(part, 0, pair);
	add_sum(pair->x, DX_MOMENT_X, part->x, i, xs);
	add_sum(pair->y, DX_MOMENT_X, part->x, j, xs);
	add_sum(pair->xx, DX_MOMENT_XX, part->xy, dx_moment_pair_of(stat, i, i), xxs);
	add_sum(pair->yy, DX_MOMENT_XX, part->xy, dx_moment_pair_of(stat, j, j), xxs);
	add_sum(pair->xy, DX_MOMENT_XX, part->xy, dx_moment_pair_of(stat, i, j), xxs);
}

void
dx_moment_pair_rest(const dx_moment_stat *stat, uint32_t i, uint32_t j, dx_moment_pair *pair)
{
	const dx_moment_part *part = &stat->rest;
	int xs = dx_moment_x_limbs(stat);
	int xxs = dx_moment_xx_limbs(stat);
	size_t at = dx_moment_pair_of(stat, i, j);
	size_t ij = (size_t) i * stat->n + j;
	size_t ji = (size_t) j * stat->n + i;

	if (part->n == NULL)
		return;
	add_weights(part, at, pair);
	add_sum(pair->x, DX_MOMENT_X, part->x, ij, xs);
	add_sum(pair->y, DX_MOMENT_X, part->x, ji, xs);
	add_sum(pair->xx, DX_MOMENT_XX, i == j ? part->xy : part->xx, i == j ? at : ij, xxs);
	add_sum(pair->yy, DX_MOMENT_XX, i == j ? part->xy : part->xx, i == j ? at : ji, xxs);
	add_sum(pair->xy, DX_MOMENT_XX, part->xy, at, xxs);
}

void
dx_moment_pair_read(const dx_moment_stat *stat, uint32_t i, uint32_t j, bool complete, dx_moment_pair *pair)
{
	*pair = (dx_moment_pair) {0};
	dx_moment_pair_whole(stat, i, j, pair);
	if (!complete)
		dx_moment_pair_rest(stat, i, j, pair);
}

/* ---------------- numbers from sums ---------------- */

static void
to_big(const dx_limb *sum, int limbs, dx_big *out)
{
	dx_limb size[DX_WIDE_MAX];

	dx_wide_copy(size, sum, limbs);
	out->sign = dx_wide_is_negative(size, limbs) ? -1 : 1;
	if (out->sign < 0)
		dx_wide_negate(size, limbs);
	out->n = 2 * limbs;
	out->exponent = 0;
	for (int i = 0; i < limbs; i++)
	{
		out->digits[2 * i] = (uint32_t) size[i];
		out->digits[2 * i + 1] = (uint32_t) (size[i] >> 32);
	}
	dx_big_trim(out);
}

/* W Sxy - Sx Sy */
static void
cross(const dx_big *w, const dx_limb *xy, const dx_limb *x, const dx_limb *y, dx_big *out)
{
	dx_big a;
	dx_big b;
	dx_big first;

	to_big(xy, DX_MOMENT_XX, &a);
	dx_big_mul(w, &a, &first);
	to_big(x, DX_MOMENT_X, &a);
	to_big(y, DX_MOMENT_X, &b);
	if (a.sign == 0 || b.sign == 0)
		dx_big_copy(&first, out);
	else
	{
		dx_big second;

		dx_big_mul(&a, &b, &second);
		dx_big_sub(&first, &second, out);
	}
}

/* Cxy, Cxy^2, Cxx Cyy, W^2 - sum w^2. */
typedef struct spreads
{
	dx_big xy;
	dx_big square;
	dx_big product;
	dx_big divisor;
} spreads;

static void
spread_out(const dx_moment_pair *pair, spreads *s)
{
	dx_big w;
	dx_big one;
	dx_big two;

	to_big(pair->w, DX_MOMENT_W, &w);
	cross(&w, pair->xx, pair->x, pair->x, &one);
	cross(&w, pair->yy, pair->y, pair->y, &two);
	dx_big_mul(&one, &two, &s->product);
	cross(&w, pair->xy, pair->x, pair->y, &s->xy);
	dx_big_mul(&s->xy, &s->xy, &s->square);
	dx_big_mul(&w, &w, &one);
	to_big(pair->ww, DX_MOMENT_WW, &two);
	dx_big_sub(&one, &two, &s->divisor);
}

/* Is a sum at least 0 and at most w x 2^bits? */
static bool
is_within(const dx_limb *sum, int limbs, const dx_limb *w, int bits)
{
	dx_limb most[DX_WIDE_MAX] = {0};
	dx_limb wide[DX_WIDE_MAX] = {0};

	if (dx_wide_is_negative(sum, limbs))
		return false;
	dx_wide_copy(wide, sum, limbs);
	dx_wide_copy(most, w, DX_MOMENT_W);
	for (int left = bits; left > 0; left -= 63)
		if (!dx_wide_mul(most, most, (dx_int128) 1 << (left < 63 ? left : 63), DX_WIDE_MAX))
			return false;
	return dx_wide_cmp(wide, most, DX_WIDE_MAX) <= 0;
}

bool
dx_moment_pair_is_possible(const dx_moment_pair *pair)
{
	dx_big w;
	dx_big one;
	dx_big two;
	spreads s;

	if (dx_wide_is_negative(pair->w, DX_MOMENT_W))
		return false;
	if (dx_wide_is_zero(pair->w, DX_MOMENT_W))
		return dx_wide_is_zero(pair->ww, DX_MOMENT_WW) && dx_wide_is_zero(pair->x, DX_MOMENT_X) &&
			dx_wide_is_zero(pair->y, DX_MOMENT_X) && dx_wide_is_zero(pair->xx, DX_MOMENT_XX) &&
			dx_wide_is_zero(pair->yy, DX_MOMENT_XX) && dx_wide_is_zero(pair->xy, DX_MOMENT_XX);
	if (!is_within(pair->xx, DX_MOMENT_XX, pair->w, 126) || !is_within(pair->yy, DX_MOMENT_XX, pair->w, 126) ||
		dx_wide_is_negative(pair->ww, DX_MOMENT_WW))
		return false;
	to_big(pair->w, DX_MOMENT_W, &w);
	cross(&w, pair->xx, pair->x, pair->x, &one);
	cross(&w, pair->yy, pair->y, pair->y, &two);
	spread_out(pair, &s);
	return one.sign >= 0 && two.sign >= 0 && s.divisor.sign >= 0 && dx_big_compare(&s.square, &s.product) <= 0;
}

void
dx_moment_say(const dx_moment_pair *pair, int64_t one, dx_moment_said *said)
{
	spreads s;

	*said = (dx_moment_said) {0};
	if (pair->n < 2)
		return;
	spread_out(pair, &s);
	said->has_covariance = s.divisor.sign > 0;
	said->has_correlation = s.product.sign > 0;
	if (said->has_covariance)
	{
		dx_limb unit[DX_MOMENT_W];
		dx_big square;
		dx_big divisor;

		/* (units of a point)^2 */
		dx_wide_set(unit, (dx_int128) one * one, DX_MOMENT_W);
		to_big(unit, DX_MOMENT_W, &square);
		dx_big_mul(&s.divisor, &square, &divisor);
		said->covariance = dx_big_quotient(&s.xy, &divisor);
	}
	if (said->has_correlation)
		said->correlation = s.xy.sign == 0 ? 0.0 : s.xy.sign * dx_big_sqrt_quotient(&s.square, &s.product);
}

/* ---------------- alpha ---------------- */

/* The part of one item in sums over all pairs, and the number of its pairs without a value. */
typedef struct item
{
	dx_exact covariances; /* with itself and with every other */
	dx_exact correlations;
	dx_exact variance;
	int64_t no_covariance;
	int64_t no_correlation;
	int64_t no_variance; /* 0 or 1 */
	int64_t is_constant;
} item;

/*
 * sqrt((hi + lo) x 2^exponent) as a pair x 2^half, relative error at most 2^-100: one step of
 * Newton's method from the root of hi.
 */
static dx_dd
root_of(double hi, double lo, int exponent, int *half)
{
	dx_dd value = {hi, lo};
	double root;
	dx_dd rest;

	if (exponent % 2 != 0)
	{
		value.hi /= 2;
		value.lo /= 2;
		exponent++;
	}
	*half = exponent / 2;
	root = sqrt(value.hi);
	rest = dx_dd_mul_doubles(root, root);
	rest = dx_dd_add(value, (dx_dd) {-rest.hi, -rest.lo});
	return dx_dd_add_double(dx_dd_div(rest, (dx_dd) {2 * root, 0}), root);
}

/* sum += (hi + lo) x 2^exponent */
static void
add_parts(dx_exact *sum, dx_dd value, int exponent)
{
	dx_exact_add(sum, ldexp(value.hi, exponent));
	dx_exact_add(sum, ldexp(value.lo, exponent));
}

/* Add a pair of items, which may be the same. */
static void
add_pair(const dx_moment_pair *pair, item *a, item *b)
{
	spreads s;
	dx_dd value;
	int exponent;

	spread_out(pair, &s);
	if (pair->n < 2 || s.divisor.sign <= 0)
	{
		a->no_covariance++;
		b->no_covariance += a != b;
		a->no_variance += a == b;
	}
	else
	{
		dx_big_quotient_parts(&s.xy, &s.divisor, &value.hi, &value.lo, &exponent);
		add_parts(&a->covariances, value, exponent);
		if (a != b)
			add_parts(&b->covariances, value, exponent);
		else
			add_parts(&a->variance, value, exponent);
	}
	if (pair->n < 2 || s.product.sign <= 0)
	{
		a->no_correlation++;
		b->no_correlation += a != b;
		a->is_constant += a == b;
	}
	else if (s.xy.sign != 0)
	{
		dx_big_quotient_parts(&s.square, &s.product, &value.hi, &value.lo, &exponent);
		value = root_of(value.hi, value.lo, exponent, &exponent);
		if (s.xy.sign < 0)
			value = (dx_dd) {-value.hi, -value.lo};
		add_parts(&a->correlations, value, exponent);
		if (a != b)
			add_parts(&b->correlations, value, exponent);
	}
}

/* k / (k - 1) (1 - trace / sum); NaN where the sum is 0. */
static double
alpha_of(uint32_t k, const dx_exact *trace, const dx_exact *sum)
{
	dx_big all;
	dx_big part;
	dx_big factor;
	dx_big above;
	dx_big below;

	if (dx_exact_sign(sum) == 0)
		return NAN;
	dx_exact_to_big(sum, &all);
	dx_exact_to_big(trace, &part);
	dx_big_sub(&all, &part, &below);
	dx_big_from_double(k, &factor);
	dx_big_mul(&below, &factor, &above);
	dx_big_from_double(k - 1, &factor);
	dx_big_mul(&all, &factor, &below);
	return dx_big_quotient(&above, &below);
}

/* Alpha of all items but left_out (NULL: of all); all: the sums of all k items. */
static dx_alpha
alpha_without(const item *all, const item *left_out, uint32_t k)
{
	dx_alpha out = {left_out ? k - 1 : k, NAN, NAN};
	item some;

	if (out.k < 2)
		return out;
	some = *all;
	dx_exact_init(&some.covariances, NULL, 0);
	dx_exact_init(&some.correlations, NULL, 0);
	dx_exact_init(&some.variance, NULL, 0);
	dx_exact_merge(&some.covariances, &all->covariances, false);
	dx_exact_merge(&some.correlations, &all->correlations, false);
	dx_exact_merge(&some.variance, &all->variance, false);
	if (left_out)
	{
		/* Subtract its row and its column, which share the item itself. */
		for (int i = 0; i < 2; i++)
		{
			dx_exact_merge(&some.covariances, &left_out->covariances, true);
			dx_exact_merge(&some.correlations, &left_out->correlations, true);
		}
		dx_exact_merge(&some.covariances, &left_out->variance, false);
		dx_exact_add(&some.correlations, left_out->is_constant ? 0.0 : 1.0);
		dx_exact_merge(&some.variance, &left_out->variance, true);
		some.no_covariance -= 2 * left_out->no_covariance - left_out->no_variance;
		some.no_correlation -= 2 * left_out->no_correlation - left_out->is_constant;
	}
	if (some.no_covariance == 0)
		out.alpha = alpha_of(out.k, &some.variance, &some.covariances);
	if (some.no_correlation == 0)
	{
		dx_exact ones;

		dx_exact_init(&ones, NULL, 0);
		dx_exact_add(&ones, out.k);
		out.standardised = alpha_of(out.k, &ones, &some.correlations);
		dx_exact_reset(&ones, NULL, 0);
	}
	dx_exact_reset(&some.covariances, NULL, 0);
	dx_exact_reset(&some.correlations, NULL, 0);
	dx_exact_reset(&some.variance, NULL, 0);
	return out;
}

static void
init_item(item *i)
{
	dx_exact_init(&i->covariances, NULL, 0);
	dx_exact_init(&i->correlations, NULL, 0);
	dx_exact_init(&i->variance, NULL, 0);
}

void
dx_moment_alphas(const dx_moment_stat *stat, const uint32_t *items, uint32_t n, bool complete, dx_alpha *out)
{
	item *each = dx_alloc((n + 1) * sizeof(item));
	item *all = &each[n];

	for (uint32_t i = 0; i <= n; i++)
		init_item(&each[i]);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i; j < n; j++)
		{
			dx_moment_pair pair;

			if ((j & 255) == 0)
				dx_check_interrupts();
			dx_moment_pair_read(stat, items[i], items[j], complete, &pair);
			add_pair(&pair, &each[i], &each[j]);
		}
	for (uint32_t i = 0; i < n; i++)
	{
		dx_exact_merge(&all->covariances, &each[i].covariances, false);
		dx_exact_merge(&all->correlations, &each[i].correlations, false);
		dx_exact_merge(&all->variance, &each[i].variance, false);
		all->no_covariance += each[i].no_covariance;
		all->no_correlation += each[i].no_correlation;
	}
	out[0] = alpha_without(all, NULL, n);
	for (uint32_t i = 0; i < n; i++)
	{
		dx_check_interrupts();
		out[1 + i] = alpha_without(all, &each[i], n);
	}
	for (uint32_t i = 0; i <= n; i++)
	{
		dx_exact_reset(&each[i].covariances, NULL, 0);
		dx_exact_reset(&each[i].correlations, NULL, 0);
		dx_exact_reset(&each[i].variance, NULL, 0);
	}
	dx_free(each);
}

uint32_t
dx_moment_items(const dx_moment_stat *stat, const dx_tree *tree, uint32_t node, uint32_t *items)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t n = 0;

	for (uint32_t i = 0; i < stat->n; i++)
	{
		uint32_t at = stat->nodes[i];

		if (at > node && at < steps[node].end && (i + 1 == stat->n || stat->nodes[i + 1] >= steps[at].end))
			items[n++] = i;
	}
	return n;
}
