-- SPDX-License-Identifier: PostgreSQL
-- What people seldom write and the parsers take or refuse all the same: signs,
-- spaces, fractions and magnitudes at their limits.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE FUNCTION pg_temp.failure(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE s text; m text; h text;
BEGIN
	EXECUTE q;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.left(pg_catalog.concat_ws(' | ', s, m, NULLIF(h, '')), 300);
END $$;
-- a tree of these maxima beneath the root, as it is written
CREATE FUNCTION pg_temp.tree_text(maxima text[], root text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT pg_catalog.concat('[', '{' || NULLIF(root, '') || '}, ', pg_catalog.string_agg(pg_catalog.format('{"code": "%s", "max": "%s", "rule": "yesno"}', i, m), ', ' ORDER BY i), ']')
	FROM pg_catalog.unnest(maxima) WITH ORDINALITY AS c (m, i)
$$;

-- ======== conditions of grades ========

-- the operator in one character, with spaces or without; zero per cent
SELECT g, dx.plain_grades(g) FROM pg_catalog.unnest(ARRAY['A:0 [1 ≥ 0.5]', 'A:0 [1.2≥0.5, 2 >= 0%, 3 >= 0/5]']) AS g;
SELECT g, pg_temp.failure(pg_catalog.format('SELECT dx.plain_grades(%L)', g)) FROM pg_catalog.unnest(ARRAY['A:0 [1 x€ 0.5]', 'A:0 [1≤0.5]', 'A:0 [1 ≥', 'A:0 [''1 >= 0.5]', 'A:0 [1 >= 1/10%]', 'A:0 [1 >= -0.5]',
	'A:0 [1 >= 999999999999999/0.01]', 'A:0 [1 >= -999999999999999/0.01]', 'A:0 [1 >= 9999999999999999/3]', 'A:0 [1 >= -9999999999999999/3]']) AS g;

-- ======== rules in words ========

-- of whole numbers, a step may hold one or none
SELECT rule, dx.rule_text(rule, 10), dx.rule_text(rule, NULL, 'vi') AS vietnamese
FROM pg_catalog.unnest(ARRAY['steps(1:0.2, 1.2:0.3, 1.5:0.5, 5:0.7, 6:1) whole', 'steps(>1:0.5, 2:0.6, 10:1) whole', 'unscored', 'unscored whole']) AS rule;

-- ======== answers ========

-- a separator with three digits after it: the other number of the quotient may tell
SELECT typed, dx.answer('ratio', typed) FROM pg_catalog.unnest(ARRAY['1.234/5.67', '1.5/2.345', '0,5/2.345', '1,5/2.345', '12,5/2.345']) AS typed;
SELECT rule, pg_catalog.left(typed, 12) AS typed, pg_temp.failure(pg_catalog.format('SELECT dx.answer(%L, %L)', rule, typed))
FROM (VALUES ('ratio', '1.234/5,67'), ('ratio', '1.234/0.5'), ('ratio', '2.345/12,5'), ('linear(0,2000)', '1.234'), ('log(1,10)', '5%'), ('log(1,10)', '5/6'), ('unscored', '5%'), ('unscored', '5/6'), ('', '3'), (NULL, '3'),
	('percent', pg_catalog.repeat('1', 8193))) AS v (rule, typed);
-- what is quoted ends with a whole character
SELECT n, pg_catalog.left(dx.answer_problem('', 'x' || pg_catalog.repeat('ạ', n)), 125) AS start FROM (VALUES (66), (67)) AS v (n);
SELECT rule, r, dx.result_text(rule, r) FROM (VALUES ('linear(0,10)', 1.234), ('linear(0,2000)', 1.234), ('linear(0,2000)', 1234), ('percent', 12.345), ('ratio', 0.125), ('checklist(5)', 3)) AS v (rule, r);

-- ======== options ========

-- spaces that do not break, about an option in a column
SELECT dx.tree(code, NULL, max, rule, NULL::float8, m) FROM (VALUES ('', E'\u00a0 mean\u00a0', NULL::float8, NULL::text), ('1', '', 5, 'points')) AS n (code, m, max, rule);
SELECT m, pg_temp.failure(pg_catalog.format('SELECT dx.tree(code, NULL, max, rule, NULL::float8, m) FROM (VALUES ('''', %L, NULL::float8, NULL::text), (''1'', '''', 5, ''points'')) AS n (code, m, max, rule)', m))
FROM pg_catalog.unnest(ARRAY['best(2]', 'best[2)', 'power(2]', 'power()']) AS m;
-- a maximum of null is none
SELECT dx.tree(code, NULL, max, rule, o::jsonb) FROM (VALUES ('', NULL::float8, NULL, NULL), ('1', 5, 'points', '{"max": null}')) AS n (code, max, rule, o);
SELECT max, o, pg_temp.failure(pg_catalog.format('SELECT dx.tree(code, NULL, max, rule, o::jsonb) FROM (VALUES (''1'', %L::float8, ''points'', %L)) AS n (code, max, rule, o)', max, o))
FROM (VALUES (NULL, '{"max": null}'), (5, '{"max": 6}')) AS v (max, o);
SELECT dx.alter_tree('[{"code": "1", "max": "1"}]', '{"2": {"new": true, "max": 3}, "1": {"new": null}}');
SELECT pg_temp.failure('SELECT dx.alter_tree(''[{"code": "1", "max": "1"}]'', ''{"1": {"new": 3}}'')');
SELECT o, pg_temp.failure(pg_catalog.format('SELECT %L::dx.tree', '[{"round_to": ' || o || '}, {"code": "1", "max": 1}]')) FROM pg_catalog.unnest(ARRAY['"1/3"', '0', '-1', '1e-13', '1e-22', '1e-23', '1e-12']) AS o;

-- ======== JSON that is too much ========

SELECT pg_temp.failure(pg_catalog.format('SELECT %L::dx.tree', '[{"code": "1", "max": ' || pg_catalog.repeat('1', 2001) || '}]')) AS number,
	pg_temp.failure(pg_catalog.format('SELECT %L::dx.tree', '[{"code": "1", "needs": [' || pg_catalog.repeat('1,', 250) || '1]}]')) AS element,
	pg_temp.failure(pg_catalog.format('SELECT dx.tree(''1'', NULL, 1::float8, ''points'', %L::jsonb)', '{"needs": [' || pg_catalog.repeat('1,', 250) || '1]}')) AS options;

-- ======== maxima ========

SELECT m, pg_temp.tree_text(ARRAY[m])::dx.tree FROM pg_catalog.unnest(ARRAY['.5', '+.5', '1/3.', '1000000000000000/4294967291', '4294967290999999999999999/4294967291']) AS m;
SELECT m, pg_temp.failure(pg_catalog.format('SELECT %L::dx.tree', pg_temp.tree_text(ARRAY[m]))) FROM pg_catalog.unnest(ARRAY['1/0.5', '1/1.5', '1/5000000000', '1.2.3', '.', '', '-', '0.000000000000001/4294967295',
	'999999999999999999999999999999999999', '-999999999999999999999999999999999999', '5316911983139663491615229/4294967291']) AS m;
-- a third is more than its twelve digits, in either order
SELECT pg_temp.tree_text(m, '"method": "alternatives"')::dx.tree FROM (VALUES ('{1/3, 0.333333333333}'::text[]), ('{0.333333333333, 1/3}')) AS v (m);
-- sums of fractions that pass every limit on the way
SELECT what, pg_temp.failure(pg_catalog.format('SELECT %L::dx.tree', pg_temp.tree_text(m))) FROM (VALUES ('denominators', '{1/4294967291, 1/4294967279}'::text[]),
	('sum of one denominator', pg_catalog.array_fill('4294967290999999999999999/4294967291'::text, ARRAY[2])),
	('first', pg_catalog.array_fill('1000000000000000'::text, ARRAY[4]) || '{1/4294967291}'), ('first, 2^127', pg_catalog.array_fill('1000000000000000'::text, ARRAY[60]) || '{1/4294967291}'),
	('first, 2^128', pg_catalog.array_fill('1000000000000000'::text, ARRAY[100]) || '{1/4294967291}'), ('second', pg_catalog.array_fill('1000000006999999999999999/1000000007'::text, ARRAY[2]) || '{1/3}'),
	('second, 2^127', pg_catalog.array_fill('92999999999999999999/93001'::text, ARRAY[60]) || '{1/46001}')) AS v (what, m);
-- the points of nodes, counted in units of which more than 2^53 make a maximum, or one point
CREATE TEMP TABLE card AS SELECT n, tree, u, dx.card(tree, c.i::text, (c.i <> u)::int::float8) AS card
FROM (VALUES (1, '{90000.000000000001, 0.5}'::text[]), (2, '{0.000000000001, 1/9973}'), (3, '{0.5, -90000.000000000001}')) AS v (n, m), LATERAL (SELECT pg_temp.tree_text(m)::dx.tree AS tree) AS t,
	pg_catalog.unnest(m) WITH ORDINALITY AS c (m, i), pg_catalog.generate_series(0, 2) AS u GROUP BY n, tree, u;
SELECT n, u, pg_catalog.count(DISTINCT points), pg_catalog.min(points) AS points, pg_catalog.min(one) OPERATOR(pg_catalog.=) pg_catalog.min(points) AS as_one_by_one
FROM (SELECT n, u, dx.node_points(tree, card) AS points FROM pg_temp.card, pg_catalog.generate_series(1, 50) WHERE n = 1 UNION ALL SELECT n, u, dx.node_points(tree, card) FROM pg_temp.card, pg_catalog.generate_series(1, 50) WHERE n = 2
	UNION ALL SELECT n, u, dx.node_points(tree, card) FROM pg_temp.card, pg_catalog.generate_series(1, 50) WHERE n = 3) AS many JOIN (SELECT n AS of_n, u AS of_u, ARRAY(SELECT points FROM dx.breakdown(tree, card)) AS one FROM pg_temp.card) AS single ON of_n = n AND of_u = u GROUP BY n, u ORDER BY n, u;

-- ======== bytes ========

-- a code longer than any
SELECT pg_temp.failure(pg_catalog.format('SELECT %L::dx.node_stat', pg_catalog.replace(dx.node_summary(tree, card)::text, '02000131', 'ffff' || pg_catalog.repeat('31', 65535))))
FROM (SELECT tree, dx.card(tree, '1'::text, 1) AS card FROM (SELECT '[{"code": "1", "max": 1, "rule": "yesno"}]'::dx.tree) AS t (tree) GROUP BY tree) AS c;
