-- SPDX-License-Identifier: PostgreSQL
-- (b) The commune set over generated communes: every state a result can be in.
SET search_path = '';

\echo
\echo '==== (b) Communes: 62 criteria, 960 points ===='
\echo
\echo 'Loading the set. Codes and maxima are those of a provincial set of 2025; names are'
\echo 'shortened, and the rules are a guess from the names.'

CREATE TABLE demo.commune_node (code text, name text, max_points numeric, rule text);
\copy demo.commune_node FROM 'test/data/commune_62.csv' WITH (FORMAT csv, HEADER)
INSERT INTO demo.index_set
SELECT 'commune 2025', dx.tree(code, name, max_points, rule) FROM demo.commune_node;

SELECT p.code AS "Code", p.name AS "Main index", p.max_points AS "Maximum", count(*) AS "Criteria"
FROM demo.index_set AS s, dx.nodes(s.tree) AS p, dx.nodes(s.tree) AS c
WHERE s.name = 'commune 2025' AND p.depth = 1 AND c.is_criterion AND dx.is_under(c.code, p.code)
GROUP BY p.code, p.name, p.max_points
ORDER BY p.code;

\echo 'Generating answers. The communes, their names and their answers are invented: made from'
\echo 'a hash of commune and criterion, the same in every run. 126 communes are ranked; the'
\echo '127th was formed during the year: assessed, not ranked.'

-- A number in 0..1, drawn from the words given.
CREATE FUNCTION demo.draw(VARIADIC words text[]) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT
RETURN ('x' || left(md5(array_to_string(words, '/')), 8))::bit(32)::bigint / 4294967296.0;

CREATE TABLE demo.commune (
	id int PRIMARY KEY,
	name text NOT NULL,
	ranked boolean NOT NULL DEFAULT true
);
INSERT INTO demo.commune
SELECT id, 'Xã ' || lpad(id::text, 3, '0'), id <= 126
FROM generate_series(1, 127) AS id;

-- What people typed. No row: nobody has answered yet.
CREATE TABLE demo.commune_answer (
	commune int REFERENCES demo.commune,
	code dx.code,
	typed text,
	state text NOT NULL DEFAULT 'result',
	PRIMARY KEY (commune, code)
);

WITH level AS (
	-- how good the commune is, how hard the criterion, and some luck
	SELECT c.id AS commune, n.code, split_part(n.rule::text, '(', 1) AS kind,
		least(1, greatest(0, 0.35 + 0.4 * demo.draw('commune', c.id::text) + 0.3 * demo.draw('criterion', n.code::text)
			+ 0.4 * (demo.draw('luck', c.id::text, n.code::text) - 0.5))) AS level
	FROM demo.index_set AS s
		CROSS JOIN LATERAL dx.nodes(s.tree) AS n
		CROSS JOIN demo.commune AS c
	WHERE s.name = 'commune 2025' AND n.is_criterion
		AND demo.draw('missing', c.id::text, n.code::text) >= 0.02
)
INSERT INTO demo.commune_answer (commune, code, typed)
SELECT commune, code,
	CASE kind
		WHEN 'percent' THEN
			-- the decimal comma and the sign, the point, or a fraction: as people type
			CASE commune % 3
				WHEN 0 THEN replace(round(100 * level::numeric, 1)::text, '.', ',') || '%'
				WHEN 1 THEN round(100 * level::numeric, 1)::text
				ELSE round(1000 * level::numeric)::text || '/1000'
			END
		WHEN 'yesno' THEN CASE WHEN level >= 0.45 THEN 'có' ELSE 'không' END
		WHEN 'checklist' THEN floor(5.99 * level)::text
		WHEN 'steps' THEN floor(4.99 * level)::text
		WHEN 'choice' THEN CASE WHEN level >= 0.75 THEN 'Tốt' WHEN level >= 0.5 THEN 'Đạt' ELSE 'Chưa' END
	END
FROM level;

\echo
\echo 'Nine communes had no investment budget: criterion 4.9 is not applicable there (state na),'
\echo 'and their maximum is 940. For nine communes the council awarded points for 4.22.8 in'
\echo 'place of the rule (state points).'
INSERT INTO demo.commune_answer
SELECT id, '4.9', NULL, 'na' FROM demo.commune WHERE id % 14 = 3
ON CONFLICT (commune, code) DO UPDATE SET typed = NULL, state = 'na';
INSERT INTO demo.commune_answer
SELECT id, '4.22.8', (10 + id % 8 + 0.5)::text, 'points' FROM demo.commune WHERE id % 15 = 7
ON CONFLICT (commune, code) DO UPDATE SET typed = excluded.typed, state = 'points';

-- Xã 120 is made to tie: see below.
DELETE FROM demo.commune_answer WHERE commune = 120;
INSERT INTO demo.commune_answer
SELECT 120, CASE code::text WHEN '4.10' THEN '4.11' WHEN '4.11' THEN '4.10' ELSE code::text END::dx.code, typed, state
FROM demo.commune_answer WHERE commune = 48;

\echo
\echo 'What was typed becomes a result, a number, by the rule of the criterion (dx.answer):'
SELECT DISTINCT ON (split_part(n.rule::text, '(', 1), left(reverse(a.typed), 1) = '%', position('/' IN a.typed) > 0)
	n.rule AS "Rule", a.typed AS "Typed",
	dx.answer(n.rule, a.typed) AS "Result",
	round(dx.attainment(n.rule, dx.answer(n.rule, a.typed))::numeric, 4) AS "Attainment"
FROM demo.index_set AS s
	CROSS JOIN LATERAL dx.nodes(s.tree) AS n
	JOIN demo.commune_answer AS a ON a.code = n.code
WHERE s.name = 'commune 2025' AND a.state = 'result'
ORDER BY split_part(n.rule::text, '(', 1), left(reverse(a.typed), 1) = '%', position('/' IN a.typed) > 0, a.commune, n.code;

CREATE TABLE demo.commune_card (
	commune int PRIMARY KEY REFERENCES demo.commune,
	card dx.card NOT NULL
);
INSERT INTO demo.commune_card
SELECT a.commune, dx.card(s.tree, a.code, CASE a.state WHEN 'result' THEN dx.answer(n.rule, a.typed) ELSE a.typed::float8 END, a.state)
FROM demo.index_set AS s
	CROSS JOIN LATERAL dx.nodes(s.tree) AS n
	JOIN demo.commune_answer AS a ON a.code = n.code
WHERE s.name = 'commune 2025'
GROUP BY a.commune;

\echo 'Every card says of every criterion how it was answered (dx.results):'
SELECT r.state AS "State", count(*) AS "Criteria", count(DISTINCT k.commune) AS "Communes",
	CASE r.state
		WHEN 'result' THEN 'scored by the rule'
		WHEN 'points' THEN 'awarded by the council in place of the rule'
		WHEN 'missing' THEN 'nobody has answered yet: counts as 0 here, lowers the coverage'
		WHEN 'na' THEN 'not applicable: the maximum goes too'
	END AS "Meaning"
FROM demo.index_set AS s
	CROSS JOIN demo.commune_card AS k
	CROSS JOIN LATERAL dx.results(s.tree, k.card) AS r
WHERE s.name = 'commune 2025'
GROUP BY r.state
ORDER BY count(*) DESC;

-- Ranked by ratio: fair to those for whom a criterion is not applicable.
CREATE VIEW demo.commune_ranking_now AS
SELECT c.id AS commune, c.name, x.points, x.max_points, x.ratio, x.coverage,
	dx.rank_by(x.ratio, ranked => c.ranked) OVER w AS rank,
	dx.ranked_count(x.ratio, ranked => c.ranked) OVER w AS ranked
FROM demo.commune AS c
	JOIN demo.commune_card AS k ON k.commune = c.id
	JOIN demo.index_set AS s ON s.name = 'commune 2025'
	CROSS JOIN LATERAL (SELECT
		dx.points(s.tree, k.card) AS points,
		dx.max_points(s.tree, k.card) AS max_points,
		dx.ratio(s.tree, k.card) AS ratio,
		dx.coverage(s.tree, k.card) AS coverage) AS x
WINDOW w AS ();

-- The same with its numbers as a reader wants them.
CREATE VIEW demo.commune_ranking_shown AS
SELECT commune, rank, ratio,
	rank || ' / ' || ranked AS "Rank",
	name AS "Commune",
	round(points::numeric, 2) AS "Points",
	max_points AS "Maximum",
	round(ratio::numeric, 4) AS "Ratio",
	to_char(100 * coverage, '990.0') || ' %' AS "Coverage"
FROM demo.commune_ranking_now;

\echo 'The ranking of 126 communes (dx.points, dx.ratio, dx.coverage, dx.rank_by, dx.ranked_count).'
\echo 'It goes by ratio, points / applicable maximum, so that nobody loses by what is not'
\echo 'applicable. The first ten:'
SELECT "Rank", "Commune", "Points", "Maximum", "Ratio", "Coverage"
FROM demo.commune_ranking_shown WHERE rank <= 10 ORDER BY rank, commune;

\echo 'Equal communes share a rank. The results of Xã 120 are those of Xã 048, but 4.10 and 4.11'
\echo 'change places: other parts, exactly the same total. The next rank is 19:'
SELECT r."Rank", r."Commune",
	dx.get_result(s.tree, k.card, '4.10') AS "4.10, %",
	dx.get_result(s.tree, k.card, '4.11') AS "4.11, %",
	r."Points", r."Maximum", r."Ratio", r."Coverage"
FROM demo.commune_ranking_shown AS r
	JOIN demo.commune_card AS k USING (commune)
	JOIN demo.index_set AS s ON s.name = 'commune 2025'
WHERE rank BETWEEN 15 AND 20 ORDER BY rank, commune;

\echo 'Xã 127 is assessed and not ranked: it has a ratio and takes no place. Its neighbours:'
SELECT "Rank", "Commune", "Points", "Maximum", "Ratio", "Coverage"
FROM (
	SELECT *, row_number() OVER w AS place
	FROM demo.commune_ranking_shown WINDOW w AS (ORDER BY ratio DESC, commune)
) AS r
WHERE abs(place - (SELECT count(*) FROM demo.commune_ranking_now
	WHERE ratio >= (SELECT ratio FROM demo.commune_ranking_now WHERE commune = 127))) <= 2
ORDER BY place;

\echo 'The last five:'
SELECT "Rank", "Commune", "Points", "Maximum", "Ratio", "Coverage"
FROM demo.commune_ranking_shown WHERE rank > 121 ORDER BY rank, commune;

DO $$
BEGIN
	IF (SELECT count(*) FROM demo.commune_ranking_now WHERE rank = 17 AND ranked = 126) <> 2
		OR EXISTS (SELECT FROM demo.commune_ranking_now WHERE rank = 18) THEN
		RAISE EXCEPTION 'Xã 048 and Xã 120 should share rank 17 of 126';
	END IF;
	IF (SELECT array_agg(commune) FROM demo.commune_ranking_now WHERE rank IS NULL AND ratio IS NOT NULL) <> '{127}' THEN
		RAISE EXCEPTION 'Xã 127 should be assessed and not ranked';
	END IF;
	IF (SELECT count(*) FROM demo.commune_ranking_now WHERE max_points = 940) <> 9 THEN
		RAISE EXCEPTION 'a criterion should not be applicable to nine communes';
	END IF;
END
$$;

\echo 'Why is Xã 038 where it is, and what would move it up? The ten criteria where it loses most'
\echo 'points (dx.breakdown), the nearest result that earns more, and the rule in words'
\echo '(dx.rule_text; a third argument vi says it in Vietnamese):'
SELECT "Rank", "Commune", "Points", "Maximum", "Ratio", "Coverage"
FROM demo.commune_ranking_shown WHERE commune = 38;
SELECT b.code AS "Code",
	CASE WHEN length(b.name) > 30 THEN regexp_replace(left(b.name, 29), '\s+\S*$', ' …') ELSE b.name END AS "Criterion",
	coalesce(a.typed, '(' || b.state || ')') AS "Typed",
	round(b.points::numeric, 2) AS "Points",
	b.max_points AS "Max",
	round(b.lost::numeric, 2) AS "Lost",
	b.result AS "Result",
	b.next_result AS "Next",
	round(b.next_points::numeric, 2) AS "earns",
	dx.rule_text(n.rule, n.max_points) AS "Rule in words"
FROM demo.index_set AS s
	JOIN demo.commune_card AS k ON k.commune = 38
	CROSS JOIN LATERAL dx.breakdown(s.tree, k.card) AS b
	JOIN LATERAL dx.nodes(s.tree) AS n USING (code)
	LEFT JOIN demo.commune_answer AS a ON a.commune = k.commune AND a.code = b.code
WHERE s.name = 'commune 2025' AND b.is_criterion
ORDER BY b.lost DESC, b.code
LIMIT 10;

\echo 'The fewest criteria, with full points, that bring Xã 038 level with the next better commune:'
WITH behind AS (
	-- they are ranked by ratio: the points to the next better one
	SELECT commune, max_points * (min(ratio) OVER (ORDER BY ratio GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) - ratio) AS gap
	FROM demo.commune_ranking_now WHERE rank IS NOT NULL
), gain AS (
	SELECT r.commune, r.gap, b.code, b.name, b.result, b.full_result, b.lost AS gain,
		sum(b.lost) OVER (PARTITION BY r.commune ORDER BY b.lost DESC, b.code) AS total
	FROM behind AS r
		JOIN demo.commune_card AS k USING (commune)
		JOIN demo.index_set AS s ON s.name = 'commune 2025'
		CROSS JOIN LATERAL dx.breakdown(s.tree, k.card) AS b
	WHERE b.is_criterion AND b.lost > 0 AND b.full_result IS NOT NULL
)
SELECT code AS "Code", name AS "Criterion", result AS "Result", full_result AS "Full at",
	round(gain::numeric, 2) AS "Gain", round(total::numeric, 2) AS "Together", round(gap::numeric, 2) AS "Gap"
FROM gain
WHERE commune = 38 AND total - gain < gap
ORDER BY total;

DO $$
BEGIN
	-- Entered, a next result earns what was said of it.
	IF EXISTS (
		SELECT FROM demo.index_set AS s
			CROSS JOIN demo.commune_card AS k
			CROSS JOIN LATERAL dx.breakdown(s.tree, k.card) AS b
		WHERE s.name = 'commune 2025' AND b.next_result IS NOT NULL AND k.commune % 10 = 8
			AND (dx.points(s.tree, dx.set_result(s.tree, k.card, b.code, b.next_result), b.code) <> b.next_points
				OR b.next_points <= coalesce(b.points, 0))) THEN
		RAISE EXCEPTION 'a next result should earn its points, and more than now';
	END IF;
END
$$;

\echo 'What if digital signatures of citizens (6.3) were worth 60 points and not 10?'
\echo 'dx.alter_tree changes the tree; the cards stay as they are. The five who gain'
\echo 'most places and the five who lose most:'
CREATE VIEW demo.commune_what_if AS
SELECT c.name, dx.get_result(s.tree, k.card, '6.3') AS result,
	dx.rank_by(dx.ratio(s.tree, k.card)) OVER w AS old_rank,
	dx.rank_by(dx.ratio(t.tree, k.card)) OVER w AS new_rank
FROM demo.commune AS c
	JOIN demo.commune_card AS k ON k.commune = c.id
	JOIN demo.index_set AS s ON s.name = 'commune 2025'
	CROSS JOIN LATERAL dx.alter_tree(s.tree, '{"6.3": {"max": 60}}') AS t(tree)
WHERE c.ranked
WINDOW w AS ();

SELECT name AS "Commune", result AS "6.3, %", old_rank AS "Rank now", new_rank AS "Rank then",
	to_char(old_rank - new_rank, 'FMSG990') AS "Places"
FROM (
	SELECT *, row_number() OVER (ORDER BY old_rank - new_rank DESC, old_rank) AS gain,
		row_number() OVER (ORDER BY new_rank - old_rank DESC, old_rank) AS loss
	FROM demo.commune_what_if
) AS r
WHERE gain <= 5 OR loss <= 5
ORDER BY gain;
