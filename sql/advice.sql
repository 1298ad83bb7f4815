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
