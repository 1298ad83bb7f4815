/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_stat.c: states of statistics: what they say against independent exact
 * arithmetic (rational.h), merging, packed bytes and text.
 */
#include "check.h"
#include "rational.h"
#include "rows.h"
#include "states.h"

static const z one = {1, 0, 1, {1}};

/* Is what a reader said the nearest double, out of range, or NULL, as it should be? */
static bool
said(bool known, double result, const dx_error *err, const z *num, const z *den, bool root)
{
	if (den->sign == 0)
		return !known && err->kind == DX_OK;
	if (!known)
		return err->kind == DX_ERR_RANGE && strcmp(err->message, "value out of range: overflow") == 0 &&
			z_nearest(num, den, root, num->sign * den->sign < 0 ? -INFINITY : INFINITY);
	return err->kind == DX_OK && isfinite(result) && z_nearest(num, den, root, result);
}

/* 20,800 groups; variances from exact sums, in any order, split and taken out again. */
static void
test_groups(void)
{
	static z w, ww, wx, wxx, x, term, factor, spread, square, cross;

	for (int group = 0; group < 1600 * ROW_SORTS; group++)
	{
		double xs[ROWS_MAX];
		double ws[ROWS_MAX];
		int n = draw_rows(group % ROW_SORTS, xs, ws);
		int cut = (int) (draw() % (uint64_t) (n + 1));
		const dx_stat_kind *kinds[] = {&dx_stat_sum, &dx_stat_mean, &dx_stat_moments};
		dx_stat *all[3];
		double result;
		dx_error err;
		bool known;

		z_set(&w, 1, 0, 0);
		z_copy(&ww, &w);
		z_copy(&wx, &w);
		z_copy(&wxx, &w);
		z_copy(&x, &w);
		for (int i = 0; i < n; i++)
		{
			z_double(&term, xs[i]);
			z_add(&x, &term);
			z_double(&factor, ws[i]);
			z_add(&w, &factor);
			z_mul(&term, &factor);
			z_add(&wx, &term);
			z_mul(&factor, &factor);
			z_add(&ww, &factor);
			z_double(&factor, xs[i]);
			z_mul(&term, &factor);
			z_add(&wxx, &term);
		}
		for (int k = 0; k < 3; k++)
		{
			dx_stat *part = new_stat(kinds[k]);
			dx_stat *rest = new_stat(kinds[k]);
			dx_stat *empty = new_stat(kinds[k]);
			dx_stat *again;
			uint8_t *packed;
			size_t size;

			all[k] = new_stat(kinds[k]);
			for (int pass = 0; pass < 2; pass++)
				for (int j = 0; j < n; j++)
				{
					int i = pass ? n - 1 - j : j;
					dx_stat *to = !pass ? all[k] : i < cut ? part : rest;

					/* Once by the fast path where it will, once without. */
					if (k == 0 && !(pass && dx_stat_add_sum_near(to, xs[i], 0)))
						dx_stat_add_sum(to, xs[i], 0);
					else if (k == 1 && !(pass && dx_stat_add_mean_near(to, xs[i], ws[i], 0)))
						dx_stat_add_mean(to, xs[i], ws[i], 0);
					else if (k == 2)
						dx_stat_add_moments(to, xs[i], ws[i], 0);
				}
			CHECK(all[k]->rows == n);
			CHECK(dx_stat_unite(part, rest, false, &err));
			CHECK(same(part, all[k]));
			packed = pack(all[k], &size);
			again = unpack(packed, size, &err);
			CHECK(again && same(again, all[k]));
			dx_free(packed);
			if (again)
				drop(again);
			/* A part taken out at once, the rest row by row. */
			CHECK(dx_stat_unite(part, rest, true, &err));
			for (int i = 0; i < cut; i++)
			{
				if (k == 0 && !dx_stat_add_sum_near(part, xs[i], -1))
					dx_stat_add_sum(part, xs[i], -1);
				else if (k == 1 && !dx_stat_add_mean_near(part, xs[i], ws[i], -1))
					dx_stat_add_mean(part, xs[i], ws[i], -1);
				else if (k == 2)
					dx_stat_add_moments(part, xs[i], ws[i], -1);
			}
			CHECK(same(part, empty));
			drop(part);
			drop(rest);
			drop(empty);
		}

		known = dx_stat_sum_of(all[0], &result, &err);
		CHECK(said(known, result, &err, &x, &one, false));
		for (int k = 1; k < 3; k++)
		{
			known = dx_stat_weight_of(all[k], &result, &err);
			CHECK(said(known, result, &err, &w, &one, false));
			known = dx_stat_sum_of(all[k], &result, &err);
			CHECK(said(known, result, &err, &wx, w.sign ? &one : &w, false));
			known = dx_stat_mean_of(all[k], &result, &err);
			CHECK(said(known, result, &err, &wx, &w, false));
		}
		z_copy(&spread, &w);
		z_mul(&spread, &wxx);
		z_copy(&square, &wx);
		z_mul(&square, &wx);
		square.sign = -square.sign;
		z_add(&spread, &square);
		z_copy(&square, &w);
		z_mul(&square, &w);
		z_copy(&cross, &ww);
		cross.sign = -cross.sign;
		z_add(&cross, &square);
		for (int root = 0; root < 2; root++)
		{
			known = dx_stat_variance_of(all[2], false, root, &result, &err);
			CHECK(said(known, result, &err, &spread, &square, root));
			CHECK(!known || result >= 0);
			known = dx_stat_variance_of(all[2], true, root, &result, &err);
			CHECK(said(known, result, &err, &spread, &cross, root));
			CHECK(!known || result >= 0);
		}
		for (int k = 0; k < 3; k++)
			drop(all[k]);
	}
}

/* Worked by hand. */
static void
test_values(void)
{
	dx_stat *stat = new_stat(&dx_stat_moments);
	double result = -1;
	dx_error err;

	CHECK(!dx_stat_weight_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_sum_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_mean_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_variance_of(stat, false, false, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_variance_of(stat, true, false, &result, &err) && err.kind == DX_OK);
	/* No weight: nothing but that. */
	dx_stat_add_moments(stat, 5, 0, 0);
	CHECK(dx_stat_weight_of(stat, &result, &err));
	CHECK_SAME(result, 0.0);
	CHECK(!dx_stat_sum_of(stat, &result, &err) && err.kind == DX_OK);
	CHECK(!dx_stat_mean_of(stat, &result, &err) && err.kind == DX_OK);
	/* One weight: no sample. */
	dx_stat_add_moments(stat, 1, 2, 0);
	CHECK(dx_stat_variance_of(stat, false, true, &result, &err));
	CHECK_SAME(result, 0.0);
	CHECK(!dx_stat_variance_of(stat, true, false, &result, &err) && err.kind == DX_OK);
	/* 1, 1, 4 and 7: as four rows of weight 1, but for the sample. */
	dx_stat_add_moments(stat, 4, 1, 0);
	dx_stat_add_moments(stat, 7, 1, 0);
	CHECK(dx_stat_mean_of(stat, &result, &err));
	CHECK_SAME(result, 3.25);
	CHECK(dx_stat_sum_of(stat, &result, &err));
	CHECK_SAME(result, 13.0);
	CHECK(dx_stat_variance_of(stat, false, false, &result, &err));
	CHECK_SAME(result, 6.1875);
	/* 24.75 / (4 - 6 / 4) */
	CHECK(dx_stat_variance_of(stat, true, false, &result, &err));
	CHECK_SAME(result, 9.9);
	CHECK(stat->rows == 4 + 0);
	drop(stat);

	/* 1e9 and a spread of a millionth, where sums of rounded squares see nothing or less. */
	stat = new_stat(&dx_stat_moments);
	dx_stat_add_moments(stat, 1e9 + 0x1p-20, 1, 0);
	dx_stat_add_moments(stat, 1e9 - 0x1p-20, 1, 0);
	CHECK(dx_stat_variance_of(stat, false, false, &result, &err));
	CHECK_SAME(result, 0x1p-40);
	CHECK(dx_stat_variance_of(stat, false, true, &result, &err));
	CHECK_SAME(result, 0x1p-20);
	CHECK(dx_stat_variance_of(stat, true, false, &result, &err));
	CHECK_SAME(result, 0x1p-39);
	drop(stat);
}

static void
test_refused_rows(void)
{
	static const struct
	{
		double x;
		double w;
		const char *message;
	} cases[] = {{NAN, 1, "value cannot be NaN"},
				 {INFINITY, 1, "value cannot be Infinity"},
				 {-INFINITY, -1, "value cannot be -Infinity"},
				 {1, NAN, "weight cannot be NaN"},
				 {1, INFINITY, "weight cannot be Infinity"},
				 {1, -INFINITY, "weight cannot be -Infinity"},
				 {1, -0.5, "weight cannot be negative: -0.5"},
				 {1, -0x1p-1074, "weight cannot be negative: -5e-324"}};
	dx_error err;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		CHECK(!dx_stat_takes(cases[i].x, cases[i].w));
		CHECK(!dx_stat_refuse(cases[i].x, cases[i].w, &err) && err.kind == DX_ERR_PARAM);
		CHECK_TEXT(err.message, cases[i].message);
	}
	CHECK(dx_stat_takes(-1, 0) && dx_stat_takes(1, -0.0) && dx_stat_takes(0x1p1023, 0x1p1023));
}

static void
test_merge_refused(void)
{
	dx_stat *sum = new_stat(&dx_stat_sum);
	dx_stat *mean = new_stat(&dx_stat_mean);
	dx_stat *other = new_stat(&dx_stat_sum);
	double result;
	dx_error err;

	CHECK(!dx_stat_unite(sum, mean, false, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of different kinds cannot be merged: sum and mean");
	other->rows = 1;
	CHECK(!dx_stat_unite(sum, other, true, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics to take out have more rows than those they are taken from");
	other->rows = DX_STAT_MAX_ROWS;
	CHECK(dx_stat_unite(sum, other, false, &err) && sum->rows == DX_STAT_MAX_ROWS && dx_stat_check_rows(sum, &err));
	other->rows = 1;
	CHECK(!dx_stat_unite(sum, other, false, &err) && err.kind == DX_ERR_RANGE);
	CHECK_TEXT(err.message, "statistics have more than 2^62 rows");
	/* Rows are added without a look at their number, */
	dx_stat_add_sum(sum, 1, 0);
	CHECK(sum->rows == DX_STAT_MAX_ROWS + 1 && dx_stat_add_sum_near(sum, 1, 0));
	CHECK(!dx_stat_unite(sum, other, false, &err) && err.kind == DX_ERR_RANGE);
	/* and whoever gives them away looks. */
	CHECK(!dx_stat_check_rows(sum, &err) && err.kind == DX_ERR_RANGE);
	dx_stat_add_mean(mean, 1, 1, -1);
	CHECK(!dx_stat_check_rows(mean, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "more rows were taken out of statistics than were in them");
	dx_stat_add_mean(mean, 1, 1, 0);
	CHECK(dx_stat_check_rows(mean, &err));

	CHECK(!dx_stat_weight_of(sum, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind sum have no weight");
	CHECK(!dx_stat_mean_of(sum, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind sum have no mean");
	CHECK(!dx_stat_variance_of(mean, false, false, &result, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "statistics of kind mean have no variance");
	drop(sum);
	drop(mean);
	drop(other);
}

/* Bytes of text written as the text form is. */
static dx_stat *
from_text(const char *text, dx_error *err)
{
	size_t len = 0;
	uint8_t *packed = dx_stat_parse(text, &len, err);
	dx_stat *stat;

	if (packed == NULL)
		return NULL;
	stat = unpack(packed, len, err);
	dx_free(packed);
	return stat;
}

#define ROWS_1 "0100000000000000"
#define ZERO "0000"
/* Sums are little-endian: bytes of magnitude, position (0x194 is 1), magnitude. */
#define SUM(digits) "01009401" digits
#define MINUS(digits) "01809401" digits
/* Digits that begin at 2^1024, 2^2048 and 2^3072. */
#define ABOVE_1(digits) "01001402" digits
#define ABOVE_2(digits) "01009402" digits
#define ABOVE_3(digits) "01001403" digits

static void
test_bytes(void)
{
	static const struct
	{
		const char *text;
		const char *message; /* NULL: fine */
		int position;
	} cases[] = {
		{"sum:0000000000000000" ZERO, NULL, 0},
		{"sum:" ROWS_1 ZERO, NULL, 0},
		{"sum:" ROWS_1 MINUS("03"), NULL, 0},
		{"sum:0000000000000040" SUM("03"), NULL, 0},
		{"sum:0100000000000040" SUM("03"), "statistics have more than 2^62 rows", 0},
		{"sum:ffffffffffffff7f" SUM("03"), "statistics have more than 2^62 rows", 0},
		{"sum:0200000000000000" ABOVE_1("02"), NULL, 0},
		{"sum:0200000000000000"
		 "02801302"
		 "ff01",
		 NULL, 0},
		{"sum:0200000000000000"
		 "02001302"
		 "0102",
		 "statistics are not valid: no rows have these sums", 0},
		{"sum:0200000000000000" ABOVE_1("03"), "statistics are not valid: no rows have these sums", 0},
		{"sum:0200000000000000" ABOVE_3("01"), "statistics are not valid: no rows have these sums", 0},
		{"mean:0200000000000000" ABOVE_1("02") ABOVE_2("02"), NULL, 0},
		{"mean:0200000000000000" ABOVE_1("03") ABOVE_2("02"), "statistics are not valid: no rows have these sums", 0},
		{"mean:0200000000000000" ABOVE_1("02") ABOVE_2("03"), "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" ABOVE_1("02") ABOVE_2("02") ABOVE_2("02") ABOVE_3("02"), NULL, 0},
		{"moments:0200000000000000" ABOVE_1("02") ABOVE_2("02") ABOVE_2("03") ABOVE_3("02"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" ABOVE_1("02") ABOVE_2("02") ABOVE_2("02") ABOVE_3("03"),
		 "statistics are not valid: no rows have these sums", 0},
		{"sum:ffffffffffffffff" SUM("03"), "statistics are not valid: the number of rows is negative", 0},
		{"sum:0000000000000000" SUM("03"), "statistics are not valid: no rows have these sums", 0},
		{"sum:" ROWS_1 ZERO "00", "statistics are not valid: bytes are left over", 0},
		{"sum:" ROWS_1 "01809401", "statistics are not valid: a sum is cut short or not in canonical form", 0},
		{"sum:" ROWS_1 "0080", "statistics are not valid: a sum is cut short or not in canonical form", 0},
		{"sum:01", "statistics are not valid: they are cut short", 0},
		{"sum:", "statistics are not valid: they are cut short", 0},
		{"mean:0000000000000000" ZERO ZERO, NULL, 0},
		{"mean:" ROWS_1 ZERO ZERO, NULL, 0},
		{"mean:" ROWS_1 SUM("02") MINUS("03"), NULL, 0},
		{"mean:" ROWS_1 ZERO SUM("03"), "statistics are not valid: no rows have these sums", 0},
		{"mean:" ROWS_1 MINUS("02") SUM("03"), "statistics are not valid: no rows have these sums", 0},
		{"mean:0000000000000000" SUM("01") ZERO, "statistics are not valid: no rows have these sums", 0},
		/* w, wx, w^2, wx^2: two rows of weight 1 with 1 and 3 */
		{"moments:0200000000000000" SUM("02") SUM("04") SUM("02") SUM("0a"), NULL, 0},
		{"moments:0200000000000000" SUM("02") SUM("04") SUM("02") SUM("08"), NULL, 0},
		{"moments:0200000000000000" SUM("02") SUM("04") SUM("02") SUM("07"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" SUM("02") SUM("04") SUM("05") SUM("0a"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" SUM("02") SUM("04") ZERO SUM("0a"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" SUM("02") SUM("04") MINUS("02") SUM("0a"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" SUM("02") ZERO SUM("02") MINUS("0a"),
		 "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" ZERO ZERO ZERO SUM("0a"), "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" ZERO ZERO SUM("01") ZERO, "statistics are not valid: no rows have these sums", 0},
		{"moments:0200000000000000" ZERO ZERO ZERO ZERO, NULL, 0},
		{"", "statistics begin with their kind and a colon: \"\"", 1},
		{"sum", "statistics begin with their kind and a colon: \"sum\"", 1},
		{"Sum:", "statistics begin with their kind and a colon: \"Sum:\"", 1},
		{"summ:" ROWS_1 ZERO, "statistics begin with their kind and a colon: \"summ:" ROWS_1 ZERO "\"", 1},
		{"sum:0x", "after their kind, statistics are written in pairs of digits 0-9 and a-f", 6},
		{"sum:0A", "after their kind, statistics are written in pairs of digits 0-9 and a-f", 6},
		{"sum: 00", "after their kind, statistics are written in pairs of digits 0-9 and a-f", 5},
		{"sum:000", "after their kind, statistics are written in pairs of digits 0-9 and a-f", 8},
		{"mean:0", "after their kind, statistics are written in pairs of digits 0-9 and a-f", 7}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		dx_error err;
		dx_stat *stat = from_text(cases[i].text, &err);

		if (stat)
		{
			size_t size;
			uint8_t *packed = pack(stat, &size);
			char *text = dx_stat_print(packed, size);

			CHECK_TEXT(cases[i].message ? cases[i].message : text, cases[i].text);
			dx_free(packed);
			dx_free(text);
			drop(stat);
		}
		else
		{
			CHECK_TEXT(err.message, cases[i].message ? cases[i].message : "no mistake");
			CHECK(err.position == cases[i].position);
		}
	}
}

/* Every cut and every changed byte: refused, or another canonical state. */
static void
test_damage(void)
{
	dx_stat *stat = new_stat(&dx_stat_moments);
	uint8_t *packed;
	size_t size;
	dx_error err;

	dx_stat_add_moments(stat, 0.1, 3, 0);
	dx_stat_add_moments(stat, -7e40, 1e-9, 0);
	packed = pack(stat, &size);
	drop(stat);
	for (size_t cut = 0; cut < size; cut++)
		CHECK(unpack(packed, cut, &err) == NULL && err.kind == DX_ERR_BINARY);
	for (size_t at = 0; at < size; at++)
		for (int bit = 0; bit < 8; bit++)
		{
			packed[at] ^= (uint8_t) (1 << bit);
			stat = unpack(packed, size, &err);
			CHECK(at >= 4 || stat == NULL);
			if (stat)
			{
				size_t size_again;
				uint8_t *again = pack(stat, &size_again);
				double result;
				bool known = dx_stat_variance_of(stat, true, true, &result, &err);

				CHECK(size_again == size && memcmp(again, packed, size) == 0);
				CHECK(known ? result >= 0 : err.kind == DX_OK || err.kind == DX_ERR_RANGE);
				dx_free(again);
				drop(stat);
			}
			packed[at] ^= (uint8_t) (1 << bit);
		}
	dx_free(packed);
	for (int code = -1; code < 300; code++)
	{
		const dx_stat_kind *kind = dx_stat_kind_of(code);

		CHECK(kind == NULL || ((int) kind->code == code && dx_stat_kind_named(kind->name, strlen(kind->name)) == kind));
		CHECK(kind == NULL || dx_stat_kind_named(kind->name, strlen(kind->name) - 1) == NULL);
	}
}

int
main(void)
{
	test_values();
	test_refused_rows();
	test_merge_refused();
	test_bytes();
	test_damage();
	test_groups();
	CHECK_DONE("stat");
}
