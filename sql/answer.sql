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
