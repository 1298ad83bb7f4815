/* SPDX-License-Identifier: PostgreSQL */
/*
 * tally_points.c: tallies united, and points of one: exactly, by fractions, or rolled up.
 */
#include "rows/tally.h"

bool
dx_tally_unite(dx_tally *tally, const dx_tally *other, uint32_t *twice)
{
	for (uint32_t i = 0; i < other->room; i++)
		if (other->leaves[i].state != DX_VALUE_MISSING && tally->leaves[i].state != DX_VALUE_MISSING)
		{
			*twice = i;
			return false;
		}
	for (uint32_t i = 0; i < other->room; i++)
		if (other->leaves[i].state != DX_VALUE_MISSING)
		{
			tally->leaves[i] = other->leaves[i];
			if (tally->max)
				tally->max[i] = other->max[i];
		}
	return true;
}

/*
 * The points of a plain sum as one fraction: false where the common denominator passes
 * 2^60, or the sum 2^120.
 */
static bool
add_fractions(const dx_tally *tally, dx_int128 *sum, dx_int128 *one)
{
	const dx_int128 max_den_limit = (dx_int128) 1 << 60;
	const dx_int128 most = (dx_int128) 1 << 120;

	*sum = 0;
	*one = 1;
	for (uint32_t i = 0; i < tally->room; i++)
	{
		const dx_leaf *leaf = &tally->leaves[i];
		dx_int128 num;
		dx_int128 den;
		dx_int128 max_num;
		dx_int128 max_den;

		if (leaf->state != DX_VALUE_PRESENT || leaf->num == 0)
			continue;
		max_num = tally->max[i].units;
		max_den = DX_POINTS_ONE * tally->max[i].den;
		num = leaf->num;
		den = leaf->den;
		dx_reduce(&max_num, &max_den);
		dx_reduce(&num, &den);
		dx_reduce(&num, &max_den);
		dx_reduce(&max_num, &den);
		/* Here max_num num / (max_den den) is in lowest terms. */
		if (max_den > max_den_limit || den > max_den_limit / max_den || num > max_den_limit ||
			max_num > max_den_limit || max_num < -max_den_limit)
			return false;
		num *= max_num;
		den *= max_den;
		if (*one % den != 0)
		{
			dx_int128 times = den / dx_common_divisor(*one, den);

			if (*one > max_den_limit / times || *sum > most / times || *sum < -most / times)
				return false;
			*one *= times;
			*sum *= times;
		}
		if (num > most / (*one / den) || num < -most / (*one / den))
			return false;
		*sum += num * (*one / den);
	}
	return true;
}

/* The same where 128 bits do not suffice: added up as the roll-up does. */
static bool
add_wide(const dx_tally *tally, double *points, dx_error *err)
{
	uint32_t n = tally->room + 1;
	dx_step *steps = dx_alloc(n * sizeof(dx_step));
	dx_rollup *rollup;
	bool known;

	for (uint32_t i = 0; i < n; i++)
	{
		dx_maximum max = i == 0 || tally->max[i - 1].den == 0 ? (dx_maximum) {0, 1} : tally->max[i - 1];

		steps[i] = (dx_step) {.end = i == 0 ? n : i + 1,
							  .criterion = i == 0 ? 0 : i - 1,
							  .weight = 1,
							  .weight_den = 1,
							  .max = dx_store_points(max.units),
							  .max_den = max.den,
							  .depth = i > 0,
							  .flags = DX_STEP_DECIMAL | (i > 0 ? DX_STEP_CRITERION : 0)};
	}
	rollup = dx_rollup_new(steps, steps, n, 1);
	known = dx_roll_up(rollup, tally->leaves, err);
	if (known)
		*points = dx_roll_points(rollup, 0);
	dx_rollup_free(rollup);
	dx_free(steps);
	return known;
}

/*
 * Points of a plain sum: those of all criteria that have any; not applicable if all scored
 * criteria are not applicable.
 */
static bool
plain_points(const dx_tally *tally, double *points, dx_error *err)
{
	uint32_t not_applicable = 0;
	dx_int128 sum;
	dx_int128 one;

	for (uint32_t i = 0; i < tally->room; i++)
		not_applicable += tally->leaves[i].state == DX_VALUE_NA;
	if (not_applicable >= tally->programme->n_scored)
		return false;
	if (!add_fractions(tally, &sum, &one))
		return add_wide(tally, points, err);
	*points = dx_quotient(sum, one);
	return true;
}

bool
dx_tally_points(const dx_tally *tally, dx_rollup **rollup, double *points, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	uint32_t at = programme->at;
	dx_leaf *leaves;
	bool known;

	err->kind = DX_OK;
	if (programme->plain)
		return plain_points(tally, points, err);
	if (*rollup == NULL)
		*rollup = dx_rollup_new(programme, programme->steps, programme->n_steps, 1);
	leaves = dx_alloc(programme->n_criteria * sizeof(dx_leaf));
	memcpy(leaves, tally->leaves, tally->room * sizeof(dx_leaf));
	known = dx_roll_up(*rollup, leaves, err) && (*rollup)->rolls[at].state == DX_VALUE_PRESENT;
	if (known)
		*points = dx_roll_points(*rollup, at);
	dx_free(leaves);
	return known;
}
