-- SPDX-License-Identifier: PostgreSQL
-- The scorebook as installed: names, owners, comments, column types, keys; by
-- an ordinary role; under a hostile schema name; and its audit, tampered with.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

CREATE FUNCTION tap.uncommented(book regnamespace) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT c.relname::text FROM pg_class AS c WHERE c.relnamespace = book AND c.relkind IN ('r', 'v', 'm') AND obj_description(c.oid, 'pg_class') IS NULL
	UNION ALL
	SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relnamespace = book AND c.relkind IN ('r', 'v', 'm') AND col_description(c.oid, a.attnum) IS NULL
	UNION ALL
	SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE p.pronamespace = book AND obj_description(p.oid, 'pg_proc') IS NULL
	UNION ALL
	SELECT t.tgname || ' ON ' || c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
	WHERE c.relnamespace = book AND NOT t.tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NULL
	UNION ALL
	SELECT p.polname || ' ON ' || c.relname FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
	WHERE c.relnamespace = book AND obj_description(p.oid, 'pg_policy') IS NULL
	UNION ALL
	SELECT nspname::text FROM pg_namespace WHERE oid = book AND obj_description(oid, 'pg_namespace') IS NULL
$$;
SELECT is_empty($$SELECT tap.uncommented('book')$$, 'everything has a comment: tables, views, columns, functions, triggers, policies');

-- What BI tools read
CREATE TEMP TABLE bi AS SELECT unnest(ARRAY['score', 'ranking', 'lost_points', 'stage_difference', 'progress', 'freshness', 'past_value', 'published', 'published_ranks',
	'published_scores', 'guidance', 'unquantified', 'outside_data_window', 'target_changed', 'evidence_lacking', 'my_sheet']) AS view;
SELECT is_empty($$SELECT b.view, a.attname, a.atttypid::regtype FROM bi AS b JOIN pg_attribute AS a ON a.attrelid = format('book.%I', b.view)::regclass AND a.attnum > 0
	WHERE a.atttypid::regtype NOT IN ('text', 'numeric', 'float8', 'int', 'bigint', 'boolean', 'date', 'timestamptz')$$, 'views for BI have plain built-in types only');
SELECT is((SELECT count(*) FROM bi JOIN pg_class AS c ON c.oid = format('book.%I', bi.view)::regclass AND c.relkind = 'v'), 16::bigint, 'they are views');
SELECT is_empty($$SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'm'
	AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL)$$, 'every materialized view has the unique index that a concurrent refresh needs');
SELECT book.enrol('k');
INSERT INTO book.self_answer (period_id, unit_id, code, answer, data_date) VALUES ('k', 'x1', '1.1', '50', '2025-01-01'), ('k', 'h1', 'A', '5', NULL);
SELECT count(*) FROM book.refresh();
INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'thử');
CREATE FUNCTION tap.null_keys() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	c record;
	nulls bigint;
	every bigint;
BEGIN
	FOR c IN SELECT b.view, a.attname FROM bi AS b JOIN pg_attribute AS a ON a.attrelid = format('book.%I', b.view)::regclass
		WHERE a.attname IN ('period_id', 'year', 'period_end', 'status', 'revision', 'unit_id', 'unit_kind', 'ranking_group', 'set_id', 'code', 'level', 'sort_key', 'pillar', 'pillar_sort', 'office_type', 'lead_office', 'view_name', 'publication_id')
	LOOP
		EXECUTE format('SELECT count(*) FILTER (WHERE %I IS NULL), count(*) FROM book.%I', c.attname, c.view) INTO nulls, every;
		IF nulls > 0 THEN
			RETURN NEXT c.view || '.' || c.attname;
		ELSIF every = 0 AND c.view NOT IN ('past_value', 'target_changed') THEN
			RETURN NEXT c.view || ' is empty';
		END IF;
	END LOOP;
END
$$;
SELECT is_empty('SELECT tap.null_keys()', 'no key is NULL');
CREATE FUNCTION tap.bare(statement text) RETURNS text LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
	EXECUTE statement;
	RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END
$$;
SELECT is(tap.bare(s), 'ok', 'with nothing in the search_path: ' || s)
FROM (SELECT format('SELECT * FROM book.%I', view) AS s FROM bi UNION ALL SELECT 'SELECT book.refresh()' UNION ALL SELECT 'SELECT book.audit_check()'
	UNION ALL SELECT $$SELECT book.enter_csv('k', E'unit,code,answer\nx1,1.1,51')$$) AS s;
SELECT is((SELECT answer FROM book.self_answer WHERE unit_id = 'x1'), '51', 'entered so');
UPDATE book.self_answer SET answer = '50' WHERE unit_id = 'x1';

-- The audit
SELECT is_empty('SELECT * FROM book.audit_check()', 'the chains are whole');
SELECT cmp_ok((SELECT count(DISTINCT (period_id, unit_id)) FROM book.audit), '>=', 10::bigint, 'a chain for each period and unit');
UPDATE book.self_answer SET answer = '60' WHERE unit_id = 'x1';
DELETE FROM book.self_answer WHERE unit_id = 'x1';
SELECT is((SELECT string_agg(concat_ws(' ', seq, table_name, verb, row_key->>'code', old_row->>'answer', new_row->>'answer'), ', ' ORDER BY seq) FROM book.audit WHERE period_id = 'k' AND unit_id = 'x1'),
	'1 submission insert, 2 self_answer insert 1.1 50, 3 self_answer update 1.1 50 51, 4 self_answer update 1.1 51 50, 5 self_answer update 1.1 50 60, 6 self_answer delete 1.1 60', 'who, when, from, to');
SELECT is((SELECT bool_and(at > now() - interval '1 hour') FROM book.audit), true, 'in real time, whatever the book''s clock says');
-- only who may switch triggers off can tamper; the chain tells
CREATE FUNCTION tap.tampered(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	BEGIN
		ALTER TABLE book.audit DISABLE TRIGGER USER;
		ALTER TABLE book.audit_head DISABLE TRIGGER USER;
		EXECUTE statement;
		SELECT string_agg(concat_ws(' ', c.seq, c.problem), ', ') INTO found FROM book.audit_check('k') AS c;
		RAISE EXCEPTION 'undo' USING ERRCODE = 'TAP01';
	EXCEPTION WHEN SQLSTATE 'TAP01' THEN
		RETURN found;
	END;
END
$$;
SELECT is(tap.tampered($$UPDATE book.audit SET new_row = jsonb_set(new_row, '{answer}', '"99"') WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 2$$), '2 the entry was changed', 'a changed entry');
SELECT is(tap.tampered($$UPDATE book.audit SET actor = 'x' WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 3$$), '3 the entry was changed', 'a changed author');
SELECT is(tap.tampered($$UPDATE book.audit SET at = at + interval '1 us' WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 3$$), '3 the entry was changed', 'a changed time');
SELECT is(tap.tampered($$DELETE FROM book.audit WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 2$$), '3 an entry before it is missing, 4 an entry before it is missing, 5 an entry before it is missing, 6 an entry before it is missing', 'a missing entry');
SELECT is(tap.tampered($$DELETE FROM book.audit WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 6$$), '5 the end of the chain is not what was written last', 'a missing end');
SELECT is(tap.tampered($$DELETE FROM book.audit WHERE period_id = 'k' AND unit_id = 'x1'$$), '0 the end of the chain is not what was written last', 'a missing chain');
SELECT is(tap.tampered($$UPDATE book.audit SET hash = encode(sha256(convert_to(previous_hash, 'UTF8')), 'hex') WHERE period_id = 'k' AND unit_id = 'x1' AND seq = 2$$),
	'2 the entry was changed, 3 it does not follow the entry before it', 'a forged hash');
SELECT is_empty('SELECT * FROM book.audit_check()', 'and whole again');

-- An ordinary role installs it, under a name that asks for quotes, and owns it
RESET search_path;
CREATE ROLE tap_owner CREATEROLE;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO tap_owner', current_database()); END $$;
SET ROLE tap_owner;
\set schema 'Điểm "số", $1; --'
\set prefix 'o''b "x" '
\ir ../../scorebook/install.sql
\ir ../../scorebook/roles.sql
SET search_path = tap, pg_catalog;
SET client_min_messages = warning;
SELECT is_empty($$SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = '"Điểm ""số"", $1; --"'::regnamespace AND c.relowner <> 'tap_owner'::regrole$$, 'all belongs to who installed it');
SELECT is_empty($$SELECT tap.uncommented('"Điểm ""số"", $1; --"')$$, 'and has its comments');
SELECT is(
	(SELECT array_agg(p.proname || md5(p.prosrc) ORDER BY p.proname) FROM pg_proc AS p WHERE p.pronamespace = '"Điểm ""số"", $1; --"'::regnamespace),
	(SELECT array_agg(p.proname || md5(p.prosrc) ORDER BY p.proname) FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace), 'the same functions under any name');
INSERT INTO "Điểm ""số"", $1; --".index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('s', 's', 's', 's', 'department', '2024-01-01', '[{"code": "1", "max": 1, "rule": "yesno"}]');
INSERT INTO "Điểm ""số"", $1; --".unit (unit_id, kind, name) VALUES ('u''; --', 'department', 'Sở');
INSERT INTO "Điểm ""số"", $1; --".clock (stands_at) VALUES ('2024-12-15 12:00+07');
INSERT INTO "Điểm ""số"", $1; --".period (period_id, name, year) VALUES ('p"''', 'P', 2024);
INSERT INTO "Điểm ""số"", $1; --".set_choice (period_id, unit_kind, set_id) VALUES ('p"''', 'department', 's');
SELECT is("Điểm ""số"", $1; --".enrol('p"'''), 1::bigint, 'it enrols');
SELECT is_empty($$SELECT * FROM "Điểm ""số"", $1; --".enter_csv('p"''', E'unit,code,answer\n"u''; --",1,có\n')$$, 'enters');
UPDATE "Điểm ""số"", $1; --".period SET state = 'appraising';
INSERT INTO "Điểm ""số"", $1; --".appraised_answer (period_id, unit_id, code, answer) VALUES ('p"''', 'u''; --', '1', 'có');
UPDATE "Điểm ""số"", $1; --".period SET state = 'closed', state_note = 'thử';
INSERT INTO "Điểm ""số"", $1; --".publication (period_id) VALUES ('p"''');
SELECT is((SELECT points || ' ' || rank FROM "Điểm ""số"", $1; --".ranking WHERE pillar = ''), '1 1', 'and publishes');
SELECT is_empty($$SELECT * FROM "Điểm ""số"", $1; --".audit_check()$$, 'with its audit');

-- Under another name everything goes on
\set to 'Sổ "mới" $2; --'
\ir ../../scorebook/rename.sql
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc AS p WHERE p.pronamespace = '"Sổ ""mới"" $2; --"'::regnamespace
	AND (p.proconfig::text LIKE '%Điểm%' OR NOT (p.prosecdef OR 'search_path="Sổ ""mới"" $2; --", dx, pg_temp' = ANY (p.proconfig)))$$, 'renamed: no function remembers the old name');
INSERT INTO "Sổ ""mới"" $2; --".period (period_id, name, year, previous_period, self_counts) VALUES ('q', 'Q', 2025, 'p"''', 'always');
UPDATE "Sổ ""mới"" $2; --".clock SET stands_at = '2025-12-15 12:00+07';
INSERT INTO "Sổ ""mới"" $2; --".set_choice (period_id, unit_kind, set_id) VALUES ('q', 'department', 's');
SELECT is("Sổ ""mới"" $2; --".enrol('q'), 1::bigint, 'it enrols');
SELECT is_empty($$SELECT * FROM "Sổ ""mới"" $2; --".enter_csv('q', E'unit,code,answer\n"u''; --",1,có\n')$$, 'enters');
SELECT is((SELECT string_agg(view_name || coalesce(' ' || error, ''), ', ') FROM "Sổ ""mới"" $2; --".refresh('q')), 'card_data, ranking_data, progress_data, node_data', 'refreshes');
UPDATE "Sổ ""mới"" $2; --".period SET state = 'appraising' WHERE period_id = 'q';
UPDATE "Sổ ""mới"" $2; --".period SET state = 'closed', state_note = 'thử' WHERE period_id = 'q';
INSERT INTO "Sổ ""mới"" $2; --".publication (period_id) VALUES ('q');
SELECT is((SELECT string_agg(concat_ws(' ', points, rank, rank_change), ', ' ORDER BY year) FROM "Sổ ""mới"" $2; --".ranking WHERE pillar = ''), '1 1, 1 1 0', 'and publishes');
SELECT is_empty($$SELECT * FROM "Sổ ""mới"" $2; --".audit_check()$$, 'with the same audit');
RESET ROLE;
SELECT is_empty('SELECT 1 FROM book.audit WHERE actor = ''tap_owner''', 'apart from the other scorebook');
-- Clients make types and endpoints of these names, in the singular or the plural: PostGraphile stops at two alike.
SELECT is_empty($$SELECT a.relname, b.relname FROM pg_class AS a JOIN pg_class AS b ON b.relnamespace = a.relnamespace AND b.relkind IN ('r', 'v', 'm') AND b.relname <> a.relname
	WHERE a.relnamespace = 'book'::regnamespace AND a.relkind IN ('r', 'v', 'm') AND regexp_replace(a.relname, 's$', '') = regexp_replace(b.relname, 's$', '')$$,
	'no two relations have the same name but for a plural');
-- pg_upgrade restores an extension's members one by one: what a function in SQL is bound to comes before operator classes.
SELECT is_empty($$SELECT DISTINCT p.proname, c.relname FROM pg_depend AS d JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
	WHERE p.prosqlbody IS NOT NULL AND (c.relkind IN ('v', 'm') OR EXISTS (SELECT 1 FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND t.typnamespace = 'dx'::regnamespace))$$,
	'no function in SQL is bound to a view, or to a table with types of dx');
SELECT * FROM finish();
ROLLBACK;
