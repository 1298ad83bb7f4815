-- SPDX-License-Identifier: PostgreSQL
-- The direction of ranks, places and gaps; shares of the best.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
RESET client_min_messages;
SET search_path = '';

-- days that a request takes: less is better
CREATE TEMP TABLE days (unit text, x float8, r boolean);
INSERT INTO days VALUES ('a', 2.04, true), ('b', 3, true), ('c', 3 * (1 + 1e-13), true), ('d', NULL, true), ('e', 7.5, false), ('f', -1, true), ('g', 2, true);
SELECT unit, x, dx.rank_by(x, direction => -1) OVER w AS rank, dx.rank_by(x, 'max', 1, r, -1) OVER w AS ranked,
	dx.rank_by(x, 'first', NULL, NULL, -1) OVER (ORDER BY unit DESC) AS first,
	dx.ranked_count(x, ranked => r, direction => -1) OVER w AS of, dx.midrank_by(x, 1, r, -1) OVER w AS midrank,
	dx.percentile_by(x, direction => -1) OVER w AS percentile, dx.band_by(x, 2, direction => -1) OVER w AS half,
	dx.gap_to_best(x, 2, r, -1) OVER w AS to_best, dx.gap_to_next(x, 2, r, -1) OVER w AS to_next, dx.borda(x, -1) OVER w AS borda
FROM days WINDOW w AS () ORDER BY x, unit;
-- NULL is the direction by default
SELECT unit, dx.rank_by(x, direction => NULL) OVER w AS rank, dx.gap_to_best(x, NULL, NULL, NULL) OVER w AS gap FROM days WINDOW w AS () ORDER BY unit;
-- ranks are int: JavaScript has no bigint
SELECT proname, prorettype::regtype FROM pg_catalog.pg_proc WHERE pronamespace = 'dx'::regnamespace AND prokind = 'w' AND prorettype IN ('int'::regtype, 'bigint'::regtype) ORDER BY 1, 2;

-- errors; the number in a message is the one that was given
CREATE FUNCTION pg_temp.failure(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE format('SELECT dx.%s OVER () FROM (VALUES (1, 70.5), (2, 70.5), (3, 80)) AS v(id, x)', call);
	RETURN 'none';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(hint, ''));
END $$;
SELECT call, pg_temp.failure(call) FROM unnest('{"rank_by(x, direction => 0)","ranked_count(x, direction => 2)","midrank_by(x, direction => -2)","percentile_by(x, direction => 0)",
	"band_by(x, 4, direction => 0)","gap_to_best(x, direction => 0)","gap_to_next(x, direction => 0)","borda(x, 0)","share_of_best(x, 0)",
	"rank_by(x, direction => 1 - 2 * (id % 2))","rank_by(x, ''first'', direction => -1)","rank_by(CASE id WHEN 3 THEN ''NaN''::float8 ELSE x END, direction => -1)"}'::text[]) AS call;

-- x / best, as the name says (U9)
SELECT x, dx.share_of_best(x) OVER () AS share, dx.share_of_best(x, -1) OVER () AS less_is_better FROM (VALUES (50), (75), (100)) AS v(x) ORDER BY x;
-- of the numbers as they are written: 0.3 is a third of 0.9
SELECT x, dx.share_of_best(x) OVER () AS share, x / 0.9::float8 AS divided, dx.share_of_best(x, -1) OVER () AS less_is_better FROM (VALUES (0.3::float8), (0.9), (0.7), (NULL)) AS v(x) ORDER BY x;
-- of nothing there is no share; a value below 0 is less than none
SELECT set, x, dx.share_of_best(x) OVER w AS share, dx.share_of_best(x, -1) OVER w AS less_is_better
FROM (VALUES (1, 0), (1, 4), (2, -4), (2, 8), (3, -1), (3, 0), (4, -2), (4, -1), (5, 7), (6, NULL)) AS v(set, x) WINDOW w AS (PARTITION BY set) ORDER BY set, x;
SELECT dx.share_of_best(x) OVER () FROM (VALUES (1e-300::float8), (-1e300)) AS v(x);
