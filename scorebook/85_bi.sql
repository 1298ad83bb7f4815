-- SPDX-License-Identifier: PostgreSQL
-- For BI tools (Superset, Metabase, Excel): a schema of its own, named after the
-- book with _bi behind it, so that a tool lists only what it may read. Its views
-- run with the owner's rights and ask sight themselves; none stands on a view
-- with the invoker's rights, which would fail as the caller beneath them. In all
-- of them the same filter columns have the same names; labels are unique and sort
-- by themselves; dates are timestamps without zone (a tool would shift others);
-- points are numeric; texts are in the reader's language (sight.language).
--
-- How: figures have codes, and labels are those of the materialized views period_label,
-- unit_label, group_label, office_label and node_label, a row a code and language: what is
-- filtered by is a stored column everywhere. They are joined on the left, so that a query
-- that does not ask for them is planned without, and no figure depends on what it is called.
SELECT octet_length(:'schema') > 60 AS too_long \gset
\if :too_long
	\set refusal_vi 'tên lược đồ quá dài khi thêm _bi'
	\set refusal_en 'the name of the schema would be too long with _bi behind it'
	\ir refuse.sql
\endif
\set bi :schema _bi
CREATE SCHEMA :"bi";

-- What stands beneath them, in the book itself. Nothing is granted on it.

CREATE VIEW bi_state AS
-- Five rows, looked for once: not among all wordings for every node.
WITH word AS MATERIALIZED (
	SELECT substr(w.code, length('state.') + 1) AS state, w.vi, w.en FROM wording AS w WHERE starts_with(w.code, 'state.')
	UNION ALL
	VALUES ('', '', '')
)
SELECT w.state, w.vi, w.en FROM word AS w;
COMMENT ON VIEW bi_state IS 'the states of results in words';
COMMENT ON COLUMN bi_state.vi IS 'in Vietnamese';
COMMENT ON COLUMN bi_state.en IS 'in English';

-- Asked once, not in every place where a column of it stands: plans are a fraction.
CREATE VIEW bi_reader AS SELECT i.everything, i.units, i.interests, i.language, i.language = 'en' AS english FROM sight AS i OFFSET 0;
COMMENT ON VIEW bi_reader IS 'one row: what the current role may see, and in which language';
COMMENT ON COLUMN bi_reader.everything IS 'see sight';
COMMENT ON COLUMN bi_reader.units IS 'see sight';
COMMENT ON COLUMN bi_reader.interests IS 'see sight';
COMMENT ON COLUMN bi_reader.language IS 'see sight';
COMMENT ON COLUMN bi_reader.english IS 'is it English?';

-- Total and pillars of the sheets whose figures the reader may see, with every
-- filter column: the last publication of published periods, and the last refresh
-- of the others (publication 0). Two views, for where one is meant the other need
-- not be planned.
CREATE VIEW bi_published_rank AS
SELECT f.publication_id, f.period_id, w.period_name, w.year, w.period_end, 'published' AS status,
	w.status_name, l.revision, p.state AS period_state,
	f.unit_id, u.unit_label, f.unit_kind, g.unit_kind_name, f.ranking_group, g.group_name,
	u.parent_unit, u.parent_label, f.set_id, g.set_name, f.ranked,
	seen.ranks, i.everything OR f.unit_id = ANY (i.units) AS own, i.language, i.english,
	f.pillar, f.pillar_label, f.pillar_sort,
	f.points::numeric AS points, f.max_points::numeric AS max_points, f.ratio::numeric AS ratio, f.coverage::numeric AS coverage,
	CASE WHEN i.everything OR f.unit_id = ANY (i.units) THEN f.self_points::numeric END AS self_points,
	CASE WHEN seen.ranks THEN f.rank END AS rank, f.ranked_count, CASE WHEN seen.ranks THEN f.rank_points END AS rank_points, f.grade,
	CASE WHEN seen.ranks THEN f.gap_to_next::numeric END AS gap_to_next, CASE WHEN seen.ranks THEN f.gap_to_best::numeric END AS gap_to_best,
	f.previous_period, f.previous_points::numeric AS previous_points, f.previous_ratio::numeric AS previous_ratio, f.previous_rank,
	f.previous_max_points::numeric AS previous_max_points, CASE WHEN seen.ranks THEN f.compared_units END AS compared_units,
	CASE WHEN seen.ranks THEN f.rank_change END AS rank_change,
	CASE WHEN seen.ranks THEN f.no_change_reason ELSE 'no_change.unpublished' END AS no_change_reason,
	CASE WHEN seen.ranks THEN f.group_median END AS group_median, CASE WHEN seen.ranks THEN f.group_best END AS group_best, CASE WHEN seen.ranks THEN o.rank END AS total_rank
FROM frozen_ranking AS f JOIN last_publication AS l ON l.publication_id = f.publication_id
	JOIN period AS p ON p.period_id = f.period_id
	CROSS JOIN bi_reader AS i
	CROSS JOIN LATERAL (SELECT l.for_viewers OR i.everything AS ranks) AS seen
	LEFT JOIN period_label AS w ON w.period_id = f.period_id AND w.status = 'published' AND w.language = i.language
	LEFT JOIN unit_label AS u ON u.unit_id = f.unit_id
	LEFT JOIN group_label AS g ON g.unit_kind = f.unit_kind AND g.ranking_group = f.ranking_group AND g.set_id = f.set_id AND g.language = i.language
	LEFT JOIN frozen_ranking AS o ON o.publication_id = f.publication_id AND o.unit_id = f.unit_id AND o.pillar = ''
WHERE l.for_viewers OR i.everything OR f.unit_id = ANY (i.units);
COMMENT ON VIEW bi_published_rank IS 'the published part of bi_rank';
COMMENT ON COLUMN bi_published_rank.pillar_label IS 'order and name of the pillar';
COMMENT ON COLUMN bi_published_rank.ranks IS 'may the reader see ranks';
COMMENT ON COLUMN bi_published_rank.own IS 'may the reader see what the unit gave itself';
COMMENT ON COLUMN bi_published_rank.language IS 'which language the reader reads';
COMMENT ON COLUMN bi_published_rank.group_median IS 'median ratio of the ranked units of the group';
COMMENT ON COLUMN bi_published_rank.group_best IS 'best ratio of one of them';
COMMENT ON COLUMN bi_published_rank.total_rank IS 'rank of the whole';
COMMENT ON COLUMN bi_published_rank.english IS 'does the reader read English';

CREATE VIEW bi_provisional_rank AS
SELECT 0::bigint AS publication_id, d.period_id, w.period_name, w.year, w.period_end, 'provisional' AS status,
	w.status_name, 0 AS revision, p.state AS period_state,
	d.unit_id, u.unit_label, d.unit_kind, g.unit_kind_name, d.ranking_group, g.group_name,
	u.parent_unit, u.parent_label, d.set_id, g.set_name, d.ranked,
	i.everything AS ranks, i.everything OR d.unit_id = ANY (i.units) AS own, i.language, i.english,
	d.pillar, d.pillar_label, d.pillar_sort,
	d.points::numeric AS points, d.max_points::numeric AS max_points, d.ratio::numeric AS ratio, d.coverage::numeric AS coverage,
	CASE WHEN i.everything OR d.unit_id = ANY (i.units) THEN d.self_points::numeric END AS self_points,
	CASE WHEN i.everything THEN d.rank END AS rank, d.ranked_count, CASE WHEN i.everything THEN d.rank_points END AS rank_points, d.grade,
	CASE WHEN i.everything THEN d.gap_to_next::numeric END AS gap_to_next, CASE WHEN i.everything THEN d.gap_to_best::numeric END AS gap_to_best,
	d.previous_period, d.previous_points::numeric AS previous_points, d.previous_ratio::numeric AS previous_ratio, d.previous_rank,
	d.previous_max_points::numeric AS previous_max_points, CASE WHEN i.everything THEN d.compared_units END AS compared_units,
	CASE WHEN i.everything THEN d.rank_change END AS rank_change,
	CASE WHEN i.everything THEN d.no_change_reason ELSE 'no_change.unpublished' END AS no_change_reason,
	CASE WHEN i.everything THEN d.group_median END AS group_median, CASE WHEN i.everything THEN d.group_best END AS group_best, CASE WHEN i.everything THEN o.rank END AS total_rank
FROM ranking_data AS d
	JOIN period AS p ON p.period_id = d.period_id AND p.state <> 'published'
	CROSS JOIN bi_reader AS i
	LEFT JOIN period_label AS w ON w.period_id = d.period_id AND w.status = 'provisional' AND w.language = i.language
	LEFT JOIN unit_label AS u ON u.unit_id = d.unit_id
	LEFT JOIN group_label AS g ON g.unit_kind = d.unit_kind AND g.ranking_group = d.ranking_group AND g.set_id = d.set_id AND g.language = i.language
	LEFT JOIN ranking_data AS o ON o.period_id = d.period_id AND o.unit_id = d.unit_id AND o.pillar = ''
WHERE (p.state = 'appraising' AND d.unit_id = ANY (i.interests)) IS NOT TRUE AND (i.everything OR d.unit_id = ANY (i.units));
COMMENT ON VIEW bi_provisional_rank IS 'the part of bi_rank that is not published yet';
COMMENT ON COLUMN bi_provisional_rank.pillar_label IS 'order and name of the pillar';
COMMENT ON COLUMN bi_provisional_rank.ranks IS 'may the reader see ranks';
COMMENT ON COLUMN bi_provisional_rank.own IS 'may the reader see what the unit gave itself';
COMMENT ON COLUMN bi_provisional_rank.language IS 'which language the reader reads';
COMMENT ON COLUMN bi_provisional_rank.group_median IS 'median ratio of the ranked units of the group';
COMMENT ON COLUMN bi_provisional_rank.group_best IS 'best ratio of one of them';
COMMENT ON COLUMN bi_provisional_rank.total_rank IS 'rank of the whole';
COMMENT ON COLUMN bi_provisional_rank.english IS 'does the reader read English';

CREATE VIEW bi_rank AS
SELECT * FROM bi_published_rank
UNION ALL
SELECT * FROM bi_provisional_rank;
COMMENT ON VIEW bi_rank IS 'total and pillars of the sheets the reader may see, as frozen or refreshed, with every column that charts are filtered by';
COMMENT ON COLUMN bi_rank.pillar_label IS 'order and name of the pillar';
COMMENT ON COLUMN bi_rank.ranks IS 'may the reader see ranks';
COMMENT ON COLUMN bi_rank.own IS 'may the reader see what the unit gave itself';
COMMENT ON COLUMN bi_rank.language IS 'which language the reader reads';
COMMENT ON COLUMN bi_rank.group_median IS 'median ratio of the ranked units of the group';
COMMENT ON COLUMN bi_rank.group_best IS 'best ratio of one of them';
COMMENT ON COLUMN bi_rank.total_rank IS 'rank of the whole';
COMMENT ON COLUMN bi_rank.english IS 'does the reader read English';

CREATE VIEW bi_sheet AS
SELECT r.publication_id, r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.revision, r.period_state, r.unit_id, r.unit_label,
	r.unit_kind, r.unit_kind_name, r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name, r.ranked, r.ranks, r.own, r.language, r.english, r.previous_period
FROM bi_rank AS r WHERE r.pillar = '';
COMMENT ON VIEW bi_sheet IS 'the sheets of bi_rank, a row each';
COMMENT ON COLUMN bi_sheet.ranks IS 'may the reader see ranks';
COMMENT ON COLUMN bi_sheet.own IS 'may the reader see what the unit gave itself';
COMMENT ON COLUMN bi_sheet.language IS 'which language the reader reads';
COMMENT ON COLUMN bi_sheet.english IS 'does the reader read English';

-- Every node of those sheets. What is not published comes straight from the card, as
-- in score_data: with each view in between, the planner expects fewer rows.
CREATE VIEW bi_score AS
SELECT r.publication_id, r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.revision, r.period_state, r.unit_id, r.unit_label,
	r.unit_kind, r.unit_kind_name, r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name, r.ranked, r.ranks, r.own, r.language, r.english, r.previous_period,
	b.code, b.level, b.sort_key, b.is_criterion, b.state, b.result, b.points::numeric AS points, b.max_points::numeric AS max_points,
	b.ratio::numeric AS ratio, b.answered, b.applicable, b.coverage::numeric AS coverage, b.lost::numeric AS lost, b.next_result, b.next_points::numeric AS next_points,
	b.self_points::numeric AS self_points
FROM bi_published_rank AS r JOIN frozen_score AS b ON b.publication_id = r.publication_id AND b.unit_id = r.unit_id
WHERE r.pillar = ''
UNION ALL
SELECT r.publication_id, r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.revision, r.period_state, r.unit_id, r.unit_label,
	r.unit_kind, r.unit_kind_name, r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name, r.ranked, r.ranks, r.own, r.language, r.english, r.previous_period,
	b.code::text, b.depth, b.ordinality::int, b.is_criterion, b.state, b.result, b.points_exact, trim_scale(dx.round_to(b.max_points, 12)),
	trim_scale(dx.round_to(b.ratio, 12)), b.answered, b.applicable, b.coverage::numeric, trim_scale(dx.round_to(b.lost, 12)), b.next_result, trim_scale(dx.round_to(b.next_points, 12)),
	trim_scale(dx.round_to(dx.points(i.tree, c.self_card, b.code), 12))
FROM bi_provisional_rank AS r
	JOIN card_data AS c ON c.period_id = r.period_id AND c.unit_id = r.unit_id
	JOIN index_set AS i ON i.set_id = c.set_id
	-- never with the tree of another set
	CROSS JOIN LATERAL dx.breakdown(CASE WHEN i.set_id = c.set_id THEN i.tree END, c.card) WITH ORDINALITY AS b
WHERE r.pillar = '';
COMMENT ON VIEW bi_score IS 'every node of the sheets the reader may see, as frozen or refreshed';
COMMENT ON COLUMN bi_score.ranks IS 'may the reader see ranks';
COMMENT ON COLUMN bi_score.own IS 'may the reader see what the unit gave itself';
COMMENT ON COLUMN bi_score.language IS 'which language the reader reads';
COMMENT ON COLUMN bi_score.english IS 'does the reader read English';

-- The views themselves.

CREATE VIEW :"bi".ranking WITH (security_barrier) AS
SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
	r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name,
	r.ranked, r.points, r.max_points, r.ratio, r.coverage, r.rank, r.ranked_count,
	CASE WHEN r.rank IS NOT NULL THEN r.rank || ' / ' || r.ranked_count WHEN r.english THEN 'not ranked' ELSE 'không xếp hạng' END AS rank_of,
	coalesce(r.rank_points, 0) AS rank_points,
	coalesce(r.grade, CASE WHEN r.english THEN 'not graded' ELSE 'chưa xếp loại' END) AS grade,
	r.gap_to_next, r.gap_to_best, r.previous_points, r.previous_max_points, r.previous_ratio, r.previous_rank, r.ratio - r.previous_ratio AS ratio_change, r.rank_change, r.compared_units,
	CASE WHEN r.rank_change > 0 THEN '▲ ' || r.rank_change WHEN r.rank_change < 0 THEN '▼ ' || -r.rank_change WHEN r.rank_change = 0 THEN '=' ELSE '–' END AS change,
	coalesce(format(CASE WHEN r.english THEN w.en ELSE w.vi END, VARIADIC (string_to_array(r.no_change_reason, ' '))[2:]), '') AS no_change_reason
FROM bi_rank AS r LEFT JOIN wording AS w ON w.code = split_part(r.no_change_reason, ' ', 1) WHERE r.pillar = '';
COMMENT ON VIEW :"bi".ranking IS 'Kết quả và thứ hạng của từng đơn vị, mỗi kỳ một dòng | the total of every unit, ranked: a row a period and unit';

CREATE VIEW :"bi".pillars WITH (security_barrier) AS
SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
	r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name,
	r.pillar, r.pillar_label, r.ranked, r.points, r.max_points, r.ratio, r.coverage, r.rank, r.ranked_count,
	CASE WHEN r.rank IS NOT NULL THEN r.rank || ' / ' || r.ranked_count WHEN r.english THEN 'not ranked' ELSE 'không xếp hạng' END AS rank_of,
	coalesce(r.rank_points, 0) AS rank_points, r.group_median, r.group_best, r.total_rank
FROM bi_rank AS r
WHERE r.pillar <> '';
COMMENT ON VIEW :"bi".pillars IS 'Từng trụ cột của từng đơn vị, so với trung vị của nhóm | every pillar of every unit, beside the median of its group';

-- A radar takes a column an axis: the pillars in the order of the set, eight at most.
CREATE VIEW :"bi".pillars_wide WITH (security_barrier) AS
SELECT w.period_id, w.period_name, w.year, w.period_end, w.status, w.status_name, w.unit_id, w.unit_label, w.unit_kind, w.unit_kind_name,
	w.ranking_group, w.group_name, w.parent_unit, w.parent_label, w.set_id, w.set_name, w.ranked, w.pillars,
	w.ratios[1] AS pillar_1, w.ratios[2] AS pillar_2, w.ratios[3] AS pillar_3, w.ratios[4] AS pillar_4,
	w.ratios[5] AS pillar_5, w.ratios[6] AS pillar_6, w.ratios[7] AS pillar_7, w.ratios[8] AS pillar_8
FROM (
	SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
		r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name, r.ranked,
		string_agg(r.pillar_label, ', ' ORDER BY r.pillar_sort, r.pillar) AS pillars, array_agg(r.ratio ORDER BY r.pillar_sort, r.pillar) AS ratios
	FROM bi_rank AS r WHERE r.pillar <> ''
	GROUP BY r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
		r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name, r.ranked) AS w;
COMMENT ON VIEW :"bi".pillars_wide IS 'Các trụ cột thành cột, cho biểu đồ mạng nhện (lọc theo một bộ chỉ số) | the pillars as columns, for a radar: filter by one index set';

CREATE VIEW :"bi".score WITH (security_barrier) AS
SELECT s.period_id, s.period_name, s.year, s.period_end, s.status, s.status_name, s.unit_id, s.unit_label, s.unit_kind, s.unit_kind_name,
	s.ranking_group, s.group_name, s.parent_unit, s.parent_label, s.set_id, s.set_name,
	s.code, n.label, n.pillar_label, n.main_label,
	n.node_id, n.parent_id,
	s.level, s.sort_key, s.is_criterion, n.is_main, s.state, CASE WHEN s.english THEN w.en ELSE w.vi END AS state_name,
	s.points, s.max_points, s.ratio, s.answered, s.applicable, s.applicable - s.answered AS missing, s.coverage, s.lost
FROM bi_score AS s
	LEFT JOIN node_label AS n ON n.language = s.language AND n.set_id = s.set_id AND n.code_text = s.code
	LEFT JOIN bi_state AS w ON w.state = s.state;
COMMENT ON VIEW :"bi".score IS 'Điểm của từng đơn vị ở từng nút của bộ chỉ số | points of every unit at every node of its index set';

CREATE VIEW :"bi".tree WITH (security_barrier) AS
SELECT s.period_id, s.period_name, s.year, s.period_end, s.status, s.status_name, s.unit_id, s.unit_label, s.unit_kind, s.unit_kind_name,
	s.ranking_group, s.group_name, s.parent_unit, s.parent_label, s.set_id, s.set_name,
	n.pillar_label, n.main_label, n.label, s.code,
	s.points, s.max_points, s.lost, s.ratio
FROM bi_score AS s
	LEFT JOIN node_label AS n ON n.language = s.language AND n.set_id = s.set_id AND n.code_text = s.code
WHERE s.is_criterion;
COMMENT ON VIEW :"bi".tree IS 'Cây tiêu chí của đơn vị: trụ cột, chỉ số chính, tiêu chí | the criteria of a unit with pillar and main index, for sunburst and treemap: filter by one unit';

CREATE VIEW :"bi".lost_points WITH (security_barrier) AS
SELECT s.period_id, s.period_name, s.year, s.period_end, s.status, s.status_name, s.unit_id, s.unit_label, s.unit_kind, s.unit_kind_name,
	s.ranking_group, s.group_name, s.parent_unit, s.parent_label, s.set_id, s.set_name,
	s.code, n.label, n.pillar_label, n.main_label, s.sort_key,
	s.state, CASE WHEN s.english THEN w.en ELSE w.vi END AS state_name,
	CASE WHEN s.state = 'result' THEN coalesce(dx.result_text(n.rule, s.result, CASE WHEN s.english THEN 'en' ELSE 'vi' END), '')
		WHEN s.english THEN w.en ELSE w.vi END AS result_text,
	coalesce(s.points, 0) AS points, s.max_points, s.lost, coalesce(s.next_points - coalesce(s.points, 0), s.lost) AS next_gain,
	CASE WHEN s.next_result IS NULL THEN CASE WHEN s.english THEN 'points are awarded' ELSE 'do hội đồng cho điểm' END
		ELSE dx.result_text(n.rule, s.next_result, CASE WHEN s.english THEN 'en' ELSE 'vi' END) || ' → +'
			|| rtrim(rtrim(dx.number_text((s.next_points - coalesce(s.points, 0))::float8, 2, CASE WHEN s.english THEN 'en' ELSE 'vi' END), '0'), ',.') END AS next_step,
	n.rule_text,
	n.lead_office, n.lead_office_name
FROM bi_score AS s
	LEFT JOIN node_label AS n ON n.language = s.language AND n.set_id = s.set_id AND n.code_text = s.code
	LEFT JOIN bi_state AS w ON w.state = s.state
WHERE s.is_criterion AND s.lost > 0;
COMMENT ON VIEW :"bi".lost_points IS 'Tiêu chí chưa đạt điểm tối đa: mất bao nhiêu, bước tiếp theo, cơ quan chủ trì | where points are still to be had: how many, the next step, who leads';

CREATE VIEW :"bi".node_average WITH (security_barrier) AS
SELECT s.period_id, w.period_name, w.year, w.period_end, s.status, w.status_name,
	s.unit_kind, g.unit_kind_name, s.ranking_group, g.group_name,
	s.set_id, g.set_name, s.code, n.label, n.pillar_label, s.level, s.sort_key, s.is_criterion, n.is_main,
	s.units, s.mean_ratio, s.median_ratio, s.lower_quartile, s.upper_quartile, s.best_ratio, s.worst_ratio, s.lost
FROM (
	SELECT 'published' AS status, l.for_viewers, b.* FROM frozen_node AS b JOIN last_publication AS l ON l.publication_id = b.publication_id
	UNION ALL
	SELECT 'provisional', false, 0::bigint, d.* FROM node_data AS d JOIN period AS p ON p.period_id = d.period_id WHERE p.state <> 'published') AS s
	CROSS JOIN bi_reader AS i
	LEFT JOIN period_label AS w ON w.period_id = s.period_id AND w.status = s.status AND w.language = i.language
	LEFT JOIN group_label AS g ON g.unit_kind = s.unit_kind AND g.ranking_group = s.ranking_group AND g.set_id = s.set_id AND g.language = i.language
	LEFT JOIN node_label AS n ON n.language = i.language AND n.set_id = s.set_id AND n.code_text = s.code
WHERE s.for_viewers OR i.everything AND i.interests = '{}';
COMMENT ON VIEW :"bi".node_average IS 'Trung bình, trung vị, tứ phân vị của từng nhóm ở từng nút | mean, median, quartiles and lost points of the ranked units of each group at every node';

CREATE VIEW :"bi".years WITH (security_barrier) AS
SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
	r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name,
	r.year::text AS year_label, r.points, r.max_points, r.ratio, r.rank, r.ranked_count,
	CASE WHEN r.rank IS NOT NULL THEN r.rank || ' / ' || r.ranked_count WHEN r.english THEN 'not ranked' ELSE 'không xếp hạng' END AS rank_of,
	coalesce(r.rank_points, 0) AS rank_points
FROM bi_rank AS r WHERE r.pillar = '';
COMMENT ON VIEW :"bi".years IS 'Kết quả của đơn vị qua các năm (không lọc theo kỳ) | the total of a unit over the years: not filtered by period';

CREATE VIEW :"bi".grades WITH (security_barrier) AS
SELECT g.period_id, g.period_name, g.year, g.period_end, g.status, g.status_name, g.unit_kind, g.unit_kind_name, g.ranking_group, g.group_name, g.set_id, g.set_name,
	coalesce(g.grade, CASE WHEN g.english THEN 'not graded' ELSE 'chưa xếp loại' END) AS grade, g.units, g.least_ratio
FROM (
	SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_kind, r.unit_kind_name, r.ranking_group, r.group_name, r.set_id, r.set_name,
		r.grade, r.english, count(*)::int AS units, coalesce(min(r.ratio), 0) AS least_ratio
	FROM bi_rank AS r WHERE r.pillar = '' AND r.ranked
	GROUP BY r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_kind, r.unit_kind_name, r.ranking_group, r.group_name, r.set_id, r.set_name,
		r.grade, r.english) AS g;
COMMENT ON VIEW :"bi".grades IS 'Số đơn vị ở mỗi mức xếp loại | how many ranked units have which grade';

CREATE VIEW :"bi".unit_list WITH (security_barrier) AS
SELECT h.period_id, h.period_name, h.year, h.period_end, h.status, h.status_name, h.unit_id, h.unit_label, h.unit_kind, h.unit_kind_name,
	h.ranking_group, h.group_name, h.parent_unit, h.parent_label, h.set_id, h.set_name, h.ranked
FROM bi_sheet AS h;
COMMENT ON VIEW :"bi".unit_list IS 'Cho các ô lọc: kỳ, đơn vị, nhóm, bộ chỉ số | for filter boxes: periods, units, groups and sets there are figures of';

CREATE VIEW :"bi".criterion_list AS
SELECT n.set_id, n.set_name, n.code_text AS code, n.label, n.pillar_label, n.main_label, n.ordinal AS sort_key,
	n.max_points::numeric AS max_points, n.rule_text,
	CASE WHEN i.english THEN coalesce(nullif(c.how_en, ''), c.how_vi, k.guide, '') ELSE coalesce(nullif(c.how_vi, ''), k.guide, '') END AS how,
	CASE WHEN i.english THEN coalesce(nullif(c.evidence_en, ''), c.evidence_vi, '') ELSE coalesce(c.evidence_vi, '') END AS evidence,
	coalesce(c.evidence_required, false) AS evidence_required, coalesce(c.source, 'self') AS source, CASE WHEN i.english THEN w.en ELSE w.vi END AS source_name,
	coalesce(c.data_source, '') AS data_source, coalesce(c.checked_by, '') AS checked_by, c.deadline::timestamp AS deadline,
	n.lead_office, n.lead_office_name
FROM node_label AS n
	JOIN bi_reader AS i ON i.language = n.language
	LEFT JOIN node AS k ON k.set_id = n.set_id AND k.code = n.code
	LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
	LEFT JOIN wording AS w ON w.code = 'source.' || coalesce(c.source, 'self')
WHERE n.is_criterion;
COMMENT ON VIEW :"bi".criterion_list IS 'Tiêu chí: điểm tối đa, cách chấm, cơ quan chủ trì | the criteria of every set: maximum, rule in words, guidance, who leads';

CREATE VIEW :"bi".progress WITH (security_barrier) AS
SELECT d.period_id, q.period_name, q.year, q.period_end, p.state AS period_state, CASE WHEN i.english THEN w.en ELSE w.vi END AS period_state_name,
	d.unit_id, u.unit_label, s.unit_kind, g.unit_kind_name, s.ranking_group, g.group_name,
	u.parent_unit, u.parent_label, s.set_id, g.set_name,
	d.office_type, y.office_type_name, coalesce(o.name, t.name, '') AS office_name,
	d.criteria, d.answered, d.criteria - d.answered AS unanswered, d.evidence_required, d.evidence_given, d.evidence_required - d.evidence_given AS evidence_lacking,
	s.state AS sheet_state, CASE WHEN i.english THEN v.en ELSE v.vi END AS sheet_state_name,
	greatest(p.entry_to, e.entry_to)::timestamp AS entry_to, greatest(0, greatest(p.entry_to, e.entry_to) - b.today) AS days_left
FROM progress_data AS d
	JOIN period AS p ON p.period_id = d.period_id
	JOIN submission AS s ON s.period_id = d.period_id AND s.unit_id = d.unit_id
	CROSS JOIN book_time AS b
	CROSS JOIN bi_reader AS i
	LEFT JOIN period_label AS q ON q.period_id = d.period_id AND q.status = 'provisional' AND q.language = i.language
	LEFT JOIN unit_label AS u ON u.unit_id = d.unit_id
	LEFT JOIN group_label AS g ON g.unit_kind = s.unit_kind AND g.ranking_group = s.ranking_group AND g.set_id = s.set_id AND g.language = i.language
	LEFT JOIN office_label AS y ON y.office_type = d.office_type AND y.language = i.language
	LEFT JOIN entry_extension AS e ON e.period_id = d.period_id AND e.unit_id = d.unit_id
	LEFT JOIN office AS o ON o.unit_id = d.unit_id AND o.office_type = d.office_type
	LEFT JOIN office_type AS t ON t.office_type = d.office_type
	LEFT JOIN wording AS w ON w.code = 'period.' || p.state
	LEFT JOIN wording AS v ON v.code = 'sheet.' || s.state
WHERE NOT p.rehearsal AND (i.everything OR d.unit_id = ANY (i.units));
COMMENT ON VIEW :"bi".progress IS 'Tiến độ tự chấm theo đơn vị và cơ quan (hội đồng) | how far the self-assessments are, by unit and kind of office; for the council';

CREATE VIEW :"bi".stage_difference WITH (security_barrier) AS
SELECT s.period_id, s.period_name, s.year, s.period_end, s.status, s.status_name, s.unit_id, s.unit_label, s.unit_kind, s.unit_kind_name,
	s.ranking_group, s.group_name, s.parent_unit, s.parent_label, s.set_id, s.set_name,
	s.code, n.label, n.pillar_label, s.sort_key, s.max_points, coalesce(s.self_points, 0) AS self_points, coalesce(s.points, 0) AS points,
	coalesce(s.points, 0) - coalesce(s.self_points, 0) AS difference, coalesce(k.note, a.note, '') AS note
FROM bi_score AS s
	LEFT JOIN node_label AS n ON n.language = s.language AND n.set_id = s.set_id AND n.code_text = s.code
	LEFT JOIN appraised_answer AS a ON a.period_id = s.period_id AND a.unit_id = s.unit_id AND a.code = n.code
	LEFT JOIN LATERAL (
		SELECT o.note FROM correction AS o WHERE o.period_id = s.period_id AND o.unit_id = s.unit_id AND o.code = n.code
			AND (s.revision = 0 OR o.revision <= s.revision)
		ORDER BY o.revision DESC LIMIT 1) AS k ON true
WHERE s.is_criterion AND s.own AND s.points IS DISTINCT FROM s.self_points;
COMMENT ON VIEW :"bi".stage_difference IS 'Chênh lệch giữa tự chấm và thẩm định (hội đồng) | where what counts differs from the self-assessment, and why; for the council';

CREATE VIEW :"bi".self_and_appraised WITH (security_barrier) AS
SELECT r.period_id, r.period_name, r.year, r.period_end, r.status, r.status_name, r.unit_id, r.unit_label, r.unit_kind, r.unit_kind_name,
	r.ranking_group, r.group_name, r.parent_unit, r.parent_label, r.set_id, r.set_name,
	coalesce(r.self_points, 0) AS self_points, coalesce(r.points, 0) AS points, coalesce(r.points, 0) - coalesce(r.self_points, 0) AS difference, r.max_points, coalesce(r.ratio, 0) AS ratio
FROM bi_rank AS r WHERE r.pillar = '' AND r.own;
COMMENT ON VIEW :"bi".self_and_appraised IS 'Tổng điểm tự chấm và thẩm định của từng đơn vị (hội đồng) | points of every unit by its own answers and as they count; for the council';

-- Figures to look at again, none of them wrong for sure: what odd_problems says of what
-- counts, beside what node_data and publications keep of the group.
CREATE VIEW :"bi".plausibility WITH (security_barrier) AS
WITH recoded AS MATERIALIZED (SELECT c.new_set, c.old_set, c.code, c.old_code FROM code_before AS c)
SELECT f.period_id, f.period_name, f.year, f.period_end, f.status, f.status_name, f.unit_id, f.unit_label, f.unit_kind, f.unit_kind_name,
	f.ranking_group, f.group_name, f.parent_unit, f.parent_label, f.set_id, f.set_name, f.code, f.label, f.sort_key, f.result_text,
	CASE q.problem WHEN 'tenfold' THEN f.before_text ELSE '' END AS beside_text, q.problem,
	(SELECT CASE WHEN r.english THEN w.en ELSE w.vi END FROM wording AS w CROSS JOIN bi_reader AS r WHERE w.code = 'odd.' || q.problem) AS problem_name
FROM (
	SELECT s.*, n.label, q.problems, dx.result_text(n.rule, s.result, CASE WHEN s.english THEN 'en' ELSE 'vi' END) AS result_text,
		dx.result_text(n.rule, b.result, CASE WHEN s.english THEN 'en' ELSE 'vi' END) AS before_text
	FROM bi_score AS s
		LEFT JOIN node_label AS n ON n.language = s.language AND n.set_id = s.set_id AND n.code_text = s.code
		LEFT JOIN last_publication AS l ON l.period_id = s.previous_period
		LEFT JOIN frozen_ranking AS k ON k.publication_id = l.publication_id AND k.unit_id = s.unit_id AND k.pillar = ''
		LEFT JOIN recoded AS r ON r.new_set = s.set_id AND r.old_set = k.set_id AND r.code = s.code
		LEFT JOIN frozen_score AS b ON b.publication_id = k.publication_id AND b.unit_id = k.unit_id AND b.state = 'result'
			AND b.code = CASE WHEN r.new_set IS NULL THEN s.code ELSE r.old_code END
		LEFT JOIN frozen_node AS o ON o.publication_id = s.publication_id AND o.unit_kind = s.unit_kind AND o.ranking_group = s.ranking_group AND o.set_id = s.set_id AND o.code = s.code
		LEFT JOIN node_data AS d ON s.publication_id = 0 AND d.period_id = s.period_id AND d.unit_kind = s.unit_kind AND d.ranking_group = s.ranking_group AND d.set_id = s.set_id AND d.code = s.code
		CROSS JOIN LATERAL (SELECT coalesce(o.figure_peers, d.figure_peers) AS peers OFFSET 0) AS g
		CROSS JOIN LATERAL (SELECT odd_problems(s.result, n.percent, b.result, g.peers, NULL, NULL, NULL) AS problems) AS q
	-- (as CASE: of s.state = 'result' the planner would expect one row in two hundred)
	WHERE s.is_criterion AND s.own AND CASE WHEN s.state = 'result' THEN q.problems <> '{}' END) AS f
	CROSS JOIN LATERAL unnest(f.problems) AS q(problem);
COMMENT ON VIEW :"bi".plausibility IS 'Số liệu nên xem lại (hội đồng) | figures to look at again: shares for percentages, ten times last year, far from the others; for the council';

CREATE VIEW :"bi".as_of WITH (security_barrier) AS
SELECT k.period_id, p.period_name, p.year, p.period_end, k.status, p.status_name,
	k.title, k.revision, k.at AS as_of,
	to_char(k.at, CASE WHEN i.english THEN 'YYYY-MM-DD HH24:MI' ELSE 'HH24:MI "ngày" DD/MM/YYYY' END) AS as_of_text
FROM (
	SELECT b.period_id, 'published' AS status, b.label AS title, b.revision, b.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at, b.for_viewers
	FROM publication AS b JOIN last_publication AS l ON l.publication_id = b.publication_id
	UNION ALL
	SELECT o.period_id, 'provisional', '', 0, r.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh', false
	FROM period AS o CROSS JOIN (
		SELECT max(g.finished_at) AS finished_at FROM refresh_log AS g WHERE g.view_name = 'ranking_data' AND g.error IS NULL) AS r
	WHERE o.state <> 'published' AND NOT o.rehearsal) AS k
	CROSS JOIN bi_reader AS i
	-- (a period without a label has no figures yet)
	JOIN period_label AS p ON p.period_id = k.period_id AND p.status = k.status AND p.language = i.language
WHERE k.for_viewers OR i.everything;
COMMENT ON VIEW :"bi".as_of IS 'Số liệu của kỳ tính đến lúc nào, giờ Việt Nam | as of when the figures of a period are, in Vietnamese time';

-- Columns in both languages, for tools show them: Vietnamese | English.
SELECT set_config('book.bi', :'bi', true) AS bi \gset
DO $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT c.oid::regclass AS relation, a.attname, w.vi || ' | ' || w.en AS comment
		FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace AND s.nspname = current_setting('book.bi')
			JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			JOIN (VALUES
				('period_id', 'mã kỳ', 'code of the period'),
				('period_name', 'kỳ đánh giá', 'name of the period'),
				('year', 'năm đánh giá', 'year assessed'),
				('year_label', 'năm, dạng chữ, cho trục phân loại', 'the year as text, for an axis of categories'),
				('period_end', 'ngày cuối của kỳ số liệu', 'last day of the data window; without a time zone'),
				('status', 'mã trạng thái số liệu: published, provisional', 'published, or provisional: as of the last refresh'),
				('status_name', 'trạng thái số liệu', 'status in words'),
				('unit_id', 'mã đơn vị', 'code of the unit'),
				('unit_label', 'đơn vị; trùng tên thì kèm cấp trên hoặc mã', 'name of the unit; a namesake has its parent or code behind it'),
				('unit_kind', 'mã loại đơn vị', 'province, district, commune, department'),
				('unit_kind_name', 'loại đơn vị', 'kind of the unit in words'),
				('ranking_group', 'mã nhóm xếp hạng; trống: không chia nhóm', 'ranking group as stored; empty: no groups'),
				('group_name', 'nhóm xếp hạng', 'ranking group, with a word where there is none'),
				('parent_unit', 'mã đơn vị cấp trên', 'code of the unit above'),
				('parent_label', 'đơn vị cấp trên', 'the unit above'),
				('set_id', 'mã bộ chỉ số', 'code of the index set'),
				('set_name', 'bộ chỉ số', 'index set'),
				('code', 'mã tiêu chí trong bộ chỉ số', 'place in the index set; empty: the whole'),
				('label', 'mã và tên, tự sắp thứ tự', 'code and name; sorts as the decision prints them'),
				('pillar', 'mã trụ cột', 'code of the pillar'),
				('pillar_label', 'trụ cột', 'pillar; sorts by itself'),
				('main_label', 'chỉ số chính', 'main index; sorts by itself'),
				('pillars', 'các trụ cột theo thứ tự cột', 'the pillars in the order of the columns'),
				('pillar_1', 'trụ cột thứ 1: tỷ lệ đạt', 'first pillar: share of its points'),
				('pillar_2', 'trụ cột thứ 2: tỷ lệ đạt', 'second pillar: share of its points'),
				('pillar_3', 'trụ cột thứ 3: tỷ lệ đạt', 'third pillar: share of its points'),
				('pillar_4', 'trụ cột thứ 4: tỷ lệ đạt', 'fourth pillar: share of its points'),
				('pillar_5', 'trụ cột thứ 5: tỷ lệ đạt', 'fifth pillar: share of its points'),
				('pillar_6', 'trụ cột thứ 6: tỷ lệ đạt', 'sixth pillar: share of its points'),
				('pillar_7', 'trụ cột thứ 7: tỷ lệ đạt', 'seventh pillar: share of its points'),
				('pillar_8', 'trụ cột thứ 8: tỷ lệ đạt', 'eighth pillar: share of its points'),
				('node_id', 'mã nút, cho biểu đồ cây', 'the node, for tree charts'),
				('parent_id', 'mã nút trên; trống: gốc', 'the node above it; empty for the root'),
				('level', 'cấp trong bộ chỉ số, 0 là tổng', 'depth in the index set, 0 is the whole'),
				('sort_key', 'thứ tự trong bộ chỉ số', 'order in the index set'),
				('is_criterion', 'là tiêu chí', 'a criterion: a node without children'),
				('is_main', 'là chỉ số chính', 'a main index'),
				('state', 'mã trạng thái kết quả', 'result, points (awarded), missing, na (not applicable)'),
				('state_name', 'trạng thái kết quả', 'state of the result in words'),
				('result_text', 'kết quả hiện tại', 'the result in words'),
				('points', 'điểm', 'points'),
				('max_points', 'điểm tối đa áp dụng', 'applicable maximum'),
				('ratio', 'tỷ lệ đạt: điểm / điểm tối đa', 'points / maximum'),
				('answered', 'số tiêu chí đã có kết quả', 'criteria answered'),
				('applicable', 'số tiêu chí áp dụng', 'criteria that apply'),
				('missing', 'số tiêu chí chưa có kết quả', 'criteria without an answer'),
				('coverage', 'tỷ lệ tiêu chí đã có kết quả', 'answered / applicable'),
				('lost', 'điểm còn có thể đạt', 'points still to be had'),
				('next_gain', 'điểm thêm ở bước tiếp theo', 'points the next step earns'),
				('next_step', 'bước tiếp theo: kết quả cần đạt và điểm thêm', 'the next step: the result wanted and what it earns'),
				('rule_text', 'cách tính điểm', 'the rule in words'),
				('lead_office', 'mã loại cơ quan chủ trì', 'kind of office that leads'),
				('lead_office_name', 'cơ quan chủ trì', 'office that leads'),
				('ranked', 'có xếp hạng', 'false: assessed, not ranked'),
				('rank', 'thứ hạng, 1 là cao nhất', 'rank, 1 is best'),
				('total_rank', 'thứ hạng chung của đơn vị', 'rank of the unit''s total'),
				('ranked_count', 'số đơn vị xếp hạng', 'how many units are ranked'),
				('rank_of', 'thứ hạng trên số đơn vị, ví dụ 17 / 34', 'rank of how many: 17 / 34'),
				('rank_points', 'số đơn vị xếp hạng + 1 - thứ hạng; 0: không xếp hạng', 'ranked_count + 1 - rank, longer is better; 0: not ranked'),
				('grade', 'xếp loại', 'grade'),
				('gap_to_next', 'cách đơn vị liền trên', 'distance to the next better value'),
				('gap_to_best', 'cách đơn vị cao nhất', 'distance to the best value'),
				('previous_points', 'điểm kỳ trước', 'points in the period before'),
				('previous_max_points', 'điểm tối đa kỳ trước', 'maximum in the period before'),
				('compared_units', 'số đơn vị được so sánh, có giá trị ở cả hai kỳ', 'among how many units the ranks are compared: those with a value in both periods'),
				('previous_ratio', 'tỷ lệ đạt kỳ trước', 'ratio in the period before'),
				('previous_rank', 'thứ hạng kỳ trước', 'rank in the period before'),
				('ratio_change', 'thay đổi tỷ lệ đạt so với kỳ trước', 'change of the ratio since the period before'),
				('rank_change', 'số bậc tăng (+) hoặc giảm (-)', 'places gained (+) or lost (-)'),
				('change', 'tăng giảm thứ hạng', 'change of rank as a text'),
				('no_change_reason', 'vì sao không so được thứ hạng', 'why ranks cannot be compared'),
				('group_median', 'trung vị tỷ lệ đạt của nhóm', 'median ratio of the group'),
				('group_best', 'tỷ lệ đạt cao nhất của nhóm', 'best ratio of the group'),
				('units', 'số đơn vị', 'how many units'),
				('mean_ratio', 'tỷ lệ đạt trung bình', 'mean ratio'),
				('median_ratio', 'trung vị tỷ lệ đạt', 'median ratio'),
				('lower_quartile', 'tứ phân vị thứ nhất', 'first quartile of the ratio'),
				('upper_quartile', 'tứ phân vị thứ ba', 'third quartile of the ratio'),
				('best_ratio', 'tỷ lệ đạt cao nhất', 'best ratio'),
				('worst_ratio', 'tỷ lệ đạt thấp nhất', 'worst ratio'),
				('least_ratio', 'tỷ lệ đạt thấp nhất của mức', 'least ratio of the grade; sorts the grades'),
				('how', 'hướng dẫn chấm', 'how to score'),
				('evidence', 'minh chứng cần có', 'which evidence is wanted'),
				('source', 'mã nguồn kết quả', 'self, survey, measured, derived'),
				('source_name', 'nguồn kết quả', 'where the result comes from'),
				('data_source', 'nguồn số liệu', 'system or report the figure is taken from'),
				('checked_by', 'cơ quan kiểm tra', 'who checks it'),
				('deadline', 'hạn cung cấp số liệu', 'last day to provide the figure'),
				('period_state', 'mã trạng thái kỳ', 'open, appraising, closed'),
				('period_state_name', 'trạng thái kỳ', 'state of the period in words'),
				('sheet_state', 'mã trạng thái phiếu', 'draft, submitted, approved, returned'),
				('sheet_state_name', 'trạng thái phiếu', 'state of the sheet in words'),
				('office_type', 'mã loại cơ quan', 'kind of office'),
				('office_type_name', 'loại cơ quan', 'kind of office in words'),
				('office_name', 'cơ quan của đơn vị', 'the unit''s office'),
				('criteria', 'số tiêu chí phải tự chấm', 'criteria the unit has to answer itself'),
				('unanswered', 'số tiêu chí chưa tự chấm', 'criteria still without an answer'),
				('evidence_given', 'số tiêu chí đã có minh chứng', 'criteria with evidence or an explanation'),
				('evidence_lacking', 'số tiêu chí thiếu minh chứng', 'criteria whose evidence is lacking'),
				('entry_to', 'hạn nhập, kể cả gia hạn', 'last day for entries, extension included'),
				('days_left', 'số ngày còn lại', 'whole days left'),
				('self_points', 'điểm tự chấm', 'points by the unit''s own answers'),
				('difference', 'thẩm định trừ tự chấm', 'what counts less what the unit gave itself'),
				('note', 'lý do của hội đồng', 'the council''s reason'),
				('beside_text', 'so với', 'what it is compared with: the period before'),
				('problem', 'mã điều cần xem lại', 'small, tenfold, far'),
				('problem_name', 'điều cần xem lại', 'what to look at'),
				('title', 'tên công bố', 'title of the publication'),
				('revision', 'lần công bố', 'revision of the publication'),
				('as_of', 'số liệu tính đến, giờ Việt Nam', 'as of when, in Vietnamese time'),
				('as_of_text', 'số liệu tính đến, dạng chữ', 'as of when, as text')
			) AS w(name, vi, en) ON w.name = a.attname
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', r.relation, r.attname, r.comment);
	END LOOP;
	-- The word means two things.
	EXECUTE format('COMMENT ON COLUMN %I.criterion_list.evidence_required IS %L', current_setting('book.bi'), 'có bắt buộc minh chứng | is evidence required');
	EXECUTE format('COMMENT ON COLUMN %I.progress.evidence_required IS %L', current_setting('book.bi'), 'số tiêu chí cần minh chứng | criteria that require evidence');
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', current_setting('book.bi'), 'cho công cụ BI, chỉ đọc | for BI tools, read only: the views of the scorebook beside it');
END
$$;
