/* SPDX-License-Identifier: PostgreSQL */
/*
 * test_base.c: error reports and byte buffers.
 */
#include "check.h"
#include "host.h"

static void
test_errors(void)
{
	dx_error err;

	memset(&err, 'x', sizeof(err));
	CHECK(!dx_fail(&err, DX_ERR_RANGE, 7, "result %d is not in %s", 12, "0..10"));
	CHECK(err.kind == DX_ERR_RANGE);
	CHECK(err.position == 7);
	CHECK_TEXT(err.message, "result 12 is not in 0..10");
	CHECK_TEXT(err.detail, "");
	CHECK_TEXT(err.hint, "");

	CHECK(!dx_fail_detail(&err, "Criterion \"%s\".", "1.1"));
	CHECK(!dx_fail_hint(&err, "Write %d.", 10));
	CHECK_TEXT(err.message, "result 12 is not in 0..10");
	CHECK_TEXT(err.detail, "Criterion \"1.1\".");
	CHECK_TEXT(err.hint, "Write 10.");

	/* A second mistake starts afresh. */
	CHECK(!dx_fail(&err, DX_ERR_TEXT, 0, "other"));
	CHECK_TEXT(err.detail, "");

	/* Nobody listening is legal. */
	CHECK(!dx_fail(NULL, DX_ERR_TEXT, 1, "ignored"));
	CHECK(!dx_fail_detail(NULL, "ignored"));
	CHECK(!dx_fail_hint(NULL, "ignored"));
}

/* A message longer than the room is cut and stays terminated. */
static void
test_long_message(void)
{
	dx_error err;
	char text[DX_MESSAGE_SIZE * 2];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	dx_fail(&err, DX_ERR_TEXT, 1, "%s", text);
	CHECK(strlen(err.message) == DX_MESSAGE_SIZE - 1);
	dx_fail(&err, DX_ERR_TEXT, 1, "%.*s", DX_STR_ARG(((dx_str) {text, sizeof(text) - 1})));
	CHECK(strlen(err.message) == DX_STR_CLIP);
}

static void
test_buffer(void)
{
	dx_buf buf;
	char want[1001];

	dx_buf_init(&buf);
	CHECK(buf.len == 0);
	CHECK_TEXT(buf.data, "");
	dx_buf_add(&buf, "", 0);
	CHECK(buf.len == 0);
	for (int i = 0; i < 1000; i++)
	{
		want[i] = (char) ('a' + i % 26);
		dx_buf_add_char(&buf, want[i]);
		if (buf.len != (size_t) i + 1 || buf.data[buf.len] != '\0')
			CHECK(false);
	}
	want[1000] = '\0';
	CHECK(buf.len == 1000);
	CHECK_TEXT(buf.data, want);

	/* One append larger than the doubled room. */
	dx_buf_free(&buf);
	CHECK(buf.data == NULL);
	dx_buf_init(&buf);
	dx_buf_add_text(&buf, "=");
	dx_buf_add(&buf, want, 1000);
	CHECK(buf.len == 1001);
	CHECK(memcmp(buf.data + 1, want, 1001) == 0);

	/* Bytes, not text: a zero inside is kept. */
	dx_buf_add(&buf, "\0z", 2);
	CHECK(buf.len == 1003);
	CHECK(buf.data[1002] == 'z');
	dx_buf_free(&buf);
}

static void
test_str(void)
{
	CHECK(dx_str_equal(DX_STR("4.2"), DX_STR("4.2")));
	CHECK(!dx_str_equal(DX_STR("4.2"), DX_STR("4.22")));
	CHECK(!dx_str_equal(DX_STR("4.2"), DX_STR("4.3")));
	CHECK(dx_str_equal((dx_str) {NULL, 0}, DX_STR("")));
}

/* The size that is refused when so many bytes are appended to a buffer of one. */
static size_t
refused_at(size_t len)
{
	dx_buf buf;
	jmp_buf back;

	dx_buf_init(&buf);
	dx_buf_add_text(&buf, "1");
	host_refusal = &back;
	host_refused = 0;
	if (setjmp(back) == 0)
		dx_buf_add(&buf, NULL, len);
	host_refusal = NULL;
	CHECK(buf.len == 1);
	dx_buf_free(&buf);
	return host_refused;
}

/* A buffer that would pass the largest allocation is refused by its size. */
static void
test_refusal(void)
{
	CHECK(refused_at(DX_MAX_ALLOC) == DX_MAX_ALLOC + 2);
	CHECK(refused_at(DX_MAX_ALLOC - 1) == DX_MAX_ALLOC + 1);
	CHECK(refused_at(SIZE_MAX / 2) == SIZE_MAX / 2 + 2);
}

/* Chances to cancel come with the work that is counted, however it is cut. */
static void
test_work(void)
{
	size_t done = 0;
	size_t before = host_chances;

	for (size_t i = 0; i < 4 * DX_WORK_UNITS; i++)
		dx_work(&done, 1);
	CHECK(host_chances == before + 4);
	dx_work(&done, 100 * DX_WORK_UNITS);
	CHECK(host_chances == before + 5 && done == 0);
	dx_work(&done, DX_WORK_UNITS - 1);
	CHECK(host_chances == before + 5);
	dx_work(&done, 1);
	CHECK(host_chances == before + 6);
}

int
main(void)
{
	test_errors();
	test_long_message();
	test_buffer();
	test_str();
	test_refusal();
	test_work();
	CHECK_DONE("base");
}
