-- SPDX-License-Identifier: PostgreSQL
-- Places, gaps and normalised values of a whole partition, and grades.
-- Reference values are COINr's and base R's (made numbers, 12 digits).
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA rw;

-- x of the normaliser cases, as it is (1) and with less being better (-1)
CREATE TABLE rw.x (id int PRIMARY KEY, x float8);
INSERT INTO rw.x VALUES (1, 3), (2, 7), (3, 7), (4, NULL), (5, 12), (6, 1);

-- every case, agreeing to its 12 digits
CREATE TABLE rw.want (sub text, op text, want float8[]);
INSERT INTO rw.want VALUES
	('01', 'minmax(x)', '{18.1818181818,54.5454545455,54.5454545455,NULL,100,0}'),
	('02', 'minmax(x, direction => -1)', '{81.8181818182,45.4545454545,45.4545454545,NULL,0,100}'),
	('03', 'zscore(x)', '{-0.707106781187,0.235702260396,0.235702260396,NULL,1.41421356237,-1.17851130198}'),
	('04', 'zscore(x, direction => -1)', '{0.707106781187,-0.235702260396,-0.235702260396,NULL,-1.41421356237,1.17851130198}'),
	('05', 'rank_by(-x)', '{2,3,3,NULL,5,1}'),
	('06', 'rank_by(x)', '{4,2,2,NULL,1,5}'),
	('07', 'borda(x)', '{1,2,2,NULL,4,0}'),
	('08', 'borda(x, -1)', '{3,1,1,NULL,0,4}'),
	('09', 'percentile_by(x)', '{0.25,0.5,0.5,NULL,1,0}'),
	('10', 'percentile_by(-x)', '{0.75,0.25,0.25,NULL,0,1}'),
	('11', 'minmax(x, 0, 1)', '{0.181818181818,0.545454545455,0.545454545455,NULL,1,0}'),
	('12', 'minmax(x, 0, 1, -1)', '{0.818181818182,0.454545454545,0.454545454545,NULL,0,1}'),
	('13', 'minmax(x, 1, 100)', '{19,55,55,NULL,100,1}'),
	('14', 'zscore(x, 100, 10)', '{92.9289321881,102.357022604,102.357022604,NULL,114.142135624,88.2148869802}'),
	('17', 'distance_to_target(x, 10)', '{0.222222222222,0.666666666667,0.666666666667,NULL,1.22222222222,0}'),
	('18', 'distance_to_target(x, 10, cap => true)', '{0.222222222222,0.666666666667,0.666666666667,NULL,1,0}'),
	('20', 'minmax(x, 1, 100, -1)', '{82,46,46,NULL,1,100}'),
	('21', 'zscore(x, 100, 10, -1)', '{107.071067812,97.642977396,97.642977396,NULL,85.8578643763,111.78511302}'),
	('24', 'distance_to_target(x, 2, -1)', '{0.9,0.5,0.5,NULL,0,1.1}'),
	('25', 'distance_to_target(x, 2, -1, true)', '{0.9,0.5,0.5,NULL,0,1}');
CREATE FUNCTION rw.agree(got float8[], want float8[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS
	$$SELECT bool_and(CASE WHEN g IS NULL OR w IS NULL THEN g IS NULL AND w IS NULL ELSE abs(g - w) <= 5e-12 * abs(w) END) AND cardinality(got) = cardinality(want)
	FROM unnest(got, want) AS u(g, w)$$;
CREATE FUNCTION rw.answers(call text, source text) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE
	got float8[];
BEGIN
	EXECUTE format('SELECT array_agg(r ORDER BY id) FROM (SELECT id, dx.%s OVER () AS r FROM %s) AS t', call, source) INTO got;
	RETURN got;
END $$;
SELECT sub, op, rw.agree(rw.answers(op, 'rw.x'), want) AS agrees FROM rw.want ORDER BY sub;
-- 15, 16, 19, 22, 23, 26: goalposts and scaled values are linear rules and plain arithmetic
SELECT id, x, 100 * dx.attainment('linear(2, 10)', x) AS "15", (x - 2) / (10 - 2) * 100 AS "16 and 19",
	100 * dx.attainment('linear(10, 2)', x) AS "22", (10 - x) / (10 - 2) * 100 AS "23 and 26"
FROM rw.x ORDER BY id;
-- 29 and 30: nothing to measure with is NULL, never NaN
SELECT rw.answers(call, '(VALUES (1, 4::float8), (2, 4), (3, NULL), (4, 4)) AS v(id, x)') AS constant,
	rw.answers(call, '(VALUES (1, 5::float8), (2, NULL)) AS v(id, x)') AS one_row, call
FROM (VALUES ('minmax(x)'), ('minmax(x, 1, 100, -1)'), ('zscore(x)'), ('zscore(x, 100, 10)'), ('share_of_best(x)'), ('distance_to_target(x, 10)'),
	('distance_to_target(x, 1)'), ('rank_by(x)'), ('midrank_by(x)'), ('percentile_by(x)'), ('band_by(x, 4)'), ('borda(x)'), ('gap_to_best(x)'), ('gap_to_next(x)')) AS c(call);

-- ranks of the score case, tied every way, in its groups (a row without a group is assessed, not ranked)
CREATE TABLE rw.score (id int PRIMARY KEY, score float8, grp text);
INSERT INTO rw.score VALUES (1, 88.5, 'A'), (2, 70, 'A'), (3, 70, 'B'), (4, NULL, 'B'), (5, 91, 'B'), (6, 70, 'A'), (7, 55, NULL);
SELECT id, score, dx.rank_by(score) OVER w AS min, dx.rank_by(score, 'dense') OVER w AS dense, dx.midrank_by(score) OVER w AS average,
	dx.rank_by(score, 'max') OVER w AS max, dx.percentile_by(score) OVER w AS prank,
	grp, dx.rank_by(score, ranked => grp IS NOT NULL) OVER (PARTITION BY grp) AS in_group
FROM rw.score WINDOW w AS () ORDER BY id;
-- gaps and bands beside them; decimals first, in every one
SELECT id, score, dx.gap_to_best(score) OVER w AS to_best, dx.gap_to_next(score) OVER w AS to_next, dx.band_by(score, 3) OVER w AS third,
	dx.ranked_count(score) OVER w AS of,
	dx.midrank_by(score, -1) OVER w AS midrank, dx.percentile_by(score, -1) OVER w AS percentile, dx.band_by(score, 3, -1) OVER w AS band,
	dx.gap_to_best(score, -1) OVER w AS best, dx.gap_to_next(score, -1) OVER w AS next, dx.borda(score, 1, -1) OVER w AS borda
FROM rw.score WINDOW w AS () ORDER BY id;
-- ranked: false takes no place anywhere, unknown does
SELECT x, r, dx.midrank_by(x, ranked => r) OVER w AS midrank, dx.percentile_by(x, ranked => r) OVER w AS percentile,
	dx.band_by(x, 2, ranked => r) OVER w AS band, dx.gap_to_best(x, ranked => r) OVER w AS best, dx.gap_to_next(x, NULL, r) OVER w AS next,
	dx.borda(x, ranked => r) OVER w AS borda
FROM (VALUES (9, false), (8, true), (8, NULL), (7, false), (6, true), (NULL, true)) AS v(x, r) WINDOW w AS () ORDER BY x DESC NULLS LAST, r;

-- gaps of numbers as they are written, not of their binary neighbours
SELECT x, dx.gap_to_best(x) OVER w AS best, dx.gap_to_next(x) OVER w AS next, max(x) OVER () - x AS subtracted
FROM (VALUES (78.25::float8), (77.6), (0.3), (0.1), (-0.2)) AS v(x) WINDOW w AS () ORDER BY x DESC;
-- the last bits of values decide nothing: 28.8 and its neighbour are one class in every window
SELECT x, dx.rank_by(x) OVER w AS rank, dx.midrank_by(x) OVER w AS midrank, dx.percentile_by(x) OVER w AS percentile, dx.band_by(x, 4) OVER w AS band,
	dx.gap_to_best(x) OVER w AS best, dx.gap_to_next(x) OVER w AS next, dx.minmax(x) OVER w AS minmax, dx.zscore(x) OVER w AS zscore,
	dx.borda(x) OVER w AS borda, dx.share_of_best(x) OVER w AS share, dx.distance_to_target(x, 30) OVER w AS target
FROM (VALUES (1, 28.8::float8), (2, 28.800000000000004), (3, 28.8), (4, 20)) AS v(id, x) WINDOW w AS () ORDER BY id;
SELECT x, dx.minmax(x) OVER w AS minmax, dx.zscore(x) OVER w AS zscore, dx.share_of_best(x) OVER w AS share
FROM (VALUES (28.8::float8), (28.800000000000004)) AS v(x) WINDOW w AS () ORDER BY x;
-- bands hold equal numbers where they can, the lower ones more where they cannot; more bands than rows leave some empty
SELECT x, dx.band_by(x, 4) OVER () AS quarter, dx.band_by(x, 3) OVER () AS third, dx.band_by(x, 1) OVER () AS one, dx.band_by(x, 20) OVER () AS twenty
FROM generate_series(1, 10) AS x ORDER BY x DESC;
-- zero, negative and very different values
SELECT x, dx.minmax(x) OVER w AS minmax, dx.zscore(x) OVER w AS zscore, dx.gap_to_best(x) OVER w AS gap, dx.share_of_best(x, -1) OVER w AS share
FROM (VALUES (float8 '-0'), (0), (-5), (1e-300)) AS v(x) WINDOW w AS () ORDER BY x;
SELECT x, dx.minmax(x) OVER w AS minmax, dx.zscore(x) OVER w AS zscore FROM (VALUES (1.7e308::float8), (0), (-1.7e308)) AS v(x) WINDOW w AS () ORDER BY x;

-- one panel for all years, or each year on its own: an indicator over years is compared only on the same scale
CREATE TABLE rw.panel (indicator text, unit text, year int, x float8);
INSERT INTO rw.panel VALUES
	('online', 'A', 2022, 10), ('online', 'B', 2022, 20), ('online', 'C', 2022, 30), ('online', 'A', 2023, 30), ('online', 'B', 2023, 40), ('online', 'C', 2023, 50),
	('late', 'A', 2022, 4), ('late', 'B', 2022, 2), ('late', 'C', 2022, NULL), ('late', 'A', 2023, 1), ('late', 'B', 2023, 3), ('late', 'C', 2023, 5);
SELECT indicator, year, unit, x,
	dx.minmax(x, 0, 100, CASE indicator WHEN 'late' THEN -1 ELSE 1 END) OVER (PARTITION BY indicator) AS panel,
	dx.minmax(x, 0, 100, CASE indicator WHEN 'late' THEN -1 ELSE 1 END) OVER (PARTITION BY indicator, year) AS year_alone,
	round(dx.zscore(x) OVER (PARTITION BY indicator)::numeric, 6) AS z_panel, dx.rank_by(x) OVER (PARTITION BY indicator) AS rank_panel
FROM rw.panel ORDER BY indicator, year, unit;

-- the whole partition, whatever the frame or the order; no row; all NULL
SELECT id, dx.gap_to_next(x) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS next,
	dx.minmax(x) OVER (ORDER BY id DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) AS minmax,
	dx.zscore(x) OVER (ORDER BY x, id) = dx.zscore(x) OVER () AS z, sum(x) OVER (ORDER BY id) AS sum
FROM rw.x ORDER BY id;
SELECT dx.minmax(x) OVER () FROM rw.x WHERE false;
SELECT dx.minmax(x) OVER w, dx.zscore(x) OVER w, dx.gap_to_best(x) OVER w, dx.band_by(x, 2) OVER w, dx.percentile_by(x) OVER w, dx.distance_to_target(x, 1) OVER w
FROM (VALUES (NULL::float8), (NULL)) AS v(x) WINDOW w AS ();
-- a NULL option is its default; one that has none leaves nothing to answer
SELECT x, dx.minmax(x, NULL, NULL, NULL) OVER w AS minmax, dx.zscore(x, NULL, NULL, NULL) OVER w AS zscore, dx.band_by(x, NULL) OVER w AS band,
	dx.distance_to_target(x, NULL) OVER w AS target, dx.distance_to_target(x, 3, NULL, NULL) OVER w AS "3"
FROM (VALUES (1), (2), (4)) AS v(x) WINDOW w AS () ORDER BY x;

-- the order of rows changes no bit
CREATE TABLE rw.many AS
	SELECT i AS id, i % 5 AS grp, hashint4(i) % 90000 / 997.0::float8 AS x, hashint4(-i) / 1e5::float8 AS y, i % 13 <> 0 AS r FROM generate_series(1, 20000) AS i;
UPDATE rw.many SET x = NULL WHERE id % 50 = 0;
UPDATE rw.many SET x = x * (1 + 1e-13) WHERE id % 3 = 0;
CREATE FUNCTION rw.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS off) ' || query;
END $$;
CREATE FUNCTION rw.digest(arrangement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	digest text;
BEGIN
	EXECUTE format($q$
		SELECT pg_catalog.md5(string_agg(concat_ws(' ', id, a, b, c, d, float8send(e), float8send(f), float8send(g), float8send(h), i, float8send(j), float8send(k)), ';' ORDER BY id))
		FROM (SELECT id, dx.rank_by(x) OVER w AS a, dx.rank_by(y, 'dense', 1, r) OVER w AS b, dx.ranked_count(x) OVER w AS c, dx.band_by(x, 10) OVER w AS d,
				dx.midrank_by(x) OVER w AS e, dx.gap_to_next(x) OVER w AS f, dx.minmax(x, 0, 1, -1) OVER w AS g, dx.zscore(x) OVER w AS h, dx.borda(y) OVER w AS i,
				dx.distance_to_target(x, 50) OVER w AS j, dx.zscore(y, 100, 10, -1) OVER w AS k
			FROM (SELECT * FROM rw.many ORDER BY %s) AS arranged WINDOW w AS (PARTITION BY grp)) AS answers$q$, arrangement) INTO digest;
	RETURN digest;
END $$;
SELECT count(DISTINCT rw.digest(arrangement)) AS different, count(rw.digest(arrangement)) AS arrangements
FROM (VALUES ('id'), ('id DESC'), ('x, id'), ('x DESC NULLS LAST'), ('pg_catalog.hashint4(id + 7)'), ('grp, pg_catalog.hashint4(id + 8)'), ('y')) AS v(arrangement);
-- nor do parallel workers, which hand over rows as they come
SELECT rw.digest('id') AS serial \gset
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SELECT rw.digest('grp') = :'serial' AS same;
SELECT bool_or(line ~ 'Gather') AS gather FROM rw.plan('SELECT dx.rank_by(x) OVER (PARTITION BY grp), dx.zscore(y) OVER (PARTITION BY grp) FROM rw.many') AS line;
SELECT md5(string_agg(concat_ws(' ', id, a, float8send(b), float8send(c)), ';' ORDER BY id)) AS parallel
FROM (SELECT id, dx.rank_by(x) OVER w AS a, dx.zscore(y) OVER w AS b, dx.gap_to_next(x) OVER w AS c FROM rw.many WINDOW w AS (PARTITION BY grp)) AS t \gset
RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size;
RESET parallel_tuple_cost;
RESET parallel_setup_cost;
SET max_parallel_workers_per_gather = 0;
SELECT md5(string_agg(concat_ws(' ', id, a, float8send(b), float8send(c)), ';' ORDER BY id)) = :'parallel' AS same
FROM (SELECT id, dx.rank_by(x) OVER w AS a, dx.zscore(y) OVER w AS b, dx.gap_to_next(x) OVER w AS c FROM rw.many WINDOW w AS (PARTITION BY grp)) AS t;
RESET max_parallel_workers_per_gather;
-- against the server's own sums: the mean is 0 and the deviation 1 (population against sample: n - 1)
SELECT abs(avg(z)) < 1e-12 AS mean, abs(stddev_samp(z) - 1) < 1e-12 AS sd, max(abs(z - (x - m) / s)) < 1e-11 AS each
FROM (SELECT x, dx.zscore(x) OVER () AS z, avg(x) OVER () AS m, stddev_samp(x) OVER () AS s FROM rw.many) AS t;
SELECT count(*) FILTER (WHERE p IS DISTINCT FROM percent_rank) AS percentile, count(*) FILTER (WHERE b IS DISTINCT FROM n - max_rank) AS borda,
	count(*) FILTER (WHERE mid IS DISTINCT FROM (min_rank + max_rank) / 2.0) AS midrank, count(*) FILTER (WHERE band IS DISTINCT FROM (min_rank - 1) * 7 / n + 1) AS band
FROM (SELECT dx.percentile_by(y) OVER () AS p, percent_rank() OVER (ORDER BY y) AS percent_rank, dx.borda(y) OVER () AS b, dx.midrank_by(y) OVER () AS mid,
		dx.band_by(y, 7) OVER () AS band, rank() OVER (ORDER BY y DESC) AS min_rank, count(*) OVER (ORDER BY y DESC) AS max_rank, count(*) OVER () AS n
	FROM rw.many) AS t;

-- a filter above the window sees the ranks of all rows, whatever the planner may do with it
SELECT count(*) AS ten, sum(id) = (SELECT sum(id) FROM (SELECT id, row_number() OVER (ORDER BY y DESC) AS place FROM rw.many) AS p WHERE place <= 10) AS same
FROM (SELECT id, dx.rank_by(y) OVER () AS place FROM rw.many) AS t WHERE place <= 10;
SELECT call, bool_or(line ~ 'Run Condition') AS run_condition, bool_or(line ~ 'Filter: .*answer') AS filter
FROM (VALUES ('dx.rank_by(y)'), ('dx.ranked_count(y)'), ('dx.borda(y)'), ('dx.band_by(y, 3)'), ('row_number()')) AS c(call),
	LATERAL rw.plan(format('SELECT * FROM (SELECT id, %s OVER (ORDER BY id) AS answer FROM rw.many) AS t WHERE answer <= 10', call)) AS line
GROUP BY call ORDER BY call;
-- ours in the window of a function that has a run condition
CREATE TABLE rw.ours AS SELECT id, row_number() OVER w AS n, dx.rank_by(y) OVER w AS rank, dx.zscore(x) OVER w AS z FROM rw.many WINDOW w AS (PARTITION BY grp ORDER BY id);
SELECT count(*) AS rows, count(*) FILTER (WHERE t.rank IS DISTINCT FROM ours.rank OR t.z IS DISTINCT FROM ours.z) AS different
FROM (SELECT id, row_number() OVER w AS n, dx.rank_by(y) OVER w AS rank, dx.zscore(x) OVER w AS z FROM rw.many WINDOW w AS (PARTITION BY grp ORDER BY id)) AS t JOIN rw.ours USING (id)
WHERE t.n <= 3;
SELECT count(*) AS rows, count(*) FILTER (WHERE t.rank IS DISTINCT FROM ours.rank) AS different
FROM (SELECT id, row_number() OVER w AS n, dx.rank_by(y) OVER w AS rank FROM rw.many WHERE grp = 2 WINDOW w AS (ORDER BY id)) AS t JOIN rw.ours USING (id) WHERE t.n <= 3;
-- a filter on the partition's column may go below the window, one on the rank and a LIMIT may not
SELECT count(*) AS rows, max(rank) FROM (SELECT grp, dx.rank_by(y) OVER (PARTITION BY grp) AS rank FROM rw.many) AS t WHERE grp = 3 AND rank BETWEEN 5 AND 9;
SELECT id = (SELECT id FROM rw.many ORDER BY y DESC LIMIT 1) AS best FROM (SELECT id, dx.rank_by(y) OVER () AS rank FROM rw.many ORDER BY rank LIMIT 1) AS t;

-- errors
SELECT dx.minmax(x, direction => 0) OVER () FROM rw.x;
SELECT dx.minmax(x, 100, 0) OVER () FROM rw.x;
SELECT dx.minmax(x, 'NaN') OVER () FROM rw.x;
SELECT dx.minmax(x, 0, 'Infinity') OVER () FROM rw.x;
SELECT dx.zscore(x, 0, -1) OVER () FROM rw.x;
SELECT dx.minmax(x, 0, id) OVER (ORDER BY id) FROM rw.x;
SELECT dx.minmax(x, direction => CASE WHEN id > 2 THEN -1 ELSE 1 END) OVER (ORDER BY id) FROM rw.x;
SELECT dx.distance_to_target(x, 10, cap => id > 2) OVER (ORDER BY id) FROM rw.x;
SELECT dx.distance_to_target(x, CASE WHEN id > 2 THEN 10 END) OVER (ORDER BY id) FROM rw.x;
SELECT dx.band_by(x, 0) OVER () FROM rw.x;
SELECT dx.band_by(x, id) OVER (ORDER BY id) FROM rw.x;
SELECT dx.gap_to_best(x, 16) OVER () FROM rw.x;
SELECT dx.gap_to_best(x) OVER () FROM (VALUES (1.7e308::float8), (-1.7e308)) AS v(x);
SELECT dx.gap_to_next(x) OVER () FROM (VALUES (1.7e308::float8), (-1.7e308)) AS v(x);
SELECT dx.distance_to_target(x, 1e-300) OVER () FROM (VALUES (1e300::float8), (0)) AS v(x);
\set VERBOSITY sqlstate
SELECT dx.minmax(x, direction => 2) OVER () FROM rw.x;
SELECT dx.minmax(x, 100, 0) OVER () FROM rw.x;
SELECT dx.band_by(x, -1) OVER () FROM rw.x;
SELECT dx.band_by(x, id) OVER () FROM rw.x;
SELECT dx.gap_to_best(x) OVER () FROM (VALUES (1.7e308::float8), (-1.7e308)) AS v(x);
\set VERBOSITY default
-- NaN and infinities, in each of them
CREATE FUNCTION rw.failure(q text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE q;
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE TABLE rw.call (call text);
INSERT INTO rw.call VALUES ('rank_by(x)'), ('midrank_by(x)'), ('ranked_count(x)'), ('percentile_by(x)'), ('band_by(x, 4)'), ('gap_to_best(x)'), ('gap_to_next(x)'),
	('minmax(x)'), ('zscore(x)'), ('ampi_scale(x, true)'), ('borda(x)'), ('share_of_best(x)'), ('distance_to_target(x, 10)'),
	('winsorise(x)'), ('treat(x)'), ('treatment(x)'), ('treat_bounds(x)'), ('log_shift(x)'), ('boxcox(x, 2)'), ('last_known(x, i)'), ('known_at(x, i)'), ('interpolate(x, i)');
SELECT value, rw.failure(format('SELECT dx.%s OVER () FROM (VALUES (1, 1::float8), (2, %L)) AS v(i, x)', call, value)) AS failure, count(*), count(DISTINCT call)
FROM rw.call, unnest('{NaN,Infinity,-Infinity}'::text[]) AS value GROUP BY 1, 2 ORDER BY 1;
-- every window function over plain values is in that list
SELECT proname FROM pg_catalog.pg_proc WHERE pronamespace = 'dx'::regnamespace AND prokind = 'w' AND proargtypes[0] = 'float8'::regtype AND NOT EXISTS (SELECT FROM rw.call WHERE call LIKE proname || '(%') ORDER BY 1;
-- IGNORE NULLS (PostgreSQL 19) would change what a row is ranked among: every window refuses it, and RESPECT NULLS, as the server's own ranks do
DO $$
DECLARE
	f record;
	word text;
BEGIN
	IF current_setting('server_version_num')::int < 190000 THEN RETURN; END IF;
	FOR f IN SELECT p.oid::regprocedure AS signature, proname, (SELECT string_agg(format('NULL::%s', t::regtype), ', ') FROM unnest(proargtypes::oid[]) AS t) AS arguments
		FROM pg_proc AS p WHERE pronamespace = 'dx'::regnamespace AND prokind = 'w'
	LOOP
		FOREACH word IN ARRAY ARRAY['IGNORE', 'RESPECT'] LOOP
			BEGIN
				EXECUTE format('SELECT dx.%I(%s) %s NULLS OVER () FROM generate_series(1, 3)', f.proname, f.arguments, word);
				RAISE WARNING '% takes % NULLS', f.signature, word;
			EXCEPTION WHEN feature_not_supported THEN
				IF SQLERRM <> format('function %s does not allow RESPECT/IGNORE NULLS', f.proname) THEN RAISE WARNING '%: %', f.signature, SQLERRM; END IF;
			END;
		END LOOP;
	END LOOP;
END $$;

-- twelve windows side by side, in memory and on disk, disturb nobody
CREATE TABLE rw.side AS
	SELECT id, dx.rank_by(x) OVER w AS a, dx.midrank_by(x) OVER w AS b, dx.ranked_count(x) OVER w AS c, dx.percentile_by(x) OVER w AS d, dx.band_by(x, 4) OVER w AS e,
		dx.gap_to_best(x) OVER w AS f, dx.gap_to_next(x) OVER w AS g, dx.minmax(x) OVER w AS h, dx.zscore(x) OVER w AS i, dx.borda(x) OVER w AS j,
		dx.share_of_best(x) OVER w AS k, dx.distance_to_target(x, 50) OVER w AS l, lag(id) OVER w AS m, sum(y) OVER w AS n, row_number() OVER w AS o
	FROM rw.many WINDOW w AS (PARTITION BY grp ORDER BY id);
SET work_mem = '64kB';
SELECT count(*) AS different FROM (
	SELECT id, dx.rank_by(x) OVER w AS a, dx.midrank_by(x) OVER w AS b, dx.ranked_count(x) OVER w AS c, dx.percentile_by(x) OVER w AS d, dx.band_by(x, 4) OVER w AS e,
		dx.gap_to_best(x) OVER w AS f, dx.gap_to_next(x) OVER w AS g, dx.minmax(x) OVER w AS h, dx.zscore(x) OVER w AS i, dx.borda(x) OVER w AS j,
		dx.share_of_best(x) OVER w AS k, dx.distance_to_target(x, 50) OVER w AS l, lag(id) OVER w AS m, sum(y) OVER w AS n, row_number() OVER w AS o
	FROM rw.many WINDOW w AS (PARTITION BY grp ORDER BY id)
	EXCEPT TABLE rw.side) AS t;
RESET work_mem;
-- each alone gives what all together give
SELECT (SELECT count(*) FROM (SELECT id, dx.zscore(x) OVER (PARTITION BY grp) AS i FROM rw.many) AS t JOIN rw.side USING (id) WHERE t.i IS DISTINCT FROM side.i) AS zscore,
	(SELECT count(*) FROM (SELECT id, dx.gap_to_next(x) OVER (PARTITION BY grp) AS g FROM rw.many) AS t JOIN rw.side USING (id) WHERE t.g IS DISTINCT FROM side.g) AS gap,
	(SELECT count(*) FROM (SELECT id, dx.rank_by(x) OVER (PARTITION BY grp) AS a FROM rw.many) AS t JOIN rw.side USING (id) WHERE t.a IS DISTINCT FROM side.a) AS rank;

-- arguments that are expressions over large values leave no memory behind
SELECT count(*), max(r) FROM (SELECT dx.rank_by(length(repeat(md5(id::text), 3000)) + y) OVER () AS r FROM rw.many WHERE id <= 2000) AS t;

-- a partition of a million rows
CREATE TABLE rw.million AS SELECT i AS id, hashint4(i) / 1e5::float8 AS x FROM generate_series(1, 1000000) AS i;
SELECT count(*) AS rows, count(DISTINCT r) AS ranks, sum(r) AS sum, max(of) AS of, min(m), max(m)
FROM (SELECT dx.rank_by(x, 'first') OVER w AS r, dx.ranked_count(x) OVER w AS of, dx.minmax(x) OVER w AS m FROM rw.million WINDOW w AS (ORDER BY id)) AS t;
-- 8 bytes a row and function stay until the partition ends
BEGIN;
DECLARE answers CURSOR FOR SELECT dx.rank_by(x) OVER w, dx.zscore(x) OVER w, dx.ranked_count(x) OVER w FROM rw.million WINDOW w AS ();
FETCH 1 FROM answers \gset
SELECT total_bytes BETWEEN 16000000 AND 16100000 AS two_answers_a_row FROM pg_backend_memory_contexts WHERE name = 'WindowAgg Partition';
SELECT count(*) AS sites, max(total_bytes) < 10000 AS small FROM pg_backend_memory_contexts WHERE name = 'dx window arguments';
MOVE ALL FROM answers;
COMMIT;

-- grades: cut-offs are data
CREATE TABLE rw.scale (province text, grades text);
INSERT INTO rw.scale VALUES ('Thanh Hóa', 'Yếu:0, Trung bình:0.5, Khá:0.65, Tốt:0.8'), ('Hải Dương', '''Hoàn thành xuất sắc, tốt'':0.9, ''Hoàn thành'':0.5, ''Chưa đạt'':0');
SELECT province, x, dx.grade(x, grades) AS grade, dx.grade(x, grades, 2) AS two_decimals
FROM rw.scale, unnest('{-0.1,0,0.4951,0.5,0.6499999999999999,0.65,0.799,0.9,2,NULL}'::float8[]) AS x ORDER BY province DESC, x;
-- the scale may change at every row
SELECT i, dx.grade(i, format('low:0, high:%s', i % 3 + 1)) FROM generate_series(1, 6) AS i;
SELECT dx.grade(5, NULL), dx.grade(NULL, 'broken'), dx.grade(5, 'A:1', NULL) AS a, dx.grade(1, 'A:2') AS below;
SELECT dx.grade(1, '');
SELECT dx.grade(1, 'A:0, B:x');
SELECT dx.grade(1, 'A:0, B:2, C:1');
SELECT dx.grade(1, 'A:0, A:1');
SELECT dx.grade(1, 'Tốt:0,8');
-- a computed value that is within 1e-12 of a cut-off has reached it: avg() says 0.2, the mean of these doubles is a bit below
SELECT avg(x), dx.wavg(x, 1), dx.grade(dx.wavg(x, 1), 'no:0, yes:0.2') FROM (VALUES (0.0), (0.3), (0.3)) AS v(x);
SELECT x, dx.grade(x, 'no:0, yes:0.2') AS grade, dx.grade(x, 'no:0, yes:0.2', 15) AS fifteen, dx.grade(-1 / x, 'more:-10, less:-5') AS below_0
FROM (VALUES (0.2::float8), (0.2 * (1 - 0.9e-12)), (0.2 * (1 - 1.1e-12)), (0.2 * (1 + 1e-12))) AS v(x);
-- bands and ranks as grades: what is equal to one is to all
SELECT x, dx.rank_by(x) OVER (), dx.band_by(x, 3) OVER (), dx.grade(x, 'no:0, yes:0.2') FROM (VALUES (0.2::float8), (0.19999999999999998), (0.1)) AS v(x) ORDER BY x DESC;
-- cut-offs may be fractions
SELECT dx.grade(0.5, 'not poor:0, poor:1/3');
SELECT n, dx.grade(n / 12.0::float8, 'severe:2/4, poor:1/3, vulnerable: 1 / 5, not poor:-0/7') FROM generate_series(0, 6) AS n;
-- every way to write grades, and not to
CREATE FUNCTION pg_temp.graded(x float8, grades text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; h text;
BEGIN
	RETURN dx.grade(x, grades);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, h = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', s, m, nullif(h, ''));
END $$;
SELECT x, grades, pg_temp.graded(x, grades) AS grade FROM (VALUES (1, '''it''''s, well'':-1, B:+5e-1'), (0.4, '''it''''s, well'':-1, B:+5e-1'), (1, '''A:1'), (1, '''A'''), (1, 'A'), (1, 'A, B:1'), (1, 'A''s:1'), (1, 'A"s:1'), (1, ' :1'), (1, ''' '':1'), (1, E'A\tB:1'), (1, E'A\u007f:1'),
	(1, 'A:'), (1, 'A:-'), (1, 'A:1.5.5'), (1, 'A:.5'), (1, 'A:123456789012345678'), (1, 'A:1234567890123456789012345678901234567'), (1, 'A:1e301'), (1, 'A:1e-301'), (-1, 'A:-2.5'), (1, 'A:1, B:1'), (3, 'A:1, B:2, C:3'), (3, 'A:3, B:2, C:1'), (1, 'A:3, B:2, C:4'), (1, 'A:1; B:2'), (1, 'A:1, '), (2, ' A : 1 , B : 2 '),
	(1, 'A:1/'), (1, 'A:1/0'), (1, 'A:1/-3'), (1, 'A:1/2/3'), (1, 'A:1/3p'), (1, 'A:1/1234567890123456'), (1, 'A:1/3, B:0.3333333333333')) AS v (x, grades);
SELECT left(pg_temp.graded(1, repeat('x', 201) || ':1'), 30) AS label, right(pg_temp.graded(1, repeat(' ', 100000) || 'A:1'), 60) AS text, right(pg_temp.graded(1, string_agg('g' || i || ':' || i, ', ')), 60) AS many FROM generate_series(1, 2000) AS i;
SELECT dx.grade('NaN', 'A:0');
SELECT dx.grade(1, 'A:0', 16);
SELECT dx.grade(1, string_agg(format('g%s:%s', i, i), ',')) FROM generate_series(1, 101) AS i;
\set VERBOSITY sqlstate
SELECT dx.grade(1, 'A:0, B:x');
SELECT dx.grade('-Infinity', 'A:0');
SELECT dx.grade(1, repeat(' ', 8193));
\set VERBOSITY default

SET client_min_messages = warning;
DROP SCHEMA rw CASCADE;
