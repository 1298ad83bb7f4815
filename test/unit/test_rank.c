/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_rank.c: order, tie classes and ranks. Expected ranks are those of
 * COINr and base R where a case has them, else counted one by one.
 */
#include "check.h"
#include "rank/rank.h"

#define MAX 200000

typedef struct row
{
	double value;
	int64_t position;
} row;

static double values[MAX];
static uint64_t order[MAX];
static uint64_t temp[MAX];
static row rows[MAX];

static uint64_t seed = 20221122;

static uint64_t
next_random(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return seed >> 16;
}

/* The same order by comparison, as the C library sorts it. */
static int
compare(const void *pa, const void *pb)
{
	const row *a = pa;
	const row *b = pb;

	if (a->value != b->value)
		return a->value > b->value ? -1 : 1;
	return a->position < b->position ? -1 : a->position > b->position;
}

/* A sorted ranking of n values (NAN: takes no place). */
static dx_ranking
ranking_of(const double *x, int64_t n)
{
	dx_ranking r = {values, order, temp, n, 0};

	memmove(values, x, (size_t) n * sizeof(double));
	dx_rank_sort(&r);
	return r;
}

/* The answers, "2 3 3 - 1" where "-" is none. */
static const char *
answers(const dx_ranking *r)
{
	static char text[1024];
	int len = 0;

	text[0] = '\0';
	for (int64_t i = 0; i < r->n_rows; i++)
	{
		if (i > 0)
			text[len++] = ' ';
		len += isnan(r->values[i]) ? snprintf(text + len, sizeof(text) - (size_t) len, "-")
								   : snprintf(text + len, sizeof(text) - (size_t) len, "%.12g", r->values[i]);
	}
	return text;
}

static const char *
ranks_of(const double *x, int n, dx_ties ties)
{
	dx_ranking r = ranking_of(x, n);

	dx_rank_assign(&r, ties);
	return answers(&r);
}

#define RANKS(ties, want, ...) \
	do \
	{ \
		const double values_[] = {__VA_ARGS__}; \
		CHECK_TEXT(ranks_of(values_, sizeof(values_) / sizeof(double), ties), want); \
	} while (0)

static void
test_parse(void)
{
	dx_ties ties = DX_TIES_DENSE;
	dx_error err;

	CHECK(dx_ties_parse(DX_STR("min"), &ties, &err) && ties == DX_TIES_MIN);
	CHECK(dx_ties_parse(DX_STR("max"), &ties, &err) && ties == DX_TIES_MAX);
	CHECK(dx_ties_parse(DX_STR("dense"), &ties, &err) && ties == DX_TIES_DENSE);
	CHECK(dx_ties_parse(DX_STR("First"), &ties, &err) && ties == DX_TIES_FIRST);
	CHECK_TEXT(dx_ties_name(ties), "first");
	CHECK(!dx_ties_parse(DX_STR("average"), &ties, &err) && err.kind == DX_ERR_PARAM);
	CHECK_TEXT(err.message, "unknown ties \"average\"");
	CHECK(!dx_ties_parse(DX_STR(""), &ties, &err));
	CHECK(!dx_ties_parse(DX_STR("mi"), &ties, &err));
	CHECK(!dx_ties_parse(DX_STR("mins"), &ties, &err));
}

static void
test_ties(void)
{
	/* COINr's rank, R's rank(ties.method = "max"), dense by its formula */
	RANKS(DX_TIES_MIN, "2 3 3 - 1 3 6", 88.5, 70, 70, NAN, 91, 70, 55);
	RANKS(DX_TIES_DENSE, "2 3 3 - 1 3 4", 88.5, 70, 70, NAN, 91, 70, 55);
	RANKS(DX_TIES_MAX, "2 5 5 - 1 5 6", 88.5, 70, 70, NAN, 91, 70, 55);
	RANKS(DX_TIES_FIRST, "2 3 4 - 1 5 6", 88.5, 70, 70, NAN, 91, 70, 55);
	/* ranks upwards are ranks of the negated values */
	RANKS(DX_TIES_MIN, "2 3 3 - 5 1", -3, -7, -7, NAN, -12, -1);
	RANKS(DX_TIES_MIN, "4 2 2 - 1 5", 3, 7, 7, NAN, 12, 1);

	RANKS(DX_TIES_MIN, "1", 5);
	RANKS(DX_TIES_MIN, "- -", NAN, NAN);
	RANKS(DX_TIES_MAX, "3 3 3", 4, 4, 4);
	RANKS(DX_TIES_DENSE, "1 1 1", 4, 4, 4);

	/* zero ties with -0 only; its class has no width */
	RANKS(DX_TIES_MIN, "2 2 1 4 5", 0.0, -0.0, 1e-300, -1e-300, -1);
	RANKS(DX_TIES_FIRST, "1 2 3", -0.0, 0.0, -0.0);
	/* both ends of the doubles */
	RANKS(DX_TIES_MIN, "1 2 3 4 5 6", 1.7976931348623157e308, 1, 5e-324, 0, -5e-324, -1.7976931348623157e308);
}

static void
test_near_ties(void)
{
	RANKS(DX_TIES_MIN, "1 1", 70, 70 * (1 - 1e-13));
	RANKS(DX_TIES_MIN, "1 1", 70 * (1 - 1e-13), 70);
	RANKS(DX_TIES_MIN, "1 2", 70, 70 * (1 - 1e-11));
	RANKS(DX_TIES_MIN, "1 1", -70, -70 * (1 + 1e-13));
	RANKS(DX_TIES_MIN, "1 2", -70, -70 * (1 + 1e-11));
	/* 0.1 + 0.2 and 0.3 */
	RANKS(DX_TIES_DENSE, "1 1 2", 0.1 + 0.2, 0.3, 0.2);
	/* a class is measured from its highest value, not chained */
	RANKS(DX_TIES_MIN, "1 1 3", 1, 1 - 0.8e-12, 1 - 1.6e-12);
	RANKS(DX_TIES_MAX, "2 2 3", 1, 1 - 0.8e-12, 1 - 1.6e-12);
	RANKS(DX_TIES_DENSE, "2 1 1", 1 - 1.6e-12, 1 - 0.8e-12, 1);
	/* near ties are numbered by position, not by the last bits of their values */
	RANKS(DX_TIES_FIRST, "2 3 1 4", 70 * (1 - 1e-13), 70, 80, 70 * (1 - 2e-13));
}

static void
test_class_end(void)
{
	const double x[] = {5, 4, 4 - 1e-13, 5, NAN, -2};
	dx_ranking r = ranking_of(x, 6);

	CHECK(r.n == 5);
	CHECK(dx_rank_position(&r, 0) == 0 && dx_rank_position(&r, 1) == 3 && dx_rank_position(&r, 4) == 5);
	CHECK_SAME(dx_rank_value(&r, 3), 4 - 1e-13);
	CHECK(dx_rank_class_end(&r, 0) == 2);
	CHECK(dx_rank_class_end(&r, 2) == 4);
	CHECK(dx_rank_class_end(&r, 4) == 5);
}

/* Which rows are tied with the one before, for the check of the window's order. */
static void
test_tied(void)
{
	const double x[] = {7 * (1 - 1e-13), 9, 7, NAN, 9, 1};
	dx_ranking r = ranking_of(x, 6);
	static const uint32_t position[] = {1, 4, 0, 2, 5};
	static const bool tied[] = {false, true, false, true, false};

	dx_rank_assign(&r, DX_TIES_FIRST);
	for (int i = 0; i < 5; i++)
	{
		CHECK(dx_rank_position(&r, i) == position[i]);
		CHECK(((r.order[i] & DX_RANK_TIED) != 0) == tied[i]);
	}
}

#define PLACES(function, want, ...) \
	do \
	{ \
		const double values_[] = {__VA_ARGS__}; \
		dx_ranking r_ = ranking_of(values_, sizeof(values_) / sizeof(double)); \
		function; \
		CHECK_TEXT(answers(&r_), want); \
	} while (0)

static void
test_places(void)
{
	/* R's rank(-x, ties.method = "average") */
	PLACES(dx_rank_midrank(&r_), "2 4 4 - 1 4 6", 88.5, 70, 70, NAN, 91, 70, 55);
	PLACES(dx_rank_midrank(&r_), "2.5 1 2.5 4", 3, 4, 3, 1);
	PLACES(dx_rank_midrank(&r_), "1", 3);
	/* COINr's get_percentile ranks and n_prank */
	PLACES(dx_rank_percentile(&r_), "0.8 0.2 0.2 - 1 0.2 0", 88.5, 70, 70, NAN, 91, 70, 55);
	PLACES(dx_rank_percentile(&r_), "0.25 0.5 0.5 - 1 0", 3, 7, 7, NAN, 12, 1);
	PLACES(dx_rank_percentile(&r_), "0.75 0.25 0.25 - 0 1", -3, -7, -7, NAN, -12, -1);
	PLACES(dx_rank_percentile(&r_), "- -", 5, NAN);
	PLACES(dx_rank_percentile(&r_), "0 0", 5, 5);
	/* COINr's n_borda */
	PLACES(dx_rank_borda(&r_), "1 2 2 - 4 0", 3, 7, 7, NAN, 12, 1);
	PLACES(dx_rank_borda(&r_), "3 1 1 - 0 4", -3, -7, -7, NAN, -12, -1);
	PLACES(dx_rank_borda(&r_), "0 -", 3, NAN);
	/* bands by floor((rank - 1) n / N) + 1 */
	PLACES(dx_rank_band(&r_, 4), "1 1 2 2 3 3 4 4", 8, 7, 6, 5, 4, 3, 2, 1);
	PLACES(dx_rank_band(&r_, 3), "1 1 1 2 2 2 3 3", 8, 7, 6, 5, 4, 3, 2, 1);
	PLACES(dx_rank_band(&r_, 4), "1 1 1 2 3 - 3 3 3", 8, 8, 8, 5, 4, NAN, 2, 2, 2);
	PLACES(dx_rank_band(&r_, 1), "1 1 1", 3, 2, 1);
	PLACES(dx_rank_band(&r_, 100), "1 34 67", 3, 2, 1);
	PLACES(dx_rank_band(&r_, INT32_MAX), "1 1073741824 -", 3, 2, NAN);
	/* near ties stay together everywhere */
	PLACES(dx_rank_percentile(&r_), "0.5 0.5 0", 70, 70 * (1 - 1e-13), 1);
	PLACES(dx_rank_band(&r_, 3), "1 1 3", 70, 70 * (1 - 1e-13), 1);
}

/* Sort rows[0 .. n - 1].value and compare. */
static void
check_sort(int64_t n, const char *what)
{
	dx_ranking r;
	int64_t m = 0;

	for (int64_t i = 0; i < n; i++)
		values[i] = rows[i].value;
	for (int64_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			rows[m++] = (row) {values[i], i};
	r = ranking_of(values, n);
	qsort(rows, (size_t) m, sizeof(row), compare);
	CHECK(r.n == m);
	for (int64_t i = 0; i < m; i++)
		if (dx_rank_value(&r, i) != rows[i].value || dx_rank_position(&r, i) != rows[i].position)
		{
			printf("%s, %lld rows: differs at %lld\n", what, (long long) n, (long long) i);
			CHECK(false);
			return;
		}
	CHECK(true);
}

/* Against the C library's sort, over shapes that take each way through ours. */
static void
test_sort(void)
{
	static const int64_t sizes[] = {0, 1, 2, 3, 47, 48, 49, 50, 100, 1000, 65537, MAX};

	printf("sort: seed %llu\n", (unsigned long long) seed);
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
	{
		int64_t n = sizes[s];

		for (int64_t i = 0; i < n; i++)
			rows[i].value = (double) next_random() * 1e-9 - 1e5;
		check_sort(n, "any value");
		for (int64_t i = 0; i < n; i++)
			rows[i].value = next_random() % 4 == 0 ? NAN : (double) (next_random() % 201) / 100 - 1;
		check_sort(n, "many equal, zero among them, some that take no place");
		/* any bits: all exponents and signs */
		for (int64_t i = 0; i < n; i++)
		{
			uint64_t bits = next_random() << 16 | next_random() % 65536;

			memcpy(&rows[i].value, &bits, sizeof(bits));
			if (!isfinite(rows[i].value))
				rows[i].value = -0.0;
		}
		check_sort(n, "any bits");
		/* long runs equal in the high half, different in the low half */
		for (int64_t i = 0; i < n; i++)
		{
			static const uint64_t halves[] = {0x40500000, 0x3ff00000, 0xc0500000};
			uint64_t bits = halves[next_random() % 3] << 32 | (next_random() & 0xffffffff);

			memcpy(&rows[i].value, &bits, sizeof(bits));
		}
		check_sort(n, "three high halves");
		/* one digit differs, and two far apart */
		for (int64_t i = 0; i < n; i++)
			rows[i].value = 1 + (double) (next_random() % 200) / 256;
		check_sort(n, "one digit");
		for (int64_t i = 0; i < n; i++)
			rows[i].value = (1 + (double) (next_random() % 15) / 16) * (next_random() % 2 ? 1 : 1 + 0x1p-50);
		check_sort(n, "first and last bits");
		for (int64_t i = 0; i < n; i++)
			rows[i].value = (double) i;
		check_sort(n, "upwards");
		for (int64_t i = 0; i < n; i++)
			rows[i].value = (double) (n - i);
		check_sort(n, "sorted");
	}
}

/* Every way of numbering ties, against counting, on many values with exact ties. */
static void
test_assign(void)
{
	enum
	{
		N = 3000
	};
	static double x[N];
	bool good = true;

	for (int i = 0; i < N; i++)
		x[i] = (double) (next_random() % 400) / 8 - 20;
	for (int t = DX_TIES_MIN; t <= DX_TIES_FIRST; t++)
	{
		dx_ranking r = ranking_of(x, N);

		dx_rank_assign(&r, (dx_ties) t);
		for (int i = 0; i < N; i++)
		{
			int above = 0;
			int tied = 0;
			int tied_before = 0;
			int classes_above = 0;
			bool seen[400] = {false};

			for (int j = 0; j < N; j++)
			{
				int class = (int) ((x[j] + 20) * 8);

				above += x[j] > x[i];
				tied += x[j] == x[i];
				tied_before += x[j] == x[i] && j < i;
				if (x[j] > x[i] && !seen[class])
				{
					seen[class] = true;
					classes_above++;
				}
			}
			good &= r.values[i] ==
				(t == DX_TIES_MIN		  ? above + 1
					 : t == DX_TIES_MAX	  ? above + tied
					 : t == DX_TIES_DENSE ? classes_above + 1
										  : above + tied_before + 1);
		}
		CHECK(good);
	}
}

/* `first` over a class of many nearly equal values: by position, in one large sort. */
static void
test_large_class(void)
{
	bool good = true;
	dx_ranking r;

	for (int i = 0; i < MAX; i++)
		rows[i].value = 50 * (1 - 1e-13 * (double) (next_random() % 8));
	for (int i = 0; i < MAX; i++)
		values[i] = rows[i].value;
	values[0] = 50;
	r = ranking_of(values, MAX);
	dx_rank_assign(&r, DX_TIES_FIRST);
	for (int i = 0; i < MAX; i++)
		good &= r.values[i] == i + 1;
	CHECK(good);
}

/* ---------------- several keys ---------------- */

#define KEYS 4

static double later[KEYS - 1][MAX];
static double *const later_keys[KEYS - 1] = {later[0], later[1], later[2]};
static uint32_t ends[MAX];

/* Ranks of rows x[key][row] (NAN: none) by n_keys keys. */
static dx_ranking
ranks_by_keys(const double (*x)[MAX], int n_keys, int64_t n, dx_ties ties)
{
	dx_ranking r;

	for (int key = 1; key < n_keys; key++)
		for (int64_t i = 0; i < n; i++)
			later[key - 1][i] = isnan(x[key][i]) ? -INFINITY : x[key][i];
	r = ranking_of(x[0], n);
	dx_rank_refine(&r, later_keys, n_keys - 1, ends);
	dx_rank_assign(&r, ties);
	return r;
}

static double keyed[KEYS][MAX];

#define KEYED(ties, n_keys, want, ...) \
	do \
	{ \
		const double values_[] = {__VA_ARGS__}; \
		int n_ = (int) (sizeof(values_) / sizeof(double)) / n_keys; \
		dx_ranking r_; \
		for (int i_ = 0; i_ < n_ * n_keys; i_++) \
			keyed[i_ % n_keys][i_ / n_keys] = values_[i_]; \
		r_ = ranks_by_keys((const double(*)[MAX]) keyed, n_keys, n_, ties); \
		CHECK_TEXT(answers(&r_), want); \
	} while (0)

static void
test_keys(void)
{
	/* case G9: a and c are tied at (80, 40) */
	KEYED(DX_TIES_MIN, 2, "2 1 2 4", 80, 40, 80, 45, 80, 40, 70, 50);
	KEYED(DX_TIES_MAX, 2, "3 1 3 4", 80, 40, 80, 45, 80, 40, 70, 50);
	KEYED(DX_TIES_DENSE, 2, "2 1 2 3", 80, 40, 80, 45, 80, 40, 70, 50);
	KEYED(DX_TIES_FIRST, 2, "2 1 3 4", 80, 40, 80, 45, 80, 40, 70, 50);
	/* one key is what dx.rank_by does */
	KEYED(DX_TIES_MIN, 1, "2 3 3 - 1 3 6", 88.5, 70, 70, NAN, 91, 70, 55);
	KEYED(DX_TIES_MIN, 3, "-", NAN, 1, 1);
	KEYED(DX_TIES_MIN, 3, "1", 5, NAN, NAN);
	/* a later key that is missing comes last in its class, and such rows are tied until the next key */
	KEYED(DX_TIES_MIN, 3, "4 3 1 2 5 -", 80, NAN, 1, 80, NAN, 2, 80, 0, 0, 80, -5, 9, 70, 99, 99, NAN, 5, 5);
	KEYED(DX_TIES_DENSE, 2, "2 1 2 3", 80, NAN, 80, -1e308, 80, NAN, 70, 1);
	/* values tied to 1e-12 go to the next key, whichever is the higher by its last bits */
	KEYED(DX_TIES_MIN, 2, "2 1 3", 70, 1, 70 * (1 - 1e-13), 2, 70 * (1 - 1e-11), 3);
	KEYED(DX_TIES_MIN, 3, "1 2 2", 1, 70 * (1 - 1e-13), 5, 1, 70, 4, 1, 70 * (1 - 2e-13), 4 * (1 + 1e-13));
	/* classes of a later key are made within a class, not across: 1 - 0.8e-12 and 1 - 1.6e-12 are tied in the second class */
	KEYED(DX_TIES_DENSE, 2, "1 1 2 2", 9, 1, 9, 1 - 0.8e-12, 8, 1 - 0.8e-12, 8, 1 - 1.6e-12);
	KEYED(DX_TIES_FIRST, 2, "1 2 3 4", 9, 1, 9, 1 - 1e-13, 9, 1 - 2e-13, 9, 1 + 1e-13);
	/* 0 is -0 */
	KEYED(DX_TIES_MIN, 3, "1 1 3", 0, -0.0, 1, -0.0, 0, 1, 0, 0, 0);
}

/* Number the classes of rows[0 .. n - 1] by key and those that follow, as slowly as it is said: best first, from *class on. */
static void
number_classes(const double (*x)[MAX], int key, int n_keys, const int *members, int n, int *class, int *out)
{
	bool *done = dx_alloc((size_t) n + 1);
	int *tied = dx_alloc(((size_t) n + 1) * sizeof(int));

	for (int left = n; left > 0;)
	{
		double highest = -INFINITY;
		int n_tied = 0;

		for (int i = 0; i < n; i++)
			if (!done[i] && !isnan(x[key][members[i]]) && x[key][members[i]] > highest)
				highest = x[key][members[i]];
		for (int i = 0; i < n; i++)
		{
			double value = x[key][members[i]];

			if (done[i] || (highest == -INFINITY ? !isnan(value) : isnan(value) || !dx_reached(value, highest)))
				continue;
			done[i] = true;
			tied[n_tied++] = members[i];
		}
		left -= n_tied;
		if (key + 1 < n_keys)
			number_classes(x, key + 1, n_keys, tied, n_tied, class, out);
		else
		{
			for (int i = 0; i < n_tied; i++)
				out[tied[i]] = *class;
			(*class)++;
		}
	}
	dx_free(done);
	dx_free(tied);
}

/* Random rows of few and nearly equal values, against the classes made one by one. */
static void
test_keys_counted(void)
{
	static int members[MAX];
	static int class_of[MAX];
	bool good = true;

	for (int round = 0; round < 400; round++)
	{
		int n = round < 300 ? (int) (next_random() % 60) : 300;
		int n_keys = 1 + (int) (next_random() % KEYS);
		int few = 1 + (int) (next_random() % 4);
		int classes = 0;
		int placed = 0;

		for (int key = 0; key < n_keys; key++)
			for (int i = 0; i < n; i++)
				keyed[key][i] = next_random() % 8 == 0 ? NAN
													   : ((double) (next_random() % (uint64_t) few) - 1) *
						(1 - (double) (next_random() % 5) * (next_random() % 2 ? 1e-14 : 0.4e-12));
		for (int i = 0; i < n; i++)
			if (!isnan(keyed[0][i]))
				members[placed++] = i;
		number_classes((const double(*)[MAX]) keyed, 0, n_keys, members, placed, &classes, class_of);
		for (int t = DX_TIES_MIN; t <= DX_TIES_FIRST; t++)
		{
			dx_ranking r = ranks_by_keys((const double(*)[MAX]) keyed, n_keys, n, (dx_ties) t);

			for (int i = 0; i < n; i++)
			{
				int above = 0;
				int equal = 0;
				int before = 0;
				int want;

				if (isnan(keyed[0][i]))
				{
					good &= isnan(r.values[i]);
					continue;
				}
				for (int j = 0; j < placed; j++)
				{
					above += class_of[members[j]] < class_of[i];
					equal += class_of[members[j]] == class_of[i];
					before += class_of[members[j]] == class_of[i] && members[j] < i;
				}
				want = t == DX_TIES_MIN	 ? above + 1
					: t == DX_TIES_MAX	 ? above + equal
					: t == DX_TIES_DENSE ? class_of[i] + 1
										 : above + before + 1;
				good &= r.values[i] == want;
			}
		}
	}
	CHECK(good);
}

/* Rows by all keys, then by position. */
static int
compare_keyed(const void *pa, const void *pb)
{
	int64_t a = ((const row *) pa)->position;
	int64_t b = ((const row *) pb)->position;

	for (int key = 0; key < KEYS; key++)
		if (keyed[key][a] != keyed[key][b])
			return keyed[key][a] > keyed[key][b] ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* As many rows as there may be here, against the C library's sort. */
static void
test_many_keys(void)
{
	static const uint64_t few[] = {3, 40, 2000, 100000};
	dx_ranking r;
	bool good = true;

	for (int i = 0; i < MAX; i++)
	{
		rows[i].position = i;
		for (int key = 0; key < KEYS; key++)
			keyed[key][i] = (double) (next_random() % few[key]) / 3 - 5;
	}
	r = ranks_by_keys((const double(*)[MAX]) keyed, KEYS, MAX, DX_TIES_FIRST);
	qsort(rows, MAX, sizeof(row), compare_keyed);
	for (int i = 0; i < MAX; i++)
		good &= r.values[rows[i].position] == i + 1;
	CHECK(good);
}

int
main(void)
{
	test_parse();
	test_ties();
	test_near_ties();
	test_class_end();
	test_tied();
	test_places();
	test_sort();
	test_assign();
	test_keys();
	test_keys_counted();
	test_many_keys();
	test_large_class();
	CHECK_DONE("rank");
}
