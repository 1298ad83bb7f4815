/* SPDX-License-Identifier: PostgreSQL */
/*
 * draws.h: the root's ratio under other weights, many draws at a time.
 *
 * A draw gives every node but the root a factor > 0. Under a sum, or as one of
 * alternatives, it multiplies the node's points and its maximum, under a mean its weight
 * (of the best n too; which are best is decided by ratios). Which nodes have a value
 * does not depend on factors, so a unit is scored once as usual (rollup.h), and only
 * points, maxima and ratios are computed for each draw: in doubles, DX_LANES draws side
 * by side, with + - x / and the functions of ddmath.h and mean.h only. (Scores proper
 * are exact, and rounded once: these ratios differ from them by some 1e-15.)
 *
 * Nested sums are added up as one: a criterion is multiplied by the factors on its way
 * up (from above), in code order. So are the children of a mean. Trees with terms are
 * computed node by node: draws_terms.c. The bits depend on the card, the tree and the
 * factors of the draw, never on the processor or on what else is computed.
 */
#ifndef DX_DRAWS_H
#define DX_DRAWS_H

#include "base/base.h"
#include "score/rollup.h"

/* Draws that are computed together. */
#define DX_LANES 16

typedef struct dx_lanes
{
	double at[DX_LANES];
} dx_lanes;

/* Parts of a group that are computed alike: adjacent criteria, or a group beneath. */
typedef struct dx_draw_run
{
	uint32_t n;	 /* how many criteria; 0 = a group */
	uint32_t at; /* the first criterion, or the group */
} dx_draw_run;

/* How a group is computed. */
typedef enum dx_draw_kind
{
	DX_DRAW_SUM,
	DX_DRAW_ALTERNATIVES, /* the most points, and the greatest maximum, draw by draw */
	DX_DRAW_MEAN,		  /* an average of ratios, their logarithms, reciprocals or powers */
	DX_DRAW_OTHER		  /* any other mean, draw by draw */
} dx_draw_kind;

/*
 * The form in which scores are added up or averaged; for a ratio of 0 or less, the value with
 * which the mean comes out right.
 */
typedef enum dx_draw_form_kind
{
	DX_FORM_POINTS,
	DX_FORM_RATIO,
	DX_FORM_LOG,		/* under a geometric mean; of 0 -infinity */
	DX_FORM_RECIPROCAL, /* under a harmonic mean; of 0 infinity */
	DX_FORM_POWER		/* under a power mean; of 0 0, or infinity where the exponent is below 0 */
} dx_draw_form_kind;

typedef struct dx_draw_form
{
	uint8_t kind;
	double power; /* of DX_FORM_POWER, else 0 */
} dx_draw_form;

/*
 * A mean, or a sum together with the sums right beneath it (except where either scales up for
 * missing children).
 */
typedef struct dx_draw_group
{
	uint32_t node; /* the topmost */
	uint32_t first_run;
	uint32_t end_run;
	uint8_t kind;		 /* dx_draw_kind */
	bool in_sum;		 /* does the parent take points: a sum, or alternatives? */
	bool as_wanted;		 /* does it average in the form that the group above averages? */
	dx_draw_form form;	 /* of what it adds up */
	dx_draw_form wanted; /* by the group above; a ratio under a sum */
	double max;			 /* static maximum */
} dx_draw_group;

/* A unit in the form that draws need. */
typedef struct dx_draw_unit
{
	double *value;		/* of a criterion, in the form that its group adds up; 0 where it has no value */
	const double *part; /* what a criterion adds to its group's maximum or weights, before factors */
	uint8_t *use;		/* of a node: USE_* flags (draws.c) */
	bool faint;			/* made for draws->faint, without powers */
} dx_draw_unit;

/* What draws need of a tree, and the current draws. */
typedef struct dx_draws
{
	const dx_step *steps;
	uint32_t n_nodes;
	uint32_t n_criteria;
	uint32_t n_groups;
	dx_draw_group *groups; /* groups beneath come before */
	dx_draw_run *runs;
	uint32_t *leaf;		   /* of a criterion: its node */
	uint32_t *group;	   /* of a node: the group it is the topmost of, or DX_NO_GROUP */
	bool *member;		   /* of a node: does it take part in its group's maximum or weights where it applies? */
	double *part;		   /* of a criterion: what it adds there, 0 unless a member */
	double *weight;		   /* of a node: its weight under a mean by a power of 2, else 1 */
	dx_lanes *factor;	   /* of a node: for the caller to fill in */
	dx_lanes *leaf_scale;  /* of a criterion: weight x factors up to its group */
	dx_lanes *group_scale; /* of a group: the same */
	dx_lanes *whole;	   /* of a group: maximum or weights where every member takes part */
	dx_lanes *x;		   /* of a group: its score, in the form wanted */
	dx_lanes *y;		   /* of a group: its maximum */
	double *scratch;
	uint32_t *needy; /* nodes that need siblings, as dx_terms_order has them; NULL: no node has terms */
	uint32_t n_needy;
	bool portable;
	bool without_powers;	/* power means are treated like means without a form */
	struct dx_draws *faint; /* such draws, for units with ratios too small for powers; NULL: none needed */
	void (*kernel)(const struct dx_draws *draws, const dx_draw_unit *unit);
} dx_draws;

#define DX_NO_GROUP UINT32_MAX

/*
 * steps belong to the caller and must outlive the result. Everything else is dx_alloc'd
 * for a memory context to free: about 500 bytes a node. portable: use no kernel that
 * only some processors have.
 */
extern dx_draws *dx_draws_new(const dx_step *steps, uint32_t n_nodes, uint32_t n_criteria, bool portable);

/* The most bytes that a unit takes. */
extern size_t dx_draw_unit_size(const dx_draws *draws);

/*
 * Make a unit (dx_alloc) from the scores of dx_roll_up; false, and nothing is allocated,
 * where the root has no ratio.
 */
extern bool dx_draw_unit_make(dx_draws *draws, dx_rollup *rollup, dx_draw_unit *unit);

/* Prepare DX_LANES draws, whose factors are in draws->factor (the root's does not matter). */
extern void dx_draws_begin(dx_draws *draws);

/*
 * The root's ratio in each of the current draws. NaN or infinite only where factors are so extreme
 * that doubles overflow.
 */
extern void dx_draws_ratio(const dx_draws *draws, const dx_draw_unit *unit, dx_lanes *ratio);

/* ---------------- for draws.c and draws_terms.c ---------------- */

/* A mean of n ratios by weight, in plain doubles; scratch as of dx_mean. */
extern double dx_draw_mean(const dx_step *step, const double *x, const double *w, int n, double *scratch);

/* dx_draw_unit_make of a unit whose root has a ratio, and dx_draws_ratio, where nodes have terms. */
extern void dx_draw_unit_of_terms(const dx_draws *draws, const dx_rollup *rollup, dx_draw_unit *unit);
extern void dx_draws_by_terms(const dx_draws *draws, const dx_draw_unit *unit, dx_lanes *ratio);

#endif /* DX_DRAWS_H */
