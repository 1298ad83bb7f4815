-- SPDX-License-Identifier: PostgreSQL
-- dx.advice where a node has many children, under every method, policy and shape of family, in short numbers and in long
-- ones: what it says of a criterion is what a card with that result scores. (advice_wide.sql has the sizes.)
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA advice_methods;

-- Shapes of the 60 children: criteria; sums with a penalty, so that ratios are also 0 and below; sums of which every second
-- needs the one before it, so that several children change at once. Weights so far apart as those of Z take long numbers;
-- where what is missing is skipped, no short number is a multiple of all that results are parts of.
CREATE TABLE advice_methods.kind AS SELECT pg_catalog.row_number() OVER (ORDER BY m, missing, shape, long) AS id, method, method IN ('sum', 'alternatives') AS of_points, missing, shape, long,
	pg_catalog.jsonb_build_object('method', method, 'missing', missing) || CASE WHEN shape = 'criteria' AND missing <> 'zero' AND m % 2 = 0 THEN '{"min_count": 4}' WHEN m % 3 = 1 THEN '{"min_coverage": "2/3"}' WHEN shape <> 'penalties' THEN '{"threshold": "35%"}' ELSE '{}' END::jsonb ||
		CASE WHEN method <> 'sum' THEN '{}' WHEN shape = 'penalties' THEN '{"cap": 150, "floor": -20}' ELSE '{"cap": 180}' END::jsonb AS options
FROM pg_catalog.unnest('{sum,alternatives,mean,geomean,harmean,power(2),power(-0.5),power(0.5),mpi_down,mpi_up,median,min,max,best(20),best(58)}'::text[]) WITH ORDINALITY AS u (method, m),
	pg_catalog.unnest('{zero,skip,strict}'::text[]) AS missing, pg_catalog.unnest('{criteria,penalties,needs}'::text[]) AS shape, pg_catalog.unnest('{f,t}'::boolean[]) AS long
WHERE shape <> 'penalties' OR method IN ('sum', 'mean');
CREATE FUNCTION advice_methods.tree(k advice_methods.kind) RETURNS dx.tree LANGUAGE sql IMMUTABLE AS $$
	SELECT dx.tree(code, NULL, max, rule, o) FROM (
		SELECT 'F', CASE WHEN NOT k.of_points THEN 100::float8 END, NULL, k.options
		UNION ALL SELECT 'F.' || i, CASE WHEN k.shape = 'criteria' AND k.of_points THEN i % 10 END, CASE WHEN k.shape = 'criteria' THEN 'linear(0, ' || CASE k.missing WHEN 'skip' THEN 60 + i ELSE 60 END || ')' END,
			CASE WHEN k.of_points OR k.method LIKE 'best%' THEN '{}' ELSE pg_catalog.jsonb_build_object('weight', 1 + i % 4) END
				|| CASE WHEN k.shape <> 'criteria' THEN '{"method": "sum"}' ELSE '{}' END::jsonb
				|| CASE WHEN k.shape = 'needs' AND i % 2 = 0 THEN pg_catalog.jsonb_build_object('needs', pg_catalog.jsonb_build_object('F.' || (i - 1), '50%')) ELSE '{}' END
				|| CASE WHEN k.shape = 'criteria' AND k.method = 'sum' AND i % 7 = 3 THEN '{"bonus": true}' ELSE '{}' END::jsonb
		FROM pg_catalog.generate_series(1, 60) AS i
		UNION ALL SELECT 'F.' || i || '.1', 1 + i % 9, 'linear(0, ' || CASE k.missing WHEN 'skip' THEN 60 + i ELSE 60 END || ')', NULL FROM pg_catalog.generate_series(1, 60) AS i WHERE k.shape <> 'criteria'
		UNION ALL SELECT 'F.' || i || '.2', -1 - i % 3, 'linear(0, ' || CASE k.missing WHEN 'skip' THEN 60 + i ELSE 60 END || ')', NULL FROM pg_catalog.generate_series(1, 60) AS i WHERE k.shape = 'penalties' AND i % 2 = 0
		UNION ALL SELECT * FROM (VALUES ('Z', 1::float8, NULL, '{"method": "mean"}'::jsonb), ('Z.1', NULL, 'ratio', '{"weight": 1e14}'), ('Z.2', NULL, 'ratio', '{"weight": 1e-12}')) AS z (code, max, rule, o) WHERE k.long) AS n (code, max, rule, o) $$;
CREATE TABLE advice_methods.tree AS SELECT k.*, advice_methods.tree(k) AS tree FROM advice_methods.kind AS k;
CREATE TABLE advice_methods.card AS SELECT k.*, answers, (SELECT dx.card(tree, code::text, CASE WHEN NOT is_na AND h % 29 >= gaps THEN CASE WHEN h % 9 = 0 AND answers <> 'all' THEN 0 ELSE 1 + h % 60 END END, CASE WHEN is_na THEN 'na' END)
		FROM (SELECT code, (ordinal * 7919 + id * 31) % 1009 AS h, answers <> 'all' AND ordinal % 13 = 5 AS is_na, CASE answers WHEN 'all' THEN 0 WHEN 'most' THEN 4 ELSE 28 END AS gaps FROM dx.nodes(tree) WHERE is_criterion AND code::text LIKE 'F%') AS c) AS card
FROM advice_methods.tree AS k, pg_catalog.unnest('{all,most,few}'::text[]) AS answers WHERE answers <> 'few' OR id % 4 IN (1, 2);
CREATE TABLE advice_methods.advice AS SELECT id, method, shape, long, answers, tree, card, a.code, a.next_result, a.total, a.next_total
FROM (SELECT *, dx.points(tree, card) AS total FROM advice_methods.card) AS c, LATERAL (SELECT c.total, x.*, pg_catalog.row_number() OVER (ORDER BY x.code) AS place FROM dx.advice(tree, card) AS x) AS a WHERE (a.place + id) % 3 = 0;
SELECT method, pg_catalog.count(*) AS criteria, pg_catalog.count(*) FILTER (WHERE next_total > total) AS better, pg_catalog.count(*) FILTER (WHERE next_total = total) AS equal, pg_catalog.count(next_total) AS totals,
	pg_catalog.count(*) FILTER (WHERE next_total IS DISTINCT FROM dx.points(tree, dx.set_result(tree, card, code, next_result))) AS differ
FROM advice_methods.advice WHERE next_result IS NOT NULL GROUP BY method ORDER BY method;
SET client_min_messages = warning;
DROP SCHEMA advice_methods CASCADE;
