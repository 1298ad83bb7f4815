-- SPDX-License-Identifier: PostgreSQL
-- Upgrades a scorebook: psql -q -v schema=dti -f scorebook/upgrade.sql
--
-- As its owner, with the files of the new version; in one transaction, which
-- readers and writers wait for. The data, the audit chains and what is published
-- stay. Afterwards roles.sql is run again: it grants what is new. What one has
-- changed in the book's own views and functions is replaced where a step does;
-- views and tables of one's own stay.
--
-- A step is a file upgrades/OLD--NEW.sql and a block below. It changes what
-- install.sql of OLD made into what install.sql of NEW makes: CREATE OR REPLACE,
-- ALTER, comments. New columns are the last of their table in install.sql too. The
-- schema for BI tools is :"bi".
\set ON_ERROR_STOP on
\ir version.sql
\ir enter.sql
-- No refresh meanwhile, and no second upgrade.
SELECT FROM refresh_turn FOR UPDATE \gset
SELECT v.version AS version, v.version AS version_before FROM book_version AS v FOR UPDATE \gset

-- The steps, oldest first:
--     SELECT :'version' = '1.0.0' AS step \gset
--     \if :step
--         \ir upgrades/1.0.0--1.1.0.sql
--         \set version 1.1.0
--     \endif
-- (end of the steps)

SELECT :'version' <> :'book_version' AS no_way, :'version' <> :'version_before' AS changed \gset
\if :no_way
	\set refusal_vi 'không có đường nâng cấp sổ chấm điểm từ phiên bản ' :version ' lên ' :book_version
	\set refusal_en 'there is no way from version ' :version ' of the scorebook to ' :book_version
	\set hint_vi 'Sổ mới hơn các tệp này thì cần tệp mới hơn.'
	\set hint_en 'A book that is newer than these files needs newer files.'
	\ir refuse.sql
\endif
\if :changed
	UPDATE book_version SET version = :'version', upgraded_at = clock_timestamp();
\endif
\if :{?nested}
	RESET search_path;
	RESET client_min_messages;
\else
	COMMIT;
\endif
