-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's units: their kinds, what the standing office of one reports, and
-- rehearsals.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

-- Kinds are data
SELECT is_empty($$SELECT k FROM unnest(ARRAY['ministry', 'department', 'special_zone', 'province', 'district', 'commune', 'ward']) AS k
	EXCEPT SELECT unit_kind FROM book.unit_kind WHERE name <> '' AND name_en <> ''$$, 'the kinds there are, named in both languages');
SELECT throws_ok($$INSERT INTO book.unit (unit_id, kind, name) VALUES ('q', 'galaxy', 'Q')$$, '23503', NULL, 'a unit is of a kind there is');
SELECT throws_ok($$INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('q', 'q', 'q', 'q', 'galaxy', '2024-01-01', '[{"code": "1", "max": 1, "rule": "yesno"}]')$$, '23503', NULL, 'so is a set made for one');
SELECT throws_ok($$DELETE FROM book.unit_kind WHERE unit_kind = 'commune'$$, '23503', NULL, 'a kind in use stays');
SELECT lives_ok($$DELETE FROM book.unit_kind WHERE unit_kind = 'township'$$, 'another may go');
SELECT is(tap.try('book_boss', $$INSERT INTO book.unit_kind (unit_kind, name, name_en) VALUES ('corporation', 'Tập đoàn', 'corporation')$$), 'ok', 'the administrator adds one');
SELECT is((SELECT assessed_as FROM book.unit_kind WHERE unit_kind = 'corporation'), 'corporation', 'which is assessed as itself');
SELECT is((SELECT actor || ' ' || verb FROM book.audit WHERE table_name = 'unit_kind' AND row_key->>'unit_kind' = 'corporation'), 'book_boss insert', 'that is in the audit');
SELECT throws_ok($$INSERT INTO book.unit_kind (unit_kind, name) VALUES (' ', 'x')$$, '23514', NULL, 'a kind has a name');
SELECT throws_ok($$INSERT INTO book.unit_kind (unit_kind, name, assessed_as) VALUES ('x', 'x', 'ward')$$, '23514', 'kind "x" cannot be assessed as "ward": one of them is assessed as a third', 'what it is assessed as is one step away');
SELECT throws_ok($$UPDATE book.unit_kind SET assessed_as = 'district' WHERE unit_kind = 'commune'$$, '23514', 'kind "commune" cannot be assessed as "district": one of them is assessed as a third', 'from both sides');
SELECT throws_ok($$INSERT INTO book.unit_kind (unit_kind, name, assessed_as) VALUES ('x', 'x', 'y')$$, '23503', NULL, 'and is there');

-- A ward and a special zone are assessed and ranked as communes; a ministry by itself
INSERT INTO book.unit (unit_id, kind, name) VALUES ('w1', 'ward', 'Phường 1'), ('z1', 'special_zone', 'Đặc khu 1'), ('b1', 'ministry', 'Bộ 1');
SELECT throws_ok($$INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k', 'ward', 'xa-1')$$, '23514', 'units of kind ward are assessed as commune: choose a set for that', 'a set is chosen for the level');
SELECT throws_ok($$INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k', 'ministry', 'xa-1')$$, '23514', 'index set "xa-1" is made for units of kind commune, not ministry', 'for which it is made');
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('bo-1', 'bo', 'Cấp bộ', '9/QĐ', 'ministry', '2024-01-01', '[{"code": "1", "max": 5, "rule": "yesno"}]');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k', 'ministry', 'bo-1');
SELECT is(book.enrol('k'), 10::bigint, 'all are enrolled');
SELECT is((SELECT string_agg(unit_id || ' ' || set_id || ' ' || unit_kind, ', ' ORDER BY unit_id) FROM book.submission WHERE unit_id IN ('w1', 'z1', 'b1', 'x1')),
	'b1 bo-1 ministry, w1 xa-1 commune, x1 xa-1 commune, z1 xa-1 commune', 'each at its level');
UPDATE book.period SET self_counts = 'always';
SELECT is_empty($$SELECT * FROM book.enter_csv('k', E'unit,code,answer\nx1,1.1,50\nw1,1.1,60\nz1,1.1,40\nb1,1,có\n')$$, 'answers');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id || ' ' || unit_kind || ' ' || rank || '/' || ranked_count, ', ' ORDER BY unit_kind, rank) FROM book.ranking WHERE pillar = '' AND rank IS NOT NULL),
	'w1 commune 1/3, x1 commune 2/3, z1 commune 3/3, b1 ministry 1/1', 'ward, commune and special zone are ranked together');
SELECT is((SELECT string_agg(DISTINCT unit_kind, ' ') FROM book.progress WHERE unit_id IN ('w1', 'b1')), 'commune ministry', 'progress has the same kinds');
SELECT throws_ok($$UPDATE book.unit_kind SET assessed_as = 'district' WHERE unit_kind = 'ward'$$, '55000', 'units of kind "ward" are enrolled: how they are assessed cannot change', 'with sheets it stays');
SELECT throws_ok($$UPDATE book.unit_kind SET unit_kind = 'q' WHERE unit_kind = 'ministry'$$, '55000', NULL, 'so does its short name');
SELECT lives_ok($$UPDATE book.unit_kind SET name = 'Bộ' WHERE unit_kind = 'ministry'$$, 'its name does not matter');
UPDATE book.unit SET kind = 'ward' WHERE unit_id = 'x1';
UPDATE book.unit SET kind = 'department' WHERE unit_id = 'z1';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id || ' ' || unit_kind || ' ' || rank || '/' || ranked_count, ', ' ORDER BY unit_kind, rank) FROM book.ranking WHERE pillar = '' AND rank IS NOT NULL),
	'w1 commune 1/3, x1 commune 2/3, z1 commune 3/3, b1 ministry 1/1', 'a unit that becomes another kind is ranked as it was enrolled');
SELECT is(tap.try('book_reader', $$SELECT name FROM book.unit_kind$$), 'ok', 'viewers read the names');

-- The standing office of a unit makes ad-hoc reports of it
UPDATE book.account SET is_standing = true WHERE role_name = 'book_a1';
SELECT is(tap.try(w, s), r, w || ': ' || r) FROM (VALUES
	('book_a2', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x2')$$, '42501 role "book_a2" may not report on unit "x2"'),
	('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x2')$$, '42501 role "book_a1" may not report on unit "x2"'),
	('book_a1', $$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'B')$$, '42501 role "book_a1" may not report on all units'),
	('book_a1', $$INSERT INTO book.publication (period_id) VALUES ('k')$$, '42501 role "book_a1" may not report on all units'),
	('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id, for_viewers) VALUES ('k', 'ad hoc', 'B', 'x1', true)$$, '42501 permission denied for table publication'),
	('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'Báo cáo đột xuất của Xã 1', 'x1')$$, 'ok')) AS v(w, s, r);
SELECT throws_ok($$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'periodic', 'B', 'x1')$$, '55000', NULL, 'a unit has no periodic publication');
SELECT is((SELECT string_agg(label || ' ' || of_unit || ' ' || period_state || ' ' || published_by || ' ' || for_viewers, ', ') FROM book.published), 'Báo cáo đột xuất của Xã 1 x1 open book_a1 false', 'it is there');
SELECT is((SELECT count(DISTINCT unit_id) || ' ' || min(unit_id) FROM book.frozen_score) || ' ' || (SELECT count(DISTINCT unit_id) FROM book.frozen_ranking), '1 x1 1', 'with the unit''s figures alone');
CREATE FUNCTION tap.reports(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(concat_ws(' ', unit_id, points, ranked_count, rank, no_change_reason), ', ' ORDER BY publication_id, unit_id) INTO seen FROM book.published_ranks WHERE pillar = '' AND unit_id LIKE 'x_';
	seen := coalesce(seen, '-') || (SELECT ' ' || count(DISTINCT unit_id) FROM book.published_scores) || (SELECT ' ' || count(*) FROM book.published);
	RESET ROLE;
	RETURN seen;
END
$$;
SELECT is(tap.reports('book_a1'), 'x1 15 3 ranks are shown once they are published 1 1', 'the unit reads it, without a rank');
SELECT is(tap.reports('book_council'), 'x1 15 3 2 there is no previous period 1 1', 'the council with it');
SELECT is(tap.reports(w), '- 0 0', 'nobody else does: ' || w) FROM unnest(ARRAY['book_a2', 'book_reader']) AS w;
SELECT is((SELECT string_agg(verb || ' ' || actor, ', ') FROM book.audit WHERE table_name = 'publication' AND unit_id = 'x1'), 'insert book_a1', 'it is in the unit''s audit');
INSERT INTO book.unit (unit_id, kind, name) VALUES ('new', 'commune', 'Mới');
INSERT INTO book.account (role_name, unit_id, is_standing) VALUES ('book_a2', 'new', true);
SELECT is(tap.try('book_a2', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'new')$$), '55000 there are no figures of unit "new" in period "k" yet', 'who is not enrolled has nothing to report');
UPDATE book.period SET state = 'appraising';
SELECT is(tap.try('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x1')$$), '55000 period "k" is being appraised: no report shows what the council is at work on', 'not while it is appraised');
CREATE ROLE book_two;
GRANT book_assessor, book_publisher TO book_two;
INSERT INTO book.account (role_name, unit_id, is_standing) VALUES ('book_two', 'x1', true);
SELECT is(tap.try('book_two', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x1')$$), '55000 period "k" is being appraised: no report shows what the council is at work on', 'whatever else who makes it is');
SELECT is(tap.try('book_two', $$INSERT INTO book.publication (period_id, kind, label) VALUES ('k', 'ad hoc', 'B')$$), 'ok', 'a report of all units is a publisher''s');
SELECT alike(tap.reports('book_two'), 'x2 %', 'in which the own unit is left out until the closing');
SELECT alike(tap.reports('book_press'), 'x1 %', 'of whom others see it');
SELECT is(tap.try('book_press', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'C', 'x2')$$), 'ok', 'a publisher reports on any unit');
UPDATE book.period SET state = 'closed', state_note = 'thử';
SELECT is(tap.reports('book_two'), tap.reports('book_press'), 'then it is shown');
SELECT is(tap.try('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'Sau khi chốt', 'x1')$$), 'ok', 'and the unit reports again');
INSERT INTO book.publication (period_id) VALUES ('k');
SELECT is(tap.try('book_a1', $$INSERT INTO book.publication (period_id, kind, label, unit_id) VALUES ('k', 'ad hoc', 'B', 'x1')$$), '55000 period "k" is published: what is published of unit "x1" is its report', 'published: the result is the report');

-- A rehearsal is thrown away, with everything of it
UPDATE book.clock SET stands_at = '2025-12-12 00:00+07';
INSERT INTO book.period (period_id, name, year, rehearsal, self_counts) VALUES ('t', 'Tập', 2025, true, 'always'), ('n', 'Năm', 2025, false, 'always');
UPDATE book.period SET previous_period = 't' WHERE period_id = 'n';
INSERT INTO book.set_choice (period_id, unit_kind, set_id) SELECT p, 'commune', 'xa-1' FROM unnest(ARRAY['t', 'n']) AS p;
INSERT INTO book.not_applicable (period_id, set_id, code, unit_id, reason) VALUES ('t', 'xa-1', '2.2', 'x3', 'thử');
SELECT book.enrol(p) FROM unnest(ARRAY['t', 'n']) AS p;
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('t', 'x1', 'xa-1', '2.1', 10);
INSERT INTO book.entry_extension (period_id, unit_id, entry_to, reason) VALUES ('t', 'x1', '2025-12-30', 'thử');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) SELECT p, 'x1', '1.1', '50' FROM unnest(ARRAY['t', 'n']) AS p;
INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('t', 'x1', '1.1', 'a', 'b');
INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('t', 'x1', '1.1', 'vp');
INSERT INTO book.figure_request (period_id, unit_id, code, office_type) VALUES ('t', 'x1', '1.1', 'ca');
SELECT count(*) FROM book.new_version('xa-1', 'xa-t', '{}');
INSERT INTO book.set_move (period_id, old_set, new_set, dry_run) VALUES ('t', 'xa-1', 'xa-t', true);
UPDATE book.submission SET state = 'submitted' WHERE period_id = 't';
UPDATE book.period SET state = 'appraising' WHERE period_id = 't';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('t', 'x1', '1.1', '40', 'thử');
UPDATE book.period SET state = 'closed', state_note = 'thử' WHERE period_id = 't';
INSERT INTO book.correction (period_id, unit_id, code, answer, note) VALUES ('t', 'x1', '1.1', '45', 'thử');
SELECT count(*) FROM book.refresh();
SELECT throws_ok($$DELETE FROM book.self_answer WHERE period_id = 't'$$, '55000', NULL, 'it is closed like any other');
SELECT throws_ok($$UPDATE book.period SET state = 'discarded' WHERE period_id = 'n'$$, '55000', 'period "n" is not discarded by a change of its state', 'a state that nobody sets');
SELECT is(tap.try('book_boss', $$UPDATE book.period SET state = 'discarded' WHERE period_id = 't'$$), '55000 period "t" is not discarded by a change of its state', 'of a rehearsal neither');
SELECT throws_ok($$SELECT * FROM book.discard_rehearsal('q')$$, 'P0002', 'there is no period "q"', 'which rehearsal is to be said');
SELECT throws_ok($$SELECT * FROM book.discard_rehearsal('n')$$, '55000', 'period "n" is no rehearsal: it stays', 'what counts stays');
SELECT throws_ok($$UPDATE book.period SET rehearsal = true WHERE period_id = 'n'$$, '55000', NULL, 'and is made no rehearsal');
SELECT is(tap.try('book_boss', $$SELECT * FROM book.discard_rehearsal('t')$$), '55000 period "n" has period "t" before it', 'nor does one go that a year begins from');
UPDATE book.period SET previous_period = NULL WHERE period_id = 'n';
CREATE FUNCTION tap.rows_of(wanted text) RETURNS TABLE (name text, n bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR name IN SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'period_id'
		WHERE c.relnamespace = 'book'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('audit', 'audit_head', 'refresh_log') LOOP
		EXECUTE format('SELECT count(*) FROM book.%I WHERE period_id = $1', name) INTO n USING wanted;
		RETURN NEXT;
	END LOOP;
END
$$;
SELECT is_empty($$SELECT name FROM tap.rows_of('t') WHERE n = 0 AND name NOT IN ('publication', 'frozen_score', 'frozen_ranking', 'frozen_node', 'held_card')$$, 'every table that belongs to a period has some of it');
CREATE TEMP TABLE thrown (table_name text, row_count bigint);
GRANT INSERT ON thrown TO book_boss;
CREATE TEMP TABLE kept AS SELECT count(*) AS answers FROM book.self_answer WHERE period_id <> 't';
SELECT is(tap.try('book_boss', $$INSERT INTO thrown SELECT * FROM book.discard_rehearsal('t')$$), 'ok', 'the administrator throws it away');
SELECT is((SELECT string_agg(table_name || ' ' || row_count, ', ' ORDER BY table_name COLLATE "C") FROM thrown),
	'appraised_answer 1, confirmation 1, correction 1, entry_extension 1, evidence 1, figure_request 1, final_answer 2, not_applicable 1, period 1, self_answer 1, set_choice 1, set_move 1, submission 7, unit_target 1', 'with what was in it');
SELECT is_empty($$SELECT name FROM tap.rows_of('t') WHERE n > 0$$, 'nothing of it is left');
SELECT is((SELECT count(*) FROM book.self_answer), (SELECT answers FROM kept), 'what is of other periods stays');
SELECT is((SELECT count(*) FROM book.audit WHERE verb = 'delete' AND period_id = 't' AND actor = 'book_boss'), (SELECT sum(row_count)::bigint FROM thrown), 'every row that went is in the audit, and who threw it away');
SELECT is((SELECT count(*) FROM book.progress WHERE period_id = 't'), 0::bigint, 'no view shows it');
SELECT is_empty($$SELECT * FROM book.refresh() WHERE error IS NOT NULL$$, 'the refresh goes on');
SELECT lives_ok($$INSERT INTO book.period (period_id, name, year, rehearsal) VALUES ('t', 'Tập', 2025, true)$$, 'its name can be taken again');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit is whole');
SELECT * FROM finish();
ROLLBACK;
