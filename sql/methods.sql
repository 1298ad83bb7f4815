-- SPDX-License-Identifier: PostgreSQL
-- Methods that choose: alternatives and the best n. And what a method would
-- have to ignore is refused.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
CREATE SCHEMA methods_test;

-- "hoặc": two ways to 10 and to 6 points
CREATE TABLE methods_test.either AS SELECT dx.tree(code, NULL, max, rule, options::jsonb) AS tree FROM (VALUES
	('1', NULL::float8, NULL, '{"method": "alternatives"}'), ('1.1', 10, 'percent', NULL), ('1.2', 6, 'percent', NULL), ('1.3', 3, 'percent', NULL), ('2', 90, 'percent', NULL)) AS n(code, max, rule, options);
SELECT code, max_points, method, missing, effective_weight FROM methods_test.either, dx.nodes(tree);
SELECT tree, tree::text::dx.tree::text = tree::text AS same FROM methods_test.either;
CREATE TABLE methods_test.answers (unit text, code text, value float8, state text);
INSERT INTO methods_test.answers VALUES ('second is more', '1.1', 50, NULL), ('second is more', '1.2', 100, NULL), ('equal', '1.1', 30, NULL), ('equal', '1.2', 50, NULL), ('equal', '1.3', 100, NULL),
	('one is answered', '1.3', 50, NULL), ('the greatest does not apply', '1.1', NULL, 'na'), ('the greatest does not apply', '1.2', 75, NULL),
	('one applies, unanswered', '1.1', NULL, 'na'), ('one applies, unanswered', '1.3', NULL, 'na'), ('none applies', '1', NULL, 'na'), ('none is answered', '2', 50, NULL);
CREATE VIEW methods_test.cards AS SELECT unit, tree, dx.card(tree, code, value, state) AS card FROM methods_test.either, methods_test.answers GROUP BY unit, tree;
SELECT unit, b.code, points, max_points, ratio, answered, applicable, lost, contribution FROM methods_test.cards, dx.breakdown(tree, card) AS b WHERE b.depth < 2 OR b.code::text ~ '^1' ORDER BY unit, b.code;
-- contributions add up
SELECT unit, dx.points(tree, card) AS points, (SELECT sum(contribution) FROM dx.breakdown(tree, card) WHERE is_criterion) AS contributions FROM methods_test.cards ORDER BY unit;
-- without zero a node that nobody answers has no value; under any policy one answer is enough
SELECT policy, unit, dx.points(what_if, card, '1'), dx.points(what_if, card) AS total FROM methods_test.cards, unnest(ARRAY['zero', 'skip', 'strict']) AS policy,
	LATERAL (SELECT dx.alter_tree(tree, format('{"1": {"missing": "%s"}}', policy)::jsonb) AS what_if) w WHERE unit IN ('one is answered', 'none is answered', 'one applies, unanswered') ORDER BY 2, 1;
-- points are compared exactly: three thirds of 10 are 10, and the first of equal ones counts
SELECT code, points, contribution FROM (SELECT dx.tree(code, NULL, max, rule, options::jsonb) AS tree FROM (VALUES ('', NULL::float8, NULL, '{"method": "alternatives"}'),
	('1', NULL, NULL, '{"method": "sum"}'), ('1.1', 10, 'linear(0, 3)', NULL), ('1.2', 10, 'linear(0, 3)', NULL), ('1.3', 10, 'linear(0, 3)', NULL), ('2', 20, 'percent', NULL)) AS n(code, max, rule, options)) t,
	LATERAL (SELECT dx.card(tree, c, v) AS card FROM (VALUES ('1.1', 1::float8), ('1.2', 1), ('1.3', 1), ('2', 50)) a(c, v)) c, dx.breakdown(tree, card);
-- nothing is known of what was written away: the stated maximum holds
SELECT dx.max_points(tree, card), dx.max_points(tree, dx.set_result(tree, card, '1', NULL, 'na')) AS of_the_other FROM (SELECT '[{"method": "alternatives", "max": 0.333333333333}, {"code": "1", "max": "1/3", "rule": "percent"}, {"code": "2", "max": 0.25, "rule": "percent"}]'::dx.tree AS tree) t,
	LATERAL (SELECT dx.card(tree, code, 50) AS card FROM (VALUES ('1')) a(code)) c;

-- best 5 of 7, the lowest two dropped (G8)
CREATE TABLE methods_test.best AS SELECT dx.tree(code, NULL, max, rule, options::jsonb) AS tree FROM (
	SELECT '' AS code, 10::float8 AS max, NULL AS rule, '{"method": "best(5)"}' AS options UNION ALL SELECT i::text, 20, 'points', NULL FROM generate_series(1, 7) AS i) AS n;
SELECT code, max_points, method, missing, round(effective_weight::numeric, 4) AS effective FROM methods_test.best, dx.nodes(tree) WHERE ordinal < 4;
SELECT tree::text::dx.tree::text = tree::text AS same, dx.alter_tree(tree, '{}')::text = tree::text AS unaltered FROM methods_test.best;
CREATE TABLE methods_test.marks (unit text, marks float8[]);
INSERT INTO methods_test.marks VALUES ('all seven', '{12, 20, 4, 16, 16, 0, 18}'), ('five', '{12, 20, NULL, 16, 16, NULL, 18}'), ('three', '{12, 20, NULL, NULL, NULL, NULL, 16}'), ('equal at the edge', '{10, 10, 10, 10, 10, 10, 20}'), ('none', '{NULL}');
CREATE VIEW methods_test.best_cards AS SELECT unit, tree, dx.card(tree, i::int, value) AS card FROM methods_test.best, methods_test.marks, unnest(marks) WITH ORDINALITY AS m(value, n), LATERAL (SELECT n + 1 AS i) o GROUP BY unit, tree;
SELECT unit, dx.points(tree, card), dx.ratio(tree, card), dx.coverage(tree, card), b.answered, b.applicable, b.contributions, b.sum FROM methods_test.best_cards,
	LATERAL (SELECT max(answered) AS answered, max(applicable) AS applicable, array_agg(trim_scale(contribution)) FILTER (WHERE depth > 0) AS contributions, trim_scale(sum(contribution) FILTER (WHERE depth > 0)) AS sum FROM dx.breakdown(tree, card)) b ORDER BY unit;
SELECT policy, unit, dx.points(dx.alter_tree(tree, format('{"": {"missing": "%s"}}', policy)::jsonb), card) AS points FROM methods_test.best_cards, unnest(ARRAY['skip', 'strict', 'zero']) AS policy WHERE unit IN ('three', 'five') ORDER BY 2, 1;
-- of four that apply all four count, also where one is missing
SELECT answered, applicable, ratio FROM methods_test.best, LATERAL (SELECT dx.card(tree, c, v, s) AS card FROM (VALUES ('1', NULL::float8, 'na'), ('2', NULL, 'na'), ('3', NULL, 'na'), ('4', 20, NULL), ('5', 10, NULL), ('6', 10, NULL)) a(c, v, s)) c, dx.breakdown(tree, card) WHERE depth = 0;
-- min_coverage asks among those that count
SELECT dx.points(dx.alter_tree(tree, '{"": {"min_coverage": "3/5"}}'), card) AS three_fifths, dx.points(dx.alter_tree(tree, '{"": {"min_coverage": 0.61}}'), card) AS more FROM methods_test.best_cards WHERE unit = 'three';

-- rows, cards, states that travel: the same
SELECT unit, dx.score(tree, code, value, state) = dx.points(tree, dx.card(tree, code, value, state)) AS same, dx.score_final(dx.score_combine(NULL, dx.score_accum(NULL, tree, '1.1', 80::float8)::text::dx.tally)) AS from_text
FROM methods_test.either, methods_test.answers GROUP BY unit, tree ORDER BY unit;
SELECT dx.score_final(dx.score_combine(dx.score_accum(NULL, tree, '1', 20::float8)::text::dx.tally, dx.score_accum(NULL, tree, '2', 10::float8)::text::dx.tally)) AS two_of_five FROM methods_test.best;
-- what-if, parts, differences, other sets
SELECT code, change, field, old_value, new_value FROM methods_test.either, LATERAL (SELECT dx.alter_tree(tree, '{"1": {"method": "best(2)"}, "1.1": {"max": null}}') AS what_if) w, dx.tree_diff(tree, what_if) ORDER BY 1, 3;
SELECT dx.subtree(tree, '1') FROM methods_test.either;
SELECT dx.points(new, dx.recast(card, tree, new, '{"1.1": "1.A", "1.2": "1.B", "1.3": "1.C"}')) AS recast, dx.points(tree, card) FROM methods_test.cards,
	(SELECT '[{"code": "1", "method": "alternatives"}, {"code": "1.A", "max": 10, "rule": "percent"}, {"code": "1.B", "max": 6, "rule": "percent"}, {"code": "1.C", "max": 3, "rule": "percent"}, {"code": "2", "max": 90, "rule": "percent"}]'::dx.tree AS new) n WHERE unit = 'second is more';
-- sets of nodes
SELECT dx.points(tree, card, ARRAY['1', '2']::dx.code[]) AS points, dx.max_points(tree, card, ARRAY['1', '2']::dx.code[]) AS of, dx.points(tree, card, ARRAY['1.1', '1.2']::dx.code[]) AS both_ways FROM methods_test.cards WHERE unit = 'second is more';
-- draws and pairs: alternatives are compared by what is made of them
SELECT unit, dx.rank_interval(tree, card, 200, 0.9, 0.9, 7) OVER () AS places, dx.copeland(tree, card, '', 'criteria') OVER () AS copeland FROM methods_test.cards WHERE unit IN ('second is more', 'equal', 'one is answered') ORDER BY unit;
SELECT unit, dx.rank_interval(tree, card, 200, 0.5, 0.9, 7) OVER () AS places FROM methods_test.best_cards ORDER BY unit;

-- refused
CREATE FUNCTION methods_test.refused(specs text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE detail text; hint text; state text; message text;
BEGIN
	PERFORM specs::dx.tree;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, state = RETURNED_SQLSTATE;
	RETURN concat_ws(E'\n', state || ' ' || message, NULLIF(detail, ''), NULLIF(hint, ''));
END $$;
SELECT what, methods_test.refused(specs) FROM (VALUES
	('best(0)', '[{"method": "best(0)"}, {"code": "1", "rule": "percent"}]'),
	('best(1.5)', '[{"method": "best(1.5)"}, {"code": "1", "rule": "percent"}]'),
	('best(65536)', '[{"method": "best(65536)"}, {"code": "1", "rule": "percent"}]'),
	('best', '[{"method": "best"}, {"code": "1", "rule": "percent"}]'),
	('alternatives(2)', '[{"method": "alternatives(2)"}, {"code": "1", "rule": "percent"}]'),
	('more than there are', '[{"method": "best(3)"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}, {"code": "3", "rule": "unscored"}]'),
	('inherited by few', '[{"method": "best(2)"}, {"code": "1"}, {"code": "1.1", "rule": "percent"}, {"code": "2", "rule": "percent"}]'),
	('a weight', '[{"method": "best(1)"}, {"code": "1", "weight": 2, "rule": "percent"}, {"code": "2", "rule": "percent"}]'),
	('a weight of 0', '[{"method": "best(1)"}, {"code": "1", "weight": 0, "rule": "percent"}, {"code": "2", "rule": "percent"}]'),
	('another maximum', '[{"code": "1", "method": "alternatives", "max": 16}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "max": 6, "rule": "percent"}]'),
	('a bonus among alternatives', '[{"method": "alternatives"}, {"code": "1", "max": 10, "rule": "percent"}, {"code": "2", "max": 6, "bonus": true, "rule": "percent"}]'),
	('a penalty beneath', '[{"method": "alternatives"}, {"code": "1", "method": "sum"}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "max": -6, "rule": "percent"}]'),
	('a penalty beneath best', '[{"method": "best(1)"}, {"code": "1", "method": "sum"}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "max": -6, "rule": "percent"}]'),
	('an alternative without maximum', '[{"method": "alternatives"}, {"code": "1", "rule": "percent"}]')) AS r(what, specs);
-- U10: the greatest and the least of ratios would ignore that 6 is less than 10
SELECT what, methods_test.refused(specs) FROM (VALUES
	('max', '[{"code": "1", "method": "max", "max": 10}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "max": 6, "rule": "percent"}]'),
	('min', '[{"code": "1", "method": "min", "max": 10}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "1.2", "rule": "percent"}]'),
	('means', '[{"method": "max"}, {"code": "1", "method": "mean", "max": 10}, {"code": "1.1", "rule": "percent"}, {"code": "2", "method": "mean", "max": 6}, {"code": "2.1", "rule": "percent"}]'),
	('sums', '[{"method": "max"}, {"code": "1", "method": "sum"}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "2", "method": "sum"}, {"code": "2.1", "max": 6, "rule": "percent"}]'),
	('a veto', '[{"method": "min", "max": 10}, {"code": "1", "method": "sum"}, {"code": "1.1", "max": 10, "rule": "percent"}, {"code": "2", "rule": "yesno"}]'),
	('one without weight', '[{"method": "max"}, {"code": "1", "max": 10, "rule": "percent"}, {"code": "2", "max": 6, "weight": 0, "rule": "percent"}]'),
	('unscored', '[{"method": "max"}, {"code": "1", "max": 10, "rule": "percent"}, {"code": "2", "rule": "unscored"}]'),
	('averages', '[{"method": "mean"}, {"code": "1", "max": 10, "rule": "points"}, {"code": "2", "max": 4, "rule": "points"}]')) AS r(what, specs);
SELECT dx.score(tree, '1.2', 100) AS "6" FROM methods_test.either;
SELECT dx.alter_tree(tree, '{"1": {"method": "max"}}') FROM methods_test.either;
SET client_min_messages = warning;
DROP SCHEMA methods_test CASCADE;

-- answers beneath a node that weighs nothing are counted under alternatives as anywhere else: 2 of 3
SELECT b.code, b.state, b.answered, b.applicable, b.coverage
FROM (SELECT tree, dx.card(tree, code, 50) FROM (SELECT '[{"code": "", "method": "alternatives"}, {"code": "1", "method": "min", "max": 10}, {"code": "1.1", "method": "sum", "weight": 0},
		{"code": "1.1.1", "max": 5, "rule": "percent"}, {"code": "1.1.2", "max": 5, "rule": "percent"}, {"code": "2", "max": 10, "rule": "percent"}]'::dx.tree AS tree) AS t,
	(VALUES ('1.1.1'), ('2')) AS r(code) GROUP BY tree) AS c, dx.breakdown(tree, card) AS b WHERE NOT b.is_criterion;
