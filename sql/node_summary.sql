-- SPDX-License-Identifier: PostgreSQL
-- Every node of many cards at once: averages, and what is kept of them.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse
CREATE SCHEMA node_summary_test;

-- Thirds, a pillar of means that misses answers, a bonus.
CREATE TABLE node_summary_test.set AS
	SELECT dx.tree(code, name, max, rule, options::jsonb) FROM (VALUES
		('1', 'Digital government', NULL::float8, NULL, NULL), ('1.1', 'Services', 10, 'checklist(3)', NULL), ('1.2', 'Portals', 10, 'steps(50:0.5, 80:1)', NULL), ('1.3', 'Plan', 10, 'yesno', NULL),
		('2', 'Digital economy', 40, NULL, '{"method": "mean", "missing": "skip", "min_count": 2}'), ('2.1', 'Firms', NULL, 'linear(0, 3)', NULL), ('2.2', 'Shops', NULL, 'percent', '{"weight": 2}'), ('2.3', 'Payments', NULL, 'ratio', NULL),
		('3', 'Initiatives', 5, 'points', '{"bonus": true}')) AS v(code, name, max, rule, options);
CREATE TABLE node_summary_test.unit AS
	SELECT u, dx.card(tree, n.code, CASE WHEN h % 9 = 0 OR h % 11 = 0 THEN NULL
			WHEN rule OPERATOR(dx.=) 'yesno' THEN h % 2 WHEN rule OPERATOR(dx.=) 'ratio' THEN h % 5 / 4.0
			WHEN rule OPERATOR(dx.=) 'percent' OR rule::text ~ 'steps' THEN h % 101 WHEN rule::text ~ 'linear|list' THEN h % 4 ELSE h % 6 END,
			CASE WHEN h % 11 = 0 THEN 'na' END) AS card
	FROM node_summary_test.set, pg_catalog.generate_series(1, 60) AS u, dx.nodes(tree) AS n, LATERAL (SELECT (u * 7919 + n.ordinal * 104729) % 10007) AS r(h)
	WHERE n.is_criterion GROUP BY u;

-- ---- by hand: 0, 10/3, 20/3 and 10 points; 1, 2, 3 ----
CREATE TABLE node_summary_test.hand AS SELECT g, dx.card(tree, c.code, v) AS card
	FROM node_summary_test.set, (VALUES (1, '1.1', 0.0), (2, '1.1', 1), (3, '1.1', 2), (4, '1.1', 3), (1, '3', 1), (2, '3', 2), (3, '3', 3)) AS c(g, code, v) GROUP BY g;
SELECT a.* FROM (SELECT dx.node_summary(tree, card, true) AS s FROM node_summary_test.set, node_summary_test.hand) AS q, dx.node_averages(s, '{0,0.25,0.5,0.9,1,NULL}') AS a;
-- a bonus that is missing is no value of its own node; one card has no deviation, none has nothing
SELECT a.* FROM (SELECT dx.node_summary(tree, card) AS s FROM node_summary_test.set, node_summary_test.hand WHERE g = 4) AS q, dx.node_averages(s) AS a;
SELECT dx.node_summary(tree, card) IS NULL AS nothing FROM node_summary_test.set, node_summary_test.hand WHERE false;
SELECT dx.node_summary(NULL, card) IS NULL AS no_tree, dx.node_summary(tree, NULL) IS NULL AS no_card FROM node_summary_test.set, node_summary_test.hand;
SELECT count(*) FROM dx.node_averages(NULL);
SELECT a.n, a.quantiles FROM (SELECT dx.node_summary(tree, card, true) AS s FROM node_summary_test.set, node_summary_test.hand) AS q, dx.node_averages(s, '{}') AS a WHERE ordinal = 1;

-- ---- against sums over rows, in 90,000ths of a point: all points are whole numbers of them ----
CREATE VIEW node_summary_test.point AS
	SELECT u, ordinal, round(points_exact * 90000) AS p, points FROM node_summary_test.set, node_summary_test.unit, ROWS FROM (dx.breakdown(tree, card)) WITH ORDINALITY AS b(code, number, name, kind, parent, depth, is_criterion, rule, result, state, points, points_exact, max_points, ratio, answered, applicable, coverage, lost, contribution, next_result, next_points, full_result, ordinal);
SELECT ordinal, a.code, a.n = e.n AS n, a.mean = e.mean AS mean, pg_catalog.abs(a.sd - e.sd) < 1e-12 AS sd, a.min = e.least AS min, a.max = e.greatest AS max, a.quantiles = e.quantiles AS quantiles
FROM (SELECT dx.node_summary(tree, card, true) AS s FROM node_summary_test.set, node_summary_test.unit) AS q, dx.node_averages(s, '{0.5,0.1}') AS a
	JOIN (SELECT ordinal, n, (sum::numeric(60, 30) / (90000 * n))::float8 AS mean, sd, least, greatest,
			ARRAY[((v[(n + 1) / 2] + v[(n + 2) / 2])::numeric(60, 30) / 180000)::float8, ((v[1 + (n - 1) / 10] * (10 - (n - 1) % 10) + v[LEAST(n, 2 + (n - 1) / 10)] * ((n - 1) % 10))::numeric(60, 30) / 900000)::float8] AS quantiles
		FROM (SELECT ordinal, count(p) AS n, sum(p), (sqrt((count(p) * sum(p * p) - sum(p) ^ 2)::numeric(120, 40) / (count(p) * (count(p) - 1))) / 90000)::float8 AS sd, min(points) AS least, max(points) AS greatest, pg_catalog.array_agg(p ORDER BY p) FILTER (WHERE p IS NOT NULL) AS v
			FROM node_summary_test.point GROUP BY ordinal) AS r) AS e USING (ordinal) ORDER BY ordinal;

-- ---- two steps: any order, any parts, text and binary, the same bytes ----
CREATE TABLE node_summary_test.kept AS SELECT u % 7 AS day, dx.node_summary(tree, card) AS sums, dx.node_summary(tree, card, u > 0) AS vals FROM node_summary_test.set, node_summary_test.unit GROUP BY 1;
SELECT dx.merge_node_stats(sums) OPERATOR(dx.=) a AS sums, dx.merge_node_stats(vals) OPERATOR(dx.=) b AS vals, dx.merge_node_stats(vals ORDER BY day DESC) OPERATOR(dx.=) b AS backwards
FROM node_summary_test.kept, (SELECT dx.node_summary(tree, card ORDER BY u DESC) AS a, dx.node_summary(tree, card, true ORDER BY u % 11, u) AS b FROM node_summary_test.set, node_summary_test.unit) AS q GROUP BY a, b;
SELECT count(*) FROM node_summary_test.kept WHERE sums::text::dx.node_stat OPERATOR(dx.=) sums AND vals::text::dx.node_stat OPERATOR(dx.=) vals;
SELECT dx.merge_node_stats(NULL::dx.node_stat) IS NULL AS nothing, dx.merge_node_stats(sums) FILTER (WHERE false) IS NULL AS none FROM node_summary_test.kept;
SELECT count(DISTINCT sums), count(DISTINCT vals) FROM node_summary_test.kept;
SELECT dx.node_stat_hash(sums) IS NOT NULL AS hash, sums OPERATOR(dx.<>) vals AS ne, dx.node_stat_cmp(sums, vals) AS cmp FROM node_summary_test.kept WHERE day = 0;
-- over frames, in grouping sets, and by its own support functions
SELECT u, (SELECT n FROM dx.node_averages(s) WHERE ordinal = 5) AS n FROM (SELECT u, dx.node_summary(tree, card) OVER (ORDER BY u ROWS 2 PRECEDING) AS s FROM node_summary_test.set, node_summary_test.unit) AS q WHERE u < 6 ORDER BY u;
SELECT half, (SELECT (n, round(mean::numeric, 9)) FROM dx.node_averages(s) WHERE ordinal = 1) AS root FROM (SELECT u % 2 AS half, dx.node_summary(tree, card) AS s FROM node_summary_test.set, node_summary_test.unit GROUP BY ROLLUP (u % 2)) AS q ORDER BY half;
SELECT dx.node_stat_accum(dx.node_stat_accum(NULL, tree, a.card), tree, b.card) OPERATOR(dx.=) dx.node_stat_combine(dx.node_stat_accum(NULL, tree, b.card), dx.node_stat_accum(NULL, tree, a.card)) AS same
FROM node_summary_test.set, node_summary_test.unit AS a, node_summary_test.unit AS b WHERE a.u = 1 AND b.u = 2;

-- ---- ratios and lost points, against the sums of what dx.breakdown says ----
CREATE VIEW node_summary_test.other AS
	SELECT u, ordinal, dx.round_to(ratio, 15) AS ratio, CASE WHEN state IS DISTINCT FROM 'na' THEN dx.round_to(lost, 15) END AS lost, max_points FROM node_summary_test.set, node_summary_test.unit, ROWS FROM (dx.breakdown(tree, card)) WITH ORDINALITY AS b(code, number, name, kind, parent, depth, is_criterion, rule, result, state, points, points_exact, max_points, ratio, answered, applicable, coverage, lost, contribution, next_result, next_points, full_result, ordinal);
SELECT ordinal, r.code, r.n = e.n AS n, r.total = e.total::float8 AS total, r.mean = e.mean::float8 AS mean, r.min = e.least::float8 AS min, r.max = e.greatest::float8 AS max, r.quantiles[1] = e.median::float8 AS median,
	l.n = e.lost_n AS lost_n, l.total = e.lost::float8 AS lost, l.max = e.most::float8 AS most, l.quantiles[1] = e.lost_median::float8 AS lost_median, differ
FROM (SELECT dx.node_summary(tree, card, true, 'ratio') AS r, dx.node_summary(tree, card, true, 'lost') AS l FROM node_summary_test.set, node_summary_test.unit) AS q, dx.node_averages(r, '{0.5}') AS r
	JOIN dx.node_averages(l, '{0.5}') AS l USING (ordinal)
	JOIN (SELECT ordinal, count(ratio) AS n, sum(ratio) AS total, sum(ratio)::numeric(60, 30) / NULLIF(count(ratio), 0) AS mean, min(ratio) AS least, max(ratio) AS greatest, (v[(n + 1) / 2] + v[(n + 2) / 2]) / 2 AS median,
			count(lost) AS lost_n, sum(lost) AS lost, max(lost) AS most, (w[(m + 1) / 2] + w[(m + 2) / 2]) / 2 AS lost_median, count(DISTINCT max_points) > 1 AS differ
		FROM node_summary_test.other JOIN (SELECT ordinal, pg_catalog.array_agg(ratio ORDER BY ratio) AS v, pg_catalog.array_agg(lost ORDER BY lost) AS w, count(ratio) AS n, count(lost) AS m FROM node_summary_test.other GROUP BY ordinal) AS k USING (ordinal) GROUP BY ordinal, v, w, n, m) AS e USING (ordinal) ORDER BY ordinal;
SELECT dx.node_summary(tree, card, true, 'points') OPERATOR(dx.=) dx.node_summary(tree, card, true) AS points, dx.node_summary(tree, card, NULL, NULL) OPERATOR(dx.=) dx.node_summary(tree, card) AS nothing FROM node_summary_test.set, node_summary_test.unit;
SELECT dx.merge_node_stats(r) OPERATOR(dx.=) a AS merged, pg_catalog.count(DISTINCT r::text::dx.node_stat) FROM (SELECT u % 5 AS p, dx.node_summary(tree, card, true, 'ratio') AS r FROM node_summary_test.set, node_summary_test.unit GROUP BY 1) AS q, (SELECT dx.node_summary(tree, card, true, 'ratio') AS a FROM node_summary_test.set, node_summary_test.unit) AS o GROUP BY a;

-- ---- refused ----
SELECT dx.node_summary(tree, card, true, 'rank') FROM node_summary_test.set, node_summary_test.hand;
SELECT dx.node_summary(tree, card, true, CASE WHEN g = 1 THEN 'ratio' END) FROM node_summary_test.set, node_summary_test.hand;
SELECT dx.merge_node_stats(s) FROM (SELECT dx.node_summary(tree, card, false, m) AS s FROM node_summary_test.set, node_summary_test.hand, (VALUES ('lost'), ('ratio')) AS v(m) GROUP BY m) AS q;
-- a bonus of a million times its maximum is too large a ratio
SELECT dx.node_summary(t, c, false, 'ratio') FROM (SELECT t, dx.card(t, code, 100) AS c FROM (SELECT dx.tree(code, NULL, max, 'percent', o::jsonb) FROM (VALUES ('1', 1, NULL), ('2', 1000000, '{"bonus": true}')) AS v(code, max, o)) AS t(t), (VALUES ('1'), ('2')) AS v(code) GROUP BY t) AS q;
SELECT dx.node_averages(sums, '{0.5}') FROM node_summary_test.kept WHERE day = 1;
SELECT dx.node_averages(vals, '{0.5,1.5}') FROM node_summary_test.kept WHERE day = 1;
SELECT dx.node_averages(vals, '{NaN}') FROM node_summary_test.kept WHERE day = 1;
SELECT dx.node_averages(vals, '{{0.5},{1}}') FROM node_summary_test.kept WHERE day = 1;
SELECT dx.node_summary(tree, card, u > 1) FROM node_summary_test.set, node_summary_test.hand AS h(u, card);
SELECT dx.node_summary(CASE WHEN g = 1 THEN tree ELSE dx.alter_tree(tree, '{"1.1": {"max": 20}}') END, card) FROM node_summary_test.set, node_summary_test.hand;
SELECT dx.node_summary((SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 3) AS g), card) FROM node_summary_test.hand;
SELECT dx.merge_node_stats(s) FROM (SELECT sums FROM node_summary_test.kept UNION ALL SELECT vals FROM node_summary_test.kept) AS q(s);
SELECT dx.merge_node_stats(s) FROM (SELECT sums FROM node_summary_test.kept UNION ALL SELECT dx.node_summary(t, c) FROM (SELECT t, dx.card(t, '1', 5) AS c FROM (SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 3) AS g) AS t(t) GROUP BY t) AS u) AS q(s);
SELECT dx.node_summary(t, c) FROM (SELECT t, dx.card(t, g::text, 100) AS c FROM (SELECT dx.tree(g::text, NULL, CASE g WHEN 1 THEN 1 ELSE 1e15 END, 'percent', CASE WHEN g > 1 THEN '{"bonus": true}'::jsonb END) FROM pg_catalog.generate_series(1, 10000) AS g) AS t(t), pg_catalog.generate_series(1, 10000) AS g GROUP BY t) AS q;
SELECT ''::dx.node_stat;
SELECT 'nodes:0'::dx.node_stat;
SELECT 'nodes:0000'::dx.node_stat;
SELECT 'nodes:zz'::dx.node_stat;
SELECT pg_catalog.replace(sums::text, 'nodes:00', 'nodes:02')::dx.node_stat FROM node_summary_test.kept WHERE day = 0;
SELECT (sums::text || '00')::dx.node_stat FROM node_summary_test.kept WHERE day = 0;
SELECT pg_catalog.left(sums::text, -2)::dx.node_stat FROM node_summary_test.kept WHERE day = 0;
