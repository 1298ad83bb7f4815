/* SPDX-License-Identifier: PostgreSQL */
/*
 * terms.h: the terms of a node (programme.h): caps, floors, thresholds, needs.
 *
 * A cap and a floor bound what the children of a sum add up to. Below a threshold, or
 * where a sibling has less than is needed of it, points above 0 become 0. Thresholds and
 * needs look at the roll-up before floor and cap; what is needed is compared with the
 * sibling's final points or ratio.
 */
#ifndef DX_TERMS_H
#define DX_TERMS_H

#include "base/json.h"
#include "tree/programme.h"

/* The most siblings that a node can need. */
#define DX_MAX_NEEDS 100

/* A term that is not valid: of this node, about `other` (none: the node itself). */
typedef struct dx_term_fault
{
	uint32_t node;
	uint32_t other;
	bool circle;		  /* they need each other, directly or through others */
	const char *what;	  /* goes on from "node "1.2" " or, with another, from "node "1.2" needs "1.3", " */
	const dx_term *bound; /* where its bound is what is wrong; else NULL */
} dx_term_fault;

/*
 * The one validator of terms, of steps whose topology and maxima are valid:
 * where they may stand, their ranges, what may be needed of which sibling, no circles.
 * (That a node with a threshold cannot be negative is checked by dx_steps_measurable.)
 */
extern bool dx_terms_check(const dx_step *steps, uint32_t n, dx_term_fault *fault);

/*
 * Put the nodes that need siblings into order[], at most n of them: families from the
 * last parent to the first, within each a needed node before those that need it. False
 * where some nodes of a family need each other in a circle: order[0 .. *count) is then
 * that circle.
 */
extern bool dx_terms_order(const dx_step *steps, uint32_t n, uint32_t *order, uint32_t *count);

/* The cap of a node; false if it has none. */
extern bool dx_step_cap(const dx_step *steps, uint32_t n, uint32_t i, dx_maximum *cap);

/*
 * What the regular children of a sum add up to: its maximum, were there no cap; false where it
 * cannot be represented.
 */
extern bool dx_steps_add_up(const dx_step *steps, uint32_t i, dx_maximum *sum);

/* Does the node need a sibling? */
extern bool dx_step_needs(const dx_step *steps, uint32_t n, uint32_t i);

/* ---------------- text ---------------- */

/* A number, or a number or fraction as text ("1/3"), exact. */
extern bool dx_amount_parse(const dx_json *value, dx_maximum *out);

/* The same as a ratio, "60%", or with a p as points ("22p"). */
extern bool dx_bound_parse(const dx_json *value, dx_maximum *bound, bool *in_points);

/* The bound in words, 0.6, 2/3, 22p, and its canonical JSON: 0.6, "2/3", "22p"; buf of 100 bytes. */
extern const char *dx_bound_text(dx_maximum bound, bool in_points, char *buf);
extern const char *dx_bound_print(dx_maximum bound, bool in_points, char *buf);

static inline dx_maximum
dx_term_bound(const dx_term *term)
{
	return (dx_maximum) {dx_load_points(term->units), term->den};
}

#endif /* DX_TERMS_H */
