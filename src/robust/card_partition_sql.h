/* SPDX-License-Identifier: PostgreSQL */
/*
 * card_partition_sql.h: windows over a tree (argument 0) and a card (argument
 * 1): scoring the cards of a whole partition. Include after postgres.h.
 */
#ifndef DX_CARD_PARTITION_SQL_H
#define DX_CARD_PARTITION_SQL_H

#include "rank/partition_sql.h"
#include "score/score_site_sql.h"

/* A copy of the first tree of the partition; NULL where all are NULL. */
extern const dx_tree *dx_partition_tree(FunctionCallInfo fcinfo);

/* Told of each row with a card: its number and the card, in a context that is emptied row by row. */
typedef void (*dx_card_visitor)(void *state, int64 row, Datum card);

/*
 * Visit the card of every row. Rows without tree or card are passed over, and
 * those whose argument `ranked` is false (-1: there is none); trees must be
 * equal to `tree`.
 */
extern void dx_partition_cards(FunctionCallInfo fcinfo, const dx_tree *tree, int ranked, dx_card_visitor visit,
							   void *state);

/* Told of each row with a card: its number and its scores. */
typedef void (*dx_partition_visitor)(void *state, int64 row, dx_score_room *room);

/* Score the card of every row so. */
extern void dx_partition_score(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit, void *state);

/* Score the card of every row on a tree that argument 0 is not: that is not looked at. */
extern void dx_partition_score_on(FunctionCallInfo fcinfo, const dx_tree *tree, dx_partition_visitor visit,
								  void *state);

#endif /* DX_CARD_PARTITION_SQL_H */
