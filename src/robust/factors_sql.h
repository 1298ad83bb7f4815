/* SPDX-License-Identifier: PostgreSQL */
/*
 * factors_sql.h: arguments of functions that draw weights: number of draws, noise, given
 * factors. Include after postgres.h.
 */
#ifndef DX_FACTORS_SQL_H
#define DX_FACTORS_SQL_H

#include "utils/array.h"

#include "tree/call_site_sql.h"

/* Raise: an argument is out of range; given is its value as text. */
pg_noreturn extern void dx_report_range(const char *name, const char *given, const char *allowed);

/* The same for a float, unless it is valid. */
extern void dx_check_float(const char *name, double value, bool valid, const char *allowed);

extern void dx_check_draws(int32 draws);
extern void dx_check_noise(double noise);

/* The text of every node's code, palloc'd. */
extern dx_str *dx_code_texts(const dx_tree *tree);

/* Given factors, an array of draws, each one factor a node: checked, NULL as 1. palloc'd. */
extern double *dx_read_factors(ArrayType *array, const dx_tree *tree, int64_t *n_draws);

#endif /* DX_FACTORS_SQL_H */
