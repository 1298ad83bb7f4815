-- SPDX-License-Identifier: PostgreSQL
-- Figures to look at: nothing is refused for it, somebody asks. (That of the same name
-- in the schema for BI tools is of what counts, and has what can be looked up for one
-- unit, by the quartiles that a refresh has made.)

-- The criterion is the partition of every window, so that a filter on the period
-- reaches the answers. What the period before had is found under the code that its
-- set has for the criterion, as in past_value.
CREATE VIEW odd_figure AS
WITH renumbered AS MATERIALIZED (SELECT n.new_set, n.old_set, n.old_code, n.new_code FROM renumbering AS n)
SELECT x.period_id, CASE o.problem WHEN 'share' THEN '' ELSE x.unit_id END AS unit_id, x.set_id, x.code, o.problem,
	CASE o.problem WHEN 'share' THEN x.largest WHEN 'denominator' THEN x.denominator ELSE x.value END::numeric AS value,
	CASE o.problem WHEN 'share' THEN 1 WHEN 'tenfold' THEN x.value_before WHEN 'far' THEN x.median WHEN 'alike' THEN x.value ELSE x.denominator_before END::numeric AS beside,
	CASE o.problem WHEN 'alike' THEN x.alike WHEN 'tenfold' THEN 1 WHEN 'denominator' THEN 1 ELSE x.units END AS units,
	o.problem IN ('tenfold', 'denominator') AS alone, CASE o.problem WHEN 'share' THEN '' ELSE x.answer END AS answer, CASE o.problem WHEN 'share' THEN '' ELSE x.entered_by END AS entered_by
FROM (
	SELECT f.*, b.value AS value_before, b.denominator AS denominator_before, array_remove(ARRAY[
		CASE WHEN f.rises = 1 AND f.units >= 3 AND f.largest BETWEEN 0.000001 AND 1 AND n.rule::text = 'percent' THEN 'share' END,
		CASE WHEN f.value >= 10 * b.value AND b.value > 0 OR b.value >= 10 * f.value AND f.value > 0 THEN 'tenfold' END,
		-- six times the median distance from the median
		CASE WHEN f.units >= 5 AND f.distance > 0 AND abs(f.value - f.median) > 6 * f.distance THEN 'far' END,
		-- four digits alike are no accident, three are in a tenth of the units; round figures are, and shares of few
		CASE WHEN f.alike >= 3 AND coalesce(f.denominator, 100) >= 100
			AND length(rtrim(ltrim(translate(f.value::numeric::text, '-.', ''), '0'), '0')) >= CASE WHEN f.alike * 10 >= f.units THEN 3 ELSE 4 END THEN 'alike' END,
		CASE WHEN b.denominator > 0 AND abs(f.denominator - b.denominator) > b.denominator / 10 THEN 'denominator' END], NULL) AS problems
	FROM (
		SELECT k.*, max(abs(k.value - k.median)) FILTER (WHERE k.place = (k.units + 1) / 2) OVER (PARTITION BY k.period_id, k.set_id, k.code) AS distance
		FROM (
			SELECT j.*, row_number() OVER (PARTITION BY j.period_id, j.set_id, j.code ORDER BY abs(j.value - j.median)) AS place
			FROM (
				SELECT h.*, max(h.value) FILTER (WHERE h.rises = (h.units + 1) / 2) OVER (PARTITION BY h.period_id, h.set_id, h.code) AS median
				FROM (
					SELECT a.period_id, a.unit_id, a.set_id, a.code, a.answer, a.value, a.denominator, a.entered_by,
						count(*) OVER (PARTITION BY a.period_id, a.set_id, a.code) AS units, max(a.value) OVER (PARTITION BY a.period_id, a.set_id, a.code) AS largest,
						row_number() OVER (PARTITION BY a.period_id, a.set_id, a.code ORDER BY a.value) AS rises, count(*) OVER (PARTITION BY a.period_id, a.set_id, a.code, a.value) AS alike
					FROM self_answer AS a
					WHERE a.state = 'result' AND a.value IS NOT NULL) AS h) AS j) AS k) AS f
		JOIN period AS p ON p.period_id = f.period_id
		JOIN node AS n ON n.set_id = f.set_id AND n.code = f.code
		LEFT JOIN submission AS s ON s.period_id = p.previous_period AND s.unit_id = f.unit_id
		LEFT JOIN self_answer AS b ON b.period_id = s.period_id AND b.unit_id = s.unit_id AND b.state = 'result'
			AND b.code = CASE WHEN s.set_id IS NULL THEN NULL WHEN s.set_id = f.set_id THEN f.code
				ELSE coalesce((SELECT dx.code(r.old_code) FROM renumbered AS r WHERE r.old_set = s.set_id AND r.new_set = f.set_id AND r.new_code = f.code::text),
					CASE WHEN NOT EXISTS (SELECT 1 FROM renumbered AS r WHERE r.old_set = s.set_id AND r.new_set = f.set_id AND r.old_code = f.code::text) THEN f.code END) END) AS x
	CROSS JOIN LATERAL unnest(x.problems) AS o(problem)
WHERE x.problems <> '{}';
COMMENT ON VIEW odd_figure IS 'figures of the self-assessments to look at; beneath plausibility. Nothing is granted on it';
COMMENT ON COLUMN odd_figure.problem IS 'share, tenfold, far, alike, denominator: odd.… in wording';
COMMENT ON COLUMN odd_figure.beside IS 'what it is compared with';
COMMENT ON COLUMN odd_figure.alone IS 'no other unit is needed to see it; false with an empty unit: it is of the criterion';

CREATE VIEW plausibility WITH (security_barrier) AS
SELECT k.period_id, p.year, k.unit_id, coalesce(u.name, '') AS unit_name, k.set_id, k.code::text AS code, n.ordinal AS sort_key, coalesce(n.number, n.code::text) AS number, coalesce(n.name, '') AS name,
	k.problem, CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS what, trim_scale(k.value) AS value, trim_scale(k.beside) AS beside, k.units, k.answer, k.entered_by
FROM odd_figure AS k
	JOIN period AS p ON p.period_id = k.period_id
	JOIN node AS n ON n.set_id = k.set_id AND n.code = k.code
	CROSS JOIN sight AS i
	LEFT JOIN wording AS w ON w.code = 'odd.' || k.problem
	LEFT JOIN unit AS u ON u.unit_id = k.unit_id
WHERE i.everything OR k.alone AND k.unit_id = ANY (i.units);
COMMENT ON VIEW plausibility IS 'figures of the self-assessments to look at, and why: nothing is refused for it. All for the council; what needs other units is not seen by a unit';
COMMENT ON COLUMN plausibility.unit_id IS 'the unit; empty: a criterion in all of them';
COMMENT ON COLUMN plausibility.number IS 'the number that the decision prints; the code where it prints none';
COMMENT ON COLUMN plausibility.problem IS 'share (no unit is above 1 where percent is wanted), tenfold (ten times the period before, or a tenth), far (from the others), alike (the same digits in many units), denominator (another one than the period before)';
COMMENT ON COLUMN plausibility.what IS 'the problem in words, in the reader''s language';
COMMENT ON COLUMN plausibility.value IS 'the figure, the largest one, or the denominator';
COMMENT ON COLUMN plausibility.beside IS 'what it is compared with: the period before, the median of all';
COMMENT ON COLUMN plausibility.units IS 'how many units it is about';
