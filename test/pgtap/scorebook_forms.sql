-- SPDX-License-Identifier: PostgreSQL
-- What is still to be answered, reminders, and what would be if.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree) SELECT 'x', 'x', name, decision, unit_kind, '2025-01-01', decimals, tree FROM book.index_set WHERE set_id = 'xa-1';
SELECT book.enrol('k');

-- the reminder list
CREATE FUNCTION tap.open_of(who text, unit text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(' ', nullif(office_type, ''), number, to_char(deadline, 'DD/MM'), days_left, CASE WHEN late THEN 'late' END), ', ' ORDER BY sort_key) INTO seen FROM book.unanswered WHERE unit_id = unit;
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.open_of('book_a1', 'x1'), 'vp 1.1 25/12 15, 1.2 25/12 15, 1.10 25/12 15, ca 2.1 25/12 15, 2.2 25/12 15', 'nothing is answered: what the unit answers itself, by office, printed number and deadline');
SELECT is(tap.open_of('book_a1', 'x2'), NULL::text, 'of no other unit');
SELECT is(tap.open_of('book_council', 'm1'), 'vp 1.1 25/12 15, 1.2 25/12 15, 1.10 25/12 15, ca 2.1 25/12 15', 'what a rule takes away is not asked for');
UPDATE book.criterion SET deadline = '2024-12-12' WHERE set_id = 'xa-1' AND code = '1.1';
INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x1', '1.2', 'có', 'result', ''), ('k', 'x1', '2.2', NULL, 'na', 'không có'), ('k', 'x1', '1.10', NULL, 'result', '');
SELECT is(tap.open_of('book_a1', 'x1'), 'vp 1.1 12/12 2, 1.10 25/12 15, ca 2.1 25/12 15', 'an empty answer is none; the criterion''s own deadline');
UPDATE book.clock SET stands_at = '2024-12-13 09:00+07';
SELECT is(tap.open_of('book_a1', 'x1'), 'vp 1.1 12/12 0 late, 1.10 25/12 12, ca 2.1 25/12 12', 'late');
INSERT INTO book.entry_extension VALUES ('k', 'x1', '2024-12-28', 'mất điện');
SELECT is(tap.open_of('book_a1', 'x1'), 'vp 1.1 28/12 15, 1.10 28/12 15, ca 2.1 28/12 15', 'an extension is for every criterion');
DELETE FROM book.entry_extension;
CREATE FUNCTION tap.mail(who text, wanted text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(E'\n', subject, body), E'\n\n' ORDER BY unit_id, office_type) INTO seen FROM book.reminders('k', wanted) WHERE unit_id = 'x1' AND office_type = 'vp';
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.mail('book_a1', 'vi'), E'Xã 1: còn 1 tiêu chí cần trả lời, hạn 12/12/2024\nKính gửi: Văn phòng\n\nCác tiêu chí sau của Xã 1 chưa có câu trả lời (Kỳ 2024):\n\n- 1.1. Hồ sơ trực tuyến: đã quá hạn 12/12/2024', 'a letter to the office');
SELECT is(tap.mail('book_a1', 'en'), E'Xã 1: 1 criteria to be answered by 12 December 2024\nTo: Văn phòng\n\nThe following criteria of Xã 1 have no answer yet (Kỳ 2024):\n\n- 1.1. Hồ sơ trực tuyến: late since 12 December 2024', 'in English');
SELECT is(tap.try('book_a1', $$SELECT * FROM book.reminders('k', 'fr')$$), '22023 there is no language "fr"', 'no other');
SELECT is(tap.try('book_a1', $$SELECT * FROM book.reminders('z')$$), 'P0002 there is no period "z"', 'no such period');
SELECT is((SELECT string_agg(DISTINCT unit_id, ' ') FROM book.reminders('k')), 'h1 h2 m1 x1 x2 x3 x9', 'the owner reminds all');
SELECT is((SELECT string_agg(concat_ws(' ', office_type, criteria), ', ' ORDER BY office_type) FROM book.reminders('k') WHERE unit_id = 'x1'), ' 1, ca 1, vp 1', 'a letter an office');
UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x2';
SELECT is((SELECT count(*) FROM book.reminders('k') WHERE unit_id = 'x2'), 0::bigint, 'who has submitted is not reminded');
SELECT isnt(tap.open_of('book_a2', 'x2'), NULL::text, 'but sees what is open');
SELECT is(tap.try('book_reader', 'SELECT * FROM book.unanswered'), '42501 permission denied for view unanswered', 'not for viewers');
SELECT is(tap.try('book_reader', $$SELECT * FROM book.reminders('k')$$), 'P0002 there is no period "k"', 'who know nothing of what is not published');

-- what would be if
CREATE FUNCTION tap.then(who text, unit text, changes text, part text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT concat_ws(' ', w.basis, w.points || '/' || w.max_points, w.points_then || '/' || w.max_points_then, w.rank || ' of ' || w.ranked_count, w.rank_then || ' of ' || w.ranked_count_then, w.grade, w.grade_then)
	INTO said FROM book.what_if('k', unit, changes::jsonb) AS w WHERE w.pillar = part;
	RESET ROLE;
	RETURN said;
EXCEPTION WHEN OTHERS THEN
	RESET ROLE;
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE FUNCTION tap.supposed(said jsonb, rule text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT concat_ws(' ', v.value, false) FROM book.supposed_value('a', said, jsonb_populate_record(NULL::book.answer_context, jsonb_build_object('rule', supposed.rule, 'max_points', 20))) AS v);
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN 't';
END
$$;
SELECT count(*) FROM book.refresh();
SELECT is(tap.then('book_a1', 'x1', '{}'), 'self 10/87.5 10/87.5', 'nothing changed: the own sheet, no rank');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": "87,5%", "2.1": "0,75"}'), 'self 10/87.5 51.25/87.5', 'answers as people type them');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": "87,5%", "2.1": "0,75"}', '2'), 'self 0/27.5 15/27.5', 'a pillar');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": 87.125, "1.2": false}'), 'self 10/87.5 26.14/87.5', 'numbers and truth values of JSON');
SELECT is(tap.then('book_a1', 'x1', '{"1.2": null}'), 'self 10/87.5 0/87.5', 'an answer taken away');
SELECT is(tap.then('book_a1', 'x1', '{"1.2": "  "}'), 'self 10/87.5 0/87.5', 'blank is none');
SELECT is(tap.then('book_a1', 'x1', '{"1.2": {"state": "na"}}'), 'self 10/87.5 0/77.5', 'not applicable');
SELECT is(tap.then('book_a1', 'x1', '{"1.2": "không áp dụng"}'), 'self 10/87.5 0/77.5', 'in words');
SELECT is(tap.then('book_a1', 'x1', '{"2.3": {"state": "points", "answer": "7,5"}}'), 'self 10/87.5 17.5/87.5', 'awarded points');
SELECT is(tap.then('book_a1', 'x1', '{"2.3": {"state": "points", "answer": 8}}'), '22023 criterion "2.3", answer "8": Result 8 is outside what the rule allows. points takes 0 to 7.5.', 'within the maximum');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": 120}'), '22023 criterion "1.1", answer "120": Result 120 is outside what the rule allows. percent takes 0 to 100.', 'within the rule');
SELECT is(tap.then('book_a1', 'x1', '{"1.10": "1.500"}'), '22023 criterion "1.10", answer "1.500": One separator and three digits can mean two numbers. Write 1.5 or 1500.', 'with one reading');
SELECT is(tap.then('book_boss', 'h1', '{"B": "9,044"}'), 'self 0/30 9.04/30', 'and 9,044 of 20 points has one, as where it is entered');
-- The same reader: whatever a rule is given, what_if and the entry make the same of it.
SELECT is((SELECT string_agg(concat_ws(' ', r.rule, s.said, v.value, v.problem IS NOT NULL), E'\n') FROM unnest('{percent,ratio,yesno,points,"target(1)","steps(50:0.5, 80:1)","choice(Tốt:1, Đạt:0.5)"}'::text[]) AS r(rule),
		unnest('{0,"9,044",9.044,"1.189,8",1.189,12/15,87%,có,không,Tốt,Đạt,"5 điểm",-1,120,1e400,x," 7 "}'::text[]) AS s(said),
		book.answer_value(book.trimmed(s.said), 'result', jsonb_populate_record(NULL::book.answer_context, jsonb_build_object('rule', r.rule, 'max_points', 20))) AS v),
	(SELECT string_agg(concat_ws(' ', r.rule, s.said, tap.supposed(to_jsonb(s.said), r.rule)), E'\n') FROM unnest('{percent,ratio,yesno,points,"target(1)","steps(50:0.5, 80:1)","choice(Tốt:1, Đạt:0.5)"}'::text[]) AS r(rule),
		unnest('{0,"9,044",9.044,"1.189,8",1.189,12/15,87%,có,không,Tốt,Đạt,"5 điểm",-1,120,1e400,x," 7 "}'::text[]) AS s(said)), 'every answer under every rule');
SELECT is((SELECT v.value FROM book.supposed_value('a', '1.125', jsonb_populate_record(NULL::book.answer_context, '{"rule": "linear(0, 10)", "max_points": 20}')) AS v), 1.125::float8, 'a number of JSON has one reading');
SELECT is(tap.then('book_a1', 'x1', '{"9": 1}'), '23503 index set "xa-1" has no criterion "9"', 'of the set');
SELECT is(tap.then('book_a1', 'x1', '{"1": 1}'), '23503 index set "xa-1" has no criterion "1"', 'a criterion');
SELECT is(tap.then('book_a1', 'x1', '{"1.1''; --": 1}'), '23503 index set "xa-1" has no criterion "1.1''; --"', 'of whatever name');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": [1]}'), '22023 criterion "1.1": cannot read the change [1]', 'an answer');
SELECT is(tap.then('book_a1', 'x1', '{"1.1": {"stat": "na"}}'), '22023 criterion "1.1": cannot read the change {"stat": "na"}', 'spelt right');
SELECT is(tap.then('book_a1', 'x1', '[1]'), '22023 the changes are an object of criteria and answers: {"1.1": "87,5", "1.2": "có"}', 'as an object');
SELECT is(tap.then('book_a1', 'x1', NULL), '22023 the changes are an object of criteria and answers: {"1.1": "87,5", "1.2": "có"}', 'that is there');
SELECT is(tap.then('book_council', 'm1', '{"2.2": "Tốt"}'), '23514 criterion "2.2" is not applicable to unit "m1": Không có sóng', 'nor what does not apply');
SELECT is(tap.then('book_a1', 'x2', '{}'), '42501 role "book_a1" is shown nothing of unit "x2" in period "k"', 'no other unit');
SELECT is(tap.then('book_a1', 'x77', '{}'), '42501 role "book_a1" is shown nothing of unit "x77" in period "k"', 'be it there or not');
SELECT is(tap.then('book_reader', 'x1', '{}'), 'P0002 there is no period "k"', 'viewers none');
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'x1', 'xa-1', '2.1', 2500);
SELECT is(tap.then('book_a1', 'x1', '{"2.1": "2000"}'), 'self 10/87.5 26/87.5', 'of an assigned target, what was attained');
-- whatever is supposed gives what it would give if it were entered
SELECT is((SELECT w.points_then FROM book.what_if('k', 'x3', jsonb_build_object(c.code, c.said)) AS w WHERE w.pillar = ''), c.points, format('supposed %s: %s', c.code, c.said))
FROM (VALUES ('1.1', '45/60', 22.5), ('1.2', 'Có', 10), ('1.10', '79,99', 10), ('2.1', '0,5', 10), ('2.2', 'đạt', 6.25)) AS c(code, said, points);
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x3', '1.1', '45/60'), ('k', 'x3', '1.2', 'Có'), ('k', 'x3', '1.10', '79,99'), ('k', 'x3', '2.1', '0,5'), ('k', 'x3', '2.2', 'đạt');
SELECT is((SELECT points FROM book.my_sheet WHERE period_id = 'k' AND unit_id = 'x3' AND code = ''), 58.75::numeric, 'entered, they do');
SELECT is(tap.then('book_council', 'x3', '{}'), 'self 58.75/100 58.75/100', 'nothing counts yet: the council starts from the unit''s own');
UPDATE book.period SET state = 'appraising';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '60', 'x'), ('k', 'x2', '1.1', '70', 'x'), ('k', 'x3', '1.1', '50', 'x'), ('k', 'x9', '1.1', '90', 'x');
SELECT count(*) FROM book.refresh();
SELECT is(tap.then('book_council', 'x3', '{"1.2": "có"}'), 'counts 15/100 25/100 3 of 3 1 of 3', 'what counts, and the rank then');
SELECT is(tap.then('book_council', 'x3', '{"1.1": "60"}'), 'counts 15/100 18/100 3 of 3 2 of 3', 'a shared one');
SELECT is(tap.then('book_council', 'x9', '{"1.2": "có"}'), 'counts 27/100 37/100', 'no rank for who is not ranked');
SELECT is(tap.then('book_council_x1', 'x1', '{"1.2": "có"}'), 'self 10/87.5 10/87.5', 'nobody sees the appraisal of the own unit so');
SELECT is(tap.then('book_a1', 'x1', '{}'), 'self 10/87.5 10/87.5', 'nor does the unit');
UPDATE book.period SET state = 'closed', state_note = 'thử';
SELECT count(*) FROM book.refresh();
SELECT is(tap.then('book_a1', 'x1', '{"1.2": "có"}'), 'counts 18/100 28/100', 'closed: what counts, no rank yet');
INSERT INTO book.publication (period_id) VALUES ('k');
SELECT is(tap.then(w, 'x1', '{"1.2": "có"}'), 'published 18/100 28/100 2 of 3 1 of 3', 'published: for everybody: ' || w) FROM unnest(ARRAY['book_reader', 'book_a1', 'book_a2', 'book_council']) AS w;
INSERT INTO book.publication (period_id, reason, for_viewers) VALUES ('k', 'nội bộ', false);
SELECT is(tap.then('book_reader', 'x1', '{}'), 'P0002 there is no period "k"', 'a result that is not for viewers is none for them');
SELECT is(tap.then('book_a1', 'x1', '{"1.2": "có"}'), 'published 18/100 28/100', 'for a unit without ranks');
SELECT is(tap.then('book_a1', 'x2', '{}'), '42501 role "book_a1" is shown nothing of unit "x2" in period "k"', 'and its own only');
SELECT is((SELECT count(*) FROM book.audit WHERE table_name = 'self_answer' AND unit_id = 'x1'), 3::bigint, 'nothing was written');
SELECT * FROM finish();
ROLLBACK;
