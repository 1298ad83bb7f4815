/* SPDX-License-Identifier: PostgreSQL */
/*
 * rule_sql.h: the bytes of a dx.rule, for the SQL-callable files.
 * Include after postgres.h.
 *
 * A dx.rule is a varlena: one byte DX_RULE_FORMAT, then the canonical text
 * (rule.c). Equal rules are equal bytes.
 */
#ifndef DX_RULE_SQL_H
#define DX_RULE_SQL_H

#include "rule/rule.h"
#include "server/dxindex.h"

/* Canonical text in the bytes of a dx.rule; a view into them. Raises on a foreign byte format. */
extern dx_str dx_rule_text_of(dx_str bytes);

/* A dx.rule made of canonical text, palloc'd. */
extern struct varlena *dx_rule_datum_make(dx_str canonical);

#endif /* DX_RULE_SQL_H */
