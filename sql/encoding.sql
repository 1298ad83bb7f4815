-- Databases that are not in UTF-8: one of single bytes, one of several a
-- character. Codes, rules, answers and trees take any character there is; what
-- is known of Vietnamese letters, of the no-break space and of \u does not apply.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
\set home :DBNAME
DROP DATABASE IF EXISTS dx_regress_latin1;
DROP DATABASE IF EXISTS dx_regress_eucjp;
CREATE DATABASE dx_regress_latin1 ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
CREATE DATABASE dx_regress_eucjp ENCODING 'EUC_JP' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;

\c dx_regress_latin1
SET client_encoding = 'UTF8';
CREATE EXTENSION dxindex;
SET search_path = '';
-- letters are bytes, in the order of bytes
SELECT dx.code('é.É'), dx.code('é') OPERATOR(dx.>) 'z' AS after_z, dx.code('Ä') OPERATOR(dx.<) 'Å' AS bytewise;
SELECT dx.answer('choice(é:1, à:0)', 'à') AS same, dx.answer('choice(Yes:1, No:0)', 'NO') AS ascii;
SELECT dx.answer('choice(é:1, à:0)', 'À');
-- Â and a no-break space are the bytes of one no-break space in UTF-8
SELECT pg_catalog.length(('choice(' || pg_catalog.chr(194) || pg_catalog.chr(160) || ':1)')::dx.rule::text) AS no_space;
SELECT dx.rule_text('percent', 10), dx.rule_text('percent', 10, 'en');
SELECT dx.rule_text('percent', 10, 'vi');
SELECT '[{"code": "\u0041", "name": "caf\u0065 é", "max": 1, "rule": "percent"}]'::dx.tree;
SELECT '[{"code": "1", "name": "\u00e9", "max": 1, "rule": "percent"}]'::dx.tree;

\c dx_regress_eucjp
SET client_encoding = 'UTF8';
CREATE EXTENSION dxindex;
SET search_path = '';
SELECT dx.code('日本.語'), dx.depth('日本.語'), dx.code('日') OPERATOR(dx.<>) '本' AS differ;
SELECT 'choice(良い:1, 悪い:0)'::dx.rule, dx.answer('choice(良い:1, 悪い:0)', '悪い') AS bad, dx.answer('choice(良いA:1, 悪い:0)', '良いa') AS either_case;
SELECT dx.answer('choice(良い:1, 悪い:0)', '日本');
SELECT '[{"code": "語", "name": "日本\n", "max": 1, "rule": "percent"}]'::dx.tree;
SELECT dx.card('[{"code": "語", "max": 1, "rule": "percent"}]', '本', 1);
-- bytes of a code that only a superuser can have put there: đ is not in this encoding
CREATE CAST (bytea AS dx.code) WITHOUT FUNCTION;
SELECT '\x0141456600'::bytea::dx.code;

\c :home
DROP DATABASE dx_regress_latin1;
DROP DATABASE dx_regress_eucjp;
