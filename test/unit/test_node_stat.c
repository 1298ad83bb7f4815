/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_node_stat.c: sums at every node against long arithmetic, quantiles
 * against sorted values; bytes that come back, and bytes that are refused.
 */
#include "check.h"
#include "nodes/node_stat.h"
#include "trees.h"

enum
{
	NODES = 4,
	CARDS = 300
};

static uint64_t seed = 20261130;

static uint32_t
below(uint32_t n)
{
	return next_below(&seed, n);
}

static int64_t value[CARDS][NODES];
static uint8_t state[CARDS][NODES];

static void
make_cards(void)
{
	for (int c = 0; c < CARDS; c++)
		for (int i = 0; i < NODES; i++)
		{
			value[c][i] = i == 0 ? (int64_t) below(UINT32_MAX) * INT64_C(2000000000) - INT64_C(4000000000000000000)
								 : ((int64_t) below(i == 1 ? 12 : 200) - 5) * INT64_C(2500000000);
			state[c][i] = (uint8_t) (below(5) > 0 || i == 0 ? DX_VALUE_PRESENT : below(2) * 2);
		}
}

static void
add_cards(dx_node_stat *stat, int from, int to)
{
	for (int c = from; c < to; c++)
		dx_node_stat_add(stat, value[c], state[c]);
}

static uint8_t *
packed(dx_node_stat *stat, size_t *len)
{
	uint8_t *bytes;

	*len = dx_node_stat_packed_size(stat);
	bytes = dx_alloc(*len);
	dx_node_stat_pack(stat, bytes);
	return bytes;
}

static bool
same(dx_node_stat *a, dx_node_stat *b)
{
	size_t m;
	size_t n;
	uint8_t *one = packed(a, &m);
	uint8_t *two = packed(b, &n);
	bool equal = m == n && memcmp(one, two, m) == 0;

	dx_free(one);
	dx_free(two);
	return equal;
}

static int
upwards(const void *a, const void *b)
{
	return (*(const int64_t *) a > *(const int64_t *) b) - (*(const int64_t *) a < *(const int64_t *) b);
}

/* What is said, by other means. */
static void
test_figures(dx_node_stat *stat)
{
	for (uint32_t i = 0; i < NODES; i++)
	{
		static int64_t sorted[CARDS];
		int64_t n = 0;
		long double sum = 0;
		long double spread = 0;
		double deviation;

		for (int c = 0; c < CARDS; c++)
			if (state[c][i] == DX_VALUE_PRESENT)
			{
				sorted[n++] = value[c][i];
				sum += (long double) value[c][i];
			}
		for (int64_t k = 0; k < n; k++)
			spread +=
				((long double) sorted[k] - sum / (long double) n) * ((long double) sorted[k] - sum / (long double) n);
		qsort(sorted, (size_t) n, sizeof(int64_t), upwards);
		CHECK(stat->sums[i].n == n && stat->sums[i].least == sorted[0] && stat->sums[i].greatest == sorted[n - 1]);
		CHECK(fabs(dx_node_mean(stat, i) - (double) (sum / (long double) n / (long double) stat->one)) <=
			  1e-13 * fabs((double) sorted[n - 1] / (double) stat->one));
		CHECK(dx_node_deviation(stat, i, &deviation));
		CHECK(fabs(deviation - sqrt((double) (spread / (long double) (n - 1))) / (double) stat->one) <=
			  1e-12 * deviation);
		for (int k = 0; k <= 20; k++)
		{
			double p = k / 20.0;
			/* k (n - 1) / 20 exactly. */
			int64_t low = k * (n - 1) / 20;
			int64_t rest = k * (n - 1) % 20;
			dx_int128 between = rest == 0 ? (dx_int128) sorted[low] * 20
										  : (dx_int128) sorted[low] * (20 - rest) + (dx_int128) sorted[low + 1] * rest;

			CHECK_SAME(dx_node_quantile(stat, i, p), dx_quotient(between, (dx_int128) 20 * stat->one));
		}
	}
}

static void
test_cards(const dx_tree *tree, bool keeps)
{
	dx_node_stat all;
	dx_node_stat parts;
	dx_node_stat part;
	dx_node_stat back = {0};
	dx_error err;
	size_t len;
	size_t text_len;
	uint8_t *bytes;
	uint8_t *again;
	char *text;

	dx_node_stat_init(&all, tree, keeps, DX_NODE_POINTS);
	add_cards(&all, 0, CARDS);
	/* In parts, the last first; one is empty. */
	dx_node_stat_init(&parts, tree, keeps, DX_NODE_POINTS);
	for (int to = CARDS; to > 0; to -= 70)
	{
		dx_node_stat_init(&part, tree, keeps, DX_NODE_POINTS);
		add_cards(&part, to > 70 ? to - 70 : 0, to);
		CHECK(dx_node_stat_unite(&parts, &part, &err));
		dx_node_stat_free(&part);
		dx_node_stat_init(&part, tree, keeps, DX_NODE_POINTS);
		CHECK(dx_node_stat_unite(&parts, &part, &err));
		dx_node_stat_free(&part);
	}
	CHECK(same(&all, &parts));
	bytes = packed(&all, &len);
	CHECK(dx_node_stat_unpack(bytes, len, &back, &err) && same(&back, &all));
	text = dx_node_stat_print(bytes, len);
	again = dx_node_stat_parse(text, &text_len, &err);
	CHECK(again && text_len == len && memcmp(again, bytes, len) == 0);
	if (keeps)
		test_figures(&back);
	dx_free(text);
	dx_free(again);
	dx_free(bytes);
	dx_node_stat_free(&all);
	dx_node_stat_free(&parts);
	dx_node_stat_free(&back);
}

/* Every byte changed in every bit, every length: refused, or the same bytes again. */
static void
test_hostile(const dx_tree *tree, bool keeps)
{
	dx_node_stat stat;
	size_t len;
	uint8_t *bytes;
	int refused = 0;
	int taken = 0;

	dx_node_stat_init(&stat, tree, keeps, DX_NODE_POINTS);
	add_cards(&stat, 0, 3);
	bytes = packed(&stat, &len);
	dx_node_stat_free(&stat);
	for (size_t at = 0; at < len; at++)
		for (int bit = 0; bit < 9; bit++)
		{
			dx_node_stat back = {0};
			dx_error err;
			size_t size = bit == 8 ? at : len;

			bytes[at] ^= (uint8_t) (1 << bit);
			if (!dx_node_stat_unpack(bytes, size, &back, &err))
			{
				CHECK(err.kind == DX_ERR_BINARY);
				refused++;
			}
			else
			{
				size_t n;
				uint8_t *again = packed(&back, &n);
				double deviation;

				CHECK(n == size && memcmp(again, bytes, n) == 0);
				for (uint32_t i = 0; i < back.n_nodes; i++)
					CHECK(!dx_node_deviation(&back, i, &deviation) || deviation >= 0);
				dx_free(again);
				taken++;
			}
			dx_node_stat_free(&back);
			bytes[at] ^= (uint8_t) (1 << bit);
		}
	/* The fingerprint, labels and numbers may be others. */
	CHECK(refused > (int) len && taken > 128);
	dx_free(bytes);
}

static void
test_refused(const dx_tree *tree, const dx_tree *other)
{
	dx_node_stat a;
	dx_node_stat b;
	dx_error err;
	size_t len;

	dx_node_stat_init(&a, tree, false, DX_NODE_POINTS);
	dx_node_stat_init(&b, other, false, DX_NODE_POINTS);
	CHECK(dx_node_stat_is_of(&a, tree) && !dx_node_stat_is_of(&a, other));
	CHECK(!dx_node_stat_unite(&a, &b, &err) && err.kind == DX_ERR_PARAM);
	dx_node_stat_free(&b);
	dx_node_stat_init(&b, tree, true, DX_NODE_POINTS);
	CHECK(!dx_node_stat_unite(&a, &b, &err) && err.kind == DX_ERR_PARAM);
	dx_node_stat_free(&b);
	dx_node_stat_free(&a);
	CHECK(dx_node_stat_parse("node:00", &len, &err) == NULL && err.kind == DX_ERR_TEXT && err.position == 1);
	CHECK(dx_node_stat_parse("nodes:0", &len, &err) == NULL && err.position == 8);
	CHECK(dx_node_stat_parse("nodes:0G", &len, &err) == NULL && err.position == 8);
}

/* Whole numbers of a unit as values of another: half away from zero; too large is told. */
static void
test_values(void)
{
	const int64_t one = INT64_C(1000000000000);
	int64_t points[] = {1, -1, 2, 3, INT64_MAX, 5};
	uint8_t present[] = {1, 1, 1, 0, 2, 1};
	uint32_t node;

	CHECK(dx_node_values_of(points, present, 6, 3, one, &node));
	CHECK(points[0] == INT64_C(333333333333) && points[1] == -points[0] && points[2] == INT64_C(666666666667) &&
		  points[3] == 3 && points[4] == INT64_MAX && points[5] == INT64_C(1666666666667));
	points[0] = 150;
	CHECK(dx_node_values_of(points, present, 1, 100, one, &node) && points[0] == INT64_C(1500000000000));
	points[0] = 7;
	CHECK(dx_node_values_of(points, present, 1, 6, 3 * one, &node) && points[0] == 7 * one / 2);
	points[0] = points[1] = INT64_C(922337204);
	CHECK(!dx_node_values_of(points, present, 2, 100, one, &node) && node == 0);
	CHECK(!dx_node_values_of(points, present, 1, 3, one, &node) && node == 0);
}

static int64_t
unit_of(const char *max, const char *rule)
{
	char json[200];
	dx_tree *tree;
	int64_t one;

	snprintf(json, sizeof(json), "[{\"code\": \"1\", \"max\": %s, \"rule\": \"%s\"}]", max, rule);
	tree = make_tree(json);
	one = dx_node_unit(tree, DX_NODE_POINTS);
	dx_free(tree);
	return one;
}

static void
test_units(void)
{
	CHECK(unit_of("10", "percent") == (int64_t) dx_power_of_ten(16));
	CHECK(unit_of("10", "checklist(3)") == 3 * (int64_t) dx_power_of_ten(16));
	CHECK(unit_of("0.001", "percent") == (int64_t) dx_power_of_ten(18));
	CHECK(unit_of("1000", "percent") == (int64_t) dx_power_of_ten(14));
	CHECK(unit_of("10", "checklist(7)") % 7 == 0);
	CHECK(unit_of("\"1/3\"", "percent") % 3 == 0);
	/* So many decimals as fit, before what is divided by goes. */
	CHECK(unit_of("100000", "checklist(999983)") % 999983 == 0);
	CHECK(unit_of("1000000000", "checklist(999983)") % 999983 != 0);
	CHECK(unit_of("1000000000000000", "percent") == 100);
}

/* Numbers as written, as whole ones of a power of ten. */
static void
test_units_of(void)
{
	const int64_t one = (int64_t) dx_power_of_ten(15);
	int64_t out;

	CHECK(dx_node_units_of(1.0 / 3, one, &out) && out == INT64_C(333333333333333));
	CHECK(dx_node_units_of(-2.0 / 3, one, &out) && out == -INT64_C(666666666666667));
	CHECK(dx_node_units_of(0.0000000000000005, one, &out) && out == 1);
	CHECK(dx_node_units_of(-0.0, one, &out) && out == 0);
	CHECK(dx_node_units_of(8999, one, &out) && out == 8999 * one);
	CHECK(dx_node_units_of(1e15, 1000, &out) && out == 1000 * one);
	CHECK(dx_node_units_of(0.25, 1, &out) && out == 0);
	CHECK(dx_node_units_of(1e-300, one, &out) && out == 0);
	CHECK(!dx_node_units_of(9000, one, &out) && !dx_node_units_of(-1e300, 1, &out));
}

/* What is measured is told apart, and comes back. */
static void
test_measures(const dx_tree *tree)
{
	dx_node_stat points;
	dx_error err;

	CHECK(dx_node_unit(tree, DX_NODE_RATIO) == (int64_t) dx_power_of_ten(15));
	CHECK(dx_node_unit(tree, DX_NODE_LOST) == (int64_t) dx_power_of_ten(16));
	dx_node_stat_init(&points, tree, true, DX_NODE_POINTS);
	for (int m = DX_NODE_RATIO; m < DX_NODE_MEASURES; m++)
	{
		dx_node_stat stat;
		dx_node_stat back = {0};
		uint8_t *bytes;
		size_t len;

		dx_node_stat_init(&stat, tree, true, (dx_node_measure) m);
		add_cards(&stat, 0, CARDS);
		CHECK(!dx_node_stat_unite(&points, &stat, &err) && err.kind == DX_ERR_PARAM &&
			  strstr(err.message, dx_node_measure_names[m]) != NULL);
		bytes = packed(&stat, &len);
		CHECK(dx_node_stat_unpack(bytes, len, &back, &err) && back.measure == (dx_node_measure) m &&
			  same(&back, &stat));
		CHECK_SAME(dx_node_total(&back, 1), dx_quotient(back.sums[1].sum, back.one));
		dx_free(bytes);
		dx_node_stat_free(&back);
		dx_node_stat_free(&stat);
	}
	dx_node_stat_free(&points);
}

int
main(void)
{
	dx_tree *tree = make_tree("[{\"code\": \"\", \"max\": 30}, {\"code\": \"1\", \"max\": 10, \"rule\": \"percent\"}, "
							  "{\"code\": \"2\", \"max\": 10, \"rule\": "
							  "\"percent\"}, {\"code\": \"10\", \"max\": 10, \"rule\": \"percent\"}]");
	dx_tree *other = make_tree("[{\"code\": \"1\", \"max\": 0.25, \"rule\": \"percent\"}]");

	make_cards();
	test_cards(tree, false);
	test_cards(tree, true);
	test_hostile(tree, false);
	test_hostile(tree, true);
	test_refused(tree, other);
	test_values();
	test_units();
	test_units_of();
	test_measures(tree);
	CHECK_DONE("node_stat");
}
