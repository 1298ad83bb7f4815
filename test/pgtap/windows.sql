-- SPDX-License-Identifier: PostgreSQL
-- Properties of the ranking and scaling windows, on made-up columns of every
-- kind: distinct, tied, nearly tied, few, NULLs among them, all alike.
BEGIN;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = tap, pg_catalog;
SELECT no_plan();

-- Seed 20221122; md5 is the same everywhere.
CREATE TEMP TABLE v AS
SELECT kind, id, CASE WHEN kind <> 'full' AND id % 11 = 3 THEN NULL ELSE x END AS x, id % 7 <> 5 OR NULL AS r
FROM (SELECT kind, id, CASE kind
		WHEN 'full' THEN u / 1e6
		WHEN 'wide' THEN (u - 8e6) * power(10::float8, id % 40 - 20)
		WHEN 'tied' THEN round(u / 1e6)
		WHEN 'near' THEN round(u / 1e6) * (1 + (u % 5) * 1e-14)
		WHEN 'alike' THEN 28.8::float8
		WHEN 'few' THEN u END AS x
	FROM unnest('{full,wide,tied,near,alike,few}'::text[]) AS kind, generate_series(1, 400) AS id,
		LATERAL (SELECT ('x' || substr(md5(concat_ws('/', 20221122, kind, id)), 1, 6))::bit(24)::int::float8) AS h(f),
		LATERAL (SELECT f::bigint) AS g(u)
	WHERE kind <> 'few' OR id <= 2) AS made;

CREATE TEMP TABLE a AS
SELECT *, dx.rank_by(x) OVER w AS rank, dx.rank_by(x, 'max') OVER w AS rank_max, dx.rank_by(x, 'dense') OVER w AS dense,
	dx.rank_by(x, 'first') OVER (PARTITION BY kind ORDER BY id) AS first, dx.midrank_by(x) OVER w AS midrank, dx.ranked_count(x) OVER w AS n,
	dx.percentile_by(x) OVER w AS percentile, dx.band_by(x, 5) OVER w AS band, dx.gap_to_best(x) OVER w AS to_best, dx.gap_to_next(x) OVER w AS to_next,
	dx.minmax(x) OVER w AS minmax, dx.zscore(x) OVER w AS zscore, dx.borda(x) OVER w AS borda, dx.share_of_best(x) OVER w AS share,
	dx.distance_to_target(x, 12) OVER w AS target
FROM v WINDOW w AS (PARTITION BY kind);
SELECT cmp_ok((SELECT count(*) FROM a WHERE x IS NOT NULL), '>', 1500::bigint, 'there are rows');
SELECT cmp_ok((SELECT count(*) FROM a x JOIN a y USING (kind) WHERE x.id < y.id AND x.rank = y.rank AND x.x <> y.x), '>', 100::bigint, 'and near ties');

SELECT is_empty($$SELECT kind, id FROM a WHERE num_nulls(rank, rank_max, dense, first, midrank, band, to_best, borda) NOT IN (0, 8) OR (rank IS NULL) <> (x IS NULL)$$,
	'a value has a place, NULL has none');
SELECT is_empty($$SELECT kind FROM a GROUP BY kind, n HAVING n IS DISTINCT FROM count(x)$$, 'the count is that of the values');
-- Ties 1e-12 apart at most; in these columns other values are much further apart.
SELECT is_empty($$SELECT m.kind, m.id FROM a m JOIN a o USING (kind) WHERE m.x IS NOT NULL GROUP BY m.kind, m.id, m.x, m.rank, m.rank_max, m.midrank, m.borda, m.n
	HAVING m.rank IS DISTINCT FROM 1 + count(*) FILTER (WHERE o.x > m.x + 1e-12 * abs(m.x)) OR m.rank_max IS DISTINCT FROM count(*) FILTER (WHERE o.x >= m.x - 1e-12 * abs(m.x))
	OR m.midrank IS DISTINCT FROM (m.rank + m.rank_max) / 2.0 OR m.borda IS DISTINCT FROM m.n - m.rank_max$$,
	'ranks count who is above');
SELECT is_empty($$SELECT kind, rank FROM a WHERE x IS NOT NULL GROUP BY kind, rank HAVING count(*) IS DISTINCT FROM max(rank_max) - rank + 1
	OR count(DISTINCT (dense, midrank, percentile, band, to_best, to_next, minmax, zscore, borda, share, target)) <> 1$$, 'tied rows get one answer');
SELECT is_empty($$SELECT kind FROM a WHERE x IS NOT NULL GROUP BY kind HAVING max(dense) IS DISTINCT FROM count(DISTINCT rank)
	OR sum(midrank) IS DISTINCT FROM count(*) * (count(*) + 1) / 2.0 OR min(first) IS DISTINCT FROM 1 OR max(first) IS DISTINCT FROM count(*) OR count(DISTINCT first) <> count(*)$$, 'dense ranks have no hole, midranks keep the sum, first numbers every row once');
SELECT is_empty($$SELECT kind, id FROM a WHERE percentile IS DISTINCT FROM CASE WHEN n > 1 THEN borda / (n - 1)::float8 END AND x IS NOT NULL$$, 'percentiles are shares of the others');
SELECT is_empty($$SELECT kind, id FROM a WHERE band IS DISTINCT FROM (rank - 1) * 5 / n + 1$$, 'bands follow ranks');
SELECT is_empty($$SELECT m.kind, m.id FROM a m JOIN a o ON o.kind = m.kind AND o.dense = m.dense - 1 WHERE (m.to_next > 0
	AND abs(m.to_next - (o.x - m.x)) <= 1e-11 * (abs(o.x) + abs(m.x))) IS NOT TRUE$$, 'the gap to the next is the distance to the class above');
SELECT is_empty($$SELECT kind, id FROM a WHERE x IS NOT NULL AND ((rank = 1) IS DISTINCT FROM (to_best = 0) OR (rank = 1) IS DISTINCT FROM (to_next IS NULL)
	OR rank > 1 AND (to_best >= to_next) IS NOT TRUE)$$, 'only the best have no gap');
SELECT is_empty($$SELECT kind, id FROM a WHERE num_nulls(minmax, zscore) <> CASE WHEN x IS NULL OR kind = 'alike' THEN 2 ELSE 0 END$$, 'where all are alike there is no scale');
SELECT is_empty($$SELECT kind, id FROM a WHERE 'NaN' IN (percentile, to_best, to_next, minmax, zscore, share, target)$$, 'nothing is NaN');
SELECT is_empty($$SELECT kind FROM a WHERE kind <> 'alike' GROUP BY kind
	HAVING (min(minmax), max(minmax), max(share)) IS DISTINCT FROM (0, 100, 1)$$, 'the ends of a scale are exact');
SELECT is_empty($$SELECT kind, id FROM a WHERE x IS NOT NULL AND kind <> 'alike'
	AND ((rank = 1) IS DISTINCT FROM (minmax = 100) OR (rank_max = n) IS DISTINCT FROM (minmax = 0))$$, 'and nobody else has them');
SELECT is_empty($$SELECT kind, id FROM a WHERE (share IS NULL) <> (x IS NULL) OR ((rank = 1) IS DISTINCT FROM (share = 1) AND x IS NOT NULL)$$, 'the best is the whole of itself');
SELECT is_empty($$SELECT m.kind, m.id FROM a m JOIN (SELECT kind, max(x) AS best FROM a GROUP BY kind) AS o USING (kind) WHERE m.x IS NOT NULL AND (abs(m.share - m.x / o.best) <= 1e-11 * abs(m.share)) IS NOT TRUE$$, 'a share of the best is x / best');
SELECT is_empty($$SELECT kind FROM a WHERE kind <> 'alike' GROUP BY kind HAVING (abs(avg(zscore)) <= 1e-10 AND abs(stddev_samp(zscore) - 1) <= 1e-10) IS NOT TRUE$$, 'z-scores have mean 0 and deviation 1');
-- A scale keeps order (each row against the class above). The few are all above the target: there is no way to it.
SELECT is_empty($$SELECT m.kind, m.id FROM a m JOIN a o ON o.kind = m.kind AND o.dense = m.dense - 1
	WHERE (m.minmax <= o.minmax AND m.zscore <= o.zscore AND m.share < o.share AND m.percentile < o.percentile AND m.band >= o.band
		AND CASE m.kind WHEN 'few' THEN m.target IS NULL ELSE m.target <= o.target END) IS NOT TRUE$$, 'scales keep the order');
-- The other direction: the negated column, and the mirror image.
SELECT is_empty($$SELECT kind, id FROM (SELECT *, dx.minmax(x, direction => -1) OVER w AS m, dx.minmax(-x) OVER w AS m1, dx.zscore(x, direction => -1) OVER w AS z, dx.zscore(-x) OVER w AS z1,
		dx.borda(x, -1) OVER w AS b, dx.borda(-x) OVER w AS b1,
		(dx.rank_by(x, direction => -1) OVER w, dx.rank_by(x, 'max', direction => -1) OVER w, dx.rank_by(x, 'dense', 1, true, -1) OVER w, dx.rank_by(x, 'first', direction => -1) OVER (PARTITION BY kind ORDER BY id),
			dx.ranked_count(x, direction => -1) OVER w, dx.midrank_by(x, direction => -1) OVER w, dx.percentile_by(x, direction => -1) OVER w, dx.band_by(x, 5, direction => -1) OVER w, dx.gap_to_best(x, 2, true, -1) OVER w, dx.gap_to_next(x, direction => -1) OVER w) AS p,
		(dx.rank_by(-x) OVER w, dx.rank_by(-x, 'max') OVER w, dx.rank_by(-x, 'dense', 1) OVER w, dx.rank_by(-x, 'first') OVER (PARTITION BY kind ORDER BY id),
			dx.ranked_count(-x) OVER w, dx.midrank_by(-x) OVER w, dx.percentile_by(-x) OVER w, dx.band_by(-x, 5) OVER w, dx.gap_to_best(-x, 2) OVER w, dx.gap_to_next(-x) OVER w) AS p1,
		dx.distance_to_target(x, -12, -1) OVER w AS t, dx.distance_to_target(-x, 12) OVER w AS t1 FROM a WINDOW w AS (PARTITION BY kind)) AS o
	WHERE (m, z, b, t) IS DISTINCT FROM (m1, z1, b1, t1) OR p::text IS DISTINCT FROM p1::text
		OR x IS NOT NULL AND kind <> 'alike' AND (abs(m - (100 - minmax)) <= 1e-9 AND abs(z + zscore) <= 1e-9) IS NOT TRUE$$, 'direction -1 is the negated column');
-- Several keys: one key is dx.rank_by, a second breaks its ties and no more.
SELECT is_empty($$SELECT kind, id FROM (SELECT kind, id, x, r, dx.rank_by(x, 'min', 1, r) OVER w AS one, dx.rank_by(x, 'max', 1, r) OVER w AS one_max, dx.rank_by_keys(ARRAY[x], 'min', '{1}', r) OVER w AS key, dx.rank_by_keys(ARRAY[x, -id], 'min', '{1,0}', r) OVER w AS two,
		dx.rank_by_keys(ARRAY[x, id, 5], 'dense', '{1,NULL,NULL}', r, '{1,-1,1}') OVER w AS same, dx.rank_by_keys(ARRAY[x, NULL], 'max', '{1,NULL}', r) OVER w AS nothing FROM v WHERE kind <> 'wide' WINDOW w AS (PARTITION BY kind)) AS q
	WHERE key IS DISTINCT FROM one OR nothing IS DISTINCT FROM one_max OR two NOT BETWEEN one AND one_max OR same IS DISTINCT FROM two OR (two IS NULL) <> (one IS NULL)$$, 'a second key breaks ties within their class');
-- Unranked rows are as good as absent.
SELECT is_empty($$SELECT * FROM (SELECT kind, id, dx.rank_by(x, ranked => coalesce(r, false)) OVER w AS a, dx.midrank_by(x, ranked => coalesce(r, false)) OVER w AS b,
		dx.percentile_by(x, ranked => coalesce(r, false)) OVER w AS c, dx.band_by(x, 4, ranked => coalesce(r, false)) OVER w AS d,
		dx.gap_to_best(x, ranked => coalesce(r, false)) OVER w AS e, dx.gap_to_next(x, ranked => coalesce(r, false)) OVER w AS f,
		dx.borda(x, ranked => coalesce(r, false)) OVER w AS g, dx.ranked_count(x, ranked => coalesce(r, false)) OVER w AS h FROM v WINDOW w AS (PARTITION BY kind)) AS q
	WHERE (kind, id) IN (SELECT kind, id FROM v WHERE r)
	EXCEPT SELECT kind, id, dx.rank_by(x) OVER w, dx.midrank_by(x) OVER w, dx.percentile_by(x) OVER w, dx.band_by(x, 4) OVER w,
		dx.gap_to_best(x) OVER w, dx.gap_to_next(x) OVER w, dx.borda(x) OVER w, dx.ranked_count(x) OVER w FROM v WHERE r WINDOW w AS (PARTITION BY kind)$$,
	'rows that are not ranked change nothing');
-- decimals: as if the column had been rounded (numeric rounds half away from zero as well).
SELECT is_empty($$SELECT * FROM (SELECT kind, id, dx.rank_by(x, decimals => 1) OVER w, dx.midrank_by(x, 1) OVER w, dx.percentile_by(x, 1) OVER w, dx.band_by(x, 4, 1) OVER w,
		dx.gap_to_best(x, 1) OVER w, dx.gap_to_next(x, 1) OVER w, dx.borda(x, 1, 1) OVER w FROM v WHERE kind <> 'wide' WINDOW w AS (PARTITION BY kind)) AS q
	EXCEPT SELECT kind, id, dx.rank_by(y) OVER w, dx.midrank_by(y) OVER w, dx.percentile_by(y) OVER w, dx.band_by(y, 4) OVER w,
		dx.gap_to_best(y) OVER w, dx.gap_to_next(y) OVER w, dx.borda(y) OVER w FROM v, LATERAL (SELECT round(x::numeric, 1)::float8) AS y(y) WHERE kind <> 'wide' WINDOW w AS (PARTITION BY kind)$$,
	'decimals round first');
-- Grades are where the cut-offs are.
SELECT is_empty($$SELECT id FROM generate_series(-2, 12) AS id WHERE dx.grade(id / 10.0, 'b:0.3, c:0.7, a:1') IS DISTINCT FROM
	CASE WHEN id >= 10 THEN 'a' WHEN id >= 7 THEN 'c' WHEN id >= 3 THEN 'b' END$$, 'a grade holds from its cut-off');

SELECT * FROM finish();
ROLLBACK;
