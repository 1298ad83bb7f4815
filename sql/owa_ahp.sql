-- SPDX-License-Identifier: PostgreSQL
-- Ordered weighted averages, the scale of the adjusted Mazziotta-Pareto index, comparisons in pairs.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\set VERBOSITY terse

-- ---- dx.owa ----
-- best first: the mean of the best two, of the worst two, falling weights, Hurwicz 0.3
SELECT dx.owa(x, '{1,1,0,0}') AS best_two, dx.owa(x, '{0,0,1,1}') AS worst_two, dx.owa(x, '{4,3,2,1}') AS falling, dx.owa(x, '{0.3,0,0,0.7}') AS hurwicz
FROM (VALUES ('{10,40,20,30}'::float8[]), ('{7,7,7,7}'), ('{0.1,0.2,0.3,0.7}')) AS v(x);
-- exact: thirds of 0.1, 0.2, 0.3 are 0.2; large and small; any order; whole and numeric arrays
SELECT dx.owa('{0.3,0.1,0.2}', '{1,1,1}') AS exact, dx.owa('{1e300,-1e300,1}', '{1,1,1}') AS cancels, dx.owa(ARRAY[3, 1], ARRAY[1, 1]) AS whole, dx.owa(ARRAY[0.1, 0.2, 0.3]::numeric[], ARRAY[1, 1, 1]) AS "numeric", dx.owa('{1.7e308,1.7e308}', '{1e300,1e300}') AS large;
-- a value missing; no weight; nothing; NULL
SELECT dx.owa('{1,NULL}', '{1,1}') AS missing, dx.owa('{1,2}', '{0,0}') AS no_weight, dx.owa('{}', '{}') AS nothing, dx.owa(NULL, '{1}') AS none;
SELECT dx.owa('{1,2}', '{1}');
SELECT dx.owa('{1,2}', '{1,-1}');
SELECT dx.owa('{1,2}', '{1,NULL}');
SELECT dx.owa('{1,NaN}', '{1,1}');
SELECT dx.owa('{1,2}', '{1,Infinity}');
SELECT dx.owa('{{1,2}}', '{1,1}');

-- ---- dx.ampi_scale ----
-- 100 is the mean of the base year; the range of all years is 60 wide
SELECT year, unit, x, dx.ampi_scale(x, year = 2021) OVER () AS more, dx.ampi_scale(x, year = 2021, -1) OVER () AS less, dx.ampi_scale(x, unit = 'a' AND year = 2021) OVER () AS unit_a
FROM (VALUES (2021, 'a', 10.0), (2021, 'b', 30), (2022, 'a', 20), (2022, 'b', 70), (2022, 'c', NULL)) AS v(year, unit, x) ORDER BY year, unit;
-- whatever the order and the frame; a base that is NULL is none; constant; no base; a base without a value; huge
SELECT x, dx.ampi_scale(x, CASE WHEN x < 3 THEN true WHEN x < 4 THEN NULL ELSE false END) OVER (ORDER BY x DESC ROWS 1 PRECEDING) AS s FROM (VALUES (1), (2), (3), (5)) AS v(x) ORDER BY x;
SELECT x, dx.ampi_scale(5, true) OVER () AS constant, dx.ampi_scale(x, false) OVER () AS no_base, dx.ampi_scale(x, x IS NULL) OVER () AS empty, dx.ampi_scale(x * 8.5e307, x = 1) OVER () AS huge FROM (VALUES (-2.0), (1), (2), (NULL)) AS v(x) ORDER BY x;
-- rounded once, from the exact mean of the base: thirds; values that their mean is not among the doubles
SELECT x, dx.ampi_scale(x, true) OVER () = (100 + 60 * (3 * x::numeric - 9.1) / (3 * 3.4))::float8 AS thirds, dx.ampi_scale((x * 10)::float8 * 5e-324::float8, true) OVER () = dx.ampi_scale(x * 10, true) OVER () AS least FROM (VALUES (1.0), (3.7), (4.4)) AS v(x) ORDER BY x;
SELECT dx.ampi_scale('NaN', true) OVER ();
SELECT dx.ampi_scale(1, true, 2) OVER ();
SELECT dx.ampi_scale(x, true, x) OVER () FROM (VALUES (1), (-1)) AS v(x);

-- ---- dx.ahp ----
SELECT dx.ahp('{2,1/3,1/4}'::text[]) AS matrix, dx.ahp(ARRAY[2, 0.5, 0.25]) AS numbers, dx.ahp('{}'::text[]) AS one;
-- worked out apart from this, to 60 digits
CREATE SCHEMA ahp_test;
CREATE TABLE ahp_test.m AS SELECT name, dx.ahp(upper) AS m FROM (VALUES
	('M1', '{1,4,5}'::text[]), ('M2', '{2,2,1/2,1/2,1/3,1}'), ('consistent', '{2,6,3}'), ('two', '{9}'), ('one', '{}')) AS v(name, upper);
SELECT name, dx.ahp_weights(m) AS eigenvector, dx.ahp_weights(m, 'GEOMEAN') AS geomean FROM ahp_test.m ORDER BY name;
SELECT name, c.* FROM ahp_test.m, dx.ahp_consistency(m) AS c ORDER BY name;
-- the worst circle of all, and as many criteria as there may be; beyond 10 no random index
SELECT dx.ahp_weights(dx.ahp('{100,1/100,100}'::text[])) AS circle;
SELECT c.n, c.lambda_max, c.ci, c.ri, c.cr, c.gci FROM (SELECT dx.ahp(pg_catalog.array_fill(1::float8, ARRAY[2016])) AS m) AS s, dx.ahp_consistency(m) AS c;
-- several experts: geometric means of what they say
SELECT dx.ahp_weights(dx.ahp(pg_catalog.array_agg(mean ORDER BY i))) AS weights FROM (SELECT i, dx.wgeomean(v, 1) AS mean FROM (VALUES (1, 2.0), (1, 8), (2, 3), (2, 3), (3, 1), (3, 1)) AS e(i, v) GROUP BY i) AS s;
-- decimals for thirds will do; the larger of two counts
SELECT dx.ahp_weights('{{1,3},{0.333,1}}') AS decimals, dx.ahp_weights('{{1,0.333},{3,1}}') AS other_way;
SELECT dx.ahp('{1,2}'::text[]);
SELECT dx.ahp('{x}'::text[]);
SELECT dx.ahp('{1/3x}'::text[]);
SELECT dx.ahp('{0}'::text[]);
SELECT dx.ahp('{-2}'::text[]);
SELECT dx.ahp('{101}'::text[]);
SELECT dx.ahp('{NaN}'::float8[]);
SELECT dx.ahp(ARRAY[NULL]::text[]);
SELECT dx.ahp(pg_catalog.array_fill(1::float8, ARRAY[2017]));
SELECT dx.ahp_weights('{1,2}');
SELECT dx.ahp_weights('{{1,2}}');
SELECT dx.ahp_weights('{{1,2},{0.6,1}}');
SELECT dx.ahp_weights('{{2,2},{0.5,1}}');
SELECT dx.ahp_weights('{{1,NULL},{0.5,1}}');
SELECT dx.ahp_weights(pg_catalog.array_fill(1::float8, ARRAY[65, 65]));
SELECT dx.ahp_weights('{{1,2},{0.5,1}}', 'other');
SELECT dx.ahp_consistency('{{1,2},{0.6,1}}');
SET client_min_messages = warning;
DROP SCHEMA ahp_test CASCADE;
