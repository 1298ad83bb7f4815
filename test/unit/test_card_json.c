/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_card_json.c: cards as JSON: every state comes back, what is wrong is
 * refused by its code. (test/fuzz/fuzz_card_json.c does the same with any text.)
 */
#include "check.h"

#include "card/card_json.h"
#include "tree/tree_make.h"

static const char tree_json[] = "[{\"code\":\"\"},{\"code\":\"1\"},{\"code\":\"1.1\",\"max\":10,\"rule\":\"percent\"},"
								"{\"code\":\"1.2\",\"max\":5,\"rule\":\"yesno\"},{\"code\":\"2\",\"rule\":\"unscored\"}"
								",{\"code\":\"đ\",\"max\":3}]";

static dx_tree *tree;
static dx_sheet sheet;
static dx_error err;

static bool
reads(const char *json)
{
	sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	return dx_read_card_json(tree, (dx_str) {json, strlen(json)}, &sheet, &err);
}

/* Read, it is written so. */
static bool
gives(const char *json, const char *want)
{
	dx_buf out;
	bool same;

	if (!reads(json))
	{
		printf("%s\n", err.message);
		return false;
	}
	dx_buf_init(&out);
	dx_print_card_json(tree, &sheet, &out);
	same = strcmp(out.data, want) == 0;
	if (!same)
		printf("%s\n", out.data);
	dx_buf_free(&out);
	dx_free(sheet.others);
	return same;
}

static bool
refuses(const char *json, dx_error_kind kind, const char *message)
{
	bool refused = !reads(json);

	dx_free(sheet.others);
	if (refused && strcmp(err.message, message) != 0)
		printf("%s\n", err.message);
	return refused && err.kind == kind && err.position == 0 && strcmp(err.message, message) == 0;
}

static void
test_states(void)
{
	CHECK(gives("{}", "{\"1.1\": null, \"1.2\": null, \"2\": null, \"đ\": null}"));
	CHECK(gives("{\"1.1\": 87.50, \"1.2\": false, \"2\": -1e-300, \"đ\": {\"points\": 2.125}}",
				"{\"1.1\": 87.5, \"1.2\": 0, \"2\": -1e-300, \"đ\": {\"points\": 2.125}}"));
	CHECK(gives("{\"1.1\": \" 87,5 %\", \"1.2\": \"CÓ\", \"2\": \"\", \"đ\": {\"points\": \"2,5\"}}",
				"{\"1.1\": 87.5, \"1.2\": 1, \"2\": null, \"đ\": {\"points\": 2.5}}"));
	CHECK(gives("{\"1\": {\"na\": true}, \"2\": \"n/a\", \"đ\": {\"points\": \"n/a\"}}",
				"{\"1.1\": {\"na\": true}, \"1.2\": {\"na\": true}, \"2\": {\"na\": true}, \"đ\": {\"na\": true}}"));
	CHECK(gives("{\"\": \" \", \"1\": null, \"2\": -0}", "{\"1.1\": null, \"1.2\": null, \"2\": 0, \"đ\": null}"));
}

static void
test_refused(void)
{
	CHECK(refuses("[1]", DX_ERR_PARAM, "card must be a JSON object, not an array"));
	CHECK(refuses("{\"1.3\": null}", DX_ERR_PARAM, "index tree \"\" has no node \"1.3\""));
	CHECK(refuses("{\"1\": 3}", DX_ERR_PARAM, "\"1\" is not a criterion of index tree \"\""));
	CHECK(refuses("{\"1\": true}", DX_ERR_PARAM, "\"1\" is not a criterion of index tree \"\""));
	CHECK(refuses("{\"\": \"n/a\"}", DX_ERR_PARAM, "\"\" is not a criterion of index tree \"\""));
	CHECK(refuses("{\"1.1\": 100.5}", DX_ERR_RANGE, "criterion \"1.1\": result 100.5 is outside what the rule allows"));
	CHECK(refuses("{\"1.1\": \"?\"}", DX_ERR_TEXT,
				  "criterion \"1.1\": cannot read the answer \"?\": a number is expected"));
	CHECK(refuses("{\"1.1\": false}", DX_ERR_PARAM, "criterion \"1.1\" cannot be answered with false"));
	CHECK(refuses("{\"1.1\": {\"na\": null}}", DX_ERR_PARAM, "criterion \"1.1\" takes \"na\" with true, not null"));
	CHECK(refuses("{\"1.1\": {\"points\": {}}}", DX_ERR_PARAM,
				  "criterion \"1.1\" takes \"points\" with a number, not an object"));
	CHECK(refuses("{\"1.1\": {\"point\": 1}}", DX_ERR_PARAM,
				  "criterion \"1.1\" takes an object with \"points\" or \"na\", not \"point\""));
	CHECK(refuses("{\"1.2\": 1, \"1\": {\"na\": true}}", DX_ERR_PARAM,
				  "criterion \"1.2\" is given twice: 1 and not applicable"));
	CHECK(refuses("{\"đ\": {\"points\": 3}, \"\": {\"na\": true}}", DX_ERR_PARAM,
				  "criterion \"đ\" is given twice: 3 points and not applicable"));
}

int
main(void)
{
	tree = dx_tree_from_json((dx_str) {tree_json, strlen(tree_json)}, &err);
	CHECK(tree != NULL);
	test_states();
	test_refused();
	CHECK_DONE("card_json");
}
