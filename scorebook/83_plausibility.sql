-- SPDX-License-Identifier: PostgreSQL
-- Figures to look at: nothing is refused for it, somebody asks.
CREATE VIEW plausibility WITH (security_invoker) AS
WITH figure AS (
	SELECT a.period_id, p.previous_period, a.unit_id, a.set_id, s.unit_kind, a.code::text AS code, a.answer, a.value::numeric AS value, a.numerator::numeric AS numerator, a.denominator::numeric AS denominator
	FROM self_answer AS a JOIN period AS p ON p.period_id = a.period_id JOIN submission AS s ON s.period_id = a.period_id AND s.unit_id = a.unit_id
	WHERE a.state = 'result' AND a.value IS NOT NULL
), middle AS (
	SELECT f.period_id, f.set_id, f.code, count(*) AS units, max(f.value) AS largest, percentile_disc(0.5) WITHIN GROUP (ORDER BY f.value) AS median
	FROM figure AS f GROUP BY f.period_id, f.set_id, f.code
), spread AS (
	-- the median distance from the median: far off is more than six of these
	SELECT f.period_id, f.set_id, f.code, percentile_disc(0.5) WITHIN GROUP (ORDER BY abs(f.value - m.median)) AS distance
	FROM figure AS f JOIN middle AS m ON m.period_id = f.period_id AND m.set_id = f.set_id AND m.code = f.code GROUP BY f.period_id, f.set_id, f.code
), twin AS (
	SELECT f.period_id, f.set_id, f.code, f.value, count(*) AS units FROM figure AS f GROUP BY f.period_id, f.set_id, f.code, f.value
), found AS (
	SELECT m.period_id, '' AS unit_id, m.set_id, m.code, 'shares under percent' AS problem, m.largest AS value, 1::numeric AS beside, m.units
	FROM middle AS m JOIN node AS n ON n.set_id = m.set_id AND n.code::text = m.code
	WHERE n.rule::text = 'percent' AND m.largest BETWEEN 0.000001 AND 1 AND m.units >= 3
	UNION ALL
	SELECT f.period_id, f.unit_id, f.set_id, f.code, 'ten times the period before', f.value, b.value, 1
	FROM figure AS f JOIN figure AS b ON b.period_id = f.previous_period AND b.unit_id = f.unit_id AND b.code = f.code
	WHERE f.value >= 10 * b.value AND b.value > 0 OR b.value >= 10 * f.value AND f.value > 0
	UNION ALL
	SELECT f.period_id, f.unit_id, f.set_id, f.code, 'far from the others', f.value, m.median, m.units
	FROM figure AS f JOIN middle AS m ON m.period_id = f.period_id AND m.set_id = f.set_id AND m.code = f.code AND m.units >= 5
		JOIN spread AS d ON d.period_id = f.period_id AND d.set_id = f.set_id AND d.code = f.code AND d.distance > 0
	WHERE abs(f.value - m.median) > 6 * d.distance
	UNION ALL
	-- three digits alike are no accident; round figures are
	SELECT f.period_id, f.unit_id, f.set_id, f.code, 'the same digits in many units', f.value, f.value, t.units
	FROM figure AS f JOIN twin AS t ON t.period_id = f.period_id AND t.set_id = f.set_id AND t.code = f.code AND t.value = f.value
	WHERE t.units >= 3 AND length(rtrim(ltrim(translate(f.value::text, '-.', ''), '0'), '0')) >= 3
	UNION ALL
	SELECT f.period_id, f.unit_id, f.set_id, f.code, 'another denominator than the period before', f.denominator, b.denominator, 1
	FROM figure AS f JOIN figure AS b ON b.period_id = f.previous_period AND b.unit_id = f.unit_id AND b.code = f.code
	WHERE b.denominator > 0 AND abs(f.denominator - b.denominator) > b.denominator / 10
)
SELECT k.period_id, p.year, k.unit_id, coalesce(u.name, '') AS unit_name, k.set_id, k.code, n.ordinal AS sort_key, coalesce(n.number, n.code::text) AS number, coalesce(n.name, '') AS name,
	k.problem, CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS what, trim_scale(k.value) AS value, trim_scale(k.beside) AS beside, k.units, coalesce(a.answer, '') AS answer, coalesce(a.entered_by, '') AS entered_by
FROM found AS k
	JOIN period AS p ON p.period_id = k.period_id
	JOIN node AS n ON n.set_id = k.set_id AND n.code::text = k.code
	JOIN (VALUES
		('shares under percent', 'mọi đơn vị đều không quá 1: có thể đã nhập tỷ lệ thay cho phần trăm', 'no unit is above 1: shares may have been entered where percent is wanted'),
		('ten times the period before', 'gấp mười lần (hoặc bằng một phần mười) kỳ trước', 'ten times (or a tenth of) the period before'),
		('far from the others', 'khác xa các đơn vị khác', 'far from the other units'),
		('the same digits in many units', 'nhiều đơn vị có cùng một con số', 'the same figure in several units'),
		('another denominator than the period before', 'mẫu số khác kỳ trước hơn một phần mười', 'the denominator is more than a tenth off that of the period before')) AS w(problem, vi, en) ON w.problem = k.problem
	CROSS JOIN sight AS i
	LEFT JOIN unit AS u ON u.unit_id = k.unit_id
	LEFT JOIN self_answer AS a ON a.period_id = k.period_id AND a.unit_id = k.unit_id AND a.code = n.code;
COMMENT ON VIEW plausibility IS 'figures of the self-assessments to look at, and why: nothing is refused for it. All for the council; what needs other units is not seen by a unit';
COMMENT ON COLUMN plausibility.unit_id IS 'the unit; empty: a criterion in all of them';
COMMENT ON COLUMN plausibility.number IS 'the number that the decision prints; the code where it prints none';
COMMENT ON COLUMN plausibility.problem IS 'shares under percent, ten times the period before, far from the others, the same digits in many units, another denominator than the period before';
COMMENT ON COLUMN plausibility.what IS 'the problem in words, in the reader''s language';
COMMENT ON COLUMN plausibility.value IS 'the figure, the largest one, or the denominator';
COMMENT ON COLUMN plausibility.beside IS 'what it is compared with: the period before, the median of the others';
COMMENT ON COLUMN plausibility.units IS 'how many units it is about';
