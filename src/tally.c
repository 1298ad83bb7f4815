/*
 * tally.c: packing, validating and finishing the state of dx.score.
 */
#include "tally.h"

#define FLAG_PLAIN 1

enum
{
	LEAF_MISSING = 0,
	LEAF_SHORT = 1,
	LEAF_NA = 2,
	LEAF_LONG = 3
};

/* No criterion has more points than trees allow. */
#define LEAF_LIMIT ((dx_points) DX_MAX_POINTS * DX_POINTS_ONE)

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
	uint64_t	bits;

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
	uint64_t	bits = get64(p);
	double		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

dx_programme *
dx_programme_of(const dx_tree *tree, uint32_t node)
{
	const dx_step *of_tree = dx_tree_steps(tree) + node;
	uint32_t	n = of_tree->end - node;
	dx_programme *programme = dx_alloc(sizeof(dx_programme) + (node > 0 ? n * sizeof(dx_step) : 0));
	dx_step    *steps = (dx_step *) (programme + 1);

	programme->tree = tree->fingerprint;
	programme->node = node;
	programme->n_steps = n;
	programme->steps = node > 0 ? steps : of_tree;
	for (uint32_t i = 0; i < n; i++)
	{
		if (node > 0)
		{
			steps[i] = of_tree[i];
			steps[i].parent = i == 0 ? 0 : of_tree[i].parent - node;
			steps[i].end -= node;
			steps[i].criterion -= of_tree->criterion;
		}
		if (of_tree[i].flags & DX_STEP_CRITERION)
		{
			programme->n_criteria++;
			programme->n_scored += !(of_tree[i].flags & DX_STEP_UNSCORED);
		}
	}
	programme->plain = dx_steps_plain_sum(programme->steps, n);
	return programme;
}

bool
dx_programme_equal(const dx_programme *a, const dx_programme *b)
{
	return a->node == b->node && memcmp(&a->tree, &b->tree, sizeof(a->tree)) == 0 &&
		a->n_criteria == b->n_criteria && a->n_scored == b->n_scored && a->plain == b->plain &&
		(a->plain ||
		 (a->n_steps == b->n_steps && memcmp(a->steps, b->steps, a->n_steps * sizeof(dx_step)) == 0));
}

/* Is the criterion's number points (a decimal) rather than a ratio? */
static bool
leaf_is_decimal(const dx_programme *programme, const uint32_t *step_of, uint32_t i)
{
	return programme->plain || (programme->steps[step_of[i]].flags & DX_STEP_DECIMAL);
}

/* Step index of each criterion; NULL for plain sums, whose leaves are all decimals. */
static uint32_t *
criterion_steps(const dx_programme *programme)
{
	uint32_t   *step_of;

	if (programme->plain)
		return NULL;
	step_of = dx_alloc(programme->n_criteria * sizeof(uint32_t));
	for (uint32_t i = 0; i < programme->n_steps; i++)
		if (programme->steps[i].flags & DX_STEP_CRITERION)
			step_of[programme->steps[i].criterion] = i;
	return step_of;
}

static bool
fits_short(dx_points points)
{
	return points >= INT64_MIN && points <= INT64_MAX;
}

size_t
dx_tally_packed_size(const dx_tally *tally)
{
	const dx_programme *programme = tally->programme;
	uint32_t   *step_of = criterion_steps(programme);
	size_t		size = DX_TALLY_HEADER + programme->n_criteria;

	for (uint32_t i = 0; i < tally->room; i++)
		if (tally->leaves[i].state == DX_VALUE_PRESENT)
			size += leaf_is_decimal(programme, step_of, i) && !fits_short(tally->leaves[i].points) ? 16 : 8;
	if (!programme->plain)
	{
		size += (size_t) programme->n_steps * DX_TALLY_STEP;
		dx_free(step_of);
	}
	return size;
}

static uint8_t *
pack_step(uint8_t *p, const dx_step *step)
{
	p = put32(p, step->parent);
	p = put32(p, step->end);
	p = put32(p, step->criterion);
	p = put32(p, step->min_count);
	p = put_double(p, step->weight);
	p = put_double(p, step->power);
	p = put_double(p, step->min_coverage);
	p = put32(p, step->coverage_num);
	p = put32(p, step->coverage_den);
	p = put64(p, step->max.lo);
	p = put64(p, (uint64_t) step->max.hi);
	*p++ = step->method;
	*p++ = step->missing;
	*p++ = step->flags;
	*p++ = step->depth;
	return p;
}

static const uint8_t *
unpack_step(const uint8_t *p, dx_step *step)
{
	step->parent = get32(p);
	step->end = get32(p + 4);
	step->criterion = get32(p + 8);
	step->min_count = get32(p + 12);
	step->weight = get_double(p + 16);
	step->power = get_double(p + 24);
	step->min_coverage = get_double(p + 32);
	step->coverage_num = get32(p + 40);
	step->coverage_den = get32(p + 44);
	step->max.lo = get64(p + 48);
	step->max.hi = (int64_t) get64(p + 56);
	step->method = p[64];
	step->missing = p[65];
	step->flags = p[66];
	step->depth = p[67];
	step->reserved = 0;
	return p + DX_TALLY_STEP;
}

void
dx_tally_pack(const dx_tally *tally, uint8_t *out)
{
	const dx_programme *programme = tally->programme;
	uint32_t   *step_of = criterion_steps(programme);
	uint8_t    *states;
	uint8_t    *p = out;

	*p++ = DX_TALLY_FORMAT;
	*p++ = programme->plain ? FLAG_PLAIN : 0;
	*p++ = 0;
	*p++ = 0;
	memcpy(p, programme->tree.bytes, sizeof(programme->tree.bytes));
	p = put32(p + sizeof(programme->tree.bytes), programme->node);
	p = put32(p, programme->n_criteria);
	p = put32(p, programme->n_scored);
	p = put32(p, programme->plain ? 0 : programme->n_steps);
	states = p;
	memset(states, LEAF_MISSING, programme->n_criteria);
	p += programme->n_criteria;
	for (uint32_t i = 0; i < tally->room; i++)
	{
		const dx_leaf *leaf = &tally->leaves[i];

		if (leaf->state == DX_VALUE_NA)
			states[i] = LEAF_NA;
		if (leaf->state != DX_VALUE_PRESENT)
			continue;
		states[i] = LEAF_SHORT;
		if (!leaf_is_decimal(programme, step_of, i))
			p = put_double(p, leaf->ratio);
		else if (fits_short(leaf->points))
			p = put64(p, (uint64_t) (int64_t) leaf->points);
		else
		{
			dx_stored_points stored = dx_store_points(leaf->points);

			states[i] = LEAF_LONG;
			p = put64(put64(p, stored.lo), (uint64_t) stored.hi);
		}
	}
	if (programme->plain)
		return;
	for (uint32_t i = 0; i < programme->n_steps; i++)
		p = pack_step(p, &programme->steps[i]);
	dx_free(step_of);
}

static bool
bad_tally(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: %s", what);
}

bool
dx_tally_header(const uint8_t *packed, size_t len, dx_programme *head, dx_error *err)
{
	memset(head, 0, sizeof(*head));
	if (len < DX_TALLY_HEADER)
		return bad_tally(err, "it is cut short");
	if (packed[0] != DX_TALLY_FORMAT || (packed[1] & ~FLAG_PLAIN) || packed[2] || packed[3])
		return bad_tally(err, "its version is unknown");
	head->plain = packed[1] == FLAG_PLAIN;
	memcpy(head->tree.bytes, packed + 4, sizeof(head->tree.bytes));
	head->node = get32(packed + 20);
	head->n_criteria = get32(packed + 24);
	head->n_scored = get32(packed + 28);
	head->n_steps = get32(packed + 32);
	if (head->n_criteria == 0 || head->n_criteria > DX_TREE_MAX_NODES || head->node >= DX_TREE_MAX_NODES ||
		head->n_scored > head->n_criteria || head->n_steps > DX_TREE_MAX_NODES ||
		head->plain != (head->n_steps == 0))
		return bad_tally(err, "a count is out of range");
	if (len < DX_TALLY_HEADER + (size_t) head->n_criteria + (size_t) head->n_steps * DX_TALLY_STEP)
		return bad_tally(err, "it is cut short");
	return true;
}

dx_programme *
dx_tally_programme(const uint8_t *packed, size_t len, dx_error *err)
{
	dx_programme head;
	dx_programme *programme;
	dx_step    *steps;
	const uint8_t *p;
	uint32_t	n_scored = 0;

	if (!dx_tally_header(packed, len, &head, err))
		return NULL;
	programme = dx_alloc(sizeof(dx_programme) + head.n_steps * sizeof(dx_step));
	*programme = head;
	if (head.plain)
		return programme;
	programme->steps = steps = (dx_step *) (programme + 1);
	p = packed + len - (size_t) head.n_steps * DX_TALLY_STEP;
	for (uint32_t i = 0; i < head.n_steps; i++)
		p = unpack_step(p, &steps[i]);
	if (!dx_steps_validate(programme->steps, head.n_steps, head.n_criteria, err))
	{
		dx_free(programme);
		return NULL;
	}
	for (uint32_t i = 0; i < head.n_steps; i++)
		n_scored += (programme->steps[i].flags & DX_STEP_CRITERION) &&
			!(programme->steps[i].flags & DX_STEP_UNSCORED);
	if (n_scored != head.n_scored || dx_steps_plain_sum(programme->steps, head.n_steps))
	{
		bad_tally(err, "its programme does not fit its header");
		dx_free(programme);
		return NULL;
	}
	return programme;
}

bool
dx_tally_unpack(const uint8_t *packed, size_t len, dx_tally *tally, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	uint32_t   *step_of;
	dx_programme head;
	const uint8_t *states = packed + DX_TALLY_HEADER;
	const uint8_t *p;
	size_t		left;
	bool		ok = true;

	if (!dx_tally_header(packed, len, &head, err))
		return false;
	if (head.n_criteria != programme->n_criteria || head.n_criteria > tally->room ||
		head.plain != programme->plain || (!head.plain && head.n_steps != programme->n_steps))
		return bad_tally(err, "its counts are not those of its tree");
	p = states + head.n_criteria;
	left = len - DX_TALLY_HEADER - head.n_criteria - (size_t) head.n_steps * DX_TALLY_STEP;
	step_of = criterion_steps(programme);
	for (uint32_t i = 0; ok && i < head.n_criteria; i++)
	{
		dx_leaf    *leaf = &tally->leaves[i];
		size_t		size = states[i] == LEAF_SHORT ? 8 : states[i] == LEAF_LONG ? 16 : 0;

		*leaf = (dx_leaf) {0, 0, DX_VALUE_PRESENT};
		if (states[i] > LEAF_LONG || left < size)
		{
			ok = bad_tally(err, left < size ? "it is cut short" : "a state is unknown");
			break;
		}
		if (states[i] == LEAF_MISSING)
			leaf->state = DX_VALUE_MISSING;
		else if (states[i] == LEAF_NA)
			leaf->state = DX_VALUE_NA;
		else if (!leaf_is_decimal(programme, step_of, i))
		{
			leaf->ratio = get_double(p);
			if (size != 8 || !(leaf->ratio >= 0 && leaf->ratio <= 1))
				ok = bad_tally(err, "a ratio is out of range");
		}
		else if (size == 8)
			leaf->points = (int64_t) get64(p);
		else
		{
			leaf->points = dx_load_points((dx_stored_points) {get64(p), (int64_t) get64(p + 8)});
			if (fits_short(leaf->points))
				ok = bad_tally(err, "points are not in canonical form");
		}
		if (leaf->points > LEAF_LIMIT || leaf->points < -LEAF_LIMIT)
			ok = bad_tally(err, "points are out of range");
		p += size;
		left -= size;
	}
	if (step_of)
		dx_free(step_of);
	if (ok && left != 0)
		return bad_tally(err, "bytes are left over");
	return ok;
}

/* A plain sum adds up whatever has points; it is not applicable when all that is scored is not. */
static bool
plain_points(const dx_tally *tally, double *points)
{
	dx_points	sum = 0;
	uint32_t	not_applicable = 0;

	for (uint32_t i = 0; i < tally->room; i++)
	{
		if (tally->leaves[i].state == DX_VALUE_PRESENT)
			sum += tally->leaves[i].points;
		not_applicable += tally->leaves[i].state == DX_VALUE_NA;
	}
	*points = dx_points_to_double(sum);
	return not_applicable < tally->programme->n_scored;
}

bool
dx_tally_points(const dx_tally *tally, double *points, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	dx_leaf    *leaves;
	dx_roll    *rolls;
	double	   *scratch;
	bool		known;

	err->kind = DX_OK;
	if (programme->plain)
		return plain_points(tally, points);
	leaves = dx_alloc(programme->n_criteria * sizeof(dx_leaf));
	memcpy(leaves, tally->leaves, tally->room * sizeof(dx_leaf));
	rolls = dx_alloc(programme->n_steps * sizeof(dx_roll));
	scratch = dx_alloc(DX_ROLL_SCRATCH(programme->n_steps) * sizeof(double));
	known = dx_roll_up(programme->steps, programme->n_steps, leaves, rolls, scratch, err) &&
		rolls[0].state == DX_VALUE_PRESENT;
	if (known)
		*points = dx_roll_points(&programme->steps[0], &rolls[0]);
	dx_free(leaves);
	dx_free(rolls);
	dx_free(scratch);
	return known;
}
