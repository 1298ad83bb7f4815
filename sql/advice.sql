-- SPDX-License-Identifier: PostgreSQL
-- Rules in words (dx.rule_text), and what would move a unit up.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- A rule with its points; the maximum may be a penalty's, 0 or unknown.
SELECT r.rule, r.max, dx.rule_text(r.rule, r.max) AS en, dx.rule_text(r.rule::dx.rule, r.max, 'vi') AS vi
FROM (VALUES
	(1, 'points', 7.5), (2, 'yesno', 10), (3, 'ratio', 10), (4, 'percent', 30), (5, 'linear(30, 80)', 20),
	(6, 'linear(30, 5)', 20), (7, 'target(50)', 12.5), (8, 'checklist(5)', 20), (9, 'checklist(3)', 20),
	(10, 'steps(50:0.5, 80:1)', 20), (11, 'steps(50:5p, >80:15p)', 20), (12, 'steps(0:1, >3:1/3, >5:0)', 20),
	(13, 'curve(0:0, 50:0.8, 100:1)', 20), (14, 'choice(Tốt:1, ''Đạt một phần'':0.25, Chưa:0)', 10),
	(15, 'unscored', 0), (16, 'linear(0, 5)', -5), (17, 'steps(1:-2p, 3:1)', -5), (18, 'percent', 0),
	(19, 'steps(50:0.5, 80:1/3, 90:5p)', NULL), (20, NULL, 10)) AS r(n, rule, max)
ORDER BY r.n;
-- No rule is no text; a language that is not said is English.
SELECT dx.rule_text(NULL::text, 10) IS NULL, dx.rule_text(NULL::dx.rule, 10) IS NULL, dx.rule_text('  ', 10) IS NULL,
	dx.rule_text('yesno', 10, NULL), dx.rule_text('yesno', NULL, language => 'vi'), dx.rule_text(rule => 'yesno', max_points => 1);
SELECT dx.rule_text('yesno', 10, 'fr');
SELECT dx.rule_text('steps(50:30p)', 20);
SELECT dx.rule_text('percent', 'NaN');
SELECT dx.rule_text('percent', 1e16);
SELECT dx.rule_text('percentage', 10);

-- What would move us up: a criterion of every kind, from bad to good results.
CREATE TABLE public.kind AS
SELECT * FROM (VALUES
	('01', 'points', 7.5), ('02', 'yesno', 10), ('03', 'ratio', 10), ('04', 'percent', 30), ('05', 'linear(30, 80)', 20),
	('06', 'linear(30, 5)', 20), ('07', 'target(50)', 12.5), ('08', 'checklist(5)', 20), ('09', 'checklist(3)', 20),
	('10', 'steps(50:0.5, 80:1)', 20), ('11', 'steps(50:5p, >80:15p)', 20), ('12', 'steps(0:1, >3:1/3, >5:0)', 20),
	('13', 'steps(0:1, 3:1/3, 5:0)', 20), ('14', 'steps(>0.5:0.5, >0.8:1)', 20), ('15', 'curve(0:0, 50:0.8, 100:1)', 20),
	('16', 'curve(0:1, 10:0, 20:1)', 20), ('17', 'choice(Tốt:1, Đạt:0.5, Chưa:0)', 10), ('18', 'unscored', 0),
	('19', 'percent', 0), ('20', NULL, 10), ('21', 'linear(0, 5)', -5), ('22', 'steps(1:-2p, 3:1)', -5), ('23', 'yesno', -3)
	) AS kind(code, rule, max);
CREATE TABLE public.entry AS
SELECT * FROM (VALUES
	('01', 0), ('01', 7.5), ('02', 0), ('02', 1), ('03', 0.25), ('04', 87.5), ('04', 100), ('05', 10), ('05', 90), ('06', 12),
	('06', 4), ('07', 25), ('08', 3), ('09', 3), ('10', 10), ('10', 50), ('10', 95), ('11', 80), ('11', 90), ('12', 3.5), ('12', 6),
	('12', -1), ('13', 4), ('13', 6), ('14', 0.5), ('15', 20), ('15', 200), ('16', 4), ('16', 10), ('16', 12), ('17', 3), ('17', 2),
	('17', 1), ('18', 5), ('19', 50), ('21', 3), ('21', 0), ('22', 4), ('22', 2), ('23', 1)
	) AS entry(code, value);
CREATE TABLE public.kinds AS SELECT dx.tree(code, NULL, max, rule, CASE code WHEN '23' THEN '{"number": "23a"}'::jsonb END) FROM public.kind;
SELECT e.code, k.rule, b.max_points AS max, e.value, b.points, b.next_result, b.next_points, b.full_result
FROM (SELECT e.*, row_number() OVER () AS n FROM public.entry AS e) AS e JOIN public.kind AS k USING (code) CROSS JOIN public.kinds,
	LATERAL (SELECT dx.card(tree, x.code, x.value) FROM (SELECT e.code, e.value) AS x) AS c,
	dx.breakdown(tree, card) AS b
WHERE b.code::text = e.code ORDER BY e.n;
-- Nobody has answered: the least that earns anything.
SELECT b.code, b.state, b.points, b.next_result, b.next_points, b.full_result
FROM (SELECT tree, dx.card(tree, '01', NULL) FROM public.kinds GROUP BY tree) AS c, dx.breakdown(tree, card) AS b WHERE b.is_criterion;
-- Awarded points and what does not apply are no result to change; inner nodes have none.
SELECT b.code, b.state, b.points, b.next_result, b.next_points, b.full_result
FROM (SELECT dx.tree(code, NULL, max, rule) FROM (VALUES ('1.1', 20, 'percent'), ('1.2', 20, 'percent'), ('1.3', 20, 'percent'), ('2', 20, NULL)) AS n(code, max, rule)) AS t,
	LATERAL (SELECT dx.card(tree, code, value, state) FROM (VALUES ('1.1', 5, 'points'), ('1.2', NULL, 'na'), ('1.3', 40, NULL), ('2', 7, 'points')) AS r(code, value, state)) AS c,
	dx.breakdown(tree, card) AS b;
-- What decimals round away does not count. Under a mean nothing is rounded.
SELECT d.options, b.code, b.result, b.points, b.next_result, b.next_points, b.full_result
FROM (VALUES (1, '{"decimals": 0}'::jsonb), (2, '{"decimals": 2}'), (3, NULL), (4, '{"method": "mean"}')) AS d(n, options),
	LATERAL (SELECT dx.tree(code, NULL, max, rule, CASE code WHEN '' THEN d.options END)
		FROM (VALUES ('', NULL, NULL), ('1', 3, 'checklist(10)'), ('2', 10, 'percent'), ('3', 3, 'steps(1:0.2, 2:0.3, 3:1)')) AS n(code, max, rule)) AS t,
	LATERAL (SELECT dx.card(tree, code, value) FROM (VALUES ('1', 2), ('2', 99.95), ('3', 1)) AS r(code, value)) AS c,
	dx.breakdown(tree, card) AS b
WHERE b.is_criterion ORDER BY d.n, b.code;
-- Bonuses, and criteria under a mean, are criteria like others.
SELECT b.code, b.points, b.next_result, b.next_points, b.full_result
FROM (SELECT dx.tree(code, NULL, max, rule, options) FROM (VALUES ('', NULL, NULL, NULL), ('1', 10, 'steps(1:0.5, 2:1)', '{"bonus": true}'::jsonb),
		('2', 10, NULL, '{"method": "geomean"}'), ('2.1', NULL, 'steps(1:1/3, 2:1)', NULL)) AS n(code, max, rule, options)) AS t,
	LATERAL (SELECT dx.card(tree, code, value) FROM (VALUES ('1', 1), ('2.1', 1)) AS r(code, value)) AS c,
	dx.breakdown(tree, card) AS b WHERE b.is_criterion;
-- Two trees at one call site, back and forth.
SELECT t.n, b.next_result FROM (VALUES (1, 'target(5)'), (2, 'target(6)'), (3, 'target(5)')) AS t(n, rule),
	LATERAL (SELECT dx.tree(x.code, NULL, 10, x.rule) FROM (SELECT '1' AS code, t.rule) AS x) AS r,
	LATERAL (SELECT dx.card(tree, x.code, 2) FROM (VALUES ('1')) AS x(code)) AS c, dx.breakdown(tree, card) AS b
WHERE b.is_criterion ORDER BY t.n;
-- What is named can be entered, earns what is said, and more than now; full results leave nothing lost.
CREATE TABLE public.filled AS
SELECT g, dx.card(tree, k.code, CASE
	WHEN k.rule LIKE 'choice%' THEN 1 + g % 3 WHEN k.rule = 'checklist(3)' THEN g % 4 WHEN k.rule LIKE 'checklist%' THEN g % 6
	WHEN k.rule = 'yesno' THEN g % 2 WHEN k.rule = 'ratio' THEN g / 100.0 WHEN k.rule = 'points' THEN g * 0.075 ELSE g END)
FROM public.kinds, public.kind AS k, generate_series(0, 100) AS g WHERE k.rule IS NOT NULL GROUP BY g;
SELECT count(*) AS results, count(next_result) AS next, count(full_result) AS full, bool_and(next_points > points) AS more,
	bool_and(dx.points(tree, dx.set_result(tree, card, b.code, next_result), b.code) = next_points) AS earns,
	bool_and(lost > 0 OR next_result IS NULL) AS lost
FROM public.kinds, public.filled, dx.breakdown(tree, card) AS b WHERE b.is_criterion;
SELECT count(*) AS full, bool_and(x.lost = 0) AS nothing_lost
FROM public.kinds, public.filled, dx.breakdown(tree, card) AS b, dx.breakdown(tree, dx.set_result(tree, card, b.code, b.full_result)) AS x
WHERE b.is_criterion AND b.full_result IS NOT NULL AND x.code = b.code;
DROP TABLE public.kind, public.entry, public.kinds, public.filled;
