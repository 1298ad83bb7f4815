/* SPDX-License-Identifier: PostgreSQL */
/*
 * score_site_sql.h: what a call site remembers of scoring: room, plan, names,
 * the card scored last. Include after postgres.h.
 */
#ifndef DX_SCORE_SITE_SQL_H
#define DX_SCORE_SITE_SQL_H

#include "card/open_card_sql.h"
#include "score/name_memo.h"
#include "score/plan.h"
#include "score/score.h"
#include "tree/call_site_sql.h"

/* Whose scores the site's room holds: asking for the next node of the same card is cheap. */
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
	dx_plan *plan;		 /* of a tree of which much came in a row; NULL = none */
	dx_name_memo *names; /* of criteria as rows wrote them, with the plan; number: which criterion */
	dx_scored scored;
	uint32_t *after; /* the node asked for after each node, the last time: a guess */
	uint32_t n_after;
	uint32_t last_node;
} dx_score_site;

/* What the call site remembers of scoring. */
extern dx_score_site *dx_get_score_site(dx_site *site);

/* Scratch for scoring a card of this tree, kept at the site. */
extern dx_score_room *dx_get_room(dx_site *site, const dx_tree *tree);

/* A plan for so many results of this tree, a row or a card; NULL until it pays (dx_plan_is_due). */
extern const dx_plan *dx_get_plan(dx_site *site, const dx_tree *tree, uint32_t results);

/* The table of names of the tree's criteria that goes with its plan; NULL if there is none yet. */
extern dx_name_memo *dx_get_name_memo(dx_site *site, const dx_tree *tree);

/*
 * Scores of every node of the card (argument 1) on the tree (argument 0), kept
 * at the call site until another card comes. sheet: the card's results.
 */
extern dx_rollup *dx_score_card(FunctionCallInfo fcinfo, const dx_tree **tree, const dx_sheet **sheet);

/* The same of a card on a tree of the site. */
extern dx_rollup *dx_score_card_of(dx_site *site, const dx_tree *tree, Datum card, const dx_sheet **sheet);

/* The packed bytes of a card, detoasted; NULL where it is an open one, or its header does not say that it is of the tree. */
extern const uint8_t *dx_packed_card(Datum card, const dx_tree *tree, Size *size);

/* Points (-0 is 0; 0 where there are none) and dx_value_state of every node of a card: by a plan, if it can, or by scoring all. */
extern void dx_score_nodes(dx_site *site, const dx_tree *tree, Datum card, double *points, uint8_t *state);

/* The node that a code of either type names; one asked for in the order of the last card is found at once. */
extern uint32_t dx_find_node(dx_site *site, const dx_tree *tree, Datum code, bool is_text);

#endif /* DX_SCORE_SITE_SQL_H */
