/* SPDX-License-Identifier: PostgreSQL */
/*
 * host.h: what unit tests may see of their host (host.c).
 */
#ifndef DX_HOST_H
#define DX_HOST_H

#include <setjmp.h>
#include <stddef.h>

/* Where dx_refuse_size goes; NULL: it aborts. */
extern jmp_buf *host_refusal;

/* The size that was refused last. */
extern size_t host_refused;

/* How often a core gave the chance to cancel. */
extern size_t host_chances;

#endif /* DX_HOST_H */
