/* SPDX-License-Identifier: PostgreSQL */
/*
 * outrank.h: pairwise comparison of units: at indicators of which total weight is one
 * better than the other?
 *
 * Indicators are nodes of a tree, weighted by their shares in the node above all of
 * them. Values of an indicator are ranked with the tie classes of rank.h; NaN means no
 * value, and is not compared.
 */
#ifndef DX_OUTRANK_H
#define DX_OUTRANK_H

#include "base/base.h"
#include "score/rollup.h"
#include "tree/tree.h"

/* How many units are compared with one other at a time. */
#define DX_CONTEST_BLOCK 64

/* The most units of a contest: every pair is compared. */
#define DX_CONTEST_UNITS 5000

typedef enum dx_contest_level
{
	DX_CONTEST_CHILDREN, /* of a node */
	DX_CONTEST_CRITERIA	 /* all criteria under it; for alternatives and best n the node above them instead */
} dx_contest_level;

/* children or criteria. */
extern bool dx_contest_level_parse(dx_str text, dx_contest_level *out, dx_error *err);

typedef struct dx_contest
{
	uint32_t n_indicators;
	uint32_t *node; /* of an indicator */
	double *weight; /* of an indicator, > 0 */
	uint32_t n_units;
	uint32_t room; /* units there is room for; a multiple of DX_CONTEST_BLOCK */
	double *value; /* [indicator x room + unit]; after dx_contest_begin the class, NaN beyond the units */
} dx_contest;

/* The comparison of two units. */
typedef struct dx_duel
{
	double joint; /* weight of the indicators at which both have a value */
	double ahead; /* of joint: weight where the first is better minus that where it is worse */
} dx_duel;

/* Bytes a contest of so many units takes. */
extern size_t dx_contest_size(const dx_tree *tree, uint32_t node, dx_contest_level level, int64_t n_units);

/*
 * Make a contest of at most n_units units at the children of a node, or the criteria
 * under it, that have weight. False where the node has no children.
 */
extern bool dx_contest_make(dx_contest *contest, const dx_tree *tree, uint32_t node, dx_contest_level level,
							int64_t n_units, dx_error *err);

/* Add a unit that was scored; false, and nothing is added, where it has no value at any indicator. */
extern bool dx_contest_add(dx_contest *contest, dx_rollup *rollup);

/* All units are added: replace values by classes. */
extern void dx_contest_begin(dx_contest *contest);

/* Compare unit i with DX_CONTEST_BLOCK units from first on. */
extern void dx_contest_duels(const dx_contest *contest, uint32_t i, uint32_t first, dx_duel *duels);

/*
 * -1, 0, 1: is the share of weight at which the first is better below, equal to (within 1e-12) or
 * above a half?
 */
extern int dx_duel_sign(dx_duel duel);

/* That share, ties counting half; false where the two have no indicator in common. */
extern bool dx_duel_share(dx_duel duel, double *share);

/* Sum of each unit's signs against all others. O(units^2 x indicators). */
extern void dx_copeland_scores(const dx_contest *contest, int32_t *scores);

#endif /* DX_OUTRANK_H */
