-- SPDX-License-Identifier: PostgreSQL
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
FROM pg_catalog.generate_series(1, 200) AS i;
SELECT ('[{' || pg_catalog.string_agg('"k' || i || '": 1', ', ') || '}]')::dx.tree
FROM pg_catalog.generate_series(1, 200) AS i;
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
\getenv abs_srcdir PG_ABS_SRCDIR
\set tally :abs_srcdir '/test/regress/tally.sql'
\i :tally
CREATE TEMP TABLE mean AS SELECT '[{"method": "mean"}, {"code": "1", "rule": "percent"}, {"code": "2", "rule": "percent"}]'::dx.tree AS t;
CREATE TEMP TABLE claim AS
SELECT s AS honest, pg_temp.with_programme(s, pg_temp.programme('{1, 3, 1}', '{100000000000000, 100000000000000, 100000000000000}', '{1, 0, 0}', '{1, 0, 0}', '{0, 17, 17}', '{0, 1, 1}'))::dx.tally AS forged
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

-- Bytes that no function of ours made: a superuser can pass them for values.
-- Whatever they are, nothing is read past their end, and what is not understood
-- is refused, or shown as far as it goes.
CREATE CAST (bytea AS dx.code) WITHOUT FUNCTION;
CREATE CAST (bytea AS dx.rule) WITHOUT FUNCTION;
CREATE CAST (bytea AS dx.card) WITHOUT FUNCTION;
CREATE CAST (bytea AS dx.tally) WITHOUT FUNCTION;
CREATE CAST (bytea AS dx.stat) WITHOUT FUNCTION;
CREATE CAST (bytea AS text) WITHOUT FUNCTION;
CREATE FUNCTION pg_temp.said(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text;
BEGIN
	EXECUTE 'SELECT ' || call INTO m;
	RETURN pg_catalog.left(m, 80);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT;
	RETURN s || ': ' || m;
END $$;
SELECT bytes, pg_temp.said(pg_catalog.format('dx.code_out(%L::bytea::dx.code)', bytes)) AS code, pg_temp.said(pg_catalog.format('dx.depth(%L::bytea::dx.code)', bytes)) AS depth,
	pg_temp.said(pg_catalog.format('%L::bytea::dx.code OPERATOR(dx.<) %L::dx.code', bytes, '4.2')) AS less
FROM (VALUES ('\x'), ('\x01'), ('\x02'), ('\x0205'), ('\x02053132'), ('\x0240'), ('\x024050'), ('\x024162'), ('\x024147630062'), ('\x0280'), ('\x02f0'), ('\x023fff'), ('\x02013100fe'), ('\x020131fe03'), ('\x024100'), ('\x02ff41'),
	('\x02410631'), ('\x02410001'), ('\x0241430400fe'), ('\x0241430400fe3f'), ('\x024143063100fe02'), ('\x024142'), ('\x02417f0100')) AS v (bytes);
SELECT pg_temp.said(pg_catalog.format('pg_catalog.length(dx.code_out(%L::bytea::dx.code)::text)', '\x02' || pg_catalog.repeat('0131feff', 512))) AS cut_off,
	pg_temp.said(pg_catalog.format('pg_catalog.length(dx.padded(%L::bytea::dx.code, 63))', '\x02' || pg_catalog.repeat('4104000131', 410))) AS padded,
	pg_temp.said(pg_catalog.format('dx.padded(%L::bytea::dx.code, 9)', '\x0241430400feff')) AS zeros, pg_temp.said(pg_catalog.format('dx.padded(%L::bytea::dx.code, 9)', '\x020a3132')) AS cut_short,
	pg_temp.said(pg_catalog.format('dx.depth(%L::bytea::dx.code)', '\x02' || pg_catalog.repeat('f0', 2052))) AS too_long, dx.depth(('\x02' || pg_catalog.repeat('f0', 2051))::bytea::dx.code) AS longest,
	dx.common_ancestor('\x02013140'::bytea::dx.code, '\x02013141'::bytea::dx.code) AS common;
SELECT pg_temp.said($$dx.rule_out('\x'::bytea::dx.rule)$$), pg_temp.said($$dx.attainment('\x0270'::bytea::dx.rule, 1)$$), pg_temp.said($$dx.attainment('\x0170'::bytea::dx.rule, 1)$$);
SELECT a, b, dx.rule_cmp(a::bytea::dx.rule, b::bytea::dx.rule) AS cmp FROM (VALUES ('\x0170', '\x017070'), ('\x017070', '\x0170'), ('\x', '\x'), ('\x', '\x01'), ('\x0170', '\x0171')) AS v (a, b);
-- text in no encoding
SELECT pg_temp.said($$'\x70ff'::bytea::text::dx.rule$$), pg_temp.said($$dx.answer('choice(a:1)', '\xff'::bytea::text)$$), pg_temp.said($$'\x31ff'::bytea::text::dx.code$$);
-- cards: no header, cut short, a long number that eats the words behind it, a word with bits that mean nothing
SELECT bytes, pg_temp.said(pg_catalog.format('dx.card_out(%L::bytea::dx.card)', bytes)) AS card, pg_temp.said(pg_catalog.format('dx.card_combine(%L::bytea::dx.card, %1$L::bytea::dx.card)', bytes)) AS merged
FROM (SELECT pg_catalog.replace(b, '~', pg_catalog.repeat('00', 16)) FROM (VALUES ('\x'), ('\x0200'), ('\x01000100~'), ('\x01000000~'), ('\x01000100~00e0'), ('\x01000300~00e001000100'), ('\x01000300~00e00100010000'), ('\x01000300~00f8fe7f010000c0'), ('\x01000100~ff'), ('\x01000100~01f0'), ('\x01000200~6643'), ('\x01000100~664300')) AS v (b)) AS w (bytes);
SELECT pg_temp.said($$dx.card_combine(c, '\x02'::bytea::dx.card) FROM pg_temp.filled$$), pg_temp.said($$dx.card_combine(c, '\x0100010000000000000000000000000000000000ffff'::bytea::dx.card) FROM pg_temp.filled$$),
	pg_temp.said($$dx.points(t, '\x02'::bytea::dx.card) FROM pg_temp.filled$$), pg_temp.said($$dx.points(t, pg_catalog.substr(dx.card_send(c), 1, 25)::dx.card) FROM pg_temp.filled$$);
-- tallies and statistics
SELECT pg_temp.said($$dx.tally_out('\x'::bytea::dx.tally)$$), pg_temp.said($$dx.score_final('\x01'::bytea::dx.tally)$$), pg_temp.said($$dx.score_combine('\x01'::bytea::dx.tally, NULL)$$);
SELECT bytes, pg_temp.said(pg_catalog.format('dx.stat_out(%L::bytea::dx.stat)', bytes)) AS stat, pg_temp.said(pg_catalog.format('dx.count_of(%L::bytea::dx.stat)', bytes)) AS rows, pg_temp.said(pg_catalog.format('dx.stat_combine(%L::bytea::dx.stat, NULL)', bytes)) AS combined
FROM (VALUES ('\x'), ('\x0101'), ('\x010100000000000000000000'), ('\x01010000000000000000000000'), ('\x0101000000000000000000000000'), ('\x016300000000000000000000'), ('\x010400000000000000000000')) AS v (bytes);
DROP CAST (bytea AS dx.code);
DROP CAST (bytea AS dx.rule);
DROP CAST (bytea AS dx.card);
DROP CAST (bytea AS dx.tally);
DROP CAST (bytea AS dx.stat);
DROP CAST (bytea AS text);

-- Long texts are refused before they are read.
SELECT ('choice(' || pg_catalog.repeat('''', 100000001))::dx.rule;
SELECT pg_catalog.length(('[{"code": "1", "max": 1, "rule": "percent", "guide": "' || pg_catalog.repeat('x\u0111', 8000) || '"}]')::dx.tree::text);
SELECT ('[{"code": "1", "max": 1, "rule": "percent", "guide": "' || pg_catalog.repeat('x', 32769) || '"}]')::dx.tree;
