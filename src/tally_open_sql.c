/*
 * tally_open_sql.c: the open tally, an expanded object that points to a
 * programme beside it (programme_sql.c).
 */
#include "postgres.h"

#include "tally_sql.h"

#define FIRST_ROOM 16

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): what is had on the way
 * comes from where the state is.
 */
static Size
open_flat_size(ExpandedObjectHeader *eohptr)
{
	dx_open_tally *open = (dx_open_tally *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);

	if (open->flat_size == 0)
		open->flat_size = VARHDRSZ + dx_tally_packed_size(&open->tally);
	MemoryContextSwitchTo(before);
	return open->flat_size;
}

static void
open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	dx_open_tally *open = (dx_open_tally *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);

	Assert(allocated_size == open_flat_size(eohptr));
	SET_VARSIZE(result, allocated_size);
	dx_tally_pack(&open->tally, (uint8_t *) VARDATA(result));
	MemoryContextSwitchTo(before);
}

static const ExpandedObjectMethods open_tally_methods = {open_flat_size, open_flatten};

dx_open_tally *
dx_open_tally_new(const dx_programme *programme, MemoryContext states)
{
	dx_open_tally *open = MemoryContextAllocZero(states, sizeof(dx_open_tally));

	dx_state_init(&open->state, &open_tally_methods, states);
	open->tally.programme = programme;
	return open;
}

static void *
grow(MemoryContext context, void *old, Size old_size, Size new_size)
{
	void	   *grown = MemoryContextAllocZero(context, new_size);

	if (old_size > 0)
	{
		memcpy(grown, old, old_size);
		pfree(old);
	}
	return grown;
}

void
dx_open_tally_reserve(dx_open_tally *open, uint32_t i)
{
	uint32_t	before = open->tally.room;
	uint32_t	room = Max(before, FIRST_ROOM);
	MemoryContext context = open->state.states;

	open->flat_size = 0;
	if (i < before)
		return;
	while (room <= i)
		room *= 2;
	room = Min(room, open->tally.programme->n_criteria);
	open->tally.leaves = grow(context, open->tally.leaves, before * sizeof(dx_leaf), room * sizeof(dx_leaf));
	open->values = grow(context, open->values, before * sizeof(double), room * sizeof(double));
	open->states = grow(context, open->states, before, room);
	open->tally.room = room;
}

bool
dx_is_open_tally(Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)) &&
		DatumGetEOHP(value)->eoh_methods == &open_tally_methods;
}

dx_open_tally *
dx_open_tally_from_bytes(struct varlena *flat, MemoryContext states)
{
	const uint8_t *packed = (const uint8_t *) VARDATA_ANY(flat);
	Size		len = VARSIZE_ANY_EXHDR(flat);
	dx_error	err;
	dx_programme *programme = dx_tally_programme(packed, len, &err);
	dx_open_tally *open;

	if (programme == NULL)
		dx_report(&err);
	open = dx_open_tally_new(dx_share_programme(states, programme), states);
	pfree(programme);
	dx_open_tally_reserve(open, open->tally.programme->n_criteria - 1);
	if (!dx_tally_unpack(packed, len, &open->tally, &err))
		dx_report(&err);
	return open;
}

/* "8.5 points", "ratio 0.4", "not applicable": what is known of an entry when two tallies meet. */
static char *
describe_leaf(const dx_programme *programme, uint32_t criterion, const dx_leaf *leaf)
{
	bool		decimal = programme->plain;
	char		digits[64];

	if (leaf->state == DX_VALUE_NA)
		return pstrdup("not applicable");
	for (uint32_t i = 0; i < programme->n_steps; i++)
		if ((programme->steps[i].flags & DX_STEP_CRITERION) && programme->steps[i].criterion == criterion)
			decimal = (programme->steps[i].flags & DX_STEP_DECIMAL) != 0;
	if (decimal)
	{
		dx_points_print(leaf->points, digits);
		return psprintf("%s points", digits);
	}
	dx_decimal_print(dx_decimal_from_double(leaf->ratio), digits);
	return psprintf("ratio %s", digits);
}

void
dx_open_tally_unite(dx_open_tally *open, const dx_open_tally *other)
{
	if (other->tally.room > 0)
		dx_open_tally_reserve(open, other->tally.room - 1);
	for (uint32_t i = 0; i < other->tally.room; i++)
	{
		const dx_leaf *theirs = &other->tally.leaves[i];
		dx_leaf    *ours = &open->tally.leaves[i];

		if (theirs->state == DX_VALUE_MISSING)
			continue;
		if (ours->state != DX_VALUE_MISSING)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion number %u is given twice: %s and %s", i + 1,
							describe_leaf(open->tally.programme, i, ours),
							describe_leaf(open->tally.programme, i, theirs)),
					 errdetail("Criteria under node number %u of the index tree are numbered from 1 in the order of dx.nodes().",
							   open->tally.programme->node + 1),
					 errhint("A score takes each criterion once: look for duplicate rows, or group by unit and period.")));
		*ours = *theirs;
		open->values[i] = other->values[i];
		open->states[i] = other->states[i];
	}
}

Datum
dx_open_tally_result(dx_open_tally *open, bool in_aggregate)
{
	Size		size;
	void	   *flat;

	if (in_aggregate)
		return EOHPGetRWDatum(&open->state.hdr);
	size = EOH_get_flat_size(&open->state.hdr);
	flat = palloc0(size);
	EOH_flatten_into(&open->state.hdr, flat, size);
	return PointerGetDatum(flat);
}
