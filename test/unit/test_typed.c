/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_typed.c: what people typed for a criterion: read by its rule, checked
 * as any result is, named in errors; and that the short way reads as the rule.
 */
#include "check.h"

#include "card/typed.h"
#include "tree/tree_make.h"

static const char tree_json[] =
	"[{\"code\":\"\"},{\"code\":\"1\",\"max\":10,\"rule\":\"percent\"},{\"code\":\"2\",\"max\":5,\"rule\":\"yesno\"},"
	"{\"code\":\"3\",\"max\":20,\"rule\":\"choice(Tốt:1, 1:0.5)\"},{\"code\":\"4\",\"max\":30,\"rule\":\"points\"},"
	"{\"code\":\"5\",\"max\":15},{\"code\":\"6\",\"rule\":\"unscored\"},{\"code\":\"7\",\"max\":-4,\"rule\":\"ratio\"},"
	"{\"code\":\"8\",\"max\":7,\"rule\":\"steps(1:1/3, >2:1)\"},{\"code\":\"9\",\"max\":7,\"rule\":\"checklist(7)\"},"
	"{\"code\":\"10\",\"max\":7,\"rule\":\"curve(0%:0, 100%:1)\"}]";

static dx_tree *tree;
static double value;
static dx_error err;

static bool
reads(uint32_t node, uint8_t state, const char *typed, double want)
{
	value = NAN;
	return dx_typed_text(tree, node, state, (dx_str) {typed, strlen(typed)}, &value, &err) && value == want &&
		(value != 0 || !signbit(value));
}

/* Is it refused with this kind of error, the criterion and the text in the message? */
static bool
refuses(uint32_t node, uint8_t state, const char *typed, dx_error_kind kind, const char *message)
{
	if (dx_typed_text(tree, node, state, (dx_str) {typed, strlen(typed)}, &value, &err))
		return false;
	if (strcmp(err.message, message) != 0)
		printf("%s\n", err.message);
	return err.kind == kind && strcmp(err.message, message) == 0;
}

static void
test_texts(void)
{
	CHECK(reads(1, DX_RESULT_VALUE, " 87,5% ", 87.5));
	CHECK(reads(1, DX_RESULT_VALUE, "-0", 0));
	CHECK(reads(2, DX_RESULT_VALUE, "có", 1));
	CHECK(reads(3, DX_RESULT_VALUE, "tốt", 1));
	CHECK(reads(3, DX_RESULT_VALUE, "1", 2));
	CHECK(reads(4, DX_RESULT_VALUE, "12,25", 12.25));
	CHECK(reads(6, DX_RESULT_VALUE, "1e3", 1000));
	CHECK(reads(5, DX_RESULT_POINTS, "12,25", 12.25));
	CHECK(reads(3, DX_RESULT_POINTS, "1", 1));
	CHECK(reads(7, DX_RESULT_POINTS, "-2,5", -2.5));
	CHECK(refuses(1, DX_RESULT_VALUE, "101", DX_ERR_RANGE,
				  "criterion \"1\": answer \"101\": result 101 is outside what the rule allows"));
	CHECK(refuses(3, DX_RESULT_VALUE, "Kém", DX_ERR_TEXT,
				  "criterion \"3\": cannot read the answer \"Kém\": it is none of the choices"));
	CHECK(refuses(4, DX_RESULT_VALUE, "31,0", DX_ERR_RANGE,
				  "criterion \"4\": answer \"31,0\": result 31 is outside what the rule allows"));
	CHECK(refuses(5, DX_RESULT_VALUE, " 4", DX_ERR_PARAM,
				  "criterion \"5\" has no rule, so the answer \"4\" cannot be scored"));
	CHECK(
		refuses(5, DX_RESULT_POINTS, "16", DX_ERR_RANGE, "answer \"16\": criterion \"5\" cannot be awarded 16 points"));
	CHECK(refuses(6, DX_RESULT_POINTS, "1", DX_ERR_PARAM,
				  "answer \"1\": criterion \"6\" is unscored, so no points can be awarded"));
	CHECK(refuses(7, DX_RESULT_POINTS, "50%", DX_ERR_TEXT,
				  "criterion \"7\": cannot read the answer \"50%\": \"%\" has no meaning under this rule"));
}

static void
test_long(void)
{
	static char text[DX_ANSWER_MAX_TEXT + 2];

	memset(text, '0', sizeof(text) - 1);
	CHECK(!dx_typed_text(tree, 1, DX_RESULT_VALUE, (dx_str) {text, DX_ANSWER_MAX_TEXT + 1}, &value, &err) &&
		  err.kind == DX_ERR_LIMIT);
	CHECK(dx_typed_text(tree, 1, DX_RESULT_VALUE, (dx_str) {text, DX_ANSWER_MAX_TEXT}, &value, &err) && value == 0);
}

static void
test_booleans(void)
{
	CHECK(dx_typed_boolean(tree, 2, DX_RESULT_VALUE, true, &value, &err) && value == 1);
	CHECK(dx_typed_boolean(tree, 2, DX_RESULT_VALUE, false, &value, &err) && value == 0);
	CHECK(!dx_typed_boolean(tree, 2, DX_RESULT_POINTS, true, &value, &err) &&
		  strcmp(err.message, "criterion \"2\" cannot be awarded true as points") == 0);
	for (uint32_t node = 1; node < tree->n_nodes; node++)
		if (node != 2)
			CHECK(!dx_typed_boolean(tree, node, DX_RESULT_VALUE, false, &value, &err) && err.kind == DX_ERR_PARAM &&
				  strstr(err.message, "cannot be answered with false") && err.detail[0] != '\0');
}

/* Every text of up to four characters of these, and longer ones: what the short way reads, the rules read alike. */
static void
test_short_way(void)
{
	static const char letters[] = "0189.,-% ";
	char text[16];
	uint32_t q;
	int taken = 0;

	for (int i = 0; i < 9 * 9 * 9 * 9 * 9; i++)
	{
		size_t len = 0;

		for (int rest = i; rest > 0; rest /= 9)
			text[len++] = letters[rest % 9];
		for (int tail = 0; tail < 3; tail++)
		{
			dx_str str = {text, len + (size_t) tail};

			memcpy(text + len, "55", 2);
			if (!dx_typed_hundredths(str, &q))
				continue;
			taken++;
			if (!dx_typed_text(tree, 6, DX_RESULT_VALUE, str, &value, &err) || value != dx_from_hundredths(q))
				CHECK(!"the short way reads another number");
			/* And under rules that do not take every number, where they take it. */
			for (uint32_t node = 1; node < tree->n_nodes; node++)
				if (node != 3 && node != 5 && dx_typed_text(tree, node, DX_RESULT_VALUE, str, &value, &err) &&
					value != dx_from_hundredths(q))
					CHECK(!"another number under another rule");
		}
	}
	CHECK(taken > 3000);
	CHECK(dx_typed_hundredths(DX_STR("99999,99"), &q) && q == 9999999);
	CHECK(!dx_typed_hundredths(DX_STR("100000"), &q));
	CHECK(!dx_typed_hundredths(DX_STR("1,234"), &q));
	CHECK(!dx_typed_hundredths(DX_STR(""), &q));
	CHECK(!dx_typed_hundredths(DX_STR(","), &q));
	CHECK(!dx_typed_hundredths(DX_STR("5."), &q));
}

int
main(void)
{
	tree = dx_tree_from_json((dx_str) {tree_json, strlen(tree_json)}, &err);
	CHECK(tree != NULL);
	test_texts();
	test_long();
	test_booleans();
	test_short_way();
	CHECK_DONE("typed");
}
