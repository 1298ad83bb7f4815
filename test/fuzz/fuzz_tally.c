/*
 * fuzz_tally.c: any bytes as the state of dx.score: refused, or they can be
 * finished and packed again to the same. The first byte says what the rest is:
 * a whole tally, or what follows a header that is right for it.
 */
#include "fuzz.h"
#include "tally.h"

static void
check(const uint8_t *data, size_t size)
{
	dx_error	err;
	dx_programme *programme = dx_tally_programme(data, size, &err);
	dx_tally	tally;
	double		points;

	if (programme == NULL)
	{
		require(err.kind == DX_ERR_BINARY);
		return;
	}
	tally = (dx_tally) {programme, programme->n_criteria, dx_alloc(programme->n_criteria * sizeof(dx_leaf))};
	if (dx_tally_unpack(data, size, &tally, &err))
	{
		uint8_t    *again = dx_alloc(size);

		require(dx_tally_packed_size(&tally) == size);
		dx_tally_pack(&tally, again);
		require(memcmp(again, data, size) == 0);
		dx_free(again);
		if (dx_tally_points(&tally, &points, &err))
			require(isfinite(points));
		else
			require(err.kind == DX_OK || err.kind == DX_ERR_RANGE);
	}
	else
		require(err.kind == DX_ERR_BINARY);
	dx_free(tally.leaves);
	dx_free(programme);
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t version[] = {DX_TALLY_FORMAT};
	uint32_t	n_steps;
	uint32_t	n_criteria = 0;
	uint32_t	n_scored = 0;
	uint8_t    *framed;

	if (size == 0)
		return 0;
	check(data + 1, size - 1);

	/* As many steps as asked for, from the end; their flags tell the counts. */
	n_steps = data[0] % 32;
	data++;
	size--;
	if (n_steps == 0 || size < n_steps * DX_TALLY_STEP)
		return 0;
	framed = dx_alloc(DX_TALLY_HEADER + size);
	memcpy(framed, version, sizeof(version));
	memcpy(framed + DX_TALLY_HEADER, data, size);
	for (uint32_t i = 0; i < n_steps; i++)
	{
		uint8_t    *step = framed + DX_TALLY_HEADER + size - (n_steps - i) * DX_TALLY_STEP;
		uint8_t		end = (uint8_t) (step[4] % (n_steps + 1));
		bool		leaf = end == i + 1;

		/* Small whole numbers and flags that are mostly right, or nearly all is refused at once. */
		step[0] = i == 0 ? 0 : (uint8_t) (step[0] % i);
		memset(step + 1, 0, 3);
		memset(step + 4, 0, 12);
		step[4] = end;
		step[8] = (uint8_t) n_criteria;
		step[12] = step[67];
		step[66] = (uint8_t) ((step[66] & DX_STEP_FLAGS & ~DX_STEP_CRITERION) | (leaf ? DX_STEP_CRITERION : 0));
		step[67] = i == 0 ? 0 : (uint8_t) (1 + (step - (i - step[0]) * DX_TALLY_STEP)[67]);
		n_criteria += leaf;
		n_scored += leaf && !(step[66] & DX_STEP_UNSCORED);
	}
	framed[24] = (uint8_t) n_criteria;
	framed[28] = (uint8_t) n_scored;
	framed[32] = (uint8_t) n_steps;
	check(framed, DX_TALLY_HEADER + size);
	dx_free(framed);
	return 0;
}
