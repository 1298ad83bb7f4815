-- SPDX-License-Identifier: PostgreSQL
-- What the two years of scorebook/demo made, in the database where they ran.
BEGIN;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
SET client_min_messages = warning;
SET search_path = tap, pg_catalog;
SELECT no_plan();

SELECT is((SELECT count(*) FROM dti.unit WHERE kind = 'district'), 27::bigint, '27 districts');
SELECT is((SELECT count(*) FROM dti.unit WHERE kind = 'commune' AND valid_from < '2025-01-01'), 558::bigint, '558 communes');
SELECT is((SELECT string_agg(DISTINCT set_id, ' ') FROM dti.submission WHERE period_id = '2024'), 'commune-2024 district-2022', 'two sets at once');
SELECT is((SELECT string_agg(period_id || ' ' || state, ', ' ORDER BY year) FROM dti.period), '2024 published, 2025 published, 2026 open', 'two years are published, a third is open');

-- The published points are those of the rows, added up in one step.
SELECT is_empty($$
	SELECT s.period_id, s.unit_id FROM dti.submission AS s JOIN dti.index_set AS i USING (set_id)
		JOIN LATERAL (SELECT dx.score(i.tree, o.code, o.value, o.state) AS points FROM dti.outcome AS o WHERE o.period_id = s.period_id AND o.unit_id = s.unit_id) AS o ON true
		JOIN dti.ranking AS r ON r.period_id = s.period_id AND r.unit_id = s.unit_id AND r.pillar = ''
	WHERE r.points IS DISTINCT FROM o.points$$, 'published points are the points of the final answers');
SELECT is_empty($$
	SELECT period_id, unit_id FROM dti.ranking WHERE pillar = '' GROUP BY period_id, unit_id, points
	HAVING points IS DISTINCT FROM (SELECT sum(p.points::numeric)::float8 FROM dti.ranking AS p WHERE p.period_id = ranking.period_id AND p.unit_id = ranking.unit_id AND p.pillar <> '')$$,
	'the pillars add up to the total');
SELECT is_empty($$
	SELECT period_id, unit_id, pillar FROM (SELECT *, rank() OVER (PARTITION BY period_id, unit_kind, ranking_group, pillar ORDER BY round(points::numeric, 2) DESC) AS by_hand
		FROM dti.ranking WHERE ranked AND coverage > 0) AS r WHERE rank IS DISTINCT FROM by_hand$$, 'ranks are those of the rounded points');
SELECT is((SELECT count(*) FROM dti.ranking WHERE period_id = '2024' AND pillar = '' AND NOT ranked AND rank IS NULL), 1::bigint, 'one commune is assessed and not ranked');
SELECT is((SELECT string_agg(DISTINCT max_points::text, ' ') FROM dti.ranking WHERE period_id = '2024' AND ranking_group = 'miền núi' AND pillar = ''),
	(SELECT (960 - max_points)::text FROM dti.node WHERE set_id = 'commune-2024' AND code::text = '5.2'), 'what the mountains do not have is off their maximum');
SELECT cmp_ok((SELECT count(*) FROM dti.stage_difference WHERE period_id = '2024' AND difference < 0), '>', 100::bigint, 'the appraisal lowered some');
SELECT is_empty($$SELECT 1 FROM dti.stage_difference WHERE period_id = '2024' AND unit_id <> 'C077' AND note = ''$$, 'and said why');
SELECT is((SELECT count(*) FROM dti.final_answer WHERE period_id = '2024' AND unit_id = 'C077' AND taken_from = 'self'), 0::bigint, 'a sheet that nobody approved does not count');
SELECT is((SELECT string_agg(kind || ' ' || coalesce(revision::text, '-'), ', ' ORDER BY publication_id) FROM dti.publication), 'periodic 1, periodic 2, ad hoc -, periodic 1', 'two revisions, an ad-hoc report, the second year');
SELECT is((SELECT count(*) FROM dti.frozen_ranking), (SELECT 4014 * 2 + 2338 * 2)::bigint, 'all of them frozen in full');
SELECT isnt((SELECT points FROM dti.published_ranks AS r JOIN dti.published AS b USING (publication_id) WHERE b.period_id = '2024' AND b.revision = 1 AND unit_id = 'C010' AND pillar = ''),
	(SELECT points FROM dti.published_ranks AS r JOIN dti.published AS b USING (publication_id) WHERE b.period_id = '2024' AND b.revision = 2 AND unit_id = 'C010' AND pillar = ''), 'the appeal changed the points');
SELECT is((SELECT count(*) FROM dti.published_ranks AS a JOIN dti.published AS x USING (publication_id), dti.published_ranks AS b JOIN dti.published AS y USING (publication_id)
	WHERE x.period_id = '2024' AND y.period_id = '2024' AND x.revision = 1 AND y.revision = 2 AND a.unit_id = b.unit_id AND a.pillar = '' AND b.pillar = '' AND a.points IS DISTINCT FROM b.points), 1::bigint, 'of that commune alone');
SELECT is_empty($$
	SELECT r.unit_id FROM dti.ranking AS r WHERE r.period_id = '2025' AND r.previous_derived AND r.pillar = ''
		AND r.previous_points IS DISTINCT FROM (SELECT round(sum(o.points) / 3, 12) FROM dti.merger AS m JOIN dti.ranking AS o ON o.unit_id = m.old_unit AND o.period_id = '2024' AND o.pillar = '' WHERE m.new_unit = r.unit_id)$$,
	'a merged commune''s past is the mean of its three');
SELECT is_empty($$
	SELECT r.unit_id FROM dti.ranking AS r JOIN (SELECT period_id, unit_id, sum(points::numeric) AS points FROM dti.past_value WHERE code <> '' AND is_main GROUP BY 1, 2) AS v USING (period_id, unit_id)
	WHERE r.period_id = '2025' AND r.pillar = '' AND (abs(r.previous_points::numeric - v.points) <= 1e-9) IS NOT TRUE$$, 'which is the sum of the means of its main indices');
SELECT is_empty($$
	SELECT r.unit_id, r.pillar FROM (SELECT *, rank() OVER (PARTITION BY ranking_group, pillar ORDER BY points DESC) AS now,
			rank() OVER (PARTITION BY ranking_group, pillar ORDER BY round(previous_points, 2) DESC) AS before, count(*) OVER (PARTITION BY ranking_group, pillar) AS units
		FROM dti.ranking WHERE period_id = '2025' AND ranked AND coverage > 0 AND previous_points IS NOT NULL) AS r
	WHERE (r.compared_rank, r.compared_previous_rank, r.compared_units, r.rank_change) IS DISTINCT FROM (r.now, r.before, r.units, r.before - r.now)$$, 'places gained and lost are those of both years ranked over the same units');
SELECT is((SELECT count(*) FROM dti.ranking WHERE period_id = '2025' AND compared_units IS NULL AND ranked), 0::bigint, 'which is every one that is ranked');
SELECT is((SELECT count(*) FROM dti.ranking WHERE period_id = '2025' AND unit_kind = 'district'), 0::bigint, 'the districts have ended');
CREATE TEMP VIEW astray AS SELECT period_id, unit_kind, ranking_group, set_id, code FROM dti.node_average AS a FULL JOIN (
		SELECT s.period_id, s.unit_kind, s.ranking_group, s.set_id, s.code, count(s.points) AS units, avg(s.points) AS mean_points, max(s.points) AS best_points, avg(s.ratio) AS mean_ratio,
			percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY s.ratio) AS quartiles, max(s.ratio) AS best_ratio, min(s.ratio) AS worst_ratio, sum(s.lost) AS lost
		FROM dti.score AS s JOIN dti.ranking AS r ON r.period_id = s.period_id AND r.unit_id = s.unit_id AND r.pillar = '' AND r.ranked GROUP BY s.period_id, s.unit_kind, s.ranking_group, s.set_id, s.code) AS e
		USING (period_id, unit_kind, ranking_group, set_id, code)
	WHERE (a.units = e.units AND abs(a.lost - e.lost) <= 1e-9 AND greatest(abs(coalesce(a.mean_points, -1) - coalesce(e.mean_points, -1)), abs(coalesce(a.best_points, -1) - coalesce(e.best_points, -1)),
		abs(coalesce(a.mean_ratio, -1) - coalesce(e.mean_ratio, -1)), abs(coalesce(a.best_ratio, -1) - coalesce(e.best_ratio, -1)), abs(coalesce(a.worst_ratio, -1) - coalesce(e.worst_ratio, -1)),
		abs(coalesce(a.lower_quartile::float8, -1) - coalesce(e.quartiles[1], -1)), abs(coalesce(a.median_ratio::float8, -1) - coalesce(e.quartiles[2], -1)), abs(coalesce(a.upper_quartile::float8, -1) - coalesce(e.quartiles[3], -1))) <= 1e-9) IS NOT TRUE;
SELECT is_empty('SELECT * FROM astray', 'averages of every node are those of the scores');
SELECT is((SELECT count(DISTINCT (period_id, unit_kind, ranking_group)) FROM dti.node_average), (SELECT count(DISTINCT (period_id, unit_kind, ranking_group)) FROM dti.ranking WHERE ranked), 'of every group');
SELECT is_empty('SELECT * FROM dti.audit_check()', 'the audit chains are whole');

-- What is refreshed reads the answers of a sheet by their codes in the key, and does not
-- throw away those of other offices and periods (in small tables plans are others).
ANALYZE dti.self_answer, dti.submission, dti.evidence, dti.node, dti.criterion, dti.responsibility, dti.period, dti.unit_target;
CREATE FUNCTION tap.answers_read(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	-- (the condition of a bitmap scan is that of the scan of the index beneath it)
	RETURN (SELECT string_agg(DISTINCT CASE WHEN coalesce(s->>'Index Cond', s->>'Recheck Cond') ~ '\mcode\M' THEN 'by code' ELSE concat_ws(' ', s->>'Node Type', s->>'Index Cond', s->>'Filter') END, '; ')
		FROM jsonb_path_query(plan, 'strict $.** ? (@."Relation Name" == "self_answer")') AS s);
END
$$;
SELECT is(tap.answers_read(pg_get_viewdef('dti.progress_data')), 'by code', 'progress reads answers by their codes in the key');
SELECT isnt(tap.answers_read('SELECT count(*) FROM dti.self_answer AS f WHERE f.value IS NULL'), 'by code', 'which not everything does');
-- A filter on the group reaches what the rows are made of: else they are made of all units first.
CREATE FUNCTION tap.filtered_by_group(view text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE format('EXPLAIN (FORMAT JSON) SELECT * FROM dti.%I WHERE ranking_group = ''zz''', view) INTO plan;
	RETURN (SELECT string_agg(DISTINCT s->>'Relation Name', ' ' ORDER BY s->>'Relation Name') FROM jsonb_path_query(plan, 'strict $.** ? (exists (@."Relation Name"))') AS s
		WHERE concat_ws(' ', s->>'Filter', s->>'Index Cond', s->>'Recheck Cond') ~ 'ranking_group = ''zz''');
END
$$;
SELECT is(tap.filtered_by_group(v.view), v.relations, v.view || ' of one group reads that group alone')
FROM (VALUES ('score', 'card_data frozen_score'), ('lost_points', 'card_data frozen_score'), ('office_points', 'card_data frozen_score'), ('stage_difference', 'card_data frozen_score'),
	('ranking', 'frozen_ranking ranking_data'), ('node_average', 'frozen_node node_data'), ('self_assessed', 'ranking_data'),
	('progress', 'submission'), ('unanswered', 'submission'), ('evidence_lacking', 'submission')) AS v(view, relations);
SELECT count(*) FROM dti.refresh();
SELECT is((SELECT string_agg(DISTINCT r.changed::text, ' ') FROM (SELECT * FROM dti.refresh() OFFSET 0) AS r WHERE view_name <> 'progress_data'), '0', 'a second refresh rewrites no row');
SELECT * FROM finish();
ROLLBACK;
