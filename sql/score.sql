-- SPDX-License-Identifier: PostgreSQL
-- Scores of a card at every node, and dx.score straight from rows. Numbers
-- were worked by hand; the working stands beside them.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA score_test;

-- A sum of sums: a bonus, a penalty, an unscored one, one worth 0; points of a criterion have 1 decimal.
CREATE TABLE score_test.tree (id text PRIMARY KEY, tree dx.tree);
INSERT INTO score_test.tree VALUES ('sum', '[
	{"code": "", "name": "Sum", "decimals": 1},
	{"code": "A", "number": "I", "name": "Alpha"},
	{"code": "A.1", "name": "Share", "max": 10, "rule": "percent"},
	{"code": "A.2", "name": "Count", "max": 20, "rule": "target(8)"},
	{"code": "A.3", "name": "Extra", "max": 5, "rule": "yesno", "bonus": true},
	{"code": "B", "number": "II", "name": "Beta"},
	{"code": "B.1", "name": "Late", "max": -6, "rule": "checklist(4)"},
	{"code": "B.2", "name": "People", "rule": "unscored"},
	{"code": "B.3", "name": "Shown", "max": 0, "rule": "ratio"},
	{"code": "B.4", "name": "Meetings", "max": 30, "rule": "linear(0, 7)"},
	{"code": "C", "number": "III", "name": "Gamma", "max": 40}
]');
CREATE TABLE score_test.answer (id text, unit int, code dx.code, value float8, state text);
INSERT INTO score_test.answer VALUES
	-- 1: A.1 87.25% of 10 = 8.725 -> 8.7; A.2 3/8 of 20 = 7.5; A.3 5; A = 21.2 of 30
	--    B.1 1/4 of -6 = -1.5; B.2 and B.3 (0.5) nothing; B.4 2/7 of 30 = 8.571... -> 8.6; B = 7.1 of 30
	--    C missing counts 0 of 40; root 28.3 of 100
	('sum', 1, 'A.1', 87.25, NULL), ('sum', 1, 'A.2', 3, NULL), ('sum', 1, 'A.3', 1, NULL), ('sum', 1, 'B.1', 1, NULL),
	('sum', 1, 'B.2', 1234, NULL), ('sum', 1, 'B.3', 0.5, NULL), ('sum', 1, 'B.4', 2, NULL),
	-- 2: A not applicable; B.1 awarded -2.25 -> -2.3 (half away from zero); B.4 missing; C awarded 33.33 -> 33.3; root 31 of 70
	('sum', 2, 'A', NULL, 'na'), ('sum', 2, 'B.1', -2.25, 'points'), ('sum', 2, 'C', 33.33, 'points'),
	-- 3: nothing at all: 0 of 100
	('sum', 3, NULL, NULL, NULL),
	-- 4: nothing applies
	('sum', 4, '', NULL, 'na'),
	-- 5: only what is scored does not apply; the unscored one is known
	('sum', 5, 'A', NULL, 'na'), ('sum', 5, 'C', NULL, 'na'), ('sum', 5, 'B.1', NULL, 'na'), ('sum', 5, 'B.2', 5, NULL),
	('sum', 5, 'B.3', NULL, 'na'), ('sum', 5, 'B.4', NULL, 'na'),
	-- 6: only the unscored one does not apply: 0 of 100
	('sum', 6, 'B.2', NULL, 'na');
CREATE VIEW score_test.card AS SELECT id, unit, tree, dx.card(tree, code, value, state) AS card
	FROM score_test.answer JOIN score_test.tree USING (id) GROUP BY id, unit, tree;

SELECT unit, dx.points(tree, card) AS points, dx.ratio(tree, card) AS ratio, dx.max_points(tree, card) AS max, dx.coverage(tree, card) AS coverage
FROM score_test.card WHERE id = 'sum' ORDER BY unit;
-- coverage of 1: A.1 A.2 A.3 B.1 B.4 of these and C: 5 of 6; B.2 is unscored and B.3 worth 0
SELECT code, number, name, depth AS d, is_criterion AS leaf, result, state, points, points_exact AS exact FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'sum' AND unit = 1;
-- lost: 0 - -1.5 of the penalty; 30 - 21.2, though 5 came as a bonus; 10 - 8.7
SELECT code, max_points AS max, ratio, answered, applicable, coverage, lost, contribution FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'sum' AND unit = 1;
SELECT code, result, state, points, points_exact AS exact, max_points AS max, ratio, answered, applicable, coverage, lost, contribution
FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'sum' AND unit = 2;
SELECT unit, code, points, max_points AS max, ratio, answered, applicable, coverage, lost, contribution
FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'sum' AND unit IN (3, 4) AND depth < 2 ORDER BY unit;

-- a node by code and by text; a criterion without a value has a maximum and no points
SELECT c, dx.points(tree, card, c) AS points, dx.ratio(tree, card, c) AS ratio, dx.max_points(tree, card, c) AS max, dx.coverage(tree, card, c) AS coverage,
	dx.points(tree, card, c) IS NOT DISTINCT FROM dx.points(tree, card, c::dx.code) AND dx.ratio(tree, card, c) IS NOT DISTINCT FROM dx.ratio(tree, card, c::dx.code) AND
	dx.max_points(tree, card, c) = dx.max_points(tree, card, c::dx.code) AND dx.coverage(tree, card, c) IS NOT DISTINCT FROM dx.coverage(tree, card, c::dx.code) AS alike
FROM score_test.card, (VALUES (''), ('A'), ('A.3'), ('B'), ('B.1'), ('B.2'), ('B.3'), ('C')) AS n(c) WHERE id = 'sum' AND unit = 1;

-- sets: A + B = 28.3 of 60; A with A.1 within it is A; C is missing: no points; not applicable nodes add nothing; NULL sets
SELECT unit, s, dx.points(tree, card, s) AS points, dx.ratio(tree, card, s) AS ratio, dx.max_points(tree, card, s) AS max, dx.coverage(tree, card, s) AS coverage,
	dx.points(tree, card, s) IS NOT DISTINCT FROM dx.points(tree, card, s::dx.code[]) AND dx.ratio(tree, card, s) IS NOT DISTINCT FROM dx.ratio(tree, card, s::dx.code[]) AND
	dx.max_points(tree, card, s) = dx.max_points(tree, card, s::dx.code[]) AND dx.coverage(tree, card, s) IS NOT DISTINCT FROM dx.coverage(tree, card, s::dx.code[]) AS alike
FROM score_test.card, (VALUES ('{A,B}'::text[]), ('{B,A.1,A,A}'), ('{A.1,B.4}'), ('{A,C}'), ('{C}'), ('{""}'), ('{"",C}'), ('{A.3,B.1}'), ('{B.2}'), ('{{A.1,A.2},{B,A.1}}'), ('{}')) AS n(s)
WHERE id = 'sum' AND unit < 3 ORDER BY unit, s;
SELECT dx.points(tree, card, NULL::text[]) IS NULL AND dx.points(tree, card, NULL::dx.code) IS NULL AND dx.points(tree, NULL) IS NULL AND dx.coverage(NULL, card) IS NULL AS nulls
FROM score_test.card WHERE unit = 1;
SELECT dx.points(tree, card, '{A,NULL}'::text[]) FROM score_test.card WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.ratio(tree, card, '{A,D}'::dx.code[]) FROM score_test.card WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.coverage(tree, card, 'A.4') FROM score_test.card WHERE unit = 1;

-- Other methods and policies. Points of a mean are its ratio x its maximum.
INSERT INTO score_test.tree VALUES
	-- weights 1, 3; A is a sum of 10 + 30
	('mean', '[{"code": "", "name": "Mean", "method": "mean"}, {"code": "A", "method": "sum", "missing": "zero"}, {"code": "A.1", "max": 10, "rule": "percent"},
		{"code": "A.2", "max": 30, "rule": "percent"}, {"code": "B", "weight": 3, "rule": "ratio"}]'),
	('geo', '[{"code": "", "name": "Geo", "method": "geomean", "max": 10}, {"code": "A", "rule": "ratio"}, {"code": "B", "rule": "ratio", "weight": 2}, {"code": "C", "rule": "ratio"}]'),
	('skip', '[{"code": "", "name": "Skip", "missing": "skip"}, {"code": "A", "max": 10, "rule": "points"}, {"code": "B", "max": 20, "rule": "points"},
		{"code": "C", "max": 30, "rule": "points"}, {"code": "D", "max": 5, "rule": "points", "bonus": true}]'),
	('strict', '[{"code": "", "name": "Strict", "missing": "strict"}, {"code": "A", "max": 10, "rule": "points"}, {"code": "B", "max": 20, "rule": "points"}]'),
	('least', '[{"code": "", "name": "Least", "min_coverage": "2/3"}, {"code": "A", "max": 10, "rule": "points"}, {"code": "B", "max": 20, "rule": "points"}, {"code": "C", "max": 30, "rule": "points"}]'),
	('count', '[{"code": "", "name": "Count", "method": "mean", "min_count": 2}, {"code": "A", "rule": "ratio"}, {"code": "B", "rule": "ratio"}, {"code": "C", "rule": "ratio"}]'),
	('one', '[{"code": "", "name": "One", "max": 10, "rule": "points"}]');
INSERT INTO score_test.answer VALUES
	-- A = (5 + 6)/40 = 0.275, B = 0.9: (0.275 + 3 x 0.9)/4 = 0.74375, of 100: 74.375
	('mean', 1, 'A.1', 50, NULL), ('mean', 1, 'A.2', 20, NULL), ('mean', 1, 'B', 0.9, NULL),
	-- B missing is left out: 27.5
	('mean', 2, 'A.1', 50, NULL), ('mean', 2, 'A.2', 20, NULL),
	-- A.2 missing counts 0 in the sum: A = 5/40 = 0.125; (0.125 + 2.7)/4 = 0.70625
	('mean', 3, 'A.1', 50, NULL), ('mean', 3, 'B', 0.9, NULL),
	-- A.1 awarded 4, A.2 na: A = 0.4; (0.4 + 2.7)/4 = 0.775
	('mean', 4, 'A.1', 4, 'points'), ('mean', 4, 'A.2', NULL, 'na'), ('mean', 4, 'B', 0.9, NULL),
	-- only B, awarded 50 of its 100: 50
	('mean', 5, 'A', NULL, 'na'), ('mean', 5, 'B', 50, 'points'),
	-- (0.5 x 0.25^2 x 0.5)^(1/4) = (1/64)^(1/4) = 2^-1.5, of 10
	('geo', 1, 'A', 0.5, NULL), ('geo', 1, 'B', 0.25, NULL), ('geo', 1, 'C', 0.5, NULL),
	-- C missing: (0.5 x 0.25^2)^(1/3) = 2^(-5/3)
	('geo', 2, 'A', 0.5, NULL), ('geo', 2, 'B', 0.25, NULL),
	-- a zero
	('geo', 3, 'A', 0, NULL), ('geo', 3, 'B', 0.25, NULL),
	('geo', 4, NULL, NULL, NULL),
	-- (5 + 15) x 60/40 = 30 without C; the bonus is added as it is
	('skip', 1, 'A', 5, NULL), ('skip', 1, 'C', 15, NULL), ('skip', 1, 'D', 2.5, NULL),
	-- A na, B missing: 15 x 50/30 = 25
	('skip', 2, 'A', NULL, 'na'), ('skip', 2, 'C', 15, NULL),
	('skip', 3, 'D', 2.5, NULL),
	-- 1/3 of a point: 1 x 60/10 = 6
	('skip', 4, 'A', 1, NULL),
	('strict', 1, 'A', 5, NULL), ('strict', 1, 'B', 7.5, NULL),
	('strict', 2, 'A', 5, NULL),
	('strict', 3, 'A', 5, NULL), ('strict', 3, 'B', NULL, 'na'),
	-- 2 of 3 is enough, 1 of 3 not; 1 of 2 not
	('least', 1, 'A', 5, NULL), ('least', 1, 'B', 7.5, NULL),
	('least', 2, 'A', 5, NULL),
	('least', 3, 'A', 5, NULL), ('least', 3, 'B', NULL, 'na'),
	-- 1 of 1 is
	('least', 4, 'A', 5, NULL), ('least', 4, 'B', NULL, 'na'), ('least', 4, 'C', NULL, 'na'),
	('count', 1, 'A', 0.5, NULL), ('count', 1, 'B', 1, NULL),
	('count', 2, 'A', 0.5, NULL),
	('one', 1, '', 7.25, NULL), ('one', 2, '', NULL, NULL), ('one', 3, NULL, NULL, 'na');
SELECT id, unit, dx.points(tree, card) AS points, dx.ratio(tree, card) AS ratio, dx.max_points(tree, card) AS max, dx.coverage(tree, card) AS coverage
FROM score_test.card WHERE id <> 'sum' ORDER BY id, unit;
SELECT code, points, points_exact AS exact, max_points AS max, ratio, lost, contribution FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'mean' AND unit = 1;
SELECT code, points, max_points AS max, ratio, lost, contribution FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'skip' AND unit = 1;
SELECT code, points, ratio, lost, contribution FROM score_test.card, dx.breakdown(tree, card) WHERE id = 'geo' AND unit = 2;

-- ---- dx.score: the same numbers from the rows, at every node ----
CREATE VIEW score_test.wrong AS
SELECT s.id, s.unit, s.node, s.by_code, s.by_text, b.points FROM
	(SELECT id, unit, n.code AS node, dx.score(tree, a.code, value, state, n.code) AS by_code, dx.score(tree, a.code::text, value, state, n.code::text) AS by_text
		FROM score_test.answer a JOIN score_test.tree t USING (id), dx.nodes(tree) n GROUP BY id, unit, n.code) AS s
	JOIN (SELECT id, unit, b.code, b.points FROM score_test.card, dx.breakdown(tree, card) b) AS b ON (b.id, b.unit, b.code::text) = (s.id, s.unit, s.node::text)
WHERE pg_catalog.float8send(s.by_code) IS DISTINCT FROM pg_catalog.float8send(b.points) OR pg_catalog.float8send(s.by_text) IS DISTINCT FROM pg_catalog.float8send(b.points);
SELECT * FROM score_test.wrong;
SELECT id, unit, dx.score(tree, code, value, state) AS score FROM score_test.answer JOIN score_test.tree USING (id) GROUP BY id, unit ORDER BY id, unit;
SELECT id, unit, dx.score(tree, code, value) AS code, dx.score(tree, code::text, value) AS text FROM score_test.answer JOIN score_test.tree USING (id)
WHERE (id, unit) IN (('sum', 1), ('mean', 1), ('skip', 1)) GROUP BY id, unit ORDER BY id;

-- where an aggregate may stand
SELECT unit, dx.score(tree, code, value, state) FILTER (WHERE code OPERATOR(dx.<@) 'A'::dx.code) AS only_a, dx.score(tree, code, value, state, 'A') AS a,
	dx.score(tree, code, value, state) AS all, dx.score(tree, code, value, state) FILTER (WHERE false) AS none
FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'sum' AND unit < 4 GROUP BY unit ORDER BY unit;
SELECT id, unit, dx.score(tree, code, value, state) AS score, count(*) FROM score_test.answer JOIN score_test.tree USING (id)
WHERE id IN ('mean', 'strict') GROUP BY GROUPING SETS ((id, unit), (unit, id)) ORDER BY id, unit, score;
SELECT code, dx.score(tree, code, value, state) OVER () AS whole, dx.score(tree, code, value, state) OVER w AS running,
	dx.score(tree, code, value, state) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS sliding, dx.score(tree, code, value, state, 'A') OVER w AS running_a
FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'sum' AND unit = 1 WINDOW w AS (ORDER BY code) ORDER BY code;
SELECT unit, code, dx.score(tree, code, value, state) OVER (w ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS sliding, dx.score(tree, code, value, state) OVER w AS running
FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'mean' AND unit < 3 WINDOW w AS (PARTITION BY unit ORDER BY code) ORDER BY unit, code;
-- two trees in one query, in one call site and in two
SELECT dx.score(t.tree, code, value) AS full, dx.score(dx.alter_tree(t.tree, '{"A": {"weight": 9}}'), code, value) AS more_a
FROM score_test.answer a JOIN score_test.tree t USING (id) WHERE id = 'mean' AND unit = 1;
SELECT x, dx.score(dx.alter_tree(tree, pg_catalog.jsonb_build_object('B', pg_catalog.jsonb_build_object('weight', x))), code, value) AS what_if
FROM score_test.answer JOIN score_test.tree USING (id), pg_catalog.generate_series(0, 20, 4) AS x WHERE id = 'mean' AND unit = 1 GROUP BY x ORDER BY x;
SELECT dx.score(tree, code, value) IS NULL AS no_rows FROM score_test.answer JOIN score_test.tree USING (id) WHERE false;
SELECT DISTINCT dx.score(tree, code, value, state) AS score FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'strict' GROUP BY unit ORDER BY score;
SELECT unit FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'mean' GROUP BY unit HAVING dx.score(tree, code, value, state) = 74.375;
SELECT (SELECT dx.score(t.tree, a.code, a.value, a.state) FROM score_test.answer a WHERE a.id = t.id AND a.unit = 1) AS correlated, id FROM score_test.tree t ORDER BY id;

-- what it refuses; rows of other parts of the tree too
SELECT dx.score(tree, c, v) FROM score_test.tree, (VALUES ('A', 0.5), ('A', 0.25)) AS a(c, v) WHERE id = 'geo';
\echo :LAST_ERROR_SQLSTATE
SELECT dx.score(tree, c, v, s) FROM score_test.tree, (VALUES ('A.1', 50, 'result'), ('A', NULL, 'na')) AS a(c, v, s) WHERE id = 'sum';
SELECT dx.score(tree, c, v, NULL, 'B') FROM score_test.tree, (VALUES ('A', 1.5), ('B', 0.25)) AS a(c, v) WHERE id = 'geo';
\echo :LAST_ERROR_SQLSTATE
SELECT dx.score(tree, c, v, NULL, 'D') FROM score_test.tree, (VALUES ('A', 1), ('B', 0.25)) AS a(c, v) WHERE id = 'geo';
SELECT dx.score(tree, 'D', 1) FROM score_test.tree WHERE id = 'geo';
SELECT dx.score(tree, code, value, NULL, code) FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'geo' AND unit = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.score(tree, 'A', 0) FROM score_test.tree WHERE id IN ('geo', 'strict');
\echo :LAST_ERROR_SQLSTATE
SELECT dx.score(NULL, 'A', 0);
\echo :LAST_ERROR_SQLSTATE

-- ---- the state, for whoever builds on it ----
CREATE AGGREGATE score_test.my_tally(dx.tree, dx.code, float8, text) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE score_test.my_total(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);
CREATE TABLE score_test.tally AS SELECT id, unit, score_test.my_tally(tree, code, value, state) AS tally, dx.score(tree, code, value, state) AS score
	FROM score_test.answer JOIN score_test.tree USING (id) GROUP BY id, unit;
SELECT id, unit FROM score_test.tally WHERE dx.score_final(tally) IS DISTINCT FROM score OR dx.score_final(tally::text::dx.tally) IS DISTINCT FROM score
	OR tally::text::dx.tally::text <> tally::text;
SELECT id, unit FROM score_test.answer JOIN score_test.tree USING (id) GROUP BY id, unit
	HAVING dx.score_final(score_test.my_tally(tree, code, value, state)) IS DISTINCT FROM dx.score(tree, code, value, state);
-- one tally a row, stored, united, finished
CREATE TABLE score_test.piece AS SELECT id, unit, score_test.my_tally(tree, code, value, state) AS tally
	FROM score_test.answer JOIN score_test.tree USING (id) GROUP BY id, unit, code;
SELECT count(*) AS units FROM (SELECT id, unit, score_test.my_total(tally) AS score FROM score_test.piece GROUP BY id, unit) AS p
	JOIN score_test.tally t USING (id, unit) WHERE p.score IS NOT DISTINCT FROM t.score;
SELECT id, unit, score_test.my_total(tally) OVER (ORDER BY code) AS running FROM (SELECT id, unit, code, score_test.my_tally(tree, code, value, state) AS tally
	FROM score_test.answer JOIN score_test.tree USING (id) WHERE id = 'mean' AND unit = 1 GROUP BY id, unit, code) AS p ORDER BY code;
SELECT score_test.my_total(tally) FROM (SELECT tally FROM score_test.tally WHERE id = 'geo' AND unit IN (1, 2)) AS t;
\echo :LAST_ERROR_SQLSTATE
SELECT score_test.my_total(tally) FROM (SELECT tally FROM score_test.tally WHERE id = 'sum' AND unit IN (1, 4) ORDER BY unit) AS t;
SELECT score_test.my_total(tally) FROM score_test.tally WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE
\copy score_test.tally TO 'results/tally_copy' WITH (FORMAT binary)
TRUNCATE score_test.tally;
\copy score_test.tally FROM 'results/tally_copy' WITH (FORMAT binary)
SELECT count(*) AS units FROM score_test.tally WHERE dx.score_final(tally) IS NOT DISTINCT FROM score;
-- rounded to as many decimals as points have
SELECT dx.points(t, dx.card(t, '1', 33.33333333333333)) AS rounded FROM (SELECT '[{"decimals": 12}, {"code": "1", "max": 1, "rule": "percent"}]'::dx.tree AS t) AS t GROUP BY t;
-- tallies that claim what no results give: counts, programmes, ratios, points so large that scaling them up leaves all measure
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
CREATE TABLE score_test.honest AS SELECT what, dx.score_accum(NULL, tree::dx.tree, code, value)::text AS text FROM (VALUES
	('mean', '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}]', '1', 50::float8),
	('deeper', '[{"method": "mean"}, {"code": "1.1", "rule": "percent"}, {"code": "2", "rule": "percent"}]', '2', 50),
	('alone', '[{"method": "mean"}, {"code": "1", "rule": "percent"}]', '1', 50),
	('large', '[{"code": "1", "max": 1000000000, "rule": "points"}, {"code": "2", "max": -1000000000, "rule": "points"}]', '1', 500000000.25),
	('penalty', '[{"code": "1", "max": 1000000000, "rule": "points"}, {"code": "2", "max": -1000000000, "rule": "points"}]', '2', -500000000.25),
	('skip', '[{"missing": "skip"}, {"code": "1", "max": 0.000000000002, "rule": "ratio"}, {"code": "2", "max": 11053036065049, "rule": "ratio"}, {"code": "3", "max": 0.294753459637, "rule": "ratio"}]', '1', 1)) AS v (what, tree, code, value);
SELECT what, dx.score_final(text::dx.tally) AS score, text::dx.tally::text = text AS same FROM score_test.honest ORDER BY what;
SELECT dx.score_final(dx.score_combine(a.text::dx.tally, b.text::dx.tally)) AS united FROM score_test.honest a, score_test.honest b WHERE a.what = 'large' AND b.what = 'penalty';
\set tally :abs_srcdir '/test/regress/tally.sql'
\i :tally
-- the programme of these trees by its columns, as it is (not compressed): the same tally comes of it
CREATE VIEW score_test.bytes AS SELECT what, text::dx.tally AS tally, dx.tally_send(text::dx.tally) AS b FROM score_test.honest;
CREATE FUNCTION score_test.mean_programme(method int[] DEFAULT '{1, 0, 0}', missing int[] DEFAULT '{1, 0, 0}', flags int[] DEFAULT '{0, 17, 17}', depth int[] DEFAULT '{0, 1, 1}')
RETURNS bytea LANGUAGE sql AS $$ SELECT pg_temp.programme('{1, 1, 1}', '{100000000000000, 100000000000000, 100000000000000}', method, missing, flags, depth) $$;
CREATE FUNCTION score_test.deeper_programme(depth int[]) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_temp.programme('{1, 1, 1, 1}', '{100000000000000, 0, 0, 100000000000000}', '{1, 0, 0, 0}', '{1, 0, 0, 0}', '{0, 8, 25, 17}', depth) $$;
SELECT length(b) < length(decode(raw, 'base64')) AS smaller, raw::dx.tally::text = tally::text AS same, dx.score_final(dx.score_combine(NULL, raw::dx.tally)) AS score
	FROM score_test.bytes, LATERAL pg_temp.with_programme(tally, score_test.mean_programme()) AS raw WHERE what = 'mean';
-- one that compression would make longer stays as it is
SELECT length(dx.tally_send(raw::dx.tally)) - length(dx.tally_send(tally)) AS longer, raw::dx.tally::text = raw AS same FROM (
	SELECT dx.score_accum(NULL, '[{"method": "mean"}, {"code": "1", "rule": "percent"}]'::dx.tree, '1', 50, NULL, '1') AS tally) AS t,
	LATERAL pg_temp.with_programme(tally, '\x112233445566773999aabbccddeeff3e0f1e2d3c4b5a693d8796a5b4c3d2e1f01324354600000000a1b2c3d4e5f60718576879008a9bacbdcedff0e105021107') AS raw;
SELECT forged, pg_temp.said(format('dx.score_final(%L::dx.tally)', text)) AS said FROM (
SELECT 'two quarters', pg_temp.tally_text(overlay(b PLACING '\x01020104' FROM 43)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'less than nothing', pg_temp.tally_text(overlay(b PLACING '\x21010102' FROM 43)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'more than all', pg_temp.tally_text(overlay(b PLACING '\x01030102' FROM 43)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a number of 17 bytes', pg_temp.tally_text(overlay(b PLACING '\x11' FROM 43)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a byte too many', pg_temp.tally_text(overlay(b PLACING '\x0201000102' FROM 43 FOR 4)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'plain sum in full', pg_temp.with_programme(tally, score_test.mean_programme('{0, 0, 0}', '{0, 0, 0}', '{8, 25, 25}')) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'sum without decimals', pg_temp.with_programme(tally, score_test.mean_programme('{0, 0, 0}', '{0, 0, 0}', '{0, 25, 25}')) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a node two levels below the one before', pg_temp.with_programme(tally, score_test.deeper_programme('{0, 1, 3, 1}')) FROM score_test.bytes WHERE what = 'deeper'
	UNION ALL SELECT 'a second root', pg_temp.with_programme(tally, score_test.deeper_programme('{0, 1, 2, 0}')) FROM score_test.bytes WHERE what = 'deeper'
	UNION ALL SELECT 'a criterion with a node beneath', pg_temp.with_programme(tally, score_test.deeper_programme('{0, 1, 2, 3}')) FROM score_test.bytes WHERE what = 'deeper'
	UNION ALL SELECT 'depth 33', pg_temp.with_programme(tally, score_test.deeper_programme('{32, 33, 34, 33}')) FROM score_test.bytes WHERE what = 'deeper'
	UNION ALL SELECT 'scored count', pg_temp.tally_text(overlay(b PLACING '\x01000000' FROM 29)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'more criteria than steps', pg_temp.tally_text(overlay(b PLACING '\x01000000' FROM 33)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'steps that are not there', pg_temp.tally_text(overlay(b PLACING '\xffff0000' FROM 33)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'more steps than a tree has', pg_temp.tally_text(overlay(b PLACING '\x00000100' FROM 33)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'fewer steps than there are', pg_temp.tally_text(overlay(b PLACING '\x02000000' FROM 33)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a programme longer than the rest', pg_temp.tally_text(overlay(b PLACING '\xc0000000' FROM 37)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a programme longer than its steps', pg_temp.tally_text(overlay(b PLACING '\xc1000000' FROM 37) || repeat('x', 200)::bytea) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a programme of no bytes', pg_temp.with_programme(tally, '') FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'a programme of one byte', pg_temp.with_programme(tally, '\x00') FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'compressed bytes that are none', pg_temp.with_programme(tally, '\xffffffffffffffffffffffff') FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'compressed bytes cut short', pg_temp.with_programme(tally, substr(b, 51, length(b) - 51)) FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'compressed bytes and one more', pg_temp.with_programme(tally, substr(b, 51) || '\x00') FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'more than rounding gives', pg_temp.tally_text(overlay(b PLACING '\x01050102' FROM 44 FOR 3)) FROM score_test.bytes WHERE what = 'skip'
	UNION ALL SELECT 'beyond 2^126', pg_temp.tally_text(overlay(b PLACING pg_catalog.decode('10' || repeat('f', 32) || '00', 'hex') FROM 44 FOR 3)) FROM score_test.bytes WHERE what = 'skip'
	UNION ALL SELECT 'a maximum beyond 10^15', pg_temp.tally_text(overlay(b PLACING '\x070000000000001000' FROM 53 FOR 6)) FROM score_test.bytes WHERE what = 'large') AS f (forged, text);
-- a few bytes that claim to be the longest programme there can be: no memory beyond its own
SELECT pg_temp.said(format('%L::dx.tally', pg_temp.tally_text(overlay(b PLACING '\xffff0000' FROM 33)))) FROM score_test.bytes WHERE what = 'deeper';
CREATE FUNCTION score_test.empty(criteria int, scored int) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.tally_text('\x02010000' || pg_temp.little(0, 20) || pg_temp.little(criteria, 4) || pg_temp.little(scored, 4) || pg_temp.little(0, 8 + criteria)) $$;
SELECT what, pg_temp.said(format('dx.score_combine(%L::dx.tally, %L::dx.tally)', a, b)) AS said FROM (
	SELECT 'the same', score_test.empty(1, 1), score_test.empty(1, 1) UNION ALL SELECT 'criteria', score_test.empty(1, 1), score_test.empty(2, 2) UNION ALL SELECT 'scored', score_test.empty(1, 1), score_test.empty(1, 0)
	UNION ALL SELECT 'plain', score_test.empty(1, 1), pg_temp.tally_text(overlay(b PLACING pg_temp.little(0, 16) FROM 5)) FROM score_test.bytes WHERE what = 'alone'
	UNION ALL SELECT 'steps', pg_temp.tally_text(a.b), pg_temp.tally_text(overlay(b.b PLACING substr(a.b, 5, 16) FROM 5)) FROM score_test.bytes a, score_test.bytes b WHERE a.what = 'mean' AND b.what = 'deeper') AS c (what, a, b);
-- a row for a tally that claims its tree and has another programme
SELECT what, pg_temp.said(format('dx.score_final(dx.score_accum(%L::dx.tally, %L::dx.tree, %L, 50::float8))', claim, tree, code)) AS said FROM (
	SELECT 'honest', tally::text, '2' FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'weights', pg_temp.with_programme(tally, pg_temp.programme('{1, 1, 3}', '{100000000000000, 100000000000000, 100000000000000}', '{1, 0, 0}', '{1, 0, 0}', '{0, 17, 17}', '{0, 1, 1}')), '2' FROM score_test.bytes WHERE what = 'mean'
	UNION ALL SELECT 'steps', pg_temp.tally_text(overlay(b.b PLACING substr(a.b, 5, 16) FROM 5)), '1' FROM score_test.bytes a, score_test.bytes b WHERE a.what = 'mean' AND b.what = 'deeper'
	UNION ALL SELECT 'one criterion', pg_temp.tally_text(overlay(b.b PLACING substr(a.b, 5, 16) FROM 5)), '2' FROM score_test.bytes a, score_test.bytes b WHERE a.what = 'mean' AND b.what = 'alone'
	UNION ALL SELECT 'no programme', pg_temp.tally_text(overlay(decode(score_test.empty(2, 2), 'base64') PLACING substr(a.b, 5, 16) FROM 5)), '2' FROM score_test.bytes a WHERE a.what = 'mean') AS c (what, claim, code),
	(SELECT '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}]') AS t (tree);
-- small on the wire: decision 922's shape, 252 nodes with a geometric root
CREATE VIEW score_test.wide AS SELECT dx.tree(code, NULL, max_points, CASE WHEN max_points > 0 THEN 'percent' END, CASE code WHEN '' THEN '{"method": "geomean"}'::jsonb END) AS tree FROM (
	SELECT '' AS code, NULL::float8 AS max_points UNION ALL SELECT p::text, NULL FROM generate_series(1, 3) AS p
	UNION ALL SELECT p || '.' || m, NULL FROM generate_series(1, 3) AS p, generate_series(1, 6) AS m UNION ALL SELECT '3.7', NULL
	UNION ALL SELECT format('%s.%s.%s', 1 + c % 3, 1 + c / 3 % 6, 1 + c / 18), NULL FROM generate_series(0, 69) AS c
	UNION ALL SELECT format('%s.%s.%s.%s', 1 + c % 3, 1 + c / 3 % 6, 1 + c / 18, 1 + k), 0.5 * (1 + (c * 7 + k) % 9) FROM generate_series(0, 69) AS c, generate_series(0, 2) AS k WHERE c + 70 * k < 158 UNION ALL SELECT '3.7.1', 2) AS n;
SELECT count(*) AS nodes, count(*) FILTER (WHERE is_criterion) AS criteria FROM score_test.wide, dx.nodes(tree);
SELECT length(dx.tally_send(tally)) <= 4096 AS binary_fits, length(tally::text) <= 5120 AS text_fits, tally::text::dx.tally::text = tally::text AS same, dx.score_final(tally::text::dx.tally) = score AS finished FROM (
	SELECT score_test.my_tally(tree, code, (ordinal * 37 % 1001) / 10.0, NULL) AS tally, dx.score(tree, code, (ordinal * 37 % 1001) / 10.0) AS score
	FROM score_test.wide, LATERAL dx.nodes(tree) WHERE is_criterion) AS t;

CREATE TABLE score_test.received (tally dx.tally);
\copy (SELECT '\x01000000'::bytea) TO 'results/tally_copy' WITH (FORMAT binary)
\copy score_test.received FROM 'results/tally_copy' WITH (FORMAT binary)
\set VERBOSITY sqlstate
\copy score_test.received FROM 'results/tally_copy' WITH (FORMAT binary)
\set VERBOSITY default
SELECT 'xyz'::dx.tally;
\echo :LAST_ERROR_SQLSTATE
SELECT '0100'::dx.tally;
\echo :LAST_ERROR_SQLSTATE
SELECT '010'::dx.tally;
SELECT 'AgEA AAAA'::dx.tally;
-- states in variables
CREATE FUNCTION score_test.loop(which text) RETURNS float8 LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
	t dx.tree := (SELECT tree FROM score_test.tree WHERE id = which);
	s dx.tally; odd dx.tally; even dx.tally; n int := 0;
	r record;
BEGIN
	FOR r IN SELECT code, value, state FROM score_test.answer WHERE id = which AND unit = 1 ORDER BY code LOOP
		n := n + 1;
		s := dx.score_accum(s, t, r.code, r.value, r.state);
		IF n % 2 = 0 THEN even := dx.score_accum(even, t, r.code::text, r.value, r.state);
		ELSE odd := dx.score_accum(odd, t, r.code, r.value); END IF;
	END LOOP;
	IF dx.score_final(dx.score_combine(odd, even)) <> dx.score_final(s) OR dx.score_final(dx.score_combine(even, odd)) <> dx.score_final(s)
		OR dx.score_final(dx.score_combine(NULL, s)) <> dx.score_final(s) OR dx.score_final(dx.score_combine(s, NULL)) <> dx.score_final(s)
		OR dx.score_combine(NULL, NULL) IS NOT NULL THEN RAISE 'combine'; END IF;
	RETURN dx.score_final(s);
END $$;
SELECT id, score_test.loop(id) FROM score_test.tree ORDER BY id;
SELECT dx.score_accum(tally, tree, 'A', 0.75) FROM score_test.tally JOIN score_test.tree USING (id) WHERE id = 'geo' AND unit = 1;
\echo :LAST_ERROR_SQLSTATE

-- every node at once: what dx.breakdown says of each, for all these trees and cards, and plain sums with all kinds of results
SELECT id, count(*), bool_and(dx.node_points(tree, card) = nodes) AS same, bool_or(dx.node_points(tree, card)::text LIKE '%NULL%') AS some_null
FROM (SELECT id, unit, tree, card, (SELECT array_agg(points ORDER BY ordinality) FROM dx.breakdown(tree, card) WITH ORDINALITY) AS nodes FROM score_test.card) AS c GROUP BY id ORDER BY id;
CREATE TABLE score_test.plain AS SELECT dx.tree(code, NULL::text, max_points::float8, rule) AS tree FROM (
	SELECT (k % 3 + 1) || '.' || (k % 5 + 1) || '.' || k AS code, 1 + k % 4 AS max_points, (ARRAY['percent', 'yesno', 'points', 'linear(0, 50)'])[k % 4 + 1] AS rule
	FROM generate_series(1, 40) AS k) AS s;
SELECT count(*), bool_and(array_send(dx.node_points(tree, card)) = array_send(nodes)) AS same, bool_and((dx.node_points(tree, card))[1] = dx.points(tree, card)) AS same_root,
	count(*) FILTER (WHERE dx.node_points(tree, card)::text LIKE '%NULL%') AS some_null, min(array_ndims(nodes)) AS dims, min(array_lower(dx.node_points(tree, card), 1)) AS first
FROM (SELECT tree, card, (SELECT array_agg(points ORDER BY ordinality) FROM dx.breakdown(tree, card) WITH ORDINALITY) AS nodes
	FROM score_test.plain, LATERAL (SELECT unit, dx.card(tree, ordinal, CASE WHEN (unit + ordinal) % 11 > 0 OR unit % 2 = 0 THEN CASE rule::text WHEN 'yesno' THEN ordinal % 2 WHEN 'points' THEN max_points / 2 ELSE ordinal * unit % 10000 / 100.0 + CASE WHEN unit % 7 = 0 THEN 0.001 ELSE 0 END END END::float8,
			CASE WHEN unit % 5 = 0 AND rule::text <> 'yesno' AND (unit + ordinal) % 11 > 0 THEN 'result' END) AS card
		FROM dx.nodes(tree), generate_series(1, 100) AS unit WHERE is_criterion GROUP BY unit) AS c) AS c;
-- all of it not applicable; a subtree; awarded points
SELECT dx.node_points(tree, dx.set_result(tree, card, code, NULL, 'na')) AS points FROM score_test.card, unnest(ARRAY['', 'A']) AS code WHERE id = 'sum' AND unit = 1;
SELECT dx.node_points(plain.tree, card) FROM score_test.plain, score_test.card WHERE id = 'sum' AND unit = 1;
\echo :LAST_ERROR_SQLSTATE

SET client_min_messages = warning;
DROP SCHEMA score_test CASCADE;
