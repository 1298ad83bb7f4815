/* SPDX-License-Identifier: PostgreSQL */
/*
 * draws_kernel.h: the kernel of draws.c for one width of vector. Included with
 * KERNEL(name), KERNEL_TARGET and VECTOR (bytes) defined. Each lane is a separate draw:
 * every width does the same operations in the same order.
 *
 * Sums are held in four vectors at a time, CHUNK draws. They have names, since
 * compilers keep small arrays in memory.
 */
#define VECTOR_LANES (VECTOR / (int) sizeof(double))
#define CHUNK (4 * VECTOR_LANES)

typedef double KERNEL(vector) __attribute__((vector_size(VECTOR)));
typedef double KERNEL(stored) __attribute__((vector_size(VECTOR), aligned(8), may_alias));

typedef struct KERNEL(chunk)
{
	KERNEL(vector) a;
	KERNEL(vector) b;
	KERNEL(vector) c;
	KERNEL(vector) d;
} KERNEL(chunk);

#define FUNCTION KERNEL_TARGET static inline __attribute__((always_inline))

#define LOADED(lanes, i) (*(const KERNEL(stored) *) ((lanes)->at + at + (i) * VECTOR_LANES))
#define STORED(lanes, i) (*(KERNEL(stored) *) ((lanes)->at + at + (i) * VECTOR_LANES))

FUNCTION
KERNEL(chunk) KERNEL(load)(const dx_lanes *lanes, int at)
{
	return (KERNEL(chunk)) {LOADED(lanes, 0), LOADED(lanes, 1), LOADED(lanes, 2), LOADED(lanes, 3)};
}

FUNCTION void
KERNEL(save)(dx_lanes *lanes, int at, KERNEL(chunk) x)
{
	STORED(lanes, 0) = x.a;
	STORED(lanes, 1) = x.b;
	STORED(lanes, 2) = x.c;
	STORED(lanes, 3) = x.d;
}

/* sum + x1 v1 + x2 v2 + ... over n criteria, one after the other */
FUNCTION
KERNEL(chunk) KERNEL(add_criteria)(KERNEL(chunk) sum, const double *x, const dx_lanes *v, uint32_t n, int at)
{
	for (uint32_t k = 0; k < n; k++)
	{
		sum.a += x[k] * LOADED(&v[k], 0);
		sum.b += x[k] * LOADED(&v[k], 1);
		sum.c += x[k] * LOADED(&v[k], 2);
		sum.d += x[k] * LOADED(&v[k], 3);
	}
	return sum;
}

/* The same for x and y at once: v is read once, and the latency of one addition is hidden by the other. */
FUNCTION void
KERNEL(add_criteria_twice)(KERNEL(chunk) * x_sum, KERNEL(chunk) * y_sum, const double *x, const double *y,
						   const dx_lanes *v, uint32_t n, int at)
{
	KERNEL(chunk) p = *x_sum;
	KERNEL(chunk) q = *y_sum;

	for (uint32_t k = 0; k < n; k++)
	{
		KERNEL(chunk) scale = KERNEL(load)(&v[k], at);

		p.a += x[k] * scale.a;
		p.b += x[k] * scale.b;
		p.c += x[k] * scale.c;
		p.d += x[k] * scale.d;
		q.a += y[k] * scale.a;
		q.b += y[k] * scale.b;
		q.c += y[k] * scale.c;
		q.d += y[k] * scale.d;
	}
	*x_sum = p;
	*y_sum = q;
}

/* sum + x v */
FUNCTION
KERNEL(chunk) KERNEL(add_group)(KERNEL(chunk) sum, const dx_lanes *x, const dx_lanes *v, int at)
{
	sum.a += LOADED(x, 0) * LOADED(v, 0);
	sum.b += LOADED(x, 1) * LOADED(v, 1);
	sum.c += LOADED(x, 2) * LOADED(v, 2);
	sum.d += LOADED(x, 3) * LOADED(v, 3);
	return sum;
}

FUNCTION
KERNEL(chunk) KERNEL(add)(KERNEL(chunk) x, KERNEL(chunk) y)
{
	return (KERNEL(chunk)) {x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d};
}

FUNCTION
KERNEL(chunk) KERNEL(multiply)(KERNEL(chunk) x, KERNEL(chunk) y)
{
	return (KERNEL(chunk)) {x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d};
}

FUNCTION
KERNEL(chunk) KERNEL(divide)(KERNEL(chunk) x, KERNEL(chunk) y)
{
	return (KERNEL(chunk)) {x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d};
}

FUNCTION
KERNEL(chunk) KERNEL(all)(double x)
{
	KERNEL(vector) v = x - (KERNEL(vector)) {0};

	return (KERNEL(chunk)) {v, v, v, v};
}

/* The sum over the parts of a group: points or ratios. */
FUNCTION
KERNEL(chunk) KERNEL(values)(const dx_draws *draws, const dx_draw_unit *unit, const dx_draw_group *group, int at)
{
	KERNEL(chunk) sum = KERNEL(all)(0);

	for (uint32_t r = group->first_run; r < group->end_run; r++)
	{
		const dx_draw_run *run = &draws->runs[r];

		if (run->n > 0)
			sum = KERNEL(add_criteria)(sum, unit->value + run->at, draws->leaf_scale + run->at, run->n, at);
		else if (unit->use[draws->groups[run->at].node] & USE_VALUE)
			sum = KERNEL(add_group)(sum, &draws->x[run->at], &draws->group_scale[run->at], at);
	}
	return sum;
}

/* The same, together with maxima or weights. */
FUNCTION
KERNEL(chunk)
KERNEL(values_and_parts)(const dx_draws *draws, const dx_draw_unit *unit, const dx_draw_group *group,
						 KERNEL(chunk) * parts, int at)
{
	KERNEL(chunk) sum = KERNEL(all)(0);
	KERNEL(chunk) part_sum = KERNEL(all)(0);

	for (uint32_t r = group->first_run; r < group->end_run; r++)
	{
		const dx_draw_run *run = &draws->runs[r];
		const dx_lanes *scale = &draws->group_scale[run->at];
		uint8_t use;

		if (run->n > 0)
		{
			KERNEL(add_criteria_twice)(&sum, &part_sum, unit->value + run->at, unit->part + run->at,
									   draws->leaf_scale + run->at, run->n, at);
			continue;
		}
		use = unit->use[draws->groups[run->at].node];
		if (use & USE_VALUE)
			sum = KERNEL(add_group)(sum, &draws->x[run->at], scale, at);
		if ((use & USE_PART) && group->kind == DX_DRAW_SUM)
			part_sum = KERNEL(add_group)(part_sum, &draws->y[run->at], scale, at);
		else if (use & USE_PART)
			part_sum = KERNEL(add)(part_sum, KERNEL(load)(scale, at));
	}
	*parts = part_sum;
	return sum;
}

/*
 * A sum with missing children under skip: the others are scaled up to the maximum;
 * bonuses and penalties are added afterwards.
 */
FUNCTION
KERNEL(chunk)
KERNEL(scaled)(const dx_draws *draws, const dx_draw_unit *unit, const dx_draw_group *group, KERNEL(chunk) max, int at)
{
	KERNEL(chunk) sum = KERNEL(all)(0);
	KERNEL(chunk) have = KERNEL(all)(0);
	KERNEL(chunk) extra = KERNEL(all)(0);

	for (uint32_t r = group->first_run; r < group->end_run; r++)
	{
		const dx_draw_run *run = &draws->runs[r];

		if (run->n == 0)
		{
			uint32_t node = draws->groups[run->at].node;
			const dx_lanes *scale = &draws->group_scale[run->at];

			if (!(unit->use[node] & USE_VALUE))
				continue;
			if (!draws->member[node])
			{
				extra = KERNEL(add_group)(extra, &draws->x[run->at], scale, at);
				continue;
			}
			sum = KERNEL(add_group)(sum, &draws->x[run->at], scale, at);
			have = KERNEL(add_group)(have, &draws->y[run->at], scale, at);
		}
		for (uint32_t k = run->at; k < run->at + run->n; k++)
		{
			const dx_lanes *scale = &draws->leaf_scale[k];

			if (!(unit->use[draws->leaf[k]] & USE_VALUE))
				continue;
			if (!draws->member[draws->leaf[k]])
			{
				extra = KERNEL(add_criteria)(extra, &unit->value[k], scale, 1, at);
				continue;
			}
			sum = KERNEL(add_criteria)(sum, &unit->value[k], scale, 1, at);
			have = KERNEL(add_criteria)(have, &draws->part[k], scale, 1, at);
		}
	}
	return KERNEL(add)(KERNEL(multiply)(KERNEL(divide)(sum, have), max), extra);
}

/* Compute every group that is used, those beneath first; the root's ratio is left in x of the last one. */
KERNEL_TARGET static void
KERNEL(evaluate)(const dx_draws *draws, const dx_draw_unit *unit)
{
	for (int at = 0; at < DX_LANES; at += CHUNK)
		for (uint32_t g = 0; g < draws->n_groups; g++)
		{
			const dx_draw_group *group = &draws->groups[g];
			uint8_t use = unit->use[group->node];
			bool is_zero = (use & USE_ZERO) != 0;
			KERNEL(chunk) x = KERNEL(all)(0);
			KERNEL(chunk) y = KERNEL(all)(0);

			if (!(use & (USE_VALUE | USE_PART)))
				continue;
			if (group->kind == DX_DRAW_OTHER)
			{
				if (use & USE_VALUE)
				{
					other_mean(draws, unit, g, at, at + CHUNK);
					x = KERNEL(load)(&draws->x[g], at);
				}
			}
			else if (group->kind == DX_DRAW_ALTERNATIVES)
			{
				alternatives(draws, unit, g, at, at + CHUNK);
				x = KERNEL(load)(&draws->x[g], at);
				y = KERNEL(load)((use & USE_OWN) ? &draws->y[g] : &draws->whole[g], at);
			}
			else if (use & USE_OWN)
				x = KERNEL(values_and_parts)(draws, unit, group, &y, at);
			else
			{
				x = KERNEL(values)(draws, unit, group, at);
				y = KERNEL(load)(&draws->whole[g], at);
			}
			if (use & USE_SCALED)
				x = KERNEL(scaled)(draws, unit, group, y, at);

			if ((group->kind == DX_DRAW_SUM || group->kind == DX_DRAW_ALTERNATIVES) && group->in_sum)
			{
				KERNEL(save)(&draws->x[g], at, x);
				KERNEL(save)(&draws->y[g], at, y);
				continue;
			}
			if (group->kind != DX_DRAW_OTHER)
				x = KERNEL(divide)(x, y);
			if ((use & USE_VALUE) && (is_zero || !group->as_wanted))
			{
				KERNEL(save)(&draws->x[g], at, x);
				transform(draws, g, is_zero, at, at + CHUNK);
				x = KERNEL(load)(&draws->x[g], at);
			}
			if (group->in_sum)
			{
				y = KERNEL(all)(group->max);
				x = KERNEL(multiply)(x, y);
			}
			KERNEL(save)(&draws->x[g], at, x);
			KERNEL(save)(&draws->y[g], at, y);
		}
}

#undef VECTOR_LANES
#undef CHUNK
#undef FUNCTION
#undef LOADED
#undef STORED
