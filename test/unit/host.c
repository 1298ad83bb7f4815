/* SPDX-License-Identifier: PostgreSQL */
/*
 * host.c: the services of base.h for unit tests and fuzzers: malloc, UTF-8
 * and the C library's digits.
 */
#include "base/base.h"

#include "host.h"

jmp_buf *host_refusal;
size_t host_refused;
size_t host_chances;

void *
dx_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (p == NULL)
		abort();
	return p;
}

void *
dx_alloc_beside(const void *owner, size_t size)
{
	(void) owner;
	return dx_alloc(size);
}

void *
dx_realloc(void *ptr, size_t old_size, size_t new_size)
{
	char *grown = realloc(ptr, new_size ? new_size : 1);

	if (grown == NULL)
		abort();
	if (new_size > old_size)
		memset(grown + old_size, 0, new_size - old_size);
	return grown;
}

void
dx_free(void *ptr)
{
	free(ptr);
}

void
dx_refuse_size(size_t size)
{
	if (host_refusal == NULL)
		abort();
	host_refused = size;
	longjmp(*host_refusal, 1);
}

int
dx_shortest(double value, char *buf)
{
	for (int digits = 1; digits < 18; digits++)
	{
		snprintf(buf, 32, "%.*g", digits, value);
		if (strtod(buf, NULL) == value)
			break;
	}
	return (int) strlen(buf);
}

int
dx_char_len(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *) text;
	int n;

	if (len == 0 || s[0] == 0)
		return 0;
	if (s[0] < 0x80)
		return 1;
	n = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
	if (s[0] < 0xC2 || s[0] > 0xF4 || (size_t) n > len)
		return 0;
	for (int i = 1; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF0 && s[1] < 0x90) ||
		(s[0] == 0xF4 && s[1] > 0x8F))
		return 0;
	return n;
}

bool
dx_text_is_utf8(void)
{
	return true;
}

uint32_t
dx_foreign_point(const char *text, int n)
{
	(void) text;
	(void) n;
	return 0;
}

void
dx_check_interrupts(void)
{
	host_chances++;
}
