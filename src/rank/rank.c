/* SPDX-License-Identifier: PostgreSQL */
/*
 * rank.c: sort, tie classes and places (rank.h).
 */
#include "rank/rank.h"

#include "stat/row_order.h"

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

/* ---------------- sorting ---------------- */

/* Values of a ranking, by position, without -0. */
typedef struct row_keys
{
	const double *values;
} row_keys;

/*
 * A value as an unsigned number that is the smaller the higher the value is. A double's bits
 * grow with its magnitude, and those of a negative number have the highest bit: so they stand
 * for negative numbers as they are, and the other 63 bits are inverted for the rest.
 */
static inline uint64_t
key_of(row_keys keys, uint32_t row)
{
	uint64_t bits;

	memcpy(&bits, &keys.values[row], sizeof(bits));
	return bits ^ (((bits >> 63) - 1) >> 1);
}

/*
 * The sort of row_order.c. Classes are found by their values: entries need no marks. A partition
 * has 50 to 500 rows more often than a million: 11 bits would take twice as long for 60 rows, and
 * 15 % less for a million.
 */
#define MARKS_STARTS 0
#define DIGIT_BITS 8
#include "stat/row_order_kernel.h"

/* Stable sort of entries by value. */
static void
sort_by_value(const double *values, uint64_t *order, uint64_t *temp, int64_t n)
{
	sorter s;

	s.keys = (row_keys) {values};
	s.temp = temp;
	s.done = 0;
	sort_rows(&s, order, n);
}

/* Sort entries by position. */
static void
sort_by_position(uint64_t *order, uint64_t *temp, int64_t n)
{
	sorter s = {.temp = temp};

	for (int64_t i = 0; i < n; i++)
	{
		uint64_t position = (uint32_t) order[i];

		if (i % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		order[i] = position << (64 - KEY_BITS) | position;
		count_digits(&s, order[i]);
	}
	sort_entries(&s, order, n);
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

/* ---------------- classes and places ---------------- */

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
		int64_t stop = dx_rank_value(r, start) == -INFINITY ? end : dx_rank_class_end(r, start);

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
		ends[start] = (uint32_t) dx_rank_class_end(r, start);
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
		end = dx_rank_class_end(r, start);
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
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, (double) (start + 1 + end) / 2);
	}
}

void
dx_rank_percentile(dx_ranking *r)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, r->n == 1 ? NAN : (double) (r->n - end) / (double) (r->n - 1));
	}
}

void
dx_rank_band(dx_ranking *r, int32_t bands)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, (double) (start * bands / r->n + 1));
	}
}

void
dx_rank_borda(dx_ranking *r)
{
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = dx_rank_class_end(r, start);
		dx_rank_put(r, start, end, (double) (r->n - end));
	}
}
