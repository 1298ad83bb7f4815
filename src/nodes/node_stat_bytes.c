/* SPDX-License-Identifier: PostgreSQL */
/*
 * node_stat_bytes.c: node statistics as bytes and as text (node_stat.h).
 */
#include "nodes/node_stat.h"

#include "base/hex.h"
#include "base/wire.h"

/* ---------------- variable numbers ---------------- */

#define NUMBER_LIMBS 3

/* A number of up to 192 bits. */
typedef struct number
{
	uint64_t limb[NUMBER_LIMBS];
} number;

/* Where bytes go; out NULL: they are only counted. */
typedef struct writer
{
	uint8_t *out;
	size_t size;
} writer;

static inline void
put_byte(writer *w, uint8_t byte)
{
	if (w->out)
		w->out[w->size] = byte;
	w->size++;
}

static void
put_number(writer *w, number n)
{
	while (n.limb[0] >= 0x80 || n.limb[1] || n.limb[2])
	{
		put_byte(w, (uint8_t) (n.limb[0] | 0x80));
		n.limb[0] = n.limb[0] >> 7 | n.limb[1] << 57;
		n.limb[1] = n.limb[1] >> 7 | n.limb[2] << 57;
		n.limb[2] >>= 7;
	}
	put_byte(w, (uint8_t) n.limb[0]);
}

static void
put_unsigned(writer *w, uint64_t value)
{
	put_number(w, (number) {{value}});
}

static void
put_signed(writer *w, dx_int128 value)
{
	dx_uint128 doubled = value < 0 ? ~((dx_uint128) value << 1) : (dx_uint128) value << 1;

	put_number(w, (number) {{(uint64_t) doubled, (uint64_t) (doubled >> 64)}});
}

/* Where bytes come from. */
typedef struct reader
{
	const uint8_t *at;
	const uint8_t *end;
} reader;

/* A canonical number below 2^bits; false where there is none. */
static bool
get_number(reader *r, int bits, number *out)
{
	int shift = 0;

	*out = (number) {{0}};
	for (;; shift += 7)
	{
		uint8_t byte;
		int room = bits - shift;

		if (r->at == r->end || room <= 0)
			return false;
		byte = *r->at++;
		if (room < 7 && (byte & 0x7f) >> room != 0)
			return false;
		out->limb[shift / 64] |= (uint64_t) (byte & 0x7f) << shift % 64;
		if (shift % 64 > 57 && shift / 64 + 1 < NUMBER_LIMBS)
			out->limb[shift / 64 + 1] |= (uint64_t) (byte & 0x7f) >> (64 - shift % 64);
		if (byte < 0x80)
			return byte != 0 || shift == 0;
	}
}

static bool
get_unsigned(reader *r, int bits, uint64_t *out)
{
	number n;

	if (!get_number(r, bits, &n))
		return false;
	*out = n.limb[0];
	return true;
}

/* Below 2^(bits - 1) in magnitude. */
static bool
get_signed(reader *r, int bits, dx_int128 *out)
{
	number n;
	dx_uint128 doubled;

	if (!get_number(r, bits, &n))
		return false;
	doubled = (dx_uint128) n.limb[1] << 64 | n.limb[0];
	*out = (dx_int128) ((doubled & 1) ? ~(doubled >> 1) : doubled >> 1);
	return true;
}

static void
put_fixed(writer *w, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		put_byte(w, (uint8_t) (value >> (8 * i)));
}

/* ---------------- packing ---------------- */

/* Write kept values, ascending, each once. */
static void
write_values(writer *w, dx_node_values *kept)
{
	size_t done = 0;

	dx_node_values_sort(kept);
	for (int64_t i = 0; i < kept->n; i++, dx_work(&done, 8))
	{
		if (i == 0)
			put_signed(w, kept->runs[0].value);
		else
			put_unsigned(w, (uint64_t) kept->runs[i].value - (uint64_t) kept->runs[i - 1].value);
		put_unsigned(w, (uint64_t) kept->runs[i].times);
	}
}

static void
write_stat(dx_node_stat *stat, writer *w)
{
	put_byte(w, DX_NODE_STAT_FORMAT);
	put_byte(w, stat->keeps);
	put_byte(w, (uint8_t) stat->measure);
	put_byte(w, 0);
	for (size_t i = 0; i < sizeof(stat->of); i++)
		put_byte(w, ((const uint8_t *) &stat->of)[i]);
	put_fixed(w, stat->n_nodes, 4);
	put_fixed(w, (uint64_t) stat->one, 8);
	put_fixed(w, (uint64_t) stat->rows, 8);
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		dx_key key = dx_node_stat_key(stat, i);

		put_fixed(w, key.len, 2);
		for (size_t k = 0; k < key.len; k++)
			put_byte(w, key.ptr[k]);
	}
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		const dx_node_sum *sum = &stat->sums[i];

		dx_check_interrupts();
		put_unsigned(w, (uint64_t) sum->n);
		if (sum->n == 0)
			continue;
		if (stat->values)
		{
			write_values(w, &stat->values[i]);
			continue;
		}
		put_signed(w, sum->sum);
		put_number(w, (number) {{sum->squares[0], sum->squares[1], sum->squares[2]}});
		put_signed(w, sum->least);
		put_unsigned(w, (uint64_t) sum->greatest - (uint64_t) sum->least);
	}
}

size_t
dx_node_stat_packed_size(dx_node_stat *stat)
{
	writer w = {NULL, 0};

	write_stat(stat, &w);
	return w.size;
}

void
dx_node_stat_pack(dx_node_stat *stat, uint8_t *out)
{
	writer w = {out, 0};

	write_stat(stat, &w);
}

/* ---------------- unpacking ---------------- */

static bool
bad(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "invalid node statistics: %s", what);
}

/* Read codes, which have to be in a tree's order. */
static bool
read_keys(reader *r, dx_node_stat *stat, dx_error *err)
{
	const uint8_t *first = r->at;
	size_t bytes = 0;

	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		size_t len;

		if (r->end - r->at < 2 || (size_t) (r->end - r->at) - 2 < (len = dx_get_bytes(r->at, 2)))
			return bad(err, "they are cut short");
		r->at += 2 + len;
		bytes += len;
	}
	stat->keys = dx_alloc(bytes + 1);
	stat->key_ends = dx_alloc(stat->n_nodes * sizeof(uint32_t));
	bytes = 0;
	for (uint32_t i = 0; i < stat->n_nodes; i++)
	{
		size_t len = dx_get_bytes(first, 2);
		dx_key key = {stat->keys + bytes, len};
		dx_error of_key;

		if ((i & 1023) == 0)
			dx_check_interrupts();
		memcpy(stat->keys + bytes, first + 2, len);
		first += 2 + len;
		bytes += len;
		stat->key_ends[i] = (uint32_t) bytes;
		if (!dx_key_validate(key, &of_key) || dx_key_is_end(key))
			return bad(err, "a code is no code");
		if (i > 0 && dx_key_cmp(dx_node_stat_key(stat, i - 1), key) >= 0)
			return bad(err, "codes are not in order");
	}
	return true;
}

/* Can values have these sums? The bytes may be hostile, and reading statistics relies on this. */
static bool
is_possible(const dx_node_sum *sum)
{
	dx_limb spread[DX_WIDE_MAX];
	dx_limb most[DX_WIDE_MAX];
	dx_int128 widest = (dx_int128) sum->greatest - sum->least;

	if (sum->sum < (dx_int128) sum->least * sum->n || sum->sum > (dx_int128) sum->greatest * sum->n)
		return false;
	/* n^2 times the variance is at least 0, and at most n^2 times the square of the range / 4 (Popoviciu). */
	dx_node_spread(sum, spread);
	if (dx_wide_is_negative(spread, DX_WIDE_MAX))
		return false;
	dx_wide_set(most, widest, DX_WIDE_MAX);
	return dx_wide_mul(most, most, widest, DX_WIDE_MAX) && dx_wide_mul(most, most, sum->n, DX_WIDE_MAX) &&
		dx_wide_mul(most, most, sum->n, DX_WIDE_MAX) && dx_wide_mul(spread, spread, 4, DX_WIDE_MAX) &&
		dx_wide_cmp(spread, most, DX_WIDE_MAX) <= 0;
}

static bool
read_sums(reader *r, dx_node_sum *sum, dx_error *err)
{
	dx_int128 least;
	uint64_t width;
	number squares;

	if (!get_signed(r, 127, &sum->sum) || !get_number(r, 190, &squares) || !get_signed(r, 64, &least) ||
		!get_unsigned(r, 64, &width))
		return bad(err, "a sum is cut short or not in canonical form");
	memcpy(sum->squares, squares.limb, sizeof(squares.limb));
	if (least + width > INT64_MAX || least < -INT64_MAX)
		return bad(err, "a number is out of range");
	sum->least = (int64_t) least;
	sum->greatest = (int64_t) (least + width);
	return is_possible(sum) || bad(err, "no values have these sums");
}

/* Read n values in runs; memory grows as they are read. */
static bool
read_values(reader *r, int64_t n, dx_node_sum *sum, dx_node_values *kept, dx_error *err)
{
	dx_int128 value = 0;
	size_t done = 0;

	sum->n = 0;
	for (bool first = true; sum->n < n; first = false, dx_work(&done, 8))
	{
		dx_int128 distance = 0;
		uint64_t step = 0;
		uint64_t times;

		if (!(first ? get_signed(r, 64, &distance) : get_unsigned(r, 64, &step) && step > 0) ||
			!get_unsigned(r, 63, &times) || times == 0)
			return bad(err, "a value is cut short or not in canonical form");
		value += first ? distance : (dx_int128) step;
		if (value > INT64_MAX || value < -INT64_MAX || times > (uint64_t) (n - sum->n))
			return bad(err, "a value is out of range");
		dx_node_sum_take(sum, (int64_t) value, (int64_t) times);
		dx_node_values_put(kept, (dx_node_run) {(int64_t) value, (int64_t) times});
	}
	kept->sorted = true;
	return true;
}

bool
dx_node_stat_unpack(const uint8_t *packed, size_t len, dx_node_stat *stat, dx_error *err)
{
	reader r = {packed + DX_NODE_STAT_HEADER, packed + len};
	uint64_t n_nodes;
	uint64_t one;
	uint64_t rows;

	if (len < DX_NODE_STAT_HEADER)
		return bad(err, "they are cut short");
	if (packed[0] != DX_NODE_STAT_FORMAT || packed[1] > 1 || packed[2] >= DX_NODE_MEASURES || packed[3] != 0)
		return bad(err, "unknown version");
	n_nodes = dx_get32(packed + 20);
	one = dx_get64(packed + 24);
	rows = dx_get64(packed + 32);
	if (n_nodes == 0 || n_nodes > DX_TREE_MAX_NODES || one == 0 || one > INT64_MAX ||
		rows > (uint64_t) DX_NODE_STAT_MAX_ROWS)
		return bad(err, "a count is out of range");
	stat->keeps = packed[1];
	stat->measure = (dx_node_measure) packed[2];
	stat->one = (int64_t) one;
	memcpy(&stat->of, packed + 4, sizeof(stat->of));
	stat->n_nodes = (uint32_t) n_nodes;
	stat->rows = (int64_t) rows;
	if (!read_keys(&r, stat, err))
		return false;
	stat->sums = dx_alloc(n_nodes * sizeof(dx_node_sum));
	if (stat->keeps)
		stat->values = dx_alloc(n_nodes * sizeof(dx_node_values));
	for (uint32_t i = 0; i < n_nodes; i++)
	{
		uint64_t n;

		if ((i & 255) == 0)
			dx_check_interrupts();
		if (!get_unsigned(&r, 63, &n) || n > rows)
			return bad(err, "a node has more values than there are cards");
		stat->sums[i].n = (int64_t) n;
		if (n > 0 &&
			!(stat->keeps ? read_values(&r, (int64_t) n, &stat->sums[i], &stat->values[i], err)
						  : read_sums(&r, &stat->sums[i], err)))
			return false;
	}
	return r.at == r.end || bad(err, "bytes are left over");
}

/* ---------------- text ---------------- */

#define PREFIX "nodes:"

char *
dx_node_stat_print(const uint8_t *packed, size_t len)
{
	return dx_hex_print(PREFIX, packed, len);
}

uint8_t *
dx_node_stat_parse(const char *text, size_t *len, dx_error *err)
{
	return dx_hex_parse(PREFIX, "node statistics", DX_NODE_STAT_FORMAT, text, len, err);
}
