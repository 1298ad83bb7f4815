-- SPDX-License-Identifier: PostgreSQL
-- The manual against the catalogue: whatever users call is in it, and nothing
-- it names is made up.
BEGIN;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
CREATE EXTENSION IF NOT EXISTS dxindex;
SET search_path = tap, pg_catalog;
SELECT no_plan();

\set readme `cat ../../README.md ../../doc/en/*.md`
CREATE TEMP TABLE readme AS SELECT :'readme'::text AS words;
SELECT cmp_ok((SELECT length(words) FROM readme), '>', 1000, 'the manual is there');

-- Every `dx.name` the manual writes.
CREATE TEMP VIEW named AS
SELECT DISTINCT m[1] AS name FROM readme, regexp_matches(words, '\mdx\.([a-z_]+)', 'g') AS m;

-- The function serves the server only: types, operators, operator classes,
-- casts, aggregates and the planner are what call it.
CREATE TEMP VIEW func AS
SELECT p.proname, p.oid,
	EXISTS (SELECT FROM pg_type t WHERE p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend))
	OR EXISTS (SELECT FROM pg_amproc a WHERE a.amproc = p.oid)
	OR EXISTS (SELECT FROM pg_operator o WHERE o.oprcode = p.oid AND o.oprname NOT IN ('<@', '@>'))
	OR EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = p.oid AND p.proname !~ '^(code|rule)$')
	OR EXISTS (SELECT FROM pg_aggregate a WHERE p.oid IN (a.aggtransfn, a.aggcombinefn, a.aggfinalfn, a.aggmtransfn, a.aggminvtransfn))
	OR EXISTS (SELECT FROM pg_proc s WHERE s.prosupport = p.oid) AS support
FROM pg_proc p WHERE p.pronamespace = 'dx'::regnamespace;

SELECT isnt_empty('SELECT 1 FROM func WHERE NOT support', 'there are functions for users');
SELECT is_empty($$SELECT DISTINCT proname FROM func WHERE NOT support AND proname NOT IN (SELECT name FROM named)$$,
	'every function, aggregate and window function is in the manual');
SELECT is_empty($$SELECT DISTINCT proname FROM func WHERE NOT support AND NOT EXISTS
	(SELECT FROM readme WHERE words ~ ('\n\| `dx\.' || proname || '\('))$$,
	'and has a line of its own in a reference table');
SELECT is_empty($$SELECT typname FROM pg_type WHERE typnamespace = 'dx'::regnamespace AND typelem = 0 AND NOT EXISTS
	(SELECT FROM readme WHERE strpos(words, E'\n| `dx.' || typname || '` |') > 0)$$,
	'every type has a line in the reference');
SELECT is_empty($$SELECT DISTINCT oprname FROM pg_operator WHERE oprnamespace = 'dx'::regnamespace AND NOT EXISTS
	(SELECT FROM readme WHERE strpos(words, '`' || oprname || '`') > 0)$$,
	'every operator is in the manual');
SELECT is_empty($$
	SELECT c.castsource::regtype, c.casttarget::regtype FROM pg_cast c
	WHERE EXISTS (SELECT FROM pg_type t WHERE t.oid IN (c.castsource, c.casttarget) AND t.typnamespace = 'dx'::regnamespace)
	AND NOT EXISTS (SELECT FROM readme, regexp_matches(words, '\n\| ([^|\n]*) \| ([^|\n]*) \| (?:by itself|in an assignment|written)', 'g') AS m
		WHERE strpos(m[1], '`' || replace(c.castsource::regtype::text, 'character varying', 'varchar') || '`') > 0
		AND strpos(m[2], '`' || c.casttarget::regtype::text || '`') > 0)$$,
	'every cast is in the manual');
SELECT is_empty($$
	SELECT name FROM named
	WHERE name NOT IN (SELECT proname FROM func)
	AND name NOT IN (SELECT typname FROM pg_type WHERE typnamespace = 'dx'::regnamespace)
	AND name NOT IN (SELECT opcname FROM pg_opclass WHERE opcnamespace = 'dx'::regnamespace)$$,
	'nothing in the manual is made up');
SELECT is_empty($$
	SELECT DISTINCT f.proname, c.name FROM pg_proc f, unnest(f.proargnames, f.proargmodes) AS c(name, mode)
	WHERE f.pronamespace = 'dx'::regnamespace AND f.proretset AND c.mode = 'o'
	AND NOT EXISTS (SELECT FROM readme, regexp_matches(words, '\n\| `dx\.' || f.proname || '\([^|]*\| rows \| ([^\n]*)', 'g') AS m
		WHERE m[1] ~ ('\m' || c.name || '\M'))$$,
	'the reference lists every column of functions that return rows');

-- Options of nodes, kinds of rules, methods: as the server itself lists them.
SELECT is_empty($$
	SELECT name FROM unnest(ARRAY['method', 'missing', 'min_coverage', 'min_count', 'weight', 'bonus', 'decimals', 'number', 'kind', 'guide',
		'points', 'yesno', 'ratio', 'percent', 'linear(lo, hi)', 'target(t)', 'checklist(n)', 'log(lo, hi)', 'unscored',
		'sum', 'mean', 'geomean', 'harmean', 'power(p)', 'median', 'min', 'max', 'mpi_down', 'mpi_up', 'alternatives', 'best(n)']) AS name
	WHERE NOT EXISTS (SELECT FROM readme WHERE strpos(words, '`' || name || '`') > 0)$$,
	'every option, rule and method is in the manual');

SELECT * FROM finish();
ROLLBACK;
