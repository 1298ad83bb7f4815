-- SPDX-License-Identifier: PostgreSQL
-- Loads the data of a book into an empty one:
--     pg_dump --data-only --schema=dti mydb > data.sql
--     psql -q -v schema=dti -v data=data.sql -f scorebook/restore.sql
--
-- As the owner of a scorebook that install.sql has just made, of the same
-- version and in a schema of the same name; roles.sql may have been run. The
-- book's triggers rest while the rows come in (DISABLE TRIGGER USER is the
-- owner's right; keys are checked as always), are back in the same transaction,
-- and the audit chains are checked: a dump with a broken one is not taken. Then
-- the views are refreshed. That it was restored is an entry in the audit. (A
-- dump that is not --data-only needs none of this: pg_restore brings it back.)
\set ON_ERROR_STOP on
\if :{?data}
\else
	DO $$ BEGIN RAISE EXCEPTION 'say which dump: -v data=FILE'; END $$;
\endif
\ir enter.sql
SELECT EXISTS (SELECT 1 FROM index_set) OR EXISTS (SELECT 1 FROM unit) OR EXISTS (SELECT 1 FROM period)
	OR EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM office_type) OR EXISTS (SELECT 1 FROM clock) AS in_use,
	(SELECT v.version FROM book_version AS v) AS version \gset
\if :in_use
	DO $$ BEGIN
		RAISE EXCEPTION 'the scorebook has data already' USING ERRCODE = 'object_not_in_prerequisite_state',
			HINT = 'A dump is loaded into a book that install.sql has just made.';
	END $$;
\endif
SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', c.oid::regclass) FROM pg_catalog.pg_class AS c
WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = :'schema') AND c.relkind = 'r' ORDER BY c.oid \gexec
-- What the installation itself has written.
SELECT format('DELETE FROM %s', c.oid::regclass) FROM pg_catalog.pg_class AS c
WHERE c.oid = ANY (ARRAY['unit_kind', 'book_version', 'wording', 'book_role', 'refresh_turn', 'refresh_log', 'audit', 'audit_head']::regclass[]) ORDER BY c.oid \gexec
\i :data
-- pg_dump has emptied the search_path.
SELECT set_config('search_path', format('%I, dx, pg_temp', :'schema'), true) AS path, set_config('client_min_messages', 'warning', true) AS level \gset
SELECT format('ALTER TABLE %s ENABLE TRIGGER USER', c.oid::regclass) FROM pg_catalog.pg_class AS c
WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = :'schema') AND c.relkind = 'r' ORDER BY c.oid \gexec
SELECT set_config('book.version', :'version', true) AS version \gset
DO $$
DECLARE
	broken record;
BEGIN
	IF (SELECT v.version FROM book_version AS v) IS DISTINCT FROM current_setting('book.version') THEN
		RAISE EXCEPTION 'the data is of version % of the scorebook, the book of %', (SELECT v.version FROM book_version AS v), current_setting('book.version')
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Install the version of the data, load it, and upgrade.';
	END IF;
	SELECT * INTO broken FROM audit_check() LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the audit of the data is broken: period "%", unit "%", entry %: %', broken.period_id, broken.unit_id, broken.seq, broken.problem
			USING ERRCODE = 'data_corrupted', HINT = 'Nothing was loaded.';
	END IF;
END
$$;
UPDATE book_version SET restored_at = clock_timestamp();
COMMIT;
SELECT count(*) AS refreshed FROM :"schema".refresh() \gset
