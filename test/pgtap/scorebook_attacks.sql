-- SPDX-License-Identifier: PostgreSQL
-- Ways round the rules that were tried: two duties at once, the group's role in place
-- of one's own, somebody else's name, cells and words that run.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
CREATE FUNCTION tap.seen(login text, role text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET SESSION AUTHORIZATION %I', login);
	EXECUTE format('SET ROLE %I', role);
	BEGIN
		EXECUTE statement INTO seen;
	EXCEPTION WHEN OTHERS THEN
		seen := SQLSTATE || ' ' || SQLERRM;
	END;
	RESET SESSION AUTHORIZATION;
	RETURN seen;
END
$$;
CREATE ROLE book_seer; CREATE ROLE book_mover; CREATE ROLE book_police;
GRANT book_assessor, book_auditor TO book_seer;
GRANT book_assessor, book_administrator TO book_mover;
GRANT book_assessor TO book_police;
INSERT INTO book.account (role_name, unit_id, office_type) VALUES ('book_seer', 'x1', NULL), ('book_mover', 'x1', NULL), ('book_police', 'x1', 'ca');
SELECT book.enrol('k');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '50'), ('k', 'x2', '1.1', '60');
UPDATE book.period SET state = 'appraising';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '10', 'vì'), ('k', 'x2', '1.1', '20', 'vì');
SELECT count(*) FROM book.refresh();

-- The appraisal of the own unit is not read early: not in the audit, by who is auditor too,
\set early 'SELECT string_agg(unit_id || '' '' || (new_row->>''answer''), '', '' ORDER BY unit_id) FROM book.audit WHERE table_name = ''appraised_answer'''
SELECT is(tap.seen('book_seer', 'book_seer', :'early'), 'x2 20', 'the audit shows an auditor what the council enters, but of the own unit');
SELECT is(tap.seen('book_seer', 'book_auditor', :'early'), 'x2 20', 'nor as the group');
SELECT is(tap.seen('book_mover', 'book_mover', :'early'), 'x2 20', 'nor an administrator who assesses');
SELECT is(tap.seen('book_control', 'book_control', :'early'), 'x1 10, x2 20', 'an auditor of no unit sees all');
SELECT is(tap.seen('book_seer', 'book_seer', 'SELECT count(*) FROM book.audit_check()'), '0', 'and what is not shown is not taken for broken');
SELECT is(tap.seen('book_control', 'book_control', 'SELECT count(*) FROM book.audit_check()'), '0', 'nor is it');
-- ... nor as the group, by SET ROLE
SELECT is(tap.seen('book_council_x1', role, s), r, concat_ws(' ', 'an appraiser of the unit as', role, 'sees', r)) FROM unnest('{book_council_x1,book_appraiser}'::text[]) AS role,
	(VALUES ('SELECT string_agg(unit_id, '' '') FROM book.appraised_answer', 'x2'), ('SELECT string_agg(unit_id, '' '' ORDER BY unit_id) FROM book.score WHERE code = '''' AND unit_id LIKE ''x%''', 'x2 x3 x9'),
	('SELECT string_agg(unit_id, '' '' ORDER BY unit_id) FROM book.ranking WHERE pillar = '''' AND unit_id LIKE ''x%''', 'x2 x3 x9'), ('SELECT count(*) FROM book.node_average', '0')) AS v(s, r);
SELECT is(tap.seen('book_council_x1', 'book_appraiser', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.2', 'có', 'a')$$), '42501 role "book_appraiser" may not appraise: it has no row in account', 'as the group nobody appraises');
INSERT INTO book.account (role_name) VALUES ('book_appraiser');
SELECT is(tap.seen('book_council_x1', 'book_appraiser', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.2', 'có', 'a')$$), '42501 role "book_appraiser" may not appraise unit "x1": it belongs to it', 'and had the group an account, not the own unit');
SELECT is(tap.seen('book_council_x1', 'book_appraiser', $$SELECT string_agg(reason, ' ') FROM book.enter_csv('k', E'unit;code;answer;note\nx1;1.2;có;a\n', 'appraised')$$), 'role "book_appraiser" may not appraise unit "x1": it belongs to it', 'nor from a file');
UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1';
SELECT is(tap.seen('book_council_x1', 'book_appraiser', $$UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id = 'x1'$$), '42501 new row violates row-level security policy "not_own_return" for table "submission"', 'nor returns its sheet');
-- ... nor in what a move has found, which names answers of the council
SELECT count(*) FROM book.new_version('xa-1', 'xa-2', '{"1.1": null, "1": {"max": 30}, "": {"max": 70}}', decision => '2', valid_from => '2024-12-01');
SELECT is(tap.seen('book_mover', 'book_mover', $$SELECT string_agg(DISTINCT entry, ' ' ORDER BY entry) FROM book.move_set('k', 'xa-1', 'xa-2', leave_out => true, dry_run => false) WHERE unit_id = 'x2'$$), '20 60', 'who administers moves, and sees it') ;
SELECT is(tap.seen('book_seer', 'book_seer', 'SELECT count(*) FROM book.set_move'), '0', 'an auditor of the unit does not, before the result');
SELECT is(tap.seen('book_control', 'book_control', 'SELECT count(*) FROM book.set_move'), '1', 'another one does');

-- Who asked and who answered says the book
INSERT INTO book.entry_extension (period_id, unit_id, entry_to, reason) VALUES ('k', 'x1', '2024-12-31', 'a');
UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id = 'x1';
SELECT is(tap.try(who, s), 'ok', who || ': ' || s) FROM (VALUES ('book_a1', $$INSERT INTO book.figure_request (period_id, unit_id, code, office_type, asked, asked_by, asked_at) VALUES ('k', 'x1', '2.1', 'ca', '?', 'book_boss', '2000-01-01')$$),
	('book_police', $$UPDATE book.figure_request SET answer = '0,7', answered_by = 'book_boss'$$), ('book_a1', $$UPDATE book.figure_request SET answered_by = 'book_boss', answered_at = '2000-01-01', asked_by = 'book_boss', asked_at = '2000-01-01'$$)) AS v(who, s);
SELECT is((SELECT concat_ws(' ', asked_by, asked_at > '2020-01-01', answered_by, answered_at > '2020-01-01') FROM book.figure_request), 'book_a1 t book_police t', 'nobody writes another name');
SELECT is(tap.try('book_police', $$UPDATE book.figure_request SET answer = NULL$$), 'ok', 'an answer is taken back');
SELECT is((SELECT concat_ws(' ', asked_by, answered_by, answered_at) FROM book.figure_request), 'book_a1', 'with the name of who gave it');

-- A leaky function sees no row that a view does not show
CREATE TABLE tap.leaked (said text);
GRANT ALL ON tap.leaked TO PUBLIC;
GRANT USAGE, CREATE ON SCHEMA tap TO PUBLIC;
CREATE FUNCTION tap.leak(said text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$BEGIN INSERT INTO tap.leaked VALUES (said); RETURN true; END$$;
SELECT is(tap.seen('book_a1', 'book_a1', format('SELECT count(*) FROM book.%I AS v WHERE tap.leak(v.unit_id)', c.relname)) ~ '^[0-9]+$', true, 'read: ' || c.relname)
FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'v' AND has_table_privilege('book_assessor', c.oid, 'select') AND EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'unit_id' AND a.atttypid = 'text'::regtype);
SELECT is_empty($$SELECT DISTINCT said FROM tap.leaked WHERE said NOT IN ('x1', '')$$, 'no unit but the own one is leaked');
SELECT isnt_empty('SELECT 1 FROM tap.leaked', 'though it looks');

-- Cells that a spreadsheet would run, with blanks before them and in full width
CREATE TEMP TABLE cell AS SELECT c.said FROM unnest(ARRAY['=1', E'\n=1', ' =1', U&'\00A0=1', U&'\200B=1', U&'\FEFF+1', U&'\FF1D1', U&'\FF0B1', U&'\FF0D1', U&'\FF20x', E' \t@SUM(1)', ''' =1', U&'''\FF1D1', E'\r\n-2+3']) AS c(said);
SELECT is(ltrim(book.csv_cell(said), '"') LIKE '''%', true, 'text: ' || to_jsonb(said)::text) FROM cell;
SELECT is_empty($$SELECT c.said, r.fields FROM cell AS c, book.csv_records(E'a;b;c\nx;' || book.csv_cell(c.said) || E';y\n') AS r WHERE r.line > 1 AND book.csv_plain(r.fields[2]) IS DISTINCT FROM c.said$$, 'and as it was, when it comes back');
-- in every file that goes out
UPDATE book.unit SET name = U&'\FF1Dcmd|x' WHERE unit_id = 'x2';
UPDATE book.office SET name = E' =HYPERLINK("x")' WHERE unit_id = 'x2';
SELECT is_empty(format('SELECT f[1] FROM regexp_matches(%s, %L, %L) AS f', v.file, '(?:^|[;\n])"?[[:space:]]*([=@+' || U&'\FF1D\FF0B\FF20' || '][^;]*)', 'g'), 'nothing runs in ' || v.file)
FROM unnest(ARRAY['book.sheet_csv(''k'')', 'book.sheet_csv(''k'', ''x2'')', 'book.file_csv(''unit'')', 'book.file_csv(''office'')']) AS v(file);
-- Words that an administrator chose stand in pages as they are
UPDATE book.wording SET vi = '<script>alert(1)</script>&', en = '<script>alert(1)</script>&' WHERE code IN ('page.pillar', 'page.missing', 'page.nothing_changed', 'page.hash', 'page.provisional', 'page.decision', 'page.unit', 'page.number');
SELECT is_empty(format('SELECT m FROM regexp_matches(%s, %L, %L) AS m', v.page, '<script|&(?!amp;|lt;|gt;|quot;|#39;)', 'g'), 'escaped in ' || v.page)
FROM unnest(ARRAY['book.report(''k'', ''x2'')', 'book.report_all(''k'', ''en'')', 'book.set_page(''xa-1'')']) AS v(page);

-- Sheets of another period, and sheets that are very long
INSERT INTO book.period (period_id, name, year) VALUES ('k0', 'Kỳ 2023', 2023);
SELECT is((SELECT string_agg(reason, ' ') FROM book.enter_csv('k', E'Kỳ;Đơn vị;Mã;Trả lời\nk0;x1;1.2;có\n')), 'the line is of period "k0"', 'a line of another period is refused');
SELECT is((SELECT count(*) || ' ' || max(reason) FROM book.enter_csv('k', 'unit;code;answer' || (SELECT string_agg(E'\nx1;9.' || g || ';1', '') FROM generate_series(1, 5000) AS g))), '5000 index set "xa-2" has no criterion "9.999"', 'thousands of bad lines are listed');
SELECT is((SELECT string_agg(b.line || ' ' || (length(b.reason) BETWEEN 100 AND 600) || ' ' || left(b.reason, 32) || right(b.reason, 27), '; ') FROM book.enter_csv('k', 'unit;code;answer' || E'\nx1;1.2;"' || repeat('x', 100000)) AS b),
	'2 true criterion "1.2", answer ""xxxxxx is longer than 8192 bytes.', 'a quote that is never closed makes no message of the whole file');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit is whole');
SELECT * FROM finish();
ROLLBACK;
