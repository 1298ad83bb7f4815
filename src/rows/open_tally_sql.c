/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_tally_sql.c: the open tally, an expanded object that points to a
 * programme beside it (programme_sql.h).
 */
#include "postgres.h"

#include "card/entry_sql.h"
#include "rows/open_tally_sql.h"
#include "rows/programme_image_sql.h"

#define FIRST_ROOM 16

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): so memory is taken from the context
 * of the state.
 */
static Size
open_flat_size(ExpandedObjectHeader *eohptr)
{
	dx_open_tally *open = (dx_open_tally *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(open->state.states);

	if (open->flat_size == 0)
		open->flat_size = VARHDRSZ + dx_tally_packed_size(&open->tally, dx_kept_image(open->kept));
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
	dx_tally_pack(&open->tally, dx_kept_image(open->kept), (uint8_t *) VARDATA(result));
	MemoryContextSwitchTo(before);
}

static const ExpandedObjectMethods open_tally_methods = {open_flat_size, open_flatten};

dx_open_tally *
dx_open_tally_new(dx_kept_programme *kept, MemoryContext states)
{
	dx_open_tally *open = MemoryContextAllocZero(states, sizeof(dx_open_tally));

	dx_state_init(&open->state, &open_tally_methods, states);
	open->tally.programme = kept->programme;
	open->kept = kept;
	return open;
}

static void *
grow(MemoryContext context, void *old, Size old_size, Size new_size)
{
	void *grown = MemoryContextAllocZero(context, new_size);

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
	uint32_t before = open->tally.room;
	uint32_t room = Max(before, FIRST_ROOM);
	MemoryContext context = open->state.states;

	open->flat_size = 0;
	if (i < before)
		return;
	while (room <= i)
		room *= 2;
	room = Min(room, open->tally.programme->n_criteria);
	open->tally.leaves = grow(context, open->tally.leaves, before * sizeof(dx_leaf), room * sizeof(dx_leaf));
	if (open->tally.programme->plain)
		open->tally.max = grow(context, open->tally.max, before * sizeof(dx_maximum), room * sizeof(dx_maximum));
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
dx_open_tally_read(dx_site *site, const uint8_t *packed, Size len, MemoryContext states, dx_error *err)
{
	dx_programme head;
	dx_image image;
	dx_kept_programme *kept;
	dx_open_tally *open;

	if (!dx_tally_header(packed, len, &head, &image, err))
		return NULL;
	kept = dx_keep_image(site, states, &head, image, err);
	if (kept == NULL)
		return NULL;
	open = dx_open_tally_new(kept, states);
	dx_open_tally_reserve(open, kept->programme->n_criteria - 1);
	return dx_tally_unpack(packed, len, &open->tally, err) ? open : NULL;
}

dx_open_tally *
dx_open_tally_from_bytes(dx_site *site, struct varlena *flat, MemoryContext states)
{
	dx_error err;
	dx_open_tally *open =
		dx_open_tally_read(site, (uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), states, &err);

	if (open == NULL)
		dx_report(&err);
	return open;
}

/* "8.5 points", "ratio 0.4", "not applicable": what is known of an entry when two tallies are united. */
static char *
describe_leaf(const dx_tally *tally, uint32_t criterion)
{
	const dx_programme *programme = tally->programme;
	const dx_leaf *leaf = &tally->leaves[criterion];
	char digits[64];

	if (leaf->state == DX_VALUE_NA)
		return pstrdup("not applicable");
	if (programme->plain)
	{
		dx_decimal_print(dx_decimal_from_double(dx_leaf_earns(tally->max[criterion], leaf)), digits);
		return psprintf("%s points", digits);
	}
	for (uint32_t i = 0; i < programme->n_steps; i++)
		if ((programme->steps[i].flags & DX_STEP_CRITERION) && (programme->steps[i].flags & DX_STEP_DECIMAL) &&
			programme->steps[i].criterion == criterion)
		{
			dx_decimal_print(dx_decimal_from_double(dx_leaf_points(&programme->steps[i], leaf)), digits);
			return psprintf("%s points", digits);
		}
	dx_decimal_print(dx_decimal_from_double(dx_leaf_ratio(leaf)), digits);
	return psprintf("ratio %s", digits);
}

/* Raise: criterion i of the programme has a score in both. */
pg_noreturn static void
report_twice(const dx_open_tally *open, const dx_open_tally *other, uint32_t i)
{
	const dx_programme *programme = open->tally.programme;
	const dx_tree *tree = other->kept->of->tree ? other->kept->of->tree : open->kept->of->tree;
	const char *ours = describe_leaf(&open->tally, i);
	const char *theirs = describe_leaf(&other->tally, i);

	/* Where neither came as bytes the tree is known. */
	if (tree)
		dx_report_twice_scores(tree, dx_tree_steps(tree)[programme->node - programme->at].criterion + i, ours, theirs);
	dx_report_twice_counted("score", programme->node - programme->at, i, ours, theirs);
}

void
dx_open_tally_unite(dx_open_tally *open, const dx_open_tally *other)
{
	uint32_t twice;

	if (other->tally.room > 0)
		dx_open_tally_reserve(open, other->tally.room - 1);
	if (!dx_tally_unite(&open->tally, &other->tally, &twice))
		report_twice(open, other, twice);
	for (uint32_t i = 0; i < other->tally.room; i++)
		if (other->tally.leaves[i].state != DX_VALUE_MISSING)
		{
			open->values[i] = other->values[i];
			open->states[i] = other->states[i];
		}
}

Datum
dx_open_tally_result(dx_open_tally *open, bool in_aggregate)
{
	Size size;
	void *flat;

	if (in_aggregate)
		return EOHPGetRWDatum(&open->state.hdr);
	size = EOH_get_flat_size(&open->state.hdr);
	flat = palloc0(size);
	EOH_flatten_into(&open->state.hdr, flat, size);
	return PointerGetDatum(flat);
}
