/*
 * names.c: a table of names as they were written (names.h). One slot for each
 * place, so that finding is one look; with four slots a name few share one.
 */
#include "names.h"

dx_names *
dx_names_new(uint32_t n)
{
	uint32_t	bits = 4;
	dx_names   *names;

	while ((UINT32_C(1) << bits) < DX_NAMES_MOST && (UINT32_C(1) << bits) / 4 < n)
		bits++;
	names = dx_alloc(offsetof(dx_names, slots) + ((size_t) 1 << bits) * sizeof(dx_name));
	names->shift = 64 - bits;
	return names;
}

void
dx_names_add(dx_names *names, const void *bytes, size_t len, uint32_t number)
{
	dx_name		name;

	if (len - 1 >= DX_NAMES_LONGEST)
		return;
	name = dx_names_read(bytes, len);
	name.number = number;
	*dx_names_slot(names, &name) = name;
}
