/* SPDX-License-Identifier: PostgreSQL */
/*
 * host.c: the services of base.h for fuzzers, and the entry point. A core may
 * leave memory to its caller's context when it fails, as the server allows;
 * so every input has its own, freed after it.
 *
 * Harnesses are compiled with LLVMFuzzerTestOneInput renamed dx_fuzz_one.
 */
#include "fuzz.h"

/* The other services are those of the unit tests. */
#define dx_alloc unit_alloc
#define dx_alloc_beside unit_alloc_beside
#define dx_realloc unit_realloc
#define dx_free unit_free
#include "../unit/host.c"
#undef dx_alloc
#undef dx_alloc_beside
#undef dx_realloc
#undef dx_free

/* Before each allocation; 16 bytes, so that what follows is aligned as malloc's is. */
typedef union block
{
	struct
	{
		union block *prev;
		union block *next;
	} link;
	long double align;
} block;

static block all = {{&all, &all}};

static block *
link_block(block *b)
{
	if (b == NULL)
		abort();
	b->link.prev = &all;
	b->link.next = all.link.next;
	all.link.next->link.prev = b;
	all.link.next = b;
	return b;
}

static block *
unlink_block(block *b)
{
	b->link.prev->link.next = b->link.next;
	b->link.next->link.prev = b->link.prev;
	return b;
}

void *
dx_alloc(size_t size)
{
	/* The server would refuse it with an internal error. */
	require(size <= DX_MAX_ALLOC);
	return link_block(calloc(1, sizeof(block) + size)) + 1;
}

void *
dx_alloc_beside(const void *owner, size_t size)
{
	(void) owner;
	return dx_alloc(size);
}

void *
dx_realloc(void *ptr, size_t old_size, size_t new_size)
{
	char *grown;

	require(new_size <= DX_MAX_ALLOC);
	grown = (char *) (link_block(realloc(unlink_block((block *) ptr - 1), sizeof(block) + new_size)) + 1);
	if (new_size > old_size)
		memset(grown + old_size, 0, new_size - old_size);
	return grown;
}

void
dx_free(void *ptr)
{
	free(unlink_block((block *) ptr - 1));
}

int dx_fuzz_one(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int result = dx_fuzz_one(data, size);

	while (all.link.next != &all)
		free(unlink_block(all.link.next));
	return result;
}
