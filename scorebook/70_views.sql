-- SPDX-License-Identifier: PostgreSQL
-- Views for people and BI tools: built-in column types only, no NULL in keys.
-- Those over materialized or frozen data run with the owner's rights (nothing
-- is granted on what is beneath) and ask the view sight what may be seen;
-- those over ordinary tables are security_invoker, so row-level security holds.
-- Before publication a unit sees its own figures, but not while the council is
-- at work on them, and its rank never. What is a code has its words beside it, in
-- the reader's language: state, state_name. (Joined on the left, so that a query
-- that does not ask for them is planned without. The period is joined in each branch of a
-- UNION ALL: of what is joined to the whole the planner cannot estimate the rows.)

CREATE VIEW score WITH (security_barrier) AS
SELECT s.period_id, s.year, s.data_to AS period_end, s.status, s.revision,
	s.unit_id, s.unit_name, s.unit_kind, s.ranking_group, s.set_id, s.code, s.parent_code, s.level, s.sort_key,
	s.number, s.kind, s.name, s.is_criterion, s.state, s.result, s.points, s.max_points, s.ratio,
	s.answered, s.applicable, s.coverage, s.lost, s.contribution, s.next_result, s.next_points, s.full_result,
	CASE WHEN i.everything OR s.unit_id = ANY (i.units) THEN s.self_points END AS self_points,
	CASE i.language WHEN 'en' THEN t.en ELSE t.vi END AS status_name, CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS state_name,
	CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM (
	SELECT 'published' AS status, l.revision, l.for_viewers, p.data_to, p.state AS period_state, b.*
	FROM frozen_score AS b JOIN last_publication AS l ON l.publication_id = b.publication_id JOIN period AS p ON p.period_id = b.period_id
	UNION ALL
	SELECT 'provisional', 0, false, p.data_to, p.state, 0::bigint, d.* FROM score_data AS d JOIN period AS p ON p.period_id = d.period_id WHERE p.state <> 'published') AS s
	CROSS JOIN sight AS i
	LEFT JOIN wording AS t ON t.code = 'status.' || s.status
	LEFT JOIN wording AS w ON w.code = 'state.' || s.state
	LEFT JOIN unit_kind AS x ON x.unit_kind = s.unit_kind
WHERE s.for_viewers OR (s.period_state = 'appraising' AND s.unit_id = ANY (i.interests)) IS NOT TRUE AND (i.everything OR s.unit_id = ANY (i.units));
COMMENT ON VIEW score IS 'points of every unit at every node of its set: a row a period, unit and node. Published periods as published; others as of the last refresh, for those who may see them';
COMMENT ON COLUMN score.self_points IS 'points by the unit''s own answers; shown to the unit and the council';

CREATE VIEW ranking WITH (security_barrier) AS
SELECT r.period_id, r.year, r.data_to AS period_end, r.status, r.revision,
	r.unit_id, r.unit_name, r.unit_kind, r.ranking_group, r.set_id, r.pillar, r.pillar_name, r.pillar_sort, r.ranked,
	r.points, r.max_points, r.ratio, r.coverage, CASE WHEN seen.ranks THEN r.rank END AS rank, r.ranked_count,
	CASE WHEN seen.ranks THEN r.rank_points END AS rank_points, r.grade,
	CASE WHEN seen.ranks THEN r.gap_to_next END AS gap_to_next, CASE WHEN seen.ranks THEN r.gap_to_best END AS gap_to_best,
	r.previous_period, r.previous_points, r.previous_ratio, r.previous_derived, r.previous_of, r.previous_rank,
	CASE WHEN seen.ranks THEN r.rank_change END AS rank_change,
	format(CASE i.language WHEN 'en' THEN w.en ELSE w.vi END, VARIADIC (string_to_array(why.code, ' '))[2:]) AS no_change_reason,
	r.previous_max_points, r.compared_units, r.compared_on,
	CASE WHEN seen.ranks THEN r.compared_rank END AS compared_rank, CASE WHEN seen.ranks THEN r.compared_previous_rank END AS compared_previous_rank,
	CASE WHEN seen.ranks THEN r.strict_rank_change END AS strict_rank_change,
	format(CASE i.language WHEN 'en' THEN z.en ELSE z.vi END, VARIADIC (string_to_array(why.strict_code, ' '))[2:]) AS strict_reason,
	CASE i.language WHEN 'en' THEN t.en ELSE t.vi END AS status_name, CASE i.language WHEN 'en' THEN c.en ELSE c.vi END AS compared_on_name,
	CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM (
	SELECT 'published' AS status, l.revision, l.for_viewers, p.data_to, p.state AS period_state, b.*
	FROM frozen_ranking AS b JOIN last_publication AS l ON l.publication_id = b.publication_id JOIN period AS p ON p.period_id = b.period_id
	UNION ALL
	SELECT 'provisional', 0, false, p.data_to, p.state, 0::bigint, d.* FROM ranking_data AS d JOIN period AS p ON p.period_id = d.period_id WHERE p.state <> 'published') AS r
	CROSS JOIN sight AS i
	CROSS JOIN LATERAL (SELECT r.for_viewers OR i.everything AS ranks) AS seen
	CROSS JOIN LATERAL (SELECT CASE WHEN seen.ranks THEN r.no_change_reason ELSE 'no_change.unpublished' END AS code,
		CASE WHEN seen.ranks THEN r.strict_reason ELSE 'no_change.unpublished' END AS strict_code) AS why
	LEFT JOIN wording AS w ON w.code = split_part(why.code, ' ', 1)
	LEFT JOIN wording AS z ON z.code = split_part(why.strict_code, ' ', 1)
	LEFT JOIN wording AS t ON t.code = 'status.' || r.status
	LEFT JOIN wording AS c ON c.code = 'measure.' || r.compared_on
	LEFT JOIN unit_kind AS x ON x.unit_kind = r.unit_kind
WHERE r.for_viewers OR (r.period_state = 'appraising' AND r.unit_id = ANY (i.interests)) IS NOT TRUE AND (i.everything OR r.unit_id = ANY (i.units));
COMMENT ON VIEW ranking IS 'total (pillar empty) and each pillar of every unit, ranked among the units of its kind and ranking group';

-- What the others have is nobody's before publication but the council's; and not of
-- those of it who belong to a unit, while the council is at work on theirs.
CREATE VIEW node_average WITH (security_barrier) AS
SELECT a.period_id, a.year, a.data_to AS period_end, a.status, a.revision, a.unit_kind, a.ranking_group, a.set_id,
	a.code, a.parent_code, a.level, a.sort_key, a.number, a.kind, a.name, a.is_criterion,
	a.units, a.mean_points, a.best_points, a.mean_ratio, a.lower_quartile, a.median_ratio, a.upper_quartile, a.best_ratio, a.worst_ratio, a.lost,
	CASE i.language WHEN 'en' THEN t.en ELSE t.vi END AS status_name, CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM (
	SELECT 'published' AS status, l.revision, l.for_viewers, p.data_to, p.state AS period_state, b.*
	FROM frozen_node AS b JOIN last_publication AS l ON l.publication_id = b.publication_id JOIN period AS p ON p.period_id = b.period_id
	UNION ALL
	SELECT 'provisional', 0, false, p.data_to, p.state, 0::bigint, d.* FROM node_data AS d JOIN period AS p ON p.period_id = d.period_id WHERE p.state <> 'published') AS a
	CROSS JOIN sight AS i
	LEFT JOIN wording AS t ON t.code = 'status.' || a.status
	LEFT JOIN unit_kind AS x ON x.unit_kind = a.unit_kind
WHERE a.for_viewers OR i.everything AND (a.period_state = 'appraising' AND i.interests <> '{}') IS NOT TRUE;
COMMENT ON VIEW node_average IS 'what the ranked units of each kind and group have at every node of their set: how many, mean, quartiles and best ratio, points lost by all. Published periods as published; others as of the last refresh, for the council';

CREATE VIEW self_assessed WITH (security_barrier) AS
SELECT r.period_id, r.year, p.data_to AS period_end, p.state AS period_state, r.unit_id, r.unit_name, r.unit_kind, r.ranking_group, r.set_id,
	r.pillar, r.pillar_name, r.pillar_sort, r.self_points, r.max_points, r.points,
	CASE i.language WHEN 'en' THEN t.en ELSE t.vi END AS period_state_name, CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM ranking_data AS r
	JOIN period AS p ON p.period_id = r.period_id
	CROSS JOIN sight AS i
	LEFT JOIN wording AS t ON t.code = 'period.' || p.state
	LEFT JOIN unit_kind AS x ON x.unit_kind = r.unit_kind
WHERE i.everything AND (p.state = 'appraising' AND r.unit_id = ANY (i.interests)) IS NOT TRUE;
COMMENT ON VIEW self_assessed IS 'points of every unit by its own answers, beside what counts so far; for the council, from the first day of the entry until the result is published';
COMMENT ON COLUMN self_assessed.self_points IS 'points by the unit''s own answers';
COMMENT ON COLUMN self_assessed.points IS 'points by what counts so far';

-- Of a published period as it was when that was published, of others as it is.
CREATE VIEW lost_points WITH (security_barrier) AS
SELECT s.period_id, s.year, s.period_end, s.status, s.unit_id, s.unit_name, s.unit_kind, s.ranking_group, s.set_id, s.code, s.parent_code, s.sort_key, s.name,
	s.state, s.result, s.points, s.max_points, s.lost, s.next_result, s.next_points, s.full_result,
	coalesce(z.rule, n.rule::text, '') AS rule,
	coalesce(z.rule_vi, c.rule_vi, dx.rule_text(n.rule, n.max_points, 'vi'), '') AS rule_vi,
	coalesce(z.rule_en, c.rule_en, dx.rule_text(n.rule, n.max_points, 'en'), '') AS rule_en,
	coalesce(z.lead_office, r.office_type, '') AS lead_office,
	coalesce(z.how_vi, nullif(c.how_vi, ''), n.guide, '') AS how_vi,
	coalesce(z.how_en, c.how_en, '') AS how_en,
	s.status_name, s.state_name, s.unit_kind_name, coalesce(CASE i.language WHEN 'en' THEN nullif(o.name_en, '') END, o.name, '') AS lead_office_name
FROM score AS s
	CROSS JOIN sight AS i
	LEFT JOIN last_publication AS l ON l.period_id = s.period_id AND s.status = 'published'
	LEFT JOIN frozen_criterion AS z ON z.publication_id = l.publication_id AND z.set_id = s.set_id AND z.code = s.code
	JOIN node AS n ON n.set_id = s.set_id AND n.code = s.code
	LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
	LEFT JOIN responsibility AS r ON r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'
	LEFT JOIN office_type AS o ON o.office_type = coalesce(z.lead_office, r.office_type)
WHERE s.is_criterion AND s.lost > 0;
COMMENT ON VIEW lost_points IS 'where points are still to be had: criteria below their maximum, and who leads them';

CREATE VIEW stage_difference WITH (security_barrier) AS
SELECT s.period_id, s.year, s.period_end, s.status, s.unit_id, s.unit_name, s.unit_kind, s.ranking_group, s.set_id, s.code, s.sort_key, s.name,
	s.max_points, s.self_points, s.points, coalesce(s.points, 0) - coalesce(s.self_points, 0) AS difference,
	coalesce(k.note, a.note, '') AS note, s.status_name, s.unit_kind_name
FROM score AS s
	CROSS JOIN sight AS i
	LEFT JOIN appraised_answer AS a ON a.period_id = s.period_id AND a.unit_id = s.unit_id AND a.code = s.code
	LEFT JOIN correction AS k ON k.period_id = s.period_id AND k.unit_id = s.unit_id AND k.code = s.code AND k.revision = (
		SELECT max(o.revision) FROM correction AS o WHERE o.period_id = s.period_id AND o.unit_id = s.unit_id AND o.code = s.code
			AND (s.revision = 0 OR o.revision <= s.revision))
WHERE s.is_criterion AND s.points IS DISTINCT FROM s.self_points AND (i.everything OR s.unit_id = ANY (i.units));
COMMENT ON VIEW stage_difference IS 'criteria whose points differ between the self-assessment and what counts, and why; own units, or all for the council';

CREATE VIEW progress WITH (security_barrier) AS
SELECT d.period_id, p.year, p.data_to AS period_end, p.rehearsal, d.unit_id, u.name AS unit_name, s.unit_kind, s.ranking_group, coalesce(u.parent_id, '') AS parent_unit,
	d.office_type, coalesce(o.name, t.name, '') AS office_name, d.criteria, d.answered, d.criteria - d.answered AS unanswered,
	d.evidence_required, d.evidence_given, s.state AS sheet_state, p.state AS period_state,
	greatest(p.entry_to, e.entry_to) AS entry_to, greatest(0, greatest(p.entry_to, e.entry_to) - b.today) AS days_left,
	CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS sheet_state_name, CASE i.language WHEN 'en' THEN v.en ELSE v.vi END AS period_state_name,
	CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM progress_data AS d
	JOIN period AS p ON p.period_id = d.period_id
	JOIN unit AS u ON u.unit_id = d.unit_id
	JOIN submission AS s ON s.period_id = d.period_id AND s.unit_id = d.unit_id
	LEFT JOIN entry_extension AS e ON e.period_id = d.period_id AND e.unit_id = d.unit_id
	LEFT JOIN office AS o ON o.unit_id = d.unit_id AND o.office_type = d.office_type
	LEFT JOIN office_type AS t ON t.office_type = d.office_type
	LEFT JOIN wording AS w ON w.code = 'sheet.' || s.state
	LEFT JOIN wording AS v ON v.code = 'period.' || p.state
	LEFT JOIN unit_kind AS x ON x.unit_kind = s.unit_kind
	CROSS JOIN book_time AS b
	CROSS JOIN sight AS i
WHERE i.everything OR d.unit_id = ANY (i.units);
COMMENT ON VIEW progress IS 'how far the self-assessments are, by unit and office that leads the criteria; own units, or all for the council';

-- The codes of one version that are others in a later one, over all versions between
-- them: {"1.3": "1.4"}.
CREATE FUNCTION codes_between(old_set text, new_set text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	maps jsonb[] := '{}';
	seen text[] := '{}';
	at text := new_set;
	step record;
	code text;
	result jsonb := '{}';
	n record;
BEGIN
	WHILE at <> old_set LOOP
		SELECT i.made_from, i.renumbered INTO step FROM index_set AS i WHERE i.set_id = at;
		-- no version of it, or one that is made of itself
		IF step.made_from IS NULL OR at = ANY (seen) THEN
			RETURN '{}';
		END IF;
		seen := seen || at;
		maps := step.renumbered || maps;
		at := step.made_from;
	END LOOP;
	FOR n IN SELECT k.code FROM node AS k WHERE k.set_id = old_set AND k.depth > 0 LOOP
		code := n.code::text;
		FOR i IN 1 .. cardinality(maps) LOOP
			code := renumbered(dx.code(code), maps[i]);
		END LOOP;
		IF code <> n.code::text THEN
			result := result || jsonb_build_object(n.code::text, code);
		END IF;
	END LOOP;
	RETURN result;
END
$$;
COMMENT ON FUNCTION codes_between(text, text) IS 'which codes of an index set are others in a later version of it, {"1.3": "1.4"}; none where it is no version of it';

CREATE VIEW renumbering AS
WITH RECURSIVE version AS (
	SELECT i.set_id AS new_set, i.made_from AS old_set, i.renumbered <> '{}' AS changed FROM index_set AS i WHERE i.made_from IS NOT NULL
	UNION
	SELECT v.new_set, i.made_from, v.changed OR i.renumbered <> '{}' FROM version AS v JOIN index_set AS i ON i.set_id = v.old_set WHERE i.made_from IS NOT NULL
)
SELECT v.new_set, v.old_set, c.key AS old_code, c.value AS new_code
FROM (SELECT w.new_set, w.old_set FROM version AS w WHERE w.changed GROUP BY w.new_set, w.old_set) AS v
	CROSS JOIN LATERAL jsonb_each_text(codes_between(v.old_set, v.new_set)) AS c;
COMMENT ON VIEW renumbering IS 'codes of an index set that are others in a later version of it, a row a code; beneath past_value and plausibility. Nothing is granted on it';
COMMENT ON COLUMN renumbering.new_set IS 'the later version';
COMMENT ON COLUMN renumbering.old_set IS 'the earlier one, not always the one just before';
COMMENT ON COLUMN renumbering.old_code IS 'the code there';
COMMENT ON COLUMN renumbering.new_code IS 'the code in the later version';

CREATE VIEW past_value WITH (security_barrier) AS
WITH renumbered AS MATERIALIZED (SELECT n.new_set, n.old_set, n.old_code, n.new_code FROM renumbering AS n)
SELECT s.period_id, p.previous_period, s.unit_id, c.code, min(b.sort_key) AS sort_key, min(b.name) AS name,
	bool_or(d.old_unit IS NOT NULL) AS derived, count(b.points)::int AS of_units,
	trim_scale(round(avg(b.points), 12)) AS points, trim_scale(round(avg(b.ratio), 12)) AS ratio,
	trim_scale(round(avg(b.max_points), 12)) AS max_points, bool_and(b.is_criterion) AS is_criterion, bool_and(b.level <= x.main_depth) AS is_main
FROM submission AS s
	JOIN period AS p ON p.period_id = s.period_id
	JOIN last_publication AS l ON l.period_id = p.previous_period
	LEFT JOIN predecessor AS d ON d.period_id = s.period_id AND d.unit_id = s.unit_id
	JOIN frozen_score AS b ON b.publication_id = l.publication_id AND b.unit_id = coalesce(d.old_unit, s.unit_id)
	JOIN index_set AS x ON x.set_id = b.set_id
	LEFT JOIN renumbered AS r ON r.old_set = b.set_id AND r.new_set = s.set_id AND r.old_code = b.code
	CROSS JOIN LATERAL (SELECT coalesce(r.new_code, b.code) AS code) AS c
	CROSS JOIN sight AS i
WHERE (l.for_viewers OR i.everything OR s.unit_id = ANY (i.units)) AND NOT s.abolished
GROUP BY s.period_id, p.previous_period, s.unit_id, c.code;
COMMENT ON VIEW past_value IS 'what a unit had in the period before, down to every criterion, under the codes that its set has now; of a merged unit the arithmetic mean of its predecessors'' values, marked as derived';
COMMENT ON COLUMN past_value.of_units IS 'how many units it is the mean of: those that had points there';
COMMENT ON COLUMN past_value.is_main IS 'the whole, or a node down to the main indices (index_set.main_depth): what decisions state of merged units';

CREATE VIEW published WITH (security_barrier) AS
SELECT b.publication_id, b.period_id, b.kind, coalesce(b.revision, 0) AS revision, b.label, b.reason, b.period_state, b.points_decimals, b.ratio_decimals,
	b.published_by, b.published_at, b.audit_hash, b.for_viewers, coalesce(b.unit_id, '') AS of_unit,
	b.doc_number, b.doc_date, b.addressee, CASE i.language WHEN 'en' THEN t.en ELSE t.vi END AS kind_name, CASE i.language WHEN 'en' THEN v.en ELSE v.vi END AS period_state_name
FROM publication AS b CROSS JOIN sight AS i
	LEFT JOIN wording AS t ON t.code = 'publication.' || replace(b.kind, ' ', '_')
	LEFT JOIN wording AS v ON v.code = 'period.' || b.period_state
WHERE b.frozen AND (b.for_viewers OR i.everything OR b.unit_id = ANY (i.units));
COMMENT ON VIEW published IS 'every publication there is: revisions of the periodic results, and ad-hoc reports';
COMMENT ON COLUMN published.doc_number IS 'number of the document that announces it';
COMMENT ON COLUMN published.doc_date IS 'its date';
COMMENT ON COLUMN published.addressee IS 'to whom it is sent';
COMMENT ON COLUMN published.of_unit IS 'the unit that an ad-hoc report is of; empty: of all';

CREATE VIEW published_ranks WITH (security_barrier) AS
SELECT r.publication_id, r.period_id, r.year, r.unit_id, r.unit_name, r.unit_kind, r.ranking_group, r.set_id, r.pillar, r.pillar_name, r.pillar_sort, r.ranked,
	r.points, r.max_points, r.ratio, r.coverage, CASE WHEN seen.ranks THEN r.rank END AS rank, r.ranked_count,
	CASE WHEN seen.ranks THEN r.rank_points END AS rank_points, r.grade,
	CASE WHEN seen.ranks THEN r.gap_to_next END AS gap_to_next, CASE WHEN seen.ranks THEN r.gap_to_best END AS gap_to_best,
	r.previous_period, r.previous_points, r.previous_ratio, r.previous_derived, r.previous_of, r.previous_rank,
	CASE WHEN seen.ranks THEN r.rank_change END AS rank_change,
	format(CASE i.language WHEN 'en' THEN w.en ELSE w.vi END, VARIADIC (string_to_array(why.code, ' '))[2:]) AS no_change_reason,
	r.previous_max_points, r.compared_units, r.compared_on,
	CASE WHEN seen.ranks THEN r.compared_rank END AS compared_rank, CASE WHEN seen.ranks THEN r.compared_previous_rank END AS compared_previous_rank,
	CASE WHEN seen.ranks THEN r.strict_rank_change END AS strict_rank_change,
	format(CASE i.language WHEN 'en' THEN z.en ELSE z.vi END, VARIADIC (string_to_array(why.strict_code, ' '))[2:]) AS strict_reason,
	CASE i.language WHEN 'en' THEN c.en ELSE c.vi END AS compared_on_name, CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM frozen_ranking AS r
	JOIN published AS b ON b.publication_id = r.publication_id
	JOIN period AS p ON p.period_id = r.period_id
	CROSS JOIN sight AS i
	CROSS JOIN LATERAL (SELECT b.for_viewers OR i.everything AS ranks) AS seen
	CROSS JOIN LATERAL (SELECT CASE WHEN seen.ranks THEN r.no_change_reason ELSE 'no_change.unpublished' END AS code,
		CASE WHEN seen.ranks THEN r.strict_reason ELSE 'no_change.unpublished' END AS strict_code) AS why
	LEFT JOIN wording AS w ON w.code = split_part(why.code, ' ', 1)
	LEFT JOIN wording AS z ON z.code = split_part(why.strict_code, ' ', 1)
	LEFT JOIN wording AS c ON c.code = 'measure.' || r.compared_on
	LEFT JOIN unit_kind AS x ON x.unit_kind = r.unit_kind
WHERE b.for_viewers OR (p.state = 'appraising' AND r.unit_id = ANY (i.interests)) IS NOT TRUE;
COMMENT ON VIEW published_ranks IS 'the rankings of all publications, earlier revisions and ad-hoc reports included';

CREATE VIEW published_scores WITH (security_barrier) AS
SELECT r.publication_id, r.period_id, r.year, r.unit_id, r.unit_name, r.unit_kind, r.ranking_group, r.set_id, r.code, r.parent_code, r.level, r.sort_key,
	r.number, r.kind, r.name, r.is_criterion, r.state, r.result, r.points, r.max_points, r.ratio, r.answered, r.applicable, r.coverage, r.lost, r.contribution,
	CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS state_name, CASE i.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name
FROM frozen_score AS r
	JOIN published AS b ON b.publication_id = r.publication_id
	JOIN period AS p ON p.period_id = r.period_id
	CROSS JOIN sight AS i
	LEFT JOIN wording AS w ON w.code = 'state.' || r.state
	LEFT JOIN unit_kind AS x ON x.unit_kind = r.unit_kind
WHERE b.for_viewers OR (p.state = 'appraising' AND r.unit_id = ANY (i.interests)) IS NOT TRUE;
COMMENT ON VIEW published_scores IS 'the scores of all publications, earlier revisions and ad-hoc reports included';

CREATE VIEW guidance WITH (security_invoker) AS
SELECT n.set_id, n.code::text AS code, n.ordinal AS sort_key, coalesce(n.number, '') AS number, coalesce(n.name, '') AS name, coalesce(c.name_en, '') AS name_en,
	trim_scale(dx.round_to(n.max_points, 12)) AS max_points, coalesce(n.rule::text, '') AS rule,
	coalesce(c.rule_vi, dx.rule_text(n.rule, n.max_points, 'vi'), '') AS rule_vi,
	coalesce(c.rule_en, dx.rule_text(n.rule, n.max_points, 'en'), '') AS rule_en,
	coalesce(nullif(c.how_vi, ''), n.guide, '') AS how_vi, coalesce(c.how_en, '') AS how_en,
	coalesce(c.evidence_vi, '') AS evidence_vi, coalesce(c.evidence_en, '') AS evidence_en, coalesce(c.evidence_required, false) AS evidence_required,
	coalesce(c.source, 'self') AS source, coalesce(c.data_source, '') AS data_source, coalesce(c.checked_by, '') AS checked_by, c.deadline,
	coalesce((SELECT r.office_type FROM responsibility AS r WHERE r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'), '') AS lead_office,
	coalesce((SELECT string_agg(r.office_type, ', ' ORDER BY r.office_type) FROM responsibility AS r
		WHERE r.set_id = n.set_id AND r.code = n.code AND r.part = 'cooperate'), '') AS cooperating,
	say_in(i.language, 'source.' || coalesce(c.source, 'self')) AS source_name,
	coalesce((SELECT string_agg(coalesce(CASE i.language WHEN 'en' THEN nullif(o.name_en, '') END, o.name), ', ') FROM responsibility AS r JOIN office_type AS o ON o.office_type = r.office_type
		WHERE r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'), '') AS lead_office_name,
	coalesce((SELECT string_agg(coalesce(CASE i.language WHEN 'en' THEN nullif(o.name_en, '') END, o.name), ', ' ORDER BY o.office_type) FROM responsibility AS r JOIN office_type AS o ON o.office_type = r.office_type
		WHERE r.set_id = n.set_id AND r.code = n.code AND r.part = 'cooperate'), '') AS cooperating_names
FROM node AS n LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
	CROSS JOIN sight AS i
WHERE n.is_criterion;
COMMENT ON VIEW guidance IS 'per criterion: how to score, which evidence, where the figure comes from, who checks, until when';

CREATE VIEW unquantified WITH (security_invoker) AS
SELECT n.set_id, n.code::text AS code, n.ordinal AS sort_key, coalesce(n.name, '') AS name, trim_scale(dx.round_to(n.max_points, 12)) AS max_points
FROM node AS n WHERE n.is_criterion AND n.rule IS NULL;
COMMENT ON VIEW unquantified IS 'criteria that nobody has given a rule yet: points can only be awarded';

CREATE VIEW outside_data_window WITH (security_invoker) AS
SELECT d.period_id, d.unit_id, d.code::text AS code, format(CASE i.language WHEN 'en' THEN w.en ELSE w.vi END, d.title) AS what, d.dated, p.data_from, p.data_to
FROM (
	SELECT a.period_id, a.unit_id, a.code, 'self' AS stage, '' AS title, a.data_date AS dated FROM self_answer AS a
	UNION ALL SELECT a.period_id, a.unit_id, a.code, 'appraised', '', a.data_date FROM appraised_answer AS a
	UNION ALL SELECT c.period_id, c.unit_id, c.code, 'correction', '', c.data_date FROM correction AS c
	UNION ALL SELECT e.period_id, e.unit_id, e.code, 'evidence', e.title, e.dated FROM evidence AS e) AS d
	JOIN period AS p ON p.period_id = d.period_id
	JOIN wording AS w ON w.code = 'stage.' || d.stage
	CROSS JOIN sight AS i
WHERE d.dated NOT BETWEEN p.data_from AND p.data_to;
COMMENT ON VIEW outside_data_window IS 'figures and evidence dated outside the data window';

CREATE VIEW target_changed WITH (security_invoker) AS
SELECT a.period_id, a.unit_id, a.code::text AS code, CASE i.language WHEN 'en' THEN w.en ELSE w.vi END AS what, a.answer, a.denominator AS target_then, g.target AS target_now
FROM (
	SELECT s.period_id, s.unit_id, s.code, 'self' AS stage, s.state, s.answer, s.value, s.numerator, s.denominator FROM self_answer AS s
	UNION ALL SELECT s.period_id, s.unit_id, s.code, 'appraised', s.state, s.answer, s.value, s.numerator, s.denominator FROM appraised_answer AS s) AS a
	JOIN wording AS w ON w.code = 'stage.' || a.stage
	CROSS JOIN sight AS i
	LEFT JOIN unit_target AS g ON g.period_id = a.period_id AND g.unit_id = a.unit_id AND g.code = a.code
WHERE a.state = 'result' AND a.answer IS NOT NULL AND CASE
	WHEN g.target IS NULL THEN a.denominator IS NOT NULL AND strpos(a.answer, '/') = 0
	ELSE a.denominator IS DISTINCT FROM g.target OR a.value IS DISTINCT FROM a.numerator * g.times / g.target END;
COMMENT ON VIEW target_changed IS 'answers that were read under another target than the unit has now: to be entered again, or appraised';
COMMENT ON COLUMN target_changed.target_then IS 'the target, or the typed denominator, that the result was made with; empty: none';
COMMENT ON COLUMN target_changed.target_now IS 'the target assigned now; empty: none';

CREATE VIEW evidence_lacking WITH (security_invoker) AS
SELECT a.period_id, a.unit_id, s.ranking_group, a.code::text AS code, n.ordinal AS sort_key, coalesce(n.name, '') AS name, coalesce(a.answer, '') AS answer, coalesce(a.provided_by, '') AS provided_by
FROM self_answer AS a
	JOIN submission AS s ON s.period_id = a.period_id AND s.unit_id = a.unit_id
	JOIN node AS n ON n.set_id = a.set_id AND n.code = a.code
	JOIN criterion AS c ON c.set_id = a.set_id AND c.code = a.code AND c.evidence_required
WHERE blank(a.explanation) AND a.state <> 'na' AND a.value IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM evidence AS e WHERE e.period_id = a.period_id AND e.unit_id = a.unit_id AND e.code = a.code);
COMMENT ON VIEW evidence_lacking IS 'answers that need evidence and have neither evidence nor a written explanation';

-- The self-assessment as a card. An answer that its rule does not take (any more)
-- is left out, and does not hide the rest from anybody.
-- It finds the tree itself: joined beside it, the tree of another set might be given to it.
CREATE FUNCTION sheet_card(period text, unit text, set_id text, OUT tree dx.tree, OUT card dx.card, OUT problems jsonb)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
	codes text[];
	vals float8[];
	states text[];
BEGIN
	SELECT i.tree INTO tree FROM index_set AS i WHERE i.set_id = sheet_card.set_id;
	IF tree IS NULL THEN
		RETURN;
	END IF;
	SELECT array_agg(k.code::text ORDER BY k.ordinal), array_agg(CASE WHEN x.code IS NULL THEN a.value END ORDER BY k.ordinal), array_agg(CASE WHEN x.code IS NULL THEN a.state ELSE 'na' END ORDER BY k.ordinal)
	INTO codes, vals, states
	FROM node AS k
		LEFT JOIN self_answer AS a ON a.period_id = sheet_card.period AND a.unit_id = sheet_card.unit AND a.code = k.code
		LEFT JOIN not_applicable_criterion AS x ON x.period_id = sheet_card.period AND x.unit_id = sheet_card.unit AND x.code = k.code
	WHERE k.set_id = sheet_card.set_id AND k.is_criterion;
	problems := '{}';
	BEGIN
		SELECT dx.card(tree, dx.code(e.code), e.value, e.state) INTO card FROM unnest(codes, vals, states) AS e(code, value, state);
		PERFORM check_card(tree, card);
		RETURN;
	EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
		NULL;
	END;
	FOR at IN 1 .. cardinality(codes) LOOP
		BEGIN
			SELECT dx.card(tree, dx.code(e.code), CASE e.code WHEN codes[at] THEN vals[at] END, CASE e.code WHEN codes[at] THEN states[at] END) INTO card FROM unnest(codes) AS e(code);
			PERFORM check_card(tree, card);
		EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
			problems := problems || jsonb_build_object(codes[at], SQLERRM);
			vals[at] := NULL;
			states[at] := NULL;
		END;
	END LOOP;
	SELECT dx.card(tree, dx.code(e.code), e.value, e.state) INTO card FROM unnest(codes, vals, states) AS e(code, value, state);
END
$$;
COMMENT ON FUNCTION sheet_card(text, text, text) IS 'beneath my_sheet: the tree of a set, the self-assessment of a unit as a card, without the answers that cannot be scored, and these with their reasons by code';

CREATE VIEW my_sheet WITH (security_invoker) AS
SELECT s.period_id, s.unit_id, n.code::text AS code, n.parent::text AS parent_code, n.depth AS level, n.ordinal AS sort_key, coalesce(n.name, '') AS name, n.is_criterion,
	b.state, f.answer, b.result, b.points_exact AS points, trim_scale(dx.round_to(b.max_points, 12)) AS max_points, b.coverage, trim_scale(dx.round_to(b.lost, 12)) AS lost,
	coalesce(c.problems->>(n.code::text), '') AS problem, say_in((SELECT i.language FROM sight AS i), 'state.' || b.state) AS state_name
FROM submission AS s
	CROSS JOIN LATERAL sheet_card(s.period_id, s.unit_id, s.set_id) AS c
	CROSS JOIN LATERAL dx.breakdown(c.tree, c.card) AS b
	JOIN node AS n ON n.set_id = s.set_id AND n.code = b.code
	LEFT JOIN self_answer AS f ON f.period_id = s.period_id AND f.unit_id = s.unit_id AND f.code = n.code;
COMMENT ON COLUMN my_sheet.problem IS 'why the answer cannot be scored: it counts as missing until it is entered again; empty: it can';
COMMENT ON VIEW my_sheet IS 'the self-assessment as it is at this moment, with the points it would earn: rehearsals too, before any refresh';
