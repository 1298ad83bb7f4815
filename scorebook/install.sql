-- SPDX-License-Identifier: PostgreSQL
-- The scorebook: psql -q -v schema=dti -f scorebook/install.sql
--
-- Creates the schema named (default: scorebook) and everything in it, in one
-- transaction, owned by the role that runs it; no superuser is needed. Within
-- a transaction of your own, add -v nested=1. The book speaks Vietnamese, or with
-- -v language=en English (book_version.language; it may be changed at any time).
-- Who may do what: roles.sql.
\set ON_ERROR_STOP on
\ir version.sql
\ir begin.sql
CREATE EXTENSION IF NOT EXISTS dxindex;
-- "$user" in a search_path means another schema than the one called so.
SELECT :'schema' = '$user' AS reserved \gset
\if :reserved
	\set refusal_vi 'lược đồ không thể tên là $user'
	\set refusal_en 'the schema cannot be called $user'
	\ir refuse.sql
\endif
CREATE SCHEMA :"schema";
-- What is created unqualified goes to the schema. PL/pgSQL functions remember
-- this path (SET search_path FROM CURRENT). In dx nobody but a superuser creates.
SET LOCAL search_path = :"schema", dx, pg_temp;

\ir 00_version.sql
\ir 05_texts.sql
\ir 06_wording.sql
\ir 08_kinds.sql
\ir 10_sets.sql
\ir 12_files.sql
\ir 20_units.sql
\ir 30_periods.sql
\ir 40_answers.sql
\ir 45_mending.sql
\ir 47_mergers.sql
\ir 48_moving.sql
\ir 50_audit.sql
\ir 55_held_cards.sql
\ir 60_publish.sql
\ir 70_views.sql
\ir 75_closing.sql
\ir 77_rehearsals.sql
\ir 78_labels.sql
\ir 80_refresh.sql
\ir 82_reminders.sql
\ir 83_plausibility.sql
\ir 84_sheets.sql
\ir 85_bi.sql
\ir 86_reports.sql
\ir 87_offices.sql
\ir 90_comments.sql

\if :{?nested}
	-- The caller's path comes back with the caller's transaction.
	RESET search_path;
	RESET client_min_messages;
\else
	COMMIT;
\endif
