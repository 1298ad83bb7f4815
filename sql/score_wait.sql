-- SPDX-License-Identifier: PostgreSQL
-- dx.score while rows wait for their card: nodes that change from group to
-- group, states that are said, names that are none, groups that began otherwise.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA score_wait;
SET enable_sort = off;
CREATE TABLE score_wait.wait AS SELECT '[{"code": "1.1", "max": 1, "rule": "percent"}, {"code": "1.2", "max": 1, "rule": "percent"}, {"code": "2", "max": 1, "rule": "percent"}]'::dx.tree AS tree;
CREATE VIEW score_wait.waiting AS SELECT g, g * 10 + i AS n, (ARRAY['1.1', '1.2', '2'])[i] AS code, g % 90 + i AS value FROM pg_catalog.generate_series(1, 60) AS g, pg_catalog.generate_series(1, 3) AS i;
SELECT pg_catalog.count(*) AS groups, pg_catalog.count(*) FILTER (WHERE s IS DISTINCT FROM CASE node WHEN '1' THEN 2 * g + 3 WHEN '1.1' THEN g + 1 WHEN '2' THEN g + 3 ELSE 3 * g + 6 END * 0.01) AS wrong FROM (
	SELECT g, pg_catalog.min(node) AS node, dx.score(tree, code, value, NULL, node) AS s FROM score_wait.wait,
		(SELECT *, (ARRAY['1', '2', '1.1', '', NULL])[1 + g / 12 % 5] AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g) AS q;
SELECT dx.score(tree, code, value, state) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN 'res' END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, state) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN pg_catalog.repeat('x', 200) END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN pg_catalog.repeat('x', 200) ELSE '1' END AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN '2' ELSE '1' END AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN '1.1' ELSE '1' END AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN '' ELSE '1' END AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, state) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN 'points' END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT g, dx.score(tree, code, value, state) AS s FROM score_wait.wait, (SELECT g, n, code, nullif(value, CASE WHEN n = 603 THEN value END) AS value, CASE WHEN n = 603 THEN 'na' END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g ORDER BY g DESC LIMIT 2;
-- a node of a long name, as a constant and in rows
CREATE TABLE score_wait.long AS SELECT dx.tree(code, NULL, 1, 'percent') AS tree, pg_catalog.min(name) AS name FROM pg_catalog.repeat('x', 40) AS word, LATERAL (SELECT word || '.' || word) AS l (name), LATERAL (VALUES (name || '.1'), (name || '.2'), ('2')) AS c (code);
SELECT pg_catalog.count(*) AS groups, pg_catalog.count(*) FILTER (WHERE s IS DISTINCT FROM (2 * g + 3) * 0.01 OR t IS DISTINCT FROM s) AS wrong FROM (
	SELECT g, dx.score(tree, code, value, NULL, node) AS s, dx.score(tree, code, value, NULL, pg_catalog.repeat('x', 40) || '.' || pg_catalog.repeat('x', 40)) AS t FROM score_wait.long,
		LATERAL (SELECT g, n, name AS node, CASE code WHEN '2' THEN '2' ELSE name || pg_catalog.substr(code, 2) END AS code, value FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g) AS q;
-- a group that began with another node
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT CASE WHEN n IN (11, 603) THEN 0 ELSE g END AS g, code, value, CASE n WHEN 11 THEN '1' ELSE '2' END AS node, n FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT CASE WHEN n IN (11, 603) THEN 0 ELSE g END AS g, code, value, CASE n WHEN 11 THEN '1.1' ELSE '2' END AS node, n FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
-- outside of an aggregate; rows of other parts of the tree are left out
SELECT dx.score_final(dx.score_accum(dx.score_accum(dx.score_accum(NULL, tree, '1.1', 50, NULL, '1.2'), tree, '1.2', 20, NULL, '1.2'), tree, '2', 30, NULL, '1.2')) FROM score_wait.wait;
SET client_min_messages = warning;
DROP SCHEMA score_wait CASCADE;
