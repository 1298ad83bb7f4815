-- What the numbers of a rule can be: percentages.
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
