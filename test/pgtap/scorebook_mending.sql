-- SPDX-License-Identifier: PostgreSQL
-- Mending an index set in use: in place, by a new version, by moving the sheets.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
SELECT book.enrol('k');
INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x1', '1.1', '90', 'result', ''), ('k', 'x1', '2.2', 'Đạt', 'result', ''), ('k', 'x2', '1.1', '80', 'result', '');
UPDATE book.criterion SET source = 'self' WHERE code = '2.3';
INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x2', '2.3', '5', 'points', 'tự chấm');
UPDATE book.period SET self_counts = 'always';
SELECT count(*) FROM book.refresh();
CREATE FUNCTION tap.said(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''), nullif(hint, ''));
END
$$;
CREATE TEMP VIEW results AS SELECT c.unit_id, (SELECT string_agg(concat_ws(' ', r.code, r.value, r.state), ', ' ORDER BY r.code) FROM dx.results(i.tree, c.card) AS r WHERE r.state <> 'missing') AS results FROM book.card_data AS c JOIN book.index_set AS i USING (set_id);
CREATE TEMP TABLE before AS TABLE results;
CREATE TEMP VIEW misfits AS SELECT c.unit_id FROM book.card_data AS c JOIN book.index_set AS i USING (set_id) WHERE tap.said(format('SELECT dx.points(%L::dx.tree, %L::dx.card), dx.points(%L::dx.tree, %L::dx.card)', i.tree, c.card, i.tree, c.self_card)) <> 'ok';

-- Names, numbers, kinds, guides: at any time
SELECT results_eq($$SELECT code, change, field, old_value, new_value FROM book.mend_set('xa-1', '{"1.1": {"name": "Hồ sơ trực tuyến toàn trình", "number": "1a"}, "": {"name": "Bộ chỉ số cấp xã"}, "2": {"kind": "cột"}, "2.3": {"guide": "Đếm"}}')$$,
	$$VALUES ('', 'changed', 'name', 'Cấp xã', 'Bộ chỉ số cấp xã'), ('1.1', 'changed', 'number', NULL, '1a'), ('1.1', 'changed', 'name', 'Hồ sơ trực tuyến', 'Hồ sơ trực tuyến toàn trình'), ('2', 'changed', 'kind', 'trụ cột', 'cột'), ('2.3', 'changed', 'guide', NULL, 'Đếm')$$, 'a typo in a set in use is mended');
SELECT is((SELECT name || ' ' || number FROM book.node WHERE set_id = 'xa-1' AND code = '1.1'), 'Hồ sơ trực tuyến toàn trình 1a', 'the nodes follow');
SELECT is((SELECT how_vi FROM book.guidance WHERE set_id = 'xa-1' AND code = '2.3'), 'Đếm', 'so does the guidance');
SELECT is_empty('TABLE misfits', 'stored cards stay what they are');
SELECT is((SELECT count(*) FROM book.refresh_log), 4::bigint, 'nothing is refreshed for a name');
SELECT is(tap.try('book_boss', $$SELECT book.mend_set('xa-1', '{"1.1": {"name": "Hồ sơ"}}')$$), 'ok', 'by an administrator');
SELECT is((SELECT actor || ' ' || (old_row->>'name') || ' ' || (new_row->>'name') FROM book.audit WHERE table_name = 'node' ORDER BY at DESC, seq DESC LIMIT 1), 'book_boss Hồ sơ trực tuyến toàn trình Hồ sơ', 'whom the audit names');
SELECT is(tap.try(r, $$SELECT book.mend_set('xa-1', '{"1.1": {"name": "Hồ sơ"}}')$$), '42501 permission denied for table index_set', r || ' mends nothing') FROM unnest(ARRAY['book_a1', 'book_council', 'book_press', 'book_control']) AS r;
SELECT is(tap.try('book_reader', $$SELECT book.mend_set('xa-1', '{"1.1": {"name": "Hồ sơ"}}')$$), '42501 permission denied for table index_set', 'nor does a viewer');
SELECT is_empty($$SELECT * FROM book.mend_set('xa-1', '{}')$$, 'an empty patch mends nothing');
SELECT is(tap.said($$SELECT book.mend_set('xa-1', NULL)$$), '22004 | it is not said what is to be mended | For example mend_set(''commune-2025'', ''{"1.2": {"name": "..."}}'').', 'no patch is none');
SELECT is(tap.said($$SELECT book.mend_set('nichts', '{}')$$), 'P0002 | there is no index set "nichts"', 'of a set there is');
SELECT alike(tap.said(format('SELECT book.mend_set(%L, %L)', 'xa-1', s.patch)), s.said, 'what is no patch: ' || s.patch) FROM (VALUES ('[]', '22%'), ('{"9.9": {"name": "a"}}', '22%no node "9.9"%'), ('{"1.1": {"nam": "a"}}', '22%'), ('{"1.1": "a"}', '22%')) AS s(patch, said);

-- Anything else is refused, and says where to go
SELECT is(tap.said(format('SELECT book.mend_set(%L, %L)', 'xa-1', s.patch)), '55000 | index set "xa-1" is in use and cannot change | ' || s.detail
	|| ' | For anything but names, numbers, kinds, guides and a first rule make a new version, new_version(''xa-1'', ...), and move the sheets to it, move_set(...).', 'refused: ' || s.patch)
FROM (VALUES ('{"1.1": {"max": 40}}', 'Node "1.1": its max is 30 and would be 40.'), ('{"1.2": {"rule": "percent"}}', 'Node "1.2": its rule is yesno and would be percent.'),
	('{"1.2": {"rule": null}}', 'Node "1.2": its rule is yesno and would be none.'), ('{"2.2": {"rule": "choice(Tốt:1, Đạt:0.5, Không:0)"}}', 'Node "2.2": its rule is choice(Tốt:1, Đạt:0.5, Chưa:0) and would be choice(Tốt:1, Đạt:0.5, Không:0).'),
	('{"2.3": null}', 'Node "2.3" would be removed.'), ('{"1.3": {"new": true, "max": 0, "rule": "unscored"}}', 'Node "1.3" would be added.'),
	('{"1": {"method": "mean"}}', 'Node "1": its method is sum and would be mean.'), ('{"1.2": {"name": "Họp", "bonus": true}}', 'Node "1.2": its bonus is none and would be true.'), ('{"2": {"missing": "skip"}}', 'Node "2": its missing is zero and would be skip.'),
	('{"2": {"cap": 30}}', 'Node "2": its cap is none and would be 30.'), ('{"2.1": {"needs": {"2.2": "1/2"}}}', 'Node "2.1": its needs is none and would be {"2.2": 0.5}.')) AS s(patch, detail);
SELECT alike(tap.said(s), '55000 | index set "xa-1" is in use and cannot change | Make a new version, new_version(''xa-1'', ...), and move the sheets to it, move_set(...).', 'refused: ' || s)
FROM unnest(ARRAY['UPDATE book.index_set SET decimals = 1 WHERE set_id = ''xa-1''', 'UPDATE book.index_set SET main_depth = 2 WHERE set_id = ''xa-1''', 'UPDATE book.index_set SET unit_kind = ''district'' WHERE set_id = ''xa-1''', 'UPDATE book.index_set SET set_id = ''xa-9'' WHERE set_id = ''xa-1''']) AS s;
SELECT is((SELECT name FROM book.node WHERE set_id = 'xa-1' AND code = '1.2'), 'Họp không giấy', 'what was refused changed nothing');

-- A rule where there was none
SELECT is(tap.try('book_boss', $$SELECT book.mend_set('xa-1', '{"2.3": {"rule": "linear(0, 5)"}}')$$), 'ok', 'a criterion is quantified in August');
SELECT is_empty('TABLE misfits', 'the stored cards fit at once, before any refresh');
SELECT is((SELECT string_agg(view_name, ' ' ORDER BY run_id) FROM book.refresh_log WHERE run_id > 4), 'card_data ranking_data node_data', 'they were made anew, and what is made of them');
SELECT set_eq('TABLE results', 'TABLE before', 'with the results they had');
SELECT is((SELECT points FROM book.score WHERE unit_id = 'x2' AND code = '2.3'), 5::numeric, 'points that were awarded stay');
SELECT is((SELECT count(*) FROM book.unquantified WHERE set_id = 'xa-1'), 0::bigint, 'everything is quantified');
SELECT lives_ok($$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '2.3', '4')$$, 'from now on results are entered');
SELECT is((SELECT string_agg(coalesce(error, ''), '') FROM book.refresh()), '', 'a refresh goes on');
SELECT is((SELECT points FROM book.score WHERE unit_id = 'x1' AND code = '2.3'), 6::numeric, 'and they count');
SELECT alike(tap.said($$SELECT book.mend_set('xa-1', '{"2.3": {"rule": "linear(0, 4)"}}')$$), '55000 | index set "xa-1" is in use and cannot change | Node "2.3": its rule is linear(0, 5) and would be linear(0, 4).%', 'once');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit chains are whole');
-- A set in several periods, one of them closed
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('huyen-2', 'huyen', 'Cấp huyện', '3/QĐ', 'district', '2025-01-01', '[{"code": "A", "max": 10, "rule": "percent"}, {"code": "B", "max": 20}]');
INSERT INTO book.period (period_id, name, year, self_counts) SELECT p, p, 2024, 'always' FROM unnest(ARRAY['h', 'i']) AS p;
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('h', 'district', 'huyen-2'), ('i', 'district', 'huyen-2');
SELECT book.enrol('h');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('h', 'h1', 'A', '50');
UPDATE book.period SET state = 'appraising' WHERE period_id = 'h';
SELECT book.set_state('h', 'closed', 'thử');
SELECT count(*) FROM book.refresh();
SELECT is(tap.said($$SELECT book.mend_set('huyen-2', '{"B": {"rule": "yesno"}}')$$), '55000 | index set "huyen-2" is in use in a closed period: criterion "B" cannot be given a rule | Period "h" is closed. | For anything but names, numbers, kinds, guides and a first rule make a new version, new_version(''huyen-2'', ...), and move the sheets to it, move_set(...).', 'no rule once a period that uses the set is closed');
SELECT is(tap.said($$SELECT book.mend_set('huyen-2', '{"B": {"name": "Bê"}}')$$), 'ok', 'a name at any time');

-- What is published stays as it was printed
UPDATE book.criterion SET how_vi = 'Theo báo cáo' WHERE set_id = 'huyen-2';
INSERT INTO book.criterion (set_id, code, how_vi, how_en, rule_vi) VALUES ('huyen-2', 'A', 'Theo báo cáo', 'By report', 'Đạt 100 %: 10 điểm');
INSERT INTO book.responsibility VALUES ('huyen-2', 'A', 'vp', 'lead');
INSERT INTO book.publication (period_id) VALUES ('h');
CREATE TEMP TABLE printed AS SELECT 'lost' AS page, to_jsonb(t) AS row FROM book.lost_points AS t WHERE period_id = 'h' UNION ALL SELECT 'score', to_jsonb(t) FROM book.score AS t WHERE period_id = 'h'
	UNION ALL SELECT 'ranking', to_jsonb(t) FROM book.ranking AS t WHERE period_id = 'h' UNION ALL SELECT 'scores', to_jsonb(t) FROM book.published_scores AS t;
SELECT is((SELECT row->>'rule_vi' || '|' || (row->>'rule') || '|' || (row->>'lead_office') || '|' || (row->>'how_vi') || '|' || (row->>'how_en') FROM printed WHERE page = 'lost' AND row->>'unit_id' = 'h1' AND row->>'code' = 'A'), 'Đạt 100 %: 10 điểm|percent|vp|Theo báo cáo|By report', 'a published page');
SELECT count(*) FROM book.mend_set('huyen-2', '{"A": {"name": "Chữ A", "number": "I.1", "guide": "g"}, "": {"name": "Tên khác"}}');
UPDATE book.criterion SET how_vi = 'Khác', how_en = 'Other', rule_vi = NULL, name_en = 'x' WHERE set_id = 'huyen-2';
UPDATE book.responsibility SET office_type = 'ca' WHERE set_id = 'huyen-2';
SELECT set_eq($$SELECT 'lost' AS page, to_jsonb(t) AS row FROM book.lost_points AS t WHERE period_id = 'h' UNION ALL SELECT 'score', to_jsonb(t) FROM book.score AS t WHERE period_id = 'h'
	UNION ALL SELECT 'ranking', to_jsonb(t) FROM book.ranking AS t WHERE period_id = 'h' UNION ALL SELECT 'scores', to_jsonb(t) FROM book.published_scores AS t$$, 'TABLE printed', 'no published page changes with what is mended afterwards');
SELECT is((SELECT name || '|' || rule_vi || '|' || lead_office FROM book.guidance WHERE set_id = 'huyen-2' AND code = 'A'), 'Chữ A|100 %: 10; dưới mức đó tính theo tỷ lệ|ca', 'the guidance does');
SELECT is((SELECT name || '|' || rule_vi || '|' || how_en FROM book.frozen_criterion WHERE code = 'A'), '|Đạt 100 %: 10 điểm|By report', 'what was printed is kept');
SELECT throws_like(s, '%is written by the book itself and never changes', 'not even its owner: ' || s) FROM unnest(ARRAY['UPDATE book.frozen_criterion SET name = ''x''', 'DELETE FROM book.frozen_criterion', 'TRUNCATE book.frozen_criterion']) AS s;

-- A new version
UPDATE book.criterion SET rule_vi = 'Theo QĐ' WHERE set_id = 'xa-1' AND code = '1.1';
INSERT INTO book.pillar (set_id, pillar, name, codes) VALUES ('xa-1', 'p', 'P', '{1.1,2}'), ('xa-1', 'q', 'Q', '{2.2}');
SELECT is(tap.try('book_boss', $$CREATE TEMP TABLE made AS SELECT * FROM book.new_version('xa-1', 'xa-2', '{"1.4": {"max": 40}, "2.2": null, "3": {"new": true, "max": 5, "name": "Mới"}}', '{"1.1": "1.4"}', decision => '9/QĐ')$$), 'ok', 'a new version, by an administrator');
SELECT results_eq('SELECT code, change, field, old_value, new_value FROM made', $$VALUES ('1.1', 'renumbered', NULL, '1.1', '1.4'), ('', 'changed', 'max', '100', '102.5'), ('1', 'changed', 'max', '60', '70'), ('1.4', 'changed', 'max', '30', '40'), ('2', 'changed', 'max', '40', '27.5'),
	('2.2', 'removed', NULL, 'Ứng dụng AI', NULL), ('3', 'added', NULL, NULL, 'Mới'), ('2.2', 'left behind', 'pillar', 'q', NULL), ('1.1', 'left behind', 'rule in words', 'Theo QĐ', NULL)$$, 'what is another in it, and what has no place');
SELECT is((SELECT format('%s %s %s %s %s %s %s %s', family, name, decision, unit_kind, valid_from, decimals, made_from, renumbered) FROM book.index_set WHERE set_id = 'xa-2'), 'xa Cấp xã 9/QĐ commune 2024-12-10 2 xa-1 {"1.1": "1.4"}', 'a version of the same family, from today');
SELECT is((SELECT string_agg(concat_ws(' ', code, evidence_required, how_vi, how_en, rule_vi), ', ' ORDER BY code) FROM book.criterion WHERE set_id = 'xa-2'), '1.4 t Theo trục liên thông From the exchange, 2.3 f  ', 'guidance and evidence duty come along, words for another rule do not');
SELECT is((SELECT string_agg(concat_ws(' ', code, office_type, part), ', ' ORDER BY code, office_type) FROM book.responsibility WHERE set_id = 'xa-2'), '1.4 ca cooperate, 1.4 vp lead, 2.1 ca lead', 'so do responsibilities');
SELECT is((SELECT string_agg(pillar || codes::text, ' ') FROM book.pillar WHERE set_id = 'xa-2'), 'p{1.4,2}', 'and pillars');
SELECT lives_ok($$UPDATE book.index_set SET tree = dx.alter_tree(tree, '{"3": {"max": 6}}') WHERE set_id = 'xa-2'$$, 'it may change further while nobody uses it');
SELECT is((SELECT string_agg(old_value || ' ' || new_value, ', ' ORDER BY old_value COLLATE "C") FROM book.new_version('xa-1', 'xa-s', '{}', '{"1.1": "1.2", "1.2": "1.1", "2": "5"}', valid_from => '2031-01-01') WHERE change = 'renumbered'), '1.1 1.2, 1.2 1.1, 2 5, 2.1 5.1, 2.2 5.2, 2.3 5.3', 'two codes change places');
SELECT is((SELECT string_agg(concat_ws(' ', code, name), ', ' ORDER BY code) FROM book.node WHERE set_id = 'xa-s' AND depth = 2), '1.1 Họp không giấy, 1.2 Hồ sơ, 1.10 Văn bản ký số, 5.1 Chữ ký số, 5.2 Ứng dụng AI, 5.3 Chưa lượng hóa', 'and a part takes what is beneath it along');
SELECT is_empty($$SELECT * FROM book.new_version('xa-1', 'xa-e', '{}', valid_from => '2032-01-01') WHERE change <> 'left behind'$$, 'an empty patch makes a version like the old one');
SELECT ok((SELECT dx.tree_eq(a.tree, b.tree) FROM book.index_set AS a, book.index_set AS b WHERE a.set_id = 'xa-1' AND b.set_id = 'xa-e'), 'bit for bit');
SELECT is((SELECT string_agg(v.change || ' ' || v.new_value, ', ') FROM book.new_version('xa-1', 'xa-d', '{"": {"decimals": 1}}', valid_from => '2033-01-01') AS v), 'changed 1', 'its decimals too');
SELECT is((SELECT decimals FROM book.index_set WHERE set_id = 'xa-d'), 1, 'stated in the column');
SELECT alike(tap.said(format('SELECT * FROM book.new_version(%L, %L, %L, %L, valid_from => %L)', s.o, s.n, s.patch, s.map, s.day)), s.said, concat_ws(' ', 'refused:', s.o, s.n, s.patch, s.map))
FROM (VALUES ('xa-1', 'xa-7', NULL, '{}', '2034-01-01', '22004 | it is not said what is to change | %'), ('nichts', 'xa-7', '{}', '{}', '2034-01-01', 'P0002 | there is no index set "nichts"'),
	('xa-1', 'xa-2', '{}', '{}', '2034-01-01', '23505 | there is an index set "xa-2" already'), ('xa-1', 'xa-7', '{}', '{}', '2024-12-10', '23505 | there is a version of "xa" from 2024-12-10 already | Say from which day%'),
	('xa-1', 'xa-7', '{}', '{"1.1": "1.2"}', '2034-01-01', '22023 | map of codes: nodes "1.1" and "1.2" would both be "1.2" | Say what becomes of either.'),
	('xa-1', 'xa-7', '{}', '{"1.1": "7", "1.2": "7"}', '2034-01-01', '22023 | map of codes: nodes "1.1" and "1.2" would both be "7"%'), ('xa-1', 'xa-7', '{}', '{"9.9": "7"}', '2034-01-01', '22023 | map of codes: index set "xa-1" has no node "9.9" that could change'),
	('xa-1', 'xa-7', '{}', '{"": "7"}', '2034-01-01', '22023 | map of codes: index set "xa-1" has no node "" that could change'), ('xa-1', 'xa-7', '{}', '{"1.1": ""}', '2034-01-01', '22023 | map of codes: "1.1" is to become "", which is no code'),
	('xa-1', 'xa-7', '{}', '{"1.1": 7}', '2034-01-01', '22023 | map of codes: "1.1" is to become 7, which is no code'), ('xa-1', 'xa-7', '{}', '["1.1"]', '2034-01-01', '22023 | a map of codes is an object: {"1.3": "1.4", "2.2": null}'),
	('xa-1', 'xa-7', '{}', '{"1..1": "7"}', '2034-01-01', '22P02 | empty label in code "1..1"%'), ('xa-1', 'xa-7', '{}', '{"1.1": "a b"}', '2034-01-01', '22P02 | %'), ('xa-1', 'xa-7', '{}', '{"1.1": null}', '2034-01-01', '22023 | map of codes: what is to go is taken away by the patch%'),
	('xa-1', 'xa-7', '{}', '{"1.1": "1.2.1"}', '2034-01-01', '22023 | %'), ('xa-1', 'xa-7', '{}', '{"2.1": "2.3.1"}', '2034-01-01', '22023 | %'), ('xa-1', 'xa-7', '{"9.9": {"max": 1}}', '{}', '2034-01-01', '22%no node "9.9"%'), ('xa-1', 'xa-7', '{"1.1": {"max": 1}}', '{"1.1": "1.4"}', '2034-01-01', '22%no node "1.1"%'),
	('xa-1', 'xa-7', '{"": null}', '{}', '2034-01-01', '22%'), ('xa-1', 'xa-7', '[]', '{}', '2034-01-01', '22%')) AS s(o, n, patch, map, day, said);
SELECT is(tap.try(r, $$SELECT book.new_version('xa-1', 'xa-7', '{}', valid_from => '2034-01-01')$$), '42501 permission denied for table index_set', r || ' makes no version') FROM unnest(ARRAY['book_a1', 'book_council', 'book_press', 'book_control', 'book_reader']) AS r;
SELECT is((SELECT string_agg(set_id, ' ' ORDER BY set_id) FROM book.index_set WHERE family = 'xa'), 'xa-1 xa-2 xa-d xa-e xa-s', 'what was refused is not there');

-- A choice that changed after the enrolment is not passed over
UPDATE book.set_choice SET set_id = 'xa-2' WHERE period_id = 'k' AND set_id = 'xa-1';
SELECT is(tap.said($$SELECT book.enrol('k')$$), '55000 | 5 sheets of period "k" are on index set "xa-1", but "xa-2" is chosen now | That of unit "m1", for example; view sheet_to_move lists them. | Move them, move_set(''k'', ''xa-1'', ''xa-2''), or change set_choice back.', 'nobody stays on the old set in silence');
SELECT is((SELECT string_agg(unit_id || ' ' || chosen_set, ', ' ORDER BY unit_id) FROM book.sheet_to_move), 'm1 xa-2, x1 xa-2, x2 xa-2, x3 xa-2, x9 xa-2', 'they are listed');
SELECT is((SELECT count(*) FROM book.closing_check('k') WHERE problem = 'set not the chosen one'), 5::bigint, 'before the closing too');
UPDATE book.set_choice SET set_id = 'xa-1' WHERE period_id = 'k' AND set_id = 'xa-2';
SELECT is(book.enrol('k'), 0::bigint, 'changed back, it goes on');
SELECT is(tap.said($$UPDATE book.submission SET set_id = 'xa-2' WHERE unit_id = 'x3'$$), '55000 | the sheet of unit "x3" goes to another index set with all that is entered: move_set(''k'', ''xa-1'', ''xa-2'')', 'a sheet does not change its set by itself');
SELECT is(tap.try('book_boss', $$UPDATE book.submission SET set_id = 'xa-2' WHERE unit_id = 'x3'$$), '55000 the sheet of unit "x3" goes to another index set with all that is entered: move_set(''k'', ''xa-1'', ''xa-2'')', 'nor by an administrator');

-- Moving the sheets: what is there
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target, assigned_by) VALUES ('k', 'x1', 'xa-1', '1.1', 50, 'QĐ 5'), ('k', 'x2', 'xa-1', '2.1', 2000, 'QĐ 5');
UPDATE book.clock SET stands_at = '2024-12-11 08:00+07';
SELECT is(tap.try('book_a1', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer, note, provided_by) VALUES ('k', 'x1', '1.2', 'có', 'n', 'vp'), ('k', 'x1', '1.10', '60', '', 'vp')$$), 'ok', 'Lan enters');
SELECT is(tap.try('book_a1', $$UPDATE book.self_answer SET answer = '45' WHERE code = '1.1'$$), 'ok', 'what was attained of a target');
SELECT is(tap.try('book_a1', $$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x1', '1.1', 'Báo cáo', 'bc.pdf'), ('k', 'x1', '2.2', 'AI', 'ai.pdf')$$), 'ok', 'with evidence');
SELECT is(tap.try('book_a2', $$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '2.1', '1000')$$), 'ok', 'another too');
DELETE FROM book.self_answer WHERE unit_id = 'x1' AND code = '2.3';
INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('k', 'x1', '1.1', 'vp');
INSERT INTO book.figure_request (period_id, unit_id, code, office_type, asked, answer) VALUES ('k', 'x1', '1.1', 'ca', 'Bao nhiêu?', '45'), ('k', 'x2', '2.2', 'ca', 'AI?', NULL);
UPDATE book.clock SET stands_at = '2024-12-12 08:00+07';
UPDATE book.submission SET state = 'submitted' WHERE unit_id IN ('x1', 'x2', 'x3');
UPDATE book.submission SET state = 'approved' WHERE unit_id IN ('x1', 'x3');
UPDATE book.period SET state = 'appraising' WHERE period_id = 'k';
SELECT is(tap.try('book_council', $$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '40', 'kiểm tra'), ('k', 'x2', '2.2', 'Tốt', 'đo')$$), 'ok', 'the council has begun');
CREATE FUNCTION tap.state_of_all() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT 'self ' || to_jsonb(t)::text FROM book.self_answer AS t UNION ALL SELECT 'council ' || to_jsonb(t)::text FROM book.appraised_answer AS t UNION ALL SELECT 'evidence ' || to_jsonb(t)::text FROM book.evidence AS t
	UNION ALL SELECT 'target ' || to_jsonb(t)::text FROM book.unit_target AS t UNION ALL SELECT 'na ' || to_jsonb(t)::text FROM book.not_applicable AS t UNION ALL SELECT 'confirmation ' || to_jsonb(t)::text FROM book.confirmation AS t UNION ALL SELECT 'request ' || to_jsonb(t)::text FROM book.figure_request AS t UNION ALL SELECT 'sheet ' || to_jsonb(t)::text FROM book.submission AS t
	UNION ALL SELECT 'choice ' || to_jsonb(t)::text FROM book.set_choice AS t UNION ALL SELECT 'audit ' || to_jsonb(t)::text FROM book.audit AS t UNION ALL SELECT 'move ' || to_jsonb(t)::text FROM book.set_move AS t UNION ALL SELECT 'moving ' || t.xid FROM book.set_moving AS t
$$;
CREATE TEMP TABLE all_before AS SELECT * FROM tap.state_of_all() AS t(line);
CREATE TEMP VIEW who AS SELECT 'self' AS what, unit_id, entered_by, entered_at, count(*) AS n FROM book.self_answer WHERE period_id = 'k' AND unit_id LIKE 'x%' AND code NOT IN ('2.2') GROUP BY unit_id, entered_by, entered_at
	UNION ALL SELECT 'council', unit_id, entered_by, entered_at, count(*) FROM book.appraised_answer WHERE code NOT IN ('2.2') GROUP BY unit_id, entered_by, entered_at
	UNION ALL SELECT 'confirmation', unit_id, confirmed_by, confirmed_at, count(*) FROM book.confirmation GROUP BY unit_id, confirmed_by, confirmed_at
	UNION ALL SELECT 'asked', unit_id, asked_by, asked_at, count(*) FROM book.figure_request WHERE code NOT IN ('2.2') GROUP BY unit_id, asked_by, asked_at
	UNION ALL SELECT 'answered', unit_id, answered_by, answered_at, count(*) FROM book.figure_request WHERE code NOT IN ('2.2') GROUP BY unit_id, answered_by, answered_at
	UNION ALL SELECT 'evidence', unit_id, entered_by, entered_at, count(*) FROM book.evidence WHERE code NOT IN ('2.2') GROUP BY unit_id, entered_by, entered_at;
CREATE TEMP TABLE who_before AS TABLE who;

-- A dry run lists what does not fit, and changes nothing
SET client_min_messages = error;
GRANT SELECT ON ALL TABLES IN SCHEMA pg_temp TO book_boss;
SELECT is(tap.try('book_boss', $$CREATE TEMP TABLE listed AS SELECT * FROM book.move_set('k', 'xa-1', 'xa-2')$$), 'ok', 'a dry run is the default');
SELECT results_eq('SELECT unit_id, code, what, entry, problem FROM listed ORDER BY unit_id COLLATE "C", what, code', $$VALUES
	('', '2.2', 'not applicable', 'Không có sóng', 'index set "xa-2" has no such node'),
	('x1', '2.2', 'evidence', 'AI', 'index set "xa-2" has no such criterion'), ('x1', '2.2', 'self-assessment', 'Đạt', 'index set "xa-2" has no such criterion'),
	('x1', '', 'sheet', 'approved', 'points change from 53.25 to 56.00: it goes back to its head'), ('x2', '2.2', 'appraisal', 'Tốt', 'index set "xa-2" has no such criterion'),
	('x2', '2.2', 'request', 'ca', 'index set "xa-2" has no such criterion'), ('x2', '', 'sheet', 'submitted', 'points change from 39.00 to 47.00: it goes back to its head')$$, 'per unit what no longer fits, and whose head has to look again');
SELECT set_eq('SELECT * FROM tap.state_of_all()', 'TABLE all_before', 'nothing has changed, not even in the audit');
-- All or nothing
SELECT is(tap.said($$SELECT * FROM book.move_set('k', 'xa-1', 'xa-2', dry_run => false)$$), '55000 | 5 entries on sheets of period "k" do not fit index set "xa-2" | ' || E'Unit "x1", self-assessment of "2.2": index set "xa-2" has no such criterion.\nUnit "x1", evidence of "2.2": index set "xa-2" has no such criterion.\nUnit "x2", appraisal of "2.2": index set "xa-2" has no such criterion.\nUnit "x2", request of "2.2": index set "xa-2" has no such criterion.\nUnit "", not applicable of "2.2": index set "xa-2" has no such node.'
	|| ' | move_set(''k'', ''xa-1'', ''xa-2'') lists all. Have them corrected, say what becomes of their codes, {"1.3": "1.4", "2.2": null}, or leave them out: leave_out => true.', 'what does not fit is not lost in silence');
SELECT set_eq('SELECT * FROM tap.state_of_all()', 'TABLE all_before', 'nor is anything moved');
SELECT is(tap.try('book_boss', $$INSERT INTO book.set_move (period_id, old_set, new_set) VALUES ('k', 'xa-1', 'xa-2')$$), '55000 5 entries on sheets of period "k" do not fit index set "xa-2"', 'by a row of set_move neither');
SELECT is(tap.try('book_boss', $$INSERT INTO book.set_move (period_id, old_set, new_set, moved_by) VALUES ('k', 'xa-1', 'xa-2', 'x')$$), '42501 permission denied for table set_move', 'in nobody else''s name');
SELECT is(tap.try(r, $$SELECT * FROM book.move_set('k', 'xa-1', 'xa-2', '{"2.2": null}', false)$$), '42501 permission denied for table set_move', r || ' moves nothing') FROM unnest(ARRAY['book_a1', 'book_council', 'book_press', 'book_control', 'book_reader']) AS r;
SELECT is(tap.try('book_boss', s), '42501 permission denied for function ' || substring(s FROM 'book\.([a-z_]+)'), 'not past it either: ' || s) FROM unnest(ARRAY[$$SELECT book.move_sheets('k', 'xa-1', 'xa-2', '{}', true, false)$$, $$SELECT book.move_rows('self_answer', 'a', '1', 'k', 'x1', 'xa-2', '{}')$$,
	$$SELECT book.sheets_of_move('k', 'xa-1', 'xa-2')$$, $$SELECT book.return_changed('k', '{x1}', 'xa-1', 'xa-2', '{}', '{}')$$, $$SELECT book.move_not_applicable('k', '{x1}', 'xa-1', 'xa-2', '{}')$$, $$SELECT book.lock_for_move('k', 'xa-1', 'xa-2')$$, $$SELECT book.signed_points('k', '{x1}')$$]) AS s;
SELECT is(tap.try('book_boss', s), '42501 permission denied for table set_moving', 'the gate is the book''s: ' || s) FROM unnest(ARRAY['INSERT INTO book.set_moving VALUES (pg_current_xact_id())', 'LOCK TABLE book.set_moving IN ACCESS SHARE MODE', 'SELECT * FROM book.set_moving FOR UPDATE']) AS s;
SELECT alike(tap.said(format('SELECT * FROM book.move_set(%L, %L, %L, %L)', s.p, s.o, s.n, s.map)), s.said, concat_ws(' ', 'refused:', s.p, s.o, s.n, s.map))
FROM (VALUES ('z', 'xa-1', 'xa-2', '{}', 'P0002 | there is no period "z"'), (NULL, 'xa-1', 'xa-2', '{}', 'P0002 | there is no period%'), ('h', 'huyen-2', 'huyen-1', '{}', '55000 | period "h" is published: its sheets cannot go to another index set'),
	('k', 'nichts', 'xa-2', '{}', 'P0002 | there is no index set "nichts"'), ('k', 'xa-1', 'nichts', '{}', 'P0002 | there is no index set "nichts"'), ('k', NULL, 'xa-2', '{}', 'P0002 | there is no index set%'), ('k', 'xa-1', 'xa-1', '{}', '22023 | the sheets are on index set "xa-1" already'),
	('k', 'xa-1', 'huyen-1', '{}', '23514 | index set "huyen-1" is made for units of kind district, not commune'), ('k', 'xa-s', 'xa-2', '{}', 'P0002 | period "k" has no sheets on index set "xa-s" that could go to "xa-2"%'),
	('k', 'xa-1', 'xa-2', '{"1.2": "1.4"}', '22023 | map of codes: nodes "1.1" and "1.2" would both be "1.4"%'), ('k', 'xa-1', 'xa-2', '{"9": "1.4"}', '22023 | map of codes: index set "xa-1" has no node "9" that could change'),
	('k', 'xa-1', 'xa-2', '{"2.2": "9"}', '22023 | map of codes: index set "xa-2" has no criterion "9" for "2.2"'), ('k', 'xa-1', 'xa-2', '{"2.2": "1"}', '22023 | map of codes: nodes "1" and "2.2" would both be "1"%'), ('k', 'xa-1', 'xa-2', '{"2": "3"}', '22023 | map of codes: index set "xa-2" has no inner node "3" for "2"'),
	('k', 'xa-1', 'xa-2', '[]', '22023 | a map of codes is an object%'), ('k', 'xa-1', 'xa-2', '"x"', '22023 | a map of codes is an object%'), ('k', 'xa-1', 'xa-2', '{"1.1": {}}', '22023 | map of codes: "1.1" is to become {}, which is no code'), ('k', 'xa-1', 'xa-2', '{"2": ""}', '22023 | map of codes: "2" is to become "", which is no code')) AS s(p, o, n, map, said);
SELECT set_eq('SELECT * FROM tap.state_of_all()', 'TABLE all_before', 'nothing of that changed anything');

-- Moved
SELECT is(tap.try('book_boss', $$CREATE TEMP TABLE moved AS SELECT * FROM book.move_set('k', 'xa-1', 'xa-2', '{"2.2": null}', false)$$), 'ok', 'what is to go is said: the sheets move');
SELECT is((SELECT string_agg(DISTINCT problem, ', ' ORDER BY problem) FROM moved WHERE what <> 'sheet'), 'left out by the map', 'what went is listed');
SELECT is((SELECT string_agg(DISTINCT set_id, ' ') FROM book.submission WHERE unit_id ~ '^[xm]'), 'xa-2', 'all sheets are on the new set');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, answer, value, numerator, denominator, note, provided_by), ', ' ORDER BY unit_id, code) FROM book.self_answer WHERE period_id = 'k' AND unit_id LIKE 'x%'),
	'x1 1.2 có 1 n vp, x1 1.4 45 90 45 50 , x1 1.10 60 60  vp, x2 1.4 80 80 , x2 2.1 1000 0.5 1000 2000 , x2 2.3 5 5 tự chấm', 'answers under their new codes');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, answer, value, note), ', ') FROM book.appraised_answer), 'x1 1.4 40 80 kiểm tra', 'of both stages');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, set_id, code, title), ', ') FROM book.evidence), 'x1 xa-2 1.4 Báo cáo', 'evidence');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, set_id, code, target, times, assigned_by), ', ' ORDER BY unit_id) FROM book.unit_target), 'x1 xa-2 1.4 50 100 QĐ 5, x2 xa-2 2.1 2000 1 QĐ 5', 'targets');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, office_type, confirmation), ', ') FROM book.confirmed_figure WHERE unit_id = 'x1' AND confirmation <> 'open'), 'x1 1.4 vp confirmed', 'what an office has confirmed');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, office_type, asked, answer), ', ') FROM book.figure_request), 'x1 1.4 ca Bao nhiêu? 45', 'what a body beside the unit was asked');
SELECT is((SELECT count(*) FROM book.not_applicable), 0::bigint, 'what does not exist there is not taken away any more');
SELECT set_eq('TABLE who', 'TABLE who_before', 'who entered it when is kept');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, state, reason, changed_by), ', ' ORDER BY unit_id) FROM book.submission WHERE unit_id IN ('x1', 'x2', 'x3')), 'x1 returned xa-1 → xa-2: 53.25 → 56.00 book_boss, x2 returned xa-1 → xa-2: 39.00 → 47.00 book_boss, x3 approved  postgres', 'signed sheets whose points changed go back, others stay signed');
SELECT is((SELECT set_id FROM book.set_choice WHERE period_id = 'k' AND unit_kind = 'commune'), 'xa-2', 'the choice goes with them');
SELECT is(book.enrol('k'), 0::bigint, 'so that enrolling goes on');
SELECT is((SELECT string_agg(DISTINCT actor, ' ') FROM book.audit AS a WHERE new_row->>'set_id' = 'xa-2' AND table_name IN ('submission', 'self_answer', 'appraised_answer', 'evidence', 'unit_target', 'set_choice')), 'book_boss postgres', 'the audit names the mover');
SELECT is((SELECT string_agg(DISTINCT actor, ' ') FROM book.audit AS a WHERE new_row->>'set_id' = 'xa-2' AND table_name IN ('self_answer', 'appraised_answer', 'evidence', 'unit_target')), 'book_boss', 'for all that moved');
SELECT is((SELECT old_row->>'answer' || ' ' || actor FROM book.audit WHERE table_name = 'self_answer' AND verb = 'delete' AND row_key->>'code' = '2.2'), 'Đạt book_boss', 'it has what went');
SELECT is((SELECT concat_ws(' ', period_id, old_set, new_set, map, leave_out, dry_run, sheets, jsonb_array_length(found), moved_by) FROM book.set_move), 'k xa-1 xa-2 {"1.1": "1.4", "2.2": null} f f 5 7 book_boss', 'and the move itself');
SELECT is((SELECT string_agg(concat_ws(' ', table_name, verb, actor), ', ') FROM book.audit WHERE table_name = 'set_move'), 'set_move insert book_boss', 'in the audit too');
SELECT throws_like(s, '%', 'which stays: ' || s) FROM unnest(ARRAY['UPDATE book.set_move SET sheets = 0', 'TRUNCATE book.set_move']) AS s;
SELECT is((SELECT count(*) FROM book.set_moving), 0::bigint, 'the gate is shut');
SELECT is_empty($$SELECT view_name FROM book.refresh() WHERE error IS NOT NULL$$, 'a refresh goes on');
SELECT is((SELECT points FROM book.score WHERE period_id = 'k' AND unit_id = 'x1' AND code = '1.4'), 32::numeric, 'the appraisal counts under the new maximum');
SELECT is(tap.try('book_a1', $$UPDATE book.self_answer SET answer = '46' WHERE code = '1.4'$$), '55000 period "k" is being appraised: answers of unit "x1" cannot change', 'the windows are what they were');
SELECT is(tap.try('book_head1', $$UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1'$$), 'ok', 'the head looks at it');
SELECT is(tap.try('book_head1', $$UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1'$$), 'ok', 'and signs it again');

-- Rows that do not fit for what is in them; two codes that change places; leave_out
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree) SELECT 'xa-w', 'xa', 'Đổi', 'q', 'commune', '2036-01-01', 2,
	dx.alter_tree(tree, '{"1.4": {"rule": "linear(0, 42)"}, "1.10": {"rule": "yesno"}, "2.1": {"rule": "yesno"}}') FROM book.index_set WHERE set_id = 'xa-2';
CREATE TEMP TABLE swap AS SELECT * FROM book.move_set('k', 'xa-2', 'xa-w', '{"1.2": "1.10", "1.10": "1.2"}');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, what, entry), '; ' ORDER BY unit_id COLLATE "C", what COLLATE "C", code) FROM swap WHERE what <> 'sheet'), 'x1 1.10 self-assessment 60; x2 2.1 self-assessment 1000; x2 2.1 target 2000', 'every entry that the new rules do not take is listed, and only those');
SELECT is((SELECT count(*) FROM book.confirmation), 1::bigint, 'a confirmation stays with an answer that keeps its code');
SELECT alike((SELECT string_agg(problem, E'\n' ORDER BY unit_id COLLATE "C", what COLLATE "C", code) FROM swap WHERE what <> 'sheet'), E'criterion "1.2", answer "60":%\ncriterion "2.1", answer "1000":%\ncriterion "2.1" takes no target: its rule is yesno', 'with its reason');
SELECT is(tap.said($$SELECT * FROM book.move_set('k', 'xa-2', 'xa-w', '{"1.2": "1.10", "1.10": "1.2"}', false)$$) LIKE '55000 | 3 entries on sheets of period "k" do not fit index set "xa-w"%', true, 'they are not lost in silence');
SELECT is(tap.try('book_boss', $$SELECT * FROM book.move_set('k', 'xa-2', 'xa-w', '{"1.2": "1.10", "1.10": "1.2"}', false, true)$$), 'ok', 'they are left out where one says so');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, answer, value, entered_by), ', ' ORDER BY unit_id, code) FROM book.self_answer WHERE period_id = 'k' AND unit_id LIKE 'x%'), 'x1 1.4 45 90 book_a1, x1 1.10 có 1 book_a1, x2 1.4 80 80 postgres, x2 2.3 5 5 postgres', 'two codes have changed places');
SELECT is((SELECT leave_out::text || ' ' || sheets FROM book.set_move ORDER BY move_id DESC LIMIT 1), 'true 5', 'which is written down');

-- One group of units only, where the choice says so
INSERT INTO book.period (period_id, name, year, self_counts) VALUES ('g', 'Theo nhóm', 2024, 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('g', 'commune', 'xa-1');
INSERT INTO book.not_applicable (period_id, set_id, code, ranking_group, unit_id, reason) VALUES ('g', 'xa-1', '2.1', '', '', 'mọi nơi'), ('g', 'xa-1', '1.1', 'núi', '', 'núi'), ('g', 'xa-1', '1.2', '', 'x1', 'x1');
SELECT book.enrol('g');
INSERT INTO book.set_choice (period_id, unit_kind, ranking_group, set_id, reason) VALUES ('g', 'commune', 'núi', 'xa-2', 'Ít hơn');
SELECT alike(tap.said($$SELECT book.enrol('g')$$), '55000 | 1 sheets of period "g" are on index set "xa-1", but "xa-2" is chosen now%', 'a variant chosen later');
SELECT is_empty($$SELECT * FROM book.move_set('g', 'xa-1', 'xa-2', dry_run => false)$$, 'takes the sheets of its group');
SELECT is((SELECT string_agg(unit_id || ' ' || set_id, ', ' ORDER BY unit_id) FROM book.submission WHERE period_id = 'g'), 'm1 xa-2, x1 xa-1, x2 xa-1, x3 xa-1, x9 xa-1', 'and no others');
SELECT is((SELECT string_agg(concat_ws(' ', set_id, code, nullif(ranking_group, ''), nullif(unit_id, '')), ', ' ORDER BY set_id, code) FROM book.not_applicable WHERE period_id = 'g'), 'xa-1 1.1 núi, xa-1 1.2 x1, xa-1 2.1, xa-2 1.4 núi, xa-2 2.1', 'what is not applicable is said for both');
SELECT is_empty($$SELECT * FROM book.move_set('g', 'xa-1', 'xa-2', dry_run => false)$$, 'the others follow');
SELECT is((SELECT string_agg(concat_ws(' ', set_id, code, nullif(ranking_group, ''), nullif(unit_id, '')), ', ' ORDER BY set_id, code) FROM book.not_applicable WHERE period_id = 'g'), 'xa-2 1.2 x1, xa-2 1.4 núi, xa-2 2.1', 'and nothing stays behind');
SELECT throws_like($$SELECT * FROM book.move_set('g', 'xa-1', 'xa-2')$$, 'period "g" has no sheets on index set "xa-1" that could go to "xa-2"', 'once');
-- A confirmation goes where the same office leads, and is listed where another does
INSERT INTO book.period (period_id, name, year, self_counts) VALUES ('o', 'Cơ quan', 2024, 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('o', 'commune', 'xa-1');
SELECT book.enrol('o');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('o', 'x1', '1.1', '45'), ('o', 'x2', '1.1', '60');
INSERT INTO book.confirmation (period_id, unit_id, code, office_type) VALUES ('o', 'x1', '1.1', 'vp'), ('o', 'x2', '1.1', 'vp');
SELECT count(*) FROM book.new_version('xa-1', 'xa-l', '{}', '{"1.1": "1.6"}', valid_from => '2037-01-01');
UPDATE book.responsibility SET part = 'cooperate' WHERE set_id = 'xa-l' AND code = '1.6' AND office_type = 'vp';
UPDATE book.responsibility SET part = 'lead' WHERE set_id = 'xa-l' AND code = '1.6' AND office_type = 'ca';
SELECT results_eq($$SELECT * FROM book.move_set('o', 'xa-1', 'xa-l', dry_run => false) ORDER BY 1$$, $$VALUES ('x1', '1.1', 'confirmation', 'vp', 'criterion "1.6" is confirmed by the office that leads it, "ca", not by "vp"'),
	('x2', '1.1', 'confirmation', 'vp', 'criterion "1.6" is confirmed by the office that leads it, "ca", not by "vp"')$$, 'what another office leads now is not confirmed by the one that did');
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, code, office_type, confirmation), ', ' ORDER BY unit_id) FROM book.confirmed_figure WHERE period_id = 'o'), 'x1 1.6 ca open, x2 1.6 ca open', 'the answers are there, open to be confirmed');
SELECT is((SELECT jsonb_agg(DISTINCT f->'what') FROM book.set_move AS m, jsonb_array_elements(m.found) AS f WHERE m.period_id = 'o'), '["confirmation"]', 'what was found is kept as codes');

-- Last year's figures stand under the codes of this year's version
INSERT INTO book.period (period_id, name, year, self_counts) VALUES ('y1', 'Năm trước', 2024, 'always');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('y1', 'commune', 'xa-1');
SELECT book.enrol('y1');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('y1', 'x1', '1.1', '50'), ('y1', 'x1', '1.2', 'có'), ('y1', 'x1', '2.1', '0,5');
UPDATE book.period SET state = 'appraising' WHERE period_id = 'y1';
UPDATE book.period SET state = 'closed', state_note = 'thử' WHERE period_id = 'y1';
SELECT count(*) FROM book.refresh();
INSERT INTO book.publication (period_id, kind, label) VALUES ('y1', 'periodic', 'a');
SELECT count(*) FROM book.new_version('xa-s', 'xa-z', '{}', '{"1.2": "1.7", "5": "6"}', valid_from => '2038-01-01');
INSERT INTO book.period (period_id, name, year, previous_period, self_counts) SELECT y, y, 2025, 'y1', 'always' FROM unnest('{y2,y3,y4}'::text[]) AS y;
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('y2', 'commune', 'xa-s'), ('y3', 'commune', 'xa-z'), ('y4', 'commune', 'xa-e');
SELECT book.enrol(y) FROM unnest('{y2,y3,y4}'::text[]) AS y;
SELECT is((SELECT string_agg(code || ' ' || points, ', ' ORDER BY dx.code(code)) FROM book.past_value WHERE period_id = y AND unit_id = 'x1' AND points > 0 AND code LIKE '_._'), w, 'last year by the codes of ' || y) FROM (VALUES
	('y2', '1.1 10, 1.2 15, 5.1 10'), ('y3', '1.1 10, 1.7 15, 6.1 10'), ('y4', '1.1 15, 1.2 10, 2.1 10')) AS v(y, w);
SELECT is(book.codes_between(o, n), m::jsonb, concat_ws(' ', 'codes of', o, 'in', n)) FROM (VALUES ('xa-1', 'xa-s', '{"1.1": "1.2", "1.2": "1.1", "2": "5", "2.1": "5.1", "2.2": "5.2", "2.3": "5.3"}'),
	('xa-1', 'xa-z', '{"1.1": "1.7", "1.2": "1.1", "2": "6", "2.1": "6.1", "2.2": "6.2", "2.3": "6.3"}'), ('xa-1', 'xa-e', '{}'), ('xa-s', 'xa-1', '{}'), ('xa-1', 'xa-1', '{}'), ('xa-1', 'nichts', '{}')) AS v(o, n, m);
UPDATE book.index_set SET made_from = 'xa-z' WHERE set_id = 'xa-s';
SELECT is(book.codes_between('xa-1', 'xa-z'), '{}', 'versions made of each other lead nowhere');
SELECT cmp_ok((SELECT count(*) FROM book.past_value WHERE period_id = 'y3'), '>', 0::bigint, 'and end');
UPDATE book.index_set SET made_from = 'xa-1' WHERE set_id = 'xa-s';
SET client_min_messages = warning;

-- What speaks of nodes of a set is carried over or moved: a table that comes is seen to here.
SELECT set_eq($$SELECT DISTINCT a.attrelid::regclass::text FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'book'::regnamespace AND c.relname !~ '^frozen_'
	WHERE a.attname = 'code' AND a.atttypid = 'dx.code'::regtype AND NOT a.attisdropped$$,
	ARRAY['book.node', 'book.confirmation', 'book.figure_request', 'book.criterion', 'book.responsibility', 'book.not_applicable', 'book.unit_target', 'book.self_answer', 'book.appraised_answer', 'book.evidence', 'book.correction', 'book.final_answer'], 'new_version and move_set know every table that speaks of nodes');

SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit chains are whole');
SELECT * FROM finish();
ROLLBACK;
