-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's mergers: in the middle of a period, what is offered to the new
-- unit, and what the ranks of two years are compared over.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
UPDATE book.period SET self_counts = 'always', data_from = '2024-01-01', data_to = '2024-12-31', entry_from = '2024-01-01', entry_to = '2024-12-31';
UPDATE book.clock SET stands_at = '2024-06-01 12:00+07';
SELECT book.enrol('k');
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'x1', 'xa-1', '2.1', 100), ('k', 'x2', 'xa-1', '2.1', 300);
SELECT is_empty($$SELECT * FROM book.enter_csv('k', $csv$unit,code,answer
x1,1.1,12/15
x1,1.2,có
x1,1.10,50
x1,2.1,80
x2,1.1,20/25
x2,1.2,không
x2,1.10,60
x2,2.1,120
x3,1.1,81
m1,1.1,7/8
$csv$)$$, 'answers in June');
SELECT count(*) FROM book.refresh();
CREATE TEMP VIEW ranks AS SELECT string_agg(unit_id || ' ' || points || ' ' || coalesce(rank || '/' || ranked_count, '-'), ', ' ORDER BY unit_id) AS ranks
	FROM book.ranking WHERE period_id = 'k' AND unit_kind = 'commune' AND ranking_group = '' AND pillar = '';
SELECT is((SELECT ranks FROM ranks), 'x1 60 1/3, x2 42 2/3, x3 24.3 3/3, x9 0 -', 'all are ranked');

-- Refusals
SELECT throws_ok(s, c, m, m) FROM (VALUES
	($$SELECT * FROM book.merge_units('{x1,q}', 'x3', '2024-07-01')$$, 'P0002', 'there is no unit "q"'),
	($$SELECT * FROM book.merge_units('{x1,x2}', 'y', '2024-07-01')$$, 'P0002', 'there is no unit "y"'),
	($$SELECT * FROM book.merge_units('{}', 'x3', '2024-07-01')$$, '22023', 'a merger is of units that were there before, on a day'),
	($$SELECT * FROM book.merge_units(NULL, 'x3', '2024-07-01')$$, '22023', 'a merger is of units that were there before, on a day'),
	($$SELECT * FROM book.merge_units('{x1}', 'x1', '2024-07-01')$$, '22023', 'a merger is of units that were there before, on a day'),
	($$SELECT * FROM book.merge_units('{x1}', 'x3', NULL)$$, '22023', 'a merger is of units that were there before, on a day'),
	($$SELECT * FROM book.merge_units('{x1}', NULL, '2024-07-01')$$, 'P0002', 'there is no unit ""'),
	($$SELECT * FROM book.merge_units('{x1,x2}', 'x3', '2024-07-01')$$, '22023', 'unit "x3" has sheets from before the merger'),
	($$SELECT * FROM book.merge_units('{x1}', 'x3', '1900-01-01')$$, '22023', 'unit "x1" is not there on the day before 1900-01-01, or has ended already')) AS v(s, c, m);
SELECT is(tap.try(w, $$SELECT * FROM book.merge_units('{x1,x3}', 'x3', '2024-07-01')$$), r, w || ' merges nothing') FROM (VALUES
	('book_a1', '42501 permission denied for table period'), ('book_council', '42501 permission denied for table period')) AS v(w, r);

-- x1 and x2 become y on 1 July
INSERT INTO book.unit (unit_id, kind, name) VALUES ('y', 'ward', 'Phường y');
INSERT INTO book.office (unit_id, office_type, name) VALUES ('y', 'vp', 'Văn phòng');
CREATE TEMP TABLE done (period_id text, unit_id text, done text);
GRANT INSERT ON done TO book_boss;
SELECT is(tap.try('book_boss', $$INSERT INTO done SELECT * FROM book.merge_units('{x2,x1}', 'y', '2024-07-01', 'Nghị quyết 9')$$), 'ok', 'the administrator merges');
SELECT is((SELECT string_agg(concat_ws(' ', period_id, unit_id, done), ', ' ORDER BY unit_id) FROM done), 'k x1 set aside, k x2 set aside, k y enrolled', 'two sheets are set aside, one is made');
SELECT is((SELECT string_agg(unit_id || ' ' || valid_from || ' ' || coalesce(valid_to::text, '-'), ', ' ORDER BY unit_id) FROM book.unit WHERE unit_id IN ('x1', 'x2', 'y')),
	'x1 1900-01-01 2024-06-30, x2 1900-01-01 2024-06-30, y 2024-07-01 -', 'with their days');
SELECT is((SELECT string_agg(concat_ws('<', new_unit, old_unit) || ' ' || on_date || ' ' || decision, ', ' ORDER BY old_unit) FROM book.merger), 'y<x1 2024-07-01 Nghị quyết 9, y<x2 2024-07-01 Nghị quyết 9', 'the mergers are written down');
SELECT is((SELECT string_agg(table_name || ' ' || verb, ', ' ORDER BY table_name, verb) FROM (SELECT DISTINCT table_name, verb FROM book.audit WHERE actor = 'book_boss') AS a), 'merger insert, submission insert, submission update, unit update', 'all of it is in the audit');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT ranks FROM ranks), 'x3 24.3 1/1, x9 0 -, y 0 -', 'the old ones have left the ranking, the new one is in it');
SELECT is((SELECT count(*) FROM book.score WHERE unit_id IN ('x1', 'x2')) + (SELECT count(*) FROM book.progress WHERE unit_id IN ('x1', 'x2')) + (SELECT count(*) FROM book.unanswered WHERE unit_id IN ('x1', 'x2'))
	+ (SELECT count(*) FROM book.settled WHERE unit_id IN ('x1', 'x2')), 0::bigint, 'and every view of what counts or is lacking');
SELECT is((SELECT count(*) FROM book.self_answer WHERE unit_id IN ('x1', 'x2')), 8::bigint, 'their answers stay');
SELECT isnt((SELECT count(*) FROM book.my_sheet WHERE unit_id = 'x1'), 0::bigint, 'in their sheets');

-- What they answered in counts is offered to it
INSERT INTO book.account (role_name, unit_id) VALUES ('book_a2', 'y');
CREATE FUNCTION tap.offered(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(' | ', unit_id, code, of_units, with_counts, adds_up, coalesce(answer, '-'), parts, answer_now), E'\n' ORDER BY unit_id, sort_key) INTO seen FROM book.offered_count;
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.offered('book_a2'), E'y | 1.1 | 2 | 2 | t | 32/40 | Xã 1: 12/15; Xã 2: 20/25\ny | 2.1 | 2 | 2 | f | - | Xã 1: 80; Xã 2: 120',
	'the new unit is offered the sums of what adds up');
SELECT is(tap.offered('book_a1'), NULL, 'another is offered nothing of them');
SELECT is(tap.offered('book_council'), tap.offered('book_a2'), 'the council sees it too');
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'y', 'xa-1', '2.1', 400);
SELECT alike(tap.offered('book_a2'), E'%\ny | 2.1 | 2 | 2 | t | 200 | Xã 1: 80; Xã 2: 120', 'what was attained of targets adds up once the new unit has one');
UPDATE book.self_answer SET answer = '1,1250/3' WHERE unit_id = 'x1' AND code = '1.1';
SELECT alike(tap.offered('book_a2'), 'y | 1.1 | 2 | 2 | t | 21.1250/28 | Xã 1: 1,1250/3; Xã 2: 20/25%', 'three decimals are not to be read as thousands');
SELECT is(tap.try('book_a2', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer, note) SELECT period_id, unit_id, code::dx.code, answer, 'Cộng: ' || parts FROM book.offered_count WHERE adds_up AND answer_now IS NULL$$), 'ok', 'it takes them over');
SELECT is((SELECT string_agg(concat_ws(' ', code, answer, value, numerator, denominator), ', ' ORDER BY code) FROM book.self_answer WHERE unit_id = 'y'), '1.1 21.1250/28 75.44642857142857 21.125 28, 2.1 200 0.5 200 400', 'as they were written');
UPDATE book.self_answer SET answer = '12/15' WHERE unit_id = 'x1' AND code = '1.1';
UPDATE book.self_answer SET answer = '32/40' WHERE unit_id = 'y' AND code = '1.1';
SELECT alike(tap.offered('book_a2'), '%32/40 | Xã 1: 12/15; Xã 2: 20/25 | 32/40%', 'what it has answered stands beside them');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT ranks FROM ranks), 'x3 24.3 2/2, x9 0 -, y 34 1/2', 'it is ranked with them');

-- A unit that keeps its code, and one that is merged again
UPDATE book.clock SET stands_at = '2024-09-10 12:00+07';
UPDATE book.unit SET ranking_group = '' WHERE unit_id = 'm1';
UPDATE book.self_answer SET answer = '81/100' WHERE unit_id = 'x3' AND code = '1.1';
INSERT INTO book.unit (unit_id, kind, name) VALUES ('z', 'commune', 'Xã z'), ('w', 'commune', 'Xã w');
SELECT is((SELECT string_agg(concat_ws(' ', period_id, unit_id, done), ', ') FROM book.merge_units('{x3,m1}', 'x3', '2024-09-11')), 'k m1 set aside', 'one that keeps its code keeps its sheet');
SELECT alike(tap.offered('book_boss'), 'x3 | 1.1 | 2 | 2 | t | 88/108 | Xã 3: 81/100; Xã núi 1: 7/8 | 81/100%', 'it is offered its own count too');
UPDATE book.clock SET stands_at = '2024-09-12 12:00+07';
UPDATE book.self_answer SET answer = '88/108' WHERE unit_id = 'x3' AND code = '1.1';
SELECT alike(tap.offered('book_boss'), 'x3 | 1.1 | 2 | 1 | f | - | Xã 3: –; Xã núi 1: 7/8 | 88/108%', 'but what it has entered since is not added again');
SELECT is((SELECT string_agg(concat_ws(' ', period_id, unit_id, done), ', ' ORDER BY unit_id) FROM book.merge_units('{y,x9}', 'z', '2024-10-01')), 'k x9 set aside, k y set aside, k z enrolled', 'y does not last');
SELECT is((SELECT answer || ' ' || parts FROM book.offered_count WHERE unit_id = 'z' AND code = '1.1'), NULL, 'x9 has no count: the rest is not the sum');
SELECT is((SELECT parts FROM book.offered_count WHERE unit_id = 'z' AND code = '1.1'), 'Phường y: 32/40; Xã 9: –', 'it is listed');
DELETE FROM book.self_answer WHERE unit_id = 'y' AND code = '1.1';
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x9', '1.1', '1/10');
SELECT is((SELECT answer || ' ' || parts FROM book.offered_count WHERE unit_id = 'z' AND code = '1.1'), '33/50 Xã 1: 12/15; Xã 2: 20/25; Xã 9: 1/10', 'of one that answered nothing, what it was made of');

-- What stands against closing
SELECT is((SELECT string_agg(concat_ws(' ', problem, unit_id, detail), ', ' ORDER BY problem, unit_id) FROM book.closing_check('k') WHERE problem IN ('not enrolled', 'merged, and not ended')), 'not enrolled w Xã w', 'a unit without a sheet');
INSERT INTO book.merger (old_unit, new_unit, on_date) VALUES ('w', 'x3', '2024-11-01'), ('z', 'x3', '2024-11-01');
SELECT is((SELECT string_agg(concat_ws(' ', problem, unit_id, detail), ', ' ORDER BY problem, unit_id) FROM book.closing_check('k') WHERE problem IN ('not enrolled', 'merged, and not ended')),
	'merged, and not ended z unit "x3" is made of it from 2024-11-01 on, not enrolled w Xã w', 'and one that was merged and goes on');
DELETE FROM book.merger WHERE on_date = '2024-11-01';
SELECT is(book.enrol('k', 'h1') + book.enrol('k', 'w'), 1::bigint, 'one unit is enrolled alone');
SELECT is_empty($$SELECT * FROM book.closing_check('k') WHERE unit_id IN ('x1', 'x2', 'y', 'm1', 'x9')$$, 'of sheets set aside nothing is asked');

-- A unit that does not end after all; another data window
UPDATE book.unit SET valid_to = NULL WHERE unit_id = 'x9';
SELECT is((SELECT abolished FROM book.submission WHERE unit_id = 'x9'), false, 'one that goes on has its sheet again');
UPDATE book.period SET data_to = '2024-06-30';
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission WHERE abolished), 'y z', 'on the last day of another window others exist');
UPDATE book.period SET data_to = '2024-12-31';
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission WHERE abolished), 'm1 x1 x2 y', 'and back');
UPDATE book.submission SET abolished = true WHERE unit_id = 'x3';
SELECT is((SELECT abolished FROM book.submission WHERE unit_id = 'x3'), false, 'nobody sets a sheet aside by hand');

-- Closed, a period stays as it was closed; opened again, it looks again
UPDATE book.period SET state = 'appraising';
UPDATE book.period SET state = 'closed', state_note = 'thử';
SELECT is_empty($$SELECT * FROM book.final_answer WHERE unit_id IN ('x1', 'x2', 'y', 'm1')$$, 'nothing of the old ones is settled');
INSERT INTO book.unit (unit_id, kind, name, valid_from) VALUES ('v', 'commune', 'Xã v', '2024-12-01');
SELECT is_empty($$SELECT * FROM book.merge_units('{x9,w}', 'v', '2024-12-01')$$, 'a merger that comes after the closing does nothing to it');
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission WHERE abolished), 'm1 x1 x2 y', 'no sheet changes');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.ranking WHERE unit_kind = 'commune' AND pillar = ''), 'w x3 x9 z', 'nor does the ranking');
SELECT book.reopen('k', 'sáp nhập');
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book.submission WHERE abolished), 'm1 w x1 x2 x9 y', 'opened again, it sees the merger');
SELECT is((SELECT string_agg(unit_id, ' ') FROM book.closing_check('k') WHERE problem = 'not enrolled'), 'v', 'and asks for the new one');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit is whole');
SELECT * FROM finish();
ROLLBACK;
