/* SPDX-License-Identifier: PostgreSQL */
/*
 * known.c: values carried forward and interpolated (known.h).
 */
#include "rank/known.h"

#include "number/exact.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Rows of one time: places start .. end - 1 of the ranking, and their value. */
typedef struct moment
{
	int64_t start;
	int64_t end;
	double time;
	double value; /* NAN: not known */
} moment;

/* "x differs in rows of one time"; false. */
static bool
two_values(double time, double one, double two, dx_error *err)
{
	char at[32];
	char less[32];
	char more[32];

	at[dx_shortest(time, at)] = '\0';
	less[dx_shortest(one < two ? one : two, less)] = '\0';
	more[dx_shortest(one < two ? two : one, more)] = '\0';
	dx_fail(err, DX_ERR_PARAM, 0, "x has two values at \"%s\" in one partition: %s and %s", at, less, more);
	return dx_fail_hint(err, "Partition by the unit and the indicator, so that each time has one row.");
}

/* The rows of one time that end at place end - 1 of a ranking, which is sorted by descending time. */
static bool
moment_before(const dx_ranking *r, const double *x, int64_t end, moment *m, dx_error *err)
{
	m->end = end;
	m->start = end;
	m->time = dx_rank_value(r, end - 1);
	m->value = NAN;
	while (m->start > 0 && dx_rank_value(r, m->start - 1) == m->time)
	{
		double value = x[dx_rank_position(r, --m->start)];

		if (m->start % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		if (!isnan(m->value) && !isnan(value) && value != m->value)
			return two_values(m->time, m->value, value, err);
		if (!isnan(value))
			m->value = value + 0.0;
	}
	return true;
}

static void
put(const dx_ranking *r, double *x, const moment *m, double answer)
{
	for (int64_t place = m->start; place < m->end; place++)
		x[dx_rank_position(r, place)] = answer;
}

/* Replace x by the last value known, or by its time. */
static bool
carry(const dx_ranking *r, double *x, double within, bool is_time, dx_error *err)
{
	double value = NAN;
	double time = 0;
	moment m;

	for (int64_t end = r->n; end > 0; end = m.start)
	{
		if (end % 1024 == 0)
			dx_check_interrupts();
		if (!moment_before(r, x, end, &m, err))
			return false;
		if (!isnan(m.value))
		{
			value = m.value;
			time = m.time;
		}
		put(r, x, &m, isnan(value) || m.time - time > within ? NAN : is_time ? time : value);
	}
	return true;
}

bool
dx_known_last(const dx_ranking *r, double *x, double within, dx_error *err)
{
	return carry(r, x, within, false, err);
}

bool
dx_known_time(const dx_ranking *r, double *x, double within, dx_error *err)
{
	return carry(r, x, within, true, err);
}

/* (a (t_b - t) + b (t - t_a)) / (t_b - t_a), rounded once */
static double
between(const moment *a, const moment *b, double t)
{
	int64_t limbs[2][DX_EXACT_ROOM_2] = {{0}};
	dx_exact sum;
	dx_exact span;
	double result;

	dx_exact_init(&sum, limbs[0], DX_EXACT_ROOM_2);
	dx_exact_init(&span, limbs[1], DX_EXACT_ROOM_2);
	dx_exact_add_product(&sum, a->value, b->time);
	dx_exact_add_product(&sum, a->value, -t);
	dx_exact_add_product(&sum, b->value, t);
	dx_exact_add_product(&sum, b->value, -a->time);
	dx_exact_add(&span, b->time);
	dx_exact_add(&span, -a->time);
	result = dx_exact_quotient(&sum, &span);
	dx_exact_reset(&sum, limbs[0], DX_EXACT_ROOM_2);
	dx_exact_reset(&span, limbs[1], DX_EXACT_ROOM_2);
	return result;
}

/* Fill places first .. end - 1, none of them known, from the known moments before and after. */
static bool
fill(const dx_ranking *r, double *x, int64_t first, int64_t end, const moment *before, const moment *after,
	 bool flat_ends, dx_error *err)
{
	moment m;

	for (; end > first; end = m.start)
	{
		double answer = NAN;

		if (end % 256 == 0)
			dx_check_interrupts();
		if (!moment_before(r, x, end, &m, err))
			return false;
		if (before && after)
			answer = between(before, after, m.time);
		else if (flat_ends && (before || after))
			answer = before ? before->value : after->value;
		put(r, x, &m, answer);
	}
	return true;
}

bool
dx_known_between(const dx_ranking *r, double *x, bool flat_ends, dx_error *err)
{
	moment known[2];
	int which = 0;		 /* known[which] is for the current moment, the other is the last known one */
	bool any = false;	 /* is there a last known one? */
	int64_t open = r->n; /* places from here down to the current one are not known */
	moment *m;

	for (int64_t end = r->n; end > 0; end = m->start)
	{
		m = &known[which];
		if (end % 1024 == 0)
			dx_check_interrupts();
		if (!moment_before(r, x, end, m, err))
			return false;
		if (isnan(m->value))
			continue;
		put(r, x, m, m->value);
		if (!fill(r, x, m->end, open, any ? &known[!which] : NULL, m, flat_ends, err))
			return false;
		open = m->start;
		any = true;
		which = !which;
	}
	return fill(r, x, 0, open, any ? &known[!which] : NULL, NULL, flat_ends, err);
}
