-- SPDX-License-Identifier: PostgreSQL
-- What the numbers of a rule can be: percentages, jumps, logarithms, whole numbers.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- ======== bounds that carry % ========

SELECT r::dx.rule AS canonical, dx.rule_text(r, 20) AS english, dx.rule_text(r, 20, 'vi') AS vietnamese
FROM pg_catalog.unnest(ARRAY['target(100 %)', 'LINEAR(30%,5.50%)', 'steps(50%:.5, >80 %:1)', 'curve(0%:0, 50%:1/3, 100%:20p)']) AS r;
SELECT pg_catalog.convert_from(dx.rule_send('steps( 50 % : 0.5)'), 'UTF8') AS sent;

-- an over-fulfilled plan earns full points, however it is typed (U1)
SELECT typed, dx.answer('target(100%)', typed) AS result, dx.attainment('target(100%)', dx.answer('target(100%)', typed)) AS attainment
FROM pg_catalog.unnest(ARRAY['105/100', '105%', '105', '45/50', '87,5%', '87.5', '0/3', '-5 %']) AS typed;
-- steps on a percentage (U2)
SELECT typed, dx.answer('steps(50%:0.5, 80%:1)', typed) AS result, dx.attainment('steps(50%:0.5, 80%:1)', dx.answer('steps(50%:0.5, 80%:1)', typed)) AS attainment
FROM pg_catalog.unnest(ARRAY['45/50', '87,5%', '79,99 %', '80', '4/5']) AS typed;
SELECT dx.answer('curve(80%:0.8, 100%:1)'::dx.rule, '9/10') AS curve, dx.answer('linear(100%, 0%)', '1/8') AS linear;
SELECT dx.answer('target(100%)', '5/0');
SELECT dx.answer('target(100)', '105/100');

-- all numbers carry %, or none
SELECT 'linear(0, 100%)'::dx.rule;
SELECT 'steps(50%:0.5, 80:1)'::dx.rule;
SELECT 'curve(0:0, 50 %:1)'::dx.rule;
SELECT 'checklist(5%)'::dx.rule;
SELECT 'target(%)'::dx.rule;
SELECT 'steps(50%%:1)'::dx.rule;
SELECT 'percent%'::dx.rule;
SELECT 'curve(80%:0%, 80%:80%, 100%:100%)'::dx.rule;
SELECT 'steps(50%:0,5, 80%:1)'::dx.rule;
SELECT 'log(100, 75,000)'::dx.rule;

-- in a tree: points and what would earn more, with results as they are typed
CREATE TABLE public.form AS
SELECT * FROM (VALUES ('1', 'target(100%)', 20), ('2', 'steps(50%:0.5, >80%:1)', 20), ('3', 'linear(30%, 5%)', 20), ('4', 'curve(0%:0, 50%:1/3, 100%:20p)', 20)) AS form(code, rule, max);
CREATE TABLE public.forms AS SELECT dx.tree(code, NULL, max, rule) FROM public.form;
SELECT tree, tree::text::dx.tree OPERATOR(dx.=) tree AS reads_back FROM public.forms;
SELECT b.code, v.typed, b.result, b.points, b.next_result, b.next_points, b.full_result
FROM public.forms CROSS JOIN (VALUES (1, '45/50'), (2, '105 %'), (3, '12'), (4, '1/2')) AS v(n, typed),
	LATERAL (SELECT dx.card(tree, f.code, dx.answer(f.rule, v.typed)) FROM public.form AS f) AS c,
	dx.breakdown(tree, card) AS b
WHERE b.is_criterion ORDER BY v.n, b.code;
DROP TABLE public.form, public.forms;

-- ======== curves that jump ========

SELECT r::dx.rule AS canonical, dx.rule_text(r, 20) AS english, dx.rule_text(r, 20, 'vi') AS vietnamese
FROM pg_catalog.unnest(ARRAY['curve(80%:0,80 %:.8,100%:1)', 'curve(80:0,> 80:0.8,100:1)', 'curve(0:0, 50:0.4, 50:0.5, 100:1)', 'curve(5:1, >5:0)']) AS r;
-- below 80 % nothing, from 80 % in proportion (G7): 0 and 1.6 of 2 points, and from 70 the next is 80
SELECT 2 * dx.attainment('curve(80:0, 80:0.8, 100:1)', 79.9999999995) AS below, 2 * dx.attainment('curve(80:0, 80:0.8, 100:1)', 80) AS at,
	2 * dx.attainment('curve(80:0, >80:0.8, 100:1)', 80) AS at_open, 2 * dx.attainment('curve(80:0, >80:0.8, 100:1)', 80.00000000000001) AS above_open,
	2 * dx.attainment('curve(80:0, 80:0.8, 100:1)', 90) AS between;
SELECT v.x, b.points, b.next_result, b.next_points, b.full_result
FROM (SELECT dx.tree(code, NULL, 2, rule) FROM (VALUES ('1', 'curve(80%:0, 80%:0.8, 100%:1)')) AS n(code, rule)) AS t CROSS JOIN (VALUES (70), (79.99), (80), (100)) AS v(x),
	LATERAL (SELECT dx.card(tree, '1', a.x) FROM (SELECT v.x) AS a) AS c, dx.breakdown(tree, card) AS b
WHERE b.is_criterion ORDER BY v.x;
SELECT 'curve(80:0, 80:0.8, 80:1)'::dx.rule;
SELECT 'curve(80:0, >90:1)'::dx.rule;
SELECT 'curve(>80:0, 80:1)'::dx.rule;
SELECT 'curve(80:0, 80:0.8, 70:1)'::dx.rule;

-- ======== logarithms ========

SELECT r::dx.rule AS canonical, dx.rule_text(r, 20) AS english, dx.rule_text(r, 20, 'vi') AS vietnamese
FROM pg_catalog.unnest(ARRAY['LOG(1e2, 75e3)', 'log(5,.5)']) AS r;
-- the income index of human development (G12): dollars as they are
SELECT x, dx.attainment('log(100, 75000)', x) FROM (VALUES (1e-9), (100), (1000), (10000), (33300.5), (75000), (1e9)) AS v(x);
-- half of the way is a half, a third is a third, in either direction
SELECT dx.attainment('log(1, 100)', 10) AS half, dx.attainment('log(1, 1000)', 10) AS third, dx.attainment('log(1000, 1)', 10) AS two_thirds,
	dx.attainment('log(1e-300, 1e300)', 1) AS far, dx.attainment('log(1, 1.0000000000000002)', 1.0000000000000002) AS near;
SELECT dx.points(tree, card) AS three_thirds, b.points, b.next_result, b.full_result
FROM (SELECT tree, dx.card(tree, code, 10) FROM (SELECT dx.tree(n::text, NULL, 10, 'log(1, 1000)') FROM pg_catalog.generate_series(1, 3) AS n) AS t, (VALUES ('1'), ('2'), ('3')) AS r(code) GROUP BY tree) AS c,
	dx.breakdown(tree, card) AS b
WHERE b.code = '1'::dx.code;
SELECT dx.attainment('log(100, 75000)', 0);
SELECT dx.attainment('log(100, 75000)', -5);
SELECT dx.answer('log(100, 75000)', '12,5') AS dollars;
SELECT dx.answer('log(100, 75000)', '5%');
SELECT 'log(0, 5)'::dx.rule;
SELECT 'log(5, -1)'::dx.rule;
SELECT 'log(5, 5)'::dx.rule;
SELECT 'log(5%, 7%)'::dx.rule;
SELECT 'log(5)'::dx.rule;

-- ======== whole numbers ========

SELECT r::dx.rule AS canonical, dx.rule_text(r, 6) AS english, dx.rule_text(r, 6, 'vi') AS vietnamese
FROM pg_catalog.unnest(ARRAY['steps(0:6p,1:5p,2:3p,3:0)WHOLE', 'linear(0, 5)  whole', 'points whole', 'target(5%) whole']) AS r;
-- absences: one fewer is the next, none is full (U12)
CREATE TABLE public.absences AS SELECT dx.tree(code, NULL, 6, rule) FROM (VALUES ('1', 'steps(0:6p, 1:5p, 2:3p, 3:0) whole')) AS n(code, rule);
SELECT x, b.points, b.next_result, b.next_points, b.full_result
FROM public.absences CROSS JOIN pg_catalog.generate_series(0, 4) AS x, LATERAL (SELECT dx.card(tree, '1', a.x) FROM (SELECT x) AS a) AS c, dx.breakdown(tree, card) AS b
WHERE b.is_criterion ORDER BY x;
SELECT dx.card(tree, '1', 2.5) FROM public.absences GROUP BY tree;
SELECT dx.attainment('steps(0:6p, 1:5p, 2:3p, 3:0) whole', 2.5, 6);
SELECT dx.attainment('points whole', 2.5, 6);
SELECT dx.answer('linear(0, 5) whole', '2,5');
SELECT dx.answer('linear(0, 5) whole', '3') AS three;
-- figures that do not count are checked too
SELECT dx.card(tree, '1', 7) IS NOT NULL AS taken FROM (SELECT dx.tree(code, NULL, NULL::float8, 'unscored whole') FROM (VALUES ('1')) AS n(code)) AS t GROUP BY tree;
SELECT dx.card(tree, '1', 7.5) FROM (SELECT dx.tree(code, NULL, NULL::float8, 'unscored whole') FROM (VALUES ('1')) AS n(code)) AS t GROUP BY tree;
-- an altered maximum leaves results their meaning
SELECT dx.alter_tree(dx.tree(code, NULL, 10, 'points whole'), '{"1": {"max": 20}}') FROM (VALUES ('1')) AS n(code);
SELECT 'yesno whole'::dx.rule;
SELECT 'ratio whole'::dx.rule;
SELECT 'checklist(5) whole'::dx.rule;
SELECT 'choice(a:1, b:0) whole'::dx.rule;
SELECT 'linear(0, 5) wholes'::dx.rule;
SELECT 'linear(0, 5 whole)'::dx.rule;
DROP TABLE public.absences;
\set VERBOSITY sqlstate
SELECT 'target(100) whole whole'::dx.rule;
SELECT dx.attainment('linear(0, 5) whole', 0.5);
SELECT dx.attainment('log(1, 5)', 0);
SELECT dx.answer('target(5) whole', '0,5');
\set VERBOSITY default

-- the same rows one by one and by a plan, which knows the tree after a few cards
SELECT count(*), count(DISTINCT total), min(total), max(total)
FROM (SELECT u, dx.score(tree, code, value) AS total
	FROM (SELECT dx.tree(code, NULL, 10, rule) FROM (VALUES ('1', 'target(5) whole'), ('2', 'steps(0:1, >2:0.5) whole'), ('3', 'target(100%)'), ('4', 'log(1, 100)'), ('5', 'curve(0:0, 3:0.5, 3:0.6, 10:1)')) AS n(code, rule)) AS t,
		pg_catalog.generate_series(1, 200) AS u, (VALUES ('1', 3), ('2', 3), ('3', 45.5), ('4', 10), ('5', 3)) AS r(code, value)
	GROUP BY u, tree) AS s;
SELECT dx.score(tree, code, CASE WHEN u = 150 AND code = '2' THEN 2.5 ELSE 3 END)
FROM (SELECT dx.tree(code, NULL, 10, rule) FROM (VALUES ('1', 'target(5) whole'), ('2', 'steps(0:1, >2:0.5) whole')) AS n(code, rule)) AS t,
	pg_catalog.generate_series(1, 200) AS u, (VALUES ('1'), ('2')) AS r(code)
GROUP BY u, tree;
