-- SPDX-License-Identifier: PostgreSQL
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
-- rules so long that they are compressed
CREATE TABLE public.long AS SELECT ('choice(' || pg_catalog.string_agg('label ' || i || ':1', ',') || ')')::dx.rule AS rule FROM pg_catalog.generate_series(1, 300) AS i;
SELECT pg_catalog.pg_column_size(rule) < 2000 AS compressed, pg_catalog.length(rule::text) AS length, dx.rule_hash(rule) = dx.rule_hash(rule::text::dx.rule) AS hash,
	dx.rule_hash_extended(rule, 7) = dx.rule_hash_extended(rule::text::dx.rule, 7) AS extended, rule OPERATOR(dx.=) rule::text::dx.rule AS equal, rule::text::dx.rule OPERATOR(dx.<) rule AS less FROM public.long;
DROP TABLE public.long;

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

-- ======== every corner of the three languages ========

-- SQLSTATE, message, detail and hint of the error that a call raises; or its result.
CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN m;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;
-- rules: signs, exponents, limits of numbers; fractions in lowest terms
SELECT rule AS written, pg_temp.said(pg_catalog.format('%L::dx.rule', rule)) AS read FROM pg_catalog.unnest(ARRAY[
	'linear(+1, -2)', 'linear(0, 1e300)', 'linear(0, 2e300)', 'linear(9e299, 1e-300)', 'linear(0, 1E-301)', 'linear(0, 1e99999999999)', 'linear(0, 5e)', 'linear(0, 1e+5)', 'linear(9007199254740993, 9007199254740995)', 'linear(0, 1.1920928955078125e-7)', 'linear(0, 18014398509481984)', 'linear(0, 6.4e28)', 'linear(0, 2e38)', 'linear(0, 2.74877906944e38)', 'linear(0, 7.95343e28)', 'linear(1.5.5, 2)',
	'linear(0, 123456789012345678)', 'linear(0, 1234567890123456789012345678901234567)', 'linear(0, -)', 'linear(0 1)', 'linear(0, 1', 'linear(', 'linear(0, 5e', 'linear(0, 5e+', 'linear(0, 5e/', 'linear(0, 5ea)', 'linear(0, 1e-999999999999)',
	'steps(1:100/200)', 'steps(1:10/13)', 'steps(1:0/5)', 'steps(1:1/1)', 'steps(1:1/10)', 'steps(1:0.25/0.5)', 'steps(1:1/-2)', 'steps(1:1/x)',
	'steps(1:123456789012345/1000000000000000.5)', 'steps(1:1/1234567890123456.7)', 'steps(1:0.1234567890123p)', 'steps(1:1e16P)', 'steps(1:x)',
	'steps(50:0.5, >50:1)', 'steps(50:0.5, 50:1)', 'steps(>50:0.5, >50:1)', 'steps(>50:0.5, 50:1)', 'steps(>=50:1)', 'curve(1:0, 1:1)', 'curve(2:0, 1:1)', 'curve(0:0, x:1)', 'steps 50:1',
	'checklist(0.5)', 'checklist(2.5)', 'checklist(1000000)', 'checklist(1000001)', 'target(0)', 'target(-1)', 'linear(x, 1)', 'target x',
	'choice(''it''''s'':1, ''a, b'':0)', 'choice(''abc', 'choice(''a''', 'choice(abc', 'choice(A_-z:1, ''a{'':0)', 'choice{a:1}', 'choice(a"b:1)', 'choice(a(b:1)', 'choice(a)b:1)', 'choice(a''b:1)', 'choice( :1)', E'choice(a\tb:1)', E'choice(''a\u007f'':1)', 'choice(£5:1)',
	'choice(a:1, b:0, a:0.5)', 'choice(a:1', 'percent 5', 'stepsandmoresteps(1:1)']) AS rule;
-- the no-break space that spreadsheets leave is space, and quoted within a label
SELECT U&'\00A0choice(\00A0a\00A0:1,\00A0b\00A0b\00A0:0)\00A0'::dx.rule::text = U&'choice(a:1, ''b\00A0b'':0)' AS read;
-- how many, how long
SELECT pg_catalog.left(pg_temp.said(pg_catalog.format('pg_catalog.length(%L::dx.rule::text)', rule)), 30) AS start, pg_catalog.right(pg_temp.said(pg_catalog.format('%L::dx.rule', rule)), 50) AS "end"
FROM (SELECT 'steps(' || pg_catalog.string_agg(i || ':1', ',') || ')' FROM pg_catalog.generate_series(1, 512) AS i
	UNION ALL SELECT 'steps(' || pg_catalog.string_agg(i || ':1', ',') || ')' FROM pg_catalog.generate_series(1, 513) AS i
	UNION ALL SELECT 'choice(' || pg_catalog.string_agg(i || ':1', ',') || ')' FROM pg_catalog.generate_series(1, 513) AS i
	UNION ALL SELECT 'choice(' || pg_catalog.string_agg(pg_catalog.repeat('x', 197) || i || ':1', ',') || ')' FROM pg_catalog.generate_series(100, 145) AS i) AS v (rule);
-- points that a maximum does not allow
SELECT m AS max_points, pg_temp.said(pg_catalog.format('dx.attainment(%L, 1, %s)', rule, m)) AS attainment
FROM (VALUES ('steps(1:5p)', 4), ('steps(1:-1p)', 10), ('steps(1:-1p)', -4), ('steps(1:-5p)', -4), ('steps(1:1p)', -4), ('steps(0:0, 1:1/3)', 10)) AS v (rule, m);

-- results of all sizes: exact as a fraction while 126 bits hold it, else as doubles
SELECT rule, r, m AS max_points, pg_temp.said(pg_catalog.format(CASE WHEN m IS NULL THEN 'dx.attainment(%L, %s)' ELSE 'dx.attainment(%L, %s, %s)' END, rule, r, m)) AS attainment
FROM (VALUES ('linear(0, 100)', 1e-25::float8, NULL::float8), ('linear(0, 100)', 1e-35, NULL), ('linear(0, 100)', 1e-40, NULL), ('linear(1e-40, 1)', 0.5, NULL), ('linear(0, 1.2345678901234567)', 1.2345678901234567e-20, NULL), ('linear(0, 1.2345678901234567)', 1.2345678901234567e-22, NULL),
	('linear(1e-20, 3)', 1.5, NULL), ('ratio', 1e-40, NULL), ('ratio', 1, NULL), ('percent', 1e-40, NULL), ('steps(0:1e-40)', 0, NULL), ('yesno', 0, NULL), ('yesno', -1, NULL), ('checklist(7)', -1, NULL), ('checklist(7)', 8, NULL), ('choice(a:1, b:0)', 0, NULL), ('choice(a:1, b:0)', 1.5, NULL),
	('points', 1e30, 10), ('points', -1e25, 10), ('points', 1e12, 10), ('points', 5e24, 10), ('points', -6, -5), ('points', 1, -5), ('points', 1e-20, 0), ('points', -1e-20, 10), ('points', 1e-20, -5), ('points', 1.0000000000000002, 1), ('points', -1.0000000000000002, -1), ('points', 0.99999999999999, 1), ('points', -0.1234567890123, -10),
	('points', 1e-50, 10), ('points', 1.5e-23, 1e15), ('points', 0, -5),
	('curve(0:1e-40, 1:1)', 0.5, NULL), ('curve(0:0, 1:1e-40)', 0.5, NULL), ('curve(0:0, 1e30:1)', 1e-10, NULL), ('curve(0:0.55, 1:1e-37)', 0.5, NULL), ('curve(0:1e-37, 1:0.55)', 0.5, NULL), ('curve(0:1e-37, 1:1/11)', 0.5, NULL),
	('curve(0:0.92345678901234567, 1:0.12345678901234567)', 1.2345678901234567e-5, NULL), ('curve(0:0.12345678901234567, 1:0.22345678901234567)', 1.2345678901234567e-5, NULL), ('curve(1e-22:0, 1:0.92345678901234567)', 0.5, NULL),
	('curve(0:1/3, 1:1/7)', 0.5, NULL), ('curve(0:0.25, 1:1)', -1, NULL), ('curve(0:0.25, 1:1)', 2, NULL), ('curve(0:0.25, 1:1)', 0, NULL), ('curve(0:1p, 1:-1p)', 0.5, NULL)) AS v (rule, r, m);
-- and the points they are worth
SELECT c.*, dx.points(t, dx.card(t, 'a', r)) AS points FROM (VALUES ('ratio', 10::float8, 1e-40::float8), ('ratio', 1e-12, 1e-40), ('ratio', 1e15, 1e-20), ('ratio', 0.3, 1e-39), ('ratio', 1e15, 4e-27), ('ratio', 1e15, 5e-28), ('curve(0:0, 1:1e-40)', 5, 0.5), ('curve(0:0, 1e30:1)', 5, 1e-300), ('ratio', 0, 1e-40)) AS c (rule, max, r),
	LATERAL (SELECT ('[{"code": "a", "max": ' || c.max || ', "rule": "' || c.rule || '"}]')::dx.tree AS t) AS t GROUP BY c.*, c.rule, c.max, c.r, t.t ORDER BY 1, 2, 3;

-- answers: numbers as they are typed
SELECT rule, pg_catalog.left(typed, 40) AS typed, pg_catalog.left(pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', rule, typed)), 230) AS answer
FROM (VALUES ('unscored', '+5'), ('unscored', '-5'), ('unscored', '5,'), ('unscored', ',125'), ('unscored', '1234,567'), ('unscored', '-1,250'), ('unscored', '000.125'), ('unscored', '1.5e3'), ('unscored', '12a'), ('unscored', '-'), ('unscored', '5e'), ('percent', '1/'), ('unscored', '-0.1234567890123456789'),
	('unscored', '1234567890123456789012345678901234567'), ('unscored', '1e301'), ('unscored', '1e-40'), ('unscored', '1.23456789012345678901e-40'), ('unscored', '0/3'), ('unscored', '5%'), ('points', '5%'), ('points', '1/2'), ('yesno', '50%'),
	('ratio', '1/1e-60'), ('ratio', '1e-60/3'), ('ratio', '1/-2'), ('ratio', '1/x'), ('ratio', '-1/2'), ('ratio', '0/7'), ('checklist(7)', '1/1.23456789012345678901e-40'), ('checklist(7)', '7/7'), ('checklist(7)', '50%'),
	('percent', '1/3'), ('percent', '2/3 x'), ('yesno', '1.500'), ('yesno', '2'), ('percent', pg_catalog.repeat('0', 250) || '101')) AS v (rule, typed);
-- letters in either case: ASCII, Latin-1, Vietnamese; what is no letter, and words that only begin alike
SELECT l AS label, t AS typed, pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', 'choice(' || l || ':1)', t)) = '1' AS alike
FROM (VALUES ('à', 'À'), ('þ', 'Þ'), ('÷', '×'), ('ß', 'µ'), ('ă', 'Ă'), ('đ', 'Đ'), ('ĩ', 'Ĩ'), ('ũ', 'Ũ'), ('ơ', 'Ơ'), ('ư', 'Ư'), ('ạ', 'Ạ'), ('ỹ', 'Ỹ'), ('ỹ', 'ỹ'), ('ệ', 'Ể'), ('€', '€ '), ('zz', 'ZZ'), ('kha', 'khá'), ('khá', 'kh'), ('kh', 'KHÁ'), ('ÿ', 'ÿ'), ('ā', 'Ā')) AS v (l, t);
SELECT pg_temp.said($$dx.answer('choice(Tốt:1, TỐT:0.5)', 'tốt')$$), dx.answer('choice(Tốt:1, TỐT:0.5)', 'TỐT') AS exactly;
SELECT pg_catalog.right(pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', 'choice(' || pg_catalog.string_agg('label number ' || i || ':1', ',') || ')', 'none')), 60) AS many FROM pg_catalog.generate_series(1, 100) AS i;
SELECT dx.answer('percent', U&'\00A087,5%\00A0\00A0') AS spaced, dx.answer('percent', U&'\00A0') IS NULL AS blank;

-- in words: with a maximum, without, of 0, below 0; exact numbers and fractions
SELECT rule, m AS max, dx.rule_text(rule, m) AS english, dx.rule_text(rule, m, 'vi') AS vietnamese
FROM (VALUES ('points', NULL::float8), ('points', 10), ('points', -5), ('points', 0), ('percent', 0), ('checklist(1)', 2), ('checklist(3)', 2), ('unscored', NULL), ('yesno', 0.5), ('ratio', NULL), ('linear(5, 0)', 4), ('linear(-5, -1)', 4), ('linear(1, -1)', 4), ('linear(-1, 1)', 4), ('target(7)', NULL),
	('steps(50:0.5, >50:1)', 10), ('steps(>1:0.5, 2:1)', 10), ('steps(1:0, >2:1/3, >3:1)', NULL), ('steps(1:0.1, 2:5p)', NULL), ('steps(1:0.1, >2:5p)', 20), ('curve(0:0, 5:1/3, 10:1)', 2.5),
	('choice(''a: b'':1, ''c; d'':0.5, e:0)', 2), ('steps(1:123456789012344/123456789012347)', 123456789012.345), ('steps(1:123456789012344/123456789012347)', -123456789012.345),
	('steps(1:0.123456789)', 12345678901234.5), ('steps(1:0.123456789)', -12345678901234.5), ('steps(1:12345678901233/100000000000000)', 12345678901.2345)) AS v (rule, m);
SELECT dx.rule_text(NULL::text, 1) IS NULL AS no_rule, dx.rule_text(' ', 1) IS NULL AS blank, dx.rule_text('percent'::dx.rule, NULL, NULL) AS no_language, pg_temp.said($$dx.rule_text('percent', 1, 'fr')$$);

-- assignment from text and varchar, as for codes; what is written explicitly; nothing implicit
CREATE TEMP TABLE assigned (r dx.rule);
INSERT INTO pg_temp.assigned SELECT t FROM (VALUES ('percent'::varchar(10))) AS v (t);
INSERT INTO pg_temp.assigned SELECT t FROM (VALUES ('Percent'::text)) AS v (t);
SELECT r, r OPERATOR(dx.=) ('percent'::varchar)::dx.rule AS eq FROM pg_temp.assigned;
SELECT pg_temp.said($$('nope'::varchar)::dx.rule$$) AS varchar, pg_temp.said($$('nope'::text)::dx.rule$$) AS text;

-- binary form: what does not parse is wrong in that form
CREATE SCHEMA rule_test;
CREATE TABLE rule_test.received (r dx.rule);
\set VERBOSITY sqlstate
\copy (SELECT 'steps(50:0.5)'::bytea) TO 'results/rule.copy' (FORMAT binary)
\copy rule_test.received FROM 'results/rule.copy' (FORMAT binary)
\copy (SELECT 'nope'::bytea) TO 'results/rule.copy' (FORMAT binary)
\copy rule_test.received FROM 'results/rule.copy' (FORMAT binary)
\copy (SELECT ''::bytea) TO 'results/rule.copy' (FORMAT binary)
\copy rule_test.received FROM 'results/rule.copy' (FORMAT binary)
\set VERBOSITY default
TABLE rule_test.received;
DROP SCHEMA rule_test CASCADE;
