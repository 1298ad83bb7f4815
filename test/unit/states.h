/* SPDX-License-Identifier: PostgreSQL */
/*
 * states.h: states of statistics in unit tests: made, packed, compared, unpacked.
 */
#ifndef DX_STATES_H
#define DX_STATES_H

#include "stat/stat.h"

/* An empty state of a kind; drop() ends it. */
static inline dx_stat *
new_stat(const dx_stat_kind *kind)
{
	dx_stat *stat = dx_alloc(dx_stat_size(kind));

	dx_stat_init(stat, kind, NULL);
	return stat;
}

static inline void
drop(dx_stat *stat)
{
	dx_stat_free(stat);
	dx_free(stat);
}

/* Packed bytes, to be freed. */
static inline uint8_t *
pack(const dx_stat *stat, size_t *size)
{
	uint8_t *packed;

	*size = dx_stat_packed_size(stat);
	packed = dx_alloc(*size);
	dx_stat_pack(stat, packed);
	return packed;
}

/* Have both the same packed bytes? */
static inline bool
same(const dx_stat *a, const dx_stat *b)
{
	size_t size_a;
	size_t size_b;
	uint8_t *one = pack(a, &size_a);
	uint8_t *two = pack(b, &size_b);
	bool equal = size_a == size_b && memcmp(one, two, size_a) == 0;

	dx_free(one);
	dx_free(two);
	return equal;
}

/* Unpacked bytes, or NULL with err. */
static inline dx_stat *
unpack(const uint8_t *packed, size_t size, dx_error *err)
{
	/* In memory of just this size, so that reading on is seen. */
	uint8_t *exact = malloc(size ? size : 1);
	const dx_stat_kind *kind;
	dx_stat *stat = NULL;

	memcpy(exact, packed, size);
	kind = dx_stat_header(exact, size, err);
	if (kind)
	{
		stat = dx_alloc(dx_stat_size(kind));
		if (!dx_stat_unpack(exact, size, stat, err))
		{
			/* What was begun belongs to the caller's memory. */
			if (stat->kind)
				dx_stat_free(stat);
			dx_free(stat);
			stat = NULL;
		}
	}
	free(exact);
	return stat;
}

#endif /* DX_STATES_H */
