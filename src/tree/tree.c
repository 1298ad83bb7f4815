/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree.c: reading a compiled index tree.
 */
#include "tree/tree.h"

#include "tree/measure.h"
#include "tree/terms.h"

/* The longest prefix of two codes that the search for a near one compares. */
#define NEAR_LEN 48

uint32_t
dx_tree_find(const dx_tree *tree, dx_key key)
{
	const uint32_t *slots = (const uint32_t *) ((const char *) tree + tree->slots);
	uint32_t mask = tree->n_slots - 1;

	for (uint32_t at = dx_tree_slot(tree, key); slots[at] != 0; at = (at + 1) & mask)
	{
		uint32_t node = slots[at] - 1;
		dx_key found = dx_tree_key(tree, node);

		if (found.len == key.len && memcmp(found.ptr, key.ptr, key.len) == 0)
			return node;
	}
	return DX_NO_NODE;
}

/* The number of edits (insert, delete, replace a byte) between the first NEAR_LEN bytes of two codes. */
static int
distance(dx_str a, dx_str b)
{
	int row[NEAR_LEN + 1];
	int alen = a.len > NEAR_LEN ? NEAR_LEN : (int) a.len;
	int blen = b.len > NEAR_LEN ? NEAR_LEN : (int) b.len;

	for (int j = 0; j <= blen; j++)
		row[j] = j;
	for (int i = 1; i <= alen; i++)
	{
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= blen; j++)
		{
			int best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[blen];
}

const char *
dx_tree_code_text(const dx_tree *tree, uint32_t node, char *buf)
{
	dx_code_decode(dx_tree_key(tree, node), buf);
	return buf;
}

dx_str
dx_tree_title(const dx_tree *tree)
{
	return dx_tree_str(tree, dx_tree_nodes(tree)[0].name);
}

bool
dx_tree_lookup(const dx_tree *tree, dx_key key, uint32_t *node, dx_error *err)
{
	char wanted[DX_CODE_MAX_TEXT + 8];
	char near[DX_CODE_MAX_TEXT + 8];
	size_t len;
	int best = INT_MAX;
	size_t best_alike = 0;
	uint32_t nearest = 0;

	*node = dx_tree_find(tree, key);
	if (*node != DX_NO_NODE)
		return true;

	len = dx_code_decode(key, wanted);
	for (uint32_t i = 1; i < tree->n_nodes; i++)
	{
		size_t near_len = dx_code_decode(dx_tree_key(tree, i), near);
		int d = distance((dx_str) {wanted, len}, (dx_str) {near, near_len});
		size_t alike = 0;

		if ((i & 255) == 0)
			dx_check_interrupts();
		/*
		 * Among equally near codes prefer the one with the longer common beginning: "2.1" for
		 * "2.1.1", not "1.1".
		 */
		while (alike < len && alike < near_len && wanted[alike] == near[alike])
			alike++;
		if (d < best || (d == best && alike > best_alike))
		{
			best = d;
			best_alike = alike;
			nearest = i;
		}
	}
	dx_fail(err, DX_ERR_PARAM, 0, "index tree \"%.*s\" has no node \"%.*s\"", DX_STR_ARG(dx_tree_title(tree)),
			DX_STR_CLIP, wanted);
	if (nearest > 0)
		dx_fail_hint(err, "The nearest code is \"%.*s\".", DX_STR_CLIP, dx_tree_code_text(tree, nearest, near));
	return false;
}

const char *
dx_weight_text(const dx_step *step, char *buf)
{
	int len = dx_decimal_print(dx_decimal_from_double(step->weight), buf);

	if (step->weight_den != 1)
		snprintf(buf + len, 32, "/%u", step->weight_den);
	return buf;
}

const char *
dx_method_text(const dx_step *step, char *buf)
{
	const dx_method_facts *facts = &dx_methods[step->method];

	if (facts->number != DX_NUMBER_NONE)
	{
		char number[64];

		dx_decimal_print(dx_decimal_from_double(step->power), number);
		snprintf(buf, 64, "%s(%.50s)", facts->name, number);
		return buf;
	}
	return facts->name;
}

const char *
dx_min_coverage_text(const dx_step *step, char *buf)
{
	buf[0] = '\0';
	if (step->coverage_den > 0)
		snprintf(buf, 64, "%u/%u", step->coverage_num, step->coverage_den);
	else if (step->min_coverage > 0)
		dx_decimal_print(dx_decimal_from_double(step->min_coverage), buf);
	return buf;
}

const char *
dx_missing_text(uint8_t missing)
{
	static const char *const names[] = {"zero", "skip", "strict"};

	return names[missing];
}

/*
 * Begin to divide a sum among its children: their shares are of what they add up to, even where a
 * cap leaves less.
 */
static void
begin_shares(const dx_tree *tree, uint32_t i, uint32_t *top, dx_maximum *whole)
{
	const dx_step *steps = dx_tree_steps(tree);
	dx_maximum cap;

	top[i] = i;
	whole[i] = dx_step_maximum(&steps[i]);
	if (dx_step_cap(steps, tree->n_nodes, i, &cap))
		dx_steps_add_up(steps, i, &whole[i]);
}

void
dx_tree_effective_weights(const dx_tree *tree, uint32_t node, double *share)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t end = steps[node].end;
	bool *scored = dx_alloc(tree->n_nodes * sizeof(bool));
	uint32_t *top = dx_alloc(tree->n_nodes * sizeof(uint32_t));
	dx_maximum *whole = dx_alloc(tree->n_nodes * sizeof(dx_maximum));
	dx_int128 *weight = dx_alloc(tree->n_nodes * sizeof(dx_int128));

	for (uint32_t i = end; i-- > node;)
	{
		if (steps[i].flags & DX_STEP_CRITERION)
			scored[i] = !(steps[i].flags & DX_STEP_UNSCORED);
		if (scored[i])
			scored[steps[i].parent] = true;
	}
	share[node] = 1;
	begin_shares(tree, node, top, whole);
	for (uint32_t i = node; i < end; i++)
	{
		bool points = dx_is_of_points(steps[i].method);
		dx_int128 total = 0;

		if (steps[i].flags & DX_STEP_CRITERION)
			continue;
		if (!points)
			dx_measure_weights(steps, i, weight);
		for (uint32_t c = i + 1; !points && c < steps[i].end; c = steps[c].end)
			if (dx_step_regular(&steps[i], &steps[c]) && scored[c])
				total += weight[c];
		/* Under best(n) each child that is among the best is an n-th. */
		if (steps[i].method == DX_METHOD_BEST && total > steps[i].power)
			total = (dx_int128) steps[i].power;
		for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		{
			bool extra = (steps[c].flags & DX_STEP_BONUS) || dx_load_points(steps[c].max) < 0;

			/*
			 * Nested sums are divided once, by the maximum of the topmost, so that 30 of 100 is
			 * exactly 0.3.
			 */
			begin_shares(tree, c, top, whole);
			if (extra)
				share[c] = NAN;
			else if (!dx_step_regular(&steps[i], &steps[c]) || !scored[c])
				share[c] = share[i] * 0;
			else if (points)
			{
				share[c] = share[top[i]] * dx_maximum_share(dx_step_maximum(&steps[c]), whole[top[i]]);
				/* A sum whose cap is less than its parts begins a division of its own. */
				if (dx_maximum_cmp(whole[c], dx_step_maximum(&steps[c])) == 0)
					top[c] = top[i];
			}
			else
				share[c] = share[i] * dx_quotient(weight[c], total);
		}
	}
	dx_free(weight);
	dx_free(scored);
	dx_free(top);
	dx_free(whole);
}
