-- SPDX-License-Identifier: PostgreSQL
-- Files as people have them: which encoding, columns by the names that people give
-- them, cells that a spreadsheet would spoil, sets numbered as annexes number them.

-- Text in a wrong encoding is text too; it is known by letters that do not stand
-- so in Vietnamese. (Latin-1 letters of the bytes: C1 controls included.)
CREATE FUNCTION wrong_encoding(content text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	-- the first pages tell
	page text := left(content, 20000);
	right_letters int := regexp_count_of(page, U&'[\0103\0111\01A1\01B0\1EA0-\1EF9]');
	found text;
BEGIN
	-- The letters of each encoding are seen more often than those of right text.
	SELECT e.name INTO found
	FROM (VALUES
		('encoding.twice', U&'\00C3[\00A0-\00BF\2018-\2122]|\00C4\2018|\00C6[\00A1\00B0]|\00E1[\00BA\00BB][\00A0-\00BF\0152-\2122]', 1),
		('encoding.windows', U&'[a-zA-Z\00E2\00E3\00EA\00F4\00F5\00FD][\00CC\00D2\00DE\00EC\00F2](?![a-z\00E0-\00FF]*[a-z]\00EC)|\00F0[\00F5\00FD]|[tT]\00FD[\00F5\00EC\00F2]', 1),
		('encoding.tcvn', U&'[a-z][\00A8-\00AE\00B5-\00B9\00BB-\00BE][a-z ;,]|\00AE[a-z\00A8-\00B9]', 2)) AS e(name, pattern, least_times)
	WHERE regexp_count_of(page, e.pattern) > greatest(right_letters, e.least_times - 1)
	ORDER BY regexp_count_of(page, e.pattern) DESC LIMIT 1;
	IF found IS NULL AND strpos(page, U&'\FFFD') > 0 THEN
		found := 'encoding.lost';
	END IF;
	RETURN found;
END
$$;
COMMENT ON FUNCTION wrong_encoding(text) IS 'which wrong encoding a text comes from, as a code in wording: encoding.tcvn (TCVN3, ABC), encoding.windows (Windows-1258), encoding.twice (UTF-8 that was read as Windows-1252), encoding.lost (a conversion that lost letters); NULL: none that can be seen';

-- A file as it is on disk.
CREATE FUNCTION file_text(content bytea) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	looks text;
BEGIN
	IF substr(content, 1, 2) IN ('\xfffe', '\xfeff') OR position('\x00'::bytea IN content) > 0 THEN
		looks := CASE WHEN substr(content, 1, 4) = '\x504b0304' THEN 'encoding.xlsx' WHEN substr(content, 1, 4) = '\xd0cf11e0' THEN 'encoding.xls'
			WHEN substr(content, 1, 2) IN ('\xfffe', '\xfeff') THEN 'encoding.wide' ELSE 'encoding.none' END;
	ELSE
		BEGIN
			RETURN convert_from(content, 'UTF8');
		EXCEPTION WHEN character_not_in_repertoire THEN
			looks := coalesce(wrong_encoding(convert_from(content, 'LATIN1')), 'encoding.other');
		END;
	END IF;
	RAISE EXCEPTION USING MESSAGE = say('not_utf', '@' || looks), HINT = say('save_as_utf'), ERRCODE = 'character_not_in_repertoire';
END
$$;
COMMENT ON FUNCTION file_text(bytea) IS 'the text of a file: UTF-8, with or without a byte order mark; an error names any other encoding: UTF-16, Windows-1258, TCVN3 (ABC), a workbook';

CREATE FUNCTION regexp_count_of(said text, pattern text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT count(*) FROM regexp_matches(said, pattern, 'g'));
COMMENT ON FUNCTION regexp_count_of(text, text) IS 'how often a pattern is found (regexp_count of later servers)';

-- What a spreadsheet would run, whatever blanks stand before it: = + - @, in full width too.
CREATE FUNCTION csv_runs(said text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN said ~ '^[\t\r]' OR trimmed(said) ~ U&'^[=+@\FF1D\FF0B\FF0D\FF20-]';
COMMENT ON FUNCTION csv_runs(text) IS 'would a spreadsheet take a cell for a formula?';

-- A cell for a spreadsheet. It would run formulas, and take 1.10 or 12/15 for a number or a
-- date (a whole date may be one); an apostrophe says that it is text. What had an apostrophe
-- gets another, so that csv_plain gives back exactly what it was.
CREATE FUNCTION csv_cell(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN said ~ '[;,"\t\r\n]' OR said <> '' AND trimmed(said) IS DISTINCT FROM said THEN '"' ELSE '' END
	|| CASE WHEN (csv_runs(said) OR said ~ '^(''|0[0-9]|[0-9]+[./-][0-9]|[0-9]+[eE][0-9]|[0-9]{12})') AND said !~ '^[0-9]{2}/[0-9]{2}/[0-9]{4}$' THEN '''' ELSE '' END
	|| coalesce(replace(said, '"', '""'), '')
	|| CASE WHEN said ~ '[;,"\t\r\n]' OR said <> '' AND trimmed(said) IS DISTINCT FROM said THEN '"' ELSE '' END;
COMMENT ON FUNCTION csv_cell(text) IS 'a field of a CSV file: quoted where it must be, and with an apostrophe before what a spreadsheet would run (= + - @) or take for another thing (1.10, 12/15, 007); csv_plain takes it back';

CREATE FUNCTION csv_plain(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN left(cell, 1) = '''' AND (csv_runs(substr(cell, 2)) OR cell ~ '^''[''0-9]') THEN substr(cell, 2) ELSE cell END;
COMMENT ON FUNCTION csv_plain(text) IS 'a field as csv_cell was given it: without the apostrophe that told a spreadsheet that it is text';

-- A number as people write it; never three digits after the comma, which could
-- be thousands.
CREATE FUNCTION csv_number(x numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN n.said ~ ',[0-9]{3}$' THEN n.said || '0' ELSE n.said END FROM (SELECT replace(x::text, '.', ',') AS said) AS n);
COMMENT ON FUNCTION csv_number(numeric) IS 'a number with a decimal comma, that is read as one number only';

-- Both signs at once, or one of them twice, leave one reading: 1.189,8 and 1.234.567.
CREATE FUNCTION ungrouped(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN said ~ '^[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+|\.[0-9]{3}) ?%?$' THEN replace(said, '.', '')
	WHEN said ~ '^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+|,[0-9]{3}) ?%?$' THEN replace(said, ',', '')
	ELSE said END;
COMMENT ON FUNCTION ungrouped(text) IS 'a number without its thousands separators, where they can be nothing else: 1.189,8 or 1.234.567, but not 1.189';

CREATE FUNCTION csv_line(VARIADIC cells text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg(csv_cell(c.cell), ';' ORDER BY c.place) FROM unnest(cells) WITH ORDINALITY AS c(cell, place));
COMMENT ON FUNCTION csv_line(text[]) IS 'a line of a CSV file for spreadsheets: fields with semicolons between them';

-- What a heading says, however it is written. (lower() knows what the locale of the
-- database knows; in C it leaves Vietnamese capitals.)
CREATE FUNCTION heading(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(lower(regexp_replace(trimmed(CASE WHEN getdatabaseencoding() = 'UTF8' THEN normalize(said, NFC) ELSE said END), '[[:space:]]+', ' ', 'g')),
	'ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴĐ',
	'àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ');
COMMENT ON FUNCTION heading(text) IS 'a heading in lower case, composed letters and single blanks';

CREATE FUNCTION heading_shown(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN said IN ('stt', 'tt') THEN upper(said) ELSE translate(upper(left(said, 1)), 'đ', 'Đ') || substr(said, 2) END;
COMMENT ON FUNCTION heading_shown(text) IS 'a heading as it is printed: with a capital letter';

-- The columns of a file by their names. Which there are, and what people call
-- them, is the caller's: {"code": ["mã", "mã tiêu chí"], ...}.
CREATE FUNCTION csv_header(content text, known jsonb) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	encoding text := wrong_encoding(content);
	said text[];
	names text[];
	bad text;
BEGIN
	IF encoding IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('not_utf', '@' || encoding), HINT = say('save_as_utf'), ERRCODE = 'character_not_in_repertoire';
	END IF;
	SELECT array_agg(h.said ORDER BY h.place), array_agg(CASE WHEN h.said IS NULL THEN '' ELSE (
			SELECT k.key FROM jsonb_each(known) AS k WHERE k.key = h.said OR k.value ? h.said ORDER BY k.key <> h.said LIMIT 1) END ORDER BY h.place) INTO said, names
	FROM (SELECT f.place, heading(csv_plain(f.field)) AS said
		FROM (SELECT r.fields FROM csv_records(left(content, 20000)) AS r ORDER BY r.line LIMIT 1) AS r, unnest(r.fields) WITH ORDINALITY AS f(field, place)) AS h;
	SELECT n.said INTO bad FROM unnest(said, names) WITH ORDINALITY AS n(said, name, place) WHERE n.name IS NULL ORDER BY n.place LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_column', bad),
			HINT = say('columns_are', (SELECT string_agg(k.key || coalesce(' (' || (k.value->>0) || ')', ''), ', ' ORDER BY k.key) FROM jsonb_each(known) AS k)),
			ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT min(n.said) INTO bad FROM unnest(said, names) AS n(said, name) WHERE n.name <> '' GROUP BY n.name HAVING count(*) > 1 ORDER BY n.name LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('column_twice', bad), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN names;
END
$$;
COMMENT ON FUNCTION csv_header(text, jsonb) IS 'the columns of a CSV text by the names known, which may be written as people write them; an error for a column given twice, for one that nobody reads, and for a file in a wrong encoding. NULL: there is no line';

CREATE FUNCTION csv_columns(content text, known jsonb)
RETURNS TABLE (line int, cells jsonb, problem text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	names text[] := csv_header(content, known);
BEGIN
	RETURN QUERY
	SELECT r.line, (SELECT coalesce(jsonb_object_agg(n.name, csv_plain(coalesce(r.fields[n.place], ''))) FILTER (WHERE n.name <> ''), '{}')
			FROM unnest(names) WITH ORDINALITY AS n(name, place)),
		CASE WHEN cardinality(r.fields) <> cardinality(names) THEN say('line_fields', cardinality(r.fields)::text, cardinality(names)::text) END
	FROM csv_records(content) AS r ORDER BY r.line OFFSET 1;
END
$$;
COMMENT ON FUNCTION csv_columns(text, jsonb) IS 'the records of a CSV text by the names of its columns, as csv_header has them: line, cells, what is wrong with the record';

-- A cell of an index set as an option of a node: a number as people write it, yes
-- or no, or text. NULL and why, where it is none.
CREATE FUNCTION csv_option(name text, said text, OUT option jsonb, OUT problem text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	option := CASE
		WHEN name = 'bonus' THEN to_jsonb(dx.answer('yesno', said) = 1)
		WHEN name = 'cap' AND said = 'true' THEN to_jsonb(true)
		WHEN name = 'needs' THEN said::jsonb
		WHEN name IN ('max_points', 'weight', 'min_count', 'decimals', 'round_to', 'cap', 'floor') AND said !~ '^[0-9]+ */ *[0-9]+$'
			THEN to_jsonb(dx.answer('linear(0, 1)', ungrouped(said)))
		ELSE to_jsonb(said) END;
EXCEPTION WHEN data_exception THEN
	problem := say('row_unreadable', name, said, CASE WHEN name IN ('bonus', 'max_points', 'weight', 'min_count', 'decimals', 'round_to', 'cap', 'floor')
		THEN rtrim(dx.answer_problem(CASE name WHEN 'bonus' THEN 'yesno' ELSE 'linear(0, 1)' END, ungrouped(said), NULL, (SELECT i.language FROM sight AS i)), '.') ELSE SQLERRM END);
END
$$;
COMMENT ON FUNCTION csv_option(text, text) IS 'a cell of a CSV text as the option of a node that its column names, or what is wrong with it';

-- The kind of a printed number: Roman, a letter, a number with so many dots, a
-- dash. I, V, X ... are letters only where the letter before has just been.
CREATE FUNCTION number_shape(number text, letter_before text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN number ~ '^[A-Z]$' AND (number !~ '^[IVXLCDM]$' OR ascii(letter_before) + 1 = ascii(number)) THEN 'A'
	WHEN number ~ '^[IVXLCDM]+$' THEN 'I'
	WHEN number ~ '^[a-zđ]$' THEN 'a'
	WHEN number ~ '^[-+*•–]$' THEN '-'
	ELSE 'n' || regexp_replace(number, '[^.]', '', 'g') END;
COMMENT ON FUNCTION number_shape(text, text) IS 'beneath outline_codes: how a printed number is made: A, I (Roman), a, - (a dash), n, n., n.. (by its dots)';

-- Codes of rows that are numbered as annexes number them: I, then 1, then 1.1 or
-- a). A row is beneath the nearest one whose number its own begins with; else it
-- is as deep as the column level, the column kind or the shape of its number says.
CREATE FUNCTION outline_codes(numbers text[], levels text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
DECLARE
	codes text[] := '{}';
	-- what the row is beneath: keys, printed numbers and codes, the outermost first
	keys text[] := '{}';
	printed text[] := '{}';
	above text[] := '{}';
	children int[] := '{0}';
	by_number boolean := NOT EXISTS (SELECT 1 FROM unnest(levels) AS l(level) WHERE trimmed(l.level) !~ '^[0-9]{1,2}$');
	letter text;
	number text;
	key text;
	depth int;
	own text;
BEGIN
	FOR i IN 1 .. coalesce(cardinality(numbers), 0) LOOP
		number := rtrim(coalesce(trimmed(numbers[i]), ''), '.): ');
		IF number = '' AND (i = 1 OR blank(levels[i])) THEN
			codes := codes || CASE WHEN '' = ANY (codes) THEN NULL ELSE ''::text END;
			CONTINUE;
		END IF;
		key := coalesce(trimmed(levels[i]), number_shape(number, letter));
		depth := (SELECT max(p.place) FROM unnest(printed) WITH ORDINALITY AS p(said, place) WHERE starts_with(number, p.said || '.'));
		own := CASE WHEN depth IS NOT NULL THEN substr(number, length(printed[depth]) + 2) WHEN number !~ '^[-+*•–]?$' THEN number END;
		IF depth IS NULL AND by_number AND NOT blank(levels[i]) THEN
			depth := (SELECT count(*) FROM unnest(keys) AS k(said) WHERE CASE WHEN k.said ~ '^[0-9]{1,2}$' THEN k.said::int < key::int END);
		ELSIF depth IS NULL THEN
			depth := coalesce(array_position(keys, key) - 1, cardinality(keys));
		END IF;
		children := children[1:depth + 1];
		children[depth + 1] := children[depth + 1] + 1;
		keys := keys[1:depth] || key;
		printed := printed[1:depth] || number;
		above := above[1:depth] || concat_ws('.', CASE WHEN depth > 0 THEN above[depth] END, coalesce(own, children[depth + 1]::text));
		children := children || 0;
		codes := codes || above[depth + 1];
		letter := CASE WHEN number ~ '^[A-Z]$' THEN number ELSE letter END;
	END LOOP;
	RETURN codes;
END
$$;
COMMENT ON FUNCTION outline_codes(text[], text[]) IS 'codes of rows that are numbered as annexes number them (I, then 1, then 1.1 or a): by the number a row begins with, else by its level (1, 2 ... or the kind of the row), else by the shape of the number. An empty text for the whole, NULL for a second row without a number';

-- What the columns of an index set are called.
CREATE FUNCTION set_columns() RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{
	"code": ["mã", "mã số", "mã tiêu chí", "mã chỉ số"], "number": ["stt", "tt", "số tt", "số thứ tự"],
	"name": ["tên", "nội dung", "tiêu chí", "chỉ số", "tên tiêu chí", "tên chỉ số", "chỉ số/tiêu chí", "chỉ số, tiêu chí"],
	"max_points": ["điểm tối đa", "điểm", "thang điểm", "điểm chuẩn"], "rule": ["quy tắc"],
	"kind": ["loại"], "level": ["cấp", "bậc"], "guide": ["hướng dẫn", "cách chấm"], "weight": ["trọng số"], "bonus": ["điểm thưởng"],
	"method": ["cách gộp"], "missing": ["khi thiếu"], "min_coverage": [], "min_count": [], "cap": ["trần"], "floor": ["sàn"],
	"threshold": ["ngưỡng"], "needs": ["điều kiện"], "decimals": ["số lẻ"], "round_to": ["làm tròn đến"]
}'::jsonb;
COMMENT ON FUNCTION set_columns() IS 'the columns of a CSV file of an index set, and what people call them';

-- The rows of a set: code, options, and what is wrong with each.
CREATE FUNCTION set_rows(content text)
RETURNS TABLE (line int, code text, name text, max_points float8, rule text, options jsonb, problem text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH row AS MATERIALIZED (
		SELECT r.line, r.cells, r.problem, row_number() OVER (ORDER BY r.line) AS place FROM csv_columns(content, set_columns()) AS r
	), outline AS (
		SELECT outline_codes(array_agg(r.cells->>'number' ORDER BY r.place), array_agg(coalesce(trimmed(r.cells->>'level'), CASE WHEN r.cells ? 'level' THEN NULL ELSE trimmed(r.cells->>'kind') END) ORDER BY r.place)) AS codes FROM row AS r
	), coded AS (
		SELECT r.line, r.cells, r.problem, CASE WHEN r.cells ? 'code' THEN r.cells->>'code' ELSE o.codes[r.place] END AS code FROM row AS r CROSS JOIN outline AS o
	)
	-- a record of too few or too many fields has none that can be trusted
	SELECT c.line, CASE WHEN c.problem IS NULL THEN c.code END, nullif(c.cells->>'name', ''), CASE WHEN c.problem IS NULL THEN (o.options->>'max_points')::float8 END, nullif(c.cells->>'rule', ''),
		CASE WHEN c.problem IS NULL THEN nullif((coalesce(o.options, '{}') - 'max_points') || CASE
			-- the printed number is kept where it is not the code
			WHEN NOT blank(c.cells->>'number') AND rtrim(trimmed(c.cells->>'number'), '.): ') <> c.code THEN jsonb_build_object('number', trimmed(c.cells->>'number')) ELSE '{}' END, '{}') END,
		coalesce(c.problem, CASE WHEN c.code IS NULL THEN say('row_without_number') END, o.problem, CASE WHEN n.times > 1 THEN n.said END)
	FROM coded AS c,
		LATERAL (SELECT jsonb_object_agg(v.key, p.option) AS options, string_agg(p.problem, ', ' ORDER BY v.key) AS problem
			FROM jsonb_each_text(c.cells) AS v, csv_option(v.key, v.value) AS p
			WHERE v.key NOT IN ('code', 'number', 'name', 'rule', 'level') AND v.value <> '') AS o,
		LATERAL (SELECT count(*) AS times, say('row_twice', string_agg(d.line::text, ', ' ORDER BY d.line)) AS said FROM coded AS d WHERE d.code = c.code) AS n
	ORDER BY c.line;
END
$$;
COMMENT ON FUNCTION set_rows(text) IS 'the rows of an index set as CSV: line, code (stated, or by outline numbering: I, 1, 1.1), name, maximum, rule, options, and what is wrong with the row';

CREATE FUNCTION tree_from_csv(content text, expect int[] DEFAULT NULL) RETURNS dx.tree
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	bad text;
	result dx.tree;
	depths int[];
BEGIN
	IF NOT csv_header(content, set_columns()) && '{code,number}' THEN
		RAISE EXCEPTION USING MESSAGE = say('no_code_column'), HINT = say('columns_called'), ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT string_agg(CASE WHEN r.code IS NULL THEN say('row', r.line::text, r.problem) ELSE say('row_of_node', r.line::text, r.code, r.problem) END, '; ' ORDER BY r.line) INTO bad
	FROM set_rows(content) AS r WHERE r.problem IS NOT NULL;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('set_unreadable', bad), ERRCODE = 'invalid_text_representation';
	END IF;
	-- Rules under a heading that means guidance would be read as words: nothing would be quantified.
	IF NOT 'rule' = ANY (csv_header(content, set_columns())) THEN
		SELECT say('guide_rules', r.line::text, r.options->>'guide') INTO bad FROM set_rows(content) AS r
		WHERE r.options->>'guide' ~ '^\s*(points|yesno|ratio|percent|linear|target|checklist|steps|curve|log|choice|unscored)\s*(\(.*\)\s*)?(whole\s*)?$' ORDER BY r.line LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION USING MESSAGE = bad, HINT = say('guide_heading'), ERRCODE = 'invalid_text_representation';
		END IF;
	END IF;
	SELECT dx.tree(r.code, r.name, r.max_points, r.rule, r.options) INTO result FROM set_rows(content) AS r;
	IF result IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('set_empty'), ERRCODE = 'invalid_text_representation';
	END IF;
	IF expect IS NOT NULL THEN
		SELECT array_agg(d.nodes ORDER BY d.depth) INTO depths
		FROM (SELECT n.depth, count(*)::int AS nodes FROM dx.nodes(result) AS n WHERE n.depth > 0 GROUP BY n.depth) AS d;
		IF depths IS DISTINCT FROM expect THEN
			RAISE EXCEPTION USING MESSAGE = say('set_counts', array_to_string(depths, '/'), array_to_string(expect, '/')), HINT = say('nodes_list'),
				ERRCODE = 'check_violation';
		END IF;
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION tree_from_csv(text, int[]) IS 'an index tree from CSV: columns code, or number as the annexes print it (I, 1, 1.1), name, max_points, rule, and any option of a node (kind, guide, weight, method ...), under English or Vietnamese headings; expect: how many nodes there are by level, {3,19,70,159}. From JSON: cast it to dx.tree';

-- And out again: what tree_from_csv makes the same tree of.
CREATE FUNCTION tree_to_csv(tree dx.tree, language text DEFAULT 'vi') RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
DECLARE
	columns text[];
	lines text;
BEGIN
	-- the options that are stated anywhere, beside what is always there
	SELECT array_agg(k.key ORDER BY k.key) INTO columns
	FROM (SELECT DISTINCT o.key FROM jsonb_array_elements(tree::jsonb) AS n, jsonb_object_keys(n) AS o(key) WHERE o.key NOT IN ('code', 'number', 'name', 'max', 'rule', 'kind')) AS k;
	SELECT string_agg(csv_line(VARIADIC ARRAY[coalesce(n.value->>'number', n.value->>'code'), n.value->>'code', n.value->>'name', n.value->>'kind', csv_number((n.value->>'max')::numeric), n.value->>'rule']
		|| coalesce((SELECT array_agg(CASE WHEN c.name = 'bonus' THEN CASE n.value->>c.name WHEN 'true' THEN 'có' WHEN 'false' THEN 'không' END
				WHEN jsonb_typeof(n.value->c.name) = 'number' AND c.name IN ('weight', 'min_count', 'decimals', 'round_to', 'cap', 'floor') THEN csv_number((n.value->>c.name)::numeric) ELSE n.value->>c.name END ORDER BY c.place)
			FROM unnest(columns) WITH ORDINALITY AS c(name, place)), '{}')), E'\r\n' ORDER BY n.place) INTO lines
	FROM jsonb_array_elements(tree::jsonb) WITH ORDINALITY AS n(value, place);
	RETURN U&'\FEFF' || csv_line(VARIADIC (SELECT array_agg(CASE language WHEN 'en' THEN c.name ELSE coalesce(heading_shown(set_columns()->c.name->>0), c.name) END ORDER BY c.place)
		FROM unnest('{number,code,name,kind,max_points,rule}'::text[] || columns) WITH ORDINALITY AS c(name, place))) || E'\r\n' || lines || E'\r\n';
END
$$;
COMMENT ON FUNCTION tree_to_csv(dx.tree, text) IS 'an index tree as CSV for a spreadsheet (byte order mark, semicolons), headings in Vietnamese or English; tree_from_csv makes the same tree of it';
