/* SPDX-License-Identifier: PostgreSQL */
/*
 * refused.h: characters beyond ASCII that no code may have: those that cannot
 * be seen, and those that look like the characters codes are made of.
 */
#ifndef DX_REFUSED_H
#define DX_REFUSED_H

#include "base/base.h"

typedef struct dx_refused
{
	uint32_t from; /* code points, both included */
	uint32_t to;
	const char *name;
	const char *like; /* what it is taken for; NULL: it cannot be seen */
} dx_refused;

/* What is refused about a code point, control characters among it; NULL if nothing is. O(log of the table). */
extern const dx_refused *dx_find_refused(uint32_t point);

/* The code point of the valid character of n bytes at text; 0 where that is not known. */
extern uint32_t dx_code_point(const char *text, int n);

/*
 * A code as messages show it, its first bytes if it is long, refused characters written as
 * <U+00A0>; in buf, which is returned.
 */
#define DX_SHOWN_SIZE (DX_STR_CLIP + 16)
extern const char *dx_show_code(dx_str text, char *buf);

#endif /* DX_REFUSED_H */
