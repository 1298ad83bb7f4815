-- SPDX-License-Identifier: PostgreSQL
-- Cards: filling them in, reading and changing results, and what is refused.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
-- comparisons need their operators; nothing else here is looked up
SET search_path = 'dx';
CREATE SCHEMA card_test;

CREATE TABLE card_test.tree AS SELECT '[
	{"code": "", "name": "Bo chi so"},
	{"code": "1", "name": "Chinh quyen so"},
	{"code": "1.1", "name": "Van ban dien tu", "max": 10, "rule": "percent"},
	{"code": "1.2", "name": "Hop", "max": 5, "rule": "yesno"},
	{"code": "1.10", "name": "Muc do", "max": 20, "rule": "choice(none:0, partly:1/2, full:1)"},
	{"code": "2", "name": "Kinh te so"},
	{"code": "2.1", "name": "Doanh thu", "max": 30, "rule": "points"},
	{"code": "2.2", "name": "Chua luong hoa", "max": 15},
	{"code": "2.3", "name": "Dan so", "rule": "unscored"},
	{"code": "2.4", "name": "Tru diem", "max": -5, "rule": "checklist(5)"}
]'::dx.tree AS tree;
SELECT ordinal, code, is_criterion, max_points, rule FROM card_test.tree, dx.nodes(tree) ORDER BY 1;

-- one row a result: by code, by text, by ordinal; in any order
CREATE TABLE card_test.answer (unit int, code dx.code, ordinal int, value float8, state text);
INSERT INTO card_test.answer VALUES
	(1, '1.1', 3, 87.5, NULL), (1, '1.2', 4, 1, 'result'), (1, '1.10', 5, 2, NULL), (1, '2.1', 7, 12.25, 'result'),
	(1, '2.2', 8, 7.5, 'points'), (1, '2.3', 9, -1234567.891, NULL), (1, '2.4', 10, NULL, NULL),
	(2, '1', 2, NULL, 'na'), (2, '2.1', 7, 0, NULL), (2, '2.4', 10, -2, 'points'),
	(3, '1.1', 3, NULL, 'points'), (3, '1.2', 4, NULL, 'missing'), (3, NULL, NULL, NULL, NULL),
	(4, '', 1, NULL, 'na');
CREATE TABLE card_test.card AS
	SELECT unit, dx.card(tree, code, value, state) AS card FROM card_test.answer, card_test.tree GROUP BY unit ORDER BY unit;
-- criteria 1.1 1.2 1.10 2.1 2.2 2.3 2.4; the fingerprint is that of the criteria
SELECT unit, substr(card::text, 33) AS card FROM card_test.card ORDER BY unit;
SELECT DISTINCT left(card::text, 32) AS fingerprint FROM card_test.card;
SELECT unit,
	dx.card(tree, code::text, value, state ORDER BY code DESC) = (SELECT card FROM card_test.card c WHERE c.unit = a.unit) AS by_text,
	dx.card(tree, ordinal, value, state ORDER BY value) = (SELECT card FROM card_test.card c WHERE c.unit = a.unit) AS by_ordinal
FROM card_test.answer a, card_test.tree WHERE code IS NOT NULL GROUP BY unit ORDER BY unit;
-- without states
SELECT substr(dx.card(tree, code, value)::text, 33) AS code, substr(dx.card(tree, code::text, value)::text, 33) AS text,
	substr(dx.card(tree, ordinal, value)::text, 33) AS ordinal
FROM card_test.answer, card_test.tree WHERE unit = 1 AND state IS DISTINCT FROM 'points';
-- literals, int and numeric columns need no cast
SELECT substr(dx.card(tree, c, v)::text, 33) AS card FROM card_test.tree, (VALUES ('1.1', 50), ('1.2', 1)) AS a(c, v);
SELECT substr(dx.card(tree, '1.1', 87.50::numeric)::text, 33) AS card FROM card_test.tree;
-- -0 is 0; a value of NULL says nothing, however often it is said
SELECT substr(dx.card(tree, c, v)::text, 33) AS card FROM card_test.tree, (VALUES ('2.1', '-0'::float8), ('2.3', '-0'), ('1.1', NULL), ('1.1', NULL)) AS a(c, v);
SELECT substr(dx.card(tree, c, v)::text, 33) AS card FROM card_test.tree, (VALUES ('1.1', 5::float8), ('1.1', NULL)) AS a(c, v);
-- na on the root in words and as NULL, on an inner code, beside a result
SELECT substr(dx.card(tree, NULL::text, NULL, 'na')::text, 33) AS root FROM card_test.tree;
SELECT substr(dx.card(tree, c, v, s)::text, 33) AS card FROM card_test.tree, (VALUES ('2', NULL::float8, 'na'), ('1.2', 0, NULL)) AS a(c, v, s);

-- a unit without answers has an empty card, from an outer join; no row has none
SELECT u.unit, substr(dx.card(t.tree, a.code, a.value, a.state)::text, 33) AS card
FROM (VALUES (3), (5)) AS u(unit) CROSS JOIN card_test.tree t LEFT JOIN card_test.answer a ON a.unit = u.unit GROUP BY u.unit ORDER BY 1;
SELECT dx.card(tree, code, value) IS NULL AS none FROM card_test.answer, card_test.tree WHERE false;
SELECT substr(dx.card(tree, ordinal, value)::text, 33) AS card FROM card_test.tree, (VALUES (NULL::int, NULL::float8)) AS a(ordinal, value);

-- reading single results
SELECT n.code, c.unit, dx.get_result(tree, card, n.code) AS result, dx.result_state(tree, card, n.code) AS state,
	dx.get_result(tree, card, n.code::text) IS NOT DISTINCT FROM dx.get_result(tree, card, n.code) AND
	dx.result_state(tree, card, n.code::text) = dx.result_state(tree, card, n.code) AS text_alike
FROM card_test.tree, dx.nodes(tree) n, card_test.card c WHERE n.is_criterion AND c.unit < 3 ORDER BY c.unit, n.ordinal;
SELECT r.* FROM card_test.tree, card_test.card, dx.results(tree, card) r WHERE unit = 1;
SELECT dx.get_result(tree, NULL, '1.1') AS result, dx.result_state(NULL, card, '1.1') AS state FROM card_test.tree, card_test.card WHERE unit = 1;

-- changing them: over what was there, to missing, a subtree to not applicable and back
SELECT substr(dx.set_result(tree, card, '1.1', 90)::text, 33) AS "90", substr(dx.set_result(tree, card, '1.1', 3, 'points')::text, 33) AS "3p",
	substr(dx.set_result(tree, card, '1.1', NULL)::text, 33) AS "NULL", substr(dx.set_result(tree, card, '1.1'::dx.code, NULL, 'missing')::text, 33) AS missing
FROM card_test.tree, card_test.card WHERE unit = 1;
SELECT substr(dx.set_result(tree, card, '2', NULL, 'na')::text, 33) AS na,
	substr(dx.set_result(tree, dx.set_result(tree, card, '2', NULL, 'na'), '2.1', 1)::text, 33) AS back,
	dx.set_result(tree, dx.set_result(tree, card, '1.1', 1), '1.1', 87.5) = card AS same
FROM card_test.tree, card_test.card WHERE unit = 1;
SELECT dx.set_result(tree, NULL, '1.1', 90) IS NULL AS nothing FROM card_test.tree;
SELECT dx.set_result(tree, card, NULL::text, 90) FROM card_test.tree, card_test.card WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE

-- merging
SELECT substr(dx.merge_cards(card)::text, 33) AS card FROM (SELECT dx.card(tree, code, value, state) AS card
	FROM card_test.answer, card_test.tree WHERE unit = 1 GROUP BY code) AS one_each;
SELECT dx.merge_cards(card) = (SELECT card FROM card_test.card WHERE unit = 1) AS same FROM (SELECT dx.card(tree, code, value, state) AS card
	FROM card_test.answer, card_test.tree WHERE unit = 1 GROUP BY code) AS one_each;
SELECT dx.merge_cards(card) IS NULL AS none FROM (VALUES (NULL::dx.card), (NULL)) AS c(card);
SELECT dx.merge_cards(card) = (SELECT card FROM card_test.card WHERE unit = 3) AS empty FROM card_test.card WHERE unit = 3;
SELECT dx.merge_cards(card) FROM card_test.card WHERE unit IN (1, 2);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.merge_cards(card) FROM (SELECT card FROM card_test.card WHERE unit = 1
	UNION ALL SELECT dx.card('[{"code": "a", "max": 1, "rule": "ratio"}]', 'a', 1)) AS c;
\echo :LAST_ERROR_SQLSTATE

-- ---- what is refused ----
CREATE VIEW card_test.t AS SELECT tree FROM card_test.tree;
-- a criterion that is not there: the nearest one as a hint
SELECT dx.card(tree, '1.11', 1) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.1.1'::dx.code, 1) FROM card_test.t;
SELECT dx.card(tree, 'xyz', 1) FROM card_test.t;
SELECT dx.card(tree, '1..1', 1) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.~'::dx.code, 1) FROM card_test.t;
SELECT dx.card(tree, 0, 1) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, 11, 1) FROM card_test.t;
SELECT dx.card(tree, NULL::int, 1) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
-- also where the value says nothing
SELECT dx.card(tree, '9', NULL) FROM card_test.t;
SELECT dx.get_result(tree, card, '9') FROM card_test.t, card_test.card;
SELECT dx.set_result(tree, card, '1.20', 1) FROM card_test.t, card_test.card;
-- a place that is no criterion
SELECT dx.card(tree, '1', 1) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, NULL::text, 1) FROM card_test.t;
SELECT dx.card(tree, 2, 1, 'points') FROM card_test.t;
SELECT dx.get_result(tree, card, '2') FROM card_test.t, card_test.card;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.result_state(tree, card, '') FROM card_test.t, card_test.card;
-- twice
SELECT dx.card(tree, c, v) FROM card_test.t, (VALUES ('1.1', 80), ('1.2', 1), ('1.1', 87.5)) AS a(c, v);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, c, v, s) FROM card_test.t, (VALUES ('2.2', 3, 'points'), ('2', NULL, 'na')) AS a(c, v, s);
SELECT dx.card(tree, c, v, s) FROM card_test.t, (VALUES ('2', NULL, 'na'), ('2.1', 20, 'result')) AS a(c, v, s);
SELECT dx.card(tree, c, v) FROM card_test.t, (VALUES ('1.1', 80), ('1.1', 80)) AS a(c, v);
-- outside of what the rule allows
SELECT dx.card(tree, '1.1', 100.5) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', -1e-9) FROM card_test.t;
SELECT dx.card(tree, '1.2', 2) FROM card_test.t;
SELECT dx.card(tree, '1.10', 0) FROM card_test.t;
SELECT dx.card(tree, '1.10', 1.5) FROM card_test.t;
SELECT dx.card(tree, '2.1', 30.5) FROM card_test.t;
SELECT dx.card(tree, '2.4', 6) FROM card_test.t;
SELECT dx.set_result(tree, card, '1.1', 101) FROM card_test.t, card_test.card WHERE unit = 1;
-- without a rule
SELECT dx.card(tree, '2.2', 3) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
-- awarded points
SELECT dx.card(tree, '1.1', 10.5, 'points') FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', -0.5, 'points') FROM card_test.t;
SELECT dx.card(tree, '2.4', 1, 'points') FROM card_test.t;
SELECT dx.card(tree, '2.4', -5.5, 'points') FROM card_test.t;
SELECT dx.card(tree, '2.3', 1, 'points') FROM card_test.t;
SELECT dx.card(tree, '1.1', 1e300, 'points') FROM card_test.t;
SELECT dx.card(tree, '1.1', 'NaN'::float8, 'points') FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
-- not a number, infinite
SELECT dx.card(tree, '1.1', 'NaN'::float8) FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '2.3', 'Infinity'::float8) FROM card_test.t;
SELECT dx.card(tree, '2.2', '-Infinity'::float8) FROM card_test.t;
-- states
SELECT dx.card(tree, '1.1', 5, 'na') FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', 5, 'missing') FROM card_test.t;
SELECT dx.card(tree, '1.1', 5, 'Points') FROM card_test.t;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(tree, '1.1', 5, '') FROM card_test.t;
-- no tree, two trees, a card of another tree
SELECT dx.card(NULL, '1.1', 5);
\echo :LAST_ERROR_SQLSTATE
SELECT dx.card(x::dx.tree, 'a', 1) FROM (VALUES ('[{"code": "a", "max": 1, "rule": "ratio"}]'), ('[{"code": "", "name": "another"}, {"code": "a", "max": 1, "rule": "yesno"}]')) AS v(x);
\echo :LAST_ERROR_SQLSTATE
CREATE VIEW card_test.other AS SELECT dx.card('[{"code": "a", "max": 1, "rule": "ratio"}]', 'a', 1) AS card;
SELECT dx.get_result(tree, card, '1.1') FROM card_test.t, card_test.other;
\echo :LAST_ERROR_SQLSTATE
SELECT r.* FROM card_test.t, card_test.other, dx.results(tree, card) r;
SELECT dx.set_result(tree, card, '1.1', 1) FROM card_test.t, card_test.other;
SELECT dx.card_accum(card, tree, '1.1', 1) FROM card_test.t, card_test.other;

-- weights, maxima and steps may change under a card; codes, rule kinds and choices may not
SELECT dx.points(dx.alter_tree(tree, '{"1.1": {"max": 100}}'), card, '1.1') AS points FROM card_test.t, card_test.card WHERE unit = 1;
SELECT dx.points(dx.alter_tree(tree, '{"1.1": {"rule": "ratio"}}'), card, '1.1') FROM card_test.t, card_test.card WHERE unit = 1;
SELECT dx.points(dx.alter_tree(tree, '{"1.10": {"rule": "choice(none:0, half:1/2, full:1)"}}'), card, '1.1') FROM card_test.t, card_test.card WHERE unit = 1;

-- ---- recast ----
CREATE TABLE card_test.next AS SELECT '[
	{"code": "1.1", "max": 12, "rule": "percent"},
	{"code": "1.3", "max": 5, "rule": "yesno"},
	{"code": "1.10", "max": 20, "rule": "choice(full:1, none:0, partly:0.4)"},
	{"code": "2.1", "max": 40, "rule": "linear(0, 30)"},
	{"code": "2.2", "max": 15, "rule": "percent"},
	{"code": "3", "max": 1, "rule": "yesno"}
]'::dx.tree AS tree;
-- by code: choices by their label, points like linear, awarded points; 1.2, 2.3, 2.4 are gone
SELECT c.unit, substr(dx.recast(c.card, o.tree, n.tree)::text, 33) AS card,
	substr(dx.recast(c.card, o.tree, n.tree, '{"1.2": "1.3", "2.1": null}')::text, 33) AS mapped
FROM card_test.card c, card_test.tree o, card_test.next n ORDER BY c.unit;
SELECT bool_and(dx.recast(card, tree, tree) = card) AS same FROM card_test.card, card_test.tree;
SELECT dx.recast(c.card, o.tree, n.tree, NULL) IS NULL AS nothing FROM card_test.card c, card_test.tree o, card_test.next n WHERE unit = 1;
PREPARE recast(jsonb) AS SELECT substr(dx.recast(c.card, o.tree, n.tree, $1)::text, 33) AS card
	FROM card_test.card c, card_test.tree o, card_test.next n WHERE unit = 1;
EXECUTE recast('{"1.2": "3"}');
EXECUTE recast('{"1.2": "1.1"}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE recast('{"2.2": "1.1"}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE recast('{"2.1": "2.2"}');
EXECUTE recast('{"1.2": "3", "1.1": null, "2.2": "1.1"}');
EXECUTE recast('{"2.2": "3"}');
EXECUTE recast('{"1.9": "3"}');
\echo :LAST_ERROR_SQLSTATE
EXECUTE recast('{"1.1": "1.4"}');
EXECUTE recast('{"1": "1.1"}');
EXECUTE recast('{"1.1": "1"}');
EXECUTE recast('{"1.1": 5}');
EXECUTE recast('["1.1"]');
\echo :LAST_ERROR_SQLSTATE
SELECT dx.recast(c.card, n.tree, o.tree) FROM card_test.card c, card_test.tree o, card_test.next n WHERE unit = 1;
SELECT dx.recast(c.card, o.tree, dx.alter_tree(o.tree, '{"1.10": {"rule": "choice(none:0, half:1/2, full:1)"}}')) FROM card_test.card c, card_test.tree o WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE
-- a card from text may hold a choice there is not
SELECT dx.recast((left(c.card::text, 33) || '_,_,4,_,_,_,_}')::dx.card, o.tree, n.tree) FROM card_test.card c, card_test.tree o, card_test.next n WHERE unit = 1;
SELECT dx.recast((left(c.card::text, 33) || '_,_,-1e18,_,_,_,_}')::dx.card, o.tree, n.tree) FROM card_test.card c, card_test.tree o, card_test.next n WHERE unit = 1;
\echo :LAST_ERROR_SQLSTATE
SELECT dx.points(o.tree, (left(c.card::text, 33) || '101,_,_,_,_,_,_}')::dx.card) FROM card_test.card c, card_test.tree o WHERE unit = 1;

-- ---- text ----
SELECT '00000000000000000000000000000000{ 87.50, _,na ,5p,-0,1e3}'::dx.card;
SELECT '00000000000000000000000000000000{}'::dx.card;
SELECT ''::dx.card;
\echo :LAST_ERROR_SQLSTATE
SELECT '0000000000000000000000000000000{1}'::dx.card;
SELECT '00000000000000000000000000000000{1'::dx.card;
SELECT '0000000000000000000000000000000g{1}'::dx.card;
SELECT '00000000000000000000000000000000{1,,2}'::dx.card;
\echo :LAST_ERROR_SQLSTATE
SELECT '00000000000000000000000000000000{1,NaN}'::dx.card;
SELECT '00000000000000000000000000000000{1e999}'::dx.card;
SELECT '00000000000000000000000000000000{8,5%}'::dx.card;
SELECT '00000000000000000000000000000000{1.2.3}'::dx.card;
SELECT ('00000000000000000000000000000000{' || repeat('9', 64) || '}')::dx.card;
SELECT ('00000000000000000000000000000000{' || repeat('9', 63) || ',p}')::dx.card;
SELECT ('00000000000000000000000000000000{' || repeat('_,', 65535) || '_}')::dx.card;
\echo :LAST_ERROR_SQLSTATE
-- every double comes back as it was
SELECT bool_and(float8send(dx.get_result(t, card, 'a')) = float8send(x) AND card = card::text::dx.card) AS same, count(*) AS of
FROM (SELECT t, x, dx.card(t, 'a', x) AS card
	FROM (SELECT '[{"code": "a", "rule": "unscored"}, {"code": "b", "max": 1, "rule": "ratio"}]'::dx.tree AS t) AS t,
	(VALUES (5e-324::float8), (1.7976931348623157e308), (-1.7976931348623157e308), (1.0 / 3), (0.1 + 0.2), (9007199254740993),
		(123456789.12345679), (1e22), (1e23), (2.2250738585072014e-308), (-16383.99), (0), (9999999999999.998), (-9999999999999.998)) AS v(x)
	GROUP BY t, x) AS c;
SELECT bool_and(card = card::text::dx.card) AS same FROM card_test.card;

-- ---- binary: what comes in is checked like text ----
CREATE TABLE card_test.copied (unit int, card dx.card);
\copy card_test.card TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.copied FROM 'results/card_copy' WITH (FORMAT binary)
SELECT count(*) AS same FROM card_test.copied JOIN card_test.card USING (unit, card);
-- bytea has the bytes of whatever one likes on the wire: a card of one criterion, 87.5, and what is none
CREATE TABLE card_test.received (card dx.card);
\copy (SELECT '\x010001000123456789abcdef0123456789abcdef6b43'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
SELECT card FROM card_test.received;
\copy (SELECT ''::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000123456789abcdef0123456789abcdef6b'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000123456789abcdef0123456789abcdef6b4300'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x020001000123456789abcdef0123456789abcdef6b43'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x01000100000000000000000000000000000000006643'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000001c0'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x0100010000000000000000000000000000000000ffff'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\set VERBOSITY sqlstate
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\set VERBOSITY default
-- long numbers: reserved bits, more than 17 digits, exponents out of range, infinite, and every way not to be canonical
\set VERBOSITY terse
\copy (SELECT '\x010001000000000000000000000000000000000000e70000ffffffffffffff7f'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e06ffe01'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e770feffff895d78456301'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e001000a'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e0050000'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000f100000100'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e8000000'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000f0000000'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e101006b03'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e08f0101'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e0440103'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e0440102'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x010001000000000000000000000000000000000000e0910101'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\copy (SELECT '\x01010100000000000000000000000000000000006b43'::bytea) TO 'results/card_copy' WITH (FORMAT binary)
\copy card_test.received FROM 'results/card_copy' WITH (FORMAT binary)
\set VERBOSITY default
SELECT count(*) AS received, max(card::text) AS last FROM card_test.received;

-- ---- order, hash, index ----
SELECT card = card AS eq, card <> card AS ne, card < card AS lt, card <= card AS le, card > card AS gt, card >= card AS ge FROM card_test.card WHERE unit = 1;
SELECT a.card OPERATOR(dx.=) b.card AS eq, a.card OPERATOR(dx.<) b.card <> (a.card OPERATOR(dx.>) b.card) AS one_way,
	dx.card_cmp(a.card, b.card) = -dx.card_cmp(b.card, a.card) AS antisymmetric, dx.card_hash(a.card) = dx.card_hash(b.card) AS hash
FROM card_test.card a, card_test.card b WHERE a.unit = 1 AND b.unit = 2;
SELECT count(DISTINCT card) AS cards, count(*) AS of FROM (SELECT card FROM card_test.card UNION ALL SELECT card::text::dx.card FROM card_test.card) AS c;
SET enable_hashagg = off;
SELECT count(*) AS cards FROM (SELECT card FROM card_test.card UNION SELECT card::text::dx.card FROM card_test.card) AS c;
RESET enable_hashagg;
SET enable_sort = off;
SELECT count(*) AS cards FROM (SELECT card FROM card_test.card UNION SELECT card::text::dx.card FROM card_test.card) AS c;
RESET enable_sort;
CREATE UNIQUE INDEX card_unique ON card_test.card (card);
\set VERBOSITY terse
INSERT INTO card_test.card SELECT 9, card FROM card_test.card WHERE unit = 1;
\set VERBOSITY default
\echo :LAST_ERROR_SQLSTATE
CREATE INDEX card_hash ON card_test.card USING hash (card);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT unit FROM card_test.card WHERE card = (SELECT card FROM card_test.card WHERE unit = 2);
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT count(*) AS matched FROM card_test.card a JOIN card_test.card b USING (card);

-- ---- aggregate results elsewhere in a query ----
SELECT unit FROM card_test.answer, card_test.tree GROUP BY unit
	HAVING dx.card(tree, code, value, state) = (SELECT card FROM card_test.card WHERE unit = 2);
SELECT DISTINCT dx.card(tree, code, value, state) = c.card AS same FROM card_test.answer a JOIN card_test.card c USING (unit), card_test.tree GROUP BY unit, c.card;
SELECT array_agg(unit) = (SELECT array_agg(unit ORDER BY card) FROM card_test.card) AS ordered FROM
	(SELECT unit FROM card_test.answer, card_test.tree GROUP BY unit ORDER BY dx.card(tree, code, value, state)) AS o;
SELECT unit, substr((dx.card(tree, code, value, state) FILTER (WHERE state IS NULL))::text, 33) AS filtered FROM card_test.answer, card_test.tree GROUP BY unit ORDER BY unit;
SELECT unit, substr(dx.card(tree, code, value, state)::text, 33) AS card FROM card_test.answer, card_test.tree WHERE unit < 3
	GROUP BY GROUPING SETS ((unit), (unit, code)) HAVING grouping(code) = 1 ORDER BY unit;
-- a card growing row by row; a frame that slides
SELECT code, substr((dx.card(tree, code, value, state) OVER (ORDER BY ordinal))::text, 33) AS running,
	substr((dx.card(tree, code, value, state) OVER (ORDER BY ordinal ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))::text, 33) AS sliding,
	(dx.card(tree, code, value, state) OVER ()) = (SELECT card FROM card_test.card WHERE unit = 1) AS whole
FROM card_test.answer, card_test.tree WHERE unit = 1 ORDER BY ordinal;

-- an aggregate of one's own, without a final function, stores canonical bytes
CREATE AGGREGATE card_test.my_card(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card);
CREATE AGGREGATE card_test.my_merge(dx.card) (SFUNC = dx.card_combine, STYPE = dx.card);
CREATE TABLE card_test.mine AS SELECT unit, card_test.my_card(tree, code::text, value) AS card, dx.card(tree, code::text, value) AS plain
	FROM card_test.answer, card_test.tree WHERE state IS NULL GROUP BY unit;
SELECT unit, card = plain AS equal, dx.card_send(card) = dx.card_send(plain) AS bytes, pg_column_size(card) = pg_column_size(plain) AS size FROM card_test.mine ORDER BY unit;
SELECT unit, (card_test.my_card(tree, code::text, value) OVER w) = (dx.card(tree, code::text, value) OVER w) AS same
	FROM card_test.answer, card_test.tree WHERE state IS NULL AND unit < 3 WINDOW w AS (PARTITION BY unit ORDER BY ordinal) ORDER BY unit;
SELECT card_test.my_merge(card) = dx.merge_cards(card) AS same FROM card_test.card WHERE unit IN (2, 3);

-- states in variables: each call leaves its argument alone
CREATE FUNCTION card_test.loop() RETURNS text LANGUAGE plpgsql SET search_path = 'dx' AS $$
DECLARE
	t dx.tree := (SELECT tree FROM card_test.tree);
	c dx.card; before dx.card; left_half dx.card; right_half dx.card; joined dx.card; again dx.card;
	r record;
BEGIN
	FOR r IN SELECT code, ordinal, value, state FROM card_test.answer WHERE unit = 1 ORDER BY ordinal LOOP
		before := c;
		c := dx.card_accum(c, t, r.code, r.value, r.state);
		IF r.value IS NOT NULL AND before = c THEN RAISE 'changed in place'; END IF;
		IF r.ordinal < 6 THEN left_half := dx.card_accum(left_half, t, r.ordinal, r.value, r.state);
		ELSE right_half := dx.card_accum(right_half, t, r.code::text, r.value, r.state); END IF;
	END LOOP;
	joined := dx.card_combine(left_half, right_half);
	again := dx.card_combine(right_half, left_half);
	IF dx.card_combine(NULL, c) <> c OR dx.card_combine(c, NULL) <> c OR dx.card_combine(NULL, NULL) IS NOT NULL OR joined <> again THEN RAISE 'combine'; END IF;
	RETURN format('%s %s %s', substr(left_half::text, 33), substr(right_half::text, 33), joined = c AND c = (SELECT card FROM card_test.card WHERE unit = 1));
END $$;
SELECT card_test.loop();
SELECT card_test.loop() = card_test.loop() AS twice;

-- a cursor over an aggregate, kept after the transaction
BEGIN;
DECLARE held CURSOR WITH HOLD FOR SELECT unit, dx.card(tree, code, value, state) AS card FROM card_test.answer, card_test.tree GROUP BY unit ORDER BY unit;
COMMIT;
DELETE FROM card_test.answer WHERE unit = 4;
FETCH 1 FROM held;
FETCH 1 FROM held;
CLOSE held;

SET client_min_messages = warning;
DROP SCHEMA card_test CASCADE;
