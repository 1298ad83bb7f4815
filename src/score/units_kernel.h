/* SPDX-License-Identifier: PostgreSQL */
/*
 * units_kernel.h: whole numbers of units with a bound of their error: added, multiplied,
 * compared with limits, rounded; and those of the nodes of a card.
 *
 * This and the other files named _kernel.h of this folder are included by rollup.c alone,
 * once for numbers of LIMBS = 4 limbs and once for 8; NAME(x) tells the two apart.
 * Functions that return false leave something open which longer numbers decide: a result
 * that does not fit, or a comparison with a limit that lies within the error.
 */

/* v units, with an error of at most `off` units: 0 as long as nothing was truncated. */
typedef struct NAME(number)
{
	dx_limb v[LIMBS];
	double off;
} NAME(number);

/* *a += *b */
static inline void
NAME(add)(NAME(number) * a, const NAME(number) * b)
{
	dx_wide_add(a->v, b->v, LIMBS);
	a->off += b->off;
}

/* *out = a x p / q; false where it does not fit. */
static bool
NAME(multiply)(NAME(number) * out, const NAME(number) * a, const dx_limb *p, const dx_limb *q)
{
	bool exact;
	bool fits = dx_wide_muldiv(out->v, a->v, p, q, &exact, LIMBS);

	out->off = !exact;
	if (a->off > 0)
		out->off += off_by(a->off, dx_wide_bits(p, LIMBS), dx_wide_bits(q, LIMBS));
	return fits;
}

/* *out = whole x num / den of the leaf; false where it does not fit. */
static inline bool
NAME(part_of)(NAME(number) * out, const dx_limb *whole, const dx_leaf *leaf)
{
	bool exact;
	bool fits = dx_wide_scale(out->v, whole, leaf->num, leaf->den, &exact, LIMBS);

	out->off = !exact;
	return fits;
}

/* ---------------- comparing ---------------- */

/*
 * Has a number of units reached `least`? False where its error leaves that open; in the
 * longest numbers the nearest value decides.
 */
static bool
NAME(has_reached)(const NAME(number) * a, const dx_limb *least, bool *reached)
{
	dx_limb end[LIMBS];
	bool above;

	*reached = dx_wide_cmp(a->v, least, LIMBS) >= 0;
	if (a->off == 0 || LIMBS == DX_WIDE_MAX)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	above = dx_wide_cmp(end, least, LIMBS) >= 0;
	/* One unit less than `least` has not reached it. */
	dx_wide_shift_by(end, a->v, a->off + 1, LIMBS);
	return above || dx_wide_cmp(end, least, LIMBS) <= 0;
}

/* Is a number beyond a limit: above it (1), or below (-1)? False where that is open, as above. */
static bool
NAME(is_beyond)(const NAME(number) * a, const dx_limb *limit, int direction, bool *beyond)
{
	dx_limb end[LIMBS];
	int low;

	*beyond = dx_wide_cmp(a->v, limit, LIMBS) == direction;
	if (a->off == 0 || LIMBS == DX_WIDE_MAX)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	low = dx_wide_cmp(end, limit, LIMBS);
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	return low != 0 && low == dx_wide_cmp(end, limit, LIMBS);
}

/* Sign of a - b: -1, 0 (within the errors), 1; *sure: do the errors leave no doubt? */
static int
NAME(compare)(const NAME(number) * a, const NAME(number) * b, bool *sure)
{
	dx_limb apart[LIMBS];
	double off = a->off + b->off;
	int order = dx_wide_cmp(a->v, b->v, LIMBS);

	if (off == 0)
		return order;
	if (dx_wide_shift_by(apart, order > 0 ? b->v : a->v, off, LIMBS) &&
		dx_wide_cmp(apart, order > 0 ? a->v : b->v, LIMBS) < 0)
		return order;
	*sure = false;
	return 0;
}

/* ---------------- rounding ---------------- */

/*
 * a / units as a double: true where every value within the error rounds alike; else *out
 * is the double that the middle between the two rounds to, or the nearest one.
 */
static bool
NAME(round_to_double)(const NAME(number) * a, const dx_limb *units, double *out)
{
	dx_limb end[LIMBS];
	double least;
	double most;

	/* Nearly always the leading bits decide, whatever the error is. */
	if (a->off < 0x1p32 && dx_wide_is_long(a->v, LIMBS) && dx_wide_quotient_near(a->v, units, LIMBS, out))
		return true;
	*out = dx_wide_quotient(a->v, units, LIMBS);
	if (a->off == 0)
		return true;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	least = dx_wide_quotient(end, units, LIMBS);
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	most = dx_wide_quotient(end, units, LIMBS);
	if (least == most)
		return true;
	if (least <= 0 && most >= 0)
		*out = 0;
	else if (nextafter(least, most) == most)
		*out = the_even_one(least, most);
	return false;
}

/* The same as a whole number: a / units x factor; halves are rounded away from zero. */
static bool
NAME(round_to_decimal)(const NAME(number) * a, const dx_limb *units, dx_uint128 factor, dx_int128 *out)
{
	dx_limb end[LIMBS];
	dx_int128 other;

	*out = other = 0;
	if (!dx_wide_shift_by(end, a->v, -a->off, LIMBS))
		return false;
	dx_wide_rounded(end, units, factor, out, LIMBS);
	if (a->off == 0)
		return true;
	dx_wide_shift_by(end, a->v, a->off, LIMBS);
	dx_wide_rounded(end, units, factor, &other, LIMBS);
	if (*out == other)
		return true;
	if (other > 0)
		*out = other;
	return false;
}

/* ---------------- the nodes of a card ---------------- */

/* The numbers of a node; where the current card has none they are left over from the card before. */
struct NAME(dx_numbers)
{
	NAME(number) points; /* nodes with a value; criteria only beneath a sum */
	NAME(number) ratio;	 /* means with a value, and nodes averaged by a mean above */
	dx_limb max[LIMBS];	 /* applicable maximum */
};

/* A card: its programme and leaves, and what is computed of each node. */
typedef struct NAME(work)
{
	const dx_step *steps;
	const dx_leaf *leaves;
	const dx_measure *measure;
	struct NAME(dx_numbers) * numbers;
	dx_roll *rolls;
	dx_dd *scratch;
	const uint32_t *needy; /* NULL where no node has terms */
	uint32_t n_needy;
} NAME(work);

/* Points of a node with a value. */
static void
NAME(points_of)(const NAME(work) * work, uint32_t i, NAME(number) * out)
{
	const dx_step *step = &work->steps[i];

	if ((step->flags & DX_STEP_CRITERION) && !(step->flags & DX_STEP_DECIMAL))
		NAME(part_of)(out, work->measure->max + (size_t) i * LIMBS, &work->leaves[step->criterion]);
	else
		*out = work->numbers[i].points;
}
