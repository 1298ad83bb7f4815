-- SPDX-License-Identifier: PostgreSQL
-- Offices act, bodies beside the unit answer, figures are collected and looked at.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
CREATE ROLE book_vp; CREATE ROLE book_ca; CREATE ROLE book_d1;
GRANT book_assessor TO book_vp, book_ca, book_d1;
INSERT INTO book.account (role_name, unit_id, office_type) VALUES ('book_vp', 'x1', 'vp'), ('book_ca', 'x1', 'ca'), ('book_d1', 'h1', NULL);
SELECT throws_ok($$INSERT INTO book.account (role_name, unit_id, office_type) VALUES ('book_zz', 'x1', 'zz')$$, '23503', NULL, 'of an office that the unit has');
SELECT throws_ok($$INSERT INTO book.account (role_name, office_type) VALUES ('book_zz', 'vp')$$, '23514', NULL, 'of a unit');
SELECT throws_ok($$INSERT INTO book.account (role_name, unit_id, is_head, office_type) VALUES ('book_zz', 'x1', true, 'vp')$$, '23514', NULL, 'the head is of the whole');
SELECT book.enrol('k');

-- codes it leads: vp 1.1 (with ca), ca 2.1
SELECT is(tap.try('book_vp', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '80')$$), 'ok', 'an office enters what it leads');
SELECT is(tap.try('book_vp', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '2.1', '0,5')$$), '42501 criterion "2.1" is not led by office "vp" of role "book_vp"', 'not what another leads');
SELECT is(tap.try('book_vp', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.2', 'có')$$), '42501 criterion "1.2" is not led by office "vp" of role "book_vp"', 'nor what nobody leads');
SELECT is(tap.try('book_ca', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '70') ON CONFLICT (period_id, unit_id, code) DO UPDATE SET answer = excluded.answer$$), '42501 criterion "1.1" is not led by office "ca" of role "book_ca"', 'nor where it cooperates');
SELECT is(tap.try('book_ca', $$UPDATE book.self_answer SET answer = '70' WHERE code = '1.1'$$), 'ok', 'changing another''s');
SELECT is(tap.try('book_ca', $$DELETE FROM book.self_answer WHERE code = '1.1'$$), 'ok', 'or deleting');
SELECT is((SELECT answer FROM book.self_answer WHERE code = '1.1'), '80', 'does nothing');
ALTER TABLE book.self_answer DISABLE TRIGGER reads;
SELECT alike(tap.try('book_vp', $$INSERT INTO book.self_answer (period_id, unit_id, set_id, code, answer, value) VALUES ('k', 'x1', 'xa-1', '1.2', 'có', 1)$$), '42501 new row violates row-level security%', 'which the policies see to, whatever the triggers do');
ALTER TABLE book.self_answer ENABLE TRIGGER reads;
SELECT is(tap.try('book_ca', $$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x1', '2.1', 'a', 'b')$$), 'ok', 'evidence too');
SELECT alike(tap.try('book_ca', $$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x1', '1.1', 'a', 'b')$$), '42501 new row violates row-level security%', 'of what it leads');
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.2', 'có'), ('k', 'x1', '2.1', '0,5')$$), 'ok', 'an account of the whole unit enters all');
SELECT is(tap.try('book_vp', $$UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1'$$), 'ok', 'an office that submits the sheet');
SELECT is((SELECT state FROM book.submission WHERE unit_id = 'x1'), 'draft', 'does not');
SELECT is((SELECT string_agg(reason, '; ') FROM book.enter_csv('k', E'unit;code;answer\nx1;1.1;81\n')), NULL, 'files too');

-- confirmations
SELECT is(tap.try('book_ca', $$INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '2.1', 'ca')$$), 'ok', 'who leads confirms');
SELECT is(tap.try('book_ca', $$INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.1', 'vp')$$), '42501 criterion "1.1" is confirmed by the office that leads it, "vp", not by "ca"', 'in nobody''s name');
SELECT is(tap.try('book_a1', $$INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.1', 'vp')$$), '42501 new row violates row-level security policy "only_own_office_insert" for table "confirmation"', 'not who is of no office');
SELECT is(tap.try('book_vp', $$INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.10', 'vp')$$), 'P0002 criterion "1.10": there is no figure of unit "x1" to confirm', 'what is there');
SELECT is(tap.try('book_ca', $$INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.2', 'ca')$$), '42501 criterion "1.2" is confirmed by the office that leads it: none does', 'and led');
CREATE FUNCTION tap.confirmed() RETURNS text LANGUAGE sql AS $$SELECT string_agg(concat_ws(' ', code, office_type, confirmation, nullif(confirmed_answer, ''), nullif(confirmed_by, '')), ', ' ORDER BY sort_key) FROM book.confirmed_figure WHERE unit_id = 'x1'$$;
SELECT is(tap.confirmed(), '1.1 vp open, 2.1 ca confirmed 0,5 book_ca', 'open and confirmed');
SELECT is(tap.try('book_a1', $$UPDATE book.self_answer SET answer = '0,6' WHERE code = '2.1'$$), 'ok', 'the figure changes');
SELECT is(tap.confirmed(), '1.1 vp open, 2.1 ca lapsed 0,5 book_ca', 'and the confirmation lapses');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, detail), '; ') FROM book.closing_check('k') WHERE problem = 'confirmation lapsed'), 'x1 2.1 0,5 was confirmed by ca, the answer is 0,6', 'which stands against closing');
SELECT is(tap.try('book_ca', $$UPDATE book.confirmation SET value = 0.5 WHERE code = '2.1'$$), 'ok', 'confirmed again');
SELECT is(tap.confirmed(), '1.1 vp open, 2.1 ca confirmed 0,6 book_ca', 'what there is, not what is claimed');
SELECT is((SELECT string_agg(new_row->>'answer', ' ' ORDER BY seq) FROM book.audit WHERE table_name = 'confirmation'), '0,5 0,6', 'in the audit');
SELECT is(tap.try('book_a2', 'SELECT 1 / count(*) FROM book.confirmation'), '22012 division by zero', 'no other unit sees it');
SELECT is(tap.try('book_council', 'SELECT 1 / count(*) FROM book.confirmation'), 'ok', 'the council does');
SELECT is(tap.try('book_a1', 'DELETE FROM book.self_answer WHERE code = ''2.1'''), 'ok', 'an answer that goes');
SELECT is((SELECT count(*) FROM book.confirmation), 0::bigint, 'takes its confirmation with it');

-- requests to bodies beside the unit
SELECT is(tap.try('book_a1', $$INSERT INTO book.figure_request (period_id, unit_id, code, office_type, asked, due) VALUES ('k', 'x1', '1.10', 'ca', 'Số văn bản ký số', '2024-12-15'), ('k', 'x1', '2.1', 'ca', '', NULL)$$), 'ok', 'a unit asks');
SELECT is(tap.try('book_a1', $$INSERT INTO book.figure_request (period_id, unit_id, code, office_type) VALUES ('k', 'x2', '1.10', 'ca')$$), '23503 unit "x2" has no criterion "1.10" in period "k"', 'for itself');
SELECT is(tap.try('book_a1', $$INSERT INTO book.figure_request (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '9', 'ca')$$), '23503 unit "x1" has no criterion "9" in period "k"', 'for a criterion');
SELECT is(tap.try('book_a1', $$UPDATE book.figure_request SET answer = '60' WHERE code = '1.10'$$), '42501 a request is answered by the body that is asked, "ca"', 'and does not answer');
SELECT is(tap.try('book_vp', $$UPDATE book.figure_request SET answer = '60' WHERE code = '1.10'$$), '42501 role "book_vp" answers requests to "vp", and makes none', 'nor does another office');
SELECT is(tap.try('book_ca', $$INSERT INTO book.figure_request (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.2', 'ca')$$), '42501 role "book_ca" answers requests to "ca", and makes none', 'a body asks nobody');
SELECT alike(tap.try('book_ca', $$UPDATE book.figure_request SET answer = 'nhiều' WHERE code = '1.10'$$), '22P02 criterion "1.10", answer "nhiều": %', 'an answer that can be read');
SELECT is(tap.try('book_ca', $$UPDATE book.figure_request SET answer = '60', data_date = '2024-11-30' WHERE code = '1.10'$$), 'ok', 'it answers');
SELECT is(tap.try('book_ca', $$UPDATE book.figure_request SET asked = 'khác' WHERE code = '1.10'$$), '42501 role "book_ca" answers requests to "ca", and makes none', 'what was asked stays');
SELECT is(tap.try('book_a1', $$DELETE FROM book.figure_request$$), 'ok', 'the unit takes requests back');
SELECT is((SELECT string_agg(concat_ws(' ', code, answer, answered_by), ', ') FROM book.figure_request), '1.10 60 book_ca', 'that are not answered');
SELECT is(tap.try('book_a1', $$SELECT book.take_figures('k', 'x1')$$), 'ok', 'the unit takes what is answered');
SELECT is((SELECT concat_ws(' ', answer, data_date, provided_by, entered_by) FROM book.self_answer WHERE code = '1.10'), '60 2024-11-30 ca book_a1', 'as provided by the body');
SELECT is(book.take_figures('k', 'x1'), 0::bigint, 'once');
SELECT is(tap.try('book_a2', 'SELECT 1 / count(*) FROM book.figure_request'), '22012 division by zero', 'no other unit sees it');

-- collecting a/b from the units beneath
UPDATE book.unit SET parent_id = 'h1' WHERE unit_id IN ('x1', 'x2', 'x3');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '30/40'), ('k', 'x3', '1.1', '45,5/60');
SELECT is(tap.try('book_d1', 'SELECT 1 / count(*) FROM book.self_answer WHERE unit_id LIKE ''x%'''), '22012 division by zero', 'a district does not see the answers of its communes');
SELECT is(tap.try('book_d1', $$SELECT book.collect('k', 'h1', 'A', '1.1')$$), 'ok', 'it collects their sums');
SELECT is((SELECT concat_ws('|', answer, value, note) FROM book.self_answer WHERE unit_id = 'h1'), '75,5/100|75.5|2 of 3 units', 'of those that typed fractions');
SELECT is(tap.try('book_d1', $$SELECT book.collect('k', 'h1', 'A', '1.2')$$), 'P0002 the units beneath "h1" have no figures of criterion "1.2" to add up', 'where there are any');
SELECT is(tap.try('book_a1', $$SELECT book.collect('k', 'h1', 'A', '1.1')$$), 'P0002 the units beneath "h1" have no figures of criterion "1.1" to add up', 'nobody else does');
DELETE FROM book.self_answer WHERE unit_id = 'x3';
SELECT is(tap.try('book_d1', $$SELECT 1 / count(*) FROM book.collected$$), '22012 division by zero', 'the sum of one is no sum');

-- what each office has done
SELECT count(*) FROM book.refresh();
UPDATE book.period SET self_counts = 'always';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(concat_ws(' ', office_type, criteria, points, max_points, missing, joint, nullif(joint_codes, '')), ', ' ORDER BY office_type) FROM book.office_points WHERE unit_id = 'x1'), 'ca 1 0 20 1 1 1.1, vp 1 24.3 30 0 0', 'points of what it leads; joint ones are listed, not added');
SELECT is(tap.try('book_reader', 'SELECT 1 / count(*) FROM book.office_points'), '22012 division by zero', 'as far as the scores are shown');

-- figures to look at
INSERT INTO book.unit (unit_id, kind, name) SELECT 'z' || g, 'commune', 'Xã z' || g FROM generate_series(1, 8) AS g;
UPDATE book.clock SET stands_at = '2025-12-15 09:00+07';
INSERT INTO book.period (period_id, name, year, previous_period, self_counts) VALUES ('k2', 'Kỳ 2025', 2025, 'k', 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k2', 'commune', 'xa-1');
SELECT book.enrol('k2');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) SELECT 'k2', 'z' || g, '1.1', (0.1 * g)::text FROM generate_series(1, 8) AS g;
INSERT INTO book.self_answer (period_id, unit_id, code, answer) SELECT 'k2', 'z' || g, '1.10', CASE g WHEN 8 THEN '9000' ELSE (50 + g)::text END FROM generate_series(1, 8) AS g;
INSERT INTO book.self_answer (period_id, unit_id, code, answer) SELECT 'k2', 'z' || g, '2.1', CASE WHEN g <= 4 THEN '0,8735' ELSE '0.' || g END FROM generate_series(1, 8) AS g;
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k2', 'x2', '1.1', '0,4/50'), ('k2', 'x1', '1.10', '600');
SELECT is((SELECT string_agg(concat_ws(' ', nullif(unit_id, ''), code, problem, value, beside, units), E'\n' ORDER BY problem COLLATE "C", unit_id COLLATE "C") FROM book.plausibility WHERE period_id = 'k2'),
	'z1 2.1 alike 0.8735 0.8735 4
z2 2.1 alike 0.8735 0.8735 4
z3 2.1 alike 0.8735 0.8735 4
z4 2.1 alike 0.8735 0.8735 4
x2 1.1 denominator 50 40 1
x1 1.10 far 600 55 9
z8 1.10 far 9000 55 9
1.1 share 0.8 1 9
x1 1.10 tenfold 600 60 1
x2 1.1 tenfold 0.8 75 1', 'what to look at');
UPDATE book.book_version SET language = 'vi';
SELECT is((SELECT DISTINCT what FROM book.plausibility WHERE problem = 'far'), 'khác xa các đơn vị khác', 'in words');
UPDATE book.book_version SET language = 'en';
CREATE FUNCTION tap.odd(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(' ', unit_id, code, problem), ', ' ORDER BY unit_id, problem) INTO seen FROM book.plausibility WHERE period_id = 'k2';
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.odd('book_a1'), 'x1 1.10 tenfold', 'a unit sees what needs no other unit');
SELECT is(tap.odd('book_council'), (SELECT string_agg(concat_ws(' ', unit_id, code, problem), ', ' ORDER BY unit_id, problem) FROM book.plausibility WHERE period_id = 'k2'), 'the council all');
-- a criterion that has another code now is still itself, and another one at its place is another
SELECT count(*) FROM book.new_version('xa-1', 'xa-1b', '{"1.3": {"new": true, "name": "Mới", "max": 5, "rule": "linear(0, 1000)"}, "1": {"max": 65}, "": {"max": 105}}', '{"1.10": "1.4"}', '9/QĐ', '2025-06-01');
SELECT is((SELECT string_agg(concat_ws(' ', n.old_code, n.new_code), ', ' ORDER BY n.old_code) FROM book.renumbering AS n WHERE n.new_set = 'xa-1b'), '1.10 1.4', 'which code is another now');
SELECT count(*) FROM book.move_set('k2', 'xa-1', 'xa-1b', leave_out => true, dry_run => false);
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, value, beside), ', ' ORDER BY unit_id) FROM book.plausibility WHERE period_id = 'k2' AND problem = 'tenfold'), 'x1 1.4 600 60, x2 1.1 0.8 75', 'what it had under the old code is what it is compared with');
SELECT is(book.figure_peers(v.figures), v.peers, 'figures to compare with: ' || coalesce(v.figures::text, 'none')) FROM (VALUES (1, NULL::float8[], NULL::float8[]), (2, '{}', NULL), (3, '{NULL}', NULL), (4, '{7}', '{1,7,7,7,7}'), (5, '{4,1,NULL,3,2}', '{4,1,2,3,4}'), (6, '{9,8,7,6,5}', '{5,6,7,8,9}')) AS v(n, figures, peers) ORDER BY v.n;
SELECT is(book.figure_peers('{-0,0,-0}')::text, '{3,0,0,0,0}', 'zero is one');
-- The view for BI tools says of what counts the same, by the same words: here the answers count.
UPDATE book.period SET state = 'appraising' WHERE period_id = 'k';
SELECT book.set_state('k', 'closed', 'thử');
INSERT INTO book.publication (period_id, label) VALUES ('k', 'Kết quả');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k2', 'x3', '1.1', '60');
SELECT count(*) FROM book.refresh();
CREATE VIEW tap.said_of AS
	SELECT unit_id, code, problem FROM book.plausibility WHERE period_id = 'k2' AND problem NOT IN ('alike', 'denominator');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, problem), ', ' ORDER BY problem, unit_id) FROM tap.said_of),
	'x1 1.4 far, x3 1.1 far, z8 1.4 far, x2 1.1 small, z1 1.1 small, z2 1.1 small, z3 1.1 small, z4 1.1 small, z5 1.1 small, z6 1.1 small, z7 1.1 small, z8 1.1 small, x1 1.4 tenfold, x2 1.1 tenfold',
	'where one is above 1, those that are not are listed');
SELECT set_eq($$SELECT unit_id, code, problem FROM book_bi.plausibility WHERE period_id = 'k2'$$, 'SELECT * FROM tap.said_of', 'the view for BI tools has them too');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, beside_text, problem_name), ', ' ORDER BY unit_id) FROM book_bi.plausibility WHERE period_id = 'k2' AND problem = 'tenfold'),
	'x1 60 ten times (or a tenth of) the period before, x2 75 % ten times (or a tenth of) the period before', 'with what it was under its old code');
UPDATE book.self_answer SET answer = '0,9' WHERE period_id = 'k2' AND unit_id = 'x3' AND code = '1.1';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id, ' ' ORDER BY unit_id) FROM book_bi.plausibility WHERE period_id = 'k2' AND problem = 'share'), 'x2 x3 z1 z2 z3 z4 z5 z6 z7 z8', 'if none is, all of them');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, value, units), ', ') FROM book.plausibility WHERE period_id = 'k2' AND problem = 'share'), ' 0.9 10', 'which is one line in the book');
-- Others are those of the ranking group.
UPDATE book.submission SET ranking_group = 'miền núi' WHERE period_id = 'k2' AND unit_id IN ('z6', 'z7', 'z8', 'x1', 'x2', 'x3');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, problem), ', ' ORDER BY unit_id) FROM tap.said_of WHERE problem = 'far'), NULL, 'four in a group are too few to be far from');
SELECT is((SELECT string_agg(concat_ws(' ', value, units, ranking_group), ', ' ORDER BY units) FROM book.plausibility WHERE period_id = 'k2' AND problem = 'share'), '0.5 5 , 0.9 5 miền núi', 'each group has its line');
SELECT set_eq($$SELECT DISTINCT CASE problem WHEN 'share' THEN '' ELSE unit_id END, code, problem FROM book_bi.plausibility WHERE period_id = 'k2'$$, 'SELECT * FROM tap.said_of', 'the same in both');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit is whole');
SELECT * FROM finish();
ROLLBACK;
