/* SPDX-License-Identifier: PostgreSQL */
/*
 * probe.c: loops inside a backend that the proof scripts use. Test only:
 * compiled and installed by test/run, never by `make install`.
 *
 * probe.bytes feeds random and mutated values to the input or the receive
 * function of a type; probe.order looks for three codes that break a law of
 * order; probe.leak keeps memory at each call, and probe.hoard for each group,
 * to be noticed.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC;

#define PROBE_FUNCTION(name) \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name)

PROBE_FUNCTION(probe_bytes);
PROBE_FUNCTION(probe_order);
PROBE_FUNCTION(probe_leak);
PROBE_FUNCTION(probe_hoard);

#define MAX 600 /* bytes of an input; longer seeds are cut */

/* SplitMix64 (S. Vigna): the same inputs for the same seed everywhere. */
static uint64
next_random(uint64 *state)
{
	uint64 z = (*state += UINT64CONST(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64CONST(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64CONST(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static int
below(uint64 *state, int n)
{
	return (int) (next_random(state) % (uint64) n);
}

/* ---------------- bytes ---------------- */

/* One seed changed in one to six places, or bytes out of nothing; returns the length. */
static int
make_input(uint64 *state, bytea **seeds, int n_seeds, uint8 *out)
{
	static const uint8 liked[] = {0,   1,	2,	 3,	   4,	0x7f, 0x80, 0xff, 0xfe, 0x40, '0', '9', '.', ',',
								  '{', '}', '"', '\\', ' ', '-',  ':',	'(',  ')',	'~',  '_', 'e', '%', '/'};
	int len = 0;
	int edits = below(state, 7);

	if (n_seeds > 0 && below(state, 16) > 0)
	{
		bytea *seed = seeds[below(state, n_seeds)];

		len = Min((int) VARSIZE_ANY_EXHDR(seed), MAX);
		memcpy(out, VARDATA_ANY(seed), len);
	}
	else
	{
		len = below(state, 48);
		for (int i = 0; i < len; i++)
			out[i] = (uint8) (below(state, 3) ? next_random(state) : liked[below(state, lengthof(liked))]);
	}
	while (edits-- > 0)
	{
		int at = len > 0 ? below(state, len) : 0;
		int some = 1 + below(state, 8);
		int count = Min(some, len - at);

		switch (below(state, 7))
		{
			case 0: /* a bit */
				if (len > 0)
					out[at] ^= (uint8) (1 << below(state, 8));
				break;
			case 1: /* a byte that parsers look for */
				if (len > 0)
					out[at] = liked[below(state, lengthof(liked))];
				break;
			case 2: /* some bytes less */
				memmove(out + at, out + at + count, len - at - count);
				len -= count;
				break;
			case 3: /* some bytes twice */
				if (len + count <= MAX)
				{
					memmove(out + at + count, out + at, len - at);
					len += count;
				}
				break;
			case 4: /* cut short */
				len = at;
				break;
			case 5: /* a number, little-endian */
			{
				uint32 number = below(state, 2) ? (uint32) below(state, 5) - 2 : (uint32) next_random(state);

				memcpy(out + at, &number, Min(4, len - at));
				break;
			}
			case 6: /* the rest from another seed */
				if (n_seeds > 0)
				{
					bytea *other = seeds[below(state, n_seeds)];
					int other_len = (int) VARSIZE_ANY_EXHDR(other);
					int from = below(state, other_len + 1);

					len = at + Min(other_len - from, MAX - at);
					memcpy(out + at, VARDATA_ANY(other) + from, len - at);
				}
				break;
		}
	}
	return len;
}

typedef struct type_io
{
	FmgrInfo in;
	FmgrInfo out;
	FmgrInfo recv;
	FmgrInfo send;
	Oid in_param;
	Oid recv_param;
} type_io;

static Datum
receive(type_io *io, const char *bytes, int len)
{
	StringInfoData message;
	Datum value;

	initStringInfo(&message);
	appendBinaryStringInfo(&message, bytes, len);
	value = ReceiveFunctionCall(&io->recv, &message, io->recv_param, -1);
	/* What the server itself says where a message has bytes left. */
	if (message.cursor != message.len)
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("bytes are left over")));
	return value;
}

static void
require_same(Datum a, Datum b, const char *what, const uint8 *input, int len)
{
	struct varlena *x = PG_DETOAST_DATUM_PACKED(a);
	struct varlena *y = PG_DETOAST_DATUM_PACKED(b);

	if (VARSIZE_ANY_EXHDR(x) != VARSIZE_ANY_EXHDR(y) ||
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) != 0)
	{
		StringInfoData hex;

		initStringInfo(&hex);
		for (int i = 0; i < len; i++)
			appendStringInfo(&hex, "%02x", input[i]);
		ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("%s differs for the input %s", what, hex.data)));
	}
}

/* Errors that say that the input is wrong, and nothing else: 22P02 of text, 22P03 of bytes, not the other way round. */
static bool
is_refusal(int sqlstate, bool binary)
{
	int class = ERRCODE_TO_CATEGORY(sqlstate);

	if (sqlstate == (binary ? ERRCODE_INVALID_TEXT_REPRESENTATION : ERRCODE_INVALID_BINARY_REPRESENTATION))
		return false;
	return class == MAKE_SQLSTATE('2', '2', '0', '0', '0') || class == MAKE_SQLSTATE('5', '4', '0', '0', '0');
}

/* One input; false when it is refused. Nothing that these functions hold needs more than the scratch context to be let go. */
static bool
take(type_io *io, bool binary, char *input, int len, MemoryContext scratch, Datum *value)
{
	volatile bool taken = true;

	PG_TRY();
	{
		*value = binary ? receive(io, input, len) : InputFunctionCall(&io->in, input, io->in_param, -1);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(scratch);
		if (!is_refusal(geterrcode(), binary))
			PG_RE_THROW();
		FlushErrorState();
		taken = false;
	}
	PG_END_TRY();
	return taken;
}

/*
 * probe.bytes(type, binary, seeds bytea[], n, seed) -> accepted: n inputs to
 * the type. A refusal must have an SQLSTATE of class 22 or 54, 22P02 of text
 * and 22P03 of bytes only; a value that is
 * accepted must come back from its text and from its bytes as it is.
 */
Datum
probe_bytes(PG_FUNCTION_ARGS)
{
	Oid type = PG_GETARG_OID(0);
	bool binary = PG_GETARG_BOOL(1);
	int64 n = PG_GETARG_INT64(3);
	uint64 state = (uint64) PG_GETARG_INT64(4);
	int64 accepted = 0;
	bytea **seeds;
	Datum *elements;
	int n_seeds;
	Oid function;
	bool varlena;
	type_io io;
	uint8 input[MAX + 1];
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "probe", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), BYTEAOID, -1, false, TYPALIGN_INT, &elements, NULL, &n_seeds);
	seeds = palloc(sizeof(bytea *) * Max(n_seeds, 1));
	for (int i = 0; i < n_seeds; i++)
		seeds[i] = DatumGetByteaPP(elements[i]);
	getTypeInputInfo(type, &function, &io.in_param);
	fmgr_info(function, &io.in);
	getTypeOutputInfo(type, &function, &varlena);
	fmgr_info(function, &io.out);
	getTypeBinaryInputInfo(type, &function, &io.recv_param);
	fmgr_info(function, &io.recv);
	getTypeBinaryOutputInfo(type, &function, &varlena);
	fmgr_info(function, &io.send);

	before = MemoryContextSwitchTo(scratch);
	for (int64 i = 0; i < n; i++)
	{
		int len = make_input(&state, seeds, n_seeds, input);
		Datum value;

		CHECK_FOR_INTERRUPTS();
		input[len] = '\0';
		if (take(&io, binary, (char *) input, len, scratch, &value))
		{
			char *text = OutputFunctionCall(&io.out, value);
			bytea *bytes = SendFunctionCall(&io.send, value);
			Datum again;

			accepted++;
			/* Bytes that are not valid in the database's encoding cannot come from a client. */
			pg_verifymbstr(text, strlen(text), false);
			again = InputFunctionCall(&io.in, text, io.in_param, -1);
			require_same(again, value, "the value read from its text", input, len);
			again = receive(&io, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ);
			require_same(again, value, "the value received from its bytes", input, len);
			if (strcmp(OutputFunctionCall(&io.out, again), text) != 0)
				elog(ERROR, "text %s comes back as another", text);
		}
		MemoryContextReset(scratch);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(scratch);
	PG_RETURN_INT64(accepted);
}

/* ---------------- order ---------------- */

static FmgrInfo *
lookup(const char *signature)
{
	FmgrInfo *info = palloc(sizeof(FmgrInfo));

	fmgr_info(DatumGetObjectId(DirectFunctionCall1(regprocedurein, CStringGetDatum(signature))), info);
	return info;
}

static void
add_label(uint64 *state, StringInfo text)
{
	static const char *const labels[] = {"1",
										 "2",
										 "9",
										 "10",
										 "11",
										 "01",
										 "0",
										 "00",
										 "001",
										 "4294967296",
										 "18446744073709551616",
										 "99999999999999999999999999999999999999",
										 "I",
										 "II",
										 "IV",
										 "V",
										 "IX",
										 "X",
										 "XL",
										 "XXXIX",
										 "XXXX",
										 "iv",
										 "IIX",
										 "A",
										 "B",
										 "D",
										 "E",
										 "Đ",
										 "đ",
										 "d",
										 "e",
										 "Da",
										 "Đa",
										 "~a" + 1,
										 "_",
										 "-",
										 "--1",
										 "1a",
										 "a1",
										 "01a",
										 "a01",
										 "TC2",
										 "TC02",
										 "TC10",
										 "TC2-1",
										 "TC02-1",
										 "ü",
										 "Ω",
										 "字",
										 "😀"};
	int kind = below(state, 6);

	if (kind < 3)
		appendStringInfoString(text, labels[below(state, lengthof(labels))]);
	else if (kind == 3)
		appendStringInfo(text, "%d", below(state, 1 << below(state, 20)));
	else
		for (int len = 1 + below(state, below(state, 8) ? 3 : 15); len > 0; len--)
			appendStringInfoString(text,
								   labels[below(state, lengthof(labels))][0] < 0
									   ? "đ"
									   : (char[]) {"0123456789IVXLABDdeiv_-"[below(state, 23)], 0});
}

/* A code near the one before it, so that prefixes and ties are met. */
static char *
make_code(uint64 *state, const char *last)
{
	StringInfoData text;
	int more = below(state, 4);

	initStringInfo(&text);
	if (last && below(state, 2))
	{
		/* its first labels, as many as come */
		for (const char *p = last; *p && (*p != '.' || below(state, 3)); p++)
			appendStringInfoChar(&text, *p);
		if (text.len > 300)
			resetStringInfo(&text);
	}
	while (more-- > 0)
	{
		if (text.len > 0)
			appendStringInfoChar(&text, '.');
		add_label(state, &text);
	}
	return text.data;
}

/* Is a written with b and a dot before the rest, or the same? The oracle of the subtree. */
static bool
text_under(const char *a, const char *b)
{
	size_t len = strlen(b);

	return len == 0 || (strncmp(a, b, len) == 0 && (a[len] == '\0' || a[len] == '.'));
}

#define REQUIRE(holds, what) \
	do \
	{ \
		if (!(holds)) \
			ereport(ERROR, \
					(errcode(ERRCODE_DATA_CORRUPTED), \
					 errmsg("%s: codes \"%s\", \"%s\", \"%s\"", what, text[0], text[1], text[2]))); \
	} while (0)

/*
 * probe.order(n, seed) -> equal pairs met: n triples of codes, every law.
 */
Datum
probe_order(PG_FUNCTION_ARGS)
{
	static const char *const kinds[] = {"dx.code,dx.code", "dx.code,text", "text,dx.code", "text,text"};
	static const char *const names[] = {"eq", "ne", "lt", "le", "gt", "ge", "cmp"};
	static const bool expected[6][3] = {{0, 1, 0}, {1, 0, 1}, {1, 0, 0}, {1, 1, 0}, {0, 0, 1}, {0, 1, 1}};
	int64 n = PG_GETARG_INT64(0);
	uint64 state = (uint64) PG_GETARG_INT64(1);
	FmgrInfo *compare[4][7];
	FmgrInfo *under[4];
	FmgrInfo *in = lookup("dx.code_in(cstring)");
	FmgrInfo *out = lookup("dx.code_out(dx.code)");
	FmgrInfo *hash = lookup("dx.code_hash(dx.code)");
	FmgrInfo *hash_text = lookup("dx.code_hash(text)");
	FmgrInfo *hash64 = lookup("dx.code_hash_extended(dx.code,bigint)");
	FmgrInfo *hash64_text = lookup("dx.code_hash_extended(text,bigint)");
	FmgrInfo *end = lookup("dx.subtree_end(dx.code)");
	FmgrInfo *smaller = lookup("dx.code_smaller(dx.code,dx.code)");
	FmgrInfo *larger = lookup("dx.code_larger(dx.code,dx.code)");
	int64 equal = 0;
	char last[1100] = "";
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "probe", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before;

	for (int k = 0; k < 4; k++)
	{
		for (int f = 0; f < 7; f++)
			compare[k][f] = lookup(psprintf("dx.code_%s(%s)", names[f], kinds[k]));
		under[k] = lookup(psprintf("dx.is_under(%s)", kinds[k]));
	}
	before = MemoryContextSwitchTo(scratch);
	for (int64 i = 0; i < n; i++)
	{
		char *text[3];
		Datum code[3];
		Datum plain[3];
		int order[3][3];
		int focus = below(&state, 3);

		CHECK_FOR_INTERRUPTS();
		for (int a = 0; a < 3; a++)
		{
			text[a] = make_code(&state, a > 0 ? text[a - 1] : last);
			code[a] = FunctionCall1(in, CStringGetDatum(text[a]));
			plain[a] = CStringGetTextDatum(text[a]);
			if (strcmp(DatumGetCString(FunctionCall1(out, code[a])), text[a]) != 0)
				ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("code \"%s\" comes back as another", text[a])));
		}
		for (int a = 0; a < 3; a++)
			for (int b = 0; b < 3; b++)
			{
				bool same = strcmp(text[a], text[b]) == 0;

				order[a][b] = DatumGetInt32(FunctionCall2(compare[0][6], code[a], code[b]));
				REQUIRE(order[a][b] >= -1 && order[a][b] <= 1, "the comparison is not -1, 0 or 1");
				REQUIRE((order[a][b] == 0) == same, "equal is not equal text");
				REQUIRE(same ==
							(VARSIZE_ANY(code[a]) == VARSIZE_ANY(code[b]) &&
							 memcmp(DatumGetPointer(code[a]), DatumGetPointer(code[b]), VARSIZE_ANY(code[a])) == 0),
						"equal is not equal bytes");
				if (a == focus && b != focus)
				{
					/* One pair and one kind of arguments a triple: text costs much more than codes. */
					int k = below(&state, 4);
					Datum x = k & 2 ? plain[a] : code[a];
					Datum y = k & 1 ? plain[b] : code[b];

					REQUIRE(DatumGetInt32(FunctionCall2(compare[k][6], x, y)) == order[a][b], kinds[k]);
					for (int f = 0; f < 6; f++)
						REQUIRE(DatumGetBool(FunctionCall2(compare[k][f], x, y)) == expected[f][order[a][b] + 1],
								names[f]);
					REQUIRE(DatumGetBool(FunctionCall2(under[k], x, y)) == text_under(text[a], text[b]), "is_under");
				}
				if (a != focus)
					continue;
				if (text_under(text[a], text[b]))
				{
					REQUIRE(order[a][b] >= 0, "a descendant sorts before its ancestor");
					REQUIRE(DatumGetInt32(FunctionCall2(compare[0][6], code[a], FunctionCall1(end, code[b]))) < 0,
							"a descendant is past the end of the subtree");
				}
				else if (order[a][b] > 0)
					REQUIRE(DatumGetInt32(FunctionCall2(compare[0][6], code[a], FunctionCall1(end, code[b]))) > 0,
							"a stranger is inside the subtree");
				if (same)
				{
					equal += a < b;
					for (int64 seed = 0; seed < 2; seed++)
						REQUIRE(FunctionCall2(hash64, code[a], Int64GetDatum(seed)) ==
									FunctionCall2(hash64_text, plain[b], Int64GetDatum(seed)),
								"equal codes hash to two numbers");
					REQUIRE(FunctionCall1(hash, code[a]) == FunctionCall1(hash_text, plain[b]),
							"equal codes hash to two numbers");
					REQUIRE((uint32) DatumGetInt64(FunctionCall2(hash64, code[a], Int64GetDatum(0))) ==
								(uint32) DatumGetInt32(FunctionCall1(hash, code[a])),
							"the hashes disagree");
				}
				else
				{
					Datum least = FunctionCall2(smaller, code[a], code[b]);
					Datum most = FunctionCall2(larger, code[a], code[b]);

					REQUIRE(DatumGetInt32(FunctionCall2(compare[0][6], least, code[order[a][b] < 0 ? a : b])) == 0,
							"the smaller");
					REQUIRE(DatumGetInt32(FunctionCall2(compare[0][6], most, code[order[a][b] < 0 ? b : a])) == 0,
							"the larger");
				}
			}
		for (int a = 0; a < 3; a++)
			for (int b = 0; b < 3; b++)
			{
				REQUIRE(order[a][b] == -order[b][a], "order has two directions");
				for (int c = 0; c < 3; c++)
					if (order[a][b] <= 0 && order[b][c] <= 0)
						REQUIRE(order[a][c] <= 0, "order is not transitive");
			}
		strlcpy(last, text[2], sizeof(last));
		MemoryContextReset(scratch);
	}
	MemoryContextSwitchTo(before);
	MemoryContextDelete(scratch);
	PG_RETURN_INT64(equal);
}

/* ---------------- memory ---------------- */

Datum
probe_leak(PG_FUNCTION_ARGS)
{
	memset(MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, 64), 0, 64);
	PG_RETURN_INT32(PG_GETARG_INT32(0));
}

/* Transition function: the first row of a group keeps memory where the server does not count it as the group's. */
Datum
probe_hoard(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		memset(MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, 64), 0, 64);
	PG_RETURN_INT32(1);
}
