-- SPDX-License-Identifier: PostgreSQL
-- The words that charts are filtered by, stored: one materialized view for each kind of
-- thing, a row a language where they are in one. A filter on a label is a filter on a
-- column that has statistics and an index, and the list of its values is read from it; what
-- the planner estimates of it holds for the figures. Figures keep codes (the key of a label),
-- and what a frozen figure is called follows its unit and period, as it should: so labels
-- are not written into the figures, which would be one copy a language and year.
--
-- Made anew with the cards, before them (refresh_views). Nothing is granted on them.

-- Periods with names that are unique, by the status of their figures.
CREATE MATERIALIZED VIEW period_label AS
SELECT g.language, p.period_id, t.status, p.name || CASE WHEN o.name IS NULL THEN '' ELSE ' (' || p.period_id || ')' END AS period_name,
	p.year, p.data_to::timestamp AS period_end, CASE g.language WHEN 'en' THEN w.en ELSE w.vi END AS status_name
FROM period AS p LEFT JOIN (SELECT n.name FROM period AS n GROUP BY n.name HAVING count(*) > 1) AS o ON o.name = p.name
	CROSS JOIN (VALUES ('vi'), ('en')) AS g(language)
	CROSS JOIN (VALUES ('published'), ('provisional')) AS t(status)
	JOIN wording AS w ON w.code = 'status.' || t.status;
CREATE UNIQUE INDEX period_label_key ON period_label (language, period_id, status);
COMMENT ON MATERIALIZED VIEW period_label IS 'periods with names that are unique, and the status of their figures in words; beneath the views for BI tools';
COMMENT ON COLUMN period_label.language IS 'of the words: vi or en';
COMMENT ON COLUMN period_label.period_end IS 'last day of the data window, without a time zone';

-- Units with labels that are unique: a namesake has its parent's name behind it, or its
-- code where that is not enough. Names of units are not translated.
CREATE MATERIALIZED VIEW unit_label AS
SELECT u.unit_id,
	u.name || CASE WHEN o.namesake IS NULL THEN '' WHEN t.namesake OR p.name IS NULL THEN ' (' || u.unit_id || ')' ELSE ' (' || p.name || ')' END AS unit_label,
	coalesce(u.parent_id, '') AS parent_unit, coalesce(p.name, '') AS parent_label
FROM unit AS u
	LEFT JOIN unit AS p ON p.unit_id = u.parent_id
	LEFT JOIN LATERAL (SELECT true AS namesake FROM unit AS n WHERE n.name = u.name AND n.unit_id <> u.unit_id LIMIT 1) AS o ON true
	LEFT JOIN LATERAL (
		SELECT true AS namesake FROM unit AS n JOIN unit AS m ON m.unit_id = n.parent_id
		WHERE o.namesake AND n.name = u.name AND n.unit_id <> u.unit_id AND m.name = p.name LIMIT 1) AS t ON true;
CREATE UNIQUE INDEX unit_label_key ON unit_label (unit_id);
CREATE INDEX unit_label_of ON unit_label (unit_label);
CREATE INDEX unit_label_beneath ON unit_label (parent_label);
COMMENT ON MATERIALIZED VIEW unit_label IS 'units with labels that are unique; beneath the views for BI tools';

-- Sets with names that are unique.
CREATE VIEW set_label AS
SELECT g.language, s.set_id, t.named || CASE WHEN o.namesake THEN ' (' || s.set_id || ')' ELSE '' END AS set_name, s.main_depth
FROM index_set AS s CROSS JOIN (VALUES ('vi'), ('en')) AS g(language)
	CROSS JOIN LATERAL (SELECT CASE g.language WHEN 'en' THEN coalesce(nullif(s.name_en, ''), s.name) ELSE s.name END AS named) AS t
	LEFT JOIN LATERAL (SELECT true AS namesake FROM index_set AS n WHERE n.set_id <> s.set_id AND t.named IN (n.name, n.name_en) LIMIT 1) AS o ON true;
COMMENT ON VIEW set_label IS 'index sets with names that are unique; beneath group_label and node_label. Nothing is granted on it';
COMMENT ON COLUMN set_label.language IS 'of the words: vi or en';
COMMENT ON COLUMN set_label.main_depth IS 'depth of the main indices';

-- Who is ranked together: kind, ranking group and set, of all sheets there are or were.
CREATE MATERIALIZED VIEW group_label AS
SELECT g.language, k.unit_kind, k.ranking_group, k.set_id, CASE g.language WHEN 'en' THEN coalesce(nullif(x.name_en, ''), x.name) ELSE x.name END AS unit_kind_name,
	CASE WHEN k.ranking_group <> '' THEN k.ranking_group WHEN g.language = 'en' THEN 'all' ELSE 'chung' END AS group_name, s.set_name
FROM (
	SELECT s.unit_kind, s.ranking_group, s.set_id FROM submission AS s
	UNION
	SELECT f.unit_kind, f.ranking_group, f.set_id FROM frozen_ranking AS f WHERE f.pillar = '') AS k
	CROSS JOIN (VALUES ('vi'), ('en')) AS g(language)
	LEFT JOIN unit_kind AS x ON x.unit_kind = k.unit_kind
	LEFT JOIN set_label AS s ON s.set_id = k.set_id AND s.language = g.language;
CREATE UNIQUE INDEX group_label_key ON group_label (language, unit_kind, ranking_group, set_id);
COMMENT ON MATERIALIZED VIEW group_label IS 'kinds of units, ranking groups and index sets in words; beneath the views for BI tools';
COMMENT ON COLUMN group_label.language IS 'of the words: vi or en';

-- Kinds of offices; empty: none leads.
CREATE MATERIALIZED VIEW office_label AS
SELECT g.language, o.office_type, coalesce(CASE g.language WHEN 'en' THEN nullif(o.name_en, '') END, o.name) AS office_type_name
FROM (VALUES ('vi'), ('en')) AS g(language) CROSS JOIN office_type AS o
UNION ALL
VALUES ('vi', '', 'chưa phân công'), ('en', '', 'no office');
CREATE UNIQUE INDEX office_label_key ON office_label (language, office_type);
COMMENT ON MATERIALIZED VIEW office_label IS 'kinds of offices in words; beneath the views for BI tools';
COMMENT ON COLUMN office_label.language IS 'of the words: vi or en';

-- Nodes of all sets. Codes with zeros before their numbers sort by themselves. With what
-- else is said of a node in words, so that it is said once and not in each query.
CREATE MATERIALIZED VIEW node_label AS
WITH named AS MATERIALIZED (
	SELECT g.language, n.set_id, s.set_name, n.code, n.code::text AS code_text, n.ordinal, n.depth, n.is_criterion, n.max_points, n.rule, n.rule::text = 'percent' AS percent,
		CASE WHEN n.depth = 0 THEN s.set_name ELSE dx.padded(n.code, w.width) || ' ' || coalesce(
			CASE g.language WHEN 'en' THEN nullif(c.name_en, '') END, n.name, '') END AS label,
		n.depth = s.main_depth OR (n.is_criterion AND n.depth < s.main_depth) AS is_main,
		CASE WHEN n.depth > 0 THEN dx.ancestor(n.code, 1)::text ELSE '' END AS pillar,
		CASE WHEN n.depth > 0 THEN coalesce(dx.ancestor(n.code, s.main_depth), n.code)::text ELSE '' END AS main,
		n.set_id || ':' || n.code::text AS node_id, CASE WHEN n.depth = 0 THEN '' ELSE n.set_id || ':' || n.parent::text END AS parent_id,
		CASE WHEN n.is_criterion THEN CASE g.language WHEN 'en' THEN coalesce(c.rule_en, dx.rule_text(n.rule, n.max_points, 'en'), '')
			ELSE coalesce(c.rule_vi, dx.rule_text(n.rule, n.max_points, 'vi'), '') END ELSE '' END AS rule_text,
		coalesce(l.office_type, '') AS lead_office, f.office_type_name AS lead_office_name
	FROM (VALUES ('vi'), ('en')) AS g(language)
		CROSS JOIN node AS n
		JOIN set_label AS s ON s.set_id = n.set_id AND s.language = g.language
		JOIN (
			SELECT d.set_id, CASE WHEN bool_or(d.code::text ~ '[0-9]{5}') THEN 9 WHEN bool_or(d.code::text ~ '[0-9]{3}') THEN 4 ELSE 2 END AS width
			FROM node AS d GROUP BY d.set_id) AS w ON w.set_id = n.set_id
		LEFT JOIN criterion AS c ON c.set_id = n.set_id AND c.code = n.code
		LEFT JOIN responsibility AS l ON l.set_id = n.set_id AND l.code = n.code AND l.part = 'lead'
		LEFT JOIN office_label AS f ON f.language = g.language AND f.office_type = coalesce(l.office_type, '')
)
-- (By windows: of joins the planner would expect one row.)
SELECT n.language, n.set_id, n.code_text, n.code, n.set_name, n.ordinal, n.depth, n.is_criterion, n.is_main, n.percent, n.label,
	CASE WHEN n.depth > 0 THEN max(CASE WHEN n.code_text = n.pillar THEN n.label END) OVER (PARTITION BY n.language, n.set_id, n.pillar) ELSE '' END AS pillar_label,
	CASE WHEN n.depth > 0 THEN max(CASE WHEN n.code_text = n.main THEN n.label END) OVER (PARTITION BY n.language, n.set_id, n.main) ELSE '' END AS main_label,
	n.node_id, n.parent_id, n.max_points, n.rule, n.rule_text, n.lead_office, n.lead_office_name
FROM named AS n;
CREATE UNIQUE INDEX node_label_key ON node_label (language, set_id, code_text);
COMMENT ON MATERIALIZED VIEW node_label IS 'nodes with labels that sort by themselves; beneath the views for BI tools';
COMMENT ON COLUMN node_label.language IS 'of the words: vi or en';
COMMENT ON COLUMN node_label.code_text IS 'the code as text';
COMMENT ON COLUMN node_label.is_main IS 'is it a main index?';
COMMENT ON COLUMN node_label.percent IS 'is a percentage expected?';
COMMENT ON COLUMN node_label.label IS 'code with zeros before its numbers, and name';
COMMENT ON COLUMN node_label.pillar_label IS 'label of the node of depth 1 it is in';
COMMENT ON COLUMN node_label.main_label IS 'label of the main index it is in';
COMMENT ON COLUMN node_label.node_id IS 'the node, for tree charts';
COMMENT ON COLUMN node_label.parent_id IS 'the node above it; empty: the root''s own';
COMMENT ON COLUMN node_label.rule_text IS 'the rule in words';
COMMENT ON COLUMN node_label.lead_office_name IS 'the kind of office that leads it, in words';

-- Beneath refresh_views and refresh_labels.
CREATE FUNCTION renew_view(view regclass) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	before bigint := pg_stat_get_xact_tuples_inserted(view) + pg_stat_get_xact_tuples_deleted(view);
BEGIN
	EXECUTE format('REFRESH MATERIALIZED VIEW %s %s', CASE WHEN (SELECT c.relispopulated FROM pg_catalog.pg_class AS c WHERE c.oid = view) THEN 'CONCURRENTLY' ELSE '' END, view);
	RETURN pg_stat_get_xact_tuples_inserted(view) + pg_stat_get_xact_tuples_deleted(view) - before;
END
$$;
COMMENT ON FUNCTION renew_view(regclass) IS 'refreshes a materialized view, concurrently where it has been filled before, and tells how many rows were inserted and deleted then';
REVOKE ALL ON FUNCTION renew_view(regclass) FROM PUBLIC;

-- Beneath refresh_views: before the cards, so that nothing is shown without its words.
CREATE FUNCTION refresh_labels() RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	name text;
	changed bigint;
BEGIN
	FOREACH name IN ARRAY ARRAY['period_label', 'unit_label', 'group_label', 'office_label', 'node_label'] LOOP
		changed := renew_view(name::regclass);
		-- As in refresh_views. (One that has just been created has never been looked at.)
		IF (SELECT c.reltuples < 0 OR changed * 10 > c.reltuples FROM pg_catalog.pg_class AS c WHERE c.oid = name::regclass) THEN
			EXECUTE format('ANALYZE %I', name);
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION refresh_labels() IS 'beneath refresh_views: the words that charts are filtered by, made anew';
REVOKE ALL ON FUNCTION refresh_labels() FROM PUBLIC;
