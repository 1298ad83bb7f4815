/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_dist.c: the map of values with nodes so small that every way of
 * splitting, joining and sharing them occurs: random rows come, go, are merged
 * and taken out in bulk, and quantiles are read in between. Each reading is
 * compared with plain counting in whole numbers, or with that of a fresh copy,
 * which has no sums yet; the tree is looked at from the inside; bytes are those
 * of a map that had nothing else; and what a reading costs is counted.
 *
 * The sources are included once more, under other names. They offer to be
 * cancelled once a leaf, so the offers say how many leaves were gone through.
 */
#define DX_DIST_LEAF 8
#define DX_DIST_INNER 8
#define DX_DIST_HEIGHT 16
#define dx_dist_add small_add
#define dx_dist_remove small_remove
#define dx_dist_merge small_merge
#define dx_dist_subtract small_subtract
#define dx_dist_free small_free
#define dx_dist_add_weight small_add_weight
#define dx_dist_sum_up small_sum_up
#define dx_dist_first small_first
#define dx_dist_last small_last
#define dx_dist_append small_append
#define dx_dist_wide small_wide
#define dx_dist_quantile small_quantile
#define dx_dist_packed_size small_packed_size
#define dx_dist_pack small_pack
#define dx_dist_unpack small_unpack
#define dx_check_interrupts small_check_interrupts

#include "number/dist.c"
#include "number/quantile.c"

#include "check.h"

#include <float.h>

#define SEED UINT64_C(20220922)
#define MAX 1500 /* rows at a time */
#define VALUES 2000

static int leaves; /* gone through */

void
dx_check_interrupts(void)
{
	leaves++;
}

static uint64_t state;

static uint64_t
draw(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint32_t
below(uint32_t n)
{
	return (uint32_t) (draw() % n);
}

/* A row: its value is a whole number; its weight one in units of 2^-60, unless of all magnitudes. */
typedef struct row
{
	uint32_t x;
	double w;
} row;

static row rows[MAX];
static uint32_t n_rows;
static uint32_t n_values; /* x is below */
static int style;		  /* of weights */
static uint32_t came;	  /* rows that came so far */
static dx_error err;

static double
random_weight(void)
{
	switch (style)
	{
		case 0:
			/* meets often */
			return (double) (1 + below(3));
		case 1:
			/* sums are no doubles */
			return ldexp((double) (draw() >> 11 | 1), -60);
		case 2:
			return below(2) ? ldexp(0.5 + (double) below(1000) / 2000, (int) below(2097) - 1072) : DBL_MAX;
		default:
			return below(2) ? 0.1 : ldexp((double) (1 + below(100)), (int) below(120) - 60);
	}
}

/* ---------------- plain counting ---------------- */

typedef unsigned __int128 whole;

/* The k/64-quantile by its definition, where weights are whole numbers of 2^-60 below 2^53 of it. */
static double
by_counting(uint32_t k)
{
	static whole weights[VALUES];
	whole total = 0;
	whole sum = 0;

	memset(weights, 0, sizeof(weights));
	for (uint32_t i = 0; i < n_rows; i++)
	{
		whole w = (whole) ldexp(rows[i].w, 60);

		weights[rows[i].x] += w;
		total += w;
	}
	for (uint32_t x = 0; x < n_values; x++)
	{
		whole far;

		if (weights[x] == 0)
			continue;
		sum += weights[x];
		if (sum * 64 < total * k)
			far = total * k - sum * 64;
		else
			far = sum * 64 - total * k;
		if (far <= (total * k) >> 50)
		{
			uint32_t next = x + 1;

			while (next < n_values && weights[next] == 0)
				next++;
			return next < n_values ? ((double) x + next) / 2 : x;
		}
		if (sum * 64 > total * k)
			return x;
	}
	return NAN;
}

/* ---------------- the tree from the inside ---------------- */

static int most_height;

/* Values of a node are from `least` (if it is the first of its level, any) to below `end`; its weight is added to sum. */
static uint32_t
check_node(const dx_dist *dist, const void *node, int height, double least, double end, bool last, bool is_root,
		   dx_exact *sum)
{
	const dx_dist_inner *inner = node;
	const dx_dist_leaf *leaf = node;
	uint32_t n = 0;

	if (height == 0)
	{
		CHECK(leaf->n <= leaf->room && leaf->room <= DX_DIST_LEAF &&
			  leaf->bytes >= sizeof(dx_dist_leaf) + leaf->room * sizeof(dx_dist_entry));
		CHECK(is_root || leaf->room == DX_DIST_LEAF);
		CHECK(is_root || leaf->n >= (last ? 1 : LEAF_MIN));
		CHECK((leaf->next == NULL) == last);
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			CHECK(leaf->entries[i].x >= least && leaf->entries[i].x < end &&
				  (i == 0 || leaf->entries[i].x > leaf->entries[i - 1].x));
			CHECK(weight_sign(&leaf->entries[i]) > 0);
		}
		sum_entries(leaf->entries, leaf->n, sum);
		return leaf->n;
	}
	CHECK(inner->n >= 2 && inner->n <= DX_DIST_INNER);
	CHECK(is_root || last || inner->n >= INNER_MIN);
	CHECK((inner->sums != NULL) == dist->summed);
	for (uint32_t c = 0; c < inner->n; c++)
	{
		dx_exact under;

		dx_exact_init(&under, NULL, 0);
		n += check_node(dist, inner->children[c], height - 1, c > 0 ? inner->least[c] : least,
						c + 1 < inner->n ? inner->least[c + 1] : end, last && c + 1 == inner->n, false, &under);
		CHECK(inner->sums == NULL || dx_exact_compare(&under, &inner->sums[c]) == 0);
		(void) dx_exact_merge(sum, &under, false);
		dx_exact_reset(&under, NULL, 0);
	}
	return n;
}

static uint8_t *
pack(const dx_dist *dist, size_t *len)
{
	uint8_t *bytes;

	*len = dx_dist_packed_size(dist);
	bytes = dx_alloc(*len);
	CHECK(dx_dist_pack(dist, bytes) == bytes + *len);
	return bytes;
}

/* Inside, and against a map of these rows alone. */
static void
check_map(const dx_dist *dist)
{
	dx_dist fresh = {0};
	dx_exact sum;
	size_t len, fresh_len;
	uint8_t *bytes, *fresh_bytes;

	dx_exact_init(&sum, NULL, 0);
	if (dist->root)
		CHECK(check_node(dist, dist->root, dist->height, -INFINITY, INFINITY, true, true, &sum) == dist->n);
	dx_exact_reset(&sum, NULL, 0);
	if (dist->height > most_height)
		most_height = dist->height;
	for (uint32_t i = 0; i < n_rows; i++)
		CHECK(dx_dist_add(&fresh, rows[i].x, rows[i].w, &err));
	bytes = pack(dist, &len);
	fresh_bytes = pack(&fresh, &fresh_len);
	CHECK(len == fresh_len && memcmp(bytes, fresh_bytes, len) == 0);
	dx_dist_free(&fresh);
	CHECK(dx_dist_unpack(&fresh, bytes, bytes + len, &err) == bytes + len);
	CHECK(fresh.n == dist->n);
	dx_free(bytes);
	dx_free(fresh_bytes);
	dx_dist_free(&fresh);
}

static int readings;

static void
check_reading(dx_dist *dist)
{
	dx_exact total;
	dx_dist copy = {0};
	uint32_t k = below(3) ? 32 : below(64);
	bool again = dist->summed;
	double got;

	if (dist->n == 0)
		return;
	readings++;
	dx_exact_init(&total, NULL, 0);
	dx_dist_add_weight(dist, &total);
	/* Later than the second one, a reading goes through the leaf where it ends, and begins the next one. */
	leaves = 0;
	got = dx_dist_quantile(dist, &total, k / 64.0);
	CHECK(!again || leaves <= 2);
	if (style < 2)
		CHECK_SAME(got, by_counting(k));
	else
	{
		CHECK(dx_dist_merge(&copy, dist, &err));
		CHECK(!copy.summed);
		CHECK_SAME(got, dx_dist_quantile(&copy, &total, k / 64.0));
		dx_dist_free(&copy);
	}
	dx_exact_reset(&total, NULL, 0);
}

/* ---------------- random rows ---------------- */

static void
add_row(dx_dist *dist, uint32_t x)
{
	if (n_rows == MAX)
		return;
	rows[n_rows] = (row) {x, random_weight()};
	CHECK(dx_dist_add(dist, rows[n_rows].x, rows[n_rows].w, &err));
	n_rows++;
	came++;
}

/* Rows i .. i + n - 1 are no more. */
static void
forget(uint32_t i, uint32_t n)
{
	n_rows -= n;
	memmove(rows + i, rows + i + n, (n_rows - i) * sizeof(row));
}

static void
remove_row(dx_dist *dist, uint32_t i)
{
	CHECK(dx_dist_remove(dist, rows[i].x, rows[i].w, &err));
	forget(i, 1);
}

static int
by_value(const void *a, const void *b)
{
	const row *one = a;
	const row *two = b;

	return (one->x > two->x) - (one->x < two->x);
}

/* Many rows at once: merged as a map of their own, or taken out as one. */
static void
merge_rows(dx_dist *dist, bool subtract)
{
	dx_dist other = {0};
	uint32_t n = below(MAX / 2);
	uint32_t from = below(n_rows + 1);
	uint32_t low = below(n_values);

	if (below(2))
		dx_dist_sum_up(&other);
	if (subtract)
	{
		/* now and then whole ranges of values */
		if (below(2))
			qsort(rows, n_rows, sizeof(row), by_value);
		if (n > n_rows - from)
			n = n_rows - from;
		for (uint32_t i = from; i < from + n; i++)
			CHECK(dx_dist_add(&other, rows[i].x, rows[i].w, &err));
		CHECK(dx_dist_subtract(dist, &other, &err));
		forget(from, n);
	}
	else
	{
		from = n_rows;
		if (below(2))
			low = 0;
		for (uint32_t i = 0; i < n; i++)
			add_row(&other, low + below(n_values - low));
		CHECK(dx_dist_merge(dist, &other, &err));
	}
	dx_dist_free(&other);
}

static void
check_random(uint64_t round)
{
	dx_dist dist = {0};
	/* at random; upwards, as a frame that slides over time; downwards; all in one place after another */
	int order = (int) (round / 4 % 4);
	uint32_t growing = 50; /* per cent of steps */
	uint32_t around = 0;

	style = (int) (round % 4);
	n_values = 1 + below(VALUES);
	n_rows = came = 0;
	for (int step = 0; step < 3000; step++)
	{
		if (step % 500 == 0)
			growing = below(3) * 40 + 10;
		if (step % 50 == 0)
			around = below(n_values);
		if (below(400) == 0)
			merge_rows(&dist, below(2) == 0);
		else if (below(100) < growing || n_rows == 0)
			add_row(&dist,
					order == 0		 ? below(n_values)
						: order == 1 ? came % n_values
						: order == 2 ? n_values - 1 - came % n_values
									 : (around + below(30)) % n_values);
		else
			remove_row(&dist, order == 0 ? below(n_rows) : order == 3 ? n_rows - 1 : 0);
		if (below(style < 2 ? 4 : 40) == 0)
			check_reading(&dist);
		if (below(100) == 0)
			check_map(&dist);
	}
	/* what was not there cannot be taken away, and nothing changes */
	CHECK(!dx_dist_remove(&dist, -1, 1, &err) && err.kind == DX_ERR_PARAM);
	if (n_rows > 0 && style != 2)
	{
		CHECK(!dx_dist_remove(&dist, rows[0].x, 0x1p90, &err) && err.kind == DX_ERR_PARAM);
		CHECK(!dx_dist_remove(&dist, rows[0].x + 0.5, 1, &err));
	}
	check_map(&dist);
	while (n_rows > 0)
	{
		remove_row(&dist, below(n_rows));
		if (below(10) == 0)
			check_reading(&dist);
	}
	check_map(&dist);
	CHECK(dist.n == 0 && dist.height == 0);
	dx_dist_free(&dist);
}

int
main(void)
{
	state = SEED;
	printf("seed %llu\n", (unsigned long long) SEED);
	for (uint64_t round = 0; round < 48; round++)
		check_random(round);
	printf("%d readings, trees of up to %d levels\n", readings, most_height);
	CHECK(most_height >= 4);
	CHECK_DONE("dist");
}
