-- SPDX-License-Identifier: PostgreSQL
-- Data of the bench, the same on every machine. psql variables: units (of one
-- period), ranked (rows to rank), rows10 (x10 tables, 0 or 1).
--
-- The tree has 3 pillars, 19 main indices, 70 component indices, 159 criteria,
-- spread evenly. A unit of the x10 tables is a unit in one of ten periods.
SET client_min_messages = warning;
CREATE EXTENSION dxindex;
CREATE EXTENSION pg_prewarm;
CREATE SCHEMA bench;

-- The parent of the i-th of n children among m parents is number (i - 1) * m / n + 1.
CREATE TABLE bench.tree AS
WITH pillar (p, mains, comps, crits) AS (VALUES (1, 6, 31, 71), (2, 6, 19, 41), (3, 7, 20, 47)),
main AS (SELECT p, m FROM pillar, generate_series(1, mains) AS m),
comp AS (
	SELECT p, m, c, row_number() OVER (PARTITION BY p, m ORDER BY c) AS label
	FROM pillar, generate_series(1, comps) AS c, LATERAL (SELECT (c - 1) * mains / comps + 1 AS m) AS of
),
crit AS (
	SELECT p, m, label, i, row_number() OVER (PARTITION BY p, c ORDER BY i) AS sub
	FROM pillar CROSS JOIN generate_series(1, crits) AS i CROSS JOIN LATERAL (SELECT (i - 1) * comps / crits + 1 AS c) AS of
	JOIN comp USING (p, c)
),
node (code, name, max_points) AS (
	SELECT '', 'Bộ chỉ số chuyển đổi số cấp huyện', NULL::numeric
	UNION ALL SELECT p::text, 'Trụ cột ' || p, NULL FROM pillar
	UNION ALL SELECT concat_ws('.', p, m), format('Chỉ số chính %s của trụ cột %s', m, p), NULL FROM main
	UNION ALL SELECT concat_ws('.', p, m, label), format('Chỉ số thành phần %s của trụ cột %s', c, p), NULL FROM comp
	UNION ALL SELECT concat_ws('.', p, m, label, sub), format('Tiêu chí %s của trụ cột %s', i, p), 0.5 * (1 + i * 7 % 9) FROM crit
)
SELECT dx.tree(code, name, max_points, CASE WHEN max_points IS NOT NULL THEN 'percent' END) FROM node;

-- The same for plain SQL: integer keys, parents at every level, points of one percent.
CREATE TABLE bench.node AS
SELECT n.ordinal AS node, n.code, n.code::text AS code_text, n.depth, n.is_criterion, p.ordinal AS parent,
	n.max_points, n.max_points / 100 AS factor
FROM bench.tree CROSS JOIN LATERAL dx.nodes(tree) AS n
LEFT JOIN LATERAL dx.nodes(tree) AS p ON p.code::text = n.parent::text ORDER BY n.ordinal;
CREATE TABLE bench.crit AS
SELECT n.node, n.code, n.code_text, n.factor, c.node AS comp, m.node AS main, p.node AS pillar
FROM bench.node AS n JOIN bench.node AS c ON c.node = n.parent JOIN bench.node AS m ON m.node = c.parent
	JOIN bench.node AS p ON p.node = m.parent
WHERE n.is_criterion;
CREATE TABLE bench.closure AS
SELECT c.node AS criterion, a.node AS ancestor, c.factor
FROM bench.crit AS c JOIN bench.node AS a ON dx.is_under(c.code, a.code);

-- Results 0 to 100 with two decimals, by a hash of unit and criterion.
CREATE TABLE bench.result AS
SELECT unit, node, (hashint8extended(unit * 1000::bigint + node, 1) & 1073741823) % 10001 / 100.0::float8 AS v,
	hashint8extended(unit * 1000::bigint + node, 2) AS shuffle
FROM generate_series(1, :units * CASE WHEN :rows10 = 1 THEN 10 ELSE 1 END) AS unit, bench.crit;

CREATE TABLE bench.ord_random AS SELECT unit, node, v FROM bench.result WHERE unit <= :units ORDER BY shuffle;
CREATE TABLE bench.ord_unit AS SELECT unit, node, v FROM bench.result WHERE unit <= :units ORDER BY unit, node;
CREATE TABLE bench.code_random AS
	SELECT unit, code, v FROM bench.result JOIN bench.node USING (node) WHERE unit <= :units ORDER BY shuffle;
CREATE TABLE bench.code_unit AS
	SELECT unit, code, v FROM bench.result JOIN bench.node USING (node) WHERE unit <= :units ORDER BY unit, node;
CREATE TABLE bench.text_random AS
	SELECT unit, code_text AS code, v FROM bench.result JOIN bench.node USING (node) WHERE unit <= :units ORDER BY shuffle;
CREATE TABLE bench.text_unit AS
	SELECT unit, code_text AS code, v FROM bench.result JOIN bench.node USING (node) WHERE unit <= :units ORDER BY unit, node;
\if :rows10
CREATE TABLE bench.ord_random10 AS SELECT unit, node, v FROM bench.result ORDER BY shuffle;
CREATE TABLE bench.ord_unit10 AS SELECT unit, node, v FROM bench.result ORDER BY unit, node;
CREATE TABLE bench.code_random10 AS SELECT unit, code, v FROM bench.result JOIN bench.node USING (node) ORDER BY shuffle;
CREATE TABLE bench.card10 AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree), node, v) FROM bench.ord_unit10 GROUP BY unit ORDER BY unit;
\endif
DROP TABLE bench.result;

-- Cards with missing results, one in thirty, and the same as rows.
CREATE TABLE bench.gap AS
SELECT unit, node, CASE WHEN hashint8extended(unit * 1000::bigint + node, 3) % 30 <> 0 THEN v END AS v FROM bench.ord_unit;
CREATE TABLE bench.gap_card AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree), node, v) FROM bench.gap GROUP BY unit ORDER BY unit;

-- The same complete; columns of the wide tables in the order of criteria.
CREATE TABLE bench.full_card AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree), node, v) FROM bench.ord_unit GROUP BY unit ORDER BY unit;

-- A set as that of the ASEM portal, its size that is: 49 indicators in 8 pillars in 2 halves, means; 51 units.
CREATE TABLE bench.small_tree AS
WITH leaf AS (SELECT i, (i - 1) * 8 / 49 + 1 AS p FROM generate_series(1, 49) AS i),
pillar AS (SELECT p, (p - 1) * 2 / 8 + 1 AS h FROM generate_series(1, 8) AS p),
node (code, rule, method) AS (
	SELECT '', NULL, 'mean'
	UNION ALL SELECT h::text, NULL, 'mean' FROM generate_series(1, 2) AS h
	UNION ALL SELECT concat_ws('.', h, p), NULL, 'mean' FROM pillar
	UNION ALL SELECT concat_ws('.', h, p, i), 'linear(0, 100)', NULL FROM leaf JOIN pillar USING (p)
)
SELECT dx.tree(code, 'node ' || code, CASE WHEN rule IS NOT NULL THEN 1 END, rule, CASE WHEN code <> '' THEN 1 END, method) FROM node;
CREATE TABLE bench.small_node AS
SELECT n.ordinal AS node, p.ordinal AS parent, n.depth, n.code::text AS code, n.is_criterion
FROM bench.small_tree CROSS JOIN LATERAL dx.nodes(tree) AS n LEFT JOIN LATERAL dx.nodes(tree) AS p ON p.code::text = n.parent::text;
CREATE TABLE bench.small AS
SELECT unit, node, (hashint8extended(unit * 1000::bigint + node, 8) & 1073741823) % 10001 / 100.0::float8 AS v
FROM generate_series(1, 51) AS unit, bench.small_node WHERE is_criterion;
CREATE TABLE bench.small_card AS SELECT unit, dx.card((SELECT tree FROM bench.small_tree), node, v) FROM bench.small GROUP BY unit;

-- The same tree with eight rules in turn, results that they take, and ways to add it up: as the plain sum that it is, by
-- means, and by sums that leave out what is missing (one result in thirty).
CREATE TABLE bench.rule AS
SELECT node, (ARRAY['percent', 'yesno', 'steps(50:0.5, 80:1)', 'choice(a:1, b:2/3, c:1/3, d:0)', 'target(95)', 'checklist(7)',
	'linear(0, 3)', 'linear(30, 5)'])[1 + row_number() OVER (ORDER BY node) % 8] AS rule FROM bench.crit;
CREATE TABLE bench.tree_rules AS
SELECT dx.tree(code_text, code_text, max_points, rule) FROM bench.node LEFT JOIN bench.rule USING (node);
CREATE TABLE bench.tree_means AS
SELECT dx.tree(code_text, code_text, NULL::numeric, rule, CASE WHEN NOT is_criterion THEN '{"method": "mean"}'::jsonb END)
FROM bench.node LEFT JOIN bench.rule USING (node);
CREATE TABLE bench.tree_skip AS
SELECT dx.tree(code_text, code_text, max_points, rule, CASE WHEN NOT is_criterion THEN '{"missing": "skip"}'::jsonb END)
FROM bench.node LEFT JOIN bench.rule USING (node);
CREATE TABLE bench.rules_random AS
SELECT unit, node, code, CASE
	WHEN rule = 'yesno' THEN h % 2
	WHEN rule LIKE 'choice%' THEN 1 + h % 4
	WHEN rule LIKE 'checklist%' THEN h % 8
	WHEN rule = 'linear(0, 3)' THEN h % 4
	WHEN rule = 'linear(30, 5)' THEN h % 3001 / 100.0
	ELSE h % 10001 / 100.0 END::float8 AS v,
	hashint8extended(unit * 1000::bigint + node, 3) % 30 = 0 AS is_gap
FROM (SELECT unit, node, hashint8extended(unit * 1000::bigint + node, 8) & 1073741823 AS h FROM bench.ord_random) AS r
	JOIN bench.rule USING (node) JOIN bench.crit USING (node)
ORDER BY hashint8extended(unit * 1000::bigint + node, 2);
CREATE TABLE bench.rules_card AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree_rules), code, v) FROM bench.rules_random GROUP BY unit ORDER BY unit;
CREATE TABLE bench.means_card AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree_means), code, v) FROM bench.rules_random GROUP BY unit ORDER BY unit;
CREATE TABLE bench.skip_card AS
	SELECT unit, dx.card((SELECT tree FROM bench.tree_skip), code, v) FROM bench.rules_random WHERE NOT is_gap GROUP BY unit ORDER BY unit;

-- Every node's points of the cards with gaps: as rows, where there are any, and as arrays.
CREATE TABLE bench.point AS
	SELECT unit, node::int AS node, p FROM bench.gap_card, ROWS FROM (unnest(dx.node_points((SELECT tree FROM bench.tree), card))) WITH ORDINALITY AS every(p, node)
	WHERE p IS NOT NULL;
CREATE TABLE bench.point_array AS SELECT unit, dx.node_points((SELECT tree FROM bench.tree), card) AS a FROM bench.gap_card;

-- Rows to rank in 27 groups, random order: three pillars and their exact total.
CREATE TABLE bench.ranked AS
SELECT (i % 27)::int AS grp, i::int AS id, x[1] + x[2] + x[3] AS total, x[1] AS government, x[2] AS economy, x[3] AS society
FROM generate_series(1, :ranked) AS i, LATERAL (
	SELECT array_agg((hashint8extended(i, 10 + k) & 1073741823) % 102401 / 1024.0::float8) AS x FROM generate_series(1, 3) AS k) AS values
ORDER BY hashint8extended(i, 4);

-- Numbers to average: one group, and two thousand.
CREATE TABLE bench.weighted AS
SELECT (hashint8extended(i, 5) & 1073741823) % 2000 AS grp, (hashint8extended(i, 6) & 1073741823) % 10001 / 100.0::float8 AS x,
	1 + (hashint8extended(i, 7) & 1073741823) % 100 / 4.0::float8 AS w
FROM generate_series(1, :ranked) AS i;

-- Codes to sort.
CREATE TABLE bench.code AS
SELECT c::dx.code AS code, c COLLATE "C" AS code_text
FROM (
	SELECT concat_ws('.', 1 + (hashint8extended(i, 20) & 1023) % 4, 1 + (hashint8extended(i, 21) & 1023) % 30,
		1 + (hashint8extended(i, 22) & 1023) % 40, 1 + (hashint8extended(i, 23) & 1023) % 300) AS c
	FROM generate_series(1, :ranked) AS i
	ORDER BY hashint8extended(i, 24)
) AS codes;

VACUUM (FREEZE, ANALYZE);
SELECT sum(pg_prewarm(oid)) AS pages FROM pg_class WHERE relnamespace = 'bench'::regnamespace AND relkind = 'r';
