/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_mean.c: weighted means against exact fractions (mean, harmonic, MPI)
 * and 3000-bit references (geometric, power), each rounded once; against
 * results of COINr (R); and the promises about edges.
 */
#include "check.h"
#include "number/ddmath.h"
#include "number/mean.h"

#include <float.h>

#define MAX 8
#define COUNT(array) ((int) (sizeof(array) / sizeof((array)[0])))

/* The first 12 digits hold for COINr, which printed them. */
static const struct
{
	dx_method method;
	double p;
	int n;
	double x[4];
	double w[4];
	double want;
} coinr_cases[] = {{DX_METHOD_MEAN, 0, 3, {60, 90, 30}, {1, 3, 4}, 56.25},
				   {DX_METHOD_MEAN, 0, 4, {60, 70, 90, 30}, {1, 2, 3, 4}, 59},
				   {DX_METHOD_MEAN, 0, 2, {1, 2}, {1, 1}, 1.5},
				   {DX_METHOD_GEOMEAN, 0, 3, {2, 8, 32}, {1, 1, 2}, 11.313708499},
				   {DX_METHOD_GEOMEAN, 0, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 59.6098684044},
				   {DX_METHOD_HARMEAN, 0, 3, {10, 20, 40}, {2, 1, 1}, 14.5454545455},
				   {DX_METHOD_HARMEAN, 0, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 41.8516966904},
				   {DX_METHOD_POWER, -1, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 41.8516966904},
				   {DX_METHOD_POWER, -0.5, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 50.8759495188},
				   {DX_METHOD_POWER, 0.5, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 66.728377282},
				   {DX_METHOD_POWER, 1, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 72.0333333333},
				   {DX_METHOD_POWER, 2, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 78.8419093292},
				   {DX_METHOD_POWER, 3, 3, {12.5, 60, 99.900000000000006}, {1, 2, 3}, 82.9535241008},
				   {DX_METHOD_POWER, 2, 2, {12.5, 99.900000000000006}, {1, 3}, 86.741397268}};

static const struct
{
	dx_method method;
	double p;
	int n;
	double x[MAX];
	double w[MAX];
	double want;
} rounded_cases[] = {
	{DX_METHOD_MEAN, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.c200000000000p+5},
	{DX_METHOD_GEOMEAN, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7d9928bp+5},
	{DX_METHOD_HARMEAN, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.5d1745d1745d1p+5},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.5400000000000p+5},
	{DX_METHOD_MPI_UP, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.1800000000000p+6},
	{DX_METHOD_POWER, 2.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.f5fefae63c9bap+5},
	{DX_METHOD_POWER, 3.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.0fd6dbf4c873fp+6},
	{DX_METHOD_POWER, -2.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.3d13db41f609dp+5},
	{DX_METHOD_POWER, 0.5, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.a62cabf378ecbp+5},
	{DX_METHOD_POWER, -0.5, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.7273f7581672ep+5},
	{DX_METHOD_POWER, 0.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7d9928bp+5},
	{DX_METHOD_POWER, 1.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.c200000000000p+5},
	{DX_METHOD_POWER, -1.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.5d1745d1745d1p+5},
	{DX_METHOD_POWER, 10.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.468e315f43fe3p+6},
	{DX_METHOD_POWER, -10.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.0138120aea3a9p+5},
	{DX_METHOD_POWER, 1000.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.67a5a6adf2489p+6},
	{DX_METHOD_POWER, -1000.0, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.e0553415641d8p+4},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.9cfeab21f8b91p+5},
	{DX_METHOD_POWER, 0.001, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b33669f1b45ap+5},
	{DX_METHOD_POWER, -0.001, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b18b0fbadbe8p+5},
	{DX_METHOD_POWER, 1e-09, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7e7936fp+5},
	{DX_METHOD_POWER, -1e-09, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7cb91a6p+5},
	{DX_METHOD_POWER, 1e-30, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7d9928bp+5},
	{DX_METHOD_POWER, 1e-40, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7d9928bp+5},
	{DX_METHOD_POWER, 1e-300, 3, {60.0, 90.0, 30.0}, {1.0, 3.0, 4.0}, 0x1.8b260b7d9928bp+5},
	{DX_METHOD_MEAN, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.2800000000000p+4},
	{DX_METHOD_GEOMEAN, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e667f3bcdp+3},
	{DX_METHOD_HARMEAN, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.745d1745d1746p+2},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.0cf914c1bacf9p+3},
	{DX_METHOD_MPI_UP, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.c983759f22983p+4},
	{DX_METHOD_POWER, 2.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.7000000000000p+4},
	{DX_METHOD_POWER, 3.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.9772571f0b30dp+4},
	{DX_METHOD_POWER, -2.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.eee595eba94ddp+1},
	{DX_METHOD_POWER, 0.5, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.e400000000000p+3},
	{DX_METHOD_POWER, -0.5, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1p+3},
	{DX_METHOD_POWER, 0.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e667f3bcdp+3},
	{DX_METHOD_POWER, 1.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.2800000000000p+4},
	{DX_METHOD_POWER, -1.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.745d1745d1746p+2},
	{DX_METHOD_POWER, 10.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.ddb6818fa65d5p+4},
	{DX_METHOD_POWER, -10.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.261116952c7c0p+1},
	{DX_METHOD_POWER, 1000.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.ffa52de61c11fp+4},
	{DX_METHOD_POWER, -1000.0, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.005aea49e94fap+1},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.bbafa2d89fc4dp+3},
	{DX_METHOD_POWER, 0.001, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a4722ee1ff58p+3},
	{DX_METHOD_POWER, -0.001, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.69ccae4f84326p+3},
	{DX_METHOD_POWER, 1e-09, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e66bf6f82p+3},
	{DX_METHOD_POWER, -1e-09, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e663f0817p+3},
	{DX_METHOD_POWER, 1e-30, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e667f3bcdp+3},
	{DX_METHOD_POWER, 1e-40, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e667f3bcdp+3},
	{DX_METHOD_POWER, 1e-300, 3, {2.0, 8.0, 32.0}, {1.0, 1.0, 2.0}, 0x1.6a09e667f3bcdp+3},
	{DX_METHOD_MEAN, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.2022222222222p+6},
	{DX_METHOD_GEOMEAN, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102af9cd9dp+5},
	{DX_METHOD_HARMEAN, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.4ed0465abb412p+5},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.ce2e5bd94d472p+5},
	{DX_METHOD_MPI_UP, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.592d16579da0cp+6},
	{DX_METHOD_POWER, 2.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.3b5e1d7aabab3p+6},
	{DX_METHOD_POWER, 3.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.4bd0689f33b2cp+6},
	{DX_METHOD_POWER, -2.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.cc16e72717269p+4},
	{DX_METHOD_POWER, 0.5, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.0ae9dbbbf4b6ep+6},
	{DX_METHOD_POWER, -0.5, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.9701f1d24215ap+5},
	{DX_METHOD_POWER, 0.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102af9cd9dp+5},
	{DX_METHOD_POWER, 1.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.2022222222222p+6},
	{DX_METHOD_POWER, -1.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.4ed0465abb412p+5},
	{DX_METHOD_POWER, 10.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.74fdd3ba78f98p+6},
	{DX_METHOD_POWER, -10.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.de7e122a116dep+3},
	{DX_METHOD_POWER, 1000.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.8f52b79f64b54p+6},
	{DX_METHOD_POWER, -1000.0, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.90b7a40103291p+3},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.02447ed5e8874p+6},
	{DX_METHOD_POWER, 0.001, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dd01f748c7ebcp+5},
	{DX_METHOD_POWER, -0.001, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dcc00a770c4c1p+5},
	{DX_METHOD_POWER, 1e-09, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102b1c5dedp+5},
	{DX_METHOD_POWER, -1e-09, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102ad73d4cp+5},
	{DX_METHOD_POWER, 1e-30, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102af9cd9dp+5},
	{DX_METHOD_POWER, 1e-40, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102af9cd9dp+5},
	{DX_METHOD_POWER, 1e-300, 3, {12.5, 60.0, 99.9}, {1.0, 2.0, 3.0}, 0x1.dce102af9cd9dp+5},
	{DX_METHOD_MEAN, 0.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.4000000000000p+4},
	{DX_METHOD_GEOMEAN, 0.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.0d163bfd8c44cp+4},
	{DX_METHOD_HARMEAN, 0.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.d1745d1745d17p+3},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.9000000000000p+3},
	{DX_METHOD_MPI_UP, 0.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.b800000000000p+4},
	{DX_METHOD_POWER, 1e-40, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.0d163bfd8c44cp+4},
	{DX_METHOD_POWER, 2.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.773bb6fa96c51p+4},
	{DX_METHOD_POWER, 1000.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.3f8e837143295p+5},
	{DX_METHOD_POWER, -2.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.a4dc8533b864cp+3},
	{DX_METHOD_POWER, -10.0, 3, {10.0, 20.0, 40.0}, {2.0, 1.0, 1.0}, 0x1.56f364551c460p+3},
	{DX_METHOD_MEAN, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.999999999999ap-3},
	{DX_METHOD_GEOMEAN, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.742573bf481ffp-3},
	{DX_METHOD_HARMEAN, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.4f2094f2094f2p-3},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.5555555555556p-3},
	{DX_METHOD_MPI_UP, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.ddddddddddddep-3},
	{DX_METHOD_POWER, -1000.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.9a0cdc74534fcp-4},
	{DX_METHOD_POWER, -10.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.c91e605aa6134p-4},
	{DX_METHOD_POWER, 1e-09, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.742573bfec8f8p-3},
	{DX_METHOD_POWER, 1000.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.32dcd95bb9606p-2},
	{DX_METHOD_POWER, 0.0, 3, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0}, 0x1.742573bf481ffp-3},
	{DX_METHOD_MEAN, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.428f5c28f5c29p-1},
	{DX_METHOD_GEOMEAN, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.13ce79d335351p-1},
	{DX_METHOD_HARMEAN, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.9ce075f6fd220p-2},
	{DX_METHOD_MPI_DOWN, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.0656cbd32398ap-1},
	{DX_METHOD_MPI_UP, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.7ec7ec7ec7ec8p-1},
	{DX_METHOD_POWER, 1e-09, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.13ce79d433732p-1},
	{DX_METHOD_POWER, 1e-300, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.13ce79d335351p-1},
	{DX_METHOD_POWER, 0.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.13ce79d335351p-1},
	{DX_METHOD_POWER, 3.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.72afd7b4f36dfp-1},
	{DX_METHOD_POWER, 10.0, 4, {0.1, 0.7, 0.4, 0.9}, {0.1, 0.2, 0.3, 0.4}, 0x1.a622cf3d6b6dfp-1},
	{DX_METHOD_MEAN, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.fdafb60009cd0p+994},
	{DX_METHOD_GEOMEAN, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1p+0},
	{DX_METHOD_HARMEAN, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.01297d23ab683p-995},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x0.0p+0},
	{DX_METHOD_MPI_UP, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.7e43c8800759cp+996},
	{DX_METHOD_POWER, 2.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.b966be8dc6acbp+995},
	{DX_METHOD_POWER, 3.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.090c2f19f2ed9p+996},
	{DX_METHOD_POWER, -2.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.28f1f70999505p-996},
	{DX_METHOD_POWER, 0.5, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.53ca79555bde0p+993},
	{DX_METHOD_POWER, -0.5, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.81be3bb5811c4p-994},
	{DX_METHOD_POWER, 0.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1p+0},
	{DX_METHOD_POWER, 1.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.fdafb60009cd0p+994},
	{DX_METHOD_POWER, -1.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.01297d23ab683p-995},
	{DX_METHOD_POWER, 10.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.567e4cf6b468ap+996},
	{DX_METHOD_POWER, -10.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.7eb30b186385ep-997},
	{DX_METHOD_POWER, 1000.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.7dd8551022397p+996},
	{DX_METHOD_POWER, -1000.0, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.574278d9402f5p-997},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.c50df71c7a7d4p+991},
	{DX_METHOD_POWER, 0.001, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.e723655966f78p+220},
	{DX_METHOD_POWER, -0.001, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.0d10b708a1281p-221},
	{DX_METHOD_POWER, 1e-09, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.000a6cbeb3b94p+0},
	{DX_METHOD_POWER, -1e-09, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1.ffeb275be9e31p-1},
	{DX_METHOD_POWER, 1e-30, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1p+0},
	{DX_METHOD_POWER, 1e-40, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1p+0},
	{DX_METHOD_POWER, 1e-300, 3, {1e+300, 1e-300, 1.0}, {1.0, 1.0, 1.0}, 0x1p+0},
	{DX_METHOD_MEAN, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d1305389ab69fp+1023},
	{DX_METHOD_GEOMEAN, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d83fcp+1023},
	{DX_METHOD_HARMEAN, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d030aaf513ecdp+1023},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d03854377f3c3p+1023},
	{DX_METHOD_MPI_UP, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d22852dbd797bp+1023},
	{DX_METHOD_POWER, 2.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d1ac42b06e17fp+1023},
	{DX_METHOD_POWER, 3.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d22574f531f14p+1023},
	{DX_METHOD_POWER, -2.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.cfad338e02418p+1023},
	{DX_METHOD_POWER, 0.5, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0f15d0b2709dp+1023},
	{DX_METHOD_POWER, -0.5, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d07184a0490c1p+1023},
	{DX_METHOD_POWER, 0.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d83fcp+1023},
	{DX_METHOD_POWER, 1.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d1305389ab69fp+1023},
	{DX_METHOD_POWER, -1.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d030aaf513ecdp+1023},
	{DX_METHOD_POWER, 10.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d5244cfe11781p+1023},
	{DX_METHOD_POWER, -10.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.cb52083a9114dp+1023},
	{DX_METHOD_POWER, 1000.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.e3d7306c22db7p+1023},
	{DX_METHOD_POWER, -1000.0, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.abfaf70ac014ep+1023},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0dc3b532f250p+1023},
	{DX_METHOD_POWER, 0.001, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1e22496da3p+1023},
	{DX_METHOD_POWER, -0.001, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1a0aeef649p+1023},
	{DX_METHOD_POWER, 1e-09, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169da64ep+1023},
	{DX_METHOD_POWER, -1e-09, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d61aap+1023},
	{DX_METHOD_POWER, 1e-30, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d83fcp+1023},
	{DX_METHOD_POWER, 1e-40, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d83fcp+1023},
	{DX_METHOD_POWER, 1e-300, 3, {1.7e+308, 1.6e+308, 1.5e+308}, {3.0, 2.0, 1.0}, 0x1.d0b1c169d83fcp+1023},
	{DX_METHOD_MEAN, 0.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.000000000000bp-1022},
	{DX_METHOD_GEOMEAN, 0.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000004p-1022},
	{DX_METHOD_HARMEAN, 0.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000002p-1022},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0p+0},
	{DX_METHOD_MPI_UP, 0.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.000000000001bp-1022},
	{DX_METHOD_POWER, 2.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000011p-1022},
	{DX_METHOD_POWER, -1000.0, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000001p-1022},
	{DX_METHOD_POWER, 0.3333333333333333, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000006p-1022},
	{DX_METHOD_POWER, 1e-300, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000004p-1022},
	{DX_METHOD_POWER, 0.001, 3, {5e-324, 1e-323, 1.5e-322}, {1.0, 1.0, 1.0}, 0x0.0000000000004p-1022},
	{DX_METHOD_MEAN, 0.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.02af3f0076e64p-1022},
	{DX_METHOD_GEOMEAN, 0.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.0264a7cec2203p-1022},
	{DX_METHOD_HARMEAN, 0.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.02122949804b4p-1022},
	{DX_METHOD_MPI_DOWN, 0.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.023f0aeb7d9c2p-1022},
	{DX_METHOD_MPI_UP, 0.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.031f731570307p-1022},
	{DX_METHOD_POWER, -1000.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.0126db98c3972p-1022},
	{DX_METHOD_POWER, 0.3333333333333333, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.027f67fae59afp-1022},
	{DX_METHOD_POWER, 2.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.02e53a4e151adp-1022},
	{DX_METHOD_POWER, -0.001, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.026492c5fefcap-1022},
	{DX_METHOD_POWER, 3.0, 2, {1e-310, 3e-310}, {1.0, 2.0}, 0x0.0308a21c5e677p-1022},
	{DX_METHOD_MEAN, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_GEOMEAN, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_HARMEAN, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_MPI_DOWN, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_MPI_UP, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_POWER, 0.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_POWER, 1.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_POWER, 0.5, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_POWER, -1.0, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_POWER, -0.001, 2, {0.875, 0.5}, {1e+300, 1e-05}, 0x1.c000000000000p-1},
	{DX_METHOD_MEAN, 0.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.80029f13af76cp+1},
	{DX_METHOD_GEOMEAN, 0.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.8001aa749193dp+1},
	{DX_METHOD_HARMEAN, 0.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.80011f9ba32bep+1},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.7fff2059bf33fp+1},
	{DX_METHOD_MPI_UP, 0.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.80061dcd9fb99p+1},
	{DX_METHOD_POWER, -1000.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.80000080d92f3p+1},
	{DX_METHOD_POWER, -1e-09, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.8001aa749190cp+1},
	{DX_METHOD_POWER, 1e-300, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.8001aa749193dp+1},
	{DX_METHOD_POWER, 1e-40, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.8001aa749193dp+1},
	{DX_METHOD_POWER, 10.0, 3, {3.0, 5.0, 7.0}, {1e-300, 1e-310, 2e-305}, 0x1.8386204d8af30p+1},
	{DX_METHOD_MEAN, 0.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_GEOMEAN, 0.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_HARMEAN, 0.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_MPI_DOWN, 0.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_MPI_UP, 0.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_POWER, -0.001, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_POWER, 0.5, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_POWER, -1000.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_POWER, -10.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_POWER, 3.0, 3, {1.0000000000000002, 1.0, 1.0000000000000004}, {1.0, 2.0, 1.0}, 0x1.0000000000001p+0},
	{DX_METHOD_MEAN, 0.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_GEOMEAN, 0.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_HARMEAN, 0.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_MPI_DOWN, 0.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_MPI_UP, 0.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_POWER, 0.001, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_POWER, -2.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_POWER, 1.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_POWER, 1000.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_POWER, -1000.0, 2, {100.0, 99.99}, {1.0, 1e+308}, 0x1.8ff5c28f5c28fp+6},
	{DX_METHOD_MEAN, 0.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.a000000000000p+2},
	{DX_METHOD_GEOMEAN, 0.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.8000000000000p+2},
	{DX_METHOD_HARMEAN, 0.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.6276276276276p+2},
	{DX_METHOD_MPI_DOWN, 0.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.6276276276276p+2},
	{DX_METHOD_MPI_UP, 0.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.dd89d89d89d8ap+2},
	{DX_METHOD_POWER, -0.5, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.70a3d70a3d70ap+2},
	{DX_METHOD_POWER, 1000.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.1fcce9d16fca2p+3},
	{DX_METHOD_POWER, 10.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.0cb8b98febd12p+3},
	{DX_METHOD_POWER, -2.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.4ad5ca641653fp+2},
	{DX_METHOD_POWER, -10.0, 2, {4.0, 9.0}, {1.0, 1.0}, 0x1.125da238d3f38p+2},
	{DX_METHOD_MEAN, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.c000000000000p+1},
	{DX_METHOD_GEOMEAN, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.bb67ae8584caap+1},
	{DX_METHOD_HARMEAN, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.b6db6db6db6dbp+1},
	{DX_METHOD_MPI_DOWN, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.b6db6db6db6dbp+1},
	{DX_METHOD_MPI_UP, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.c924924924925p+1},
	{DX_METHOD_POWER, 1000.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.ffa52de61c11fp+1},
	{DX_METHOD_POWER, -10.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.994ffbd531e79p+1},
	{DX_METHOD_POWER, 0.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.bb67ae8584caap+1},
	{DX_METHOD_POWER, -2.0, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.b27247aff148fp+1},
	{DX_METHOD_POWER, -0.5, 2, {3.0, 4.0}, {1.0, 1.0}, 0x1.b91e8dee34015p+1},
	{DX_METHOD_MEAN,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.774faaa30b520p-1},
	{DX_METHOD_GEOMEAN,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.76f083d6220d2p-1},
	{DX_METHOD_HARMEAN,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.76878b5386442p-1},
	{DX_METHOD_MPI_DOWN,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.76a3381ac9dc6p-1},
	{DX_METHOD_MPI_UP,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.77fc1d2b4cc79p-1},
	{DX_METHOD_POWER,
	 -10.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.70990c3fc3fb9p-1},
	{DX_METHOD_POWER,
	 1e-09,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.76f083d623ba5p-1},
	{DX_METHOD_POWER,
	 0.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.76f083d6220d2p-1},
	{DX_METHOD_POWER,
	 3.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.77f3e24451490p-1},
	{DX_METHOD_POWER,
	 -2.0,
	 2,
	 {0.6229016948897019, 0.7417869892607294},
	 {0.7951935655656966, 10.0},
	 0x1.7613e05fc90c8p-1},
	{DX_METHOD_MEAN,
	 0.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.1269efe1aa3eep-2},
	{DX_METHOD_GEOMEAN,
	 0.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.7f2f890dfc748p-3},
	{DX_METHOD_HARMEAN,
	 0.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.005dc93d89c76p-3},
	{DX_METHOD_MPI_DOWN,
	 0.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.4719b6e2aba2bp-4},
	{DX_METHOD_MPI_UP,
	 0.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.d30d720aa9951p-2},
	{DX_METHOD_POWER,
	 1e-300,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.7f2f890dfc748p-3},
	{DX_METHOD_POWER,
	 1e-30,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.7f2f890dfc748p-3},
	{DX_METHOD_POWER,
	 0.3333333333333333,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.b48291ecc3da3p-3},
	{DX_METHOD_POWER,
	 3.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.b1025782252b7p-2},
	{DX_METHOD_POWER,
	 -1.0,
	 3,
	 {0.7759585674357169, 0.24905265606175775, 0.05185325369909766},
	 {0.5, 2.0, 1.0},
	 0x1.005dc93d89c76p-3},
	{DX_METHOD_MEAN,
	 0.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.bcc6975d6feb5p-2},
	{DX_METHOD_GEOMEAN,
	 0.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.092fda2c297b2p-2},
	{DX_METHOD_HARMEAN,
	 0.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.1bb6f77250162p-4},
	{DX_METHOD_MPI_DOWN,
	 0.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.f6ffa21c757bdp-3},
	{DX_METHOD_MPI_UP,
	 0.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.3f06aed6528c6p-1},
	{DX_METHOD_POWER,
	 1e-300,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.092fda2c297b2p-2},
	{DX_METHOD_POWER,
	 -1000.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.ae819a74cf4f1p-7},
	{DX_METHOD_POWER,
	 10.0,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.88082240eac77p-1},
	{DX_METHOD_POWER,
	 -0.001,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.08eeb6f9922a0p-2},
	{DX_METHOD_POWER,
	 0.001,
	 5,
	 {0.5739411879281008, 0.013114189588902203, 0.21672980046384815, 0.2794823660111103, 0.9163453718085519},
	 {2.0, 1.0, 0.13876741839890316, 2.0, 1.0},
	 0x1.0970f72b805ccp-2},
	{DX_METHOD_MEAN,
	 0.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.6cf21487c915ap-1},
	{DX_METHOD_GEOMEAN,
	 0.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.2e172dcd8efa7p-1},
	{DX_METHOD_HARMEAN,
	 0.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.d78289b6838bfp-2},
	{DX_METHOD_MPI_DOWN,
	 0.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.141bc56dc9309p-1},
	{DX_METHOD_MPI_UP,
	 0.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.c5c863a1c8fabp-1},
	{DX_METHOD_POWER,
	 -0.5,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.0b60ad31e594bp-1},
	{DX_METHOD_POWER,
	 3.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.afff3d4e4cab8p-1},
	{DX_METHOD_POWER,
	 1e-40,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.2e172dcd8efa7p-1},
	{DX_METHOD_POWER,
	 1e-09,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.2e172dceba7e9p-1},
	{DX_METHOD_POWER,
	 1000.0,
	 7,
	 {0.2094563824951179, 0.21548116922473226, 0.9824211088259253, 0.8724077654368019, 0.2893051677469265,
	  0.9614779889500835, 0.5392234688708106},
	 {2.0, 2.0, 10.0, 0.5, 2.0, 0.5, 0.3013591007694625},
	 0x1.f6b9540f9bfe4p-1},
	{DX_METHOD_MEAN, 0.0, 3, {-0.5, 1.25, 0.3}, {1.0, 2.0, 4.0}, 0x1.d41d41d41d41dp-2},
	{DX_METHOD_POWER, 2.0, 3, {0.0, 0.6, 0.3}, {1.0, 2.0, 4.0}, 0x1.92381e7e27300p-2},
	{DX_METHOD_POWER, 0.01, 3, {0.0, 0.6, 0.3}, {1.0, 2.0, 4.0}, 0x1.48140b712971cp-24},
	{DX_METHOD_MPI_UP, 0.0, 3, {0.0, 0.6, 0.3}, {1.0, 2.0, 4.0}, 0x1.cccccccccccccp-2},
	{DX_METHOD_MPI_DOWN, 0.0, 4, {0.0, 1.0, 0.0, 0.0}, {1.0, 1.0, 1.0, 1.0}, 0x0.0p+0}};

/* Whatever the method, the result is finite and not -0. */
static double
mean_of(dx_method method, double p, int n, const double *x, const double *w)
{
	double *work = dx_alloc(8 * (size_t) n * sizeof(double));
	double result = dx_mean(method, p, x, w, n, work);

	dx_free(work);
	CHECK(isfinite(result));
	CHECK(result != 0 || !signbit(result));
	return result;
}

#define LIST(...) ((const double[]) {__VA_ARGS__})
#define MEAN2(method, p, x1, x2, w1, w2) mean_of(method, p, 2, LIST(x1, x2), LIST(w1, w2))

static void
check_references(void)
{
	for (int i = 0; i < COUNT(coinr_cases); i++)
	{
		double got =
			mean_of(coinr_cases[i].method, coinr_cases[i].p, coinr_cases[i].n, coinr_cases[i].x, coinr_cases[i].w);

		CHECK(fabs(got - coinr_cases[i].want) <= 1e-11 * coinr_cases[i].want);
	}
	for (int i = 0; i < COUNT(rounded_cases); i++)
	{
		double got = mean_of(rounded_cases[i].method, rounded_cases[i].p, rounded_cases[i].n, rounded_cases[i].x,
							 rounded_cases[i].w);

		if (got != rounded_cases[i].want)
			printf("case %d (method %d, p = %g):\n", i, rounded_cases[i].method, rounded_cases[i].p);
		CHECK_SAME(got, rounded_cases[i].want);
	}
}

/* The method numbers are stored in trees. */
static void
check_numbers(void)
{
	CHECK(DX_METHOD_SUM == 0 && DX_METHOD_MEAN == 1 && DX_METHOD_GEOMEAN == 2 && DX_METHOD_HARMEAN == 3);
	CHECK(DX_METHOD_POWER == 4 && DX_METHOD_MEDIAN == 5 && DX_METHOD_MIN == 6 && DX_METHOD_MAX == 7);
	CHECK(DX_METHOD_MPI_DOWN == 8 && DX_METHOD_MPI_UP == 9 && DX_METHOD_ALTERNATIVES == 10 && DX_METHOD_BEST == 11);
}

static void
check_zeros(void)
{
	CHECK_SAME(MEAN2(DX_METHOD_GEOMEAN, 0, 0.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_HARMEAN, 0, 0.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_GEOMEAN, 0, -1.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_HARMEAN, 0, -1.0, -1.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, 0, 0.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, -0.5, 0.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, 2, 0.0, 0.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, 1e-320, 0.0, 5.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, 2, -3.0, 4.0, 1.0, 1.0), MEAN2(DX_METHOD_POWER, 2, 0.0, 4.0, 1.0, 1.0));
	CHECK_SAME(MEAN2(DX_METHOD_MEAN, 0, -1.0, 1.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MEAN, 0, -0.0, -0.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MIN, 0, -0.0, 0.0, 1.0, 1.0), 0.0);

	CHECK_SAME(MEAN2(DX_METHOD_MPI_DOWN, 0, -1.0, 1.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MPI_UP, 0, -1.0, 1.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MPI_UP, 0, 0.0, 0.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MPI_DOWN, 0, -3.0, -1.0, 1.0, 1.0), 0.0);
	/* M = -1, S^2 = 16 */
	CHECK_SAME(MEAN2(DX_METHOD_MPI_DOWN, 0, -5.0, 3.0, 1.0, 1.0), 0.0);
	/* M = 1, S^2 = 4 */
	CHECK_SAME(MEAN2(DX_METHOD_MPI_DOWN, 0, -1.0, 3.0, 1.0, 1.0), 0.0);
	CHECK_SAME(MEAN2(DX_METHOD_MPI_UP, 0, -1.0, 3.0, 1.0, 1.0), 5.0);
	/* M = 6, S^2 = 4 under weights 1 and 1; 5 and 3 under 3 and 1 */
	CHECK_SAME(MEAN2(DX_METHOD_MPI_DOWN, 0, 4.0, 8.0, 1.0, 1.0), 6.0 - 4.0 / 6.0);
	CHECK_SAME(MEAN2(DX_METHOD_MPI_UP, 0, 4.0, 8.0, 3.0, 1.0), 5.6);
}

/* Values that cancel to next to nothing. */
static void
check_cancellation(void)
{
	const double x[] = {1.0, 0x1p-1000, -1.0};
	const double huge[] = {DBL_MAX, -DBL_MAX, 5e-324};
	const double w[] = {1.0, 1.0, 1.0};

	CHECK_SAME(mean_of(DX_METHOD_MPI_UP, 0, 3, huge, w), DBL_MAX);
	CHECK_SAME(mean_of(DX_METHOD_MPI_DOWN, 0, 3, x, w), 0.0);
	CHECK(mean_of(DX_METHOD_MPI_UP, 0, 3, x, w) > 1e300);
}

static void
check_power_joins(void)
{
	const double x[] = {0.3, 0.95, 0.7, 0.11, 0.5};
	const double w[] = {1.0, 2.5, 0.1, 3.0, 1.0};

	CHECK_SAME(mean_of(DX_METHOD_POWER, 1, 5, x, w), mean_of(DX_METHOD_MEAN, 0, 5, x, w));
	CHECK_SAME(mean_of(DX_METHOD_POWER, 0, 5, x, w), mean_of(DX_METHOD_GEOMEAN, 0, 5, x, w));
	CHECK_SAME(mean_of(DX_METHOD_POWER, -1, 5, x, w), mean_of(DX_METHOD_HARMEAN, 0, 5, x, w));
	CHECK_SAME(mean_of(DX_METHOD_POWER, 1e-25, 5, x, w), mean_of(DX_METHOD_GEOMEAN, 0, 5, x, w));
	CHECK_SAME(mean_of(DX_METHOD_POWER, 5e-324, 5, x, w), mean_of(DX_METHOD_GEOMEAN, 0, 5, x, w));
	CHECK_SAME(mean_of(DX_METHOD_POWER, -5e-324, 5, x, w), mean_of(DX_METHOD_GEOMEAN, 0, 5, x, w));
	for (double p = -12; p < 12; p += 0.375)
		CHECK(mean_of(DX_METHOD_POWER, p, 5, x, w) < mean_of(DX_METHOD_POWER, p + 0.375, 5, x, w));
}

/* Equal values give exactly that value, whatever the weights. */
static void
check_equal_values(void)
{
	const double values[] = {0.1, 1.0 / 3, 87.5, 1e-310, 5e-324, 1.7e308, 1.0};
	const double w[] = {0.1, 0.7, 3.0, 1e-300, 1.0 / 3};

	for (int v = 0; v < COUNT(values); v++)
	{
		double x[5];

		for (int i = 0; i < 5; i++)
			x[i] = values[v];
		for (int method = DX_METHOD_MEAN; method <= DX_METHOD_MPI_UP; method++)
			for (int n = 1; n <= 5; n++)
				CHECK_SAME(mean_of((dx_method) method, 2.7, n, x, w), values[v]);
	}
	CHECK_SAME(MEAN2(DX_METHOD_MEAN, 0, -0.1, -0.1, 0.1, 0.7), -0.1);
	CHECK_SAME(MEAN2(DX_METHOD_POWER, 2, -0.1, -0.1, 0.1, 0.7), -0.1);
}

static void
check_median(void)
{
	const double one[] = {1, 1, 1, 1, 1, 1};
	double x[1000];
	double w[1000];

	/* The best: all, some, one; by weight, of equal ones those that weigh most. */
	CHECK_SAME(mean_of(DX_METHOD_BEST, 2, 4, LIST(9, 1, 4, 2), one), 6.5);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 1, 4, LIST(9, 1, 4, 2), one), 9.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 4, 4, LIST(9, 1, 4, 2), one), 4.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 9, 4, LIST(9, 1, 4, 2), one), 4.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 2, 3, LIST(8, 4, 1), LIST(1, 3, 5)), 5.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 2, 3, LIST(4, 8, 4), LIST(1, 1, 3)), 5.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 3, 3, LIST(-3, 1, 2), one), 0.0);
	CHECK_SAME(mean_of(DX_METHOD_BEST, 3, 4, LIST(0.1, 0.1, 0.1, 0.05), one), 0.1);
	CHECK(dx_method_takes(DX_METHOD_BEST, 1) && dx_method_takes(DX_METHOD_BEST, 65535));
	CHECK(!dx_method_takes(DX_METHOD_BEST, 0) && !dx_method_takes(DX_METHOD_BEST, 1.5) &&
		  !dx_method_takes(DX_METHOD_BEST, 65536) && !dx_method_takes(DX_METHOD_BEST, NAN));
	CHECK(dx_method_takes(DX_METHOD_POWER, -1000) && !dx_method_takes(DX_METHOD_POWER, 1001));
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 1, LIST(7), one), 7.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(9, 1, 4), one), 4.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 4, LIST(9, 1, 4, 2), one), 3.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 4, LIST(9, 1, 4, 2), LIST(0.1, 0.1, 0.1, 0.1)), 3.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 6, LIST(6, 5, 4, 3, 2, 1), LIST(0.3, 0.3, 0.3, 0.3, 0.3, 0.3)), 3.5);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(1, 2, 3), LIST(1, 2, 3)), 2.5);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(1, 2, 3), LIST(0.1, 0.2, 0.3)), 2.5);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(1, 2, 3), LIST(1, 2, 3.0000001)), 3.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(1, 2, 3), LIST(1, 2, 2.9999999)), 2.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 3, LIST(3, 1, 2), LIST(10, 1, 1)), 3.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 2, LIST(-3, 1), one), -1.0);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 2, LIST(1.7e308, 1.5e308), one), 1.6e308);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 2, LIST(1, 2), LIST(1.7e308, 1.7e308)), 1.5);

	/* 0 .. 999 shuffled by a step prime to 1000; the weight doubled above 500 */
	for (int i = 0; i < 1000; i++)
	{
		x[i] = (i * 617) % 1000;
		w[i] = 0.7;
	}
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 1000, x, w), 499.5);
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 999, x, w), x[999] < 500 ? 500.0 : 499.0);
	for (int i = 0; i < 1000; i++)
		w[i] = x[i] >= 500 ? 2 : 1;
	/* total 1500; 500 below 500, then 125 values of weight 2 reach 750 */
	CHECK_SAME(mean_of(DX_METHOD_MEDIAN, 0, 1000, x, w), 624.5);
}

static void
check_extremes(void)
{
	const double x[] = {0.3, -0.2, 0.7};
	const double w[] = {1.0, 1.0, 1e-300};

	CHECK_SAME(mean_of(DX_METHOD_MIN, 0, 3, x, w), -0.2);
	CHECK_SAME(mean_of(DX_METHOD_MAX, 0, 3, x, w), 0.7);
}

/* Below the normal numbers too a mean is rounded once: here 0.53 of the least number above the smaller value. */
static void
check_below_normal(void)
{
	const double least = 0x0.200297e000100p-1022;
	const double x[] = {0x0.20029ffffffffp-1022, least};
	const double w[] = {0x0.0000000010000p-1022, 0x0.0f40000010000p-1022};
	const dx_method methods[] = {DX_METHOD_MEAN, DX_METHOD_GEOMEAN, DX_METHOD_HARMEAN, DX_METHOD_MPI_DOWN,
								 DX_METHOD_MPI_UP};
	double work[16];

	for (int i = 0; i < 5; i++)
		CHECK(dx_mean(methods[i], 0, x, w, 2, work) == least + 0x1p-1074);
	CHECK(dx_mean(DX_METHOD_POWER, 2, x, w, 2, work) == least + 0x1p-1074);
	CHECK(dx_mean(DX_METHOD_POWER, -3.5, x, w, 2, work) == least + 0x1p-1074);
	/* minus a little more than that: the smaller value itself */
	CHECK(dx_mean(DX_METHOD_MEAN, 0, x, (double[]) {0x1p-1074, 0x1p-1040}, 2, work) == least);
}

int
main(void)
{
	check_references();
	check_numbers();
	check_zeros();
	check_cancellation();
	check_power_joins();
	check_equal_values();
	check_median();
	check_extremes();
	check_below_normal();
	CHECK_DONE("mean");
}
