/*
 * tally_sql.c: the aggregate dx.score and its state type dx.tally.
 *
 * dx.score(tree, code, value [, state [, node]]) goes from rows to points in
 * one step. A final function sees the state and never the tree, so the
 * transition scores each result as it comes and the state keeps scored
 * criteria; what is left for the end is the roll-up, for which it needs the
 * scoring programme (rollup.h) of the node's subtree.
 *
 * In memory the state is an expanded object that points to a programme beside
 * it, in the memory context that all states of the aggregate share: one for
 * each tree and node, however many groups there are. States and programmes go
 * together when the server empties that context; no call site holds either.
 * Wherever the state is copied, it is flattened (tally.h), and then carries the
 * programme with it, unless the tree is a plain sum, whose points need no
 * programme. So no address ever leaves the aggregate, and a group that comes
 * from a parallel worker or another server is finished from its own bytes. The
 * combine function and the final function take either form.
 *
 * Only an aggregate gets the expanded form; anybody else who calls these
 * functions gets flat states.
 */
#include "postgres.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/expandeddatum.h"
#include "utils/memutils.h"

#include "entry_sql.h"
#include "tally.h"
#include "tree_sql.h"

DX_FUNCTION(dx_tally_in);
DX_FUNCTION(dx_tally_out);
DX_FUNCTION(dx_tally_recv);
DX_FUNCTION(dx_tally_send);
DX_FUNCTION(dx_score_accum_code);
DX_FUNCTION(dx_score_accum_text);
DX_FUNCTION(dx_score_combine);
DX_FUNCTION(dx_score_final);

#define FIRST_ROOM 16

typedef struct open_tally
{
	ExpandedObjectHeader hdr;
	dx_tally	tally;
	/* What was entered, for the message about a criterion given twice; lost when flattened. */
	double	   *values;
	uint8_t    *states;
	Size		flat_size;		/* 0 = unknown */
} open_tally;

/* ---------------- the expanded state ---------------- */

/*
 * Both are called while a tuple is formed, in a context that may be one where
 * nothing can be freed (sorting, since release 17): what is had on the way
 * comes from the state's own context.
 */
static Size
open_flat_size(ExpandedObjectHeader *eohptr)
{
	open_tally *open = (open_tally *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(eohptr->eoh_context);

	if (open->flat_size == 0)
		open->flat_size = VARHDRSZ + dx_tally_packed_size(&open->tally);
	MemoryContextSwitchTo(before);
	return open->flat_size;
}

static void
open_flatten(ExpandedObjectHeader *eohptr, void *result, Size allocated_size)
{
	open_tally *open = (open_tally *) eohptr;
	MemoryContext before = MemoryContextSwitchTo(eohptr->eoh_context);

	Assert(allocated_size == open_flat_size(eohptr));
	SET_VARSIZE(result, allocated_size);
	dx_tally_pack(&open->tally, (uint8_t *) VARDATA(result));
	MemoryContextSwitchTo(before);
}

static const ExpandedObjectMethods open_tally_methods = {open_flat_size, open_flatten};

static open_tally *
open_new(const dx_programme *programme, MemoryContext context)
{
	open_tally *open = MemoryContextAllocZero(context, sizeof(open_tally));

	EOH_init_header(&open->hdr, &open_tally_methods, context);
	open->tally.programme = programme;
	return open;
}

static void *
grow(MemoryContext context, void *old, Size old_size, Size new_size)
{
	void	   *grown = MemoryContextAllocZero(context, new_size);

	if (old_size > 0)
	{
		memcpy(grown, old, old_size);
		pfree(old);
	}
	return grown;
}

/* Make room for criterion i of the programme. */
static void
open_reserve(open_tally *open, uint32_t i)
{
	uint32_t	before = open->tally.room;
	uint32_t	room = Max(before, FIRST_ROOM);
	MemoryContext context = open->hdr.eoh_context;

	open->flat_size = 0;
	if (i < before)
		return;
	while (room <= i)
		room *= 2;
	room = Min(room, open->tally.programme->n_criteria);
	open->tally.leaves = grow(context, open->tally.leaves, before * sizeof(dx_leaf), room * sizeof(dx_leaf));
	open->values = grow(context, open->values, before * sizeof(double), room * sizeof(double));
	open->states = grow(context, open->states, before, room);
	open->tally.room = room;
}

static bool
is_open(Datum value)
{
	return VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)) &&
		DatumGetEOHP(value)->eoh_methods == &open_tally_methods;
}

/* ---------------- programmes that states share ---------------- */

static bool
same_programme(const dx_programme *a, const dx_fingerprint *tree, uint32_t node)
{
	return a->node == node && memcmp(&a->tree, tree, sizeof(*tree)) == 0;
}

/* The programmes of a context of states, chained by hash: what-if queries score by thousands of trees. */
typedef struct programme_table
{
	uint32		n;
	uint32		n_chains;		/* a power of two, at least n */
	dx_programme **chains;
} programme_table;

#define FIRST_CHAINS 16

/* The chain of programmes of one tree and node. */
static dx_programme **
programme_chain(MemoryContext states, const dx_fingerprint *tree, uint32_t node)
{
	programme_table *table = *dx_state_programmes(states);
	uint32		hash;

	if (table == NULL)
	{
		table = MemoryContextAllocZero(states, sizeof(programme_table));
		table->chains = MemoryContextAllocZero(states, FIRST_CHAINS * sizeof(dx_programme *));
		table->n_chains = FIRST_CHAINS;
		*dx_state_programmes(states) = table;
	}
	memcpy(&hash, tree->bytes, sizeof(hash));
	return &table->chains[(hash ^ node) & (table->n_chains - 1)];
}

static const dx_programme *
keep_programme(MemoryContext states, dx_programme *programme)
{
	dx_programme **chain = programme_chain(states, &programme->tree, programme->node);
	programme_table *table = *dx_state_programmes(states);

	if (table->n >= table->n_chains)
	{
		dx_programme **old = table->chains;
		uint32		n_old = table->n_chains;

		table->chains = MemoryContextAllocZero(states, 2 * n_old * sizeof(dx_programme *));
		table->n_chains = 2 * n_old;
		for (uint32 i = 0; i < n_old; i++)
			for (dx_programme *p = old[i], *next; p; p = next)
			{
				next = p->next;
				chain = programme_chain(states, &p->tree, p->node);
				p->next = *chain;
				*chain = p;
			}
		pfree(old);
		chain = programme_chain(states, &programme->tree, programme->node);
	}
	programme->next = *chain;
	*chain = programme;
	table->n++;
	return programme;
}

static const dx_programme *
programme_of_tree(MemoryContext states, const dx_tree *tree, uint32_t node)
{
	const dx_programme *programme;
	MemoryContext before;

	for (dx_programme *p = *programme_chain(states, &tree->fingerprint, node); p; p = p->next)
		if (p->of_tree && same_programme(p, &tree->fingerprint, node))
			return p;
	before = MemoryContextSwitchTo(states);
	programme = keep_programme(states, dx_programme_of(tree, node));
	MemoryContextSwitchTo(before);
	return programme;
}

/* A programme as the context of states keeps it; bytes may claim any tree: only one that is the same in full is shared. */
static const dx_programme *
share_programme(MemoryContext states, const dx_programme *programme)
{
	Size		size = sizeof(dx_programme) + programme->n_steps * sizeof(dx_step);
	dx_programme *copy;

	for (dx_programme *p = *programme_chain(states, &programme->tree, programme->node); p; p = p->next)
		if (p == programme || dx_programme_equal(p, programme))
			return p;
	copy = MemoryContextAlloc(states, size);
	memcpy(copy, programme, size);
	return keep_programme(states, copy);
}

/* Packed bytes as an open tally in a context of states. */
static open_tally *
open_from_bytes(struct varlena *flat, MemoryContext states)
{
	const uint8_t *packed = (const uint8_t *) VARDATA_ANY(flat);
	Size		len = VARSIZE_ANY_EXHDR(flat);
	dx_error	err;
	dx_programme *programme = dx_tally_programme(packed, len, &err);
	open_tally *open;

	if (programme == NULL)
		dx_report(&err);
	open = open_new(share_programme(states, programme), states);
	pfree(programme);
	open_reserve(open, open->tally.programme->n_criteria - 1);
	if (!dx_tally_unpack(packed, len, &open->tally, &err))
		dx_report(&err);
	return open;
}

/* A state argument to read, in whichever form it comes. */
static open_tally *
open_to_read(Datum value)
{
	if (is_open(value))
		return (open_tally *) DatumGetEOHP(value);
	return open_from_bytes(PG_DETOAST_DATUM_PACKED(value), dx_state_context(NULL));
}

/* "8.5 points", "ratio 0.4", "not applicable": what is known of an entry when two tallies meet. */
static char *
describe_leaf(const dx_programme *programme, uint32_t criterion, const dx_leaf *leaf)
{
	bool		decimal = programme->plain;
	char		digits[64];

	if (leaf->state == DX_VALUE_NA)
		return pstrdup("not applicable");
	for (uint32_t i = 0; i < programme->n_steps; i++)
		if ((programme->steps[i].flags & DX_STEP_CRITERION) && programme->steps[i].criterion == criterion)
			decimal = (programme->steps[i].flags & DX_STEP_DECIMAL) != 0;
	if (decimal)
	{
		dx_points_print(leaf->points, digits);
		return psprintf("%s points", digits);
	}
	dx_decimal_print(dx_decimal_from_double(leaf->ratio), digits);
	return psprintf("ratio %s", digits);
}

/* Take over the leaves of a tally of the same programme; both places of a criterion must not be filled. */
static void
unite(open_tally *open, const open_tally *other)
{
	if (other->tally.room > 0)
		open_reserve(open, other->tally.room - 1);
	for (uint32_t i = 0; i < other->tally.room; i++)
	{
		const dx_leaf *theirs = &other->tally.leaves[i];
		dx_leaf    *ours = &open->tally.leaves[i];

		if (theirs->state == DX_VALUE_MISSING)
			continue;
		if (ours->state != DX_VALUE_MISSING)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion number %u is given twice: %s and %s", i + 1,
							describe_leaf(open->tally.programme, i, ours),
							describe_leaf(open->tally.programme, i, theirs)),
					 errdetail("Criteria under node number %u of the index tree are numbered from 1 in the order of dx.nodes().",
							   open->tally.programme->node + 1),
					 errhint("A score takes each criterion once: look for duplicate rows, or group by unit and period.")));
		*ours = *theirs;
		open->values[i] = other->values[i];
		open->states[i] = other->states[i];
	}
}

/* A state to change: the value itself where the aggregate (or NULL) owns it, else a copy. */
static open_tally *
open_to_change(Datum value, MemoryContext aggregate)
{
	MemoryContext states;
	open_tally *other;
	open_tally *open;

	if (aggregate && is_open(value) && dx_is_own_state(value))
		return (open_tally *) DatumGetEOHP(value);
	states = dx_state_context(aggregate);
	if (!is_open(value))
		return open_from_bytes(PG_DETOAST_DATUM_PACKED(value), states);
	other = (open_tally *) DatumGetEOHP(value);
	open = open_new(share_programme(states, other->tally.programme), states);
	unite(open, other);
	return open;
}

/* The state to return: expanded for the aggregate that owns it, flat for anybody else. */
static Datum
open_result(open_tally *open, bool in_aggregate)
{
	Size		size;
	void	   *flat;

	if (in_aggregate)
		return EOHPGetRWDatum(&open->hdr);
	size = EOH_get_flat_size(&open->hdr);
	flat = palloc0(size);
	EOH_flatten_into(&open->hdr, flat, size);
	return PointerGetDatum(flat);
}

/* ---------------- input and output ---------------- */

/* Validate packed bytes as a value. */
static Datum
tally_value(const uint8_t *packed, Size len, dx_error *err)
{
	dx_programme *programme = dx_tally_programme(packed, len, err);
	dx_tally	tally = {programme, 0, NULL};
	struct varlena *value;

	if (programme == NULL)
		return (Datum) 0;
	tally.room = programme->n_criteria;
	tally.leaves = palloc0(tally.room * sizeof(dx_leaf));
	if (!dx_tally_unpack(packed, len, &tally, err))
		return (Datum) 0;
	value = palloc(VARHDRSZ + len);
	SET_VARSIZE(value, VARHDRSZ + len);
	memcpy(VARDATA(value), packed, len);
	return PointerGetDatum(value);
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The packed bytes in lower-case hexadecimal digits. */
Datum
dx_tally_in(PG_FUNCTION_ARGS)
{
	char	   *str = PG_GETARG_CSTRING(0);
	Size		len = strlen(str) / 2;
	uint8_t    *packed = palloc(len + 1);
	Datum		value = (Datum) 0;
	dx_error	err;
	Size		i = 0;

	while (i < len && hex_digit(str[2 * i]) >= 0 && hex_digit(str[2 * i + 1]) >= 0)
	{
		packed[i] = (uint8_t) (hex_digit(str[2 * i]) * 16 + hex_digit(str[2 * i + 1]));
		i++;
	}
	if (str[2 * i] != '\0')
		dx_fail(&err, DX_ERR_TEXT, (int) (2 * i) + 1, "tally is not in hexadecimal digits");
	else
		value = tally_value(packed, len, &err);
	if (value == (Datum) 0)
	{
		err.kind = DX_ERR_TEXT;
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return value;
}

Datum
dx_tally_out(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	const uint8_t *packed = (const uint8_t *) VARDATA_ANY(value);
	Size		len = VARSIZE_ANY_EXHDR(value);
	char	   *str = palloc(2 * len + 1);

	for (Size i = 0; i < len; i++)
	{
		str[2 * i] = "0123456789abcdef"[packed[i] >> 4];
		str[2 * i + 1] = "0123456789abcdef"[packed[i] & 15];
	}
	str[2 * len] = '\0';
	PG_RETURN_CSTRING(str);
}

Datum
dx_tally_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			len = message->len - message->cursor;
	dx_error	err;
	Datum		value = tally_value((const uint8_t *) pq_getmsgbytes(message, len), (Size) len, &err);

	if (value == (Datum) 0)
		dx_report(&err);
	return value;
}

Datum
dx_tally_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------------- the aggregate ---------------- */

/* Arguments: state, tree, code, value [, result state [, node]]. */
static Datum
accumulate(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	dx_site    *site = dx_get_site(fcinfo);
	MemoryContext aggregate = NULL;
	bool		in_aggregate = AggCheckCallContext(fcinfo, &aggregate) != 0;
	const dx_tree *tree;
	const dx_programme *programme;
	open_tally *open;
	dx_entry	entry;
	uint32_t	node = 0;
	uint32_t	first;
	dx_error	err;

	if (!in_aggregate)
		aggregate = NULL;
	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("index tree of a score is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	if (PG_NARGS() > 5 && !PG_ARGISNULL(5))
		node = dx_get_node(tree, PG_GETARG_DATUM(5), named_by);
	if (PG_ARGISNULL(0))
	{
		MemoryContext states = dx_state_context(aggregate);

		programme = programme_of_tree(states, tree, node);
		open = open_new(programme, states);
	}
	else
	{
		open = open_to_change(PG_GETARG_DATUM(0), aggregate);
		programme = open->tally.programme;
		if (!same_programme(programme, &tree->fingerprint, node))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("one score is built from rows of two index trees or nodes"),
					 errhint("Group by whatever tells them apart.")));
	}

	entry = dx_get_entry(fcinfo, tree, 2, named_by, PG_NARGS() > 4, true);
	first = dx_tree_steps(tree)[node].criterion;
	for (uint32_t c = entry.first; c < entry.first + entry.n; c++)
	{
		uint32_t	i = c - first;

		/* Rows of other parts of the tree are checked like any, and left out. */
		if (c < first || i >= programme->n_criteria)
			continue;
		open_reserve(open, i);
		if (open->tally.leaves[i].state != DX_VALUE_MISSING)
			dx_report_twice(tree, c, open->states[i], open->values[i], entry.state, entry.value);
		/* A subtree that is not applicable may hold unscored criteria, whose leaves differ. */
		if (entry.state == DX_RESULT_NA &&
			!dx_score_result(tree, dx_tree_criteria(tree)[c], entry.state, 0, &entry.leaf, &err))
			dx_report(&err);
		open->tally.leaves[i] = entry.leaf;
		open->states[i] = entry.state;
		open->values[i] = entry.value;
	}
	return open_result(open, in_aggregate);
}

Datum
dx_score_accum_code(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_CODE);
}

Datum
dx_score_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_TEXT);
}

Datum
dx_score_combine(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate = NULL;
	bool		in_aggregate = AggCheckCallContext(fcinfo, &aggregate) != 0;
	open_tally *one;
	open_tally *other;

	if (!in_aggregate)
		aggregate = NULL;
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	other = open_to_read(PG_GETARG_DATUM(1));
	if (PG_ARGISNULL(0))
	{
		MemoryContext states = dx_state_context(aggregate);

		one = open_new(share_programme(states, other->tally.programme), states);
	}
	else
		one = open_to_change(PG_GETARG_DATUM(0), aggregate);
	if (!dx_programme_equal(one->tally.programme, other->tally.programme))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scores of two index trees or nodes cannot be combined")));
	unite(one, other);
	return open_result(one, in_aggregate);
}

/* Points, NULL where the node has none; the state is only read. */
Datum
dx_score_final(PG_FUNCTION_ARGS)
{
	open_tally *open;
	double		points;
	dx_error	err;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	open = open_to_read(PG_GETARG_DATUM(0));
	if (!dx_tally_points(&open->tally, &points, &err))
	{
		if (err.kind != DX_OK)
			dx_report(&err);
		PG_RETURN_NULL();
	}
	PG_RETURN_FLOAT8(points == 0 ? 0 : points);
}
