/* SPDX-License-Identifier: PostgreSQL */
/*
 * score_site_sql.c: what a call site keeps for scoring.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "code/code_sql.h"
#include "score/score_site_sql.h"

dx_score_site *
dx_get_score_site(dx_site *site)
{
	if (site->score == NULL)
		site->score = MemoryContextAllocZero(site->context, sizeof(dx_score_site));
	return site->score;
}

dx_score_room *
dx_get_room(dx_site *site, const dx_tree *tree)
{
	dx_score_site *score = dx_get_score_site(site);

	if (score->room.n_criteria < tree->n_criteria)
	{
		MemoryContext before = MemoryContextSwitchTo(site->context);

		score->scored.valid = false;
		dx_score_room_grow(&score->room, tree);
		MemoryContextSwitchTo(before);
	}
	return &score->room;
}

static void
forget_words(dx_name_memo **memo)
{
	if (*memo)
		dx_free(*memo);
	*memo = NULL;
}

const dx_plan *
dx_get_plan(dx_site *site, const dx_tree *tree, uint32_t results)
{
	dx_score_site *score = dx_get_score_site(site);
	MemoryContext before;
	dx_plan *old = score->plan;
	bool due = dx_plan_is_due(&score->pace, tree, results);

	if (old && dx_plan_is_of(old, tree))
		return old;
	if (!due)
		return NULL;
	/* In case the next allocation fails, the freed plan must not be used. */
	score->plan = NULL;
	if (old)
		dx_plan_free(old);
	forget_words(&score->names);
	forget_words(&score->words);
	before = MemoryContextSwitchTo(site->context);
	score->plan = dx_plan_new(tree);
	MemoryContextSwitchTo(before);
	return score->plan;
}

/* A table of about so many words a criterion, made when first asked for; NULL until the tree has its plan. */
static dx_name_memo *
get_memo(dx_site *site, const dx_tree *tree, dx_name_memo **memo, uint32_t per_criterion)
{
	dx_score_site *score = dx_get_score_site(site);

	if (score->plan == NULL || !dx_plan_is_of(score->plan, tree))
		return NULL;
	if (*memo == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(site->context);

		*memo = dx_name_memo_new(per_criterion * tree->n_criteria);
		MemoryContextSwitchTo(before);
	}
	return *memo;
}

dx_name_memo *
dx_get_name_memo(dx_site *site, const dx_tree *tree)
{
	return get_memo(site, tree, &dx_get_score_site(site)->names, 1);
}

/* Words kept for each criterion: a yes, a no and a few choices, as people spell them. */
#define WORDS_A_CRITERION 4

dx_name_memo *
dx_get_word_memo(dx_site *site, const dx_tree *tree)
{
	return get_memo(site, tree, &dx_get_score_site(site)->words, WORDS_A_CRITERION);
}

/* Remember the packed card that the room's scores belong to. */
static void
remember_card(dx_site *site, const dx_tree *tree, const struct varlena *card)
{
	dx_scored *scored = &site->score->scored;
	Size size = VARSIZE_ANY_EXHDR(card);

	if (scored->card_room < size)
	{
		if (scored->card)
			pfree(scored->card);
		scored->card = NULL;
		scored->card_room = 0;
		scored->card = MemoryContextAlloc(site->context, size);
		scored->card_room = size;
	}
	memcpy(scored->card, VARDATA_ANY(card), size);
	scored->card_size = size;
	scored->tree = *tree;
	scored->valid = true;
}

/*
 * Every node is scored, since that is what the roll-up does; the next call for another
 * node of the same card finds it done.
 */
dx_rollup *
dx_score_card_of(dx_site *site, const dx_tree *tree, Datum card, const dx_sheet **sheet)
{
	dx_scored *scored = &dx_get_score_site(site)->scored;
	struct varlena *flat = NULL;
	dx_score_room *room = dx_get_room(site, tree);
	dx_error err;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(card)))
	{
		flat = PG_DETOAST_DATUM_PACKED(card);
		card = PointerGetDatum(flat);
		if (scored->valid && scored->card_size == VARSIZE_ANY_EXHDR(flat) &&
			memcmp(scored->card, VARDATA_ANY(flat), scored->card_size) == 0 && dx_tree_same(&scored->tree, tree))
		{
			*sheet = dx_site_sheet(site);
			/* The same tree may be at another address now. */
			room->rollup->steps = dx_tree_steps(tree);
			return room->rollup;
		}
	}
	scored->valid = false;
	*sheet = dx_get_sheet(site, card, tree);
	if (!dx_score_sheet(tree, dx_get_plan(site, tree, tree->n_criteria), *sheet, room, &err))
		dx_report(&err);
	if (flat)
		remember_card(site, tree, flat);
	return room->rollup;
}

/* The card (argument 1) on the tree (argument 0). */
dx_rollup *
dx_score_card(FunctionCallInfo fcinfo, const dx_tree **tree, const dx_sheet **sheet)
{
	dx_site *site = dx_get_site(fcinfo);

	*tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	return dx_score_card_of(site, *tree, PG_GETARG_DATUM(1), sheet);
}

const uint8_t *
dx_packed_card(Datum card, const dx_tree *tree, Size *size)
{
	struct varlena *flat;
	const uint8_t *bytes;
	uint32_t n;
	dx_fingerprint of;
	dx_error err;

	if (VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(card)))
		return NULL;
	flat = PG_DETOAST_DATUM_PACKED(card);
	bytes = (uint8_t *) VARDATA_ANY(flat);
	*size = VARSIZE_ANY_EXHDR(flat);
	return dx_card_header(bytes, *size, &n, &of, &err) && dx_card_is_of(&of, n, tree) ? bytes : NULL;
}

void
dx_score_nodes(dx_site *site, const dx_tree *tree, Datum card, double *points, uint8_t *state)
{
	const dx_plan *plan = dx_get_plan(site, tree, tree->n_criteria);
	const dx_sheet *sheet;
	dx_rollup *rollup;
	int64_t *exact = (int64_t *) points;
	const uint8_t *packed;
	Size size;

	if (plan && (packed = dx_packed_card(card, tree, &size)) != NULL &&
		dx_plan_nodes(plan, tree, packed, size, exact, state))
	{
		int64_t one = dx_plan_one(plan);

		for (uint32_t i = 0; i < tree->n_nodes; i++)
			points[i] = dx_quotient_64(exact[i], one);
		return;
	}
	rollup = dx_score_card_of(site, tree, card, &sheet);
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		state[i] = rollup->rolls[i].state;
		points[i] = state[i] == DX_VALUE_PRESENT ? dx_roll_points(rollup, i) : 0;
	}
}

/*
 * The node that a code names. Queries for many nodes of many cards ask in the same order
 * for each card, so the node that followed the last one before is tried first.
 */
uint32_t
dx_find_node(dx_site *site, const dx_tree *tree, Datum code, bool is_text)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = dx_get_key(code, is_text, buf);
	uint32_t node;
	dx_score_site *score = dx_get_score_site(site);
	dx_error err;

	if (score->n_after < tree->n_nodes)
	{
		if (score->after)
			pfree(score->after);
		score->n_after = 0;
		score->after = MemoryContextAllocZero(site->context, tree->n_nodes * sizeof(uint32_t));
		score->n_after = tree->n_nodes;
		score->last_node = 0;
	}
	node = score->after[score->last_node];
	if (node < tree->n_nodes)
	{
		dx_key guess = dx_tree_key(tree, node);

		if (guess.len == key.len && memcmp(guess.ptr, key.ptr, key.len) == 0)
		{
			score->last_node = node;
			return node;
		}
	}
	if (!dx_tree_lookup(tree, key, &node, &err))
		dx_report(&err);
	score->after[score->last_node] = node;
	score->last_node = node;
	return node;
}
