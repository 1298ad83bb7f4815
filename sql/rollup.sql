-- SPDX-License-Identifier: PostgreSQL
-- The roll-up against an independent reference: exact rationals for sums, 60
-- digits for means, worked out from the definitions (test/data/rollup_cases.csv:
-- one row a node; "/" is the root, `listed` is false for ancestors nobody listed).
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS rollup_test CASCADE;
CREATE SCHEMA rollup_test;
RESET client_min_messages;
SET search_path = '';

CREATE TABLE rollup_test.given (id int, listed boolean, code text, max_points float8, rule text, options jsonb, value float8, state text,
	points numeric, exact boolean, max numeric, ratio float8, answered int, applicable int, lost float8, contribution float8);
\getenv abs_srcdir PG_ABS_SRCDIR
\set load '\\copy rollup_test.given from \'' :abs_srcdir '/test/data/rollup_cases.csv\' csv header'
:load
UPDATE rollup_test.given SET code = '' WHERE code = '/';

-- Equal within 1e-12, relative or absolute; NULL only equals NULL.
CREATE FUNCTION rollup_test.same(a float8, b float8) RETURNS boolean IMMUTABLE
RETURN a IS NOT DISTINCT FROM b
	OR COALESCE(pg_catalog.abs(a - b) <= 1e-12 * GREATEST(1, pg_catalog.abs(b)), false);

CREATE VIEW rollup_test.entered AS
	SELECT id, CASE WHEN value IS NOT NULL OR state IS NOT NULL THEN code END AS code, value, state FROM rollup_test.given;
CREATE TABLE rollup_test.made AS
	SELECT id, tree, (SELECT dx.card(tree, code, value, state) FROM rollup_test.entered e WHERE e.id = t.id) AS card
	FROM (SELECT id, dx.tree(code, NULL, max_points, rule, options) AS tree FROM rollup_test.given WHERE listed GROUP BY id) t;

-- dx.breakdown
CREATE TABLE rollup_test.got AS SELECT id, b.* FROM rollup_test.made, dx.breakdown(tree, card) b;
SELECT count(DISTINCT id) AS cases, count(*) AS nodes, count(points) AS scored, count(*) FILTER (WHERE exact) AS exactly FROM rollup_test.given;
SELECT id, code, g.points AS want_points, b.points_exact, g.max AS want_max, b.max_points, g.ratio AS want_ratio, b.ratio,
	g.answered AS want_answered, b.answered, g.applicable AS want_applicable, b.applicable, b.coverage,
	g.lost AS want_lost, b.lost, g.contribution AS want_contribution, b.contribution
FROM rollup_test.given g FULL JOIN (SELECT id, code::text, points, points_exact, max_points, ratio, answered, applicable, coverage, lost, contribution FROM rollup_test.got) b USING (id, code)
WHERE (CASE WHEN g.exact THEN g.points = b.points_exact AND rollup_test.same(b.points, g.points::float8)
		ELSE rollup_test.same(b.points, g.points::float8) AND rollup_test.same(b.points_exact::float8, g.points::float8) END
	AND g.max::float8 = b.max_points AND rollup_test.same(b.ratio, g.ratio)
	AND g.answered = b.answered AND g.applicable = b.applicable AND rollup_test.same(b.coverage, g.answered / NULLIF(g.applicable, 0)::float8)
	AND rollup_test.same(b.lost, g.lost) AND rollup_test.same(b.contribution, g.contribution)) IS NOT TRUE
ORDER BY id, code;
-- results and states as they were entered; awarded points are no result
SELECT id, code, g.value, b.result, g.state, b.state
FROM rollup_test.given g JOIN (SELECT id, code::text, is_criterion, result, state FROM rollup_test.got) b USING (id, code)
WHERE is_criterion AND (b.result IS DISTINCT FROM CASE WHEN g.state IS NULL THEN g.value END
	OR b.state <> CASE WHEN EXISTS (SELECT FROM rollup_test.given u WHERE u.id = g.id AND u.state = 'na' AND dx.is_under(g.code, u.code)) THEN 'na'
		WHEN g.value IS NULL THEN 'missing' ELSE COALESCE(g.state, 'result') END)
	OR NOT is_criterion AND (b.result IS NOT NULL OR b.state IS NOT NULL);
-- what the children of a linear node bring is what the node brings
SELECT p.id, p.code, p.contribution, c.contributions
FROM (SELECT g.id, n.code, n.method, g.contribution FROM rollup_test.got g JOIN rollup_test.made m USING (id), dx.nodes(m.tree) n
		WHERE n.code OPERATOR(dx.=) g.code AND NOT g.is_criterion AND n.method IN ('sum', 'mean')) p,
	LATERAL (SELECT COALESCE(sum(contribution), 0) AS contributions FROM rollup_test.got g
		WHERE g.id = p.id AND g.depth > 0 AND dx.parent(g.code) OPERATOR(dx.=) p.code) c
WHERE NOT rollup_test.same(c.contributions, COALESCE(p.contribution, 0));

-- the functions of one node say the same
SELECT count(*) AS nodes, count(*) FILTER (WHERE
		dx.points(tree, card, code) IS DISTINCT FROM points OR dx.points(tree, card, code::text) IS DISTINCT FROM points
		OR dx.max_points(tree, card, code) IS DISTINCT FROM max_points OR dx.max_points(tree, card, code::text) IS DISTINCT FROM max_points
		OR dx.ratio(tree, card, code) IS DISTINCT FROM ratio OR dx.ratio(tree, card, code::text) IS DISTINCT FROM ratio
		OR dx.coverage(tree, card, code) IS DISTINCT FROM coverage OR dx.coverage(tree, card, code::text) IS DISTINCT FROM coverage
		OR depth = 0 AND (dx.points(tree, card) IS DISTINCT FROM points OR dx.max_points(tree, card) IS DISTINCT FROM max_points
			OR dx.ratio(tree, card) IS DISTINCT FROM ratio OR dx.coverage(tree, card) IS DISTINCT FROM coverage)) AS differ
FROM rollup_test.made JOIN rollup_test.got USING (id);
-- a set is summed like the children of a sum: where none is missing, all children say what the parent says
SELECT count(*) AS sums, count(*) FILTER (WHERE dx.points(tree, card, codes) IS DISTINCT FROM g.points
		OR dx.max_points(tree, card, codes) IS DISTINCT FROM g.max_points OR dx.ratio(tree, card, codes) IS DISTINCT FROM g.ratio
		OR dx.coverage(tree, card, codes) IS DISTINCT FROM g.coverage) AS differ
FROM rollup_test.made m JOIN rollup_test.got g USING (id) JOIN LATERAL dx.nodes(tree) n ON n.code OPERATOR(dx.=) g.code,
	LATERAL (SELECT array_agg(code) AS codes, bool_or(c.points IS NULL AND (c.max_points <> 0 OR c.state = 'missing')) AS missing
		FROM rollup_test.got c WHERE c.id = m.id AND c.depth > 0 AND dx.parent(c.code) OPERATOR(dx.=) n.code) c
WHERE NOT g.is_criterion AND n.method = 'sum' AND g.points IS NOT NULL AND NOT c.missing;
-- dx.score, from the rows, at the root and at every node
SELECT count(*) AS cases, count(*) FILTER (WHERE got IS DISTINCT FROM want) AS differ
FROM (SELECT id, dx.points(tree, card) AS want, dx.score(tree, code, value, state) AS got
	FROM rollup_test.made JOIN rollup_test.entered USING (id) GROUP BY id, tree, card) s;
SELECT count(*) AS nodes, count(*) FILTER (WHERE got IS DISTINCT FROM want) AS differ
FROM (SELECT id, b.code, b.points AS want, dx.score(tree, e.code, value, e.state, b.code::text) AS got
	FROM rollup_test.made JOIN rollup_test.got b USING (id) JOIN rollup_test.entered e USING (id) GROUP BY id, b.code, b.points) s;

-- dx.advice: the total if one criterion alone were better is that of such a card, whatever is above it; and it is advised wherever dx.breakdown says so
SELECT count(*) AS criteria, count(next_total) AS totals, count(full_total) AS full_totals, count(*) FILTER (WHERE
		next_total IS DISTINCT FROM dx.points(tree, dx.set_result(tree, card, a.code, a.next_result)) OR a.next_points IS DISTINCT FROM b.next_points OR a.next_result <> b.next_result
		OR full_total IS DISTINCT FROM CASE WHEN a.full_result IS NOT NULL THEN dx.points(tree, dx.set_result(tree, card, a.code, a.full_result)) END OR a.full_result IS DISTINCT FROM b.full_result
		OR full_points IS DISTINCT FROM CASE WHEN a.full_result IS NOT NULL THEN dx.points(tree, dx.set_result(tree, card, a.code, a.full_result), a.code) END OR a.result IS DISTINCT FROM b.result) AS differ
FROM rollup_test.made JOIN rollup_test.got b USING (id) JOIN LATERAL dx.advice(tree, card) AS a ON a.code = b.code;
SELECT count(*) AS better FROM rollup_test.got WHERE next_result IS NOT NULL;
SET client_min_messages = warning;
DROP SCHEMA rollup_test CASCADE;
