/* SPDX-License-Identifier: PostgreSQL */
/*
 * state_sql.c: where expanded states of aggregates live, and by which memory context the
 * server may delete one.
 *
 * A state that an aggregate gets back as another pointer, or as NULL, is
 * deleted by the server with the context that it names (eoh_context), which has
 * to be a child of the aggregate's when the state is first returned. Functions
 * of ours return the state they were given or raise, but those of an aggregate
 * need not all be ours, and a function in PL/pgSQL even moves that context to where its
 * variables are. So whatever happens to that context must harm that state alone:
 *
 * Grouping sorted rows, an aggregate has one state at a time, which only its own
 * functions see. The state is alone in a context and names that context. So are states
 * outside of aggregates.
 *
 * Hash tables and windows keep all their states in one context. (One a group
 * would cost hash aggregation, which adds up all contexts at each new group,
 * quadratic time.) They name another context, their guard, which holds nothing they
 * need. When it is deleted, all of them get a new guard: the memory of the deleted state
 * stays, unused, until that of all states goes. Over a moving frame, where that can
 * happen at each row, there is one state at a time too: when it has to be made anew, the
 * context is emptied.
 */
#include "postgres.h"

#include "nodes/memnodes.h"
#include "utils/memutils.h"

#include "server/compat.h"

#include "server/state_sql.h"

typedef struct states_head states_head;

/* Allocated in the guard. */
typedef struct guard
{
	MemoryContextCallback at_end;
	states_head *head; /* whose states name the guard; NULL: they have ended */
} guard;

/* The arguments of dx_state_on_read. */
typedef struct state_reader
{
	struct state_reader *next;
	void (*settle)(void *arg);
	void (*forget)(void *arg, MemoryContext states);
	void *arg;
	MemoryContext states;
	MemoryContextCallback at_end;
} state_reader;

/* A context of states begins with this; its identifier points to the text. */
struct states_head
{
	char ident[32];
	bool moving;
	void *programmes;
	state_reader *readers;
	/* Where there is a guard: */
	MemoryContext guard; /* NULL: none */
	guard *of_guard;
	dx_state *first; /* of the states that name it */
	MemoryContextCallback at_end;
};

static const char states_name[] = "dx states";
static const char states_ident[] = "states of one aggregate";

/*
 * How many children of the aggregate's context are searched; other aggregates may have added
 * theirs in front of ours.
 */
#define STATES_LOOKED_AT 32

static bool
is_states_context(MemoryContext context)
{
	return context->ident && strcmp(context->name, states_name) == 0 && strcmp(context->ident, states_ident) == 0;
}

static states_head *
head_of(MemoryContext states)
{
	Assert(is_states_context(states));
	return (states_head *) states->ident;
}

/* The context of all states of an aggregate's context; NULL: none yet. */
static MemoryContext
find_states(MemoryContext aggregate)
{
	int n = 0;

	for (MemoryContext child = aggregate->firstchild; child && n < STATES_LOOKED_AT; child = child->nextchild, n++)
		if (is_states_context(child))
		{
			if (n >= STATES_LOOKED_AT / 4)
			{
				/* Children are added in front: keep ours near. */
				MemoryContextSetParent(child, NULL);
				MemoryContextSetParent(child, aggregate);
			}
			return child;
		}
	return NULL;
}

/* ---------------- guards ---------------- */

static void guard_ends(void *arg);

/* A new guard for the states, in a context under parent. */
static void
set_guard(states_head *head, MemoryContext parent)
{
	MemoryContext context = AllocSetContextCreate(parent, "dx guard of states", ALLOCSET_SMALL_SIZES);
	guard *new = MemoryContextAllocZero(context, sizeof(guard));

	new->head = head;
	new->at_end = (MemoryContextCallback) {guard_ends, new, NULL};
	MemoryContextRegisterResetCallback(context, &new->at_end);
	head->guard = context;
	head->of_guard = new;
	for (dx_state *state = head->first; state; state = state->next)
		state->hdr.eoh_context = context;
}

/*
 * Somebody deletes the guard, and not because the states end: these go first
 * (dx_state_init). The new guard is made where nobody else deletes it.
 */
static void
guard_ends(void *arg)
{
	states_head *head = ((guard *) arg)->head;

	if (head == NULL)
		return;
	/* In case there is no memory for the new one, the deleted guard must not be used. */
	head->guard = NULL;
	head->of_guard = NULL;
	set_guard(head, TopMemoryContext);
}

/* The states end, and their guard with them, wherever it is. */
static void
states_end(void *arg)
{
	states_head *head = arg;

	if (head->guard == NULL)
		return;
	head->of_guard->head = NULL;
	MemoryContextDelete(head->guard);
}

/* ---------------- contexts of states ---------------- */

static states_head *
add_head(MemoryContext states)
{
	states_head *head = MemoryContextAllocZero(states, sizeof(states_head));

	strcpy(head->ident, states_ident);
	MemoryContextSetIdentifier(states, head->ident);
	return head;
}

/* A context for one state. Its name has to be a literal, the same as states_name. */
static MemoryContext
new_alone(MemoryContext parent, bool in_aggregate)
{
	MemoryContext states = in_aggregate ? AllocSetContextCreate(parent, "dx states", ALLOCSET_DEFAULT_SIZES)
										: AllocSetContextCreate(parent, "dx states", ALLOCSET_SMALL_SIZES);

	add_head(states);
	return states;
}

/* A context for states with a guard, which is made before it, so that it is deleted after it. */
static MemoryContext
new_guarded(MemoryContext aggregate, bool moving)
{
	states_head none = {0};
	MemoryContext states;
	states_head *head;

	set_guard(&none, aggregate);
	none.of_guard->head = NULL;
	states = GenerationContextCreate(aggregate, "dx states", ALLOCSET_DEFAULT_SIZES);
	head = add_head(states);
	head->moving = moving;
	head->guard = none.guard;
	head->of_guard = none.of_guard;
	head->of_guard->head = head;
	head->at_end = (MemoryContextCallback) {states_end, head, NULL};
	MemoryContextRegisterResetCallback(states, &head->at_end);
	return states;
}

/* Is the caller an aggregate over sorted groups, or without groups? */
static bool
is_sorted(FunctionCallInfo fcinfo, MemoryContext aggregate)
{
	const AggState *agg = (const AggState *) fcinfo->context;

	return IsA(agg, AggState) && (agg->hashcontext == NULL || agg->hashcontext->ecxt_per_tuple_memory != aggregate);
}

MemoryContext
dx_state_context(FunctionCallInfo fcinfo)
{
	MemoryContext aggregate;
	MemoryContext states;
	bool moving;

	if (fcinfo == NULL || !AggCheckCallContext(fcinfo, &aggregate))
		return new_alone(CurrentMemoryContext, false);
	if (is_sorted(fcinfo, aggregate))
		return new_alone(aggregate, true);
	states = find_states(aggregate);
	moving = dx_is_moving_frame(fcinfo);
	/*
	 * The only state there can be is argument 0: where that is no longer one of ours, the states
	 * are deleted.
	 */
	if (states && moving && (PG_ARGISNULL(0) || !VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(PG_GETARG_DATUM(0)))))
	{
		MemoryContextDelete(states);
		states = NULL;
	}
	return states ? states : new_guarded(aggregate, moving);
}

void
dx_state_init(dx_state *state, const ExpandedObjectMethods *methods, MemoryContext states)
{
	states_head *head = head_of(states);
	MemoryContext aggregate;

	state->states = states;
	if (head->guard == NULL)
	{
		EOH_init_header(&state->hdr, methods, states);
		return;
	}
	aggregate = MemoryContextGetParent(states);
	if (MemoryContextGetParent(head->guard) != aggregate)
	{
		MemoryContextSetParent(head->guard, aggregate);
		/* The server deletes the newest child first: the states before their guard. */
		MemoryContextSetParent(states, NULL);
		MemoryContextSetParent(states, aggregate);
	}
	EOH_init_header(&state->hdr, methods, head->guard);
	state->next = head->first;
	head->first = state;
}

bool
dx_state_is_moving(MemoryContext states)
{
	return head_of(states)->moving;
}

void **
dx_state_programmes(MemoryContext states)
{
	return &head_of(states)->programmes;
}

/* ---------------- readers ---------------- */

static void
forget_states(void *arg)
{
	state_reader *reader = arg;

	reader->forget(reader->arg, reader->states);
}

void
dx_state_on_read(MemoryContext states, void (*settle)(void *arg), void (*forget)(void *arg, MemoryContext states),
				 void *arg)
{
	states_head *head = head_of(states);
	state_reader *reader;

	for (reader = head->readers; reader; reader = reader->next)
		if (reader->arg == arg)
			return;
	reader = MemoryContextAllocZero(states, sizeof(state_reader));
	*reader = (state_reader) {head->readers, settle, forget, arg, states};
	reader->at_end = (MemoryContextCallback) {forget_states, reader, NULL};
	MemoryContextRegisterResetCallback(states, &reader->at_end);
	head->readers = reader;
}

void
dx_state_settle(MemoryContext states)
{
	for (state_reader *reader = head_of(states)->readers; reader; reader = reader->next)
		reader->settle(reader->arg);
}

bool
dx_is_own_state(Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(value));
}

/* ---------------- inverse functions ---------------- */

void
dx_refuse_inverse(FunctionCallInfo fcinfo)
{
	if (AggCheckCallContext(fcinfo, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("rows can be taken out of moving frames only"),
				 errdetail("An inverse transition function is called for every row of an aggregate."),
				 errhint("Name it as the aggregate's MINVFUNC, beside the MSFUNC that takes rows in.")));
}
