-- SPDX-License-Identifier: PostgreSQL
-- The scorebook installed, two index sets, a generated province.
\echo
\echo '==== (a) A province: 27 districts, 558 communes, two index sets ===='
\echo
\echo 'Installing the scorebook into schema dti, and its roles.'
\set schema dti
\i scorebook/install.sql
\i scorebook/roles.sql
SET client_min_messages = warning;
SET search_path = '';
-- Compiling views of views costs more than running them.
ALTER DATABASE :"DBNAME" SET jit = off;
SET jit = off;

\echo 'The commune set comes from a CSV file; codes and maxima are those of a provincial set of'
\echo '2025, names are shortened, rules guessed from the names. The district set has the shape of'
\echo 'Hải Dương''s (3 pillars, 19 main, 70 component indices, 159 criteria); its names are placeholders.'
\set content `cat test/data/commune_62.csv`
INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, tree)
SELECT 'commune-2024', 'commune', 'Bộ chỉ số chuyển đổi số cấp xã', 'generated', 'commune', '2024-01-01', 2,
	-- the sixth criterion of the fourth group has no rule yet: points are awarded
	dx.alter_tree(dti.tree_from_csv(:'content'), '{"4.1": {"rule": null}}');

WITH shape(pillar, pillar_name, main, component, criteria) AS (
	VALUES (1, 'Chính quyền số', 6, 31, 71), (2, 'Kinh tế số', 6, 19, 41), (3, 'Xã hội số', 7, 20, 47)
), component AS (
	SELECT pillar, i, pillar || '.' || m || '.' || row_number() OVER (PARTITION BY pillar, m ORDER BY i) AS code, m
	FROM shape, generate_series(1, component) AS i, LATERAL (SELECT (i - 1) * main / component + 1 AS m) AS at
), node AS (
	SELECT pillar::text AS code, pillar_name AS name, NULL::int AS max, NULL AS rule, 'pillar' AS kind FROM shape
	UNION ALL
	SELECT pillar || '.' || m, 'chỉ số chính ' || m, NULL, NULL, 'main index' FROM shape, generate_series(1, main) AS m
	UNION ALL
	SELECT code, 'chỉ số thành phần ' || i, NULL, NULL, 'component index' FROM component
	UNION ALL
	SELECT c.code || '.' || row_number() OVER (PARTITION BY c.code ORDER BY k), 'tiêu chí ' || k, 1 + (k * 7 + s.pillar) % 5,
		(ARRAY['percent', 'yesno', 'steps(50:0.5, 80:1)', 'linear(0, 20)', 'checklist(4)'])[1 + (k * 3 + s.pillar) % 5], 'criterion'
	FROM shape AS s, generate_series(1, criteria) AS k, LATERAL (SELECT (k - 1) * s.component / s.criteria + 1 AS at) AS a
		CROSS JOIN component AS c WHERE c.i = a.at AND c.pillar = s.pillar
)
INSERT INTO dti.index_set (set_id, family, name, decision, unit_kind, valid_from, decimals, main_depth, tree)
SELECT 'district-2022', 'district', 'Bộ chỉ số chuyển đổi số cấp huyện', 'generated', 'district', '2022-01-01', 2, 2,
	dx.tree(code, name, max, rule, jsonb_build_object('kind', kind)) FROM node;

SELECT s.set_id AS "Set", s.name AS "Name", count(*) FILTER (WHERE n.is_criterion) AS "Criteria",
	max(n.max_points) FILTER (WHERE n.depth = 0) AS "Maximum", count(*) FILTER (WHERE n.is_criterion AND n.rule IS NULL) AS "Unquantified"
FROM dti.index_set AS s JOIN dti.node AS n USING (set_id) GROUP BY 1, 2 ORDER BY 1;

\echo 'Units: districts 1 to 16 lie in the plain, 17 to 27 in the mountains. One commune was formed'
\echo 'during the year: assessed, not ranked.'
INSERT INTO dti.unit (unit_id, kind, name) VALUES ('38', 'province', 'Tỉnh mẫu');
INSERT INTO dti.unit (unit_id, kind, name, parent_id, valid_to)
SELECT 'D' || lpad(d::text, 2, '0'), 'district', 'Huyện ' || lpad(d::text, 2, '0'), '38', '2025-06-30' FROM generate_series(1, 27) AS d;
INSERT INTO dti.unit (unit_id, kind, name, parent_id, ranking_group, ranked)
SELECT 'C' || lpad(c::text, 3, '0'), 'commune', 'Xã ' || lpad(c::text, 3, '0'), 'D' || lpad(d::text, 2, '0'),
	CASE WHEN d <= 16 THEN 'đồng bằng' ELSE 'miền núi' END, c <> 558
FROM generate_series(1, 558) AS c, LATERAL (SELECT CASE WHEN c <= 378 THEN (c - 1) / 21 + 1 ELSE (c - 379) / 20 + 19 END AS d) AS at;

\echo 'Offices and bodies beside them, and who leads which criterion.'
INSERT INTO dti.office_type (office_type, name, name_en, beside) VALUES
	('vhxh', 'Phòng Văn hóa - Xã hội', 'culture and society', false), ('vp', 'Văn phòng', 'office of the committee', false),
	('kt', 'Phòng Kinh tế', 'economy', false), ('ca', 'Công an', 'police', true), ('bd', 'Bưu điện', 'post', true);
INSERT INTO dti.office (unit_id, office_type, name)
SELECT u.unit_id, o.office_type, o.name || ' ' || u.name FROM dti.unit AS u CROSS JOIN dti.office_type AS o WHERE u.kind IN ('district', 'commune');
INSERT INTO dti.responsibility (set_id, code, office_type, part)
SELECT n.set_id, n.code, (ARRAY['vhxh', 'vp', 'kt', 'ca', 'bd'])[1 + n.ordinal % 5], 'lead' FROM dti.node AS n WHERE n.is_criterion;
INSERT INTO dti.criterion (set_id, code, evidence_required, source, how_vi, data_source)
SELECT n.set_id, n.code, n.ordinal % 6 = 0, CASE WHEN n.code::text = '6.2' THEN 'survey' ELSE 'self' END,
	'Theo báo cáo của đơn vị', 'Báo cáo' FROM dti.node AS n WHERE n.is_criterion;

\echo 'The period of 2024: two sets at once. Its clock stands at 12 December 2024.'
INSERT INTO dti.clock (stands_at) VALUES ('2024-12-12 09:00+07');
INSERT INTO dti.period (period_id, name, year, self_counts, points_decimals, grades)
VALUES ('2024', 'Năm 2024', 2024, 'approved', 2, 'Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8');
INSERT INTO dti.set_choice (period_id, unit_kind, set_id) VALUES ('2024', 'district', 'district-2022'), ('2024', 'commune', 'commune-2024');
INSERT INTO dti.not_applicable (period_id, set_id, code, ranking_group, reason)
VALUES ('2024', 'commune-2024', '5.2', 'miền núi', 'Xã miền núi không có chợ loại này');
SELECT dti.enrol('2024') AS "Enrolled";
ANALYZE;

-- What the units will type: invented, from a hash, the same in every run.
CREATE SCHEMA demo;
GRANT USAGE ON SCHEMA demo TO PUBLIC;
CREATE FUNCTION demo.draw(VARIADIC words text[]) RETURNS float8 LANGUAGE sql IMMUTABLE
RETURN ('x' || left(md5(array_to_string(words, '/')), 8))::bit(32)::bigint / 4294967296.0;
CREATE FUNCTION demo.cell(answer text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN '"' || replace(answer, '"', '""') || '"';
CREATE VIEW demo.typed AS
SELECT s.period_id, s.unit_id, u.kind AS unit_kind, u.parent_id, n.code, n.ordinal, n.max_points,
	CASE WHEN n.rule IS NULL THEN 'points' ELSE 'result' END AS state,
	CASE split_part(coalesce(n.rule::text, 'points'), '(', 1)
		WHEN 'percent' THEN CASE n.ordinal % 3
			WHEN 0 THEN replace(round(100 * l.level::numeric, 1)::text, '.', ',') || '%'
			WHEN 1 THEN round(100 * l.level::numeric, 1)::text
			ELSE round(1000 * l.level::numeric)::text || '/1000' END
		WHEN 'yesno' THEN CASE WHEN l.level >= 0.45 THEN 'có' ELSE 'không' END
		WHEN 'checklist' THEN floor(4.99 * l.level)::text
		WHEN 'choice' THEN CASE WHEN l.level >= 0.75 THEN 'Tốt' WHEN l.level >= 0.5 THEN 'Đạt' ELSE 'Chưa' END
		WHEN 'linear' THEN replace(round(20 * l.level::numeric, 1)::text, '.', ',')
		WHEN 'points' THEN round(n.max_points::numeric * l.level::numeric, 1)::text
		ELSE round(100 * l.level::numeric)::text END AS answer,
	demo.draw('office', s.unit_id, n.code::text) AS luck
FROM dti.submission AS s
	JOIN dti.unit AS u USING (unit_id)
	JOIN dti.node AS n ON n.set_id = s.set_id AND n.is_criterion
	CROSS JOIN LATERAL (SELECT least(1, greatest(0, 0.35 + 0.4 * demo.draw('unit', s.unit_id) + 0.3 * demo.draw('criterion', n.code::text)
		+ 0.4 * (demo.draw('luck', s.period_id, s.unit_id, n.code::text) - 0.5))) AS level) AS l
WHERE NOT EXISTS (SELECT 1 FROM dti.not_applicable_criterion AS x WHERE (x.period_id, x.unit_id, x.code::text) = (s.period_id, s.unit_id, n.code::text))
	AND NOT EXISTS (SELECT 1 FROM dti.criterion AS c WHERE c.set_id = n.set_id AND c.code = n.code AND c.source <> 'self')
	AND demo.draw('missing', s.period_id, s.unit_id, n.code::text) >= 0.02;

-- People: three roles, and who publishes.
CREATE ROLE dti_lan LOGIN; CREATE ROLE dti_binh LOGIN; CREATE ROLE dti_hoa LOGIN; CREATE ROLE dti_son LOGIN; CREATE ROLE dti_dan LOGIN;
GRANT dti_assessor TO dti_lan, dti_binh; GRANT dti_appraiser TO dti_hoa; GRANT dti_administrator, dti_publisher TO dti_son; GRANT dti_viewer TO dti_dan;
INSERT INTO dti.account (role_name, unit_id, is_head, full_name) VALUES
	('dti_lan', 'C001', false, 'Lan, Xã 001'), ('dti_binh', 'C001', true, 'Bình, chủ tịch Xã 001'),
	('dti_hoa', 'D02', false, 'Hòa, hội đồng, thuộc Huyện 02'), ('dti_son', NULL, false, 'Sơn, Sở Khoa học và Công nghệ');
