/*
 * grade.h: a scale of grades as text, 'Yếu:0, Trung bình:0.5, Khá:0.65,
 * Tốt:0.8': each grade holds from its cut-off (included) up to the next. Values
 * are computed, so what is within 1e-12 of a cut-off has reached it (equal.h).
 */
#ifndef DX_GRADE_H
#define DX_GRADE_H

#include "base/base.h"

#define DX_GRADES_MAX 100
#define DX_GRADES_MAX_TEXT 8192
#define DX_GRADE_MAX_LABEL 200 /* bytes */

typedef struct dx_grade_step
{
	double cutoff;		   /* nearest to what is written */
	uint32_t label_offset; /* in labels */
	uint32_t label_len;
} dx_grade_step;

/* One allocation, cut-offs rising. */
typedef struct dx_grades
{
	int n;
	const char *labels;
	dx_grade_step grades[];
} dx_grades;

/*
 * label:cut-off, separated by commas, cut-offs (numbers or fractions: 0.65,
 * 2/3) rising or falling throughout, no two of them equal within 1e-12; labels with punctuation in single quotes, '' for a quote. NULL and err if
 * the text is wrong. Free with dx_free.
 */
extern dx_grades *dx_grades_parse(dx_str text, dx_error *err);

/* The grade of a finite value; false below the lowest cut-off. */
extern bool dx_grades_find(const dx_grades *grades, double value, dx_str *label);

#endif /* DX_GRADE_H */
