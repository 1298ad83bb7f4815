-- SPDX-License-Identifier: PostgreSQL
-- Figures to look at: nothing is refused for it, somebody asks. The view plausibility here
-- is of the self-assessments as they are, that for BI tools of what counts; what a figure is
-- compared with is made by figure_peers, of the ranked units of its kind, ranking group and
-- set in its period, and what is odd is said by odd_problems, for both.

-- What is not known is not looked at: results that count have no denominators, and
-- without them it cannot be said whether the same digits in several units are odd.
CREATE FUNCTION odd_problems(figure float8, percent boolean, figure_before float8, peers float8[], alike bigint, denominator float8, denominator_before float8) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(ARRAY[
	CASE WHEN percent AND figure > 0 AND figure <= 1 THEN CASE WHEN peers[1] >= 3 AND peers[5] <= 1 THEN 'share' ELSE 'small' END END,
	CASE WHEN figure >= 10 * figure_before AND figure_before > 0 OR figure_before >= 10 * figure AND figure > 0 THEN 'tenfold' END,
	-- three times the distance of the quartiles beyond them; nothing where most have the same
	CASE WHEN peers[1] >= 5 AND peers[4] > peers[2]
		AND (figure > peers[4] + 3 * (peers[4] - peers[2]) OR figure < peers[2] - 3 * (peers[4] - peers[2])) THEN 'far' END,
	-- four digits alike are no accident, three are in a tenth of the units; round figures are, and shares of few
	CASE WHEN alike >= 3 AND coalesce(denominator, 100) >= 100
		AND length(rtrim(ltrim(translate(figure::numeric::text, '-.', ''), '0'), '0')) >= CASE WHEN alike * 10 >= peers[1] THEN 3 ELSE 4 END THEN 'alike' END,
	CASE WHEN denominator_before > 0 AND abs(denominator - denominator_before) > denominator_before / 10 THEN 'denominator' END], NULL);
COMMENT ON FUNCTION odd_problems(float8, boolean, float8, float8[], bigint, float8, float8) IS 'why a figure should be looked at, codes odd.… of wording: it, whether a percentage is expected, that of the period before, figure_peers of the others, how many of them have the same, its denominator and that of the period before. What is NULL is not looked at';

-- Under which code a criterion was in an earlier version of its set, as in past_value.
CREATE VIEW code_before AS
WITH renumbered AS MATERIALIZED (SELECT n.new_set, n.old_set, n.old_code, n.new_code FROM renumbering AS n)
SELECT r.new_set, r.old_set, r.new_code AS code, r.old_code FROM renumbered AS r
UNION ALL
SELECT r.new_set, r.old_set, r.old_code, NULL FROM renumbered AS r
WHERE NOT EXISTS (SELECT 1 FROM renumbered AS o WHERE o.new_set = r.new_set AND o.old_set = r.old_set AND o.new_code = r.old_code);
COMMENT ON VIEW code_before IS 'criteria that had another code, or none, in an earlier version of their set; those not listed had the same. Beneath the views plausibility. Nothing is granted on it';
COMMENT ON COLUMN code_before.new_set IS 'the later version';
COMMENT ON COLUMN code_before.old_set IS 'the earlier one, not always the one just before';
COMMENT ON COLUMN code_before.old_code IS 'the code there; empty: what had this code is another one now';

-- The criterion is the partition of every window, so that a filter on the period
-- reaches the answers.
CREATE VIEW odd_figure AS
WITH recoded AS MATERIALIZED (
	SELECT c.new_set, c.old_set, c.code, c.old_code FROM code_before AS c
), asked AS MATERIALIZED (
	SELECT n.set_id, n.code, n.rule::text = 'percent' AS percent FROM node AS n WHERE n.is_criterion
)
-- (Distinct: what is odd in all of them is one line.)
SELECT DISTINCT x.period_id, CASE o.problem WHEN 'share' THEN '' ELSE x.unit_id END AS unit_id, x.set_id, x.code, o.problem,
	CASE o.problem WHEN 'share' THEN x.peers[5] WHEN 'denominator' THEN x.denominator ELSE x.value END::numeric AS value,
	CASE o.problem WHEN 'share' THEN 1 WHEN 'small' THEN 1 WHEN 'tenfold' THEN x.value_before WHEN 'far' THEN x.peers[3] WHEN 'alike' THEN x.value ELSE x.denominator_before END::numeric AS beside,
	CASE o.problem WHEN 'alike' THEN x.alike WHEN 'share' THEN x.peers[1] WHEN 'far' THEN x.peers[1] ELSE 1 END::bigint AS units,
	o.problem IN ('small', 'tenfold', 'denominator') AS alone, CASE o.problem WHEN 'share' THEN '' ELSE x.answer END AS answer, CASE o.problem WHEN 'share' THEN '' ELSE x.entered_by END AS entered_by,
	x.ranking_group
FROM (
	SELECT f.*, b.value AS value_before, b.denominator AS denominator_before, odd_problems(f.value, f.percent, b.value, f.peers, f.alike, f.denominator, b.denominator) AS problems
	FROM (
		SELECT k.*, max(CASE WHEN k.place = 1 THEN figure_peers(k.figures) END) OVER (PARTITION BY k.period_id, k.unit_kind, k.ranking_group, k.set_id, k.code) AS peers
		FROM (
			SELECT a.period_id, a.unit_id, s.unit_kind, s.ranking_group, a.set_id, a.code, n.percent, a.answer, a.value, a.denominator, a.entered_by,
				row_number() OVER criterion AS place, array_agg(a.value) FILTER (WHERE s.ranked) OVER criterion AS figures,
				count(*) OVER (PARTITION BY a.period_id, s.unit_kind, s.ranking_group, a.set_id, a.code, a.value) AS alike
			FROM self_answer AS a
				JOIN submission AS s ON s.period_id = a.period_id AND s.unit_id = a.unit_id
				JOIN asked AS n ON n.set_id = a.set_id AND n.code = a.code
			WHERE a.state = 'result' AND a.value IS NOT NULL AND NOT s.abolished
			WINDOW criterion AS (PARTITION BY a.period_id, s.unit_kind, s.ranking_group, a.set_id, a.code ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) AS k) AS f
		JOIN period AS p ON p.period_id = f.period_id
		LEFT JOIN submission AS s ON s.period_id = p.previous_period AND s.unit_id = f.unit_id
		LEFT JOIN recoded AS r ON r.new_set = f.set_id AND r.old_set = s.set_id AND r.code = f.code::text
		LEFT JOIN self_answer AS b ON b.period_id = s.period_id AND b.unit_id = s.unit_id AND b.state = 'result'
			AND b.code = CASE WHEN r.new_set IS NULL THEN f.code ELSE dx.code(r.old_code) END) AS x
	CROSS JOIN LATERAL unnest(x.problems) AS o(problem)
WHERE x.problems <> '{}';
COMMENT ON VIEW odd_figure IS 'figures of the self-assessments to look at; beneath plausibility. Nothing is granted on it';
COMMENT ON COLUMN odd_figure.problem IS 'share, small, tenfold, far, alike, denominator: odd.… in wording';
COMMENT ON COLUMN odd_figure.beside IS 'what it is compared with';
COMMENT ON COLUMN odd_figure.alone IS 'no other unit is needed to see it; false with an empty unit: it is of the criterion';

CREATE VIEW plausibility WITH (security_barrier) AS
SELECT k.period_id, p.year, k.unit_id, coalesce(u.name, '') AS unit_name, k.set_id, k.code::text AS code, n.ordinal AS sort_key, coalesce(n.number, n.code::text) AS number, coalesce(n.name, '') AS name,
	k.problem, CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS what, trim_scale(k.value) AS value, trim_scale(k.beside) AS beside, k.units, k.answer, k.entered_by, k.ranking_group
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
COMMENT ON COLUMN plausibility.problem IS 'share (no unit of the group is above 1 where percent is wanted), small (this one is not), tenfold (ten times the period before, or a tenth), far (from the others), alike (the same digits in many units), denominator (another one than the period before)';
COMMENT ON COLUMN plausibility.what IS 'the problem in words, in the reader''s language';
COMMENT ON COLUMN plausibility.value IS 'the figure, the largest one, or the denominator';
COMMENT ON COLUMN plausibility.beside IS 'what it is compared with: the period before, the median of the group';
COMMENT ON COLUMN plausibility.units IS 'how many units it is about';
COMMENT ON COLUMN plausibility.ranking_group IS 'the group whose units it is compared with: the ranked ones of its kind, group and set';
