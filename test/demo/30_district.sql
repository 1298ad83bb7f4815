-- SPDX-License-Identifier: PostgreSQL
-- (c) A set whose criteria have no rules: awarded points only.
SET search_path = '';

\echo
\echo '==== (c) Districts of Thanh Hóa: 270 points (decision 3716/QĐ-UBND, 2021) ===='
\echo
\echo 'The three parts, published without rules, are unquantified criteria: a council awards'
\echo 'points for them. They must add up to the stated 270.'

CREATE TABLE demo.district_node (code text, name text, max_points numeric);
\copy demo.district_node FROM 'test/data/district_270.csv' WITH (FORMAT csv, HEADER)
INSERT INTO demo.index_set
SELECT 'district 2021', dx.tree(code, name, max_points, NULL::text) FROM demo.district_node;

SELECT n.code AS "Code", n.name AS "Index", n.max_points AS "Maximum",
	(SELECT sum(c.max_points) FROM dx.nodes(s.tree) AS c WHERE c.parent = n.code) AS "Parts"
FROM demo.index_set AS s, dx.nodes(s.tree) AS n
WHERE s.name = 'district 2021'
ORDER BY n.ordinal;

DO $$
BEGIN
	IF (SELECT n.max_points FROM demo.index_set AS s, dx.nodes(s.tree) AS n WHERE s.name = 'district 2021' AND n.depth = 0) <> 270 THEN
		RAISE EXCEPTION 'the district set should be worth 270 points';
	END IF;
END
$$;

\echo 'Three districts with awarded points (state points). Districts and points are invented.'
CREATE TABLE demo.district_points (
	district text,
	code dx.code,
	points float8,
	PRIMARY KEY (district, code)
);
INSERT INTO demo.district_points VALUES
	('Huyện mẫu A', '1', 121.5), ('Huyện mẫu A', '2', 40.25), ('Huyện mẫu A', '3', 22),
	('Huyện mẫu B', '1', 133), ('Huyện mẫu B', '2', 38.5), ('Huyện mẫu B', '3', 27.75),
	('Huyện mẫu C', '1', 98.25), ('Huyện mẫu C', '2', 51);

SELECT dx.rank_by(dx.ratio(tree, card)) OVER () || ' / ' || dx.ranked_count(dx.ratio(tree, card)) OVER () AS "Rank",
	district AS "District",
	dx.points(tree, card, '1') AS "Chính quyền số",
	dx.points(tree, card, '2') AS "Kinh tế số",
	dx.points(tree, card, '3') AS "Xã hội số",
	dx.points(tree, card) AS "Points",
	dx.max_points(tree, card) AS "Max",
	round(dx.ratio(tree, card)::numeric, 4) AS "Ratio",
	to_char(100 * dx.coverage(tree, card), '990.0') || ' %' AS "Coverage"
FROM (
	SELECT s.tree, p.district, dx.card(s.tree, p.code, p.points, 'points') AS card
	FROM demo.index_set AS s CROSS JOIN demo.district_points AS p
	WHERE s.name = 'district 2021'
	GROUP BY s.tree, p.district
) AS d
ORDER BY dx.ratio(tree, card) DESC;

\echo 'Entering a result where there is no rule is refused:'
\set ON_ERROR_STOP off
SELECT dx.card(tree, '1', 120) FROM demo.index_set WHERE name = 'district 2021';
\set refused :SQLSTATE
\set ON_ERROR_STOP on
SELECT :'refused' = '22023' AS as_expected \gset
\if :as_expected
\else
	DO $$ BEGIN RAISE EXCEPTION 'the result should have been refused'; END $$;
\endif

\echo
\echo 'So are more points than the maximum:'
\set ON_ERROR_STOP off
SELECT dx.card(tree, '1', 161, 'points') FROM demo.index_set WHERE name = 'district 2021';
\set refused :SQLSTATE
\set ON_ERROR_STOP on
SELECT :'refused' = '22003' AS as_expected \gset
\if :as_expected
\else
	DO $$ BEGIN RAISE EXCEPTION 'the points should have been refused'; END $$;
\endif

\echo
\echo 'And a set that does not add up, 160 + 75 + 30 for 270, does not become a tree:'
\set ON_ERROR_STOP off
SELECT dx.tree(code, name, CASE code WHEN '3' THEN 30 ELSE max_points END, NULL::text) FROM demo.district_node;
\set refused :SQLSTATE
\set ON_ERROR_STOP on
SELECT :'refused' = '22023' AS as_expected \gset
\if :as_expected
\else
	DO $$ BEGIN RAISE EXCEPTION 'the tree should have been refused'; END $$;
\endif
\echo
