/*
 * stat_sql.h: dx.stat in SQL-callable files: the packed value and the open
 * state that aggregates add to. Include after postgres.h.
 */
#ifndef DX_STAT_SQL_H
#define DX_STAT_SQL_H

#include "dxindex.h"

#include "utils/expandeddatum.h"
#include "utils/palloc.h"

#include "stat.h"

/*
 * Statistics being gathered: a read-write expanded object with the state right
 * behind it; it packs canonically when flattened.
 */
typedef struct dx_open_stat
{
	ExpandedObjectHeader hdr;
	Size		flat_size;		/* 0 = unknown */
} dx_open_stat;

#define dx_stat_of(open) ((dx_stat *) ((open) + 1))

extern const ExpandedObjectMethods dx_open_stat_methods;

/* A new open state without rows in context (dx_state_context). */
extern dx_open_stat *dx_open_stat_new(const dx_stat_kind *kind, const double *params, MemoryContext context);

/* A state in whichever form as a new open one in context. */
extern dx_open_stat *dx_open_stat_copy(Datum value, MemoryContext context);

/* Is the value an open state? */
static inline bool
dx_is_open_stat(Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)) &&
		DatumGetEOHP(value)->eoh_methods == &dx_open_stat_methods;
}

/* Argument 0, the state to change, where it is not simply there: NULL, flat, or not in an aggregate (aggregate is NULL). */
extern dx_open_stat *dx_open_stat_find(FunctionCallInfo fcinfo, MemoryContext aggregate,
									   const dx_stat_kind *kind, const double *params);

/* Raise unless the state is of this kind. */
#define dx_check_stat_kind(stat, wanted) \
	(likely((stat)->kind == (wanted)) ? (void) 0 : dx_wrong_stat_kind(stat, wanted))
pg_noreturn extern void dx_wrong_stat_kind(const dx_stat *stat, const dx_stat_kind *wanted);

/*
 * The state to change: argument 0 itself where it is the aggregate's open
 * state, a new one of this kind where it is NULL, else a copy. in_aggregate
 * receives whether an aggregate called. The state's kind is the caller's to
 * check, as are parameters.
 */
static inline dx_open_stat *
dx_open_stat_arg(FunctionCallInfo fcinfo, const dx_stat_kind *kind, const double *params, bool *in_aggregate)
{
	MemoryContext aggregate = NULL;
	dx_open_stat *open;

	*in_aggregate = AggCheckCallContext(fcinfo, &aggregate) != 0;
	if (*in_aggregate && !PG_ARGISNULL(0) &&
		VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(PG_GETARG_DATUM(0))))
	{
		open = (dx_open_stat *) DatumGetEOHP(PG_GETARG_DATUM(0));
		if (likely(open->hdr.eoh_methods == &dx_open_stat_methods))
		{
			open->flat_size = 0;
			return open;
		}
	}
	return dx_open_stat_find(fcinfo, *in_aggregate ? aggregate : NULL, kind, params);
}

/* The state to return: open for the aggregate that owns it, flat and validated for anybody else. */
extern Datum dx_open_stat_flat(dx_open_stat *open);

static inline Datum
dx_open_stat_result(dx_open_stat *open, bool in_aggregate)
{
	return likely(in_aggregate) ? EOHPGetRWDatum(&open->hdr) : dx_open_stat_flat(open);
}

/* A state argument to read, in whichever form it comes. */
extern const dx_stat *dx_get_stat(Datum value);

#endif							/* DX_STAT_SQL_H */
