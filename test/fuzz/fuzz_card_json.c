/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_card_json.c: any text as a card in JSON, of a tree that has every kind
 * of rule: refused with a reason, or what is written of it is read as the same
 * card; and the short way of plain numbers reads as the rules do.
 */
#include "card/card_json.h"
#include "card/typed.h"
#include "fuzz.h"
#include "tree/tree_make.h"

static const char tree_json[] =
	"[{\"code\":\"\"},{\"code\":\"1\"},{\"code\":\"1.1\",\"max\":10,\"rule\":\"percent\"},"
	"{\"code\":\"1.2\",\"max\":5,\"rule\":\"yesno\"},{\"code\":\"1.3\",\"max\":20,\"rule\":\"choice(Tốt:1, 1:0.5, "
	"n/a:0)\"},"
	"{\"code\":\"2\"},{\"code\":\"2.1\",\"max\":30,\"rule\":\"points\"},{\"code\":\"2.2\",\"max\":\"1/3\"},"
	"{\"code\":\"2.3\",\"rule\":\"unscored\"},{\"code\":\"2.4\",\"max\":-5,\"rule\":\"checklist(5)\"},"
	"{\"code\":\"2.5\",\"max\":8,\"rule\":\"ratio\"},{\"code\":\"2.6\",\"max\":8,\"rule\":\"steps(1:2p, >3.5:1)\"},"
	"{\"code\":\"2.7\",\"max\":8,\"rule\":\"curve(0%:0, 50%:1)\"},{\"code\":\"2.8\",\"max\":8,\"rule\":\"linear(9, "
	"1)\"}]";

static dx_tree *tree;

static bool
read_card(dx_str json, dx_sheet *sheet, dx_error *err)
{
	*sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);
	if (dx_read_card_json(tree, json, sheet, err))
		return true;
	dx_free(sheet->others);
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_str json = {(const char *) data, size};
	dx_sheet sheet;
	dx_sheet again;
	dx_error err;
	dx_buf text;
	uint32_t q;

	/* Nothing outlives an input. */
	tree = dx_tree_from_json((dx_str) {tree_json, strlen(tree_json)}, &err);
	require(tree != NULL);
	if (dx_typed_hundredths(json, &q))
		for (uint32_t i = 0; i < tree->n_criteria; i++)
		{
			uint32_t node = dx_tree_criteria(tree)[i];
			const dx_rule *rule = dx_tree_rule(tree, node);
			double value;

			if (rule && rule->kind != DX_RULE_CHOICE && dx_typed_text(tree, node, DX_RESULT_VALUE, json, &value, &err))
				require(value == dx_from_hundredths(q));
		}
	if (!read_card(json, &sheet, &err))
	{
		require(err.kind != DX_OK && err.message[0] != '\0' && err.position == 0);
		dx_free(tree);
		return 0;
	}
	dx_buf_init(&text);
	dx_print_card_json(tree, &sheet, &text);
	require(read_card((dx_str) {text.data, text.len}, &again, &err));
	for (uint32_t i = 0; i < tree->n_criteria; i++)
	{
		double one = dx_sheet_value(&sheet, i);
		double other = dx_sheet_value(&again, i);

		require(dx_sheet_state(&sheet, i) == dx_sheet_state(&again, i) && memcmp(&one, &other, sizeof(one)) == 0);
	}
	dx_buf_free(&text);
	dx_free(sheet.others);
	dx_free(again.others);
	dx_free(tree);
	return 0;
}
