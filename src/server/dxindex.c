/* SPDX-License-Identifier: PostgreSQL */
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

/*
 * Characters of single-byte encodings that are not where their family has them, and those of
 * encodings without a family.
 */
static const struct
{
	int encoding;
	uint8_t byte;
	uint16_t point;
} lone_bytes[] = {
	{PG_KOI8R, 0x9A, 0x00A0},	   {PG_KOI8U, 0x9A, 0x00A0},	  {PG_WIN866, 0xFF, 0x00A0},
	{PG_LATIN6, 0xBD, 0x2015},	   {PG_ISO_8859_7, 0xAF, 0x2015}, {PG_WIN1253, 0xAF, 0x2015},
	{PG_WIN1256, 0x9D, 0x200C},	   {PG_WIN1256, 0x9E, 0x200D},	  {PG_WIN1256, 0xFD, 0x200E},
	{PG_WIN1256, 0xFE, 0x200F},	   {PG_WIN1255, 0xFD, 0x200E},	  {PG_WIN1255, 0xFE, 0x200F},
	{PG_ISO_8859_8, 0xFD, 0x200E}, {PG_ISO_8859_8, 0xFE, 0x200F},
};

/* The code point of a single byte: what ISO 8859 and the Windows code pages share, and the table above. */
static uint32_t
foreign_byte(int encoding, uint8_t c)
{
	bool iso =
		(encoding >= PG_LATIN1 && encoding <= PG_LATIN10) || (encoding >= PG_ISO_8859_5 && encoding <= PG_ISO_8859_8);
	bool windows = (encoding >= PG_WIN1250 && encoding <= PG_WIN1257) || encoding == PG_WIN1251 ||
		encoding == PG_WIN1252 || encoding == PG_WIN1256 || encoding == PG_WIN1258 || encoding == PG_WIN874;

	for (size_t i = 0; i < lengthof(lone_bytes); i++)
		if (lone_bytes[i].encoding == encoding && lone_bytes[i].byte == c)
			return lone_bytes[i].point;
	if (iso && c <= 0xA0)
		return c;
	if (windows && (c == 0x96 || c == 0x97))
		return c == 0x96 ? 0x2013 : 0x2014;
	if ((windows && c == 0xA0) || ((iso || windows) && c == 0xAD && encoding != PG_WIN874))
		return c;
	return 0;
}

/* The rows of EUC that hold the ideographic space and, but for Taiwan's, the full-width forms. */
uint32_t
dx_foreign_point(const char *bytes, int n)
{
	int encoding = GetDatabaseEncoding();
	uint8_t row = (uint8_t) bytes[0];
	uint8_t cell = (uint8_t) bytes[n - 1];

	if (n == 1)
		return foreign_byte(encoding, row);
	if (n != 2 || encoding == PG_SQL_ASCII)
		return 0;
	if (row == 0xA1 && cell == 0xA1)
		return 0x3000;
	if (row == 0xA3 && cell < 0xFE && encoding != PG_EUC_TW)
		return 0xFF00u + cell - 0xA0;
	return 0;
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

void
dx_check_columns(const struct ReturnSetInfo *rsinfo, int columns, const char *name)
{
	if (rsinfo->setDesc->natts != columns)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s was declared by another version of the extension", name),
				 errhint("Run ALTER EXTENSION dxindex UPDATE.")));
}

/* Two versions by their numbers, dot by dot: < 0, 0, > 0. A part that is not a number counts as 0. */
static int
compare_versions(const char *a, const char *b)
{
	while (*a != '\0' || *b != '\0')
	{
		char *after_a;
		char *after_b;
		unsigned long x = strtoul(a, &after_a, 10);
		unsigned long y = strtoul(b, &after_b, 10);

		if (x != y)
			return x < y ? -1 : 1;
		a = after_a + strcspn(after_a, ".");
		b = after_b + strcspn(after_b, ".");
		a += *a == '.';
		b += *b == '.';
	}
	return 0;
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

	result = psprintf("dxindex %s (library %s; byte formats: code %d, rule %d, tree %d, card %d, tally %d, stat %d, "
					  "node_stat %d, moment_stat %d)",
					  script, DX_LIBRARY_VERSION, DX_CODE_FORMAT, DX_RULE_FORMAT, DX_TREE_FORMAT, DX_CARD_FORMAT,
					  DX_TALLY_FORMAT, DX_STAT_FORMAT, DX_NODE_STAT_FORMAT, DX_MOMENT_STAT_FORMAT);
	if (strcmp(script, DX_LIBRARY_VERSION) != 0)
	{
		if (compare_versions(script, DX_LIBRARY_VERSION) > 0)
			result = psprintf("%s; the library is older: install version %s on this server, then connect again", result,
							  script);
		else
			result =
				psprintf("%s; the library is newer: run ALTER EXTENSION dxindex UPDATE, then connect again", result);
	}
	PG_RETURN_TEXT_P(cstring_to_text(result));
}
