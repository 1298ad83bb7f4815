/* SPDX-License-Identifier: PostgreSQL */
/*
 * score_site_sql.h: what a call site keeps for scoring: room, plan, names, the card
 * scored last. Include after postgres.h.
 */
#ifndef DX_SCORE_SITE_SQL_H
#define DX_SCORE_SITE_SQL_H

#include "card/open_card_sql.h"
#include "score/name_memo.h"
#include "score/plan.h"
#include "score/score.h"
#include "tree/call_site_sql.h"

/* The card whose scores the site's room holds, so that asking for the next node of the same card is cheap. */
typedef struct dx_scored
{
	bool valid;
	dx_tree tree;  /* its header */
	uint8_t *card; /* packed bytes, in the site's context */
	Size card_size;
	Size card_room;
} dx_scored;

/* Kept in site->score. */
typedef struct dx_score_site
{
	dx_score_room room;
	dx_plan_pace pace;	 /* of the tree that came last */
	dx_plan *plan;		 /* of a tree with many results in a row; NULL = none */
	dx_name_memo *names; /* names of criteria as rows wrote them, made with the plan; number: the criterion */
	dx_name_memo *words; /* what was typed for a criterion, the same; number: the result in hundredths */
	dx_scored scored;
	uint32_t *after; /* the node asked for after each node, the last time: a guess */
	uint32_t n_after;
	uint32_t last_node;
} dx_score_site;

/* The scoring part of the call site, made if need be. */
extern dx_score_site *dx_get_score_site(dx_site *site);

/* Scratch for scoring a card of this tree, kept at the site. */
extern dx_score_room *dx_get_room(dx_site *site, const dx_tree *tree);

/*
 * A plan for so many results of this tree, of a row or a card; NULL until making one pays
 * (dx_plan_is_due).
 */
extern const dx_plan *dx_get_plan(dx_site *site, const dx_tree *tree, uint32_t results);

/* The table of names of the tree's criteria that goes with its plan; NULL if there is none yet. */
extern dx_name_memo *dx_get_name_memo(dx_site *site, const dx_tree *tree);

/* The same of what was typed. */
extern dx_name_memo *dx_get_word_memo(dx_site *site, const dx_tree *tree);

/*
 * Scores of every node of the card (argument 1) on the tree (argument 0), kept
 * at the call site until another card comes. sheet: the card's results.
 */
extern dx_rollup *dx_score_card(FunctionCallInfo fcinfo, const dx_tree **tree, const dx_sheet **sheet);

/* The same of a card on a tree of the site. */
extern dx_rollup *dx_score_card_of(dx_site *site, const dx_tree *tree, Datum card, const dx_sheet **sheet);

/* The packed bytes of a card, detoasted; NULL for an open card, or where its header is not of the tree. */
extern const uint8_t *dx_packed_card(Datum card, const dx_tree *tree, Size *size);

/*
 * Points (-0 is 0; 0 where there are none) and dx_value_state of every node of a card: by a plan
 * where it can, else by scoring all.
 */
extern void dx_score_nodes(dx_site *site, const dx_tree *tree, Datum card, double *points, uint8_t *state);

/*
 * The node that a code of either type names; found at once where nodes are asked for in the same
 * order as for the last card.
 */
extern uint32_t dx_find_node(dx_site *site, const dx_tree *tree, Datum code, bool is_text);

#endif /* DX_SCORE_SITE_SQL_H */
