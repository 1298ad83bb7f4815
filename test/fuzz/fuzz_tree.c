/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_tree.c: JSON text -> tree -> JSON -> tree: what builds, builds again
 * from its own text to the same bytes, is a valid programme, finds each of its
 * nodes, and comes through alter, subtree and diff. Behind a NUL stands a patch.
 */
#include "fuzz.h"
#include "tree/tree_make.h"

static bool
same(const dx_tree *a, const dx_tree *b)
{
	return a->size == b->size && memcmp(a, b, a->size) == 0;
}

static void
check_tree(const dx_tree *tree)
{
	dx_error err;
	dx_tree *other;
	dx_tree_changes changes;

	require(dx_steps_validate(dx_tree_steps(tree), tree->n_nodes, tree->n_criteria, &err));
	for (uint32_t i = 0; i < tree->n_nodes; i++)
		require(dx_tree_find(tree, dx_tree_key(tree, i)) == i);

	/* A patch of nothing changes nothing; the whole is its own subtree. */
	other = dx_tree_alter(tree, DX_STR("{}"), &err);
	require(other && same(tree, other));
	dx_free(other);
	other = dx_tree_subtree(tree, 0, &err);
	require(other && same(tree, other));
	dx_tree_compare(tree, other, &changes);
	require(changes.n == 0);
	dx_free(other);

	/* Any part is a tree. */
	other = dx_tree_subtree(tree, tree->n_nodes - 1, &err);
	require(other != NULL);
	dx_free(other);
}

/* What an altered tree is: one that builds again, and whose differences are where they are said to be. */
static void
check_altered(const dx_tree *tree, const dx_tree *altered)
{
	dx_error err;
	dx_tree *again;
	dx_tree_changes changes;
	dx_buf json;

	require(dx_steps_validate(dx_tree_steps(altered), altered->n_nodes, altered->n_criteria, &err));
	dx_buf_init(&json);
	dx_tree_to_json(altered, &json);
	again = dx_tree_from_json((dx_str) {json.data, json.len}, &err);
	require(again && same(altered, again));
	dx_free(again);
	dx_buf_free(&json);
	dx_tree_compare(tree, altered, &changes);
	for (size_t i = 0; i < changes.n; i++)
	{
		bool was = dx_tree_find(tree, changes.items[i].key) != DX_NO_NODE;
		bool is = dx_tree_find(altered, changes.items[i].key) != DX_NO_NODE;

		require(was || is);
		require(strcmp(changes.items[i].change, !is ? "removed" : !was ? "added" : "changed") == 0);
	}
}

static void
check_patch(const dx_tree *tree, dx_str patch)
{
	dx_error err;
	dx_tree *altered;

	err.message[0] = '\0';
	altered = dx_tree_alter(tree, patch, &err);
	if (altered == NULL)
	{
		require(err.message[0] != '\0' && err.kind != DX_OK && err.position >= 0);
		return;
	}
	check_altered(tree, altered);
	dx_free(altered);
}

/* The last node is a criterion: it goes, unless that leaves its parent alone. */
static void
check_removal(const dx_tree *tree)
{
	uint32_t last = tree->n_nodes - 1;
	bool only = dx_tree_steps(tree)[last].parent == last - 1;
	char code[DX_CODE_MAX_TEXT + 8];
	dx_error err;
	dx_buf patch;
	dx_tree *altered;

	if (last == 0)
		return;
	dx_buf_init(&patch);
	dx_buf_add_text(&patch, "{\"");
	dx_buf_add_text(&patch, dx_tree_code_text(tree, last, code));
	dx_buf_add_text(&patch, "\": null}");
	altered = dx_tree_alter(tree, (dx_str) {patch.data, patch.len}, &err);
	dx_buf_free(&patch);
	require(!(only && altered));
	if (altered == NULL)
		return;
	require(altered->n_nodes == last);
	check_altered(tree, altered);
	dx_free(altered);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_error err;
	dx_str text = take_text(&data, &size);
	dx_tree *tree;
	dx_tree *again;
	dx_buf json;

	err.message[0] = '\0';
	tree = dx_tree_from_json(text, &err);
	if (tree == NULL)
	{
		require(err.message[0] != '\0' && err.kind != DX_OK);
		require(err.position >= 0);
		return 0;
	}
	dx_buf_init(&json);
	dx_tree_to_json(tree, &json);
	again = dx_tree_from_json((dx_str) {json.data, json.len}, &err);
	require(again && same(tree, again));
	check_tree(tree);
	check_removal(tree);
	if (size > 0)
		check_patch(tree, (dx_str) {(const char *) data, size});
	dx_buf_free(&json);
	dx_free(again);
	dx_free(tree);
	return 0;
}
