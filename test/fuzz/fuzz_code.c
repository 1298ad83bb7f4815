/* SPDX-License-Identifier: PostgreSQL */
/*
 * fuzz_code.c: three texts parted by NULs, or three keys as bytes. What is a
 * code comes back as typed and has no character that is refused; the order is
 * one, agrees with memcmp, with prefixes, parents and subtrees, and with numbers
 * inside labels by value; equal means equal bytes and equal hash.
 */
#include "code/code.h"
#include "code/refused.h"
#include "fuzz.h"

static int
sign(int x)
{
	return (x > 0) - (x < 0);
}

/* Natural order said once more, by bytes. */
static int
bytewise(dx_key a, dx_key b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter > 0 ? sign(memcmp(a.ptr, b.ptr, shorter)) : 0;

	return order != 0 ? order : a.len < b.len ? -1 : a.len > b.len;
}

static bool
same(dx_key a, dx_key b)
{
	return bytewise(a, b) == 0;
}

/* Padded: every run of digits has the width, nothing else is changed, and padding once more changes nothing. */
static void
check_padded(dx_key key)
{
	uint8_t buf[DX_CODE_MAX_KEY];
	dx_key again;
	dx_error err;
	dx_buf once;
	dx_buf twice;

	dx_buf_init(&once);
	dx_buf_init(&twice);
	if (!dx_code_pad(key, 3, &once, &err))
		require(err.kind == DX_ERR_PARAM && err.message[0] != '\0');
	else
	{
		size_t run = 0;

		for (size_t i = 0; i <= once.len; i++)
		{
			bool digit = i < once.len && once.data[i] >= '0' && once.data[i] <= '9';

			require(digit || run == 0 || run == 3);
			run = digit ? run + 1 : 0;
		}
		if (once.len <= DX_CODE_MAX_TEXT && dx_code_encode((dx_str) {once.data, once.len}, buf, &again, &err))
		{
			require(dx_key_depth(again) == dx_key_depth(key));
			require(dx_code_pad(again, 3, &twice, &err));
			require(twice.len == once.len && memcmp(twice.data, once.data, once.len) == 0);
		}
	}
	dx_buf_free(&once);
	dx_buf_free(&twice);
}

/* Nothing that cannot be seen comes through. */
static void
check_seen(dx_str text)
{
	for (size_t at = 0; at < text.len;)
	{
		int n = dx_char_len(text.ptr + at, text.len - at);

		require(n > 0 && dx_find_refused(dx_code_point(text.ptr + at, n)) == NULL);
		at += (size_t) n;
	}
}

/* What holds of any valid key. */
static void
check_key(dx_key key)
{
	char text[DX_CODE_MAX_TEXT + 8];
	uint8_t buf[DX_CODE_MAX_KEY];
	uint8_t end_buf[DX_CODE_MAX_KEY];
	size_t len = dx_code_decode(key, text);
	int depth = dx_key_depth(key);
	dx_key again;
	dx_key end;
	dx_error err;

	require(len == strlen(text) && len <= DX_CODE_MAX_TEXT + 2);
	require(dx_code_encode((dx_str) {text, len}, buf, &again, &err) && same(again, key));
	require(dx_key_validate(key, &err));
	require(depth <= DX_CODE_MAX_LABELS + dx_key_is_end(key));
	require(same(dx_key_prefix(key, depth), key) && dx_key_prefix(key, 0).len == 0);
	require(same(dx_key_parent(key), dx_key_prefix(key, depth > 0 ? depth - 1 : 0)));
	for (int d = 0; d <= depth; d++)
	{
		dx_key prefix = dx_key_prefix(key, d);

		require(dx_key_depth(prefix) == d && dx_key_validate(prefix, &err));
		if (!dx_key_is_end(prefix))
			require(dx_key_cmp(prefix, key) == (d < depth ? -1 : 0));
	}
	end = dx_key_end(key, end_buf);
	require(dx_key_is_end(end) && (end.len > DX_CODE_MAX_KEY || dx_key_validate(end, &err)));
	require(dx_key_cmp(key, end) == (dx_key_is_end(key) ? 0 : -1));
	require(dx_key_is_under(key, key) == !dx_key_is_end(key));
	check_seen((dx_str) {text, len});
	check_padded(key);
}

/* Texts of codes that part in a run of digits: the larger number is later. Only where what stands before is the same. */
static void
check_numbers(dx_key a, dx_key b)
{
	char x[DX_CODE_MAX_TEXT + 8];
	char y[DX_CODE_MAX_TEXT + 8];
	size_t i = 0;
	size_t x_end;
	size_t y_end;

	dx_code_decode(a, x);
	dx_code_decode(b, y);
	while (x[i] != '\0' && x[i] == y[i])
		i++;
	while (i > 0 && x[i - 1] >= '0' && x[i - 1] <= '9')
		i--;
	/* Behind a letter, so that neither label is a number; no zeros lead. */
	if (i == 0 || x[i - 1] == '.' || x[i] < '1' || x[i] > '9' || y[i] < '1' || y[i] > '9')
		return;
	x_end = i + strspn(x + i, "0123456789");
	y_end = i + strspn(y + i, "0123456789");
	if (x_end != y_end)
		require(dx_key_cmp(a, b) == (x_end < y_end ? -1 : 1));
	else if (memcmp(x + i, y + i, x_end - i) != 0)
		require(dx_key_cmp(a, b) == sign(memcmp(x + i, y + i, x_end - i)));
}

/* What holds of two. */
static void
check_pair(dx_key a, dx_key b)
{
	int order = dx_key_cmp(a, b);
	dx_key common = dx_key_common(a, b);
	bool under;

	require(order == bytewise(a, b) && order == -dx_key_cmp(b, a));
	require((order == 0) == same(a, b));
	if (order == 0)
		require(dx_key_hash(a, 7) == dx_key_hash(b, 7));
	check_numbers(a, b);
	require(same(common, dx_key_common(b, a)));
	require(same(common, dx_key_prefix(a, dx_key_depth(common))));
	require(same(common, dx_key_prefix(b, dx_key_depth(common))));
	require(!dx_key_is_end(common));
	under = dx_key_is_under(a, b);
	if (!dx_key_is_end(a) && !dx_key_is_end(b))
		require(under == same(common, b));
	if (under)
		require(order >= 0);
	{
		/* Under b is a btree range: from b to the end of its subtree; none if b is an end. */
		uint8_t buf[DX_CODE_MAX_KEY];

		require(under == (order >= 0 && dx_key_cmp(a, dx_key_end(b, buf)) < 0));
	}
}

static void
check_three(const dx_key *keys)
{
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			check_pair(keys[i], keys[j]);
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++)
				if (dx_key_cmp(keys[i], keys[j]) <= 0 && dx_key_cmp(keys[j], keys[k]) <= 0)
					require(dx_key_cmp(keys[i], keys[k]) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t buf[3][DX_CODE_MAX_KEY];
	dx_key keys[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
	dx_error err;

	if (size > 0 && data[0] == 0xFF)
	{
		/* Keys as bytes, each behind its length. */
		data++, size--;
		for (int i = 0; i < 3 && size > 0; i++)
		{
			size_t len = data[0] % 64u < size ? data[0] % 64u : size - 1;

			keys[i] = (dx_key) {data + 1, len};
			data += len + 1, size -= len + 1;
			if (!dx_key_validate(keys[i], &err))
			{
				require(err.kind == DX_ERR_BINARY);
				keys[i].len = 0;
			}
			check_key(keys[i]);
		}
	}
	else
		for (int i = 0; i < 3; i++)
		{
			dx_str text = take_text(&data, &size);
			char back[DX_CODE_MAX_TEXT + 8];

			if (!dx_code_encode(text, buf[i], &keys[i], &err))
			{
				require(err.kind == DX_ERR_TEXT || err.kind == DX_ERR_LIMIT);
				require(err.position >= 0 && (size_t) err.position <= text.len + 1);
				keys[i] = (dx_key) {NULL, 0};
				continue;
			}
			require(dx_code_decode(keys[i], back) == text.len && memcmp(back, text.ptr, text.len) == 0);
			check_key(keys[i]);
		}
	check_three(keys);
	return 0;
}
