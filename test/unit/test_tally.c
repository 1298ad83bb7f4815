/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_tally.c: the state of dx.score in bytes: round trips, the programme of
 * a node, and bytes that are no tally.
 */
#include "check.h"
#include "card/result.h"
#include "score/score.h"
#include "rows/tally.h"
#include "tree/tree_make.h"

#define SEED UINT64_C(20221123)

static uint64_t random_state = SEED;

static uint64_t
next_random(void)
{
	uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static uint32_t
below(uint32_t n)
{
	return (uint32_t) (next_random() % n);
}

/* Sums all the way: a bonus, a penalty, a maximum of 0, one unscored, a huge one. */
static const char plain_json[] = "[{\"code\":\"\",\"name\":\"plain\"},"
								 "{\"code\":\"1.1\",\"max\":10,\"rule\":\"percent\"},"
								 "{\"code\":\"1.2\",\"max\":20,\"rule\":\"percent\"},"
								 "{\"code\":\"1.3\",\"max\":5,\"rule\":\"percent\",\"bonus\":true},"
								 "{\"code\":\"2.1\",\"max\":-4,\"rule\":\"percent\"},"
								 "{\"code\":\"2.2\",\"max\":0,\"rule\":\"percent\"},"
								 "{\"code\":\"2.3\",\"rule\":\"unscored\"},"
								 "{\"code\":\"2.4\",\"max\":1e12,\"rule\":\"percent\"},"
								 "{\"code\":\"3\",\"max\":7,\"rule\":\"percent\"}]";

/* Means over sums, limits as fraction and number, policies, weights. */
static const char mixed_json[] =
	"[{\"code\":\"\",\"name\":\"mixed\",\"method\":\"geomean\",\"max\":200},"
	"{\"code\":\"1\",\"method\":\"sum\",\"missing\":\"skip\",\"weight\":2,\"min_coverage\":\"1/3\"},"
	"{\"code\":\"1.1\",\"max\":10,\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"max\":20,\"rule\":\"percent\"},"
	"{\"code\":\"1.3\",\"max\":1e12,\"rule\":\"percent\"},"
	"{\"code\":\"2\",\"method\":\"power(3)\",\"missing\":\"zero\",\"min_count\":1},"
	"{\"code\":\"2.1\",\"rule\":\"percent\",\"weight\":0.5},"
	"{\"code\":\"2.2\",\"rule\":\"percent\"},"
	"{\"code\":\"2.3\",\"rule\":\"unscored\"},"
	"{\"code\":\"3\",\"method\":\"mean\",\"missing\":\"strict\",\"min_coverage\":0.5},"
	"{\"code\":\"3.1\",\"rule\":\"percent\"},"
	"{\"code\":\"3.2\",\"rule\":\"percent\",\"weight\":0}]";

/* Caps, a floor, thresholds, and nodes that need siblings, one of them a group. */
static const char decided_json[] = "[{\"code\":\"\",\"name\":\"decided\",\"cap\":30,\"floor\":0},"
								   "{\"code\":\"1\",\"cap\":15,\"missing\":\"skip\"},"
								   "{\"code\":\"1.1\",\"max\":10,\"rule\":\"percent\",\"threshold\":\"50%\"},"
								   "{\"code\":\"1.2\",\"max\":8,\"rule\":\"percent\",\"needs\":{\"1.1\":\"3p\"}},"
								   "{\"code\":\"2\",\"needs\":{\"1\":\"1/3\",\"3\":\"-1p\"}},"
								   "{\"code\":\"2.1\",\"max\":10,\"rule\":\"percent\"},"
								   "{\"code\":\"2.2\",\"max\":10,\"rule\":\"percent\"},"
								   "{\"code\":\"3\",\"max\":-4,\"rule\":\"percent\"}]";

static dx_tree *
tree_of(const char *json)
{
	dx_error err = {0};
	dx_tree *tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);

	if (tree == NULL)
	{
		printf("%s\n", err.message);
		exit(1);
	}
	return tree;
}

static uint32_t
node_of(const dx_tree *tree, const char *code)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	dx_error err;

	if (!dx_code_encode((dx_str) {code, strlen(code)}, buf, &key, &err))
		exit(1);
	return dx_tree_find(tree, key);
}

/* Random results for every criterion, scored. */
static void
random_leaves(const dx_tree *tree, dx_leaf *leaves)
{
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t node = dx_tree_criteria(tree)[i];
		bool unscored = (dx_tree_steps(tree)[node].flags & DX_STEP_UNSCORED) != 0;
		uint8_t state = (uint8_t) below(4);
		double value = 0;
		dx_error err;

		if (state == DX_RESULT_VALUE || (unscored && state == DX_RESULT_POINTS))
		{
			state = DX_RESULT_VALUE;
			value = below(3) ? below(10001) / 100.0 : (double) (next_random() >> 11) * 0x1p-53 * 100;
		}
		else if (state == DX_RESULT_POINTS)
			value = dx_maximum_to_double(dx_step_maximum(&dx_tree_steps(tree)[node])) * (double) below(101) / 100;
		if (!dx_score_result(tree, node, state, value, &leaves[i], &err))
			printf("%s %s\n", err.message, err.detail);
	}
}

/* Does a leaf survive packing? In lowest terms. */
static bool
same_leaf(const dx_leaf *a, const dx_leaf *b)
{
	dx_int128 x = a->num;
	dx_int128 y = a->den;

	if (a->state != b->state || a->state != DX_VALUE_PRESENT)
		return a->state == b->state;
	while (y != 0)
	{
		dx_int128 rest = x % y;

		x = y;
		y = rest;
	}
	return a->num / x == b->num && a->den / x == b->den;
}

/* The maxima of a tally of a plain sum; NULL for others. */
static dx_maximum *
maxima_of(const dx_tree *tree, const dx_programme *programme, uint32_t first)
{
	dx_tally tally = {programme, programme->n_criteria, NULL, NULL};

	if (!programme->plain)
		return NULL;
	tally.max = dx_alloc(programme->n_criteria * sizeof(dx_maximum));
	dx_tally_maxima(tree, first, &tally);
	return tally.max;
}

/* dx_tally_points with a roll-up of its own. */
static bool
points_of(const dx_tally *tally, double *points, dx_error *err)
{
	dx_rollup *rollup = NULL;
	bool known = dx_tally_points(tally, &rollup, points, err);

	if (rollup)
		dx_rollup_free(rollup);
	return known;
}

/* A programme's bytes as they are, to be freed; of a plain sum none. */
static dx_image
image_of(const dx_programme *programme)
{
	size_t size = dx_programme_size(programme);
	uint8_t *bytes = dx_alloc(size + 1);

	if (size > 0)
		dx_programme_pack(programme, bytes);
	return (dx_image) {bytes, size};
}

static uint8_t *
pack(const dx_tally *tally, size_t *len)
{
	dx_image image = image_of(tally->programme);
	uint8_t *bytes;

	*len = dx_tally_packed_size(tally, image);
	bytes = dx_alloc(*len);
	memset(bytes, 0xEE, *len);
	dx_tally_pack(tally, image, bytes);
	dx_free((void *) image.bytes);
	return bytes;
}

static void
close_tally(dx_tally *tally)
{
	dx_free((void *) tally->programme);
	dx_free(tally->leaves);
	if (tally->max)
		dx_free(tally->max);
}

/*
 * Validate and read packed bytes as the server does, in memory of their size,
 * but that nothing is compressed here; the leaves and the programme are the
 * caller's to free. False: err is set.
 */
static bool
open_bytes(const uint8_t *bytes, size_t len, dx_tally *tally, dx_error *err)
{
	uint8_t *copy = dx_alloc(len);
	dx_programme head;
	dx_image image;
	dx_programme *programme = NULL;
	bool taken = false;

	memcpy(copy, bytes, len);
	memset(err, 0, sizeof(*err));
	if (dx_tally_header(copy, len, &head, &image, err))
	{
		if (image.size != dx_programme_size(&head))
			dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: its programme cannot be decompressed");
		else
			programme = dx_programme_unpack(&head, image.bytes, err);
	}
	if (programme)
	{
		tally->programme = programme;
		tally->room = programme->n_criteria;
		tally->leaves = dx_alloc(tally->room * sizeof(dx_leaf));
		tally->max = programme->plain ? dx_alloc(tally->room * sizeof(dx_maximum)) : NULL;
		taken = dx_tally_unpack(copy, len, tally, err);
		if (!taken)
			close_tally(tally);
	}
	dx_free(copy);
	return taken;
}

/* A tally of every node of the tree, from the same card: points as dx.points has them. */
static void
check_nodes(const dx_tree *tree, dx_leaf *leaves, bool first)
{
	dx_rollup *rollup = dx_rollup_new(tree, dx_tree_steps(tree), tree->n_nodes, tree->spans);
	dx_error err = {0};

	CHECK(dx_roll_up(rollup, leaves, &err));
	for (uint32_t node = 0; node < tree->n_nodes; node++)
	{
		uint32_t first_criterion = dx_tree_steps(tree)[dx_programme_top(tree, node)].criterion;
		dx_programme *programme = dx_programme_of(tree, node);
		dx_tally tally = {programme, programme->n_criteria, leaves + first_criterion,
						  maxima_of(tree, programme, first_criterion)};
		dx_tally back;
		bool known = rollup->rolls[node].state == DX_VALUE_PRESENT;
		double want = known ? dx_roll_points(rollup, node) : 0;
		double points = 0;
		size_t len;
		size_t again_len;
		uint8_t *bytes = pack(&tally, &len);
		uint8_t *again;

		CHECK(points_of(&tally, &points, &err) == known && (!known || points == want));
		if (first)
		{
			dx_error bad = {0};

			CHECK(dx_steps_validate(programme->steps, programme->n_steps, programme->n_criteria, &bad));
			CHECK(dx_programme_is_of(programme, tree, node) && !dx_programme_is_of(programme, tree, node + 1));
		}
		if (!open_bytes(bytes, len, &back, &err))
		{
			CHECK(!"own bytes are refused");
			printf("%s\n", err.message);
		}
		else
		{
			points = 0;
			CHECK(points_of(&back, &points, &err) == known && (!known || points == want));
			CHECK(back.programme->n_scored == programme->n_scored && back.programme->node == node &&
				  memcmp(&back.programme->tree, &tree->fingerprint, sizeof(tree->fingerprint)) == 0);
			CHECK(dx_programme_equal(back.programme, programme) && dx_programme_is_of(back.programme, tree, node));
			for (uint32_t i = 0; i < programme->n_criteria; i++)
				CHECK(same_leaf(&tally.leaves[i], &back.leaves[i]));
			again = pack(&back, &again_len);
			CHECK(again_len == len && memcmp(bytes, again, len) == 0);
			dx_free(again);
			close_tally(&back);
		}
		dx_free(bytes);
		if (tally.max)
			dx_free(tally.max);
		dx_free(programme);
	}
	dx_rollup_free(rollup);
}

/* A tally of the root with random leaves, packed. */
static uint8_t *
random_bytes(const dx_tree *tree, size_t *len)
{
	dx_programme *programme = dx_programme_of(tree, 0);
	dx_leaf *leaves = dx_alloc(tree->n_criteria * sizeof(dx_leaf));
	dx_tally tally = {programme, tree->n_criteria, leaves, maxima_of(tree, programme, 0)};
	uint8_t *bytes;

	random_leaves(tree, leaves);
	bytes = pack(&tally, len);
	if (tally.max)
		dx_free(tally.max);
	dx_free(leaves);
	dx_free(programme);
	return bytes;
}

/* Whatever is taken can be finished and packed again. */
static void
use_bytes(const uint8_t *bytes, size_t len)
{
	dx_tally tally;
	dx_error err;
	double points = 0;
	uint8_t *again;
	size_t again_len;

	if (!open_bytes(bytes, len, &tally, &err))
	{
		CHECK(err.kind == DX_ERR_BINARY && err.message[0]);
		return;
	}
	if (points_of(&tally, &points, &err))
		CHECK(isfinite(points));
	else
		CHECK(err.kind == DX_OK || err.kind == DX_ERR_RANGE);
	again = pack(&tally, &again_len);
	CHECK(again_len == len && memcmp(again, bytes, len) == 0);
	dx_free(again);
	close_tally(&tally);
}

static void
mutations(const dx_tree *tree)
{
	for (int round = 0; round < 60; round++)
	{
		size_t len;
		uint8_t *bytes = random_bytes(tree, &len);
		uint8_t *broken = dx_alloc(len + 9);

		for (size_t cut = 0; cut < len; cut++)
		{
			dx_tally tally;
			dx_error err;

			CHECK(!open_bytes(bytes, cut, &tally, &err) && err.kind == DX_ERR_BINARY);
		}
		for (int k = 0; k < 400; k++)
		{
			memcpy(broken, bytes, len);
			for (uint32_t m = 1 + below(3); m > 0; m--)
			{
				uint32_t at = below((uint32_t) len);

				if (below(4) == 0)
					memset(broken + at, below(2) ? 0xff : 0x80, at + 8 <= len ? 1 + below(8) : 1);
				else
					broken[at] = below(2) ? (uint8_t) next_random() : (uint8_t) (broken[at] + 1);
			}
			use_bytes(broken, len);
		}
		memcpy(broken, bytes, len);
		memset(broken + len, 0, 9);
		use_bytes(broken, len + 1);
		use_bytes(broken, len + 8);
		dx_free(broken);
		dx_free(bytes);
	}
}

/* Why bytes with one change are refused. */
static const char *
refusal(const uint8_t *bytes, size_t len, size_t at, uint8_t value)
{
	static dx_error err;
	uint8_t *broken = dx_alloc(len);
	dx_tally tally;
	bool taken;

	memcpy(broken, bytes, len);
	broken[at] = value;
	taken = open_bytes(broken, len, &tally, &err);
	dx_free(broken);
	if (!taken)
		return err.message;
	close_tally(&tally);
	return "taken";
}

#define FRACTION "tally is not valid: a fraction is not in lowest terms, or cut short"

static void
refusals(const dx_tree *plain, const dx_tree *mixed)
{
	size_t len;
	dx_programme *programme = dx_programme_of(plain, 0);
	dx_leaf *leaves = dx_alloc(plain->n_criteria * sizeof(dx_leaf));
	dx_tally tally = {programme, plain->n_criteria, leaves, maxima_of(plain, programme, 0)};
	uint8_t *bytes;
	size_t step;
	size_t n = mixed->n_nodes;

	/* 7/8 of 10 points: 1 7 1 8 and 1 10 0 */
	leaves[0] = (dx_leaf) {875, 1000, DX_VALUE_PRESENT};
	leaves[1].state = DX_VALUE_NA;
	bytes = pack(&tally, &len);
	CHECK(len == DX_TALLY_HEADER + 8 + 7);
	CHECK_TEXT(refusal(bytes, len, 2, 0), "taken");
	CHECK_TEXT(refusal(bytes, len, 0, 1), "tally is not valid: its version is unknown");
	CHECK_TEXT(refusal(bytes, len, 0, 3), "tally is not valid: its version is unknown");
	CHECK_TEXT(refusal(bytes, len, 1, 3), "tally is not valid: its version is unknown");
	CHECK_TEXT(refusal(bytes, len, 1, 0), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 2, 1), "tally is not valid: its version is unknown");
	CHECK_TEXT(refusal(bytes, len, 3, 1), "tally is not valid: its version is unknown");
	CHECK_TEXT(refusal(bytes, len, 24, 0), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 24, 9), FRACTION);
	CHECK_TEXT(refusal(bytes, len, 28, 9), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 32, 1), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 36, 1), "tally is not valid: a count is out of range");
	step = DX_TALLY_HEADER + 8;
	CHECK_TEXT(refusal(bytes, len, DX_TALLY_HEADER, 3), "tally is not valid: a state is unknown");
	CHECK_TEXT(refusal(bytes, len, DX_TALLY_HEADER + 2, 2), FRACTION);
	CHECK_TEXT(refusal(bytes, len, DX_TALLY_HEADER, 0), "tally is not valid: bytes are left over");
	CHECK_TEXT(refusal(bytes, len, step, 17), FRACTION);
	CHECK_TEXT(refusal(bytes, len, step, 33), FRACTION); /* -7/8 */
	CHECK_TEXT(refusal(bytes, len, step, 65), FRACTION);
	CHECK_TEXT(refusal(bytes, len, step + 1, 0), FRACTION);
	CHECK_TEXT(refusal(bytes, len, step + 1, 6), FRACTION);
	CHECK_TEXT(refusal(bytes, len, step + 3, 1), FRACTION);
	CHECK_TEXT(refusal(bytes, len, step + 1, 17), "tally is not valid: points are out of range"); /* 21.25 */
	CHECK_TEXT(refusal(bytes, len, step + 6, 9), "tally is not valid: a maximum is out of range");
	dx_free(bytes);

	/* the most a maximum can be, and a little more; a leaf of many digits */
	leaves[0] = (dx_leaf) {((dx_int128) 1 << 125) - 1, (dx_int128) 1 << 125, DX_VALUE_PRESENT};
	tally.max[0] = (dx_maximum) {(dx_points) DX_MAX_POINTS * DX_POINTS_ONE, 1};
	bytes = pack(&tally, &len);
	CHECK_TEXT(refusal(bytes, len, 2, 0), "taken");
	CHECK_TEXT(refusal(bytes, len, len - 2, 0x04), "tally is not valid: a maximum is out of range");
	CHECK_TEXT(refusal(bytes, len, DX_TALLY_HEADER + 8 + 16, 0xff), FRACTION);
	dx_free(bytes);
	dx_free(tally.max);
	dx_free(leaves);
	dx_free(programme);

	programme = dx_programme_of(mixed, 0);
	leaves = dx_alloc(mixed->n_criteria * sizeof(dx_leaf));
	tally = (dx_tally) {programme, mixed->n_criteria, leaves, NULL};
	bytes = pack(&tally, &len);
	CHECK(len == DX_TALLY_HEADER + mixed->n_criteria + mixed->n_nodes * DX_PROGRAMME_STEP);
	step = DX_TALLY_HEADER + mixed->n_criteria;
	CHECK_TEXT(refusal(bytes, len, 2, 0), "taken");
	CHECK_TEXT(refusal(bytes, len, 1, 1), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 28, 5), "tally is not valid: its programme does not fit its header");
	CHECK_TEXT(refusal(bytes, len, 32, 7), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 32, 8), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 33, 1), "tally is not valid: its programme cannot be decompressed");
	CHECK_TEXT(refusal(bytes, len, 34, 1), "tally is not valid: a count is out of range");
	CHECK_TEXT(refusal(bytes, len, 37, 2), "tally is not valid: its programme cannot be decompressed");
	CHECK_TEXT(refusal(bytes, len, 37, 0x3f), "tally is not valid: a count is out of range");
	/* columns: weights, powers, min_coverage, maxima, fractions, counts, then bytes */
	CHECK_TEXT(refusal(bytes, len, step + 7, 0xbf), "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 8 * n + 8 + 7, 0x7f),
			   "scoring programme is not valid: node 2 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 16 * n + 7, 0xbf),
			   "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 24 * n + 15, 0x7f),
			   "scoring programme is not valid: node 1 has a wrong maximum");
	CHECK_TEXT(refusal(bytes, len, step + 40 * n, 0), "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 44 * n, 0), "scoring programme is not valid: node 1 has a wrong maximum");
	CHECK_TEXT(refusal(bytes, len, step + 48 * n, 1), "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 60 * n, 0xff), "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 61 * n, 3), "scoring programme is not valid: node 1 has a wrong option");
	CHECK_TEXT(refusal(bytes, len, step + 62 * n, 0x20), "scoring programme is not valid: node 1 has wrong flags");
	CHECK_TEXT(refusal(bytes, len, step + 62 * n, 1), "scoring programme is not valid: node 1 has wrong flags");
	CHECK_TEXT(refusal(bytes, len, step + 62 * n + 2, 0x18), "scoring programme is not valid: node 3 has wrong flags");
	CHECK_TEXT(refusal(bytes, len, step + 63 * n, 1), "tally is not valid: its programme has a node in a wrong place");
	CHECK_TEXT(refusal(bytes, len, step + 63 * n + 1, 0),
			   "tally is not valid: its programme has a node in a wrong place");
	CHECK_TEXT(refusal(bytes, len, step + 63 * n + 1, 2),
			   "tally is not valid: its programme has a node in a wrong place");
	CHECK_TEXT(refusal(bytes, len, step + 63 * n + 3, 1), "scoring programme is not valid: node 4 has wrong flags");
	/* the least 128-bit number has no negative */
	memset(bytes + step + 24 * n, 0, 16);
	CHECK_TEXT(refusal(bytes, len, step + 24 * n + 15, 0x80),
			   "scoring programme is not valid: node 1 has a wrong maximum");
	dx_free(bytes);

	/* a ratio is one: from 0 to 1 */
	leaves[3] = (dx_leaf) {2, 3, DX_VALUE_PRESENT};
	bytes = pack(&tally, &len);
	CHECK_TEXT(refusal(bytes, len, 2, 0), "taken");
	CHECK_TEXT(refusal(bytes, len, step + 1, 4), "tally is not valid: points are out of range");
	dx_free(bytes);
	dx_free(leaves);
	dx_free(programme);
}

/* Two tallies of one programme: what either has, or nothing where both have one. */
static void
unites(const dx_tree *mixed)
{
	dx_programme *programme = dx_programme_of(mixed, 0);
	dx_leaf ours[8] = {[1] = {.num = 1, .den = 2, .state = DX_VALUE_PRESENT}, [3] = {.state = DX_VALUE_NA}};
	dx_leaf theirs[5] = {[0] = {.num = 1, .den = 4, .state = DX_VALUE_PRESENT}, [4] = {.state = DX_VALUE_NA}};
	dx_tally one = {.programme = programme, .room = 8, .leaves = ours};
	dx_tally other = {.programme = programme, .room = 5, .leaves = theirs};
	uint32_t twice = 99;

	CHECK(dx_tally_unite(&one, &other, &twice) && twice == 99);
	CHECK(ours[0].state == DX_VALUE_PRESENT && ours[0].num == 1 && ours[0].den == 4 && ours[1].den == 2);
	CHECK(ours[2].state == DX_VALUE_MISSING && ours[3].state == DX_VALUE_NA && ours[4].state == DX_VALUE_NA);
	/* Once more all meet; nothing changes. */
	theirs[0].num = 3;
	CHECK(!dx_tally_unite(&one, &other, &twice) && twice == 0 && ours[0].num == 1);
	theirs[0].state = DX_VALUE_MISSING;
	theirs[2].state = DX_VALUE_PRESENT;
	CHECK(!dx_tally_unite(&one, &other, &twice) && twice == 4 && ours[2].state == DX_VALUE_MISSING);
	dx_free(programme);
}

/* Which nodes are plain sums, and what their programmes look like. */
static void
programmes(const dx_tree *plain, const dx_tree *mixed)
{
	dx_programme *p = dx_programme_of(plain, 0);

	CHECK(p->plain && p->n_criteria == 8 && p->n_scored == 7 && p->n_steps == plain->n_nodes && p->node == 0);
	dx_free(p);
	p = dx_programme_of(plain, node_of(plain, "2"));
	CHECK(p->plain && p->n_criteria == 4 && p->n_scored == 3 && p->n_steps == 5);
	CHECK(p->steps[0].parent == 0 && p->steps[0].end == 5 && p->steps[0].criterion == 0 && p->steps[4].parent == 0 &&
		  p->steps[4].end == 5 && p->steps[4].criterion == 3);
	dx_free(p);
	p = dx_programme_of(plain, node_of(plain, "3"));
	CHECK(!p->plain && p->n_criteria == 1 && p->n_steps == 1 && p->steps[0].end == 1);
	dx_free(p);
	p = dx_programme_of(mixed, 0);
	CHECK(!p->plain && p->n_criteria == 8 && p->n_scored == 7);
	dx_free(p);
	p = dx_programme_of(mixed, node_of(mixed, "1"));
	CHECK(!p->plain && p->n_criteria == 3);
	dx_free(p);
	p = dx_programme_of(mixed, node_of(mixed, "2.1"));
	CHECK(!p->plain && p->n_criteria == 1);
	dx_free(p);
}

/* What a forger may claim: the tree's fingerprint, with something else about it. */
static void
forged(const dx_tree *mixed, const dx_tree *plain)
{
	dx_programme *programme = dx_programme_of(mixed, 0);
	dx_programme claim = *programme;
	dx_step *steps = dx_alloc(programme->n_steps * sizeof(dx_step));
	dx_tree head = *mixed;

	CHECK(dx_programme_is_of(&claim, mixed, 0));
	claim.tree = plain->fingerprint;
	CHECK(!dx_programme_is_of(&claim, mixed, 0) && !dx_programme_is_of(&claim, plain, 0));
	claim = *programme;
	claim.n_scored--;
	CHECK(!dx_programme_is_of(&claim, mixed, 0));
	claim = *programme;
	claim.n_criteria--;
	CHECK(!dx_programme_is_of(&claim, mixed, 0));
	claim = *programme;
	claim.node = mixed->n_nodes;
	CHECK(!dx_programme_is_of(&claim, mixed, mixed->n_nodes));
	memcpy(steps, programme->steps, programme->n_steps * sizeof(dx_step));
	claim = *programme;
	claim.steps = steps;
	CHECK(dx_programme_is_of(&claim, mixed, 0));
	steps[3].weight = 3;
	CHECK(!dx_programme_is_of(&claim, mixed, 0));

	CHECK(dx_tree_same(&head, mixed));
	head.size += 8;
	CHECK(!dx_tree_same(&head, mixed));
	head = *mixed;
	head.n_nodes--;
	CHECK(!dx_tree_same(&head, mixed));
	head = *mixed;
	head.n_criteria++;
	CHECK(!dx_tree_same(&head, mixed));
	head = *mixed;
	head.version++;
	CHECK(!dx_tree_same(&head, mixed));
	head = *mixed;
	head.fingerprint = plain->fingerprint;
	CHECK(!dx_tree_same(&head, mixed));
	dx_free(steps);
	dx_free(programme);
}

/* Base64, against the examples of RFC 4648 and all there is of one and two bytes. */
static void
text(void)
{
	static const char *const bytes[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
	static const char *const texts[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
	static const char *const wrong[] = {
		"Z",		"Zg",	 "Zg=",	  "Zg===", "=",	   "====",	   "Z===",	"Zh==",		"Zm9=",
		"Zm8=Zm8=", "Zm8= ", " Zm8=", "Zm8\n", "Zm.v", "Zg==Zg==", "Zm9v=", "Zm9v====", "Z\0=="};
	dx_error err;
	dx_buf buf;
	dx_buf back;

	for (int i = 0; i < 7; i++)
	{
		dx_buf_init(&buf);
		dx_buf_init(&back);
		dx_tally_print((const uint8_t *) bytes[i], strlen(bytes[i]), &buf);
		CHECK_TEXT(buf.data, texts[i]);
		CHECK(dx_tally_parse((dx_str) {texts[i], strlen(texts[i])}, &back, &err));
		CHECK(back.len == strlen(bytes[i]) && memcmp(back.data, bytes[i], back.len) == 0);
		dx_buf_free(&buf);
		dx_buf_free(&back);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
	{
		dx_buf_init(&back);
		err = (dx_error) {0};
		CHECK(!dx_tally_parse((dx_str) {wrong[i], i == sizeof(wrong) / sizeof(wrong[0]) - 1 ? 4 : strlen(wrong[i])},
							  &back, &err));
		CHECK(err.kind == DX_ERR_TEXT && err.position > 0);
		CHECK_TEXT(err.message, "tally is not in base64");
		dx_buf_free(&back);
	}
	for (int i = 0; i < 65536; i++)
	{
		uint8_t in[3] = {(uint8_t) i, (uint8_t) (i >> 8), (uint8_t) (i * 7)};
		size_t len = 1 + (size_t) i % 3;

		dx_buf_init(&buf);
		dx_buf_init(&back);
		dx_tally_print(in, len, &buf);
		if (!dx_tally_parse((dx_str) {buf.data, buf.len}, &back, &err) || back.len != len ||
			memcmp(back.data, in, len) != 0)
			CHECK(!"base64 comes back");
		dx_buf_free(&buf);
		dx_buf_free(&back);
	}
}

int
main(void)
{
	dx_tree *plain = tree_of(plain_json);
	dx_tree *mixed = tree_of(mixed_json);
	dx_tree *decided = tree_of(decided_json);
	dx_leaf leaves[8];

	printf("seed %llu\n", (unsigned long long) SEED);
	unites(mixed);
	programmes(plain, mixed);
	for (int round = 0; round < 300; round++)
	{
		random_leaves(plain, leaves);
		check_nodes(plain, leaves, round == 0);
		random_leaves(mixed, leaves);
		check_nodes(mixed, leaves, round == 0);
		random_leaves(decided, leaves);
		check_nodes(decided, leaves, round == 0);
	}
	refusals(plain, mixed);
	forged(mixed, plain);
	text();
	mutations(plain);
	mutations(mixed);
	mutations(decided);
	dx_free(decided);
	dx_free(plain);
	dx_free(mixed);
	CHECK_DONE("tally");
}
