-- SPDX-License-Identifier: PostgreSQL
-- What people type, as results, and results as people say them.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

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

-- ======== letters in Unicode's forms ========

-- composed, taken apart, and as Windows-1258 has them: a letter, the tone behind it
SELECT dx.answer('choice(Tốt:1, Đạt:0.5)', pg_catalog.normalize('Tốt', 'NFD')) AS apart, dx.answer('choice(Tốt:1, Đạt:0.5)', 'đạt') AS composed,
	dx.answer(pg_catalog.normalize('choice(Tốt:1, Đạt:0.5)', 'NFD'), 'TỐT') AS label_apart,
	dx.answer('choice(Tốt:1, Đạt:0.5)', pg_catalog.convert_from('\x54f4ec74', 'WIN1258')) AS windows_1258,
	dx.answer('yesno', pg_catalog.normalize('có', 'NFD')) AS yes, dx.answer('yesno', pg_catalog.normalize('KHÔNG', 'NFD')) AS no;
-- every letter that Unicode makes of a Latin letter and marks, in all four forms that the server knows of it and its label
SELECT count(*) AS letters, count(DISTINCT l) AS labels, min(dx.answer(n.label, t)) AS least, max(dx.answer(n.label, t)) AS greatest
FROM (SELECT c, pg_catalog.format('choice(%s:1)', l) AS label, l, t FROM (SELECT pg_catalog.chr(i) AS c FROM pg_catalog.generate_series(192, 7935) AS i WHERE i < 592 OR i >= 7680) AS letter,
		LATERAL (VALUES (c), (pg_catalog.normalize(c, 'NFC')), (pg_catalog.normalize(c, 'NFD'))) AS labels (l), LATERAL (VALUES (c), (pg_catalog.normalize(c, 'NFC')), (pg_catalog.normalize(c, 'NFD'))) AS typed (t)) AS n;
-- and the server's different letters are different choices
SELECT pg_catalog.array_length(pg_catalog.string_to_array(rule::text, ':'), 1) - 1 AS labels FROM (SELECT ('choice(' || pg_catalog.string_agg(DISTINCT pg_catalog.normalize(pg_catalog.chr(i), 'NFC') || ':1', ',') || ')')::dx.rule AS rule
	FROM pg_catalog.generate_series(192, 7935) AS i WHERE i < 432 OR i >= 7680) AS v;
-- two marks written in the other order, where Unicode says that they may be
SELECT count(*) AS marks, count(*) FILTER (WHERE pg_catalog.normalize('x' || a || b, 'NFC') = pg_catalog.normalize('x' || b || a, 'NFC')) AS same,
	count(*) FILTER (WHERE (pg_catalog.normalize('x' || a || b, 'NFC') = pg_catalog.normalize('x' || b || a, 'NFC')) <> (pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', 'choice(x' || a || b || ':1)', 'x' || b || a)) = '1')) AS otherwise
FROM (SELECT pg_catalog.chr(i) AS a FROM pg_catalog.generate_series(768, 879) AS i) AS a, (SELECT pg_catalog.chr(i) AS b FROM pg_catalog.generate_series(768, 879, 7) AS i) AS b WHERE a <> b;
-- labels stay as they are written, and two that are the same letters are refused
SELECT pg_catalog.normalize('choice(Tốt:1)', 'NFD')::dx.rule::text = pg_catalog.normalize('choice(Tốt:1)', 'NFD') AS kept,
	pg_catalog.normalize('choice(Tốt:1)', 'NFD')::dx.rule OPERATOR(dx.=) 'choice(Tốt:1)' AS equal;
SELECT pg_temp.said(pg_catalog.format('%L::dx.rule', 'choice(Tốt:1, Khá:0.5, ' || pg_catalog.normalize('Tốt', 'NFD') || ':0)')) LIKE '22P02 | invalid rule "choice(Tốt:1, Khá:0.5, %:0)": label "%" stands twice at position 27 | The same letters %' AS refused,
	'choice(Tốt:1, TỐT:0)'::dx.rule AS case_differs;
-- a card that is recast finds its choice
SELECT dx.get_result(n, dx.recast(dx.card(o, 'a', 2), o, n), 'a') AS recast FROM (SELECT '[{"code": "a", "max": 1, "rule": "choice(Tốt:1, Đạt:0)"}]'::dx.tree AS o,
	pg_catalog.normalize('[{"code": "a", "max": 1, "rule": "choice(Khá:0.5, Tốt:1, Đạt:0)"}]', 'NFD')::dx.tree AS n) AS t GROUP BY o, n;

-- ======== yes, no and not applicable ========

SELECT w AS word, dx.answer('yesno', w) FROM pg_catalog.unnest('{có,co,yes,y,true,t,đúng,dung,1,không,khong,no,n,false,f,sai,0}'::text[]) AS w;
SELECT dx.answer('yesno', true::text) AS yes, dx.answer('yesno', false::text) AS no;
SELECT w AS word, pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', 'yesno', w)) AS answer
FROM pg_catalog.unnest(ARRAY['n/a', 'NA', 'N.A.', 'Not applicable', 'Không áp  dụng', 'khong ap dung', 'KHÔNG CÓ ĐỐI TƯỢNG', 'x', 'k']) AS w;
SELECT dx.answer('choice(Có:1, Không:0, ''Không áp dụng'':0)', 'không áp dụng') AS a_choice, pg_temp.said($$dx.answer('choice(Có:1, Không:0, ''Không áp dụng'':0)', 'n/a')$$) AS a_state;

-- ======== one reading where the rule leaves one ========

SELECT rule, typed, pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', rule, typed)) AS answer
FROM (VALUES ('percent', '98,567'), ('percent', '98.567 %'), ('ratio', '98,567%'), ('ratio', '0,985'), ('yesno', '1.000'), ('checklist(5000)', '2.500'), ('checklist(5000)', '2.000'), ('percent', '101,500'), ('target(100)', '98,567'), ('target(100%)', '98,567%'), ('linear(0, 5)', '-1.500'), ('unscored', '1.500'),
	('percent', '1.234/1.500'), ('percent', '1.500/2500,5'), ('percent', '1.5/2,5'), ('percent', '1/1.500'), ('checklist(1000)', '1.000/1.000'), ('points', '1.500')) AS v (rule, typed);
-- the maximum of points, where it is given
SELECT typed, m AS max, pg_temp.said(pg_catalog.format('dx.answer(%L, %L, %s)', 'points', typed, m)) AS answer FROM (VALUES ('1.500', 10), ('1.500', 2000), ('11', 10), ('11.500', 10), ('-1,500', -2), ('1', -2)) AS v (typed, m);
SELECT dx.answer('points'::dx.rule, '7,5', 10) AS rule, dx.answer('points', '7,5', NULL) AS unknown, dx.answer('percent', '50', 10) AS other, dx.answer('points', ' ', 10) IS NULL AS blank, dx.answer('points', NULL, 10) IS NULL AS missing,
	pg_temp.said($$dx.answer('points', '1', 'NaN')$$) AS nan, pg_temp.said($$dx.answer('points', '1', 1e16)$$) AS much, pg_temp.said($$dx.answer('steps(1:5p)', '1', 4)$$) AS unfit, pg_temp.said($$dx.answer(NULL::text, '1', 4)$$) AS no_rule;
-- in a card the tree knows the maximum
SELECT dx.get_result(t, dx.card(t, code, typed), 'a') AS a, dx.get_result(t, dx.card(t, code, typed), 'b') AS b FROM (SELECT '[{"code": "a", "max": 10, "rule": "points"}, {"code": "b", "max": 5, "rule": "percent"}]'::dx.tree AS t) AS t, (VALUES ('a', '1.500'), ('b', '98,567')) AS r (code, typed) GROUP BY t;
SELECT pg_temp.said($$dx.card('[{"code": "a", "max": 10, "rule": "percent"}]', 'a', '1.500'::text, 'points')::text$$) AS awarded, pg_temp.said($$dx.card('[{"code": "a", "max": 2000, "rule": "points"}]', 'a', '1.500'::text)$$) AS either, pg_temp.said($$dx.card('[{"code": "a", "max": 10, "rule": "points"}]', 'a', '11'::text)$$) AS much;

-- ======== why an answer is refused ========

SELECT rule, pg_catalog.left(typed, 12) AS typed, dx.answer_problem(rule, typed) AS english, dx.answer_problem(rule::dx.rule, typed, NULL, 'vi') AS vietnamese
FROM (VALUES ('percent', '87,5%'), ('percent', ' '), ('percent', NULL), ('percent', '120,5'), ('percent', '12/0'), ('percent', '1/-2'), ('percent', '1/'), ('percent', '5 %%'), ('percent', '1.234,5'), ('percent', '8,'), ('target(5)', '-12,345'), ('target(5)', '5%'), ('points', '5/10'), ('yesno', 'maybe'), ('yesno', '2'), ('yesno', 'n/a'),
	('ratio', '87,5'), ('checklist(7)', '8'), ('checklist(7)', '5/8'), ('choice(Tốt:1, Khá:0.5)', 'Kém'), ('choice(Tốt:1, TỐT:0.5)', 'tốt'), ('unscored', '1e301'), ('unscored', '1234567890123456789012345678901234567'), ('ratio', '1/1e-60'), (NULL, '7'), ('points', '11')) AS v (rule, typed);
SELECT dx.answer_problem('points', '11', 10) AS with_maximum, dx.answer_problem('points', '1.500', 10) IS NULL AS one_reading, dx.answer_problem('points', '-3', -2, 'vi') AS penalty, pg_catalog.left(dx.answer_problem('percent', pg_catalog.repeat('đ', 5000), NULL, 'vi'), 40) AS long,
	dx.answer_problem('percent', '120', NULL, NULL) AS no_language, dx.answer_problem(answer => 'x', rule => 'percent', language => 'vi') AS named, dx.answer_problem(' ', '7', NULL, 'vi') AS blank_rule;
SELECT pg_temp.said($$dx.answer_problem('percent', '120', NULL, 'fr')$$) AS language, pg_temp.said($$dx.answer_problem('percent', '1', NULL, 'VI')$$) AS in_capitals, pg_temp.said($$dx.answer_problem('percents', '1')$$) AS rule, pg_temp.said($$dx.answer_problem('points', '1', 'Infinity')$$) AS maximum, pg_temp.said($$dx.answer_problem('steps(1:5p)', '1', 4)$$) AS unfit;
-- NULL exactly where dx.answer takes the text
SELECT count(*) AS answers, count(*) FILTER (WHERE p IS NULL) AS taken, count(*) FILTER (WHERE (p IS NULL) <> (a !~ '^(22|54)...')) AS otherwise
FROM pg_catalog.unnest(ARRAY['points', 'yesno', 'ratio', 'percent', 'linear(5, 0)', 'target(50%)', 'checklist(12)', 'steps(50:0.5, >80:1)', 'curve(0%:0, 100%:1)', 'choice(Tốt:1, 5:0.5, ''n/a'':0)', 'unscored']) AS rule,
	pg_catalog.unnest(ARRAY['', '0', '1', '5', '12', '-1', '0,5', '1.000', '98,567', '5%', '5/12', '1/0', 'có', 'n/a', 'tốt', '1.2.3', 'x', '1e400', ' 7 ']) AS typed,
	LATERAL (SELECT dx.answer_problem(rule, typed) AS p, coalesce(pg_temp.said(pg_catalog.format('dx.answer(%L, %L)', rule, typed)), 'missing') AS a) AS l;

-- ======== results as people say them ========

SELECT rule, r AS result, dx.result_text(rule, r) AS english, dx.result_text(rule::dx.rule, r, 'vi') AS vietnamese
FROM (VALUES ('yesno', 1::float8), ('yesno', 0), ('choice(Đạt:1, ''n/a'':0)', 1), ('choice(Đạt:1, ''n/a'':0)', 2), ('percent', 87.5), ('percent', 98.567), ('target(100%)', 98.567), ('ratio', 0.875), ('checklist(5)', 4), ('points', 8.5), ('points', -12.345), ('linear(0, 5000)', 1500), ('steps(50:1)', 1e-40), ('unscored', 1e22), ('percent', NULL), (NULL, 12.345)) AS v (rule, r);
SELECT c AS call, pg_temp.said(c) FROM pg_catalog.unnest(ARRAY['dx.result_text(''percent'', 120)', 'dx.result_text(''choice(a:1)'', 2, ''vi'')', 'dx.result_text(''unscored'', ''NaN'')', 'dx.result_text(''percent'', 1, ''fr'')', 'dx.result_text(''percents'', 1)', 'dx.result_text(''percent'', 1, NULL)']) AS c;
-- dx.answer reads back what it says, under every rule, in both languages
SELECT rule, count(*) AS results, count(*) FILTER (WHERE dx.answer(rule, dx.result_text(rule, r, l)) IS DISTINCT FROM r) AS otherwise
FROM (SELECT rule, r FROM (VALUES ('points'), ('linear(0, 5000)'), ('linear(10, -3)'), ('target(7)'), ('target(100%)'), ('steps(50:0.5, >80:1)'), ('steps(50%:0.5)'), ('curve(0:0, 100:1)'), ('unscored')) AS rules (rule),
	(SELECT n * 0.001::float8 AS r FROM pg_catalog.generate_series(-1100, 2100, 7) AS n UNION ALL SELECT n / 7.0::float8 * 10.0::float8 ^ (n % 40 - 20) FROM pg_catalog.generate_series(-100, 100) AS n) AS v
	UNION ALL SELECT 'percent', n / 30.0::float8 FROM pg_catalog.generate_series(0, 3000, 7) AS n UNION ALL SELECT 'percent', n / 1000.0::float8 FROM pg_catalog.generate_series(0, 100000, 111) AS n UNION ALL SELECT 'ratio', n / 700.0::float8 FROM pg_catalog.generate_series(0, 700) AS n
	UNION ALL SELECT 'yesno', n FROM pg_catalog.generate_series(0, 1) AS n UNION ALL SELECT 'checklist(1200)', n FROM pg_catalog.generate_series(0, 1200, 3) AS n
	UNION ALL SELECT 'choice(Tốt:1, tốt:0.5, ''1,5'':1/3, ''n/a'':0, '' x '':0)', n FROM pg_catalog.generate_series(1, 5) AS n) AS v, pg_catalog.unnest(ARRAY['en', 'vi']) AS l GROUP BY rule ORDER BY rule COLLATE "C";
