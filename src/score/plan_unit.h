/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_unit.h: the unit in which a plan adds up a plain sum.
 *
 * A point is the least number of units with which every maximum is a whole
 * number of them, and every step and line of the items (plan_item.h) too: 300
 * where thirds of 0.25 points are added. So what is added up is exact, and short. No
 * number of units is greater than 2^120.
 */
#ifndef DX_PLAN_UNIT_H
#define DX_PLAN_UNIT_H

#include "score/plan_item.h"

/*
 * How many units are a point: 0 where the items' maxima have no common unit, in
 * which `most` points (at least what all items can earn) are at most 2^120. A step or a
 * line that would need more is left out. grain: points are rounded to so many
 * 10^-12; 0: they are not. O(steps and lines).
 */
extern dx_int128 dx_plan_unit(const dx_plan_item *items, uint32_t n, dx_int128 grain, dx_int128 most);

/* Count the item's maximum, steps and lines in units, with that unit and grain. */
extern void dx_plan_count_units(dx_plan_item *item, dx_int128 grain, dx_int128 one);

/* num / den of the item's maximum in units, num >= 0; false where that is no whole number of them. */
extern bool dx_plan_units(const dx_plan_item *item, dx_int128 num, dx_int128 den, dx_int128 *units);

#endif /* DX_PLAN_UNIT_H */
