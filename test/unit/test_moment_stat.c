/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_moment_stat.c: sums of products at every two nodes against sums made one
 * by one, correlations and alpha against long doubles; any order and parts;
 * bytes that come back, and bytes that are refused.
 */
#include "check.h"
#include "nodes/moment_read.h"
#include "nodes/node_stat.h"
#include "trees.h"

enum
{
	NODES = 8, /* the first is the root */
	CARDS = 500
};

static uint64_t seed = 20261201;

static uint32_t
below(uint32_t n)
{
	return next_below(&seed, n);
}

static int64_t value[CARDS][NODES];
static uint8_t state[CARDS][NODES];
static double weight[CARDS];

/* Values of one digit, of two, of 63 bits, of both signs, constant; one card in three has gaps. */
static void
make_cards(void)
{
	for (int c = 0; c < CARDS; c++)
		for (int i = 0; i < NODES; i++)
		{
			int64_t large = (int64_t) below(UINT32_MAX) << 31 ^ below(UINT32_MAX);

			value[c][i] = i == 0 ? 1
				: i == 1		 ? ((int64_t) below(200) - 50) * INT64_C(2500000000)
				: i == 2		 ? (int64_t) below(UINT32_MAX) * 1000
				: i == 3		 ? (below(2) ? large : -large)
				: i == 4		 ? INT64_C(7000000)
				: i == 5		 ? INT64_MAX - (int64_t) below(5)
				: i == 6		 ? value[c][1] * 3 + 1
								 : (int64_t) below(3);
			state[c][i] = (uint8_t) (c % 3 > 0 || below(4) > 0 || i == 0 ? DX_VALUE_PRESENT : below(2) * 2);
			weight[c] = below(4) == 0 ? 0.1 * below(40) : below(5);
			if (c == 17)
				state[c][i] = DX_VALUE_MISSING;
		}
}

static void
weigh(double w, dx_limb *out)
{
	dx_error err;

	CHECK(dx_moment_weight(w, out, &err));
}

static void
add_cards(dx_moment_stat *stat, int from, int to, bool weighted)
{
	dx_limb w[DX_MOMENT_W];
	dx_error err;

	for (int c = from; c < to; c++)
	{
		weigh(weighted ? weight[c] : 1, w);
		CHECK(dx_moment_stat_add(stat, value[c], state[c], w, &err));
	}
}

static void
init(dx_moment_stat *stat, const dx_tree *tree, dx_moment_level level)
{
	dx_error err;

	CHECK(dx_moment_stat_init(stat, tree, 0, level, &err));
}

static uint8_t *
packed(dx_moment_stat *stat, size_t *len)
{
	uint8_t *bytes;

	dx_moment_stat_settle(stat);
	*len = dx_moment_stat_packed_size(stat);
	bytes = dx_alloc(*len);
	dx_moment_stat_pack(stat, bytes);
	return bytes;
}

static bool
same(dx_moment_stat *a, dx_moment_stat *b)
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

/* sum += w x y, of DX_WIDE_MAX limbs */
static void
add(dx_limb *sum, const dx_limb *w, int64_t x, int64_t y)
{
	dx_limb term[DX_WIDE_MAX] = {w[0], w[1], w[2]};

	CHECK(dx_wide_mul(term, term, x, DX_WIDE_MAX) && dx_wide_mul(term, term, y, DX_WIDE_MAX));
	dx_wide_add(sum, term, DX_WIDE_MAX);
}

static bool
is_sum(const dx_limb *got, int limbs, const dx_limb *want)
{
	for (int i = limbs; i < DX_WIDE_MAX; i++)
		if (want[i] != (got[limbs - 1] >> 63 ? UINT64_MAX : 0))
			return false;
	return memcmp(got, want, (size_t) limbs * sizeof(dx_limb)) == 0;
}

static bool
has_all(const dx_moment_stat *stat, int c)
{
	for (uint32_t i = 0; i < stat->n; i++)
		if (state[c][stat->nodes[i]] != DX_VALUE_PRESENT)
			return false;
	return true;
}

/* Every sum, one term after the other; what they say, by long doubles. */
static void
test_sums(dx_moment_stat *stat, bool weighted, bool complete)
{
	dx_moment_stat_settle(stat);
	for (uint32_t i = 0; i < stat->n; i++)
		for (uint32_t j = i; j < stat->n; j++)
		{
			dx_limb sums[7][DX_WIDE_MAX] = {{0}};
			uint32_t a = stat->nodes[i];
			uint32_t b = stat->nodes[j];
			long double means[2] = {0};
			long double spread[3] = {0};
			long double total = 0;
			int64_t n = 0;
			dx_moment_pair pair;
			dx_moment_said said;

			for (int c = 0; c < CARDS; c++)
			{
				dx_limb w[DX_MOMENT_W] = {1};

				if (state[c][a] != DX_VALUE_PRESENT || state[c][b] != DX_VALUE_PRESENT ||
					(complete && !has_all(stat, c)))
					continue;
				if (weighted)
					weigh(weight[c], w);
				n++;
				add(sums[0], w, 1, 1);
				if (weighted)
				{
					dx_limb high[DX_WIDE_MAX] = {0};

					/* w^2, its upper part in two steps */
					add(high, w, (int64_t) (w[1] << 1 | w[0] >> 63), INT64_MAX);
					add(high, w, (int64_t) (w[1] << 1 | w[0] >> 63), 1);
					dx_wide_add(sums[1], high, DX_WIDE_MAX);
					add(sums[1], w, (int64_t) (w[0] & INT64_MAX), 1);
				}
				else
					add(sums[1], w, 1, 1);
				add(sums[2], w, value[c][a], 1);
				add(sums[3], w, value[c][b], 1);
				add(sums[4], w, value[c][a], value[c][a]);
				add(sums[5], w, value[c][b], value[c][b]);
				add(sums[6], w, value[c][a], value[c][b]);
				total += weighted ? (long double) weight[c] : 1;
				means[0] += (weighted ? (long double) weight[c] : 1) * (long double) value[c][a];
				means[1] += (weighted ? (long double) weight[c] : 1) * (long double) value[c][b];
			}
			dx_moment_pair_read(stat, i, j, complete, &pair);
			CHECK(pair.n == n);
			CHECK(is_sum(pair.w, DX_MOMENT_W, sums[0]) && is_sum(pair.ww, DX_MOMENT_WW, sums[1]));
			CHECK(is_sum(pair.x, DX_MOMENT_X, sums[2]) && is_sum(pair.y, DX_MOMENT_X, sums[3]));
			CHECK(is_sum(pair.xx, DX_MOMENT_XX, sums[4]) && is_sum(pair.yy, DX_MOMENT_XX, sums[5]));
			CHECK(is_sum(pair.xy, DX_MOMENT_XX, sums[6]));
			CHECK(dx_moment_pair_is_possible(&pair));
			dx_moment_say(&pair, stat->one, &said);
			CHECK(said.has_covariance && said.has_correlation == (a != 4 && b != 4));
			/* Close values of 63 bits lose all of a long double. */
			if (!said.has_correlation || a == 5 || b == 5)
				continue;
			for (int c = 0; c < CARDS; c++)
			{
				long double w = weighted ? (long double) weight[c] : 1;
				long double x = (long double) value[c][a] - means[0] / total;
				long double y = (long double) value[c][b] - means[1] / total;

				if (state[c][a] != DX_VALUE_PRESENT || state[c][b] != DX_VALUE_PRESENT ||
					(complete && !has_all(stat, c)))
					continue;
				spread[0] += w * x * x;
				spread[1] += w * y * y;
				spread[2] += w * x * y;
			}
			CHECK(fabs(said.correlation - (double) (spread[2] / (sqrtl(spread[0]) * sqrtl(spread[1])))) < 1e-14);
			if (a == b || (a == 1 && b == 6))
				CHECK_SAME(said.correlation, 1.0);
			if (!weighted)
				CHECK(fabs(said.covariance -
						   (double) (spread[2] / (n - 1) / ((long double) stat->one * (long double) stat->one))) <=
					  1e-13 *
						  (double) (sqrtl(spread[0]) * sqrtl(spread[1]) / (n - 1) /
									((long double) stat->one * (long double) stat->one)));
		}
}

/* In parts, the last first, some of them empty, packed and not, united: the same bytes. */
static void
test_parts(const dx_tree *tree, dx_moment_level level, bool weighted)
{
	dx_moment_stat all;
	dx_moment_stat parts;
	dx_moment_stat back = {0};
	dx_error err;
	size_t len;
	size_t text_len;
	uint8_t *bytes;
	uint8_t *again;
	char *text;

	init(&all, tree, level);
	add_cards(&all, 0, CARDS, weighted);
	init(&parts, tree, level);
	for (int to = CARDS; to > 0; to -= 70)
	{
		dx_moment_stat part;

		init(&part, tree, level);
		add_cards(&part, to > 70 ? to - 70 : 0, to, weighted);
		if (to % 4 == 0)
			dx_moment_stat_settle(&part);
		CHECK(dx_moment_stat_unite(&parts, &part, &err));
		dx_moment_stat_free(&part);
		init(&part, tree, level);
		CHECK(dx_moment_stat_unite(&parts, &part, &err));
		dx_moment_stat_free(&part);
	}
	CHECK(same(&all, &parts));
	bytes = packed(&all, &len);
	CHECK(dx_moment_stat_unpack(bytes, len, &back, &err) && same(&back, &all) && dx_moment_stat_is_of(&back, tree));
	text = dx_moment_stat_print(bytes, len);
	again = dx_moment_stat_parse(text, &text_len, &err);
	CHECK(again && text_len == len && memcmp(again, bytes, len) == 0);
	test_sums(&back, weighted, false);
	test_sums(&parts, weighted, true);
	dx_free(text);
	dx_free(again);
	dx_free(bytes);
	dx_moment_stat_free(&all);
	dx_moment_stat_free(&parts);
	dx_moment_stat_free(&back);
}

/* Cards of weight 1 before and after others; parts with weights and without. */
static void
test_mixed(const dx_tree *tree)
{
	dx_moment_stat a;
	dx_moment_stat b;
	dx_moment_stat c;
	dx_error err;

	init(&a, tree, DX_MOMENT_CRITERIA);
	add_cards(&a, 0, 200, false);
	add_cards(&a, 200, 300, true);
	add_cards(&a, 300, 400, false);
	init(&b, tree, DX_MOMENT_CRITERIA);
	add_cards(&b, 300, 400, false);
	init(&c, tree, DX_MOMENT_CRITERIA);
	add_cards(&c, 200, 300, true);
	CHECK(dx_moment_stat_unite(&b, &c, &err));
	dx_moment_stat_free(&c);
	init(&c, tree, DX_MOMENT_CRITERIA);
	add_cards(&c, 0, 150, false);
	CHECK(dx_moment_stat_unite(&b, &c, &err));
	dx_moment_stat_free(&c);
	init(&c, tree, DX_MOMENT_CRITERIA);
	add_cards(&c, 150, 200, false);
	CHECK(dx_moment_stat_unite(&c, &b, &err));
	CHECK(a.weighted && same(&a, &c));
	dx_moment_stat_free(&a);
	dx_moment_stat_free(&b);
	dx_moment_stat_free(&c);
}

/* Every byte changed in every bit, every length: refused, or the same bytes again, which can be read. */
static void
test_hostile(const dx_tree *tree, bool weighted)
{
	dx_moment_stat stat;
	size_t len;
	uint8_t *bytes;
	int refused = 0;
	int taken = 0;

	init(&stat, tree, DX_MOMENT_CRITERIA);
	add_cards(&stat, 0, 4, weighted);
	bytes = packed(&stat, &len);
	CHECK(stat.whole.n && stat.rest.n && stat.weighted == weighted);
	dx_moment_stat_free(&stat);
	for (size_t at = 0; at < len; at++)
		for (int bit = 0; bit < 9; bit++)
		{
			dx_moment_stat back = {0};
			dx_error err;
			size_t size = bit == 8 ? at : len;

			bytes[at] ^= (uint8_t) (1 << bit);
			if (!dx_moment_stat_unpack(bytes, size, &back, &err))
			{
				CHECK(err.kind == DX_ERR_BINARY);
				refused++;
			}
			else
			{
				size_t n;
				uint8_t *again = packed(&back, &n);

				CHECK(n == size && memcmp(again, bytes, n) == 0);
				for (uint32_t i = 0; i < back.n; i++)
					for (uint32_t j = i; j < back.n; j++)
					{
						dx_moment_pair pair;
						dx_moment_said said;

						dx_moment_pair_read(&back, i, j, false, &pair);
						dx_moment_say(&pair, back.one, &said);
						CHECK(!said.has_correlation || fabs(said.correlation) <= 1);
					}
				dx_free(again);
				taken++;
			}
			dx_moment_stat_free(&back);
			bytes[at] ^= (uint8_t) (1 << bit);
		}
	/* The fingerprint and low digits may be others. */
	CHECK(refused > (int) len && taken > 128);
	dx_free(bytes);
}

static void
test_refused(const dx_tree *tree, const dx_tree *other)
{
	dx_moment_stat a;
	dx_moment_stat b;
	dx_limb w[DX_MOMENT_W];
	dx_moment_level level;
	dx_error err;
	size_t len;

	init(&a, tree, DX_MOMENT_CRITERIA);
	init(&b, other, DX_MOMENT_CRITERIA);
	CHECK(dx_moment_stat_is_of(&a, tree) && !dx_moment_stat_is_of(&a, other));
	CHECK(!dx_moment_stat_unite(&a, &b, &err) && err.kind == DX_ERR_PARAM);
	dx_moment_stat_free(&b);
	init(&b, tree, DX_MOMENT_CHILDREN);
	CHECK(!dx_moment_stat_unite(&a, &b, &err) && err.kind == DX_ERR_PARAM);
	/* A place that the level does not look at. */
	b.nodes[0]++;
	CHECK(!dx_moment_stat_is_of(&b, tree));
	dx_moment_stat_free(&b);
	a.rows = DX_MOMENT_ROWS;
	weigh(1, w);
	CHECK(!dx_moment_stat_add(&a, value[0], state[0], w, &err) && err.kind == DX_ERR_RANGE);
	dx_moment_stat_free(&a);
	CHECK(!dx_moment_stat_init(&a, tree, 2, DX_MOMENT_CHILDREN, &err) && err.kind == DX_ERR_PARAM);
	CHECK(!dx_moment_level_parse(DX_STR("leaves"), &level, &err) && err.kind == DX_ERR_PARAM);
	CHECK(!dx_moment_weight(-1, w, &err) && !dx_moment_weight(NAN, w, &err) && !dx_moment_weight(2e20, w, &err) &&
		  !dx_moment_weight(INFINITY, w, &err) && !dx_moment_weight(1e-25, w, &err) && err.kind == DX_ERR_PARAM);
	CHECK(dx_moment_weight(1e20, w, &err) && dx_moment_weight(1e-24, w, &err) && w[0] == 1 && w[1] == 0 && w[2] == 0);
	CHECK(dx_moment_weight(-0.0, w, &err) && dx_wide_is_zero(w, DX_MOMENT_W));
	CHECK(dx_moment_stat_parse("moment:00", &len, &err) == NULL && err.kind == DX_ERR_TEXT && err.position == 1);
	CHECK(dx_moment_stat_parse("moments:0", &len, &err) == NULL && err.position == 10);
}

/* Alpha of three items in long doubles: pairwise, complete, and without the first. */
static void
test_alpha(const dx_tree *tree)
{
	dx_moment_stat stat;
	uint32_t items[NODES];
	dx_alpha out[NODES];

	init(&stat, tree, DX_MOMENT_ALL);
	add_cards(&stat, 0, CARDS, false);
	dx_moment_stat_settle(&stat);
	/* The root is looked at, and is no item. */
	CHECK(stat.nodes[0] == 0 && dx_moment_items(&stat, tree, 0, items) == stat.n - 1 && items[0] == 1);
	for (int complete = 0; complete < 2; complete++)
	{
		const uint32_t three[] = {1, 6, 7};
		long double covariance[3][3];
		long double correlation[3][3];

		for (int a = 0; a < 3; a++)
			for (int b = a; b < 3; b++)
			{
				dx_moment_pair pair;
				dx_moment_said said;

				dx_moment_pair_read(&stat, three[a], three[b], complete, &pair);
				dx_moment_say(&pair, 1, &said);
				covariance[a][b] = covariance[b][a] = said.covariance;
				correlation[a][b] = correlation[b][a] = said.correlation;
			}
		dx_moment_alphas(&stat, three, 3, complete, out);
		for (int left_out = -1; left_out < 3; left_out++)
		{
			long double sum[2] = {0};
			long double trace[2] = {0};
			int k = left_out < 0 ? 3 : 2;

			for (int a = 0; a < 3; a++)
				for (int b = 0; b < 3; b++)
					if (a != left_out && b != left_out)
					{
						sum[0] += covariance[a][b];
						sum[1] += correlation[a][b];
						trace[0] += a == b ? covariance[a][b] : 0;
						trace[1] += a == b;
					}
			CHECK(out[1 + left_out].k == (uint32_t) k);
			CHECK(fabs(out[1 + left_out].alpha - (double) ((long double) k / (k - 1) * (1 - trace[0] / sum[0]))) <
				  1e-13);
			CHECK(fabs(out[1 + left_out].standardised -
					   (double) ((long double) k / (k - 1) * (1 - trace[1] / sum[1]))) < 1e-13);
		}
		/* A constant has covariances and no correlation: left out, there is one. */
		dx_moment_alphas(&stat, (const uint32_t[]) {1, 4, 7}, 3, complete, out);
		CHECK(!isnan(out[0].alpha) && isnan(out[0].standardised) && isnan(out[1].standardised) &&
			  !isnan(out[2].standardised));
		/* Two that are the same: 1. */
		dx_moment_alphas(&stat, (const uint32_t[]) {7, 7}, 2, complete, out);
		CHECK_SAME(out[0].alpha, 1.0);
		CHECK_SAME(out[0].standardised, 1.0);
		CHECK(out[1].k == 1 && isnan(out[1].alpha));
	}
	dx_moment_stat_free(&stat);
}

int
main(void)
{
	dx_tree *tree = make_tree("[{\"code\": \"\", \"max\": 70}, {\"code\": \"1\", \"max\": 10, \"rule\": \"percent\"}, "
							  "{\"code\": \"2\", \"max\": 10, \"rule\": \"percent\"}, {\"code\": \"3\", \"max\": 10, "
							  "\"rule\": \"percent\"}, {\"code\": \"4\", \"max\": 10, \"rule\": \"percent\"}, "
							  "{\"code\": \"5\", \"max\": 10, \"rule\": \"percent\"}, {\"code\": \"6\", \"max\": 10, "
							  "\"rule\": \"percent\"}, {\"code\": \"7\", \"max\": 10, \"rule\": \"percent\"}]");
	dx_tree *other = make_tree("[{\"code\": \"1\", \"max\": 0.25, \"rule\": \"percent\"}]");

	make_cards();
	test_parts(tree, DX_MOMENT_CRITERIA, false);
	test_parts(tree, DX_MOMENT_CRITERIA, true);
	test_parts(tree, DX_MOMENT_CHILDREN, false);
	test_mixed(tree);
	test_hostile(tree, false);
	test_hostile(tree, true);
	test_refused(tree, other);
	test_alpha(tree);
	CHECK_DONE("moment_stat");
}
