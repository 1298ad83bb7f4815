-- SPDX-License-Identifier: PostgreSQL
-- Treatment of skewed columns, and values over time.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = '';
\set VERBOSITY terse
\getenv abs_srcdir PG_ABS_SRCDIR
\set methods :abs_srcdir '/test/regress/methods.sql'
\set said :abs_srcdir '/test/regress/said.sql'
\set ECHO none
\i :methods
\i :said
\set ECHO all

-- Numbers of reference, to the last digit: COINr's procedure and its logarithms.
WITH last AS (SELECT * FROM methods.panel WHERE year = 2023),
treated AS (SELECT indicator, unit, 'default' AS spec, dx.treat(value) OVER w AS treated, dx.treatment(value) OVER w AS how, dx.winsorise(value) OVER w AS winsorised FROM last WINDOW w AS (PARTITION BY indicator)
	UNION ALL SELECT indicator, unit, 'strict', dx.treat(value, 1, 0.8, 1) OVER w, dx.treatment(value, 1, 0.8, 1) OVER w, dx.winsorise(value, kurt => 1, skew => 0.8, winmax => 1) OVER w FROM last WINDOW w AS (PARTITION BY indicator))
SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE t.how IS NOT NULL) AS changed, pg_catalog.bool_and(t.treated IS NOT DISTINCT FROM r.treated) AS treated, pg_catalog.bool_and(t.how IS NOT DISTINCT FROM NULLIF(r.how, '')) AS how,
	pg_catalog.bool_and(t.winsorised IS NOT DISTINCT FROM r.treated) AS winsorised
FROM treated AS t JOIN methods.treat AS r USING (spec, indicator, unit);
SELECT s.spec, s.indicator, s.winsorised_points, dx.skewness(t.treated) = s.skew_after AS skew, dx.kurtosis(t.treated) = s.kurt_after AS kurt
FROM methods.treat AS t JOIN methods.treat_summary AS s USING (spec, indicator) WHERE s.outcome <> 'none' GROUP BY s.spec, s.indicator, s.winsorised_points, s.skew_after, s.kurt_after ORDER BY 1, 2;
SELECT r.method, pg_catalog.count(*), pg_catalog.bool_and(t.value = r.value) AS same
FROM (SELECT indicator, unit, dx.log_shift(value) OVER w AS ct, dx.log_shift(value, 'log_ct_ORIG') OVER w AS orig, dx.log_shift(value, 'log_CT_plus') OVER w AS plus, dx.log_shift(value, 'log_GII') OVER w AS gii,
		dx.boxcox(value, 0) OVER w AS b0, dx.boxcox(value, 0.5) OVER w AS b05, dx.boxcox(value, -1) OVER w AS b1, dx.boxcox(value, 2) OVER w AS b2
	FROM methods.panel WHERE year = 2023 WINDOW w AS (PARTITION BY indicator)) AS q,
	LATERAL (VALUES ('log_CT', ct), ('log_CT_orig', orig), ('log_CT_plus', plus), ('log_GII', gii), ('boxcox_0', b0), ('boxcox_0.5', b05), ('boxcox_-1', b1), ('boxcox_2', b2)) AS t (method, value)
	JOIN methods.transform AS r USING (method) WHERE r.indicator = q.indicator AND r.unit = q.unit GROUP BY 1 ORDER BY 1;
SELECT r.method, pg_catalog.count(*), pg_catalog.bool_and(t.value IS NOT DISTINCT FROM r.imputed) AS same
FROM (SELECT *, dx.last_known(value, year) OVER w AS latest, dx.last_known(value, year, 1) OVER w AS latest_1, dx.interpolate(value, year) OVER w AS line FROM methods.panel WINDOW w AS (PARTITION BY unit, indicator)) AS q,
	LATERAL (VALUES ('latest', latest), ('latest_1', latest_1), ('linear_flat_ends', line)) AS t (method, value) JOIN methods.impute AS r USING (method)
WHERE q.value IS NULL AND r.year = q.year AND r.unit = q.unit AND r.indicator = q.indicator GROUP BY 1 ORDER BY 1;

-- Winsorised at the top, at both ends, and where that is not enough; what treats later values alike.
CREATE TEMPORARY TABLE col (name text, x float8);
INSERT INTO pg_temp.col SELECT 'high', x FROM pg_catalog.unnest('{1,2,3,4,5,6,7,100,NULL}'::float8[]) AS x UNION ALL SELECT 'ties', x FROM pg_catalog.unnest('{1,2,3,4,5,6,7,8,9,9.5,10,11,12,90,90}'::float8[]) AS x
	UNION ALL SELECT 'both', x FROM pg_catalog.unnest('{-3000,40,41,42,43,44,45,46,47,48,49,50,51,52,53,300,8000}'::float8[]) AS x UNION ALL SELECT 'powers', 3.0 ^ i FROM pg_catalog.generate_series(1, 100) AS i
	UNION ALL SELECT 'two', CASE i WHEN 1 THEN 1 ELSE 0 END FROM pg_catalog.generate_series(1, 20) AS i UNION ALL SELECT 'constant', 0.1 FROM pg_catalog.generate_series(1, 5) UNION ALL SELECT 'few', x FROM pg_catalog.unnest('{1,2,900}'::float8[]) AS x
	UNION ALL SELECT 'one', 7 UNION ALL SELECT 'none', NULL;
SELECT name, pg_catalog.array_agg(t ORDER BY x) AS treated, pg_catalog.array_agg(h ORDER BY x) FILTER (WHERE h IS NOT NULL) AS how, b AS bounds
FROM (SELECT name, x, dx.treat(x) OVER w AS t, dx.treatment(x) OVER w AS h, dx.treat_bounds(x) OVER w AS b FROM pg_temp.col WHERE name NOT IN ('powers', 'two') WINDOW w AS (PARTITION BY name)) AS q GROUP BY name, b ORDER BY name;
SELECT name, pg_catalog.min(h) AS how, pg_catalog.count(DISTINCT h) AS ways, pg_catalog.count(b) AS bounds, pg_catalog.bool_and(t = l) AS logarithm, pg_catalog.count(*) FILTER (WHERE s <> x) AS winsorised
FROM (SELECT name, x, dx.treat(x) OVER w AS t, dx.log_shift(x) OVER w AS l, dx.winsorise(x) OVER w AS s, dx.treatment(x) OVER w AS h, dx.treat_bounds(x) OVER w AS b FROM pg_temp.col WHERE name IN ('powers', 'two') WINDOW w AS (PARTITION BY name)) AS q GROUP BY name ORDER BY name;
-- the bounds do to the column what was done to it
SELECT name, pg_catalog.bool_and(LEAST(GREATEST(x, b[1]), b[2]) = t) AS same FROM (SELECT name, x, dx.winsorise(x) OVER w AS t, dx.treat_bounds(x) OVER w AS b FROM pg_temp.col WHERE x IS NOT NULL AND name NOT IN ('powers', 'two') WINDOW w AS (PARTITION BY name)) AS q GROUP BY name ORDER BY name;
-- all equal points count: two of 90 are two; winmax 0 changes nothing, a large one ends where nothing more helps
SELECT n AS winmax, pg_catalog.array_agg(highest ORDER BY x) AS values FROM (SELECT n, x, dx.winsorise(x, n, 0, -10) OVER (PARTITION BY n) AS highest FROM pg_temp.col, pg_catalog.unnest('{0,1,2,3,5,1000}'::int[]) AS n WHERE name IN ('high', 'ties') AND x > 4) AS q GROUP BY n ORDER BY n;
SELECT dx.winsorise(x, 1000, 0, -100) OVER () AS towards, x FROM pg_temp.col WHERE name = 'high' ORDER BY x;
-- a threshold that is reached is not passed: |skewness| < skew or kurtosis < kurt
SELECT dx.treatment(x, 5, s, k) OVER (PARTITION BY c) AS at, dx.treatment(x, 5, s + 1e-12, k) OVER (PARTITION BY c) AS skew, dx.treatment(x, 5, s, k + 1e-12) OVER (PARTITION BY c) AS kurt
FROM pg_temp.col, (SELECT 1 AS c, dx.skewness(x) AS s, dx.kurtosis(x) AS k FROM pg_temp.col WHERE name = 'high') AS t WHERE name = 'high' ORDER BY x DESC NULLS LAST LIMIT 1;

-- Logarithms of columns at the ends of what there is; none of a constant column.
SELECT form, x, dx.log_shift(x, form) OVER (PARTITION BY form) AS log FROM pg_catalog.unnest('{log_CT,log_CT_orig,log_CT_plus,log_GII}'::text[]) AS form, pg_catalog.unnest('{-1.7e308,1.7e308,0,NULL}'::float8[]) AS x ORDER BY 1, 2;
SELECT form, x, dx.log_shift(x, form) OVER (PARTITION BY form) AS log FROM pg_catalog.unnest('{log_CT,log_CT_orig,log_CT_plus,log_GII}'::text[]) AS form, pg_catalog.unnest('{5e-324,1e-310,-3e-320}'::float8[]) AS x ORDER BY 1, 2;
SELECT dx.log_shift(3) OVER () AS ct, dx.log_shift(3, 'log_CT_orig') OVER () AS orig, dx.log_shift(3, 'log_CT_plus') OVER () AS plus, dx.log_shift(3, 'log_GII') OVER () AS gii, dx.boxcox(3, 2) OVER () AS boxcox, dx.boxcox(3, NULL) OVER () AS unknown, dx.log_shift(3, NULL) OVER () AS by_default FROM (VALUES (1), (2)) AS v (i);
SELECT x, dx.boxcox(x, 1) OVER () AS one, dx.boxcox(x, 3) OVER () AS cube, dx.boxcox(x, -500) OVER () AS low, dx.boxcox(x, 1e-300) OVER () AS nearly, dx.boxcox(x, 0) OVER () AS log FROM pg_catalog.unnest('{1e-200,0,2,1e100}'::float8[]) AS x;

-- Refused.
SELECT call, pg_temp.said(call || ' OVER () FROM (VALUES (1::float8), (2)) AS v (x) LIMIT 1') AS said FROM pg_catalog.unnest(ARRAY['dx.treat(''NaN'')', 'dx.winsorise(x / 0.0)', 'dx.treat(''Infinity'')', 'dx.treat(x, -1)', 'dx.treatment(x, 5, -0.1)', 'dx.treat_bounds(x, 5, ''NaN'')', 'dx.treat(x, 5, 2, ''Infinity'')',
	'dx.treat(x, 5, 2, x)', 'dx.treat(x, x::int)', 'dx.log_shift(x, ''ln'')', 'dx.log_shift(x, '''')', 'dx.log_shift(x, CASE x WHEN 1 THEN ''log_CT'' ELSE ''log_GII'' END)', 'dx.boxcox(x, 1001)', 'dx.boxcox(x, x)', 'dx.boxcox(1000 * x, 999)', 'dx.boxcox(''-Infinity'', 0)',
	'dx.last_known(''NaN'', 1)', 'dx.last_known(x, ''Infinity'')', 'dx.last_known(x, x, -1)', 'dx.last_known(x, x, ''NaN'')', 'dx.known_at(x, x, x)', 'dx.last_known(x, 2020)', 'dx.interpolate(x, 2020.5)', 'dx.interpolate(x, x, x = 1)']) AS call;
SELECT dx.treat(1);

-- Over time: the row order does not matter, a time may have several rows if they do not differ, rows without a time keep theirs.
SELECT y, x, dx.last_known(x, y) OVER w AS last, dx.last_known(x, y, 1) OVER w AS last_1, dx.known_at(x, y) OVER w AS at, dx.interpolate(x, y) OVER w AS line, dx.interpolate(x, y, false) OVER w AS inside
FROM (VALUES (2023, NULL::float8), (2020, NULL), (2024, 10), (2021, 5), (2022, NULL), (2022, NULL), (2025, NULL), (2024, NULL), (2024, 10), (NULL, 3), (NULL, NULL)) AS v (y, x) WINDOW w AS () ORDER BY y, x;
SELECT dx.last_known(x, y, 0) OVER () AS now, dx.interpolate(x, y) OVER () AS line, dx.known_at(x, y) OVER () AS at FROM (VALUES (1, NULL::float8), (2, NULL)) AS v (y, x);
-- within and flat_ends from columns: the same in all rows, or NULL in all
SELECT p.name, pg_temp.said(pg_catalog.format('dx.last_known(x, y, %s) OVER w FROM (VALUES (2020, 5::float8, NULL::float8, 1::float8, true, NULL::boolean), (2022, NULL, NULL, 1, true, NULL)) AS v (y, x, none, one, ends, no) WINDOW w AS () ORDER BY y DESC LIMIT 1', p.within)) AS last,
	pg_temp.said(pg_catalog.format('dx.interpolate(x, y, %s) OVER w FROM (VALUES (2020, 5::float8, NULL::float8, 1::float8, true, NULL::boolean), (2022, NULL, NULL, 1, true, NULL)) AS v (y, x, none, one, ends, no) WINDOW w AS () ORDER BY y DESC LIMIT 1', p.ends)) AS line
FROM (VALUES ('none', 'none', 'no'), ('same', 'one', 'ends'), ('other', 'one + y', 'y > 2020'), ('first NULL', 'CASE WHEN y > 2020 THEN one END', 'CASE WHEN y > 2020 THEN ends END'), ('last NULL', 'CASE WHEN y = 2020 THEN one END', 'CASE WHEN y = 2020 THEN ends END')) AS p (name, within, ends);
-- between the largest and the least numbers
SELECT dx.interpolate(x, y) OVER () AS line FROM (VALUES (-1.7e308::float8, 1.7e308::float8), (0, NULL), (1, NULL), (1.7e308, -1.7e308)) AS v (y, x);
SELECT dx.interpolate(x, y) OVER () AS line FROM (VALUES (0, 5e-324::float8), (1, NULL), (2, NULL), (3, 1e-323)) AS v (y, x);
-- 0.1 and 0.3: half way is the nearest to it, whichever way round
SELECT dx.interpolate(x, y) OVER () AS line, dx.interpolate(x, -y) OVER () AS back FROM (VALUES (0, 0.1::float8), (1, NULL), (2, 0.3)) AS v (y, x);
DROP SCHEMA methods CASCADE;
