/*
 * tree_site_sql.c: what a call site remembers: detoasted trees and scratch.
 *
 * A tree reaches a function in one of four shapes. Plain inline: used where it
 * stands. A TOAST pointer, or compressed inline: detoasted once per site and
 * found again by the pointer's contents or the compressed bytes, never by
 * address. Anything else (expanded, indirect): detoasted at each call.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "utils/expandeddatum.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "tree_sql.h"

dx_site *
dx_get_site(FunctionCallInfo fcinfo)
{
	dx_site    *site;

	if (fcinfo->flinfo == NULL)
	{
		site = palloc0(sizeof(dx_site));
		site->context = CurrentMemoryContext;
		return site;
	}
	site = fcinfo->flinfo->fn_extra;
	if (site == NULL)
	{
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(dx_site));
		site->context = fcinfo->flinfo->fn_mcxt;
		fcinfo->flinfo->fn_extra = site;
	}
	return site;
}

bool
dx_site_outlives(const dx_site *site, MemoryContext context)
{
	for (MemoryContext above = context; above != NULL; above = MemoryContextGetParent(above))
		if (above == site->context)
			return true;
	return false;
}

/* The header of a tree value whole in memory. */
static const dx_tree *
check_tree(const struct varlena *value)
{
	const dx_tree *tree = (const dx_tree *) value;

	if (VARSIZE(value) < sizeof(dx_tree) || tree->version != DX_TREE_FORMAT ||
		tree->size != VARSIZE(value))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("index tree has an unknown byte format"),
				 errhint("The library may be older than the data: install dxindex %s or newer.",
						 DX_LIBRARY_VERSION)));
	return tree;
}

/* A detoasted copy that is aligned whatever the value's alignment was. */
static struct varlena *
detoast_copy(struct varlena *value, MemoryContext context)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	struct varlena *copy = PG_DETOAST_DATUM_COPY(PointerGetDatum(value));

	MemoryContextSwitchTo(before);
	return copy;
}

const dx_tree *
dx_get_tree(dx_site *site, Datum value)
{
	struct varlena *v = (struct varlena *) DatumGetPointer(value);
	dx_site_tree *entry;
	Size		size;

	if (VARATT_IS_4B_U(v) && (uintptr_t) v % sizeof(uint64_t) == 0)
		return check_tree(v);
	if (!VARATT_IS_EXTERNAL_ONDISK(v) && !VARATT_IS_4B_C(v))
		return check_tree(detoast_copy(v, CurrentMemoryContext));

	size = VARSIZE_ANY(v);
	for (int i = 0; i < DX_SITE_TREES; i++)
	{
		int			at = (site->last + i) % DX_SITE_TREES;

		entry = &site->trees[at];
		if (entry->source && entry->source_size == size && memcmp(entry->source, v, size) == 0)
		{
			site->last = at;
			return entry->tree;
		}
	}

	/* A function of two trees still needs the one it got before. */
	if (site->next == site->last)
		site->next = (site->next + 1) % DX_SITE_TREES;
	entry = &site->trees[site->next];
	if (entry->source)
	{
		pfree(entry->source);
		entry->source = NULL;
		pfree(entry->tree);
	}
	entry->tree = (dx_tree *) detoast_copy(v, site->context);
	check_tree((struct varlena *) entry->tree);
	entry->source = MemoryContextAlloc(site->context, size);
	memcpy(entry->source, v, size);
	entry->source_size = size;
	site->last = site->next;
	site->next = (site->next + 1) % DX_SITE_TREES;
	return entry->tree;
}

const dx_tree *
dx_keep_tree(dx_site *site, const dx_tree *tree)
{
	if (tree == site->trees[site->last].tree)
		return tree;
	if (site->kept && dx_tree_same(site->kept, tree))
		return site->kept;
	if (site->kept)
		pfree(site->kept);
	site->kept = NULL;
	site->kept = MemoryContextAlloc(site->context, tree->size);
	return memcpy(site->kept, tree, tree->size);
}

dx_score_room *
dx_get_room(dx_site *site, const dx_tree *tree)
{
	if (site->room.n_nodes < tree->n_nodes || site->room.n_criteria < tree->n_criteria)
	{
		MemoryContext before = MemoryContextSwitchTo(site->context);

		dx_score_room_grow(&site->room, tree);
		MemoryContextSwitchTo(before);
	}
	return &site->room;
}

const dx_plan *
dx_get_plan(dx_site *site, const dx_tree *tree, uint32_t results)
{
	MemoryContext before;
	dx_plan    *old = site->plan;
	bool		due = dx_plan_is_due(&site->pace, tree, results);

	if (old && dx_plan_is_of(old, tree))
		return old;
	if (!due)
		return NULL;
	/* Should the next allocation fail, what is gone must not be used. */
	site->plan = NULL;
	if (old)
		dx_plan_free(old);
	if (site->names)
		dx_free(site->names);
	site->names = NULL;
	before = MemoryContextSwitchTo(site->context);
	site->plan = dx_plan_new(tree);
	MemoryContextSwitchTo(before);
	return site->plan;
}

dx_name_memo *
dx_get_name_memo(dx_site *site, const dx_tree *tree)
{
	if (site->plan == NULL || !dx_plan_is_of(site->plan, tree))
		return NULL;
	if (site->names == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(site->context);

		site->names = dx_name_memo_new(tree->n_criteria);
		MemoryContextSwitchTo(before);
	}
	return site->names;
}

dx_str
dx_get_jsonb(Datum value, Size most, const char *what)
{
	Jsonb	   *jsonb;
	char	   *json;

	if (toast_raw_datum_size(value) > most)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%s larger than %zu bytes", what, most),
				 errdetail("As jsonb it has %zu.", toast_raw_datum_size(value))));
	jsonb = DatumGetJsonbP(value);
	json = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
	return (dx_str) {json, strlen(json)};
}

Datum
dx_tree_datum(dx_tree *tree)
{
	SET_VARSIZE(tree, tree->size);
	return PointerGetDatum(tree);
}

dx_key
dx_get_key(Datum value, bool is_text, uint8_t *buf)
{
	struct varlena *v = (struct varlena *) PG_DETOAST_DATUM_PACKED(value);

	return is_text ? dx_text_datum_key(v, buf) : dx_code_datum_key(v);
}
