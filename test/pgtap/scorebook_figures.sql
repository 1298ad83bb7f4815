-- SPDX-License-Identifier: PostgreSQL
-- The published figure is the one that is ranked and graded; views carry exact
-- numbers, which add up.
BEGIN;
\ir scorebook/small.sql
SELECT no_plan();
INSERT INTO book.unit (unit_id, kind, name) VALUES ('h3', 'district', 'Huyện 3');
UPDATE book.period SET self_counts = 'always';
SELECT book.enrol('k');
SELECT is_empty($$SELECT * FROM book.enter_csv('k', $csv$unit;code;answer
h1;A;60
h1;B;9,0040
h2;A;60
h2;B;9,0049
h3;A;60
h3;B;9,0050
x1;1.1;33,3350
x1;1.10;60
x1;2.1;0,3330
x2;1.1;100
x2;1.10;100
x3;1.1;100
m1;1.1;100
$csv$)$$, 'figures with many decimals');
CREATE TEMP VIEW figure AS SELECT string_agg(concat_ws(' ', unit_id, points, ratio, rank, gap_to_best, grade), ', ' ORDER BY unit_id) AS total
	FROM book.ranking WHERE unit_kind = 'district' AND pillar = '';

-- On points: rounded points, the grade from rounded points / maximum
UPDATE book.period SET grades = 'Yếu:0, Khá:0.50019';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT total FROM figure), 'h1 15 0.5001 2 0.01 Yếu, h2 15 0.5002 2 0.01 Yếu, h3 15.01 0.5002 1 0 Khá', 'points of two decimals: 15.005 is 15.01, which is Khá');
SELECT is((SELECT string_agg(DISTINCT grade, ' ') FROM book.ranking WHERE unit_id = 'h3' AND pillar = 'A'), 'Khá', 'and so are pillars');
UPDATE book.period SET points_decimals = 3;
SELECT count(*) FROM book.refresh();
SELECT is((SELECT total FROM figure), 'h1 15.004 0.5001 3 0.001 Yếu, h2 15.005 0.5002 1 0 Yếu, h3 15.005 0.5002 1 0 Yếu', 'of three: 15.0049 is 15.005');
-- On the ratio: to its own decimals, for rank and grade alike
UPDATE book.period SET rank_on = 'ratio';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT total FROM figure), 'h1 15.004 0.5001 3 0.0001 Yếu, h2 15.005 0.5002 1 0 Khá, h3 15.005 0.5002 1 0 Khá', 'a ratio of four decimals, not of whole percents');
UPDATE book.period SET ratio_decimals = 5;
SELECT count(*) FROM book.refresh();
SELECT is((SELECT total FROM figure), 'h1 15.004 0.50013 3 0.00004 Yếu, h2 15.005 0.50016 2 0.00001 Yếu, h3 15.005 0.50017 1 0 Yếu', 'of five');
SELECT throws_ok($$UPDATE book.period SET ratio_decimals = 13$$, '23514', NULL, 'so many decimals nobody prints');

-- Grades that ask for more than a total
UPDATE book.period SET points_decimals = 2, ratio_decimals = 4, grades = 'Tốt:0.5 [each >= 0.4503], Khá:0.4 [each >= 0.4502], Yếu:0';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id || ' ' || grade, ', ' ORDER BY unit_id) FROM book.ranking WHERE unit_kind = 'district' AND pillar = ''), 'h1 Khá, h2 Khá, h3 Tốt', 'conditions look at the ratio of each pillar as published: 9.005 of 20 is 0.4503');
SELECT is((SELECT string_agg(unit_id || ' ' || grade, ', ' ORDER BY unit_id) FROM book.ranking WHERE pillar = 'B'), 'h1 Khá, h2 Khá, h3 Khá', 'a pillar is graded by the cut-offs alone');
UPDATE book.period SET rank_on = 'points', grades = 'Tốt:0.5 [each >= 0.4505], Yếu:0';
SELECT count(*) FROM book.refresh();
SELECT is((SELECT string_agg(unit_id || ' ' || grade, ', ' ORDER BY unit_id) FROM book.ranking WHERE unit_kind = 'district' AND pillar = ''), 'h1 Yếu, h2 Yếu, h3 Tốt', 'on points: 9.01 of 20, not rounded again');
SELECT is((SELECT string_agg(pillar || ' ' || grade || ' ' || grade_then, ', ' ORDER BY pillar) FROM book.what_if('k', 'h2', '{"B": "9,01"}')), ' Yếu Tốt, A Tốt Tốt, B Yếu Yếu', 'what would be is graded so too');
SELECT throws_ok($$UPDATE book.period SET grades = 'Tốt:0.8 [A >= 0.5], Yếu:0' WHERE period_id = 'k'$$, '22023',
	'the grades of the period do not fit index set "xa-1": grades: index tree "Cấp xã" has no node "A" at position 12', 'conditions are on nodes that every set of the period has');
INSERT INTO book.period (period_id, name, year, grades) VALUES ('a', 'a', 2025, 'Tốt:0.8 [A >= 0.5], Yếu:0');
SELECT lives_ok($$INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('a', 'district', 'huyen-1')$$, 'a set that has them');
SELECT throws_like($$INSERT INTO book.set_choice (period_id, unit_kind, set_id) VALUES ('a', 'commune', 'xa-1')$$, 'the grades of the period do not fit index set "xa-1"%', 'and one that has not');
SELECT throws_ok($$UPDATE book.period SET grades = 'Tốt:0.8 [each > 0.5]'$$, '22P02', NULL, 'nor any that cannot be read');

-- What is added up is exact
SELECT is_empty($$SELECT c.view, a.attname FROM (VALUES ('score'), ('ranking'), ('lost_points'), ('stage_difference'), ('past_value'), ('published_ranks'), ('published_scores'), ('my_sheet'), ('self_assessed'), ('unanswered'), ('guidance'), ('unquantified')) AS c(view)
	JOIN pg_attribute AS a ON a.attrelid = format('book.%I', c.view)::regclass AND a.attnum > 0
	WHERE a.attname ~ '(points|ratio|gap|lost|contribution|difference)' AND a.attname NOT IN ('rank_points') AND a.atttypid <> 'numeric'::regtype$$, 'points, ratios, gaps and differences are exact');
SELECT is((SELECT sum(points)::text FROM book.score WHERE unit_kind = 'district' AND is_criterion), '45.0139', 'sums have no tail: 0.1 and 0.2 are 0.3');
SELECT is((SELECT sum(contribution)::text FROM book.score WHERE unit_id = 'h3' AND is_criterion), '15.005', 'nor those of contributions');
SELECT is((SELECT string_agg(code || ' ' || points || ' ' || lost || ' ' || self_points, ', ' ORDER BY sort_key) FROM book.score WHERE unit_id = 'x1' AND points > 0), ' 26.66 73.34 26.66, 1 20 40 20, 1.1 10 20 10, 1.10 10 10 10, 2 6.66 33.34 6.66, 2.1 6.66 13.34 6.66', 'what the set rounds is rounded, the rest is as it is');

-- A publication with decimals of its own
INSERT INTO book.publication (period_id, kind, label, points_decimals, ratio_decimals) VALUES ('k', 'ad hoc', 'báo cáo nhanh', 0, 1);
SELECT is((SELECT string_agg(concat_ws(' ', unit_id, points, ratio, rank, gap_to_best), ', ' ORDER BY unit_id) FROM book.published_ranks WHERE unit_kind = 'district' AND pillar = ''), 'h1 15 0.5 1 0, h2 15 0.5 1 0, h3 15 0.5 1 0', 'is ranked by them');
SELECT is((SELECT points_decimals || ' ' || ratio_decimals FROM book.published), '0 1', 'and says so');
SELECT * FROM finish();
ROLLBACK;
