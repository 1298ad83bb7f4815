/* SPDX-License-Identifier: PostgreSQL */
/*
 * scoring_programme.c: the programme of a subtree: taken from a tree, compared, and in bytes, a column for each option.
 */
#include "rows/tally.h"

#include "base/wire.h"
#include "tree/terms.h"

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

/* ---------------- packed ---------------- */

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
	return dx_put64(dx_put64(p, max.lo), (uint64_t) max.hi);
}

static dx_stored_points
get_max(const uint8_t *p)
{
	return (dx_stored_points) {dx_get64(p), (int64_t) dx_get64(p + 8)};
}

void
dx_programme_pack(const dx_programme *programme, uint8_t *out)
{
	const dx_step *steps = programme->steps;
	const dx_term *terms = dx_steps_terms(steps, programme->n_steps);
	uint8_t *p = out;

	PUT_COLUMN(dx_put_double(p, steps[i].weight));
	PUT_COLUMN(dx_put_double(p, steps[i].power));
	PUT_COLUMN(dx_put_double(p, steps[i].min_coverage));
	PUT_COLUMN(put_max(p, steps[i].max));
	PUT_COLUMN(dx_put32(p, steps[i].weight_den));
	PUT_COLUMN(dx_put32(p, steps[i].max_den));
	PUT_COLUMN(dx_put32(p, steps[i].coverage_num));
	PUT_COLUMN(dx_put32(p, steps[i].coverage_den));
	PUT_COLUMN(dx_put32(p, steps[i].min_count));
	PUT_COLUMN(put8(p, steps[i].method));
	PUT_COLUMN(put8(p, steps[i].missing));
	PUT_COLUMN(put8(p, steps[i].flags));
	PUT_COLUMN(put8(p, steps[i].depth));
	PUT_TERMS(put_max(p, terms[i].units));
	PUT_TERMS(dx_put32(p, terms[i].den));
	PUT_TERMS(dx_put32(p, terms[i].node));
	PUT_TERMS(dx_put32(p, terms[i].sibling));
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
	GET_COLUMN(weight, dx_get_double, 8);
	GET_COLUMN(power, dx_get_double, 8);
	GET_COLUMN(min_coverage, dx_get_double, 8);
	GET_COLUMN(max, get_max, 16);
	GET_COLUMN(weight_den, dx_get32, 4);
	GET_COLUMN(max_den, dx_get32, 4);
	GET_COLUMN(coverage_num, dx_get32, 4);
	GET_COLUMN(coverage_den, dx_get32, 4);
	GET_COLUMN(min_count, dx_get32, 4);
	GET_COLUMN(method, get8, 1);
	GET_COLUMN(missing, get8, 1);
	GET_COLUMN(flags, get8, 1);
	GET_COLUMN(depth, get8, 1);
	GET_TERMS(units, get_max, 16);
	GET_TERMS(den, dx_get32, 4);
	GET_TERMS(node, dx_get32, 4);
	GET_TERMS(sibling, dx_get32, 4);
	GET_TERMS(kind, get8, 1);
	GET_TERMS(in_points, get8, 1);
	ok = place_steps(steps, head->n_steps) && place_terms(steps, head->n_steps, terms, head->n_terms)
		? dx_steps_validate(steps, head->n_steps, head->n_criteria, err)
		: dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: its programme has a node in a wrong place");
	for (uint32_t i = 0; i < head->n_steps; i++)
		n_scored += (steps[i].flags & DX_STEP_CRITERION) && !(steps[i].flags & DX_STEP_UNSCORED);
	if (ok &&
		(n_scored != head->n_scored || dx_steps_plain_sum(steps, head->n_steps) ||
		 (head->at > 0 && (steps[head->at].parent != 0 || !dx_step_needs(steps, head->n_steps, head->at)))))
		ok = dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: its programme does not fit its header");
	if (ok)
		return programme;
	dx_free(programme);
	return NULL;
}
