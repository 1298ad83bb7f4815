/* SPDX-License-Identifier: PostgreSQL */
/*
 * entry_sql.h: one row of results as dx.card and dx.score take it: (code or
 * ordinal, value [, state]) of a tree; the value is a number, a text as people
 * type it, or a truth value. Include after postgres.h.
 */
#ifndef DX_ENTRY_SQL_H
#define DX_ENTRY_SQL_H

#include "tree/tree_sql.h"

/* How the criterion is named. */
typedef enum dx_named_by
{
	DX_BY_CODE,
	DX_BY_TEXT,
	DX_BY_ORDINAL
} dx_named_by;

/* How the value is given. */
typedef enum dx_given_as
{
	DX_AS_NUMBER,
	DX_AS_TEXT, /* as people type it, read by the criterion's rule */
	DX_AS_BOOLEAN
} dx_given_as;

/* A checked entry: criteria [first, first + n) of the tree get state and value. */
typedef struct dx_entry
{
	uint32_t node;
	uint32_t first;
	uint32_t n;	   /* 0: nothing is entered (value NULL) */
	uint8_t state; /* dx_result_state */
	double value;
} dx_entry;

/*
 * Read arguments arg (criterion), arg + 1 (value) and, if has_state, arg + 2.
 * Raises on unknown criteria, states, and values the rule does not allow. A blank text
 * counts as NULL.
 */
extern dx_entry dx_get_entry(FunctionCallInfo fcinfo, const dx_tree *tree, int arg, dx_named_by named_by,
							 dx_given_as given_as, bool has_state);

/* The node that argument arg names. */
extern uint32_t dx_get_node(const dx_tree *tree, Datum value, dx_named_by named_by);

/*
 * Raise: criterion (by index) has a state and value already (missing: not known which) and is
 * given another.
 */
pg_noreturn extern void dx_report_twice(const dx_tree *tree, uint32_t criterion, uint8_t old_state, double old_value,
										uint8_t new_state, double new_value);

/* Raise: the same, with the two scores in words. */
pg_noreturn extern void dx_report_twice_scores(const dx_tree *tree, uint32_t criterion, const char *before,
											   const char *now);

/*
 * Raise: the same without a tree. The criterion is known by its place (0-based) among
 * those under the node; what: "card" or "score".
 */
pg_noreturn extern void dx_report_twice_counted(const char *what, uint32_t node, uint32_t criterion, const char *before,
												const char *now);

/* Raise: the same, of two cards that are merged. */
pg_noreturn extern void dx_report_twice_merging(uint32_t criterion, uint8_t old_state, double old_value,
												uint8_t new_state, double new_value);

#endif /* DX_ENTRY_SQL_H */
