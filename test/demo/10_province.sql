-- SPDX-License-Identifier: PostgreSQL
-- (a) The province set of 2022, checked against what the ministry published.
SET search_path = '';

\echo
\echo '==== (a) Provinces: the national index set of 2022 (decision 922/QĐ-BTTTT) ===='
\echo
\echo 'Loading the set: \\copy of a CSV file, then one aggregate, dx.tree, compiles the rows'

CREATE TABLE demo.province_node (code text, name text, max_points numeric, rule text);
\copy demo.province_node FROM 'test/data/province_922.csv' WITH (FORMAT csv, HEADER)
INSERT INTO demo.index_set
SELECT 'province 2022', dx.tree(code, name, max_points, rule) FROM demo.province_node;

SELECT n.code AS "Code", n.name AS "Index", n.max_points AS "Maximum", n.rule AS "Rule"
FROM demo.index_set AS s, dx.nodes(s.tree) AS n
WHERE s.name = 'province 2022'
ORDER BY n.ordinal;

\echo 'Loading the published main-index values of five provinces: one card each (dx.card)'

CREATE TABLE demo.province_result (
	province text,
	code dx.code,
	value float8,
	PRIMARY KEY (province, code)
);
\copy demo.province_result FROM 'test/data/province_922_results.csv' WITH (FORMAT csv, HEADER)
CREATE TABLE demo.province_published (
	province text PRIMARY KEY,
	published_dti numeric,
	published_rank int
);
\copy demo.province_published FROM 'test/data/province_922_published.csv' WITH (FORMAT csv, HEADER)

CREATE TABLE demo.province_card AS
SELECT r.province, dx.card(s.tree, r.code, r.value) AS card
FROM demo.index_set AS s CROSS JOIN demo.province_result AS r
WHERE s.name = 'province 2022'
GROUP BY r.province;

CREATE VIEW demo.province_dti AS
SELECT province, published_dti, published_rank,
	dx.ratio(s.tree, c.card) AS dti,
	dx.rank_by(dx.ratio(s.tree, c.card)) OVER () AS rank
FROM demo.index_set AS s
	CROSS JOIN demo.province_card AS c
	JOIN demo.province_published USING (province)
WHERE s.name = 'province 2022';

\echo
\echo 'Digital transformation index (DTI): computed here (dx.ratio, dx.rank_by) and published.'
\echo 'The ministry rounds after summing, the values it publishes are rounded already:'
\echo 'the two may differ by 0.0001.'
SELECT province AS "Province",
	round(dti::numeric, 4) AS "DTI computed",
	published_dti AS "DTI published",
	round(dti::numeric, 4) - published_dti AS "Difference",
	rank AS "Rank computed",
	published_rank AS "Rank published"
FROM demo.province_dti
ORDER BY published_rank;

DO $$
DECLARE
	wrong record;
	n int;
BEGIN
	SELECT count(*) INTO STRICT n FROM demo.province_dti;
	IF n <> 5 THEN
		RAISE EXCEPTION 'five provinces expected, % found', n;
	END IF;
	FOR wrong IN
		SELECT * FROM demo.province_dti
		WHERE (abs(round(dti::numeric, 4) - published_dti) <= 0.0001 AND rank = published_rank) IS NOT TRUE
	LOOP
		RAISE EXCEPTION '%: computed % and rank %, published % and rank %',
			wrong.province, wrong.dti, wrong.rank, wrong.published_dti, wrong.published_rank;
	END LOOP;
END
$$;
\echo 'Checked: every DTI within 0.0001 of the published one, every rank equal.'

\echo
\echo 'Three pillars that overlap: the foundation indices I.1 to I.6 belong to each of them.'
\echo 'A pillar is a set of nodes, code[]: government + II.7 (700 points in all), economy + II.8,'
\echo 'society + II.9 (650 each). Ratios and ranks:'
CREATE TABLE demo.province_pillar (pillar text PRIMARY KEY, codes dx.code[] NOT NULL);
INSERT INTO demo.province_pillar VALUES
	('government', '{I.1,I.2,I.3,I.4,I.5,I.6,II.7}'),
	('economy', '{I.1,I.2,I.3,I.4,I.5,I.6,II.8}'),
	('society', '{I.1,I.2,I.3,I.4,I.5,I.6,II.9}');

CREATE VIEW demo.province_pillar_score AS
SELECT c.province, p.pillar,
	dx.max_points(s.tree, c.card, p.codes) AS max_points,
	dx.ratio(s.tree, c.card, p.codes) AS ratio,
	dx.rank_by(dx.ratio(s.tree, c.card, p.codes)) OVER (PARTITION BY p.pillar) AS rank
FROM demo.index_set AS s
	CROSS JOIN demo.province_card AS c
	CROSS JOIN demo.province_pillar AS p
WHERE s.name = 'province 2022';

SELECT province AS "Province",
	round(max(ratio) FILTER (WHERE pillar = 'government')::numeric, 4) AS "Government",
	max(rank) FILTER (WHERE pillar = 'government') AS "Rank",
	round(max(ratio) FILTER (WHERE pillar = 'economy')::numeric, 4) AS "Economy",
	max(rank) FILTER (WHERE pillar = 'economy') AS "Rank",
	round(max(ratio) FILTER (WHERE pillar = 'society')::numeric, 4) AS "Society",
	max(rank) FILTER (WHERE pillar = 'society') AS "Rank"
FROM demo.province_pillar_score
GROUP BY province
ORDER BY min(rank) FILTER (WHERE pillar = 'government');

DO $$
BEGIN
	IF EXISTS (SELECT FROM demo.province_pillar_score
		WHERE max_points IS DISTINCT FROM CASE pillar WHEN 'government' THEN 700 ELSE 650 END) THEN
		RAISE EXCEPTION 'the maximum of a pillar is wrong';
	END IF;
END
$$;
