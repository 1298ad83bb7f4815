-- SPDX-License-Identifier: PostgreSQL
-- Stored bytes are read as they were meant, and written as they were: what
-- test/fixtures holds against what this library makes of it. No rows is good.
-- (A fixture more changes nothing here; test/fixtures/README.md.)
\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\getenv abs_builddir PG_ABS_BUILDDIR
\set kit :abs_srcdir '/test/fixtures/kit.sql'
\i :kit
\cd :abs_srcdir/test/fixtures
\copy fixture FROM 'stored.tsv'
-- Trees are stored in the processor's byte order, all else in one order: is this a little-endian one?
SELECT pg_catalog.get_byte(pg_temp.image_of('[{"code": "1", "max": 1, "rule": "percent"}]'::dx.tree), 4 + 32) = 0 AS big \gset
\if :big
	DELETE FROM fixture WHERE type = 'tree';
\endif
CREATE TEMP TABLE fault (type text, name text, fault text);
-- Bytes as on a page: the same text, the same wire form, the same hash. Text: the same bytes.
SELECT pg_catalog.format($$
	INSERT INTO fault SELECT type, name, what FROM (SELECT f.*, pg_temp.%2$I(image) AS value FROM fixture AS f WHERE type = %1$L) AS f,
		LATERAL (VALUES ('text of the bytes', value::text IS DISTINCT FROM text), ('wire form of the bytes', pg_temp.wire_of(value) IS DISTINCT FROM wire), ('hash of the bytes', pg_temp.hash_of(value) IS DISTINCT FROM hash),
			('version byte', pg_catalog.get_byte(image, 0) IS DISTINCT FROM format), ('bytes of the text', pg_temp.image_of(text::%3$s) IS DISTINCT FROM image)) AS v (what, fails) WHERE fails$$, name, name || '_of', type)
FROM dx_type ORDER BY name \gexec
-- The wire form, through the receive function: COPY puts the same frame around bytea and around any type.
\cd :abs_builddir/results
SELECT pg_catalog.format($$
	CREATE TEMP TABLE %2$I (name text, value %3$s)$$, name, 'wire_' || name, type) FROM dx_type ORDER BY name \gexec
\copy (SELECT name, wire FROM fixture WHERE type = 'code') TO 'fixtures.code' (FORMAT binary)
\copy wire_code FROM 'fixtures.code' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'rule') TO 'fixtures.rule' (FORMAT binary)
\copy wire_rule FROM 'fixtures.rule' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'tree') TO 'fixtures.tree' (FORMAT binary)
\copy wire_tree FROM 'fixtures.tree' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'card') TO 'fixtures.card' (FORMAT binary)
\copy wire_card FROM 'fixtures.card' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'stat') TO 'fixtures.stat' (FORMAT binary)
\copy wire_stat FROM 'fixtures.stat' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'node_stat') TO 'fixtures.node_stat' (FORMAT binary)
\copy wire_node_stat FROM 'fixtures.node_stat' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'moment_stat') TO 'fixtures.moment_stat' (FORMAT binary)
\copy wire_moment_stat FROM 'fixtures.moment_stat' (FORMAT binary)
\copy (SELECT name, wire FROM fixture WHERE type = 'tally') TO 'fixtures.tally' (FORMAT binary)
\copy wire_tally FROM 'fixtures.tally' (FORMAT binary)
SELECT pg_catalog.format($$
	INSERT INTO fault SELECT type, name, 'bytes of the wire form' FROM fixture LEFT JOIN %2$I AS w USING (name) WHERE type = %1$L AND pg_temp.image_of(value) IS DISTINCT FROM image$$, name, 'wire_' || name)
FROM dx_type WHERE name IN ('code', 'rule', 'tree', 'card', 'stat', 'node_stat', 'moment_stat', 'tally') ORDER BY name \gexec
INSERT INTO fault SELECT type, name, 'no such type' FROM fixture WHERE type NOT IN (SELECT name FROM dx_type);
\set ECHO all
SELECT count(*) > 60 AS read FROM fixture;
SELECT * FROM fault ORDER BY type, name, fault;
-- The bytes mean what they meant: used together, without being written anew.
CREATE TEMP VIEW tree AS SELECT name, pg_temp.tree_of(image) AS tree FROM fixture WHERE type = 'tree';
CREATE TEMP VIEW card AS SELECT name, pg_temp.card_of(image) AS card FROM fixture WHERE type = 'card';
-- (On a big-endian processor the lines of trees are missing here.)
\if :big
\else
SELECT t.name AS tree, c.name AS card, dx.points(tree, card), dx.coverage(tree, card)::numeric(5, 4) AS coverage FROM (VALUES ('options', 'nothing'), ('options', 'states'), ('rules', 'rules'), ('methods', 'methods'), ('numbers', 'numbers')) AS v (t, c) JOIN tree AS t ON t.name = v.t JOIN card AS c ON c.name = v.c ORDER BY 1, 2;
SELECT b.code, b.number, b.name, b.points, b.max_points FROM tree AS t, card AS c, dx.breakdown(tree, card) AS b WHERE t.name = 'options' AND c.name = 'states' ORDER BY b.code;
SELECT count(*) AS nodes, sum(dx.points(tree, dx.card_of_json(tree, '{}'), code)) AS points FROM tree, dx.nodes(tree) WHERE tree.name = 'deep';
\endif
SELECT name, dx.score_final(pg_temp.tally_of(image)) AS score FROM fixture WHERE type = 'tally' ORDER BY name;
-- Codes stand in their order.
SELECT pg_catalog.string_agg(name, ', ' ORDER BY pg_temp.code_of(image)) = pg_catalog.string_agg(name, ', ' ORDER BY image) AS by_bytes, pg_catalog.string_agg(text, ' ' ORDER BY pg_temp.code_of(image)) AS codes FROM fixture WHERE type = 'code' AND pg_catalog.length(text) < 20;
