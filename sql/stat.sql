-- SPDX-License-Identifier: PostgreSQL
--
-- Exact weighted statistics: dx.stat, the aggregates that make it, the
-- functions that read it.
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
SET extra_float_digits = 1;
\set VERBOSITY terse
CREATE SCHEMA stat_test;

-- Three districts' satisfaction rates by the number asked; by hand:
-- mean (80 20 + 90 10 + 60 10) / 40 = 77.5; sum of w (x - m)^2 = 125 + 1562.5 + 3062.5 = 4750;
-- / 40 = 118.75; / (40 - 600 / 40) = 190.
CREATE TABLE stat_test.rate (district text, x float8, w float8);
INSERT INTO stat_test.rate VALUES ('A', 80, 20), ('B', 90, 10), ('C', 60, 10);
SELECT dx.exact_sum(x), dx.wsum(x, w), dx.wavg(x, w), dx.wvar_pop(x, w), dx.wvar_samp(x, w) FROM stat_test.rate;
SELECT dx.wstddev_pop(x, w) = sqrt(118.75::float8) AS pop, dx.wstddev_samp(x, w) = sqrt(190::float8) AS samp FROM stat_test.rate;
-- two steps
SELECT dx.wstat(x, w) AS stat FROM stat_test.rate;
SELECT dx.count_of(s), dx.weight_of(s), dx.sum_of(s), dx.mean_of(s), dx.variance_of(s), dx.variance_of(s, false) AS pop, dx.variance_of(s, true) AS samp,
	dx.stddev_of(s) = dx.stddev_of(s, false) AS same, dx.stddev_of(s, true) = sqrt(190::float8) AS root
FROM (SELECT dx.wstat(x, w) AS s FROM stat_test.rate) AS q;

-- Exact, and rounded once: what float8 sums lose, in any order.
SELECT dx.exact_sum(x) AS exact, sum(x) AS rounded FROM (VALUES (1e16::float8), (1), (-1e16)) AS v (x);
SELECT dx.exact_sum(x) FROM (VALUES (0.1::float8), (0.2), (-0.3)) AS v (x);
SELECT dx.exact_sum(x) FROM (VALUES (1e308::float8), (1e308), (1e-308), (-1e308), (-1e308)) AS v (x);
SELECT dx.exact_sum(x) FROM (VALUES (5e-324::float8), (5e-324)) AS v (x);
SELECT dx.wavg(0.1::float8, w) = 0.1 AS same FROM pg_catalog.generate_series(1, 1000) AS w;
-- products of which no double is near
SELECT dx.wsum(1e-200, 1e-200) AS vanishes, dx.wavg(1e-200, 1e-200), dx.wavg(1e300, 1e300) FROM pg_catalog.generate_series(1, 2);
-- a level of a billion, a spread of millionths: the variance is that of 1 .. 9, times 1e-12 (values as their doubles are)
SELECT round(dx.wvar_pop(1e9::float8 + i / 1048576.0::float8, 1)::numeric * 1048576::numeric ^ 2, 10) AS spread, var_pop(i) AS want
FROM pg_catalog.generate_series(1, 9) AS i;
SELECT dx.wvar_pop(123456.789, w), dx.wstddev_samp(123456.789, w) FROM pg_catalog.generate_series(1, 9) AS w;

-- Against numeric, whose sums and products are exact too.
CREATE TABLE stat_test.cents AS
SELECT i, (i * 7919 % 10007 - 5000) / 16.0::float8 AS x, (i * 104729 % 1009) / 8.0::float8 AS w FROM pg_catalog.generate_series(1, 2000) AS i;
SELECT dx.wsum(x, w)::numeric = sum(x::numeric * w::numeric) AS wsum, dx.exact_sum(x)::numeric = sum(x::numeric) AS exact_sum,
	dx.wavg(x, w) = (sum(x::numeric * w::numeric) / sum(w::numeric))::float8 AS wavg,
	dx.wvar_pop(x, w) = ((sum(w::numeric) * sum(w::numeric * x::numeric * x::numeric) - sum(w::numeric * x::numeric) ^ 2) / sum(w::numeric) ^ 2)::float8 AS wvar_pop,
	dx.wvar_samp(x, w) = ((sum(w::numeric) * sum(w::numeric * x::numeric * x::numeric) - sum(w::numeric * x::numeric) ^ 2)
		/ (sum(w::numeric) ^ 2 - sum(w::numeric * w::numeric)))::float8 AS wvar_samp
FROM stat_test.cents;
-- weight 1 is no weight
SELECT dx.wavg(x, 1) = avg(x::numeric)::float8 AS avg, dx.wvar_pop(x, 1) = var_pop(x::numeric)::float8 AS var_pop, dx.wvar_samp(x, 1) = var_samp(x::numeric)::float8 AS var_samp,
	dx.wstddev_pop(x, w) = sqrt((sum(w::numeric) * sum(w::numeric * x::numeric * x::numeric) - sum(w::numeric * x::numeric) ^ 2)::numeric(80, 50) / sum(w::numeric) ^ 2)::float8 AS stddev_pop,
	dx.wstddev_samp(x, 1) = sqrt((count(*) * sum(x::numeric * x::numeric) - sum(x::numeric) ^ 2)::numeric(80, 50) / (count(*) * (count(*) - 1)))::float8 AS stddev_samp
FROM stat_test.cents;

-- Nothing to say: no rows, rows with NULL alone, no weight, one weight.
CREATE TABLE stat_test.blank (what text, x float8, w float8);
INSERT INTO stat_test.blank VALUES ('null x', NULL, 1), ('null w', 1, NULL), ('both null', NULL, NULL), ('no weight', 1, 0), ('no weight', 2, 0), ('one', 5, 2),
	('one left', NULL, 1), ('one left', 5, 2), ('one left', 7, NULL), ('one left', 9, 0);
SELECT what, dx.exact_sum(x), dx.wsum(x, w), dx.wavg(x, w), dx.wvar_pop(x, w), dx.wvar_samp(x, w), dx.wstddev_pop(x, w), dx.wstddev_samp(x, w), dx.wstat(x, w)
FROM stat_test.blank GROUP BY what ORDER BY what COLLATE "C";
SELECT dx.exact_sum(x), dx.wsum(x, w), dx.wavg(x, w), dx.wvar_pop(x, w), dx.wvar_samp(x, w), dx.wstddev_pop(x, w), dx.wstddev_samp(x, w), dx.wstat(x, w)
FROM stat_test.blank WHERE false;
SELECT dx.count_of(s), dx.weight_of(s), dx.sum_of(s), dx.mean_of(s), dx.variance_of(s), dx.stddev_of(s, true)
FROM (SELECT what, dx.wstat(x, w) AS s FROM stat_test.blank WHERE what IN ('no weight', 'one left') GROUP BY what ORDER BY what COLLATE "C") AS q;
SELECT dx.count_of(s), dx.weight_of(s), dx.sum_of(s), dx.mean_of(s), dx.variance_of(s), dx.stddev_of(s, true) FROM (VALUES (NULL::dx.stat)) AS v (s);
-- -0 is 0, as value, as weight and as result
SELECT dx.exact_sum(x), dx.wsum(x, w), dx.wavg(x, w) FROM (VALUES ('-0'::float8, 1::float8), ('-0', '-0'), ('-5e-324', 1e-300)) AS v (x, w);

-- Any pair of number types, without a cast.
CREATE TABLE stat_test.typed (i2 smallint, i4 int, i8 bigint, f4 real, f8 float8, n numeric);
INSERT INTO stat_test.typed VALUES (1, 1, 1, 1, 1, 1), (2, 2, 2, 2, 2, 2), (4, 4, 4, 4, 4, 4);
CREATE FUNCTION stat_test.of_types(x name, w name) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	EXECUTE pg_catalog.format('SELECT (dx.wavg(%1$I, %2$I), dx.wsum(%1$I, %2$I), dx.wvar_pop(%1$I, %2$I), dx.wvar_samp(%1$I, %2$I),
		dx.wstddev_pop(%1$I, %2$I), dx.wstddev_samp(%1$I, %2$I), dx.mean_of(dx.wstat(%1$I, %2$I)), dx.exact_sum(%1$I))::text FROM stat_test.typed', x, w) INTO result;
	RETURN result;
END $$;
SELECT count(*) AS pairs, stat_test.of_types(x, w)
FROM pg_catalog.unnest('{i2, i4, i8, f4, f8, n}'::name[]) AS x, pg_catalog.unnest('{i2, i4, i8, f4, f8, n}'::name[]) AS w GROUP BY 2;

-- Text, binary, comparison.
CREATE TABLE stat_test.kept (id int PRIMARY KEY, s dx.stat);
INSERT INTO stat_test.kept
SELECT i / 50, dx.wstat(x, w) FROM stat_test.cents GROUP BY 1;
INSERT INTO stat_test.kept VALUES (100, 'sum:0200000000000000010094010a'), (101, 'mean:03000000000000000100940103018094010f');
SELECT dx.count_of(s), dx.sum_of(s), dx.weight_of(s), dx.mean_of(s) FROM stat_test.kept WHERE id = 101;
SELECT dx.count_of(s), dx.sum_of(s) FROM stat_test.kept WHERE id = 100;
SELECT count(*), bool_and(s::text::dx.stat OPERATOR(dx.=) s) AS text, bool_and(pg_catalog.octet_length(s::text) < 160) AS short,
	max(pg_catalog.octet_length(dx.stat_send(s))) AS most FROM stat_test.kept;
SELECT count(*) FROM stat_test.kept a JOIN stat_test.kept b ON a.s OPERATOR(dx.=) b.s WHERE a.id = b.id AND dx.stat_hash(a.s) = dx.stat_hash(b.s) AND dx.stat_hash_extended(a.s, 7) = dx.stat_hash_extended(b.s, 7);
SELECT count(*) AS pairs, count(*) FILTER (WHERE (a.s OPERATOR(dx.<) b.s)) AS less, count(*) FILTER (WHERE a.s OPERATOR(dx.<>) b.s) AS unequal,
	count(*) FILTER (WHERE dx.stat_cmp(a.s, b.s) = -dx.stat_cmp(b.s, a.s)) AS antisymmetric,
	count(*) FILTER (WHERE a.s OPERATOR(dx.<=) b.s <> (a.s OPERATOR(dx.>) b.s) AND a.s OPERATOR(dx.>=) b.s <> (a.s OPERATOR(dx.<) b.s)) AS opposite
FROM stat_test.kept a, stat_test.kept b;
CREATE UNIQUE INDEX ON stat_test.kept (s);
SELECT count(*) FROM (SELECT DISTINCT s FROM stat_test.kept ORDER BY s) AS q;
INSERT INTO stat_test.kept SELECT 200, s FROM stat_test.kept WHERE id = 7;
CREATE TABLE stat_test.copied (s dx.stat);
\copy (SELECT s FROM stat_test.kept) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
SELECT count(*) FROM stat_test.copied JOIN stat_test.kept ON copied.s OPERATOR(dx.=) kept.s;
-- equal sums are equal values, whatever came in on the way
SELECT dx.wstat(x, w) OPERATOR(dx.=) (SELECT dx.wstat(x, w) FROM (VALUES (3, 4), (1, 2)) AS v (x, w)) AS same FROM (VALUES (1, 2), (3, 4)) AS v (x, w);

-- What is refused: text,
INSERT INTO stat_test.copied VALUES ('');
INSERT INTO stat_test.copied VALUES ('mean');
INSERT INTO stat_test.copied VALUES ('average:0000');
INSERT INTO stat_test.copied VALUES ('mean:01F0');
INSERT INTO stat_test.copied VALUES ('mean:010');
INSERT INTO stat_test.copied VALUES ('mean:0100');
INSERT INTO stat_test.copied VALUES ('sum:02000000000000000100940100');
INSERT INTO stat_test.copied VALUES ('sum:0200000000000000010094010a00');
INSERT INTO stat_test.copied VALUES ('sum:02000000000000800100940103');
INSERT INTO stat_test.copied VALUES ('sum:02000000000000000100940103018094010f');
INSERT INTO stat_test.copied VALUES ('mean:03000000000000000180940103018094010f');
INSERT INTO stat_test.copied VALUES ('mean:03000000000000000000018094010f');
INSERT INTO stat_test.copied VALUES ('moments:02000000000000000100940102010094010401009401020100940107');
\echo :LAST_ERROR_SQLSTATE
-- and bytes
\copy (SELECT ''::bytea) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
\copy (SELECT '\x0201000002000000000000000000'::bytea) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
\copy (SELECT '\x01ff000002000000000000000000'::bytea) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
\copy (SELECT '\x0101010002000000000000000000'::bytea) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
\copy (SELECT '\x010100000200000000000000ff7f0000'::bytea) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
\copy (SELECT '\x01020000020000000000000001009401020100940103'::bytea || '\x00') TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.copied FROM 'results/stat_copy' WITH (FORMAT binary)
-- every beginning of good bytes
CREATE FUNCTION stat_test.refused(bytes bytea) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT ' || pg_catalog.quote_literal('moments:' || pg_catalog.encode(pg_catalog.substr(bytes, 5), 'hex')) || '::dx.stat';
	RETURN false;
EXCEPTION WHEN invalid_text_representation THEN
	RETURN true;
END $$;
SELECT count(*) FILTER (WHERE stat_test.refused(pg_catalog.substr(b, 1, n))) AS cut, count(*) FILTER (WHERE NOT stat_test.refused(pg_catalog.substr(b, 1, n))) AS whole
FROM (SELECT dx.stat_send(s) AS b FROM stat_test.kept WHERE id = 0) AS q, pg_catalog.generate_series(4, pg_catalog.length(b)) AS n;

-- Rows that cannot be taken, by every aggregate.
SELECT dx.wavg(x, -0.5) FROM stat_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wsum(x, -1e-300) FROM stat_test.rate;
SELECT dx.wavg(x, 'NaN') FROM stat_test.rate;
SELECT dx.wavg(x, '-Infinity') FROM stat_test.rate;
SELECT dx.wavg('Infinity', w) FROM stat_test.rate;
SELECT dx.wvar_pop('-Infinity', w) FROM stat_test.rate;
SELECT dx.wvar_samp('NaN', w) FROM stat_test.rate;
SELECT dx.wstddev_pop(x, -1) FROM stat_test.rate;
SELECT dx.wstddev_samp(x, 'Infinity') FROM stat_test.rate;
SELECT dx.wstat(x, -7) FROM stat_test.rate;
SELECT dx.exact_sum('NaN') FROM stat_test.rate;
SELECT dx.exact_sum('-Infinity'::numeric) FROM stat_test.rate;
\echo :LAST_ERROR_SQLSTATE
-- also where the weight, or the value, is 0 or nothing else is refused before
SELECT dx.wavg('NaN', 0) FROM stat_test.rate;
SELECT dx.wavg(0, -3) FROM stat_test.rate;
-- but a row with a NULL is no row
SELECT dx.wavg(NULL, -3), dx.wavg('NaN', NULL), dx.exact_sum(NULL) FROM stat_test.rate;
-- results that no double can hold
SELECT dx.exact_sum(1.7e308::float8) FROM stat_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.wsum(-1.7e308::float8, w) FROM stat_test.rate;
SELECT dx.wvar_pop(x * 1e306, w) FROM stat_test.rate;
SELECT dx.wvar_samp(x * 1e306, w) FROM stat_test.rate;
SELECT dx.wavg(x * 1e306, w), dx.wstddev_pop(x * 1e306, w) > 1e307 AS large FROM stat_test.rate;
SELECT dx.weight_of(dx.wstat(1, 1.7e308)) FROM stat_test.rate;

-- sums that no rows have, of every kind; parameters that are none; a quotient beyond doubles
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
SELECT s AS stat, pg_temp.said(pg_catalog.format('%L::dx.stat', s)) AS read, pg_temp.said(pg_catalog.format('dx.weight_of(%L)', s)) AS weight, pg_temp.said(pg_catalog.format('dx.mean_of(%L)', s)) AS mean
FROM pg_catalog.unnest(ARRAY['sum:00000000000000000100940103', 'mean:000000000000000000000000', 'mean:00000000000000000100940103010094010f', 'mean:0100000000000000010017010101001102ff', 'mean:01000000000000000100170101' || '0100110201',
	'moments:0200000000000000' || '0000' || '0000' || '0100940102' || '0000', 'moments:0200000000000000' || '0000' || '0000' || '0000' || '0100940102', 'moments:0200000000000000' || '0000' || '0000' || '0000' || '0000',
	'moments:0200000000000000' || '0000' || '0000' || '0000' || '0100180301', 'moments:0200000000000000' || '0100940101' || '0000' || '0000' || '0000', 'moments:0200000000000000' || '0100940101' || '0000' || '0100940102' || '0000', 'moments:0200000000000000' || '0100940102' || '0100940102' || '0100940102' || '0100940101',
	'sum:01000000000000000080', 'sum:01000000000000000180940101', 'sum:0100000000000000010094010g', 'sum:0100000000000000010094010']) AS s;
SELECT p AS parameter, pg_temp.said(pg_catalog.format('%L::dx.stat', 'power-mean:0000000000000000' || p)) AS read FROM pg_catalog.unnest('{0000000000000080,000000000000f07f,000000000000f8ff,0000000000000000}'::text[]) AS p;
-- infinite in the middle of a column
SELECT pg_temp.said($$dx.exact_sum(x) FROM (VALUES (1::float8), ('Infinity')) AS v (x)$$) AS inf, pg_temp.said($$dx.exact_sum(x) FROM (VALUES (1::float8), ('NaN')) AS v (x)$$) AS nan, pg_temp.said($$dx.wavg(x, 1) FROM (VALUES (1::float8), ('-Infinity')) AS v (x)$$) AS "-inf";
-- the largest and the least there are, and more terms than are held together (2^22)
SELECT pg_temp.said('dx.wvar_pop(1e308 * s, 1e308) FROM (VALUES (1), (-1)) AS v (s)') AS beyond, dx.wstddev_pop(1e307 * s, 1e308) = 1e307 AS within, dx.wvar_pop(1e308, 1e308) AS nothing, dx.wvar_samp(5e-324, 5e-324) AS least FROM (VALUES (1), (-1)) AS v (s);
SELECT dx.exact_sum(9007199254740991) = (9007199254740991::numeric * 4194309)::float8 AS many FROM pg_catalog.generate_series(1, 4194309);

-- Readers of kinds that have not what they ask for.
SELECT dx.mean_of(s) FROM stat_test.kept WHERE id = 100;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.weight_of(s) FROM stat_test.kept WHERE id = 100;
SELECT dx.variance_of(s) FROM stat_test.kept WHERE id = 100;
SELECT dx.variance_of(s, true) FROM stat_test.kept WHERE id = 101;
SELECT dx.stddev_of(s) FROM stat_test.kept WHERE id = 101;
SELECT dx.stddev_of(s, true) FROM stat_test.kept WHERE id = 101;

-- Merging: parts, of parts, in any order, NULLs in between.
SELECT dx.merge_stats(s) OPERATOR(dx.=) (SELECT dx.wstat(x, w) FROM stat_test.cents) AS same, dx.mean_of(dx.merge_stats(s)) = (SELECT dx.wavg(x, w) FROM stat_test.cents) AS mean,
	dx.merge_stats(s) OPERATOR(dx.=) dx.merge_stats(s ORDER BY id DESC) AS backwards
FROM stat_test.kept WHERE id < 100;
SELECT dx.merge_stats(m) OPERATOR(dx.=) (SELECT dx.wstat(x, w) FROM stat_test.cents) AS same
FROM (SELECT dx.merge_stats(s) AS m FROM stat_test.kept WHERE id < 100 GROUP BY id % 7 UNION ALL SELECT NULL) AS q;
SELECT dx.merge_stats(NULL), dx.merge_stats(s) FILTER (WHERE false) AS none FROM stat_test.kept;
SELECT dx.merge_stats(s) FROM stat_test.kept WHERE id >= 100;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.merge_stats(s) FROM stat_test.kept WHERE id IN (3, 101);
-- more rows, and larger sums, than there can be: as bytes, from an initial value on, merged
SELECT 'sum:01000000000000400100940103'::dx.stat;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.merge_stats(s) FROM (VALUES ('sum:00000000000000400100940103'::dx.stat), ('sum:01000000000000000100940103')) AS v (s);
\echo :LAST_ERROR_SQLSTATE
CREATE AGGREGATE pg_temp.sum_on(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, INITCOND = 'sum:00000000000000400100940103');
CREATE AGGREGATE pg_temp.merge_on(dx.stat) (SFUNC = dx.stat_combine, STYPE = dx.stat, INITCOND = 'sum:00000000000000400100940103', FINALFUNC = dx.sum_of);
CREATE AGGREGATE pg_temp.count_on(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, INITCOND = 'sum:ffffffffffffff3f0100940103', FINALFUNC = dx.count_of);
SELECT pg_temp.sum_on(x) FROM (VALUES (1::float8), (1), (1e300)) AS v (x);
\echo :LAST_ERROR_SQLSTATE
SELECT pg_temp.sum_on(x), pg_temp.count_on(x) FROM (VALUES (NULL::float8)) AS v (x);
SELECT pg_temp.count_on(x) FROM (VALUES (1::float8)) AS v (x);
SELECT pg_temp.count_on(x) FROM (VALUES (1::float8), (2)) AS v (x);
SELECT pg_temp.merge_on(dx.stat_accum_sum(NULL, 1));
\echo :LAST_ERROR_SQLSTATE
SELECT ('sum:01000000000000001c030000' || pg_catalog.repeat('ff', 796))::dx.stat;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.sum_of('sum:010000000000000001001402ff');
SELECT dx.sum_of('sum:01000000000000000100140201');

-- Aggregates wherever SQL has them: FILTER, DISTINCT, ORDER BY, several in a query, with GROUPING SETS.
SELECT dx.wavg(x, w) FILTER (WHERE district <> 'C') AS "A, B", dx.wavg(DISTINCT w, 1) AS weights, dx.wavg(x, w ORDER BY x DESC), dx.wavg(w, x) AS other FROM stat_test.rate;
SELECT two, three, wavg = (SELECT dx.wavg(x, w) FROM stat_test.cents c WHERE c.i % 2 = coalesce(two, c.i % 2) AND c.i % 3 = coalesce(three, c.i % 3)) AS wavg,
	wstat OPERATOR(dx.=) (SELECT dx.wstat(x, w) FROM stat_test.cents c WHERE c.i % 2 = coalesce(two, c.i % 2) AND c.i % 3 = coalesce(three, c.i % 3)) AS wstat
FROM (SELECT i % 2 AS two, i % 3 AS three, dx.wavg(x, w), dx.wstat(x, w) FROM stat_test.cents GROUP BY CUBE (1, 2)) AS q ORDER BY 1, 2;
-- the server keeps one state for all that are of one kind
SELECT dx.wavg(x, w) = dx.wsum(x, w) / 40 AS mean, dx.wstddev_pop(x, w) = sqrt(dx.wvar_pop(x, w)) AS moments FROM stat_test.rate;

-- Sliding frames take rows out again: the same bits as computing anew.
CREATE VIEW stat_test.wild AS
SELECT i, CASE WHEN i % 11 = 0 THEN NULL WHEN i % 7 = 0 THEN (-1) ^ i * 1e150 WHEN i % 5 = 0 THEN 1e-150 ELSE (i * 7919 % 1009) / 10.0::float8 END AS x,
	CASE WHEN i % 13 = 0 THEN NULL WHEN i % 6 = 0 THEN 0 WHEN i % 17 = 0 THEN 1e100 ELSE (i * 31 % 97) / 7.0::float8 END AS w
FROM pg_catalog.generate_series(1, 200) AS i;
CREATE FUNCTION stat_test.sliding(frame text) RETURNS TABLE (rows bigint, exact_sum boolean, wsum boolean, wavg boolean, var_pop boolean, var_samp boolean, stddev_pop boolean, stddev_samp boolean, wstat boolean, merged boolean)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE pg_catalog.format('
		WITH framed AS (
			SELECT pg_catalog.array_agg(i) OVER f AS members,
				dx.exact_sum(x) OVER f AS a, dx.wsum(x, w) OVER f AS b, dx.wavg(x, w) OVER f AS c, dx.wvar_pop(x, w) OVER f AS d,
				dx.wvar_samp(x, w) OVER f AS e, dx.wstddev_pop(x, w) OVER f AS g, dx.wstddev_samp(x, w) OVER f AS h, dx.wstat(x, w) OVER f AS s,
				dx.merge_stats(one) OVER f AS m
			FROM (SELECT i, x, w, (SELECT dx.wstat(y, v) FROM (VALUES (x, w)) AS r (y, v)) AS one FROM stat_test.wild OFFSET 0) AS wild
			WINDOW f AS (ORDER BY i %s))
		SELECT pg_catalog.count(*), pg_catalog.bool_and(a IS NOT DISTINCT FROM r.a2), pg_catalog.bool_and(b IS NOT DISTINCT FROM r.b2), pg_catalog.bool_and(c IS NOT DISTINCT FROM r.c2),
			pg_catalog.bool_and(d IS NOT DISTINCT FROM r.d2), pg_catalog.bool_and(e IS NOT DISTINCT FROM r.e2), pg_catalog.bool_and(g IS NOT DISTINCT FROM r.g2),
			pg_catalog.bool_and(h IS NOT DISTINCT FROM r.h2), pg_catalog.bool_and(s::text IS NOT DISTINCT FROM r.s2::text), pg_catalog.bool_and(m::text IS NOT DISTINCT FROM r.s2::text)
		FROM framed CROSS JOIN LATERAL (
			SELECT dx.exact_sum(x) AS a2, dx.wsum(x, w) AS b2, dx.wavg(x, w) AS c2, dx.wvar_pop(x, w) AS d2,
				dx.wvar_samp(x, w) AS e2, dx.wstddev_pop(x, w) AS g2, dx.wstddev_samp(x, w) AS h2, dx.wstat(x, w) AS s2
			FROM stat_test.wild WHERE i = ANY (members)) AS r', frame);
END $$;
SELECT frame, s.* FROM (VALUES ('ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING'), ('ROWS BETWEEN 20 PRECEDING AND 5 PRECEDING'), ('ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
	('ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING EXCLUDE CURRENT ROW'), ('RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING EXCLUDE TIES'), ('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW')) AS v (frame),
	LATERAL stat_test.sliding(frame) AS s;
-- an empty frame, and one that runs empty of rows with numbers
SELECT i, dx.wavg(x, w) OVER f, dx.count_of(dx.wstat(x, w) OVER f) AS rows FROM (VALUES (1, 1, 1), (2, NULL, 1), (3, NULL, NULL), (4, 5, 2)) AS v (i, x, w)
WINDOW f AS (ORDER BY i ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING);
-- errors come out of windows as they do elsewhere
SELECT dx.wavg(x, w - 15) OVER (ORDER BY x ROWS 1 PRECEDING) FROM stat_test.rate;

-- States in other hands: a user's aggregate without final function; the
-- functions behind aggregates called as functions, which change nothing.
CREATE AGGREGATE stat_test.open(float8, float8) (SFUNC = dx.stat_accum_moments, STYPE = dx.stat);
CREATE AGGREGATE stat_test.unite(dx.stat) (SFUNC = dx.stat_combine, STYPE = dx.stat);
CREATE TABLE stat_test.given AS SELECT i % 10 AS g, stat_test.open(x, w) AS s FROM stat_test.cents GROUP BY 1;
SELECT count(*) FROM stat_test.given JOIN (SELECT i % 10 AS g, dx.wstat(x, w) AS s FROM stat_test.cents GROUP BY 1) AS q USING (g) WHERE given.s OPERATOR(dx.=) q.s;
SELECT stat_test.unite(s) OPERATOR(dx.=) dx.merge_stats(s) AS same FROM stat_test.given;
SELECT dx.stat_combine(s, s) OPERATOR(dx.=) dx.stat_accum_moments(s, 1, 1) AS same, dx.mean_of(dx.stat_accum_moments(s, 77.5, 10)) AS mean, dx.count_of(dx.stat_combine(s, s)) AS twice,
	dx.stat_undo_moments(dx.stat_accum_moments(s, 1, 2), 1, 2) OPERATOR(dx.=) s AS undone, dx.stat_undo_merge(dx.stat_combine(s, s), s) OPERATOR(dx.=) s AS parted,
	dx.stat_combine(s, NULL) OPERATOR(dx.=) s AS left, dx.stat_combine(NULL, s) OPERATOR(dx.=) s AS right, dx.stat_combine(NULL, NULL) IS NULL AS neither
FROM (SELECT stat_test.open(x, w) AS s FROM stat_test.rate) AS q;
SELECT dx.stat_accum_sum(NULL, 3), dx.stat_accum_mean(NULL, 3, 4), dx.stat_accum_mean(NULL, NULL, 4) AS none, dx.stat_final(dx.stat_accum_mean(NULL, NULL, 4)) AS nothing;
-- what was not in cannot be taken out
SELECT dx.stat_undo_sum(NULL, 3);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.stat_undo_mean(dx.stat_accum_mean(NULL, 1, 1), 1, 2);
SELECT dx.stat_undo_moments(dx.stat_accum_moments(NULL, 1, 3), 1, 2);
SELECT dx.stat_undo_merge(dx.stat_accum_sum(NULL, 3), dx.stat_accum_sum(dx.stat_accum_sum(NULL, 3), 3));
SELECT dx.stat_accum_mean(dx.stat_accum_sum(NULL, 3), 3, 1);
SELECT dx.stat_combine(dx.stat_accum_sum(NULL, 3), dx.stat_accum_mean(NULL, 3, 1));
-- rows are taken out of moving frames only, and what is kept of those can be read again
CREATE AGGREGATE pg_temp.out(float8, float8) (SFUNC = dx.stat_undo_mean, STYPE = dx.stat);
CREATE AGGREGATE pg_temp.out(dx.stat) (SFUNC = dx.stat_undo_merge, STYPE = dx.stat, INITCOND = 'sum:00000000000000000000');
CREATE AGGREGATE pg_temp.out(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, MSFUNC = dx.stat_undo_sum, MINVFUNC = dx.stat_accum_sum, MSTYPE = dx.stat, MINITCOND = 'sum:01000000000000000100940103');
CREATE AGGREGATE pg_temp.out_count(float8) (SFUNC = dx.stat_accum_sum, STYPE = dx.stat, FINALFUNC = dx.count_of,
	MSFUNC = dx.stat_undo_sum, MINVFUNC = dx.stat_accum_sum, MSTYPE = dx.stat, MINITCOND = 'sum:01000000000000000100940103', MFINALFUNC = dx.count_of);
SELECT pg_temp.out(x, w) FROM stat_test.rate;
\echo :LAST_ERROR_SQLSTATE
SELECT pg_temp.out(s) FROM stat_test.given;
SELECT pg_temp.out(x, w) OVER (ORDER BY x) FROM stat_test.rate;
SELECT pg_temp.out(x) OVER (ORDER BY x ROWS BETWEEN CURRENT ROW AND CURRENT ROW) FROM (VALUES (3::float8), (4)) AS v (x);
\echo :LAST_ERROR_SQLSTATE
SELECT pg_temp.out_count(x) OVER (ORDER BY x ROWS 1 PRECEDING) FROM (VALUES (3::float8), (4)) AS v (x);
\echo :LAST_ERROR_SQLSTATE

-- The receive function: what was sent, and bytes that nobody sent. (bytea has the bytes of whatever one likes on the wire.)
CREATE TABLE stat_test.received (id int, s dx.stat);
\copy stat_test.kept TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
SELECT count(*) > 0 AND count(*) = (SELECT count(*) FROM stat_test.kept) AS "all", bool_and(dx.stat_send(received.s) = dx.stat_send(kept.s)) AS same FROM stat_test.received JOIN stat_test.kept USING (id);
TRUNCATE stat_test.received;
CREATE TABLE stat_test.sent AS SELECT 1 AS id, dx.stat_send(dx.wstat(x, w)) AS b FROM stat_test.rate;
-- cut short
\copy (SELECT id, pg_catalog.substr(b, 1, pg_catalog.length(b) - 1) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- cut in its header
\copy (SELECT id, pg_catalog.substr(b, 1, 11) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- nothing
\copy (SELECT id, ''::bytea FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- a byte more
\copy (SELECT id, b || '\x00'::bytea FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- another version
\copy (SELECT id, pg_catalog.set_byte(b, 0, 2) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- no such kind
\copy (SELECT id, pg_catalog.set_byte(b, 1, 99) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- another kind
\copy (SELECT id, pg_catalog.set_byte(b, 1, 2) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- reserved bytes
\copy (SELECT id, pg_catalog.set_byte(b, 3, 1) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- sums without rows
\copy (SELECT id, pg_catalog.set_byte(b, 4, 0) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- a negative number of rows
\copy (SELECT id, pg_catalog.set_byte(b, 11, 128) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
-- a sum longer than all
\copy (SELECT id, pg_catalog.set_byte(pg_catalog.set_byte(b, 12, 255), 13, 127) FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\set VERBOSITY sqlstate
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
\set VERBOSITY terse
SELECT count(*) AS received FROM stat_test.received;
\copy (SELECT id, b FROM stat_test.sent) TO 'results/stat_copy' WITH (FORMAT binary)
\copy stat_test.received FROM 'results/stat_copy' WITH (FORMAT binary)
SELECT s OPERATOR(dx.=) (SELECT dx.wstat(x, w) FROM stat_test.rate) AS same FROM stat_test.received;

SET client_min_messages = warning;
DROP SCHEMA stat_test CASCADE;
