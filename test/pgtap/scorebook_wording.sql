-- SPDX-License-Identifier: PostgreSQL
-- What the book says: complete in both languages, in that of the reader, and the
-- same of a line in a file as of an answer entered by itself.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

-- Complete
SELECT cmp_ok((SELECT count(*) FROM book.wording), '>', 80::bigint, 'the book has words');
SELECT is_empty($$SELECT code FROM book.wording WHERE vi = en AND code !~ '^$'$$, 'none is left in one language');
SELECT is_empty($$SELECT w.code FROM book.wording AS w WHERE
	(SELECT string_agg(m[1], '' ORDER BY m[1]) FROM regexp_matches(regexp_replace(w.vi, '%[0-9]\$s', '%s', 'g'), '(%.)', 'g') AS m)
	IS DISTINCT FROM (SELECT string_agg(m[1], '' ORDER BY m[1]) FROM regexp_matches(regexp_replace(w.en, '%[0-9]\$s', '%s', 'g'), '(%.)', 'g') AS m)$$, 'both speak of the same things');
SELECT is_empty($$SELECT code FROM book.wording WHERE vi !~ '^[[:print:][:space:]]+$' OR vi IS NOT NFC NORMALIZED OR vi ~ '^\s|\s$|  ' OR en ~ '^\s|\s$|  '$$, 'in composed letters, without stray blanks');
-- every code that functions and views use, and every state that tables know
CREATE TEMP TABLE used AS
SELECT DISTINCT m[1] AS code, o.name FROM (
	SELECT p.oid::regprocedure::text, CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_functiondef(p.oid) END FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace
	UNION ALL SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class AS c WHERE c.relnamespace IN ('book'::regnamespace, 'book_bi'::regnamespace) AND c.relkind IN ('v', 'm')) AS o(name, body),
	regexp_matches(o.body, $$(?:\msay\(''?|say_in\([a-z_.]+, ''?|'(?=no_change[.]))([a-z_]+(?:[.][a-z_]+)?)\M''?$$ || $$(?:[,)]| %s|::text)$$, 'g') AS m;
SELECT cmp_ok((SELECT count(DISTINCT code) FROM used), '>', 40::bigint, 'codes are used');
SELECT is_empty($$SELECT u.code, u.name FROM used AS u LEFT JOIN book.wording AS w ON w.code = u.code WHERE w.code IS NULL$$, 'each of them has words');
SELECT is_empty($$SELECT DISTINCT m[1] FROM pg_proc AS p, regexp_matches(p.prosrc, 'ARRAY\[(?:''[a-z_]+'', )?''([a-z_]+)'', (?:NULL|''[a-z_]+''), [a-z]', 'g') AS m
	WHERE p.pronamespace = 'book'::regnamespace AND p.proname IN ('answer_refusal', 'window_refusal', 'bad_lines') EXCEPT SELECT code FROM book.wording$$, 'so have refusals of answers');
SELECT is_empty($$
	SELECT k.kind || '.' || replace(m[1], ' ', '_') FROM (VALUES ('period', 'book.period'::regclass, 'state'), ('sheet', 'book.submission', 'state'), ('state', 'book.self_answer', 'state'),
			('source', 'book.criterion', 'source'), ('taken', 'book.final_answer', 'taken_from'),
			('publication', 'book.publication', 'kind'), ('counts', 'book.period', 'self_counts'), ('measure', 'book.period', 'rank_on')) AS k(kind, relation, name)
		JOIN pg_attribute AS a ON a.attrelid = k.relation AND a.attname = k.name
		JOIN pg_constraint AS c ON c.conrelid = k.relation AND c.contype = 'c' AND a.attnum = ANY (c.conkey) AND cardinality(c.conkey) = 1,
		regexp_matches(pg_get_constraintdef(c.oid), '''([a-z ]+)''::text', 'g') AS m
	EXCEPT SELECT code FROM book.wording$$, 'so has every state');

-- No refusal, warning or notice has prose of its own. What is left out: 'undo', which
-- is caught where it is raised and never seen.
SELECT is_empty($$SELECT p.oid::regprocedure, m[1] FROM pg_proc AS p, regexp_matches(p.prosrc,
		'(RAISE\s+(?:DEBUG|LOG|INFO|NOTICE|WARNING|EXCEPTION)?\s*''(?!undo'')[^;]*|(?:MESSAGE|HINT|DETAIL)\s*=\s*(?:CASE[^;]*?THEN\s+)?(?:format\s*\(\s*)?''[^;]*)', 'g') AS m
	WHERE p.pronamespace = 'book'::regnamespace$$, 'refusals have no prose of their own');
SELECT cmp_ok((SELECT count(*) FROM pg_proc AS p, regexp_matches(p.prosrc, 'RAISE\s+[A-Z]+\s+USING', 'g') WHERE p.pronamespace = 'book'::regnamespace), '>', 120::bigint, 'and there are many');
SELECT is_empty($$SELECT m[1] FROM pg_proc AS p, regexp_matches(p.prosrc, '[.]refuse\(''''[a-z_]+'''', ''''([a-z_]+)'''', [$]1(?:, ''''([a-z_]+)'''')?', 'g') AS r(m)
	WHERE p.pronamespace = 'book'::regnamespace EXCEPT SELECT code FROM book.wording$$, 'those of functions with the owner''s rights neither');
-- and no word stands there for nothing
SELECT is_empty($$SELECT w.code FROM book.wording AS w WHERE w.code !~ '^(page|period|sheet|state|status|source|taken|stage|audit|moved|change|cell|wide|encoding|no_change|measure|counts|publication|confirmation|basis|odd|folder)[.]'
	AND NOT EXISTS (SELECT 1 FROM pg_proc AS p WHERE p.pronamespace = 'book'::regnamespace AND strpos(CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_get_functiondef(p.oid) END, '''' || w.code || '''') > 0)
	AND NOT EXISTS (SELECT 1 FROM pg_class AS c WHERE c.relnamespace = 'book'::regnamespace AND c.relkind IN ('v', 'm') AND strpos(pg_get_viewdef(c.oid), '''' || w.code || '''') > 0)
	AND w.code NOT IN ('answer_states', 'points_without_note', 'na_without_note')$$, 'every word is said somewhere');

-- How it is said
SELECT is(book.say_in(l, 'window_forbids', 'x1', 'k', '@2024-12-10', '@2024-12-25', '@2025-01-02'), s, 'dates as people write them: ' || l)
FROM (VALUES ('en', 'answers of unit "x1" for period "k" are entered from 2024-12-10 to 2024-12-25: today is 2025-01-02'),
	('vi', 'câu trả lời của đơn vị "x1" cho kỳ "k" được nhập từ 10/12/2024 đến 25/12/2024; hôm nay là 02/01/2025')) AS v(l, s);
SELECT is(book.say_in('vi', 'sheet_forbids', 'x1', '@sheet.draft'), 'phiếu của đơn vị "x1" đang nhập: không thể sửa câu trả lời', 'a code within is said too');
SELECT is(book.say_in('vi', 'answer_refused', '@x', '@', NULL), 'tiêu chí "@x", câu trả lời "@": ', 'what is none stays as it is');
SELECT is(book.say_in('en', 'not_enrolled', '%s', '%'), 'unit "%s" is not enrolled in period "%"', 'and is never a format');
SELECT is(book.say_in('vi', 'nichts'), 'nichts', 'a code without words is said itself');

-- To whom: the role, the login, the book
SELECT book.enrol('k');
UPDATE book.account SET language = 'vi' WHERE role_name = 'book_a1';
CREATE FUNCTION tap.reads(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	language text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT i.language INTO language FROM book.sight AS i;
	RESET ROLE;
	RETURN language;
END
$$;
SELECT is(tap.reads('book_a1') || ' ' || tap.reads('book_a2') || ' ' || tap.reads('book_reader'), 'vi en en', 'the language of the account, else of the book');
UPDATE book.account SET language = 'en' WHERE role_name = 'book_a2';
UPDATE book.book_version SET language = 'vi';
SELECT is(tap.reads('book_a1') || ' ' || tap.reads('book_a2') || ' ' || tap.reads('book_reader'), 'vi en vi', 'whichever that is');
INSERT INTO book.account (role_name, unit_id, language) VALUES (session_user, NULL, 'en');
SELECT is(tap.reads('book_a1') || ' ' || tap.reads('book_reader') || ' ' || tap.reads('book_nobody'), 'vi en en', 'the login''s, where the role has none')
FROM (SELECT tap.try('postgres', 'GRANT USAGE ON SCHEMA book TO book_nobody; GRANT SELECT ON book.sight TO book_nobody')) AS g;
DELETE FROM book.account WHERE role_name = session_user;
SELECT throws_ok($$UPDATE book.book_version SET language = 'fr'$$, '23514', NULL, 'there are two');
UPDATE book.book_version SET language = 'en';
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '120')$$), '22023 tiêu chí "1.1", câu trả lời "120": Kết quả 120 nằm ngoài phạm vi của cách chấm. Cách chấm percent nhận từ 0 đến 100.', 'a refusal in Vietnamese');
UPDATE book.submission SET state = 'submitted' WHERE unit_id IN ('x1', 'x2');
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '12')$$), '55000 phiếu của đơn vị "x1" đã nộp: không thể sửa câu trả lời', 'of the guard too, which works with the owner''s rights');
SELECT is(tap.try('book_a2', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '12')$$), '55000 the sheet of unit "x2" is submitted: its answers cannot change', 'and in English to another');
UPDATE book.submission SET state = 'returned', reason = 'a' WHERE unit_id IN ('x1', 'x2');
CREATE FUNCTION tap.lines(who text, content text, stage text DEFAULT 'self') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	listed text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(line || ' ' || reason, E'\n' ORDER BY line) INTO listed FROM book.enter_csv('k', content, stage);
	RESET ROLE;
	RETURN listed;
END
$$;
SELECT is(tap.lines('book_a1', E'code,answer,data_date\n1.1,120,\n1.2,maybe,\n1.10,60,31/4/2024\n2.1,,5.6\n2.2,Tốt\n2.2,,,\n9,1,\n,1,\n'),
	E'2 tiêu chí "1.1", câu trả lời "120": Kết quả 120 nằm ngoài phạm vi của cách chấm. Cách chấm percent nhận từ 0 đến 100.\n3 tiêu chí "1.2", câu trả lời "maybe": Cần một số. Hãy viết có hoặc không, 1 hoặc 0.\n4 không có ngày "31/4/2024"\n5 không đọc được ngày "5.6"\n6 dòng có 2 ô, tiêu đề có 3 ô\n7 dòng có 4 ô, tiêu đề có 3 ô\n8 bộ chỉ số "xa-1" không có tiêu chí "9"\n9 thiếu mã tiêu chí',
	'bad lines in Vietnamese');
SELECT is(tap.try('book_a1', $$SELECT * FROM book.enter_csv('k', E'code,answer\n')$$), '22023 tệp không có câu trả lời nào', 'and what is wrong with the file');
SELECT is(tap.lines('book_a2', E'code,answer,data_date\n1.1,120,\n1.10,60,31/4/2024\n'), E'2 criterion "1.1", answer "120": Result 120 is outside what the rule allows. percent takes 0 to 100.\n3 there is no such day as "31/4/2024"', 'in English to who reads that');

-- A line is refused in the words in which an answer is
CREATE TEMP TABLE tried (place int, stage text, unit_id text, code text, answer text, state text, note text, data_date text, provided_by text);
INSERT INTO tried SELECT row_number() OVER (), v.* FROM (VALUES
	('self', 'zz', '1.1', '1', 'result', '', '', NULL), ('self', 'x1', '9', '1', 'result', '', '', NULL), ('self', 'x1', '1', '1', 'result', '', '', NULL), ('self', 'm1', '2.2', 'Tốt', 'result', '', '', NULL),
	('self', 'x1', '2.3', '1', 'points', 'a', '', NULL), ('self', 'x1', '1.1', '50', 'result', '', '', 'zz'), ('self', 'x1', '1.1', '50', 'maybe', '', '', NULL), ('self', 'x1', '1.1', NULL, 'na', ' ', '', NULL),
	('self', 'x1', '1.1', '5', 'points', '', '', NULL), ('self', 'x1', '1.1', NULL, 'points', 'a', '', NULL), ('self', 'x1', '1.1', '31', 'points', 'a', '', NULL), ('self', 'x1', '1.1', '1.5.5', 'points', 'a', '', NULL),
	('self', 'x1', '1.1', '120', 'result', '', '', NULL), ('self', 'x1', '1.1', '1.500', 'result', '', '', NULL), ('self', 'x1', '1.1', repeat('9', 400), 'result', '', '', NULL), ('self', 'x1', '1.1', '5/0', 'result', '', '', NULL),
	('self', 'x1', '1.2', 'maybe', 'result', '', '', NULL), ('self', 'x1', '2.2', 'Khá', 'result', '', '', NULL), ('self', 'x1', '1.1', 'n/a', 'result', '', '', NULL), ('self', 'x1', '1.1', '@sheet.draft', 'result', '', '', NULL),
	('self', 'x1', '1.1', '50', 'result', '', '30/2/2024', NULL), ('self', 'x1', '1.1', '50', 'result', '', 'hôm nay', NULL), ('self', 'x1', '1.1', '50', 'result', '', '0000-01-01', NULL), ('self', 'x3', '1.1', '200', 'result', '', '', NULL),
	('self', 'x3', '2.1', '5,5,5', 'result', '', '', NULL), ('self', 'h1', 'B', '20,5', 'result', '', '', NULL), ('appraised', 'x1', '1.1', '120', 'result', '', '', NULL), ('appraised', 'x1', '1.1', NULL, 'result', '', '', NULL),
	('appraised', 'x2', '1.1', '51', 'result', '', '', NULL), ('appraised', 'x2', '1.1', NULL, 'na', '', '', NULL), ('appraised', 'x2', '2.3', '3', 'result', '', '', NULL), ('appraised', 'zz', '1.1', '1', 'result', '', '', NULL),
	-- and what is taken
	('self', 'x1', '1.1', '50', 'result', '', '29/2/2024', 'vp'), ('self', 'x1', '1.1', '12/15', 'result', '', '', NULL), ('self', 'x1', '1.1', NULL, 'result', '', '', NULL), ('self', 'x1', '1.1', NULL, 'na', 'a', '', NULL), ('self', 'x1', '1.1', 'n/a', 'result', 'a', '', NULL),
	('self', 'h1', 'B', '9,004', 'result', '', '', NULL), ('self', 'x3', '1.1', '40', 'result', '', '', NULL), ('appraised', 'x2', '2.3', '3', 'points', 'a', '', NULL), ('appraised', 'x2', '1.1', '50', 'result', '', '', NULL)) AS v;
UPDATE book.period SET state = 'appraising';
INSERT INTO book.entry_extension (period_id, unit_id, entry_to, reason) SELECT 'k', u, '2024-12-31', 'a' FROM unnest('{x1,x2}'::text[]) AS u;
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'x3', 'xa-1', '1.1', 50), ('k', 'x3', 'xa-1', '2.1', 2);
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '50');
UPDATE book.submission SET state = 'submitted' WHERE unit_id IN ('x3', 'h1', 'm1');
UPDATE book.submission SET state = 'returned', reason = 'b' WHERE unit_id IN ('x3', 'h1', 'm1');
INSERT INTO book.entry_extension (period_id, unit_id, entry_to, reason) SELECT 'k', u, '2024-12-31', 'a' FROM unnest('{x3,h1,m1}'::text[]) AS u;
CREATE FUNCTION tap.alone(t tried) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	BEGIN
		EXECUTE format('INSERT INTO book.%I (period_id, unit_id, code, answer, state, note, data_date, provided_by) VALUES (''k'', $1, $2, $3, $4, $5, book.read_date($6), $7)
			ON CONFLICT (period_id, unit_id, code) DO UPDATE SET (answer, state, note, data_date, provided_by) = (excluded.answer, excluded.state, excluded.note, excluded.data_date, excluded.provided_by)',
			CASE t.stage WHEN 'self' THEN 'self_answer' ELSE 'appraised_answer' END) USING t.unit_id, t.code, t.answer, t.state, t.note, t.data_date, t.provided_by;
		RAISE EXCEPTION 'undo' USING ERRCODE = 'TAP01';
	EXCEPTION WHEN SQLSTATE 'TAP01' THEN
		RETURN 'taken';
	WHEN OTHERS THEN
		RETURN SQLERRM;
	END;
END
$$;
CREATE FUNCTION tap.in_file(t tried) RETURNS text LANGUAGE sql AS $$
SELECT coalesce((SELECT min(b.reason) FROM book.bad_lines('k', t.stage, ARRAY[jsonb_build_object('line', 2, 'unit_id', t.unit_id, 'cells',
	jsonb_build_object('code', t.code, 'answer', coalesce(t.answer, ''), 'state', t.state, 'note', t.note, 'data_date', t.data_date, 'provided_by', coalesce(t.provided_by, '')))]) AS b), 'taken')
$$;
SELECT is(tap.in_file(t), tap.alone(t), concat_ws(' ', 'a line and an answer alike:', t.stage, t.unit_id, t.code, left(t.answer, 20), t.state)) FROM tried AS t ORDER BY t.place;
SELECT is((SELECT count(*) FROM tried AS t WHERE tap.in_file(t) = 'taken'), 10::bigint, 'ten of them are taken');
SELECT is(tap.lines('book_council_x1', E'unit,code,answer,note\nx1,1.1,5,a\nx2,1.1,5,a\n', 'appraised'), '2 role "book_council_x1" may not appraise unit "x1": it belongs to it', 'nor does a file appraise the own unit');
SELECT is(tap.lines('book_a1', E'unit,code,answer\nx2,1.1,5\nzz,1.1,5\n'), E'2 tài khoản "book_a1" không được nhập câu trả lời của đơn vị "x2" trong kỳ "k"\n3 đơn vị "zz" chưa được ghi danh trong kỳ "k"', 'or enters for another');

-- What is frozen is a code
UPDATE book.period SET self_counts = 'always';
SELECT count(*) FROM book.refresh();
INSERT INTO book.publication (period_id, kind, label, for_viewers) VALUES ('k', 'ad hoc', 'a', true);
SELECT is((SELECT string_agg(DISTINCT no_change_reason, ' ') FROM book.frozen_ranking), 'no_change.no_previous', 'the reason frozen is a code');
UPDATE book.account SET language = 'vi' WHERE role_name = 'book_council';
CREATE FUNCTION tap.said(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE statement INTO said;
	RESET ROLE;
	RETURN said;
END
$$;
SELECT is(tap.said(w, s), r, w || ' reads: ' || r) FROM (VALUES
	('book_council', 'SELECT min(no_change_reason) FROM book.published_ranks', 'không có kỳ trước'), ('book_reader', 'SELECT min(no_change_reason) FROM book.published_ranks', 'there is no previous period'),
	('book_council', 'SELECT min(no_change_reason) FROM book.ranking', 'không có kỳ trước'), ('book_a1', 'SELECT min(no_change_reason) FROM book.ranking', NULL), ('book_a2', 'SELECT min(no_change_reason) FROM book.ranking', NULL),
	('book_council', $$SELECT string_agg(p, ', ' ORDER BY p COLLATE "C") FROM (SELECT DISTINCT problem AS p FROM book.closing_check('k')) AS c$$, 'chưa có kết quả nào được tính, chưa hết hạn nhập, không đơn vị nào trả lời, phiếu chưa được duyệt, thiếu tài liệu kiểm chứng, đang được gia hạn'),
	('book_council', $$SELECT detail FROM book.closing_check('k') WHERE unit_id = 'x9' AND code = '' ORDER BY problem DESC LIMIT 1$$, 'đang nhập')) AS v(w, s, r) WHERE r IS NOT NULL;
INSERT INTO book.evidence (period_id, unit_id, code, title, place, dated) VALUES ('k', 'x1', '1.1', 'Báo cáo %s', 'b', '2020-01-01');
SELECT is(tap.said(w, 'SELECT string_agg(what, '', '') FROM book.outside_data_window'), r, w || ' reads what it is') FROM (VALUES ('book_a1', 'tài liệu kiểm chứng: Báo cáo %s'), ('book_boss', 'evidence: Báo cáo %s')) AS v(w, r);
-- The words are the administrator's to choose, and audited
SELECT is(tap.try('book_boss', $$UPDATE book.wording SET vi = 'chưa xong' WHERE code = 'sheet.draft'$$), 'ok', 'other words');
SELECT is((SELECT actor || ' ' || (old_row->>'vi') FROM book.audit WHERE table_name = 'wording'), 'book_boss đang nhập', 'are in the audit');
SELECT is(tap.try('book_boss', $$UPDATE book.wording SET vi = U&' \00A0' WHERE code = 'sheet.draft'$$) ~ '^23514', true, 'but there are some');
SELECT is(tap.try('book_boss', format('UPDATE book.wording SET en = %L WHERE code = ''not_enrolled''', o.words)), '23514 the words for code "not_enrolled" have other places for what is spoken of', 'words that cannot be said: ' || o.words)
FROM unnest('{unit %s is not enrolled,unit %s is not enrolled in %d,100% of unit %s in %s,%s %s %s,unit %2$s in %2$s}'::text[]) AS o(words);
SELECT is(tap.try('book_boss', $$UPDATE book.wording SET en = 'in period %2$s there is no unit %1$s' WHERE code = 'not_enrolled'$$), 'ok', 'in another order');
SELECT is(book.say_in('en', 'not_enrolled', 'x', 'k'), 'in period k there is no unit x', 'so it is said');
SELECT is(book.spoken_of(words), spoken, 'places in: ' || words) FROM (VALUES ('', NULL), ('a %s b %L %% %1$s', '{%,1$s,1$s,2$L}'::text[]), ('%', '{""}')) AS v(words, spoken);

-- What is a code has its words beside it, in every view that anybody may read
SELECT is_empty($$SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
	WHERE c.relnamespace IN ('book'::regnamespace, 'book_bi'::regnamespace) AND c.relkind = 'v' AND c.relacl IS NOT NULL AND array_length(c.relacl, 1) > 1
		AND a.attname = ANY ('{state,status,period_state,sheet_state,taken_from,source,confirmation,compared_on,self_counts,rank_on,unit_kind,lead_office}')
		AND (c.relnamespace = 'book'::regnamespace OR a.attname <> 'period_state')
		AND NOT EXISTS (SELECT 1 FROM pg_attribute AS n WHERE n.attrelid = c.oid AND n.attname = a.attname || '_name')$$, 'no code stands alone');
CREATE FUNCTION tap.unsaid(language text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	v record;
	found text;
BEGIN
	UPDATE book.book_version SET language = unsaid.language;
	FOR v IN SELECT c.oid::regclass AS view, a.attname AS name, k.prefix FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
			JOIN (VALUES ('state', 'state.'), ('status', 'status.'), ('period_state', 'period.'), ('sheet_state', 'sheet.'), ('taken_from', 'taken.'), ('source', 'source.'), ('confirmation', 'confirmation.'),
				('compared_on', 'measure.'), ('self_counts', 'counts.'), ('rank_on', 'measure.')) AS k(name, prefix) ON k.name = a.attname
		WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'v' AND EXISTS (SELECT 1 FROM pg_attribute AS n WHERE n.attrelid = c.oid AND n.attname = a.attname || '_name') LOOP
		EXECUTE format('SELECT min(t.%2$I) FROM %1$s AS t LEFT JOIN book.wording AS w ON w.code = %3$L || t.%2$I WHERE t.%2$I IS NOT NULL AND (w.code IS NULL OR t.%4$I IS DISTINCT FROM w.%5$I)',
			v.view, v.name, CASE WHEN v.view = 'book.period_shown'::regclass AND v.name = 'state' THEN 'period.' ELSE v.prefix END, v.name || '_name', unsaid.language) INTO found;
		IF found IS NOT NULL THEN
			RETURN NEXT v.view || ' ' || v.name || ' ' || found;
		END IF;
	END LOOP;
END
$$;
SELECT is_empty(format('SELECT tap.unsaid(%L)', l), 'every code is said in ' || l) FROM unnest('{vi,en}'::text[]) AS l;

-- Administrators are refused in their language
UPDATE book.account SET language = 'vi' WHERE role_name = 'book_boss';
INSERT INTO book.account (role_name, language) SELECT 'book_boss', 'vi' WHERE NOT EXISTS (SELECT 1 FROM book.account WHERE role_name = 'book_boss');
SELECT is(tap.try('book_boss', s), r, s) FROM (VALUES
	($$SELECT * FROM book.mend_set('none', '{}')$$, 'P0002 không có bộ chỉ số "none"'),
	($$SELECT * FROM book.mend_set('xa-1', '{"1.1": {"max": 5}}')$$, '55000 bộ chỉ số "xa-1" đang được dùng, không thể thay đổi'),
	($$SELECT * FROM book.new_version('xa-1', 'xa-2', '{}', '{"1.1": "1.2"}')$$, '22023 bảng đổi mã: nút "1.1" và nút "1.2" đều thành "1.2"'),
	($$SELECT * FROM book.move_set('k', 'xa-1', 'xa-1')$$, '22023 phiếu đã theo bộ chỉ số "xa-1"'),
	($$SELECT book.merge_units('{x1}', 'zz', '2024-07-01')$$, 'P0002 không có đơn vị "zz"'),
	($$INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'x2', 'xa-1', '1.2', 5)$$, '23514 tiêu chí "1.2" không nhận chỉ tiêu: cách chấm là yesno'),
	($$SELECT book.discard_rehearsal('k')$$, '55000 kỳ "k" không phải là kỳ diễn tập: không thể bỏ'),
	($$UPDATE book.period SET state = 'open'$$, '55000 kỳ "k" không thể chuyển từ đang thẩm định sang đang nhập'),
	($$SELECT * FROM book.enter_file('office', E'unit;office;name\nx1;zz;x\nx1;vp;\n')$$, 'ok'),
	($$SELECT book.reopen('k', 'a')$$, '55000 chỉ mở lại được kỳ đã chốt: kỳ "k" đang thẩm định'),
	($$SELECT book.tree_from_csv(E'code;max_points\n1;x\n')$$, '22P02 không đọc được bộ chỉ số: dòng 2, nút "1": không đọc được max_points "x": Cần một số'),
	($$SELECT * FROM book.enter_csv('k', E'unit;code;lương\nx1;1.1;5')$$, '22023 không có cột nào là "lương"')) AS v(s, r);
SELECT is(tap.said('book_boss', $$SELECT string_agg(reason, '; ' ORDER BY line) FROM book.enter_file('office', E'unit;office;name\nx1;zz;x\nzz;vp;x\n')$$), 'không có loại cơ quan "zz"; không có đơn vị "zz"', 'lines of a file too');
SELECT is(tap.said('book_boss', $$SELECT string_agg(reason, '; ' ORDER BY line) FROM book.enter_file('unit', E'unit;name;kind;ranked;valid_from\nz1;;làng;;\nz2;b;Xã;có lẽ;\nz3;c;Xã;;31/2/2024\n;d;Xã;;\n')$$),
	'không có cấp đơn vị "làng"; "có lẽ": Cần một số. Hãy viết có hoặc không, 1 hoặc 0.; không có ngày "31/2/2024"; giá trị không hợp lệ: đơn vị ""', 'and of units');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'periodic', 'a')$$), '55000 period "k" is being appraised: only a closed period can be published', 'in English to who reads that') WHERE false;
SELECT * FROM finish();
ROLLBACK;
