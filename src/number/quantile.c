/* SPDX-License-Identifier: PostgreSQL */
/*
 * quantile.c: weighted quantiles of a map of values (dist.h), and its packed
 * form (quantile.h).
 */
#include "number/quantile.h"

#include "base/wire.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* ---------------- quantiles ---------------- */

/* Add q W (1 - 2^-50) and q W (1 + 2^-50) to two sums that are 0. */
static void
meeting_bounds(const dx_exact *total, double q, dx_exact *least, dx_exact *most)
{
	dx_parts parts = dx_decompose(q);
	dx_big whole;

	dx_exact_to_big(total, &whole);
	for (int i = 0; i < whole.n; i++)
	{
		dx_uint128 term = (dx_uint128) whole.digits[i] * parts.mantissa;
		/* W >= 2^-1074, q >= 2^-1074: never below the last bit there is */
		int bit = DX_EXACT_LOW + 32 * (whole.exponent + i) + (int) parts.position - 1074;

		dx_exact_add_bits(least, term, (uint32_t) bit, 0);
		dx_exact_add_bits(least, term, (uint32_t) (bit - 50), -1);
		dx_exact_add_bits(most, term, (uint32_t) bit, 0);
		dx_exact_add_bits(most, term, (uint32_t) (bit - 50), 0);
	}
}

/* (a + b) / 2, rounded once. */
static double
middle(double a, double b)
{
	int64_t room[DX_EXACT_ROOM_2] = {0};
	dx_exact sum;
	double value;

	dx_exact_init(&sum, room, DX_EXACT_ROOM_2);
	dx_exact_add_product(&sum, a, 0.5);
	dx_exact_add_product(&sum, b, 0.5);
	value = dx_exact_value(&sum);
	dx_exact_reset(&sum, room, DX_EXACT_ROOM_2);
	return value;
}

/*
 * Sums of up to DX_DIST_MAX = 2^22 weights, each and every sum rounded, are
 * within 2^-30 of the exact sum: where they are clearly below q W, the exact sum is not
 * needed.
 */
#define CLEARLY_BELOW (1 - 0x1p-29)

/* A walk up through the weights. */
typedef struct walk
{
	dx_exact below; /* the weight so far */
	double about;	/* the same, rounded again and again */
	dx_exact least; /* bounds between which a weight counts as q W */
	dx_exact most;
	double clearly_below; /* a rounded weight below this is below least */
} walk;

/* Has the weight so far reached q W? part, rounded, is what was added to it last. */
static bool
reached(walk *w, double part)
{
	w->about += part;
	return w->about >= w->clearly_below && dx_exact_compare(&w->below, &w->least) >= 0;
}

/* The leaf where q W is reached, with the weight of all leaves before it; the tree has sums. */
static const dx_dist_leaf *
descend(const dx_dist *dist, walk *w)
{
	const void *node = dist->root;

	for (int level = dist->height; level > 0; level--)
	{
		const dx_dist_inner *inner = node;
		uint32_t c = 0;

		/* q W is reached in the last child if not before. */
		while (c + 1 < inner->n)
		{
			double before = w->about;

			(void) dx_exact_merge(&w->below, &inner->sums[c], false);
			if (reached(w, dx_exact_value(&inner->sums[c])))
			{
				(void) dx_exact_merge(&w->below, &inner->sums[c], true);
				w->about = before;
				break;
			}
			c++;
		}
		node = inner->children[c];
	}
	return node;
}

/* The quantile, from a leaf on before which q W is not reached. */
static double
climb(const dx_dist_leaf *leaf, walk *w)
{
	bool met = false; /* the value before this one is half of the answer */
	double before = 0;

	for (; leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			const dx_dist_entry *entry = &leaf->entries[i];

			if (met)
				return middle(before, entry->x);
			dx_dist_add_entry(entry, &w->below);
			if (!reached(w, entry->wide ? dx_exact_value(entry->wide) : entry->w))
				continue;
			if (dx_exact_compare(&w->below, &w->most) > 0)
				return entry->x;
			met = true;
			before = entry->x;
		}
	}
	return before;
}

double
dx_dist_quantile(dx_dist *dist, const dx_exact *total, double q)
{
	const dx_dist_leaf *leaf = dx_dist_last(dist);
	double result = leaf->entries[leaf->n - 1].x;
	int64_t below_room[DX_EXACT_ROOM_1] = {0};
	int64_t least_room[DX_EXACT_ROOM_2] = {0};
	int64_t max_room[DX_EXACT_ROOM_2] = {0};
	walk w;

	if (q >= 1)
		return result;
	/* A second call means a moving frame, and more calls. */
	if (dist->read)
		dx_dist_sum_up(dist);
	dist->read = true;
	dx_exact_init(&w.below, below_room, DX_EXACT_ROOM_1);
	dx_exact_init(&w.least, least_room, DX_EXACT_ROOM_2);
	dx_exact_init(&w.most, max_room, DX_EXACT_ROOM_2);
	meeting_bounds(total, q, &w.least, &w.most);
	w.about = 0;
	w.clearly_below = dx_exact_value(&w.least) * CLEARLY_BELOW;
	if (!dx_is_finite(w.clearly_below))
		w.clearly_below = 0;
	result = climb(dist->summed ? descend(dist, &w) : dx_dist_first(dist), &w);
	dx_exact_reset(&w.below, below_room, DX_EXACT_ROOM_1);
	dx_exact_reset(&w.least, least_room, DX_EXACT_ROOM_2);
	dx_exact_reset(&w.most, max_room, DX_EXACT_ROOM_2);
	return result;
}

/* ---------------- packed ---------------- */

/* Is an exact weight no double? value receives the nearest one. */
static bool
is_wide(const dx_exact *sum, double *value)
{
	int64_t room[DX_EXACT_ROOM_1] = {0};
	dx_exact nearest;
	bool wide;

	*value = dx_exact_value(sum);
	if (!dx_is_finite(*value))
		return true;
	dx_exact_init(&nearest, room, DX_EXACT_ROOM_1);
	dx_exact_add(&nearest, *value);
	wide = dx_exact_compare(sum, &nearest) != 0;
	dx_exact_reset(&nearest, room, DX_EXACT_ROOM_1);
	return wide;
}

/* No sum of 2^63 doubles above 0 is larger, or has bits below 2^-1074. */
#define WEIGHT_TOP 1120

static bool
is_weight(const dx_exact *sum)
{
	dx_big big;

	dx_exact_to_big(sum, &big);
	return big.sign > 0 && 32 * (big.exponent + big.n) <= WEIGHT_TOP && 32 * big.exponent >= -1088 &&
		(32 * big.exponent > -1088 || big.digits[0] % (1 << (1088 - 1074)) == 0);
}

size_t
dx_dist_packed_size(const dx_dist *dist)
{
	size_t size = 4 + (size_t) dist->n * 16;
	double nearest;

	for (const dx_dist_leaf *leaf = dx_dist_first(dist); leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			const dx_exact *wide = leaf->entries[i].wide;

			if (wide && is_wide(wide, &nearest))
				size += dx_exact_packed_size(wide);
		}
	}
	return size;
}

uint8_t *
dx_dist_pack(const dx_dist *dist, uint8_t *out)
{
	uint8_t *p = dx_put32(out, dist->n);
	uint8_t *end = p + (size_t) dist->n * 16;

	for (const dx_dist_leaf *leaf = dx_dist_first(dist); leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			const dx_dist_entry *entry = &leaf->entries[i];
			double w = entry->w;

			if (entry->wide && is_wide(entry->wide, &w))
			{
				end = dx_exact_pack(entry->wide, end);
				w = -w;
			}
			p = dx_put_double(dx_put_double(p, entry->x), w);
		}
	}
	return end;
}

static const uint8_t *
bad_bytes(dx_error *err, const char *what)
{
	dx_fail(err, DX_ERR_BINARY, 0, "values with weights are not valid: %s", what);
	return NULL;
}

const uint8_t *
dx_dist_unpack(dx_dist *dist, const uint8_t *packed, const uint8_t *end, dx_error *err)
{
	const uint8_t *p = packed;
	const uint8_t *wide;
	uint32_t n;
	double before = 0;

	if (end - p < 4)
		return bad_bytes(err, "they are cut short");
	n = dx_get32(p);
	p += 4;
	if (n > DX_DIST_MAX)
		return bad_bytes(err, "a count is out of range");
	if ((size_t) (end - p) < (size_t) n * 16)
		return bad_bytes(err, "they are cut short");
	wide = p + (size_t) n * 16;
	for (uint32_t i = 0; i < n; i++, p += 16)
	{
		double x = dx_get_double(p);
		double w = dx_get_double(p + 8);
		dx_dist_entry *entry;

		if (i % 1024 == 0)
			dx_check_interrupts();
		if (!dx_is_finite(x) || (x == 0 && signbit(x)) || (i > 0 && !(x > before)))
			return bad_bytes(err, "values are out of order");
		if (!(w > 0 || w < 0) || w == INFINITY)
			return bad_bytes(err, "a weight is not above 0");
		before = x;
		entry = dx_dist_append(dist, x);
		if (w > 0)
			entry->w = w;
		else
		{
			double nearest;

			entry->wide = dx_dist_wide(0.0);
			wide = dx_exact_unpack(entry->wide, wide, end);
			if (wide == NULL || !is_weight(entry->wide) || !is_wide(entry->wide, &nearest) || nearest != -w)
				return bad_bytes(err, "a weight is not in canonical form");
		}
	}
	return wide;
}
