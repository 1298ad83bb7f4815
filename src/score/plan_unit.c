/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_unit.c: the least common unit of what criteria can earn (plan_unit.h).
 *
 * It grows from 1, a common multiple each time: a number of points that is no
 * whole number of units says by how much more. So nothing is brought to lowest
 * terms that is whole already, and that is nearly everything.
 */
#include "score/plan_unit.h"

static dx_int128
magnitude(dx_int128 x)
{
	return x < 0 ? -x : x;
}

/*
 * a x b / den, none below 0: into *whole if it is a whole number. Else false,
 * and *lacks is the least number that makes it one when multiplied by it; 1: it
 * is one, but passes 2^120.
 */
static bool
divides(dx_int128 a, dx_int128 b, dx_int128 den, dx_int128 *whole, dx_int128 *lacks)
{
	if ((a | b | den) >> 63 == 0)
	{
		dx_uint128 product = (dx_uint128) a * (uint64_t) b;
		uint64_t by = (uint64_t) den;
		uint64_t rest;

		if (product >> 64 == 0)
		{
			*whole = (dx_int128) ((uint64_t) product / by);
			rest = (uint64_t) product % by;
		}
		else
		{
			*whole = (dx_int128) (product / by);
			rest = (uint64_t) (product - (dx_uint128) *whole * by);
		}
		if (rest != 0)
			*lacks = den / dx_common_divisor(rest, den);
		return rest == 0;
	}
	dx_reduce(&a, &den);
	dx_reduce(&b, &den);
	*lacks = den;
	return den == 1 && dx_multiply(a, b, whole);
}

/* The maximum's magnitude where so many units are a point. */
static bool
maximum_in_units(dx_maximum maximum, dx_int128 one, dx_int128 *max, dx_int128 *lacks)
{
	return divides(magnitude(maximum.units), one, DX_POINTS_ONE * maximum.den, max, lacks);
}

/* ---------------- choosing it ---------------- */

/* A unit being chosen: `most` points of it shall not pass 2^120. */
typedef struct unit_choice
{
	dx_int128 one; /* so many are a point, so far */
	dx_int128 most;
} unit_choice;

/* Make units so many times smaller; false where they would be too many. */
static bool
split(unit_choice *unit, dx_int128 times)
{
	dx_int128 one;
	dx_int128 total;

	if (!dx_multiply(unit->one, times, &one) || !dx_multiply(one, unit->most, &total))
		return false;
	unit->one = one;
	return true;
}

/* The same for num / den of a maximum of *max units to be whole, if that is possible. */
static inline void
split_for(unit_choice *unit, dx_int128 num, dx_int128 den, dx_int128 *max)
{
	dx_int128 whole;
	dx_int128 lacks;

	if (num != 0 && num != den && !divides(*max, num, den, &whole, &lacks) && lacks != 1 && split(unit, lacks))
		*max *= lacks;
}

/* And for all steps and lines of an item whose maximum is a whole number of units. */
static void
split_for_item(unit_choice *unit, const dx_plan_item *item)
{
	dx_int128 max;
	dx_int128 lacks;

	if (!maximum_in_units(item->maximum, unit->one, &max, &lacks))
		return;
	if (dx_plan_has_steps(item) && !item->rounds)
		split_for(unit, item->num, item->den, &max);
	for (uint32_t k = 0; k < item->n_lines; k++)
		split_for(unit, item->lines[k].num, item->lines[k].den, &max);
}

dx_int128
dx_plan_unit(const dx_plan_item *items, uint32_t n, dx_int128 grain, dx_int128 most)
{
	unit_choice unit = {1, most};
	dx_int128 max;
	dx_int128 lacks;

	if (!split(&unit, grain == 0 ? 1 : DX_POINTS_ONE / dx_common_divisor(DX_POINTS_ONE, grain)))
		return 0;
	for (uint32_t i = 0; i < n; i++)
		if (!maximum_in_units(items[i].maximum, unit.one, &max, &lacks) && !split(&unit, lacks))
			return 0;
	for (uint32_t i = 0; i < n; i++)
	{
		dx_check_interrupts();
		split_for_item(&unit, &items[i]);
	}
	/* Other results have more decimals; what comes out is divided by machine as long as it is below 2^53. */
	for (int i = 0; i < DX_POINTS_DIGITS && 10 * unit.one * most < (dx_int128) 1 << 53; i++)
		unit.one *= 10;
	return unit.one;
}

/* ---------------- counting in it ---------------- */

bool
dx_plan_units(const dx_plan_item *item, dx_int128 num, dx_int128 den, dx_int128 *units)
{
	dx_int128 lacks;

	if (num == 0 || num == den)
	{
		*units = num == 0 ? 0 : item->max;
		return true;
	}
	if (!divides(magnitude(item->max), num, den, units, &lacks))
		return false;
	if (item->max < 0)
		*units = -*units;
	return true;
}

void
dx_plan_count_units(dx_plan_item *item, dx_int128 grain, dx_int128 one)
{
	bool negative = item->maximum.units < 0;
	dx_int128 lacks;

	item->in_units = maximum_in_units(item->maximum, one, &item->max, &lacks);
	if (negative)
		item->max = -item->max;
	if (dx_plan_has_steps(item) && item->rounds)
	{
		/* `one` is a multiple of what makes this whole. */
		dx_int128 by = DX_POINTS_ONE;

		dx_reduce(&grain, &by);
		item->step = (negative ? -grain : grain) * (one / by);
	}
	else if (dx_plan_has_steps(item))
	{
		item->in_units = item->in_units && dx_plan_units(item, item->num, item->den, &item->step);
		item->quick = item->in_units && !item->whole_only && item->kind == DX_PLAN_PROPORTION &&
			item->step >= INT64_MIN && item->step <= INT64_MAX;
		if (item->quick)
			item->short_step = (int64_t) item->step;
	}
	for (uint32_t k = 0; k < item->n_lines && item->in_units; k++)
		item->in_units = dx_plan_units(item, item->lines[k].num, item->lines[k].den, &item->lines[k].points);
}
