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
SELECT pg_catalog.count(*) AS groups, pg_catalog.count(*) FILTER (WHERE s <> CASE node WHEN '1' THEN 2 * g + 3 WHEN '1.1' THEN g + 1 WHEN '2' THEN g + 3 ELSE 3 * g + 6 END * 0.01) AS wrong FROM (
	SELECT g, pg_catalog.min(node) AS node, dx.score(tree, code, value, NULL, node) AS s FROM score_wait.wait,
		(SELECT *, (ARRAY['1', '2', '1.1', '', NULL])[1 + g / 12 % 5] AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g) AS q;
SELECT dx.score(tree, code, value, state) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN pg_catalog.repeat('x', 100) END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN pg_catalog.repeat('x', 100) ELSE '1' END AS node FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, state) FROM score_wait.wait, (SELECT *, CASE WHEN n = 603 THEN 'points' END AS state FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
-- a group that began with another node
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT CASE WHEN n IN (11, 603) THEN 0 ELSE g END AS g, code, value, CASE n WHEN 11 THEN '1' ELSE '2' END AS node, n FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SELECT dx.score(tree, code, value, NULL, node) FROM score_wait.wait, (SELECT CASE WHEN n IN (11, 603) THEN 0 ELSE g END AS g, code, value, CASE n WHEN 11 THEN '1.1' ELSE '2' END AS node, n FROM score_wait.waiting ORDER BY n OFFSET 0) AS r GROUP BY g;
SET client_min_messages = warning;
DROP SCHEMA score_wait CASCADE;
