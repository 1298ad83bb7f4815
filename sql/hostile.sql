--
-- Input meant to harm: what crashed the server, gave wrong answers or took
-- hours once, and the ways aggregates can be bent.
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = '';
-- Generous, but far below what a loop within a loop takes here.
SET statement_timeout = '5min';

CREATE TEMP TABLE tree AS SELECT '[
 {"code": "1", "name": "One"},
 {"code": "1.1", "max": 10, "rule": "percent"},
 {"code": "1.22", "max": 20, "rule": "choice(a:0, b:0.5, c:1)"},
 {"code": "1.333", "max": 30, "rule": "points"},
 {"code": "2", "max": 5, "rule": "yesno"}]'::dx.tree AS t;
CREATE TEMP TABLE result AS
SELECT u, code, value
FROM pg_catalog.generate_series(1, 3) AS u,
	(VALUES ('1.1', 50.0::float8), ('1.22', 2), ('1.333', 7), ('2', 1)) AS r (code, value);
CREATE TEMP TABLE filled AS
SELECT t, dx.card(t, code, value) AS c FROM pg_temp.tree, pg_temp.result WHERE u = 1 GROUP BY t;

-- Arrays of codes of every length modulo 4, NULLs, many dimensions, none.
SELECT dx.points(t, c, ARRAY['1.1', '1.22', '2']::dx.code[]) AS three,
	dx.points(t, c, ARRAY['1.333', '2', '1.22', '1.1', '1', '']::dx.code[]) AS all_of_it,
	dx.ratio(t, c, ARRAY[['1.1', '2'], ['1.22', '1.22']]::dx.code[]) AS matrix,
	dx.max_points(t, c, '[5:6]={1.333,1.1}'::dx.code[]) AS from_five,
	dx.coverage(t, c, ARRAY['2', '1.22']::text[]) AS of_text,
	dx.points(t, c, '{}'::dx.code[]) AS none,
	dx.max_points(t, c, '{}'::text[]) AS none_max
FROM pg_temp.filled;
SELECT dx.points(t, c, ARRAY['1.1', NULL]::dx.code[]) FROM pg_temp.filled;

-- A card that came in as text can hold what its tree does not allow.
SELECT dx.recast(pg_catalog.replace(c::text, ',2,', ',-100000000,')::dx.card, t, t) FROM pg_temp.filled;
SELECT dx.recast(pg_catalog.replace(c::text, ',2,', ',1e300,')::dx.card, t, t) FROM pg_temp.filled;
SELECT dx.recast(pg_catalog.replace(c::text, ',2,', ',4,')::dx.card, t, t) FROM pg_temp.filled;
SELECT dx.recast(pg_catalog.replace(c::text, ',2,', ',1.5,')::dx.card, t, t) FROM pg_temp.filled;
SELECT dx.points(t, pg_catalog.replace(c::text, ',2,', ',0,')::dx.card) FROM pg_temp.filled;

-- Sums that no float8 holds come back from their text, and can be cut.
CREATE TEMP TABLE large (t dx.tree);
INSERT INTO pg_temp.large VALUES
	('[{"code": "1.1", "max": 4e14, "rule": "percent"}, {"code": "1.2", "max": 4e14, "rule": "percent"}]'),
	('[{"code": "1.1", "max": 123456789012345.1, "rule": "percent"}, {"code": "1.2", "max": 0.000000000001, "rule": "percent"}]');
SELECT t::text::dx.tree OPERATOR(dx.=) t AS same,
	dx.subtree(t, '1')::text::dx.tree OPERATOR(dx.=) dx.subtree(t, '1') AS same_part,
	t::text
FROM pg_temp.large;
SELECT dx.alter_tree(t, '{"": {"method": "mean"}, "1": {"method": "mean"}}') FROM pg_temp.large LIMIT 1;
SELECT '[{"code": "1", "max": 11}, {"code": "1.1", "max": 10, "rule": "percent"}]'::dx.tree;

-- One text, one value.
SELECT t::text::dx.tree OPERATOR(dx.=) t AS same
FROM (VALUES ('[{"method": "power(-0)", "min_coverage": -0.0}, {"code": "1", "rule": "percent", "weight": 1e-0}]'::dx.tree)) AS v (t);

-- Keys of large objects: each once, and quickly.
SELECT ('[{' || pg_catalog.string_agg('"k' || i || '": 1', ', ') || ', "k7": 2}]')::dx.tree
FROM pg_catalog.generate_series(1, 500) AS i;
SELECT ('[{' || pg_catalog.string_agg('"k' || i || '": 1', ', ') || '}]')::dx.tree
FROM pg_catalog.generate_series(1, 500) AS i;
WITH many AS (
	SELECT dx.tree('1.' || i, NULL, 1, 'percent') AS t,
		pg_catalog.jsonb_object_agg('1.' || i, '{"max": 2}'::jsonb) AS patch
	FROM pg_catalog.generate_series(1, 65000) AS i)
SELECT n.code, n.max_points FROM many, dx.nodes(dx.alter_tree(t, patch)) AS n WHERE n.depth < 2;

-- Thousands of trees at one call site.
SELECT pg_catalog.count(dx.score_accum(NULL, dx.alter_tree(t, pg_catalog.jsonb_build_object('1.1', pg_catalog.jsonb_build_object('max', i))), '1.1', 5::float8))
FROM pg_temp.tree, pg_catalog.generate_series(1, 50000) AS i;

-- A tally that claims a tree and has another weight in its programme changes
-- nothing for the others of the same query, whichever comes first.
CREATE TEMP TABLE mean AS SELECT '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}]'::dx.tree AS t;
CREATE TEMP TABLE claim AS
SELECT s AS honest, pg_catalog.overlay(s::text, '0000000000000840', 277, 16)::dx.tally AS forged
FROM (SELECT dx.score_accum(dx.score_accum(NULL, t, '1', 0::float8), t, '2', 100::float8) AS s FROM pg_temp.mean) AS m;
SELECT dx.score_final(honest) AS honest, dx.score_final(forged) AS forged FROM pg_temp.claim;
SELECT dx.score_final(s) FROM pg_temp.claim, LATERAL (VALUES (honest), (forged), (honest)) AS v (s);
SELECT dx.score_final(s) FROM pg_temp.claim, LATERAL (VALUES (forged), (honest), (forged)) AS v (s);
SELECT dx.score_combine(honest, forged) FROM pg_temp.claim;
SELECT dx.score_combine(honest, honest) FROM pg_temp.claim;

-- A packed state knows scores, not what was entered.
SELECT dx.score_accum(dx.score_accum(NULL, t, '1', 50::float8), t, '1', 60::float8) FROM pg_temp.mean;
SELECT dx.score(t, '1'::text, v) FROM pg_temp.mean, (VALUES (50::float8), (60)) AS r (v);

-- Frames, filters and DISTINCT; states are read, not used up.
SELECT code, dx.card(t, code, value) OVER w AS growing, dx.score(t, code, value) OVER w AS score,
	dx.score(t, code, value) OVER (ORDER BY code ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS sliding
FROM pg_temp.tree, pg_temp.result WHERE u = 1
WINDOW w AS (ORDER BY code);
SELECT u, dx.score(DISTINCT t, code, value) FILTER (WHERE code < '2') AS distinct_score,
	dx.card(t, code, value ORDER BY code DESC) AS backwards
FROM pg_temp.tree, pg_temp.result GROUP BY u, t ORDER BY u;
SELECT u, code, dx.score(t, code, value)
FROM pg_temp.tree, pg_temp.result WHERE u < 3
GROUP BY GROUPING SETS ((u), (u, code)) ORDER BY u, code;

-- Aggregates that others make of our functions: no final function, another one, moving.
CREATE AGGREGATE pg_temp.tally(dx.tree, text, float8) (SFUNC = dx.score_accum, STYPE = dx.tally);
CREATE AGGREGATE pg_temp.points(dx.tally) (SFUNC = dx.score_combine, STYPE = dx.tally, FINALFUNC = dx.score_final);
CREATE AGGREGATE pg_temp.moving(dx.tree, text, float8) (SFUNC = dx.card_accum, STYPE = dx.card,
	MSFUNC = dx.card_accum, MINVFUNC = dx.card_accum, MSTYPE = dx.card);
SELECT pg_temp.points(s) FROM (
	SELECT pg_temp.tally(t, code, value) AS s FROM pg_temp.tree, pg_temp.result WHERE u = 1 GROUP BY code) AS parts;
SELECT dx.score_final(pg_temp.tally(t, code, value) OVER (ORDER BY code)) FROM pg_temp.tree, pg_temp.result WHERE u = 1;
SELECT pg_temp.moving(t, code, value) OVER (ORDER BY code ROWS BETWEEN CURRENT ROW AND CURRENT ROW)
FROM pg_temp.tree, pg_temp.result WHERE u = 1;

-- NULL in every place of what is not strict.
SELECT dx.score_combine(NULL, NULL), dx.score_final(NULL), dx.card_combine(NULL, NULL),
	dx.card_combine(c, NULL) OPERATOR(dx.=) c AS kept, dx.card_combine(NULL, c) OPERATOR(dx.=) c AS taken,
	dx.set_result(NULL, c, '1', 1), dx.set_result(t, NULL, '1', 1),
	dx.set_result(t, c, '1.1'::text, NULL, NULL) AS cleared
FROM pg_temp.filled;
SELECT dx.set_result(t, c, NULL::text, 1) FROM pg_temp.filled;
SELECT dx.score_accum(NULL, NULL, '1'::text, 1::float8);
SELECT dx.card_accum(NULL, NULL, '1'::text, 1::float8);
SELECT dx.card_accum(NULL, t, NULL::integer, 1::float8) FROM pg_temp.tree;

-- Long texts are refused before they are read.
SELECT ('choice(' || pg_catalog.repeat('''', 100000001))::dx.rule;
SELECT pg_catalog.length(('[{"code": "1", "max": 1, "rule": "percent", "guide": "' || pg_catalog.repeat('x\u0111', 8000) || '"}]')::dx.tree::text);
SELECT ('[{"code": "1", "max": 1, "rule": "percent", "guide": "' || pg_catalog.repeat('x', 32769) || '"}]')::dx.tree;
