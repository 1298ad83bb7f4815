/* SPDX-License-Identifier: PostgreSQL */
/*
 * state_sql.h: where expanded states of aggregates live, and by which memory context the
 * server may delete one. Include after postgres.h.
 */
#ifndef DX_STATE_SQL_H
#define DX_STATE_SQL_H

#include "nodes/execnodes.h"
#include "utils/expandeddatum.h"
#include "utils/palloc.h"

/* What every expanded state begins with. */
typedef struct dx_state
{
	ExpandedObjectHeader hdr;
	MemoryContext states;  /* where the state and its parts are: not hdr.eoh_context */
	struct dx_state *next; /* the next state with the same guard */
} dx_state;

/*
 * Where the calling aggregate keeps its states (state_sql.c); fcinfo NULL, or
 * called by no aggregate: a new context under the current one, for one state.
 */
extern MemoryContext dx_state_context(FunctionCallInfo fcinfo);

/* Make a state, with these methods, of zeroed memory in a context of states; *state is its beginning. */
extern void dx_state_init(dx_state *state, const ExpandedObjectMethods *methods, MemoryContext states);

/* Are these the states of a moving frame, from which rows are removed? */
extern bool dx_state_is_moving(MemoryContext states);

/* A pointer that a context of states keeps for what its states share (programme_table_sql.h). */
extern void **dx_state_programmes(MemoryContext states);

/*
 * Before a state of this context is read, settle(arg) has to be called;
 * forget(arg, states) is called when they end. arg lives longer than they do.
 */
extern void dx_state_on_read(MemoryContext states, void (*settle)(void *arg),
							 void (*forget)(void *arg, MemoryContext states), void *arg);

/* Call the settle functions of a context, before a state is read. */
extern void dx_state_settle(MemoryContext states);

/* Is the value an expanded state that may be changed in place? Ask only in an aggregate. */
extern bool dx_is_own_state(Datum value);

/*
 * Does an aggregate over a moving frame call? Such a one has a memory context
 * of its own beside that of all others over the window, because the server
 * begins its frame anew when its inverse function returns NULL.
 */
static inline bool
dx_is_moving_frame(FunctionCallInfo fcinfo)
{
	const WindowAggState *window = (const WindowAggState *) fcinfo->context;

	return window != NULL && IsA(window, WindowAggState) && window->curaggcontext != window->aggcontext;
}

/* Raise: an inverse function was called outside of a moving frame. */
pg_noinline extern void dx_refuse_inverse(FunctionCallInfo fcinfo);

/* For inverse functions: raise unless an aggregate over a moving frame calls. */
static inline void
dx_check_inverse(FunctionCallInfo fcinfo)
{
	if (unlikely(!dx_is_moving_frame(fcinfo)))
		dx_refuse_inverse(fcinfo);
}

#endif /* DX_STATE_SQL_H */
