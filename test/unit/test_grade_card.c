/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_grade_card.c: which grade a card has: conditions on nodes, those that do
 * not apply, those without a value, nodes that no condition can be about.
 */
#include "check.h"

#include "rank/grade_card.h"
#include "score/score.h"
#include "tree/tree_make.h"

/*
 * 100 points: pillar 1 (a mean, strict, worth 40), pillar 2 worth 60 with a
 * part that is not scored and one worth 0, a bonus of 5, a penalty of 4, a
 * criterion for information, one worth 0.
 */
static const char tree_json[] =
	"[{\"code\":\"\"},{\"code\":\"1\",\"max\":40,\"method\":\"mean\",\"missing\":\"strict\"},"
	"{\"code\":\"1.1\",\"rule\":\"percent\"},{\"code\":\"1.2\",\"rule\":\"percent\"},"
	"{\"code\":\"2\",\"max\":60},{\"code\":\"2.1\",\"max\":60,\"rule\":\"percent\"},{\"code\":\"2.2\",\"rule\":"
	"\"unscored\"},"
	"{\"code\":\"3\",\"max\":5,\"rule\":\"ratio\",\"bonus\":true},{\"code\":\"4\",\"max\":-4,\"rule\":\"ratio\"},"
	"{\"code\":\"5\",\"rule\":\"unscored\"},{\"code\":\"6\",\"max\":0,\"rule\":\"percent\"},{\"code\":\"each\",\"max\":"
	"0,\"rule\":\"percent\"}]";

#define CRITERIA 9

static dx_tree *
make(const char *json)
{
	dx_error err;
	dx_tree *tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);

	if (tree == NULL)
		printf("%s\n", err.message);
	CHECK(tree != NULL);
	return tree;
}

#define EXACT ((dx_graded_figure) {DX_GRADED_EXACT, 0})
#define RATIO(digits) ((dx_graded_figure) {DX_GRADED_RATIO, digits})
#define POINTS(digits) ((dx_graded_figure) {DX_GRADED_POINTS, digits})

/* The grade of the results (NAN: missing, INFINITY: not applicable), "-" for none, or the error. */
static const char *
grade_of(const dx_tree *tree, const char *text, const double *results, dx_graded_figure graded)
{
	static char out[4 * DX_MESSAGE_SIZE];
	static dx_score_room room;
	dx_error err;
	dx_grades *grades = dx_grades_parse((dx_str) {text, strlen(text)}, &err);
	uint32_t *nodes;
	int grade;
	dx_sheet sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);

	CHECK(grades != NULL);
	nodes = dx_alloc((grades->n_conditions + 1) * sizeof(uint32_t));
	if (!dx_grades_bind(grades, tree, nodes, &err))
	{
		snprintf(out, sizeof(out), "%d at %d: %s%s%s%s%s", err.kind, err.position, err.message,
				 err.detail[0] ? " / " : "", err.detail, err.hint[0] ? " / " : "", err.hint);
		return out;
	}
	for (uint32_t i = 0; i < tree->n_criteria; i++)
		dx_sheet_set(&sheet, i,
					 isnan(results[i])		 ? DX_RESULT_MISSING
						 : isinf(results[i]) ? DX_RESULT_NA
											 : DX_RESULT_VALUE,
					 isfinite(results[i]) ? results[i] : 0);
	dx_score_room_grow(&room, tree);
	CHECK(dx_score_sheet(tree, NULL, &sheet, &room, &err));
	grade = dx_grades_find_card(grades, nodes, room.rollup, graded);
	if (grade < 0)
		return "-";
	snprintf(out, sizeof(out), "%d %.*s", dx_grades_place(grades, grade), DX_STR_ARG(dx_grades_label(grades, grade)));
	return out;
}

#define GRADE(text, want, ...) \
	do \
	{ \
		const double results_[CRITERIA] = {__VA_ARGS__}; \
		CHECK_TEXT(grade_of(tree, text, results_, EXACT), want); \
	} while (0)

#define SCALE "Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 40%], Yếu:0"

/*                     1.1  1.2  2.1  2.2  3  4  5  6  each */
#define REST NAN, NAN, NAN, NAN, NAN, NAN

static void
test_conditions(const dx_tree *tree)
{
	GRADE(SCALE, "1 Tốt", 50, 50, 100, REST);
	/* one pillar below a half: the next lower grade whose own condition holds */
	GRADE(SCALE, "2 Khá", 49, 50, 100, NAN, 1, NAN, NAN, NAN, NAN);
	GRADE(SCALE, "3 Yếu", 39, 40, 100, NAN, 1, NAN, NAN, NAN, NAN);
	GRADE(SCALE, "3 Yếu", 0, 0, 100, NAN, 1, NAN, NAN, NAN, NAN);
	/* none below: no grade */
	GRADE("Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 60%]", "-", 49, 50, 100, NAN, 1, NAN, NAN, NAN, NAN);
	GRADE("A:0 [1 >= 0.5], B:0.1 [2 >= 0.5]", "1 B", 0, 0, 50, REST);
	GRADE("A:0 [1 >= 0.5], B:0.1 [2 >= 0.5]", "2 A", 50, 50, 49, REST);
	GRADE("A:0 [1 >= 0.5], B:0.1 [2 >= 0.5]", "-", 49, 50, 49, REST);
	/* reached to 1e-12, as a cut-off is: the mean of 30, 60 and 30 % is 0.4 */
	GRADE("A:0 [1.1 >= 1/3], B:0.2 [1.1 >= 33.3333333333333%]", "1 B", 33.33333333333333, 10, 100, REST);
	/* a node deeper down, a criterion worth 0 by its attainment, the node named each, a bonus named */
	GRADE("A:0, B:0.1 [1.2 >= 0.7]", "1 B", 0, 70, 100, REST);
	GRADE("A:0, B:0.1 [1.2 >= 0.7]", "2 A", 100, 69.9, 100, REST);
	GRADE("A:0, B:0.1 [6 >= 0.5]", "1 B", 50, 50, 50, NAN, NAN, NAN, NAN, 50, NAN);
	GRADE("A:0, B:0.1 ['each' >= 0.5]", "1 B", 50, 50, 50, NAN, NAN, NAN, NAN, NAN, 50);
	GRADE("A:0, B:0.1 ['each' >= 0.5]", "2 A", 50, 50, 50, NAN, NAN, NAN, NAN, NAN, 49);
	GRADE("A:0, B:0.1 [3 >= 0.5]", "1 B", 50, 50, 50, NAN, 0.5, NAN, NAN, NAN, NAN);
}

static void
test_states(const dx_tree *tree)
{
	/* not applicable: the condition is void */
	GRADE(SCALE, "1 Tốt", INFINITY, INFINITY, 100, REST);
	GRADE("A:0, B:0.1 [1.2 >= 0.9]", "1 B", 50, INFINITY, 50, REST);
	/* missing: not met; `>= 0` asks for a value and no more */
	GRADE("A:0, B:0.5 [1.2 >= 0]", "2 A", 100, NAN, 100, REST);
	GRADE("A:0, B:0.5 [each >= 0]", "2 A", 100, NAN, 100, REST);
	GRADE("A:0, B:0.5 [each >= 0]", "1 B", 100, 0, 100, REST);
	/* 2 is a sum: what is missing counts as 0, it has a value */
	GRADE("A:0, B:0.1 [2 >= 0]", "1 B", 100, 100, NAN, REST);
	GRADE("A:0, B:0.1 [2 >= 0.1]", "2 A", 100, 100, NAN, REST);
	/* no ratio, no grade */
	GRADE("A:0", "-", INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY);
}

static void
test_decimals(const dx_tree *tree)
{
	const double results[CRITERIA] = {49.96, 50, 99.92, REST};
	const double worth_nothing[CRITERIA] = {50, 50, 50, NAN, NAN, NAN, NAN, 49.6, NAN};

	/* pillar 1 is 0.4998, the whole 0.79944 */
	CHECK_TEXT(grade_of(tree, SCALE, results, EXACT), "2 Khá");
	CHECK_TEXT(grade_of(tree, SCALE, results, RATIO(4)), "2 Khá");
	CHECK_TEXT(grade_of(tree, SCALE, results, RATIO(2)), "1 Tốt");
	CHECK_TEXT(grade_of(tree, "A:0, B:0.8 [1 >= 50%]", results, RATIO(3)), "2 A");
	CHECK_TEXT(grade_of(tree, "A:0, B:0.7 [1 >= 50%]", results, RATIO(3)), "1 B");
	/* 79.944 points of 100, of which pillar 1 has 19.992 of 40: rounded points are divided, and not rounded again */
	CHECK_TEXT(grade_of(tree, SCALE, results, POINTS(1)), "2 Khá");
	CHECK_TEXT(grade_of(tree, SCALE, results, POINTS(0)), "1 Tốt");
	CHECK_TEXT(grade_of(tree, "A:0, B:0.79945 [1 >= 0.499]", results, POINTS(2)), "2 A");
	CHECK_TEXT(grade_of(tree, "A:0, B:0.7994 [1 >= 0.49975]", results, POINTS(2)), "1 B");
	/* what is worth 0 points has its attainment */
	GRADE("A:0, B:0.1 [6 >= 0.496]", "1 B", 50, 50, 50, NAN, NAN, NAN, NAN, 49.6, NAN);
	CHECK_TEXT(grade_of(tree, "A:0, B:0.1 [6 >= 0.496]", worth_nothing, POINTS(0)), "1 B");
	CHECK_TEXT(grade_of(tree, "A:0, B:0.1 [6 >= 0.497]", worth_nothing, POINTS(0)), "2 A");
}

static void
test_bind(const dx_tree *tree)
{
	const double results[CRITERIA] = {0};

#define REFUSED(text, want) CHECK_TEXT(grade_of(tree, text, results, EXACT), want)
	REFUSED("A:0 [1.3 >= 0.5]", "3 at 6: grades: index tree \"\" has no node \"1.3\" / The nearest code is \"1.1\".");
	REFUSED("A:1, B:0 [1 >= 0.5, 'x' >= 0]",
			"3 at 22: grades: index tree \"\" has no node \"x\" / The nearest code is \"1\".");
	REFUSED("A:0 [1..2 >= 0.5]",
			"1 at 8: grades: empty label in code \"1..2\" / A label is made of letters, digits, _ and -; labels are "
			"separated by single dots.");
	REFUSED("A:0 [4 >= 0.5]",
			"3 at 6: grades: a condition is on node \"4\", which never has a ratio / It is not scored, or its maximum "
			"is not above 0.");
	REFUSED("A:0 [2.2 >= 0.5]",
			"3 at 6: grades: a condition is on node \"2.2\", which never has a ratio / It is not scored, or its "
			"maximum is not above 0.");
}

/* Under a mean children without a weight ask nothing; a tree of one criterion has no children. */
static void
test_other_trees(void)
{
	dx_tree *mean = make("[{\"code\":\"\",\"method\":\"mean\"},{\"code\":\"1\",\"rule\":\"percent\",\"weight\":2},"
						 "{\"code\":\"2\",\"rule\":\"percent\",\"weight\":0},{\"code\":\"3\",\"rule\":\"percent\"}]");
	dx_tree *one = make("[{\"code\":\"\",\"max\":10,\"rule\":\"percent\"}]");
	const double good[] = {50, 0, 80};
	const double bad[] = {90, 90, 49.9};
	const double value[] = {70};

	CHECK_TEXT(grade_of(mean, "A:0, B:0.6 [each >= 0.5]", good, EXACT), "1 B");
	CHECK_TEXT(grade_of(mean, "A:0, B:0.6 [each >= 0.5]", bad, EXACT), "2 A");
	CHECK_TEXT(grade_of(one, "A:0, B:0.6 [each >= 1]", value, EXACT), "1 B");
	dx_free(mean);
	dx_free(one);
}

int
main(void)
{
	dx_tree *tree = make(tree_json);

	test_conditions(tree);
	test_states(tree);
	test_decimals(tree);
	test_bind(tree);
	test_other_trees();
	dx_free(tree);
	CHECK_DONE("grade_card");
}
