-- SPDX-License-Identifier: PostgreSQL
--
-- Bytes and parts that no honest run makes: tallies whose programme or numbers
-- are impossible, statistics whose sums no rows have. Each is refused, or gives
-- what it says.
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
\set tally :abs_srcdir '/test/regress/tally.sql'
\i :tally

-- a tally without results, by the numbers of its header; more: number of terms, place of the node
CREATE FUNCTION pg_temp.tally(programme bytea, criteria int DEFAULT 2, scored int DEFAULT 2, steps int DEFAULT 3, more bytea DEFAULT '', node int DEFAULT 0) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.tally_text('\x02'::bytea || CASE WHEN more = '' THEN '\x00'::bytea ELSE '\x02' END || pg_temp.little(0, 18) || pg_temp.little(node, 4)
		|| pg_temp.little(criteria, 4) || pg_temp.little(scored, 4) || pg_temp.little(steps, 4) || pg_temp.little(pg_catalog.length(programme), 4)
		|| more || pg_temp.little(0, criteria) || programme) $$;
CREATE FUNCTION pg_temp.terms(n bigint, at int) RETURNS bytea LANGUAGE sql AS $$ SELECT pg_temp.little(n, 4) || pg_temp.little(at, 4) $$;
-- a programme of three steps, a mean or another method over two criteria, and a sum with terms
CREATE FUNCTION pg_temp.over_two(method int DEFAULT 1, flags int[] DEFAULT '{0, 17, 17}', last_max bigint DEFAULT 100000000000000, last_weight float8 DEFAULT 1) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_temp.programme(ARRAY[1, 1, last_weight], ARRAY[100000000000000, 100000000000000, last_max], ARRAY[method, 0, 0], '{1, 0, 0}', flags, '{0, 1, 1}') $$;
-- terms in points, by their columns
CREATE FUNCTION pg_temp.terms(kind int[], node int[], sibling int[], units bigint[]) RETURNS bytea LANGUAGE sql AS $$
	SELECT pg_catalog.string_agg(pg_temp.little(u, 16), '' ORDER BY i) || pg_catalog.string_agg(pg_temp.little(1, 4), '')
		|| pg_catalog.string_agg(pg_temp.little(n, 4), '' ORDER BY i) || pg_catalog.string_agg(pg_temp.little(s, 4), '' ORDER BY i)
		|| pg_catalog.string_agg(pg_temp.little(k, 1), '' ORDER BY i) || pg_catalog.string_agg('\x01'::bytea, '')
	FROM ROWS FROM (pg_catalog.unnest(kind), pg_catalog.unnest(node), pg_catalog.unnest(sibling), pg_catalog.unnest(units)) WITH ORDINALITY AS v (k, n, s, u, i) $$;

-- Programmes: options, places under a method, maxima, children, terms.
SELECT forged, pg_temp.said(pg_catalog.format('dx.score_final(%L::dx.tally)', text)) AS said FROM (VALUES
	('none', pg_temp.tally(pg_temp.over_two())),
	('a coverage below 0', pg_temp.tally(overlay(pg_temp.over_two() PLACING pg_temp.little(-1::float8) FROM 49))),
	('a coverage above 1', pg_temp.tally(overlay(pg_temp.over_two() PLACING pg_temp.little(2::float8) FROM 49))),
	('a coverage of 2/1', pg_temp.tally(overlay(overlay(pg_temp.over_two() PLACING '\x02' FROM 145) PLACING '\x01' FROM 157))),
	('a weight over 0', pg_temp.tally(overlay(pg_temp.over_two() PLACING '\x00' FROM 125))),
	('a maximum over 0', pg_temp.tally(overlay(pg_temp.over_two() PLACING '\x00' FROM 137))),
	('a maximum beyond 10^15', pg_temp.tally(overlay(pg_temp.over_two() PLACING '\x01' FROM 120))),
	('a penalty beyond 10^15', pg_temp.tally(overlay(pg_temp.over_two() PLACING '\x80' FROM 120))),
	('a root at depth 33', pg_temp.tally(overlay(pg_temp.over_two() PLACING '\x212222' FROM 190))),
	('the best of two', pg_temp.tally(overlay(pg_temp.over_two(11) PLACING pg_temp.little(2::float8) FROM 25))),
	('the best of two, weighed', pg_temp.tally(overlay(pg_temp.over_two(11, last_weight => 2) PLACING pg_temp.little(2::float8) FROM 25))),
	('the best of two, weighed by a fraction', pg_temp.tally(overlay(overlay(pg_temp.over_two(11) PLACING pg_temp.little(2::float8) FROM 25) PLACING '\x02' FROM 129))),
	('the three best of two', pg_temp.tally(overlay(pg_temp.over_two(11) PLACING pg_temp.little(3::float8) FROM 25))),
	('a bonus as an alternative', pg_temp.tally(pg_temp.over_two(10, '{8, 25, 27}'))),
	('a penalty as an alternative', pg_temp.tally(pg_temp.over_two(10, '{8, 25, 25}', -1))),
	('one criterion of two', pg_temp.tally(pg_temp.over_two(), 1, 1)),
	('terms that are cut off', pg_temp.tally_text(pg_catalog.substr(pg_catalog.decode(pg_temp.tally(pg_temp.over_two(), more => pg_temp.terms(1, 0)), 'base64'), 1, 40))),
	('terms, of which there are none', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}'), more => pg_temp.terms(0, 0))),
	('terms without end', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}'), more => pg_temp.terms(4294967295, 0))),
	('a node behind the last', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{0}', '{0}', '{0}', '{5}'), more => pg_temp.terms(1, 3))),
	('a cap', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{0}', '{0}', '{0}', '{5}'), more => pg_temp.terms(1, 0))),
	('a cap of node 8', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{0}', '{7}', '{0}', '{5}'), more => pg_temp.terms(1, 0))),
	('a cap below 0', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{0}', '{0}', '{0}', '{-5}'), more => pg_temp.terms(1, 0))),
	('a cap on a mean', pg_temp.tally(pg_temp.over_two() || pg_temp.terms('{0}', '{0}', '{0}', '{5}'), more => pg_temp.terms(1, 0))),
	('a need', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{3}', '{2}', '{1}', '{5}'), more => pg_temp.terms(1, 2))),
	('the node has no need', pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || pg_temp.terms('{3}', '{2}', '{1}', '{5}'), more => pg_temp.terms(1, 1))),
	('the node is no child of the first', pg_temp.tally(pg_temp.programme('{1, 1, 1, 1}', '{100000000000000, 100000000000000, 50000000000000, 50000000000000}', '{0, 0, 0, 0}', '{0, 0, 0, 0}', '{8, 8, 25, 25}', '{0, 1, 2, 2}')
		|| pg_temp.terms('{3}', '{3}', '{2}', '{5}'), steps => 4, more => pg_temp.terms(1, 3)))) AS f (forged, text);
-- One byte between the results and the programme.
SELECT pg_temp.said(pg_catalog.format('%L::dx.tally', pg_temp.tally_text(overlay(pg_catalog.decode(pg_temp.tally(pg_temp.over_two()), 'base64') PLACING '\x00' FROM 43 FOR 0))));

-- Parts that claim one node of one tree, and differ in what they add up.
CREATE TEMP TABLE part AS SELECT what, pg_temp.tally(pg_temp.over_two(0, '{8, 25, 25}') || terms, more => pg_temp.terms(pg_catalog.length(terms) / 30, at)) AS text FROM (VALUES
	('one term', pg_temp.terms('{3}', '{2}', '{1}', '{5}'), 0),
	('two terms', pg_temp.terms('{0, 3}', '{0, 2}', '{0, 1}', '{5, 5}'), 0),
	('another node', pg_temp.terms('{3}', '{2}', '{1}', '{5}'), 2)) AS v (what, terms, at);
SELECT a.what, b.what, pg_temp.said(pg_catalog.format('dx.score_combine(%L::dx.tally, %L::dx.tally) IS NOT NULL', a.text, b.text)) AS said
FROM pg_temp.part a, pg_temp.part b WHERE a.what >= b.what ORDER BY a.what COLLATE "C", b.what COLLATE "C";

-- Plain sums: results and maxima as fractions, as large and as small as they get.
-- number: an integer in its bytes; plain: the tally of such results
CREATE FUNCTION pg_temp.number(n numeric) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
	left_over numeric := pg_catalog.abs(n); b bytea := '';
BEGIN
	WHILE left_over > 0 LOOP
		b := b || pg_catalog.set_byte('\x00', 0, pg_catalog.mod(left_over, 256)::int);
		left_over := pg_catalog.div(left_over, 256);
	END LOOP;
	RETURN pg_catalog.set_byte('\x00', 0, pg_catalog.length(b) + CASE WHEN n < 0 THEN 32 ELSE 0 END) || b;
END $$;
-- how often; result, one over; maximum, one over (over 1: 0)
CREATE FUNCTION pg_temp.plain(times int[], results numeric[]) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.tally_text('\x02010000'::bytea || pg_temp.little(0, 20) || pg_temp.little(n, 4) || pg_temp.little(n, 4) || pg_temp.little(0, 8)
		|| pg_catalog.decode(pg_catalog.repeat('02', n::int), 'hex') || leaves)
	FROM (SELECT pg_catalog.sum(times[i]) AS n, pg_catalog.string_agg(pg_catalog.decode(pg_catalog.repeat(pg_catalog.encode(
			pg_temp.number(results[i][1]) || pg_temp.number(results[i][2]) || pg_temp.number(results[i][3]) || pg_temp.number(results[i][4]), 'hex'), times[i]), 'hex'), '' ORDER BY i) AS leaves
		FROM pg_catalog.generate_subscripts(times, 1) AS i) AS a $$;
SELECT what, pg_temp.said(pg_catalog.format('dx.score_final(%L::dx.tally)', pg_temp.plain(times, results))) AS points FROM (VALUES
	('1 of 2', '{1}'::int[], '{{1, 2, 2, 0}}'::numeric[]),
	('a part of 10^12 (2^32 - 1)', '{1}', '{{1, 0, 1, 4294967295000000000000}}'),
	('(2^60 + 1) / 2^61 of 1024', '{1}', '{{1152921504606846977, 2305843009213693952, 1024, 0}}'),
	('nearly 10^15', '{1}', '{{1, 0, 999999999999999999999999999, 1000000000000}}'),
	('nearly -10^15', '{1}', '{{1, 0, -999999999999999999999999999, 1000000000000}}'),
	('2000 of 10^15, and 2^-60', '{2000, 1}', '{{1, 0, 1000000000000000, 0}, {1, 1152921504606846976, 1, 0}}'),
	('2000 of -10^15, and 2^-60', '{2000, 1}', '{{1, 0, -1000000000000000, 0}, {1, 1152921504606846976, 1, 0}}'),
	('two denominators', '{1, 1}', '{{1, 1152921504606846976, 1, 0}, {1, 1152921504606846975, 1, 0}}')) AS v (what, times, results);
-- Results of which no two have a denominator in common, more and more of them: the sum is exact, or refused.
SELECT n, pg_temp.said(pg_catalog.format('dx.score_final(%L::dx.tally)', pg_temp.plain(times, results))) AS points
FROM (VALUES (2), (20), (4000)) AS v (n),
	LATERAL (SELECT pg_catalog.array_agg(1) AS times, pg_catalog.array_agg(ARRAY[1, 83076749736557242056487941267521535::numeric + 2 * i, 1, 0]) AS results FROM pg_catalog.generate_series(1, n) AS i) AS r;

-- An aggregate that begins with a tally in its bytes, and not with nothing.
SELECT dx.score_accum(NULL, '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}, {"code": "3", "rule": "percent"}]', '1', 30::float8)::text AS begun \gset
CREATE AGGREGATE pg_temp.go_on(dx.tree, text, float8) (SFUNC = dx.score_accum, STYPE = dx.tally, FINALFUNC = dx.score_final, INITCOND = :'begun');
CREATE TEMP TABLE more AS SELECT '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}, {"code": "3", "rule": "percent"}]'::dx.tree AS t,
	'[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}, {"code": "3", "rule": "points"}]'::dx.tree AS other;
SELECT pg_temp.go_on(t, code, value) AS score FROM pg_temp.more, (VALUES ('2', 60::float8), ('3', 90)) AS r (code, value);
SELECT pg_temp.go_on(CASE code WHEN '2' THEN t ELSE other END, code, value) FROM pg_temp.more, (VALUES ('2', 60::float8), ('3', 0.5)) AS r (code, value);

-- Results as text while rows wait for their card: long ones are read like any.
SET enable_sort = off;
CREATE TEMP TABLE typed AS SELECT '[{"code": "1", "max": 1, "rule": "percent"}, {"code": "4", "max": 1, "rule": "percent"}]'::dx.tree AS t;
CREATE FUNCTION pg_temp.padded(g int) RETURNS text LANGUAGE sql AS $$ SELECT pg_catalog.repeat(' ', g * 20) || g || '%' $$;
SELECT pg_catalog.count(*) AS groups, pg_catalog.count(*) FILTER (WHERE s = 0.02 * g) AS "right" FROM (
	SELECT g, dx.score(t, code, pg_temp.padded(g)) AS s FROM pg_temp.typed, (SELECT g, code FROM pg_catalog.generate_series(1, 40) AS g, (VALUES ('1'), ('4')) AS c (code) ORDER BY g, code OFFSET 0) AS r GROUP BY g) AS q;
RESET enable_sort;

-- Statistics whose sums no rows have.
SELECT forged, pg_temp.said(pg_catalog.format('dx.count_of(%L::dx.stat)', text)) AS said FROM (VALUES
	('2^40 rows with a sum of 2^1056', 'sum:00000000000100000100180201'),
	('an infinite weight', 'values:0100000000000000010094010201000000000000000000f03f000000000000f07f'),
	('a weight of 2^-1096', 'values:0100000000000000010094010201000000000000000000f03f010000000000008001000b0101'),
	('a block of 2^2000', 'power-mean:01000000000000000000000000000840010094010200000000000000000100000000000000000000000000000000000000000000000000000000000000000000000000000001008e0201000000000000'),
	('less weight than of zeros', 'power-mean:01000000000000000000000000000040010094010201009401020100940103'),
	('a square of 2^3200', 'power-mean:01000000000000000000000000000040010094010201002403010000'),
	('no reciprocals', 'power-mean:0100000000000000000000000000f0bf010094010200000000'),
	('a reciprocal of 2^2200', 'power-mean:0100000000000000000000000000f0bf01009401020100a702010000')) AS f (forged, text);
-- what is taken out: more than there is, and all there is of a value
SELECT pg_temp.said('dx.stat_undo_values(dx.stat_accum_values(dx.stat_accum_values(NULL, 1, 2), 3, 4), 1, 5)') AS too_much,
	dx.median_of(dx.stat_undo_merge(dx.stat_accum_values(dx.stat_accum_values(NULL, 1, 2), 3, 4), dx.stat_accum_values(NULL, 3, 4))) AS left_over;

-- The best two of two: each has half.
SELECT code, effective_weight FROM dx.nodes('[{"method": "best(2)"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}]');

