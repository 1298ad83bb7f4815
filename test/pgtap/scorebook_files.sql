-- SPDX-License-Identifier: PostgreSQL
-- Files in and out: encodings, cells that a spreadsheet would spoil, sets as annexes
-- print them, sheets that went out and came back, tables from files.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();

-- cells
CREATE TEMP TABLE hostile AS SELECT * FROM (VALUES ('=1+1'), ('+84'), ('-5'), ('@SUM(A1)'), (E'\t=1'), (E'\r=1'), ('''=1'), (''''), ('''''x'), ('''tis'), ('1.10'), ('12/15'), ('1-2'), ('01'), ('007'), ('1e5'), ('123456789012'), ('8,5'), ('87,5%'),
	('có'), ('a;b'), ('a,b'), ('"'), ('a"b'), (E'a\nb'), (E'a\r\nb'), (' x '), (U&'\00A0x'), (''), ('<script>alert(1)</script>'), ('=cmd|''/C calc''!A0'), ('Robert''); DROP TABLE unit; --'), ('1.10.3'), ('I.1'), ('–')) AS v(said);
SELECT is_empty($$SELECT h.said, r.fields FROM hostile AS h, book.csv_records(E'a;b;c\nx;' || book.csv_cell(h.said) || E';y\n') AS r WHERE r.line > 1 AND book.csv_plain(r.fields[2]) IS DISTINCT FROM h.said$$, 'a cell comes back as it was, whatever it is');
SELECT is_empty($$SELECT said FROM hostile WHERE ltrim(book.csv_cell(said), '"') ~ '^[=+@\t\r-]'$$, 'and none begins as a formula does');
SELECT is(book.csv_cell('1.10'), '''1.10', 'nor is a code a number');
SELECT is(book.csv_plain('''tis'), '''tis', 'an apostrophe before a word stays');
SELECT is((SELECT string_agg(book.csv_number(x), ' ') FROM unnest('{12.5,12.125,1000,-0.5}'::numeric[]) AS x), '12,5 12,1250 1000 -0,5', 'numbers that are read in one way only');

-- encodings
SELECT is(book.wrong_encoding('Tỷ lệ hồ sơ trực tuyến; Có; Đạt; ờ ờ; mùa xuân, dân, "®" bản quyền ©'), NULL, 'right text');
SELECT is(book.wrong_encoding('plain English, café, naïve, ©, 5 µm, «quoted»'), NULL, 'other right text');
-- bytes as Excel and old fonts write them: "Tỷ lệ hồ sơ được xử lý trực tuyến"
SELECT is(book.file_text('\xefbbbf54e1bbb7206ce1bb87'), U&'\FEFFTỷ lệ', 'UTF-8 with its mark');
SELECT throws_ok(format('SELECT book.file_text(%L)', b.bytes), '22021', 'the file is not written in UTF-8: it is ' || b.looks, b.looks) FROM (VALUES
	('\xfffe410042000a00'::bytea, 'UTF-16'), ('\x504b03041400'::bytea || '\x00', 'a workbook (xlsx)'), ('\xd0cf11e0a1b11ae1'::bytea || '\x00', 'a workbook (xls)'), ('\x410042'::bytea, 'no text at all'), ('\x41e9e841ff'::bytea, 'another encoding')) AS b(bytes, looks);
SELECT throws_ok($$SELECT book.file_text('\x5479d2206ceaf22068f4cc2073f520f0fdf5f2632078fdd2206c79ec207472fdf26320747579eaec6e3b2056e36e2070686fcc6e673b206e67fdf5cc692064e26e20f0e16e68206769e13b20f0f56e207669f220f061f274206dfdec632074f4ec74')$$, '22021', 'the file is not written in UTF-8: it is Windows-1258', 'bytes of Windows-1258');
SELECT is(book.wrong_encoding(U&'\0054\0079\00d2\0020\006c\00ea\00f2\0020\0068\00f4\00cc\0020\0073\00f5\0020\00f0\00fd\00f5\00f2\0063\0020\0078\00fd\00d2\0020\006c\0079\00ec\0020\0074\0072\00fd\00f2\0063\0020\0074\0075\0079\00ea\00ec\006e\003b\0020\0056\00e3\006e\0020\0070\0068\006f\00cc\006e\0067\003b\0020\006e\0067\00fd\00f5\00cc\0069\0020\0064\00e2\006e\0020\00f0\00e1\006e\0068\0020\0067\0069\00e1\003b\0020\00f0\00f5\006e\0020\0076\0069\00f2\0020\00f0\0061\00f2\0074\0020\006d\00fd\00ec\0063\0020\0074\00f4\00ec\0074'), 'encoding.windows', 'text that was read as another: Windows-1258');
SELECT throws_ok($$SELECT book.file_text('\x54fb206cd62068e52073ac20aeadee632078f6206cfd207472f96320747579d56e3b2056a86e207068df6e673b206e67adea692064a96e20aeb86e68206769b83b20aeac6e2076de20aeb974206df8632074e874')$$, '22021', 'the file is not written in UTF-8: it is TCVN3 (ABC)', 'bytes of TCVN3 (ABC)');
SELECT is(book.wrong_encoding(U&'\0054\00fb\0020\006c\00d6\0020\0068\00e5\0020\0073\00ac\0020\00ae\00ad\00ee\0063\0020\0078\00f6\0020\006c\00fd\0020\0074\0072\00f9\0063\0020\0074\0075\0079\00d5\006e\003b\0020\0056\00a8\006e\0020\0070\0068\00df\006e\0067\003b\0020\006e\0067\00ad\00ea\0069\0020\0064\00a9\006e\0020\00ae\00b8\006e\0068\0020\0067\0069\00b8\003b\0020\00ae\00ac\006e\0020\0076\00de\0020\00ae\00b9\0074\0020\006d\00f8\0063\0020\0074\00e8\0074'), 'encoding.tcvn', 'text that was read as another: TCVN3 (ABC)');
SELECT is(book.wrong_encoding(U&'\0054\00e1\00bb\00b7\0020\006c\00e1\00bb\2021\0020\0068\00e1\00bb\201c\0020\0073\00c6\00a1\0020\00c4\2018\00c6\00b0\00e1\00bb\00a3\0063\0020\0078\00e1\00bb\00ad\0020\006c\00c3\00bd\0020\0074\0072\00e1\00bb\00b1\0063\0020\0074\0075\0079\00e1\00ba\00bf\006e\003b\0020\0056\00c4\0192\006e\0020\0070\0068\00c3\00b2\006e\0067\003b\0020\006e\0067\00c6\00b0\00e1\00bb\0069\0020\0064\00c3\00a2\006e\0020\00c4\2018\00c3\00a1\006e\0068\0020\0067\0069\00c3\00a1\003b\0020\00c4\2018\00c6\00a1\006e\0020\0076\00e1\00bb\2039\0020\00c4\2018\00e1\00ba\00a1\0074\0020\006d\00e1\00bb\00a9\0063\0020\0074\00e1\00bb\2018\0074'), 'encoding.twice', 'UTF-8 in a wrong coat');
SELECT is(book.wrong_encoding(U&'T\FFFD l\FFFD'), 'encoding.lost', 'letters lost');
SELECT is(book.wrong_encoding('Tỷ lệ hồ sơ được xử lý trực tuyến; Văn phòng; người dân đánh giá; đơn vị đạt mức tốt'), NULL, 'and the same text as it should be');
SELECT is(book.wrong_encoding(normalize('Tỷ lệ hồ sơ được xử lý trực tuyến; Văn phòng; người dân đánh giá; đơn vị đạt mức tốt', NFD)), NULL, 'decomposed too');
SELECT throws_ok($$SELECT * FROM book.enter_csv('k', E'unit;code;answer\nx1;1.1;T\uFFFDt')$$, '22021', 'the file is not written in UTF-8: it is a conversion that lost letters', 'entry refuses it');

-- sets as annexes print them
CREATE FUNCTION tap.codes(content text) RETURNS text LANGUAGE sql AS $$SELECT string_agg(concat_ws('|', r.code, nullif(r.options->>'number', ''), r.max_points, r.problem), ' ' ORDER BY r.line) FROM book.set_rows(content) AS r$$;
SELECT is(tap.codes(E'STT;Nội dung;Điểm tối đa\n;Bộ chỉ số;100\nI;Nền tảng;50\n1;Nhận thức;20\n1.1;Họp;10\n1.2;Thi;10\n2;Thể chế;30\na);Nghị quyết;10\nb);Kế hoạch;20\nII;Hoạt động;50\n1;Chính quyền;50\n'),
	'|100 I|50 I.1|1|20 I.1.1|1.1|10 I.1.2|1.2|10 I.2|2|30 I.2.a|a)|10 I.2.b|b)|20 II|50 II.1|1|50', 'Roman, numbers, dots, letters');
SELECT is(tap.codes(E'TT;Chỉ số;Điểm\nI;a;10\nI.1;b;5\nI.2;c;5\nII;d;5\nII.7;e;5\n'), 'I|10 I.1|5 I.2|5 II|5 II.7|5', 'numbers that begin with the one above');
SELECT is(tap.codes(E'TT;Chỉ số;Điểm\nA;a;10\n1;b;5\nB;c;5\nC;d;5\nD;e;5\nI;f;5\n'), 'A|10 A.1|1|5 B|5 C|5 D|5 D.I|I|5', 'letters go on as letters, Roman numbers are Roman');
SELECT is(tap.codes(E'STT;Tên;Cấp;Điểm\n1;a;1;10\n1;b;2;5\n2;c;2;5\n1;d;3;5\n2;e;1;5\n'), '1|10 1.1|1|5 1.2|2|5 1.2.1|1|5 2|5', 'a level column');
SELECT is(tap.codes(E'STT;Tên;Loại;Điểm\n1;a;Trụ cột;10\n1;b;Chỉ số;5\n-;c;Tiêu chí;2\n-;d;Tiêu chí;3\n2;e;Chỉ số;5\n-;f;Tiêu chí;5\n2;g;Trụ cột;5\n'), '1|10 1.1|1|5 1.1.1|-|2 1.1.2|-|3 1.2|2|5 1.2.1|-|5 2|5', 'kinds, and dashes');
SELECT is((SELECT string_agg(r.line || ': ' || r.problem, '; ' ORDER BY r.line) FROM book.set_rows(E'STT;Tên;Điểm\n1;a;1.500\n1;b;5 điểm\n2;c;1189,8\n;d;1\n;e;1\n') AS r WHERE r.problem IS NOT NULL),
	'2: cannot read max_points "1.500": One separator and three digits can mean two numbers. Write 1.5 or 1500; 3: cannot read max_points "5 điểm": Text follows the number; 6: it has no number', 'what is wrong, line by line');
SELECT is((SELECT string_agg(book.ungrouped(n), ' ') FROM unnest('{1.189,"1,189","1.189,8",1.234.567,"-1,234,567.8","1.189,8%",1.23.4,"1,2,3"}'::text[]) AS n), '1.189 1,189 1189,8 1234567 -1234567.8 1189,8% 1.23.4 1,2,3', 'thousands that can be nothing else');
SELECT is((SELECT r.max_points FROM book.set_rows(E'STT;Tên;Điểm tối đa\n1;a;1.189,8\n') AS r), 1189.8::float8, '1.189,8 has one reading');
-- the shape of a real district set: 3 pillars, 19 main, 70 component indices, 159 criteria
CREATE TEMP TABLE annex AS
WITH shape(pillar, main, component, criteria) AS (VALUES (1, 6, 31, 71), (2, 6, 19, 41), (3, 7, 20, 47)
), component AS (SELECT pillar, i, (i - 1) * main / component + 1 AS m, row_number() OVER (PARTITION BY pillar, (i - 1) * main / component ORDER BY i) AS c FROM shape, generate_series(1, component) AS i
), printed AS (
	SELECT ARRAY[pillar] AS place, (ARRAY['I','II','III'])[pillar] AS number, 'Trụ cột' AS kind FROM shape
	UNION ALL SELECT ARRAY[pillar, m], m::text, 'Chỉ số chính' FROM shape, generate_series(1, main) AS m
	UNION ALL SELECT ARRAY[pillar, m, c::int], m || '.' || c, 'Chỉ số thành phần' FROM component
	UNION ALL SELECT ARRAY[s.pillar, c.m, c.c::int, k], chr(96 + (row_number() OVER (PARTITION BY c.pillar, c.m, c.c ORDER BY k))::int), 'Tiêu chí' FROM shape AS s, generate_series(1, criteria) AS k JOIN component AS c ON true WHERE c.pillar = s.pillar AND c.i = (k - 1) * s.component / s.criteria + 1)
SELECT E'STT;Nội dung;Điểm tối đa;Quy tắc\n' || string_agg(concat_ws(';', number, kind || ' ' || number, CASE kind WHEN 'Tiêu chí' THEN '2;percent' ELSE ';' END), E'\n' ORDER BY place) AS content FROM printed;
SELECT lives_ok('SELECT book.tree_from_csv(content, ''{3,19,70,159}'') FROM annex', '3/19/70/159, as stated');
SELECT throws_ok('SELECT book.tree_from_csv(content, ''{3,19,70,158}'') FROM annex', '23514', 'the index set has 3/19/70/159, not 3/19/70/158 nodes by level', 'or not');
SELECT throws_ok($$SELECT book.tree_from_csv(regexp_replace(content, E'\\nII;', E'\\n1;'), '{3,19,70,159}') FROM annex$$, NULL, NULL, 'a slip in the numbering shows');
-- out and in again
SELECT is(book.tree_from_csv(book.tree_to_csv(i.tree, l))::text, i.tree::text, i.set_id || ' out and in again, ' || l) FROM book.index_set AS i, unnest(ARRAY['vi', 'en']) AS l;
SELECT is(book.tree_from_csv(book.tree_to_csv(t.tree))::text, t.tree::text, 'an annex out and in again') FROM (SELECT book.tree_from_csv(content) AS tree FROM annex) AS t;
SELECT is(book.tree_from_csv(book.tree_to_csv(t.tree))::text, t.tree::text, 'with every option') FROM (SELECT '[{"code": "", "name": "=HYPERLINK(\"x\")", "decimals": 2}, {"code": "1", "number": "I", "name": "a;b \"c\"\nd", "kind": "trụ cột", "max": 10.125, "floor": -1.5},
	{"code": "1.1", "max": 10.125, "rule": "percent", "threshold": "50%", "guide": "-5 = không"}, {"code": "2", "method": "mean", "missing": "zero", "min_count": 1, "max": 5}, {"code": "2.1", "weight": "1/3", "rule": "choice(Tốt:1, Chưa:0)"}, {"code": "2.2", "weight": 2, "rule": "ratio"}, {"code": "3", "max": 1, "rule": "yesno", "needs": {"1": "1/2"}}]'::dx.tree AS tree) AS t;

-- sheets
SELECT book.enrol('k');
CREATE FUNCTION tap.sheet(who text, args text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE format('SELECT book.sheet_csv(%s)', args) INTO said;
	RESET ROLE;
	RETURN said;
EXCEPTION WHEN OTHERS THEN
	RESET ROLE;
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT is(split_part(tap.sheet('book_a1', '''k'', ''x1'', language => ''vi'''), E'\r\n', 1), U&'\FEFFKỳ;Đơn vị;Tên đơn vị;Mã;STT;Tiêu chí;Điểm tối đa;Cách tính điểm;Cơ quan chủ trì;Hạn;Trả lời;Trạng thái;Ghi chú;Giải trình;Ngày số liệu;Nơi cung cấp', 'the headings');
SELECT is(split_part(tap.sheet('book_a1', '''k'', ''x1'', language => ''en'''), E'\r\n', 1), U&'\FEFFperiod;unit;unit_name;code;number;name;max_points;rule;office;deadline;answer;state;note;explanation;data_date;provided_by', 'in English');
SELECT alike(tap.sheet('book_a1', '''k'', ''x1'''), E'%\r\nk;x1;Xã 1;''1.10;''1.10;Văn bản ký số;20;"%";;25/12/2024;;;;;;\r\n%', 'a line of a blank sheet');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', tap.sheet('book_a1', '''k'', ''x1'''))$$, 'a blank sheet comes back');
SELECT is((SELECT count(*) FROM book.self_answer), 0::bigint, 'and says nothing');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', regexp_replace(tap.sheet('book_a1', '''k'', ''x1'''), E'(25/12/2024);;;;;;(?=\r\n)', E'\\1;87,5%;;;'' ''''=1;05/12/2024;vp', 'n'))$$, 'filled in');
DELETE FROM book.self_answer;
-- every kind of text an answer has, out and back
INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note, explanation, data_date, provided_by) VALUES
	('k', 'x1', '1.1', '12/15', 'result', '=1+1', '''=x', '2024-11-05', 'ca'), ('k', 'x1', '1.2', 'có', 'result', E'-a;"b"\n c', '', NULL, NULL), ('k', 'x1', '1.10', '79,9', 'result', '''tis', U&'x\00A0', NULL, 'vp'),
	('k', 'x1', '2.1', '0.5', 'result', '', '', NULL, NULL), ('k', 'x1', '2.2', NULL, 'na', '@không có', '', NULL, NULL);
INSERT INTO book.self_answer (period_id, unit_id, code, answer, state, note) SELECT 'k', 'x3', '1.1', '12', 'points', '+84';
SELECT is_empty($$SELECT * FROM book.enter_csv('k', tap.sheet('book_council', '''k'', language => ''$$ || l || $$'''))$$, 'all sheets came back, ' || l) FROM unnest(ARRAY['vi', 'en']) AS l;
SELECT is((SELECT count(*) FROM book.audit WHERE table_name = 'self_answer' AND verb = 'update'), 0::bigint, 'unchanged, they change nothing');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', replace(tap.sheet('book_a1', '''k'', ''x1'''), '''12/15', '''13/15'))$$, 'one cell changed');
SELECT is((SELECT string_agg(code || ' ' || answer, ', ' ORDER BY code) FROM book.self_answer WHERE unit_id = 'x1' AND numerator IS NOT NULL), '1.1 13/15', 'is the one change');
SELECT is((SELECT count(*) FROM book.audit WHERE table_name = 'self_answer' AND verb = 'update'), 1::bigint, 'there is');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', tap.sheet('book_a1', '''k'', ''x1'', filled => false'))$$, 'a blank sheet over answers');
SELECT is((SELECT count(*) FROM book.self_answer WHERE unit_id = 'x1' AND (value IS NOT NULL OR state = 'na')), 5::bigint, 'takes none away');
SELECT is((SELECT string_agg(line || ' ' || reason, ', ') FROM book.enter_csv('k', replace(tap.sheet('book_a1', '''k'', ''x1'''), E'\r\nk;', E'\r\nz;')) WHERE line < 4), '2 the line is of period "z", 3 the line is of period "z"', 'a sheet of another period');
SELECT is((SELECT count(*) FROM book.csv_records(tap.sheet('book_a1', '''k'', ''x1'', ''vp'''))), 2::bigint, 'a sheet of an office');
SELECT is((SELECT count(*) FROM book.csv_records(tap.sheet('book_council', '''k'', code => ''1.1'''))), 6::bigint, 'a sheet of one criterion, of all units');
SELECT is((SELECT count(*) FROM book.csv_records(tap.sheet('book_a2', '''k'', code => ''1.1'''))), 2::bigint, 'as far as they are seen');
SELECT is(tap.sheet('book_a1', '''k'', ''x2'''), 'P0002 role "book_a1" is shown no criterion that such a sheet would have', 'no sheet of another unit');
SELECT is(tap.sheet('book_reader', '''k'', ''x2'''), '42501 permission denied for view not_applicable_criterion', 'nor for viewers');
SELECT is(tap.sheet('book_a1', '''k'', language => ''fr'''), '22023 there is no language "fr"', 'in two languages');
SELECT unalike(tap.sheet('book_council', '''k'', ''m1'''), '%''2.2;%', 'what does not apply is not asked');

-- wide
SELECT count(*) FROM book.refresh();
UPDATE book.unit SET name = '=1+1' WHERE unit_id = 'x2';
SELECT is((SELECT count(*) FROM book.csv_records(book.wide('k'))), 8::bigint, 'a line a unit');
CREATE FUNCTION tap.wide_of(who text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	lines bigint;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	lines := (SELECT count(*) - 1 FROM book.csv_records(book.wide('k')));
	RESET ROLE;
	RETURN lines;
END
$$;
SELECT is(tap.wide_of('book_a1'), 1::bigint, 'one''s own before publication');
SELECT is(tap.try('book_reader', 'SELECT book.wide(''k'')'), 'P0002 role "book_reader" is shown no results of period "k"', 'viewers none');

-- rules under a heading that means guidance
SELECT throws_ok($$SELECT book.tree_from_csv(E'Mã;Tên;Điểm;Cách chấm\n1;a;5;xem phụ lục\n2;b;5;steps(50:0.5, 80:1)\n')$$, '22P02', 'the column of guidance holds rules: line 3, "steps(50:0.5, 80:1)"', 'are not taken for words');
SELECT lives_ok($$SELECT book.tree_from_csv(E'Mã;Tên;Điểm;Cách chấm;Quy tắc\n1;a;5;percent;percent\n')$$, 'where a column of rules is there too, they may stand there');
SELECT lives_ok($$SELECT book.tree_from_csv(E'Mã;Tên;Điểm;Cách chấm\n1;a;5;percent of files, points by table 2\n')$$, 'words are words');

-- tables from files
SELECT is((SELECT string_agg(line || ' ' || name, '; ') FROM book.enter_file('unit', E'\uFEFFMã đơn vị;Tên đơn vị;Cấp;Từ ngày;Xếp hạng\r\ny1;Xã Y;commune;31/02/2025;có\r\n;không mã;commune;;\r\ny3;=1+1;làng;;\r\ny4;Xã;commune;;có lẽ\r\ny5;Xã 5;commune;;\r\n')), '2 y1; 3 ; 4 y3; 5 y4', 'every bad line');
SELECT is((SELECT count(*) FROM book.unit WHERE unit_id LIKE 'y%'), 0::bigint, 'and nothing of the good ones');
SELECT is_empty($$SELECT * FROM book.enter_file('unit', E'Mã đơn vị;Tên đơn vị;Cấp;Từ ngày;Xếp hạng\r\ny1;Xã Y;commune;1/7/2025;không\r\n''01;Xã 01;Xã;;\r\nx1;Xã Một;XÃ;;\r\n')$$, 'a good file');
SELECT is((SELECT string_agg(concat_ws('|', unit_id, name, valid_from, ranked), ', ' ORDER BY unit_id) FROM book.unit WHERE unit_id IN ('y1', '01', 'x1')), '01|Xã 01|1900-01-01|t, x1|Xã Một|1900-01-01|t, y1|Xã Y|2025-07-01|f', 'new and changed units');
SELECT is_empty($$SELECT * FROM book.enter_file('office', E'Mã đơn vị;Mã cơ quan;Tên cơ quan\ny1;vp;Văn phòng Xã Y\n')$$, 'offices');
SELECT is((SELECT string_agg(name || ' ' || reason, '; ') FROM book.enter_file('office', E'unit;office;name\ny1;zz;x\n')), 'y1 zz there is no type of office "zz"', 'of a kind that is there');
SELECT is((SELECT string_agg(f.kind || ' ' || line || ' ' || reason, E'\n' ORDER BY f.place, line) FROM (VALUES (1, 'unit', E'unit;name;kind;parent\ny8;a;làng;\ny9;a;commune;zz\n', NULL), (2, 'office', E'unit;office;name\nzz;vp;x\n', NULL),
		(3, 'guidance', E'code;source\n9;self\n1.2;đoán\n', 'xa-1'), (4, 'responsibility', E'code;office;part\n9;vp;lead\n1.2;zz;lead\n1.2;vp;phụ\n', 'xa-1'), (5, 'target', E'unit;code;target\nzz;2.1;5\nx2;9;5\n', 'k'),
		(6, 'evidence', E'unit;code;title;place\nzz;1.1;a;b\nx1;9;a;b\n', 'k')) AS f(place, kind, content, of),
		LATERAL book.enter_file(f.kind, f.content, f.of)), $$unit 2 there is no kind of unit "làng"
unit 3 there is no unit "zz"
office 2 there is no unit "zz"
guidance 2 index set "xa-1" has no criterion "9"
guidance 3 there is no source "đoán": write self, survey, measured or derived
responsibility 2 index set "xa-1" has no criterion "9"
responsibility 3 there is no type of office "zz"
responsibility 4 there is no part "phụ": write lead or cooperate
target 2 unit "zz" is not enrolled in period "k"
target 3 index set "xa-1" has no criterion "9"
evidence 2 role "postgres" may not enter evidence of unit "zz" in period "k"
evidence 3 index set "xa-1" has no criterion "9"$$, 'what a line names and is not there is said in words');
SELECT is_empty($$SELECT * FROM book.enter_file('guidance', E'Mã;Nguồn\n1.2;Khảo sát\n2.1;measured\n2.2;\n', 'xa-1')$$, 'sources in words');
SELECT is((SELECT string_agg(source, ' ' ORDER BY code) FROM book.criterion WHERE code IN ('1.2', '2.1', '2.2')), 'survey measured self', 'are what they say');
UPDATE book.criterion SET source = 'self' WHERE code IN ('1.2', '2.1');
SELECT is_empty($$SELECT * FROM book.enter_file('guidance', E'Mã;Cách chấm;Hạn;Bắt buộc kiểm chứng\n''1.10;Văn bản ký số;20/12/2024;có\n''1.1;;15/12/2024;có\n', 'xa-1')$$, 'guidance');
SELECT is((SELECT string_agg(concat_ws('|', code, how_vi, how_en, deadline, evidence_required), ', ' ORDER BY code) FROM book.criterion WHERE set_id = 'xa-1' AND deadline IS NOT NULL), '1.1||From the exchange|2024-12-15|t, 1.10|Văn bản ký số||2024-12-20|t', 'columns that the file has not stay');
SELECT is((SELECT string_agg(name, '; ') FROM book.enter_file('guidance', E'Mã;Cách chấm\n9;x\n1..1;y\n', 'xa-1')), '9; 1..1', 'of criteria that are there');
SELECT is_empty($$SELECT * FROM book.enter_file('responsibility', E'Mã;Cơ quan;Vai trò\n1.2;ca;Chủ trì\n1.2;vp;phối hợp\n', 'xa-1')$$, 'who is responsible');
SELECT is((SELECT string_agg(office_type || ' ' || part, ', ' ORDER BY part DESC) FROM book.responsibility WHERE code = '1.2'), 'ca lead, vp cooperate', 'leads and cooperates');
SELECT is_empty($$SELECT * FROM book.enter_file('target', E'Mã đơn vị;Mã;Chỉ tiêu;Số quyết định\nx2;2.1;"1.189,8";7/QĐ-UBND\n', 'k')$$, 'targets with their decisions');
SELECT is((SELECT concat_ws('|', target, times, assigned_by) FROM book.unit_target), '1189.8|1|7/QĐ-UBND', 'one target');
SELECT is((SELECT string_agg(name || ' ' || reason, '; ') FROM book.enter_file('target', E'Mã đơn vị;Mã;Chỉ tiêu\nx2;2.1;1.189\nx2;1.2;5\nzz;2.1;5\n', 'k') WHERE line < 4),
	'x2 2.1 cannot read "1.189": One separator and three digits can mean two numbers. Write 1.1890 or 1189.; x2 1.2 criterion "1.2" takes no target: its rule is yesno', 'refused');
SELECT is_empty($$SELECT * FROM book.enter_file('evidence', E'Mã đơn vị;Mã;Tài liệu;Đường dẫn;Ngày\nx1;1.1;Báo cáo;https://a/b?c;5/12/2024\n', 'k')$$, 'evidence') FROM generate_series(1, 2);
SELECT is((SELECT count(*) FROM book.evidence), 1::bigint, 'once');
SELECT is(tap.try('book_a1', $$SELECT * FROM book.enter_file('evidence', E'unit;code;title;place\nx1;1.2;a;b', 'k')$$), 'ok', 'assessors for the own unit');
SELECT is((SELECT count(*) FROM book.evidence), 2::bigint, 'which is in');
-- and out again
UPDATE book.unit SET name = '=1+1; "x"', valid_to = '2030-12-31' WHERE unit_id = 'y1';
UPDATE book.criterion SET how_vi = E'-5\n"a"', rule_vi = '@b' WHERE set_id = 'xa-1' AND code = '1.1';
UPDATE book.unit_target SET target = 12.125;
INSERT INTO book.evidence (period_id, unit_id, code, title, place, sha256, dated) VALUES ('k', 'x2', '1.1', '+84', '=x', repeat('ab', 32), '2024-12-01');
CREATE TEMP TABLE before AS SELECT count(*) AS entries FROM book.audit;
SELECT is_empty(format('SELECT * FROM book.enter_file(%L, book.file_csv(%1$L, %L, %L), %2$L)', k.kind, k.of, l), k.kind || ' went out and came back, ' || l)
FROM (VALUES ('unit', NULL), ('office', NULL), ('guidance', 'xa-1'), ('responsibility', 'xa-1'), ('target', 'k'), ('evidence', 'k')) AS k(kind, of), unnest(ARRAY['vi', 'en']) AS l;
SELECT is((SELECT count(*) FROM book.audit), (SELECT entries FROM before), 'and changed nothing');
SELECT throws_ok($$SELECT book.file_csv('user')$$, '22023', 'there is no kind of file "user"', 'no other kinds go out');
CREATE FUNCTION tap.page_lines(who text, statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	lines bigint;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE format('SELECT count(*) FROM book.csv_records(%s)', statement) INTO lines;
	RESET ROLE;
	RETURN lines;
END
$$;
CREATE FUNCTION tap.refused(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	EXECUTE format('SELECT string_agg(f.reason, ''; '') FROM (%s) AS f', statement) INTO said;
	RESET ROLE;
	RETURN said;
END
$$;
SELECT is(tap.refused('book_a1', $$SELECT * FROM book.enter_file('evidence', E'unit;code;title;place\nx2;1.2;a;b', 'k')$$), 'role "book_a1" may not enter evidence of unit "x2" in period "k"', 'and no other');
SELECT is(tap.refused('book_a1', $$SELECT * FROM book.enter_file('unit', E'unit;name;kind\nx2;a;commune')$$), 'permission denied for table unit', 'nor units');
SELECT is(tap.page_lines('book_a1', $$book.file_csv('evidence', 'k')$$), 3::bigint, 'a unit takes out its own evidence');
SELECT is(tap.page_lines('book_a2', $$book.file_csv('target', 'k')$$), 2::bigint, 'and targets');
SELECT throws_ok($$SELECT * FROM book.enter_file('user', 'a')$$, '22023', 'there is no kind of file "user"', 'no other kinds');
SELECT throws_ok($$SELECT * FROM book.enter_file('guidance', 'a', 'none')$$, 'P0002', 'there is no index set "none"', 'no other sets');
SELECT throws_ok($$SELECT * FROM book.enter_file('target', 'a', 'none')$$, 'P0002', 'there is no period "none"', 'no other periods');
SELECT throws_ok($$SELECT * FROM book.enter_file('unit', E'mã;tên;lương\na;b;c')$$, '22023', 'there is no column "lương"', 'no other columns');
SELECT throws_ok($$SELECT * FROM book.enter_file('unit', E'mã;tên;cấp')$$, '22023', 'the file has no lines', 'nor nothing');
SELECT * FROM finish();
ROLLBACK;
