/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat.c: sums of products over many cards at every two nodes
 * (moment_stat.h). moment_block.c multiplies many cards at once,
 * moment_stat_bytes.c has bytes and text.
 */
#include "nodes/moment_stat.h"

#include "nodes/node_stat.h"

/* ---------------- selected nodes ---------------- */

bool
dx_moment_level_parse(dx_str text, dx_moment_level *out, dx_error *err)
{
	if (dx_str_equal(text, DX_STR("criteria")))
		*out = DX_MOMENT_CRITERIA;
	else if (dx_str_equal(text, DX_STR("children")))
		*out = DX_MOMENT_CHILDREN;
	else if (dx_str_equal(text, DX_STR("nodes")))
		*out = DX_MOMENT_ALL;
	else
	{
		dx_fail(err, DX_ERR_PARAM, 0, "unknown level \"%.*s\"", DX_STR_ARG(text));
		return dx_fail_hint(
			err, "Levels are criteria (all under the node), children (of the node) and nodes (it and all under it).");
	}
	return true;
}

/* Select nodes, ascending; returns how many. nodes NULL: they are only counted. */
static uint32_t
look_at(const dx_tree *tree, uint32_t node, dx_moment_level level, uint32_t *nodes)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t n = 0;

	for (uint32_t i = node; i < steps[node].end; i++)
	{
		bool is_child = i > node && steps[i].parent == node;
		bool is_criterion = (steps[i].flags & DX_STEP_CRITERION) != 0;

		if ((steps[i].flags & DX_STEP_UNSCORED) || (level == DX_MOMENT_CRITERIA && !is_criterion) ||
			(level == DX_MOMENT_CHILDREN && !is_child))
			continue;
		if (nodes)
			nodes[n] = i;
		n++;
	}
	return n;
}

bool
dx_moment_stat_init(dx_moment_stat *stat, const dx_tree *tree, uint32_t node, dx_moment_level level, dx_error *err)
{
	uint32_t n = look_at(tree, node, level, NULL);
	char code[DX_CODE_MAX_TEXT + 8];

	if (n == 0)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "node \"%.*s\" has nothing below it that is scored", DX_STR_CLIP,
				dx_tree_code_text(tree, node, code));
		return dx_fail_hint(err, "Name a node above it, or level criteria.");
	}
	if (n > DX_MOMENT_NODES)
	{
		dx_fail(err, DX_ERR_LIMIT, 0, "%u nodes are too many for moments", n);
		dx_fail_detail(err, "There can be %d: every two of them have their own sums.", DX_MOMENT_NODES);
		return dx_fail_hint(err, "Take level children, or name a node below.");
	}
	*stat = (dx_moment_stat) {.of = tree->fingerprint, .n_nodes = tree->n_nodes, .node = node, .level = level, .n = n};
	stat->one = dx_node_unit(tree, DX_NODE_POINTS);
	stat->nodes = dx_alloc(n * sizeof(uint32_t));
	look_at(tree, node, level, stat->nodes);
	return true;
}

static void
free_part(dx_moment_part *part)
{
	if (part->n)
		dx_free(part->n);
	if (part->w)
		dx_free(part->w);
	if (part->ww)
		dx_free(part->ww);
	if (part->x)
		dx_free(part->x);
	if (part->xx)
		dx_free(part->xx);
	if (part->xy)
		dx_free(part->xy);
	*part = (dx_moment_part) {0};
}

void
dx_moment_stat_free(dx_moment_stat *stat)
{
	free_part(&stat->whole);
	free_part(&stat->rest);
	if (stat->nodes)
		dx_free(stat->nodes);
	if (stat->waiting)
		dx_free(stat->waiting);
	if (stat->steps)
		dx_free(stat->steps);
	*stat = (dx_moment_stat) {0};
}

bool
dx_moment_stat_is_of(const dx_moment_stat *stat, const dx_tree *tree)
{
	uint32_t *nodes;
	bool same;

	if (!dx_fingerprint_equal(&stat->of, &tree->fingerprint) || stat->n_nodes != tree->n_nodes ||
		look_at(tree, stat->node, stat->level, NULL) != stat->n || stat->one != dx_node_unit(tree, DX_NODE_POINTS))
		return false;
	nodes = dx_alloc(stat->n * sizeof(uint32_t));
	look_at(tree, stat->node, stat->level, nodes);
	same = memcmp(nodes, stat->nodes, stat->n * sizeof(uint32_t)) == 0;
	dx_free(nodes);
	return same;
}

/* ---------------- memory ---------------- */

static dx_limb *
sums(size_t n, int limbs)
{
	return dx_alloc(n * (size_t) limbs * sizeof(dx_limb));
}

void
dx_moment_make_whole(dx_moment_stat *stat)
{
	dx_moment_part *part = &stat->whole;

	if (part->n)
		return;
	if (stat->weighted)
	{
		part->w = sums(1, DX_MOMENT_W);
		part->ww = sums(1, DX_MOMENT_WW);
	}
	part->x = sums(stat->n, dx_moment_x_limbs(stat));
	part->xy = sums(dx_moment_pairs(stat), dx_moment_xx_limbs(stat));
	part->n = dx_alloc(sizeof(int64_t));
}

void
dx_moment_make_rest(dx_moment_stat *stat)
{
	dx_moment_part *part = &stat->rest;
	size_t pairs = dx_moment_pairs(stat);
	size_t all = (size_t) stat->n * stat->n;

	if (part->n)
		return;
	if (stat->weighted)
	{
		part->w = sums(pairs, DX_MOMENT_W);
		part->ww = sums(pairs, DX_MOMENT_WW);
	}
	part->x = sums(all, dx_moment_x_limbs(stat));
	part->xx = sums(all, dx_moment_xx_limbs(stat));
	part->xy = sums(pairs, dx_moment_xx_limbs(stat));
	part->n = dx_alloc(pairs * sizeof(int64_t));
}

/* ---------------- weights ---------------- */

bool
dx_moment_weight(double weight, dx_limb *out, dx_error *err)
{
	dx_decimal d;
	char digits[32];

	if (!(weight >= 0 && weight <= DX_MOMENT_WEIGHT))
	{
		digits[dx_shortest(weight, digits)] = '\0';
		dx_fail(err, DX_ERR_PARAM, 0, "weight \"%s\" is out of range", digits);
		return dx_fail_detail(err, "It must be from 0 to %g.", DX_MOMENT_WEIGHT);
	}
	d = dx_decimal_from_double(weight);
	if (d.scale > DX_MOMENT_DECIMALS)
	{
		digits[dx_shortest(weight, digits)] = '\0';
		dx_fail(err, DX_ERR_PARAM, 0, "weight \"%s\" has more than %d decimals", digits, DX_MOMENT_DECIMALS);
		return dx_fail_hint(err, "Multiply all weights by a power of ten: only their proportions count.");
	}
	dx_wide_set(out, d.mant, DX_MOMENT_W);
	for (int left = DX_MOMENT_DECIMALS - d.scale; left > 0; left -= 18)
		if (!dx_wide_mul(out, out, (dx_int128) dx_power_of_ten(left < 18 ? left : 18), DX_MOMENT_W))
			return dx_fail(err, DX_ERR_RANGE, 0, "weight is out of range");
	return true;
}

/* 10^24, a weight of 1 */
static const dx_limb weight_one[DX_MOMENT_W] = {UINT64_C(0x1bcecceda1000000), UINT64_C(0xd3c2), 0};

/* n sums of `from` limbs as new sums of `to` limbs, times 10^24. */
static dx_limb *
weigh_sums(dx_limb *old, size_t n, int from, int to)
{
	dx_int128 factor = (dx_int128) ((dx_uint128) weight_one[1] << 64 | weight_one[0]);
	dx_limb *out;
	size_t done = 0;

	if (old == NULL)
		return NULL;
	out = sums(n, to);
	for (size_t i = 0; i < n; i++, dx_work(&done, 4))
	{
		dx_limb wide[DX_WIDE_MAX];

		for (int k = 0; k < DX_WIDE_MAX; k++)
			wide[k] = k < from ? old[i * from + k] : old[i * from + from - 1] >> 63 ? UINT64_MAX : 0;
		if (!dx_wide_is_zero(wide, DX_WIDE_MAX))
			dx_wide_mul(wide, wide, factor, DX_WIDE_MAX);
		memcpy(out + i * to, wide, (size_t) to * sizeof(dx_limb));
	}
	return out;
}

/* Numbers of cards as sums of weights, or of their squares. */
static dx_limb *
weigh_counts(const int64_t *n, size_t pairs, int limbs, int times)
{
	dx_int128 factor = (dx_int128) ((dx_uint128) weight_one[1] << 64 | weight_one[0]);
	dx_limb *out = sums(pairs, limbs);

	for (size_t i = 0; i < pairs; i++)
	{
		dx_wide_set(out + i * limbs, n[i], limbs);
		for (int k = 0; k < times; k++)
			dx_wide_mul(out + i * limbs, out + i * limbs, factor, limbs);
	}
	return out;
}

static void
replace(dx_limb **sum, dx_limb *by)
{
	if (*sum)
		dx_free(*sum);
	*sum = by;
}

static void
weigh_part(dx_moment_part *part, size_t counts, size_t xs, size_t pairs)
{
	if (part->n == NULL)
		return;
	part->w = weigh_counts(part->n, counts, DX_MOMENT_W, 1);
	part->ww = weigh_counts(part->n, counts, DX_MOMENT_WW, 2);
	replace(&part->x, weigh_sums(part->x, xs, 2, DX_MOMENT_X));
	replace(&part->xx, weigh_sums(part->xx, xs, 3, DX_MOMENT_XX));
	replace(&part->xy, weigh_sums(part->xy, pairs, 3, DX_MOMENT_XX));
}

/* Turn sums into sums with weights. */
static void
weigh(dx_moment_stat *stat)
{
	if (stat->weighted)
		return;
	dx_moment_stat_settle(stat);
	weigh_part(&stat->whole, 1, stat->n, dx_moment_pairs(stat));
	weigh_part(&stat->rest, dx_moment_pairs(stat), (size_t) stat->n * stat->n, dx_moment_pairs(stat));
	stat->weighted = true;
}

/* ---------------- cards with weights ---------------- */

/* A term of a sum, as sign and magnitude. */
typedef struct term
{
	dx_limb limb[DX_MOMENT_WW];
	bool negative;
} term;

/* out = a x factor: n limbs and one more. */
static inline void
multiply(const dx_limb *a, int n, uint64_t factor, dx_limb *out)
{
	uint64_t carry = 0;

	for (int i = 0; i < n; i++)
	{
		dx_uint128 digit = (dx_uint128) a[i] * factor + carry;

		out[i] = (uint64_t) digit;
		carry = (uint64_t) (digit >> 64);
	}
	out[n] = carry;
}

static inline term
times(const term *a, int n, int64_t by)
{
	term out;

	multiply(a->limb, n, by < 0 ? -(uint64_t) by : (uint64_t) by, out.limb);
	out.negative = a->negative != (by < 0);
	return out;
}

static inline void
add_term(dx_limb *sum, const term *a, int limbs)
{
	if (a->negative)
		dx_wide_sub(sum, a->limb, limbs);
	else
		dx_wide_add(sum, a->limb, limbs);
}

/* w^2 */
static void
square(const dx_limb *w, dx_limb *out)
{
	memset(out, 0, DX_MOMENT_WW * sizeof(dx_limb));
	for (int i = 0; i < DX_MOMENT_W; i++)
	{
		dx_limb part[DX_MOMENT_WW] = {0};

		multiply(w, DX_MOMENT_W, w[i], part);
		dx_wide_add(out + i, part, DX_MOMENT_WW - i);
	}
}

/* Add a card with a weight, at once: x has a value or DX_NO_VALUE for each node. */
static void
add_weighted(dx_moment_stat *stat, const int64_t *x, bool is_whole, const dx_limb *weight)
{
	dx_moment_part *part = is_whole ? &stat->whole : &stat->rest;
	term w = {{weight[0], weight[1], weight[2]}, false};
	term *wx = dx_alloc(2 * stat->n * sizeof(term));
	term *wxx = wx + stat->n;
	dx_limb ww[DX_MOMENT_WW];
	size_t done = 0;

	square(weight, ww);
	for (uint32_t i = 0; i < stat->n; i++)
		if (x[i] != DX_NO_VALUE)
		{
			wx[i] = times(&w, DX_MOMENT_W, x[i]);
			wxx[i] = times(&wx[i], DX_MOMENT_X, x[i]);
		}
	if (is_whole)
	{
		part->n[0]++;
		dx_wide_add(part->w, weight, DX_MOMENT_W);
		dx_wide_add(part->ww, ww, DX_MOMENT_WW);
		for (uint32_t i = 0; i < stat->n; i++)
			add_term(part->x + (size_t) i * DX_MOMENT_X, &wx[i], DX_MOMENT_X);
	}
	for (uint32_t i = 0; i < stat->n; i++)
	{
		size_t pair = dx_moment_pair_of(stat, i, i);

		if (x[i] == DX_NO_VALUE)
			continue;
		for (uint32_t j = i; j < stat->n; j++, pair++)
		{
			size_t ij = (size_t) i * stat->n + j;
			size_t ji = (size_t) j * stat->n + i;
			term product;

			if (x[j] == DX_NO_VALUE)
				continue;
			product = times(&wx[i], DX_MOMENT_X, x[j]);
			add_term(part->xy + pair * DX_MOMENT_XX, &product, DX_MOMENT_XX);
			if (is_whole)
				continue;
			part->n[pair]++;
			dx_wide_add(part->w + pair * DX_MOMENT_W, weight, DX_MOMENT_W);
			dx_wide_add(part->ww + pair * DX_MOMENT_WW, ww, DX_MOMENT_WW);
			add_term(part->x + ij * DX_MOMENT_X, &wx[i], DX_MOMENT_X);
			if (i == j)
				continue;
			add_term(part->x + ji * DX_MOMENT_X, &wx[j], DX_MOMENT_X);
			add_term(part->xx + ij * DX_MOMENT_XX, &wxx[i], DX_MOMENT_XX);
			add_term(part->xx + ji * DX_MOMENT_XX, &wxx[j], DX_MOMENT_XX);
		}
		dx_work(&done, 4 * (stat->n - i));
	}
	dx_free(wx);
}

/* ---------------- cards ---------------- */

static bool
is_one(const dx_limb *weight)
{
	return memcmp(weight, weight_one, sizeof(weight_one)) == 0;
}

/* Which part the values of a card belong to; false where it has no values. */
static bool
part_of(const dx_moment_stat *stat, const int64_t *x, bool *is_whole)
{
	uint32_t present = 0;

	for (uint32_t i = 0; i < stat->n; i++)
		present += x[i] != DX_NO_VALUE;
	*is_whole = present == stat->n;
	return present > 0;
}

static void
add_values(dx_moment_stat *stat, const int64_t *x, const dx_limb *weight)
{
	bool is_whole;

	if (!part_of(stat, x, &is_whole))
		return;
	if (is_whole)
		dx_moment_make_whole(stat);
	else
		dx_moment_make_rest(stat);
	add_weighted(stat, x, is_whole, weight);
}

void
dx_moment_stat_settle(dx_moment_stat *stat)
{
	uint32_t n = stat->n_waiting;

	/* If an allocation raises, they are lost together with the state. */
	stat->n_waiting = 0;
	if (n > 0)
		dx_moment_add_block(stat, stat->waiting, n);
}

/* A place for the values of one more card of weight 1. */
static int64_t *
next_waiting(dx_moment_stat *stat)
{
	if (stat->waiting == NULL)
		stat->waiting = dx_alloc((size_t) DX_MOMENT_WAITING * stat->n * sizeof(int64_t));
	if (stat->n_waiting == DX_MOMENT_WAITING)
		dx_moment_stat_settle(stat);
	return stat->waiting + (size_t) stat->n_waiting++ * stat->n;
}

bool
dx_moment_stat_add(dx_moment_stat *stat, const int64_t *value, const uint8_t *state, const dx_limb *weight,
				   dx_error *err)
{
	int64_t *x;

	if (stat->rows == DX_MOMENT_ROWS)
		return dx_fail(err, DX_ERR_RANGE, 0, "moments of too many cards");
	stat->rows++;
	if (!is_one(weight))
		weigh(stat);
	x = stat->weighted ? dx_alloc(stat->n * sizeof(int64_t)) : next_waiting(stat);
	for (uint32_t i = 0; i < stat->n; i++)
		x[i] = state[stat->nodes[i]] == DX_VALUE_PRESENT ? value[stat->nodes[i]] : DX_NO_VALUE;
	if (stat->weighted)
	{
		add_values(stat, x, weight);
		dx_free(x);
	}
	return true;
}

/* ---------------- uniting ---------------- */

static dx_limb *
copy_sums(const dx_limb *old, size_t n, int limbs)
{
	dx_limb *out = old ? sums(n, limbs) : NULL;

	if (old)
		memcpy(out, old, n * (size_t) limbs * sizeof(dx_limb));
	return out;
}

/* A copy of a part of unweighted sums. */
static dx_moment_part
copy_part(const dx_moment_part *part, size_t counts, size_t xs, size_t pairs)
{
	dx_moment_part copy = {0};

	if (part->n == NULL)
		return copy;
	copy.n = dx_alloc(counts * sizeof(int64_t));
	memcpy(copy.n, part->n, counts * sizeof(int64_t));
	copy.x = copy_sums(part->x, xs, 2);
	copy.xx = copy_sums(part->xx, xs, 3);
	copy.xy = copy_sums(part->xy, pairs, 3);
	return copy;
}

static void
add_sums(dx_limb *to, const dx_limb *from, size_t n, int limbs)
{
	size_t done = 0;

	for (size_t i = 0; from && i < n; i++, dx_work(&done, 1))
		dx_wide_add(to + i * limbs, from + i * limbs, limbs);
}

static void
add_part(dx_moment_stat *stat, dx_moment_part *to, const dx_moment_part *from, size_t counts, size_t xs)
{
	size_t pairs = dx_moment_pairs(stat);

	for (size_t i = 0; i < counts; i++)
		to->n[i] += from->n[i];
	add_sums(to->w, from->w, counts, DX_MOMENT_W);
	add_sums(to->ww, from->ww, counts, DX_MOMENT_WW);
	add_sums(to->x, from->x, xs, dx_moment_x_limbs(stat));
	add_sums(to->xx, from->xx, xs, dx_moment_xx_limbs(stat));
	add_sums(to->xy, from->xy, pairs, dx_moment_xx_limbs(stat));
}

bool
dx_moment_stat_unite(dx_moment_stat *stat, const dx_moment_stat *other, dx_error *err)
{
	size_t pairs = dx_moment_pairs(stat);
	size_t all = (size_t) stat->n * stat->n;
	dx_moment_part whole = other->whole;
	dx_moment_part rest = other->rest;

	if (!dx_fingerprint_equal(&stat->of, &other->of) || stat->n_nodes != other->n_nodes || stat->one != other->one)
		return dx_fail(err, DX_ERR_PARAM, 0, "moments are of different index trees");
	if (stat->level != other->level || stat->node != other->node || stat->n != other->n ||
		memcmp(stat->nodes, other->nodes, stat->n * sizeof(uint32_t)) != 0)
		return dx_fail(err, DX_ERR_PARAM, 0, "moments are of different nodes");
	if (stat->rows + other->rows > DX_MOMENT_ROWS)
		return dx_fail(err, DX_ERR_RANGE, 0, "moments of too many cards");
	stat->rows += other->rows;
	if (other->weighted)
		weigh(stat);
	else if (stat->weighted)
	{
		whole = copy_part(&other->whole, 1, stat->n, pairs);
		weigh_part(&whole, 1, stat->n, pairs);
		rest = copy_part(&other->rest, pairs, all, pairs);
		weigh_part(&rest, pairs, all, pairs);
	}
	if (whole.n)
	{
		dx_moment_make_whole(stat);
		add_part(stat, &stat->whole, &whole, 1, stat->n);
	}
	if (rest.n)
	{
		dx_moment_make_rest(stat);
		add_part(stat, &stat->rest, &rest, pairs, all);
	}
	if (stat->weighted && !other->weighted)
	{
		free_part(&whole);
		free_part(&rest);
	}
	/* Waiting cards of the other state are added to those waiting here. */
	for (uint32_t r = 0; r < other->n_waiting; r++)
	{
		const int64_t *x = other->waiting + (size_t) r * stat->n;

		if (stat->weighted)
			add_values(stat, x, weight_one);
		else
			memcpy(next_waiting(stat), x, stat->n * sizeof(int64_t));
	}
	return true;
}
