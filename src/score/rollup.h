/*
 * rollup.h: from the scores of criteria to the scores of every node, by a
 * programme (programme.h).
 *
 * Units: points are decimals with 12 digits (decimal.h); ratios are points by
 * applicable maximum.
 */
#ifndef DX_ROLLUP_H
#define DX_ROLLUP_H

#include "tree/programme.h"

/* A node's score. */
typedef struct dx_roll
{
	dx_points	points;			/* DECIMAL nodes with a value */
	dx_points	max;			/* applicable maximum; 0 when not applicable */
	dx_points	have;			/* sum under skip: maxima of children with a value */
	double		value;			/* points of nodes that are not DECIMAL */
	double		ratio;			/* criteria: attainment; means: the mean */
	uint32_t	answered;		/* criteria */
	uint32_t	applicable;
	uint8_t		state;			/* dx_value_state */
} dx_roll;

/* Doubles dx_roll_up needs as scratch for n nodes. */
#define DX_ROLL_SCRATCH(n) (4 * (size_t) (n))

/*
 * Score every node of the programme. leaves: one per criterion of the
 * programme, in order; rolls: n. False (DX_ERR_RANGE) only when points leave
 * the range that trees can have, which corrupted programmes may do. O(n).
 */
extern bool dx_roll_up(const dx_step *steps, uint32_t n, const dx_leaf *leaves,
					   dx_roll *rolls, double *scratch, dx_error *err);

/* Points of a node with a value, as the nearest double. */
extern double dx_roll_points(const dx_step *step, const dx_roll *roll);

/* Points of a node with a value as decimals; false when out of range. */
extern bool dx_roll_points_exact(const dx_step *step, const dx_roll *roll, dx_points *out);

/* points / applicable maximum; false where there is none (no value, maximum 0 or less). */
extern bool dx_roll_ratio(const dx_step *step, const dx_roll *roll, double *out);

/*
 * Points still to be had at a node: its maximum (of a penalty: 0) less its
 * points; all of it where it has no value; nothing where it does not apply.
 */
extern double dx_roll_lost(const dx_step *step, const dx_roll *roll);

/*
 * Shares of the root's points that each node brings: contribution[i] and
 * known[i] (false beneath a node that is not linear, or without a value).
 */
extern void dx_roll_contributions(const dx_step *steps, uint32_t n, const dx_roll *rolls,
								  double *contribution, bool *known);

#endif							/* DX_ROLLUP_H */
