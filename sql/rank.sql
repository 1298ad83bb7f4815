-- SPDX-License-Identifier: PostgreSQL
-- Ranking windows. Reference ranks are COINr's and base R's.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA rank_test;

-- every way of numbering ties
CREATE TABLE rank_test.score (id int PRIMARY KEY, score float8, grp text);
INSERT INTO rank_test.score VALUES
	(1, 88.5, 'A'), (2, 70, 'A'), (3, 70, 'B'), (4, NULL, 'B'), (5, 91, 'B'), (6, 70, 'A'), (7, 55, NULL);
SELECT id, score,
	dx.rank_by(score) OVER w AS "default",
	dx.rank_by(score, 'min') OVER w AS min,
	dx.rank_by(score, 'max') OVER w AS max,
	dx.rank_by(score, 'dense') OVER w AS dense,
	dx.rank_by(score, 'first') OVER w AS first,
	dx.rank_by(score, NULL) OVER w AS "NULL",
	dx.ranked_count(score) OVER w AS of
FROM rank_test.score WINDOW w AS (ORDER BY id) ORDER BY id;
-- within groups; a row without a group is assessed, not ranked
SELECT id, grp, score,
	dx.rank_by(score, ranked => grp IS NOT NULL) OVER w AS rank,
	dx.ranked_count(score, ranked => grp IS NOT NULL) OVER w AS of
FROM rank_test.score WINDOW w AS (PARTITION BY grp) ORDER BY id;
-- ranked: false takes no place, unknown is as good as true
SELECT x, r, dx.rank_by(x, ranked => r) OVER () AS rank, dx.rank_by(x, 'dense', NULL, r) OVER () AS dense,
	dx.ranked_count(x, ranked => r) OVER () AS of
FROM (VALUES (9, false), (8, true), (8, NULL), (7, false), (6, true), (NULL, true)) AS v(x, r) ORDER BY x DESC NULLS LAST, r;
SELECT dx.rank_by(x, ranked => false) OVER () AS rank, dx.ranked_count(x, ranked => false) OVER () AS of
FROM (VALUES (1), (2)) AS v(x);

-- ranks upwards are ranks of -x
SELECT x, dx.rank_by(-x) OVER () AS upwards, dx.rank_by(x) OVER () AS downwards
FROM (VALUES (1, 3), (2, 7), (3, 7), (4, NULL), (5, 12), (6, 1)) AS v(id, x) ORDER BY id;
-- the published 2022 index of provinces
SELECT dti, dx.rank_by(dti) OVER () AS rank FROM (VALUES (0.6975), (0.7024), (0.6924), (0.8002), (0.7163)) AS v(dti) ORDER BY dti DESC;

-- equal means tie, though one way of computing them splits them by a bit
SELECT unit, m = 28.8 AS exact, dx.rank_by(m) OVER () AS rank, rank() OVER (ORDER BY m DESC) AS split
FROM (VALUES ('DEU', 28.8::float8), ('KAZ', 28.800000000000004), ('KOR', 29), ('LAO', 28.75), ('POL', 28.8)) AS v(unit, m) ORDER BY unit;
-- within 1e-12 of the highest of a class, on both sides of 0
SELECT x, e, dx.rank_by(x * (1 + e)) OVER (PARTITION BY x) AS rank
FROM (VALUES (70::float8), (-70)) AS v(x), (VALUES (0::float8), (1e-13), (-1e-13), (1e-11), (-1e-11)) AS u(e) ORDER BY x, e;
-- not chained
SELECT e, dx.rank_by(1 - e, 'dense') OVER () AS rank FROM (VALUES (0::float8), (0.8e-12), (1.6e-12), (2.4e-12)) AS v(e) ORDER BY e;
-- nothing is near 0 but 0, and -0 is 0
SELECT x, dx.rank_by(x) OVER () AS rank
FROM (VALUES (1, float8 '0'), (2, '-0'), (3, 1e-300), (4, -1e-300), (5, -1)) AS v(id, x) ORDER BY id;

-- decimals: rounded as published, half away from zero on the written digits
SELECT x, dx.rank_by(x) OVER () AS exact, dx.rank_by(x, decimals => 2) OVER () AS "2", dx.rank_by(x, 'dense', 1) OVER () AS "1",
	dx.rank_by(x, decimals => 0) OVER () AS "0", dx.rank_by(x, decimals => -1) OVER () AS "-1"
FROM (VALUES (2.675::float8), (2.68), (2.684), (2.674), (-2.5), (-3.4), (4.9), (5)) AS v(x) ORDER BY x;

-- one row, all NULL, no row
SELECT dx.rank_by(5) OVER () AS rank, dx.ranked_count(5) OVER () AS of;
SELECT dx.rank_by(x) OVER () AS rank, dx.ranked_count(x) OVER () AS of FROM (VALUES (NULL::float8), (NULL)) AS v(x);
SELECT dx.rank_by(score) OVER () AS rank, dx.ranked_count(score) OVER () AS of FROM rank_test.score WHERE false;

-- types that resolve to float8
SELECT dx.rank_by(i) OVER () AS int, dx.rank_by(n) OVER () AS numeric, dx.rank_by(r) OVER () AS real, dx.rank_by(b) OVER () AS bigint
FROM (VALUES (1, 1.5, 3::real, 7::bigint), (2, 2.5, 2, 9), (3, 0.5, 1, 8)) AS v(i, n, r, b) ORDER BY i;

-- the whole partition, whatever the frame; several windows side by side
SELECT id,
	dx.rank_by(score) OVER () AS everything,
	dx.rank_by(score) OVER (ORDER BY id) AS ordered,
	dx.rank_by(score) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS framed,
	dx.rank_by(score) OVER (ORDER BY id DESC ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS excluded,
	dx.rank_by(score) OVER (PARTITION BY grp) AS grouped,
	dx.rank_by(-id) OVER (PARTITION BY grp) AS by_id,
	dx.ranked_count(score) OVER (PARTITION BY grp) AS of,
	lag(score) OVER (ORDER BY id) AS lag,
	sum(score) OVER (ORDER BY id) AS sum
FROM rank_test.score ORDER BY id;
SELECT * FROM (SELECT id, dx.rank_by(score) OVER () AS place FROM rank_test.score) AS ranked WHERE place <= 2 ORDER BY place;

-- first: the window's order numbers tied rows
SELECT id, score, dx.rank_by(score, 'first') OVER (ORDER BY id DESC) AS rank,
	dx.rank_by(score, 'first', ranked => id <> 3) OVER (ORDER BY id DESC) AS without_3,
	dx.rank_by(score, 'First') OVER (PARTITION BY score ORDER BY id) AS alone
FROM rank_test.score ORDER BY id;
-- values tied within tolerance too, not by their last bits
SELECT id, dx.rank_by(x, 'first') OVER (ORDER BY id) AS rank
FROM (VALUES (1, 70 * (1 - 1e-13)), (2, float8 '70'), (3, 80), (4, 70 * (1 - 2e-13))) AS v(id, x) ORDER BY id;
-- peers that are not tied, and tied rows that take no place, need no order
SELECT id, dx.rank_by(score, 'first', ranked => id NOT IN (2, 3)) OVER () AS rank FROM rank_test.score ORDER BY id;
SELECT id, dx.rank_by(score, 'first') OVER (ORDER BY id / 3) AS rank FROM rank_test.score WHERE id <> 3 ORDER BY id;

-- errors
SELECT dx.rank_by(score, 'first') OVER () FROM rank_test.score;
SELECT dx.rank_by(score, 'first') OVER (ORDER BY grp) FROM rank_test.score;
SELECT dx.rank_by(score, 'average') OVER () FROM rank_test.score;
SELECT dx.ranked_count(score, '') OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => 16) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => -16) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, CASE WHEN id < 4 THEN 'min' ELSE 'dense' END) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => CASE WHEN id < 4 THEN 2 END) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => id) OVER (ORDER BY id) FROM rank_test.score;
SELECT dx.rank_by(x) OVER () FROM (VALUES (1::float8), ('NaN')) AS v(x);
SELECT dx.rank_by(x) OVER () FROM (VALUES (1::float8), ('Infinity')) AS v(x);
SELECT dx.ranked_count(x) OVER () FROM (VALUES (1::float8), ('-Infinity')) AS v(x);
SELECT dx.rank_by(score) FROM rank_test.score;
SELECT dx.rank_by(score) FILTER (WHERE id > 1) OVER () FROM rank_test.score;
\set VERBOSITY sqlstate
SELECT dx.rank_by(score, 'first') OVER () FROM rank_test.score;
SELECT dx.rank_by(score, 'average') OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => 16) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, decimals => id) OVER () FROM rank_test.score;
SELECT dx.rank_by(score, CASE WHEN id < 4 THEN 'min' ELSE 'dense' END) OVER () FROM rank_test.score;
SELECT dx.rank_by('NaN') OVER ();
-- declared without WINDOW it has no partition to look at
SELECT probin AS library FROM pg_proc WHERE oid = 'dx.rank_by'::regproc \gset
CREATE FUNCTION rank_test.outside(float8, text, int, boolean, int) RETURNS int AS :'library', 'dx_rank_by' LANGUAGE C;
SELECT rank_test.outside(1, 'min', 0, true, 1);
\set VERBOSITY default
-- rows that are not ranked are not looked at
SELECT x, dx.rank_by(x, ranked => x <> 'NaN') OVER () AS rank FROM (VALUES (1::float8), ('NaN'), (2)) AS v(x) ORDER BY x;
-- options that are not constant but the same in each partition
SELECT id, dx.rank_by(score, CASE WHEN grp = 'A' THEN 'max' END, CASE WHEN grp = 'B' THEN -1 END) OVER (PARTITION BY grp) AS rank
FROM rank_test.score ORDER BY id;

-- the same windows scanned again, with another partition each time
SELECT k, array_agg(r ORDER BY id) FROM generate_series(1, 3) AS k,
	LATERAL (SELECT id, dx.rank_by(score, decimals => 0 - k) OVER () AS r FROM rank_test.score WHERE id >= k) AS ranked
GROUP BY k ORDER BY k;
-- backwards through a cursor
BEGIN;
DECLARE places SCROLL CURSOR FOR SELECT id, dx.rank_by(score) OVER (PARTITION BY grp ORDER BY id) FROM rank_test.score;
FETCH LAST FROM places;
FETCH BACKWARD 2 FROM places;
FETCH FIRST FROM places;
COMMIT;

-- prepared, as custom and as generic plan
PREPARE ranks(text, int, boolean) AS
	SELECT array_agg(r ORDER BY id) FROM (SELECT id, dx.rank_by(score, $1, $2, $3) OVER () AS r FROM rank_test.score) AS ranked;
SET plan_cache_mode = force_custom_plan;
EXECUTE ranks('dense', -1, true);
EXECUTE ranks('max', NULL, NULL);
SET plan_cache_mode = force_generic_plan;
EXECUTE ranks('dense', -1, true);
EXECUTE ranks('max', NULL, NULL);
EXECUTE ranks('max', NULL, false);
EXECUTE ranks('average', NULL, true);
RESET plan_cache_mode;

-- in views, refreshed with a bare search_path, and as an ordinary user
CREATE MATERIALIZED VIEW rank_test.ranking AS
	SELECT id, dx.rank_by(score, ties => 'dense') OVER () AS place, dx.ranked_count(score) OVER () AS of FROM rank_test.score;
CREATE UNIQUE INDEX ON rank_test.ranking (id);
UPDATE rank_test.score SET score = 100 WHERE id = 7;
REFRESH MATERIALIZED VIEW CONCURRENTLY rank_test.ranking;
SELECT * FROM rank_test.ranking ORDER BY id;
-- 15 qualifies the columns, later servers do not
SELECT regexp_replace(pg_get_viewdef('rank_test.ranking'::regclass), '\mscore\.', '', 'g') AS viewdef;
CREATE ROLE regress_dx_rank;
SET ROLE regress_dx_rank;
SELECT dx.rank_by(x) OVER () AS rank, dx.ranked_count(x) OVER () AS of FROM (VALUES (1), (2)) AS v(x) ORDER BY x;
RESET ROLE;
DROP ROLE regress_dx_rank;

-- many rows against the server's own ranks, in memory and on disk
CREATE TABLE rank_test.many AS
	SELECT i AS id, i % 7 AS grp, hashint4(i) % 5000 / 64.0::float8 AS x, hashint4(-i)::float8 AS y FROM generate_series(1, 200000) AS i;
SET work_mem = '64kB';
SELECT count(*) AS rows,
	count(*) FILTER (WHERE x_min IS DISTINCT FROM x_rank) AS x_min, count(*) FILTER (WHERE x_dense IS DISTINCT FROM x_dense_rank) AS x_dense,
	count(*) FILTER (WHERE x_max IS DISTINCT FROM x_rank_max) AS x_max, count(*) FILTER (WHERE x_first IS DISTINCT FROM x_row_number) AS x_first,
	count(*) FILTER (WHERE y_min IS DISTINCT FROM y_rank) AS y_min, count(*) FILTER (WHERE g_min IS DISTINCT FROM g_rank) AS g_min, min(of), max(of)
FROM (SELECT dx.rank_by(x) OVER w AS x_min, rank() OVER (ORDER BY x DESC) AS x_rank,
		dx.rank_by(x, 'dense') OVER w AS x_dense, dense_rank() OVER (ORDER BY x DESC) AS x_dense_rank,
		dx.rank_by(x, 'max') OVER w AS x_max, count(*) OVER (ORDER BY x DESC) AS x_rank_max,
		dx.rank_by(x, 'first') OVER w AS x_first, row_number() OVER (ORDER BY x DESC, id) AS x_row_number,
		dx.rank_by(y) OVER w AS y_min, rank() OVER (ORDER BY y DESC) AS y_rank,
		dx.rank_by(x) OVER g AS g_min, rank() OVER (PARTITION BY grp ORDER BY x DESC) AS g_rank,
		dx.ranked_count(x) OVER g AS of
	FROM rank_test.many WINDOW w AS (ORDER BY id), g AS (PARTITION BY grp)) AS both_ways;
RESET work_mem;

-- 19 lets a call treat NULLs specially (before, that is bad syntax): not ours
CREATE FUNCTION rank_test.state_of(q text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE q;
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
SELECT call, rank_test.state_of(format('SELECT dx.%s OVER () FROM rank_test.score', call)) =
	CASE WHEN current_setting('server_version_num')::int >= 190000 THEN '0A000' ELSE '42601' END AS refused
FROM (VALUES ('rank_by(score) IGNORE NULLS'), ('rank_by(score) RESPECT NULLS'), ('ranked_count(score) IGNORE NULLS')) v(call);

SET client_min_messages = warning;
DROP SCHEMA rank_test CASCADE;
