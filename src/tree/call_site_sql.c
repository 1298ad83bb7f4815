/* SPDX-License-Identifier: PostgreSQL */
/*
 * call_site_sql.c: what a call site remembers: detoasted trees.
 *
 * A tree reaches a function in one of four shapes. Plain inline: used where it
 * stands. A TOAST pointer, or compressed inline: detoasted once per site and
 * found again by the pointer's contents or the compressed bytes, never by
 * address. Anything else (expanded, indirect): detoasted at each call.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "utils/expandeddatum.h"
#include "utils/memutils.h"

#include "tree/call_site_sql.h"

dx_site *
dx_get_site(FunctionCallInfo fcinfo)
{
	dx_site *site;

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

/* The header of a tree value that is whole in memory; raises where it is not a tree's. */
static const dx_tree *
check_tree(const struct varlena *value)
{
	const dx_tree *tree = (const dx_tree *) value;

	if (VARSIZE(value) < sizeof(dx_tree) || tree->version != DX_TREE_FORMAT || tree->size != VARSIZE(value))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED), errmsg("index tree has an unknown byte format"),
				 errhint("The library may be older than the data: install dxindex %s or newer.", DX_LIBRARY_VERSION)));
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
	Size size;

	if (VARATT_IS_4B_U(v) && (uintptr_t) v % sizeof(uint64_t) == 0)
		return check_tree(v);
	if (!VARATT_IS_EXTERNAL_ONDISK(v) && !VARATT_IS_4B_C(v))
		return check_tree(detoast_copy(v, CurrentMemoryContext));

	size = VARSIZE_ANY(v);
	for (int i = 0; i < DX_SITE_TREES; i++)
	{
		int at = (site->last + i) % DX_SITE_TREES;

		entry = &site->trees[at];
		if (entry->source && entry->source_size == size && memcmp(entry->source, v, size) == 0)
		{
			site->last = at;
			return entry->tree;
		}
	}

	/* A function of two trees still needs the one that it was given before. */
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

dx_tree *
dx_copy_tree(MemoryContext context, const dx_tree *tree)
{
	return memcpy(MemoryContextAlloc(context, tree->size), tree, tree->size);
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
	site->kept = dx_copy_tree(site->context, tree);
	return site->kept;
}
