/* SPDX-License-Identifier: PostgreSQL */
/*
 * stat_pairs.c: pairs of values as a kind of statistics, and rank correlations
 * of them (stat_pairs.h).
 */
#include "stat/stat_pairs.h"

#include "base/wire.h"
#include "number/decimal.h"
#include "stat/row_order.h"

static bool check_pairs(const dx_stat *stat);
static size_t pairs_packed_size(const dx_stat *stat);
static uint8_t *pairs_pack(const dx_stat *stat, uint8_t *out);
static const uint8_t *pairs_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err);
static bool pairs_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err);
static void pairs_free(dx_stat *stat);

static const dx_stat_more pairs_more = {pairs_packed_size, pairs_pack, pairs_unpack, pairs_merge, pairs_free};

const dx_stat_kind dx_stat_pairs = {DX_STAT_PAIRS, "pairs", 0, 0, {0}, check_pairs, &pairs_more};

/* Two values as whole numbers that are ordered like the values. */
typedef struct pair
{
	uint64_t x;
	uint64_t y;
} pair;

/* From one x, or y, to the next in numbers of 64 bits. */
#define PAIR_STRIDE ((int) (sizeof(pair) / sizeof(uint64_t)))

/* Pairs in the order in which they came. */
typedef struct list
{
	int64_t n;
	int64_t room;
	pair *pairs;
} list;

#define SIGN (UINT64_C(1) << 63)

/* Elements between two chances to cancel. */
#define CHANCE 65536

static uint64_t
key_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	/* -0 is 0. Asked of the bits: compilers that are told that zeros have no sign drop the question of doubles. */
	if (bits == SIGN)
		bits = 0;
	return bits & SIGN ? ~bits : bits | SIGN;
}

/* The bits of a value, from its key. */
static uint64_t
bits_of(uint64_t key)
{
	return key & SIGN ? key & ~SIGN : ~key;
}

/* ---------------- the list ---------------- */

/* Make room for so many more; false with err. */
static bool
make_room(dx_stat *stat, int64_t more, dx_error *err)
{
	list *l = stat->more;
	int64_t room;

	err->kind = DX_OK;
	if (l == NULL)
		stat->more = l = dx_alloc(sizeof(list));
	if (l->n + more <= l->room)
		return true;
	if (more > DX_STAT_MAX_PAIRS - l->n)
		return dx_fail(err, DX_ERR_LIMIT, 0, "statistics of kind pairs have more than %lld rows",
					   (long long) DX_STAT_MAX_PAIRS);
	room = l->room > DX_STAT_MAX_PAIRS / 2 ? DX_STAT_MAX_PAIRS : 2 * l->room;
	if (room < l->n + more)
		room = l->n + more;
	if (room < 16)
		room = 16;
	if (l->pairs == NULL)
		l->pairs = dx_alloc_beside(l, (size_t) room * sizeof(pair));
	else
		l->pairs = dx_realloc(l->pairs, (size_t) l->room * sizeof(pair), (size_t) room * sizeof(pair));
	l->room = room;
	return true;
}

bool
dx_stat_add_pair(dx_stat *stat, double x, double y, dx_error *err)
{
	list *l;

	if (!make_room(stat, 1, err))
		return false;
	l = stat->more;
	l->pairs[l->n++] = (pair) {key_of(x), key_of(y)};
	stat->rows++;
	return true;
}

static void
pairs_free(dx_stat *stat)
{
	list *l = stat->more;

	if (l == NULL)
		return;
	if (l->pairs)
		dx_free(l->pairs);
	dx_free(l);
	stat->more = NULL;
}

/* ---------------- sorting ---------------- */

/* A copy in the order of x, then y, dx_alloc'ed; n > 0. */
static pair *
sorted_copy(const list *l)
{
	size_t n = (size_t) l->n;
	pair *pairs = dx_alloc(n * sizeof(pair));
	uint64_t *order = dx_alloc(n * sizeof(uint64_t));
	uint64_t *temp = dx_alloc(n * sizeof(uint64_t));

	dx_row_order(&l->pairs->y, PAIR_STRIDE, l->n, order, temp);
	dx_row_reorder(&l->pairs->x, PAIR_STRIDE, l->n, order, temp);
	dx_free(temp);
	for (int64_t i = 0; i < l->n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		pairs[i] = l->pairs[dx_order_row(order[i])];
	}
	dx_free(order);
	return pairs;
}

static bool
comes_before(const pair *a, const pair *b)
{
	return a->x < b->x || (a->x == b->x && a->y < b->y);
}

/* ---------------- uniting and packing ---------------- */

/* Remove the pairs of another list; neither list is empty. */
static bool
take_out(list *l, const list *other, dx_error *err)
{
	pair *all = sorted_copy(l);
	pair *out = sorted_copy(other);
	int64_t kept = 0;
	int64_t k = 0;

	for (int64_t i = 0; i < l->n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		if (k < other->n && all[i].x == out[k].x && all[i].y == out[k].y)
			k++;
		else
			all[kept++] = all[i];
	}
	if (k < other->n)
		dx_fail(err, DX_ERR_PARAM, 0, "statistics to take out were not among those they are taken from");
	else
	{
		memcpy(l->pairs, all, (size_t) kept * sizeof(pair));
		l->n = kept;
	}
	k = k < other->n;
	dx_free(all);
	dx_free(out);
	return k == 0;
}

static bool
pairs_merge(dx_stat *stat, const dx_stat *other, bool subtract, dx_error *err)
{
	const list *theirs = other->more;
	list *l;

	err->kind = DX_OK;
	if (theirs == NULL || theirs->n == 0)
		return true;
	if (subtract)
		return take_out(stat->more, theirs, err);
	if (!make_room(stat, theirs->n, err))
		return false;
	l = stat->more;
	memcpy(l->pairs + l->n, theirs->pairs, (size_t) theirs->n * sizeof(pair));
	l->n += theirs->n;
	return true;
}

static size_t
pairs_packed_size(const dx_stat *stat)
{
	const list *l = stat->more;

	return l ? (size_t) l->n * 16 : 0;
}

/* Packed: the two doubles of each pair, in the order of x, then y. */
static uint8_t *
pairs_pack(const dx_stat *stat, uint8_t *out)
{
	const list *l = stat->more;
	pair *sorted;

	if (l == NULL || l->n == 0)
		return out;
	sorted = sorted_copy(l);
	for (int64_t i = 0; i < l->n; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		out = dx_put64(dx_put64(out, bits_of(sorted[i].x)), bits_of(sorted[i].y));
	}
	dx_free(sorted);
	return out;
}

static const uint8_t *
bad_pairs(dx_error *err, const char *what)
{
	dx_fail(err, DX_ERR_BINARY, 0, "statistics are not valid: %s", what);
	return NULL;
}

/* A stored double; false where it is NaN, infinite or -0. */
static bool
get_key(const uint8_t *p, uint64_t *key)
{
	uint64_t bits = dx_get64(p);
	double value;

	memcpy(&value, &bits, sizeof(value));
	*key = key_of(value);
	return dx_is_finite(value) && bits != SIGN;
}

static const uint8_t *
pairs_unpack(dx_stat *stat, const uint8_t *packed, const uint8_t *end, dx_error *err)
{
	list *l;

	if (stat->rows > DX_STAT_MAX_PAIRS || end - packed < 16 * stat->rows)
		return bad_pairs(err, "they are cut short");
	if (stat->rows == 0)
		return packed;
	if (!make_room(stat, stat->rows, err))
		return NULL;
	l = stat->more;
	for (; l->n < stat->rows; l->n++, packed += 16)
	{
		pair *p = &l->pairs[l->n];

		if (l->n % CHANCE == 0)
			dx_check_interrupts();
		if (!get_key(packed, &p->x) || !get_key(packed + 8, &p->y))
			return bad_pairs(err, "a value is NaN, infinite or -0");
		if (l->n > 0 && comes_before(p, p - 1))
			return bad_pairs(err, "pairs are not in order");
	}
	return packed;
}

/* Are there as many pairs as rows? */
static bool
check_pairs(const dx_stat *stat)
{
	const list *l = stat->more;

	return stat->rows == (l ? l->n : 0);
}

/* ---------------- rank correlations ---------------- */

/* The whole number, of 126 bits at most, with its sign. */
static void
big_of(dx_int128 value, dx_big *out)
{
	dx_uint128 magnitude = value < 0 ? -(dx_uint128) value : (dx_uint128) value;

	out->sign = value < 0 ? -1 : 1;
	out->exponent = 0;
	out->n = 4;
	for (int i = 0; i < 4; i++)
		out->digits[i] = (uint32_t) (magnitude >> (32 * i));
	dx_big_trim(out);
}

/* a / sqrt(b c); NULL where b or c is 0. */
static bool
share_of_root(dx_int128 a, dx_int128 b, dx_int128 c, double *result)
{
	dx_big one;
	dx_big two;
	dx_big square;
	dx_big product;

	if (b == 0 || c == 0)
		return false;
	big_of(a, &one);
	dx_big_mul(&one, &one, &square);
	big_of(b, &one);
	big_of(c, &two);
	dx_big_mul(&one, &two, &product);
	*result = a == 0 ? 0.0 : (a < 0 ? -1 : 1) * dx_big_sqrt_quotient(&square, &product);
	return true;
}

/* A list being read: two orders, and a number for each row. */
typedef struct room
{
	const pair *pairs;
	int64_t n;
	uint64_t *order;
	uint64_t *temp;
	uint32_t *of_row; /* a rank or a class of each */
} room;

/* Sort the rows by one of the values. */
static void
order_rows(const room *r, bool by_y)
{
	dx_row_order(by_y ? &r->pairs->y : &r->pairs->x, PAIR_STRIDE, r->n, r->order, r->temp);
}

/* End of the places from `start` whose rows have the same value. */
static int64_t
same_end(const room *r, int64_t start)
{
	int64_t end = start + 1;

	while (end < r->n && !dx_order_starts(r->order[end]))
		if (++end % CHANCE == 0)
			dx_check_interrupts();
	return end;
}

/* Sets of_row for the rows at places start .. end - 1. */
static void
put_in_rows(const room *r, int64_t start, int64_t end, uint32_t what)
{
	for (int64_t i = start; i < end; i++)
	{
		if (i % CHANCE == 0)
			dx_check_interrupts();
		r->of_row[dx_order_row(r->order[i])] = what;
	}
}

/* Ranks are doubled, so that means of them are whole numbers. */
static bool
spearman(const room *r, double *result)
{
	dx_int128 n = r->n;
	dx_int128 sum = n * (n + 1);
	dx_int128 xx = 0;
	dx_int128 yy = 0;
	dx_int128 xy = 0;

	order_rows(r, false);
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		uint64_t rank;

		end = same_end(r, start);
		rank = (uint64_t) (start + 1 + end);
		xx += (dx_int128) (rank * rank) * (end - start);
		put_in_rows(r, start, end, (uint32_t) rank);
	}
	order_rows(r, true);
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		uint64_t rank;
		uint64_t ranks = 0;

		end = same_end(r, start);
		rank = (uint64_t) (start + 1 + end);
		yy += (dx_int128) (rank * rank) * (end - start);
		for (int64_t i = start; i < end; i++)
		{
			if (i % CHANCE == 0)
				dx_check_interrupts();
			ranks += r->of_row[dx_order_row(r->order[i])];
		}
		xy += (dx_int128) rank * ranks;
	}
	return share_of_root(n * xy - sum * sum, n * xx - sum * sum, n * yy - sum * sum, result);
}

/* The number of couples of n rows. */
static dx_int128
couples(int64_t n)
{
	return (dx_int128) n * (n - 1) / 2;
}

/* Up to so many rows insertion sort is faster than merging. */
#define BLOCK 16

/* Inversions of a block that is sorted by insertion. */
static int64_t
invert_block(uint32_t *block, int64_t n)
{
	int64_t inversions = 0;

	for (int64_t i = 1; i < n; i++)
	{
		uint32_t here = block[i];
		int64_t j = i;

		for (; j > 0 && block[j - 1] > here; j--)
			block[j] = block[j - 1];
		block[j] = here;
		inversions += i - j;
	}
	return inversions;
}

/* Inversions between two runs from[0 .. middle) and from[middle .. n), merged into `to`. */
static int64_t
invert_runs(const uint32_t *from, int64_t middle, int64_t n, uint32_t *to)
{
	int64_t inversions = 0;
	int64_t left = 0;
	int64_t right = middle;
	int64_t out = 0;

	while (left < middle && right < n)
	{
		bool is_right = from[right] < from[left];

		if (out % CHANCE == CHANCE - 1)
			dx_check_interrupts();
		to[out++] = is_right ? from[right] : from[left];
		inversions += is_right ? middle - left : 0;
		right += is_right;
		left += !is_right;
	}
	memcpy(to + out, from + left, (size_t) (middle - left) * sizeof(uint32_t));
	memcpy(to + out + (middle - left), from + right, (size_t) (n - right) * sizeof(uint32_t));
	return inversions;
}

/*
 * The same of two runs of `half` numbers each, from both ends at once: the two ends do
 * not depend on each other, and neither can leave its run. The greater of two goes to
 * the upper end, of equal ones the right one.
 */
static int64_t
invert_halves(const uint32_t *from, int64_t half, uint32_t *to)
{
	int64_t inversions = 0;
	int64_t left = 0;
	int64_t right = half;
	int64_t upper_left = half - 1;
	int64_t upper_right = 2 * half - 1;

	for (int64_t i = 0; i < half; i++)
	{
		int64_t is_right = from[right] < from[left];
		int64_t is_left = from[upper_left] > from[upper_right];

		if (i % CHANCE == CHANCE - 1)
			dx_check_interrupts();
		/*
		 * An element of the right run is inverted with all of the left run that are still to come,
		 * or that went to the upper end.
		 */
		to[i] = from[is_right ? right : left];
		inversions += -is_right & (half - left);
		right += is_right;
		left += 1 - is_right;
		to[2 * half - 1 - i] = from[is_left ? upper_left : upper_right];
		inversions += (is_left - 1) & (half - 1 - upper_left);
		upper_left -= is_left;
		upper_right -= 1 - is_left;
	}
	return inversions;
}

/* Couples i < j with values[i] > values[j]; the values and temp are used up. */
static int64_t
count_inversions(uint32_t *values, uint32_t *temp, int64_t n)
{
	int64_t inversions = 0;
	size_t done = 0;

	for (int64_t i = 0; i < n; i += BLOCK)
	{
		dx_work(&done, BLOCK);
		inversions += invert_block(values + i, n - i < BLOCK ? n - i : BLOCK);
	}
	for (int64_t width = BLOCK; width < n; width *= 2)
	{
		uint32_t *swap = values;

		for (int64_t i = 0; i < n; i += 2 * width)
		{
			int64_t end = n - i < 2 * width ? n - i : 2 * width;
			int64_t middle = end < width ? end : width;

			dx_work(&done, (size_t) end);
			inversions += end == 2 * width ? invert_halves(values + i, width, temp + i)
										   : invert_runs(values + i, middle, end, temp + i);
		}
		values = temp;
		temp = swap;
	}
	return inversions;
}

/* The number of couples tied in y. of_row receives the number of each row's class of y. */
static dx_int128
class_rows(const room *r)
{
	uint32_t class = 0;
	dx_int128 tied = 0;

	order_rows(r, true);
	for (int64_t start = 0, end; start < r->n; start = end, class ++)
	{
		end = same_end(r, start);
		tied += couples(end - start);
		put_in_rows(r, start, end, class);
	}
	return tied;
}

/*
 * The number of couples tied in x; *both receives that of couples tied in x and y. classes
 * receives the classes of y in the order of x, then y.
 */
static dx_int128
put_classes(const room *r, uint32_t *classes, dx_int128 *both)
{
	dx_int128 tied = 0;

	*both = 0;
	order_rows(r, false);
	for (int64_t start = 0, end; start < r->n; start = end)
	{
		end = same_end(r, start);
		for (int64_t i = start; i < end; i++)
		{
			if (i % CHANCE == 0)
				dx_check_interrupts();
			classes[i] = r->of_row[dx_order_row(r->order[i])];
		}
		if (end - start == 1)
			continue;
		tied += couples(end - start);
		/* In the memory of the order, which is no longer needed there. */
		dx_order_numbers(classes + start, end - start, r->order + start, r->temp + start);
		for (int64_t i = start, last; i < end; i = last)
		{
			last = i + 1;
			while (last < end && classes[last] == classes[i])
				if (++last % CHANCE == 0)
					dx_check_interrupts();
			*both += couples(last - i);
		}
	}
	return tied;
}

static bool
kendall(const room *r, double *result)
{
	uint32_t *classes = dx_alloc((size_t) r->n * sizeof(uint32_t));
	dx_int128 all = couples(r->n);
	dx_int128 in_y = class_rows(r);
	dx_int128 in_both;
	dx_int128 in_x = put_classes(r, classes, &in_both);
	dx_int128 inversions = count_inversions(classes, (uint32_t *) r->temp, r->n);

	dx_free(classes);
	return share_of_root(all - in_x - in_y + in_both - 2 * inversions, all - in_x, all - in_y, result);
}

/* Compute one of the two rank correlations. */
static bool
read_pairs(const dx_stat *stat, const char *what, bool (*reader)(const room *, double *), double *result, dx_error *err)
{
	const list *l = stat->more;
	size_t size;
	room r;
	bool known;

	err->kind = DX_OK;
	if (stat->kind != &dx_stat_pairs)
		return dx_stat_has_no(stat, what, err);
	if (l == NULL || l->n < 2)
		return false;
	size = (size_t) l->n * sizeof(uint64_t);
	r = (room) {l->pairs, l->n, dx_alloc(size), dx_alloc(size), dx_alloc(size / 2)};
	known = reader(&r, result);
	dx_free(r.of_row);
	dx_free(r.temp);
	dx_free(r.order);
	return known;
}

bool
dx_stat_spearman_of(const dx_stat *stat, double *result, dx_error *err)
{
	return read_pairs(stat, "rank correlation", spearman, result, err);
}

bool
dx_stat_kendall_of(const dx_stat *stat, double *result, dx_error *err)
{
	return read_pairs(stat, "rank correlation", kendall, result, err);
}
