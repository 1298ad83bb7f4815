-- SPDX-License-Identifier: PostgreSQL
-- The scorebook's schema for BI tools: who sees what in it, what it stands on,
-- and what charts need of it.
BEGIN;
\ir scorebook/small.sql
UPDATE book.book_version SET language = 'vi';
SELECT no_plan();

CREATE ROLE book_chart; CREATE ROLE book_chart_en; CREATE ROLE book_chart_council; CREATE ROLE book_chart_x1;
GRANT book_bi TO book_chart, book_chart_en, book_chart_x1;
GRANT book_bi_council TO book_chart_council;
INSERT INTO book.account (role_name, unit_id, language) VALUES ('book_chart_en', NULL, 'en'), ('book_chart_x1', 'x1', NULL);
CREATE TEMP TABLE bi AS SELECT c.relname::text AS view, c.oid FROM pg_class AS c WHERE c.relnamespace = 'book_bi'::regnamespace;
GRANT SELECT ON bi TO PUBLIC;

-- What there is
SELECT cmp_ok((SELECT count(*) FROM bi JOIN pg_class AS c ON c.oid = bi.oid AND c.relkind = 'v'), '>=', 16::bigint, 'sixteen views or more');
SELECT is_empty($$SELECT b.view FROM bi AS b JOIN pg_class AS c ON c.oid = b.oid AND c.relkind <> 'v'$$, 'and nothing else');
SELECT is_empty($$
	WITH RECURSIVE beneath AS (
		SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'book_bi'::regnamespace OR c.relnamespace = 'book'::regnamespace AND c.relname LIKE 'bi\_%'
		UNION
		SELECT d.refobjid FROM beneath AS b JOIN pg_class AS v ON v.oid = b.oid AND v.relkind = 'v'
			JOIN pg_rewrite AS w ON w.ev_class = b.oid
			JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass)
	SELECT c.relname FROM beneath AS b JOIN pg_class AS c ON c.oid = b.oid WHERE array_to_string(c.reloptions, ' ') ~ 'security_invoker=(true|on|1|yes)'$$,
	'nothing beneath has the rights of who asks: it would fail there');
SELECT is_empty($$SELECT b.view FROM bi AS b JOIN pg_class AS c ON c.oid = b.oid
	WHERE b.view <> 'criterion_list' AND array_to_string(c.reloptions, ' ') !~ 'security_barrier=true'$$, 'rows that may not be seen are shown to no function of the reader');
SELECT is_empty($$SELECT b.view, a.attname, a.atttypid::regtype FROM bi AS b JOIN pg_attribute AS a ON a.attrelid = b.oid AND a.attnum > 0
	WHERE a.atttypid::regtype NOT IN ('text', 'int', 'bigint', 'numeric', 'boolean', 'timestamp')$$, 'types that every tool knows: no date, no time with zone, no float');
SELECT is_empty($$SELECT b.view, a.attname FROM bi AS b JOIN pg_attribute AS a ON a.attrelid = b.oid AND a.attnum > 0
	WHERE coalesce(col_description(b.oid, a.attnum), '') !~ '^[^|]+ \| [^|]+$'$$, 'every column is described in both languages');
SELECT is_empty($$SELECT b.view FROM bi AS b WHERE coalesce(obj_description(b.oid, 'pg_class'), '') !~ '^[^|]+ \| [^|]+$'$$, 'and every view');
SELECT is_empty($$SELECT b.view, w.name FROM bi AS b,
		unnest(ARRAY['period_id', 'period_name', 'year', 'period_end', 'unit_id', 'unit_label', 'unit_kind', 'unit_kind_name', 'ranking_group', 'group_name', 'parent_unit', 'parent_label', 'set_id', 'set_name']) AS w(name)
	WHERE NOT EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = b.oid AND a.attname = w.name AND a.attnum > 0)
		AND NOT (b.view = 'criterion_list' AND w.name NOT LIKE 'set%')
		AND NOT (b.view = 'as_of' AND w.name !~ '^(period|year)')
		AND NOT (b.view IN ('grades', 'node_average') AND w.name IN ('unit_id', 'unit_label', 'parent_unit', 'parent_label'))$$,
	'every view has the columns that charts are filtered by, by the same names');

-- What is filtered by is stored: wherever a plan compares it, a column is compared, and
-- nothing that is reckoned. (Where it is a constant, nothing is compared.)
CREATE FUNCTION tap.reckoned(view text, col text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE format('EXPLAIN (COSTS off) SELECT 1 FROM book_bi.%I AS t WHERE t.%I = %L', view, col,
		CASE col WHEN 'year' THEN '4711' WHEN 'period_end' THEN '4711-01-01' ELSE 'zz4711' END)
	LOOP
		IF line ~ '4711' AND line !~ '\(+([a-z_0-9"]+[.])?[a-z_0-9"]+ = ''?(zz)?4711[^()]*\)' THEN
			RETURN line;
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
SELECT is_empty($$SELECT b.view, a.attname, r.expression FROM bi AS b
		JOIN pg_attribute AS a ON a.attrelid = b.oid AND (a.attname ~ '_label$|^label$' OR a.attname IN
			('period_id', 'period_name', 'year', 'period_end', 'status', 'status_name', 'unit_id', 'unit_kind', 'unit_kind_name', 'ranking_group', 'group_name',
			'parent_unit', 'set_id', 'set_name', 'office_type', 'office_type_name', 'lead_office', 'lead_office_name')) AND a.attname <> 'year_label'
		CROSS JOIN LATERAL tap.reckoned(b.view, a.attname) AS r(expression)
	WHERE r.expression IS NOT NULL$$, 'every column that charts are filtered by is stored');
SELECT isnt(tap.reckoned('ranking', 'rank_of'), NULL, 'what is reckoned is found');

-- Who may do what
SELECT count(*) FROM book.refresh();
SELECT is_empty($$
	SELECT d.duty, c.relname, v.verb FROM pg_class AS c, unnest(ARRAY['book_bi', 'book_bi_council']) AS d(duty),
		unnest(ARRAY['SELECT 1 FROM book.%I LIMIT 0', 'INSERT INTO book.%I DEFAULT VALUES', 'DELETE FROM book.%I', 'TRUNCATE book.%I', 'LOCK TABLE book.%I']) AS v(verb)
	WHERE c.relnamespace = 'book'::regnamespace AND c.relkind IN ('r', 'v', 'm')
		AND tap.try(d.duty, format(v.verb, c.relname)) <> '42501 permission denied for schema book'$$, 'neither duty may do anything in the book itself');
SELECT is_empty($$
	SELECT d.duty, b.view, v.verb FROM bi AS b, unnest(ARRAY['book_bi', 'book_bi_council']) AS d(duty), (VALUES
		('SELECT * FROM book_bi.%1$I', '^ok$'), ('INSERT INTO book_bi.%1$I DEFAULT VALUES', '^(42501|55000)'), ('DELETE FROM book_bi.%1$I', '^(42501|55000)'),
		('UPDATE book_bi.%1$I SET set_id = NULL', '^(42501|55000|42703)'), ('TRUNCATE book_bi.%1$I', '^42'), ('DROP VIEW book_bi.%1$I', '^42501'),
		('CREATE VIEW book_bi.mine AS SELECT 1', '^42501'), ('CREATE TABLE book_bi.mine ()', '^42501'), ('SELECT book.refresh()', '^42501')) AS v(verb, said)
	WHERE tap.try(d.duty, format(v.verb, b.view)) !~ v.said$$, 'both read the views, and write nothing');
SELECT is_empty($$SELECT m.roleid::regrole FROM pg_auth_members AS m WHERE m.member IN ('book_bi'::regrole, 'book_bi_council'::regrole)$$, 'they are members of nothing');
CREATE FUNCTION tap.listed(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	listed text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	SELECT string_agg(t.table_schema || '.' || t.table_name, ' ' ORDER BY t.table_name COLLATE "C") INTO listed
	FROM information_schema.tables AS t WHERE t.table_schema LIKE 'book%';
	RESET ROLE;
	RETURN listed;
END
$$;
SELECT is(tap.listed(w), (SELECT string_agg('book_bi.' || b.view, ' ' ORDER BY b.view COLLATE "C") FROM bi AS b), w || ' lists these views alone')
FROM unnest(ARRAY['book_chart', 'book_chart_council']) AS w;
SELECT is(tap.try('book_reader', 'SELECT 1 FROM book_bi.ranking'), '42501 permission denied for schema book_bi', 'nobody else reads them');

-- Rows
UPDATE book.unit SET name = 'Xã Tân Lập', parent_id = CASE unit_id WHEN 'x1' THEN 'h1' ELSE 'h2' END WHERE unit_id IN ('x1', 'x2', 'x3');
UPDATE book.unit SET name_en = 'Tan Lap' WHERE unit_id = 'x1';
UPDATE book.period SET grades = 'Yếu:0, Khá:0.1' WHERE period_id = 'k';
UPDATE book.criterion SET name_en = 'Files online', rule_en = 'as they say' WHERE code = '1.1';
SELECT book.enrol('k');
SET LOCAL ROLE book_a1;
INSERT INTO book.self_answer (period_id, unit_id, code, answer) VALUES ('k', 'x1', '1.1', '80'), ('k', 'x1', '1.2', 'có');
RESET ROLE;
SELECT count(*) FROM book.refresh();
CREATE FUNCTION tap.said(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	said text;
BEGIN
	EXECUTE format('SET ROLE %I', who);
	PERFORM set_config('search_path', 'book_bi', true);
	EXECUTE statement INTO said;
	PERFORM set_config('search_path', 'tap, pg_catalog', true);
	RESET ROLE;
	RETURN said;
END
$$;
CREATE TEMP TABLE unit_view AS SELECT b.view FROM bi AS b WHERE b.view NOT IN ('criterion_list', 'as_of', 'grades', 'node_average');
SELECT is(tap.said('book_chart', format('SELECT count(*) FROM %I', u.view)), '0', 'before publication nothing is shown in ' || u.view) FROM unit_view AS u;
SELECT is(tap.said('book_chart', format('SELECT count(*) FROM %I', u.view)), '0', 'nor in ' || u.view) FROM unnest(ARRAY['grades', 'node_average', 'as_of']) AS u(view);
SELECT is(tap.said('book_chart_council', format('SELECT string_agg(DISTINCT unit_id, '' '' ORDER BY unit_id) FROM %I', u.view)), 'h1 h2 m1 x1 x2 x3 x9', 'the council sees every unit in ' || u.view)
FROM unnest(ARRAY['unit_list', 'ranking', 'pillars', 'pillars_wide', 'score', 'tree', 'lost_points', 'years', 'progress', 'self_and_appraised']) AS u(view);
SELECT is(tap.said('book_chart_x1', format('SELECT string_agg(DISTINCT unit_id, '' '' ORDER BY unit_id) FROM %I', u.view)), 'x1', 'a login of a unit sees its own in ' || u.view)
FROM unnest(ARRAY['unit_list', 'ranking', 'score', 'progress', 'stage_difference']) AS u(view);
SELECT is(tap.said('book_chart_council', $$SELECT string_agg(unanswered || ' ' || sheet_state_name || ' ' || office_type_name, ', ' ORDER BY office_type) FROM progress WHERE unit_id = 'x1'$$),
	'2 đang nhập chưa phân công, 1 đang nhập Công an, 0 đang nhập Văn phòng', 'progress, in words');
SELECT is(tap.said('book_chart_council', 'SELECT status_name || as_of FROM as_of') ~ '^tạm tính....-..-.. ..:..:..', true, 'as of the refresh');
SELECT is_empty($$SELECT v.name FROM (VALUES ('card_data', (SELECT count(*) FROM book.card_data)), ('ranking_data', (SELECT count(*) FROM book.ranking_data)),
		('progress_data', (SELECT count(*) FROM book.progress_data)), ('node_data', (SELECT count(*) FROM book.node_data)),
		('period_label', (SELECT count(*) FROM book.period_label)), ('unit_label', (SELECT count(*) FROM book.unit_label)), ('group_label', (SELECT count(*) FROM book.group_label)),
		('office_label', (SELECT count(*) FROM book.office_label)), ('node_label', (SELECT count(*) FROM book.node_label))) AS v(name, rows)
	JOIN pg_class AS c ON c.oid = ('book.' || v.name)::regclass WHERE c.reltuples <> v.rows OR v.rows = 0$$, 'charts are planned by what the views are after a refresh');
-- Whatever the plan, a card meets the tree of its own set alone.
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off;
SELECT set_eq($$SELECT b.unit_id, b.code FROM book.period AS p JOIN book.ranking_data AS r ON r.period_id = p.period_id AND r.pillar = ''
	JOIN book.score_data AS b ON b.period_id = r.period_id AND b.unit_id = r.unit_id$$,
	$$SELECT s.unit_id, n.code::text FROM book.submission AS s JOIN book.node AS n ON n.set_id = s.set_id$$, 'every node of every card, by nested loops');
RESET enable_hashjoin; RESET enable_mergejoin; RESET enable_material;
UPDATE book.period SET self_counts = 'always' WHERE period_id = 'k';
UPDATE book.period SET state = 'appraising' WHERE period_id = 'k';
INSERT INTO book.appraised_answer (period_id, unit_id, code, answer, note) VALUES ('k', 'x1', '1.1', '60', 'thiếu minh chứng'), ('k', 'x2', '1.1', '60', 'x');
SELECT book.set_state('k', 'closed', 'thử');
INSERT INTO book.publication (period_id, label, for_viewers) VALUES ('k', 'nội bộ', false);
SELECT is(tap.said('book_chart', format('SELECT count(*) FROM %I', u.view)), '0', 'a publication for the council alone is not shown in ' || u.view) FROM unit_view AS u;
INSERT INTO book.publication (period_id, label, reason) VALUES ('k', 'Kết quả', 'công khai');
SELECT is(tap.said('book_chart', format('SELECT string_agg(DISTINCT unit_id, '' '' ORDER BY unit_id) FROM %I', u.view)), 'h1 h2 m1 x1 x2 x3 x9', 'what is published is shown in ' || u.view)
FROM unnest(ARRAY['unit_list', 'ranking', 'pillars', 'pillars_wide', 'score', 'tree', 'lost_points', 'years']) AS u(view);
SELECT is(tap.said('book_chart', format('SELECT count(*) FROM %I', u.view)), '0', 'but not ' || u.view) FROM unnest(ARRAY['stage_difference', 'self_and_appraised', 'plausibility', 'progress']) AS u(view);
SELECT is(tap.said('book_chart_council', 'SELECT string_agg(unit_id || difference || note, '', '' ORDER BY unit_id) FROM stage_difference'), 'x1-6thiếu minh chứng, x218x', 'the council sees what it changed');

-- The same figures as the book's own views
SELECT set_eq('SELECT period_id, unit_id, points::float8, max_points::float8, rank, ranked_count FROM book_bi.ranking',
	$$SELECT period_id, unit_id, points::float8, max_points::float8, rank, ranked_count FROM book.ranking WHERE pillar = ''$$, 'totals are those of the book');
SELECT set_eq('SELECT unit_id, code, points::float8, lost::float8 FROM book_bi.score', 'SELECT unit_id, code, points::float8, lost::float8 FROM book.score', 'and every node');
SELECT set_eq('SELECT unit_id, code, lost::float8, rule_text FROM book_bi.lost_points', 'SELECT unit_id, code, lost::float8, rule_vi FROM book.lost_points', 'and what is lost');

-- What charts show
SELECT is((SELECT string_agg(unit_id || ' ' || unit_label, ', ' ORDER BY unit_id) FROM book_bi.unit_list WHERE unit_id LIKE 'x%'),
	'x1 Xã Tân Lập (Huyện 1), x2 Xã Tân Lập (x2), x3 Xã Tân Lập (x3), x9 Xã 9', 'namesakes are told apart');
SELECT is_empty('SELECT unit_label FROM book_bi.unit_list GROUP BY period_id, unit_label HAVING count(*) > 1', 'no label is two units''');
SELECT is_empty('SELECT set_id, label FROM book_bi.criterion_list GROUP BY set_id, label HAVING count(*) > 1', 'or two criteria''s');
SELECT is((SELECT string_agg(label, ', ' ORDER BY label COLLATE "C") FROM book_bi.criterion_list WHERE set_id = 'xa-1'),
	(SELECT string_agg(label, ', ' ORDER BY sort_key) FROM book_bi.criterion_list WHERE set_id = 'xa-1'), 'labels sort as the decision prints them');
SELECT is((SELECT string_agg(rank_of || ' ' || rank_points || ' ' || grade, ', ' ORDER BY rank_points DESC, unit_id) FROM book_bi.ranking WHERE unit_id LIKE 'x%'),
	(SELECT string_agg(CASE WHEN rank IS NULL THEN 'không xếp hạng' ELSE rank || ' / ' || ranked_count END || ' ' || coalesce(rank_points, 0) || ' ' || coalesce(grade, 'chưa xếp loại'), ', ' ORDER BY coalesce(rank_points, 0) DESC, unit_id)
		FROM book.ranking WHERE pillar = '' AND unit_id LIKE 'x%'), 'the rank of how many, and those without one come last');
SELECT is((SELECT rank_of || rank_points FROM book_bi.ranking WHERE unit_id = 'x9'), 'không xếp hạng0', 'who is not ranked');
SELECT is_empty($$SELECT * FROM book_bi.ranking WHERE rank_of IS NULL OR rank_points IS NULL OR grade IS NULL OR change IS NULL OR no_change_reason IS NULL$$, 'no NULL where a chart would show it');
SET timezone = 'Asia/Ho_Chi_Minh';
SELECT is((SELECT DISTINCT date_trunc('year', period_end)::text FROM book_bi.ranking), '2024-01-01 00:00:00', 'the year of a period, in +07');
SELECT is((SELECT DISTINCT (date_trunc('year', period_end))::text FROM book_bi.years), '2024-01-01 00:00:00', 'whatever the zone');
SET timezone = 'UTC';
SELECT is((SELECT DISTINCT date_trunc('year', period_end)::text FROM book_bi.ranking), '2024-01-01 00:00:00', 'and in UTC');
SELECT is((SELECT as_of::text || ', ' || as_of_text FROM book_bi.as_of), '2024-12-10 00:00:00, 00:00 ngày 10/12/2024', 'published when, in Vietnamese time');
SELECT is((SELECT string_agg(node_id || ' < ' || parent_id, ', ' ORDER BY sort_key) FROM book_bi.score WHERE unit_id = 'x1' AND sort_key <= 3), 'xa-1: < , xa-1:1 < xa-1:, xa-1:1.1 < xa-1:1', 'trees');
SELECT is((SELECT pillars || ' ' || round(pillar_1, 2) || ' ' || coalesce(pillar_3::text, '-') FROM book_bi.pillars_wide WHERE unit_id = 'x1'),
	(SELECT '01 Chính quyền số, 02 Xã hội số ' || round(ratio::numeric, 2) || ' -' FROM book.ranking WHERE unit_id = 'x1' AND pillar = '1'), 'pillars as columns');
SELECT is((SELECT group_median::float8 FROM book_bi.pillars WHERE unit_id = 'x1' AND pillar = '1'),
	(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio) FROM book.ranking WHERE unit_kind = 'commune' AND ranking_group = '' AND pillar = '1' AND ranked), 'beside the median of the ranked');
SELECT is((SELECT result_text || ', ' || next_step || ', ' || lead_office_name FROM book_bi.lost_points WHERE unit_id = 'x1' AND code = '1.1'), '60 %, 100 % → +12, Văn phòng', 'the next step, in words');
SELECT is((SELECT min(missing) || ' ' || max(missing) FROM book_bi.score WHERE level = 0 AND unit_id IN ('x1', 'x3')), '4 6', 'criteria without an answer');

-- A label is as of the last refresh
SELECT count(*) FROM book.refresh();
CREATE TEMP TABLE labelled AS SELECT relname::text AS name, n.rows, n.old FROM (
	SELECT 'period_label' AS relname, count(*) AS rows, array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) AS old FROM book.period_label AS k
	UNION ALL SELECT 'unit_label', count(*), array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.unit_label AS k
	UNION ALL SELECT 'group_label', count(*), array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.group_label AS k
	UNION ALL SELECT 'office_label', count(*), array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.office_label AS k
	UNION ALL SELECT 'node_label', count(*), array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.node_label AS k) AS n;
SELECT count(*) FROM book.refresh();
SELECT is_empty($$SELECT l.name FROM labelled AS l JOIN (
	SELECT 'period_label' AS relname, array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) AS new FROM book.period_label AS k
	UNION ALL SELECT 'unit_label', array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.unit_label AS k
	UNION ALL SELECT 'group_label', array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.group_label AS k
	UNION ALL SELECT 'office_label', array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.office_label AS k
	UNION ALL SELECT 'node_label', array_agg(k.xmin::text || k.ctid ORDER BY k.ctid) FROM book.node_label AS k) AS n ON n.relname = l.name
	WHERE l.rows = 0 OR n.new <> l.old$$, 'a refresh without news rewrites no label');
SAVEPOINT unlabelled;
UPDATE book.unit SET name = 'Xã Tân Lập mới' WHERE unit_id = 'x1';
SELECT is((SELECT unit_label FROM book_bi.ranking WHERE unit_id = 'x1'), 'Xã Tân Lập (Huyện 1)', 'a new name waits');
SELECT count(*) FROM book.refresh();
SELECT is((SELECT unit_label FROM book_bi.ranking WHERE unit_id = 'x1'), 'Xã Tân Lập mới', 'for the refresh');
SELECT is((SELECT string_agg(DISTINCT unit_label, ', ' ORDER BY unit_label) FROM book_bi.score WHERE unit_id IN ('x2', 'x3')), 'Xã Tân Lập (x2), Xã Tân Lập (x3)', 'in published years too');
ROLLBACK TO unlabelled;

-- Languages
SELECT is(tap.said('book_chart_en', $$SELECT status_name || ', ' || unit_kind_name || ', ' || group_name FROM ranking WHERE unit_id = 'x1'$$), 'published, commune, all', 'an English login reads English');
SELECT is(tap.said('book_chart', $$SELECT status_name || ', ' || unit_kind_name || ', ' || group_name FROM ranking WHERE unit_id = 'x1'$$), 'đã công bố, Xã, chung', 'another Vietnamese');
SELECT is(tap.said(w, $$SELECT label || ': ' || rule_text || ', ' || lead_office_name FROM criterion_list WHERE code = '1.1'$$), s, w || ' reads names, rules and offices')
FROM (VALUES ('book_chart', '01.01 Hồ sơ trực tuyến: 100 %: 30; dưới mức đó tính theo tỷ lệ, Văn phòng'), ('book_chart_en', '01.01 Files online: as they say, office')) AS v(w, s);
SELECT is(tap.said(w, $$SELECT no_change_reason || ', ' || rank_of FROM ranking WHERE unit_id = 'x9'$$), s, w || ' reads reasons')
FROM (VALUES ('book_chart', 'không có kỳ trước, không xếp hạng'), ('book_chart_en', 'there is no previous period, not ranked')) AS v(w, s);
UPDATE book.book_version SET language = 'en';
SELECT is(tap.said('book_chart', $$SELECT status_name FROM ranking WHERE unit_id = 'x1'$$), 'published', 'a book may be English');
SELECT is_empty($$SELECT DISTINCT split_part(no_change_reason, ' ', 1) FROM book.ranking_data WHERE no_change_reason IS NOT NULL
	EXCEPT SELECT code FROM book.wording$$, 'no reason is without words');

-- Renamed, it follows
\set to buch
\set nested 1
\ir ../../scorebook/rename.sql
SELECT is((SELECT count(*) FROM buch_bi.ranking), 7::bigint, 'the schema follows the name of the book');
SELECT hasnt_schema('book_bi');

SELECT * FROM finish();
ROLLBACK;
