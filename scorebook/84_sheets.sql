-- SPDX-License-Identifier: PostgreSQL
-- Sheets that go out as CSV and come back, sets and results for spreadsheets, and
-- what else is entered from files.

-- The columns of a sheet of answers. Those that are there for the reader alone are
-- known too: enter_csv leaves them aside.
CREATE FUNCTION sheet_columns() RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{
	"period": ["kỳ"], "unit": ["đơn vị", "mã đơn vị"], "unit_name": ["tên đơn vị"], "code": ["mã", "mã tiêu chí"], "number": ["stt", "tt"],
	"name": ["tiêu chí", "nội dung"], "max_points": ["điểm tối đa"], "rule": ["cách tính điểm"], "how": ["hướng dẫn"], "evidence": ["tài liệu kiểm chứng"],
	"office": ["cơ quan chủ trì"], "deadline": ["hạn"], "answer": ["trả lời", "câu trả lời"], "state": ["trạng thái"], "note": ["ghi chú", "lý do"],
	"explanation": ["giải trình"], "data_date": ["ngày số liệu"], "provided_by": ["nơi cung cấp", "cơ quan cung cấp"]
}'::jsonb;
COMMENT ON FUNCTION sheet_columns() IS 'the columns of a sheet of answers, and what people call them';

-- States as people write them, and numbers with thousands.
CREATE FUNCTION sheet_cells(cells jsonb) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN s.state IS NULL THEN a.cells ELSE a.cells || jsonb_build_object('state', s.state) END
	FROM (SELECT CASE WHEN ungrouped(cells->>'answer') <> cells->>'answer' THEN cells || jsonb_build_object('answer', ungrouped(cells->>'answer')) ELSE cells END AS cells) AS a,
		(SELECT CASE WHEN cells->>'state' <> '' THEN coalesce(CASE heading(cells->>'state') WHEN 'kết quả' THEN 'result' WHEN 'điểm' THEN 'points' END,
			(SELECT min(substr(w.code, length('state.') + 1)) FROM wording AS w WHERE w.code IN ('state.result', 'state.points', 'state.na') AND heading(cells->>'state') IN (heading(w.vi), heading(w.en)))) END AS state) AS s);
COMMENT ON FUNCTION sheet_cells(jsonb) IS 'the cells of a line of answers: its state (kết quả, điểm, không áp dụng, or the words of wording for it) as a code, its answer without thousands separators';

CREATE FUNCTION sheet_csv(period text, unit text DEFAULT NULL, office text DEFAULT NULL, code text DEFAULT NULL, filled boolean DEFAULT true, language text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	shown_in text := coalesce(sheet_csv.language, (SELECT i.language FROM sight AS i));
	english boolean := shown_in = 'en';
	names text[] := '{period,unit,unit_name,code,number,name,max_points,rule,office,deadline,answer,state,note,explanation,data_date,provided_by}';
	lines text;
BEGIN
	IF sheet_csv.language NOT IN ('vi', 'en') THEN
		RAISE EXCEPTION USING MESSAGE = say('no_language', sheet_csv.language), HINT = say('languages'), ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT string_agg(csv_line(s.period_id, s.unit_id, u.name, n.code::text, coalesce(n.number, n.code::text), coalesce(CASE WHEN english THEN nullif(c.name_en, '') END, n.name),
			csv_number(n.max_points::numeric), coalesce(CASE WHEN english THEN c.rule_en ELSE c.rule_vi END, dx.rule_text(n.rule, n.max_points, shown_in)),
			coalesce(o.name, t.name), to_char(CASE WHEN e.entry_to > p.entry_to THEN e.entry_to ELSE least(c.deadline, p.entry_to) END, 'DD/MM/YYYY'),
			f.answer, CASE WHEN f.state <> 'result' THEN say_in(shown_in, 'state.' || f.state) END,
			f.note, f.explanation, to_char(f.data_date, 'DD/MM/YYYY'), f.provided_by),
		E'\r\n' ORDER BY s.unit_id COLLATE "C", n.ordinal) INTO lines
	FROM submission AS s
		JOIN period AS p ON p.period_id = s.period_id
		JOIN unit AS u ON u.unit_id = s.unit_id
		JOIN node AS n ON n.set_id = s.set_id AND n.is_criterion AND coalesce(n.rule::text, '') <> 'unscored'
		LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
		LEFT JOIN responsibility AS r ON r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'
		LEFT JOIN office AS o ON o.unit_id = s.unit_id AND o.office_type = r.office_type
		LEFT JOIN office_type AS t ON t.office_type = r.office_type
		LEFT JOIN entry_extension AS e ON e.period_id = s.period_id AND e.unit_id = s.unit_id
		LEFT JOIN self_answer AS f ON sheet_csv.filled AND f.period_id = s.period_id AND f.unit_id = s.unit_id AND f.code = n.code
	WHERE s.period_id = sheet_csv.period AND NOT s.abolished AND (sheet_csv.unit IS NULL OR s.unit_id = sheet_csv.unit)
		AND (sheet_csv.office IS NULL OR r.office_type = sheet_csv.office) AND (sheet_csv.code IS NULL OR n.code::text = sheet_csv.code)
		AND coalesce(c.source, 'self') = 'self'
		AND NOT EXISTS (SELECT 1 FROM not_applicable_criterion AS x WHERE x.period_id = s.period_id AND x.unit_id = s.unit_id AND x.code = n.code);
	IF lines IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('no_such_sheet', current_user),
			DETAIL = concat_ws(', ', say('of.period', sheet_csv.period), CASE WHEN sheet_csv.unit IS NOT NULL THEN say('of.unit', sheet_csv.unit) END,
				CASE WHEN sheet_csv.office IS NOT NULL THEN say('of.office', sheet_csv.office) END, CASE WHEN sheet_csv.code IS NOT NULL THEN say('of.criterion', sheet_csv.code) END),
			ERRCODE = 'no_data_found';
	END IF;
	RETURN U&'\FEFF' || csv_line(VARIADIC (SELECT array_agg(CASE WHEN english THEN c.name ELSE heading_shown(sheet_columns()->c.name->>0) END ORDER BY c.place)
		FROM unnest(names) WITH ORDINALITY AS c(name, place))) || E'\r\n' || lines || E'\r\n';
END
$$;
COMMENT ON FUNCTION sheet_csv(text, text, text, text, boolean, text) IS 'a sheet to fill in, as CSV for a spreadsheet (byte order mark, semicolons): the criteria of a unit, an office, or one criterion of all units, with the answers that are in or blank; enter_csv takes it back. Units as the caller may see them';

CREATE FUNCTION sheet_period(content text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	periods text[] := (SELECT array_agg(DISTINCT r.cells->>'period') FROM csv_columns(content, sheet_columns()) AS r WHERE NOT blank(r.cells->>'period'));
BEGIN
	IF cardinality(periods) = 1 THEN
		RETURN periods[1];
	END IF;
	RAISE EXCEPTION USING MESSAGE = CASE WHEN periods IS NULL THEN say('sheet_no_period') ELSE say('sheet_periods', array_to_string(periods, ', ')) END,
		HINT = say('sheet_says_period'), ERRCODE = 'invalid_parameter_value';
END
$$;
COMMENT ON FUNCTION sheet_period(text) IS 'the one period that a sheet names';

CREATE FUNCTION wide(period text, unit_kind text DEFAULT NULL, language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	codes text[];
	headings text[];
	lines text;
BEGIN
	IF wide.language NOT IN ('vi', 'en') THEN
		RAISE EXCEPTION USING MESSAGE = say('no_language', wide.language), HINT = say('languages'), ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT array_agg(k.code ORDER BY k.sort_key, k.code), array_agg(k.heading ORDER BY k.sort_key, k.code) INTO codes, headings
	FROM (SELECT s.code, min(s.sort_key) AS sort_key, min(concat_ws(' ', coalesce(nullif(s.number, ''), s.code), s.name)) AS heading
		FROM score AS s JOIN index_set AS i ON i.set_id = s.set_id
		WHERE s.period_id = wide.period AND (wide.unit_kind IS NULL OR s.unit_kind = wide.unit_kind) AND s.level BETWEEN 1 AND i.main_depth GROUP BY s.code) AS k;
	IF codes IS NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('shown_no_results', current_user, wide.period), ERRCODE = 'no_data_found';
	END IF;
	SELECT string_agg(csv_line(VARIADIC ARRAY[r.unit_id, r.unit_name, r.ranking_group, r.rank::text, r.grade, csv_number(r.points::numeric), csv_number(r.max_points::numeric)] || s.points), E'\r\n'
			ORDER BY r.unit_kind COLLATE "C", r.ranking_group COLLATE "C", r.rank, r.unit_id COLLATE "C") INTO lines
	FROM ranking AS r JOIN (
		SELECT w.unit_id, array_agg(csv_number(w.points::numeric) ORDER BY w.place) AS points
		FROM (SELECT u.unit_id, c.place, max(s.points) AS points
			FROM (SELECT DISTINCT k.unit_id FROM ranking AS k WHERE k.period_id = wide.period AND k.pillar = '') AS u
				CROSS JOIN unnest(codes) WITH ORDINALITY AS c(code, place)
				LEFT JOIN score AS s ON s.period_id = wide.period AND s.unit_id = u.unit_id AND s.code = c.code GROUP BY u.unit_id, c.place) AS w
		GROUP BY w.unit_id) AS s ON s.unit_id = r.unit_id
	WHERE r.period_id = wide.period AND r.pillar = '' AND (wide.unit_kind IS NULL OR r.unit_kind = wide.unit_kind);
	RETURN U&'\FEFF' || csv_line(VARIADIC ARRAY(SELECT say_in(coalesce(wide.language, (SELECT i.language FROM sight AS i)), 'wide.' || c.name)
		FROM unnest('{unit,unit_name,ranking_group,rank,grade,points,max_points}'::text[]) WITH ORDINALITY AS c(name, place) ORDER BY c.place) || headings) || E'\r\n' || lines || E'\r\n';
END
$$;
COMMENT ON FUNCTION wide(text, text, text) IS 'the results of a period as CSV for a spreadsheet: a row a unit, a column a main index; as far as the caller may see them';

-- Cells of files, read in the words of the reader; blank: NULL.
CREATE FUNCTION read_number(said text) RETURNS float8
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	plain text := trimmed(ungrouped(trimmed(said)));
	problem text := dx.answer_problem('linear(0, 1)', plain, NULL, (SELECT i.language FROM sight AS i));
BEGIN
	IF problem IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('cell_refused', said, problem), ERRCODE = 'invalid_text_representation';
	END IF;
	RETURN dx.answer('linear(0, 1)', plain);
END
$$;
COMMENT ON FUNCTION read_number(text) IS 'a number as people write it, 1.189,8; an error in the reader''s language where it is none, or could be two';

CREATE FUNCTION read_yes(said text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	problem text := dx.answer_problem('yesno', trimmed(said), NULL, (SELECT i.language FROM sight AS i));
BEGIN
	IF problem IS NOT NULL THEN
		RAISE EXCEPTION USING MESSAGE = say('cell_refused', said, problem), ERRCODE = 'invalid_text_representation';
	END IF;
	RETURN dx.answer('yesno', trimmed(said)) = 1;
END
$$;
COMMENT ON FUNCTION read_yes(text) IS 'yes or no as people write it: có, không, yes, no; an error in the reader''s language where it is neither';

CREATE FUNCTION read_code(said text) RETURNS dx.code
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN trimmed(said)::dx.code;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	RAISE EXCEPTION USING MESSAGE = say('code_unreadable', said), ERRCODE = 'invalid_text_representation';
END
$$;
COMMENT ON FUNCTION read_code(text) IS 'the code of a node as a file has it; an error in the reader''s language where it is none';

-- What the server says of a broken constraint, in the words of the file: its
-- columns, and what stands there.
CREATE FUNCTION file_refusal(state text, message text, relation text, constraint_name text, column_name text, cells jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	columns text[] := CASE WHEN column_name <> '' THEN ARRAY[column_name] ELSE (
		SELECT array_agg(a.attname::text ORDER BY k.place)
		FROM pg_catalog.pg_constraint AS c, unnest(c.conkey) WITH ORDINALITY AS k(attnum, place) JOIN pg_catalog.pg_attribute AS a ON a.attnum = k.attnum
		WHERE c.conname = constraint_name AND c.conrelid = to_regclass(quote_ident(relation)) AND a.attrelid = c.conrelid) END;
	listed text;
BEGIN
	SELECT string_agg(format('%s "%s"', say('cell.' || n.cell), coalesce(cells->>n.cell, '')), ', ' ORDER BY n.place) INTO listed
	FROM unnest(columns) WITH ORDINALITY AS c(name, place),
		-- the columns of tables by the names that files give them; a period or set is the file's
		LATERAL (SELECT c.place, CASE c.name WHEN 'unit_id' THEN 'unit' WHEN 'parent_id' THEN 'parent' WHEN 'office_type' THEN 'office' WHEN 'unit_kind' THEN 'kind' ELSE c.name END AS cell) AS n
	WHERE n.cell NOT IN ('period_id', 'set_id');
	RETURN CASE
		WHEN listed IS NULL THEN message
		WHEN state = '23503' THEN say('cell_refers', listed)
		WHEN state IN ('23502', '23514') THEN say('cell_unfit', listed)
		WHEN state = '23505' THEN say('cell_there', listed)
		ELSE message END;
END
$$;
COMMENT ON FUNCTION file_refusal(text, text, text, text, text, jsonb) IS 'beneath enter_file: why a line is refused, where a constraint does it, in the reader''s language; else what was said';

-- What else comes from files: units, offices, guidance, who is responsible,
-- targets with their decisions, evidence. A row of the table below says which
-- columns a file may have, what people call them, and what is done with a line.
CREATE FUNCTION file_kinds()
RETURNS TABLE (kind text, columns jsonb, statement text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
BEGIN ATOMIC
	SELECT k.kind, k.columns::jsonb, k.statement FROM (VALUES
		('unit', '{"unit": ["mã", "mã đơn vị"], "name": ["tên", "tên đơn vị"], "name_en": ["tên tiếng anh"], "kind": ["cấp", "loại"], "parent": ["trực thuộc"],
			"valid_from": ["từ ngày"], "valid_to": ["đến ngày"], "ranking_group": ["nhóm"], "ranked": ["xếp hạng"]}', $sql$
			INSERT INTO unit AS t (unit_id, name, name_en, kind, parent_id, valid_from, valid_to, ranking_group, ranked)
			SELECT c->>'unit', c->>'name', coalesce(c->>'name_en', ''),
				coalesce((SELECT min(k.unit_kind) FROM unit_kind AS k WHERE heading(c->>'kind') = ANY (ARRAY[heading(k.name), k.unit_kind])), c->>'kind'), nullif(c->>'parent', ''),
				coalesce(read_date(c->>'valid_from'), '1900-01-01'), read_date(c->>'valid_to'), coalesce(c->>'ranking_group', ''),
				coalesce(read_yes(c->>'ranked'), true)
			FROM (SELECT $1 AS c) AS x
			ON CONFLICT (unit_id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
				name_en = CASE WHEN $1 ? 'name_en' THEN excluded.name_en ELSE t.name_en END, parent_id = CASE WHEN $1 ? 'parent' THEN excluded.parent_id ELSE t.parent_id END,
				valid_from = CASE WHEN $1 ? 'valid_from' THEN excluded.valid_from ELSE t.valid_from END, valid_to = CASE WHEN $1 ? 'valid_to' THEN excluded.valid_to ELSE t.valid_to END,
				ranking_group = CASE WHEN $1 ? 'ranking_group' THEN excluded.ranking_group ELSE t.ranking_group END, ranked = CASE WHEN $1 ? 'ranked' THEN excluded.ranked ELSE t.ranked END $sql$),
		('office', '{"unit": ["mã đơn vị", "đơn vị"], "office": ["mã cơ quan", "loại cơ quan"], "name": ["tên", "tên cơ quan"]}', $sql$
			INSERT INTO office (unit_id, office_type, name) SELECT $1->>'unit', $1->>'office', $1->>'name'
			ON CONFLICT (unit_id, office_type) DO UPDATE SET name = excluded.name $sql$),
		('guidance', '{"code": ["mã", "mã tiêu chí"], "how_vi": ["cách chấm", "hướng dẫn"], "how_en": [], "evidence_vi": ["tài liệu kiểm chứng"], "evidence_en": [],
			"evidence_required": ["bắt buộc kiểm chứng"], "source": ["nguồn"], "data_source": ["nguồn số liệu"], "checked_by": ["đơn vị kiểm tra", "cơ quan kiểm tra"], "deadline": ["hạn"],
			"name_en": ["tên tiếng anh"], "rule_vi": ["cách tính điểm"], "rule_en": []}', $sql$
			INSERT INTO criterion AS t (set_id, code, how_vi, how_en, evidence_vi, evidence_en, evidence_required, source, data_source, checked_by, deadline, name_en, rule_vi, rule_en)
			SELECT $2, read_code(c->>'code'), coalesce(c->>'how_vi', ''), coalesce(c->>'how_en', ''), coalesce(c->>'evidence_vi', ''), coalesce(c->>'evidence_en', ''),
				coalesce(read_yes(c->>'evidence_required'), false),
				coalesce((SELECT substr(min(w.code), 8) FROM wording AS w WHERE w.code LIKE 'source.%' AND heading(c->>'source') IN (heading(w.vi), heading(w.en))), nullif(c->>'source', ''), 'self'), coalesce(c->>'data_source', ''), coalesce(c->>'checked_by', ''),
				read_date(c->>'deadline'), coalesce(c->>'name_en', ''), nullif(c->>'rule_vi', ''), nullif(c->>'rule_en', '')
			FROM (SELECT $1 AS c) AS x
			ON CONFLICT (set_id, code) DO UPDATE SET
				how_vi = CASE WHEN $1 ? 'how_vi' THEN excluded.how_vi ELSE t.how_vi END, how_en = CASE WHEN $1 ? 'how_en' THEN excluded.how_en ELSE t.how_en END,
				evidence_vi = CASE WHEN $1 ? 'evidence_vi' THEN excluded.evidence_vi ELSE t.evidence_vi END, evidence_en = CASE WHEN $1 ? 'evidence_en' THEN excluded.evidence_en ELSE t.evidence_en END,
				evidence_required = CASE WHEN $1 ? 'evidence_required' THEN excluded.evidence_required ELSE t.evidence_required END, source = CASE WHEN $1 ? 'source' THEN excluded.source ELSE t.source END,
				data_source = CASE WHEN $1 ? 'data_source' THEN excluded.data_source ELSE t.data_source END, checked_by = CASE WHEN $1 ? 'checked_by' THEN excluded.checked_by ELSE t.checked_by END,
				deadline = CASE WHEN $1 ? 'deadline' THEN excluded.deadline ELSE t.deadline END, name_en = CASE WHEN $1 ? 'name_en' THEN excluded.name_en ELSE t.name_en END,
				rule_vi = CASE WHEN $1 ? 'rule_vi' THEN excluded.rule_vi ELSE t.rule_vi END, rule_en = CASE WHEN $1 ? 'rule_en' THEN excluded.rule_en ELSE t.rule_en END $sql$),
		('responsibility', '{"code": ["mã", "mã tiêu chí"], "office": ["mã cơ quan", "cơ quan"], "part": ["vai trò"]}', $sql$
			INSERT INTO responsibility (set_id, code, office_type, part)
			SELECT $2, read_code($1->>'code'), $1->>'office', CASE heading($1->>'part') WHEN 'chủ trì' THEN 'lead' WHEN 'phối hợp' THEN 'cooperate' ELSE $1->>'part' END
			ON CONFLICT (set_id, code, office_type) DO UPDATE SET part = excluded.part $sql$),
		('target', '{"unit": ["mã đơn vị", "đơn vị"], "code": ["mã", "mã tiêu chí"], "target": ["chỉ tiêu", "chỉ tiêu giao"], "times": ["nhân với"], "assigned_by": ["quyết định", "số quyết định"]}', $sql$
			INSERT INTO unit_target AS t (period_id, unit_id, set_id, code, target, times, assigned_by)
			SELECT $2, $1->>'unit', (SELECT s.set_id FROM submission AS s WHERE s.period_id = $2 AND s.unit_id = $1->>'unit'), read_code($1->>'code'),
				read_number($1->>'target'), read_number($1->>'times'), coalesce($1->>'assigned_by', '')
			ON CONFLICT (period_id, unit_id, code) DO UPDATE SET target = excluded.target, times = excluded.times, assigned_by = excluded.assigned_by $sql$),
		('evidence', '{"unit": ["mã đơn vị", "đơn vị"], "code": ["mã", "mã tiêu chí"], "title": ["tên tài liệu", "tài liệu"], "place": ["đường dẫn", "nơi lưu"], "sha256": [], "dated": ["ngày", "ngày ban hành"]}', $sql$
			INSERT INTO evidence (period_id, unit_id, code, title, place, sha256, dated)
			SELECT $2, $1->>'unit', read_code($1->>'code'), $1->>'title', $1->>'place', lower(nullif($1->>'sha256', '')), read_date($1->>'dated')
			-- a file that is entered once more adds nothing
			WHERE NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.period_id = $2 AND e.unit_id = $1->>'unit' AND e.code::text = $1->>'code'
				AND (e.title, e.place) = ($1->>'title', $1->>'place')) $sql$)) AS k(kind, columns, statement);
END;
COMMENT ON FUNCTION file_kinds() IS 'beneath enter_file: the kinds of files, their columns and what people call them, and what is done with a line ($1 its cells, $2 the period or the set)';

-- What a constraint that a line violates says, in the reader's words.
CREATE FUNCTION line_problem(violated text, cells jsonb, of text, raised text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
BEGIN
	RETURN CASE
		WHEN violated IN ('criterion_set_id_code_fkey', 'responsibility_set_id_code_fkey') THEN say('no_criterion', of, cells->>'code')
		WHEN violated IN ('unit_target_set_id_code_fkey', 'evidence_set_id_code_fkey') THEN say('no_criterion',
			(SELECT s.set_id FROM submission AS s WHERE s.period_id = of AND s.unit_id = cells->>'unit'), cells->>'code')
		WHEN violated IN ('unit_target_sheet', 'evidence_sheet', 'set_id') THEN say('not_enrolled', cells->>'unit', of)
		WHEN violated IN ('office_office_type_fkey', 'responsibility_office_type_fkey') THEN say('no_office_type', cells->>'office')
		WHEN violated = 'office_unit_id_fkey' THEN say('no_unit', cells->>'unit')
		WHEN violated = 'unit_parent_id_fkey' THEN say('no_unit', cells->>'parent')
		WHEN violated = 'unit_kind_fkey' THEN say('no_kind', cells->>'kind')
		WHEN violated = 'criterion_source_check' THEN say('no_source', cells->>'source')
		WHEN violated = 'responsibility_part_check' THEN say('no_part', cells->>'part')
		ELSE raised END;
END
$$;
COMMENT ON FUNCTION line_problem(text, jsonb, text, text) IS 'beneath enter_file: why a line cannot be entered, in the reader''s language, where a constraint of its table (or a column that must not be NULL) says so';

CREATE FUNCTION enter_file(kind text, content text, of text DEFAULT NULL)
RETURNS TABLE (line int, name text, reason text)
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	k record;
	r record;
	bad jsonb[] := '{}';
	lines int := 0;
	message text;
	violated text;
	relation text;
	unset text;
BEGIN
	SELECT * INTO k FROM file_kinds() AS f WHERE f.kind = enter_file.kind;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_file_kind', enter_file.kind),
			HINT = say('file_kinds_in', (SELECT string_agg(f.kind, ', ' ORDER BY f.kind) FROM file_kinds() AS f)), ERRCODE = 'invalid_parameter_value';
	ELSIF enter_file.kind IN ('guidance', 'responsibility') AND NOT EXISTS (SELECT 1 FROM index_set AS i WHERE i.set_id = enter_file.of) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_set', enter_file.of), HINT = say('file_of_set'), ERRCODE = 'no_data_found';
	ELSIF enter_file.kind IN ('target', 'evidence') AND NOT EXISTS (SELECT 1 FROM period AS p WHERE p.period_id = enter_file.of) THEN
		RAISE EXCEPTION USING MESSAGE = say('no_period', enter_file.of), HINT = say('file_of_period'), ERRCODE = 'no_data_found';
	END IF;
	BEGIN
		FOR r IN SELECT * FROM csv_columns(content, k.columns) LOOP
			lines := lines + 1;
			message := r.problem;
			IF message IS NULL THEN
				BEGIN
					EXECUTE k.statement USING r.cells, enter_file.of;
				EXCEPTION
					WHEN data_exception OR program_limit_exceeded OR integrity_constraint_violation OR insufficient_privilege
						OR object_not_in_prerequisite_state OR raise_exception THEN
					GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME, relation = TABLE_NAME, unset = COLUMN_NAME;
					message := line_problem(coalesce(nullif(violated, ''), unset), r.cells, enter_file.of, file_refusal(SQLSTATE, SQLERRM, relation, violated, unset, r.cells));
				END;
			END IF;
			IF message IS NOT NULL THEN
				bad := bad || jsonb_build_object('line', r.line, 'name', concat_ws(' ', nullif(r.cells->>'unit', ''), nullif(r.cells->>'code', ''), nullif(r.cells->>'office', '')), 'reason', message);
			END IF;
		END LOOP;
		IF cardinality(bad) > 0 THEN
			RAISE EXCEPTION 'undo' USING ERRCODE = 'DXB01';
		END IF;
	EXCEPTION WHEN SQLSTATE 'DXB01' THEN
		NULL;
	END;
	IF lines = 0 THEN
		RAISE EXCEPTION USING MESSAGE = say('file_without_lines'), ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN QUERY SELECT (b->>'line')::int, b->>'name', b->>'reason' FROM unnest(bad) AS b ORDER BY 1;
END
$$;
COMMENT ON FUNCTION enter_file(text, text, text) IS 'enters units, offices, guidance, responsibilities, targets or evidence from CSV, all or none, under English or Vietnamese headings; rows that are there are changed where the file has the column. Returns the bad lines with their reasons; no row means that all are in';

-- And out again: what enter_file takes back.
CREATE FUNCTION file_csv(kind text, of text DEFAULT NULL, language text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	shown_in text := coalesce(file_csv.language, (SELECT i.language FROM sight AS i));
	known jsonb := (SELECT f.columns FROM file_kinds() AS f WHERE f.kind = file_csv.kind);
	k record;
	yes constant text := CASE shown_in WHEN 'en' THEN 'yes' ELSE 'có' END;
	no constant text := CASE shown_in WHEN 'en' THEN 'no' ELSE 'không' END;
	lines text;
BEGIN
	-- names of the columns, and a query of their cells and of what sorts the lines
	SELECT q.names::text[] AS names, q.statement INTO k FROM (VALUES
		('unit', '{unit,name,name_en,kind,parent,valid_from,valid_to,ranking_group,ranked}', $sql$SELECT ARRAY[u.unit_id, u.name, u.name_en, u.kind, u.parent_id, to_char(u.valid_from, 'DD/MM/YYYY'), to_char(u.valid_to, 'DD/MM/YYYY'), u.ranking_group,
			CASE WHEN u.ranked THEN $2 ELSE $3 END] AS cells, row_number() OVER (ORDER BY u.parent_id IS NOT NULL, u.unit_id COLLATE "C") AS place FROM unit AS u$sql$),
		('office', '{unit,office,name}', $sql$SELECT ARRAY[o.unit_id, o.office_type, o.name] AS cells, row_number() OVER (ORDER BY o.unit_id COLLATE "C", o.office_type COLLATE "C") AS place FROM office AS o$sql$),
		('guidance', '{code,how_vi,how_en,evidence_vi,evidence_en,evidence_required,source,data_source,checked_by,deadline,name_en,rule_vi,rule_en}', $sql$SELECT ARRAY[c.code::text, c.how_vi, c.how_en, c.evidence_vi, c.evidence_en,
			CASE WHEN c.evidence_required THEN $2 ELSE $3 END, c.source, c.data_source, c.checked_by, to_char(c.deadline, 'DD/MM/YYYY'), c.name_en, c.rule_vi, c.rule_en] AS cells, row_number() OVER (ORDER BY c.code) AS place FROM criterion AS c WHERE c.set_id = $1$sql$),
		('responsibility', '{code,office,part}', $sql$SELECT ARRAY[r.code::text, r.office_type, r.part] AS cells, row_number() OVER (ORDER BY r.code, r.part DESC, r.office_type COLLATE "C") AS place FROM responsibility AS r WHERE r.set_id = $1$sql$),
		('target', '{unit,code,target,times,assigned_by}', $sql$SELECT ARRAY[t.unit_id, t.code::text, csv_number(t.target::numeric), t.times::text, t.assigned_by] AS cells, row_number() OVER (ORDER BY t.unit_id COLLATE "C", t.code) AS place FROM unit_target AS t WHERE t.period_id = $1$sql$),
		('evidence', '{unit,code,title,place,sha256,dated}', $sql$SELECT ARRAY[e.unit_id, e.code::text, e.title, e.place, e.sha256, to_char(e.dated, 'DD/MM/YYYY')] AS cells, row_number() OVER (ORDER BY e.unit_id COLLATE "C", e.code, e.evidence_id) AS place FROM evidence AS e WHERE e.period_id = $1$sql$)) AS q(kind, names, statement)
	WHERE q.kind = file_csv.kind;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING MESSAGE = say('no_file_kind', file_csv.kind),
			HINT = say('file_kinds_out', (SELECT string_agg(f.kind, ', ' ORDER BY f.kind) FROM file_kinds() AS f)), ERRCODE = 'invalid_parameter_value';
	ELSIF file_csv.language NOT IN ('vi', 'en') THEN
		RAISE EXCEPTION USING MESSAGE = say('no_language', file_csv.language), HINT = say('languages'), ERRCODE = 'invalid_parameter_value';
	END IF;
	EXECUTE format('SELECT string_agg(csv_line(VARIADIC q.cells) || E''\r\n'', '''' ORDER BY q.place) FROM (%s) AS q', k.statement) INTO lines USING file_csv.of, yes, no;
	RETURN U&'\FEFF' || csv_line(VARIADIC (SELECT array_agg(CASE shown_in WHEN 'en' THEN n.name ELSE coalesce(heading_shown(known->n.name->>0), n.name) END ORDER BY n.place)
		FROM unnest(k.names) WITH ORDINALITY AS n(name, place))) || E'\r\n' || coalesce(lines, '');
END
$$;
COMMENT ON FUNCTION file_csv(text, text, text) IS 'units, offices, guidance and responsibilities of a set, targets and evidence of a period as CSV for a spreadsheet (byte order mark, semicolons); enter_file takes it back. As far as the caller may see them';
