/* SPDX-License-Identifier: PostgreSQL */
/*
 * moment_stat_bytes.c: moments as bytes and as text (moment_stat.h).
 */
#include "nodes/moment_stat.h"

#include "base/hex.h"
#include "base/wire.h"
#include "nodes/moment_read.h"

#define WEIGHTED 1
#define HAS_REST 2

/* ---------------- packing ---------------- */

/* Where bytes go; out NULL: they are only counted. */
typedef struct writer
{
	uint8_t *out;
	size_t size;
	size_t done;
} writer;

static void
put_fixed(writer *w, uint64_t value, int bytes)
{
	if (w->out)
		dx_put_bytes(w->out + w->size, value, bytes);
	w->size += bytes;
}

/* Byte i of a sum. */
static inline uint8_t
byte_of(const dx_limb *sum, int i)
{
	return (uint8_t) (sum[i / 8] >> (8 * (i % 8)));
}

/* Bytes of a sum: none for 0, else as many as determine it, the sign included. */
static int
bytes_of(const dx_limb *sum, int limbs)
{
	uint8_t fill = dx_wide_is_negative(sum, limbs) ? 0xff : 0;
	int n = 8 * limbs;

	while (n > 0 && byte_of(sum, n - 1) == fill)
		n--;
	/* The last byte has the sign. */
	if (fill == 0 ? n > 0 && byte_of(sum, n - 1) >= 0x80 : n == 0 || byte_of(sum, n - 1) < 0x80)
		n++;
	return n;
}

static void
put_sum(writer *w, const dx_limb *sum, size_t at, int limbs)
{
	int n;

	sum += at * (size_t) limbs;
	n = bytes_of(sum, limbs);
	put_fixed(w, (uint64_t) n, 1);
	for (int i = 0; w->out && i < n; i++)
		w->out[w->size + i] = byte_of(sum, i);
	w->size += n;
	dx_work(&w->done, 1 + (size_t) n / 4);
}

static void
write_whole(const dx_moment_stat *stat, writer *w)
{
	const dx_moment_part *part = &stat->whole;

	if (stat->weighted)
	{
		put_sum(w, part->w, 0, DX_MOMENT_W);
		put_sum(w, part->ww, 0, DX_MOMENT_WW);
	}
	for (uint32_t i = 0; i < stat->n; i++)
		put_sum(w, part->x, i, dx_moment_x_limbs(stat));
	for (size_t i = 0; i < dx_moment_pairs(stat); i++)
		put_sum(w, part->xy, i, dx_moment_xx_limbs(stat));
}

static void
write_rest(const dx_moment_stat *stat, writer *w)
{
	const dx_moment_part *part = &stat->rest;
	int xs = dx_moment_x_limbs(stat);
	int xxs = dx_moment_xx_limbs(stat);
	size_t pair = 0;

	for (uint32_t i = 0; i < stat->n; i++)
		for (uint32_t j = i; j < stat->n; j++, pair++)
		{
			size_t ij = (size_t) i * stat->n + j;
			size_t ji = (size_t) j * stat->n + i;
			dx_limb n = (dx_limb) part->n[pair];

			put_sum(w, &n, 0, 1);
			if (stat->weighted)
			{
				put_sum(w, part->w, pair, DX_MOMENT_W);
				put_sum(w, part->ww, pair, DX_MOMENT_WW);
			}
			put_sum(w, part->x, ij, xs);
			if (i != j)
			{
				put_sum(w, part->x, ji, xs);
				put_sum(w, part->xx, ij, xxs);
				put_sum(w, part->xx, ji, xxs);
			}
			put_sum(w, part->xy, pair, xxs);
		}
}

static void
write_stat(const dx_moment_stat *stat, writer *w)
{
	put_fixed(w, DX_MOMENT_STAT_FORMAT, 1);
	put_fixed(w, (stat->weighted ? WEIGHTED : 0) | (stat->rest.n ? HAS_REST : 0), 1);
	put_fixed(w, stat->level, 1);
	put_fixed(w, 0, 1);
	for (size_t i = 0; i < sizeof(stat->of); i++)
		put_fixed(w, ((const uint8_t *) &stat->of)[i], 1);
	put_fixed(w, stat->n_nodes, 4);
	put_fixed(w, stat->node, 4);
	put_fixed(w, stat->n, 4);
	put_fixed(w, (uint64_t) stat->one, 8);
	put_fixed(w, (uint64_t) stat->rows, 8);
	put_fixed(w, stat->whole.n ? (uint64_t) stat->whole.n[0] : 0, 8);
	for (uint32_t i = 0; i < stat->n; i++)
		put_fixed(w, stat->nodes[i], 4);
	if (stat->whole.n)
		write_whole(stat, w);
	if (stat->rest.n)
		write_rest(stat, w);
}

size_t
dx_moment_stat_packed_size(dx_moment_stat *stat)
{
	writer w = {NULL, 0, 0};

	dx_moment_stat_settle(stat);
	write_stat(stat, &w);
	return w.size;
}

void
dx_moment_stat_pack(const dx_moment_stat *stat, uint8_t *out)
{
	writer w = {out, 0, 0};

	write_stat(stat, &w);
}

/* ---------------- unpacking ---------------- */

/* Where bytes come from; at is NULL after a fault. */
typedef struct reader
{
	const uint8_t *at;
	const uint8_t *end;
	size_t done;
} reader;

static bool
bad(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "invalid moments: %s", what);
}

/* A canonical sum of up to so many limbs. */
static void
get_sum(reader *r, dx_limb *sum, size_t at, int limbs)
{
	int n;

	sum += at * (size_t) limbs;
	if (r->at == NULL)
		return;
	if (r->at == r->end || (n = *r->at) > 8 * limbs || r->end - r->at - 1 < n)
	{
		r->at = NULL;
		return;
	}
	r->at++;
	for (int i = 0; i < limbs; i++)
		sum[i] = n > 0 && r->at[n - 1] >= 0x80 ? UINT64_MAX : 0;
	for (int i = 0; i < n; i++)
	{
		sum[i / 8] &= ~((dx_limb) 0xff << (8 * (i % 8)));
		sum[i / 8] |= (dx_limb) r->at[i] << (8 * (i % 8));
	}
	r->at = bytes_of(sum, limbs) == n ? r->at + n : NULL;
	dx_work(&r->done, 1 + (size_t) n / 4);
}

static bool
cut_short(dx_error *err)
{
	return bad(err, "a sum is cut short or not in canonical form");
}

static bool
read_whole(reader *r, dx_moment_stat *stat, int64_t n, dx_error *err)
{
	size_t pairs = dx_moment_pairs(stat);
	dx_moment_part *part = &stat->whole;

	/* Every sum has at least a byte: so memory is bounded by the length of the bytes. */
	if ((size_t) (r->end - r->at) < pairs)
		return cut_short(err);
	dx_moment_make_whole(stat);
	part->n[0] = n;
	if (stat->weighted)
	{
		get_sum(r, part->w, 0, DX_MOMENT_W);
		get_sum(r, part->ww, 0, DX_MOMENT_WW);
	}
	for (uint32_t i = 0; i < stat->n; i++)
		get_sum(r, part->x, i, dx_moment_x_limbs(stat));
	for (size_t i = 0; i < pairs; i++)
		get_sum(r, part->xy, i, dx_moment_xx_limbs(stat));
	return r->at != NULL || cut_short(err);
}

static bool
read_rest(reader *r, dx_moment_stat *stat, dx_error *err)
{
	dx_moment_part *part = &stat->rest;
	int xs = dx_moment_x_limbs(stat);
	int xxs = dx_moment_xx_limbs(stat);
	size_t pair = 0;
	bool any = false;

	if ((size_t) (r->end - r->at) / 3 < dx_moment_pairs(stat))
		return cut_short(err);
	dx_moment_make_rest(stat);
	for (uint32_t i = 0; i < stat->n; i++)
		for (uint32_t j = i; j < stat->n; j++, pair++)
		{
			size_t ij = (size_t) i * stat->n + j;
			size_t ji = (size_t) j * stat->n + i;
			dx_limb n = 0;

			get_sum(r, &n, 0, 1);
			part->n[pair] = (int64_t) n;
			any = any || n > 0;
			if (stat->weighted)
			{
				get_sum(r, part->w, pair, DX_MOMENT_W);
				get_sum(r, part->ww, pair, DX_MOMENT_WW);
			}
			get_sum(r, part->x, ij, xs);
			if (i != j)
			{
				get_sum(r, part->x, ji, xs);
				get_sum(r, part->xx, ij, xxs);
				get_sum(r, part->xx, ji, xxs);
			}
			get_sum(r, part->xy, pair, xxs);
		}
	if (r->at == NULL)
		return cut_short(err);
	return any || bad(err, "there is a rest of no cards");
}

/* Can so many cards, each of a weight of at most 10^20, have these sums? */
static bool
is_possible(const dx_moment_stat *stat, const dx_moment_pair *pair, int64_t rows)
{
	dx_limb most[DX_WIDE_MAX] = {0};
	dx_limb w[DX_WIDE_MAX] = {0};

	if (pair->n < 0 || pair->n > rows)
		return false;
	/* The number of cards times 10^44: 10^20 in units of 10^-24. */
	dx_wide_set(most, pair->n, DX_WIDE_MAX);
	for (int i = 0; stat->weighted && i < 4; i++)
		if (!dx_wide_mul(most, most, (dx_int128) dx_power_of_ten(11), DX_WIDE_MAX))
			return false;
	if (dx_wide_is_negative(pair->w, DX_MOMENT_W))
		return false;
	dx_wide_copy(w, pair->w, DX_MOMENT_W);
	return dx_wide_cmp(w, most, DX_WIDE_MAX) <= 0 && dx_moment_pair_is_possible(pair);
}

static bool
check_sums(const dx_moment_stat *stat, dx_error *err)
{
	int64_t whole = stat->whole.n ? stat->whole.n[0] : 0;

	for (uint32_t i = 0; i < stat->n; i++)
		for (uint32_t j = i; j < stat->n; j++)
		{
			dx_moment_pair pair = {0};

			if ((j & 63) == 0)
				dx_check_interrupts();
			dx_moment_pair_whole(stat, i, j, &pair);
			if (!is_possible(stat, &pair, whole))
				return bad(err, "no values have these sums");
			pair = (dx_moment_pair) {0};
			dx_moment_pair_rest(stat, i, j, &pair);
			if (!is_possible(stat, &pair, stat->rows - whole))
				return bad(err, "no values have these sums");
		}
	return true;
}

/* Read the selected nodes, ascending. */
static bool
read_nodes(reader *r, dx_moment_stat *stat, dx_error *err)
{
	if ((size_t) (r->end - r->at) / 4 < stat->n)
		return bad(err, "they are cut short");
	stat->nodes = dx_alloc(stat->n * sizeof(uint32_t));
	for (uint32_t i = 0; i < stat->n; i++, r->at += 4)
	{
		stat->nodes[i] = dx_get32(r->at);
		if (stat->nodes[i] >= stat->n_nodes || stat->nodes[i] < stat->node ||
			(i > 0 && stat->nodes[i] <= stat->nodes[i - 1]))
			return bad(err, "nodes are not in order");
	}
	return true;
}

bool
dx_moment_stat_unpack(const uint8_t *packed, size_t len, dx_moment_stat *stat, dx_error *err)
{
	reader r = {packed + DX_MOMENT_HEADER, packed + len, 0};
	uint64_t one;
	uint64_t rows;
	uint64_t whole;

	if (len < DX_MOMENT_HEADER)
		return bad(err, "they are cut short");
	if (packed[0] != DX_MOMENT_STAT_FORMAT || packed[1] > (WEIGHTED | HAS_REST) || packed[2] > DX_MOMENT_ALL ||
		packed[3] != 0)
		return bad(err, "unknown version");
	memcpy(&stat->of, packed + 4, sizeof(stat->of));
	stat->weighted = packed[1] & WEIGHTED;
	stat->level = (dx_moment_level) packed[2];
	stat->n_nodes = dx_get32(packed + 20);
	stat->node = dx_get32(packed + 24);
	stat->n = dx_get32(packed + 28);
	one = dx_get64(packed + 32);
	rows = dx_get64(packed + 40);
	whole = dx_get64(packed + 48);
	if (stat->n_nodes == 0 || stat->n_nodes > DX_TREE_MAX_NODES || stat->node >= stat->n_nodes || stat->n == 0 ||
		stat->n > DX_MOMENT_NODES || one == 0 || one > INT64_MAX || rows > (uint64_t) DX_MOMENT_ROWS || whole > rows)
		return bad(err, "a count is out of range");
	stat->one = (int64_t) one;
	stat->rows = (int64_t) rows;
	if (!read_nodes(&r, stat, err) || (whole > 0 && !read_whole(&r, stat, (int64_t) whole, err)) ||
		((packed[1] & HAS_REST) && !read_rest(&r, stat, err)))
		return false;
	if (r.at != r.end)
		return bad(err, "bytes are left over");
	return check_sums(stat, err);
}

/* ---------------- text ---------------- */

#define PREFIX "moments:"

char *
dx_moment_stat_print(const uint8_t *packed, size_t len)
{
	return dx_hex_print(PREFIX, packed, len);
}

uint8_t *
dx_moment_stat_parse(const char *text, size_t *len, dx_error *err)
{
	return dx_hex_parse(PREFIX, "moments", DX_MOMENT_STAT_FORMAT, text, len, err);
}
