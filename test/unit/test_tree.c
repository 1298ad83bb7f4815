/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_tree.c: building index trees: any order of rows, implied ancestors,
 * text and back, lookup, options, maxima, limits, editing, differences.
 */
#include "check.h"
#include "tree/tree_make.h"

static uint64_t seed = 20260101;

static uint32_t
below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t) ((seed >> 33) % n);
}

static dx_tree *
from_json(const char *text, dx_error *err)
{
	return dx_tree_from_json((dx_str) {text, strlen(text)}, err);
}

static bool
same(const dx_tree *a, const dx_tree *b)
{
	return a && b && a->size == b->size && memcmp(a, b, a->size) == 0;
}

/* Text of a tree; the caller frees. */
static char *
text_of(const dx_tree *tree)
{
	dx_buf out;

	dx_buf_init(&out);
	dx_tree_to_json(tree, &out);
	return out.data;
}

static dx_key
key_of(const char *code, uint8_t *buf)
{
	dx_key key = {buf, 0};
	dx_error err = {0};

	if (!dx_code_encode((dx_str) {code, strlen(code)}, buf, &key, &err))
		printf("%s: %s\n", code, err.message);
	return key;
}

static uint32_t
find(const dx_tree *tree, const char *code)
{
	uint8_t buf[DX_CODE_MAX_KEY];

	return dx_tree_find(tree, key_of(code, buf));
}

static const dx_step *
step_of(const dx_tree *tree, const char *code)
{
	uint32_t node = find(tree, code);

	return &dx_tree_steps(tree)[node == DX_NO_NODE ? 0 : node];
}

static double
max_of(const dx_tree *tree, const char *code)
{
	return dx_maximum_to_double(dx_step_maximum(step_of(tree, code)));
}

/* ---------------- random node sets ---------------- */

#define MAX 300

typedef struct node_set
{
	int n;
	char codes[MAX][80];
	uint8_t keys[MAX][DX_CODE_MAX_KEY];
	char names[MAX][24];
	dx_node_spec specs[MAX];
} node_set;

static bool
is_under(const char *code, const char *ancestor)
{
	size_t n = strlen(ancestor);

	return n == 0 || (strncmp(code, ancestor, n) == 0 && (code[n] == '\0' || code[n] == '.'));
}

/* Codes of mixed labels and depths, no two alike; rules and options where they may stand. */
static void
make_set(node_set *set)
{
	static const char *const labels[] = {"1", "2", "10", "01", "I", "IX", "a", "B", "đ", "x-1"};
	static const char *const rules[] = {"",		   "percent", "points", "steps(1:1/3, >2:1)", "choice('a b':0.5, c:1)",
										"unscored"};
	int want = 1 + (int) below(below(4) ? 20 : MAX - 1);

	set->n = 0;
	for (int tries = 0; tries < 4 * want && set->n < want; tries++)
	{
		char *code = set->codes[set->n];
		int depth = (int) below(6);
		size_t len = 0;
		bool fresh = true;

		code[0] = '\0';
		for (int d = 0; d < depth; d++)
			len += (size_t) snprintf(code + len, 80 - len, "%s%s", d ? "." : "", labels[below(10)]);
		for (int i = 0; i < set->n; i++)
			fresh = fresh && strcmp(set->codes[i], code) != 0;
		set->n += fresh;
	}
	for (int i = 0; i < set->n; i++)
	{
		dx_node_spec *spec = &set->specs[i];
		bool leaf = true;

		for (int j = 0; j < set->n; j++)
			leaf = leaf && (i == j || !is_under(set->codes[j], set->codes[i]));
		*spec = dx_node_spec_default(key_of(set->codes[i], set->keys[i]));
		snprintf(set->names[i], sizeof(set->names[i]), "n%d \"\\\n", i);
		if (below(3))
			spec->name = (dx_str) {set->names[i], strlen(set->names[i])};
		if (below(5) == 0)
			spec->guide = spec->number = spec->kind = DX_STR("Điểm");
		spec->weight = below(4) ? 1 : below(4) * 0.25;
		if (leaf)
		{
			const char *rule = rules[below(6)];

			spec->rule = (dx_str) {rule, strlen(rule)};
			spec->has_max = true;
			spec->max = strcmp(rule, "unscored") == 0 ? 0 : below(1000) / 10.0;
		}
		else if (below(3) == 0)
		{
			/* Every ancestor stays a sum or a mean, so that maxima fit whatever comes. */
			spec->stated = DX_STATED_METHOD | (below(2) ? DX_STATED_MISSING : 0) | (below(2) ? DX_STATED_COUNT : 0);
			spec->method = (uint8_t) below(DX_METHODS);
			spec->power = spec->method == DX_METHOD_POWER ? -1.5 : spec->method == DX_METHOD_BEST ? 1 + below(2) : 0;
			spec->missing = (spec->stated & DX_STATED_MISSING) ? (uint8_t) below(3) : 0;
			spec->min_count = (spec->stated & DX_STATED_COUNT) ? below(4) : 0;
		}
		if (strlen(set->codes[i]) == 0 && below(2))
			spec->decimals = (uint8_t) below(13);
		else if (strlen(set->codes[i]) == 0 && below(2))
			spec->round_to = (1 + below(9)) * DX_POINTS_ONE / 4;
	}
}

static void
shuffle(dx_node_spec *specs, int n)
{
	for (int i = n - 1; i > 0; i--)
	{
		uint32_t j = below((uint32_t) i + 1);
		dx_node_spec swap = specs[i];

		specs[i] = specs[j];
		specs[j] = swap;
	}
}

/* What the tree says of places, against the text of the codes. */
static void
check_places(const dx_tree *tree, const node_set *set)
{
	const dx_step *steps = dx_tree_steps(tree);
	static char codes[6 * MAX][DX_CODE_MAX_TEXT + 8];
	uint32_t criteria = 0;
	dx_error err = {0};

	CHECK(dx_steps_validate(steps, tree->n_nodes, tree->n_criteria, &err));
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		dx_code_decode(dx_tree_key(tree, i), codes[i]);
		CHECK(i == 0 || dx_key_cmp(dx_tree_key(tree, i - 1), dx_tree_key(tree, i)) < 0);
		CHECK(dx_tree_find(tree, dx_tree_key(tree, i)) == i);
	}
	CHECK(codes[0][0] == '\0');
	for (uint32_t i = 0; i < tree->n_nodes; i++)
	{
		const char *dot = strrchr(codes[i], '.');
		size_t parent_len = dot ? (size_t) (dot - codes[i]) : 0;
		uint32_t inside = 0;
		uint32_t criteria_inside = 0;
		bool given = false;
		bool needed = i == 0;

		CHECK(steps[i].parent < i || i == 0);
		CHECK(strlen(codes[steps[i].parent]) == parent_len &&
			  strncmp(codes[i], codes[steps[i].parent], parent_len) == 0);
		for (uint32_t j = 0; j < tree->n_nodes; j++)
			if (is_under(codes[j], codes[i]))
			{
				inside++;
				criteria_inside += dx_tree_is_criterion(tree, j);
				CHECK(j >= i && j < steps[i].end);
			}
		CHECK(inside == steps[i].end - i);
		CHECK(criteria_inside == dx_tree_nodes(tree)[i].n_criteria);
		CHECK(dx_tree_is_criterion(tree, i) == (inside == 1));
		CHECK(steps[i].criterion == criteria);
		if (dx_tree_is_criterion(tree, i))
			CHECK(dx_tree_criteria(tree)[criteria++] == i);
		for (int j = 0; j < set->n; j++)
		{
			given = given || strcmp(set->codes[j], codes[i]) == 0;
			needed = needed || is_under(set->codes[j], codes[i]);
		}
		/* Nobody is there whom nobody listed or needs, and the implied have no name. */
		CHECK(needed);
		CHECK(given || (dx_tree_nodes(tree)[i].name.len == 0 && steps[i].weight == 1));
	}
	CHECK(criteria == tree->n_criteria);
	for (int j = 0; j < set->n; j++)
	{
		uint32_t node = dx_tree_find(tree, set->specs[j].key);

		CHECK(node != DX_NO_NODE &&
			  dx_str_equal(dx_tree_str(tree, dx_tree_nodes(tree)[node].name), set->specs[j].name));
	}
}

/* Codes that are not there are not found. */
static void
check_absent(const dx_tree *tree)
{
	static const char *const others[] = {"3", "1.1.1.1.1.1.1", "001", "i", "A", "d", "x-2", "1.a.Z", "II"};

	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		CHECK(find(tree, others[k]) == DX_NO_NODE);
}

static void
test_random(void)
{
	static node_set set;
	int built = 0;

	for (int round = 0; round < 400; round++)
	{
		dx_error err = {0};
		dx_tree *tree;
		dx_tree *other;
		dx_specs specs;
		char *text;

		make_set(&set);
		tree = dx_tree_build(set.specs, (size_t) set.n, &err);
		if (tree == NULL)
		{
			/* What only some methods allow. */
			bool expected = strstr(err.message, ", which the method m") ||
				strstr(err.message, " above it takes none") || strstr(err.message, "than its method best(");

			if (!expected)
				printf("round %d: %s\n", round, err.message);
			CHECK(expected);
			continue;
		}
		built++;
		if (round < 100)
			check_places(tree, &set);
		check_absent(tree);

		shuffle(set.specs, set.n);
		other = dx_tree_build(set.specs, (size_t) set.n, &err);
		CHECK(same(tree, other));
		dx_free(other);

		text = text_of(tree);
		other = from_json(text, &err);
		if (other == NULL)
			printf("round %d: %s\n%s\n", round, err.message, text);
		CHECK(same(tree, other));
		if (other)
			dx_free(other);
		dx_free(text);

		specs = dx_tree_specs(tree);
		other = dx_tree_build(specs.specs, specs.n, &err);
		CHECK(same(tree, other));
		dx_free(other);
		dx_specs_free(&specs);

		/* A part: its criteria with their maxima, the same below the node. */
		{
			uint32_t node = below(tree->n_nodes);
			dx_tree *part = dx_tree_subtree(tree, node, &err);
			char a[DX_CODE_MAX_TEXT + 8];
			char b[DX_CODE_MAX_TEXT + 8];

			CHECK(part != NULL);
			if (part)
			{
				uint32_t at = dx_tree_find(part, dx_tree_key(tree, node));
				const dx_step *was = &dx_tree_steps(tree)[node];

				CHECK(part->n_criteria == dx_tree_nodes(tree)[node].n_criteria);
				CHECK(at != DX_NO_NODE && part->n_nodes - at == was->end - node);
				for (uint32_t i = node; at != DX_NO_NODE && i < was->end; i++)
				{
					const dx_step *x = &dx_tree_steps(tree)[i];
					const dx_step *y = &dx_tree_steps(part)[at + i - node];

					CHECK_TEXT(dx_tree_code_text(part, at + i - node, a), dx_tree_code_text(tree, i, b));
					CHECK(dx_load_points(x->max) == dx_load_points(y->max));
					CHECK(x->method == y->method && x->power == y->power && x->missing == y->missing &&
						  x->min_count == y->min_count && x->min_coverage == y->min_coverage &&
						  x->coverage_num == y->coverage_num && x->weight == y->weight);
				}
				dx_free(part);
			}
		}
		dx_free(tree);
	}
	CHECK(built > 250);
}

/* ---------------- options ---------------- */

static void
test_inheritance(void)
{
	dx_error err = {0};
	dx_tree *t = from_json("["
						   "{\"method\": \"power(-0.5)\", \"missing\": \"strict\", \"min_coverage\": \"2/3\", "
						   "\"min_count\": 2, \"decimals\": 3},"
						   "{\"code\": \"1\", \"method\": \"sum\"},"
						   "{\"code\": \"1.1\", \"missing\": \"skip\", \"min_count\": 0},"
						   "{\"code\": \"1.1.1\", \"max\": 3}, {\"code\": \"1.2\", \"max\": 4},"
						   "{\"code\": \"2\", \"min_coverage\": 0.5}, {\"code\": \"2.1.1\"}, {\"code\": \"2.1.2\", "
						   "\"max\": 7, \"method\": \"median\"}]",
						   &err);
	char buf[64];

	CHECK(t != NULL);
	if (t == NULL)
	{
		printf("%s\n", err.message);
		return;
	}
	CHECK(t->n_nodes == 9 && t->n_criteria == 4 && t->decimals == 3);
	CHECK_TEXT(dx_method_text(step_of(t, ""), buf), "power(-0.5)");
	CHECK(step_of(t, "")->missing == DX_MISSING_STRICT && step_of(t, "")->min_count == 2);
	CHECK(step_of(t, "")->coverage_num == 2 && step_of(t, "")->coverage_den == 3);
	CHECK_TEXT(dx_method_text(step_of(t, "1"), buf), "sum");
	CHECK(step_of(t, "1")->power == 0 && step_of(t, "1")->missing == DX_MISSING_STRICT &&
		  step_of(t, "1")->min_count == 2);
	/* the method of 1, not of the root; options one by one */
	CHECK_TEXT(dx_method_text(step_of(t, "1.1"), buf), "sum");
	CHECK(step_of(t, "1.1")->missing == DX_MISSING_SKIP && step_of(t, "1.1")->min_count == 0 &&
		  step_of(t, "1.1")->coverage_den == 3);
	/* a number replaces a fraction, also below, through an implied node */
	CHECK_TEXT(dx_method_text(step_of(t, "2.1"), buf), "power(-0.5)");
	CHECK(step_of(t, "2.1")->coverage_den == 0 && step_of(t, "2.1")->min_coverage == 0.5 &&
		  step_of(t, "2.1")->min_count == 2);
	/* weight is not inherited, nor anything by criteria; theirs are kept */
	CHECK(step_of(t, "2.1.1")->method == DX_METHOD_SUM && step_of(t, "2.1.1")->min_count == 0 &&
		  step_of(t, "2.1.1")->missing == DX_MISSING_ZERO);
	CHECK(step_of(t, "2.1.2")->method == DX_METHOD_MEDIAN);
	CHECK(max_of(t, "") == 100 && max_of(t, "1") == 7 && max_of(t, "1.1") == 3 && max_of(t, "2") == 100 &&
		  max_of(t, "2.1") == 100 && max_of(t, "2.1.1") == 100 && max_of(t, "2.1.2") == 7);
	dx_free(t);

	/* unless told otherwise: sums count missing as 0, means leave it out */
	t = from_json(
		"[{\"code\": \"1\", \"method\": \"mean\"}, {\"code\": \"1.1\"}, {\"code\": \"1.2\", \"method\": \"sum\"},"
		"{\"code\": \"1.2.1\", \"max\": 1}]",
		&err);
	CHECK(t != NULL);
	if (t)
	{
		CHECK(step_of(t, "")->missing == DX_MISSING_ZERO && step_of(t, "1")->missing == DX_MISSING_SKIP &&
			  step_of(t, "1.2")->missing == DX_MISSING_ZERO);
		/* decimal: sums, and children of sums; counted: criteria with a maximum or a weight */
		CHECK(step_of(t, "")->flags == DX_STEP_DECIMAL && step_of(t, "1")->flags == DX_STEP_DECIMAL);
		CHECK(step_of(t, "1.1")->flags == (DX_STEP_CRITERION | DX_STEP_COUNTED));
		CHECK(step_of(t, "1.2")->flags == DX_STEP_DECIMAL);
		CHECK(step_of(t, "1.2.1")->flags == (DX_STEP_CRITERION | DX_STEP_COUNTED | DX_STEP_DECIMAL));
		dx_free(t);
	}
}

/* Every method and option, in their spellings. */
static void
test_option_texts(void)
{
	static const char *const methods[][2] = {
		{"sum", "sum"},
		{"mean", "mean"},
		{"geomean", "geomean"},
		{"harmean", "harmean"},
		{"median", "median"},
		{"min", "min"},
		{"max", "max"},
		{"mpi_down", "mpi_down"},
		{"mpi_up", "mpi_up"},
		{" mean ", "mean"},
		{"power(2)", "power(2)"},
		{"power( -1.50 )", "power(-1.5)"},
		{"power(1e3)", "power(1000)"},
		{"power(-0)", "power(0)"},
		{"power(.5)", "power(0.5)"},
		{"power(1e-300)", "power(1e-300)"},
		{"power(1001)", NULL},
		{"power(-1000.5)", NULL},
		{"power()", NULL},
		{"power(nan)", NULL},
		{"power(0x1)", NULL},
		{"power(inf)", NULL},
		{"power(2", NULL},
		{"power(2)3", NULL},
		{"power (2)", NULL},
		{"Mean", NULL},
		{"", NULL},
		{"avg", NULL},
	};
	static const char *const coverages[][2] = {
		{"0.5", "0.5"},
		{"\"0.5\"", "0.5"},
		{"1", "1"},
		{"0", "0"},
		{"-0", "0"},
		{"\"2/3\"", "\"2/3\""},
		{"\" 2 / 3 \"", "\"2/3\""},
		{"\"0/3\"", "\"0/3\""},
		{"\"3/3\"", "\"3/3\""},
		{"1.01", NULL},
		{"-0.1", NULL},
		{"\"3/2\"", NULL},
		{"\"1/0\"", NULL},
		{"\"-1/2\"", NULL},
		{"\"1/2/3\"", NULL},
		{"\"1.5/2\"", NULL},
		{"\"50%\"", NULL},
		{"\"/\"", NULL},
		{"\"\"", NULL},
		{"true", NULL},
		{"[]", NULL},
		{"\"1/2000000000\"", NULL},
	};
	static const char *const others[][2] = {
		{"\"min_count\": 2", "\"min_count\": 2"},
		{"\"min_count\": 65535", "\"min_count\": 65535"},
		{"\"min_count\": 2.0", "\"min_count\": 2"},
		{"\"min_count\": 2.5", NULL},
		{"\"min_count\": -1", NULL},
		{"\"min_count\": 65536", NULL},
		{"\"min_count\": \"2\"", NULL},
		{"\"weight\": 2.50", "\"weight\": 2.5"},
		{"\"weight\": -0", "\"weight\": 0"},
		{"\"weight\": 1e15", "\"weight\": 1000000000000000"},
		{"\"weight\": -1", NULL},
		{"\"weight\": 1.1e15", NULL},
		{"\"weight\": \"2/6\"", "\"weight\": \"1/3\""},
		{"\"weight\": \"4/2\"", "\"weight\": 2"},
		{"\"weight\": \"1/0\"", NULL},
		{"\"weight\": \"1/x\"", NULL},
		{"\"weight\": true", NULL},
		{"\"decimals\": 12", "\"decimals\": 12"},
		{"\"decimals\": 0", "\"decimals\": 0"},
		{"\"decimals\": 13", NULL},
		{"\"decimals\": -1", NULL},
		{"\"round_to\": 0.25", "\"round_to\": 0.25"},
		{"\"round_to\": \"1/4\"", "\"round_to\": 0.25"},
		{"\"round_to\": 1000000", "\"round_to\": 1000000"},
		{"\"round_to\": 0.000000000001", "\"round_to\": 0.000000000001"},
		{"\"round_to\": null", "\"max\": 5}"},
		{"\"round_to\": 1000000.5", NULL},
		{"\"round_to\": 0.0000000000001", NULL},
		{"\"round_to\": \"1/3\"", NULL},
		{"\"round_to\": 0", NULL},
		{"\"round_to\": -0.5", NULL},
		{"\"round_to\": true", NULL},
		{"\"bonus\": 1", NULL},
		{"\"bonus\": \"true\"", NULL},
		{"\"missing\": \"Zero\"", NULL},
		{"\"missing\": 0", NULL},
		{"\"missing\": \"strict\"", "\"missing\": \"strict\""},
		{"\"name\": {}", NULL},
		{"\"kind\": []", NULL},
		{"\"guide\": true", NULL},
		{"\"name\": 12.50", "\"name\": \"12.50\""},
		{"\"number\": 7", "\"number\": \"7\""},
		{"\"rule\": 7", NULL},
		{"\"rule\": \" \"", "\"max\": 5}"},
		{"\"max\": 5", NULL},
		{"\"Max\": 5", NULL},
		{"\"min_points\": 5", NULL},
		{"\"weight\": null, \"method\": null, \"missing\": null, \"min_coverage\": null, \"min_count\": null, "
		 "\"bonus\": null, \"decimals\": null, \"name\": null, \"kind\": null",
		 "[{\"code\": \"\", \"max\": 5}]"},
	};
	char text[600];

	for (size_t k = 0; k < sizeof(methods) / sizeof(methods[0]) + sizeof(coverages) / sizeof(coverages[0]) +
			 sizeof(others) / sizeof(others[0]);
		 k++)
	{
		dx_error err = {0};
		const char *given;
		const char *want;
		char wanted[300];
		dx_tree *t;

		if (k < sizeof(methods) / sizeof(methods[0]))
		{
			given = methods[k][0];
			want = methods[k][1];
			snprintf(text, sizeof(text), "[{\"max\": 5, \"method\": \"%s\"}]", given);
			snprintf(wanted, sizeof(wanted), "\"method\": \"%s\"}]", want ? want : "");
		}
		else if (k < sizeof(methods) / sizeof(methods[0]) + sizeof(coverages) / sizeof(coverages[0]))
		{
			given = coverages[k - sizeof(methods) / sizeof(methods[0])][0];
			want = coverages[k - sizeof(methods) / sizeof(methods[0])][1];
			snprintf(text, sizeof(text), "[{\"max\": 5, \"min_coverage\": %s}]", given);
			snprintf(wanted, sizeof(wanted), "\"min_coverage\": %s}]", want ? want : "");
		}
		else
		{
			given = others[k - sizeof(methods) / sizeof(methods[0]) - sizeof(coverages) / sizeof(coverages[0])][0];
			want = others[k - sizeof(methods) / sizeof(methods[0]) - sizeof(coverages) / sizeof(coverages[0])][1];
			snprintf(text, sizeof(text), "[{\"max\": 5, %s}]", given);
			snprintf(wanted, sizeof(wanted), "%s", want ? want : "");
		}
		t = from_json(text, &err);
		if ((t != NULL) != (want != NULL))
			printf("%s: %s\n", given, t ? "built" : err.message);
		CHECK((t != NULL) == (want != NULL));
		if (t)
		{
			char *printed = text_of(t);
			dx_tree *again = from_json(printed, &err);

			if (want && strstr(printed, wanted) == NULL)
				printf("%s: %s\n", given, printed);
			CHECK(want == NULL || strstr(printed, wanted) != NULL);
			CHECK(same(t, again));
			dx_free(again);
			dx_free(printed);
			dx_free(t);
		}
		else
			/* the mistake is in the text, and it says where */
			CHECK((err.kind == DX_ERR_PARAM || err.kind == DX_ERR_TEXT) && err.position > 1);
	}
}

/* ---------------- maxima ---------------- */

static void
test_maxima(void)
{
	dx_error err = {0};
	dx_tree *t;
	dx_tree *again;
	char *text;

	/* Thanh Hóa: written parts, written total */
	t = from_json("[{\"max\": 270}, {\"code\": \"1\", \"max\": 160}, {\"code\": \"2\", \"max\": 75}, {\"code\": \"3\", "
				  "\"max\": 35}]",
				  &err);
	CHECK(t && max_of(t, "") == 270);
	dx_free(t);
	t = from_json("[{\"max\": 0.3}, {\"code\": \"1\", \"max\": 0.1}, {\"code\": \"2\", \"max\": 0.2}]", &err);
	CHECK(t && max_of(t, "") == 0.3);
	dx_free(t);
	t = from_json("[{\"max\": 270}, {\"code\": \"1\", \"max\": 160}, {\"code\": \"2\", \"max\": 75}, {\"code\": \"3\", "
				  "\"max\": 30},"
				  "{\"code\": \"4\", \"max\": 5, \"bonus\": true}, {\"code\": \"5\", \"max\": -5}]",
				  &err);
	CHECK(t == NULL && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "maximum of \"\" is 270, but its children add up to 265");
	CHECK_TEXT(
		err.detail,
		"Children: \"1\" 160, \"2\" 75, \"3\" 30, \"4\" 5 (bonus, not counted), \"5\" -5 (penalty, not counted).");

	/* more digits than a double has: still the same tree from its own text */
	t = from_json("[{\"code\": \"1.1\", \"max\": 100000000000000}, {\"code\": \"1.2\", \"max\": 0.001}, {\"code\": "
				  "\"2\", \"max\": 1e-12}]",
				  &err);
	CHECK(t != NULL);
	if (t)
	{
		text = text_of(t);
		CHECK(strstr(text, "\"max\": 100000000000000.001000000001}") != NULL);
		again = from_json(text, &err);
		CHECK(same(t, again));
		if (again)
			dx_free(again);
		again = dx_tree_subtree(t, 1, &err);
		CHECK(again && max_of(again, "1.1") == 1e14);
		if (again)
			dx_free(again);
		dx_free(text);
		dx_free(t);
	}
	/* of a criterion too, whether the digits were written as text or as a number */
	t = from_json("[{\"code\": \"1\", \"max\": \"1000000000000363.33333333/10\"}]", &err);
	again = from_json("[{\"code\": \"1\", \"max\": 100000000000036.333333333}]", &err);
	CHECK(t != NULL && again != NULL && same(t, again));
	if (t)
	{
		text = text_of(t);
		CHECK(strstr(text, "\"max\": 100000000000036.333333333}") != NULL);
		if (again)
			dx_free(again);
		again = from_json(text, &err);
		CHECK(same(t, again));
		dx_free(text);
		dx_free(t);
	}
	if (again)
		dx_free(again);
	/* the sum of legal maxima must be a legal maximum */
	t = from_json("[{\"code\": \"1\", \"max\": 6e14}, {\"code\": \"2\", \"max\": 6e14}]", &err);
	CHECK(t == NULL && err.kind == DX_ERR_RANGE);
	CHECK_TEXT(err.message, "node \"\" has children that add up to more than 1e15");
	t = from_json("[{\"code\": \"1\", \"max\": 5e14}, {\"code\": \"2\", \"max\": 5e14}]", &err);
	CHECK(t && max_of(t, "") == 1e15);
	dx_free(t);

	/* a list of many children ends in words */
	{
		char long_text[8000];
		size_t n = (size_t) snprintf(long_text, sizeof(long_text), "[{\"max\": 1}");

		for (int i = 1; i <= 200; i++)
			n += (size_t) snprintf(long_text + n, sizeof(long_text) - n, ", {\"code\": \"%d\", \"max\": 10}", i);
		snprintf(long_text + n, sizeof(long_text) - n, "]");
		t = from_json(long_text, &err);
		CHECK(t == NULL);
		CHECK_TEXT(err.message, "maximum of \"\" is 1, but its children add up to 2000");
		CHECK(strstr(err.detail, "10, and more.") != NULL);
	}
	/* from code, not text: NaN and infinity */
	for (int k = 0; k < 3; k++)
	{
		dx_node_spec spec = dx_node_spec_default((dx_key) {NULL, 0});

		spec.has_max = true;
		spec.max = k == 0 ? NAN : k == 1 ? INFINITY : -2e15;
		t = dx_tree_build(&spec, 1, &err);
		CHECK(t == NULL && err.kind == DX_ERR_RANGE);
		CHECK_TEXT(err.message,
				   k == 0		? "maximum of \"\" is NaN, which is not between -1e15 and 1e15"
					   : k == 1 ? "maximum of \"\" is Infinity, which is not between -1e15 and 1e15"
								: "maximum of \"\" is -2e+15, which is not between -1e15 and 1e15");
	}
}

/* ---------------- limits ---------------- */

static void
test_limits(void)
{
	dx_error err = {0};
	size_t n = DX_TREE_MAX_NODES;
	dx_node_spec *specs = malloc((n + 1) * sizeof(*specs));
	uint8_t(*keys)[16] = malloc((n + 1) * sizeof(*keys));
	dx_tree *t;
	char deep[3 * DX_CODE_MAX_LABELS];
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_node_spec one[2];
	char *text;

	/* the root and 65,534 below it; then one more; then as many without the root */
	specs[0] = dx_node_spec_default((dx_key) {NULL, 0});
	for (size_t i = 1; i <= n; i++)
	{
		char code[16];
		uint8_t full[DX_CODE_MAX_KEY];
		dx_key key;

		snprintf(code, sizeof(code), "%zu", n + 1 - i);
		key = key_of(code, full);
		memcpy(keys[i], key.ptr, key.len);
		specs[i] = dx_node_spec_default((dx_key) {keys[i], key.len});
		specs[i].has_max = true;
		specs[i].max = 1;
	}
	t = dx_tree_build(specs, n, &err);
	CHECK(t && t->n_nodes == n && t->n_criteria == n - 1 && max_of(t, "") == (double) n - 1);
	if (t)
	{
		CHECK(dx_steps_validate(dx_tree_steps(t), t->n_nodes, t->n_criteria, &err));
		for (uint32_t i = 0; i < t->n_nodes; i++)
			CHECK(dx_tree_find(t, dx_tree_key(t, i)) == i);
		CHECK(find(t, "65535") == 65534 && find(t, "2") == 1 && find(t, "1") == DX_NO_NODE);
		dx_free(t);
	}
	t = dx_tree_build(specs, n + 1, &err);
	CHECK(t == NULL && err.kind == DX_ERR_LIMIT);
	CHECK_TEXT(err.message, "index tree has more than 65535 nodes");
	err.message[0] = '\0';
	t = dx_tree_build(specs + 1, n, &err);
	CHECK(t == NULL && err.kind == DX_ERR_LIMIT);
	CHECK_TEXT(err.message, "index tree has more than 65535 nodes");
	free(keys);
	free(specs);

	/* 32 labels deep: 33 nodes from one row */
	for (int i = 0; i < DX_CODE_MAX_LABELS; i++)
		memcpy(deep + 2 * i, "1.", 2);
	deep[2 * DX_CODE_MAX_LABELS - 1] = '\0';
	one[0] = dx_node_spec_default(key_of(deep, buf));
	one[0].has_max = true;
	one[0].max = 7;
	t = dx_tree_build(one, 1, &err);
	CHECK(t && t->n_nodes == 33 && t->n_criteria == 1 && dx_tree_steps(t)[32].depth == 32 && max_of(t, "1") == 7);
	CHECK(t && dx_steps_validate(dx_tree_steps(t), t->n_nodes, t->n_criteria, &err));
	dx_free(t);
	text = malloc(200000);
	snprintf(text, 200000, "[{\"code\": \"1.%s\", \"max\": 1}]", deep);
	t = from_json(text, &err);
	CHECK(t == NULL && err.kind == DX_ERR_LIMIT && err.position == 11);

	/* texts of 32,768 bytes, and one more */
	for (int more = 0; more < 2; more++)
	{
		size_t len = (size_t) snprintf(text, 200000, "[{\"max\": 1, \"guide\": \"");

		memset(text + len, 'x', DX_TREE_MAX_STRING + (size_t) more);
		strcpy(text + len + DX_TREE_MAX_STRING + more, "\"}]");
		t = from_json(text, &err);
		CHECK((t != NULL) == (more == 0));
		if (t)
			dx_free(t);
	}
	CHECK(err.kind == DX_ERR_LIMIT);
	CHECK_TEXT(err.message, "node \"\" has a text longer than 32768 bytes");
	free(text);

	/* no rows: JSON says so; specs make a root, which then has no maximum */
	t = from_json(" []", &err);
	CHECK(t == NULL && err.kind == DX_ERR_TEXT && err.position == 2);
	t = dx_tree_build(NULL, 0, &err);
	CHECK(t == NULL);
	CHECK_TEXT(err.message, "node \"\" has no maximum");
}

/* ---------------- lookup of what is not there ---------------- */

static void
test_nearest(void)
{
	static const char *const cases[][2] = {
		{"4.22.1", "4.22.11"},	 {"4.2.11", "4.22.11"}, {"2", "1"},
		{"4.22.111", "4.22.11"}, {"II.a", "II.A"},		{"4,22", NULL},
	};
	dx_error err = {0};
	dx_tree *t = from_json("[{\"name\": \"T\"}, {\"code\": \"1\", \"max\": 1}, {\"code\": \"4.22.11\", \"max\": 1}, "
						   "{\"code\": \"II.A\", \"max\": 1}]",
						   &err);
	uint8_t buf[DX_CODE_MAX_KEY];
	uint32_t node = 0;
	char want[100];

	CHECK(t != NULL);
	if (t == NULL)
		return;
	for (size_t k = 0; cases[k][1]; k++)
	{
		CHECK(!dx_tree_lookup(t, key_of(cases[k][0], buf), &node, &err));
		CHECK(node == DX_NO_NODE && err.kind == DX_ERR_PARAM);
		snprintf(want, sizeof(want), "index tree \"T\" has no node \"%s\"", cases[k][0]);
		CHECK_TEXT(err.message, want);
		snprintf(want, sizeof(want), "The nearest code is \"%s\".", cases[k][1]);
		CHECK_TEXT(err.hint, want);
	}
	CHECK(dx_tree_lookup(t, key_of("4.22", buf), &node, &err) && node == 3);
	dx_free(t);
	t = from_json("[{\"name\": \"alone\", \"max\": 1}]", &err);
	CHECK(t && !dx_tree_lookup(t, key_of("1", buf), &node, &err));
	CHECK_TEXT(err.hint, "");
	dx_free(t);
}

/* ---------------- editing ---------------- */

/* The text of a tree after a patch, or the message of the mistake; the caller frees. */
static char *
altered(const char *tree_text, const char *patch_text)
{
	dx_error err = {0};
	dx_tree *t = from_json(tree_text, &err);
	dx_tree *other = t ? dx_tree_alter(t, (dx_str) {patch_text, strlen(patch_text)}, &err) : NULL;
	char *result;

	if (other)
	{
		result = text_of(other);
		dx_free(other);
	}
	else
	{
		result = dx_alloc(strlen(err.message) + 1);
		strcpy(result, err.message);
	}
	dx_free(t);
	return result;
}

static void
altered_is(const char *tree_text, const char *patch_text, const char *want, int line)
{
	char *got = altered(tree_text, patch_text);

	if (strcmp(got, want) != 0)
		printf("line %d:\n", line);
	CHECK_TEXT(got, want);
	dx_free(got);
}

#define ALTERED(tree, patch, want) altered_is(tree, patch, want, __LINE__)

static void
test_alter(void)
{
	static const char sum[] =
		"[{\"code\": \"\", \"max\": 15}, {\"code\": \"1\", \"max\": 15}, {\"code\": \"1.1\", \"max\": 10, \"rule\": "
		"\"points\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]";
	static const char mean[] =
		"[{\"code\": \"\", \"max\": 100, \"method\": \"mean\"}, {\"code\": \"1\", \"max\": 50, \"rule\": \"points\"}, "
		"{\"code\": \"2\", \"max\": 0}, {\"code\": \"2.1\", \"max\": 100}, {\"code\": \"2.2\", \"max\": 100}]";

	ALTERED(sum, "{}", sum);
	/* sums follow; points become linear over what they were */
	ALTERED(sum, "{\"1.1\": {\"max\": 20}}",
			"[{\"code\": \"\", \"max\": 25}, {\"code\": \"1\", \"max\": 25}, {\"code\": \"1.1\", \"max\": 20, "
			"\"rule\": \"linear(0, 10)\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]");
	ALTERED(sum, "{\"1.1\": {\"max\": 20, \"rule\": \"points\"}}",
			"[{\"code\": \"\", \"max\": 25}, {\"code\": \"1\", \"max\": 25}, {\"code\": \"1.1\", \"max\": 20, "
			"\"rule\": \"points\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]");
	ALTERED(sum, "{\"1.1\": {\"max\": 10}}", sum);
	ALTERED(sum, "{\"1.1\": {\"max\": null}}", "node \"1.1\" has no maximum");
	ALTERED(sum, "{\"1.2\": {\"rule\": null}}",
			"[{\"code\": \"\", \"max\": 15}, {\"code\": \"1\", \"max\": 15}, {\"code\": \"1.1\", \"max\": 10, "
			"\"rule\": \"points\"}, {\"code\": \"1.2\", \"max\": 5}]");
	ALTERED(sum, "{\"\": {\"max\": 30}, \"1.1\": {\"max\": 25}}",
			"[{\"code\": \"\", \"max\": 30}, {\"code\": \"1\", \"max\": 30}, {\"code\": \"1.1\", \"max\": 25, "
			"\"rule\": \"linear(0, 10)\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]");
	ALTERED(sum, "{\"\": {\"max\": 31}, \"1.1\": {\"max\": 25}}",
			"maximum of \"\" is 31, but its children add up to 30");
	/* a sum that becomes a mean keeps its maximum, unless the patch says none */
	ALTERED(sum, "{\"1\": {\"method\": \"mean\"}}",
			"[{\"code\": \"\", \"max\": 15}, {\"code\": \"1\", \"max\": 15, \"method\": \"mean\"}, {\"code\": \"1.1\", "
			"\"max\": 10, \"rule\": \"points\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]");
	ALTERED(sum, "{\"1\": {\"method\": \"mean\", \"max\": null}}",
			"[{\"code\": \"\", \"max\": 100}, {\"code\": \"1\", \"max\": 100, \"method\": \"mean\"}, {\"code\": "
			"\"1.1\", \"max\": 10, \"rule\": \"points\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"percent\"}]");
	/* a mean keeps its maximum, 0 too, and computes it when it becomes a sum; the method is inherited */
	ALTERED(mean, "{\"2.1\": {\"weight\": 3}}",
			"[{\"code\": \"\", \"max\": 100, \"method\": \"mean\"}, {\"code\": \"1\", \"max\": 50, \"rule\": "
			"\"points\"}, {\"code\": \"2\", \"max\": 0}, {\"code\": \"2.1\", \"max\": 100, \"weight\": 3}, {\"code\": "
			"\"2.2\", \"max\": 100}]");
	ALTERED(mean, "{\"\": {\"method\": null}}",
			"[{\"code\": \"\", \"max\": 250}, {\"code\": \"1\", \"max\": 50, \"rule\": \"points\"}, {\"code\": \"2\", "
			"\"max\": 200}, {\"code\": \"2.1\", \"max\": 100}, {\"code\": \"2.2\", \"max\": 100}]");
	ALTERED(
		mean, "{\"\": {\"max\": 10}, \"2\": {\"max\": null}}",
		"[{\"code\": \"\", \"max\": 10, \"method\": \"mean\"}, {\"code\": \"1\", \"max\": 50, \"rule\": \"points\"}, "
		"{\"code\": \"2\", \"max\": 100}, {\"code\": \"2.1\", \"max\": 100}, {\"code\": \"2.2\", \"max\": 100}]");
	/* the default counts as a change of the maximum */
	ALTERED(
		mean, "{\"1\": {\"max\": null}}",
		"[{\"code\": \"\", \"max\": 100, \"method\": \"mean\"}, {\"code\": \"1\", \"max\": 100, \"rule\": \"linear(0, "
		"50)\"}, {\"code\": \"2\", \"max\": 0}, {\"code\": \"2.1\", \"max\": 100}, {\"code\": \"2.2\", \"max\": 100}]");
	ALTERED(sum, "{\"1.3\": {\"max\": 1}}", "index tree \"\" has no node \"1.3\"");
	ALTERED(sum, "{\"1..3\": {}}", "empty label in code \"1..3\"");
	ALTERED(sum, "{\"1.1\": 5}", "options of \"1.1\" must be a JSON object, not a number");
	ALTERED(sum, "{\"1.1\": {\"code\": \"2\"}}", "node \"1.1\" has an unknown option \"code\"");
	ALTERED(sum, "[1]", "patch must be a JSON object, not an array");
	ALTERED(sum, "{\"1.1\": {\"weight\": -2}}",
			"option \"weight\" of \"1.1\" must be a number from 0 to 1e15, or a fraction such as \"1/3\", not -2");
}

static void
test_diff(void)
{
	static const char *const want[] = {
		" changed max 15 26",			" changed decimals (none) 2",
		"1 changed max 15 26",			"1 changed method sum mean",
		"1 changed missing zero skip",	"1.1 changed name (none) Đ",
		"1.1 changed max 10 10.5",		"1.1 changed rule points percent",
		"1.1 changed weight 1 2",		"1.2 removed (none) gone (none)",
		"1.3 added (none) (none) here",
	};
	dx_error err = {0};
	dx_tree *a = from_json("[{}, {\"code\": \"1.1\", \"max\": 10, \"rule\": \"points\"}, {\"code\": \"1.2\", \"max\": "
						   "5, \"name\": \"gone\"}]",
						   &err);
	dx_tree *b = from_json("[{\"decimals\": 2}, {\"code\": \"1\", \"max\": 26, \"method\": \"mean\"}, {\"code\": "
						   "\"1.1\", \"max\": 10.5, \"rule\": \"percent\", \"name\": \"Đ\", \"weight\": 2},"
						   "{\"code\": \"1.3\", \"max\": 5, \"name\": \"here\"}]",
						   &err);
	dx_tree_changes changes;

	CHECK(a != NULL && b != NULL);
	if (a == NULL || b == NULL)
	{
		printf("%s\n", err.message);
		return;
	}
	dx_tree_compare(a, a, &changes);
	CHECK(changes.n == 0);
	dx_tree_compare(a, b, &changes);
	for (size_t i = 0; i < changes.n || i < sizeof(want) / sizeof(want[0]); i++)
	{
		char line[200] = "nothing";
		char code[DX_CODE_MAX_TEXT + 8];

		if (i < changes.n)
		{
			const dx_tree_change *c = &changes.items[i];

			dx_code_decode(c->key, code);
			snprintf(line, sizeof(line), "%.20s %s %s %s %s", code, c->change, c->field ? c->field : "(none)",
					 c->old_value ? c->old_value : "(none)", c->new_value ? c->new_value : "(none)");
		}
		CHECK_TEXT(line, i < sizeof(want) / sizeof(want[0]) ? want[i] : "nothing");
	}
	for (size_t i = 0; i < changes.n; i++)
	{
		free(changes.items[i].old_value);
		free(changes.items[i].new_value);
	}
	dx_free(changes.items);
	dx_free(a);
	dx_free(b);
}

/* The longest row of taken slots in the table of codes. */
static uint32_t
longest_row(const dx_tree *tree)
{
	const uint32_t *slots = (const uint32_t *) ((const char *) tree + tree->slots);
	uint32_t longest = 0;
	uint32_t here = 0;

	for (uint32_t i = 0; i < 2 * tree->n_slots; i++)
	{
		here = slots[i % tree->n_slots] ? here + 1 : 0;
		if (here > longest)
			longest = here;
	}
	return longest;
}

/*
 * Codes chosen so that they meet in one slot for a seed known beforehand: that
 * of no tree, and that of a tree with one other name. In their own tree they
 * are spread like any others.
 */
static void
test_crafted_codes(void)
{
	enum
	{
		N = 600,
		SLOTS = 2048
	};
	uint64_t known = 0;

	for (int attempt = 0; attempt < 2; attempt++)
	{
		dx_buf json;
		dx_error err = {0};
		dx_tree *tree;
		dx_tree *again;
		char *text;
		int found = 0;

		dx_buf_init(&json);
		dx_buf_add_text(&json, attempt == 0 ? "[{\"name\": \"a\"}" : "[{\"name\": \"b\"}");
		for (int i = 0; found < N; i++)
		{
			uint8_t buf[DX_CODE_MAX_KEY];
			char code[32];
			char node[64];
			dx_key key;

			snprintf(code, sizeof(code), "c%d", i);
			dx_code_encode((dx_str) {code, strlen(code)}, buf, &key, NULL);
			if (dx_key_hash(key, known) % SLOTS != 7)
				continue;
			found++;
			snprintf(node, sizeof(node), ", {\"code\": \"%s\", \"max\": 1}", code);
			dx_buf_add_text(&json, node);
		}
		dx_buf_add_char(&json, ']');
		tree = dx_tree_from_json((dx_str) {json.data, json.len}, &err);
		CHECK(tree != NULL);
		if (tree == NULL)
			break;
		CHECK(tree->n_slots == SLOTS);
		if (longest_row(tree) >= 60)
			printf("attempt %d: %u slots in a row are taken\n", attempt, longest_row(tree));
		CHECK(longest_row(tree) < 60);
		for (uint32_t i = 0; i < tree->n_nodes; i++)
			CHECK(dx_tree_find(tree, dx_tree_key(tree, i)) == i);
		/* The same tree has the same bytes, whoever builds it. */
		text = text_of(tree);
		again = from_json(text, &err);
		CHECK(again && again->size == tree->size && memcmp(again, tree, tree->size) == 0);
		known = dx_fingerprint_seed(&tree->fingerprint);
		dx_free(again);
		dx_free(text);
		dx_free(tree);
		dx_buf_free(&json);
	}
}

int
main(void)
{
	test_random();
	test_inheritance();
	test_option_texts();
	test_maxima();
	test_limits();
	test_nearest();
	test_alter();
	test_diff();
	test_crafted_codes();
	CHECK_DONE("tree");
}
