/* SPDX-License-Identifier: PostgreSQL */
/*
 * outrank.h: units compared pair by pair: on how much of the weight is one
 * better than another?
 *
 * Indicators are nodes of a tree, each with its share of the node above all of
 * them. Values of one indicator are put in the tie classes of rank.h; NaN is
 * no value, and is compared with nothing.
 */
#ifndef DX_OUTRANK_H
#define DX_OUTRANK_H

#include "base/base.h"
#include "score/rollup.h"
#include "tree/tree.h"

/* Units that are compared at a time with one other. */
#define DX_CONTEST_BLOCK 64

/* No contest has more units: every pair is compared. */
#define DX_CONTEST_UNITS 5000

typedef enum dx_contest_level
{
	DX_CONTEST_CHILDREN, /* of a node */
	DX_CONTEST_CRITERIA	 /* all under it; in place of alternatives, and of the best n, the node above them */
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

/* How two units stand to one another. */
typedef struct dx_duel
{
	double joint; /* weight of the indicators at which both have a value */
	double ahead; /* of this, where the first is better, less where it is worse */
} dx_duel;

/* Bytes a contest of so many units takes. */
extern size_t dx_contest_size(const dx_tree *tree, uint32_t node, dx_contest_level level, int64_t n_units);

/*
 * A contest of at most n_units units at the children of a node, or the
 * criteria under it, that have a weight. False where the node has no children.
 */
extern bool dx_contest_make(dx_contest *contest, const dx_tree *tree, uint32_t node, dx_contest_level level,
							int64_t n_units, dx_error *err);

/* One more unit, scored; false, and nothing added, where it has no value at any indicator. */
extern bool dx_contest_add(dx_contest *contest, dx_rollup *rollup);

/* All units are in: from values to classes. */
extern void dx_contest_begin(dx_contest *contest);

/* Unit i against the units from first on, DX_CONTEST_BLOCK of them. */
extern void dx_contest_duels(const dx_contest *contest, uint32_t i, uint32_t first, dx_duel *duels);

/* -1, 0, 1: is the share of weight where the first is better below, at or above a half (1e-12 of the weight either way)? */
extern int dx_duel_sign(dx_duel duel);

/* That share, ties half; false where nothing is to be compared. */
extern bool dx_duel_share(dx_duel duel, double *share);

/* Every unit's signs against the others, added up. O(units^2 x indicators). */
extern void dx_copeland_scores(const dx_contest *contest, int32_t *scores);

#endif /* DX_OUTRANK_H */
