/* SPDX-License-Identifier: PostgreSQL */
/*
 * tally.c: the state of dx.score in bytes and as text, packed and validated.
 */
#include "rows/tally.h"

#include "base/wire.h"
#include "tree/terms.h"

/* How many programme bytes one image byte may stand for at most. */
#define MOST_COMPRESSED 300

#define FLAG_PLAIN 1
#define FLAG_TERMS 2

enum
{
	LEAF_MISSING = 0,
	LEAF_NA = 1,
	LEAF_SCORED = 2
};

/* The most bytes of a fraction. */
#define FRACTION_BYTES 34

/* Flag in the byte that counts bytes: the number is below 0. */
#define BELOW_ZERO 32

/* ---------------- fractions ---------------- */

static uint8_t *
put_number(uint8_t *p, dx_uint128 value, uint8_t flag)
{
	uint8_t *head = p++;

	for (; value != 0; value >>= 8)
		*p++ = (uint8_t) value;
	*head = (uint8_t) (p - head - 1) | flag;
	return p;
}

/* num / den (den > 0) in lowest terms, at most FRACTION_BYTES. */
static uint8_t *
put_fraction(uint8_t *p, dx_int128 num, dx_int128 den)
{
	dx_reduce(&num, &den);
	p = put_number(p, num < 0 ? -(dx_uint128) num : (dx_uint128) num, num < 0 ? BELOW_ZERO : 0);
	return put_number(p, den == 1 ? 0 : (dx_uint128) den, 0);
}

/* Read a number and its flag; false where it is not canonical or passes 2^126. */
static bool
get_number(const uint8_t **p, const uint8_t *end, dx_int128 *value, uint8_t *flag)
{
	dx_uint128 number = 0;
	uint8_t n;

	if (*p == end)
		return false;
	n = **p & (BELOW_ZERO - 1);
	*flag = **p & (uint8_t) ~(BELOW_ZERO - 1);
	(*p)++;
	if (n > 16 || end - *p < n || (n > 0 && (*p)[n - 1] == 0))
		return false;
	for (int i = n; i-- > 0;)
		number = number << 8 | (*p)[i];
	*p += n;
	*value = (dx_int128) number;
	return number >> 126 == 0;
}

static bool
get_fraction(const uint8_t **p, const uint8_t *end, dx_int128 *num, dx_int128 *den)
{
	uint8_t negative;
	uint8_t flag;

	if (!get_number(p, end, num, &negative) || (negative & ~BELOW_ZERO) || (negative && *num == 0) ||
		!get_number(p, end, den, &flag) || flag || *den == 1)
		return false;
	if (*den == 0)
		*den = 1;
	if (dx_common_divisor(*num, *den) != 1)
		return false;
	if (negative)
		*num = -*num;
	return true;
}

/* ---------------- leaves ---------------- */

/* Write a scored criterion to p, which has room for two fractions; returns the end. */
static uint8_t *
put_leaf(uint8_t *p, const dx_tally *tally, uint32_t i)
{
	const dx_leaf *leaf = &tally->leaves[i];

	p = put_fraction(p, leaf->num, leaf->den);
	if (tally->max)
		p = put_fraction(p, tally->max[i].units, DX_POINTS_ONE * tally->max[i].den);
	return p;
}

void
dx_tally_maxima(const dx_tree *tree, uint32_t first, dx_tally *tally)
{
	const dx_step *steps = dx_tree_steps(tree);
	const uint32_t *criteria = dx_tree_criteria(tree) + first;

	for (uint32_t i = 0; i < tally->room; i++)
		tally->max[i] = dx_step_maximum(&steps[criteria[i]]);
}

static size_t
header_size(const dx_programme *programme)
{
	return DX_TALLY_HEADER + (programme->n_terms > 0 ? DX_TALLY_TERMS : 0);
}

size_t
dx_tally_packed_size(const dx_tally *tally, dx_image image)
{
	size_t size = header_size(tally->programme) + tally->programme->n_criteria + image.size;
	uint8_t scratch[2 * FRACTION_BYTES];

	for (uint32_t i = 0; i < tally->room; i++)
		if (tally->leaves[i].state == DX_VALUE_PRESENT)
			size += (size_t) (put_leaf(scratch, tally, i) - scratch);
	return size;
}

void
dx_tally_pack(const dx_tally *tally, dx_image image, uint8_t *out)
{
	const dx_programme *programme = tally->programme;
	uint8_t *states;
	uint8_t *p = out;

	*p++ = DX_TALLY_FORMAT;
	*p++ = (uint8_t) ((programme->plain ? FLAG_PLAIN : 0) | (programme->n_terms > 0 ? FLAG_TERMS : 0));
	*p++ = 0;
	*p++ = 0;
	memcpy(p, programme->tree.bytes, sizeof(programme->tree.bytes));
	p = dx_put32(p + sizeof(programme->tree.bytes), programme->node);
	p = dx_put32(p, programme->n_criteria);
	p = dx_put32(p, programme->n_scored);
	p = dx_put32(p, programme->plain ? 0 : programme->n_steps);
	p = dx_put32(p, (uint32_t) image.size);
	if (programme->n_terms > 0)
		p = dx_put32(dx_put32(p, programme->n_terms), programme->at);
	states = p;
	memset(states, LEAF_MISSING, programme->n_criteria);
	p += programme->n_criteria;
	for (uint32_t i = 0; i < tally->room; i++)
	{
		if (tally->leaves[i].state == DX_VALUE_MISSING)
			continue;
		states[i] = tally->leaves[i].state == DX_VALUE_NA ? LEAF_NA : LEAF_SCORED;
		if (states[i] == LEAF_SCORED)
			p = put_leaf(p, tally, i);
	}
	if (image.size > 0)
		memcpy(p, image.bytes, image.size);
}

static bool
bad_tally(dx_error *err, const char *what)
{
	return dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: %s", what);
}

/* ---------------- a tally ---------------- */

bool
dx_tally_header(const uint8_t *packed, size_t len, dx_programme *head, dx_image *image, dx_error *err)
{
	memset(head, 0, sizeof(*head));
	if (len < DX_TALLY_HEADER)
		return bad_tally(err, "it is cut short");
	if (packed[0] != DX_TALLY_FORMAT || packed[1] > FLAG_TERMS || packed[2] || packed[3])
		return bad_tally(err, "its version is unknown");
	head->plain = packed[1] == FLAG_PLAIN;
	memcpy(head->tree.bytes, packed + 4, sizeof(head->tree.bytes));
	head->node = dx_get32(packed + 20);
	head->n_criteria = dx_get32(packed + 24);
	head->n_scored = dx_get32(packed + 28);
	head->n_steps = dx_get32(packed + 32);
	image->size = dx_get32(packed + 36);
	if (head->n_criteria == 0 || head->n_criteria > DX_TREE_MAX_NODES || head->node >= DX_TREE_MAX_NODES ||
		head->n_scored > head->n_criteria || head->n_steps > DX_TREE_MAX_NODES ||
		(head->plain ? head->n_steps > 0 : head->n_steps < head->n_criteria) || head->plain != (image->size == 0) ||
		(packed[1] == FLAG_TERMS && len < DX_TALLY_HEADER + DX_TALLY_TERMS))
		return bad_tally(err, "a count is out of range");
	if (packed[1] == FLAG_TERMS)
	{
		head->n_terms = dx_get32(packed + DX_TALLY_HEADER);
		head->at = dx_get32(packed + DX_TALLY_HEADER + 4);
	}
	/* No compression makes so many terms fit into fewer bytes. */
	if ((packed[1] == FLAG_TERMS) != (head->n_terms > 0) || head->at >= (head->plain ? 1 : head->n_steps) ||
		(size_t) head->n_terms * DX_PROGRAMME_TERM / MOST_COMPRESSED > image->size ||
		image->size > dx_programme_size(head))
		return bad_tally(err, "a count is out of range");
	if (len < header_size(head) + (size_t) head->n_criteria + image->size)
		return bad_tally(err, "it is cut short");
	image->bytes = packed + len - image->size;
	return true;
}

/* The maximum num / den points in the form that trees have, in units of 10^-12. */
static bool
read_maximum(dx_int128 num, dx_int128 den, dx_maximum *max)
{
	dx_int128 divisor = dx_common_divisor(DX_POINTS_ONE, den);
	dx_int128 limit = (dx_int128) 1 << 122;
	dx_int128 times = DX_POINTS_ONE / divisor;

	if (den / divisor > UINT32_MAX || num > limit / times || num < -limit / times)
		return false;
	*max = (dx_maximum) {num * times, (uint32_t) (den / divisor)};
	return max->units / max->den <= (dx_int128) DX_MAX_POINTS * DX_POINTS_ONE &&
		max->units / max->den >= -(dx_int128) DX_MAX_POINTS * DX_POINTS_ONE;
}

static bool
get_leaf(const uint8_t **p, const uint8_t *end, dx_tally *tally, uint32_t i, const dx_step *step, dx_error *err)
{
	dx_leaf *leaf = &tally->leaves[i];
	dx_int128 num;
	dx_int128 den;

	leaf->state = DX_VALUE_PRESENT;
	if (!get_fraction(p, end, &leaf->num, &leaf->den) || leaf->num < 0)
		return bad_tally(err, "a fraction is not in lowest terms, or cut short");
	if (step == NULL && (!get_fraction(p, end, &num, &den) || !read_maximum(num, den, &tally->max[i])))
		return bad_tally(err, "a maximum is out of range");
	if (leaf->num > leaf->den)
		return bad_tally(err, "points are out of range");
	return true;
}

bool
dx_tally_unpack(const uint8_t *packed, size_t len, dx_tally *tally, dx_error *err)
{
	const dx_programme *programme = tally->programme;
	dx_programme head;
	dx_image image;
	const uint8_t *states;
	const uint8_t *p;
	const uint8_t *end;
	uint32_t node = 0;

	if (!dx_tally_header(packed, len, &head, &image, err))
		return false;
	if (head.n_criteria != programme->n_criteria || head.n_criteria > tally->room || head.plain != programme->plain ||
		(!head.plain && (head.n_steps != programme->n_steps || head.n_terms != programme->n_terms)))
		return bad_tally(err, "its counts are not those of its tree");
	states = packed + header_size(&head);
	p = states + head.n_criteria;
	end = packed + len - image.size;
	for (uint32_t i = 0; i < head.n_criteria; i++)
	{
		dx_leaf *leaf = &tally->leaves[i];
		const dx_step *step = NULL;

		*leaf = (dx_leaf) {0, 1, DX_VALUE_MISSING};
		if (!programme->plain)
		{
			while (!(programme->steps[node].flags & DX_STEP_CRITERION))
				node++;
			step = &programme->steps[node++];
		}
		if (states[i] > LEAF_SCORED)
			return bad_tally(err, "a state is unknown");
		if (states[i] == LEAF_NA)
			leaf->state = DX_VALUE_NA;
		if (states[i] == LEAF_SCORED && !get_leaf(&p, end, tally, i, step, err))
			return false;
	}
	if (p != end)
		return bad_tally(err, "bytes are left over");
	return true;
}

/* ---------------- text ---------------- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
dx_tally_print(const uint8_t *packed, size_t len, dx_buf *out)
{
	for (size_t i = 0; i < len; i += 3)
	{
		uint32_t three = (uint32_t) packed[i] << 16;
		char four[4];

		if (i + 1 < len)
			three |= (uint32_t) packed[i + 1] << 8;
		if (i + 2 < len)
			three |= packed[i + 2];
		for (int d = 0; d < 4; d++)
			four[d] = i + (size_t) d <= len ? digits[three >> (18 - 6 * d) & 63] : '=';
		dx_buf_add(out, four, sizeof(four));
	}
}

/* Value of a digit; 64 if it is none. */
static uint32_t
digit_value(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (uint32_t) (at - digits) : 64;
}

bool
dx_tally_parse(dx_str text, dx_buf *out, dx_error *err)
{
	size_t n = text.len;

	/* One or two `=` at the end, where the last four digits have fewer than three bytes. */
	while (n > 0 && text.len - n < 2 && text.ptr[n - 1] == '=')
		n--;
	for (size_t i = 0; i < text.len; i += 4)
	{
		uint32_t three = 0;
		size_t have = 0;

		for (size_t d = 0; d < 4; d++)
		{
			uint32_t value = i + d < n ? digit_value(text.ptr[i + d]) : 0;

			if (value == 64 || i + d >= text.len)
				return dx_fail(err, DX_ERR_TEXT, (int) (i + d) + 1, "tally is not in base64");
			have += i + d < n;
			three = three << 6 | value;
		}
		/* Unused bits have to be 0. */
		if ((have == 2 && (three & 0xffff)) || (have == 3 && (three & 0xff)))
			return dx_fail(err, DX_ERR_TEXT, (int) (i + have), "tally is not in base64");
		for (size_t b = 0; b + 1 < have; b++)
			dx_buf_add_char(out, (char) (three >> (16 - 8 * b)));
	}
	return true;
}
