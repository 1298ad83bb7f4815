/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_image_sql.c: programmes to bytes and back (programme_image_sql.h).
 */
#include "postgres.h"

#include "common/pg_lzcompress.h"

#include "rows/programme_image_sql.h"

static dx_image
make_image(const dx_programme *programme, MemoryContext context)
{
	int32 size = (int32) dx_programme_size(programme);
	uint8_t *raw = palloc(size);
	uint8_t *packed = palloc(PGLZ_MAX_OUTPUT(size));
	int32 packed_size;
	dx_image image;

	dx_programme_pack(programme, raw);
	packed_size = pglz_compress((char *) raw, size, (char *) packed, PGLZ_strategy_always);
	image.size = packed_size > 0 && packed_size < size ? packed_size : size;
	image.bytes = memcpy(MemoryContextAlloc(context, image.size), image.size < size ? packed : raw, image.size);
	pfree(packed);
	pfree(raw);
	return image;
}

dx_image
dx_kept_image(dx_kept_programme *kept)
{
	if (kept->image.size == 0 && !kept->programme->plain)
		kept->image = make_image(kept->programme, kept->context);
	return kept->image;
}

bool
dx_has_image(dx_kept_programme *kept, const dx_programme *head, dx_image image)
{
	const dx_programme *programme = kept->programme;
	dx_image own;

	if (programme->node != head->node || programme->n_criteria != head->n_criteria ||
		programme->n_scored != head->n_scored || programme->plain != head->plain ||
		!dx_fingerprint_equal(&programme->tree, &head->tree))
		return false;
	if (head->plain)
		return true;
	if (programme->n_steps != head->n_steps || programme->n_terms != head->n_terms || programme->at != head->at)
		return false;
	own = dx_kept_image(kept);
	return own.size == image.size && memcmp(own.bytes, image.bytes, own.size) == 0;
}

dx_programme *
dx_read_image(const dx_programme *head, dx_image image, dx_error *err)
{
	int32 size = (int32) dx_programme_size(head);
	uint8_t *raw = palloc(size);
	dx_programme *programme;

	if (image.size == size)
		memcpy(raw, image.bytes, size);
	else if (pglz_decompress((const char *) image.bytes, (int32) image.size, (char *) raw, size, true) != size)
	{
		dx_fail(err, DX_ERR_BINARY, 0, "tally is not valid: its programme cannot be decompressed");
		return NULL;
	}
	programme = dx_programme_unpack(head, raw, err);
	pfree(raw);
	return programme;
}
