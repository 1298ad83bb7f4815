/*
 * names.c: a table of names as they were written (names.h). Finding is one look
 * or two; with eight slots a name nearly none has to give way.
 */
#include "names.h"

dx_names *
dx_names_new(uint32_t n)
{
	uint32_t	bits = 4;
	dx_names   *names;

	while ((UINT32_C(1) << bits) < DX_NAMES_MOST && (UINT32_C(1) << bits) / 8 < n)
		bits++;
	names = dx_alloc(offsetof(dx_names, slots) + ((size_t) 1 << bits) * sizeof(dx_name));
	names->shift = 64 - bits;
	return names;
}

void
dx_names_add(dx_names *names, const void *bytes, size_t len, uint32_t number)
{
	dx_name		name;
	uint64_t	at;

	if (len - 1 >= DX_NAMES_LONGEST)
		return;
	name = dx_names_read(bytes, len);
	name.number = number;
	at = dx_names_slot(names, &name);
	if (names->slots[at].len != 0 && !dx_names_same(&names->slots[at], &name))
		at = DX_NAMES_NEIGHBOUR(at);
	names->slots[at] = name;
}
