/* SPDX-License-Identifier: PostgreSQL */
/*
 * measure.c: the unit in which a programme's points are counted.
 */
#include "tree/measure.h"

#include "tree/terms.h"

/* Least common multiple; 0 where it passes the most. */
static uint64_t
common_multiple(uint64_t a, uint64_t b)
{
	dx_uint128 multiple = (dx_uint128) (a / (uint64_t) dx_common_divisor((dx_int128) a, (dx_int128) b)) * b;

	return multiple <= DX_MAX_DENOMINATOR ? (uint64_t) multiple : 0;
}

/* The common denominator of all maxima and of terms in points; 0, and the node at which it grew too large. */
static uint64_t
denominator_of_maxima(const dx_step *steps, uint32_t n, uint32_t *node)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	uint64_t den = 1;

	for (uint32_t i = 0; i < n; i++)
		if (steps[i].max_den != 1 && den % steps[i].max_den != 0)
		{
			den = common_multiple(den, steps[i].max_den);
			if (den == 0)
			{
				*node = i;
				return 0;
			}
		}
	for (uint32_t t = 0; t < steps[n - 1].terms_end; t++)
		if (terms[t].in_points && den % terms[t].den != 0)
		{
			den = common_multiple(den, terms[t].den);
			if (den == 0)
			{
				*node = terms[t].node;
				return 0;
			}
		}
	return den;
}

/* Does the node have a weight that counts? */
static bool
is_weighted(const dx_step *parent, const dx_step *step)
{
	return !dx_is_of_points(parent->method) && step->weight > 0;
}

/*
 * The weights of a family, whole and without a common power of ten, into weight[] of the
 * children; false where they differ by too many powers of ten.
 */
static bool
whole_weights(const dx_step *steps, uint32_t parent, dx_int128 *weight)
{
	const dx_step *family = &steps[parent];
	uint64_t den = 1;
	int scale = INT32_MIN;

	for (uint32_t c = parent + 1; c < family->end; c = steps[c].end)
		if (is_weighted(family, &steps[c]))
		{
			dx_decimal d = dx_decimal_from_double(steps[c].weight);

			scale = d.scale > scale ? d.scale : scale;
			den = common_multiple(den, steps[c].weight_den);
			if (den == 0)
				return false;
		}
	for (uint32_t c = parent + 1; c < family->end; c = steps[c].end)
		if (is_weighted(family, &steps[c]))
		{
			dx_decimal d = dx_decimal_from_double(steps[c].weight);
			dx_int128 whole = (dx_int128) d.mant * (int64_t) (den / steps[c].weight_den);

			for (int power = scale - d.scale; power > 0; power--)
			{
				if (whole >> (DX_WEIGHT_BITS - 4))
					return false;
				whole *= 10;
			}
			if (whole >> DX_WEIGHT_BITS)
				return false;
			if (weight)
				weight[c] = whole;
		}
	return true;
}

/* ---------------- how large points can get ---------------- */

/*
 * How far a node's points can get from 0 on one side of it. The maximum that applies may
 * be less than the static one, and a bonus remains where its siblings do not apply: so
 * points are at most `rate` times the maximum that applies plus `bonus`. Computed in
 * doubles, which the bounds leave room for.
 */
typedef struct side
{
	double most;  /* points */
	double ratio; /* points by the maximum that applies, where that is above 0 */
	double rate;
	double bonus;
} side;

/* The points a node can have: above 0, and with signs reversed below 0. */
typedef struct reach
{
	side up;
	side down;
	double full;	 /* greatest maximum that may apply */
	double smallest; /* the least such above 0; infinite if there is none */
	double raw;		 /* the greatest intermediate number: before cap and floor */
	bool below;		 /* can it be below 0, a floor apart? */
} reach;

/* Add a regular child; all: every child counts, else one of them. */
static void
add_side(side *s, const side *child, bool all)
{
	s->rate = fmax(s->rate, child->rate);
	s->most = all ? s->most + child->most : fmax(s->most, child->most);
	s->bonus = all ? s->bonus + child->bonus : fmax(s->bonus, child->bonus);
}

static void
add_regular(reach *r, const reach *child, bool all)
{
	add_side(&r->up, &child->up, all);
	add_side(&r->down, &child->down, all);
	r->full = all ? r->full + child->full : fmax(r->full, child->full);
	r->smallest = fmin(r->smallest, child->smallest);
	r->below = r->below || child->down.most > 0;
}

/*
 * The stated maximum of a sum minus what its children add up to: a rounding in how it is
 * written; in a programme that came as bytes, any difference.
 */
static double
stated_otherwise(const dx_step *steps, uint32_t i, double full)
{
	dx_maximum stated = dx_step_maximum(&steps[i]);
	dx_maximum sum;

	if (!dx_steps_add_up(steps, i, &sum))
		return -fabs(dx_maximum_to_double(stated)) - full;
	sum.units = -sum.units;
	return dx_maximum_add(stated, sum, &sum) ? dx_maximum_to_double(sum) : -fabs(dx_maximum_to_double(stated)) - full;
}

/*
 * Under skip children with a value stand for those without: points are scaled up,
 * bonuses too, at worst as if only the child with the least maximum had a value.
 */
static void
scale_side(side *s, double full, double smallest)
{
	s->rate += s->bonus / smallest;
	s->most = fmax(s->most, s->rate * full);
}

/*
 * The maximum that applies differs by `other` from the sum of those of the children that
 * apply. Where it is less, their points are a larger part of it; where it is more, the
 * difference may be all of it.
 */
static void
allow_other(reach *r, double other, double finest)
{
	double loose = fmax(-other, 0) * (r->up.rate + r->down.rate);

	if (other > 0)
		r->smallest = fmin(r->smallest, other);
	if (other < 0)
		r->smallest = -other < r->smallest / 2 ? r->smallest / 2 : finest;
	r->up.most += loose;
	r->up.bonus += loose;
	r->down.most += loose;
	r->down.bonus += loose;
}

/* What a sum's points can reach, from its children's. */
static reach
reach_of_sum(const dx_step *steps, uint32_t n, uint32_t i, const reach *reaches, double finest)
{
	const dx_step *step = &steps[i];
	reach r = {.up.rate = 1, .smallest = INFINITY};
	double other = 0;
	dx_maximum cap;

	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
		if (dx_step_regular(step, &steps[c]))
			add_regular(&r, &reaches[c], true);
	if (!dx_step_cap(steps, n, i, &cap))
		other = stated_otherwise(steps, i, r.full);
	r.full = fmax(r.full + other, 0);
	if (step->missing == DX_MISSING_SKIP)
	{
		scale_side(&r.up, r.full, r.smallest);
		scale_side(&r.down, r.full, r.smallest);
	}
	allow_other(&r, other, finest);
	for (uint32_t c = i + 1; c < step->end; c = steps[c].end)
		if (!dx_step_regular(step, &steps[c]))
		{
			r.up.most += reaches[c].up.most;
			r.up.bonus += reaches[c].up.most;
			r.down.most += reaches[c].down.most;
			r.down.bonus += reaches[c].down.most;
			r.below = r.below || reaches[c].down.most > 0;
		}
	r.up.ratio = r.up.rate + r.up.bonus / r.smallest;
	r.down.ratio = r.down.rate + r.down.bonus / r.smallest;
	return r;
}

/* Reach of alternatives: no more points than one of them has, with the maximum of another. */
static reach
reach_of_alternatives(const dx_step *steps, uint32_t i, const reach *reaches)
{
	double stated = dx_maximum_to_double(dx_step_maximum(&steps[i]));
	reach r = {.up.rate = 1, .smallest = INFINITY};

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]))
			add_regular(&r, &reaches[c], false);
	/* The stated maximum takes the place of the greatest of the children's. */
	if (stated > 0)
		r.smallest = fmin(r.smallest, stated);
	r.up.bonus += r.up.rate * fmax(r.full - stated, 0);
	r.down.bonus += r.down.rate * fmax(r.full - stated, 0);
	r.full = fmax(r.full, stated);
	r.up.ratio = r.up.rate + r.up.bonus / r.smallest;
	r.down.ratio = r.down.rate + r.down.bonus / r.smallest;
	return r;
}

/*
 * Reach of a mean: no ratio beyond its children's. (For M + S^2/M too: numbers from 0 to
 * r have a variance of at most M (r - M).) Its maximum applies as a whole.
 */
static reach
reach_of_mean(const dx_step *steps, uint32_t i, const reach *reaches)
{
	double max = dx_maximum_to_double(dx_step_maximum(&steps[i]));
	reach r = {.up.ratio = 1, .full = fmax(max, 0), .smallest = max > 0 ? max : INFINITY};

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (dx_step_regular(&steps[i], &steps[c]))
		{
			r.up.ratio = fmax(r.up.ratio, reaches[c].up.ratio);
			r.down.ratio = fmax(r.down.ratio, reaches[c].down.ratio);
		}
	r.up.rate = r.up.ratio;
	r.down.rate = r.down.ratio;
	/* In a programme that came as bytes it may be below 0: then the two sides change places. */
	r.up.most = fabs(max) * (max > 0 ? r.up.ratio : r.down.ratio);
	r.down.most = fabs(max) * (max > 0 ? r.down.ratio : r.up.ratio);
	r.below = r.down.most > 0;
	return r;
}

/*
 * Cut a side to a bound. As a multiple of the maximum that applies, that is at most
 * bound / smallest, or `least` where the bound is itself the maximum.
 */
static void
bound_side(side *s, double bound, double least, double smallest)
{
	double ratio = fmax(least, bound / smallest);

	s->most = fmin(s->most, bound);
	s->bonus = fmin(s->bonus, bound);
	s->rate = fmin(s->rate, ratio);
	s->ratio = fmin(s->ratio, ratio);
}

/* Apply a cap and a floor to a reach. */
static void
bound_reach(const dx_step *steps, uint32_t n, uint32_t i, reach *r)
{
	const dx_term *terms = dx_steps_terms(steps, n);

	r->raw = fmax(r->up.most, r->down.most);
	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
	{
		double bound = dx_maximum_to_double(dx_term_bound(&terms[t]));

		if (terms[t].kind == DX_TERM_CAP)
		{
			/*
			 * Where more applies than the cap, the cap is the maximum, of which penalties are a
			 * larger part.
			 */
			r->down.bonus += r->down.rate * fmax(r->full - bound, 0);
			r->full = fmin(r->full, bound);
			if (bound > 0)
				r->smallest = fmin(r->smallest, bound);
			r->down.ratio = fmax(r->down.ratio, r->down.rate + r->down.bonus / r->smallest);
			bound_side(&r->up, bound, 1, r->smallest);
		}
		if (terms[t].kind == DX_TERM_FLOOR)
			bound_side(&r->down, -bound, 0, r->smallest);
	}
}

static reach
reach_of(const dx_step *steps, uint32_t n, uint32_t i, const reach *reaches, double finest)
{
	const dx_step *step = &steps[i];
	double max = dx_maximum_to_double(dx_step_maximum(step));
	reach r;

	if (step->flags & DX_STEP_CRITERION)
		return (reach) {.up = {fmax(max, 0), 1, 1, 0},
						.down = {.most = fmax(-max, 0)},
						.full = fmax(max, 0),
						.smallest = max > 0 ? max : INFINITY,
						.raw = fabs(max),
						.below = max < 0};
	r = step->method == DX_METHOD_SUM			 ? reach_of_sum(steps, n, i, reaches, finest)
		: step->method == DX_METHOD_ALTERNATIVES ? reach_of_alternatives(steps, i, reaches)
												 : reach_of_mean(steps, i, reaches);
	bound_reach(steps, n, i, &r);
	return r;
}

static inline double
greatest_ratio(const reach *r)
{
	return fmax(r->up.ratio, r->down.ratio);
}

/* The reach of every node, n of them; the greatest number among them all. */
static double
find_reaches(const dx_step *steps, uint32_t n, reach *reaches)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	uint32_t node;
	/* The part of a stated maximum that applies is a multiple of this. */
	double finest = 1e-12 / (double) denominator_of_maxima(steps, n, &node);
	double greatest = 1;

	for (uint32_t i = n; i-- > 0;)
	{
		if ((i & 1023) == 0)
			dx_check_interrupts();
		reaches[i] = reach_of(steps, n, i, reaches, finest);
		/* In a programme that came as bytes a maximum may be larger than any points. */
		greatest = fmax(greatest, fabs(dx_maximum_to_double(dx_step_maximum(&steps[i]))));
		greatest = fmax(greatest, reaches[i].raw);
		greatest = fmax(greatest, greatest_ratio(&reaches[i]));
	}
	for (uint32_t t = 0; t < steps[n - 1].terms_end; t++)
	{
		double bound = terms[t].in_points ? fabs(dx_maximum_to_double(dx_term_bound(&terms[t]))) : 1;

		greatest = bound > greatest ? bound : greatest;
	}
	return greatest;
}

bool
dx_steps_measurable(const dx_step *steps, uint32_t n, uint32_t *node, dx_error *err)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	reach *reaches;
	bool ok = true;

	*node = 0;
	for (uint32_t i = 0; i < n; i++)
		if (!(steps[i].flags & DX_STEP_CRITERION) && !whole_weights(steps, i, NULL))
		{
			*node = i;
			dx_fail(err, DX_ERR_RANGE, 0, "weights of its children lie too far apart to be added up");
			return dx_fail_hint(err, "Write them with fewer digits, or as fractions with small denominators.");
		}
	if (denominator_of_maxima(steps, n, node) == 0)
		return dx_fail(err, DX_ERR_RANGE, 0, "its maximum has no common denominator with those before it");
	reaches = dx_alloc(n * sizeof(reach));
	find_reaches(steps, n, reaches);
	for (uint32_t i = n; ok && i-- > 0;)
		if (reaches[i].raw > DX_POINTS_LIMIT || greatest_ratio(&reaches[i]) > DX_RATIO_LIMIT)
		{
			*node = i;
			ok = dx_fail(err, DX_ERR_RANGE, 0, "its bonuses or penalties are too large beside its maximum");
			dx_fail_detail(err, "A node can have at most 10^20 points, and at most 10^36 times its maximum.");
		}
	for (uint32_t t = 0; ok && t < steps[n - 1].terms_end; t++)
		if (terms[t].kind >= DX_TERM_THRESHOLD && reaches[terms[t].node].below)
		{
			*node = terms[t].node;
			ok = dx_fail(err, DX_ERR_PARAM, 0, "it can have points below 0, so it may have no %s",
						 terms[t].kind == DX_TERM_THRESHOLD ? "threshold" : "needs");
			dx_fail_hint(err, "State it at a node without penalties, above or beneath.");
		}
	dx_free(reaches);
	return ok;
}

/* ---------------- the measure ---------------- */

uint64_t
dx_measure_join(uint64_t spans, dx_int128 den)
{
	uint64_t joined;

	while (den > 0 && den % 2 == 0)
		den /= 2;
	while (den > 0 && den % 5 == 0)
		den /= 5;
	if (den <= 1 || den > ((dx_int128) 1 << 40))
		return spans;
	joined = common_multiple(spans, (uint64_t) den);
	return joined == 0 || joined > UINT64_C(1) << 40 ? spans : joined;
}

void
dx_measure_weights(const dx_step *steps, uint32_t parent, dx_int128 *weight)
{
	whole_weights(steps, parent, weight);
}

double
dx_maximum_share(dx_maximum a, dx_maximum b)
{
	dx_limb num[DX_WIDE_LIMBS];
	dx_limb den[DX_WIDE_LIMBS];

	dx_wide_set(num, a.units, DX_WIDE_LIMBS);
	dx_wide_mul(num, num, b.den, DX_WIDE_LIMBS);
	dx_wide_set(den, b.units, DX_WIDE_LIMBS);
	dx_wide_mul(den, den, a.den, DX_WIDE_LIMBS);
	return dx_wide_quotient(num, den, DX_WIDE_LIMBS);
}

static int
bits_of_128(dx_uint128 x)
{
	int n = 0;

	for (; x != 0; x >>= 1)
		n++;
	return n;
}

/* `one` times factor, if that leaves it within so many bits. */
static bool
enlarge(dx_limb *one, dx_int128 factor, int bits, int limbs)
{
	dx_limb larger[DX_WIDE_MAX];

	if (!dx_wide_mul(larger, one, factor, limbs) || dx_wide_bits(larger, limbs) > bits)
		return false;
	dx_wide_copy(one, larger, limbs);
	return true;
}

/* With so many bits a ratio of 1e-9 is known to more digits than a double-double has. */
#define LEAST_BITS 150

/* How many bits `one` may have, with room for the points and weights that it is multiplied by. */
static int
bits_for_one(const dx_step *steps, uint32_t n, const dx_int128 *weight, int limbs)
{
	reach *reaches = dx_alloc(n * sizeof(reach));
	double greatest = find_reaches(steps, n, reaches);
	dx_uint128 heaviest = 1;
	int exponent;

	dx_free(reaches);
	for (uint32_t i = 0; i < n; i++)
	{
		dx_uint128 sum = 0;

		if (dx_is_of_points(steps[i].method))
			continue;
		for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
			sum += (dx_uint128) weight[c];
		heaviest = sum > heaviest ? sum : heaviest;
	}
	/* A sum has at most 65535 terms, of either sign; four more bits for truncation and rounding up. */
	frexp(greatest, &exponent);
	return 64 * limbs - 2 - exponent - bits_of_128(heaviest) - 17 - 4;
}

void
dx_measure_least(const dx_limb *bound, dx_limb *least, int limbs)
{
	dx_limb spare[DX_WIDE_MAX];
	bool exact;

	/* bound - |bound| / 10^12, rounded up: the tolerance may be smaller by a unit. */
	dx_wide_copy(spare, bound, limbs);
	if (dx_wide_is_negative(spare, limbs))
		dx_wide_negate(spare, limbs);
	dx_wide_scale(spare, spare, 1, DX_POINTS_ONE, &exact, limbs);
	dx_wide_copy(least, bound, limbs);
	dx_wide_sub(least, spare, limbs);
}

/* The bounds of terms in points, as units. */
static void
measure_terms(dx_measure *measure, const dx_step *steps)
{
	const dx_term *terms = dx_steps_terms(steps, measure->n);
	int limbs = measure->limbs;

	for (uint32_t t = 0; t < steps[measure->n - 1].terms_end; t++)
	{
		dx_limb *own = measure->term + (size_t) t * (size_t) limbs;
		dx_maximum bound = dx_term_bound(&terms[t]);
		bool exact;

		if ((t & 1023) == 0)
			dx_check_interrupts();
		dx_wide_set(own, 0, limbs);
		if (!terms[t].in_points)
			continue;
		dx_wide_scale(own, measure->one, bound.units, DX_POINTS_ONE * bound.den, &exact, limbs);
		if (terms[t].kind >= DX_TERM_THRESHOLD)
			dx_measure_least(own, own, limbs);
	}
}

dx_measure *
dx_measure_new(const void *owner, const dx_step *steps, uint32_t n, uint64_t spans, int limbs)
{
	const size_t n_terms = steps[n - 1].terms_end;
	dx_measure *measure = dx_alloc_beside(
		owner, sizeof(dx_measure) + n * sizeof(dx_int128) + (n + n_terms) * (size_t) limbs * sizeof(dx_limb));
	uint32_t node;
	uint64_t den = denominator_of_maxima(steps, n, &node);
	dx_limb part[DX_WIDE_MAX];
	bool exact;
	int bits;

	measure->n = n;
	measure->limbs = limbs;
	measure->weight = (dx_int128 *) (measure + 1);
	measure->max = (dx_limb *) (measure->weight + n);
	measure->term = measure->max + (size_t) n * (size_t) limbs;
	for (uint32_t i = 0; i < n; i++)
		if (!(steps[i].flags & DX_STEP_CRITERION))
			whole_weights(steps, i, measure->weight);
	bits = bits_for_one(steps, n, measure->weight, limbs);
	if (limbs < DX_WIDE_MAX && bits < LEAST_BITS)
	{
		dx_free(measure);
		return NULL;
	}
	dx_wide_set(measure->one, 1, limbs);
	if (!enlarge(measure->one, DX_POINTS_ONE, bits, limbs) || !enlarge(measure->one, (dx_int128) den, bits, limbs))
	{
		dx_free(measure);
		return NULL;
	}
	enlarge(measure->one, (dx_int128) spans, bits, limbs);
	/* In 4 limbs `one` gets no more bits than needed: longer numbers are slower. */
	while ((limbs == DX_WIDE_MAX || dx_wide_bits(measure->one, limbs) < LEAST_BITS) &&
		   enlarge(measure->one, 1000000, bits, limbs))
		;
	for (uint32_t i = 0; i < n; i++)
	{
		if ((i & 1023) == 0)
			dx_check_interrupts();
		dx_wide_scale(part, measure->one, dx_load_points(steps[i].max), DX_POINTS_ONE * steps[i].max_den, &exact,
					  limbs);
		dx_wide_copy(measure->max + (size_t) i * limbs, part, limbs);
	}
	measure_terms(measure, steps);
	return measure;
}
