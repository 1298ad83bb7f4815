/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_alter.c: dx_tree_alter against trees built afresh: random sets of rows,
 * random patches that change, add and remove nodes, and the rows as they are
 * then. Both must be the same bytes, or both refused.
 */
#include "check.h"
#include "tree/tree_make.h"

#define ROWS 160

/* A row of the model. Inner nodes have neither maximum nor rule. */
typedef struct row
{
	char code[16];
	bool leaf;
	bool mean;
	int max;
	int rule;
	int weight;
	bool patched;
	bool is_new;
	bool removed;
} row;

static const char *const rules[] = {"percent", "yesno", "ratio", "choice(a:1, b:0.5)"};

static row rows[ROWS];
static int n_rows;

static uint64_t rng = UINT64_C(20240301);

static int
draw(int n)
{
	rng = rng * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int) (rng >> 33) % n;
}

static bool
beneath(const char *code, const char *above)
{
	size_t len = strlen(above);

	return len == 0 ? *code != '\0' : strncmp(code, above, len) == 0 && code[len] == '.';
}

static bool
gone(const row *r)
{
	for (int i = 0; i < n_rows; i++)
		if (rows[i].removed && (strcmp(r->code, rows[i].code) == 0 || beneath(r->code, rows[i].code)))
			return true;
	return false;
}

static row *
find_row(const char *code)
{
	for (int i = 0; i < n_rows; i++)
		if (strcmp(rows[i].code, code) == 0)
			return &rows[i];
	return NULL;
}

static void
fill_leaf(row *r)
{
	r->leaf = true;
	r->max = 1 + draw(20);
	r->rule = draw(4);
	r->weight = 1 + draw(3);
}

static void
add_children(const char *code, int depth)
{
	int n = 1 + draw(depth == 0 ? 4 : 3);

	for (int i = 0; i < n && n_rows < ROWS / 2; i++)
	{
		row *r = &rows[n_rows++];

		memset(r, 0, sizeof(*r));
		snprintf(r->code, sizeof(r->code), "%.11s%s%d", code, *code ? "." : "", 2 * i + 1);
		r->weight = 1 + draw(3);
		if (depth < 3 && draw(2))
		{
			r->mean = draw(3) == 0;
			add_children(r->code, depth + 1);
		}
		else
			fill_leaf(r);
	}
}

/* What is said of a row: as a node of an array, or as a member of a patch. */
static void
say(const row *r, bool as_patch, dx_buf *out)
{
	char text[256];

	if (as_patch)
		snprintf(text, sizeof(text), "\"%s\": {%s", r->code, r->is_new ? "\"new\": true, " : "");
	else
		snprintf(text, sizeof(text), "{\"code\": \"%s\", ", r->code);
	dx_buf_add_text(out, text);
	if (r->leaf)
		snprintf(text, sizeof(text), "\"max\": %d, \"rule\": \"%s\", ", r->max, rules[r->rule]);
	else
		snprintf(text, sizeof(text), "%s", as_patch && !r->is_new ? "\"max\": null, \"rule\": null, " : "");
	dx_buf_add_text(out, text);
	/* Stated, for what it is inherited from may become a mean, and then the maximum is kept. */
	if (!r->leaf)
		dx_buf_add_text(out, r->mean ? "\"method\": \"mean\", " : "\"method\": \"sum\", ");
	else if (as_patch && !r->is_new)
		dx_buf_add_text(out, "\"method\": null, ");
	snprintf(text, sizeof(text), "\"weight\": %d}", r->weight);
	dx_buf_add_text(out, text);
}

static dx_tree *
build_rows(dx_error *err)
{
	dx_buf json;
	dx_tree *tree;

	dx_buf_init(&json);
	dx_buf_add_char(&json, '[');
	for (int i = 0; i < n_rows; i++)
		if (!gone(&rows[i]))
		{
			dx_buf_add_text(&json, json.len > 1 ? ", " : "");
			say(&rows[i], false, &json);
		}
	dx_buf_add_char(&json, ']');
	tree = dx_tree_from_json((dx_str) {json.data, json.len}, err);
	dx_buf_free(&json);
	return tree;
}

/* One edit of the model that a patch may say. */
static void
edit(void)
{
	row *r = &rows[1 + draw(n_rows - 1)];
	row *child;
	char code[16];

	if (gone(r) || r->patched || r->is_new)
		return;
	switch (draw(5))
	{
		case 0:
			/* Nothing beneath may be patched. */
			for (int i = 0; i < n_rows; i++)
				if (beneath(rows[i].code, r->code) && (rows[i].patched || rows[i].is_new))
					return;
			r->removed = true;
			break;
		case 1:
			if (r->leaf)
				fill_leaf(r);
			else
				r->mean = !r->mean;
			r->patched = true;
			break;
		case 2:
			/* A criterion becomes an inner node. */
			if (!r->leaf)
				return;
			r->leaf = false;
			r->patched = true;
			/* fall through */
		case 3:
			if (r->leaf || n_rows == ROWS)
				return;
			snprintf(code, sizeof(code), "%.11s.%d", r->code, 2 * draw(4));
			if (find_row(code))
				return;
			child = &rows[n_rows];
			memset(child, 0, sizeof(*child));
			memcpy(child->code, code, sizeof(code));
			n_rows++;
			child->is_new = true;
			fill_leaf(child);
			break;
		case 4:
			/* An inner node becomes a criterion: its children go. */
			if (r->leaf)
				return;
			for (int i = 0; i < n_rows; i++)
				if (beneath(rows[i].code, r->code) && (rows[i].patched || rows[i].is_new))
					return;
			for (int i = 0; i < n_rows; i++)
				if (beneath(rows[i].code, r->code))
					rows[i].removed = true;
			r->mean = false;
			fill_leaf(r);
			r->patched = true;
			break;
	}
}

/* The patch, its members in a random order. */
static void
say_patch(dx_buf *out)
{
	int start = draw(n_rows);

	dx_buf_add_char(out, '{');
	for (int k = 0; k < n_rows; k++)
	{
		const row *r = &rows[(start + k * 7919) % n_rows];
		char text[32];

		if (!r->removed && !r->patched && !r->is_new)
			continue;
		dx_buf_add_text(out, out->len > 1 ? ", " : "");
		snprintf(text, sizeof(text), "\"%s\": null", r->code);
		if (r->removed)
			dx_buf_add_text(out, text);
		else
			say(r, true, out);
	}
	dx_buf_add_char(out, '}');
}

/* Is an inner node of the model without children, and nothing said of it? What is patched is a criterion then. */
static bool
is_childless(void)
{
	for (int i = 0; i < n_rows; i++)
	{
		bool found = rows[i].leaf || rows[i].patched || gone(&rows[i]);

		for (int k = 0; k < n_rows && !found; k++)
			found = beneath(rows[k].code, rows[i].code) && !gone(&rows[k]);
		if (!found)
			return true;
	}
	return false;
}

static int outcomes[2];

static void
check_random(void)
{
	dx_error err;
	dx_tree *tree;
	dx_tree *altered;
	dx_buf patch;
	dx_tree_changes changes;

	n_rows = 1;
	memset(rows, 0, sizeof(rows[0]));
	rows[0].weight = 1;
	add_children("", 0);
	tree = build_rows(&err);
	CHECK(tree != NULL);
	if (tree == NULL)
		return;
	for (int i = draw(8); i >= 0; i--)
		edit();
	dx_buf_init(&patch);
	say_patch(&patch);
	altered = dx_tree_alter(tree, (dx_str) {patch.data, patch.len}, &err);
	outcomes[altered != NULL]++;
	if (is_childless())
	{
		CHECK(altered == NULL);
		CHECK(strstr(err.message, "would be left without children") != NULL);
	}
	else
	{
		dx_error fresh_err;
		dx_tree *fresh = build_rows(&fresh_err);

		CHECK((fresh == NULL) == (altered == NULL));
		if (altered && fresh)
		{
			CHECK(fresh->size == altered->size && memcmp(fresh, altered, fresh->size) == 0);
			dx_tree_compare(fresh, altered, &changes);
			CHECK(changes.n == 0);
			/* The differences from the old tree: what is gone and what is new, each once. */
			dx_tree_compare(tree, altered, &changes);
			for (size_t i = 0; i < changes.n; i++)
			{
				bool was = dx_tree_find(tree, changes.items[i].key) != DX_NO_NODE;
				bool is = dx_tree_find(altered, changes.items[i].key) != DX_NO_NODE;

				CHECK(strcmp(changes.items[i].change, !is ? "removed" : !was ? "added" : "changed") == 0);
			}
			dx_free(fresh);
		}
	}
	if (altered)
		dx_free(altered);
	dx_buf_free(&patch);
	dx_free(tree);
}

static const char base[] = "[{\"code\": \"\", \"name\": \"Set\"}, {\"code\": \"1\"}, {\"code\": \"1.1\", \"max\": 3, "
						   "\"rule\": \"ratio\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}, "
						   "{\"code\": \"2\", \"max\": 4, \"rule\": \"points\"}]";

/* A patch of the tree above: the tree that comes out as text, or the message, and the hint where one is given. */
static void
check_patch(const char *patch, const char *want, const char *hint)
{
	dx_error err;
	dx_tree *tree = dx_tree_from_json((dx_str) {base, strlen(base)}, &err);
	dx_tree *altered = dx_tree_alter(tree, (dx_str) {patch, strlen(patch)}, &err);
	dx_buf json;

	if (altered == NULL)
	{
		CHECK_TEXT(err.message, want);
		CHECK(err.kind == DX_ERR_PARAM && err.position == 0);
		if (hint)
			CHECK_TEXT(err.hint, hint);
	}
	else
	{
		dx_buf_init(&json);
		dx_tree_to_json(altered, &json);
		CHECK_TEXT(json.data, want);
		dx_buf_free(&json);
		dx_free(altered);
	}
	dx_free(tree);
}

static void
check_cases(void)
{
	check_patch("{\"3.1\": {\"new\": true, \"name\": \"x\", \"max\": 2, \"rule\": \"yesno\"}, \"1.2\": null}",
				"[{\"code\": \"\", \"name\": \"Set\", \"max\": 9}, {\"code\": \"1\", \"max\": 3}, {\"code\": \"1.1\", "
				"\"max\": 3, \"rule\": \"ratio\"}, {\"code\": \"2\", \"max\": 4, \"rule\": \"points\"}, {\"code\": "
				"\"3\", \"max\": 2}, {\"code\": \"3.1\", \"name\": \"x\", \"max\": 2, \"rule\": \"yesno\"}]",
				NULL);
	/* A removed node may be named beneath another. */
	check_patch("{\"1.1\": null, \"1\": null, \"2\": {\"new\": false, \"name\": \"y\"}}",
				"[{\"code\": \"\", \"name\": \"Set\", \"max\": 4}, {\"code\": \"2\", \"name\": \"y\", \"max\": 4, "
				"\"rule\": \"points\"}]",
				NULL);
	check_patch("{\"1.1\": null, \"1.2\": null, \"1\": {\"max\": 7}}",
				"[{\"code\": \"\", \"name\": \"Set\", \"max\": 11}, {\"code\": \"1\", \"max\": 7}, {\"code\": \"2\", "
				"\"max\": 4, \"rule\": \"points\"}]",
				NULL);
	check_patch("{\"1.3\": {\"max\": 2}}", "index tree \"Set\" has no node \"1.3\"",
				"The nearest code is \"1.1\". To add a node, say \"new\": true among its options.");
	check_patch("{\"1.3\": null}", "index tree \"Set\" has no node \"1.3\"", "The nearest code is \"1.1\".");
	check_patch("{\"1.2\": {\"new\": true, \"max\": 2}}", "index tree \"Set\" has a node \"1.2\" already",
				"Leave out \"new\" to change it.");
	check_patch("{\"\": {\"new\": true}}", "index tree \"Set\" has a node \"\" already", NULL);
	check_patch("{\"1.2\": {\"new\": 1}}", "option \"new\" of \"1.2\" must be true or false, not 1", NULL);
	check_patch("{\"1.3\": {\"new\": \"yes\"}}", "index tree \"Set\" has no node \"1.3\"", NULL);
	check_patch("{\"\": null}", "the root of an index tree cannot be removed", NULL);
	check_patch("{\"1.1\": {\"max\": 1}, \"1\": null}", "node \"1.1\" is beneath \"1\", which the patch removes", NULL);
	check_patch("{\"1\": null, \"1.3.7\": {\"new\": true, \"max\": 1}}",
				"node \"1.3.7\" is beneath \"1\", which the patch removes", NULL);
	check_patch("{\"1.1\": null, \"1.2\": null}", "node \"1\" would be left without children",
				"Remove it too, or give it a maximum and a rule in the patch.");
	check_patch("{\"1\": null, \"2\": null}", "node \"\" would be left without children", NULL);
	check_patch("{\"2.1\": {\"new\": true, \"max\": 4}}", "node \"2\" has children, so it cannot have a rule", NULL);
	check_patch("{\"2.1\": {\"new\": true, \"max\": 3}, \"2\": {\"rule\": null}}",
				"maximum of \"2\" is 4, but its children add up to 3", NULL);
	check_patch("{\"3\": {\"new\": true}}", "node \"3\" has no maximum", NULL);
	check_patch("{\"3.~\": {\"new\": true, \"max\": 1}}", "\"3.~\" is the end of a subtree, not a node", NULL);
	check_patch("{\"3\": {\"new\": true, \"code\": \"4\"}}", "node \"3\" has an unknown option \"code\"", NULL);
	/* Conditions on siblings that are new, or gone. */
	check_patch(
		"{\"1.3\": {\"new\": true, \"max\": 2, \"needs\": {\"1.1\": 0.5}}, \"1.4\": {\"new\": true, \"max\": 2, "
		"\"needs\": {\"1.3\": \"1p\"}}, \"1.2\": null, \"2\": null}",
		"[{\"code\": \"\", \"name\": \"Set\", \"max\": 7}, {\"code\": \"1\", \"max\": 7}, {\"code\": \"1.1\", "
		"\"max\": 3, \"rule\": \"ratio\"}, {\"code\": \"1.3\", \"max\": 2, \"needs\": {\"1.1\": 0.5}}, {\"code\": "
		"\"1.4\", \"max\": 2, \"needs\": {\"1.3\": \"1p\"}}]",
		NULL);
	check_patch("{\"1.1\": null, \"1.2\": {\"needs\": {\"1.1\": 0.5}}}",
				"node \"1.2\" needs \"1.1\", which is no sibling of it", NULL);
	check_patch("[]", "patch must be a JSON object, not an array", "For example {\"1.1\": {\"max\": 20}}.");
}

/* As many new nodes as there may be, and one more. */
static void
check_many(void)
{
	dx_error err;
	dx_tree *tree = dx_tree_from_json((dx_str) {base, strlen(base)}, &err);
	dx_buf patch;
	dx_tree *altered;
	char text[64];

	for (int more = 0; more < 2; more++)
	{
		dx_buf_init(&patch);
		/* Five nodes are there; node 3 is made. */
		for (int i = 0; i < DX_TREE_MAX_NODES - 6 + more; i++)
		{
			snprintf(text, sizeof(text), "%s\"3.%d\": {\"new\": true, \"max\": 1}", i ? ", " : "{", i);
			dx_buf_add_text(&patch, text);
		}
		dx_buf_add_char(&patch, '}');
		altered = dx_tree_alter(tree, (dx_str) {patch.data, patch.len}, &err);
		CHECK((altered != NULL) == (more == 0));
		if (altered)
		{
			CHECK(altered->n_nodes == DX_TREE_MAX_NODES);
			dx_free(altered);
		}
		else
			CHECK(err.kind == DX_ERR_LIMIT);
		dx_buf_free(&patch);
	}
	dx_free(tree);
}

int
main(void)
{
	check_cases();
	for (int i = 0; i < 4000; i++)
		check_random();
	/* Both ways were met often. */
	CHECK(outcomes[0] > 200 && outcomes[1] > 2000);
	check_many();
	CHECK_DONE("alter");
}
