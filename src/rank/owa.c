/* SPDX-License-Identifier: PostgreSQL */
/*
 * owa.c: ordered weighted averages (owa.h).
 */
#include "rank/owa.h"

#include "number/exact.h"

bool
dx_owa_of(const dx_ranking *r, const double *weights, double *out)
{
	int64_t sum_limbs[DX_EXACT_ROOM_2] = {0};
	int64_t weight_limbs[DX_EXACT_ROOM_1] = {0};
	dx_exact sum;
	dx_exact weight;
	bool any;

	dx_exact_init(&sum, sum_limbs, DX_EXACT_ROOM_2);
	dx_exact_init(&weight, weight_limbs, DX_EXACT_ROOM_1);
	for (int64_t k = 0; k < r->n; k++)
	{
		if (k % DX_RANK_CHANCE == 0)
			dx_check_interrupts();
		dx_exact_add_product(&sum, dx_rank_value(r, k), weights[k]);
		dx_exact_add(&weight, weights[k]);
	}
	any = dx_exact_sign(&weight) > 0;
	if (any)
		*out = dx_exact_quotient(&sum, &weight);
	dx_exact_reset(&sum, sum_limbs, DX_EXACT_ROOM_2);
	dx_exact_reset(&weight, weight_limbs, DX_EXACT_ROOM_1);
	return any;
}
