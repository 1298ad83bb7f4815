/* SPDX-License-Identifier: PostgreSQL */
/*
 * base.c: error reports and byte buffers of the plain-C cores.
 */
#include "base/base.h"

bool
dx_fail(dx_error *err, dx_error_kind kind, int position, const char *fmt, ...)
{
	va_list args;

	if (err == NULL)
		return false;
	err->kind = kind;
	err->position = position;
	err->detail[0] = '\0';
	err->hint[0] = '\0';
	va_start(args, fmt);
	vsnprintf(err->message, sizeof(err->message), fmt, args);
	va_end(args);
	return false;
}

bool
dx_fail_detail(dx_error *err, const char *fmt, ...)
{
	va_list args;

	if (err == NULL)
		return false;
	va_start(args, fmt);
	vsnprintf(err->detail, sizeof(err->detail), fmt, args);
	va_end(args);
	return false;
}

bool
dx_fail_hint(dx_error *err, const char *fmt, ...)
{
	va_list args;

	if (err == NULL)
		return false;
	va_start(args, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	return false;
}

bool
dx_fail_within(dx_error *err, const dx_error *inner, const char *fmt, ...)
{
	va_list args;
	size_t len;

	if (err == NULL)
		return false;
	*err = *inner;
	va_start(args, fmt);
	vsnprintf(err->message, sizeof(err->message), fmt, args);
	va_end(args);
	len = strlen(err->message);
	snprintf(err->message + len, sizeof(err->message) - len, ": %.700s", inner->message);
	return false;
}

void
dx_buf_init(dx_buf *buf)
{
	buf->cap = 64;
	buf->len = 0;
	buf->data = dx_alloc(buf->cap);
}

/* Append len bytes; the buffer doubles, so n appends cost O(total). */
void
dx_buf_add(dx_buf *buf, const void *bytes, size_t len)
{
	if (len >= buf->cap - buf->len)
	{
		size_t cap = buf->cap;

		if (len >= DX_MAX_ALLOC - buf->len)
			dx_refuse_size(buf->len + len + 1);
		while (len >= cap - buf->len)
			cap *= 2;
		/* The last doubling stops at the largest allocation. */
		if (cap > DX_MAX_ALLOC)
			cap = DX_MAX_ALLOC;
		buf->data = dx_realloc(buf->data, buf->cap, cap);
		buf->cap = cap;
	}
	if (len > 0)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
dx_buf_add_char(dx_buf *buf, char c)
{
	dx_buf_add(buf, &c, 1);
}

void
dx_buf_add_text(dx_buf *buf, const char *text)
{
	dx_buf_add(buf, text, strlen(text));
}

void
dx_buf_free(dx_buf *buf)
{
	dx_free(buf->data);
	buf->data = NULL;
	buf->len = buf->cap = 0;
}
