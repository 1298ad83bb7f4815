-- SPDX-License-Identifier: PostgreSQL
-- Mistakes in text are reported softly where the server can (16), with the
-- same words as when they are raised.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS dxindex;
DROP SCHEMA IF EXISTS soft_test CASCADE;
CREATE SCHEMA soft_test;
SET search_path = '';

-- SQLSTATE, message, detail and hint of a text that is raised on; NULL if it is valid.
CREATE FUNCTION soft_test.raised(input text, type text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s text; m text; d text; h text;
BEGIN
	EXECUTE pg_catalog.format('SELECT %L::%s', input, type);
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN pg_catalog.concat_ws(' | ', s, m, NULLIF(d, ''), NULLIF(h, ''));
END $$;
-- The same of a text that is asked about. Before 16 there is nothing to ask.
SELECT pg_catalog.current_setting('server_version_num')::int >= 160000 AS soft \gset
\if :soft
CREATE FUNCTION soft_test.saved(input text, type text) RETURNS text LANGUAGE sql AS $$
	SELECT pg_catalog.concat_ws(' | ', sql_error_code, message, detail, hint)
	FROM pg_catalog.pg_input_error_info(input, type) WHERE NOT pg_catalog.pg_input_is_valid(input, type)
$$;
\else
CREATE FUNCTION soft_test.saved(input text, type text) RETURNS text LANGUAGE sql AS $$
	SELECT soft_test.raised(input, type)
$$;
\endif

-- canonical texts, and what happens to them
CREATE TABLE soft_test.valid (type text PRIMARY KEY, input text NOT NULL);
INSERT INTO soft_test.valid VALUES ('dx.code', '4.22.11'), ('dx.rule', 'steps(0:0, 50:1/2, >80:1)');
INSERT INTO soft_test.valid
SELECT 'dx.tree', dx.tree(code, code, max, rule)::text
FROM (VALUES ('1', 20::float8, 'percent'), ('2', 10, 'choice(a:0, b:1)')) t(code, max, rule);
INSERT INTO soft_test.valid
SELECT 'dx.card', dx.card(v.input::dx.tree, '1'::text, 87.5)::text FROM soft_test.valid v WHERE type = 'dx.tree';
INSERT INTO soft_test.valid
SELECT 'dx.tally', dx.score_accum(NULL, v.input::dx.tree, '1'::text, 87.5)::text FROM soft_test.valid v WHERE type = 'dx.tree';
SELECT type, soft_test.raised(input, type) AS raised, soft_test.saved(input, type) AS saved FROM soft_test.valid ORDER BY type;

-- a mistake of each kind
SELECT type, soft_test.saved(input, type) AS mistake
FROM (VALUES ('dx.code', '4..2'), ('dx.code', pg_catalog.repeat('1.', 32) || '1'), ('dx.code', '4,2'),
	('dx.rule', 'step(1:1)'), ('dx.rule', 'linear(0)'), ('dx.rule', 'linear(5, 5)'), ('dx.rule', 'steps(0:0, 1:1/0)'),
	('dx.tree', ''), ('dx.tree', '{"code": "1"'), ('dx.tree', '[{"code": "1", "max": 1, "rule": "nope"}]'),
	('dx.tree', '[{"code": "1", "max": 1}, {"code": "1", "max": 1}]'), ('dx.tree', '[{"code": "1", "rule": "percent"}]'),
	('dx.tree', '[{"code": "", "max": 3}, {"code": "1", "max": 1, "rule": "percent"}]'),
	('dx.card', ''), ('dx.card', '0123{}'), ('dx.card', '0123456789abcdef0123456789abcdef{1,x}'), ('dx.card', '0123456789abcdef0123456789abcdef{1,_p}'),
	('dx.tally', ''), ('dx.tally', 'abc'), ('dx.tally', '0g'), ('dx.tally', '00ff')) v(type, input);

-- whatever is cut off or put in: the same words both ways
CREATE TABLE soft_test.broken AS
SELECT type, pg_catalog.left(input, i) AS input FROM soft_test.valid, pg_catalog.generate_series(0, 299) i WHERE i < pg_catalog.length(input)
UNION ALL
SELECT type, pg_catalog.overlay(input, what, i, 1) FROM soft_test.valid, pg_catalog.generate_series(1, 299) i,
	pg_catalog.unnest('{"\"",",","9","z"," "}'::text[]) what WHERE i <= pg_catalog.length(input);
SELECT type, pg_catalog.count(raised) > 20 AS mistakes, pg_catalog.bool_and(raised IS NOT DISTINCT FROM saved) AS same,
	pg_catalog.count(*) FILTER (WHERE raised ~ '^XX') AS internal
FROM (SELECT type, soft_test.raised(input, type) AS raised, soft_test.saved(input, type) AS saved FROM soft_test.broken) b
GROUP BY type ORDER BY type;

DROP SCHEMA soft_test CASCADE;
