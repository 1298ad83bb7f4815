-- SPDX-License-Identifier: PostgreSQL
-- (e) The ranking as a materialized view, refreshed without locking readers out.
SET search_path = '';

\echo
\echo '==== (e) Publishing the commune ranking ===='
\echo
\echo 'A materialized view holds the ranking of (b), built-in types only; a unique index lets it'
\echo 'be refreshed concurrently; dashboards read it through a plain view that can be replaced.'

CREATE MATERIALIZED VIEW demo.commune_ranking_stored AS
SELECT commune, name, points, max_points, ratio, coverage, rank, ranked FROM demo.commune_ranking_now;
CREATE UNIQUE INDEX commune_ranking_stored_commune ON demo.commune_ranking_stored (commune);

CREATE VIEW demo.commune_ranking AS
SELECT name, rank, ranked, points, max_points, ratio, coverage FROM demo.commune_ranking_stored;
COMMENT ON VIEW demo.commune_ranking IS 'ranking of communes, as of the last refresh';
COMMENT ON COLUMN demo.commune_ranking.name IS 'the commune (xã)';
COMMENT ON COLUMN demo.commune_ranking.rank IS 'rank by ratio, 1 is best; empty: assessed, not ranked';
COMMENT ON COLUMN demo.commune_ranking.ranked IS 'how many communes are ranked';
COMMENT ON COLUMN demo.commune_ranking.points IS 'points (điểm)';
COMMENT ON COLUMN demo.commune_ranking.max_points IS 'applicable maximum: 960 less what is not applicable';
COMMENT ON COLUMN demo.commune_ranking.ratio IS 'points / max_points';
COMMENT ON COLUMN demo.commune_ranking.coverage IS 'answered criteria / applicable criteria';

SELECT attname AS "Column", atttypid::regtype AS "Type", col_description(attrelid, attnum) AS "Comment"
FROM pg_attribute
WHERE attrelid = 'demo.commune_ranking'::regclass AND attnum > 0
ORDER BY attnum;

CREATE TABLE demo.ranking_before AS SELECT name, rank, points, coverage FROM demo.commune_ranking;

\echo 'Late answers arrive: Xã 038 reports 95 % for 4.8 and 88.5 % for 1.1 (dx.set_result).'
\echo 'The published ranking stays as it is until it is refreshed.'
UPDATE demo.commune_card AS k
SET card = dx.set_result(s.tree, dx.set_result(s.tree, k.card, '4.8', 95), '1.1', 88.5)
FROM demo.index_set AS s
WHERE s.name = 'commune 2025' AND k.commune = 38;

\echo
\echo 'REFRESH MATERIALIZED VIEW CONCURRENTLY; who moved:'
REFRESH MATERIALIZED VIEW CONCURRENTLY demo.commune_ranking_stored;

SELECT name AS "Commune", b.rank AS "Rank before", a.rank AS "Rank after",
	round(b.points::numeric, 2) AS "Points before", round(a.points::numeric, 2) AS "Points after",
	to_char(100 * a.coverage, '990.0') || ' %' AS "Coverage"
FROM demo.commune_ranking AS a JOIN demo.ranking_before AS b USING (name)
WHERE a.rank IS DISTINCT FROM b.rank
ORDER BY a.rank;

DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM demo.commune_ranking AS a JOIN demo.ranking_before AS b USING (name)
		WHERE name = 'Xã 038' AND a.rank < b.rank) THEN
		RAISE EXCEPTION 'Xã 038 should have moved up';
	END IF;
END
$$;

\echo 'That was the tour: all of it is ordinary SQL in test/demo, on files in test/data.'
