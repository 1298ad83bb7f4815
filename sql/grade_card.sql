-- SPDX-License-Identifier: PostgreSQL
-- Grades that ask for more than a total, and the places of grades.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- a set of three pillars and a bonus, four communes
CREATE TEMP TABLE s AS
	SELECT dx.tree(code, name, m, rule, o::jsonb) AS tree FROM (VALUES ('', 'Bộ chỉ số', NULL::float8, NULL, NULL),
		('1', 'Chính quyền số', 50, 'percent', NULL), ('2', 'Kinh tế số', 30, NULL, NULL), ('2.1', NULL, 20, 'percent', NULL), ('2.2', NULL, 10, 'yesno', NULL),
		('3', 'Xã hội số', 20, 'percent', NULL), ('4', 'Điểm thưởng', 5, 'percent', '{"bonus": true}')) AS n(code, name, m, rule, o);
CREATE TEMP TABLE c AS
	SELECT unit, dx.card(tree, code, value) AS card FROM s, (VALUES
		('A', '1', 95), ('A', '2.1', 90), ('A', '2.2', 1), ('A', '3', 60), ('A', '4', 0),
		('B', '1', 100), ('B', '2.1', 100), ('B', '2.2', 1), ('B', '3', 40), ('B', '4', 100),
		('C', '1', 60), ('C', '2.1', 95), ('C', '2.2', 1), ('C', '3', 70),
		('D', '1', 50), ('D', '2.1', 0), ('D', '2.2', 1), ('D', '3', 90)) AS v(unit, code, value) GROUP BY unit;
\set scale 'Tốt:0.8 [each >= 0.5], Khá:0.65 [1 >= 60%, 2 >= 1/3], ''Trung bình, yếu'':0'

-- B has more points than A, and a pillar below a half: Khá (G6)
SELECT unit, dx.ratio(tree, card), round(dx.ratio(tree, card, '3')::numeric, 2) AS third, dx.grade(dx.ratio(tree, card), 'Tốt:0.8, Khá:0.65, Yếu:0') AS by_total,
	dx.grade_card(tree, card, :'scale'), dx.grade_card_place(tree, card, :'scale') AS place
FROM s, c ORDER BY unit;
-- places sort as grades do: 1 is the best, whichever way the scale is written
SELECT x, dx.grade(x, up), dx.grade_place(x, up) AS up, dx.grade_place(x, down) AS down, dx.grade_place(x, up, 1) AS one_decimal
FROM (VALUES (0.9), (0.8), (0.799), (0.65), (0.3), (-1), (NULL)) AS v(x), (VALUES ('Yếu:0, Khá:0.65, Tốt:0.8', 'Tốt:0.8, Khá:0.65, Yếu:0')) AS g(up, down);
SELECT pg_typeof(dx.grade_place(1, 'A:0')) AS place, pg_typeof(dx.grade_card_place(tree, card, 'A:0')) AS card_place, dx.grade_place(80, 'A:80') AS int, dx.grade_place(80.0, 'A:80') AS numeric FROM s, c WHERE unit = 'A';
-- without conditions it is the grade of the ratio
SELECT count(*) AS cards, count(*) FILTER (WHERE dx.grade_card(tree, card, g) IS DISTINCT FROM dx.grade(dx.ratio(tree, card), g)
	OR dx.grade_card_place(tree, card, g, 1) IS DISTINCT FROM dx.grade_place(dx.ratio(tree, card), g, 1)) AS different
FROM s, c, unnest('{"Yếu:0, Khá:0.65, Tốt:0.8","b:2/3, a:0.9","x:0.85"}'::text[]) AS g;
-- no grade: nothing reached, or nothing met; a condition of 0 asks for an answer
SELECT unit, dx.grade_card(tree, card, 'A:0.95') AS reached, dx.grade_card(tree, card, 'A:0.9 [3 >= 0.5], B:0.5 [3 >= 0.5]') AS met, dx.grade_card(tree, card, 'A:0, B:0.01 [4 >= 0]') AS answered FROM s, c ORDER BY unit;

-- not applicable: void; missing: not met
CREATE TEMP TABLE states AS
	SELECT what, dx.card(tree, code, value, state) AS card FROM (SELECT dx.tree(code, NULL, m, rule, o::jsonb) AS tree FROM (VALUES ('', NULL::float8, NULL, '{"method": "mean"}'),
		('1', NULL, 'percent', NULL), ('2', NULL, 'percent', NULL), ('3', NULL, 'percent', '{"weight": 0}')) AS n(code, m, rule, o)) AS t,
	(VALUES ('all', '1', 90, NULL), ('all', '2', 90, NULL), ('low', '1', 90, NULL), ('low', '2', 40, NULL), ('na', '1', 90, NULL), ('na', '2', NULL, 'na'), ('missing', '1', 90, NULL),
		('only 3', '3', 90, NULL)) AS v(what, code, value, state) GROUP BY what;
SELECT what, dx.grade_card(tree, card, 'A:0, B:0.6 [each >= 0.5]') AS each, dx.grade_card(tree, card, 'A:0, B:0.6 [2 >= 50%]') AS two, dx.grade_card(tree, card, 'A:0, B:0.6 [1 >= 50%]') AS one
FROM (SELECT dx.tree(code, NULL, NULL::float8, rule, o::jsonb) AS tree FROM (VALUES ('', NULL, '{"method": "mean"}'), ('1', 'percent', NULL), ('2', 'percent', NULL), ('3', 'percent', '{"weight": 0}')) AS n(code, rule, o)) AS t, states ORDER BY what;
-- at the bound: three thirds of 10 are 10, a mean of 30, 60 and 30 % is 40 %
SELECT dx.grade_card(tree, card, 'no:0, yes:0.4 [1 >= 40%]') FROM (SELECT tree, dx.card(tree, code, v) FROM
	(SELECT dx.tree(code, NULL, NULL::float8, CASE WHEN length(code) = 3 THEN 'percent' END, CASE WHEN length(code) < 3 THEN '{"method":"mean"}'::jsonb END) FROM unnest(ARRAY['', '1', '1.1', '1.2', '1.3']) AS code) AS t(tree),
	(VALUES ('1.1', 30), ('1.2', 60), ('1.3', 30)) AS r(code, v) GROUP BY tree) AS x;
-- rounded as published, the whole and its parts
SELECT dx.grade_card(tree, card, 'A:0, B:0.79 [1 >= 0.8]') AS exact, dx.grade_card(tree, card, 'A:0, B:0.79 [1 >= 0.8]', 2) AS two, dx.grade_card(tree, card, 'A:0, B:0.79 [1 >= 0.8]', NULL) AS null_decimals
FROM (SELECT tree, dx.card(tree, code, v) FROM (SELECT dx.tree(code, NULL, 50, 'percent') FROM (VALUES ('1'), ('2')) AS n(code)) AS t(tree), (VALUES ('1', 79.6), ('2', 78.2)) AS r(code, v) GROUP BY tree) AS x;
-- NULL: no tree, no card, no grades; a card without a ratio
SELECT dx.grade_card(NULL, card, 'A:0') AS tree, dx.grade_card(tree, NULL, 'broken') AS card, dx.grade_card(tree, card, NULL) AS grades, dx.grade_card_place(tree, card, NULL) AS place FROM s, c WHERE unit = 'A';
SELECT dx.grade_card(tree, card, 'A:-1') AS none FROM (SELECT dx.tree(code, NULL, NULL::float8, rule, o::jsonb) FROM (VALUES ('', NULL, '{"method": "mean"}'), ('1', 'percent', NULL)) AS n(code, rule, o)) AS t(tree),
	LATERAL (SELECT dx.card(tree, code, v) AS card FROM (VALUES ('1', NULL::float8)) AS r(code, v)) AS k;

-- the scale and the tree may change at every row
SELECT i, unit, k, dx.grade_card(tree, card, format('low:0, high:%s [%s >= 0.%s]', 0.5 + i % 2 * 0.2, k, 5 + i % 3)) FROM generate_series(1, 3) AS i, unnest('{1,2.1,3}'::text[]) AS k, s, c WHERE unit IN ('A', 'C') ORDER BY unit, i, k;
SELECT dx.grade_card(t.tree, k.card, g) FROM (SELECT dx.tree(code, NULL, 10, 'percent') AS tree, 1 AS id FROM (VALUES ('1'), ('2')) AS n(code) UNION ALL SELECT dx.tree(code, NULL, 10, 'percent'), 2 FROM (VALUES ('2'), ('3')) AS n(code)) AS t,
	LATERAL (SELECT dx.card(t.tree, code, 80) AS card FROM (VALUES ('2')) AS r(code)) AS k, (VALUES ('A:0, B:0.3 [2 >= 0.8]'), ('A:0, B:0.3 [2 >= 0.9]')) AS v(g) ORDER BY id, g;
CREATE FUNCTION pg_temp.failure(q text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	d text; h text;
BEGIN
	EXECUTE q;
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(d, ''), nullif(h, ''));
END $$;
-- a number has no nodes
SELECT call, pg_temp.failure('SELECT ' || call) FROM unnest(ARRAY['dx.grade(0.7, ''A:0, B:0.5 [each >= 0.5]'')', 'dx.grade_place(0.7, ''A:0 [1 >= 0.5]'')', 'dx.grade_place(''NaN'', ''A:0'')', 'dx.grade_place(1, ''A:0'', 16)',
	'dx.grade_place(1, ''A'')']) AS call;
-- errors name what is wrong, and where
SELECT g, pg_temp.failure(format('SELECT dx.grade_card(tree, card, %L) FROM s, c', g)) FROM unnest(ARRAY['', 'A:0 [', 'A:0 []', 'A:0 [1]', 'A:0 [1 > 0.5]', 'A:0 [1 >= 60]', 'A:0 [1 >= 1/3%]', 'A:0 [1 >= 0.5', 'A:0 [1 >= 0.5 2 >= 0.5]', 'A:0 [1 >= 0.5, 1 >= 0.6]',
	'A:0 [2.3 >= 0.5]', 'A:0 [kinh tế >= 0.5]', 'A:0 [2..1 >= 0.5]', 'A:0, B:0.5 [''each'' >= 0.5]', 'A:0 [1 >= ]', 'A:0 [1 >= 0.5] [2 >= 0.5]']) AS g;
SELECT pg_temp.failure('SELECT dx.grade_card(tree, card, ''A:0'', 16) FROM s, c');
SELECT pg_temp.failure('SELECT dx.grade_card((SELECT dx.tree(''1'', NULL, 10, ''percent'')), card, ''A:0'') FROM c');
-- a penalty has no ratio; a node that is only for information has none either
SELECT g, pg_temp.failure(format('SELECT dx.grade_card(tree, card, %L) FROM (SELECT tree, dx.card(tree, ''1'', 50) FROM (SELECT dx.tree(code, NULL, m, rule) FROM (VALUES (''1'', 10::float8, ''percent''), (''2'', -5, ''ratio''), (''3'', NULL, ''unscored'')) AS n(code, m, rule)) AS t(tree) GROUP BY tree) AS x', g))
FROM unnest('{A:0 [2 >= 0],A:0 [3 >= 0],A:0 [each >= 0.5]}'::text[]) AS g;
-- the longest there are
SELECT length(g) AS bytes, dx.grade_card(tree, card, g) FROM s, c, (SELECT 'low:0, high:0.1 [' || string_agg(format('''%s'' >= 0', code), ', ') || repeat(' ', 7000) || ']' AS g FROM unnest('{1,2,2.1,2.2,3}'::text[]) AS code) AS v WHERE unit = 'A';
SELECT left(pg_temp.failure(format('SELECT dx.grade_card(tree, card, %L) FROM s, c', 'A:0 [' || repeat('x', 1200) || ' >= 0.5]')), 60) AS long;

-- of rounded points, divided by the maximum and not rounded again: 79.6 of 100 are 80, of 60 and 39.6 they are 60 and 40
SELECT d AS decimals, f AS figure, dx.grade_card(tree, card, 'A:0, B:0.8', d, f) AS grade, dx.grade_card(tree, card, 'A:0, B:0.7 [1 >= 2/3]', d, f) AS of_parts, dx.grade_card_place(tree, card, 'A:0, B:0.8', d, f) AS place
FROM (SELECT tree, dx.card(tree, code, v) FROM (SELECT dx.tree(code, NULL, m, 'points') FROM (VALUES ('1', 60::float8), ('2', 40)) AS n(code, m)) AS t(tree), (VALUES ('1', 39.6), ('2', 40)) AS r(code, v) GROUP BY tree) AS x,
	(VALUES (NULL, 'points'), (0, 'points'), (1, 'points'), (1, 'ratio'), (1, NULL), (3, 'ratio')) AS v(d, f);
SELECT pg_temp.failure(format('SELECT dx.grade_card(tree, card, ''A:0'', 1, %L) FROM s, c', f)) FROM unnest('{"",Points,rank}'::text[]) AS f;
-- without their conditions
SELECT g, dx.plain_grades(g) AS plain, dx.grade(0.7, dx.plain_grades(g)) FROM unnest(ARRAY[:'scale', 'A:0', 'A:0[1>=1/3] , B:0.7 [each >= 0]']) AS g;
SELECT dx.plain_grades(NULL) AS none, pg_temp.failure('SELECT dx.plain_grades(''A:0 [1'')');
