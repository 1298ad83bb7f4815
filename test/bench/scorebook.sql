-- SPDX-License-Identifier: PostgreSQL
-- A scorebook at the size of a province or of the country, and how long its
-- refreshes and views take: test/bench/scorebook. psql variables: province (1:
-- 558 communes x 62 criteria and 27 districts x 159 under them; 0: the country,
-- `units` units x 159 in 34 groups), units, rounds.
--
-- Answers are put in beneath the triggers, by the superuser: what is measured is
-- what comes after them. Times are medians over the rounds; CPU seconds are those of
-- the backend, which has no workers.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
CREATE EXTENSION dxindex;
\ir ../../scorebook/install.sql
SET client_min_messages = warning;
CREATE SCHEMA bench;

WITH shape(pillar, mains, components, criteria) AS (VALUES (1, 6, 31, 71), (2, 6, 19, 41), (3, 7, 20, 47)
), component AS (
	SELECT pillar, i, pillar || '.' || m || '.' || row_number() OVER (PARTITION BY pillar, m ORDER BY i) AS code
	FROM shape, generate_series(1, components) AS i, LATERAL (SELECT (i - 1) * mains / components + 1 AS m) AS at
), node AS (
	SELECT pillar::text AS code, 'Trụ cột ' || pillar AS name, NULL::int AS max, NULL AS rule FROM shape
	UNION ALL SELECT pillar || '.' || m, 'Chỉ số chính ' || m, NULL, NULL FROM shape, generate_series(1, mains) AS m
	UNION ALL SELECT code, 'Chỉ số thành phần ' || i, NULL, NULL FROM component
	UNION ALL
	SELECT c.code || '.' || row_number() OVER (PARTITION BY c.code ORDER BY k), 'Tiêu chí ' || k, 1 + (k * 7 + s.pillar) % 5,
		(ARRAY['percent', 'yesno', 'steps(50:0.5, 80:1)', 'linear(0, 20)', 'checklist(4)'])[1 + (k * 3 + s.pillar) % 5]
	FROM shape AS s, generate_series(1, criteria) AS k, LATERAL (SELECT (k - 1) * s.components / s.criteria + 1 AS at) AS a
		CROSS JOIN component AS c WHERE c.i = a.at AND c.pillar = s.pillar
)
INSERT INTO :"schema".index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, main_depth, tree)
SELECT 'd', 'd', 'Bộ chỉ số cấp huyện', '1', 'district', '2022-01-01', 2, 2, dx.tree(code, name, max, rule) FROM node;
\set content `cat test/data/commune_62.csv`
INSERT INTO :"schema".index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree)
SELECT 'c', 'c', 'Bộ chỉ số cấp xã', '2', 'commune', '2022-01-01', 2, :"schema".tree_from_csv(:'content');
INSERT INTO :"schema".unit (unit_id, kind, name, ranking_group)
SELECT 'D' || i, 'district', 'Huyện ' || i, CASE WHEN :province = 1 THEN '' ELSE 'Tỉnh ' || i % 34 END FROM generate_series(1, CASE WHEN :province = 1 THEN 27 ELSE :units END) AS i;
INSERT INTO :"schema".unit (unit_id, kind, name, parent_id, ranking_group)
SELECT 'C' || i, 'commune', 'Xã ' || i, 'D' || (1 + i % 27), CASE WHEN i % 3 = 0 THEN 'núi' ELSE 'đồng bằng' END FROM generate_series(1, CASE WHEN :province = 1 THEN 558 ELSE 0 END) AS i;
INSERT INTO :"schema".office_type (office_type, name, beside) VALUES ('a', 'Văn phòng', false), ('b', 'Phòng Kinh tế', false), ('c', 'Công an', true);
INSERT INTO :"schema".responsibility (set_id, code, office_type, part) SELECT set_id, code, (ARRAY['a', 'b', 'c'])[1 + ordinal % 3], 'lead' FROM :"schema".node WHERE is_criterion;
INSERT INTO :"schema".criterion (set_id, code, evidence_required) SELECT set_id, code, ordinal % 6 = 0 FROM :"schema".node WHERE is_criterion;
INSERT INTO :"schema".clock (stands_at) VALUES ('2024-12-12 09:00+07');
INSERT INTO :"schema".period (period_id, name, year, self_counts, points_decimals, grades) VALUES ('p', 'Năm 2024', 2024, 'always', 2, 'Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8');
INSERT INTO :"schema".set_choice (period_id, unit_kind, set_id) VALUES ('p', 'district', 'd'), ('p', 'commune', 'c');
SELECT :"schema".enrol('p') AS units \gset
SET session_replication_role = replica;
INSERT INTO :"schema".self_answer (period_id, unit_id, set_id, code, answer, value, entered_at)
SELECT s.period_id, s.unit_id, s.set_id, n.code, v.v::text, v.v, now()
FROM :"schema".submission AS s JOIN :"schema".node AS n ON n.set_id = s.set_id AND n.is_criterion
	CROSS JOIN LATERAL (SELECT (hashtextextended(s.unit_id || ' ' || n.code::text, 1) & 1073741823) AS h) AS h
	CROSS JOIN LATERAL (SELECT (CASE split_part(n.rule::text, '(', 1) WHEN 'yesno' THEN h.h % 2 WHEN 'linear' THEN h.h % 201 / 10.0 WHEN 'checklist' THEN h.h % 5
		WHEN 'choice' THEN 1 + h.h % 2 WHEN 'ratio' THEN h.h % 101 / 100.0 ELSE h.h % 1001 / 10.0 END)::float8 AS v) AS v
WHERE h.h % 50 <> 0 AND dx.answer_problem(n.rule, replace(v.v::text, '.', ','), n.max_points) IS NULL;
SET session_replication_role = origin;
ANALYZE;

CREATE TABLE bench.figure (sort serial, what text, rows bigint, wall float8, cpu float8);

-- CPU seconds of this backend so far.
CREATE FUNCTION bench.cpu() RETURNS float8 LANGUAGE sql SECURITY DEFINER AS
$$ SELECT (f[12]::int + f[13]::int) / 100.0 FROM (SELECT string_to_array(split_part(pg_read_file('/proc/self/stat'), ') ', 2), ' ') AS f) AS s $$;

-- Every row and column, `rounds` times: the median, of CPU the mean (it is counted in hundredths).
CREATE PROCEDURE bench.time(what text, query text, rounds int) LANGUAGE plpgsql AS $$
DECLARE
	r record;
	n bigint;
	walls float8[] := '{}';
	began timestamptz;
	cpu float8;
BEGIN
	FOR i IN 0 .. rounds LOOP
		-- the first one warms up
		IF i = 1 THEN cpu := bench.cpu(); END IF;
		n := 0;
		began := clock_timestamp();
		FOR r IN EXECUTE query LOOP n := n + 1; END LOOP;
		IF i > 0 THEN walls := walls || extract(epoch FROM clock_timestamp() - began)::float8; END IF;
	END LOOP;
	INSERT INTO bench.figure (what, rows, wall, cpu) VALUES (what, n, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY w) FROM unnest(walls) AS w), (bench.cpu() - cpu) / rounds);
END
$$;
-- One refresh, as it is logged.
CREATE PROCEDURE bench.refresh(what text, schema text) LANGUAGE plpgsql AS $$
DECLARE
	r record;
	began timestamptz := clock_timestamp();
	cpu float8 := bench.cpu();
BEGIN
	FOR r IN EXECUTE format('SELECT * FROM %I.refresh()', schema) LOOP
		IF r.error IS NOT NULL THEN RAISE EXCEPTION '%', r.error; END IF;
	END LOOP;
	INSERT INTO bench.figure (what, wall, cpu) VALUES (what, extract(epoch FROM clock_timestamp() - began), bench.cpu() - cpu);
	EXECUTE format('INSERT INTO bench.figure (what, rows, wall) SELECT $1 || '': '' || l.view_name, l.changed, extract(epoch FROM l.finished_at - l.started_at)
		FROM (SELECT * FROM %I.refresh_log ORDER BY run_id DESC LIMIT 4) AS l ORDER BY l.run_id', schema) USING what;
END
$$;
CALL bench.refresh('first refresh', :'schema');
CALL bench.refresh('refresh without news', :'schema');
UPDATE :"schema".self_answer AS a SET answer = '1' FROM (SELECT unit_id, code FROM :"schema".self_answer WHERE unit_id = 'D7' ORDER BY code LIMIT 1) AS one
WHERE a.period_id = 'p' AND a.unit_id = one.unit_id AND a.code = one.code;
CALL bench.refresh('refresh after one answer', :'schema');
VACUUM ANALYZE;

-- Read as somebody of the council, under row-level security, and not as the superuser.
\ir ../../scorebook/roles.sql
SET client_min_messages = warning;
CREATE ROLE bench_council;
SELECT format('GRANT %I, %I TO bench_council', :'schema' || '_appraiser', :'schema' || '_bi_council') \gexec
GRANT USAGE ON SCHEMA bench TO bench_council;
GRANT SELECT, INSERT ON bench.figure TO bench_council;
GRANT USAGE ON SEQUENCE bench.figure_sort_seq TO bench_council;
SELECT :province = 1 AS is_province \gset
\if :is_province
	\set grouped núi
\else
	\set grouped 'Tỉnh 7'
\endif
CREATE VIEW bench.readable AS
SELECT c.relname::text AS view, array_agg(a.attname::text) AS columns FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = :'schema'::regnamespace AND c.relkind = 'v' AND has_table_privilege('bench_council', c.oid, 'SELECT') GROUP BY c.relname;
\set bi :schema _bi
SET ROLE bench_council;
SELECT format('CALL bench.time(%L, %L, %s)', format('%s: %s', v.view, f.what), format('SELECT * FROM %I.%I WHERE %s', :'bi', v.view, f.filter), CASE f.what WHEN 'one group' THEN 3 ELSE :rounds END)
FROM (SELECT c.relname::text AS view, array_agg(a.attname::text) AS columns FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
	WHERE c.relnamespace = :'bi'::regnamespace AND c.relkind = 'v' GROUP BY c.relname) AS v,
	(VALUES (1, 'one unit', 'unit_id = ''D7''', 'unit_id'), (2, 'one label', 'unit_label = ''Huyện 7''', 'unit_label'),
		(3, 'one group', format('group_name = %L', :'grouped'), 'group_name')) AS f(sort, what, filter, name)
WHERE f.name = ANY (v.columns) ORDER BY f.sort, v.view \gexec
-- The book's own views: whichever have the unit or the group as a column. (What is read of the
-- others' answers to judge a unit's, plausibility, has no short way for one unit.)
RESET ROLE;
SELECT format('SET ROLE bench_council; CALL bench.time(%L, %L, %s); RESET ROLE', format('book %s: %s', v.view, f.what), format('SELECT * FROM %I.%I WHERE %s', :'schema', v.view, f.filter), CASE f.what WHEN 'one group' THEN 3 ELSE :rounds END)
FROM bench.readable AS v, (VALUES (1, 'one unit', 'period_id = ''p'' AND unit_id = ''D7''', 'unit_id'), (2, 'one group', format('ranking_group = %L', :'grouped'), 'ranking_group')) AS f(sort, what, filter, name)
WHERE f.name = ANY (v.columns) AND 'period_id' = ANY (v.columns) AND (v.view <> 'plausibility' OR f.what = 'one group') ORDER BY f.sort, v.view \gexec
SET ROLE bench_council;
CALL bench.time('book plausibility: one period', format('SELECT * FROM %I.plausibility WHERE period_id = ''p''', :'schema'), 1);
CALL bench.time('node_average: everybody, by main index', format('SELECT label, max(mean_ratio), max(median_ratio), sum(lost) FROM %I.node_average WHERE is_main GROUP BY label', :'bi'), :rounds);
CALL bench.time('book node_average: everybody', format('SELECT * FROM %I.node_average', :'schema'), :rounds);
CALL bench.time('book node_average: one node, everybody', format('SELECT * FROM %I.node_average WHERE set_id = ''d'' AND code = ''1.1.1.1''', :'schema'), :rounds);
SELECT format('CALL bench.time(%L, %L, %s)', format('%s: DISTINCT %s', v.view, f.name), format('SELECT DISTINCT %I FROM %I.%I', f.name, :'bi', v.view), 3)
FROM (VALUES ('unit_list'), ('ranking'), ('pillars'), ('progress'), ('self_and_appraised'), ('criterion_list'), ('node_average')) AS v(view), unnest('{period_name,year,status_name,unit_label,unit_kind_name,group_name,parent_label,set_name,label,pillar_label,main_label,office_type_name,lead_office_name}'::text[]) AS f(name)
WHERE EXISTS (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = format('%I.%I', :'bi', v.view)::regclass AND a.attname = f.name) ORDER BY v.view, f.name \gexec
SELECT what, rows, round(1000 * wall::numeric, 1) AS ms, round(1000 * cpu::numeric, 1) AS cpu_ms FROM bench.figure ORDER BY sort;
