-- SPDX-License-Identifier: PostgreSQL
-- Co-moments (correlation, covariance, straight lines) and shape (skewness, kurtosis).
CREATE EXTENSION IF NOT EXISTS dxindex;
SET client_min_messages = warning;
SET search_path = '';
\set VERBOSITY terse
\getenv abs_srcdir PG_ABS_SRCDIR
\set methods :abs_srcdir '/test/regress/methods.sql'
\set ECHO none
\i :methods
\set ECHO all

-- Numbers of reference, to the last digit.
WITH last AS (SELECT p.unit, p.indicator, p.value, u.population FROM methods.panel AS p JOIN methods.unit AS u USING (unit) WHERE p.year = 2023),
pair AS (SELECT a.indicator AS indicator_1, b.indicator AS indicator_2, dx.wcorr(a.value, b.value, 1) AS pearson, dx.wcovar_samp(a.value, b.value, 1) AS covariance,
	dx.wcorr(b.value, a.value, 1) AS back, dx.wcorr(a.value, b.value, a.population) AS weighted
	FROM last AS a JOIN last AS b USING (unit) GROUP BY 1, 2)
SELECT pg_catalog.count(*) AS pairs, pg_catalog.bool_and(p.pearson = r.pearson) AS pearson, pg_catalog.bool_and(p.covariance = r.covariance) AS covariance,
	pg_catalog.bool_and(p.back = p.pearson) AS symmetric, pg_catalog.bool_and(p.weighted = r.pearson_weighted_by_population) AS weighted
FROM pair AS p JOIN methods.correlation AS r USING (indicator_1, indicator_2);
SELECT d.indicator, dx.skewness(p.value) = d.skew AS skewness, dx.kurtosis(p.value) = d.kurt AS kurtosis, dx.skewness(p.value, 7) = d.skew AS weighed, dx.kurtosis(p.value, 1e-300) = d.kurt AS weighed
FROM methods.panel AS p JOIN methods.describe AS d USING (indicator) WHERE p.year = 2023 GROUP BY d.indicator, d.skew, d.kurt ORDER BY 1;
SELECT pg_catalog.count(*) AS lines, pg_catalog.max(pg_catalog.abs(s.slope - t.ols_slope)) < 1e-12 AS slopes
FROM (SELECT p.unit, i.indicator, dx.wslope(i.value, p.year, 1) AS slope FROM methods.ampi_input AS p, LATERAL (VALUES ('i1', i1), ('i2', i2), ('i3', i3)) AS i (indicator, value) GROUP BY 1, 2) AS s
JOIN methods.trend AS t USING (unit, indicator);

SELECT m.unit, pg_catalog.abs(dx.mpi(s.x, 1, 1) - m.value) < 1e-12 AS same, dx.mpi(s.x, 1, 1) < 0 AS negative
FROM (SELECT unit, dx.minmax(c.x, 1, 100, k.direction::int) OVER (PARTITION BY k.criterion) AS x FROM methods.matrix, LATERAL (VALUES ('c1', c1), ('c2', c2), ('c3', c3), ('c4', c4), ('c5', c5), ('c6', c6)) AS c (criterion, x) JOIN methods.criteria AS k USING (criterion)) AS s
JOIN methods.criteria_methods AS m USING (unit) WHERE m.method = 'mpi_down_population' GROUP BY m.unit, m.value ORDER BY m.unit;

-- What is on a line correlates exactly, also far from 0; a constant column does not, though plain sums find something.
SELECT dx.wcorr(x, 3 * x - 7, w) AS up, dx.wcorr(x, -x, w) AS down, dx.wcorr(1e9 + x, 2 - x, w) AS far, dx.wslope(10 - 2 * x, x, w) AS slope, dx.wintercept(10 - 2 * x, x, w) AS intercept,
	dx.wcorr(x, 0.1, 1) AS constant, dx.wslope(x, 0.1, 1) AS no_line, dx.wslope(0.1, x, 1) AS flat, dx.wintercept(0.1, x, 1) AS level, dx.wcovar_pop(x, 0.1, 1) AS none
FROM (VALUES (1::float8, 1), (2, 2), (4, 1), (7, 3)) AS v (x, w);
SELECT dx.wcorr(x, y, 1) AS corr, dx.wcorr(y, x, 1) AS back, dx.wslope(y, x, 1) AS slope FROM (VALUES (0.1::float8, 0.3::float8), (0.2, 0.6), (0.3, 0.9)) AS v (x, y);
-- any number types
SELECT dx.wcovar_pop(x, y, w) AS pop, dx.wcovar_samp(x, y, w) AS samp FROM (VALUES (1, 2.5, 1::bigint), (2, 3.5, 1), (4, 0.5, 2)) AS v (x, y, w);
-- the same as variances, of one column
SELECT dx.wcovar_pop(x, x, w) = dx.wvar_pop(x, w) AS pop, dx.wcovar_samp(x, x, w) = dx.wvar_samp(x, w) AS samp FROM (VALUES (1.25, 1), (2.5, 2), (4.75, 3)) AS v (x, w);

-- A row with a NULL is none; no weight, no answer; one point has a covariance of 0 and nothing else.
SELECT dx.wcorr(x, y, w), dx.wcovar_pop(x, y, w) AS covar, dx.weight_of(dx.wcostat(x, y, w)) AS weight, dx.count_of(dx.wcostat(x, y, w)) AS rows, dx.skewness(x) AS skew, dx.skewness(x, w) AS weighed
FROM (VALUES (1::float8, 2::float8, 1::float8), (2, NULL, 1), (NULL, 3, 1), (4, 4, NULL), (5, 1, 2), (7, 3, 0)) AS v (x, y, w);
SELECT dx.wcorr(1, 2, 0) AS corr, dx.wcovar_pop(1, 2, 0) AS covar, dx.wslope(1, 2, 0) AS slope, dx.skewness(1, 0) AS skew, dx.kurtosis(1, 0) AS kurt;
SELECT dx.wcorr(1, 2, 3) AS corr, dx.wcovar_pop(1, 2, 3) AS pop, dx.wcovar_samp(1, 2, 3) AS samp, dx.wslope(1, 2, 3) AS slope, dx.wintercept(1, 2, 3) AS intercept, dx.wcostat(1, 2, 3) AS stat;
SELECT dx.wcorr(x, x, 1) AS corr, dx.kurtosis(x) AS kurt, dx.wcostat(x, x, 1) AS stat, dx.wshape_stat(x, 1) AS shape FROM (SELECT 1::float8 WHERE false) AS v (x);

-- Skewness wants more than two weights' worth, kurtosis more than three, both values that differ.
SELECT n, dx.skewness(x) AS skew, dx.kurtosis(x) AS kurt, dx.skewness(0.1) AS equal, dx.kurtosis(0.1) AS equal, dx.skewness(x, CASE WHEN x = 1 THEN 1 ELSE 1e-9 END) AS one_weight
FROM pg_catalog.generate_series(1, 5) AS n, LATERAL pg_catalog.unnest(('{1,2,4,8,16}'::float8[])[:n]) AS x GROUP BY n ORDER BY n;
-- symmetric: exactly 0; the largest and the least numbers there are
SELECT dx.skewness(x) AS none, dx.kurtosis(x) AS flat FROM pg_catalog.generate_series(-3, 3) AS x;
SELECT dx.kurtosis(x * 2::float8 ^ 900, 5e-324) = dx.kurtosis(x) AS scaled, dx.skewness(x * 2::float8 ^ -1000, 2::float8 ^ 1000) = dx.skewness(x) AS scaled, dx.wcorr(x * 2::float8 ^ 1000, x * 2::float8 ^ -1000, 5e-324) AS corr
FROM pg_catalog.unnest('{1,2,4,8,3}'::float8[]) AS x;

-- Refused.
SELECT dx.wcorr(x, 'NaN', 1) FROM (VALUES (1)) AS v (x);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wcorr('Infinity', x, 1) FROM (VALUES (1)) AS v (x);
SELECT dx.wslope(1, x, -2) FROM (VALUES (1)) AS v (x);
SELECT dx.wcostat(1, x, '-Infinity') FROM (VALUES (1)) AS v (x);
SELECT dx.skewness('NaN') FROM (VALUES (1)) AS v (x);
SELECT dx.kurtosis(x, -0.5) FROM (VALUES (1)) AS v (x);
SELECT dx.wcovar_pop(x * 1e308, x * 1e308, 1) FROM (VALUES (1), (-1)) AS v (x);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wslope(x * 1e300, x * 1e-300, 1) FROM (VALUES (1), (-1)) AS v (x);

-- Rank correlations: numbers of reference; ties at both sides; monotone is 1 or -1 whatever the values.
WITH last AS (SELECT * FROM methods.panel WHERE year = 2023),
pair AS (SELECT a.indicator AS indicator_1, b.indicator AS indicator_2, dx.spearman(a.value, b.value) AS spearman, dx.kendall(a.value, b.value) AS kendall, dx.spearman(b.value, a.value) AS back, dx.kendall(b.value, a.value) AS back_k FROM last AS a JOIN last AS b USING (unit) GROUP BY 1, 2)
SELECT pg_catalog.count(*) AS pairs, pg_catalog.bool_and(p.spearman = r.spearman) AS spearman, pg_catalog.bool_and(p.kendall = r.kendall_tau_b) AS kendall, pg_catalog.bool_and(p.back = p.spearman AND p.back_k = p.kendall) AS symmetric
FROM pair AS p JOIN methods.correlation AS r USING (indicator_1, indicator_2);
SELECT dx.spearman(x, x ^ 3) AS up, dx.kendall(x, -pg_catalog.exp(x)) AS down, dx.spearman(x, 0) AS constant, dx.kendall(0.1, x) AS constant, dx.spearman(x, NULL) AS nothing, dx.kendall(x, x) FILTER (WHERE x = 2) AS one FROM (SELECT i::float8 AS x FROM pg_catalog.generate_series(-3, 3) AS i) AS v;
SELECT dx.spearman(x, y) AS spearman, dx.kendall(x, y) AS kendall, dx.count_of(dx.pairs_stat(x, y)) AS rows FROM (VALUES (1::float8, 2::float8), (1, 3), (2, 3), (2, 3), (3, NULL), (NULL, 4), (4, 1), (0.0, '-0'), ('-0', 0)) AS v (x, y);
SELECT dx.pairs_stat(x, y) AS stat, dx.spearman_of(dx.pairs_stat(x, y ORDER BY y)) = dx.spearman(x, y) AS same FROM (VALUES (2::float8, -1::float8), (1, 5), ('-0', 0.5)) AS v (x, y);
-- few and many ties in x, within which y goes up and down: as couples are counted one by one
SELECT n, of_x, pg_catalog.abs(got - want) < 1e-15 AS as_counted, got IS NULL AS none FROM (VALUES (10, 2), (60, 3), (400, 3), (400, 40), (300, 1), (300, 300)) AS s (n, of_x),
	LATERAL (SELECT pg_catalog.array_agg((i * 7919 % of_x)::float8 ORDER BY i) AS x, pg_catalog.array_agg((-i * 31 % 17)::float8 ORDER BY i) AS y FROM pg_catalog.generate_series(1, n) AS i) AS v,
	LATERAL (SELECT dx.kendall(a, b) AS got FROM unnest(x, y) AS u (a, b)) AS k,
	LATERAL (SELECT pg_catalog.sum(pg_catalog.sign(p.a - q.a) * pg_catalog.sign(p.b - q.b)) / NULLIF(pg_catalog.sqrt(pg_catalog.sum(pg_catalog.abs(pg_catalog.sign(p.a - q.a))) * pg_catalog.sum(pg_catalog.abs(pg_catalog.sign(p.b - q.b)))), 0) AS want FROM unnest(x, y) AS p (a, b), unnest(x, y) AS q (a, b)) AS w ORDER BY n, of_x;
SELECT dx.spearman(x, 'NaN') FROM (VALUES (1)) AS v (x);
SELECT dx.kendall('-Infinity', x) FROM (VALUES (1)) AS v (x);
SELECT dx.weight_of(dx.pairs_stat(1, 2));
SELECT dx.spearman_of(dx.wstat(1, 2));
SELECT 'pairs:0200000000000000000000000000f03f000000000000f03f000000000000f0bf000000000000f0bf'::dx.stat;
SELECT 'pairs:02000000000000000000000000000080000000000000f03f000000000000f0bf000000000000f0bf'::dx.stat;
SELECT 'pairs:0200000000000000000000000000f03f000000000000f03f'::dx.stat;

-- Kept, merged, read; through text and binary; in any order.
CREATE TEMPORARY TABLE point AS SELECT i, i % 5 AS g, (i * 7919 % 1009) / 16.0::float8 AS x, (i * 104729 % 997) / 10.0::float8 AS y, 0.1 * (1 + i % 9)::float8 AS w FROM pg_catalog.generate_series(1, 300) AS i;
CREATE TEMPORARY TABLE kept AS SELECT g, dx.wcostat(y, x, w) AS pair, dx.wshape_stat(x, w) AS shape FROM pg_temp.point GROUP BY g;
SELECT dx.corr_of(p) = dx.wcorr(y, x, w) AS corr, dx.covariance_of(p) = dx.wcovar_pop(x, y, w) AS pop, dx.covariance_of(p, false) = dx.wcovar_pop(x, y, w) AS pop, dx.covariance_of(p, true) = dx.wcovar_samp(x, y, w) AS samp,
	dx.slope_of(p) = dx.wslope(y, x, w) AS slope, dx.intercept_of(p) = dx.wintercept(y, x, w) AS intercept, p OPERATOR(dx.=) dx.wcostat(y, x, w ORDER BY x) AS ordered,
	dx.skewness_of(s) = dx.skewness(x, w) AS skew, dx.kurtosis_of(s) = dx.kurtosis(x, w) AS kurt, dx.mean_of(s) = dx.wavg(x, w) AS mean, dx.variance_of(s, true) = dx.wvar_samp(x, w) AS var, dx.sum_of(s) = dx.wsum(x, w) AS sum,
	s OPERATOR(dx.=) dx.wshape_stat(x, w ORDER BY y) AS ordered
FROM pg_temp.point, (SELECT dx.merge_stats(pair) AS p, dx.merge_stats(shape::text::dx.stat) AS s FROM pg_temp.kept) AS m GROUP BY p, s;
SELECT pg_catalog.left(pair::text, 30) AS pair, pg_catalog.left(shape::text, 25) AS shape, pg_catalog.length(dx.stat_send(pair)) AS bytes FROM pg_temp.kept WHERE g = 1;
SELECT dx.spearman_of(dx.merge_stats(s)) = (SELECT dx.spearman(x, y) FROM pg_temp.point) AS spearman, dx.kendall_of(dx.merge_stats(s::text::dx.stat ORDER BY g DESC)) = (SELECT dx.kendall(x, y) FROM pg_temp.point) AS kendall,
	dx.merge_stats(s) OPERATOR(dx.=) (SELECT dx.pairs_stat(x, y) FROM pg_temp.point) AS same FROM (SELECT g, dx.pairs_stat(x, y) AS s FROM pg_temp.point GROUP BY g) AS q;
CREATE TEMPORARY TABLE received (LIKE kept);
\copy kept TO 'results/stat_comoments' WITH (FORMAT binary)
\copy received FROM 'results/stat_comoments' WITH (FORMAT binary)
SELECT pg_catalog.count(*) FROM pg_temp.kept AS k JOIN pg_temp.received AS r USING (g) WHERE k.pair OPERATOR(dx.=) r.pair AND k.shape OPERATOR(dx.=) r.shape;

-- Frames that slide: the bits of a computation from nothing.
SELECT pg_catalog.count(*) FROM (SELECT i, dx.wcorr(y, x, w) OVER f AS corr, dx.wslope(y, x, w) OVER f AS slope, dx.wintercept(y, x, w) OVER f AS intercept, dx.wcovar_pop(y, x, w) OVER f AS pop, dx.wcovar_samp(y, x, w) OVER f AS samp,
	dx.skewness(x) OVER f AS skew, dx.kurtosis(x, w) OVER f AS kurt, dx.skewness(x, w) OVER f AS weighed, dx.kurtosis(x) OVER f AS plain, dx.wcostat(y, x, w) OVER f AS pair, dx.wshape_stat(x, w) OVER f AS shape
	FROM pg_temp.point WINDOW f AS (ORDER BY i ROWS BETWEEN 8 PRECEDING AND 3 FOLLOWING)) AS f,
	LATERAL (SELECT dx.wcorr(y, x, w) AS corr, dx.wslope(y, x, w) AS slope, dx.wintercept(y, x, w) AS intercept, dx.wcovar_pop(y, x, w) AS pop, dx.wcovar_samp(y, x, w) AS samp, dx.skewness(x) AS skew, dx.kurtosis(x, w) AS kurt,
		dx.skewness(x, w) AS weighed, dx.kurtosis(x) AS plain, dx.wcostat(y, x, w) AS pair, dx.wshape_stat(x, w) AS shape FROM pg_temp.point AS p WHERE p.i BETWEEN f.i - 8 AND f.i + 3) AS n
WHERE (f.corr, f.slope, f.intercept, f.pop, f.samp, f.skew, f.kurt, f.weighed, f.plain) = (n.corr, n.slope, n.intercept, n.pop, n.samp, n.skew, n.kurt, n.weighed, n.plain) AND f.pair OPERATOR(dx.=) n.pair AND f.shape OPERATOR(dx.=) n.shape;

SELECT pg_catalog.count(*) FROM (SELECT i, dx.spearman(x, y) OVER f AS s, dx.kendall(x, y) OVER f AS k, dx.merge_stats(dx.stat_accum_pairs(NULL, x, y)) OVER f AS m FROM pg_temp.point WHERE i <= 60 WINDOW f AS (ORDER BY i ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)) AS f,
	LATERAL (SELECT dx.spearman(x, y) AS s, dx.kendall(x, y) AS k, dx.pairs_stat(x, y) AS m FROM pg_temp.point AS p WHERE p.i BETWEEN f.i - 6 AND f.i) AS n WHERE (f.s, f.k) IS NOT DISTINCT FROM (n.s, n.k) AND f.m OPERATOR(dx.=) n.m;

-- Statistics of other kinds have no such thing; sums that no rows have are refused.
SELECT dx.corr_of(shape) FROM pg_temp.kept;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.slope_of(dx.wstat(1, 1));
SELECT dx.intercept_of(shape) FROM pg_temp.kept;
SELECT dx.covariance_of(shape) FROM pg_temp.kept;
SELECT dx.skewness_of(pair) FROM pg_temp.kept;
SELECT dx.kurtosis_of(dx.wstat(1, 1));
SELECT dx.mean_of(pair) FROM pg_temp.kept;
SELECT dx.variance_of(pair) FROM pg_temp.kept;
SELECT dx.merge_stats(s) FROM (SELECT pair FROM pg_temp.kept UNION ALL SELECT shape FROM pg_temp.kept) AS u (s);
SELECT dx.stat_accum_shape(dx.wcostat(1, 2, 3), 1);
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
SELECT s AS stat, pg_temp.said(pg_catalog.format('%L::dx.stat', s)) AS read FROM pg_catalog.unnest(ARRAY['co-moments:0000000000000000' || pg_catalog.repeat('0000', 7), 'co-moments:0100000000000000' || pg_catalog.repeat('0000', 6),
	'co-moments:0200000000000000' || '0100940102' || '0100940102' || '0100940102' || '0100940104' || '0100940102' || '0100940104' || '0100940104',
	'co-moments:0200000000000000' || '0100940102' || '0100940102' || '0100940102' || '0100940104' || '0100940102' || '0100940102' || '0100940104',
	'co-moments:0200000000000000' || '0100940102' || '0100940102' || '0100940102' || '0100940104' || '0100940102' || '0100940104' || '0100940103',
	'shape:0000000000000000' || pg_catalog.repeat('0000', 6), 'shape:0100000000000000' || pg_catalog.repeat('0100940101', 6), 'shape:0100000000000000' || pg_catalog.repeat('0100940101', 5) || '0100940102']) AS s;
DROP SCHEMA methods CASCADE;
