/* SPDX-License-Identifier: PostgreSQL */
/*
 * grade.h: a scale of grades as text, 'Yếu:0, Trung bình:0.5, Khá:0.65,
 * Tốt:0.8': each grade holds from its cut-off (included) up to the next. Values
 * are computed, so what is within 1e-12 of a cut-off has reached it (equal.h).
 *
 * A grade may ask for more, in brackets behind its cut-off: 'Tốt:0.8 [each >=
 * 0.5], Khá:0.65 [1 >= 60%, 2.1 >= 1/3]'. Conditions name nodes of a tree; grade_card.h
 * applies them to a card.
 */
#ifndef DX_GRADE_H
#define DX_GRADE_H

#include "base/base.h"

#define DX_GRADES_MAX 100
#define DX_GRADES_MAX_TEXT 8192
#define DX_GRADE_MAX_LABEL 200 /* bytes */

/* node >= bound */
typedef struct dx_grade_condition
{
	double bound;		  /* 0 .. 1, nearest to what is written */
	uint32_t code_offset; /* of the node's code, in labels */
	uint32_t code_len;	  /* 0: every child of the root */
	uint32_t position;	  /* byte of the text at which it begins, from 0 */
} dx_grade_condition;

typedef struct dx_grade_step
{
	double cutoff;		   /* nearest to what is written */
	uint32_t label_offset; /* in labels */
	uint32_t label_len;
	uint32_t first_condition;
	uint32_t n_conditions;
	uint32_t brackets; /* byte of the text where they begin, from 0 */
	uint32_t brackets_len;
} dx_grade_step;

/* One allocation, cut-offs rising. */
typedef struct dx_grades
{
	int n;
	bool is_falling; /* cut-offs fall in the text */
	uint32_t n_conditions;
	const dx_grade_condition *conditions;
	const char *labels;
	dx_grade_step grades[];
} dx_grades;

/*
 * label:cut-off, separated by commas, cut-offs (numbers or fractions: 0.65,
 * 2/3) rising or falling throughout, no two of them equal within 1e-12; labels with punctuation in single quotes, '' for a quote. Conditions in
 * brackets: the word each or a code (in single quotes if it is that word), >=,
 * a ratio from 0 to 1 (number, fraction or percent). NULL and err if
 * the text is wrong. Free with dx_free.
 */
extern dx_grades *dx_grades_parse(dx_str text, dx_error *err);

/*
 * The grade whose cut-off a finite value has reached, conditions aside: an index into grades; -1
 * below the lowest cut-off.
 */
extern int dx_grades_find(const dx_grades *grades, double value);

static inline dx_str
dx_grades_label(const dx_grades *grades, int i)
{
	return (dx_str) {grades->labels + grades->grades[i].label_offset, grades->grades[i].label_len};
}

/* Append to out the text that grades were read from, without conditions and the blanks before them. */
extern void dx_grades_print_plain(const dx_grades *grades, dx_str text, dx_buf *out);

/* The place of the grade on its scale: 1 is the best. */
static inline int
dx_grades_place(const dx_grades *grades, int i)
{
	return grades->n - i;
}

#endif /* DX_GRADE_H */
