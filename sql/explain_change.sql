-- SPDX-License-Identifier: PostgreSQL
-- What concerns one unit: its best and worst criteria, and why its points changed.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse
CREATE SCHEMA explain_test;

-- Two years of a set: the second weighs otherwise, has another rule, a criterion less and two more.
CREATE TABLE explain_test.node (year int, code text, name text, max float8, rule text, options jsonb);
INSERT INTO explain_test.node VALUES
	(2025, '1', 'Digital government', NULL, NULL, NULL), (2025, '1.1', 'Services', 30, 'percent', NULL), (2025, '1.2', 'Portals', 10, 'steps(50:0.5, 80:1)', NULL), (2025, '1.3', 'Plan', 10, 'yesno', NULL), (2025, '1.4', 'Council', 10, 'points', NULL),
	(2025, '2', 'Digital economy', 40, NULL, '{"method": "mean", "missing": "skip"}'), (2025, '2.1', 'Firms', NULL, 'linear(0, 3)', NULL), (2025, '2.2', 'Shops', NULL, 'percent', '{"weight": 2}'), (2025, '2.3', 'Payments', NULL, 'choice(Good:1, Fair:0.5, Poor:0)', NULL),
	(2025, '3', 'Initiatives', 5, 'points', '{"bonus": true}'), (2025, '4', 'Old', 6, 'percent', NULL);
INSERT INTO explain_test.node SELECT 2026, code, name, max, rule, options FROM explain_test.node WHERE code <> '4';
UPDATE explain_test.node SET max = 40 WHERE year = 2026 AND code = '1.1';
UPDATE explain_test.node SET max = 20 WHERE year = 2026 AND code = '1.4';
UPDATE explain_test.node SET rule = 'steps(60:0.5, 90:1)' WHERE year = 2026 AND code = '1.2';
UPDATE explain_test.node SET rule = 'choice(Poor:0, Fair:0.5, Good:0.75, Best:1)' WHERE year = 2026 AND code = '2.3';
INSERT INTO explain_test.node VALUES (2026, '1.3.1', 'Plan made', 5, 'yesno', NULL), (2026, '1.3.2', 'Plan kept', 5, 'percent', NULL), (2026, '5', 'New', 6, 'percent', NULL);
UPDATE explain_test.node SET rule = NULL WHERE year = 2026 AND code = '1.3';
CREATE TABLE explain_test.set AS SELECT year, dx.tree(code, name, max, rule, options) AS tree FROM explain_test.node GROUP BY year;

CREATE TABLE explain_test.answer (unit text, year int, code text, value float8, state text);
INSERT INTO explain_test.answer VALUES
	('same', 2025, '1.1', 80, NULL), ('same', 2025, '1.2', 85, NULL), ('same', 2025, '1.3', 1, NULL), ('same', 2025, '1.4', 5, NULL), ('same', 2025, '2.1', 1, NULL), ('same', 2025, '2.2', 50, NULL), ('same', 2025, '2.3', 1, NULL), ('same', 2025, '4', 50, NULL),
	('same', 2026, '1.1', 80, NULL), ('same', 2026, '1.2', 85, NULL), ('same', 2026, '1.3.1', 1, NULL), ('same', 2026, '1.4', 5, NULL), ('same', 2026, '2.1', 1, NULL), ('same', 2026, '2.2', 50, NULL), ('same', 2026, '2.3', 3, NULL), ('same', 2026, '5', 50, NULL),
	('moved', 2025, '1.1', 60, NULL), ('moved', 2025, '1.2', 85, NULL), ('moved', 2025, '1.3', NULL, 'na'), ('moved', 2025, '1.4', 5, 'points'), ('moved', 2025, '2.1', 1, NULL), ('moved', 2025, '2.3', 1, NULL), ('moved', 2025, '3', 2, NULL),
	('moved', 2026, '1.1', 90, NULL), ('moved', 2026, '1.2', 95, NULL), ('moved', 2026, '1.3.2', 50, NULL), ('moved', 2026, '1.4', 15, NULL), ('moved', 2026, '2.1', 2, NULL), ('moved', 2026, '2.2', 50, NULL), ('moved', 2026, '2.3', NULL, 'na'), ('moved', 2026, '3', 1, NULL), ('moved', 2026, '5', 0, NULL);
CREATE TABLE explain_test.card AS SELECT unit, year, dx.card(tree, code, value, state) AS card FROM explain_test.answer JOIN explain_test.set USING (year) GROUP BY unit, year;
CREATE VIEW explain_test.pair AS SELECT a.unit, s.tree AS old_tree, a.card AS old_card, t.tree AS new_tree, b.card AS new_card
	FROM explain_test.card AS a JOIN explain_test.card AS b USING (unit) JOIN explain_test.set AS s ON s.year = a.year JOIN explain_test.set AS t ON t.year = b.year WHERE a.year = 2025 AND b.year = 2026;

-- By hand. Services: 80 % of 30, then of 40: weight 8. Portals: 85 % has reached 1, then 0.5: rule -5. Plan:
-- divided: set -10, +5. Council: 5 points are 5 points. Payments: Good was 1 and is 0.75: rule 40 x 1/4 x -1/4. Old -3, New +3.
SELECT c.* FROM explain_test.pair, dx.explain_change(old_tree, old_card, new_tree, new_card) AS c WHERE unit = 'same';
-- Services: (0.9 - 0.6)(30 + 40) / 2 = 10.5 by result, (40 - 30)(0.6 + 0.9) / 2 = 7.5 by weight; and so on.
SELECT c.code, c.cause, c.change, c.old_result, c.old_state, c.new_result, c.new_state FROM explain_test.pair, dx.explain_change(old_tree, old_card, new_tree, new_card) AS c WHERE unit = 'moved';
SELECT unit, sum(change) AS explained, (SELECT points_exact FROM dx.breakdown(new_tree, new_card) LIMIT 1) - (SELECT points_exact FROM dx.breakdown(old_tree, old_card) LIMIT 1) AS change
FROM explain_test.pair, dx.explain_change(old_tree, old_card, new_tree, new_card) GROUP BY unit, old_tree, old_card, new_tree, new_card ORDER BY unit COLLATE "C";
-- backwards it is the same with the other sign, cause by cause, but for the rule's part; nothing changed: nothing to say
SELECT count(*) FROM explain_test.pair, LATERAL (SELECT code, cause, change FROM dx.explain_change(old_tree, old_card, new_tree, new_card) WHERE cause IN ('weight', 'na', 'set') EXCEPT SELECT code, cause, -change FROM dx.explain_change(new_tree, new_card, old_tree, old_card)) AS e;
SELECT count(*) FROM explain_test.pair, dx.explain_change(old_tree, old_card, old_tree, old_card);

-- Thirds that do not end add up all the same.
SELECT t.rule, c.code, c.cause, c.change, sum(c.change) OVER (PARTITION BY rule) AS total
FROM (SELECT rule, dx.tree(code, NULL, 1, rule) AS tree FROM (VALUES ('checklist(3)'), ('checklist(7)')) AS r(rule), (VALUES ('1'), ('2'), ('3')) AS n(code) GROUP BY rule) AS t,
	LATERAL (SELECT dx.card(tree, x.code, v) AS a FROM (VALUES ('1', 0.0), ('2', 0), ('3', 2)) AS x(code, v)) AS a, LATERAL (SELECT dx.card(tree, x.code, v) AS b FROM (VALUES ('1', 1.0), ('2', 1), ('3', 1)) AS x(code, v)) AS b,
	dx.explain_change(tree, a, tree, b) AS c ORDER BY rule COLLATE "C", c.code;

-- What is not split: other means, alternatives, what a cap has cut.
SELECT m, c.code, c.cause, c.change FROM (VALUES ('geomean'), ('alternatives'), ('best(1)')) AS m(m),
	LATERAL (SELECT dx.tree(code, NULL, NULLIF(max, 0), NULLIF(rule, ''), CASE code WHEN '1' THEN pg_catalog.jsonb_build_object('method', m) END) AS tree
		FROM (VALUES ('1', CASE m WHEN 'alternatives' THEN 0.0 ELSE 10 END, ''), ('1.1', CASE m WHEN 'alternatives' THEN 10.0 ELSE 0 END, 'percent'), ('1.2', CASE m WHEN 'alternatives' THEN 10.0 ELSE 0 END, 'percent'), ('2', 10, 'percent')) AS n(code, max, rule)) AS t,
	LATERAL (SELECT dx.card(tree, x.code, v) AS a, dx.card(tree, x.code, w) AS b FROM (VALUES ('1.1', 64, 36), ('1.2', 25, 49), ('2', 10, 20)) AS x(code, v, w)) AS cards,
	dx.explain_change(tree, a, tree, b) AS c ORDER BY m COLLATE "C", c.code::text COLLATE "C";
SELECT c.code, c.cause, c.change FROM
	(SELECT dx.tree(code, NULL, max, rule, options::jsonb) AS tree FROM (VALUES ('1', NULL, NULL, '{"cap": 15}'), ('1.1', 10.0, 'percent', NULL), ('1.2', 10, 'percent', NULL), ('2', 10, 'percent', '{"threshold": "50%"}'), ('3', 10, 'percent', '{"needs": {"2": "50%"}}')) AS n(code, max, rule, options)) AS t,
	LATERAL (SELECT dx.card(tree, x.code, v) AS a, dx.card(tree, x.code, w) AS b FROM (VALUES ('1.1', 64, 90), ('1.2', 25, 95), ('2', 10, 60), ('3', 80, 80)) AS x(code, v, w)) AS cards,
	dx.explain_change(tree, a, tree, b) AS c;
-- no total: nothing to explain; a root alone
SELECT count(*) FROM (SELECT dx.tree(code, NULL, NULL::float8, NULLIF(rule, ''), CASE code WHEN '' THEN '{"method": "mean", "missing": "strict"}'::jsonb END) AS tree FROM (VALUES ('', ''), ('1', 'percent'), ('2', 'percent')) AS n(code, rule)) AS t,
	LATERAL (SELECT dx.card(tree, c, 5.0) FILTER (WHERE c = '1') AS a, dx.card(tree, c, 5.0) AS b FROM pg_catalog.unnest('{1,2}'::text[]) AS c) AS b, dx.explain_change(tree, a, tree, b);
SELECT c.* FROM (SELECT dx.tree(code, 'One', 0.5, 'percent') AS tree FROM (VALUES ('')) AS n(code)) AS t, LATERAL (SELECT dx.card(tree, code, 5.0) AS a, dx.card(tree, code, 7.0) AS b FROM (VALUES ('')) AS n(code)) AS x, dx.explain_change(tree, a, tree, b) AS c;
SELECT count(*) FROM explain_test.pair, dx.explain_change(old_tree, NULL, new_tree, new_card);
SELECT dx.explain_change(old_tree, new_card, new_tree, new_card) FROM explain_test.pair WHERE unit = 'same';

-- ---- many pairs, on trees of every method: amounts add up ----
CREATE TABLE explain_test.many AS
	SELECT m, s, dx.tree(code, NULL, max, rule, options) AS tree FROM pg_catalog.generate_series(1, 2) AS s, (VALUES ('sum'), ('mean'), ('geomean'), ('skip'), ('alternatives'), ('caps')) AS k(m), LATERAL (
		SELECT p::text AS code, NULL::float8 AS max, NULL AS rule, CASE m WHEN 'sum' THEN NULL WHEN 'skip' THEN '{"missing": "skip"}'::jsonb WHEN 'caps' THEN '{"cap": 20}'::jsonb ELSE pg_catalog.jsonb_build_object('method', m) END AS options FROM pg_catalog.generate_series(1, 3) AS p
		UNION ALL SELECT p || '.' || c, CASE WHEN m IN ('sum', 'skip', 'alternatives', 'caps') THEN 1 + (p * c * s) % 7 + 0.25 END, (ARRAY['percent', 'checklist(3)', 'yesno', 'linear(7, 0)'])[1 + (p + c + s * (c / 4)) % 4], CASE WHEN m IN ('mean', 'geomean') THEN pg_catalog.jsonb_build_object('weight', 1 + (p * s + c) % 3) END
			FROM pg_catalog.generate_series(1, 3) AS p, pg_catalog.generate_series(1, 5) AS c WHERE c + s <> 6 OR p <> 2) AS n GROUP BY m, s;
CREATE TABLE explain_test.sheet AS SELECT m, s, u, dx.card(tree, n.code, CASE WHEN h % 7 = 0 OR h % 8 = 0 THEN NULL WHEN rule::text = 'percent' THEN h % 101 WHEN rule::text = 'yesno' THEN h % 2 WHEN rule::text LIKE 'check%' THEN h % 4 ELSE h % 8 END, CASE WHEN h % 8 = 0 THEN 'na' END) AS card
	FROM explain_test.many, dx.nodes(tree) AS n, pg_catalog.generate_series(1, 40) AS u, LATERAL (SELECT (u * 7919 + n.ordinal * 104729 + s * 31) % 10007) AS r(h) WHERE is_criterion GROUP BY m, s, u;
SELECT m, count(*) AS pairs, sum(rows) AS rows, count(*) FILTER (WHERE explained <> total) AS wrong, count(*) FILTER (WHERE zeros > 0) AS with_zeros FROM (
	SELECT s.m, a.u, count(c.*) AS rows, coalesce(sum(c.change), 0) AS explained, count(*) FILTER (WHERE c.change = 0) AS zeros,
		(SELECT points_exact FROM dx.breakdown(t.tree, b.card) LIMIT 1) - (SELECT points_exact FROM dx.breakdown(s.tree, a.card) LIMIT 1) AS total
	FROM explain_test.sheet AS a JOIN explain_test.sheet AS b ON b.m = a.m JOIN explain_test.many AS s ON s.m = a.m AND s.s = a.s JOIN explain_test.many AS t ON t.m = b.m AND t.s = b.s LEFT JOIN LATERAL dx.explain_change(s.tree, a.card, t.tree, b.card) AS c ON true
	WHERE a.s = 1 AND b.u = (a.u * 7) % 40 + 1 GROUP BY s.m, a.u, a.s, b.s, b.u, s.tree, t.tree, a.card, b.card) AS q GROUP BY m ORDER BY m COLLATE "C";

-- ---- strengths ----
CREATE VIEW explain_test.ranked AS SELECT u, tree, card, dx.node_ranks(tree, card, 'max') OVER () AS ranks FROM explain_test.sheet JOIN explain_test.many USING (m, s) WHERE m = 'sum' AND s = 1;
SELECT s.* FROM explain_test.ranked, dx.strengths(tree, card, ranks, 2) AS s WHERE u = 3;
-- the k best of all ranked criteria, the k worst of them, and never the same twice
SELECT k, count(*) AS rows, count(DISTINCT code) AS criteria, max(place) AS places, bool_and(is_strength = (rank <= half)) AS halves FROM (
	SELECT k, s.*, (SELECT max(r.rank) FROM dx.strengths(tree, card, ranks, 1000) AS r WHERE r.is_strength) AS half FROM explain_test.ranked, pg_catalog.unnest('{1,3,7,8,1000}'::int[]) AS k, dx.strengths(tree, card, ranks, k) AS s WHERE u = 5) AS q GROUP BY k ORDER BY k;
SELECT count(*) FROM explain_test.ranked, dx.strengths(tree, card, NULL, 2) WHERE u = 3;
SELECT dx.strengths(tree, card, ranks, 0) FROM explain_test.ranked WHERE u = 3;
SELECT dx.strengths(tree, card, ranks || 1, 2) FROM explain_test.ranked WHERE u = 3;
SELECT dx.strengths(tree, card, '{}', 2) FROM explain_test.ranked WHERE u = 3;
SELECT dx.strengths(tree, card, ARRAY[ranks, ranks], 2) FROM explain_test.ranked WHERE u = 3;
SELECT dx.strengths(tree, card, pg_catalog.array_fill(0, ARRAY[pg_catalog.cardinality(ranks)]), 2) FROM explain_test.ranked WHERE u = 3;
