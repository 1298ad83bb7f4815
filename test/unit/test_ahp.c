/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_ahp.c: weights from comparisons in pairs, against numbers worked out to
 * 60 digits; ordered weighted averages.
 */
#include "check.h"
#include "rank/owa.h"
#include "stat/ahp.h"

static dx_error err;

static void
test_weights(void)
{
	static const double matrix[] = {1, 2, 2, 0.5, 0.5, 1, 0.5, 1 / 3.0, 0.5, 2, 1, 1, 2, 3, 1, 1};
	static const double eigenvector[] = {0.28104351270583683, 0.11966110248224687, 0.23476395376092618,
										 0.3645314310509901};
	static const double geomean[] = {0.2771026149464157, 0.1251952390355543, 0.23301459556587134, 0.36468755045215867};
	dx_dd weights[DX_AHP_MAX];
	dx_ahp_figures figures;
	dx_ahp ahp;

	CHECK(dx_ahp_make(&ahp, matrix, 4, &err));
	dx_ahp_find_weights(&ahp, DX_AHP_EIGENVECTOR, weights);
	for (int i = 0; i < 4; i++)
		CHECK_SAME(dx_dd_to_double(weights[i]), eigenvector[i]);
	dx_ahp_find_weights(&ahp, DX_AHP_GEOMEAN, weights);
	for (int i = 0; i < 4; i++)
		CHECK_SAME(dx_dd_to_double(weights[i]), geomean[i]);
	dx_ahp_find_consistency(&ahp, &figures);
	CHECK_SAME(figures.lambda_max, 4.170739717249962);
	CHECK_SAME(figures.ci, 0.056913239083320716);
	CHECK_SAME(figures.cr, 0.06323693231480079);
	CHECK_SAME(figures.gci, 0.22078566652452702);
	dx_ahp_free(&ahp);
}

/* The same importance throughout, and the least consistent circle: all weights are equal. */
static void
test_extremes(void)
{
	double matrix[DX_AHP_MAX * DX_AHP_MAX];
	static const double circle[] = {1, 100, 0.01, 0.01, 1, 100, 100, 0.01, 1};
	dx_dd weights[DX_AHP_MAX];
	dx_ahp_figures figures;
	dx_ahp ahp;

	for (int i = 0; i < DX_AHP_MAX * DX_AHP_MAX; i++)
		matrix[i] = 1;
	CHECK(dx_ahp_make(&ahp, matrix, DX_AHP_MAX, &err));
	dx_ahp_find_consistency(&ahp, &figures);
	CHECK(figures.lambda_max == DX_AHP_MAX && figures.ci == 0 && figures.gci == 0 && isnan(figures.ri) &&
		  isnan(figures.cr));
	dx_ahp_free(&ahp);
	CHECK(dx_ahp_make(&ahp, circle, 3, &err));
	dx_ahp_find_weights(&ahp, DX_AHP_EIGENVECTOR, weights);
	CHECK_SAME(dx_dd_to_double(weights[2]), 1 / 3.0);
	dx_ahp_find_consistency(&ahp, &figures);
	CHECK_SAME(figures.lambda_max, 101.01);
	dx_ahp_free(&ahp);
}

static void
test_refused(void)
{
	static const double apart[] = {1, 2, 0.6, 1};
	static const double itself[] = {2, 2, 0.5, 1};
	static const double large[] = {1, 101, 1 / 101.0, 1};
	dx_ahp_method method;
	dx_ahp ahp;
	double up;
	double down;

	CHECK(!dx_ahp_make(&ahp, apart, 2, &err) && err.kind == DX_ERR_PARAM);
	dx_ahp_free(&ahp);
	CHECK(!dx_ahp_make(&ahp, itself, 2, &err) && err.kind == DX_ERR_PARAM);
	dx_ahp_free(&ahp);
	CHECK(!dx_ahp_make(&ahp, large, 2, &err) && err.kind == DX_ERR_RANGE);
	dx_ahp_free(&ahp);
	CHECK(dx_ahp_read(DX_STR("1/7"), &up, &down, &err) && up == 1 / 7.0 && down == 7);
	CHECK(dx_ahp_read(DX_STR("5"), &up, &down, &err) && up == 5 && down == 0.2);
	CHECK(dx_ahp_read(DX_STR("0"), &up, &down, &err) && up == 0 && down == 0);
	CHECK(!dx_ahp_read(DX_STR("5 times"), &up, &down, &err) && err.kind == DX_ERR_TEXT);
	CHECK(dx_ahp_method_parse(DX_STR("GeoMean"), &method, &err) && method == DX_AHP_GEOMEAN);
	CHECK(!dx_ahp_method_parse(DX_STR("mean"), &method, &err) && err.kind == DX_ERR_PARAM);
}

static void
test_owa(void)
{
	double x[] = {0.3, 0.1, 0.2};
	uint64_t order[3];
	uint64_t temp[3];
	dx_ranking r = {.values = x, .order = order, .temp = temp, .n_rows = 3};
	double result;

	dx_rank_sort(&r);
	CHECK(dx_owa_of(&r, (double[]) {1, 1, 1}, &result));
	CHECK_SAME(result, 0.2);
	CHECK(dx_owa_of(&r, (double[]) {0, 0, 3}, &result));
	CHECK_SAME(result, 0.1);
	CHECK(!dx_owa_of(&r, (double[]) {0, 0, 0}, &result));
}

int
main(void)
{
	test_weights();
	test_extremes();
	test_refused();
	test_owa();
	CHECK_DONE("ahp");
}
