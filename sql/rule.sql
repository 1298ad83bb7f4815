-- dx.rule: text in and out, order, dx.attainment, dx.answer.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- canonical text
SELECT 'steps(50.0:.5,>80:1)'::dx.rule, ' CHOICE( Rất tốt :1, Khá:2/4)'::dx.rule, 'target(1e2)'::dx.rule;
SELECT pg_catalog.convert_from(dx.rule_send('Choice(Khá:1,kém:0)'), 'UTF8') AS sent;

-- mistakes say where and what instead
SELECT 'steps(50;1)'::dx.rule;
SELECT 'steps(50:0,5, 80:1)'::dx.rule;
SELECT 'percentage'::dx.rule;
SELECT 'steps(80:1, 50:0.5)'::dx.rule;
SELECT 'steps(50:10)'::dx.rule;
SELECT 'choice(a, b:1)'::dx.rule;
SELECT ''::dx.rule;
SELECT ('choice(' || pg_catalog.repeat('x', 201) || ':1)')::dx.rule;
\set VERBOSITY sqlstate
SELECT 'curve(0:0)'::dx.rule;
SELECT ('checklist(0)'::text)::dx.rule;
SELECT ('choice(' || pg_catalog.repeat('x', 201) || ':1)')::dx.rule;
\set VERBOSITY default

-- columns: assignment casts, equality and order by canonical text
CREATE TABLE public.criteria (id int, rule dx.rule, source text);
INSERT INTO public.criteria SELECT n, t, t
FROM (VALUES (1, 'ratio'), (2, 'steps(1:0.5,2:1)'), (3, ' Steps(1.0:.5 , 2:1)'), (4, 'points'), (5, NULL),
	(6, 'choice(' || pg_catalog.repeat('ă', 90) || ':1)')) AS v(n, t);
SELECT id, pg_catalog.left(rule::text, 20) AS rule FROM public.criteria ORDER BY rule, id;
SELECT count(*), count(DISTINCT rule) FROM public.criteria;
SELECT a.id, b.id FROM public.criteria a JOIN public.criteria b ON a.rule OPERATOR(dx.=) b.rule AND a.id < b.id;
SELECT id FROM public.criteria WHERE rule OPERATOR(dx.=) 'STEPS(1:.5, 2:1)' ORDER BY id;
CREATE UNIQUE INDEX ON public.criteria (rule) WHERE id <> 3;
CREATE INDEX ON public.criteria USING hash (rule);
INSERT INTO public.criteria VALUES (7, 'RATIO');
UPDATE public.criteria SET source = rule WHERE id = 3;
SELECT source FROM public.criteria WHERE id = 3;
SELECT 'points'::dx.rule OPERATOR(dx.<) 'ratio' AS lt, 'points'::dx.rule OPERATOR(dx.<=) 'points' AS le,
	'points'::dx.rule OPERATOR(dx.>) 'ratio' AS gt, 'ratio'::dx.rule OPERATOR(dx.>=) 'points' AS ge,
	'points'::dx.rule OPERATOR(dx.<>) 'ratio' AS ne, dx.rule_cmp('target(1)', 'target(10)') AS cmp;
SELECT dx.rule_hash('target(1.0)') = dx.rule_hash('target(1)') AS same,
	dx.rule_hash_extended('target(1)', 0) <> dx.rule_hash_extended('target(1)', 1) AS seeded,
	dx.rule_hash_extended('target(1)', 0) & 4294967295 = dx.rule_hash('target(1)')::bigint & 4294967295 AS low_half;

DROP TABLE public.criteria;

-- attainments
SELECT r, dx.attainment('steps(50:0.5, >80:1)', r) FROM (VALUES (49.9), (50), (80), (80.1)) AS v(r);
SELECT dx.attainment('yesno', 1), dx.attainment('ratio', 0.85), dx.attainment('percent', 87.5),
	dx.attainment('target(7)', 3), dx.attainment('checklist(9)', 7), dx.attainment('choice(a:1, b:2/3)', 2);
SELECT dx.attainment('curve(0:0, 50:1/3, 100:1)'::dx.rule, 75), dx.attainment('curve(0:0, 50:1/3, 100:1)'::text, 75);
-- less is better; goalposts 2 and 10 in both directions (COINr: 12.5 62.5 100 0, 87.5 37.5 0 100)
SELECT x, 100 * dx.attainment('linear(2, 10)', x) AS up, 100 * dx.attainment('linear(10, 2)', x) AS down
FROM (VALUES (3), (7), (12), (1), (NULL)) AS v(x);
-- rules that speak of points take the maximum
SELECT dx.attainment('points', 7.5, 10), dx.attainment('points'::dx.rule, -2, -5), dx.attainment('steps(1:5p)', 1, 20);
SELECT dx.attainment('points', 0, 0), dx.attainment('percent', 50, 10);
SELECT dx.attainment('points', 7.5);
SELECT dx.attainment('steps(1:0.5, 2:5p)', 1);
SELECT dx.attainment('steps(1:0.5, 2:5p)', 1, 4);
SELECT dx.attainment('points', 11, 10);
SELECT dx.attainment('points', 1, 1e16);
SELECT dx.attainment('points', 1, 'NaN');
-- information only
SELECT dx.attainment('unscored', 1e300) IS NULL AS unscored, dx.attainment(NULL::text, 1) IS NULL AS no_rule,
	dx.attainment('ratio', NULL) IS NULL AS missing;
-- 85 typed as a ratio does not earn full points
SELECT dx.attainment('ratio', 85);
SELECT dx.attainment('percent', -0.1);
SELECT dx.attainment('checklist(9)', 2.5);
SELECT dx.attainment('choice(a:1, b:0)', 3);
\set VERBOSITY sqlstate
SELECT dx.attainment('ratio', 85);
SELECT dx.attainment('yesno', 0.5);
SELECT dx.attainment('ratio', 'NaN');
SELECT dx.attainment('linear(0, 1)', '-Infinity');
SELECT dx.attainment('points', 7.5);
SELECT dx.attainment('steps(1:5p)', 1, 4);
SELECT dx.attainment('points', 1, 1e16);
SELECT dx.attainment('points', 1, 'Infinity');
SELECT dx.attainment('no such rule', 1);
\set VERBOSITY default
-- many rules in one call site
SELECT count(DISTINCT t), sum(dx.attainment(t, n)) AS by_text, sum(dx.attainment(t::dx.rule, n)) AS by_rule
FROM (SELECT 'linear(0, ' || n % 700 + 1 || ')' AS t, (n % 700 + 1) / 2.0 AS n FROM pg_catalog.generate_series(1, 5000) AS n) AS s;

-- answers
SELECT dx.answer('linear(0, 10)', '8,5') AS comma, dx.answer('linear(0, 10)', '8.5') AS point,
	dx.answer('percent', '87,5%') AS percent, dx.answer('ratio', '87,5%') AS ratio,
	dx.answer('percent', '12/15') AS of_percent, dx.answer('ratio', '12 / 15') AS of_ratio, dx.answer('checklist(7)', '5/7') AS of_items;
SELECT dx.answer('yesno', w) FROM (VALUES ('có'), ('Không'), ('YES'), ('no'), ('CÓ'), ('1')) AS v(w);
SELECT dx.answer('choice(Rất tốt:1, Khá:0.5)'::dx.rule, ' khá '), dx.answer('choice(Rất tốt:1, Khá:0.5)', 'Rất tốt');
SELECT dx.answer('percent', '  ') IS NULL AS blank, dx.answer('percent', NULL) IS NULL AS missing;
-- without a rule an answer is an error, nothing typed is not
SELECT dx.answer(NULL::text, '  ') IS NULL AS blank, dx.answer(NULL::dx.rule, NULL) IS NULL AS missing;
SELECT dx.answer(NULL::text, '7');
SELECT dx.answer(NULL::dx.rule, 'có');
SELECT dx.answer(' ', '7');
SELECT dx.answer('unscored', '1.500');
SELECT dx.answer('unscored', '-12,345');
SELECT dx.answer('unscored', '0,125');
SELECT dx.answer('unscored', '1.234.567,8');
SELECT dx.answer('percent', '12/0');
SELECT dx.answer('percent', '120%');
SELECT dx.answer('steps(50:1)', '87,5%');
SELECT dx.answer('checklist(7)', '5/8');
SELECT dx.answer('yesno', 'maybe');
SELECT dx.answer('choice(Rất tốt:1, Khá:0.5)', 'Kém');
\set VERBOSITY sqlstate
SELECT dx.answer('unscored', '1.500');
SELECT dx.answer('percent', '12/0');
SELECT dx.answer('percent', '120%');
SELECT dx.answer('no such rule', '1');
\set VERBOSITY default
-- the text of a number with other than three decimals reads back as the number
SELECT count(*) FROM pg_catalog.generate_series(1, 2000) AS n
WHERE dx.answer('unscored', (n / 7.0::float8)::text) IS DISTINCT FROM n / 7.0::float8;
