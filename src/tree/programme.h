/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme.h: what scoring needs of a tree and nothing more: one dx_step a
 * node in pre-order, so that a subtree is the range [i, end) and the children
 * of i are i + 1, step[i + 1].end, ...; and right behind the last step the terms
 * that some nodes have (terms.h). A tree carries its programme; the state of
 * dx.score carries it across processes.
 */
#ifndef DX_PROGRAMME_H
#define DX_PROGRAMME_H

#include "base/base.h"
#include "number/decimal.h"
#include "number/mean.h"

/* What a node does about children without a value. Stored: values may not change. */
typedef enum dx_missing
{
	DX_MISSING_ZERO = 0,  /* counts as 0 of its maximum */
	DX_MISSING_SKIP = 1,  /* left out, the rest scaled up */
	DX_MISSING_STRICT = 2 /* makes the parent missing */
} dx_missing;

#define DX_STEP_CRITERION 0x01
#define DX_STEP_BONUS 0x02
#define DX_STEP_UNSCORED 0x04 /* criterion with the rule `unscored` */
#define DX_STEP_DECIMAL 0x08  /* points are decimals: a sum or alternatives, or a child of one */
#define DX_STEP_COUNTED 0x10  /* criterion that coverage counts */
#define DX_STEP_FLAGS 0x1f

/* Points as two words, so that a stored array needs 8-byte alignment only. */
typedef struct dx_stored_points
{
	uint64_t lo;
	int64_t hi;
} dx_stored_points;

DX_STORED(dx_stored_points, 16);
DX_STORED_AT(dx_stored_points, lo, 0);
DX_STORED_AT(dx_stored_points, hi, 8);

static inline dx_points
dx_load_points(dx_stored_points p)
{
	return (dx_points) (((dx_uint128) (uint64_t) p.hi << 64) | p.lo);
}

static inline dx_stored_points
dx_store_points(dx_points p)
{
	return (dx_stored_points) {(uint64_t) (dx_uint128) p, (int64_t) (p >> 64)};
}

typedef struct dx_step
{
	uint32_t parent;	/* index; the root's is 0, itself */
	uint32_t end;		/* one past the subtree */
	uint32_t criterion; /* index of the first criterion at or after this node */
	uint32_t min_count; /* 0 = no limit */
	double weight;
	double power;		   /* p of power(p), n of best(n), else 0 */
	double min_coverage;   /* where coverage_den = 0; 0 = no limit */
	uint32_t coverage_num; /* a limit written as a fraction */
	uint32_t coverage_den;
	dx_stored_points max; /* static maximum x max_den; negative = penalty */
	uint8_t method;		  /* dx_method */
	uint8_t missing;	  /* dx_missing */
	uint8_t flags;
	uint8_t depth;
	uint32_t max_den;	 /* 1 unless the maximum is a fraction */
	uint32_t weight_den; /* the weight is weight / weight_den; 1 unless it is a fraction */
	uint32_t terms_end;	 /* terms of this node and of those before it */
} dx_step;

DX_STORED(dx_step, 80);
DX_STORED_AT(dx_step, parent, 0);
DX_STORED_AT(dx_step, end, 4);
DX_STORED_AT(dx_step, criterion, 8);
DX_STORED_AT(dx_step, min_count, 12);
DX_STORED_AT(dx_step, weight, 16);
DX_STORED_AT(dx_step, power, 24);
DX_STORED_AT(dx_step, min_coverage, 32);
DX_STORED_AT(dx_step, coverage_num, 40);
DX_STORED_AT(dx_step, coverage_den, 44);
DX_STORED_AT(dx_step, max, 48);
DX_STORED_AT(dx_step, method, 64);
DX_STORED_AT(dx_step, missing, 65);
DX_STORED_AT(dx_step, flags, 66);
DX_STORED_AT(dx_step, depth, 67);
DX_STORED_AT(dx_step, max_den, 68);
DX_STORED_AT(dx_step, weight_den, 72);
DX_STORED_AT(dx_step, terms_end, 76);

/* Kinds of terms, which change what a sum adds up to. Stored: values may not change. */
typedef enum dx_term_kind
{
	DX_TERM_CAP = 0,	   /* at most so many points, and no larger maximum */
	DX_TERM_FLOOR = 1,	   /* at least so many */
	DX_TERM_THRESHOLD = 2, /* below this, points above 0 become 0 */
	DX_TERM_NEEDS = 3	   /* the same where a sibling has less than this */
} dx_term_kind;

/* A term of a node. Those of a node stand together, by kind, then by sibling. */
typedef struct dx_term
{
	dx_stored_points units; /* its bound x 10^12 x den: points, or a ratio */
	uint32_t den;
	uint32_t node;
	uint32_t sibling; /* whose points or ratio are needed; 0 in other kinds */
	uint8_t kind;	  /* dx_term_kind */
	uint8_t in_points;
	uint16_t reserved; /* 0 */
} dx_term;

DX_STORED(dx_term, 32);
DX_STORED_AT(dx_term, units, 0);
DX_STORED_AT(dx_term, den, 16);
DX_STORED_AT(dx_term, node, 20);
DX_STORED_AT(dx_term, sibling, 24);
DX_STORED_AT(dx_term, kind, 28);
DX_STORED_AT(dx_term, in_points, 29);
DX_STORED_AT(dx_term, reserved, 30);

/* The terms of a programme of n steps. */
static inline const dx_term *
dx_steps_terms(const dx_step *steps, uint32_t n)
{
	return (const dx_term *) (steps + n);
}

/* The first of node i's, which end at steps[i].terms_end. */
static inline uint32_t
dx_step_first_term(const dx_step *steps, uint32_t i)
{
	return i > 0 ? steps[i - 1].terms_end : 0;
}

/* Bytes of n steps with their terms. */
static inline size_t
dx_steps_size(const dx_step *steps, uint32_t n)
{
	return n * sizeof(dx_step) + steps[n - 1].terms_end * sizeof(dx_term);
}

/* Does the node have a value? */
typedef enum dx_value_state
{
	DX_VALUE_MISSING = 0,
	DX_VALUE_PRESENT = 1,
	DX_VALUE_NA = 2 /* not applicable, or not scored at all */
} dx_value_state;

/*
 * A scored criterion: its attainment num / den, exact, den > 0; its points are that part
 * of the maximum. (Where points are rounded or awarded, it is the attainment that gives
 * those points.)
 */
typedef struct dx_leaf
{
	dx_int128 num;
	dx_int128 den;
	uint8_t state; /* dx_value_state */
} dx_leaf;

/* No node may be able to have more points than this; DX_RATIO_LIMIT: nor more times its maximum. */
#define DX_POINTS_LIMIT 1e20
#define DX_RATIO_LIMIT 1e36

/* The static maximum. */
static inline dx_maximum
dx_step_maximum(const dx_step *step)
{
	return (dx_maximum) {dx_load_points(step->max), step->max_den};
}

/* The weight as the nearest double. */
extern double dx_step_weight(const dx_step *step);

/*
 * Is the programme a plain sum: sums with policy zero, no limits and no terms, decimals
 * throughout? A lone criterion is not one: where it is missing it has no points.
 */
extern bool dx_steps_plain_sum(const dx_step *steps, uint32_t n);

/*
 * Flags that follow from the rest of a step and its parent (NULL for a root):
 * DX_STEP_DECIMAL and DX_STEP_COUNTED.
 */
extern uint8_t dx_step_derived_flags(const dx_step *step, const dx_step *parent);

/* Does a node have at least as many scored children as its method takes (best(n): n)? */
extern bool dx_step_has_enough(const dx_step *steps, uint32_t i);

/*
 * The one validator of programmes that come in as bytes, of n > 0 steps and
 * as many terms as the last of them says: topology, ranges, flags, terms.
 * n_criteria is the number the sender claims.
 */
extern bool dx_steps_validate(const dx_step *steps, uint32_t n, uint32_t n_criteria, dx_error *err);

/* Does this child count in its parent's maximum, limits and policy (under a sum or alternatives: neither bonus, penalty nor worth 0)? */
static inline bool
dx_step_regular(const dx_step *parent, const dx_step *child)
{
	if (dx_is_of_points(parent->method))
		return !(child->flags & DX_STEP_BONUS) && dx_load_points(child->max) > 0;
	return child->weight > 0;
}

#endif /* DX_PROGRAMME_H */
