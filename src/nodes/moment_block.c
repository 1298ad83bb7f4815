/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_block.c: sums of products over blocks of cards, exactly and fast
 * (moment_stat.h).
 *
 * The values of a node are divided by a common divisor and written in digits of 22 bits,
 * of which most nodes need one. A digit of many cards is a column of doubles. Products
 * of two columns are added up in doubles: they are whole numbers below 2^53, so nothing
 * is rounded, in whatever order the processor adds. Columns are interleaved in fours,
 * card by card, so that 4 x 4 products are made at once.
 *
 * Where cards have gaps, three kinds of columns are needed: whether there is a
 * value (0 or 1), the digits, and the products of two digits of a value. A gap
 * is 0 in all of them.
 */
#include "nodes/moment_stat.h"
#include "number/whole.h"

#define DIGIT_BITS 22
#define DIGITS 3 /* of 63 bits */
#define TILE 4

typedef double two __attribute__((vector_size(16)));

/* Which digit a column holds: its numbers are multiples of the node's step, times 2^shift. */
typedef struct column
{
	uint32_t i;
	uint32_t shift;
} column;

/* Columns of one kind, interleaved in fours. */
typedef struct columns
{
	uint32_t n;
	uint32_t room;
	column *what;
	double *digits; /* [tile][card][TILE] */
} columns;

typedef enum product_kind
{
	PRODUCTS, /* of values: xy */
	COUNTS,	  /* of gaps and gaps: n */
	VALUES,	  /* of values and gaps: x */
	SQUARES	  /* of squares and gaps: xx */
} product_kind;

typedef struct block
{
	dx_moment_stat *stat;
	dx_moment_part *part;
	uint32_t n_cards;
	const int64_t **cards;
	uint64_t *step; /* a common divisor of a node's values; at least 1 */
	int *digits;	/* digits of the greatest value, in steps */
} block;

/* ---------------- columns ---------------- */

/* Room for up to n columns. */
static columns
make_columns(uint32_t n, uint32_t n_cards)
{
	columns c = {0, (n + TILE - 1) / TILE * TILE, NULL, NULL};

	c.what = dx_alloc(c.room * sizeof(column));
	c.digits = dx_alloc((size_t) c.room * n_cards * sizeof(double));
	return c;
}

static void
free_columns(columns *c)
{
	dx_free(c->what);
	dx_free(c->digits);
}

/* Add a column; returns the place of its first digit, the others follow at every TILE. */
static double *
add_column(columns *c, uint32_t i, uint32_t shift, uint32_t n_cards)
{
	double *at = c->digits + (size_t) (c->n / TILE) * n_cards * TILE + c->n % TILE;

	c->what[c->n++] = (column) {i, shift};
	return at;
}

static uint64_t
magnitude(int64_t x)
{
	return x < 0 ? -(uint64_t) x : (uint64_t) x;
}

/* A node's values in steps (0 at a gap). */
static void
divide_values(block *b, uint32_t i, int64_t *out)
{
	uint64_t step = b->stat->steps[i];
	uint64_t most = 0;

	for (uint32_t r = 0; r < b->n_cards; r++)
	{
		int64_t x = b->cards[r][i];
		uint64_t size = magnitude(x);

		if (x == DX_NO_VALUE || x == 0)
			out[r] = 0;
		else if (step > 0 && size % step == 0)
		{
			size /= step;
			out[r] = x < 0 ? -(int64_t) size : (int64_t) size;
			most |= size;
		}
		else
		{
			/* Not a multiple: take a smaller step, and start again. */
			step = (uint64_t) dx_common_divisor((dx_int128) size, (dx_int128) step);
			most = 0;
			r = UINT32_MAX;
		}
	}
	b->stat->steps[i] = step;
	b->step[i] = step > 0 ? step : 1;
	b->digits[i] = most >> DIGIT_BITS == 0 ? 1 : most >> 2 * DIGIT_BITS == 0 ? 2 : DIGITS;
}

/* Digit k of a number, with its sign. */
static inline double
digit_of(int64_t x, int k)
{
	double digit = (double) (int64_t) (magnitude(x) >> k * DIGIT_BITS & (((uint64_t) 1 << DIGIT_BITS) - 1));

	return x < 0 ? -digit : digit;
}

/*
 * Fill the columns of all nodes; gaps and squares are NULL where there are no gaps. x: values in
 * steps, node by node.
 */
static void
fill_columns(block *b, const int64_t *x, columns *values, columns *gaps, columns *squares)
{
	uint32_t n = b->n_cards;
	size_t done = 0;

	for (uint32_t i = 0; i < b->stat->n; i++, x += n)
	{
		for (int k = 0; k < b->digits[i]; k++)
		{
			double *at = add_column(values, i, (uint32_t) (k * DIGIT_BITS), n);

			for (uint32_t r = 0; r < n; r++)
				at[r * TILE] = digit_of(x[r], k);
		}
		for (int k = 0; squares && k < b->digits[i]; k++)
			for (int m = k; m < b->digits[i]; m++)
			{
				double *at = add_column(squares, i, (uint32_t) ((k + m) * DIGIT_BITS), n);

				for (uint32_t r = 0; r < n; r++)
					at[r * TILE] = digit_of(x[r], k) * digit_of(x[r], m) * (k == m ? 1 : 2);
			}
		if (gaps)
		{
			double *at = add_column(gaps, i, 0, n);

			for (uint32_t r = 0; r < n; r++)
				at[r * TILE] = b->cards[r][i] != DX_NO_VALUE;
		}
		dx_work(&done, 4 * n);
	}
}

/* ---------------- products ---------------- */

/* Sums over n cards of the 4 x 4 products of two tiles. */
static inline void
multiply_tiles(const double *a, const double *b, uint32_t n, double *out)
{
	two sums[TILE][2] = {{{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}};

	for (uint32_t r = 0; r < n; r++, a += TILE, b += TILE)
	{
		two left = {b[0], b[1]};
		two right = {b[2], b[3]};

		for (int i = 0; i < TILE; i++)
		{
			two factor = {a[i], a[i]};

			sums[i][0] += factor * left;
			sums[i][1] += factor * right;
		}
	}
	for (int i = 0; i < TILE; i++)
		for (int k = 0; k < TILE; k++)
			out[i * TILE + k] = sums[i][k / 2][k % 2];
}

/* sum += count x factor x 2^shift, below 2^190 in magnitude; limbs 2 or 3. */
static inline void
add_scaled(dx_limb *sum, int64_t count, dx_uint128 factor, uint32_t shift, int limbs)
{
	uint64_t size = magnitude(count);
	dx_uint128 low = (dx_uint128) size * (uint64_t) factor;
	dx_uint128 high = (dx_uint128) size * (uint64_t) (factor >> 64) + (low >> 64);
	dx_limb term[3] = {(uint64_t) low, (uint64_t) high, (uint64_t) (high >> 64)};

	if (shift >= 64)
	{
		term[2] = term[1];
		term[1] = term[0];
		term[0] = 0;
		shift -= 64;
	}
	if (shift > 0)
	{
		term[2] = term[2] << shift | term[1] >> (64 - shift);
		term[1] = term[1] << shift | term[0] >> (64 - shift);
		term[0] <<= shift;
	}
	if (count < 0)
		dx_wide_sub(sum, term, limbs);
	else
		dx_wide_add(sum, term, limbs);
}

/* Add the product of two columns to the sums that it is part of. c is left of d, or of another kind. */
static inline void
add_product(block *b, product_kind kind, column c, column d, bool same, double product)
{
	dx_moment_stat *stat = b->stat;
	dx_moment_part *part = b->part;
	int64_t count = (int64_t) product;
	uint64_t step = b->step[c.i];

	if (count == 0)
		return;
	switch (kind)
	{
		case PRODUCTS:
			/* Two different digits of one node occur twice in its square. */
			if (c.i == d.i && !same)
				count *= 2;
			add_scaled(part->xy + 3 * dx_moment_pair_of(stat, c.i, d.i), count, (dx_uint128) step * b->step[d.i],
					   c.shift + d.shift, 3);
			break;
		case COUNTS:
			part->n[dx_moment_pair_of(stat, c.i, d.i)] += count;
			break;
		case VALUES:
			add_scaled(part->x + 2 * ((size_t) c.i * stat->n + d.i), count, step, c.shift, 2);
			break;
		case SQUARES:
			if (c.i != d.i)
				add_scaled(part->xx + 3 * ((size_t) c.i * stat->n + d.i), count, (dx_uint128) step * step, c.shift, 3);
			break;
	}
}

/* Multiply every column of left with every one of right; where both are the same columns, each pair once. */
static void
multiply_columns(block *b, product_kind kind, const columns *left, const columns *right)
{
	bool same = left == right;
	size_t tile = (size_t) b->n_cards * TILE;

	for (uint32_t i = 0; i < left->n; i += TILE)
	{
		dx_check_interrupts();
		for (uint32_t k = same ? i : 0; k < right->n; k += TILE)
		{
			double out[TILE * TILE];

			multiply_tiles(left->digits + i / TILE * tile, right->digits + k / TILE * tile, b->n_cards, out);
			for (uint32_t p = 0; p < TILE && i + p < left->n; p++)
				for (uint32_t q = same && i == k ? p : 0; q < TILE && k + q < right->n; q++)
					add_product(b, kind, left->what[i + p], right->what[k + q], i + p == k + q, out[p * TILE + q]);
		}
	}
}

/* Add a block, of whole cards or of others, from its values in steps. */
static void
add_part(block *b, const int64_t *x, bool is_whole)
{
	dx_moment_stat *stat = b->stat;
	uint32_t n_values = 0;
	uint32_t n_squares = 0;
	columns values;
	columns gaps;
	columns squares;

	for (uint32_t i = 0; i < stat->n; i++)
	{
		n_values += (uint32_t) b->digits[i];
		n_squares += (uint32_t) (b->digits[i] * (b->digits[i] + 1) / 2);
	}
	values = make_columns(n_values, b->n_cards);
	if (is_whole)
	{
		fill_columns(b, x, &values, NULL, NULL);
		multiply_columns(b, PRODUCTS, &values, &values);
		free_columns(&values);
		return;
	}
	gaps = make_columns(stat->n, b->n_cards);
	squares = make_columns(n_squares, b->n_cards);
	fill_columns(b, x, &values, &gaps, &squares);
	multiply_columns(b, PRODUCTS, &values, &values);
	multiply_columns(b, COUNTS, &gaps, &gaps);
	multiply_columns(b, VALUES, &values, &gaps);
	multiply_columns(b, SQUARES, &squares, &gaps);
	free_columns(&values);
	free_columns(&gaps);
	free_columns(&squares);
}

/* Add a block whose cards are all whole, or all not. */
static void
add_cards(block *b, bool is_whole)
{
	dx_moment_stat *stat = b->stat;
	int64_t *x;
	size_t done = 0;

	if (b->n_cards == 0)
		return;
	if (is_whole)
		dx_moment_make_whole(stat);
	else
		dx_moment_make_rest(stat);
	b->part = is_whole ? &stat->whole : &stat->rest;
	x = dx_alloc((size_t) stat->n * b->n_cards * sizeof(int64_t));
	for (uint32_t i = 0; i < stat->n; i++)
	{
		divide_values(b, i, x + (size_t) i * b->n_cards);
		dx_work(&done, 4 * b->n_cards);
	}
	add_part(b, x, is_whole);
	dx_free(x);
	if (!is_whole)
		return;
	b->part->n[0] += b->n_cards;
	for (uint32_t r = 0; r < b->n_cards; r++)
		for (uint32_t i = 0; i < stat->n; i++)
			add_scaled(b->part->x + 2 * (size_t) i, b->cards[r][i] < 0 ? -1 : 1, magnitude(b->cards[r][i]), 0, 2);
}

void
dx_moment_add_block(dx_moment_stat *stat, const int64_t *values, uint32_t n)
{
	block whole = {.stat = stat};
	block rest = {.stat = stat};

	if (stat->steps == NULL)
		stat->steps = dx_alloc(stat->n * sizeof(uint64_t));
	whole.cards = dx_alloc(2 * n * sizeof(const int64_t *));
	rest.cards = whole.cards + n;
	whole.step = rest.step = dx_alloc(stat->n * sizeof(uint64_t));
	whole.digits = rest.digits = dx_alloc(stat->n * sizeof(int));
	for (uint32_t r = 0; r < n; r++)
	{
		const int64_t *x = values + (size_t) r * stat->n;
		uint32_t present = 0;

		for (uint32_t i = 0; i < stat->n; i++)
			present += x[i] != DX_NO_VALUE;
		if (present == stat->n)
			whole.cards[whole.n_cards++] = x;
		else if (present > 0)
			rest.cards[rest.n_cards++] = x;
	}
	add_cards(&whole, true);
	add_cards(&rest, false);
	dx_free(whole.digits);
	dx_free(whole.step);
	dx_free(whole.cards);
}
