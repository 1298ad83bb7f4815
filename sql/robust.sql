-- SPDX-License-Identifier: PostgreSQL
-- How robust is a rank: intervals, chances, pairwise comparison.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA robust_test;

-- ---- pairwise comparison: cases T08, whose matrix and scores are COINr's ----
CREATE TABLE robust_test.indicator AS SELECT * FROM (VALUES
	('T08', '1', 0.5), ('T08', '2', 0.3), ('T08', '3', 0.2),
	('T08 equal', '1', 1), ('T08 equal', '2', 1), ('T08 equal', '3', 1)) AS v(name, code, weight);
CREATE TABLE robust_test.set AS
	SELECT name, dx.tree(code, NULL, NULL, rule, options) AS tree FROM (
		SELECT name, code, 'linear(0, 10)' AS rule, pg_catalog.jsonb_build_object('weight', weight) AS options FROM robust_test.indicator
		UNION ALL SELECT DISTINCT name, NULL, NULL, pg_catalog.jsonb_build_object('method', 'mean') FROM robust_test.indicator) AS node
	GROUP BY name;
CREATE TABLE robust_test.x (name text, sub text, unit int, a float8, b float8, c float8);
INSERT INTO robust_test.x VALUES
	('T08', '1', 1, 1, 5, 3), ('T08', '1', 2, 2, 5, 1), ('T08', '1', 3, 3, 1, 3), ('T08', '1', 4, 2, 2, 2),
	('T08', '2', 1, 1, 4, 3), ('T08', '2', 2, 2, 5, 3.5), ('T08', '2', 3, 3, 6, 4), ('T08', '2', 4, 2.5, 2, 2),
	('T08 equal', 'NA', 1, 1, 2, 3), ('T08 equal', 'NA', 2, NULL, 2, 1), ('T08 equal', 'NA', 3, 3, 2, NULL), ('T08 equal', 'NA', 4, 2, 2, 5);
CREATE TABLE robust_test.unit AS
	SELECT name, sub, unit, dx.card(tree, code, value) FROM robust_test.x JOIN robust_test.set USING (name),
		LATERAL (VALUES ('1', a), ('2', b), ('3', c)) AS v(code, value) GROUP BY name, sub, unit;
-- -2 1 3 -2; -2 0 3 -1; -1 -2 2 1
SELECT sub, unit, dx.copeland(tree, card) OVER (PARTITION BY sub) AS score,
	dx.copeland(tree, card, '', 'criteria') OVER (PARTITION BY sub) AS criteria,
	dx.copeland(tree, card, level => 'criteria') OVER (PARTITION BY sub) AS named,
	dx.copeland(tree, card, ''::dx.code) OVER (PARTITION BY sub) AS code
FROM robust_test.unit JOIN robust_test.set USING (name) ORDER BY sub, unit;
-- the same whatever the order of rows, and whatever the frame
SELECT sub, unit, dx.copeland(tree, card) OVER (PARTITION BY sub ORDER BY unit DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS score
FROM robust_test.unit JOIN robust_test.set USING (name) ORDER BY sub, unit;
-- the matrix as rows; its row sums; who dominates whom
CREATE VIEW robust_test.matrix AS
	SELECT sub, units[i] AS unit, units[j] AS other, share
	FROM (SELECT name, sub, pg_catalog.array_agg(unit ORDER BY unit) AS units, pg_catalog.array_agg(card ORDER BY unit) AS cards
			FROM robust_test.unit GROUP BY name, sub) AS u
		JOIN robust_test.set USING (name), dx.outranking(tree, cards);
SELECT unit, pg_catalog.array_agg(share ORDER BY other) AS shares, round(sum(share)::numeric, 12) AS row_sum
FROM robust_test.matrix WHERE sub = '1' GROUP BY unit ORDER BY unit;
SELECT sub, count(*) FILTER (WHERE share = 1) AS dominated, count(*) FILTER (WHERE share = 1) / (count(*) / 2.0) AS fraction
FROM robust_test.matrix GROUP BY sub ORDER BY sub;
SELECT unit, other, share FROM robust_test.matrix WHERE sub = 'NA' ORDER BY unit, other;
-- nothing in common: no share; a NULL in the array and a card without any value take no part
SELECT i, j, share FROM robust_test.set,
	(SELECT ARRAY[
		(SELECT dx.card(tree, code, v) FROM robust_test.set, (VALUES ('1', 5)) AS r(code, v) WHERE name = 'T08'), NULL,
		(SELECT dx.card(tree, code, v) FROM robust_test.set, (VALUES ('2', 5), ('3', 1)) AS r(code, v) WHERE name = 'T08'),
		(SELECT dx.card(tree, code, NULL::float8) FROM robust_test.set, (VALUES ('2')) AS r(code) WHERE name = 'T08'),
		(SELECT dx.card(tree, code, v) FROM robust_test.set, (VALUES ('3', 2)) AS r(code, v) WHERE name = 'T08')]) AS c(cards),
	dx.outranking(tree, cards) WHERE name = 'T08';
SELECT count(*) FROM robust_test.set, dx.outranking(tree, '{}');

-- ---- a set of sums: children and criteria of nodes; bonuses do not compare ----
CREATE TABLE robust_test.commune_set AS
	SELECT dx.tree(code, NULL, max, rule, options::jsonb) FROM (VALUES
		('1.1', 30, 'points', NULL), ('1.2', 10, 'points', NULL), ('1.3', 20, 'points', NULL),
		('2.1', 25, 'points', NULL), ('2.2', 15, 'points', NULL), ('3', 5, 'points', '{"bonus": true}')) AS v(code, max, rule, options);
CREATE TABLE robust_test.commune (name text, card dx.card);
INSERT INTO robust_test.commune
	SELECT name, dx.card(tree, code, value, state) FROM robust_test.commune_set, (VALUES
		('A', '1.1', 30, NULL), ('A', '1.2', 2, NULL), ('A', '1.3', 10, NULL), ('A', '2.1', 5, NULL), ('A', '2.2', 5, NULL),
		('B', '1.1', 12, NULL), ('B', '1.2', 9, NULL), ('B', '1.3', 15, NULL), ('B', '2.1', 20, NULL), ('B', '2.2', 10, NULL), ('B', '3', 5, NULL),
		('C', '1.1', 20, NULL), ('C', '1.2', 5, NULL), ('C', '2.1', 15, NULL),
		('D', '1', NULL, 'na'), ('D', '2.1', 15, NULL), ('D', '2.2', 9, NULL),
		('E', '', NULL, 'na')) AS v(name, code, value, state)
	GROUP BY name;
INSERT INTO robust_test.commune VALUES ('F', NULL);
SELECT name, dx.points(tree, card), dx.max_points(tree, card) AS max, dx.copeland(tree, card) OVER () AS pillars,
	dx.copeland(tree, card, level => 'criteria') OVER () AS criteria, dx.copeland(tree, card, '1') OVER () AS "under 1",
	dx.copeland(tree, card, '1'::dx.code) OVER () AS code, dx.copeland(tree, card, '2.1', 'criteria') OVER () AS "2.1"
FROM robust_test.commune, robust_test.commune_set ORDER BY name;

-- ---- intervals and chances ----
-- without noise a rank is a rank
SELECT name, dx.rank_by(dx.ratio(tree, card)) OVER () AS rank, dx.rank_interval(tree, card, 5, 0) OVER () AS interval,
	dx.rank_chance(tree, card, 2, 5, 0) OVER () AS chance
FROM robust_test.commune, robust_test.commune_set ORDER BY name;
-- factors worked out by hand: as it is; pillar 1 doubled; 1.1 alone; the bonus ten times
SELECT ordinal, code, max_points FROM robust_test.commune_set, dx.nodes(tree) ORDER BY ordinal;
CREATE TABLE robust_test.given (draw int, factors float8[]);
INSERT INTO robust_test.given VALUES
	(1, '{1,1,1,1,1,1,1,1,1}'), (2, '{NULL,2,1,1,1,1,1,1,1}'), (3, '{1,1,1,1e-9,1e-9,1e-9,1,1,1e-9}'), (4, '{1,1,1,1,1,1,1,1,10}');
WITH replay AS (
	SELECT name, draw, dx.rank_interval(tree, card, (SELECT pg_catalog.array_agg(factors) FROM robust_test.given AS g WHERE g.draw = d.draw)) OVER (PARTITION BY draw) AS rank
	FROM robust_test.commune, robust_test.commune_set, robust_test.given AS d)
SELECT name, pg_catalog.array_agg(lower(rank) ORDER BY draw) AS ranks FROM replay GROUP BY name ORDER BY name;
-- ranks 2 2 1 2 and so on: least to greatest, median, type 7 at 0.25 and 0.75; how often first
SELECT name, dx.rank_interval(tree, card, f, 1) OVER w AS all_of_them, dx.rank_interval(tree, card, f, 0) OVER w AS median,
	dx.rank_interval(tree, card, f, 0.5) OVER w AS half, dx.rank_chance(tree, card, 1, f) OVER w AS first, dx.rank_chance(tree, card, 9, f) OVER w AS "9"
FROM robust_test.commune, robust_test.commune_set, (SELECT pg_catalog.array_agg(factors ORDER BY draw) AS f FROM robust_test.given) AS g
WINDOW w AS () ORDER BY name;

-- Every method above every other, every policy for what is missing: ranks under given factors are those of the tree whose
-- weights and maxima have the factors in them. A is of the method in question, B a sum, C a mean, D a criterion; B has a
-- penalty and a bonus where there may be one.
CREATE FUNCTION robust_test.shape(root text, inner_method text, root_missing text, inner_missing text, f float8[]) RETURNS dx.tree LANGUAGE sql IMMUTABLE AS $$
	SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('code', code, 'rule', CASE WHEN leaf THEN 'ratio' END,
		'method', method, 'missing', CASE code WHEN '' THEN root_missing ELSE CASE WHEN NOT leaf THEN inner_missing END END, 'bonus', CASE WHEN bonus THEN true END,
		'max', CASE WHEN leaf AND above = 'sum' THEN max * f[i] * CASE WHEN parent > 1 AND root = 'sum' THEN f[parent] ELSE 1 END WHEN NOT leaf AND code <> '' AND method <> 'sum' AND above = 'sum' THEN 100 * f[i] END,
		'weight', CASE WHEN above <> 'sum' THEN max * f[i] END)) ORDER BY i)::dx.tree
	FROM (VALUES (1, '', NULL, 1, false, false, root, NULL), (2, 'A', 1, 3, false, false, inner_method, root), (3, 'A.1', 2, 2, true, false, NULL, inner_method), (4, 'A.2', 2, 1, true, false, NULL, inner_method), (5, 'A.3', 2, 4, true, false, NULL, inner_method),
		(6, 'B', 1, 2, false, false, 'sum', root), (7, 'B.1', 6, 30, true, false, NULL, 'sum'), (8, 'B.2', 6, 50, true, false, NULL, 'sum'), (9, 'B.3', 6, -8, true, false, NULL, 'sum'), (10, 'B.4', 6, 5, true, true, NULL, 'sum'),
		(11, 'C', 1, 2, false, false, 'mean', root), (12, 'C.1', 11, 1, true, false, NULL, 'mean'), (13, 'C.2', 11, 2, true, false, NULL, 'mean'), (14, 'D', 1, 1, true, false, NULL, root)) AS n (i, code, parent, max, leaf, bonus, method, above)
	WHERE root IN ('sum', 'mean') OR code NOT IN ('B.3', 'B.4')
$$;
CREATE TABLE robust_test.shapes AS SELECT pg_catalog.row_number() OVER () AS shape, root, inner_method, root_missing, inner_missing, CASE WHEN root IN ('sum', 'mean') THEN f ELSE f[:8] || f[11:] END AS f,
		robust_test.shape(root, inner_method, root_missing, inner_missing, pg_catalog.array_fill(1::float8, ARRAY[14])) AS plain, robust_test.shape(root, inner_method, root_missing, inner_missing, f) AS altered
	FROM pg_catalog.unnest('{sum,mean,geomean,harmean,power(2),power(-2),power(0.0625),median,min,max,mpi_down,mpi_up}'::text[]) AS root,
		pg_catalog.unnest('{sum,mean,geomean,harmean,power(2),power(3),power(0.5),power(-0.5),median,mpi_down,mpi_up}'::text[]) AS inner_method,
		(VALUES ('zero', 'zero'), ('skip', 'skip'), ('zero', 'skip'), ('skip', 'zero'), ('strict', 'zero')) AS m (root_missing, inner_missing),
		(SELECT pg_catalog.array_agg(CASE i WHEN 1 THEN 1 ELSE 0.5 + i * 7919 % 101 / 101.0::float8 END ORDER BY i) AS f FROM pg_catalog.generate_series(1, 14) AS i) AS f;
CREATE TABLE robust_test.shape_card AS SELECT root IN ('sum', 'mean') AS extra, unit, dx.card(plain, code, CASE WHEN NOT (is_na OR h % 5 = 0) THEN CASE WHEN h % 7 = 0 THEN 0 ELSE (1 + h % 20) / 20.0 END END, CASE WHEN is_na THEN 'na' END) AS card
	FROM robust_test.shapes, pg_catalog.generate_series(1, 14) AS unit, LATERAL (SELECT code::text, (unit * 31 + ordinal * 57) * 7919 % 1009 AS h, unit % 4 = 1 AND code::text LIKE 'A.%' OR unit = 2 AND code::text LIKE 'B.%' OR unit = 3 AND code::text <> 'C.1' OR (unit * 31 + ordinal * 57) * 7919 % 11 = 0 AS is_na FROM dx.nodes(plain) WHERE is_criterion) AS n
	WHERE root IN ('sum', 'geomean') AND inner_method = 'sum' AND root_missing = 'zero' AND inner_missing = 'zero' GROUP BY root, plain, unit;
SELECT root, pg_catalog.count(*) AS ranks, pg_catalog.count(*) FILTER (WHERE pg_catalog.lower(drawn) IS DISTINCT FROM rank OR pg_catalog.upper(drawn) IS DISTINCT FROM rank) AS others, pg_catalog.count(*) FILTER (WHERE rank IS NULL) AS none
FROM (SELECT shape, root, dx.rank_interval(plain, card, ARRAY[f], 0) OVER (PARTITION BY shape) AS drawn, dx.rank_by(dx.ratio(altered, card)) OVER (PARTITION BY shape) AS rank
	FROM robust_test.shapes JOIN robust_test.shape_card ON extra = (root IN ('sum', 'mean'))) AS r GROUP BY root ORDER BY root;

-- ratios so small that their powers are no doubles: without noise a rank is a rank, beside cards of any kind
SELECT method, v, rank, chance, interval FROM (SELECT method, v, dx.rank_by(dx.ratio(tree, card)) OVER w AS rank, dx.rank_chance(tree, card, 3, 5, 0) OVER w AS chance, dx.rank_interval(tree, card, 5, 0) OVER w AS interval
	FROM (SELECT method, tree, v, dx.card(tree, code, v * f) AS card FROM pg_catalog.unnest('{power(8),power(-8),power(2),power(0.125)}'::text[]) AS method, LATERAL (SELECT ('[{"method": "' || method || '"}, {"code": "1.1", "rule": "ratio"}, {"code": "2", "rule": "ratio", "weight": 2}]')::dx.tree AS tree) AS t,
		pg_catalog.unnest('{1e-30,2e-30,1e-36,0.5,0}'::float8[]) AS v, (VALUES ('1.1', 2), ('2', 1)) AS r (code, f) GROUP BY method, tree, v) AS c WINDOW w AS (PARTITION BY method)) AS q
WHERE method IN ('power(8)', 'power(2)') OR pg_catalog.lower(interval) <> rank OR pg_catalog.upper(interval) <> rank ORDER BY method, v;

-- random factors: what they are, and that the ranks are those under them
SELECT draw, pg_catalog.array_agg(f[draw][node] ORDER BY node) AS factors
FROM (SELECT dx.draw_factors(tree, 2, 0.5, 1) AS f FROM robust_test.commune_set) AS d, generate_series(1, 2) AS draw, generate_series(1, 9) AS node
GROUP BY draw ORDER BY draw;
SELECT name, dx.rank_interval(tree, card, 500, 0.9, 0.8, 42) OVER () AS drawn,
	dx.rank_interval(tree, card, (SELECT dx.draw_factors(tree, 500, 0.9, 42) FROM robust_test.commune_set), 0.8) OVER () AS given,
	dx.rank_chance(tree, card, 1, 500, 0.9, 42) OVER () AS chance,
	dx.rank_chance(tree, card, 1, (SELECT dx.draw_factors(tree, 500, 0.9, 42) FROM robust_test.commune_set)) OVER () AS given
FROM robust_test.commune, robust_test.commune_set ORDER BY name;
-- defaults: 1000 draws, noise 0.25, level 0.9, seed 1; another seed, another answer
SELECT name, dx.rank_chance(tree, card, 1) OVER () = dx.rank_chance(tree, card, 1, 1000, 0.25, 1) OVER () AS chance,
	dx.rank_interval(tree, card) OVER () = dx.rank_interval(tree, card, 1000, 0.25, 0.9, 1) OVER () AS interval,
	dx.rank_chance(tree, card, 1, noise => 0.9) OVER () AS seed_1, dx.rank_chance(tree, card, 1, noise => 0.9, seed => 2) OVER () AS seed_2,
	dx.rank_interval(tree, card, noise => 0.9, level => 0.999) OVER () AS seed_1
FROM robust_test.commune, robust_test.commune_set ORDER BY name;

-- a wider set: means, skip, thresholds, with missing and not applicable; whatever the order of rows and the partition
CREATE TABLE robust_test.wide_set AS
	SELECT dx.tree(code, NULL, NULL, rule, options::jsonb) FROM (
		SELECT p || '.' || c, 'percent', CASE c % 3 WHEN 0 THEN '{"weight": 2}' WHEN 1 THEN '{}' ELSE '{"weight": 0.5}' END
		FROM generate_series(1, 5) AS p, generate_series(1, 6) AS c
		UNION ALL VALUES (NULL, NULL, '{"method": "mean"}'), ('2', NULL, '{"method": "geomean"}'), ('3', NULL, '{"method": "harmean", "weight": 3}'),
			('4', NULL, '{"method": "median", "min_coverage": "2/3"}'), ('5', NULL, '{"method": "mpi_down"}')) AS v(code, rule, options);
CREATE TABLE robust_test.wide AS
	SELECT u, dx.card(tree, code, CASE WHEN (u * 7 + n) % 11 > 0 THEN 1 + (u * u * 31 + n * n * 17 + u * n * 5) % 97 END,
		CASE WHEN (u * 7 + n) % 11 = 0 AND u % 3 = 0 THEN 'na' END) AS card
	FROM robust_test.wide_set, generate_series(1, 60) AS u,
		LATERAL (SELECT ordinal AS n, code FROM dx.nodes(tree) WHERE is_criterion) AS c GROUP BY u;
CREATE TABLE robust_test.answer AS
	SELECT u, u % 2 AS half, dx.rank_by(dx.ratio(tree, card)) OVER () AS rank, dx.rank_interval(tree, card, 200, 0.3) OVER () AS interval,
		dx.rank_chance(tree, card, 10, 200, 0.3) OVER () AS chance, dx.rank_interval(tree, card, 50) OVER (PARTITION BY u % 2) AS half_interval
	FROM robust_test.wide, robust_test.wide_set;
SELECT count(*), count(interval) AS ranked, count(*) FILTER (WHERE rank <@ pg_catalog.int4range(floor(lower(interval))::int, ceil(upper(interval))::int, '[]')) AS holds_the_rank,
	round(sum(chance)::numeric, 9) AS chances FROM robust_test.answer;
SELECT u, rank, interval, chance, half_interval FROM robust_test.answer WHERE u % 6 = 0 ORDER BY rank, u;
SELECT count(*) AS differ FROM robust_test.answer JOIN (
	SELECT u, dx.rank_interval(tree, card, 200, 0.3) OVER (ORDER BY u % 7, u DESC ROWS 2 PRECEDING) AS interval,
		dx.rank_chance(tree, card, 10, 200, 0.3) OVER (ORDER BY u % 7, u DESC) AS chance,
		dx.rank_interval(tree, card, 50) OVER (PARTITION BY u % 2 ORDER BY u % 5) AS half_interval
	FROM (SELECT * FROM robust_test.wide ORDER BY u DESC OFFSET 0) AS w, (SELECT tree FROM robust_test.wide_set) AS s) AS again USING (u)
WHERE (answer.interval, answer.chance, answer.half_interval) IS DISTINCT FROM (again.interval, again.chance, again.half_interval);
-- a filter above the window changes no row
SELECT count(*) FROM (SELECT * FROM (SELECT u, dx.rank_interval(tree, card, 200, 0.3) OVER () AS interval FROM robust_test.wide, robust_test.wide_set) AS w
	WHERE upper(interval) <= 10 EXCEPT SELECT u, interval FROM robust_test.answer WHERE upper(interval) <= 10) AS x;

-- a tree wide enough to be stored out of line, through a join, and beside a tree that is NULL
CREATE TABLE robust_test.toasted_set AS
	SELECT dx.tree(g::text, pg_catalog.md5(g::text) || pg_catalog.md5((-g)::text), 1, 'percent') FROM generate_series(1, 400) AS g;
CREATE TABLE robust_test.toasted AS
	SELECT u, dx.card(tree, g::text, (u * 3 + g * 7) % 101) AS card FROM robust_test.toasted_set, generate_series(1, 20) AS u, generate_series(1, 400) AS g GROUP BY u;
SELECT count(*) AS rows, count(joined) AS joined, count(*) FILTER (WHERE joined = sub_select) AS same, count(copeland) FROM (
	SELECT dx.rank_interval(s.tree, card, 20) OVER () AS joined, dx.rank_interval((SELECT tree FROM robust_test.toasted_set), card, 20) OVER () AS sub_select,
		dx.copeland(s.tree, card) OVER () AS copeland
	FROM robust_test.toasted LEFT JOIN robust_test.toasted_set AS s ON u <= 20) AS x;
SELECT count(*) AS rows, count(joined) AS joined, count(copeland) FROM (
	SELECT dx.rank_interval(s.tree, card, 20) OVER () AS joined, dx.copeland(s.tree, card) OVER () AS copeland
	FROM robust_test.toasted LEFT JOIN robust_test.toasted_set AS s ON u > 15) AS x;

-- one row; no row; no tree; no card; no ratio; a criterion alone
SELECT dx.rank_interval(tree, card) OVER () AS interval, dx.rank_chance(tree, card, 1) OVER () AS chance, dx.copeland(tree, card) OVER () AS score
FROM robust_test.commune, robust_test.commune_set WHERE name IN ('A', 'E') ORDER BY name;
SELECT dx.rank_interval(tree, card) OVER () AS interval FROM robust_test.commune, robust_test.commune_set WHERE false;
SELECT dx.rank_interval(NULL::dx.tree, card) OVER () AS interval, dx.rank_chance(NULL, card, 1) OVER () AS chance, dx.copeland(NULL, card) OVER () AS score
FROM robust_test.commune WHERE name < 'C';
SELECT dx.rank_interval(tree, NULL) OVER () AS interval, dx.rank_chance(tree, NULL, 1) OVER () AS chance, dx.copeland(tree, NULL) OVER () AS score
FROM robust_test.commune_set;
SELECT unit, v, dx.rank_interval(tree, card) OVER () AS interval, dx.copeland(tree, card, level => 'criteria') OVER () AS score
FROM (SELECT unit, v, tree, dx.card(tree, '', v) AS card FROM (SELECT dx.tree('', NULL, 10, 'points')) AS s, (VALUES (1, 3), (2, 7), (3, 7)) AS r(unit, v) GROUP BY unit, v, tree) AS c
ORDER BY unit;

-- parameters from columns: the same in all rows, in whatever form each row has them (in place, compressed, out of line or not stored)
CREATE TABLE robust_test.compressed (form text, level varchar, f float8[]);
CREATE TABLE robust_test.out_of_line (form text, level varchar, f float8[]);
CREATE TABLE robust_test.in_place (form text, level varchar, f float8[]);
ALTER TABLE robust_test.out_of_line ALTER f SET STORAGE EXTERNAL;
INSERT INTO robust_test.compressed SELECT 'compressed', 'criteria', dx.draw_factors(tree, 2, 0.5, 7) || pg_catalog.array_fill(1::float8, ARRAY[600, 9]) FROM robust_test.commune_set;
INSERT INTO robust_test.out_of_line SELECT 'out of line', level, f FROM robust_test.compressed;
INSERT INTO robust_test.in_place SELECT 'in place', level, f[1:2] FROM robust_test.compressed;
CREATE VIEW robust_test.form AS SELECT * FROM robust_test.compressed UNION ALL SELECT * FROM robust_test.out_of_line UNION ALL SELECT 'not stored', level || '', f || pg_catalog.array_fill(1::float8, ARRAY[0, 9]) FROM robust_test.compressed;
SELECT pg_catalog.count(*) AS rows, pg_catalog.count(*) FILTER (WHERE of_column = of_one) AS same, pg_catalog.count(*) FILTER (WHERE chance = chance_of_one) AS chances, pg_catalog.count(*) FILTER (WHERE copeland = copeland_of_one) AS scores
FROM (SELECT dx.rank_interval(tree, card, f) OVER () AS of_column, dx.rank_interval(tree, card, (SELECT c.f FROM robust_test.compressed AS c)) OVER () AS of_one,
	dx.rank_chance(tree, card, 2, f) OVER () AS chance, dx.rank_chance(tree, card, 2, (SELECT c.f FROM robust_test.compressed AS c)) OVER () AS chance_of_one,
	dx.copeland(tree, card, '', level) OVER () AS copeland, dx.copeland(tree, card, '', (SELECT c.level FROM robust_test.compressed AS c)) OVER () AS copeland_of_one
	FROM robust_test.commune, robust_test.commune_set, robust_test.form WHERE name <= 'E') AS r;
SELECT dx.rank_interval(tree, card, f) OVER () FROM robust_test.commune, robust_test.commune_set, (SELECT * FROM robust_test.out_of_line UNION ALL SELECT * FROM robust_test.in_place) AS f;
SELECT dx.rank_interval(tree, card, CASE WHEN form <> 'in place' THEN f END) OVER () FROM robust_test.commune, robust_test.commune_set, (SELECT * FROM robust_test.out_of_line UNION ALL SELECT * FROM robust_test.in_place) AS f;
SELECT dx.copeland(tree, card, '', CASE WHEN name > 'A' THEN 'criteria' ELSE 'children' END) OVER (ORDER BY name) FROM robust_test.commune, robust_test.commune_set;

-- ---- errors ----
SELECT dx.rank_interval(tree, card, 0) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 1000001) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 10, 1) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 10, -0.1) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 10, 'NaN') OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 10, 0.1, 1.1) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, 10, 0.1, 'NaN') OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_chance(tree, card, 0) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_chance(tree, card, NULL) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, seed => NULL) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, NULL::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, CASE name WHEN 'A' THEN 10 ELSE 20 END) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, CASE name WHEN 'A' THEN factors ELSE factors || factors END) OVER ()
FROM robust_test.commune, robust_test.commune_set, robust_test.given WHERE draw = 1;
SELECT dx.copeland(tree, card, CASE name WHEN 'A' THEN '1' ELSE '2' END) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card) OVER () FROM robust_test.unit JOIN robust_test.set USING (name);
SELECT dx.copeland(tree, card) OVER () FROM robust_test.unit JOIN robust_test.set USING (name);
SELECT dx.rank_interval(tree, card) OVER () FROM robust_test.unit, robust_test.commune_set;
-- shapes and values of factors
SELECT dx.rank_interval(tree, card, '{}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, '{1,1,1,1,1,1,1,1,1}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, '{{1,1,1}}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, '{{2,1,1,1,1,1,1,1,1}}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_interval(tree, card, '{{1,1,1,1,1,1,1,1,1},{1,1,0,1,1,1,1,1,1}}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_chance(tree, card, 1, '{{1,1,1,1,1,1,1,NaN,1}}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.rank_chance(tree, card, 1, '{{1,1,1,1,1,1,1,1,1e10}}'::float8[]) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.draw_factors(tree, 0, 0.1, 1) FROM robust_test.commune_set;
SELECT dx.draw_factors(tree, 1, 1, 1) FROM robust_test.commune_set;
SELECT dx.draw_factors(tree, 1000000, 0.1, 1) FROM robust_test.toasted_set;
-- nodes and levels
SELECT dx.copeland(tree, card, '1.1') OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.copeland(tree, card, '1.9') OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.copeland(tree, card, '1', 'criterion') OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT dx.copeland(tree, card, NULL::text) OVER () FROM robust_test.commune, robust_test.commune_set;
SELECT * FROM robust_test.commune_set, dx.outranking(tree, (SELECT pg_catalog.array_agg(card) FROM robust_test.commune), '1.2');
SELECT * FROM robust_test.commune_set, dx.outranking(tree, (SELECT pg_catalog.array_agg(card) FROM robust_test.unit));
-- too many to compare, or to hold
SELECT dx.rank_chance((SELECT dx.tree(g::text, NULL, 1, 'percent') FROM generate_series(1, 65000) AS g), NULL, 1) OVER () FROM generate_series(1, 1000);
SELECT count(score) FROM (SELECT dx.copeland(tree, card) OVER () AS score FROM robust_test.commune, robust_test.commune_set, generate_series(1, 1251)) AS x;
SELECT count(*) FROM robust_test.commune_set, (SELECT pg_catalog.array_agg(card) AS cards FROM robust_test.commune, generate_series(1, 1251)) AS c, dx.outranking(tree, cards);
-- rows without a card do not count
SELECT score, count(*) FROM (SELECT dx.copeland(tree, card) OVER () AS score FROM robust_test.commune, robust_test.commune_set, generate_series(1, 1000)) AS x GROUP BY score ORDER BY score;

SET client_min_messages = warning;
DROP SCHEMA robust_test CASCADE;
