-- SPDX-License-Identifier: PostgreSQL
-- How a script begins that works on a scorebook which is there: roles.sql,
-- upgrade.sql, restore.sql. Opens the transaction, unless -v nested=1 says that
-- there is one, and the book's search_path in it. What the script refuses is said in
-- the language of the book, unless -v language=vi or en says another (refuse.sql).
\set ON_ERROR_STOP on
\if :{?schema}
\else
	\set schema scorebook
\endif
\if :{?nested}
\else
	BEGIN;
\endif
SET LOCAL client_min_messages = warning;
\unset book_speaks
\if :{?language}
	SELECT :'language' NOT IN ('vi', 'en') AS no_language \gset
	\if :no_language
		\set refusal_vi 'không có ngôn ngữ "' :language '": -v language=vi hoặc -v language=en'
		\set refusal_en 'there is no language "' :language '": -v language=vi or -v language=en'
		\ir refuse.sql
	\endif
	\set book_speaks :language
\endif
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
