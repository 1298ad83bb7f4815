-- SPDX-License-Identifier: PostgreSQL
-- Index trees: building, options, maxima, mistakes, text, editing, comparison.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA tree_test;

-- ======== building ========

-- Thanh Hóa's 270 points, rows in no order; NULL code is the root, NULL or empty rule is none
CREATE TABLE tree_test.node (code text, name text, max_points numeric, rule text, options jsonb);
INSERT INTO tree_test.node VALUES
	('3', 'Digital society', 35, '', NULL),
	('1.2', 'Online services', 60, 'percent', NULL),
	(NULL, 'Districts 2023', 270, NULL, NULL),
	('2', 'Digital economy', 75, NULL, NULL),
	('1.1', 'Leadership', 100, 'steps(1:20p, >2:1)', NULL),
	('1', 'Digital government', NULL, '  ', NULL);
SELECT dx.tree(code, name, max_points, rule) FROM tree_test.node;
-- the eight ways to call it: the same tree
WITH n AS (SELECT *, coalesce(code, '')::dx.code AS c, nullif(pg_catalog.btrim(rule), '')::dx.rule AS r FROM tree_test.node),
	t AS (SELECT pg_catalog.unnest(ARRAY[dx.tree(code, name, max_points, rule), dx.tree(c, name, max_points, r),
		dx.tree(c, name, max_points, rule), dx.tree(code, name, max_points, r),
		dx.tree(code, name, max_points, rule, options), dx.tree(c, name, max_points, r, options),
		dx.tree(c, name, max_points, rule, options), dx.tree(code, name, max_points, r, '{}')]) AS tree FROM n)
SELECT pg_catalog.count(*), pg_catalog.count(DISTINCT tree) AS distinct FROM t;
-- literals resolve to text; max_points may be any number
SELECT dx.tree('1', 'a', 5, 'percent'), dx.tree(NULL, NULL, 5::smallint, NULL), dx.tree('', 'a', 0.5::real, NULL) FROM pg_catalog.generate_series(1, 1);
-- no rows: no tree; FILTER and ORDER BY as usual
SELECT dx.tree(code, name, max_points, rule) IS NULL AS none FROM tree_test.node WHERE false;
SELECT dx.tree(code, name, max_points, rule ORDER BY code DESC) FILTER (WHERE code LIKE '1%') FROM tree_test.node;
-- ancestors nobody listed, ragged depth, Roman and numbers in their order
SELECT ordinal, code, parent, name, depth, is_criterion, max_points
FROM dx.nodes((SELECT dx.tree(code, 'n', 1, NULL) FROM (VALUES ('4.22.1'), ('4.22.10'), ('4.22.2'), ('4.3'), ('II.1.1.1'), ('I.7'), ('9')) AS v(code)));

-- ======== options ========

-- every option; JSON text of all of them
CREATE TABLE tree_test.all_options AS
SELECT dx.tree(code, name, max_points, rule, options) AS tree
FROM (VALUES
	('', 'All', NULL::float8, NULL, '{"method": "mean", "decimals": 2, "min_coverage": "2/3", "kind": "set"}'::jsonb),
	('A', 'sum', NULL, NULL, '{"method": "sum", "missing": "strict", "number": 7, "kind": "pillar", "weight": 2, "guide": "Counted at year''s end.\nEvidence: a report."}'),
	('A.1', 'percent', 10, 'percent', NULL),
	('A.2', 'bonus', 2, 'yesno', '{"bonus": true}'),
	('A.3', 'penalty', -3, 'linear(0, 3)', NULL),
	('A.4', 'awarded', 5, NULL, NULL),
	('A.5', 'shown', 0, 'ratio', NULL),
	('A.6', 'information', NULL, 'unscored', NULL),
	('B', 'power', 50, NULL, '{"method": "power(-0.5)", "missing": "zero", "min_count": 2, "weight": 1.5}'),
	('B.1', 'default 100', NULL, 'choice(none:0, half:1/2, ''all, or more'':1)', '{"weight": 0}'),
	('B.2', 'checklist', 20, 'checklist(4)', '{"weight": 3}'),
	('B.3', NULL, NULL, 'target(0.8)', NULL),
	('B.4.1', 'inherits power, zero, 2', NULL, 'curve(0:0, 10:1)', NULL),
	('C', 'mpi', NULL, NULL, '{"method": "mpi_down", "weight": 0.5, "min_coverage": 0.25}'),
	('C.1', NULL, NULL, 'points', NULL)
) AS v(code, name, max_points, rule, options);
SELECT pg_catalog.jsonb_pretty(tree::jsonb) FROM tree_test.all_options;
\pset null '(null)'
SELECT ordinal, code, number, kind, parent, name, depth, is_criterion, max_points FROM tree_test.all_options, dx.nodes(tree);
SELECT code, weight, effective_weight::numeric(12, 10), method, missing, rule, pg_catalog.length(guide) AS guide FROM tree_test.all_options, dx.nodes(tree);
-- every method
SELECT m AS method, n.method AS read, n.missing, n.max_points
FROM pg_catalog.unnest('{sum,mean,geomean,harmean,power(2),power(-1.50),power( 0 ),median,min,max,mpi_down,mpi_up}'::text[]) WITH ORDINALITY AS u(m, i),
	LATERAL (SELECT dx.tree(code, NULL, max, NULL, options) AS tree
		FROM (VALUES ('', NULL::float8, pg_catalog.jsonb_build_object('method', m)), ('1', 7, NULL), ('2', 7, NULL)) AS v(code, max, options)) AS t,
	dx.nodes(t.tree) AS n
WHERE n.code = '' ORDER BY i;
-- inherited until overridden: method, missing, min_coverage, min_count; not the rest
WITH t AS (SELECT '[{"method": "geomean", "missing": "strict", "weight": 5, "kind": "root"}, {"code": "1", "missing": "zero"}, {"code": "1.1", "method": "sum"},
	{"code": "1.1.1.1", "max": 4}, {"code": "2.1"}]'::dx.tree AS tree)
SELECT code, kind, weight, method, missing, max_points FROM t, dx.nodes(tree);
-- maxima: computed, stated and equal, 100 under a mean, unscored 0; bonus and penalty raise nothing
SELECT code, max_points FROM dx.nodes('[{"max": 0.3}, {"code": "1", "max": 0.1}, {"code": "2", "max": 0.2}, {"code": "3", "max": 9, "bonus": true},
	{"code": "4", "max": -9}, {"code": "5", "rule": "unscored"}, {"code": "6", "max": 0}]');
-- a bonus under a mean of sums is fine
SELECT code, max_points, method FROM dx.nodes('[{"method": "mean"}, {"code": "1", "method": "sum"}, {"code": "1.1", "max": 5, "bonus": true}, {"code": "1.2", "max": 3}]');
-- effective weights of a two-level index of means (COINr)
SELECT code, effective_weight::numeric(12, 10) FROM dx.nodes((SELECT dx.tree(code, NULL, NULL, CASE WHEN code LIKE '%.i%' THEN 'ratio' END, options) FROM (VALUES
	('', '{"method": "mean"}'::jsonb), ('S1', '{"weight": 0.6}'), ('S2', '{"weight": 0.4}'), ('S1.P1', '{"weight": 2}'), ('S1.P2', '{"weight": 1}'), ('S2.P3', '{"weight": 1}'),
	('S1.P1.i1', '{"weight": 1}'), ('S1.P1.i2', '{"weight": 2}'), ('S1.P1.i3', '{"weight": 1}'), ('S1.P2.i4', '{"weight": 3}'), ('S1.P2.i5', '{"weight": 1}'),
	('S2.P3.i6', '{"weight": 1}')) AS v(code, options)));
-- of sums: by maxima; nothing for what is not scored, also as a group; none beneath a bonus or penalty
SELECT code, max_points, effective_weight FROM dx.nodes('[{"code": "1.1", "max": 30}, {"code": "1.2", "max": 10}, {"code": "2", "max": 60}, {"code": "3.1", "max": -2},
	{"code": "3.2", "max": 0}, {"code": "4", "max": 5, "bonus": true}, {"code": "5", "rule": "unscored"}]');
SELECT code, max_points, effective_weight FROM dx.nodes('[{"method": "mean"}, {"code": "1"}, {"code": "2.1", "rule": "unscored"}, {"code": "3", "weight": 0}]');
-- a root alone is a criterion
SELECT ordinal, code, is_criterion, max_points, effective_weight, method, rule FROM dx.nodes('[{"max": 10, "rule": "percent"}]');

-- ======== mistakes ========

-- parts that do not add up: both numbers and the children
SELECT dx.tree(code, NULL, m, NULL) FROM (VALUES ('', 270::float8), ('1', 160), ('2', 75), ('3', 30), ('4', -5)) AS v(code, m);
\echo :SQLSTATE
SELECT dx.tree(code, NULL, m, NULL) FROM (VALUES ('', 3::float8), ('1', 2), ('1.1', 0.1), ('1.2', 0.2)) AS v(code, m);
\echo :SQLSTATE
-- a rule that does not parse, with its position; one that does not fit the maximum; one on an inner node
SELECT dx.tree('4.22', NULL, 10, 'steps(50:0.5 80:1)');
\echo :SQLSTATE
SELECT dx.tree('4.22', NULL, 10, 'steps(50:11p)');
\echo :SQLSTATE
SELECT dx.tree(code, NULL, 10, 'percent') FROM (VALUES ('4'), ('4.22')) AS v(code);
\echo :SQLSTATE
-- no maximum; a maximum for what is not scored
SELECT dx.tree(code, NULL, NULL, 'percent') FROM (VALUES ('4'), ('5')) AS v(code);
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 10, 'unscored');
\echo :SQLSTATE
-- not a number, too large, negative weight
SELECT dx.tree('4', NULL, 'NaN', NULL);
\echo :SQLSTATE
SELECT dx.tree('4', NULL, '-Infinity', NULL);
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1.1e15, NULL);
\echo :SQLSTATE
SELECT dx.tree(code, NULL, 6e14, NULL) FROM (VALUES ('4.1'), ('4.2')) AS v(code);
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"weight": -1}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"weight": 1e400}');
\echo :SQLSTATE
-- the same code twice, as text and as NULL; a code that is none; the end of a subtree
SELECT dx.tree(code, NULL, 1, NULL) FROM (VALUES ('4.22'), ('4.1'), ('4.22')) AS v(code);
\echo :SQLSTATE
SELECT dx.tree(code, NULL, 1, NULL) FROM (VALUES (NULL), ('')) AS v(code);
\echo :SQLSTATE
SELECT dx.tree('4..1', NULL, 1, NULL);
\echo :SQLSTATE
SELECT dx.tree(dx.subtree_end('4'), NULL, 1, NULL);
\echo :SQLSTATE
-- too deep, too many, too long
SELECT dx.tree(pg_catalog.repeat('1.', 32) || '1', NULL, 1, NULL);
\echo :SQLSTATE
SELECT pg_catalog.count(*) FROM dx.nodes((SELECT dx.tree(i::text, NULL, 1, NULL) FROM pg_catalog.generate_series(1, 65534) AS i));
SELECT dx.tree(i::text, NULL, 1, NULL) IS NULL FROM pg_catalog.generate_series(1, 65535) AS i;
\echo :SQLSTATE
SELECT dx.tree(i::text, NULL, 1, NULL) IS NULL FROM pg_catalog.generate_series(1, 65536) AS i;
\echo :SQLSTATE
SELECT dx.tree('4', pg_catalog.repeat('x', 32769), 1, NULL);
\echo :SQLSTATE
SELECT dx.tree(pg_catalog.repeat('x', 64), NULL, 1, NULL);
\echo :SQLSTATE
-- options: unknown, of the wrong type, out of range
SELECT dx.tree('4', NULL, 1, NULL, '{"metod": "mean"}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"max": 2}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '["mean"]');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"method": "average"}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"missing": null, "method": true}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"missing": "none"}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"min_coverage": "3/2"}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"min_count": 1.5}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"bonus": "yes"}');
\echo :SQLSTATE
SELECT dx.tree('', NULL, 1, NULL, '{"decimals": 13}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"decimals": 2}');
\echo :SQLSTATE
SELECT dx.tree('4', NULL, 1, NULL, '{"guide": ["a"]}');
\echo :SQLSTATE
-- bonuses and penalties out of place
SELECT dx.tree(code, NULL, 5, NULL, o) FROM (VALUES ('4', '{"method": "mean"}'::jsonb), ('4.1', '{"bonus": true}'), ('4.2', NULL)) AS v(code, o);
\echo :SQLSTATE
SELECT dx.tree(code, NULL, m, NULL, o) FROM (VALUES ('', NULL::float8, '{"method": "geomean"}'::jsonb), ('4', NULL, '{"method": "sum"}'), ('4.1', -5, NULL), ('4.2', 3, NULL)) AS v(code, m, o);
\echo :SQLSTATE
SELECT dx.tree('4', NULL, -5, NULL, '{"bonus": true}');
\echo :SQLSTATE
SELECT dx.tree('', NULL, -5, NULL);
\echo :SQLSTATE

-- ======== text and JSON ========

-- spaces, order and escapes are as one likes; the text is canonical
SELECT ' [ {"max":1.50,"code":"2","name":"\u0110i\u1ec3m \"\ud834\udd1e\"\n"},{"rule":"  STEPS( 1 : 50e-2 ) ","code":"1","max":2e0,"weight":1.0}] '::dx.tree;
SELECT '[{"max":1.50,"code":"2"},{"code":"1","max":2}]'::dx.tree OPERATOR(dx.=) '[{"code":"1","max":2.0, "name": null},{"code":"2","max":1.5,"rule":""},{"max":3.5}]'::dx.tree AS same;
SELECT '[{"code": "1", "max": 1'::dx.tree;
\echo :SQLSTATE
SELECT '{"code": "1", "max": 1}'::dx.tree;
\echo :SQLSTATE
SELECT '[]'::dx.tree;
\echo :SQLSTATE
SELECT ''::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1}, 5]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": 1, "max": 1}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1}, {"code": "a b", "max": 1}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "code": "2", "max": 1}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": "1/0"}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1, "weight": -2}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1, "colour": "red"}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1e999}]'::dx.tree;
\echo :SQLSTATE
SELECT '[{"code": "1", "max": 1, "name": "\ud834"}]'::dx.tree;
\echo :SQLSTATE
SELECT pg_catalog.repeat('[', 33)::dx.tree;
\echo :SQLSTATE
-- every way to write an option, and not to
CREATE FUNCTION tree_test.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; h text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN m;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(h, ''));
END $$;
SELECT o AS options, tree_test.said(pg_catalog.format('%L::dx.tree', '[{' || o || '}, {"code": "1", "max": 1}]')) AS tree FROM pg_catalog.unnest(ARRAY[
	'"method": null', '"method": " mean "', '"method": "power( )"', '"method": "power()"', '"method": "power(x)"', '"method": "power(1.2.3)"', '"method": "power(1e999)"', '"method": "power(1001)"', '"method": "power(-0)"',
	'"method": "power(' || pg_catalog.repeat('1', 64) || ')"', '"method": "power(23"', '"method": "average it"', '"missing": null', '"missing": true', '"missing": "skip"',
	'"min_coverage": null', '"min_coverage": true', '"min_coverage": "0.5"', '"min_coverage": "x"', '"min_coverage": -0.5', '"min_coverage": -0.0', '"min_coverage": 1.5', '"min_coverage": " 2 / 3 "', '"min_coverage": "x/2"', '"min_coverage": "1/x"', '"min_coverage": "-1/2"',
	'"min_coverage": "1/0"', '"min_coverage": "0/0.5"', '"min_coverage": "1/2e9"', '"min_coverage": "0.5/2"', '"min_coverage": "1/2.5"', '"min_coverage": []',
	'"min_count": null', '"min_count": 70000', '"min_count": -1', '"min_count": "2"', '"weight": null', '"weight": "2"', '"weight": 2e15', '"weight": 1e15', '"bonus": null', '"bonus": false', '"bonus": 1',
	'"decimals": null', '"decimals": -1', '"decimals": 12', '"name": 5.50', '"name": {}', '"rule": 5', '"rule": null', '"max": null', '"code": null', '"code": ""', '"code": {}']) AS o;
SELECT pg_catalog.left(tree_test.said(pg_catalog.format('%L::dx.tree', '[' || pg_catalog.string_agg('{}', ',') || ']')), 60) AS too_many FROM pg_catalog.generate_series(1, 65536) AS i;
SELECT tree_test.said(pg_catalog.format('dx.points(%L, dx.card(%1$L, ''1.1'', 1))', '[{"code": "1.10", "max": 1}, {"code": "2", "max": 1}]')) AS begins_alike, tree_test.said($$dx.tree('1', NULL, 1, NULL, '5')$$) AS no_object;
-- escapes, numbers and ends of JSON
SELECT j AS json, tree_test.said(pg_catalog.format('%L::dx.tree', j)) AS tree FROM pg_catalog.unnest(ARRAY[
	'[{"code": "1", "max": 1, "name": "\u00E9\uE000\u0041 \\ \" \/ \b\f\n\r\t \ud834\uDD1E"}]', '[{"name": "\udc00"}]', '[{"name": "\ud834 and more"}]', '[{"name": "\ud834\n and more"}]', '[{"name": "\ud834\u0041"}]', '[{"name": "\ud834\ue000"}]',
	'[{"name": "\ud834\u00g1"}]', '[{"name": "\ud834\u', '[{"name": "\u0000"}]', '[{"name": "\u00', '[{"name": "\x"}]', '[{"name": "a\', '[{"name": "a', E'[{"name": "a\tb"}]', '[{"max": -}]', '[{"max": 01}]', '[{"max": 1.}]', '[{"max": 1e+}]', '[{"max": 1E-1}]', '[{"max": 1e+1}]', '[{"max": 1e', '[{"max": 1.5', '[-',
	'[{"max": nul}]', '[{"max": tru', '[{"max": false}]', '[{"max" 1}]', '[{"max": 1,}]', '[{max: 1}]', '[{"max": 1} {', '[{"max": 1}', '[{"max": 1}] x', '[{"a": 1', '[{"a"', '[{', '[1, [null, true, {"a": []}]]', 'true', 'null', '5', '"x"', '?']) AS j;

-- casts with json and jsonb, both ways
SELECT tree::json::dx.tree OPERATOR(dx.=) tree AS json, tree::jsonb::dx.tree OPERATOR(dx.=) tree AS jsonb, tree::text::dx.tree OPERATOR(dx.=) tree AS text,
	pg_catalog.json_array_length(tree::json) AS nodes FROM tree_test.all_options;
SELECT '[{"code": "1", "max": 1}]'::jsonb::dx.tree, '[{"code": "1", "max": 1}]'::json::dx.tree;
SELECT e ->> 'code' AS code, e -> 'max' AS max FROM tree_test.all_options, pg_catalog.jsonb_array_elements(tree::jsonb) AS e WHERE e ? 'bonus';
-- more digits than a double has: still its own text
SELECT t::text::dx.tree OPERATOR(dx.=) t AS same, t FROM (SELECT '[{"code": "1", "max": 100000000000000}, {"code": "2", "max": 0.001}]'::dx.tree AS t) AS v;

-- ======== editing ========

CREATE TABLE tree_test.small AS SELECT '[{"name": "Small"}, {"code": "1", "name": "One"}, {"code": "1.1", "max": 10, "rule": "points"},
	{"code": "1.2", "max": 5, "rule": "percent", "kind": "x"}, {"code": "2", "max": 5, "rule": "yesno"}]'::dx.tree AS tree;
SELECT dx.alter_tree(tree, '{"1.1": {"max": 20}}') FROM tree_test.small;
SELECT d.* FROM tree_test.small, dx.tree_diff(tree, dx.alter_tree(tree, '{"1.1": {"max": 20}, "2": {"rule": "target(3)", "name": "Two"}, "1.2": {"kind": null}}')) AS d;
SELECT d.* FROM tree_test.small, dx.tree_diff(tree, dx.alter_tree(tree, '{"": {"decimals": 1, "min_coverage": "1/2", "min_count": 1}, "1": {"method": "harmean", "weight": 2}, "2": {"bonus": true}}')) AS d;
SELECT d.* FROM tree_test.small, dx.tree_diff(tree, dx.alter_tree(tree, '{"": {"method": "mean"}}')) AS d;
-- and back: from a mean to a sum the maxima are computed
SELECT code, method, max_points FROM tree_test.small, dx.nodes(dx.alter_tree(dx.alter_tree(tree, '{"": {"method": "mean", "max": 100}}'), '{"": {"method": null}}'));
SELECT dx.alter_tree(tree, '{}') OPERATOR(dx.=) tree AS same, dx.alter_tree(tree, '{"1.1": {"max": 10}}') OPERATOR(dx.=) tree AS same FROM tree_test.small;
SELECT dx.alter_tree(tree, NULL) IS NULL AS none, dx.alter_tree(NULL, '{}') IS NULL AS none FROM tree_test.small;
SELECT dx.alter_tree(tree, '{"1.3": {"max": 20}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"1.1": {"maximum": 20}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"1.1": {"code": "1.3"}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"1.1": {"max": "20/"}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"1.1": {"max": null}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"1.1": {"rule": "stepz(1:1)"}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '{"": {"max": 21}}') FROM tree_test.small;
\echo :SQLSTATE
SELECT dx.alter_tree(tree, '[]') FROM tree_test.small;
\echo :SQLSTATE

-- a part keeps its codes and what it had inherited; the root is the whole
SELECT dx.subtree(tree, 'B') FROM tree_test.all_options;
SELECT dx.subtree(tree, 'B.4'::dx.code) FROM tree_test.all_options;
SELECT dx.subtree(tree, 'A.3') FROM tree_test.all_options;
SELECT dx.subtree(tree, '') OPERATOR(dx.=) tree AS same FROM tree_test.all_options;
-- where nobody states a policy, each method has its own
SELECT code, method, missing FROM dx.nodes(dx.subtree('[{"code": "1.1", "method": "mean"}, {"code": "1.1.1"}, {"code": "1.2", "max": 1}]', '1'));
SELECT dx.subtree(tree, 'B.5') FROM tree_test.all_options;
\echo :SQLSTATE

-- differences: nodes that came and went
SELECT d.* FROM dx.tree_diff('[{"code": "1", "max": 1}, {"code": "2", "max": 2, "name": "went"}]', '[{"code": "1.1", "max": 1, "name": "came"}, {"code": "1.2", "max": 0}]') AS d;
SELECT pg_catalog.count(*) FROM tree_test.all_options, dx.tree_diff(tree, tree::jsonb::dx.tree);

-- ======== comparison ========

CREATE TABLE tree_test.tree (id int PRIMARY KEY, t dx.tree);
INSERT INTO tree_test.tree VALUES (1, '[{"code": "1", "max": 1}]'), (2, '[{"max": 1, "code": "1", "weight": 1}]'), (3, '[{"code": "1", "max": 2}]'), (4, NULL);
SELECT a.id, b.id, a.t OPERATOR(dx.=) b.t AS eq, a.t OPERATOR(dx.<>) b.t AS ne, (a.t OPERATOR(dx.<) b.t) = (b.t OPERATOR(dx.>) a.t) AS lt_gt,
	(a.t OPERATOR(dx.<=) b.t) = NOT (a.t OPERATOR(dx.>) b.t) AS le, (a.t OPERATOR(dx.>=) b.t) = NOT (a.t OPERATOR(dx.<) b.t) AS ge,
	dx.tree_cmp(a.t, b.t) = -dx.tree_cmp(b.t, a.t) AS cmp
FROM tree_test.tree AS a JOIN tree_test.tree AS b ON a.id <= b.id ORDER BY 1, 2;
SELECT pg_catalog.count(DISTINCT t) AS distinct FROM tree_test.tree;
SELECT pg_catalog.array_agg(id ORDER BY id) AS ids FROM tree_test.tree GROUP BY t ORDER BY ids;
SET enable_hashagg = off;
SELECT pg_catalog.array_agg(id ORDER BY id) AS ids FROM tree_test.tree GROUP BY t ORDER BY ids;
RESET enable_hashagg;
-- joins: hash, merge
CREATE VIEW tree_test.joined AS SELECT a.id AS a, b.id AS b FROM tree_test.tree AS a JOIN tree_test.tree AS b ON a.t OPERATOR(dx.=) b.t;
SET enable_nestloop = off;
SET enable_mergejoin = off;
EXPLAIN (COSTS off) SELECT * FROM tree_test.joined;
SELECT * FROM tree_test.joined ORDER BY 1, 2;
RESET enable_mergejoin;
SET enable_hashjoin = off;
EXPLAIN (COSTS off) SELECT * FROM tree_test.joined;
SELECT * FROM tree_test.joined ORDER BY 1, 2;
RESET enable_hashjoin;
RESET enable_nestloop;
-- unique: equal trees are duplicates
CREATE UNIQUE INDEX ON tree_test.tree (t) WHERE id <> 2;
INSERT INTO tree_test.tree VALUES (5, '[{"code": "1", "max": 2.00}]');
CREATE INDEX ON tree_test.tree USING hash (t);
SET enable_seqscan = off;
SELECT id FROM tree_test.tree WHERE t OPERATOR(dx.=) '[{"code": "1", "max": 1}]' ORDER BY id;
RESET enable_seqscan;

-- ======== storage ========

-- in the row, compressed, out of line compressed and not: the same tree
CREATE TABLE tree_test.stored (how text, t dx.tree);
CREATE TABLE tree_test.plain (t dx.tree);
ALTER TABLE tree_test.plain ALTER t SET STORAGE plain;
CREATE TABLE tree_test.external (t dx.tree);
ALTER TABLE tree_test.external ALTER t SET STORAGE external;
CREATE FUNCTION tree_test.made(n int) RETURNS dx.tree LANGUAGE sql AS
	$$SELECT dx.tree((i % 10) || '.' || i, 'name ' || pg_catalog.md5(i::text), i % 7 + 1, 'percent') FROM pg_catalog.generate_series(1, n) AS i$$;
INSERT INTO tree_test.plain SELECT tree_test.made(5);
INSERT INTO tree_test.external SELECT tree_test.made(n) FROM pg_catalog.unnest('{5,400}'::int[]) AS n;
INSERT INTO tree_test.stored SELECT 'extended', tree_test.made(n) FROM pg_catalog.unnest('{5,400}'::int[]) AS n;
SELECT 'plain' AS how, pg_catalog.pg_column_size(t) > 1000 AS large, (SELECT pg_catalog.count(*) FROM dx.nodes(t)) AS nodes, t OPERATOR(dx.=) tree_test.made(5) AS same FROM tree_test.plain
UNION ALL SELECT 'external', pg_catalog.pg_column_size(t) > 10000, (SELECT pg_catalog.count(*) FROM dx.nodes(t)), t OPERATOR(dx.=) tree_test.made((SELECT pg_catalog.count(*) FROM dx.nodes(t) WHERE is_criterion)::int) FROM tree_test.external
UNION ALL SELECT how, pg_catalog.pg_column_size(t) > 10000, (SELECT pg_catalog.count(*) FROM dx.nodes(t)), t OPERATOR(dx.=) tree_test.made((SELECT pg_catalog.count(*) FROM dx.nodes(t) WHERE is_criterion)::int) FROM tree_test.stored
ORDER BY 1, 3;
-- two trees at one call site, toasted and not, many times over
SELECT pg_catalog.count(*) AS pairs, pg_catalog.count(*) FILTER (WHERE differences = 0) AS same
FROM (SELECT (SELECT pg_catalog.count(*) FROM dx.tree_diff(a.t, b.t)) AS differences
	FROM (SELECT t FROM tree_test.stored UNION ALL SELECT t FROM tree_test.external UNION ALL SELECT t FROM tree_test.plain) AS a,
		(SELECT t FROM tree_test.stored UNION ALL SELECT t FROM tree_test.external UNION ALL SELECT t FROM tree_test.plain) AS b) AS d;
-- the wire: version byte, then the text; anything else is refused
SELECT dx.tree_send('[{"code": "1", "max": 1}]');
\copy tree_test.stored TO 'results/tree.copy' (FORMAT binary)
CREATE TABLE tree_test.again (LIKE tree_test.stored);
\copy tree_test.again FROM 'results/tree.copy' (FORMAT binary)
SELECT pg_catalog.count(*) FROM tree_test.stored AS s JOIN tree_test.again AS a ON a.t OPERATOR(dx.=) s.t;
\set VERBOSITY sqlstate
\copy (SELECT '\x0131'::bytea) TO 'results/tree.copy' (FORMAT binary)
CREATE TABLE tree_test.received (t dx.tree);
\copy tree_test.received FROM 'results/tree.copy' (FORMAT binary)
\copy (SELECT '\x025b5d'::bytea) TO 'results/tree.copy' (FORMAT binary)
\copy tree_test.received FROM 'results/tree.copy' (FORMAT binary)
\copy (SELECT ''::bytea) TO 'results/tree.copy' (FORMAT binary)
\copy tree_test.received FROM 'results/tree.copy' (FORMAT binary)
\set VERBOSITY default

-- ======== aggregates in every place ========

CREATE TABLE tree_test.rows (version int, code text, m float8);
INSERT INTO tree_test.rows SELECT v, v || '.' || i, i FROM pg_catalog.generate_series(1, 3) AS v, pg_catalog.generate_series(1, 2) AS i;
SELECT version, dx.tree(code, NULL, m, NULL) FROM tree_test.rows GROUP BY version ORDER BY version;
SELECT version, pg_catalog.count(*), (SELECT max_points FROM dx.nodes(dx.tree(r.code, NULL, r.m, NULL)) LIMIT 1) AS max
FROM tree_test.rows AS r GROUP BY GROUPING SETS ((version), ()) ORDER BY version;
SELECT code, pg_catalog.jsonb_array_length(dx.tree(code, NULL, m, NULL) OVER (ORDER BY code)::jsonb) AS growing,
	pg_catalog.jsonb_array_length(dx.tree(code, NULL, m, NULL) OVER ()::jsonb) AS whole,
	pg_catalog.jsonb_array_length(dx.tree(code, NULL, m, NULL, '{"kind": "k"}') OVER (ORDER BY code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)::jsonb) AS sliding
FROM tree_test.rows ORDER BY code;
-- not in parallel, but beside what is; prepared; as somebody else
PREPARE altered(jsonb) AS SELECT dx.alter_tree(tree, $1) FROM tree_test.small;
SET plan_cache_mode = force_generic_plan;
EXECUTE altered('{"2": {"max": 6}}');
EXECUTE altered('{"2": {"max": 5}}');
RESET plan_cache_mode;
DEALLOCATE altered;
CREATE ROLE regress_tree_reader;
GRANT USAGE ON SCHEMA tree_test TO regress_tree_reader;
GRANT SELECT ON tree_test.node, tree_test.small TO regress_tree_reader;
SET ROLE regress_tree_reader;
SELECT dx.tree(code, name, max_points, rule) OPERATOR(dx.<>) (SELECT tree FROM tree_test.small) AS other FROM tree_test.node;
SELECT pg_catalog.count(*) FROM tree_test.small, dx.nodes(dx.subtree(dx.alter_tree(tree, '{"1.1": {"max": 3}}'), '1'));
CREATE FUNCTION dx.planted() RETURNS int LANGUAGE sql AS 'SELECT 1';
RESET ROLE;

-- among hundreds the nearest code is named
SELECT dx.subtree((SELECT dx.tree('1.' || i, NULL, 1, NULL) FROM pg_catalog.generate_series(1, 600) AS i), '1.601');

SET client_min_messages = warning;
DROP SCHEMA tree_test CASCADE;
DROP ROLE regress_tree_reader;
