-- SPDX-License-Identifier: PostgreSQL
-- dx.alter_tree adds and removes nodes; the result is the tree of the rows as they are then.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = '';
CREATE FUNCTION pg_temp.error_of(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE q;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;
CREATE TEMP TABLE node (code text, name text, max_points float8, rule text, options jsonb);
INSERT INTO node VALUES ('', 'Set', NULL, NULL, NULL), ('1', 'A', NULL, NULL, NULL), ('1.1', 'a', 3, 'points', '{"number": "1a"}'), ('1.2', 'b', 4, 'yesno', NULL), ('1.10', 'c', 5, 'percent', NULL),
	('2', 'B', NULL, NULL, '{"method": "mean"}'), ('2.1', 'd', NULL, 'ratio', '{"weight": 2}'), ('2.2', 'e', NULL, 'ratio', '{"weight": "1/3"}'), ('3', 'C', 2, 'yesno', '{"bonus": true}');
CREATE TEMP TABLE tree AS SELECT dx.tree(code, name, max_points, rule, options) AS t FROM node;
-- the patch, and the rows as they are then
CREATE FUNCTION pg_temp.same(patch jsonb, gone text[], added jsonb) RETURNS boolean LANGUAGE sql AS $$
	SELECT (SELECT dx.alter_tree(t, patch) FROM pg_temp.tree) OPERATOR(dx.=) dx.tree(code, name, max_points, rule, options)
	FROM (SELECT * FROM pg_temp.node WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.unnest(gone) AS g (code) WHERE dx.is_under(node.code, g.code))
		UNION ALL SELECT * FROM pg_catalog.jsonb_populate_recordset(NULL::pg_temp.node, added)) AS v
$$;
SELECT pg_temp.same('{"1.3": {"new": true, "name": "n", "max": 6, "rule": "percent"}}', '{}', '[{"code": "1.3", "name": "n", "max_points": 6, "rule": "percent"}]') AS added,
	pg_temp.same('{"1.2": null}', '{1.2}', '[]') AS removed,
	pg_temp.same('{"2": null, "3": null}', '{2,3}', '[]') AS subtree,
	pg_temp.same('{"4.1.1": {"new": true, "max": 1}, "4.1.2": {"new": true, "max": "1/3", "rule": "ratio", "weight": 2}, "1.10": null}', '{1.10}',
		'[{"code": "4.1.1", "max_points": 1}, {"code": "4.1.2", "rule": "ratio", "options": {"max": "1/3", "weight": 2}}]') AS both,
	pg_temp.same('{"2.3": {"new": true, "rule": "percent"}, "2.1": null}', '{2.1}', '[{"code": "2.3", "rule": "percent"}]') AS in_mean,
	pg_temp.same('{"1": null, "5": {"new": true, "name": "N", "method": "geomean", "missing": "strict"}, "5.1": {"new": true, "rule": "ratio"}}', '{1}',
		'[{"code": "5", "name": "N", "options": {"method": "geomean", "missing": "strict"}}, {"code": "5.1", "rule": "ratio"}]') AS inner,
	pg_temp.same('{"1.2": {"rule": null, "max": null}, "1.2.1": {"new": true, "max": 9, "rule": "yesno"}}', '{1.2}', '[{"code": "1.2", "name": "b"}, {"code": "1.2.1", "max_points": 9, "rule": "yesno"}]') AS grown,
	pg_temp.same('{"1.1": null, "1.2": null, "1.10": null, "1": {"max": 8, "rule": "percent"}}', '{1}', '[{"code": "1", "name": "A", "max_points": 8, "rule": "percent"}]') AS withered,
	pg_temp.same('{"1.1": null, "1": null}', '{1}', '[]') AS named_twice;
-- what is different, and a card carried over
SELECT d.* FROM tree, dx.tree_diff(t, dx.alter_tree(t, '{"1.2": null, "2": null, "1.3": {"new": true, "name": "n", "max": 6, "rule": "percent"}, "4.1": {"new": true, "name": "m", "max": 1}}')) AS d;
SELECT dx.points(was, card) AS before, dx.points(now, dx.recast(card, was, now)) AS after FROM (
	SELECT t AS was, dx.alter_tree(t, '{"1.3": {"new": true, "max": 6, "rule": "percent"}, "1.10": null}') AS now, dx.card(t, code, value) AS card
	FROM tree, (VALUES ('1.1', 2), ('1.2', 1), ('2.1', 0.5)) AS r (code, value) GROUP BY t) AS c;
-- mistakes
SELECT patch, pg_temp.error_of(pg_catalog.format('SELECT dx.alter_tree(t, %L) FROM pg_temp.tree', patch)) AS error FROM (VALUES
	('{"1.3": {"max": 6}}'), ('{"1.3": null}'), ('{"9": 1}'), ('{"1.2": {"new": true, "max": 6}}'), ('{"": {"new": true}}'), ('{"": null}'), ('{"1.2": {"new": "yes"}}'), ('{"4": {"new": null, "max": 1}}'),
	('{"1": null, "1.2": {"max": 1}}'), ('{"1": null, "1.3.1": {"new": true, "max": 1}}'), ('{"2.1": null, "2.2": null}'), ('{"1": null, "2": null, "3": null}'), ('{"3": null, "3.1": {"new": true, "max": 1}}'),
	('{"1.2.1": {"new": true, "max": 4, "rule": "yesno"}}'), ('{"4": {"new": true, "rule": "percent"}}'), ('{"4": {"new": true, "max": 1, "code": "5"}}'), ('{"4": {"new": true, "max": 1, "rule": "perc"}}'),
	('{"4.~": {"new": true, "max": 1}}'), ('{"4\u00a0": {"new": true, "max": 1}}'), ('{"1.2": []}'), ('{"1.2": true}')) AS v (patch);
-- where the first tree has no other node than the root there is none that is near
SELECT pg_temp.error_of($$SELECT dx.alter_tree('[{"code": "", "max": 1}]', '{"1": {"max": 1}}')$$);
SELECT dx.alter_tree('[{"code": "", "max": 1}]', '{"1": {"new": true, "max": 1}}');
SELECT dx.alter_tree(NULL, '{}') IS NULL AND dx.alter_tree(t, NULL) IS NULL AS nulls FROM tree;
-- a sibling that is needed stays, unless the condition goes too
CREATE TEMP TABLE bound AS SELECT '[{"code": "1.1", "max": 3, "rule": "ratio"}, {"code": "1.2", "max": 5, "rule": "ratio", "needs": {"1.1": "2p"}}, {"code": "2", "max": 4}]'::dx.tree AS t;
SELECT pg_temp.error_of($$SELECT dx.alter_tree(t, '{"1.1": null}') FROM pg_temp.bound$$);
SELECT dx.alter_tree(t, '{"1.1": null, "1.2": {"needs": null}}') AS both_gone, dx.alter_tree(t, '{"1.1": null, "1.2": {"needs": {"1.4": 1}}, "1.4": {"new": true, "max": 2, "rule": "ratio"}}') AS another FROM bound;
