-- SPDX-License-Identifier: PostgreSQL
-- Cards as JSON objects, and breakdowns.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = 'dx';
CREATE SCHEMA card_json;

CREATE TABLE card_json.tree AS SELECT '[
	{"code": "", "name": "Bộ chỉ số"},
	{"code": "1", "name": "Chính quyền số"},
	{"code": "1.1", "max": 10, "rule": "percent"},
	{"code": "1.2", "max": 5, "rule": "yesno"},
	{"code": "1.3", "max": 20, "rule": "choice(Tốt:1, Đạt:1/2, không áp dụng:0)"},
	{"code": "2", "name": "Kinh tế số"},
	{"code": "2.1", "max": 30, "rule": "points"},
	{"code": "2.2", "max": 15},
	{"code": "2.3", "rule": "unscored"},
	{"code": "2.4", "max": -5, "rule": "checklist(5)"}
]'::dx.tree AS tree;
-- numbers are results, strings answers as people type them, true and false yes and no, null missing; at a heading too
SELECT substr(dx.card_of_json(tree, j)::text, 33) AS card, dx.card_to_json(tree, dx.card_of_json(tree, j)) AS json FROM card_json.tree, (VALUES
	('{}'::jsonb), ('{"1.1": 87.50, "1.2": true, "1.3": 2, "2.1": 12.25, "2.2": {"points": 7.5}, "2.3": -1234567.891, "2.4": {"points": -2}}'),
	('{"1.1": "87,5%", "1.2": "không", "1.3": "TỐT", "2.1": " 12,25 ", "2.2": {"points": "7,5"}, "2.3": 1e300, "2.4": "2/5"}'),
	('{"": null, "1": "", "1.1": " ", "1.2": false, "2": null, "2.2": {"points": ""}, "2.1": -0.0, "2.3": 5e-324}'),
	('{"1.1": {"na": true}, "1.2": "n/a", "1.3": "Không áp dụng", "2": "không áp dụng"}'), ('{"1": {"na": true}, "2.2": {"points": "n/a"}}'), ('{"": {"na": true}}')) AS v(j);
-- the same card comes back, whatever is in it
CREATE TABLE card_json.card AS SELECT u, dx.card(tree, code, v, s) AS card, tree FROM card_json.tree, generate_series(1, 60) AS u,
	LATERAL (SELECT code, CASE WHEN (u * 7 + ordinal) % 5 = 0 THEN 'points' WHEN (u + ordinal) % 7 = 0 THEN 'na' END AS s, rule::text, max_points, u * 31 % 97 / 97.0 AS x FROM dx.nodes(tree) WHERE is_criterion AND (u + ordinal) % 6 <> 1) AS n,
	LATERAL (SELECT CASE WHEN s = 'na' THEN NULL WHEN s = 'points' OR rule = 'points' THEN max_points * x WHEN rule = 'percent' THEN x * 100 WHEN rule = 'yesno' THEN u % 2 WHEN rule = 'unscored' THEN x * 10 ^ (u - 30) WHEN rule LIKE 'choice%' THEN 1 + u % 3 ELSE u % 6 END::float8 AS v) AS w
WHERE s = 'na' OR NOT (s IS NULL AND rule IS NULL) AND NOT (s = 'points' AND rule = 'unscored') GROUP BY u, tree;
SELECT count(*) AS cards, count(DISTINCT card) AS different, bool_and(dx.card_of_json(tree, dx.card_to_json(tree, card)) = card) AS same FROM card_json.card;
SELECT string_agg(DISTINCT r.state, ' ') AS states FROM card_json.card, dx.results(tree, card) AS r;
SELECT count(*) FILTER (WHERE j IS DISTINCT FROM want) AS differ FROM card_json.card, LATERAL (SELECT dx.card_to_json(tree, card) AS j,
	jsonb_object_agg(code, CASE state WHEN 'missing' THEN 'null' WHEN 'na' THEN '{"na": true}' WHEN 'points' THEN jsonb_build_object('points', value) ELSE to_jsonb(value) END) AS want FROM dx.results(tree, card)) AS q;
SELECT dx.card_of_json(tree, NULL) IS NULL AS nothing, dx.card_to_json(tree, NULL) IS NULL AS nothing_either FROM card_json.tree;

-- breakdowns: each node has the columns of dx.breakdown, its children in their order
CREATE VIEW card_json.node AS
WITH RECURSIVE node AS (
	SELECT u, dx.breakdown_json(tree, card) AS node, ARRAY[]::bigint[] AS place FROM card_json.card
	UNION ALL SELECT u, child, place || n FROM node, jsonb_array_elements(node -> 'children') WITH ORDINALITY AS c(child, n)
) SELECT u, node - 'children' AS node, node ? 'children' AS is_inner, row_number() OVER (PARTITION BY u ORDER BY place) AS ordinal FROM node;
SELECT count(*) AS nodes, bool_and(node - '{kind,rule}'::text[] = b.row - '{kind,rule,parent}'::text[] AND is_inner = NOT n.is_criterion) AS same,
	bool_and(node ->> 'rule' IS NOT DISTINCT FROM n.rule::text AND node -> 'kind' = 'null') AS rule_and_kind
FROM card_json.card AS c CROSS JOIN LATERAL (SELECT row_number() OVER () AS ordinal, to_jsonb(b) AS row FROM dx.breakdown(tree, card) AS b) AS b JOIN card_json.node USING (u, ordinal) JOIN dx.nodes(tree) AS n USING (ordinal);
-- means, shares below 1, awkward texts, a tree that is one criterion, a part of a tree
CREATE TABLE card_json.other AS SELECT row_number() OVER () AS u, tree, dx.card_of_json(tree, results) AS card FROM (VALUES
	('[{"code": "", "method": "geomean", "name": "Tên \"có\" ngoặc \\ và\tthẻ", "kind": "bộ", "number": "0"}, {"code": "1", "method": "mean", "missing": "strict"}, {"code": "1.1", "rule": "ratio"}, {"code": "1.2", "rule": "ratio"}, {"code": "2", "rule": "percent"}, {"code": "3", "method": "min"},
		{"code": "3.1", "rule": "yesno"}]'::dx.tree, '{"1.1": 0.3333333333333333, "2": 1e-9, "3.1": true}'::jsonb),
	('[{"code": ""}, {"code": "1", "max": "1/7", "rule": "percent"}, {"code": "2", "max": "1/7", "rule": "percent"}, {"code": "3", "max": 0, "rule": "percent"}, {"code": "4", "rule": "unscored"}]', '{"1": 33, "2": {"na": true}, "3": 50, "4": -1e22}'),
	('[{"code": "", "max": 1e15, "rule": "points"}]', '{"": 999999999999999.9}'), (dx.subtree('[{"code": "4.22"}, {"code": "4.22.1", "max": 3, "rule": "steps(1:1)"}, {"code": "4.22.2", "max": -1, "rule": "yesno"}]', '4.22'), '{"4.22.2": "có"}')) AS t(tree, results);
SELECT c.u, count(*) AS nodes, bool_and(node - '{kind,rule}'::text[] = b.row - '{kind,rule,parent}'::text[]) AS same
FROM card_json.other AS c CROSS JOIN LATERAL (SELECT row_number() OVER () AS ordinal, to_jsonb(b) AS row FROM dx.breakdown(tree, card) AS b) AS b JOIN (
	WITH RECURSIVE node AS (
		SELECT u, dx.breakdown_json(tree, card) AS node, ARRAY[]::bigint[] AS place FROM card_json.other
		UNION ALL SELECT u, child, place || n FROM node, jsonb_array_elements(node -> 'children') WITH ORDINALITY AS c(child, n)
	) SELECT u, node - 'children' AS node, row_number() OVER (PARTITION BY u ORDER BY place) AS ordinal FROM node) AS n USING (u, ordinal) GROUP BY c.u ORDER BY c.u;
SELECT u, dx.breakdown_json(tree, card) ->> 'points_exact' AS points_exact, dx.breakdown_json(tree, card) #>> '{children,0,points_exact}' AS first FROM card_json.other ORDER BY u;
SELECT dx.breakdown_json(tree, card) #> '{name}' AS name, dx.breakdown_json(tree, card) #> '{kind}' AS kind, dx.breakdown_json(tree, card) #>> '{children,0,children,1,code}' AS code FROM card_json.other WHERE u = 1;
SELECT dx.breakdown_json(tree, NULL) IS NULL AS nothing FROM card_json.tree;
-- 20,000 nodes
SELECT jsonb_array_length(dx.breakdown_json(tree, dx.card_of_json(tree, '{}')) -> 'children') AS children FROM (SELECT dx.tree(g::text, 'n', 1, 'percent') AS tree FROM generate_series(1, 20000) AS g) AS t;

-- ---- what is refused: it names the code ----
PREPARE read(jsonb) AS SELECT dx.card_of_json(tree, $1) FROM card_json.tree;
EXECUTE read('[]');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('"1.1"');
EXECUTE read('{"1.5": 1}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"1.5": null}');
EXECUTE read('{"1..1": 1}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"1": 1}');
EXECUTE read('{"": true}');
EXECUTE read('{"2": "5"}');
EXECUTE read('{"": "n/a"}');
EXECUTE read('{"1.1": 101}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"1.1": "101"}');
EXECUTE read('{"1.1": "nhiều"}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"1.1": true}');
EXECUTE read('{"1.3": 4}');
EXECUTE read('{"2.2": 5}');
EXECUTE read('{"2.2": {"points": 15.5}}');
EXECUTE read('{"2.2": {"points": "15,5"}}');
EXECUTE read('{"2.3": {"points": 1}}');
EXECUTE read('{"1": {"points": 1}}');
EXECUTE read('{"1.1": []}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"1.1": {}}');
EXECUTE read('{"1.1": {"value": 5}}');
EXECUTE read('{"1.1": {"points": 5, "na": true}}');
EXECUTE read('{"1.1": {"points": null}}');
EXECUTE read('{"1.1": {"points": true}}');
EXECUTE read('{"1.1": {"na": false}}');
EXECUTE read('{"1.1": {"na": 1}}');
EXECUTE read('{"1": {"na": true}, "1.2": true}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read('{"2": {"na": true}, "2.2": {"points": 3}}');
EXECUTE read('{"1.1": 1e400}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE read(('{"1.1": "' || repeat('9', 9000) || '"}')::jsonb);
\echo :LAST_ERROR_SQLSTATE
EXECUTE read(('{"1.1": ' || repeat('[', 100) || repeat(']', 100) || '}')::jsonb);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card_to_json(dx.alter_tree(tree, '{"1.1": {"rule": "ratio"}}'), dx.card_of_json(tree, '{}')) FROM card_json.tree;

SET client_min_messages = warning;
DROP SCHEMA card_json CASCADE;
