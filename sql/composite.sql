-- SPDX-License-Identifier: PostgreSQL
-- Composite indicators: means, coverage limits, a tree of three levels, ranks and
-- effective weights, against the COINr package for R (12 digits). Where COINr says
-- NaN (no weight left) dx says NULL; a geometric or harmonic mean over a 0 is 0.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS composite_test CASCADE;
CREATE SCHEMA composite_test;
RESET client_min_messages;
SET search_path = '';

-- one mean
CREATE TABLE composite_test.means ("case" text, sub text, options jsonb, x float8[], w float8[], expected float8);
INSERT INTO composite_test.means VALUES
	('T01', 'a', '{"method": "mean"}', '{60,NULL,90,30}', '{1,2,3,4}', 56.25),
	('T01', 'b', '{"method": "mean", "min_coverage": 0.75}', '{60,NULL,90,30}', '{1,2,3,4}', 56.25),
	('T01', 'c', '{"method": "mean", "min_coverage": 0.76}', '{60,NULL,90,30}', '{1,2,3,4}', NULL),
	('T01', 'd', '{"method": "mean"}', '{60,70,90,30}', '{1,2,3,4}', 59),
	('T01', 'e', '{"method": "mean"}', '{NULL,NULL}', '{1,1}', NULL),
	('T01', 'f', '{"method": "mean"}', '{5,NULL}', '{0,1}', NULL),
	('T01', 'g', '{"method": "mean", "min_coverage": "2/3"}', '{1,2,NULL}', '{1,1,1}', 1.5),
	('T01', 'h', '{"method": "mean", "min_coverage": 0.67}', '{1,2,NULL}', '{1,1,1}', NULL),
	('T02', 'a', '{"method": "geomean"}', '{2,8,NULL,32}', '{1,1,5,2}', 11.313708499),
	('T02', 'b', '{"method": "geomean"}', '{12.5,60,99.9}', '{1,2,3}', 59.6098684044),
	('T02', 'c', '{"method": "geomean"}', '{0,5}', '{1,1}', 0),
	('T03', 'a', '{"method": "harmean"}', '{10,20,NULL,40}', '{2,1,3,1}', 14.5454545455),
	('T03', 'b', '{"method": "harmean"}', '{12.5,60,99.9}', '{1,2,3}', 41.8516966904),
	('T03', 'c', '{"method": "harmean"}', '{0,5}', '{1,1}', 0),
	('T04', 'a', '{"method": "power(-1)"}', '{12.5,60,99.9}', '{1,2,3}', 41.8516966904),
	('T04', 'b', '{"method": "power(-0.5)"}', '{12.5,60,99.9}', '{1,2,3}', 50.8759495188),
	('T04', 'c', '{"method": "power(0.5)"}', '{12.5,60,99.9}', '{1,2,3}', 66.728377282),
	('T04', 'd', '{"method": "power(1)"}', '{12.5,60,99.9}', '{1,2,3}', 72.0333333333),
	('T04', 'e', '{"method": "power(2)"}', '{12.5,60,99.9}', '{1,2,3}', 78.8419093292),
	('T04', 'f', '{"method": "power(3)"}', '{12.5,60,99.9}', '{1,2,3}', 82.9535241008),
	('T04', 'g', '{"method": "power(2)"}', '{12.5,NULL,99.9}', '{1,2,3}', 86.741397268);
SELECT "case", sub, got, expected, abs(got - expected) <= 1e-10 OR got IS NULL AND expected IS NULL AS ok
FROM (SELECT *, dx.points(tree, (SELECT dx.card(tree, i::text, v) FROM unnest(x) WITH ORDINALITY u(v, i))) AS got
	FROM composite_test.means,
		LATERAL (SELECT dx.tree(code, NULL, NULL, rule, o) AS tree
			FROM (SELECT '' AS code, NULL AS rule, options AS o
				UNION ALL SELECT i::text, 'percent', jsonb_build_object('weight', v) FROM unnest(w) WITH ORDINALITY u(v, i)) nodes) t) s
ORDER BY "case", sub;

-- three levels from raw data; i2 counts downwards
CREATE TABLE composite_test.node (code text, lo float8, hi float8, weight float8);
INSERT INTO composite_test.node VALUES
	('S1', NULL, NULL, 0.6), ('S2', NULL, NULL, 0.4), ('S1.P1', NULL, NULL, 2), ('S1.P2', NULL, NULL, 1), ('S2.P3', NULL, NULL, 1),
	('S1.P1.i1', 10, 40, 1), ('S1.P1.i2', 5, 1, 2), ('S1.P1.i3', 100, 300, 1), ('S1.P2.i4', 1, 5, 3), ('S1.P2.i5', 6, 9, 1), ('S2.P3.i6', 10, 50, 1);
CREATE TABLE composite_test.raw (unit text, code text, x float8);
INSERT INTO composite_test.raw
SELECT chr(64 + i::int), code, x FROM (VALUES
	('S1.P1.i1', '{10,20,30,40,NULL}'::float8[]), ('S1.P1.i2', '{5,NULL,3,1,4}'), ('S1.P1.i3', '{100,150,NULL,300,NULL}'),
	('S1.P2.i4', '{1,4,2,NULL,5}'), ('S1.P2.i5', '{7,9,NULL,6,8}'), ('S2.P3.i6', '{50,40,NULL,20,10}')) v(code, xs), unnest(xs) WITH ORDINALITY u(x, i);
-- scaled to 0..100, or to 1..100 where a geometric or harmonic mean wants no 0
CREATE TABLE composite_test.variant (variant text, scale_from float8, root jsonb, s jsonb, p jsonb);
INSERT INTO composite_test.variant VALUES
	('thresh=none', 0, '{"method": "mean"}', NULL, NULL),
	('thresh=0.5', 0, '{"method": "mean", "min_coverage": 0.5}', NULL, NULL),
	('thresh=2/3', 0, '{"method": "mean", "min_coverage": "2/3"}', NULL, NULL),
	('thresh=1', 0, '{"method": "mean", "min_coverage": 1}', NULL, NULL),
	('a_gmean', 0.01, '{"method": "geomean"}', NULL, NULL),
	('a_hmean', 0.01, '{"method": "harmean"}', NULL, NULL),
	('by level', 0.01, '{"method": "harmean"}', '{"method": "geomean"}', '{"method": "mean"}');
CREATE TABLE composite_test.tree AS
SELECT variant, (SELECT dx.tree(code, NULL, NULL, CASE WHEN hi > lo THEN format('curve(%s: %s, %s: 1)', lo, scale_from, hi)
			WHEN hi < lo THEN format('curve(%s: 1, %s: %s)', hi, lo, scale_from) END, o)
		FROM (SELECT '' AS code, NULL::float8 AS lo, NULL::float8 AS hi, root AS o
			UNION ALL SELECT code, lo, hi, jsonb_build_object('weight', weight) ||
				COALESCE(CASE dx.depth(code) WHEN 1 THEN s WHEN 2 THEN p END, '{}') FROM composite_test.node) n) AS tree
FROM composite_test.variant;
CREATE TABLE composite_test.got AS
SELECT variant, unit, CASE WHEN b.depth = 0 THEN 'Index' ELSE dx.label(b.code) END AS node, b.points AS score,
	dx.rank_by(b.points) OVER (PARTITION BY variant, b.code) AS rank
FROM (SELECT variant, tree, unit, dx.card(tree, code, x) AS card FROM composite_test.tree, composite_test.raw GROUP BY variant, tree, unit) c,
	dx.breakdown(tree, card) b WHERE NOT is_criterion;
CREATE TABLE composite_test.expected (what text, variant text, node text, expected float8[]);
INSERT INTO composite_test.expected VALUES
	('scores', 'thresh=none', 'P1', '{0,29.1666666667,55.5555555556,100,25}'),
	('scores', 'thresh=none', 'P2', '{8.33333333333,81.25,25,0,91.6666666667}'),
	('scores', 'thresh=none', 'P3', '{100,75,NULL,25,0}'),
	('scores', 'thresh=none', 'S1', '{2.77777777778,46.5277777778,45.3703703704,66.6666666667,47.2222222222}'),
	('scores', 'thresh=none', 'S2', '{100,75,NULL,25,0}'),
	('scores', 'thresh=none', 'Index', '{41.6666666667,57.9166666667,45.3703703704,50,28.3333333333}'),
	('ranks', 'thresh=none', 'P1', '{5,3,2,1,4}'),
	('ranks', 'thresh=none', 'P2', '{4,2,3,5,1}'),
	('ranks', 'thresh=none', 'P3', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=none', 'S1', '{5,3,4,1,2}'),
	('ranks', 'thresh=none', 'S2', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=none', 'Index', '{4,1,3,2,5}'),
	('scores', 'thresh=0.5', 'P1', '{0,29.1666666667,55.5555555556,100,NULL}'),
	('scores', 'thresh=0.5', 'P2', '{8.33333333333,81.25,25,0,91.6666666667}'),
	('scores', 'thresh=0.5', 'P3', '{100,75,NULL,25,0}'),
	('scores', 'thresh=0.5', 'S1', '{2.77777777778,46.5277777778,45.3703703704,66.6666666667,91.6666666667}'),
	('scores', 'thresh=0.5', 'S2', '{100,75,NULL,25,0}'),
	('scores', 'thresh=0.5', 'Index', '{41.6666666667,57.9166666667,45.3703703704,50,55}'),
	('ranks', 'thresh=0.5', 'P1', '{4,3,2,1,NULL}'),
	('ranks', 'thresh=0.5', 'P2', '{4,2,3,5,1}'),
	('ranks', 'thresh=0.5', 'P3', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=0.5', 'S1', '{5,3,4,2,1}'),
	('ranks', 'thresh=0.5', 'S2', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=0.5', 'Index', '{5,1,4,3,2}'),
	('scores', 'thresh=2/3', 'P1', '{0,29.1666666667,55.5555555556,100,NULL}'),
	('scores', 'thresh=2/3', 'P2', '{8.33333333333,81.25,NULL,NULL,91.6666666667}'),
	('scores', 'thresh=2/3', 'P3', '{100,75,NULL,25,0}'),
	('scores', 'thresh=2/3', 'S1', '{2.77777777778,46.5277777778,NULL,NULL,NULL}'),
	('scores', 'thresh=2/3', 'S2', '{100,75,NULL,25,0}'),
	('scores', 'thresh=2/3', 'Index', '{41.6666666667,57.9166666667,NULL,NULL,NULL}'),
	('ranks', 'thresh=2/3', 'P1', '{4,3,2,1,NULL}'),
	('ranks', 'thresh=2/3', 'P2', '{3,2,NULL,NULL,1}'),
	('ranks', 'thresh=2/3', 'P3', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=2/3', 'S1', '{2,1,NULL,NULL,NULL}'),
	('ranks', 'thresh=2/3', 'S2', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=2/3', 'Index', '{2,1,NULL,NULL,NULL}'),
	('scores', 'thresh=1', 'P1', '{0,NULL,NULL,100,NULL}'),
	('scores', 'thresh=1', 'P2', '{8.33333333333,81.25,NULL,NULL,91.6666666667}'),
	('scores', 'thresh=1', 'P3', '{100,75,NULL,25,0}'),
	('scores', 'thresh=1', 'S1', '{2.77777777778,NULL,NULL,NULL,NULL}'),
	('scores', 'thresh=1', 'S2', '{100,75,NULL,25,0}'),
	('scores', 'thresh=1', 'Index', '{41.6666666667,NULL,NULL,NULL,NULL}'),
	('ranks', 'thresh=1', 'P1', '{2,NULL,NULL,1,NULL}'),
	('ranks', 'thresh=1', 'P2', '{3,2,NULL,NULL,1}'),
	('ranks', 'thresh=1', 'P3', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=1', 'S1', '{1,NULL,NULL,NULL,NULL}'),
	('ranks', 'thresh=1', 'S2', '{1,2,NULL,3,4}'),
	('ranks', 'thresh=1', 'Index', '{1,NULL,NULL,NULL,NULL}'),
	('scores', 'a_gmean', 'P1', '{1,29.588849251,55.4905700506,100,25.75}'),
	('scores', 'a_gmean', 'P2', '{2.41473640277,80.7941429146,25.75,1,90.4729394453}'),
	('scores', 'a_gmean', 'P3', '{100,75.25,NULL,25.75,1}'),
	('scores', 'a_gmean', 'S1', '{1.34160059772,41.3566490844,42.9607513933,21.5443469003,39.1463302673}'),
	('scores', 'a_gmean', 'S2', '{100,75.25,NULL,25.75,1}'),
	('scores', 'a_gmean', 'Index', '{7.52616864792,52.5448077552,42.9607513933,23.1372049372,9.02847985778}'),
	('scores', 'a_hmean', 'P1', '{1,29.3054393305,55.0162601626,100,25.75}'),
	('scores', 'a_hmean', 'P2', '{1.32038834951,80.2131912059,25.75,1,89.0365448505}'),
	('scores', 'a_hmean', 'P3', '{100,75.25,NULL,25.75,1}'),
	('scores', 'a_hmean', 'S1', '{1.088,37.1685063708,39.9000686944,2.94117647059,33.7453087371}'),
	('scores', 'a_hmean', 'S2', '{100,75.25,NULL,25.75,1}'),
	('scores', 'a_hmean', 'Index', '{1.80027533623,46.6019851851,39.9000686944,4.55510348488,2.39360286136}'),
	('scores', 'by level', 'P1', '{1,29.875,56,100,25.75}'),
	('scores', 'by level', 'P2', '{9.25,81.4375,25.75,1,91.75}'),
	('scores', 'by level', 'P3', '{100,75.25,NULL,25.75,1}'),
	('scores', 'by level', 'S1', '{2.0991682269,41.733046284,43.2232842014,21.5443469003,39.3296589032}'),
	('scores', 'by level', 'S2', '{100,75.25,NULL,25.75,1}'),
	('scores', 'by level', 'Index', '{3.45032824863,50.7802117735,43.2232842014,23.0502307762,2.40815500054}');
-- the rule linear says the same as the curve from 0 to 1
SELECT count(*) AS attainments, count(*) FILTER (WHERE dx.attainment(format('linear(%s, %s)', lo, hi), x)
	IS DISTINCT FROM dx.attainment(CASE WHEN hi > lo THEN format('curve(%s: 0, %s: 1)', lo, hi) ELSE format('curve(%s: 1, %s: 0)', hi, lo) END, x)) AS differ
FROM composite_test.node JOIN composite_test.raw USING (code) WHERE x IS NOT NULL;
-- of each node: units A to E
SELECT 'T06' AS "case", what || ', ' || variant || ', ' || node AS sub, got, expected,
	(SELECT bool_and((g IS NULL AND e IS NULL) OR COALESCE(abs(g - e) <= 1e-10, false)) AND count(*) = 5 FROM unnest(got, expected) u(g, e)) AS ok
FROM (SELECT e.*, array_agg((CASE what WHEN 'scores' THEN score ELSE rank END) ORDER BY unit) AS got
	FROM composite_test.expected e JOIN composite_test.got USING (variant, node) GROUP BY what, e.variant, node, e.expected) s
ORDER BY what DESC, variant COLLATE "C", node COLLATE "C";

-- effective weights
SELECT 'T10' AS "case", COALESCE(NULLIF(dx.label(n.code), ''), 'Index') AS sub, effective_weight AS got, expected, abs(effective_weight - expected) <= 1e-10 AS ok
FROM composite_test.tree, dx.nodes(tree) n
	JOIN (VALUES ('i1', 0.1), ('i2', 0.2), ('i3', 0.1), ('i4', 0.15), ('i5', 0.05), ('i6', 0.4), ('P1', 0.4), ('P2', 0.2), ('P3', 0.4),
		('S1', 0.6), ('S2', 0.4), ('', 1)) v(label, expected) ON COALESCE(dx.label(n.code), '') = label
WHERE variant = 'thresh=none' ORDER BY ordinal;

SET client_min_messages = warning;
DROP SCHEMA composite_test CASCADE;
