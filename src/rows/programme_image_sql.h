/* SPDX-License-Identifier: PostgreSQL */
/*
 * programme_image_sql.h: a programme's bytes in a tally, compressed if that makes
 * them fewer. Include after postgres.h.
 */
#ifndef DX_PROGRAMME_IMAGE_SQL_H
#define DX_PROGRAMME_IMAGE_SQL_H

#include "rows/programme_sql.h"

/* Its bytes, made once; none of a plain programme. */
extern dx_image dx_kept_image(dx_kept_programme *kept);

/* Is it the programme of these bytes? */
extern bool dx_has_image(dx_kept_programme *kept, const dx_programme *head, dx_image image);

/* Read and validate them, by the head that came with them (palloc); NULL if they are not valid. */
extern dx_programme *dx_read_image(const dx_programme *head, dx_image image, dx_error *err);

#endif /* DX_PROGRAMME_IMAGE_SQL_H */
