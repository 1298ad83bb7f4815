/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_stat_sql.h: dx.stat in SQL-callable files: the packed value and the open
 * state that aggregates add to. Include after postgres.h.
 */
#ifndef DX_OPEN_STAT_SQL_H
#define DX_OPEN_STAT_SQL_H

#include "server/dxindex.h"

#include "server/state_sql.h"
#include "stat/stat.h"

/*
 * Statistics under construction: a read-write expanded object with the state right
 * behind it; it packs canonically when flattened.
 */
typedef struct dx_open_stat
{
	dx_state state;
} dx_open_stat;

#define dx_stat_of(open) ((dx_stat *) ((open) + 1))

extern const ExpandedObjectMethods dx_open_stat_methods;

/* The context for memory of an open state beyond its own bytes. */
static inline MemoryContext
dx_open_stat_memory(const dx_open_stat *open)
{
	return open->state.states;
}

/* A new open state without rows in context (dx_state_context). */
extern dx_open_stat *dx_open_stat_new(const dx_stat_kind *kind, const double *params, MemoryContext context);

/* A new open state in context, of a state in either form. */
extern dx_open_stat *dx_open_stat_copy(Datum value, MemoryContext context);

/* DatumGetEOHP without a function call. */
static inline ExpandedObjectHeader *
dx_expanded_header(Datum value)
{
	ExpandedObjectHeader *header;

	memcpy(&header, VARDATA_EXTERNAL(DatumGetPointer(value)), sizeof(header));
	return header;
}

/* Is the value an open state? */
static inline bool
dx_is_open_stat(Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)) &&
		dx_expanded_header(value)->eoh_methods == &dx_open_stat_methods;
}

/*
 * Argument 0 where it is an open state that the calling aggregate may change,
 * as is nearly always the case; else NULL. The first lines check what
 * AggCheckCallContext checks. A read-write pointer is stored within the object it points
 * to, so the sums can be prefetched before the pointer is loaded.
 */
static inline dx_open_stat *
dx_own_open_stat(FunctionCallInfo fcinfo)
{
	const char *pointer;
	ExpandedObjectHeader *header;

	if (fcinfo->context == NULL || !(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState)))
		return NULL;
	if (PG_ARGISNULL(0))
		return NULL;
	pointer = DatumGetPointer(PG_GETARG_DATUM(0));
#if defined(__GNUC__) || defined(__clang__)
	__builtin_prefetch(
		pointer + sizeof(dx_open_stat) + offsetof(dx_stat, sums) - offsetof(ExpandedObjectHeader, eoh_rw_ptr), 1);
	__builtin_prefetch(pointer + sizeof(dx_open_stat) + offsetof(dx_stat, sums) + sizeof(dx_exact) -
						   offsetof(ExpandedObjectHeader, eoh_rw_ptr),
					   1);
#endif
	if (!VARATT_IS_EXTERNAL_EXPANDED_RW(pointer))
		return NULL;
	header = dx_expanded_header(PG_GETARG_DATUM(0));
	return header->eoh_methods == &dx_open_stat_methods ? (dx_open_stat *) header : NULL;
}

/*
 * The state to change: argument 0 itself where it is the aggregate's open
 * state, a new one of this kind where it is NULL, else a copy. in_aggregate receives
 * whether an aggregate called. The caller checks the state's kind and parameters.
 */
extern dx_open_stat *dx_open_stat_arg(FunctionCallInfo fcinfo, const dx_stat_kind *kind, const double *params,
									  bool *in_aggregate);

/*
 * The same for a kind without parameters, which is checked; a row is to be added or, with
 * sign -1, taken out.
 */
extern dx_open_stat *dx_open_stat_of_kind(FunctionCallInfo fcinfo, const dx_stat_kind *kind, int64_t sign,
										  bool *in_aggregate);

/* Raise unless it is a row that dx_stat_takes. */
extern void dx_check_stat_row(double x, double w);

/* Raise unless the state is of this kind. */
extern void dx_check_stat_kind(const dx_stat *stat, const dx_stat_kind *kind);

/*
 * For rows that cannot be taken out of what was kept: NULL, at which the server computes
 * a moving frame anew. Raises for any other caller.
 */
extern Datum dx_begin_frame_anew(FunctionCallInfo fcinfo);

/* The state to return: open for the aggregate that owns it, flat and validated for anybody else. */
extern Datum dx_open_stat_result(dx_open_stat *open, bool in_aggregate);

/* A state argument to read, in either form. */
extern const dx_stat *dx_get_stat(Datum value);

/* The result of a reading function: NULL or a number; raises the error that it recorded. */
extern Datum dx_stat_answer(FunctionCallInfo fcinfo, bool known, double result, const dx_error *err);

/* The result of a reading function for the state in argument 0. */
typedef bool (*dx_stat_reader)(const dx_stat *stat, double *result, dx_error *err);
extern Datum dx_stat_answer_of(FunctionCallInfo fcinfo, dx_stat_reader reader);

/*
 * The context in which a state that is read may keep what makes the next read faster without
 * changing its value.
 */
static inline MemoryContext
dx_stat_memory(Datum value)
{
	return dx_is_open_stat(value) ? dx_open_stat_memory((dx_open_stat *) dx_expanded_header(value))
								  : CurrentMemoryContext;
}

#endif /* DX_OPEN_STAT_SQL_H */
