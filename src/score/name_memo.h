/* SPDX-License-Identifier: PostgreSQL */
/*
 * name_memo.h: a table of words as they were written, each with a number: the criterion
 * that the rows of a query mean by these bytes, or a result of a criterion. It saves
 * parsing the same word over and over; it may forget words, and those that are not in it
 * are parsed again.
 */
#ifndef DX_NAME_MEMO_H
#define DX_NAME_MEMO_H

#include "base/base.h"

/* Longer words are never in the table. */
#define DX_NAMES_LONGEST 16

/* At most so many slots, of 24 bytes each. */
#define DX_NAMES_MAX 16384

/* A name's bytes as two words that overlap where it is shorter than 16. */
typedef struct dx_name
{
	uint64_t head;
	uint64_t tail;
	uint32_t key; /* its length, and from bit DX_NAMES_OF on its owner; 0: free */
	uint32_t number;
} dx_name;

/*
 * The bits of the owner begin here; owners are below 2^24: a criterion, or 0 where the name is
 * that of a criterion.
 */
#define DX_NAMES_OF 8

typedef struct dx_name_memo
{
	uint32_t shift; /* 64 - log2 of the number of slots */
	dx_name slots[];
} dx_name_memo;

/* A table for about n names (dx_alloc). */
extern dx_name_memo *dx_name_memo_new(uint32_t n);

/* The name as two words, and its owner; len is 1 to DX_NAMES_LONGEST. */
static inline dx_name
dx_name_memo_read(uint32_t of, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	dx_name name = {.key = (uint32_t) len | of << DX_NAMES_OF};
	uint32_t low;
	uint32_t high;

	if (len >= 8)
	{
		memcpy(&name.head, p, 8);
		memcpy(&name.tail, p + len - 8, 8);
	}
	else if (len >= 4)
	{
		memcpy(&low, p, 4);
		memcpy(&high, p + len - 4, 4);
		name.head = low;
		name.tail = high;
	}
	else
		name.head = (uint32_t) p[0] | (uint32_t) p[len / 2] << 8 | (uint32_t) p[len - 1] << 16;
	return name;
}

/* The first of a name's two slots; the other one is its neighbour. */
static inline uint64_t
dx_name_memo_slot(const dx_name_memo *names, const dx_name *name)
{
	uint64_t mixed = (name->head ^ (name->tail << 29 | name->tail >> 35)) + name->key;

	return mixed * UINT64_C(0x9E3779B97F4A7C15) >> names->shift;
}

#define DX_NAMES_NEIGHBOUR(slot) ((slot) ^ 1)

static inline bool
dx_name_memo_same(const dx_name *a, const dx_name *b)
{
	return a->head == b->head && a->tail == b->tail && a->key == b->key;
}

/* The number of a name; false if the table does not have it. */
static inline bool
dx_name_memo_find(const dx_name_memo *names, uint32_t of, const void *bytes, size_t len, uint32_t *number)
{
	dx_name name;
	uint64_t at;

	if (len - 1 >= DX_NAMES_LONGEST)
		return false;
	name = dx_name_memo_read(of, bytes, len);
	at = dx_name_memo_slot(names, &name);
	if (!dx_name_memo_same(&names->slots[at], &name))
		at = DX_NAMES_NEIGHBOUR(at);
	*number = names->slots[at].number;
	return dx_name_memo_same(&names->slots[at], &name);
}

/* Remember a name, in place of others if its slots are taken; not if it is empty or too long. */
extern void dx_name_memo_add(dx_name_memo *names, uint32_t of, const void *bytes, size_t len, uint32_t number);

#endif /* DX_NAME_MEMO_H */
