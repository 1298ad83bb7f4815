-- SPDX-License-Identifier: PostgreSQL
-- Draws of trees with caps, floors, thresholds and needs: ranks under given factors are those of the tree whose maxima,
-- weights and bounds in points have the factors in them. (robust.sql has the rest.)
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';
CREATE SCHEMA robust_terms;

-- A is of the method in question, B a sum with a penalty where there may be one, C a sum that needs A and B, D a criterion. Under
-- a sum or among alternatives the factor of a node scales its points, and so all that is stated in points in it; under a mean it
-- scales its weight. (The best n of a tree have no weights, so there it is 1.) s is the scale of points of the nodes under the root.
CREATE FUNCTION robust_terms.shape(root text, inner_method text, missing text, f numeric[]) RETURNS dx.tree LANGUAGE sql IMMUTABLE AS $$
	SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object('code', code, 'rule', CASE WHEN leaf THEN 'ratio' END, 'method', method,
		'missing', CASE WHEN NOT leaf THEN missing END, 'max', CASE WHEN of_points AND (leaf OR method NOT IN ('sum', 'alternatives')) THEN max * scale END,
		'weight', CASE WHEN NOT of_points AND above NOT LIKE 'best%' THEN max * f[i] END, 'cap', cap * scale, 'floor', low * scale, 'threshold', CASE WHEN 'sum' NOT IN (above, COALESCE(method, '')) THEN NULL WHEN in_points THEN (least * scale) || 'p' ELSE least || '%' END,
		'needs', CASE code WHEN 'A.2' THEN CASE WHEN above = 'sum' THEN pg_catalog.jsonb_build_object('A.1', (3 * s[2] * f[3]) || 'p') END WHEN 'C' THEN pg_catalog.jsonb_build_object('A', '30%') || CASE WHEN root IN ('sum', 'mean') THEN pg_catalog.jsonb_build_object('B', (4 * s[6]) || 'p') ELSE '{}' END
			WHEN 'D' THEN CASE WHEN above = 'sum' THEN '{"C": "25%"}'::jsonb END END)) ORDER BY i)::dx.tree
	FROM (SELECT pg_catalog.array_agg(CASE WHEN root IN ('sum', 'alternatives') THEN f[k] ELSE 1 END ORDER BY k) AS s FROM pg_catalog.generate_series(1, 13) AS k) AS scales,
	LATERAL (SELECT n.*, above IN ('sum', 'alternatives') AS of_points, CASE parent WHEN 0 THEN 1 WHEN 1 THEN s[i] ELSE s[parent] * f[i] END AS scale
		FROM (VALUES (1, '', 0, 0, false, root, '', CASE root WHEN 'sum' THEN 55.5 END, NULL, CASE WHEN missing = 'zero' THEN 20 END, false),
			(2, 'A', 1, 15, false, inner_method, root, CASE inner_method WHEN 'sum' THEN 13 END, NULL, 35, false),
			(3, 'A.1', 2, 9, true, NULL, inner_method, NULL, NULL, CASE WHEN inner_method IN ('sum', 'alternatives') THEN 2 END, true), (4, 'A.2', 2, 6, true, NULL, inner_method, NULL, NULL, NULL, false), (5, 'A.3', 2, 4, true, NULL, inner_method, NULL, NULL, NULL, false),
			(6, 'B', 1, 20, false, 'sum', root, 21, -3, NULL, false), (7, 'B.1', 6, 14, true, NULL, 'sum', NULL, NULL, 40, false), (8, 'B.2', 6, 10, true, NULL, 'sum', NULL, NULL, NULL, false), (9, 'B.3', 6, -12, true, NULL, 'sum', NULL, NULL, NULL, false),
			(10, 'C', 1, 12, false, 'sum', root, NULL, NULL, 5, true), (11, 'C.1', 10, 12, true, NULL, 'sum', NULL, NULL, NULL, false), (12, 'C.2', 10, 9, true, NULL, 'sum', NULL, NULL, NULL, false),
			(13, 'D', 1, 10, true, NULL, root, NULL, NULL, CASE root WHEN 'sum' THEN 3 END, true)) AS n (i, code, parent, max, leaf, method, above, cap, low, least, in_points)) AS n
	WHERE root IN ('sum', 'mean') AND missing <> 'zero' OR code <> 'B.3'
$$;
CREATE TABLE robust_terms.shapes AS SELECT pg_catalog.row_number() OVER (ORDER BY r, m, missing) AS shape, root, CASE WHEN root IN ('sum', 'mean') AND missing <> 'zero' THEN f ELSE f[:8] || f[10:] END AS f,
		robust_terms.shape(root, inner_method, missing, pg_catalog.array_fill(1::numeric, ARRAY[13])) AS plain, robust_terms.shape(root, inner_method, missing, f) AS altered
	FROM pg_catalog.unnest('{sum,alternatives,mean,geomean,harmean,power(2),median,min,mpi_down}'::text[]) WITH ORDINALITY AS a (root, r), pg_catalog.unnest('{sum,alternatives,mean,geomean,harmean,power(0.5),median,max,mpi_up,best(2)}'::text[]) WITH ORDINALITY AS b (inner_method, m),
		pg_catalog.unnest('{zero,skip,strict}'::text[]) AS missing, LATERAL (SELECT (r + m) % 2 AS draw) AS d,
		LATERAL (SELECT pg_catalog.array_agg(CASE WHEN i = 1 OR inner_method LIKE 'best%' AND i IN (3, 4, 5) THEN 1 ELSE 0.5 + (i * 7919 + draw * 37) % 29 * 0.05 END ORDER BY i) AS f FROM pg_catalog.generate_series(1, 13) AS i) AS f;
CREATE TABLE robust_terms.card AS SELECT shape, unit, dx.card(plain, code, CASE WHEN NOT is_na AND h % 8 > 0 THEN CASE h % 7 WHEN 0 THEN 0 ELSE (1 + h % 40) / 40.0 END END, CASE WHEN is_na THEN 'na' END) AS card
	FROM robust_terms.shapes, pg_catalog.generate_series(1, 20) AS unit,
		LATERAL (SELECT code::text, (unit * 31 + ordinal * 57 + shape) * 7919 % 1009 AS h, unit % 7 = 1 AND code::text LIKE 'A.%' OR unit % 7 = 2 AND code::text LIKE 'B.%' OR unit % 7 = 3 AND code::text IN ('A.1', 'C.2') OR unit = 4 AND code::text <> 'C.1' AS is_na FROM dx.nodes(plain) WHERE is_criterion) AS c
	GROUP BY shape, unit;
SELECT root, pg_catalog.count(*) AS ranks, pg_catalog.count(DISTINCT rank) AS places, pg_catalog.count(*) FILTER (WHERE pg_catalog.lower(drawn) IS DISTINCT FROM rank OR pg_catalog.upper(drawn) IS DISTINCT FROM rank) AS others, pg_catalog.count(*) FILTER (WHERE rank IS NULL) AS none, pg_catalog.count(*) FILTER (WHERE rank <> plain_rank) AS moved
FROM (SELECT shape, root, dx.rank_interval(plain, card, ARRAY[f::float8[]], 0) OVER w AS drawn, dx.rank_by(dx.ratio(altered, card)) OVER w AS rank, dx.rank_by(dx.ratio(plain, card)) OVER w AS plain_rank
	FROM robust_terms.shapes JOIN robust_terms.card USING (shape) WINDOW w AS (PARTITION BY shape)) AS r GROUP BY root ORDER BY root;
SET client_min_messages = warning;
DROP SCHEMA robust_terms CASCADE;
