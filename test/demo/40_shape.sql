-- SPDX-License-Identifier: PostgreSQL
-- (d) A tree of four levels, in the shape of a district set.
SET search_path = '';

\echo
\echo '==== (d) The shape of Hải Dương''s district set (decision 707, 2022) ===='
\echo
\echo '3 pillars, 19 main indices, 70 component indices, 159 criteria. Only the names of the'
\echo 'pillars and the counts are known: every other name is a placeholder, nodes are spread'
\echo 'evenly, and each criterion is worth 1 point.'

CREATE TABLE demo.shape (code int PRIMARY KEY, name text, main_indices int, component_indices int, criteria int);
INSERT INTO demo.shape VALUES
	(1, 'Chính quyền số', 6, 31, 71),
	(2, 'Kinh tế số', 6, 19, 41),
	(3, 'Xã hội số', 7, 20, 47);

CREATE TABLE demo.shape_node (
	code dx.code PRIMARY KEY,
	name text NOT NULL,
	kind text NOT NULL,
	max_points numeric,
	rule text
);
INSERT INTO demo.shape_node
SELECT code::text::dx.code, name, 'pillar' FROM demo.shape
UNION ALL
SELECT (s.code || '.' || m)::dx.code, 'placeholder: main index ' || m, 'main index'
FROM demo.shape AS s, generate_series(1, s.main_indices) AS m;

-- The parent of the i-th of n children among m parents is number (i - 1) * m / n + 1.
CREATE TABLE demo.shape_component AS
SELECT pillar, component, pillar || '.' || main || '.' || row_number() OVER (PARTITION BY pillar, main ORDER BY component) AS code
FROM (
	SELECT s.code AS pillar, c AS component, (c - 1) * s.main_indices / s.component_indices + 1 AS main
	FROM demo.shape AS s, generate_series(1, s.component_indices) AS c
) AS c;
INSERT INTO demo.shape_node
SELECT code::dx.code, 'placeholder: component index ' || component, 'component index' FROM demo.shape_component;

INSERT INTO demo.shape_node
SELECT (p.code || '.' || row_number() OVER (PARTITION BY p.code ORDER BY k.criterion))::dx.code,
	'placeholder: criterion ' || k.criterion, 'criterion', 1, 'percent'
FROM (
	SELECT s.code AS pillar, c AS criterion, (c - 1) * s.component_indices / s.criteria + 1 AS component
	FROM demo.shape AS s, generate_series(1, s.criteria) AS c
) AS k
JOIN demo.shape_component AS p USING (pillar, component);

INSERT INTO demo.index_set
SELECT 'district shape', dx.tree(code, name, max_points, rule, jsonb_build_object('kind', kind)) FROM demo.shape_node;

\echo
\echo 'Counted from the compiled tree (dx.nodes):'
CREATE VIEW demo.shape_count AS
SELECT p.code, coalesce(p.name, 'Total') AS name,
	count(*) FILTER (WHERE n.kind = 'main index')::int AS main_indices,
	count(*) FILTER (WHERE n.kind = 'component index')::int AS component_indices,
	count(*) FILTER (WHERE n.kind = 'criterion' AND n.is_criterion)::int AS criteria,
	sum(n.max_points) FILTER (WHERE n.is_criterion) AS max_points
FROM demo.index_set AS s
	CROSS JOIN LATERAL dx.nodes(s.tree) AS n
	JOIN LATERAL dx.nodes(s.tree) AS p ON p.kind = 'pillar' AND dx.is_under(n.code, p.code)
WHERE s.name = 'district shape'
GROUP BY GROUPING SETS ((p.code, p.name), ());

SELECT code AS "Code", name AS "Pillar", main_indices AS "Main indices", component_indices AS "Component indices",
	criteria AS "Criteria", max_points AS "Maximum"
FROM demo.shape_count ORDER BY code NULLS LAST;

DO $$
BEGIN
	IF (SELECT count(*) FROM demo.shape_count AS c JOIN demo.shape AS s ON s.code::text = c.code::text
		WHERE (c.main_indices, c.component_indices, c.criteria) = (s.main_indices, s.component_indices, s.criteria)) <> 3
		OR (SELECT (main_indices, component_indices, criteria) FROM demo.shape_count WHERE code IS NULL) <> (19, 70, 159) THEN
		RAISE EXCEPTION 'the shape should be 3 / 19 / 70 / 159';
	END IF;
END
$$;

\echo 'One branch of it, in the order of the codes (code <@ ''2.6''):'
SELECT code AS "Code", repeat('  ', dx.depth(code) - 2) || name AS "Name", kind AS "Kind", max_points AS "Maximum"
FROM demo.shape_node
WHERE code OPERATOR(dx.<@) '2.6'
ORDER BY code;
