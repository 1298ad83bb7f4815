/* SPDX-License-Identifier: PostgreSQL */
/*
 * dist.c: a sorted map of distinct values to exact weights (dist.h).
 *
 * Splitting and joining nodes after D. Comer, The ubiquitous B-tree, ACM
 * Computing Surveys 11, 1979.
 */
#include "number/dist.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Bytes of a first leaf, and of a full one: powers of two, as the server rounds sizes up to. */
#define FIRST_BYTES 128
#define LEAF_BYTES (sizeof(dx_dist_leaf) + DX_DIST_LEAF * sizeof(dx_dist_entry))

/*
 * A node with fewer entries or children shares with its neighbour; where both together fill at
 * most three quarters of one, they become one.
 */
#define LEAF_MIN (DX_DIST_LEAF / 4)
#define LEAF_JOINED (DX_DIST_LEAF * 3 / 4)
#define INNER_MIN (DX_DIST_INNER / 4)
#define INNER_JOINED (DX_DIST_INNER * 3 / 4)

/* Where a value is, or would be. */
typedef struct place
{
	dx_dist_leaf *leaf;					  /* NULL: not known, to be sought from the root */
	uint32_t i;							  /* the first entry of the leaf that is not below the value */
	double end;							  /* values of the leaf are below */
	dx_dist_inner *inner[DX_DIST_HEIGHT]; /* the way to it, from the leaf's parent up to the root */
	uint32_t child[DX_DIST_HEIGHT];		  /* and which child it goes to */
} place;

/* ---------------- weights ---------------- */

dx_exact *
dx_dist_wide(double w)
{
	dx_exact *wide = dx_alloc(sizeof(dx_exact));

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
	double s = entry->w + w;
	double b = s - entry->w;

	if (entry->wide == NULL && dx_is_finite(s) && (entry->w - (s - b)) + (w - b) == 0)
	{
		entry->w = s;
		return;
	}
	if (entry->wide == NULL)
		entry->wide = dx_dist_wide(entry->w);
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
		entry->wide = dx_dist_wide(entry->w);
	/* Cannot fail: as in dx_dist_add_entry. */
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

/* ---------------- sums ---------------- */

static void
sum_entries(const dx_dist_entry *entries, uint32_t n, dx_exact *sum)
{
	for (uint32_t i = 0; i < n; i++)
		dx_dist_add_entry(&entries[i], sum);
}

static void
sum_sums(const dx_exact *sums, uint32_t n, dx_exact *sum)
{
	for (uint32_t c = 0; c < n; c++)
		(void) dx_exact_merge(sum, &sums[c], false);
}

static dx_exact *
new_sums(void)
{
	dx_exact *sums = dx_alloc(DX_DIST_INNER * sizeof(dx_exact));

	for (int c = 0; c < DX_DIST_INNER; c++)
		dx_exact_init(&sums[c], NULL, 0);
	return sums;
}

/*
 * Fill in the sums of an inner node at this height (1: right above leaves) and of all inner nodes
 * under it.
 */
static void
sum_up(dx_dist_inner *inner, int height)
{
	inner->sums = new_sums();
	for (uint32_t c = 0; c < inner->n; c++)
		if (height == 1)
		{
			const dx_dist_leaf *leaf = inner->children[c];

			dx_check_interrupts();
			sum_entries(leaf->entries, leaf->n, &inner->sums[c]);
		}
		else
		{
			dx_dist_inner *below = inner->children[c];

			sum_up(below, height - 1);
			sum_sums(below->sums, below->n, &inner->sums[c]);
		}
}

void
dx_dist_sum_up(dx_dist *dist)
{
	if (dist->summed)
		return;
	if (dist->height > 0)
		sum_up(dist->root, dist->height);
	dist->summed = true;
}

/* Add w, of either sign, to the sums on the way to a place. */
static void
add_to_sums(const dx_dist *dist, const place *at, double w)
{
	if (!dist->summed)
		return;
	for (int level = 0; level < dist->height; level++)
		dx_exact_add(&at->inner[level]->sums[at->child[level]], w);
}

/* The same for the weight of another map's entry. */
static void
merge_to_sums(const dx_dist *dist, const place *at, const dx_dist_entry *other, bool subtract)
{
	if (other->wide == NULL)
	{
		add_to_sums(dist, at, subtract ? -other->w : other->w);
		return;
	}
	if (!dist->summed)
		return;
	for (int level = 0; level < dist->height; level++)
		(void) dx_exact_merge(&at->inner[level]->sums[at->child[level]], other->wide, subtract);
}

/* ---------------- nodes ---------------- */

static void
set_size(dx_dist_leaf *leaf, size_t bytes)
{
	size_t room = (bytes - sizeof(dx_dist_leaf)) / sizeof(dx_dist_entry);

	leaf->bytes = (uint32_t) bytes;
	leaf->room = (uint16_t) (room < DX_DIST_LEAF ? room : DX_DIST_LEAF);
}

static dx_dist_leaf *
new_leaf(size_t bytes)
{
	dx_dist_leaf *leaf = dx_alloc(bytes);

	set_size(leaf, bytes);
	return leaf;
}

static dx_dist_inner *
new_inner(const dx_dist *dist)
{
	dx_dist_inner *inner = dx_alloc(sizeof(dx_dist_inner));

	if (dist->summed)
		inner->sums = new_sums();
	return inner;
}

static void
free_inner(dx_dist_inner *inner)
{
	if (inner->sums)
	{
		for (uint32_t c = 0; c < inner->n; c++)
			dx_exact_reset(&inner->sums[c], NULL, 0);
		dx_free(inner->sums);
	}
	dx_free(inner);
}

/* Children from `from` on move to place `to`, in this node or another one, with their sums. */
static void
move_children(dx_dist_inner *inner, uint32_t from, uint32_t n, dx_dist_inner *target, uint32_t to)
{
	memmove(target->least + to, inner->least + from, n * sizeof(double));
	memmove(target->children + to, inner->children + from, n * sizeof(void *));
	if (inner->sums)
		memmove(target->sums + to, inner->sums + from, n * sizeof(dx_exact));
}

/* A child at place c, whose weight is not in the sums yet. */
static void
insert_child(dx_dist_inner *inner, uint32_t c, double least, void *child)
{
	move_children(inner, c, inner->n - c, inner, c + 1);
	inner->least[c] = least;
	inner->children[c] = child;
	if (inner->sums)
		dx_exact_init(&inner->sums[c], NULL, 0);
	inner->n++;
}

/* Remove child c + 1, whose children or entries child c has taken over; its sum joins that of c. */
static void
join_child(dx_dist_inner *inner, uint32_t c)
{
	if (inner->sums)
	{
		(void) dx_exact_merge(&inner->sums[c], &inner->sums[c + 1], false);
		dx_exact_reset(&inner->sums[c + 1], NULL, 0);
	}
	inner->n--;
	move_children(inner, c + 2, inner->n - (c + 1), inner, c + 1);
}

/* What one child hands over to another: entries, or children of its own with their sums. */
typedef struct handed
{
	const dx_dist_entry *entries;
	const dx_exact *sums;
	uint32_t n;
} handed;

/* Move the sum of what was under child `from` and is under child `to` now. */
static void
hand_over(dx_dist_inner *inner, uint32_t from, uint32_t to, handed what)
{
	int64_t room[DX_EXACT_ROOM_1] = {0};
	dx_exact moved;

	if (inner->sums == NULL)
		return;
	dx_exact_init(&moved, room, DX_EXACT_ROOM_1);
	if (what.entries)
		sum_entries(what.entries, what.n, &moved);
	else
		sum_sums(what.sums, what.n, &moved);
	(void) dx_exact_merge(&inner->sums[from], &moved, true);
	(void) dx_exact_merge(&inner->sums[to], &moved, false);
	dx_exact_reset(&moved, room, DX_EXACT_ROOM_1);
}

/* ---------------- finding ---------------- */

/* The child under which x is or would be. */
static uint32_t
find_child(const dx_dist_inner *inner, double x)
{
	uint32_t low = 0;
	uint32_t high = inner->n;

	while (high - low > 1)
	{
		uint32_t middle = low + (high - low) / 2;

		if (inner->least[middle] <= x)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The first entry of a leaf, from `low` on, that is not below x. */
static uint32_t
find_entry(const dx_dist_leaf *leaf, uint32_t low, double x)
{
	uint32_t high = leaf->n;

	while (low < high)
	{
		uint32_t middle = low + (high - low) / 2;

		if (leaf->entries[middle].x < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
find(const dx_dist *dist, double x, place *at)
{
	void *node = dist->root;

	at->end = INFINITY;
	for (int level = dist->height - 1; level >= 0; level--)
	{
		dx_dist_inner *inner = node;
		uint32_t c = find_child(inner, x);

		at->inner[level] = inner;
		at->child[level] = c;
		if (c + 1 < inner->n)
			at->end = inner->least[c + 1];
		node = inner->children[c];
	}
	at->leaf = node;
	at->i = find_entry(at->leaf, 0, x);
}

/* ---------------- adding entries ---------------- */

/*
 * Make room for x, whose leaf is full: of the unbroken line of full nodes above the leaf
 * split the highest (its parent has room, or it is the root). The caller looks up the
 * place again and finds room, or splits the next lower node.
 */
static void
split(dx_dist *dist, double x, const place *at)
{
	/* Values that come in order fill their nodes; else half of a full one moves. */
	bool in_order = at->leaf->next == NULL && at->i == at->leaf->n;
	int level = 0;
	dx_dist_inner *parent;
	uint32_t c;

	while (level < dist->height && at->inner[level]->n == DX_DIST_INNER)
		level++;
	if (level < dist->height)
	{
		parent = at->inner[level];
		c = at->child[level];
	}
	else
	{
		/* The tree gains a level; only the new root has no sums yet. */
		parent = new_inner(dist);
		c = 0;
		insert_child(parent, 0, 0, dist->root);
		if (parent->sums && level == 0)
			sum_entries(at->leaf->entries, at->leaf->n, &parent->sums[0]);
		else if (parent->sums)
			sum_sums(at->inner[level - 1]->sums, at->inner[level - 1]->n, &parent->sums[0]);
		dist->root = parent;
		dist->height++;
	}
	if (level == 0)
	{
		dx_dist_leaf *leaf = at->leaf;
		dx_dist_leaf *right = new_leaf(LEAF_BYTES);
		uint32_t stay = in_order ? leaf->n : leaf->n / 2;

		right->n = (uint16_t) (leaf->n - stay);
		memcpy(right->entries, leaf->entries + stay, right->n * sizeof(dx_dist_entry));
		leaf->n = (uint16_t) stay;
		right->next = leaf->next;
		leaf->next = right;
		insert_child(parent, c + 1, in_order ? x : right->entries[0].x, right);
		hand_over(parent, c, c + 1, (handed) {right->entries, NULL, right->n});
	}
	else
	{
		dx_dist_inner *inner = at->inner[level - 1];
		dx_dist_inner *right = new_inner(dist);
		/* An inner node has two children at least. */
		uint32_t stay = in_order ? inner->n - 2 : inner->n / 2;

		right->n = (uint16_t) (inner->n - stay);
		move_children(inner, stay, right->n, right, 0);
		inner->n = (uint16_t) stay;
		insert_child(parent, c + 1, right->least[0], right);
		hand_over(parent, c, c + 1, (handed) {NULL, right->sums, right->n});
	}
}

/* Insert an entry of weight 0 for x at its place, which changes where nodes are split. */
static dx_dist_entry *
insert_entry(dx_dist *dist, double x, place *at)
{
	dx_dist_leaf *leaf;

	while (at->leaf->n == at->leaf->room)
	{
		leaf = at->leaf;
		if (leaf->room < DX_DIST_LEAF)
		{
			/* The leaf is the root: no parent points to it. */
			leaf = dx_realloc(leaf, leaf->bytes, 2 * (size_t) leaf->bytes);
			set_size(leaf, 2 * (size_t) leaf->bytes);
			dist->root = at->leaf = leaf;
			continue;
		}
		split(dist, x, at);
		find(dist, x, at);
	}
	leaf = at->leaf;
	memmove(leaf->entries + at->i + 1, leaf->entries + at->i, (leaf->n - at->i) * sizeof(dx_dist_entry));
	leaf->n++;
	dist->n++;
	leaf->entries[at->i] = (dx_dist_entry) {x, 0.0, NULL};
	return &leaf->entries[at->i];
}

/* The entry of x, and its place; a new one if there is none and create is set, else NULL. */
static dx_dist_entry *
entry_of(dx_dist *dist, double x, bool create, place *at)
{
	if (dist->root == NULL)
	{
		if (!create)
			return NULL;
		dist->root = new_leaf(FIRST_BYTES);
	}
	find(dist, x, at);
	if (at->i < at->leaf->n && at->leaf->entries[at->i].x == x)
		return &at->leaf->entries[at->i];
	return create ? insert_entry(dist, x, at) : NULL;
}

/*
 * The same for an x greater than the last one, whose place is known: within the same leaf the tree
 * is not searched.
 */
static dx_dist_entry *
next_entry(dx_dist *dist, double x, bool create, place *at)
{
	if (at->leaf == NULL || x >= at->end)
		return entry_of(dist, x, create, at);
	at->i = find_entry(at->leaf, at->i, x);
	if (at->i < at->leaf->n && at->leaf->entries[at->i].x == x)
		return &at->leaf->entries[at->i];
	return create ? insert_entry(dist, x, at) : NULL;
}

dx_dist_entry *
dx_dist_append(dx_dist *dist, double x)
{
	dx_dist_leaf *last = (dx_dist_leaf *) dx_dist_last(dist);
	place at;

	if (last == NULL || last->n == last->room)
		return entry_of(dist, x, true, &at);
	dist->n++;
	last->entries[last->n] = (dx_dist_entry) {x, 0.0, NULL};
	return &last->entries[last->n++];
}

/* ---------------- taking entries away ---------------- */

/* Children c and c + 1, leaves, share what they have; true if they became one. */
static bool
share_entries(dx_dist_inner *parent, uint32_t c)
{
	dx_dist_leaf *left = parent->children[c];
	dx_dist_leaf *right = parent->children[c + 1];
	uint32_t all = (uint32_t) left->n + right->n;
	uint32_t half = all / 2;
	uint32_t n;

	if (all <= LEAF_JOINED)
	{
		memcpy(left->entries + left->n, right->entries, right->n * sizeof(dx_dist_entry));
		left->n = (uint16_t) all;
		left->next = right->next;
		join_child(parent, c);
		dx_free(right);
		return true;
	}
	if (left->n < half)
	{
		n = half - left->n;
		hand_over(parent, c + 1, c, (handed) {right->entries, NULL, n});
		memcpy(left->entries + left->n, right->entries, n * sizeof(dx_dist_entry));
		memmove(right->entries, right->entries + n, (right->n - n) * sizeof(dx_dist_entry));
	}
	else
	{
		n = left->n - half;
		hand_over(parent, c, c + 1, (handed) {left->entries + half, NULL, n});
		memmove(right->entries + n, right->entries, right->n * sizeof(dx_dist_entry));
		memcpy(right->entries, left->entries + half, n * sizeof(dx_dist_entry));
	}
	left->n = (uint16_t) half;
	right->n = (uint16_t) (all - half);
	parent->least[c + 1] = right->entries[0].x;
	return false;
}

/* The same where they are inner nodes. */
static bool
share_children(dx_dist_inner *parent, uint32_t c)
{
	dx_dist_inner *left = parent->children[c];
	dx_dist_inner *right = parent->children[c + 1];
	uint32_t all = (uint32_t) left->n + right->n;
	uint32_t half = all / 2;
	uint32_t n;

	if (all <= INNER_JOINED)
	{
		move_children(right, 0, right->n, left, left->n);
		left->n = (uint16_t) all;
		/* The sums' limbs now belong to the left one. */
		right->n = 0;
		join_child(parent, c);
		free_inner(right);
		return true;
	}
	if (left->n < half)
	{
		n = half - left->n;
		hand_over(parent, c + 1, c, (handed) {NULL, right->sums, n});
		move_children(right, 0, n, left, left->n);
		move_children(right, n, right->n - n, right, 0);
	}
	else
	{
		n = left->n - half;
		hand_over(parent, c, c + 1, (handed) {NULL, left->sums ? left->sums + half : NULL, n});
		move_children(right, 0, right->n, right, n);
		move_children(left, half, n, right, 0);
	}
	left->n = (uint16_t) half;
	right->n = (uint16_t) (all - half);
	parent->least[c + 1] = right->least[0];
	return false;
}

/* After the leaf at a place lost an entry: nodes on the way that have too little share with a neighbour. */
static void
refill(dx_dist *dist, place *at)
{
	if (dist->height == 0 || at->leaf->n >= LEAF_MIN)
		return;
	at->leaf = NULL;
	for (int level = 0; level < dist->height; level++)
	{
		dx_dist_inner *parent = at->inner[level];
		uint32_t c = at->child[level] > 0 ? at->child[level] - 1 : 0;

		if (!(level == 0 ? share_entries(parent, c) : share_children(parent, c)))
			return;
		if (level == dist->height - 1 && parent->n == 1)
		{
			dist->root = parent->children[0];
			dist->height--;
			free_inner(parent);
			return;
		}
		if (parent->n >= INNER_MIN)
			return;
	}
}

/* Remove the entry at a place; where nodes changed, the place is no longer known. */
static void
remove_entry(dx_dist *dist, place *at)
{
	dx_dist_leaf *leaf = at->leaf;

	free_wide(leaf->entries[at->i].wide);
	leaf->n--;
	dist->n--;
	memmove(leaf->entries + at->i, leaf->entries + at->i + 1, (leaf->n - at->i) * sizeof(dx_dist_entry));
	refill(dist, at);
}

/* ---------------- the map ---------------- */

static bool
too_many(dx_error *err)
{
	dx_fail(err, DX_ERR_LIMIT, 0, "more than %u distinct values in one median or quantile", DX_DIST_MAX);
	return dx_fail_hint(err, "Round the values, or group by something finer.");
}

bool
dx_dist_add(dx_dist *dist, double x, double w, dx_error *err)
{
	dx_dist_entry *entry;
	place at;

	x = x == 0 ? 0.0 : x; /* not -0 */
	entry = entry_of(dist, x, dist->n < DX_DIST_MAX, &at);
	if (entry == NULL)
		return too_many(err);
	add_weight(entry, w);
	add_to_sums(dist, &at, w);
	return true;
}

static bool
not_in(double x, dx_error *err)
{
	char digits[32];

	dx_shortest(x, digits);
	return dx_fail(err, DX_ERR_PARAM, 0, "value %s cannot be taken away with more weight than it has", digits);
}

bool
dx_dist_remove(dx_dist *dist, double x, double w, dx_error *err)
{
	dx_dist_entry *entry;
	place at;
	int sign;

	x = x == 0 ? 0.0 : x;
	entry = entry_of(dist, x, false, &at);
	if (entry == NULL)
		return not_in(x, err);
	add_weight(entry, -w);
	sign = weight_sign(entry);
	if (sign < 0)
	{
		add_weight(entry, w);
		return not_in(x, err);
	}
	add_to_sums(dist, &at, -w);
	if (sign == 0)
		remove_entry(dist, &at);
	return true;
}

bool
dx_dist_merge(dx_dist *dist, const dx_dist *other, dx_error *err)
{
	place at = {0};

	for (const dx_dist_leaf *leaf = dx_dist_first(other); leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			const dx_dist_entry *theirs = &leaf->entries[i];
			dx_dist_entry *ours = next_entry(dist, theirs->x, dist->n < DX_DIST_MAX, &at);

			if (ours == NULL)
				return too_many(err);
			merge_weight(ours, theirs, false);
			merge_to_sums(dist, &at, theirs, false);
		}
	}
	return true;
}

bool
dx_dist_subtract(dx_dist *dist, const dx_dist *other, dx_error *err)
{
	place at = {0};

	for (const dx_dist_leaf *leaf = dx_dist_first(other); leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		for (uint32_t i = 0; i < leaf->n; i++)
		{
			const dx_dist_entry *theirs = &leaf->entries[i];
			dx_dist_entry *ours = next_entry(dist, theirs->x, false, &at);
			int sign;

			if (ours == NULL)
				return not_in(theirs->x, err);
			merge_weight(ours, theirs, true);
			merge_to_sums(dist, &at, theirs, true);
			sign = weight_sign(ours);
			if (sign < 0)
				return not_in(theirs->x, err);
			if (sign == 0)
				remove_entry(dist, &at);
		}
	}
	return true;
}

/* Free inner nodes from this height down, not the leaves. */
static void
free_tree(void *node, int height)
{
	dx_dist_inner *inner = node;

	if (height == 0)
		return;
	for (uint32_t c = 0; c < inner->n; c++)
		free_tree(inner->children[c], height - 1);
	free_inner(inner);
}

void
dx_dist_free(dx_dist *dist)
{
	dx_dist_leaf *leaf = (dx_dist_leaf *) dx_dist_first(dist);

	free_tree(dist->root, dist->height);
	while (leaf)
	{
		dx_dist_leaf *next = leaf->next;

		for (uint32_t i = 0; i < leaf->n; i++)
			free_wide(leaf->entries[i].wide);
		dx_free(leaf);
		leaf = next;
	}
	memset(dist, 0, sizeof(*dist));
}

void
dx_dist_add_weight(const dx_dist *dist, dx_exact *sum)
{
	for (const dx_dist_leaf *leaf = dx_dist_first(dist); leaf; leaf = leaf->next)
	{
		dx_check_interrupts();
		sum_entries(leaf->entries, leaf->n, sum);
	}
}

const dx_dist_leaf *
dx_dist_first(const dx_dist *dist)
{
	const void *node = dist->root;

	for (int level = dist->height; level > 0; level--)
		node = ((const dx_dist_inner *) node)->children[0];
	return node;
}

const dx_dist_leaf *
dx_dist_last(const dx_dist *dist)
{
	const void *node = dist->root;

	for (int level = dist->height; level > 0; level--)
	{
		const dx_dist_inner *inner = node;

		node = inner->children[inner->n - 1];
	}
	return node;
}
