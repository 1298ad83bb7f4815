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
	\set refusal_vi 'chưa nói tệp nào: -v data=TỆP'
	\set refusal_en 'say which dump: -v data=FILE'
	\ir refuse.sql
\endif
\ir enter.sql
SELECT EXISTS (SELECT 1 FROM index_set) OR EXISTS (SELECT 1 FROM unit) OR EXISTS (SELECT 1 FROM period)
	OR EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM office_type) OR EXISTS (SELECT 1 FROM clock) AS in_use,
	(SELECT v.version FROM book_version AS v) AS version \gset
\if :in_use
	\set refusal_vi 'sổ chấm điểm đã có dữ liệu'
	\set refusal_en 'the scorebook has data already'
	\set hint_vi 'Dữ liệu được nạp vào sổ mà install.sql vừa tạo.'
	\set hint_en 'A dump is loaded into a book that install.sql has just made.'
	\ir refuse.sql
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
SELECT d.version AS data_version, d.version <> :'version' AS other_version
FROM (SELECT coalesce((SELECT v.version FROM book_version AS v), '–') AS version) AS d \gset
\if :other_version
	\set refusal_vi 'dữ liệu thuộc phiên bản ' :data_version ' của sổ chấm điểm, sổ này là phiên bản ' :version
	\set refusal_en 'the data is of version ' :data_version ' of the scorebook, the book of ' :version
	\set hint_vi 'Cài phiên bản của dữ liệu, nạp vào, rồi nâng cấp.'
	\set hint_en 'Install the version of the data, load it, and upgrade.'
	\ir refuse.sql
\endif
SELECT count(*) > 0 AS is_broken, coalesce(min(c.place), '') AS broken
FROM (SELECT format('"%s", "%s", %s: %s', b.period_id, b.unit_id, b.seq, b.problem) AS place FROM audit_check() AS b LIMIT 1) AS c \gset
\if :is_broken
	\set refusal_vi 'nhật ký của dữ liệu bị đứt (kỳ, đơn vị, mục): ' :broken
	\set refusal_en 'the audit of the data is broken (period, unit, entry): ' :broken
	\set condition XX001
	\set hint_vi 'Chưa nạp gì.'
	\set hint_en 'Nothing was loaded.'
	\ir refuse.sql
\endif
UPDATE book_version SET restored_at = clock_timestamp();
COMMIT;
SELECT count(*) AS refreshed FROM :"schema".refresh() \gset
