-- SPDX-License-Identifier: PostgreSQL
-- Databases that are not in UTF-8: one of single bytes, one of several a
-- character. Rules, answers and trees take any character there is, codes any that
-- can be seen; what is known of Vietnamese letters, of the no-break space in rules
-- and of \u does not apply.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
\set home :DBNAME
DROP DATABASE IF EXISTS dx_regress_latin1;
DROP DATABASE IF EXISTS dx_regress_win1258;
DROP DATABASE IF EXISTS dx_regress_eucjp;
CREATE DATABASE dx_regress_latin1 ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
CREATE DATABASE dx_regress_win1258 ENCODING 'WIN1258' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
CREATE DATABASE dx_regress_eucjp ENCODING 'EUC_JP' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;

\c dx_regress_latin1
SET client_encoding = 'UTF8';
CREATE EXTENSION dxindex;
SET search_path = '';
-- letters are bytes, in the order of bytes
SELECT dx.code('é.É'), dx.code('é') OPERATOR(dx.>) 'z' AS after_z, dx.code('Ä') OPERATOR(dx.<) 'Å' AS bytewise;
-- what cannot be seen is refused, and shown as what it is in Unicode
SELECT dx.code('1.1' || pg_catalog.chr(160));
SELECT dx.code('a' || pg_catalog.chr(173) || '.b');
SELECT dx.code('1' || pg_catalog.chr(133));
SELECT pg_catalog.count(*) FROM pg_catalog.generate_series(161, 255) AS c WHERE c <> 173 AND dx.code(pg_catalog.chr(c)) OPERATOR(dx.>) 'z';
SELECT dx.padded('é2.07', 3);
SELECT dx.answer('choice(é:1, à:0)', 'à') AS same, dx.answer('choice(Yes:1, No:0)', 'NO') AS ascii;
SELECT dx.answer('choice(é:1, à:0)', 'À');
-- Â and a no-break space are the bytes of one no-break space in UTF-8
SELECT pg_catalog.length(('choice(' || pg_catalog.chr(194) || pg_catalog.chr(160) || ':1)')::dx.rule::text) AS no_space;
-- and the bytes of a sign that is an operator in UTF-8 are three letters of a code
SELECT dx.plain_grades('A:0 [1' || pg_catalog.chr(226) || pg_catalog.chr(137) || pg_catalog.chr(165) || '2 >= 0.5]') AS no_operator;
SELECT dx.rule_text('percent', 10), dx.rule_text('percent', 10, 'en');
SELECT dx.rule_text('percent', 10, 'vi');
SELECT dx.result_text('choice(é:1, à:0)', 2) AS choice, dx.result_text('percent', 87.5) AS percent, dx.answer_problem('choice(é:1, à:0)', 'ü') AS none, dx.answer_problem('yesno', 'é') AS yesno, dx.number('1.189,8', 'vi') AS number;
SELECT dx.result_text('percent', 87.5, 'vi');
SELECT dx.answer_problem('percent', '120', NULL, 'vi');
SELECT dx.answer('yesno', 'é');
SELECT '[{"code": "\u0041", "name": "caf\u0065 é", "max": 1, "rule": "percent"}]'::dx.tree;
SELECT '[{"code": "1", "name": "\u00e9", "max": 1, "rule": "percent"}]'::dx.tree;

\c dx_regress_win1258
SET client_encoding = 'UTF8';
CREATE EXTENSION dxindex;
SET search_path = '';
SELECT dx.code('Đ.1–2');
SELECT dx.code('Đ' || pg_catalog.convert_from('\xa0', 'WIN1258'));
SELECT dx.code('Đ2') OPERATOR(dx.<) 'Đ10' AS by_value, dx.code('Đ') OPERATOR(dx.>) 'z' AS bytewise;

\c dx_regress_eucjp
SET client_encoding = 'UTF8';
CREATE EXTENSION dxindex;
SET search_path = '';
SELECT dx.code('日本.語'), dx.depth('日本.語'), dx.code('日') OPERATOR(dx.<>) '本' AS differ;
SELECT dx.code('1　');
SELECT dx.code('日.１');
SELECT dx.code('Ａ');
SELECT dx.padded('日2.語10', 3), dx.code('日2') OPERATOR(dx.<) '日10' AS by_value;
SELECT 'choice(良い:1, 悪い:0)'::dx.rule, dx.answer('choice(良い:1, 悪い:0)', '悪い') AS bad, dx.answer('choice(良いA:1, 悪い:0)', '良いa') AS either_case;
SELECT dx.answer('choice(良い:1, 悪い:0)', '日本');
SELECT dx.answer_problem('choice(良い:1, 悪い:0)', '日本') AS none;
SELECT pg_catalog.left(dx.answer_problem('percent', pg_catalog.repeat('日', 5000)), 12) AS start, pg_catalog.right(dx.answer_problem('percent', pg_catalog.repeat('日', 5000)), 30) AS clipped, dx.result_text('choice(良い:1, 悪い:0)', 2) AS choice;
SELECT '[{"code": "語", "name": "日本\n", "max": 1, "rule": "percent"}]'::dx.tree;
SELECT dx.card('[{"code": "語", "max": 1, "rule": "percent"}]', '本', 1);
-- bytes of a code that only a superuser can have put there: đ is not in this encoding
CREATE CAST (bytea AS dx.code) WITHOUT FUNCTION;
SELECT '\x0241476300'::bytea::dx.code;

\c :home
DROP DATABASE dx_regress_latin1;
DROP DATABASE dx_regress_win1258;
DROP DATABASE dx_regress_eucjp;
