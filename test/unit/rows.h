/* SPDX-License-Identifier: PostgreSQL */
/*
 * rows.h: random rows (x, w), of the sorts that go wrong where sums are
 * rounded, from a fixed seed.
 */
#ifndef DX_ROWS_H
#define DX_ROWS_H

#include "base/base.h"

#define ROW_SORTS 13
#define ROWS_MAX 24

static uint64_t rows_state = 20240229;

/* splitmix64 */
static inline uint64_t
draw(void)
{
	uint64_t r = rows_state += UINT64_C(0x9e3779b97f4a7c15);

	r = (r ^ r >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	r = (r ^ r >> 27) * UINT64_C(0x94d049bb133111eb);
	return r ^ r >> 31;
}

static inline double
draw_unit(void)
{
	return (double) (draw() >> 11) * 0x1p-53;
}

static inline double
draw_finite(void)
{
	for (;;)
	{
		uint64_t bits = draw();
		double x;

		memcpy(&x, &bits, sizeof(x));
		if (isfinite(x))
			return x;
	}
}

/* 1 .. ROWS_MAX rows of a sort; returns how many. */
static inline int
draw_rows(int sort, double *x, double *w)
{
	int n = 1 + (int) (draw() % ROWS_MAX);
	double base = draw_finite();

	for (int i = 0; i < n; i++)
	{
		int sign = draw() % 2 ? 1 : -1;

		x[i] = 0;
		w[i] = 1;
		switch (sort)
		{
			case 0: /* what tables hold */
				x[i] = floor(draw_unit() * 10000) / 100;
				w[i] = floor(draw_unit() * 100) / 10;
				break;
			case 1: /* all but one cancel */
				x[i] = i % 2 ? -x[i - 1] : draw_unit() * 1e20;
				w[i] = i % 2 ? w[i - 1] : draw_unit();
				break;
			case 2: /* the largest with the least */
				x[i] = sign * (draw() % 2 ? 1e308 : 1e-308) * (0.5 + draw_unit());
				w[i] = (draw() % 2 ? 1e308 : 1e-308) * draw_unit();
				break;
			case 3: /* subnormal */
				x[i] = sign * (double) (draw() % 64) * 0x1p-1074;
				w[i] = (double) (draw() % 1024) * (draw() % 2 ? 0x1p-1074 : 0x1p-1040);
				break;
			case 4: /* alternating signs, falling */
				x[i] = (i % 2 ? -1 : 1) * ldexp(1.0 + draw_unit(), -40 * i);
				w[i] = ldexp(1.0, (int) (draw() % 7) - 3);
				break;
			case 5: /* any doubles */
				x[i] = draw_finite();
				w[i] = fabs(draw_finite());
				break;
			case 6: /* half-way cases: neighbours, small whole weights */
				x[i] = base * (1 + 0x1p-52 * (double) (draw() % 3));
				x[i] = isfinite(x[i]) ? x[i] : base;
				w[i] = (double) (1 + draw() % 4);
				break;
			case 7: /* a large level, a tiny spread */
				x[i] = 1e9 + floor(draw_unit() * 100) * 1e-6;
				w[i] = 0.1 * (double) (1 + draw() % 9);
				break;
			case 8: /* sums beyond doubles */
				x[i] = sign * 1.7e308 * draw_unit();
				w[i] = 1.7e308 * draw_unit();
				break;
			case 9: /* nothing much */
				x[i] = draw() % 3 ? 0.0 : sign * draw_unit();
				w[i] = draw() % 3 ? 0.0 : draw_unit();
				break;
			case 10: /* whole numbers about 2^53 */
				x[i] = sign * (9007199254740992.0 - 8 + (double) (draw() % 16));
				w[i] = (double) (draw() % 3);
				break;
			case 11: /* one value, so no variance */
				x[i] = base;
				w[i] = draw_unit();
				break;
			case 12: /* results that are subnormal or 0 */
				x[i] = sign * ldexp(1.0 + draw_unit(), -500 - (int) (draw() % 60));
				w[i] = ldexp(1.0 + draw_unit(), -520 - (int) (draw() % 60));
				break;
		}
	}
	return n;
}

#endif /* DX_ROWS_H */
