/*
 * test_rank.c: order, tie classes and ranks. Expected ranks are those of
 * COINr and base R where a case has them, else counted one by one.
 */
#include "check.h"
#include "rank.h"

#define MOST 200000

static dx_ranked rows[MOST];
static dx_ranked other[MOST];
static int64_t ranks[MOST];

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
	const dx_ranked *a = pa;
	const dx_ranked *b = pb;

	if (a->value != b->value)
		return a->value > b->value ? -1 : 1;
	return a->position < b->position ? -1 : a->position > b->position;
}

/* Rank values (NAN: takes no place) into text: "2 3 3 - 1". */
static const char *
ranks_of(const double *values, int n, dx_ties ties)
{
	static char text[1024];
	int			len = 0;
	int64_t		m = 0;

	for (int i = 0; i < n; i++)
	{
		ranks[i] = 0;
		if (!isnan(values[i]))
			rows[m++] = (dx_ranked) {values[i], i};
	}
	dx_rank_sort(rows, m);
	dx_rank_assign(rows, m, ties, ranks);
	text[0] = '\0';
	for (int i = 0; i < n; i++)
		len += ranks[i] == 0 ? snprintf(text + len, sizeof(text) - len, "%s-", i ? " " : "")
			: snprintf(text + len, sizeof(text) - len, "%s%lld", i ? " " : "", (long long) ranks[i]);
	return text;
}

#define RANKS(ties, want, ...) \
	do { \
		const double values_[] = {__VA_ARGS__}; \
		CHECK_TEXT(ranks_of(values_, sizeof(values_) / sizeof(double), ties), want); \
	} while (0)

static void
test_parse(void)
{
	dx_ties		ties = DX_TIES_DENSE;
	dx_error	err;

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
	dx_ranked	sorted[] = {{5, 0}, {5, 3}, {4, 1}, {4 - 1e-13, 2}, {-2, 4}};

	CHECK(dx_rank_class_end(sorted, 5, 0) == 2);
	CHECK(dx_rank_class_end(sorted, 5, 2) == 4);
	CHECK(dx_rank_class_end(sorted, 5, 4) == 5);
	CHECK(dx_rank_class_end(sorted, 1, 0) == 1);
}

static void
check_sort(int64_t n, const char *what)
{
	memcpy(other, rows, (size_t) n * sizeof(dx_ranked));
	qsort(other, (size_t) n, sizeof(dx_ranked), compare);
	dx_rank_sort(rows, n);
	for (int64_t i = 0; i < n; i++)
		if (rows[i].value != other[i].value || rows[i].position != other[i].position)
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
	static const int64_t sizes[] = {0, 1, 2, 3, 47, 48, 49, 50, 100, 1000, 65537, MOST};

	printf("sort: seed %llu\n", (unsigned long long) seed);
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
	{
		int64_t		n = sizes[s];

		for (int64_t i = 0; i < n; i++)
			rows[i] = (dx_ranked) {(double) next_random() * 1e-9 - 1e5, i};
		check_sort(n, "any value");
		for (int64_t i = 0; i < n; i++)
			rows[i] = (dx_ranked) {(double) (next_random() % 201) / 100 - 1, i};
		check_sort(n, "many equal, zero among them");
		/* any bits: all exponents and signs */
		for (int64_t i = 0; i < n; i++)
		{
			uint64_t	bits = next_random() << 16 | next_random() % 65536;

			memcpy(&rows[i].value, &bits, sizeof(bits));
			if (!isfinite(rows[i].value))
				rows[i].value = -0.0;
			rows[i].position = i;
		}
		check_sort(n, "any bits");
		/* long runs equal in the high half, different in the low half */
		for (int64_t i = 0; i < n; i++)
		{
			static const uint64_t halves[] = {0x40500000, 0x3ff00000, 0xc0500000};
			uint64_t	bits = halves[next_random() % 3] << 32 | (next_random() & 0xffffffff);

			memcpy(&rows[i].value, &bits, sizeof(bits));
			rows[i].position = i;
		}
		check_sort(n, "three high halves");
		/* positions downwards, with gaps */
		for (int64_t i = 0; i < n; i++)
			rows[i] = (dx_ranked) {(double) (next_random() % 7), 3 * (n - i)};
		check_sort(n, "positions downwards");
		for (int64_t i = 0; i < n; i++)
			rows[i] = (dx_ranked) {(double) i, i};
		check_sort(n, "upwards");
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
	static double values[N];
	bool		good = true;

	for (int i = 0; i < N; i++)
		values[i] = (double) (next_random() % 400) / 8 - 20;
	for (int t = DX_TIES_MIN; t <= DX_TIES_FIRST; t++)
	{
		for (int i = 0; i < N; i++)
			rows[i] = (dx_ranked) {values[i], i};
		dx_rank_sort(rows, N);
		dx_rank_assign(rows, N, (dx_ties) t, ranks);
		for (int i = 0; i < N; i++)
		{
			int			above = 0;
			int			tied = 0;
			int			tied_before = 0;
			int			classes_above = 0;
			bool		seen[400] = {false};

			for (int j = 0; j < N; j++)
			{
				int			class = (int) ((values[j] + 20) * 8);

				above += values[j] > values[i];
				tied += values[j] == values[i];
				tied_before += values[j] == values[i] && j < i;
				if (values[j] > values[i] && !seen[class])
				{
					seen[class] = true;
					classes_above++;
				}
			}
			good &= ranks[i] == (t == DX_TIES_MIN ? above + 1 : t == DX_TIES_MAX ? above + tied :
								 t == DX_TIES_DENSE ? classes_above + 1 : above + tied_before + 1);
		}
		CHECK(good);
	}
}

int
main(void)
{
	test_parse();
	test_ties();
	test_near_ties();
	test_class_end();
	test_sort();
	test_assign();
	CHECK_DONE("rank");
}
