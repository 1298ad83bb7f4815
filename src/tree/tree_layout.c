/* SPDX-License-Identifier: PostgreSQL */
/*
 * tree_layout.c: a tree whose parts are known into one relocatable value, in the order tree.h gives.
 */
#include "tree/tree_build.h"

#include "tree/measure.h"

/* |a - b| in units of the last decimal of either; 0 where that does not fit. */
static dx_int128
distance(dx_decimal a, dx_decimal b)
{
	int scale = a.mant == 0 || (b.mant != 0 && b.scale > a.scale) ? b.scale : a.scale;
	dx_int128 whole_a = a.mant;
	dx_int128 whole_b = b.mant;

	for (int i = a.scale; whole_a != 0 && i < scale; i++)
	{
		if (i - a.scale > 18)
			return 0;
		whole_a *= 10;
	}
	for (int i = b.scale; whole_b != 0 && i < scale; i++)
	{
		if (i - b.scale > 18)
			return 0;
		whole_b *= 10;
	}
	return whole_a < whole_b ? whole_b - whole_a : whole_a - whole_b;
}

/* Join what results are divided by under a rule to spans. */
static uint64_t
join_spans(uint64_t spans, const dx_step *step, const dx_rule *rule)
{
	dx_decimal zero = {0, 0};
	uint64_t pieces = 1;
	dx_int128 worth = (step->flags & DX_STEP_DECIMAL) ? 0 : dx_load_points(step->max);

	if (rule->kind == DX_RULE_LINEAR || rule->kind == DX_RULE_CHECKLIST)
		return dx_measure_join(spans, distance(rule->lo, rule->hi));
	if (rule->kind == DX_RULE_POINTS)
		return dx_measure_join(spans, worth);
	for (int i = 0; i < rule->n_items; i++)
	{
		const dx_rule_item *item = &rule->items[i];

		spans = dx_measure_join(spans, item->share.is_points ? worth : distance(zero, item->share.den));
		if (rule->kind == DX_RULE_CURVE && i > 0)
			pieces = dx_measure_join(pieces, distance(rule->items[i - 1].bound, item->bound));
	}
	/* Interpolation divides both by the distance of the points and by their shares' denominators. */
	return dx_measure_join(spans, (dx_int128) pieces * spans);
}

static size_t
align8(size_t size)
{
	return (size + 7) & ~(size_t) 7;
}

/* Copy bytes to the end of the value being laid out; an empty text takes no place. */
static dx_span
lay_bytes(char *base, size_t *used, const void *bytes, size_t len)
{
	dx_span span = {0, 0};

	if (len > 0)
	{
		span = (dx_span) {(uint32_t) *used, (uint32_t) len};
		memcpy(base + *used, bytes, len);
		*used += len;
	}
	return span;
}

/*
 * Fingerprint of what a card depends on: codes, rule kinds and choice labels
 * of the criteria. Not weights, maxima or the numbers in rules. `points` and
 * `linear` count as one kind: both take the measured number as it is, and
 * altering a maximum turns one into the other.
 */
static dx_fingerprint
sheet_fingerprint(const dx_tree_builder *b)
{
	dx_hasher hasher;
	char code[DX_CODE_MAX_TEXT + 8];

	dx_hash_begin(&hasher);
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_rule *rule = b->rules[i];
		uint8_t kind = rule ? rule->kind : DX_RULE_NONE;

		dx_check_interrupts();
		if (!(b->steps[i].flags & DX_STEP_CRITERION))
			continue;
		if (kind == DX_RULE_POINTS)
			kind = DX_RULE_LINEAR;
		dx_hash_add(&hasher, code, dx_code_decode(b->specs[i].key, code) + 1);
		dx_hash_add(&hasher, &kind, 1);
		if (kind != DX_RULE_CHOICE)
			continue;
		for (int k = 0; k < rule->n_items; k++)
		{
			dx_hash_add(&hasher, (const char *) rule + rule->items[k].label_offset, rule->items[k].label_len);
			dx_hash_add(&hasher, "", 1);
		}
		dx_hash_add(&hasher, "", 1);
	}
	return dx_hash_end(&hasher);
}

/*
 * The table of codes. The place of a code depends on the whole tree (its fingerprint is
 * the hash's seed) and on nothing else: equal trees have equal bytes, and codes chosen
 * to collide in one tree do not in another.
 */
static void
fill_slots(dx_tree *tree)
{
	uint32_t *slots = (uint32_t *) ((char *) tree + tree->slots);
	uint32_t mask = tree->n_slots - 1;

	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		uint32_t at = dx_tree_slot(tree, dx_tree_key(tree, i));

		while (slots[at] != 0)
			at = (at + 1) & mask;
		slots[at] = i + 1;
	}
}

/* What a criterion's points are rounded to, in 10^-12 points; 0: not at all. */
static int64_t
round_unit(const dx_node_spec *root)
{
	dx_points unit = root->round_to;

	if (root->decimals != DX_NO_DECIMALS)
	{
		unit = DX_POINTS_ONE;
		for (int i = 0; i < root->decimals; i++)
			unit /= 10;
	}
	return (int64_t) unit;
}

/* Everything into one block, in the order tree.h gives. */
dx_tree *
dx_build_layout(const dx_tree_builder *b)
{
	size_t size = align8(sizeof(dx_tree));
	size_t used;
	uint32_t n_slots = 4;
	dx_tree *tree;
	dx_node *nodes;
	uint32_t *criteria;

	while (n_slots < 2 * b->n)
		n_slots *= 2;
	size += dx_steps_size(b->steps, b->n) + b->n * sizeof(dx_node);
	size += align8(b->n_criteria * sizeof(uint32_t)) + n_slots * sizeof(uint32_t);
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];

		size += (b->rules[i] ? b->rules[i]->size : 0) + spec->key.len + spec->name.len + spec->number.len +
			spec->kind.len + spec->guide.len;
		if (size > DX_TREE_MAX_SIZE)
		{
			dx_tree_too_large(b->err);
			return NULL;
		}
	}
	size = align8(size);
	tree = dx_alloc(size);
	tree->version = DX_TREE_FORMAT;
	tree->decimals = b->specs[0].decimals;
	tree->round_unit = round_unit(&b->specs[0]);
	tree->spans = 1;
	for (uint32_t i = 0; i < b->n; i++)
		if (b->rules[i])
			tree->spans = join_spans(tree->spans, &b->steps[i], b->rules[i]);
	tree->size = (uint32_t) size;
	tree->n_nodes = b->n;
	tree->n_criteria = b->n_criteria;
	tree->n_slots = n_slots;
	tree->steps = (uint32_t) align8(sizeof(dx_tree));
	tree->nodes = tree->steps + (uint32_t) dx_steps_size(b->steps, b->n);
	tree->criteria = tree->nodes + (uint32_t) (b->n * sizeof(dx_node));
	tree->slots = tree->criteria + (uint32_t) align8(b->n_criteria * sizeof(uint32_t));
	used = tree->slots + n_slots * sizeof(uint32_t);

	memcpy((char *) tree + tree->steps, b->steps, dx_steps_size(b->steps, b->n));
	nodes = (dx_node *) ((char *) tree + tree->nodes);
	criteria = (uint32_t *) ((char *) tree + tree->criteria);
	for (uint32_t i = 0; i < b->n; i++)
		if (b->rules[i])
		{
			nodes[i].rule = (uint32_t) used;
			memcpy((char *) tree + used, b->rules[i], b->rules[i]->size);
			used += b->rules[i]->size;
		}
	for (uint32_t i = 0; i < b->n; i++)
	{
		const dx_node_spec *spec = &b->specs[i];
		uint32_t end = b->steps[i].end;

		dx_check_interrupts();
		nodes[i].key = lay_bytes((char *) tree, &used, spec->key.ptr, spec->key.len);
		nodes[i].name = lay_bytes((char *) tree, &used, spec->name.ptr, spec->name.len);
		nodes[i].number = lay_bytes((char *) tree, &used, spec->number.ptr, spec->number.len);
		nodes[i].kind = lay_bytes((char *) tree, &used, spec->kind.ptr, spec->kind.len);
		nodes[i].guide = lay_bytes((char *) tree, &used, spec->guide.ptr, spec->guide.len);
		nodes[i].n_criteria = (end < b->n ? b->steps[end].criterion : b->n_criteria) - b->steps[i].criterion;
		nodes[i].stated = spec->stated;
		if (b->steps[i].flags & DX_STEP_CRITERION)
			criteria[b->steps[i].criterion] = i;
	}
	tree->sheet = sheet_fingerprint(b);
	if (!dx_tree_text_fingerprint(tree, &tree->fingerprint, b->err))
	{
		dx_free(tree);
		return NULL;
	}
	fill_slots(tree);
	return tree;
}
