/* SPDX-License-Identifier: PostgreSQL */
/*
 * tally.c: packing, validating, printing and finishing the state of dx.score.
 */
#include "rows/tally.h"

#include "tree/terms.h"

/* How many programme bytes one image byte may stand for at most. */
#define MOST_COMPRESSED 300

#define FLAG_PLAIN 1
#define FLAG_TERMS 2

enum
{
	LEAF_MISSING = 0,
	LEAF_NA = 1,
	LEAF_SCORED = 2
};

/* The most bytes of a fraction. */
#define FRACTION_BYTES 34

/* Flag in the byte that counts bytes: the number is below 0. */
#define BELOW_ZERO 32

static uint8_t *
put32(uint8_t *p, uint32_t value)
{
	for (int b = 0; b < 4; b++)
		p[b] = (uint8_t) (value >> (8 * b));
	return p + 4;
}

static uint8_t *
put64(uint8_t *p, uint64_t value)
{
	return put32(put32(p, (uint32_t) value), (uint32_t) (value >> 32));
}

static uint8_t *
put_double(uint8_t *p, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return put64(p, bits);
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t) p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

static uint64_t
get64(const uint8_t *p)
{
	return (uint64_t) get32(p) | (uint64_t) get32(p + 4) << 32;
}

static double
get_double(const uint8_t *p)
{
	uint64_t bits = get64(p);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

uint32_t
dx_programme_top(const dx_tree *tree, uint32_t node)
{
	const dx_step *steps = dx_tree_steps(tree);

	return dx_step_needs(steps, tree->n_nodes, node) ? steps[node].parent : node;
}

/*
 * Copy the terms of n nodes of the tree from top on behind their steps. Needs of the
 * topmost are left out: its siblings are not in the programme.
 */
static void
copy_terms(dx_step *steps, uint32_t n, const dx_tree *tree, uint32_t top)
{
	const dx_step *of_tree = dx_tree_steps(tree);
	const dx_term *all = dx_steps_terms(of_tree, tree->n_nodes);
	dx_term *terms = (dx_term *) (steps + n);
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		for (uint32_t t = dx_step_first_term(of_tree, top + i); t < of_tree[top + i].terms_end; t++)
		{
			if (i == 0 && all[t].kind == DX_TERM_NEEDS)
				break;
			terms[count] = all[t];
			terms[count].node -= top;
			if (all[t].kind == DX_TERM_NEEDS)
				terms[count].sibling -= top;
			count++;
		}
		steps[i].terms_end = count;
	}
}

dx_programme *
dx_programme_of(const dx_tree *tree, uint32_t node)
{
	uint32_t top = dx_programme_top(tree, node);
	const dx_step *of_tree = dx_tree_steps(tree) + top;
	uint32_t n = of_tree->end - top;
	uint32_t n_terms = of_tree[n - 1].terms_end - dx_step_first_term(dx_tree_steps(tree), top);
	dx_programme *programme =
		dx_alloc(sizeof(dx_programme) + (top > 0 ? n * sizeof(dx_step) + n_terms * sizeof(dx_term) : 0));
	dx_step *steps = (dx_step *) (programme + 1);

	programme->tree = tree->fingerprint;
	programme->node = node;
	programme->at = node - top;
	programme->n_steps = n;
	programme->steps = top > 0 ? steps : of_tree;
	for (uint32_t i = 0; i < n; i++)
	{
		if (top > 0)
		{
			steps[i] = of_tree[i];
			steps[i].parent = i == 0 ? 0 : of_tree[i].parent - top;
			steps[i].end -= top;
			steps[i].criterion -= of_tree->criterion;
		}
		if (of_tree[i].flags & DX_STEP_CRITERION)
		{
			programme->n_criteria++;
			programme->n_scored += !(of_tree[i].flags & DX_STEP_UNSCORED);
		}
	}
	if (top > 0)
		copy_terms(steps, n, tree, top);
	programme->n_terms = programme->steps[n - 1].terms_end;
	programme->plain = dx_steps_plain_sum(programme->steps, n);
	return programme;
}

bool
dx_programme_equal(const dx_programme *a, const dx_programme *b)
{
	if (a == b)
		return true;
	return a->node == b->node && memcmp(&a->tree, &b->tree, sizeof(a->tree)) == 0 && a->n_criteria == b->n_criteria &&
		a->n_scored == b->n_scored && a->plain == b->plain &&
		(a->plain ||
		 (a->n_steps == b->n_steps && a->n_terms == b->n_terms && a->at == b->at &&
		  memcmp(a->steps, b->steps, dx_programme_steps_size(a)) == 0));
}

bool
dx_programme_is_of(const dx_programme *programme, const dx_tree *tree, uint32_t node)
{
	dx_programme *own;
	bool same;

	if (programme->node != node || node >= tree->n_nodes ||
		programme->n_criteria != dx_tree_nodes(tree)[dx_programme_top(tree, node)].n_criteria ||
		!dx_fingerprint_equal(&programme->tree, &tree->fingerprint))
		return false;
	own = dx_programme_of(tree, node);
	same = dx_programme_equal(programme, own);
	dx_free(own);
	return same;
}

/* ---------------- fractions ---------------- */

static uint8_t *
put_number(uint8_t *p, dx_uint128 value, uint8_t flag)
{
	uint8_t *head = p++;

	for (; value != 0; value >>= 8)
		*p++ = (uint8_t) value;
	*head = (uint8_t) (p - head - 1) | flag;
	return p;
}

/* num / den (den > 0) in lowest terms, at most FRACTION_BYTES. */
static uint8_t *
put_fraction(uint8_t *p, dx_int128 num, dx_int128 den)
{
	dx_reduce(&num, &den);
	p = put_number(p, num < 0 ? -(dx_uint128) num : (dx_uint128) num, num < 0 ? BELOW_ZERO : 0);
	return put_number(p, den == 1 ? 0 : (dx_uint128) den, 0);
}

/* Read a number and its flag; false where it is not canonical or passes 2^126. */
static bool
get_number(const uint8_t **p, const uint8_t *end, dx_int128 *value, uint8_t *flag)
{
	dx_uint128 number = 0;
	uint8_t n;

	if (*p == end)
		return false;
	n = **p & (BELOW_ZERO - 1);
	*flag = **p & (uint8_t) ~(BELOW_ZERO - 1);
	(*p)++;
	if (n > 16 || end - *p < n || (n > 0 && (*p)[n - 1] == 0))
		return false;
	for (int i = n; i-- > 0;)
		number = number << 8 | (*p)[i];
	*p += n;
	*value = (dx_int128) number;
	return number >> 126 == 0;
}

static bool
get_fraction(const uint8_t **p, const uint8_t *end, dx_int128 *num, dx_int128 *den)
{
	uint8_t negative;
	uint8_t flag;

	if (!get_number(p, end, num, &negative) || (negative & ~BELOW_ZERO) || (negative && *num == 0) ||
		!get_number(p, end, den, &flag) || flag || *den == 1)
		return false;
	if (*den == 0)
		*den = 1;
	if (dx_common_divisor(*num, *den) != 1)
		return false;
	if (negative)
		*num = -*num;
	return true;
}

/* ---------------- leaves ---------------- */

/* Write a scored criterion to p, which has room for two fractions; returns the end. */
static uint8_t *
put_leaf(uint8_t *p, const dx_tally *tally, uint32_t i)
{
	const dx_leaf *leaf = &tally->leaves[i];

	p = put_fraction(p, leaf->num, leaf->den);
	if (tally->max)
		p = put_fraction(p, tally->max[i].units, DX_POINTS_ONE * tally->max[i].den);
	return p;
}

void
dx_tally_maxima(const dx_tree *tree, uint32_t first, dx_tally *tally)
{
	const dx_step *steps = dx_tree_steps(tree);
	const uint32_t *criteria = dx_tree_criteria(tree) + first;

	for (uint32_t i = 0; i < tally->room; i++)
		tally->max[i] = dx_step_maximum(&steps[criteria[i]]);
}

static size_t
header_size(const dx_programme *programme)
{
	return DX_TALLY_HEADER + (programme->n_terms > 0 ? DX_TALLY_TERMS : 0);
}

size_t
dx_tally_packed_size(const dx_tally *tally, dx_image image)
{
	size_t size = header_size(tally->programme) + tally->programme->n_criteria + image.size;
	uint8_t scratch[2 * FRACTION_BYTES];

	for (uint32_t i = 0; i < tally->room; i++)
		if (tally->leaves[i].state == DX_VALUE_PRESENT)
			size += (size_t) (put_leaf(scratch, tally, i) - scratch);
	return size;
}

void
dx_tally_pack(const dx_tally *tally, dx_image image, uint8_t *out)
{
	const dx_programme *programme = tally->programme;
	uint8_t *states;
	uint8_t *p = out;

	*p++ = DX_TALLY_FORMAT;
	*p++ = (uint8_t) ((programme->plain ? FLAG_PLAIN : 0) | (programme->n_terms > 0 ? FLAG_TERMS : 0));
	*p++ = 0;
	*p++ = 0;
	memcpy(p, programme->tree.bytes, sizeof(programme->tree.bytes));
	p = put32(p + sizeof(programme->tree.bytes), programme->node);
	p = put32(p, programme->n_criteria);
	p = put32(p, programme->n_scored);
	p = put32(p, programme->plain ? 0 : programme->n_steps);
	p = put32(p, (uint32_t) image.size);
	if (programme->n_terms > 0)
		p = put32(put32(p, programme->n_terms), programme->at);
	states = p;
	memset(states, LEAF_MISSING, programme->n_criteria);
	p += programme->n_criteria;
	for (uint32_t i = 0; i < tally->room; i++)
	{
		if (tally->leaves[i].state == DX_VALUE_MISSING)
			continue;
		states[i] = tally->leaves[i].state == DX_VALUE_NA ? LEAF_NA : LEAF_SCORED;
		if (states[i] == LEAF_SCORED)
			p = put_leaf(p, tally, i);
	}
	if (image.size > 0)
		memcpy(p, image.bytes, image.size);
}

static bool
bad_tally(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: %s", what);
}

/* ---------------- a programme by itself ---------------- */

/* Write or read one option of each step: a column. */
#define PUT_COLUMN(put) \
	for (uint32_t i = 0; i < programme->n_steps; i++) \
	p = put
#define GET_COLUMN(member, get, size) \
	for (uint32_t i = 0; i < head->n_steps; i++, p += (size)) \
	steps[i].member = get(p)
#define PUT_TERMS(put) \
	for (uint32_t i = 0; i < programme->n_terms; i++) \
	p = put
#define GET_TERMS(member, get, size) \
	for (uint32_t i = 0; i < head->n_terms; i++, p += (size)) \
	terms[i].member = get(p)

static uint8_t *
put8(uint8_t *p, uint8_t value)
{
	*p = value;
	return p + 1;
}

static uint8_t
get8(const uint8_t *p)
{
	return *p;
}

static uint8_t *
put_max(uint8_t *p, dx_stored_points max)
{
	return put64(put64(p, max.lo), (uint64_t) max.hi);
}

static dx_stored_points
get_max(const uint8_t *p)
{
	return (dx_stored_points) {get64(p), (int64_t) get64(p + 8)};
}

void
dx_programme_pack(const dx_programme *programme, uint8_t *out)
{
	const dx_step *steps = programme->steps;
	const dx_term *terms = dx_steps_terms(steps, programme->n_steps);
	uint8_t *p = out;

	PUT_COLUMN(put_double(p, steps[i].weight));
	PUT_COLUMN(put_double(p, steps[i].power));
	PUT_COLUMN(put_double(p, steps[i].min_coverage));
	PUT_COLUMN(put_max(p, steps[i].max));
	PUT_COLUMN(put32(p, steps[i].weight_den));
	PUT_COLUMN(put32(p, steps[i].max_den));
	PUT_COLUMN(put32(p, steps[i].coverage_num));
	PUT_COLUMN(put32(p, steps[i].coverage_den));
	PUT_COLUMN(put32(p, steps[i].min_count));
	PUT_COLUMN(put8(p, steps[i].method));
	PUT_COLUMN(put8(p, steps[i].missing));
	PUT_COLUMN(put8(p, steps[i].flags));
	PUT_COLUMN(put8(p, steps[i].depth));
	PUT_TERMS(put_max(p, terms[i].units));
	PUT_TERMS(put32(p, terms[i].den));
	PUT_TERMS(put32(p, terms[i].node));
	PUT_TERMS(put32(p, terms[i].sibling));
	PUT_TERMS(put8(p, terms[i].kind));
	PUT_TERMS(put8(p, terms[i].in_points));
}

/* Set terms_end of each step from the nodes of terms: false where these are not in order. */
static bool
place_terms(dx_step *steps, uint32_t n, const dx_term *terms, uint32_t n_terms)
{
	uint32_t t = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		while (t < n_terms && terms[t].node == i)
			t++;
		steps[i].terms_end = t;
	}
	return t == n_terms;
}

/* Set parents, ends and criteria from depths and flags. False where no tree has such depths. O(n). */
static bool
place_steps(dx_step *steps, uint32_t n)
{
	uint32_t criteria = 0;

	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t parent = i > 0 ? i - 1 : 0;

		while (parent > 0 && steps[parent].depth >= steps[i].depth)
		{
			steps[parent].end = i;
			parent = steps[parent].parent;
		}
		if (i > 0 && steps[i].depth != steps[parent].depth + 1)
			return false;
		steps[i].parent = parent;
		steps[i].criterion = criteria;
		criteria += steps[i].flags & DX_STEP_CRITERION;
	}
	for (uint32_t i = n - 1; i > 0; i = steps[i].parent)
		steps[i].end = n;
	steps[0].end = n;
	return true;
}

dx_programme *
dx_programme_unpack(const dx_programme *head, const uint8_t *packed, dx_error *err)
{
	dx_programme *programme = dx_alloc(sizeof(dx_programme) + dx_programme_steps_size(head));
	dx_step *steps = (dx_step *) (programme + 1);
	dx_term *terms = (dx_term *) (steps + head->n_steps);
	const uint8_t *p = packed;
	uint32_t n_scored = 0;
	bool ok;

	*programme = *head;
	if (head->plain)
		return programme;
	programme->steps = steps;
	GET_COLUMN(weight, get_double, 8);
	GET_COLUMN(power, get_double, 8);
	GET_COLUMN(min_coverage, get_double, 8);
	GET_COLUMN(max, get_max, 16);
	GET_COLUMN(weight_den, get32, 4);
	GET_COLUMN(max_den, get32, 4);
	GET_COLUMN(coverage_num, get32, 4);
	GET_COLUMN(coverage_den, get32, 4);
	GET_COLUMN(min_count, get32, 4);
	GET_COLUMN(method, get8, 1);
	GET_COLUMN(missing, get8, 1);
	GET_COLUMN(flags, get8, 1);
	GET_COLUMN(depth, get8, 1);
	GET_TERMS(units, get_max, 16);
	GET_TERMS(den, get32, 4);
	GET_TERMS(node, get32, 4);
	GET_TERMS(sibling, get32, 4);
	GET_TERMS(kind, get8, 1);
	GET_TERMS(in_points, get8, 1);
	ok = place_steps(steps, head->n_steps) && place_terms(steps, head->n_steps, terms, head->n_terms)
		? dx_steps_validate(steps, head->n_steps, head->n_criteria, err)
		: bad_tally(err, "its programme has a node in a wrong place");
	for (uint32_t i = 0; i < head->n_steps; i++)
		n_scored += (steps[i].flags & DX_STEP_CRITERION) && !(steps[i].flags & DX_STEP_UNSCORED);
	if (ok &&
		(n_scored != head->n_scored || dx_steps_plain_sum(steps, head->n_steps) ||
		 (head->at > 0 && (steps[head->at].parent != 0 || !dx_step_needs(steps, head->n_steps, head->at)))))
		ok = bad_tally(err, "its programme does not fit its header");
	if (ok)
		return programme;
	dx_free(programme);
	return NULL;
}

/* ---------------- a tally ---------------- */

bool
dx_tally_header(const uint8_t *packed, size_t len, dx_programme *head, dx_image *image, dx_error *err)
{
	memset(head, 0, sizeof(*head));
	if (len < DX_TALLY_HEADER)
		return bad_tally(err, "it is cut short");
	if (packed[0] != DX_TALLY_FORMAT || packed[1] > FLAG_TERMS || packed[2] || packed[3])
		return bad_tally(err, "its version is unknown");
	head->plain = packed[1] == FLAG_PLAIN;
	memcpy(head->tree.bytes, packed + 4, sizeof(head->tree.bytes));
	head->node = get32(packed + 20);
	head->n_criteria = get32(packed + 24);
	head->n_scored = get32(packed + 28);
	head->n_steps = get32(packed + 32);
	image->size = get32(packed + 36);
	if (head->n_criteria == 0 || head->n_criteria > DX_TREE_MAX_NODES || head->node >= DX_TREE_MAX_NODES ||
		head->n_scored > head->n_criteria || head->n_steps > DX_TREE_MAX_NODES ||
		(head->plain ? head->n_steps > 0 : head->n_steps < head->n_criteria) || head->plain != (image->size == 0) ||
		(packed[1] == FLAG_TERMS && len < DX_TALLY_HEADER + DX_TALLY_TERMS))
		return bad_tally(err, "a count is out of range");
	if (packed[1] == FLAG_TERMS)
	{
		head->n_terms = get32(packed + DX_TALLY_HEADER);
		head->at = get32(packed + DX_TALLY_HEADER + 4);
	}
	/* No compression makes so many terms fit into fewer bytes. */
	if ((packed[1] == FLAG_TERMS) != (head->n_terms > 0) || head->at >= (head->plain ? 1 : head->n_steps) ||
		(size_t) head->n_terms * DX_PROGRAMME_TERM / MOST_COMPRESSED > image->size ||
		image->size > dx_programme_size(head))
		return bad_tally(err, "a count is out of range");
	if (len < header_size(head) + (size_t) head->n_criteria + image->size)
		return bad_tally(err, "it is cut short");
	image->bytes = packed + len - image->size;
	return true;
}

/* The maximum num / den points in the form that trees have, in units of 10^-12. */
static bool
read_maximum(dx_int128 num, dx_int128 den, dx_maximum *max)
{
	dx_int128 divisor = dx_common_divisor(DX_POINTS_ONE, den);
	dx_int128 limit = (dx_int128) 1 << 122;
	dx_int128 times = DX_POINTS_ONE / divisor;

	if (den / divisor > UINT32_MAX || num > limit / times || num < -limit / times)
		return false;
	*max = (dx_maximum) {num * times, (uint32_t) (den / divisor)};
	return max->units / max->den <= (dx_int128) DX_MAX_POINTS * DX_POINTS_ONE &&
		max->units / max->den >= -(dx_int128) DX_MAX_POINTS * DX_POINTS_ONE;
}

static bool
get_leaf(const uint8_t **p, const uint8_t *end, dx_tally *tally, uint32_t i, const dx_step *step, dx_error *err)
{
	dx_leaf *leaf = &tally->leaves[i];
	dx_int128 num;
	dx_int128 den;

	leaf->state = DX_VALUE_PRESENT;
	if (!get_fraction(p, end, &leaf->num, &leaf->den) || leaf->num < 0)
		return bad_tally(err, "a fraction is not in lowest terms, or cut short");
	if (step == NULL && (!get_fraction(p, end, &num, &den) || !read_maximum(num, den, &tally->max[i])))
		return bad_tally(err, "a maximum is out of range");
	if (leaf->num > leaf->den)
		return bad_tally(err, "points are out of range");
	return true;
}

bool
dx_tally_unpack(const uint8_t *packed, size_t len, dx_tally *tally, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	dx_programme head;
	dx_image image;
	const uint8_t *states;
	const uint8_t *p;
	const uint8_t *end;
	uint32_t node = 0;

	if (!dx_tally_header(packed, len, &head, &image, err))
		return false;
	if (head.n_criteria != programme->n_criteria || head.n_criteria > tally->room || head.plain != programme->plain ||
		(!head.plain && (head.n_steps != programme->n_steps || head.n_terms != programme->n_terms)))
		return bad_tally(err, "its counts are not those of its tree");
	states = packed + header_size(&head);
	p = states + head.n_criteria;
	end = packed + len - image.size;
	for (uint32_t i = 0; i < head.n_criteria; i++)
	{
		dx_leaf *leaf = &tally->leaves[i];
		const dx_step *step = NULL;

		*leaf = (dx_leaf) {0, 1, DX_VALUE_MISSING};
		if (!programme->plain)
		{
			while (!(programme->steps[node].flags & DX_STEP_CRITERION))
				node++;
			step = &programme->steps[node++];
		}
		if (states[i] > LEAF_SCORED)
			return bad_tally(err, "a state is unknown");
		if (states[i] == LEAF_NA)
			leaf->state = DX_VALUE_NA;
		if (states[i] == LEAF_SCORED && !get_leaf(&p, end, tally, i, step, err))
			return false;
	}
	if (p != end)
		return bad_tally(err, "bytes are left over");
	return true;
}

/* ---------------- points ---------------- */

/*
 * The points of a plain sum as one fraction: false where the common denominator passes
 * 2^60, or the sum 2^120.
 */
static bool
add_fractions(const dx_tally *tally, dx_int128 *sum, dx_int128 *one)
{
	const dx_int128 max_den_limit = (dx_int128) 1 << 60;
	const dx_int128 most = (dx_int128) 1 << 120;

	*sum = 0;
	*one = 1;
	for (uint32_t i = 0; i < tally->room; i++)
	{
		const dx_leaf *leaf = &tally->leaves[i];
		dx_int128 num;
		dx_int128 den;
		dx_int128 max_num;
		dx_int128 max_den;

		if (leaf->state != DX_VALUE_PRESENT || leaf->num == 0)
			continue;
		max_num = tally->max[i].units;
		max_den = DX_POINTS_ONE * tally->max[i].den;
		num = leaf->num;
		den = leaf->den;
		dx_reduce(&max_num, &max_den);
		dx_reduce(&num, &den);
		dx_reduce(&num, &max_den);
		dx_reduce(&max_num, &den);
		/* Here max_num num / (max_den den) is in lowest terms. */
		if (max_den > max_den_limit || den > max_den_limit / max_den || num > max_den_limit ||
			max_num > max_den_limit || max_num < -max_den_limit)
			return false;
		num *= max_num;
		den *= max_den;
		if (*one % den != 0)
		{
			dx_int128 times = den / dx_common_divisor(*one, den);

			if (*one > max_den_limit / times || *sum > most / times || *sum < -most / times)
				return false;
			*one *= times;
			*sum *= times;
		}
		if (num > most / (*one / den) || num < -most / (*one / den))
			return false;
		*sum += num * (*one / den);
	}
	return true;
}

/* The same where 128 bits do not suffice: added up as the roll-up does. */
static bool
add_wide(const dx_tally *tally, double *points, dx_error *err)
{
	uint32_t n = tally->room + 1;
	dx_step *steps = dx_alloc(n * sizeof(dx_step));
	dx_rollup *rollup;
	bool known;

	for (uint32_t i = 0; i < n; i++)
	{
		dx_maximum max = i == 0 || tally->max[i - 1].den == 0 ? (dx_maximum) {0, 1} : tally->max[i - 1];

		steps[i] = (dx_step) {.end = i == 0 ? n : i + 1,
							  .criterion = i == 0 ? 0 : i - 1,
							  .weight = 1,
							  .weight_den = 1,
							  .max = dx_store_points(max.units),
							  .max_den = max.den,
							  .depth = i > 0,
							  .flags = DX_STEP_DECIMAL | (i > 0 ? DX_STEP_CRITERION : 0)};
	}
	rollup = dx_rollup_new(steps, steps, n, 1);
	known = dx_roll_up(rollup, tally->leaves, err);
	if (known)
		*points = dx_roll_points(rollup, 0);
	dx_rollup_free(rollup);
	dx_free(steps);
	return known;
}

bool
dx_tally_unite(dx_tally *tally, const dx_tally *other, uint32_t *twice)
{
	for (uint32_t i = 0; i < other->room; i++)
		if (other->leaves[i].state != DX_VALUE_MISSING && tally->leaves[i].state != DX_VALUE_MISSING)
		{
			*twice = i;
			return false;
		}
	for (uint32_t i = 0; i < other->room; i++)
		if (other->leaves[i].state != DX_VALUE_MISSING)
		{
			tally->leaves[i] = other->leaves[i];
			if (tally->max)
				tally->max[i] = other->max[i];
		}
	return true;
}

/*
 * Points of a plain sum: those of all criteria that have any; not applicable if all scored
 * criteria are not applicable.
 */
static bool
plain_points(const dx_tally *tally, double *points, dx_error *err)
{
	uint32_t not_applicable = 0;
	dx_int128 sum;
	dx_int128 one;

	for (uint32_t i = 0; i < tally->room; i++)
		not_applicable += tally->leaves[i].state == DX_VALUE_NA;
	if (not_applicable >= tally->programme->n_scored)
		return false;
	if (!add_fractions(tally, &sum, &one))
		return add_wide(tally, points, err);
	*points = dx_quotient(sum, one);
	return true;
}

bool
dx_tally_points(const dx_tally *tally, dx_rollup **rollup, double *points, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	uint32_t at = programme->at;
	dx_leaf *leaves;
	bool known;

	err->kind = DX_OK;
	if (programme->plain)
		return plain_points(tally, points, err);
	if (*rollup == NULL)
		*rollup = dx_rollup_new(programme, programme->steps, programme->n_steps, 1);
	leaves = dx_alloc(programme->n_criteria * sizeof(dx_leaf));
	memcpy(leaves, tally->leaves, tally->room * sizeof(dx_leaf));
	known = dx_roll_up(*rollup, leaves, err) && (*rollup)->rolls[at].state == DX_VALUE_PRESENT;
	if (known)
		*points = dx_roll_points(*rollup, at);
	dx_free(leaves);
	return known;
}

/* ---------------- text ---------------- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
dx_tally_print(const uint8_t *packed, size_t len, dx_buf *out)
{
	for (size_t i = 0; i < len; i += 3)
	{
		uint32_t three = (uint32_t) packed[i] << 16;
		char four[4];

		if (i + 1 < len)
			three |= (uint32_t) packed[i + 1] << 8;
		if (i + 2 < len)
			three |= packed[i + 2];
		for (int d = 0; d < 4; d++)
			four[d] = i + (size_t) d <= len ? digits[three >> (18 - 6 * d) & 63] : '=';
		dx_buf_add(out, four, sizeof(four));
	}
}

/* Value of a digit; 64 if it is none. */
static uint32_t
digit_value(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (uint32_t) (at - digits) : 64;
}

bool
dx_tally_parse(dx_str text, dx_buf *out, dx_error *err)
{
	size_t n = text.len;

	/* One or two `=` at the end, where the last four digits have fewer than three bytes. */
	while (n > 0 && text.len - n < 2 && text.ptr[n - 1] == '=')
		n--;
	for (size_t i = 0; i < text.len; i += 4)
	{
		uint32_t three = 0;
		size_t have = 0;

		for (size_t d = 0; d < 4; d++)
		{
			uint32_t value = i + d < n ? digit_value(text.ptr[i + d]) : 0;

			if (value == 64 || i + d >= text.len)
				return dx_fail(err, DX_ERR_TEXT, (int) (i + d) + 1, "tally is not in base64");
			have += i + d < n;
			three = three << 6 | value;
		}
		/* Unused bits have to be 0. */
		if ((have == 2 && (three & 0xffff)) || (have == 3 && (three & 0xff)))
			return dx_fail(err, DX_ERR_TEXT, (int) (i + have), "tally is not in base64");
		for (size_t b = 0; b + 1 < have; b++)
			dx_buf_add_char(out, (char) (three >> (16 - 8 * b)));
	}
	return true;
}
