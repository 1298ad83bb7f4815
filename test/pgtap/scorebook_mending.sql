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
SELECT is((SELECT count(*) FROM book.refresh_log), 3::bigint, 'nothing is refreshed for a name');
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
SELECT is((SELECT string_agg(view_name, ' ' ORDER BY run_id) FROM book.refresh_log WHERE run_id > 3), 'card_data ranking_data', 'they were made anew, and what is made of them');
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

SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit chains are whole');
SELECT * FROM finish();
ROLLBACK;
