-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's bad cards: what is wrong with one unit stops no other.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
UPDATE book.period SET self_counts = 'always';
SELECT book.enrol('k');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', $csv$unit,code,answer
x1,1.1,90
x2,1.1,80
x3,1.1,70
h1,A,60
h2,A,50
$csv$)$$, 'answers');
SELECT count(*) FROM book.refresh();
-- An answer that no rule takes: entered past the triggers, as a careless owner might.
CREATE FUNCTION tap.spoil(unit text, value float8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	ALTER TABLE book.self_answer DISABLE TRIGGER USER;
	UPDATE book.self_answer SET value = spoil.value WHERE unit_id = spoil.unit;
	ALTER TABLE book.self_answer ENABLE TRIGGER USER;
END
$$;
CREATE TEMP VIEW ranks AS SELECT string_agg(unit_id || ' ' || points || ' ' || coalesce(rank || '/' || ranked_count, '-'), ', ' ORDER BY unit_id) AS ranks
	FROM book.ranking WHERE period_id = 'k' AND unit_kind = 'commune' AND ranking_group = '' AND pillar = '';
SELECT tap.spoil('x2', 1000);
UPDATE book.self_answer SET answer = '95' WHERE unit_id = 'x1';
UPDATE book.self_answer SET answer = '40' WHERE unit_id = 'x3';
SET client_min_messages = error;
CREATE TEMP VIEW run AS SELECT string_agg(concat_ws(' ', view_name, row_count, error), ', ') AS run FROM book.refresh();
SELECT is((SELECT run FROM run), 'card_data 7, ranking_data 21, progress_data 17, node_data 21', 'a card that cannot be made stops no view');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, points, answer, problem), '; ' ORDER BY unit_id) FROM book.my_sheet WHERE code = '1.1' AND unit_id ~ '^x[123]'),
	'x1 28.5 95 ; x2 80 criterion "1.1": result 1000 is outside what the rule allows; x3 12 40 ', 'nor hides a sheet: the line says what is wrong with it');
SELECT is((SELECT count(*) FROM book.my_sheet WHERE problem <> ''), 1::bigint, 'it alone');
SELECT is((SELECT ranks FROM ranks), 'x1 28.5 1/3, x2 24 2/3, x3 12 3/3, x9 0 -', 'the others are new, that one is at its last card');
SELECT is((SELECT points FROM book.score WHERE unit_id = 'x2' AND code = '1.1'), 24::numeric, 'at every node');
\set reason 'period "k", unit "x2": criterion "1.1": result 1000 is outside what the rule allows: percent takes 0 to 100.'
SELECT is((SELECT string_agg(view_name || ': ' || held, ', ' ORDER BY sort_key) FROM book.freshness), 'card_data: ' || :'reason' || ', ranking_data: ' || :'reason' || ', progress_data: , node_data: ' || :'reason', 'the freshness names it, with the reason');
SELECT is((SELECT string_agg(view_name || ': ' || held, ', ' ORDER BY run_id) FROM (SELECT * FROM book.refresh_log ORDER BY run_id DESC LIMIT 4) AS l),
	(SELECT format('card_data: %1$s, ranking_data: %1$s, progress_data: , node_data: %1$s', replace(:'reason', 'period "k", unit "x2"', 'k x2'))), 'so does the log, in no language');
CREATE FUNCTION tap.told(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT held INTO seen FROM book.freshness WHERE view_name = 'card_data';
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.told(w), CASE WHEN told THEN :'reason' ELSE '' END, w || CASE WHEN told THEN ' is told' ELSE ' is not' END)
FROM (VALUES ('book_boss', true), ('book_council', true), ('book_control', true), ('book_a2', true), ('book_a1', false), ('book_reader', false)) AS v(w, told);
SELECT is((SELECT run FROM run), 'card_data 7, ranking_data 21, progress_data 17, node_data 21', 'the next refresh does not stumble over it');
SELECT is((SELECT count(*) FROM book.held_card), 1::bigint, 'it is held once');
-- two at once, and one of which there never was a card
INSERT INTO book.unit (unit_id, kind, name) VALUES ('x5', 'commune', 'Xã 5');
INSERT INTO book.office (unit_id, office_type, name) VALUES ('x5', 'vp', 'Văn phòng');
SELECT book.enrol('k');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x5', '1.1', '30');
SELECT tap.spoil(u, v) FROM (VALUES ('x5', -4), ('h1', 500)) AS s(u, v);
SELECT is((SELECT run FROM run), 'card_data 8, ranking_data 24, progress_data 20, node_data 21', 'three');
SELECT is((SELECT string_agg(unit_id || ' ' || (card IS NOT NULL), ', ' ORDER BY unit_id) FROM book.held_card), 'h1 true, x2 true, x5 false', 'are held');
SELECT is((SELECT ranks FROM ranks), 'x1 28.5 1/3, x2 24 2/3, x3 12 3/3, x5 0 -, x9 0 -', 'who never had a card has no rank');
SELECT is((SELECT held FROM book.freshness WHERE view_name = 'card_data') LIKE E'period "k", unit "h1": %\nperiod "k", unit "x2": %\nperiod "k", unit "x5": %', true, 'each on its line');
-- nothing is published of them
SELECT is((SELECT string_agg(unit_id || ': ' || detail, ', ' ORDER BY unit_id) FROM book.closing_check('k') WHERE problem = 'card cannot be made' AND unit_id IN ('x2', 'x3')), 'x2: criterion "1.1": result 1000 is outside what the rule allows: percent takes 0 to 100.', 'it stands against closing');
SELECT throws_ok($$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'B')$$, '55000', 'period "k" cannot be published: the card of unit "h1" cannot be made', 'no report of all');
SELECT throws_ok($$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x2')$$, '55000', 'period "k" cannot be published: the card of unit "x2" cannot be made', 'nor of that unit');
SELECT lives_ok($$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x1')$$, 'but of another');
-- mended, they are let go; what is kept fits the set as it is then
UPDATE book.self_answer SET answer = '20' WHERE unit_id = 'x5';
SELECT lives_ok($$SELECT * FROM book.mend_set('xa-1', '{"2.3": {"rule": "percent"}}')$$, 'a rule is added while one is held');
SELECT is((SELECT string_agg(unit_id || ' ' || (card IS NOT NULL), ', ' ORDER BY unit_id) FROM book.held_card), 'h1 true, x2 true', 'whose card goes along with the set');
SELECT is((SELECT ranks FROM ranks), 'x1 28.5 1/4, x2 24 2/4, x3 12 3/4, x5 6 4/4, x9 0 -', 'and counts as it did');
UPDATE book.self_answer SET answer = '81' WHERE unit_id = 'x2';
UPDATE book.self_answer SET answer = '61' WHERE unit_id = 'h1';
SELECT is((SELECT run FROM run), 'card_data 8, ranking_data 24, progress_data 20, node_data 21', 'all are good');
SELECT is((SELECT ranks FROM ranks), 'x1 28.5 1/4, x2 24.3 2/4, x3 12 3/4, x5 6 4/4, x9 0 -', 'again');
SELECT is((SELECT string_agg(held, '') FROM book.freshness) || (SELECT count(*) FROM book.held_card), '0', 'nobody is held');
-- one that leaves is held no longer
SELECT tap.spoil('x3', 1000);
SELECT count(*) FROM book.refresh();
SELECT is((SELECT unit_id FROM book.held_card), 'x3', 'another');
UPDATE book.unit SET valid_to = '2024-07-01' WHERE unit_id = 'x3';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT count(*) FROM book.held_card) || ' ' || (SELECT ranks FROM ranks), '0 x1 28.5 1/3, x2 24.3 2/3, x5 6 3/3, x9 0 -', 'is abolished');
-- another period's bad card is no obstacle
INSERT INTO book.period (period_id, name, year, self_counts, entry_from) VALUES ('k2', 'Kỳ 2', 2024, 'always', '2024-12-01');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k2', 'district', 'huyen-1');
SELECT book.enrol('k2');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k2', 'h1', 'A', '10');
SELECT tap.spoil('h1', 60);
ALTER TABLE book.self_answer DISABLE TRIGGER USER;
UPDATE book.self_answer SET value = 500 WHERE period_id = 'k2';
ALTER TABLE book.self_answer ENABLE TRIGGER USER;
SELECT lives_ok($$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'C')$$, 'to the publication of this one');
SELECT is((SELECT period_id || ' ' || unit_id FROM book.held_card), 'k2 h1', 'which refreshes all the same');
SELECT * FROM finish();
ROLLBACK;
