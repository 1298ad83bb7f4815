-- SPDX-License-Identifier: PostgreSQL
-- Right at the edge: what stands exactly at a cut-off on paper has reached it,
-- and what is equal on paper is equal. Expected values are by hand.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS edge CASCADE;
CREATE SCHEMA edge;
RESET client_min_messages;
SET search_path = '';

-- a plain mean of 30, 60 and 30 % is 40 %
SELECT dx.points(tree, card), dx.ratio(tree, card), dx.grade(dx.ratio(tree, card), 'locked:0, open:0.4') FROM (SELECT tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(code, NULL, NULL::float8, CASE WHEN code <> '' THEN 'percent' END, CASE code WHEN '' THEN '{"method":"mean"}'::jsonb END) FROM unnest(ARRAY['','1','2','3']) AS code) AS t,
 (VALUES ('1',30),('2',60),('3',30)) AS r(code, v) GROUP BY tree) AS x;

-- three thirds of 10 and 70 are 80: equal to 10 + 0 + 0 + 70 in points, ratio, rank and grade
CREATE TABLE edge.thirds AS SELECT dx.tree(code, NULL, m, rule) FROM (VALUES ('1',10::float8,'linear(0,3)'),('2',10,'linear(0,3)'),('3',10,'linear(0,3)'),('4',70,'percent')) AS n(code, m, rule);
SELECT unit, dx.points(tree, card), dx.ratio(tree, card), dx.grade(dx.ratio(tree, card), 'Khá:0.65, Tốt:0.8'), dx.rank_by(dx.points(tree, card)) OVER (), score
FROM (SELECT unit, tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM edge.thirds,
 (VALUES ('a','1',1),('a','2',1),('a','3',1),('a','4',100),('b','1',3),('b','2',0),('b','3',0),('b','4',100),('c','1',1),('c','2',1),('c','3',0),('c','4',100)) AS r(unit, code, v) GROUP BY unit, tree) AS x ORDER BY unit;
-- at every node, and what each brings: thirds are rounded where they are shown, and the parts add up to the whole
SELECT b.code, b.points, b.ratio, b.lost, round(b.points_exact, 12) AS points_exact, round(b.contribution::numeric, 12) AS contribution
FROM (SELECT tree, dx.card(tree, code, v) FROM edge.thirds, (VALUES ('1',1),('2',1),('3',1),('4',100)) AS r(code, v) GROUP BY tree) AS x, dx.breakdown(tree, card) AS b;

-- maxima of 0.25 in thirds: 1/3 of 0.25 three times is 0.25
SELECT u, dx.points(tree, card), dx.ratio(tree, card), dx.rank_by(dx.points(tree, card)) OVER (), dx.rank_by(dx.ratio(tree, card)) OVER () AS by_ratio FROM (SELECT u, tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(g::text, NULL, 0.25, 'choice(Tốt:1, Khá:2/3, Đạt:1/3, Chưa:0)') FROM generate_series(1,3) AS g) AS t,
 (SELECT 'a' AS u, g::text AS code, 3 AS v FROM generate_series(1,3) AS g UNION ALL SELECT 'b', g::text, CASE g WHEN 1 THEN 1 ELSE 4 END FROM generate_series(1,3) AS g) AS r GROUP BY u, tree) AS x ORDER BY u;
-- seven criteria of 1 point in sevenths: 1/7 seven times, 7/7 once, 3/7 + 4/7
SELECT u, dx.points(tree, card), dx.ratio(tree, card), dx.rank_by(dx.points(tree, card)) OVER (), dx.rank_by(dx.ratio(tree, card)) OVER () AS by_ratio FROM (SELECT u, tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(g::text, NULL, 1, 'checklist(7)') FROM generate_series(1,7) AS g) AS t,
 (SELECT 'a' AS u, g::text AS code, 1 AS v FROM generate_series(1,7) AS g UNION ALL SELECT 'b', g::text, CASE g WHEN 1 THEN 7 ELSE 0 END FROM generate_series(1,7) AS g
 UNION ALL SELECT 'c', g::text, CASE g WHEN 1 THEN 3 WHEN 5 THEN 4 ELSE 0 END FROM generate_series(1,7) AS g) AS r GROUP BY u, tree) AS x ORDER BY u;

-- sets of nodes, draws and pairs read the same: three times a third, once all, two thirds and one third of 0.25
SELECT u, dx.points(tree, card, '{1.1,1.2,1.3}'::text[]), dx.ratio(tree, card, '{1.1,1.2,1.3}'::text[]), dx.node_points(tree, card) AS nodes, dx.rank_interval(tree, card, 5, 0) OVER () AS draws, dx.copeland(tree, card) OVER ()
FROM (SELECT u, tree, dx.card(tree, code, v) FROM (SELECT dx.tree(code, NULL, m, rule) FROM (VALUES ('1', NULL, NULL), ('1.1', 0.25, 'checklist(3)'), ('1.2', 0.25, 'checklist(3)'), ('1.3', 0.25, 'checklist(3)'), ('2', 1, 'yesno')) AS n(code, m, rule)) AS t,
 (VALUES ('a','1.1',1),('a','1.2',1),('a','1.3',1),('a','2',1),('b','1.1',3),('b','1.2',0),('b','1.3',0),('b','2',1),('c','1.1',2),('c','1.2',0),('c','1.3',1),('c','2',1)) AS r(u, code, v) GROUP BY u, tree) AS x ORDER BY u;

-- 49 parts of 1/49 are 1; weights 0.1, 0.2 and 0.7 weigh 1
SELECT dx.points(tree, card), dx.ratio(tree, card), score FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(g::text, NULL, 1, 'linear(0, 49)') FROM generate_series(1,49) AS g) AS t, (SELECT g::text AS code, 1 AS v FROM generate_series(1,49) AS g) AS r GROUP BY tree) AS x;
SELECT dx.points(tree, card), dx.ratio(tree, card) FROM (SELECT tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(code, NULL, NULL::float8, CASE WHEN code <> '' THEN 'percent' END, o::jsonb) FROM (VALUES ('','{"method":"mean"}'),('1','{"weight":0.1}'),('2','{"weight":0.2}'),('3','{"weight":0.7}')) AS n(code, o)) AS t,
 (VALUES ('1',80),('2',80),('3',80)) AS r(code, v) GROUP BY tree) AS x;

-- 0.25 points, 56/922 of them and 137/965: more than 22 digits are wanted to tell on which side of a midpoint the sum lies
SELECT dx.points(tree, card), dx.ratio(tree, card), score FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(code, NULL, 0.25, rule) FROM (VALUES ('1', 'linear(0, 922)'), ('2', 'linear(0, 965)')) AS n(code, rule)) AS t, (VALUES ('1', 56), ('2', 137)) AS r(code, v) GROUP BY tree) AS x;
-- exactly between two float8: 2^49 + 1/16 goes to the even one below, 2^49 + 7/16 to the even one above; 1/16 and 7/16 are three thirds
SELECT sixteenths, dx.points(tree, card) - 562949953421312 AS beyond, score - 562949953421312 AS scored FROM (SELECT sixteenths, tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT sixteenths, dx.tree(code, NULL, CASE code WHEN '1' THEN 562949953421312 ELSE sixteenths / 16.0 END, CASE code WHEN '1' THEN 'yesno' ELSE 'linear(0, 3)' END) FROM (VALUES (1), (7)) AS s(sixteenths), unnest(ARRAY['1', '2', '3', '4']) AS code GROUP BY sixteenths) AS t,
 (VALUES ('1', 1), ('2', 1), ('3', 1), ('4', 1)) AS r(code, v) GROUP BY sixteenths, tree) AS x ORDER BY sixteenths;
-- of 1,000,000.000003 points 0.000003 are answered, a seventh of them earned: a seventh of all
SELECT dx.points(tree, card), dx.ratio(tree, card), score FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(code, NULL, m, rule, o::jsonb) FROM (VALUES ('', NULL, NULL, '{"missing": "skip"}'), ('1', 0.000001, 'linear(0, 7)', NULL), ('2', 0.000002, 'linear(0, 7)', NULL), ('3', 1000000, 'percent', NULL)) AS n(code, m, rule, o)) AS t,
 (VALUES ('1', 1), ('2', 1)) AS r(code, v) GROUP BY tree) AS x;
-- maxima from 10^-9 to 10^12 in one set: half of the least, the rest missing, is half of all
SELECT dx.points(tree, card), dx.ratio(tree, card), score FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(code, NULL, m, rule, o::jsonb) FROM (VALUES ('', NULL, NULL, '{"missing": "skip"}'), ('1', 1e-9, 'percent', NULL), ('2', 1e12, 'percent', NULL)) AS n(code, m, rule, o)) AS t, (VALUES ('1', 50)) AS r(code, v) GROUP BY tree) AS x;
-- bonuses that are much more than the maximum: 3,000 of 10^15 beside 1; one of 10^15, scaled up with its node, where 1 point of 100 is answered: 10^17 + 100, and 96 is the float8
SELECT dx.points(tree, card), dx.ratio(tree, card), score FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(g::text, NULL, CASE g WHEN 0 THEN 1 ELSE 1e15 END, 'yesno', CASE WHEN g > 0 THEN '{"bonus": true}'::jsonb END) FROM generate_series(0, 3000) AS g) AS t, (SELECT g::text AS code, 1 AS v FROM generate_series(0, 3000) AS g) AS r GROUP BY tree) AS x;
SELECT dx.points(tree, card), dx.points(tree, card) - 1e17 AS beyond, score - 1e17 AS scored FROM (SELECT tree, dx.card(tree, code, v), dx.score(tree, code, v) AS score FROM
 (SELECT dx.tree(code, NULL, m, rule, o::jsonb) FROM (VALUES ('', NULL, NULL, '{"missing": "skip"}'), ('1', NULL, NULL, NULL), ('1.1', 1, 'yesno', NULL), ('1.2', 1e15, 'yesno', '{"bonus": true}'), ('2', 99, 'yesno', NULL)) AS n(code, m, rule, o)) AS t, (VALUES ('1.1', 1), ('1.2', 1)) AS r(code, v) GROUP BY tree) AS x;

-- a mean of a sum of thirds and two ratios: (1/2 + 3/7 + 4/7) / 3 and (1/2 + 1/2 + 1/2) / 3, by other thirds, are one half
SELECT unit, dx.points(tree, card), dx.ratio(tree, card), dx.grade(dx.ratio(tree, card), 'no:0, half:0.5'), dx.rank_by(dx.ratio(tree, card)) OVER () FROM (SELECT unit, tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(code, NULL, m, rule, o::jsonb) FROM (VALUES ('', NULL, NULL, '{"method": "mean"}'), ('1', NULL, NULL, '{"method": "sum"}'), ('1.1', 0.1, 'linear(0, 3)', NULL), ('1.2', 0.1, 'linear(0, 3)', NULL), ('1.3', 0.1, 'linear(0, 3)', NULL), ('2', NULL, 'linear(0, 7)', NULL), ('3', NULL, 'linear(0, 14)', NULL)) AS n(code, m, rule, o)) AS t,
 (VALUES ('a', '1.1', 1), ('a', '1.2', 1), ('a', '1.3', 2.5), ('a', '2', 3), ('a', '3', 8), ('b', '1.1', 0), ('b', '1.2', 1.5), ('b', '1.3', 3), ('b', '2', 3.5), ('b', '3', 7)) AS r(unit, code, v) GROUP BY unit, tree) AS x ORDER BY unit;

-- the least of two ratios, one of them of a part of 10^-8 points: the exact points are those of the float8
SELECT dx.points(tree, card), b.points_exact, b.contribution FROM (SELECT tree, dx.card(tree, code, v, s) FROM
 (SELECT dx.tree(code, NULL, m, rule, o::jsonb) FROM (VALUES ('', 8427000, NULL, '{"method": "min"}'), ('1', NULL, NULL, '{"method": "sum", "missing": "skip"}'), ('1.1', 2e-8, 'percent', NULL), ('1.2', 7e-9, 'linear(0, 7)', NULL), ('2', NULL, 'linear(0, 997)', NULL)) AS n(code, m, rule, o)) AS t,
 (VALUES ('1.1', 2.68e-9, 'points'), ('2', 900, NULL)) AS r(code, v, s) GROUP BY tree) AS x, dx.breakdown(tree, card) AS b WHERE b.code = '';

-- means of three percentages in steps of 5 that are a whole percentage: all 3,087 of them have reached the cut-off there, and are the float8 of that decimal
SELECT count(*) AS means, count(*) FILTER (WHERE grade IS DISTINCT FROM 'at') AS graded_lower, count(*) FILTER (WHERE ratio <> percent / 100.0::float8) AS other_float8
FROM (SELECT percent, dx.ratio(tree, card), dx.grade(dx.ratio(tree, card), 'below:-1, at:' || percent / 100.0) AS grade
 FROM (SELECT (a + b + c) / 3 AS percent, tree, dx.card(tree, code, v)
  FROM (SELECT dx.tree(code, NULL, NULL::float8, CASE WHEN code <> '' THEN 'percent' END, CASE code WHEN '' THEN '{"method":"mean"}'::jsonb END) FROM unnest(ARRAY['','1','2','3']) AS code) AS t,
   generate_series(0, 100, 5) AS a, generate_series(0, 100, 5) AS b, generate_series(0, 100, 5) AS c, LATERAL (VALUES ('1', a), ('2', b), ('3', c)) AS r(code, v)
  WHERE (a + b + c) % 3 = 0 GROUP BY a, b, c, tree) AS x) AS y;

-- columns of numbers: avg() of numeric is 0.2, the mean of the float8 numbers a bit below; the grade is that of 0.2
SELECT avg(x), dx.wavg(x, 1), dx.grade(dx.wavg(x, 1), 'no:0, yes:0.2') FROM (VALUES (0.0),(0.3),(0.3)) AS v(x);
-- maxima and weights may be thirds: three of them are 1; a stated sum may have lost 1e-12 of itself to the digits of its parts, and no more
SELECT dx.points(tree, card), dx.ratio(tree, card) FROM (SELECT tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(code, NULL, NULL::float8, rule, o::jsonb) FROM (VALUES ('', NULL, '{"max": 1}'), ('1', 'percent', '{"max": "1/3"}'), ('2', 'percent', '{"max": "1/3"}'), ('3', 'percent', '{"max": "1/3"}')) AS n(code, rule, o)) AS t, (VALUES ('1', 100), ('2', 100), ('3', 100)) AS r(code, v) GROUP BY tree) AS x
UNION ALL SELECT dx.points(tree, card), dx.ratio(tree, card) FROM (SELECT tree, dx.card(tree, code, v) FROM
 (SELECT dx.tree(code, NULL, NULL::float8, rule, o::jsonb) FROM (VALUES ('', NULL, '{"method": "mean"}'), ('1', 'percent', '{"weight": "1/3"}'), ('2', 'percent', '{"weight": "1/3"}'), ('3', 'percent', '{"weight": "1/3"}')) AS n(code, rule, o)) AS t, (VALUES ('1', 30), ('2', 60), ('3', 30)) AS r(code, v) GROUP BY tree) AS x;
SELECT n.max_points FROM (SELECT dx.tree(code, NULL, m, NULL) FROM (VALUES ('', 1::float8), ('1', 0.333333333333), ('2', 0.333333333333), ('3', 0.333333333334)) AS v(code, m)) AS t(tree), dx.nodes(tree) AS n WHERE n.depth = 0;
SELECT n.max_points FROM (SELECT dx.tree(code, NULL, m, NULL) FROM (VALUES ('', 1::float8), ('1', 0.3333333333333), ('2', 0.3333333333333), ('3', 0.3333333333333)) AS v(code, m)) AS t(tree), dx.nodes(tree) AS n WHERE n.depth = 0;
SELECT n.max_points FROM (SELECT dx.tree(code, NULL, m, NULL) FROM (VALUES ('', 1::float8), ('1', 0.33333333333), ('2', 0.33333333333), ('3', 0.33333333333)) AS v(code, m)) AS t(tree), dx.nodes(tree) AS n WHERE n.depth = 0;
-- poverty cut-offs are thirds
SELECT dx.grade(0.5, 'not poor:0, poor:1/3'), dx.grade(dx.ratio(tree, card), 'not poor:0, poor:1/3') AS a_third, dx.ratio(tree, card)
FROM (SELECT tree, dx.card(tree, code, v) FROM (SELECT dx.tree(g::text, NULL, 1, 'yesno', NULL) FROM generate_series(1,3) AS g) AS t, (VALUES ('1',1),('2',0),('3',0)) AS r(code, v) GROUP BY tree) AS x;

SET client_min_messages = warning;
DROP SCHEMA edge CASCADE;
