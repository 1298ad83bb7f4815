/* SPDX-License-Identifier: PostgreSQL */
/*
 * terms.c: the terms of programmes: validation, the order in which they are applied, and
 * their bounds as text.
 */
#include "tree/terms.h"

#include "number/text_reader.h"

/* ---------------- reading terms ---------------- */

bool
dx_step_cap(const dx_step *steps, uint32_t n, uint32_t i, dx_maximum *cap)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	uint32_t t = dx_step_first_term(steps, i);

	if (t == steps[i].terms_end || terms[t].kind != DX_TERM_CAP)
		return false;
	*cap = dx_term_bound(&terms[t]);
	return true;
}

bool
dx_step_needs(const dx_step *steps, uint32_t n, uint32_t i)
{
	return steps[i].terms_end > dx_step_first_term(steps, i) &&
		dx_steps_terms(steps, n)[steps[i].terms_end - 1].kind == DX_TERM_NEEDS;
}

/* The least denominator above `den` among the maxima of a sum's regular children; 0: none. */
static uint32_t
next_denominator(const dx_step *steps, uint32_t i, uint32_t den)
{
	uint32_t next = 0;

	for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
		if (steps[c].max_den > den && (next == 0 || steps[c].max_den < next) && dx_step_regular(&steps[i], &steps[c]))
			next = steps[c].max_den;
	return next;
}

/*
 * Maxima are added by ascending denominators: partial sums have to fit too, and so
 * whether they do does not depend on the order of siblings.
 */
bool
dx_steps_add_up(const dx_step *steps, uint32_t i, dx_maximum *sum)
{
	*sum = (dx_maximum) {0, 1};
	for (uint32_t den = 0; (den = next_denominator(steps, i, den)) != 0;)
	{
		dx_maximum part = {0, 1};

		dx_check_interrupts();
		for (uint32_t c = i + 1; c < steps[i].end; c = steps[c].end)
			if (steps[c].max_den == den && dx_step_regular(&steps[i], &steps[c]) &&
				!dx_maximum_add(part, dx_step_maximum(&steps[c]), &part))
				return false;
		if (!dx_maximum_add(*sum, part, sum))
			return false;
	}
	return true;
}

/* ---------------- validation ---------------- */

static bool
wrong(dx_term_fault *fault, uint32_t node, const char *what)
{
	*fault = (dx_term_fault) {node, node, false, what, NULL};
	return false;
}

/* The same for what a term states. */
static bool
wrong_bound(dx_term_fault *fault, uint32_t node, const dx_term *term, const char *what)
{
	*fault = (dx_term_fault) {node, node, false, what, term};
	return false;
}

/* Above 0 and at most 1? */
static bool
is_share(dx_maximum bound)
{
	return bound.units > 0 && bound.units <= DX_POINTS_ONE * bound.den;
}

/* A threshold is at most what the node can have before a cap. */
static bool
check_threshold(const dx_step *steps, uint32_t n, uint32_t i, const dx_term *term, dx_term_fault *fault)
{
	dx_maximum most = dx_step_maximum(&steps[i]);
	dx_maximum cap;

	if (!term->in_points)
		return is_share(dx_term_bound(term)) ||
			wrong_bound(fault, i, term, "has a threshold that is not above 0 and at most 1, or 100%");
	if (dx_step_cap(steps, n, i, &cap) && !dx_steps_add_up(steps, i, &most))
		return wrong(fault, i, "has children whose maxima have no common denominator");
	return (dx_load_points(term->units) > 0 && dx_maximum_cmp(dx_term_bound(term), most) <= 0) ||
		wrong_bound(fault, i, term, "has a threshold that is not above 0 and at most its maximum");
}

/* Can this be needed of a sibling? */
static bool
check_need(const dx_step *steps, uint32_t n, uint32_t i, const dx_term *term, dx_term_fault *fault)
{
	uint32_t s = term->sibling;
	const dx_step *sibling = &steps[s < n ? s : 0];
	dx_maximum max = dx_step_maximum(sibling);
	dx_maximum none = {0, 1};

	*fault = (dx_term_fault) {i, s, false, NULL, NULL};
	if (i == 0 || s == 0 || s >= n || s == i || sibling->parent != steps[i].parent)
		fault->what = "which is no sibling of it";
	else if (sibling->flags & DX_STEP_UNSCORED)
		fault->what = "which is unscored";
	else if (!term->in_points && (max.units < 0 || (max.units == 0 && !(sibling->flags & DX_STEP_CRITERION))))
		fault->what = "which has points but no ratio";
	else if (term->in_points ? dx_maximum_cmp(dx_term_bound(term), max.units > 0 ? max : none) > 0
							 : !is_share(dx_term_bound(term)))
	{
		fault->bound = term;
		fault->what = term->in_points ? "but more points of it than it can have"
									  : "but a ratio of it that is not above 0 and at most 1, or 100%";
	}
	return fault->what == NULL;
}

static bool
check_term(const dx_step *steps, uint32_t n, uint32_t i, const dx_term *term, dx_term_fault *fault)
{
	bool is_sum = !(steps[i].flags & DX_STEP_CRITERION) && steps[i].method == DX_METHOD_SUM;
	/* The parent of the first step is not known here. */
	bool summed =
		is_sum || (i > 0 ? steps[steps[i].parent].method == DX_METHOD_SUM : (steps[i].flags & DX_STEP_DECIMAL) != 0);
	dx_points units = dx_load_points(term->units);

	switch ((dx_term_kind) term->kind)
	{
		case DX_TERM_CAP:
			if (!is_sum)
				return wrong(fault, i,
							 (steps[i].flags & DX_STEP_CRITERION) ? "has a cap, but is a criterion"
																  : "has a cap, but its method is no sum");
			return units >= 0 || wrong(fault, i, "has a cap below 0");
		case DX_TERM_FLOOR:
			if (!is_sum)
				return wrong(fault, i,
							 (steps[i].flags & DX_STEP_CRITERION) ? "has a floor, but is a criterion"
																  : "has a floor, but its method is no sum");
			return units <= 0 || wrong(fault, i, "has a floor above 0");
		case DX_TERM_THRESHOLD:
			if (!summed)
				return wrong(fault, i, "has a threshold, but neither is a sum nor stands under one");
			return check_threshold(steps, n, i, term, fault);
		case DX_TERM_NEEDS:
			if (!summed)
				return wrong(fault, i, "needs a sibling, but neither is a sum nor stands under one");
			return check_need(steps, n, i, term, fault);
	}
	return false;
}

bool
dx_terms_check(const dx_step *steps, uint32_t n, dx_term_fault *fault)
{
	const dx_term *terms = dx_steps_terms(steps, n);
	uint32_t *order;
	uint32_t count;
	bool ok;

	if (steps[n - 1].terms_end == 0)
		return true;
	for (uint32_t i = 0; i < n; i++)
	{
		uint32_t first = dx_step_first_term(steps, i);

		dx_check_interrupts();
		for (uint32_t t = first; t < steps[i].terms_end; t++)
		{
			const dx_term *term = &terms[t];
			dx_points limit = (dx_points) DX_MAX_POINTS * DX_POINTS_ONE;
			dx_points units = dx_load_points(term->units);

			/* In order, at most one of each kind, and one need for each sibling. */
			if (term->node != i || term->kind > DX_TERM_NEEDS || term->in_points > 1 || term->reserved != 0 ||
				(term->kind != DX_TERM_NEEDS && term->sibling != 0) ||
				(term->kind < DX_TERM_THRESHOLD && !term->in_points) || term->den == 0 || units / term->den > limit ||
				units / term->den < -limit ||
				(t > first &&
				 (terms[t - 1].kind > term->kind ||
				  (terms[t - 1].kind == term->kind && terms[t - 1].sibling >= term->sibling))))
				return wrong(fault, i, "has a wrong term");
			if (!check_term(steps, n, i, term, fault))
				return false;
		}
	}
	order = dx_alloc(n * sizeof(uint32_t));
	ok = dx_terms_order(steps, n, order, &count);
	if (!ok)
		*fault = (dx_term_fault) {order[0], order[count - 1], true, "which needs it in turn", NULL};
	dx_free(order);
	return ok;
}

/* ---------------- the order of needs ---------------- */

enum
{
	NOT_SEEN = 0,
	ON_THE_WAY = 1,
	PLACED = 2
};

/* A depth-first search without recursion: `way` holds the path to the current node. */
typedef struct search
{
	const dx_step *steps;
	const dx_term *terms;
	uint32_t *order;
	uint32_t count;
	uint32_t *way;
	uint32_t *next; /* of a node: the term to look at next */
	uint8_t *state; /* of a node */
} search;

/* Place a node after all that it needs; false: a circle, from way[*from] on. */
static bool
place(search *s, uint32_t top, uint32_t *from, uint32_t *depth)
{
	*depth = 0;
	s->way[(*depth)++] = top;
	s->state[top] = ON_THE_WAY;
	while (*depth > 0)
	{
		uint32_t i = s->way[*depth - 1];
		uint32_t needed;

		if (s->next[i] == s->steps[i].terms_end)
		{
			s->state[i] = PLACED;
			s->order[s->count++] = i;
			(*depth)--;
			continue;
		}
		if (s->terms[s->next[i]].kind != DX_TERM_NEEDS)
		{
			s->next[i]++;
			continue;
		}
		needed = s->terms[s->next[i]++].sibling;
		if (s->state[needed] == ON_THE_WAY)
		{
			for (*from = 0; s->way[*from] != needed;)
				(*from)++;
			return false;
		}
		if (s->state[needed] == NOT_SEEN && s->steps[needed].terms_end > dx_step_first_term(s->steps, needed))
		{
			s->state[needed] = ON_THE_WAY;
			s->way[(*depth)++] = needed;
		}
	}
	return true;
}

bool
dx_terms_order(const dx_step *steps, uint32_t n, uint32_t *order, uint32_t *count)
{
	search s = {steps, dx_steps_terms(steps, n), order, 0, NULL, NULL, NULL};
	uint32_t from = 0;
	uint32_t depth = 0;
	uint32_t kept = 0;
	bool ok = true;

	s.way = dx_alloc(n * sizeof(uint32_t));
	s.next = dx_alloc(n * sizeof(uint32_t));
	s.state = dx_alloc(n);
	for (uint32_t i = 0; i < n; i++)
		s.next[i] = dx_step_first_term(steps, i);
	for (uint32_t parent = n; ok && parent-- > 0;)
	{
		if ((parent & 1023) == 0)
			dx_check_interrupts();
		for (uint32_t c = parent + 1; ok && c < steps[parent].end; c = steps[c].end)
			if (s.state[c] == NOT_SEEN && dx_step_needs(steps, n, c))
				ok = place(&s, c, &from, &depth);
	}
	if (!ok)
	{
		*count = depth - from;
		memcpy(order, s.way + from, *count * sizeof(uint32_t));
	}
	else
	{
		/* The search also placed nodes that need no sibling: leave these out. */
		for (uint32_t k = 0; k < s.count; k++)
			if (dx_step_needs(steps, n, order[k]))
				order[kept++] = order[k];
		*count = kept;
	}
	dx_free(s.way);
	dx_free(s.next);
	dx_free(s.state);
	return ok;
}

/* ---------------- text ---------------- */

/* "12.5" or "1/3", divided by `per`. */
static bool
parse_amount(dx_str text, uint32_t per, dx_maximum *out)
{
	const char *slash = text.len ? memchr(text.ptr, '/', text.len) : NULL;
	size_t n = slash ? (size_t) (slash - text.ptr) : text.len;
	dx_str below = slash ? dx_trim_blanks((dx_str) {slash + 1, text.len - n - 1}) : (dx_str) {NULL, 0};
	uint64_t den = slash ? 0 : 1;

	for (size_t i = 0; i < below.len && den <= UINT32_MAX; i++)
	{
		if (below.ptr[i] < '0' || below.ptr[i] > '9')
			return false;
		den = 10 * den + (uint64_t) (below.ptr[i] - '0');
	}
	return den > 0 && den * per <= UINT32_MAX &&
		dx_maximum_parse(dx_trim_blanks((dx_str) {text.ptr, n}), (uint32_t) (den * per), out);
}

/* Is the amount within the range of maxima? */
static bool
in_range(dx_maximum amount)
{
	return fabs(dx_maximum_to_double(amount)) <= DX_MAX_POINTS;
}

bool
dx_amount_parse(const dx_json *value, dx_maximum *out)
{
	if (value->type == DX_JSON_NUMBER)
		return fabs(value->number) <= DX_MAX_POINTS && dx_maximum_of(value->number, 1, out);
	return value->type == DX_JSON_STRING && parse_amount(dx_trim_blanks(value->text), 1, out) && in_range(*out);
}

bool
dx_bound_parse(const dx_json *value, dx_maximum *bound, bool *in_points)
{
	dx_str text = dx_trim_blanks(value->text);
	uint32_t per = 1;

	*in_points = false;
	if (value->type != DX_JSON_STRING)
		return dx_amount_parse(value, bound);
	if (text.len > 0 && text.ptr[text.len - 1] == 'p')
	{
		*in_points = true;
		text.len--;
	}
	else if (text.len > 0 && text.ptr[text.len - 1] == '%')
	{
		per = 100;
		text.len--;
	}
	return parse_amount(dx_trim_blanks(text), per, bound) && in_range(*bound);
}

const char *
dx_bound_text(dx_maximum bound, bool in_points, char *buf)
{
	int len = dx_maximum_print(bound, buf);

	if (in_points)
		memcpy(buf + len, "p", 2);
	return buf;
}

const char *
dx_bound_print(dx_maximum bound, bool in_points, char *buf)
{
	char text[100];

	dx_bound_text(bound, in_points, text);
	snprintf(buf, 100, in_points || strchr(text, '/') ? "\"%.96s\"" : "%.96s", text);
	return buf;
}
