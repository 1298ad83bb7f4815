/* SPDX-License-Identifier: PostgreSQL */
/*
 * code_index_sql.c: what makes dx.code fast in indexes, sorts and joins: sort
 * support with abbreviated keys, hashing, and the planner support that turns
 * `code <@ x` into a range of an ordinary btree index.
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type_d.h"
#include "common/hashfn.h"
#include "lib/hyperloglog.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/sortsupport.h"
#include "utils/syscache.h"

#include "code/code_sql.h"

DX_FUNCTION(dx_code_sortsupport);
DX_FUNCTION(dx_code_hash_code);
DX_FUNCTION(dx_code_hash_text);
DX_FUNCTION(dx_code_hash_extended_code);
DX_FUNCTION(dx_code_hash_extended_text);
DX_FUNCTION(dx_is_under_support);
DX_FUNCTION(dx_is_over_support);

/* Hash seed of texts that are no code: their bytes are not a key. */
#define NO_CODE_SEED UINT64_C(0x5851f42d4c957f2d)

/* Are abbreviated keys worth while? As in the server's uuid.c. */
typedef struct abbrev_state
{
	int64 input_count;			/* values seen */
	bool estimating;			/* still deciding? */
	hyperLogLogState abbr_card; /* distinct abbreviated keys */
} abbrev_state;

static int
full_cmp(Datum x, Datum y, SortSupport ssup)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(x);
	struct varlena *b = PG_DETOAST_DATUM_PACKED(y);
	int cmp = dx_key_cmp(dx_code_datum_bytes(a), dx_code_datum_bytes(b));

	if (PointerGetDatum(a) != x)
		pfree(a);
	if (PointerGetDatum(b) != y)
		pfree(b);
	return cmp;
}

/*
 * The first bytes of the key as a big-endian number, padded with zeros: a
 * smaller abbreviation means a smaller key, equal ones mean nothing.
 */
static Datum
abbrev_convert(Datum original, SortSupport ssup)
{
	abbrev_state *state = ssup->ssup_extra;
	struct varlena *code = PG_DETOAST_DATUM_PACKED(original);
	dx_key key = dx_code_datum_bytes(code);
	Datum res = 0;

	for (size_t i = 0; i < sizeof(Datum); i++)
		res = (res << 8) | (i < key.len ? key.ptr[i] : 0);
	state->input_count++;
	if (state->estimating)
	{
		uint32 folded = (uint32) res ^ (uint32) ((uint64) res >> 32);

		addHyperLogLog(&state->abbr_card, DatumGetUInt32(hash_uint32(folded)));
	}
	if (PointerGetDatum(code) != original)
		pfree(code);
	return res;
}

/* Give up where abbreviated keys hardly differ: fewer than one in 2,000 after 10,000. */
static bool
abbrev_abort(int memtupcount, SortSupport ssup)
{
	abbrev_state *state = ssup->ssup_extra;
	double distinct;

	if (memtupcount < 10000 || state->input_count < 10000 || !state->estimating)
		return false;
	distinct = estimateHyperLogLog(&state->abbr_card);
	if (distinct > 100000.0)
		state->estimating = false; /* certainly worth while */
	else if (distinct < (double) state->input_count / 2000.0 + 0.5)
		return true;
	return false;
}

/* dx.code_sortsupport(internal) */
Datum
dx_code_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = full_cmp;
	ssup->ssup_extra = NULL;
	if (ssup->abbreviate)
	{
		MemoryContext old = MemoryContextSwitchTo(ssup->ssup_cxt);
		abbrev_state *state = palloc0(sizeof(abbrev_state));

		state->estimating = true;
		initHyperLogLog(&state->abbr_card, 10);
		ssup->ssup_extra = state;
		ssup->comparator = ssup_datum_unsigned_cmp;
		ssup->abbrev_converter = abbrev_convert;
		ssup->abbrev_abort = abbrev_abort;
		ssup->abbrev_full_comparator = full_cmp;
		MemoryContextSwitchTo(old);
	}
	PG_RETURN_VOID();
}

/* Equal codes and the texts that write them hash alike. */
static uint64
hash_code(FunctionCallInfo fcinfo, uint64 seed)
{
	struct varlena *code = DX_GETARG_CODE_PP(0);
	uint64 hash = dx_key_hash(dx_code_datum_bytes(code), seed);

	PG_FREE_IF_COPY(code, 0);
	return hash;
}

static uint64
hash_text(FunctionCallInfo fcinfo, uint64 seed)
{
	struct varlena *txt = PG_GETARG_TEXT_PP(0);
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key key;
	bool valid = dx_text_datum_try_key(txt, buf, &key);
	uint64 hash = dx_key_hash(key, valid ? seed : seed ^ NO_CODE_SEED);

	PG_FREE_IF_COPY(txt, 0);
	return hash;
}

/* dx.code_hash(dx.code), dx.code_hash(text): the low half of the 64-bit hash, seed 0 */
Datum
dx_code_hash_code(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) hash_code(fcinfo, 0));
}

Datum
dx_code_hash_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) hash_text(fcinfo, 0));
}

/* dx.code_hash_extended(dx.code, bigint), dx.code_hash_extended(text, bigint) */
Datum
dx_code_hash_extended_code(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(hash_code(fcinfo, (uint64) PG_GETARG_INT64(1)));
}

Datum
dx_code_hash_extended_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(hash_text(fcinfo, (uint64) PG_GETARG_INT64(1)));
}

/* A function of one argument in schema nsp, found without a search path; InvalidOid if there is none. */
static Oid
sibling_function(Oid nsp, const char *name, Oid argtype)
{
	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
						   PointerGetDatum(buildoidvector(&argtype, 1)), ObjectIdGetDatum(nsp));
}

/*
 * The operator of a strategy in a btree family, if it is one of ours: a family
 * somebody made may order codes another way.
 */
static Oid
member_operator(Oid opfamily, Oid left, Oid right, int strategy, Oid nsp, const char *twin)
{
	Oid op = get_opfamily_member(opfamily, left, right, (int16) strategy);
	Oid func;
	char *name;

	if (!OidIsValid(op))
		return InvalidOid;
	func = get_opcode(op);
	name = get_func_name(func);
	if (name == NULL || strcmp(name, twin) != 0 || get_func_namespace(func) != nsp)
		return InvalidOid;
	return op;
}

/* Lower and upper bound of a constant's subtree; false where the scan must raise (no code). */
static bool
fold_bounds(Const *constant, Oid code_type, Node **lower, Node **upper)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(constant->constvalue);
	uint8_t buf[DX_CODE_MAX_KEY];
	uint8_t end_buf[DX_CODE_MAX_KEY];
	dx_key key;

	if (constant->consttype == code_type)
		key = dx_code_datum_key(value);
	else if (!dx_text_datum_try_key(value, buf, &key))
		return false;
	*lower = (Node *) makeConst(code_type, -1, InvalidOid, -1, dx_code_make(key), false, false);
	*upper = (Node *) makeConst(code_type, -1, InvalidOid, -1, dx_code_make(dx_key_end(key, end_buf)), false, false);
	return true;
}

/*
 * `key <@ x` as `key >= x AND key < dx.subtree_end(x)` on a btree index: exact
 * for any x that does not change during the scan. key_arg is the position of
 * the key among the arguments. NIL where the index cannot serve.
 */
static List *
subtree_range(SupportRequestIndexCondition *req, int key_arg)
{
	List *args;
	Node *key;
	Node *x;
	Node *lower;
	Node *upper;
	Oid *argtypes;
	int nargs;
	Oid nsp = get_func_namespace(req->funcid);
	Oid end_func;
	Oid code_type;
	Oid ge;
	Oid lt;

	if (req->indexarg != key_arg || req->index->relam != BTREE_AM_OID)
		return NIL;
	if (is_opclause(req->node))
		args = ((OpExpr *) req->node)->args;
	else if (is_funcclause(req->node))
		args = ((FuncExpr *) req->node)->args;
	else
		return NIL;
	if (list_length(args) != 2)
		return NIL;
	get_func_signature(req->funcid, &argtypes, &nargs);
	key = list_nth(args, key_arg);
	x = list_nth(args, 1 - key_arg);

	end_func = sibling_function(nsp, "subtree_end", argtypes[1 - key_arg]);
	if (!OidIsValid(end_func))
		return NIL;
	code_type = get_func_rettype(end_func);

	if (IsA(x, Const))
	{
		if (((Const *) x)->constisnull || !fold_bounds((Const *) x, code_type, &lower, &upper))
			return NIL;
		ge = member_operator(req->opfamily, argtypes[key_arg], code_type, BTGreaterEqualStrategyNumber, nsp, "code_ge");
	}
	else
	{
		if (!is_pseudo_constant_for_index(req->root, x, req->index))
			return NIL;
		lower = x;
		upper = (Node *) makeFuncExpr(end_func, code_type, list_make1(copyObjectImpl(x)), InvalidOid, InvalidOid,
									  COERCE_EXPLICIT_CALL);
		ge = member_operator(req->opfamily, argtypes[key_arg], argtypes[1 - key_arg], BTGreaterEqualStrategyNumber, nsp,
							 "code_ge");
	}
	lt = member_operator(req->opfamily, argtypes[key_arg], code_type, BTLessStrategyNumber, nsp, "code_lt");
	if (!OidIsValid(ge) || !OidIsValid(lt))
		return NIL;
	req->lossy = false;
	return list_make2(
		make_opclause(ge, BOOLOID, false, (Expr *) key, (Expr *) lower, InvalidOid, InvalidOid),
		make_opclause(lt, BOOLOID, false, (Expr *) copyObjectImpl(key), (Expr *) upper, InvalidOid, InvalidOid));
}

static Datum
support(Node *request, int key_arg)
{
	if (IsA(request, SupportRequestIndexCondition))
		return PointerGetDatum(subtree_range((SupportRequestIndexCondition *) request, key_arg));
	return PointerGetDatum(NULL);
}

/* dx.is_under_support(internal): for is_under(key, ancestor) */
Datum
dx_is_under_support(PG_FUNCTION_ARGS)
{
	return support((Node *) PG_GETARG_POINTER(0), 0);
}

/* dx.is_over_support(internal): for is_over(ancestor, key) */
Datum
dx_is_over_support(PG_FUNCTION_ARGS)
{
	return support((Node *) PG_GETARG_POINTER(0), 1);
}
