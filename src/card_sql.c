/*
 * card_sql.c: the type dx.card: input, output, the filling and merging
 * aggregates, and the functions that read and change single results.
 *
 * The state of the aggregates is an ordinary dx.card. While rows come in it is
 * an open card (card_open_sql.c), changed in place only where the server says
 * that this is the aggregate's own state. An open card packs itself wherever
 * it is copied, so an aggregate on these functions without the final function
 * gives the same bytes.
 */
#include "postgres.h"

#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/tuplestore.h"

#include "card_sql.h"
#include "entry_sql.h"

DX_FUNCTION(dx_card_in);
DX_FUNCTION(dx_card_out);
DX_FUNCTION(dx_card_recv);
DX_FUNCTION(dx_card_send);
DX_FUNCTION(dx_card_accum_code);
DX_FUNCTION(dx_card_accum_text);
DX_FUNCTION(dx_card_accum_ordinal);
DX_FUNCTION(dx_card_combine);
DX_FUNCTION(dx_card_final);
DX_FUNCTION(dx_get_result_code);
DX_FUNCTION(dx_get_result_text);
DX_FUNCTION(dx_result_state_code);
DX_FUNCTION(dx_result_state_of_text);
DX_FUNCTION(dx_set_result_code);
DX_FUNCTION(dx_set_result_text);
DX_FUNCTION(dx_recast);
DX_FUNCTION(dx_results);

/* ---------------- input and output ---------------- */

Datum
dx_card_in(PG_FUNCTION_ARGS)
{
	char	   *str = PG_GETARG_CSTRING(0);
	dx_sheet	sheet = {0};
	dx_fingerprint of;
	dx_error	err;

	if (!dx_card_parse((dx_str) {str, strlen(str)}, &sheet, &of, &err))
	{
		dx_report_soft(dx_escontext(fcinfo), &err);
		PG_RETURN_NULL();
	}
	return dx_card_datum(&sheet, &of);
}

Datum
dx_card_out(PG_FUNCTION_ARGS)
{
	struct varlena *card = PG_GETARG_VARLENA_PP(0);
	dx_buf		out;

	dx_buf_init(&out);
	dx_card_print((uint8_t *) VARDATA_ANY(card), VARSIZE_ANY_EXHDR(card), &out);
	PG_RETURN_CSTRING(out.data);
}

/* The wire carries the packed bytes, which are the same on every machine. */
Datum
dx_card_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			len = message->len - message->cursor;
	const uint8_t *packed = (const uint8_t *) pq_getmsgbytes(message, len);
	dx_sheet	sheet;
	dx_fingerprint of;
	uint32_t	n;
	dx_error	err;

	if (!dx_card_header(packed, (size_t) len, &n, &of, &err))
		dx_report(&err);
	sheet = dx_sheet_over(palloc0(dx_sheet_bytes(n)), n);
	if (!dx_card_unpack(packed, (size_t) len, &sheet, true, &err))
		dx_report(&err);
	return dx_card_datum(&sheet, &of);
}

Datum
dx_card_send(PG_FUNCTION_ARGS)
{
	struct varlena *card = PG_GETARG_VARLENA_PP(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, VARDATA_ANY(card), VARSIZE_ANY_EXHDR(card));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------------- the aggregates ---------------- */

/* The open card of a transition or combine call: the state, or a new one. */
static dx_open_card *
state_card(FunctionCallInfo fcinfo, const dx_tree *tree)
{
	MemoryContext aggregate = NULL;
	dx_open_card *open;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		aggregate = NULL;
	if (PG_ARGISNULL(0))
		return dx_open_card_new(&tree->sheet, tree->n_criteria, dx_state_context(aggregate));
	open = dx_open_card_get(PG_GETARG_DATUM(0), aggregate);
	if (memcmp(&open->of, &tree->sheet, sizeof(open->of)) != 0 || open->sheet.n != tree->n_criteria)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("one card is built from rows of two index trees"),
				 errdetail("The second is \"%.*s\".", DX_STR_ARG(dx_tree_title(tree))),
				 errhint("Group by whatever tells the trees apart.")));
	return open;
}

/*
 * The criterion that a row names, if that can be told at a glance: by its
 * place, or by a name that was looked up for an earlier row.
 */
static inline bool
same_criterion(const dx_site *site, const dx_tree *tree, Datum name, dx_named_by named_by, uint32_t *criterion)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(name);
	uint32_t	node;

	if (named_by == DX_BY_ORDINAL)
	{
		node = (uint32_t) DatumGetInt32(name) - 1;
		*criterion = node < tree->n_nodes ? dx_tree_steps(tree)[node].criterion : 0;
		return node < tree->n_nodes && dx_tree_is_criterion(tree, node);
	}
	return site->names && VARATT_IS_1B(v) && !VARATT_IS_1B_E(v) &&
		dx_names_find(site->names, VARDATA_1B(v), VARSIZE_1B(v) - VARHDRSZ_SHORT, criterion);
}

/*
 * Nearly all rows: an ordinary result, for a criterion that has none, in the
 * aggregate's own open card. False for any other, and nothing is done: the
 * general way below decides, also what is wrong.
 */
static inline bool
enter_ordinary(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	const dx_site *site = fcinfo->flinfo ? fcinfo->flinfo->fn_extra : NULL;
	const dx_tree *tree;
	dx_open_card *open;
	uint32_t	i;
	uint32_t	q;
	uint32_t	word;

	if (site == NULL || site->plan == NULL || PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
		PG_ARGISNULL(3) || (PG_NARGS() > 4 && !PG_ARGISNULL(4)))
		return false;
	tree = dx_same_tree(site, PG_GETARG_DATUM(1));
	if (tree == NULL || !dx_plan_is_of(site->plan, tree) ||
		!same_criterion(site, tree, PG_GETARG_DATUM(2), named_by, &i))
		return false;
	dx_prefetch_result(PG_GETARG_DATUM(0), i);
	if (!dx_to_hundredths(PG_GETARG_FLOAT8(3), &q) || !dx_word_of_hundredths(q, &word) ||
		!dx_plan_allows(site->plan, i, q))
		return false;
	if (!fcinfo->context || !IsA(fcinfo->context, AggState) || !dx_is_own_state(PG_GETARG_DATUM(0)) ||
		!dx_is_open_card(PG_GETARG_DATUM(0)))
		return false;
	open = (dx_open_card *) DatumGetEOHP(PG_GETARG_DATUM(0));
	if (memcmp(&open->of, &tree->sheet, sizeof(open->of)) != 0 || i >= open->sheet.room ||
		dx_sheet_word(&open->sheet, i) != DX_WORD_MISSING)
		return false;
	open->sheet.words[i] = (uint16_t) (word ^ DX_WORD_MISSING);
	return true;
}

/* Make the next rows of this tree ordinary: a plan, and how this one named its criterion. */
static void
learn(dx_site *site, const dx_tree *tree, Datum name, dx_named_by named_by, uint32_t criterion)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(name);
	dx_names   *names;

	if (named_by == DX_BY_ORDINAL)
	{
		dx_get_plan(site, tree);
		return;
	}
	names = dx_get_names(site, tree);
	if (names && VARATT_IS_1B(v) && !VARATT_IS_1B_E(v))
		dx_names_add(names, VARDATA_1B(v), VARSIZE_1B(v) - VARHDRSZ_SHORT, criterion);
}

/* Transition of dx.card: enter one row. */
static Datum
accumulate(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	const dx_tree *tree;
	dx_open_card *open;
	dx_entry	entry;
	dx_site    *site;

	/* The group's state is far away in memory: let it come while the row is read. */
	if (!PG_ARGISNULL(0))
		dx_prefetch_state(PG_GETARG_DATUM(0));
	if (enter_ordinary(fcinfo, named_by))
		return PG_GETARG_DATUM(0);
	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("index tree of a card is NULL")));
	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	entry = dx_get_entry(fcinfo, tree, 2, named_by, PG_NARGS() > 4, false);
	if (entry.n == 1 && entry.state == DX_RESULT_VALUE && !PG_ARGISNULL(2))
		learn(site, tree, PG_GETARG_DATUM(2), named_by, entry.first);
	if (!PG_ARGISNULL(0))
		dx_prefetch_result(PG_GETARG_DATUM(0), entry.first);
	open = state_card(fcinfo, tree);
	if (entry.n > 0)
		dx_open_card_reserve(open, entry.first + entry.n - 1);
	for (uint32_t i = entry.first; i < entry.first + entry.n; i++)
	{
		uint8_t		before = dx_sheet_state(&open->sheet, i);

		if (before != DX_RESULT_MISSING)
			dx_report_twice(tree, i, before, dx_sheet_value(&open->sheet, i), entry.state, entry.value);
		dx_open_card_set(open, i, entry.state, entry.value);
	}
	return dx_open_card_datum(open);
}

Datum
dx_card_accum_code(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_CODE);
}

Datum
dx_card_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_TEXT);
}

Datum
dx_card_accum_ordinal(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, DX_BY_ORDINAL);
}

/*
 * Enter a packed card of nothing but short results where the open card has
 * none; false, and nothing is done, for any other and where both have one.
 */
static bool
merge_short(dx_open_card *one, Datum value)
{
	struct varlena *flat = (struct varlena *) DatumGetPointer(value);
	const uint8_t *words;
	uint32_t	n;
	dx_fingerprint of;
	dx_error	err;

	if (VARATT_IS_EXTENDED(flat) && !VARATT_IS_SHORT(flat))
		return false;
	if (!dx_card_header((uint8_t *) VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat), &n, &of, &err) ||
		n != one->sheet.room || VARSIZE_ANY_EXHDR(flat) != DX_CARD_SHORT(n) ||
		memcmp(&of, &one->of, sizeof(of)) != 0)
		return false;
	words = (uint8_t *) VARDATA_ANY(flat) + DX_CARD_HEADER;
	return dx_sheet_merge_short(&one->sheet, words);
}

/* Combine, and the transition of dx.merge_cards: unite two cards of one tree. */
Datum
dx_card_combine(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate = NULL;
	dx_open_card *one;
	dx_open_card *other;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		aggregate = NULL;
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}
	if (PG_ARGISNULL(0))
	{
		/* A copy: the second argument is never changed, not even later. */
		one = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(aggregate));
		return dx_open_card_datum(one);
	}
	one = dx_open_card_get(PG_GETARG_DATUM(0), aggregate);
	if (merge_short(one, PG_GETARG_DATUM(1)))
		return dx_open_card_datum(one);
	other = dx_open_card_copy(PG_GETARG_DATUM(1), dx_state_context(NULL));
	if (memcmp(&one->of, &other->of, sizeof(one->of)) != 0 || one->sheet.n != other->sheet.n)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cards of two index trees cannot be merged")));
	if (other->sheet.room > 0)
		dx_open_card_reserve(one, other->sheet.room - 1);
	for (uint32_t i = 0; i < other->sheet.room; i++)
	{
		uint8_t		state = dx_sheet_state(&other->sheet, i);
		uint8_t		before = dx_sheet_state(&one->sheet, i);
		double		value = dx_sheet_value(&other->sheet, i);

		if (state == DX_RESULT_MISSING)
			continue;
		if (before != DX_RESULT_MISSING)
			dx_report_twice_merging(i, before, dx_sheet_value(&one->sheet, i), state, value);
		dx_open_card_set(one, i, state, value);
	}
	DeleteExpandedObject(EOHPGetRWDatum(&other->hdr));
	return dx_open_card_datum(one);
}

/*
 * Final function: the card, packed. (Without it, the open card would pack
 * itself wherever it is copied; packed once, it is not packed again by every
 * function that looks at it.)
 */
Datum
dx_card_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return dx_open_card_close(PG_GETARG_DATUM(0));
}

/* ---------------- single results ---------------- */

/* The criterion that argument 2 names, of tree (argument 0) and card (argument 1). */
static uint32_t
get_criterion(const dx_tree *tree, Datum value, dx_named_by named_by)
{
	uint32_t	node = dx_get_node(tree, value, named_by);
	char		code[DX_CODE_MAX_TEXT + 8];

	if (!dx_tree_is_criterion(tree, node))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%.*s\" is not a criterion of index tree \"%.*s\"", DX_STR_CLIP,
						dx_tree_code_text(tree, node, code), DX_STR_ARG(dx_tree_title(tree))),
				 errdetail("Results are entered at nodes without children.")));
	return dx_tree_steps(tree)[node].criterion;
}

static uint8_t
read_result(FunctionCallInfo fcinfo, dx_named_by named_by, double *value)
{
	dx_site    *site = dx_get_site(fcinfo);
	const dx_tree *tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	const dx_sheet *sheet = dx_get_sheet(PG_GETARG_DATUM(1), dx_get_room(site, tree), tree);
	uint32_t	i = get_criterion(tree, PG_GETARG_DATUM(2), named_by);

	*value = dx_sheet_value(sheet, i);
	return dx_sheet_state(sheet, i);
}

static Datum
get_result(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	double		value;
	uint8_t		state = read_result(fcinfo, named_by, &value);

	if (state != DX_RESULT_VALUE && state != DX_RESULT_POINTS)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

static Datum
get_result_state(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	double		value;

	PG_RETURN_TEXT_P(cstring_to_text(dx_result_state_text(read_result(fcinfo, named_by, &value))));
}

Datum
dx_get_result_code(PG_FUNCTION_ARGS)
{
	return get_result(fcinfo, DX_BY_CODE);
}

Datum
dx_get_result_text(PG_FUNCTION_ARGS)
{
	return get_result(fcinfo, DX_BY_TEXT);
}

Datum
dx_result_state_code(PG_FUNCTION_ARGS)
{
	return get_result_state(fcinfo, DX_BY_CODE);
}

Datum
dx_result_state_of_text(PG_FUNCTION_ARGS)
{
	return get_result_state(fcinfo, DX_BY_TEXT);
}

/* A card with one criterion (or, not applicable, a subtree) entered anew. */
static Datum
set_result(FunctionCallInfo fcinfo, dx_named_by named_by)
{
	dx_site    *site = dx_get_site(fcinfo);
	const dx_tree *tree;
	const dx_sheet *sheet;
	dx_sheet	changed;
	dx_entry	entry;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(2))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("code of a criterion is NULL")));
	tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	sheet = dx_get_sheet(PG_GETARG_DATUM(1), dx_get_room(site, tree), tree);
	entry = dx_get_entry(fcinfo, tree, 2, named_by, true, false);
	changed = dx_sheet_over(palloc0(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
		dx_sheet_set(&changed, i, dx_sheet_state(sheet, i), dx_sheet_value(sheet, i));
	if (entry.n == 0)
	{
		entry.state = DX_RESULT_MISSING;
		entry.value = 0;
		entry.n = 1;
	}
	for (uint32_t i = entry.first; i < entry.first + entry.n; i++)
		dx_sheet_set(&changed, i, entry.state, entry.value);
	return dx_card_datum(&changed, &tree->sheet);
}

Datum
dx_set_result_code(PG_FUNCTION_ARGS)
{
	return set_result(fcinfo, DX_BY_CODE);
}

Datum
dx_set_result_text(PG_FUNCTION_ARGS)
{
	return set_result(fcinfo, DX_BY_TEXT);
}

/* ---------------- dx.recast ---------------- */

/* The value of a result under the new rule: choices by label, other rules of the same kind as they are. */
static double
recast_value(const dx_tree *old_tree, uint32_t old_node, const dx_tree *new_tree, uint32_t new_node, double value)
{
	const dx_rule *old_rule = dx_tree_rule(old_tree, old_node);
	const dx_rule *new_rule = dx_tree_rule(new_tree, new_node);
	uint8_t		old_kind = old_rule ? old_rule->kind : DX_RULE_NONE;
	uint8_t		new_kind = new_rule ? new_rule->kind : DX_RULE_NONE;
	char		code[DX_CODE_MAX_TEXT + 8];

	if (old_kind == DX_RULE_CHOICE && new_kind == DX_RULE_CHOICE)
	{
		const dx_rule_item *item;
		dx_str		label;
		int			choice;
		dx_error	err;

		/* A card that came as text may have a number without a label. */
		if (!dx_result_check(old_tree, old_node, DX_RESULT_VALUE, value, &err))
			dx_report(&err);
		item = &old_rule->items[(int) value - 1];
		label = (dx_str) {(const char *) old_rule + item->label_offset, item->label_len};
		choice = dx_rule_choice(new_rule, label);
		if (choice == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion \"%.*s\" has no choice \"%.*s\" in the new index tree", DX_STR_CLIP,
							dx_tree_code_text(new_tree, new_node, code), DX_STR_ARG(label))));
		return choice;
	}
	if (old_kind == DX_RULE_POINTS)
		old_kind = DX_RULE_LINEAR;
	if (new_kind == DX_RULE_POINTS)
		new_kind = DX_RULE_LINEAR;
	if (old_kind != new_kind)
	{
		dx_buf		was;
		dx_buf		is;

		dx_buf_init(&was);
		dx_buf_init(&is);
		if (old_rule)
			dx_rule_print(old_rule, &was);
		if (new_rule)
			dx_rule_print(new_rule, &is);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("result of criterion \"%.*s\" has another meaning in the new index tree", DX_STR_CLIP,
						dx_tree_code_text(new_tree, new_node, code)),
				 errdetail("Its rule was %.*s and is %.*s.", DX_STR_CLIP, was.data, DX_STR_CLIP,
						   new_rule ? is.data : "none"),
				 errhint("Map the old code to null to leave the result out.")));
	}
	return value;
}

/*
 * dx.recast(card, old_tree, new_tree [, map]): the card's results by code, or
 * by the code the map gives; criteria that the new tree has not, and codes
 * mapped to null, are left out.
 */
Datum
dx_recast(PG_FUNCTION_ARGS)
{
	dx_site    *site = dx_get_site(fcinfo);
	const dx_tree *old_tree = dx_get_tree(site, PG_GETARG_DATUM(1));
	const dx_tree *new_tree = dx_get_tree(site, PG_GETARG_DATUM(2));
	const dx_sheet *sheet = dx_get_sheet(PG_GETARG_DATUM(0), dx_get_room(site, old_tree), old_tree);
	const dx_json *map = NULL;
	dx_sheet	carried = dx_sheet_over(palloc0(dx_sheet_bytes(new_tree->n_criteria)), new_tree->n_criteria);
	uint8_t		buf[DX_CODE_MAX_KEY];
	char		code[DX_CODE_MAX_TEXT + 8];
	uint32_t   *source;
	uint32_t   *target;
	dx_error	err;

	source = palloc0(new_tree->n_criteria * sizeof(uint32_t));
	target = palloc(old_tree->n_criteria * sizeof(uint32_t));
	for (uint32_t i = 0; i < old_tree->n_criteria; i++)
		target[i] = dx_tree_find(new_tree, dx_tree_key(old_tree, dx_tree_criteria(old_tree)[i]));

	if (PG_NARGS() > 3)
	{
		Jsonb	   *jsonb = PG_GETARG_JSONB_P(3);
		char	   *json = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
		dx_json_doc *doc = dx_json_parse((dx_str) {json, strlen(json)}, &err);

		if (doc == NULL)
			dx_report(&err);
		map = dx_json_root(doc);
		if (map->type != DX_JSON_OBJECT)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("code map must be a JSON object, not %s", dx_json_type_name(map->type)),
					 errhint("For example {\"1.2\": \"1.3\", \"1.4\": null}.")));
		for (const dx_json *pair = map->child; pair; pair = pair->next)
		{
			dx_key		key;
			uint32_t	node;
			uint32_t	i;

			if (!dx_code_encode(pair->key, buf, &key, &err) || !dx_tree_lookup(old_tree, key, &node, &err))
				dx_report(&err);
			if (!dx_tree_is_criterion(old_tree, node))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("code map: \"%.*s\" is not a criterion of the old index tree", DX_STR_CLIP,
								dx_tree_code_text(old_tree, node, code))));
			i = dx_tree_steps(old_tree)[node].criterion;
			target[i] = DX_NO_NODE;
			if (pair->type == DX_JSON_NULL)
				continue;
			if (pair->type != DX_JSON_STRING)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("code map: \"%.*s\" must map to a code or null, not to %s",
								DX_STR_ARG(pair->key), dx_json_type_name(pair->type))));
			if (!dx_code_encode(pair->text, buf, &key, &err) || !dx_tree_lookup(new_tree, key, &node, &err))
				dx_report(&err);
			if (!dx_tree_is_criterion(new_tree, node))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("code map: \"%.*s\" is not a criterion of the new index tree", DX_STR_CLIP,
								dx_tree_code_text(new_tree, node, code))));
			target[i] = node;
		}
	}

	for (uint32_t i = 0; i < old_tree->n_criteria; i++)
	{
		uint32_t	old_node = dx_tree_criteria(old_tree)[i];
		uint8_t		state = dx_sheet_state(sheet, i);
		double		value = dx_sheet_value(sheet, i);
		uint32_t	to;

		CHECK_FOR_INTERRUPTS();
		if (state == DX_RESULT_MISSING || target[i] == DX_NO_NODE || !dx_tree_is_criterion(new_tree, target[i]))
			continue;
		/* A card may have come in as text or bytes: only now is there a tree to check its results by. */
		if (!dx_result_check(old_tree, old_node, state, value, &err))
			dx_report(&err);
		if (state == DX_RESULT_VALUE)
			value = recast_value(old_tree, old_node, new_tree, target[i], value);
		if (!dx_result_check(new_tree, target[i], state, value, &err))
			dx_report(&err);
		to = dx_tree_steps(new_tree)[target[i]].criterion;
		if (dx_sheet_state(&carried, to) != DX_RESULT_MISSING)
		{
			char		first[DX_CODE_MAX_TEXT + 8];
			char		second[DX_CODE_MAX_TEXT + 8];

			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criterion \"%.*s\" of the new index tree gets two results", DX_STR_CLIP,
							dx_tree_code_text(new_tree, target[i], code)),
					 errdetail("They come from \"%.*s\" and \"%.*s\".", DX_STR_CLIP,
							   dx_tree_code_text(old_tree, source[to], first), DX_STR_CLIP,
							   dx_tree_code_text(old_tree, old_node, second))));
		}
		dx_sheet_set(&carried, to, state, value);
		source[to] = old_node;
	}
	return dx_card_datum(&carried, &new_tree->sheet);
}

/* ---------------- dx.results ---------------- */

Datum
dx_results(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	dx_site    *site;
	const dx_tree *tree;
	const dx_sheet *sheet;

	InitMaterializedSRF(fcinfo, 0);
	site = dx_get_site(fcinfo);
	tree = dx_get_tree(site, PG_GETARG_DATUM(0));
	sheet = dx_get_sheet(PG_GETARG_DATUM(1), dx_get_room(site, tree), tree);
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		uint32_t	node = dx_tree_criteria(tree)[i];
		dx_str		name = dx_tree_str(tree, dx_tree_nodes(tree)[node].name);
		uint8_t		state = dx_sheet_state(sheet, i);
		Datum		values[5];
		bool		nulls[5] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum((int32) node + 1);
		values[1] = dx_code_make(dx_tree_key(tree, node));
		nulls[2] = name.len == 0;
		values[2] = PointerGetDatum(cstring_to_text_with_len(name.ptr, (int) name.len));
		nulls[3] = state != DX_RESULT_VALUE && state != DX_RESULT_POINTS;
		values[3] = Float8GetDatum(dx_sheet_value(sheet, i));
		values[4] = CStringGetTextDatum(dx_result_state_text(state));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
