/*
 * quantile.c: a sorted map of distinct values to exact weights, and weighted
 * quantiles from it (quantile.h).
 */
#include "quantile.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Entries of the first block at first, and of a full block. */
#define FIRST_ENTRIES 4
#define BLOCK_ENTRIES 128
#define FIRST_BLOCKS 4

static dx_exact *
new_wide(double w)
{
	dx_exact   *wide = dx_alloc(sizeof(dx_exact));

	dx_exact_init(wide, NULL, 0);
	dx_exact_add(wide, w);
	return wide;
}

static void
free_wide(dx_exact *wide)
{
	if (wide == NULL)
		return;
	dx_exact_reset(wide, NULL, 0);
	dx_free(wide);
}

/* Add w, of either sign, to an entry's weight; err = 0 in the two-sum says that the sum is a double. */
static void
add_weight(dx_dist_entry *entry, double w)
{
	double		s = entry->w + w;
	double		b = s - entry->w;

	if (entry->wide == NULL && dx_is_finite(s) && (entry->w - (s - b)) + (w - b) == 0)
	{
		entry->w = s;
		return;
	}
	if (entry->wide == NULL)
		entry->wide = new_wide(entry->w);
	dx_exact_add(entry->wide, w);
}

/* Add the weight of an entry, or subtract it. */
static void
merge_weight(dx_dist_entry *entry, const dx_dist_entry *other, bool subtract)
{
	if (other->wide == NULL)
	{
		add_weight(entry, subtract ? -other->w : other->w);
		return;
	}
	if (entry->wide == NULL)
		entry->wide = new_wide(entry->w);
	/* Weights are far below what a sum holds (is_weight), so this does not fail. */
	(void) dx_exact_merge(entry->wide, other->wide, subtract);
}

/* Sign of an entry's weight. */
static int
weight_sign(const dx_dist_entry *entry)
{
	if (entry->wide)
		return dx_exact_sign(entry->wide);
	return (entry->w > 0) - (entry->w < 0);
}

static void
add_entry_weight(const dx_dist_entry *entry, dx_exact *sum)
{
	if (entry->wide)
		(void) dx_exact_merge(sum, entry->wide, false);
	else
		dx_exact_add(sum, entry->w);
}

/* ---------------- blocks ---------------- */

/* The block where x is or would be: the last one that begins at or below x, else the first. */
static uint32_t
find_block(const dx_dist *dist, double x)
{
	uint32_t	low = 0;
	uint32_t	high = dist->n_blocks;

	while (high - low > 1)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (dist->blocks[middle].entries[0].x <= x)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The first entry of a block that is not below x. */
static uint32_t
find_entry(const dx_dist_block *block, double x)
{
	uint32_t	low = 0;
	uint32_t	high = block->n;

	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (block->entries[middle].x < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A new block at place b, empty, with room for entries. */
static dx_dist_block *
insert_block(dx_dist *dist, uint32_t b, uint32_t room)
{
	if (dist->n_blocks == dist->room)
	{
		uint32_t	more = dist->room ? 2 * dist->room : FIRST_BLOCKS;

		if (dist->room)
			dist->blocks = dx_realloc(dist->blocks, dist->room * sizeof(dx_dist_block), more * sizeof(dx_dist_block));
		else
			dist->blocks = dx_alloc(more * sizeof(dx_dist_block));
		dist->room = more;
	}
	memmove(dist->blocks + b + 1, dist->blocks + b, (dist->n_blocks - b) * sizeof(dx_dist_block));
	dist->n_blocks++;
	dist->blocks[b] = (dx_dist_block) {0, room, dx_alloc(room * sizeof(dx_dist_entry))};
	return &dist->blocks[b];
}

/* A new entry of weight 0 at place i of block b, wherever it ends up. */
static dx_dist_entry *
insert_entry(dx_dist *dist, uint32_t b, uint32_t i, double x)
{
	dx_dist_block *block = &dist->blocks[b];

	if (block->n == BLOCK_ENTRIES)
	{
		/* Rows that come in order fill their blocks; else half of a full one moves. */
		uint32_t	stay = i == BLOCK_ENTRIES && b + 1 == dist->n_blocks ? BLOCK_ENTRIES : BLOCK_ENTRIES / 2;
		dx_dist_block *next = insert_block(dist, b + 1, BLOCK_ENTRIES);

		block = &dist->blocks[b];
		next->n = BLOCK_ENTRIES - stay;
		memcpy(next->entries, block->entries + stay, next->n * sizeof(dx_dist_entry));
		block->n = stay;
		if (i > stay || stay == BLOCK_ENTRIES)
		{
			block = next;
			i -= stay;
		}
	}
	else if (block->n == block->room)
	{
		block->entries = dx_realloc(block->entries, block->room * sizeof(dx_dist_entry),
									2 * block->room * sizeof(dx_dist_entry));
		block->room *= 2;
	}
	memmove(block->entries + i + 1, block->entries + i, (block->n - i) * sizeof(dx_dist_entry));
	block->n++;
	dist->n++;
	block->entries[i] = (dx_dist_entry) {x, 0.0, NULL};
	return &block->entries[i];
}

/* The entry of x; a new one if there is none and create is set, else NULL. */
static dx_dist_entry *
entry_of(dx_dist *dist, double x, bool create)
{
	uint32_t	b,
				i;

	if (dist->n_blocks == 0)
	{
		if (!create)
			return NULL;
		insert_block(dist, 0, FIRST_ENTRIES);
		return insert_entry(dist, 0, 0, x);
	}
	b = find_block(dist, x);
	i = find_entry(&dist->blocks[b], x);
	if (i < dist->blocks[b].n && dist->blocks[b].entries[i].x == x)
		return &dist->blocks[b].entries[i];
	return create ? insert_entry(dist, b, i, x) : NULL;
}

static void
remove_entry(dx_dist *dist, double x)
{
	uint32_t	b = find_block(dist, x);
	dx_dist_block *block = &dist->blocks[b];
	uint32_t	i = find_entry(block, x);

	free_wide(block->entries[i].wide);
	block->n--;
	dist->n--;
	memmove(block->entries + i, block->entries + i + 1, (block->n - i) * sizeof(dx_dist_entry));
	if (block->n > 0)
		return;
	dx_free(block->entries);
	dist->n_blocks--;
	memmove(block, block + 1, (dist->n_blocks - b) * sizeof(dx_dist_block));
}

static bool
too_many(dx_error *err)
{
	dx_fail(err, DX_ERR_LIMIT, 0, "more than %u distinct values in one median or quantile", DX_DIST_MOST);
	return dx_fail_hint(err, "Round the values, or group by something finer.");
}

/* ---------------- the map ---------------- */

bool
dx_dist_add(dx_dist *dist, double x, double w, dx_error *err)
{
	dx_dist_entry *entry;

	x = x == 0 ? 0.0 : x;		/* not -0 */
	entry = entry_of(dist, x, dist->n < DX_DIST_MOST);
	if (entry == NULL)
		return too_many(err);
	add_weight(entry, w);
	return true;
}

static bool
not_in(double x, dx_error *err)
{
	char		digits[32];

	dx_shortest(x, digits);
	return dx_fail(err, DX_ERR_PARAM, 0, "value %s cannot be taken away with more weight than it has", digits);
}

bool
dx_dist_remove(dx_dist *dist, double x, double w, dx_error *err)
{
	dx_dist_entry *entry;
	int			sign;

	x = x == 0 ? 0.0 : x;
	entry = entry_of(dist, x, false);
	if (entry == NULL)
		return not_in(x, err);
	add_weight(entry, -w);
	sign = weight_sign(entry);
	if (sign < 0)
	{
		add_weight(entry, w);
		return not_in(x, err);
	}
	if (sign == 0)
		remove_entry(dist, x);
	return true;
}

bool
dx_dist_merge(dx_dist *dist, const dx_dist *other, dx_error *err)
{
	for (uint32_t b = 0; b < other->n_blocks; b++)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < other->blocks[b].n; i++)
		{
			const dx_dist_entry *theirs = &other->blocks[b].entries[i];
			dx_dist_entry *ours = entry_of(dist, theirs->x, dist->n < DX_DIST_MOST);

			if (ours == NULL)
				return too_many(err);
			merge_weight(ours, theirs, false);
		}
	}
	return true;
}

bool
dx_dist_subtract(dx_dist *dist, const dx_dist *other, dx_error *err)
{
	for (uint32_t b = 0; b < other->n_blocks; b++)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < other->blocks[b].n; i++)
		{
			const dx_dist_entry *theirs = &other->blocks[b].entries[i];
			dx_dist_entry *ours = entry_of(dist, theirs->x, false);
			int			sign;

			if (ours == NULL)
				return not_in(theirs->x, err);
			merge_weight(ours, theirs, true);
			sign = weight_sign(ours);
			if (sign < 0)
				return not_in(theirs->x, err);
			if (sign == 0)
				remove_entry(dist, theirs->x);
		}
	}
	return true;
}

void
dx_dist_free(dx_dist *dist)
{
	for (uint32_t b = 0; b < dist->n_blocks; b++)
	{
		for (uint32_t i = 0; i < dist->blocks[b].n; i++)
			free_wide(dist->blocks[b].entries[i].wide);
		dx_free(dist->blocks[b].entries);
	}
	if (dist->room)
		dx_free(dist->blocks);
	memset(dist, 0, sizeof(*dist));
}

void
dx_dist_add_weight(const dx_dist *dist, dx_exact *sum)
{
	for (uint32_t b = 0; b < dist->n_blocks; b++)
		for (uint32_t i = 0; i < dist->blocks[b].n; i++)
			add_entry_weight(&dist->blocks[b].entries[i], sum);
}

/* ---------------- quantiles ---------------- */

/* q W (1 - 2^-50) and q W (1 + 2^-50) into two sums that are 0. */
static void
meeting_bounds(const dx_dist *dist, double q, dx_exact *least, dx_exact *most)
{
	int64_t		room[DX_EXACT_ROOM_1] = {0};
	dx_parts	parts = dx_take_apart(q);
	dx_exact	total;
	dx_big		whole;

	dx_exact_init(&total, room, DX_EXACT_ROOM_1);
	dx_dist_add_weight(dist, &total);
	dx_exact_to_big(&total, &whole);
	dx_exact_reset(&total, room, DX_EXACT_ROOM_1);
	for (int i = 0; i < whole.n; i++)
	{
		dx_uint128	term = (dx_uint128) whole.digits[i] * parts.mantissa;
		/* W >= 2^-1074, q >= 2^-1074: never below the last bit there is */
		int			bit = DX_EXACT_LOW + 32 * (whole.exponent + i) + (int) parts.position - 1074;

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
	int64_t		room[DX_EXACT_ROOM_2] = {0};
	dx_exact	sum;
	double		value;

	dx_exact_init(&sum, room, DX_EXACT_ROOM_2);
	dx_exact_add_product(&sum, a, 0.5);
	dx_exact_add_product(&sum, b, 0.5);
	value = dx_exact_value(&sum);
	dx_exact_reset(&sum, room, DX_EXACT_ROOM_2);
	return value;
}

/*
 * Sums of up to DX_DIST_MOST = 2^22 weights, each and every sum rounded, are
 * within 2^-30 of the exact sum: where they are clearly below, no need to ask.
 */
#define CLEARLY_BELOW (1 - 0x1p-29)

double
dx_dist_quantile(const dx_dist *dist, double q)
{
	const dx_dist_block *last = &dist->blocks[dist->n_blocks - 1];
	double		result = last->entries[last->n - 1].x;
	int64_t		below_room[DX_EXACT_ROOM_1] = {0};
	int64_t		least_room[DX_EXACT_ROOM_2] = {0};
	int64_t		most_room[DX_EXACT_ROOM_2] = {0};
	dx_exact	below,
				least,
				most;
	bool		met = false;	/* the value before this one is half of the answer */
	double		before = 0;
	double		clearly_below;
	double		about = 0;		/* below, rounded */

	if (q >= 1)
		return result;
	dx_exact_init(&below, below_room, DX_EXACT_ROOM_1);
	dx_exact_init(&least, least_room, DX_EXACT_ROOM_2);
	dx_exact_init(&most, most_room, DX_EXACT_ROOM_2);
	meeting_bounds(dist, q, &least, &most);
	clearly_below = dx_exact_value(&least) * CLEARLY_BELOW;
	if (!dx_is_finite(clearly_below))
		clearly_below = 0;
	for (uint32_t b = 0; b < dist->n_blocks; b++)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < dist->blocks[b].n; i++)
		{
			const dx_dist_entry *entry = &dist->blocks[b].entries[i];

			if (met)
			{
				result = middle(before, entry->x);
				goto done;
			}
			add_entry_weight(entry, &below);
			about += entry->wide ? dx_exact_value(entry->wide) : entry->w;
			if (about < clearly_below || dx_exact_compare(&below, &least) < 0)
				continue;
			if (dx_exact_compare(&below, &most) > 0)
			{
				result = entry->x;
				goto done;
			}
			met = true;
			before = entry->x;
		}
	}
done:
	dx_exact_reset(&below, below_room, DX_EXACT_ROOM_1);
	dx_exact_reset(&least, least_room, DX_EXACT_ROOM_2);
	dx_exact_reset(&most, most_room, DX_EXACT_ROOM_2);
	return result;
}

/* ---------------- packed ---------------- */

static uint8_t *
put32(uint8_t *p, uint32_t value)
{
	for (int b = 0; b < 4; b++)
		p[b] = (uint8_t) (value >> (8 * b));
	return p + 4;
}

static uint8_t *
put_double(uint8_t *p, double value)
{
	uint64_t	bits;

	memcpy(&bits, &value, sizeof(bits));
	return put32(put32(p, (uint32_t) bits), (uint32_t) (bits >> 32));
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static double
get_double(const uint8_t *p)
{
	uint64_t	bits = (uint64_t) get32(p) | (uint64_t) get32(p + 4) << 32;
	double		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* Is an exact weight no double? value receives the nearest one. */
static bool
is_wide(const dx_exact *sum, double *value)
{
	int64_t		room[DX_EXACT_ROOM_1] = {0};
	dx_exact	nearest;
	bool		wide;

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
	dx_big		big;

	dx_exact_to_big(sum, &big);
	return big.sign > 0 && 32 * (big.exponent + big.n) <= WEIGHT_TOP && 32 * big.exponent >= -1088 &&
		(32 * big.exponent > -1088 || big.digits[0] % (1 << (1088 - 1074)) == 0);
}

size_t
dx_dist_packed_size(const dx_dist *dist)
{
	size_t		size = 4 + (size_t) dist->n * 16;
	double		nearest;

	for (uint32_t b = 0; b < dist->n_blocks; b++)
		for (uint32_t i = 0; i < dist->blocks[b].n; i++)
		{
			const dx_exact *wide = dist->blocks[b].entries[i].wide;

			if (wide && is_wide(wide, &nearest))
				size += dx_exact_packed_size(wide);
		}
	return size;
}

uint8_t *
dx_dist_pack(const dx_dist *dist, uint8_t *out)
{
	uint8_t    *p = put32(out, dist->n);
	uint8_t    *end = p + (size_t) dist->n * 16;

	for (uint32_t b = 0; b < dist->n_blocks; b++)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < dist->blocks[b].n; i++)
		{
			const dx_dist_entry *entry = &dist->blocks[b].entries[i];
			double		w = entry->w;

			if (entry->wide && is_wide(entry->wide, &w))
			{
				end = dx_exact_pack(entry->wide, end);
				w = -w;
			}
			p = put_double(put_double(p, entry->x), w);
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
	uint32_t	n;

	if (end - p < 4)
		return bad_bytes(err, "they are cut short");
	n = get32(p);
	p += 4;
	if (n > DX_DIST_MOST)
		return bad_bytes(err, "a count is out of range");
	if ((size_t) (end - p) < (size_t) n * 16)
		return bad_bytes(err, "they are cut short");
	wide = p + (size_t) n * 16;
	for (uint32_t i = 0; i < n; i++, p += 16)
	{
		double		x = get_double(p);
		double		w = get_double(p + 8);
		const dx_dist_block *last = dist->n_blocks ? &dist->blocks[dist->n_blocks - 1] : NULL;
		dx_dist_entry *entry;

		if (i % 1024 == 0)
			dx_check_interrupts();
		if (!dx_is_finite(x) || (x == 0 && signbit(x)) || (last && !(x > last->entries[last->n - 1].x)))
			return bad_bytes(err, "values are out of order");
		if (!(w > 0 || w < 0) || w == INFINITY)
			return bad_bytes(err, "a weight is not above 0");
		if (last == NULL)
			insert_block(dist, 0, n < BLOCK_ENTRIES ? FIRST_ENTRIES : BLOCK_ENTRIES);
		last = &dist->blocks[dist->n_blocks - 1];
		entry = insert_entry(dist, dist->n_blocks - 1, last->n, x);
		if (w > 0)
			entry->w = w;
		else
		{
			double		nearest;

			entry->wide = new_wide(0.0);
			wide = dx_exact_unpack(entry->wide, wide, end);
			if (wide == NULL || !is_weight(entry->wide) || !is_wide(entry->wide, &nearest) || nearest != -w)
				return bad_bytes(err, "a weight is not in canonical form");
		}
	}
	return wide;
}
