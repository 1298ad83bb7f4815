-- SPDX-License-Identifier: PostgreSQL
-- Filling cards: the short way of ordinary rows gives the same cards and the
-- same errors as the general one (which a stated state forces), whatever the
-- rows, groups, plans and aggregates.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = dx;
CREATE SCHEMA fill_test;

CREATE TABLE fill_test.spec AS
SELECT (k % 4 + 1) || '.' || (k % 3 + 1) || '.' || k AS code, 4 AS max_points,
	(ARRAY['percent', 'yesno', 'steps(20: 1/4, 50: 1/2, 80: 1)', 'linear(100, 0)', 'ratio', 'checklist(9)', 'points', 'choice(poor: 0, fair: 1/2, good: 1)'])[k % 8 + 1] AS rule
FROM generate_series(1, 60) AS k;
CREATE TABLE fill_test.tree AS SELECT dx.tree(code, NULL::text, max_points::float8, rule) AS tree FROM fill_test.spec;
-- Values that each rule allows; of each criterion some long, some not in hundredths, some not there.
CREATE TABLE fill_test.answer AS
SELECT unit, n.ordinal, n.code, n.code::text AS text,
	CASE n.rule_kind WHEN 'yesno' THEN h % 2 WHEN 'ratio' THEN round(h % 101 / 100.0, 2)::float8 WHEN 'checklist' THEN h % 10 WHEN 'points' THEN (h % 41) / 10.0
		WHEN 'choice' THEN h % 3 + 1 ELSE CASE h % 50 WHEN 0 THEN h % 101 / 3.0 WHEN 1 THEN NULL ELSE round(h % 10001 / 100.0, (h % 3)::int)::float8 END END::float8 AS value
FROM generate_series(1, 300) AS unit,
	(SELECT ordinal, code, split_part(rule::text, '(', 1) AS rule_kind FROM fill_test.tree, dx.nodes(tree) WHERE is_criterion) AS n,
	LATERAL (SELECT abs(hashint8(unit * 1000 + n.ordinal)::bigint) AS h) AS r;
CREATE TABLE fill_test.random AS SELECT * FROM fill_test.answer ORDER BY hashint8(unit * 1000 + ordinal);
ANALYZE fill_test.random;

-- The cards of the general way.
CREATE TABLE fill_test.general AS
SELECT unit, dx.card(tree, ordinal, value, 'result') AS card FROM fill_test.random, fill_test.tree GROUP BY unit;
CREATE FUNCTION fill_test.same(query text) RETURNS text LANGUAGE plpgsql SET search_path = dx AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE format('SELECT count(*) || CASE WHEN bool_and(f.card IS NOT NULL AND f.card = g.card AND dx.card_send(f.card) = dx.card_send(g.card)) THEN '' same'' ELSE '' DIFFERENT'' END
		FROM (%s) AS f FULL JOIN fill_test.general AS g USING (unit)', query) INTO answer;
	RETURN answer;
END
$$;
CREATE TABLE fill_test.way (key text, source text);
INSERT INTO fill_test.way
SELECT key, source FROM unnest(ARRAY['ordinal', 'code', 'text', 'ordinal, value, NULL', 'code, value, NULL', 'text, value, NULL']) AS key, unnest(ARRAY['answer', 'random']) AS source;
\set same 'SELECT source, key, fill_test.same(format(''SELECT unit, dx.card((SELECT tree FROM fill_test.tree), %s) AS card FROM fill_test.%I GROUP BY unit'', CASE WHEN key LIKE ''%,%'' THEN key ELSE key || '', value'' END, source)) FROM fill_test.way ORDER BY 1, 2;'
:same
SET enable_hashagg = off;
:same
RESET enable_hashagg;
SET work_mem = '64kB';
:same
RESET work_mem;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0.1;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE fill_test.random SET (parallel_workers = 3);
:same
-- the plan of each of them
CREATE FUNCTION fill_test.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS off) ' || query;
END
$$;
SELECT source, key, (SELECT bool_or(line ~ 'Partial') FROM fill_test.plan(format('SELECT unit, dx.card((SELECT tree FROM fill_test.tree), %s) AS card FROM fill_test.%I GROUP BY unit',
	CASE WHEN key LIKE '%,%' THEN key ELSE key || ', value' END, source)) AS line) AS partial FROM fill_test.way ORDER BY 1, 2;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;

-- The tree: joined, made on the spot, short enough to be compressed inline.
SELECT fill_test.same('SELECT unit, dx.card(tree, code, value) AS card FROM fill_test.random, fill_test.tree GROUP BY unit') AS joined;
SELECT fill_test.same('SELECT unit, dx.card((SELECT dx.alter_tree(tree, ''{"1": {"name": "other"}}'') FROM fill_test.tree), text, value) AS card FROM fill_test.random GROUP BY unit') AS made;
CREATE TABLE fill_test.inline (LIKE fill_test.tree);
ALTER TABLE fill_test.inline ALTER tree SET STORAGE MAIN;
INSERT INTO fill_test.inline SELECT tree FROM fill_test.tree;
SELECT fill_test.same('SELECT unit, dx.card((SELECT tree FROM fill_test.inline), text, value) AS card FROM fill_test.random GROUP BY unit') AS inline;

-- Several aggregates at once, filters, grouping sets, a correlated sub-select that starts anew for each unit.
SELECT fill_test.same('SELECT unit, dx.merge_cards(half) AS card FROM (SELECT unit, dx.card(tree, code, value) FILTER (WHERE ordinal % 2 = 1) AS odd,
	dx.card(tree, ordinal, value) FILTER (WHERE ordinal % 2 = 0) AS even FROM fill_test.random, fill_test.tree GROUP BY unit) AS c,
	unnest(ARRAY[odd, even]) AS half GROUP BY unit') AS two_aggregates;
SELECT fill_test.same('SELECT unit, dx.merge_cards(part) AS card FROM (SELECT unit, dx.card(tree, code, value) AS part
	FROM fill_test.random, fill_test.tree GROUP BY GROUPING SETS ((unit, ordinal % 7), (unit, ordinal % 5)) HAVING grouping(ordinal % 5) = 1) AS c GROUP BY unit') AS grouping_sets;
SELECT fill_test.same('SELECT unit, (SELECT dx.card(tree, code, value) FROM fill_test.answer AS a, fill_test.tree WHERE a.unit = u.unit) AS card
	FROM (SELECT DISTINCT unit FROM fill_test.answer) AS u') AS again_and_again;
SELECT fill_test.same('SELECT unit, dx.card(tree, text, value ORDER BY value) AS card FROM fill_test.random, fill_test.tree GROUP BY unit') AS ordered;
SELECT fill_test.same('SELECT DISTINCT ON (unit) unit, dx.card((SELECT tree FROM fill_test.tree), ordinal, value) OVER (PARTITION BY unit ORDER BY ordinal) AS card
	FROM fill_test.random WHERE unit <= 300 ORDER BY unit, ordinal DESC') AS window;
-- Read before the group is complete, at every row: what was entered so far is there.
SELECT count(*), bool_and(entered = place) AS all_there FROM (SELECT place, (SELECT count(*) FROM dx.results(tree, card) AS r WHERE r.state = 'result') AS entered
	FROM (SELECT tree, row_number() OVER w AS place, dx.card(tree, ordinal, coalesce(value, 1)) OVER w AS card
		FROM fill_test.random, fill_test.tree WHERE unit <= 2 WINDOW w AS (PARTITION BY unit ORDER BY ordinal)) AS c) AS t;

-- Aggregates of others on the same functions: with an initial value, without a final function, with another.
SELECT dx.card(tree, '1.3.8', 12.5)::text AS first FROM fill_test.tree
\gset
CREATE AGGREGATE fill_test.more(dx.tree, integer, float8) (SFUNC = dx.card_accum, STYPE = dx.card, FINALFUNC = dx.card_final, INITCOND = :'first');
CREATE AGGREGATE fill_test.plain(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card, COMBINEFUNC = dx.card_combine, PARALLEL = SAFE);
SELECT count(*), bool_and(card = whole) AS same FROM (
	SELECT unit, fill_test.more(tree, ordinal, value) AS card, dx.card(tree, ordinal, value, 'result') AS rest FROM fill_test.random, fill_test.tree WHERE text <> '1.3.8' GROUP BY unit) AS c,
	LATERAL (SELECT dx.merge_cards(x) AS whole FROM unnest(ARRAY[rest, :'first'::dx.card]) AS x) AS m;
SELECT fill_test.same('SELECT unit, fill_test.plain((SELECT tree FROM fill_test.tree), text, value) AS card FROM fill_test.random GROUP BY unit') AS plain;
SELECT count(*), count(points) AS scored, bool_and(points IS NOT DISTINCT FROM dx.points(tree, card)) AS same FROM fill_test.tree, fill_test.general JOIN (
	SELECT unit, dx.points((SELECT tree FROM fill_test.tree), fill_test.plain((SELECT tree FROM fill_test.tree), text, value)) AS points FROM fill_test.random GROUP BY unit) AS p USING (unit);

-- More criteria than rows wait for.
CREATE TABLE fill_test.large AS SELECT dx.tree(k::text, NULL::text, 1::float8, 'percent') AS tree FROM generate_series(1, 3000) AS k;
SELECT count(*), bool_and(short = general) AS same FROM (SELECT k % 5, dx.card((SELECT tree FROM fill_test.large), k::text, k % 101) AS short, dx.card((SELECT tree FROM fill_test.large), k::text, k % 101, 'result') AS general
	FROM generate_series(1, 3000) AS k GROUP BY 1) AS c;

-- Errors, however many rows lie between the two that do not agree.
CREATE FUNCTION fill_test.try(query text) RETURNS text LANGUAGE plpgsql SET search_path = dx AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE query INTO answer;
	RETURN 'no error: ' || answer;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE TABLE fill_test.percent AS SELECT row_number() OVER (ORDER BY ordinal)::int AS k, code::text, ordinal FROM fill_test.tree, dx.nodes(tree) WHERE rule::text = 'percent';
-- Rows of many units, ten of them again, and unit 99: enough to know the tree and its names; a result of unit 99; ordinary rows; the row in question; more ordinary rows.
CREATE FUNCTION fill_test.rows(between_them integer, behind integer, code text, value float8) RETURNS TABLE (unit integer, code text, value float8)
LANGUAGE sql SET search_path = dx AS $$
	SELECT 1000 + p, (SELECT code FROM fill_test.percent WHERE k = 1), 1 FROM generate_series(1, 250) AS p
	UNION ALL SELECT p % 11, (SELECT code FROM fill_test.percent WHERE k = 1 + p / 11), 1 FROM generate_series(0, 21) AS p
	UNION ALL SELECT 99, (SELECT code FROM fill_test.percent WHERE k = 1), 2
	UNION ALL SELECT 99, (SELECT code FROM fill_test.percent WHERE k = 7), 3.5
	UNION ALL SELECT p % 10 + 1, (SELECT code FROM fill_test.percent WHERE k = 3 + p / 10), 4 FROM generate_series(0, between_them - 1) AS p
	UNION ALL SELECT 99, $3, $4
	UNION ALL SELECT p % 10 + 1, (SELECT code FROM fill_test.percent WHERE k = 5 + p / 10), 5 FROM generate_series(0, behind - 1) AS p
$$;
CREATE TABLE fill_test.question (what text, code text, value float8);
INSERT INTO fill_test.question VALUES ('nothing wrong', '1.2.40', 1), ('twice', (SELECT code FROM fill_test.percent WHERE k = 7), 7.25), ('twice, long', (SELECT code FROM fill_test.percent WHERE k = 7), 100 / 3.0),
	('not allowed', (SELECT code FROM fill_test.percent WHERE k = 2), 100.5), ('unknown', '9.9', 1), ('no criterion', '1.1', 1), ('not a code', '1..1', 1),
	('not finite', (SELECT code FROM fill_test.percent WHERE k = 2), 'NaN'), ('of another tree', 'other', 1);
SELECT what, count(*) AS tries, count(*) FILTER (WHERE short = general) AS same, min(short) AS first, nullif(max(short), min(short)) AS last FROM (
	SELECT what, fill_test.try(replace(query, '/**/', '')) AS short, fill_test.try(replace(query, '/**/', ', ''result''')) AS general
	FROM fill_test.question, unnest(ARRAY[0, 1, 2, 14, 15, 16, 17, 20]) AS between_them, unnest(ARRAY[0, 1, 15, 16, 20]) AS behind,
		LATERAL (SELECT CASE what WHEN 'of another tree'
			THEN format('SELECT count(card) FROM (SELECT dx.card(CASE code WHEN ''other'' THEN (SELECT dx.alter_tree(tree, ''{"1.3.8": {"rule": "yesno"}}'') FROM fill_test.tree) ELSE (SELECT tree FROM fill_test.tree) END, replace(code, ''other'', ''1.2.40''), value/**/) AS card FROM fill_test.rows(%s, %s, %L, %L) GROUP BY unit) AS c', between_them, behind, code, value)
			ELSE format('SELECT count(card) FROM (SELECT dx.card((SELECT tree FROM fill_test.tree), code, value/**/) AS card FROM fill_test.rows(%s, %s, %L, %L) GROUP BY unit) AS c', between_them, behind, code, value) END AS query) AS q) AS t
GROUP BY what ORDER BY what;
-- A row that waits for a card of another tree.
SELECT fill_test.try(format('SELECT count(card) FROM (SELECT dx.card(CASE value WHEN 2 THEN (SELECT dx.alter_tree(tree, ''{"1.3.8": {"rule": "yesno"}}'') FROM fill_test.tree) ELSE (SELECT tree FROM fill_test.tree) END, code, value) AS card
	FROM fill_test.rows(%s, 3, ''1.2.40'', 1) WHERE value <> 3.5 GROUP BY unit) AS c', between_them)) AS waited FROM unnest(ARRAY[0, 5, 20]) AS between_them;
-- The group in question is not the one that is read.
SELECT fill_test.try('SELECT count(*) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), code, value) AS card FROM fill_test.rows(3, 3, (SELECT code FROM fill_test.percent WHERE k = 7), 1) GROUP BY unit LIMIT 1 OFFSET 0) AS c WHERE card IS NOT NULL') AS limited;
SELECT fill_test.try('SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), code, value) AS card FROM fill_test.rows(3, 3, ''1.2.40'', 1) GROUP BY unit LIMIT 1) AS c') AS limited;
SELECT fill_test.try('SELECT count(card) FROM (SELECT unit, dx.card(CASE WHEN unit = 99 AND value = 7 THEN NULL ELSE (SELECT tree FROM fill_test.tree) END, code, value) AS card FROM fill_test.rows(3, 3, ''1.2.40'', 7) GROUP BY unit) AS c') AS no_tree;
-- A cursor that is closed early, and a query that goes on after a caught error.
BEGIN;
DECLARE c CURSOR FOR SELECT dx.card((SELECT tree FROM fill_test.tree), code, value) IS NOT NULL AS card FROM fill_test.rows(20, 20, '1.2.40', 1) GROUP BY unit;
FETCH 2 FROM c;
CLOSE c;
SAVEPOINT s;
SELECT dx.card((SELECT tree FROM fill_test.tree), code, value) FROM fill_test.rows(3, 3, (SELECT code FROM fill_test.percent WHERE k = 7), 1) WHERE unit = 99;
ROLLBACK TO s;
SELECT count(card) FROM (SELECT dx.card((SELECT tree FROM fill_test.tree), code, value) AS card FROM fill_test.rows(3, 3, '1.2.40', 1) GROUP BY unit) AS c;
COMMIT;
-- Rows that are not ordinary among those that wait: ordinals that there are not, or that are no criterion; states in words; long results.
SELECT what, fill_test.try(query) AS said FROM (VALUES
	('beyond', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), CASE WHEN unit = 300 AND ordinal > 40 THEN 999 ELSE ordinal END, value) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	('inner', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), CASE WHEN unit = 300 AND ordinal > 40 THEN 1 ELSE ordinal END, value) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	('stated', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), ordinal, value, CASE WHEN unit = 300 AND ordinal > 40 THEN ''result'' END) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	('too large', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), ordinal, CASE WHEN unit = 300 AND text = ''4.1.3'' THEN 12345.67 ELSE value END) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	('root', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), CASE WHEN unit < 300 OR ordinal <= 40 THEN text END, value) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	-- an error that comes from elsewhere leaves rows that wait, here of one state and of two
	('elsewhere', 'SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), ordinal, value / CASE WHEN unit = 300 AND ordinal > 40 THEN 0 ELSE 1 END) AS card FROM fill_test.answer GROUP BY unit) AS c'),
	('two sets', 'SET LOCAL enable_hashagg = off; SELECT count(card) FROM (SELECT unit, dx.card((SELECT tree FROM fill_test.tree), ordinal, value / CASE WHEN unit = 300 AND ordinal > 40 THEN 0 ELSE 1 END) AS card FROM (SELECT * FROM fill_test.answer ORDER BY unit, ordinal % 2, ordinal) AS a GROUP BY GROUPING SETS ((unit, ordinal % 2), (unit))) AS c')) AS q (what, query);
-- The root named by nothing; codes with a long header, stored out of line, and both.
SELECT count(*), count(DISTINCT card) AS cards, min(dx.get_result(tree, card, '')) FROM (SELECT i, tree, dx.card(tree, NULL::text, 0.5) AS card FROM (SELECT '[{"max": 1, "rule": "ratio"}]'::dx.tree AS tree) AS t, generate_series(1, 2000) AS i GROUP BY i, tree) AS c;
CREATE TABLE fill_test.long_code (code text, filler text DEFAULT repeat('x', 1900));
ALTER TABLE fill_test.long_code ALTER code SET STORAGE external, ALTER filler SET STORAGE plain;
INSERT INTO fill_test.long_code SELECT repeat(i || repeat('x', 61) || '.', 9) || 'y' FROM generate_series(1, 7) AS i;
INSERT INTO fill_test.long_code VALUES ('short');
SELECT count(*) FILTER (WHERE pg_column_size(code) > 500) AS long, bool_and(pg_relation_size(reltoastrelid) > 0) AS toasted FROM fill_test.long_code, pg_class WHERE oid = 'fill_test.long_code'::regclass;
SELECT count(*), count(DISTINCT card) AS cards, min(substr(card::text, 33)) AS first FROM (SELECT unit, dx.card((SELECT dx.tree(code, NULL, 9, 'points') FROM fill_test.long_code), code, 5) AS card
	FROM generate_series(1, 500) AS unit, fill_test.long_code GROUP BY unit) AS c;
SELECT count(*), count(DISTINCT card) AS cards FROM (SELECT unit, dx.card((SELECT dx.tree(code, NULL, 9, 'points') FROM fill_test.long_code), CASE code WHEN 'short' THEN code ELSE code || '' END, 5) AS card
	FROM generate_series(1, 500) AS unit, fill_test.long_code GROUP BY unit) AS c;

-- Merging: large cards, compressed, open ones of which nothing is entered, and cards that only look alike.
CREATE TABLE fill_test.wide AS SELECT n, dx.tree(i::text, NULL, 1, 'percent') AS tree FROM generate_series(1, 5000) AS i, (VALUES (1500), (5000)) AS v (n) WHERE i <= n GROUP BY n;
CREATE TABLE fill_test.wide_card AS SELECT n, half, dx.card(tree, i::text, i % 10) AS card FROM fill_test.wide, generate_series(1, 5000) AS i, generate_series(0, 1) AS half WHERE i <= n AND i % 2 = half GROUP BY n, half;
SELECT n, half, pg_column_size(card) < 2 * n AS compressed FROM fill_test.wide_card ORDER BY 1, 2;
SELECT n, m.card = dx.merge_cards(one.card) AS same, dx.coverage(tree, m.card) FROM (SELECT n, dx.merge_cards(card) AS card FROM fill_test.wide_card GROUP BY n) AS m JOIN fill_test.wide USING (n)
	JOIN (SELECT n, dx.card(tree, i::text, i % 10) AS card FROM fill_test.wide, generate_series(1, 5000) AS i WHERE i <= n GROUP BY n) AS one USING (n) GROUP BY n, tree, m.card ORDER BY n;
CREATE AGGREGATE fill_test.open(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card);
CREATE AGGREGATE fill_test.unite(dx.card) (SFUNC = dx.card_combine, STYPE = dx.card);
SELECT n, fill_test.unite(card)::text = min(empty::text) AS nothing, dx.coverage(tree, fill_test.unite(card)) FROM (SELECT n, tree, part, fill_test.open(tree, i::text, NULL) AS card, (dx.card(tree, '1', NULL))::text::dx.card AS empty
	FROM fill_test.wide, generate_series(1, 3) AS i, generate_series(1, 2) AS part GROUP BY n, tree, part) AS o GROUP BY n, tree ORDER BY n;
SELECT n, dx.coverage(tree, fill_test.unite(card)) * n AS two, dx.result_state(tree, fill_test.unite(card), n::text) AS last, substr(fill_test.unite(card)::text, 33, 8) AS begins FROM (SELECT n, tree, part, fill_test.open(tree, part::text, 7) AS card
	FROM fill_test.wide, generate_series(1, 2) AS part GROUP BY n, tree, part) AS o GROUP BY n, tree ORDER BY n;
SELECT fill_test.try(format('SELECT dx.merge_cards(c) FROM (VALUES (''%s{1}''::dx.card), (''%s'')) AS v (c)', repeat('0', 32), c)) AS said
	FROM unnest(ARRAY[repeat('0', 32) || '{_,1}', repeat('1', 32) || '{_}', repeat('0', 32) || '{_}', repeat('0', 32) || '{1234567.891}', repeat('0', 32) || '{}']) AS c;


RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA fill_test CASCADE;
