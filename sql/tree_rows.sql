-- SPDX-License-Identifier: PostgreSQL
-- Trees from rows as spreadsheets have them: weights and methods in columns of
-- their own, empty lines, rows of totals.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = '';
CREATE FUNCTION pg_temp.error_of(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE q;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;

-- ---- weight and method as arguments ----
CREATE TEMP TABLE node (code text, name text, max_points float8, rule text, weight text, method text);
INSERT INTO node VALUES
	('', 'Set', NULL, NULL, NULL, 'mean'),
	('1', 'A', NULL, NULL, '0.5', 'sum'), ('1.1', 'a', 3, 'percent', NULL, NULL), ('1.2', 'b', 4, 'yesno', '', ' '),
	('2', 'B', NULL, NULL, ' 1/3 ', ' geomean '), ('2.1', 'c', NULL, 'ratio', '2', NULL), ('2.2', 'd', NULL, 'ratio', '1e-1', NULL);
SELECT dx.tree(code, name, max_points, rule, weight, method) FROM node;
-- the same as with options
SELECT dx.tree(code, name, max_points, rule, weight, method) OPERATOR(dx.=) dx.tree(code, name, max_points, rule,
	pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('weight', NULLIF(weight, ''), 'method', NULLIF(pg_catalog.btrim(method), '')))) AS same FROM node;
-- every type of column: codes and rules of ours or text, numbers of every kind or text as weights
SELECT pg_catalog.count(DISTINCT t) AS one, pg_catalog.count(t) AS all FROM (
	SELECT dx.tree(code, name, max_points, rule, weight, method)::text AS t FROM (SELECT code, name, max_points, rule, '2'::text AS weight, method FROM node) AS v
	UNION ALL SELECT dx.tree(code::dx.code, name, max_points, rule, weight, method)::text FROM (SELECT code, name, max_points, rule, '2'::varchar AS weight, method FROM node) AS v
	UNION ALL SELECT dx.tree(code, name, max_points, rule::dx.rule, weight, method)::text FROM (SELECT code, name, max_points, rule, '2'::text AS weight, method FROM node) AS v
	UNION ALL SELECT dx.tree(code::dx.code, name, max_points, rule::dx.rule, weight, method)::text FROM (SELECT code, name, max_points, rule, '4/2'::text AS weight, method FROM node) AS v
	UNION ALL SELECT dx.tree(code, name, max_points::numeric, rule, 2, method)::text FROM node
	UNION ALL SELECT dx.tree(code, name, max_points::int, rule, 2::bigint, method::varchar)::text FROM node
	UNION ALL SELECT dx.tree(code::dx.code, name, max_points::float4, rule, 2.0, method)::text FROM node
	UNION ALL SELECT dx.tree(code, name, max_points, rule::dx.rule, 2::float8, method)::text FROM node
	UNION ALL SELECT dx.tree(code::dx.code, name::varchar, max_points, rule::dx.rule, 2::smallint, method)::text FROM node
	UNION ALL SELECT dx.tree(code::varchar, name, max_points, rule::varchar, 2::float4, method)::text FROM node) AS s;
-- untyped literals and NULLs, parameters without types
SELECT dx.tree('1', NULL, 10, 'percent', NULL, NULL) AS nulls, dx.tree('1', NULL, '10', 'percent', '0.25', 'sum') AS literals;
PREPARE row_of AS SELECT dx.tree($1, $2, $3, $4, $5, $6);
EXECUTE row_of('1', 'x', 1, 'ratio', '1/7', NULL);
SELECT dx.tree(NULL, NULL, NULL, NULL, NULL, NULL) IS NULL AS nothing;
-- a weight that is no text has the digits it is printed with
SELECT dx.tree('1', NULL, 10, 'percent', 0.1, NULL) OPERATOR(dx.=) dx.tree('1', NULL, 10, 'percent', '0.1', NULL) AS tenth, dx.tree('1', NULL, 10, 'percent', 1e15, NULL) AS largest,
	dx.tree('1', NULL, 10, 'percent', '-0'::float8, NULL) AS zero;
SELECT pg_temp.error_of(pg_catalog.format($$SELECT dx.tree('1.1', 'n', 10, 'percent', %s, %L)$$, weight, method))
FROM (VALUES ($$'20%'$$, NULL), ('-1', NULL), ($$'NaN'::float8$$, NULL), ($$'-Infinity'::float8$$, NULL), ('1e16', NULL), ($$'1/0'$$, NULL), ($$'a'$$, NULL), ('1', 'sums'), ($$'1 2'$$, NULL),
	('1', 'power(x)')) AS v (weight, method);
SELECT pg_catalog.left(pg_temp.error_of($$SELECT dx.tree('1', 'n', 10, 'percent', pg_catalog.repeat(' ', 40000), NULL)$$), 80) AS long_weight,
	pg_catalog.left(pg_temp.error_of($$SELECT dx.tree('1', 'n', 10, 'percent', 1, pg_catalog.repeat(' ', 40000))$$), 80) AS long_method;
-- as other aggregates are: grouped, filtered, in windows, in any order
SELECT g, dx.tree(code, name, max_points, rule, weight, method)::text = dx.tree(code, name, max_points, rule, weight, method ORDER BY code::dx.code DESC)::text AS same
FROM node, pg_catalog.generate_series(1, 2) AS g GROUP BY g ORDER BY g;
SELECT dx.tree(code, name, max_points, rule, 1, NULL) FILTER (WHERE code = '1.1') AS filtered, dx.tree(code, name, max_points, rule, 1, NULL) FILTER (WHERE false) IS NULL AS none FROM node;
SELECT code, dx.tree(code, NULL, 1, 'percent', weight, NULL) OVER (ORDER BY code) FROM (VALUES ('1', 2), ('2', 3)) AS v (code, weight);

-- ---- empty lines, totals ----
CREATE TEMP TABLE sheet (n int, code text, name text, max_points float8, rule text);
INSERT INTO sheet VALUES (1, '', 'Bộ chỉ số', NULL, NULL), (2, NULL, NULL, NULL, NULL), (3, '1', 'a', 10, 'percent'), (4, '', '', NULL, ''), (5, ' ', E'\t', NULL, U&'\00A0 '), (6, '2', 'b', 5, 'yesno'), (7, NULL, NULL, NULL, NULL);
SELECT dx.tree(code, name, max_points, rule) FROM sheet;
SELECT dx.tree(code, name, max_points, rule, NULL::jsonb) OPERATOR(dx.=) dx.tree(code, name, max_points, rule, NULL, NULL) AS same,
	dx.tree(NULLIF(code, ' ')::dx.code, name, max_points, NULLIF(pg_catalog.btrim(rule, U&' \00A0'), '')::dx.rule) OPERATOR(dx.=) dx.tree(code, name, max_points, rule) AS typed FROM sheet;
-- of empty lines alone there is no tree
SELECT dx.tree(code, name, max_points, rule) IS NULL AS none, pg_catalog.count(*) FROM sheet WHERE n IN (2, 4, 5, 7);
SELECT dx.tree(NULL::text, NULL, NULL, NULL, NULL::jsonb) IS NULL AS none, dx.tree('', '', NULL, '', '{"max": 1}') AS stated;
-- a row of totals, a heading, cells that were merged
SELECT pg_temp.error_of($$SELECT dx.tree(code, name, max_points, rule) FROM (TABLE pg_temp.sheet UNION ALL SELECT 8, NULL, 'Tổng cộng', 15, NULL) AS s$$);
SELECT pg_temp.error_of($$SELECT dx.tree(code, name, max_points, rule) FROM (TABLE pg_temp.sheet UNION ALL SELECT 8, NULL, NULL, 15, NULL) AS s$$);
SELECT pg_temp.error_of($$SELECT dx.tree(code, name, max_points, rule) FROM (TABLE pg_temp.sheet UNION ALL SELECT 8, '1', 'again', 10, 'percent') AS s$$);
SELECT pg_temp.error_of($$SELECT '[{"max": 15}, {"name": "Total"}, {"code": "1", "max": 15, "rule": "percent"}]'::dx.tree$$);
-- one row of totals where the root is not listed is the root
SELECT dx.tree(code, name, max_points, rule) FROM (SELECT * FROM sheet WHERE n > 1 UNION ALL SELECT 8, NULL, 'Tổng cộng', 15, NULL) AS s;
-- blank codes with something beside them are codes
SELECT pg_temp.error_of($$SELECT dx.tree(' ', 'a', 10, 'percent')$$);
