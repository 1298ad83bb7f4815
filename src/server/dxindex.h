/* SPDX-License-Identifier: PostgreSQL */
/*
 * dxindex.h: what the SQL-callable files share: how a dx_error becomes an
 * ereport, how arguments and results of our types are unpacked and packed.
 * Include after postgres.h.
 */
#ifndef DX_DXINDEX_H
#define DX_DXINDEX_H

#include "server/compat.h"
#include "fmgr.h"

#include "base/base.h"

/* The version in dxindex.control, given by the Makefile. */
#ifndef DX_LIBRARY_VERSION
#error "DX_LIBRARY_VERSION is not defined: build with make"
#endif

/* One way to export an SQL-callable function. */
#define DX_FUNCTION(name) \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name)

/*
 * Begin the rows of a set-returning function: where they go (setResult), and
 * their type (setDesc). The type is the caller's own: looked up anew at each
 * call, the names of its columns would stay in memory until the statement ends.
 */
extern struct ReturnSetInfo *dx_begin_rows(FunctionCallInfo fcinfo);

/* Raise unless the rows have so many columns: the script of another version may have declared others. */
extern void dx_check_columns(const struct ReturnSetInfo *rsinfo, int columns, const char *name);

/*
 * Raise err, or save it where the caller asked for soft errors. Returns only
 * in the soft case; the caller then returns NULL.
 */
extern void dx_report_soft(Node *escontext, const dx_error *err);

/* Raise err. */
pg_noreturn extern void dx_report(const dx_error *err);

#endif /* DX_DXINDEX_H */
