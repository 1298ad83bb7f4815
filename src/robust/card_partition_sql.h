/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_partition_sql.h: for window functions of a tree (argument 0) and a card (argument
 * 1): scoring the cards of a whole partition. Include after postgres.h.
 */
#ifndef DX_CARD_PARTITION_SQL_H
#define DX_CARD_PARTITION_SQL_H

#include "rank/partition_sql.h"
#include "score/score_site_sql.h"

/* A copy of the first tree of the partition; NULL where all are NULL. */
extern const dx_tree *dx_partition_tree(FunctionCallInfo fcinfo);

/* Called for each row with a card, with its number and the card, in a context that is reset for every row. */
typedef void (*dx_card_visitor)(void *state, int64 row, Datum card);

/*
 * Visit the card of every row. Rows without tree or card are left out, and so are those
 * whose argument number `ranked` (-1: none) is false; raises where a tree is not equal
 * to `tree`.
 */
extern void dx_partition_cards(FunctionCallInfo fcinfo, const dx_tree *tree, int ranked, dx_card_visitor visit,
							   void *state);

/* Called for each row with a card, with its number and its scores. */
typedef void (*dx_partition_visitor)(void *state, int64 row, dx_score_room *room);

/* Score the card of every row, and visit it. */
extern void dx_partition_score(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state);

/* The same with a tree that is not argument 0, which is not read. */
extern void dx_partition_score_on(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit,
								  void *state);

#endif /* DX_CARD_PARTITION_SQL_H */
