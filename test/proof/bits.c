/* SPDX-License-Identifier: PostgreSQL */
/*
 * bits.c: prints how many results and a digest of their bits: exp, log, pow,
 * attainments of logarithms, every mean, and roll-ups of a tree under every
 * method (09_bits.pl).
 */
#include "number/ddmath.h"
#include "number/mean.h"
#include "score/score.h"
#include "tree/tree_make.h"

static uint64_t state = 1;
static uint64_t digest = UINT64_C(14695981039346656037);
static long results;

/* SplitMix64 (S. Vigna) */
static uint64_t
next_random(void)
{
	uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* 0..1 */
static double
uniform(void)
{
	return (double) (next_random() >> 11) / 9007199254740992.0;
}

static void
add_bits(uint64_t bits)
{
	for (int i = 0; i < 64; i += 8)
		digest = (digest ^ ((bits >> i) & 0xFF)) * UINT64_C(1099511628211);
	results++;
}

static void
add(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	add_bits(bits);
}

/* Attainments under a rule, of results between two powers of ten. */
static void
add_attainments(const char *text, double from, double to)
{
	dx_error err;
	dx_rule *rule = dx_rule_parse((dx_str) {text, strlen(text)}, &err);

	for (int i = 0; i < 20000; i++)
	{
		dx_attainment a;

		if (dx_rule_attain(rule, dx_pow(10, from + uniform() * (to - from)), false, (dx_maximum) {0, 1}, &a, &err))
		{
			add_bits((uint64_t) a.num);
			add_bits((uint64_t) (a.num >> 64));
			add_bits((uint64_t) a.den);
		}
	}
	dx_free(rule);
}

int
main(void)
{
	static const char *const methods[] = {"mean",	"geomean", "harmean", "power(0.37)", "power(-2.5)",
										  "median", "min",	   "max",	  "mpi_down",	 "mpi_up"};
	double x[12], w[12], work[96];

	for (int i = 0; i < 60000; i++)
	{
		double y = uniform() * (i % 3 == 0 ? 1.0 : i % 3 == 1 ? 700.0 : 1e-5);
		double base = uniform() * 3;
		double power = (uniform() - 0.5) * 40;

		add(dx_exp(i & 1 ? y : -y));
		add(dx_log(y));
		add(dx_pow(base, power));
	}
	add_attainments("log(100, 75000)", 1.9, 4.9);
	add_attainments("log(7, 1e-300)", -300, 1);
	add_attainments("log(1, 1.001)", 0, 0.00043);
	for (int i = 0; i < 6000; i++)
	{
		int n = 1 + (int) (next_random() % 12);

		for (int k = 0; k < n; k++)
		{
			x[k] = uniform() * (i & 1 ? 1.0 : 100.0);
			w[k] = uniform() + 1e-3;
		}
		for (int method = DX_METHOD_MEAN; method <= DX_METHOD_MPI_UP; method++)
			add(dx_mean((dx_method) method, (uniform() - 0.5) * 20, x, w, n, work));
	}
	for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]); m++)
	{
		char json[400];
		dx_error err;
		dx_tree *tree;
		dx_score_room room;

		snprintf(json, sizeof(json),
				 "[{\"code\": \"\", \"method\": \"%s\"}, {\"code\": \"1\", \"weight\": 0.3}, {\"code\": \"1.1\", "
				 "\"max\": 5, \"rule\": \"percent\"}, {\"code\": \"1.2\", \"max\": 5, \"rule\": \"linear(0, 70)\"}, "
				 "{\"code\": \"2\", \"weight\": 0.7, \"method\": \"geomean\"}, {\"code\": \"2.1\", \"rule\": "
				 "\"percent\", \"weight\": 0.1}, {\"code\": \"2.2\", \"rule\": \"curve(0:0, 30:1/3, 100:1)\"}]",
				 methods[m]);
		tree = dx_tree_from_json((dx_str) {json, strlen(json)}, &err);
		if (tree == NULL)
			return fprintf(stderr, "%s\n", err.message), 1;
		memset(&room, 0, sizeof(room));
		dx_score_room_grow(&room, tree);
		for (int i = 0; i < 2000; i++)
		{
			dx_sheet sheet = dx_sheet_over(dx_alloc(dx_sheet_bytes(tree->n_criteria)), tree->n_criteria);

			for (uint32_t c = 0; c < tree->n_criteria; c++)
				if (next_random() % 9)
					dx_sheet_set(&sheet, c, DX_RESULT_VALUE, uniform() * 100);
			if (!dx_score_sheet(tree, NULL, &sheet, &room, &err))
				return fprintf(stderr, "%s\n", err.message), 1;
			for (uint32_t node = 0; node < tree->n_nodes; node++)
			{
				double ratio;

				if (room.rollup->rolls[node].state == DX_VALUE_PRESENT)
					add(dx_roll_points(room.rollup, node));
				if (dx_roll_ratio(room.rollup, node, &ratio))
					add(ratio);
			}
			dx_free(sheet.others);
		}
		dx_free(tree);
	}
	printf("%ld results %016llx\n", results, (unsigned long long) digest);
	return 0;
}
