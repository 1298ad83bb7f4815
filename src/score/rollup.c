/* SPDX-License-Identifier: PostgreSQL */
/*
 * rollup.c: one pass over the pre-order array from its end, so that children
 * are scored before their parent. Nothing here depends on the order rows came
 * in. What depends on the length of numbers is in the files named _kernel.h, which are
 * included here once for each of two lengths (units_kernel.h); the rest is here.
 */
#include "score/rollup.h"

#include "tree/terms.h"

/* The figures that can be read. */
typedef enum figure
{
	FIGURE_POINTS,
	FIGURE_RATIO, /* of nodes that are no criteria */
	FIGURE_MAX,
	FIGURE_LOST,
	FIGURE_SET_POINTS,
	FIGURE_SET_MAX,
	FIGURE_SET_RATIO
} figure;

/* Counts of the children that matter to a node's limits (min_coverage, min_count) and policy. */
typedef struct family
{
	uint32_t applicable;
	uint32_t present;  /* with a value */
	uint32_t answered; /* with a value and an answered criterion */
} family;

/* Do enough children have a value? Compared as integers where the limit is a fraction. */
static bool
enough(const dx_step *step, uint32_t have, uint32_t applicable)
{
	if (applicable == 0)
		return true;
	if (have < step->min_count)
		return false;
	if (step->coverage_den > 0)
		return (uint64_t) have * step->coverage_den >= (uint64_t) step->coverage_num * applicable;
	return (double) have >= (step->min_coverage - 1e-9) * (double) applicable;
}

/* Does the node of this family, some of which is applicable, have a value? */
static bool
has_value(const dx_step *step, const family *children)
{
	if (!enough(step, children->answered, children->applicable))
		return false;
	switch ((dx_missing) step->missing)
	{
		case DX_MISSING_ZERO:
			return true;
		case DX_MISSING_SKIP:
			return children->present > 0;
		case DX_MISSING_STRICT:
			return children->present == children->applicable;
	}
	return false;
}

/* Does the node have a value, and a criterion beneath it an answer? */
static inline bool
is_answered(const dx_roll *roll)
{
	return roll->state == DX_VALUE_PRESENT && roll->answered > 0;
}

static inline void
add_criteria(dx_roll *roll, const dx_roll *child)
{
	roll->answered += child->answered;
	roll->applicable += child->applicable;
}

static inline void
count_child(family *children, const dx_roll *child)
{
	children->applicable++;
	if (child->state == DX_VALUE_PRESENT)
	{
		children->present++;
		children->answered += is_answered(child);
	}
}

/* State and counts of a criterion; false where it does not apply. */
static inline bool
begin_criterion(const dx_step *step, const dx_leaf *leaf, dx_roll *roll)
{
	bool counted = (step->flags & DX_STEP_COUNTED) != 0;

	*roll = (dx_roll) {0};
	roll->state = (step->flags & DX_STEP_UNSCORED) ? DX_VALUE_NA : leaf->state;
	if (roll->state == DX_VALUE_NA)
		return false;
	roll->applicable = counted;
	roll->answered = counted && roll->state == DX_VALUE_PRESENT;
	return true;
}

/* Did the mean above it average it? */
static inline bool
is_averaged(const dx_roll *roll)
{
	return roll->averaged;
}

/* Bits to which a ratio has to be known for double-doubles. */
#define DD_BITS 108

/*
 * An upper bound of off x p / q, the error of a product in units, from the numbers of
 * bits of p and q. It is two to four times that, which covers what computing it in
 * doubles loses.
 */
static inline double
off_by(double off, int bits_p, int bits_q)
{
	return ldexp(off, bits_p - bits_q + 2);
}

static inline bool
has_terms(const dx_step *steps, uint32_t i)
{
	return steps[i].terms_end > dx_step_first_term(steps, i);
}

static dx_dd
dd_of_weight(dx_int128 weight)
{
	double hi = (double) weight;

	return (dx_dd) {hi, (double) (weight - (dx_int128) hi)};
}

/* Of two neighbouring doubles the one whose last bit is 0, to which their middle rounds. */
static double
the_even_one(double a, double b)
{
	uint64_t bits;

	memcpy(&bits, &a, sizeof(bits));
	return bits % 2 == 0 ? a : b;
}

/* A heap of places to be visited, the least first. */
typedef struct dx_trial_queue
{
	uint32_t *places;
	uint32_t n;
} dx_trial_queue;

static void
enter_queue(dx_trial_queue *queue, uint32_t place)
{
	uint32_t at = queue->n++;

	for (; at > 0 && queue->places[(at - 1) / 2] > place; at = (at - 1) / 2)
		queue->places[at] = queue->places[(at - 1) / 2];
	queue->places[at] = place;
}

static uint32_t
leave_queue(dx_trial_queue *queue)
{
	uint32_t first = queue->places[0];
	uint32_t last = queue->places[--queue->n];
	uint32_t at = 0;

	for (uint32_t next; (next = 2 * at + 1) < queue->n; at = next)
	{
		if (next + 1 < queue->n && queue->places[next + 1] < queue->places[next])
			next++;
		if (queue->places[next] >= last)
			break;
		queue->places[at] = queue->places[next];
	}
	queue->places[at] = last;
	return first;
}

#define LIMBS 4
#define NAME(x) x##_4
#include "score/units_kernel.h"
#include "score/terms_kernel.h"
#include "score/means_kernel.h"
#include "score/order_kernel.h"
#include "score/rollup_kernel.h"
#include "score/figures_kernel.h"
#include "score/contributions_kernel.h"
#include "score/family_kernel.h"
#include "score/exchange_kernel.h"
#include "score/trial_kernel.h"
#undef LIMBS
#undef NAME

#define LIMBS 8
#define NAME(x) x##_8
#include "score/units_kernel.h"
#include "score/terms_kernel.h"
#include "score/means_kernel.h"
#include "score/order_kernel.h"
#include "score/rollup_kernel.h"
#include "score/figures_kernel.h"
#include "score/contributions_kernel.h"
#include "score/family_kernel.h"
#include "score/exchange_kernel.h"
#include "score/trial_kernel.h"
#undef LIMBS
#undef NAME

/* ---------------- making and filling ---------------- */

/* Whole numbers below it are doubles. */
#define EXACT_INTEGERS 0x1p53

/* The maximum as two doubles, if both are exact. */
static dx_short_max
shorten(dx_maximum max)
{
	dx_int128 num = max.units;
	dx_int128 den = DX_POINTS_ONE * max.den;

	dx_reduce(&num, &den);
	if (fabs((double) num) >= EXACT_INTEGERS || (double) den >= EXACT_INTEGERS)
		return (dx_short_max) {0, 0};
	return (dx_short_max) {(double) num, (double) den};
}

dx_rollup *
dx_rollup_new(const void *owner, const dx_step *steps, uint32_t n, uint64_t spans)
{
	dx_rollup *rollup = dx_alloc_beside(owner, sizeof(dx_rollup));

	rollup->steps = steps;
	rollup->n = n;
	rollup->spans = spans;
	rollup->rolls = dx_alloc_beside(owner, n * sizeof(dx_roll));
	rollup->scratch = dx_alloc_beside(owner, DX_ROLL_SCRATCH(n) * sizeof(double));
	rollup->short_max = dx_alloc_beside(owner, n * sizeof(dx_short_max));
	for (uint32_t i = 0; i < n; i++)
		rollup->short_max[i] = shorten(dx_step_maximum(&steps[i]));
	if (steps[n - 1].terms_end > 0)
	{
		rollup->needy = dx_alloc_beside(owner, n * sizeof(uint32_t));
		dx_terms_order(steps, n, rollup->needy, &rollup->n_needy);
	}
	rollup->narrow = dx_measure_new(owner, steps, n, spans, 4);
	if (rollup->narrow)
		rollup->numbers_4 = dx_alloc_beside(owner, n * sizeof(dx_numbers_4));
	return rollup;
}

void
dx_rollup_free(dx_rollup *rollup)
{
	dx_free(rollup->rolls);
	dx_free(rollup->scratch);
	dx_free(rollup->short_max);
	if (rollup->needy)
		dx_free(rollup->needy);
	if (rollup->narrow)
		dx_free(rollup->narrow);
	if (rollup->numbers_4)
		dx_free(rollup->numbers_4);
	if (rollup->wide)
		dx_free(rollup->wide);
	if (rollup->numbers_8)
		dx_free(rollup->numbers_8);
	dx_free(rollup);
}

static work_4
narrow_work(const dx_rollup *rollup)
{
	return (work_4) {rollup->steps, rollup->leaves,	 rollup->narrow, rollup->numbers_4,
					 rollup->rolls, rollup->scratch, rollup->needy,	 rollup->n_needy};
}

static work_8
wide_work(const dx_rollup *rollup)
{
	return (work_8) {rollup->steps, rollup->leaves,	 rollup->wide,	rollup->numbers_8,
					 rollup->rolls, rollup->scratch, rollup->needy, rollup->n_needy};
}

/* Roll up the current card in 8 limbs; false where that does not fit. */
static bool
widen(dx_rollup *rollup)
{
	work_8 work;

	if (rollup->widened)
		return true;
	if (rollup->wide == NULL)
		rollup->wide = dx_measure_new(rollup, rollup->steps, rollup->n, rollup->spans, 8);
	if (rollup->wide && rollup->numbers_8 == NULL)
		rollup->numbers_8 = dx_alloc_beside(rollup, rollup->n * sizeof(dx_numbers_8));
	work = wide_work(rollup);
	rollup->widened = rollup->wide && roll_all_8(&work, rollup->n);
	return rollup->widened;
}

bool
dx_roll_up(dx_rollup *rollup, const dx_leaf *leaves, dx_error *err)
{
	work_4 work;

	rollup->leaves = leaves;
	rollup->widened = false;
	rollup->is_narrow = false;
	if (rollup->narrow)
	{
		work = narrow_work(rollup);
		rollup->is_narrow = roll_all_4(&work, rollup->n);
	}
	if (rollup->is_narrow || widen(rollup))
		return true;
	return dx_fail(err, DX_ERR_RANGE, 0, "points are out of range");
}

/* ---------------- reading ---------------- */

static double
read_figure(dx_rollup *rollup, figure what, uint32_t i, const uint8_t *marks)
{
	double out = 0;
	work_8 wide;

	if (rollup->is_narrow)
	{
		work_4 narrow = narrow_work(rollup);

		if (read_figure_4(&narrow, what, i, marks, rollup->n, &out))
			return out + 0.0;
	}
	if (widen(rollup))
	{
		wide = wide_work(rollup);
		read_figure_8(&wide, what, i, marks, rollup->n, &out);
	}
	return out + 0.0;
}

double
dx_leaf_earns(dx_maximum max, const dx_leaf *leaf)
{
	dx_limb num[DX_WIDE_LIMBS];
	dx_limb den[DX_WIDE_LIMBS];

	dx_wide_set(num, max.units, DX_WIDE_LIMBS);
	dx_wide_mul(num, num, leaf->num, DX_WIDE_LIMBS);
	dx_wide_set(den, DX_POINTS_ONE * max.den, DX_WIDE_LIMBS);
	dx_wide_mul(den, den, leaf->den, DX_WIDE_LIMBS);
	return dx_wide_quotient(num, den, DX_WIDE_LIMBS);
}

bool
dx_leaf_meets(const dx_step *steps, uint32_t n, uint32_t i, const dx_leaf *leaf)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	dx_maximum max = dx_step_maximum(&steps[i]);

	for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
	{
		dx_limb have[DX_WIDE_MAX];
		dx_limb bound[DX_WIDE_MAX];

		if (terms[t].kind != DX_TERM_THRESHOLD || max.units <= 0)
			continue;
		/* leaf x max, or leaf alone, against the bound x (1 - 10^-12): both by the same number of units */
		dx_wide_set(have, terms[t].in_points ? max.units : 1, DX_WIDE_MAX);
		dx_wide_mul(have, have, leaf->num, DX_WIDE_MAX);
		dx_wide_mul(have, have, terms[t].den, DX_WIDE_MAX);
		dx_wide_mul(have, have, DX_POINTS_ONE, DX_WIDE_MAX);
		dx_wide_set(bound, dx_load_points(terms[t].units), DX_WIDE_MAX);
		dx_wide_mul(bound, bound, leaf->den, DX_WIDE_MAX);
		dx_wide_mul(bound, bound, DX_POINTS_ONE - 1, DX_WIDE_MAX);
		if (terms[t].in_points)
			dx_wide_mul(bound, bound, max.den, DX_WIDE_MAX);
		else
			dx_wide_mul(have, have, DX_POINTS_ONE, DX_WIDE_MAX);
		if (dx_wide_cmp(have, bound, DX_WIDE_MAX) < 0)
			return false;
	}
	return true;
}

double
dx_leaf_points(const dx_step *step, const dx_leaf *leaf)
{
	return dx_leaf_earns(dx_step_maximum(step), leaf);
}

double
dx_leaf_ratio(const dx_leaf *leaf)
{
	return dx_quotient(leaf->num, leaf->den);
}

/*
 * A criterion's points, if leaf and maximum are short: two exact products of doubles and
 * one division, which rounds.
 */
static inline bool
short_points(const dx_rollup *rollup, uint32_t i, double *out)
{
	const dx_leaf *leaf = &rollup->leaves[rollup->steps[i].criterion];
	double num;
	double den;

	if ((rollup->rolls[i].terms & DX_ROLL_BOUND) || leaf->num >> 53 != 0 || leaf->den >> 53 != 0)
		return false;
	num = rollup->short_max[i].num * (double) (int64_t) leaf->num;
	den = rollup->short_max[i].den * (double) (int64_t) leaf->den;
	if (!(den > 0 && den < EXACT_INTEGERS && fabs(num) < EXACT_INTEGERS))
		return false;
	*out = num / den + 0.0;
	return true;
}

double
dx_roll_points(dx_rollup *rollup, uint32_t i)
{
	double points;

	if ((rollup->steps[i].flags & DX_STEP_CRITERION) && short_points(rollup, i, &points))
		return points;
	return read_figure(rollup, FIGURE_POINTS, i, NULL);
}

double
dx_roll_max(dx_rollup *rollup, uint32_t i)
{
	return read_figure(rollup, FIGURE_MAX, i, NULL);
}

bool
dx_roll_has_max(const dx_rollup *rollup, uint32_t i)
{
	const dx_limb *max = rollup->is_narrow ? rollup->numbers_4[i].max : rollup->numbers_8[i].max;
	int limbs = rollup->is_narrow ? 4 : 8;

	return !dx_wide_is_negative(max, limbs) && !dx_wide_is_zero(max, limbs);
}

bool
dx_roll_ratio(dx_rollup *rollup, uint32_t i, double *out)
{
	const dx_step *step = &rollup->steps[i];

	if (rollup->rolls[i].state != DX_VALUE_PRESENT)
		return false;
	if (step->flags & DX_STEP_CRITERION)
	{
		if (dx_load_points(step->max) < 0)
			return false;
		*out = (rollup->rolls[i].terms & DX_ROLL_BOUND) ? 0 : dx_leaf_ratio(&rollup->leaves[step->criterion]);
		return true;
	}
	if (!dx_roll_has_max(rollup, i))
		return false;
	*out = read_figure(rollup, FIGURE_RATIO, i, NULL);
	return true;
}

double
dx_roll_lost(dx_rollup *rollup, uint32_t i)
{
	return rollup->rolls[i].state == DX_VALUE_NA ? 0 : read_figure(rollup, FIGURE_LOST, i, NULL);
}

double
dx_roll_set_points(dx_rollup *rollup, const uint8_t *marks)
{
	return read_figure(rollup, FIGURE_SET_POINTS, 0, marks);
}

double
dx_roll_set_max(dx_rollup *rollup, const uint8_t *marks)
{
	return read_figure(rollup, FIGURE_SET_MAX, 0, marks);
}

double
dx_roll_set_ratio(dx_rollup *rollup, const uint8_t *marks)
{
	return read_figure(rollup, FIGURE_SET_RATIO, 0, marks);
}

dx_int128
dx_roll_decimal(dx_rollup *rollup, uint32_t i, int digits)
{
	return dx_roll_whole(rollup, i, (dx_uint128) dx_power_of_ten(digits));
}

dx_int128
dx_roll_whole(dx_rollup *rollup, uint32_t i, dx_uint128 factor)
{
	dx_int128 out = 0;

	if (rollup->is_narrow)
	{
		work_4 work = narrow_work(rollup);
		number_4 points;

		points_of_4(&work, i, &points);
		if (round_to_decimal_4(&points, work.measure->one, factor, &out))
			return out;
	}
	if (widen(rollup))
	{
		work_8 work = wide_work(rollup);
		number_8 points;

		points_of_8(&work, i, &points);
		round_to_decimal_8(&points, work.measure->one, factor, &out);
	}
	return out;
}

/* ---------------- another leaf ---------------- */

/* Room for the nodes from a criterion to the root: no code has more labels. */
#define PATH_LENGTH 40

/* For a node with more children, sums over them are kept. */
#define FEW_CHILDREN 48

/*
 * Are sums kept for the node? For means of pairs of doubles always: they could not take ratios
 * that are off.
 */
static bool
is_wide(const dx_step *steps, uint32_t i)
{
	uint32_t n = 0;

	if (steps[i].flags & DX_STEP_CRITERION)
		return false;
	if (dx_mean_has_parts((dx_method) steps[i].method))
		return true;
	for (uint32_t c = i + 1; c < steps[i].end && n <= FEW_CHILDREN; c = steps[c].end)
		n++;
	return n > FEW_CHILDREN;
}

/* Find, for each node, the nodes that need it. */
static void
look_at_needs(dx_trial *trial)
{
	dx_rollup *rollup = trial->rollup;
	const dx_step *steps = rollup->steps;
	const dx_term *terms = dx_steps_terms(steps, rollup->n);
	uint32_t n_terms = steps[rollup->n - 1].terms_end;
	uint32_t n_needs;
	uint32_t *next = dx_alloc_beside(rollup, (rollup->n + 1) * sizeof(uint32_t));

	trial->needed = next;
	trial->needed_by = dx_alloc_beside(rollup, n_terms * sizeof(uint32_t));
	trial->waiting = dx_alloc_beside(rollup, n_terms * sizeof(uint32_t));
	/*
	 * next[i + 1] is first the number of nodes that need node i, then the end of i's
	 * list in needed_by; filling the lists backwards moves it to their beginning.
	 */
	for (uint32_t t = 0; t < n_terms; t++)
		if (terms[t].kind == DX_TERM_NEEDS)
			next[terms[t].sibling + 1]++;
	for (uint32_t i = 0; i < rollup->n; i++)
		next[i + 1] += next[i];
	n_needs = next[rollup->n];
	for (uint32_t k = rollup->n_needy; k-- > 0;)
	{
		uint32_t i = rollup->needy[k];

		for (uint32_t t = dx_step_first_term(steps, i); t < steps[i].terms_end; t++)
			if (terms[t].kind == DX_TERM_NEEDS)
				trial->needed_by[--next[terms[t].sibling + 1]] = k;
	}
	/* Now next[i + 1] is the beginning of i's list: shift by one place. */
	memmove(next, next + 1, rollup->n * sizeof(uint32_t));
	next[rollup->n] = n_needs;
}

dx_trial *
dx_trial_new(dx_rollup *rollup, dx_leaf *leaves)
{
	dx_trial *trial = dx_alloc_beside(rollup, sizeof(dx_trial));
	bool any = false;

	trial->rollup = rollup;
	trial->leaves = leaves;
	trial->wide = dx_alloc_beside(rollup, rollup->n * sizeof(bool));
	trial->saved = dx_alloc_beside(rollup, (PATH_LENGTH + rollup->n_needy) * sizeof(saved_8));
	if (rollup->n_needy > 0)
		look_at_needs(trial);
	for (uint32_t i = 0; i < rollup->n; i++)
	{
		const dx_step *step = &rollup->steps[i];

		any |= trial->wide[i] = is_wide(rollup->steps, i);
		trial->in_pairs |= !(step->flags & DX_STEP_CRITERION) && dx_mean_has_parts((dx_method) step->method);
	}
	/*
	 * Exact numbers give the same results in both lengths; pairs of doubles depend on the numbers
	 * they are made of.
	 */
	trial->anew = trial->in_pairs && rollup->narrow != NULL && !rollup->is_narrow;
	if (!any)
	{
		dx_free(trial->wide);
		trial->wide = NULL;
	}
	return trial;
}

void
dx_trial_free(dx_trial *trial)
{
	for (uint32_t i = 0; i < trial->rollup->n; i++)
	{
		if (trial->sums_4 && trial->sums_4[i])
			free_sums_4(trial->sums_4[i]);
		if (trial->sums_8 && trial->sums_8[i])
			free_sums_8(trial->sums_8[i]);
	}
	if (trial->sums_4)
		dx_free(trial->sums_4);
	if (trial->sums_8)
		dx_free(trial->sums_8);
	if (trial->wide)
		dx_free(trial->wide);
	if (trial->needed)
	{
		dx_free(trial->needed);
		dx_free(trial->needed_by);
		dx_free(trial->waiting);
	}
	if (trial->before_needs_4)
		dx_free(trial->before_needs_4);
	if (trial->before_needs_8)
		dx_free(trial->before_needs_8);
	dx_free(trial->saved);
	dx_free(trial);
}

/* The trial in short numbers; false where these do not decide. */
static bool
try_narrow(dx_trial *trial, uint32_t node, const dx_leaf *leaf, bool *known, double *points)
{
	dx_rollup *rollup = trial->rollup;
	work_4 work = narrow_work(rollup);
	bool settled;
	uint32_t n;

	if (trial->wide && trial->sums_4 == NULL)
		trial->sums_4 = dx_alloc_beside(rollup, rollup->n * sizeof(family_sums_4 *));
	if (trial->wide)
		prepare_path_4(&work, node, trial->wide, trial->sums_4, rollup);
	if (rollup->n_needy > 0 && trial->before_needs_4 == NULL)
		save_before_needs_4(&work, rollup, &trial->before_needs_4);
	trial->leaves[rollup->steps[node].criterion] = *leaf;
	settled = roll_path_4(&work, trial, node, trial->saved, &n);
	*known = rollup->rolls[0].state == DX_VALUE_PRESENT;
	if (settled && *known)
		settled = read_figure_4(&work, FIGURE_POINTS, 0, NULL, rollup->n, points);
	set_back_4(&work, trial->saved, n);
	return settled;
}

/* The trial in long numbers; false where something does not fit. */
static bool
try_wide(dx_trial *trial, uint32_t node, const dx_leaf *leaf, bool *known, double *points)
{
	dx_rollup *rollup = trial->rollup;
	work_8 work;
	bool fits;
	uint32_t n;

	if (!widen(rollup))
		return false;
	work = wide_work(rollup);
	if (trial->wide && trial->sums_8 == NULL)
		trial->sums_8 = dx_alloc_beside(rollup, rollup->n * sizeof(family_sums_8 *));
	if (trial->wide)
		prepare_path_8(&work, node, trial->wide, trial->sums_8, rollup);
	if (rollup->n_needy > 0 && trial->before_needs_8 == NULL)
		save_before_needs_8(&work, rollup, &trial->before_needs_8);
	trial->leaves[rollup->steps[node].criterion] = *leaf;
	fits = roll_path_8(&work, trial, node, trial->saved, &n);
	*known = rollup->rolls[0].state == DX_VALUE_PRESENT;
	/* Where means are made from parts, the result has to be settled, else it is left to try_anew. */
	if (fits && *known)
		fits = read_figure_8(&work, FIGURE_POINTS, 0, NULL, rollup->n, points) || !trial->parts;
	set_back_8(&work, trial->saved, n);
	return fits;
}

/* Roll up the whole card, in short or long numbers; the rollup is not restored afterwards. */
static bool
try_anew(dx_trial *trial, uint32_t node, const dx_leaf *leaf, bool *known, double *points, dx_error *err)
{
	trial->leaves[trial->rollup->steps[node].criterion] = *leaf;
	if (!dx_roll_up(trial->rollup, trial->leaves, err))
		return false;
	*known = trial->rollup->rolls[0].state == DX_VALUE_PRESENT;
	if (*known)
		*points = dx_roll_points(trial->rollup, 0);
	return true;
}

bool
dx_trial_points(dx_trial *trial, uint32_t node, const dx_leaf *leaf, bool *known, double *points, dx_error *err)
{
	dx_rollup *rollup = trial->rollup;
	dx_leaf *place = &trial->leaves[rollup->steps[node].criterion];
	dx_leaf was = *place;
	bool has_terms_at_all = rollup->needy != NULL;
	bool fits = false;

	*points = 0;
	*known = false;
	if (trial->anew)
	{
		fits = try_anew(trial, node, leaf, known, points, err);
		*place = was;
		return fits;
	}
	/*
	 * Long numbers decide about terms by the nearest value, which must not be done with numbers
	 * that may be off by as much as those made from parts.
	 */
	trial->parts = trial->in_pairs;
	if (trial->parts)
		fits = rollup->is_narrow ? try_narrow(trial, node, leaf, known, points)
								 : !has_terms_at_all && try_wide(trial, node, leaf, known, points);
	*place = was;
	trial->parts = false;
	if (!fits && rollup->is_narrow)
		fits = try_narrow(trial, node, leaf, known, points);
	*place = was;
	if (!fits)
		fits = try_wide(trial, node, leaf, known, points);
	*place = was;
	*points += 0.0;
	return fits || dx_fail(err, DX_ERR_RANGE, 0, "points are out of range");
}

/* ---------------- contributions ---------------- */

bool
dx_roll_brought(dx_rollup *rollup, int digits, dx_int128 *brought, dx_int128 *full, bool *known)
{
	dx_uint128 factor = (dx_uint128) dx_power_of_ten(digits) << DX_BROUGHT_BITS;
	bool fits = false;

	if (rollup->is_narrow)
	{
		work_4 work = narrow_work(rollup);

		fits = contribute_4(&work, rollup->n, factor, brought, full, known);
	}
	if (!fits && widen(rollup))
	{
		work_8 work = wide_work(rollup);

		fits = contribute_8(&work, rollup->n, factor, brought, full, known);
	}
	return fits;
}
