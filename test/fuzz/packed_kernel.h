/* SPDX-License-Identifier: PostgreSQL */
/*
 * packed_kernel.h: any bytes as packed statistics of many cards, any text as
 * such: refused, or packed and printed again they are the same, can be read, and
 * united with themselves are valid. Included by harnesses, behind
 *
 *   NAME(x)   NAME() is the struct, NAME(_pack) and so on its functions
 *   read_all  (NAME() *stat, uint8_t choice): what can be read of valid ones
 */

static uint8_t *
pack(NAME() * stat, size_t *size)
{
	uint8_t *bytes;

	*size = NAME(_packed_size)(stat);
	bytes = dx_alloc(*size);
	NAME(_pack)(stat, bytes);
	return bytes;
}

static void
check_bytes(const uint8_t *data, size_t size)
{
	NAME() stat = {0};
	NAME() twice = {0};
	NAME() back = {0};
	dx_error err;
	uint8_t *bytes;
	size_t len;

	if (!NAME(_unpack)(data, size, &stat, &err))
	{
		require(err.kind == DX_ERR_BINARY);
		NAME(_free)(&stat);
		return;
	}
	bytes = pack(&stat, &len);
	require(len == size && memcmp(bytes, data, size) == 0);
	dx_free(bytes);
	read_all(&stat, data[size - 1]);
	require(NAME(_unpack)(data, size, &twice, &err));
	if (NAME(_unite)(&twice, &stat, &err))
	{
		bytes = pack(&twice, &len);
		require(NAME(_unpack)(bytes, len, &back, &err));
		read_all(&back, 128);
		dx_free(bytes);
	}
	else
		require(err.kind == DX_ERR_RANGE);
	NAME(_free)(&stat);
	NAME(_free)(&twice);
	NAME(_free)(&back);
}

static void
check_text(const uint8_t *data, size_t size)
{
	char *text = dx_alloc(size + 1);
	size_t len;
	dx_error err;
	uint8_t *bytes;

	memcpy(text, data, size);
	bytes = NAME(_parse)(text, &len, &err);
	if (bytes)
	{
		char *printed = NAME(_print)(bytes, len);

		require(strcmp(printed, text) == 0);
		dx_free(printed);
		check_bytes(bytes, len);
		dx_free(bytes);
	}
	else
		require(err.kind == DX_ERR_TEXT && err.position > 0 && err.position <= (int) size + 2);
	dx_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] & 1)
		check_text(data + 1, size - 1);
	else
		check_bytes(data + 1, size - 1);
	return 0;
}
