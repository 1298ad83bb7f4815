-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's model and entry: sets, sheets, windows, states, what was
-- typed, bulk entry.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

-- Index sets
SELECT is((SELECT count(*) FROM book.node WHERE set_id = 'xa-1'), 9::bigint, 'the nodes follow the tree');
SELECT is((SELECT string_agg(code, ' ' ORDER BY sort_key) FROM book.unquantified WHERE set_id = 'xa-1'), '2.3', 'what nobody has quantified is listed');
SELECT is((SELECT kind FROM book.node WHERE set_id = 'xa-1' AND code::text = '1'), 'trụ cột', 'columns beyond the four are options of the node');
SELECT is((SELECT dx.points(tree, dx.card(tree, '1.1', 33.335)) FROM book.index_set WHERE set_id = 'xa-1' GROUP BY tree), 10.0::float8, 'the decimals of a criterion are in the tree: 10.0005 is 10.00');
SELECT throws_like($$UPDATE book.index_set SET tree = dx.alter_tree(tree, '{"2.2": {"rule": "yesno"}}') WHERE set_id = 'xa-1'$$, '%is in use and cannot change', 'a set in use does not change');
SELECT throws_like($$UPDATE book.index_set SET decimals = NULL WHERE set_id = 'xa-1'$$, '%is in use and cannot change', 'nor its decimals');
SELECT throws_like($$DELETE FROM book.index_set WHERE set_id = 'xa-1'$$, '%is in use and cannot change', 'nor is it deleted');
SELECT lives_ok($$INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('xa-2', 'xa', 'n', 'd', 'commune', '2025-01-01', '[{"code": "1", "max": 1, "rule": "yesno"}, {"code": "2", "max": 1}]')$$, 'a new version is a row of its own');
SELECT lives_ok($$UPDATE book.index_set SET tree = '[{"code": "2", "max": 3, "rule": "yesno"}]' WHERE set_id = 'xa-2'$$, 'and may change while unused');
SELECT is((SELECT string_agg(code || ':' || max_points, ' ' ORDER BY code) FROM book.node WHERE set_id = 'xa-2'), ':3 2:3', 'with its nodes');
SELECT throws_ok($$INSERT INTO book.pillar (set_id, pillar, name, codes) VALUES ('xa-2', 'p', 'p', '{2,9.9}')$$, '23503', 'index set "xa-2" has no node "9.9"', 'a pillar is made of nodes of its set');
INSERT INTO book.pillar (set_id, pillar, name, codes) VALUES ('xa-2', 'p', 'p', '{"",2}');
SELECT throws_ok($$UPDATE book.pillar SET codes = '{x}' WHERE set_id = 'xa-2'$$, '23503', NULL, 'then too');
SELECT throws_ok($$UPDATE book.index_set SET tree = '[{"code": "3", "max": 3, "rule": "yesno"}]' WHERE set_id = 'xa-2'$$, '23503', 'pillar "p" of index set "xa-2" is made of node "2", which the new tree does not have', 'and they do not go away beneath it');
SELECT throws_like($$UPDATE book.pillar SET set_id = 'xa-1' WHERE set_id = 'xa-2'$$, 'a pillar cannot move to another index set', 'nor does it move');
DELETE FROM book.pillar WHERE set_id = 'xa-2';
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) SELECT 'xa-3', 'xa', name, decision, unit_kind, '2026-01-01', tree FROM book.index_set WHERE set_id = 'xa-2';
INSERT INTO book.pillar (set_id, pillar, name, codes) VALUES ('xa-3', 'p', 'p', '{2}');
INSERT INTO book.criterion (set_id, code) VALUES ('xa-3', '2');
SELECT lives_ok($$DELETE FROM book.index_set WHERE set_id = 'xa-3'$$, 'a set that nobody uses may be deleted');
SELECT is((SELECT count(*) FROM book.node WHERE set_id = 'xa-3') + (SELECT count(*) FROM book.pillar WHERE set_id = 'xa-3'), 0::bigint, 'with all that belongs to it');
SELECT is(tap.try('book_boss', s), '42501 permission denied for table node', 'which nobody writes by hand: ' || s)
FROM unnest(ARRAY[$$DELETE FROM book.node WHERE set_id = 'xa-2'$$, $$UPDATE book.node SET rule = 'percent'$$, $$INSERT INTO book.node (set_id, code) VALUES ('xa-2', '9')$$]) AS s;
SELECT is(tap.try('book_boss', $$INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree)
	VALUES ('xa-4', 'xa', 'd', 'e', 'commune', '2027-01-01', '[{"code": "1", "max": 5, "rule": "percent"}]'::jsonb::dx.tree)$$), 'ok', 'a set that an administrator enters');
SELECT is((SELECT string_agg(code || ' ' || max_points, ', ' ORDER BY code) FROM book.node WHERE set_id = 'xa-4'), ' 5, 1 5', 'has its nodes');
SELECT is((SELECT string_agg(new_row->>'code', ',' ORDER BY seq) || ' ' || min(actor) FROM book.audit WHERE table_name = 'node' AND new_row->>'set_id' = 'xa-4'), ',1 book_boss', 'which are in the audit');
SELECT is(tap.try('book_boss', $$DELETE FROM book.index_set WHERE set_id = 'xa-4'$$), 'ok', 'and goes again');

-- Blank is blank, and a date is read day first, whatever the session says
SELECT is((SELECT count(*) FROM unnest(ARRAY[NULL, '', ' ', E'\t', E'\n \r', U&'\00A0', U&'\00A0\2009\3000', U&'\FEFF', U&'\200B']) AS s(said) WHERE book.blank(said)), 9::bigint, 'every blank is blank');
SELECT is((SELECT count(*) FROM unnest(ARRAY['0', '.', '-', U&'\00A00']) AS s(said) WHERE book.blank(said)), 0::bigint, 'and nothing else');
SELECT is(book.trimmed(E'\u00a0 \t8,5\u00a0'), '8,5', 'an answer without what surrounds it');
SET LOCAL datestyle = 'ISO, MDY';
SELECT is(book.read_date(s.said), d, s.said || ' is ' || d) FROM (VALUES ('05/12/2025', '2025-12-05'::date), ('5/3/2024', '2024-03-05'), ('31/12/2025', '2025-12-31'),
	('5-12-2025', '2025-12-05'), ('05.12.2025', '2025-12-05'), ('2025-12-05', '2025-12-05'), (E' 29/02/2024\u00a0', '2024-02-29')) AS s(said, d);
SELECT is(book.read_date(E' \u00a0'), NULL, 'blank is no date');
SELECT throws_ok(format('SELECT book.read_date(%L)', s.said), s.state, s.message, s.said || ' is none')
FROM (VALUES ('31/02/2025', '22008', 'there is no such day as "31/02/2025"'), ('12/31/2025', '22008', 'there is no such day as "12/31/2025"'),
	('05/12/25', '22007', 'cannot read the date "05/12/25"'), ('mai', '22007', 'cannot read the date "mai"'), ('05/12-2025', '22007', 'cannot read the date "05/12-2025"'),
	('December 5, 2025', '22007', 'cannot read the date "December 5, 2025"')) AS s(said, state, message);
RESET datestyle;
SELECT throws_ok($$SELECT book.tree_from_csv(E'code,name,max_points,rule\n1,a,5\n2,b,6,percent,x,y\n')$$, '22P02', 'cannot read the index set: line 2: 3 fields instead of 4; line 3: 6 fields instead of 4', 'a CSV with uneven lines names them');
SELECT is(book.tree_from_csv(E'code;max_points;rule;bonus;cap;floor;threshold;needs\n1;;;;;-1,5;;\n1.1;8;percent;;;;50%;\n1.2;-3;ratio;;;;;\n2;5;;có;true;;;\n2.1;8;percent;;;;;\n3;10;percent;;;;4p;"{""4"": ""1/2""}"\n4;2;percent;;;;;\n')::text,
	'[{"code": "1", "floor": -1.5}, {"code": "1.1", "max": 8, "rule": "percent", "threshold": "50%"}, {"code": "1.2", "max": -3, "rule": "ratio"}, {"code": "2", "max": 5, "bonus": true, "cap": true}, {"code": "2.1", "max": 8, "rule": "percent"},
	{"code": "3", "max": 10, "rule": "percent", "threshold": "4p", "needs": {"4": "1/2"}}, {"code": "4", "max": 2, "rule": "percent"}]'::dx.tree::text, 'what decisions add to a sum, from CSV');
-- What a spreadsheet has in its cells: line and node are named (U13), all of them; numbers are read as answers are
SELECT throws_ok(format('SELECT book.tree_from_csv(%L)', s.content), s.state, s.message, s.what) FROM (VALUES
	('a percentage for a weight, a ten for ten points, a cross for yes', E'code;name;max_points;rule;weight;bonus\n;Bộ;;;;\n1;a;10 điểm;percent;;\n2;b;5;percent;20%;\n3;c;5;percent;;x\n', '22P02',
		'cannot read the index set: line 3, node "1": cannot read max_points "10 điểm": Text follows the number; line 4, node "2": cannot read weight "20%": "%" has no meaning under this rule. The bounds of the rule carry no %. Write a plain number in the unit of the rule''s bounds; line 5, node "3": cannot read bonus "x": A number is expected. Write yes or no (có, không), 1 or 0'),
	('1.500 points', E'code;max_points;rule\n1;1.500;percent\n2;1,500;percent\n', '22P02',
		'cannot read the index set: line 2, node "1": cannot read max_points "1.500": One separator and three digits can mean two numbers. Write 1.5 or 1500; line 3, node "2": cannot read max_points "1,500": One separator and three digits can mean two numbers. Write 1.5 or 1500'),
	('other headings', E'Mã;Tên;Điểm sàn\n1;a;5\n', '22023', 'there is no column "điểm sàn"'),
	('no code', E'name;max_points\na;5\n', '22023', 'the header has neither a column "code" nor a column "number"'),
	('two names', E'code;name;name\n1;a;b\n', '22023', 'the header has column "name" twice'),
	('two things wrong with one line', E'code;max_points;weight;decimals\n1;x;y;\n', '22P02', 'cannot read the index set: line 2, node "1": cannot read max_points "x": A number is expected, cannot read weight "y": A number is expected'),
	('needs that are no JSON', E'code;needs\n1;1.2: 5p\n', '22P02', 'cannot read the index set: line 2, node "1": cannot read needs "1.2: 5p": invalid input syntax for type json'),
	('nothing', '', '22P02', 'cannot read the index set: it has no rows'), ('a header', 'code;name', '22P02', 'cannot read the index set: it has no rows')) AS s(what, content, state, message);
SELECT is(book.tree_from_csv(E'code;max_points;rule;weight;bonus;method;min_count\n;;;;;mean;2\n1;;percent;1/3;;;\n2;12,5;percent;0,5;không;;\n3;;;2;;sum;\n3.1;5;percent;;;;\n3.2;2;percent;;có;;\n')::text,
	dx.tree(code, NULL, m, rule, o::jsonb)::text, 'numbers, fractions, yes and no as people write them')
FROM (VALUES ('', NULL::float8, NULL, '{"method": "mean", "min_count": 2}'), ('1', NULL, 'percent', '{"weight": "1/3"}'), ('2', 12.5, 'percent', '{"weight": 0.5}'), ('3', NULL, NULL, '{"weight": 2, "method": "sum"}'),
	('3.1', 5, 'percent', NULL), ('3.2', 2, 'percent', '{"bonus": true}')) AS n(code, m, rule, o);
SELECT is((SELECT how_vi || '|' || lead_office || '|' || cooperating || '|' || source FROM book.guidance WHERE set_id = 'xa-1' AND code = '1.1'), 'Theo trục liên thông|vp|ca|self', 'the guidance sheet');

-- CSV
SELECT is((SELECT string_agg(line || ' ' || cells::text, '; ' ORDER BY line) FROM book.csv_rows(E'\uFEFFA,b\r\n1,"x ""y"", z"\r\n\r\n" two\nlines ",4\r\n5,6')),
	'2 {"a": "1", "b": "x \"y\", z"}; 4 {"a": " two\nlines ", "b": "4"}; 6 {"a": "5", "b": "6"}', 'CSV: quotes, line ends in quotes, empty lines, byte order mark');
SELECT is((SELECT string_agg(cells::text, '; ' ORDER BY line) FROM book.csv_rows(E'a;b\n1,5; x \n')), '{"a": "1,5", "b": "x"}', 'CSV with semicolons');
SELECT is((SELECT count(*) FROM book.csv_rows('a,b')), 0::bigint, 'CSV without rows');
SELECT is((SELECT count(*) FROM book.csv_rows('')), 0::bigint, 'CSV of nothing');

-- Enrolment
SELECT is(book.enrol('k'), 7::bigint, 'every unit with a set gets a sheet');
SELECT is(book.enrol('k'), 0::bigint, 'once');
DELETE FROM book.set_choice WHERE set_id = 'huyen-1';
SELECT throws_like($$UPDATE book.index_set SET decimals = 1 WHERE set_id = 'huyen-1'$$, '%is in use and cannot change', 'a set by which there are sheets is in use, chosen or not');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('k', 'district', 'huyen-1');
SELECT throws_ok($$SELECT book.enrol('z')$$, 'P0002', NULL, 'of a period there is');
SELECT is((SELECT string_agg(DISTINCT set_id, ' ') FROM book.submission WHERE unit_id LIKE 'h%'), 'huyen-1', 'by the set chosen for its kind');
SELECT throws_ok($$UPDATE book.set_choice SET set_id = 'xa-1' WHERE unit_kind = 'district'$$, '23514', 'index set "xa-1" is made for units of kind commune, not district', 'which is made for it');
SELECT is((SELECT ROW(data_from, data_to, entry_from, entry_to)::text FROM book.period), '(2023-12-01,2024-11-30,2024-12-10,2024-12-25)', 'the windows come from the year');

-- Windows: the first and the last day are in, in Asia/Ho_Chi_Minh
PREPARE enter(text) AS INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', $1)
	ON CONFLICT (period_id, unit_id, code) DO UPDATE SET answer = excluded.answer;
SELECT lives_ok($$EXECUTE enter('80')$$, 'the first moment of the first day');
SET LOCAL TimeZone = 'America/Los_Angeles';
UPDATE book.clock SET stands_at = '2024-12-25 23:59:59.999+07';
SELECT lives_ok($$EXECUTE enter('81')$$, 'the last moment of the last day, wherever the session is');
UPDATE book.clock SET stands_at = '2024-12-26 00:00+07';
SELECT throws_ok($$EXECUTE enter('82')$$, '55000', 'answers of unit "x1" for period "k" are entered from 2024-12-10 to 2024-12-25: today is 2024-12-26', 'the day after');
UPDATE book.clock SET stands_at = '2024-12-09 23:59:59+07';
SELECT throws_like($$EXECUTE enter('82')$$, '%today is 2024-12-09', 'the day before');
SELECT throws_like($$DELETE FROM book.self_answer$$, '%today is 2024-12-09', 'deleting is entering too');
INSERT INTO book.entry_extension VALUES ('k', 'x1', '2024-12-28', 'Bão');
UPDATE book.clock SET stands_at = '2024-12-28 12:00+07';
SELECT lives_ok($$EXECUTE enter('82')$$, 'an extension extends');
SELECT throws_like($$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.1', '1')$$, '%to 2024-12-25%', 'one unit');
SELECT throws_ok($$INSERT INTO book.entry_extension VALUES ('k', 'x2', '2024-12-28', '')$$, '23514', NULL, 'with a reason');
SELECT is((SELECT answer FROM book.self_answer), '82', 'what was refused changed nothing');
UPDATE book.clock SET stands_at = '2024-12-12 12:00+07';

-- What was typed
PREPARE typed(text, text, text, text) AS INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note) VALUES ('k', 'x1', $1, $2, $3, $4)
	ON CONFLICT (period_id, unit_id, code) DO UPDATE SET answer = excluded.answer, state = excluded.state, note = excluded.note;
CREATE FUNCTION tap.typed(code text, answer text, state text DEFAULT 'result', note text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('EXECUTE typed(%L, %L, %L, %L)', code, answer, state, note);
	RETURN (SELECT format('%s %s %s %s', a.state, a.value, a.numerator, a.denominator) FROM book.self_answer AS a WHERE a.unit_id = 'x1' AND a.code::text = typed.code);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT is(tap.typed('1.1', ' 87,5% '), 'result 87.5  ', 'a percentage with a decimal comma');
SELECT is((SELECT answer FROM book.self_answer WHERE code::text = '1.1'), '87,5%', 'the typed text is kept, blanks trimmed');
SELECT is(tap.typed('1.1', '12/15'), 'result 80 12 15', 'a fraction: numerator and denominator are kept');
SELECT is(tap.typed('1.1', '120'), '22023 criterion "1.1", answer "120": Result 120 is outside what the rule allows. percent takes 0 to 100.', 'impossible under the rule');
SELECT is(tap.typed('1.1', '1/1.500'), '22023 criterion "1.1", answer "1/1.500": One separator and three digits can mean two numbers. Write 1.5 or 1500.', 'ambiguous');
SELECT is(tap.typed('1.2', 'có'), 'result 1  ', 'yes');
SELECT is(tap.typed('2.2', 'đạt'), 'result 2  ', 'a choice');
SELECT is(tap.typed('2.2', ''), 'result   ', 'no answer yet');
SELECT is(tap.typed('2.3', '5', 'points', 'tự chấm'), '23514 criterion "2.3" is not answered by the unit (source: measured)', 'what is measured is the council''s to enter');
UPDATE book.criterion SET source = 'self' WHERE code::text = '2.3';
SELECT is(tap.typed('2.3', '5'), '22023 criterion "2.3" is not quantified yet: it takes awarded points (state points) with a note', 'a criterion without a rule');
SELECT is(tap.typed('2.3', '5', 'points'), '23514 criterion "2.3": awarded points without a note that says why', 'awarded points need a reason');
SELECT is(tap.typed('2.3', '7,5', 'points', 'tự chấm'), 'points 7.5  ', 'awarded points');
SELECT is(tap.typed('2.3', '8', 'points', 'tự chấm'), '22023 criterion "2.3", answer "8": Result 8 is outside what the rule allows. points takes 0 to 7.5.', 'not more than there are');
SELECT is(tap.typed('2.2', NULL, 'na'), '23514 criterion "2.2": not applicable without a note that says why', 'not applicable needs a reason');
SELECT is(tap.typed('2.2', 'Tốt', 'na', 'không có'), 'na   ', 'not applicable');
SELECT is(tap.typed(c.code, c.said), format('23514 criterion "%s": not applicable without a note that says why', c.code), 'said in the place of the answer: ' || c.said)
FROM (VALUES ('1.1', 'Không áp dụng'), ('1.2', 'n/a'), ('2.2', ' không có đối tượng '), ('2.3', 'N/A')) AS c(code, said);
SELECT is(tap.typed('2.2', 'không áp dụng', 'result', 'không có'), 'na   ', 'that is the state, whatever the column says');
SELECT is((SELECT answer FROM book.self_answer WHERE unit_id = 'x1' AND code = '2.2'), NULL, 'and no answer');
SELECT is(tap.typed('2.3', 'n/a', 'points', 'a') LIKE '22023 %', true, 'points are points');
SELECT is((SELECT string_agg(s.said, ' ') FROM unnest('{na,NA,Không áp dụng,không,-,87,NULL,"",n/a 1}'::text[]) AS s(said) WHERE book.says_na(s.said, 'choice(NA:1, b:0)')), 'Không áp dụng', 'the label of a choice is a choice');
SELECT is(tap.typed('2', '1'), '23503 index set "xa-1" has no criterion "2"', 'an inner node');
SELECT is(tap.typed('7', '1'), '23503 index set "xa-1" has no criterion "7"', 'no such node');
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target, assigned_by) VALUES ('k', 'x1', 'xa-1', '2.1', 2500, '5/QĐ');
SELECT is(book.rule_times(s.rule), s.times, s.rule || ' with a target') FROM (VALUES ('percent', 100::float8), ('target(100%)', 100), ('steps(50%:0.5, 80%:1)', 100), ('target(100)', 100),
	('ratio', 1), ('target(1)', 1), ('linear(0, 3)', 0), ('steps(50:0.5, 80:1)', 0), ('target(3) whole', NULL), ('yesno', NULL), ('points', NULL), ('checklist(5)', NULL), ('choice(a:1, b:0)', NULL), ('unscored', NULL)) AS s(rule, times);
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target) VALUES ('k', 'x3', 'xa-1', '1.1', 25);
SELECT is((SELECT times FROM book.unit_target WHERE code = '1.1'), 100::float8, 'under percent a target makes a percentage');
SELECT throws_like(format('INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target, times) VALUES (''k'', ''x3'', ''xa-1'', %L, 5, %s)', s.code, s.times), s.why, 'no target: ' || s.code)
FROM (VALUES ('1.2', 'NULL', 'criterion "1.2" takes no target: its rule is yesno'), ('2.2', '1', 'criterion "2.2" takes no target: its rule is choice%'), ('2.3', 'NULL', 'criterion "2.3" takes no target: it has no rule'),
	('1', 'NULL', 'node "1" is no criterion: it takes no target'), ('1.10', 'NULL', 'criterion "1.10": its rule steps(50:0.5, 80:1) does not say whether it takes a share or a percentage'),
	('2.1', '100', 'criterion "2.1": its rule target(1) takes attained / target times 1, not 100')) AS s(code, times, why);
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x3', '1.1', '7');
SELECT is((SELECT value FROM book.self_answer WHERE unit_id = 'x3' AND code = '1.1'), 28::float8, '7 of 25 is 28 percent, rounded once');
DELETE FROM book.self_answer WHERE unit_id = 'x3' AND code = '1.1';
DELETE FROM book.unit_target WHERE code = '1.1';
SELECT is(tap.typed('2.1', '2000'), 'result 0.8 2000 2500', 'a target of the unit: attained / target');
SELECT is((SELECT points FROM book.my_sheet WHERE unit_id = 'x1' AND code = '2.1'), 16::numeric, 'earns its share');
SELECT is_empty('SELECT * FROM book.target_changed', 'which is the one it has now');
UPDATE book.unit_target SET target = 4000;
SELECT is((SELECT string_agg(t::text, ', ') FROM book.target_changed AS t), '(k,x1,2.1,self-assessment,2000,2500,4000)', 'a target that changes afterwards: the answer is listed');
SELECT is(tap.typed('2.1', '2000'), 'result 0.5 2000 4000', 'entered again, it is read anew');
SELECT is_empty('SELECT * FROM book.target_changed', 'and no longer listed');
DELETE FROM book.unit_target;
SELECT is((SELECT string_agg(target_then || ' ' || coalesce(target_now::text, '-'), ', ') FROM book.target_changed), '4000 -', 'so is one whose target is withdrawn');
INSERT INTO book.unit_target (period_id, unit_id, set_id, code, target, assigned_by) VALUES ('k', 'x1', 'xa-1', '2.1', 2500, '5/QĐ');
SELECT is(tap.typed('2.1', '2000'), 'result 0.8 2000 2500', 'and back');
SELECT throws_like($$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'm1', '2.2', 'Tốt')$$,
	'criterion "2.2" is not applicable to unit "m1": Không có sóng', 'a criterion the period takes from a group');
SELECT throws_ok($$INSERT INTO book.not_applicable (period_id, set_id, code, unit_id, reason) VALUES ('k', 'xa-1', '1.2', 'x11', 'a')$$, '23503', 'there is no unit "x11"', 'or from a unit there is');
SELECT throws_like($$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'zz', '2.2', 'Tốt')$$, 'unit "zz" is not enrolled in period "k"', 'a unit that is not enrolled');
SELECT lives_ok($$UPDATE book.self_answer SET provided_by = 'ca' WHERE unit_id = 'x1' AND code::text = '2.1'$$, 'who provided it, beside who typed it');
SELECT throws_ok($$UPDATE book.self_answer SET provided_by = 'bank' WHERE unit_id = 'x1'$$, '23503', 'unit "x1" has no office or body "bank"', 'is an office of the unit or a body beside it');
SELECT is(tap.typed('1.2', 'có', 'maybe'), '23514 criterion "1.2": there is no state "maybe"', 'a state there is');
SELECT throws_ok($$INSERT INTO book.evidence (period_id, unit_id, code, title, place) VALUES ('k', 'x1', '1', 'a', 'b')$$, '23503', 'index set "xa-1" has no criterion "1"', 'evidence is for a criterion');
SELECT is((SELECT max_points FROM book.my_sheet WHERE unit_id = 'm1' AND level = 0), 87.5::numeric, 'not applicable: the maximum goes');

-- Dates and evidence
SELECT is((SELECT string_agg(unit_id || ' ' || code, ', ') FROM book.evidence_lacking), 'x1 1.1', 'evidence is lacking');
UPDATE book.self_answer SET explanation = 'Báo cáo bị cháy' WHERE code::text = '1.1';
SELECT is_empty('SELECT 1 FROM book.evidence_lacking', 'an explanation may stand instead');
UPDATE book.self_answer SET explanation = '' WHERE code::text = '1.1';
INSERT INTO book.evidence (period_id, unit_id, code, title, place, sha256, dated) VALUES ('k', 'x1', '1.1', 'Báo cáo', 'bc.pdf', repeat('0a', 32), '2024-12-01');
SELECT is_empty('SELECT 1 FROM book.evidence_lacking', 'as may evidence');
SELECT throws_ok($$UPDATE book.evidence SET sha256 = 'abc'$$, '23514', NULL, 'whose hash is one');
UPDATE book.self_answer SET data_date = '2023-12-01' WHERE code::text = '1.2';
UPDATE book.self_answer SET data_date = '2023-11-30' WHERE code::text = '2.1';
SELECT is((SELECT string_agg(code || ' ' || what, ', ' ORDER BY code) FROM book.outside_data_window), '1.1 evidence: Báo cáo, 2.1 self-assessment', 'figures outside the data window are listed, its ends are within');

-- Bulk entry
SELECT is((SELECT string_agg(b::text, E'\n') FROM book.enter_csv('k', $$unit,code,answer,state,note
x2,1.1,50,,
x2,1.2,maybe,,
x2,1.10,60
x2,2.1,0.5,,
x2,2.1,0.7,,
x3,9,1,,
zz,1.1,1,,
m1,2.2,Tốt,,
x3,"2.3",3,points,
,1.1,3,,
x3,,3,,
x3,1.1,1,,$$) AS b), $$(3,x2,1.2,maybe,"criterion ""1.2"", answer ""maybe"": A number is expected. Write yes or no (có, không), 1 or 0.")
(4,x2,1.10,60,"3 fields instead of 5")
(5,x2,2.1,0.5,"the criterion is given twice")
(6,x2,2.1,0.7,"the criterion is given twice")
(7,x3,9,1,"index set ""xa-1"" has no criterion ""9""")
(8,zz,1.1,1,"unit ""zz"" is not enrolled in period ""k""")
(9,m1,2.2,Tốt,"criterion ""2.2"" is not applicable to unit ""m1"": Không có sóng")
(10,x3,2.3,3,"criterion ""2.3"": awarded points without a note that says why")
(11,"",1.1,3,"no unit")
(12,x3,"",3,"no code")$$, 'every bad line with its reason');
SELECT is((SELECT count(*) FROM book.self_answer WHERE unit_id IN ('x2', 'x3', 'm1')), 0::bigint, 'and none of the good ones is in');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', E'unit;code;answer\nx2;1.1;50,5\nx3;1.2;có\nh1;A;99\n')$$, 'a good file says nothing');
SELECT is((SELECT string_agg(unit_id || ' ' || value, ', ' ORDER BY unit_id) FROM book.self_answer WHERE unit_id <> 'x1'), 'h1 99, x2 50.5, x3 1', 'and is in, of both sets');
SELECT is((SELECT count(*) FROM book.audit WHERE period_id = 'k' AND unit_id = 'x2'), 2::bigint, 'each change is written down: the sheet, the answer');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', E'unit;code;answer\nx2;1.1;50,5\n')$$, 'once more the same');
SELECT is((SELECT count(*) FROM book.audit WHERE period_id = 'k' AND unit_id = 'x2'), 2::bigint, 'changes nothing');
SELECT throws_ok($$SELECT book.enter_csv('k', 'code,answer')$$, '22023', 'the file has no answers', 'an empty file');
SELECT throws_ok($$SELECT book.enter_csv('k', E'unit,code,answer,Answer\nx1,1.1,5,6')$$, '22023', 'the header has column "answer" twice', 'a column given twice is not read once');
SELECT throws_ok($$SELECT book.enter_csv('k', E'unit;code;answer;Lời bàn\nx1;1.1;5;a')$$, '22023', 'there is no column "lời bàn"', 'a column that nobody reads is not dropped');
SELECT is((SELECT string_agg(line || ' ' || left(reason, 11), ', ') FROM book.enter_csv('k', E'unit,code,answer\nx2,1.1,7\nx2,' || repeat('1.', 40) || E'1,99\nx3,1.1,8\nx2,1.2,' || repeat('9', 400) || E'\n')), '3 index set ", 5 criterion "', 'what is beyond a limit is a bad line');
SELECT is((SELECT string_agg(line || ' ' || split_part(reason, ' (', 1), ', ') FROM book.enter_csv('k', E'unit,code,answer,data_date\nx2,1.1,7,05/12/2024\nx3,1.1,7,31/02/2024\n')), '3 there is no such day as "31/02/2024"', 'so is a day that is none');
SELECT throws_ok($$SELECT book.enter_csv('k', E'code,answer\n1,1', 'final')$$, '22023', 'there is no stage "final"', 'the final answers are not entered');
UPDATE book.clock SET stands_at = '2024-12-26 12:00+07';
SELECT is((SELECT string_agg(line || ' ' || split_part(reason, ' for', 1), ', ') FROM book.enter_csv('k', E'unit,code,answer\nx1,1.1,99\nx2,1.1,99\n')), '3 answers of unit "x2"', 'a file refused by one unit''s window names its lines');
SELECT is((SELECT string_agg(answer, ' ' ORDER BY unit_id) FROM book.self_answer WHERE code::text = '1.1'), '12/15 50,5', 'and changes nothing');
UPDATE book.clock SET stands_at = '2024-12-12 12:00+07';

-- A longer file, which is looked through in blocks
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) SELECT 'so', 'so', 'Sở', '3/QĐ', 'department', '2024-01-01', dx.tree(c::text, 'n', 1, 'yesno') FROM generate_series(1, 5) AS c;
INSERT INTO book.unit (unit_id, kind, name) SELECT 's' || u, 'department', 'Sở ' || u FROM generate_series(1, 40) AS u;
INSERT INTO book.period (period_id, name, year) VALUES ('so', 'Sở', 2024);
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('so', 'department', 'so');
SELECT book.enrol('so');
CREATE FUNCTION tap.file(bad int[]) RETURNS text LANGUAGE sql AS $$
SELECT 'unit,code,answer' || E'\n' || string_agg(format('s%s,%s,%s', 1 + (l - 2) / 5, 1 + (l - 2) % 5, CASE WHEN l = ANY (bad) THEN 'có lẽ' ELSE 'có' END), E'\n' ORDER BY l) FROM generate_series(2, 201) AS l
$$;
SELECT is((SELECT array_agg(line) FROM book.enter_csv('so', tap.file(b))), b, 'bad lines of 200: ' || cardinality(b))
FROM (VALUES (ARRAY[2]), (ARRAY[201]), (ARRAY[2, 3, 65, 66, 129, 130, 193, 194, 201]), (ARRAY(SELECT generate_series(2, 201)))) AS t(b);
SELECT is((SELECT count(*) FROM book.self_answer WHERE period_id = 'so'), 0::bigint, 'nothing of those is in');
UPDATE book.submission SET state = 'submitted' WHERE period_id = 'so' AND unit_id = 's20';
SELECT is((SELECT array_agg(line) FROM book.enter_csv('so', tap.file(ARRAY[150]))), ARRAY[97, 98, 99, 100, 101, 150], 'lines of a sheet that is submitted, and a bad one');
UPDATE book.submission SET state = 'returned', reason = 'x' WHERE period_id = 'so' AND unit_id = 's20';
SELECT is_empty($$SELECT * FROM book.enter_csv('so', tap.file('{}'))$$, 'without bad ones');
SELECT is((SELECT count(*) FROM book.self_answer WHERE period_id = 'so'), 200::bigint, 'all is in');

-- The states of a sheet
SELECT throws_like($$UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1'$$, 'the sheet of unit "x1" cannot go from draft to approved', 'first submitted, then approved');
UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1';
SELECT is(tap.typed('1.1', '10'), '55000 the sheet of unit "x1" is submitted: its answers cannot change', 'a submitted sheet keeps its answers');
SELECT throws_ok($$UPDATE book.submission SET state = 'returned' WHERE unit_id = 'x1'$$, '23514', NULL, 'it is not returned without a reason');
UPDATE book.submission SET state = 'returned', reason = 'Thiếu' WHERE unit_id = 'x1';
SELECT is(tap.typed('1.1', '90'), 'result 90  ', 'a returned one may be corrected');
UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1';
UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1';

-- The states of a period
SELECT throws_like($$UPDATE book.period SET state = 'closed', state_note = 'thử'$$, 'period "k" cannot go from open to closed', 'a period goes step by step');
UPDATE book.period SET state = 'appraising';
SELECT throws_like($$UPDATE book.period SET state = 'open'$$, 'period "k" cannot go from appraising to open', 'and never back');
SELECT throws_like($$INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x2', '1.2', 'có')$$, 'period "k" is being appraised: answers of unit "x2" cannot change', 'appraisal ends the self-assessment');
UPDATE book.submission SET state = 'returned', reason = 'Xem lại' WHERE unit_id = 'x1';
SELECT is(tap.typed('1.1', '91'), 'result 91  ', 'unless the sheet is returned and its window extended');
UPDATE book.submission SET state = 'submitted' WHERE unit_id = 'x1';
UPDATE book.submission SET state = 'approved' WHERE unit_id = 'x1';
SELECT throws_like($$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '70')$$, '%is changed without a note that says why', 'the council says why it changes something');
SELECT lives_ok($$INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '70', 'Sai số'), ('k', 'x1', '1.2', 'có', '')$$, 'and not where it agrees');
SELECT throws_like(format('INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES (%L, %L, %L, %L, %L)', 'k', 'x1', '2.1', s.said, 'a'), '%no answer is given', 'and does not leave it empty')
FROM unnest(ARRAY['', E'\t', U&'\00A0', U&' \200B\00A0']) AS s(said);
SELECT throws_like(format('INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES (%L, %L, %L, %L, %L)', 'k', 'x1', '1.1', '71', s.said), '%is changed without a note that says why', 'a blank note says nothing')
FROM unnest(ARRAY['', ' ', U&'\00A0']) AS s(said);
ALTER TABLE book.appraised_answer DISABLE TRIGGER reads;
SELECT throws_like($$INSERT INTO book.appraised_answer (period_id, unit_id, set_id, code, note) VALUES ('k', 'x1', 'xa-1', '2.1', 'a')$$, '%violates check constraint%', 'which the table sees to, whatever the triggers do');
ALTER TABLE book.appraised_answer ENABLE TRIGGER reads;
SELECT throws_like($$INSERT INTO book.correction (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '75', 'b')$$, 'period "k" is appraising: table "correction" cannot change', 'corrections come after the closing');
SELECT throws_like($$UPDATE book.period SET state = 'published'$$, 'period "k" cannot go from appraising to published', 'not published before closed');
UPDATE book.period SET state = 'closed', state_note = 'thử';
SELECT is((SELECT string_agg(unit_id || ' ' || code || ' ' || taken_from, ', ' ORDER BY unit_id, code) FROM book.final_answer), 'm1 2.2 rule, x1 1.1 appraised, x1 1.2 appraised', 'self-assessment does not count unless the period says so');
SELECT throws_like(s, 'period "k" is closed%', 'closed: ' || s) FROM unnest(ARRAY[
	$$UPDATE book.self_answer SET answer = '1' WHERE unit_id = 'x3'$$, 'DELETE FROM book.self_answer', 'DELETE FROM book.evidence', 'DELETE FROM book.appraised_answer',
	$$UPDATE book.submission SET ranked = true$$, $$INSERT INTO book.entry_extension VALUES ('k', 'x2', '2030-01-01', 'z')$$, $$UPDATE book.unit_target SET target = 1$$,
	'DELETE FROM book.not_applicable', 'DELETE FROM book.set_choice', $$UPDATE book.period SET points_decimals = 0$$, $$UPDATE book.period SET rehearsal = true$$]) AS s;
SELECT throws_like(s, '%is written by the book itself and never changes', 'not even its owner: ' || s) FROM unnest(ARRAY[
	'DELETE FROM book.final_answer', 'UPDATE book.final_answer SET value = 1', 'TRUNCATE book.final_answer',
	'DELETE FROM book.audit', 'UPDATE book.audit SET actor = 1', 'TRUNCATE book.audit', 'DELETE FROM book.audit_head', 'TRUNCATE book.audit_head',
	'TRUNCATE book.frozen_score', 'UPDATE book.frozen_ranking SET rank = 1']) AS s;
-- Whatever the depth of triggers: from one on a table of one's own.
GRANT USAGE, CREATE ON SCHEMA tap TO book_administrator;
SELECT is(tap.try('book_boss', $$CREATE TABLE tap.lever (statement text);
	CREATE FUNCTION tap.pull() RETURNS trigger LANGUAGE plpgsql AS $f$BEGIN EXECUTE NEW.statement; RETURN NEW; END$f$;
	CREATE TRIGGER pull BEFORE INSERT ON tap.lever FOR EACH ROW EXECUTE FUNCTION tap.pull()$$), 'ok', 'an administrator''s trigger');
SELECT is(left(tap.try('book_boss', format('INSERT INTO tap.lever VALUES (%L)', s.statement)), length(s.refusal)), s.refusal, 'from beneath a trigger: ' || s.statement)
FROM (VALUES ($$UPDATE book.node SET rule = 'percent'$$, '42501 permission denied for table node'),
	($$UPDATE book.period SET state = 'published' WHERE period_id = 'k'$$, '55000 period "k" is published by inserting into publication'),
	($$INSERT INTO book.final_answer VALUES ('k', 'x1', 'xa-1', '2.1', 'result', 1, 'self')$$, '42501 permission denied for table final_answer'),
	('UPDATE book.audit_head SET seq = 1', '42501 permission denied for table audit_head'),
	($$INSERT INTO book.audit SELECT * FROM book.audit$$, '42501 permission denied for table audit'),
	('UPDATE book.publication SET frozen = true', '42501 permission denied for table publication'),
	('DELETE FROM book.frozen_score', '42501 permission denied for table frozen_score')) AS s(statement, refusal);
SELECT throws_like('TRUNCATE book.self_answer, book.confirmation', '%cannot be truncated', 'nothing is truncated past the triggers');
SELECT throws_like($$UPDATE book.period SET state = 'published'$$, '%is published by inserting into publication', 'publishing is a publication');

-- Closed too early: opened again, closed again
SELECT throws_ok($$UPDATE book.period SET state = 'appraising' WHERE period_id = 'k'$$, '23514', 'period "k" is opened again without a reason', 'not without a reason');
SELECT throws_ok($$UPDATE book.period SET state_note = 'khác' WHERE period_id = 'k'$$, '55000', 'period "k" is closed and cannot change so', 'nor does the note change by itself');
SELECT is(tap.try('book_a1', $$SELECT book.reopen('k', 'x')$$), '42501 permission denied for table period', 'nor by whom it is not for');
INSERT INTO book.account (role_name, unit_id) VALUES ('book_boss', NULL);
SELECT is(tap.try('book_council', $$INSERT INTO book.correction (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '75', 'kiến nghị'), ('k', 'x2', '1.2', 'có', 'kiến nghị')$$), 'ok', 'two appeals are pending');
CREATE TEMP TABLE closed AS SELECT unit_id, code, state, value FROM book.outcome WHERE period_id = 'k';
SELECT is(tap.try('book_boss', $$SELECT book.reopen('k', 'Đóng nhầm ngày')$$), 'ok', 'the administrator opens the period again');
SELECT is((SELECT state || ' ' || state_note FROM book.period WHERE period_id = 'k'), 'appraising Đóng nhầm ngày', 'and why');
SELECT is((SELECT count(*) FROM book.final_answer WHERE period_id = 'k') + (SELECT count(*) FROM book.correction WHERE period_id = 'k'), 0::bigint, 'its final answers are withdrawn, its corrections gone');
SELECT is((SELECT string_agg(unit_id || ' ' || code || ' ' || answer || ' ' || note || ' ' || entered_by, ', ' ORDER BY unit_id) FROM book.appraised_answer WHERE note = 'kiến nghị'), 'x1 1.1 75 kiến nghị book_council, x2 1.2 có kiến nghị book_council', 'they are what the council found, in its name');
SELECT set_eq($$SELECT unit_id, code, state, value FROM book.outcome WHERE period_id = 'k'$$, 'TABLE closed', 'so that the same counts as before');
SELECT is((SELECT count(*) > 0 FROM book.audit WHERE table_name = 'final_answer' AND verb = 'delete' AND actor = 'book_boss'), true, 'the audit has the withdrawal');
SELECT is_empty('SELECT view_name FROM book.refresh() WHERE error IS NOT NULL', 'a refresh goes on');
SELECT is(tap.try('book_council', $$UPDATE book.appraised_answer SET answer = '74' WHERE unit_id = 'x1' AND code = '1.1'$$), 'ok', 'the council goes on');
SELECT is((SELECT entered_by FROM book.appraised_answer WHERE unit_id = 'x1' AND code = '1.1'), 'book_council', 'by its name');
-- What stands against closing
SELECT is((SELECT string_agg(problem || ' ' || times, ', ' ORDER BY problem) FROM (SELECT problem, count(*) AS times FROM book.closing_check('k') GROUP BY problem) AS c),
	'entry window not over 1, evidence lacking 1, extension running 1, nobody answered 6, nothing counts 5, sheet not approved 6', 'what stands against closing it');
SELECT is((SELECT string_agg(concat_ws(' ', problem, nullif(unit_id, ''), nullif(code, ''), nullif(detail, '')), '; ' ORDER BY problem, unit_id, code) FROM book.closing_check('k') WHERE problem IN ('entry window not over', 'extension running', 'evidence lacking') OR unit_id = 'x2'), 'entry window not over until 2024-12-25, today is 2024-12-12; evidence lacking x2 1.1; extension running x1 until 2024-12-28, today is 2024-12-12; sheet not approved x2 draft', 'each by unit and criterion');
SELECT throws_like($$SELECT book.set_state('k', 'closed')$$, 'period "k" is not ready to be closed: entry window not over (1), %', 'so it is refused');
SELECT throws_like($$SELECT book.set_state('k', 'closed', 'Đóng nhầm ngày')$$, 'period "k" is not ready to be closed:%', 'an old note says nothing');
SELECT throws_like($$SELECT book.set_state('k', 'closed', U&' \00A0')$$, 'period "k" is not ready to be closed:%', 'nor does a blank one');
SELECT throws_ok($$SELECT book.set_state('nichts', 'closed')$$, 'P0002', 'there is no period "nichts"', 'a period that is none');
SELECT is(tap.try('book_boss', $$SELECT book.set_state('k', 'closed', 'Đã rà soát')$$), 'ok', 'with a word it is closed');
SELECT throws_ok($$SELECT book.set_state('k', 'closed', 'Đã rà soát')$$, '55000', 'period "k" is already closed', 'closing what is closed is said to be too late');
SELECT is((SELECT value FROM book.final_answer WHERE unit_id = 'x1' AND code = '1.1'), 74::float8, 'and settled anew');
SELECT is(current_setting('lock_timeout'), '0', 'the session waits as it did');
-- Parts that do not add up, where a set does not round
INSERT INTO book.index_set (set_id, family, name, decision, unit_kind, valid_from, tree) VALUES ('ba', 'ba', 'a', 'b', 'department', '2024-01-01',
	'[{"code": "1", "max": 10, "rule": "linear(0, 3)"}, {"code": "2", "max": 10, "rule": "linear(0, 3)"}, {"code": "3", "max": 10, "rule": "linear(0, 3)"}]'::jsonb::dx.tree);
INSERT INTO book.unit (unit_id, kind, name) VALUES ('so1', 'department', 'Sở 1'), ('so2', 'department', 'Sở 2');
INSERT INTO book.period (period_id, name, year, entry_from, entry_to) VALUES ('ba', 'Sở', 2024, '2024-12-01', '2024-12-31');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('ba', 'department', 'ba');
SELECT is((SELECT self_counts FROM book.period WHERE period_id = 'ba'), 'approved', 'where there is no council, approved sheets count');
SELECT book.enrol('ba');
SELECT is_empty($$SELECT * FROM book.enter_csv('ba', E'unit,code,answer\nso1,1,1\nso1,2,1\nso1,3,1\nso2,1,3\nso2,2,3\nso2,3,0\n')$$, 'thirds of ten points');
UPDATE book.submission SET state = 'submitted' WHERE period_id = 'ba';
UPDATE book.submission SET state = 'approved' WHERE period_id = 'ba';
UPDATE book.period SET state = 'appraising', entry_to = '2024-12-01' WHERE period_id = 'ba';
SELECT is((SELECT string_agg(concat_ws(' ', problem, unit_id, detail), '; ') FROM book.closing_check('ba') WHERE problem <> 'nothing counts'), 'parts do not add up so1 10.00 in all, 9.99 in parts as printed', 'whose parts will not add up as printed');
SELECT is_empty($$SELECT * FROM book.closing_check('nichts')$$, 'of no period nothing');

-- Rehearsal
INSERT INTO book.period (period_id, name, year, rehearsal, entry_from, entry_to) VALUES ('t', 'Tập huấn', 2024, true, '2024-12-01', '2024-12-31');
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('t', 'commune', 'xa-1');
SELECT is(book.enrol('t'), 5::bigint, 'a rehearsal, while another period is on');
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('t', 'x1', '1.1', '100');
SELECT is((SELECT points FROM book.my_sheet WHERE period_id = 't' AND unit_id = 'x1' AND level = 0), 30::numeric, 'shows its points');
UPDATE book.period SET state = 'appraising' WHERE period_id = 't';
UPDATE book.period SET state = 'closed', state_note = 'thử' WHERE period_id = 't';
SELECT throws_like($$INSERT INTO book.publication (period_id) VALUES ('t')$$, '%is a rehearsal and never counts', 'but never counts');

-- Several sets for one kind, by group
INSERT INTO book.period (period_id, name, year) VALUES ('g', 'Theo nhóm', 2024);
INSERT INTO book.set_choice (period_id, unit_kind, ranking_group, set_id, reason) VALUES ('g', 'commune', '', 'xa-1', ''), ('g', 'commune', 'núi', 'xa-2', 'Ít tiêu chí hơn');
SELECT is(book.enrol('g'), 5::bigint, 'a variant of the set for a group');
SELECT is((SELECT string_agg(unit_id || ' ' || set_id, ', ' ORDER BY unit_id) FROM book.submission WHERE period_id = 'g'), 'm1 xa-2, x1 xa-1, x2 xa-1, x3 xa-1, x9 xa-1', 'goes to that group');
UPDATE book.unit SET valid_to = '2024-11-29' WHERE unit_id = 'x3';
INSERT INTO book.period (period_id, name, year) VALUES ('v', 'Sau khi giải thể', 2024);
INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('v', 'commune', 'xa-1');
SELECT book.enrol('v');
SELECT is((SELECT count(*) FROM book.submission WHERE period_id = 'v' AND unit_id = 'x3'), 0::bigint, 'units that no longer exist on the last day are not assessed');
SELECT is_empty('SELECT * FROM book.audit_check()', 'the audit chains are whole');

SELECT * FROM finish();
ROLLBACK;
