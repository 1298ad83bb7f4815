-- SPDX-License-Identifier: PostgreSQL
-- Materialized views of the periods not yet frozen, and publications, which
-- freeze what those show.

CREATE TABLE publication (
	publication_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	period_id text NOT NULL REFERENCES period,
	kind text NOT NULL DEFAULT 'periodic' CHECK (kind IN ('periodic', 'ad hoc')),
	revision int,
	label text NOT NULL DEFAULT '',
	reason text NOT NULL DEFAULT '',
	for_viewers boolean NOT NULL,
	period_state text NOT NULL,
	points_decimals int NOT NULL,
	ratio_decimals int NOT NULL,
	published_by text NOT NULL DEFAULT current_user,
	published_at timestamptz NOT NULL,
	audit_hash text NOT NULL,
	frozen boolean NOT NULL DEFAULT false,
	unit_id text REFERENCES unit,
	doc_number text NOT NULL DEFAULT '',
	doc_date date,
	addressee text NOT NULL DEFAULT '',
	UNIQUE (period_id, revision),
	CHECK (unit_id IS NULL OR kind = 'ad hoc'),
	CHECK ((kind = 'periodic') = (revision IS NOT NULL)),
	CHECK (kind = 'periodic' OR NOT blank(label))
);
COMMENT ON TABLE publication IS 'publications: inserting a row freezes the figures of its period as they are then. Never changed: an appeal leads to the next revision';
COMMENT ON COLUMN publication.kind IS 'periodic (the official result), or ad hoc (đột xuất): a labelled snapshot beside it, in any state of the period';
COMMENT ON COLUMN publication.revision IS 'of the periodic result, from 1; set by the book';
COMMENT ON COLUMN publication.label IS 'title; an ad-hoc report needs one';
COMMENT ON COLUMN publication.reason IS 'why; a second revision needs one';
COMMENT ON COLUMN publication.for_viewers IS 'may viewers see it; default: periodic ones';
COMMENT ON COLUMN publication.period_state IS 'state of the period when it was made; set by the book';
COMMENT ON COLUMN publication.points_decimals IS 'decimals of published points; default: the period''s';
COMMENT ON COLUMN publication.ratio_decimals IS 'decimals of published ratios; default: the period''s';
COMMENT ON COLUMN publication.audit_hash IS 'hash over the ends of the period''s audit chains at that moment: print it, and later tampering shows';
COMMENT ON COLUMN publication.frozen IS 'the figures are written; set by the book';
COMMENT ON COLUMN publication.doc_number IS 'number of the document that announces it: 15/TB-UBND';
COMMENT ON COLUMN publication.doc_date IS 'its date';
COMMENT ON COLUMN publication.addressee IS 'to whom it is sent (nơi nhận)';
COMMENT ON COLUMN publication.unit_id IS 'an ad-hoc report of one unit, as of the last refresh; empty: of all units';

-- The cards of every unit: what counts, and what the unit itself said. Answers
-- are added up as they are, not joined to the criteria of the set; a unit
-- without any has the empty card. Sheet by sheet, along the keys of the answers:
-- nothing is sorted, and nothing depends on how many rows are expected.
CREATE MATERIALIZED VIEW card_data AS
WITH live AS (
	SELECT p.period_id FROM period AS p
	WHERE NOT p.rehearsal AND (p.state <> 'published' OR EXISTS (SELECT 1 FROM publication AS b WHERE b.period_id = p.period_id AND NOT b.frozen))
), empty AS MATERIALIZED (
	SELECT n.set_id, dx.card(i.tree, n.code, NULL::float8) AS card
	FROM index_set AS i JOIN node AS n ON n.set_id = i.set_id AND n.is_criterion GROUP BY n.set_id
)
SELECT s.period_id, s.unit_id, s.set_id, s.unit_kind, s.ranking_group, s.ranked,
	coalesce(h.card, c.card, e.card) AS card, coalesce(h.self_card, f.card, e.card) AS self_card
FROM live AS l
	-- whose sheet is set aside has no card
	JOIN submission AS s ON s.period_id = l.period_id AND NOT s.abolished
	JOIN empty AS e ON e.set_id = s.set_id
	LEFT JOIN held_card AS h ON h.period_id = s.period_id AND h.unit_id = s.unit_id
	-- whose card cannot be made stays at the last one
	CROSS JOIN LATERAL (
		SELECT dx.card((SELECT i.tree FROM index_set AS i WHERE i.set_id = s.set_id), o.code, o.value, o.state) AS card
		FROM outcome AS o WHERE o.period_id = s.period_id AND o.unit_id = s.unit_id AND h.unit_id IS NULL) AS c
	CROSS JOIN LATERAL (
		SELECT dx.card((SELECT i.tree FROM index_set AS i WHERE i.set_id = s.set_id), a.code, a.value, a.state) AS card
		FROM (
			SELECT y.code, y.value, y.state FROM self_answer AS y
			WHERE y.period_id = s.period_id AND y.unit_id = s.unit_id
				AND NOT EXISTS (SELECT 1 FROM not_applicable_criterion AS x WHERE x.period_id = s.period_id AND x.unit_id = s.unit_id AND x.code = y.code)
			UNION ALL
			SELECT x.code, NULL, 'na' FROM not_applicable_criterion AS x WHERE x.period_id = s.period_id AND x.unit_id = s.unit_id) AS a
		WHERE h.unit_id IS NULL) AS f
WITH NO DATA;
CREATE UNIQUE INDEX card_data_key ON card_data (period_id, unit_id);
COMMENT ON MATERIALIZED VIEW card_data IS 'cards of the periods that are not published yet (or are being published): what counts, and the self-assessment';
COMMENT ON COLUMN card_data.card IS 'what counts, from view outcome';
COMMENT ON COLUMN card_data.self_card IS 'what the unit answered';

-- Every node of every card. A view: one unit's rows are made in milliseconds, and
-- rows that nobody reads cost nothing; publications freeze them. All that is said of
-- a node comes from the tree, in its order: nothing is joined to each of the rows.
CREATE VIEW score_data AS
SELECT c.period_id, p.year, c.unit_id, u.name AS unit_name, c.unit_kind, c.ranking_group, c.set_id,
	b.code::text AS code, b.parent::text AS parent_code, b.depth AS level, b.ordinality::int AS sort_key,
	coalesce(b.number, '') AS number, coalesce(b.kind, '') AS kind, coalesce(b.name, '') AS name, b.is_criterion,
	b.state, b.result, b.points_exact AS points, trim_scale(dx.round_to(b.max_points, 12)) AS max_points, trim_scale(dx.round_to(b.ratio, 12)) AS ratio,
	b.answered, b.applicable, b.coverage, trim_scale(dx.round_to(b.lost, 12)) AS lost, b.contribution,
	b.next_result, trim_scale(dx.round_to(b.next_points, 12)) AS next_points, b.full_result,
	trim_scale(dx.round_to(dx.points(i.tree, c.self_card, b.code), 12)) AS self_points
FROM card_data AS c
	JOIN period AS p ON p.period_id = c.period_id
	JOIN unit AS u ON u.unit_id = c.unit_id
	JOIN index_set AS i ON i.set_id = c.set_id
	-- The planner may call it before it joins the set to the card: never with another's.
	CROSS JOIN LATERAL dx.breakdown(CASE WHEN i.set_id = c.set_id THEN i.tree END, c.card) WITH ORDINALITY AS b;
COMMENT ON VIEW score_data IS 'every node of every card; read it through the view score';

-- Units that became a unit after one period and until another, over any
-- number of mergers.
CREATE VIEW predecessor AS
WITH RECURSIVE line AS (
	SELECT p.period_id, p.previous_period, m.new_unit AS unit_id, m.old_unit, b.data_to AS after_date
	FROM period AS p JOIN period AS b ON b.period_id = p.previous_period
		JOIN merger AS m ON m.on_date > b.data_to AND m.on_date <= p.data_to
	UNION
	SELECT l.period_id, l.previous_period, l.unit_id, m.old_unit, l.after_date
	FROM line AS l JOIN merger AS m ON m.new_unit = l.old_unit AND m.on_date > l.after_date
)
SELECT l.period_id, l.previous_period, l.unit_id, l.old_unit FROM line AS l;
COMMENT ON VIEW predecessor IS 'per period, the units that a unit was made of since the period before it';

CREATE TABLE frozen_score (
	publication_id bigint NOT NULL REFERENCES publication,
	LIKE score_data,
	PRIMARY KEY (publication_id, unit_id, code)
);
COMMENT ON TABLE frozen_score IS 'score_data as frozen by a publication; never changed';

CREATE TABLE frozen_ranking (
	publication_id bigint NOT NULL REFERENCES publication,
	period_id text NOT NULL,
	year int NOT NULL,
	unit_id text NOT NULL,
	unit_name text,
	unit_kind text,
	ranking_group text,
	set_id text,
	pillar text NOT NULL,
	pillar_name text,
	pillar_sort int,
	ranked boolean,
	points numeric,
	max_points numeric,
	ratio numeric,
	coverage float8,
	self_points numeric,
	rank int,
	ranked_count int,
	rank_points int,
	grade text,
	gap_to_next numeric,
	gap_to_best numeric,
	previous_period text,
	previous_points numeric,
	previous_ratio numeric,
	previous_derived boolean,
	previous_of int,
	previous_rank int,
	rank_change int,
	no_change_reason text,
	previous_max_points numeric,
	compared_units int,
	compared_on text,
	compared_rank int,
	compared_previous_rank int,
	strict_rank_change int,
	strict_reason text,
	pillar_label text,
	group_median numeric,
	group_best numeric,
	PRIMARY KEY (publication_id, unit_id, pillar)
);
CREATE INDEX frozen_ranking_group ON frozen_ranking (publication_id, ranking_group, unit_kind, set_id);
COMMENT ON TABLE frozen_ranking IS 'ranking_data as frozen by a publication; never changed';
COMMENT ON COLUMN frozen_ranking.pillar_label IS 'order and name of the pillar';
COMMENT ON COLUMN frozen_ranking.group_median IS 'median ratio of the ranked units of the group; empty for the total';
COMMENT ON COLUMN frozen_ranking.group_best IS 'best ratio of one of them';

-- What a published page says of a criterion beside its points: the set may be
-- mended afterwards.
CREATE TABLE frozen_criterion (
	publication_id bigint NOT NULL REFERENCES publication,
	set_id text NOT NULL,
	code text NOT NULL,
	sort_key int NOT NULL,
	number text NOT NULL,
	name text NOT NULL,
	name_en text NOT NULL,
	max_points float8,
	rule text NOT NULL,
	rule_vi text NOT NULL,
	rule_en text NOT NULL,
	how_vi text NOT NULL,
	how_en text NOT NULL,
	evidence_vi text NOT NULL,
	evidence_en text NOT NULL,
	lead_office text NOT NULL,
	cooperating text NOT NULL,
	PRIMARY KEY (publication_id, set_id, code)
);
COMMENT ON TABLE frozen_criterion IS 'guidance as frozen by a publication: number, name, rule, rule in words, how to score, evidence, who leads; never changed, whatever is mended later';
COMMENT ON COLUMN frozen_criterion.max_points IS 'maximum in the set';

-- The last published result of every period.
CREATE VIEW last_publication AS
SELECT DISTINCT ON (b.period_id) b.publication_id, b.period_id, b.revision, b.for_viewers, b.points_decimals, b.ratio_decimals
FROM publication AS b WHERE b.kind = 'periodic' AND b.frozen
ORDER BY b.period_id, b.revision DESC;
COMMENT ON VIEW last_publication IS 'the last revision of every published period';

CREATE MATERIALIZED VIEW ranking_data AS
-- Materialized: else a card would be scored again for each of its figures that is read.
WITH value AS MATERIALIZED (
	SELECT c.period_id, p.year, c.unit_id, u.name AS unit_name, c.unit_kind, c.ranking_group, c.set_id, c.ranked,
		l.pillar, l.name AS pillar_name, l.sort_key AS pillar_sort, p.rank_on, d.ranked_decimals, p.grades, p.previous_period,
		trim_scale(dx.round_to(dx.points(i.tree, c.card, l.codes), d.points_decimals)) AS points, trim_scale(dx.round_to(dx.max_points(i.tree, c.card, l.codes), 12)) AS max_points,
		trim_scale(dx.round_to(dx.ratio(i.tree, c.card, l.codes), d.ratio_decimals)) AS ratio, dx.coverage(i.tree, c.card, l.codes) AS coverage,
		trim_scale(dx.round_to(dx.points(i.tree, c.self_card, l.codes), d.points_decimals)) AS self_points,
		CASE WHEN l.pillar = '' THEN dx.grade_card(i.tree, c.card, p.grades, d.ranked_decimals, p.rank_on) END AS card_grade
	FROM card_data AS c
		JOIN period AS p ON p.period_id = c.period_id
		LEFT JOIN (SELECT b.period_id, max(b.points_decimals) AS points_decimals, max(b.ratio_decimals) AS ratio_decimals
			FROM publication AS b WHERE NOT b.frozen GROUP BY b.period_id) AS q ON q.period_id = c.period_id
		CROSS JOIN LATERAL (SELECT coalesce(q.points_decimals, p.points_decimals) AS points_decimals, coalesce(q.ratio_decimals, p.ratio_decimals) AS ratio_decimals,
			CASE p.rank_on WHEN 'points' THEN coalesce(q.points_decimals, p.points_decimals) ELSE coalesce(q.ratio_decimals, p.ratio_decimals) END AS ranked_decimals) AS d
		JOIN unit AS u ON u.unit_id = c.unit_id
		JOIN index_set AS i ON i.set_id = c.set_id
		JOIN (
			SELECT t.set_id, t.pillar, t.name, t.sort_key, t.codes FROM pillar_of_set AS t
			UNION ALL
			SELECT n.set_id, '', coalesce(n.name, ''), -1, ARRAY[''] FROM node AS n WHERE n.depth = 0) AS l ON l.set_id = c.set_id
), ranked AS (
	SELECT v.*, dx.rank_by(v.measure, 'min', v.ranked_decimals, v.takes_part) OVER peers AS rank,
		dx.ranked_count(v.measure, 'min', v.ranked_decimals, v.takes_part) OVER peers AS ranked_count,
		trim_scale(dx.round_to(dx.gap_to_next(v.measure, v.ranked_decimals, v.takes_part) OVER peers, v.ranked_decimals)) AS gap_to_next,
		trim_scale(dx.round_to(dx.gap_to_best(v.measure, v.ranked_decimals, v.takes_part) OVER peers, v.ranked_decimals)) AS gap_to_best
	FROM (
		-- what is ranked is what is published
		-- of whom nothing counts yet, nothing is said: neither a rank nor a grade
		SELECT v.*, v.ranked AND v.coverage > 0 AS takes_part, CASE v.rank_on WHEN 'points' THEN v.points ELSE v.ratio END::float8 AS measure
		FROM value AS v) AS v
	WINDOW peers AS (PARTITION BY v.period_id, v.unit_kind, v.ranking_group, v.pillar)
), past_row AS (
	-- published rows of the period before: the unit's own, or those it was made of
	SELECT r.period_id, r.unit_id, r.pillar, b.points, b.max_points, b.ratio, b.coverage, b.rank, d.old_unit IS NOT NULL AS derived, l.points_decimals, l.ratio_decimals
	FROM ranked AS r
		JOIN last_publication AS l ON l.period_id = r.previous_period
		LEFT JOIN predecessor AS d ON d.period_id = r.period_id AND d.unit_id = r.unit_id
		JOIN frozen_ranking AS b ON b.publication_id = l.publication_id AND b.unit_id = coalesce(d.old_unit, r.unit_id) AND b.pillar = r.pillar
), past AS (
	SELECT h.period_id, h.unit_id, h.pillar, bool_or(h.derived) AS derived, count(*)::int AS of_units,
		trim_scale(round(avg(h.points), 12)) AS points, trim_scale(round(avg(h.max_points), 12)) AS max_points, trim_scale(round(avg(h.ratio), 12)) AS ratio,
		CASE WHEN NOT bool_or(h.derived) THEN min(h.rank) END AS rank,
		-- compared as published: a mean is rounded as what was published then
		CASE WHEN max(h.coverage) > 0 THEN round(avg(h.points), min(h.points_decimals)) END AS points_compared,
		CASE WHEN max(h.coverage) > 0 THEN round(avg(h.ratio), min(h.ratio_decimals)) END AS ratio_compared
	FROM past_row AS h GROUP BY h.period_id, h.unit_id, h.pillar
), both_years AS (
	-- like for like: who has a value now and then, of this year's kind and group
	SELECT r.period_id, r.unit_id, r.unit_kind, r.ranking_group, r.pillar, r.points, r.ratio, h.points_compared, h.ratio_compared,
		r.rank_on = 'ratio' OR min(r.max_points) OVER peers <> max(r.max_points) OVER peers
			OR min(h.max_points) OVER peers <> max(h.max_points) OVER peers AS by_ratio
	FROM ranked AS r JOIN past AS h ON h.period_id = r.period_id AND h.unit_id = r.unit_id AND h.pillar = r.pillar
	WHERE r.takes_part AND r.points IS NOT NULL AND r.ratio IS NOT NULL AND h.points_compared IS NOT NULL AND h.ratio_compared IS NOT NULL
	WINDOW peers AS (PARTITION BY r.period_id, r.unit_kind, r.ranking_group, r.pillar)
), compared AS (
	SELECT b.period_id, b.unit_id, b.pillar, CASE WHEN b.by_ratio THEN 'ratio' ELSE 'points' END AS compared_on,
		(count(*) OVER (PARTITION BY b.period_id, b.unit_kind, b.ranking_group, b.pillar))::int AS units,
		(rank() OVER (PARTITION BY b.period_id, b.unit_kind, b.ranking_group, b.pillar ORDER BY CASE WHEN b.by_ratio THEN b.ratio ELSE b.points END DESC))::int AS rank,
		(rank() OVER (PARTITION BY b.period_id, b.unit_kind, b.ranking_group, b.pillar ORDER BY CASE WHEN b.by_ratio THEN b.ratio_compared ELSE b.points_compared END DESC))::int AS previous_rank
	FROM both_years AS b
), peer AS (
	-- what the ranked units of the group have, once a group and pillar
	SELECT r.period_id, r.unit_kind, r.ranking_group, r.set_id, r.pillar, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.ratio)::numeric AS median, max(r.ratio) AS best
	FROM ranked AS r WHERE r.ranked AND r.pillar <> '' GROUP BY r.period_id, r.unit_kind, r.ranking_group, r.set_id, r.pillar
), list AS (
	SELECT r.period_id, r.unit_kind, r.ranking_group, count(*) AS units, string_agg(r.unit_id, E'\n' ORDER BY r.unit_id COLLATE "C") AS units_listed
	FROM ranked AS r WHERE r.ranked AND r.pillar = '' GROUP BY r.period_id, r.unit_kind, r.ranking_group
), past_list AS (
	SELECT l.period_id, b.unit_kind, b.ranking_group, count(*) AS units, string_agg(b.unit_id, E'\n' ORDER BY b.unit_id COLLATE "C") AS units_listed
	FROM last_publication AS l JOIN frozen_ranking AS b ON b.publication_id = l.publication_id
	WHERE b.ranked AND b.pillar = '' GROUP BY l.period_id, b.unit_kind, b.ranking_group
)
SELECT r.period_id, r.year, r.unit_id, r.unit_name, r.unit_kind, r.ranking_group, r.set_id, r.pillar, r.pillar_name, r.pillar_sort,
	r.ranked, r.points, r.max_points, r.ratio, r.coverage, r.self_points, r.rank, r.ranked_count,
	r.ranked_count + 1 - r.rank AS rank_points,
	CASE
		WHEN r.coverage <= 0 OR r.ratio IS NULL THEN NULL
		WHEN r.pillar = '' THEN r.card_grade
		ELSE dx.grade((CASE r.rank_on WHEN 'points' THEN r.points / nullif(r.max_points, 0) ELSE r.ratio END)::float8, dx.plain_grades(r.grades)) END AS grade,
	r.gap_to_next, r.gap_to_best,
	r.previous_period, h.points AS previous_points, h.ratio AS previous_ratio, h.derived AS previous_derived, h.of_units AS previous_of,
	h.rank AS previous_rank,
	c.previous_rank - c.rank AS rank_change,
	CASE
		WHEN c.unit_id IS NOT NULL THEN NULL
		WHEN why.reason IN ('no_change.no_previous', 'no_change.previous_unpublished', 'no_change.not_ranked') THEN why.reason
		ELSE 'no_change.no_value' END AS no_change_reason,
	h.max_points AS previous_max_points,
	c.units AS compared_units, c.compared_on, c.rank AS compared_rank, c.previous_rank AS compared_previous_rank,
	CASE WHEN why.reason IS NULL THEN h.rank - r.rank END AS strict_rank_change,
	why.reason AS strict_reason,
	CASE WHEN r.pillar = '' THEN '' ELSE regexp_replace(CASE WHEN r.pillar ~ '^[0-9]+$' THEN r.pillar ELSE r.pillar_sort::text END, '^(.)$', '0\1') || ' ' || r.pillar_name END AS pillar_label,
	m.median AS group_median, m.best AS group_best
FROM ranked AS r
	LEFT JOIN past AS h ON h.period_id = r.period_id AND h.unit_id = r.unit_id AND h.pillar = r.pillar
	LEFT JOIN compared AS c ON c.period_id = r.period_id AND c.unit_id = r.unit_id AND c.pillar = r.pillar
	LEFT JOIN peer AS m ON m.period_id = r.period_id AND m.unit_kind = r.unit_kind AND m.ranking_group = r.ranking_group AND m.set_id = r.set_id AND m.pillar = r.pillar
	LEFT JOIN list AS k ON k.period_id = r.period_id AND k.unit_kind = r.unit_kind AND k.ranking_group = r.ranking_group
	LEFT JOIN past_list AS o ON o.period_id = r.previous_period AND o.unit_kind = r.unit_kind AND o.ranking_group = r.ranking_group
	CROSS JOIN LATERAL (SELECT CASE
		WHEN r.previous_period IS NULL THEN 'no_change.no_previous'
		WHEN NOT EXISTS (SELECT 1 FROM last_publication AS l WHERE l.period_id = r.previous_period) THEN 'no_change.previous_unpublished'
		WHEN NOT r.ranked THEN 'no_change.not_ranked'
		WHEN o.units IS NULL THEN 'no_change.nothing_then'
		WHEN k.units_listed IS DISTINCT FROM o.units_listed
			THEN format('no_change.other_list %s %s', o.units, coalesce(k.units, 0))
		WHEN r.rank IS NULL OR h.rank IS NULL THEN 'no_change.no_value' END AS reason) AS why
WITH NO DATA;
CREATE UNIQUE INDEX ranking_data_key ON ranking_data (period_id, unit_id, pillar);
CREATE INDEX ranking_data_group ON ranking_data (ranking_group, unit_kind, set_id);
COMMENT ON MATERIALIZED VIEW ranking_data IS 'total and pillars of every card, ranked; read it through the view ranking';
COMMENT ON COLUMN ranking_data.pillar_label IS 'order and name of the pillar';
COMMENT ON COLUMN ranking_data.group_median IS 'median ratio of the ranked units of the group; empty for the total';
COMMENT ON COLUMN ranking_data.group_best IS 'best ratio of one of them';

-- Quartiles are figures that a unit has (the nearest rank), so that counts stay counts.
-- (Plus zero makes -0 a 0: which of the two comes out would depend on the plan.)
CREATE FUNCTION figure_peers(figures float8[]) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
RETURN (SELECT CASE WHEN count(f.figure) > 0 THEN array_prepend(count(f.figure)::float8, percentile_disc('{0.25,0.5,0.75,1}'::float8[]) WITHIN GROUP (ORDER BY f.figure + 0.0)) END FROM unnest(figures) AS f(figure));
COMMENT ON FUNCTION figure_peers(float8[]) IS 'what figures of a criterion are compared with to see if they are plausible: {how many, lower quartile, median, upper quartile, largest} of them; NULL of none';

-- What the ranked units of a kind and group have at every node, from the cards and
-- without a row a unit and node on the way. Ratios are averaged, not points: what
-- does not apply to a unit leaves its maximum.
CREATE MATERIALIZED VIEW node_data AS
WITH peers AS (
	SELECT c.period_id, p.year, c.unit_kind, c.ranking_group, c.set_id,
		dx.node_summary(i.tree, c.card) AS points, dx.node_summary(i.tree, c.card, true, 'ratio') AS ratios, dx.node_summary(i.tree, c.card, false, 'lost') AS lost
	FROM card_data AS c
		JOIN period AS p ON p.period_id = c.period_id
		JOIN index_set AS i ON i.set_id = c.set_id
	WHERE c.ranked
	GROUP BY c.period_id, p.year, c.unit_kind, c.ranking_group, c.set_id
), figure AS (
	SELECT c.period_id, c.unit_kind, c.ranking_group, c.set_id, b.code, figure_peers(array_agg(b.result)) AS peers
	FROM card_data AS c
		JOIN index_set AS i ON i.set_id = c.set_id
		-- never with the tree of another set
		CROSS JOIN LATERAL dx.breakdown(CASE WHEN i.set_id = c.set_id THEN i.tree END, c.card) AS b
	WHERE c.ranked AND b.is_criterion AND b.state = 'result'
	GROUP BY c.period_id, c.unit_kind, c.ranking_group, c.set_id, b.code
)
SELECT k.period_id, k.year, k.unit_kind, k.ranking_group, k.set_id, n.code::text AS code, n.parent::text AS parent_code, n.depth AS level, n.ordinal AS sort_key,
	coalesce(n.number, '') AS number, coalesce(n.kind, '') AS kind, coalesce(n.name, '') AS name, n.is_criterion,
	v.points_n AS units, trim_scale(dx.round_to(v.points_mean, 12)) AS mean_points, trim_scale(dx.round_to(v.points_max, 12)) AS best_points,
	trim_scale(dx.round_to(v.ratio_mean, 12)) AS mean_ratio, trim_scale(dx.round_to(v.quartiles[1], 12)) AS lower_quartile,
	trim_scale(dx.round_to(v.quartiles[2], 12)) AS median_ratio, trim_scale(dx.round_to(v.quartiles[3], 12)) AS upper_quartile,
	trim_scale(dx.round_to(v.ratio_max, 12)) AS best_ratio, trim_scale(dx.round_to(v.ratio_min, 12)) AS worst_ratio,
	coalesce(trim_scale(dx.round_to(v.lost_total, 12)), 0) AS lost, f.peers AS figure_peers
FROM peers AS k
	CROSS JOIN LATERAL ROWS FROM (dx.node_averages(k.points), dx.node_averages(k.ratios, '{0.25,0.5,0.75}'), dx.node_averages(k.lost))
		AS v(ordinal, code, points_n, points_mean, points_sd, points_min, points_max, points_quantiles, points_total,
			ratio_ordinal, ratio_code, ratio_n, ratio_mean, ratio_sd, ratio_min, ratio_max, quartiles, ratio_total,
			lost_ordinal, lost_code, lost_n, lost_mean, lost_sd, lost_min, lost_max, lost_quantiles, lost_total)
	JOIN node AS n ON n.set_id = k.set_id AND n.code = v.code
	LEFT JOIN figure AS f ON f.period_id = k.period_id AND f.unit_kind = k.unit_kind AND f.ranking_group = k.ranking_group AND f.set_id = k.set_id AND f.code = v.code
WITH NO DATA;
CREATE UNIQUE INDEX node_data_key ON node_data (period_id, unit_kind, ranking_group, set_id, code);
COMMENT ON MATERIALIZED VIEW node_data IS 'what the ranked units of every kind and group have at every node of their set; read it through the view node_average';

CREATE TABLE frozen_node (
	publication_id bigint NOT NULL REFERENCES publication,
	LIKE node_data,
	PRIMARY KEY (publication_id, unit_kind, ranking_group, set_id, code)
);
COMMENT ON TABLE frozen_node IS 'node_data as frozen by a publication of all units; never changed';

-- How far the self-assessments are, by the office that leads the criterion. What is
-- asked is counted once a set and office, each answer is read once along its key, and
-- counts are added up instead of joined: nothing here depends on how many rows are expected.
CREATE MATERIALIZED VIEW progress_data AS
WITH asked AS (
	SELECT n.set_id, n.code, coalesce(r.office_type, '') AS office_type, coalesce(c.evidence_required, false) AS evidence_required
	FROM node AS n
		LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
		LEFT JOIN responsibility AS r ON r.set_id = n.set_id AND r.code = n.code AND r.part = 'lead'
	WHERE n.is_criterion AND (n.rule IS NULL OR n.rule::text <> 'unscored') AND (c.source IS NULL OR c.source = 'self')
), part AS MATERIALIZED (
	-- of what each office leads, the criteria with evidence and those without: their codes are looked up in the key of the answers
	SELECT a.set_id, a.office_type, a.evidence_required, count(*) AS criteria, array_agg(a.code) AS codes FROM asked AS a GROUP BY a.set_id, a.office_type, a.evidence_required
), away AS MATERIALIZED (
	SELECT x.period_id, x.unit_id, array_agg(x.code) AS codes FROM not_applicable_criterion AS x GROUP BY x.period_id, x.unit_id
), counted AS (
	SELECT s.period_id, s.unit_id, k.office_type, k.evidence_required,
		k.criteria - CASE WHEN x.codes IS NULL THEN 0 ELSE (SELECT count(*) FROM unnest(x.codes) AS c(code) WHERE c.code = ANY (k.codes)) END AS criteria, f.answered,
		CASE WHEN k.evidence_required THEN f.evident + (
			SELECT count(DISTINCT e.code) FROM evidence AS e
			WHERE e.period_id = s.period_id AND e.unit_id = s.unit_id AND e.code = ANY (k.codes) AND (x.codes IS NULL OR e.code <> ALL (x.codes))
				AND NOT EXISTS (SELECT 1 FROM self_answer AS y WHERE y.period_id = e.period_id AND y.unit_id = e.unit_id AND y.code = e.code
					AND (y.value IS NOT NULL OR y.state = 'na') AND NOT blank(y.explanation))) ELSE 0 END AS evidence_given
	FROM submission AS s
		JOIN period AS p ON p.period_id = s.period_id AND p.state <> 'published'
		JOIN part AS k ON k.set_id = s.set_id
		LEFT JOIN away AS x ON x.period_id = s.period_id AND x.unit_id = s.unit_id
		CROSS JOIN LATERAL (
			SELECT count(*) AS answered, count(*) FILTER (WHERE k.evidence_required AND NOT blank(y.explanation)) AS evident
			FROM self_answer AS y
			WHERE y.period_id = s.period_id AND y.unit_id = s.unit_id AND y.code = ANY (k.codes) AND (x.codes IS NULL OR y.code <> ALL (x.codes))
				AND (y.value IS NOT NULL OR y.state = 'na')) AS f
	WHERE NOT s.abolished
)
SELECT k.period_id, k.unit_id, k.office_type, sum(k.criteria)::int AS criteria, sum(k.answered)::int AS answered,
	coalesce(sum(k.criteria) FILTER (WHERE k.evidence_required), 0)::int AS evidence_required, sum(k.evidence_given)::int AS evidence_given
FROM counted AS k GROUP BY k.period_id, k.unit_id, k.office_type HAVING sum(k.criteria) > 0
WITH NO DATA;
CREATE UNIQUE INDEX progress_data_key ON progress_data (period_id, unit_id, office_type);
COMMENT ON MATERIALIZED VIEW progress_data IS 'how far the self-assessments are; read it through the view progress';

-- What the policies say too, less clearly.
CREATE FUNCTION own_report() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	seen record;
BEGIN
	SELECT i.everything, NEW.unit_id = ANY (i.interests) AS own INTO seen FROM sight AS i;
	IF NOT seen.everything AND (NEW.unit_id IS NULL
		OR NOT EXISTS (SELECT 1 FROM account AS a WHERE a.role_name = current_user AND a.unit_id = NEW.unit_id AND a.is_standing)) THEN
		RAISE EXCEPTION USING MESSAGE = CASE WHEN NEW.unit_id IS NULL THEN say('report_of_all', current_user) ELSE say('report_of_unit', current_user, NEW.unit_id) END,
			DETAIL = say('reports_by'), ERRCODE = 'insufficient_privilege';
	ELSIF seen.own AND (SELECT p.state FROM period AS p WHERE p.period_id = NEW.period_id) = 'appraising' THEN
		RAISE EXCEPTION USING MESSAGE = say('report_early', NEW.period_id), HINT = say('report_later'), ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION own_report() IS 'trigger: units report on themselves alone, by their standing office, and not while the council is at work';
CREATE TRIGGER own_report BEFORE INSERT ON publication
	FOR EACH ROW EXECUTE FUNCTION own_report();

CREATE FUNCTION publication_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	p record;
	last int;
	blank_reason boolean;
	known boolean;
BEGIN
	-- Nobody has UPDATE on the table: this is the book itself, once.
	IF TG_OP = 'UPDATE' AND NOT OLD.frozen AND NEW.frozen
		AND to_jsonb(NEW) - 'frozen' = to_jsonb(OLD) - 'frozen' THEN
		RETURN NEW;
	ELSIF TG_OP <> 'INSERT' THEN
		EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''publication_fixed'', $1, ''publish_next'')', TG_TABLE_SCHEMA) USING ARRAY[]::text[];
	END IF;
	-- A snapshot taken before the last correction committed would publish without it.
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		EXECUTE format('SELECT %I.refuse(''invalid_transaction_state'', ''publications_committed'', $1)', TG_TABLE_SCHEMA) USING ARRAY[]::text[];
	END IF;
	-- A unit's own report stops nobody, as entering does not.
	EXECUTE format('SELECT * FROM %I.period AS p WHERE p.period_id = $1 FOR %s', TG_TABLE_SCHEMA, CASE WHEN NEW.unit_id IS NULL THEN 'UPDATE' ELSE 'SHARE' END)
		INTO p USING NEW.period_id;
	IF p IS NULL THEN
		RETURN NEW;
	END IF;
	IF p.rehearsal THEN
		EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''rehearsal_counts'', $1)', TG_TABLE_SCHEMA) USING ARRAY[p.period_id];
	END IF;
	NEW.revision := NULL;
	IF NEW.kind = 'periodic' THEN
		IF p.state NOT IN ('closed', 'published') THEN
			EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''publish_closed_only'', $1, ''report_any_time'')', TG_TABLE_SCHEMA) USING ARRAY[p.period_id, '@period.' || p.state];
		END IF;
		EXECUTE format('SELECT coalesce(max(b.revision), 0) FROM %I.publication AS b WHERE b.period_id = $1', TG_TABLE_SCHEMA)
			INTO last USING p.period_id;
		EXECUTE format('SELECT %I.blank($1)', TG_TABLE_SCHEMA) INTO blank_reason USING NEW.reason;
		IF last > 0 AND blank_reason THEN
			EXECUTE format('SELECT %I.refuse(''check_violation'', ''revision_without_reason'', $1)', TG_TABLE_SCHEMA) USING ARRAY[(last + 1)::text, p.period_id];
		END IF;
		NEW.revision := last + 1;
	END IF;
	IF NEW.unit_id IS NOT NULL AND NEW.kind = 'ad hoc' THEN
		IF p.state = 'published' THEN
			EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''published_is_report'', $1)', TG_TABLE_SCHEMA) USING ARRAY[p.period_id, NEW.unit_id];
		END IF;
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.ranking_data AS d WHERE d.period_id = $1 AND d.unit_id = $2)', TG_TABLE_SCHEMA)
			INTO known USING p.period_id, NEW.unit_id;
		IF NOT known THEN
			EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''no_figures_yet'', $1, ''figures_next'')', TG_TABLE_SCHEMA) USING ARRAY[NEW.unit_id, p.period_id];
		END IF;
	END IF;
	NEW.for_viewers := coalesce(NEW.for_viewers, NEW.kind = 'periodic');
	NEW.points_decimals := coalesce(NEW.points_decimals, p.points_decimals);
	NEW.ratio_decimals := coalesce(NEW.ratio_decimals, p.ratio_decimals);
	NEW.period_state := p.state;
	NEW.frozen := false;
	NEW.published_by := CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;
	EXECUTE format('SELECT b.now FROM %I.book_time AS b', TG_TABLE_SCHEMA) INTO NEW.published_at;
	EXECUTE format(
		'SELECT encode(sha256(convert_to(coalesce(string_agg(h.hash, '''' ORDER BY h.unit_id COLLATE pg_catalog."C"), ''''), ''UTF8'')), ''hex'')
		 FROM %I.audit_head AS h WHERE h.period_id = $1', TG_TABLE_SCHEMA) INTO NEW.audit_hash USING p.period_id;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION publication_rules() IS 'trigger, SECURITY DEFINER because it locks the period and reads the ends of the audit chains: what may be published, and which revision it is';
REVOKE ALL ON FUNCTION publication_rules() FROM PUBLIC;
CREATE TRIGGER rules BEFORE INSERT OR UPDATE OR DELETE ON publication
	FOR EACH ROW EXECUTE FUNCTION publication_rules();

-- Freezes exactly what the refreshed views show. SECURITY DEFINER: nobody may
-- write the frozen tables, and only the owner may refresh.
CREATE FUNCTION publication_freezes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
	held record;
BEGIN
	-- A unit's own report is as of the last refresh: its insertion is nobody's refresh.
	IF NEW.unit_id IS NULL THEN
		EXECUTE format('SELECT %I.refresh_views(''card_data'', ''ranking_data'', ''node_data'')', TG_TABLE_SCHEMA);
	END IF;
	EXECUTE format('SELECT h.unit_id, h.reason FROM %I.held_card AS h WHERE h.period_id = $1 AND ($2 IS NULL OR h.unit_id = $2) ORDER BY h.unit_id LIMIT 1', TG_TABLE_SCHEMA)
		INTO held USING NEW.period_id, NEW.unit_id;
	IF held IS NOT NULL THEN
		EXECUTE format('SELECT %I.refuse(''object_not_in_prerequisite_state'', ''publish_held'', $1, ''figures_earlier'', $2)', TG_TABLE_SCHEMA) USING ARRAY[NEW.period_id, held.unit_id], held.reason;
	END IF;
	EXECUTE format('INSERT INTO %1$I.frozen_score SELECT $1, d.* FROM %1$I.score_data AS d WHERE d.period_id = $2 AND ($3 IS NULL OR d.unit_id = $3)', TG_TABLE_SCHEMA)
		USING NEW.publication_id, NEW.period_id, NEW.unit_id;
	EXECUTE format(
		'INSERT INTO %1$I.frozen_ranking SELECT $1, d.period_id, d.year, d.unit_id, d.unit_name, d.unit_kind, d.ranking_group, d.set_id,
			d.pillar, d.pillar_name, d.pillar_sort, d.ranked, d.points, d.max_points, d.ratio, d.coverage, d.self_points,
			d.rank, d.ranked_count, d.rank_points, d.grade, d.gap_to_next, d.gap_to_best,
			d.previous_period, d.previous_points, d.previous_ratio, d.previous_derived, d.previous_of, d.previous_rank, d.rank_change, d.no_change_reason,
			d.previous_max_points, d.compared_units, d.compared_on, d.compared_rank, d.compared_previous_rank, d.strict_rank_change, d.strict_reason,
			d.pillar_label, d.group_median, d.group_best
		 FROM %1$I.ranking_data AS d WHERE d.period_id = $2 AND ($3 IS NULL OR d.unit_id = $3)', TG_TABLE_SCHEMA)
		USING NEW.publication_id, NEW.period_id, NEW.unit_id;
	-- A unit's report is on that unit, not on its peers.
	IF NEW.unit_id IS NULL THEN
		EXECUTE format('INSERT INTO %1$I.frozen_node SELECT $1, d.* FROM %1$I.node_data AS d WHERE d.period_id = $2', TG_TABLE_SCHEMA)
			USING NEW.publication_id, NEW.period_id;
	END IF;
	EXECUTE format(
		'INSERT INTO %1$I.frozen_criterion SELECT $1, g.set_id, g.code, g.sort_key, g.number, g.name, g.name_en, g.max_points, g.rule, g.rule_vi, g.rule_en,
			g.how_vi, g.how_en, g.evidence_vi, g.evidence_en, g.lead_office, g.cooperating
		 FROM %1$I.guidance AS g WHERE g.set_id IN (SELECT s.set_id FROM %1$I.submission AS s WHERE s.period_id = $2 AND ($3 IS NULL OR s.unit_id = $3))', TG_TABLE_SCHEMA)
		USING NEW.publication_id, NEW.period_id, NEW.unit_id;
	EXECUTE format('UPDATE %I.publication AS b SET frozen = true WHERE b.publication_id = $1', TG_TABLE_SCHEMA)
		USING NEW.publication_id;
	IF NEW.kind = 'periodic' AND NEW.period_state = 'closed' THEN
		EXECUTE format('UPDATE %I.period AS p SET state = ''published'' WHERE p.period_id = $1', TG_TABLE_SCHEMA)
			USING NEW.period_id;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION publication_freezes() IS 'trigger, SECURITY DEFINER because nobody may write the frozen tables: refreshes, freezes the figures, marks the period published';
REVOKE ALL ON FUNCTION publication_freezes() FROM PUBLIC;
CREATE TRIGGER freezes AFTER INSERT ON publication FOR EACH ROW EXECUTE FUNCTION publication_freezes();

DO $$
BEGIN
	PERFORM audit_table('publication', 'publication_id');
END
$$;
-- Its one change, frozen, comes before the insertion is written down.
DROP TRIGGER b_audit_update ON publication;
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_score
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_ranking
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_node
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_criterion
	FOR EACH STATEMENT EXECUTE FUNCTION unchanging();
