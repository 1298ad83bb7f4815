-- SPDX-License-Identifier: PostgreSQL
-- Codes as people type and read them: what cannot be seen is refused by name,
-- numbers inside labels are ordered by value, dx.padded.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = '';
CREATE FUNCTION pg_temp.error_of(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; h text;
BEGIN
	EXECUTE q;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(h, ''));
END $$;

-- what cannot be seen, or is taken for another character
SELECT pg_temp.error_of(pg_catalog.format('SELECT %L::dx.code', code)) AS error
FROM (VALUES (U&'1.1\00A0'), (U&'\FEFF1.2'), (U&'1.\200B2'), (U&'1\202F'), (U&'\20071'), (U&'a\00ADb'), (U&'1.\200E2'), (U&'1.\202E2\202C'), (U&'\2066x\2069'),
	(E'1.2\t'), (E'1.2\r'), (E'1\n2'), (E'\u0085'), (U&'1\2028'), (U&'1\3000'), (U&'1\2003'),
	(U&'A\20131'), (U&'A\22121'), (U&'\FF11.\FF12'), (U&'\FF21'), (U&'\2161.7'), (U&'1.2 ')) AS v (code);
-- as text, in a tree, in binary, and where nothing may raise
SELECT pg_temp.error_of($$SELECT dx.depth(U&'1.1\00A0'::text)$$);
SELECT pg_temp.error_of($$SELECT dx.tree(code, NULL, 1, 'points') FROM (VALUES ('1'), (U&'1\00A0')) AS v (code)$$);
SELECT pg_temp.error_of($$SELECT U&'[{"code": "1"}, {"code": "1\00A0"}]'::dx.tree$$);
COPY (SELECT U&'1\200B'::text) TO STDOUT (FORMAT binary) \g results/code_text.bin
CREATE TEMP TABLE code_in (code dx.code);
\copy pg_temp.code_in FROM 'results/code_text.bin' (FORMAT binary)
SELECT U&'1\00A0'::text OPERATOR(dx.>) '~'::dx.code AS after_all, dx.is_under(U&'1.1\00A0'::text, '1') AS under, U&'1\00A0'::text OPERATOR(dx.=#) '1' AS same;
-- letters of any script, and marks, are what they are
SELECT code::dx.code, dx.depth(code) FROM (VALUES ('Ă.Ơ'), ('А.1'), ('字.あ'), (U&'e\0301'), ('①'), ('½')) AS v (code);

-- numbers inside labels, in an index too
CREATE TEMP TABLE mixed (n int, code dx.code PRIMARY KEY);
INSERT INTO mixed SELECT n, code FROM pg_catalog.unnest('{-1,-01,-2,-10,0a,1-1,1-2,1-02,01-2,1-10,1a,01a,1b,10a,A0,A1,A1.1,A01,A01.1,A001,A1-1,A1-01,A01-1,A01-01,A1-2,A2,A10,KT-9,KT-10,
	SDG1,SDG1.2,SDG1.10,SDG2,SDG02,SDG10,SDG10a,TC2,TC2.9,TC02,TC02.1,TC2a,TC02a,TC2b,TC10,d9,d10,da,đ,đ9,đ10,e,ạ2,ạ10}'::text[]) WITH ORDINALITY AS c (code, n);
SELECT pg_catalog.string_agg(code::text, ' ' ORDER BY code) AS "order", pg_catalog.array_agg(n ORDER BY code) = pg_catalog.array_agg(n ORDER BY n) AS same FROM mixed;
SELECT pg_catalog.count(*) AS pairs, pg_catalog.bool_and((dx.code_cmp(a.code, b.code) = pg_catalog.sign(a.n - b.n)) AND (dx.code_cmp(a.code::text, b.code::text) = pg_catalog.sign(a.n - b.n))
	AND dx.is_under(a.code, b.code) = (a.code::text = b.code::text OR pg_catalog.starts_with(a.code::text, b.code::text || '.'))
	AND (a.code OPERATOR(dx.>=) b.code AND a.code OPERATOR(dx.<) dx.subtree_end(b.code)) = dx.is_under(a.code, b.code)) AS right
FROM mixed AS a, mixed AS b;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT pg_catalog.string_agg(code::text, ' ') FROM (SELECT code FROM mixed WHERE dx.is_under(code, 'SDG1') ORDER BY code) AS s;
RESET enable_seqscan;
RESET enable_bitmapscan;
-- sorts of many, with abbreviated keys
SELECT pg_catalog.count(*), pg_catalog.bool_and(n > before) AS sorted
FROM (SELECT n, pg_catalog.lag(n) OVER (ORDER BY place) AS before
	FROM (SELECT n, pg_catalog.row_number() OVER (ORDER BY code) AS place
		FROM (SELECT i * 7919 % 30011 AS n, dx.code('TC' || i * 7919 % 30011 || 'b') AS code FROM pg_catalog.generate_series(1, 30000) AS i) AS q) AS r) AS s;
-- the longest key there is still goes into an index
CREATE TEMP TABLE longest (code dx.code PRIMARY KEY);
ALTER TABLE longest ALTER code SET STORAGE plain;
INSERT INTO longest SELECT dx.code(pg_catalog.repeat(pg_catalog.repeat('x7', 14) || 'x07.', 31) || pg_catalog.repeat('x7', 15) || '07'::text) AS code;
SELECT pg_catalog.pg_column_size(code), pg_catalog.length(code::text), dx.depth(code) FROM longest;

-- padded: the text that sorts as the code
SELECT code, dx.padded(code::dx.code, 2), dx.padded(code, 3) AS three
FROM pg_catalog.unnest('{"",4.2,4.10,0.1,007,II.7,XXXIX,TC2,a10b2.đ,4.~}'::text[]) AS code;
SELECT pg_catalog.string_agg(code, ' ' ORDER BY dx.padded(code, 2) COLLATE "C") AS by_text, pg_catalog.string_agg(code, ' ' ORDER BY code::dx.code) AS by_code
FROM pg_catalog.unnest('{1,1.1,1.2,1.2.1,1.10,2,9.9,10,10.1,TC2,TC10,TC10.3}'::text[]) AS code;
SELECT pg_temp.error_of(q) FROM (VALUES ($$SELECT dx.padded('4.22.11', 1)$$), ($$SELECT dx.padded('TC100'::text, 2)$$), ($$SELECT dx.padded('4', 0)$$), ($$SELECT dx.padded('4', 64)$$), ($$SELECT dx.padded('4..', 2)$$)) AS v (q);
SELECT dx.padded(NULL::dx.code, 2) IS NULL AND dx.padded('1', NULL) IS NULL AND dx.padded(NULL, 2) IS NULL AS nulls, pg_catalog.length(dx.padded('1.1', 63)) AS wide;
