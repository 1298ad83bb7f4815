-- The scorebook's units: their kinds.
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
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit is whole');
SELECT * FROM finish();
ROLLBACK;
