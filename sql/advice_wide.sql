-- dx.advice among 60,000 siblings: what the others add up to, or how they are
-- ordered, is kept, so a criterion takes no longer than elsewhere. A sample is
-- compared with cards that are scored whole.
CREATE SCHEMA advice_wide;
CREATE TABLE advice_wide.tree AS SELECT method, dx.tree(code, NULL, max, rule, CASE code WHEN '' THEN jsonb_build_object('method', method, 'missing', missing) END) AS tree
FROM (VALUES ('sum', 'skip'), ('best(30000)', 'zero'), ('alternatives', 'zero')) AS m(method, missing),
	LATERAL (SELECT '' AS code, NULL::float8 AS max, NULL AS rule UNION ALL SELECT i::text, CASE WHEN method IN ('sum', 'alternatives') THEN 1 + i % 9 END, 'linear(0, 300)' FROM generate_series(1, 60000) AS i) AS n
GROUP BY method;
CREATE TABLE advice_wide.card AS SELECT method, tree, (SELECT dx.card(tree, c, CASE WHEN c % 11 > 0 THEN (c::bigint * 7919 % 101)::float8 END) FROM generate_series(2, 60001) AS c) AS card FROM advice_wide.tree;
SELECT method, count(*) AS criteria, count(next_total) AS totals, count(*) FILTER (WHERE next_total > total) AS better, min(next_total) < max(next_total) AS differ
FROM (SELECT *, dx.points(tree, card) AS total FROM advice_wide.card OFFSET 0) AS c, dx.advice(tree, card) GROUP BY method ORDER BY method;
SELECT method, count(*) AS sample, count(*) FILTER (WHERE next_total IS DISTINCT FROM dx.points(tree, dx.set_result(tree, card, code, next_result))) AS differ
FROM advice_wide.card, LATERAL (SELECT code, next_result, next_total FROM dx.advice(tree, card) AS a WHERE code::text ~ '^[0-9]*17$' ORDER BY code::text DESC LIMIT 5) AS a GROUP BY method ORDER BY method;
SET client_min_messages = warning;
DROP SCHEMA advice_wide CASCADE;
