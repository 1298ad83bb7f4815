/* SPDX-License-Identifier: PostgreSQL */
/*
 * plan_item.h: one criterion of a plan (plan.h): what its rule makes of a
 * result of q hundredths, by a table or by a slope made in advance.
 *
 * A slope counts steps, and a table has lines; each is a part of the criterion's
 * maximum, a fraction as a leaf is. Where a plan adds up a plain sum, each is
 * also so many units of the plan (plan_unit.h): in_units says whether all
 * of the item's are whole numbers of them.
 */
#ifndef DX_PLAN_ITEM_H
#define DX_PLAN_ITEM_H

#include "card/card.h"
#include "tree/tree.h"

typedef enum dx_plan_kind
{
	DX_PLAN_GENERAL,	/* not known: dx_score_result */
	DX_PLAN_PROPORTION, /* a step for each hundredth, up to a limit */
	DX_PLAN_SLOPE,		/* a step for each hundredth between lo and lo + span, or lo - span */
	DX_PLAN_WHOLE,		/* a table over whole results */
	DX_PLAN_STEPS		/* a table of results from which on something is reached */
} dx_plan_kind;

/* One line of a table: what results of `from` hundredths on earn, up to the next. */
typedef struct dx_plan_line
{
	dx_int128 num; /* part of the maximum */
	dx_int128 den;
	dx_int128 points; /* in units */
	uint32_t from;
} dx_plan_line;

typedef struct dx_plan_item
{
	uint8_t kind;		 /* dx_plan_kind */
	bool whole_only;	 /* its results are whole numbers */
	bool falling;		 /* SLOPE: less is better */
	bool rounds;		 /* PROPORTION, SLOPE: points are rounded, to grains: a step is one grain */
	bool may_pass;		 /* rounds: to more than the maximum, which none can have */
	bool of_root;		 /* the root's applicable maximum loses its maximum where it does not apply */
	bool in_units;		 /* all that it earns is whole numbers of units */
	bool quick;			 /* and it is q x short_step */
	uint32_t limit;		 /* PROPORTION, SLOPE: a greater q is for dx_score_result */
	uint32_t n_lines;	 /* WHOLE, STEPS: of its table */
	dx_plan_line *lines; /* by `from`; the first of STEPS is from 0 */
	int64_t lo;			 /* SLOPE: q of attainment 0 */
	int64_t span;		 /* SLOPE: hundredths from there to attainment 1 */
	int64_t grains;		 /* rounds: a hundredth is grains / per */
	int64_t per;
	dx_int128 num; /* PROPORTION, SLOPE: a step is num / den of the maximum */
	dx_int128 den;
	dx_int128 step; /* and so many units, below 0 of a penalty */
	int64_t short_step;
	dx_int128 max; /* the maximum in units */
	dx_maximum maximum;
} dx_plan_item;

/* How many lines the table of a rule has at most. */
extern size_t dx_plan_lines(const dx_rule *rule);

/*
 * Make the item of a criterion of the tree: with its steps and lines as parts of
 * the maximum, not yet in units. Lines: room for dx_plan_lines. O(its lines).
 */
extern void dx_plan_item_make(dx_plan_item *item, const dx_tree *tree, uint32_t node, dx_plan_line *lines);

/* ---------------- what a result is ---------------- */

/* Are the item's results steps times something? Else they have lines, or are not known. */
static inline bool
dx_plan_has_steps(const dx_plan_item *item)
{
	return item->kind == DX_PLAN_PROPORTION || item->kind == DX_PLAN_SLOPE;
}

/* May a result of an item with steps be q hundredths? False also where the plan does not know. */
static inline bool
dx_plan_takes(const dx_plan_item *item, uint32_t q)
{
	return q <= item->limit && !(item->whole_only && q % 100 != 0);
}

/* How many steps q hundredths are that the item takes; grains are rounded half up. */
static inline int64_t
dx_plan_steps_of(const dx_plan_item *item, uint32_t q)
{
	int64_t steps = q;

	if (item->kind == DX_PLAN_SLOPE)
	{
		steps = item->falling ? item->lo - (int64_t) q : (int64_t) q - item->lo;
		steps = steps < 0 ? 0 : steps > item->span ? item->span : steps;
	}
	return item->rounds ? (2 * steps * item->grains + item->per) / (2 * item->per) : steps;
}

/* The line of an item with lines that q hundredths are on; NULL where the plan does not know. */
static inline const dx_plan_line *
dx_plan_line_of(const dx_plan_item *item, uint32_t q)
{
	const dx_plan_line *line = item->lines;

	if (item->kind == DX_PLAN_WHOLE)
	{
		if (q % 100 != 0 || q < line->from || q > line[item->n_lines - 1].from)
			return NULL;
		return line + (q - line->from) / 100;
	}
	if (item->whole_only && q % 100 != 0)
		return NULL;
	line += item->n_lines - 1;
	while (q < line->from)
		line--;
	return line;
}

#endif /* DX_PLAN_ITEM_H */
