-- SPDX-License-Identifier: PostgreSQL
-- How a script begins that works on a scorebook which is there: roles.sql,
-- upgrade.sql, restore.sql. Opens the transaction, unless -v nested=1 says that
-- there is one, and the book's search_path in it.
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
SELECT to_regclass(format('%I.book_version', :'schema')) IS NULL AS missing \gset
\if :missing
	DO $$ BEGIN RAISE EXCEPTION 'there is no scorebook in the schema given by -v schema=...'; END $$;
\endif
SET LOCAL search_path = :"schema", dx, pg_temp;
-- The schema for BI tools (85_bi.sql).
\set bi :schema _bi
