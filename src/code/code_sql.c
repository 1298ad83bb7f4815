/* SPDX-License-Identifier: PostgreSQL */
/*
 * code_sql.c: dx.code in SQL: input and output, casts, comparison, functions
 * on places, aggregates. What serves indexes is in code_index_sql.c.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "code/code_sql.h"

DX_FUNCTION(dx_code_in);
DX_FUNCTION(dx_code_out);
DX_FUNCTION(dx_code_recv);
DX_FUNCTION(dx_code_send);
DX_FUNCTION(dx_code_to_text);
DX_FUNCTION(dx_code);

dx_key
dx_code_datum_key(struct varlena *code)
{
	const uint8_t *bytes = (const uint8_t *) VARDATA_ANY(code);
	size_t len = VARSIZE_ANY_EXHDR(code);

	if (len == 0 || bytes[0] != DX_CODE_FORMAT || len - 1 > DX_CODE_MAX_KEY)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED), errmsg("dx.code value has an unknown byte format"),
				 errdetail("This library reads format %d.", DX_CODE_FORMAT)));
	return (dx_key) {bytes + 1, len - 1};
}

dx_key
dx_text_datum_key(struct varlena *txt, uint8_t *buf)
{
	dx_str written = {VARDATA_ANY(txt), VARSIZE_ANY_EXHDR(txt)};
	dx_key key;
	dx_error err;

	if (!dx_code_encode(written, buf, &key, &err))
		dx_report(&err);
	return key;
}

bool
dx_text_datum_try_key(struct varlena *txt, uint8_t *buf, dx_key *key)
{
	dx_str written = {VARDATA_ANY(txt), VARSIZE_ANY_EXHDR(txt)};

	if (dx_code_encode(written, buf, key, NULL))
		return true;
	*key = (dx_key) {(const uint8_t *) written.ptr, written.len};
	return false;
}

Datum
dx_code_make(dx_key key)
{
	struct varlena *code = palloc0(VARHDRSZ + 1 + key.len);
	char *bytes = VARDATA(code);

	SET_VARSIZE(code, VARHDRSZ + 1 + key.len);
	bytes[0] = DX_CODE_FORMAT;
	if (key.len > 0)
		memcpy(bytes + 1, key.ptr, key.len);
	return PointerGetDatum(code);
}

Datum
dx_code_make_text(dx_key key)
{
	char buf[DX_CODE_MAX_TEXT + 8];
	size_t len = dx_code_decode(key, buf);

	return PointerGetDatum(cstring_to_text_with_len(buf, (int) len));
}

/* dx.code_in(cstring) */
Datum
dx_code_in(PG_FUNCTION_ARGS)
{
	char *str = PG_GETARG_CSTRING(0);
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	dx_error err;

	if (!dx_code_encode((dx_str) {str, strlen(str)}, buf, &key, &err))
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return dx_code_make(key);
}

/* dx.code_out(dx.code) */
Datum
dx_code_out(PG_FUNCTION_ARGS)
{
	dx_key key = dx_code_datum_key(DX_GETARG_CODE_PP(0));
	char *buf = palloc(DX_CODE_MAX_TEXT + 8);

	dx_code_decode(key, buf);
	PG_RETURN_CSTRING(buf);
}

/* dx.code_recv(internal): the text, in the client's encoding */
Datum
dx_code_recv(PG_FUNCTION_ARGS)
{
	StringInfo msg = (StringInfo) PG_GETARG_POINTER(0);
	int len;
	char *str = pq_getmsgtext(msg, msg->len - msg->cursor, &len);
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	dx_error err;

	if (!dx_code_encode((dx_str) {str, (size_t) len}, buf, &key, &err))
	{
		if (err.kind == DX_ERR_TEXT)
			err.kind = DX_ERR_BINARY;
		dx_report(&err);
	}
	return dx_code_make(key);
}

/* dx.code_send(dx.code) */
Datum
dx_code_send(PG_FUNCTION_ARGS)
{
	dx_key key = dx_code_datum_key(DX_GETARG_CODE_PP(0));
	char written[DX_CODE_MAX_TEXT + 8];
	size_t len = dx_code_decode(key, written);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendtext(&out, written, (int) len);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

/* dx.code_to_text(dx.code), the implicit cast */
Datum
dx_code_to_text(PG_FUNCTION_ARGS)
{
	return dx_code_make_text(dx_code_datum_key(DX_GETARG_CODE_PP(0)));
}

/* dx.code(text), the assignment cast */
Datum
dx_code(PG_FUNCTION_ARGS)
{
	uint8_t buf[DX_CODE_MAX_KEY];

	return dx_code_make(dx_text_datum_key(PG_GETARG_TEXT_PP(0), buf));
}

/*
 * Comparison. One worker for each pair of types, -1, 0 or 1, never an error:
 * a text that is no code sorts after every code.
 */
static int
compare_sides(dx_key a, bool a_valid, dx_key b, bool b_valid)
{
	if (a_valid != b_valid)
		return a_valid ? -1 : 1;
	return dx_key_cmp(a, b);
}

static int
cmp_code_code(FunctionCallInfo fcinfo)
{
	struct varlena *a = DX_GETARG_CODE_PP(0);
	struct varlena *b = DX_GETARG_CODE_PP(1);
	int cmp = dx_key_cmp(dx_code_datum_bytes(a), dx_code_datum_bytes(b));

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return cmp;
}

static int
cmp_code_text(FunctionCallInfo fcinfo)
{
	struct varlena *a = DX_GETARG_CODE_PP(0);
	struct varlena *b = PG_GETARG_TEXT_PP(1);
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	bool valid = dx_text_datum_try_key(b, buf, &key);
	int cmp = compare_sides(dx_code_datum_bytes(a), true, key, valid);

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return cmp;
}

static int
cmp_text_code(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_TEXT_PP(0);
	struct varlena *b = DX_GETARG_CODE_PP(1);
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	bool valid = dx_text_datum_try_key(a, buf, &key);
	int cmp = compare_sides(key, valid, dx_code_datum_bytes(b), true);

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return cmp;
}

static int
cmp_text_text(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_TEXT_PP(0);
	struct varlena *b = PG_GETARG_TEXT_PP(1);
	uint8_t a_buf[DX_CODE_MAX_KEY];
	uint8_t b_buf[DX_CODE_MAX_KEY];
	dx_key a_key;
	dx_key b_key;
	bool a_valid = dx_text_datum_try_key(a, a_buf, &a_key);
	bool b_valid = dx_text_datum_try_key(b, b_buf, &b_key);
	int cmp = compare_sides(a_key, a_valid, b_key, b_valid);

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return cmp;
}

#define COMPARISON(name, worker, test) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		int cmp = worker(fcinfo); \
		PG_RETURN_BOOL(test); \
	}

#define ORDER(name, worker) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		PG_RETURN_INT32(worker(fcinfo)); \
	}

/* Every C symbol is written out, so that grep finds it from its SQL name. */
COMPARISON(dx_code_eq_code_code, cmp_code_code, cmp == 0)
COMPARISON(dx_code_ne_code_code, cmp_code_code, cmp != 0)
COMPARISON(dx_code_lt_code_code, cmp_code_code, cmp < 0)
COMPARISON(dx_code_le_code_code, cmp_code_code, cmp <= 0)
COMPARISON(dx_code_gt_code_code, cmp_code_code, cmp > 0)
COMPARISON(dx_code_ge_code_code, cmp_code_code, cmp >= 0)
ORDER(dx_code_cmp_code_code, cmp_code_code)

COMPARISON(dx_code_eq_code_text, cmp_code_text, cmp == 0)
COMPARISON(dx_code_ne_code_text, cmp_code_text, cmp != 0)
COMPARISON(dx_code_lt_code_text, cmp_code_text, cmp < 0)
COMPARISON(dx_code_le_code_text, cmp_code_text, cmp <= 0)
COMPARISON(dx_code_gt_code_text, cmp_code_text, cmp > 0)
COMPARISON(dx_code_ge_code_text, cmp_code_text, cmp >= 0)
ORDER(dx_code_cmp_code_text, cmp_code_text)

COMPARISON(dx_code_eq_text_code, cmp_text_code, cmp == 0)
COMPARISON(dx_code_ne_text_code, cmp_text_code, cmp != 0)
COMPARISON(dx_code_lt_text_code, cmp_text_code, cmp < 0)
COMPARISON(dx_code_le_text_code, cmp_text_code, cmp <= 0)
COMPARISON(dx_code_gt_text_code, cmp_text_code, cmp > 0)
COMPARISON(dx_code_ge_text_code, cmp_text_code, cmp >= 0)
ORDER(dx_code_cmp_text_code, cmp_text_code)

COMPARISON(dx_code_eq_text_text, cmp_text_text, cmp == 0)
COMPARISON(dx_code_ne_text_text, cmp_text_text, cmp != 0)
COMPARISON(dx_code_lt_text_text, cmp_text_text, cmp < 0)
COMPARISON(dx_code_le_text_text, cmp_text_text, cmp <= 0)
COMPARISON(dx_code_gt_text_text, cmp_text_text, cmp > 0)
COMPARISON(dx_code_ge_text_text, cmp_text_text, cmp >= 0)
ORDER(dx_code_cmp_text_text, cmp_text_text)

/* A code argument in one of its two types; buf holds a text's key. */
typedef dx_key (*arg_reader)(FunctionCallInfo fcinfo, int n, uint8_t *buf);

static dx_key
code_arg(FunctionCallInfo fcinfo, int n, uint8_t *buf)
{
	return dx_code_datum_key(DX_GETARG_CODE_PP(n));
}

static dx_key
text_arg(FunctionCallInfo fcinfo, int n, uint8_t *buf)
{
	return dx_text_datum_key(PG_GETARG_TEXT_PP(n), buf);
}

/*
 * Is argument n in the subtree of argument m? A text that is no code is in no
 * subtree (where it sorts, too); as the ancestor it is an error. The end of a subtree (a
 * sentinel) contains nothing and raises nothing: one that is stored somewhere must not
 * make reading the table fail.
 */
static bool
under(FunctionCallInfo fcinfo, int n, bool n_is_text, int m, arg_reader ancestor_arg)
{
	uint8_t key_buf[DX_CODE_MAX_KEY];
	uint8_t ancestor_buf[DX_CODE_MAX_KEY];
	dx_key ancestor = ancestor_arg(fcinfo, m, ancestor_buf);
	dx_key key;

	if (!n_is_text)
		key = code_arg(fcinfo, n, key_buf);
	else if (!dx_text_datum_try_key(PG_GETARG_TEXT_PP(n), key_buf, &key))
		return false;
	return dx_key_is_under(key, ancestor);
}

/* dx.is_under(key, ancestor) and dx.is_over(ancestor, key) */
#define CONTAINMENT(is_under, is_over, key_is_text, ancestor_arg) \
	DX_FUNCTION(is_under); \
	Datum is_under(PG_FUNCTION_ARGS) \
	{ \
		PG_RETURN_BOOL(under(fcinfo, 0, key_is_text, 1, ancestor_arg)); \
	} \
	DX_FUNCTION(is_over); \
	Datum is_over(PG_FUNCTION_ARGS) \
	{ \
		PG_RETURN_BOOL(under(fcinfo, 1, key_is_text, 0, ancestor_arg)); \
	}

CONTAINMENT(dx_is_under_code_code, dx_is_over_code_code, false, code_arg)
CONTAINMENT(dx_is_under_code_text, dx_is_over_text_code, false, text_arg)
CONTAINMENT(dx_is_under_text_code, dx_is_over_code_text, true, code_arg)
CONTAINMENT(dx_is_under_text_text, dx_is_over_text_text, true, text_arg)

/* The parent; NULL for the root. */
static Datum
parent(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = arg(fcinfo, 0, buf);

	if (key.len == 0)
		PG_RETURN_NULL();
	return dx_code_make(dx_key_parent(key));
}

/* The number of labels. */
static Datum
depth(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];

	PG_RETURN_INT32(dx_key_depth(arg(fcinfo, 0, buf)));
}

/* The place on the way from the root that has this depth; NULL below the place itself. */
static Datum
ancestor(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = arg(fcinfo, 0, buf);
	int32 wanted = PG_GETARG_INT32(1);

	if (wanted < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("depth %d is negative", wanted),
				 errhint("The root has depth 0.")));
	if (wanted > dx_key_depth(key))
		PG_RETURN_NULL();
	return dx_code_make(dx_key_prefix(key, wanted));
}

/* The last label as text; NULL for the root. */
static Datum
label(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = arg(fcinfo, 0, buf);
	size_t start = dx_key_parent(key).len;

	if (key.len == 0)
		PG_RETURN_NULL();
	return dx_code_make_text((dx_key) {key.ptr + start, key.len - start});
}

/* The deepest place that is over both arguments. */
static Datum
common_ancestor(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t a_buf[DX_CODE_MAX_KEY];
	uint8_t b_buf[DX_CODE_MAX_KEY];

	return dx_code_make(dx_key_common(arg(fcinfo, 0, a_buf), arg(fcinfo, 1, b_buf)));
}

/*
 * The upper bound of a subtree: above everything in it, below everything after it. The bound of a
 * bound is itself.
 */
static Datum
subtree_end(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	uint8_t end_buf[DX_CODE_MAX_KEY];

	return dx_code_make(dx_key_end(arg(fcinfo, 0, buf), end_buf));
}

/* The text with width digits in every number. */
static Datum
padded(FunctionCallInfo fcinfo, arg_reader arg)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key = arg(fcinfo, 0, buf);
	int32 width = PG_GETARG_INT32(1);
	dx_buf out;
	dx_error err;

	if (width < 1 || width > DX_CODE_MAX_LABEL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("width %d is not between 1 and %d", width, DX_CODE_MAX_LABEL)));
	dx_buf_init(&out);
	if (!dx_code_pad(key, width, &out, &err))
		dx_report(&err);
	return PointerGetDatum(cstring_to_text_with_len(out.data, (int) out.len));
}

#define PLACE(name, worker, arg) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return worker(fcinfo, arg); \
	}

PLACE(dx_parent_code, parent, code_arg)
PLACE(dx_parent_text, parent, text_arg)
PLACE(dx_depth_code, depth, code_arg)
PLACE(dx_depth_text, depth, text_arg)
PLACE(dx_ancestor_code, ancestor, code_arg)
PLACE(dx_ancestor_text, ancestor, text_arg)
PLACE(dx_label_code, label, code_arg)
PLACE(dx_label_text, label, text_arg)
PLACE(dx_common_ancestor_code, common_ancestor, code_arg)
PLACE(dx_common_ancestor_text, common_ancestor, text_arg)
PLACE(dx_subtree_end_code, subtree_end, code_arg)
PLACE(dx_subtree_end_text, subtree_end, text_arg)
PLACE(dx_padded_code, padded, code_arg)
PLACE(dx_padded_text, padded, text_arg)

/*
 * Transition of dx.least_code (sign 1) and dx.greatest_code (sign -1): the
 * state so far or the next value. A text is checked even where it cannot win.
 */
static Datum
pick_code(FunctionCallInfo fcinfo, int sign)
{
	struct varlena *state = DX_GETARG_CODE_PP(0);
	struct varlena *next = DX_GETARG_CODE_PP(1);

	if (sign * dx_key_cmp(dx_code_datum_bytes(next), dx_code_datum_bytes(state)) < 0)
		return PointerGetDatum(next);
	return PointerGetDatum(state);
}

static Datum
pick_text(FunctionCallInfo fcinfo, int sign)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key next;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	next = text_arg(fcinfo, 1, buf);
	if (!PG_ARGISNULL(0) && sign * dx_key_cmp(next, dx_code_datum_bytes(DX_GETARG_CODE_PP(0))) >= 0)
		return PG_GETARG_DATUM(0);
	return dx_code_make(next);
}

dx_key
dx_get_key(Datum value, bool is_text, uint8_t *buf)
{
	struct varlena *v = (struct varlena *) PG_DETOAST_DATUM_PACKED(value);

	return is_text ? dx_text_datum_key(v, buf) : dx_code_datum_key(v);
}

#define PICK(name, worker, sign) \
	DX_FUNCTION(name); \
	Datum name(PG_FUNCTION_ARGS) \
	{ \
		return worker(fcinfo, sign); \
	}

PICK(dx_code_smaller_code, pick_code, 1)
PICK(dx_code_larger_code, pick_code, -1)
PICK(dx_code_smaller_text, pick_text, 1)
PICK(dx_code_larger_text, pick_text, -1)
