/* SPDX-License-Identifier: PostgreSQL */
/*
 * open_card_sql.h: dx.card in SQL-callable files: the packed value and the open
 * card that aggregates fill. Include after postgres.h.
 */
#ifndef DX_OPEN_CARD_SQL_H
#define DX_OPEN_CARD_SQL_H

#include "server/dxindex.h"

#include "card/card.h"
#include "server/state_sql.h"
#include "tree/call_site_sql.h"

/*
 * A card being filled: a read-write expanded object. It takes a result in
 * O(1), has room up to the highest criterion seen, and packs canonically when
 * flattened, so nothing unpacked reaches a column, a comparison or a wire.
 *
 * Groups far outnumber what a processor's caches hold, so an open card starts on a cache
 * line, has all that every row needs in its first two lines, and has words of two bytes.
 */
typedef struct dx_open_card
{
	dx_state state;
	dx_fingerprint of;
	dx_sheet sheet;						 /* others are allocated with the first number that needs them */
	struct dx_kept_programme *programme; /* of dx.score: what it is scored by (open_tally_sql.h); NULL: a card */
	uint32_t node;						 /* of dx.score: whose criteria it has; 0: all */
	uint32_t tree_size;					 /* of dx.score: the size of its tree in bytes; of a card: 0 */
	uint16_t inside[];					 /* the sheet's words, where the tree is not large */
} dx_open_card;

#define DX_CACHE_LINE 64

/* Trees of up to so many criteria have their words inside the open card. */
#define DX_OPEN_CARD_INSIDE 2048

/* The methods by which an expanded object is recognised as an open card. */
extern const ExpandedObjectMethods dx_open_card_methods;

/* Is a card with this fingerprint and so many criteria a card of the tree? */
static inline bool
dx_card_is_of(const dx_fingerprint *of, uint32_t n, const dx_tree *tree)
{
	return dx_fingerprint_equal(of, &tree->sheet) && n == tree->n_criteria;
}

/* The open card whose dx_open_card_datum this value is. */
#define dx_open_card_of(value) \
	((dx_open_card *) ((char *) DatumGetPointer(value) - offsetof(ExpandedObjectHeader, eoh_rw_ptr)))

/* Prefetch hints: the first cache lines, and the word of criterion i. */
#if defined(__GNUC__) || defined(__clang__)
#define dx_prefetch_card(value, i) \
	(__builtin_prefetch(dx_open_card_of(value)), __builtin_prefetch((char *) dx_open_card_of(value) + DX_CACHE_LINE), \
	 __builtin_prefetch((char *) dx_open_card_of(value) + offsetof(dx_open_card, inside) + (i) * sizeof(uint16_t), 1))
#else
#define dx_prefetch_card(value, i) ((void) 0)
#endif

/* The value as an open card with these methods, with pending entries settled; NULL if it is not one. */
extern dx_open_card *dx_open_card_by(const ExpandedObjectMethods *methods, Datum value);

/* A new open card without results, in context (dx_state_context). */
extern dx_open_card *dx_open_card_new(const dx_fingerprint *of, uint32_t n, MemoryContext context);

/*
 * The open card to change: argument 0 itself where it is the read-write state
 * of the calling aggregate, else a copy in the context of its states.
 */
extern dx_open_card *dx_open_card_arg(FunctionCallInfo fcinfo);

/* A new open card in context, of a card in either form. */
extern dx_open_card *dx_open_card_copy(Datum value, MemoryContext context);

/* Make room for criterion i (< sheet.n). */
extern void dx_open_card_grow(dx_open_card *open, uint32_t i);

static inline void
dx_open_card_reserve(dx_open_card *open, uint32_t i)
{
	if (i >= open->sheet.room)
		dx_open_card_grow(open, i);
}

/* Make room for the numbers of long results and awarded points, of all criteria that have a word. */
extern void dx_open_card_add_others(dx_open_card *open);

/* Enter a state and its number at criterion i, for which dx_open_card_grow has made room. */
static inline void
dx_open_card_set(dx_open_card *open, uint32_t i, uint8_t state, double value)
{
	if (open->sheet.others == NULL && dx_word_of(state, value) >= DX_WORD_LONG)
		dx_open_card_add_others(open);
	dx_sheet_set(&open->sheet, i, state, value);
}

#define dx_open_card_datum(open) EOHPGetRWDatum(&(open)->state.hdr)

/*
 * A card argument as a sheet of the tree's criteria, for reading: the open
 * card's own, or unpacked into the site's, which the next call overwrites.
 */
extern const dx_sheet *dx_get_sheet(dx_site *site, Datum value, const dx_tree *tree);

/* The sheet that was unpacked at the site last. */
extern const dx_sheet *dx_site_sheet(const dx_site *site);

/* The packed value of a card in either form. */
extern Datum dx_open_card_close(Datum value);

/* A packed value of the sheet. */
extern Datum dx_card_datum(const dx_sheet *sheet, const dx_fingerprint *of);

#endif /* DX_OPEN_CARD_SQL_H */
