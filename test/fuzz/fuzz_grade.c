/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_grade.c: input is a scale of grades. What parses has rising cut-offs
 * and labels within their limits; each cut-off, and what is 0.9e-12 of it
 * below, finds its own label, 1.1e-12 below another or none; conditions are
 * ratios of a node each, and each belongs to one grade; nothing crashes.
 *
 * clang -g -O1 -std=c11 -ffp-contract=off -fsanitize=fuzzer,address,undefined
 *   -Isrc test/fuzz/fuzz_grade.c test/unit/host.c src/base/base.c src/number/decimal.c src/number/text_reader.c
 *   src/rank/grade.c -lm
 */
#include "rank/grade.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool ok)
{
	if (!ok)
		abort();
}

/* Has the value the i-th grade? */
static bool
finds(const dx_grades *grades, int i, double value)
{
	const dx_grade_step *grade = &grades->grades[i];
	int found = dx_grades_find(grades, value);

	return found >= 0 &&
		dx_str_equal(dx_grades_label(grades, found), (dx_str) {grades->labels + grade->label_offset, grade->label_len});
}

/* Conditions of a text of so many bytes: every one once, within the text. */
static void
require_conditions(const dx_grades *grades, const uint8_t *data, size_t size)
{
	uint32_t seen = 0;

	for (int i = 0; i < grades->n; i++)
		for (uint32_t k = 0; k < grades->grades[i].n_conditions; k++, seen++)
		{
			uint32_t at = grades->grades[i].first_condition + k;
			const dx_grade_condition *condition;

			require(at < grades->n_conditions);
			condition = &grades->conditions[at];
			require(condition->bound >= 0 && condition->bound <= 1);
			require(condition->position + condition->code_len <= size);
			require(memcmp(data + condition->position, grades->labels + condition->code_offset, condition->code_len) ==
					0);
		}
	require(seen == grades->n_conditions);
}

/* The same cut-offs without conditions. */
static void
require_plain(const dx_grades *grades, const uint8_t *data, size_t size)
{
	dx_buf out;
	dx_error err;
	dx_grades *plain;

	dx_buf_init(&out);
	dx_grades_print_plain(grades, (dx_str) {(const char *) data, size}, &out);
	plain = dx_grades_parse((dx_str) {out.data, out.len}, &err);
	require(plain != NULL && plain->n == grades->n && plain->n_conditions == 0);
	for (int i = 0; i < grades->n; i++)
		require(plain->grades[i].cutoff == grades->grades[i].cutoff &&
				dx_str_equal(dx_grades_label(plain, i), dx_grades_label(grades, i)));
	dx_free(plain);
	dx_buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dx_error err;
	dx_grades *grades = dx_grades_parse((dx_str) {(const char *) data, size}, &err);

	if (grades == NULL)
	{
		require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_LIMIT);
		require(err.position >= 0 && (size_t) err.position <= size + 1);
		return 0;
	}
	require(grades->n >= 1 && grades->n <= DX_GRADES_MAX);
	for (int i = 0; i < grades->n; i++)
	{
		const dx_grade_step *grade = &grades->grades[i];

		require(isfinite(grade->cutoff));
		require(i == 0 || grade->cutoff > grade[-1].cutoff);
		require(grade->label_len >= 1 && grade->label_len <= DX_GRADE_MAX_LABEL);
		require(finds(grades, i, grade->cutoff));
		/* As far as doubles go that have all their digits. */
		if (fabs(grade->cutoff) < 1e-290)
			continue;
		require(finds(grades, i, grade->cutoff - 0.9e-12 * fabs(grade->cutoff)));
		require(!finds(grades, i, grade->cutoff - 1.1e-12 * fabs(grade->cutoff)));
	}
	require_conditions(grades, data, size);
	require_plain(grades, data, size);
	dx_free(grades);
	return 0;
}
