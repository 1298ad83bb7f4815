-- What decisions add to sums: rounding to multiples.
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

SET client_min_messages = warning;
DROP SCHEMA sum_rules CASCADE;
