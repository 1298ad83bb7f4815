/*
 * rank.c: sort, tie classes and ranks (rank.h).
 */
#include "rank.h"

/* Rows between two chances to cancel. */
#define INTERRUPT_ROWS 65536

/* Up to here insertion beats counting. */
#define INSERTION_ROWS 48

/* A round of the radix sort looks at this many of the highest bits in which keys differ. */
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
		char		c = text.ptr[i];

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
	return dx_fail_hint(err, "Ties are min (1 2 2 4), max (1 3 3 4), dense (1 2 2 3) or first (1 2 3 4, by the window's ORDER BY).");
}

/*
 * What rows are sorted by, as an unsigned number to sort upwards. A double's
 * bits grow with its magnitude: negative ones are turned over, so that the
 * order is the numbers', and the whole is turned over to put the highest
 * first.
 */
static inline uint64_t
sort_key(const dx_ranked *row, bool by_value)
{
	uint64_t	bits;

	if (!by_value)
		return (uint64_t) row->position;
	memcpy(&bits, &row->value, sizeof(bits));
	return (bits >> 63) ? bits : ~(bits | (UINT64_C(1) << 63));
}

static inline void
insertion_sort(dx_ranked *rows, int64_t n, bool by_value)
{
	for (int64_t i = 1; i < n; i++)
	{
		dx_ranked	row = rows[i];
		uint64_t	key = sort_key(&row, by_value);
		int64_t		j = i;

		for (; j > 0 && sort_key(&rows[j - 1], by_value) > key; j--)
			rows[j] = rows[j - 1];
		rows[j] = row;
	}
}

/* The bits in which keys differ; 0 also if rows are in order already. */
static inline uint64_t
differing_bits(const dx_ranked *rows, int64_t n, bool by_value)
{
	uint64_t	first = sort_key(&rows[0], by_value);
	uint64_t	previous = first;
	uint64_t	differing = 0;
	bool		sorted = true;

	for (int64_t i = 0; i < n; i++)
	{
		uint64_t	key = sort_key(&rows[i], by_value);

		if (i % INTERRUPT_ROWS == 0)
			dx_check_interrupts();
		sorted &= previous <= key;
		differing |= first ^ key;
		previous = key;
	}
	return sorted ? 0 : differing;
}

/*
 * Stable radix sort by the ROUND_BITS highest differing bits, lowest digit
 * first; few rows agree in all of them, and those are sorted by the rest of
 * their bits afterwards (64 bits: at most two rounds deep). temp has room for
 * n rows.
 */
static void
radix_sort(dx_ranked *rows, dx_ranked *temp, int64_t n, bool by_value, uint64_t differing)
{
	uint32_t	(*count)[BUCKETS] = dx_alloc(sizeof(uint32_t) * DIGITS * BUCKETS);
	dx_ranked  *from = rows;
	dx_ranked  *to = temp;
	int			shift = 0;

	while ((differing >> shift) >> ROUND_BITS != 0)
		shift++;
	for (int64_t i = 0; i < n; i++)
	{
		uint64_t	key = sort_key(&rows[i], by_value) >> shift;

		if (i % INTERRUPT_ROWS == 0)
			dx_check_interrupts();
		for (int digit = 0; digit < DIGITS; digit++)
			count[digit][(key >> (digit * DIGIT_BITS)) % BUCKETS]++;
	}
	for (int digit = 0; digit < DIGITS; digit++)
	{
		int			digit_shift = shift + digit * DIGIT_BITS;
		uint32_t   *next = count[digit];
		uint32_t	sum = 0;
		dx_ranked  *swap;

		if ((differing >> digit_shift) % BUCKETS == 0)
			continue;
		for (int i = 0; i < BUCKETS; i++)
		{
			uint32_t	here = next[i];

			next[i] = sum;
			sum += here;
		}
		for (int64_t i = 0; i < n; i++)
		{
			if (i % INTERRUPT_ROWS == 0)
				dx_check_interrupts();
			to[next[(sort_key(&from[i], by_value) >> digit_shift) % BUCKETS]++] = from[i];
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != rows)
		memcpy(rows, from, (size_t) n * sizeof(dx_ranked));
	dx_free(count);

	for (int64_t start = 0, end; shift > 0 && start < n; start = end)
	{
		uint64_t	high = sort_key(&rows[start], by_value) >> shift;
		uint64_t	rest;

		for (end = start + 1; end < n; end++)
			if (sort_key(&rows[end], by_value) >> shift != high)
				break;
		if (end - start <= INSERTION_ROWS)
			insertion_sort(&rows[start], end - start, by_value);
		else if ((rest = differing_bits(&rows[start], end - start, by_value)) != 0)
			radix_sort(&rows[start], temp, end - start, by_value, rest);
	}
}

static inline void
sort_rows(dx_ranked *rows, int64_t n, bool by_value)
{
	uint64_t	differing;

	if (n <= INSERTION_ROWS)
		insertion_sort(rows, n, by_value);
	else if ((differing = differing_bits(rows, n, by_value)) != 0)
	{
		dx_ranked  *temp = dx_alloc((size_t) n * sizeof(dx_ranked));

		radix_sort(rows, temp, n, by_value, differing);
		dx_free(temp);
	}
}

void
dx_rank_sort(dx_ranked *rows, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		rows[i].value += 0.0;	/* -0 becomes 0, nothing else changes */

	/* Both sorts are stable, so equal values stay in order of position. */
	sort_rows(rows, n, false);
	sort_rows(rows, n, true);
}

int64_t
dx_rank_class_end(const dx_ranked *rows, int64_t n, int64_t start)
{
	double		highest = rows[start].value;
	double		tolerance = DX_TIE_TOLERANCE * fabs(highest);
	int64_t		end = start + 1;

	/* Values this close subtract exactly; far ones may give infinity, which ends the class too. */
	while (end < n && highest - rows[end].value <= tolerance)
		end++;
	return end;
}

/* ranks for one class under `first`: start + 1 … in order of position. */
static void
assign_by_position(const dx_ranked *rows, int64_t start, int64_t end, int64_t *ranks)
{
	size_t		size = (size_t) (end - start) * sizeof(dx_ranked);
	dx_ranked  *members = NULL;
	const dx_ranked *ordered = &rows[start];

	/* Equal values are in order already; values only nearly equal need not be. */
	for (int64_t i = start + 1; i < end && members == NULL; i++)
		if (rows[i].position < rows[i - 1].position)
		{
			members = dx_alloc(size);
			memcpy(members, &rows[start], size);
			sort_rows(members, end - start, false);
			ordered = members;
		}
	for (int64_t i = 0; i < end - start; i++)
		ranks[ordered[i].position] = start + i + 1;
	if (members != NULL)
		dx_free(members);
}

void
dx_rank_assign(const dx_ranked *rows, int64_t n, dx_ties ties, int64_t *ranks)
{
	int64_t		classes = 0;

	for (int64_t start = 0, end; start < n; start = end)
	{
		int64_t		rank = 0;

		end = dx_rank_class_end(rows, n, start);
		classes++;
		/* A multiple of INTERRUPT_ROWS lies in start .. end - 1 */
		if (start % INTERRUPT_ROWS == 0 || start / INTERRUPT_ROWS != (end - 1) / INTERRUPT_ROWS)
			dx_check_interrupts();
		switch (ties)
		{
			case DX_TIES_MIN:
				rank = start + 1;
				break;
			case DX_TIES_MAX:
				rank = end;
				break;
			case DX_TIES_DENSE:
				rank = classes;
				break;
			case DX_TIES_FIRST:
				assign_by_position(rows, start, end, ranks);
				continue;
		}
		for (int64_t i = start; i < end; i++)
			ranks[rows[i].position] = rank;
	}
}
