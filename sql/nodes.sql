-- SPDX-License-Identifier: PostgreSQL
-- Every node of many cards at once: ranks.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse
CREATE SCHEMA nodes_test;

-- A set with a pillar of sums, one of means that misses answers, and a bonus.
CREATE TABLE nodes_test.set AS
	SELECT dx.tree(code, name, max, rule, options::jsonb) FROM (VALUES
		('1', 'Digital government', NULL::float8, NULL, NULL), ('1.1', 'Services', 30, 'percent', NULL), ('1.2', 'Portals', 10, 'steps(50:0.5, 80:1)', NULL), ('1.3', 'Plan', 10, 'yesno', NULL),
		('2', 'Digital economy', 40, NULL, '{"method": "mean", "missing": "skip", "min_count": 2}'), ('2.1', 'Firms', NULL, 'linear(0, 3)', NULL), ('2.2', 'Shops', NULL, 'percent', '{"weight": 2}'), ('2.3', 'Payments', NULL, 'ratio', NULL),
		('3', 'Initiatives', 5, 'points', '{"bonus": true}')) AS v(code, name, max, rule, options);
CREATE TABLE nodes_test.unit AS
	SELECT u, dx.card(tree, n.code, CASE WHEN h % 9 = 0 OR h % 11 = 0 THEN NULL
			WHEN rule OPERATOR(dx.=) 'yesno' THEN h % 2 WHEN rule OPERATOR(dx.=) 'ratio' THEN h % 5 / 4.0
			WHEN rule OPERATOR(dx.=) 'percent' OR rule::text ~ 'steps' THEN h % 101 WHEN rule::text ~ 'linear' THEN h % 4 ELSE h % 6 END,
			CASE WHEN h % 11 = 0 THEN 'na' END) AS card
	FROM nodes_test.set, pg_catalog.generate_series(1, 60) AS u, dx.nodes(tree) AS n, LATERAL (SELECT (u * 7919 + n.ordinal * 104729) % 10007) AS r(h)
	WHERE n.is_criterion GROUP BY u;

-- ---- ranks: at every node what dx.rank_by says there ----
CREATE VIEW nodes_test.point AS
	SELECT u, ordinal, points FROM nodes_test.set, nodes_test.unit, ROWS FROM (pg_catalog.unnest(dx.node_points(tree, card))) WITH ORDINALITY AS p(points, ordinal);
SELECT u, dx.node_ranks(tree, card) OVER () AS ranks FROM nodes_test.set, nodes_test.unit WHERE u <= 9 ORDER BY u;
SELECT ties, count(*) AS places, count(*) FILTER (WHERE r.rank IS DISTINCT FROM p.rank) AS wrong, count(p.rank) AS ranked FROM (
		SELECT u, t.*, o.ordinal, o.rank FROM (
			SELECT u, dx.node_ranks(tree, card) OVER () AS a, dx.node_ranks(tree, card, 'max', 0) OVER () AS b, dx.node_ranks(tree, card, 'dense', NULL, u % 5 <> 0) OVER (ORDER BY u) AS c,
				dx.node_ranks(tree, card, direction => -1) OVER (PARTITION BY u % 3) AS d, dx.node_ranks(tree, card, 'first', -1) OVER (ORDER BY u DESC) AS e FROM nodes_test.set, nodes_test.unit) AS q,
			LATERAL (VALUES ('min', a), ('max', b), ('dense', c), ('direction', d), ('first', e)) AS t(ties, ranks), ROWS FROM (pg_catalog.unnest(ranks)) WITH ORDINALITY AS o(rank, ordinal)) AS r
	JOIN (SELECT u, t.*, ordinal FROM (
			SELECT u, ordinal, dx.rank_by(points) OVER w AS a, dx.rank_by(points, 'max', 0) OVER w AS b, dx.rank_by(points, 'dense', NULL, u % 5 <> 0) OVER w AS c,
				dx.rank_by(points, direction => -1) OVER (PARTITION BY ordinal, u % 3) AS d, dx.rank_by(points, 'first', -1) OVER (PARTITION BY ordinal ORDER BY u DESC) AS e
			FROM nodes_test.point WINDOW w AS (PARTITION BY ordinal)) AS q, LATERAL (VALUES ('min', a), ('max', b), ('dense', c), ('direction', d), ('first', e)) AS t(ties, rank)) AS p USING (u, ties, ordinal)
GROUP BY ties ORDER BY ties COLLATE "C";
-- a row that is not ranked takes no place; unknown counts as true; without tree or card there is nothing
SELECT u, dx.node_ranks(tree, card, ranked => CASE u WHEN 2 THEN false WHEN 3 THEN NULL ELSE true END) OVER () AS ranks,
	dx.node_ranks(CASE WHEN u <> 4 THEN tree END, CASE WHEN u <> 5 THEN card END) OVER () AS holes FROM nodes_test.set, nodes_test.unit WHERE u <= 6 ORDER BY u;
SELECT dx.node_ranks(NULL, card) OVER () IS NULL AS no_tree FROM nodes_test.unit WHERE u = 1;
SELECT dx.node_ranks(tree, card, NULL, NULL, NULL, NULL) OVER () = dx.node_ranks(tree, card) OVER () AS by_default FROM nodes_test.set, nodes_test.unit WHERE u = 1;
SELECT dx.node_ranks(tree, card) OVER () FROM nodes_test.set, nodes_test.unit WHERE false;
-- whatever the frame and the order of rows
SELECT count(*) FROM (SELECT dx.node_ranks(tree, card) OVER () AS a, dx.node_ranks(tree, card) OVER (ORDER BY u % 7, u DESC ROWS 2 PRECEDING) AS b FROM nodes_test.set, nodes_test.unit) AS q WHERE a <> b;
-- refused
SELECT dx.node_ranks(tree, card, 'best') OVER () FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(tree, card, decimals => 16) OVER () FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(tree, card, decimals => u) OVER () FROM nodes_test.set, nodes_test.unit WHERE u < 9;
SELECT dx.node_ranks(tree, card, decimals => nullif(u, 2)) OVER () FROM nodes_test.set, nodes_test.unit WHERE u IN (2, 3);
SELECT dx.node_ranks(tree, card, direction => 0) OVER () FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(tree, card, ties => CASE WHEN u < 5 THEN 'min' ELSE 'max' END) OVER () FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(tree, card, 'first') OVER (ORDER BY u / 30) FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(tree, card, 'first', 1) OVER () FROM nodes_test.set, nodes_test.unit;
SELECT dx.node_ranks(CASE WHEN u = 1 THEN tree ELSE dx.alter_tree(tree, '{"1.1": {"max": 31}}') END, card) OVER () FROM nodes_test.set, nodes_test.unit WHERE u < 3;
SELECT dx.node_ranks((SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 3) AS g), card) OVER () FROM nodes_test.unit;
SELECT dx.node_ranks((SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 65000) AS g), NULL) OVER () FROM pg_catalog.generate_series(1, 3000);
