-- SPDX-License-Identifier: PostgreSQL
-- Cards and scores from answers as people type them, and from true and false.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = 'dx';
CREATE SCHEMA card_typed;

CREATE TABLE card_typed.tree AS SELECT '[
	{"code": "", "name": "Bộ chỉ số"},
	{"code": "1", "name": "Chính quyền số"},
	{"code": "1.1", "max": 10, "rule": "percent"},
	{"code": "1.2", "max": 5, "rule": "yesno"},
	{"code": "1.3", "max": 20, "rule": "choice(Tốt:1, Đạt:1/2, 1:0)"},
	{"code": "1.4", "max": 2, "rule": "yesno"},
	{"code": "2", "name": "Kinh tế số"},
	{"code": "2.1", "max": 30, "rule": "points"},
	{"code": "2.2", "max": 15},
	{"code": "2.3", "rule": "unscored"},
	{"code": "2.4", "max": -5, "rule": "checklist(5)"},
	{"code": "2.5", "max": 8, "rule": "ratio"}
]'::dx.tree AS tree;

-- the rule of each criterion reads its answer; what is blank is missing, at a heading too
CREATE TABLE card_typed.sheet (unit int, code text, typed text, state text);
INSERT INTO card_typed.sheet VALUES
	(1, NULL, NULL, NULL), (1, '', '', NULL), (1, '1', ' ', ''::text || NULL),
	(1, '1.1', '87,5', NULL), (1, '1.2', 'Có', 'result'), (1, '1.3', ' đạt ', NULL), (1, '1.4', 'không', NULL),
	(1, '2', NULL, NULL), (1, '2.1', '12.25', 'result'), (1, '2.2', '7,5', 'points'), (1, '2.3', '-1234567,891', NULL), (1, '2.4', '2/5', NULL), (1, '2.5', '45%', NULL),
	(2, '1', '', 'na'), (2, '2.1', '0', NULL), (2, '2.2', NULL, NULL), (2, '2.4', '-2', 'points'), (2, '2.5', '9/12', NULL),
	(3, '1.1', '  ', 'points'), (3, '1.2', NULL, 'missing'), (3, '1.3', '1', NULL), (3, '1.4', '1', NULL),
	(4, '', NULL, 'na'),
	(5, '1.1', E'\t', NULL), (5, '1.1', '', NULL);
SELECT unit, substr(dx.card(tree, code, typed, state)::text, 33) AS card, dx.score(tree, code, typed, state) AS score,
	dx.score(tree, code, typed, state, '1') AS "1", dx.score(tree, code, typed, state, '2.1') AS "2.1"
FROM card_typed.sheet, card_typed.tree GROUP BY unit ORDER BY unit;
-- by code, by text, by ordinal; sorted, with and without a state; as numbers
SELECT s.unit, dx.card(tree, code, typed, state) = dx.card(tree, code::dx.code, typed, state ORDER BY typed) AS by_code,
	dx.card(tree, code, typed, state) = dx.card(tree, n.ordinal, typed, state ORDER BY code DESC) AS by_ordinal,
	dx.score(tree, code, typed, state) = dx.score(tree, code::dx.code, typed, state) AND dx.score(tree, code, typed, state, '1') = dx.score(tree, code::dx.code, typed, state, '1') AS score_by_code,
	dx.card(tree, code, typed, state) = dx.card(tree, code, dx.answer(CASE state WHEN 'points' THEN 'points' ELSE rule END, typed), state) FILTER (WHERE n.is_criterion OR state = 'na') AS by_number
FROM card_typed.sheet AS s JOIN card_typed.tree ON true JOIN dx.nodes(tree) AS n USING (code) GROUP BY s.unit ORDER BY 1;
SELECT substr(dx.card(tree, code, typed)::text, 33) AS text, substr(dx.card(tree, code::dx.code, typed)::text, 33) AS code, dx.score(tree, code, typed) AS score,
	dx.score(tree, code::dx.code, typed) AS score_code
FROM card_typed.sheet, card_typed.tree WHERE unit = 1 AND state IS DISTINCT FROM 'points';
SELECT substr(dx.card(tree, o, typed)::text, 33) AS card FROM card_typed.tree, (VALUES (3, '5,25'), (5, 'TỐT'), (NULL, NULL), (NULL, ' ')) AS a(o, typed);
-- a unit without answers, no row
SELECT u, substr(dx.card(tree, code, typed)::text, 33) AS card, dx.score(tree, code, typed) AS score
FROM card_typed.tree CROSS JOIN (VALUES (3), (6)) AS v(u) LEFT JOIN card_typed.sheet ON unit = u GROUP BY u ORDER BY u;
SELECT dx.card(tree, code, typed) IS NULL AS none, dx.score(tree, code, typed) IS NULL AS no_score FROM card_typed.sheet, card_typed.tree WHERE false;

-- not applicable in words: a criterion, the subtree of a heading, under points; not a choice that is called so; the state may say so too
SELECT substr(dx.card(tree, c, v, s)::text, 33) AS card, substr(dx.card(tree, c::dx.code, v, s)::text, 33) AS by_code, dx.score(tree, c, v, s) AS score
FROM card_typed.tree, (VALUES ('1.1', 'Không áp dụng', NULL), ('1.2', 'N/A', 'result'), ('1.3', E'kho\u0302ng  a\u0301p du\u0323ng', 'na'), ('1.4', ' na ', NULL), ('2', 'không áp dụng', NULL)) AS a(c, v, s);
SELECT substr(dx.card(tree, o, v, s)::text, 33) AS card, dx.card(tree, o, v) = dx.card(tree, o, v, s) AS same FROM card_typed.tree, (VALUES (9, 'n/a', 'points'), (5, 'not applicable', 'points'), (2, NULL, NULL)) AS a(o, v, s);
SELECT substr(dx.card('[{"code": "1", "max": 1, "rule": "choice(có:1, không áp dụng:0)"}, {"code": "2", "max": 1, "rule": "yesno"}]', c, v)::text, 33) AS choice FROM (VALUES ('1', 'Không áp dụng'), ('2', 'không áp dụng')) AS a(c, v);
SELECT substr(dx.card('[{"code": "", "max": 1, "rule": "yesno"}]', NULL::text, 'n/a')::text, 33) AS root;

-- true and false answer yes or no
SELECT substr(dx.card(tree, c, b)::text, 33) AS card, dx.card(tree, c, b) = dx.card(tree, c::dx.code, b) AS by_code, dx.card(tree, c, b) = dx.card(tree, o, b) AS by_ordinal,
	dx.score(tree, c, b) AS score, dx.score(tree, c::dx.code, b) AS score_code
FROM card_typed.tree, (VALUES ('1.2', true, 4), ('1.4', false, 6), ('2.1', NULL, 8)) AS a(c, b, o);
SELECT substr(dx.card(tree, c, b, s)::text, 33) AS card, dx.card(tree, c, b, s) = dx.card(tree, c::dx.code, b, s) AS by_code, dx.card(tree, c, b, s) = dx.card(tree, o, b, s) AS by_ordinal,
	dx.score(tree, c, b, s) AS score, dx.score(tree, c::dx.code, b, s) AS score_code, dx.score(tree, c, b, s, '1.2') AS "1.2", dx.score(tree, c::dx.code, b, s, '1.2') AS "1.2 code"
FROM card_typed.tree, (VALUES ('1.2', true, 'result', 4), ('1.4', NULL, 'na', 6), ('2', NULL, 'na', 7), ('1.3', NULL, 'missing', 5), ('1.1', NULL, 'points', 3)) AS a(c, b, s, o);

-- which form is called: numbers of any type, text of any, true and false, what has no type is text
CREATE TABLE card_typed.types (code text, v varchar, c dx.code, b bpchar, i2 smallint, i4 int, i8 bigint, n numeric, f4 real, f8 float8, t text, vt varchar(20), bt bpchar, yes boolean);
INSERT INTO card_typed.types VALUES ('1.1', '1.1', '1.1', '1.1', 3, 3, 3, 3.0, 3, 3, '3', '3', '3', NULL), ('1.2', '1.2', '1.2', '1.2', 1, 1, 1, 1, 1, 1, 'có', 'có', 'có', true);
SELECT count(DISTINCT card) AS all_one, count(*) AS of FROM card_typed.tree, LATERAL (
	SELECT unnest(ARRAY[dx.card(tree, code, i2), dx.card(tree, code, i4), dx.card(tree, code, i8), dx.card(tree, code, n), dx.card(tree, code, f4), dx.card(tree, code, f8),
		dx.card(tree, code, t), dx.card(tree, code, vt), dx.card(tree, code, bt), dx.card(tree, v, t), dx.card(tree, c, t), dx.card(tree, b, t), dx.card(tree, v, i4), dx.card(tree, c, n), dx.card(tree, c, vt),
		dx.card(tree, code, t, NULL), dx.card(tree, c, t, 'result'), dx.card(tree, v, n, NULL), dx.card(tree, c, i8, vt) FILTER (WHERE false), dx.card(tree, code, i8, 'result')]) AS card FROM card_typed.types) AS q;
SELECT dx.score(tree, code, i2) = ALL (ARRAY[dx.score(tree, code, i8), dx.score(tree, code, n), dx.score(tree, code, t), dx.score(tree, c, vt), dx.score(tree, c, f4), dx.score(tree, v, bt),
	dx.score(tree, code, t, NULL), dx.score(tree, c, t, 'result'), dx.score(tree, code, t, NULL, ''), dx.score(tree, c, t, NULL, ''), dx.score(tree, c, n, NULL, '')]) AS all_one
FROM card_typed.tree, card_typed.types;
SELECT substr(dx.card(tree, '1.1', '8,25')::text, 33) AS text, substr(dx.card(tree, '1.1', NULL)::text, 33) AS "NULL", substr(dx.card(tree, '1.1', 8.25)::text, 33) AS number,
	substr(dx.card(tree, 3, '8,25')::text, 33) AS ordinal, substr(dx.card(tree, '1.2', true)::text, 33) AS true, substr(dx.card(tree, '1.2', 'true')::text, 33) AS "'true'",
	substr(dx.card(tree, '1.1', NULL, 'na')::text, 33) AS na FROM card_typed.tree;
PREPARE bare AS SELECT substr(dx.card(tree, $1, $2)::text, 33) AS card, substr(dx.card(tree, $3, $4::float8)::text, 33) AS number FROM card_typed.tree;
SELECT parameter_types FROM pg_catalog.pg_prepared_statements WHERE name = 'bare';
EXECUTE bare('1.1', '8,25', '1.1', 8.25);
-- ordinals that are bigint, as of row_number(), need ::int
-- (the hint is the server's own, and not the same in every release)
\set VERBOSITY terse
SELECT dx.card(tree, o, typed) FROM card_typed.tree, (SELECT row_number() OVER () AS o, NULL::text AS typed) AS q;
\set VERBOSITY default
SELECT substr(dx.card(tree, o::int, typed)::text, 33) AS card FROM card_typed.tree, (SELECT 2 + row_number() OVER () AS o, typed FROM (VALUES ('5'), ('có')) AS v(typed)) AS q;

-- as aggregates: sliding and whole frames, grouping sets, parts that are merged, states of one's own
SELECT code, substr(dx.card(tree, code, typed, state) OVER w::text, 33) AS running, dx.score(tree, code, typed, state) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS sliding,
	dx.score(tree, code, typed, state, '2') OVER () AS whole
FROM card_typed.sheet, card_typed.tree WHERE unit = 1 WINDOW w AS (ORDER BY code::dx.code NULLS FIRST);
SELECT unit, state, substr(dx.card(tree, code, typed, state)::text, 33) AS card, dx.score(tree, code, typed, state) AS score
FROM card_typed.sheet, card_typed.tree WHERE unit = 2 OR unit = 3 GROUP BY GROUPING SETS ((unit), (unit, state)) ORDER BY 1, 2 NULLS FIRST;
SELECT unit, dx.merge_cards(card) = (SELECT dx.card(tree, code, typed, state) FROM card_typed.sheet AS s, card_typed.tree WHERE s.unit = p.unit) AS same
FROM (SELECT unit, dx.card(tree, code, typed, state) AS card FROM card_typed.sheet, card_typed.tree GROUP BY unit, code) AS p GROUP BY unit ORDER BY unit;
CREATE AGGREGATE card_typed.tally(dx.tree, text, text, text) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE card_typed.total(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);
SELECT unit, card_typed.total(tally) = (SELECT dx.score(tree, code, typed, state) FROM card_typed.sheet AS s, card_typed.tree WHERE s.unit = p.unit) AS same
FROM (SELECT unit, card_typed.tally(tree, code, typed, state) AS tally FROM card_typed.sheet, card_typed.tree GROUP BY unit, code) AS p GROUP BY unit ORDER BY unit;
SELECT substr(dx.card_accum(dx.card_accum(NULL, tree, '1.1', '8,5'::text), tree, '1.2', true)::text, 33) AS by_hand,
	dx.score_final(dx.score_accum(dx.score_accum(NULL, tree, '1.1', '8,5'::text), tree, '1.2', true)) AS score FROM card_typed.tree;

-- many rows, the ordinary ones in short ways: words, labels, numbers with either separator, in turn
CREATE TABLE card_typed.many AS SELECT u, n.code::text AS code, n.ordinal, n.rule::text AS rule,
	CASE n.rule::text WHEN 'percent' THEN (u * 7 + n.ordinal) % 1001 / 10.0 WHEN 'yesno' THEN u % 2 WHEN 'points' THEN u % 3001 / 100.0 WHEN 'unscored' THEN u * 1.0015 - 300
		WHEN 'checklist(5)' THEN u % 6 WHEN 'ratio' THEN u % 1000 / 1000.0 ELSE 1 + u % 3 END::float8 AS value
	FROM generate_series(1, 700) AS u, card_typed.tree, dx.nodes(tree) AS n WHERE n.is_criterion AND n.rule IS NOT NULL;
ALTER TABLE card_typed.many ADD typed text;
UPDATE card_typed.many SET typed = CASE WHEN rule LIKE 'choice%' THEN (ARRAY['Tốt', 'đạt', '1'])[value::int] WHEN rule = 'yesno' THEN (ARRAY['Không', '0', 'no', 'có', '1', 'yes'])[1 + value::int * 3 + u / 2 % 3]
	WHEN rule = 'ratio' THEN trim_scale(value::numeric * 100) || '%' WHEN u % 3 = 0 THEN replace(value::text, '.', ',') WHEN value = round(value) THEN value || '.0' ELSE value::text END;
-- three decimals could be thousands: write a fourth; some have a space behind
UPDATE card_typed.many SET typed = concat(typed, CASE WHEN typed ~ '^-?[0-9]{1,3}[.,][0-9]{3}$' AND typed !~ '^-?0' THEN '0' END, CASE WHEN u % 5 = 0 THEN ' ' END);
SELECT count(*) AS units, bool_and(typed = number AND by_ordinal = number AND scored = points) AS same FROM (
	SELECT u, dx.card(tree, code, typed) AS typed, dx.card(tree, code::dx.code, value) AS number, dx.card(tree, ordinal, typed, 'result') AS by_ordinal,
		dx.score(tree, code, typed) AS scored, dx.score(tree, code, value) AS points
	FROM (SELECT * FROM card_typed.many, card_typed.tree ORDER BY code, u) AS q GROUP BY u) AS q;
SELECT count(*) AS units, bool_and(said = number AND said2 = number AND scored = points) AS same FROM (
	SELECT u, dx.card(tree, code, value = 1) AS said, dx.card(tree, ordinal, value = 1, 'result') AS said2, dx.card(tree, code, value) AS number, dx.score(tree, code, value = 1) AS scored, dx.score(tree, code, value) AS points
	FROM card_typed.many, card_typed.tree WHERE rule = 'yesno' GROUP BY u) AS q;

-- ---- what is refused ----
CREATE VIEW card_typed.t AS SELECT tree FROM card_typed.tree;
SELECT dx.card(tree, '1.1', '100,5') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', '1.500,0') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', 'nhiều') FROM card_typed.t;
SELECT dx.card(tree, '1.1', 'NaN') FROM card_typed.t;
SELECT dx.card(tree, '1.2', 'maybe') FROM card_typed.t;
SELECT dx.card(tree, '1.3', 'Xuất sắc') FROM card_typed.t;
SELECT dx.card(tree, '1.3', '2') FROM card_typed.t;
SELECT dx.card(tree, '2.1', '30,5') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.1', '30%') FROM card_typed.t;
SELECT dx.card(tree, '2.2', ' 4 ') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.4', '2/6') FROM card_typed.t;
SELECT dx.card(tree, '2.3', '1/0') FROM card_typed.t;
SELECT dx.card(tree, '1.1', repeat('9', 9000)) FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.score(tree, '1.1', '100,5') FROM card_typed.t;
SELECT dx.score(tree, '1.2', 'maybe', NULL, '2') FROM card_typed.t;
-- awarded points
SELECT dx.card(tree, '1.1', '10,5', 'points') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', '5%', 'points') FROM card_typed.t;
SELECT dx.card(tree, '1.2', 'có', 'points') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.3', '1', 'points') FROM card_typed.t;
-- states
SELECT dx.card(tree, '1.1', '5', 'na') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', '5', 'missing') FROM card_typed.t;
SELECT dx.card(tree, '1.1', '5', 'NA') FROM card_typed.t;
SELECT dx.card(tree, '1.2', true, 'na') FROM card_typed.t;
-- true and false under other rules, without one, as points
SELECT dx.card(tree, '1.1', true) FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.2', false) FROM card_typed.t;
SELECT dx.card(tree, '1.2', true, 'points') FROM card_typed.t;
SELECT dx.score(tree, '1.3', false) FROM card_typed.t;
-- a heading with something beside it, no code, an unknown one
SELECT dx.card(tree, '1', '5') FROM card_typed.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, NULL::text, '5') FROM card_typed.t;
SELECT dx.card(tree, NULL::int, '5') FROM card_typed.t;
SELECT dx.card(tree, '1.5', '') FROM card_typed.t;
SELECT dx.card(tree, '1.5', 'có') FROM card_typed.t;
SELECT dx.card(NULL, '1.1', '5');
-- not applicable in words: in a row without a code, beside what is missing, beside a result
SELECT dx.card(tree, NULL::text, 'n/a') FROM card_typed.t;
SELECT dx.card(tree, '', 'không áp dụng') FROM card_typed.t;
SELECT dx.card(tree, '1.1', 'n/a', 'missing') FROM card_typed.t;
SELECT dx.card(tree, c, v) FROM card_typed.t, (VALUES ('1', 'n/a'), ('1.2', 'có')) AS a(c, v);
SELECT dx.score(tree, c, v) FROM card_typed.t, (VALUES ('1.2', 'có'), ('1', 'n/a')) AS a(c, v);
-- twice
SELECT dx.card(tree, c, v) FROM card_typed.t, (VALUES ('1.1', '80'), ('1.2', 'có'), ('1.1', '87,5')) AS a(c, v);
SELECT dx.card(tree, c, v) FROM card_typed.t, (VALUES ('1.2', true), ('1.2', false)) AS a(c, v);
-- rows that wait, of which one cannot be taken
SELECT dx.card(tree, code, CASE WHEN u = 600 AND rule = 'ratio' THEN '123%' ELSE typed END) FROM (SELECT * FROM card_typed.many, card_typed.tree ORDER BY u, code) AS q GROUP BY u;
SELECT dx.card(tree, code, CASE WHEN u = 600 AND rule = 'percent' THEN '123,4' ELSE typed END) FROM (SELECT * FROM card_typed.many, card_typed.tree ORDER BY u, code) AS q GROUP BY u;
SELECT dx.card(tree, CASE WHEN u = 600 AND rule = 'percent' THEN '1.2' ELSE code END, value = 1) FROM (SELECT * FROM card_typed.many, card_typed.tree WHERE rule = 'yesno' OR u = 600 AND rule = 'percent' ORDER BY u, code) AS q GROUP BY u;
SELECT dx.score(tree, code, value = 1) FROM (SELECT * FROM card_typed.many, card_typed.tree WHERE rule = 'yesno' OR u = 600 AND rule = 'percent' ORDER BY u, code) AS q GROUP BY u;

-- a word means what the rule of its criterion and tree makes of it, however often it has come: labels in another order, %, a/b
SELECT t, min(card) AS card, count(*) AS units, count(DISTINCT card) AS cards, count(DISTINCT score) AS scores, min(score) AS score
FROM (SELECT t, substr(dx.card(tree, code, typed)::text, 33) AS card, dx.score(tree, code, typed) AS score
	FROM (VALUES (1, '[{"code": "1", "max": 10, "rule": "choice(Tốt:1, Đạt:0.5)"}, {"code": "2", "max": 10, "rule": "choice(Đạt:0, Khá:0.1, Tốt:0.7)"}, {"code": "3", "max": 10, "rule": "yesno"}, {"code": "4", "max": 10, "rule": "percent"}, {"code": "5", "max": 10, "rule": "ratio"}, {"code": "6", "max": 10, "rule": "checklist(4)"}, {"code": "7", "max": 10, "rule": "target(100%) whole"}]'::dx.tree),
			(2, '[{"code": "1", "max": 10, "rule": "choice(Đạt:0.5, Tốt:1)"}, {"code": "2", "max": 10, "rule": "choice(Tốt:0.7, Đạt:0, Khá:0.1)"}, {"code": "3", "max": 10, "rule": "yesno"}, {"code": "4", "max": 10, "rule": "ratio"}, {"code": "5", "max": 10, "rule": "percent"}, {"code": "6", "max": 10, "rule": "percent"}, {"code": "7", "max": 10, "rule": "percent"}]')) AS v(t, tree),
		(VALUES ('1', 'Tốt'), ('2', 'Tốt'), ('3', 'có'), ('4', '50%'), ('5', '50%'), ('6', '3/4'), ('7', '100%')) AS a(code, typed), pg_catalog.generate_series(1, 60) AS u
	GROUP BY u, t) AS q GROUP BY t ORDER BY t;
-- a row that says nothing, or nothing of the node asked for, does not go with rows of another tree or node either, whatever came between
CREATE TABLE card_typed.two AS SELECT t, dx.tree(code, 'set ' || t, 1, 'yesno') AS tree FROM (VALUES (1), (2)) AS v(t), (VALUES ('1.1', 1), ('1.2', 1), ('2.1', 1), ('2.2', 2)) AS n(code, since) WHERE t >= since GROUP BY t;
CREATE TABLE card_typed.between AS SELECT k, CASE WHEN k < 300 THEN k END AS u, CASE k WHEN 0 THEN 1 ELSE 2 END AS t, CASE k WHEN 0 THEN '1' ELSE '2' END AS node, CASE k % 2 WHEN 0 THEN '1.1' ELSE '2.1' END AS code FROM pg_catalog.generate_series(0, 300) AS k;
UPDATE card_typed.between SET u = 0 WHERE k = 300;
SET enable_sort = off;
SELECT count(x) FROM (SELECT dx.card(tree, code, CASE WHEN k < 300 THEN 'có' END) AS x FROM (SELECT * FROM card_typed.between JOIN card_typed.two USING (t) ORDER BY k) AS q GROUP BY u) AS s;
SELECT count(x) FROM (SELECT dx.card(tree, code, CASE WHEN k < 300 THEN 'có' ELSE '' END) AS x FROM (SELECT * FROM card_typed.between JOIN card_typed.two USING (t) ORDER BY k) AS q GROUP BY u) AS s;
SELECT count(x) FROM (SELECT dx.card(tree, code, CASE WHEN k < 300 THEN 1 END) AS x FROM (SELECT * FROM card_typed.between JOIN card_typed.two USING (t) ORDER BY k) AS q GROUP BY u) AS s;
SELECT count(x) FROM (SELECT dx.score(tree, code, 1, 'result', node) AS x FROM (SELECT k, u, code, node, tree FROM card_typed.between, card_typed.two WHERE two.t = 1 ORDER BY k) AS q GROUP BY u) AS s;
SELECT count(x) FROM (SELECT dx.score(tree, code, '', 'result', node) AS x FROM (SELECT k, u, code, node, tree FROM card_typed.between, card_typed.two WHERE two.t = 1 ORDER BY k) AS q GROUP BY u) AS s;
RESET enable_sort;
-- text and varchar are cast in an assignment, what is no card or tree is refused as ever
CREATE TABLE card_typed.cast_to (card dx.card, tree dx.tree);
INSERT INTO card_typed.cast_to SELECT dx.set_result(tree, dx.card(tree, '1.1', '5') OVER (), '2.1', 20)::text, tree::json::text FROM card_typed.tree;
INSERT INTO card_typed.cast_to SELECT card::text::varchar, tree::json::text::varchar FROM card_typed.cast_to;
SELECT count(*) AS rows, count(DISTINCT card) AS cards, count(DISTINCT tree::json::text) AS trees FROM card_typed.cast_to;
INSERT INTO card_typed.cast_to (card) SELECT 'x'::text;
\echo :LAST_ERROR_SQLSTATE
INSERT INTO card_typed.cast_to (tree) SELECT '{}'::varchar;
\echo :LAST_ERROR_SQLSTATE
-- and nothing else becomes a card by itself
-- (the hint is the server's own, and not the same in every release)
\set VERBOSITY terse
SELECT dx.points(tree, card::text) FROM card_typed.cast_to;
\set VERBOSITY default

-- an array where one code is possible too comes as text
PREPARE nodes AS SELECT dx.points(tree, card, $1) AS points FROM card_typed.cast_to LIMIT 1;
EXECUTE nodes('1.1');
EXECUTE nodes('{1.1,2.1}');
\echo :LAST_ERROR_SQLSTATE
PREPARE nodes_cast AS SELECT dx.points(tree, card, $1::text[]) AS points FROM card_typed.cast_to LIMIT 1;
EXECUTE nodes_cast('{1.1,2.1}');
SELECT '{1'::dx.code;

SET client_min_messages = warning;
DROP SCHEMA card_typed CASCADE;
