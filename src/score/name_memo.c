/* SPDX-License-Identifier: PostgreSQL */
/*
 * name_memo.c: a table of names as they were written (name_memo.h). A lookup compares
 * one slot or two; with eight slots a name, nearly none is displaced.
 */
#include "score/name_memo.h"

dx_name_memo *
dx_name_memo_new(uint32_t n)
{
	uint32_t bits = 4;
	dx_name_memo *names;

	while ((UINT32_C(1) << bits) < DX_NAMES_MAX && (UINT32_C(1) << bits) / 8 < n)
		bits++;
	names = dx_alloc(offsetof(dx_name_memo, slots) + ((size_t) 1 << bits) * sizeof(dx_name));
	names->shift = 64 - bits;
	return names;
}

void
dx_name_memo_add(dx_name_memo *names, uint32_t of, const void *bytes, size_t len, uint32_t number)
{
	dx_name name;
	uint64_t at;

	if (len - 1 >= DX_NAMES_LONGEST)
		return;
	name = dx_name_memo_read(of, bytes, len);
	name.number = number;
	at = dx_name_memo_slot(names, &name);
	if (names->slots[at].key != 0 && !dx_name_memo_same(&names->slots[at], &name))
		at = DX_NAMES_NEIGHBOUR(at);
	names->slots[at] = name;
}
