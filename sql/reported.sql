-- SPDX-License-Identifier: PostgreSQL
-- Needs of people who score, grade and rank for a living, as they were reported,
-- with what they expect; the features have tests of their own.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- nodes: a tree, its answers, the points or, where they are of no interest, the ratio
CREATE FUNCTION pg_temp.points(tree jsonb, answers jsonb) RETURNS float8 LANGUAGE sql AS $$SELECT dx.points(tree::text::dx.tree, dx.card_of_json(tree::text::dx.tree, answers))$$;
SELECT reported, expected, pg_temp.points(tree::jsonb, answers::jsonb) AS points FROM (VALUES
	('G1 a cap of bonus items', 55, '[{"code": "1", "max": 50, "rule": "linear(0, 50)"}, {"code": "2", "max": 5, "cap": true, "bonus": true}, {"code": "2.1", "max": 4, "rule": "linear(0, 4)"}, {"code": "2.2", "max": 4, "rule": "linear(0, 4)"}]', '{"1": 50, "2.1": 4, "2.2": 4}'),
	('G1 a cap of a category', 35, '[{"code": "1", "cap": 35}, {"code": "1.1", "max": 25, "rule": "linear(0, 25)"}, {"code": "1.2", "max": 16, "rule": "linear(0, 16)"}]', '{"1.1": 25, "1.2": 16}'),
	('G2 not below 0', 0, '[{"code": "", "floor": 0}, {"code": "1", "max": 6, "rule": "linear(0, 6)"}, {"code": "3", "max": -9, "rule": "linear(0, 6)"}]', '{"1": 1, "3": 3}'),
	('G4 nothing below 60 of 100', 0, '[{"code": "1", "threshold": "60p"}, {"code": "1.1", "max": 60, "rule": "linear(0, 60)"}, {"code": "1.2", "max": 40, "rule": "linear(0, 40)"}]', '{"1.1": 40, "1.2": 15}'),
	('G5 counts from 22 points of another on', 20, '[{"code": "1", "max": 30, "rule": "linear(0, 30)"}, {"code": "2", "max": 20, "rule": "linear(0, 20)", "needs": {"1": "22p"}}]', '{"1": 20, "2": 17}'),
	('G5', 39, '[{"code": "1", "max": 30, "rule": "linear(0, 30)"}, {"code": "2", "max": 20, "rule": "linear(0, 20)", "needs": {"1": "22p"}}]', '{"1": 22, "2": 17}'),
	('G8 the best five of seven', 16.4, '[{"code": "", "method": "best(5)", "max": 20}, {"code": "1", "rule": "linear(0, 20)"}, {"code": "2", "rule": "linear(0, 20)"}, {"code": "3", "rule": "linear(0, 20)"}, {"code": "4", "rule": "linear(0, 20)"}, {"code": "5", "rule": "linear(0, 20)"}, {"code": "6", "rule": "linear(0, 20)"}, {"code": "7", "rule": "linear(0, 20)"}]',
		'{"1": 12, "2": 20, "3": 4, "4": 16, "5": 16, "6": 0, "7": 18}'),
	('G10 points in quarters', 2.25, '[{"code": "", "round_to": 0.25}, {"code": "1", "max": 10, "rule": "linear(0, 10)"}]', '{"1": 2.13}'),
	('U10 ten points, or six', 6, '[{"code": "", "method": "alternatives"}, {"code": "1", "max": 10, "rule": "yesno"}, {"code": "2", "max": 6, "rule": "yesno"}]', '{"1": 0, "2": 1}')) AS v(reported, expected, tree, answers);
-- G11: a weight that is blank is 1, not a share of what is left to 100
SELECT code, dx.points(tree, dx.card_of_json(tree, jsonb_build_object(code, 100))) AS points, effective_weight FROM (SELECT '[{"code": "", "method": "mean", "missing": "zero"}, {"code": "1", "rule": "percent", "weight": 50}, {"code": "2", "rule": "percent", "weight": null}, {"code": "3", "rule": "percent"}]'::dx.tree) AS t(tree),
	LATERAL dx.nodes(tree) WHERE is_criterion;

-- grades and ranks: a pillar below a half (G6), keys that break ties (G9), shares of the best (U9), thirds (U8)
SELECT dx.grade_card(tree, dx.card_of_json(tree, '{"1": 100, "2": 100, "3": 40}'), 'Tốt:0.8 [each >= 0.5], Khá:0.65, Yếu:0') AS "G6: Khá"
FROM (SELECT '[{"code": "1", "max": 50, "rule": "percent"}, {"code": "2", "max": 30, "rule": "percent"}, {"code": "3", "max": 20, "rule": "percent"}]'::dx.tree) AS t(tree);
SELECT string_agg(u || rank, ' ' ORDER BY u) AS "G9: a2 b1 c2 d4" FROM (SELECT u, dx.rank_by_keys(ARRAY[t, p]) OVER () AS rank FROM (VALUES ('a', 80::float8, 40::float8), ('b', 80, 45), ('c', 80, 40), ('d', 70, 50)) AS v(u, t, p)) AS r;
SELECT string_agg(share::text, ' ' ORDER BY x) AS "U9: 0.5 0.75 1" FROM (SELECT x, dx.share_of_best(x) OVER () AS share FROM (VALUES (50), (75), (100)) AS v(x)) AS r;
SELECT dx.grade(0.5, 'not poor:0, poor:1/3') AS "U8: poor";

-- answers
SELECT reported, expected, dx.answer(rule, typed) AS answer, dx.attainment(rule, dx.answer(rule, typed)) AS attainment FROM (VALUES
	('U1 over-fulfilled', 105, 'target(100%)', '105/100'), ('U1', 105, 'target(100%)', '105%'),
	('U2 steps of a percentage', 90, 'steps(50%:0.5, 80%:1)', '45/50'), ('U2', 87.5, 'steps(50%:0.5, 80%:1)', '87,5%'),
	('U3 decomposed letters', 1, 'choice(Tốt:1, Đạt:0.5)', normalize('Tốt', NFD)), ('U3', 1, 'yesno', normalize('có', NFD)),
	('U4 three decimals', 98.567, 'percent', '98,567')) AS v(reported, expected, rule, typed);
-- rules: from a threshold on in proportion (G7), a log scale (G12), counts (U12)
SELECT 2 * dx.attainment(t.rule, 79.9999999995) AS "G7: 0", 2 * dx.attainment(t.rule, 80) AS "1.6", next_result AS "80", next_points AS "of 2: 1.6"
FROM (SELECT 'curve(80%:0, 80%:0.8, 100%:1)'::dx.rule, dx.tree('1', NULL, 2, 'curve(80%:0, 80%:0.8, 100%:1)')) AS t(rule, tree), dx.breakdown(tree, dx.card_of_json(tree, '{"1": 70}')) WHERE is_criterion;
SELECT r, dx.attainment('log(100, 75000)', r) AS "G12" FROM unnest('{50,100,750,7500,75000,90000}'::float8[]) AS r;
SELECT points AS "U12", next_result AS "2", full_result AS "0" FROM (SELECT dx.tree('1', NULL, 6, 'steps(0:6p, 1:5p, 2:3p, 3:0) whole')) AS t(tree), dx.breakdown(tree, dx.card_of_json(tree, '{"1": 3}')) WHERE is_criterion;
-- U6: not applicable in words is the state na of a card
SELECT dx.result_state(tree, card, '1') AS "U6: na", dx.max_points(tree, card) AS "10" FROM (SELECT tree, dx.card(tree, code, typed) AS card FROM (SELECT dx.tree(code, NULL, 10, 'yesno') FROM (VALUES ('1'), ('2')) AS n(code)) AS t(tree),
	(VALUES ('1', 'Không áp dụng'), ('2', 'có')) AS v(code, typed) GROUP BY tree) AS c;
-- U7: varchar goes into a column of rules
CREATE TEMP TABLE rules (r dx.rule);
INSERT INTO rules SELECT 'percent'::varchar(20);
TABLE rules;

-- codes: numbers inside labels by value (U11); what cannot be seen is refused (U14)
SELECT string_agg(code, ' ' ORDER BY code::dx.code) AS "U11" FROM unnest('{SDG10,SDG2,SDG1,TC10,TC2}'::text[]) AS code;
CREATE FUNCTION pg_temp.failure(q text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE q;
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT what, pg_temp.failure(format('SELECT %L::dx.code', said)) AS "U14" FROM (VALUES ('no-break space', U&'\00a01.2'), ('byte order mark', U&'\feff1.2'), ('zero width', U&'1\200b.2')) AS v(what, said);

-- rows of a spreadsheet (U5): empty ones at its end are nothing, a total row is one root too many
SELECT string_agg(code::text, ',') AS "U5: ,1,2" FROM (SELECT dx.tree(code, name, max, rule) FROM (VALUES ('', 'Bộ chỉ số', NULL::float8, NULL), ('1', 'a', 5, 'percent'), ('2', 'b', 5, 'percent'), (NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL)) AS n(code, name, max, rule)) AS t(tree), dx.nodes(tree);
SELECT pg_temp.failure(format('SELECT dx.tree(code, name, max, rule) FROM (VALUES (%L, %L, NULL::float8, NULL), (%L, %L, 5, %L), (%s, %L, 10, NULL)) AS n(code, name, max, rule)', '', 'Bộ chỉ số', '1', 'a', 'percent', total, 'Tổng')) AS "U5"
FROM unnest(ARRAY['NULL', '''''']) AS total;
