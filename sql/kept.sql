-- SPDX-License-Identifier: PostgreSQL
-- What dx.score and other aggregates keep of index trees: once for a call site,
-- not once for a group, never mixed up, and never without bound.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = 'dx';
SET max_parallel_workers_per_gather = 0;
SET jit = off;
CREATE SCHEMA kept_test;
-- 2,011 nodes and 2,000 criteria
CREATE TABLE kept_test.tree AS SELECT dx.tree(code, name, max_points, rule) AS tree FROM (
	SELECT 'R' || a || '.' || b, 'criterion ' || b, 1::float8, 'percent' FROM pg_catalog.generate_series(1, 10) AS a, pg_catalog.generate_series(1, 200) AS b) AS n (code, name, max_points, rule);
CREATE TABLE kept_test.answer AS SELECT g, 'R' || 1 + i % 10 || '.' || 1 + (g * 7 + i) % 200 AS code, ((g + i) % 100)::float8 AS value
	FROM pg_catalog.generate_series(1, 40) AS g, pg_catalog.generate_series(1, 30) AS i;
CREATE VIEW kept_test.row AS SELECT g, tree, code, value FROM kept_test.tree, kept_test.answer;
CREATE FUNCTION kept_test.bytes_of(dx.tree) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'byteasend';
CREATE TABLE kept_test.size AS SELECT pg_catalog.length(kept_test.bytes_of(tree)) AS size FROM kept_test.tree;
SELECT size FROM kept_test.size;
-- bytes of memory contexts of these names: asked at each group, while its state is there
CREATE FUNCTION kept_test.bytes(of text) RETURNS bigint LANGUAGE sql VOLATILE AS $$
	SELECT COALESCE(pg_catalog.sum(total_bytes), 0)::bigint FROM pg_catalog.pg_backend_memory_contexts WHERE name ~ of $$;

-- ---- once for a call site ----
SET enable_hashagg = off;
-- Sorted groups: the states of each stand in a context of their own, the tree does not.
SELECT count(score) AS groups, max(states) < (SELECT size / 8 FROM kept_test.size) AS states_are_small, max(kept) BETWEEN (SELECT size FROM kept_test.size) AND 3 * (SELECT size FROM kept_test.size) AS one_tree FROM (
	SELECT g, dx.score(tree, code, value) AS score, kept_test.bytes('^dx states$') AS states, kept_test.bytes('^dx kept tree$') AS kept FROM kept_test.row GROUP BY g OFFSET 0) AS s;
CREATE TABLE kept_test.sorted AS SELECT g, dx.score(tree, code, value) AS score, dx.points(tree, dx.card(tree, code, value)) AS points FROM kept_test.row GROUP BY g, tree;
SELECT count(*) FROM kept_test.sorted WHERE score = points;
-- All levels of grouping sets, and windows whose frames begin anew, share it too.
SELECT count(score) AS groups, max(states) < (SELECT size / 4 FROM kept_test.size) AS states_are_small, max(kept) BETWEEN (SELECT size FROM kept_test.size) AND 3 * (SELECT size FROM kept_test.size) AS one_tree FROM (
	SELECT g, code, dx.score(tree, code, value) AS score, kept_test.bytes('^dx states$') AS states, kept_test.bytes('^dx kept tree$') AS kept FROM kept_test.row WHERE g < 4 GROUP BY GROUPING SETS ((g, code), (g)) OFFSET 0) AS s;
SELECT count(score) AS rows, max(states) < (SELECT size / 8 FROM kept_test.size) AS states_are_small, max(kept) BETWEEN (SELECT size FROM kept_test.size) AND 3 * (SELECT size FROM kept_test.size) AS one_tree FROM (
	SELECT dx.score(tree, code, value) OVER (PARTITION BY g ORDER BY code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS score, kept_test.bytes('^dx states$') AS states, kept_test.bytes('^dx kept tree$') AS kept
	FROM kept_test.row WHERE g < 4 OFFSET 0) AS s;
RESET enable_hashagg;
-- Hashed groups: the tree is no memory of theirs, so a work_mem that is less does not make them spill.
CREATE FUNCTION kept_test.batches(query text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO plan;
	RETURN pg_catalog.jsonb_path_query_first(plan, 'strict $.**."HashAgg Batches"');
END $$;
SET enable_sort = off;
SET work_mem = '200kB';
SET hash_mem_multiplier = 1;
SELECT kept_test.batches('SELECT g, dx.score(tree, code, value) FROM kept_test.tree, kept_test.answer WHERE g <= 4 GROUP BY g') AS batches;
RESET work_mem;
RESET hash_mem_multiplier;
RESET enable_sort;

-- ---- many trees, nodes ----
CREATE TABLE kept_test.variant AS SELECT v, dx.tree(code, NULL::text, max_points, rule) AS tree FROM pg_catalog.generate_series(1, 500) AS v, LATERAL (
	SELECT 'k.' || i, v + i::float8, 'percent' FROM pg_catalog.generate_series(1, 20) AS i) AS n (code, max_points, rule) GROUP BY v;
CREATE TABLE kept_test.want AS SELECT v, dx.points(tree, dx.card(tree, 'k.' || i, (v + i) % 101)) AS points FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i GROUP BY v, tree;
-- Sorted: what no group uses any more goes; 500 trees of 5 kB would be 2.5 MB.
SET enable_hashagg = off;
SELECT count(*) FILTER (WHERE score = points) AS same, max(kept) < 200000 AS bounded FROM (
	SELECT v, dx.score(tree, 'k.' || i, (v + i) % 101) AS score, kept_test.bytes('^dx (states|kept tree)$') AS kept FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i GROUP BY v OFFSET 0) AS s JOIN kept_test.want USING (v);
-- A few that take turns.
SELECT count(*) FILTER (WHERE score = points) AS same FROM (
	SELECT turn, v, dx.score(tree, 'k.' || i, (v + i) % 101) AS score FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i, pg_catalog.generate_series(1, 50) AS turn WHERE v <= 12 GROUP BY turn, v) AS s JOIN kept_test.want USING (v);
-- Hashed: all are in use at once, so those that came last are the groups' own, and count as their memory.
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) FILTER (WHERE score = points) AS same FROM (
	SELECT v, dx.score(tree, 'k.' || i, (v + i) % 101) AS score FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i GROUP BY v) AS s JOIN kept_test.want USING (v);
SET work_mem = '200kB';
SET hash_mem_multiplier = 1;
SELECT kept_test.batches($$SELECT v, dx.score(tree, 'k.' || i, (v + i) % 101) FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i GROUP BY v$$) > 1 AS spilled;
SELECT count(*) FILTER (WHERE score = points) AS same FROM (
	SELECT v, dx.score(tree, 'k.' || i, (v + i) % 101) AS score FROM kept_test.variant, pg_catalog.generate_series(1, 20) AS i GROUP BY v) AS s JOIN kept_test.want USING (v);
RESET work_mem;
RESET hash_mem_multiplier;
RESET enable_sort;
-- Every node of a deep tree: more steps in all than are kept with it.
CREATE TABLE kept_test.deep AS SELECT dx.tree(pg_catalog.repeat('a.', d) || leaf, NULL::text, max_points, rule) AS tree FROM pg_catalog.generate_series(0, 29) AS d,
	(VALUES ('b', 2::float8, 'percent'), ('c', 1, 'percent')) AS v (leaf, max_points, rule);
CREATE TABLE kept_test.node AS SELECT n.code AS node, dx.points(tree, card, n.code) AS points FROM kept_test.deep, dx.nodes(tree) AS n,
	LATERAL (SELECT dx.card(tree, c.code, c.ordinal) AS card FROM dx.nodes(tree) AS c WHERE c.is_criterion) AS c WHERE NOT n.is_criterion;
SET enable_hashagg = off;
SELECT count(*), count(*) FILTER (WHERE score = points) AS same FROM (
	SELECT n.node, dx.score(tree, c.code, c.ordinal, NULL, n.node) AS score FROM kept_test.deep, kept_test.node AS n, LATERAL (SELECT code, ordinal FROM dx.nodes(tree) WHERE is_criterion OFFSET 0) AS c GROUP BY n.node) AS s JOIN kept_test.node USING (node);
RESET enable_hashagg;
SELECT count(*), count(*) FILTER (WHERE score = points) AS same FROM (
	SELECT n.node, dx.score(tree, c.code, c.ordinal, NULL, n.node) AS score FROM kept_test.deep, kept_test.node AS n, LATERAL (SELECT code, ordinal FROM dx.nodes(tree) WHERE is_criterion OFFSET 0) AS c GROUP BY n.node) AS s JOIN kept_test.node USING (node);

-- ---- tallies of many trees in bytes ----
CREATE AGGREGATE kept_test.tally(dx.tree, text, float8) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE kept_test.unite(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);
-- 30 programmes, each the mean of other weights
CREATE TABLE kept_test.mean AS SELECT v, dx.alter_tree(tree, pg_catalog.jsonb_build_object('', '{"method": "mean", "max": null}'::jsonb, 'k', pg_catalog.jsonb_build_object('method', 'mean', 'max', NULL), 'k.3', pg_catalog.jsonb_build_object('weight', v))) AS tree
	FROM kept_test.variant WHERE v <= 30;
CREATE TABLE kept_test.part AS SELECT v, i % 4 AS part, kept_test.tally(tree, 'k.' || i, (v + i) % 101) AS tally FROM kept_test.mean, pg_catalog.generate_series(1, 20) AS i GROUP BY v, i % 4;
CREATE TABLE kept_test.total AS SELECT v, dx.score(tree, 'k.' || i, (v + i) % 101) AS score FROM kept_test.mean, pg_catalog.generate_series(1, 20) AS i GROUP BY v;
SELECT count(DISTINCT score) AS scores FROM kept_test.total;
SELECT count(*) AS same FROM (SELECT v, kept_test.unite(tally ORDER BY part) AS score FROM kept_test.part GROUP BY v) AS s JOIN kept_test.total USING (v, score);
SET enable_sort = off;
SELECT count(*) AS same FROM (SELECT v, kept_test.unite(tally) AS score FROM kept_test.part GROUP BY v) AS s JOIN kept_test.total USING (v, score);
RESET enable_sort;
SELECT count(*) AS same FROM kept_test.part WHERE tally::text::dx.tally::text = tally::text AND dx.score_final(tally::text::dx.tally) IS NOT DISTINCT FROM dx.score_final(tally);

-- ---- a criterion in two parts ----
-- Where the tree is at hand it is named by code: since release 16 the states of
-- one aggregate reach another as they are, before that in bytes.
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/test/regress/said.sql'
\i :said
SELECT pg_temp.said($$kept_test.unite(tally) FROM (SELECT i, kept_test.tally(tree, 'k.3', i) AS tally FROM kept_test.mean, pg_catalog.generate_series(1, 2) AS i WHERE v = 1 GROUP BY i) AS p$$)
	= CASE WHEN pg_catalog.current_setting('server_version_num')::int >= 160000 THEN '22023 criterion "k.3"' ELSE '22023 criterion number 3' END || ' is given twice: ratio 0.01 and ratio 0.02' AS named;
-- In bytes it is known by number, and the hint says how to find it:
SELECT kept_test.unite(text::dx.tally) FROM (SELECT i, kept_test.tally(tree, 'k.3', i)::text FROM kept_test.mean, pg_catalog.generate_series(1, 2) AS i WHERE v = 1 GROUP BY i) AS p (i, text);
SELECT code FROM kept_test.mean, dx.nodes(tree) WHERE v = 1 AND is_criterion ORDER BY ordinal OFFSET 2 LIMIT 1;
CREATE AGGREGATE kept_test.at_node(dx.tree, text, float8, text, text) (SFUNC = dx.score_accum, STYPE = dx.tally);
SELECT kept_test.unite(text::dx.tally) FROM (SELECT i, kept_test.at_node(tree, 'a.a.c', i, NULL, 'a.a')::text FROM kept_test.deep, pg_catalog.generate_series(1, 2) AS i GROUP BY i) AS p (i, text);
SELECT (SELECT ordinal FROM dx.nodes(tree) WHERE code = 'a.a'), n.code FROM kept_test.deep, dx.nodes(tree) AS n WHERE is_criterion AND ordinal >= 3 ORDER BY ordinal OFFSET 55 LIMIT 1;
SELECT dx.merge_cards(card) FROM (SELECT dx.card(tree, 'k.3', i) AS card FROM kept_test.mean, pg_catalog.generate_series(1, 2) AS i WHERE v = 1 GROUP BY i) AS p;

-- ---- found by fingerprint, but not by that alone ----
-- No input makes a tree with another's fingerprint: it is worked out when a tree
-- comes in. A superuser can pass bytes for one. These two differ in all else.
CREATE FUNCTION kept_test.tree_of(bytea) RETURNS dx.tree LANGUAGE internal IMMUTABLE STRICT AS 'byteasend';
CREATE TABLE kept_test.twin AS SELECT 1 AS t, '[{"name": "honest"}, {"code": "1", "name": "first", "max": 10, "rule": "percent"}, {"code": "2", "name": "second", "max": 10, "rule": "percent"}]'::dx.tree AS tree;
INSERT INTO kept_test.twin SELECT 2, kept_test.tree_of(overlay(kept_test.bytes_of(b) PLACING pg_catalog.substr(kept_test.bytes_of(tree), 5, 32) FROM 5)) FROM kept_test.twin,
	(SELECT dx.tree(i::text, 'forged ' || i, 1::float8, 'yesno') FROM pg_catalog.generate_series(1, 40) AS i) AS b (b);
SELECT count(DISTINCT pg_catalog.substr(kept_test.bytes_of(tree), 5, 32)) AS fingerprints FROM kept_test.twin;
CREATE TABLE kept_test.turn AS SELECT turn, t, tree, code, ordinal, CASE t WHEN 1 THEN 50 ELSE 1 END::float8 AS value FROM pg_catalog.generate_series(1, 30) AS turn, kept_test.twin, dx.nodes(tree) WHERE is_criterion;
CREATE TABLE kept_test.card AS SELECT turn, t, dx.card(tree, ordinal, value) AS card FROM kept_test.turn GROUP BY turn, t;
-- scores of cards, after a plan is made for the first; names in breakdowns
SELECT t, count(*), min(points), max(points), min(ratio), max(ratio) FROM (SELECT t, dx.points(tree, card) AS points, dx.ratio(tree, card) AS ratio FROM (SELECT * FROM kept_test.card ORDER BY t, turn OFFSET 0) AS c JOIN kept_test.twin USING (t) ORDER BY t, turn) AS p GROUP BY t ORDER BY t;
SELECT t, count(*), min(b.name), max(b.name), sum(b.points) FROM (SELECT c.*, tree FROM kept_test.card AS c JOIN kept_test.twin USING (t) WHERE turn < 4 ORDER BY turn, t OFFSET 0) AS c, dx.breakdown(tree, card) AS b WHERE b.is_criterion GROUP BY t ORDER BY t;
-- dx.card from rows, hashed and sorted
SET enable_sort = off;
SELECT t, count(*), min(dx.points(tree, card)), max(dx.points(tree, card)), count(DISTINCT card) AS cards FROM (SELECT turn, t, dx.card(tree, ordinal, value) AS card FROM kept_test.turn GROUP BY turn, t) AS s JOIN kept_test.twin USING (t) GROUP BY t ORDER BY t;
RESET enable_sort;
SET enable_hashagg = off;
SELECT t, count(*), min(dx.points(tree, card)), max(dx.points(tree, card)), count(DISTINCT card) AS cards FROM (SELECT turn, t, dx.card(tree, ordinal, value) AS card FROM kept_test.turn GROUP BY turn, t) AS s JOIN kept_test.twin USING (t) GROUP BY t ORDER BY t;
RESET enable_hashagg;
-- rows of both in one group, in one partition; codes of a forged tree are not where its fingerprint says
SELECT dx.card(tree, ordinal, value) FROM (SELECT * FROM kept_test.turn WHERE turn < 20 AND code < '3' ORDER BY t, turn LIMIT 3 OFFSET 37) AS r WHERE turn = 19 OR t = 2;
SELECT dx.score(tree, code, value) FROM kept_test.turn WHERE turn = 1 AND t = 2;
SELECT dx.copeland(tree, card) OVER () FROM (SELECT c.*, tree FROM kept_test.card AS c JOIN kept_test.twin USING (t) WHERE turn < 2 OFFSET 0) AS c;
DROP SCHEMA kept_test CASCADE;
