/*
 * dxindex.c: the module itself: magic, version, error reports, the rows of
 * set-returning functions and the services that the plain-C cores ask of
 * their host (base.h).
 */
#include "postgres.h"

#include "common/shortest_dec.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "server/dxindex.h"

DX_MODULE_MAGIC("dxindex", DX_LIBRARY_VERSION);

DX_FUNCTION(dx_version);

#ifdef DX_FAULTS

DX_FUNCTION(dx_faults_arm);

static int64 fault_count;
static int64 fault_at; /* 0 = never */
static bool fault_stays;

void
dx_fault(void)
{
	fault_count++;
	if (fault_at > 0 && (fault_count == fault_at || (fault_stays && fault_count > fault_at)))
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
				 errdetail("Allocation %lld was made to fail.", (long long) fault_at)));
}

/* (at bigint, stays boolean): fail allocation number `at` from now, and all later ones; 0 = none. Returns how many there were since the last call. */
Datum
dx_faults_arm(PG_FUNCTION_ARGS)
{
	int64 before = fault_count;

	fault_count = 0;
	fault_at = PG_GETARG_INT64(0);
	fault_stays = PG_GETARG_BOOL(1);
	PG_RETURN_INT64(before);
}

#endif

void
dx_refuse_size(size_t size)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("a value or table of %zu bytes is too large", size),
			 errdetail("No piece of memory is larger than %zu bytes.", DX_MAX_ALLOC)));
}

void *
dx_alloc(size_t size)
{
	if (size > DX_MAX_ALLOC)
		dx_refuse_size(size);
	return palloc0(size);
}

void *
dx_alloc_beside(const void *owner, size_t size)
{
	return MemoryContextAllocZero(GetMemoryChunkContext((void *) owner), size);
}

void *
dx_realloc(void *ptr, size_t old_size, size_t new_size)
{
	char *grown;

	if (new_size > DX_MAX_ALLOC)
		dx_refuse_size(new_size);
	grown = repalloc(ptr, new_size);
	if (new_size > old_size)
		memset(grown + old_size, 0, new_size - old_size);
	return grown;
}

void
dx_free(void *ptr)
{
	pfree(ptr);
}

int
dx_shortest(double value, char *buf)
{
	return double_to_shortest_decimal_buf(value, buf);
}

int
dx_char_len(const char *bytes, size_t len)
{
	int n = pg_encoding_verifymbchar(GetDatabaseEncoding(), bytes, (int) Min(len, 16));

	return n < 0 ? 0 : n;
}

bool
dx_text_is_utf8(void)
{
	return GetDatabaseEncoding() == PG_UTF8;
}

void
dx_check_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

static int
sqlstate_of(dx_error_kind kind)
{
	switch (kind)
	{
		case DX_ERR_TEXT:
			return ERRCODE_INVALID_TEXT_REPRESENTATION;
		case DX_ERR_BINARY:
			return ERRCODE_INVALID_BINARY_REPRESENTATION;
		case DX_ERR_PARAM:
			return ERRCODE_INVALID_PARAMETER_VALUE;
		case DX_ERR_RANGE:
			return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
		case DX_ERR_LIMIT:
			return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
		case DX_ERR_NULL:
			return ERRCODE_NULL_VALUE_NOT_ALLOWED;
		case DX_OK:
			break;
	}
	return ERRCODE_INTERNAL_ERROR;
}

/*
 * A copy of raw with every byte that is not part of a valid character
 * replaced: quoting clips values, and a clipped character must not make the
 * report itself fail.
 */
static char *
valid_text(const char *raw)
{
	char *copy = pstrdup(raw);
	size_t len = strlen(copy);
	size_t i = 0;

	while (i < len)
	{
		int n = dx_char_len(copy + i, len - i);

		if (n == 0)
		{
			copy[i] = '?';
			n = 1;
		}
		i += n;
	}
	return copy;
}

void
dx_report_soft(Node *escontext, const dx_error *err)
{
	const char *message = valid_text(err->message);
	const char *detail = err->detail[0] ? valid_text(err->detail) : NULL;
	const char *hint = err->hint[0] ? valid_text(err->hint) : NULL;

	if (err->position > 0)
		message = psprintf("%s at position %d", message, err->position);
	dx_soft_error(escontext,
				  (errcode(sqlstate_of(err->kind)), errmsg("%s", message), detail ? errdetail("%s", detail) : 0,
				   hint ? errhint("%s", hint) : 0));
}

void
dx_report(const dx_error *err)
{
	dx_report_soft(NULL, err);
	pg_unreachable();
}

struct ReturnSetInfo *
dx_begin_rows(FunctionCallInfo fcinfo)
{
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	return (ReturnSetInfo *) fcinfo->resultinfo;
}

/*
 * dx.version(script text): versions of script, library and byte formats. The
 * script passes its own version as the argument's default.
 */
Datum
dx_version(PG_FUNCTION_ARGS)
{
	char *script = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *result;

	result = psprintf("dxindex %s (library %s; byte formats: code %d, rule %d, tree %d, card %d, tally %d, stat %d)",
					  script, DX_LIBRARY_VERSION, DX_CODE_FORMAT, DX_RULE_FORMAT, DX_TREE_FORMAT, DX_CARD_FORMAT,
					  DX_TALLY_FORMAT, DX_STAT_FORMAT);
	if (strcmp(script, DX_LIBRARY_VERSION) != 0)
		result = psprintf("%s; versions differ: run ALTER EXTENSION dxindex UPDATE", result);
	PG_RETURN_TEXT_P(cstring_to_text(result));
}
