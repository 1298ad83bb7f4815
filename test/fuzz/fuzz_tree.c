/*
 * fuzz_tree.c: JSON text -> tree -> JSON -> tree: what builds, builds again
 * from its own text to the same bytes, is a valid programme, finds each of its
 * nodes, and comes through alter, subtree and diff.
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_error err;
	dx_str text = {(const char *) data, size};
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
	dx_buf_free(&json);
	dx_free(again);
	dx_free(tree);
	return 0;
}
