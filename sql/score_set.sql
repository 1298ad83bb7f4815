-- SPDX-License-Identifier: PostgreSQL
-- Scores over sets of nodes, dx.code[] and text[]: codes of every length, so
-- that the elements of the array are padded by 0 to 3 bytes.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA score_set_test;

-- criteria 1, 22, 333, 4444, 55555, 1 point each, and x with 10
CREATE TABLE score_set_test.node AS
SELECT repeat(i::text, i) AS code, i AS value FROM generate_series(1, 5) AS i;
CREATE TABLE score_set_test.sheet AS
SELECT tree, (SELECT dx.card(tree, code, value) FROM score_set_test.node) AS card
FROM (SELECT dx.tree(code, code, 5, 'points') AS tree FROM score_set_test.node) AS t;

-- every pair of codes, the array made by the parser and by a constructor
SELECT a.code AS a, b.code AS b,
	dx.points(tree, card, ('{' || a.code || ',' || b.code || '}')::dx.code[]) AS codes,
	dx.points(tree, card, ARRAY[a.code, b.code]::dx.code[]) AS constructed,
	dx.points(tree, card, ARRAY[a.code, b.code]) AS texts
FROM score_set_test.sheet, score_set_test.node AS a, score_set_test.node AS b
WHERE a.value < b.value
ORDER BY a.value, b.value;

-- all of them, from an aggregate
SELECT dx.points(tree, card, codes) AS points, dx.ratio(tree, card, codes) AS ratio,
	dx.max_points(tree, card, codes) AS max_points, dx.coverage(tree, card, codes) AS coverage
FROM score_set_test.sheet, (SELECT array_agg(code::dx.code ORDER BY value DESC) AS codes FROM score_set_test.node) AS s;

DROP SCHEMA score_set_test CASCADE;
