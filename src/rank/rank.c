/* SPDX-License-Identifier: PostgreSQL */
/*
 * rank.c: sort, tie classes and places (rank.h).
 */
#include "rank/rank.h"

/* Up to so many rows insertion sort is faster than radix sort. */
#define INSERTION_ROWS 48

/* Bits of a digit of the radix sort. */
#define DIGIT_BITS 8
#define DIGITS 4
#define ROUND_BITS (DIGIT_BITS * DIGITS)
#define BUCKETS (1 << DIGIT_BITS)

static const char *const ties_names[] = {
	[DX_TIES_MIN] = "min",
	[DX_TIES_MAX] = "max",
	[DX_TIES_DENSE] = "dense",
	[DX_TIES_FIRST] = "first",
};

const char *
dx_ties_name(dx_ties ties)
{
	return ties_names[ties];
}

/* Is text the lower-case ASCII name, whatever the case of its letters? */
static bool
same_name(dx_str text, const char *name)
{
	if (text.len != strlen(name))
		return false;
	for (size_t i = 0; i < text.len; i++)
	{
		char c = text.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c - 'A' + 'a');
		if (c != name[i])
			return false;
	}
	return true;
}

bool
dx_ties_parse(dx_str text, dx_ties *out, dx_error *err)
{
	for (int i = DX_TIES_MIN; i <= DX_TIES_FIRST; i++)
		if (same_name(text, ties_names[i]))
		{
			*out = (dx_ties) i;
			return true;
		}
	dx_fail(err, DX_ERR_PARAM, 0, "unknown ties \"%.*s\"", DX_STR_ARG(text));
	return dx_fail_hint(
		err, "Ties are min (1 2 2 4), max (1 3 3 4), dense (1 2 2 3) or first (1 2 3 4, by the window's ORDER BY).");
}

/*
 * A value as an unsigned number for ascending sort. A double's bits grow with its
 * magnitude: those of negative numbers are inverted, so that the order is that of the
 * numbers, and then all are inverted to put the highest first.
 */
static inline uint64_t
sort_key(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return (bits >> 63) ? bits : ~(bits | (UINT64_C(1) << 63));
}

static inline uint64_t
key_of(const double *values, uint64_t entry)
{
	return sort_key(values[(uint32_t) entry]);
}

static void
insertion_sort(const double *values, uint64_t *order, int64_t n)
{
	for (int64_t i = 1; i < n; i++)
	{
		uint64_t entry = order[i];
		uint64_t key = key_of(values, entry);
		int64_t j = i;

		for (; j > 0 && key_of(values, order[j - 1]) > key; j--)
			order[j] = order[j - 1];
		order[j] = entry;
	}
}

/* The bits in which keys differ; 0 too if they are in order already. */
static uint64_t
differing_bits(const double *values, const uint64_t *order, int64_t n)
{
	uint64_t first = key_of(values, order[0]);
	uint64_t previous = first;
	uint64_t differing = 0;
	bool sorted = true;

	for (int64_t i = 1; i < n; i++)
	{
		uint64_t key = key_of(values, order[i]);

		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		sorted &= previous <= key;
		differing |= first ^ key;
		previous = key;
	}
	return sorted ? 0 : differing;
}

/*
 * Stable radix sort by the high 32 bits of entries, lowest digit first, where
 * count has the digits counted; digits that are the same in all entries are
 * skipped. The result is in order.
 */
static void
sort_entries(uint64_t *order, uint64_t *temp, int64_t n, uint32_t (*count)[BUCKETS])
{
	uint64_t *from = order;
	uint64_t *to = temp;

	for (int digit = 0; digit < DIGITS; digit++)
	{
		int shift = 64 - ROUND_BITS + digit * DIGIT_BITS;
		uint32_t *next = count[digit];
		uint32_t sum = 0;
		uint64_t *swap;

		if (next[(from[0] >> shift) % BUCKETS] == n)
			continue;
		for (int i = 0; i < BUCKETS; i++)
		{
			uint32_t here = next[i];

			next[i] = sum;
			sum += here;
		}
		for (int64_t i = 0; i < n; i++)
		{
			uint64_t entry = from[i];

			if (i % DX_RANK_CHANCE == 0)
				dx_check_interrupts();
			to[next[(entry >> shift) % BUCKETS]++] = entry;
		}
		swap = from;
		from = to;
		to = swap;
	}
	for (int64_t i = 0; from != order && i < n; i += DX_RANK_CHANCE)
	{
		dx_check_interrupts();
		memcpy(order + i, from + i, (size_t) (n - i < DX_RANK_CHANCE ? n - i : DX_RANK_CHANCE) * sizeof(uint64_t));
	}
}

static inline void
count_digits(uint64_t entry, uint32_t (*count)[BUCKETS])
{
	for (int digit = 0; digit < DIGITS; digit++)
		count[digit][(entry >> (64 - ROUND_BITS + digit * DIGIT_BITS)) % BUCKETS]++;
}

/*
 * Stable sort of entries by value. Their high halves become the 32 highest
 * bits in which keys differ; few rows agree in all of those, and these are
 * sorted by the rest of their bits afterwards (64 bits: two rounds deep).
 */
static void
sort_by_value(const double *values, uint64_t *order, uint64_t *temp, int64_t n)
{
	uint32_t count[DIGITS][BUCKETS];
	uint64_t differing;
	int shift = 0;

	if (n <= INSERTION_ROWS)
	{
		insertion_sort(values, order, n);
		return;
	}
	differing = differing_bits(values, order, n);
	if (differing == 0)
		return;
	while ((differing >> shift) >> ROUND_BITS != 0)
		shift++;

	memset(count, 0, sizeof(count));
	for (int64_t i = 0; i < n; i++)
	{
		uint64_t high = key_of(values, order[i]) >> shift << (64 - ROUND_BITS);

		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		order[i] = high | (uint32_t) order[i];
		count_digits(high, count);
	}
	sort_entries(order, temp, n, count);

	for (int64_t start = 0, end; shift > 0 && start < n; start = end)
	{
		for (end = start + 1; end < n && (order[start] ^ order[end]) >> (64 - ROUND_BITS) == 0; end++)
			;
		if (start / DX_RANK_CHANCE != end / DX_RANK_CHANCE)
			dx_check_interrupts();
		if (end - start > 1)
			sort_by_value(values, &order[start], temp, end - start);
	}
}

/* Sort entries by position. */
static void
sort_by_position(uint64_t *order, uint64_t *temp, int64_t n)
{
	uint32_t count[DIGITS][BUCKETS];

	memset(count, 0, sizeof(count));
	for (int64_t i = 0; i < n; i++)
	{
		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		order[i] = (order[i] << (64 - ROUND_BITS)) | (uint32_t) order[i];
		count_digits(order[i], count);
	}
	sort_entries(order, temp, n, count);
}

void
dx_rank_sort(dx_ranking *r)
{
	r->n = 0;
	for (int64_t i = 0; i < r->n_rows; i++)
	{
		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		r->values[i] += 0.0; /* -0 becomes 0, nothing else changes */
		r->order[r->n] = (uint64_t) i;
		r->n += !isnan(r->values[i]);
	}
	sort_by_value(r->values, r->order, r->temp, r->n);
}

static inline int64_t
class_end(const dx_ranking *r, int64_t start)
{
	double highest = dx_rank_value(r, start);
	int64_t end = start + 1;

	if (start % DX_RANK_CHANCE == 0)
		dx_check_interrupts();
	while (end < r->n && dx_reached(dx_rank_value(r, end), highest))
		if (++end % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
	return end;
}

int64_t
dx_rank_class_end(const dx_ranking *r, int64_t start)
{
	return class_end(r, start);
}

/*
 * Split the class at places start .. end - 1 by the key in r->values; at the beginning of each
 * class ends[] receives its end.
 */
static void
refine_class(dx_ranking *r, int64_t start, int64_t end, uint32_t *ends)
{
	sort_by_value(r->values, &r->order[start], r->temp, end - start);
	r->n = end;
	while (start < end)
	{
		/* Rows are sorted, so those without the key are last. */
		int64_t stop = dx_rank_value(r, start) == -INFINITY ? end : class_end(r, start);

		ends[start] = (uint32_t) stop;
		start = stop;
	}
}

void
dx_rank_refine(dx_ranking *r, double *const *keys, int n_keys, uint32_t *ends)
{
	dx_ranking by_key = *r;
	double class = 0;

	for (int64_t start = 0; start < r->n; start = ends[start])
		ends[start] = (uint32_t) class_end(r, start);
	for (int key = 0; key < n_keys; key++)
	{
		by_key.values = keys[key];
		for (int64_t start = 0, end; start < r->n; start = end)
		{
			end = ends[start];
			if (start / DX_RANK_CHANCE != end / DX_RANK_CHANCE)
				dx_check_interrupts();
			if (end - start > 1)
				refine_class(&by_key, start, end, ends);
		}
	}
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = ends[start];
		dx_rank_put(r, start, end, class);
		class -= 1;
	}
}

/* Ranks of one class under `first`: start + 1, start + 2, ... in order of position. */
static void
assign_by_position(dx_ranking *r, int64_t start, int64_t end)
{
	/* Equal values are in order of position already; values within the tolerance need not be. */
	for (int64_t i = start + 1; i < end; i++)
	{
		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		if (dx_rank_position(r, i) < dx_rank_position(r, i - 1))
		{
			sort_by_position(&r->order[start], r->temp, end - start);
			break;
		}
	}
	for (int64_t i = start; i < end; i++)
	{
		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		dx_rank_put(r, i, i + 1, (double) (i + 1));
		r->order[i] = dx_rank_position(r, i) | (i > start ? DX_RANK_TIED : 0);
	}
}

void
dx_rank_assign(dx_ranking *r, dx_ties ties)
{
	int64_t classes = 0;

	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = class_end(r, start);
		classes++;
		if (ties == DX_TIES_FIRST)
			assign_by_position(r, start, end);
		else
			dx_rank_put(r, start, end,
						(double) (ties == DX_TIES_MIN		? start + 1
									  : ties == DX_TIES_MAX ? end
															: classes));
	}
}

void
dx_rank_midrank(dx_ranking *r)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = class_end(r, start);
		dx_rank_put(r, start, end, (double) (start + 1 + end) / 2);
	}
}

void
dx_rank_percentile(dx_ranking *r)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = class_end(r, start);
		dx_rank_put(r, start, end, r->n == 1 ? NAN : (double) (r->n - end) / (double) (r->n - 1));
	}
}

void
dx_rank_band(dx_ranking *r, int32_t bands)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = class_end(r, start);
		dx_rank_put(r, start, end, (double) (start * bands / r->n + 1));
	}
}

void
dx_rank_borda(dx_ranking *r)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = class_end(r, start);
		dx_rank_put(r, start, end, (double) (r->n - end));
	}
}
