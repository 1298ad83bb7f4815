-- SPDX-License-Identifier: PostgreSQL
--
-- Weighted statistics beyond sums: geometric, harmonic and power means, median
-- and quantiles, the Mazziotta-Pareto index.
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS stat_means_test CASCADE;
RESET client_min_messages;
SET search_path = '';
SET extra_float_digits = 1;
\set VERBOSITY terse
CREATE SCHEMA stat_means_test;

-- By hand: (2 8^2)^(1/3) = 128^(1/3); 3 / (1/2 + 2/8) = 4; sqrt((4 + 2 64) / 3) = sqrt(44);
-- half of the weight 3 is 1.5, reached within 8; mean 6, variance (16 + 2 4) / 3 = 8, 6 -+ 8/6.
CREATE TABLE stat_means_test.rate (district text, x float8, w float8);
INSERT INTO stat_means_test.rate VALUES ('A', 2, 1), ('B', 8, 2);
SELECT dx.wgeomean(x, w) ^ 3 AS "128", dx.wharmean(x, w) AS "4", dx.wpowmean(x, w, 2) = sqrt(44::float8) AS root, dx.wmedian(x, w) AS "8",
	dx.wquantile(x, w, 1 / 3.0) AS "5", dx.mpi(x, w, 1) = 6 - 4::float8 / 3 AS down, dx.mpi(x, w, -1) = 6 + 4::float8 / 3 AS up
FROM stat_means_test.rate;
-- p = 0 is the geometric mean, -1 the harmonic, 1 the plain, also of negative values; even powers take these by magnitude
SELECT dx.wpowmean(x, w, 0) = dx.wgeomean(x, w) AS zero, dx.wpowmean(x, w, -1) = dx.wharmean(x, w) AS minus_one, dx.wpowmean(x, w, 1) = dx.wavg(x, w) AS one,
	dx.wpowmean(-x, w, 1) AS "-6", dx.wpowmean(-x, w, 2) = dx.wpowmean(x, w, 2) AS even
FROM stat_means_test.rate;
-- a penalty of any size; not below 0 where it lowers; mean 0 gives 0
SELECT dx.mpi(x, w, 0) AS mean, dx.mpi(x, w, 0.5) = 6 - 2::float8 / 3 AS half, dx.mpi(x, w, 100) AS "far below", dx.mpi(x, w, '-0') AS minus_zero,
	dx.mpi(-x, w, 1) AS negative, dx.mpi(-x, w, -1) = -6 - 4::float8 / 3 AS up, dx.mpi(x - 6, w, 1) AS zero, dx.mpi(x - 6, w, -1) AS zero_up
FROM stat_means_test.rate;
-- powers that no double holds, of values that doubles hold
SELECT dx.wpowmean(x, w, 1000) AS up, dx.wpowmean(x, w, -1000) AS down, dx.wpowmean(x / 1000, w, 1000) AS shares, dx.wpowmean(x * 1e300, w, 900) AS large,
	dx.wgeomean(x, w) = dx.wpowmean(x, w, 1e-300) AS vanishing, abs(dx.wpowmean(x, w, 1e-9) - dx.wgeomean(x, w)) < 1e-8 AS near
FROM stat_means_test.rate;
-- equal values have themselves as mean, whatever doubles they are
SELECT dx.wgeomean(0.1::float8, w) AS geo, dx.wharmean(0.1::float8, w) AS har, dx.wpowmean(0.1::float8, w, 7.3) AS pow, dx.wmedian(0.1::float8, w) AS med, dx.mpi(0.1::float8, w, 1) AS mpi
FROM pg_catalog.generate_series(0.05::numeric, 2, 0.07) AS w;

-- Means of the COINr package for R, 12 digits; where it refuses a 0, the mean here is 0.
CREATE TABLE stat_means_test.means ("case" text, sub text, p float8, x float8[], w float8[], expected float8);
INSERT INTO stat_means_test.means VALUES
	('T02', 'a', 0, '{2,8,NULL,32}', '{1,1,5,2}', 11.313708499),
	('T02', 'b', 0, '{12.5,60,99.9}', '{1,2,3}', 59.6098684044),
	('T02', 'c', 0, '{0,5}', '{1,1}', 0),
	('T03', 'a', -1, '{10,20,NULL,40}', '{2,1,3,1}', 14.5454545455),
	('T03', 'b', -1, '{12.5,60,99.9}', '{1,2,3}', 41.8516966904),
	('T03', 'c', -1, '{0,5}', '{1,1}', 0),
	('T04', 'a', -1, '{12.5,60,99.9}', '{1,2,3}', 41.8516966904),
	('T04', 'b', -0.5, '{12.5,60,99.9}', '{1,2,3}', 50.8759495188),
	('T04', 'c', 0.5, '{12.5,60,99.9}', '{1,2,3}', 66.728377282),
	('T04', 'd', 1, '{12.5,60,99.9}', '{1,2,3}', 72.0333333333),
	('T04', 'e', 2, '{12.5,60,99.9}', '{1,2,3}', 78.8419093292),
	('T04', 'f', 3, '{12.5,60,99.9}', '{1,2,3}', 82.9535241008),
	('T04', 'g', 2, '{12.5,NULL,99.9}', '{1,2,3}', 86.741397268);
SELECT "case", sub, (SELECT dx.wpowmean(v, u, p) FROM unnest(x, w) AS t (v, u)) AS got, expected,
	abs((SELECT dx.wpowmean(v, u, p) FROM unnest(x, w) AS t (v, u)) - expected) < 1e-10 AS ok
FROM stat_means_test.means ORDER BY "case", sub;

-- The means of index trees on the same shares: 1e-12. (Those are of decimals as written, these of doubles: averages of two differ by a bit.)
CREATE TABLE stat_means_test.share AS
SELECT g, i, CASE WHEN g % 5 = 0 THEN (g * 31 + i * 17) % 5 / 4.0 ELSE (g * 7919 + i * 104729) % 1000 / 1000.0 END AS x,
	CASE g % 3 WHEN 0 THEN 1 WHEN 1 THEN (1 + (g + i) % 4)::numeric ELSE (1 + (g * 3 + i) % 7) / 10.0 END AS w
FROM pg_catalog.generate_series(1, 400) AS g, pg_catalog.generate_series(1, 7) AS i WHERE (g + i) % 3 <> 0;
CREATE TABLE stat_means_test.method (method text, param float8);
INSERT INTO stat_means_test.method VALUES ('geomean', NULL), ('harmean', NULL), ('power(2)', 2), ('power(3.5)', 3.5), ('power(-2)', -2), ('power(0.001)', 0.001), ('power(-1000)', -1000),
	('median', NULL), ('mpi_down', 1), ('mpi_up', -1);
CREATE TABLE stat_means_test.both AS
SELECT method, param, g, (SELECT dx.ratio(tree, card) FROM (SELECT
		dx.tree(code, NULL, NULL, CASE WHEN code <> '' THEN 'ratio' END, o) AS tree FROM (
			SELECT '' AS code, jsonb_build_object('method', method) AS o UNION ALL SELECT i::text, jsonb_build_object('weight', w) FROM stat_means_test.share s WHERE s.g = u.g) AS n) AS t,
		LATERAL (SELECT dx.card(tree, i::text, x) AS card FROM stat_means_test.share s WHERE s.g = u.g) AS c) AS tree,
	(SELECT CASE split_part(method, '(', 1) WHEN 'geomean' THEN dx.wgeomean(x, w) WHEN 'harmean' THEN dx.wharmean(x, w) WHEN 'power' THEN dx.wpowmean(x, w, param)
		WHEN 'median' THEN dx.wmedian(x, w) WHEN 'mpi_down' THEN GREATEST(dx.mpi(x, w, 1), 0) ELSE dx.mpi(x, w, CASE WHEN method LIKE 'mpi%' THEN param ELSE 0 END) END FROM stat_means_test.share s WHERE s.g = u.g) AS here
FROM stat_means_test.method, pg_catalog.generate_series(1, 400) AS u (g);
SELECT method, count(*), count(DISTINCT here) > 50 AS many, count(*) FILTER (WHERE here = 0) > 0 AS zeros, bool_and(abs(tree - here) <= 1e-12) AS agree, bool_and(abs(tree - here) <= 1.2e-16 OR method <> 'median') AS same
FROM stat_means_test.both GROUP BY method ORDER BY method COLLATE "C";

-- Quantiles against their definition in numeric; weights 1 against percentile_disc between meeting points.
CREATE TABLE stat_means_test.cents AS
SELECT i, i % 20 AS g, (i * 7919 % 211 - 100) / 16.0::float8 AS x, (i * 104729 % 9) / 8.0::float8 AS w FROM pg_catalog.generate_series(1, 1200) AS i;
CREATE FUNCTION stat_means_test.by_definition(group_no int, q numeric) RETURNS float8 LANGUAGE sql AS $$
	WITH cumulated AS (
		SELECT x, sum(sum(w::numeric)) OVER (ORDER BY x) AS b, sum(sum(w::numeric)) OVER () AS total, lead(x) OVER (ORDER BY x) AS next
		FROM stat_means_test.cents WHERE g = group_no AND w > 0 GROUP BY x)
	SELECT CASE WHEN b = q * total AND q < 1 THEN (x + coalesce(next, x)) / 2 ELSE x END FROM cumulated
	WHERE b > q * total OR (b = q * total) ORDER BY x LIMIT 1 $$;
SELECT count(*), count(*) FILTER (WHERE got = want) AS same FROM (
	SELECT g, q, dx.wquantile(x, w, q) AS got, stat_means_test.by_definition(g, q) AS want
	FROM stat_means_test.cents, unnest('{0, 0.1, 0.25, 0.3, 0.5, 0.625, 0.9, 0.999, 1}'::numeric[]) AS q GROUP BY g, q) AS s;
SELECT count(*), bool_and(quantile = disc) AS same FROM (
	SELECT g, dx.wquantile(x, 1, 0.333) AS quantile, percentile_disc(0.333) WITHIN GROUP (ORDER BY x) AS disc FROM stat_means_test.cents GROUP BY g) AS s;
SELECT bool_and(dx_median = pg_median) AS same FROM (
	SELECT dx.wmedian(x, 1) AS dx_median, percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS pg_median FROM stat_means_test.cents GROUP BY g) AS s;
-- weights as written meet as written
SELECT dx.wmedian(x, w) AS numeric, dx.wmedian(x, w::float8) AS float8, dx.wquantile(x, w, 0.5) AS quantile FROM (VALUES (1, 0.1), (2, 0.2), (3, 0.3)) AS v (x, w);
SELECT dx.wmedian(x, w) FROM (SELECT 1 AS x, 0.1 AS w FROM pg_catalog.generate_series(1, 3000) UNION ALL SELECT 2, 0.3 FROM pg_catalog.generate_series(1, 1000)) AS v;

-- Nothing to say: no rows, NULLs alone, no weight. A row of weight 0 may have any value; any NULL makes a row none.
CREATE TABLE stat_means_test.blank (what text, x float8, w float8);
INSERT INTO stat_means_test.blank VALUES ('null x', NULL, 1), ('null w', 1, NULL), ('no weight', 1, 0), ('no weight', -2, 0), ('one', 5, 2),
	('one left', NULL, 1), ('one left', 5, 2), ('one left', 7, NULL), ('one left', -9, 0), ('one left', 0, 0), ('zero', 0, 1), ('zero', '-0', 1), ('with zero', 0, 1), ('with zero', 9, 3);
SELECT what, dx.wgeomean(x, w), dx.wharmean(x, w), dx.wpowmean(x, w, 3) AS cube, dx.wpowmean(x, w, -3) AS inverse_cube, dx.wpowmean(x, w, 0.5) AS root, dx.wmedian(x, w), dx.wquantile(x, w, 0.9), dx.mpi(x, w, 1),
	dx.wpowmean_stat(x, w, 3) IS NULL AS no_power, dx.wquantile_stat(x, w) IS NULL AS no_values
FROM stat_means_test.blank GROUP BY what ORDER BY what COLLATE "C";
SELECT dx.wgeomean(x, w), dx.wharmean(x, w), dx.wpowmean(x, w, 3), dx.wmedian(x, w), dx.wquantile(x, w, 0.9), dx.mpi(x, w, 1), dx.wpowmean_stat(x, w, 3), dx.wquantile_stat(x, w)
FROM stat_means_test.blank WHERE false;
SELECT dx.wpowmean(x, w, NULL) AS p, dx.wquantile(x, w, NULL) AS q, dx.mpi(x, w, NULL) AS penalty, dx.wpowmean(x, w, CASE WHEN district = 'A' THEN 3 END) AS "2" FROM stat_means_test.rate;

-- Any types of numbers, without a cast.
CREATE TABLE stat_means_test.typed (i2 smallint, i4 int, i8 bigint, f4 real, f8 float8, n numeric);
INSERT INTO stat_means_test.typed VALUES (1, 1, 1, 1, 1, 1), (2, 2, 2, 2, 2, 2), (4, 4, 4, 4, 4, 4);
CREATE FUNCTION stat_means_test.of_types(x name, w name) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	EXECUTE pg_catalog.format('SELECT (dx.wgeomean(%1$I, %2$I), dx.wharmean(%1$I, %2$I), dx.wpowmean(%1$I, %2$I, 2), dx.wpowmean(%1$I, %2$I, 2::numeric), dx.wmedian(%1$I, %2$I),
		dx.wquantile(%1$I, %2$I, 0.25), dx.wquantile(%1$I, %2$I, 1), dx.mpi(%1$I, %2$I, 1), dx.mpi(%1$I, %2$I, -1.0),
		dx.powmean_of(dx.wpowmean_stat(%1$I, %2$I, 2)), dx.quantile_of(dx.wquantile_stat(%1$I, %2$I), 1))::text FROM stat_means_test.typed', x, w) INTO result;
	RETURN result;
END $$;
SELECT count(*) AS pairs, stat_means_test.of_types(x, w)
FROM pg_catalog.unnest('{i2, i4, i8, f4, f8, n}'::name[]) AS x, pg_catalog.unnest('{i2, i4, i8, f4, f8, n}'::name[]) AS w GROUP BY 2;

-- Two steps: states kept, written, sent, merged, read.
CREATE TABLE stat_means_test.kept AS
SELECT g, dx.wpowmean_stat(abs(x) + 1, w, 0) AS geo, dx.wpowmean_stat(abs(x) + 1, w, 2.5) AS pow, dx.wquantile_stat(x, w) AS vals, dx.wstat(x + 7, w) AS moments
FROM stat_means_test.cents GROUP BY g;
SELECT dx.wquantile_stat(x, w) AS vals, dx.wpowmean_stat(x, w, 0) AS geo, dx.wpowmean_stat(x, w, 3) AS cube FROM stat_means_test.rate;
SELECT dx.powmean_of(dx.merge_stats(geo)) = (SELECT dx.wgeomean(abs(x) + 1, w) FROM stat_means_test.cents) AS geo,
	dx.powmean_of(dx.merge_stats(pow)) = (SELECT dx.wpowmean(abs(x) + 1, w, 2.5) FROM stat_means_test.cents) AS pow,
	dx.median_of(dx.merge_stats(vals)) = (SELECT dx.wmedian(x, w) FROM stat_means_test.cents) AS median,
	dx.quantile_of(dx.merge_stats(vals), 0.9) = (SELECT dx.wquantile(x, w, 0.9) FROM stat_means_test.cents) AS quantile,
	dx.mpi_of(dx.merge_stats(moments), 1) = (SELECT dx.mpi(x + 7, w, 1) FROM stat_means_test.cents) AS mpi,
	dx.merge_stats(vals) OPERATOR(dx.=) dx.merge_stats(vals ORDER BY g DESC) AS backwards,
	dx.merge_stats(vals) OPERATOR(dx.=) (SELECT dx.wquantile_stat(x, w) FROM stat_means_test.cents) AS same_vals,
	dx.merge_stats(pow) OPERATOR(dx.=) (SELECT dx.wpowmean_stat(abs(x) + 1, w, 2.5) FROM stat_means_test.cents) AS same_pow,
	dx.count_of(dx.merge_stats(vals)) AS rows, dx.weight_of(dx.merge_stats(vals)) = (SELECT sum(w) FROM stat_means_test.cents) AS weight
FROM stat_means_test.kept;
SELECT count(*), bool_and(vals::text::dx.stat OPERATOR(dx.=) vals AND pow::text::dx.stat OPERATOR(dx.=) pow AND geo::text::dx.stat OPERATOR(dx.=) geo) AS text FROM stat_means_test.kept;
CREATE TABLE stat_means_test.copied (LIKE stat_means_test.kept);
\copy stat_means_test.kept TO 'results/stat_means_copy' WITH (FORMAT binary)
\copy stat_means_test.copied FROM 'results/stat_means_copy' WITH (FORMAT binary)
SELECT count(*) FROM stat_means_test.copied c JOIN stat_means_test.kept k USING (g) WHERE c.geo OPERATOR(dx.=) k.geo AND c.pow OPERATOR(dx.=) k.pow AND c.vals OPERATOR(dx.=) k.vals;
SELECT dx.powmean_of(NULL), dx.median_of(NULL), dx.quantile_of(NULL, 0.5), dx.quantile_of(vals, NULL), dx.mpi_of(NULL, 1), dx.mpi_of(moments, NULL) FROM stat_means_test.kept WHERE g = 1;
-- readers and merges of what does not fit
SELECT dx.mean_of(geo) FROM stat_means_test.kept WHERE g = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.sum_of(vals) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.variance_of(pow) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.powmean_of(moments) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.median_of(geo) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.quantile_of(moments, 0.5) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.mpi_of(vals, 1) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.stat_quantile_final(vals) FROM stat_means_test.kept WHERE g = 1;
SELECT dx.stat_mpi_final(moments) FROM stat_means_test.kept WHERE g = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.quantile_of(vals, 1.5) FROM stat_means_test.kept WHERE g = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.mpi_of(moments, 'Infinity') FROM stat_means_test.kept WHERE g = 1;
SELECT dx.merge_stats(s) FROM (SELECT geo FROM stat_means_test.kept UNION ALL SELECT vals FROM stat_means_test.kept) AS u (s);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.stat_combine(dx.stat_accum_quantile(NULL, 1, 1, 0.5), dx.stat_accum_values(NULL, 1, 1));
SELECT dx.stat_combine(dx.stat_accum_mpi(NULL, 1, 1, 1), dx.stat_accum_moments(NULL, 1, 1));
-- other parameters: the hint of rows that have them
\set VERBOSITY default
SELECT dx.merge_stats(s) FROM (SELECT geo FROM stat_means_test.kept UNION ALL SELECT pow FROM stat_means_test.kept) AS u (s);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.stat_combine(dx.stat_accum_quantile(NULL, 1, 1, 0.5), dx.stat_accum_quantile(NULL, 1, 1, 0.9));
SELECT dx.stat_combine(dx.stat_accum_mpi(NULL, 1, 1, 1), dx.stat_accum_mpi(NULL, 1, 1, -1));
\set VERBOSITY terse
-- a state without rows has no parameter yet
SELECT dx.stat_quantile_final(dx.stat_combine(dx.stat_accum_quantile(NULL, NULL, 1, 0.5), dx.stat_accum_quantile(NULL, 7, 1, 0.9))) AS seven,
	dx.stat_combine(dx.stat_accum_quantile(NULL, 7, 1, 0.9), dx.stat_accum_quantile(NULL, NULL, 1, 0.5)) OPERATOR(dx.=) dx.stat_accum_quantile(NULL, 7, 1, 0.9) AS same;

-- Rows that cannot be taken.
SELECT dx.wgeomean(x - 5, w) FROM stat_means_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wharmean(-0.001, 1);
SELECT dx.wpowmean(-1e-320::float8, w, -1) FROM stat_means_test.rate;
\set VERBOSITY default
SELECT dx.wpowmean(-2, w, 3) FROM stat_means_test.rate;
SELECT dx.wpowmean(-2, 1, 0.5);
SELECT dx.wpowmean(x, w, w) FROM stat_means_test.rate;
\set VERBOSITY terse
SELECT dx.wquantile(x, w, w / 2) FROM stat_means_test.rate;
SELECT dx.mpi(x, w, -w) FROM stat_means_test.rate;
\echo :LAST_ERROR_SQLSTATE
-- a row of weight 0 counts as a row, so its parameter has to be the same
SELECT dx.wquantile(x, w - 1, w / 2) FROM stat_means_test.rate;
SELECT dx.wpowmean(x, w, 1000.5) FROM stat_means_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wpowmean(x, w, 'NaN') FROM stat_means_test.rate;
SELECT dx.wpowmean_stat(x, w, '-Infinity') FROM stat_means_test.rate;
SELECT dx.wquantile(x, w, -0.001) FROM stat_means_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wquantile(x, w, 1.0000000000000002) FROM stat_means_test.rate;
SELECT dx.wquantile(x, w, 'NaN') FROM stat_means_test.rate;
SELECT dx.mpi(x, w, 'NaN') FROM stat_means_test.rate;
SELECT dx.mpi(x, w, 'Infinity') FROM stat_means_test.rate;
SELECT dx.wgeomean(x, -0.5) FROM stat_means_test.rate;
SELECT dx.wharmean(x, 'NaN') FROM stat_means_test.rate;
SELECT dx.wpowmean('Infinity', w, 2) FROM stat_means_test.rate;
SELECT dx.wmedian('NaN', w) FROM stat_means_test.rate;
SELECT dx.wquantile(x, '-Infinity', 0.5) FROM stat_means_test.rate;
SELECT dx.mpi('-Infinity', w, 1) FROM stat_means_test.rate;
SELECT dx.wpowmean_stat('NaN', 0, 1), dx.wquantile_stat('NaN', 0);
SELECT dx.mpi(x * 1e300, 1, -1e10) FROM stat_means_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wmedian(i, 1) FROM pg_catalog.generate_series(0, 4194304) AS i;
\echo :LAST_ERROR_SQLSTATE

-- FILTER, DISTINCT, ORDER BY, several in a query, GROUPING SETS.
SELECT dx.wmedian(x, w) FILTER (WHERE district = 'A') AS a, dx.wgeomean(DISTINCT w, 1) = sqrt(2::float8) AS weights, dx.wquantile(x, w, 0.9 ORDER BY x DESC) AS "8", dx.wquantile(x, w, 0.1) AS "2",
	dx.wmedian(w, x) AS other FROM stat_means_test.rate;
SELECT two, three, wmedian = (SELECT dx.wmedian(x, w) FROM stat_means_test.cents c WHERE c.i % 2 = coalesce(two, c.i % 2) AND c.i % 3 = coalesce(three, c.i % 3)) AS wmedian,
	pow OPERATOR(dx.=) (SELECT dx.wpowmean_stat(abs(x), w, 1.5) FROM stat_means_test.cents c WHERE c.i % 2 = coalesce(two, c.i % 2) AND c.i % 3 = coalesce(three, c.i % 3)) AS pow
FROM (SELECT i % 2 AS two, i % 3 AS three, dx.wmedian(x, w), dx.wpowmean_stat(abs(x), w, 1.5) AS pow FROM stat_means_test.cents GROUP BY CUBE (1, 2)) AS q ORDER BY 1, 2;

-- Sliding frames take rows out again: the same bits as computing anew. Powers of
-- all magnitudes are not all kept, so some frames have to begin anew.
CREATE VIEW stat_means_test.wild AS
SELECT i, CASE WHEN i % 11 = 0 THEN NULL WHEN i % 23 = 0 THEN 0 WHEN i % 7 = 0 THEN 1e150 WHEN i % 5 = 0 THEN 1e-150 ELSE (i * 7919 % 29) / 10.0::float8 END AS x,
	CASE WHEN i % 13 = 0 THEN NULL WHEN i % 6 = 0 THEN 0 WHEN i % 17 = 0 THEN 1e100 ELSE (i * 31 % 97) / 7.0::float8 END AS w
FROM pg_catalog.generate_series(1, 200) AS i;
CREATE FUNCTION stat_means_test.sliding(frame text) RETURNS TABLE (rows bigint, geo boolean, har boolean, cube boolean, p1e_5 boolean, p1000 boolean, median boolean, quantile boolean, mpi boolean, vals boolean, pow boolean, merged boolean)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE pg_catalog.format('
		WITH framed AS (
			SELECT pg_catalog.array_agg(i) OVER f AS members,
				dx.wgeomean(x, w) OVER f AS a, dx.wharmean(x, w) OVER f AS b, dx.wpowmean(x, w, 3) OVER f AS c, dx.wpowmean(x, w, 1e-5) OVER f AS d, dx.wpowmean(x, w, 1000) OVER f AS e,
				dx.wmedian(x, w) OVER f AS g, dx.wquantile(x, w, 0.9) OVER f AS h, dx.mpi(x, w, 1) OVER f AS k, dx.wquantile_stat(x, w) OVER f AS s, dx.wpowmean_stat(x, w, -7) OVER f AS t,
				dx.merge_stats(one) OVER f AS m
			FROM (SELECT i, x, w, (SELECT dx.wpowmean_stat(y, v, -7) FROM (VALUES (x, w)) AS r (y, v)) AS one FROM stat_means_test.wild OFFSET 0) AS wild
			WINDOW f AS (ORDER BY i %s))
		SELECT pg_catalog.count(*), pg_catalog.bool_and(a IS NOT DISTINCT FROM r.a2), pg_catalog.bool_and(b IS NOT DISTINCT FROM r.b2), pg_catalog.bool_and(c IS NOT DISTINCT FROM r.c2),
			pg_catalog.bool_and(d IS NOT DISTINCT FROM r.d2), pg_catalog.bool_and(e IS NOT DISTINCT FROM r.e2), pg_catalog.bool_and(g IS NOT DISTINCT FROM r.g2),
			pg_catalog.bool_and(h IS NOT DISTINCT FROM r.h2), pg_catalog.bool_and(k IS NOT DISTINCT FROM r.k2), pg_catalog.bool_and(s::text IS NOT DISTINCT FROM r.s2::text),
			pg_catalog.bool_and(t::text IS NOT DISTINCT FROM r.t2::text), pg_catalog.bool_and(m::text IS NOT DISTINCT FROM r.t2::text)
		FROM framed CROSS JOIN LATERAL (
			SELECT dx.wgeomean(x, w) AS a2, dx.wharmean(x, w) AS b2, dx.wpowmean(x, w, 3) AS c2, dx.wpowmean(x, w, 1e-5) AS d2, dx.wpowmean(x, w, 1000) AS e2,
				dx.wmedian(x, w) AS g2, dx.wquantile(x, w, 0.9) AS h2, dx.mpi(x, w, 1) AS k2, dx.wquantile_stat(x, w) AS s2, dx.wpowmean_stat(x, w, -7) AS t2
			FROM stat_means_test.wild WHERE i = ANY (members)) AS r', frame);
END $$;
SELECT frame, s.* FROM (VALUES ('ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING'), ('ROWS BETWEEN 20 PRECEDING AND 5 PRECEDING'), ('ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
	('ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING EXCLUDE CURRENT ROW'), ('RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING EXCLUDE TIES'), ('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW')) AS v (frame),
	LATERAL stat_means_test.sliding(frame) AS s;
-- Frames of thousands of values, which stand in a tree: the bits of a median that
-- is asked for once. Weights meet at halves often, and their sums are no doubles.
CREATE TABLE stat_means_test.many AS
SELECT i, (i::bigint * 7919 % 12007)::float8 / CASE WHEN i % 3 = 0 THEN 7 ELSE 1 END AS x, CASE WHEN i % 5 = 0 THEN 0.1 ELSE 1 + i % 3 END AS w FROM pg_catalog.generate_series(1, 12000) AS i;
SELECT frame, count(*), bool_and(m IS NOT DISTINCT FROM m2) AS median, bool_and(q IS NOT DISTINCT FROM q2) AS quantile
FROM (SELECT i, 'growing' AS frame, 1 AS low, i AS high, dx.wmedian(x, w) OVER f AS m, dx.wquantile(x, w, 0.9) OVER f AS q
		FROM stat_means_test.many WINDOW f AS (ORDER BY i)
	UNION ALL SELECT i, 'shrinking', i, 12000, dx.wmedian(x, w) OVER f, dx.wquantile(x, w, 0.9) OVER f
		FROM stat_means_test.many WINDOW f AS (ORDER BY i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
	UNION ALL SELECT i, 'wide', i - 4000, i + 1000, dx.wmedian(x, w) OVER f, dx.wquantile(x, w, 0.9) OVER f
		FROM stat_means_test.many WINDOW f AS (ORDER BY i ROWS BETWEEN 4000 PRECEDING AND 1000 FOLLOWING)
	UNION ALL SELECT i, 'leaping', i / 3000 * 3000 - 3000, i / 3000 * 3000 + 2999, dx.wmedian(x, w) OVER f, dx.wquantile(x, w, 0.9) OVER f
		FROM stat_means_test.many WINDOW f AS (ORDER BY i / 3000 * 3000 RANGE BETWEEN 3000 PRECEDING AND CURRENT ROW)) AS framed,
	LATERAL (SELECT dx.wmedian(x, w) AS m2, dx.wquantile(x, w, 0.9) AS q2 FROM stat_means_test.many AS t WHERE t.i BETWEEN low AND high) AS once
WHERE i % 1501 = 0 OR i IN (1, 2, 3, 12000) GROUP BY frame ORDER BY frame;
-- frames that have nothing in common may have other parameters, frames between them not
SELECT i, dx.wquantile(x, 1, q) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS own, dx.wquantile(x, 1, q) OVER (PARTITION BY q ORDER BY i ROWS 1 PRECEDING) AS parted
FROM (VALUES (1, 5, 0.5), (2, 6, 0.5), (3, 7, 0.9), (4, 8, 0.9)) AS v (i, x, q) ORDER BY i;
SELECT i, dx.wquantile(x, 1, q) OVER (ORDER BY i ROWS 1 PRECEDING) FROM (VALUES (1, 5, 0.5), (2, NULL, 0.5), (3, 7, 0.9), (4, 8, 0.9)) AS v (i, x, q);
SELECT i, dx.wquantile(x, 1, q) OVER (ORDER BY i ROWS 1 PRECEDING) FROM (VALUES (1, 5, 0.5), (2, 6, 0.5), (3, 7, 0.9), (4, 8, 0.9)) AS v (i, x, q);

-- The functions behind the aggregates called as functions, which change nothing.
CREATE AGGREGATE stat_means_test.unite(dx.stat) (SFUNC = dx.stat_combine, STYPE = dx.stat);
SELECT stat_means_test.unite(vals) OPERATOR(dx.=) dx.merge_stats(vals) AS vals, stat_means_test.unite(pow) OPERATOR(dx.=) dx.merge_stats(pow) AS pow FROM stat_means_test.kept;
SELECT dx.stat_undo_values(dx.stat_accum_values(vals, 1, 2), 1, 2) OPERATOR(dx.=) vals AS vals, dx.stat_undo_powmean(dx.stat_accum_powmean(pow, 1, 2, 2.5), 1, 2, 2.5) OPERATOR(dx.=) pow AS pow,
	dx.stat_undo_geomean(dx.stat_accum_geomean(geo, 1, 2), 1, 2) OPERATOR(dx.=) geo AS geo, dx.stat_undo_merge(dx.stat_combine(vals, vals), vals) OPERATOR(dx.=) vals AS parted,
	dx.stat_undo_harmean(dx.stat_accum_harmean(dx.stat_accum_harmean(NULL, 3, 4), 5, 6), 5, 6) OPERATOR(dx.=) dx.stat_accum_harmean(NULL, 3, 4) AS har,
	dx.stat_undo_mpi(dx.stat_accum_mpi(dx.stat_accum_mpi(NULL, 3, 4, 1), 5, 6, 1), 5, 6, 1) OPERATOR(dx.=) dx.stat_accum_mpi(NULL, 3, 4, 1) AS mpi,
	dx.stat_undo_quantile(dx.stat_accum_quantile(dx.stat_accum_quantile(NULL, 3, 4, 1), 5, 6, 1), 5, 6, 1) OPERATOR(dx.=) dx.stat_accum_quantile(NULL, 3, 4, 1) AS quantile
FROM stat_means_test.kept WHERE g = 3;
SELECT dx.powmean_of(dx.stat_accum_geomean(geo, 0, 1)) AS zero, dx.powmean_of(geo) > 0 AS unchanged FROM stat_means_test.kept WHERE g = 3;
-- taken out what was not in, or what was not kept
SELECT dx.stat_undo_values(vals, 1e9, 1) FROM stat_means_test.kept WHERE g = 3;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.stat_undo_powmean(dx.stat_accum_powmean(NULL, 1, 1, 3), 2, 1, 3);
SELECT dx.stat_undo_geomean(dx.stat_accum_geomean(NULL, 1, 1), 2, 3);
SELECT dx.stat_undo_powmean(dx.stat_accum_powmean(dx.stat_accum_powmean(NULL, 1e-300, 1, 3), 1e300, 1, 3), 1e300, 1, 3);
-- in moving frames the server begins anew; elsewhere the inverse function is refused before it comes to that
CREATE AGGREGATE pg_temp.out(float8, float8, float8) (SFUNC = dx.stat_undo_powmean, STYPE = dx.stat);
SELECT g, pg_temp.out(x, 1, 500) FROM (VALUES (1, 1e300::float8), (2, 1e300), (1, 1e300), (2, 1e-300)) AS v (g, x) GROUP BY g;
SELECT dx.wpowmean(x, 1, 500) OVER (ORDER BY i ROWS 1 PRECEDING) FROM (VALUES (1, 1e300::float8), (2, 1e-300), (3, 1e-300), (4, 2)) AS v (i, x);
SELECT dx.stat_accum_powmean(geo, 1, 1, 2) FROM stat_means_test.kept WHERE g = 3;
SELECT dx.stat_accum_values(geo, 1, 1) FROM stat_means_test.kept WHERE g = 3;

-- Text that is refused; every other cut or change is the unit tests'.
SELECT 'power-mean:0000000000000000000000000000f87f000000000000'::dx.stat;
\echo :LAST_ERROR_SQLSTATE
SELECT ('power-mean:00000000000000000000000000409f40000000000000' || repeat('00', 52))::dx.stat;
SELECT ('power-mean:0000000000000000000000000000e03f000000000000' || repeat('00', 43))::dx.stat;
SELECT ('power-mean:0100000000000000000000000000e03f010094010100000000' || '0000000001' || repeat('00', 39) || repeat('00', 8))::dx.stat;
SELECT ('power-mean:0100000000000000000000000000e03f010094010100000000' || 'ff7f000001' || repeat('00', 39) || '0100940101' || repeat('0000', 3))::dx.stat;
SELECT 'power-mean:01000000000000000000000000000040010094010100000000'::dx.stat;
SELECT 'values:01000000000000000100940101'::dx.stat;
SELECT 'values:0100000000000000010094010101000000000000000000f03f0000000000000040'::dx.stat;
SELECT 'quantile:01000000000000000000000000000040010094010101000000000000000000f03f000000000000f03f'::dx.stat;
SELECT 'mpi:010000000000000000000000000000000100940101000000000000'::dx.stat;
-- and what is not
SELECT dx.median_of('values:0100000000000000010094010101000000000000000000f03f000000000000f03f'::dx.stat);
-- sums that no rows have, beside some that rows have: weights that are no doubles, a value of 0
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
SELECT what, pg_temp.said(format('%L::dx.stat::text = %1$L', bytes)) AS taken FROM (VALUES
	(1, 'a value of -0', 'values:01000000000000000100940101010000000000000000000080000000000000f03f'),
	(2, 'more values than rows', 'values:0100000000000000010094010202000000000000000000f03f000000000000f03f0000000000000040000000000000f03f'),
	(3, 'a weight below all', 'values:020000000000000088000d012000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000101000000000000000000f03f000000000000f0bf88000d0120000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001'),
	(4, 'another nearest weight', 'values:020000000000000088000d014000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000101000000000000000000f03f00000000000000c088000d0140000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001'),
	(5, 'a weight above all', 'values:020000000000000001002a020101000000000000000000f03f000000000000f0ff01002a0201'),
	(6, 'zeros of a negative weight', 'power-mean:01000000000000000000000000000040010094010100000180940101'),
	(7, 'a weight without rows', 'power-mean:00000000000000000000000000000040010094010100000000'),
	(8, 'a square of zeros', 'power-mean:01000000000000000000000000000040010094010101009401010100940101'),
	(9, 'a power of zeros', 'power-mean:0100000000000000000000000000e03f01009401010000010094010100000000010000000000000000000000000000000000000000000000000000000000000000000000000000000100940101000000000000'),
	(10, 'a sum beside powers', 'power-mean:0100000000000000000000000000e03f01009401010100940101000000000000010000000000000000000000000000000000000000000000000000000000000000000000000000000100940101000000000000'),
	(11, 'no power', 'power-mean:0100000000000000000000000000e03f01009401010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000')) AS v (n, what, bytes) ORDER BY n;
SELECT what, pg_temp.said(format('%L::dx.stat::text = %1$L', dx.stat_accum_values(dx.stat_accum_values(NULL, x, v), x, w))) AS taken FROM (VALUES
	('0', 0::float8, 1::float8, 2::float8), ('largest and smallest', 1, 1, 5e-324), ('beyond double', 1, 1.7e308, 1.7e308)) AS v (what, x, v, w);
SELECT pg_temp.said(format('%L::dx.stat::text = %1$L', dx.stat_accum_powmean(NULL, 4, 1, 0.5))) AS power;
-- merging and taking out, also weights that are no doubles: as rows one by one
CREATE FUNCTION stat_means_test.vals(weights float8[]) RETURNS dx.stat LANGUAGE plpgsql AS $$
DECLARE
	s dx.stat;
	w float8;
BEGIN
	FOREACH w IN ARRAY weights LOOP
		s := dx.stat_accum_values(s, 1, w);
	END LOOP;
	RETURN s;
END $$;
SELECT a, b, dx.stat_combine(stat_means_test.vals(a), stat_means_test.vals(b)) OPERATOR(dx.=) stat_means_test.vals(a || b) AS combined, dx.stat_undo_merge(dx.stat_combine(stat_means_test.vals(a), stat_means_test.vals(b)), stat_means_test.vals(b)) OPERATOR(dx.=) stat_means_test.vals(a) AS back
FROM (VALUES (1, '{1.7e308}'::float8[], '{1.7e308, 1.7e308}'::float8[]), (2, '{1.7e308, 1}', '{1.7e308}'), (3, '{1, 5e-324}', '{1.7e308, 1e-300}'), (4, '{0.1}', '{0.2}')) AS v (n, a, b) ORDER BY n;
SELECT dx.median_of(dx.stat_accum_values(dx.stat_accum_values(stat_means_test.vals('{1.7e308, 1.7e308, 1.7e308, 1.7e308}'), 2, 1), 3, 1.7e308)) AS median;
SELECT what, pg_temp.said(format('dx.stat_undo_merge(%s, %s)', a, b)) FROM (VALUES
	(1, 'value that is not there', 'dx.stat_accum_values(NULL, 1, 1)', 'dx.stat_accum_values(NULL, 2, 1)'),
	(2, 'more weight than there is', 'dx.stat_accum_values(NULL, 1, 1)', 'dx.stat_accum_values(NULL, 1, 2)'),
	(3, 'larger power', 'dx.stat_accum_powmean(NULL, 1, 1, 3)', 'dx.stat_accum_powmean(NULL, 1e300, 1, 3)'),
	(4, 'smaller power', 'dx.stat_accum_powmean(NULL, 1, 1, 3)', 'dx.stat_accum_powmean(NULL, 1e-300, 1, 3)'),
	(5, 'more powers', 'dx.stat_accum_powmean(dx.stat_accum_powmean(NULL, 0, 2, 3), 1, 1, 3)', 'dx.stat_accum_powmean(dx.stat_accum_powmean(NULL, 1, 1, 3), 1, 1, 3)')) AS v (n, what, a, b) ORDER BY n;
SELECT x, pg_temp.said(format('dx.stat_undo_powmean(dx.stat_accum_powmean(NULL, 1, 1, 3), %s, 1, 3)', x)) FROM (VALUES (1e300::float8), (1e-300)) AS v (x);

SET client_min_messages = warning;
DROP SCHEMA stat_means_test CASCADE;
