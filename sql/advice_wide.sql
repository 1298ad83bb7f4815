-- SPDX-License-Identifier: PostgreSQL
-- dx.advice among 60,000 siblings: what the others add up to, or how they are
-- ordered, is kept, so a criterion takes no longer than elsewhere, whatever the
-- method and the terms. A sample is compared with cards that are scored whole.
CREATE SCHEMA advice_wide;
CREATE TABLE advice_wide.kind (id integer, method text, missing text, terms jsonb, needs boolean);
INSERT INTO advice_wide.kind VALUES
	(1, 'sum', 'skip', '{}', false), (2, 'best(30000)', 'zero', '{}', false), (3, 'alternatives', 'zero', '{}', false),
	(4, 'mean', 'skip', '{}', false), (5, 'geomean', 'skip', '{}', false), (6, 'harmean', 'skip', '{}', false),
	(7, 'power(2)', 'zero', '{}', false), (8, 'power(-0.5)', 'skip', '{}', false), (9, 'mpi_down', 'skip', '{}', false),
	(10, 'mpi_up', 'skip', '{}', false), (11, 'median', 'skip', '{}', false), (12, 'min', 'skip', '{}', false), (13, 'max', 'skip', '{}', false),
	(14, 'sum', 'zero', '{"cap": 52000, "floor": -1, "threshold": "10%"}', false), (15, 'sum', 'skip', '{"cap": 60000}', true);
-- In the last each third criterion needs the one before it.
CREATE TABLE advice_wide.tree AS SELECT id, dx.tree(code, NULL, max, rule, options) AS tree
FROM (SELECT id, '' AS code, NULL::float8 AS max, NULL AS rule, jsonb_build_object('method', method, 'missing', missing) || terms AS options FROM advice_wide.kind
	UNION ALL SELECT id, i::text, CASE WHEN method IN ('sum', 'alternatives') THEN 1 + i % 9 END, 'linear(0, 300)', CASE WHEN needs AND i % 3 = 0 THEN jsonb_build_object('needs', jsonb_build_object((i - 1)::text, '20%')) END FROM advice_wide.kind, generate_series(1, 60000) AS i) AS n
GROUP BY id;
CREATE TABLE advice_wide.card AS SELECT id, tree, (SELECT dx.card(tree, c, CASE WHEN c % 11 > 0 THEN (1 + c::bigint * 7919 % 101)::float8 END) FROM generate_series(2, 60001) AS c) AS card FROM advice_wide.tree;
CREATE TABLE advice_wide.advice AS SELECT id, a.* FROM advice_wide.card, dx.advice(tree, card) AS a;
SELECT id, method, criteria, totals, better, equal, differ
FROM advice_wide.kind JOIN (SELECT id, count(*) AS criteria, count(next_total) AS totals, count(*) FILTER (WHERE next_total > total) AS better, count(*) FILTER (WHERE next_total = total) AS equal, min(next_total) < max(next_total) AS differ
	FROM (SELECT id, dx.points(tree, card) AS total FROM advice_wide.card) AS c JOIN advice_wide.advice USING (id) GROUP BY id) AS got USING (id) ORDER BY id;
SELECT id, count(*) AS sample, count(*) FILTER (WHERE next_total IS DISTINCT FROM dx.points(tree, dx.set_result(tree, card, code, next_result))) AS differ
FROM advice_wide.card JOIN (SELECT id, code, next_result, next_total, row_number() OVER (PARTITION BY id ORDER BY code::text DESC) AS place FROM advice_wide.advice WHERE code::text ~ '^[0-9]*17$') AS a USING (id) WHERE place <= 4 GROUP BY id ORDER BY id;
-- sums that need each other, so that several children of the mean change at once
CREATE TABLE advice_wide.needy AS SELECT method, dx.tree(code, NULL, max, rule, options) AS tree
FROM (SELECT method, '' AS code, NULL::float8 AS max, NULL AS rule, jsonb_build_object('method', method, 'missing', 'skip') AS options FROM unnest('{mean,min,max}'::text[]) AS method
	UNION ALL SELECT method, i::text, NULL, NULL, '{"method": "sum"}'::jsonb || CASE WHEN i % 2 = 0 THEN jsonb_build_object('needs', jsonb_build_object((i - 1)::text, '60%')) ELSE '{}' END FROM unnest('{mean,min,max}'::text[]) AS method, generate_series(1, 20000) AS i
	UNION ALL SELECT method, i || '.1', 1 + i % 9, 'linear(0, 300)', NULL FROM unnest('{mean,min,max}'::text[]) AS method, generate_series(1, 20000) AS i) AS n
GROUP BY method;
CREATE TABLE advice_wide.needy_card AS SELECT method, tree, (SELECT dx.card(tree, i || '.1', CASE WHEN i % 11 > 0 THEN (1 + i::bigint * 7919 % 301)::float8 END) FROM generate_series(1, 20000) AS i) AS card FROM advice_wide.needy;
CREATE TABLE advice_wide.needy_advice AS SELECT method, a.* FROM advice_wide.needy_card, dx.advice(tree, card) AS a;
SELECT method, count(*) AS criteria, count(DISTINCT next_total) > 2 AS many FROM advice_wide.needy_advice GROUP BY method ORDER BY method;
SELECT method, count(*) AS sample, count(*) FILTER (WHERE next_total IS DISTINCT FROM dx.points(tree, dx.set_result(tree, card, code, next_result))) AS differ
FROM advice_wide.needy_card JOIN (SELECT method, code, next_result, next_total, row_number() OVER (PARTITION BY method ORDER BY next_total DESC, code) AS place FROM advice_wide.needy_advice) AS a USING (method) WHERE place <= 3 OR place % 4000 = 0 GROUP BY method ORDER BY method;
SET client_min_messages = warning;
DROP SCHEMA advice_wide CASCADE;
