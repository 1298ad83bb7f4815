-- SPDX-License-Identifier: PostgreSQL
-- How a script begins that works on a scorebook which is there: roles.sql,
-- upgrade.sql, restore.sql: as in begin.sql, and with the book's search_path in the
-- transaction. What the script refuses is said in the language of the book, unless
-- -v language=vi or en says another.
\ir begin.sql
SELECT to_regclass(format('%I.book_version', :'schema')) IS NULL AS missing \gset
\if :missing
	\set refusal_vi 'không có sổ chấm điểm trong lược đồ "' :schema '" (-v schema=...)'
	\set refusal_en 'there is no scorebook in the schema "' :schema '" (-v schema=...)'
	\ir refuse.sql
\endif
SET LOCAL search_path = :"schema", dx, pg_temp;
\if :{?language}
\else
	SELECT v.language AS book_speaks FROM book_version AS v \gset
\endif
-- The schema for BI tools (85_bi.sql).
\set bi :schema _bi
