-- SPDX-License-Identifier: PostgreSQL
-- Which weight matters: ranks without a node, shares of ranks, sensitivity, trees that take turns.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse
CREATE SCHEMA sensitivity_test;

-- An invented set of 3 pillars and 8 indicators, 14 units with gaps. Its numbers were worked out apart from this, in exact fractions.
CREATE TABLE sensitivity_test.set AS
	SELECT dx.tree(code, NULL, NULL, rule, weight, method) AS tree FROM (VALUES
		(NULL, NULL, NULL, 'mean'), ('1', NULL, 2, 'mean'), ('1.1', 'ratio', 1, NULL), ('1.2', 'ratio', 2, NULL), ('1.3', 'ratio', 1, NULL),
		('2', NULL, 1, 'mean'), ('2.1', 'ratio', 1, NULL), ('2.2', 'ratio', 3, NULL), ('2.3', 'ratio', 1, NULL),
		('3', NULL, 3, 'mean'), ('3.1', 'ratio', 1, NULL), ('3.2', 'ratio', 2, NULL)) AS n(code, rule, weight, method);
CREATE TABLE sensitivity_test.given (unit text, x float8[]);
INSERT INTO sensitivity_test.given VALUES
	('U01', '{94.6,18.55,81.06,7.941,86.7,5,87.8,0}'),
	('U02', '{81.5,21.12,113.84,NULL,83,6,81.4,0}'),
	('U03', '{69.2,19.4,92.49,7.022,87.9,4,NULL,6}'),
	('U04', '{37.2,NULL,61.37,198.243,NULL,8,100.6,0}'),
	('U05', '{29,8.35,97.14,0.813,73.8,3,115.8,0}'),
	('U06', '{41,22.33,85.09,33.518,4.9,7,NULL,1}'),
	('U07', '{18.8,10.01,112.26,0.693,70.1,5,105.7,0}'),
	('U08', '{94.4,28.17,102.28,NULL,80.8,NULL,111.5,0}'),
	('U09', '{63.1,22.59,81.84,1.4,83.5,5,NULL,4}'),
	('U10', '{31.4,10.25,112.77,0.11,76.9,5,117,0}'),
	('U11', '{NULL,NULL,96.36,59.067,NULL,5,117.8,4}'),
	('U12', '{56.4,23.18,94.61,5.804,77.4,4,NULL,2}'),
	('U13', '{58,87.59,134.02,0.119,78.8,0,109,1}'),
	('U14', '{80.5,30.74,87.97,4.321,82.1,7,80.7,0}');
CREATE TABLE sensitivity_test.unit AS
	SELECT unit, dx.card(tree, code, v) AS card FROM sensitivity_test.set, (
		SELECT unit, code, dx.minmax(x[i], 0, 1, direction) OVER (PARTITION BY i) AS v FROM sensitivity_test.given,
			(VALUES (1, '1.1', 1), (2, '1.2', 1), (3, '1.3', -1), (4, '2.1', 1), (5, '2.2', 1), (6, '2.3', 1), (7, '3.1', -1), (8, '3.2', 1)) AS c(i, code, direction)) AS s
	GROUP BY unit;
-- Two sets of 32 draws of the pillars' weights.
CREATE TABLE sensitivity_test.draws AS
	SELECT pg_catalog.array_agg(f ORDER BY d) FILTER (WHERE d <= 32) AS a, pg_catalog.array_agg(f ORDER BY d) FILTER (WHERE d > 32) AS b
	FROM (SELECT d, ARRAY[1, p[d][1], 1, 1, 1, p[d][2], 1, 1, 1, p[d][3], 1, 1] AS f FROM pg_catalog.generate_series(1, 64) AS d,
		(SELECT '{{0.9185,1.0874,1.3684},{0.5475,1.2628,0.908},{0.5849,0.7569,0.6854},{1.1091,1.2685,0.9039},{1.1238,1.3908,0.667},{1.4403,0.9085,0.5214},{0.855,1.1687,0.9579},{0.7983,1.138,0.7614},{0.6178,0.7273,1.2288},{0.7075,0.7166,0.5029},{0.5087,0.8431,0.853},{0.7717,0.7727,0.9739},{1.0138,0.8258,1.3834},{0.8355,0.7976,0.8225},{1.1278,0.9895,0.5353},{1.0917,1.1797,0.7719},{0.7387,0.9322,0.6067},{1.0437,0.9937,1.4881},{1.4603,0.5055,1.4764},{1.0536,0.6081,1.0078},{1.0822,1.0014,1.2876},{1.0173,0.8027,1.2884},{1.2742,0.7885,0.5933},{0.9197,0.5374,1.0859},{1.1623,0.5296,1.3995},{1.1862,1.0999,1.1166},{1.4478,0.5148,1.2419},{0.5765,0.7964,0.8219},{0.695,0.9031,1.2572},{1.0642,1.3396,1.0812},{1.3596,0.911,1.2583},{0.677,1.4662,1.1017},{0.9847,0.56,1.2093},{0.6493,0.8415,1.0582},{1.3403,1.0941,0.7428},{1.0569,0.9516,1.3931},{0.6508,1.0119,1.019},{1.0016,0.7907,0.6281},{0.7439,1.0067,1.2926},{0.7646,0.5795,0.6326},{1.4841,1.3741,1.165},{0.5521,0.8888,1.4731},{1.0633,0.9099,1.2465},{1.191,0.7385,0.5912},{0.5536,1.3086,1.0475},{0.8392,0.7139,1.4241},{0.7175,1.178,0.6747},{0.7765,1.2119,1.1111},{0.7445,0.5962,1.1891},{0.983,0.7313,1.2424},{0.7773,1.3555,1.243},{1.2997,1.0205,1.2848},{0.9489,0.9768,1.2701},{1.1615,0.74,0.6844},{1.1176,1.3712,0.7939},{1.318,1.0545,0.7951},{0.646,1.3058,0.9461},{1.344,1.398,1.3238},{1.0919,0.6033,1.0827},{1.4625,0.5562,1.0008},{1.0954,1.4163,0.9601},{1.2957,0.9339,0.9814},{1.0571,0.7926,1.4513},{0.5189,1.277,1.3961}}'::float8[] AS p) AS g) AS s;

-- ---- without a node ----
CREATE TABLE sensitivity_test.without AS
	SELECT unit, n.code, r[1] AS rank, r[ordinal] AS without FROM (SELECT unit, dx.rank_removal(tree, card) OVER () AS r FROM sensitivity_test.unit, sensitivity_test.set) AS s,
		sensitivity_test.set, dx.nodes(tree) AS n;
SELECT unit, pg_catalog.array_agg(without ORDER BY code) AS ranks FROM sensitivity_test.without GROUP BY unit ORDER BY unit;
-- 8/7, 1, 23/7, 6/7, 9/7, 8/7, 1/7, 4/7, 2/7, 13/7, 17/7
SELECT code, pg_catalog.avg(abs(rank - without))::float8 AS mean_change, pg_catalog.max(abs(rank - without)) AS most FROM sensitivity_test.without GROUP BY code ORDER BY code;
-- as under a weight of 0
SELECT n.code, count(*) FILTER (WHERE w.without <> w.rank_at_0) AS differ FROM sensitivity_test.set, dx.nodes(tree) AS n, LATERAL (
	SELECT without, dx.rank_by(dx.ratio(dx.alter_tree(tree, pg_catalog.jsonb_build_object(n.code::text, '{"weight": 0}'::jsonb)), card)) OVER () AS rank_at_0
	FROM sensitivity_test.unit JOIN sensitivity_test.without USING (unit) WHERE without.code = n.code) AS w
WHERE n.code::text <> '' GROUP BY n.code HAVING count(*) FILTER (WHERE w.without <> w.rank_at_0) > 0;
-- whatever the order of rows and the frame; the same tree beside a tree that is NULL; none; a card that is NULL takes no place
SELECT count(*) AS differ FROM (SELECT unit, dx.rank_removal(tree, card) OVER () AS r FROM sensitivity_test.unit, sensitivity_test.set) AS a
	JOIN (SELECT unit, dx.rank_removal(tree, card) OVER (ORDER BY unit DESC ROWS 1 PRECEDING) AS r FROM sensitivity_test.unit, sensitivity_test.set) AS b USING (unit) WHERE a.r IS DISTINCT FROM b.r;
SELECT unit, dx.rank_removal(tree, card) OVER () AS r FROM sensitivity_test.unit LEFT JOIN sensitivity_test.set ON unit < 'U03' WHERE unit < 'U04' ORDER BY unit;
SELECT dx.rank_removal(NULL::dx.tree, card) OVER () AS r FROM sensitivity_test.unit WHERE unit < 'U03';
SELECT unit, dx.rank_removal(tree, CASE WHEN unit <> 'U02' THEN card END) OVER () AS r FROM sensitivity_test.unit, sensitivity_test.set WHERE unit < 'U04' ORDER BY unit;
SELECT dx.rank_removal(tree, card) OVER () AS r FROM sensitivity_test.unit, sensitivity_test.set WHERE false;
-- Sums: a maximum goes with its node; what depends on it is void; the only one of a parent takes it along; all of them; strict, alternatives, best.
SELECT name, v, r FROM (SELECT name, v, dx.rank_removal(tree, card) OVER (PARTITION BY name) AS r FROM (
	SELECT name, v, tree, dx.card(tree, n.code, v[n.i]) AS card FROM (
		SELECT name, json::dx.tree AS tree FROM (VALUES
			('sum', '[{"code": "1", "max": 10, "rule": "points"}, {"code": "2.1", "max": 20, "rule": "points"}, {"code": "3", "max": 5, "rule": "points", "bonus": true}]'),
			('needs', '[{"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 20, "rule": "points", "needs": {"1": "50%"}}, {"code": "3", "max": 5, "rule": "points"}]'),
			('strict', '[{"missing": "strict"}, {"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 20, "rule": "points"}, {"code": "3", "max": 5, "rule": "points"}]'),
			('alternatives', '[{"method": "alternatives"}, {"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 20, "rule": "points"}, {"code": "3", "max": 5, "rule": "points"}]'),
			('best', '[{"method": "best(2)"}, {"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 20, "rule": "points"}, {"code": "3", "max": 5, "rule": "points"}]')) AS t(name, json)) AS t,
		(VALUES ('{10,0,0}'::float8[]), ('{4,20,5}'), ('{6,12,1}'), ('{5,NULL,5}')) AS x(v), LATERAL (SELECT code::text, pg_catalog.row_number() OVER (ORDER BY ordinal) AS i FROM dx.nodes(tree) WHERE is_criterion) AS n
	GROUP BY name, v, tree) AS c) AS q ORDER BY name, v;
SELECT dx.rank_removal(tree, dx.card(tree, '', 3.0)) OVER () AS r FROM (SELECT dx.tree('', NULL, 10, 'points') AS tree) AS s GROUP BY tree;

-- ---- shares of ranks ----
-- under the 64 draws: U01 is 5th in 1/64 of them, 6th in 18/64, 7th in 45/64
CREATE TABLE sensitivity_test.shares AS
	SELECT unit, dx.rank_shares(tree, card, a || b) OVER () AS s FROM sensitivity_test.unit, sensitivity_test.set, sensitivity_test.draws;
SELECT unit, rank, share FROM sensitivity_test.shares, pg_catalog.unnest(s) WITH ORDINALITY AS u(share, rank) WHERE share > 0 ORDER BY unit, rank;
SELECT unit, pg_catalog.sum(share * rank) AS mean, pg_catalog.sum(share) FILTER (WHERE rank <= 3) AS top_3, pg_catalog.sum(share) AS one FROM sensitivity_test.shares, pg_catalog.unnest(s) WITH ORDINALITY AS u(share, rank) GROUP BY unit ORDER BY unit;
-- what dx.rank_chance says; drawn and given; defaults
SELECT count(*) AS differ FROM (
	SELECT dx.rank_shares(tree, card, 200, 0.5, 7) OVER () AS drawn, dx.rank_shares(tree, card, dx.draw_factors(tree, 200, 0.5, 7)) OVER () AS given, dx.rank_chance(tree, card, 1, 200, 0.5, 7) OVER () AS first
	FROM sensitivity_test.unit, sensitivity_test.set) AS x WHERE drawn IS DISTINCT FROM given OR drawn[1] <> first;
SELECT count(*) FILTER (WHERE a = b) AS same FROM (SELECT dx.rank_shares(tree, card) OVER () AS a, dx.rank_shares(tree, card, 1000, 0.25, 1) OVER () AS b FROM sensitivity_test.unit, sensitivity_test.set) AS x;
-- ties share a rank; without a ratio there is none; no tree; no rows
SELECT v, dx.rank_shares(tree, card, 3, 0) OVER () AS s FROM (SELECT v, tree, dx.card(tree, '', v) AS card FROM (SELECT dx.tree('', NULL, 10, 'points') AS tree) AS t, (VALUES (1, 3.0), (2, 7), (3, 7), (4, NULL)) AS r(u, v) GROUP BY u, v, tree) AS c ORDER BY v;
SELECT dx.rank_shares(NULL::dx.tree, card) OVER () AS s FROM sensitivity_test.unit WHERE unit < 'U03';
SELECT dx.rank_shares(tree, card) OVER () AS s FROM sensitivity_test.unit, sensitivity_test.set WHERE false;

-- ---- sensitivity ----
-- 0.11894957656747727 0.3377359956491337, 0.24131769093310543 0.4894724574625126, 0.1630020977391034 0.4013674151192603
SELECT s.* FROM sensitivity_test.set, sensitivity_test.draws, dx.rank_sensitivity(tree, (SELECT pg_catalog.array_agg(card) FROM sensitivity_test.unit), a, b) AS s;
CREATE TABLE sensitivity_test.cards AS SELECT pg_catalog.array_agg(card ORDER BY unit) AS cards FROM sensitivity_test.unit;
-- unnamed: the root's children; named, by either type, in any order; draws as dx.draw_factors has them, B after A; other cards among them
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, draws => 100) AS s;
SELECT s.code, s.first_order = t.first_order AS first_order, s.total = t.total AS total, s.total = g.total AND s.first_order = g.first_order AS given FROM sensitivity_test.set, sensitivity_test.cards,
	LATERAL (SELECT dx.draw_factors(tree, 100, 0.5, 9) AS f) AS f,
	LATERAL (SELECT pg_catalog.array_agg(v ORDER BY d) FILTER (WHERE d <= 50) AS a, pg_catalog.array_agg(v ORDER BY d) FILTER (WHERE d > 50) AS b
		FROM pg_catalog.generate_series(1, 100) AS d, LATERAL (SELECT ARRAY(SELECT CASE WHEN n.code::text IN ('1.2', '3', '3.2') THEN f[d][ordinal] ELSE 1 END FROM dx.nodes(tree) AS n ORDER BY ordinal) AS v) AS v) AS ab,
	dx.rank_sensitivity(tree, cards, '{3.2,1.2,3,1.2}'::text[], 50, 0.5, 9) AS s
	JOIN LATERAL dx.rank_sensitivity(tree, cards[8:14] || NULL::dx.card || cards[1:7], '{3,3.2,1.2}'::dx.code[], 50, 0.5, 9) AS t USING (code)
	JOIN LATERAL dx.rank_sensitivity(tree, cards, a, b) AS g USING (code) ORDER BY s.code;
-- nothing moves: no indices; no node; no card; NULL
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, NULL::text[], 10, 0) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, '{}'::text[]) AS s;
SELECT s.* FROM sensitivity_test.set, dx.rank_sensitivity(tree, '{}') AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, NULL) AS s;
SELECT s.* FROM sensitivity_test.cards, dx.rank_sensitivity(NULL, cards) AS s;
-- ---- trees that take turns ----
CREATE TABLE sensitivity_test.turns AS
	SELECT ARRAY[tree, dx.alter_tree(tree, '{"": {"method": "geomean"}}'), dx.alter_tree(tree, '{"1": {"weight": 6}}')] AS trees FROM sensitivity_test.set;
-- one draw each without noise: the least and the greatest of the three ranks
SELECT unit, a, b, c, i FROM (SELECT unit, dx.rank_by(dx.ratio(trees[1], card)) OVER () AS a, dx.rank_by(dx.ratio(trees[2], card)) OVER () AS b, dx.rank_by(dx.ratio(trees[3], card)) OVER () AS c,
	dx.rank_interval(trees, card, 3, 0, 1) OVER () AS i FROM sensitivity_test.unit, sensitivity_test.turns) AS x ORDER BY unit;
-- one tree alone, or twice, is as that tree; shares of turns; whatever the order of rows
SELECT count(*) AS differ FROM (SELECT dx.rank_interval(tree, card, 101, 0.4, 0.8, 3) OVER () AS one, dx.rank_interval(ARRAY[tree], card, 101, 0.4, 0.8, 3) OVER () AS alone, dx.rank_interval(ARRAY[tree, tree], card, 101, 0.4, 0.8, 3) OVER (ORDER BY unit DESC ROWS 1 PRECEDING) AS twice
	FROM sensitivity_test.unit, sensitivity_test.set) AS x WHERE one IS DISTINCT FROM alone OR one IS DISTINCT FROM twice;
SELECT count(*) FILTER (WHERE a = b) AS same FROM (SELECT dx.rank_interval(trees, card) OVER () AS a, dx.rank_interval(trees, card, 1000, 0.25, 0.9, 1) OVER () AS b FROM sensitivity_test.unit, sensitivity_test.turns) AS x;
-- who has no ratio under one of them is ranked under none; no trees, no cards
SELECT v, dx.rank_interval(trees, card, 2, 0, 1) OVER () AS i FROM (SELECT ARRAY[t, dx.alter_tree(t, '{"": {"missing": "strict"}}')] AS trees, v, dx.card(t, n.code, v[n.i]) AS card FROM (SELECT '[{"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 20, "rule": "points"}]'::dx.tree AS t) AS s,
	(VALUES ('{10,20}'::float8[]), ('{10,NULL}'), ('{5,5}')) AS x(v), (VALUES ('1', 1), ('2', 2)) AS n(code, i) GROUP BY t, v) AS c ORDER BY v;
SELECT dx.rank_interval(NULL::dx.tree[], card) OVER () AS i FROM sensitivity_test.unit WHERE unit < 'U03';
SELECT dx.rank_interval(trees, NULL) OVER () AS i FROM sensitivity_test.turns;

-- ---- errors ----
SELECT dx.rank_removal(tree, card) OVER () FROM sensitivity_test.unit, (SELECT dx.tree('1', NULL, 10, 'points') AS tree) AS t;
SELECT dx.rank_removal((SELECT dx.tree(g::text, NULL, 1, 'percent') FROM pg_catalog.generate_series(1, 65000) AS g), NULL) OVER () FROM pg_catalog.generate_series(1, 3000);
SELECT dx.rank_shares(tree, card, 0) OVER () FROM sensitivity_test.unit, sensitivity_test.set;
SELECT dx.rank_shares(tree, card, 10, 1) OVER () FROM sensitivity_test.unit, sensitivity_test.set;
SELECT dx.rank_shares(tree, card, NULL::int) OVER () FROM sensitivity_test.unit, sensitivity_test.set;
SELECT dx.rank_shares(tree, card, '{{1}}'::float8[]) OVER () FROM sensitivity_test.unit, sensitivity_test.set;
SELECT dx.rank_shares((SELECT tree FROM sensitivity_test.set), NULL, 10) OVER () FROM pg_catalog.generate_series(1, 20000);
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, draws => 0) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, draws => NULL) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, noise => 1) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, noise => NULL) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, seed => NULL) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, '{1,9}'::text[]) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, ARRAY['1', '']) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, dx.rank_sensitivity(tree, cards, ARRAY['1', NULL]::dx.code[]) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, sensitivity_test.draws, dx.rank_sensitivity(tree, cards, factors_a => a, factors_b => b[1:31]) AS s;
SELECT s.* FROM sensitivity_test.set, sensitivity_test.cards, sensitivity_test.draws, dx.rank_sensitivity(tree, cards, a, '{{1,2}}') AS s;
SELECT s.* FROM sensitivity_test.cards, (SELECT dx.tree('1', NULL, 10, 'points') AS tree) AS t, dx.rank_sensitivity(tree, cards) AS s;
SELECT dx.rank_interval('{}'::dx.tree[], card) OVER () FROM sensitivity_test.unit;
SELECT dx.rank_interval(trees, card, 2) OVER () FROM sensitivity_test.unit, sensitivity_test.turns;
SELECT dx.rank_interval(trees || NULL::dx.tree, card) OVER () FROM sensitivity_test.unit, sensitivity_test.turns;
SELECT dx.rank_interval(CASE WHEN unit < 'U03' THEN trees ELSE trees[1:2] END, card) OVER () FROM sensitivity_test.unit, sensitivity_test.turns;
SELECT dx.rank_interval(trees || dx.tree('1', NULL, 10, 'points'), card) OVER () FROM sensitivity_test.unit, sensitivity_test.turns GROUP BY trees, card;
DROP SCHEMA sensitivity_test CASCADE;
