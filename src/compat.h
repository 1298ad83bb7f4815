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

#endif							/* DX_COMPAT_H */
