/* SPDX-License-Identifier: PostgreSQL */
/*
 * outrank.c: pairwise comparison of units (outrank.h). Copeland's score as in
 * OECD/JRC, Handbook on Constructing Composite Indicators, 2008, 6.2.2 and
 * COINr's outranking matrix, but where values are missing the weights of both directions
 * are taken from the indicators that both units have.
 */
#include "robust/outrank.h"

#include "rank/rank.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Sums of weights that differ by no more than this part of their total are equal: 0.1 + 0.2 and 0.3. */
#define WEIGHT_TOLERANCE 1e-12

bool
dx_contest_level_parse(dx_str text, dx_contest_level *out, dx_error *err)
{
	if (dx_str_equal(text, DX_STR("children")))
		*out = DX_CONTEST_CHILDREN;
	else if (dx_str_equal(text, DX_STR("criteria")))
		*out = DX_CONTEST_CRITERIA;
	else
	{
		dx_fail(err, DX_ERR_PARAM, 0, "unknown level \"%.*s\"", DX_STR_ARG(text));
		return dx_fail_hint(err, "Levels are children (of the node) and criteria (all under it).");
	}
	return true;
}

/*
 * Does the node choose among its children? The choice differs from unit to unit, so units are
 * compared at the node itself.
 */
static inline bool
chooses(const dx_step *step)
{
	return !(step->flags & DX_STEP_CRITERION) &&
		(step->method == DX_METHOD_ALTERNATIVES || step->method == DX_METHOD_BEST);
}

static uint32_t
indicators_at_most(const dx_tree *tree, uint32_t node, dx_contest_level level)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t n = 0;

	if (level == DX_CONTEST_CRITERIA)
		return dx_tree_nodes(tree)[node].n_criteria;
	for (uint32_t c = node + 1; c < steps[node].end; c = steps[c].end)
		n++;
	return n;
}

static size_t
room_for(int64_t n_units)
{
	return ((size_t) n_units + DX_CONTEST_BLOCK - 1) / DX_CONTEST_BLOCK * DX_CONTEST_BLOCK;
}

size_t
dx_contest_size(const dx_tree *tree, uint32_t node, dx_contest_level level, int64_t n_units)
{
	return indicators_at_most(tree, node, level) * room_for(n_units) * sizeof(double);
}

bool
dx_contest_make(dx_contest *contest, const dx_tree *tree, uint32_t node, dx_contest_level level, int64_t n_units,
				dx_error *err)
{
	const dx_step *steps = dx_tree_steps(tree);
	uint32_t most = indicators_at_most(tree, node, level);
	double *share;
	char code[DX_CODE_MAX_TEXT + 8];

	if (most == 0)
	{
		dx_fail(err, DX_ERR_PARAM, 0, "node \"%.*s\" has no children to compare units by", DX_STR_CLIP,
				dx_tree_code_text(tree, node, code));
		return dx_fail_hint(err, "Name a node above it, or level criteria.");
	}
	share = dx_alloc(tree->n_nodes * sizeof(double));
	dx_tree_effective_weights(tree, node, share);
	contest->node = dx_alloc(most * sizeof(uint32_t));
	contest->weight = dx_alloc(most * sizeof(double));
	contest->n_indicators = 0;
	for (uint32_t c = node; c < steps[node].end;)
	{
		bool whole = c > node && (level == DX_CONTEST_CHILDREN || chooses(&steps[c]));
		bool chosen = whole || (level == DX_CONTEST_CRITERIA && (steps[c].flags & DX_STEP_CRITERION));

		/* Bonuses and penalties have no share of the weight: NaN. */
		if (chosen && share[c] > 0)
		{
			contest->node[contest->n_indicators] = c;
			contest->weight[contest->n_indicators++] = share[c];
		}
		c = whole ? steps[c].end : c + 1;
	}
	dx_free(share);
	contest->n_units = 0;
	contest->room = (uint32_t) room_for(n_units);
	contest->value = dx_alloc(contest->n_indicators * (size_t) contest->room * sizeof(double));
	return true;
}

bool
dx_contest_add(dx_contest *contest, dx_rollup *rollup)
{
	bool any = false;

	for (uint32_t k = 0; k < contest->n_indicators; k++)
	{
		double ratio = 0;
		bool known = dx_roll_ratio(rollup, contest->node[k], &ratio);

		contest->value[k * (size_t) contest->room + contest->n_units] = known ? ratio : NAN;
		any |= known;
	}
	if (any)
		contest->n_units++;
	return any;
}

void
dx_contest_begin(dx_contest *contest)
{
	uint64_t *order = dx_alloc(2 * (size_t) contest->room * sizeof(uint64_t));

	for (uint32_t k = 0; k < contest->n_indicators; k++)
	{
		double *value = contest->value + k * (size_t) contest->room;
		dx_ranking ranking = {
			.values = value, .order = order, .temp = order + contest->room, .n_rows = contest->n_units};

		dx_check_interrupts();
		dx_rank_sort(&ranking);
		/* Classes are numbered downwards from 0, so that more is better. */
		for (int64_t start = 0, end; start < ranking.n; start = end)
		{
			end = dx_rank_class_end(&ranking, start);
			dx_rank_put(&ranking, start, end, (double) -start);
		}
		for (uint32_t u = contest->n_units; u < contest->room; u++)
			value[u] = NAN;
	}
	dx_free(order);
}

/* Two units as a vector; a comparison gives a mask of ones or zeros. */
typedef double two __attribute__((vector_size(16)));
typedef double two_stored __attribute__((vector_size(16), aligned(8), may_alias));
typedef int64_t two_masks __attribute__((vector_size(16)));

static inline two
where(two_masks mask, two x)
{
	return (two) (mask & (two_masks) x);
}

void
dx_contest_duels(const dx_contest *contest, uint32_t i, uint32_t first, dx_duel *duels)
{
	two joint[DX_CONTEST_BLOCK / 2] = {{0}};
	two ahead[DX_CONTEST_BLOCK / 2] = {{0}};

	for (uint32_t k = 0; k < contest->n_indicators; k++)
	{
		const double *value = contest->value + k * (size_t) contest->room;
		two weight = {contest->weight[k], contest->weight[k]};
		two own = {value[i], value[i]};

		if (isnan(value[i]))
			continue;
		/* Comparisons with NaN are false. */
		for (int j = 0; j < DX_CONTEST_BLOCK / 2; j++)
		{
			two other = *(const two_stored *) (value + first + 2 * j);

			joint[j] += where(other == other, weight);
			ahead[j] += where(own > other, weight) - where(own < other, weight);
		}
	}
	for (int j = 0; j < DX_CONTEST_BLOCK; j++)
		duels[j] = (dx_duel) {joint[j / 2][j % 2], ahead[j / 2][j % 2]};
}

int
dx_duel_sign(dx_duel duel)
{
	if (fabs(duel.ahead) <= WEIGHT_TOLERANCE * duel.joint)
		return 0;
	return duel.ahead > 0 ? 1 : -1;
}

bool
dx_duel_share(dx_duel duel, double *share)
{
	if (duel.joint == 0)
		return false;
	*share = (duel.joint + duel.ahead) / (2 * duel.joint);
	return true;
}

void
dx_copeland_scores(const dx_contest *contest, int32_t *scores)
{
	dx_duel duels[DX_CONTEST_BLOCK];
	size_t done = 0;

	memset(scores, 0, contest->n_units * sizeof(int32_t));
	for (uint32_t i = 0; i < contest->n_units; i++)
	{
		dx_check_interrupts();
		/* Each pair once: the reverse has the opposite sign. */
		for (uint32_t first = (i + 1) / DX_CONTEST_BLOCK * DX_CONTEST_BLOCK; first < contest->n_units;
			 first += DX_CONTEST_BLOCK)
		{
			dx_work(&done, (size_t) contest->n_indicators * DX_CONTEST_BLOCK / 4);
			dx_contest_duels(contest, i, first, duels);
			for (uint32_t j = first > i ? first : i + 1; j < contest->n_units && j < first + DX_CONTEST_BLOCK; j++)
			{
				int sign = dx_duel_sign(duels[j - first]);

				scores[i] += sign;
				scores[j] -= sign;
			}
		}
	}
}
