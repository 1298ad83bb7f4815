-- SPDX-License-Identifier: PostgreSQL
-- Ranks by several keys: later ones break the ties of earlier ones.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA rk;

-- units tied at the total by their first pillar; what is equal throughout shares a rank (G9)
SELECT u, dx.rank_by_keys(ARRAY[t, p]) OVER () AS rank, dx.rank_by_keys(ARRAY[t, p], 'max') OVER () AS max, dx.rank_by_keys(ARRAY[t, p], 'dense') OVER () AS dense,
	dx.rank_by_keys(ARRAY[t, p], 'first') OVER (ORDER BY u DESC) AS first
FROM (VALUES ('a', 80::float8, 40::float8), ('b', 80, 45), ('c', 80, 40), ('d', 70, 50)) AS v(u, t, p) ORDER BY u;
-- with one key it is dx.rank_by; ranked, NULL and NULLs among the keys
CREATE TABLE rk.x (id int, a float8, b float8, c int, r boolean);
INSERT INTO rk.x VALUES (1, 80, 5, 1, true), (2, 80, NULL, 9, true), (3, 80, NULL, 7, NULL), (4, 80, 5 * (1 - 1e-13), 2, true), (5, NULL, 99, 99, true), (6, 70, 50, 1, false), (7, 90, -3, 1, true), (8, 70, 1, 1, true);
SELECT id, a, b, c, r, dx.rank_by_keys(ARRAY[a]) OVER () AS one, dx.rank_by(a) OVER () AS rank_by, dx.rank_by_keys(ARRAY[a, b]) OVER () AS two, dx.rank_by_keys(ARRAY[a, b, c]) OVER () AS three,
	dx.rank_by_keys(ARRAY[a, b, c], ranked => r) OVER () AS ranked, dx.rank_by_keys(CASE WHEN id <> 7 THEN ARRAY[a, b, c] END) OVER () AS without_7
FROM rk.x ORDER BY id;
-- decimals and direction, one a key, NULL where there is nothing to say
SELECT id, dx.rank_by_keys(ARRAY[a, b, c], decimals => '{-1,0,NULL}') OVER () AS decimals, dx.rank_by_keys(ARRAY[a, b, c], direction => '{-1,1,-1}') OVER () AS direction,
	dx.rank_by_keys(ARRAY[a, b, c], 'dense', '{NULL,0,0}', true, '{NULL,-1,NULL}') OVER () AS both, dx.rank_by_keys(ARRAY[a, b, c], NULL, NULL, NULL, NULL) OVER () AS nulls,
	dx.rank_by_keys(ARRAY[a, b, c], (ARRAY['max', 'min'])[1 + (id > 4)::int]) OVER (PARTITION BY id > 4) AS ties
FROM rk.x ORDER BY id;
-- decimals before direction, half away from zero: 2.675 is 2.68, as -2.675 is -2.68
SELECT x, dx.rank_by_keys(ARRAY[1, x], 'min', '{NULL,2}', true, '{1,-1}') OVER () AS rank FROM (VALUES (2.675::float8), (2.68), (2.684), (2.674), (-2.675), (-2.68)) AS v(x) ORDER BY x;
-- arrays of other types
SELECT i, dx.rank_by_keys(ARRAY[1, i]) OVER () AS int, dx.rank_by_keys(ARRAY[1, i / 2.0]) OVER () AS numeric, dx.rank_by_keys(ARRAY[1, i]::real[]) OVER () AS real, dx.rank_by_keys(ARRAY[1, i]::bigint[]) OVER () AS bigint,
	pg_typeof(dx.rank_by_keys(ARRAY[i]) OVER ()) AS type FROM generate_series(1, 3) AS i;
SELECT dx.rank_by_keys('{1,2}') OVER () AS unknown, dx.rank_by_keys('[5:6]={1,2}') OVER () AS bounds, dx.rank_by_keys(NULL) OVER () AS null, dx.rank_by_keys('{NULL,2}') OVER () AS null_key, dx.rank_by_keys('{1}', ranked => false) OVER () AS unranked;
PREPARE keys(float8[], text, int[], boolean, int[]) AS SELECT dx.rank_by_keys($1, $2, $3, $4, $5) OVER () FROM generate_series(1, 2);
EXECUTE keys('{1,2}', 'max', '{0,0}', true, '{1,1}');
EXECUTE keys('{1,2}', NULL, NULL, NULL, NULL);
-- the whole partition, whatever the frame; partitions of other lengths; no row
SELECT id, dx.rank_by_keys(ARRAY[a, c]) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS framed, dx.rank_by_keys(CASE r WHEN true THEN ARRAY[a, c] ELSE ARRAY[c] END, decimals => CASE WHEN r THEN '{0,0}'::int[] END) OVER (PARTITION BY r) AS by_r FROM rk.x ORDER BY id;
SELECT dx.rank_by_keys(ARRAY[a, c]) OVER () FROM rk.x WHERE false;
-- first: the window's order numbers what no key tells apart, and has to
SELECT id, dx.rank_by_keys(ARRAY[a, b], 'first') OVER (ORDER BY id DESC) AS rank, dx.rank_by_keys(ARRAY[a, c], 'first') OVER () AS apart FROM rk.x WHERE id NOT IN (6, 8) ORDER BY id;

-- errors
CREATE FUNCTION pg_temp.failure(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	d text; h text;
BEGIN
	EXECUTE format('SELECT dx.rank_by_keys(%s) OVER () FROM rk.x', call);
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(d, ''), nullif(h, ''));
END $$;
SELECT call, pg_temp.failure(call) FROM unnest(ARRAY['CASE id WHEN 1 THEN ARRAY[a] ELSE ARRAY[a, b] END', '''{}''', '''{{1,2},{3,4}}''', 'array_fill(1::float8, ARRAY[33])', 'ARRAY[a, CASE id WHEN 3 THEN ''NaN''::float8 END]',
	'ARRAY[a, b, ''-Infinity'']', 'ARRAY[a, b], ''average''', 'ARRAY[a, b], decimals => ''{1}''', 'ARRAY[a, b], decimals => ''{1,2,3}''', 'ARRAY[a, b], decimals => ''{16,0}''', 'ARRAY[a, b], decimals => ''{}''',
	'ARRAY[a, b], decimals => ''{{1,2}}''', 'ARRAY[a, b], direction => ''{1}''', 'ARRAY[a, b], direction => ''{1,0}''', 'ARRAY[a, b], direction => ''{{1},{1}}''', 'ARRAY[a, b], direction => array_fill(1, ARRAY[33])',
	'ARRAY[a, b], decimals => ARRAY[id, 1]', 'ARRAY[a, b], decimals => CASE WHEN id < 3 THEN ''{1,1}''::int[] END', 'ARRAY[a, b], direction => CASE WHEN id > 3 THEN ''{1,1}''::int[] END', 'ARRAY[a, b], CASE id WHEN 4 THEN ''max'' END',
	'ARRAY[a, b], ''first''', 'ARRAY[c, c], ''first'', ''{-1,NULL}''']) AS call;
-- (the hint is the server's own, and not the same in every release)
\set VERBOSITY terse
SELECT dx.rank_by_keys(ARRAY['x']) OVER ();
\set VERBOSITY default
SELECT dx.rank_by_keys(ARRAY[1.0]);
-- what takes no place is not looked at
SELECT id, dx.rank_by_keys(ARRAY[a, CASE WHEN a IS NULL THEN 'NaN' ELSE b END]) OVER () AS null_first, dx.rank_by_keys(CASE WHEN r THEN ARRAY[a, b] ELSE ARRAY['NaN'::float8] END, ranked => coalesce(r, false)) OVER () AS unranked FROM rk.x ORDER BY id;
-- an order over a sub-select, and declared without WINDOW
SELECT id, dx.rank_by_keys(ARRAY[a, c], direction => (SELECT ARRAY[max(1), -1])) OVER () AS rank FROM rk.x ORDER BY id;
SELECT probin AS library FROM pg_catalog.pg_proc WHERE oid = 'dx.rank_by_keys'::regproc \gset
CREATE FUNCTION rk.outside(float8[], text, int[], boolean, int[]) RETURNS int AS :'library', 'dx_rank_by_keys' LANGUAGE C;
SELECT rk.outside('{1}', 'min', NULL, true, NULL);

-- many rows against the server's own ranks, in memory and on disk, in any order
CREATE TABLE rk.many AS SELECT i AS id, i % 7 AS grp, hashint4(i) % 50 / 8.0::float8 AS a, hashint4(-i) % 300 / 64.0::float8 AS b, CASE WHEN i % 11 > 0 THEN hashint4(i * 3) % 1000 END AS c FROM generate_series(1, 100000) AS i;
SET work_mem = '64kB';
SELECT count(*) AS rows, count(*) FILTER (WHERE three IS DISTINCT FROM three_rank) AS three, count(*) FILTER (WHERE dense IS DISTINCT FROM dense_rank) AS dense, count(*) FILTER (WHERE first IS DISTINCT FROM row_number) AS first,
	count(*) FILTER (WHERE grouped IS DISTINCT FROM grouped_rank) AS grouped
FROM (SELECT dx.rank_by_keys(ARRAY[a, b, c]) OVER (ORDER BY id) AS three, rank() OVER (ORDER BY a DESC, b DESC, c DESC NULLS LAST) AS three_rank,
		dx.rank_by_keys(ARRAY[a, b], 'dense', NULL, true, '{1,-1}') OVER (ORDER BY id) AS dense, dense_rank() OVER (ORDER BY a DESC, b) AS dense_rank,
		dx.rank_by_keys(ARRAY[a, b, c], 'first') OVER (ORDER BY id) AS first, row_number() OVER (ORDER BY a DESC, b DESC, c DESC NULLS LAST, id) AS row_number,
		dx.rank_by_keys(ARRAY[b, c]) OVER (PARTITION BY grp) AS grouped, rank() OVER (PARTITION BY grp ORDER BY b DESC, c DESC NULLS LAST) AS grouped_rank
	FROM rk.many) AS both_ways;
RESET work_mem;
SELECT count(DISTINCT digest) AS different, count(*) AS arrangements FROM (SELECT (SELECT md5(string_agg(id || ' ' || r, ',' ORDER BY id)) FROM (SELECT id, dx.rank_by_keys(ARRAY[a, b, c], 'min', '{1,1,0}') OVER () AS r FROM (SELECT * FROM rk.many WHERE id <= 5000 ORDER BY hashint4(id + k)) AS m) AS t) AS digest
	FROM generate_series(1, 5) AS k) AS d;
-- memory: 8 bytes a row until the partition ends, nothing of the keys
BEGIN;
DECLARE answers CURSOR FOR SELECT dx.rank_by_keys(ARRAY[a, b, c]) OVER () FROM rk.many;
FETCH 1 FROM answers \gset
SELECT name, total_bytes < 900000 AS small FROM pg_catalog.pg_backend_memory_contexts WHERE name IN ('WindowAgg Partition', 'dx ranks by keys', 'dx window arguments') ORDER BY 1;
MOVE ALL FROM answers;
COMMIT;

SET client_min_messages = warning;
DROP SCHEMA rk CASCADE;
