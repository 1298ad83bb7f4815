/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_card_sql.c: the open card, an expanded object.
 */
#include "postgres.h"

#include "card/open_card_sql.h"

/* Words a growing sheet has room for at first. */
#define FIRST_ROOM 4096

static Size open_card_flat_size(ExpandedObjectHeader *eohptr);
static void open_card_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size);

const ExpandedObjectMethods dx_open_card_methods = {open_card_flat_size, open_card_flatten};

static Size
open_card_flat_size(ExpandedObjectHeader *eohptr)
{
	dx_state_settle(((dx_state *) eohptr)->states);
	return VARHDRSZ + dx_card_packed_size(&((dx_open_card *) eohptr)->sheet);
}

static void
open_card_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	dx_open_card *open = (dx_open_card *) eohptr;

	Assert(allocated_size == open_card_flat_size(eohptr));
	SET_VARSIZE(result, allocated_size);
	dx_card_pack(&open->sheet, &open->of, (uint8_t *) VARDATA(result));
}

dx_open_card *
dx_open_card_new(const dx_fingerprint *of, uint32_t n, MemoryContext context)
{
	bool inside = n <= DX_OPEN_CARD_INSIDE;
	char *memory =
		MemoryContextAllocZero(context, DX_CACHE_LINE + sizeof(dx_open_card) + (inside ? n * sizeof(uint16_t) : 0));
	dx_open_card *open = (dx_open_card *) TYPEALIGN(DX_CACHE_LINE, memory);

	StaticAssertStmt(offsetof(dx_open_card, of) == DX_CACHE_LINE && offsetof(dx_open_card, inside) <= 2 * DX_CACHE_LINE,
					 "what every row needs is in two cache lines");
	dx_state_init(&open->state, &dx_open_card_methods, context);
	open->of = *of;
	open->sheet.n = n;
	if (inside)
		open->sheet = (dx_sheet) {n, n, NULL, open->inside};
	return open;
}

void
dx_open_card_grow(dx_open_card *open, uint32_t i)
{
	dx_sheet *sheet = &open->sheet;
	uint32_t room = Max(sheet->room, FIRST_ROOM);
	dx_sheet wider = *sheet;

	while (room <= i)
		room *= 2;
	wider.room = Min(room, sheet->n);
	wider.words = MemoryContextAllocZero(open->state.states, wider.room * sizeof(uint16_t));
	if (sheet->others)
		wider.others = MemoryContextAllocZero(open->state.states, wider.room * sizeof(double));
	dx_sheet_copy(&wider, sheet);
	if (sheet->room > 0)
		pfree(sheet->words);
	if (sheet->others)
		pfree(sheet->others);
	*sheet = wider;
}

void
dx_open_card_add_others(dx_open_card *open)
{
	open->sheet.others = MemoryContextAllocZero(open->state.states, open->sheet.room * sizeof(double));
}

dx_open_card *
dx_open_card_by(const ExpandedObjectMethods *methods, Datum value)
{
	dx_open_card *open =
		VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)) ? (dx_open_card *) DatumGetEOHP(value) : NULL;

	if (open == NULL || open->state.hdr.eoh_methods != methods)
		return NULL;
	dx_state_settle(open->state.states);
	return open;
}

static dx_open_card *
get_open_card(Datum value)
{
	return dx_open_card_by(&dx_open_card_methods, value);
}

dx_open_card *
dx_open_card_copy(Datum value, MemoryContext context)
{
	dx_open_card *open;
	const dx_open_card *other = get_open_card(value);
	struct varlena *flat;
	dx_fingerprint of;
	uint32_t n;
	dx_error err;

	if (other)
	{
		open = dx_open_card_new(&other->of, other->sheet.n, context);
		if (other->sheet.room > 0)
		{
			dx_open_card_reserve(open, other->sheet.room - 1);
			if (other->sheet.others)
				dx_open_card_add_others(open);
			dx_sheet_copy(&open->sheet, &other->sheet);
		}
		return open;
	}
	flat = PG_DETOAST_DATUM_PACKED(value);
	if (!dx_card_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &n, &of, &err))
		dx_report(&err);
	open = dx_open_card_new(&of, n, context);
	if (n > 0)
		dx_open_card_reserve(open, n - 1);
	if (VARSIZE_ANY_EXHDR(flat) > DX_CARD_SHORT(n))
		dx_open_card_add_others(open);
	/* Short words are copied at once; anything else, invalid ones too, is read one by one. */
	if (!(VARSIZE_ANY_EXHDR(flat) == DX_CARD_SHORT(n) &&
		  dx_sheet_merge_short(&open->sheet, (uint8_t *) VARDATA_ANY(flat) + DX_CARD_HEADER)) &&
		!dx_card_unpack((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &open->sheet, false, &err))
		dx_report(&err);
	if ((Pointer) flat != DatumGetPointer(value))
		pfree(flat);
	return open;
}

dx_open_card *
dx_open_card_arg(FunctionCallInfo fcinfo)
{
	Datum value = PG_GETARG_DATUM(0);
	dx_open_card *open = AggCheckCallContext(fcinfo, NULL) && dx_is_own_state(value) ? get_open_card(value) : NULL;

	/* In nearly all calls: the state that the last call returned. */
	if (open)
		return open;
	return dx_open_card_copy(value, dx_state_context(fcinfo));
}

/* Raise unless the card's fingerprint is the tree's. */
static void
check_card_of(const dx_fingerprint *of, uint32_t n, const dx_tree *tree)
{
	char card_print[40];
	char tree_print[40];

	if (dx_card_is_of(of, n, tree))
		return;
	dx_fingerprint_print(of, card_print);
	dx_fingerprint_print(&tree->sheet, tree_print);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("card is of another index tree than \"%.*s\"", DX_STR_ARG(dx_tree_title(tree))),
			 errdetail("Fingerprint of the card's criteria: %s, of the tree's: %s.", card_print, tree_print),
			 errhint("dx.recast(card, old_tree, new_tree) carries a card over by code.")));
}

/* Where a call site unpacks cards to. */
typedef struct dx_sheet_room
{
	uint32_t n; /* criteria that there is room for */
	dx_sheet sheet;
} dx_sheet_room;

static dx_sheet *
sheet_of_site(dx_site *site, uint32_t n)
{
	dx_sheet_room *room = site->sheet;

	if (room == NULL || room->n < n)
	{
		dx_sheet_room *wider = MemoryContextAllocZero(site->context, sizeof(dx_sheet_room) + dx_sheet_bytes(n));

		wider->n = n;
		wider->sheet = dx_sheet_over(wider + 1, n);
		if (room)
			pfree(room);
		site->sheet = room = wider;
	}
	return &room->sheet;
}

const dx_sheet *
dx_site_sheet(const dx_site *site)
{
	return &site->sheet->sheet;
}

const dx_sheet *
dx_get_sheet(dx_site *site, Datum value, const dx_tree *tree)
{
	const dx_open_card *open = get_open_card(value);
	dx_sheet *sheet;
	struct varlena *flat;
	dx_fingerprint of;
	uint32_t n;
	dx_error err;

	if (open)
	{
		check_card_of(&open->of, open->sheet.n, tree);
		return &open->sheet;
	}
	flat = PG_DETOAST_DATUM_PACKED(value);
	if (!dx_card_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &n, &of, &err))
		dx_report(&err);
	check_card_of(&of, n, tree);
	sheet = sheet_of_site(site, n);
	if (!dx_card_unpack((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), sheet, false, &err))
		dx_report(&err);
	return sheet;
}

Datum
dx_card_datum(const dx_sheet *sheet, const dx_fingerprint *of)
{
	/* With room for the longest numbers one pass suffices. */
	struct varlena *flat = palloc(VARHDRSZ + (sheet->others ? DX_CARD_MAX(sheet->n) : DX_CARD_SHORT(sheet->n)));
	Size size = dx_card_pack(sheet, of, (uint8_t *) VARDATA(flat));

	SET_VARSIZE(flat, VARHDRSZ + size);
	return PointerGetDatum(flat);
}

Datum
dx_open_card_close(Datum value)
{
	const dx_open_card *open = get_open_card(value);

	if (open == NULL)
		return PointerGetDatum(PG_DETOAST_DATUM(value));
	return dx_card_datum(&open->sheet, &open->of);
}
