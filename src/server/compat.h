/* SPDX-License-Identifier: PostgreSQL */
/*
 * compat.h: differences between server releases 15 to 19. The only file that
 * looks at PG_VERSION_NUM. Include after postgres.h.
 */
#ifndef DX_COMPAT_H
#define DX_COMPAT_H

#include "fmgr.h"
#include "nodes/nodes.h"

#if PG_VERSION_NUM < 150000
#error "dxindex needs PostgreSQL 15 or newer"
#endif

/* Soft errors came with 16; before, an input function can only throw. */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#define dx_escontext(fcinfo) ((fcinfo)->context)
#define dx_soft_error(escontext, ...) errsave(escontext, __VA_ARGS__)
#else
#define dx_escontext(fcinfo) ((Node *) NULL)
#define dx_soft_error(escontext, ...) ereport(ERROR, __VA_ARGS__)
#endif

/* varatt.h was split from postgres.h in 16. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * Since 16 PGDLLEXPORT marks a symbol visible; before, it is empty and a
 * library built with hidden visibility would export nothing at all.
 */
#if PG_VERSION_NUM < 160000 && defined(__GNUC__)
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/* 18 replaced pg_attribute_noreturn(), written last, by a word written first. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* PG_MODULE_MAGIC_EXT came with 18. */
#if PG_VERSION_NUM >= 180000
#define DX_MODULE_MAGIC(name_, version_) PG_MODULE_MAGIC_EXT(.name = name_, .version = version_)
#else
#define DX_MODULE_MAGIC(name_, version_) PG_MODULE_MAGIC
#endif

/* 16 gave make_range an argument for soft errors. Include utils/rangetypes.h first. */
#if PG_VERSION_NUM >= 160000
#define dx_make_range(typcache, lower, upper) make_range(typcache, lower, upper, false, NULL)
#else
#define dx_make_range(typcache, lower, upper) make_range(typcache, lower, upper, false)
#endif

/* 19 lets a call say IGNORE NULLS; a window function has to refuse it itself. Include windowapi.h first. */
#if PG_VERSION_NUM >= 190000
#define dx_refuse_ignore_nulls(winobj, fcinfo) WinCheckAndInitializeNullTreatment(winobj, false, fcinfo)
#else
#define dx_refuse_ignore_nulls(winobj, fcinfo) ((void) 0)
#endif

/*
 * Test builds only (COPT=-DDX_FAULTS): every allocation, ours or by a server
 * function on our behalf, asks dx_fault() first, which raises "out of memory"
 * where the test wants it (dx_faults_arm in dxindex.c). The headers that
 * declare those functions come first.
 */
#ifdef DX_FAULTS
#include "access/htup_details.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/expandeddatum.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

extern void dx_fault(void);

#define palloc(...) (dx_fault(), palloc(__VA_ARGS__))
#define palloc0(...) (dx_fault(), palloc0(__VA_ARGS__))
#define palloc_extended(...) (dx_fault(), palloc_extended(__VA_ARGS__))
#define repalloc(...) (dx_fault(), repalloc(__VA_ARGS__))
#define MemoryContextAlloc(...) (dx_fault(), MemoryContextAlloc(__VA_ARGS__))
#define MemoryContextAllocZero(...) (dx_fault(), MemoryContextAllocZero(__VA_ARGS__))
#define MemoryContextAllocExtended(...) (dx_fault(), MemoryContextAllocExtended(__VA_ARGS__))
#define MemoryContextAllocHuge(...) (dx_fault(), MemoryContextAllocHuge(__VA_ARGS__))
#define AllocSetContextCreateInternal(...) (dx_fault(), AllocSetContextCreateInternal(__VA_ARGS__))
#define pstrdup(...) (dx_fault(), pstrdup(__VA_ARGS__))
#define psprintf(...) (dx_fault(), psprintf(__VA_ARGS__))
#define pg_detoast_datum(...) (dx_fault(), pg_detoast_datum(__VA_ARGS__))
#define pg_detoast_datum_packed(...) (dx_fault(), pg_detoast_datum_packed(__VA_ARGS__))
#define pg_detoast_datum_slice(...) (dx_fault(), pg_detoast_datum_slice(__VA_ARGS__))
#define pg_detoast_datum_copy(...) (dx_fault(), pg_detoast_datum_copy(__VA_ARGS__))
#define text_to_cstring(...) (dx_fault(), text_to_cstring(__VA_ARGS__))
#define cstring_to_text(...) (dx_fault(), cstring_to_text(__VA_ARGS__))
#define cstring_to_text_with_len(...) (dx_fault(), cstring_to_text_with_len(__VA_ARGS__))
#define JsonbToCString(...) (dx_fault(), JsonbToCString(__VA_ARGS__))
#define pq_begintypsend(...) (dx_fault(), pq_begintypsend(__VA_ARGS__))
#define pq_sendtext(...) (dx_fault(), pq_sendtext(__VA_ARGS__))
#define pq_sendbytes(...) (dx_fault(), pq_sendbytes(__VA_ARGS__))
#define array_create_iterator(...) (dx_fault(), array_create_iterator(__VA_ARGS__))
#define get_call_result_type(...) (dx_fault(), get_call_result_type(__VA_ARGS__))
#define heap_form_tuple(...) (dx_fault(), heap_form_tuple(__VA_ARGS__))
#define heap_form_minimal_tuple(...) (dx_fault(), heap_form_minimal_tuple(__VA_ARGS__))
#define tuplestore_begin_heap(...) (dx_fault(), tuplestore_begin_heap(__VA_ARGS__))
#define tuplestore_putvalues(...) (dx_fault(), tuplestore_putvalues(__VA_ARGS__))
#endif

#endif /* DX_COMPAT_H */
