/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_measure.c: units, whole weights, and what cannot be measured. Expected
 * values are worked out by hand.
 */
#include "check.h"
#include "tree/measure.h"
#include "tree/tree_make.h"
#include "tree/tree.h"

static dx_error err;

static dx_tree *
tree_of(const char *json)
{
	memset(&err, 0, sizeof(err));
	return dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
}

/* Why the tree is refused; "" if it is not. */
static const char *
refusal(const char *json)
{
	dx_tree *tree = tree_of(json);

	if (tree)
		dx_free(tree);
	return tree ? "" : err.message;
}

static bool
divides(const dx_measure *measure, uint64_t factor)
{
	dx_limb part[DX_WIDE_MAX];
	bool exact;

	CHECK(dx_wide_scale(part, measure->one, 1, (dx_int128) factor, &exact, measure->limbs));
	return exact;
}

static void
test_units(void)
{
	dx_tree *tree = tree_of("[{\"code\":\"\"},{\"code\":\"1\",\"max\":\"1/7\",\"rule\":\"linear(0, "
							"3)\"},{\"code\":\"2\",\"max\":2.5,\"rule\":\"checklist(11)\"},"
							"{\"code\":\"3\",\"max\":1e-12,\"rule\":\"choice(a:1/13, "
							"b:0.5)\"},{\"code\":\"4\",\"max\":1,\"rule\":\"curve(0:0, 17:1)\"}]");

	CHECK(tree != NULL);
	CHECK(tree->spans == 3 * 11 * 13 * 17);
	for (int limbs = 4; limbs <= 8; limbs += 4)
	{
		dx_measure *measure = dx_measure_new(tree, dx_tree_steps(tree), tree->n_nodes, tree->spans, limbs);

		CHECK(measure != NULL && measure->n == 5 && measure->limbs == limbs);
		CHECK(divides(measure, UINT64_C(1000000000000)) && divides(measure, 7 * 3 * 11 * 13 * 17));
		CHECK_SAME(dx_wide_quotient(measure->max + limbs, measure->one, limbs), 1.0 / 7);
		CHECK_SAME(dx_wide_quotient(measure->max, measure->one, limbs), 51000000000014.0 / 14000000000000.0);
		CHECK(dx_wide_bits(measure->one, limbs) >= 140);
		dx_free(measure);
	}
	dx_free(tree);
}

static void
test_weights(void)
{
	dx_tree *tree = tree_of(
		"[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":0.1},{\"code\":\"2\",\"weight\":\"1/3\"},"
		"{\"code\":\"3\",\"weight\":0},{\"code\":\"4\",\"weight\":20}]");
	dx_int128 weight[5] = {0};

	CHECK(tree != NULL);
	dx_measure_weights(dx_tree_steps(tree), 0, weight);
	CHECK(weight[1] == 3 && weight[2] == 10 && weight[4] == 600);
	dx_free(tree);

	CHECK_TEXT(
		refusal(
			"[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":1e15},{\"code\":\"2\",\"weight\":1e-16}]"),
		"");
	CHECK_TEXT(
		refusal(
			"[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":1e15},{\"code\":\"2\",\"weight\":1e-18}]"),
		"node \"\": weights of its children lie too far apart to be added up");
	CHECK_TEXT(refusal("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"weight\":1e-300},{\"code\":\"2\","
					   "\"weight\":2e-300}]"),
			   "");
	/* Of a sum they mean nothing. */
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"max\":1,\"weight\":1e15},{\"code\":\"2\",\"max\":1,\"weight\":1e-300}]"),
			   "");
}

static void
test_maxima(void)
{
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"max\":1e-13},{\"code\":\"2\",\"max\":1e-21}]"), "");
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"max\":1e-22}]"),
			   "maximum of \"1\" is 1e-22, which has more decimals than can be added up exactly");
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"max\":\"1/4294967291\"},{\"code\":\"2\",\"max\":\"1/4294967279\"}]"),
			   "node \"\" has children whose maxima have no common denominator");
	CHECK_TEXT(refusal("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"max\":\"1/"
					   "4294967291\"},{\"code\":\"2\",\"max\":\"1/4294967279\"}]"),
			   "node \"2\": its maximum has no common denominator with those before it");
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"method\":\"mean\",\"max\":1e-16},{\"code\":\"1.1\",\"method\":\"sum\"},{"
					   "\"code\":\"1.1.1\",\"max\":1e-20},"
					   "{\"code\":\"1.1.2\",\"max\":1e15,\"bonus\":true}]"),
			   "");
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"method\":\"mean\",\"max\":1e15},{\"code\":\"1.1\",\"method\":\"sum\"},{"
					   "\"code\":\"1.1.1\",\"max\":1e-6},"
					   "{\"code\":\"1.1.2\",\"max\":1e15,\"bonus\":true}]"),
			   "node \"1\": its bonuses or penalties are too large beside its maximum");
	/* Two wholes of parts whose denominators have none together: in whatever order they stand. */
	for (int order = 0; order < 24; order++)
	{
		static const char *const maxima[] = {"1/65537", "65536/65537", "1/65539", "65538/65539"};
		char json[300];
		int len = 0;
		int rest = order;
		bool used[4] = {false};

		for (int k = 0; k < 4; k++)
		{
			int nth = rest % (4 - k);
			int i = 0;

			rest /= 4 - k;
			for (; used[i] || nth-- > 0; i++)
				;
			used[i] = true;
			len += snprintf(json + len, sizeof(json) - (size_t) len, "%s{\"code\":\"%d\",\"max\":\"%s\"}",
							k ? "," : "[", k + 1, maxima[i]);
		}
		snprintf(json + len, sizeof(json) - (size_t) len, "]");
		CHECK_TEXT(refusal(json), "");
	}
	CHECK_SAME(dx_maximum_share((dx_maximum) {1, 3}, (dx_maximum) {7, 1}), 1.0 / 21);
}

/* Sums that skip, `levels` of them, each with a part of 30, a bonus or penalty of 10 and, beneath all, a part of 0.0005. */
static const char *
refusal_of_levels(int levels, const char *extra, const char *policy)
{
	static char json[20000];
	char code[100] = "";
	int len = snprintf(json, sizeof(json), "[{\"code\":\"\"}");

	for (int level = 1; level <= levels; level++)
	{
		len += snprintf(json + len, sizeof(json) - (size_t) len,
						",{\"code\":\"%s1\",\"method\":\"sum\",\"missing\":\"%s\"},{\"code\":\"%s1.2\",\"max\":30},"
						"{\"code\":\"%s1.3\",%s}",
						code, policy, code, code, extra);
		strcat(code, "1.");
	}
	snprintf(json + len, sizeof(json) - (size_t) len, ",{\"code\":\"%s1\",\"max\":0.0005}]", code);
	return refusal(json);
}

/* A bonus is reckoned beside the least maximum once, not anew at each level that scales it up with its node. */
static void
test_levels(void)
{
	CHECK_TEXT(refusal_of_levels(25, "\"max\":10,\"bonus\":true", "skip"), "");
	CHECK_TEXT(refusal_of_levels(25, "\"max\":-10", "skip"), "");
	CHECK_TEXT(refusal_of_levels(25, "\"max\":-1e12", "zero"), "");
	/* 10^14 by 0.0005, of 30. */
	CHECK_TEXT(refusal_of_levels(2, "\"max\":1e14,\"bonus\":true", "skip"), "");
	CHECK_TEXT(refusal_of_levels(2, "\"max\":1e15,\"bonus\":true", "skip"),
			   "node \"1\": its bonuses or penalties are too large beside its maximum");
	CHECK_TEXT(refusal_of_levels(2, "\"max\":-1e15", "skip"),
			   "node \"1\": its bonuses or penalties are too large beside its maximum");
	/* Nor does a floor leave them, or what has been written away of a maximum refuse what does. */
	CHECK_TEXT(refusal("[{\"code\":\"1\",\"missing\":\"skip\",\"max\":1000.0000009999},{\"code\":\"1.1\",\"floor\":0,"
					   "\"method\":\"sum\"},"
					   "{\"code\":\"1.1.1\",\"max\":1e-6},{\"code\":\"1.1.2\",\"max\":-1e15},{\"code\":\"1.2\",\"max\":"
					   "1000}]"),
			   "");
}

static void
test_spans(void)
{
	CHECK(dx_measure_join(1, 3000) == 3);
	CHECK(dx_measure_join(3, 7) == 21);
	CHECK(dx_measure_join(21, 9) == 63);
	CHECK(dx_measure_join(21, 0) == 21);
	CHECK(dx_measure_join(21, 1000) == 21);
	CHECK(dx_measure_join(21, ((dx_int128) 1 << 60) + 1) == 21);
	CHECK(dx_measure_join(UINT64_C(999999999989), 7) == UINT64_C(999999999989));
}

/* No tree has a mean with a penalty's maximum, but a programme that came as bytes may: it is measured all the same. */
static void
test_negative(void)
{
	dx_step steps[2] = {{.end = 2, .method = DX_METHOD_MEAN, .weight = 1, .weight_den = 1, .max_den = 73},
						{.end = 2,
						 .flags = DX_STEP_CRITERION | DX_STEP_COUNTED,
						 .weight = 1,
						 .weight_den = 1,
						 .max_den = 1,
						 .depth = 1}};
	dx_measure *measure;

	steps[0].max = dx_store_points(-(dx_points) DX_MAX_POINTS * DX_POINTS_ONE);
	steps[1].max = dx_store_points(DX_POINTS_ONE);
	CHECK(dx_steps_validate(steps, 2, 1, &err));
	for (int limbs = 4; limbs <= 8; limbs += 4)
	{
		measure = dx_measure_new(steps, steps, 2, 1, limbs);
		CHECK(measure != NULL);
		CHECK_SAME(dx_wide_quotient(measure->max, measure->one, limbs), -DX_MAX_POINTS / 73);
		dx_free(measure);
	}
}

int
main(void)
{
	test_units();
	test_weights();
	test_maxima();
	test_levels();
	test_spans();
	test_negative();
	CHECK_DONE("measure");
}
