/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_breakdown_json.c: a breakdown as JSON: every node once, in the tree's
 * order, within its parent, with the figures of the roll-up. (The regression
 * test card_json compares every column with dx.breakdown.)
 */
#include "check.h"

#include "base/json.h"
#include "score/breakdown_json.h"
#include "score/score.h"
#include "tree/tree_make.h"

static const char tree_json[] =
	"[{\"code\":\"\",\"name\":\"Tên \\\"có\\\" "
	"ngoặc\"},{\"code\":\"1\"},{\"code\":\"1.1\"},{\"code\":\"1.1.1\",\"max\":30,"
	"\"rule\":\"percent\"},{\"code\":\"1.2\",\"max\":\"1/3\",\"rule\":\"yesno\"},{\"code\":\"2\",\"max\":60,\"method\":"
	"\"mean\"},{\"code\":\"2.1\",\"rule\":\"percent\"},{\"code\":\"3\",\"max\":5,\"rule\":\"points\"}]";

static dx_tree *tree;
static dx_score_room room;
static uint32_t seen;

static const dx_json *
member(const dx_json *object, const char *key)
{
	for (const dx_json *m = object->child; m; m = m->next)
		if (dx_str_equal(m->key, (dx_str) {key, strlen(key)}))
			return m;
	return NULL;
}

/* A node and those within it: the next ones of the tree, beneath this parent. */
static void
check_node(const dx_json *object, uint32_t parent)
{
	uint32_t node = seen++;
	bool inner;
	char code[DX_CODE_MAX_TEXT + 8];
	dx_str text = {code, 0};
	const dx_json *children = member(object, "children");

	CHECK(node < tree->n_nodes);
	if (node >= tree->n_nodes)
		return;
	inner = !dx_tree_is_criterion(tree, node);
	text.len = strlen(dx_tree_code_text(tree, node, code));
	CHECK(dx_str_equal(member(object, "code")->text, text));
	CHECK(node == 0 || dx_tree_steps(tree)[node].parent == parent);
	CHECK(member(object, "is_criterion")->boolean == !inner);
	CHECK(member(object, "max_points")->number == dx_roll_max(room.rollup, node));
	CHECK(member(object, "lost")->number == dx_roll_lost(room.rollup, node));
	if (room.rollup->rolls[node].state == DX_VALUE_PRESENT)
		CHECK(member(object, "points")->number == dx_roll_points(room.rollup, node));
	else
		CHECK(member(object, "points")->type == DX_JSON_NULL && member(object, "points_exact")->type == DX_JSON_NULL);
	CHECK((children != NULL) == inner);
	for (const dx_json *child = children ? children->child : NULL; child; child = child->next)
		check_node(child, node);
}

int
main(void)
{
	/* They live as long as the test. */
	static dx_sheet sheet;
	static dx_next_plan *plan;
	static dx_json_doc *doc;
	static dx_buf out;
	dx_error err;

	tree = dx_tree_from_json((dx_str) {tree_json, strlen(tree_json)}, &err);
	CHECK(tree != NULL);
	dx_score_room_grow(&room, tree);
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	dx_sheet_set(&sheet, 0, DX_RESULT_VALUE, 33.3);
	dx_sheet_set(&sheet, 1, DX_RESULT_VALUE, 1);
	dx_sheet_set(&sheet, 3, DX_RESULT_POINTS, 2.5);
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
	dx_buf_init(&out);
	plan = dx_next_plan_make(tree);
	dx_print_breakdown_json(tree, &sheet, room.rollup, plan, &out);
	dx_free(plan);
	doc = dx_json_parse((dx_str) {out.data, out.len}, 100000, &err);
	CHECK(doc != NULL);
	if (doc == NULL)
	{
		printf("%s\n%s\n", out.data, err.message);
		CHECK_DONE("breakdown_json");
	}
	check_node(dx_json_root(doc), 0);
	CHECK(seen == tree->n_nodes);
	CHECK(strstr(out.data, "\"points_exact\": 9.99,") != NULL);
	CHECK(strstr(out.data, "\"points_exact\": 0.333333333333,") != NULL);
	CHECK(strstr(out.data, "\"Tên \\\"có\\\" ngoặc\"") != NULL);
	CHECK_DONE("breakdown_json");
}
