-- SPDX-License-Identifier: PostgreSQL
-- What decisions add to sums: rounding to multiples, caps, floors, thresholds, needs.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS sum_rules CASCADE;
CREATE SCHEMA sum_rules;
RESET client_min_messages;
SET search_path = '';

-- SQLSTATE, message, detail and hint of a statement; its value where it succeeds.
CREATE FUNCTION sum_rules.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text;
	m text;
	d text;
	h text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN m;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;

-- ======== round_to ========

-- G10: 2.125 is 2.25 in quarters, 2.13 in hundredths
SELECT dx.points(tree, dx.card(tree, '1', 42.5)) AS g10, dx.ratio(tree, dx.card(tree, '1', 42.5)) AS ratio
FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('', NULL::float8, NULL, '{"round_to": 0.25}'::jsonb), ('1', 5, 'percent', NULL)) AS n(code, m, rule, o)) AS t(tree) GROUP BY tree;

-- half away from zero of the exact product, penalties too; within the maximum, whatever the multiple
SELECT o AS options, dx.points(tree, card) AS points, dx.node_points(tree, card) AS nodes, dx.ratio(tree, card) AS ratio
FROM (VALUES (1, '{}'::jsonb), (2, '{"round_to": 0.5}'), (3, '{"round_to": 0.25}'), (4, '{"round_to": "1/8"}'), (5, '{"round_to": 2}'), (6, '{"decimals": 0}'), (7, '{"round_to": 0.000000000001}'), (8, '{"round_to": 1000000}')) AS r(i, o),
LATERAL (SELECT dx.tree(code, NULL, m, rule, CASE code WHEN '' THEN o END) FROM (VALUES ('', NULL::float8, NULL), ('1', 10, 'linear(0, 3)'), ('2', 0.7, 'percent'), ('3', -5, 'points'), ('4', 0.5, 'percent')) AS n(code, m, rule)) AS t(tree),
LATERAL (SELECT dx.card(tree, code, v) FROM (VALUES ('1', 1), ('2', 95), ('3', -2.125), ('4', 100)) AS r(code, v)) AS c(card) ORDER BY i;

-- under a mean nothing is rounded
SELECT dx.points(tree, dx.card(tree, '1', 33.3)) FROM (SELECT '[{"method": "mean", "round_to": 0.5}, {"code": "1", "rule": "percent"}]'::dx.tree) AS t(tree) GROUP BY tree;

-- many cards, by a plan, rows and merged parts: as one by one
CREATE TABLE sum_rules.many AS SELECT tree, u, dx.card(tree, code, v) AS card, dx.score(tree, code, v) AS score, dx.score(tree, code, v, NULL, '2') AS score2
FROM (SELECT o ->> 'round_to' AS r, dx.tree(code, NULL, m, rule, CASE code WHEN '' THEN o END) AS tree FROM (VALUES ('{"round_to": 0.25}'::jsonb), ('{"round_to": 0.3}'), ('{"round_to": 2}')) AS r(o),
	(VALUES ('', NULL::float8, NULL), ('1', 10, 'linear(0, 3)'), ('2.1', 0.7, 'percent'), ('2.2', -5, 'linear(0, 7)'), ('3', 5, 'checklist(7)')) AS n(code, m, rule) GROUP BY o) AS t,
	pg_catalog.generate_series(1, 60) AS u, LATERAL (VALUES ('1', u % 40 / 10.0), ('2.1', u * 1.61), ('2.2', u % 8), ('3', u * 3 % 8)) AS v(code, v) GROUP BY tree, r, u ORDER BY r, u;
SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE dx.points(tree, card) = score AND dx.points(tree, card, '2') = score2 AND (SELECT pg_catalog.sum(b.points_exact) FROM dx.breakdown(tree, card) AS b WHERE b.is_criterion) = score::numeric) AS alike,
	pg_catalog.sum(score) AS points FROM sum_rules.many;

-- text, options of rows, patches, differences, subtrees
SELECT tree, tree::text::dx.tree OPERATOR(dx.=) tree AS same, dx.subtree(tree, '1') AS part FROM (SELECT '[{"round_to": "1/2"}, {"code": "1.1", "max": 3, "rule": "percent"}, {"code": "2", "max": 1}]'::dx.tree) AS t(tree);
SELECT d.* FROM (SELECT '[{"round_to": 0.5}, {"code": "1", "max": 3}]'::dx.tree) AS t(tree), dx.tree_diff(tree, dx.alter_tree(tree, '{"": {"round_to": null, "decimals": 1}}')) AS d;
SELECT o AS options, sum_rules.said(pg_catalog.format('%L::dx.tree', '[{' || o || '}, {"code": "1", "max": 1}]')) AS tree FROM pg_catalog.unnest(ARRAY[
	'"round_to": 0.25', '"round_to": null', '"round_to": 1e6', '"round_to": 0', '"round_to": -1', '"round_to": 1000001', '"round_to": 1e-13', '"round_to": "1/3"', '"round_to": "x"', '"round_to": [1]', '"round_to": 0.5, "decimals": 1', '"code": "1.1", "max": 1, "round_to": 1']) AS o;
SELECT sum_rules.said($$dx.tree('1', NULL, 1, NULL, '{"round_to": 1}')$$), sum_rules.said($$dx.alter_tree('[{"decimals": 1}, {"code": "1", "max": 1}]', '{"": {"round_to": 1}}')$$);

-- ======== caps and floors ========

-- points, applicable maximum, ratio and contribution of every node, and dx.score of the whole and of a node
CREATE FUNCTION sum_rules.scores(tree dx.tree, answers jsonb) RETURNS TABLE (code text, points float8, max_points float8, ratio float8, answered int, lost float8, contribution numeric) LANGUAGE sql AS $$
	SELECT b.code::text, b.points, b.max_points, b.ratio, b.answered, b.lost, pg_catalog.trim_scale(b.contribution)
	FROM (SELECT dx.card(tree, a.key, CASE WHEN pg_catalog.jsonb_typeof(a.value) = 'number' THEN a.value::float8 END, CASE a.value #>> '{}' WHEN 'na' THEN 'na' END) AS card FROM pg_catalog.jsonb_each(answers) AS a) AS c, dx.breakdown(tree, card) AS b $$;

-- G1: bonus items worth 8, at most 5 together
SELECT s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('1', 50::float8, 'linear(0,50)'::text, NULL::jsonb), ('2', 5, NULL, '{"bonus": true, "cap": true}'), ('2.1', 4, 'linear(0,4)', NULL), ('2.2', 4, 'linear(0,4)', NULL)) AS n(code, m, rule, o)) AS t(tree),
	sum_rules.scores(tree, '{"1": 50, "2.1": 4, "2.2": 4}') AS s;
-- a category of 35 with items of 25 and 16; what is below the cap is known in its parts
SELECT a, s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('1', NULL::float8, NULL::text, '{"cap": 35}'::jsonb), ('1.1', 25, 'points', NULL), ('1.2', 16, 'points', NULL)) AS n(code, m, rule, o)) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1.1": 25, "1.2": 16}', '{"1.1": 20, "1.2": 12.5}', '{"1.1": 25, "1.2": "na"}', '{"1.1": 25}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
-- skip scales to the parts first: 10 of 25 stand for 16.4 of 41
SELECT s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('1', NULL::float8, NULL::text, '{"cap": 35, "missing": "skip"}'::jsonb), ('1.1', 25, 'points', NULL), ('1.2', 16, 'points', NULL)) AS n(code, m, rule, o)) AS t(tree),
	sum_rules.scores(tree, '{"1.1": 10}') AS s;
-- G2: penalties do not go below 0
SELECT s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('', NULL::float8, NULL::text, '{"floor": 0}'::jsonb), ('1', 6, 'linear(0,6)', NULL), ('3', -9, 'linear(0,6)', NULL)) AS n(code, m, rule, o)) AS t(tree),
	sum_rules.scores(tree, '{"1": 1, "3": 3}') AS s;
-- at most 2 taken off by the second group, at most 100 in all, bonus included
SELECT a, s.code, s.points, s.max_points, s.ratio, s.contribution FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('', NULL::float8, NULL::text, '{"cap": 100}'::jsonb), ('1', 100, 'points', NULL), ('2', NULL, NULL, '{"floor": -2}'), ('2.1', -3, 'points', NULL), ('2.2', -1, 'points', NULL), ('3', 5, 'points', '{"bonus": true}')) AS n(code, m, rule, o)) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1": 90, "2.1": -3, "2.2": -1, "3": 5}', '{"1": 99, "2.2": -1, "3": 5}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
-- a cap above what the parts have leaves their maximum, and bounds bonuses
SELECT tree, dx.points(tree, card), dx.max_points(tree, card), dx.ratio(tree, card) FROM (SELECT '[{"cap": 12, "max": 10}, {"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 5, "rule": "points", "bonus": true}]'::dx.tree) AS t(tree),
	LATERAL (SELECT dx.card(tree, code, v) FROM (VALUES ('1', 9), ('2', 5)) AS r(code, v)) AS c(card);

-- ======== thresholds and needs ========

-- G4: 55 of 100, at least 60
SELECT a, s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('', NULL::float8, NULL::text, '{"threshold": "60%"}'::jsonb), ('1', 40, 'points', NULL), ('2', 60, 'points', NULL)) AS n(code, m, rule, o)) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1": 25, "2": 30}', '{"1": 25, "2": 35}', '{"1": 25, "2": 34.99}', '{"1": 25, "2": "na"}', '{"1": 0, "2": 0}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
-- G5: the last parts count only from 22 points on
SELECT a, s.* FROM (SELECT dx.tree(code, NULL, m, rule, o) FROM (VALUES ('1', 30::float8, 'points'::text, NULL::jsonb), ('2', 10, 'points', '{"needs": {"1": "22p"}}'), ('3', 10, 'points', '{"needs": {"1": "22p"}}')) AS n(code, m, rule, o)) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1": 20, "2": 8, "3": 9}', '{"1": 22, "2": 8, "3": 9}', '{"1": "na", "2": 8, "3": 9}', '{"2": 8, "3": 9}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
-- sibling missing: the node is missing under skip and strict
SELECT p AS missing, s.* FROM (VALUES ('skip'), ('strict')) AS p(p), LATERAL (SELECT dx.tree(code, NULL, m, rule, CASE code WHEN '' THEN pg_catalog.jsonb_build_object('missing', p) ELSE o END) FROM (VALUES ('', NULL::float8, NULL::text, NULL::jsonb), ('1', 30, 'points', NULL), ('2', 10, 'points', '{"needs": {"1": "22p"}}'), ('3', 10, 'points', NULL)) AS n(code, m, rule, o)) AS t(tree),
	sum_rules.scores(tree, '{"2": 8, "3": 9}') AS s;
-- in the order of what is needed, whatever that of the codes: 1 needs 2, which needs 3, which has too little
SELECT a, s.code, s.points, s.ratio FROM (SELECT '[{"code": "1", "max": 10, "rule": "points", "needs": {"2": 0.5}}, {"code": "2", "needs": {"3": "50%"}}, {"code": "2.1", "max": 10, "rule": "points"}, {"code": "3", "max": 10, "rule": "points", "threshold": "4p"}]'::dx.tree) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1": 7, "2.1": 8, "3": 5}', '{"1": 7, "2.1": 8, "3": 4.9}', '{"1": 7, "2.1": 8, "3": 3}', '{"1": 7, "2.1": 4.9, "3": 6}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
-- a veto by a criterion that is worth nothing, and by a penalty; sums beneath a mean
SELECT a, s.code, s.points, s.ratio FROM (SELECT '[{"code": "1", "max": 0, "rule": "yesno"}, {"code": "2", "max": -5, "rule": "points"}, {"code": "3", "max": 10, "rule": "points", "needs": {"1": 1, "2": "-1p"}}]'::dx.tree) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1": 1, "2": -1, "3": 7}', '{"1": 0, "2": -1, "3": 7}', '{"1": 1, "2": -1.5, "3": 7}', '{"1": 1, "2": 0, "3": "na"}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;
SELECT a, s.code, s.points, s.ratio, s.contribution FROM (SELECT '[{"method": "mean"}, {"code": "1", "method": "sum", "needs": {"2": "60%"}}, {"code": "1.1", "max": 10, "rule": "points"}, {"code": "2", "rule": "percent"}]'::dx.tree) AS t(tree),
	pg_catalog.unnest(ARRAY['{"1.1": 7, "2": 60}', '{"1.1": 7, "2": 59}', '{"1.1": 7}']::jsonb[]) AS a, sum_rules.scores(tree, a) AS s;

-- exactly at a bound on paper is reached: three thirds of 20 are 60 % of 100, and equal units stay equal
SELECT u, dx.points(tree, card), dx.rank_by(dx.points(tree, card)) OVER () FROM (SELECT '[{"threshold": 0.6}, {"code": "1", "max": 60, "rule": "linear(0, 3)"}, {"code": "2", "max": 60, "rule": "linear(0, 3)"}, {"code": "3", "max": 60, "rule": "linear(0, 9)"}, {"code": "4", "max": 20, "rule": "percent"}]'::dx.tree) AS t(tree),
	(VALUES ('a', 2, 2, 6, 0), ('b', 2, 1, 9, 0), ('c', 2, 2, 5, 100), ('d', 2, 2, 5, 0)) AS v(u, a, b, c, d), LATERAL (SELECT dx.card(tree, code, x) FROM (VALUES ('1', a), ('2', b), ('3', c), ('4', d)) AS r(code, x)) AS c(card) ORDER BY u;

-- dx.score of the whole and of a node that needs a sibling; in parts that are merged, sent and received
CREATE AGGREGATE sum_rules.tally(dx.tree, dx.code, float8, text, dx.code) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE sum_rules.total(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);
CREATE TABLE sum_rules.answer AS SELECT u, code, v FROM pg_catalog.generate_series(1, 40) AS u, LATERAL (VALUES ('1.1', u % 11), ('1.2', u * 7 % 13), ('2.1', u % 9), ('2.2', CASE WHEN u % 7 > 0 THEN u * 5 % 9 END), ('3', u * 3 % 6)) AS a(code, v);
CREATE TABLE sum_rules.decided AS SELECT '[{"cap": 25}, {"code": "1", "cap": 15, "threshold": "5p"}, {"code": "1.1", "max": 10, "rule": "points"}, {"code": "1.2", "max": 12, "rule": "linear(0, 12)", "needs": {"1.1": "30%"}},
	{"code": "2", "needs": {"1": "40%", "3": "1p"}, "missing": "skip"}, {"code": "2.1", "max": 8, "rule": "points", "needs": {"2.2": 0.25}}, {"code": "2.2", "max": 8, "rule": "points"}, {"code": "3", "max": 5, "rule": "linear(0, 5)", "bonus": true}]'::dx.tree AS tree;
SELECT node, pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE score IS NOT DISTINCT FROM want AND merged IS NOT DISTINCT FROM want AND as_text IS NOT DISTINCT FROM want) AS alike, pg_catalog.count(*) FILTER (WHERE want = 0) AS nothing, pg_catalog.sum(want) AS points
FROM (SELECT u, tree, dx.card(tree, code, v) AS card FROM sum_rules.decided, sum_rules.answer GROUP BY u, tree) AS c, pg_catalog.unnest(ARRAY['', '1', '1.1', '1.2', '2', '2.1', '3']) AS node,
	LATERAL (SELECT dx.points(tree, card, node) AS want) AS w, LATERAL (SELECT dx.score(tree, code, v, NULL, node) AS score FROM sum_rules.answer WHERE u = c.u) AS s,
	LATERAL (SELECT sum_rules.total(tally) AS merged, sum_rules.total(tally::text::dx.tally) AS as_text FROM (SELECT sum_rules.tally(tree, code::dx.code, v, NULL, node::dx.code) AS tally FROM sum_rules.answer WHERE u = c.u GROUP BY code) AS p) AS m GROUP BY node ORDER BY node;

-- draws: bounds in points scale with their node; copeland and sets of nodes see what counts
SELECT u, dx.points(tree, card), dx.rank_interval(tree, card, 200, 0.1, 0.9, 7) OVER (), dx.rank_chance(tree, card, 5, 200, 0.1, 7) OVER () AS chance, dx.copeland(tree, card) OVER () AS copeland, dx.points(tree, card, ARRAY['1', '2']) AS two
FROM (SELECT u, tree, dx.card(tree, code, v) AS card FROM sum_rules.decided, sum_rules.answer WHERE u <= 12 GROUP BY u, tree) AS c ORDER BY u;

-- what would earn more: not below the threshold, and nothing where what is needed is not there
SELECT b.code, b.points, b.next_result, b.next_points, b.full_result FROM (SELECT '[{"code": "1", "max": 10, "rule": "steps(1:0.2, 2:0.5, 3:1)", "threshold": "50%"}, {"code": "2", "max": 10, "rule": "percent", "needs": {"1": "1p"}}, {"code": "3", "max": 10, "rule": "percent", "needs": {"1": 0.1}}]'::dx.tree) AS t(tree),
	LATERAL (SELECT dx.card(tree, code, v) FROM (VALUES ('1', 1), ('2', 50), ('3', 50)) AS r(code, v)) AS c(card), dx.breakdown(tree, card) AS b;

-- ======== trees ========

-- the canonical text, and back
SELECT tree, tree::text::dx.tree OPERATOR(dx.=) tree AS same FROM sum_rules.decided
UNION ALL SELECT tree, tree::text::dx.tree OPERATOR(dx.=) tree FROM pg_catalog.unnest(ARRAY[
	'[{"cap": "7/3", "floor": "-1/3"}, {"code": "1", "max": 3}]', '[{"cap": true, "max": 2, "floor": 0}, {"code": "1", "max": 3}]', '[{"cap": 9}, {"code": "1", "max": 3}]', '[{"cap": 0}, {"code": "1", "max": 3}]', '[{"threshold": "66.6%"}, {"code": "1", "max": 3}]', '[{"threshold": " 2/3 "}, {"code": "1", "max": 3}]',
	'[{"threshold": "1/3p"}, {"code": "1", "max": 3}]', '[{"threshold": "100%", "cap": null, "floor": null, "needs": null}, {"code": "1", "max": 3, "needs": {}}]', '[{"code": "2", "max": 3}, {"code": "10", "max": 3, "needs": {"2": "50 %", "1": "2.50p"}}, {"code": "1", "max": 3}]']::dx.tree[]) AS tree;
-- in rows
SELECT dx.tree(code, NULL, m, 'points', o) FROM (VALUES ('1', 3::float8, NULL::jsonb), ('2', 4, '{"threshold": 0.5, "needs": {"1": "50%"}}')) AS n(code, m, o);
SELECT n.code, n.max_points, pg_catalog.round(n.effective_weight::numeric, 12) AS effective_weight FROM (SELECT '[{"code": "1", "cap": 5}, {"code": "1.1", "max": 4}, {"code": "1.2", "max": 4}, {"code": "2", "max": 5}]'::dx.tree) AS t(tree), dx.nodes(tree) AS n;
-- alter, differ, cut
SELECT d.* FROM sum_rules.decided, dx.tree_diff(tree, dx.alter_tree(tree, '{"": {"cap": null}, "1": {"max": 16, "threshold": "6p"}, "1.2": {"needs": null}, "2": {"needs": {"1": "40%"}, "floor": -1}}')) AS d;
SELECT d.* FROM sum_rules.decided, dx.tree_diff(tree, dx.alter_tree(tree, '{"1.1": {"max": 1}, "1.2": {"max": 2}, "1": {"threshold": null}}')) AS d;
SELECT dx.subtree(tree, '1') AS part, dx.subtree(tree, '2') AS part2, dx.subtree(tree, '1.2') AS leaf FROM sum_rules.decided;
SELECT dx.recast(dx.card(tree, '1.1', 3), tree, dx.alter_tree(tree, '{"1": {"cap": 14}}')) OPERATOR(dx.=) dx.card(tree, '1.1', 3) AS same FROM sum_rules.decided GROUP BY tree;

-- what stands at the nodes
SELECT code, max_points, method, bonus, min_coverage, min_count, cap, floor, threshold, needs, decimals, round_to
FROM dx.nodes('[{"code": "", "round_to": 0.25, "min_coverage": "2/3", "floor": -1}, {"code": "1", "max": 10, "rule": "yesno", "needs": {"3": "2/3", "2": "2p"}}, {"code": "2", "cap": 5, "bonus": true, "min_count": 1}, {"code": "2.1", "max": 4, "rule": "yesno"}, {"code": "2.2", "max": 4},
	{"code": "3", "threshold": "60%", "min_coverage": 0.67}, {"code": "3.1", "max": "1/3", "threshold": "1/6p"}, {"code": "3.2", "max": 4, "min_count": 3}]');
SELECT code, cap, decimals, round_to FROM dx.nodes('[{"code": "", "decimals": 0, "cap": "1/3"}, {"code": "1", "max": 10, "rule": "yesno"}]');

-- what cannot be
SELECT o AS nodes, sum_rules.said(pg_catalog.format('%L::dx.tree', '[' || o || ']')) AS tree FROM pg_catalog.unnest(ARRAY[
	'{"method": "mean", "cap": 5}, {"code": "1"}', '{"code": "1", "max": 3, "cap": 2}', '{"method": "mean", "floor": 0}, {"code": "1"}', '{"code": "1", "max": 3, "floor": 0}', '{"cap": -1}, {"code": "1", "max": 3}', '{"floor": 1}, {"code": "1", "max": 3}', '{"cap": "x"}, {"code": "1", "max": 3}', '{"cap": false}, {"code": "1", "max": 3}', '{"floor": true}, {"code": "1", "max": 3}', '{"cap": 2e15}, {"code": "1", "max": 3}',
	'{"cap": true}, {"code": "1", "max": 3}', '{"cap": true, "max": 4}, {"code": "1", "max": 3}', '{"cap": 2, "max": 3}, {"code": "1", "max": 3}', '{"cap": 4, "max": 4}, {"code": "1", "max": 3}',
	'{"threshold": 1.01}, {"code": "1", "max": 3}', '{"threshold": "101%"}, {"code": "1", "max": 3}', '{"threshold": "3.1p"}, {"code": "1", "max": 3}', '{"threshold": "4p", "cap": 3}, {"code": "1", "max": 5}', '{"threshold": 0}, {"code": "1", "max": 3}', '{"threshold": "-1p"}, {"code": "1", "max": 3}', '{"threshold": "1 point"}, {"code": "1", "max": 3}', '{"threshold": true}, {"code": "1", "max": 3}', '{"threshold": "1/0"}, {"code": "1", "max": 3}',
	'{"method": "mean", "threshold": 0.5}, {"code": "1"}', '{"method": "mean"}, {"code": "1", "threshold": 0.5}', '{"threshold": 0.5}, {"code": "1", "max": 3}, {"code": "2", "max": -1}', '{"floor": 0, "threshold": 0.5}, {"code": "1", "max": 3}, {"code": "2", "max": -1}', '{"code": "1", "max": -3, "threshold": 0.5}', '{"code": "1.1", "threshold": 0.5, "max": 3}, {"code": "1", "threshold": "4p"}',
	'{"code": "1", "max": 3, "needs": "2"}', '{"code": "1", "max": 3, "needs": {"2": 0.5}}', '{"code": "1", "max": 3, "needs": {"1": 0.5}}', '{"needs": {"1": 0.5}}, {"code": "1", "max": 3}', '{"code": "1", "max": 3, "needs": {"2.1": 0.5}}, {"code": "2.1", "max": 3}', '{"code": "1", "max": 3, "needs": {"": 0.5}}', '{"code": "1", "max": 3, "needs": {"2..1": 0.5}}',
	'{"code": "1", "max": 3, "needs": {"2": true}}, {"code": "2", "max": 3}', '{"code": "1", "max": 3, "needs": {"2": "2 points"}}, {"code": "2", "max": 3}', '{"code": "1", "max": 3, "needs": {"2": 1.5}}, {"code": "2", "max": 3}', '{"code": "1", "max": 3, "needs": {"2": 0}}, {"code": "2", "max": 3}', '{"code": "1", "max": 3, "needs": {"2": "4p"}}, {"code": "2", "max": 3}', '{"code": "1", "max": 3, "needs": {"2": 0.5}}, {"code": "2", "max": -3}', '{"code": "1", "max": 3, "needs": {"2": "1p"}}, {"code": "2", "max": -3}',
	'{"code": "1", "max": 3, "needs": {"2": 0.5}}, {"code": "2", "rule": "unscored"}', '{"code": "1", "max": -3, "needs": {"2": 0.5}}, {"code": "2", "max": 3}', '{"method": "mean"}, {"code": "1", "needs": {"2": 0.5}}, {"code": "2"}',
	'{"code": "1", "max": 3, "needs": {"2": 0.5}}, {"code": "2", "max": 3, "needs": {"1": 0.5}}', '{"code": "1", "max": 3, "needs": {"2": 0.5}}, {"code": "2", "max": 3, "needs": {"3": 0.5, "4": 1}}, {"code": "3", "max": 3, "needs": {"4": 1}}, {"code": "4", "max": 3, "needs": {"2": "1p"}}',
	'{"code": "1", "max": 3, "needs": {"2": 0.5, "2": 1}}, {"code": "2", "max": 3}', '{"cap": 1e-22}, {"code": "1", "max": 3}']) AS o;
SELECT sum_rules.said(pg_catalog.format('%L::dx.tree', '[{"code": "1", "max": 1, "needs": {' || pg_catalog.string_agg(pg_catalog.format('"%s": 1', i), ', ') || '}}, ' || pg_catalog.string_agg(pg_catalog.format('{"code": "%s", "max": 1}', i), ', ') || ']')) AS too_many FROM pg_catalog.generate_series(2, 102) AS i;
SELECT sum_rules.said($$dx.alter_tree('[{"code": "1", "cap": true, "max": 2}, {"code": "1.1", "max": 3}]', '{"1": {"max": 4}}')$$) AS too_high, sum_rules.said($$dx.alter_tree('[{"code": "1", "max": 2}, {"code": "2", "max": 2, "needs": {"1": "2p"}}]', '{"1": {"max": 1}}')$$) AS less_than_needed;
-- less than its children add up to may be a cap; a threshold is judged before it
SELECT o AS nodes, sum_rules.said(pg_catalog.format('%L::dx.tree', '[' || o || ']')) AS tree FROM pg_catalog.unnest(ARRAY['{"code": "1", "max": 5}, {"code": "1.1", "max": 4}, {"code": "1.2", "max": 4}', '{"code": "1", "max": 9}, {"code": "1.1", "max": 4}, {"code": "1.2", "max": 4}', '{"code": "1", "max": 3, "method": "alternatives"}, {"code": "1.1", "max": 4}, {"code": "1.2", "max": 4}', '{"cap": 3, "threshold": "6p"}, {"code": "1", "max": 5}']) AS o;
-- a sibling that is needed cannot be taken away
SELECT sum_rules.said(pg_catalog.format('dx.alter_tree(%L, %L)', tree, p)) AS altered FROM (SELECT '[{"code": "1", "max": 2}, {"code": "2", "max": 2, "needs": {"1": "2p"}}]'::dx.tree) AS t(tree), (VALUES ('{"1": null}'), ('{"1": null, "2": {"needs": null}}'), ('{"3": {"new": true, "max": 1, "needs": {"2": "50%"}}}')) AS v(p);
-- what a floor holds at 0 is not below 0 for a sum that scales it up either
SELECT sum_rules.said($$dx.points(tree, dx.card_of_json(tree, '{"1.2": 100, "2": 60}')) FROM (SELECT '[{"code": "", "missing": "skip", "threshold": "50%"}, {"code": "1", "floor": 0}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "max": -5, "rule": "percent"}, {"code": "2", "max": 10, "rule": "percent"}]'::dx.tree) AS t(tree)$$) AS scaled;

SET client_min_messages = warning;
DROP SCHEMA sum_rules CASCADE;
